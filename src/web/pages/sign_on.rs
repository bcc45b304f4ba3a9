//! Coming in by another service: the button, the way there, the way back. A session's cookie goes
//! with requests from our own pages only, and the way back is not one: so a page of ours stands
//! between, which leads on by itself.

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use maud::{Markup, html};
use serde::Deserialize;

use super::sign_in::{SIGN_IN, own_way, with_way};
use crate::{
    app::{
        CommandError, Refusal,
        sign_in::sign_on::{AWAY_MAX, Turned},
    },
    sign_on::Answer,
    store::sign_in::sessions::Stage,
    web::{
        forms::{self, Typed},
        layout::{Page, render},
        obstacle::Obstacle,
        sessions::{self, Comes},
        visit::{Asks, View},
    },
};

pub const START: &str = "/dang-nhap/lien-thong";
pub const DONE: &str = "/dang-nhap/lien-thong/xong";
/// The cookie by which a browser is known when it comes back. It comes from another site then, so
/// it is less strict than a session's; it opens nothing by itself, and once.
const COOKIE: &str = "__Host-hoso-lien-thong";
/// The field that asks to prove again who one is.
const AGAIN: &str = "lai";
/// Leads a browser on without a script.
const REFRESH: HeaderName = HeaderName::from_static("refresh");

/// What nobody is let in for, as the addresses of pages name it.
const CODES: [&str; 7] = [
    "sign_on_unreachable",
    "sign_on_declined",
    "sign_on_untrusted",
    "sign_on_no_id",
    "sign_on_unknown",
    "sign_on_stale",
    "sign_on_not_again",
];

/// The code an address names, if it is one of ours.
pub fn known_code(named: &str) -> Option<&'static str> {
    CODES.into_iter().find(|code| *code == named)
}

/// The way in by another service, where there is one.
pub fn button(view: &View, way: &str) -> Markup {
    let Some(sign_on) = view.site.app().sign_on() else { return html! {} };
    let words = view.words;
    html! {
        (forms::post(view, START, "form", html! {
            input type="hidden" name="ve" value=(own_way(way));
            p class="acts" {
                button type="submit" {
                    (words.with("page-sign-on-act", &[("name", sign_on.name().to_owned())]))
                }
            }
        }))
        p class="quiet" { (words.say("page-sign-on-or")) }
    }
}

/// The way to prove again who one is, in a window of its own: what was typed stays in this one.
pub fn again(view: &View) -> Markup {
    let Some(sign_on) = view.site.app().sign_on() else { return html! {} };
    let words = view.words;
    let name = || vec![("name", sign_on.name().to_owned())];
    html! {
        p { (words.with("page-sign-on-again-how", &name())) }
        form method="post" action=(START) target="_blank" class="form" novalidate {
            (forms::token(view))
            p class="acts" {
                button type="submit" name=(AGAIN) value="1" class="second" {
                    (words.with("page-sign-on-again-act", &name()))
                }
            }
        }
    }
}

/// `/dang-nhap/lien-thong`, sent: on the way to the other service.
pub async fn start(view: View, comes: Comes, typed: Typed) -> Result<Response, Obstacle> {
    let app = view.site.app();
    let Some(sign_on) = app.sign_on() else { return Err(Obstacle::not_found()) };
    let way = own_way(typed.text("ve"));
    let known = view.site.session_in(&comes.headers).await?;
    let open = known.filter(|known| known.session.stage == Stage::Open);
    let again = match open {
        Some(known) if typed.has(AGAIN) => Some(known.session),
        Some(_signed_in) => return Ok(Redirect::to(way).into_response()),
        None => None,
    };
    let leaving = match app.leave_for_sign_on(way, again.as_ref()).await {
        Ok(leaving) => leaving,
        Err(error) => return turned(Turned { error, way: way.to_owned(), again: again.is_some() }),
    };
    let words = view.words;
    let title = words.with("page-sign-on-leaving", &[("name", sign_on.name().to_owned())]);
    let mut response = passing(&view, &title, &leaving.address);
    let seconds = AWAY_MAX.num_seconds();
    keep(response.headers_mut(), &leaving.browser, seconds);
    Ok(response)
}

/// A page that leads on by itself, and by its one link where a browser does not.
fn passing(view: &View, title: &str, to: &str) -> Response {
    let body = html! {
        h1 { (title) }
        p class="acts" { a class="button" href=(to) { (view.words.say("page-sign-on-go-on")) } }
    };
    let page = Page { title: title.to_owned(), back: vec![], body };
    let mut response = render(view, page).into_response();
    if let Ok(on) = HeaderValue::from_str(&format!("0; url={to}")) {
        response.headers_mut().insert(REFRESH, on);
    }
    response
}

fn keep(headers: &mut HeaderMap, browser: &str, seconds: i64) {
    let cookie =
        format!("{COOKIE}={browser}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={seconds}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        headers.append(header::SET_COOKIE, value);
    }
}

/// `/dang-nhap/lien-thong/ve`: back from the other service.
pub async fn back(
    view: View,
    comes: Comes,
    Asks(answer): Asks<Answer>,
) -> Result<Response, Obstacle> {
    let app = view.site.app();
    let jar = CookieJar::from_headers(&comes.headers);
    let browser = jar.get(COOKIE).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
    let mut response = match app.return_from_sign_on(&answer, &browser, &comes.client).await {
        Err(wrong) => turned(wrong)?,
        Ok(returned) => {
            let mut response = match &returned.renewed {
                Some(before) => {
                    view.site.forget(before);
                    Redirect::to(DONE).into_response()
                }
                None => {
                    let title = view.words.say("page-sign-on-back");
                    passing(&view, &title, &with_way(SIGN_IN, &returned.way))
                }
            };
            sessions::give(response.headers_mut(), &returned.started);
            response
        }
    };
    keep(response.headers_mut(), "", 0);
    Ok(response)
}

/// Where one is told that nobody was let in: the address of the answer, with its code, is left.
fn turned(wrong: Turned) -> Result<Response, Obstacle> {
    let refusal = match wrong.error {
        CommandError::Refused(refusal) => refusal,
        CommandError::Denied => return Err(Obstacle::not_found()),
        other => return Err(other.into()),
    };
    let page = if wrong.again { DONE.to_owned() } else { with_way(SIGN_IN, &wrong.way) };
    let mark = if page.contains('?') { '&' } else { '?' };
    Ok(Redirect::to(&format!("{page}{mark}loi={}", refusal.code)).into_response())
}

/// How proving again went.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Went {
    loi: String,
}

/// `/dang-nhap/lien-thong/xong`: proved again, in a window of its own, or not.
pub async fn done(view: View, Asks(went): Asks<Went>) -> Result<Markup, Obstacle> {
    if view.site.app().sign_on().is_none() {
        return Err(Obstacle::not_found());
    }
    let words = view.words;
    let wrong = known_code(&went.loi).map(|code| words.obstacle(&Refusal::plain(code)));
    let title = words.say(match wrong {
        Some(_) => "page-sign-on-again-failed",
        None => "page-sign-on-again-done",
    });
    let body = html! {
        h1 { (title) }
        @if let Some(wrong) = &wrong { p class="note" role="alert" { (wrong) } }
        p { (words.say("page-sign-on-again-close")) }
    };
    Ok(render(&view, Page { title, back: vec![], body }))
}
