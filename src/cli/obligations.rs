//! `hoso obligations`: who owes what by when, most urgent first.

use std::collections::HashMap;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use hoso_events::calendar::Calendar;
use hoso_projections::{
    obligations::{self, ObligationRow, Wanted},
    people,
};
use serde_json::{Value as Json, json};

use super::{
    Context,
    access_log::service,
    exit::CliError,
    voice::{Columns, Voice, shown_stored_day},
};
use crate::{
    app::{Act, App, CommandError, Opened},
    sentences::key_of_code,
};

/// The most duties shown at once.
const DUTIES_MAX: i64 = 5_000;

#[derive(Debug, Args)]
pub struct Ask {
    #[arg(long, value_name = "CODE")]
    unit: Option<String>,
    #[arg(long, value_enum)]
    state: Option<State>,
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=DUTIES_MAX))]
    limit: i64,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum State {
    Overdue,
    Due,
    Met,
}

/// A duty with the words around it.
struct Shown {
    row: ObligationRow,
    full_name: String,
    unit_code: String,
    unit_name: String,
    working_days_left: Option<i64>,
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let app = context.place.read().await?;
    let service = service(context, Opened::DueList);
    let path = match &ask.unit {
        None => String::new(),
        Some(code) => match app.path_of_code(&service, Act::ReadBoard, code).await {
            Err(CommandError::Denied) => {
                return Err(CliError::not_found("unit_not_found", code));
            }
            found => found?,
        },
    };
    let wanted = match ask.state {
        None => Wanted::All,
        Some(State::Overdue) => Wanted::Overdue,
        Some(State::Due) => Wanted::Due,
        Some(State::Met) => Wanted::Met,
    };
    let today = context.clock.today();
    // One too many tells that there are more.
    let mut rows =
        obligations::within(app.store().db(), &path, wanted, today, ask.limit + 1).await?;
    let more = rows.len() as i64 > ask.limit;
    rows.truncate(usize::try_from(ask.limit).unwrap_or(usize::MAX));
    app.listed(&service, Opened::DueList, rows.len()).await?;
    let shown = with_names(&app, rows, today).await?;
    voice.result(
        || table(voice, &shown, today),
        || {
            json!({"today": today, "unit": ask.unit, "more": more,
                "obligations": shown.iter().map(|one| document(one, today)).collect::<Vec<_>>()})
        },
    )?;
    if more && !voice.json {
        voice.note(&voice.say("cli-more-rows"));
    }
    Ok(())
}

async fn with_names(
    app: &App,
    rows: Vec<ObligationRow>,
    today: NaiveDate,
) -> Result<Vec<Shown>, CliError> {
    let world = app.store().world().await?;
    let units: HashMap<String, (String, String)> = world
        .units
        .iter()
        .map(|unit| (unit.id.to_string(), (unit.code.to_string(), unit.name.to_string())))
        .collect();
    let mut names: HashMap<String, String> = HashMap::new();
    let mut shown = vec![];
    for row in rows {
        if !names.contains_key(&row.dossier_id) {
            let person = people::by_id(app.store().db(), &row.dossier_id).await?;
            let name = person.map(|person| person.full_name).unwrap_or_default();
            names.insert(row.dossier_id.clone(), name);
        }
        let full_name = names.get(&row.dossier_id).cloned().unwrap_or_default();
        let (unit_code, unit_name) = units.get(&row.unit_id).cloned().unwrap_or_default();
        let working_days_left = days_left(&world.calendar, &row, today);
        shown.push(Shown { row, full_name, unit_code, unit_name, working_days_left });
    }
    Ok(shown)
}

/// Working days until the last day, negative after it; only while the duty is open.
fn days_left(calendar: &Calendar, row: &ObligationRow, today: NaiveDate) -> Option<i64> {
    let due_on = row.due_on.as_deref()?.parse().ok()?;
    (row.state == "open").then(|| calendar.working_days_between(today, due_on).ok()).flatten()
}

/// How a duty stands, in the words of every screen.
pub fn verdict_text(voice: &Voice, row: &ObligationRow, today: NaiveDate) -> String {
    voice.say(&key_of_code(row.verdict(today).code()))
}

fn table(voice: &Voice, shown: &[Shown], today: NaiveDate) -> String {
    if shown.is_empty() {
        return voice.say("cli-obligations-none");
    }
    let headings =
        ["due-on", "state", "days-left", "duty", "person", "unit", "started-on", "dossier"];
    let mut table = Columns::new(headings.map(|name| voice.word("cli-column-", name)).to_vec());
    for one in shown {
        table.row(vec![
            shown_stored_day(one.row.due_on.as_deref()),
            verdict_text(voice, &one.row, today),
            one.working_days_left.map(|days| days.to_string()).unwrap_or_default(),
            voice.word("duty-", &one.row.duty),
            one.full_name.clone(),
            format!("{} {}", one.unit_code, one.unit_name),
            shown_stored_day(Some(&one.row.started_on)),
            one.row.dossier_id.clone(),
        ]);
    }
    table.to_string()
}

fn document(one: &Shown, today: NaiveDate) -> Json {
    let mut document = serde_json::to_value(&one.row).unwrap_or_default();
    document["verdict"] = json!(one.row.verdict(today).code());
    document["working_days_left"] = json!(one.working_days_left);
    document["full_name"] = json!(one.full_name);
    document["unit_code"] = json!(one.unit_code);
    document["unit_name"] = json!(one.unit_name);
    document
}
