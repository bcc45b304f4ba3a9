//! All facts of all streams under one roof: stored names and versions, reading and writing.

mod names;

use std::borrow::Cow;

use chrono::NaiveDate;
use serde_json::Value as Json;

use crate::{
    account::AccountEvent,
    calendar::{CalendarEvent, local_date},
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

/// What every fact of a kind or version unknown here is called.
pub const UNKNOWN: &str = "NewerFact";

/// A fact of any stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    Dossier(DossierEvent),
    Account(AccountEvent),
    Unit(UnitEvent),
    Calendar(CalendarEvent),
    Rulebook(RulebookEvent),
    MassMove(MassMoveEvent),
    /// A fact of a dossier, of a kind or version this program does not know.
    Unknown(Unknown),
}

/// A fact that a newer version wrote: kept as it came, it folds to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// The stored name.
    pub event_type: String,
    /// The version its shape was written in.
    pub version: u32,
    /// The stored bytes.
    pub payload: String,
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

impl Recorded {
    /// The day it tells of: the one it is true from, else the one it was recorded on in Việt Nam.
    pub fn day(&self) -> NaiveDate {
        let by = &self.provenance;
        by.effective_on.unwrap_or_else(|| local_date(by.recorded_at))
    }

    /// The log that recorded it first, where that is another one.
    pub fn said_in(&self) -> Option<&str> {
        self.provenance.received.as_ref().map(|from| from.origin.as_str())
    }
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
    /// A fact that others are judged by was written by a newer version of the program.
    #[error("version {version} of {event_type} is newer than this program")]
    TooNew { event_type: String, version: u32 },
}

/// A fact in its stored form: name, version and the exact bytes that are hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The event's stored name.
    pub event_type: Cow<'static, str>,
    /// The version its shape was written in.
    pub version: u32,
    /// Canonical JSON (RFC 8785 for what we write: sorted ASCII keys, no floats).
    pub payload: String,
}

impl Fact {
    /// The stream this kind of fact belongs to.
    pub fn stream_type(&self) -> StreamType {
        match self {
            Self::Dossier(_) | Self::Unknown(_) => StreamType::Dossier,
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
            Self::Unknown(unknown) => {
                return Stored {
                    event_type: unknown.event_type.clone().into(),
                    version: unknown.version,
                    payload: unknown.payload.clone(),
                };
            }
            Self::MassMove(event) => serde_json::to_value(event),
        };
        // Keys come out sorted: serde_json's map is ordered by key (no `preserve_order`).
        let payload = match json.expect("facts hold only strings, integers, lists and maps") {
            Json::Object(outer) => {
                outer.into_iter().next().map_or(Json::Null, |(_name, inner)| inner)
            }
            other => other,
        };
        let event_type = self.kind();
        Stored {
            version: upcast::newest_version(event_type),
            event_type: event_type.into(),
            payload: payload.to_string(),
        }
    }

    /// Reads a stored fact, bringing old versions forward. What a newer version said of a dossier
    /// is kept unread; of what everything is judged by, nothing can be left unread.
    pub fn from_stored(
        stream_type: &str,
        event_type: &str,
        version: u32,
        payload: &str,
    ) -> Result<Self, ReadFactError> {
        let newest = upcast::newest_version(event_type);
        let of_dossier = stream_type == StreamType::Dossier.as_str();
        if of_dossier && (version > newest || !names::of_dossiers().contains(&event_type)) {
            return Ok(Self::unread(event_type, version, payload));
        }
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

    /// A fact kept as it came, unread.
    pub fn unread(event_type: &str, version: u32, payload: &str) -> Self {
        let (event_type, payload) = (event_type.to_owned(), payload.to_owned());
        Self::Unknown(Unknown { event_type, version, payload })
    }

    /// The stored name.
    pub fn event_type(&self) -> &str {
        match self {
            Self::Unknown(unknown) => &unknown.event_type,
            known => known.kind(),
        }
    }

    /// The stored name of a fact this program knows; of another what it calls all of them.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Dossier(event) => event.name(),
            Self::Account(event) => event.name(),
            Self::Unit(event) => event.name(),
            Self::Calendar(event) => event.name(),
            Self::Rulebook(event) => event.name(),
            Self::Unknown(_) => UNKNOWN,
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
            Self::Unknown(_) => None,
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
            Self::Unknown(_) => None,
            Self::MassMove(event) => event.paper(),
        }
    }

    /// The reason given for it, when there is one.
    pub fn reason(&self) -> Option<&Reason> {
        match self {
            Self::Dossier(event) => event.reason(),
            Self::Account(event) => event.reason(),
            Self::MassMove(event) => event.reason(),
            Self::Unit(event) => event.reason(),
            Self::Calendar(_) | Self::Rulebook(_) | Self::Unknown(_) => None,
        }
    }
}
