//! The units that end with a mass move: where each goes, and whether it has.

use hoso_events::{
    ids::UnitId,
    mass_move::{MassMove, UnitEnding},
};
use maud::{Markup, html};

use super::one::unit_told;
use crate::{
    app::mass_moves::MoveView,
    sentences::key_of_code,
    web::{pages::administration::unit_path, visit::View},
};

/// The table of units, when any end.
pub fn table(view: &View, found: &MoveView) -> Markup {
    let words = view.words;
    let into = words.say("page-mass-move-ending-into");
    let how = words.say("page-mass-move-ending-how");
    html! {
        @if !found.manifest.endings.is_empty() {
            table class="list" {
                caption { (words.say("page-mass-move-endings")) }
                thead { tr {
                    th scope="col" { (words.say("page-mass-move-ending-unit")) }
                    th scope="col" { (into) }
                    th scope="col" { (how) }
                } }
                tbody {
                    @for ending in &found.manifest.endings {
                        tr {
                            th scope="row" { (linked(view, ending.unit)) }
                            td data-name=(into) {
                                ul class="plain" { @for unit in &ending.into { li { (unit_told(view, *unit)) } } }
                            }
                            td data-name=(how) { (state_told(view, found, ending)) }
                        }
                    }
                }
            }
        }
    }
}

/// A unit with the way to its page, for whoever may open it.
fn linked(view: &View, id: UnitId) -> Markup {
    let known = view.units().get(id).filter(|_unit| view.administers());
    html! {
        @if let Some(unit) = known { a href=(unit_path(unit)) { (unit.name) } }
        @else { (unit_told(view, id)) }
    }
}

fn state_told(view: &View, found: &MoveView, ending: &UnitEnding) -> String {
    let words = view.words;
    if view.units().get(ending.unit).is_some_and(|unit| !unit.stands()) {
        return words.say("page-mass-move-ending-done");
    }
    let report = &found.report;
    let left = report.units_left.iter().find(|left| left.unit == ending.unit);
    match &found.state {
        MassMove::Completed(_) if left.is_some() => {
            let code = left.map(|left| left.code.as_str()).unwrap_or_default();
            words.say(&key_of_code(code))
        }
        MassMove::NotApproved | MassMove::Approved(_) => {
            match report.still_there.iter().find(|still| still.unit == ending.unit) {
                Some(still) => {
                    let people = still.people.to_string();
                    words.with("page-mass-move-ending-still", &[("people", people)])
                }
                None => words.say("page-mass-move-ending-will"),
            }
        }
        _ => words.say("page-mass-move-ending-stands"),
    }
}
