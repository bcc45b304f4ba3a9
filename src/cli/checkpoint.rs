//! `hoso checkpoint`: the log signed as it is, the key others check it with, and the proof that it
//! only grew between two sizes.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use clap::{Args, Subcommand};
use serde_json::json;

use super::{
    Context,
    exit::{CliError, Exit},
};
use crate::{app::checkpoints::CheckpointError, store::StoreError};

#[derive(Debug, Args)]
pub struct Ask {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    Key,
    Prove {
        #[arg(long, value_name = "SIZE")]
        from: u64,
        #[arg(long, value_name = "SIZE")]
        to: u64,
    },
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    // Beside a running server too, which will keep its own: what is signed is remembered outside the
    // database in any case.
    let app = match context.place.write().await {
        Err(CliError::Store(StoreError::InUse)) => context.place.read().await?,
        opened => opened?,
    };
    let keeper = context.place.keeper();
    let voice = &context.voice;
    match ask.what {
        None => {
            let signed = app.checkpoint(&keeper).await?;
            let note = signed.note.to_string();
            voice.result(
                || note.clone(),
                || {
                    json!({"origin": signed.checkpoint.origin, "size": signed.checkpoint.size,
                        "root": STANDARD.encode(signed.checkpoint.root), "note": note})
                },
            )?;
            let place = keeper.memory_path().display().to_string();
            voice.note(&voice.say_with("cli-checkpoint-remembered", vec![("place", place)]));
            Ok(())
        }
        Some(What::Key) => {
            let key = app.checkpoint_key(&keeper).await?.to_string();
            voice.result(|| key.clone(), || json!({"key": key}))
        }
        Some(What::Prove { from, to }) => {
            if from > to {
                return Err(CliError::plain(Exit::Usage, "sizes_reversed", vec![]));
            }
            let path = app.proof_of_growth(from, to).await?;
            let lines: Vec<String> = path.iter().map(|hash| STANDARD.encode(hash)).collect();
            voice.result(|| lines.join("\n"), || json!({"from": from, "to": to, "proof": lines}))
        }
    }
}

/// How a log that is not the signed one is told: rewritten, or cut off.
pub fn exit_of(error: &CheckpointError) -> Exit {
    match error {
        CheckpointError::Rewritten { .. } | CheckpointError::OtherLog => Exit::Rewritten,
        CheckpointError::Shorter { .. } => Exit::Shorter,
        CheckpointError::Folder(_) | CheckpointError::Key | CheckpointError::Memory => {
            Exit::Configuration
        }
        CheckpointError::Empty | CheckpointError::Store(_) => Exit::Failed,
    }
}

/// The stable code.
pub fn code_of(error: &CheckpointError) -> &'static str {
    match error {
        CheckpointError::Store(_) => "store",
        CheckpointError::Folder(_) => "checkpoint_folder",
        CheckpointError::Key => "checkpoint_key",
        CheckpointError::Memory => "checkpoint_memory",
        CheckpointError::Empty => "log_empty",
        CheckpointError::OtherLog => "log_other",
        CheckpointError::Shorter { .. } => "log_shorter",
        CheckpointError::Rewritten { .. } => "log_rewritten",
    }
}

/// The numbers its sentence names.
pub fn words_of(error: &CheckpointError) -> super::exit::Words {
    match error {
        CheckpointError::Shorter { held, known } => vec![
            ("held", held.to_string()),
            ("known", known.to_string()),
            ("missing", (known - held).to_string()),
        ],
        CheckpointError::Rewritten { known } => vec![("known", known.to_string())],
        _ => vec![],
    }
}
