//! The dossier: one person's record, for life. What may happen to it, and what did.
//!
//! A situation ([`Dossier`]) meets a command ([`DossierCommand`]) and gives facts
//! ([`DossierEvent`]) or an obstacle ([`DossierRefusal`]).

mod aggregate;
mod command;
mod decide;
mod declare;
mod entries;
mod event;
mod refusal;
mod secondment;
mod state;
mod transfer;

#[cfg(test)]
mod tests;

pub use self::{
    command::{DossierCommand, DossierContext, NewEntry},
    decide::{SCANS_MAX, decide},
    event::{DossierEvent, EnteredBy, Objection},
    refusal::DossierRefusal,
    secondment::{Phase, Secondment, SecondmentStep},
    state::{Decided, Dossier, Held, Outcome, SubmissionKind, Waiting, evolve},
    transfer::{
        INVENTORY_LINES_MAX, InventoryLine, REASONS_MAX, Side, Stage, Transfer, TransferKind,
        TransferStep,
    },
};
