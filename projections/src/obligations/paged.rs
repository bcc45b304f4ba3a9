//! Duties of a unit and everything below, page by page: each page begins after the last duty of the
//! one before, however many were met or came since.

use chrono::NaiveDate;

use super::ObligationRow;
use crate::{
    database::{Database, Statement},
    queue::NO_DUE_DAY,
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

/// Where a duty stands among those of a list: by due day, those without one last.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub due_on: String,
    pub dossier_id: String,
    pub duty: String,
    pub subject: String,
}

impl From<&ObligationRow> for Place {
    fn from(row: &ObligationRow) -> Self {
        Self {
            due_on: row.due_on.clone().unwrap_or_else(|| NO_DUE_DAY.to_owned()),
            dossier_id: row.dossier_id.clone(),
            duty: row.duty.clone(),
            subject: row.subject.clone(),
        }
    }
}

/// Open duties of the units in a path range, due in a range of days, after a place: the queues of
/// the units say which they are, so that what was met long ago is not looked at.
pub const OPEN_AFTER: Statement = Statement::same(
    "select o.dossier_id, o.subject, o.duty, o.unit_id, o.pack, o.rulebook_version,
            o.calendar_version, o.started_by, o.started_on, o.recorded_on, o.due_on,
            o.notified_due_on, o.missing_year, o.state, o.met_on, o.met_by
     from (select q.due_on as queued_on, q.dossier_id, q.duty, q.subject
           from units u join queue q on q.unit_id = u.unit_id
           where u.path >= $1 and u.path < $2 and q.due_on >= $3 and q.due_on < $4
             and (q.due_on, q.dossier_id, q.duty, q.subject) > ($5, $6, $7, $8)
           order by q.due_on, q.dossier_id, q.duty, q.subject limit $9) next
     join obligations o on o.dossier_id = next.dossier_id and o.duty = next.duty
                       and o.subject = next.subject
     order by next.queued_on, o.dossier_id, o.duty, o.subject",
);

/// Met duties, or all, of the dossiers kept by the units in a path range, after a place.
pub const AFTER: Statement = Statement::same(
    "select o.dossier_id, o.subject, o.duty, o.unit_id, o.pack, o.rulebook_version,
            o.calendar_version, o.started_by, o.started_on, o.recorded_on, o.due_on,
            o.notified_due_on, o.missing_year, o.state, o.met_on, o.met_by
     from units u join people p on p.unit_id = u.unit_id
     join obligations o on o.dossier_id = p.dossier_id
     where u.path >= $1 and u.path < $2 and ($3 = 'all' or o.state = $3)
       and (coalesce(o.due_on, '9999-12-31'), o.dossier_id, o.duty, o.subject)
           > ($4, $5, $6, $7)
     order by coalesce(o.due_on, '9999-12-31'), o.dossier_id, o.duty, o.subject limit $8",
);

/// Duties of the units at or below `path` after a place, by due day; at most `limit`. Without a
/// wish, the open ones.
pub async fn after(
    db: &Database,
    path: &str,
    wanted: Option<Wanted>,
    today: NaiveDate,
    place: &Place,
    limit: i64,
) -> Result<Vec<ObligationRow>, sqlx::Error> {
    let today = today.to_string();
    let scope = vec![path.into(), end_of_prefix(path).into()];
    let (statement, args) = match wanted {
        // Behind every day stands the one that means none can be named.
        None => (OPEN_AFTER, vec!["".into(), "~".into()]),
        Some(Wanted::Overdue) => (OPEN_AFTER, vec!["".into(), today.into()]),
        Some(Wanted::Due) => (OPEN_AFTER, vec![today.into(), "~".into()]),
        Some(Wanted::Met) => (AFTER, vec!["met".into()]),
        Some(Wanted::All) => (AFTER, vec!["all".into()]),
    };
    let Place { due_on, dossier_id, duty, subject } = place.clone();
    let place = vec![due_on.into(), dossier_id.into(), duty.into(), subject.into()];
    read_all(db, statement, [scope, args, place, vec![limit.into()]].concat()).await
}

/// Duties of the units at or below `path`, by due day, from the first; at most `limit`.
pub async fn within(
    db: &Database,
    path: &str,
    wanted: Wanted,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<ObligationRow>, sqlx::Error> {
    after(db, path, Some(wanted), today, &Place::default(), limit).await
}

pub(super) async fn read_all(
    db: &Database,
    statement: Statement,
    args: Vec<crate::database::Arg>,
) -> Result<Vec<ObligationRow>, sqlx::Error> {
    db.fetch(statement, args).await?.iter().map(|cells| ObligationRow::read(cells, 0)).collect()
}
