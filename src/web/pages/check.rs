//! An officer compares what was handed in with the paper: it matches and is stored, or goes back
//! with a reason per field. One form a submission, one command a form.

use std::collections::BTreeMap;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use hoso_events::{
    dossier::{DossierCommand, Objection},
    entry::{Slot, Value},
    ids::{DossierId, SubmissionId},
    values::Reason,
};
use maud::{Markup, html};

use super::{
    dossier::{self, Moment, Shown},
    record,
};
use crate::{
    app::{Command, CommandError, Refusal, reads::FieldView},
    web::{
        forms::{self, Typed},
        layout::dossier_path,
        obstacle::Obstacle,
        visit::{Place, View, Visitor},
    },
};

/// What was typed into a form that was not taken.
#[derive(Debug)]
pub struct Attempt {
    submission: String,
    reasons: BTreeMap<String, String>,
    error: Refusal,
    /// The field the error stands at; the form as a whole without one.
    at: Option<String>,
}

/// The submissions that wait, each with its form.
pub fn panel(view: &View, shown: &Shown) -> Markup {
    let words = view.words;
    let mut waiting: BTreeMap<&str, Vec<&FieldView>> = BTreeMap::new();
    for field in shown.fields.iter().filter(|field| field.state == "waiting") {
        if let Some(submission) = &field.submission {
            waiting.entry(submission).or_default().push(field);
        }
    }
    if waiting.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby="doi-chieu" class="check" {
            h2 id="doi-chieu" { (words.say("page-check-title")) }
            p { (words.say("page-check-lead")) }
            @for (submission, fields) in waiting { (form(view, shown, submission, &fields)) }
        }
    }
}

fn form(view: &View, shown: &Shown, submission: &str, fields: &[&FieldView]) -> Markup {
    let words = view.words;
    let attempt = shown.attempt.as_ref().filter(|attempt| attempt.submission == submission);
    let mut fields = fields.to_vec();
    fields.sort_by_cached_key(|field| record::place(field));
    let has_before = fields.iter().any(|field| before(field).is_some());
    let body = html! {
            input type="hidden" name="noi_dung" value=(submission);
            @if let Some(attempt) = attempt.filter(|attempt| attempt.at.is_none()) {
                p class="error" role="alert" { (words.obstacle(&attempt.error)) }
            }
            table class="list compare" {
                thead { tr {
                    th scope="col" { (words.say("page-check-field")) }
                    th scope="col" { (words.say("page-check-said")) }
                    @if has_before { th scope="col" { (words.say("page-check-before")) } }
                    th scope="col" { (words.say("page-check-reason")) }
                } }
                tbody { @for field in &fields { (line(view, field, attempt, has_before)) } }
            }
            p class="acts" {
                button type="submit" name="viec" value="khop" {
                    (words.with("page-check-match", &[("n", fields.len().to_string())]))
                }
                button type="submit" name="viec" value="tra-lai" class="second" {
                    (words.say("page-check-return"))
                }
            }
    };
    forms::post(view, &format!("{}/doi-chieu", dossier_path(shown.id)), "", body)
}

/// The value that stands while this one waits.
fn before(field: &FieldView) -> Option<&Value> {
    field.stands_by.as_ref().and(field.stands.as_ref())
}

fn line(view: &View, field: &FieldView, attempt: Option<&Attempt>, has_before: bool) -> Markup {
    let words = view.words;
    let slot = field.slot.to_string();
    let label = words.field(field.slot.field.as_str());
    let id = format!("ly-do-{}", slot.replace('/', "-"));
    let typed = attempt.and_then(|attempt| attempt.reasons.get(&slot));
    let error = attempt.filter(|attempt| attempt.at.as_deref() == Some(&slot));
    html! {
        tr {
            th scope="row" { (label) }
            td data-name=(words.say("page-check-said")) {
                (words.value(&field.slot, field.said.as_ref(), view.units()))
            }
            @if has_before {
                td data-name=(words.say("page-check-before")) class="quiet" {
                    (words.value(&field.slot, before(field), view.units()))
                }
            }
            td class="reason" {
                label for=(id) class="aside" { (words.with("page-check-reason-for", &[("field", label.clone())])) }
                @if let Some(attempt) = error {
                    span class="error" id={ (id) "-loi" } role="alert" { (words.obstacle(&attempt.error)) }
                }
                input id=(id) name={ "ly_do." (slot) } value=[typed] maxlength="500"
                    autocomplete="off" aria-invalid=[error.map(|_| "true")];
            }
        }
    }
}

/// `/ho-so/{dossier}/doi-chieu`: sends one command and goes back to the dossier.
pub async fn decide(
    visitor: Visitor,
    Place(id): Place<DossierId>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let submission = SubmissionId::parse(typed.text("noi_dung"))
        .map_err(|_not_an_id| Obstacle::new(StatusCode::BAD_REQUEST, "request_malformed"))?;
    let done = if typed.text("viec") == "khop" { "khop" } else { "tra-lai" };
    let reasons = typed.under("ly_do.");
    let fail = |error: Refusal, at: Option<String>| Attempt {
        submission: submission.to_string(),
        reasons: reasons.clone(),
        error,
        at,
    };
    let failed = match command(submission, done, &reasons) {
        Err((error, at)) => fail(error, at),
        Ok(command) => match visitor.send(Command::Dossier(id, command), &typed).await {
            Ok(_done) => {
                let to = format!("{}?da={done}", dossier_path(id));
                return Ok(Redirect::to(&to).into_response());
            }
            Err(CommandError::Refused(error)) => {
                let at = error.slot.as_ref().map(Slot::to_string);
                fail(error, at)
            }
            Err(other) => return Err(other.into()),
        },
    };
    let page = dossier::whole(&visitor, id, Moment::default(), Some(failed)).await?;
    Ok(forms::again(page))
}

/// The command a form asks for, or what is wrong with it and where.
fn command(
    submission: SubmissionId,
    done: &str,
    reasons: &BTreeMap<String, String>,
) -> Result<DossierCommand, (Refusal, Option<String>)> {
    if done == "khop" {
        return Ok(DossierCommand::CheckSubmission { submission });
    }
    let mut objections = vec![];
    for (slot, text) in reasons.iter().filter(|(_slot, text)| !text.trim().is_empty()) {
        let wrong = |code| (Refusal::plain(code), Some(slot.clone()));
        let reason = Reason::parse(text).map_err(|error| wrong(error.code()))?;
        let place: Slot = slot.parse().map_err(|_not_a_slot| wrong("objection_outside"))?;
        objections.push(Objection { slot: place, reason });
    }
    if objections.is_empty() {
        return Err((Refusal::plain("no_objections"), None));
    }
    Ok(DossierCommand::ReturnSubmission { submission, objections })
}
