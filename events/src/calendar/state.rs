//! The calendar as it is known: which days are worked, and where a term ends.

use std::{
    collections::BTreeMap,
    ops::Bound::{Excluded, Included},
};

use chrono::{Datelike as _, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::event::{CalendarEvent, DayOff, WorkedDay};

/// A question about a day of a year whose official calendar is not known. Never answered by a
/// guess: someone has to publish that year first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the working calendar of {year} is not published")]
pub struct CalendarGap {
    /// The missing year.
    pub year: i32,
}

impl CalendarGap {
    /// The stable code, key of the sentence shown to the user.
    pub fn code(&self) -> &'static str {
        "calendar_gap"
    }
}

/// Why a day is not what its place in the week says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Exception {
    /// Off under a name.
    Off { name: String },
    /// Off, and made up for on a Saturday.
    SwappedOff { worked: NaiveDate },
    /// Worked, though a Saturday.
    Worked { in_place_of: NaiveDate },
}

impl Exception {
    fn is_worked(&self) -> bool {
        matches!(self, Self::Worked { .. })
    }
}

/// What a year was published with, in order of date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PublishedYear {
    pub(super) days_off: Vec<DayOff>,
    pub(super) worked_saturdays: Vec<WorkedDay>,
}

/// The working days of the years that are known. `Default` knows no year.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Calendar {
    version: u64,
    published: BTreeMap<i32, PublishedYear>,
    exceptions: BTreeMap<NaiveDate, Exception>,
}

impl Calendar {
    /// Applies one fact. Total: a fact that was recorded is never argued with, the latest word on
    /// a day holds.
    pub fn evolve(&mut self, event: &CalendarEvent) {
        self.version += 1;
        match event {
            CalendarEvent::CalendarPublished { year, days_off, worked_saturdays, .. } => {
                if self.knows_year(*year) {
                    self.exceptions.retain(|day, _why| day.year() != *year);
                }
                for day in days_off {
                    self.exceptions.insert(day.date, Exception::Off { name: day.name.clone() });
                }
                for day in worked_saturdays {
                    self.swap(day.in_place_of, day.date);
                }
                let published = PublishedYear {
                    days_off: days_off.clone(),
                    worked_saturdays: worked_saturdays.clone(),
                };
                self.published.insert(*year, published);
            }
            CalendarEvent::DayOffDecreed { date, name, .. } => {
                self.exceptions.insert(*date, Exception::Off { name: name.clone() });
            }
            CalendarEvent::WorkdaySwapped { off, worked, .. } => self.swap(*off, *worked),
        }
    }

    /// How many facts it was folded from; a due date keeps it to say what was known.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The years whose calendar is known, earliest first.
    pub fn years(&self) -> impl Iterator<Item = i32> {
        self.published.keys().copied()
    }

    /// Whether the offices work on a day: Monday to Friday, without the days off, with the worked
    /// Saturdays.
    pub fn is_working_day(&self, day: NaiveDate) -> Result<bool, CalendarGap> {
        self.need_year(day.year())?;
        Ok(self.is_worked(day))
    }

    /// The day `n` working days after `from`. The first day is not counted (BLDS 2015 art. 147.2,
    /// 147.3), so `from` itself may be a day off or lie in an unknown year.
    pub fn add_working_days(&self, from: NaiveDate, n: u32) -> Result<NaiveDate, CalendarGap> {
        let mut day = from;
        for _counted in 0..n {
            day = next_day(day)?;
            while !self.is_working_day(day)? {
                day = next_day(day)?;
            }
        }
        Ok(day)
    }

    /// The day `n` plain days after `from`, the first day not counted; when the last one is a day
    /// off, the next working day (BLDS 2015 art. 148.5).
    pub fn add_plain_days(&self, from: NaiveDate, n: u32) -> Result<NaiveDate, CalendarGap> {
        let beyond = CalendarGap { year: NaiveDate::MAX.year() };
        let mut day = from.checked_add_days(Days::new(n.into())).ok_or(beyond)?;
        while !self.is_working_day(day)? {
            day = next_day(day)?;
        }
        Ok(day)
    }

    /// How many working days lie in `(after, until]`; negative when `until` is before `after`.
    /// Says "còn N ngày làm việc" before a due date, and the lateness after it.
    pub fn working_days_between(
        &self,
        after: NaiveDate,
        until: NaiveDate,
    ) -> Result<i64, CalendarGap> {
        if until < after {
            return self.working_days_between(until, after).map(|days| -days);
        }
        if until == after {
            return Ok(0);
        }
        for year in next_day(after)?.year()..=until.year() {
            self.need_year(year)?;
        }
        let exceptions = self.exceptions.range((Excluded(after), Included(until)));
        let adjusted: i64 = exceptions
            .map(|(day, why)| i64::from(why.is_worked()) - i64::from(!is_weekend(*day)))
            .sum();
        Ok(weekdays_through(until) - weekdays_through(after) + adjusted)
    }

    /// The days whose kind a fact can change, first and last included.
    ///
    /// A clock needs a new due date when it has none yet (its year was missing), or when this
    /// window meets `(started_on, due_on]`.
    pub fn touches(event: &CalendarEvent) -> (NaiveDate, NaiveDate) {
        event.days_touched()
    }

    /// Whether the calendar of a year is known; no day of another year is ever counted.
    pub fn knows_year(&self, year: i32) -> bool {
        self.published.contains_key(&year)
    }

    pub(super) fn published(&self, year: i32) -> Option<&PublishedYear> {
        self.published.get(&year)
    }

    pub(super) fn exception(&self, day: NaiveDate) -> Option<&Exception> {
        self.exceptions.get(&day)
    }

    /// The days that are not what their place in the week says, from the first to the last given.
    pub(super) fn exceptions_within(
        &self,
        first: NaiveDate,
        last: NaiveDate,
    ) -> impl Iterator<Item = NaiveDate> {
        self.exceptions.range((Included(first), Included(last))).map(|(day, _why)| *day)
    }

    /// Whether a day is worked, in a year that is known.
    pub(super) fn is_worked(&self, day: NaiveDate) -> bool {
        self.exception(day).map_or(!is_weekend(day), Exception::is_worked)
    }

    fn need_year(&self, year: i32) -> Result<(), CalendarGap> {
        if self.knows_year(year) { Ok(()) } else { Err(CalendarGap { year }) }
    }

    fn swap(&mut self, off: NaiveDate, worked: NaiveDate) {
        self.exceptions.insert(off, Exception::SwappedOff { worked });
        self.exceptions.insert(worked, Exception::Worked { in_place_of: off });
    }
}

/// Whether a day is a weekly rest day of state offices (QĐ 188/1999/QĐ-TTg: five days a week).
pub(super) fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

pub(super) fn next_day(day: NaiveDate) -> Result<NaiveDate, CalendarGap> {
    day.succ_opt().ok_or(CalendarGap { year: day.year().saturating_add(1) })
}

/// How many days Monday to Friday there are up to and including a day, from 01/01/0001, which was
/// a Monday.
fn weekdays_through(day: NaiveDate) -> i64 {
    let days = i64::from(day.num_days_from_ce());
    days.div_euclid(7) * 5 + days.rem_euclid(7).min(5)
}
