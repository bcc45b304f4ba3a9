//! A dossier as a film, one step at a time: forwards and back, by year, to the next appointment, pay
//! change, discipline or correction; each step with who, when, on which paper, and what the record
//! said before and after. The address holds the order and the step.

pub mod report;

use std::sync::Arc;

use chrono::{Datelike as _, TimeDelta};
use hoso_events::{entry::Value, fact::Recorded, ids::DossierId};
use maud::{Markup, html};
use serde::Deserialize;

use super::{moves, timeline};
use crate::{
    app::{
        Act,
        replay::{Change, Film, Kind, Manner, Order, Step},
    },
    web::{
        layout::{self, Page, dossier_path, in_path, render},
        obstacle::Obstacle,
        tell::Words,
        told::fact_path,
        visit::{Asks, Place, View, Visitor},
    },
};

/// How the address names the order of recording; the other one is meant without a name.
const AS_RECORDED: &str = "ghi-nhan";

/// Which step, in which order.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    thu_tu: String,
    /// From 1; none, or one there is not, is the nearest there is.
    buoc: usize,
    /// The part of a report that is too long for one page.
    phan: usize,
}

impl Asked {
    fn order(&self) -> Order {
        if self.thu_tu == AS_RECORDED { Order::Recorded } else { Order::Effective }
    }
}

/// The address of what happened to a dossier.
pub fn path(id: DossierId) -> String {
    format!("{}/dien-bien", dossier_path(id))
}

fn query(order: Order) -> &'static str {
    match order {
        Order::Effective => "?",
        Order::Recorded => "?thu_tu=ghi-nhan&",
    }
}

fn step_path(id: DossierId, order: Order, number: usize) -> String {
    format!("{}{}buoc={number}", path(id), query(order))
}

fn order_key(order: Order) -> &'static str {
    match order {
        Order::Effective => "page-replay-order-effective",
        Order::Recorded => "page-replay-order-recorded",
    }
}

/// The way back from a page below a dossier.
fn back(view: &View, id: DossierId, name: String) -> Vec<layout::Step> {
    let people = view.may_somewhere(Act::ReadDossier);
    let people = people.then(|| layout::Step::new("/ho-so", view.words.say("page-people-title")));
    people.into_iter().chain([layout::Step::new(dossier_path(id), name)]).collect()
}

/// `/ho-so/{dossier}/dien-bien`.
pub async fn page(
    visitor: Visitor,
    Place(id): Place<DossierId>,
    Asks(asked): Asks<Asked>,
) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = visitor;
    let film = view.site.app().replay(&actor, id, asked.order()).await?;
    view.brings(&[id], Arc::clone(&film.elsewhere))?;
    let number = asked.buoc.clamp(1, film.len().max(1));
    let title = view.words.say("page-replay-title");
    let back = back(&view, id, film.person.full_name.clone());
    let body = body(&view, &title, id, &film, number);
    Ok(render(&view, Page { title, back, body }))
}

fn body(view: &View, title: &str, id: DossierId, film: &Film, number: usize) -> Markup {
    let words = view.words;
    html! {
        h1 { (title) }
        p class="lead" {
            strong { (film.person.full_name) } ". " (words.say("page-replay-lead"))
        }
        (moves::period(words, film.until))
        @match film.step(number) {
            None => { p class="empty" { (words.say("page-timeline-empty")) } }
            Some(step) => {
                div class="film" {
                    (orders(words, id, film))
                    (bar(words, id, film, number))
                    (one(view, id, film.order, &step))
                    (years(words, id, film, &step))
                    (jumps(words, id, film, number))
                }
                p class="ways-to" {
                    a href={ (path(id)) "/in" (query(film.order).trim_end_matches(['?', '&'])) } {
                        (words.say("page-replay-report-link"))
                    }
                }
            }
        }
    }
}

/// The two orders, the one that is shown not as a link.
fn orders(words: Words, id: DossierId, film: &Film) -> Markup {
    html! {
        nav class="pick-order" aria-label=(words.say("page-replay-order")) {
            span { (words.say("page-replay-order")) ": " }
            @for order in Order::ALL {
                @if order == film.order {
                    strong aria-current="true" { "● " (words.say(order_key(order))) }
                } @else {
                    a href=(step_path(id, order, 1)) { (words.say(order_key(order))) }
                }
            }
        }
    }
}

fn bar(words: Words, id: DossierId, film: &Film, number: usize) -> Markup {
    let (n, of) = (number.to_string(), film.len().to_string());
    let way = |to: Option<usize>, rel: &str, key: &str, arrow: &str, name: &str| {
        let told = words.say(name);
        html! {
            @match to {
                Some(to) => {
                    a class="button" rel=(rel) data-key=(key) href=(step_path(id, film.order, to)) {
                        @if rel == "prev" { span aria-hidden="true" { (arrow) " " } (told) }
                        @else { (told) span aria-hidden="true" { " " (arrow) } }
                    }
                }
                None => { span class="button off" { (told) } }
            }
        }
    };
    let before = (number > 1).then(|| number - 1);
    let after = (number < film.len()).then_some(number + 1);
    html! {
        nav class="film-bar" aria-label=(words.say("page-replay-steps")) {
            (way(before, "prev", "ArrowLeft", "◀", "page-replay-before"))
            span class="place" { (words.with("page-replay-place", &[("n", n), ("of", of)])) }
            (way(after, "next", "ArrowRight", "▶", "page-replay-after"))
            @if number > 1 {
                a href=(step_path(id, film.order, 1)) { (words.say("page-replay-first")) }
            }
            @if number < film.len() {
                a href=(step_path(id, film.order, film.len())) { (words.say("page-replay-last")) }
            }
        }
        p class="quiet" { (words.say("page-replay-keys")) }
    }
}

fn years(words: Words, id: DossierId, film: &Film, step: &Step<'_>) -> Markup {
    html! {
        nav aria-label=(words.say("page-replay-years")) {
            ol class="years" {
                @for (year, first) in film.years() {
                    li {
                        a href=(step_path(id, film.order, first))
                            aria-current=[(year == step.day.year()).then_some("true")] { (year) }
                    }
                }
            }
        }
    }
}

/// To the step of a kind before and after this one, for the kinds there are.
fn jumps(words: Words, id: DossierId, film: &Film, number: usize) -> Markup {
    let there = Kind::JUMPS.into_iter().filter_map(|kind| {
        let steps: Vec<usize> = film.of_kind(kind).collect();
        (!steps.is_empty()).then_some((kind, steps))
    });
    let there: Vec<(Kind, Vec<usize>)> = there.collect();
    let jump = |to: Option<&usize>, rel: &str, key: &str, kind: Kind| {
        html! {
            @if let Some(to) = to {
                a href=(step_path(id, film.order, *to)) rel=(rel) {
                    (words.say(key)) span class="aside" { " " (words.kind_of_step(kind)) }
                }
            }
        }
    };
    html! {
        @if !there.is_empty() {
            nav aria-label=(words.say("page-replay-jumps")) {
                ul class="jumps" {
                    @for (kind, steps) in &there {
                        @let before = steps.iter().rev().find(|step| **step < number);
                        @let after = steps.iter().find(|step| **step > number);
                        li {
                            strong { (words.kind_of_step(*kind)) " (" (steps.len()) ")" }
                            (jump(before, "prev", "page-replay-jump-before", *kind))
                            (jump(after, "next", "page-replay-jump-after", *kind))
                        }
                    }
                }
            }
        }
    }
}

fn one(view: &View, id: DossierId, order: Order, step: &Step<'_>) -> Markup {
    let words = view.words;
    let by = &step.recorded.provenance;
    let fact = &step.recorded.fact;
    html! {
        article class="step" aria-labelledby="buoc" {
            p class="kinds" {
                @for kind in step.kinds { span class="chip" { (words.kind_of_step(*kind)) } }
                (badge(words, step))
            }
            h2 id="buoc" { (words.fact(step.recorded)) }
            dl class="facts" {
                @if let Some(day) = by.effective_on {
                    dt { (words.say("page-effective-on")) } dd { (words.day(day)) }
                }
                dt { (words.say("page-recorded-at")) } dd { (words.instant(by.recorded_at)) }
                @if let Some(paper) = fact.paper() {
                    dt { (words.say("page-paper-label")) } dd { (words.paper(paper)) }
                }
                @if let Some(reason) = fact.reason() {
                    dt { (words.say("page-reason")) } dd { "“" (reason) "”" }
                }
                dt { (words.say("page-source")) } dd { (words.source(by.by.source)) }
                @if let Some(from) = &by.received {
                    dt { (words.say("page-received-from")) } dd { code { (from.origin) } }
                }
            }
            (timeline::objections(view, fact))
            (changes(view, step))
            p class="ways-to" {
                a href=(fact_path(by.position)) { (words.say("page-replay-fact")) }
                a href={ (dossier_path(id)) "?" (moment(words, order, step)) "#ho-so" } {
                    (words.say("page-replay-then"))
                }
            }
        }
    }
}

/// Which unit managed the dossier then.
fn badge(words: Words, step: &Step<'_>) -> Markup {
    let told = match step.managed_by {
        Some(managing) => words.with("page-replay-unit", &[("unit", managing.name.clone())]),
        None => words.say("page-replay-no-unit"),
    };
    html! { span class="chip void" { (told) } }
}

/// The query that asks for the record as of a step.
fn moment(words: Words, order: Order, step: &Step<'_>) -> String {
    match order {
        Order::Effective => format!("ngay={}", in_path(&words.day(step.day))),
        // The page reads minutes: the one in which it was recorded has to be over.
        Order::Recorded => {
            let at = step.recorded.provenance.recorded_at + TimeDelta::minutes(1);
            format!("biet={}", in_path(&words.instant(at)))
        }
    }
}

/// How many changes stand open; more are folded away.
const CHANGES_OPEN_MAX: usize = 12;

fn changes(view: &View, step: &Step<'_>) -> Markup {
    let words = view.words;
    let table = html! {
        table class="list" {
            thead { tr {
                th scope="col" { (words.say("page-replay-field")) }
                th scope="col" { (words.say("page-replay-was")) }
                th scope="col" { (words.say("page-replay-is")) }
            } }
            tbody { @for change in &step.changes { (row(view, change, step.recorded)) } }
        }
    };
    match step.changes.len() {
        0 => html! {},
        1..=CHANGES_OPEN_MAX => table,
        n => html! {
            details open[n <= 2 * CHANGES_OPEN_MAX] {
                summary { (words.with("page-replay-changes", &[("n", n.to_string())])) }
                (table)
            }
        },
    }
}

/// What a step did with a slot, where that is no new value.
fn manner_key(change: &Change) -> Option<&'static str> {
    match change.manner {
        Manner::Said if change.before == change.after => Some("page-replay-same"),
        Manner::Said => None,
        Manner::HandedIn => Some("page-replay-handed-in"),
        Manner::Checked => Some("page-replay-checked"),
        Manner::Returned => Some("page-replay-returned"),
        Manner::TakenBack => Some("page-replay-taken-back"),
    }
}

fn row(view: &View, change: &Change, recorded: &Recorded) -> Markup {
    let words = view.words;
    let value = |value: Option<&Value>| words.value(&change.slot, value, view.units_in(recorded));
    let differs = change.before != change.after;
    html! {
        tr {
            th scope="row" {
                strong { (words.field(change.slot.field.as_str())) }
                @if let Some(key) = manner_key(change) { small { (words.say(key)) } }
            }
            td data-name=(words.say("page-replay-was")) {
                @if differs { del { (value(change.before.as_ref())) } }
            }
            td data-name=(words.say("page-replay-is")) {
                @if differs { ins { (value(change.after.as_ref())) } }
                @else { (value(change.after.as_ref())) }
                @if let Some((before, after)) = &change.when_recorded {
                    small { (words.with("page-replay-when-recorded", &[
                        ("before", value(before.as_ref())), ("after", value(after.as_ref()))])) }
                }
            }
        }
    }
}

impl Words {
    /// What a kind of step is called.
    fn kind_of_step(self, kind: Kind) -> String {
        self.say(&format!("replay-kind-{}", kind.as_str()))
    }
}
