//! Working days and office hours: every act of the demo happens at one of a few times of a working
//! day, so that a day's acts run together.

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, TimeDelta, Utc};
use hoso_events::calendar::{Calendar, official_calendars};

/// The first and last day the shipped calendars and rules know enough about.
pub(super) const KNOWN_FROM: NaiveDate = NaiveDate::from_ymd_opt(2023, 4, 10).expect("a real day");
pub(super) const KNOWN_UNTIL: NaiveDate =
    NaiveDate::from_ymd_opt(2027, 11, 30).expect("a real day");
/// Stands for a working day beyond the known calendars: later than any demo's present.
const NEVER: NaiveDate = NaiveDate::from_ymd_opt(2099, 12, 31).expect("a real day");

/// A time of day at which acts of the demo happen, by the clocks of the province.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hour {
    /// 08:15.
    Early,
    /// 10:30.
    Late,
    /// 14:45.
    Afternoon,
}

impl Hour {
    fn after_midnight(self) -> TimeDelta {
        match self {
            Self::Early => TimeDelta::minutes(8 * 60 + 15),
            Self::Late => TimeDelta::minutes(10 * 60 + 30),
            Self::Afternoon => TimeDelta::minutes(14 * 60 + 45),
        }
    }
}

/// The instant of a local time of day (UTC+7).
pub(super) fn instant(day: NaiveDate, hour: Hour) -> DateTime<Utc> {
    local(day, hour.after_midnight())
}

/// The present of a demo whose last day is this one: 07:45, before anyone acts on it.
pub(super) fn morning(day: NaiveDate) -> DateTime<Utc> {
    local(day, TimeDelta::minutes(7 * 60 + 45))
}

fn local(day: NaiveDate, after_midnight: TimeDelta) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::MIN).and_utc() + after_midnight - TimeDelta::hours(7)
}

/// The official calendars, as known in the end.
pub(super) struct WorkingDays {
    calendar: Calendar,
}

impl WorkingDays {
    pub(super) fn official() -> Self {
        let mut calendar = Calendar::default();
        for event in official_calendars() {
            calendar.evolve(&event);
        }
        Self { calendar }
    }

    fn is_worked(&self, day: NaiveDate) -> bool {
        self.calendar.is_working_day(day).unwrap_or(false)
    }

    /// The working day `n` working days after.
    pub(super) fn after(&self, day: NaiveDate, n: u32) -> NaiveDate {
        self.calendar.add_working_days(day, n).unwrap_or(NEVER)
    }

    /// The working day `n` working days before.
    pub(super) fn before(&self, day: NaiveDate, n: u32) -> NaiveDate {
        let mut day = day;
        for _counted in 0..n {
            day = self.on_or_before(earlier(day, 1));
        }
        day
    }

    /// The day itself, or the next working day.
    pub(super) fn on_or_after(&self, day: NaiveDate) -> NaiveDate {
        if self.is_worked(day) { day } else { self.after(day, 1) }
    }

    /// The day itself, or the working day before it; never before the calendars begin.
    pub(super) fn on_or_before(&self, day: NaiveDate) -> NaiveDate {
        let mut day = day;
        while !self.is_worked(day) && day > KNOWN_FROM {
            day = earlier(day, 1);
        }
        day
    }
}

/// The day `n` days before.
pub(super) fn earlier(day: NaiveDate, n: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(n)).unwrap_or(NaiveDate::MIN)
}

/// The day `n` days after.
pub(super) fn later(day: NaiveDate, n: u64) -> NaiveDate {
    day.checked_add_days(Days::new(n)).unwrap_or(NEVER)
}

/// The same day `n` months after.
pub(super) fn months_later(day: NaiveDate, n: u32) -> NaiveDate {
    day.checked_add_months(Months::new(n)).unwrap_or(NEVER)
}

/// The same day `n` months before.
pub(super) fn months_earlier(day: NaiveDate, n: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(n)).unwrap_or(NaiveDate::MIN)
}

/// The first day of the month of a day.
pub(super) fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// How many days from one day to a later one; none when it is not later.
pub(super) fn days_between(from: NaiveDate, to: NaiveDate) -> u32 {
    u32::try_from((to - from).num_days()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn working_days_are_counted_over_tet_both_ways() {
        let days = WorkingDays::official();
        assert_eq!(days.after(day("2026-02-13"), 1), day("2026-02-23"));
        assert_eq!(days.before(day("2026-02-23"), 1), day("2026-02-13"));
        assert_eq!(days.on_or_after(day("2026-02-17")), day("2026-02-23"));
        assert_eq!(days.after(day("2027-12-30"), 5), NEVER);
    }

    #[test]
    fn an_hour_is_an_hour_of_the_province() {
        assert_eq!(instant(day("2026-11-23"), Hour::Early).to_string(), "2026-11-23 01:15:00 UTC");
        assert_eq!(morning(day("2026-11-23")).to_string(), "2026-11-23 00:45:00 UTC");
    }
}
