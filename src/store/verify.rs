//! Whether the log is what was written: every fact hashed again, the chain followed to its end.
//!
//! This finds a row that was edited, dropped or put in by hand, and names the first. It cannot find
//! a log that was re-hashed from some point on, or cut off together with its end row: only someone
//! outside who remembers an earlier end can.

use hoso_projections::database::{Cells, Database, Statement};

use super::{
    StoreError,
    integrity::{GENESIS, Hash, LeafEntry, chain},
    read::{self, PAGE_MAX, signed, unsigned},
};
use crate::seal::merkle::Growing;

/// A page of the log with its hashes, after a position.
pub const PAGE: Statement = Statement::same(
    "select position, event_id, stream_type, stream_id, sequence, event_type, version,
            recorded_at, effective_on, metadata, payload, leaf_hash, chain_hash
     from event where position > $1 order by position limit $2",
);

/// What is wrong at the first bad place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The fact that should stand here is gone.
    Missing,
    /// The fact is not the one that was hashed when it was recorded.
    Altered,
    /// The fact is whole, but does not follow from the one before it.
    Unchained,
    /// It says it was recorded before its forerunner.
    OutOfTime,
    /// The end row names another place or another chain than the last fact.
    HeadDiffers,
}

impl Fault {
    /// Every code; each has a sentence in every language.
    pub const CODES: &[&str] = &["altered", "head_differs", "missing", "out_of_time", "unchained"];

    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Altered => "altered",
            Self::Unchained => "unchained",
            Self::OutOfTime => "out_of_time",
            Self::HeadDiffers => "head_differs",
        }
    }
}

/// The first bad place of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub position: u64,
    /// The stream of the fact that stands there, or after the hole.
    pub stream_type: Option<String>,
    pub stream_id: Option<String>,
    pub fault: Fault,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// How many facts were read.
    pub facts: u64,
    /// How many bytes of payload and metadata they hold.
    pub bytes: u64,
    /// The chain after the last of them.
    pub chain: Hash,
    /// The root of the tree over them.
    pub root: Hash,
    /// The roots it had at the sizes that were asked for, of which there are as many facts.
    pub roots_then: Vec<Option<Hash>>,
    /// The first bad place, when there is one.
    pub broken: Option<Broken>,
}

struct Row {
    position: u64,
    stream_type: String,
    stream_id: String,
    recorded_at: String,
    leaf: Vec<u8>,
    chain: Vec<u8>,
    computed: Hash,
    bytes: u64,
}

fn read_row(cells: &Cells) -> Result<Row, sqlx::Error> {
    let position = unsigned(cells.int(0)?);
    let (event_id, stream_type, stream_id) = (cells.text(1)?, cells.text(2)?, cells.text(3)?);
    let (event_type, recorded_at) = (cells.text(5)?, cells.text(7)?);
    let (effective_on, metadata) = (cells.maybe_text(8)?, cells.text(9)?);
    let payload = cells.text(10)?;
    let computed = LeafEntry {
        position,
        event_id: &event_id,
        stream_type: &stream_type,
        stream_id: &stream_id,
        sequence: unsigned(cells.int(4)?),
        event_type: &event_type,
        version: u32::try_from(cells.int(6)?).unwrap_or(u32::MAX),
        recorded_at: &recorded_at,
        effective_on: effective_on.as_deref(),
        metadata: &metadata,
        payload: &payload,
    }
    .leaf();
    let bytes = (metadata.len() + payload.len()) as u64;
    let (leaf, chain) = (cells.bytes(11)?, cells.bytes(12)?);
    Ok(Row { position, stream_type, stream_id, recorded_at, leaf, chain, computed, bytes })
}

/// Reads the whole log and checks it; `progress` hears how many facts are done, of how many. With
/// sizes, tells also what the tree was then, to be compared with what someone outside remembers.
pub async fn verify(
    db: &Database,
    then: &[u64],
    mut progress: impl FnMut(u64, u64),
) -> Result<Verified, StoreError> {
    let head = read::head(db).await?;
    let mut tree = Growing::default();
    let mut found = Verified {
        facts: 0,
        bytes: 0,
        chain: GENESIS,
        root: tree.root(),
        roots_then: then.iter().map(|size| (*size == 0).then(|| tree.root())).collect(),
        broken: None,
    };
    let mut last_recorded_at = String::new();
    loop {
        let after = signed(found.facts);
        let page = db.fetch(PAGE, vec![after.into(), PAGE_MAX.into()]).await?;
        if page.is_empty() {
            break;
        }
        for cells in &page {
            let row = read_row(cells)?;
            let expected = found.facts + 1;
            let next = chain(&found.chain, &row.computed);
            let fault = if row.position != expected {
                Some(Fault::Missing)
            } else if row.leaf != row.computed {
                Some(Fault::Altered)
            } else if row.chain != next {
                Some(Fault::Unchained)
            } else if row.recorded_at < last_recorded_at {
                Some(Fault::OutOfTime)
            } else {
                None
            };
            if let Some(fault) = fault {
                found.broken = Some(Broken {
                    position: expected,
                    stream_type: Some(row.stream_type),
                    stream_id: Some(row.stream_id),
                    fault,
                });
                return Ok(found);
            }
            found.facts = row.position;
            found.bytes += row.bytes;
            found.chain = next;
            tree.push(row.computed);
            for (size, root) in then.iter().zip(&mut found.roots_then) {
                if *size == found.facts {
                    *root = Some(tree.root());
                }
            }
            last_recorded_at = row.recorded_at;
        }
        progress(found.facts, head.position.max(found.facts));
    }
    found.root = tree.root();
    // The end is read again: a server may have gone on writing while we read.
    let head = read::head(db).await?;
    if head.position < found.facts || (head.position == found.facts && head.chain != found.chain) {
        found.broken = Some(head_differs(found.facts));
    } else if head.position > found.facts {
        let later = db.fetch(PAGE, vec![signed(found.facts).into(), 1.into()]).await?;
        if later.is_empty() {
            found.broken = Some(head_differs(found.facts + 1));
        }
    }
    Ok(found)
}

fn head_differs(position: u64) -> Broken {
    Broken { position, stream_type: None, stream_id: None, fault: Fault::HeadDiffers }
}
