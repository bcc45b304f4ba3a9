-- Who looked into whose dossier: one row a request, written before the answer leaves. Not facts:
-- nothing is folded from them. Never a value, never what was searched for.
create table access_log (
    entry        integer primary key,
    at           text not null,
    account_id   text not null,
    account_name text not null,
    unit_id      text,
    unit_name    text,
    ground       text not null,
    dossier_id   text,
    opened       text not null,
    detail       text not null,
    hits         integer,
    outcome      text not null,
    source       text not null,
    client       text,
    request_id   text not null
) strict;

-- "Who has looked at my record?"
create index access_log_of_dossier on access_log (dossier_id, entry) where dossier_id is not null;
-- How many dossiers one account has opened of late.
create index access_log_of_account on access_log (account_id, at);

create trigger access_log_is_never_updated before update on access_log
begin
    select raise(abort, 'access_log is append-only: update refused');
end;

create trigger access_log_is_never_deleted before delete on access_log
begin
    select raise(abort, 'access_log is append-only: delete refused');
end;

-- "insert or replace" fires no delete trigger: what is there is not written over either.
create trigger access_log_is_never_replaced before insert on access_log
when exists (select 1 from access_log where entry = new.entry)
begin
    select raise(abort, 'access_log is append-only: replace refused');
end;
