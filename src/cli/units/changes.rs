//! `hoso units rename`, `move`, `merge`, `split`, `dissolve`, `restore`: what becomes of a unit, each by a
//! paper; and `show`: one unit with its history.

use chrono::NaiveDate;
use clap::Args;
use hoso_events::{
    fact::{Fact, Recorded},
    ids::UnitId,
    provenance::Source,
    unit::{Along, Below, Unit, UnitCommand, UnitEvent, UnitTree},
    values::{Reason, UnitName},
};
use serde_json::{Value as Json, json};

use crate::{
    app::{Actor, Command, Done, Request},
    cli::{
        Context,
        exit::{CliError, day},
        paper::{MaybePaper, PaperArgs},
        voice::{Columns, Voice, shown_day, shown_instant},
    },
};

/// The unit, the day and the paper of a change.
#[derive(Debug, Args)]
pub struct Change {
    #[arg(value_name = "CODE")]
    unit_code: String,
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: NaiveDate,
    #[command(flatten)]
    paper: PaperArgs,
}

/// What becomes of the units below.
#[derive(Debug, Args)]
pub struct BelowArgs {
    #[arg(long, value_name = "CODE")]
    below_to: Option<String>,
    #[arg(long, conflicts_with = "below_to")]
    below_too: bool,
}

impl BelowArgs {
    fn read(&self, tree: &UnitTree) -> Result<Below, CliError> {
        match &self.below_to {
            Some(code) => Ok(Below::MoveUnder(known(tree, code)?.id)),
            None if self.below_too => Ok(Below::EndAlong),
            None => Ok(Below::NoneLeft),
        }
    }
}

#[derive(Debug, Args)]
pub struct Rename {
    #[arg(long, value_name = "TEXT")]
    name: String,
    #[command(flatten)]
    change: Change,
}

#[derive(Debug, Args)]
pub struct Move {
    #[arg(long, value_name = "CODE")]
    parent: String,
    #[command(flatten)]
    change: Change,
}

#[derive(Debug, Args)]
pub struct Merge {
    #[arg(long, value_name = "CODE")]
    into: String,
    #[command(flatten)]
    below: BelowArgs,
    #[command(flatten)]
    change: Change,
}

#[derive(Debug, Args)]
pub struct Split {
    #[arg(long, value_name = "CODE", required = true)]
    into: Vec<String>,
    #[command(flatten)]
    below: BelowArgs,
    #[command(flatten)]
    change: Change,
}

#[derive(Debug, Args)]
pub struct Dissolve {
    #[arg(long, value_name = "CODE")]
    into: Vec<String>,
    #[command(flatten)]
    below: BelowArgs,
    #[command(flatten)]
    change: Change,
}

/// What is taken back with the end of a unit, and why.
#[derive(Debug, Args)]
pub struct Restore {
    #[arg(value_name = "CODE")]
    unit_code: String,
    #[arg(long)]
    below_too: bool,
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    decision: MaybePaper,
}

fn known<'a>(tree: &'a UnitTree, code: &str) -> Result<&'a Unit, CliError> {
    tree.by_code(code).ok_or_else(|| CliError::not_found("unit_not_found", code))
}

fn all_known(tree: &UnitTree, codes: &[String]) -> Result<Vec<UnitId>, CliError> {
    codes.iter().map(|code| Ok(known(tree, code)?.id)).collect()
}

pub async fn rename(ask: Rename, context: &Context) -> Result<(), CliError> {
    let name = UnitName::parse(&ask.name).map_err(|error| CliError::text("--name", &error))?;
    let basis = ask.change.paper.paper()?;
    send_dated(&ask.change, context, |_tree, unit, effective_on| {
        Ok(UnitCommand::RenameUnit { unit, name, effective_on, basis })
    })
    .await
}

pub async fn relocate(ask: Move, context: &Context) -> Result<(), CliError> {
    let basis = ask.change.paper.paper()?;
    send_dated(&ask.change, context, |tree, unit, effective_on| {
        let parent = known(tree, &ask.parent)?.id;
        Ok(UnitCommand::MoveUnit { unit, parent, effective_on, basis })
    })
    .await
}

pub async fn merge(ask: Merge, context: &Context) -> Result<(), CliError> {
    let basis = ask.change.paper.paper()?;
    send_dated(&ask.change, context, |tree, unit, effective_on| {
        let (into, below) = (known(tree, &ask.into)?.id, ask.below.read(tree)?);
        Ok(UnitCommand::MergeUnit { unit, into, below, effective_on, basis })
    })
    .await
}

pub async fn split(ask: Split, context: &Context) -> Result<(), CliError> {
    let basis = ask.change.paper.paper()?;
    send_dated(&ask.change, context, |tree, unit, effective_on| {
        let (into, below) = (all_known(tree, &ask.into)?, ask.below.read(tree)?);
        Ok(UnitCommand::SplitUnit { unit, into, below, effective_on, basis })
    })
    .await
}

pub async fn dissolve(ask: Dissolve, context: &Context) -> Result<(), CliError> {
    let basis = ask.change.paper.paper()?;
    send_dated(&ask.change, context, |tree, unit, effective_on| {
        let (successors, below) = (all_known(tree, &ask.into)?, ask.below.read(tree)?);
        Ok(UnitCommand::DissolveUnit { unit, successors, below, effective_on, basis })
    })
    .await
}

pub async fn restore(ask: Restore, context: &Context) -> Result<(), CliError> {
    let reason = Reason::parse(&ask.reason).map_err(|error| CliError::text("--reason", &error))?;
    let decision = ask.decision.paper()?;
    send(&ask.unit_code, context, |_tree, unit| {
        let below = if ask.below_too { Along::EndedAlong } else { Along::Alone };
        Ok(UnitCommand::RestoreUnits { units: vec![unit], below, reason, decision })
    })
    .await
}

async fn send_dated(
    change: &Change,
    context: &Context,
    command: impl FnOnce(&UnitTree, UnitId, NaiveDate) -> Result<UnitCommand, CliError>,
) -> Result<(), CliError> {
    send(&change.unit_code, context, |tree, unit| command(tree, unit, change.on)).await
}

/// Sends what becomes of a unit, and says what it is after that.
async fn send(
    code: &str,
    context: &Context,
    command: impl FnOnce(&UnitTree, UnitId) -> Result<UnitCommand, CliError>,
) -> Result<(), CliError> {
    let voice = &context.voice;
    let app = context.place.write().await?;
    let tree = app.store().world().await?.units;
    let command = command(&tree, known(&tree, code)?.id)?;
    let request = Request::new(Command::Unit(command), Source::CommandLine);
    let done = app.execute(&Actor::service(), request).await?;
    let tree = app.store().world().await?.units;
    let after = known(&tree, code)?;
    voice.result(
        || {
            let key = match done {
                Done::Recorded { .. } => "cli-unit-changed",
                Done::AlreadySo => "cli-unit-already",
            };
            voice.say_with(key, vec![("unit", format!("{} {}", after.code, after.name))])
        },
        || json!({"unit": said(&tree, after), "position": done.position()}),
    )
}

/// One unit with its history.
pub async fn show(code: &str, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let app = context.place.read().await?;
    let tree = app.store().world().await?.units;
    let unit = known(&tree, code)?;
    let history = app.unit_history(&Actor::service(), unit.id).await?;
    voice.result(
        || shown(voice, &tree, unit, &history),
        || {
            let facts: Vec<Json> = history.iter().map(fact).collect();
            json!({"unit": said(&tree, unit), "history": facts})
        },
    )
}

fn shown(voice: &Voice, tree: &UnitTree, unit: &Unit, history: &[Recorded]) -> String {
    let mut lines = vec![format!("{} {}", unit.code, unit.name)];
    let mut line = |key: &str, value: String| {
        lines.push(voice.say_with(key, vec![("value", value)]));
    };
    if let Some(parent) = unit.parent.and_then(|parent| tree.get(parent)) {
        line("cli-unit-parent", named(&[parent]));
    }
    if let Some(on) = unit.ended_on() {
        line("cli-unit-ended", shown_day(on));
    }
    for (key, units) in [
        ("cli-unit-successors", tree.successors(unit.id)),
        ("cli-unit-predecessors", tree.predecessors(unit.id)),
    ] {
        if !units.is_empty() {
            line(key, named(&units));
        }
    }
    let headings = ["true-since", "said", "value", "basis", "at"];
    let mut table = Columns::new(headings.map(|name| voice.word("cli-column-", name)).to_vec());
    for recorded in history {
        let by = &recorded.provenance;
        let what = recorded.fact.event_type();
        let paper = recorded.fact.paper();
        table.row(vec![
            by.effective_on.map(shown_day).unwrap_or_default(),
            by.by.actor.name.clone(),
            format!("{}{}", voice.word("event-", &kebab(what)), detail(tree, &recorded.fact)),
            paper.map(|paper| format!("{}, {}", paper.number, paper.issuer)).unwrap_or_default(),
            shown_instant(by.recorded_at),
        ]);
    }
    format!("{}\n\n{table}", lines.join("\n"))
}

/// A stored name as the keys of sentences write it.
fn kebab(stored: &str) -> String {
    let mut key = String::new();
    for letter in stored.chars() {
        if letter.is_uppercase() && !key.is_empty() {
            key.push('-');
        }
        key.extend(letter.to_lowercase());
    }
    key
}

fn named(units: &[&Unit]) -> String {
    units.iter().map(|unit| format!("{} {}", unit.code, unit.name)).collect::<Vec<_>>().join("; ")
}

/// The names a fact is about, as they were on its day.
fn detail(tree: &UnitTree, fact: &Fact) -> String {
    let Fact::Unit(event) = fact else { return String::new() };
    let on = event.effective_on().unwrap_or_default();
    let names = |ids: &[UnitId]| {
        let names = ids.iter().filter_map(|id| tree.name_on(*id, on));
        names.map(ToString::to_string).collect::<Vec<_>>().join("; ")
    };
    let said = match event {
        UnitEvent::UnitEstablished { name, .. } | UnitEvent::UnitRenamed { name, .. } => {
            name.to_string()
        }
        UnitEvent::UnitMoved { parent, .. } => names(&[*parent]),
        UnitEvent::UnitMerged { into, .. } => names(&[*into]),
        UnitEvent::UnitSplit { into, .. } => names(into),
        UnitEvent::UnitDissolved { successors, .. } => names(successors),
        UnitEvent::UnitRestored { reason, .. } => reason.to_string(),
    };
    if said.is_empty() { said } else { format!(": {said}") }
}

fn said(tree: &UnitTree, unit: &Unit) -> Json {
    let codes = |units: Vec<&Unit>| -> Vec<String> {
        units.into_iter().map(|unit| unit.code.to_string()).collect()
    };
    let parent = unit.parent.and_then(|parent| tree.get(parent)).map(|parent| &parent.code);
    json!({"unit_id": unit.id, "code": unit.code, "name": unit.name, "kind": unit.kind,
        "parent": parent, "established_on": unit.established_on, "ended_on": unit.ended_on(),
        "successors": codes(tree.successors(unit.id)),
        "predecessors": codes(tree.predecessors(unit.id))})
}

fn fact(recorded: &Recorded) -> Json {
    let by = &recorded.provenance;
    let Fact::Unit(event) = &recorded.fact else { return Json::Null };
    json!({"position": by.position, "recorded_at": by.recorded_at, "fact": event})
}
