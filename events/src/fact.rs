//! All facts of all streams under one roof: stored names and versions, reading and writing.

use chrono::NaiveDate;
use serde_json::Value as Json;

use crate::{
    account::AccountEvent,
    calendar::CalendarEvent,
    dossier::DossierEvent,
    mass_move::MassMoveEvent,
    provenance::Provenance,
    rulebook::RulebookEvent,
    unit::UnitEvent,
    upcast,
    values::{Paper, Reason},
};

/// The kinds of stream the log holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StreamType {
    Dossier,
    Account,
    Unit,
    Calendar,
    Rulebook,
    MassMove,
}

impl StreamType {
    /// Every kind, in the order of the design.
    pub const ALL: [Self; 6] =
        [Self::Dossier, Self::Account, Self::Unit, Self::Calendar, Self::Rulebook, Self::MassMove];

    /// The stored name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dossier => "dossier",
            Self::Account => "account",
            Self::Unit => "unit",
            Self::Calendar => "calendar",
            Self::Rulebook => "rulebook",
            Self::MassMove => "mass_move",
        }
    }

    /// Whether its facts are what every later fact is judged by: units, calendars and rules.
    pub const fn is_reference(self) -> bool {
        match self {
            Self::Unit | Self::Calendar | Self::Rulebook => true,
            Self::Dossier | Self::Account | Self::MassMove => false,
        }
    }

    /// Reads the stored name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A fact of any stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    Dossier(DossierEvent),
    Account(AccountEvent),
    Unit(UnitEvent),
    Calendar(CalendarEvent),
    Rulebook(RulebookEvent),
    MassMove(MassMoveEvent),
}

/// A fact with the stream it belongs to and how it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The stream's id (a UUID as text).
    pub stream_id: String,
    /// What happened.
    pub fact: Fact,
    /// Who recorded it, when, where in the log.
    pub provenance: Provenance,
}

/// Why stored bytes could not be read as a fact.
#[derive(Debug, thiserror::Error)]
pub enum ReadFactError {
    /// The stream type is not one this version knows.
    #[error("stream type {0:?} is not known")]
    UnknownStream(String),
    /// The payload is not the shape its name and version promise.
    #[error("payload of {event_type} version {version} could not be read")]
    Payload {
        event_type: String,
        version: u32,
        #[source]
        source: serde_json::Error,
    },
    /// The event was written by a newer version of the program.
    #[error("version {version} of {event_type} is newer than this program")]
    TooNew { event_type: String, version: u32 },
}

/// A fact in its stored form: name, version and the exact bytes that are hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The event's stored name.
    pub event_type: &'static str,
    /// The version its shape was written in.
    pub version: u32,
    /// Canonical JSON (RFC 8785 for what we write: sorted ASCII keys, no floats).
    pub payload: String,
}

impl Fact {
    /// The stream this kind of fact belongs to.
    pub fn stream_type(&self) -> StreamType {
        match self {
            Self::Dossier(_) => StreamType::Dossier,
            Self::Account(_) => StreamType::Account,
            Self::Unit(_) => StreamType::Unit,
            Self::Calendar(_) => StreamType::Calendar,
            Self::Rulebook(_) => StreamType::Rulebook,
            Self::MassMove(_) => StreamType::MassMove,
        }
    }

    /// The stored form, in the newest version of its shape.
    pub fn to_stored(&self) -> Stored {
        let json = match self {
            Self::Dossier(event) => serde_json::to_value(event),
            Self::Account(event) => serde_json::to_value(event),
            Self::Unit(event) => serde_json::to_value(event),
            Self::Calendar(event) => serde_json::to_value(event),
            Self::Rulebook(event) => serde_json::to_value(event),
            Self::MassMove(event) => serde_json::to_value(event),
        };
        // Keys come out sorted: serde_json's map is ordered by key (no `preserve_order`).
        let payload = match json.expect("facts hold only strings, integers, lists and maps") {
            Json::Object(outer) => {
                outer.into_iter().next().map_or(Json::Null, |(_name, inner)| inner)
            }
            other => other,
        };
        let event_type = self.event_type();
        Stored {
            event_type,
            version: upcast::newest_version(event_type),
            payload: payload.to_string(),
        }
    }

    /// Reads a stored fact, bringing old versions forward.
    pub fn from_stored(
        stream_type: &str,
        event_type: &str,
        version: u32,
        payload: &str,
    ) -> Result<Self, ReadFactError> {
        let newest = upcast::newest_version(event_type);
        if version > newest {
            return Err(ReadFactError::TooNew { event_type: event_type.to_owned(), version });
        }
        let unreadable =
            |source| ReadFactError::Payload { event_type: event_type.to_owned(), version, source };
        let upcasted;
        let payload = if version < newest {
            let old = serde_json::from_str(payload).map_err(unreadable)?;
            upcasted = upcast::bring_forward(event_type, version, old).to_string();
            upcasted.as_str()
        } else {
            payload
        };
        let tagged = format!("{{\"{event_type}\":{payload}}}");
        let read = match StreamType::parse(stream_type) {
            Some(StreamType::Dossier) => serde_json::from_str(&tagged).map(Self::Dossier),
            Some(StreamType::Account) => serde_json::from_str(&tagged).map(Self::Account),
            Some(StreamType::Unit) => serde_json::from_str(&tagged).map(Self::Unit),
            Some(StreamType::Calendar) => serde_json::from_str(&tagged).map(Self::Calendar),
            Some(StreamType::Rulebook) => serde_json::from_str(&tagged).map(Self::Rulebook),
            Some(StreamType::MassMove) => serde_json::from_str(&tagged).map(Self::MassMove),
            None => return Err(ReadFactError::UnknownStream(stream_type.to_owned())),
        };
        read.map_err(unreadable)
    }

    /// The stored name.
    pub fn event_type(&self) -> &'static str {
        match self {
            Self::Dossier(event) => event.name(),
            Self::Account(event) => event.name(),
            Self::Unit(event) => event.name(),
            Self::Calendar(event) => event.name(),
            Self::Rulebook(event) => event.name(),
            Self::MassMove(event) => event.name(),
        }
    }

    /// The day it became true in the world, when the fact says one.
    pub fn effective_on(&self) -> Option<NaiveDate> {
        match self {
            Self::Dossier(event) => event.effective_on(),
            Self::Account(event) => event.effective_on(),
            Self::Unit(event) => event.effective_on(),
            Self::Calendar(event) => event.effective_on(),
            Self::Rulebook(event) => event.effective_on(),
            Self::MassMove(event) => event.effective_on(),
        }
    }

    /// The paper it rests on, when there is one.
    pub fn paper(&self) -> Option<&Paper> {
        match self {
            Self::Dossier(event) => event.paper(),
            Self::Account(event) => event.paper(),
            Self::Unit(event) => event.paper(),
            Self::Calendar(event) => event.paper(),
            Self::Rulebook(event) => event.paper(),
            Self::MassMove(event) => event.paper(),
        }
    }

    /// The reason given for it, when there is one.
    pub fn reason(&self) -> Option<&Reason> {
        match self {
            Self::Dossier(event) => event.reason(),
            Self::Account(event) => event.reason(),
            Self::MassMove(event) => event.reason(),
            Self::Unit(_) | Self::Calendar(_) | Self::Rulebook(_) => None,
        }
    }
}
