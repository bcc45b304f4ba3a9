//! Files in a folder: `ab/abcd…`, written beside, synced, then put in place by a rename, so that a
//! name never stands for half a file.

use std::{
    fs::{self, File},
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use hoso_events::values::FileHash;

use super::{FilesError, hash_of};

/// A folder of files.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Tells the files apart that are being written.
    written: AtomicU64,
}

impl Folder {
    pub fn new(path: PathBuf) -> Self {
        Self { path, written: AtomicU64::new(0) }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    fn place(&self, hash: &FileHash) -> PathBuf {
        self.path.join(&hash.as_str()[..2]).join(hash.as_str())
    }

    /// Puts a file in its place, unless it lies there whole.
    pub fn keep(&self, hash: &FileHash, bytes: &[u8]) -> Result<(), FilesError> {
        let place = self.place(hash);
        match fs::read(&place) {
            Ok(there) if hash_of(&there) == *hash => return Ok(()),
            Ok(_damaged) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(told(error)),
        }
        let shelf = self.path.join(&hash.as_str()[..2]);
        fs::create_dir_all(&shelf).map_err(told)?;
        let number = self.written.fetch_add(1, Ordering::Relaxed);
        let beside = shelf.join(format!(".{}-{number}", std::process::id()));
        let put = write_synced(&beside, bytes).and_then(|()| {
            fs::rename(&beside, &place)?;
            // The name must be there for good too, and the shelf it stands on.
            File::open(&shelf)?.sync_all()?;
            File::open(&self.path)?.sync_all()
        });
        put.map_err(|error| {
            let _half_written = fs::remove_file(&beside);
            told(error)
        })
    }

    /// The bytes under a name.
    pub fn bring(&self, hash: &FileHash) -> Result<Vec<u8>, FilesError> {
        fs::read(self.place(hash)).map_err(told)
    }
}

fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn told(error: std::io::Error) -> FilesError {
    match error.kind() {
        ErrorKind::NotFound => FilesError::NotThere,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => FilesError::Full,
        _ => FilesError::Io(error),
    }
}
