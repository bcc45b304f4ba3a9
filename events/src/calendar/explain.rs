//! A term written out day by day, so that anyone can check a due date with a finger.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::state::{Calendar, CalendarGap, Exception, next_day};

/// What a term is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermUnit {
    /// Days the offices work.
    WorkingDays,
    /// Days of the calendar; the end moves off a day off (BLDS 2015 art. 148.5).
    Days,
}

impl TermUnit {
    /// The stored name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WorkingDays => "working_days",
            Self::Days => "days",
        }
    }
}

/// What a day is within a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DayKind {
    /// The day the term started; never counted (BLDS 2015 art. 147.2, 147.3).
    StartDay,
    /// Monday to Friday, worked.
    WorkingDay,
    /// A Saturday worked for a weekday that is off.
    WorkedSaturday { in_place_of: NaiveDate },
    /// Saturday or Sunday.
    Weekend,
    /// A public holiday, a day in lieu, a decreed day off.
    DayOff { name: String },
    /// A working day given free, made up for on a Saturday.
    SwappedOff { worked: NaiveDate },
    /// A day of a term in plain days, before its last one: counted whatever it is.
    PlainDay,
}

/// One day of a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayLine {
    /// The day.
    pub date: NaiveDate,
    /// Which day of the term it is, from 1; `None` when it does not count.
    pub counted: Option<u32>,
    /// Why it counts or not.
    pub why: DayKind,
}

impl Calendar {
    /// Every day from the start of a term to its end; the date of the last line is the due date.
    pub fn explain(
        &self,
        from: NaiveDate,
        n: u32,
        unit: TermUnit,
    ) -> Result<Vec<DayLine>, CalendarGap> {
        // The end first: it fails before anything is written out, and bounds the list.
        let end = match unit {
            TermUnit::WorkingDays => self.add_working_days(from, n)?,
            TermUnit::Days => self.add_plain_days(from, n)?,
        };
        let mut lines = vec![DayLine { date: from, counted: None, why: DayKind::StartDay }];
        let mut day = from;
        let mut count = 0;
        while day < end {
            day = next_day(day)?;
            let counts = count < n
                && match unit {
                    TermUnit::WorkingDays => self.is_worked(day),
                    TermUnit::Days => true,
                };
            count += u32::from(counts);
            let why = match unit {
                TermUnit::Days if count < n => DayKind::PlainDay,
                TermUnit::Days | TermUnit::WorkingDays => self.kind_of(day),
            };
            lines.push(DayLine { date: day, counted: counts.then_some(count), why });
        }
        Ok(lines)
    }

    /// The days from the first to the last given that are not what their place in the week says:
    /// off though a weekday, or worked though a Saturday. In order of date.
    pub fn special_days(&self, first: NaiveDate, last: NaiveDate) -> Vec<(NaiveDate, DayKind)> {
        let days = self.exceptions_within(first, last);
        days.map(|day| (day, self.kind_of(day))).collect()
    }

    /// What a day of a known year is by itself.
    fn kind_of(&self, day: NaiveDate) -> DayKind {
        match self.exception(day) {
            Some(Exception::Off { name }) => DayKind::DayOff { name: name.clone() },
            Some(Exception::SwappedOff { worked }) => DayKind::SwappedOff { worked: *worked },
            Some(Exception::Worked { in_place_of }) => {
                DayKind::WorkedSaturday { in_place_of: *in_place_of }
            }
            None if self.is_worked(day) => DayKind::WorkingDay,
            None => DayKind::Weekend,
        }
    }
}
