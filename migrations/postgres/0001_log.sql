-- The log: facts in the order they were recorded, never changed, never removed.
create table event (
    position     bigint primary key,
    event_id     text collate "C" not null,
    stream_type  text collate "C" not null,
    stream_id    text collate "C" not null,
    sequence     bigint not null,
    event_type   text collate "C" not null,
    version      bigint not null,
    recorded_at  text collate "C" not null,
    effective_on text collate "C",
    metadata     text collate "C" not null,
    payload      text collate "C" not null,
    leaf_hash    bytea not null,
    chain_hash   bytea not null
);

create unique index event_by_stream on event (stream_id, sequence);

-- Units, calendars and rules: few, and wanted whole at every start.
create index event_of_reference on event (position)
    where stream_type in ('unit', 'calendar', 'rulebook');

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only: % refused', tg_table_name, lower(tg_op);
end $$;

create trigger event_is_never_changed before update or delete on event
    for each row execute function refuse_change();
create trigger event_is_never_truncated before truncate on event
    for each statement execute function refuse_change();

-- One row: the end of the log. Locked once a batch; its chain covers every fact before it.
create table ledger_head (
    shard              bigint primary key check (shard = 0),
    position           bigint not null,
    reference_position bigint not null,
    recorded_at        text collate "C" not null,
    chain_hash         bytea not null
) with (fillfactor = 10);

insert into ledger_head (shard, position, reference_position, recorded_at, chain_hash)
values (0, 0, 0, '', decode(repeat('00', 32), 'hex'));

create function refuse_going_back() returns trigger language plpgsql as $$
begin
    if new.position < old.position then
        raise exception 'ledger_head never goes back';
    end if;
    return new;
end $$;

create trigger ledger_head_never_goes_back before update on ledger_head
    for each row execute function refuse_going_back();
create trigger ledger_head_is_never_deleted before delete on ledger_head
    for each row execute function refuse_change();
create trigger ledger_head_is_never_truncated before truncate on ledger_head
    for each statement execute function refuse_change();

-- What was answered to a request with this key; the same request again gets the same answer.
create table receipt (
    request_key    text collate "C" primary key,
    request_hash   text collate "C" not null,
    first_position bigint not null,
    last_position  bigint not null
);

-- Values that exactly one stream may hold, such as a personal id number.
create table claim (
    kind      text collate "C" not null,
    held      text collate "C" not null,
    stream_id text collate "C" not null,
    primary key (kind, held)
);

-- What this database says about itself: its origin, and whether its people are invented.
create table about (
    name  text collate "C" primary key,
    said  text not null
);

-- Ways in for programs: only the hash of the secret is kept.
create table token (
    secret_hash text collate "C" primary key,
    account_id  text collate "C" not null,
    label       text not null,
    issued_at   text collate "C" not null,
    expires_at  text collate "C" not null,
    revoked_at  text collate "C"
);
