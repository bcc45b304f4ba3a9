//! The security of one's own account: password, second factor, where one is signed in, and what
//! happened to the account's ways in.

use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::{activate, sign_in::SECOND_FACTOR};
use crate::{
    app::CommandError,
    store::sign_in::{
        credentials::Credential,
        happenings::{Client, Happening, What},
        sessions::Session,
    },
    web::{
        forms::{self, Control, Errors, Field, Typed},
        layout::{Page, render},
        obstacle::Obstacle,
        sessions::{self, Comes, Known},
        tell::Words,
        visit::{Asks, View, Visitor},
    },
};

pub const PATH: &str = "/bao-mat";
/// The most browsers shown.
const SESSIONS_MAX: i64 = 50;
/// The most lines of what happened.
const HAPPENINGS_MAX: i64 = 30;
/// How many characters of a session's hash name it in a form.
const SESSION_NAME_CHARS: usize = 16;

/// What was done a moment ago.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Done {
    da: String,
}

struct Shown {
    credential: Option<Credential>,
    sessions: Vec<Session>,
    happened: Vec<Happening>,
}

fn known(view: &View) -> Result<&Known, Obstacle> {
    // In a demo one acts without having signed in: there is nothing to secure.
    view.session.as_ref().ok_or_else(Obstacle::not_found)
}

/// `/bao-mat`.
pub async fn page(visitor: Visitor, Asks(done): Asks<Done>) -> Result<Markup, Obstacle> {
    whole(&visitor, &done.da, &Errors::default()).await
}

async fn whole(visitor: &Visitor, done: &str, errors: &Errors) -> Result<Markup, Obstacle> {
    let view = &visitor.view;
    let known = known(view)?;
    let store = view.site.app().store();
    let id = known.session.account_id.as_str();
    let shown = Shown {
        credential: store.credential_of(id).await?,
        sessions: store.sessions_of(id, SESSIONS_MAX).await?,
        happened: store.happenings(id, HAPPENINGS_MAX).await?,
    };
    let words = view.words;
    let title = words.say("page-security-title");
    let done = match done {
        "mat-khau" => Some("page-password-changed"),
        "phien" => Some("page-sessions-ended"),
        _ => None,
    };
    let body = html! {
        @if let Some(done) = done { p class="flash" role="status" { "✓ " (words.say(done)) } }
        (errors.summary(words))
        h1 { (title) }
        (identity(view, known, &shown))
        (factor(words, &shown))
        (password(view, &shown, errors))
        (browsers(view, known, &shown.sessions))
        (happened(words, &shown.happened))
    };
    Ok(render(view, Page { title: errors.title(words, &title), back: vec![], body }))
}

fn identity(view: &View, known: &Known, shown: &Shown) -> Markup {
    let words = view.words;
    let login = shown.credential.as_ref().map(|credential| credential.login.as_str());
    html! {
        dl class="facts" {
            dt { (words.say("page-account-holder")) } dd { (known.account.name) }
            @if let Some(login) = login {
                dt { (words.say("page-sign-in-login")) } dd { (login) }
            }
        }
    }
}

fn factor(words: Words, shown: &Shown) -> Markup {
    let credential = shown.credential.as_ref();
    let on = credential.is_some_and(|credential| credential.factor.is_some());
    let left = credential.map(|credential| credential.recovery.len()).unwrap_or_default();
    html! {
        section aria-labelledby="hai-buoc" {
            h2 id="hai-buoc" { (words.say("page-factor-heading")) }
            @if on {
                p { "✓ " (words.with("page-factor-on", &[("n", left.to_string())])) }
                p { a class="button" href=(SECOND_FACTOR) { (words.say("page-factor-change")) } }
            } @else {
                p class="note" { (words.say("page-factor-off")) }
                p { a class="button" href=(SECOND_FACTOR) { (words.say("page-factor-turn-on")) } }
            }
        }
    }
}

fn password(view: &View, shown: &Shown, errors: &Errors) -> Markup {
    let words = view.words;
    let old = Field {
        name: "mat_khau_cu",
        label: words.say("page-password-old"),
        hint: None,
        value: "",
        error: errors.of("mat_khau_cu"),
    };
    html! {
        section aria-labelledby="mat-khau" {
            h2 id="mat-khau" { (words.say("page-password-heading")) }
            (forms::post(view, "/bao-mat/mat-khau", "form", html! {
                // For what keeps passwords: whose this is. The service does not read it.
                @if let Some(credential) = &shown.credential {
                    input type="text" autocomplete="username" value=(credential.login) hidden;
                }
                (old.line(Control { kind: "password", autocomplete: "current-password", ..Control::default() }))
                (activate::new_password(view, errors))
                p class="acts" { button type="submit" class="second" { (words.say("page-password-act")) } }
            }))
        }
    }
}

fn browsers(view: &View, known: &Known, sessions: &[Session]) -> Markup {
    let words = view.words;
    let others = sessions.len() > 1;
    html! {
        section aria-labelledby="phien" {
            h2 id="phien" { (words.say("page-sessions-heading")) }
            (forms::post(view, "/bao-mat/phien", "", html! {
                table class="list" {
                    thead { tr {
                        th scope="col" { (words.say("page-sessions-browser")) }
                        th scope="col" { (words.say("page-sessions-address")) }
                        th scope="col" { (words.say("page-sessions-since")) }
                        th scope="col" { (words.say("page-sessions-seen")) }
                        th scope="col" { span class="aside" { (words.say("page-sessions-end")) } }
                    } }
                    tbody { @for session in sessions { (browser(words, known, session)) } }
                }
                @if others {
                    p class="acts" {
                        button type="submit" name="phien" value="khac" class="second" {
                            (words.say("page-sessions-end-others"))
                        }
                    }
                }
            }))
        }
    }
}

fn browser(words: Words, known: &Known, session: &Session) -> Markup {
    let own = session.token_hash == known.session.token_hash;
    let name = browser_name(words, &session.from);
    html! {
        tr {
            th scope="row" { (name) @if own { " " strong { (words.say("page-sessions-this")) } } }
            td data-name=(words.say("page-sessions-address")) { (session.from.address) }
            td data-name=(words.say("page-sessions-since")) { (words.instant(session.started_at)) }
            td data-name=(words.say("page-sessions-seen")) { (words.instant(session.seen_at)) }
            td {
                @if !own {
                    button type="submit" name="phien" value=(short(session)) class="second" {
                        (words.say("page-sessions-end"))
                        span class="aside" { " " (name) }
                    }
                }
            }
        }
    }
}

fn short(session: &Session) -> String {
    session.token_hash.chars().take(SESSION_NAME_CHARS).collect()
}

/// What a browser is called by people: its family, and what it runs on.
fn browser_name(words: Words, client: &Client) -> String {
    let agent = client.browser.as_str();
    let families = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("coc_coc", "Cốc Cốc"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    let systems = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ];
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(sign, _name)| agent.contains(sign)).map(|(_sign, name)| *name)
    };
    match (named(&families), named(&systems)) {
        (Some(family), Some(system)) => format!("{family}, {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => words.say("page-sessions-unknown"),
    }
}

/// What happened, for the holder and for those who keep accounts.
pub fn happened(words: Words, lines: &[Happening]) -> Markup {
    html! {
        section aria-labelledby="nhat-ky" {
            h2 id="nhat-ky" { (words.say("page-happenings-heading")) }
            @if lines.is_empty() {
                p class="empty" { (words.say("page-happenings-none")) }
            } @else {
                table class="list" {
                    thead { tr {
                        th scope="col" { (words.say("page-happenings-at")) }
                        th scope="col" { (words.say("page-happenings-what")) }
                        th scope="col" { (words.say("page-happenings-by")) }
                        th scope="col" { (words.say("page-sessions-browser")) }
                        th scope="col" { (words.say("page-sessions-address")) }
                    } }
                    tbody { @for line in lines { tr {
                        th scope="row" { (words.instant(line.at)) }
                        td data-name=(words.say("page-happenings-what")) { (told(words, line.what)) }
                        td data-name=(words.say("page-happenings-by")) { (line.by_name) }
                        td data-name=(words.say("page-sessions-browser")) {
                            @if !line.address.is_empty() {
                                (browser_name(words, &Client { browser: line.browser.clone(), address: String::new() }))
                            }
                        }
                        td data-name=(words.say("page-sessions-address")) { (line.address) }
                    } } }
                }
            }
        }
    }
}

fn told(words: Words, what: Option<What>) -> String {
    words.say(match what {
        Some(What::CodeIssued) => "page-happening-code-issued",
        Some(What::Activated) => "page-happening-activated",
        Some(What::SignedIn) => "page-happening-signed-in",
        Some(What::SignedOut) => "page-happening-signed-out",
        Some(What::SignedOutEverywhere) => "page-happening-signed-out-everywhere",
        Some(What::PasswordChanged) => "page-happening-password-changed",
        Some(What::FactorAdded) => "page-happening-factor-added",
        Some(What::RecoveryUsed) => "page-happening-recovery-used",
        None => "page-happening-other",
    })
}

/// `/bao-mat/mat-khau`, sent.
pub async fn change_password(
    visitor: Visitor,
    comes: Comes,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let view = &visitor.view;
    let known = known(view)?;
    let mut errors = Errors::default();
    if typed.exact("mat_khau_cu").is_empty() {
        errors.at("mat_khau_cu", view.words.say("page-sign-in-password-missing"));
    }
    activate::check_typed(view, &typed, &mut errors);
    if errors.is_empty() {
        let (old, new) = (typed.exact("mat_khau_cu"), typed.exact("mat_khau_moi"));
        let app = view.site.app();
        match app.change_password(&known.session, old, new, &comes.client).await {
            Ok(started) => {
                view.site.forget_all();
                let mut response = Redirect::to("/bao-mat?da=mat-khau").into_response();
                sessions::give(response.headers_mut(), &started);
                return Ok(response);
            }
            Err(CommandError::Refused(refusal)) => {
                let old = matches!(refusal.code, "password_wrong" | "slow_down");
                let at = if old { "mat_khau_cu" } else { "mat_khau_moi" };
                errors.at(at, view.words.obstacle(&refusal));
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(forms::again(whole(&visitor, "", &errors).await?))
}

/// `/bao-mat/phien`, sent: one other browser, or all of them.
pub async fn end_sessions(
    visitor: Visitor,
    comes: Comes,
    typed: Typed,
) -> Result<Redirect, Obstacle> {
    let view = &visitor.view;
    let known = known(view)?;
    let app = view.site.app();
    match typed.text("phien") {
        "khac" => app.sign_out_others(&known.session, &comes.client).await?,
        name => {
            let id = known.session.account_id.as_str();
            let sessions = app.store().sessions_of(id, SESSIONS_MAX).await?;
            let named = sessions.iter().find(|session| short(session) == name);
            let named = named.filter(|session| session.token_hash != known.session.token_hash);
            if let Some(session) = named {
                app.sign_out(session, &comes.client).await?;
            }
        }
    }
    view.site.forget_all();
    Ok(Redirect::to("/bao-mat?da=phien"))
}
