//! The calendar in force, for everyone who is known: year by year the days off and the worked
//! Saturdays with what they rest on; and a term counted day by day.

use chrono::{Datelike as _, NaiveDate};
use hoso_events::calendar::{CalendarGap, DayKind, DayLine, TermUnit};
use maud::{Markup, html};
use serde::Deserialize;

use super::{CALENDAR, back, version_lines};
use crate::{
    app::reference::{Version, YearInForce},
    web::{
        forms::{Control, Errors, Field},
        layout::{Page, render},
        obstacle::Obstacle,
        pages::{typed_day, why},
        visit::{Asks, View, Visitor},
    },
};

/// The longest term that is counted.
const DAYS_MAX: u32 = 366;

/// The term to count.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Term {
    /// The day it starts.
    tu: String,
    /// How many working days.
    n: String,
}

/// `/quan-tri/lich`.
pub async fn page(visitor: Visitor, Asks(term): Asks<Term>) -> Result<Markup, Obstacle> {
    let view = &visitor.view;
    let words = view.words;
    let years = view.site.app().calendar_in_force().await?;
    let mut errors = Errors::default();
    let counted = counted(view, &term, &mut errors);
    let title = words.say("page-admin-calendar-title");
    let body = html! {
        h1 { (title) }
        p class="lead" { (words.say("page-admin-calendar-lead")) }
        section aria-labelledby="dem-ngay" {
            h2 id="dem-ngay" { (words.say("page-admin-count")) }
            (form(view, &term, &errors))
            @if let Some(counted) = &counted { (told(view, counted)) }
        }
        section aria-labelledby="tung-nam" {
            h2 id="tung-nam" { (words.say("page-admin-calendar-by-year")) }
            @if years.is_empty() {
                p class="empty" { (words.say("page-admin-calendar-none")) }
            }
            @for year in &years { (of_year(view, year)) }
        }
        @if view.administers() { p class="quiet" { (words.say("page-admin-calendar-change")) } }
    };
    Ok(render(view, Page { title: errors.title(words, &title), back: back(view), body }))
}

/// What was asked to be counted, and its days.
type Counted = (NaiveDate, u32, Result<Vec<DayLine>, CalendarGap>);

fn counted(view: &View, term: &Term, errors: &mut Errors) -> Option<Counted> {
    if term.tu.trim().is_empty() && term.n.trim().is_empty() {
        return None;
    }
    let words = view.words;
    let from = typed_day(&term.tu);
    if from.is_none() {
        errors.at("tu", words.say("page-admin-count-from-wrong"));
    }
    let n = term.n.trim().parse::<u32>().ok().filter(|n| *n <= DAYS_MAX);
    if n.is_none() {
        let max = DAYS_MAX.to_string();
        errors.at("n", words.with("page-admin-count-days-wrong", &[("max", max)]));
    }
    let (from, n) = (from?, n?);
    Some((from, n, view.world.calendar.explain(from, n, TermUnit::WorkingDays)))
}

fn form(view: &View, term: &Term, errors: &Errors) -> Markup {
    let words = view.words;
    let from = Field {
        name: "tu",
        label: words.say("page-admin-count-from"),
        hint: Some(words.say("page-admin-count-from-hint")),
        value: term.tu.trim(),
        error: errors.of("tu"),
    };
    let days = Field {
        name: "n",
        label: words.say("page-admin-count-days"),
        hint: None,
        value: term.n.trim(),
        error: errors.of("n"),
    };
    let short = |size| Control { inputmode: "numeric", size: Some(size), ..Control::default() };
    html! {
        form method="get" action=(CALENDAR) class="group row count-days" novalidate {
            (from.line(short(14)))
            (days.line(short(6)))
            p class="acts" { button type="submit" { (words.say("page-admin-count-act")) } }
        }
    }
}

fn told(view: &View, (from, n, days): &Counted) -> Markup {
    let words = view.words;
    html! {
        div class="counted-term" role="status" {
            @match days {
                Err(gap) => {
                    p class="note" {
                        (words.with("page-due-missing-year", &[("year", gap.year.to_string())]))
                    }
                }
                Ok(lines) => {
                    @let due = lines.last().map_or(*from, |line| line.date);
                    p class="lead" {
                        (words.with("page-admin-count-due", &[
                            ("n", n.to_string()), ("from", words.day(*from)),
                            ("weekday", words.weekday(due)), ("due", words.day(due)),
                        ]))
                    }
                    (why::days_table(view, lines))
                    p class="quiet" { (words.say("page-why-ends-at-24")) }
                }
            }
        }
    }
}

fn of_year(view: &View, year: &YearInForce) -> Markup {
    let words = view.words;
    let worked = |(_day, why, _version): &&(NaiveDate, DayKind, Version)| {
        matches!(why, DayKind::WorkedSaturday { .. })
    };
    let worked = year.days.iter().filter(worked).count();
    let near = year.year == view.today.year() || year.year == view.today.year() + 1;
    let told = words.with(
        "page-admin-calendar-year",
        &[
            ("year", year.year.to_string()),
            ("off", (year.days.len() - worked).to_string()),
            ("worked", worked.to_string()),
        ],
    );
    html! {
        details class="year" open[near] {
            summary { (told) }
            dl class="facts" { (version_lines(view, &year.published)) }
            table class="list days-off" {
                thead { tr {
                    th scope="col" { (words.say("page-why-day")) }
                    th scope="col" { (words.say("page-admin-calendar-what")) }
                    th scope="col" { (words.say("page-paper-label")) }
                } }
                tbody {
                    @for (day, why, version) in &year.days {
                        tr {
                            th scope="row" { (words.weekday(*day)) ", " (words.day(*day)) }
                            td { (words.day_kind(why)) }
                            td data-name=(words.say("page-paper-label")) {
                                (basis(view, year, version))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What a day rests on: the year's own paper is not said again.
fn basis(view: &View, year: &YearInForce, version: &Version) -> Markup {
    let words = view.words;
    html! {
        @if *version == year.published {
            span class="quiet" { (words.say("page-admin-calendar-same-paper")) }
        } @else {
            @if let Some(paper) = &version.origin.paper { (words.paper(paper)) }
            small {
                (words.with("page-admin-version-and-who", &[
                    ("version", version.number.to_string()), ("who", words.origin(&version.origin))]))
            }
        }
    }
}
