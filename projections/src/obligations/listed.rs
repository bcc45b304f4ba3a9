//! Lists of duties below a unit.

use chrono::NaiveDate;

use super::ObligationRow;
use crate::{
    database::{Database, Statement},
    table::TableRow as _,
    units::end_of_prefix,
};

/// Which duties of a unit and everything below are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Open, last day passed.
    Overdue,
    /// Open, last day not passed.
    Due,
    /// Met, on time or late.
    Met,
    /// All of them.
    All,
}

/// Open duties of the units in a path range, due in a range of days, most urgent first: the queues
/// of the units say which they are, so that what was met long ago is not looked at.
pub const OPEN_WITHIN: Statement = Statement::same(
    "select o.dossier_id, o.subject, o.duty, o.unit_id, o.pack, o.rulebook_version,
            o.calendar_version, o.started_by, o.started_on, o.recorded_on, o.due_on,
            o.notified_due_on, o.missing_year, o.state, o.met_on, o.met_by
     from (select q.due_on as queued_on, q.dossier_id, q.duty, q.subject
           from units u join queue q on q.unit_id = u.unit_id
           where u.path >= $1 and u.path < $2 and q.due_on >= $3 and q.due_on < $4
           order by q.due_on, q.dossier_id, q.duty, q.subject limit $5) next
     join obligations o on o.dossier_id = next.dossier_id and o.duty = next.duty
                       and o.subject = next.subject
     order by next.queued_on, o.dossier_id, o.duty, o.subject",
);

/// Met duties, or all, of the dossiers kept by the units in a path range, by due day.
pub const WITHIN: Statement = Statement::same(
    "select o.dossier_id, o.subject, o.duty, o.unit_id, o.pack, o.rulebook_version,
            o.calendar_version, o.started_by, o.started_on, o.recorded_on, o.due_on,
            o.notified_due_on, o.missing_year, o.state, o.met_on, o.met_by
     from units u join people p on p.unit_id = u.unit_id
     join obligations o on o.dossier_id = p.dossier_id
     where u.path >= $1 and u.path < $2 and ($3 = 'all' or o.state = $3)
     order by coalesce(o.due_on, '9999-12-31'), o.dossier_id, o.duty, o.subject limit $4",
);

/// Duties of the units at or below `path`, by due day; at most `limit`.
pub async fn within(
    db: &Database,
    path: &str,
    wanted: Wanted,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<ObligationRow>, sqlx::Error> {
    let today = today.to_string();
    let scope = vec![path.into(), end_of_prefix(path).into()];
    let (statement, args) = match wanted {
        Wanted::Overdue => (OPEN_WITHIN, vec!["".into(), today.into()]),
        // Behind every day stands the one that means none can be named.
        Wanted::Due => (OPEN_WITHIN, vec![today.into(), "~".into()]),
        Wanted::Met => (WITHIN, vec!["met".into()]),
        Wanted::All => (WITHIN, vec!["all".into()]),
    };
    read_all(db, statement, [scope, args, vec![limit.into()]].concat()).await
}

pub(super) async fn read_all(
    db: &Database,
    statement: Statement,
    args: Vec<crate::database::Arg>,
) -> Result<Vec<ObligationRow>, sqlx::Error> {
    db.fetch(statement, args).await?.iter().map(|cells| ObligationRow::read(cells, 0)).collect()
}
