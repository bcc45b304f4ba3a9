//! The list of people: search by name, by unit, page after page.

use hoso_events::{
    ids::{DossierId, UnitId},
    unit::Unit,
};
use hoso_projections::{fold::fold, obligations::ObligationRow, people::PersonRow};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    app::Act,
    web::{
        deadline,
        layout::{Page, dossier_path, in_path, render},
        lists,
        obstacle::Obstacle,
        visit::{Asks, View, Visitor},
    },
};

/// How many people one page lists.
const PAGE: i64 = 30;
/// The longest search that is taken.
const QUERY_CHARS_MAX: usize = 100;
/// The most units a filter offers.
const UNITS_MAX: usize = 400;

/// What is searched for.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Search {
    /// Words of a name.
    tim: String,
    /// The code of a unit.
    don_vi: String,
    /// The dossier the page begins after.
    sau: String,
}

impl Search {
    /// The words of a name that are used.
    pub fn query(&self) -> String {
        self.tim.trim().chars().take(QUERY_CHARS_MAX).collect()
    }

    /// What was typed for a unit.
    pub fn unit(&self) -> &str {
        self.don_vi.trim()
    }
}

/// `/ho-so`: the people of the units one may see.
pub async fn page(visitor: Visitor, Asks(search): Asks<Search>) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = visitor;
    let site = &view.site;
    let query = search.query();
    let typed = search.unit();
    let meant = meant_unit(&view, typed);
    let unit = meant.unwrap_or_default();
    let code = unit.map(|unit| unit.code.as_str());
    let paths = lists::paths(site, &actor, Act::ReadDossier, code).await?;
    let after = match DossierId::parse(&search.sau) {
        Ok(id) => Some(site.app().person(&actor, id).await?),
        Err(_none) => None,
    };
    let after = after.as_ref().map(|row| (row.sort_key.as_str(), row.dossier_id.as_str()));
    let mut rows = lists::people(site, &paths, &query, after, PAGE + 1).await?;
    let more = rows.len() > PAGE as usize;
    rows.truncate(PAGE as usize);
    let next = lists::next_duties(site, &rows).await?;
    let wrong = meant.is_none().then(|| typed.to_owned());
    let found = Found { query, unit, wrong, rows, next, more };
    let title = view.words.say("page-people-title");
    let body = body(&view, &title, &found);
    Ok(render(&view, Page { title, back: vec![], body }))
}

/// The unit meant by what was typed: its code, its whole name, or a part no other name has; with or
/// without marks. `Some(None)` when nothing was typed, `None` for what fits no unit or several.
pub fn meant_unit<'a>(view: &'a View, typed: &str) -> Option<Option<&'a Unit>> {
    if typed.is_empty() {
        return Some(None);
    }
    if let Some(unit) = view.units().by_code(typed) {
        return Some(Some(unit));
    }
    let typed = fold(typed);
    let named: Vec<(&Unit, String)> =
        units_seen(view).into_iter().map(|unit| (unit, fold(unit.name.as_str()))).collect();
    let only = |fits: &dyn Fn(&str) -> bool| {
        let mut hits = named.iter().filter(|(_unit, name)| fits(name));
        match (hits.next(), hits.next()) {
            (Some((unit, _name)), None) => Some(*unit),
            _ => None,
        }
    };
    only(&|name| name == typed).or_else(|| only(&|name| name.contains(&typed))).map(Some)
}

/// The units whose dossiers the reader may see, each before those under it.
fn units_seen(view: &View) -> Vec<&Unit> {
    let Some(actor) = &view.actor else { return vec![] };
    let units = view.units();
    crate::app::access::scopes(actor, Act::ReadDossier, units)
        .into_iter()
        .flat_map(|scope| units.below(scope))
        .filter_map(|id| units.get(id))
        .collect()
}

struct Found<'a> {
    query: String,
    unit: Option<&'a Unit>,
    /// What was typed for a unit and means none, or several.
    wrong: Option<String>,
    rows: Vec<PersonRow>,
    next: Vec<Option<ObligationRow>>,
    more: bool,
}

fn body(view: &View, title: &str, found: &Found<'_>) -> Markup {
    let words = view.words;
    html! {
        h1 { (title) }
        (filter(view, found))
        @if found.rows.is_empty() {
            (nobody(view, found))
        } @else {
            table class="list" {
                caption class="quiet" { (counted(view, found)) }
                thead { tr {
                    th scope="col" { (words.say("page-people-name")) }
                    th scope="col" { (words.say("page-people-unit")) }
                    th scope="col" { (words.say("page-people-situation")) }
                    th scope="col" { (words.say("page-people-next")) }
                } }
                tbody {
                    @for (row, next) in found.rows.iter().zip(&found.next) {
                        (line(view, row, next.as_ref()))
                    }
                }
            }
            @if let (true, Some(last)) = (found.more, found.rows.last()) { (onward(view, found, last)) }
            (outs(view, found))
        }
    }
}

/// The same people as a file, all of them.
fn outs(view: &View, found: &Found<'_>) -> Markup {
    let words = view.words;
    let unit = found.unit.map_or("", |unit| unit.code.as_str());
    let query = format!("tim={}&don_vi={}", in_path(&found.query), in_path(unit));
    html! {
        p class="outs" {
            a class="button" href=(format!("/ho-so.xlsx?{query}")) { (words.say("page-export-xlsx")) }
            a class="button" href=(format!("/ho-so.csv?{query}")) { (words.say("page-export-csv")) }
        }
    }
}

fn filter(view: &View, found: &Found<'_>) -> Markup {
    let words = view.words;
    let units = units_seen(view);
    let chosen = found.unit.map(|unit| unit.code.as_str());
    let typed = found.wrong.as_deref().or(found.unit.map(|unit| unit.name.as_str()));
    let wrong = found.wrong.is_some();
    html! {
        form method="get" action="/ho-so" class="filter" role="search" {
            p {
                label for="tim" { (words.say("page-people-search")) }
                input id="tim" name="tim" type="search" value=(found.query) maxlength=(QUERY_CHARS_MAX)
                    autocomplete="off" aria-describedby="tim-ghi-chu";
                small id="tim-ghi-chu" { (words.say("page-people-search-hint")) }
            }
            @if units.len() > 1 {
                p class=[wrong.then_some("wrong")] {
                    label for="don_vi" { (words.say("page-people-unit")) }
                    @if wrong {
                        span class="error" id="don_vi-loi" { (words.say("page-people-unit-wrong")) }
                    }
                    @if units.len() <= UNITS_MAX {
                        select id="don_vi" name="don_vi" aria-invalid=[wrong.then_some("true")] {
                            option value="" { (words.say("page-people-all-units")) }
                            @for unit in units {
                                option value=(unit.code) selected[chosen == Some(unit.code.as_str())] {
                                    (unit.name)
                                }
                            }
                        }
                    } @else {
                        input id="don_vi" name="don_vi" value=[typed] autocomplete="off"
                            aria-invalid=[wrong.then_some("true")]
                            aria-describedby={ @if wrong { "don_vi-loi " } "don_vi-ghi-chu" };
                        small id="don_vi-ghi-chu" { (words.say("page-people-unit-hint")) }
                    }
                }
            }
            p { button type="submit" { (words.say("page-people-find")) } }
        }
    }
}

fn counted(view: &View, found: &Found<'_>) -> String {
    let words = view.words;
    let n = found.rows.len().to_string();
    let key = match (found.query.is_empty(), found.more) {
        (false, true) => "page-people-found-first",
        (false, false) => "page-people-found",
        (true, true) => "page-people-shown-first",
        (true, false) => "page-people-shown",
    };
    words.with(key, &[("n", n), ("query", found.query.clone())])
}

/// No result: what was searched, where, and what to try.
fn nobody(view: &View, found: &Found<'_>) -> Markup {
    let words = view.words;
    let place = found.unit.map(|unit| unit.name.to_string());
    let place = place.unwrap_or_else(|| words.say("page-people-all-units-lower"));
    html! {
        div class="empty" {
            @if found.query.is_empty() {
                p { strong { (words.with("page-people-none-here", &[("place", place)])) } }
                p { (words.say("page-people-none-here-do")) }
            } @else {
                p { strong {
                    (words.with("page-people-none-found",
                        &[("query", found.query.clone()), ("place", place)]))
                } }
                p { (words.say("page-people-none-found-do")) }
                @if found.unit.is_some() {
                    p { a href=(format!("/ho-so?tim={}", in_path(&found.query))) {
                        (words.say("page-people-search-everywhere"))
                    } }
                }
            }
        }
    }
}

fn line(view: &View, row: &PersonRow, next: Option<&ObligationRow>) -> Markup {
    let words = view.words;
    let unit = UnitId::parse(&row.unit_id).ok().and_then(|id| view.units().get(id));
    let born = row.birth_date.as_deref().map(|day| words.stored_day(day));
    let position = row.position_code.as_deref().map(|code| {
        hoso_events::catalogue::catalogue().display("position_code", None, code, words.0)
    });
    html! {
        tr {
            th scope="row" {
                a href=(path(&row.dossier_id)) { (row.full_name) }
                @if let Some(born) = born {
                    small { (words.with("page-people-born", &[("day", born)])) }
                }
                @if let Some(position) = position { small { (position) } }
            }
            td data-name=(words.say("page-people-unit")) {
                @if let Some(unit) = unit { (unit.name) }
            }
            td data-name=(words.say("page-people-situation")) {
                (words.situation(&row.situation, next.map(|next| next.duty.as_str())))
             }
            td data-name=(words.say("page-people-next")) {
                @match next {
                    Some(next) => {
                        @let standing = deadline::standing(next, &view.world.calendar, view.today);
                        (deadline::chip(words, standing))
                        small {
                            (words.stored_duty(&next.duty)) " – "
                            (deadline::told(words, next, standing, &view.world.calendar, view.today))
                        }
                    }
                    None => { span class="quiet" { (words.say("page-people-nothing-due")) } }
                }
            }
        }
    }
}

fn path(dossier: &str) -> String {
    DossierId::parse(dossier).map_or_else(|_| "/ho-so".to_owned(), dossier_path)
}

/// The way to the next page; a search has none, it is narrowed instead.
fn onward(view: &View, found: &Found<'_>, last: &PersonRow) -> Markup {
    let words = view.words;
    html! {
        @if found.query.is_empty() {
            @let unit = in_path(found.unit.map_or("", |unit| unit.code.as_str()));
            p class="onward" {
                a class="button" rel="next" href=(format!("/ho-so?don_vi={unit}&sau={}", last.dossier_id)) {
                    (words.say("page-people-more"))
                }
            }
        } @else {
            p class="quiet" { (words.say("page-people-narrow")) }
        }
    }
}
