//! Who keeps the deadlines? Counts by unit, duty and due day, and once more for the province as a
//! whole, so that its totals cost the same however many people there are.

use std::collections::{BTreeMap, btree_map::Entry};

use chrono::NaiveDate;

use crate::{
    database::{Database, Statement},
    engine::{Change, Derived, Writes},
    obligations::ObligationRow,
    queue::NO_DUE_DAY,
    table::{Key, TableRow as _},
    table_row,
    units::end_of_prefix,
};

table_row! {
    /// How many duties of one kind, due on one day, one unit has and had.
    pub struct BoardRow in "board", key 3, prefix 3, live "true", merge Add, indexes []
    {
        /// The unit, or [`PROVINCE`] for all units together.
        pub unit_id: String,
        pub duty: String,
        pub due_on: String,
        pub open: i64,
        pub met_on_time: i64,
        pub met_late: i64,
    }
}

/// Stands for all units together.
pub const PROVINCE: &str = "*";

/// The derived table behind [`BoardRow`].
pub struct Board;

/// What one duty counts for, in its unit's row and in the province's.
fn counted(obligation: &ObligationRow, by: i64) -> [BoardRow; 2] {
    let due_on = obligation.due_on.clone().unwrap_or_else(|| NO_DUE_DAY.to_owned());
    let (mut open, mut met_on_time, mut met_late) = (0, 0, 0);
    match (obligation.state.as_str(), &obligation.met_on) {
        ("open", _) => open = by,
        // Without a last day it was neither in time nor late.
        ("met", _) if obligation.due_on.is_none() => {}
        ("met", Some(met)) if *met > due_on => met_late = by,
        ("met", _) => met_on_time = by,
        _ => {}
    }
    [obligation.unit_id.as_str(), PROVINCE].map(|unit_id| BoardRow {
        unit_id: unit_id.to_owned(),
        duty: obligation.duty.clone(),
        due_on: due_on.clone(),
        open,
        met_on_time,
        met_late,
    })
}

impl Derived for Board {
    type From = ObligationRow;
    type Row = BoardRow;

    fn derive<'a>(changes: impl Iterator<Item = &'a Change<ObligationRow>>) -> Writes {
        let mut sums: BTreeMap<Key, BoardRow> = BTreeMap::new();
        for change in changes {
            let before = change.before.iter().flat_map(|row| counted(row, -1));
            let after = change.after.iter().flat_map(|row| counted(row, 1));
            for row in before.chain(after) {
                match sums.entry(row.key()) {
                    Entry::Vacant(place) => drop(place.insert(row)),
                    Entry::Occupied(place) => {
                        let sum = place.into_mut();
                        sum.open += row.open;
                        sum.met_on_time += row.met_on_time;
                        sum.met_late += row.met_late;
                    }
                }
            }
        }
        let changed = |row: &&BoardRow| (row.open, row.met_on_time, row.met_late) != (0, 0, 0);
        let changes: Vec<&BoardRow> = sums.values().filter(changed).collect();
        let fewer = |row: &&&BoardRow| row.open < 0 || row.met_on_time < 0 || row.met_late < 0;
        let perhaps_gone = changes.iter().filter(fewer).map(|row| row.key()).collect();
        Writes::new(changes, perhaps_gone)
    }
}

/// The totals of one kind of duty on a day.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Totals {
    pub unit_id: String,
    pub duty: String,
    pub overdue: i64,
    pub due: i64,
    pub met_on_time: i64,
    pub met_late: i64,
}

fn totals(cells: &crate::database::Cells) -> Result<Totals, sqlx::Error> {
    Ok(Totals {
        unit_id: cells.text(0)?,
        duty: cells.text(1)?,
        overdue: cells.int(2)?,
        due: cells.int(3)?,
        met_on_time: cells.int(4)?,
        met_late: cells.int(5)?,
    })
}

/// The province's totals by duty.
pub const OF_PROVINCE: Statement = Statement::same(
    "select unit_id, duty,
            cast(sum(case when due_on < $1 then open else 0 end) as bigint),
            cast(sum(case when due_on < $1 then 0 else open end) as bigint),
            cast(sum(met_on_time) as bigint), cast(sum(met_late) as bigint)
     from board where unit_id = '*' group by unit_id, duty order by duty",
);

/// The totals of each unit in a path range by duty.
pub const WITHIN: Statement = Statement::same(
    "select b.unit_id, b.duty,
            cast(sum(case when b.due_on < $1 then b.open else 0 end) as bigint),
            cast(sum(case when b.due_on < $1 then 0 else b.open end) as bigint),
            cast(sum(b.met_on_time) as bigint), cast(sum(b.met_late) as bigint)
     from board b join units u on u.unit_id = b.unit_id
     where u.path >= $2 and u.path < $3
     group by b.unit_id, b.duty order by b.unit_id, b.duty limit $4",
);

/// The totals of all units together, by duty, as they stand on `today`.
pub async fn of_province(db: &Database, today: NaiveDate) -> Result<Vec<Totals>, sqlx::Error> {
    db.fetch(OF_PROVINCE, vec![today.to_string().into()]).await?.iter().map(totals).collect()
}

/// The totals of each unit at or below `path`, by duty, as they stand on `today`.
pub async fn within(
    db: &Database,
    path: &str,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<Totals>, sqlx::Error> {
    let args =
        vec![today.to_string().into(), path.into(), end_of_prefix(path).into(), limit.into()];
    db.fetch(WITHIN, args).await?.iter().map(totals).collect()
}
