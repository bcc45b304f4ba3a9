//! Taking a dossier in that another log kept until now: what is recorded of our own after the facts
//! that came, and what stands in the way.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    command::DossierContext,
    entries::{has_come, is_signed},
    event::DossierEvent,
    refusal::DossierRefusal as Refusal,
    state::Dossier,
};
use crate::{
    elsewhere::UnitElsewhere,
    ids::UnitId,
    values::{FileHash, Paper},
};

/// The sealed package a dossier came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedPackage {
    /// The one name of the sender's log among all logs.
    pub origin: String,
    /// The unit that managed the dossier there, by the name it had.
    pub sender: String,
    /// The SHA-256 of the file.
    pub sha256: FileHash,
    /// How many facts it held.
    pub facts: u64,
    /// The sender's signed note over it: signed by us too, it is the receipt.
    pub note: String,
    /// The units that the facts refer to, by what they are called where they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<UnitElsewhere>,
}

/// How far the record was when the dossier came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakenInAs {
    /// The first record was not handed in yet, or came back.
    FirstEntry,
    /// The first record waits for its check.
    FirstCheck,
    /// The first record was checked.
    Kept,
}

/// What a unit asks for that takes a dossier in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakingIn {
    /// The unit that manages the dossier from now on.
    pub unit: UnitId,
    /// The decision by which the person comes to it.
    pub decision: Paper,
    pub taken_in_on: NaiveDate,
    pub package: SealedPackage,
}

/// Decides what is recorded after the facts that came; `dossier` is what all of them make.
pub fn take_in(
    dossier: &Dossier,
    asked: TakingIn,
    context: &DossierContext,
) -> Result<DossierEvent, Refusal> {
    if context.actor_is_the_person {
        return Err(Refusal::OwnDossier);
    }
    let (situation, held) = match dossier {
        Dossier::NotOpened => return Err(Refusal::NotOpened),
        Dossier::Withdrawn(_) => return Err(Refusal::Withdrawn),
        Dossier::FirstEntry(held) => (TakenInAs::FirstEntry, held),
        Dossier::FirstCheck(held) => (TakenInAs::FirstCheck, held),
        Dossier::Kept(held) => (TakenInAs::Kept, held),
    };
    if !context.unit_exists {
        return Err(Refusal::UnknownUnit);
    }
    has_come(asked.taken_in_on, context.today)?;
    is_signed(&asked.decision, context.today)?;
    let TakingIn { unit, decision, taken_in_on, package } = asked;
    Ok(DossierEvent::DossierTakenIn {
        unit,
        decision,
        taken_in_on,
        package,
        situation,
        waiting: held.waiting().keys().copied().collect(),
        returned: held.returned().collect(),
    })
}
