//! Values of fields as people type them, read through the catalogue into their stored form.

use std::collections::BTreeMap;

use hoso_events::{
    catalogue::catalogue,
    dossier::{DossierRefusal, NewEntry},
    entry::{Slot, Value},
    ids::RowId,
};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use super::{
    body::{each, in_pointer},
    sender::Sender,
};
use crate::{
    app::Refusal,
    web::{obstacle::Obstacle, said},
};

/// What a field or row is to say from now on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TypedEntry {
    /// A field (`birth_date`), a row of a table (`work_history/<row id>`), or a table alone for a
    /// new row, whose id then follows from the Idempotency-Key.
    #[schema(example = "birth_date")]
    slot: String,
    /// The value as typed (`5/3/1981`, `2,34`), the columns of a row by code, or null to empty
    /// the field or take the row away.
    #[serde(deserialize_with = "said_or_null")]
    #[schema(required = true)]
    value: Option<TypedValue>,
}

/// A value as typed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum TypedValue {
    Single(String),
    Row(BTreeMap<String, String>),
}

/// Null must be said: a forgotten value does not empty a field.
fn said_or_null<'de, D: Deserializer<'de>>(from: D) -> Result<Option<TypedValue>, D::Error> {
    Option::deserialize(from)
}

/// Reads the entries of a body, or points at every one that does not fit.
pub fn read(sender: &Sender, entries: &[TypedEntry]) -> Result<Vec<NewEntry>, Obstacle> {
    each(entries.iter().enumerate().map(|(place, entry)| {
        let slot = slot(sender, entry, place)?;
        let value = entry.value.as_ref().map(|typed| value(&slot, typed, place)).transpose()?;
        Ok(NewEntry { slot, value })
    }))
}

fn slot(sender: &Sender, entry: &TypedEntry, place: usize) -> Result<Slot, Obstacle> {
    let unknown = || Obstacle::value("field_unknown", format!("/entries/{place}/slot"));
    let slot: Slot = entry.slot.trim().parse().map_err(|_not_a_slot| unknown())?;
    if !catalogue().knows(slot.field.as_str()) {
        return Err(unknown());
    }
    let new_row = slot.row.is_none() && matches!(entry.value, Some(TypedValue::Row(_)));
    if new_row && catalogue().table(slot.field.as_str()).is_some() {
        let row = RowId::from_uuid(sender.id(&format!("row/{place}")));
        return Ok(Slot::row(slot.field, row));
    }
    Ok(slot)
}

fn value(slot: &Slot, typed: &TypedValue, place: usize) -> Result<Value, Obstacle> {
    let field = slot.field.as_str();
    let at = format!("/entries/{place}/value");
    let told = |error, pointer: String| {
        Obstacle::from(Refusal::from(DossierRefusal::Field(error))).at(pointer)
    };
    match typed {
        TypedValue::Single(text) => said::single(field, text).map_err(|error| told(error, at)),
        TypedValue::Row(columns) => {
            let columns = columns.iter().map(|(column, text)| (column.as_str(), text.as_str()));
            said::row(field, columns).map_err(|wrong| {
                let mut each = wrong.into_iter().map(|error| {
                    let column = error.column.clone().unwrap_or_default();
                    told(error, format!("{at}/{}", in_pointer(&column)))
                });
                match each.next() {
                    Some(first) => each.fold(first, Obstacle::and),
                    None => Obstacle::value("not_a_row", at),
                }
            })
        }
    }
}

/// Where the body says a slot, as a JSON pointer; a table matches its first row.
pub fn pointer_to(entries: &[TypedEntry], slot: &Slot) -> Option<String> {
    let said = |entry: &TypedEntry| entry.slot.trim().parse::<Slot>().ok();
    let exact = entries.iter().position(|entry| said(entry).as_ref() == Some(slot));
    let place = exact.or_else(|| {
        entries.iter().position(|entry| said(entry).is_some_and(|said| said.field == slot.field))
    });
    place.map(|place| format!("/entries/{place}/value"))
}
