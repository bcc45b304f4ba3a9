//! `hoso timeline`: what happened to a dossier, newest first.

use chrono::NaiveDate;
use clap::Args;
use hoso_events::{
    elsewhere::UnitsElsewhere, entry::Entry, fact::Fact, ids::DossierId, unit::UnitTree,
};
use serde_json::{Value as Json, json};

use super::{
    Context,
    access_log::service,
    exit::CliError,
    show::{dossier_id, shown_paper, shown_slot, shown_value},
    voice::{Voice, shown_day, shown_instant},
};
use crate::{
    app::{Opened, reads::Line},
    sentences::UnitNames,
};

/// The most lines shown at once.
const LINES_MAX: i64 = 1_000;

#[derive(Debug, Args)]
pub struct Ask {
    #[arg(value_name = "DOSSIER", value_parser = dossier_id)]
    dossier: DossierId,
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=LINES_MAX))]
    limit: i64,
    #[arg(long, value_name = "POSITION")]
    before: Option<i64>,
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let app = context.place.read().await?;
    let service = service(context, Opened::Timeline);
    let person = app.person(&service, ask.dossier).await?;
    // One line too many tells that there are more.
    let mut lines = app.timeline(&service, ask.dossier, ask.before, ask.limit + 1).await?;
    let more = lines.len() as i64 > ask.limit;
    lines.truncate(usize::try_from(ask.limit).unwrap_or(usize::MAX));
    let next = lines.last().filter(|_last| more).map(|last| last.recorded.provenance.position);
    let (units, today) = (app.store().world().await?.units, app.store().clock().today());
    let elsewhere = app.units_elsewhere(&[ask.dossier]).await?;
    voice.result(
        || {
            let told: Vec<String> =
                lines.iter().map(|line| told(voice, line, (&units, &elsewhere), today)).collect();
            format!("{} · {}\n\n{}", person.full_name, ask.dossier, told.join("\n"))
        },
        || {
            json!({"dossier": ask.dossier, "full_name": person.full_name, "next_before": next,
                "lines": lines.iter().map(document).collect::<Vec<_>>()})
        },
    )?;
    if let (Some(next), false) = (next, voice.json) {
        voice.note(&voice.say_with("cli-timeline-more", vec![("before", next.to_string())]));
    }
    Ok(())
}

/// The sentence key of a stored event name: `DossierOpened` is told by `event-dossier-opened`.
pub fn event_key(event_type: &str) -> String {
    let mut key = "event".to_owned();
    for c in event_type.chars() {
        if c.is_ascii_uppercase() {
            key.push('-');
        }
        key.push(c.to_ascii_lowercase());
    }
    key
}

/// What an event is called.
pub fn shown_event(voice: &Voice, event_type: &str) -> String {
    voice.say(&event_key(event_type))
}

/// What a fact is called; of one that nobody here can read, its own name too.
pub fn shown_fact(voice: &Voice, fact: &Fact) -> String {
    match fact {
        Fact::Unknown(unknown) => {
            let (name, version) = (unknown.event_type.clone(), unknown.version.to_string());
            voice.say_with("cli-newer-fact", vec![("name", name), ("version", version)])
        }
        known => shown_event(voice, known.kind()),
    }
}

/// The units here, and those that came with the dossier.
type Units<'a> = (&'a UnitTree, &'a UnitsElsewhere);

fn told(voice: &Voice, line: &Line, units: Units<'_>, today: NaiveDate) -> String {
    let recorded = &line.recorded;
    let (by, fact) = (&recorded.provenance.by, &recorded.fact);
    let at = shown_instant(recorded.provenance.recorded_at);
    let mut text = format!("{at}  {}\n", shown_fact(voice, fact));
    let mut add = |what: String| text.push_str(&format!("    {what}\n"));
    if let Some(day) = fact.effective_on() {
        add(voice.say_with("cli-true-from", vec![("day", shown_day(day))]));
    }
    let source = serde_json::to_value(by.source).ok();
    let source = source.as_ref().and_then(Json::as_str).unwrap_or_default();
    let unit = by.acting_for.as_ref().map(|unit| format!(" · {}", unit.name)).unwrap_or_default();
    add(format!("{}{unit} · {}", by.actor.name, voice.word("source-", source)));
    if let Some(from) = &recorded.provenance.received {
        add(voice.say_with("cli-received-from", vec![("log", from.origin.clone())]));
    }
    if let Some(paper) = fact.paper() {
        add(shown_paper(voice, paper));
    }
    if let Some(reason) = fact.reason() {
        add(voice.say_with("cli-reason", vec![("reason", reason.to_string())]));
    }
    let names = UnitNames::on(units.0, recorded.day(), today).with(units.1, recorded.said_in());
    for entry in line.entries() {
        add(said(voice, entry, names));
    }
    text
}

fn said(voice: &Voice, entry: &Entry, units: UnitNames<'_>) -> String {
    let field = entry.slot.field.as_str();
    let shown = |value| shown_value(voice, field, value, units);
    let (name, value) = (shown_slot(voice, &entry.slot), shown(entry.value.as_ref()));
    match &entry.before {
        Some(before) => format!("{name}: {} → {value}", shown(Some(before))),
        None => format!("{name}: {value}"),
    }
}

fn document(line: &Line) -> Json {
    let recorded = &line.recorded;
    let provenance = &recorded.provenance;
    json!({
        "position": provenance.position,
        "sequence": provenance.sequence,
        "event_id": provenance.event_id,
        "event": recorded.fact.event_type(),
        "stream_type": recorded.fact.stream_type().as_str(),
        "recorded_at": provenance.recorded_at,
        "effective_on": provenance.effective_on,
        "by": provenance.by,
        "received_from": provenance.received.as_ref().map(|from| &from.origin),
        "paper": recorded.fact.paper(),
        "reason": recorded.fact.reason(),
        "entries": line.entries(),
    })
}

#[cfg(test)]
mod tests {
    use super::event_key;

    #[test]
    fn an_event_is_told_by_the_key_of_its_name() {
        assert_eq!(event_key("AgencyEntryRecorded"), "event-agency-entry-recorded");
    }
}
