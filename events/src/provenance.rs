//! Who recorded a fact, when, for whom and through what: the same for every fact.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, CorrelationId, EventId, UnitId};

/// Through what a fact came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A page of the service.
    Page,
    /// The JSON interface.
    Api,
    /// A command on the command line.
    CommandLine,
    /// A list loaded from a file.
    Import,
    /// The service itself: bootstrapping and timed work.
    Job,
}

/// Someone or some unit by id, with the name it had when the fact was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named<Id> {
    /// The lasting id.
    pub id: Id,
    /// The name at that time; a later change of name does not touch it.
    pub name: String,
}

/// Who acts, for which unit, in one request. The part of [`Provenance`] known before the decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorship {
    /// The account that acted.
    pub actor: Named<AccountId>,
    /// The unit they acted for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acting_for: Option<Named<UnitId>>,
    /// The person in whose place they acted (an officer typing for an official).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<Named<AccountId>>,
    /// The act all facts of this request belong to.
    pub correlation: CorrelationId,
    /// The fact that caused this one, when a job reacted to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub causation: Option<EventId>,
    /// Through what it came in.
    pub source: Source,
}

/// Everything known about the recording of one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// Place in the whole log, from 1, without gaps.
    pub position: u64,
    /// Place in its stream, from 1, without gaps.
    pub sequence: u64,
    /// The fact's own id.
    pub event_id: EventId,
    /// When the server recorded it; never goes back along the log.
    pub recorded_at: DateTime<Utc>,
    /// The day it became true in the world, when the fact says one.
    pub effective_on: Option<NaiveDate>,
    /// Who acted.
    pub by: Authorship,
}
