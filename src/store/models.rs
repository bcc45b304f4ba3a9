//! The read models, listed once: the writer, the rebuild and the checks all go by this list.

use hoso_events::fact::Recorded;
use hoso_projections::{
    accounts::{AccountRow, Accounts},
    board::{Board, BoardRow},
    database::{Arg, Cells, Dialect, Exchange, Statement, Tx},
    engine::{Derived, Needs, NotItsRows, Touched, World, fold, needs, worlds_after},
    intakes::{IntakeRow, Intakes},
    obligations::{ObligationRow, Obligations},
    people::{People, PersonRow},
    queue::{Queue, QueueRow},
    record::{Record, RecordRow},
    search::{Search, SearchRow},
    secondments::{SecondmentRow, Secondments},
    table::{Table, TableRow, TableSql},
    timeline::{Timeline, TimelineRow},
    transfers::{TransferRow, Transfers},
    units::{UnitRow, Units},
};

use super::StoreError;

/// Every read model's table, in the order they are written.
pub const TABLES: [Table; 12] = [
    TimelineRow::TABLE,
    RecordRow::TABLE,
    ObligationRow::TABLE,
    QueueRow::TABLE,
    BoardRow::TABLE,
    UnitRow::TABLE,
    AccountRow::TABLE,
    PersonRow::TABLE,
    SearchRow::TABLE,
    IntakeRow::TABLE,
    TransferRow::TABLE,
    SecondmentRow::TABLE,
];

/// The tables whose rows a fact can change, in the order they are loaded; the others only gain.
const LOADED: [Table; 8] = [
    UnitRow::TABLE,
    RecordRow::TABLE,
    ObligationRow::TABLE,
    AccountRow::TABLE,
    PersonRow::TABLE,
    SearchRow::TABLE,
    TransferRow::TABLE,
    SecondmentRow::TABLE,
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
    units: Needs,
    record: Needs,
    obligations: Needs,
    accounts: Needs,
    people: Needs,
    search: Needs,
    transfers: Needs,
    secondments: Needs,
}

impl Wanted {
    pub(super) fn of(facts: &[Recorded], before: &World) -> Self {
        let worlds = worlds_after(facts, before);
        Self {
            units: needs::<Units>(facts, &worlds),
            record: needs::<Record>(facts, &worlds),
            obligations: needs::<Obligations>(facts, &worlds),
            accounts: needs::<Accounts>(facts, &worlds),
            people: needs::<People>(facts, &worlds),
            search: needs::<Search>(facts, &worlds),
            transfers: needs::<Transfers>(facts, &worlds),
            secondments: needs::<Secondments>(facts, &worlds),
            worlds,
        }
    }

    /// The world after the last fact, if there is a fact.
    pub(super) fn world_after(&self) -> Option<&World> {
        self.worlds.last()
    }

    /// The parameters of [`load_parts`], one a table of [`LOADED`].
    pub(super) fn prefixes(&self) -> Vec<Arg> {
        let Self { units, record, obligations, accounts, people, search, .. } = self;
        let Self { transfers, secondments, .. } = self;
        [units, record, obligations, accounts, people, search, transfers, secondments]
            .map(|needs| Arg::Text(needs.prefixes()))
            .to_vec()
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
        let mut rows = Rows::default();
        rows.take_in(&self.load(tx, &wanted).await?)?;
        self.sweep(tx, &wanted, &mut rows).await?;
        rows.fold(facts, &wanted);
        tx.exchange(&self.write, rows.lists()).await.map_err(StoreError::of_database)
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

    /// Loads what a fact needs that reaches every open duty (a day off, a rule).
    pub(super) async fn sweep(
        &self,
        tx: &mut Tx,
        wanted: &Wanted,
        rows: &mut Rows,
    ) -> Result<(), StoreError> {
        if wanted.obligations.sweeps {
            let live = tx.fetch(self.live_obligations, vec![]).await;
            for cells in live.map_err(StoreError::of_database)? {
                let list = cells.maybe_text(0).map_err(StoreError::of_database)?;
                rows.obligations.take_in(list.as_deref())?;
            }
        }
        Ok(())
    }

    /// The writes of a batch: the log's own parts, then every read model's.
    pub(super) fn exchange(&self) -> &Exchange {
        &self.write
    }
}

/// The rows of every read model that facts touch: as they were loaded, and as they are after the
/// facts folded so far.
#[derive(Default)]
pub(super) struct Rows {
    timeline: Touched<TimelineRow>,
    units: Touched<UnitRow>,
    record: Touched<RecordRow>,
    obligations: Touched<ObligationRow>,
    accounts: Touched<AccountRow>,
    people: Touched<PersonRow>,
    search: Touched<SearchRow>,
    intakes: Touched<IntakeRow>,
    transfers: Touched<TransferRow>,
    secondments: Touched<SecondmentRow>,
}

impl Rows {
    /// Takes in loaded rows; rows already here stay.
    pub(super) fn take_in(&mut self, lists: &Lists) -> Result<(), NotItsRows> {
        let mut lists = lists.iter().map(|list| list.as_deref());
        let mut next = || lists.next().flatten();
        self.units.take_in(next())?;
        self.record.take_in(next())?;
        self.obligations.take_in(next())?;
        self.accounts.take_in(next())?;
        self.people.take_in(next())?;
        self.search.take_in(next())?;
        self.transfers.take_in(next())?;
        self.secondments.take_in(next())
    }

    /// Takes the wanted rows as the batch leaves them that is written before this one.
    pub(super) fn take_over(&mut self, earlier: &Self, wanted: &Wanted) {
        self.units.take_over(&earlier.units, &wanted.units);
        self.record.take_over(&earlier.record, &wanted.record);
        self.obligations.take_over(&earlier.obligations, &wanted.obligations);
        self.accounts.take_over(&earlier.accounts, &wanted.accounts);
        self.people.take_over(&earlier.people, &wanted.people);
        self.search.take_over(&earlier.search, &wanted.search);
        self.transfers.take_over(&earlier.transfers, &wanted.transfers);
        self.secondments.take_over(&earlier.secondments, &wanted.secondments);
    }

    /// Folds facts in; what they touch has been taken in.
    pub(super) fn fold(&mut self, facts: &[Recorded], wanted: &Wanted) {
        let worlds = &wanted.worlds;
        fold::<Timeline>(&mut self.timeline, facts, worlds);
        fold::<Units>(&mut self.units, facts, worlds);
        fold::<Record>(&mut self.record, facts, worlds);
        fold::<Obligations>(&mut self.obligations, facts, worlds);
        fold::<Accounts>(&mut self.accounts, facts, worlds);
        fold::<People>(&mut self.people, facts, worlds);
        fold::<Search>(&mut self.search, facts, worlds);
        fold::<Intakes>(&mut self.intakes, facts, worlds);
        fold::<Transfers>(&mut self.transfers, facts, worlds);
        fold::<Secondments>(&mut self.secondments, facts, worlds);
    }

    /// What is to be written to each table of [`TABLES`], in that order: rows, then keys to remove.
    pub(super) fn lists(&self) -> Vec<String> {
        let writes = [
            self.timeline.writes(),
            self.record.writes(),
            self.obligations.writes(),
            Queue::derive(self.obligations.changes()),
            Board::derive(self.obligations.changes()),
            self.units.writes(),
            self.accounts.writes(),
            self.people.writes(),
            self.search.writes(),
            self.intakes.writes(),
            self.transfers.writes(),
            self.secondments.writes(),
        ];
        writes.into_iter().flat_map(|writes| [writes.upserts, writes.deletes]).collect()
    }
}
