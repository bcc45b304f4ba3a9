-- People on their way to a sign-on service and back, by the hash of the state that goes with them.
-- Each is taken out once, and thrown away after a few minutes.

create table sign_on (
    state_hash   text collate "C" not null,
    browser_hash text collate "C" not null,
    nonce        text collate "C" not null,
    verifier     text collate "C" not null,
    way          text not null,
    session_hash text collate "C",
    begun_at     text collate "C" not null,
    primary key (state_hash)
);

create index sign_on_by_time on sign_on (begun_at);
