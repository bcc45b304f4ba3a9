//! The transfer of a dossier from one unit of the province to another: its steps, how far it is,
//! and what each step asks.
//!
//! The old unit manages the dossier until the new one accepts it: there is always exactly one. From
//! the release on, the old unit only reads, so that what the new unit takes over is what was handed
//! over. The person goes on entering: their terms do not stop for a transfer, and whoever manages
//! the dossier next checks what they hand in.

use std::num::NonZeroU16;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    command::DossierContext,
    entries::{has_come, is_signed},
    event::DossierEvent as E,
    refusal::DossierRefusal as Refusal,
    state::Held,
};
use crate::{
    ids::{TransferId, UnitId},
    values::{Paper, PaperTitle, Reason},
};

/// How many papers the inventory of one dossier lists at most.
pub const INVENTORY_LINES_MAX: usize = 300;

/// How many reasons are given at most why a paper dossier is not valid.
pub const REASONS_MAX: usize = 20;

/// What kind of transfer the decision orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferKind {
    /// Điều động: the competent authority assigns the person to another unit.
    Reassignment,
    /// Luân chuyển: a leader serves elsewhere for a term.
    Rotation,
    /// Chuyển công tác: the person asked for it.
    OwnRequest,
}

impl TransferKind {
    /// Every kind, in the order a form offers them.
    pub const ALL: [Self; 3] = [Self::Reassignment, Self::Rotation, Self::OwnRequest];

    /// The stored name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reassignment => "reassignment",
            Self::Rotation => "rotation",
            Self::OwnRequest => "own_request",
        }
    }

    /// Reads the stored name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// One paper of the dossier as the inventory lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InventoryLine {
    pub title: PaperTitle,
    pub pages: NonZeroU16,
}

/// One step of a transfer, as someone asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransferStep {
    /// A decision orders the person to another unit.
    Order {
        to: UnitId,
        kind: TransferKind,
        decision: Paper,
        effective_on: NaiveDate,
        /// The last day of the term; a rotation has one.
        term_ends_on: Option<NaiveDate>,
    },
    /// The old unit hands over the paper dossier and the data.
    Release { inventory: Vec<InventoryLine>, released_on: NaiveDate },
    /// The new unit received the paper dossier, and it is valid.
    ReceivePaper { received_on: NaiveDate },
    /// The new unit received the paper dossier, and it is not valid.
    FindPaperInvalid { received_on: NaiveDate, reasons: Vec<Reason> },
    /// The new unit takes the dossier over.
    Accept { accepted_on: NaiveDate },
    /// The new unit does not take it.
    Refuse { reason: Reason },
    /// The old unit takes the released dossier back, to release it again.
    Recall { reason: Reason },
    /// The order itself falls away.
    Cancel { reason: Reason, decision: Option<Paper> },
}

/// Which of the two units takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Sending,
    Receiving,
}

impl TransferStep {
    /// The step's name, for spans and the access log.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Order { .. } => "OrderTransfer",
            Self::Release { .. } => "ReleaseDossier",
            Self::ReceivePaper { .. } => "ReceivePaperDossier",
            Self::FindPaperInvalid { .. } => "FindPaperDossierInvalid",
            Self::Accept { .. } => "AcceptTransfer",
            Self::Refuse { .. } => "RefuseTransfer",
            Self::Recall { .. } => "RecallRelease",
            Self::Cancel { .. } => "CancelTransfer",
        }
    }

    /// The unit that takes it.
    pub fn side(&self) -> Side {
        match self {
            Self::Order { .. }
            | Self::Release { .. }
            | Self::Recall { .. }
            | Self::Cancel { .. } => Side::Sending,
            Self::ReceivePaper { .. }
            | Self::FindPaperInvalid { .. }
            | Self::Accept { .. }
            | Self::Refuse { .. } => Side::Receiving,
        }
    }
}

/// How far a transfer is. Each stage but the last has one step that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The old unit has to release the dossier.
    Ordered,
    /// The new unit has to receive the paper dossier.
    Released,
    /// The old unit has to mend what the new one found; nothing is released anew for that.
    PaperInvalid,
    /// The new unit has to accept, within its term.
    PaperReceived,
    Accepted,
    Refused,
    Cancelled,
}

impl Stage {
    /// The stable code.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ordered => "ordered",
            Self::Released => "released",
            Self::PaperInvalid => "paper_invalid",
            Self::PaperReceived => "paper_received",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads the stable code.
    pub fn parse(text: &str) -> Option<Self> {
        let all = [
            Self::Ordered,
            Self::Released,
            Self::PaperInvalid,
            Self::PaperReceived,
            Self::Accepted,
            Self::Refused,
            Self::Cancelled,
        ];
        all.into_iter().find(|stage| stage.as_str() == text)
    }

    /// Whether nothing more happens to the transfer.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Accepted | Self::Refused | Self::Cancelled)
    }

    /// Whether the dossier is on its way, so that the old unit only reads it.
    pub fn is_on_its_way(self) -> bool {
        matches!(self, Self::Released | Self::PaperInvalid | Self::PaperReceived)
    }
}

/// One transfer of a dossier, under way or over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    from: UnitId,
    to: UnitId,
    effective_on: NaiveDate,
    stage: Stage,
    /// No later step is dated before this day.
    last_day: NaiveDate,
    /// The order and the last step as recorded: the same form sent again is the same fact.
    order: E,
    last: E,
}

impl Transfer {
    /// The unit that manages the dossier until the transfer is accepted.
    pub fn from(&self) -> UnitId {
        self.from
    }

    /// The unit that manages it from then on.
    pub fn to(&self) -> UnitId {
        self.to
    }

    /// The decision that orders it.
    pub fn decision(&self) -> Option<&Paper> {
        self.order.paper()
    }

    /// How far it is.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// What an order begins; nothing for any other fact.
    pub(super) fn ordered(event: &E) -> Option<Self> {
        let E::TransferOrdered { from, to, decision, effective_on, .. } = event else {
            return None;
        };
        Some(Self {
            from: *from,
            to: *to,
            effective_on: *effective_on,
            stage: Stage::Ordered,
            last_day: decision.dated_on,
            order: event.clone(),
            last: event.clone(),
        })
    }

    /// What it is after a later fact of it.
    pub(super) fn after(self, event: &E) -> Self {
        let (stage, day) = match event {
            E::DossierReleased { released_on, .. } => (Stage::Released, Some(*released_on)),
            E::PaperDossierReceived { received_on, .. } => {
                (Stage::PaperReceived, Some(*received_on))
            }
            E::PaperDossierFoundInvalid { received_on, .. } => {
                (Stage::PaperInvalid, Some(*received_on))
            }
            E::TransferAccepted { accepted_on, .. } => (Stage::Accepted, Some(*accepted_on)),
            E::TransferRefused { .. } => (Stage::Refused, None),
            E::ReleaseRecalled { .. } => (Stage::Ordered, None),
            E::TransferCancelled { .. } => (Stage::Cancelled, None),
            _ => (self.stage, None),
        };
        let last_day = day.unwrap_or(self.last_day);
        Self { stage, last_day, last: event.clone(), ..self }
    }
}

/// Decides what happens when a step of a transfer is asked for.
pub(super) fn step(
    held: &Held,
    id: TransferId,
    step: TransferStep,
    context: &DossierContext,
) -> Result<Vec<E>, Refusal> {
    use TransferStep as S;
    let known = held.transfers().get(&id);
    let (fact, dated_on) = match step {
        S::Order { to, kind, decision, effective_on, term_ends_on } => {
            // Whoever sends the order again may not know that the dossier is elsewhere by now.
            let from = known.map_or(held.managing_unit(), Transfer::from);
            let order = E::TransferOrdered {
                transfer: id,
                from,
                to,
                kind,
                decision,
                effective_on,
                term_ends_on,
            };
            return ordered(held, known, order, context);
        }
        S::Release { inventory, released_on } => {
            (E::DossierReleased { transfer: id, inventory, released_on }, Some(released_on))
        }
        S::ReceivePaper { received_on } => {
            let by = known.ok_or(Refusal::UnknownTransfer(id))?.to;
            (E::PaperDossierReceived { transfer: id, by, received_on }, Some(received_on))
        }
        S::FindPaperInvalid { received_on, reasons } => {
            let by = known.ok_or(Refusal::UnknownTransfer(id))?.to;
            let found = E::PaperDossierFoundInvalid { transfer: id, by, received_on, reasons };
            (found, Some(received_on))
        }
        S::Accept { accepted_on } => {
            let Transfer { from, to, .. } = *known.ok_or(Refusal::UnknownTransfer(id))?;
            (E::TransferAccepted { transfer: id, from, to, accepted_on }, Some(accepted_on))
        }
        S::Refuse { reason } => (E::TransferRefused { transfer: id, reason }, None),
        S::Recall { reason } => (E::ReleaseRecalled { transfer: id, reason }, None),
        S::Cancel { reason, decision } => {
            (E::TransferCancelled { transfer: id, reason, decision }, None)
        }
    };
    let known = known.ok_or(Refusal::UnknownTransfer(id))?;
    if known.last == fact {
        return Ok(vec![]);
    }
    is_due(known, &fact)?;
    if let Some(on) = dated_on {
        has_come(on, context.today)?;
        in_order(on, known.last_day)?;
    }
    is_sound(known, &fact, context)?;
    Ok(vec![fact])
}

/// One transfer at a time, to another unit that is there, on a decision that is signed.
fn ordered(
    held: &Held,
    known: Option<&Transfer>,
    order: E,
    context: &DossierContext,
) -> Result<Vec<E>, Refusal> {
    match (known, order.transfer()) {
        (Some(known), _) if known.order == order => return Ok(vec![]),
        (Some(_), Some(id)) => return Err(Refusal::TransferReused(id)),
        (Some(_) | None, _) => {}
    }
    if held.transfer_under_way().is_some() {
        return Err(Refusal::TransferUnderWay);
    }
    if let E::TransferOrdered { from, to, kind, decision, effective_on, term_ends_on, .. } = &order
    {
        if from == to {
            return Err(Refusal::TransferToOwnUnit);
        }
        if !context.unit_exists {
            return Err(Refusal::UnknownUnit);
        }
        match term_ends_on {
            None if *kind == TransferKind::Rotation => return Err(Refusal::TermMissing),
            Some(ends_on) if ends_on < effective_on => {
                return Err(Refusal::TermBackwards { effective_on: *effective_on });
            }
            Some(_) | None => {}
        }
        is_signed(decision, context.today)?;
    }
    Ok(vec![order])
}

/// Whether the step may be taken at this stage; whoever comes second learns how it ended.
fn is_due(known: &Transfer, fact: &E) -> Result<(), Refusal> {
    match (known.stage, fact) {
        (Stage::Accepted, _) => Err(Refusal::TransferAccepted),
        (Stage::Refused, _) => Err(Refusal::TransferRefused),
        (Stage::Cancelled, _) => Err(Refusal::TransferCancelled),
        (_, E::TransferRefused { .. } | E::TransferCancelled { .. }) => Ok(()),
        (Stage::Ordered, E::DossierReleased { .. }) => Ok(()),
        (Stage::Ordered, _) => Err(Refusal::NotReleased),
        (_, E::DossierReleased { .. }) => Err(Refusal::AlreadyReleased),
        (Stage::PaperReceived, E::TransferAccepted { .. }) => Ok(()),
        (Stage::PaperReceived, _) => Err(Refusal::PaperReceived),
        (Stage::Released | Stage::PaperInvalid, E::TransferAccepted { .. }) => {
            Err(Refusal::PaperNotReceived)
        }
        (Stage::Released | Stage::PaperInvalid, _) => Ok(()),
    }
}

/// A step is not dated before the one it follows.
fn in_order(on: NaiveDate, previous: NaiveDate) -> Result<(), Refusal> {
    if on < previous { Err(Refusal::BeforePreviousStep { previous }) } else { Ok(()) }
}

/// What one step asks besides its turn and its day.
fn is_sound(known: &Transfer, fact: &E, context: &DossierContext) -> Result<(), Refusal> {
    match fact {
        E::DossierReleased { inventory, .. } => match inventory.len() {
            0 => Err(Refusal::InventoryEmpty),
            actual if actual > INVENTORY_LINES_MAX => {
                Err(Refusal::InventoryTooLong { max: INVENTORY_LINES_MAX })
            }
            _ => Ok(()),
        },
        E::PaperDossierFoundInvalid { reasons, .. } => match reasons.len() {
            0 => Err(Refusal::NoReasons),
            actual if actual > REASONS_MAX => Err(Refusal::TooManyReasons { max: REASONS_MAX }),
            _ => Ok(()),
        },
        E::TransferAccepted { accepted_on, .. } => {
            if !context.unit_exists {
                return Err(Refusal::UnknownUnit);
            }
            let effective_on = known.effective_on;
            if *accepted_on < effective_on {
                return Err(Refusal::BeforeEffectiveDay { effective_on });
            }
            Ok(())
        }
        E::TransferCancelled { decision: Some(decision), .. } => is_signed(decision, context.today),
        _ => Ok(()),
    }
}
