//! `hoso import undo`: the dossiers a list opened are withdrawn, those that nobody worked on since.

use clap::Args;
use hoso_events::{provenance::Source, values::Reason};
use hoso_projections::intakes;
use serde_json::json;

use crate::{
    app::{
        Actor,
        import::{
            Watch,
            undo::{AskedUndo, Undone},
        },
    },
    cli::{
        Context,
        exit::{CliError, Exit},
        progress::Progress,
        voice::{Columns, Voice},
    },
    sentences::key_of_code,
};

#[derive(Debug, Args)]
pub struct Undo {
    #[arg(value_name = "HASH")]
    hash: String,
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[arg(long)]
    dry_run: bool,
}

pub async fn run(ask: Undo, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let reason = Reason::parse(&ask.reason).map_err(|error| CliError::text("--reason", &error))?;
    let app = match ask.dry_run {
        true => context.place.read().await?,
        false => context.place.write().await?,
    };
    let begins = ask.hash.to_ascii_lowercase();
    let file_sha256 = intakes::file_beginning(app.store().db(), &begins)
        .await?
        .ok_or_else(|| CliError::not_found("list_not_found", &ask.hash))?;
    let asked =
        AskedUndo { file_sha256, reason, source: Source::CommandLine, dry_run: ask.dry_run };
    let mut progress = Progress::new(voice, "cli-progress-undo");
    progress.wait(voice);
    let undone = app.undo_list(&Actor::service(), &asked, &Watch::default()).await;
    progress.end();
    let undone = undone?;
    tell(voice, &asked, &undone)?;
    if undone.kept.is_empty() { Ok(()) } else { Err(CliError::Told(Exit::Failed)) }
}

fn tell(voice: &Voice, asked: &AskedUndo, undone: &Undone) -> Result<(), CliError> {
    let key = if asked.dry_run { "cli-import-would-undo" } else { "cli-import-undone" };
    let words = vec![
        ("withdrawn", undone.withdrawn.to_string()),
        ("already", undone.already.to_string()),
        ("kept", undone.kept.len().to_string()),
    ];
    let kept: Vec<_> = undone
        .kept
        .iter()
        .map(|kept| {
            json!({"dossier": kept.dossier.to_string(), "row": kept.sheet_row, "code": kept.code})
        })
        .collect();
    voice.result(
        || voice.say_with(key, words),
        || {
            json!({"file_sha256": asked.file_sha256, "dry_run": asked.dry_run,
                "withdrawn": undone.withdrawn, "already": undone.already, "kept": kept,
                "position": undone.position})
        },
    )?;
    if !undone.kept.is_empty() && !voice.json {
        let headings = ["rows", "person", "dossier", "why"];
        let mut table = Columns::new(headings.map(|name| voice.word("cli-column-", name)).to_vec());
        for kept in &undone.kept {
            table.row(vec![
                kept.sheet_row.to_string(),
                kept.full_name.clone(),
                kept.dossier.to_string(),
                voice.say(&key_of_code(kept.code)),
            ]);
        }
        voice.note(table.to_string().trim_end());
    }
    Ok(())
}
