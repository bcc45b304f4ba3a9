//! How facts become rows: the same code live, in the transaction of the facts, and in a rebuild.
//!
//! A read model names the rows a fact touches and folds the fact into them. For a run of facts all
//! rows of all models are loaded in one exchange, folded in memory in log order, and written in one
//! exchange.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use hoso_events::{
    calendar::Calendar,
    fact::{Fact, Recorded},
    rulebook::Rulebook,
    unit::UnitTree,
};
use serde_json::Value as Json;

use crate::table::{Key, Rows, TableRow};

/// What read models may look up besides the fact: reference data as of the fact's place in the log.
#[derive(Debug, Clone, Default)]
pub struct World {
    pub calendar: Arc<Calendar>,
    pub rulebook: Arc<Rulebook>,
    pub units: Arc<UnitTree>,
}

impl World {
    /// Folds one fact in; facts of dossiers and accounts leave it as it is.
    pub fn evolve(&mut self, fact: &Fact) {
        match fact {
            Fact::Calendar(event) => Arc::make_mut(&mut self.calendar).evolve(event),
            Fact::Rulebook(event) => Arc::make_mut(&mut self.rulebook).evolve(event),
            Fact::Unit(event) => Arc::make_mut(&mut self.units).evolve(event),
            Fact::Dossier(_) | Fact::Account(_) | Fact::MassMove(_) | Fact::Unknown(_) => {}
        }
    }
}

/// A row as it was loaded and as it is after the facts so far.
#[derive(Debug, Clone)]
pub struct Change<R> {
    pub before: Option<R>,
    pub after: Option<R>,
}

/// The rows a batch of facts touches, in key order.
#[derive(Debug)]
pub struct Touched<R: TableRow> {
    rows: BTreeMap<Key, Change<R>>,
}

impl<R: TableRow> Default for Touched<R> {
    fn default() -> Self {
        Self { rows: BTreeMap::new() }
    }
}

impl<R: TableRow> Touched<R> {
    /// The row as it stands now.
    pub fn get(&self, key: &Key) -> Option<&R> {
        self.rows.get(key).and_then(|change| change.after.as_ref())
    }

    /// The rows standing now whose key starts with `prefix`.
    pub fn with_prefix(&self, prefix: &Key) -> Vec<R> {
        self.rows
            .range(prefix.clone()..)
            .take_while(|(key, _)| key.starts_with(prefix))
            .filter_map(|(_, change)| change.after.clone())
            .collect()
    }

    /// All rows standing now.
    pub fn all(&self) -> Vec<R> {
        self.rows.values().filter_map(|change| change.after.clone()).collect()
    }

    /// Puts a row in place.
    pub fn put(&mut self, row: R) {
        let key = row.key();
        self.rows.entry(key).or_insert(Change { before: None, after: None }).after = Some(row);
    }

    /// Takes a row away.
    pub fn remove(&mut self, key: &Key) {
        if let Some(change) = self.rows.get_mut(key) {
            change.after = None;
        }
    }

    /// What changed, row by row.
    pub fn changes(&self) -> impl Iterator<Item = &Change<R>> {
        self.rows.values().filter(|change| change.before != change.after)
    }

    /// Takes the rows under these prefixes as other facts leave them that are recorded before; rows
    /// loaded later do not take their place, and rows already here stay.
    pub fn take_over(&mut self, earlier: &Self, needs: &Needs) {
        for prefix in &needs.prefixes {
            let under = earlier.rows.range(prefix.clone()..);
            for (key, change) in under.take_while(|(key, _)| key.starts_with(prefix)) {
                let after = || change.after.clone();
                self.rows
                    .entry(key.clone())
                    .or_insert_with(|| Change { before: after(), after: after() });
            }
        }
    }

    fn loaded(&mut self, row: R) {
        self.rows
            .entry(row.key())
            .or_insert_with(|| Change { before: Some(row.clone()), after: Some(row) });
    }
}

/// One question, one table: which rows a fact touches and what becomes of them.
pub trait ReadModel {
    type Row: TableRow;

    /// Whether facts count that another log recorded first. They say who someone is; nobody here
    /// owes anything by them, and what was done there was not done here.
    const RECEIVED: bool = false;

    /// The key prefixes (see the table's `prefix`) of the rows this fact may change.
    /// A model that only ever adds rows names none.
    fn touches(recorded: &Recorded, world: &World) -> Vec<Key>;

    /// A condition on further rows the fact may change, for facts that reach many (a new day off).
    fn sweeps(_recorded: &Recorded) -> bool {
        false
    }

    /// Folds the fact into the rows. Never asks the clock, never fails: a recorded fact is a fact.
    fn apply(rows: &mut Touched<Self::Row>, recorded: &Recorded, world: &World);
}

/// A table whose rows follow from another table's changed rows.
pub trait Derived {
    type From: TableRow;
    type Row: TableRow;

    /// The rows to write and the keys to remove after these changes; nothing needs to be read.
    fn derive<'a>(changes: impl Iterator<Item = &'a Change<Self::From>>) -> Writes;
}

/// What a batch writes to one table: JSON lists of rows and of whole keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writes {
    pub upserts: String,
    pub deletes: String,
}

impl Writes {
    /// The writes of these rows and removals.
    pub fn new<R: TableRow>(upserts: Vec<&R>, deletes: Vec<Key>) -> Self {
        Self {
            upserts: serde_json::to_string(&Rows(upserts)).expect("rows are plain data"),
            deletes: key_list(deletes.iter()),
        }
    }
}

/// Key prefixes as one JSON list.
pub fn key_list<'a>(keys: impl Iterator<Item = &'a Key>) -> String {
    let keys: Vec<&Key> = keys.collect();
    serde_json::to_string(&keys).expect("keys are plain data")
}

/// The rows a batch of facts needs of one read model.
#[derive(Debug, Default)]
pub struct Needs {
    prefixes: HashSet<Key>,
    /// Whether every live row is needed.
    pub sweeps: bool,
}

impl Needs {
    /// The key prefixes as one JSON list.
    pub fn prefixes(&self) -> String {
        key_list(self.prefixes.iter())
    }
}

/// What a read model needs loaded to fold these facts; `worlds` stand after each fact.
pub fn needs<M: ReadModel>(facts: &[Recorded], worlds: &[World]) -> Needs {
    let mut needs = Needs::default();
    for (recorded, world) in counting::<M>(facts, worlds) {
        needs.prefixes.extend(M::touches(recorded, world));
        needs.sweeps |= M::sweeps(recorded);
    }
    needs
}

/// The facts that count for a read model, each with the world after it.
fn counting<'a, M: ReadModel>(
    facts: &'a [Recorded],
    worlds: &'a [World],
) -> impl Iterator<Item = (&'a Recorded, &'a World)> {
    let counts = |recorded: &Recorded| M::RECEIVED || recorded.provenance.received.is_none();
    facts.iter().zip(worlds).filter(move |(recorded, _world)| counts(recorded))
}

/// Folds the facts into the loaded rows.
pub fn fold<M: ReadModel>(rows: &mut Touched<M::Row>, facts: &[Recorded], worlds: &[World]) {
    for (recorded, world) in counting::<M>(facts, worlds) {
        M::apply(rows, recorded, world);
    }
}

/// The world after each fact of a run, the last one last.
pub fn worlds_after(facts: &[Recorded], before: &World) -> Vec<World> {
    let mut world = before.clone();
    let after = |recorded: &Recorded| {
        world.evolve(&recorded.fact);
        world.clone()
    };
    facts.iter().map(after).collect()
}

/// Rows came back in another shape than the table's.
#[derive(Debug, thiserror::Error)]
#[error("rows of table {table} are not what its definition says")]
pub struct NotItsRows {
    pub table: &'static str,
}

impl<R: TableRow> Touched<R> {
    /// Takes in rows loaded as one JSON list (or nothing, as null); rows already here stay.
    pub fn take_in(&mut self, list: Option<&str>) -> Result<(), NotItsRows> {
        let Some(list) = list else { return Ok(()) };
        let wrong = || NotItsRows { table: R::TABLE.name };
        let rows: Vec<Vec<Json>> = serde_json::from_str(list).map_err(|_shape| wrong())?;
        for columns in rows {
            self.loaded(R::of_json(columns).ok_or_else(wrong)?);
        }
        Ok(())
    }

    /// What the changed rows amount to, as JSON lists.
    pub fn writes(&self) -> Writes {
        let upserts = self.changes().filter_map(|change| change.after.as_ref()).collect();
        let gone = self.changes().filter(|change| change.after.is_none());
        let keys = gone.filter_map(|change| change.before.as_ref().map(TableRow::key)).collect();
        Writes::new(upserts, keys)
    }
}
