-- Read models that keep less twice and answer from fewer pages.

-- A value is in the fact that said it; the record points there.
alter table record drop column said;
alter table record drop column stands;

-- A dossier's own facts are found by event_by_stream; kept here are those of other streams.
delete from timeline where exists
    (select 1 from event e where e.position = timeline.position and e.stream_type = 'dossier');
alter table timeline drop column effective_on;

-- The duties of one submission lie together. What is open is found through the units' queues, what
-- was met through their people.
create table obligations_by_subject (
    dossier_id       text collate "C" not null,
    subject          text collate "C" not null,
    duty             text collate "C" not null,
    unit_id          text collate "C" not null,
    pack             text collate "C",
    rulebook_version bigint not null,
    calendar_version bigint not null,
    started_by       bigint not null,
    started_on       text collate "C" not null,
    recorded_on      text collate "C" not null,
    due_on           text collate "C",
    notified_due_on  text collate "C",
    missing_year     bigint,
    state            text collate "C" not null,
    met_on           text collate "C",
    met_by           bigint,
    primary key (dossier_id, subject, duty)
);

insert into obligations_by_subject (dossier_id, subject, duty, unit_id, pack, rulebook_version,
                                    calendar_version, started_by, started_on, recorded_on, due_on,
                                    notified_due_on, missing_year, state, met_on, met_by)
select dossier_id, subject, duty, unit_id, pack, rulebook_version, calendar_version, started_by,
       started_on, recorded_on, due_on, notified_due_on, missing_year, state, met_on, met_by
from obligations;

drop table obligations;
alter table obligations_by_subject rename to obligations;
alter index obligations_by_subject_pkey rename to obligations_pkey;

-- With the whole folded name beside a word, the other words are looked for in the same row.
create table search_with_names (
    word       text collate "C" not null,
    name_fold  text collate "C" not null,
    dossier_id text collate "C" not null,
    primary key (word, name_fold, dossier_id)
);

insert into search_with_names (word, name_fold, dossier_id)
select s.word, p.name_fold, s.dossier_id from search s join people p on p.dossier_id = s.dossier_id;

drop table search;
alter table search_with_names rename to search;
alter index search_with_names_pkey rename to search_pkey;
