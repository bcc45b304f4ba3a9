//! The sections of a record and how each stands; in any order, each row a way in.

use hoso_events::{catalogue::catalogue, ids::DossierId};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Desk, Stands, answers_path, flash, is_obligatory, section_path, stands};
use crate::web::{
    deadline,
    layout::{Page, render},
    obstacle::Obstacle,
    visit::{Asks, Place, View, Visitor},
};

/// What was done a moment ago.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct After {
    pub da: String,
}

/// `/ho-so/{dossier}/khai`.
pub async fn page(
    visitor: Visitor,
    Place(id): Place<DossierId>,
    Asks(after): Asks<After>,
) -> Result<Markup, Obstacle> {
    let desk = Desk::open(&visitor, id).await?;
    let words = visitor.view.words;
    let title = words.say("page-entry-tasks-title");
    let body = html! {
        (flash(&visitor.view, &after.da))
        h1 { (title) }
        (desk.for_whom())
        p class="lead" { (lead(&desk)) }
        (deadline_of(&desk))
        (list(&desk))
        (onward(&desk))
    };
    Ok(render(&visitor.view, Page { title, back: desk.back(false), body }))
}

fn lead(desk: &Desk<'_>) -> String {
    let words = desk.view.words;
    match desk.entering.person.situation.as_str() {
        "first_entry" => words.say("page-entry-tasks-lead"),
        "first_check" => words.say("page-entry-tasks-lead-check"),
        _ => words.say("page-entry-tasks-lead-kept"),
    }
}

/// The most urgent duty of the person, with its day and the way to why.
pub fn deadline_of(desk: &Desk<'_>) -> Markup {
    let View { words, world, today, .. } = desk.view;
    let Some(row) = super::mine::own_duty(&desk.entering) else { return html! {} };
    let standing = deadline::standing(row, &world.calendar, *today);
    html! {
        p class="due" {
            (deadline::chip(*words, standing)) " "
            strong { (words.stored_duty(&row.duty)) } ": "
            (deadline::told(*words, row, standing, &world.calendar, *today)) " "
            a class="why" href=(deadline::why_path(row)) { (words.say("page-why-link")) }
        }
    }
}

fn list(desk: &Desk<'_>) -> Markup {
    let words = desk.view.words;
    let missing = desk.entering.missing();
    html! {
        ul class="tasks" {
            @for section in catalogue().sections() {
                @let (class, told) = status(desk, stands(&desk.entering, section, &missing));
                li {
                    a href=(section_path(desk.id, section.code.as_str())) {
                        span {
                            span class="name" { (words.section(section.code.as_str())) }
                            @if !is_obligatory(section) {
                                " " small { (words.say("page-entry-if-any")) }
                            }
                        }
                        span class=(class) { (told) }
                    }
                }
            }
        }
    }
}

/// The word of a status: only what is unfinished is coloured.
fn status(desk: &Desk<'_>, stands: Stands) -> (&'static str, String) {
    let words = desk.view.words;
    let n = |n: usize| [("n", n.to_string())];
    match stands {
        Stands::Returned(count) => {
            ("status late", words.with("page-entry-stands-returned", &n(count)))
        }
        Stands::Untouched => ("status soon", words.say("page-entry-stands-untouched")),
        Stands::Missing(count) => {
            ("status soon", words.with("page-entry-stands-missing", &n(count)))
        }
        Stands::Unsaved => ("status soon", words.say("page-entry-stands-unsaved")),
        Stands::Typed => ("status", words.say("page-entry-stands-typed")),
        Stands::OnlyIfAny => ("status quiet", words.say("page-entry-stands-nothing")),
        Stands::Waiting => ("status", words.say("page-entry-stands-waiting")),
        Stands::Checked => ("status", words.say("page-entry-stands-checked")),
    }
}

fn onward(desk: &Desk<'_>) -> Markup {
    let words = desk.view.words;
    html! {
        @if desk.entering.drafts().next().is_some() || desk.entering.is_first() {
            p class="acts" {
                a class="button" href=(answers_path(desk.id)) { (words.say("page-entry-to-answers")) }
            }
        }
    }
}
