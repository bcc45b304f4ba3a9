-- The log: facts in the order they were recorded, never changed, never removed.
create table event (
    position     integer primary key,
    event_id     text not null,
    stream_type  text not null,
    stream_id    text not null,
    sequence     integer not null,
    event_type   text not null,
    version      integer not null,
    recorded_at  text not null,
    effective_on text,
    metadata     text not null,
    payload      text not null,
    leaf_hash    blob not null,
    chain_hash   blob not null
) strict;

create unique index event_by_stream on event (stream_id, sequence);

-- Units, calendars and rules: few, and wanted whole at every start.
create index event_of_reference on event (position)
    where stream_type in ('unit', 'calendar', 'rulebook');

create trigger event_is_never_updated before update on event
begin
    select raise(abort, 'event is append-only: update refused');
end;

create trigger event_is_never_deleted before delete on event
begin
    select raise(abort, 'event is append-only: delete refused');
end;

-- "insert or replace" fires no delete trigger: what is there is not written over either.
create trigger event_is_never_replaced before insert on event
when new.position <= (select position from ledger_head)
  or exists (select 1 from event where stream_id = new.stream_id and sequence = new.sequence)
begin
    select raise(abort, 'event is append-only: replace refused');
end;

-- One row: the end of the log. Locked once a batch; its chain covers every fact before it.
create table ledger_head (
    shard              integer primary key check (shard = 0),
    position           integer not null,
    reference_position integer not null,
    recorded_at        text not null,
    chain_hash         blob not null
) strict;

insert into ledger_head (shard, position, reference_position, recorded_at, chain_hash)
values (0, 0, 0, '', zeroblob(32));

create trigger ledger_head_is_never_replaced before insert on ledger_head
begin
    select raise(abort, 'ledger_head is never replaced');
end;

create trigger ledger_head_never_goes_back before update on ledger_head
when new.position < old.position
begin
    select raise(abort, 'ledger_head never goes back');
end;

create trigger ledger_head_is_never_deleted before delete on ledger_head
begin
    select raise(abort, 'ledger_head is never deleted');
end;

-- What was answered to a request with this key; the same request again gets the same answer.
create table receipt (
    request_key    text primary key,
    request_hash   text not null,
    first_position integer not null,
    last_position  integer not null
) strict, without rowid;

-- Values that exactly one stream may hold, such as a personal id number.
create table claim (
    kind      text not null,
    held      text not null,
    stream_id text not null,
    primary key (kind, held)
) strict, without rowid;

-- What this database says about itself: its origin, and whether its people are invented.
create table about (
    name  text primary key,
    said  text not null
) strict, without rowid;

-- Ways in for programs: only the hash of the secret is kept.
create table token (
    secret_hash text primary key,
    account_id  text not null,
    label       text not null,
    issued_at   text not null,
    expires_at  text not null,
    revoked_at  text
) strict, without rowid;
