//! The record by section: every value with since when it is true, and in one activation where it
//! comes from. What waits or came back stands beside the value that holds.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use hoso_events::{
    calendar::local_date,
    catalogue::{Kind, Section, Table, catalogue},
    entry::Value,
};
use maud::{Markup, html};

use super::dossier::Shown;
use crate::{
    app::reads::{FieldView, Origin},
    sentences::{Lang, UnitNames},
    web::{tell::Words, told::fact_path, visit::View},
};

/// Every section with what it holds.
pub fn sections(view: &View, shown: &Shown) -> Markup {
    let words = view.words;
    let mut by_field: BTreeMap<&str, Vec<&FieldView>> = BTreeMap::new();
    for field in shown.fields.iter().filter(|field| is_shown(field)) {
        by_field.entry(field.slot.field.as_str()).or_default().push(field);
    }
    let (filled, blank): (Vec<&Section>, Vec<&Section>) =
        catalogue().sections().iter().partition(|section| {
            section.fields.iter().any(|code| by_field.contains_key(code.as_str()))
        });
    html! {
        @if filled.is_empty() { p class="empty" { strong { (words.say("page-record-empty")) } } }
        @if filled.len() > 1 { (jump(words, filled.iter().map(|it| (id_of(it), it.code.as_str())))) }
        @for section in filled { (one_section(view, section, &by_field)) }
        @if !blank.is_empty() && !shown.fields.is_empty() {
            p class="quiet" {
                (words.say("page-record-blank-sections")) " "
                (blank.iter().map(|s| words.section(s.code.as_str())).collect::<Vec<_>>().join(", "))
                "."
            }
        }
    }
}

/// The way to a part of a long page; folded away where it is read from the top.
pub fn jump<'a>(words: Words, parts: impl Iterator<Item = (String, &'a str)>) -> Markup {
    html! {
        details class="jump" {
            summary { (words.say("page-record-jump")) }
            nav aria-label=(words.say("page-record-parts")) {
                @for (id, code) in parts { a href={ "#" (id) } { (words.section(code)) } }
            }
        }
    }
}

/// What came back, with the reason at each and the way to its section.
pub fn returned(view: &View, shown: &Shown) -> Markup {
    let words = view.words;
    let mut fields: Vec<&FieldView> =
        shown.fields.iter().filter(|field| field.state == "returned").collect();
    fields.sort_by_cached_key(|field| place(field));
    html! {
        @if !fields.is_empty() {
            section class="returned" aria-labelledby="tra-lai" {
                h2 id="tra-lai" { (words.say("page-returned-title")) }
                ul {
                    @for field in fields {
                        li {
                            a href={ "#" (section_id(field)) } {
                                (words.field(field.slot.field.as_str()))
                            }
                            @if let Some(objection) = &field.objection { ": “" (objection) "”" }
                        }
                    }
                }
            }
        }
    }
}

/// What the section of a field is addressed by.
fn section_id(field: &FieldView) -> String {
    let code = field.slot.field.as_str();
    let holds = |section: &&Section| section.fields.iter().any(|other| other.as_str() == code);
    catalogue().sections().iter().find(holds).map(id_of).unwrap_or_default()
}

fn id_of(section: &Section) -> String {
    format!("muc-{}", section.code.as_str().replace('_', "-"))
}

/// An emptied value is shown only while it is not settled.
fn is_shown(field: &FieldView) -> bool {
    field.said.is_some() || field.stands.is_some() || field.state != "checked"
}

fn one_section(
    view: &View,
    section: &Section,
    by_field: &BTreeMap<&str, Vec<&FieldView>>,
) -> Markup {
    let here = || section.fields.iter().filter_map(|code| by_field.get(code.as_str()));
    let singles: Vec<&FieldView> =
        here().flatten().filter(|field| field.slot.row.is_none()).copied().collect();
    let usual = usual_state(&here().flatten().copied().collect::<Vec<_>>());
    let id = id_of(section);
    html! {
        section class="part" aria-labelledby=(id) {
            h3 id=(id) { (view.words.section(section.code.as_str())) }
            @if let Some((class, shape, key)) = usual.and_then(mark) {
                p class=(class) { span aria-hidden="true" { (shape) " " } (view.words.say(key)) }
            }
            @if !singles.is_empty() {
                dl class="record" { @for field in singles { (single(view, field, usual)) } }
            }
            @for code in &section.fields {
                @if let (Some(table), Some(rows)) =
                    (catalogue().table(code.as_str()), by_field.get(code.as_str())) {
                    (rows_of(view, table, rows, usual))
                }
            }
        }
    }
}

/// The state of everything unsettled in a section but for what was returned: said once for all of
/// it; then what is settled says so.
fn usual_state<'a>(fields: &[&'a FieldView]) -> Option<&'a str> {
    let settled = |field: &&&FieldView| matches!(field.state.as_str(), "checked" | "returned");
    let unsettled: Vec<_> = fields.iter().filter(|field| !settled(field)).collect();
    let first = unsettled.first()?;
    let same = |field: &&&&FieldView| field.state == first.state && !holds_besides(field);
    (unsettled.len() > 1 && unsettled.iter().all(|field| same(&field)))
        .then_some(first.state.as_str())
}

fn single(view: &View, field: &FieldView, usual: Option<&str>) -> Markup {
    let words = view.words;
    let label = words.field(field.slot.field.as_str());
    html! {
        div {
            dt { (label) }
            dd {
                span class="value" { (words.value(&field.slot, holding(field), holding_units(view, field))) }
                (since(view, holding(field), holding_since(field)))
                (beside(view, field, usual))
            }
            dd class="from" { (origin(view, field, &label)) }
        }
    }
}

/// Since when a value is true.
fn since(view: &View, value: Option<&Value>, day: Option<NaiveDate>) -> Markup {
    let words = view.words;
    html! {
        @if let Some(since) = day.filter(|day| !is_day(value, *day)) {
            " " small { (words.with("page-since", &[("day", words.day(since))])) }
        }
    }
}

/// Whether the value is that very day: then it need not be said twice.
fn is_day(value: Option<&Value>, day: NaiveDate) -> bool {
    matches!(value, Some(Value::Single(text)) if *text == day.to_string())
}

/// Whether a checked value holds while another one is on its way.
fn holds_besides(field: &FieldView) -> bool {
    field.stands_by.is_some()
}

/// The value that holds; of something never checked, the value said.
fn holding(field: &FieldView) -> Option<&Value> {
    if holds_besides(field) { field.stands.as_ref() } else { field.said.as_ref() }
}

/// Since when the value that holds is true.
fn holding_since(field: &FieldView) -> Option<NaiveDate> {
    if holds_besides(field) { field.stands_since } else { field.true_since }
}

/// Where the value that holds comes from.
fn holding_by(field: &FieldView) -> Option<&Origin> {
    field.stands_by.as_ref().or(field.said_by.as_ref())
}

/// The units by the names they had when the value that holds became true.
fn holding_units<'a>(view: &'a View, field: &'a FieldView) -> UnitNames<'a> {
    units_of(view, holding_since(field), holding_by(field))
}

/// The units by the names they had on the day a value is true from, else on the day it was said.
fn units_of<'a>(view: &'a View, since: Option<NaiveDate>, by: Option<&'a Origin>) -> UnitNames<'a> {
    let day = since.or_else(|| by.map(|origin| local_date(origin.recorded_at)));
    view.units_on(day.unwrap_or(view.today), by.and_then(|it| it.received_from.as_deref()))
}

/// The class, shape and word of a state that is not settled.
fn mark(state: &str) -> Option<(&'static str, &'static str, &'static str)> {
    match state {
        "draft" => Some(("beside", "✎", "page-state-draft")),
        "waiting" => Some(("beside soon", "◆", "page-state-waiting")),
        "returned" => Some(("beside late", "▲", "page-state-returned")),
        _ => None,
    }
}

/// What is not settled about a value, in a word and a shape; not again where the section says it.
fn beside(view: &View, field: &FieldView, usual: Option<&str>) -> Markup {
    let words = view.words;
    let said_already = usual == Some(field.state.as_str());
    if usual.is_some() && field.state == "checked" {
        return html! {
            span class="beside ok" { span aria-hidden="true" { "✓ " } (words.say("page-state-checked")) }
        };
    }
    let Some((class, shape, key)) = mark(&field.state).filter(|_| !said_already) else {
        return html! {};
    };
    html! {
        span class=(class) {
            span aria-hidden="true" { (shape) " " } (words.say(key))
            @if holds_besides(field) {
                ": " strong { (words.value(&field.slot, field.said.as_ref(), units_of(view, field.true_since, field.said_by.as_ref()))) }
                (since(view, field.said.as_ref(), field.true_since))
            }
            @if let Some(objection) = &field.objection {
                br; (words.say("page-objection")) " “" (objection) "”"
            }
        }
    }
}

/// Where a value comes from, one activation away.
fn origin(view: &View, field: &FieldView, label: &str) -> Markup {
    let words = view.words;
    html! {
        details {
            summary { (words.say("page-origin")) span class="aside" { " " (label) } }
            dl {
                @if let Some(said) = holding_by(field) {
                    dt { (words.say(said_by_key(field))) }
                    dd {
                        (words.origin(said)) " "
                        a href=(fact_path(said.position)) { (words.say("page-clerk-fact-label")) }
                    }
                    dt { (words.say("page-paper-label")) } dd { (paper(view, said)) }
                }
                dt { (words.say(checked_by_key(field))) }
                dd { (checked(view, field)) }
                @if let (true, Some(said)) = (holds_besides(field), &field.said_by) {
                    dt { (words.say("page-recorded-by-new")) } dd { (words.origin(said)) }
                    dt { (words.say("page-paper-label")) } dd { (paper(view, said)) }
                }
            }
        }
    }
}

/// While another value is on its way, what is said of the standing one says so.
fn said_by_key(field: &FieldView) -> &'static str {
    if holds_besides(field) { "page-recorded-by-old" } else { "page-recorded-by" }
}

fn checked_by_key(field: &FieldView) -> &'static str {
    if holds_besides(field) { "page-checked-by-old" } else { "page-checked-by" }
}

fn paper(view: &View, origin: &Origin) -> String {
    match &origin.paper {
        Some(paper) => view.words.paper(paper),
        None => view.words.say("page-paper-none"),
    }
}

fn checked(view: &View, field: &FieldView) -> String {
    let words = view.words;
    match (&field.checked_by, holding_by(field)) {
        (None, _) => words.say("page-not-checked"),
        (Some(checked), Some(said)) if checked.position == said.position => {
            words.say("page-stands-at-once")
        }
        (Some(checked), _) => words.origin(checked),
    }
}

fn rows_of(view: &View, table: &Table, rows: &[&FieldView], usual: Option<&str>) -> Markup {
    let words = view.words;
    let lang = words.0;
    let used: BTreeSet<&str> = rows
        .iter()
        .flat_map(|row| columns(row))
        .flat_map(|columns| columns.keys().map(|column| column.as_str()))
        .collect();
    let columns_shown: Vec<_> =
        table.columns.iter().filter(|column| used.contains(column.code.as_str())).collect();
    let label = words.field(table.code.as_str());
    let mut rows = rows.to_vec();
    rows.sort_by_key(|row| first_date(table, row));
    html! {
        h4 { (label) }
        div class="scroll" tabindex="0" role="group" aria-label=(label) {
            table class="rows" {
                thead { tr {
                    @for column in &columns_shown {
                        th scope="col" {
                            (if lang == Lang::Vi { &column.label_vi } else { &column.label_en })
                        }
                    }
                    th scope="col" { (words.say("page-origin")) }
                } }
                tbody {
                    @for row in rows {
                        tr {
                            @for column in &columns_shown {
                                td data-name=(if lang == Lang::Vi { &column.label_vi } else { &column.label_en }) {
                                    (cell(view, table, row, column.code.as_str()))
                                }
                            }
                            td class="from" { (beside(view, row, usual)) (origin(view, row, &label)) }
                        }
                    }
                }
            }
        }
    }
}

fn columns<'a>(row: &&'a FieldView) -> Option<&'a BTreeMap<hoso_events::entry::FieldCode, String>> {
    match holding(row) {
        Some(Value::Row(columns)) => Some(columns),
        Some(Value::Single(_)) | None => None,
    }
}

fn cell(view: &View, table: &Table, row: &FieldView, column: &str) -> String {
    match columns(&row).and_then(|columns| columns.get(column)) {
        Some(text) => {
            view.words.cell(table.code.as_str(), Some(column), text, holding_units(view, row))
        }
        None => String::new(),
    }
}

/// Where a value stands in the record: by section and field, rows of a table by their first date.
pub fn place(field: &FieldView) -> (usize, String) {
    let code = field.slot.field.as_str();
    let mut codes = catalogue().sections().iter().flat_map(|section| &section.fields);
    let place = codes.position(|other| other.as_str() == code).unwrap_or(usize::MAX);
    let said = catalogue().table(code).map(|table| first_date(table, field));
    (place, said.unwrap_or_default())
}

/// Rows are read in the order of their first date.
fn first_date(table: &Table, row: &FieldView) -> String {
    let column =
        table.columns.iter().find(|column| matches!(column.kind, Kind::Date { .. } | Kind::Year));
    let text = column.and_then(|column| columns(&row)?.get(&column.code));
    text.cloned().unwrap_or_default()
}
