//! One transfer: its steps, who has to act by when, what was handed over, and the form of the step
//! that is due. Nothing of what the record says.

use chrono::NaiveDate;
use hoso_events::{
    dossier::{DossierEvent, Stage},
    fact::Fact,
    ids::TransferId,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{PATH, acts, due, kind_told, stage_told, unit_then};
use crate::{
    app::transfers::CoverSheet,
    web::{
        forms::{Errors, Typed},
        layout::{Page, Step, dossier_path, render},
        obstacle::Obstacle,
        visit::{Asks, Place, View, Visitor},
    },
};

/// Whether a step was taken a moment ago.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    da: String,
}

/// `/dieu-chuyen/{transfer}`.
pub async fn page(
    visitor: Visitor,
    Place(id): Place<TransferId>,
    Asks(asked): Asks<Asked>,
) -> Result<Markup, Obstacle> {
    let sheet = visitor.view.site.app().cover_sheet(&visitor.actor, id).await?;
    let just = !asked.da.is_empty();
    Ok(whole(&visitor.view, &sheet, just, &Typed::default(), &Errors::default()))
}

/// The page, also after a form on it was not taken.
pub fn whole(
    view: &View,
    sheet: &CoverSheet,
    just: bool,
    typed: &Typed,
    errors: &Errors,
) -> Markup {
    let words = view.words;
    let title = words.with("page-transfer-title", &[("name", sheet.found.full_name.clone())]);
    let body = html! {
        @if just {
            p class="flash" role="status" {
                "✓ " (words.with("page-transfer-just", &[("stage", stage_told(words, sheet.stage))]))
            }
        }
        (errors.summary(words))
        (identity(view, sheet, &title))
        (steps(view, sheet))
        (acts::due_form(view, sheet, typed, errors))
        (handed_over(view, sheet))
        (acts::other_forms(view, sheet, typed, errors))
    };
    let back = match sheet.sends || sheet.receives {
        true => vec![Step::new(PATH, words.say("page-transfers-title"))],
        false => vec![],
    };
    render(view, Page { title: errors.title(words, &title), back, body })
}

fn identity(view: &View, sheet: &CoverSheet, title: &str) -> Markup {
    let words = view.words;
    let row = &sheet.found.row;
    let order = sheet.steps.first().map(|recorded| &recorded.fact);
    html! {
        div class="identity" {
            h1 { (title) }
            dl {
                @if let Some(number) = &sheet.personal_id_no {
                    div { dt { (words.field("personal_id_no")) } dd { (number) } }
                }
                div { dt { (words.say("page-transfer-from")) } dd { (unit_then(view, &row.from_unit, &row.effective_on)) } }
                div { dt { (words.say("page-transfer-to")) } dd { (unit_then(view, &row.to_unit, &row.effective_on)) } }
                @if let Some(Fact::Dossier(DossierEvent::TransferOrdered { kind, decision, .. })) = order {
                    div { dt { (words.say("page-transfer-kind")) } dd { (kind_told(words, *kind)) } }
                    div { dt { (words.say("page-transfer-decision")) } dd {
                        (decision.number) ", " (words.day(decision.dated_on)) ", " (decision.issuer)
                    } }
                }
                div { dt { (words.say("page-transfer-effective-on")) } dd { (words.stored_day(&row.effective_on)) } }
                @if let Some(last) = &row.term_ends_on {
                    div { dt { (words.say("page-transfer-term")) } dd { (words.stored_day(last)) } }
                }
            }
            @if sheet.reads {
                p { a href=(dossier_path(sheet.dossier)) { (words.say("page-transfer-dossier")) } }
            }
        }
    }
}

/// The four steps in their fixed order, and how it ended when it did not go through.
fn steps(view: &View, sheet: &CoverSheet) -> Markup {
    let words = view.words;
    let row = &sheet.found.row;
    let day = |text: &Option<String>| text.as_deref().and_then(|day| day.parse::<NaiveDate>().ok());
    let valid = matches!(sheet.stage, Stage::PaperReceived | Stage::Accepted);
    let received = day(&row.received_on).filter(|_| valid);
    let ordered = row.decision_dated_on.parse::<NaiveDate>().ok();
    let all = [
        ("page-transfer-step-ordered", ordered),
        ("page-transfer-step-released", day(&row.released_on)),
        ("page-transfer-step-received", received),
        ("page-transfer-step-accepted", day(&row.accepted_on)),
    ];
    let now = all.iter().position(|(_, done)| done.is_none()).filter(|_| !sheet.stage.is_over());
    html! {
        section aria-labelledby="cac-buoc" {
            h2 id="cac-buoc" { (words.say("page-transfer-steps")) }
            ol class="duties" {
                @for (place, (key, done)) in all.iter().enumerate() {
                    li aria-current=[(now == Some(place)).then_some("step")] {
                        @match done {
                            Some(day) => {
                                span class="chip done" { span aria-hidden="true" { "✓" } " " (words.say("page-transfer-done")) }
                                ": " strong { (words.say(key)) } ", " (words.day(*day))
                            }
                            None if now == Some(place) => {
                                span class="chip soon" { span aria-hidden="true" { "◆" } " " (words.say("page-transfer-now")) }
                                " " strong { (words.say(key)) } ": " (due(view, &sheet.found, sheet.stage))
                            }
                            None => {
                                span class="chip void" { span aria-hidden="true" { "–" } " " (words.say("page-transfer-later")) }
                                " " (words.say(key))
                            }
                        }
                    }
                }
            }
            (said_last(view, sheet))
        }
    }
}

/// What the last step said in words: why the paper was found wanting, why it was refused.
fn said_last(view: &View, sheet: &CoverSheet) -> Markup {
    let words = view.words;
    let Some(last) = sheet.steps.last() else { return html! {} };
    let reasons: Vec<&str> = match &last.fact {
        Fact::Dossier(DossierEvent::PaperDossierFoundInvalid { reasons, .. }) => {
            reasons.iter().map(|reason| reason.as_str()).collect()
        }
        fact => fact.reason().map(|reason| reason.as_str()).into_iter().collect(),
    };
    html! {
        @if !reasons.is_empty() {
            p { strong { (words.say(match &last.fact {
                Fact::Dossier(DossierEvent::PaperDossierFoundInvalid { .. }) => "page-transfer-stage-paper-invalid",
                Fact::Dossier(DossierEvent::ReleaseRecalled { .. }) => "page-transfer-recalled",
                Fact::Dossier(DossierEvent::TransferRefused { .. }) => "page-transfer-stage-refused",
                _ => "page-transfer-stage-cancelled",
            })) } ":" }
            ul class="diff" { @for reason in reasons { li { (reason) } } }
        }
    }
}

/// How much was handed over, on paper and as data.
fn handed_over(view: &View, sheet: &CoverSheet) -> Markup {
    let words = view.words;
    let pages: u32 = sheet.inventory.iter().map(|line| u32::from(line.pages.get())).sum();
    let papers = sheet.inventory.len();
    html! {
        section aria-labelledby="phieu" {
            h2 id="phieu" { (words.say("page-transfer-cover")) }
            p { (words.say("page-transfer-cover-means")) }
            @if papers > 0 {
                table class="list" {
                    caption class="quiet" {
                        (words.with("page-transfer-counted", &[("papers", papers.to_string()), ("pages", pages.to_string())]))
                    }
                    thead { tr {
                        th scope="col" { (words.say("page-transfer-paper")) }
                        th scope="col" { (words.say("page-transfer-pages")) }
                    } }
                    tbody { @for line in &sheet.inventory { tr {
                        th scope="row" { (line.title) }
                        td data-name=(words.say("page-transfer-pages")) { (line.pages) }
                    } } }
                }
            }
            table class="list" {
                caption class="quiet" { (words.say("page-transfer-data")) }
                thead { tr {
                    th scope="col" { (words.say("page-transfer-section")) }
                    th scope="col" { (words.say("page-transfer-count")) }
                } }
                tbody { @for (section, count) in &sheet.sections { tr {
                    th scope="row" { (words.section(section)) }
                    td data-name=(words.say("page-transfer-count")) { (count) }
                } } }
            }
        }
    }
}
