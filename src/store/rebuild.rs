//! Folding every read model anew from the log, beside the live tables, and putting the new ones in
//! their place. A rebuilt table that differs from the live one is a finding, not a repair: it is
//! refused unless a reason is given.

use std::sync::atomic::Ordering;

use hoso_events::fact::Recorded;
use hoso_projections::{
    database::{Cells, Database, Dialect, Statement, Tx},
    engine::World,
    table::{Kind, Table},
};
use serde_json::Value as Json;

use super::{
    Store, StoreError,
    models::{Models, TABLES},
    read::{self, PAGE_MAX},
    writer::begin,
};

/// What the tables a rebuild writes are called, after the live one's name.
const SUFFIX: &str = "__rebuild";
/// How many facts are folded in one transaction: rows that many of them touch are then loaded and
/// written once.
const RUN_FACTS: usize = 20_000;
/// How many rows are compared at a time.
const COMPARE_ROWS: i64 = 5_000;

/// How a rebuilt table compares with the live one.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Compared {
    pub table: &'static str,
    pub rows: u64,
    /// Rows that are missing, too many or other.
    pub differing: u64,
}

/// What a rebuild is to end in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Compare and throw the rebuilt tables away.
    Check,
    /// Put them in place if they are equal.
    Swap,
    /// Put them in place although they differ: the caller has a reason.
    SwapDiffering,
}

/// What a rebuild did.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Rebuilt {
    pub facts: u64,
    pub tables: Vec<Compared>,
    pub swapped: bool,
}

impl Rebuilt {
    /// Whether every rebuilt table equals the live one.
    pub fn equal(&self) -> bool {
        self.tables.iter().all(|table| table.differing == 0)
    }
}

/// Rebuilds every read model; `progress` hears how many facts are folded, of how many.
pub async fn rebuild(
    store: &Store,
    ending: Ending,
    mut progress: impl FnMut(u64, u64),
) -> Result<Rebuilt, StoreError> {
    let db = store.db();
    drop_side_tables(db).await?;
    create_side_tables(db).await?;
    let models = Models::new(SUFFIX, vec![]);
    let mut world = World::default();
    let mut done = 0;
    let mut facts = run_of_facts(db, done, read::head(db).await?.position).await?;
    while let Some(last) = facts.last().map(|fact| fact.provenance.position) {
        let folding = async {
            let mut tx = begin(db).await?;
            models.advance(&mut tx, &facts, &world).await?;
            Ok::<_, StoreError>(tx.commit().await?)
        };
        // The next run is read while this one is folded.
        let reading = async {
            let until = read::head(db).await?.position;
            Ok::<_, StoreError>((until, run_of_facts(db, last, until).await?))
        };
        let ((), (until, next)) = tokio::try_join!(folding, reading)?;
        for recorded in &facts {
            world.evolve(&recorded.fact);
        }
        (facts, done) = (next, last);
        progress(done, until);
    }
    finish(store, &models, world, done, ending).await
}

/// The facts after `done`, at most [`RUN_FACTS`].
async fn run_of_facts(db: &Database, done: u64, until: u64) -> Result<Vec<Recorded>, StoreError> {
    let mut facts: Vec<Recorded> = vec![];
    while facts.len() < RUN_FACTS {
        let after = facts.last().map_or(done, |fact| fact.provenance.position);
        let page = read::page(db, after, until, PAGE_MAX).await?;
        if page.is_empty() {
            break;
        }
        facts.extend(page);
    }
    Ok(facts)
}

/// The last step holds the end of the log, so that nothing is written between the comparison and
/// the swap.
async fn finish(
    store: &Store,
    models: &Models,
    mut world: World,
    mut done: u64,
    ending: Ending,
) -> Result<Rebuilt, StoreError> {
    let db = store.db();
    let mut tx = begin(db).await?;
    tx.fetch(LOCK_HEAD, vec![]).await?;
    let until = read::head(db).await?.position;
    // Whoever held the end before us may have written more than a page.
    while done < until {
        let rest = read::page(db, done, until, PAGE_MAX).await?;
        let Some(last) = rest.last().map(|fact| fact.provenance.position) else { break };
        models.advance(&mut tx, &rest, &world).await?;
        for recorded in &rest {
            world.evolve(&recorded.fact);
        }
        done = last;
    }
    let mut tables = vec![];
    for table in TABLES {
        tables.push(compare(&mut tx, &table).await?);
    }
    let mut rebuilt = Rebuilt { facts: until, tables, swapped: false };
    if ending == Ending::SwapDiffering || (ending == Ending::Swap && rebuilt.equal()) {
        for table in TABLES {
            swap(&mut tx, &table).await?;
        }
        rebuilt.swapped = true;
    } else {
        drop_in(&mut tx).await?;
    }
    if !rebuilt.swapped {
        return tx.commit().await.map(|()| rebuilt).map_err(StoreError::from);
    }
    // The writer may have folded its next batch from the old tables: odd while that cannot be told.
    store.swaps.fetch_add(1, Ordering::SeqCst);
    let committed = tx.commit().await;
    store.swaps.fetch_add(1, Ordering::SeqCst);
    committed?;
    Ok(rebuilt)
}

const LOCK_HEAD: Statement = Statement::each(
    "select position from ledger_head where shard = 0",
    "select position from ledger_head where shard = 0 for update",
);
const TABLE_SQL: Statement = Statement::each(
    "select sql from sqlite_master where type = 'table' and name = $1",
    "select $1::text",
);

/// A statement made of names we own: tables and indexes of [`TABLES`].
fn owned(sql: String) -> Statement {
    Statement::built(sql.clone(), sql)
}

async fn drop_in(tx: &mut Tx) -> Result<(), StoreError> {
    for table in TABLES {
        tx.execute(owned(format!("drop table if exists {}{SUFFIX}", table.name)), vec![]).await?;
    }
    Ok(())
}

async fn drop_side_tables(db: &Database) -> Result<(), StoreError> {
    let mut tx = begin(db).await?;
    drop_in(&mut tx).await?;
    Ok(tx.commit().await?)
}

async fn create_side_tables(db: &Database) -> Result<(), StoreError> {
    let mut tx = begin(db).await?;
    for table in TABLES {
        let name = table.name;
        let key: Vec<&str> = table.columns[..table.key].iter().map(|c| c.name).collect();
        match tx.dialect() {
            Dialect::Sqlite => {
                let found = tx.fetch(TABLE_SQL, vec![name.into()]).await?;
                let sql = found.first().map(|cells| cells.text(0)).transpose()?.unwrap_or_default();
                // After a swap SQLite writes the name in quotes.
                let body = sql.find('(').map(|at| sql[at..].to_owned()).unwrap_or_default();
                let sql = format!("create table {name}{SUFFIX} {body}");
                tx.execute(owned(sql), vec![]).await?;
            }
            Dialect::Postgres => {
                let like = format!("create table {name}{SUFFIX} (like {name} including defaults)");
                tx.execute(owned(like), vec![]).await?;
                let key =
                    format!("alter table {name}{SUFFIX} add primary key ({})", key.join(", "));
                tx.execute(owned(key), vec![]).await?;
            }
        }
    }
    Ok(tx.commit().await?)
}

async fn swap(tx: &mut Tx, table: &Table) -> Result<(), StoreError> {
    let name = table.name;
    tx.execute(owned(format!("drop table {name}")), vec![]).await?;
    tx.execute(owned(format!("alter table {name}{SUFFIX} rename to {name}")), vec![]).await?;
    if tx.dialect() == Dialect::Postgres {
        let key = format!("alter index {name}{SUFFIX}_pkey rename to {name}_pkey");
        tx.execute(owned(key), vec![]).await?;
    }
    for (index, columns) in table.indexes {
        tx.execute(owned(format!("create index {index} on {name} ({columns})")), vec![]).await?;
    }
    Ok(())
}

fn read_row(cells: &Cells, table: &Table) -> Result<Vec<Json>, sqlx::Error> {
    table
        .columns
        .iter()
        .enumerate()
        .map(|(n, column)| {
            Ok(match column.kind {
                Kind::Text => cells.maybe_text(n)?.map_or(Json::Null, Json::String),
                Kind::Int => cells.maybe_int(n)?.map_or(Json::Null, Json::from),
            })
        })
        .collect()
}

/// Reads one table's rows in key order, a page at a time.
struct Reader {
    scan: Statement,
    table: Table,
    rows: std::vec::IntoIter<Vec<Json>>,
    after: Option<String>,
    ended: bool,
}

impl Reader {
    fn new(table: &Table, suffix: &str) -> Self {
        Self {
            scan: table.statement(suffix, |sql| sql.scan()),
            table: *table,
            rows: vec![].into_iter(),
            after: None,
            ended: false,
        }
    }

    async fn next(&mut self, tx: &mut Tx) -> Result<Option<Vec<Json>>, sqlx::Error> {
        if let Some(row) = self.rows.next() {
            return Ok(Some(row));
        }
        if self.ended {
            return Ok(None);
        }
        let page =
            tx.fetch(self.scan, vec![self.after.clone().into(), COMPARE_ROWS.into()]).await?;
        self.ended = (page.len() as i64) < COMPARE_ROWS;
        let rows: Result<Vec<_>, _> =
            page.iter().map(|cells| read_row(cells, &self.table)).collect();
        let rows = rows?;
        self.after = rows.last().map(|row| Json::from(row[..self.table.key].to_vec()).to_string());
        self.rows = rows.into_iter();
        Ok(self.rows.next())
    }
}

fn key_of<'a>(row: &'a [Json], table: &Table) -> Vec<(Option<i64>, Option<&'a str>)> {
    row[..table.key].iter().map(|part| (part.as_i64(), part.as_str())).collect()
}

async fn compare(tx: &mut Tx, table: &Table) -> Result<Compared, StoreError> {
    let mut compared = Compared { table: table.name, rows: 0, differing: 0 };
    let (mut live, mut built) = (Reader::new(table, ""), Reader::new(table, SUFFIX));
    let (mut left, mut right) = (live.next(tx).await?, built.next(tx).await?);
    loop {
        let order = match (&left, &right) {
            (None, None) => return Ok(compared),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(a), Some(b)) => key_of(a, table).cmp(&key_of(b, table)),
        };
        if order.is_ne() || left != right {
            compared.differing += 1;
        }
        if order.is_ge() {
            compared.rows += 1;
            right = built.next(tx).await?;
        }
        if order.is_le() {
            left = live.next(tx).await?;
        }
    }
}
