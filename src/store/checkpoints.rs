//! The checkpoints this log was signed at, beside the log. What the operators of a database could
//! change here proves nothing; it is kept to be handed out.

use hoso_projections::database::{Cells, Database, Statement};

use super::{
    Store, StoreError,
    read::{instant_text, signed, unsigned},
    writer::begin,
};

const KEEP: Statement = Statement::same(
    "insert into checkpoint (size, made_at, note) values ($1, $2, $3)
     on conflict (size) do update set note = excluded.note",
);
const NEWEST: Statement =
    Statement::same("select size, made_at, note from checkpoint order by size desc limit $1");

/// A signed note, and when it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// How many facts it speaks of.
    pub size: u64,
    /// UTC, as facts have it.
    pub made_at: String,
    pub note: String,
}

fn read(cells: &Cells) -> Result<Kept, StoreError> {
    Ok(Kept { size: unsigned(cells.int(0)?), made_at: cells.text(1)?, note: cells.text(2)? })
}

/// Keeps the note of a size; another note of the same size, which has more signatures, takes its
/// place.
pub async fn keep(store: &Store, size: u64, note: &str) -> Result<(), StoreError> {
    let mut tx = begin(store.db()).await?;
    let now = instant_text(store.now());
    tx.execute(KEEP, vec![signed(size).into(), now.into(), note.into()])
        .await
        .map_err(StoreError::of_database)?;
    tx.commit().await.map_err(StoreError::of_database)
}

/// The newest ones, newest first.
pub async fn newest(db: &Database, limit: i64) -> Result<Vec<Kept>, StoreError> {
    let found = db.fetch(NEWEST, vec![limit.into()]).await?;
    found.iter().map(read).collect()
}
