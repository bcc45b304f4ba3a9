//! Putting right what spreadsheets do to values: lost zeros, serial dates, decimal commas.
//!
//! Only what has one possible meaning is mended. What has two is a problem for a person to settle.

use chrono::NaiveDate;

use super::{
    columns,
    legacy::looks_legacy,
    sheet::{CellValue, ShownDate},
    text::{digits, fold, has_letter, name_from_capitals, tidy},
};

/// What was put right on the way from the cell to the value. When several things were, the one
/// that changes most is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mend {
    /// Spaces at the ends, doubled, or of an odd kind.
    Spaces,
    /// Another name of a code: "ĐH" for "Đại học".
    Alias,
    /// Dots, spaces or dashes inside a number.
    Separators,
    /// A date written in another usual way: "01.04.1969".
    DateForm,
    /// A date kept by the spreadsheet as a number of days.
    SerialDate,
    /// "4,98" for "4.98".
    DecimalComma,
    /// "9/9": the ninth step of nine.
    StepOfSteps,
    /// A name in capitals only.
    UpperCaseName,
    /// A name spread over two columns.
    JoinedName,
    /// A number that lost its leading zero.
    LeadingZero,
    /// A grade kept as a number: 1.003 for "01.003".
    GradeZero,
    /// Not in the list itself: told by the birth column, or by the grade.
    Derived,
}

impl Mend {
    /// Every code; each has a sentence in every language.
    pub const CODES: &[&str] = &[
        "alias",
        "date_form",
        "decimal_comma",
        "derived",
        "grade_zero",
        "joined_name",
        "leading_zero",
        "separators",
        "serial_date",
        "spaces",
        "step_of_steps",
        "upper_case_name",
    ];

    /// The stable code, key of the sentence shown to the user.
    pub fn code(self) -> &'static str {
        match self {
            Self::Spaces => "spaces",
            Self::Alias => "alias",
            Self::Separators => "separators",
            Self::DateForm => "date_form",
            Self::SerialDate => "serial_date",
            Self::DecimalComma => "decimal_comma",
            Self::StepOfSteps => "step_of_steps",
            Self::UpperCaseName => "upper_case_name",
            Self::JoinedName => "joined_name",
            Self::LeadingZero => "leading_zero",
            Self::GradeZero => "grade_zero",
            Self::Derived => "derived",
        }
    }
}

/// A text ready for the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mended {
    pub(super) text: String,
    pub(super) mend: Option<Mend>,
}

impl Mended {
    fn new(text: impl Into<String>, mend: Option<Mend>) -> Option<Self> {
        Some(Self { text: text.into(), mend })
    }
}

/// Digits of a personal id, and of its oldest form that a lost pair of zeros leaves behind.
const ID_DIGITS: usize = 12;
const ID_DIGITS_LEFT_MIN: usize = 10;
/// Digits of a phone number.
const PHONE_DIGITS: usize = 10;
/// Days since 1900 that can be a date in a person's life: 1910 to 2100.
const SERIAL_DAYS: std::ops::RangeInclusive<f64> = 3_654.0..=73_050.0;
/// Years that a bare number can be.
const YEARS: std::ops::RangeInclusive<f64> = 1900.0..=2200.0;
/// What people write into a cell to say that there is nothing.
const BLANKS: &[&str] = &["-", "--", "–", "—", "…", "...", "/"];

/// Reads one cell as its field needs it: `Ok(None)` when it says nothing, else a problem's code.
pub(super) fn mend(field: &str, value: &CellValue) -> Result<Option<Mended>, &'static str> {
    match value {
        CellValue::Failed(_) => Err("cell_error"),
        CellValue::Bool(_) => Err("not_text"),
        CellValue::Text(text) => from_text(field, text),
        CellValue::Number(number) if !number.is_finite() => Err("cell_error"),
        CellValue::Number(number) => Ok(from_number(field, *number)),
        CellValue::Date(date) => from_date(field, *date),
    }
}

fn is_date(field: &str) -> bool {
    matches!(field, columns::BIRTH_DATE | columns::FIRST_RECRUIT)
}

fn from_date(field: &str, date: ShownDate) -> Result<Option<Mended>, &'static str> {
    if !is_date(field) {
        // "6/8" typed as a step becomes a day in June or August: which one, nobody knows.
        return Err("turned_into_date");
    }
    Ok(Mended::new(CellValue::Date(date).shown(), Some(Mend::SerialDate)))
}

fn from_number(field: &str, number: f64) -> Option<Mended> {
    let shown = number.to_string();
    let whole = number.fract() == 0.0;
    let digits = digits(&shown);
    match field {
        columns::PERSONAL_ID if whole && (ID_DIGITS_LEFT_MIN..ID_DIGITS).contains(&digits) => {
            Mended::new(format!("{shown:0>ID_DIGITS$}"), Some(Mend::LeadingZero))
        }
        columns::PHONE if whole && digits == PHONE_DIGITS - 1 => {
            Mended::new(format!("0{shown}"), Some(Mend::LeadingZero))
        }
        columns::GRADE => grade_from_number(number),
        columns::COEFFICIENT => {
            // A binary fraction such as 3.9900000000000002 is 3.99.
            let hundredths = format!("{number:.2}");
            let near = hundredths.parse().is_ok_and(|near: f64| (near - number).abs() < 1e-6);
            Mended::new(if near { hundredths } else { shown }, None)
        }
        _ if is_date(field) && whole && YEARS.contains(&number) => Mended::new(shown, None),
        _ if is_date(field) && whole && SERIAL_DAYS.contains(&number) => {
            // Serial days since 1899-12-30, right from March 1900 on.
            let base = NaiveDate::from_ymd_opt(1899, 12, 30)?;
            let date = base.checked_add_days(chrono::Days::new(number as u64))?;
            Mended::new(CellValue::Date(ShownDate::Day(date)).shown(), Some(Mend::SerialDate))
        }
        _ => Mended::new(shown, None),
    }
}

/// 1.003 is "01.003", 13.09 is "13.090": a grade has three digits behind its dot.
fn grade_from_number(number: f64) -> Option<Mended> {
    let text = format!("{number:.3}");
    let near = text.parse().is_ok_and(|near: f64| (near - number).abs() < 1e-9);
    if !near || number.fract() == 0.0 || !(1.0..100.0).contains(&number) {
        return Mended::new(number.to_string(), None);
    }
    Mended::new(format!("{text:0>6}"), Some(Mend::GradeZero))
}

fn from_text(field: &str, typed: &str) -> Result<Option<Mended>, &'static str> {
    let Some(text) = tidy(typed)? else { return Ok(None) };
    if BLANKS.contains(&text.as_str()) {
        return Ok(None);
    }
    if looks_legacy(&text) {
        return Err("legacy_font");
    }
    let spaces = (text != typed).then_some(Mend::Spaces);
    let mended = match field {
        columns::FULL_NAME => match name_from_capitals(&text) {
            Some(proper) => Mended::new(proper, Some(Mend::UpperCaseName)),
            None => Mended::new(text, None),
        },
        columns::PERSONAL_ID | columns::PHONE => number_text(field, &text)?,
        columns::GRADE => grade_text(&text),
        columns::STEP => step_text(&text),
        columns::COEFFICIENT => match text.contains(',') && !text.contains('.') {
            true => Mended::new(text.replace(',', "."), Some(Mend::DecimalComma)),
            false => Mended::new(text, None),
        },
        _ if is_date(field) => date_text(&text),
        _ => Mended::new(text, None),
    };
    Ok(mended.map(|mended| Mended { mend: mended.mend.or(spaces), ..mended }))
}

/// An id or a phone number without what people put between its digits.
fn number_text(field: &str, text: &str) -> Result<Option<Mended>, &'static str> {
    let exponent = text.split_once(['E', 'e']).is_some_and(|(head, tail)| {
        head.parse::<f64>().is_ok() && tail.trim_start_matches('+').parse::<u8>().is_ok()
    });
    if exponent {
        return Err("digits_lost");
    }
    let bare: String =
        text.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '\'' | '’' | '`')).collect();
    let mend = (bare != text).then_some(Mend::Separators);
    let all_digits = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit());
    let lost_zero = all_digits
        && !bare.starts_with('0')
        && match field {
            columns::PERSONAL_ID => (ID_DIGITS_LEFT_MIN..ID_DIGITS).contains(&bare.len()),
            _ => bare.len() == PHONE_DIGITS - 1,
        };
    Ok(match lost_zero {
        true if field == columns::PERSONAL_ID => {
            Mended::new(format!("{bare:0>ID_DIGITS$}"), Some(Mend::LeadingZero))
        }
        true => Mended::new(format!("0{bare}"), Some(Mend::LeadingZero)),
        false if all_digits || bare.starts_with('+') => Mended::new(bare, mend),
        // Words stay as they were typed, for the user to recognise.
        false => Mended::new(text, None),
    })
}

fn grade_text(text: &str) -> Option<Mended> {
    let one_digit = text.find('.') == Some(1) && text.starts_with(|c: char| c.is_ascii_digit());
    match one_digit {
        true => Mended::new(format!("0{text}"), Some(Mend::GradeZero)),
        false => Mended::new(text, None),
    }
}

/// "9/9" is step 9 of 9; "Bậc 3" is step 3.
fn step_text(text: &str) -> Option<Mended> {
    let folded = fold(text);
    let step = folded.strip_prefix("bac ").unwrap_or(&folded);
    match (text.split_once('/'), step.split_once(' ')) {
        (Some(_), Some((step, of))) => match (step.parse::<u8>(), of.parse::<u8>()) {
            (Ok(step), Ok(of)) if (1..=of).contains(&step) => {
                Mended::new(step.to_string(), Some(Mend::StepOfSteps))
            }
            _ => Mended::new(text, None),
        },
        (None, None) if step.len() < folded.len() && step.parse::<u8>().is_ok() => {
            Mended::new(step, Some(Mend::StepOfSteps))
        }
        _ => Mended::new(text, None),
    }
}

/// Brings the usual ways to write a date to "01/04/1969", "09/2012" or "1979". A day or month that
/// is not known ("00/00/1979") is left out; one that is not there is never made up.
fn date_text(text: &str) -> Option<Mended> {
    let folded = fold(text);
    let words: Vec<&str> =
        folded.split(' ').filter(|word| !matches!(*word, "ngay" | "thang" | "nam")).collect();
    if words.iter().any(|word| has_letter(word)) {
        return Mended::new(text, None);
    }
    let mut numbers: Vec<(u32, usize)> = Vec::new();
    for word in &words {
        match word.parse() {
            Ok(number) => numbers.push((number, word.len())),
            Err(_) => return Mended::new(text, None),
        }
    }
    // A number of days since 1900, as text: no year has five digits.
    if let [(days, 5)] = numbers[..]
        && SERIAL_DAYS.contains(&f64::from(days))
    {
        return from_number(columns::BIRTH_DATE, f64::from(days));
    }
    // A time of midnight behind the date, as some exports add it, says nothing.
    if numbers.len() == 6 && numbers[3..].iter().all(|(number, _)| *number == 0) {
        numbers.truncate(3);
    }
    let form = match numbers[..] {
        [(year, 4)] => format!("{year:04}"),
        [(0, _), (year, 4)] => format!("{year:04}"),
        [(month, 1..=2), (year, 4)] | [(year, 4), (month, 1..=2)] => {
            format!("{month:02}/{year:04}")
        }
        [(0, _), (0, _), (year, 4)] => format!("{year:04}"),
        [(0, _), (month, 1..=2), (year, 4)] => format!("{month:02}/{year:04}"),
        [(day, 1..=2), (month, 1..=2), (year, 4)] | [(year, 4), (month, 1..=2), (day, 1..=2)] => {
            format!("{day:02}/{month:02}/{year:04}")
        }
        // Two digits of a year could be either century.
        _ => return Mended::new(text, None),
    };
    let padded: Vec<String> = text.split('/').map(|part| format!("{part:0>2}")).collect();
    let mend = (padded.join("/") != form).then_some(Mend::DateForm);
    Mended::new(form, mend)
}
