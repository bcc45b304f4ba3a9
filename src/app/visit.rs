//! How someone comes with one request, and what is written down of what they look at: before
//! anything of a dossier is handed out, a row of it is in the access log.

use std::sync::Arc;

use hoso_events::{ids::DossierId, provenance::Source};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::{Actor, App, CommandError, access::Ground};
use crate::store::access_log::AccessRow;

/// What a request opens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Opened {
    /// The page of a dossier: record, timeline and deadlines.
    Dossier,
    Record,
    Timeline,
    /// What happened, step by step.
    Replay,
    /// The deadlines of a dossier.
    Deadlines,
    /// Why one of them is due when it is.
    Deadline,
    /// The form of one section.
    Section,
    /// One fact.
    Fact,
    /// The check of what was handed in.
    Check,
    /// The papers and their scans.
    Papers,
    /// One scan.
    Scan,
    /// Who has looked into the dossier.
    AccessLog,
    /// The cover sheet of a transfer, or the list of them.
    Transfer,
    /// A secondment, or the list of them.
    Secondment,
    Export,
    Print,
    /// A list of people.
    People,
    /// A search by words of a name.
    NameSearch,
    /// A search by a personal id number.
    IdSearch,
    /// A list of deadlines with names.
    DueList,
    /// Anything that says no more of itself.
    #[default]
    Other,
}

impl Opened {
    /// Everything that can be opened.
    pub const ALL: [Self; 21] = [
        Self::Dossier,
        Self::Record,
        Self::Timeline,
        Self::Replay,
        Self::Deadlines,
        Self::Deadline,
        Self::Section,
        Self::Fact,
        Self::Check,
        Self::Papers,
        Self::Scan,
        Self::AccessLog,
        Self::Transfer,
        Self::Secondment,
        Self::Export,
        Self::Print,
        Self::People,
        Self::NameSearch,
        Self::IdSearch,
        Self::DueList,
        Self::Other,
    ];

    /// Its stored name, and the key of its words after `opened-`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dossier => "dossier",
            Self::Record => "record",
            Self::Timeline => "timeline",
            Self::Replay => "replay",
            Self::Deadlines => "deadlines",
            Self::Deadline => "deadline",
            Self::Section => "section",
            Self::Fact => "fact",
            Self::Check => "check",
            Self::Papers => "papers",
            Self::Scan => "scan",
            Self::AccessLog => "access_log",
            Self::Transfer => "transfer",
            Self::Secondment => "secondment",
            Self::Export => "export",
            Self::Print => "print",
            Self::People => "people",
            Self::NameSearch => "name_search",
            Self::IdSearch => "id_search",
            Self::DueList => "due_list",
            Self::Other => "other",
        }
    }
}

/// What came of a look at a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Shown,
    /// There was no ground to show it.
    Denied,
    /// Too many dossiers in too short a time.
    Quota,
}

impl Outcome {
    /// Its stored name, and the key of its words after `outcome-`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Denied => "denied",
            Self::Quota => "quota",
        }
    }
}

/// The longest text kept of a part that was opened, and of where a request came from.
const TEXT_CHARS_MAX: usize = 100;

/// How someone comes with one request. Every clone of it is the same visit: a dossier opened twice
/// in one request is written down once.
#[derive(Debug, Clone)]
pub struct Visit {
    source: Source,
    client: Option<String>,
    request: Option<Uuid>,
    opened: Opened,
    detail: String,
    by_token: bool,
    /// What was written down during this request; none where nobody said that it is one.
    written: Option<Arc<Mutex<Vec<DossierId>>>>,
}

impl Default for Visit {
    /// One that says nothing of itself: each look is then written down by itself.
    fn default() -> Self {
        Self {
            source: Source::Job,
            client: None,
            request: None,
            opened: Opened::default(),
            detail: String::new(),
            by_token: false,
            written: None,
        }
    }
}

impl PartialEq for Visit {
    fn eq(&self, other: &Self) -> bool {
        let said = |visit: &Self| {
            (visit.source, visit.client.clone(), visit.request, visit.opened, visit.detail.clone())
        };
        said(self) == said(other)
    }
}

impl Eq for Visit {}

impl Visit {
    /// A visit with one request.
    pub fn new(source: Source, request: Uuid, opened: Opened) -> Self {
        let written = Some(Arc::default());
        Self { source, request: Some(request), opened, written, ..Self::default() }
    }

    /// The same, from an address or a user of the machine.
    pub fn from(self, client: Option<String>) -> Self {
        Self { client: client.map(short), ..self }
    }

    /// The same, to one part of what is opened: a section, a duty.
    pub fn to(self, detail: impl Into<String>) -> Self {
        Self { detail: short(detail.into()), ..self }
    }

    /// The same, of a program with a token.
    pub fn by_token(self) -> Self {
        Self { by_token: true, ..self }
    }
}

fn short(text: String) -> String {
    match text.char_indices().nth(TEXT_CHARS_MAX) {
        Some((end, _)) => text[..end].to_owned(),
        None => text,
    }
}

impl Actor {
    /// The same actor, coming with this visit.
    pub fn on(self, visit: Visit) -> Self {
        Self { visit, ..self }
    }
}

/// The stored name of a source.
fn source_text(source: Source) -> String {
    let said = serde_json::to_value(source).ok();
    said.as_ref().and_then(|said| said.as_str()).unwrap_or_default().to_owned()
}

/// The stored name of a ground.
fn ground_text(ground: Option<Ground>) -> String {
    match ground {
        None => "none".to_owned(),
        Some(Ground::Own) => "own".to_owned(),
        Some(Ground::Service) => "service".to_owned(),
        Some(Ground::Grant(role)) => {
            let said = serde_json::to_value(role).ok();
            said.as_ref().and_then(|said| said.as_str()).unwrap_or_default().to_owned()
        }
    }
}

impl App {
    /// Writes down that a dossier is being looked into, once a request, and returns when it is
    /// there for good; not allowed, or beyond what one person may open, it says so instead.
    pub(super) async fn looked_into(
        &self,
        actor: &Actor,
        id: DossierId,
        ground: Option<Ground>,
    ) -> Result<(), CommandError> {
        let mut written = match &actor.visit.written {
            // Held until the row is there: whoever asks for more in the same request waits for it.
            Some(written) => Some(written.lock().await),
            None => None,
        };
        if written.as_ref().is_some_and(|written| written.contains(&id)) {
            return if ground.is_some() { Ok(()) } else { Err(CommandError::Denied) };
        }
        let over = match ground {
            Some(Ground::Grant(_)) if !actor.visit.by_token => self.over_quota(actor, id).await?,
            _ => None,
        };
        let outcome = match (ground, &over) {
            (None, _) => Outcome::Denied,
            (Some(_), Some(_)) => Outcome::Quota,
            (Some(_), None) => Outcome::Shown,
        };
        let row = AccessRow {
            dossier_id: Some(id.to_string()),
            ground: ground_text(ground),
            outcome: outcome.as_str().to_owned(),
            ..self.row_of(actor, actor.visit.opened)
        };
        self.store().access_log().write(row).await?;
        match (outcome, over) {
            (Outcome::Denied, _) => Err(CommandError::Denied),
            (_, Some(refusal)) => Err(CommandError::Refused(refusal)),
            (_, None) => {
                if let Some(written) = &mut written {
                    written.push(id);
                }
                Ok(())
            }
        }
    }

    /// Writes down that a list of people was shown: what kind of question, how many it found.
    /// Neither the words searched for nor who was found.
    pub async fn listed(
        &self,
        actor: &Actor,
        opened: Opened,
        hits: usize,
    ) -> Result<(), CommandError> {
        let row = AccessRow {
            ground: if actor.is_service { "service" } else { "grant" }.to_owned(),
            hits: Some(i64::try_from(hits).unwrap_or(i64::MAX)),
            ..self.row_of(actor, opened)
        };
        Ok(self.store().access_log().write(row).await?)
    }

    fn row_of(&self, actor: &Actor, opened: Opened) -> AccessRow {
        let Visit { source, client, request, detail, .. } = &actor.visit;
        let store = self.store();
        AccessRow {
            at: store.now(),
            account_id: actor.account.id.to_string(),
            account_name: actor.account.name.clone(),
            unit_id: actor.unit.as_ref().map(|unit| unit.id.to_string()),
            unit_name: actor.unit.as_ref().map(|unit| unit.name.clone()),
            ground: String::new(),
            dossier_id: None,
            opened: opened.as_str().to_owned(),
            detail: detail.clone(),
            hits: None,
            outcome: Outcome::Shown.as_str().to_owned(),
            source: source_text(*source),
            client: client.clone(),
            request_id: request.unwrap_or_else(|| store.clock().new_id()).to_string(),
        }
    }
}
