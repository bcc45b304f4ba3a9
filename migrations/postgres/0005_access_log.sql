-- Who looked into whose dossier: one row a request, written before the answer leaves. Not facts:
-- nothing is folded from them. Never a value, never what was searched for.
create table access_log (
    entry        bigint generated always as identity primary key,
    at           text collate "C" not null,
    account_id   text collate "C" not null,
    account_name text not null,
    unit_id      text collate "C",
    unit_name    text,
    ground       text collate "C" not null,
    dossier_id   text collate "C",
    opened       text collate "C" not null,
    detail       text collate "C" not null,
    hits         bigint,
    outcome      text collate "C" not null,
    source       text collate "C" not null,
    client       text collate "C",
    request_id   text collate "C" not null
);

-- "Who has looked at my record?"
create index access_log_of_dossier on access_log (dossier_id, entry) where dossier_id is not null;
-- How many dossiers one account has opened of late.
create index access_log_of_account on access_log (account_id, at);

create trigger access_log_is_never_changed before update or delete on access_log
    for each row execute function refuse_change();
create trigger access_log_is_never_truncated before truncate on access_log
    for each statement execute function refuse_change();
