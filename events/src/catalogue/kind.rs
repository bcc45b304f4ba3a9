//! What may be typed into a field: each kind reads a text into its stored form and shows it again.

use std::collections::BTreeMap;

use super::{
    Lang,
    codes::{CodeList, plain},
    number::{decimal_text, decimal_units, dong, grouped},
    partial_date::{PartialDate, PartialDateError, Precision},
    problem::Problem,
};
use crate::values::{PersonName, TextError, tidy_text};

/// The kind of a field or column, with its limits. Bounds of decimals are in units of 10^-scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Free text, stored tidy.
    Text { max_chars: usize },
    /// A person's name.
    PersonName,
    /// A date, known at least this well; `past` when it cannot lie in the future.
    Date { least: Precision, past: bool },
    /// A year and nothing more.
    Year,
    /// One code of a list.
    Code { list: String },
    /// Several codes of a list, stored with commas between, each once.
    Codes { list: String },
    /// A whole number.
    Integer { min: i64, max: i64, unit: Option<String> },
    /// A number with a fixed count of decimals, stored with a point: `2.34`.
    Decimal { scale: u32, min: i64, max: i64, unit: Option<String> },
    /// A salary coefficient, 1.00 to 10.00.
    Coefficient,
    /// An amount in đồng.
    Money,
    /// `true` or `false`.
    Boolean,
    /// A personal id, twelve digits.
    PersonId,
    /// An old identity card number, nine digits.
    OldId,
    /// Digits, or letters and digits, of one of these lengths.
    Number { lengths: Vec<usize>, letters: bool },
    /// A phone number: `0` and nine digits, or `+` and 8 to 15 digits for one abroad.
    Phone,
    /// An email address.
    Email,
    /// A unit's id, or its name when it is outside the province.
    Reference,
    /// A file kept by its SHA-256.
    File,
}

/// The most đồng an amount may hold.
pub const MONEY_MAX: i64 = 999_999_999_999;
/// The bounds of a salary coefficient, in hundredths.
const COEFFICIENT: (i64, i64) = (100, 1000);
/// The most codes in one list of codes.
const CODES_MAX: usize = 20;
const REFERENCE_CHARS_MAX: usize = 200;
const EMAIL_CHARS_MAX: usize = 254;

impl Kind {
    /// Reads what a person typed into the stored form.
    pub fn read(&self, lists: &BTreeMap<String, CodeList>, typed: &str) -> Result<String, Problem> {
        let max_chars = match self {
            Self::Text { max_chars } => *max_chars,
            Self::Reference => REFERENCE_CHARS_MAX,
            Self::PersonName => PersonName::CHARS_MAX,
            Self::Email => EMAIL_CHARS_MAX,
            _ => 500,
        };
        let text = tidy_text(typed, max_chars).map_err(|error| match error {
            TextError::Blank => Problem::Required,
            TextError::TooLong { actual, max } => Problem::TooLong { actual, max },
            TextError::Invisible => Problem::Invisible,
        })?;
        match self {
            Self::Text { .. } => Ok(text),
            Self::PersonName => read_name(text),
            Self::Date { least, .. } => read_date(&text, *least),
            Self::Year => match PartialDate::parse(&text) {
                Ok(date) if date.precision() == Precision::Year => Ok(date.to_string()),
                Err(PartialDateError::Unreal) => Err(Problem::DateUnreal),
                _ => Err(Problem::Format { example: "1979" }),
            },
            Self::Code { list } => read_code(lists, list, &text),
            Self::Codes { list } => read_codes(lists, list, &text),
            Self::Integer { min, max, unit } => {
                let bare = unit.as_ref().and_then(|unit| text.strip_suffix(unit.as_str()));
                let number = read_integer(bare.unwrap_or(&text).trim())?;
                within(number, *min, *max, 0)
            }
            Self::Decimal { scale, min, max, .. } => {
                let units = decimal_units(&text, *scale).ok_or(Problem::NotANumber)?;
                within(units, *min, *max, *scale)
            }
            Self::Coefficient => {
                let units = decimal_units(&text, 2).ok_or(Problem::NotANumber)?;
                let (min, max) = COEFFICIENT;
                within(units, min, max, 2).map_err(|_out_of_range| Problem::Coefficient {
                    min: decimal_text(min, 2),
                    max: decimal_text(max, 2),
                })
            }
            Self::Money => within(dong(&text).ok_or(Problem::NotANumber)?, 0, MONEY_MAX, 0),
            Self::Boolean => match &*plain(&text) {
                "true" | "co" | "yes" | "x" | "1" | "dung" => Ok("true".to_owned()),
                "false" | "khong" | "no" | "0" | "sai" => Ok("false".to_owned()),
                _ => Err(Problem::NotYesOrNo),
            },
            Self::PersonId => digits(&text, &[12]).ok_or(Problem::PersonId),
            Self::OldId => digits(&text, &[9]).ok_or(Problem::OldId),
            Self::Number { lengths, letters: false } => {
                digits(&text, lengths).ok_or(Problem::Format { example: "7912345678" })
            }
            Self::Number { lengths, letters: true } => letters_and_digits(&text, lengths)
                .ok_or(Problem::Format { example: "GD4797912345678" }),
            Self::Phone => read_phone(&text).ok_or(Problem::Phone),
            Self::Email => read_email(&text).ok_or(Problem::Email),
            Self::Reference => Ok(uuid::Uuid::try_parse(&text)
                .map(|unit| unit.hyphenated().to_string())
                .unwrap_or(text)),
            Self::File => {
                let sum = text.to_ascii_lowercase();
                let hex = sum.len() == 64 && sum.bytes().all(|b| b.is_ascii_hexdigit());
                if hex { Ok(sum) } else { Err(Problem::Format { example: "sha256" }) }
            }
        }
    }

    /// Shows a stored value to a reader; a text the kind does not know is shown as it is.
    pub fn display(
        &self,
        lists: &BTreeMap<String, CodeList>,
        canonical: &str,
        lang: Lang,
    ) -> String {
        match self {
            Self::Date { .. } | Self::Year => PartialDate::parse(canonical)
                .map_or_else(|_unread| canonical.to_owned(), |date| date.for_reading()),
            Self::Code { list } => label(lists, list, canonical, lang),
            Self::Codes { list } => canonical
                .split(',')
                .map(|code| label(lists, list, code, lang))
                .collect::<Vec<_>>()
                .join("; "),
            Self::Decimal { .. } | Self::Coefficient => match lang {
                Lang::Vi => canonical.replace('.', ","),
                Lang::En => canonical.to_owned(),
            },
            Self::Money if canonical.bytes().all(|b| b.is_ascii_digit()) => {
                grouped(canonical, if lang == Lang::Vi { '.' } else { ',' })
            }
            Self::Boolean => match (canonical, lang) {
                ("true", Lang::Vi) => "Có".to_owned(),
                ("true", Lang::En) => "Yes".to_owned(),
                ("false", Lang::Vi) => "Không".to_owned(),
                ("false", Lang::En) => "No".to_owned(),
                _ => canonical.to_owned(),
            },
            _ => canonical.to_owned(),
        }
    }

    /// The code list it draws on, if any.
    pub fn list(&self) -> Option<&str> {
        match self {
            Self::Code { list } | Self::Codes { list } => Some(list),
            _ => None,
        }
    }

    /// The unit a number is in, if any.
    pub fn unit(&self) -> Option<&str> {
        match self {
            Self::Integer { unit, .. } | Self::Decimal { unit, .. } => unit.as_deref(),
            Self::Money => Some("đ"),
            _ => None,
        }
    }
}

fn read_name(text: String) -> Result<String, Problem> {
    let part = |c: char| c.is_alphabetic() || matches!(c, ' ' | '\'' | '’' | '-');
    let combining = unicode_normalization::char::is_combining_mark;
    let named = text.chars().any(char::is_alphabetic);
    if named && text.chars().all(|c| part(c) || combining(c)) {
        Ok(text)
    } else {
        Err(Problem::NameCharset)
    }
}

fn read_date(text: &str, least: Precision) -> Result<String, Problem> {
    match PartialDate::parse(text) {
        Ok(date) if date.precision() < least => Err(Problem::DatePrecision { least }),
        Ok(date) => Ok(date.to_string()),
        Err(PartialDateError::Unreal) => Err(Problem::DateUnreal),
        Err(PartialDateError::Form) => Err(Problem::Format { example: "05/03/1981" }),
    }
}

fn read_code(
    lists: &BTreeMap<String, CodeList>,
    list: &str,
    text: &str,
) -> Result<String, Problem> {
    lists
        .get(list)
        .and_then(|items| items.read(text))
        .ok_or_else(|| Problem::CodeUnknown { list: list.to_owned() })
}

fn read_codes(
    lists: &BTreeMap<String, CodeList>,
    list: &str,
    text: &str,
) -> Result<String, Problem> {
    let mut codes: Vec<String> = Vec::new();
    for word in text.split([',', ';']).filter(|word| !word.trim().is_empty()) {
        let code = read_code(lists, list, word)?;
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    match codes.len() {
        0 => Err(Problem::Required),
        actual if actual > CODES_MAX => {
            Err(Problem::OutOfRange { min: "1".to_owned(), max: CODES_MAX.to_string() })
        }
        _ => Ok(codes.join(",")),
    }
}

fn read_integer(text: &str) -> Result<i64, Problem> {
    // A point or comma is refused: `1.000` is a thousand to some and one to others.
    decimal_units(text, 0).filter(|_| !text.contains(['.', ','])).ok_or(Problem::NotANumber)
}

fn within(units: i64, min: i64, max: i64, scale: u32) -> Result<String, Problem> {
    if (min..=max).contains(&units) {
        Ok(decimal_text(units, scale))
    } else {
        Err(Problem::OutOfRange { min: decimal_text(min, scale), max: decimal_text(max, scale) })
    }
}

fn without_marks(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect()
}

fn digits(text: &str, lengths: &[usize]) -> Option<String> {
    let bare = without_marks(text);
    let fits = lengths.contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
    fits.then_some(bare)
}

fn letters_and_digits(text: &str, lengths: &[usize]) -> Option<String> {
    let bare = without_marks(text).to_ascii_uppercase();
    let fits = lengths.contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_alphanumeric());
    fits.then_some(bare)
}

fn read_phone(text: &str) -> Option<String> {
    let bare: String = without_marks(text).chars().filter(|c| !matches!(c, '(' | ')')).collect();
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if let Some(home) = bare.strip_prefix("+84") {
        let home = home.strip_prefix('0').unwrap_or(home);
        return (home.len() == 9 && all_digits(home)).then(|| format!("0{home}"));
    }
    let abroad = bare
        .strip_prefix('+')
        .is_some_and(|rest| (8..=15).contains(&rest.len()) && all_digits(rest));
    let home = bare.len() == 10 && bare.starts_with('0') && all_digits(&bare);
    (abroad || home).then_some(bare)
}

fn read_email(text: &str) -> Option<String> {
    let (local, domain) = text.split_once('@')?;
    let domain = domain.to_ascii_lowercase();
    let local_fits = !local.is_empty() && local.bytes().all(|b| b.is_ascii_graphic());
    let label_fits = |label: &str| {
        let end_fits = !label.starts_with('-') && !label.ends_with('-');
        !label.is_empty()
            && end_fits
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let fits = local_fits && domain.contains('.') && domain.split('.').all(label_fits);
    fits.then(|| format!("{local}@{domain}"))
}

fn label(lists: &BTreeMap<String, CodeList>, list: &str, code: &str, lang: Lang) -> String {
    match lists.get(list).and_then(|items| items.find(code)) {
        Some(item) if lang == Lang::Vi => item.label_vi.clone(),
        Some(item) => item.label_en.clone(),
        None => code.to_owned(),
    }
}
