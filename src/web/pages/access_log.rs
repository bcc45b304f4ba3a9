//! "Who has looked at my record?": one line a look, newest first. The person's own looks are left
//! out unless asked for. To read this list is a line of it too.

use hoso_events::ids::DossierId;
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    app::{Act, visit::Outcome},
    store::access_log::{AccessEntry, AccessRow},
    web::{
        layout::{Page, Step, dossier_path, render},
        obstacle::Obstacle,
        tell::Words,
        visit::{Asks, Place, View, Visitor},
    },
};

/// How many looks one page shows.
const PAGE: i64 = 30;

/// Which looks.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Which {
    /// `co`: those of the person themselves too.
    chinh_chu: String,
    /// Before this place in the list.
    truoc: Option<i64>,
}

impl Which {
    fn own(&self) -> bool {
        self.chinh_chu == "co"
    }
}

/// The address of who has looked into a dossier.
pub fn path(id: DossierId) -> String {
    format!("{}/ai-da-xem", dossier_path(id))
}

struct Shown {
    id: DossierId,
    /// Whether the reader is the person.
    own: bool,
    which: Which,
    entries: Vec<AccessEntry>,
    older: bool,
}

/// `/ho-so/{dossier}/ai-da-xem`.
pub async fn page(
    visitor: Visitor,
    Place(id): Place<DossierId>,
    Asks(which): Asks<Which>,
) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = visitor;
    let app = view.site.app();
    let person = app.person(&actor, id).await?;
    let mut entries = app.access_log(&actor, id, which.truoc, which.own(), PAGE + 1).await?;
    let older = entries.len() > PAGE as usize;
    entries.truncate(PAGE as usize);
    let own = actor.is_person_of(id);
    let title = view.words.say(if own { "page-reads-title-own" } else { "page-reads-title" });
    let people = view.may_somewhere(Act::ReadDossier);
    let people = people.then(|| Step::new("/ho-so", view.words.say("page-people-title")));
    let dossier = Step::new(dossier_path(id), person.full_name);
    let back = people.into_iter().chain([dossier]).collect();
    let body = body(&view, &title, &Shown { id, own, which, entries, older });
    Ok(render(&view, Page { title, back, body }))
}

fn body(view: &View, title: &str, shown: &Shown) -> Markup {
    let words = view.words;
    let (here, own) = (path(shown.id), shown.which.own());
    html! {
        h1 { (title) }
        p class="lead" {
            (words.say(if shown.own { "page-reads-lead-own" } else { "page-reads-lead" }))
        }
        (others_or_all(words, &here, shown))
        @if shown.entries.is_empty() {
            div class="empty" {
                p { strong { (words.say(match (shown.which.truoc, own) {
                    (Some(_), _) => "page-reads-none-older",
                    (None, true) => "page-reads-none",
                    (None, false) if shown.own => "page-reads-none-others-own",
                    (None, false) => "page-reads-none-others",
                })) } }
            }
        } @else {
            table class="list looks" {
                thead { tr {
                    th scope="col" { (words.say("page-reads-when")) }
                    th scope="col" { (words.say("page-reads-who")) }
                    th scope="col" { (words.say("page-reads-ground")) }
                    th scope="col" { (words.say("page-reads-what")) }
                } }
                tbody { @for entry in &shown.entries { (line(words, &entry.row)) } }
            }
        }
        @if let (true, Some(last)) = (shown.older, shown.entries.last()) {
            p class="onward" {
                a class="button" rel="next" href={ (here) "?" @if own { "chinh_chu=co&" }
                    "truoc=" (last.entry) } { (words.say("page-reads-older")) }
            }
        }
        p class="quiet" { (words.say("page-reads-kept")) }
    }
}

/// The two views of the list, the one that is not shown as a link.
fn others_or_all(words: Words, here: &str, shown: &Shown) -> Markup {
    let own = shown.which.own();
    html! {
        p class="acts" {
            @if shown.which.truoc.is_some() {
                a class="button" href={ (here) @if own { "?chinh_chu=co" } } {
                    (words.say("page-reads-newest"))
                }
            }
            @if own {
                a class="button" href=(here) { (words.say("page-reads-hide-own")) }
            } @else {
                a class="button" href={ (here) "?chinh_chu=co" } {
                    (words.say("page-reads-show-own"))
                }
            }
        }
    }
}

fn line(words: Words, row: &AccessRow) -> Markup {
    let shown = row.outcome == Outcome::Shown.as_str();
    html! {
        tr {
            th scope="row" { time datetime=(row.at.to_rfc3339()) { (words.instant(row.at)) } }
            td data-name=(words.say("page-reads-who")) {
                strong { (row.account_name) }
                @if let Some(unit) = &row.unit_name { small { (unit) } }
            }
            td data-name=(words.say("page-reads-ground")) { (words.ground(&row.ground)) }
            td data-name=(words.say("page-reads-what")) {
                (words.opened(&row.opened, &row.detail))
                small { (words.stored_source(&row.source)) }
                @if !shown { strong class="refused" { (words.outcome(&row.outcome)) } }
            }
        }
    }
}
