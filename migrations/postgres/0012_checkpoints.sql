-- The tree over the log, cut into tiles of 256 hashes, so that a proof reads a few of them instead of
-- the log. Nothing here is a fact: all of it follows from the leaves, and a tile only grows.
create table tree_tile (
    level  bigint not null,
    place  bigint not null,
    hashes bytea not null,
    primary key (level, place)
);

-- What was signed, by the size of the log it speaks of; the note may gain signatures of witnesses.
create table checkpoint (
    size    bigint primary key,
    made_at text collate "C" not null,
    note    text not null
);
