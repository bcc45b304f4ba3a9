//! Checkpoints: the log signed as it is, and remembered where the database's operators do not
//! reach by changing the database. What is remembered is held against the log before anything is
//! written and before anything is signed: one that was cut off, or is not what it was, is refused.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use hoso_projections::database::Database;
use sha2::{Digest as _, Sha256};

use super::App;
use crate::{
    clock::Clock,
    seal::{
        checkpoint::Checkpoint,
        key::{PrivateKey, PublicKey, Use},
        merkle::Hash,
        note::Note,
    },
    store::{Store, StoreError, checkpoints, read, tree},
};

/// The most bytes of a note that are read from a file.
pub const NOTE_FILE_BYTES_MAX: u64 = 64 * 1024;

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

/// The key of this service, and what it remembers of one database.
#[derive(Debug, Clone)]
pub struct Keeper {
    folder: PathBuf,
    /// Which database of those this folder remembers.
    name: String,
}

impl Keeper {
    /// A keeper in a folder that is not the database's.
    pub fn in_folder(folder: impl Into<PathBuf>, name: impl Into<String>) -> Self {
        Self { folder: folder.into(), name: name.into() }
    }

    fn key_path(&self) -> PathBuf {
        self.folder.join("key.pem")
    }

    /// Where the newest checkpoint is remembered.
    pub fn memory_path(&self) -> PathBuf {
        self.folder.join(format!("{}.note", self.name))
    }

    /// The key, under the name of the log it signs; made when there is none yet.
    pub(super) fn key(
        &self,
        origin: &str,
        clock: &dyn Clock,
    ) -> Result<PrivateKey, CheckpointError> {
        match fs::read_to_string(self.key_path()) {
            Ok(pem) => PrivateKey::from_pem(origin, &pem).map_err(|_not_one| CheckpointError::Key),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let seed: Hash = Sha256::digest(clock.new_secret()).into();
                let key = PrivateKey::from_seed(origin, &seed);
                let key = key.map_err(|_name| CheckpointError::Key)?;
                self.write_key(&key.to_pem())?;
                // Another process may have been first: what lies there counts.
                let pem = fs::read_to_string(self.key_path()).map_err(CheckpointError::Folder)?;
                PrivateKey::from_pem(origin, &pem).map_err(|_not_one| CheckpointError::Key)
            }
            Err(error) => Err(CheckpointError::Folder(error)),
        }
    }

    /// The key others check with, when there is one here yet.
    pub fn public_key(
        &self,
        origin: &str,
        clock: &dyn Clock,
    ) -> Result<Option<PublicKey>, CheckpointError> {
        if !self.key_path().exists() {
            return Ok(None);
        }
        Ok(Some(self.key(origin, clock)?.public(Use::Sign)))
    }

    fn write_key(&self, pem: &str) -> Result<(), CheckpointError> {
        let write = || -> io::Result<()> {
            fs::create_dir_all(&self.folder)?;
            let mut options = File::options();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = match options.open(self.key_path()) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
                opened => opened?,
            };
            file.write_all(pem.as_bytes())?;
            file.sync_all()
        };
        write().map_err(CheckpointError::Folder)
    }

    /// The newest checkpoint that was signed here, as this service signed it.
    pub fn remembered(
        &self,
        origin: &str,
        clock: &dyn Clock,
    ) -> Result<Option<Signed>, CheckpointError> {
        let Some(signed) = self.read_memory()? else { return Ok(None) };
        if signed.checkpoint.origin != origin {
            return Err(CheckpointError::OtherLog);
        }
        let public = self.key(origin, clock)?.public(Use::Sign);
        if public.has_signed(&signed.note) {
            Ok(Some(signed))
        } else {
            Err(CheckpointError::Memory)
        }
    }

    fn read_memory(&self) -> Result<Option<Signed>, CheckpointError> {
        match read_note(&self.memory_path()) {
            Ok(Some(note)) => match Checkpoint::parse(&note.text) {
                Ok(checkpoint) => Ok(Some(Signed { checkpoint, note })),
                Err(_other_text) => Err(CheckpointError::Memory),
            },
            Ok(None) => Err(CheckpointError::Memory),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(CheckpointError::Folder(error)),
        }
    }

    /// Remembers a checkpoint, unless a newer one is remembered already.
    fn remember(&self, signed: &Signed) -> Result<(), CheckpointError> {
        let write = || -> Result<(), io::Error> {
            fs::create_dir_all(&self.folder)?;
            let lock = File::create(self.folder.join("lock"))?;
            lock.lock()?;
            if let Ok(Some(there)) = self.read_memory()
                && there.checkpoint.origin == signed.checkpoint.origin
                && there.checkpoint.size > signed.checkpoint.size
            {
                return Ok(());
            }
            let beside = self.folder.join(format!(".{}.note", self.name));
            let mut file = File::create(&beside)?;
            file.write_all(signed.note.to_string().as_bytes())?;
            file.sync_all()?;
            fs::rename(&beside, self.memory_path())?;
            File::open(&self.folder)?.sync_all()
        };
        write().map_err(CheckpointError::Folder)
    }

    /// Forgets the database: it was thrown away on purpose.
    pub fn forget(&self) -> io::Result<()> {
        match fs::remove_file(self.memory_path()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _gone => Ok(()),
        }
    }
}

/// The note in a file; nothing when what is in it is none.
pub fn read_note(path: &Path) -> io::Result<Option<Note>> {
    use std::io::Read as _;
    let mut text = String::new();
    match File::open(path)?.take(NOTE_FILE_BYTES_MAX).read_to_string(&mut text) {
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(None),
        Err(error) => Err(error),
        Ok(_bytes) => Ok(Note::parse(&text).ok()),
    }
}

/// The one name of a log among all logs: that of its first fact, which stands in it for good.
pub async fn origin(db: &Database) -> Result<Option<String>, CheckpointError> {
    let first = read::at(db, &[1]).await?;
    Ok(first.first().map(|first| format!("hoso/{}", first.provenance.event_id)))
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

/// Signs the log again and again. A log that turns out not to be the signed one takes no more commits.
pub async fn keep_signing(app: Arc<App>, keeper: Keeper) {
    loop {
        match app.checkpoint(&keeper).await {
            Ok(_) | Err(CheckpointError::Empty) => {}
            Err(error) => {
                if error.is_distrust() {
                    app.store().distrust();
                }
                tracing::error!("the log was not signed: {error}");
            }
        }
        tokio::time::sleep(SIGNED_EVERY).await;
    }
}

impl App {
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
