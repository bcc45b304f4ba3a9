//! The socket: listening, stopping gracefully, and whether the service is well.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::extract::State;
use tokio::{net::TcpListener, sync::watch};

use super::{CastMember, Site, obstacle::Obstacle, router};
use crate::{app::App, store::read};

/// How long running requests may take to finish once the service is told to stop.
pub const STOP_MAX: Duration = Duration::from_secs(10);

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
    #[error("the service stopped serving")]
    Serve(#[source] std::io::Error),
}

/// Serves until SIGINT or SIGTERM; then no new request is taken and running ones are finished.
pub async fn serve(app: Arc<App>, options: Options) -> Result<(), ServeError> {
    let address = options.listen;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|source| ServeError::Listen { address, source })?;
    let stop = stop_signal().map_err(ServeError::Signals)?;
    serve_on(listener, Site::new(app, options.demo, options.invented), stop).await
}

async fn serve_on(
    listener: TcpListener,
    site: Site,
    stop: watch::Receiver<bool>,
) -> Result<(), ServeError> {
    let (mut told, mut late) = (stop.clone(), stop);
    let serving = axum::serve(listener, router(site)).with_graceful_shutdown(async move {
        let _told_or_closed = told.wait_for(|stop| *stop).await.is_ok();
    });
    let give_up = async move {
        let _told_or_closed = late.wait_for(|stop| *stop).await.is_ok();
        tokio::time::sleep(STOP_MAX).await;
    };
    tokio::select! {
        served = serving => served.map_err(ServeError::Serve),
        () = give_up => Ok(()),
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
