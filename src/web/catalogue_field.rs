//! One place of the record as controls of a form, made from the catalogue, and what was typed into
//! them as a new entry. All there is to know of the catalogue's kinds in a form is in this file.

use std::collections::BTreeMap;

use hoso_events::{
    catalogue::{Kind, Precision, catalogue},
    dossier::{DossierRefusal, NewEntry},
    entry::{FieldCode, Slot, Value},
};
use maud::{Markup, html};

use super::{
    forms::{Control, Errors, Field, Typed},
    tell::Words,
    visit::View,
};
use crate::{app::Refusal, sentences::Lang};

/// The most codes a list offers; of longer ones the code or the name is typed.
const OFFERED_MAX: usize = 200;

/// The name of a place's control; of a column's, with the column.
pub fn name(slot: &Slot, column: Option<&str>) -> String {
    match column {
        None => format!("m.{slot}"),
        Some(column) => format!("m.{slot}.{column}"),
    }
}

/// The name of the box that takes a row away.
pub fn gone_name(slot: &Slot) -> String {
    format!("bo.{slot}")
}

/// The name under which a control's first content comes along: what was left as it stood is not said
/// again, whatever was recorded since, and the form sent twice says the same.
fn first_name(name: &str) -> String {
    format!("cu.{name}")
}

/// Whether it can be typed: files are handed in elsewhere.
fn is_typed(kind: &Kind) -> bool {
    !matches!(kind, Kind::File)
}

/// The columns of a place that are typed; one without a name for a single field.
fn columns(slot: &Slot) -> Vec<Option<String>> {
    let code = slot.field.as_str();
    match catalogue().table(code) {
        Some(table) => {
            let typed = table.columns.iter().filter(|column| is_typed(&column.kind));
            typed.map(|column| Some(column.code.to_string())).collect()
        }
        None => {
            let typed = catalogue().kind(code, None).is_ok_and(is_typed);
            typed.then_some(None).into_iter().collect()
        }
    }
}

/// The stored text of a place or column.
fn stored<'a>(value: Option<&'a Value>, column: Option<&str>) -> &'a str {
    match (value, column) {
        (Some(Value::Single(text)), None) => text,
        (Some(Value::Row(columns)), Some(column)) => {
            columns.get(column).map(String::as_str).unwrap_or_default()
        }
        _ => "",
    }
}

/// What stands in the control of a stored text: a code where one chooses, otherwise as it is read.
fn shown(view: &View, slot: &Slot, column: Option<&str>, text: &str) -> String {
    let kind = catalogue().kind(slot.field.as_str(), column);
    match kind {
        _ if text.is_empty() => String::new(),
        Ok(kind) if offered(view.words, kind).is_some() => text.to_owned(),
        Ok(Kind::Code { .. } | Kind::Codes { .. } | Kind::PersonId) => text.to_owned(),
        Ok(Kind::Reference) => view.words.cell(slot.field.as_str(), column, text, view.units()),
        _ => catalogue().display(slot.field.as_str(), column, text, view.words.0),
    }
}

/// The codes to choose from, where they are few enough.
fn offered(words: Words, kind: &Kind) -> Option<Vec<(String, String)>> {
    match kind {
        Kind::Boolean => {
            Some(["true", "false"].map(|code| (code.to_owned(), yes_or_no(words, code))).to_vec())
        }
        Kind::Code { list } => {
            let list = catalogue().code_list(list)?;
            let label = |item: &hoso_events::catalogue::CodeItem| match words.0 {
                Lang::Vi => item.label_vi.clone(),
                Lang::En => item.label_en.clone(),
            };
            let few = list.other_codes.is_none() && list.items.len() <= OFFERED_MAX;
            few.then(|| list.items.iter().map(|item| (item.code.clone(), label(item))).collect())
        }
        _ => None,
    }
}

fn yes_or_no(words: Words, code: &str) -> String {
    words.say(if code == "true" { "page-clerk-yes" } else { "page-clerk-no" })
}

/// How it is written.
fn hint(words: Words, kind: &Kind) -> Option<String> {
    let key = match kind {
        Kind::Date { least: Precision::Day, .. } => "page-clerk-hint-day",
        Kind::Date { .. } => "page-clerk-hint-date",
        Kind::Year => "page-clerk-hint-year",
        Kind::Code { .. } => "page-clerk-hint-code",
        Kind::Codes { .. } => "page-clerk-hint-codes",
        Kind::Decimal { .. } | Kind::Coefficient => "page-clerk-hint-decimal",
        Kind::Money => "page-clerk-hint-money",
        Kind::Reference => "page-clerk-hint-unit",
        _ => return kind.unit().map(str::to_owned),
    };
    Some(words.say(key))
}

fn control(kind: &Kind) -> Control {
    let numeric = Control { inputmode: "numeric", size: Some(18), ..Control::default() };
    match kind {
        Kind::Text { max_chars } => Control { chars_max: Some(*max_chars), ..Control::default() },
        Kind::Decimal { .. } | Kind::Coefficient => Control { inputmode: "decimal", ..numeric },
        Kind::Date { .. }
        | Kind::Year
        | Kind::Integer { .. }
        | Kind::Money
        | Kind::PersonId
        | Kind::OldId => numeric,
        _ => Control::default(),
    }
}

/// The controls of one place: what was typed when the form is shown again, else what it holds.
pub fn controls(
    view: &View,
    slot: &Slot,
    value: Option<&Value>,
    typed: &Typed,
    errors: &Errors,
) -> Markup {
    let again = !errors.is_empty();
    html! {
        @for column in columns(slot) {
            @let column = column.as_deref();
            @let name = name(slot, column);
            @let held = shown(view, slot, column, stored(value, column));
            @let first = first_name(&name);
            @let (text, held) = match again {
                true => (typed.text(&name), typed.text(&first)),
                false => (held.as_str(), held.as_str()),
            };
            @if !held.is_empty() { input type="hidden" name=(first) value=(held); }
            (one(view.words, slot, column, (&name, text, errors.of(&name))))
        }
    }
}

fn one(
    words: Words,
    slot: &Slot,
    column: Option<&str>,
    (name, text, error): (&str, &str, Option<&str>),
) -> Markup {
    let code = slot.field.as_str();
    let Ok(kind) = catalogue().kind(code, column) else { return html! {} };
    let label = match column {
        Some(column) => catalogue().column_label(code, column, words.0).to_owned(),
        None => words.field(code),
    };
    let options = offered(words, kind);
    let hint = if options.is_some() { None } else { hint(words, kind) };
    let field = Field { name, label, hint, value: text, error };
    match options {
        Some(options) => field.choice(Some(&words.say("page-clerk-nothing-chosen")), &options),
        None => field.line(control(kind)),
    }
}

/// The entry a place's controls make; none when they were left as they stood, or when something is
/// wrong with them, which is then among the errors.
pub fn read(
    view: &View,
    slot: &Slot,
    value: Option<&Value>,
    typed: &Typed,
    errors: &mut Errors,
) -> Option<NewEntry> {
    if slot.row.is_some() && !typed.text(&gone_name(slot)).is_empty() {
        return Some(NewEntry { slot: slot.clone(), value: None });
    }
    let mut said = BTreeMap::new();
    let mut wrong = false;
    for column in columns(slot) {
        match read_one(view, slot, column.as_deref(), typed) {
            Ok(None) => {}
            Ok(Some(text)) => drop(said.insert(column.unwrap_or_default(), text)),
            Err(told) => {
                errors.at(name(slot, column.as_deref()), told);
                wrong = true;
            }
        }
    }
    if wrong || said.is_empty() {
        return None;
    }
    let value = match slot.row {
        None => said.into_values().next().filter(|text| !text.is_empty()).map(Value::Single),
        Some(_) => row(value, said),
    };
    Some(NewEntry { slot: slot.clone(), value })
}

/// The row with what was typed; the columns that were left as they stood stay as they are.
fn row(value: Option<&Value>, said: BTreeMap<String, String>) -> Option<Value> {
    let mut columns = match value {
        Some(Value::Row(columns)) => columns.clone(),
        _ => BTreeMap::new(),
    };
    for (column, text) in said {
        let Ok(code) = FieldCode::parse(&column) else { continue };
        if text.is_empty() {
            columns.remove(&code)
        } else {
            columns.insert(code, text)
        };
    }
    (!columns.is_empty()).then_some(Value::Row(columns))
}

/// The stored text of what was typed, blank for what was emptied; none for what was left as it
/// stood.
fn read_one(
    view: &View,
    slot: &Slot,
    column: Option<&str>,
    typed: &Typed,
) -> Result<Option<String>, String> {
    let name = name(slot, column);
    let text = typed.text(&name);
    if text == typed.text(&first_name(&name)) {
        return Ok(None);
    }
    if text.is_empty() {
        return Ok(Some(String::new()));
    }
    let code = slot.field.as_str();
    if matches!(catalogue().kind(code, column), Ok(Kind::Reference)) {
        let named = || view.units().iter().find(|unit| unit.name.as_str() == text);
        if let Some(unit) = view.units().by_code(text).or_else(named) {
            return Ok(Some(unit.id.to_string()));
        }
    }
    catalogue().read(code, column, text).map(Some).map_err(|error| {
        let told = view.words.obstacle(&Refusal::from(DossierRefusal::Field(error)));
        let label = match column {
            Some(column) => catalogue().column_label(code, column, view.words.0).to_owned(),
            None => view.words.field(code),
        };
        format!("{label}: {told}")
    })
}
