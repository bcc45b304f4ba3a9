//! Secondments within the province: the lists of who is sent and who is hosted, one secondment with
//! its decisions, and the order that begins one.

mod list;
mod order;
mod tracker;

use axum::{Router, routing::get};
use hoso_events::{
    dossier::Phase,
    ids::{DossierId, SecondmentId},
};
use hoso_projections::secondments::Seconded;
use maud::{Markup, html};

use crate::web::{Site, layout::dossier_path, tell::Words};

/// Where the secondments are listed.
pub const PATH: &str = "/biet-phai";

/// The addresses of these pages.
pub fn routes() -> Router<Site> {
    Router::new()
        .route(PATH, get(list::page))
        .route("/biet-phai/{secondment}", get(tracker::page).post(tracker::act))
        .route("/ho-so/{dossier}/biet-phai", get(order::page).post(order::act))
}

/// The address of a secondment; never a name.
pub fn secondment_path(id: SecondmentId) -> String {
    format!("{PATH}/{id}")
}

/// Where the secondment of a person is ordered.
pub fn order_path(id: DossierId) -> String {
    format!("{}/biet-phai", dossier_path(id))
}

/// How it stands, as a chip.
fn chip(words: Words, phase: Phase) -> Markup {
    let (class, shape, key) = match phase {
        Phase::Planned => ("chip soon", "◆", "page-secondment-phase-planned"),
        Phase::Running => ("chip ok", "●", "page-secondment-phase-running"),
        Phase::Over => ("chip done", "✓", "page-secondment-phase-over"),
        Phase::Cancelled => ("chip void", "–", "page-secondment-phase-cancelled"),
    };
    html! { span class=(class) { span aria-hidden="true" { (shape) } " " (words.say(key)) } }
}

/// The first day and the last.
fn days(words: Words, found: &Seconded) -> String {
    let (begins, ends) = (&found.row.begins_on, &found.row.ends_on);
    format!("{} – {}", words.stored_day(begins), words.stored_day(ends))
}
