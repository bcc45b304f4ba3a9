//! The transfer of a dossier between units: which of the two a step is for.

use hoso_events::{
    dossier::{DossierCommand, Held, Side, Transfer, TransferStep},
    ids::UnitId,
};
use hoso_projections::engine::World;

/// The unit a command is for: the one that manages the dossier; of a transfer, the one whose turn
/// the step is. None for a transfer that is not there.
pub(super) fn acting_unit(held: &Held, command: &DossierCommand) -> Option<UnitId> {
    let DossierCommand::Transfer { transfer, step } = command else {
        return Some(held.managing_unit());
    };
    let known = held.transfers().get(transfer);
    match (step.side(), step) {
        (Side::Sending, TransferStep::Order { .. }) => {
            Some(known.map_or(held.managing_unit(), Transfer::from))
        }
        (Side::Sending, _) => known.map(Transfer::from),
        (Side::Receiving, _) => known.map(Transfer::to),
    }
}

/// Whether the unit that a transfer goes to is there.
pub(super) fn is_there(held: &Held, command: &DossierCommand, world: &World) -> bool {
    let DossierCommand::Transfer { transfer, step } = command else { return true };
    let to = match step {
        TransferStep::Order { to, .. } => Some(*to),
        _ => held.transfers().get(transfer).map(Transfer::to),
    };
    to.is_none_or(|to| world.units.get(to).is_some())
}
