//! What is decided when someone asks for a change of the tree of units.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{
    Ending, Unit, UnitEvent, UnitKind, UnitTree,
    ending::{Leaving, restore},
};
use crate::{
    ids::UnitId,
    values::{Paper, Reason, UnitCode, UnitName},
};

/// A unit to be established.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUnit {
    pub unit: UnitId,
    pub code: UnitCode,
    pub name: UnitName,
    pub kind: UnitKind,
    /// `None` for the province itself.
    pub parent: Option<UnitId>,
}

/// What becomes of the units below one that ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Below {
    /// There are none any more; if there are, the unit does not end.
    NoneLeft,
    /// Those right below go under another unit, with all below them, on the same day.
    MoveUnder(UnitId),
    /// All below end along with it, and the same units take over.
    EndAlong,
}

/// Which units come back with one whose end is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Along {
    /// None.
    Alone,
    /// Those below it that ended on the same day.
    EndedAlong,
}

/// What someone may ask of the tree of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnitCommand {
    /// Establishes units by one decision, all or none; a parent stands before its children.
    EstablishUnits { units: Vec<NewUnit>, effective_on: NaiveDate, basis: Paper },
    /// Gives a unit another name from a day on.
    RenameUnit { unit: UnitId, name: UnitName, effective_on: NaiveDate, basis: Paper },
    /// Puts a unit, with all below it, under another one from a day on.
    MoveUnit { unit: UnitId, parent: UnitId, effective_on: NaiveDate, basis: Paper },
    /// Ends a unit by putting it into another one.
    MergeUnit { unit: UnitId, into: UnitId, below: Below, effective_on: NaiveDate, basis: Paper },
    /// Ends a unit by dividing it among two or more others.
    SplitUnit {
        unit: UnitId,
        into: Vec<UnitId>,
        below: Below,
        effective_on: NaiveDate,
        basis: Paper,
    },
    /// Ends a unit; those that take over its duties may be named.
    DissolveUnit {
        unit: UnitId,
        successors: Vec<UnitId>,
        below: Below,
        effective_on: NaiveDate,
        basis: Paper,
    },
    /// Takes the end of units back, all or none; a parent stands before its children.
    RestoreUnits { units: Vec<UnitId>, below: Along, reason: Reason, decision: Option<Paper> },
}

impl UnitCommand {
    /// The command's name, for logs.
    pub fn name(&self) -> &'static str {
        match self {
            Self::EstablishUnits { .. } => "EstablishUnits",
            Self::RenameUnit { .. } => "RenameUnit",
            Self::MoveUnit { .. } => "MoveUnit",
            Self::MergeUnit { .. } => "MergeUnit",
            Self::SplitUnit { .. } => "SplitUnit",
            Self::DissolveUnit { .. } => "DissolveUnit",
            Self::RestoreUnits { .. } => "RestoreUnits",
        }
    }

    /// The unit it would end, and what of those below it.
    pub fn ends(&self) -> Option<(UnitId, Below)> {
        match self {
            Self::EstablishUnits { .. }
            | Self::RenameUnit { .. }
            | Self::MoveUnit { .. }
            | Self::RestoreUnits { .. } => None,
            Self::MergeUnit { unit, below, .. }
            | Self::SplitUnit { unit, below, .. }
            | Self::DissolveUnit { unit, below, .. } => Some((*unit, *below)),
        }
    }

    /// The day it is to take effect, when it has one.
    pub fn effective_on(&self) -> Option<NaiveDate> {
        match self {
            Self::EstablishUnits { effective_on, .. }
            | Self::RenameUnit { effective_on, .. }
            | Self::MoveUnit { effective_on, .. }
            | Self::MergeUnit { effective_on, .. }
            | Self::SplitUnit { effective_on, .. }
            | Self::DissolveUnit { effective_on, .. } => Some(*effective_on),
            Self::RestoreUnits { .. } => None,
        }
    }
}

/// Why the tree of units stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitRefusal {
    /// Another unit has the code.
    #[error("code {code} belongs to unit {by}")]
    CodeTaken { code: UnitCode, by: UnitId },
    #[error("unit {0} is not known")]
    UnknownUnit(UnitId),
    /// Not known, or further down in the same list than its child.
    #[error("parent unit {0} is not known")]
    UnknownParent(UnitId),
    /// The unit would stand under itself, at the latest on `on`.
    #[error("unit {unit} cannot stand under {parent}, which is within it on {on}")]
    WouldBeCycle { unit: UnitId, parent: UnitId, on: NaiveDate },
    #[error("the province has a root unit already")]
    SecondRoot,
    #[error("the root unit cannot be moved")]
    RootCannotMove,
    /// Established before with another code, name, kind, parent or day.
    #[error("unit {0} was established with other content")]
    AlreadyEstablished(UnitId),
    /// Dated before the unit, or the parent it is to stand under, existed.
    #[error("unit {unit} was established on {on}, nothing of it can be dated earlier")]
    NotBeforeEstablished { unit: UnitId, on: NaiveDate },
    /// A change is recorded on the day it takes effect, or later: until then the tree stands.
    #[error("{on} is in the future")]
    InFuture { on: NaiveDate },
    /// Dated before the last change of the same sort, which took effect on `last`.
    #[error("unit {unit} last changed on {last}, nothing can be put before that")]
    NotInOrder { unit: UnitId, last: NaiveDate },
    /// The unit, or the one that was to take over or stand above, is no more since `on`.
    #[error("unit {unit} ended on {on}")]
    UnitEnded { unit: UnitId, on: NaiveDate },
    /// A unit whose end is to be taken back stood under one that is no more.
    #[error("unit {unit} stood under a unit that ended")]
    AboveEnded { unit: UnitId, above: UnitName },
    #[error("the root unit cannot end")]
    RootCannotEnd,
    /// Units would stand under one that is no more.
    #[error("units stand below unit {unit}, which would end")]
    UnitsBelow { unit: UnitId, below: Vec<UnitName> },
    #[error("unit {0} that is to take over is not known")]
    UnknownSuccessor(UnitId),
    /// It is the unit that ends, or stands below it.
    #[error("unit {successor} is within unit {unit}, which ends, and cannot take over from it")]
    SuccessorWithin { unit: UnitId, successor: UnitId },
    #[error("a unit is divided among two units or more")]
    SplitNeedsTwo,
    #[error("the decision is dated in the future, {dated_on}")]
    PaperDatedInFuture { dated_on: NaiveDate },
    #[error("{actual} units are to take over, more than {max}", max = super::SUCCESSORS_MAX)]
    TooManySuccessors { actual: usize },
}

impl UnitRefusal {
    /// Every code, in the order of the alphabet; each has a sentence in every language.
    pub const CODES: &[&str] = &[
        "above_ended",
        "already_established",
        "code_taken",
        "date_future",
        "not_before_established",
        "not_in_order",
        "paper_date_future",
        "root_cannot_end",
        "root_cannot_move",
        "second_root",
        "split_needs_two",
        "successor_within",
        "too_many_successors",
        "unit_ended",
        "units_below",
        "unknown_parent",
        "unknown_successor",
        "unknown_unit",
        "would_be_cycle",
    ];

    /// The stable code, key of the sentence shown to the user.
    pub fn code(&self) -> &'static str {
        match self {
            Self::CodeTaken { .. } => "code_taken",
            Self::UnknownUnit(_) => "unknown_unit",
            Self::UnknownParent(_) => "unknown_parent",
            Self::WouldBeCycle { .. } => "would_be_cycle",
            Self::SecondRoot => "second_root",
            Self::RootCannotMove => "root_cannot_move",
            Self::AlreadyEstablished(_) => "already_established",
            Self::NotBeforeEstablished { .. } => "not_before_established",
            Self::InFuture { .. } => "date_future",
            Self::NotInOrder { .. } => "not_in_order",
            Self::UnitEnded { .. } => "unit_ended",
            Self::AboveEnded { .. } => "above_ended",
            Self::RootCannotEnd => "root_cannot_end",
            Self::UnitsBelow { .. } => "units_below",
            Self::UnknownSuccessor(_) => "unknown_successor",
            Self::SuccessorWithin { .. } => "successor_within",
            Self::SplitNeedsTwo => "split_needs_two",
            Self::PaperDatedInFuture { .. } => "paper_date_future",
            Self::TooManySuccessors { .. } => "too_many_successors",
        }
    }
}

/// Decides what happens on `today` when `command` meets `tree`. What is already so yields no fact.
pub fn decide(
    tree: &UnitTree,
    command: UnitCommand,
    today: NaiveDate,
) -> Result<Vec<UnitEvent>, UnitRefusal> {
    if let Some(on) = command.effective_on().filter(|on| *on > today) {
        return Err(UnitRefusal::InFuture { on });
    }
    match command {
        UnitCommand::EstablishUnits { units, effective_on, basis } => {
            let mut tree = tree.clone();
            let mut events = Vec::new();
            for new in units {
                if let Some(event) = establish(&tree, new, effective_on, &basis)? {
                    tree.evolve(&event);
                    events.push(event);
                }
            }
            Ok(events)
        }
        UnitCommand::RenameUnit { unit, name, effective_on, basis } => {
            let known = tree.get(unit).ok_or(UnitRefusal::UnknownUnit(unit))?;
            exists_on(known, effective_on)?;
            if known.name_on(effective_on) == Some(&name) {
                return Ok(vec![]);
            }
            in_order(unit, known.names.last().map(|(last, _)| *last), effective_on)?;
            Ok(vec![UnitEvent::UnitRenamed { unit, name, effective_on, basis }])
        }
        UnitCommand::MoveUnit { unit, parent, effective_on, basis } => {
            Ok(move_unit(tree, unit, parent, effective_on, &basis)?.into_iter().collect())
        }
        UnitCommand::MergeUnit { unit, into, below, effective_on, basis } => {
            let (how, into) = (Ending::Merged, vec![into]);
            Leaving { unit, how, successors: into, on: effective_on, basis }.decide(tree, below)
        }
        UnitCommand::SplitUnit { unit, into, below, effective_on, basis } => {
            let how = Ending::Split;
            Leaving { unit, how, successors: into, on: effective_on, basis }.decide(tree, below)
        }
        UnitCommand::DissolveUnit { unit, successors, below, effective_on, basis } => {
            let how = Ending::Dissolved;
            Leaving { unit, how, successors, on: effective_on, basis }.decide(tree, below)
        }
        UnitCommand::RestoreUnits { units, below, reason, decision } => {
            if let Some(on) = decision.as_ref().map(|it| it.dated_on).filter(|on| *on > today) {
                return Err(UnitRefusal::PaperDatedInFuture { dated_on: on });
            }
            restore(tree, (&units, below), &reason, decision.as_ref())
        }
    }
}

/// Puts a unit under another one; nothing if it stands there.
pub(super) fn move_unit(
    tree: &UnitTree,
    unit: UnitId,
    parent: UnitId,
    effective_on: NaiveDate,
    basis: &Paper,
) -> Result<Option<UnitEvent>, UnitRefusal> {
    let known = tree.get(unit).ok_or(UnitRefusal::UnknownUnit(unit))?;
    if known.parent.is_none() {
        return Err(UnitRefusal::RootCannotMove);
    }
    let under = tree.get(parent).ok_or(UnitRefusal::UnknownParent(parent))?;
    exists_on(known, effective_on)?;
    exists_on(under, effective_on)?;
    if known.parent_on(effective_on) == Some(parent) {
        return Ok(None);
    }
    outlives(under, known.ended_on())?;
    in_order(unit, known.parents.last().map(|(last, _)| *last), effective_on)?;
    if let Some(on) = cycle_on(tree, unit, parent, effective_on) {
        return Err(UnitRefusal::WouldBeCycle { unit, parent, on });
    }
    let basis = basis.clone();
    Ok(Some(UnitEvent::UnitMoved { unit, parent, effective_on, basis }))
}

fn establish(
    tree: &UnitTree,
    new: NewUnit,
    effective_on: NaiveDate,
    basis: &Paper,
) -> Result<Option<UnitEvent>, UnitRefusal> {
    let NewUnit { unit, code, name, kind, parent } = new;
    if let Some(known) = tree.get(unit) {
        // Compared with what was said then: a later rename or move does not make it another unit.
        let same = known.code == code
            && known.kind == kind
            && known.established_on == effective_on
            && known.names.first().is_some_and(|(_, first)| *first == name)
            && known.parents.first().is_some_and(|(_, first)| *first == parent);
        return if same { Ok(None) } else { Err(UnitRefusal::AlreadyEstablished(unit)) };
    }
    if let Some(other) = tree.by_code(code.as_str()) {
        return Err(UnitRefusal::CodeTaken { code, by: other.id });
    }
    match parent {
        None if tree.root().is_some() => return Err(UnitRefusal::SecondRoot),
        None => {}
        Some(parent) => {
            let under = tree.get(parent).ok_or(UnitRefusal::UnknownParent(parent))?;
            exists_on(under, effective_on)?;
            outlives(under, None)?;
        }
    }
    let basis = basis.clone();
    Ok(Some(UnitEvent::UnitEstablished { unit, code, name, kind, parent, effective_on, basis }))
}

/// A unit is there from the day it is established to the day before its end.
pub(super) fn exists_on(unit: &Unit, on: NaiveDate) -> Result<(), UnitRefusal> {
    if on < unit.established_on {
        return Err(UnitRefusal::NotBeforeEstablished { unit: unit.id, on: unit.established_on });
    }
    match unit.ended_on() {
        Some(ended) if ended <= on => Err(UnitRefusal::UnitEnded { unit: unit.id, on: ended }),
        _ => Ok(()),
    }
}

/// Nothing is left behind under a unit that ended.
fn outlives(parent: &Unit, child_ended: Option<NaiveDate>) -> Result<(), UnitRefusal> {
    match parent.ended_on() {
        Some(on) if child_ended.is_none_or(|child| on < child) => {
            Err(UnitRefusal::UnitEnded { unit: parent.id, on })
        }
        _ => Ok(()),
    }
}

pub(super) fn in_order(
    unit: UnitId,
    last: Option<NaiveDate>,
    on: NaiveDate,
) -> Result<(), UnitRefusal> {
    match last {
        Some(last) if on < last => Err(UnitRefusal::NotInOrder { unit, last }),
        _ => Ok(()),
    }
}

/// The first day from `effective_on` on which `parent` would stand within `unit`. Moves may be
/// recorded in another order than they take effect, so each later move's day is looked at.
fn cycle_on(
    tree: &UnitTree,
    unit: UnitId,
    parent: UnitId,
    effective_on: NaiveDate,
) -> Option<NaiveDate> {
    let moves = tree.iter().flat_map(|unit| unit.parents.iter().skip(1).map(|(from, _)| *from));
    let days: BTreeSet<NaiveDate> =
        moves.filter(|from| *from > effective_on).chain([effective_on]).collect();
    days.into_iter().find(|on| tree.path_on(parent, *on).contains(&unit))
}
