-- Read models: folded from the log, rebuilt at will. Each is written by one file in projections/.

-- The person as they stand, field by field.
create table record (
    dossier_id text collate "C" not null,
    slot       text collate "C" not null,
    said       text collate "C",
    state      text collate "C" not null,
    stands     text collate "C",
    true_since text collate "C",
    stands_since text collate "C",
    said_by    bigint not null,
    stands_by  bigint,
    checked_by bigint,
    submission text collate "C",
    objection  text collate "C",
    primary key (dossier_id, slot)
);

-- One line a fact of a dossier.
create table timeline (
    dossier_id   text collate "C" not null,
    position     bigint not null,
    effective_on text collate "C",
    primary key (dossier_id, position)
);

-- Who owes what by when.
create table obligations (
    dossier_id       text collate "C" not null,
    duty             text collate "C" not null,
    subject          text collate "C" not null,
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
    primary key (dossier_id, duty, subject)
);

create index obligations_open_by_due on obligations (state, due_on);

-- Each unit's open duties by due day.
create table queue (
    unit_id    text collate "C" not null,
    due_on     text collate "C" not null,
    dossier_id text collate "C" not null,
    duty       text collate "C" not null,
    subject    text collate "C" not null,
    started_by bigint not null,
    primary key (unit_id, due_on, dossier_id, duty, subject)
);

-- Counts of duties by unit, kind and due day.
create table board (
    unit_id     text collate "C" not null,
    duty        text collate "C" not null,
    due_on      text collate "C" not null,
    open        bigint not null,
    met_on_time bigint not null,
    met_late    bigint not null,
    primary key (unit_id, duty, due_on)
);

-- The units as they stand.
create table units (
    unit_id        text collate "C" not null,
    code           text collate "C" not null,
    name           text collate "C" not null,
    kind           text collate "C" not null,
    parent_id      text collate "C",
    path           text collate "C" not null,
    established_on text collate "C" not null,
    changes        bigint not null,
    primary key (unit_id)
);

create index units_by_path on units (path);

create index units_by_code on units (code);

-- The accounts and their grants.
create table accounts (
    account_id text collate "C" not null,
    name       text collate "C" not null,
    dossier_id text collate "C",
    unit_id    text collate "C" not null,
    issued_on  text collate "C" not null,
    state      text collate "C" not null,
    grants     text collate "C" not null,
    primary key (account_id)
);

create index accounts_by_dossier on accounts (dossier_id);

create index accounts_by_unit on accounts (unit_id);

-- One row a person.
create table people (
    dossier_id       text collate "C" not null,
    full_name        text collate "C" not null,
    sort_key         text collate "C" not null,
    name_fold        text collate "C" not null,
    unit_id          text collate "C" not null,
    situation        text collate "C" not null,
    account_id       text collate "C",
    birth_date       text collate "C",
    position_code    text collate "C",
    opened_on        text collate "C" not null,
    first_submission text collate "C",
    primary key (dossier_id)
);

create index people_by_unit on people (unit_id, sort_key, dossier_id);

create index people_by_name on people (sort_key, dossier_id);

-- The folded words of names.
create table search (
    word       text collate "C" not null,
    dossier_id text collate "C" not null,
    primary key (word, dossier_id)
);
