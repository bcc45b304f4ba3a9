//! `hoso duplicates`: the pairs of dossiers that may be of one person, and what is done with a pair.

use clap::{Args, Subcommand};
use hoso_events::{
    dossier::{Pair, PairCommand},
    ids::DossierId,
    provenance::Source,
    values::Reason,
};
use hoso_projections::people::PersonRow;
use serde_json::{Value as Json, json};

use super::{
    Context,
    access_log::service,
    exit::CliError,
    paper::PaperArgs,
    show::dossier_id,
    voice::{Columns, Voice},
};
use crate::app::{Actor, Command, Done, Opened, Request, duplicates::Suspected};

#[derive(Debug, Subcommand)]
pub enum Ask {
    List,
    Merge(Act),
    Separate(Act),
    TwoPeople(TwoPeople),
}

/// The dossier that is kept, the one that is closed, and the ground.
#[derive(Debug, Args)]
pub struct Act {
    #[arg(value_name = "DOSSIER", value_parser = dossier_id)]
    kept: DossierId,
    #[arg(value_name = "DOSSIER", value_parser = dossier_id)]
    duplicate: DossierId,
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    paper: PaperArgs,
}

#[derive(Debug, Args)]
pub struct TwoPeople {
    #[arg(value_name = "DOSSIER", value_parser = dossier_id)]
    one: DossierId,
    #[arg(value_name = "DOSSIER", value_parser = dossier_id)]
    other: DossierId,
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    match ask {
        Ask::List => list(context).await,
        Ask::Merge(ask) => {
            let (paper, reason) = (ask.paper.paper()?, reason(&ask.reason)?);
            let pair = Pair { kept: ask.kept, duplicate: ask.duplicate };
            send(pair, PairCommand::Merge { paper, reason }, "cli-duplicates-merged", context).await
        }
        Ask::Separate(ask) => {
            let (paper, reason) = (ask.paper.paper()?, reason(&ask.reason)?);
            let pair = Pair { kept: ask.kept, duplicate: ask.duplicate };
            let command = PairCommand::Separate { paper, reason };
            send(pair, command, "cli-duplicates-separated", context).await
        }
        Ask::TwoPeople(ask) => {
            let pair = Pair { kept: ask.one, duplicate: ask.other };
            let command = PairCommand::TellApart { reason: reason(&ask.reason)? };
            send(pair, command, "cli-duplicates-two-people", context).await
        }
    }
}

fn reason(text: &str) -> Result<Reason, CliError> {
    Reason::parse(text).map_err(|error| CliError::text("--reason", &error))
}

async fn list(context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let app = context.place.read().await?;
    let found = app.suspected(&service(context, Opened::Duplicates)).await?;
    voice.result(
        || table(voice, &found),
        || {
            let pairs: Vec<Json> = found.iter().map(document).collect();
            json!({ "pairs": pairs })
        },
    )
}

fn table(voice: &Voice, found: &[Suspected]) -> String {
    if found.is_empty() {
        return voice.say("cli-duplicates-none");
    }
    let headings = ["one", "other", "why"].map(|name| voice.word("cli-duplicates-column-", name));
    let mut table = Columns::new(headings.to_vec());
    let told = |person: &PersonRow| format!("{} {}", person.dossier_id, person.full_name);
    for pair in found {
        let why = [
            pair.alike.birth.then(|| voice.say("cli-duplicates-same-birth")),
            pair.alike.old_card.then(|| voice.say("cli-duplicates-same-old-card")),
        ];
        let why = why.into_iter().flatten().collect::<Vec<_>>().join("; ");
        table.row(vec![told(&pair.one), told(&pair.other), why]);
    }
    table.to_string()
}

fn document(pair: &Suspected) -> Json {
    let person = |row: &PersonRow| {
        json!({"dossier": row.dossier_id, "full_name": row.full_name,
            "birth_date": row.birth_date, "unit_id": row.unit_id})
    };
    json!({"one": person(&pair.one), "other": person(&pair.other),
        "same_name_and_birth_date": pair.alike.birth,
        "same_old_id_card_no": pair.alike.old_card})
}

async fn send(
    pair: Pair,
    command: PairCommand,
    told: &str,
    context: &Context,
) -> Result<(), CliError> {
    let voice = &context.voice;
    let app = context.place.write().await?;
    let request = Request::new(Command::Pair(pair, command), Source::CommandLine);
    let done = app.execute(&Actor::service(), request).await?;
    voice.result(
        || {
            let key = match done {
                Done::Recorded { .. } => told,
                Done::AlreadySo => "cli-duplicates-already",
            };
            voice.say(key)
        },
        || json!({"kept": pair.kept, "duplicate": pair.duplicate, "position": done.position()}),
    )
}
