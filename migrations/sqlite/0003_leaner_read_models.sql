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
    dossier_id       text not null,
    subject          text not null,
    duty             text not null,
    unit_id          text not null,
    pack             text,
    rulebook_version integer not null,
    calendar_version integer not null,
    started_by       integer not null,
    started_on       text not null,
    recorded_on      text not null,
    due_on           text,
    notified_due_on  text,
    missing_year     integer,
    state            text not null,
    met_on           text,
    met_by           integer,
    primary key (dossier_id, subject, duty)
) strict, without rowid;

insert into obligations_by_subject (dossier_id, subject, duty, unit_id, pack, rulebook_version,
                                    calendar_version, started_by, started_on, recorded_on, due_on,
                                    notified_due_on, missing_year, state, met_on, met_by)
select dossier_id, subject, duty, unit_id, pack, rulebook_version, calendar_version, started_by,
       started_on, recorded_on, due_on, notified_due_on, missing_year, state, met_on, met_by
from obligations;

drop table obligations;
alter table obligations_by_subject rename to obligations;

-- With the whole folded name beside a word, the other words are looked for in the same row.
create table search_with_names (
    word       text not null,
    name_fold  text not null,
    dossier_id text not null,
    primary key (word, name_fold, dossier_id)
) strict, without rowid;

insert into search_with_names (word, name_fold, dossier_id)
select s.word, p.name_fold, s.dossier_id from search s join people p on p.dossier_id = s.dossier_id;

drop table search;
alter table search_with_names rename to search;
