//! Lists over the units an actor may see: people, duties, totals. Scopes come from the app; the
//! rows from the read models.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use futures_util::future::try_join_all;
use hoso_events::{
    ids::UnitId,
    unit::{Unit, UnitTree},
};
use hoso_projections::{
    board::{self, Totals},
    obligations::{self, ObligationRow, Wanted},
    people::{self, PersonRow},
    search,
    units::{self, UnitRow},
};

use super::{Site, obstacle::Obstacle};
use crate::app::{Act, Actor, Opened};

/// The most rows of totals read for one board: units times kinds of duty.
pub const TOTALS_MAX: i64 = 60_000;
/// The most duties looked at to find a person's next one.
const DUTIES_MAX: i64 = 50;

/// How many duties of one kind stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    pub overdue: i64,
    pub soon: i64,
    pub in_time: i64,
    pub met_on_time: i64,
    pub met_late: i64,
}

impl Sums {
    /// Those not met yet.
    pub fn open(&self) -> i64 {
        self.overdue + self.soon + self.in_time
    }

    /// Those met, on time or late.
    pub fn met(&self) -> i64 {
        self.met_on_time + self.met_late
    }

    /// The share met on time of all duties met or overdue, in tenths of a percent, rounded; only
    /// a share without one late duty is the whole.
    pub fn on_time_permille(&self) -> Option<i64> {
        let all = self.met() + self.overdue;
        let rounded = || (self.met_on_time * 1000 + all / 2) / all;
        (all > 0).then(|| if self.met_on_time == all { 1000 } else { rounded().min(999) })
    }

    pub fn add(&mut self, other: &Self) {
        self.overdue += other.overdue;
        self.soon += other.soon;
        self.in_time += other.in_time;
        self.met_on_time += other.met_on_time;
        self.met_late += other.met_late;
    }
}

/// The totals of a unit and everything below it.
#[derive(Debug, Default)]
pub struct BoardView {
    pub by_duty: BTreeMap<String, Sums>,
    /// Each unit right below with all under it, worst first.
    pub below: Vec<(UnitId, Sums)>,
}

impl BoardView {
    /// All duties together.
    pub fn total(&self) -> Sums {
        let mut total = Sums::default();
        self.by_duty.values().for_each(|sums| total.add(sums));
        total
    }
}

/// One run of totals today and one on the first day that is not "soon" any more, as sums.
fn sums(today: Vec<Totals>, soon: Vec<Totals>) -> BTreeMap<(String, String), Sums> {
    let mut sums: BTreeMap<(String, String), Sums> = BTreeMap::new();
    for row in today {
        let entry = sums.entry((row.unit_id, row.duty)).or_default();
        *entry = Sums {
            overdue: row.overdue,
            soon: 0,
            in_time: row.due,
            met_on_time: row.met_on_time,
            met_late: row.met_late,
        };
    }
    for row in soon {
        let entry = sums.entry((row.unit_id, row.duty)).or_default();
        let soon = (row.overdue - entry.overdue).clamp(0, entry.in_time);
        entry.soon = soon;
        entry.in_time -= soon;
    }
    sums
}

/// The board of a unit the actor may see: its totals, and those of the units below.
pub async fn board(
    site: &Site,
    tree: &UnitTree,
    unit: &Unit,
    path: &str,
    today: NaiveDate,
    soon_ends: NaiveDate,
) -> Result<BoardView, Obstacle> {
    let db = site.app().store().db();
    let of_units = sums(
        board::within(db, path, today, TOTALS_MAX).await?,
        board::within(db, path, soon_ends, TOTALS_MAX).await?,
    );
    let mut view = BoardView::default();
    let mut below: BTreeMap<UnitId, Sums> = BTreeMap::new();
    for child in tree.standing_children(unit.id) {
        below.insert(child.id, Sums::default());
    }
    let depth = tree.path(unit.id).len();
    for ((unit_id, duty), sums) in &of_units {
        view.by_duty.entry(duty.clone()).or_default().add(sums);
        let branch = UnitId::parse(unit_id).ok().and_then(|id| tree.path(id).get(depth).copied());
        if let Some(sub) = branch.and_then(|branch| below.get_mut(&branch)) {
            sub.add(sums);
        }
    }
    view.below = below.into_iter().collect();
    // Worst first; those with nothing at all last, by code.
    view.below.sort_by_key(|(id, sums)| {
        let code = tree.get(*id).map(|unit| unit.code.to_string()).unwrap_or_default();
        (std::cmp::Reverse((sums.overdue, sums.soon, sums.open())), code)
    });
    Ok(view)
}

/// Open duties at or below some paths, most urgent first.
pub async fn open_duties(
    site: &Site,
    paths: &[String],
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<ObligationRow>, Obstacle> {
    let mut rows = duties(site, paths, Wanted::Overdue, today, limit).await?;
    let left = limit - i64::try_from(rows.len()).unwrap_or(limit);
    if left > 0 {
        rows.extend(duties(site, paths, Wanted::Due, today, left).await?);
    }
    Ok(rows)
}

/// Duties at or below some paths, by due day.
pub async fn duties(
    site: &Site,
    paths: &[String],
    wanted: Wanted,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<ObligationRow>, Obstacle> {
    let db = site.app().store().db();
    let mut rows = vec![];
    for path in paths {
        rows.extend(obligations::within(db, path, wanted, today, limit).await?);
    }
    if paths.len() > 1 {
        rows.sort_by(|a, b| (&a.due_on, &a.dossier_id).cmp(&(&b.due_on, &b.dossier_id)));
    }
    rows.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(rows)
}

/// The paths to list for an act: of one unit by code, or of everything the actor may see.
pub async fn paths(
    site: &Site,
    actor: &Actor,
    act: Act,
    unit: Option<&str>,
) -> Result<Vec<String>, Obstacle> {
    match unit {
        Some(code) => Ok(vec![site.app().path_of_code(actor, act, code).await?]),
        None => {
            let paths = site.app().paths(actor, act).await?;
            // Whoever may list nothing is told so, rather than shown an empty list.
            if paths.is_empty() { Err(Obstacle::not_found()) } else { Ok(paths) }
        }
    }
}

/// A page of people at or below some paths: by name, or all after one of them; `backwards` from the
/// end of the alphabet to its beginning.
pub async fn people(
    site: &Site,
    paths: &[String],
    query: &str,
    after: Option<(&str, &str)>,
    backwards: bool,
    limit: i64,
) -> Result<Vec<PersonRow>, Obstacle> {
    let db = site.app().store().db();
    let mut rows = vec![];
    for path in paths {
        rows.extend(match (query.trim().is_empty(), backwards) {
            (true, false) => people::within(db, path, after.unwrap_or(("", "")), limit).await?,
            (true, true) => people::within_backwards(db, path, after, limit).await?,
            (false, _) => search::by_name(db, query, path, limit).await?,
        });
    }
    if paths.len() > 1 || backwards {
        rows.sort_by(|a, b| (&a.sort_key, &a.dossier_id).cmp(&(&b.sort_key, &b.dossier_id)));
    }
    if backwards {
        rows.reverse();
    }
    rows.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(rows)
}

/// Writes down that people were listed or searched for by name: how many were shown, not who, and
/// not what was searched for.
pub async fn people_shown(
    site: &Site,
    actor: &Actor,
    query: &str,
    hits: usize,
) -> Result<(), Obstacle> {
    let opened = if query.trim().is_empty() { Opened::People } else { Opened::NameSearch };
    Ok(site.app().listed(actor, opened, hits).await?)
}

/// The most urgent open duty of each of some people, in their order.
pub async fn next_duties(
    site: &Site,
    rows: &[PersonRow],
) -> Result<Vec<Option<ObligationRow>>, Obstacle> {
    let db = site.app().store().db();
    let next = rows.iter().map(|row| async {
        let duties = obligations::of_dossier(db, &row.dossier_id, DUTIES_MAX).await?;
        let open = duties.into_iter().filter(|duty| duty.state == "open");
        Ok::<_, Obstacle>(open.min_by(|a, b| match (&a.due_on, &b.due_on) {
            (Some(a), Some(b)) => a.cmp(b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        }))
    });
    try_join_all(next).await
}

/// The names behind dossiers, in their order; blank for one without a row.
pub async fn names(site: &Site, rows: &[ObligationRow]) -> Result<Vec<String>, Obstacle> {
    let db = site.app().store().db();
    let names = rows.iter().map(|row| async {
        let person = people::by_id(db, &row.dossier_id).await?;
        Ok::<_, Obstacle>(person.map(|person| person.full_name).unwrap_or_default())
    });
    try_join_all(names).await
}

/// The units at or below some paths.
pub async fn units(site: &Site, paths: &[String], limit: i64) -> Result<Vec<UnitRow>, Obstacle> {
    let db = site.app().store().db();
    let mut rows = vec![];
    for path in paths {
        rows.extend(units::within(db, path, limit).await?);
    }
    rows.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(rows)
}
