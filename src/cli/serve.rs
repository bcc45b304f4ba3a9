//! `hoso serve`: the service over a database. Nothing answers without an actor's token.

use std::{net::SocketAddr, sync::Arc};

use clap::Args;
use serde_json::json;
use tokio::net::TcpListener;

use super::{Context, exit::CliError, place::shown};
use crate::app::App;

/// Where the service listens unless told otherwise: this machine only.
pub const LISTEN: &str = "127.0.0.1:8642";

#[derive(Debug, Args)]
pub struct Ask {
    #[arg(long, value_name = "ADDR", default_value = LISTEN)]
    listen: SocketAddr,
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let listen = free_address(ask.listen).await?;
    let app = context.place.create().await?;
    let invented = app.store().about("invented").await?.is_some();
    let address = address_text(listen);
    voice.result(|| address.clone(), || json!({"address": address, "invented": invented}))?;
    let place = shown(&context.place.location());
    voice.note(&voice.say_with("cli-serve-started", vec![("place", place)]));
    if invented {
        voice.note(&voice.say("cli-invented"));
    }
    listen_on(app, listen, None, invented).await
}

/// Makes sure that the address can be listened on, before anything is printed or written.
pub async fn free_address(listen: SocketAddr) -> Result<SocketAddr, CliError> {
    let listener = TcpListener::bind(listen).await.map_err(CliError::Listen)?;
    listener.local_addr().map_err(CliError::Listen)
}

/// An address as a browser takes it.
pub fn address_text(listen: SocketAddr) -> String {
    format!("http://{listen}/")
}

/// Serves until the process is asked to stop.
pub async fn listen_on(
    app: App,
    listen: SocketAddr,
    demo: Option<Vec<web::CastMember>>,
    invented: bool,
) -> Result<(), CliError> {
    let options = web::Options { listen, demo, invented };
    web::serve(Arc::new(app), options).await.map_err(|error| CliError::Serve(Box::new(error)))
}

// JOIN: replace this module with `pub use crate::web;`.
pub mod web {
    use std::{net::SocketAddr, sync::Arc};

    use hoso_events::ids::{AccountId, DossierId};

    use crate::app::App;

    #[derive(Debug, Clone)]
    pub struct CastMember {
        pub account: AccountId,
        pub name: String,
        pub role_key: &'static str,
        pub unit_code: String,
        pub dossier: Option<DossierId>,
    }

    pub struct Options {
        pub listen: SocketAddr,
        pub demo: Option<Vec<CastMember>>,
        pub invented: bool,
    }

    #[derive(Debug, thiserror::Error)]
    #[error("the web server is not joined yet")]
    pub struct ServeError;

    pub async fn serve(_app: Arc<App>, options: Options) -> Result<(), ServeError> {
        let Options { listen, demo, invented } = options;
        let _joined_later = (listen, invented);
        for CastMember { account: _, name: _, role_key: _, unit_code: _, dossier: _ } in
            demo.into_iter().flatten()
        {}
        Err(ServeError)
    }

    pub fn openapi_json() -> String {
        r#"{"openapi": "3.1.0", "info": {"title": "hoso", "version": "0"}, "paths": {}}"#.to_owned()
    }
}
