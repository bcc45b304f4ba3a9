//! One fact, for good: what it says in a sentence, what it changed, on which paper, who recorded it
//! for whom, and what the log keeps to prove it.

use hoso_events::{fact::Fact, ids::DossierId};
use maud::{Markup, html};

use super::timeline;
use crate::{
    app::{Act, cases::FactInLog},
    store::integrity::hex,
    web::{
        layout::{Page, Step, dossier_path, render},
        obstacle::Obstacle,
        tell::recorded_entries,
        visit::{Place, View, Visitor},
    },
};

/// `/su-kien/{position}`.
pub async fn page(visitor: Visitor, Place(position): Place<u64>) -> Result<Markup, Obstacle> {
    let view = &visitor.view;
    let fact = view.site.app().fact_in_log(&visitor.actor, position).await?;
    let words = view.words;
    let title = words.with("page-clerk-fact-title", &[("n", position.to_string())]);
    let dossier = fact.person.as_ref().and_then(|person| {
        let id = DossierId::parse(&person.dossier_id).ok()?;
        Some(Step::new(dossier_path(id), person.full_name.clone()))
    });
    if let Some(id) = fact.person.as_ref().and_then(|it| DossierId::parse(&it.dossier_id).ok()) {
        view.brings_units_of(&[id]).await?;
    }
    let people = fact.person.is_some() && view.may_somewhere(Act::ReadDossier);
    let people = people.then(|| Step::new("/ho-so", words.say("page-people-title")));
    let back = people.into_iter().chain(dossier).collect();
    let body = body(view, &title, &fact);
    Ok(render(view, Page { title, back, body }))
}

/// What happened, as a sentence; of what has none for its kind, the name of the fact.
fn sentence(view: &View, fact: &FactInLog) -> String {
    let words = view.words;
    let by = &fact.recorded.provenance.by;
    let unit = by.acting_for.as_ref().map(|unit| unit.name.as_str());
    match &fact.recorded.fact {
        Fact::Dossier(_) | Fact::Unknown(_) => words.fact(&fact.recorded),
        other => {
            let name =
                crate::sentences::say(words.0, &format!("event-{}", kebab(other.event_type())));
            let who = words.who(&by.actor.name, unit);
            words.with("page-clerk-fact-other", &[("who", who), ("what", name)])
        }
    }
}

/// `AccountIssued` as the keys of sentences write it: `account-issued`.
fn kebab(name: &str) -> String {
    let mut written = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !written.is_empty() {
            written.push('-');
        }
        written.extend(letter.to_lowercase());
    }
    written
}

fn body(view: &View, title: &str, fact: &FactInLog) -> Markup {
    let words = view.words;
    let recorded = &fact.recorded;
    let by = &recorded.provenance;
    html! {
        h1 { (title) }
        p class="lead" { strong { (sentence(view, fact)) } }
        dl class="facts" {
            @if let Some(person) = &fact.person {
                dt { (words.say("page-clerk-fact-about")) } dd { (person.full_name) }
            }
            dt { (words.say("page-recorded-by")) } dd { (by.by.actor.name) }
            @if let Some(unit) = &by.by.acting_for {
                dt { (words.say("page-clerk-fact-for")) } dd { (unit.name) }
            }
            dt { (words.say("page-recorded-at")) } dd { (words.instant(by.recorded_at)) }
            @if let Some(day) = by.effective_on {
                dt { (words.say("page-effective-on")) } dd { (words.day(day)) }
            }
            @if let Some(paper) = recorded.fact.paper() {
                dt { (words.say("page-paper-label")) } dd { (words.paper(paper)) }
            }
            @if let Some(reason) = recorded.fact.reason() {
                dt { (words.say("page-reason")) } dd { "“" (reason) "”" }
            }
            dt { (words.say("page-source")) } dd { (words.source(by.by.source)) }
            @if let Some(from) = &by.received {
                dt { (words.say("page-received-from")) }
                dd { (words.with("page-received-place",
                    &[("log", from.origin.clone()), ("n", from.position.to_string())])) }
                dt { (words.say("page-received-here")) }
                dd { (words.with("page-who-and-when", &[
                    ("who", words.who(&from.taken_in_by.actor.name,
                        from.taken_in_by.acting_for.as_ref().map(|unit| unit.name.as_str()))),
                    ("at", words.instant(from.taken_in_at))])) }
            }
        }
        (changed(view, fact))
        (proof(view, fact))
    }
}

fn changed(view: &View, fact: &FactInLog) -> Markup {
    let recorded = &fact.recorded;
    let entries = recorded_entries(recorded);
    let objects = timeline::objections(view, &recorded.fact);
    html! {
        @if !entries.is_empty() {
            section aria-labelledby="thay-doi" {
                h2 id="thay-doi" { (view.words.say("page-clerk-fact-changes")) }
                ul class="diff" { @for entry in entries { li { (timeline::change(view, entry, recorded)) } } }
            }
        }
        @if !objects.0.is_empty() {
            section aria-labelledby="tra-lai" {
                h2 id="tra-lai" { (view.words.say("page-clerk-fact-objections")) }
                (objects)
            }
        }
    }
}

fn proof(view: &View, fact: &FactInLog) -> Markup {
    let words = view.words;
    let by = &fact.recorded.provenance;
    html! {
        section aria-labelledby="trong-so" {
            h2 id="trong-so" { (words.say("page-clerk-fact-in-log")) }
            p class="quiet" { (words.say("page-clerk-fact-in-log-told")) }
            dl class="facts" {
                dt { (words.say("page-clerk-fact-position")) } dd { (by.position) }
                dt { (words.say("page-clerk-fact-sequence")) } dd { (by.sequence) }
                dt { (words.say("page-clerk-fact-correlation")) }
                dd { code { (by.by.correlation) } }
                dt { (words.say("page-clerk-fact-leaf")) } dd { code { (hex(&fact.stored.leaf)) } }
                dt { (words.say("page-clerk-fact-chain")) } dd { code { (hex(&fact.stored.chain)) } }
            }
            details {
                summary { (words.say("page-clerk-fact-json")) }
                pre tabindex="0" { code { (fact.stored.payload) } }
                pre tabindex="0" { code { (fact.stored.metadata) } }
            }
        }
    }
}
