//! Who sends a command, with which key, having seen what.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, StatusCode, request::Parts},
};
use hoso_events::{dossier::DossierCommand, ids::DossierId, provenance::Source};
use uuid::Uuid;

use super::{
    answer::Recorded,
    entries::TypedEntry,
    tag::{Seen, Tag},
};
use crate::{
    app::{Actor, Command, CommandError, Done, Request},
    store::read,
    web::{Site, obstacle::Obstacle, said::id_from, visit::Caller, watch::Who},
};

/// The longest key that is taken.
const KEY_CHARS_MAX: usize = 200;
const KEY: &str = "idempotency-key";

/// The sender of a command.
pub struct Sender {
    caller: Caller,
    key: String,
    seen: Seen,
}

impl FromRequestParts<Site> for Sender {
    type Rejection = Obstacle;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Obstacle> {
        let caller = <Caller as FromRequestParts<Site>>::from_request_parts(parts, site).await?;
        Who::note(parts, caller.actor.account.id);
        let (key, seen) = (key(&parts.headers)?, Seen::read(&parts.headers)?);
        Ok(Self { caller, key, seen })
    }
}

fn key(headers: &HeaderMap) -> Result<String, Obstacle> {
    let bad = |code| Obstacle::new(StatusCode::BAD_REQUEST, code);
    let value = headers.get(KEY).ok_or_else(|| bad("idempotency_key_missing"))?;
    let text = value.to_str().map(str::trim).unwrap_or_default();
    let fits =
        (1..=KEY_CHARS_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
    if fits { Ok(text.to_owned()) } else { Err(bad("idempotency_key_malformed")) }
}

impl Sender {
    pub fn site(&self) -> &Site {
        &self.caller.site
    }

    pub fn actor(&self) -> &Actor {
        &self.caller.actor
    }

    /// An id that follows from who sends and the key: a request sent again names the same thing.
    pub fn id(&self, what: &str) -> Uuid {
        id_from(self.caller.actor.account.id, &self.key, what)
    }

    /// Sends a command.
    pub async fn send(&self, command: Command) -> Result<Recorded, Obstacle> {
        let done = self.execute(command, None).await?;
        self.recorded(done).await
    }

    /// Sends a dossier's command; a refusal that names a field points at the entry that said it.
    pub async fn send_to(
        &self,
        id: DossierId,
        command: DossierCommand,
        entries: &[TypedEntry],
    ) -> Result<Recorded, Obstacle> {
        let seen = self.seen.insisted()?;
        match self.execute(Command::Dossier(id, command), seen).await {
            Ok(done) => {
                let recorded = self.recorded(done).await?;
                let tag = match recorded.last_position {
                    Some(position) => self.tag_at(position).await?,
                    None => None,
                };
                Ok(Recorded { tag, ..recorded })
            }
            Err(error) => {
                let mut obstacle = Obstacle::from(error);
                if obstacle.refusal.code == "stale" {
                    let tag = Tag::of(self.site().app(), &self.caller.actor, id).await?;
                    obstacle = obstacle.tagged(tag.header());
                }
                Err(obstacle.placed(|slot| super::entries::pointer_to(entries, slot)))
            }
        }
    }

    /// Runs a command to its end, also when the sender goes away meanwhile: sent again with the
    /// same key, it tells what came of it.
    async fn execute(&self, command: Command, seen: Option<u64>) -> Result<Done, CommandError> {
        let (site, actor) = (self.site().clone(), self.caller.actor.clone());
        let request = Request { command, source: Source::Api, key: Some(self.key.clone()), seen };
        let run = async move {
            let name = request.command.name();
            let done = site.app().execute(&actor, request).await;
            site.figures().command(name, outcome(&done));
            done
        };
        let span = tracing::Span::current();
        let task = tokio::spawn(tracing::Instrument::instrument(run, span));
        // A command that panics leaves no answer; the writer still has what it was given.
        task.await.unwrap_or(Err(CommandError::Unknown))
    }

    async fn recorded(&self, done: Done) -> Result<Recorded, Obstacle> {
        let recorded = Recorded::from(done);
        let log_position = match recorded.last_position {
            Some(position) => position,
            None => read::head(self.site().app().store().db()).await?.position,
        };
        Ok(Recorded { log_position, ..recorded })
    }

    /// The tag of the dossier a fact belongs to, right after it.
    async fn tag_at(&self, position: u64) -> Result<Option<Tag>, Obstacle> {
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        let facts = read::at(self.site().app().store().db(), &[position]).await?;
        Ok(facts.first().map(|fact| Tag::after(fact.provenance.sequence)))
    }
}

/// What became of a command, for the figures.
fn outcome(done: &Result<Done, CommandError>) -> &'static str {
    match done {
        Ok(Done::Recorded { replayed: false, .. }) => "recorded",
        Ok(Done::Recorded { replayed: true, .. }) => "replayed",
        Ok(Done::AlreadySo) => "already_so",
        Err(error) => error.code(),
    }
}
