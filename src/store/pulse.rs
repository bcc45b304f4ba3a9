//! How the log is doing: where it ends, how much goes into a batch, how many wait. Whoever follows
//! the log is woken here by each batch, rather than asking again and again.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tokio::sync::watch;

use super::{batch::Batch, failure::Failure};

/// Upper bounds of how many facts a batch holds.
const FACTS: [u64; 8] = [1, 2, 5, 10, 50, 100, 500, 1_000];

/// What the writer tells of itself.
#[derive(Debug)]
pub struct Pulse {
    position: watch::Sender<u64>,
    batches: AtomicU64,
    facts: AtomicU64,
    sizes: [AtomicU64; FACTS.len() + 1],
    waiting: AtomicU64,
    /// Whether the last batch found the disk full.
    full: AtomicBool,
}

impl Pulse {
    pub(super) fn new(position: u64) -> Self {
        Self {
            position: watch::Sender::new(position),
            batches: AtomicU64::default(),
            facts: AtomicU64::default(),
            sizes: Default::default(),
            waiting: AtomicU64::default(),
            full: AtomicBool::default(),
        }
    }

    /// A batch was recorded.
    pub(super) fn recorded(&self, batch: &Batch) {
        let facts = batch.recorded.len() as u64;
        let size = FACTS.iter().position(|bound| facts <= *bound).unwrap_or(FACTS.len());
        self.sizes[size].fetch_add(1, Ordering::Relaxed);
        self.batches.fetch_add(1, Ordering::Relaxed);
        self.facts.fetch_add(facts, Ordering::Relaxed);
        self.full.store(false, Ordering::Relaxed);
        self.reached(batch.head.position);
    }

    /// A batch was not recorded.
    pub(super) fn failed(&self, failure: &Failure) {
        self.full.store(failure.is_full(), Ordering::Relaxed);
    }

    /// The log was seen to reach a position, whoever wrote it.
    pub fn reached(&self, position: u64) {
        self.position.send_if_modified(|known| {
            let further = position > *known;
            *known = position.max(*known);
            further
        });
    }

    /// A commit waits from here on.
    pub(super) fn waits(&self) {
        self.waiting.fetch_add(1, Ordering::Relaxed);
    }

    /// A commit was answered.
    pub(super) fn answered(&self) {
        self.waiting.fetch_sub(1, Ordering::Relaxed);
    }

    /// Woken whenever the log grows.
    pub fn follow(&self) -> watch::Receiver<u64> {
        self.position.subscribe()
    }

    /// The last position this server knows of.
    pub fn position(&self) -> u64 {
        *self.position.borrow()
    }

    /// How many transactions this server recorded.
    pub fn batches(&self) -> u64 {
        self.batches.load(Ordering::Relaxed)
    }

    /// How many facts this server recorded.
    pub fn facts(&self) -> u64 {
        self.facts.load(Ordering::Relaxed)
    }

    /// How many commits wait to be recorded.
    pub fn waiting(&self) -> u64 {
        self.waiting.load(Ordering::Relaxed)
    }

    /// How many batches held up to so many facts, and more than the bound before; the last without
    /// a bound.
    pub fn sizes(&self) -> impl Iterator<Item = (Option<u64>, u64)> {
        let bounds = FACTS.iter().copied().map(Some).chain([None]);
        bounds.zip(self.sizes.iter().map(|count| count.load(Ordering::Relaxed)))
    }

    /// Whether the disk was full when something was last to be recorded.
    pub fn is_full(&self) -> bool {
        self.full.load(Ordering::Relaxed)
    }
}
