//! The next batch is prepared while the last one is being written: its commits are checked, its
//! facts hashed and its read models folded on the belief that the batch before it will be there.
//! Where it is not, or where anything else is out of the usual, all of it is done again in order,
//! inside its own transaction ([`Writer::settle`]).
//!
//! Only over an SQLite file, where nobody else writes: on PostgreSQL another server may.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use hoso_events::fact::Recorded;
use hoso_projections::database::{Database, Exchange};
use tokio::{sync::mpsc, task::JoinHandle};

use super::{
    StoreError, StreamAppend,
    batch::{Batch, Outcome},
    failure::Failure,
    models::{Rows, Wanted},
    writer::{BATCH_FACTS_MAX, Pending, Place, Writer, begin, count, is_recorded, take},
};

/// A batch that is being filled.
struct Open {
    commits: Vec<Pending>,
    outcomes: Vec<Outcome>,
    batch: Batch,
    rows: Rows,
    /// How many facts its commits hold.
    facts: usize,
    /// The count of swaps of the read models when it was opened.
    swaps: u64,
}

impl Open {
    /// Whether there is something to record.
    fn is_worth_writing(&self) -> bool {
        !self.commits.is_empty() && !self.batch.recorded.is_empty()
    }
}

/// A batch that is being written, with what it will have changed.
struct Writing {
    open: Open,
    task: JoinHandle<Result<(), Failure>>,
}

impl Writer {
    /// Whether a commit may be prepared before the one ahead of it is recorded. What every later
    /// fact is judged by (units, calendars, rules) is recorded by itself.
    pub(super) fn may_write_ahead(&self, pending: &Pending) -> bool {
        let everyday = |append: &StreamAppend| !append.stream_type.is_reference();
        self.beside.is_some() && self.head.is_some() && pending.commit.streams.iter().all(everyday)
    }

    /// Records commits, starting with this one, for as long as they keep coming.
    pub(super) async fn write_ahead(
        &mut self,
        first: Pending,
        receiver: &mut mpsc::Receiver<Pending>,
    ) {
        let mut arrived = Some(first);
        let mut open = self.open_batch(None);
        let mut writing: Option<Writing> = None;
        // Commits that must be recorded in order, one batch after the other.
        let mut in_order: Vec<Pending> = vec![];
        let mut closed = false;
        loop {
            if let Some(first) = arrived.take() {
                let (chunk, apart) = self.chunk(first, receiver, &open);
                in_order.extend(apart);
                if !self.admit(&mut open, chunk, writing.as_ref()).await {
                    in_order.splice(0..0, std::mem::take(&mut open.commits));
                }
            }
            if let Some(batch) = &mut writing {
                let has_room = !closed && in_order.is_empty() && self.has_room(&open);
                let ended = tokio::select! {
                    biased;
                    ended = &mut batch.task => ended,
                    next = receiver.recv(), if has_room => {
                        closed = next.is_none();
                        arrived = next;
                        continue;
                    }
                };
                let ended = ended.unwrap_or_else(|_panic| Err(Failure::unknown()));
                let Some(Writing { open: written, .. }) = writing.take() else { return };
                if let Err(failure) = ended {
                    self.forget();
                    self.after_failure(written.commits, failure).await;
                    in_order.splice(0..0, open.commits);
                    return self.settle_all(in_order).await;
                }
                self.remember(&written.batch);
                // The next write starts before anyone is answered: the disk is never kept waiting.
                if open.is_worth_writing() {
                    writing = Some(self.write_next(&mut open));
                }
                answer(written.commits, written.outcomes);
            }
            if writing.is_some() {
                continue;
            }
            if open.is_worth_writing() {
                writing = Some(self.write_next(&mut open));
                continue;
            }
            // Nothing to write: refused, or answered before.
            answer(open.commits, open.outcomes);
            if !in_order.is_empty() {
                self.settle_all(in_order).await;
            }
            return;
        }
    }

    /// Starts writing a batch and leaves an empty one in its place.
    fn write_next(&self, open: &mut Open) -> Writing {
        let next = self.open_batch(Some(open));
        self.start_writing(std::mem::replace(open, next))
    }

    /// An empty batch after the last one, or after the one that is about to be written.
    fn open_batch(&self, earlier: Option<&Open>) -> Open {
        let head = match earlier {
            Some(open) => open.batch.head.clone(),
            None => self.head.clone().unwrap_or_default(),
        };
        Open {
            commits: vec![],
            outcomes: vec![],
            batch: Batch::new(head),
            rows: Rows::default(),
            facts: 0,
            swaps: self.swaps.load(Ordering::SeqCst),
        }
    }

    fn has_room(&self, open: &Open) -> bool {
        open.commits.len() < self.batch_commits_max && open.facts < BATCH_FACTS_MAX
    }

    /// A commit with those that wait behind it, as many as the batch has room for, up to one that must
    /// be recorded in order; that one stands apart.
    fn chunk(
        &self,
        first: Pending,
        receiver: &mut mpsc::Receiver<Pending>,
        open: &Open,
    ) -> (Vec<Pending>, Option<Pending>) {
        let (mut chunk, mut facts) = (vec![], open.facts);
        let mut next = Some(first);
        while let Some(pending) = next {
            if !self.may_write_ahead(&pending) {
                return (chunk, Some(pending));
            }
            facts += count(&pending);
            chunk.push(pending);
            let room = open.commits.len() + chunk.len() < self.batch_commits_max;
            next = if room && facts < BATCH_FACTS_MAX { receiver.try_recv().ok() } else { None };
        }
        (chunk, None)
    }

    /// Takes commits into the open batch; `false` when that could not be done, and all of them must
    /// be recorded in order.
    async fn admit(&self, open: &mut Open, chunk: Vec<Pending>, writing: Option<&Writing>) -> bool {
        let from = open.commits.len();
        open.facts += chunk.iter().map(count).sum::<usize>();
        open.commits.extend(chunk);
        let Open { commits, outcomes, batch, rows, .. } = open;
        let commits: Vec<&Pending> = commits[from..].iter().collect();
        self.prepare(&commits, outcomes, batch, rows, writing).await.is_ok()
    }

    async fn prepare(
        &self,
        commits: &[&Pending],
        outcomes: &mut Vec<Outcome>,
        batch: &mut Batch,
        rows: &mut Rows,
        writing: Option<&Writing>,
    ) -> Result<(), StoreError> {
        let now = self.clock.now();
        let drafts: Vec<Recorded> =
            commits.iter().flat_map(|pending| pending.drafts(now)).collect();
        let before = self.known.read().await.world.clone();
        let mut wanted = Wanted::of(&drafts, &before);
        // Read beside the batch that is being written, before or after it is there: what that one
        // changes is taken from itself.
        let beside = self.beside.as_ref().ok_or(StoreError::Stopped)?;
        let (_head, found, loaded) = self.gather(Place::Beside(beside), commits, &wanted).await?;
        if let Some(earlier) = writing {
            rows.take_over(&earlier.open.rows, &wanted);
        }
        rows.take_in(&loaded)?;
        batch.learn(found, writing.map(|earlier| &earlier.open.batch), self.clock.now());
        let from = batch.recorded.len();
        let taken = take(batch, commits, drafts);
        if !taken.iter().all(is_recorded) {
            wanted = Wanted::of(&batch.recorded[from..], &before);
        }
        outcomes.extend(taken);
        rows.fold(&batch.recorded[from..], &wanted);
        Ok(())
    }

    fn start_writing(&self, mut open: Open) -> Writing {
        let lists = [open.batch.log_lists(), open.rows.lists()].concat();
        let (db, exchange) = (self.db.clone(), self.models.exchange().clone());
        let (swaps, seen) = (self.swaps.clone(), open.swaps);
        let task = tokio::spawn(async move { write(&db, &exchange, lists, &swaps, seen).await });
        Writing { open, task }
    }

    /// A batch that was not written is recorded again in order, unless it may be there after all
    /// or the failure is not one to try again after.
    async fn after_failure(&mut self, commits: Vec<Pending>, failure: Failure) {
        if failure.is_worth_repeating() {
            return self.settle_all(commits).await;
        }
        self.pulse.failed(&failure);
        let told = failure.answers();
        for pending in commits {
            let _gone = pending.reply.send(Err(told()));
        }
    }

    /// Records commits in order, each batch in one transaction from its first look-up on.
    async fn settle_all(&mut self, commits: Vec<Pending>) {
        let mut commits = commits.into_iter().peekable();
        while commits.peek().is_some() {
            let batch = commits.by_ref().take(self.batch_commits_max).collect();
            self.settle(batch).await;
        }
    }
}

async fn write(
    db: &Database,
    exchange: &Exchange,
    lists: Vec<String>,
    swaps: &Arc<AtomicU64>,
    seen: u64,
) -> Result<(), Failure> {
    let mut tx = begin(db).await.map_err(Failure::before)?;
    if swaps.load(Ordering::SeqCst) != seen || seen % 2 == 1 {
        // What was folded came from tables that are no longer there.
        return Err(Failure::outdated());
    }
    let written = tx.exchange(exchange, lists).await;
    written.map_err(|error| Failure::before(StoreError::of_database(error)))?;
    tx.commit().await.map_err(Failure::at_commit)
}

fn answer(commits: Vec<Pending>, outcomes: Vec<Outcome>) {
    for (pending, outcome) in commits.into_iter().zip(outcomes) {
        // A caller that went away learns the outcome from its request key.
        let _gone = pending.reply.send(outcome);
    }
}
