//! Checkpoints: whose log, how many facts, and the root over them, as C2SP `tlog-checkpoint` writes
//! it. Whoever keeps one can tell later whether the log still begins with what it was then.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{merkle::Hash, note::is_name};

/// A state of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The one name of this log among all logs.
    pub origin: String,
    /// How many facts it held.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
}

/// Why a text is not a checkpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a checkpoint: origin, size and root, a line each")]
pub struct NotACheckpoint;

impl Checkpoint {
    /// The lines that are signed.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root))
    }

    /// Reads the lines of a note. Lines after the root are extensions, which we know none of; they
    /// are signed with the rest and do no harm.
    pub fn parse(text: &str) -> Result<Self, NotACheckpoint> {
        let mut lines = text.split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next())
        else {
            return Err(NotACheckpoint);
        };
        let root = STANDARD.decode(root).map_err(|_not_base64| NotACheckpoint)?;
        let root = root.try_into().map_err(|_other_length| NotACheckpoint)?;
        let found = size.parse().map_err(|_not_a_number| NotACheckpoint)?;
        // One size is written in one way.
        if !is_name(origin) || u64::to_string(&found) != size {
            return Err(NotACheckpoint);
        }
        Ok(Self { origin: origin.to_owned(), size: found, root })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_reads_as_it_was_written_and_nothing_else_is_one() {
        let held = Checkpoint { origin: "hoso.example/a".to_owned(), size: 120, root: [7; 32] };
        assert_eq!(Checkpoint::parse(&held.text()), Ok(held.clone()));
        assert_eq!(Checkpoint::parse(&format!("{}an extension\n", held.text())), Ok(held.clone()));
        for (right, wrong) in
            [("120", "0120"), ("120", "+120"), ("120", "-1"), ("/a", " a"), ("Bw", "B")]
        {
            let text = held.text().replacen(right, wrong, 1);
            assert_eq!(Checkpoint::parse(&text), Err(NotACheckpoint), "{text}");
        }
    }
}
