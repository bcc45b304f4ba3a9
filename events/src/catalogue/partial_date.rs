//! A date as well as it is known: a year, a year and month, or a full day. Nothing is made up.

use std::{fmt, str::FromStr};

use chrono::{Datelike as _, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::codes::plain;

/// How much of a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// The year alone.
    Year,
    /// The year and the month.
    Month,
    /// The full day.
    Day,
}

/// Why a text was not taken as a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PartialDateError {
    /// Not written as a date, or with a year of two digits.
    #[error("not written as a day, a month and year, or a year")]
    Form,
    /// Written as a date that no calendar has, such as 31/02/2023, or outside the years we keep.
    #[error("no calendar has this date")]
    Unreal,
}

/// A date of which the day, or the day and month, may be unknown. Old dossiers hold many.
///
/// Written `1979`, `1998-09` or `1998-09-01`. Two such dates have no natural order: 1998 is neither
/// before nor after 9/1998. Use [`PartialDate::certainly_before`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    earliest: NaiveDate,
    latest: NaiveDate,
    precision: Precision,
}

impl PartialDate {
    /// The first year taken.
    pub const YEAR_MIN: i32 = 1900;
    /// The last year taken.
    pub const YEAR_MAX: i32 = 2100;

    /// A day that is fully known.
    pub fn from_day(day: NaiveDate) -> Self {
        Self { earliest: day, latest: day, precision: Precision::Day }
    }

    /// Reads the stored form, or what people write: `9/1998`, `09-1998`, `05.03.1981`, `1979`,
    /// `ngày 5 tháng 3 năm 1981`.
    pub fn parse(text: &str) -> Result<Self, PartialDateError> {
        let parts = parts(text).ok_or(PartialDateError::Form)?;
        match parts.as_slice() {
            [(4, year)] => Self::of_year(*year),
            [(1 | 2, month), (4, year)] | [(4, year), (1 | 2, month)] => {
                Self::of_month(*year, *month)
            }
            [(1 | 2, day), (1 | 2, month), (4, year)]
            | [(4, year), (1 | 2, month), (1 | 2, day)] => Self::of_day(*year, *month, *day),
            _ => Err(PartialDateError::Form),
        }
    }

    /// How much is known.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// The year, which is always known.
    pub fn year(&self) -> i32 {
        self.earliest.year()
    }

    /// The first day it could have been.
    pub fn earliest(&self) -> NaiveDate {
        self.earliest
    }

    /// The last day it could have been.
    pub fn latest(&self) -> NaiveDate {
        self.latest
    }

    /// Whether this date is before the other one whatever the unknown days are.
    pub fn certainly_before(&self, other: &Self) -> bool {
        self.latest < other.earliest
    }

    /// As people in Vietnam read it: `1979`, `09/1998`, `01/09/1998`.
    pub fn for_reading(&self) -> String {
        let pattern = match self.precision {
            Precision::Year => "%Y",
            Precision::Month => "%m/%Y",
            Precision::Day => "%d/%m/%Y",
        };
        self.earliest.format(pattern).to_string()
    }

    fn of_year(year: u32) -> Result<Self, PartialDateError> {
        let (earliest, latest) = (real(year, 1, 1)?, real(year, 12, 31)?);
        Ok(Self { earliest, latest, precision: Precision::Year })
    }

    fn of_month(year: u32, month: u32) -> Result<Self, PartialDateError> {
        let earliest = real(year, month, 1)?;
        let latest = earliest
            .checked_add_months(Months::new(1))
            .and_then(|next| next.pred_opt())
            .ok_or(PartialDateError::Unreal)?;
        Ok(Self { earliest, latest, precision: Precision::Month })
    }

    fn of_day(year: u32, month: u32, day: u32) -> Result<Self, PartialDateError> {
        real(year, month, day).map(Self::from_day)
    }
}

/// The digits between the separators, each with how many digits were written; the words ngày,
/// tháng and năm count as separators.
fn parts(text: &str) -> Option<Vec<(usize, u32)>> {
    let text = text.trim();
    let ends_in_digit = text.ends_with(|c: char| c.is_ascii_digit());
    let starts_well = text.starts_with(|c: char| c.is_ascii_digit() || c.is_alphabetic());
    if !ends_in_digit || !starts_well || text.chars().count() > 40 {
        return None;
    }
    let separator = |c: char| c.is_whitespace() || matches!(c, '/' | '-' | '.' | ',');
    text.split(separator)
        .filter(|word| !word.is_empty() && !matches!(&*plain(word), "ngay" | "thang" | "nam"))
        .map(|word| {
            let digits = word.bytes().all(|b| b.is_ascii_digit()) && word.len() <= 4;
            if digits { word.parse().ok().map(|number| (word.len(), number)) } else { None }
        })
        .collect()
}

fn real(year: u32, month: u32, day: u32) -> Result<NaiveDate, PartialDateError> {
    i32::try_from(year)
        .ok()
        .filter(|year| (PartialDate::YEAR_MIN..=PartialDate::YEAR_MAX).contains(year))
        .and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
        .ok_or(PartialDateError::Unreal)
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pattern = match self.precision {
            Precision::Year => "%Y",
            Precision::Month => "%Y-%m",
            Precision::Day => "%Y-%m-%d",
        };
        self.earliest.format(pattern).fmt(f)
    }
}

impl FromStr for PartialDate {
    type Err = PartialDateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for PartialDate {
    type Error = PartialDateError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> String {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stored(text: &str) -> Result<String, PartialDateError> {
        PartialDate::parse(text).map(|date| date.to_string())
    }

    #[test]
    fn a_date_is_read_as_people_write_it_and_kept_as_well_as_it_is_known() {
        for (typed, expected) in [
            ("1979", "1979"),
            ("năm 1979", "1979"),
            ("9/1998", "1998-09"),
            ("09-1998", "1998-09"),
            ("1998-09", "1998-09"),
            ("tháng 9 năm 1998", "1998-09"),
            ("1998-09-01", "1998-09-01"),
            ("05.03.1981", "1981-03-05"),
            ("5/3/1981", "1981-03-05"),
            (" 05 / 03 / 1981 ", "1981-03-05"),
            ("ngày 5 tháng 3 năm 1981", "1981-03-05"),
            ("29/02/2024", "2024-02-29"),
        ] {
            assert_eq!(stored(typed).as_deref(), Ok(expected), "{typed}");
        }
    }

    #[test]
    fn a_day_no_calendar_has_is_refused() {
        for typed in ["31/02/2023", "29/02/2023", "13/1998", "00/1998", "0000", "1/1/1899", "2101"]
        {
            assert_eq!(stored(typed), Err(PartialDateError::Unreal), "{typed}");
        }
    }

    #[test]
    fn what_is_not_written_as_a_date_is_refused() {
        for typed in ["", "33461", "5/3/81", "hôm qua", "-1979", "1979-", "1/2/3/1979", "٢٠٢٤"]
        {
            assert_eq!(stored(typed), Err(PartialDateError::Form), "{typed}");
        }
    }

    #[test]
    fn a_year_spans_all_its_days_and_is_before_another_date_only_when_that_is_certain() {
        let [year, month, day] =
            ["1998", "1998-09", "1999-01-01"].map(|text| PartialDate::parse(text).unwrap());
        assert_eq!(month.latest(), NaiveDate::from_ymd_opt(1998, 9, 30).unwrap());
        assert!(year.certainly_before(&day) && month.certainly_before(&day));
        assert!(!year.certainly_before(&month) && !month.certainly_before(&year));
    }

    proptest! {
        #[test]
        fn the_stored_form_reads_back_as_itself(y in 1900u32..2101, m in 1u32..13, d in 1u32..32) {
            for typed in [format!("{y}"), format!("{m}/{y}"), format!("{d}.{m}.{y}")] {
                if let Ok(date) = PartialDate::parse(&typed) {
                    prop_assert_eq!(PartialDate::parse(&date.to_string()), Ok(date));
                    prop_assert_eq!(PartialDate::parse(&date.for_reading()), Ok(date));
                    prop_assert!(date.earliest() <= date.latest());
                }
            }
        }
    }
}
