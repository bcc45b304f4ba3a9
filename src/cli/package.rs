//! `hoso package`: one dossier handed out as a sealed file, such a file checked with nothing but
//! itself and the sender's public key, and one taken in.

mod import;

use std::{
    fs::{self, File},
    io::Read as _,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use hoso_events::ids::DossierId;
use serde_json::{Value as Json, json};

use super::{
    Context,
    access_log::service,
    exit::{CliError, Exit},
    scans,
    show::dossier_id,
    voice::Voice,
};
use crate::{
    app::{Opened, checkpoints::NOTE_FILE_BYTES_MAX, package::PackageError},
    package::{self, container::BYTES_MAX},
    seal::key::PublicKey,
};

#[derive(Debug, Subcommand)]
pub enum Ask {
    Export(Export),
    Verify(Verify),
    Import(import::Import),
    Receipt(import::Receipt),
    ReceiptVerify(import::ReceiptVerify),
}

#[derive(Debug, Args)]
pub struct Export {
    #[arg(value_name = "DOSSIER", value_parser = dossier_id)]
    dossier: DossierId,
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    scans: scans::Ask,
}

#[derive(Debug, Args)]
pub struct Verify {
    #[arg(value_name = "FILE")]
    package: PathBuf,
    #[arg(long, value_name = "KEY")]
    key: Option<String>,
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    match ask {
        Ask::Export(ask) => export(ask, context).await,
        Ask::Verify(ask) => verify(&ask, &context.voice),
        Ask::Import(ask) => import::import(ask, context).await,
        Ask::Receipt(ask) => import::receipt(ask, context).await,
        Ask::ReceiptVerify(ask) => import::receipt_verify(&ask, &context.voice),
    }
}

async fn export(ask: Export, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let files = ask.scans.place(&context.place)?.open()?;
    // Beside a running server too: what is signed is remembered outside the database.
    let app = context.place.read().await?.with_files(files);
    let keeper = context.place.keeper();
    let service = service(context, Opened::Export);
    let packed = app.pack(&service, ask.dossier, &keeper, package::page::render).await?;
    fs::write(&ask.output, &packed.bytes).map_err(CliError::Output)?;
    let key = app.checkpoint_key(&keeper).await?.to_string();
    let file = ask.output.display().to_string();
    let words = vec![
        ("file", file.clone()),
        ("facts", packed.facts.to_string()),
        ("scans", packed.scans.to_string()),
        ("key", key.clone()),
    ];
    voice.result(
        || voice.say_with("cli-package-exported", words),
        || {
            json!({"file": file, "facts": packed.facts, "scans": packed.scans,
                "log_size": packed.log_size, "key": key})
        },
    )
}

fn verify(ask: &Verify, voice: &Voice) -> Result<(), CliError> {
    let key = ask.key.as_deref().map(key).transpose()?;
    let whole = read_bounded(&ask.package, BYTES_MAX as u64)?;
    let opened = package::open(&whole, key.as_ref())?;
    tell(voice, &opened)?;
    if opened.vouched { Ok(()) } else { Err(CliError::Told(Exit::Failed)) }
}

/// The bytes of a file, at most one more than may be: a larger one is then told as such, and not
/// read to its end.
fn read_bounded(path: &Path, bytes_max: u64) -> Result<Vec<u8>, CliError> {
    let mut whole = vec![];
    let file = File::open(path).map_err(CliError::File)?;
    file.take(bytes_max + 1).read_to_end(&mut whole).map_err(CliError::File)?;
    Ok(whole)
}

/// A key as it is written down, or a file that holds it.
pub(super) fn key(text: &str) -> Result<PublicKey, CliError> {
    let wrong = || CliError::plain(Exit::Usage, "bad_key", vec![]);
    if let Ok(key) = PublicKey::parse(text) {
        return Ok(key);
    }
    let mut held = String::new();
    let file = File::open(Path::new(text)).map_err(|_no_file_either| wrong())?;
    let read = file.take(NOTE_FILE_BYTES_MAX).read_to_string(&mut held);
    read.map_err(|_not_text| wrong())?;
    PublicKey::parse(&held).map_err(|_not_a_key| wrong())
}

fn tell(voice: &Voice, opened: &package::Opened<'_>) -> Result<(), CliError> {
    let manifest = &opened.manifest;
    let unknown: Vec<_> = opened.unknown().collect();
    voice.result(
        || {
            let words = vec![
                ("facts", opened.facts.len().to_string()),
                ("scans", opened.scans.len().to_string()),
                ("size", opened.checkpoint.size.to_string()),
                ("sender", manifest.sender.name.clone()),
                ("origin", manifest.origin.clone()),
                ("dossier", manifest.dossier.clone()),
                ("key", opened.key.to_string()),
            ];
            let mut lines = vec![voice.say_with("cli-package-whole", words)];
            for line in &unknown {
                let words = vec![
                    ("sequence", line.sequence.to_string()),
                    ("name", line.event_type.clone()),
                    ("version", line.version.to_string()),
                ];
                lines.push(voice.say_with("cli-package-newer-fact", words));
            }
            let last =
                if opened.vouched { "cli-package-vouched" } else { "cli-package-not-vouched" };
            lines.push(voice.say(last));
            lines.join("\n")
        },
        || {
            let unknown: Vec<Json> = unknown
                .iter()
                .map(|line| {
                    json!({"sequence": line.sequence, "position": line.position,
                        "event_type": line.event_type, "version": line.version})
                })
                .collect();
            json!({"whole": true, "vouched": opened.vouched, "facts": opened.facts.len(),
                "scans": opened.scans.len(), "log_size": opened.checkpoint.size,
                "origin": manifest.origin, "dossier": manifest.dossier,
                "sender": manifest.sender, "made_at": manifest.made_at,
                "key": opened.key.to_string(), "unknown_facts": unknown})
        },
    )
}

impl From<PackageError> for CliError {
    fn from(error: PackageError) -> Self {
        match error {
            PackageError::Command(error) => Self::Command(error),
            PackageError::Checkpoint(error) => error.into(),
            PackageError::Fault(fault) => Self::Package(fault),
        }
    }
}
