//! The read models, listed once: the writer, the rebuild and the checks all go by this list.

use hoso_events::fact::Recorded;
use hoso_projections::{
    accounts::{AccountRow, Accounts},
    board::{Board, BoardRow},
    database::{Arg, Cells, Dialect, Exchange, Statement, Tx},
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

/// The rows of [`LOADED`], each table's as one JSON list.
pub(super) type Lists = Vec<Option<String>>;

/// What a run of facts needs of each table of [`LOADED`], with the world after each fact.
pub(super) struct Wanted {
    worlds: Vec<World>,
    needs: [Needs; LOADED.len()],
}

impl Wanted {
    pub(super) fn of(facts: &[Recorded], before: &World) -> Self {
        let worlds = worlds_after(facts, before);
        let needs = [
            needs::<Units>(facts, &worlds),
            needs::<Record>(facts, &worlds),
            needs::<Obligations>(facts, &worlds),
            needs::<Accounts>(facts, &worlds),
            needs::<People>(facts, &worlds),
            needs::<Search>(facts, &worlds),
        ];
        Self { worlds, needs }
    }

    /// The world after the last fact, if there is a fact.
    pub(super) fn world_after(&self) -> Option<&World> {
        self.worlds.last()
    }

    /// The parameters of [`load_parts`].
    pub(super) fn prefixes(&self) -> Vec<Arg> {
        self.needs.iter().map(|needs| Arg::Text(needs.prefixes())).collect()
    }
}

/// The parts of a query that loads what facts need, one column a table; their parameters are
/// numbered from `first`.
pub(super) fn load_parts(suffix: &str, dialect: Dialect, first: usize) -> String {
    let part = |(n, table): (usize, &Table)| {
        let name = format!("{}{suffix}", table.name);
        TableSql { table, name: &name, dialect }.load(first + n)
    };
    LOADED.iter().enumerate().map(part).collect::<Vec<_>>().join(", ")
}

/// The columns of [`load_parts`], of which the first is `first`.
pub(super) fn read_lists(cells: &Cells, first: usize) -> Result<Lists, sqlx::Error> {
    (0..LOADED.len()).map(|n| cells.maybe_text(first + n)).collect()
}

impl Models {
    /// Builds the statements; `suffix` names the tables beside the live ones, and `log` stands for
    /// parts that are written in the same exchange before the models.
    pub fn new(suffix: &str, log: Vec<Statement>) -> Self {
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
        let load = |dialect| format!("select {}", load_parts(suffix, dialect, 1));
        Self {
            load: Statement::built(load(Dialect::Sqlite), load(Dialect::Postgres)),
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

    /// Folds a run of facts into every read model; `before` is the world before the first of them.
    pub async fn advance(
        &self,
        tx: &mut Tx,
        facts: &[Recorded],
        before: &World,
    ) -> Result<(), StoreError> {
        let wanted = Wanted::of(facts, before);
        let lists = self.load(tx, &wanted).await?;
        self.write(tx, facts, &wanted, &lists, vec![]).await
    }

    /// Loads the rows that facts need.
    pub(super) async fn load(&self, tx: &mut Tx, wanted: &Wanted) -> Result<Lists, StoreError> {
        let found =
            tx.fetch(self.load, wanted.prefixes()).await.map_err(StoreError::of_database)?;
        match found.first() {
            Some(cells) => read_lists(cells, 0).map_err(StoreError::of_database),
            None => Ok(vec![None; LOADED.len()]),
        }
    }

    /// Folds facts into the rows loaded for them and writes what changed, after the lists `log` of
    /// the log's own parts.
    pub(super) async fn write(
        &self,
        tx: &mut Tx,
        facts: &[Recorded],
        wanted: &Wanted,
        loaded: &Lists,
        log: Vec<String>,
    ) -> Result<(), StoreError> {
        let folded = Folded { facts, worlds: &wanted.worlds, loaded };
        let duties = self.obligations(tx, &folded, &wanted.needs[2]).await?;
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
