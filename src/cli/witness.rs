//! `hoso witness`: stands on another machine, remembers what it saw of logs, and vouches only for what
//! follows from it.

use std::net::SocketAddr;

use clap::Args;
use serde_json::json;
use tokio::net::TcpListener;

use super::{
    Context,
    exit::{CliError, Exit},
};
use crate::{
    app::checkpoints::Keeper,
    seal::{
        key::{PublicKey, Use},
        note::is_name,
    },
    witness::stand::Stand,
};

/// The folder of its key and its memory, in the data folder.
const FOLDER: &str = "witness";

#[derive(Debug, Args)]
pub struct Ask {
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8643")]
    listen: SocketAddr,
    #[arg(long, value_name = "NAME")]
    name: String,
    #[arg(long, value_name = "KEY")]
    log: Vec<String>,
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let bad_key = || CliError::plain(Exit::Usage, "bad_key", vec![]);
    let logs: Result<Vec<_>, _> = ask.log.iter().map(|log| PublicKey::parse(log)).collect();
    let logs = logs.map_err(|_not_a_key| bad_key())?;
    if !is_name(&ask.name) {
        return Err(bad_key());
    }
    let folder = context.place.data.join(FOLDER);
    let key = Keeper::in_folder(folder.clone(), FOLDER).key(&ask.name, context.clock.as_ref())?;
    let public = key.public(Use::Witness).to_string();
    if logs.is_empty() {
        // Without a log there is nothing to do but to say by what its word is checked.
        return voice.result(|| public.clone(), || json!({"key": public, "address": null}));
    }
    let listener = TcpListener::bind(ask.listen).await.map_err(CliError::Listen)?;
    let address = format!("http://{}/", listener.local_addr().map_err(CliError::Listen)?);
    let stand = Stand::new(key, logs, folder, context.clock.clone()).map_err(CliError::File)?;
    voice
        .result(|| format!("{address}\n{public}"), || json!({"key": public, "address": address}))?;
    let stopped = async {
        let _asked = tokio::signal::ctrl_c().await;
    };
    let served = axum::serve(listener, stand.router()).with_graceful_shutdown(stopped).await;
    served.map_err(|error| CliError::Serve(Box::new(error)))
}
