//! Everything that happened to a dossier, newest first: one sentence a fact, then when it was
//! recorded and true, on which paper, why, and what it changed.

use hoso_events::{
    dossier::DossierEvent,
    entry::Entry,
    fact::{Fact, Recorded},
};
use maud::{Markup, html};

use super::dossier::Shown;
use crate::{
    app::reads::Line,
    web::{layout::dossier_path, tell::recorded_entries, told::fact_path, visit::View},
};

/// How many changed fields stand open; more are folded away.
const ENTRIES_OPEN_MAX: usize = 4;

/// The timeline of a dossier page.
pub fn section(view: &View, shown: &Shown) -> Markup {
    let words = view.words;
    let path = dossier_path(shown.id);
    html! {
        section aria-labelledby="dong-thoi-gian" {
            h2 id="dong-thoi-gian" { (words.say("page-timeline-title")) }
            p class="quiet" { (words.say("page-timeline-order")) }
            @if shown.moment.truoc.is_some() {
                p { a href={ (path) "?" (shown.moment.query()) "#dong-thoi-gian" } {
                    (words.say("page-timeline-newest"))
                } }
            }
            @if shown.lines.is_empty() {
                p class="empty" { (words.say("page-timeline-empty")) }
            } @else {
                ol class="timeline" { @for line in &shown.lines { (fact(view, shown, line)) } }
            }
            @if let (true, Some(last)) = (shown.older, shown.lines.last()) {
                @let before = last.recorded.provenance.position;
                p class="onward" {
                    a class="button" rel="next"
                        href={ (path) "?" (shown.moment.query()) "truoc=" (before) "#dong-thoi-gian" } {
                        (words.say("page-timeline-older"))
                    }
                }
            }
        }
    }
}

fn fact(view: &View, shown: &Shown, line: &Line) -> Markup {
    let words = view.words;
    let recorded = &line.recorded;
    let by = &recorded.provenance;
    let later = shown.read.as_of.known_at.is_some_and(|at| by.recorded_at > at);
    let fact = &recorded.fact;
    html! {
        li id={ "su-kien-" (by.position) } class=[later.then_some("later")] {
            p class="what" { (words.fact(recorded)) }
            dl class="meta" {
                div { dt { (words.say("page-recorded-at")) } dd { (words.instant(by.recorded_at)) } }
                @if let Some(day) = by.effective_on {
                    div { dt { (words.say("page-effective-on")) } dd { (words.day(day)) } }
                }
                @if let Some(paper) = fact.paper() {
                    div { dt { (words.say("page-paper-label")) } dd { (words.paper(paper)) } }
                }
                @if let Some(reason) = fact.reason() {
                    div { dt { (words.say("page-reason")) } dd { "“" (reason) "”" } }
                }
                div { dt { (words.say("page-source")) } dd { (words.source(by.by.source)) } }
                @if let Some(from) = &by.received {
                    div { dt { (words.say("page-received-from")) } dd { code { (from.origin) } } }
                }
                div { dt { (words.say("page-clerk-fact-label")) } dd {
                    a href=(fact_path(by.position)) { (words.with("page-clerk-fact-number",
                        &[("n", by.position.to_string())])) }
                } }
            }
            @if later { p class="quiet" { (words.say("page-timeline-later")) } }
            (objections(view, fact))
            (changes(view, recorded))
        }
    }
}

pub fn objections(view: &View, fact: &Fact) -> Markup {
    let Fact::Dossier(DossierEvent::SubmissionReturned { objections, .. }) = fact else {
        return html! {};
    };
    html! {
        ul class="diff" {
            @for objection in objections {
                li {
                    strong { (view.words.field(objection.slot.field.as_str())) } ": "
                    "“" (objection.reason) "”"
                }
            }
        }
    }
}

pub fn changes(view: &View, recorded: &Recorded) -> Markup {
    let entries = recorded_entries(recorded);
    let list = html! {
        ul class="diff" { @for entry in entries { li { (change(view, entry, recorded)) } } }
    };
    match entries.len() {
        0 => html! {},
        1..=ENTRIES_OPEN_MAX => list,
        n => html! {
            details {
                summary {
                    (view.words.with("page-timeline-entries", &[("n", n.to_string())]))
                }
                (list)
            }
        },
    }
}

/// One change of a fact: units are told by the names they had on its day.
pub fn change(view: &View, entry: &Entry, recorded: &Recorded) -> Markup {
    let words = view.words;
    let value = |value| words.value(&entry.slot, value, view.units_in(recorded));
    html! {
        strong { (words.field(entry.slot.field.as_str())) } ": "
        @if entry.before.is_some() {
            del { span class="aside" { (words.say("page-before")) " " } (value(entry.before.as_ref())) }
            " → "
        }
        ins { span class="aside" { (words.say("page-after")) " " } (value(entry.value.as_ref())) }
    }
}
