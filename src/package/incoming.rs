//! A package as it is taken in: whole, from a sender who is trusted, and fit to stand in this log.

use chrono::{DateTime, NaiveDate, Utc};
use hoso_events::{
    calendar::local_date,
    carried::{Carried, Told},
    elsewhere::UnitElsewhere,
    ids::{DossierId, EventId},
    provenance::Authorship,
    values::FileHash,
};

use super::{FactLine, Fault, Manifest, SCANS, open};
use crate::{
    files::{hash_of, intake},
    seal::key::PublicKey,
    store::{Carry, read::instant_text},
};

/// The longest name of a fact.
const NAME_CHARS_MAX: usize = 64;
/// The most bytes that may stand beside a fact.
const METADATA_BYTES_MAX: usize = 64 * 1_024;

/// A scan that came along.
#[derive(Debug, Clone)]
pub struct Scan {
    pub hash: FileHash,
    pub kind: intake::FileKind,
    pub bytes: Vec<u8>,
    /// Width and height of a picture.
    pub size: Option<(u32, u32)>,
}

/// A package whose every part was checked.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// The hash of the whole file.
    pub sha256: FileHash,
    pub manifest: Manifest,
    pub dossier: DossierId,
    /// The sender's key, which is one of those that are trusted.
    pub key: PublicKey,
    /// What the sender signed.
    pub note: String,
    pub facts: Vec<FactLine>,
    /// The units that the facts refer to, as the sender told them.
    pub units: Vec<UnitElsewhere>,
    pub scans: Vec<Scan>,
}

impl Incoming {
    /// Reads a package of one of these senders, as of now. What was not written the way a log writes
    /// it is refused here: once in this log it would stand there for good.
    pub fn read(whole: &[u8], senders: &[PublicKey], now: DateTime<Utc>) -> Result<Self, Fault> {
        let opened = open(whole, None)?;
        if !senders.contains(&opened.key) {
            return Err(Fault::OtherKey { name: opened.key.name().to_owned() });
        }
        let dossier = DossierId::parse(&opened.manifest.dossier);
        let dossier = dossier.map_err(|_not_an_id| Fault::Manifest)?;
        let mut before = DateTime::UNIX_EPOCH;
        for (number, line) in (1..).zip(&opened.facts) {
            let at = stands(line).ok_or(Fault::FactUnreadable { line: number })?;
            if at < before {
                return Err(Fault::FactUnreadable { line: number });
            }
            if at > now {
                return Err(Fault::FactFuture { position: line.position });
            }
            before = at;
        }
        // A sender whose clock runs ahead would stand against all that is said until then.
        let told = |unit: &UnitElsewhere| unit.told_on <= local_date(now);
        if let Some(index) = opened.units.iter().position(|unit| !told(unit)) {
            return Err(Fault::UnitUnreadable { line: index + 1 });
        }
        let scans = opened.scans.iter().map(|(name, bytes)| scan(name, bytes));
        Ok(Self {
            sha256: hash_of(whole),
            dossier,
            key: opened.key,
            note: opened.note.to_owned(),
            scans: scans.collect::<Result<_, _>>()?,
            units: opened.units,
            manifest: opened.manifest,
            facts: opened.facts,
        })
    }

    /// A fact on its way into the log, taken in by someone.
    pub fn carry(&self, line: &FactLine, by: &Authorship) -> Option<Carry> {
        let carried = Carried {
            origin: self.manifest.origin.clone(),
            position: line.position,
            sequence: line.sequence,
            event_id: EventId::parse(&line.event_id).ok()?,
            recorded_at: line.recorded_at.clone(),
            metadata: line.metadata.clone(),
            package: self.sha256.clone(),
        };
        let day = line.effective_on.as_deref().map(str::parse::<NaiveDate>);
        let kind = (line.event_type.clone(), line.version);
        Carry::new(kind, day.transpose().ok()?, line.payload.clone(), carried, by)
    }
}

/// When the sender recorded a fact, if the line is one that a log could have written.
fn stands(line: &FactLine) -> Option<DateTime<Utc>> {
    let name = &line.event_type;
    let named = (1..=NAME_CHARS_MAX).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let at: DateTime<Utc> = line.recorded_at.parse().ok()?;
    let day = line.effective_on.as_ref();
    let dated =
        day.is_none_or(|text| text.parse::<NaiveDate>().is_ok_and(|day| day.to_string() == *text));
    let payload = serde_json::from_str::<serde::de::IgnoredAny>(&line.payload);
    let fits = named
        && dated
        && instant_text(at) == line.recorded_at
        && EventId::parse(&line.event_id).is_ok_and(|id| id.to_string() == line.event_id)
        && line.metadata.len() <= METADATA_BYTES_MAX
        && payload.is_ok();
    Told::read(at, &line.metadata)?;
    fits.then_some(at)
}

fn scan(name: &str, bytes: &[u8]) -> Result<Scan, Fault> {
    let other = || Fault::Scan { file: format!("{SCANS}{name}") };
    let (hash, kind) = name.split_once('.').ok_or_else(other)?;
    let hash = FileHash::parse(hash).map_err(|_not_a_hash| other())?;
    let (found, size) = intake::look_at(bytes).map_err(|_why| other())?;
    if found.as_str() != kind {
        return Err(other());
    }
    Ok(Scan { hash, kind: found, bytes: bytes.to_vec(), size })
}
