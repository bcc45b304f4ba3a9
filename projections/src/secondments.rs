//! Who is seconded where, from when to when? One row a secondment; how it stands is asked of a day.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use hoso_events::{
    dossier::{DossierEvent, Phase},
    fact::{Fact, Recorded},
};

use crate::{
    database::{Cells, Database, Statement},
    engine::{ReadModel, Touched, World},
    table::{Key, TableRow as _},
    table_row,
    units::end_of_prefix,
};

table_row! {
    /// One secondment of a person.
    pub struct SecondmentRow in "secondments", key 1, prefix 1, live "true",
        indexes [("secondments_by_host", "host_unit, ends_on"),
                  ("secondments_by_dossier", "dossier_id, secondment_id")]
    {
        pub secondment_id: String,
        pub dossier_id: String,
        /// The unit that managed the dossier when it was ordered.
        pub from_unit: String,
        pub host_unit: String,
        pub decision_number: String,
        pub decision_dated_on: String,
        pub begins_on: String,
        /// The last day, as the last decision has it.
        pub ends_on: String,
        /// 1 once cancelled.
        pub cancelled: i64,
        /// The fact that ordered it, and the last of its acts.
        pub ordered_by: i64,
        pub touched_by: i64,
    }
}

impl SecondmentRow {
    /// How it stands on a day; none when its days cannot be read.
    pub fn phase(&self, today: NaiveDate) -> Option<Phase> {
        let (begins_on, ends_on) = (self.begins_on.parse().ok()?, self.ends_on.parse().ok()?);
        Some(Phase::on(today, begins_on, ends_on, self.cancelled != 0))
    }
}

/// The read model behind [`SecondmentRow`].
pub struct Secondments;

fn number(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

impl ReadModel for Secondments {
    type Row = SecondmentRow;

    fn touches(recorded: &Recorded, _world: &World) -> Vec<Key> {
        match &recorded.fact {
            // An order only ever adds a row.
            Fact::Dossier(DossierEvent::SecondmentOrdered { .. }) => vec![],
            Fact::Dossier(event) => {
                event.secondment().map(|id| vec![id.to_string().into()]).into_iter().collect()
            }
            _ => vec![],
        }
    }

    fn apply(rows: &mut Touched<SecondmentRow>, recorded: &Recorded, _world: &World) {
        let Fact::Dossier(event) = &recorded.fact else { return };
        let position = number(recorded.provenance.position);
        if let DossierEvent::SecondmentOrdered {
            secondment,
            from,
            host,
            decision,
            begins_on,
            ends_on,
        } = event
        {
            rows.put(SecondmentRow {
                secondment_id: secondment.to_string(),
                dossier_id: recorded.stream_id.clone(),
                from_unit: from.to_string(),
                host_unit: host.to_string(),
                decision_number: decision.number.to_string(),
                decision_dated_on: decision.dated_on.to_string(),
                begins_on: begins_on.to_string(),
                ends_on: ends_on.to_string(),
                cancelled: 0,
                ordered_by: position,
                touched_by: position,
            });
            return;
        }
        let Some(id) = event.secondment() else { return };
        let Some(row) = rows.get(&vec![id.to_string().into()]).cloned() else { return };
        match event {
            DossierEvent::SecondmentProlonged { ends_on, .. }
            | DossierEvent::SecondmentEndedEarly { ends_on, .. } => {
                let ends_on = ends_on.to_string();
                rows.put(SecondmentRow { ends_on, touched_by: position, ..row });
            }
            DossierEvent::SecondmentCancelled { .. } => {
                rows.put(SecondmentRow { cancelled: 1, touched_by: position, ..row });
            }
            _ => {}
        }
    }
}

/// A secondment with whom it is about and which unit manages their dossier now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seconded {
    pub row: SecondmentRow,
    pub full_name: String,
    pub managing_unit: String,
}

fn seconded(cells: &Cells) -> Result<Seconded, sqlx::Error> {
    let row = SecondmentRow::read(cells, 0)?;
    let after = SecondmentRow::TABLE.columns.len();
    Ok(Seconded { row, full_name: cells.text(after)?, managing_unit: cells.text(after + 1)? })
}

/// One secondment.
pub const BY_ID: Statement = Statement::same(
    "select s.secondment_id, s.dossier_id, s.from_unit, s.host_unit, s.decision_number,
            s.decision_dated_on, s.begins_on, s.ends_on, s.cancelled, s.ordered_by, s.touched_by,
            p.full_name, p.unit_id
     from secondments s join people p on p.dossier_id = s.dossier_id
     where s.secondment_id = $1",
);

/// The secondment with this id.
pub async fn by_id(db: &Database, id: &str) -> Result<Option<Seconded>, sqlx::Error> {
    db.fetch_one(BY_ID, vec![id.into()]).await?.as_ref().map(seconded).transpose()
}

/// The secondments of a dossier, the newest order first.
pub const OF_DOSSIER: Statement = Statement::same(
    "select secondment_id from secondments
     where dossier_id = $1 order by ordered_by desc limit $2",
);

/// The secondments of a dossier, the newest order first.
pub async fn of_dossier(
    db: &Database,
    dossier_id: &str,
    limit: i64,
) -> Result<Vec<Seconded>, sqlx::Error> {
    let mut found = vec![];
    for cells in db.fetch(OF_DOSSIER, vec![dossier_id.into(), limit.into()]).await? {
        found.extend(by_id(db, &cells.text(0)?).await?);
    }
    Ok(found)
}

/// Which of its two units a list of secondments is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The unit that manages the dossier.
    Sent,
    /// The unit the person is sent to.
    Hosted,
}

/// The secondments from or to the units in a path range that are not cancelled and did not end
/// before a day; the earliest end first.
pub const LISTED: Statement = Statement::same(
    "select s.secondment_id, s.dossier_id, s.from_unit, s.host_unit, s.decision_number,
            s.decision_dated_on, s.begins_on, s.ends_on, s.cancelled, s.ordered_by, s.touched_by,
            p.full_name, p.unit_id
     from secondments s join people p on p.dossier_id = s.dossier_id
     join units u on (u.unit_id = p.unit_id and $5 = 'sent')
                  or (u.unit_id = s.host_unit and $5 = 'hosted')
     where u.path >= $1 and u.path < $2 and s.cancelled = 0 and s.ends_on >= $3
     order by s.ends_on, s.secondment_id limit $4",
);

/// The secondments from or to the units at or below `path`, as far as they did not end before
/// `since`.
pub async fn listed(
    db: &Database,
    path: &str,
    side: Side,
    since: NaiveDate,
    limit: i64,
) -> Result<Vec<Seconded>, sqlx::Error> {
    let side = if side == Side::Sent { "sent" } else { "hosted" };
    let since = since.to_string();
    let args =
        vec![path.into(), end_of_prefix(path).into(), since.into(), limit.into(), side.into()];
    db.fetch(LISTED, args).await?.iter().map(seconded).collect()
}

/// The host units of some dossiers on a day.
pub const HOSTS_ON: Statement = Statement::each(
    "select dossier_id, host_unit from secondments
     where cancelled = 0 and begins_on <= $2 and ends_on >= $2
       and dossier_id in (select value from json_each($1))",
    "select dossier_id, host_unit from secondments
     where cancelled = 0 and begins_on <= $2 and ends_on >= $2
       and dossier_id in (select value from json_array_elements_text($1::json))",
);

/// These dossiers, each with the unit it is seconded to on a day.
pub async fn hosts_on(
    db: &Database,
    dossiers: &BTreeSet<String>,
    day: NaiveDate,
) -> Result<Vec<(String, String)>, sqlx::Error> {
    let list = serde_json::to_string(dossiers).expect("texts are plain data");
    let day = day.to_string();
    let rows = db.fetch(HOSTS_ON, vec![list.into(), day.as_str().into()]).await?;
    rows.iter().map(|cells| Ok((cells.text(0)?, cells.text(1)?))).collect()
}
