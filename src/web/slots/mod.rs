//! A place of the record in a form: which questions of the catalogue it is, what they are called
//! there, and what stands in them at first. How they look is in `controls`, what was typed into
//! them in `typed`.

mod controls;
mod typed;

use hoso_events::{
    catalogue::{Column, Kind, Lang, Required, catalogue},
    entry::{FieldCode, Slot, Value},
    unit::UnitTree,
};

pub use self::{
    controls::{controls, day},
    typed::{day_text, named, read, text_wrong, whole_day},
};
use super::tell::Words;
use crate::sentences::UnitNames;

/// The parts of a date, in the order people write them.
const DAY_PARTS: [(&str, &str, u8); 3] =
    [("ngay", "page-slot-day", 2), ("thang", "page-slot-month", 2), ("nam", "page-slot-year", 4)];

/// One question of a form: a field, or one column of a row.
struct Question {
    name: String,
    column: Option<&'static FieldCode>,
    kind: &'static Kind,
    label: String,
    optional: bool,
    /// Where the paper form asks it.
    items: &'static [String],
}

impl Question {
    fn column(&self) -> Option<&'static str> {
        self.column.map(FieldCode::as_str)
    }

    /// The names of its controls.
    fn names(&self) -> Vec<String> {
        match self.kind {
            Kind::Date { .. } => {
                DAY_PARTS.iter().map(|(part, ..)| format!("{}.{part}", self.name)).collect()
            }
            _ => vec![self.name.clone()],
        }
    }
}

/// What the questions of a form are asked with.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    pub words: Words,
    /// The units that can be meant.
    pub units: &'a UnitTree,
    /// What those are called that a value refers to: also such as cannot be meant here.
    pub names: UnitNames<'a>,
    /// Whether one answers for oneself: then the browser may know the answer.
    pub own: bool,
    /// Whether what may stay empty says so.
    pub marks_optional: bool,
}

/// The questions of a place that are answered by typing; a file is handed in otherwise.
fn questions(words: Words, slot: &Slot) -> Vec<Question> {
    let code = slot.field.as_str();
    let mut questions = match catalogue().field(code) {
        Some(field) => vec![Question {
            name: slot.to_string(),
            column: None,
            kind: &field.kind,
            label: words.field(code),
            optional: field.required != Required::Always,
            items: &field.form_items,
        }],
        None => {
            let question = |column: &'static Column| Question {
                name: format!("{slot}.{}", column.code),
                column: Some(&column.code),
                kind: &column.kind,
                label: (if words.0 == Lang::Vi { &column.label_vi } else { &column.label_en })
                    .clone(),
                optional: !column.required,
                items: &[],
            };
            let columns = catalogue().table(code).map(|table| table.columns.as_slice());
            columns.unwrap_or_default().iter().map(question).collect()
        }
    };
    questions.retain(|question| *question.kind != Kind::File);
    questions
}

/// The name of the control a refusal of a slot points at.
pub fn name_of(slot: &Slot) -> String {
    match (slot.row, catalogue().table(slot.field.as_str())) {
        (Some(_), Some(table)) => match table.columns.first() {
            Some(column) => format!("{slot}.{}", column.code),
            None => slot.to_string(),
        },
        _ => slot.to_string(),
    }
}

/// The name of the box that takes a row away.
pub fn gone_name(slot: &Slot) -> String {
    format!("bo.{slot}")
}

/// The name under which a control's first content comes along. What was left as it stood is not
/// said again, whatever was recorded since, and the form sent twice says the same.
fn first_name(name: &str) -> String {
    format!("cu.{name}")
}

/// The names a place has in a form.
pub fn names(words: Words, slot: &Slot) -> Vec<String> {
    let names = questions(words, slot).into_iter().flat_map(|question| question.names());
    names.flat_map(|name| [first_name(&name), name]).collect()
}

/// What a form over a place begins with: what stands in its controls, each with its first content.
pub fn shown(asking: Asking<'_>, slot: &Slot, value: Option<&Value>) -> Vec<(String, String)> {
    let stands = standing(asking, slot, value);
    stands
        .into_iter()
        .flat_map(|(name, text)| [(first_name(&name), text.clone()), (name, text)])
        .collect()
}

/// What stands in the controls of a place that holds a value.
fn standing(asking: Asking<'_>, slot: &Slot, value: Option<&Value>) -> Vec<(String, String)> {
    let mut pairs = vec![];
    for question in questions(asking.words, slot) {
        let stored = stored_in(value, question.column()).unwrap_or_default();
        match question.kind {
            Kind::Date { .. } => {
                let mut parts = stored.split('-').rev().collect::<Vec<_>>();
                while parts.len() < DAY_PARTS.len() {
                    parts.insert(0, "");
                }
                let parts = parts.into_iter().map(str::to_owned);
                pairs.extend(question.names().into_iter().zip(parts));
            }
            _ => pairs.push((question.name.clone(), written(asking, slot, &question, stored))),
        }
    }
    pairs
}

fn stored_in<'a>(value: Option<&'a Value>, column: Option<&str>) -> Option<&'a str> {
    match (value?, column) {
        (Value::Single(text), None) => Some(text),
        (Value::Row(columns), Some(column)) => columns.get(column).map(String::as_str),
        (Value::Single(_), Some(_)) | (Value::Row(_), None) => None,
    }
}

/// A stored text as one would type it.
fn written(asking: Asking<'_>, slot: &Slot, question: &Question, stored: &str) -> String {
    let field = slot.field.as_str();
    match question.kind {
        _ if stored.is_empty() => String::new(),
        Kind::Decimal { .. } | Kind::Coefficient | Kind::Money => {
            catalogue().display(field, question.column(), stored, asking.words.0)
        }
        Kind::Reference => asking.words.cell(field, question.column(), stored, asking.names),
        _ => stored.to_owned(),
    }
}
