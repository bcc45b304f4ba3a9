//! Coming in and going out: login and password, then the second factor, then where one wanted to
//! go. What is wrong is told the same way whoever does not exist.

use axum::{
    extract::State,
    http::{StatusCode, Uri},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::sign_on;
use crate::{
    app::{CommandError, Refusal, sign_in::Started},
    store::sign_in::sessions::Stage,
    web::{
        Site,
        dress::Whole,
        forms::{self, Control, Errors, Field, Typed},
        layout::{Page, in_path, render},
        obstacle::Obstacle,
        sessions::{self, Comes},
        visit::{Asks, View},
    },
};

pub const SIGN_IN: &str = "/dang-nhap";
pub const CODE: &str = "/dang-nhap/ma";
pub const SECOND_FACTOR: &str = "/bao-mat/hai-buoc";
const CODE_CHARS_MAX: usize = 20;
const LOGIN_CHARS_MAX: usize = 60;
/// The longest way back that is kept.
const WAY_CHARS_MAX: usize = 300;

/// Where one wanted to go, and what another service let nobody in for.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Way {
    ve: String,
    loi: String,
}

/// The address of the page to sign in, for someone who wanted to go to `wanted`.
pub fn path(wanted: &Uri) -> String {
    let way = wanted.path_and_query().map(ToString::to_string).unwrap_or_default();
    with_way(SIGN_IN, &way)
}

pub(super) fn with_way(path: &str, way: &str) -> String {
    match own_way(way) {
        "/" => path.to_owned(),
        way => format!("{path}?ve={}", in_path(way)),
    }
}

/// A way back within this service; anything else leads to the first page.
pub(super) fn own_way(way: &str) -> &str {
    let inside = way.starts_with('/')
        && !way.starts_with("//")
        && way.len() <= WAY_CHARS_MAX
        && way.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && !way.starts_with(SIGN_IN);
    if inside { way } else { "/" }
}

/// `/dang-nhap`: the form, or the next step of a sign-in that has begun.
pub async fn page(view: View, comes: Comes, Asks(way): Asks<Way>) -> Result<Response, Obstacle> {
    match view.site.session_in(&comes.headers).await?.map(|known| known.session.stage) {
        Some(Stage::Open) => Ok(Redirect::to(own_way(&way.ve)).into_response()),
        Some(Stage::Code) => Ok(Redirect::to(&with_way(CODE, &way.ve)).into_response()),
        Some(Stage::Enrol) => Ok(Redirect::to(SECOND_FACTOR).into_response()),
        None => {
            let mut errors = Errors::default();
            if let Some(code) = sign_on::known_code(&way.loi) {
                errors.whole(view.words.obstacle(&Refusal::plain(code)));
            }
            Ok(form(&view, &way.ve, "", &errors).into_response())
        }
    }
}

fn form(view: &View, way: &str, login: &str, errors: &Errors) -> Markup {
    let words = view.words;
    let login = Field {
        name: "ten",
        label: words.say("page-sign-in-login"),
        hint: Some(words.say("page-sign-in-login-hint")),
        value: login,
        error: errors.of("ten"),
    };
    let password = Field {
        name: "mat_khau",
        label: words.say("page-sign-in-password"),
        hint: None,
        value: "",
        error: errors.of("mat_khau"),
    };
    let title = words.say("page-sign-in-title");
    let body = html! {
        (errors.summary(words))
        h1 { (title) }
        (sign_on::button(view, way))
        (forms::post(view, SIGN_IN, "form", html! {
            input type="hidden" name="ve" value=(own_way(way));
            (login.line(Control { autocomplete: "username", chars_max: Some(LOGIN_CHARS_MAX), ..Control::default() }))
            (password.line(Control { kind: "password", autocomplete: "current-password", ..Control::default() }))
            p class="acts" { button type="submit" { (words.say("page-sign-in-act")) } }
        }))
        ul class="ways" {
            li { a href=(super::activate::PATH) { (words.say("page-sign-in-activate")) } }
        }
        p class="quiet" { (words.say("page-sign-in-forgotten")) }
    };
    render(view, Page { title: errors.title(words, &title), back: vec![], body })
}

/// The status a refused sign-in is told with, and when to come back.
fn answer(page: Markup, refusal: &Refusal) -> Response {
    let slow = refusal.words.iter().find(|(name, _text)| *name == "seconds");
    let mut response = match (refusal.code, slow) {
        ("slow_down", Some((_name, seconds))) => {
            let retry = [(axum::http::header::RETRY_AFTER, seconds.clone())];
            (StatusCode::TOO_MANY_REQUESTS, retry, page).into_response()
        }
        _ => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
    };
    response.extensions_mut().insert(Whole);
    response
}

/// Where one goes after a step: further, or to where one wanted to go.
fn onward(started: &Started, way: &str) -> Response {
    let to = match started.session.stage {
        Stage::Open => own_way(way).to_owned(),
        Stage::Code => with_way(CODE, way),
        Stage::Enrol => SECOND_FACTOR.to_owned(),
    };
    let mut response = Redirect::to(&to).into_response();
    sessions::give(response.headers_mut(), started);
    response
}

/// `/dang-nhap`, sent.
pub async fn sign_in(view: View, comes: Comes, typed: Typed) -> Result<Response, Obstacle> {
    let words = view.words;
    let (way, login) = (typed.text("ve"), typed.text("ten"));
    let password = typed.exact("mat_khau");
    let mut errors = Errors::default();
    if login.is_empty() {
        errors.at("ten", words.say("page-sign-in-login-missing"));
    }
    if password.is_empty() {
        errors.at("mat_khau", words.say("page-sign-in-password-missing"));
    }
    if !errors.is_empty() {
        return Ok(forms::again(form(&view, way, login, &errors)));
    }
    match view.site.app().sign_in(login, password, &comes.client).await {
        Ok(started) => Ok(onward(&started, way)),
        Err(CommandError::Refused(refusal)) => {
            errors.at("ten", words.obstacle(&refusal));
            Ok(answer(form(&view, way, login, &errors), &refusal))
        }
        Err(other) => Err(other.into()),
    }
}

fn code_form(view: &View, way: &str, errors: &Errors) -> Markup {
    let words = view.words;
    let code = Field {
        name: "ma",
        label: words.say("page-sign-in-code"),
        hint: Some(words.say("page-sign-in-code-hint")),
        value: "",
        error: errors.of("ma"),
    };
    let title = words.say("page-sign-in-code-title");
    let body = html! {
        (errors.summary(words))
        h1 { (title) }
        (forms::post(view, CODE, "form", html! {
            input type="hidden" name="ve" value=(own_way(way));
            (code.line(Control { inputmode: "numeric", autocomplete: "one-time-code",
                chars_max: Some(CODE_CHARS_MAX), size: Some(12), ..Control::default() }))
            p class="acts" { button type="submit" { (words.say("page-sign-in-code-act")) } }
        }))
        p class="quiet" { (words.say("page-sign-in-code-lost")) }
    };
    render(view, Page { title: errors.title(words, &title), back: vec![], body })
}

/// `/dang-nhap/ma`: the second step.
pub async fn code_page(
    view: View,
    comes: Comes,
    Asks(way): Asks<Way>,
) -> Result<Response, Obstacle> {
    match view.site.session_in(&comes.headers).await? {
        Some(known) if known.session.stage == Stage::Code => {
            Ok(code_form(&view, &way.ve, &Errors::default()).into_response())
        }
        Some(_) | None => Ok(Redirect::to(&with_way(SIGN_IN, &way.ve)).into_response()),
    }
}

/// `/dang-nhap/ma`, sent.
pub async fn code(view: View, comes: Comes, typed: Typed) -> Result<Response, Obstacle> {
    let way = typed.text("ve");
    let Some(known) = view.site.session_in(&comes.headers).await? else {
        return Ok(Redirect::to(&with_way(SIGN_IN, way)).into_response());
    };
    let finished =
        view.site.app().finish_sign_in(&known.session, typed.text("ma"), &comes.client).await;
    match finished {
        Ok(started) => {
            view.site.forget(&known.session.token_hash);
            Ok(onward(&started, way))
        }
        Err(CommandError::Refused(refusal)) => {
            let mut errors = Errors::default();
            errors.at("ma", view.words.obstacle(&refusal));
            let page = code_form(&view, way, &errors);
            Ok(answer(page, &refusal))
        }
        Err(other) => Err(other.into()),
    }
}

/// `/dang-xuat`: this browser is signed out, and keeps nothing of our pages.
pub async fn sign_out(
    State(site): State<Site>,
    comes: Comes,
    _own: Typed,
) -> Result<Response, Obstacle> {
    if let Some(known) = site.session_in(&comes.headers).await? {
        site.app().sign_out(&known.session, &comes.client).await?;
        site.forget(&known.session.token_hash);
    }
    let mut response = Redirect::to(SIGN_IN).into_response();
    sessions::take_away(response.headers_mut());
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_back_stays_within_the_service() {
        assert_eq!(own_way("/ho-so/1?lang=en"), "/ho-so/1?lang=en");
        for foreign in ["//elsewhere", "javascript:x", "/\\elsewhere", "", "/a\r\nb", "/dang-nhap"]
        {
            assert_eq!(own_way(foreign), "/", "{foreign}");
        }
    }
}
