//! Which files were handed in with which dossier, and what they are. Beside the facts, which name
//! them; only ever added to.

use chrono::{DateTime, Utc};
use hoso_events::values::FileHash;
use hoso_projections::database::{Cells, Statement};
use serde_json::json;

use super::{Store, StoreError, read::instant_text, writer::begin};

const INSERT: Statement = Statement::each(
    "insert into scan (dossier_id, hash, kind, bytes, width, height, account_id, uploaded_at)
     select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7
     from json_each($1) where true on conflict do nothing",
    "insert into scan (dossier_id, hash, kind, bytes, width, height, account_id, uploaded_at)
     select value->>0, value->>1, value->>2, (value->>3)::bigint, (value->>4)::bigint,
            (value->>5)::bigint, value->>6, value->>7
     from json_array_elements($1::json) where true on conflict do nothing",
);

/// The files of one dossier, each with the number of other dossiers it was handed in with.
pub const OF_DOSSIER: Statement = Statement::same(
    "select s.dossier_id, s.hash, s.kind, s.bytes, s.width, s.height, s.account_id, s.uploaded_at,
            (select count(*) from scan o where o.hash = s.hash and o.dossier_id <> s.dossier_id)
     from scan s where s.dossier_id = $1 order by s.uploaded_at, s.hash limit $2",
);

/// The most files read of one dossier.
const FILES_MAX: i64 = 2_000;

/// A file handed in with a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScanRow {
    pub dossier_id: String,
    pub hash: FileHash,
    /// `pdf`, `jpg` or `png`.
    pub kind: String,
    pub bytes: i64,
    /// Width and height of a picture.
    pub size: Option<(i64, i64)>,
    pub account_id: String,
    pub uploaded_at: DateTime<Utc>,
    /// With how many other dossiers the same file was handed in.
    pub elsewhere: i64,
}

fn read(cells: &Cells) -> Result<ScanRow, StoreError> {
    let broken = |what| StoreError::Unreadable { position: 0, what };
    let hash = FileHash::parse(&cells.text(1)?).map_err(|_hash| broken("the name of a file"))?;
    Ok(ScanRow {
        dossier_id: cells.text(0)?,
        hash,
        kind: cells.text(2)?,
        bytes: cells.int(3)?,
        size: cells.maybe_int(4)?.zip(cells.maybe_int(5)?),
        account_id: cells.text(6)?,
        uploaded_at: cells.text(7)?.parse().map_err(|_time| broken("the time of a scan"))?,
        elsewhere: cells.int(8)?,
    })
}

/// Notes a file that was handed in; one that was before stays as it is noted.
pub async fn note(store: &Store, row: &ScanRow) -> Result<(), StoreError> {
    let list = json!([[
        row.dossier_id,
        row.hash,
        row.kind,
        row.bytes,
        row.size.map(|(width, _)| width),
        row.size.map(|(_, height)| height),
        row.account_id,
        instant_text(row.uploaded_at),
    ]]);
    let mut tx = begin(store.db()).await?;
    tx.execute(INSERT, vec![list.to_string().into()]).await.map_err(StoreError::of_database)?;
    tx.commit().await.map_err(StoreError::of_database)
}

/// The files handed in with a dossier, in the order they came.
pub async fn of_dossier(store: &Store, dossier_id: &str) -> Result<Vec<ScanRow>, StoreError> {
    let args = vec![dossier_id.into(), FILES_MAX.into()];
    store.db().fetch(OF_DOSSIER, args).await?.iter().map(read).collect()
}
