//! What was typed into the controls of a place, as a new entry; and the sentences for what is wrong
//! with it, the same on every page.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use hoso_events::{
    catalogue::{Kind, PartialDate, PartialDateError, Precision, catalogue},
    dossier::{DossierRefusal, NewEntry},
    entry::{FieldCode, Slot, Value},
    unit::UnitTree,
    values::TextError,
};
use hoso_projections::fold::fold;

use super::{Asking, DAY_PARTS, Question, first_name, gone_name, questions, standing};
use crate::{
    app::Refusal,
    web::{
        forms::{Errors, Typed},
        tell::Words,
    },
};

/// What a place is to say from now on; nothing when it is left as the form showed it, or when
/// something is wrong with it, which is then among the errors.
pub fn read(
    asking: Asking<'_>,
    slot: &Slot,
    stands: Option<&Value>,
    typed: &Typed,
    errors: &mut Errors,
) -> Option<NewEntry> {
    if slot.row.is_some() && !typed.text(&gone_name(slot)).is_empty() {
        return Some(NewEntry { slot: slot.clone(), value: None });
    }
    let first = first(asking, slot, stands, typed);
    let questions = questions(asking.words, slot);
    let (mut said, mut fits) = (vec![], true);
    for question in
        questions.iter().filter(|question| !is_left(asking, slot, question, typed, &first))
    {
        match stored(asking, slot, question, typed, errors) {
            Some(text) => said.push((question, text)),
            None => fits = false,
        }
    }
    if fits && said.is_empty() {
        return None;
    }
    let value = match slot.row {
        None => said
            .pop()
            .map(|(_question, text)| text)
            .filter(|text| !text.is_empty())
            .map(Value::Single),
        Some(_) => {
            let columns = row(stands, said);
            let is_blank = fits && columns.is_empty();
            for question in questions.iter().filter(|question| !question.optional && !is_blank) {
                let is_there = question.column().is_some_and(|column| columns.contains_key(column));
                if !is_there && errors.of(&question.name).is_none() {
                    errors.at(question.name.clone(), required(asking.words, question));
                    fits = false;
                }
            }
            (!is_blank).then_some(Value::Row(columns))
        }
    };
    fits.then(|| NewEntry { slot: slot.clone(), value })
}

/// What the form began with; of one that does not say, what stands now.
fn first(asking: Asking<'_>, slot: &Slot, stands: Option<&Value>, typed: &Typed) -> Typed {
    let pairs = standing(asking, slot, stands).into_iter().map(|(name, text)| {
        let first = first_name(&name);
        let text = if typed.has(&first) { typed.text(&first).to_owned() } else { text };
        (name, text)
    });
    Typed::of(pairs.collect())
}

/// Whether a question says what the form began with, in the same or in other words.
fn is_left(
    asking: Asking<'_>,
    slot: &Slot,
    question: &Question,
    typed: &Typed,
    first: &Typed,
) -> bool {
    let names = question.names();
    if names.iter().all(|name| !typed.has(name) || typed.text(name) == first.text(name)) {
        return true;
    }
    let unheard = &mut Errors::default();
    let now = stored(asking, slot, question, typed, unheard);
    now.is_some() && now == stored(asking, slot, question, first, unheard)
}

/// The row with what was said; the columns that were left as they stood stay as they are.
fn row(stands: Option<&Value>, said: Vec<(&Question, String)>) -> BTreeMap<FieldCode, String> {
    let mut columns = match stands {
        Some(Value::Row(columns)) => columns.clone(),
        _ => BTreeMap::new(),
    };
    for (question, text) in said {
        let Some(column) = question.column else { continue };
        if text.is_empty() {
            columns.remove(column);
        } else {
            columns.insert(column.clone(), text);
        }
    }
    columns
}

/// The stored text of what was typed, blank for what was emptied; nothing when it does not fit.
fn stored(
    asking: Asking<'_>,
    slot: &Slot,
    question: &Question,
    typed: &Typed,
    errors: &mut Errors,
) -> Option<String> {
    let words = asking.words;
    let text = match question.kind {
        Kind::Date { .. } => match day_text(typed, &question.name) {
            Ok(text) => text,
            Err(key) => {
                let told = words.with(key, &[("field", question.label.clone())]);
                errors.at(question.name.clone(), told);
                return None;
            }
        },
        Kind::Reference => unit_meant(asking.units, typed.text(&question.name)),
        _ => typed.text(&question.name).to_owned(),
    };
    if text.is_empty() {
        return Some(text);
    }
    match catalogue().read(slot.field.as_str(), question.column(), &text) {
        Ok(stored) => Some(stored),
        Err(error) => {
            let told = words.obstacle(&Refusal::from(DossierRefusal::Field(error)));
            errors.at(question.name.clone(), named(words, &question.label, &told));
            None
        }
    }
}

/// A date from its three parts; a whole one pasted into a single part is taken too.
pub fn day_text(typed: &Typed, name: &str) -> Result<String, &'static str> {
    let [day, month, year] = DAY_PARTS.map(|(part, ..)| typed.text(&format!("{name}.{part}")));
    let said: Vec<&str> = [day, month, year].into_iter().filter(|text| !text.is_empty()).collect();
    match said.as_slice() {
        [] => Ok(String::new()),
        [pasted] if pasted.contains(['/', '-', '.', ' ']) => Ok((*pasted).to_owned()),
        _ if year.is_empty() => Err("page-slot-date-no-year"),
        _ if month.is_empty() && !day.is_empty() => Err("page-slot-date-no-month"),
        _ => Ok(said.join("/")),
    }
}

/// A whole day as it was typed, or the code of what is wrong with it.
pub fn whole_day(text: &str) -> Result<NaiveDate, &'static str> {
    match PartialDate::parse(text) {
        _ if text.is_empty() => Err("required"),
        Ok(date) if date.precision() == Precision::Day => Ok(date.earliest()),
        Ok(_part) => Err("date_missing_part"),
        Err(PartialDateError::Unreal) => Err("date_unreal"),
        Err(PartialDateError::Form) => Err("format"),
    }
}

/// The id of the unit whose code or whole name was typed; another place keeps its name.
fn unit_meant(units: &UnitTree, typed: &str) -> String {
    if typed.is_empty() {
        return String::new();
    }
    if let Some(unit) = units.by_code(typed) {
        return unit.id.to_string();
    }
    let folded = fold(typed);
    let mut named = units.iter().filter(|unit| fold(unit.name.as_str()) == folded);
    match (named.next(), named.next()) {
        (Some(unit), None) => unit.id.to_string(),
        _ => typed.to_owned(),
    }
}

fn required(words: Words, question: &Question) -> String {
    named(words, &question.label, &words.obstacle(&Refusal::plain("required")))
}

/// A sentence about a field: its name first, so that it is understood away from its field.
pub fn named(words: Words, field: &str, told: &str) -> String {
    let said = [("field", field.to_owned()), ("told", told.to_owned())];
    words.with("page-slot-wrong-at", &said)
}

/// What is wrong with a short text, named by its label.
pub fn text_wrong(words: Words, label: &str, error: &TextError) -> String {
    match error {
        TextError::TooLong { max, actual } => {
            let bounds = [
                ("field", label.to_owned()),
                ("max", max.to_string()),
                ("actual", actual.to_string()),
            ];
            words.with("page-slot-too-long", &bounds)
        }
        TextError::Blank | TextError::Invisible => {
            named(words, label, &words.obstacle(&Refusal::plain(error.code())))
        }
    }
}
