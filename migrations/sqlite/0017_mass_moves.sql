-- Many people to other units by one decision.

-- Read model: one row a dossier that went with a mass move.
create table mass_moved (
    mass_move_id text not null,
    dossier_id   text not null,
    from_unit    text not null,
    to_unit      text not null,
    moved_by     integer not null,
    back_by      integer,
    primary key (mass_move_id, dossier_id)
) strict, without rowid;

create index mass_moved_by_dossier on mass_moved (dossier_id);

-- What was planned, and how far the work on it is. Of people it names only who planned it; what is approved is
-- fixed by the hash in the log.
create table mass_move_plan (
    mass_move_id text primary key,
    account_id   text not null,
    account_name text not null,
    state        text not null,
    made_at      text not null,
    touched_at   text not null,
    manifest     text not null,
    report       text not null,
    done         integer not null,
    total        integer not null
) strict, without rowid;

create index mass_move_plan_by_time on mass_move_plan (made_at, mass_move_id);
