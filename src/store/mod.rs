//! The log: the only write transaction of the program, and everything that reads or checks it.
//!
//! `open` finds and prepares the database, `writer` appends in groups, `read` reads, `verify`
//! proves, `rebuild` folds the read models anew. Nothing outside this folder opens a write
//! transaction.

pub mod access_log;
mod ahead;
mod batch;
mod carry;
pub mod checkpoints;
pub mod drafts;
mod failure;
pub mod health;
pub mod integrity;
pub mod lists;
pub mod mass_moves;
pub mod models;
pub mod open;
mod pulse;
pub mod raw;
pub mod read;
pub mod rebuild;
pub mod scans;
pub mod sign_in;
pub mod tokens;
pub mod tree;
pub mod verify;
pub mod writer;

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use chrono::{DateTime, Utc};
use hoso_events::{
    claim::ClaimKind,
    fact::{Fact, ReadFactError, Recorded, StreamType},
    provenance::Authorship,
};
use hoso_projections::{
    database::{Database, Statement},
    engine::{NotItsRows, World},
};
use integrity::hex;
use sha2::{Digest as _, Sha256};
use tokio::sync::{RwLock, mpsc, oneshot};
use uuid::Uuid;

use crate::clock::Clock;

pub use carry::Carry;
pub use open::{Location, Purpose};
pub use pulse::Pulse;
pub use writer::{BATCH_COMMITS_MAX, QUEUE_COMMITS_MAX};

/// What can be wrong with the database itself; the operator's to mend.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database did not answer as it should")]
    Database(#[from] sqlx::Error),
    #[error("the tables could not be brought up to date")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    #[error("the database folder cannot be used")]
    Folder(#[source] std::io::Error),
    #[error("there is no database here yet")]
    NoDatabase,
    #[error("another process is writing to this database")]
    InUse,
    #[error("this SQLite ({version}) can lose a committed write; 3.51.3 or newer is needed")]
    OldSqlite { version: String },
    #[error("the database lies on a network file system ({name}), where it would not be safe")]
    NetworkFolder { name: &'static str },
    #[error("fact {position} cannot be read: {what}")]
    Unreadable { position: u64, what: &'static str },
    #[error("fact {position} cannot be read")]
    Fact {
        position: u64,
        #[source]
        source: ReadFactError,
    },
    #[error("the rows of a read model are broken")]
    Rows(#[from] NotItsRows),
    #[error("the disk is full")]
    Full,
    #[error("the log ended elsewhere than its end row says")]
    HeadMoved,
    #[error("the writer has stopped")]
    Stopped,
    #[error("the log is not the one that was signed")]
    Distrusted,
}

impl StoreError {
    /// Tells a full disk from other faults of the database.
    pub(crate) fn of_database(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|e| e.code().map(|c| c.into_owned()));
        match code.as_deref() {
            // SQLITE_FULL; PostgreSQL disk_full and its out-of-space I/O error.
            Some("13" | "53100" | "58030") => Self::Full,
            _ => Self::Database(error),
        }
    }
}

/// Facts for one stream, and the sequence the decision saw.
#[derive(Debug, Clone)]
pub struct StreamAppend {
    pub stream_type: StreamType,
    pub stream_id: String,
    /// How many facts the stream held when the decision was made.
    pub expected: u64,
    pub facts: Vec<Fact>,
}

/// A request's key and what it asked, so that the same request again is answered, not repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey {
    /// Unique among all requests of all actors; the actor is part of it.
    pub key: String,
    /// SHA-256 of what was asked, in hexadecimal.
    pub asked: String,
}

impl RequestKey {
    /// The key of a sender's request, made unique to the sender, and the hash of what was asked.
    /// Both are kept as the first 128 bits of a SHA-256: enough that two never meet by chance, and
    /// nothing of what a sender put into a key is stored. A key that is a UUID of version 7 keeps
    /// its 48 bits of time in front (RFC 9562, 5.7): receipts of one time then lie together.
    pub fn of(sender: &str, key: &str, asked: &[u8]) -> Self {
        let short = |bytes: &[u8]| hex(&Sha256::digest(bytes)[..16]);
        let drawn_at = Uuid::parse_str(key)
            .ok()
            .filter(|id| id.get_version_num() == 7)
            .map(|id| hex(&id.as_bytes()[..6]));
        let hash = short(format!("{sender}/{key}").as_bytes());
        Self { key: drawn_at.unwrap_or_default() + &hash, asked: short(asked) }
    }
}

/// Facts that are recorded together or not at all.
#[derive(Debug, Clone)]
pub struct Commit {
    pub streams: Vec<StreamAppend>,
    pub by: Authorship,
    pub request: Option<RequestKey>,
}

/// Where the facts of a commit stand in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    pub first_position: u64,
    pub last_position: u64,
    /// Whether an earlier request with the same key recorded them.
    pub replayed: bool,
}

/// Why a commit was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    #[error("the stream has moved on since the decision was made")]
    Conflict,
    #[error("the same request key was used for another request")]
    KeyReused,
    #[error("the value is held by another stream")]
    Taken { kind: ClaimKind, holder: String },
    #[error("too many requests are waiting")]
    Busy,
    #[error("the outcome is not known; ask again with the same request key")]
    Unknown,
    #[error(transparent)]
    Store(#[from] Arc<StoreError>),
}

/// A commit in the writer's queue.
#[derive(Debug)]
pub struct Enqueued {
    answer: oneshot::Receiver<Result<Receipt, AppendError>>,
    _waits: Waits,
}

/// Counts a commit as waiting for as long as someone waits for it.
#[derive(Debug)]
struct Waits(Arc<Pulse>);

impl Drop for Waits {
    fn drop(&mut self) {
        self.0.answered();
    }
}

impl Enqueued {
    /// Waits until it is recorded, or refused.
    pub async fn receipt(self) -> Result<Receipt, AppendError> {
        self.answer.await.unwrap_or(Err(AppendError::Unknown))
    }
}

/// The open log.
pub struct Store {
    db: Database,
    access: access_log::AccessLog,
    clock: Arc<dyn Clock>,
    queue: Option<mpsc::Sender<writer::Pending>>,
    world: Arc<RwLock<writer::Known>>,
    /// Counts up before and after the read models are swapped for others; odd meanwhile.
    swaps: Arc<AtomicU64>,
    pulse: Arc<Pulse>,
    /// Set once the log turns out not to be the one that was signed.
    distrusted: AtomicBool,
    beside: Option<Database>,
    _lock: Option<std::fs::File>,
}

const RECEIPT: Statement = Statement::same(
    "select request_hash, first_position, last_position from receipt where request_key = $1",
);
const ABOUT: Statement = Statement::same("select said from about where name = $1");

impl Store {
    /// Opens the log at a place; for writing, the writer task is started.
    pub async fn open(
        location: &Location,
        purpose: Purpose,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StoreError> {
        Self::open_with_batches(location, purpose, clock, BATCH_COMMITS_MAX).await
    }

    /// The same with another bound on a batch: the benchmarks' yardstick writes one commit each.
    pub async fn open_with_batches(
        location: &Location,
        purpose: Purpose,
        clock: Arc<dyn Clock>,
        batch_commits_max: usize,
    ) -> Result<Self, StoreError> {
        let opened = open::open(location, purpose).await?;
        let mut known = writer::Known::default();
        known.refresh(&opened.db).await?;
        let world = Arc::new(RwLock::new(known));
        let swaps = Arc::new(AtomicU64::new(0));
        let pulse = Arc::new(Pulse::new(read::head(&opened.db).await?.position));
        let queue = match purpose {
            Purpose::Read => None,
            Purpose::Write => {
                let (clock, known) = (clock.clone(), world.clone());
                let told = (swaps.clone(), pulse.clone());
                Some(writer::start(&opened, clock, known, told, batch_commits_max))
            }
        };
        let open::Opened { db, beside, noting, lock } = opened;
        let access = access_log::AccessLog::start(noting);
        let distrusted = AtomicBool::new(false);
        Ok(Self { db, access, clock, queue, world, swaps, pulse, distrusted, beside, _lock: lock })
    }

    /// Closes every connection, so that nothing touches the files any more; what is asked of the
    /// log from here on fails.
    pub async fn close(&self) {
        if let Some(beside) = &self.beside {
            beside.close().await;
        }
        self.access.close().await;
        self.db.close().await;
    }

    /// The database, for reading.
    pub fn db(&self) -> &Database {
        &self.db
    }

    /// Where it is written down who reads.
    pub fn access_log(&self) -> &access_log::AccessLog {
        &self.access
    }

    /// The clock the log is written by.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// The units, calendars and rules as they stand, also when another server recorded them.
    pub async fn world(&self) -> Result<World, StoreError> {
        if matches!(self.db, Database::Sqlite { .. }) && self.queue.is_some() {
            return Ok(self.world.read().await.world.clone());
        }
        let head = read::head(&self.db).await?;
        {
            let known = self.world.read().await;
            if known.reference_position >= head.reference_position {
                return Ok(known.world.clone());
            }
        }
        let mut known = self.world.write().await;
        known.refresh(&self.db).await?;
        Ok(known.world.clone())
    }

    /// The answer to an earlier request with this key, if there was one.
    pub async fn receipt(&self, request: &RequestKey) -> Result<Option<Receipt>, AppendError> {
        let found = self.db.fetch_one(RECEIPT, vec![request.key.as_str().into()]).await;
        let Some(cells) = found.map_err(|e| Arc::new(StoreError::of_database(e)))? else {
            return Ok(None);
        };
        let read = || -> Result<(String, i64, i64), sqlx::Error> {
            Ok((cells.text(0)?, cells.int(1)?, cells.int(2)?))
        };
        let (asked, first, last) = read().map_err(|e| Arc::new(StoreError::Database(e)))?;
        if asked != request.asked {
            return Err(AppendError::KeyReused);
        }
        Ok(Some(Receipt {
            first_position: read::unsigned(first),
            last_position: read::unsigned(last),
            replayed: true,
        }))
    }

    /// Records the facts of a commit, with everything that follows from them, or none of it.
    pub async fn append(&self, commit: Commit) -> Result<Receipt, AppendError> {
        self.enqueue(commit)?.receipt().await
    }

    /// Puts a commit into the writer's queue. Commits enqueued one after the other are recorded in
    /// that order.
    pub fn enqueue(&self, commit: Commit) -> Result<Enqueued, AppendError> {
        self.enqueue_carried(commit, vec![])
    }

    /// The same of a commit whose first facts another log recorded: each stands here with the bytes
    /// it had there.
    pub fn enqueue_carried(
        &self,
        commit: Commit,
        carries: Vec<Carry>,
    ) -> Result<Enqueued, AppendError> {
        let stopped = || AppendError::Store(Arc::new(StoreError::Stopped));
        if self.distrusted.load(Ordering::Acquire) {
            return Err(AppendError::Store(Arc::new(StoreError::Distrusted)));
        }
        let (reply, answer) = oneshot::channel();
        let pending = writer::Pending::new(commit, carries, &*self.clock, reply);
        match self.queue.as_ref().ok_or_else(stopped)?.try_send(pending) {
            Ok(()) => {
                self.pulse.waits();
                Ok(Enqueued { answer, _waits: Waits(self.pulse.clone()) })
            }
            Err(mpsc::error::TrySendError::Full(_)) => Err(AppendError::Busy),
            Err(mpsc::error::TrySendError::Closed(_)) => Err(stopped()),
        }
    }

    /// How the log is doing.
    pub fn pulse(&self) -> &Pulse {
        &self.pulse
    }

    /// Whether commits are taken: the log was opened for writing and its writer runs.
    pub fn takes_commits(&self) -> bool {
        let trusted = !self.distrusted.load(Ordering::Acquire);
        trusted && self.queue.as_ref().is_some_and(|queue| !queue.is_closed())
    }

    /// Takes no more commits: what is there must first be looked into. Reading goes on.
    pub fn distrust(&self) {
        self.distrusted.store(true, Ordering::Release);
    }

    /// Whether one more commit would be told to try again.
    pub fn is_busy(&self) -> bool {
        self.queue.as_ref().is_some_and(|queue| queue.capacity() == 0)
    }

    /// The whole history of one stream after a sequence.
    pub async fn stream(&self, stream_id: &str, after: u64) -> Result<Vec<Recorded>, StoreError> {
        read::stream(&self.db, stream_id, after).await
    }

    /// What the database says about itself under a name.
    pub async fn about(&self, name: &str) -> Result<Option<String>, StoreError> {
        match self.db.fetch_one(ABOUT, vec![name.into()]).await? {
            Some(cells) => Ok(Some(cells.text(0)?)),
            None => Ok(None),
        }
    }

    /// Writes down what the database says about itself, once; a second saying is refused.
    pub async fn say_about(&self, name: &str, said: &str) -> Result<(), StoreError> {
        writer::say_about(&self.db, name, said).await
    }

    /// The instant now, by the log's clock.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn receipts_of_one_time_lie_together_and_keep_nothing_else_of_a_key() {
        let key = |key: &str| RequestKey::of("a", key, b"").key;
        let (first, later) =
            ("01912a00-0000-7fff-bfff-ffffffffffff", "01912a00-0001-7000-8000-000000000000");
        assert!(key(first) < key(later));
        assert!(key(first).starts_with("01912a000000") && key(first).len() == 12 + 32);
        // A key of any other kind is only its hash.
        for other in ["079185012345", "01912a00-0000-4fff-bfff-ffffffffffff", ""] {
            assert_eq!(key(other).len(), 32, "{other}");
            assert!(!key(other).contains("079185"));
        }
        assert_ne!(key(first), RequestKey::of("b", first, b"").key);
    }
}
