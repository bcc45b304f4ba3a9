//! How the service is doing: what `hoso doctor` asks, in words for a page, the worst first, each
//! warning with what to do; and a few figures since it was started.

use std::sync::atomic::Ordering;

use maud::{Markup, html};

use super::back;
use crate::{
    app::health::{Said, Sign, State, Word},
    sentences::Lang,
    web::{
        layout::{Page, render},
        obstacle::Obstacle,
        pages::board::number,
        tell::Words,
        visit::{View, Visitor},
    },
};

/// What each question is called, and what to do when its answer is not good.
const CHECKS: &[(&str, &str, &str)] = &[
    ("writer", "page-health-writer", "page-health-writer-do"),
    ("queue", "page-health-queue", "page-health-queue-do"),
    ("storage", "page-health-storage", "page-health-disk-do"),
    ("calendars", "page-health-calendars", "page-health-calendars-do"),
    ("rules", "page-health-rules", "page-health-rules-do"),
    ("units", "page-health-units", "page-health-ask"),
    ("disk", "page-health-disk", "page-health-disk-do"),
    ("clock", "page-health-clock", "page-health-clock-do"),
    ("facts", "page-health-facts", "page-health-ask"),
    ("last_recorded", "page-health-last", "page-health-clock-do"),
    ("checkpoint", "page-health-checkpoint", "page-health-checkpoint-do"),
    ("size", "page-health-size", "page-health-ask"),
    ("version", "page-health-database", "page-health-ask"),
    ("journal_mode", "page-health-journal", "page-health-settings-do"),
    ("fsync", "page-health-journal", "page-health-settings-do"),
    ("synchronous", "page-health-synchronous", "page-health-settings-do"),
    ("synchronous_commit", "page-health-synchronous", "page-health-settings-do"),
    ("schema", "page-health-schema", "page-health-schema-do"),
    ("read_models", "page-health-models", "page-health-models-do"),
    ("files", "page-health-files", "page-health-files-do"),
    ("people", "page-health-people", "page-health-people-do"),
    ("program", "page-health-program", "page-health-ask"),
];

/// The sentence of an answer.
const ANSWERS: &[(&str, &str)] = &[
    ("writer-works", "page-health-writer-works"),
    ("storage-works", "page-health-storage-works"),
    ("writer-stopped", "page-health-writer-stopped"),
    ("queue-full", "page-health-queue-full"),
    ("storage-full", "page-health-storage-full"),
    ("calendar-missing", "page-health-calendar-missing"),
    ("rules-none", "page-admin-rules-none"),
    ("disk", "page-health-free"),
    ("last", "page-health-last-at"),
    ("last-ahead", "page-health-last-ahead"),
    ("checkpoint", "page-health-checkpoint-at"),
    ("checkpoint-behind", "page-health-checkpoint-behind"),
    ("schema", "page-health-schema-known"),
    ("schema-none", "page-health-schema-none"),
    ("schema-old", "page-health-schema-other"),
    ("schema-new", "page-health-schema-other"),
    ("models", "page-health-models-there"),
    ("models-missing", "page-health-models-missing"),
    ("files-kept", "page-health-files-kept"),
    ("files-in-bucket", "page-health-files-in-bucket"),
    ("files-nowhere", "page-health-files-nowhere"),
    ("files-unusable", "page-health-files-unusable"),
    ("real", "page-health-real"),
    ("invented", "page-health-invented"),
];

/// `/quan-tri/suc-khoe`.
pub async fn page(visitor: Visitor) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let mut found = view.site.app().health(actor).await?;
    for sign in &found {
        if let Said::Unanswered(error) = &sign.said {
            let (error, check) = (error as &dyn std::error::Error, sign.check);
            tracing::error!(error, check, "the health of {check} could not be asked");
        }
    }
    found.sort_by_key(|sign| std::cmp::Reverse(sign.state));
    let words = view.words;
    let title = words.say("page-admin-health-title");
    let body = html! {
        h1 { (title) }
        p class="lead" { (words.say("page-health-lead")) }
        section aria-labelledby="kiem-tra" {
            h2 id="kiem-tra" { (words.say("page-health-checks")) }
            table class="list" {
                thead { tr {
                    th scope="col" { (words.say("page-health-check")) }
                    th scope="col" { (words.say("page-accounts-state")) }
                    th scope="col" { (words.say("page-health-found")) }
                } }
                tbody { @for sign in &found { (line(words, sign)) } }
            }
        }
        (figures(view))
    };
    Ok(render(view, Page { title: title.clone(), back: back(view), body }))
}

fn line(words: Words, sign: &Sign) -> Markup {
    let known = CHECKS.iter().find(|(check, ..)| *check == sign.check);
    let name = known.map_or_else(|| sign.check.to_owned(), |(_, name, _)| words.say(name));
    let (class, shape, state) = match sign.state {
        State::Ok => ("chip ok", "●", "page-health-ok"),
        State::Warn => ("chip soon", "◆", "page-health-warn"),
        State::Fail => ("chip late", "▲", "page-health-fail"),
    };
    let act = known.filter(|_check| sign.state != State::Ok).map(|(.., act)| match sign.said {
        Said::Unanswered(_) => "page-health-ask",
        _ => act,
    });
    html! {
        tr {
            th scope="row" { (name) }
            td data-name=(words.say("page-accounts-state")) {
                span class=(class) { (shape) " " (words.say(state)) }
            }
            td data-name=(words.say("page-health-found")) {
                (answer(words, &sign.said))
                @if let Some(act) = act { small { (words.say(act)) } }
            }
        }
    }
}

fn answer(words: Words, said: &Said) -> String {
    match said {
        Said::Plain(word) => told(words, word),
        Said::Sentence(code, given) => {
            let given: Vec<(&'static str, String)> =
                given.iter().map(|(name, word)| (*name, told(words, word))).collect();
            let key = ANSWERS.iter().find(|(known, _key)| known == code);
            key.map_or_else(|| (*code).to_owned(), |(_code, key)| words.with(key, &given))
        }
        Said::Unanswered(_error) => words.say("page-health-unanswered"),
    }
}

fn told(words: Words, word: &Word) -> String {
    match word {
        Word::Text(text) => text.clone(),
        Word::Number(n) => count(words, *n),
        Word::Instant(at) => words.instant(*at),
        Word::Bytes(bytes) => size(words, *bytes),
    }
}

fn count(words: Words, n: u64) -> String {
    number(words.0, i64::try_from(n).unwrap_or(i64::MAX))
}

/// So many bytes, in the largest unit that keeps a digit before the mark.
fn size(words: Words, bytes: u64) -> String {
    let units = [(1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    let whole = bytes as f64;
    let (by, name) = units.into_iter().find(|(by, _name)| whole >= *by).unwrap_or((1e3, "kB"));
    format!("{}\u{A0}{name}", decimal(words, whole / by))
}

/// A number with one digit behind the mark, as the language writes it.
fn decimal(words: Words, number: f64) -> String {
    let text = format!("{number:.1}");
    if words.0 == Lang::Vi { text.replace('.', ",") } else { text }
}

fn figures(view: &View) -> Markup {
    let words = view.words;
    let figures = view.site.figures();
    let glance = figures.glance();
    let pulse = view.site.app().store().pulse();
    let count = |n: u64| count(words, n);
    let within = glance.most_within.map(|seconds| {
        let milliseconds = decimal(words, seconds * 1000.0);
        words.with("page-health-within", &[("ms", milliseconds)])
    });
    html! {
        section aria-labelledby="so-lieu" {
            h2 id="so-lieu" { (words.say("page-health-figures")) }
            dl class="facts" {
                dt { (words.say("page-health-requests")) } dd { (count(glance.requests)) }
                dt { (words.say("page-health-faults")) }
                dd {
                    (count(glance.faults))
                    @if glance.faults > 0 { " " small { (words.say("page-health-faults-do")) } }
                }
                @if glance.requests > 0 {
                    dt { (words.say("page-health-most")) }
                    dd { (within.unwrap_or_else(|| words.say("page-health-slow"))) }
                }
                dt { (words.say("page-health-connections")) }
                dd { (count(figures.connections.load(Ordering::Relaxed))) }
                dt { (words.say("page-health-recorded")) } dd { (count(pulse.facts())) }
            }
        }
    }
}
