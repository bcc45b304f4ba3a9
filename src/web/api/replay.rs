//! The question what happened to one dossier, step by step, with what the record said before and
//! after each.

use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use hoso_events::{entry::Value, ids::DossierId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    answer::{Failures, KnownTag, Tagged},
    reader::{Asked, Reader, limit},
    records::{PaperSaid, ValueSaid},
    tag::Tag,
};
use crate::{
    app::replay::{Change, Manner, Order, Step},
    web::{obstacle::Obstacle, tell::Words, visit::Place},
};

/// In which order the steps come.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AskedOrder {
    /// By the day things became true in the world.
    #[default]
    Effective,
    /// As they were recorded.
    Recorded,
}

impl From<AskedOrder> for Order {
    fn from(order: AskedOrder) -> Self {
        match order {
            AskedOrder::Effective => Self::Effective,
            AskedOrder::Recorded => Self::Recorded,
        }
    }
}

/// Which steps.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Steps {
    /// `effective` when left out.
    #[serde(default)]
    #[param(inline)]
    order: AskedOrder,
    /// The first step wanted; 1 when left out.
    #[param(minimum = 1)]
    from: Option<u32>,
    /// At most this many; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

/// What the record said just before a step and from it on.
#[derive(Serialize, ToSchema)]
pub struct BeforeAfter {
    before: Option<ValueSaid>,
    after: Option<ValueSaid>,
}

impl BeforeAfter {
    fn of(before: &Option<Value>, after: &Option<Value>) -> Self {
        let said = |value: &Option<Value>| value.as_ref().map(ValueSaid::from);
        Self { before: said(before), after: said(after) }
    }
}

/// One field, or one row of a table, in one step.
#[derive(Serialize, ToSchema)]
pub struct ChangeSaid {
    slot: String,
    label: String,
    /// `said`, `handed_in`, `checked`, `returned` or `taken_back`.
    manner: &'static str,
    before: Option<ValueSaid>,
    after: Option<ValueSaid>,
    /// The same as it was when the step was recorded, where that was something else.
    when_recorded: Option<BeforeAfter>,
}

impl ChangeSaid {
    fn of(change: &Change, words: Words) -> Self {
        let now = BeforeAfter::of(&change.before, &change.after);
        let then = change.when_recorded.as_ref();
        Self {
            slot: change.slot.to_string(),
            label: words.field(change.slot.field.as_str()),
            manner: match change.manner {
                Manner::Said => "said",
                Manner::HandedIn => "handed_in",
                Manner::Checked => "checked",
                Manner::Returned => "returned",
                Manner::TakenBack => "taken_back",
            },
            before: now.before,
            after: now.after,
            when_recorded: then.map(|(before, after)| BeforeAfter::of(before, after)),
        }
    }
}

/// One step: one fact.
#[derive(Serialize, ToSchema)]
pub struct StepSaid {
    /// From 1, in the order asked for.
    step: usize,
    /// What was done, then which sides of a career it changed.
    kinds: Vec<&'static str>,
    /// The day it stands under in this order.
    day: NaiveDate,
    position: u64,
    event_type: String,
    /// The fact in one sentence, in the reader's language.
    sentence: String,
    recorded_at: DateTime<Utc>,
    effective_on: Option<NaiveDate>,
    actor: String,
    unit: Option<String>,
    paper: Option<PaperSaid>,
    reason: Option<String>,
    /// The unit that managed the dossier then, by the name it had.
    managed_by: Option<String>,
    changes: Vec<ChangeSaid>,
}

impl StepSaid {
    fn of(step: &Step<'_>, words: Words) -> Self {
        let (by, fact) = (&step.recorded.provenance, &step.recorded.fact);
        Self {
            step: step.number,
            kinds: step.kinds.iter().map(|kind| kind.as_str()).collect(),
            day: step.day,
            position: by.position,
            event_type: fact.event_type().to_owned(),
            sentence: words.fact(step.recorded),
            recorded_at: by.recorded_at,
            effective_on: by.effective_on,
            actor: by.by.actor.name.clone(),
            unit: by.by.acting_for.as_ref().map(|unit| unit.name.clone()),
            paper: fact.paper().map(PaperSaid::from),
            reason: fact.reason().map(ToString::to_string),
            managed_by: step.managed_by.map(|managing| managing.name.clone()),
            changes: step.changes.iter().map(|change| ChangeSaid::of(change, words)).collect(),
        }
    }
}

/// The steps of a dossier, or some of them.
#[derive(Serialize, ToSchema)]
pub struct Replay {
    order: AskedOrder,
    /// How many steps there are in all.
    count: usize,
    steps: Vec<StepSaid>,
    /// `from` for the next page; none on the last.
    next_from: Option<usize>,
    /// The last place in the log this answer includes.
    log_position: u64,
}

/// What happened to one dossier, step by step, with what the record said before and after.
#[utoipa::path(get, path = "/dossiers/{dossier}/replay", tag = "dossiers",
    operation_id = "dossier_replay", params(("dossier" = Uuid, Path), Steps, KnownTag),
    responses(Tagged<Replay>, Failures))]
pub async fn replay(
    reader: Reader,
    Place(id): Place<DossierId>,
    Asked(asked): Asked<Steps>,
) -> Result<Response, Obstacle> {
    let limit = usize::try_from(limit(asked.limit)?).unwrap_or_default();
    let from = usize::try_from(asked.from.unwrap_or(1)).unwrap_or(usize::MAX).max(1);
    let Reader { site, actor, .. } = &reader;
    let tag = Tag::of(site.app(), actor, id).await?;
    let film = site.app().replay(actor, id, asked.order.into()).await?;
    let words = Words(reader.lang);
    let end = from.saturating_add(limit);
    let steps = (from..end).map_while(|number| film.step(number));
    let steps: Vec<StepSaid> = steps.map(|step| StepSaid::of(&step, words)).collect();
    let next_from = (end <= film.len()).then_some(end);
    let said = Replay {
        order: asked.order,
        count: film.len(),
        steps,
        next_from,
        log_position: reader.position,
    };
    let next = next_from.map(|from| ("from", from.to_string()));
    Ok(reader.linked(next, reader.tagged(&tag, said)))
}
