//! `hoso package import`, `receipt` and `receipt-verify`: a package taken in, and the receipt that
//! its receiver gives for it.

use std::{fs, path::PathBuf, sync::Arc};

use chrono::NaiveDate;
use clap::Args;
use hoso_events::{ids::DossierId, provenance::Source};
use serde_json::json;

use super::{key, read_bounded};
use crate::{
    app::{
        Actor, Done, Opened,
        checkpoints::NOTE_FILE_BYTES_MAX,
        taking_in::{Asked, Offer},
    },
    cli::{
        Context,
        access_log::service,
        exit::{CliError, day},
        paper::PaperArgs,
        scans,
        show::dossier_id,
        voice::Voice,
    },
    package::{Incoming, container::BYTES_MAX, receipt},
};

#[derive(Debug, Args)]
pub struct Import {
    #[arg(value_name = "FILE")]
    package: PathBuf,
    /// The key of a sender who is trusted.
    #[arg(long, value_name = "KEY", required = true)]
    key: Vec<String>,
    #[arg(long, value_name = "CODE")]
    unit: String,
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: NaiveDate,
    #[command(flatten)]
    paper: PaperArgs,
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    scans: scans::Ask,
}

#[derive(Debug, Args)]
pub struct Receipt {
    #[arg(value_name = "DOSSIER", value_parser = dossier_id)]
    dossier: DossierId,
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

#[derive(Debug, Args)]
pub struct ReceiptVerify {
    #[arg(value_name = "RECEIPT")]
    receipt: PathBuf,
    #[arg(value_name = "FILE")]
    package: PathBuf,
    #[arg(long, value_name = "KEY")]
    key: String,
}

pub async fn import(ask: Import, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let senders = ask.key.iter().map(|text| key(text)).collect::<Result<Vec<_>, _>>()?;
    let decision = ask.paper.paper()?;
    let bytes = Arc::new(read_bounded(&ask.package, BYTES_MAX as u64)?);
    let files = ask.scans.place(&context.place)?.open()?;
    let app = match ask.dry_run {
        true => context.place.read().await?,
        false => context.place.write().await?,
    };
    let app = app.with_files(files);
    let world = app.store().world().await?;
    let unit = world.units.by_code(&ask.unit).map(|unit| unit.id);
    let unit = unit.ok_or_else(|| CliError::not_found("unit_not_found", &ask.unit))?;
    let actor = service(context, Opened::Transfer);
    let incoming = app.read_package(&actor, bytes, &senders).await?;
    let offer = app.offer(&actor, &incoming).await?;
    if ask.dry_run {
        return would(voice, &incoming, &offer);
    }
    for told in clashes(voice, &offer) {
        voice.note(&told);
    }
    let asked = Asked { unit, decision, taken_in_on: ask.on, source: Source::CommandLine };
    let taken = app.take_package_in(&actor, &incoming, asked).await?;
    let given = match &ask.receipt {
        None => None,
        Some(path) => {
            let keeper = context.place.keeper();
            let given = app.package_receipt(&actor, incoming.dossier, &keeper).await?;
            fs::write(path, &given).map_err(CliError::Output)?;
            Some(path.display().to_string())
        }
    };
    let already = taken.done == Done::AlreadySo;
    let words = vec![
        ("dossier", incoming.dossier.to_string()),
        ("facts", taken.new.to_string()),
        ("scans", incoming.scans.len().to_string()),
        ("unknown", offer.unknown.to_string()),
        ("sender", incoming.manifest.sender.name.clone()),
    ];
    let sentence = if already { "cli-package-already" } else { "cli-package-taken-in" };
    voice.result(
        || voice.say_with(sentence, words),
        || {
            json!({"dossier": incoming.dossier.to_string(), "already": already,
                "facts": taken.new, "unknown_facts": offer.unknown,
                "scans": incoming.scans.len(), "origin": incoming.manifest.origin,
                "sha256": incoming.sha256, "position": taken.done.position(),
                "receipt": given})
        },
    )
}

/// The units of the package whose ids are those of other units here, or may be.
fn clashes(voice: &Voice, offer: &Offer) -> Vec<String> {
    let told = offer.clashing.iter().map(|(theirs, ours)| {
        let name = theirs.name_on(theirs.told_on).map(ToString::to_string);
        let words = vec![
            ("theirs", name.unwrap_or_default()),
            ("theirs_code", theirs.code.to_string()),
            ("ours", ours.name.to_string()),
            ("ours_code", ours.code.to_string()),
        ];
        voice.say_with("page-taking-in-clash", words)
    });
    let unnamed = offer.unconfirmed.iter().map(|ours| {
        let words = vec![("ours", ours.name.to_string()), ("ours_code", ours.code.to_string())];
        voice.say_with("page-taking-in-unnamed", words)
    });
    told.chain(unnamed).collect()
}

/// What a package would bring, and what stands in its way.
fn would(voice: &Voice, incoming: &Incoming, offer: &Offer) -> Result<(), CliError> {
    let words = vec![
        ("dossier", incoming.dossier.to_string()),
        ("facts", offer.new.to_string()),
        ("of", incoming.facts.len().to_string()),
        ("scans", incoming.scans.len().to_string()),
        ("unknown", offer.unknown.to_string()),
        ("sender", incoming.manifest.sender.name.clone()),
        ("origin", incoming.manifest.origin.clone()),
    ];
    let obstacle = offer.obstacle.as_ref();
    let clashes = clashes(voice, offer);
    let clashing: Vec<_> = offer
        .clashing
        .iter()
        .map(|(theirs, ours)| json!({"id": ours.id, "there": theirs.code, "here": ours.code}))
        .collect();
    let unconfirmed: Vec<_> =
        offer.unconfirmed.iter().map(|ours| json!({"id": ours.id, "here": ours.code})).collect();
    voice.result(
        || {
            let would = voice.say_with("cli-package-would-take-in", words);
            [would].into_iter().chain(clashes).collect::<Vec<_>>().join("\n")
        },
        || {
            json!({"dossier": incoming.dossier.to_string(), "dry_run": true,
                "facts": offer.new, "unknown_facts": offer.unknown,
                "scans": incoming.scans.len(), "origin": incoming.manifest.origin,
                "sha256": incoming.sha256, "obstacle": obstacle.map(|it| it.code),
                "clashing_units": clashing, "unconfirmed_units": unconfirmed})
        },
    )?;
    match offer.obstacle.clone() {
        Some(obstacle) => Err(CliError::Command(crate::app::CommandError::Refused(obstacle))),
        None => Ok(()),
    }
}

pub async fn receipt(ask: Receipt, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let app = context.place.read().await?;
    let actor: Actor = service(context, Opened::Export);
    let given = app.package_receipt(&actor, ask.dossier, &context.place.keeper()).await?;
    fs::write(&ask.output, &given).map_err(CliError::Output)?;
    let file = ask.output.display().to_string();
    voice.result(
        || voice.say_with("cli-package-receipt", vec![("file", file.clone())]),
        || json!({"file": file}),
    )
}

pub fn receipt_verify(ask: &ReceiptVerify, voice: &Voice) -> Result<(), CliError> {
    let receiver = key(&ask.key)?;
    let given = read_bounded(&ask.receipt, NOTE_FILE_BYTES_MAX)?;
    let whole = read_bounded(&ask.package, BYTES_MAX as u64)?;
    receipt::check(&String::from_utf8_lossy(&given), &whole, &receiver)?;
    let name = receiver.name().to_owned();
    voice.result(
        || voice.say_with("cli-package-receipt-good", vec![("name", name.clone())]),
        || json!({"good": true, "receiver": name}),
    )
}
