//! Where scans lie, the same questions put to a folder and to a bucket; then what only a bucket
//! can do wrong.

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use hoso::{
    clock::Stopwatch,
    files::{
        Files, FilesError, KEPT_BYTES_MAX, StoreAnswer,
        bucket::{ATTEMPTS_MAX, Patience},
        hash_of,
    },
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use crate::support::{
    in_runtime,
    s3::{Door, KEY_ID, KEY_SECRET, PLACE, S3, bucket, files_under, patient_bucket},
};

/// A place for files, and the folder of this machine they lie in in the end.
struct Shelf {
    files: Files,
    folder: PathBuf,
}

/// Runs each of these tests over a folder and over a bucket.
macro_rules! in_both {
    ($($name:ident),+ $(,)?) => {
        mod folder {
            $( #[test] fn $name() { super::over_a_folder(super::$name); } )+
        }
        mod in_a_bucket {
            $( #[test] fn $name() { super::over_a_bucket(super::$name); } )+
        }
    };
}

in_both! {
    a_file_is_kept_once_however_often_it_comes,
    a_file_that_is_not_what_its_name_says_is_not_brought,
    what_is_too_large_is_not_kept,
    a_place_is_tried_out_with_a_file_that_stays,
}

fn over_a_folder<F: Future<Output = ()>>(test: impl FnOnce(Shelf) -> F) {
    let place = TempDir::new().unwrap();
    let folder = place.path().join("files");
    in_runtime(test(Shelf { files: Files::in_folder(&folder), folder }));
}

fn over_a_bucket<F: Future<Output = ()>>(test: impl FnOnce(Shelf) -> F) {
    in_runtime(async {
        let store = S3::start().await;
        test(Shelf { files: store.files(), folder: store.folder() }).await;
    });
}

async fn a_file_is_kept_once_however_often_it_comes(shelf: Shelf) {
    let all = (0..20).map(|_| shelf.files.keep(b"scan".to_vec()));
    let kept = futures_util::future::join_all(all).await;
    let hash = hash_of(b"scan");
    for kept in kept {
        assert_eq!(kept.unwrap(), hash);
    }
    let name = format!("{}/{hash}", &hash.as_str()[..2]);
    assert_eq!(files_under(&shelf.folder), [name]);
    assert_eq!(shelf.files.bring(&hash).await.unwrap(), b"scan");
}

async fn a_file_that_is_not_what_its_name_says_is_not_brought(shelf: Shelf) {
    let Shelf { files, folder } = shelf;
    let hash = files.keep(b"scan".to_vec()).await.unwrap();
    let path = folder.join(&files_under(&folder)[0]);
    for damaged in [&b"sCan"[..], b"", b"sca", b"scan and more"] {
        fs::write(&path, damaged).unwrap();
        assert!(matches!(files.bring(&hash).await, Err(FilesError::Damaged)), "{damaged:?}");
        // Sent again, it is whole again.
        files.keep(b"scan".to_vec()).await.unwrap();
        assert_eq!(files.bring(&hash).await.unwrap(), b"scan");
    }
    assert!(matches!(files.bring(&hash_of(b"other")).await, Err(FilesError::NotThere)));
}

async fn what_is_too_large_is_not_kept(shelf: Shelf) {
    let kept = shelf.files.keep(vec![0; KEPT_BYTES_MAX + 1]).await;
    assert!(matches!(kept, Err(FilesError::TooLarge)));
    assert_eq!(files_under(&shelf.folder), [""; 0]);
}

async fn a_place_is_tried_out_with_a_file_that_stays(shelf: Shelf) {
    shelf.files.try_out().await.unwrap();
    shelf.files.try_out().await.unwrap();
    assert_eq!(files_under(&shelf.folder).len(), 1);
}

#[tokio::test]
async fn nothing_is_kept_nowhere() {
    assert!(matches!(Files::nowhere().keep(vec![1]).await, Err(FilesError::Nowhere)));
    assert!(matches!(Files::nowhere().bring(&hash_of(b"x")).await, Err(FilesError::Nowhere)));
}

#[tokio::test]
async fn a_folder_that_is_copied_into_a_bucket_is_the_same_place() {
    let (here, store) = (TempDir::new().unwrap(), S3::start().await);
    let folder = Files::in_folder(here.path());
    let scans: Vec<Vec<u8>> = (0..5_u8).map(|n| vec![n; 300]).collect();
    for scan in &scans {
        folder.keep(scan.clone()).await.unwrap();
    }
    let names = files_under(here.path());
    for name in &names {
        let to = store.folder().join(name);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(here.path().join(name), to).unwrap();
    }
    for scan in &scans {
        assert_eq!(store.files().bring(&hash_of(scan)).await.unwrap(), *scan);
        store.files().keep(scan.clone()).await.unwrap();
    }
    assert_eq!(store.asked("PUT"), 0, "what is there whole is not sent again");
    // And what a bucket keeps has the names a folder gives.
    let other = S3::start().await;
    for scan in scans {
        other.files().keep(scan).await.unwrap();
    }
    assert_eq!(files_under(&other.folder()), names);
}

#[tokio::test]
async fn a_store_refuses_with_its_own_word() {
    let store = S3::start().await;
    for (place, id, secret, status, code) in [
        (PLACE, KEY_ID, "wrong", 403, "SignatureDoesNotMatch"),
        (PLACE, "NOBODY", KEY_SECRET, 403, "NotSignedUp"),
    ] {
        let files = store.files_by(place, id, secret);
        let expected = StoreAnswer { status, code: code.to_owned() };
        let kept = files.keep(b"scan".to_vec()).await;
        assert!(matches!(&kept, Err(FilesError::Refused(told)) if *told == expected), "{kept:?}");
        let got = files.bring(&hash_of(b"scan")).await;
        assert!(matches!(&got, Err(FilesError::Refused(told)) if *told == expected), "{got:?}");
    }
    assert_eq!((store.asked("GET"), store.asked("PUT")), (4, 0), "no refusal is asked twice");
    // A bucket that is not there is not a file that is not there.
    store.door(Door::Says(1, 404, "NoSuchBucket"));
    let got = store.files().bring(&hash_of(b"scan")).await;
    assert!(matches!(&got, Err(FilesError::Refused(told)) if told.status == 404), "{got:?}");
    store.door(Door::Says(1, 507, "XMinioStorageFull"));
    assert!(matches!(store.files().keep(b"scan".to_vec()).await, Err(FilesError::Full)));
    assert_eq!(files_under(&store.folder()), [""; 0]);
}

#[tokio::test]
async fn what_is_damaged_on_the_way_is_refused_by_the_store_and_sent_again() {
    let store = S3::start().await;
    store.door(Door::Damages(ATTEMPTS_MAX));
    let kept = store.files().keep(b"scan".to_vec()).await;
    assert!(matches!(kept, Err(FilesError::OutOfReach(_))), "{kept:?}");
    assert_eq!(files_under(&store.folder()), [""; 0]);
    store.door(Door::Damages(1));
    let hash = store.files().keep(b"scan".to_vec()).await.unwrap();
    assert_eq!(store.files().bring(&hash).await.unwrap(), b"scan");
}

#[tokio::test]
async fn a_store_that_fails_for_a_moment_is_asked_again_and_not_for_ever() {
    let store = S3::start().await;
    let files = store.files();
    store.door(Door::Says(ATTEMPTS_MAX - 1, 503, "SlowDown"));
    let hash = files.keep(b"scan".to_vec()).await.unwrap();
    store.door(Door::Says(ATTEMPTS_MAX - 1, 500, "InternalError"));
    assert_eq!(files.bring(&hash).await.unwrap(), b"scan");
    let before = store.asked("GET");
    store.door(Door::Says(100, 503, "SlowDown"));
    assert!(matches!(files.bring(&hash).await, Err(FilesError::OutOfReach(_))));
    assert_eq!(store.asked("GET") - before, ATTEMPTS_MAX);
}

#[tokio::test]
async fn a_store_that_is_gone_or_silent_is_out_of_reach_in_bounded_time() {
    let mut store = S3::start().await;
    let files = store.files();
    let hash = files.keep(b"scan".to_vec()).await.unwrap();
    store.door(Door::Silent);
    let watch = Stopwatch::start();
    assert!(matches!(files.bring(&hash).await, Err(FilesError::OutOfReach(_))));
    assert!(matches!(files.keep(b"scan".to_vec()).await, Err(FilesError::OutOfReach(_))));
    assert!(watch.elapsed() < Duration::from_secs(10), "{:?}", watch.elapsed());
    store.stop().await;
    for bytes in [&b"scan"[..], b"another"] {
        let kept = files.keep(bytes.to_vec()).await;
        assert!(matches!(kept, Err(FilesError::OutOfReach(_))), "{kept:?}");
    }
    assert!(matches!(files.bring(&hash).await, Err(FilesError::OutOfReach(_))));
    assert_eq!(files_under(&store.folder()).len(), 1);
}

/// A server that answers every request with these bytes, over and over where `endless`, then
/// closes. Answers its endpoint, and how many bytes it got rid of.
async fn answers(answer: Vec<u8>, endless: bool) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let sent = Arc::new(AtomicUsize::new(0));
    let count = sent.clone();
    tokio::spawn(async move {
        loop {
            let (stream, _from) = listener.accept().await.unwrap();
            tokio::spawn(answer_with(stream, answer.clone(), endless, count.clone()));
        }
    });
    (endpoint, sent)
}

async fn answer_with(
    mut stream: TcpStream,
    answer: Vec<u8>,
    endless: bool,
    sent: Arc<AtomicUsize>,
) {
    let mut head = vec![];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if stream.read_buf(&mut head).await.unwrap_or(0) == 0 {
            return;
        }
    }
    let mut more = &answer[..];
    let filler = vec![b'x'; 1 << 20];
    while stream.write_all(more).await.is_ok() {
        sent.fetch_add(more.len(), Ordering::Relaxed);
        if !endless {
            break;
        }
        more = &filler;
    }
}

#[tokio::test]
async fn an_answer_that_is_cut_off_is_no_file() {
    let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nscan".to_vec();
    let (endpoint, _sent) = answers(cut, false).await;
    let files = bucket(&endpoint, PLACE, KEY_ID, KEY_SECRET);
    let got = files.bring(&hash_of(b"scan")).await;
    assert!(matches!(got, Err(FilesError::OutOfReach(_))), "{got:?}");
}

#[tokio::test]
async fn an_answer_that_does_not_end_is_read_to_its_bound_and_no_further() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: application/octet-stream\r\n\r\n".to_vec();
    let (endpoint, sent) = answers(head, true).await;
    let files = patient_bucket(&endpoint, Patience::default());
    let got = files.bring(&hash_of(b"scan")).await;
    assert!(matches!(got, Err(FilesError::Damaged)), "{:?}", got.map(|bytes| bytes.len()));
    let sent = sent.load(Ordering::Relaxed);
    assert!((KEPT_BYTES_MAX..KEPT_BYTES_MAX + (16 << 20)).contains(&sent), "{sent}");
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let elsewhere = S3::start().await;
    let place = format!("{}/scans/hoso/x", elsewhere.endpoint);
    let answer = format!(
        "HTTP/1.1 307 Temporary Redirect\r\nlocation: {place}\r\ncontent-length: 0\r\n\r\n"
    );
    let (endpoint, _sent) = answers(answer.into_bytes(), false).await;
    let got = bucket(&endpoint, PLACE, KEY_ID, KEY_SECRET).bring(&hash_of(b"scan")).await;
    let expected = StoreAnswer { status: 307, code: String::new() };
    assert!(matches!(&got, Err(FilesError::Refused(told)) if *told == expected), "{got:?}");
    assert_eq!(elsewhere.asked("GET"), 0);
}
