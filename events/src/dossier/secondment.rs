//! The secondment (biệt phái) of a person to another unit of the province: on a decision, from a day
//! to a day. The unit that sends keeps managing the dossier; the host unit reads it while it lasts.
//!
//! Whether it lasts is a question of the day that is asked, not a fact: it begins and ends by itself,
//! and nobody has to be there to record it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    command::DossierContext, entries::is_signed, event::DossierEvent as E,
    refusal::DossierRefusal as Refusal, state::Held,
};
use crate::{
    ids::{SecondmentId, UnitId},
    values::{Paper, Reason},
};

/// One act on a secondment, as someone asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecondmentStep {
    /// A decision sends the person to the host unit for a time.
    Order { host: UnitId, decision: Paper, begins_on: NaiveDate, ends_on: NaiveDate },
    /// Another decision makes the time longer.
    Prolong { ends_on: NaiveDate, decision: Paper, reason: Reason },
    /// Another decision makes it shorter.
    EndEarly { ends_on: NaiveDate, decision: Paper, reason: Reason },
    /// The order itself falls away.
    Cancel { reason: Reason, decision: Option<Paper> },
}

impl SecondmentStep {
    /// The act's name, for spans and the access log.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Order { .. } => "OrderSecondment",
            Self::Prolong { .. } => "ProlongSecondment",
            Self::EndEarly { .. } => "EndSecondmentEarly",
            Self::Cancel { .. } => "CancelSecondment",
        }
    }
}

/// How a secondment stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Its first day has not come.
    Planned,
    Running,
    /// Its last day has passed.
    Over,
    Cancelled,
}

impl Phase {
    /// The phase on a day of a secondment with these days.
    pub fn on(today: NaiveDate, begins_on: NaiveDate, ends_on: NaiveDate, cancelled: bool) -> Self {
        match () {
            () if cancelled => Self::Cancelled,
            () if today < begins_on => Self::Planned,
            () if today <= ends_on => Self::Running,
            () => Self::Over,
        }
    }

    /// The stable code.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Running => "running",
            Self::Over => "over",
            Self::Cancelled => "cancelled",
        }
    }
}

/// One secondment of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secondment {
    host: UnitId,
    begins_on: NaiveDate,
    ends_on: NaiveDate,
    cancelled: bool,
    /// The order and the last act as recorded: the same form sent again is the same fact.
    order: E,
    last: E,
}

impl Secondment {
    /// The unit the person is sent to.
    pub fn host(&self) -> UnitId {
        self.host
    }

    /// The first and the last day.
    pub fn days(&self) -> (NaiveDate, NaiveDate) {
        (self.begins_on, self.ends_on)
    }

    /// How it stands on a day.
    pub fn phase(&self, today: NaiveDate) -> Phase {
        Phase::on(today, self.begins_on, self.ends_on, self.cancelled)
    }

    /// What an order begins; nothing for any other fact.
    pub(super) fn ordered(event: &E) -> Option<Self> {
        let E::SecondmentOrdered { host, begins_on, ends_on, .. } = event else { return None };
        Some(Self {
            host: *host,
            begins_on: *begins_on,
            ends_on: *ends_on,
            cancelled: false,
            order: event.clone(),
            last: event.clone(),
        })
    }

    /// What it is after a later fact of it.
    pub(super) fn after(self, event: &E) -> Self {
        let last = event.clone();
        match event {
            E::SecondmentProlonged { ends_on, .. } | E::SecondmentEndedEarly { ends_on, .. } => {
                Self { ends_on: *ends_on, last, ..self }
            }
            E::SecondmentCancelled { .. } => Self { cancelled: true, last, ..self },
            _ => self,
        }
    }
}

/// Decides what happens when an act on a secondment is asked for.
pub(super) fn step(
    held: &Held,
    id: SecondmentId,
    step: SecondmentStep,
    context: &DossierContext,
) -> Result<Vec<E>, Refusal> {
    use SecondmentStep as S;
    let known = held.secondments().get(&id);
    let fact = match step {
        S::Order { host, decision, begins_on, ends_on } => {
            let from = match known.map(|known| &known.order) {
                // Whoever sends the order again may not know that another unit manages by now.
                Some(E::SecondmentOrdered { from, .. }) => *from,
                _ => held.managing_unit(),
            };
            let order =
                E::SecondmentOrdered { secondment: id, from, host, decision, begins_on, ends_on };
            return ordered(held, id, known, order, context);
        }
        S::Prolong { ends_on, decision, reason } => {
            E::SecondmentProlonged { secondment: id, ends_on, decision, reason }
        }
        S::EndEarly { ends_on, decision, reason } => {
            E::SecondmentEndedEarly { secondment: id, ends_on, decision, reason }
        }
        S::Cancel { reason, decision } => {
            E::SecondmentCancelled { secondment: id, reason, decision }
        }
    };
    let known = known.ok_or(Refusal::UnknownSecondment(id))?;
    if known.last == fact {
        return Ok(vec![]);
    }
    if known.cancelled {
        return Err(Refusal::SecondmentCancelled);
    }
    fits(held, id, known, &fact, context.today)?;
    if let Some(paper) = fact.paper() {
        is_signed(paper, context.today)?;
    }
    Ok(vec![fact])
}

/// One at a time, to another unit that is there, of someone who is not being transferred, on a
/// decision that is signed.
fn ordered(
    held: &Held,
    id: SecondmentId,
    known: Option<&Secondment>,
    order: E,
    context: &DossierContext,
) -> Result<Vec<E>, Refusal> {
    match known {
        Some(known) if known.order == order => return Ok(vec![]),
        Some(_) => return Err(Refusal::SecondmentReused(id)),
        None => {}
    }
    if held.transfer_under_way().is_some() {
        return Err(Refusal::SecondmentDuringTransfer);
    }
    if let E::SecondmentOrdered { host, decision, begins_on, ends_on, .. } = &order {
        if *host == held.managing_unit() {
            return Err(Refusal::SecondmentToOwnUnit);
        }
        if !context.unit_exists {
            return Err(Refusal::UnknownUnit);
        }
        if ends_on < begins_on {
            return Err(Refusal::SecondmentBackwards { begins_on: *begins_on });
        }
        overlaps_none(held, id, *begins_on, *ends_on)?;
        is_signed(decision, context.today)?;
    }
    Ok(vec![order])
}

/// Whether an act makes sense of the days there are.
fn fits(
    held: &Held,
    id: SecondmentId,
    known: &Secondment,
    fact: &E,
    today: NaiveDate,
) -> Result<(), Refusal> {
    let (begins_on, ended_on) = known.days();
    match fact {
        E::SecondmentProlonged { ends_on, .. } if *ends_on <= ended_on => {
            Err(Refusal::SecondmentNotLonger { ends_on: ended_on })
        }
        E::SecondmentProlonged { ends_on, .. } => overlaps_none(held, id, begins_on, *ends_on),
        E::SecondmentEndedEarly { .. } if ended_on < today => {
            Err(Refusal::SecondmentOver { ends_on: ended_on })
        }
        E::SecondmentEndedEarly { ends_on, .. } if *ends_on >= ended_on => {
            Err(Refusal::SecondmentNotShorter { ends_on: ended_on })
        }
        E::SecondmentEndedEarly { ends_on, .. } if *ends_on < begins_on => {
            Err(Refusal::SecondmentBackwards { begins_on })
        }
        _ => Ok(()),
    }
}

/// A person is in one place at a time.
fn overlaps_none(
    held: &Held,
    id: SecondmentId,
    begins_on: NaiveDate,
    ends_on: NaiveDate,
) -> Result<(), Refusal> {
    let others = held.secondments().iter().filter(|(other, it)| **other != id && !it.cancelled);
    let mut overlapping = others.map(|(_, other)| other.days());
    match overlapping.find(|(begins, ends)| *begins <= ends_on && begins_on <= *ends) {
        Some((begins_on, ends_on)) => Err(Refusal::SecondmentOverlaps { begins_on, ends_on }),
        None => Ok(()),
    }
}
