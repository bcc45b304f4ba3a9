-- Endings of service: who left, how and when, and who is about to.

-- Read model: one row an ending.
create table endings (
    ending_id    text primary key,
    dossier_id   text not null,
    kind         text not null,
    ended_on     text not null,
    paper_number text not null,
    state        text not null,
    touched_by   integer not null,
    resumed_on   text,
    left_unit    text
) strict, without rowid;

create index endings_by_dossier on endings (dossier_id, ending_id);
create index endings_by_day on endings (state, ended_on, ending_id);

-- How someone's service ended; none while they serve.
alter table people add column ended text;
