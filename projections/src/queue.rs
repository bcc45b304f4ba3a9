//! What must the unit do next? Its open duties, clustered by unit and due day.

use crate::{
    database::{Database, Statement},
    engine::{Change, Derived, Writes},
    obligations::ObligationRow,
    table::TableRow as _,
    table_row,
};

table_row! {
    /// One open duty of a unit.
    pub struct QueueRow in "queue", key 5, prefix 5, live "true", indexes []
    {
        pub unit_id: String,
        /// The last day; `9999-12-31` while none can be named.
        pub due_on: String,
        pub dossier_id: String,
        pub duty: String,
        pub subject: String,
        /// The fact that started the clock.
        pub started_by: i64,
    }
}

/// Stands where no due day can be named yet, so that such rows come last and are never lost.
pub const NO_DUE_DAY: &str = "9999-12-31";

/// The derived table behind [`QueueRow`].
pub struct Queue;

fn row(obligation: &ObligationRow) -> Option<QueueRow> {
    (obligation.state == "open").then(|| QueueRow {
        unit_id: obligation.unit_id.clone(),
        due_on: obligation.due_on.clone().unwrap_or_else(|| NO_DUE_DAY.to_owned()),
        dossier_id: obligation.dossier_id.clone(),
        duty: obligation.duty.clone(),
        subject: obligation.subject.clone(),
        started_by: obligation.started_by,
    })
}

impl Derived for Queue {
    type From = ObligationRow;
    type Row = QueueRow;

    fn derive<'a>(changes: impl Iterator<Item = &'a Change<ObligationRow>>) -> Writes {
        let (mut new, mut gone) = (vec![], vec![]);
        for change in changes {
            let before = change.before.as_ref().and_then(row);
            let after = change.after.as_ref().and_then(row);
            if let Some(before) = before
                .filter(|before| after.as_ref().is_none_or(|after| after.key() != before.key()))
            {
                gone.push(before.key());
            }
            new.extend(after);
        }
        Writes::new(new.iter().collect(), gone)
    }
}

/// The next duties of one unit, most urgent first.
pub const OF_UNIT: Statement = Statement::same(
    "select unit_id, due_on, dossier_id, duty, subject, started_by from queue
     where unit_id = $1 and ($2 = '' or duty = $2)
     order by due_on, dossier_id, duty, subject limit $3",
);

/// The open duties of one unit, most urgent first; of one kind, or of all (`""`).
pub async fn of_unit(
    db: &Database,
    unit_id: &str,
    duty: &str,
    limit: i64,
) -> Result<Vec<QueueRow>, sqlx::Error> {
    db.fetch(OF_UNIT, vec![unit_id.into(), duty.into(), limit.into()])
        .await?
        .iter()
        .map(|cells| QueueRow::read(cells, 0))
        .collect()
}
