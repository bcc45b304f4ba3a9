-- Many people to other units by one decision.

-- Read model: one row a dossier that went with a mass move.
create table mass_moved (
    mass_move_id text collate "C" not null,
    dossier_id   text collate "C" not null,
    from_unit    text collate "C" not null,
    to_unit      text collate "C" not null,
    moved_by     bigint not null,
    back_by      bigint,
    primary key (mass_move_id, dossier_id)
);

create index mass_moved_by_dossier on mass_moved (dossier_id);

-- What was planned, and how far the work on it is. Of people it names only who planned it; what is approved is
-- fixed by the hash in the log.
create table mass_move_plan (
    mass_move_id text collate "C" primary key,
    account_id   text collate "C" not null,
    account_name text collate "C" not null,
    state        text collate "C" not null,
    made_at      text collate "C" not null,
    touched_at   text collate "C" not null,
    manifest     text collate "C" not null,
    report       text collate "C" not null,
    done         bigint not null,
    total        bigint not null
);

create index mass_move_plan_by_time on mass_move_plan (made_at, mass_move_id);
