//! How a duty stands against its last day, in the same few words on every page, and the chip that
//! shows it: a word, a shape and a colour, never the colour alone.

use chrono::{Days, NaiveDate};
use hoso_events::calendar::Calendar;
use hoso_projections::obligations::{ObligationRow, Verdict};
use maud::{Markup, html};

use super::tell::Words;

/// With this many working days left or fewer, a duty is due soon.
pub const SOON_WORKING_DAYS: u32 = 2;

/// How a duty stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    InTime,
    Soon,
    Overdue,
    MetOnTime,
    MetLate,
    Void,
    Unknown,
}

/// The first day that is not "due soon" any more: duties due before it are.
pub fn soon_ends_before(calendar: &Calendar, today: NaiveDate) -> NaiveDate {
    calendar.add_working_days(today, SOON_WORKING_DAYS + 1).unwrap_or_else(|_gap| {
        today.checked_add_days(Days::new(u64::from(SOON_WORKING_DAYS) + 1)).unwrap_or(today)
    })
}

/// How a duty stands on `today`.
pub fn standing(row: &ObligationRow, calendar: &Calendar, today: NaiveDate) -> Standing {
    match row.verdict(today) {
        Verdict::MetOnTime => Standing::MetOnTime,
        Verdict::MetLate => Standing::MetLate,
        Verdict::Overdue => Standing::Overdue,
        Verdict::Void => Standing::Void,
        Verdict::Unknown => Standing::Unknown,
        Verdict::Due => {
            let soon = soon_ends_before(calendar, today);
            let due = due_on(row);
            if due.is_some_and(|due| due < soon) { Standing::Soon } else { Standing::InTime }
        }
    }
}

fn due_on(row: &ObligationRow) -> Option<NaiveDate> {
    row.due_on.as_deref().and_then(|day| day.parse().ok())
}

impl Standing {
    fn key(self) -> &'static str {
        match self {
            Self::InTime => "page-chip-in-time",
            Self::Soon => "page-chip-soon",
            Self::Overdue => "page-chip-overdue",
            Self::MetOnTime => "page-chip-met-on-time",
            Self::MetLate => "page-chip-met-late",
            Self::Void => "page-chip-void",
            Self::Unknown => "page-chip-unknown",
        }
    }

    /// The class of the chip and the shape in it.
    fn look(self) -> (&'static str, &'static str) {
        match self {
            Self::InTime => ("chip ok", "●"),
            Self::Soon => ("chip soon", "◆"),
            Self::Overdue => ("chip late", "▲"),
            Self::MetOnTime => ("chip done", "✓"),
            Self::MetLate => ("chip done-late", "✓"),
            Self::Void => ("chip void", "–"),
            Self::Unknown => ("chip void", "?"),
        }
    }
}

/// The chip alone.
pub fn chip(words: Words, standing: Standing) -> Markup {
    let (class, shape) = standing.look();
    html! { span class=(class) { span aria-hidden="true" { (shape) } " " (words.say(standing.key())) } }
}

/// The last day of a duty and how far it is, in words.
pub fn told(
    words: Words,
    row: &ObligationRow,
    standing: Standing,
    calendar: &Calendar,
    today: NaiveDate,
) -> String {
    let Some(due) = due_on(row) else {
        return match row.missing_year {
            Some(year) => words.with("page-due-missing-year", &[("year", year.to_string())]),
            None => words.say("page-due-no-rule"),
        };
    };
    let day = words.day(due);
    let met_on = || words.stored_day(row.met_on.as_deref().unwrap_or_default());
    let between = |after, until| calendar.working_days_between(after, until).unwrap_or(0);
    match standing {
        Standing::InTime | Standing::Soon if due == today => {
            words.with("page-due-today", &[("day", day)])
        }
        Standing::InTime | Standing::Soon => {
            let left = between(today, due).to_string();
            words.with("page-due-left", &[("n", left), ("day", day)])
        }
        Standing::Overdue => match between(due, today) {
            0 => words.with("page-due-just-passed", &[("day", day)]),
            n => words.with("page-due-passed", &[("n", n.to_string()), ("day", day)]),
        },
        Standing::MetOnTime => words.with("page-due-met", &[("met", met_on()), ("day", day)]),
        Standing::MetLate => {
            let met = row.met_on.as_deref().and_then(|met| met.parse().ok()).unwrap_or(due);
            let n = between(due, met).max(1).to_string();
            words.with("page-due-met-late", &[("met", met_on()), ("n", n), ("day", day)])
        }
        Standing::Void => words.with("page-due-void", &[("day", met_on())]),
        Standing::Unknown => words.say("page-due-no-rule"),
    }
}

/// Where "why this date?" is answered.
pub fn why_path(row: &ObligationRow) -> String {
    let subject = if row.subject.is_empty() { "-" } else { &row.subject };
    format!("/ho-so/{}/vi-sao/{}/{subject}", row.dossier_id, row.duty)
}
