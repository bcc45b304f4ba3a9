//! Who sends a command, with which key, having seen what.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use hoso_events::{dossier::DossierCommand, ids::DossierId, provenance::Source};
use uuid::Uuid;

use super::{answer::Recorded, entries::TypedEntry};
use crate::{
    app::{Command, Request},
    web::{Site, obstacle::Obstacle, said::id_from, visit::Caller},
};

/// The longest key that is taken.
const KEY_CHARS_MAX: usize = 200;
const KEY: &str = "idempotency-key";

/// The sender of a command.
pub struct Sender {
    caller: Caller,
    key: String,
    seen: Option<u64>,
}

impl FromRequestParts<Site> for Sender {
    type Rejection = Obstacle;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Obstacle> {
        let caller = <Caller as FromRequestParts<Site>>::from_request_parts(parts, site).await?;
        let (key, seen) = (key(&parts.headers)?, seen(&parts.headers)?);
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

fn seen(headers: &HeaderMap) -> Result<Option<u64>, Obstacle> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    let number = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    match number.and_then(|number| number.parse().ok()) {
        Some(sequence) => Ok(Some(sequence)),
        None => Err(Obstacle::new(StatusCode::BAD_REQUEST, "if_match_malformed")),
    }
}

impl Sender {
    pub fn site(&self) -> &Site {
        &self.caller.site
    }

    /// An id that follows from who sends and the key: a request sent again names the same thing.
    pub fn id(&self, what: &str) -> Uuid {
        id_from(self.caller.actor.account.id, &self.key, what)
    }

    /// Sends a command.
    pub async fn send(&self, command: Command) -> Result<Recorded, Obstacle> {
        let request =
            Request { command, source: Source::Api, key: Some(self.key.clone()), seen: self.seen };
        Ok(self.site().app().execute(&self.caller.actor, request).await?.into())
    }

    /// Sends a dossier's command; a refusal that names a field points at the entry that said it.
    pub async fn send_to(
        &self,
        id: DossierId,
        command: DossierCommand,
        entries: &[TypedEntry],
    ) -> Result<Recorded, Obstacle> {
        self.send(Command::Dossier(id, command))
            .await
            .map_err(|obstacle| obstacle.placed(|slot| super::entries::pointer_to(entries, slot)))
    }
}
