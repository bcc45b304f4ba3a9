//! `hoso rules`: the deadlines in force today, and adopting a pack of rules that is ready.

use std::collections::BTreeSet;

use clap::{Args, Subcommand};
use hoso_events::{
    provenance::Source,
    rulebook::{Duty, Rule, RulebookCommand, rule_pack, rule_packs},
};
use serde_json::json;

use super::{
    Context,
    exit::{CliError, Exit},
    voice::{Columns, Voice, shown_day},
};
use crate::app::{Actor, Command, Done, Request};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Ask {
    #[command(subcommand)]
    act: Option<Change>,
}

#[derive(Debug, Subcommand)]
enum Change {
    Adopt {
        #[arg(value_name = "PACK")]
        pack: String,
    },
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    match ask.act {
        Some(Change::Adopt { pack }) => adopt(&pack, context).await,
        None => list(context).await,
    }
}

async fn list(context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let app = context.place.read().await?;
    let world = app.store().world().await?;
    let today = context.clock.today();
    let rules: Vec<(Duty, Option<(&Rule, &str)>)> =
        Duty::ALL.into_iter().map(|duty| (duty, world.rulebook.in_force(duty, today))).collect();
    let in_force: BTreeSet<&str> =
        rules.iter().filter_map(|(_duty, found)| found.map(|(_rule, pack)| pack)).collect();
    let ready: Vec<String> = rule_packs()
        .into_iter()
        .map(|pack| pack.pack)
        .filter(|pack| !in_force.contains(pack.as_str()))
        .collect();
    voice.result(
        || table(voice, &rules),
        || {
            let documents: Vec<_> = rules
                .iter()
                .map(|(duty, found)| {
                    json!({"duty": duty, "pack": found.map(|(_rule, pack)| pack),
                        "rule": found.map(|(rule, _pack)| rule)})
                })
                .collect();
            json!({"today": today, "packs_in_force": in_force, "packs_ready": ready,
                "rules": documents})
        },
    )?;
    if !ready.is_empty() && !voice.json {
        let words = vec![("packs", ready.join(", "))];
        voice.note(&voice.say_with("cli-rules-ready", words));
    }
    Ok(())
}

fn table(voice: &Voice, rules: &[(Duty, Option<(&Rule, &str)>)]) -> String {
    let headings = ["duty", "term", "who", "pack", "basis"];
    let mut table = Columns::new(headings.map(|name| voice.word("cli-column-", name)).to_vec());
    for (duty, found) in rules {
        let mut cells = vec![voice.word("duty-", duty.as_str())];
        match found {
            Some((rule, pack)) => {
                let term = format!("cli-term-{}", rule.unit.as_str().replace('_', "-"));
                cells.extend([
                    voice.say_with(&term, vec![("n", rule.n.to_string())]),
                    voice.word("cli-who-", rule.who.as_str()),
                    (*pack).to_owned(),
                    rule.legal_basis.clone(),
                ]);
            }
            None => cells.push(voice.say("cli-rules-none")),
        }
        table.row(cells);
    }
    table.to_string()
}

async fn adopt(code: &str, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let Some(pack) = rule_pack(code) else {
        let known: Vec<String> = rule_packs().into_iter().map(|pack| pack.pack).collect();
        let words = vec![("name", code.to_owned()), ("packs", known.join(", "))];
        return Err(CliError::plain(Exit::NotFound, "pack_not_found", words));
    };
    let from = pack.in_force_from;
    let app = context.place.write().await?;
    let command = Command::Rulebook(RulebookCommand::from(pack));
    let request = Request::new(command, Source::CommandLine);
    let done = app.execute(&Actor::service(), request).await?;
    voice.result(
        || {
            let key = match done {
                Done::Recorded { .. } => "cli-rules-adopted",
                Done::AlreadySo => "cli-rules-already",
            };
            voice.say_with(key, vec![("pack", code.to_owned()), ("day", shown_day(from))])
        },
        || json!({"pack": code, "in_force_from": from, "position": done.position()}),
    )
}
