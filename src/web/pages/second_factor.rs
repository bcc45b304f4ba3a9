//! Setting up the second factor: a picture for the phone, one code to show that it works, and the
//! recovery codes, told once.

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, PreEscaped, html};
use qrcode::{QrCode, render::svg};

use super::{
    security,
    sign_in::{SECOND_FACTOR, SIGN_IN},
};
use crate::{
    app::{
        CommandError,
        sign_in::{Pending, needs_factor},
    },
    store::sign_in::sessions::Stage,
    web::{
        forms::{self, Control, Errors, Field, Typed},
        layout::{Page, render},
        obstacle::Obstacle,
        sessions::{self, Comes, Known},
        visit::View,
    },
};

const CODE_CHARS_MAX: usize = 20;
/// The picture's least width, in pixels.
const PICTURE_WIDTH: u32 = 220;

/// The session, while it is at a stage where the second factor may be set up.
async fn known(view: &View, comes: &Comes) -> Result<Option<Known>, Obstacle> {
    let known = view.site.session_in(&comes.headers).await?;
    Ok(known.filter(|known| known.session.stage != Stage::Code))
}

/// `/bao-mat/hai-buoc`.
pub async fn page(view: View, comes: Comes) -> Result<Response, Obstacle> {
    let Some(known) = known(&view, &comes).await? else {
        return Ok(Redirect::to(SIGN_IN).into_response());
    };
    let pending = view.site.app().pending_factor(&known.session).await?;
    Ok(form(&view, &known, &pending, &Errors::default()).into_response())
}

/// A picture that a phone reads; drawn dark on light in both dresses, as phones want it.
fn picture(address: &str) -> Option<PreEscaped<String>> {
    let code = QrCode::new(address.as_bytes()).ok()?;
    let drawn =
        code.render::<svg::Color<'_>>().min_dimensions(PICTURE_WIDTH, PICTURE_WIDTH).build();
    // The drawing begins with a declaration that has no place inside a page.
    let start = drawn.find("<svg")?;
    Some(PreEscaped(drawn[start..].to_owned()))
}

fn in_fours(base32: &str) -> String {
    let letters: Vec<char> = base32.chars().collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

fn form(view: &View, known: &Known, pending: &Pending, errors: &Errors) -> Markup {
    let words = view.words;
    let code = Field {
        name: "ma",
        label: words.say("page-sign-in-code"),
        hint: Some(words.say("page-factor-code-hint")),
        value: "",
        error: errors.of("ma"),
    };
    let must = needs_factor(&known.account) && known.session.stage == Stage::Enrol;
    let title = words.say("page-factor-title");
    let body = html! {
        (errors.summary(words))
        h1 { (title) }
        p class="lead" { (words.say(if must { "page-factor-must" } else { "page-factor-lead" })) }
        ol class="steps" {
            li { (words.say("page-factor-step-app")) }
            li {
                (words.say("page-factor-step-picture"))
                @if let Some(picture) = picture(&pending.address) {
                    div class="picture" role="img" aria-label=(words.say("page-factor-picture")) { (picture) }
                }
                p { (words.say("page-factor-by-hand")) " " code { (in_fours(&pending.base32)) } }
            }
            li { (words.say("page-factor-step-code")) }
        }
        (forms::post(view, SECOND_FACTOR, "form", html! {
            (code.line(Control { inputmode: "numeric", autocomplete: "one-time-code",
                chars_max: Some(CODE_CHARS_MAX), size: Some(12), ..Control::default() }))
            p class="acts" {
                button type="submit" { (words.say("page-factor-act")) }
                @if !must { a class="button" href="/" { (words.say("page-factor-later")) } }
            }
        }))
        @if !must { p class="quiet" { (words.say("page-factor-later-means")) } }
    };
    render(view, Page { title: errors.title(words, &title), back: vec![], body })
}

/// `/bao-mat/hai-buoc`, sent: in force, and the recovery codes told once.
pub async fn confirm(view: View, comes: Comes, typed: Typed) -> Result<Response, Obstacle> {
    let Some(known) = known(&view, &comes).await? else {
        return Ok(Redirect::to(SIGN_IN).into_response());
    };
    let app = view.site.app();
    match app.confirm_factor(&known.session, typed.text("ma"), &comes.client).await {
        Ok((started, recovery)) => {
            view.site.forget_all();
            let mut response = told_once(&view, &recovery).into_response();
            sessions::give(response.headers_mut(), &started);
            Ok(response)
        }
        Err(CommandError::Refused(refusal)) => {
            let mut errors = Errors::default();
            errors.at("ma", view.words.obstacle(&refusal));
            let pending = app.pending_factor(&known.session).await?;
            Ok(forms::again(form(&view, &known, &pending, &errors)))
        }
        Err(other) => Err(other.into()),
    }
}

fn told_once(view: &View, recovery: &[String]) -> Markup {
    let words = view.words;
    let title = words.say("page-recovery-title");
    let body = html! {
        p class="flash" role="status" { "✓ " (words.say("page-factor-done")) }
        h1 { (title) }
        p class="lead" { (words.say("page-recovery-lead")) }
        ul class="codes" { @for code in recovery { li { code { (code) } } } }
        p class="acts" {
            a class="button" href="/" { (words.say("page-recovery-go-on")) }
            a href=(security::PATH) { (words.say("page-security-title")) }
        }
    };
    render(view, Page { title: title.clone(), back: vec![], body })
}
