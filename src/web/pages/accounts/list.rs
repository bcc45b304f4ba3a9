//! Who has access where: by name and unit, with until when.

use hoso_events::{account::Role, ids::AccountId};
use hoso_projections::accounts::{AccountRow, GrantLine};
use maud::{Markup, html};
use serde::Deserialize;

use super::{WAITS, account::state_told, account_path, role_told};
use crate::{
    app::{
        Act,
        accounts::{Wanted, ends_soon},
    },
    web::{
        layout::{Page, in_path, render},
        obstacle::Obstacle,
        pages::board::number,
        units::{self, Meant},
        visit::{Asks, View, Visitor},
    },
};

/// How many accounts one page lists.
const PAGE: usize = 50;
/// The longest search that is taken.
const QUERY_CHARS_MAX: usize = 100;

/// What is asked for.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Search {
    tim: String,
    don_vi: String,
    /// What the accounts wait for; blank for all with access.
    loc: String,
    /// Which page, from 1.
    trang: Option<usize>,
}

/// `/tai-khoan`.
pub async fn page(visitor: Visitor, Asks(search): Asks<Search>) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = &visitor;
    if !view.may_somewhere(Act::DecideAccess) {
        return Err(Obstacle::not_found());
    }
    let words = view.words;
    let query: String = search.tim.trim().chars().take(QUERY_CHARS_MAX).collect();
    let meant = Meant::read(view, Act::DecideAccess, &search.don_vi);
    let unit = meant.unit.map(|unit| unit.id);
    let known = WAITS.iter().find(|(_wanted, code, _key)| *code == search.loc.trim());
    let wanted = known.map(|(wanted, ..)| *wanted).unwrap_or_default();
    let rows = view.site.app().accounts_kept(actor, wanted, unit, &query).await?;
    let number = search.trang.unwrap_or(1).max(1);
    let shown: Vec<&AccountRow> = rows.iter().skip((number - 1) * PAGE).take(PAGE).collect();
    let title = words.say("page-accounts-title");
    let body = html! {
        h1 { (title) }
        p { a class="button" href="/tai-khoan/moi" { (words.say("page-accounts-new")) } }
        form method="get" action=(super::PATH) class="filter" {
            p {
                label for="tim" { (words.say("page-accounts-search")) }
                input id="tim" name="tim" value=(query) maxlength=(QUERY_CHARS_MAX) autocomplete="off";
            }
            (waits_filter(view, wanted))
            (units::filter(view, Act::DecideAccess, &meant))
            p { button type="submit" { (words.say("page-people-find")) } }
        }
        @if shown.is_empty() {
            @let all = wanted == Wanted::WithAccess;
            p class="empty" {
                (words.say(if all { "page-accounts-none" } else { "page-accounts-none-waiting" }))
            }
        } @else {
            (table(view, wanted, rows.len(), &shown))
            (pages(view, &search, number, rows.len()))
        }
    };
    Ok(render(view, Page { title: title.clone(), back: vec![], body }))
}

fn waits_filter(view: &View, wanted: Wanted) -> Markup {
    let words = view.words;
    html! {
        p {
            label for="loc" { (words.say("page-accounts-wanted")) }
            select id="loc" name="loc" {
                @for (known, code, key) in WAITS {
                    option value=(code) selected[known == wanted] { (words.say(key)) }
                }
            }
        }
    }
}

fn table(view: &View, wanted: Wanted, all: usize, shown: &[&AccountRow]) -> Markup {
    let words = view.words;
    let key = match wanted {
        Wanted::WithAccess => "page-accounts-counted",
        _ => "page-accounts-counted-waiting",
    };
    html! {
        table class="list" {
            caption class="quiet" { (words.with(key, &[("n", number(words.0, all as i64))])) }
            thead { tr {
                th scope="col" { (words.say("page-accounts-holder")) }
                th scope="col" { (words.say("page-accounts-access")) }
                th scope="col" { (words.say("page-accounts-state")) }
            } }
            tbody { @for row in shown { (line(view, row)) } }
        }
    }
}

fn line(view: &View, row: &AccountRow) -> Markup {
    let words = view.words;
    let open = row.state == "active";
    let grants: Vec<GrantLine> =
        row.grant_lines().into_iter().filter(|line| !line.revoked).collect();
    html! {
        tr {
            th scope="row" {
                @if let Ok(id) = AccountId::parse(&row.account_id) {
                    a href=(account_path(&id)) { (row.name) }
                } @else { (row.name) }
                small {
                    (words.say("page-account-since")) " " (words.stored_day(&row.issued_on))
                }
            }
            td data-name=(words.say("page-accounts-access")) {
                @if grants.is_empty() {
                    @let never = row.grant_lines().is_empty();
                    span class="quiet" {
                        (words.say(if never { "page-accounts-own-only" } else { "page-accounts-no-grant" }))
                    }
                }
                ul class="plain" { @for grant in &grants { li { (grant_line(view, grant)) } } }
            }
            td data-name=(words.say("page-accounts-state")) {
                span class=[(!open).then_some("quiet")] { (words.say(state_told(&row.state))) }
            }
        }
    }
}

/// One grant in one line: role, unit, until when.
pub fn grant_line(view: &View, line: &GrantLine) -> Markup {
    let words = view.words;
    let unit = view.units().get(line.scope).map(|unit| unit.name.as_str()).unwrap_or_default();
    let ends_soon = ends_soon(line, view.today);
    let over = line.until.is_some_and(|until| until < view.today);
    let whole = line.role == Role::Administrator;
    html! {
        strong { (role_told(words, line.role)) }
        @if !whole { " · " (unit) }
        " · "
        @match line.until {
            Some(until) => {
                span class=[(ends_soon || over).then_some("chip soon")] {
                    @let key = if over { "page-grant-ended" } else { "page-grant-until" };
                    (words.with(key, &[("day", words.day(until))]))
                }
            }
            None => (words.say("page-grant-open")),
        }
    }
}

fn pages(view: &View, search: &Search, number: usize, count: usize) -> Markup {
    let words = view.words;
    let to = |number: usize| {
        format!(
            "{}?loc={}&tim={}&don_vi={}&trang={number}",
            super::PATH,
            in_path(search.loc.trim()),
            in_path(search.tim.trim()),
            in_path(search.don_vi.trim())
        )
    };
    html! {
        @if count > PAGE {
            nav class="pager" aria-label=(words.say("page-accounts-pages")) {
                @if number > 1 { a href=(to(number - 1)) rel="prev" { (words.say("page-accounts-previous")) } }
                " "
                @if number * PAGE < count { a href=(to(number + 1)) rel="next" { (words.say("page-accounts-next")) } }
            }
        }
    }
}
