//! The change feed: what happened, in the order of the log, within what the caller may know of; a
//! page at a time, or as a stream of server-sent events.
//!
//! A fact about a person says which fields it touches, not what they say: whoever needs the values
//! asks for the dossier, where every look is judged and kept. Units, calendars and rules are shown
//! whole.

use std::{
    collections::{BTreeMap, VecDeque},
    convert::Infallible,
    time::Duration,
};

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts},
    response::{
        IntoResponse as _, Response,
        sse::{Event, Sse},
    },
};
use chrono::{DateTime, NaiveDate, Utc};
use futures_util::stream;
use hoso_events::{
    account::{AccountEvent, Role},
    dossier::DossierEvent,
    entry::Slot,
    fact::{Fact, Recorded},
    ids::{GrantId, UnitId},
    provenance::Source,
    unit::UnitTree,
};
use hoso_projections::database::Dialect;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use utoipa::{
    IntoParams, IntoResponses, ToSchema,
    openapi::{ContentBuilder, Object, RefOr, Response as OpenApiResponse, Type},
};
use uuid::Uuid;

use super::{
    accounts::TypedRole,
    answer::{Failures, Listed},
    reader::{Asked, LOG_POSITION, Reader, bad, limit},
    records::UnitSaid,
};
use crate::{
    app::{Actor, feed::FeedPage},
    clock::Stopwatch,
    web::{Site, obstacle::Obstacle, streams::Place, visit::actor_of},
};

/// How many facts a stream takes from the log at a time.
const STEP: usize = 200;
/// How often a stream asks whether another server recorded something, and whether it may still see.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How long whoever is behind a stream is taken at their word.
const KNOWN_FOR: Duration = Duration::from_secs(10);
/// How long a stream lasts; whoever follows comes back and goes on where it ended.
const STREAM_MAX: Duration = Duration::from_secs(3_600);
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
const EVENT_STREAM: &str = "text/event-stream";

/// From where on.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EventsAsked {
    /// Facts after this place in the log: `next_after` of the page before; from the first on when
    /// left out.
    #[param(minimum = 0)]
    after: Option<u64>,
    /// At most this many; 50 when left out. A stream has no limit.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

/// What a grant allows from then on.
#[derive(Serialize, ToSchema)]
pub struct GrantChange {
    grant_id: Uuid,
    role: Option<TypedRole>,
    /// The code of the unit it reaches.
    scope: Option<UnitSaid>,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

/// One fact of the log.
#[derive(Serialize, ToSchema)]
pub struct FactSaid {
    /// Place in the log.
    position: u64,
    event_id: Uuid,
    /// `dossier`, `account`, `unit`, `calendar` or `rulebook`.
    stream_type: &'static str,
    /// The dossier, the account, or the one stream of its kind.
    stream_id: String,
    /// Place in its stream: for a dossier, the first part of the `ETag` after it.
    sequence: u64,
    event_type: String,
    recorded_at: DateTime<Utc>,
    effective_on: Option<NaiveDate>,
    /// The account that acted.
    actor_id: Uuid,
    /// The unit it acted for.
    unit: Option<UnitSaid>,
    /// `page`, `api`, `command_line`, `import` or `job`.
    source: SourceSaid,
    /// What one request recorded has one of these.
    correlation_id: Uuid,
    /// The fields and rows of the record it touches; what they say is in the dossier.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    slots: Vec<String>,
    /// The submission it begins or ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    submission_id: Option<Uuid>,
    /// The grant it gives, changes or ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    grant: Option<GrantChange>,
    /// A fact about units, calendars or rules, whole, as the list of events describes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, nullable = false)]
    payload: Option<serde_json::Value>,
    /// The log that recorded it first, where it came in a sealed package; `recorded_at` is then
    /// when that log did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    received_from: Option<String>,
}

/// Through what a fact came in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceSaid {
    Page,
    Api,
    CommandLine,
    Import,
    Job,
}

impl From<Source> for SourceSaid {
    fn from(source: Source) -> Self {
        match source {
            Source::Page => Self::Page,
            Source::Api => Self::Api,
            Source::CommandLine => Self::CommandLine,
            Source::Import => Self::Import,
            Source::Job => Self::Job,
        }
    }
}

impl FactSaid {
    fn of(recorded: &Recorded, units: &UnitTree) -> Self {
        let by = &recorded.provenance;
        let unit = |id: UnitId| UnitSaid::of(units, &id.to_string());
        let (slots, submission) = match &recorded.fact {
            Fact::Dossier(event) => (touched(event), event.submission()),
            _ => (vec![], None),
        };
        let payload = match &recorded.fact {
            Fact::Unit(_) | Fact::Calendar(_) | Fact::Rulebook(_) | Fact::MassMove(_) => {
                serde_json::from_str(&recorded.fact.to_stored().payload).ok()
            }
            Fact::Dossier(_) | Fact::Account(_) | Fact::Unknown(_) => None,
        };
        Self {
            position: by.position,
            event_id: by.event_id.as_uuid(),
            stream_type: recorded.fact.stream_type().as_str(),
            stream_id: recorded.stream_id.clone(),
            sequence: by.sequence,
            event_type: recorded.fact.event_type().to_owned(),
            recorded_at: by.recorded_at,
            effective_on: by.effective_on,
            actor_id: by.by.actor.id.as_uuid(),
            unit: by.by.acting_for.as_ref().and_then(|named| unit(named.id)),
            source: by.by.source.into(),
            correlation_id: by.by.correlation.as_uuid(),
            slots: slots.iter().map(Slot::to_string).collect(),
            submission_id: submission.map(|id| id.as_uuid()),
            grant: grant_change(&recorded.fact, units),
            payload,
            received_from: by.received.as_ref().map(|from| from.origin.clone()),
        }
    }
}

/// The fields and rows a dossier's fact touches.
fn touched(event: &DossierEvent) -> Vec<Slot> {
    match event {
        DossierEvent::RecordSubmitted { slots, .. }
        | DossierEvent::SubmissionChecked { slots, .. }
        | DossierEvent::SubmissionReturned { slots, .. }
        | DossierEvent::SubmissionWithdrawn { slots, .. } => slots.clone(),
        event => event.entries().iter().map(|entry| entry.slot.clone()).collect(),
    }
}

fn grant_change(fact: &Fact, units: &UnitTree) -> Option<GrantChange> {
    let Fact::Account(event) = fact else { return None };
    let change = |grant: &GrantId, role: Option<Role>, scope: Option<UnitId>| GrantChange {
        grant_id: grant.as_uuid(),
        role: role.map(TypedRole::from),
        scope: scope.and_then(|id| UnitSaid::of(units, &id.to_string())),
        from: None,
        until: None,
    };
    Some(match event {
        AccountEvent::AccessGranted { grant, role, scope, from, until, .. } => GrantChange {
            from: Some(*from),
            until: *until,
            ..change(grant, Some(*role), Some(*scope))
        },
        AccountEvent::AccessRestricted { grant, scope, until, .. }
        | AccountEvent::AccessExtended { grant, scope, until, .. } => {
            GrantChange { until: *until, ..change(grant, None, Some(*scope)) }
        }
        AccountEvent::AccessRevoked { grant, .. } => change(grant, None, None),
        AccountEvent::AccountIssued { .. }
        | AccountEvent::AccountMoved { .. }
        | AccountEvent::AccountClosed { .. }
        | AccountEvent::AccountClosedWithService { .. }
        | AccountEvent::AccountReopened { .. } => return None,
    })
}

/// A page of the change feed.
#[derive(Serialize, ToSchema)]
pub struct Events {
    events: Vec<FactSaid>,
    /// `after` for the next page. It moves on also when nothing on this page was for the caller.
    next_after: u64,
    /// Whether the log goes on after this page.
    has_more: bool,
    /// The end of the log when the page was read.
    log_position: u64,
}

/// How the feed is answered, for the document: a page, or a stream.
pub struct Answered;

impl IntoResponses for Answered {
    fn responses() -> BTreeMap<String, RefOr<OpenApiResponse>> {
        let mut responses = Listed::<Events>::responses();
        for response in responses.values_mut() {
            if let RefOr::T(response) = response {
                let text = Object::with_type(Type::String);
                let stream = ContentBuilder::new().schema(Some(text)).build();
                response.content.insert(EVENT_STREAM.to_owned(), RefOr::T(stream));
            }
        }
        responses
    }
}

/// What happened after a place in the log, as far as one may know of it; asked with `Accept:
/// text/event-stream`, as a stream that goes on (`Last-Event-ID` says from where).
#[utoipa::path(
    get,
    path = "/events",
    tag = "events",
    params(EventsAsked),
    responses(Answered, Failures)
)]
pub async fn events(
    reader: Reader,
    Asked(asked): Asked<EventsAsked>,
    request: Request,
) -> Result<Response, Obstacle> {
    let (parts, _body) = request.into_parts();
    let limit = limit(asked.limit)?;
    let after = match last_event_id(&parts.headers)? {
        Some(last) => last,
        None => asked.after.unwrap_or_default(),
    };
    if wants_stream(&parts.headers) {
        return stream_from(reader, parts, after).await;
    }
    let limit = usize::try_from(limit).unwrap_or_default();
    let page = page(&reader.site, &reader.actor, after, limit).await?;
    let world = reader.site.app().store().world().await?;
    let (next_after, has_more) = (page.next_after, page.has_more());
    let said = Events {
        events: page.facts.iter().map(|fact| FactSaid::of(fact, &world.units)).collect(),
        next_after,
        has_more,
        log_position: page.head,
    };
    let next = has_more.then(|| ("after", next_after.to_string()));
    let mut response = reader.page(next, said);
    response.headers_mut().insert(LOG_POSITION, page.head.into());
    Ok(response)
}

async fn page(site: &Site, actor: &Actor, after: u64, limit: usize) -> Result<FeedPage, Obstacle> {
    let page = site.app().feed(actor, after, limit).await?;
    // Whoever saw further once is told so: this log was cut off, or it is another one.
    page.ok_or_else(|| bad("after_beyond_end", "after"))
}

fn wants_stream(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| {
        accepted
            .split(',')
            .any(|kind| kind.split(';').next().unwrap_or_default().trim() == EVENT_STREAM)
    })
}

fn last_event_id(headers: &HeaderMap) -> Result<Option<u64>, Obstacle> {
    let Some(value) = headers.get(LAST_EVENT_ID) else { return Ok(None) };
    let read = value.to_str().ok().and_then(|text| text.trim().parse().ok());
    read.map(Some).ok_or_else(|| bad("last_event_id_malformed", "Last-Event-ID"))
}

/// A stream of the change feed.
struct Following {
    site: Site,
    parts: Parts,
    actor: Actor,
    /// Since when the actor is known.
    known: Stopwatch,
    opened: Stopwatch,
    /// Since when nothing was sent.
    silent: Stopwatch,
    after: u64,
    ready: VecDeque<Event>,
    follow: watch::Receiver<u64>,
    stop: watch::Receiver<bool>,
    _place: Place,
}

async fn stream_from(reader: Reader, parts: Parts, after: u64) -> Result<Response, Obstacle> {
    let Reader { site, actor, .. } = reader;
    let place = site.streams().place(actor.account.id).ok_or_else(Obstacle::busy)?;
    // What is wrong with the place is told before the stream begins.
    let first = page(&site, &actor, after, 1).await?;
    let following = Following {
        follow: site.app().store().pulse().follow(),
        stop: site.stop_told(),
        site,
        parts,
        actor,
        known: Stopwatch::start(),
        opened: Stopwatch::start(),
        silent: Stopwatch::start(),
        after,
        // Said at once, so that whoever follows knows that it began.
        ready: VecDeque::from([Event::default().comment("hoso")]),
        _place: place,
    };
    let events = stream::unfold(following, |following| following.next());
    let mut response = Sse::new(events).into_response();
    response.headers_mut().insert(LOG_POSITION, first.head.into());
    // A proxy that gathers answers before it hands them on would hold the stream back.
    let unbuffered = HeaderName::from_static("x-accel-buffering");
    response.headers_mut().insert(unbuffered, HeaderValue::from_static("no"));
    Ok(response)
}

impl Following {
    /// The next thing to send; none when the stream is over.
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                self.silent = Stopwatch::start();
                return Some((Ok(event), self));
            }
            if *self.stop.borrow() || self.opened.elapsed() > STREAM_MAX || !self.is_known().await {
                return None;
            }
            // Taken before the log is read: what is recorded meanwhile wakes us.
            self.follow.borrow_and_update();
            if self.take().await? {
                continue;
            }
            self.wait().await;
        }
    }

    /// Whether who follows may still follow: a token may have been revoked, a grant may have ended.
    async fn is_known(&mut self) -> bool {
        if self.known.elapsed() < KNOWN_FOR {
            return true;
        }
        match actor_of(&self.parts, &self.site).await {
            Ok(Some(actor)) => {
                (self.actor, self.known) = (actor, Stopwatch::start());
                true
            }
            Ok(None) | Err(_) => false,
        }
    }

    /// Takes what is new from the log; whether there was anything. None when it cannot be read.
    async fn take(&mut self) -> Option<bool> {
        let page = self.site.app().feed(&self.actor, self.after, STEP).await.ok()??;
        let moved = page.next_after > self.after;
        let world = self.site.app().store().world().await.ok()?;
        for fact in &page.facts {
            let said = FactSaid::of(fact, &world.units);
            let event = Event::default().id(said.position.to_string());
            self.ready.push_back(event.json_data(said).ok()?);
        }
        let last = page.facts.last().map(|fact| fact.provenance.position);
        self.after = page.next_after;
        if moved && last != Some(self.after) && !page.has_more() {
            // Nothing to see, and still: from here on when coming back.
            self.ready.push_back(Event::default().id(self.after.to_string()));
        }
        Some(moved)
    }

    /// Waits until the log may have grown.
    async fn wait(&mut self) {
        let heartbeat = self.site.limits().heartbeat;
        let store = self.site.app().store();
        // Where other servers write too, they are not heard from: the log is asked.
        let patience = match store.db().dialect() {
            Dialect::Sqlite => heartbeat,
            Dialect::Postgres => LOOK_EVERY.min(heartbeat),
        };
        tokio::select! {
            _told = self.stop.wait_for(|stop| *stop) => return,
            _grown = self.follow.changed() => return,
            () = tokio::time::sleep(patience) => {}
        }
        if self.silent.elapsed() >= heartbeat {
            self.ready.push_back(Event::default().comment("still here"));
        }
    }
}
