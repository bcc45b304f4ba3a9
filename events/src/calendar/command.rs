//! What one may ask of the calendar, and what is decided.

use chrono::{Datelike as _, NaiveDate, Weekday};

use super::{
    event::{CalendarEvent, DayOff, WorkedDay},
    state::{Calendar, Exception, PublishedYear, is_weekend},
};
use crate::values::{Paper, TextError, tidy_text};

/// The most characters the name of a day off may hold.
const NAME_CHARS_MAX: usize = 100;
/// The most days off, and the most worked Saturdays, a published year may list.
const DAYS_MAX: usize = 60;
/// The years a calendar may be published for.
const YEAR_MIN: i32 = 1976;
const YEAR_MAX: i32 = 2199;

/// What someone asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CalendarCommand {
    /// Make the official calendar of one year known.
    PublishCalendar {
        year: i32,
        days_off: Vec<DayOff>,
        worked_saturdays: Vec<WorkedDay>,
        basis: Paper,
    },
    /// Make one more working day a day off.
    DecreeDayOff { date: NaiveDate, name: String, basis: Paper },
    /// Give a working day free and work a Saturday for it.
    SwapWorkday { off: NaiveDate, worked: NaiveDate, basis: Paper },
}

impl CalendarCommand {
    /// The name, for traces.
    pub fn name(&self) -> &'static str {
        match self {
            Self::PublishCalendar { .. } => "PublishCalendar",
            Self::DecreeDayOff { .. } => "DecreeDayOff",
            Self::SwapWorkday { .. } => "SwapWorkday",
        }
    }
}

/// Asks for what a shipped fact says, so that a new log takes it through the same decisions.
impl From<CalendarEvent> for CalendarCommand {
    fn from(event: CalendarEvent) -> Self {
        match event {
            CalendarEvent::CalendarPublished { year, days_off, worked_saturdays, basis } => {
                Self::PublishCalendar { year, days_off, worked_saturdays, basis }
            }
            CalendarEvent::DayOffDecreed { date, name, basis } => {
                Self::DecreeDayOff { date, name, basis }
            }
            CalendarEvent::WorkdaySwapped { off, worked, basis } => {
                Self::SwapWorkday { off, worked, basis }
            }
        }
    }
}

/// Why the calendar stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarRefusal {
    #[error("the calendar of {year} is already published with other days")]
    YearAlreadyPublished { year: i32 },
    #[error("the calendar of {year} is not published")]
    YearNotPublished { year: i32 },
    #[error("{year} is not a year between {min} and {max}", min = YEAR_MIN, max = YEAR_MAX)]
    YearOutOfRange { year: i32 },
    #[error("{day} is not a day of {year}")]
    DayOutsideYear { day: NaiveDate, year: i32 },
    #[error("{day} is listed twice")]
    DayListedTwice { day: NaiveDate },
    #[error("{listed} days are listed, at most {max} are allowed", max = DAYS_MAX)]
    TooManyDays { listed: usize },
    #[error("{day} is already off")]
    DayAlreadyOff { day: NaiveDate },
    #[error("{day} is not a working day")]
    NotAWorkingDay { day: NaiveDate },
    #[error("{day} is not a Saturday that is free")]
    NotAWeekendSaturday { day: NaiveDate },
    #[error("{day} is not among the days off")]
    NotADayOff { day: NaiveDate },
    #[error("the name of the day off was not taken")]
    BadName(#[source] TextError),
}

impl CalendarRefusal {
    /// Every code but those of a bad name, which are [`TextError`]'s.
    pub const CODES: &[&str] = &[
        "day_already_off",
        "day_listed_twice",
        "day_outside_year",
        "not_a_day_off",
        "not_a_weekend_saturday",
        "not_a_working_day",
        "too_many_days",
        "year_already_published",
        "year_not_published",
        "year_out_of_range",
    ];

    /// The stable code: key of the sentence, and the error code of the API and the command line.
    pub fn code(&self) -> &'static str {
        match self {
            Self::YearAlreadyPublished { .. } => "year_already_published",
            Self::YearNotPublished { .. } => "year_not_published",
            Self::YearOutOfRange { .. } => "year_out_of_range",
            Self::DayOutsideYear { .. } => "day_outside_year",
            Self::DayListedTwice { .. } => "day_listed_twice",
            Self::TooManyDays { .. } => "too_many_days",
            Self::DayAlreadyOff { .. } => "day_already_off",
            Self::NotAWorkingDay { .. } => "not_a_working_day",
            Self::NotAWeekendSaturday { .. } => "not_a_weekend_saturday",
            Self::NotADayOff { .. } => "not_a_day_off",
            Self::BadName(cause) => cause.code(),
        }
    }
}

/// Decides what a command does to the calendar. The same command twice is one fact; which paper
/// it cites does not make it another.
pub fn decide(
    calendar: &Calendar,
    command: CalendarCommand,
) -> Result<Vec<CalendarEvent>, CalendarRefusal> {
    match command {
        CalendarCommand::PublishCalendar { year, days_off, worked_saturdays, basis } => {
            let PublishedYear { days_off, worked_saturdays } =
                year_in_order(year, days_off, worked_saturdays)?;
            match calendar.published(year) {
                None => Ok(vec![CalendarEvent::CalendarPublished {
                    year,
                    days_off,
                    worked_saturdays,
                    basis,
                }]),
                Some(known) if *known == (PublishedYear { days_off, worked_saturdays }) => {
                    Ok(vec![])
                }
                Some(_other) => Err(CalendarRefusal::YearAlreadyPublished { year }),
            }
        }
        CalendarCommand::DecreeDayOff { date, name, basis } => {
            let name = tidy_text(&name, NAME_CHARS_MAX).map_err(CalendarRefusal::BadName)?;
            match calendar.exception(date) {
                Some(Exception::Off { name: known }) if *known == name => Ok(vec![]),
                _ => {
                    must_be_worked(calendar, date)?;
                    Ok(vec![CalendarEvent::DayOffDecreed { date, name, basis }])
                }
            }
        }
        CalendarCommand::SwapWorkday { off, worked, basis } => match calendar.exception(off) {
            Some(Exception::SwappedOff { worked: known }) if *known == worked => Ok(vec![]),
            _ => {
                must_be_worked(calendar, off)?;
                must_be_free_saturday(calendar, worked)?;
                Ok(vec![CalendarEvent::WorkdaySwapped { off, worked, basis }])
            }
        },
    }
}

fn must_be_known(calendar: &Calendar, day: NaiveDate) -> Result<(), CalendarRefusal> {
    let year = day.year();
    if calendar.knows_year(year) { Ok(()) } else { Err(CalendarRefusal::YearNotPublished { year }) }
}

fn must_be_worked(calendar: &Calendar, day: NaiveDate) -> Result<(), CalendarRefusal> {
    must_be_known(calendar, day)?;
    match calendar.exception(day) {
        Some(Exception::Off { .. } | Exception::SwappedOff { .. }) => {
            Err(CalendarRefusal::DayAlreadyOff { day })
        }
        Some(Exception::Worked { .. }) => Ok(()),
        None if is_weekend(day) => Err(CalendarRefusal::NotAWorkingDay { day }),
        None => Ok(()),
    }
}

fn must_be_free_saturday(calendar: &Calendar, day: NaiveDate) -> Result<(), CalendarRefusal> {
    must_be_known(calendar, day)?;
    if day.weekday() == Weekday::Sat && calendar.exception(day).is_none() {
        Ok(())
    } else {
        Err(CalendarRefusal::NotAWeekendSaturday { day })
    }
}

/// The days of a year in order of date, or what is wrong with them.
fn year_in_order(
    year: i32,
    mut days_off: Vec<DayOff>,
    mut worked_saturdays: Vec<WorkedDay>,
) -> Result<PublishedYear, CalendarRefusal> {
    if !(YEAR_MIN..=YEAR_MAX).contains(&year) {
        return Err(CalendarRefusal::YearOutOfRange { year });
    }
    let listed = days_off.len().max(worked_saturdays.len());
    if listed > DAYS_MAX {
        return Err(CalendarRefusal::TooManyDays { listed });
    }
    for day in &mut days_off {
        must_lie_in(year, day.date)?;
        if is_weekend(day.date) {
            return Err(CalendarRefusal::NotAWorkingDay { day: day.date });
        }
        day.name = tidy_text(&day.name, NAME_CHARS_MAX).map_err(CalendarRefusal::BadName)?;
    }
    for day in &worked_saturdays {
        must_lie_in(year, day.date)?;
        if day.date.weekday() != Weekday::Sat {
            return Err(CalendarRefusal::NotAWeekendSaturday { day: day.date });
        }
        if !days_off.iter().any(|off| off.date == day.in_place_of) {
            return Err(CalendarRefusal::NotADayOff { day: day.in_place_of });
        }
    }
    must_differ(days_off.iter().map(|day| day.date))?;
    must_differ(worked_saturdays.iter().map(|day| day.date))?;
    must_differ(worked_saturdays.iter().map(|day| day.in_place_of))?;
    days_off.sort();
    worked_saturdays.sort();
    Ok(PublishedYear { days_off, worked_saturdays })
}

fn must_lie_in(year: i32, day: NaiveDate) -> Result<(), CalendarRefusal> {
    if day.year() == year { Ok(()) } else { Err(CalendarRefusal::DayOutsideYear { day, year }) }
}

fn must_differ(days: impl Iterator<Item = NaiveDate>) -> Result<(), CalendarRefusal> {
    let mut seen = std::collections::BTreeSet::new();
    for day in days {
        if !seen.insert(day) {
            return Err(CalendarRefusal::DayListedTwice { day });
        }
    }
    Ok(())
}
