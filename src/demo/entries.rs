//! Short ways to write the entries and papers of commands, in the codes of the catalogue.

use chrono::NaiveDate;
use hoso_events::{
    dossier::NewEntry,
    entry::{FieldCode, Slot, Value},
    ids::RowId,
    values::{Issuer, Paper, PaperNumber, Reason},
};

/// A code of the catalogue.
pub(super) fn code(text: &str) -> FieldCode {
    FieldCode::parse(text).expect("the demo names fields by their codes")
}

/// A single field with its value.
pub(super) fn single(field: &str, value: impl Into<String>) -> NewEntry {
    NewEntry { slot: Slot::single(code(field)), value: Some(Value::Single(value.into())) }
}

/// Several single fields.
pub(super) fn singles<const N: usize>(fields: [(&str, String); N]) -> Vec<NewEntry> {
    fields.into_iter().map(|(field, value)| single(field, value)).collect()
}

/// A row of a table.
pub(super) fn row<const N: usize>(
    table: &str,
    id: RowId,
    columns: [(&str, String); N],
) -> NewEntry {
    let columns = columns.into_iter().map(|(column, text)| (code(column), text)).collect();
    NewEntry { slot: Slot::row(code(table), id), value: Some(Value::Row(columns)) }
}

/// The same row with one column said otherwise.
pub(super) fn with_column(entry: &NewEntry, column: &str, text: &str) -> NewEntry {
    let mut entry = entry.clone();
    if let Some(Value::Row(columns)) = &mut entry.value {
        columns.insert(code(column), text.to_owned());
    }
    entry
}

/// A paper.
pub(super) fn paper(number: &str, dated_on: NaiveDate, issuer: &str) -> Paper {
    Paper {
        number: PaperNumber::parse(number).expect("the demo's numbers are short"),
        dated_on,
        issuer: Issuer::parse(issuer).expect("the demo's issuers are short"),
    }
}

/// A reason.
pub(super) fn reason(text: &str) -> Reason {
    Reason::parse(text).expect("the demo's reasons are short")
}

/// The month of a day, as it is stored.
pub(super) fn month(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}

/// The year of a day, as it is stored.
pub(super) fn year(day: NaiveDate) -> String {
    day.format("%Y").to_string()
}
