-- How people come in. Secrets never stand in facts: here are their hashes, and what may be thrown
-- away when an account is closed.

create table credential (
    account_id     text not null,
    login          text not null,
    password       text,
    password_since text,
    factor         text,
    factor_pending text,
    factor_step    integer,
    recovery       text not null,
    primary key (account_id)
) strict, without rowid;

create unique index credential_by_login on credential (login);

-- Single-use codes, by their hash.
create table activation (
    code_hash     text not null,
    account_id    text not null,
    issued_at     text not null,
    expires_at    text not null,
    resets_factor integer not null,
    used_at       text,
    primary key (code_hash)
) strict, without rowid;

create index activation_by_account on activation (account_id);

-- Who is signed in, by the hash of the cookie's token.
create table session (
    token_hash    text not null,
    form_token    text not null,
    account_id    text not null,
    stage         text not null,
    how           text not null,
    second_factor integer not null,
    started_at    text not null,
    seen_at       text not null,
    proved_at     text not null,
    weighed_at    text not null,
    browser       text not null,
    address       text not null,
    primary key (token_hash)
) strict, without rowid;

create index session_by_account on session (account_id);

-- Failed attempts, by a hash of whom or of where from.
create table attempt (
    subject  text not null,
    failures integer not null,
    last_at  text not null,
    primary key (subject)
) strict, without rowid;

-- What happened to an account's ways in, for its holder and for those who keep accounts.
create table sign_in_log (
    entry_id   text not null,
    account_id text not null,
    at         text not null,
    what       text not null,
    by_name    text not null,
    browser    text not null,
    address    text not null,
    primary key (entry_id)
) strict, without rowid;

create index sign_in_log_by_account on sign_in_log (account_id, entry_id);
