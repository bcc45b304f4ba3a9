//! `hoso verify`: is the log what was written? The first bad place is named.

use serde_json::json;

use super::{
    Context,
    exit::{CliError, Exit},
    place::shown,
    progress::Progress,
    voice::Voice,
};
use crate::{
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

/// A bad place, as it is told.
struct Bad {
    position: u64,
    stream_type: Option<String>,
    stream_id: Option<String>,
    fault: &'static str,
}

pub async fn run(context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    // Not through the store: it folds units and calendars first, and would stop at a broken one.
    let opened = open::open(&context.place.location(), Purpose::Read).await?;
    let mut progress = Progress::new(voice, "cli-progress-verify");
    let outcome = verify(&opened.db, |done, of| progress.at(done, of)).await;
    let took = progress.end();
    match outcome {
        Ok(Verified { facts, bytes, chain, broken: None }) => {
            let chain = hex(&chain);
            voice.result(
                || {
                    let words = vec![("facts", facts.to_string()), ("chain", chain.clone())];
                    voice.say_with("cli-verify-sound", words)
                },
                || {
                    json!({"sound": true, "facts": facts, "bytes": bytes, "chain": chain,
                        "broken": null})
                },
            )?;
            if !voice.json {
                let seconds = voice.decimal(took.as_secs_f64());
                let place = shown(&context.place.location());
                let words = vec![("seconds", seconds), ("place", place)];
                voice.note(&voice.say_with("cli-verify-took", words));
            }
            Ok(())
        }
        Ok(Verified { facts, bytes, broken: Some(broken), .. }) => {
            let fault = broken.fault.code();
            let (stream_type, stream_id) = (broken.stream_type, broken.stream_id);
            tell(
                voice,
                Bad { position: broken.position, stream_type, stream_id, fault },
                (facts, bytes),
            )
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
