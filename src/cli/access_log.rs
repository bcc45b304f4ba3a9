//! `hoso access-log`: who has looked into a dossier, newest first. To ask is a look too.

use clap::Args;
use hoso_events::{ids::DossierId, provenance::Source, rulebook::Duty};
use serde_json::{Value as Json, json};

use super::{
    Context,
    exit::CliError,
    show::dossier_id,
    voice::{Columns, Voice, shown_instant},
};
use crate::{
    app::{Actor, Opened, Visit},
    store::access_log::{AccessEntry, AccessRow, PAGE_ROWS_MAX},
};

#[derive(Debug, Args)]
pub struct Ask {
    #[arg(value_name = "DOSSIER", value_parser = dossier_id)]
    dossier: DossierId,
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..PAGE_ROWS_MAX))]
    limit: i64,
    #[arg(long, value_name = "ENTRY")]
    before: Option<i64>,
    #[arg(long)]
    own: bool,
}

/// The service itself, asked at the command line: written down with the user of the machine who
/// asks.
pub fn service(context: &Context, opened: Opened) -> Actor {
    let user = rustix::process::getuid().as_raw();
    let visit = Visit::new(Source::CommandLine, context.clock.new_id(), opened);
    Actor::service().on(visit.from(Some(format!("uid {user}"))))
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let app = context.place.read().await?;
    let service = service(context, Opened::AccessLog);
    let person = app.person(&service, ask.dossier).await?;
    // One too many tells that there are more.
    let mut entries =
        app.access_log(&service, ask.dossier, ask.before, ask.own, ask.limit + 1).await?;
    let more = entries.len() as i64 > ask.limit;
    entries.truncate(usize::try_from(ask.limit).unwrap_or(usize::MAX));
    let next = entries.last().filter(|_last| more).map(|last| last.entry);
    voice.result(
        || {
            let table = table(voice, &entries);
            format!("{} · {}\n\n{table}", person.full_name, ask.dossier)
        },
        || {
            json!({"dossier": ask.dossier, "full_name": person.full_name, "next_before": next,
                "looks": entries.iter().map(document).collect::<Vec<_>>()})
        },
    )?;
    if let (Some(next), false) = (next, voice.json) {
        voice.note(&voice.say_with("cli-timeline-more", vec![("before", next.to_string())]));
    }
    Ok(())
}

fn table(voice: &Voice, entries: &[AccessEntry]) -> String {
    let headings = ["at", "person", "unit", "ground", "opened", "outcome", "source", "client"];
    let mut table = Columns::new(headings.map(|name| voice.word("cli-column-", name)).to_vec());
    for AccessEntry { row, .. } in entries {
        table.row(vec![
            shown_instant(row.at),
            row.account_name.clone(),
            row.unit_name.clone().unwrap_or_default(),
            ground(voice, &row.ground),
            opened(voice, row),
            voice.word("outcome-", &row.outcome),
            voice.word("source-", &row.source),
            row.client.clone().unwrap_or_default(),
        ]);
    }
    table.to_string()
}

fn ground(voice: &Voice, ground: &str) -> String {
    match ground {
        "none" => String::new(),
        "own" | "service" | "grant" => voice.word("ground-", ground),
        role => voice.word("role-", role),
    }
}

fn opened(voice: &Voice, row: &AccessRow) -> String {
    let what = voice.word("opened-", &row.opened);
    match row.detail.as_str() {
        "" => what,
        duty if Duty::parse(duty).is_some() => format!("{what}: {}", voice.word("duty-", duty)),
        section => format!("{what}: {section}"),
    }
}

fn document(AccessEntry { entry, row }: &AccessEntry) -> Json {
    json!({"entry": entry, "at": row.at, "account_id": row.account_id, "name": row.account_name,
        "unit_id": row.unit_id, "unit": row.unit_name, "ground": row.ground,
        "opened": row.opened, "detail": row.detail, "outcome": row.outcome,
        "source": row.source, "client": row.client, "request_id": row.request_id})
}
