//! `hoso show`: a record as it stands or stood, every value with where it comes from.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use clap::Args;
use hoso_events::{
    calendar::{last_instant, local_date},
    catalogue::catalogue,
    elsewhere::UnitsElsewhere,
    entry::{Slot, Value},
    ids::DossierId,
    unit::UnitTree,
    values::Paper,
};
use hoso_projections::{obligations::ObligationRow, people::PersonRow};
use serde_json::{Value as Json, json};

use super::{
    Context,
    access_log::service,
    exit::{CliError, day},
    obligations::verdict_text,
    timeline::shown_event,
    voice::{Columns, Voice, shown_day, shown_instant, shown_stored_day},
};
use crate::{
    app::{
        Opened,
        reads::{AsOf, FieldView, Origin},
    },
    sentences::UnitNames,
};

#[derive(Debug, Args)]
pub struct Ask {
    #[arg(value_name = "DOSSIER", value_parser = dossier_id)]
    dossier: DossierId,
    #[arg(long, value_name = "DATE", value_parser = day)]
    true_on: Option<NaiveDate>,
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    known_at: Option<DateTime<Utc>>,
}

/// Reads a dossier's id.
pub fn dossier_id(text: &str) -> Result<DossierId, String> {
    DossierId::parse(text).map_err(|error| error.to_string())
}

/// Reads an instant such as `2026-11-20T08:00:00+07:00`; a day stands for its last moment.
fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(day) = day(text) {
        return Ok(last_instant(day) - TimeDelta::microseconds(1));
    }
    text.trim()
        .parse::<DateTime<chrono::FixedOffset>>()
        .map(|at| at.with_timezone(&Utc))
        .map_err(|error| error.to_string())
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let app = context.place.read().await?;
    let service = service(context, Opened::Record);
    let as_of = AsOf { true_on: ask.true_on, known_at: ask.known_at };
    let person = app.person(&service, ask.dossier).await?;
    let fields = app.record(&service, ask.dossier, as_of).await?;
    // Duties are known as they stand only.
    let duties = match as_of.is_now() {
        true => app.duties(&service, ask.dossier).await?,
        false => vec![],
    };
    let world = app.store().world().await?;
    let unit = world.units.iter().find(|unit| unit.id.to_string() == person.unit_id);
    let unit_text = unit.map(|unit| format!("{} {}", unit.code, unit.name)).unwrap_or_default();
    let today = context.clock.today();
    let elsewhere = app.units_elsewhere(&[ask.dossier]).await?;
    let told = Told { units: &world.units, elsewhere: &elsewhere, today };
    voice.result(
        || {
            let heading = heading(voice, &person, &unit_text, as_of);
            let duties = match duties.is_empty() {
                true => String::new(),
                false => format!("\n{}", duty_table(voice, &duties, today)),
            };
            format!("{heading}\n{}{duties}", record_text(voice, &fields, told))
        },
        || {
            json!({
                "dossier": ask.dossier, "full_name": person.full_name,
                "unit": {"unit_id": person.unit_id, "code": unit.map(|unit| unit.code.as_str()),
                    "name": unit.map(|unit| unit.name.as_str())},
                "situation": person.stands(), "ended": person.ended, "opened_on": person.opened_on,
                "true_on": ask.true_on, "known_at": ask.known_at,
                "fields": fields.iter().map(|field| field_document(voice, field)).collect::<Vec<_>>(),
                "obligations": duties.iter().map(|duty| json!({"duty": duty.duty,
                    "subject": duty.subject, "due_on": duty.due_on, "state": duty.state,
                    "met_on": duty.met_on, "verdict": duty.verdict(today).code()}))
                    .collect::<Vec<_>>(),
            })
        },
    )
}

fn heading(voice: &Voice, person: &PersonRow, unit: &str, as_of: AsOf) -> String {
    let mut text = format!("{}\n", person.full_name);
    let mut add = |key: &str, words| text.push_str(&format!("{}\n", voice.say_with(key, words)));
    add("cli-show-unit", vec![("unit", unit.to_owned())]);
    add("cli-show-dossier", vec![("dossier", person.dossier_id.clone())]);
    if as_of.is_now() {
        let over = person.ended.as_ref().map(|_kind| "ended");
        let situation = voice.word("cli-situation-", over.unwrap_or(person.stands()));
        add("cli-show-situation", vec![("situation", situation)]);
    }
    if let Some(day) = as_of.true_on {
        add("cli-show-true-on", vec![("day", shown_day(day))]);
    }
    if let Some(at) = as_of.known_at {
        add("cli-show-known-at", vec![("instant", shown_instant(at))]);
    }
    text
}

/// The units a record speaks of, and the day it is read on.
#[derive(Clone, Copy)]
struct Told<'a> {
    units: &'a UnitTree,
    elsewhere: &'a UnitsElsewhere,
    today: NaiveDate,
}

impl<'a> Told<'a> {
    /// The names of the day a value is true from, else of the day it was said.
    fn names(self, since: Option<NaiveDate>, by: Option<&'a Origin>) -> UnitNames<'a> {
        let day = since.or_else(|| by.map(|origin| local_date(origin.recorded_at)));
        UnitNames::on(self.units, day.unwrap_or(self.today), self.today)
            .with(self.elsewhere, by.and_then(|origin| origin.received_from.as_deref()))
    }
}

/// The fields section by section, in the order of the form.
fn record_text<'a>(voice: &Voice, fields: &'a [FieldView], told: Told<'a>) -> String {
    let mut by_section: BTreeMap<usize, Vec<&FieldView>> = BTreeMap::new();
    let sections = catalogue().sections();
    let place = |field: &FieldView| {
        let code = &field.slot.field;
        let section = sections.iter().position(|section| section.fields.contains(code));
        let section = section.unwrap_or(sections.len());
        let within = sections.get(section).map(|section| &section.fields);
        let within = within.and_then(|codes| codes.iter().position(|other| other == code));
        (section, within.unwrap_or_default())
    };
    for field in fields {
        by_section.entry(place(field).0).or_default().push(field);
    }
    if fields.is_empty() {
        return format!("{}\n", voice.say("cli-show-nothing"));
    }
    let (mut text, mut origins) = (String::new(), Origins::default());
    for (section, mut fields) in by_section {
        fields.sort_by_key(|field| place(field).1);
        let name = match sections.get(section) {
            Some(known) if voice.lang == crate::sentences::Lang::En => known.label_en.clone(),
            Some(known) => known.label_vi.clone(),
            None => voice.say("cli-show-other"),
        };
        text.push_str(&format!("{name}\n{}\n", section_table(voice, &fields, &mut origins, told)));
    }
    text + &origins.text(voice)
}

fn section_table<'a>(
    voice: &Voice,
    fields: &[&'a FieldView],
    origins: &mut Origins<'a>,
    told: Told<'a>,
) -> Columns {
    let headings = ["field", "value", "true-since", "state", "said", "checked"];
    let mut table = Columns::new(headings.map(|name| voice.word("cli-column-", name)).to_vec());
    for field in fields {
        let code = field.slot.field.as_str();
        let mut value = shown_value(
            voice,
            code,
            field.said.as_ref(),
            told.names(field.true_since, field.said_by.as_ref()),
        );
        if field.stands_by.is_some() {
            let stands = shown_value(
                voice,
                code,
                field.stands.as_ref(),
                told.names(field.stands_since, field.stands_by.as_ref()),
            );
            let stands = voice.say_with("cli-show-stands", vec![("value", stands)]);
            value = format!("{value} ({stands} {})", origins.cite(field.stands_by.as_ref()));
        }
        let mut state = voice.word("cli-state-", &field.state);
        if let Some(objection) = &field.objection {
            state = format!("{state}: {objection}");
        }
        table.row(vec![
            format!("  {}", shown_slot(voice, &field.slot)),
            value,
            field.true_since.map(shown_day).unwrap_or_default(),
            state,
            origins.cite(field.said_by.as_ref()),
            origins.cite(field.checked_by.as_ref()),
        ]);
    }
    table
}

/// The origins cited so far; the record cites them by number and tells them once.
#[derive(Default)]
struct Origins<'a> {
    told: Vec<&'a Origin>,
}

impl<'a> Origins<'a> {
    fn cite(&mut self, origin: Option<&'a Origin>) -> String {
        let Some(origin) = origin else { return String::new() };
        let known = self.told.iter().position(|told| told.position == origin.position);
        let number = known.unwrap_or_else(|| {
            self.told.push(origin);
            self.told.len() - 1
        });
        format!("[{}]", number + 1)
    }

    fn text(&self, voice: &Voice) -> String {
        let mut text = format!("{}\n", voice.say("cli-show-origins"));
        for (number, origin) in self.told.iter().enumerate() {
            let mut parts = vec![
                format!("  [{}] {}", number + 1, shown_instant(origin.recorded_at)),
                shown_event(voice, origin.event_type),
                origin.actor.clone(),
            ];
            parts.extend(origin.unit.clone());
            parts.extend(origin.paper.as_ref().map(|paper| shown_paper(voice, paper)));
            text.push_str(&format!("{}\n", parts.join(" · ")));
        }
        text
    }
}

fn duty_table(voice: &Voice, duties: &[ObligationRow], today: NaiveDate) -> String {
    let headings = ["duty", "started-on", "due-on", "met-on", "state"];
    let mut table = Columns::new(headings.map(|name| voice.word("cli-column-", name)).to_vec());
    for duty in duties {
        table.row(vec![
            format!("  {}", voice.word("duty-", &duty.duty)),
            shown_stored_day(Some(&duty.started_on)),
            shown_stored_day(duty.due_on.as_deref()),
            shown_stored_day(duty.met_on.as_deref()),
            verdict_text(voice, duty, today),
        ]);
    }
    format!("{}\n{table}", voice.say("cli-show-duties"))
}

fn field_document(voice: &Voice, field: &FieldView) -> Json {
    let origin = |origin: &Option<Origin>| {
        origin.as_ref().map(|origin| {
            json!({"position": origin.position, "event": origin.event_type,
                "event_text": shown_event(voice, origin.event_type),
                "recorded_at": origin.recorded_at, "actor": origin.actor, "unit": origin.unit,
                "paper": origin.paper})
        })
    };
    let code = field.slot.field.as_str();
    json!({
        "slot": field.slot, "label": catalogue().label(code, voice.lang),
        "section": catalogue().section_of(code).map(|section| section.code.as_str()),
        "said": field.said, "stands": field.stands, "state": field.state,
        "true_since": field.true_since, "stands_since": field.stands_since,
        "said_by": origin(&field.said_by), "stands_by": origin(&field.stands_by),
        "checked_by": origin(&field.checked_by), "submission": field.submission,
        "objection": field.objection,
    })
}

/// What a slot is called.
pub fn shown_slot(voice: &Voice, slot: &Slot) -> String {
    catalogue().label(slot.field.as_str(), voice.lang).to_owned()
}

/// A value as a reader sees it; a row of a table as its columns one after the other.
pub fn shown_value(
    voice: &Voice,
    field: &str,
    value: Option<&Value>,
    units: UnitNames<'_>,
) -> String {
    let cell = |column: Option<&str>, text: &str| {
        let unit = units.told(voice.lang, text);
        unit.unwrap_or_else(|| catalogue().display(field, column, text, voice.lang))
    };
    match value {
        None => voice.say("cli-empty"),
        Some(Value::Single(text)) => cell(None, text),
        Some(Value::Row(columns)) => columns
            .iter()
            .map(|(column, text)| {
                let label = catalogue().column_label(field, column.as_str(), voice.lang);
                let shown = cell(Some(column.as_str()), text);
                format!("{label}: {shown}")
            })
            .collect::<Vec<_>>()
            .join("; "),
    }
}

/// A paper as it is cited.
pub fn shown_paper(voice: &Voice, paper: &Paper) -> String {
    let words = vec![
        ("number", paper.number.to_string()),
        ("day", shown_day(paper.dated_on)),
        ("issuer", paper.issuer.to_string()),
    ];
    voice.say_with("cli-paper", words)
}
