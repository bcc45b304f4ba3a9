//! Taking back what was handed in and is not checked yet, with a reason.

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::{
    dossier::DossierCommand,
    ids::{DossierId, SubmissionId},
    values::Reason,
};
use maud::{Markup, html};

use super::{Desk, receipt_path, tasks_path};
use crate::{
    app::{Command, CommandError},
    web::{
        forms::{self, Errors, Field, Typed},
        layout::{Page, render},
        obstacle::Obstacle,
        slots,
        visit::{Place, Visitor},
    },
};

const REASON: &str = "ly_do";

/// `/ho-so/{dossier}/bien-nhan/{submission}/rut-lai`.
pub async fn page(
    visitor: Visitor,
    Place((id, submission)): Place<(DossierId, SubmissionId)>,
) -> Result<Markup, Obstacle> {
    let desk = Desk::open(&visitor, id).await?;
    visitor.view.site.app().submission(&visitor.actor, id, submission).await?;
    Ok(whole(&desk, submission, &Typed::default(), &Errors::default()))
}

/// Takes it back.
pub async fn send(
    visitor: Visitor,
    Place((id, submission)): Place<(DossierId, SubmissionId)>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let desk = Desk::open(&visitor, id).await?;
    let words = visitor.view.words;
    let mut errors = Errors::default();
    let reason = match Reason::parse(typed.text(REASON)) {
        Ok(reason) => reason,
        Err(error) => {
            errors.at(REASON, slots::text_wrong(words, &words.say("page-reason"), &error));
            return Ok(forms::again(whole(&desk, submission, &typed, &errors)));
        }
    };
    let command = DossierCommand::WithdrawSubmission { submission, reason };
    match visitor.send(Command::Dossier(id, command), &typed).await {
        Ok(_done) => {
            let to = if desk.entering.own { "/viec-cua-toi".to_owned() } else { tasks_path(id) };
            Ok(Redirect::to(&format!("{to}?da=rut-lai")).into_response())
        }
        Err(CommandError::Refused(refusal)) => {
            errors.whole(words.obstacle(&refusal));
            Ok(forms::again(whole(&desk, submission, &typed, &errors)))
        }
        Err(other) => Err(other.into()),
    }
}

fn whole(desk: &Desk<'_>, submission: SubmissionId, typed: &Typed, errors: &Errors) -> Markup {
    let words = desk.view.words;
    let title = words.say("page-entry-withdraw-title");
    let reason = Field {
        name: REASON,
        label: words.say("page-reason"),
        hint: Some(words.say("page-entry-withdraw-hint")),
        value: typed.text(REASON),
        error: errors.of(REASON),
    };
    let path = receipt_path(desk.id, submission);
    let body = html! {
        (errors.summary(words))
        h1 { (title) }
        (desk.for_whom())
        p class="lead" { (words.say("page-entry-withdraw-lead")) }
        (forms::post(desk.view, &format!("{path}/rut-lai"), "form", html! {
            (reason.lines(Reason::CHARS_MAX))
            p class="acts" {
                button type="submit" { (words.say("page-entry-withdraw")) }
                a class="button" href=(path) { (words.say("page-entry-withdraw-not")) }
            }
        }))
    };
    let back = desk.back(false);
    render(desk.view, Page { title: errors.title(words, &title), back, body })
}
