-- Endings of service: who left, how and when, and who is about to.

-- Read model: one row an ending.
create table endings (
    ending_id    text collate "C" primary key,
    dossier_id   text collate "C" not null,
    kind         text collate "C" not null,
    ended_on     text collate "C" not null,
    paper_number text collate "C" not null,
    state        text collate "C" not null,
    touched_by   bigint not null,
    resumed_on   text collate "C",
    left_unit    text collate "C"
);

create index endings_by_dossier on endings (dossier_id, ending_id);
create index endings_by_day on endings (state, ended_on, ending_id);

-- How someone's service ended; none while they serve.
alter table people add column ended text collate "C";
