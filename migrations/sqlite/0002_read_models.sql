-- Read models: folded from the log, rebuilt at will. Each is written by one file in projections/.

-- The person as they stand, field by field.
create table record (
    dossier_id text not null,
    slot       text not null,
    said       text,
    state      text not null,
    stands     text,
    true_since text,
    stands_since text,
    said_by    integer not null,
    stands_by  integer,
    checked_by integer,
    submission text,
    objection  text,
    primary key (dossier_id, slot)
) strict, without rowid;

-- One line a fact of a dossier.
create table timeline (
    dossier_id   text not null,
    position     integer not null,
    effective_on text,
    primary key (dossier_id, position)
) strict, without rowid;

-- Who owes what by when.
create table obligations (
    dossier_id       text not null,
    duty             text not null,
    subject          text not null,
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
    primary key (dossier_id, duty, subject)
) strict, without rowid;

create index obligations_open_by_due on obligations (state, due_on);

-- Each unit's open duties by due day.
create table queue (
    unit_id    text not null,
    due_on     text not null,
    dossier_id text not null,
    duty       text not null,
    subject    text not null,
    started_by integer not null,
    primary key (unit_id, due_on, dossier_id, duty, subject)
) strict, without rowid;

-- Counts of duties by unit, kind and due day.
create table board (
    unit_id     text not null,
    duty        text not null,
    due_on      text not null,
    open        integer not null,
    met_on_time integer not null,
    met_late    integer not null,
    primary key (unit_id, duty, due_on)
) strict, without rowid;

-- The units as they stand.
create table units (
    unit_id        text not null,
    code           text not null,
    name           text not null,
    kind           text not null,
    parent_id      text,
    path           text not null,
    established_on text not null,
    changes        integer not null,
    primary key (unit_id)
) strict, without rowid;

create index units_by_path on units (path);

create index units_by_code on units (code);

-- The accounts and their grants.
create table accounts (
    account_id text not null,
    name       text not null,
    dossier_id text,
    unit_id    text not null,
    issued_on  text not null,
    state      text not null,
    grants     text not null,
    primary key (account_id)
) strict, without rowid;

create index accounts_by_dossier on accounts (dossier_id);

create index accounts_by_unit on accounts (unit_id);

-- One row a person.
create table people (
    dossier_id       text not null,
    full_name        text not null,
    sort_key         text not null,
    name_fold        text not null,
    unit_id          text not null,
    situation        text not null,
    account_id       text,
    birth_date       text,
    position_code    text,
    opened_on        text not null,
    first_submission text,
    primary key (dossier_id)
) strict, without rowid;

create index people_by_unit on people (unit_id, sort_key, dossier_id);

create index people_by_name on people (sort_key, dossier_id);

-- The folded words of names.
create table search (
    word       text not null,
    dossier_id text not null,
    primary key (word, dossier_id)
) strict, without rowid;
