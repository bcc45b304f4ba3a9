//! The transfer of a dossier between units: which of the two a step is for, and what is recorded with
//! an acceptance.

use hoso_events::{
    account::{Account, moved_with_dossier},
    dossier::{DossierCommand, Held, Side, Transfer, TransferStep},
    fact::{Fact, StreamType},
    ids::{DossierId, UnitId},
    values::Paper,
};
use hoso_projections::{accounts, engine::World};

use super::{
    App, CommandError,
    execute::{Stream as _, fold},
};
use crate::store::{StoreError, StreamAppend};

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

/// Where the dossier goes and by which decision, when the command is an acceptance.
pub(super) fn acceptance(held: &Held, command: &DossierCommand) -> Option<(UnitId, Paper)> {
    let DossierCommand::Transfer { transfer, step: TransferStep::Accept { .. } } = command else {
        return None;
    };
    let known = held.transfers().get(transfer)?;
    Some((known.to(), known.decision()?.clone()))
}

impl App {
    /// What an acceptance records in the stream of the person's account. Read from the log itself:
    /// whoever changes the account meanwhile makes the whole acceptance clash, and is not lost.
    pub(super) async fn account_goes_too(
        &self,
        id: DossierId,
        to: UnitId,
        decision: &Paper,
        world: &World,
    ) -> Result<Vec<StreamAppend>, CommandError> {
        let row = accounts::of_dossier(self.store().db(), &id.to_string()).await;
        let Some(row) = row.map_err(StoreError::from)? else { return Ok(vec![]) };
        let kept = fold::<Account>(self.store().stream(&row.account_id, 0).await?);
        // What was kept of it in mind is behind once this is recorded.
        drop(Account::cache(self).take(&row.account_id));
        let today = self.store().clock().today();
        let facts = moved_with_dossier(&kept.state, to, today, decision, &world.units);
        let facts: Vec<Fact> = facts.into_iter().map(Fact::Account).collect();
        if facts.is_empty() {
            return Ok(vec![]);
        }
        let (stream_type, expected) = (StreamType::Account, kept.sequence);
        Ok(vec![StreamAppend { stream_type, stream_id: row.account_id, expected, facts }])
    }
}
