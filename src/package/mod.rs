//! Sealed packages: one dossier in one file, that is checked and read without the log it came from.
//! Bytes in, bytes out: no database, no clock. The format is described in docs/FORMATS.md.

pub mod container;
mod fault;
mod incoming;
pub mod page;
mod reading;
pub mod receipt;
mod sealing;

use std::collections::BTreeMap;

use hoso_events::elsewhere::UnitElsewhere;
use serde::{Deserialize, Serialize};

pub use fault::Fault;
pub use incoming::{Incoming, Scan};
pub use reading::{Opened, open};
pub use sealing::{Contents, Fact};

use crate::{seal::merkle::Hash, store::integrity::LeafEntry};

/// What the manifest calls the format.
pub const FORMAT: &str = "hoso package";
/// The version this program writes; a newer one it does not read.
pub const VERSION: u32 = 1;

/// The names of the files every package holds.
pub const MANIFEST: &str = "manifest.json";
pub const NOTE: &str = "manifest.note";
pub const FACTS: &str = "facts.jsonl";
pub const PAGE: &str = "doc.html";
/// Under which scans lie, each by its hash.
pub const SCANS: &str = "scans/";
/// Under which the catalogue lies.
pub const CATALOGUE: &str = "catalogue/";
/// The units that facts refer to. It lies with the catalogue, where a reader that does not know it
/// looks at no name; a package that was made before has none.
pub const UNITS: &str = "catalogue/units.jsonl";

/// The most facts one package holds.
pub const FACTS_MAX: usize = 100_000;
/// The most bytes of [`UNITS`].
pub const UNITS_BYTES_MAX: usize = 1_024 * 1_024;
/// The most bytes of a manifest.
pub const MANIFEST_BYTES_MAX: usize = 4 * 1_024 * 1_024;

/// What a package says of itself; its hash is what the sender signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub format: String,
    pub version: u32,
    /// The one name of the sender's log among all logs.
    pub origin: String,
    /// The sender's public key. It proves nothing by itself: whoever made the package put it here.
    pub key: String,
    pub sender: Sender,
    pub dossier: String,
    /// UTC, as facts have it.
    pub made_at: String,
    /// The signed state of the log that the proofs lead to.
    pub checkpoint: String,
    /// How many facts there are: from the first of the dossier on, without a gap.
    pub facts: usize,
    /// The version of the catalogue that values are read by.
    pub catalogue: String,
    /// Every other file but the signature, in the order they lie.
    pub files: Vec<FileLine>,
}

/// The unit that manages the dossier where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sender {
    pub code: String,
    pub name: String,
}

/// One file, as the manifest names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileLine {
    pub name: String,
    pub bytes: usize,
    pub sha256: String,
}

/// One line of [`FACTS`]: the stored columns to the byte, and the proof that the log holds them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactLine {
    pub position: u64,
    pub event_id: String,
    pub stream_type: String,
    pub stream_id: String,
    pub sequence: u64,
    pub event_type: String,
    pub version: u32,
    pub recorded_at: String,
    pub effective_on: Option<String>,
    pub metadata: String,
    pub payload: String,
    /// The leaf's hash, in hexadecimal.
    pub leaf: String,
    /// The hashes beside the way to the root, from the leaf up, in base64.
    pub path: Vec<String>,
}

impl FactLine {
    /// The hash of what stands in this line.
    pub fn computed(&self) -> Hash {
        LeafEntry {
            position: self.position,
            event_id: &self.event_id,
            stream_type: &self.stream_type,
            stream_id: &self.stream_id,
            sequence: self.sequence,
            event_type: &self.event_type,
            version: self.version,
            recorded_at: &self.recorded_at,
            effective_on: self.effective_on.as_deref(),
            metadata: &self.metadata,
            payload: &self.payload,
        }
        .leaf()
    }

    /// The fact, where this program knows its name, version and shape.
    pub fn read(&self) -> Option<hoso_events::fact::Fact> {
        hoso_events::fact::Fact::from_stored(
            &self.stream_type,
            &self.event_type,
            self.version,
            &self.payload,
        )
        .ok()
        .filter(|fact| !matches!(fact, hoso_events::fact::Fact::Unknown(_)))
    }
}

/// The text that is signed: the format, whose log, and the hash of the manifest.
pub fn signed_text(origin: &str, manifest: &[u8]) -> String {
    format!("{FORMAT} {VERSION}\n{origin}\n{}\n", sha256(manifest))
}

/// A unit as a line of [`UNITS`], with its end.
pub fn unit_line(unit: &UnitElsewhere) -> String {
    let line = serde_json::to_string(unit).expect("names and days are plain data");
    format!("{line}\n")
}

/// The SHA-256 of some bytes, in hexadecimal.
fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest as _, Sha256};
    let hash: Hash = Sha256::digest(bytes).into();
    crate::store::integrity::hex(&hash)
}

/// Files by name.
type Files<'a> = BTreeMap<&'a str, &'a [u8]>;
