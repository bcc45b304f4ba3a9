//! The tag of a dossier's answers. Its first part is how many facts the dossier's own stream holds,
//! which is what a command may insist on (`If-Match`); the rest tells whether an answer is still the
//! same (`If-None-Match`): the last place in the log that bears on it, and the day where what is
//! said depends on the day.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use chrono::NaiveDate;
use hoso_events::ids::DossierId;

use crate::{
    app::{Actor, App},
    store::read,
    web::obstacle::Obstacle,
};

/// The tag of an answer about a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag(String);

impl Tag {
    /// The tag of a dossier as it stands. It is taken before what it is put on is read: a command
    /// on top of a newer record is refused, rather than carried out on an older view.
    pub async fn of(app: &App, actor: &Actor, id: DossierId) -> Result<Self, Obstacle> {
        let reference = read::head(app.store().db()).await?.reference_position;
        // At most one line of the timeline is of another stream, the account's.
        let newest = app.timeline(actor, id, None, 2).await?;
        let stream = id.to_string();
        let own = newest.iter().find(|line| line.recorded.stream_id == stream);
        let sequence = own.map(|line| line.recorded.provenance.sequence).unwrap_or_default();
        let newest = newest.iter().map(|line| line.recorded.provenance.position).max();
        let last = newest.unwrap_or_default().max(reference);
        Ok(Self(format!("\"{sequence}.{last}\"")))
    }

    /// The tag of a dossier right after a fact of it: where in the log nobody needs to know.
    pub fn after(sequence: u64) -> Self {
        Self(format!("\"{sequence}\""))
    }

    /// The same, good on one day only.
    pub fn on(&self, day: NaiveDate) -> Self {
        Self(format!("{}.{day}\"", self.0.trim_end_matches('"')))
    }

    /// Whether it is in a list of tags as `If-None-Match` has it.
    pub fn is_among(&self, list: &str) -> bool {
        list.split(',').map(plain).any(|known| known == "*" || known == self.0)
    }

    /// As a header has it.
    pub fn header(&self) -> HeaderValue {
        HeaderValue::from_str(&self.0).expect("digits, dots and quotes")
    }
}

/// A tag without the mark of a proxy that compressed the answer.
fn plain(tag: &str) -> &str {
    let tag = tag.trim();
    tag.strip_prefix("W/").unwrap_or(tag)
}

/// What the sender of a command insists on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Nothing was said.
    Unsaid,
    /// Whatever there is (`*`).
    Any,
    /// The dossier with so many facts.
    Sequence(u64),
}

impl Seen {
    /// Reads `If-Match`.
    pub fn read(headers: &HeaderMap) -> Result<Self, Obstacle> {
        let Some(value) = headers.get(header::IF_MATCH) else { return Ok(Self::Unsaid) };
        let text = plain(value.to_str().unwrap_or_default());
        if text == "*" {
            return Ok(Self::Any);
        }
        let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        let sequence = inner.and_then(|inner| inner.split('.').next()?.parse().ok());
        let malformed = || Obstacle::new(StatusCode::BAD_REQUEST, "if_match_malformed");
        sequence.map(Self::Sequence).ok_or_else(malformed)
    }

    /// What a command to a dossier insists on; something has to be said.
    pub fn insisted(self) -> Result<Option<u64>, Obstacle> {
        match self {
            Self::Unsaid => {
                Err(Obstacle::new(StatusCode::PRECONDITION_REQUIRED, "if_match_missing"))
            }
            Self::Any => Ok(None),
            Self::Sequence(sequence) => Ok(Some(sequence)),
        }
    }
}
