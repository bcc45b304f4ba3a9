//! How facts become rows: the same code live, in the transaction of the facts, and in a rebuild.
//!
//! A read model names the rows a fact touches and folds the fact into them. Rows are loaded in one
//! statement a table, folded in memory in log order, and written in one statement a table.

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

use crate::{
    database::{Arg, Tx},
    table::{Key, Table, TableRow, TableStatements},
};

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
            Fact::Dossier(_) | Fact::Account(_) => {}
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

    fn loaded(&mut self, row: R) {
        self.rows
            .entry(row.key())
            .or_insert_with(|| Change { before: Some(row.clone()), after: Some(row) });
    }
}

/// One question, one table: which rows a fact touches and what becomes of them.
pub trait ReadModel {
    type Row: TableRow;

    /// The key prefixes (as long as the table's `prefix`) of the rows this fact may change.
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

    /// The keys of the rows a change reaches.
    fn touches(change: &Change<Self::From>) -> Vec<Key>;

    /// Folds the change in.
    fn apply(rows: &mut Touched<Self::Row>, change: &Change<Self::From>);
}

/// Loads, folds and writes one read model for a batch of facts; answers its changed rows.
pub async fn advance<M: ReadModel>(
    tx: &mut Tx,
    statements: &TableStatements,
    facts: &[Recorded],
    before: &World,
) -> Result<Touched<M::Row>, sqlx::Error> {
    let mut world = before.clone();
    let mut prefixes = HashSet::new();
    let mut sweeping = false;
    for recorded in facts {
        world.evolve(&recorded.fact);
        prefixes.extend(M::touches(recorded, &world));
        sweeping |= M::sweeps(recorded);
    }
    let mut rows = Touched::default();
    if sweeping {
        load_live(tx, statements, &mut rows).await?;
    }
    load(tx, statements, prefixes, &mut rows).await?;

    let mut world = before.clone();
    for recorded in facts {
        world.evolve(&recorded.fact);
        M::apply(&mut rows, recorded, &world);
    }
    write(tx, statements, &rows).await?;
    Ok(rows)
}

/// Loads, folds and writes one derived table.
pub async fn derive<D: Derived>(
    tx: &mut Tx,
    statements: &TableStatements,
    from: &Touched<D::From>,
) -> Result<(), sqlx::Error> {
    let keys: HashSet<Key> = from.changes().flat_map(D::touches).collect();
    let mut rows = Touched::default();
    load(tx, statements, keys, &mut rows).await?;
    for change in from.changes() {
        D::apply(&mut rows, change);
    }
    write(tx, statements, &rows).await
}

fn json_list(items: impl Iterator<Item = Vec<Json>>) -> String {
    Json::Array(items.map(Json::Array).collect()).to_string()
}

async fn load<R: TableRow>(
    tx: &mut Tx,
    statements: &TableStatements,
    prefixes: HashSet<Key>,
    rows: &mut Touched<R>,
) -> Result<(), sqlx::Error> {
    if prefixes.is_empty() {
        return Ok(());
    }
    let list = json_list(prefixes.iter().map(|key| key.iter().map(|p| p.to_json()).collect()));
    for cells in tx.fetch(statements.load, vec![Arg::Text(list)]).await? {
        rows.loaded(R::read(&cells, 0)?);
    }
    Ok(())
}

async fn load_live<R: TableRow>(
    tx: &mut Tx,
    statements: &TableStatements,
    rows: &mut Touched<R>,
) -> Result<(), sqlx::Error> {
    for cells in tx.fetch(statements.live, vec![]).await? {
        rows.loaded(R::read(&cells, 0)?);
    }
    Ok(())
}

async fn write<R: TableRow>(
    tx: &mut Tx,
    statements: &TableStatements,
    rows: &Touched<R>,
) -> Result<(), sqlx::Error> {
    let upserts: Vec<&R> = rows.changes().filter_map(|change| change.after.as_ref()).collect();
    if !upserts.is_empty() {
        let list = json_list(upserts.iter().map(|row| row.to_json()));
        tx.execute(statements.upsert, vec![Arg::Text(list)]).await?;
    }
    let gone: Vec<Key> = rows
        .changes()
        .filter(|change| change.after.is_none())
        .filter_map(|change| change.before.as_ref().map(TableRow::key))
        .collect();
    if !gone.is_empty() {
        let list = json_list(gone.iter().map(|key| key.iter().map(|p| p.to_json()).collect()));
        tx.execute(statements.delete, vec![Arg::Text(list)]).await?;
    }
    Ok(())
}

/// The definition of a model's table, for migrations, rebuilds and checks.
pub const fn table_of<R: TableRow>() -> Table {
    R::TABLE
}
