//! Where a value stands in a dossier, and what is said about it.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::ids::RowId;

/// Why a field code or a slot could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a field code: letters a-z, digits and _, at most {max} characters", max = FieldCode::CHARS_MAX)]
pub struct FieldCodeError;

/// The code of a field, a table column or a section, such as `birth_date`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FieldCode(String);

impl FieldCode {
    /// The most characters it may hold.
    pub const CHARS_MAX: usize = 60;

    /// Reads a code; says nothing about whether the catalogue knows it.
    pub fn parse(text: &str) -> Result<Self, FieldCodeError> {
        let fits = !text.is_empty()
            && text.len() <= Self::CHARS_MAX
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if fits { Ok(Self(text.to_owned())) } else { Err(FieldCodeError) }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for FieldCode {
    type Error = FieldCodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<FieldCode> for String {
    fn from(code: FieldCode) -> String {
        code.0
    }
}

impl std::borrow::Borrow<str> for FieldCode {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FieldCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A place for one value: a single field, or one row of a repeating table.
/// Written `birth_date` or `work_history/<row id>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slot {
    /// The field, or the table.
    pub field: FieldCode,
    /// The row, when the field is a table.
    pub row: Option<RowId>,
}

impl Slot {
    /// The slot of a single-value field.
    pub fn single(field: FieldCode) -> Self {
        Self { field, row: None }
    }

    /// The slot of one row of a table.
    pub fn row(table: FieldCode, row: RowId) -> Self {
        Self { field: table, row: Some(row) }
    }
}

impl FromStr for Slot {
    type Err = FieldCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('/') {
            None => FieldCode::parse(text).map(Self::single),
            Some((table, row)) => {
                let row = RowId::parse(row).map_err(|_not_a_row_id| FieldCodeError)?;
                Ok(Self::row(FieldCode::parse(table)?, row))
            }
        }
    }
}

impl TryFrom<String> for Slot {
    type Error = FieldCodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Slot> for String {
    fn from(slot: Slot) -> String {
        slot.to_string()
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row {
            None => self.field.fmt(f),
            Some(row) => write!(f, "{}/{row}", self.field),
        }
    }
}

/// A value in its canonical stored text; the catalogue says what the text means.
/// A date is `1979`, `1998-09` or `1998-09-01`; a decimal `2.34`; a code list its code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// The value of a single field.
    Single(String),
    /// The columns of one table row; a blank column is absent.
    Row(BTreeMap<FieldCode, String>),
}

impl Value {
    /// The text of a single value; `None` for a row.
    pub fn as_single(&self) -> Option<&str> {
        match self {
            Self::Single(text) => Some(text),
            Self::Row(_) => None,
        }
    }
}

/// What was said of one slot: the value from now on, and the value believed before.
/// `value: None` means the field is now empty, or the row is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Which field, or which row of which table.
    pub slot: Slot,
    /// The value said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// The value the record held when this was said, so that nothing hides what was believed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_reads_back_from_its_text() {
        let row = RowId::parse("00000000-0000-7000-8000-000000000001").unwrap();
        for slot in [
            Slot::single(FieldCode::parse("birth_date").unwrap()),
            Slot::row(FieldCode::parse("work_history").unwrap(), row),
        ] {
            assert_eq!(slot.to_string().parse::<Slot>(), Ok(slot));
        }
        assert_eq!("Work History".parse::<Slot>(), Err(FieldCodeError));
        assert_eq!("work_history/7".parse::<Slot>(), Err(FieldCodeError));
    }
}
