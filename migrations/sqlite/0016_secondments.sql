-- Secondments within the province, and transfers for a term.

-- Read model: one row a secondment.
create table secondments (
    secondment_id     text primary key,
    dossier_id        text not null,
    from_unit         text not null,
    host_unit         text not null,
    decision_number   text not null,
    decision_dated_on text not null,
    begins_on         text not null,
    ends_on           text not null,
    cancelled         integer not null,
    ordered_by        integer not null,
    touched_by        integer not null
) strict, without rowid;

create index secondments_by_host on secondments (host_unit, ends_on);
create index secondments_by_dossier on secondments (dossier_id, secondment_id);

-- The last day of the term of a transfer; none for good.
alter table transfers add column term_ends_on text;
