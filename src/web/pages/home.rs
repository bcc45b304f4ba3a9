//! The first page: in a demo the choice of whom to act as, otherwise the way to one's work.

use axum::{
    Form,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{administration, security, sign_in::SIGN_IN};
use crate::{
    app::Act,
    web::{
        CastMember, Site,
        layout::{Page, board_path, render},
        obstacle::Obstacle,
        visit::{ACTING_AS, View},
    },
};

/// `/`: to one's work, or the choice of whom to act as.
pub async fn page(view: View) -> Result<Response, Obstacle> {
    let choosing = view.here.query().unwrap_or_default().split('&').any(|pair| pair == "chon");
    if let (Some(actor), false) = (&view.actor, choosing) {
        if view.may_somewhere(Act::CheckRecord) {
            return Ok(Redirect::to("/viec").into_response());
        }
        if view.administers() {
            return Ok(Redirect::to(administration::PATH).into_response());
        }
        let scopes = crate::app::access::scopes(actor, Act::ReadBoard, view.units());
        if let Some(unit) = scopes.first().and_then(|scope| view.units().get(*scope)) {
            let whole = unit.parent.is_none();
            let to = if whole { "/tuan-thu".to_owned() } else { board_path(unit.code.as_str()) };
            return Ok(Redirect::to(&to).into_response());
        }
        if actor.dossier.is_some() {
            return Ok(Redirect::to("/viec-cua-toi").into_response());
        }
        if view.session.is_some() {
            return Ok(Redirect::to(security::PATH).into_response());
        }
    }
    let words = view.words;
    let (title, body) = match view.site.demo() {
        Some(cast) => (words.say("page-choose-title"), choice(&view, cast)),
        None => return Ok(Redirect::to(SIGN_IN).into_response()),
    };
    Ok(render(&view, Page { title, back: vec![], body }).into_response())
}

fn choice(view: &View, cast: &[CastMember]) -> Markup {
    let words = view.words;
    html! {
        h1 { (words.say("page-choose-title")) }
        p class="lead" { (words.say("page-choose-lead")) }
        @if cast.is_empty() { p class="empty" { (words.say("page-choose-nobody")) } }
        ul class="cards" {
            @for member in cast {
                li { (card(view, member)) }
            }
        }
    }
}

fn card(view: &View, member: &CastMember) -> Markup {
    let words = view.words;
    let unit = view.units().by_code(&member.unit_code);
    let (role, finds) = told(member.role_key);
    html! {
        form method="post" action="/dong-vai" class="card" {
            h2 { (member.name) }
            p class="role" { (words.say(role)) }
            @if let Some(unit) = unit { p class="unit" { (unit.name) } }
            p { (words.say(finds)) }
            button type="submit" name="account" value=(member.account) {
                (words.with("page-choose-act", &[("name", member.name.clone())]))
            }
        }
    }
}

/// What a role is called, and what one finds in it.
fn told(role_key: &str) -> (&'static str, &'static str) {
    match role_key {
        "data_officer" => ("role-data-officer", "page-role-officer-finds"),
        "neighbour_officer" => ("role-data-officer", "page-role-neighbour-officer-finds"),
        "head" => ("role-head", "page-role-head-finds"),
        "inspector" => ("role-inspector", "page-role-inspector-finds"),
        "administrator" => ("role-administrator", "page-role-administrator-finds"),
        "new_official" => ("page-role-new-official", "page-role-new-official-finds"),
        "late_official" => ("page-role-late-official", "page-role-late-official-finds"),
        "returned_official" => ("page-role-returned-official", "page-role-returned-official-finds"),
        _ => ("page-role-official", "page-role-official-finds"),
    }
}

/// Whom one wants to act as.
#[derive(Deserialize)]
pub struct ActAs {
    account: String,
}

/// `/dong-vai`: keeps the choice; only the cast of a demo can be chosen.
pub async fn act_as(
    State(site): State<Site>,
    jar: CookieJar,
    Form(form): Form<ActAs>,
) -> Result<(CookieJar, Redirect), Obstacle> {
    let cast = site.demo().ok_or_else(Obstacle::not_found)?;
    let chosen = cast.iter().find(|member| member.account.to_string() == form.account);
    let member = chosen.ok_or_else(Obstacle::not_found)?;
    let cookie = Cookie::build((ACTING_AS, member.account.to_string()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .build();
    Ok((jar.add(cookie), Redirect::to("/")))
}
