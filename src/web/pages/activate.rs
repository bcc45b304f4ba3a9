//! The first way in, and the way back in: a single-use code from the HR officer, and a password of
//! one's own.

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::sign_in::SECOND_FACTOR;
use crate::{
    app::{
        CommandError,
        sign_in::password::{CHARS_MAX, CHARS_MIN_ALONE, CHARS_MIN_WITH_FACTOR},
    },
    store::sign_in::sessions::Stage,
    web::{
        forms::{self, Control, Errors, Field, Typed},
        layout::{Page, Step, render},
        obstacle::Obstacle,
        sessions::{self, Comes},
        visit::View,
    },
};

pub const PATH: &str = "/kich-hoat";
const CODE_CHARS_MAX: usize = 40;

/// `/kich-hoat`.
pub async fn page(view: View) -> Markup {
    form(&view, "", &Errors::default())
}

/// The two fields of a new password: typed twice, since one cannot see it.
pub fn new_password(view: &View, errors: &Errors) -> Markup {
    let words = view.words;
    let limit =
        [("limit", CHARS_MIN_ALONE.to_string()), ("less", CHARS_MIN_WITH_FACTOR.to_string())];
    let first = Field {
        name: "mat_khau_moi",
        label: words.say("page-password-new"),
        hint: Some(words.with("page-password-hint", &limit)),
        value: "",
        error: errors.of("mat_khau_moi"),
    };
    let again = Field {
        name: "mat_khau_lai",
        label: words.say("page-password-again"),
        hint: None,
        value: "",
        error: errors.of("mat_khau_lai"),
    };
    let control = Control {
        kind: "password",
        autocomplete: "new-password",
        chars_max: Some(CHARS_MAX * 2),
        ..Control::default()
    };
    html! { (first.line(control)) (again.line(control)) }
}

/// What is wrong with the two fields of a new password before anything is asked of the app.
pub fn check_typed(view: &View, typed: &Typed, errors: &mut Errors) {
    let (first, again) = (typed.exact("mat_khau_moi"), typed.exact("mat_khau_lai"));
    if first.is_empty() {
        errors.at("mat_khau_moi", view.words.say("page-password-missing"));
    } else if first != again {
        errors.at("mat_khau_lai", view.words.say("page-password-differs"));
    }
}

fn form(view: &View, code: &str, errors: &Errors) -> Markup {
    let words = view.words;
    let field = Field {
        name: "ma",
        label: words.say("page-activate-code"),
        hint: Some(words.say("page-activate-code-hint")),
        value: code,
        error: errors.of("ma"),
    };
    let title = words.say("page-activate-title");
    let body = html! {
        (errors.summary(words))
        h1 { (title) }
        p class="lead" { (words.say("page-activate-lead")) }
        (forms::post(view, PATH, "form", html! {
            (field.line(Control { chars_max: Some(CODE_CHARS_MAX), size: Some(24), ..Control::default() }))
            (new_password(view, errors))
            p class="acts" { button type="submit" { (words.say("page-activate-act")) } }
        }))
    };
    let back = vec![Step::new(super::sign_in::SIGN_IN, words.say("page-sign-in-title"))];
    render(view, Page { title: errors.title(words, &title), back, body })
}

/// `/kich-hoat`, sent: signed in at once, or on to the second factor.
pub async fn activate(view: View, comes: Comes, typed: Typed) -> Result<Response, Obstacle> {
    let words = view.words;
    let code = typed.text("ma");
    let mut errors = Errors::default();
    if code.is_empty() {
        errors.at("ma", words.say("page-activate-code-missing"));
    }
    check_typed(&view, &typed, &mut errors);
    if !errors.is_empty() {
        return Ok(forms::again(form(&view, code, &errors)));
    }
    let password = typed.exact("mat_khau_moi");
    match view.site.app().activate(code, password, &comes.client).await {
        Ok(started) => {
            view.site.forget_all();
            let to = match started.session.stage {
                Stage::Open | Stage::Enrol => SECOND_FACTOR,
                Stage::Code => super::sign_in::CODE,
            };
            let mut response = Redirect::to(to).into_response();
            sessions::give(response.headers_mut(), &started);
            Ok(response)
        }
        Err(CommandError::Refused(refusal)) => {
            let at = if refusal.code.starts_with("password") { "mat_khau_moi" } else { "ma" };
            errors.at(at, words.obstacle(&refusal));
            Ok(forms::again(form(&view, code, &errors)))
        }
        Err(other) => Err(other.into()),
    }
}
