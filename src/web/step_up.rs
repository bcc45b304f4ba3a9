//! Proving oneself again before an act that weighs, without losing what was typed: the refused form
//! comes back hidden in a page that asks for the proof, and is sent again with it.

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use maud::{Markup, html};

use super::{
    BODY_BYTES_MAX, Site,
    dress::Whole,
    forms::{self, Control, Errors, Field},
    layout::{Page, render},
    obstacle::Obstacle,
    pages::sign_on,
    sessions::{self, COOKIE},
    tell::Words,
    visit::{View, who},
};
use crate::app::{
    CommandError, Refusal,
    sign_in::{Proof, Started},
};

/// The field the proof is typed into.
const PROOF: &str = "xac_thuc_lai";
const CODE_CHARS_MAX: usize = 20;

type Pairs = Vec<(String, String)>;

/// Looks after forms sent with a session: takes a proof out of them, and asks for one where what
/// they ask for was refused without.
pub async fn keep(State(site): State<Site>, request: Request, next: Next) -> Response {
    let form = request
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    if request.method() != Method::POST || !form || sessions::token_in(request.headers()).is_none()
    {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, BODY_BYTES_MAX).await else {
        return Obstacle::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large").into_response();
    };
    let asked = parts.clone();
    let mut pairs: Pairs = form_urlencoded::parse(&bytes).into_owned().collect();
    let place = pairs.iter().position(|(name, _text)| name == PROOF);
    let mut started = None;
    let mut bytes = bytes;
    if let Some((_name, proof)) = place.map(|place| pairs.remove(place)) {
        match prove(&site, &mut parts, &pairs, &proof).await {
            Ok(proved) => started = Some(proved),
            Err(CommandError::Refused(refusal)) => {
                return ask(&site, &asked, &pairs, Some(refusal)).await;
            }
            Err(other) => return Obstacle::from(other).into_response(),
        }
        let text: String =
            form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
        bytes = text.into();
        parts.headers.remove(header::CONTENT_LENGTH);
    }
    let mut response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
    let obstacle = response.extensions().get::<Obstacle>();
    if obstacle.is_some_and(|obstacle| obstacle.refusal.code == "step_up_required") {
        response = ask(&site, &asked, &pairs, None).await;
    }
    if let Some(started) = started {
        sessions::give(response.headers_mut(), &started);
    }
    response
}

/// Takes a proof: the request goes on under the session's new token.
async fn prove(
    site: &Site,
    parts: &mut Parts,
    pairs: &Pairs,
    proof: &str,
) -> Result<Started, CommandError> {
    let expired = || CommandError::Refused(Refusal::plain("session_expired"));
    let known = site.session_in(&parts.headers).await?.ok_or_else(expired)?;
    let token = pairs.iter().find(|(name, _text)| name == forms::TOKEN);
    if token.is_none_or(|(_name, text)| *text != known.session.form_token) {
        return Err(CommandError::Denied);
    }
    let client = sessions::client(parts, site);
    let started = site.app().prove_again(&known.session, proof, &client).await?;
    site.forget(&known.session.token_hash);
    put_token(&mut parts.headers, &started.token);
    Ok(started)
}

/// Puts another session token into a request's cookies; the others stay.
fn put_token(headers: &mut HeaderMap, token: &str) {
    let text = headers.get(header::COOKIE).and_then(|value| value.to_str().ok());
    let others = text.unwrap_or_default().split(';').map(str::trim);
    let own = format!("{COOKIE}=");
    let mut cookies: Vec<&str> =
        others.filter(|cookie| !cookie.is_empty() && !cookie.starts_with(&own)).collect();
    let fresh = format!("{own}{token}");
    cookies.push(&fresh);
    if let Ok(value) = HeaderValue::from_str(&cookies.join("; ")) {
        headers.insert(header::COOKIE, value);
    }
}

/// The page that asks for the proof.
async fn ask(site: &Site, asked: &Parts, pairs: &Pairs, wrong: Option<Refusal>) -> Response {
    match page(site, asked, pairs, wrong).await {
        Ok(page) => {
            let mut response = (StatusCode::FORBIDDEN, page).into_response();
            response.extensions_mut().insert(Whole);
            response
        }
        Err(obstacle) => obstacle.into_response(),
    }
}

async fn page(
    site: &Site,
    asked: &Parts,
    pairs: &Pairs,
    wrong: Option<Refusal>,
) -> Result<Markup, Obstacle> {
    let expired = || Obstacle::new(StatusCode::UNAUTHORIZED, "session_expired");
    let known = site.session_in(&asked.headers).await?.ok_or_else(expired)?;
    let proof = site.app().proves_by(&known.session).await?;
    let jar = axum_extra::extract::CookieJar::from_headers(&asked.headers);
    let view = View::of(site, &asked.uri, &jar, who(asked, site).await?).await?;
    let words = view.words;
    let mut errors = Errors::default();
    if let Some(refusal) = wrong {
        errors.at(PROOF, words.obstacle(&refusal));
    }
    let title = words.say("page-step-up-title");
    let body = html! {
        (errors.summary(words))
        h1 { (title) }
        p class="lead" { (words.say("page-step-up-lead")) }
        @if proof == Proof::SignOn { (sign_on::again(&view)) }
        @if proof == Proof::Nothing { p class="note" { (words.say("page-step-up-nothing")) } }
        form method="post" action=(asked.uri) class="form" novalidate {
            @for (name, text) in pairs { input type="hidden" name=(name) value=(text); }
            @if let Some(field) = typed(words, proof, &errors) { (field) }
            @if proof != Proof::Nothing {
                p class="acts" { button type="submit" { (words.say(go_on(proof))) } }
            }
        }
    };
    let title = errors.title(words, &title);
    Ok(render(&view, Page { title, back: vec![], body }))
}

fn go_on(proof: Proof) -> &'static str {
    if proof == Proof::SignOn { "page-step-up-proved" } else { "page-step-up-go-on" }
}

/// The field the proof is typed into, where it is typed.
fn typed(words: Words, proof: Proof, errors: &Errors) -> Option<Markup> {
    let (label, hint, control) = match proof {
        Proof::Code => (
            "page-sign-in-code",
            Some("page-sign-in-code-hint"),
            Control {
                inputmode: "numeric",
                autocomplete: "one-time-code",
                chars_max: Some(CODE_CHARS_MAX),
                size: Some(12),
                ..Control::default()
            },
        ),
        Proof::Password => (
            "page-sign-in-password",
            None,
            Control { kind: "password", autocomplete: "current-password", ..Control::default() },
        ),
        Proof::SignOn | Proof::Nothing => return None,
    };
    let field = Field {
        name: PROOF,
        label: words.say(label),
        hint: hint.map(|hint| words.say(hint)),
        value: "",
        error: errors.of(PROOF),
    };
    Some(field.line(control))
}
