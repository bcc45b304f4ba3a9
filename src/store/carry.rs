//! Facts of another log on their way into this one: with the bytes they had there.

use chrono::{DateTime, NaiveDate, Utc};
use hoso_events::{
    carried::{Carried, Told},
    fact::Fact,
    provenance::{Authorship, Provenance},
};

/// One such fact.
#[derive(Debug, Clone)]
pub struct Carry {
    pub event_type: String,
    pub version: u32,
    pub effective_on: Option<NaiveDate>,
    pub payload: String,
    pub carried: Carried,
    told: Told,
}

impl Carry {
    /// A fact and where it stood; none when what stands beside it could not be read from here.
    pub fn new(
        (event_type, version): (String, u32),
        effective_on: Option<NaiveDate>,
        payload: String,
        carried: Carried,
        by: &Authorship,
    ) -> Option<Self> {
        let told = Told::read(DateTime::UNIX_EPOCH, &carried.metadata(by))?;
        Some(Self { event_type, version, effective_on, payload, carried, told })
    }

    /// The fact as this program reads it.
    pub fn fact(&self) -> Fact {
        let Self { event_type, version, payload, .. } = self;
        let read = Fact::from_stored("dossier", event_type, *version, payload);
        read.unwrap_or_else(|_unreadable| Fact::unread(event_type, *version, payload))
    }

    /// When its first log recorded it.
    pub fn recorded_at(&self) -> DateTime<Utc> {
        self.told.recorded_at
    }

    /// What is told of it once it is taken in here, by whom and when.
    pub(super) fn provenance(
        &self,
        ours: Provenance,
        by: &Authorship,
        now: DateTime<Utc>,
    ) -> Provenance {
        let Told { recorded_at, by: first, received } = self.told.clone();
        let received = received.map(|mut received| {
            received.taken_in_at = now;
            received.taken_in_by = by.clone();
            received
        });
        Provenance { recorded_at, effective_on: self.effective_on, by: first, received, ..ours }
    }
}
