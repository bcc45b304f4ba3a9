//! What a list says before anything is recorded, and the two forms that go on: how its columns are
//! read, and that it is taken in.

use hoso_events::rulebook::{Duty, due_date};
use maud::{Markup, html};

use super::{UNIT, list_path, unit_field};
use crate::{
    app::import::{
        jobs::{ListView, WAITING},
        report::ReportColumn,
    },
    import::{ColumnChoice, Mend},
    sentences::key_of_code,
    web::{
        forms::{self, Control, Errors, Field, Typed},
        visit::View,
    },
};

/// The choice of taking in everything.
pub const ALL: &str = "tat-ca";
/// The choice of leaving the wrong rows out.
pub const GOOD: &str = "dong-dung";

/// What one should know before confirming: the same file before, columns and sheets not read,
/// values that were mended.
pub fn notes(view: &View, list: &ListView) -> Markup {
    let words = view.words;
    let report = &list.report;
    let unread: Vec<&str> = report
        .columns
        .iter()
        .filter(|column| column.meaning.is_none())
        .map(|column| column.heading.as_str())
        .collect();
    let mended = Mend::CODES
        .iter()
        .filter_map(|code| Some((*code, report.mended.get(*code)?)))
        .collect::<Vec<_>>();
    html! {
        @if report.seen_before { p class="note" { (words.say("page-import-seen-before")) } }
        @if !unread.is_empty() {
            p class="note" { (words.with("page-import-unread", &[("names", unread.join(", "))])) }
        }
        @if !report.sheets_not_read.is_empty() {
            p class="note" {
                (words.with("page-import-sheets-unread",
                    &[("names", report.sheets_not_read.join(", "))]))
            }
        }
        @if !mended.is_empty() {
            details {
                summary { (words.say("page-import-mended")) }
                ul {
                    @for (code, count) in mended {
                        li { (words.with("page-import-mended-line",
                            &[("n", count.to_string()), ("what", words.say(&key_of_code(code)))])) }
                    }
                }
            }
        }
    }
}

/// What is wrong with the form, and with a list that has no unit to go to that one has to be chosen.
pub fn with_unit_asked(view: &View, list: &ListView, errors: &Errors) -> Errors {
    let mut errors = errors.clone();
    if list.job.state == WAITING && list.report.asks_unit && errors.of(UNIT).is_none() {
        errors.at(UNIT, view.words.say("page-import-unit-asked"));
    }
    errors
}

/// The one question a list without a unit has; its columns stay read as they are.
pub fn unit_form(view: &View, list: &ListView, errors: &Errors) -> Markup {
    let body = html! {
        @for column in &list.report.columns {
            input type="hidden" name={ "cot-" (column.letters) }
                value=(column.meaning.as_deref().unwrap_or_default());
        }
        (unit_field(view, "", errors.of(UNIT), "page-slot-choose-none"))
        p class="acts" { button type="submit" { (view.words.say("page-import-unit-choose")) } }
    };
    forms::post(view, &format!("{}/cot", list_path(&list.job.job_id)), "form", body)
}

/// What stands in a field: what was typed, else what the list says.
fn stands<'a>(typed: &'a Typed, name: &str, before: &'a str) -> &'a str {
    match (typed.key().is_some(), typed.text(name)) {
        (true, text) => text,
        (false, _) => before,
    }
}

/// The form that confirms: the paper, the day of confirmation, and what is done with wrong rows.
pub fn form(view: &View, list: &ListView, typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    let report = &list.report;
    if report.new == 0 {
        return html! { p { (words.say("page-import-nothing-to-take")) } };
    }
    let paper = report.paper.as_ref();
    let number = paper.map(|paper| paper.number.to_string()).unwrap_or_default();
    let issuer = paper.map(|paper| paper.issuer.to_string()).unwrap_or_default();
    let dated_on = paper.map(|paper| words.day(paper.dated_on)).unwrap_or_default();
    let confirmed = report.confirmed_on.map(|day| words.day(day)).unwrap_or_default();
    let line = |name: &'static str, key: &str, hint: Option<&str>, value: &str, size| {
        let field = Field {
            name,
            label: words.say(key),
            hint: hint.map(|hint| words.say(hint)),
            value: stands(typed, name, value),
            error: errors.of(name),
        };
        field.line(Control { chars_max: Some(200), size, ..Control::default() })
    };
    let due = report.confirmed_on.and_then(|day| {
        due_date(&view.world.rulebook, &view.world.calendar, Duty::IssueAccount, day).ok()
    });
    let good = (report.rows - report.wrong).to_string();
    let counts = [("wrong", report.wrong.to_string()), ("good", good)];
    let body = html! {
        h2 { (words.say("page-import-confirm-title")) }
        (line("so", "page-import-paper-number", None, &number, None))
        (line("ngay", "page-import-paper-date", Some("page-import-day-hint"), &dated_on, Some(12)))
        (line("noi_lap", "page-import-paper-issuer", None, &issuer, None))
        (line("xac_nhan", "page-import-confirmed-on", Some("page-import-confirmed-on-hint"),
            &confirmed, Some(12)))
        @if let Some(due) = due {
            p class="quiet" { (words.with("page-import-due", &[("day", words.day(due.due_on))])) }
        }
        @if report.wrong > 0 {
            (Field {
                name: "nhap",
                label: words.say("page-import-take"),
                hint: None,
                value: typed.text("nhap"),
                error: errors.of("nhap"),
            }.one_of(&[
                (GOOD, words.with("page-import-take-good", &counts),
                    words.say("page-import-take-good-means")),
                (ALL, words.say("page-import-take-all"), words.say("page-import-take-all-means")),
            ]))
        } @else {
            input type="hidden" name="nhap" value=(ALL);
        }
        p class="acts" {
            button type="submit" {
                (words.with("page-import-confirm", &[("n", report.new.to_string())]))
            }
        }
    };
    forms::post(view, &format!("{}/ghi", list_path(&list.job.job_id)), "form", body)
}

/// The columns as they were understood, each to be said by hand; folded away while all is well.
pub fn columns_form(view: &View, list: &ListView) -> Markup {
    let words = view.words;
    let report = &list.report;
    if report.columns.is_empty() {
        return html! {};
    }
    let unit = list.how.unit.and_then(|unit| view.units().get(unit));
    let typed = unit.map(|unit| unit.code.to_string()).unwrap_or_default();
    let options: Vec<(String, String)> = ColumnChoice::meanings()
        .filter(|meaning| *meaning != "skip")
        .map(|meaning| (meaning.to_owned(), told(view, meaning)))
        .collect();
    let body = html! {
        div class="columns" {
            @for column in &report.columns { (column_field(view, column, &options)) }
        }
        @if !report.asks_unit { (unit_field(view, &typed, None, "page-import-unit-by-row")) }
        p class="acts" {
            button type="submit" class="second" { (words.say("page-import-read-again")) }
        }
    };
    let open = report.refused.is_some();
    let action = format!("{}/cot", list_path(&list.job.job_id));
    html! {
        details open[open] {
            summary { (words.say("page-import-columns-title")) }
            p { (words.say("page-import-columns-lead")) }
            (forms::post(view, &action, "", body))
        }
    }
}

fn column_field(view: &View, column: &ReportColumn, options: &[(String, String)]) -> Markup {
    let words = view.words;
    let name = format!("cot-{}", column.letters);
    let heading = column.heading.clone();
    let label = words.with(
        "page-import-column-label",
        &[("letters", column.letters.clone()), ("heading", heading)],
    );
    Field {
        name: &name,
        label,
        hint: None,
        value: column.meaning.as_deref().unwrap_or_default(),
        error: None,
    }
    .choice(Some(&words.say("page-import-column-skip")), options)
}

/// What a column can be, in words: a field's own name, or ours.
fn told(view: &View, meaning: &str) -> String {
    let words = view.words;
    words.say(match meaning {
        "unit_code" => "page-import-means-unit-code",
        "unit_name" => "page-import-means-unit-name",
        "name_front" => "page-import-means-name-front",
        "name_last" => "page-import-means-name-last",
        "birth_male" => "page-import-means-birth-male",
        "birth_female" => "page-import-means-birth-female",
        "sex_male" => "page-import-means-sex-male",
        "sex_female" => "page-import-means-sex-female",
        "ordinal" => "page-import-means-ordinal",
        "note" => "page-import-means-note",
        field => return words.field(field),
    })
}
