//! The calendar as an inspector would check it.

mod counting;
mod decisions;

use chrono::NaiveDate;

use super::{Calendar, CalendarEvent, DayOff, official_calendars};
use crate::values::{Issuer, Paper, PaperNumber};

/// Reads `05/4/2023`, the way the papers write a day.
#[track_caller]
fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%d/%m/%Y").unwrap()
}

fn paper(number: &str) -> Paper {
    Paper {
        number: PaperNumber::parse(number).unwrap(),
        dated_on: day("25/12/2025"),
        issuer: Issuer::parse("Văn phòng Chính phủ").unwrap(),
    }
}

fn off(date: &str, name: &str) -> DayOff {
    DayOff { date: day(date), name: name.to_owned() }
}

fn folded(events: &[CalendarEvent]) -> Calendar {
    let mut calendar = Calendar::default();
    for event in events {
        calendar.evolve(event);
    }
    calendar
}

fn official() -> Calendar {
    folded(&official_calendars())
}

/// The swap of 02/01/2026 with Saturday 10/01/2026, announced on 25/12/2025.
fn is_new_year_swap(event: &CalendarEvent) -> bool {
    matches!(event, CalendarEvent::WorkdaySwapped { off, .. } if *off == day("02/01/2026"))
}
