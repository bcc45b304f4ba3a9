//! One secondment: how it stands, its decisions, and the form that changes it. Nothing of what the
//! record says.

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::{
    dossier::{DossierCommand, Phase, SecondmentStep},
    ids::SecondmentId,
    values::Reason,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{PATH, chip, days, secondment_path};
use crate::{
    app::{Command, CommandError, secondments::SecondmentSheet},
    web::{
        forms::{self, Control, Errors, Field, Typed},
        layout::{Page, Step, dossier_path, render},
        obstacle::Obstacle,
        pages::{moves, transfers::unit_told},
        paper_fields, slots,
        visit::{Asks, Place, View, Visitor},
    },
};

/// What is changed.
const WHAT: &str = "viec";
const PROLONG: &str = "keo-dai";
const END_EARLY: &str = "ket-thuc-som";
const CANCEL: &str = "huy";
const NEW_END: (&str, &str) = ("ngay_cuoi", "page-secondment-new-end");
const REASON: &str = "ly_do";
/// Ticked where no decision takes the order back.
const BY_MISTAKE: &str = "ghi_nham";

/// Whether something was recorded a moment ago.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    da: String,
}

/// `/biet-phai/{secondment}`.
pub async fn page(
    visitor: Visitor,
    Place(id): Place<SecondmentId>,
    Asks(asked): Asks<Asked>,
) -> Result<Markup, Obstacle> {
    let sheet = visitor.view.site.app().secondment(&visitor.actor, id).await?;
    let just = !asked.da.is_empty();
    Ok(whole(&visitor.view, &sheet, just, &Typed::default(), &Errors::default()))
}

fn whole(
    view: &View,
    sheet: &SecondmentSheet,
    just: bool,
    typed: &Typed,
    errors: &Errors,
) -> Markup {
    let words = view.words;
    let title = words.with("page-secondment-title", &[("name", sheet.found.full_name.clone())]);
    let told = moves::standing(view, &sheet.found);
    let body = html! {
        @if just { p class="flash" role="status" { "✓ " (told) } }
        (errors.summary(words))
        (identity(view, sheet, &title))
        @if !just { p { strong { (told) } } }
        (decisions(view, sheet))
        @if sheet.sends && sheet.phase != Phase::Cancelled { (change(view, sheet, typed, errors)) }
    };
    let officer = view.may_somewhere(crate::app::Act::TransferDossier);
    let back = officer.then(|| Step::new(PATH, words.say("page-secondments-title")));
    let back = back.into_iter().collect();
    render(view, Page { title: errors.title(words, &title), back, body })
}

fn identity(view: &View, sheet: &SecondmentSheet, title: &str) -> Markup {
    let words = view.words;
    let found = &sheet.found;
    let row = &found.row;
    html! {
        div class="identity" {
            h1 { (title) }
            dl {
                div { dt { (words.say("page-secondment-from")) } dd { (unit_told(view, &found.managing_unit)) } }
                div { dt { (words.say("page-secondment-host")) } dd { (unit_told(view, &row.host_unit)) } }
                div { dt { (words.say("page-secondments-days")) } dd { (days(words, found)) } }
                div { dt { (words.say("page-secondments-phase")) } dd { (chip(words, sheet.phase)) } }
            }
            @if sheet.reads {
                p { a href=(dossier_path(sheet.dossier)) { (words.say("page-secondment-dossier")) } }
            }
        }
    }
}

/// What was decided, each with its paper and why.
fn decisions(view: &View, sheet: &SecondmentSheet) -> Markup {
    let words = view.words;
    html! {
        section aria-labelledby="quyet-dinh" {
            h2 id="quyet-dinh" { (words.say("page-secondment-steps")) }
            ol class="timeline" {
                @for recorded in &sheet.steps {
                    li {
                        p class="what" { (words.fact(recorded)) }
                        dl class="meta" {
                            div { dt { (words.say("page-recorded-at")) } dd { (words.instant(recorded.provenance.recorded_at)) } }
                            @if let Some(paper) = recorded.fact.paper() {
                                div { dt { (words.say("page-paper-label")) } dd { (words.paper(paper)) } }
                            }
                            @if let Some(reason) = recorded.fact.reason() {
                                div { dt { (words.say("page-reason")) } dd { "“" (reason) "”" } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn change(view: &View, sheet: &SecondmentSheet, typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    let field = |name, label: &str, hint: Option<&str>| Field {
        name,
        label: words.say(label),
        hint: hint.map(|hint| words.say(hint)),
        value: typed.text(name),
        error: errors.of(name),
    };
    let what = [
        (PROLONG, "page-secondment-prolong"),
        (END_EARLY, "page-secondment-end-early"),
        (CANCEL, "page-secondment-cancel"),
    ];
    // What is over does not end early any more.
    let open = what.into_iter().filter(|(it, _)| *it != END_EARLY || sheet.phase != Phase::Over);
    let what: Vec<(String, String)> =
        open.map(|(code, key)| (code.to_owned(), words.say(key))).collect();
    let day = Control { inputmode: "numeric", size: Some(12), ..Control::default() };
    html! {
        details open[!errors.is_empty()] {
            summary { (words.say("page-secondment-change")) }
            p { (words.say("page-secondment-change-means")) }
            (forms::post(view, &secondment_path(sheet.id), "form", html! {
                (field(WHAT, "page-secondment-what", None).radios(&what))
                (field(NEW_END.0, NEW_END.1, Some("page-secondment-new-end-hint")).line(day))
                (field(REASON, "page-secondment-reason", None).lines(Reason::CHARS_MAX))
                (paper_fields::fields(words, words.say("page-secondment-paper"), typed, errors))
                (field(BY_MISTAKE, "page-secondment-by-mistake", None).tick())
                p class="acts" { button type="submit" { (words.say("page-secondment-record")) } }
            }))
        }
    }
}

/// `POST /biet-phai/{secondment}`.
pub async fn act(
    visitor: Visitor,
    Place(id): Place<SecondmentId>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let sheet = view.site.app().secondment(actor, id).await?;
    if !sheet.sends {
        return Err(Obstacle::not_found());
    }
    let mut errors = Errors::default();
    let step = read(view, &typed, &mut errors);
    if let Some(step) = step.filter(|_| errors.is_empty()) {
        let command = DossierCommand::Secondment { secondment: id, step };
        match visitor.send(Command::Dossier(sheet.dossier, command), &typed).await {
            Ok(_done) => {
                let to = format!("{}?da=1", secondment_path(id));
                return Ok(Redirect::to(&to).into_response());
            }
            Err(CommandError::Refused(refusal)) => {
                let told = view.words.obstacle(&refusal);
                match refusal.code {
                    "secondment_not_longer"
                    | "secondment_not_shorter"
                    | "secondment_backwards"
                    | "secondment_overlaps" => errors.at(NEW_END.0, told),
                    "paper_date_future" => errors.at(paper_fields::DATED, told),
                    _ => errors.whole(told),
                }
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(forms::again(whole(view, &sheet, false, &typed, &errors)))
}

fn read(view: &View, typed: &Typed, errors: &mut Errors) -> Option<SecondmentStep> {
    let words = view.words;
    let reason = Reason::parse(typed.text(REASON)).map_err(|error| {
        let label = words.say("page-secondment-reason");
        errors.at(REASON, slots::text_wrong(words, &label, &error));
    });
    let end =
        |errors: &mut Errors| paper_fields::read_day(words, NEW_END.0, NEW_END.1, typed, errors);
    match typed.text(WHAT) {
        PROLONG => {
            let (ends_on, decision) = (end(errors), paper_fields::read(words, typed, errors));
            Some(SecondmentStep::Prolong {
                ends_on: ends_on?,
                decision: decision?,
                reason: reason.ok()?,
            })
        }
        END_EARLY => {
            let (ends_on, decision) = (end(errors), paper_fields::read(words, typed, errors));
            Some(SecondmentStep::EndEarly {
                ends_on: ends_on?,
                decision: decision?,
                reason: reason.ok()?,
            })
        }
        CANCEL => {
            let decision = match typed.text(BY_MISTAKE) == "1" {
                true => None,
                false => Some(paper_fields::read(words, typed, errors)?),
            };
            Some(SecondmentStep::Cancel { reason: reason.ok()?, decision })
        }
        _ => {
            errors.at(WHAT, words.say("page-secondment-what-missing"));
            None
        }
    }
}
