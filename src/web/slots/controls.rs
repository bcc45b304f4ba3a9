//! The controls of a place, made from the catalogue's kinds: a question is as many inputs as its
//! kind needs, named after its place in the record.

use hoso_events::{
    catalogue::{CodeItem, Kind, Lang, Precision, catalogue},
    entry::Slot,
};
use maud::{Markup, html};

use super::{Asking, DAY_PARTS, Question, first_name, questions};
use crate::web::{
    forms::{Control, DayPart, Errors, Field, Typed},
    tell::Words,
};

/// Of so few codes all are shown at once.
const RADIOS_MAX: usize = 5;
/// The most codes a list offers; of longer ones the code or the name is typed.
const OFFERED_MAX: usize = 200;
/// Longer texts get several lines.
const LINE_CHARS_MAX: usize = 200;

/// The controls of a place, filled in with what was typed, and what each of them began with.
pub fn controls(asking: Asking<'_>, slot: &Slot, typed: &Typed, errors: &Errors) -> Markup {
    html! {
        @for question in questions(asking.words, slot) {
            @for first in question.names().iter().map(|name| first_name(name)) {
                @if typed.has(&first) {
                    input type="hidden" name=(first) value=(typed.text(&first));
                }
            }
            (control(asking, slot, &question, typed, errors))
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
    let none = words.say("page-slot-choose-none");
    let plain = Control { autocomplete: known_as(asking, slot), ..Control::default() };
    let digits = |size| Control { inputmode: "numeric", size: Some(size), ..plain };
    match question.kind {
        Kind::Date { .. } => day(words, &field, typed),
        Kind::Code { list } => match offered(words, list) {
            Some(options) if !question.optional && options.len() <= RADIOS_MAX => {
                field.radios(&options)
            }
            Some(options) => field.choice(Some(&none), &options),
            None => field.line(plain),
        },
        Kind::Boolean => {
            let say = |stored: &str| {
                let told =
                    catalogue().display(slot.field.as_str(), question.column(), stored, words.0);
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
        words.with("page-slot-optional", &[("field", label)])
    } else {
        label
    }
}

/// The codes to choose from, where they are few enough and no others are taken.
fn offered(words: Words, list: &str) -> Option<Vec<(String, String)>> {
    let list = catalogue().code_list(list)?;
    let told = |item: &CodeItem| {
        let label = if words.0 == Lang::Vi { &item.label_vi } else { &item.label_en };
        (item.code.clone(), label.clone())
    };
    let few = list.other_codes.is_none() && list.items.len() <= OFFERED_MAX;
    few.then(|| list.items.iter().map(told).collect())
}

/// How it is written, and where the paper form has it.
fn hint(words: Words, question: &Question) -> Option<String> {
    let key = match question.kind {
        Kind::Date { least: Precision::Day, .. } => Some("page-slot-hint-day"),
        Kind::Date { least: Precision::Month, .. } => Some("page-slot-hint-month"),
        Kind::Date { least: Precision::Year, .. } => Some("page-slot-hint-date"),
        Kind::Year => Some("page-slot-hint-year"),
        Kind::PersonId => Some("page-slot-hint-person-id"),
        Kind::OldId => Some("page-slot-hint-old-id"),
        Kind::Phone => Some("page-slot-hint-phone"),
        Kind::Money => Some("page-slot-hint-money"),
        Kind::Reference => Some("page-slot-hint-reference"),
        Kind::Codes { .. } => Some("page-slot-hint-codes"),
        Kind::Coefficient => Some("page-slot-hint-decimal"),
        Kind::Code { list } if offered(words, list).is_none() => Some("page-slot-hint-code"),
        _ => None,
    };
    let how = match question.kind {
        Kind::Number { lengths, letters } => {
            let all: Vec<String> = lengths.iter().map(ToString::to_string).collect();
            let key = if *letters { "page-slot-hint-letters" } else { "page-slot-hint-digits" };
            let or = words.say("page-slot-or");
            Some(words.with(key, &[("n", all.join(&format!(" {or} ")))]))
        }
        _ => key.map(|key| words.say(key)),
    };
    let parts: Vec<String> = [item(words, question.items), how].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The item of the paper form: of the first form that numbers it.
fn item(words: Words, items: &[String]) -> Option<String> {
    for (start, key) in [('c', "page-slot-item-2c"), ('t', "page-slot-item-tt06")] {
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
