//! The film of a dossier as a report to print: every step in one table, under what says of whom,
//! when, for whom and up to where in the log; at its foot the log as signed, so that the paper
//! remembers it.

use std::sync::Arc;

use hoso_events::{entry::Value, fact::Recorded, ids::DossierId};
use maud::{Markup, html};

use super::{super::moves, Asked, back, badge, manner_key, order_key, path, query};
use crate::{
    app::{
        App,
        replay::{Change, Film, Step},
    },
    seal::note::Note,
    web::{
        layout::{self, Page, render},
        obstacle::Obstacle,
        tell::Words,
        visit::{Asks, Place, View, Visitor},
    },
};

/// The most steps in one part of a report.
const STEPS_MAX: usize = 300;

/// `/ho-so/{dossier}/dien-bien/in`.
pub async fn page(
    visitor: Visitor,
    Place(id): Place<DossierId>,
    Asks(asked): Asks<Asked>,
) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = visitor;
    let film = view.site.app().replay(&actor, id, asked.order()).await?;
    view.brings(&[id], Arc::clone(&film.elsewhere))?;
    let parts = film.len().div_ceil(STEPS_MAX).max(1);
    let part = asked.phan.clamp(1, parts);
    let words = view.words;
    let title = words.say("page-replay-report-title");
    let mut back = back(&view, id, film.person.full_name.clone());
    back.push(layout::Step::new(path(id), words.say("page-replay-title")));
    let who = actor.account.name.clone();
    let signed = signed(view.site.app()).await;
    let body = body(&view, &title, id, &film, &Printed { who, part, parts, signed });
    Ok(render(&view, Page { title, back, body }))
}

/// Who prints which part, and the log as signed, where this service can vouch for it.
struct Printed {
    who: String,
    part: usize,
    parts: usize,
    signed: Option<Note>,
}

/// The log as it is now, signed. A report is read without it, too: it then says that it has none.
async fn signed(app: &App) -> Option<Note> {
    let signed = app.checkpoint(app.keeper()?).await;
    let told = signed.map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "the log was not signed");
    });
    told.ok().map(|signed| signed.note)
}

fn body(view: &View, title: &str, id: DossierId, film: &Film, printed: &Printed) -> Markup {
    let words = view.words;
    let first = (printed.part - 1) * STEPS_MAX + 1;
    let last = (first + STEPS_MAX - 1).min(film.len());
    html! {
        h1 { (title) }
        (moves::period(words, film.until))
        (stamp(view, id, film, printed))
        p class="quiet no-print" { (words.say("page-replay-print-how")) }
        (parts(view, id, film, printed))
        table class="list report" {
            thead { tr {
                th scope="col" { (words.say("page-replay-step")) }
                th scope="col" { (words.say("page-replay-days")) }
                th scope="col" { (words.say("page-replay-what")) }
                th scope="col" { (words.say("page-paper-label")) }
            } }
            tbody {
                @for number in first..=last {
                    @if let Some(step) = film.step(number) { (line(view, &step)) }
                }
            }
        }
        (parts(view, id, film, printed))
        (seal(words, printed))
    }
}

fn seal(words: Words, printed: &Printed) -> Markup {
    html! {
        section class="seal" aria-labelledby="dau" {
            h2 id="dau" { (words.say("page-replay-seal")) }
            @match &printed.signed {
                Some(note) => {
                    p { (words.say("page-replay-seal-means")) }
                    pre { (note) }
                }
                None => { p { (words.say("page-replay-seal-missing")) } }
            }
        }
    }
}

/// What says of whom, when, for whom, in which order and up to where.
fn stamp(view: &View, id: DossierId, film: &Film, printed: &Printed) -> Markup {
    let words = view.words;
    html! {
        dl class="facts stamp" {
            dt { (words.say("page-replay-person")) } dd { strong { (film.person.full_name) } }
            dt { (words.say("page-replay-dossier")) } dd { code { (id) } }
            dt { (words.say("page-replay-order")) } dd { (words.say(order_key(film.order))) }
            dt { (words.say("page-replay-count")) } dd {
                (film.len())
                @if printed.parts > 1 { " (" (words.with("page-replay-part", &[
                    ("n", printed.part.to_string()), ("of", printed.parts.to_string())])) ")" }
            }
            dt { (words.say("page-replay-printed-by")) } dd { (printed.who) }
            dt { (words.say("page-replay-printed-at")) } dd { (words.instant(view.now)) }
            dt { (words.say("page-replay-through")) } dd { (film.through) }
        }
    }
}

/// The parts of a report that is too long for one page.
fn parts(view: &View, id: DossierId, film: &Film, printed: &Printed) -> Markup {
    let words = view.words;
    html! {
        @if printed.parts > 1 {
            nav class="pager" aria-label=(words.say("page-replay-parts")) {
                @for part in 1..=printed.parts {
                    a href={ (path(id)) "/in" (query(film.order)) "phan=" (part) }
                        aria-current=[(part == printed.part).then_some("page")] {
                        (words.with("page-replay-part", &[("n", part.to_string()),
                            ("of", printed.parts.to_string())]))
                    }
                }
            }
        }
    }
}

fn line(view: &View, step: &Step<'_>) -> Markup {
    let words = view.words;
    let by = &step.recorded.provenance;
    html! {
        tr {
            th scope="row" { (step.number) }
            td data-name=(words.say("page-replay-days")) {
                @if let Some(day) = by.effective_on {
                    (words.say("page-effective-on")) " " strong { (words.day(day)) } br;
                }
                (words.say("page-recorded-at")) " " (words.instant(by.recorded_at))
            }
            td data-name=(words.say("page-replay-what")) {
                (words.fact(step.recorded)) " " (badge(words, step))
                @if !step.changes.is_empty() {
                    ul { @for change in &step.changes { li { (told(view, change, step.recorded)) } } }
                }
            }
            td data-name=(words.say("page-paper-label")) {
                @if let Some(paper) = step.recorded.fact.paper() { (words.paper(paper)) }
                @if let Some(reason) = step.recorded.fact.reason() {
                    small { (words.say("page-reason")) ": “" (reason) "”" }
                }
            }
        }
    }
}

fn told(view: &View, change: &Change, recorded: &Recorded) -> Markup {
    let words = view.words;
    let value = |value: Option<&Value>| words.value(&change.slot, value, view.units_in(recorded));
    html! {
        (words.field(change.slot.field.as_str())) ": "
        @if change.before != change.after && change.before.is_some() {
            del { (value(change.before.as_ref())) } " → "
        }
        strong { (value(change.after.as_ref())) }
        @if let Some(key) = manner_key(change) { " (" (words.say(key)) ")" }
        @if let Some((before, after)) = &change.when_recorded {
            small { (words.with("page-replay-when-recorded", &[
                ("before", value(before.as_ref())), ("after", value(after.as_ref()))])) }
        }
    }
}
