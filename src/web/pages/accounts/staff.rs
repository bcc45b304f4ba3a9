//! A new account for someone who works with records: the name, and the first grant.

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::{
    ids::{AccountId, GrantId},
    provenance::Source,
    values::PersonName,
};
use maud::{Markup, html};
use uuid::Uuid;

use super::{PATH, account::grant_fields, account_path, acts};
use crate::{
    app::{Act, CommandError, accounts::NewStaff},
    web::{
        forms::{self, Control, Errors, Field, Typed},
        layout::{Page, Step, render},
        obstacle::Obstacle,
        slots,
        visit::Visitor,
    },
};

/// `/tai-khoan/moi`.
pub async fn page(visitor: Visitor) -> Result<Markup, Obstacle> {
    form(&visitor, &Typed::default(), &Errors::default())
}

fn form(visitor: &Visitor, typed: &Typed, errors: &Errors) -> Result<Markup, Obstacle> {
    let view = &visitor.view;
    if !view.may_somewhere(Act::DecideAccess) {
        return Err(Obstacle::not_found());
    }
    let words = view.words;
    let name = Field {
        name: "ho_ten",
        label: words.say("page-accounts-holder"),
        hint: None,
        value: typed.text("ho_ten"),
        error: errors.of("ho_ten"),
    };
    let title = words.say("page-accounts-new");
    let body = html! {
        (errors.summary(words))
        h1 { (title) }
        p class="lead" { (words.say("page-accounts-new-lead")) }
        (forms::post(view, "/tai-khoan/moi", "form", html! {
            (name.line(Control { chars_max: Some(PersonName::CHARS_MAX), ..Control::default() }))
            (grant_fields(visitor, typed, errors, "page-accounts-new-act"))
        }))
    };
    let back = vec![Step::new(PATH, words.say("page-accounts-title"))];
    Ok(render(view, Page { title: errors.title(words, &title), back, body }))
}

/// `POST /tai-khoan/moi`.
pub async fn act(visitor: Visitor, typed: Typed) -> Result<Response, Obstacle> {
    let view = &visitor.view;
    let words = view.words;
    let mut errors = Errors::default();
    let name = PersonName::parse(typed.text("ho_ten")).map_err(|error| {
        let label = words.say("page-accounts-holder");
        errors.at("ho_ten", slots::text_wrong(words, &label, &error));
    });
    let new = acts::read(view, &typed, &mut errors);
    if let (Ok(name), Some(new)) = (name, new) {
        visitor.weighs().await?;
        let account = AccountId::from_uuid(acts::named(Uuid::nil(), &typed));
        let staff = NewStaff {
            account,
            grant: GrantId::from_uuid(acts::named(account.as_uuid(), &typed)),
            name,
            unit: new.scope,
            role: new.role,
            until: new.until,
            request: new.request,
        };
        match view.site.app().issue_staff(&visitor.actor, staff, Source::Page).await {
            Ok(()) => {
                let to = format!("{}?da=moi", account_path(&account));
                return Ok(Redirect::to(&to).into_response());
            }
            Err(CommandError::Refused(refusal)) => {
                let told = words.obstacle(&refusal);
                match acts::place(refusal.code) {
                    Some(name) => errors.at(name, told),
                    None => errors.whole(told),
                }
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(forms::again(form(&visitor, &typed, &errors)?))
}
