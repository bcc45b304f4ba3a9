//! `hoso workdays`: where a term ends, and why.

use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate};
use clap::Subcommand;
use hoso_events::calendar::{Calendar, DayKind, DayLine, TermUnit, official_calendars};
use serde_json::json;

use super::{
    Context,
    exit::{CliError, day},
    voice::{Columns, Voice, shown_day},
};
use crate::store::StoreError;

/// The longest term that is counted.
const DAYS_MAX: i64 = 3_660;

#[derive(Debug, Subcommand)]
pub enum Ask {
    Add {
        #[arg(value_name = "DATE", value_parser = day)]
        date: NaiveDate,
        #[arg(value_name = "N", value_parser = clap::value_parser!(u32).range(0..=DAYS_MAX))]
        n: u32,
    },
    Explain {
        #[arg(value_name = "DATE", value_parser = day)]
        date: NaiveDate,
        #[arg(value_name = "N", value_parser = clap::value_parser!(u32).range(0..=DAYS_MAX))]
        n: u32,
    },
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    let (calendar, source) = calendar(context).await?;
    let voice = &context.voice;
    match ask {
        Ask::Add { date, n } => {
            let due_on = calendar.add_working_days(date, n)?;
            voice.result(
                || due_on.to_string(),
                || {
                    json!({"from": date, "working_days": n, "due_on": due_on,
                        "calendar": source, "calendar_version": calendar.version()})
                },
            )
        }
        Ask::Explain { date, n } => {
            let lines = calendar.explain(date, n, TermUnit::WorkingDays)?;
            let due_on = lines.last().map_or(date, |line| line.date);
            voice.result(
                || explained(voice, &lines, due_on),
                || {
                    json!({"from": date, "working_days": n, "due_on": due_on, "days": lines,
                        "calendar": source, "calendar_version": calendar.version()})
                },
            )?;
            if !voice.json {
                voice.note(&voice.word("cli-calendar-", source));
            }
            Ok(())
        }
    }
}

/// The calendars of the database, or those shipped with the program where there is no database.
async fn calendar(context: &Context) -> Result<(Arc<Calendar>, &'static str), CliError> {
    match context.place.read().await {
        Ok(app) => {
            let world = app.store().world().await?;
            if world.calendar.version() > 0 {
                return Ok((world.calendar, "database"));
            }
        }
        // One that was named must be there: another calendar would be a silent guess.
        Err(CliError::Store(StoreError::NoDatabase)) if !context.place.is_chosen() => {}
        Err(error) => return Err(error),
    }
    let mut calendar = Calendar::default();
    for event in official_calendars() {
        calendar.evolve(&event);
    }
    Ok((Arc::new(calendar), "built_in"))
}

fn explained(voice: &Voice, lines: &[DayLine], due_on: NaiveDate) -> String {
    let headings = ["date", "weekday", "counted", "why"];
    let mut table = Columns::new(headings.map(|name| voice.word("cli-column-", name)).to_vec());
    for line in lines {
        table.row(vec![
            shown_day(line.date),
            weekday(voice, line.date),
            line.counted.map(|n| n.to_string()).unwrap_or_default(),
            why(voice, &line.why),
        ]);
    }
    let due = voice.say_with("cli-due-on", vec![("day", shown_day(due_on))]);
    format!("{table}{due}")
}

fn weekday(voice: &Voice, date: NaiveDate) -> String {
    voice.say(&format!("cli-weekday-{}", date.weekday().number_from_monday()))
}

fn why(voice: &Voice, kind: &DayKind) -> String {
    match kind {
        DayKind::StartDay => voice.say("cli-day-start"),
        DayKind::WorkingDay => voice.say("cli-day-working"),
        DayKind::WorkedSaturday { in_place_of } => {
            voice.say_with("cli-day-worked-saturday", vec![("day", shown_day(*in_place_of))])
        }
        DayKind::Weekend => voice.say("cli-day-weekend"),
        DayKind::DayOff { name } => voice.say_with("cli-day-off", vec![("name", name.clone())]),
        DayKind::SwappedOff { worked } => {
            voice.say_with("cli-day-swapped-off", vec![("day", shown_day(*worked))])
        }
        DayKind::PlainDay => voice.say("cli-day-plain"),
    }
}
