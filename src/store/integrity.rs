//! The hash of one fact and the chain over all of them.
//!
//! The leaf is RFC 6962's (`SHA-256(0x00 ‖ entry)`), so that Merkle proofs can be made over the
//! log; the chain lets one pass over the log show that no row was changed, dropped or swapped.

use sha2::{Digest as _, Sha256};

/// A SHA-256 digest.
pub type Hash = [u8; 32];

/// The chain before the first fact.
pub const GENESIS: Hash = [0; 32];

/// Everything stored of one fact, as it goes into its hash.
#[derive(Debug, Clone, Copy)]
pub struct LeafEntry<'a> {
    pub position: u64,
    pub event_id: &'a str,
    pub stream_type: &'a str,
    pub stream_id: &'a str,
    pub sequence: u64,
    pub event_type: &'a str,
    pub version: u32,
    pub recorded_at: &'a str,
    pub effective_on: Option<&'a str>,
    pub metadata: &'a str,
    pub payload: &'a str,
}

/// The name and version of the entry's layout, hashed first.
const LAYOUT: &str = "hoso event 1";

impl LeafEntry<'_> {
    /// The fact's leaf hash: each part goes in as its length (4 bytes, big-endian) and its bytes;
    /// an absent day as length `0xFFFFFFFF`; the payload as its own SHA-256, so that a proof can
    /// outlive a payload that had to be withheld.
    pub fn leaf(&self) -> Hash {
        let mut sha = Sha256::new();
        sha.update([0x00]);
        let mut part = |bytes: &[u8]| {
            sha.update(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
            sha.update(bytes);
        };
        part(LAYOUT.as_bytes());
        part(&self.position.to_be_bytes());
        part(self.event_id.as_bytes());
        part(self.stream_type.as_bytes());
        part(self.stream_id.as_bytes());
        part(&self.sequence.to_be_bytes());
        part(self.event_type.as_bytes());
        part(&self.version.to_be_bytes());
        part(self.recorded_at.as_bytes());
        part(self.metadata.as_bytes());
        part(&Sha256::digest(self.payload.as_bytes()));
        match self.effective_on {
            Some(day) => part(day.as_bytes()),
            None => sha.update(u32::MAX.to_be_bytes()),
        }
        sha.finalize().into()
    }
}

/// The chain after a leaf: `SHA-256(chain before ‖ leaf)`.
pub fn chain(before: &Hash, leaf: &Hash) -> Hash {
    let mut sha = Sha256::new();
    sha.update(before);
    sha.update(leaf);
    sha.finalize().into()
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |four_bits: u8| char::from(DIGITS[usize::from(four_bits)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> LeafEntry<'static> {
        LeafEntry {
            position: 7,
            event_id: "e",
            stream_type: "dossier",
            stream_id: "s",
            sequence: 2,
            event_type: "RecordSubmitted",
            version: 1,
            recorded_at: "2026-11-23T01:00:00.000000Z",
            effective_on: None,
            metadata: "{}",
            payload: "{}",
        }
    }

    #[test]
    fn every_stored_part_of_a_fact_changes_its_leaf() {
        let same = entry().leaf();
        assert_eq!(same, entry().leaf());
        let others = [
            LeafEntry { position: 8, ..entry() },
            LeafEntry { event_id: "f", ..entry() },
            LeafEntry { stream_type: "unit", ..entry() },
            LeafEntry { stream_id: "t", ..entry() },
            LeafEntry { sequence: 3, ..entry() },
            LeafEntry { event_type: "SectionEntered", ..entry() },
            LeafEntry { version: 2, ..entry() },
            LeafEntry { recorded_at: "2026-11-23T01:00:00.000001Z", ..entry() },
            LeafEntry { effective_on: Some("2026-11-23"), ..entry() },
            LeafEntry { effective_on: Some(""), ..entry() },
            LeafEntry { metadata: "[]", ..entry() },
            LeafEntry { payload: "[]", ..entry() },
        ];
        for other in others {
            assert_ne!(other.leaf(), same, "{other:?}");
        }
    }
}
