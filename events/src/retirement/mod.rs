//! When someone is expected to retire: the statutory ages as a table of years, each with its act.
//!
//! The table is shipped, not recorded: it says what a law of the country says, for everyone alike, and
//! nothing rests on it that was recorded. Earlier and later ages are decided about a person, by the
//! agency, and are not computed.

#[cfg(test)]
mod tests;

use std::{fmt, sync::LazyLock};

use chrono::{Datelike as _, NaiveDate};
use serde::Deserialize;

use crate::{catalogue::PartialDate, values::Paper};

const FILE: &str = include_str!("../../data/retirement/nd135-2020.toml");
const MONTHS: i32 = 12;
/// Nobody retires older than this by the table.
const AGE_YEARS_MAX: i32 = 75;

/// The sex of a person, as the law tells the ages apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    Male,
    Female,
}

impl Sex {
    pub const ALL: [Self; 2] = [Self::Male, Self::Female];

    /// The code of the list `sexes`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }

    /// Reads the code.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sex| sex.as_str() == text)
    }
}

/// An age in years and months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Age {
    pub years: i32,
    pub months: i32,
}

impl Age {
    fn in_months(self) -> i32 {
        self.years * MONTHS + self.months
    }
}

/// The act a row of the table comes from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    pub code: String,
    /// The first day it holds.
    pub in_force_from: NaiveDate,
    pub basis: Paper,
    /// Where in it, and in the act it carries out, the ages stand.
    pub legal_basis: String,
}

/// The ages of one year.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    pub year: i32,
    /// The code of its act.
    pub act: String,
    pub male: Age,
    pub female: Age,
}

impl Row {
    /// The age of that year.
    pub fn age(&self, sex: Sex) -> Age {
        match sex {
            Sex::Male => self.male,
            Sex::Female => self.female,
        }
    }
}

/// The ages, year by year.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ages {
    pub acts: Vec<Act>,
    /// By year, without a gap. The first also holds before its year, the last after it.
    #[serde(rename = "ages")]
    pub rows: Vec<Row>,
}

static AGES: LazyLock<Ages> = LazyLock::new(|| {
    toml::from_str(FILE).expect("the shipped retirement ages are read by the tests")
});

/// The table shipped with the program.
pub fn ages() -> &'static Ages {
    &AGES
}

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(i32);

impl Month {
    /// The month a day is in.
    pub fn of(day: NaiveDate) -> Self {
        Self(day.year() * MONTHS + i32::try_from(day.month0()).unwrap_or_default())
    }

    fn later(self, months: i32) -> Self {
        Self(self.0 + months)
    }

    pub fn year(self) -> i32 {
        self.0.div_euclid(MONTHS)
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        let month = u32::try_from(self.0.rem_euclid(MONTHS)).unwrap_or_default() + 1;
        NaiveDate::from_ymd_opt(self.year(), month, 1).unwrap_or(NaiveDate::MAX)
    }

    /// What every stored date of this month or later is not before, as texts compare, and every
    /// earlier one is. A year alone counts as its first day, a month alone as its own.
    pub fn stored_bound(self) -> String {
        match self.0.rem_euclid(MONTHS) {
            0 => format!("{:04}", self.year()),
            month => format!("{:04}-{:02}", self.year(), month + 1),
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{:04}", self.0.rem_euclid(MONTHS) + 1, self.year())
    }
}

/// When someone is expected to retire, and why then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected<'a> {
    pub sex: Sex,
    /// The month of birth that counted.
    pub born: Month,
    /// The row that held, and its act.
    pub row: &'a Row,
    pub act: &'a Act,
    pub age: Age,
    /// The month in which the age is reached; service lasts until its last day.
    pub reached: Month,
    /// The first day of the month after.
    pub begins_on: NaiveDate,
}

impl Ages {
    /// When someone of this sex who was born then is expected to retire. A birth known by its year
    /// alone counts as 01 January of it (NĐ 135/2020/NĐ-CP), one known by its month as in that month.
    pub fn expected(&self, sex: Sex, birth: PartialDate) -> Option<Expected<'_>> {
        self.of_month(sex, Month::of(birth.earliest()))
    }

    fn of_month(&self, sex: Sex, born: Month) -> Option<Expected<'_>> {
        let reached_by = |row: &Row| born.later(row.age(sex).in_months());
        let last = self.rows.last()?;
        // Ages only grow: the first year in which its own age is reached is the one.
        let row = self.rows.iter().find(|row| reached_by(row).year() <= row.year).unwrap_or(last);
        let act = self.acts.iter().find(|act| act.code == row.act)?;
        let reached = reached_by(row);
        let begins_on = reached.later(1).first_day();
        Some(Expected { sex, born, row, act, age: row.age(sex), reached, begins_on })
    }

    /// The first month of birth of those of this sex who retire after that day: who was born before
    /// it retires on that day or earlier.
    pub fn born_from(&self, sex: Sex, day: NaiveDate) -> Month {
        let first = Month::of(day).later(-AGE_YEARS_MAX * MONTHS);
        let mut months = (0..=AGE_YEARS_MAX * MONTHS).map(|n| first.later(n));
        let after = |born: &Month| self.of_month(sex, *born).is_some_and(|it| it.begins_on > day);
        months.find(after).unwrap_or(Month::of(day))
    }
}
