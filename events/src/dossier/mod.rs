//! The dossier: one person's record, for life. What may happen to it, and what did.
//!
//! A situation ([`Dossier`]) meets a command ([`DossierCommand`]) and gives facts
//! ([`DossierEvent`]) or an obstacle ([`DossierRefusal`]).

mod aggregate;
mod command;
mod decide;
mod declare;
mod duplicate;
mod ending;
mod entries;
mod event;
mod moving;
mod refusal;
mod secondment;
mod state;
mod taking_in;
mod transfer;

#[cfg(test)]
mod tests;

pub use self::{
    command::{DossierCommand, DossierContext, NewEntry},
    decide::{SCANS_MAX, decide},
    duplicate::{Pair, PairCommand, PairContext, PairFacts, Twins, decide_pair},
    ending::{
        AHEAD_DAYS_MAX, DeathPaper, Ended, Ending, EndingKind, Leaving, RetirementAge, Service,
        ServiceStep,
    },
    event::{DossierEvent, EnteredBy, Objection},
    moving::{Move, MoveOrder, MoveUndo, move_back, move_by_decision},
    refusal::DossierRefusal,
    secondment::{Phase, Secondment, SecondmentStep},
    state::{Decided, Dossier, Held, Outcome, SubmissionKind, Waiting, evolve},
    taking_in::{SealedPackage, TakenInAs, TakingIn, take_in},
    transfer::{
        INVENTORY_LINES_MAX, InventoryLine, REASONS_MAX, Side, Stage, Transfer, TransferKind,
        TransferStep,
    },
};
