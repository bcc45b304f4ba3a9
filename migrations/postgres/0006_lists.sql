-- Lists of people: which dossiers came from which file, and the files that wait to be taken in.

-- Read model: one row a dossier opened from a row of a file.
create table intakes (
    file_sha256 text collate "C" not null,
    dossier_id  text collate "C" not null,
    sheet_row   bigint not null,
    unit_id     text collate "C" not null,
    opened_by   bigint not null,
    primary key (file_sha256, dossier_id)
);

-- A list someone brought: how far it is, and what was found in it. Holds no personal data.
create table list_job (
    job_id       text collate "C" primary key,
    account_id   text collate "C" not null,
    file_name    text collate "C" not null,
    file_sha256  text collate "C" not null,
    state        text collate "C" not null,
    made_at      text collate "C" not null,
    touched_at   text collate "C" not null,
    asked        text collate "C" not null,
    done         bigint not null,
    total        bigint not null,
    report       text collate "C" not null
);

create index list_job_by_account on list_job (account_id, made_at);

-- The file itself, in parts, until it is taken in or a day has passed.
create table list_file (
    job_id text collate "C" not null,
    part   bigint not null,
    bytes  bytea not null,
    primary key (job_id, part)
);
