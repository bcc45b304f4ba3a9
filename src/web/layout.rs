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
    pages::{accounts, administration, secondments, security, transfers},
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
                (bar(view))
                @if !page.back.is_empty() { (crumbs(words, &page.back, &title.name)) }
                main id="noi-dung" tabindex="-1" { (page.body) }
                (foot(view))
            }
        }
    }
}

fn bar(view: &View) -> Markup {
    let words = view.words;
    html! {
        header class="bar" {
            div class="inner" {
                a class="brand" href="/" title=(words.say("page-site-name")) { (words.say("page-brand")) }
                nav aria-label=(words.say("page-nav")) {
                    @if view.administers() { (link(view, administration::PATH, "page-admin-nav")) }
                    @if view.may_somewhere(Act::CheckRecord) { (link(view, "/viec", "page-clerk-nav")) }
                    @if view.may_somewhere(Act::ReadBoard) { (link(view, "/tuan-thu", "page-nav-board")) }
                    @if view.may_somewhere(Act::ReadDossier) { (link(view, "/ho-so", "page-nav-people")) }
                    @if view.may_somewhere(Act::DecideAccess) {
                        (link(view, accounts::PATH, "page-nav-accounts"))
                    }
                    @if view.may_somewhere(Act::TransferDossier) {
                        (link(view, transfers::PATH, "page-nav-transfers"))
                        (link(view, secondments::PATH, "page-nav-secondments"))
                    }
                    @if view.may_somewhere(Act::OpenDossier) { (link(view, "/nhap", "page-import-nav")) }
                    @if !works_for_others(view) { (own_links(view)) }
                }
                @if let Some(actor) = &view.actor {
                    div class="me" {
                        (own_menu(view, &actor.account.name))
                        @if view.session.is_some() {
                            (forms::post(view, "/dang-xuat", "", html! {
                                button type="submit" { (words.say("page-sign-out")) }
                            }))
                        } @else if view.site.demo().is_some() {
                            a href="/?chon" { (words.say("page-act-as-other")) }
                        }
                    }
                }
            }
        }
    }
}

fn link(view: &View, to: &str, key: &str) -> Markup {
    let here = view.here.path();
    let current = here == to || here.starts_with(&format!("{to}/"));
    html! { a href=(to) aria-current=[current.then_some("true")] { (view.words.say(key)) } }
}

/// Whether the bar leads to other people's dossiers: then one's own stands in the menu beside.
fn works_for_others(view: &View) -> bool {
    [Act::CheckRecord, Act::ReadBoard, Act::ReadDossier, Act::DecideAccess, Act::OpenDossier]
        .into_iter()
        .any(|act| view.may_somewhere(act))
}

fn own_links(view: &View) -> Markup {
    html! {
        @if let Some(own) = view.actor.as_ref().and_then(|actor| actor.dossier) {
            (link(view, "/viec-cua-toi", "page-entry-home-title"))
            (link(view, &dossier_path(own), "page-nav-own"))
        }
    }
}

/// Who is in, and what is theirs: opens without a script.
fn own_menu(view: &View, name: &str) -> Markup {
    let words = view.words;
    let signed_in = view.session.is_some();
    let in_as = if signed_in { "page-bar-signed-in" } else { "page-acting-as" };
    let own = view.actor.as_ref().is_some_and(|actor| actor.dossier.is_some());
    let own = own && works_for_others(view);
    let told = html! { span class="aside" { (words.say(in_as)) " " } strong { (name) } };
    html! {
        @if own || signed_in {
            details class="mine" {
                summary { (told) }
                div {
                    @if own { (own_links(view)) }
                    @if signed_in { (link(view, security::PATH, "page-security-title")) }
                }
            }
        } @else {
            p { (told) }
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
