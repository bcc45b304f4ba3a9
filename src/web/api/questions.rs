//! Questions across dossiers: duties, people, units, working days, the board.

use axum::response::Response;
use chrono::NaiveDate;
use hoso_events::{calendar::TermUnit, ids::DossierId};
use hoso_projections::{
    board,
    obligations::{Wanted, paged},
    units::UnitRow,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{
    answer::{Failures, Listed},
    body::day,
    reader::{Asked, Reader, bad, limit},
    records::{DutySaid, UnitSaid},
};
use crate::{
    app::{Act, Opened, Target, may},
    web::{lists, obstacle::Obstacle, tell::Words},
};

/// The most units that are looked through for one answer.
const UNITS_MAX: i64 = 20_000;
/// The most working days that are counted in one answer.
const DAYS_MAX: u32 = 366;
/// What stands between the parts of a cursor.
const BETWEEN: char = '~';

/// Which duties.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StateAsked {
    /// Open, the last day passed.
    Overdue,
    /// Open, the last day not passed.
    Due,
    /// Met, on time or late.
    Met,
    /// All of them.
    All,
}

impl From<StateAsked> for Wanted {
    fn from(state: StateAsked) -> Self {
        match state {
            StateAsked::Overdue => Self::Overdue,
            StateAsked::Due => Self::Due,
            StateAsked::Met => Self::Met,
            StateAsked::All => Self::All,
        }
    }
}

/// Which duties.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DutiesAsked {
    /// The code of a unit, with all below it; all one may see when left out.
    unit: Option<String>,
    /// Which; the open ones when left out.
    #[param(inline)]
    state: Option<StateAsked>,
    /// The duty the page begins after: `next_after` of the page before.
    after: Option<String>,
    /// At most this many; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

/// A page of duties, most urgent first.
#[derive(Serialize, ToSchema)]
pub struct DutiesPage {
    obligations: Vec<DutySaid>,
    /// `after` for the next page; none on the last.
    next_after: Option<String>,
    /// The last place in the log this answer includes.
    log_position: u64,
}

/// Duties of a unit and all below it, by due day.
#[utoipa::path(get, path = "/obligations", tag = "deadlines", operation_id = "obligations",
    params(DutiesAsked), responses(Listed<DutiesPage>, Failures))]
pub async fn obligations(
    reader: Reader,
    Asked(asked): Asked<DutiesAsked>,
) -> Result<Response, Obstacle> {
    let Reader { site, actor, .. } = &reader;
    // Duties name dossiers: for those who may read them.
    let paths = lists::paths(site, actor, Act::ReadDossier, asked.unit.as_deref()).await?;
    let (today, limit) = (site.app().store().clock().today(), limit(asked.limit)?);
    let place = asked.after.as_deref().map(place).transpose()?.unwrap_or_default();
    let (wanted, db) = (asked.state.map(Wanted::from), site.app().store().db());
    let mut rows = vec![];
    for path in &paths {
        rows.extend(paged::after(db, path, wanted, today, &place, limit + 1).await?);
    }
    if paths.len() > 1 {
        rows.sort_by_cached_key(|row| paged::Place::from(row));
    }
    let more = i64::try_from(rows.len()).unwrap_or(limit) > limit;
    rows.truncate(usize::try_from(limit).unwrap_or_default());
    site.app().listed(actor, Opened::DueList, rows.len()).await?;
    let next_after = rows.last().filter(|_| more).map(|row| cursor(&paged::Place::from(row)));
    let obligations = DutySaid::all(site, &rows, reader.lang).await?;
    let next = next_after.clone().map(|after| ("after", after));
    let log_position = reader.position;
    Ok(reader.page(next, DutiesPage { obligations, next_after, log_position }))
}

fn cursor(place: &paged::Place) -> String {
    let paged::Place { due_on, dossier_id, duty, subject } = place;
    format!("{due_on}{BETWEEN}{dossier_id}{BETWEEN}{duty}{BETWEEN}{subject}")
}

fn place(cursor: &str) -> Result<paged::Place, Obstacle> {
    match cursor.split(BETWEEN).collect::<Vec<_>>()[..] {
        [due_on, dossier_id, duty, subject] => Ok(paged::Place {
            due_on: due_on.to_owned(),
            dossier_id: dossier_id.to_owned(),
            duty: duty.to_owned(),
            subject: subject.to_owned(),
        }),
        _ => Err(bad("parameter_wrong", "after")),
    }
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
    /// The dossier the page begins after: `next_after` of the page before; not with `q`.
    after: Option<Uuid>,
    /// At most this many; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
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
    /// How service ended: the kind of the ending; null while the person serves.
    ended: Option<String>,
    birth_date: Option<String>,
    position_code: Option<String>,
}

/// A page of people in Vietnamese order of names.
#[derive(Serialize, ToSchema)]
pub struct People {
    people: Vec<PersonSaid>,
    /// `after` for the next page; none on the last, and none for a search.
    next_after: Option<String>,
    /// The last place in the log this answer includes.
    log_position: u64,
}

/// The people of the units one may see.
#[utoipa::path(get, path = "/people", tag = "people", params(PeopleAsked),
    responses(Listed<People>, Failures))]
pub async fn people(
    reader: Reader,
    Asked(asked): Asked<PeopleAsked>,
) -> Result<Response, Obstacle> {
    let Reader { site, actor, .. } = &reader;
    let paths = lists::paths(site, actor, Act::ReadDossier, asked.unit.as_deref()).await?;
    let limit = limit(asked.limit)?;
    let after = match asked.after {
        Some(id) => Some(site.app().place_in_list(actor, DossierId::from_uuid(id)).await?),
        None => None,
    };
    let after = after.as_ref().map(|(key, dossier)| (key.as_str(), dossier.as_str()));
    let query = asked.q.unwrap_or_default();
    let mut rows = lists::people(site, &paths, &query, after, false, limit + 1).await?;
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
            ended: row.ended,
            birth_date: row.birth_date,
            position_code: row.position_code,
        })
        .collect();
    let next = next_after.clone().map(|after| ("after", after));
    Ok(reader.page(next, People { people, next_after, log_position: reader.position }))
}

/// Which units.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UnitsAsked {
    /// The code of a unit; it and all below are listed.
    under: Option<String>,
    /// The path the page begins after: `next_after` of the page before.
    after: Option<String>,
    /// At most this many; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
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
    /// The first day it was no more; left out while it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_on: Option<String>,
}

impl From<UnitRow> for UnitLine {
    fn from(row: UnitRow) -> Self {
        let UnitRow { code, name, kind, path, established_on, ended_on, .. } = row;
        Self { code, name, kind, path, established_on, ended_on }
    }
}

/// Units, each before those under it.
#[derive(Serialize, ToSchema)]
pub struct Units {
    units: Vec<UnitLine>,
    /// `after` for the next page; none on the last.
    next_after: Option<String>,
    /// The last place in the log this answer includes.
    log_position: u64,
}

/// The units one may see.
#[utoipa::path(get, path = "/units", tag = "units", params(UnitsAsked),
    responses(Listed<Units>, Failures))]
pub async fn units(reader: Reader, Asked(asked): Asked<UnitsAsked>) -> Result<Response, Obstacle> {
    let Reader { site, actor, .. } = &reader;
    let limit = usize::try_from(limit(asked.limit)?).unwrap_or_default();
    let paths = lists::paths(site, actor, Act::ReadBoard, asked.under.as_deref()).await?;
    let mut rows = lists::units(site, &paths, UNITS_MAX).await?;
    rows.sort_by(|a, b| a.path.cmp(&b.path));
    let after = asked.after.unwrap_or_default();
    let mut rows: Vec<UnitRow> =
        rows.into_iter().skip_while(|row| row.path <= after).take(limit + 1).collect();
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next_after = rows.last().filter(|_| more).map(|row| row.path.clone());
    let next = next_after.clone().map(|after| ("after", after));
    let units = rows.into_iter().map(UnitLine::from).collect();
    Ok(reader.page(next, Units { units, next_after, log_position: reader.position }))
}

/// From which day, how many working days on.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WorkdaysAsked {
    #[param(example = "2026-11-20")]
    from: String,
    /// How many working days on.
    #[param(minimum = 1, maximum = 366)]
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
    /// The last place in the log this answer includes.
    log_position: u64,
}

/// The day that lies `n` working days after another, and why.
#[utoipa::path(get, path = "/workdays", tag = "deadlines", params(WorkdaysAsked),
    responses(Listed<Workdays>, Failures))]
pub async fn workdays(
    reader: Reader,
    Asked(asked): Asked<WorkdaysAsked>,
) -> Result<Response, Obstacle> {
    let world = reader.site.app().store().world().await?;
    let from = day(&asked.from, "from")?;
    if !(1..=DAYS_MAX).contains(&asked.n) {
        return Err(Obstacle::value("term_out_of_range", "n"));
    }
    let lines = world.calendar.explain(from, asked.n, TermUnit::WorkingDays).map_err(|gap| {
        let mut obstacle = Obstacle::value(gap.code(), "from");
        obstacle.refusal.words = vec![("year", gap.year.to_string())];
        obstacle
    })?;
    let words = Words(reader.lang);
    let due_on = lines.last().map(|line| line.date);
    let days = lines
        .iter()
        .map(|line| DaySaid {
            date: line.date,
            counted: line.counted,
            why: words.day_kind(&line.why),
        })
        .collect();
    let (calendar_version, log_position) = (world.calendar.version(), reader.position);
    Ok(reader.answer(Workdays { due_on, days, calendar_version, log_position }))
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
    /// The last place in the log this answer includes.
    log_position: u64,
}

/// The deadline board of the province or of one unit.
#[utoipa::path(get, path = "/board", tag = "deadlines", params(BoardAsked),
    responses(Listed<Board>, Failures))]
pub async fn board(reader: Reader, Asked(asked): Asked<BoardAsked>) -> Result<Response, Obstacle> {
    let Reader { site, actor, .. } = &reader;
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
    Ok(reader.answer(Board { unit, on: today, totals, log_position: reader.position }))
}
