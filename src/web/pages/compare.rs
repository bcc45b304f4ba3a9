//! The form of the check screen: on the left the paper, on the right each field as it is declared
//! now and as it stood before, with one finding.

use std::collections::BTreeMap;

use hoso_events::{
    catalogue::{Section, catalogue},
    dossier::DossierEvent,
    entry::{FieldCode, Slot, Value},
    fact::{Fact, Recorded},
    ids::DossierId,
};
use maud::{Markup, html};

use super::{
    findings::{
        CANNED, FINISH, Finding, REST_MATCHES, SLOT, canned_name, finding_name, found, reason_name,
        section_name,
    },
    papers, record,
};
use crate::{
    app::{cases::Submitted, reads::FieldView},
    store::scans::ScanRow,
    web::{
        forms::{self, Errors, Typed},
        scan,
        visit::View,
    },
};

/// What is put into the form besides what waits.
pub struct Form<'a> {
    pub view: &'a View,
    pub case: &'a Submitted,
    /// Where it is sent.
    pub action: String,
    /// Where the next case is, leaving this one for later.
    pub later: String,
    /// What was typed, when it was not taken.
    pub typed: &'a Typed,
    pub errors: &'a Errors,
}

/// The most scans shown beside one check.
const SCANS_SHOWN_MAX: usize = 40;

/// The whole form.
pub fn form(form: &Form<'_>) -> Markup {
    let words = form.view.words;
    let mut fields: Vec<&FieldView> = form.case.fields.iter().collect();
    fields.sort_by_cached_key(|field| record::place(field));
    let sections = sections(&fields);
    let many = fields.len();
    let told =
        words.with("page-clerk-progress", &[("done", "#".to_owned()), ("all", many.to_string())]);
    let body = html! {
        div class="sides" {
            (paper(form.view, form.case))
            div class="declared" {
                (keys(form.view))
                @if sections.len() > 1 {
                    (record::jump(words, sections.iter().map(|(section, _fields)| part_of(*section))))
                }
                @for (section, fields) in &sections { (part(form, *section, fields)) }
            }
        }
        div class="finish" {
            p id="tien-do" role="status" data-told=(told) hidden {}
            p class="acts" {
                button type="submit" name="viec" value=(FINISH) aria-keyshortcuts="Control+Enter" {
                    (words.say("page-clerk-finish")) " " kbd { "Ctrl+Enter" }
                }
                button type="submit" name="viec" value=(REST_MATCHES) class="second" {
                    (words.say("page-clerk-rest-matches"))
                }
                a class="button" href=(form.later) { (words.say("page-clerk-later")) }
            }
        }
    };
    forms::post(form.view, &form.action, "case", body)
}

/// The fields by section, in form order.
fn sections<'a>(fields: &[&'a FieldView]) -> Vec<(Option<&'static Section>, Vec<&'a FieldView>)> {
    let mut parts: Vec<(Option<&'static Section>, Vec<&FieldView>)> = vec![];
    for field in fields {
        let section = catalogue().section_of(field.slot.field.as_str());
        match parts.last_mut() {
            Some((last, part)) if last.map(|it| &it.code) == section.map(|it| &it.code) => {
                part.push(field);
            }
            _ => parts.push((section, vec![field])),
        }
    }
    parts
}

/// Which keys decide, and how to switch them off. Without the script there are none to tell of.
fn keys(view: &View) -> Markup {
    let words = view.words;
    html! {
        div class="keys" id="phim-tat" hidden {
            label class="tick" {
                input type="checkbox" id="dung-phim" checked;
                " " (words.say("page-clerk-keys-on"))
            }
            p class="quiet" { (words.say("page-clerk-keys-told")) }
        }
    }
}

/// The paper to hold against: which it is, and the place its scan is shown in.
fn paper(view: &View, case: &Submitted) -> Markup {
    let words = view.words;
    let opened = case.opened_by.as_ref().and_then(|recorded| recorded.fact.paper());
    let named = case.handed_in.fact.paper();
    html! {
        aside class="paper-side" aria-labelledby="ban-giay" {
            h2 id="ban-giay" { (words.say("page-clerk-paper")) }
            (scans(view, case))
            @if let Some(paper) = named {
                h3 { (words.say("page-clerk-paper-of-declaration")) }
                (one_paper(view, paper))
            }
            @if let Some(paper) = opened {
                h3 { (words.say("page-clerk-paper-of-dossier")) }
                (one_paper(view, paper))
            }
        }
    }
}

/// What was scanned, one below the other: nothing leads away from what is half decided here. Files
/// a browser does not show in a page open beside it.
fn scans(view: &View, case: &Submitted) -> Markup {
    let words = view.words;
    let of_papers = case.papers.papers.iter().flat_map(|paper| &paper.scans).map(|(scan, _)| scan);
    let portrait = case.papers.portrait.iter().filter_map(|(_field, scan)| scan.as_ref());
    let all: Vec<&ScanRow> = of_papers.chain(portrait).take(SCANS_SHOWN_MAX).collect();
    let Ok(id) = DossierId::parse(&case.person.dossier_id) else { return html! {} };
    html! {
        @if all.is_empty() {
            div class="scan empty" {
                p { (words.say("page-clerk-no-scan")) }
                p { a href=(papers::path(id)) target="_blank" rel="noopener" { (words.say("page-papers-title")) } }
            }
        }
        @for scan in all {
            figure class="scan" {
                @if scan::is_picture(scan) {
                    img src=(scan::file_path(id, scan)) alt=(words.say("page-scan-alt")) loading="lazy";
                }
                figcaption {
                    a href=(scan::file_path(id, scan)) target="_blank" rel="noopener" {
                        (words.say("page-scan-file"))
                    }
                }
            }
        }
    }
}

fn one_paper(view: &View, paper: &hoso_events::values::Paper) -> Markup {
    let words = view.words;
    html! {
        dl class="facts" {
            dt { (words.say("page-clerk-paper-number")) } dd { strong { (paper.number) } }
            dt { (words.say("page-clerk-paper-dated")) } dd { (words.day(paper.dated_on)) }
            dt { (words.say("page-clerk-paper-issuer")) } dd { (paper.issuer) }
        }
    }
}

/// What was handed in, in one line.
pub fn kind_told(view: &View, case: &Submitted) -> String {
    let words = view.words;
    let first = case.person.first_submission.as_deref() == Some(&case.check.subject);
    match event(&case.handed_in) {
        Some(DossierEvent::RecordSubmitted { .. }) if first => {
            words.say("page-clerk-of-first-record")
        }
        Some(DossierEvent::ChangeDeclared { happened_on, .. }) => {
            words.with("page-clerk-of-change", &[("day", words.day(*happened_on))])
        }
        Some(DossierEvent::LateEntryDeclared { happened_on, .. }) => {
            words.with("page-clerk-of-late-entry", &[("day", words.day(*happened_on))])
        }
        Some(DossierEvent::ErrorCorrected { .. }) => words.say("page-clerk-of-correction"),
        _ => words.say("page-clerk-of-mended"),
    }
}

fn event(recorded: &Recorded) -> Option<&DossierEvent> {
    match &recorded.fact {
        Fact::Dossier(event) => Some(event),
        _ => None,
    }
}

/// What a part is addressed by, and its code.
fn part_of(section: Option<&Section>) -> (String, &str) {
    let code = section.map(|section| section.code.as_str()).unwrap_or_default();
    (format!("phan-{}", code.replace('_', "-")), code)
}

fn part(form: &Form<'_>, section: Option<&Section>, fields: &[&FieldView]) -> Markup {
    let words = form.view.words;
    let (id, code) = part_of(section);
    let name = section_name(code);
    let many = fields.len().to_string();
    html! {
        section class="part" aria-labelledby=(id) {
            div class="part-head" {
                h2 id=(id) { (words.section(code)) }
                @if fields.len() > 1 {
                    label class="tick" {
                        input type="checkbox" name=(name) value="khop"
                            checked[!form.typed.text(&name).is_empty()];
                        " " (words.with("page-clerk-section-matches", &[("n", many)]))
                        span class="aside" { " " (words.section(code)) }
                    }
                }
            }
            @for field in fields { (decide(form, field)) }
        }
    }
}

/// One field: what is said of it, and the finding.
fn decide(form: &Form<'_>, field: &FieldView) -> Markup {
    let words = form.view.words;
    let slot = field.slot.to_string();
    let name = finding_name(&slot);
    let id = forms::id(&name);
    let error = form.errors.of(&name);
    let reason_error = form.errors.of(&reason_name(&slot));
    let wrong = error.is_some() || reason_error.is_some();
    // Asked again, a field shows the finding it was given by itself or with its section.
    let chosen = found(form.typed, &field.slot).filter(|_| !form.errors.is_empty());
    let was = form.case.objected.iter().find(|objection| objection.slot == field.slot);
    html! {
        fieldset id=(id) class=(if wrong { "decide wrong" } else { "decide" }) tabindex="-1" {
            legend { (words.field(field.slot.field.as_str())) }
            input type="hidden" name=(SLOT) value=(slot);
            (declared(form.view, field))
            @if let Some(objection) = was {
                p class="note" {
                    (words.say("page-clerk-objected-before")) " “" (objection.reason) "”"
                }
            }
            @if let Some(error) = error { p class="error" { (error) } }
            div class="choices" {
                @for (finding, key, letter) in [
                    (Finding::Matches, "page-clerk-matches", "K"),
                    (Finding::Differs, "page-clerk-differs", "S"),
                    (Finding::NotOnPaper, "page-clerk-not-on-paper", "T"),
                ] {
                    label class={ "choice " (finding.code()) } {
                        input type="radio" name=(name) value=(finding.code())
                            checked[chosen == Some(finding)];
                        " " (words.say(key)) " " kbd { (letter) }
                    }
                }
            }
            (reason(form, &slot, reason_error))
        }
    }
}

/// Why it does not match: one of the usual sentences, words of one's own, or both.
fn reason(form: &Form<'_>, slot: &str, error: Option<&str>) -> Markup {
    let words = form.view.words;
    let (canned, own) = (canned_name(slot), reason_name(slot));
    let (canned_id, own_id) = (forms::id(&canned), forms::id(&own));
    let chosen = form.typed.text(&canned);
    html! {
        div class="reason" {
            @if let Some(error) = error { p class="error" id={ (own_id) "-loi" } { (error) } }
            p {
                label for=(canned_id) { (words.say("page-clerk-reason-canned")) }
                select id=(canned_id) name=(canned) {
                    option value="" { (words.say("page-clerk-reason-choose")) }
                    @for (code, key) in CANNED {
                        option value=(code) selected[chosen == code] { (words.say(key)) }
                    }
                }
            }
            p {
                label for=(own_id) { (words.say("page-clerk-reason-own")) }
                input id=(own_id) name=(own) value=[some(form.typed.text(&own))] maxlength="500"
                    autocomplete="off" aria-invalid=[error.map(|_wrong| "true")]
                    aria-describedby=[error.map(|_wrong| format!("{own_id}-loi"))];
            }
        }
    }
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// The value said now and, where another one stands, that one with since when and by whom.
fn declared(view: &View, field: &FieldView) -> Markup {
    let words = view.words;
    let before = field.stands_by.as_ref();
    html! {
        div class="said" {
            @if before.is_some() { span class="aside" { (words.say("page-after")) " " } }
            (value(view, &field.slot, field.said.as_ref(), field.stands.as_ref().filter(|_| before.is_some())))
        }
        p class="quiet meta-line" {
            @if let Some(since) = field.true_since {
                (words.with("page-since", &[("day", words.day(since))])) " "
            }
            @if let Some(paper) = field.said_by.as_ref().and_then(|origin| origin.paper.as_ref()) {
                (words.say("page-paper-label")) ": " (words.paper(paper))
            }
        }
        @if let Some(origin) = before {
            div class="before" {
                span class="was" { (words.say("page-clerk-before")) } " "
                (value(view, &field.slot, field.stands.as_ref(), None))
                p class="quiet meta-line" {
                    @if let Some(since) = field.stands_since {
                        (words.with("page-since", &[("day", words.day(since))])) " "
                    }
                    (words.say("page-recorded-by")) ": " (words.origin(origin))
                    @if let Some(paper) = &origin.paper {
                        ". " (words.say("page-paper-label")) ": " (words.paper(paper))
                    }
                }
            }
        }
    }
}

/// A value as it is held against the paper: a row column by column, what differs from `other`
/// marked in word and shape.
fn value(view: &View, slot: &Slot, value: Option<&Value>, other: Option<&Value>) -> Markup {
    let words = view.words;
    let Some(Value::Row(columns)) = value else {
        return html! { strong class="value" { (words.value(slot, value, view.names())) } };
    };
    let table = slot.field.as_str();
    let code = |column: &FieldCode| column.as_str().to_owned();
    let known = catalogue().table(table).map(|table| table.columns.as_slice());
    let order = known.unwrap_or_default().iter().map(|column| code(&column.code));
    let old: Option<&BTreeMap<FieldCode, String>> = match other {
        Some(Value::Row(old)) => Some(old),
        _ => None,
    };
    html! {
        dl class="columns" {
            @for column in order {
                @if let Some(text) = columns.get(column.as_str()) {
                    @let differs = old.is_some_and(|old| old.get(column.as_str()) != Some(text));
                    div class=[differs.then_some("differs")] {
                        dt { (catalogue().column_label(table, &column, words.0)) }
                        dd {
                            strong { (words.cell(table, Some(&column), text, view.names())) }
                            @if differs { " " small { (words.say("page-clerk-changed")) } }
                        }
                    }
                }
            }
        }
    }
}
