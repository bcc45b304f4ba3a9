//! What every page has around it: the band of an invented database, the bar, the way back, the
//! foot. And the three files pages need: a style sheet, a script, an icon.

use std::sync::LazyLock;

use axum::{
    http::{HeaderValue, header},
    response::IntoResponse,
};
use hoso_events::ids::DossierId;
use maud::{DOCTYPE, Markup, html};
use sha2::{Digest as _, Sha256};

use super::{
    forms,
    pages::{accounts, administration, security},
    tell::Words,
    visit::View,
};
use crate::{app::Act, sentences::Lang};

pub const STYLE_PATH: &str = "/app.css";
pub const SCRIPT_PATH: &str = "/app.js";
pub const ICON_PATH: &str = "/icon.svg";

const STYLE: &str = include_str!("app.css");
const SCRIPT: &str = include_str!("app.js");
const ICON: &str = include_str!("icon.svg");

/// The address of the style sheet as it is now, so that a browser may keep it for good.
static STYLE_ADDRESS: LazyLock<String> = LazyLock::new(|| as_it_is(STYLE_PATH, STYLE));
/// The same of the script, which adds to pages that are complete without it.
static SCRIPT_ADDRESS: LazyLock<String> = LazyLock::new(|| as_it_is(SCRIPT_PATH, SCRIPT));

fn as_it_is(path: &str, text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    let short: String = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{path}?v={short}")
}

/// The style sheet.
pub async fn style() -> impl IntoResponse {
    kept_for_good("text/css; charset=utf-8", STYLE)
}

/// The script.
pub async fn script() -> impl IntoResponse {
    kept_for_good("text/javascript; charset=utf-8", SCRIPT)
}

/// The icon.
pub async fn icon() -> impl IntoResponse {
    kept_for_good("image/svg+xml", ICON)
}

fn kept_for_good(kind: &'static str, text: &'static str) -> impl IntoResponse {
    let kept = HeaderValue::from_static("public, max-age=31536000, immutable");
    ([(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CACHE_CONTROL, kept)], text)
}

/// A step on the way back: where it leads and what it is called.
pub struct Step {
    pub to: String,
    pub name: String,
}

impl Step {
    pub fn new(to: impl Into<String>, name: impl Into<String>) -> Self {
        Self { to: to.into(), name: name.into() }
    }
}

/// What a page is called: in the way back by its name, in the window by what has to be heard first.
pub struct Title {
    pub name: String,
    pub window: String,
}

impl From<String> for Title {
    fn from(name: String) -> Self {
        Self { window: name.clone(), name }
    }
}

/// A whole page.
pub struct Page<T = String> {
    /// What it is called: mostly the one heading; a form with errors says so in the window only.
    pub title: T,
    /// The way back, widest first; the page itself is not in it.
    pub back: Vec<Step>,
    pub body: Markup,
}

/// Puts a page into the layout.
pub fn render<T: Into<Title>>(view: &View, page: Page<T>) -> Markup {
    let words = view.words;
    let title: Title = page.title.into();
    let site_name = words.say("page-site-name");
    html! {
        (DOCTYPE)
        html lang=(words.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title.window) " – " (site_name) }
                link rel="stylesheet" href=(*STYLE_ADDRESS);
                script src=(*SCRIPT_ADDRESS) defer {}
                link rel="icon" type="image/svg+xml" href=(ICON_PATH);
            }
            body {
                a class="skip" href="#noi-dung" { (words.say("page-skip")) }
                @if view.site.0.invented {
                    aside class="band" aria-label=(words.say("page-band")) {
                        strong { (words.say("page-band")) }
                        " " (words.say("page-band-why"))
                    }
                }
                (bar(view, &site_name))
                @if !page.back.is_empty() { (crumbs(words, &page.back, &title.name)) }
                main id="noi-dung" tabindex="-1" { (page.body) }
                (foot(view))
            }
        }
    }
}

fn bar(view: &View, site_name: &str) -> Markup {
    let words = view.words;
    let here = view.here.path();
    let link = |to: &str, key: &str| {
        let current = here == to || here.starts_with(&format!("{to}/"));
        html! { a href=(to) aria-current=[current.then_some("true")] { (words.say(key)) } }
    };
    html! {
        header class="bar" {
            div class="inner" {
                a class="brand" href="/" { (site_name) }
                nav aria-label=(words.say("page-nav")) {
                    @if view.administers() { (link(administration::PATH, "page-admin-nav")) }
                    @if view.may_somewhere(Act::CheckRecord) { (link("/viec", "page-clerk-nav")) }
                    @if view.may_somewhere(Act::ReadBoard) { (link("/tuan-thu", "page-nav-board")) }
                    @if view.may_somewhere(Act::ReadDossier) { (link("/ho-so", "page-nav-people")) }
                    @if view.may_somewhere(Act::DecideAccess) { (link(accounts::PATH, "page-nav-accounts")) }
                    @if view.may_somewhere(Act::OpenDossier) { (link("/nhap", "page-import-nav")) }
                    @if let Some(own) = view.actor.as_ref().and_then(|actor| actor.dossier) {
                        (link("/viec-cua-toi", "page-entry-home-title"))
                        (link(&dossier_path(own), "page-nav-own"))
                    }
                }
                @if view.session.is_some() { (signed_in(view)) }
                @else if let Some(actor) = &view.actor {
                    p class="me" {
                        span { (words.say("page-acting-as")) " " strong { (actor.account.name) } }
                        @if view.site.demo().is_some() {
                            " " a href="/?chon" { (words.say("page-act-as-other")) }
                        }
                    }
                }
            }
        }
    }
}

/// Whose account it is, with the way to its security and the way out.
fn signed_in(view: &View) -> Markup {
    let words = view.words;
    let name = view.actor.as_ref().map(|actor| actor.account.name.as_str());
    html! {
        div class="me" {
            a href=(security::PATH) {
                span class="aside" { (words.say("page-bar-signed-in")) " " }
                strong { (name.unwrap_or_default()) }
            }
            (forms::post(view, "/dang-xuat", "", html! {
                button type="submit" { (words.say("page-sign-out")) }
            }))
        }
    }
}

fn crumbs(words: Words, back: &[Step], title: &str) -> Markup {
    html! {
        nav class="crumbs" aria-label=(words.say("page-crumbs")) {
            ol {
                @for step in back { li { a href=(step.to) { (step.name) } } }
                li aria-current="page" { (title) }
            }
        }
    }
}

fn foot(view: &View) -> Markup {
    let words = view.words;
    let other = Words(if words.0 == Lang::Vi { Lang::En } else { Lang::Vi });
    let (name, other) = (other.say("page-language-name"), other.code());
    html! {
        footer class="foot" {
            div class="inner" {
                p { (words.with("page-as-of", &[("at", words.instant(view.now))])) }
                p { a href=(in_language(view, other)) hreflang=(other) lang=(other) { (name) } }
            }
        }
    }
}

/// The same page in another language; what else the address says is kept.
fn in_language(view: &View, code: &str) -> String {
    let query = view.here.query().unwrap_or_default();
    let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang="));
    let lang = format!("lang={code}");
    let pairs: Vec<&str> = kept.chain([lang.as_str()]).collect();
    format!("{}?{}", view.here.path(), pairs.join("&"))
}

/// The address of a dossier; never a name or a personal number.
pub fn dossier_path(id: DossierId) -> String {
    format!("/ho-so/{id}")
}

/// The address of a unit's deadline board.
pub fn board_path(code: &str) -> String {
    format!("/tuan-thu/{}", in_path(code))
}

/// A text as one piece of a path or a query.
pub fn in_path(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                safe.push(char::from(byte));
            }
            other => safe.push_str(&format!("%{other:02X}")),
        }
    }
    safe
}
