//! The controls of fields and rows, made from the catalogue, and what was typed into them: a field
//! is as many inputs as its kind needs, named after its place in the record.

use hoso_events::{
    catalogue::{Column, FieldError, Kind, Lang, Precision, Required, catalogue},
    dossier::{DossierRefusal, NewEntry},
    entry::{Slot, Value},
    unit::UnitTree,
};
use hoso_projections::fold::fold;
use maud::{Markup, html};

use super::{
    forms::{Control, DayPart, Errors, Field, Typed},
    said,
    tell::Words,
};
use crate::app::Refusal;

/// Of so few codes all are shown at once.
const RADIOS_MAX: usize = 5;
/// Longer texts get several lines.
const LINE_CHARS_MAX: usize = 200;
/// The parts of a date, in the order people write them.
const DAY_PARTS: [(&str, &str, u8); 3] = [
    ("ngay", "page-entry-day", 2),
    ("thang", "page-entry-month", 2),
    ("nam", "page-entry-year", 4),
];

/// One question of a form: a field, or one column of a row.
struct Question {
    name: String,
    column: Option<&'static str>,
    kind: &'static Kind,
    label: String,
    optional: bool,
    /// Where the paper form asks it.
    items: &'static [String],
}

/// What the questions of a form are asked with.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    pub words: Words,
    pub units: &'a UnitTree,
    /// Whether one answers for oneself: then the browser may know the answer.
    pub own: bool,
    /// Whether what may stay empty says so.
    pub marks_optional: bool,
}

fn questions(words: Words, slot: &Slot) -> Vec<Question> {
    let code = slot.field.as_str();
    if let Some(field) = catalogue().field(code) {
        return vec![Question {
            name: slot.to_string(),
            column: None,
            kind: &field.kind,
            label: words.field(code),
            optional: field.required != Required::Always,
            items: &field.form_items,
        }];
    }
    let columns = catalogue().table(code).map(|table| table.columns.as_slice());
    let question = |column: &'static Column| Question {
        name: format!("{slot}.{}", column.code),
        column: Some(column.code.as_str()),
        kind: &column.kind,
        label: (if words.0 == Lang::Vi { &column.label_vi } else { &column.label_en }).clone(),
        optional: !column.required,
        items: &[],
    };
    columns.unwrap_or_default().iter().map(question).collect()
}

/// Whether a question is answered by typing; a file is handed in otherwise.
fn is_typed(question: &Question) -> bool {
    *question.kind != Kind::File
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

/// The names a place has in a form.
pub fn names(words: Words, slot: &Slot) -> Vec<String> {
    let names = questions(words, slot).into_iter().filter(is_typed).flat_map(|question| {
        if matches!(question.kind, Kind::Date { .. }) {
            DAY_PARTS.iter().map(|(part, ..)| format!("{}.{part}", question.name)).collect()
        } else {
            vec![question.name]
        }
    });
    names.collect()
}

/// What stands in the controls of a place that holds a value.
pub fn shown(asking: Asking<'_>, slot: &Slot, value: Option<&Value>) -> Vec<(String, String)> {
    let mut pairs = vec![];
    for question in questions(asking.words, slot).iter().filter(|question| is_typed(question)) {
        let stored = stored_in(value, question.column).unwrap_or_default();
        match question.kind {
            Kind::Date { .. } => {
                let mut parts = stored.split('-').rev().collect::<Vec<_>>();
                while parts.len() < DAY_PARTS.len() {
                    parts.insert(0, "");
                }
                for ((part, ..), text) in DAY_PARTS.iter().zip(parts) {
                    pairs.push((format!("{}.{part}", question.name), text.to_owned()));
                }
            }
            kind => {
                pairs.push((question.name.clone(), written(asking, slot, question, kind, stored)))
            }
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
fn written(
    asking: Asking<'_>,
    slot: &Slot,
    question: &Question,
    kind: &Kind,
    stored: &str,
) -> String {
    let field = slot.field.as_str();
    match kind {
        _ if stored.is_empty() => String::new(),
        Kind::Decimal { .. } | Kind::Coefficient | Kind::Money => {
            catalogue().display(field, question.column, stored, asking.words.0)
        }
        Kind::Reference => asking.words.cell(field, question.column, stored, asking.units),
        _ => stored.to_owned(),
    }
}

/// What a place is to say from now on; nothing when it is left as it stands, or when something is
/// wrong with it, which is then among the errors.
pub fn read(
    asking: Asking<'_>,
    slot: &Slot,
    stands: Option<&Value>,
    typed: &Typed,
    errors: &mut Errors,
) -> Option<NewEntry> {
    let before = shown(asking, slot, stands);
    if before.iter().all(|(name, text)| !typed.has(name) || typed.text(name) == text) {
        return None;
    }
    let said = match slot.row {
        None => read_single(asking, slot, typed, errors)?,
        Some(_) => read_row(asking, slot, stands, typed, errors)?,
    };
    (said.as_ref() != stands).then(|| NewEntry { slot: slot.clone(), value: said })
}

fn read_single(
    asking: Asking<'_>,
    slot: &Slot,
    typed: &Typed,
    errors: &mut Errors,
) -> Option<Option<Value>> {
    let question = questions(asking.words, slot).into_iter().find(is_typed)?;
    let text = answer(asking, &question, typed, errors)?;
    if text.is_empty() {
        return Some(None);
    }
    match said::single(slot.field.as_str(), &text) {
        Ok(value) => Some(Some(value)),
        Err(error) => {
            errors.at(question.name.clone(), told(asking.words, &question, error));
            None
        }
    }
}

fn read_row(
    asking: Asking<'_>,
    slot: &Slot,
    stands: Option<&Value>,
    typed: &Typed,
    errors: &mut Errors,
) -> Option<Option<Value>> {
    let questions = questions(asking.words, slot);
    let (mut columns, mut fits) = (vec![], true);
    for question in &questions {
        let column = question.column.unwrap_or_default();
        if is_typed(question) {
            match answer(asking, question, typed, errors) {
                Some(text) => columns.push((column, text)),
                None => fits = false,
            }
        } else if let Some(kept) = stored_in(stands, question.column) {
            columns.push((column, kept.to_owned()));
        }
    }
    if fits && columns.iter().all(|(_column, text)| text.is_empty()) {
        return Some(None);
    }
    let of = |column: Option<&str>| questions.iter().find(|question| question.column == column);
    for question in questions.iter().filter(|question| !question.optional) {
        let said = columns.iter().find(|(column, _)| Some(*column) == question.column);
        if said.is_some_and(|(_column, text)| text.is_empty()) {
            errors.at(question.name.clone(), required(asking.words, question));
            fits = false;
        }
    }
    let read = said::row(
        slot.field.as_str(),
        columns.iter().map(|(column, text)| (*column, text.as_str())),
    );
    match read {
        Ok(value) => fits.then_some(Some(value)),
        Err(wrong) => {
            for error in wrong {
                if let Some(question) = of(error.column.as_deref()) {
                    errors.at(question.name.clone(), told(asking.words, question, error));
                }
            }
            None
        }
    }
}

/// The answer to a question as one text; nothing when its parts do not make one.
fn answer(
    asking: Asking<'_>,
    question: &Question,
    typed: &Typed,
    errors: &mut Errors,
) -> Option<String> {
    match question.kind {
        Kind::Date { .. } => match day_text(typed, &question.name) {
            Ok(text) => Some(text),
            Err(key) => {
                let words = [("field", question.label.clone())];
                errors.at(question.name.clone(), asking.words.with(key, &words));
                None
            }
        },
        Kind::Reference => Some(unit_meant(asking.units, typed.text(&question.name))),
        _ => Some(typed.text(&question.name).to_owned()),
    }
}

/// A date from its three parts; a whole one pasted into a single part is taken too.
pub fn day_text(typed: &Typed, name: &str) -> Result<String, &'static str> {
    let [day, month, year] = DAY_PARTS.map(|(part, ..)| typed.text(&format!("{name}.{part}")));
    let said: Vec<&str> = [day, month, year].into_iter().filter(|text| !text.is_empty()).collect();
    match said.as_slice() {
        [] => Ok(String::new()),
        [pasted] if pasted.contains(['/', '-', '.', ' ']) => Ok((*pasted).to_owned()),
        _ if year.is_empty() => Err("page-entry-date-no-year"),
        _ if month.is_empty() && !day.is_empty() => Err("page-entry-date-no-month"),
        _ => Ok(said.join("/")),
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

/// What is wrong with an answer: its name first, so that it is understood away from its field.
fn told(words: Words, question: &Question, error: FieldError) -> String {
    let refusal = Refusal::from(DossierRefusal::Field(error));
    named(words, &question.label, &words.obstacle(&refusal))
}

fn required(words: Words, question: &Question) -> String {
    named(words, &question.label, &words.obstacle(&Refusal::plain("required")))
}

/// A sentence about a field, with the field's name before it.
pub fn named(words: Words, field: &str, told: &str) -> String {
    let said = [("field", field.to_owned()), ("told", told.to_owned())];
    words.with("page-entry-wrong-at", &said)
}

/// The controls of a place, filled in with what was typed.
pub fn controls(asking: Asking<'_>, slot: &Slot, typed: &Typed, errors: &Errors) -> Markup {
    let questions = questions(asking.words, slot);
    html! {
        @for question in questions.iter().filter(|question| is_typed(question)) {
            (control(asking, slot, question, typed, errors))
        }
    }
}

fn control(
    asking: Asking<'_>,
    slot: &Slot,
    question: &Question,
    typed: &Typed,
    errors: &Errors,
) -> Markup {
    let words = asking.words;
    let label = label(asking, question);
    let field = Field {
        name: &question.name,
        label,
        hint: hint(words, question),
        value: typed.text(&question.name),
        error: errors.of(&question.name),
    };
    let none = words.say("page-entry-choose-none");
    let plain = Control { autocomplete: known_as(asking, slot), ..Control::default() };
    let digits = |size| Control { inputmode: "numeric", size: Some(size), ..plain };
    match question.kind {
        Kind::Date { .. } => day(words, &field, typed),
        Kind::Code { list } => {
            let options = options(words, list);
            if !question.optional && options.len() <= RADIOS_MAX {
                field.radios(&options)
            } else {
                field.choice(Some(&none), &options)
            }
        }
        Kind::Boolean => {
            let say = |stored: &str| {
                let told =
                    catalogue().display(slot.field.as_str(), question.column, stored, words.0);
                (stored.to_owned(), told)
            };
            field.choice(Some(&none), &[say("true"), say("false")])
        }
        Kind::Year => field.line(digits(6)),
        Kind::Integer { .. } => field.line(digits(8)),
        Kind::Decimal { .. } | Kind::Coefficient => {
            field.line(Control { inputmode: "decimal", size: Some(10), ..plain })
        }
        Kind::Money => field.line(digits(18)),
        Kind::PersonId | Kind::OldId | Kind::Number { letters: false, .. } => {
            field.line(digits(18))
        }
        Kind::Number { letters: true, .. } => field.line(Control { size: Some(18), ..plain }),
        Kind::Phone => field.line(Control { kind: "tel", size: Some(18), ..plain }),
        Kind::Email => field.line(Control { inputmode: "email", ..plain }),
        Kind::Text { max_chars } if *max_chars > LINE_CHARS_MAX => field.lines(*max_chars),
        Kind::Text { .. } | Kind::PersonName | Kind::Codes { .. } | Kind::Reference => {
            field.line(plain)
        }
        Kind::File => html! {},
    }
}

/// A date asked for in three parts.
pub fn day(words: Words, field: &Field<'_>, typed: &Typed) -> Markup {
    let parts = DAY_PARTS.map(|(part, key, size)| (format!("{}.{part}", field.name), key, size));
    let part = |place: usize| DayPart {
        value: typed.text(&parts[place].0),
        name: parts[place].0.clone(),
        label: words.say(parts[place].1),
        size: parts[place].2,
    };
    field.day([&part(0), &part(1), &part(2)])
}

fn label(asking: Asking<'_>, question: &Question) -> String {
    let words = asking.words;
    let label = match question.kind.unit() {
        Some(unit) if !question.label.contains(unit) => format!("{} ({unit})", question.label),
        _ => question.label.clone(),
    };
    if question.optional && asking.marks_optional {
        words.with("page-entry-optional", &[("field", label)])
    } else {
        label
    }
}

fn options(words: Words, list: &str) -> Vec<(String, String)> {
    let items = catalogue().code_list(list).map(|list| list.items.as_slice());
    let told = |item: &hoso_events::catalogue::CodeItem| {
        let label = if words.0 == Lang::Vi { &item.label_vi } else { &item.label_en };
        (item.code.clone(), label.clone())
    };
    items.unwrap_or_default().iter().map(told).collect()
}

/// How it is written, and where the paper form has it.
fn hint(words: Words, question: &Question) -> Option<String> {
    let how = match question.kind {
        Kind::Date { least: Precision::Day, .. } => Some(words.say("page-entry-hint-day")),
        Kind::Date { least: Precision::Month, .. } => Some(words.say("page-entry-hint-month")),
        Kind::Date { least: Precision::Year, .. } => Some(words.say("page-entry-hint-date")),
        Kind::Year => Some(words.say("page-entry-hint-year")),
        Kind::PersonId => Some(words.say("page-entry-hint-person-id")),
        Kind::OldId => Some(words.say("page-entry-hint-old-id")),
        Kind::Phone => Some(words.say("page-entry-hint-phone")),
        Kind::Money => Some(words.say("page-entry-hint-money")),
        Kind::Reference => Some(words.say("page-entry-hint-reference")),
        Kind::Number { lengths, letters } => {
            let all: Vec<String> = lengths.iter().map(ToString::to_string).collect();
            let key = match letters {
                true => "page-entry-hint-letters",
                false => "page-entry-hint-digits",
            };
            let or = words.say("page-entry-or");
            Some(words.with(key, &[("n", all.join(&format!(" {or} ")))]))
        }
        _ => None,
    };
    let parts: Vec<String> = [item(words, question.items), how].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The item of the paper form: of the first form that numbers it.
fn item(words: Words, items: &[String]) -> Option<String> {
    for (start, key) in [('c', "page-entry-item-2c"), ('t', "page-entry-item-tt06")] {
        let numbers: Vec<&str> = items
            .iter()
            .filter_map(|item| item.strip_prefix(start))
            .filter(|number| number.starts_with(|c: char| c.is_ascii_digit()))
            .collect();
        if !numbers.is_empty() {
            return Some(words.with(key, &[("items", numbers.join(", "))]));
        }
    }
    None
}

/// What a browser knows the answer as, for one who answers for themselves.
fn known_as(asking: Asking<'_>, slot: &Slot) -> &'static str {
    match slot.field.as_str() {
        _ if !asking.own || slot.row.is_some() => "",
        "full_name" => "name",
        "phone_mobile" => "tel",
        "email_private" => "email",
        "current_address" => "street-address",
        _ => "",
    }
}
