//! One person found twice: the pairs that may be one person, two dossiers side by side with what can
//! be done with them, the search for the other one, and what a dossier's page says of it.

mod acts;
mod beside;
mod find;
mod list;

use axum::{Router, routing::get};
use hoso_events::ids::{DossierId, UnitId};
use hoso_projections::people::PersonRow;
use maud::{Markup, html};

use crate::{
    app::Act,
    web::{
        Site,
        layout::dossier_path,
        obstacle::Obstacle,
        told::fact_path,
        visit::{View, Visitor},
    },
};

/// Where the pairs are listed.
pub const PATH: &str = "/trung-ho-so";

/// The addresses of these pages.
pub fn routes() -> Router<Site> {
    Router::new()
        .route(PATH, get(list::page))
        .route("/trung-ho-so/{dossier}/{other}", get(beside::page).post(acts::act))
        .route("/ho-so/{dossier}/trung-ho-so", get(find::page).post(find::act))
}

/// The address of two dossiers side by side.
pub fn pair_path(one: DossierId, other: DossierId) -> String {
    format!("{PATH}/{one}/{other}")
}

/// Where the other dossier of one person is looked for.
pub fn find_path(id: DossierId) -> String {
    format!("{}/trung-ho-so", dossier_path(id))
}

/// What a unit is called now.
fn unit_told(view: &View, person: &PersonRow) -> String {
    let unit = UnitId::parse(&person.unit_id).ok().and_then(|id| view.units().get(id));
    unit.map(|unit| unit.name.to_string()).unwrap_or_default()
}

/// What the page of a dossier says first: that it goes on elsewhere, or which it goes on for.
pub async fn told(
    visitor: &Visitor,
    id: DossierId,
    person: &PersonRow,
) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = visitor;
    let (app, words) = (view.site.app(), view.words);
    let merges = view.may_somewhere(Act::MergeDossiers);
    if let Some(goes_on) = app.goes_on_in(actor, person).await? {
        return Ok(html! {
            section class="note" aria-labelledby="da-gop" {
                h2 id="da-gop" { (words.say("page-duplicates-merged-title")) }
                p { (words.say("page-duplicates-merged-means")) }
                @match &goes_on.full_name {
                    Some(name) => p class="acts" {
                        a class="button first" href=(dossier_path(goes_on.kept)) {
                            (words.with("page-duplicates-goes-on", &[("name", name.clone())]))
                        }
                        @if merges {
                            a class="button" href=(pair_path(goes_on.kept, id)) {
                                (words.say("page-duplicates-beside"))
                            }
                        }
                    },
                    None => p { (words.say("page-duplicates-goes-on-elsewhere")) },
                }
                @if let Some(by) = goes_on.merged_by {
                    p { a href=(fact_path(by)) { (words.say("page-clerk-see-fact")) } }
                }
            }
        });
    }
    // A duplicate is read by officers; the person reads that it was taken in, in the timeline.
    let taken_in = if actor.is_person_of(id) { vec![] } else { app.taken_in(person).await? };
    let of = |text: &str| DossierId::parse(text).ok();
    Ok(html! {
        @if !taken_in.is_empty() {
            section class="note" aria-labelledby="da-nhan" {
                h2 id="da-nhan" { (words.say("page-duplicates-taken-in-title")) }
                p { (words.say("page-duplicates-taken-in-means")) }
                ul class="plain" {
                    @for row in &taken_in {
                        @if let Some(duplicate) = of(&row.dossier_id) {
                            li {
                                a href=(dossier_path(duplicate)) { (row.full_name) }
                                @if let Some(number) = &row.personal_id_no { ", " (words.number(number)) }
                                @if merges {
                                    " · " a href=(pair_path(id, duplicate)) {
                                        (words.say("page-duplicates-beside"))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    })
}
