//! Who looked into whose dossier, apart from the facts: rows that are only ever added, each before
//! the answer it tells of leaves. Rows that gathered while the last ones were being synced go into
//! the next transaction; nothing ever waits for company.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use hoso_projections::database::{Cells, Database, Statement};
use serde_json::{Value as Json, json};
use tokio::sync::{mpsc, oneshot};

use super::{StoreError, read::instant_text, writer::begin};

/// How many rows wait at most; one more is told to try again.
pub const QUEUE_ROWS_MAX: usize = 4_096;
/// How many rows go into one transaction at most: a few milliseconds of the one write connection
/// an SQLite file has, which facts are waiting for too.
pub const BATCH_ROWS_MAX: usize = 256;
/// The most rows one question answers.
pub const PAGE_ROWS_MAX: i64 = 500;

const INSERT: Statement = Statement::each(
    "insert into access_log (at, account_id, account_name, unit_id, unit_name, ground, dossier_id,
                             opened, detail, hits, outcome, source, client, request_id)
     select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7,
            value->>8, value->>9, value->>10, value->>11, value->>12, value->>13
     from json_each($1)",
    "insert into access_log (at, account_id, account_name, unit_id, unit_name, ground, dossier_id,
                             opened, detail, hits, outcome, source, client, request_id)
     select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7,
            value->>8, (value->>9)::bigint, value->>10, value->>11, value->>12, value->>13
     from json_array_elements($1::json)",
);

/// A page of one dossier's rows, newest first; with or without those of the person themselves.
pub const OF_DOSSIER: Statement = Statement::same(
    "select entry, at, account_id, account_name, unit_id, unit_name, ground, dossier_id, opened,
            detail, hits, outcome, source, client, request_id
     from access_log
     where dossier_id = $1 and entry < $2 and ($3 = 'all' or ground <> 'own')
     order by entry desc limit $4",
);

/// Which dossiers an account was shown since an instant, and when last.
pub const SHOWN_SINCE: Statement = Statement::same(
    "select dossier_id, max(at) from access_log
     where account_id = $1 and at >= $2 and dossier_id is not null and outcome = 'shown'
       and ground <> 'own'
     group by dossier_id order by 2 limit $3",
);

/// What is kept of one look, or one try, at a dossier or a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessRow {
    pub at: DateTime<Utc>,
    pub account_id: String,
    /// The name at that time.
    pub account_name: String,
    /// The unit they acted for.
    pub unit_id: Option<String>,
    pub unit_name: Option<String>,
    /// `own`, `service`, the role of the grant, or `none` where there was no ground.
    pub ground: String,
    /// None for a list.
    pub dossier_id: Option<String>,
    /// What was opened, by its code.
    pub opened: String,
    /// Which part of it; empty for the whole.
    pub detail: String,
    /// How many people a list showed.
    pub hits: Option<i64>,
    /// `shown`, `denied` or `quota`.
    pub outcome: String,
    /// Through what, as facts say it: `page`, `api`, `command_line`.
    pub source: String,
    /// Where the request came from.
    pub client: Option<String>,
    pub request_id: String,
}

/// A row with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessEntry {
    pub entry: i64,
    pub row: AccessRow,
}

impl AccessRow {
    fn list(&self) -> Json {
        json!([
            instant_text(self.at),
            self.account_id,
            self.account_name,
            self.unit_id,
            self.unit_name,
            self.ground,
            self.dossier_id,
            self.opened,
            self.detail,
            self.hits,
            self.outcome,
            self.source,
            self.client,
            self.request_id,
        ])
    }
}

fn read_entry(cells: &Cells) -> Result<AccessEntry, StoreError> {
    let broken = |_time| StoreError::Unreadable { position: 0, what: "the time of a reading" };
    Ok(AccessEntry {
        entry: cells.int(0)?,
        row: AccessRow {
            at: cells.text(1)?.parse().map_err(broken)?,
            account_id: cells.text(2)?,
            account_name: cells.text(3)?,
            unit_id: cells.maybe_text(4)?,
            unit_name: cells.maybe_text(5)?,
            ground: cells.text(6)?,
            dossier_id: cells.maybe_text(7)?,
            opened: cells.text(8)?,
            detail: cells.text(9)?,
            hits: cells.maybe_int(10)?,
            outcome: cells.text(11)?,
            source: cells.text(12)?,
            client: cells.maybe_text(13)?,
            request_id: cells.text(14)?,
        },
    })
}

/// Why a row was not written; what it was to tell of must then not be shown.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NotWritten {
    #[error("too many readings are waiting to be written down")]
    Busy,
    #[error("the reading could not be written down")]
    Store(#[source] Arc<StoreError>),
}

/// A row on its way, and whoever waits for it.
struct Waiting {
    row: AccessRow,
    reply: oneshot::Sender<Result<(), Arc<StoreError>>>,
}

/// The way into the table: one task writes.
pub struct AccessLog {
    db: Database,
    queue: mpsc::Sender<Waiting>,
}

impl AccessLog {
    /// Starts the task that writes; it ends when the last way in is gone.
    pub(super) fn start(db: Database) -> Self {
        let (queue, receiver) = mpsc::channel(QUEUE_ROWS_MAX);
        tokio::spawn(write_all(db.clone(), receiver));
        Self { db, queue }
    }

    /// Closes its connections.
    pub(super) async fn close(&self) {
        self.db.close().await;
    }

    /// Writes a row down; returns once it is there for good.
    pub async fn write(&self, row: AccessRow) -> Result<(), NotWritten> {
        let stopped = || NotWritten::Store(Arc::new(StoreError::Stopped));
        let (reply, answer) = oneshot::channel();
        match self.queue.try_send(Waiting { row, reply }) {
            Ok(()) => answer.await.map_err(|_gone| stopped())?.map_err(NotWritten::Store),
            Err(mpsc::error::TrySendError::Full(_)) => Err(NotWritten::Busy),
            Err(mpsc::error::TrySendError::Closed(_)) => Err(stopped()),
        }
    }
}

async fn write_all(db: Database, mut receiver: mpsc::Receiver<Waiting>) {
    let mut waiting = Vec::with_capacity(BATCH_ROWS_MAX);
    while receiver.recv_many(&mut waiting, BATCH_ROWS_MAX).await > 0 {
        let rows: Vec<Json> = waiting.iter().map(|waiting| waiting.row.list()).collect();
        let written = write_batch(&db, Json::Array(rows).to_string()).await.map_err(Arc::new);
        if let Err(error) = &written {
            tracing::error!(
                error = &**error as &dyn std::error::Error,
                rows = waiting.len(),
                "readings could not be written down and are refused"
            );
        }
        for waiting in waiting.drain(..) {
            // Whoever went away was shown nothing.
            let _gone = waiting.reply.send(written.clone());
        }
    }
}

async fn write_batch(db: &Database, rows: String) -> Result<(), StoreError> {
    let mut tx = begin(db).await?;
    tx.execute(INSERT, vec![rows.into()]).await.map_err(StoreError::of_database)?;
    tx.commit().await.map_err(StoreError::of_database)
}

/// A page of who looked into a dossier, newest first, before a row; `own` with the person's own.
pub async fn of_dossier(
    db: &Database,
    dossier_id: &str,
    before: Option<i64>,
    own: bool,
    limit: i64,
) -> Result<Vec<AccessEntry>, StoreError> {
    let which = if own { "all" } else { "others" };
    let args = vec![
        dossier_id.into(),
        before.unwrap_or(i64::MAX).into(),
        which.into(),
        limit.clamp(1, PAGE_ROWS_MAX).into(),
    ];
    db.fetch(OF_DOSSIER, args).await?.iter().map(read_entry).collect()
}

/// The dossiers of others an account was shown since an instant, each with the last time.
pub async fn shown_since(
    db: &Database,
    account_id: &str,
    since: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(String, DateTime<Utc>)>, StoreError> {
    let broken = |_time| StoreError::Unreadable { position: 0, what: "the time of a reading" };
    let args = vec![account_id.into(), instant_text(since).into(), limit.into()];
    let rows = db.fetch(SHOWN_SINCE, args).await?;
    rows.iter().map(|cells| Ok((cells.text(0)?, cells.text(1)?.parse().map_err(broken)?))).collect()
}
