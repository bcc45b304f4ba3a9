//! Files of dossiers, such as scans of papers: each kept once, under the hash of its bytes. The
//! facts name the hash; the bytes lie here. Who may see one is decided above.
//!
//! [`Files`] is the seam: a folder today; a store that speaks S3's protocol fits in beside it.

mod folder;
pub mod intake;
mod pdf;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use hoso_events::values::FileHash;
use sha2::{Digest as _, Sha256};

use folder::Folder;

/// Why a file could not be kept or brought.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    #[error("this service keeps no files")]
    Nowhere,
    #[error("the disk is full")]
    Full,
    #[error("the file is not there")]
    NotThere,
    #[error("the file is not what its name says")]
    Damaged,
    #[error("the files could not be used")]
    Io(#[source] std::io::Error),
}

/// Where files are kept.
#[derive(Debug, Clone, Default)]
pub struct Files(Option<Arc<Folder>>);

impl Files {
    /// In a folder of this machine, or one that all servers over a database share.
    pub fn in_folder(path: impl Into<PathBuf>) -> Self {
        Self(Some(Arc::new(Folder::new(path.into()))))
    }

    /// Nowhere: a service that takes no files.
    pub fn nowhere() -> Self {
        Self(None)
    }

    /// The folder the files lie in, where it is one.
    pub fn folder(&self) -> Option<&Path> {
        self.0.as_deref().map(Folder::path)
    }

    /// Keeps a file and answers its name once it is there for good; one that is there already is
    /// kept as it is.
    pub async fn keep(&self, bytes: Vec<u8>) -> Result<FileHash, FilesError> {
        let folder = self.0.clone().ok_or(FilesError::Nowhere)?;
        beside(move || {
            let hash = hash_of(&bytes);
            folder.keep(&hash, &bytes)?;
            Ok(hash)
        })
        .await
    }

    /// The bytes of a file, checked against its name.
    pub async fn bring(&self, hash: &FileHash) -> Result<Vec<u8>, FilesError> {
        let folder = self.0.clone().ok_or(FilesError::Nowhere)?;
        let hash = hash.clone();
        beside(move || {
            let bytes = folder.bring(&hash)?;
            if hash_of(&bytes) == hash { Ok(bytes) } else { Err(FilesError::Damaged) }
        })
        .await
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    fn files_in(folder: &std::path::Path) -> Vec<PathBuf> {
        let mut found = vec![];
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            match entry.file_type().unwrap().is_dir() {
                true => found.extend(files_in(&entry.path())),
                false => found.push(entry.path()),
            }
        }
        found
    }

    #[tokio::test]
    async fn a_file_is_kept_once_however_often_it_comes() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::in_folder(folder.path().join("files"));
        let all = (0..20).map(|_| files.keep(b"scan".to_vec()));
        let kept = futures_util::future::join_all(all).await;
        let hash = kept[0].as_ref().unwrap().clone();
        assert!(kept.iter().all(|kept| *kept.as_ref().unwrap() == hash));
        assert_eq!(files_in(folder.path()).len(), 1);
        assert_eq!(files.bring(&hash).await.unwrap(), b"scan");
    }

    #[tokio::test]
    async fn a_file_that_is_not_what_its_name_says_is_not_brought() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::in_folder(folder.path());
        let hash = files.keep(b"scan".to_vec()).await.unwrap();
        std::fs::write(&files_in(folder.path())[0], b"sCan").unwrap();
        assert!(matches!(files.bring(&hash).await, Err(FilesError::Damaged)));
        // Sent again, it is whole again.
        files.keep(b"scan".to_vec()).await.unwrap();
        assert_eq!(files.bring(&hash).await.unwrap(), b"scan");
        let other = hash_of(b"other");
        assert!(matches!(files.bring(&other).await, Err(FilesError::NotThere)));
        assert!(matches!(Files::nowhere().keep(vec![1]).await, Err(FilesError::Nowhere)));
    }
}
