//! What a witness is asked, and when it vouches (C2SP `tlog-witness`): only for a log it knows, signed
//! by that log's key, that begins with what the witness saw of it before.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    checkpoint::Checkpoint,
    key::PublicKey,
    merkle::{Hash, is_consistent},
    note::Note,
};

/// The most hashes of a proof: two for each level of a tree of 2^63 leaves.
const PROOF_MAX: usize = 126;

/// A checkpoint, and the proof that it follows from an older one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// How many facts the older one had; 0 when none was seen.
    pub old: u64,
    pub proof: Vec<Hash>,
    pub note: Note,
}

/// The text is no question to a witness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a question to a witness")]
pub struct NotAsked;

impl Asked {
    /// Reads the body of a question.
    pub fn parse(body: &str) -> Result<Self, NotAsked> {
        let (head, note) = body.split_once("\n\n").ok_or(NotAsked)?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| line.strip_prefix("old ")).ok_or(NotAsked)?;
        let number: u64 = old.parse().map_err(|_not_a_number| NotAsked)?;
        if number.to_string() != old {
            return Err(NotAsked);
        }
        let hash = |line: &str| -> Result<Hash, NotAsked> {
            let bytes = STANDARD.decode(line).map_err(|_not_base64| NotAsked)?;
            bytes.try_into().map_err(|_other_length| NotAsked)
        };
        let proof: Vec<Hash> = lines.map(hash).collect::<Result<_, _>>()?;
        let note = Note::parse(note).map_err(|_no_note| NotAsked)?;
        if proof.len() > PROOF_MAX { Err(NotAsked) } else { Ok(Self { old: number, proof, note }) }
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "old {}", self.old)?;
        for hash in &self.proof {
            writeln!(out, "{}", STANDARD.encode(hash))?;
        }
        write!(out, "\n{}", self.note)
    }
}

/// Why a witness does not vouch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("this log is not known here")]
    UnknownLog,
    #[error("the checkpoint is not signed by the log's key")]
    Unsigned,
    #[error("the checkpoint is older than what it is said to follow from")]
    Backwards,
    #[error("another checkpoint was seen last: {known}")]
    Elsewhere { known: u64 },
    #[error("the log does not begin with what was seen of it")]
    Inconsistent,
}

/// Whether a witness that saw `seen` of the log with this key vouches for what it is asked.
pub fn decide(
    key: Option<&PublicKey>,
    seen: Option<&Checkpoint>,
    asked: &Asked,
) -> Result<Checkpoint, Unfit> {
    let key = key.ok_or(Unfit::UnknownLog)?;
    if !key.has_signed(&asked.note) {
        return Err(Unfit::Unsigned);
    }
    let now = Checkpoint::parse(&asked.note.text).map_err(|_other_text| Unfit::Unsigned)?;
    if now.origin != key.name() {
        return Err(Unfit::UnknownLog);
    }
    if asked.old > now.size {
        return Err(Unfit::Backwards);
    }
    let known = seen.map_or(0, |seen| seen.size);
    if asked.old != known {
        return Err(Unfit::Elsewhere { known });
    }
    let fits = seen.is_none_or(|seen| {
        is_consistent((seen.size, &seen.root), (now.size, &now.root), &asked.proof)
    });
    if fits { Ok(now) } else { Err(Unfit::Inconsistent) }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;
    use crate::seal::{
        key::{PrivateKey, Use},
        merkle,
    };

    const LOG: &str = "hoso/log";

    fn key() -> PrivateKey {
        PrivateKey::from_seed(LOG, &[4; 32]).unwrap()
    }

    fn leaves(size: u64) -> Vec<Hash> {
        (0..size).map(|n| Sha256::digest(n.to_be_bytes()).into()).collect()
    }

    fn state(leaves: &[Hash], size: u64) -> Checkpoint {
        let root = merkle::root(leaves, size).unwrap();
        Checkpoint { origin: LOG.to_owned(), size, root }
    }

    fn asks(leaves: &[Hash], old: u64, size: u64) -> Asked {
        let mut note = Note { text: state(leaves, size).text(), signatures: vec![] };
        key().sign(&mut note);
        Asked { old, proof: merkle::consistency(leaves, old, size).unwrap_or_default(), note }
    }

    fn answers(seen: Option<&Checkpoint>, asked: &Asked) -> Result<u64, Unfit> {
        decide(Some(&key().public(Use::Sign)), seen, asked).map(|now| now.size)
    }

    #[test]
    fn a_question_reads_as_it_was_written() {
        let asked = asks(&leaves(9), 5, 9);
        assert_eq!(Asked::parse(&asked.to_string()), Ok(asked.clone()));
        for (right, wrong) in [("old 5", "old 05"), ("old 5", "new 5"), ("\n\n", "\n"), ("=", "*")]
        {
            let text = asked.to_string().replacen(right, wrong, 1);
            assert_eq!(Asked::parse(&text), Err(NotAsked), "{text}");
        }
    }

    #[test]
    fn a_witness_vouches_for_a_log_that_only_grew() {
        let all = leaves(9);
        assert_eq!(answers(None, &asks(&all, 0, 5)), Ok(5));
        assert_eq!(answers(Some(&state(&all, 5)), &asks(&all, 5, 9)), Ok(9));
        assert_eq!(answers(Some(&state(&all, 5)), &asks(&all, 5, 5)), Ok(5), "nothing has come");
    }

    #[test]
    fn a_witness_vouches_for_nothing_else() {
        let (all, mut other) = (leaves(9), leaves(9));
        other[2] = [0; 32];
        let seen = state(&all, 5);
        let of = |asked: &Asked| answers(Some(&seen), asked);
        assert_eq!(of(&asks(&other, 5, 9)), Err(Unfit::Inconsistent), "rewritten");
        assert_eq!(of(&asks(&other, 5, 5)), Err(Unfit::Inconsistent), "rewritten, not longer");
        assert_eq!(of(&asks(&all, 3, 4)), Err(Unfit::Elsewhere { known: 5 }), "cut off");
        assert_eq!(of(&asks(&all, 0, 9)), Err(Unfit::Elsewhere { known: 5 }), "as if new");
        assert_eq!(of(&Asked { old: 9, ..asks(&all, 5, 8) }), Err(Unfit::Backwards));
        let cut = Asked { proof: vec![], ..asks(&all, 5, 9) };
        assert_eq!(of(&cut), Err(Unfit::Inconsistent));
        let unsigned = Note { signatures: vec![], ..asks(&all, 5, 9).note };
        assert_eq!(of(&Asked { note: unsigned, ..asks(&all, 5, 9) }), Err(Unfit::Unsigned));
        assert_eq!(decide(None, Some(&seen), &asks(&all, 5, 9)), Err(Unfit::UnknownLog));
        let mut strange = asks(&all, 5, 9);
        strange.note.text = strange.note.text.replace(LOG, "hoso/other");
        strange.note.signatures.clear();
        key().sign(&mut strange.note);
        assert_eq!(of(&strange), Err(Unfit::UnknownLog), "one key, another log");
    }
}
