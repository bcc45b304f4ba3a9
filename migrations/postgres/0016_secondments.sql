-- Secondments within the province, and transfers for a term.

-- Read model: one row a secondment.
create table secondments (
    secondment_id     text collate "C" primary key,
    dossier_id        text collate "C" not null,
    from_unit         text collate "C" not null,
    host_unit         text collate "C" not null,
    decision_number   text collate "C" not null,
    decision_dated_on text collate "C" not null,
    begins_on         text collate "C" not null,
    ends_on           text collate "C" not null,
    cancelled         bigint not null,
    ordered_by        bigint not null,
    touched_by        bigint not null
);

create index secondments_by_host on secondments (host_unit, ends_on);
create index secondments_by_dossier on secondments (dossier_id, secondment_id);

-- The last day of the term of a transfer; none for good.
alter table transfers add column term_ends_on text collate "C";
