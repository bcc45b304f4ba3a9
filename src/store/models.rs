//! The read models, listed once: the writer, the rebuild and the checks all go by this list.

use hoso_events::fact::Recorded;
use hoso_projections::{
    accounts::{AccountRow, Accounts},
    board::{Board, BoardRow},
    database::{Arg, Dialect, Exchange, Statement, Tx},
    engine::{Derived, Needs, ReadModel, Touched, World, Writes, fold, needs, worlds_after},
    obligations::{ObligationRow, Obligations},
    people::{People, PersonRow},
    queue::{Queue, QueueRow},
    record::{Record, RecordRow},
    search::{Search, SearchRow},
    table::{Table, TableRow, TableSql},
    timeline::{Timeline, TimelineRow},
    units::{UnitRow, Units},
};

use super::StoreError;

/// Every read model's table, in the order they are written.
pub const TABLES: [Table; 9] = [
    TimelineRow::TABLE,
    RecordRow::TABLE,
    ObligationRow::TABLE,
    QueueRow::TABLE,
    BoardRow::TABLE,
    UnitRow::TABLE,
    AccountRow::TABLE,
    PersonRow::TABLE,
    SearchRow::TABLE,
];

/// The tables whose rows a fact can change, in the order they are loaded; the others only gain.
const LOADED: [Table; 6] = [
    UnitRow::TABLE,
    RecordRow::TABLE,
    ObligationRow::TABLE,
    AccountRow::TABLE,
    PersonRow::TABLE,
    SearchRow::TABLE,
];

/// The statements of every read model, for the live tables or for those a rebuild writes.
#[derive(Debug, Clone)]
pub struct Models {
    load: Statement,
    live_obligations: Statement,
    write: Exchange,
}

impl Models {
    /// Builds the statements; `suffix` names the tables beside the live ones, and `log` stands for
    /// parts that are written in the same exchange before the models.
    pub fn new(suffix: &str, log: Vec<Statement>) -> Self {
        let load = |sql: &dyn Fn(&Table, usize) -> String| -> String {
            let parts: Vec<String> =
                LOADED.iter().enumerate().map(|(n, table)| sql(table, n + 1)).collect();
            format!("select {}", parts.join(", "))
        };
        let of = |dialect| {
            load(&|table, parameter| {
                let name = format!("{}{suffix}", table.name);
                TableSql { table, name: &name, dialect }.load(parameter)
            })
        };
        let mut parts = log;
        for table in TABLES {
            for removes in [false, true] {
                let place = parts.len() + 1;
                parts.push(table.statement(suffix, |sql| {
                    // PostgreSQL runs each part alone, with one parameter of its own.
                    let place = if sql.dialect == Dialect::Postgres { 1 } else { place };
                    if removes { sql.delete(place) } else { sql.upsert(place) }
                }));
            }
        }
        Self {
            load: Statement::built(of(Dialect::Sqlite), of(Dialect::Postgres)),
            live_obligations: ObligationRow::TABLE.statement(suffix, |sql| sql.live()),
            write: Exchange::new(parts),
        }
    }

    /// Every statement it uses, for checking that each can be prepared.
    pub fn statements(&self) -> Vec<Statement> {
        let mut all = vec![self.load, self.live_obligations];
        all.extend_from_slice(self.write.parts());
        all
    }

    /// Folds a run of facts into every read model; `before` is the world before the first of them,
    /// `log` the lists of the log's own parts.
    pub async fn advance(
        &self,
        tx: &mut Tx,
        facts: &[Recorded],
        before: &World,
        log: Vec<String>,
    ) -> Result<(), StoreError> {
        let worlds = worlds_after(facts, before);
        let wanted = [
            needs::<Units>(facts, &worlds),
            needs::<Record>(facts, &worlds),
            needs::<Obligations>(facts, &worlds),
            needs::<Accounts>(facts, &worlds),
            needs::<People>(facts, &worlds),
            needs::<Search>(facts, &worlds),
        ];
        let lists = wanted.iter().map(|needs| Arg::Text(needs.prefixes())).collect();
        let found = tx.fetch(self.load, lists).await.map_err(StoreError::of_database)?;
        let mut loaded: Vec<Option<String>> = vec![];
        for column in 0..LOADED.len() {
            let list = found.first().map(|cells| cells.maybe_text(column)).transpose();
            loaded.push(list.map_err(StoreError::of_database)?.flatten());
        }
        let folded = Folded { facts, worlds: &worlds, loaded: &loaded };
        let duties = self.obligations(tx, &folded, &wanted[2]).await?;
        let writes = [
            folded.writes::<Timeline>(None)?,
            folded.writes::<Record>(Some(1))?,
            duties.writes(),
            Queue::derive(duties.changes()),
            Board::derive(duties.changes()),
            folded.writes::<Units>(Some(0))?,
            folded.writes::<Accounts>(Some(3))?,
            folded.writes::<People>(Some(4))?,
            folded.writes::<Search>(Some(5))?,
        ];
        let mut lists = log;
        lists.extend(writes.into_iter().flat_map(|writes| [writes.upserts, writes.deletes]));
        tx.exchange(&self.write, lists).await.map_err(StoreError::of_database)
    }

    async fn obligations(
        &self,
        tx: &mut Tx,
        folded: &Folded<'_>,
        needs: &Needs,
    ) -> Result<Touched<ObligationRow>, StoreError> {
        let mut rows = folded.loaded::<Obligations>(Some(2))?;
        if needs.sweeps {
            let live = tx.fetch(self.live_obligations, vec![]).await;
            for cells in live.map_err(StoreError::of_database)? {
                let list = cells.maybe_text(0).map_err(StoreError::of_database)?;
                rows.take_in(list.as_deref())?;
            }
        }
        fold::<Obligations>(&mut rows, folded.facts, folded.worlds);
        Ok(rows)
    }
}

/// A run of facts with what was loaded for it.
struct Folded<'a> {
    facts: &'a [Recorded],
    worlds: &'a [World],
    loaded: &'a [Option<String>],
}

impl Folded<'_> {
    fn loaded<M: ReadModel>(&self, place: Option<usize>) -> Result<Touched<M::Row>, StoreError> {
        let mut rows = Touched::default();
        if let Some(list) = place.and_then(|place| self.loaded[place].as_deref()) {
            rows.take_in(Some(list))?;
        }
        Ok(rows)
    }

    fn writes<M: ReadModel>(&self, place: Option<usize>) -> Result<Writes, StoreError> {
        let mut rows = self.loaded::<M>(place)?;
        fold::<M>(&mut rows, self.facts, self.worlds);
        Ok(rows.writes())
    }
}
