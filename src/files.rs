//! Files of dossiers, such as scans of papers: each kept once, under the hash of its bytes. The
//! facts name the hash; the bytes lie here. Who may see one is decided above.
//!
//! [`Files`] is the seam: a folder, or a bucket of a store that speaks S3's protocol. Both hold a
//! file under the same name, so that what lies in one is copied into the other as it is.

pub mod bucket;
mod folder;
pub mod intake;
mod pdf;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use hoso_events::values::FileHash;
use sha2::{Digest as _, Sha256};

use bucket::Bucket;
use folder::Folder;

/// The most bytes a file may have that is kept: more than may be sent, because a picture that is
/// drawn anew may grow.
pub const KEPT_BYTES_MAX: usize = 64 * 1_024 * 1_024;

/// What a store answered instead of doing as asked: the status, and the store's own word for why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{status} {code}")]
pub struct StoreAnswer {
    pub status: u16,
    pub code: String,
}

/// Why a file could not be kept or brought.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    #[error("this service keeps no files")]
    Nowhere,
    #[error("the file has more than {KEPT_BYTES_MAX} bytes")]
    TooLarge,
    #[error("there is no room left for files")]
    Full,
    #[error("the file is not there")]
    NotThere,
    #[error("the file is not what its name says")]
    Damaged,
    #[error("the files could not be used")]
    Io(#[source] std::io::Error),
    /// Perhaps later.
    #[error("the store of files does not answer")]
    OutOfReach(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Not before an operator has done something.
    #[error("the store of files refused")]
    Refused(#[source] StoreAnswer),
}

impl FilesError {
    /// The innermost cause, for an operator: what a store answered, or what the network said.
    pub fn cause(&self) -> String {
        let mut cause: &dyn std::error::Error = self;
        while let Some(inner) = cause.source() {
            cause = inner;
        }
        cause.to_string()
    }
}

/// Where files are kept.
#[derive(Debug, Clone, Default)]
pub struct Files(Place);

#[derive(Debug, Clone, Default)]
enum Place {
    #[default]
    Nowhere,
    Folder(Arc<Folder>),
    Bucket(Arc<Bucket>),
}

impl Files {
    /// In a folder of this machine, or one that all servers over a database share.
    pub fn in_folder(path: impl Into<PathBuf>) -> Self {
        Self(Place::Folder(Arc::new(Folder::new(path.into()))))
    }

    /// In a bucket that all servers over a database share.
    pub fn in_bucket(bucket: Bucket) -> Self {
        Self(Place::Bucket(Arc::new(bucket)))
    }

    /// Nowhere: a service that takes no files.
    pub fn nowhere() -> Self {
        Self(Place::Nowhere)
    }

    /// The folder the files lie in, where it is one.
    pub fn folder(&self) -> Option<&Path> {
        match &self.0 {
            Place::Folder(folder) => Some(folder.path()),
            Place::Nowhere | Place::Bucket(_) => None,
        }
    }

    /// Keeps a file and answers its name once it is there for good; one that is there whole
    /// already is kept as it is.
    pub async fn keep(&self, bytes: Vec<u8>) -> Result<FileHash, FilesError> {
        if bytes.len() > KEPT_BYTES_MAX {
            return Err(FilesError::TooLarge);
        }
        match self.0.clone() {
            Place::Nowhere => Err(FilesError::Nowhere),
            Place::Folder(folder) => {
                beside(move || {
                    let hash = hash_of(&bytes);
                    folder.keep(&hash, &bytes)?;
                    Ok(hash)
                })
                .await
            }
            Place::Bucket(bucket) => {
                let (hash, bytes) = beside(move || Ok((hash_of(&bytes), bytes))).await?;
                bucket.keep(&hash, bytes.into()).await?;
                Ok(hash)
            }
        }
    }

    /// The bytes of a file, checked against its name.
    pub async fn bring(&self, hash: &FileHash) -> Result<Vec<u8>, FilesError> {
        let wanted = hash.clone();
        let whole = move |bytes: Vec<u8>| match hash_of(&bytes) == wanted {
            true => Ok(bytes),
            false => Err(FilesError::Damaged),
        };
        match self.0.clone() {
            Place::Nowhere => Err(FilesError::Nowhere),
            Place::Folder(folder) => {
                let hash = hash.clone();
                beside(move || whole(folder.bring(&hash)?)).await
            }
            Place::Bucket(bucket) => {
                let bytes = bucket.bring(hash).await?;
                beside(move || whole(bytes)).await
            }
        }
    }

    /// Whether files can be kept and brought, tried with a small one that stays.
    pub async fn try_out(&self) -> Result<(), FilesError> {
        let hash = self.keep(TRIAL.to_vec()).await?;
        self.bring(&hash).await.map(drop)
    }
}

/// The file that is kept to see whether files can be kept.
const TRIAL: &[u8] = b"hoso was here\n";

/// The name of a file.
pub fn hash_of(bytes: &[u8]) -> FileHash {
    let digits: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    FileHash::parse(&digits).expect("a SHA-256 has 64 digits")
}

/// Does what waits for a disk, or computes for long, beside the requests.
async fn beside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, FilesError> + Send + 'static,
) -> Result<T, FilesError> {
    let ended = tokio::task::spawn_blocking(work).await;
    ended.unwrap_or_else(|_stopped| Err(FilesError::Io(std::io::ErrorKind::Interrupted.into())))
}
