-- People on their way to a sign-on service and back, by the hash of the state that goes with them.
-- Each is taken out once, and thrown away after a few minutes.

create table sign_on (
    state_hash   text not null,
    browser_hash text not null,
    nonce        text not null,
    verifier     text not null,
    way          text not null,
    session_hash text,
    begun_at     text not null,
    primary key (state_hash)
) strict, without rowid;

create index sign_on_by_time on sign_on (begun_at);
