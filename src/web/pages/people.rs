//! The list of people: search by name, by unit, by personal id number, page after page, and what is
//! done with several at once.

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::ids::{DossierId, UnitId};
use hoso_projections::{obligations::ObligationRow, people::PersonRow, search};
use maud::{Markup, html};
use serde::Deserialize;

use super::{duplicates, endings, intake, retirement, selected, transfers};
use crate::{
    app::{Act, Refusal},
    web::{
        deadline,
        forms::{self, Control, Errors, Field, Typed},
        layout::{Page, dossier_path, in_path, render},
        lists,
        obstacle::Obstacle,
        units::{self, Meant},
        visit::{Asks, View, Visitor},
    },
};

/// How many people one page lists.
const PAGE: i64 = 30;
/// The longest search that is taken.
const QUERY_CHARS_MAX: usize = 100;
/// The name of the field for a personal id number.
const NUMBER: &str = "so_dinh_danh";
/// How many digits a personal id number has.
const NUMBER_DIGITS: usize = 12;
/// The order from the end of the alphabet.
const BACKWARDS: &str = "ten-nguoc";

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
    /// `ten-nguoc`: by name, backwards.
    xep: String,
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
    whole(&visitor, &search, &Typed::default(), &Errors::default()).await
}

/// `POST /ho-so/tim`: the dossier with a personal id number. Whether there is one elsewhere is not
/// said.
pub async fn by_number(visitor: Visitor, typed: Typed) -> Result<Response, Obstacle> {
    let view = &visitor.view;
    let words = view.words;
    let number = intake::digits(typed.text(NUMBER));
    let mut errors = Errors::default();
    if number.len() != NUMBER_DIGITS || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        errors.at(NUMBER, words.obstacle(&Refusal::plain("cccd_format")));
    } else {
        let found = view.site.app().person_by_number(&visitor.actor, &number).await?;
        match found.and_then(|row| DossierId::parse(&row.dossier_id).ok()) {
            Some(id) => return Ok(Redirect::to(&dossier_path(id)).into_response()),
            None => errors.at(NUMBER, words.say("page-clerk-number-none")),
        }
    }
    let page = whole(&visitor, &Search::default(), &typed, &errors).await?;
    Ok(forms::again(page))
}

async fn whole(
    visitor: &Visitor,
    search: &Search,
    typed: &Typed,
    errors: &Errors,
) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = visitor;
    let site = &view.site;
    let query = search.query();
    let meant = Meant::read(view, Act::ReadDossier, search.unit());
    let code = meant.unit.map(|unit| unit.code.as_str());
    let paths = lists::paths(site, actor, Act::ReadDossier, code).await?;
    let after = match DossierId::parse(&search.sau) {
        Ok(id) => Some(site.app().place_in_list(actor, id).await?),
        Err(_none) => None,
    };
    let after = after.as_ref().map(|(key, dossier)| (key.as_str(), dossier.as_str()));
    let backwards = search.xep == BACKWARDS;
    let mut rows = lists::people(site, &paths, &query, after, backwards, PAGE + 1).await?;
    let more = rows.len() > PAGE as usize;
    rows.truncate(PAGE as usize);
    lists::people_shown(site, actor, &query, rows.len()).await?;
    let next = lists::next_duties(site, &rows).await?;
    let found = Found { query, meant, backwards, rows, next, more };
    let title = view.words.say("page-people-title");
    let body = html! {
        h1 { (title) }
        (errors.summary(view.words))
        p class="acts" {
            @if view.may_somewhere(Act::OpenDossier) {
                a class="button" href="/ho-so/moi" { (view.words.say("page-clerk-open-link")) }
                @if view.may_somewhere(Act::MergeDossiers) {
                    a class="button" href=(duplicates::PATH) {
                        (view.words.say("page-duplicates-title"))
                    }
                }
            }
            a class="button" href=(endings::PATH) { (view.words.say("page-left-title")) }
        }
        p class="ways-to" {
            a href=(retirement::PATH) { (view.words.say("page-retirement-title")) }
        }
        (filter(view, &found))
        (number_form(view, typed, errors))
        @if found.rows.is_empty() { (nobody(view, &found)) } @else { (list(view, &found)) }
    };
    Ok(render(view, Page { title: errors.title(view.words, &title), back: vec![], body }))
}

struct Found<'a> {
    query: String,
    meant: Meant<'a>,
    /// From the end of the alphabet to its beginning.
    backwards: bool,
    rows: Vec<PersonRow>,
    next: Vec<Option<ObligationRow>>,
    more: bool,
}

fn list(view: &View, found: &Found<'_>) -> Markup {
    let words = view.words;
    let table = html! {
        table class="list" {
            caption class="quiet" { (counted(view, found)) }
            thead { tr {
                th scope="col" { (words.say("page-clerk-select")) }
                (name_head(view, found))
                th scope="col" { (words.say("page-people-unit")) }
                th scope="col" { (words.say("page-people-situation")) }
                th scope="col" { (words.say("page-people-next")) }
            } }
            tbody {
                @for (row, next) in found.rows.iter().zip(&found.next) {
                    (line(view, found, row, next.as_ref()))
                }
            }
        }
    };
    html! {
        (selected::form(view, table))
        @if let (true, Some(last)) = (found.more, found.rows.last()) { (onward(view, found, last)) }
        (outs(view, found))
    }
}

/// The head of the names: the way to the same list the other way round.
fn name_head(view: &View, found: &Found<'_>) -> Markup {
    let words = view.words;
    let (sorted, shape) =
        if found.backwards { ("descending", "▼") } else { ("ascending", "▲") };
    let turned = if found.backwards { "" } else { BACKWARDS };
    html! {
        th scope="col" aria-sort=(sorted) {
            a href=(address(found, turned, "")) {
                (words.say("page-people-name")) " " span aria-hidden="true" { (shape) }
                span class="aside" { (words.say("page-clerk-sort-turn")) }
            }
        }
    }
}

/// The same people as a file, all of them.
fn outs(view: &View, found: &Found<'_>) -> Markup {
    let words = view.words;
    let query = format!("tim={}&don_vi={}", in_path(&found.query), in_path(found.meant.code()));
    html! {
        p class="outs" {
            a class="button" href=(format!("/ho-so.xlsx?{query}")) { (words.say("page-export-xlsx")) }
            a class="button" href=(format!("/ho-so.csv?{query}")) { (words.say("page-export-csv")) }
        }
    }
}

/// The list with what it is narrowed to, in an order, after someone.
fn address(found: &Found<'_>, order: &str, after: &str) -> String {
    let pairs =
        [("tim", &*found.query), ("don_vi", found.meant.code()), ("xep", order), ("sau", after)];
    let said = pairs.iter().filter(|(_name, text)| !text.is_empty());
    let pairs: Vec<String> = said.map(|(name, text)| format!("{name}={}", in_path(text))).collect();
    format!("/ho-so?{}", pairs.join("&"))
}

fn filter(view: &View, found: &Found<'_>) -> Markup {
    let words = view.words;
    html! {
        form method="get" action="/ho-so" class="filter" role="search" {
            p {
                label for="tim" { (words.say("page-people-search")) }
                input id="tim" name="tim" type="search" value=(found.query) maxlength=(QUERY_CHARS_MAX)
                    autocomplete="off" aria-describedby="tim-ghi-chu";
                small id="tim-ghi-chu" { (words.say("page-people-search-hint")) }
            }
            (units::filter(view, Act::ReadDossier, &found.meant))
            p { button type="submit" { (words.say("page-people-find")) } }
        }
    }
}

/// Finding one person by the personal id number, which stands in no address.
fn number_form(view: &View, typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    let field = Field {
        name: NUMBER,
        label: words.say("page-clerk-number"),
        hint: Some(words.say("page-clerk-number-search-hint")),
        value: typed.text(NUMBER),
        error: errors.of(NUMBER),
    };
    let control = Control { inputmode: "numeric", size: Some(18), ..Control::default() };
    let body = html! {
        (field.line(control))
        p { button type="submit" class="second" { (words.say("page-clerk-number-search")) } }
    };
    html! {
        details class="by-number" open[!errors.is_empty()] {
            summary { (words.say("page-clerk-number-search-title")) }
            (forms::post(view, "/ho-so/tim", "form", body))
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
    let place = found.meant.unit.map(|unit| unit.name.to_string());
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
                @if view.may_somewhere(Act::TransferDossier) {
                    p { a href=(transfers::PATH) { (words.say("page-people-none-found-moved")) } }
                }
                @if found.meant.unit.is_some() {
                    p { a href=(format!("/ho-so?tim={}", in_path(&found.query))) {
                        (words.say("page-people-search-everywhere"))
                    } }
                }
            }
        }
    }
}

fn line(view: &View, found: &Found<'_>, row: &PersonRow, next: Option<&ObligationRow>) -> Markup {
    let words = view.words;
    let unit = UnitId::parse(&row.unit_id).ok().and_then(|id| view.units().get(id));
    let born = row.birth_date.as_deref().map(|day| words.stored_day(day));
    let position = row.position_code.as_deref().map(|code| {
        hoso_events::catalogue::catalogue().display("position_code", None, code, words.0)
    });
    html! {
        tr {
            td class="select" { (selected::choice(view, row)) }
            th scope="row" {
                a href=(path(&row.dossier_id)) { (row.full_name) }
                @if let Some(born) = born {
                    small { (words.with("page-people-born", &[("day", born)])) }
                }
                @if let Some(position) = position { small { (position) } }
                @if !found.query.is_empty() && !search::bears(row, &found.query) {
                    small { (words.say("page-duplicates-by-other-name")) }
                }
            }
            td data-name=(words.say("page-people-unit")) {
                @if let Some(unit) = unit { (unit.name) }
            }
            td data-name=(words.say("page-people-situation")) {
                (words.stands(row, next.map(|next| next.duty.as_str())))
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
            @let order = if found.backwards { BACKWARDS } else { "" };
            p class="onward" {
                a class="button" rel="next" href=(address(found, order, &last.dossier_id)) {
                    (words.say("page-people-more"))
                }
            }
        } @else {
            p class="quiet" { (words.say("page-people-narrow")) }
        }
    }
}
