//! Questions about one dossier: the record at any moment, its history, its duties.

use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use hoso_events::{
    calendar::last_instant,
    entry::{Entry, Value},
    ids::{DossierId, UnitId},
    unit::UnitTree,
    values::Paper,
};
use hoso_projections::obligations::ObligationRow;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{
    answer::{Failures, KnownTag, Tagged},
    body::day,
    reader::{Asked, Reader, limit},
    tag::Tag,
};
use crate::{
    app::{
        reads::{AsOf, FieldView, Line, Origin},
        sight::Seen,
    },
    sentences::Lang,
    web::{
        Site,
        obstacle::Obstacle,
        tell::{Words, recorded_entries},
        visit::Place,
    },
};

/// A unit by code, with the name it has now.
#[derive(Serialize, ToSchema)]
pub struct UnitSaid {
    pub code: String,
    pub name: String,
}

impl UnitSaid {
    pub fn of(units: &UnitTree, id: &str) -> Option<Self> {
        let unit = units.get(UnitId::parse(id).ok()?)?;
        Some(Self { code: unit.code.to_string(), name: unit.name.to_string() })
    }
}

/// A paper.
#[derive(Serialize, ToSchema)]
pub struct PaperSaid {
    number: String,
    dated_on: NaiveDate,
    issuer: String,
}

impl From<&Paper> for PaperSaid {
    fn from(paper: &Paper) -> Self {
        Self {
            number: paper.number.to_string(),
            dated_on: paper.dated_on,
            issuer: paper.issuer.to_string(),
        }
    }
}

/// Who said something, when, for whom, on which paper.
#[derive(Serialize, ToSchema)]
pub struct OriginSaid {
    position: u64,
    event_type: &'static str,
    recorded_at: DateTime<Utc>,
    actor: String,
    unit: Option<String>,
    paper: Option<PaperSaid>,
}

impl From<&Origin> for OriginSaid {
    fn from(origin: &Origin) -> Self {
        Self {
            position: origin.position,
            event_type: origin.event_type,
            recorded_at: origin.recorded_at,
            actor: origin.actor.clone(),
            unit: origin.unit.clone(),
            paper: origin.paper.as_ref().map(PaperSaid::from),
        }
    }
}

/// A value in its stored form: a text, or the columns of a row by code.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum ValueSaid {
    Single(String),
    Row(std::collections::BTreeMap<String, String>),
}

impl From<&Value> for ValueSaid {
    fn from(value: &Value) -> Self {
        match value {
            Value::Single(text) => Self::Single(text.clone()),
            Value::Row(columns) => Self::Row(
                columns.iter().map(|(code, text)| (code.to_string(), text.clone())).collect(),
            ),
        }
    }
}

/// One field, or one row of a table.
#[derive(Serialize, ToSchema)]
pub struct FieldSaid {
    slot: String,
    label: String,
    /// The value said last.
    said: Option<ValueSaid>,
    /// The value that holds: the checked one while another is on its way, else the said one.
    stands: Option<ValueSaid>,
    /// `draft`, `waiting`, `returned` or `checked`.
    state: String,
    /// Since when the value said last is true.
    true_since: Option<NaiveDate>,
    /// Since when `stands` is true, while another value is on its way.
    stands_since: Option<NaiveDate>,
    /// Where the value said last comes from.
    said_by: Option<OriginSaid>,
    /// Where `stands` comes from, while another value is on its way.
    stands_by: Option<OriginSaid>,
    /// Who checked the value that stands.
    checked_by: Option<OriginSaid>,
    submission: Option<String>,
    objection: Option<String>,
}

impl FieldSaid {
    fn of(field: &FieldView, words: Words) -> Self {
        Self {
            slot: field.slot.to_string(),
            label: words.field(field.slot.field.as_str()),
            said: field.said.as_ref().map(ValueSaid::from),
            stands: field.stands.as_ref().map(ValueSaid::from),
            state: field.state.clone(),
            true_since: field.true_since,
            stands_since: field.stands_since,
            said_by: field.said_by.as_ref().map(OriginSaid::from),
            stands_by: field.stands_by.as_ref().map(OriginSaid::from),
            checked_by: field.checked_by.as_ref().map(OriginSaid::from),
            submission: field.submission.clone(),
            objection: field.objection.clone(),
        }
    }
}

/// One dossier at one moment.
#[derive(Serialize, ToSchema)]
pub struct DossierSaid {
    dossier_id: Uuid,
    full_name: String,
    /// `first_entry`, `first_check` or `kept`, as it is now.
    situation: String,
    unit: Option<UnitSaid>,
    opened_on: String,
    true_on: Option<NaiveDate>,
    known_at: Option<DateTime<Utc>>,
    /// The acceptance that took the dossier from the reader's unit: this is how it stood then, and
    /// the reader sees nothing later.
    seen_until: Option<DateTime<Utc>>,
    fields: Vec<FieldSaid>,
    /// The last place in the log this answer includes.
    log_position: u64,
}

/// Which moment is asked for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Moment {
    /// True in the world on this day.
    #[param(example = "2025-09-30")]
    true_on: Option<String>,
    /// As far as was known at this instant, or at the end of this day.
    #[param(example = "2026-03-05T03:42:00Z")]
    known_at: Option<String>,
}

impl Moment {
    fn read(&self) -> Result<AsOf, Obstacle> {
        let true_on = self.true_on.as_deref().map(|text| day(text, "true_on")).transpose()?;
        let instant = |text: &str| match text.trim().parse::<DateTime<Utc>>() {
            Ok(at) => Ok(at),
            Err(_not_an_instant) => day(text, "known_at").map(last_instant),
        };
        let known_at = self.known_at.as_deref().map(instant).transpose()?;
        Ok(AsOf { true_on, known_at })
    }
}

/// The record of one dossier, with the origin of every field.
#[utoipa::path(get, path = "/dossiers/{dossier}", tag = "dossiers",
    operation_id = "dossier", params(("dossier" = Uuid, Path), Moment, KnownTag),
    responses(Tagged<DossierSaid>, Failures))]
pub async fn dossier(
    reader: Reader,
    Place(id): Place<DossierId>,
    Asked(moment): Asked<Moment>,
) -> Result<Response, Obstacle> {
    let Reader { site, actor, .. } = &reader;
    let app = site.app();
    let as_of = moment.read()?;
    let Seen { person, until, .. } = app.seen(actor, id, as_of).await?;
    let tag = Tag::of(app, actor, id).await?;
    let fields = app.record(actor, id, as_of).await?;
    let world = app.store().world().await?;
    let words = Words(reader.lang);
    let said = DossierSaid {
        dossier_id: id.as_uuid(),
        full_name: person.full_name,
        situation: person.situation,
        unit: UnitSaid::of(&world.units, &person.unit_id),
        opened_on: person.opened_on,
        true_on: as_of.true_on,
        known_at: as_of.known_at,
        seen_until: until.map(|end| end.at),
        fields: fields.iter().map(|field| FieldSaid::of(field, words)).collect(),
        log_position: reader.position,
    };
    Ok(reader.tagged(&tag, said))
}

/// What a fact says of one field.
#[derive(Serialize, ToSchema)]
pub struct EntrySaid {
    slot: String,
    label: String,
    before: Option<ValueSaid>,
    after: Option<ValueSaid>,
}

impl EntrySaid {
    fn of(entry: &Entry, words: Words) -> Self {
        Self {
            slot: entry.slot.to_string(),
            label: words.field(entry.slot.field.as_str()),
            before: entry.before.as_ref().map(ValueSaid::from),
            after: entry.value.as_ref().map(ValueSaid::from),
        }
    }
}

/// One fact of a dossier's history.
#[derive(Serialize, ToSchema)]
pub struct LineSaid {
    position: u64,
    event_type: &'static str,
    /// The fact in one sentence, in the reader's language.
    sentence: String,
    recorded_at: DateTime<Utc>,
    effective_on: Option<NaiveDate>,
    actor: String,
    unit: Option<String>,
    paper: Option<PaperSaid>,
    reason: Option<String>,
    entries: Vec<EntrySaid>,
}

impl LineSaid {
    fn of(line: &Line, words: Words) -> Self {
        let recorded = &line.recorded;
        let by = &recorded.provenance;
        Self {
            position: by.position,
            event_type: recorded.fact.event_type(),
            sentence: words.fact(recorded),
            recorded_at: by.recorded_at,
            effective_on: by.effective_on,
            actor: by.by.actor.name.clone(),
            unit: by.by.acting_for.as_ref().map(|unit| unit.name.clone()),
            paper: recorded.fact.paper().map(PaperSaid::from),
            reason: recorded.fact.reason().map(ToString::to_string),
            entries: recorded_entries(recorded).iter().map(|e| EntrySaid::of(e, words)).collect(),
        }
    }
}

/// A page of a dossier's history, newest first.
#[derive(Serialize, ToSchema)]
pub struct Timeline {
    lines: Vec<LineSaid>,
    /// `before` for the next page; none on the last.
    next_before: Option<u64>,
    /// The last place in the log this answer includes.
    log_position: u64,
}

/// Which page of the history.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Lines {
    /// Facts before this place in the log.
    #[param(minimum = 1)]
    before: Option<i64>,
    /// At most this many; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

/// The history of one dossier, newest first.
#[utoipa::path(get, path = "/dossiers/{dossier}/timeline", tag = "dossiers",
    operation_id = "dossier_timeline", params(("dossier" = Uuid, Path), Lines, KnownTag),
    responses(Tagged<Timeline>, Failures))]
pub async fn timeline(
    reader: Reader,
    Place(id): Place<DossierId>,
    Asked(asked): Asked<Lines>,
) -> Result<Response, Obstacle> {
    let limit = limit(asked.limit)?;
    let Reader { site, actor, .. } = &reader;
    let tag = Tag::of(site.app(), actor, id).await?;
    let mut lines = site.app().timeline(actor, id, asked.before, limit + 1).await?;
    let more = i64::try_from(lines.len()).unwrap_or(limit) > limit;
    lines.truncate(usize::try_from(limit).unwrap_or_default());
    let next_before = lines.last().filter(|_| more).map(|line| line.recorded.provenance.position);
    let words = Words(reader.lang);
    let lines = lines.iter().map(|line| LineSaid::of(line, words)).collect();
    let next = next_before.map(|before| ("before", before.to_string()));
    let said = Timeline { lines, next_before, log_position: reader.position };
    Ok(reader.linked(next, reader.tagged(&tag, said)))
}

/// One duty and what became of it.
#[derive(Serialize, ToSchema)]
pub struct DutySaid {
    dossier_id: String,
    /// The code of the duty, such as `check`.
    duty: String,
    label: String,
    /// The submission it is about; empty for the dossier as a whole.
    subject: String,
    unit: Option<UnitSaid>,
    /// `due`, `overdue`, `met_on_time`, `met_late`, `void` or `unknown`.
    verdict: &'static str,
    started_on: String,
    /// The day the starting fact was recorded: later than `started_on` by how late it was entered.
    recorded_on: String,
    due_on: Option<String>,
    /// The first due day ever shown.
    notified_due_on: Option<String>,
    /// Working days left until the due day; negative when it has passed.
    working_days_left: Option<i64>,
    met_on: Option<String>,
    pack: Option<String>,
    rulebook_version: i64,
    calendar_version: i64,
}

impl DutySaid {
    pub async fn all(
        site: &Site,
        rows: &[ObligationRow],
        lang: Lang,
    ) -> Result<Vec<Self>, Obstacle> {
        let store = site.app().store();
        let (world, today) = (store.world().await?, store.clock().today());
        let words = Words(lang);
        let left = |row: &ObligationRow| {
            let due: NaiveDate = row.due_on.as_deref()?.parse().ok()?;
            let open = row.state == "open";
            open.then(|| world.calendar.working_days_between(today, due).ok()).flatten()
        };
        let said = rows.iter().map(|row| Self {
            dossier_id: row.dossier_id.clone(),
            duty: row.duty.clone(),
            label: words.stored_duty(&row.duty),
            subject: row.subject.clone(),
            unit: UnitSaid::of(&world.units, &row.unit_id),
            verdict: row.verdict(today).code(),
            started_on: row.started_on.clone(),
            recorded_on: row.recorded_on.clone(),
            due_on: row.due_on.clone(),
            notified_due_on: row.notified_due_on.clone(),
            working_days_left: left(row),
            met_on: row.met_on.clone(),
            pack: row.pack.clone(),
            rulebook_version: row.rulebook_version,
            calendar_version: row.calendar_version,
        });
        Ok(said.collect())
    }
}

/// The duties of one dossier.
#[derive(Serialize, ToSchema)]
pub struct Duties {
    obligations: Vec<DutySaid>,
    /// The last place in the log this answer includes.
    log_position: u64,
}

/// Every duty of one dossier, newest first.
#[utoipa::path(get, path = "/dossiers/{dossier}/obligations", tag = "dossiers",
    operation_id = "dossier_obligations", params(("dossier" = Uuid, Path), KnownTag),
    responses(Tagged<Duties>, Failures))]
pub async fn obligations(
    reader: Reader,
    Place(id): Place<DossierId>,
) -> Result<Response, Obstacle> {
    let Reader { site, actor, .. } = &reader;
    // Not for whoever sees a time that is over.
    site.app().person(actor, id).await?;
    let tag = Tag::of(site.app(), actor, id).await?;
    let rows = site.app().duties(actor, id).await?;
    let obligations = DutySaid::all(site, &rows, reader.lang).await?;
    let said = Duties { obligations, log_position: reader.position };
    // Whether a duty is overdue, and how many days are left, is another thing tomorrow.
    Ok(reader.tagged(&tag.on(site.app().store().clock().today()), said))
}
