//! Questions across dossiers: duties, people, units, working days, the board.

use axum::Json;
use chrono::NaiveDate;
use hoso_events::{calendar::TermUnit, ids::DossierId};
use hoso_projections::{board, obligations::Wanted, units::UnitRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    answer::Failures,
    body::day,
    records::{Duties, DutySaid, UnitSaid},
};
use crate::{
    app::{Act, Opened, Target, may},
    web::{
        lists,
        obstacle::Obstacle,
        visit::{Asks, Caller, accepted_language},
    },
};

/// The most rows one answer holds.
const ROWS_MAX: i64 = 500;
/// How many it holds when nothing is asked.
const ROWS_USUAL: i64 = 50;
/// The most units one answer holds.
const UNITS_MAX: i64 = 5_000;
/// The most working days that are counted in one answer.
const DAYS_MAX: u32 = 366;

fn limit(asked: Option<i64>) -> i64 {
    asked.unwrap_or(ROWS_USUAL).clamp(1, ROWS_MAX)
}

/// Which duties.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DutiesAsked {
    /// The code of a unit, with all below it; all one may see when left out.
    unit: Option<String>,
    /// `overdue`, `due`, `met` or `all`; open ones, most urgent first, when left out.
    state: Option<String>,
    limit: Option<i64>,
}

/// Duties of a unit and all below it, by due day.
#[utoipa::path(get, path = "/obligations", tag = "deadlines", params(DutiesAsked),
    responses((status = 200, body = Duties), Failures))]
pub async fn obligations(
    caller: Caller,
    headers: axum::http::HeaderMap,
    Asks(asked): Asks<DutiesAsked>,
) -> Result<Json<Duties>, Obstacle> {
    let Caller { site, actor } = &caller;
    // Duties name dossiers: for those who may read them.
    let paths = lists::paths(site, actor, Act::ReadDossier, asked.unit.as_deref()).await?;
    let (today, limit) = (site.app().store().clock().today(), limit(asked.limit));
    let wanted = match asked.state.as_deref() {
        None => None,
        Some("overdue") => Some(Wanted::Overdue),
        Some("due") => Some(Wanted::Due),
        Some("met") => Some(Wanted::Met),
        Some("all") => Some(Wanted::All),
        Some(_unknown) => {
            return Err(Obstacle::new(axum::http::StatusCode::BAD_REQUEST, "query_malformed"));
        }
    };
    let rows = match wanted {
        Some(wanted) => lists::duties(site, &paths, wanted, today, limit).await?,
        None => lists::open_duties(site, &paths, today, limit).await?,
    };
    site.app().listed(actor, Opened::DueList, rows.len()).await?;
    let obligations = DutySaid::all(site, &rows, accepted_language(&headers)).await?;
    Ok(Json(Duties { obligations }))
}

/// Which people.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PeopleAsked {
    /// Words of a name, with or without marks; a word may be cut short.
    q: Option<String>,
    /// The code of a unit, with all below it.
    unit: Option<String>,
    /// The dossier the page begins after; not with `q`.
    after: Option<String>,
    limit: Option<i64>,
}

/// One person of the list.
#[derive(Serialize, ToSchema)]
pub struct PersonSaid {
    dossier_id: String,
    full_name: String,
    unit: Option<UnitSaid>,
    /// `first_entry`, `first_check` or `kept`.
    situation: String,
    birth_date: Option<String>,
    position_code: Option<String>,
}

/// A page of people in Vietnamese order of names.
#[derive(Serialize, ToSchema)]
pub struct People {
    people: Vec<PersonSaid>,
    /// `after` for the next page; none on the last, and none for a search.
    next_after: Option<String>,
}

/// The people of the units one may see.
#[utoipa::path(get, path = "/people", tag = "people", params(PeopleAsked),
    responses((status = 200, body = People), Failures))]
pub async fn people(
    caller: Caller,
    Asks(asked): Asks<PeopleAsked>,
) -> Result<Json<People>, Obstacle> {
    let Caller { site, actor } = &caller;
    let paths = lists::paths(site, actor, Act::ReadDossier, asked.unit.as_deref()).await?;
    let limit = limit(asked.limit);
    let after = match asked.after.as_deref() {
        Some(id) => {
            let id = DossierId::parse(id).map_err(|_not_an_id| Obstacle::not_found())?;
            Some(site.app().place_in_list(actor, id).await?)
        }
        None => None,
    };
    let after = after.as_ref().map(|(key, dossier)| (key.as_str(), dossier.as_str()));
    let query = asked.q.unwrap_or_default();
    let mut rows = lists::people(site, &paths, &query, after, limit + 1).await?;
    let more = i64::try_from(rows.len()).unwrap_or(limit) > limit && query.trim().is_empty();
    rows.truncate(usize::try_from(limit).unwrap_or_default());
    lists::people_shown(site, actor, &query, rows.len()).await?;
    let next_after = rows.last().filter(|_| more).map(|row| row.dossier_id.clone());
    let world = site.app().store().world().await?;
    let people = rows
        .into_iter()
        .map(|row| PersonSaid {
            unit: UnitSaid::of(&world.units, &row.unit_id),
            dossier_id: row.dossier_id,
            full_name: row.full_name,
            situation: row.situation,
            birth_date: row.birth_date,
            position_code: row.position_code,
        })
        .collect();
    Ok(Json(People { people, next_after }))
}

/// Which units.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UnitsAsked {
    /// The code of a unit; it and all below are listed.
    under: Option<String>,
}

/// One unit.
#[derive(Serialize, ToSchema)]
pub struct UnitLine {
    code: String,
    name: String,
    kind: String,
    /// The codes from the root down to it, each followed by `/`.
    path: String,
    established_on: String,
}

impl From<UnitRow> for UnitLine {
    fn from(row: UnitRow) -> Self {
        let UnitRow { code, name, kind, path, established_on, .. } = row;
        Self { code, name, kind, path, established_on }
    }
}

/// Units, each before those under it.
#[derive(Serialize, ToSchema)]
pub struct Units {
    units: Vec<UnitLine>,
}

/// The units one may see.
#[utoipa::path(get, path = "/units", tag = "units", params(UnitsAsked),
    responses((status = 200, body = Units), Failures))]
pub async fn units(caller: Caller, Asks(asked): Asks<UnitsAsked>) -> Result<Json<Units>, Obstacle> {
    let Caller { site, actor } = &caller;
    let paths = lists::paths(site, actor, Act::ReadBoard, asked.under.as_deref()).await?;
    let rows = lists::units(site, &paths, UNITS_MAX).await?;
    Ok(Json(Units { units: rows.into_iter().map(UnitLine::from).collect() }))
}

/// From which day, how many working days on.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WorkdaysAsked {
    #[param(example = "2026-11-20")]
    from: String,
    /// 1 to 366.
    n: u32,
}

/// One day of a term.
#[derive(Serialize, ToSchema)]
pub struct DaySaid {
    date: NaiveDate,
    /// Which day of the term it is; none when it does not count.
    counted: Option<u32>,
    /// Why it counts or not, in the reader's language.
    why: String,
}

/// Where a term ends, day by day.
#[derive(Serialize, ToSchema)]
pub struct Workdays {
    due_on: Option<NaiveDate>,
    days: Vec<DaySaid>,
    calendar_version: u64,
}

/// The day that lies `n` working days after another, and why.
#[utoipa::path(get, path = "/workdays", tag = "deadlines", params(WorkdaysAsked),
    responses((status = 200, body = Workdays), Failures))]
pub async fn workdays(
    caller: Caller,
    headers: axum::http::HeaderMap,
    Asks(asked): Asks<WorkdaysAsked>,
) -> Result<Json<Workdays>, Obstacle> {
    let world = caller.site.app().store().world().await?;
    let from = day(&asked.from, "from")?;
    if !(1..=DAYS_MAX).contains(&asked.n) {
        return Err(Obstacle::value("term_out_of_range", "n"));
    }
    let lines = world.calendar.explain(from, asked.n, TermUnit::WorkingDays).map_err(|gap| {
        let mut obstacle = Obstacle::value(gap.code(), "from");
        obstacle.refusal.words = vec![("year", gap.year.to_string())];
        obstacle
    })?;
    let words = crate::web::tell::Words(accepted_language(&headers));
    let due_on = lines.last().map(|line| line.date);
    let days = lines
        .iter()
        .map(|line| DaySaid {
            date: line.date,
            counted: line.counted,
            why: words.day_kind(&line.why),
        })
        .collect();
    Ok(Json(Workdays { due_on, days, calendar_version: world.calendar.version() }))
}

/// Whose board.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BoardAsked {
    /// The code of a unit, with all below it; the province when left out.
    unit: Option<String>,
}

/// How many duties of one kind stand how.
#[derive(Serialize, ToSchema)]
pub struct Totals {
    duty: String,
    overdue: i64,
    due: i64,
    met_on_time: i64,
    met_late: i64,
}

/// Who keeps the deadlines, as they stand on a day.
#[derive(Serialize, ToSchema)]
pub struct Board {
    unit: Option<UnitSaid>,
    on: NaiveDate,
    totals: Vec<Totals>,
}

/// The deadline board of the province or of one unit.
#[utoipa::path(get, path = "/board", tag = "deadlines", params(BoardAsked),
    responses((status = 200, body = Board), Failures))]
pub async fn board(caller: Caller, Asks(asked): Asks<BoardAsked>) -> Result<Json<Board>, Obstacle> {
    let Caller { site, actor } = &caller;
    let store = site.app().store();
    let (world, today) = (store.world().await?, store.clock().today());
    let rows = match asked.unit.as_deref() {
        None => {
            may(actor, Act::ReadBoard, Target::Province, &world.units)
                .map_err(|_denied| Obstacle::not_found())?;
            board::of_province(store.db(), today).await?
        }
        Some(code) => {
            let path = site.app().path_of_code(actor, Act::ReadBoard, code).await?;
            board::within(store.db(), &path, today, lists::TOTALS_MAX).await?
        }
    };
    let mut totals: Vec<Totals> = vec![];
    for row in rows {
        if let Some(known) = totals.iter_mut().find(|known| known.duty == row.duty) {
            known.overdue += row.overdue;
            known.due += row.due;
            known.met_on_time += row.met_on_time;
            known.met_late += row.met_late;
        } else {
            let board::Totals { duty, overdue, due, met_on_time, met_late, .. } = row;
            totals.push(Totals { duty, overdue, due, met_on_time, met_late });
        }
    }
    let unit = match asked.unit.as_deref() {
        Some(code) => world.units.by_code(code),
        None => world.units.root(),
    };
    let unit =
        unit.map(|unit| UnitSaid { code: unit.code.to_string(), name: unit.name.to_string() });
    Ok(Json(Board { unit, on: today, totals }))
}
