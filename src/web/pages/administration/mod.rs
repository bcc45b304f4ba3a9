//! The administrator's pages: what waits, the units, and how the service is doing; and for everyone
//! who is known, the calendar and the rules that due dates rest on. No dossier content.

mod calendar;
mod change;
mod health;
mod home;
mod restore;
mod rules;
mod unit;
mod units;

pub use units::unit_path;

use axum::{Router, routing::get};
use maud::{Markup, html};

use crate::{
    app::{Act, reference::Version},
    web::{Site, layout::Step, told::fact_path, visit::View},
};

/// What keeping the service asks for.
pub const PATH: &str = "/quan-tri";
/// The calendar in force.
pub const CALENDAR: &str = "/quan-tri/lich";
/// The rules in force.
pub const RULES: &str = "/quan-tri/quy-tac";
/// The units.
const UNITS: &str = "/quan-tri/don-vi";
/// How the service is doing.
const HEALTH: &str = "/quan-tri/suc-khoe";

/// The addresses of these pages.
pub fn routes() -> Router<Site> {
    Router::new()
        .route(PATH, get(home::page))
        .route(UNITS, get(units::page))
        .route("/quan-tri/don-vi/{unit}", get(unit::page))
        .route("/quan-tri/don-vi/{unit}/thay-doi", get(change::page).post(change::act))
        .route("/quan-tri/don-vi/{unit}/khoi-phuc", get(restore::page).post(restore::act))
        .route(change::NEW, get(change::page_new).post(change::act_new))
        .route(CALENDAR, get(calendar::page))
        .route(RULES, get(rules::page))
        .route(HEALTH, get(health::page))
}

/// The way back, for those who came from the administrator's home.
fn back(view: &View) -> Vec<Step> {
    let home = view.administers().then(|| Step::new(PATH, view.words.say("page-admin-title")));
    home.into_iter().collect()
}

/// Where a calendar or a rule comes from: its version, its paper, who recorded it and when; the fact
/// itself for those who may read it.
fn version_lines(view: &View, version: &Version) -> Markup {
    let words = view.words;
    let origin = &version.origin;
    html! {
        dt { (words.say("page-admin-version")) } dd { (version.number) }
        @if let Some(paper) = &origin.paper {
            dt { (words.say("page-paper-label")) } dd { (words.paper(paper)) }
        }
        dt { (words.say("page-recorded-by")) } dd { (words.origin(origin)) }
        @if view.may_somewhere(Act::ReadBoard) {
            dt { (words.say("page-clerk-fact-label")) }
            dd {
                a href=(fact_path(origin.position)) {
                    (words.with("page-clerk-fact-number", &[("n", origin.position.to_string())]))
                }
            }
        }
    }
}
