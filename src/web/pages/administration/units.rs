//! The units of the province as a tree that unfolds without a script, and a search by code or name.

use std::collections::BTreeMap;

use hoso_events::{
    account::Role,
    ids::{AccountId, UnitId},
    unit::{Unit, UnitKind, UnitTree},
};
use hoso_projections::{accounts::AccountRow, fold::fold};
use maud::{Markup, html};
use serde::Deserialize;

use super::{UNITS, back, change::NEW};
use crate::{
    app::{Actor, accounts::in_force},
    web::{
        layout::{Page, in_path, render},
        obstacle::Obstacle,
        pages::{accounts::account_path, board::number, mass_moves},
        tell::Words,
        visit::{Asks, View, Visitor},
    },
};

/// How many units one page of a search lists.
const PAGE: usize = 50;
/// The longest search that is taken.
const QUERY_CHARS_MAX: usize = 100;
/// In a larger tree, what is below a unit is shown on its own page.
const UNFOLDED_MAX: usize = 2_000;

/// What is asked for.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Search {
    tim: String,
    /// Which page, from 1.
    trang: Option<usize>,
}

/// Who is where: numbers of people, and the data officers by the unit their grant names.
pub struct Staffing {
    people: BTreeMap<UnitId, i64>,
    /// The same with all below.
    within: BTreeMap<UnitId, i64>,
    officers: BTreeMap<UnitId, Vec<(AccountId, String)>>,
}

impl Staffing {
    pub async fn of(view: &View, actor: &Actor) -> Result<Self, Obstacle> {
        let (counts, staff) = view.site.app().units_staffed(actor).await?;
        let known = |(unit, n): (String, i64)| Some((UnitId::parse(&unit).ok()?, n));
        let people: BTreeMap<UnitId, i64> = counts.into_iter().filter_map(known).collect();
        let mut within: BTreeMap<UnitId, i64> = BTreeMap::new();
        for (unit, n) in &people {
            for above in view.units().path(*unit) {
                *within.entry(above).or_default() += n;
            }
        }
        let mut officers: BTreeMap<UnitId, Vec<(AccountId, String)>> = BTreeMap::new();
        for row in staff.iter().filter(|row: &&AccountRow| row.state == "active") {
            let Ok(account) = AccountId::parse(&row.account_id) else { continue };
            for line in row.grant_lines() {
                if line.role == Role::DataOfficer && in_force(&line, view.today) {
                    officers.entry(line.scope).or_default().push((account, row.name.clone()));
                }
            }
        }
        Ok(Self { people, within, officers })
    }

    /// How many people the unit has.
    pub fn people(&self, unit: UnitId) -> i64 {
        self.people.get(&unit).copied().unwrap_or_default()
    }

    /// How many people the unit and all below it have.
    pub fn within(&self, unit: UnitId) -> i64 {
        self.within.get(&unit).copied().unwrap_or_default()
    }

    /// The data officers of a unit, and the unit their grant names: itself, or the nearest above.
    pub fn officers(
        &self,
        tree: &UnitTree,
        unit: UnitId,
    ) -> Option<(UnitId, &[(AccountId, String)])> {
        let path = tree.path(unit);
        path.iter().rev().find_map(|at| Some((*at, self.officers.get(at)?.as_slice())))
    }
}

/// The address of a unit here.
pub fn unit_path(unit: &Unit) -> String {
    format!("{UNITS}/{}", in_path(unit.code.as_str()))
}

/// What a kind of unit is called.
pub fn kind_told(words: Words, kind: UnitKind) -> String {
    words.say(match kind {
        UnitKind::Province => "unit-kind-province",
        UnitKind::Department => "unit-kind-department",
        UnitKind::Commune => "unit-kind-commune",
        UnitKind::School => "unit-kind-school",
        UnitKind::HealthStation => "unit-kind-health-station",
        UnitKind::ServiceUnit => "unit-kind-service-unit",
    })
}

/// `/quan-tri/don-vi`.
pub async fn page(visitor: Visitor, Asks(search): Asks<Search>) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let staffing = Staffing::of(view, actor).await?;
    let words = view.words;
    let tree = view.units();
    let query: String = search.tim.trim().chars().take(QUERY_CHARS_MAX).collect();
    let title = words.say("page-admin-units-title");
    let body = html! {
        h1 { (title) }
        p class="lead" {
            (words.with("page-admin-units-count", &[("n", number(words.0, tree.iter().filter(|unit| unit.stands()).count() as i64))]))
        }
        form method="get" action=(UNITS) class="filter" role="search" {
            p {
                label for="tim" { (words.say("page-admin-units-search")) }
                input id="tim" name="tim" type="search" value=(query) maxlength=(QUERY_CHARS_MAX)
                    autocomplete="off" aria-describedby="tim-ghi-chu";
                small id="tim-ghi-chu" { (words.say("page-people-unit-hint")) }
            }
            p { button type="submit" { (words.say("page-people-find")) } }
        }
        @if query.is_empty() {
            @match tree.root() {
                Some(root) => {
                    @let top = std::iter::once(root).chain(tree.standing_children(root.id));
                    (table(view, &staffing, top, Some(root.id)))
                }
                None => { p class="empty" { (words.say("page-admin-units-none")) } }
            }
        } @else {
            (found(view, &staffing, &query, search.trang.unwrap_or(1).max(1)))
        }
        p class="acts" { a class="button" href=(NEW) { (words.say("page-admin-change-establish")) } }
        p { a href=(mass_moves::PATH) { (words.say("page-mass-moves-link")) } }
        p class="quiet" { (words.say("page-admin-units-change")) }
    };
    Ok(render(view, Page { title: title.clone(), back: back(view), body }))
}

/// The units whose code begins with what is searched for, or whose name has it; marks make no
/// difference.
fn matching<'a>(tree: &'a UnitTree, query: &str) -> Vec<&'a Unit> {
    let asked = fold(query);
    let words: Vec<&str> = asked.split(' ').collect();
    let hit = |unit: &&Unit| {
        let name = fold(unit.name.as_str());
        let named = |word: &&str| name.split(' ').any(|part| part.starts_with(word));
        fold(unit.code.as_str()).starts_with(&asked) || words.iter().all(named)
    };
    let root = tree.root().map(|root| tree.below(root.id)).unwrap_or_default();
    root.into_iter().filter_map(|id| tree.get(id)).filter(hit).collect()
}

fn found(view: &View, staffing: &Staffing, query: &str, page: usize) -> Markup {
    let words = view.words;
    let units = matching(view.units(), query);
    let shown = units.iter().skip((page - 1) * PAGE).take(PAGE).copied();
    let to = |page: usize| format!("{UNITS}?tim={}&trang={page}", in_path(query));
    html! {
        @if units.is_empty() {
            div class="empty" {
                p { strong { (words.with("page-admin-units-none-found", &[("query", query.to_owned())])) } }
                p { (words.say("page-people-none-found-do")) }
            }
        } @else {
            p class="quiet" {
                (words.with("page-admin-units-found", &[
                    ("n", units.len().to_string()), ("query", query.to_owned())]))
            }
            (table(view, staffing, shown, None))
            @if units.len() > PAGE {
                nav class="pager" aria-label=(words.say("page-accounts-pages")) {
                    @if page > 1 { a href=(to(page - 1)) rel="prev" { (words.say("page-accounts-previous")) } }
                    @if page * PAGE < units.len() {
                        a href=(to(page + 1)) rel="next" { (words.say("page-accounts-next")) }
                    }
                }
            }
        }
    }
}

/// Some units, a line each; `top` stands above the others and is not unfolded.
pub fn table<'a>(
    view: &View,
    staffing: &Staffing,
    units: impl Iterator<Item = &'a Unit>,
    top: Option<UnitId>,
) -> Markup {
    let words = view.words;
    html! {
        table class="list units" {
            thead { tr {
                th scope="col" { (words.say("page-people-unit")) }
                th scope="col" { (words.say("page-admin-unit-since")) }
                th scope="col" { (words.say("page-admin-unit-people")) }
                th scope="col" { (words.say("role-data-officer")) }
            } }
            tbody { @for unit in units { (line(view, staffing, unit, top == Some(unit.id))) } }
        }
    }
}

fn line(view: &View, staffing: &Staffing, unit: &Unit, is_top: bool) -> Markup {
    let words = view.words;
    let below = view.units().standing_below(unit.id).len().saturating_sub(1);
    html! {
        tr {
            th scope="row" {
                a href=(unit_path(unit)) { (unit.name) }
                small { (unit.code) " · " (kind_told(words, unit.kind)) }
                @if let Some(on) = unit.ended_on() {
                    small { (words.with("page-admin-unit-ended-on", &[("day", words.day(on))])) }
                }
                @if below > 0 && !is_top {
                    @let told = words.with("page-admin-units-below", &[("n", below.to_string())]);
                    @if view.units().len() <= UNFOLDED_MAX {
                        details { summary { (told) } (branch(view, staffing, unit.id)) }
                    } @else { small { (told) } }
                }
            }
            td data-name=(words.say("page-admin-unit-since")) { (words.day(unit.established_on)) }
            td data-name=(words.say("page-admin-unit-people")) {
                (people(words, staffing, unit.id, below > 0))
            }
            td data-name=(words.say("role-data-officer")) { (officers(view, staffing, unit.id)) }
        }
    }
}

/// What is below a unit: short lines, since there may be many.
fn branch(view: &View, staffing: &Staffing, unit: UnitId) -> Markup {
    let words = view.words;
    let tree = view.units();
    html! {
        ul {
            @for child in tree.standing_children(unit) {
                li {
                    a href=(unit_path(child)) { (child.name) }
                    small { (child.code) " · " (words.with("page-admin-people", &[
                        ("n", number(words.0, staffing.people(child.id)))])) }
                    @if tree.standing_children(child.id).next().is_some() { (branch(view, staffing, child.id)) }
                }
            }
        }
    }
}

/// How many people there are, and with all units below.
pub fn people(words: Words, staffing: &Staffing, unit: UnitId, has_below: bool) -> Markup {
    html! {
        (number(words.0, staffing.people(unit)))
        @if has_below {
            " " small {
                (words.with("page-admin-people-within", &[
                    ("n", number(words.0, staffing.within(unit)))]))
            }
        }
    }
}

/// Who takes in and checks the unit's dossiers; of a unit above where its own has nobody.
pub fn officers(view: &View, staffing: &Staffing, unit: UnitId) -> Markup {
    let words = view.words;
    let tree = view.units();
    html! {
        @match staffing.officers(tree, unit) {
            None => { span class="chip soon" { "◆ " (words.say("page-admin-officer-none")) } }
            Some((at, officers)) => {
                @for (place, (account, name)) in officers.iter().enumerate() {
                    @if place > 0 { ", " }
                    a href=(account_path(account)) { (name) }
                }
                @if let Some(above) = tree.get(at).filter(|_unit| at != unit) {
                    " " small { (words.with("page-admin-officer-of", &[("unit", above.name.to_string())])) }
                }
            }
        }
    }
}
