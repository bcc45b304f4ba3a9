//! `hoso units`: the tree of units, establishing one by decision, and what becomes of it.

mod changes;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use hoso_events::{
    ids::UnitId,
    provenance::Source,
    unit::{NewUnit, UnitCommand, UnitKind},
    values::{UnitCode, UnitName},
};
use hoso_projections::units::{self, UnitRow};
use serde_json::json;

use super::{
    Context,
    exit::{CliError, day},
    paper::PaperArgs,
    voice::{Columns, Voice, shown_stored_day},
};
use crate::app::{Act, Actor, Command, CommandError, Request};

/// The most units shown at once.
const UNITS_MAX: i64 = 20_000;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Ask {
    #[command(subcommand)]
    act: Option<Change>,
    #[arg(long, value_name = "CODE")]
    under: Option<String>,
    #[arg(long)]
    ended: bool,
}

#[derive(Debug, Subcommand)]
enum Change {
    Establish(Establish),
    Rename(changes::Rename),
    Move(changes::Move),
    Merge(changes::Merge),
    Split(changes::Split),
    Dissolve(changes::Dissolve),
    Restore(changes::Restore),
    Show {
        #[arg(value_name = "CODE")]
        unit_code: String,
    },
}

#[derive(Debug, Args)]
struct Establish {
    #[arg(long, value_name = "CODE")]
    code: String,
    #[arg(long, value_name = "TEXT")]
    name: String,
    #[arg(long, value_enum)]
    kind: KindArg,
    #[arg(long, value_name = "CODE")]
    parent: Option<String>,
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: NaiveDate,
    #[command(flatten)]
    paper: PaperArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum KindArg {
    Province,
    Department,
    Commune,
    School,
    HealthStation,
    ServiceUnit,
}

impl From<KindArg> for UnitKind {
    fn from(kind: KindArg) -> Self {
        match kind {
            KindArg::Province => Self::Province,
            KindArg::Department => Self::Department,
            KindArg::Commune => Self::Commune,
            KindArg::School => Self::School,
            KindArg::HealthStation => Self::HealthStation,
            KindArg::ServiceUnit => Self::ServiceUnit,
        }
    }
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    match ask.act {
        Some(Change::Establish(ask)) => establish(ask, context).await,
        Some(Change::Rename(ask)) => changes::rename(ask, context).await,
        Some(Change::Move(ask)) => changes::relocate(ask, context).await,
        Some(Change::Merge(ask)) => changes::merge(ask, context).await,
        Some(Change::Split(ask)) => changes::split(ask, context).await,
        Some(Change::Dissolve(ask)) => changes::dissolve(ask, context).await,
        Some(Change::Restore(ask)) => changes::restore(ask, context).await,
        Some(Change::Show { unit_code }) => changes::show(&unit_code, context).await,
        None => list(ask.under, ask.ended, context).await,
    }
}

async fn list(under: Option<String>, ended: bool, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let app = context.place.read().await?;
    let path = match &under {
        None => String::new(),
        Some(code) => match app.path_of_code(&Actor::service(), Act::ReadBoard, code).await {
            Err(CommandError::Denied) => {
                return Err(CliError::not_found("unit_not_found", code));
            }
            found => found?,
        },
    };
    let mut rows = units::within(app.store().db(), &path, UNITS_MAX).await?;
    let is_cut = rows.len() as i64 == UNITS_MAX;
    rows.retain(|row| ended || row.ended_on.is_none());
    voice.result(
        || table(voice, &rows),
        || json!({"under": under, "count": rows.len(), "units": rows}),
    )?;
    if is_cut && !voice.json {
        voice.note(&voice.say("cli-more-rows"));
    }
    Ok(())
}

fn table(voice: &Voice, rows: &[UnitRow]) -> String {
    if rows.is_empty() {
        return voice.say("cli-units-none");
    }
    let headings = ["unit-name", "code", "kind", "established-on"];
    let mut table = Columns::new(headings.map(|name| voice.word("cli-column-", name)).to_vec());
    let depth = |row: &UnitRow| row.path.matches('/').count();
    let top = rows.iter().map(depth).min().unwrap_or(0);
    for row in rows {
        table.row(vec![
            format!("{}{}", "  ".repeat(depth(row) - top), row.name),
            row.code.clone(),
            voice.word("unit-kind-", &row.kind),
            shown_stored_day(Some(&row.established_on)),
        ]);
    }
    table.to_string()
}

async fn establish(ask: Establish, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let code = UnitCode::parse(&ask.code).map_err(|error| CliError::text("--code", &error))?;
    let name = UnitName::parse(&ask.name).map_err(|error| CliError::text("--name", &error))?;
    let basis = ask.paper.paper()?;
    let app = context.place.write().await?;
    let world = app.store().world().await?;
    let parent = match &ask.parent {
        None => None,
        Some(code) => {
            let parent = world.units.by_code(code);
            Some(parent.ok_or_else(|| CliError::not_found("unit_not_found", code))?.id)
        }
    };
    let unit = UnitId::from_uuid(context.clock.new_id());
    let kind = UnitKind::from(ask.kind);
    let command = UnitCommand::EstablishUnits {
        units: vec![NewUnit { unit, code: code.clone(), name: name.clone(), kind, parent }],
        effective_on: ask.on,
        basis,
    };
    let request = Request::new(Command::Unit(command), Source::CommandLine);
    let done = app.execute(&Actor::service(), request).await?;
    voice.result(
        || {
            let words = vec![("unit", format!("{code} {name}"))];
            voice.say_with("cli-unit-established", words)
        },
        || {
            json!({"unit_id": unit, "code": code, "name": name, "kind": kind,
                "position": done.position()})
        },
    )
}
