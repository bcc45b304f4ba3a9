//! A clerk's first page: what is to be done, the most urgent first, and one button to begin.

use chrono::NaiveDate;
use hoso_events::ids::{DossierId, UnitId};
use hoso_projections::queue::OpenCase;
use maud::{Markup, html};
use serde::Deserialize;

use super::{moves, retirement, selected};
use crate::{
    app::{Act, Opened, secondments::Ends},
    web::{
        deadline,
        layout::{Page, dossier_path, render},
        lists,
        obstacle::Obstacle,
        told::flash,
        units::{self, Meant},
        visit::{Asks, View, Visitor},
        worklist::{self, Counts, Filter, Kind, case_path, place_of, place_text},
    },
};

/// How many cases one page lists.
const PAGE: i64 = 30;

/// What is asked for.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    /// One kind of work.
    loai: String,
    /// A unit, by code or name.
    don_vi: String,
    /// The place the page begins after.
    sau: String,
    /// The fact that was recorded a moment ago.
    vua: Option<u64>,
}

/// `/viec`.
pub async fn page(visitor: Visitor, Asks(asked): Asks<Asked>) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let site = &view.site;
    let meant = Meant::read(view, Act::CheckRecord, &asked.don_vi);
    let filter = Filter::read(&asked.loai, meant.code());
    let unit = meant.unit.map(|unit| unit.code.as_str());
    let paths = lists::paths(site, actor, Act::CheckRecord, unit).await?;
    let counts = worklist::counts(site, &paths, view.today, next_day(view)).await?;
    let after = place_of(&asked.sau);
    let mut cases = worklist::cases(site, &paths, filter.kind, &after, PAGE + 1).await?;
    let more = cases.len() > PAGE as usize;
    cases.truncate(PAGE as usize);
    site.app().listed(actor, Opened::DueList, cases.len()).await?;
    let ends = site.app().ends(&paths).await?;
    let first = first_check(&visitor, &filter).await?;
    let begun = !asked.sau.is_empty();
    let flash = flash(&visitor, asked.vua).await;
    let retiring = retirement::notice(&visitor).await?;
    let shown = Shown { filter, meant, counts, ends, cases, more, begun, first };
    let title = view.words.say("page-clerk-work-title");
    let body = html! { (flash) (body(&visitor, &title, &shown, &retiring)) };
    Ok(render(view, Page { title, back: vec![], body }))
}

/// The working day after today; a calendar that is missing leaves the next day.
fn next_day(view: &View) -> NaiveDate {
    let next = view.world.calendar.add_working_days(view.today, 1);
    next.ok().or(view.today.succ_opt()).unwrap_or(view.today)
}

struct Shown<'a> {
    filter: Filter,
    meant: Meant<'a>,
    counts: Vec<(Kind, Counts)>,
    /// The secondments and terms that end.
    ends: Ends,
    cases: Vec<OpenCase>,
    more: bool,
    /// Whether the page begins after some place, rather than with the most urgent.
    begun: bool,
    /// The most urgent check, and what it is the most urgent of.
    first: Option<(OpenCase, Filter)>,
}

/// The most urgent check of what is filtered for; where that holds none, of the whole unit.
async fn first_check(
    visitor: &Visitor,
    filter: &Filter,
) -> Result<Option<(OpenCase, Filter)>, Obstacle> {
    let any = Filter { kind: None, unit: filter.unit.clone() };
    for filter in [filter.clone(), any] {
        if let Some(case) = worklist::next_check(visitor, &filter, Default::default()).await? {
            return Ok(Some((case, filter)));
        }
    }
    Ok(None)
}

fn body(visitor: &Visitor, title: &str, shown: &Shown<'_>, retiring: &Markup) -> Markup {
    let view = &visitor.view;
    let words = view.words;
    html! {
        h1 { (title) }
        (most_urgent(view, shown))
        (groups(view, shown))
        @if !shown.begun { (moves::ends(view, &shown.ends)) }
        (retiring)
        section aria-labelledby="danh-sach" {
            h2 id="danh-sach" { (words.say("page-clerk-work-list")) }
            (filters(view, shown))
            @if shown.cases.is_empty() { (nothing(view, shown)) }
            @else { (list(visitor, shown)) }
        }
    }
}

/// The one button: to the most urgent check.
fn most_urgent(view: &View, shown: &Shown<'_>) -> Markup {
    let words = view.words;
    html! {
        div class="begin" {
            @match &shown.first {
                Some((case, filter)) => {
                    p {
                        a class="button first" href=(filter.on("/doi-chieu", &[])) {
                            (words.say("page-clerk-begin"))
                        }
                    }
                    p { (standing(view, case)) " " strong { (case.person.full_name) } }
                }
                None => { p class="quiet" { (words.say("page-clerk-begin-none")) } }
            }
            p class="acts" {
                a class="button" href="/ho-so/moi" { (words.say("page-clerk-open-link")) }
                a class="button" href="/ho-so" { (words.say("page-people-title")) }
            }
        }
    }
}

/// The chip, the last day and the way to why it is that day.
fn standing(view: &View, case: &OpenCase) -> Markup {
    let calendar = &view.world.calendar;
    let standing = deadline::standing(&case.duty, calendar, view.today);
    html! {
        (deadline::chip(view.words, standing)) " "
        (deadline::told(view.words, &case.duty, standing, calendar, view.today))
    }
}

/// What a kind of work is called.
pub fn kind_name(view: &View, kind: Kind) -> String {
    view.words.say(match kind {
        Kind::FirstCheck => "page-clerk-kind-first-check",
        Kind::LaterCheck => "page-clerk-kind-later-check",
        Kind::IssueAccount => "page-clerk-kind-issue-account",
        Kind::FirstEntry => "page-clerk-kind-first-entry",
        Kind::Amend => "page-clerk-kind-amend",
        Kind::TakeOver => "page-clerk-kind-take-over",
        Kind::RecordEnding => "page-clerk-kind-record-ending",
    })
}

/// How near the last day is, as the columns of the table name it.
const COLUMNS: [&str; 4] = [
    "page-chip-overdue",
    "page-clerk-due-today",
    "page-clerk-due-next-day",
    "page-clerk-due-later",
];

fn groups(view: &View, shown: &Shown<'_>) -> Markup {
    let words = view.words;
    let seldom = |kind: Kind| matches!(kind, Kind::TakeOver | Kind::RecordEnding);
    let listed = shown.counts.iter().filter(|(kind, sums)| !seldom(*kind) || sums.all() > 0);
    let here = |kind: Kind| Filter { kind: Some(kind), unit: shown.filter.unit.clone() };
    html! {
        section aria-labelledby="nhom" {
            h2 id="nhom" { (words.say("page-clerk-groups")) }
            table class="sums groups-of-work" {
                thead { tr {
                    th scope="col" { (words.say("page-clerk-kind")) }
                    @for key in COLUMNS { th scope="col" class="n" { (words.say(key)) } }
                    th scope="col" class="n" { (words.say("page-clerk-all")) }
                } }
                tbody {
                    @for (kind, sums) in listed {
                        @let cells = [("late", sums.overdue), ("soon", sums.today),
                            ("soon", sums.next_day), ("", sums.later)];
                        tr {
                            th scope="row" {
                                a href=(here(*kind).on("/viec", &[])) {
                                    (kind_name(view, *kind))
                                }
                            }
                            @for (key, (class, n)) in COLUMNS.into_iter().zip(cells) {
                                td class={ "n " (if n > 0 { class } else { "zero" }) }
                                    data-name=(words.say(key)) { (n) }
                            }
                            td class={ "n" @if sums.all() == 0 { " zero" } }
                                data-name=(words.say("page-clerk-all")) { (sums.all()) }
                        }
                    }
                }
            }
        }
    }
}

fn filters(view: &View, shown: &Shown<'_>) -> Markup {
    let words = view.words;
    html! {
        form method="get" action="/viec" class="filter" {
            p {
                label for="loai" { (words.say("page-clerk-kind")) }
                select id="loai" name="loai" {
                    option value="" { (words.say("page-clerk-all-kinds")) }
                    @for kind in Kind::ALL {
                        option value=(kind.code()) selected[shown.filter.kind == Some(kind)] {
                            (kind_name(view, kind))
                        }
                    }
                }
            }
            (units::filter(view, Act::CheckRecord, &shown.meant))
            p { button type="submit" class="second" { (words.say("page-clerk-filter")) } }
        }
    }
}

/// Nothing to do: said as it is, with what can be done instead.
fn nothing(view: &View, shown: &Shown<'_>) -> Markup {
    let words = view.words;
    let narrowed = shown.filter != Filter::default() || shown.begun;
    html! {
        div class="empty" {
            @if narrowed {
                p { strong { (words.say("page-clerk-none-here")) } }
                p { a href="/viec" { (words.say("page-clerk-show-all")) } }
            } @else {
                p { strong { (words.say("page-clerk-none")) } }
                p { (words.say("page-clerk-none-do")) }
            }
        }
    }
}

fn list(visitor: &Visitor, shown: &Shown<'_>) -> Markup {
    let view = &visitor.view;
    let words = view.words;
    // Accounts are issued to many at once; every other act looks at one person.
    let many = shown.filter.kind == Some(Kind::IssueAccount);
    let table = html! {
        table class="list" {
            caption class="quiet" {
                (words.with("page-clerk-shown", &[("n", shown.cases.len().to_string())]))
            }
            thead { tr {
                @if many { th scope="col" { (words.say("page-clerk-select")) } }
                th scope="col" { (words.say("page-people-name")) }
                th scope="col" { (words.say("page-clerk-kind")) }
                th scope="col" { (words.say("page-board-due")) }
                th scope="col" { span class="aside" { (words.say("page-clerk-act")) } }
            } }
            tbody { @for case in &shown.cases { (line(visitor, case, many)) } }
        }
    };
    html! {
        @if many { (selected::form(view, table)) } @else { (table) }
        p class="onward" {
            @if let (true, Some(last)) = (shown.more, shown.cases.last()) {
                @let after = place_text(&last.place());
                a class="button" rel="next" href=(shown.filter.on("/viec", &[("sau", &after)])) {
                    (words.say("page-people-more"))
                }
            }
            @if shown.begun {
                " " a class="button" href=(shown.filter.on("/viec", &[])) {
                    (words.say("page-clerk-from-start"))
                }
            }
        }
    }
}

fn line(visitor: &Visitor, case: &OpenCase, many: bool) -> Markup {
    let view = &visitor.view;
    let words = view.words;
    let unit = UnitId::parse(&case.duty.unit_id).ok().and_then(|id| view.units().get(id));
    let dossier = DossierId::parse(&case.duty.dossier_id).ok();
    let own = dossier.is_some_and(|id| visitor.actor.is_person_of(id));
    // Whoever has yet to take a dossier over does not read it.
    let path = match Kind::of(case) {
        Some(Kind::TakeOver) => case_path(case),
        _ => dossier.map(dossier_path),
    };
    let path = path.unwrap_or_else(|| "/ho-so".to_owned());
    html! {
        tr {
            @if many { td class="select" { (selected::choice(view, &case.person)) } }
            th scope="row" {
                a href=(path) { (case.person.full_name) }
                @if let Some(unit) = unit { small { (unit.name) } }
            }
            td data-name=(words.say("page-clerk-kind")) {
                @match Kind::of(case) {
                    Some(kind) => { (kind_name(view, kind)) }
                    None => { (words.stored_duty(&case.duty.duty)) }
                }
            }
            td data-name=(words.say("page-board-due")) {
                (due(view, case))
            }
            td class="act" {
                @if own {
                    small { (words.say("page-clerk-own")) }
                } @else if let Some(path) = case_path(case) {
                    a class="button" href=(path) {
                        (act(view, case))
                        span class="aside" { " " (case.person.full_name) }
                    }
                }
            }
        }
    }
}

fn due(view: &View, case: &OpenCase) -> Markup {
    let words = view.words;
    let calendar = &view.world.calendar;
    let standing = deadline::standing(&case.duty, calendar, view.today);
    html! {
        (deadline::chip(words, standing))
        small {
            (deadline::told(words, &case.duty, standing, calendar, view.today)) " "
            a class="why" href=(deadline::why_path(&case.duty)) { (words.say("page-why-link")) }
        }
    }
}

fn act(view: &View, case: &OpenCase) -> String {
    view.words.say(match Kind::of(case) {
        Some(kind) if kind.is_check() && case.on_its_way.is_some() => "page-clerk-act-transfer",
        Some(Kind::TakeOver) => "page-clerk-act-transfer",
        Some(kind) if kind.is_check() => "page-clerk-act-check",
        Some(Kind::IssueAccount) => "page-clerk-act-account",
        _ => "page-clerk-act-open",
    })
}
