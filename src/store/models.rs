//! The read models, listed once: the writer, the rebuild and the checks all go by this list.

use hoso_events::fact::Recorded;
use hoso_projections::{
    accounts::{AccountRow, Accounts},
    board::{Board, BoardRow},
    database::Tx,
    engine::{World, advance, derive},
    obligations::{ObligationRow, Obligations},
    people::{People, PersonRow},
    queue::{Queue, QueueRow},
    record::{Record, RecordRow},
    search::{Search, SearchRow},
    table::{Table, TableRow as _, TableStatements},
    timeline::{Timeline, TimelineRow},
    units::{UnitRow, Units},
};

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

/// The statements of every read model, for the live tables or for those a rebuild writes.
#[derive(Debug, Clone, Copy)]
pub struct Models {
    timeline: TableStatements,
    record: TableStatements,
    obligations: TableStatements,
    queue: TableStatements,
    board: TableStatements,
    units: TableStatements,
    accounts: TableStatements,
    people: TableStatements,
    search: TableStatements,
}

impl Models {
    /// Builds the statements; `suffix` names the tables beside the live ones.
    pub fn new(suffix: &str) -> Self {
        Self {
            timeline: TimelineRow::TABLE.statements(suffix),
            record: RecordRow::TABLE.statements(suffix),
            obligations: ObligationRow::TABLE.statements(suffix),
            queue: QueueRow::TABLE.statements(suffix),
            board: BoardRow::TABLE.statements(suffix),
            units: UnitRow::TABLE.statements(suffix),
            accounts: AccountRow::TABLE.statements(suffix),
            people: PersonRow::TABLE.statements(suffix),
            search: SearchRow::TABLE.statements(suffix),
        }
    }

    /// The statements of each table, in the order of [`TABLES`].
    pub fn all(&self) -> [TableStatements; 9] {
        [
            self.timeline,
            self.record,
            self.obligations,
            self.queue,
            self.board,
            self.units,
            self.accounts,
            self.people,
            self.search,
        ]
    }

    /// Folds a run of facts into every read model; `before` is the world before the first of them.
    pub async fn advance(
        &self,
        tx: &mut Tx,
        facts: &[Recorded],
        before: &World,
    ) -> Result<(), sqlx::Error> {
        advance::<Units>(tx, &self.units, facts, before).await?;
        advance::<Timeline>(tx, &self.timeline, facts, before).await?;
        advance::<Record>(tx, &self.record, facts, before).await?;
        let duties = advance::<Obligations>(tx, &self.obligations, facts, before).await?;
        derive::<Queue>(tx, &self.queue, &duties).await?;
        derive::<Board>(tx, &self.board, &duties).await?;
        advance::<Accounts>(tx, &self.accounts, facts, before).await?;
        advance::<People>(tx, &self.people, facts, before).await?;
        advance::<Search>(tx, &self.search, facts, before).await?;
        Ok(())
    }
}
