//! A dossier that goes to another unit with many others, by one decision: the unit that manages it
//! changes at once. No paper dossier is awaited for it alone, and no term opens for it. Nobody asks for
//! this by itself: it is a line of a mass move that was approved as a whole.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    command::DossierContext,
    entries::{has_come, is_signed},
    event::DossierEvent as E,
    refusal::DossierRefusal as Refusal,
    state::{Dossier, Held},
};
use crate::{
    ids::{MassMoveId, UnitId},
    values::{Paper, Reason},
};

/// How a dossier stands to a mass move it went with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// It is where the move put it.
    Stands { from: UnitId, to: UnitId },
    /// It went on to another unit since.
    WentOn,
    /// The move was undone, and it is back.
    Back,
}

/// One line of a mass move, with the decision it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveOrder {
    pub mass_move: MassMoveId,
    pub from: UnitId,
    pub to: UnitId,
    pub decision: Paper,
    pub effective_on: NaiveDate,
}

/// A mass move that is undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveUndo {
    pub mass_move: MassMoveId,
    pub reason: Reason,
    /// The decision that takes the first one back; a move recorded by mistake has none.
    pub decision: Option<Paper>,
}

/// Decides what a mass move does to one dossier; nothing when it has gone with it already. The
/// context's `unit_exists` says whether the unit it is to go to stands.
pub fn move_by_decision(
    dossier: &Dossier,
    order: &MoveOrder,
    context: &DossierContext,
) -> Result<Vec<E>, Refusal> {
    let held = open_to_others(dossier, context)?;
    let MoveOrder { mass_move, from, to, decision, effective_on } = order;
    if held.moves().contains_key(mass_move) {
        return Ok(vec![]);
    }
    if held.transfer_under_way().is_some() {
        return Err(Refusal::TransferUnderWay);
    }
    if from == to {
        return Err(Refusal::TransferToOwnUnit);
    }
    if held.managing_unit() != *from {
        return Err(Refusal::NotAtUnit);
    }
    if !context.unit_exists {
        return Err(Refusal::UnknownUnit);
    }
    has_come(*effective_on, context.today)?;
    is_signed(decision, context.today)?;
    Ok(vec![E::MovedByDecision {
        mass_move: *mass_move,
        from: *from,
        to: *to,
        decision: decision.clone(),
        effective_on: *effective_on,
    }])
}

/// Decides what undoing a mass move does to one dossier; nothing when it is back already. The
/// context's `unit_exists` says whether the unit it came from stands.
pub fn move_back(
    dossier: &Dossier,
    undo: &MoveUndo,
    context: &DossierContext,
) -> Result<Vec<E>, Refusal> {
    let held = open_to_others(dossier, context)?;
    let MoveUndo { mass_move, reason, decision } = undo;
    let (from, to) = match held.moves().get(mass_move) {
        None => return Err(Refusal::NotMoved),
        Some(Move::Back) => return Ok(vec![]),
        Some(Move::WentOn) => return Err(Refusal::WentOn),
        Some(Move::Stands { from, to }) => (*to, *from),
    };
    if held.transfer_under_way().is_some() {
        return Err(Refusal::TransferUnderWay);
    }
    if !context.unit_exists {
        return Err(Refusal::UnknownUnit);
    }
    if let Some(decision) = decision {
        is_signed(decision, context.today)?;
    }
    Ok(vec![E::MovedBack {
        mass_move: *mass_move,
        from,
        to,
        moved_back_on: context.today,
        reason: reason.clone(),
        decision: decision.clone(),
    }])
}

fn open_to_others<'a>(dossier: &'a Dossier, context: &DossierContext) -> Result<&'a Held, Refusal> {
    if context.actor_is_the_person {
        return Err(Refusal::OwnDossier);
    }
    match dossier {
        Dossier::Withdrawn(_) => Err(Refusal::Withdrawn),
        other => match other.held().ok_or(Refusal::NotOpened)? {
            held if held.twins().merged_into().is_some() => Err(Refusal::Merged),
            // Who left is moved too: someone has to keep the dossier.
            held => Ok(held),
        },
    }
}
