-- Lists of people: which dossiers came from which file, and the files that wait to be taken in.

-- Read model: one row a dossier opened from a row of a file.
create table intakes (
    file_sha256 text not null,
    dossier_id  text not null,
    sheet_row   integer not null,
    unit_id     text not null,
    opened_by   integer not null,
    primary key (file_sha256, dossier_id)
) strict, without rowid;

-- A list someone brought: how far it is, and what was found in it. Holds no personal data.
create table list_job (
    job_id       text primary key,
    account_id   text not null,
    file_name    text not null,
    file_sha256  text not null,
    state        text not null,
    made_at      text not null,
    touched_at   text not null,
    asked        text not null,
    done         integer not null,
    total        integer not null,
    report       text not null
) strict, without rowid;

create index list_job_by_account on list_job (account_id, made_at);

-- The file itself, in parts, until it is taken in or a day has passed.
create table list_file (
    job_id text not null,
    part   integer not null,
    bytes  blob not null,
    primary key (job_id, part)
) strict;
