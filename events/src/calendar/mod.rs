//! The working calendar: which days the offices of the province work, and how terms are counted.
//!
//! Deadline rules (which duty has how many days) live in `rulebook`; here are only days.
//! Law: Bộ luật Dân sự 2015 art. 147–148 (counting), Bộ luật Lao động 2019 art. 111–112 (days off).

mod aggregate;
mod command;
mod event;
mod explain;
mod official;
mod state;
#[cfg(test)]
mod tests;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

pub use command::{CalendarCommand, CalendarRefusal, decide};
pub use event::{CalendarEvent, DayOff, WorkedDay};
pub use explain::{DayKind, DayLine, TermUnit};
pub use official::official_calendars;
pub use state::{Calendar, CalendarGap};

/// Asia/Ho_Chi_Minh is seven hours ahead of UTC all year round.
const LOCAL_OFFSET: TimeDelta = TimeDelta::hours(7);

/// The day it is in Việt Nam at an instant.
pub fn local_date(instant: DateTime<Utc>) -> NaiveDate {
    instant.checked_add_signed(LOCAL_OFFSET).unwrap_or(DateTime::<Utc>::MAX_UTC).date_naive()
}

/// The end of a term: 24:00 of its last day in Việt Nam (BLDS 2015 art. 148.6).
///
/// It is the first instant of the next local day, so a deed is in time when it is before it.
pub fn last_instant(due_on: NaiveDate) -> DateTime<Utc> {
    due_on.and_time(NaiveTime::MIN).and_utc() + (TimeDelta::hours(24) - LOCAL_OFFSET)
}
