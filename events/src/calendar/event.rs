//! What can happen to the working calendar. The names and shapes are stored.

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::values::Paper;

/// A weekday nobody works.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayOff {
    /// The day.
    pub date: NaiveDate,
    /// What is celebrated or made up for, in Vietnamese, such as `Tết Nguyên đán`.
    pub name: String,
}

/// A Saturday that is worked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkedDay {
    /// The Saturday.
    pub date: NaiveDate,
    /// The weekday that is off for it.
    pub in_place_of: NaiveDate,
}

/// A fact about the days the offices work; all years are one stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CalendarEvent {
    /// The official calendar of one year for civil servants became known. Weekends are off
    /// anyway and are not listed.
    CalendarPublished {
        year: i32,
        days_off: Vec<DayOff>,
        worked_saturdays: Vec<WorkedDay>,
        basis: Paper,
    },
    /// One more working day became a day off: a new public holiday, a storm closure.
    DayOffDecreed { date: NaiveDate, name: String, basis: Paper },
    /// A working day became off, and a Saturday is worked for it (hoán đổi ngày làm việc).
    WorkdaySwapped { off: NaiveDate, worked: NaiveDate, basis: Paper },
}

impl CalendarEvent {
    /// The stored name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::CalendarPublished { .. } => "CalendarPublished",
            Self::DayOffDecreed { .. } => "DayOffDecreed",
            Self::WorkdaySwapped { .. } => "WorkdaySwapped",
        }
    }

    /// The day it became so in the world: the day the paper was signed, not the day that is off.
    pub fn effective_on(&self) -> Option<NaiveDate> {
        self.paper().map(|paper| paper.dated_on)
    }

    /// The paper it rests on.
    pub fn paper(&self) -> Option<&Paper> {
        match self {
            Self::CalendarPublished { basis, .. }
            | Self::DayOffDecreed { basis, .. }
            | Self::WorkdaySwapped { basis, .. } => Some(basis),
        }
    }

    /// Whether this fact says of a day that it is off or worked.
    pub fn speaks_of(&self, day: NaiveDate) -> bool {
        match self {
            Self::CalendarPublished { days_off, worked_saturdays, .. } => {
                days_off.iter().any(|off| off.date == day)
                    || worked_saturdays.iter().any(|worked| worked.date == day)
            }
            Self::DayOffDecreed { date, .. } => *date == day,
            Self::WorkdaySwapped { off, worked, .. } => *off == day || *worked == day,
        }
    }

    /// The first and the last day whose kind this fact can change.
    pub(super) fn days_touched(&self) -> (NaiveDate, NaiveDate) {
        match self {
            Self::CalendarPublished { year, days_off, worked_saturdays, .. } => {
                let first = first_day_of(*year);
                let last = last_day_of(*year);
                let listed = days_off
                    .iter()
                    .map(|day| day.date)
                    .chain(worked_saturdays.iter().flat_map(|day| [day.date, day.in_place_of]));
                listed.fold((first, last), |(from, to), day| (from.min(day), to.max(day)))
            }
            Self::DayOffDecreed { date, .. } => (*date, *date),
            Self::WorkdaySwapped { off, worked, .. } => (*off.min(worked), *off.max(worked)),
        }
    }
}

/// 1 January, or the nearest day a date can hold.
fn first_day_of(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(nearest(year))
}

/// 31 December, or the nearest day a date can hold.
fn last_day_of(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(nearest(year))
}

fn nearest(year: i32) -> NaiveDate {
    if year < NaiveDate::MIN.year() { NaiveDate::MIN } else { NaiveDate::MAX }
}
