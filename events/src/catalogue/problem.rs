//! What can be wrong with one value, each with the stable code its sentence is looked up by.

use super::partial_date::Precision;

/// One value that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}{}: {problem}", column.as_ref().map(|c| format!(".{c}")).unwrap_or_default())]
pub struct FieldError {
    /// The field or table.
    pub field: String,
    /// The column, when one column of a row is meant.
    pub column: Option<String>,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The catalogue has no such field or table.
    #[error("the catalogue has no such field")]
    UnknownField,
    /// The table has no such column.
    #[error("the table has no such column")]
    UnknownColumn,
    /// Blank where something must be said.
    #[error("a value is required")]
    Required,
    /// No calendar has this date.
    #[error("no calendar has this date")]
    DateUnreal,
    /// Less of the date is known than this field needs.
    #[error("the date must be known to the {least:?}")]
    DatePrecision { least: Precision },
    /// The code list has no such item.
    #[error("the list {list} has no such item")]
    CodeUnknown { list: String },
    /// Not written as a number.
    #[error("not a number")]
    NotANumber,
    /// A number outside its bounds, which are written as stored.
    #[error("must be between {min} and {max}")]
    OutOfRange { min: String, max: String },
    /// A salary coefficient outside its bounds.
    #[error("a coefficient is between {min} and {max}")]
    Coefficient { min: String, max: String },
    /// More characters than the bound allows.
    #[error("has {actual} characters, at most {max} are allowed")]
    TooLong { actual: usize, max: usize },
    /// Holds a character nobody can see.
    #[error("holds an invisible character")]
    Invisible,
    /// A personal id is not twelve digits.
    #[error("a personal id has twelve digits")]
    PersonId,
    /// An old identity card number is not nine digits.
    #[error("an old identity card number has nine digits")]
    OldId,
    /// Not a phone number.
    #[error("a phone number has ten digits and starts with 0")]
    Phone,
    /// Not an email address.
    #[error("not an email address")]
    Email,
    /// A name holds something other than letters, spaces, apostrophes and hyphens.
    #[error("a name holds letters, spaces, apostrophes and hyphens")]
    NameCharset,
    /// Not a yes or a no.
    #[error("not a yes or a no")]
    NotYesOrNo,
    /// Written otherwise than the example.
    #[error("write it as {example}")]
    Format { example: &'static str },
    /// Right, but not in the form that is stored.
    #[error("the stored form is {expected}")]
    NotCanonical { expected: String },
    /// A single value was given where the table needs a row, or a row has no id.
    #[error("a row of the table is needed")]
    NotARow,
    /// A row was given where the field holds a single value.
    #[error("a single value is needed")]
    NotASingleValue,
}

impl Problem {
    /// Every code a problem can have; each has a sentence in every language.
    pub const CODES: &[&str] = &[
        "field_unknown",
        "column_unknown",
        "required",
        "date_unreal",
        "date_missing_part",
        "code_unknown",
        "not_a_number",
        "out_of_range",
        "money_coef",
        "too_long",
        "control_char",
        "cccd_format",
        "old_id_format",
        "phone_format",
        "email_format",
        "name_charset",
        "not_yes_or_no",
        "format",
        "not_canonical",
        "not_a_row",
        "not_a_single_value",
    ];

    /// The stable code, key of the sentence shown to the user.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownField => "field_unknown",
            Self::UnknownColumn => "column_unknown",
            Self::Required => "required",
            Self::DateUnreal => "date_unreal",
            Self::DatePrecision { .. } => "date_missing_part",
            Self::CodeUnknown { .. } => "code_unknown",
            Self::NotANumber => "not_a_number",
            Self::OutOfRange { .. } => "out_of_range",
            Self::Coefficient { .. } => "money_coef",
            Self::TooLong { .. } => "too_long",
            Self::Invisible => "control_char",
            Self::PersonId => "cccd_format",
            Self::OldId => "old_id_format",
            Self::Phone => "phone_format",
            Self::Email => "email_format",
            Self::NameCharset => "name_charset",
            Self::NotYesOrNo => "not_yes_or_no",
            Self::Format { .. } => "format",
            Self::NotCanonical { .. } => "not_canonical",
            Self::NotARow => "not_a_row",
            Self::NotASingleValue => "not_a_single_value",
        }
    }
}
