//! The socket: listening, how much of the service one client or many may hold, and stopping
//! gracefully.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
    time::Duration,
};

use axum::extract::ConnectInfo;
use hyper::{Request, body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    io::AsyncWriteExt as _,
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
};

use super::{CastMember, Site, patient::Patient, router};
use crate::app::App;

/// How long running requests may take to finish once the service is told to stop.
pub const STOP_MAX: Duration = Duration::from_secs(20);

/// How long a client may take to send the head of a request, and how long a connection may be idle.
pub const HEAD_MAX: Duration = Duration::from_secs(10);
/// How long a client may take to send the body of a request.
pub const BODY_MAX: Duration = Duration::from_secs(20);
/// How long a client may read nothing of an answer that is being sent.
pub const STALL_MAX: Duration = Duration::from_secs(30);
/// How many bytes the head of a request may have.
pub const HEAD_BYTES_MAX: usize = 80 * 1_024;
/// How often files that waited too long are removed.
const TIDIES_EVERY: Duration = Duration::from_secs(10 * 60);
/// How often it is looked for endings of service whose day has come.
const ENDS_EVERY: Duration = Duration::from_secs(60);
/// How many connections are open at a time; the next waits until one is closed.
pub const CONNECTIONS_MAX: usize = 1_024;
/// How many of them one address may hold.
pub const CONNECTIONS_OF_ONE_MAX: usize = 64;
/// How many streams of the change feed are open at a time.
pub const STREAMS_MAX: usize = 256;
/// How many of them one account may hold.
pub const STREAMS_OF_ONE_MAX: usize = 4;
/// How often a stream says something when there is nothing to say.
pub const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long accepting pauses after the system had no more files or memory to give.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// What one connection too many from an address is told.
const TOO_MANY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\n\
    content-length: 0\r\nconnection: close\r\n\r\n";

/// How much of the service one client, or many, may hold.
#[derive(Debug, Clone)]
pub struct Limits {
    pub head: Duration,
    pub body: Duration,
    pub stall: Duration,
    pub connections: usize,
    pub connections_of_one: usize,
    pub streams: usize,
    pub streams_of_one: usize,
    pub heartbeat: Duration,
    /// Addresses that may hold as many connections as there are, such as a proxy in front; none
    /// but this machine unless said.
    pub proxies: Vec<IpAddr>,
    /// Addresses beside this machine that may read the figures.
    pub metrics_from: Vec<IpAddr>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: HEAD_MAX,
            body: BODY_MAX,
            stall: STALL_MAX,
            connections: CONNECTIONS_MAX,
            connections_of_one: CONNECTIONS_OF_ONE_MAX,
            streams: STREAMS_MAX,
            streams_of_one: STREAMS_OF_ONE_MAX,
            heartbeat: HEARTBEAT,
            proxies: vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
            metrics_from: vec![],
        }
    }
}

/// How the service is started.
#[derive(Debug, Clone)]
pub struct Options {
    pub listen: SocketAddr,
    /// In a demo one chooses whom to act as; without a cast nothing answers without a token.
    pub demo: Option<Vec<CastMember>>,
    /// Whether the people in this database are invented; every page then says so.
    pub invented: bool,
    /// How much of the service one client, or many, may hold.
    pub limits: Limits,
}

/// Why the service did not start or went down.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("the address {address} cannot be listened on")]
    Listen {
        address: SocketAddr,
        #[source]
        source: std::io::Error,
    },
    #[error("signals to stop cannot be listened for")]
    Signals(#[source] std::io::Error),
}

/// Serves until SIGINT or SIGTERM; then no new request is taken and running ones are finished.
pub async fn serve(app: Arc<App>, options: Options) -> Result<(), ServeError> {
    let address = options.listen;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|source| ServeError::Listen { address, source })?;
    let stop = stop_signal().map_err(ServeError::Signals)?;
    let tidying = tokio::spawn(forget_old_lists(app.clone()));
    let ending = tokio::spawn(put_endings_into_effect(app.clone()));
    let Options { demo, invented, limits, .. } = options;
    serve_on(listener, Site::limited(app, demo, invented, limits), stop).await;
    tidying.abort();
    ending.abort();
    Ok(())
}

/// Removes the files of lists nobody confirmed, also when nobody comes by.
async fn forget_old_lists(app: Arc<App>) {
    let mut again = tokio::time::interval(TIDIES_EVERY);
    loop {
        again.tick().await;
        if let Err(error) = app.forget_old_files().await {
            tracing::warn!(error = &error as &dyn std::error::Error, "old lists were not removed");
        }
    }
}

/// Records the announced endings of service whose day has come, at the start and again and again.
async fn put_endings_into_effect(app: Arc<App>) {
    let mut again = tokio::time::interval(ENDS_EVERY);
    loop {
        again.tick().await;
        if app.store().takes_commits()
            && let Err(error) = app.put_endings_into_effect().await
        {
            tracing::warn!(error = &error as &dyn std::error::Error, "endings did not take effect");
        }
    }
}

/// Takes connections until told to stop; then lets running requests finish.
pub async fn serve_on(listener: TcpListener, site: Site, mut stop: watch::Receiver<bool>) {
    let (router, limits) = (router(site.clone()), site.limits());
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head).max_buf_size(HEAD_BYTES_MAX);
    let running = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(limits.connections));
    let guests = Guests::default();
    loop {
        let next = async {
            let place = places.clone().acquire_owned().await;
            (accepted(&listener).await, place)
        };
        let ((mut stream, peer), place) = tokio::select! {
            biased;
            _told_or_closed = stop.wait_for(|stop| *stop) => break,
            next = next => next,
        };
        let address = peer.ip().to_canonical();
        let most = match limits.proxies.contains(&address) {
            true => limits.connections,
            false => limits.connections_of_one,
        };
        let Some(guest) = guests.welcome(address, most) else {
            // Said if it can be said at once; nobody waits for this client to read it.
            let _told = tokio::time::timeout(ACCEPT_PAUSE, stream.write_all(TOO_MANY)).await;
            continue;
        };
        let stream = TokioIo::new(Patient::new(stream, limits.stall));
        let service = TowerToHyperService::new(router.clone());
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            hyper::service::Service::call(&service, request)
        });
        let connection = running.watch(http.serve_connection(stream, service));
        let site = site.clone();
        site.figures().connections.fetch_add(1, Ordering::Relaxed);
        tokio::spawn(async move {
            // A client that went away, or was too slow, is no fault of ours.
            if let Err(error) = connection.await {
                tracing::debug!(error = &error as &dyn std::error::Error, "a connection broke");
            }
            site.figures().connections.fetch_sub(1, Ordering::Relaxed);
            drop((place, guest));
        });
    }
    drop(listener);
    site.stop();
    tokio::select! {
        () = running.shutdown() => {}
        () = tokio::time::sleep(STOP_MAX) => {}
    }
}

/// How many connections each address holds.
#[derive(Debug, Clone, Default)]
struct Guests(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One connection among those of its address.
struct Guest {
    guests: Guests,
    address: IpAddr,
}

impl Guests {
    /// Takes one more connection from an address in, unless it holds as many as it may.
    fn welcome(&self, address: IpAddr, most: usize) -> Option<Guest> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = held.entry(address).or_default();
        if *own >= most {
            return None;
        }
        *own += 1;
        Some(Guest { guests: self.clone(), address })
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let mut held = self.guests.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = held.get_mut(&self.address) {
            *own -= 1;
            if *own == 0 {
                held.remove(&self.address);
            }
        }
    }
}

/// The next connection; what goes wrong before there is one is waited out.
async fn accepted(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Answers are written whole; waiting for more only delays them.
                let _only_slower = stream.set_nodelay(true);
                return (stream, peer);
            }
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "no connection taken");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

/// Becomes true when the process is asked to stop.
fn stop_signal() -> Result<watch::Receiver<bool>, std::io::Error> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let (tell, told) = watch::channel(false);
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping: no new requests are taken");
        tell.send_replace(true);
        // Kept until the process ends: a dropped sender would also read as told to stop.
        std::future::pending::<()>().await;
    });
    Ok(told)
}
