//! A fact of another log that was carried here in a sealed package: what is kept of where it stood,
//! and how it is read. Whoever folds it goes by what its first log says of it, so that a record is
//! the same wherever it lies; this log says only that, when and by whom it was taken in.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::{ids::EventId, provenance::Authorship, values::FileHash};

/// How many logs a fact may have come through.
pub const LOGS_MAX: usize = 8;

/// Where a fact stood in the log it was carried from; kept under `received` in the metadata. With
/// the payload it is everything that was hashed there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// The one name of that log among all logs.
    pub origin: String,
    pub position: u64,
    pub sequence: u64,
    pub event_id: EventId,
    /// As it is written there.
    pub recorded_at: String,
    /// As it is written there; says itself where that log has the fact from, if it came to it so.
    pub metadata: String,
    /// The SHA-256 of the package.
    pub package: FileHash,
}

#[derive(Deserialize)]
struct Mark {
    received: Option<Carried>,
}

impl Carried {
    /// What a fact's metadata says of where it was carried from; none of one recorded here.
    pub fn of(metadata: &str) -> Option<Self> {
        // Most were recorded here, and are not read twice.
        let may = metadata.contains("\"received\"");
        let mark = may.then(|| serde_json::from_str::<Mark>(metadata).ok());
        mark.flatten()?.received
    }

    /// The metadata of a fact that is taken in: who takes it in, and where it stood.
    pub fn metadata(&self, by: &Authorship) -> String {
        let plain = "authorship and where a fact stood are plain data";
        let mut told = serde_json::to_value(by).expect(plain);
        if let Json::Object(members) = &mut told {
            members.insert("received".to_owned(), serde_json::to_value(self).expect(plain));
        }
        told.to_string()
    }

    /// What the first of the logs it came through says of it; none when they are too many.
    pub fn first(self) -> Option<Self> {
        let mut first = self;
        for _log in 0..LOGS_MAX {
            match Self::of(&first.metadata) {
                Some(before) => first = before,
                None => return Some(first),
            }
        }
        None
    }
}

/// The id a fact has in the log that recorded it first, by which it is known in every log.
pub fn first_id(event_id: &str, metadata: &str) -> String {
    let first = Carried::of(metadata).and_then(Carried::first);
    first.map_or_else(|| event_id.to_owned(), |first| first.event_id.to_string())
}

/// A fact that another log recorded first, and how it came into this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The log that recorded it first, and its place there.
    pub origin: String,
    pub position: u64,
    /// When it was taken in here.
    pub taken_in_at: DateTime<Utc>,
    /// Who took it in.
    pub taken_in_by: Authorship,
}

/// What is told of the recording of a fact: by this log, or by the first that had it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub recorded_at: DateTime<Utc>,
    pub by: Authorship,
    pub received: Option<Box<Received>>,
}

impl Told {
    /// Reads what stands beside a fact; none when it cannot be read.
    pub fn read(recorded_at: DateTime<Utc>, metadata: &str) -> Option<Self> {
        let by: Authorship = serde_json::from_str(metadata).ok()?;
        let Some(carried) = Carried::of(metadata) else {
            return Some(Self { recorded_at, by, received: None });
        };
        let first = carried.first()?;
        Some(Self {
            recorded_at: first.recorded_at.parse().ok()?,
            by: serde_json::from_str(&first.metadata).ok()?,
            received: Some(Box::new(Received {
                origin: first.origin,
                position: first.position,
                taken_in_at: recorded_at,
                taken_in_by: by,
            })),
        })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        ids::{AccountId, CorrelationId},
        provenance::{Named, Source},
    };

    fn by(name: &str) -> Authorship {
        Authorship {
            actor: Named { id: AccountId::from_uuid(Uuid::from_u128(1)), name: name.to_owned() },
            acting_for: None,
            on_behalf_of: None,
            correlation: CorrelationId::from_uuid(Uuid::from_u128(2)),
            causation: None,
            source: Source::Page,
            list: None,
        }
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn carried(origin: &str, recorded_at: &str, metadata: String) -> Carried {
        Carried {
            origin: origin.to_owned(),
            position: 7,
            sequence: 2,
            event_id: EventId::from_uuid(Uuid::from_u128(3)),
            recorded_at: recorded_at.to_owned(),
            metadata,
            package: FileHash::parse(&"ab".repeat(32)).unwrap(),
        }
    }

    fn own(name: &str) -> String {
        serde_json::to_value(by(name)).unwrap().to_string()
    }

    #[test]
    fn a_fact_recorded_here_is_told_by_this_log() {
        let told = Told::read(at("2026-11-02T01:00:00Z"), &own("Hạnh")).unwrap();
        assert_eq!((told.by, told.received), (by("Hạnh"), None));
        // Words about receiving are no mark of it.
        let named = own("\"received\"");
        assert_eq!(Told::read(at("2026-11-02T01:00:00Z"), &named).unwrap().received, None);
        assert_eq!(first_id("here", &named), "here");
    }

    #[test]
    fn a_fact_that_came_through_two_logs_is_told_by_the_first() {
        let first = carried("hoso/a", "2026-10-01T01:00:00.000000Z", own("Anna"));
        let second = carried("hoso/b", "2026-11-01T01:00:00.000000Z", first.metadata(&by("Bình")));
        let here = second.metadata(&by("Chi"));
        let told = Told::read(at("2026-11-25T01:00:00Z"), &here).unwrap();
        assert_eq!(told.recorded_at, at("2026-10-01T01:00:00Z"));
        assert_eq!(told.by, by("Anna"));
        let received = told.received.unwrap();
        assert_eq!(received.origin, "hoso/a");
        assert_eq!(received.taken_in_at, at("2026-11-25T01:00:00Z"));
        assert_eq!(received.taken_in_by, by("Chi"));
        // Every byte that was hashed there stands in it, and it is canonical.
        assert_eq!(Carried::of(&here), Some(second));
        let sorted = serde_json::from_str::<Json>(&here).unwrap().to_string();
        assert_eq!(sorted, here);
    }

    #[test]
    fn a_fact_that_came_through_too_many_logs_is_not_read() {
        let mut metadata = own("Anna");
        for _log in 0..=LOGS_MAX {
            metadata = carried("hoso/a", "2026-10-01T01:00:00Z", metadata).metadata(&by("Bình"));
        }
        assert_eq!(Told::read(at("2026-11-25T01:00:00Z"), &metadata), None);
    }
}
