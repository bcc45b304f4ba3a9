//! The one writer: group commit. Commits that gathered while the last batch was being synced go
//! into the next one: one transaction, one sync, then each caller is answered. A commit that
//! clashes fails alone; its neighbours never notice.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use hoso_events::{
    claim::{Claim, ClaimKind, claims_of},
    fact::{Fact, Recorded, StreamType},
    ids::EventId,
    provenance::{Authorship, Provenance},
};
use hoso_projections::{
    database::{Arg, Database, Statement, Tx},
    engine::World,
};
use serde_json::{Value as Json, json};
use tokio::sync::{RwLock, mpsc, oneshot};

use super::{
    AppendError, Commit, Receipt, StoreError, StreamAppend,
    integrity::{Hash, LeafEntry, chain, hex},
    models::Models,
    read::{self, Head, instant_text, signed},
};
use crate::clock::Clock;

/// How many commits wait at most; one more is told to try again.
pub const QUEUE_COMMITS_MAX: usize = 1_024;
/// How many commits go into one transaction at most.
pub const BATCH_COMMITS_MAX: usize = 512;
/// How many facts go into one transaction at most, unless one commit alone has more.
const BATCH_FACTS_MAX: usize = 4_096;
/// How many streams' ends are remembered.
const SEQUENCES_MAX: usize = 200_000;

const LOCK_HEAD: Statement = Statement::each(
    "select position, reference_position, recorded_at, chain_hash from ledger_head
     where shard = 0",
    "select position, reference_position, recorded_at, chain_hash from ledger_head
     where shard = 0 for update",
);
/// What a batch's commits are checked against, each kind as one JSON list: the receipts of these
/// request keys, the ends of these streams, the holders of these values.
const LOOK_UP: Statement = Statement::each(
    "select
       (select json_group_array(json_array(request_key, request_hash, first_position,
                                           last_position))
        from receipt where request_key in (select value from json_each($1))),
       (select json_group_array(json_array(value,
                 (select max(sequence) from event where stream_id = value)))
        from json_each($2)),
       (select json_group_array(json_array(c.kind, c.held, c.stream_id))
        from json_each($3) k join claim c on c.kind = k.value->>0 and c.held = k.value->>1)",
    "select
       (select json_agg(json_build_array(request_key, request_hash, first_position,
                                         last_position))::text
        from receipt where request_key in (select value from json_array_elements_text($1::json))),
       (select json_agg(json_build_array(value,
                 (select max(sequence) from event where stream_id = value)))::text
        from json_array_elements_text($2::json)),
       (select json_agg(json_build_array(c.kind, c.held, c.stream_id))::text
        from json_array_elements($3::json) k
        join claim c on c.kind = k.value->>0 and c.held = k.value->>1)",
);

/// The log's own part of a batch's one exchange: facts, receipts, held values let go and taken.
const LOG_PARTS: [Statement; 4] = [
    Statement::each(
        "insert into event (position, event_id, stream_type, stream_id, sequence, event_type,
                            version, recorded_at, effective_on, metadata, payload, leaf_hash,
                            chain_hash)
         select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6,
                value->>7, value->>8, value->>9, value->>10, unhex(value->>11), unhex(value->>12)
         from jsonb_each($1)",
        "insert into event (position, event_id, stream_type, stream_id, sequence, event_type,
                            version, recorded_at, effective_on, metadata, payload, leaf_hash,
                            chain_hash)
         select (value->>0)::bigint, value->>1, value->>2, value->>3, (value->>4)::bigint,
                value->>5, (value->>6)::bigint, value->>7, value->>8, value->>9, value->>10,
                decode(value->>11, 'hex'), decode(value->>12, 'hex')
         from json_array_elements($1::json)",
    ),
    Statement::each(
        "insert into receipt (request_key, request_hash, first_position, last_position)
         select value->>0, value->>1, value->>2, value->>3 from jsonb_each($2)",
        "insert into receipt (request_key, request_hash, first_position, last_position)
         select value->>0, value->>1, (value->>2)::bigint, (value->>3)::bigint
         from json_array_elements($1::json)",
    ),
    Statement::each(
        "delete from claim where (kind, held) in
         (select value->>0, value->>1 from jsonb_each($3))",
        "delete from claim where (kind, held) in
         (select value->>0, value->>1 from json_array_elements($1::json))",
    ),
    Statement::each(
        "insert into claim (kind, held, stream_id)
         select value->>0, value->>1, value->>2 from jsonb_each($4)",
        "insert into claim (kind, held, stream_id)
         select value->>0, value->>1, value->>2 from json_array_elements($1::json)",
    ),
];
const MOVE_HEAD: Statement = Statement::same(
    "update ledger_head set position = $1, reference_position = $2, recorded_at = $3,
            chain_hash = $4
     where shard = 0 and position = $5",
);
const SAY_ABOUT: Statement = Statement::same("insert into about (name, said) values ($1, $2)");

/// A commit on its way, and whoever waits for it.
pub(super) struct Pending {
    commit: Commit,
    reply: oneshot::Sender<Result<Receipt, AppendError>>,
}

impl Pending {
    pub(super) fn new(
        commit: Commit,
        reply: oneshot::Sender<Result<Receipt, AppendError>>,
    ) -> Self {
        Self { commit, reply }
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
        self.reference_position =
            read::catch_up(db, &mut self.world, self.reference_position).await?;
        Ok(())
    }
}

/// Opens a write transaction. SQLite takes the write lock at once, so that a later write in the
/// transaction can never find it taken.
pub(super) async fn begin(db: &Database) -> Result<Tx, StoreError> {
    match db {
        Database::Sqlite { write: Some(pool), .. } => {
            Ok(Tx::Sqlite(pool.begin_with("begin immediate").await?))
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
    db: Database,
    clock: Arc<dyn Clock>,
    known: Arc<RwLock<Known>>,
    batch_commits_max: usize,
) -> mpsc::Sender<Pending> {
    let (sender, receiver) = mpsc::channel(QUEUE_COMMITS_MAX);
    let writer = Writer {
        db,
        clock,
        known,
        models: Models::new("", LOG_PARTS.to_vec()),
        batch_commits_max,
        last_position: None,
        sequences: HashMap::new(),
    };
    tokio::spawn(writer.run(receiver));
    sender
}

struct Writer {
    db: Database,
    clock: Arc<dyn Clock>,
    known: Arc<RwLock<Known>>,
    models: Models,
    batch_commits_max: usize,
    /// The end of the log after our last batch; someone else wrote when it differs.
    last_position: Option<u64>,
    /// The ends of streams, good while nobody else writes.
    sequences: HashMap<String, u64>,
}

/// A commit's fate inside a batch.
type Outcome = Result<Receipt, AppendError>;

/// A row of the log, in column order; written as one JSON list.
#[derive(serde::Serialize)]
struct EventRow(
    u64,
    String,
    &'static str,
    String,
    u64,
    &'static str,
    u32,
    String,
    Option<String>,
    String,
    String,
    String,
    String,
);

/// Everything a batch will write, gathered in memory.
struct Batch {
    head: Head,
    recorded: Vec<Recorded>,
    rows: Vec<EventRow>,
    receipts: HashMap<String, (String, Receipt)>,
    new_receipts: Vec<Json>,
    sequences: HashMap<String, u64>,
    claims: HashMap<(ClaimKind, String), Option<String>>,
    claims_before: HashMap<(ClaimKind, String), Option<String>>,
    now: DateTime<Utc>,
}

impl Writer {
    async fn run(mut self, mut receiver: mpsc::Receiver<Pending>) {
        while let Some(first) = receiver.recv().await {
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
    /// alone.
    async fn settle(&mut self, batch: Vec<Pending>) {
        let mut work = vec![batch];
        while let Some(mut batch) = work.pop() {
            let commits: Vec<&Commit> = batch.iter().map(|pending| &pending.commit).collect();
            match self.record(&commits).await {
                Ok(outcomes) => {
                    for (pending, outcome) in batch.into_iter().zip(outcomes) {
                        // A caller that went away learns the outcome from its request key.
                        let _gone = pending.reply.send(outcome);
                    }
                }
                Err(failure) => {
                    self.last_position = None;
                    self.sequences.clear();
                    if batch.len() > 1 && failure.may_be_one_commits_fault() {
                        let second = batch.split_off(batch.len() / 2);
                        work.push(second);
                        work.push(batch);
                    } else {
                        failure.answer(batch);
                    }
                }
            }
        }
    }

    async fn record(&mut self, commits: &[&Commit]) -> Result<Vec<Outcome>, Failure> {
        let mut tx = begin(&self.db).await.map_err(Failure::before)?;
        let (batch, outcomes, world) =
            self.write(&mut tx, commits).await.map_err(Failure::before)?;
        if batch.recorded.is_empty() {
            return Ok(outcomes);
        }
        // From here on an error no longer says whether the batch is there.
        tx.commit().await.map_err(Failure::at_commit)?;

        self.last_position = Some(batch.head.position);
        if self.sequences.len() > SEQUENCES_MAX {
            self.sequences.clear();
        }
        self.sequences.extend(batch.sequences);
        if batch.recorded.iter().any(is_reference) {
            let mut known = self.known.write().await;
            known.world = world;
            known.reference_position = batch.head.reference_position;
        }
        Ok(outcomes)
    }

    /// Does everything of a batch but the commit.
    async fn write(
        &mut self,
        tx: &mut Tx,
        commits: &[&Commit],
    ) -> Result<(Batch, Vec<Outcome>, World), StoreError> {
        let head = match tx.fetch(LOCK_HEAD, vec![]).await.map_err(StoreError::of_database)? {
            rows if rows.len() == 1 => read::read_head(&rows[0])?,
            _ => return Err(StoreError::HeadMoved),
        };
        if self.last_position != Some(head.position) {
            self.sequences.clear();
            let mut known = self.known.write().await;
            known.refresh(&self.db).await?;
            self.last_position = Some(head.position);
        }
        let before = self.known.read().await.world.clone();
        let old_position = head.position;
        let mut batch = self.gather(tx, commits, head).await?;
        let outcomes: Vec<Outcome> =
            commits.iter().map(|commit| batch.take(commit, &*self.clock)).collect();

        let mut world = before.clone();
        if !batch.recorded.is_empty() {
            let log = batch.log_lists();
            self.models.advance(tx, &batch.recorded, &before, log).await?;
            batch.move_head(tx, old_position).await.map_err(StoreError::of_database)?;
            for recorded in &batch.recorded {
                world.evolve(&recorded.fact);
            }
        }
        Ok((batch, outcomes, world))
    }

    /// Looks up, in one statement for the whole batch, what its commits are checked against.
    async fn gather(
        &self,
        tx: &mut Tx,
        commits: &[&Commit],
        head: Head,
    ) -> Result<Batch, StoreError> {
        let now = self.clock.now();
        let now = head.recorded_at.map_or(now, |last| last.max(now));
        let mut batch = Batch::new(head, now);
        let keys: Vec<&str> =
            commits.iter().filter_map(|c| c.request.as_ref()).map(|r| r.key.as_str()).collect();
        let mut unknown = BTreeSet::new();
        for append in commits.iter().flat_map(|commit| &commit.streams) {
            match self.sequences.get(&append.stream_id) {
                Some(sequence) => {
                    batch.sequences.insert(append.stream_id.clone(), *sequence);
                }
                None => {
                    unknown.insert(append.stream_id.as_str());
                }
            }
        }
        let facts = commits.iter().flat_map(|c| &c.streams).flat_map(|s| &s.facts);
        for claim in facts.flat_map(claims_of) {
            let (Claim::Take { kind, held } | Claim::Release { kind, held }) = claim;
            batch.claims.insert((kind, held), None);
        }
        let claimed: Vec<[&str; 2]> =
            batch.claims.keys().map(|(kind, held)| [kind.as_str(), held.as_str()]).collect();
        if keys.is_empty() && unknown.is_empty() && claimed.is_empty() {
            return Ok(batch);
        }
        let lists = [json!(keys), json!(unknown), json!(claimed)];
        let args = lists.into_iter().map(|list| Arg::Text(list.to_string())).collect();
        let found = tx.fetch(LOOK_UP, args).await.map_err(StoreError::of_database)?;
        if let Some(cells) = found.first() {
            let list = |n| cells.maybe_text(n).map_err(StoreError::of_database);
            batch.found(list(0)?, list(1)?, list(2)?)?;
        }
        Ok(batch)
    }
}

/// Reads one JSON list of the look-up; `null` is an empty one.
fn look_up<T: serde::de::DeserializeOwned>(list: Option<String>) -> Result<Vec<T>, StoreError> {
    let broken = StoreError::Unreadable { position: 0, what: "a look-up of the writer" };
    match list {
        Some(text) => serde_json::from_str(&text).map_err(|_shape| broken),
        None => Ok(vec![]),
    }
}

impl Batch {
    fn new(head: Head, now: DateTime<Utc>) -> Self {
        Self {
            head,
            recorded: vec![],
            rows: vec![],
            receipts: HashMap::new(),
            new_receipts: vec![],
            sequences: HashMap::new(),
            claims: HashMap::new(),
            claims_before: HashMap::new(),
            now,
        }
    }

    fn found(
        &mut self,
        receipts: Option<String>,
        sequences: Option<String>,
        claims: Option<String>,
    ) -> Result<(), StoreError> {
        for (key, asked, first_position, last_position) in
            look_up::<(String, String, u64, u64)>(receipts)?
        {
            let receipt = Receipt { first_position, last_position, replayed: true };
            self.receipts.insert(key, (asked, receipt));
        }
        for (stream, sequence) in look_up::<(String, Option<u64>)>(sequences)? {
            self.sequences.insert(stream, sequence.unwrap_or_default());
        }
        let kinds = [ClaimKind::PersonalId, ClaimKind::AccountOfDossier];
        for (stored, held, holder) in look_up::<(String, String, String)>(claims)? {
            if let Some(kind) = kinds.into_iter().find(|kind| kind.as_str() == stored) {
                self.claims.insert((kind, held), Some(holder));
            }
        }
        self.claims_before = self.claims.clone();
        Ok(())
    }

    /// Checks one commit against the log and the batch so far, and takes it in.
    fn take(&mut self, commit: &Commit, clock: &dyn Clock) -> Outcome {
        if let Some(request) = &commit.request
            && let Some((asked, receipt)) = self.receipts.get(&request.key)
        {
            return if *asked == request.asked {
                Ok(Receipt { replayed: true, ..*receipt })
            } else {
                Err(AppendError::KeyReused)
            };
        }
        for append in &commit.streams {
            if self.sequences.get(&append.stream_id).copied() != Some(append.expected) {
                return Err(AppendError::Conflict);
            }
        }
        self.take_claims(commit)?;
        let first_position = self.head.position + 1;
        // Through a map, so that the members are sorted: canonical JSON.
        let metadata =
            serde_json::to_value(&commit.by).expect("authorship holds only plain data").to_string();
        for append in &commit.streams {
            for fact in &append.facts {
                self.add(append, fact.clone(), &commit.by, &metadata, clock);
            }
        }
        let receipt =
            Receipt { first_position, last_position: self.head.position, replayed: false };
        if let Some(request) = &commit.request {
            self.receipts.insert(request.key.clone(), (request.asked.clone(), receipt));
            self.new_receipts.push(json!([
                request.key,
                request.asked,
                signed(first_position),
                signed(receipt.last_position),
            ]));
        }
        Ok(receipt)
    }

    /// Moves the held values as the commit's facts say, or refuses and moves none.
    fn take_claims(&mut self, commit: &Commit) -> Result<(), AppendError> {
        let mut moved: HashMap<(ClaimKind, String), Option<String>> = HashMap::new();
        for append in &commit.streams {
            for claim in append.facts.iter().flat_map(claims_of) {
                match claim {
                    Claim::Release { kind, held } => {
                        moved.insert((kind, held), None);
                    }
                    Claim::Take { kind, held } => {
                        let key = (kind, held);
                        let holder = moved.get(&key).or_else(|| self.claims.get(&key));
                        match holder.cloned().flatten() {
                            Some(holder) if holder != append.stream_id => {
                                return Err(AppendError::Taken { kind, holder });
                            }
                            _ => {
                                moved.insert(key, Some(append.stream_id.clone()));
                            }
                        }
                    }
                }
            }
        }
        self.claims.extend(moved);
        Ok(())
    }

    fn add(
        &mut self,
        append: &StreamAppend,
        fact: Fact,
        by: &Authorship,
        metadata: &str,
        clock: &dyn Clock,
    ) {
        let StreamAppend { stream_type, stream_id, .. } = append;
        let stream_type = *stream_type;
        let sequence = self.sequences.get(stream_id).copied().unwrap_or_default() + 1;
        self.sequences.insert(stream_id.to_owned(), sequence);
        let position = self.head.position + 1;
        let event_id = EventId::from_uuid(clock.new_id());
        let recorded_at = instant_text(self.now);
        let effective_on = fact.effective_on();
        let effective_text = effective_on.map(|day| day.to_string());
        let stored = fact.to_stored();
        let event_id_text = event_id.to_string();
        let leaf = LeafEntry {
            position,
            event_id: &event_id_text,
            stream_type: stream_type.as_str(),
            stream_id,
            sequence,
            event_type: stored.event_type,
            version: stored.version,
            recorded_at: &recorded_at,
            effective_on: effective_text.as_deref(),
            metadata,
            payload: &stored.payload,
        }
        .leaf();
        self.head.chain = chain(&self.head.chain, &leaf);
        self.head.position = position;
        if stream_type != StreamType::Dossier && stream_type != StreamType::Account {
            self.head.reference_position = position;
        }
        self.rows.push(EventRow(
            position,
            event_id_text,
            stream_type.as_str(),
            stream_id.to_owned(),
            sequence,
            stored.event_type,
            stored.version,
            recorded_at,
            effective_text,
            metadata.to_owned(),
            stored.payload,
            hex(&leaf),
            hex(&self.head.chain),
        ));
        self.recorded.push(Recorded {
            stream_id: stream_id.clone(),
            fact,
            provenance: Provenance {
                position,
                sequence,
                event_id,
                recorded_at: self.now,
                effective_on,
                by: by.clone(),
            },
        });
    }

    /// The lists of [`LOG_PARTS`].
    fn log_lists(&mut self) -> Vec<String> {
        let (gone, new) = self.moved_claims();
        let receipts = std::mem::take(&mut self.new_receipts);
        let rows = std::mem::take(&mut self.rows);
        vec![
            serde_json::to_string(&rows).expect("rows are plain data"),
            Json::Array(receipts).to_string(),
            Json::Array(gone).to_string(),
            Json::Array(new).to_string(),
        ]
    }

    async fn move_head(&self, tx: &mut Tx, old_position: u64) -> Result<(), sqlx::Error> {
        let chain: Hash = self.head.chain;
        let args: Vec<Arg> = vec![
            signed(self.head.position).into(),
            signed(self.head.reference_position).into(),
            instant_text(self.now).into(),
            chain.to_vec().into(),
            signed(old_position).into(),
        ];
        match tx.execute(MOVE_HEAD, args).await? {
            1 => Ok(()),
            _ => Err(sqlx::Error::RowNotFound),
        }
    }

    fn moved_claims(&self) -> (Vec<Json>, Vec<Json>) {
        let (mut gone, mut new) = (vec![], vec![]);
        for ((kind, held), holder) in &self.claims {
            let before = self.claims_before.get(&(*kind, held.clone())).cloned().flatten();
            if before == *holder {
                continue;
            }
            if before.is_some() {
                gone.push(json!([kind.as_str(), held]));
            }
            if let Some(holder) = holder {
                new.push(json!([kind.as_str(), held, holder]));
            }
        }
        (gone, new)
    }
}

fn count(pending: &Pending) -> usize {
    pending.commit.streams.iter().map(|append| append.facts.len()).sum()
}

fn is_reference(recorded: &Recorded) -> bool {
    !matches!(recorded.fact.stream_type(), StreamType::Dossier | StreamType::Account)
}

/// Why a whole batch failed.
struct Failure {
    error: StoreError,
    /// Whether the transaction may have been committed all the same.
    unknown: bool,
}

impl Failure {
    fn before(error: StoreError) -> Self {
        Self { error, unknown: false }
    }

    fn at_commit(error: sqlx::Error) -> Self {
        let error = StoreError::of_database(error);
        // SQLite says for certain that a failed commit is not there; a cut connection does not.
        let unknown = matches!(&error, StoreError::Database(sqlx::Error::Io(_)));
        Self { error, unknown }
    }

    /// Whether cutting the batch in two can save part of it: not when the disk is full or the
    /// database is out of reach.
    fn may_be_one_commits_fault(&self) -> bool {
        let database = match &self.error {
            StoreError::Database(error) => error.as_database_error().is_some(),
            _ => false,
        };
        database && !self.unknown
    }

    fn answer(self, batch: Vec<Pending>) {
        let error = Arc::new(self.error);
        for pending in batch {
            let outcome =
                if self.unknown { AppendError::Unknown } else { AppendError::Store(error.clone()) };
            let _gone = pending.reply.send(Err(outcome));
        }
    }
}
