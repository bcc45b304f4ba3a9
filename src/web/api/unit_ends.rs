//! Commands by which units end (merged into another, divided among several, dissolved), and by which an
//! end is taken back.

use hoso_events::{
    ids::UnitId,
    unit::{Along, Below, UnitCommand, UnitTree},
    values::Reason,
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    answer::{Answers, CommandHeaders, Recorded},
    body::{Said, Together as _, TypedPaper, day, each, text, unit},
    sender::Sender,
};
use crate::{
    app::Command,
    web::{obstacle::Obstacle, visit::Place},
};

type Answer = Result<Recorded, Obstacle>;

/// What becomes of the units below one that ends.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum TypedBelow {
    /// There are none; where there are, the command is refused and names them.
    #[default]
    NoneLeft,
    /// They end with it, and go where it goes.
    EndAlong,
    /// They are put under the unit with this code.
    MoveUnder(String),
}

impl TypedBelow {
    fn read(&self, units: &UnitTree) -> Result<Below, Obstacle> {
        match self {
            Self::NoneLeft => Ok(Below::NoneLeft),
            Self::EndAlong => Ok(Below::EndAlong),
            Self::MoveUnder(code) => unit(units, code, "/below/move_under").map(Below::MoveUnder),
        }
    }
}

/// The units of a list of codes.
fn all(units: &UnitTree, codes: &[String], at: &str) -> Result<Vec<UnitId>, Obstacle> {
    let named = codes.iter().enumerate();
    each(named.map(|(place, code)| unit(units, code, &format!("{at}/{place}"))))
}

fn in_path(units: &UnitTree, code: &str) -> Result<UnitId, Obstacle> {
    units.by_code(code).map(|unit| unit.id).ok_or_else(Obstacle::not_found)
}

/// Which unit takes over, and from when.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeUnit {
    /// The code of the unit it goes into.
    into: String,
    #[serde(default)]
    below: TypedBelow,
    /// The first day it is no more.
    effective_on: String,
    basis: TypedPaper,
}

/// Merge a unit into another one; nobody may be left in it.
#[utoipa::path(post, path = "/units/{unit}/merger", tag = "units",
    params(CommandHeaders, ("unit" = String, Path, description = "The unit's code")),
    request_body = MergeUnit, responses(Answers))]
pub async fn merge(
    sender: Sender,
    Place(code): Place<String>,
    Said(body): Said<MergeUnit>,
) -> Answer {
    let units = sender.site().app().store().world().await?.units;
    let ends = in_path(&units, &code)?;
    let (into, below, effective_on, basis) = (
        unit(&units, &body.into, "/into"),
        body.below.read(&units),
        day(&body.effective_on, "/effective_on"),
        body.basis.read("/basis"),
    )
        .together()?;
    let command = UnitCommand::MergeUnit { unit: ends, into, below, effective_on, basis };
    sender.send(Command::Unit(command)).await
}

/// Among which units one is divided, and from when.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SplitUnit {
    /// The codes of the units it is divided among, two or more.
    into: Vec<String>,
    #[serde(default)]
    below: TypedBelow,
    /// The first day it is no more.
    effective_on: String,
    basis: TypedPaper,
}

/// Divide a unit among others; nobody may be left in it.
#[utoipa::path(post, path = "/units/{unit}/split", tag = "units",
    params(CommandHeaders, ("unit" = String, Path, description = "The unit's code")),
    request_body = SplitUnit, responses(Answers))]
pub async fn split(
    sender: Sender,
    Place(code): Place<String>,
    Said(body): Said<SplitUnit>,
) -> Answer {
    let units = sender.site().app().store().world().await?.units;
    let ends = in_path(&units, &code)?;
    let (into, below, effective_on, basis) = (
        all(&units, &body.into, "/into"),
        body.below.read(&units),
        day(&body.effective_on, "/effective_on"),
        body.basis.read("/basis"),
    )
        .together()?;
    let command = UnitCommand::SplitUnit { unit: ends, into, below, effective_on, basis };
    sender.send(Command::Unit(command)).await
}

/// From when a unit is no more, and which units take over.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DissolveUnit {
    /// The codes of the units that take over; none when nobody does.
    #[serde(default)]
    successors: Vec<String>,
    #[serde(default)]
    below: TypedBelow,
    /// The first day it is no more.
    effective_on: String,
    basis: TypedPaper,
}

/// Dissolve a unit; nobody may be left in it.
#[utoipa::path(post, path = "/units/{unit}/dissolution", tag = "units",
    params(CommandHeaders, ("unit" = String, Path, description = "The unit's code")),
    request_body = DissolveUnit, responses(Answers))]
pub async fn dissolve(
    sender: Sender,
    Place(code): Place<String>,
    Said(body): Said<DissolveUnit>,
) -> Answer {
    let units = sender.site().app().store().world().await?.units;
    let unit = in_path(&units, &code)?;
    let (successors, below, effective_on, basis) = (
        all(&units, &body.successors, "/successors"),
        body.below.read(&units),
        day(&body.effective_on, "/effective_on"),
        body.basis.read("/basis"),
    )
        .together()?;
    let command = UnitCommand::DissolveUnit { unit, successors, below, effective_on, basis };
    sender.send(Command::Unit(command)).await
}

/// Why the end of a unit is taken back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RestoreUnit {
    reason: String,
    /// The decision that takes the first one back; an end recorded by mistake has none.
    decision: Option<TypedPaper>,
    /// Whether the units below it that ended on the same day come back too.
    #[serde(default)]
    below_too: bool,
}

/// Take the end of a unit back: it stands as if it had not ended.
#[utoipa::path(post, path = "/units/{unit}/restoration", tag = "units", operation_id = "restore_unit",
    params(CommandHeaders, ("unit" = String, Path, description = "The unit's code")),
    request_body = RestoreUnit, responses(Answers))]
pub async fn restore(
    sender: Sender,
    Place(code): Place<String>,
    Said(body): Said<RestoreUnit>,
) -> Answer {
    let tree = sender.site().app().store().world().await?.units;
    let unit = in_path(&tree, &code)?;
    let decision = body.decision.as_ref().map(|paper| paper.read("/decision")).transpose();
    let (reason, decision) = (text(Reason::parse(&body.reason), "/reason"), decision).together()?;
    let below = if body.below_too { Along::EndedAlong } else { Along::Alone };
    let command = UnitCommand::RestoreUnits { units: vec![unit], below, reason, decision };
    sender.send(Command::Unit(command)).await
}
