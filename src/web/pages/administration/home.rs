//! The administrator's home: what waits, most urgent first, each line leading to exactly what it
//! counts; then units, calendar, rules and health at a glance.

use chrono::{Datelike as _, NaiveDate};
use hoso_events::{calendar::DayKind, rulebook::Duty};
use maud::{Markup, html};

use super::{super::retirement, CALENDAR, HEALTH, RULES, UNITS};
use crate::{
    app::{
        accounts::{Wanted, ends_soon},
        health::{self, Sign, State},
    },
    web::{
        layout::{Page, render},
        obstacle::Obstacle,
        pages::{accounts::waiting_path, board::number},
        visit::{View, Visitor},
    },
};

/// How many of the next days off are named.
const DAYS_OFF_SHOWN: usize = 3;

/// The accounts that wait, most urgent first, with what a line says of them.
const WAITING: [(Wanted, &str); 4] = [
    (Wanted::GrantEndsSoon, "page-admin-waits-ending"),
    (Wanted::CodeExpired, "page-admin-waits-expired"),
    (Wanted::WithoutFactor, "page-admin-waits-factor"),
    (Wanted::NotActivated, "page-admin-waits-activation"),
];

/// One line of what waits.
struct Waits {
    to: String,
    told: String,
    beside: Option<String>,
}

/// `/quan-tri`.
pub async fn page(visitor: Visitor) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let app = view.site.app();
    let found = app.health(actor).await?;
    let words = view.words;
    let mut waits: Vec<Waits> = urgent(view, &found);
    for (wanted, key) in WAITING {
        let rows = app.accounts_kept(actor, wanted, None, "").await?;
        let Some(first) = rows.first() else { continue };
        let beside = match wanted {
            Wanted::GrantEndsSoon => {
                let lines = first.grant_lines();
                let ends = lines.iter().filter(|line| ends_soon(line, view.today));
                let day = ends.filter_map(|line| line.until).min();
                day.map(|day| words.with("page-admin-first-ends", &[("day", words.day(day))]))
            }
            Wanted::NotActivated => {
                let day = words.stored_day(&first.issued_on);
                Some(words.with("page-admin-oldest", &[("day", day)]))
            }
            _ => None,
        };
        let n = number(words.0, rows.len() as i64);
        waits.push(Waits { to: waiting_path(wanted), told: words.with(key, &[("n", n)]), beside });
    }
    let title = words.say("page-admin-title");
    let body = html! {
        h1 { (title) }
        section aria-labelledby="dang-cho" {
            h2 id="dang-cho" { (words.say("page-admin-waits")) }
            @if waits.is_empty() {
                p class="empty" { (words.say("page-admin-waits-none")) }
            } @else {
                ul class="duties" {
                    @for line in &waits {
                        li {
                            a class="wait" href=(line.to) { (line.told) }
                            @if let Some(beside) = &line.beside { " " small { (beside) } }
                        }
                    }
                }
            }
        }
        ul class="cards pairs" {
            li { (units(view)) }
            li { (calendar(view)) }
            li { (rules(view)) }
            li { (well(view, &found)) }
        }
    };
    Ok(render(view, Page { title: title.clone(), back: vec![], body }))
}

/// What is broken, and the year without a calendar.
fn urgent(view: &View, found: &[Sign]) -> Vec<Waits> {
    let words = view.words;
    let broken = found.iter().filter(|sign| sign.state == State::Fail).count();
    let broken = (broken > 0).then(|| Waits {
        to: HEALTH.to_owned(),
        told: words.with("page-admin-waits-broken", &[("n", broken.to_string())]),
        beside: None,
    });
    let missing = health::missing_year(&view.world.calendar, view.today).map(|year| Waits {
        to: CALENDAR.to_owned(),
        told: words.with("page-admin-waits-calendar", &[("year", year.to_string())]),
        beside: None,
    });
    broken.into_iter().chain(missing).collect()
}

fn card(title: String, to: &str, more: String, body: Markup) -> Markup {
    html! {
        div class="card" {
            h2 { (title) }
            (body)
            p class="onward-to" { a href=(to) { (more) } }
        }
    }
}

fn units(view: &View) -> Markup {
    let words = view.words;
    let tree = view.units();
    let days = tree.iter().flat_map(|unit| {
        let names = unit.names.iter().map(|(from, _name)| *from);
        names.chain(unit.parents.iter().map(|(from, _parent)| *from))
    });
    let changed: Option<NaiveDate> = days.max();
    let body = html! {
        p { (words.with("page-admin-units-count", &[("n", number(words.0, tree.len() as i64))])) }
        @if let Some(day) = changed {
            p class="quiet" { (words.with("page-admin-units-changed", &[("day", words.day(day))])) }
        }
    };
    card(words.say("page-admin-units-title"), UNITS, words.say("page-admin-units-go"), body)
}

fn calendar(view: &View) -> Markup {
    let words = view.words;
    let calendar = &view.world.calendar;
    let years: Vec<String> = calendar.years().map(|year| year.to_string()).collect();
    let last = calendar.years().last().unwrap_or(view.today.year());
    let until = NaiveDate::from_ymd_opt(last, 12, 31).unwrap_or(view.today);
    let off = |(_day, why): &(NaiveDate, DayKind)| !matches!(why, DayKind::WorkedSaturday { .. });
    let next: Vec<(NaiveDate, DayKind)> = match view.today < until {
        true => calendar.special_days(view.today, until).into_iter().filter(off).collect(),
        false => vec![],
    };
    let body = html! {
        @if years.is_empty() {
            p { (words.say("page-admin-calendar-none")) }
        } @else {
            p { (words.with("page-admin-calendar-years", &[("years", years.join(", "))])) }
        }
        @if let Some(year) = health::missing_year(calendar, view.today) {
            p class="note" { (words.with("page-admin-waits-calendar", &[("year", year.to_string())])) }
        }
        @if !next.is_empty() {
            p class="quiet" { (words.say("page-admin-calendar-next")) }
            ul class="plain" {
                @for (day, why) in next.iter().take(DAYS_OFF_SHOWN) {
                    li { (words.weekday(*day)) ", " (words.day(*day)) " – " (words.day_kind(why)) }
                }
            }
        }
    };
    card(
        words.say("page-admin-calendar-title"),
        CALENDAR,
        words.say("page-admin-calendar-go"),
        body,
    )
}

fn rules(view: &View) -> Markup {
    let words = view.words;
    let rulebook = &view.world.rulebook;
    let packs = health::packs_in_force(&view.world, view.today);
    let held = || Duty::ALL.into_iter().flat_map(|duty| rulebook.over_time(duty));
    let since = |pack: &str| {
        let of_pack = held().filter(|held| held.pack == pack && held.from <= view.today);
        of_pack.map(|held| held.from).min()
    };
    let next = held().map(|held| held.from).filter(|from| *from > view.today).min();
    let body = html! {
        @if packs.is_empty() {
            p class="note" { (words.say("page-admin-rules-none")) }
        }
        ul class="plain" {
            @for pack in packs {
                li {
                    strong { (pack) }
                    @if let Some(day) = since(pack) {
                        ", " (words.with("page-admin-since", &[("day", words.day(day))]))
                    }
                }
            }
        }
        p class="quiet" {
            @match next {
                Some(day) => (words.with("page-admin-rules-next", &[("day", words.day(day))])),
                None => (words.say("page-admin-rules-no-next")),
            }
        }
        p { a href=(retirement::AGES) { (words.say("page-retirement-ages-title")) } }
    };
    card(words.say("page-admin-rules-title"), RULES, words.say("page-admin-rules-go"), body)
}

fn well(view: &View, found: &[Sign]) -> Markup {
    let words = view.words;
    let count = |state| found.iter().filter(|sign| sign.state == state).count();
    let (broken, odd) = (count(State::Fail), count(State::Warn));
    let body = html! {
        @if broken > 0 {
            p { span class="chip late" {
                "▲ " (words.with("page-admin-health-broken", &[("n", broken.to_string())]))
            } }
        }
        @if odd > 0 {
            p { span class="chip soon" {
                "◆ " (words.with("page-admin-health-odd", &[("n", odd.to_string())]))
            } }
        }
        @if broken + odd == 0 {
            p { span class="chip ok" { "● " (words.say("page-admin-health-well")) } }
        }
    };
    card(words.say("page-admin-health-title"), HEALTH, words.say("page-admin-health-go"), body)
}
