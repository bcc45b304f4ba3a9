//! Who has looked into a dossier.

use axum::Json;
use chrono::{DateTime, Utc};
use hoso_events::ids::DossierId;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::Failures;
use crate::{
    store::access_log::{AccessEntry, AccessRow},
    web::{
        obstacle::Obstacle,
        visit::{Asks, Caller, Place},
    },
};

/// The most looks one answer holds.
const LOOKS_MAX: i64 = 200;
/// How many it holds when nothing is asked.
const LOOKS_USUAL: i64 = 50;

/// Which looks.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LooksAsked {
    /// Looks before this entry.
    before: Option<i64>,
    /// At most this many, 200 at most.
    limit: Option<i64>,
    /// `true`: those of the person themselves too.
    own: Option<bool>,
}

/// One look, or one try, at a dossier. Where it came from stays with the operator.
#[derive(Serialize, ToSchema)]
pub struct LookSaid {
    entry: i64,
    at: DateTime<Utc>,
    account_id: String,
    /// The name at that time.
    name: String,
    /// The unit they acted for, by its name at that time.
    unit: Option<String>,
    /// `own`, `service`, the role of the grant, or `none`.
    ground: String,
    /// What was opened, such as `dossier`, `timeline`, `scan`.
    opened: String,
    /// Which part of it: a section, a duty; empty for the whole.
    detail: String,
    /// `shown`, `denied` or `quota`.
    outcome: String,
    /// `page`, `api` or `command_line`.
    source: String,
    request_id: String,
}

impl From<AccessEntry> for LookSaid {
    fn from(AccessEntry { entry, row }: AccessEntry) -> Self {
        let AccessRow { at, account_id, account_name: name, unit_name: unit, .. } = row;
        let AccessRow { ground, opened, detail, outcome, source, request_id, .. } = row;
        Self {
            entry,
            at,
            account_id,
            name,
            unit,
            ground,
            opened,
            detail,
            outcome,
            source,
            request_id,
        }
    }
}

/// A page of looks, newest first.
#[derive(Serialize, ToSchema)]
pub struct Looks {
    looks: Vec<LookSaid>,
    /// `before` for the next page; none on the last.
    next_before: Option<i64>,
}

/// Who has looked into one dossier, newest first. To read this is a look too.
#[utoipa::path(get, path = "/dossiers/{dossier}/access-log", tag = "dossiers",
    params(("dossier" = Uuid, Path), LooksAsked),
    responses((status = 200, body = Looks), Failures))]
pub async fn access_log(
    caller: Caller,
    Place(id): Place<DossierId>,
    Asks(asked): Asks<LooksAsked>,
) -> Result<Json<Looks>, Obstacle> {
    let limit = asked.limit.unwrap_or(LOOKS_USUAL).clamp(1, LOOKS_MAX);
    let app = caller.site.app();
    let own = asked.own.unwrap_or_default();
    let mut entries = app.access_log(&caller.actor, id, asked.before, own, limit + 1).await?;
    let more = i64::try_from(entries.len()).unwrap_or(limit) > limit;
    entries.truncate(usize::try_from(limit).unwrap_or_default());
    let next_before = entries.last().filter(|_| more).map(|last| last.entry);
    Ok(Json(Looks { looks: entries.into_iter().map(LookSaid::from).collect(), next_before }))
}
