//! `hoso verify`: is the log what was written? The first bad place is named. Held against the
//! checkpoint that is remembered, and against one that someone outside kept.

use std::path::PathBuf;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use clap::Args;
use hoso_projections::database::Database;
use serde_json::{Value as Json, json};

use super::{
    Context,
    exit::{CliError, Exit},
    place::shown,
    progress::Progress,
    voice::Voice,
};
use crate::{
    app::checkpoints::{CheckpointError, Keeper, origin, read_note},
    seal::{checkpoint::Checkpoint, key::PublicKey},
    sentences::key_of_code,
    store::{
        Purpose, StoreError,
        health::schema_version,
        integrity::hex,
        open,
        verify::{Verified, verify},
    },
};

/// A fault this command line adds: a row that cannot even be read.
const UNREADABLE: &str = "unreadable";

#[derive(Debug, Args)]
pub struct Ask {
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    #[arg(long, value_name = "KEY", requires = "checkpoint")]
    key: Option<String>,
}

/// A bad place, as it is told.
struct Bad {
    position: u64,
    stream_type: Option<String>,
    stream_id: Option<String>,
    fault: &'static str,
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    // Not through the store: it folds units and calendars first, and would stop at a broken one.
    let opened = open::open(&context.place.location(), Purpose::Read).await?;
    let known = known(&ask, &opened.db, context).await?;
    let sizes: Vec<u64> = known.iter().map(|checkpoint| checkpoint.size).collect();
    let mut progress = Progress::new(voice, "cli-progress-verify");
    let outcome = verify(&opened.db, &sizes, |done, of| progress.at(done, of)).await;
    let took = progress.end();
    match outcome {
        Ok(Verified { broken: Some(broken), facts, bytes, .. }) => {
            let fault = broken.fault.code();
            let (stream_type, stream_id) = (broken.stream_type, broken.stream_id);
            tell(
                voice,
                Bad { position: broken.position, stream_type, stream_id, fault },
                (facts, bytes),
            )
        }
        Ok(found) => {
            hold_against(&found, &known)?;
            sound(voice, &found, &known)?;
            if !voice.json {
                let seconds = voice.decimal(took.as_secs_f64());
                let place = shown(&context.place.location());
                let words = vec![("seconds", seconds), ("place", place)];
                voice.note(&voice.say_with("cli-verify-took", words));
            }
            Ok(())
        }
        Err(StoreError::Unreadable { position, .. } | StoreError::Fact { position, .. }) => {
            let bad = Bad { position, stream_type: None, stream_id: None, fault: UNREADABLE };
            tell(voice, bad, (position.saturating_sub(1), 0))
        }
        Err(error) => match schema_version(&opened.db).await {
            Ok(None) => Err(StoreError::NoDatabase.into()),
            _ => Err(error.into()),
        },
    }
}

/// What the log is held against: the checkpoint of a file, and the one that is remembered here.
async fn known(ask: &Ask, db: &Database, context: &Context) -> Result<Vec<Checkpoint>, CliError> {
    // A log whose first fact cannot be read is told as broken further on.
    let origin = origin(db).await.ok().flatten();
    let keeper = context.place.keeper();
    let clock = context.clock.as_ref();
    let mut known = vec![];
    if let Some(path) = &ask.checkpoint {
        known.push(from_file(path, ask.key.as_deref(), origin.as_deref(), &keeper, context)?);
    }
    if let Some(origin) = &origin
        && let Some(signed) = keeper.remembered(origin, clock)?
    {
        known.push(signed.checkpoint);
    }
    Ok(known)
}

fn from_file(
    path: &std::path::Path,
    key: Option<&str>,
    origin: Option<&str>,
    keeper: &Keeper,
    context: &Context,
) -> Result<Checkpoint, CliError> {
    let plain = |code| CliError::plain(Exit::Failed, code, vec![]);
    let note = read_note(path).map_err(CliError::File)?;
    let note = note.ok_or_else(|| plain("checkpoint_unreadable"))?;
    let checkpoint =
        Checkpoint::parse(&note.text).map_err(|_other| plain("checkpoint_unreadable"))?;
    let key = match key {
        Some(text) => PublicKey::parse(text)
            .map_err(|_not_a_key| CliError::plain(Exit::Usage, "bad_key", vec![]))?,
        None => keeper
            .public_key(&checkpoint.origin, context.clock.as_ref())?
            .ok_or_else(|| CliError::plain(Exit::Usage, "key_needed", vec![]))?,
    };
    if !key.has_signed(&note) {
        return Err(plain("checkpoint_unsigned"));
    }
    match origin {
        Some(origin) if origin != checkpoint.origin => Err(CheckpointError::OtherLog.into()),
        _ => Ok(checkpoint),
    }
}

/// The log is whole; it may still not be the one that was signed.
fn hold_against(found: &Verified, known: &[Checkpoint]) -> Result<(), CliError> {
    for (checkpoint, root) in known.iter().zip(&found.roots_then) {
        let (held, known) = (found.facts, checkpoint.size);
        match root {
            None => return Err(CheckpointError::Shorter { held, known }.into()),
            Some(root) if *root != checkpoint.root => {
                return Err(CheckpointError::Rewritten { known }.into());
            }
            Some(_same) => {}
        }
    }
    Ok(())
}

fn sound(voice: &Voice, found: &Verified, known: &[Checkpoint]) -> Result<(), CliError> {
    let (facts, chain) = (found.facts, hex(&found.chain));
    let root = STANDARD.encode(found.root);
    let newest = known.iter().map(|checkpoint| checkpoint.size).max();
    voice.result(
        || {
            let words = vec![("facts", facts.to_string()), ("chain", chain.clone())];
            let mut text = voice.say_with("cli-verify-sound", words);
            let key = match newest {
                Some(_) => "cli-verify-known",
                None => "cli-verify-unknown",
            };
            let words = newest.map(|size| ("size", size.to_string())).into_iter().collect();
            text.push('\n');
            text.push_str(&voice.say_with(key, words));
            text
        },
        || {
            let known: Vec<Json> = known.iter().map(|it| json!({"size": it.size})).collect();
            json!({"sound": true, "facts": facts, "bytes": found.bytes, "chain": chain,
                "root": root, "checkpoints": known, "broken": null})
        },
    )
}

fn fault_key(fault: &str) -> String {
    if fault == UNREADABLE { "cli-fault-unreadable".to_owned() } else { key_of_code(fault) }
}

fn tell(voice: &Voice, bad: Bad, (facts, bytes): (u64, u64)) -> Result<(), CliError> {
    let Bad { position, stream_type, stream_id, fault } = bad;
    voice.result(
        || {
            let stream = match (&stream_type, &stream_id) {
                (Some(kind), Some(id)) => format!("{kind} {id}"),
                _ => voice.say("cli-verify-no-stream"),
            };
            let words = vec![
                ("position", position.to_string()),
                ("stream", stream),
                ("fault", voice.say(&fault_key(fault))),
                ("sound", facts.to_string()),
            ];
            voice.say_with("cli-verify-broken", words)
        },
        || {
            json!({"sound": false, "facts": facts, "bytes": bytes, "chain": null,
                "broken": {"position": position, "stream_type": stream_type,
                    "stream_id": stream_id, "fault": fault}})
        },
    )?;
    Err(CliError::Told(Exit::Broken))
}
