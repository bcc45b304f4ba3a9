//! Expected retirement in words: the day, what it follows from, and why it is that day.

use hoso_events::{
    catalogue::{PartialDate, Precision, catalogue},
    retirement::{Age, Expected, Row, ages},
};
use hoso_projections::births::BirthRow;
use maud::{Markup, html};

use super::AGES;
use crate::{app::retirement::Retirement, web::tell::Words};

/// An age as the law writes it.
pub fn age_told(words: Words, age: Age) -> String {
    let said = [("years", age.years.to_string()), ("months", age.months.to_string())];
    let key =
        if age.months == 0 { "page-retirement-years" } else { "page-retirement-years-months" };
    words.with(key, &said)
}

/// Which years a row of the table holds for.
pub fn row_told(words: Words, row: &Row) -> String {
    let year = [("year", row.year.to_string())];
    let rows = &ages().rows;
    match row.year {
        first if rows.first().is_some_and(|row| row.year == first) => {
            words.with("page-retirement-row-first", &year)
        }
        last if rows.last().is_some_and(|row| row.year == last) => {
            words.with("page-retirement-row-last", &year)
        }
        _ => words.with("page-retirement-row", &year),
    }
}

/// The day and the age.
pub fn when_told(words: Words, it: &Expected<'_>) -> String {
    let said = [("day", words.day(it.begins_on)), ("age", age_told(words, it.age))];
    words.with("page-retirement-when", &said)
}

/// What is missing for a day to be named.
pub fn missing_told(words: Words, birth: &BirthRow) -> String {
    let said = [("sex", &birth.sex), ("birth_date", &birth.birth_date)];
    let missing = said.iter().filter(|(_field, text)| text.is_empty());
    let fields: Vec<String> =
        missing.map(|(field, _text)| words.field(field).to_lowercase()).collect();
    words.with("page-retirement-missing", &[("fields", fields.join(", "))])
}

/// Whether what it follows from was held against the paper.
pub fn checked_told(words: Words, checked: bool) -> String {
    words.say(if checked { "page-retirement-checked" } else { "page-retirement-unchecked" })
}

/// The entry of one dossier: the day, or what is missing for it, and why.
pub fn entry(words: Words, retirement: &Retirement) -> Markup {
    let expected = retirement.birth.expected();
    html! {
        dt { (words.say("page-retirement-label")) }
        dd {
            @match &expected {
                Some(it) => {
                    (when_told(words, it)) " "
                    span class="quiet" { "(" (checked_told(words, retirement.checked)) ")" }
                    (why(words, &retirement.birth, it))
                }
                None => { span class="quiet" { (missing_told(words, &retirement.birth)) } }
            }
        }
    }
}

fn why(words: Words, birth: &BirthRow, it: &Expected<'_>) -> Markup {
    let year_alone =
        PartialDate::parse(&birth.birth_date).is_ok_and(|date| date.precision() == Precision::Year);
    let told = words.with(
        "page-retirement-why-told",
        &[
            ("sex", catalogue().display("sex", None, &birth.sex, words.0)),
            ("birth", words.stored_day(&birth.birth_date)),
            ("age", age_told(words, it.age)),
            ("month", it.reached.to_string()),
            ("day", words.day(it.begins_on)),
        ],
    );
    html! {
        details class="why-retirement" {
            summary { (words.say("page-why-link")) }
            p { (told) }
            @if year_alone { p { (words.say("page-retirement-why-year-alone")) } }
            p {
                (row_told(words, it.row)) ": " (age_told(words, it.age)) ". "
                span lang="vi" { (it.act.legal_basis) } ". "
                a href=(AGES) { (words.say("page-retirement-ages-title")) }
            }
            p class="quiet" { (words.say("page-retirement-decided")) }
        }
    }
}
