//! The three fields that name a paper, and the reading of what was typed into them.

use chrono::NaiveDate;
use hoso_events::values::{Issuer, Paper, PaperNumber};
use maud::{Markup, html};

use super::{
    forms::{Control, Errors, Field, Typed},
    slots,
    tell::Words,
};
use crate::app::Refusal;

pub const NUMBER: &str = "so_vb";
pub const DATED: &str = "ngay_vb";
pub const ISSUER: &str = "noi_ban_hanh";

/// The fields of one paper, with what was typed.
pub fn fields(words: Words, legend: String, typed: &Typed, errors: &Errors) -> Markup {
    html! {
        fieldset class="group" {
            legend { (legend) }
            (line(words, (NUMBER, "page-clerk-paper-number"), Some("page-clerk-paper-number-hint"),
                typed, errors, Control { chars_max: Some(PaperNumber::CHARS_MAX), ..Control::default() }))
            (day(words, DATED, "page-clerk-paper-dated", typed, errors))
            (line(words, (ISSUER, "page-clerk-paper-issuer"), Some("page-clerk-paper-issuer-hint"),
                typed, errors, Control { chars_max: Some(Issuer::CHARS_MAX), ..Control::default() }))
        }
    }
}

fn line(
    words: Words,
    (name, label): (&str, &str),
    hint: Option<&str>,
    typed: &Typed,
    errors: &Errors,
    control: Control,
) -> Markup {
    let hint = hint.map(|hint| words.say(hint));
    let field = Field {
        name,
        label: words.say(label),
        hint,
        value: typed.text(name),
        error: errors.of(name),
    };
    field.line(control)
}

/// A field for a whole day.
pub fn day(words: Words, name: &str, label: &str, typed: &Typed, errors: &Errors) -> Markup {
    let control = Control { inputmode: "numeric", size: Some(12), ..Control::default() };
    line(words, (name, label), Some("page-clerk-day-hint"), typed, errors, control)
}

/// The whole day typed under a name; what is wrong with it is said there.
pub fn read_day(
    words: Words,
    name: &str,
    label: &str,
    typed: &Typed,
    errors: &mut Errors,
) -> Option<NaiveDate> {
    let day = slots::whole_day(typed.text(name)).map_err(|code| {
        let told = words.obstacle(&Refusal::plain(code));
        errors.at(name, slots::named(words, &words.say(label), &told));
    });
    day.ok()
}

/// The paper that was typed, if any part of one was; what is wrong with it is said at its fields.
pub fn read_maybe(words: Words, typed: &Typed, errors: &mut Errors) -> Option<Paper> {
    let empty = [NUMBER, DATED, ISSUER].iter().all(|name| typed.text(name).is_empty());
    if empty { None } else { read(words, typed, errors) }
}

/// The paper that was typed, or what is wrong with it, each at its field.
pub fn read(words: Words, typed: &Typed, errors: &mut Errors) -> Option<Paper> {
    let number = PaperNumber::parse(typed.text(NUMBER)).map_err(|error| {
        errors.at(NUMBER, slots::text_wrong(words, &words.say("page-clerk-paper-number"), &error));
    });
    let dated_on = read_day(words, DATED, "page-clerk-paper-dated", typed, errors);
    let issuer = Issuer::parse(typed.text(ISSUER)).map_err(|error| {
        errors.at(ISSUER, slots::text_wrong(words, &words.say("page-clerk-paper-issuer"), &error));
    });
    Some(Paper { number: number.ok()?, dated_on: dated_on?, issuer: issuer.ok()? })
}
