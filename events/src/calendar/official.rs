//! The official calendars shipped with the program, read from `events/data/calendars/`.

use chrono::NaiveDate;
use serde::Deserialize;

use super::event::{CalendarEvent, DayOff, WorkedDay};
use crate::values::Paper;

const FILES: [&str; 5] = [
    include_str!("../../data/calendars/2023.toml"),
    include_str!("../../data/calendars/2024.toml"),
    include_str!("../../data/calendars/2025.toml"),
    include_str!("../../data/calendars/2026.toml"),
    include_str!("../../data/calendars/2027.toml"),
];

/// One year's file: its calendar as first published, then what was announced later on, each with
/// its own paper.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearFile {
    year: i32,
    basis: Paper,
    days_off: Vec<DayOff>,
    #[serde(default)]
    worked_saturdays: Vec<WorkedDay>,
    #[serde(default)]
    swapped: Vec<Swapped>,
    #[serde(default)]
    decreed: Vec<Decreed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Swapped {
    off: NaiveDate,
    worked: NaiveDate,
    basis: Paper,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decreed {
    date: NaiveDate,
    name: String,
    basis: Paper,
}

/// The official calendars of 2023 to 2027 for civil servants, as facts, year by year: each year as
/// first published, then its later swaps and new days off.
pub fn official_calendars() -> Vec<CalendarEvent> {
    FILES.into_iter().flat_map(facts_of).collect()
}

fn facts_of(file: &str) -> Vec<CalendarEvent> {
    let YearFile { year, basis, days_off, worked_saturdays, swapped, decreed } =
        toml::from_str(file).expect("the shipped calendars are read by the tests");
    let mut facts =
        vec![CalendarEvent::CalendarPublished { year, days_off, worked_saturdays, basis }];
    facts.extend(swapped.into_iter().map(|Swapped { off, worked, basis }| {
        CalendarEvent::WorkdaySwapped { off, worked, basis }
    }));
    facts.extend(
        decreed.into_iter().map(|Decreed { date, name, basis }| CalendarEvent::DayOffDecreed {
            date,
            name,
            basis,
        }),
    );
    facts
}
