//! What happened to this person's dossier, in order? A dossier's own facts are found by the log's
//! index of streams; this table adds, clustered by dossier, the facts of other streams that tell of
//! it. Both together cost the same however long the log grows. The words of a line are in the fact
//! itself.

use hoso_events::{
    account::{AccountEvent, Holder},
    fact::{Fact, Recorded},
};

use crate::{
    database::{Database, Statement},
    engine::{ReadModel, Touched, World},
    table::Key,
    table_row,
};

table_row! {
    /// A fact of another stream that stands in a dossier's timeline.
    pub struct TimelineRow in "timeline", key 2, prefix 2, live "true", indexes []
    {
        pub dossier_id: String,
        /// Place of the fact in the whole log.
        pub position: i64,
    }
}

/// The dossier that a fact of another stream tells of: its account was made.
fn dossier_of(recorded: &Recorded) -> Option<String> {
    match &recorded.fact {
        Fact::Account(AccountEvent::AccountIssued {
            holder: Holder::Official { dossier }, ..
        }) => Some(dossier.to_string()),
        Fact::Dossier(_)
        | Fact::Account(_)
        | Fact::Unit(_)
        | Fact::Calendar(_)
        | Fact::Rulebook(_)
        | Fact::Unknown(_)
        | Fact::MassMove(_) => None,
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
            });
        }
    }
}

/// The places of a dossier's newest facts before a position (for the first page, `i64::MAX`).
pub const OF_DOSSIER: Statement = Statement::same(
    "select position from
       (select position from
          (select position from event where stream_id = $1 and position < $2
           order by sequence desc limit $3) own
        union all
        select position from
          (select position from timeline where dossier_id = $1 and position < $2
           order by position desc limit $3) others) lines
     order by position desc limit $3",
);

/// Where the newest `limit` lines of a dossier recorded before `before` stand in the log, newest
/// first.
pub async fn of_dossier(
    db: &Database,
    dossier_id: &str,
    before: i64,
    limit: i64,
) -> Result<Vec<i64>, sqlx::Error> {
    db.fetch(OF_DOSSIER, vec![dossier_id.into(), before.into(), limit.into()])
        .await?
        .iter()
        .map(|cells| cells.int(0))
        .collect()
}

/// The most facts of other streams that tell of one dossier.
const OTHERS_MAX: i64 = 1_000;

/// The places of the facts of other streams that tell of a dossier.
pub const OTHERS: Statement = Statement::same(
    "select position from timeline where dossier_id = $1 order by position limit $2",
);

/// Where what other streams tell of a dossier stands in the log, oldest first.
pub async fn others(db: &Database, dossier_id: &str) -> Result<Vec<i64>, sqlx::Error> {
    db.fetch(OTHERS, vec![dossier_id.into(), OTHERS_MAX.into()])
        .await?
        .iter()
        .map(|cells| cells.int(0))
        .collect()
}
