//! `hoso serve`: the service over a database. Nothing answers without an actor's token.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use clap::Args;
use serde_json::json;
use tokio::net::TcpListener;

use super::{
    Context,
    exit::{CliError, Exit},
    package,
    place::shown,
    scans, sign_on,
};
use crate::{
    app::{
        App,
        checkpoints::{self, Keeper},
    },
    witness::line::{Line, LineError},
};

/// Where the service listens unless told otherwise: this machine only.
pub const LISTEN: &str = "127.0.0.1:8642";

#[derive(Debug, Args)]
pub struct Ask {
    #[arg(long, value_name = "ADDR", default_value = LISTEN)]
    listen: SocketAddr,
    #[arg(long, value_name = "IP")]
    proxy: Vec<IpAddr>,
    #[arg(long, value_name = "IP")]
    metrics_from: Vec<IpAddr>,
    #[command(flatten)]
    scans: scans::Ask,
    #[command(flatten)]
    sign_on: sign_on::Named,
    #[arg(long, value_name = "URL")]
    witness: Vec<String>,
    #[arg(long, value_name = "KEY")]
    witness_key: Vec<String>,
    #[arg(long, value_name = "KEY")]
    sender_key: Vec<String>,
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let files = ask.scans.place(&context.place)?.open()?;
    let listen = free_address(ask.listen).await?;
    let witnesses = witnesses(&ask)?;
    let sign_on = ask.sign_on.sign_on()?;
    let senders = ask.sender_key.iter().map(|text| package::key(text)).collect::<Result<_, _>>()?;
    let app = context.place.create().await?.with_files(files);
    let app = app.with_keeper(context.place.keeper()).with_senders(senders);
    let app = match sign_on {
        Some(sign_on) => app.with_sign_on(sign_on),
        None => app,
    };
    // Before anything can be written: what this machine and the witnesses remember is held against
    // the log. A witness that is not heard is no reason not to start.
    app.sign(&context.place.keeper(), &witnesses).await?;
    let invented = app.store().about("invented").await?.is_some();
    let address = address_text(listen);
    voice.result(|| address.clone(), || json!({"address": address, "invented": invented}))?;
    let place = shown(&context.place.location());
    voice.note(&voice.say_with("cli-serve-started", vec![("place", place)]));
    if invented {
        voice.note(&voice.say("cli-invented"));
    }
    let mut limits = web::Limits::default();
    limits.proxies.extend(ask.proxy);
    limits.metrics_from.extend(ask.metrics_from);
    let app = Arc::new(app);
    let heard = hear_sign_on(&app, context);
    let options = web::Options { listen, demo: None, invented, limits };
    let served = serve_with(app.clone(), options, context.place.keeper(), witnesses);
    let (served, ()) = tokio::join!(served, heard);
    served
}

/// Says when the service that vouches for people cannot be asked; people still have their passwords.
async fn hear_sign_on(app: &App, context: &Context) {
    let Some(sign_on) = app.sign_on() else { return };
    if sign_on.reach(context.clock.now()).await.is_err() {
        let words = vec![("name", sign_on.name().to_owned())];
        context.voice.note(&context.voice.say_with("cli-sign-on-unreachable", words));
    }
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
    keeper: Keeper,
) -> Result<(), CliError> {
    let app = app.with_keeper(keeper.clone());
    let options = web::Options { listen, demo, invented, limits: web::Limits::default() };
    serve_with(Arc::new(app), options, keeper, vec![]).await
}

/// The witnesses that were named, each address with the key at the same place.
fn witnesses(ask: &Ask) -> Result<Vec<Line>, CliError> {
    if ask.witness.len() != ask.witness_key.len() {
        return Err(CliError::plain(Exit::Usage, "witness_keys", vec![]));
    }
    let named = ask.witness.iter().zip(&ask.witness_key);
    let line = |(address, key): (&String, &String)| Line::new(address, key);
    let lines: Result<_, LineError> = named.map(line).collect();
    lines.map_err(|_not_one| CliError::plain(Exit::Usage, "witness_unusable", vec![]))
}

async fn serve_with(
    app: Arc<App>,
    options: web::Options,
    keeper: Keeper,
    witnesses: Vec<Line>,
) -> Result<(), CliError> {
    let signing = checkpoints::keep_signing(app.clone(), keeper.clone(), witnesses.clone());
    let signing = tokio::spawn(signing);
    let served = web::serve(app.clone(), options).await;
    signing.abort();
    // What was recorded since the last time is signed too, before the lights go out.
    if app.store().takes_commits()
        && let Err(error) = app.sign(&keeper, &witnesses).await
    {
        tracing::error!("the log was not signed: {error}");
    }
    app.store().close().await;
    served.map_err(|error| CliError::Serve(Box::new(error)))
}

pub use crate::web;
