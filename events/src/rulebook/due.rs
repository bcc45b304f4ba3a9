//! From a duty and the day its term started to the day it is due.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    event::{Duty, Responsible},
    state::Rulebook,
};
use crate::calendar::{Calendar, CalendarGap, TermUnit};

/// When a duty is due, with everything it was computed from, so that it can be explained later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueDate {
    /// What has to be done.
    pub duty: Duty,
    /// Who has to act.
    pub who: Responsible,
    /// The day the term started; not counted.
    pub started_on: NaiveDate,
    /// The last day in time, until 24:00 (`calendar::last_instant`).
    pub due_on: NaiveDate,
    /// How many days the rule gives.
    pub n: u32,
    /// Of which kind.
    pub unit: TermUnit,
    /// The pack the rule comes from.
    pub pack: String,
    /// The rulebook it was computed with.
    pub rulebook_version: u64,
    /// The calendar it was computed with.
    pub calendar_version: u64,
}

/// Why there is no due date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DueError {
    /// No pack in force on that day has a rule for the duty.
    #[error("no rule for {0} is in force on {1}")]
    NoRule(Duty, NaiveDate),
    /// The term runs into a year without a published calendar.
    #[error(transparent)]
    Calendar(#[from] CalendarGap),
}

impl DueError {
    /// Every code; each has a sentence in every language.
    pub const CODES: &[&str] = &["calendar_gap", "no_rule"];

    /// The stable code, key of the sentence shown to the user.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoRule(..) => "no_rule",
            Self::Calendar(gap) => gap.code(),
        }
    }
}

/// The due date of a duty whose term started on a day, by the rule in force on that day: a rule
/// that comes later does not reach back to a running term.
pub fn due_date(
    rulebook: &Rulebook,
    calendar: &Calendar,
    duty: Duty,
    started_on: NaiveDate,
) -> Result<DueDate, DueError> {
    let (rule, pack) =
        rulebook.in_force(duty, started_on).ok_or(DueError::NoRule(duty, started_on))?;
    let due_on = match rule.unit {
        TermUnit::WorkingDays => calendar.add_working_days(started_on, rule.n)?,
        TermUnit::Days => calendar.add_plain_days(started_on, rule.n)?,
    };
    Ok(DueDate {
        duty,
        who: rule.who,
        started_on,
        due_on,
        n: rule.n,
        unit: rule.unit,
        pack: pack.to_owned(),
        rulebook_version: rulebook.version(),
        calendar_version: calendar.version(),
    })
}
