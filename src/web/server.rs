//! The socket: listening, stopping gracefully, and whether the service is well.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{Router, extract::State};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
};

use super::{CastMember, Site, obstacle::Obstacle, router};
use crate::{app::App, store::read};

/// How long running requests may take to finish once the service is told to stop.
pub const STOP_MAX: Duration = Duration::from_secs(10);

/// How long a client may take to send the head of a request, and how long a connection may be idle.
pub const HEAD_MAX: Duration = Duration::from_secs(10);
/// How many bytes the head of a request may have.
pub const HEAD_BYTES_MAX: usize = 32 * 1_024;
/// How often files that waited too long are removed.
const TIDIES_EVERY: Duration = Duration::from_secs(10 * 60);
/// How many connections are open at a time; the next waits until one is closed.
pub const CONNECTIONS_MAX: usize = 1_024;
/// How long accepting pauses after the system had no more files or memory to give.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// How much of the service one client, or many, may hold.
#[derive(Debug, Clone, Copy)]
struct Limits {
    head: Duration,
    connections: usize,
}

const LIMITS: Limits = Limits { head: HEAD_MAX, connections: CONNECTIONS_MAX };

/// How the service is started.
#[derive(Debug, Clone)]
pub struct Options {
    pub listen: SocketAddr,
    /// In a demo one chooses whom to act as; without a cast nothing answers without a token.
    pub demo: Option<Vec<CastMember>>,
    /// Whether the people in this database are invented; every page then says so.
    pub invented: bool,
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
    let site = Site::new(app, options.demo, options.invented);
    serve_on(listener, router(site), LIMITS, stop).await;
    tidying.abort();
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

/// Takes connections until told to stop; then lets running requests finish.
async fn serve_on(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    mut stop: watch::Receiver<bool>,
) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head).max_buf_size(HEAD_BYTES_MAX);
    let running = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(limits.connections));
    loop {
        let next = async {
            let place = places.clone().acquire_owned().await;
            (accepted(&listener).await, place)
        };
        let (stream, place) = tokio::select! {
            biased;
            _told_or_closed = stop.wait_for(|stop| *stop) => break,
            next = next => next,
        };
        let service = TowerToHyperService::new(router.clone());
        let connection = running.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // A client that went away, or was too slow, is no fault of ours.
            if let Err(error) = connection.await {
                tracing::debug!(error = &error as &dyn std::error::Error, "a connection broke");
            }
            drop(place);
        });
    }
    drop(listener);
    tokio::select! {
        () = running.shutdown() => {}
        () = tokio::time::sleep(STOP_MAX) => {}
    }
}

/// The next connection; what goes wrong before there is one is waited out.
async fn accepted(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _peer)) => {
                // Answers are written whole; waiting for more only delays them.
                let _only_slower = stream.set_nodelay(true);
                return stream;
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

/// The process answers.
pub async fn live() -> &'static str {
    "live\n"
}

/// The database answers too.
pub async fn ready(State(site): State<Site>) -> Result<&'static str, Obstacle> {
    match read::head(site.app().store().db()).await {
        Ok(_head) => Ok("ready\n"),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "the database is not ready");
            Err(Obstacle::busy())
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    const ASKING: &[u8] = b"GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    /// Long enough for whatever is to happen, on a busy machine.
    const SOON: Duration = Duration::from_secs(20);

    /// A service that answers slowly, with a way to stop it.
    async fn started(limits: Limits) -> (SocketAddr, watch::Sender<bool>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, told) = watch::channel(false);
        let slowly = async || {
            tokio::time::sleep(Duration::from_millis(200)).await;
            "here\n"
        };
        let router = Router::new().route("/", get(slowly));
        tokio::spawn(async move { serve_on(listener, router, limits, told).await });
        (address, tell)
    }

    async fn sends(address: SocketAddr, bytes: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        stream
    }

    /// Everything that is answered until the connection is closed.
    async fn answer(mut stream: TcpStream) -> String {
        let mut said = vec![];
        tokio::time::timeout(SOON, stream.read_to_end(&mut said)).await.unwrap().unwrap();
        String::from_utf8(said).unwrap()
    }

    #[tokio::test]
    async fn a_client_that_never_ends_its_head_is_closed_and_holds_up_nobody() {
        let limits = Limits { head: Duration::from_millis(100), connections: 8 };
        let (address, _tell) = started(limits).await;
        let half = sends(address, b"GET / HTTP/1.1\r\nhost: local").await;
        let silent = sends(address, b"").await;
        assert!(answer(sends(address, ASKING).await).await.ends_with("here\n"));
        for slow in [half, silent] {
            assert!(!answer(slow).await.contains(" 200 "));
        }
    }

    #[tokio::test]
    async fn a_head_without_end_is_refused() {
        let limits = Limits { head: SOON, connections: 8 };
        let (address, _tell) = started(limits).await;
        let mut long = b"GET / HTTP/1.1\r\nx: ".to_vec();
        long.resize(2 * HEAD_BYTES_MAX, b'x');
        let said = answer(sends(address, &long).await).await;
        assert!(said.starts_with("HTTP/1.1 431 "), "{said}");
    }

    #[tokio::test]
    async fn one_connection_more_than_there_are_places_waits_for_one() {
        let (address, _tell) = started(Limits { head: SOON, connections: 1 }).await;
        let holds = sends(address, b"GET / HTTP/1.1\r\n").await;
        let waits = tokio::spawn(answer(sends(address, ASKING).await));
        tokio::time::sleep(Duration::from_millis(400)).await;
        assert!(!waits.is_finished());
        drop(holds);
        assert!(waits.await.unwrap().ends_with("here\n"));
    }

    #[tokio::test]
    async fn told_to_stop_it_takes_nobody_new_and_finishes_what_runs() {
        let (address, tell) = started(LIMITS).await;
        let running = sends(address, ASKING).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        tell.send_replace(true);
        assert!(answer(running).await.ends_with("here\n"));
        assert!(TcpStream::connect(address).await.is_err());
    }
}
