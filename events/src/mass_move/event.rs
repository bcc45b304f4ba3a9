//! What can happen to a mass move. The names and shapes are stored.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    ids::UnitId,
    values::{FileHash, Paper, Reason},
};

/// How many people go from one unit to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    pub from: UnitId,
    pub to: UnitId,
    pub people: u32,
}

/// A fact about one mass move. Who went where stands in each dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MassMoveEvent {
    /// The manifest was approved as its hash fixes it, by another than who planned it.
    MassMoveApproved {
        /// SHA-256 of the canonical form of the manifest.
        manifest: FileHash,
        ways: Vec<Way>,
        /// How many accounts without a dossier, or from elsewhere, change with the units.
        accounts: u32,
        decision: Paper,
        effective_on: NaiveDate,
        reason: Reason,
    },
    /// Every line of the manifest was carried out or left with its reason.
    MassMoveCompleted { moved: u32, left: u32 },
    /// The whole move is to be undone: everyone goes back who is still where it put them.
    MassMoveUndoOrdered {
        reason: Reason,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision: Option<Paper>,
    },
    /// Everyone who was still where the move put them is back.
    MassMoveUndone { back: u32, left: u32 },
}

impl MassMoveEvent {
    /// The stored name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::MassMoveApproved { .. } => "MassMoveApproved",
            Self::MassMoveCompleted { .. } => "MassMoveCompleted",
            Self::MassMoveUndoOrdered { .. } => "MassMoveUndoOrdered",
            Self::MassMoveUndone { .. } => "MassMoveUndone",
        }
    }

    /// The day it became true in the world, when the fact says one.
    pub fn effective_on(&self) -> Option<NaiveDate> {
        match self {
            Self::MassMoveApproved { effective_on, .. } => Some(*effective_on),
            Self::MassMoveCompleted { .. }
            | Self::MassMoveUndoOrdered { .. }
            | Self::MassMoveUndone { .. } => None,
        }
    }

    /// The decision it rests on, when it names one.
    pub fn paper(&self) -> Option<&Paper> {
        match self {
            Self::MassMoveApproved { decision, .. } => Some(decision),
            Self::MassMoveUndoOrdered { decision, .. } => decision.as_ref(),
            Self::MassMoveCompleted { .. } | Self::MassMoveUndone { .. } => None,
        }
    }

    /// The reason given for it, when there is one.
    pub fn reason(&self) -> Option<&Reason> {
        match self {
            Self::MassMoveApproved { reason, .. } | Self::MassMoveUndoOrdered { reason, .. } => {
                Some(reason)
            }
            Self::MassMoveCompleted { .. } | Self::MassMoveUndone { .. } => None,
        }
    }
}
