//! Checkpoints: the log signed as it is, and remembered where the database's operators do not
//! reach by changing the database. What is remembered is held against the log before anything is
//! written and before anything is signed: one that was cut off, or is not what it was, is refused.

mod keeper;

use std::{io, sync::Arc, time::Duration};

use hoso_events::fact::Recorded;
use hoso_projections::database::Database;

use super::App;
use crate::{
    seal::{
        checkpoint::Checkpoint,
        key::{PublicKey, Use},
        merkle::Hash,
        note::Note,
        witness::Asked,
    },
    store::{Store, StoreError, checkpoints, read, tree},
    witness::line::{Answer, Line, LineError},
};

pub use keeper::{Keeper, NOTE_FILE_BYTES_MAX, read_note};

/// Why a log is not signed, or not written to.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the folder of checkpoints could not be used")]
    Folder(#[source] io::Error),
    #[error("the key of this service cannot be read")]
    Key,
    #[error("what is remembered of the log cannot be read, or is not signed by this service")]
    Memory,
    #[error("the log holds nothing yet")]
    Empty,
    #[error("another log stands here than the one that is remembered")]
    OtherLog,
    #[error("the log ends at {held}; a checkpoint of {known} is known")]
    Shorter { held: u64, known: u64 },
    #[error("the first {known} facts are not those that were signed")]
    Rewritten { known: u64 },
}

/// Why a witness did not vouch: because of the log, or because it was not heard.
enum Unvouched {
    Log(CheckpointError),
    Line(LineError),
}

impl From<CheckpointError> for Unvouched {
    fn from(error: CheckpointError) -> Self {
        Self::Log(error)
    }
}

impl From<LineError> for Unvouched {
    fn from(error: LineError) -> Self {
        Self::Line(error)
    }
}

impl CheckpointError {
    /// Whether it says that the log is not the one that was signed.
    pub fn is_distrust(&self) -> bool {
        matches!(self, Self::OtherLog | Self::Shorter { .. } | Self::Rewritten { .. })
    }
}

/// A checkpoint with the note that vouches for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    pub checkpoint: Checkpoint,
    pub note: Note,
}

/// The one name of a log among all logs: that of its first fact, which stands in it for good.
pub async fn origin(db: &Database) -> Result<Option<String>, CheckpointError> {
    let first = read::at(db, &[1]).await?;
    Ok(first.first().map(origin_of))
}

/// The name of the log that begins with this fact.
pub(super) fn origin_of(first: &Recorded) -> String {
    format!("hoso/{}", first.provenance.event_id)
}

/// Holds the log against what is remembered of it, before anything is written to it.
pub async fn guard(store: &Store, keeper: &Keeper) -> Result<(), CheckpointError> {
    let clock = store.clock().as_ref();
    let Some(origin) = origin(store.db()).await? else {
        // An empty log, where one with facts is remembered, has lost them all.
        return match keeper.read_memory()? {
            Some(there) => Err(CheckpointError::Shorter { held: 0, known: there.checkpoint.size }),
            None => Ok(()),
        };
    };
    let Some(known) = keeper.remembered(&origin, clock)? else { return Ok(()) };
    let tree = tree::Tree::read(store.db()).await?;
    holds(store, &tree, &known.checkpoint).await
}

/// Whether the log begins with what a checkpoint says of it.
pub async fn holds(
    store: &Store,
    tree: &tree::Tree,
    known: &Checkpoint,
) -> Result<(), CheckpointError> {
    if tree.size() < known.size {
        return Err(CheckpointError::Shorter { held: tree.size(), known: known.size });
    }
    if tree.root(store.db(), known.size).await? != known.root {
        return Err(CheckpointError::Rewritten { known: known.size });
    }
    Ok(())
}

/// How often a log is signed while it grows: nobody can cut off more than this without being found.
pub const SIGNED_EVERY: Duration = Duration::from_secs(300);

/// Signs the log again and again, and has witnesses vouch for it. A log that turns out not to be the
/// signed one takes no more commits.
pub async fn keep_signing(app: Arc<App>, keeper: Keeper, witnesses: Vec<Line>) {
    loop {
        if let Err(error) = app.sign(&keeper, &witnesses).await {
            tracing::error!("the log was not signed: {error}");
        }
        tokio::time::sleep(SIGNED_EVERY).await;
    }
}

impl App {
    /// Signs the log and has witnesses vouch for it; a log that is not the signed one takes no more
    /// commits. One that holds nothing yet is left alone.
    pub async fn sign(&self, keeper: &Keeper, witnesses: &[Line]) -> Result<(), CheckpointError> {
        let signed = async {
            let signed = self.checkpoint(keeper).await?;
            self.witnessed(keeper, signed, witnesses).await
        };
        match signed.await {
            Ok(_) | Err(CheckpointError::Empty) => Ok(()),
            Err(error) => {
                if error.is_distrust() {
                    self.store().distrust();
                }
                Err(error)
            }
        }
    }

    /// Has witnesses vouch for a checkpoint. One that does not answer is passed over; one that saw
    /// more of this log, or another beginning of it, is believed.
    pub async fn witnessed(
        &self,
        keeper: &Keeper,
        mut signed: Signed,
        witnesses: &[Line],
    ) -> Result<Signed, CheckpointError> {
        for witness in witnesses {
            match self.vouched_by(witness, &signed).await {
                Ok(note) => signed.note = note,
                Err(Unvouched::Log(error)) => return Err(error),
                Err(Unvouched::Line(error)) => {
                    let name = witness.name();
                    let error = &error as &dyn std::error::Error;
                    tracing::warn!(witness = name, error, "a witness did not vouch");
                }
            }
        }
        if !witnesses.is_empty() {
            keeper.remember(&signed)?;
            if self.store().takes_commits() {
                let note = signed.note.to_string();
                checkpoints::keep(self.store(), signed.checkpoint.size, &note).await?;
            }
        }
        Ok(signed)
    }

    async fn vouched_by(&self, witness: &Line, signed: &Signed) -> Result<Note, Unvouched> {
        let size = signed.checkpoint.size;
        let mut old = 0;
        // It says where it stands, and is asked again from there.
        for _ask in 0..2 {
            let proof = self.proof_of_growth(old, size).await?;
            let asked = Asked { old, proof, note: signed.note.clone() };
            match witness.ask(&asked).await? {
                Answer::Vouched(note) => return Ok(note),
                Answer::Inconsistent => {
                    return Err(CheckpointError::Rewritten { known: old }.into());
                }
                Answer::Elsewhere(known) if known > size => {
                    return Err(CheckpointError::Shorter { held: size, known }.into());
                }
                Answer::Elsewhere(known) => old = known,
            }
        }
        Err(LineError::Answer.into())
    }

    /// Signs the log as it is now, and remembers it. Where the log may be written, the tree and the
    /// note are kept beside it too.
    pub async fn checkpoint(&self, keeper: &Keeper) -> Result<Signed, CheckpointError> {
        let store = self.store();
        let clock = store.clock().as_ref();
        let origin = origin(store.db()).await?.ok_or(CheckpointError::Empty)?;
        let known = keeper.remembered(&origin, clock)?;
        if store.takes_commits() {
            tree::keep(store).await?;
        }
        let tree = tree::Tree::read(store.db()).await?;
        if let Some(known) = known {
            holds(store, &tree, &known.checkpoint).await?;
            if known.checkpoint.size == tree.size() {
                return Ok(known);
            }
        }
        let (size, root) = (tree.size(), tree.root(store.db(), tree.size()).await?);
        let checkpoint = Checkpoint { origin: origin.clone(), size, root };
        let mut note = Note { text: checkpoint.text(), signatures: vec![] };
        keeper.key(&origin, clock)?.sign(&mut note);
        let signed = Signed { checkpoint, note };
        // Remembered first: what is handed out must never be newer than what is known here.
        keeper.remember(&signed)?;
        if store.takes_commits() {
            checkpoints::keep(store, size, &signed.note.to_string()).await?;
        }
        Ok(signed)
    }

    /// The key others check this log's checkpoints with.
    pub async fn checkpoint_key(&self, keeper: &Keeper) -> Result<PublicKey, CheckpointError> {
        let origin = origin(self.store().db()).await?.ok_or(CheckpointError::Empty)?;
        Ok(keeper.key(&origin, self.store().clock().as_ref())?.public(Use::Sign))
    }

    /// The proof that the log of one size begins with the log of another, smaller one.
    pub async fn proof_of_growth(&self, old: u64, size: u64) -> Result<Vec<Hash>, CheckpointError> {
        let tree = tree::Tree::read(self.store().db()).await?;
        if size > tree.size() {
            return Err(CheckpointError::Shorter { held: tree.size(), known: size });
        }
        Ok(tree.consistency(self.store().db(), old.min(size), size).await?)
    }
}
