//! How far a mass move is.

use chrono::NaiveDate;

use super::MassMoveEvent;
use crate::values::{FileHash, Paper, Reason};

/// What was approved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// SHA-256 of the canonical form of the manifest.
    pub manifest: FileHash,
    pub decision: Paper,
    pub effective_on: NaiveDate,
    pub reason: Reason,
}

/// A mass move after all that happened to it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum MassMove {
    /// Planned at most: nothing was recorded.
    #[default]
    NotApproved,
    /// It may be carried out, or is being.
    Approved(Order),
    Completed(Order),
    /// It is being undone.
    Undoing(Order),
    Undone(Order),
}

impl MassMove {
    /// What was approved, if anything was.
    pub fn order(&self) -> Option<&Order> {
        match self {
            Self::NotApproved => None,
            Self::Approved(order)
            | Self::Completed(order)
            | Self::Undoing(order)
            | Self::Undone(order) => Some(order),
        }
    }

    /// Applies one fact. Total: a fact that was recorded is never argued with.
    pub fn evolve(self, event: &MassMoveEvent) -> Self {
        match (self, event) {
            (
                Self::NotApproved,
                MassMoveEvent::MassMoveApproved {
                    manifest, decision, effective_on, reason, ..
                },
            ) => Self::Approved(Order {
                manifest: manifest.clone(),
                decision: decision.clone(),
                effective_on: *effective_on,
                reason: reason.clone(),
            }),
            (Self::Approved(order), MassMoveEvent::MassMoveCompleted { .. }) => {
                Self::Completed(order)
            }
            (
                Self::Approved(order) | Self::Completed(order),
                MassMoveEvent::MassMoveUndoOrdered { .. },
            ) => Self::Undoing(order),
            (Self::Undoing(order), MassMoveEvent::MassMoveUndone { .. }) => Self::Undone(order),
            (same, _) => same,
        }
    }
}
