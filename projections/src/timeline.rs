//! What happened to this person's dossier, in order? One line a fact, clustered by dossier, so that
//! a history costs the same however long the log grows. The line's words are in the fact itself.

use hoso_events::{
    account::{AccountEvent, Holder},
    fact::{Fact, Recorded},
};

use crate::{
    database::{Database, Statement},
    engine::{ReadModel, Touched, World},
    table::{Key, TableRow as _},
    table_row,
};

table_row! {
    /// One line of a dossier's timeline: which fact, and when it was true in the world.
    pub struct TimelineRow in "timeline", key 2, prefix 2, live "true", indexes []
    {
        pub dossier_id: String,
        /// Place of the fact in the whole log.
        pub position: i64,
        pub effective_on: Option<String>,
    }
}

/// The dossier a fact tells of: its own stream, or the account made for it.
pub fn dossier_of(recorded: &Recorded) -> Option<String> {
    match &recorded.fact {
        Fact::Dossier(_) => Some(recorded.stream_id.clone()),
        Fact::Account(AccountEvent::AccountIssued {
            holder: Holder::Official { dossier }, ..
        }) => Some(dossier.to_string()),
        Fact::Account(_) | Fact::Unit(_) | Fact::Calendar(_) | Fact::Rulebook(_) => None,
    }
}

/// The read model behind [`TimelineRow`].
pub struct Timeline;

impl ReadModel for Timeline {
    type Row = TimelineRow;

    fn touches(_recorded: &Recorded, _world: &World) -> Vec<Key> {
        vec![] // A line is only ever added.
    }

    fn apply(rows: &mut Touched<TimelineRow>, recorded: &Recorded, _world: &World) {
        if let Some(dossier_id) = dossier_of(recorded) {
            rows.put(TimelineRow {
                dossier_id,
                position: i64::try_from(recorded.provenance.position).unwrap_or(i64::MAX),
                effective_on: recorded.fact.effective_on().map(|day| day.to_string()),
            });
        }
    }
}

/// The newest lines of a dossier before a position (for the first page, `i64::MAX`).
pub const OF_DOSSIER: Statement = Statement::same(
    "select dossier_id, position, effective_on from timeline
     where dossier_id = $1 and position < $2 order by position desc limit $3",
);

/// The newest `limit` lines of a dossier recorded before `before`, newest first.
pub async fn of_dossier(
    db: &Database,
    dossier_id: &str,
    before: i64,
    limit: i64,
) -> Result<Vec<TimelineRow>, sqlx::Error> {
    db.fetch(OF_DOSSIER, vec![dossier_id.into(), before.into(), limit.into()])
        .await?
        .iter()
        .map(|cells| TimelineRow::read(cells, 0))
        .collect()
}
