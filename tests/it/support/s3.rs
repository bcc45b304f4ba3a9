//! A store that speaks S3's protocol, written by others (`s3s`), on this machine: it checks every
//! signature by itself. In front of it stands a door that can misbehave.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use hoso::files::{
    Files,
    bucket::{Address, Bucket, Keys, Patience, Style},
};
use hyper::{Method, Request, Response, StatusCode, body::Incoming, service::service_fn};
use hyper_util::rt::TokioIo;
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
};
use s3s::{
    Body,
    auth::SimpleAuth,
    service::{S3Service, S3ServiceBuilder},
};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::{
    net::TcpListener,
    task::{JoinHandle, JoinSet},
};
use tokio_rustls::TlsAcceptor;

pub const KEY_ID: &str = "AKIDOFTESTS";
pub const KEY_SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYOFTESTS";
/// The bucket, and what stands before the names of files.
pub const PLACE: &str = "s3://scans/hoso";

/// Short, so that a test that waits does not wait long.
pub const PATIENCE: Patience = Patience {
    connect: Duration::from_millis(500),
    bring: Duration::from_secs(2),
    keep: Duration::from_secs(4),
    pause: Duration::from_millis(10),
};

/// What stands between the program and the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    Open,
    /// The next so many requests are answered with this status and code.
    Says(u32, u16, &'static str),
    /// The bodies of the next so many requests are damaged on their way.
    Damages(u32),
    /// Requests are taken and never answered.
    Silent,
}

/// How often something was asked, by method.
type Asked = BTreeMap<String, u32>;

/// The store; stopped when it is dropped.
pub struct S3 {
    pub endpoint: String,
    folder: TempDir,
    door: Arc<Mutex<Door>>,
    asked: Arc<Mutex<Asked>>,
    serving: JoinHandle<()>,
}

impl S3 {
    /// A store with one empty bucket.
    pub async fn start() -> Self {
        Self::start_behind(None).await
    }

    /// The same, reached over TLS by a certificate for this machine that only the root in
    /// `tests/data/tls-root.pem` vouches for.
    pub async fn start_with_tls() -> Self {
        let certificate = include_bytes!("../../data/tls-certificate.pem");
        let certificate = CertificateDer::from_pem_slice(certificate).unwrap();
        let key = PrivateKeyDer::from_pem_slice(include_bytes!("../../data/tls-key.pem")).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let server = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .unwrap();
        Self::start_behind(Some(TlsAcceptor::from(Arc::new(server)))).await
    }

    async fn start_behind(tls: Option<TlsAcceptor>) -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("scans")).unwrap();
        let mut builder = S3ServiceBuilder::new(FileSystem::new(folder.path()).unwrap());
        builder.set_auth(SimpleAuth::from_single(KEY_ID, KEY_SECRET));
        let store = builder.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let scheme = if tls.is_some() { "https" } else { "http" };
        let endpoint = format!("{scheme}://{}", listener.local_addr().unwrap());
        let door = Arc::new(Mutex::new(Door::Open));
        let asked = Arc::new(Mutex::new(Asked::new()));
        let serving = tokio::spawn(serve(listener, tls, store, door.clone(), asked.clone()));
        Self { endpoint, folder, door, asked, serving }
    }

    /// The files in its bucket, by the right keys.
    pub fn files(&self) -> Files {
        self.files_by(PLACE, KEY_ID, KEY_SECRET)
    }

    pub fn files_by(&self, place: &str, id: &str, secret: &str) -> Files {
        bucket(&self.endpoint, place, id, secret)
    }

    pub fn door(&self, door: Door) {
        *self.door.lock().unwrap() = door;
    }

    /// How often it was asked this way.
    pub fn asked(&self, method: &str) -> u32 {
        self.asked.lock().unwrap().get(method).copied().unwrap_or_default()
    }

    /// Where the files lie.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().join("scans/hoso")
    }

    /// Gone from one moment to the next, with every connection.
    pub async fn stop(&mut self) {
        self.serving.abort();
        let _aborted = (&mut self.serving).await;
    }
}

/// The files in a bucket at an endpoint.
pub fn bucket(endpoint: &str, place: &str, id: &str, secret: &str) -> Files {
    let address = Address::parse(place, endpoint, "us-east-1", Style::Path).unwrap();
    let keys = Keys::parse(id, secret, None).unwrap();
    Files::in_bucket(Bucket::new(address, keys, PATIENCE).unwrap())
}

/// The same by the right keys, with another patience.
pub fn patient_bucket(endpoint: &str, patience: Patience) -> Files {
    let address = Address::parse(PLACE, endpoint, "us-east-1", Style::Path).unwrap();
    let keys = Keys::parse(KEY_ID, KEY_SECRET, None).unwrap();
    Files::in_bucket(Bucket::new(address, keys, patience).unwrap())
}

/// The names of the files under a folder, sorted; also what was half written, were there any.
pub fn files_under(folder: &Path) -> Vec<String> {
    let mut found = vec![];
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten().map(Result::unwrap) {
            match entry.file_type().unwrap().is_dir() {
                true => folders.push(entry.path()),
                false => {
                    let path = entry.path();
                    found.push(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned());
                }
            }
        }
    }
    found.sort();
    found
}

async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    store: S3Service,
    door: Arc<Mutex<Door>>,
    asked: Arc<Mutex<Asked>>,
) {
    let mut connections = JoinSet::new();
    loop {
        let (stream, _from) = listener.accept().await.unwrap();
        let (store, door, asked) = (store.clone(), door.clone(), asked.clone());
        let tls = tls.clone();
        let answer = service_fn(move |request| {
            *asked.lock().unwrap().entry(request.method().to_string()).or_default() += 1;
            through(request, store.clone(), door.clone())
        });
        connections.spawn(async move {
            let http = hyper::server::conn::http1::Builder::new();
            let Some(tls) = tls else {
                let _cut = http.serve_connection(TokioIo::new(stream), answer).await;
                return;
            };
            if let Ok(stream) = tls.accept(stream).await {
                let _cut = http.serve_connection(TokioIo::new(stream), answer).await;
            }
        });
    }
}

async fn through(
    request: Request<Incoming>,
    store: S3Service,
    door: Arc<Mutex<Door>>,
) -> Result<Response<Body>, Infallible> {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(axum::body::Body::new(body), usize::MAX).await.unwrap();
    let stands = *door.lock().unwrap();
    let body = match stands {
        Door::Open => body,
        Door::Silent => std::future::pending().await,
        Door::Says(0, ..) | Door::Damages(0) => body,
        Door::Says(more, status, code) => {
            *door.lock().unwrap() = Door::Says(more - 1, status, code);
            let text = format!("<Error><Code>{code}</Code><Message>no</Message></Error>");
            let mut answer = Response::new(Body::from(text));
            *answer.status_mut() = StatusCode::from_u16(status).unwrap();
            return Ok(answer);
        }
        Door::Damages(more) => {
            let mut bytes = body.to_vec();
            if head.method == Method::PUT {
                *door.lock().unwrap() = Door::Damages(more - 1);
                bytes[0] ^= 1;
            }
            bytes.into()
        }
    };
    let answer = store.call(Request::from_parts(head, Body::from(body))).await;
    Ok(answer.expect("the store answers"))
}
