//! An activation slip: the login and the code, shown once, to be printed and handed over.

use axum::response::{IntoResponse, Response};
use hoso_events::ids::AccountId;
use maud::html;

use super::account_path;
use crate::{
    app::CommandError,
    web::{
        forms::Typed,
        layout::{Page, Step, render},
        obstacle::Obstacle,
        visit::{Place, Visitor},
    },
};

/// `POST /tai-khoan/{account}/ma`: what it shows is not kept anywhere.
pub async fn act(
    visitor: Visitor,
    Place(id): Place<AccountId>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let app = view.site.app();
    let row = app.account(actor, id).await?;
    visitor.weighs().await?;
    let lost_phone = typed.text("mat_may") == "1";
    let issued = match app.issue_activation(actor, id, lost_phone).await {
        Ok(issued) => issued,
        Err(CommandError::Refused(refusal)) => return Err(refusal.into()),
        Err(other) => return Err(other.into()),
    };
    let words = view.words;
    let title = words.say("page-slip-title");
    let until = [("at", words.instant(issued.expires_at))];
    let body = html! {
        h1 { (title) }
        p class="lead" { (words.say("page-slip-lead")) }
        div class="slip" {
            h2 { (row.name) }
            dl class="facts" {
                dt { (words.say("page-sign-in-login")) } dd { code { (issued.login) } }
                dt { (words.say("page-activate-code")) } dd { code { (issued.code) } }
            }
            ol class="steps" {
                li { (words.say("page-slip-step-open")) }
                li { (words.say("page-slip-step-code")) }
                li { (words.say("page-slip-step-password")) }
            }
            p { strong { (words.with("page-slip-until", &until)) } }
            p { (words.say("page-slip-warning")) }
        }
        p class="acts" { a class="button" href=(account_path(&id)) { (words.say("page-slip-done")) } }
    };
    let back = vec![Step::new(account_path(&id), row.name.clone())];
    Ok(render(view, Page { title: title.clone(), back, body }).into_response())
}
