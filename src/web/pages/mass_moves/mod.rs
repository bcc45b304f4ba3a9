//! Many people to other units by one decision: the mass moves there are, planning one, and one of them
//! from its plan to its undoing. For whoever keeps the units, and whoever approves.

mod acts;
mod endings;
mod list;
mod one;
mod plan;

use axum::{
    Router,
    routing::{get, post},
};
use hoso_events::{ids::MassMoveId, mass_move::MassMove};

use crate::{
    app::mass_moves::{MoveView, RUNNING, STOPPED, UNDOING},
    web::{Site, layout::Step, pages::administration, tell::Words, visit::View},
};

/// Where the mass moves are listed.
pub const PATH: &str = "/quan-tri/dot-chuyen";
/// Where one is planned.
const NEW: &str = "/quan-tri/dot-chuyen-moi";

/// The addresses of these pages.
pub fn routes() -> Router<Site> {
    Router::new()
        .route(PATH, get(list::page))
        .route(NEW, get(plan::page).post(plan::act))
        .route("/quan-tri/dot-chuyen/{mass_move}", get(one::page))
        .route("/quan-tri/dot-chuyen/{mass_move}/duyet", post(acts::approve))
        .route("/quan-tri/dot-chuyen/{mass_move}/thuc-hien", post(acts::run))
        .route("/quan-tri/dot-chuyen/{mass_move}/hoan-tac", post(acts::undo))
        .route("/quan-tri/dot-chuyen/{mass_move}/bo", post(acts::discard))
}

/// The address of a mass move.
fn move_path(id: MassMoveId) -> String {
    format!("{PATH}/{id}")
}

/// The way back.
fn back(view: &View) -> Vec<Step> {
    let words = view.words;
    let home = Step::new(administration::PATH, words.say("page-admin-title"));
    let home = view.administers().then_some(home);
    home.into_iter().chain([Step::new(PATH, words.say("page-mass-moves-title"))]).collect()
}

/// How far a mass move is, in words.
fn state_told(words: Words, found: &MoveView) -> String {
    let worked_on = found.plan.state.as_str();
    words.say(match &found.state {
        _ if found.silent => "page-mass-move-state-silent",
        MassMove::NotApproved => "page-mass-move-state-waiting",
        MassMove::Undone(_) => "page-mass-move-state-undone",
        MassMove::Approved(_) if worked_on == RUNNING => "page-mass-move-state-running",
        MassMove::Undoing(_) | MassMove::Completed(_) if worked_on == UNDOING => {
            "page-mass-move-state-undoing"
        }
        MassMove::Undoing(_) => "page-mass-move-state-undo-stopped",
        MassMove::Approved(_) if worked_on == STOPPED => "page-mass-move-state-stopped",
        MassMove::Approved(_) => "page-mass-move-state-approved",
        MassMove::Completed(_) => "page-mass-move-state-done",
    })
}
