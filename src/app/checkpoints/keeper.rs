//! The key of this service and the newest checkpoint it signed, in a folder that is not the
//! database's.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

use super::{CheckpointError, Signed};
use crate::{
    clock::Clock,
    seal::{
        checkpoint::Checkpoint,
        key::{PrivateKey, PublicKey, Use},
        merkle::Hash,
        note::Note,
    },
};

/// The most bytes of a note that are read from a file.
pub const NOTE_FILE_BYTES_MAX: u64 = 64 * 1024;

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
    pub fn key(&self, origin: &str, clock: &dyn Clock) -> Result<PrivateKey, CheckpointError> {
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

    pub(super) fn read_memory(&self) -> Result<Option<Signed>, CheckpointError> {
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
    pub(super) fn remember(&self, signed: &Signed) -> Result<(), CheckpointError> {
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
