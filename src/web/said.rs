//! What people type, read through the catalogue into its stored form: one door for the pages and
//! the interface.

use std::collections::BTreeMap;

use hoso_events::{
    catalogue::{FieldError, Problem, catalogue},
    entry::{FieldCode, Value},
    ids::AccountId,
};
use uuid::Uuid;

/// The name space of ids made from a sender's key.
const FROM_KEY: Uuid = Uuid::from_u128(0x9b1d_6f0c_52e4_4a3e_8d77_686f_736f_0001);

/// An id that follows from who sends and the key: a request sent again names the same thing.
pub fn id_from(account: AccountId, key: &str, what: &str) -> Uuid {
    Uuid::new_v5(&FROM_KEY, format!("{account}/{key}/{what}").as_bytes())
}

/// A single value.
pub fn single(field: &str, typed: &str) -> Result<Value, FieldError> {
    catalogue().read(field, None, typed).map(Value::Single)
}

/// A row, from its columns as typed: a blank column is an absent one. Every column that does not
/// fit is told.
pub fn row<'a>(
    table: &str,
    columns: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Value, Vec<FieldError>> {
    let (mut row, mut wrong) = (BTreeMap::new(), vec![]);
    for (column, text) in columns.into_iter().filter(|(_column, text)| !text.trim().is_empty()) {
        let read = catalogue().read(table, Some(column), text);
        match read.and_then(|stored| Ok((code(table, column)?, stored))) {
            Ok((code, stored)) => drop(row.insert(code, stored)),
            Err(error) => wrong.push(error),
        }
    }
    if wrong.is_empty() { Ok(Value::Row(row)) } else { Err(wrong) }
}

fn code(table: &str, column: &str) -> Result<FieldCode, FieldError> {
    FieldCode::parse(column).map_err(|_not_a_code| FieldError {
        field: table.to_owned(),
        column: Some(column.to_owned()),
        problem: Problem::UnknownColumn,
    })
}
