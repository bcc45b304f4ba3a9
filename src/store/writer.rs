//! The one writer: group commit. Commits that gathered while the last batch was being synced go
//! into the next one: one transaction, one sync, then each caller is answered. A commit that
//! clashes fails alone; its neighbours never notice.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, atomic::AtomicU64},
};

use chrono::{DateTime, Utc};
use hoso_events::{
    claim::{Claim, claims_of},
    fact::Recorded,
    ids::EventId,
    provenance::Provenance,
};
use hoso_projections::{
    database::{Arg, Database, Dialect, Statement, Tx},
    engine::World,
};
use serde_json::json;
use tokio::sync::{RwLock, mpsc, oneshot};

use super::{
    AppendError, Carry, Commit, Receipt, StoreError,
    batch::{Batch, Found, LOG_PARTS, Outcome},
    failure::{Failure, Remedy},
    models::{Lists, Models, Rows, Wanted, load_parts, read_lists},
    open::Opened,
    pulse::Pulse,
    read::{self, Head},
};
use crate::clock::Clock;

/// How many commits wait at most; one more is told to try again.
pub const QUEUE_COMMITS_MAX: usize = 1_024;
/// How many commits go into one transaction at most.
pub const BATCH_COMMITS_MAX: usize = 512;
/// How many facts go into one transaction at most, unless one commit alone has more.
pub(super) const BATCH_FACTS_MAX: usize = 4_096;
/// How often a batch is tried that the database gave up on without anyone being at fault.
const TRIES_MAX: usize = 4;
/// How many streams' ends are remembered.
const SEQUENCES_MAX: usize = 200_000;

/// On PostgreSQL the end of the log is locked before anything is looked up, so that what is found
/// is what holds; on SQLite the transaction has the write lock from its start.
const LOCK_HEAD: Statement = Statement::each(
    "select position from ledger_head where shard = 0",
    "select position from ledger_head where shard = 0 for update",
);

/// The end of the log, and what a batch's commits are checked against, each kind as one JSON list:
/// the receipts of these request keys, the ends of these streams, the holders of these values.
const LOOK_UP: Statement = Statement::each(
    "select position, reference_position, recorded_at, chain_hash,
       (select json_group_array(json_array(request_key, request_hash, first_position,
                                           last_position))
        from receipt where request_key in (select value from json_each($1))),
       (select json_group_array(json_array(value,
                 (select max(sequence) from event where stream_id = value)))
        from json_each($2)),
       (select json_group_array(json_array(c.kind, c.held, c.stream_id))
        from json_each($3) k join claim c on c.kind = k.value->>0 and c.held = k.value->>1)
     from ledger_head where shard = 0",
    "select position, reference_position, recorded_at, chain_hash,
       (select json_agg(json_build_array(request_key, request_hash, first_position,
                                         last_position))::text
        from receipt where request_key in (select value from json_array_elements_text($1::json))),
       (select json_agg(json_build_array(value,
                 (select max(sequence) from event where stream_id = value)))::text
        from json_array_elements_text($2::json)),
       (select json_agg(json_build_array(c.kind, c.held, c.stream_id))::text
        from json_array_elements($3::json) k
        join claim c on c.kind = k.value->>0 and c.held = k.value->>1)
     from ledger_head where shard = 0",
);

/// Everything a batch wants to know, in one exchange: [`LOOK_UP`], and the rows its facts may
/// change.
fn gather() -> Statement {
    let of = |dialect| {
        let (look_up, load) = (LOOK_UP.text(dialect), load_parts("", dialect, 4));
        format!("select * from ({look_up}) looked_up cross join (select {load}) loaded")
    };
    Statement::built(of(Dialect::Sqlite), of(Dialect::Postgres))
}

/// The statements of the writer that are put together at its start, for checking that each can be
/// prepared.
pub fn statements() -> Vec<Statement> {
    let mut all = Models::new("", LOG_PARTS.to_vec()).statements();
    all.push(gather());
    all
}

const SAY_ABOUT: Statement = Statement::same("insert into about (name, said) values ($1, $2)");

/// A commit on its way, and whoever waits for it.
pub(super) struct Pending {
    pub(super) commit: Commit,
    /// Its first facts, where another log recorded them.
    pub(super) carries: Vec<Carry>,
    /// The ids of its facts, drawn when it was enqueued: who asks first draws first, whatever the
    /// disk does meanwhile.
    ids: Vec<EventId>,
    pub(super) reply: oneshot::Sender<Result<Receipt, AppendError>>,
}

impl Pending {
    pub(super) fn new(
        commit: Commit,
        carries: Vec<Carry>,
        clock: &dyn Clock,
        reply: oneshot::Sender<Result<Receipt, AppendError>>,
    ) -> Self {
        let facts = commit.streams.iter().map(|append| append.facts.len()).sum();
        let ids = (0..facts).map(|_fact| EventId::from_uuid(clock.new_id())).collect();
        Self { commit, carries, ids, reply }
    }

    /// Its facts as they would be recorded; where in the log is not known before its turn.
    pub(super) fn drafts(&self, now: DateTime<Utc>) -> impl Iterator<Item = Recorded> {
        let facts = self.commit.streams.iter().flat_map(|append| {
            let placed = (append.expected + 1..).zip(&append.facts);
            placed.map(|(sequence, fact)| (append.stream_id.clone(), sequence, fact.clone()))
        });
        let carries = self.carries.iter().map(Some).chain(std::iter::repeat(None));
        facts.zip(&self.ids).zip(carries).map(move |(((stream_id, sequence, fact), id), carry)| {
            let ours = Provenance {
                position: 0,
                sequence,
                event_id: *id,
                recorded_at: now,
                effective_on: fact.effective_on(),
                by: self.commit.by.of_fact(&fact),
                received: None,
            };
            let provenance = match carry {
                Some(carry) => carry.provenance(ours, &self.commit.by, now),
                None => ours,
            };
            Recorded { stream_id, provenance, fact }
        })
    }
}

/// What a server knows of units, calendars and rules, and up to which fact.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    pub world: World,
    pub reference_position: u64,
}

impl Known {
    pub(super) async fn refresh(&mut self, db: &Database) -> Result<(), StoreError> {
        read::catch_up(db, &mut self.world, &mut self.reference_position).await
    }
}

/// Opens a write transaction. SQLite takes the write lock at once, so that a later write in the
/// transaction can never find it taken.
pub(super) async fn begin(db: &Database) -> Result<Tx, StoreError> {
    match db {
        Database::Sqlite { write: Some(pool), .. } => {
            let begun = match pool.begin_with("begin immediate").await {
                // SQLite gave up the last transaction by itself (a full disk can make it), and the
                // driver still counts it as open: only a new connection begins anew.
                Err(sqlx::Error::InvalidSavePointStatement) => {
                    pool.acquire().await?.close().await?;
                    pool.begin_with("begin immediate").await
                }
                begun => begun,
            };
            Ok(Tx::Sqlite(begun?))
        }
        Database::Sqlite { write: None, .. } => Err(StoreError::Stopped),
        Database::Postgres(pool) => Ok(Tx::Postgres(pool.begin().await?)),
    }
}

pub(super) async fn say_about(db: &Database, name: &str, said: &str) -> Result<(), StoreError> {
    let mut tx = begin(db).await?;
    tx.execute(SAY_ABOUT, vec![name.into(), said.into()]).await?;
    Ok(tx.commit().await?)
}

/// Starts the writer task; it ends when the last sender is gone, with nothing left undone.
pub(super) fn start(
    opened: &Opened,
    clock: Arc<dyn Clock>,
    known: Arc<RwLock<Known>>,
    (swaps, pulse): (Arc<AtomicU64>, Arc<Pulse>),
    batch_commits_max: usize,
) -> mpsc::Sender<Pending> {
    let (sender, receiver) = mpsc::channel(QUEUE_COMMITS_MAX);
    let writer = Writer {
        db: opened.db.clone(),
        beside: opened.beside.clone(),
        clock,
        known,
        models: Models::new("", LOG_PARTS.to_vec()),
        gather: gather(),
        batch_commits_max,
        swaps,
        pulse,
        head: None,
        sequences: HashMap::new(),
    };
    tokio::spawn(writer.run(receiver));
    sender
}

pub(super) struct Writer {
    pub(super) db: Database,
    /// A way to read beside the transaction that is being written, for the writer alone; none where
    /// others write too.
    pub(super) beside: Option<Database>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) known: Arc<RwLock<Known>>,
    pub(super) models: Models,
    gather: Statement,
    pub(super) batch_commits_max: usize,
    /// Counts up before and after the read models are swapped for others; odd meanwhile.
    pub(super) swaps: Arc<AtomicU64>,
    /// Tells how the log is doing, and wakes those who follow it.
    pub(super) pulse: Arc<Pulse>,
    /// The end of the log after our last batch; someone else wrote when it differs.
    pub(super) head: Option<Head>,
    /// The ends of streams, good while nobody else writes.
    pub(super) sequences: HashMap<String, u64>,
}

impl Writer {
    async fn run(mut self, mut receiver: mpsc::Receiver<Pending>) {
        while let Some(first) = receiver.recv().await {
            if self.may_write_ahead(&first) {
                self.write_ahead(first, &mut receiver).await;
                continue;
            }
            let mut facts = count(&first);
            let mut batch = vec![first];
            while batch.len() < self.batch_commits_max && facts < BATCH_FACTS_MAX {
                match receiver.try_recv() {
                    Ok(pending) => {
                        facts += count(&pending);
                        batch.push(pending);
                    }
                    Err(_) => break,
                }
            }
            self.settle(batch).await;
        }
    }

    /// Records a batch; one that fails as a whole is cut in two until the guilty commit stands
    /// alone. Where no commit is at fault the batch stays whole.
    pub(super) async fn settle(&mut self, batch: Vec<Pending>) {
        let mut work = vec![batch];
        while let Some(mut batch) = work.pop() {
            let commits: Vec<&Pending> = batch.iter().collect();
            match self.record_insisting(&commits).await {
                Ok(outcomes) => {
                    for (pending, outcome) in batch.into_iter().zip(outcomes) {
                        // A caller that went away learns the outcome from its request key.
                        let _gone = pending.reply.send(outcome);
                    }
                }
                Err(failure) if batch.len() > 1 && failure.remedy() == Remedy::Halve => {
                    let second = batch.split_off(batch.len() / 2);
                    work.push(second);
                    work.push(batch);
                }
                Err(failure) => {
                    self.pulse.failed(&failure);
                    let answer = failure.answers();
                    for pending in batch {
                        let _gone = pending.reply.send(Err(answer()));
                    }
                }
            }
        }
    }

    /// Records a batch, again a bounded number of times when the database gave it up.
    async fn record_insisting(&mut self, commits: &[&Pending]) -> Result<Vec<Outcome>, Failure> {
        let mut tries = 1;
        loop {
            match self.record(commits).await {
                Err(failure) => {
                    self.forget();
                    if failure.remedy() != Remedy::Again || tries >= TRIES_MAX {
                        return Err(failure);
                    }
                    tries += 1;
                }
                recorded => return recorded,
            }
        }
    }

    async fn record(&mut self, commits: &[&Pending]) -> Result<Vec<Outcome>, Failure> {
        let mut tx = begin(&self.db).await.map_err(Failure::before)?;
        let (batch, outcomes, world) =
            self.write(&mut tx, commits).await.map_err(Failure::before)?;
        if batch.recorded.is_empty() {
            return Ok(outcomes);
        }
        // From here on an error no longer says whether the batch is there.
        tx.commit().await.map_err(Failure::at_commit)?;

        self.remember(&batch);
        if batch.recorded.iter().any(is_reference) {
            let mut known = self.known.write().await;
            known.world = world;
            known.reference_position = batch.head.reference_position;
        }
        Ok(outcomes)
    }

    /// Keeps in mind where the log and its streams end after a batch that was recorded.
    pub(super) fn remember(&mut self, batch: &Batch) {
        self.pulse.recorded(batch);
        self.head = Some(batch.head.clone());
        if self.sequences.len() > SEQUENCES_MAX {
            self.sequences.clear();
        }
        self.sequences.extend(batch.sequences.iter().map(|(stream, end)| (stream.clone(), *end)));
    }

    /// Forgets what was kept in mind of the log: it may have moved on, or not moved.
    pub(super) fn forget(&mut self) {
        self.head = None;
        self.sequences.clear();
    }

    /// Does everything of a batch but the commit.
    async fn write(
        &mut self,
        tx: &mut Tx,
        commits: &[&Pending],
    ) -> Result<(Batch, Vec<Outcome>, World), StoreError> {
        if tx.dialect() == Dialect::Postgres {
            tx.fetch(LOCK_HEAD, vec![]).await.map_err(StoreError::of_database)?;
        }
        let now = self.clock.now();
        let drafts: Vec<Recorded> =
            commits.iter().flat_map(|pending| pending.drafts(now)).collect();
        let mut before = self.known.read().await.world.clone();
        let mut wanted = Wanted::of(&drafts, &before);
        let (mut head, mut found, mut loaded) =
            self.gather(Place::Inside(tx), commits, &wanted).await?;
        if self.head.as_ref() != Some(&head) {
            // Someone else wrote: what was kept in mind of streams and units no longer counts.
            self.forget();
            before = {
                let mut known = self.known.write().await;
                known.refresh(&self.db).await?;
                known.world.clone()
            };
            self.head = Some(head);
            wanted = Wanted::of(&drafts, &before);
            (head, found, loaded) = self.gather(Place::Inside(tx), commits, &wanted).await?;
        }
        let mut batch = Batch::new(head);
        batch.learn(found, None, self.clock.now());
        let outcomes = take(&mut batch, commits, drafts);
        if batch.recorded.is_empty() {
            return Ok((batch, outcomes, before));
        }
        if !outcomes.iter().all(is_recorded) {
            // Facts that were not taken must not be seen by those after them.
            wanted = Wanted::of(&batch.recorded, &before);
            if batch.recorded.iter().any(is_reference) {
                loaded = self.models.load(tx, &wanted).await?;
            }
        }
        let mut rows = Rows::default();
        rows.take_in(&loaded)?;
        self.models.sweep(tx, &wanted, &mut rows).await?;
        rows.fold(&batch.recorded, &wanted);
        let lists = [batch.log_lists(), rows.lists()].concat();
        let written = tx.exchange(self.models.exchange(), lists).await;
        written.map_err(StoreError::of_database)?;
        let world = wanted.world_after().cloned().unwrap_or(before);
        Ok((batch, outcomes, world))
    }

    /// Looks up, in one statement for all of them, what commits are checked against and what their
    /// facts may change: inside a transaction, or beside the one that is being written.
    pub(super) async fn gather(
        &self,
        place: Place<'_>,
        commits: &[&Pending],
        wanted: &Wanted,
    ) -> Result<(Head, Found, Lists), StoreError> {
        let mut found = Found::default();
        let requests = commits.iter().filter_map(|pending| pending.commit.request.as_ref());
        found.keys = requests.map(|request| request.key.clone()).collect();
        let mut unknown = BTreeSet::new();
        for append in commits.iter().flat_map(|pending| &pending.commit.streams) {
            match self.sequences.get(&append.stream_id) {
                Some(end) => drop(found.sequences.insert(append.stream_id.clone(), *end)),
                None => drop(unknown.insert(append.stream_id.as_str())),
            }
        }
        let streams = commits.iter().flat_map(|pending| &pending.commit.streams);
        let claims = streams.flat_map(|append| {
            append.facts.iter().flat_map(|fact| claims_of(&append.stream_id, fact))
        });
        for claim in claims {
            let (Claim::Take { kind, held } | Claim::Release { kind, held }) = claim;
            found.holders.insert((kind, held), None);
        }
        let held: Vec<[&str; 2]> =
            found.holders.keys().map(|(kind, held)| [kind.as_str(), held.as_str()]).collect();
        let lists = [json!(found.keys), json!(unknown), json!(held)];
        let mut args: Vec<Arg> =
            lists.into_iter().map(|list| Arg::Text(list.to_string())).collect();
        args.extend(wanted.prefixes());
        let rows = match place {
            Place::Inside(tx) => tx.fetch(self.gather, args).await,
            Place::Beside(db) => db.fetch(self.gather, args).await,
        };
        let rows = rows.map_err(StoreError::of_database)?;
        let [cells] = rows.as_slice() else { return Err(StoreError::HeadMoved) };
        let list = |n| cells.maybe_text(n).map_err(StoreError::of_database);
        found.read(list(4)?, list(5)?, list(6)?)?;
        let loaded = read_lists(cells, 7).map_err(StoreError::of_database)?;
        Ok((read::read_head(cells)?, found, loaded))
    }
}

/// Where the writer looks things up.
pub(super) enum Place<'a> {
    /// In the transaction that will write what is decided.
    Inside(&'a mut Tx),
    /// Beside the transaction that is being written.
    Beside(&'a Database),
}

/// Takes commits into a batch, each for itself; `drafts` are their facts in order.
pub(super) fn take(batch: &mut Batch, commits: &[&Pending], drafts: Vec<Recorded>) -> Vec<Outcome> {
    let mut drafts = drafts.into_iter();
    commits
        .iter()
        .map(|pending| {
            let facts = drafts.by_ref().take(count(pending)).collect();
            batch.take(&pending.commit, &pending.carries, facts)
        })
        .collect()
}

pub(super) fn is_recorded(outcome: &Outcome) -> bool {
    matches!(outcome, Ok(receipt) if !receipt.replayed)
}

pub(super) fn count(pending: &Pending) -> usize {
    pending.ids.len()
}

fn is_reference(recorded: &Recorded) -> bool {
    recorded.fact.stream_type().is_reference()
}
