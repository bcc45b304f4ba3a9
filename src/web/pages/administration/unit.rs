//! One unit: what it is, who takes in its dossiers, what stands below it, and its history from the
//! facts, each with its paper.

use hoso_events::{
    fact::{Fact, Recorded},
    ids::UnitId,
    unit::{Unit, UnitEvent},
};
use maud::{Markup, html};

use super::{
    UNITS, back,
    change::ways,
    restore,
    units::{Staffing, kind_told, officers, people, table, unit_path},
};
use crate::web::{
    layout::{Page, Step, render},
    obstacle::Obstacle,
    recorded,
    tell::Words,
    visit::{Place, View, Visitor},
};

/// `/quan-tri/don-vi/{unit}`, by code.
pub async fn page(visitor: Visitor, Place(code): Place<String>) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let staffing = Staffing::of(view, actor).await?;
    let tree = view.units();
    let unit = tree.by_code(&code).ok_or_else(Obstacle::not_found)?;
    let history = view.site.app().unit_history(actor, unit.id).await?;
    let words = view.words;
    let title = unit.name.to_string();
    let body = html! {
        (identity(view, &staffing, unit))
        (ways(view, unit))
        (restore::way(view, unit))
        section aria-labelledby="lich-su" {
            h2 id="lich-su" { (words.say("page-admin-unit-history")) }
            ol class="timeline" { @for fact in &history { (recorded::line(view, fact, &happened(view, fact))) } }
        }
        @if tree.standing_children(unit.id).next().is_some() {
            section aria-labelledby="truc-thuoc" {
                h2 id="truc-thuoc" { (words.say("page-board-below")) }
                (table(view, &staffing, tree.standing_children(unit.id), None))
            }
        }
    };
    let above = tree.path(unit.id).into_iter().filter(|id| *id != unit.id);
    let above = above.filter_map(|id| tree.get(id));
    let steps = above.map(|above| Step::new(unit_path(above), above.name.to_string()));
    let all = Step::new(UNITS, words.say("page-admin-units-title"));
    let back = back(view).into_iter().chain([all]).chain(steps).collect();
    Ok(render(view, Page { title, back, body }))
}

fn identity(view: &View, staffing: &Staffing, unit: &Unit) -> Markup {
    let words = view.words;
    let tree = view.units();
    let parent = unit.parent.and_then(|parent| tree.get(parent));
    let has_below = tree.standing_children(unit.id).next().is_some();
    let (successors, predecessors) = (tree.successors(unit.id), tree.predecessors(unit.id));
    html! {
        div class="identity" {
            h1 { (unit.name) }
            dl {
                div { dt { (words.say("page-admin-unit-code")) } dd { (unit.code) } }
                div { dt { (words.say("page-admin-unit-kind")) } dd { (kind_told(words, unit.kind)) } }
                @if let Some(parent) = parent {
                    div { dt { (words.say("page-admin-unit-parent")) } dd {
                        a href=(unit_path(parent)) { (parent.name) }
                    } }
                }
                div { dt { (words.say("page-admin-unit-since")) } dd { (words.day(unit.established_on)) } }
                @if let Some(on) = unit.ended_on() {
                    div { dt { (words.say("page-admin-unit-ended")) } dd { (words.day(on)) } }
                }
                (linked(words, "page-admin-unit-successors", &successors))
                (linked(words, "page-admin-unit-predecessors", &predecessors))
                div { dt { (words.say("page-admin-unit-people")) } dd {
                    (people(words, staffing, unit.id, has_below))
                } }
                @if unit.stands() {
                    div { dt { (words.say("role-data-officer")) } dd { (officers(view, staffing, unit.id)) } }
                }
            }
        }
    }
}

/// Units that took over from this one, or it from them, under the names they had last.
fn linked(words: Words, label: &str, units: &[&Unit]) -> Markup {
    html! {
        @if !units.is_empty() {
            div { dt { (words.say(label)) } dd {
                ul class="plain" { @for unit in units { li { a href=(unit_path(unit)) { (unit.name) } } } }
            } }
        }
    }
}

/// What happened to the unit, in the words of its day.
fn happened(view: &View, recorded: &Recorded) -> String {
    match &recorded.fact {
        Fact::Unit(event) => told(view, event),
        other => other.event_type().to_owned(),
    }
}

/// A fact of a unit, with the names other units had on its day.
pub fn told(view: &View, event: &UnitEvent) -> String {
    let words = view.words;
    let tree = view.units();
    let on = event.effective_on().unwrap_or(view.today);
    let named = |id: &UnitId| tree.name_on(*id, on).map(ToString::to_string).unwrap_or_default();
    let all_named = |ids: &[UnitId]| ids.iter().map(named).collect::<Vec<_>>().join("; ");
    match event {
        UnitEvent::UnitEstablished { name, parent: Some(parent), .. } => words.with(
            "page-admin-unit-established-under",
            &[("name", name.to_string()), ("parent", named(parent))],
        ),
        UnitEvent::UnitEstablished { name, parent: None, .. } => {
            words.with("page-admin-unit-established", &[("name", name.to_string())])
        }
        UnitEvent::UnitRenamed { name, .. } => {
            words.with("page-admin-unit-renamed", &[("name", name.to_string())])
        }
        UnitEvent::UnitMoved { parent, .. } => {
            words.with("page-admin-unit-moved", &[("parent", named(parent))])
        }
        UnitEvent::UnitMerged { into, .. } => {
            words.with("page-admin-unit-merged", &[("unit", named(into))])
        }
        UnitEvent::UnitSplit { into, .. } => {
            words.with("page-admin-unit-split", &[("units", all_named(into))])
        }
        UnitEvent::UnitDissolved { successors, .. } if successors.is_empty() => {
            words.say("page-admin-unit-dissolved")
        }
        UnitEvent::UnitDissolved { successors, .. } => {
            words.with("page-admin-unit-dissolved-into", &[("units", all_named(successors))])
        }
        UnitEvent::UnitRestored { reason, .. } => {
            words.with("page-admin-unit-restored", &[("reason", reason.to_string())])
        }
    }
}
