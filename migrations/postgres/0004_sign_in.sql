-- How people come in. Secrets never stand in facts: here are their hashes, and what may be thrown
-- away when an account is closed.

create table credential (
    account_id     text collate "C" not null,
    login          text collate "C" not null,
    password       text,
    password_since text collate "C",
    factor         text,
    factor_pending text,
    factor_step    bigint,
    recovery       text not null,
    primary key (account_id)
);

create unique index credential_by_login on credential (login);

-- Single-use codes, by their hash.
create table activation (
    code_hash     text collate "C" not null,
    account_id    text collate "C" not null,
    issued_at     text collate "C" not null,
    expires_at    text collate "C" not null,
    resets_factor bigint not null,
    used_at       text collate "C",
    primary key (code_hash)
);

create index activation_by_account on activation (account_id);

-- Who is signed in, by the hash of the cookie's token.
create table session (
    token_hash    text collate "C" not null,
    form_token    text collate "C" not null,
    account_id    text collate "C" not null,
    stage         text collate "C" not null,
    how           text collate "C" not null,
    second_factor bigint not null,
    started_at    text collate "C" not null,
    seen_at       text collate "C" not null,
    proved_at     text collate "C" not null,
    weighed_at    text collate "C" not null,
    browser       text not null,
    address       text not null,
    primary key (token_hash)
);

create index session_by_account on session (account_id);

-- Failed attempts, by a hash of whom or of where from.
create table attempt (
    subject  text collate "C" not null,
    failures bigint not null,
    last_at  text collate "C" not null,
    primary key (subject)
);

-- What happened to an account's ways in, for its holder and for those who keep accounts.
create table sign_in_log (
    entry_id   text collate "C" not null,
    account_id text collate "C" not null,
    at         text collate "C" not null,
    what       text collate "C" not null,
    by_name    text not null,
    browser    text not null,
    address    text not null,
    primary key (entry_id)
);

create index sign_in_log_by_account on sign_in_log (account_id, entry_id);
