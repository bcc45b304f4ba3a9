//! The Merkle tree over the log: what is stored of it in tiles, what has come since, and the proofs
//! that are made from both.
//!
//! Tiles are written in runs of their own, beside the log: they follow from its leaves, whoever
//! writes them writes the same, and a tile only grows.

use std::collections::BTreeMap;

use hoso_projections::database::{Arg, Database, Statement};

use super::{
    Store, StoreError,
    integrity::Hash,
    read::{self, signed, unsigned},
    writer::begin,
};
use crate::seal::merkle::{self, Nodes as _, TILE_WIDTH, TileAt, Tiles};

/// How many leaves one run reads and writes.
pub const RUN: u64 = 65_536;
/// How many levels of tiles there can be over 2^63 facts.
const LEVELS_MAX: u32 = 8;

const LEAVES: Statement = Statement::same(
    "select position, leaf_hash from event where position > $1 order by position limit $2",
);
const LAST_TILE: Statement = Statement::same(
    "select place, hashes from tree_tile where level = 0 order by place desc limit 1",
);
const TILE: Statement =
    Statement::same("select hashes from tree_tile where level = $1 and place = $2");
const PUT_TILE: Statement = Statement::same(
    "insert into tree_tile (level, place, hashes) values ($1, $2, $3)
     on conflict (level, place) do update set hashes = excluded.hashes
     where length(excluded.hashes) > length(tree_tile.hashes)",
);

/// The tree up to some size: tiles in the database, and the newer ones in memory.
#[derive(Debug)]
pub struct Tree {
    size: u64,
    /// Tiles that are longer than what is stored of them.
    newer: BTreeMap<TileAt, Vec<Hash>>,
}

fn broken(what: &'static str) -> StoreError {
    StoreError::Unreadable { position: 0, what }
}

fn hashes_of(bytes: &[u8]) -> Result<Vec<Hash>, StoreError> {
    let (hashes, rest) = bytes.as_chunks::<32>();
    if rest.is_empty() { Ok(hashes.to_vec()) } else { Err(broken("a tile of the tree")) }
}

/// How many leaves the stored tiles hold.
pub async fn stored(db: &Database) -> Result<u64, StoreError> {
    let Some(cells) = db.fetch_one(LAST_TILE, vec![]).await? else { return Ok(0) };
    let held = hashes_of(&cells.bytes(1)?)?.len() as u64;
    Ok(unsigned(cells.int(0)?) * TILE_WIDTH + held)
}

async fn tile(db: &Database, (level, place): TileAt) -> Result<Vec<Hash>, StoreError> {
    let args = vec![Arg::from(i64::from(level)), signed(place).into()];
    match db.fetch_one(TILE, args).await? {
        Some(cells) => hashes_of(&cells.bytes(0)?),
        None => Ok(vec![]),
    }
}

impl Tree {
    /// The tree as far as it is stored, and up to the log's end from there.
    pub async fn read(db: &Database) -> Result<Self, StoreError> {
        let end = read::head(db).await?.position;
        let mut tree = Self { size: stored(db).await?, newer: BTreeMap::new() };
        while tree.size < end {
            tree.grow(db, end).await?;
        }
        Ok(tree)
    }

    /// How many leaves it has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Reads one run of leaves after the last, up to an end.
    async fn grow(&mut self, db: &Database, end: u64) -> Result<(), StoreError> {
        if self.newer.is_empty() {
            self.take_edge(db).await?;
        }
        let many = RUN.min(end - self.size);
        let page = db.fetch(LEAVES, vec![signed(self.size).into(), signed(many).into()]).await?;
        if page.is_empty() {
            return Err(StoreError::HeadMoved);
        }
        for cells in &page {
            let position = unsigned(cells.int(0)?);
            if position != self.size + 1 {
                let what = "a fact before it is missing";
                return Err(StoreError::Unreadable { position, what });
            }
            let leaf = Hash::try_from(cells.bytes(1)?)
                .map_err(|_bytes| StoreError::Unreadable { position, what: "its leaf" })?;
            self.push(leaf);
        }
        Ok(())
    }

    /// Takes the tiles into memory that the next leaves will lengthen.
    async fn take_edge(&mut self, db: &Database) -> Result<(), StoreError> {
        for level in 0..LEVELS_MAX {
            let there = self.size >> (8 * level);
            let within = usize::try_from(there % TILE_WIDTH).map_err(|_wide| broken("a tile"))?;
            let at = (level, there / TILE_WIDTH);
            if within > 0 {
                let mut hashes = tile(db, at).await?;
                if hashes.len() < within {
                    return Err(broken("a tile of the tree is shorter than the tree"));
                }
                hashes.truncate(within);
                self.newer.insert(at, hashes);
            }
        }
        Ok(())
    }

    fn push(&mut self, leaf: Hash) {
        let (mut level, mut place, mut hash) = (0, self.size, leaf);
        loop {
            let tile = self.newer.entry((level, place / TILE_WIDTH)).or_default();
            tile.push(hash);
            if (tile.len() as u64) < TILE_WIDTH {
                break;
            }
            hash = tile[..].node(TILE_WIDTH.ilog2(), 0).expect("a full tile has a root");
            (level, place) = (level + 1, place / TILE_WIDTH);
        }
        self.size += 1;
    }

    /// The tiles for these proofs, from memory or the database.
    async fn tiles(
        &self,
        db: &Database,
        leaves: &[u64],
        grown: &[u64],
        size: u64,
    ) -> Result<Tiles, StoreError> {
        let mut tiles = Tiles::default();
        for at in Tiles::needed(leaves, grown, size) {
            let hashes = match self.newer.get(&at) {
                Some(hashes) => hashes.clone(),
                None => tile(db, at).await?,
            };
            tiles.put(at, hashes);
        }
        Ok(tiles)
    }

    /// The root over the first `size` leaves, of which there are as many.
    pub async fn root(&self, db: &Database, size: u64) -> Result<Hash, StoreError> {
        let tiles = self.tiles(db, &[], &[], size).await?;
        merkle::root(&tiles, size).ok_or_else(|| broken("the tree has a hole"))
    }

    /// The proofs that facts are in the log of a size; each position with its path.
    pub async fn inclusions(
        &self,
        db: &Database,
        positions: &[u64],
        size: u64,
    ) -> Result<Vec<Vec<Hash>>, StoreError> {
        let indexes: Vec<u64> = positions.iter().map(|position| position - 1).collect();
        let tiles = self.tiles(db, &indexes, &[], size).await?;
        let path = |index: &u64| merkle::inclusion(&tiles, *index, size);
        let paths: Option<Vec<_>> = indexes.iter().map(path).collect();
        paths.ok_or_else(|| broken("the tree has a hole"))
    }

    /// The proof that the log of `size` begins with the log of `old`.
    pub async fn consistency(
        &self,
        db: &Database,
        old: u64,
        size: u64,
    ) -> Result<Vec<Hash>, StoreError> {
        let tiles = self.tiles(db, &[], &[old], size).await?;
        merkle::consistency(&tiles, old, size).ok_or_else(|| broken("the tree has a hole"))
    }
}

/// Stores the tree up to the log's end, run by run; how many leaves it has then.
pub async fn keep(store: &Store) -> Result<u64, StoreError> {
    let db = store.db();
    let end = read::head(db).await?.position;
    let mut tree = Tree { size: stored(db).await?, newer: BTreeMap::new() };
    while tree.size < end {
        tree.grow(db, end).await?;
        let mut tx = begin(db).await?;
        for ((level, place), hashes) in std::mem::take(&mut tree.newer) {
            let args = vec![
                Arg::from(i64::from(level)),
                signed(place).into(),
                hashes.as_flattened().to_vec().into(),
            ];
            tx.execute(PUT_TILE, args).await.map_err(StoreError::of_database)?;
        }
        tx.commit().await.map_err(StoreError::of_database)?;
    }
    Ok(tree.size)
}
