//! What can happen to the units of the province. The names and shapes are stored.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    ids::UnitId,
    values::{Paper, Reason, UnitCode, UnitName},
};

/// What sort of unit it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// The province itself, root of the tree.
    Province,
    /// A department under the province (sở, ban, ngành).
    Department,
    /// A commune or ward (xã, phường).
    Commune,
    /// A school.
    School,
    /// A health station (trạm y tế).
    HealthStation,
    /// Any other public service unit (đơn vị sự nghiệp).
    ServiceUnit,
}

/// A fact about the tree of units; the whole tree is one stream, so codes stay unique and no
/// cycle can be decided by two people at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnitEvent {
    /// A unit came into being.
    UnitEstablished {
        unit: UnitId,
        code: UnitCode,
        name: UnitName,
        kind: UnitKind,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<UnitId>,
        effective_on: NaiveDate,
        basis: Paper,
    },
    /// A unit got another name; papers of its time keep the old one.
    UnitRenamed { unit: UnitId, name: UnitName, effective_on: NaiveDate, basis: Paper },
    /// A unit came under another one.
    UnitMoved { unit: UnitId, parent: UnitId, effective_on: NaiveDate, basis: Paper },
    /// A unit went into another one, which goes on. From this day it is no more.
    UnitMerged { unit: UnitId, into: UnitId, effective_on: NaiveDate, basis: Paper },
    /// A unit was divided among others (chia). From this day it is no more.
    UnitSplit { unit: UnitId, into: Vec<UnitId>, effective_on: NaiveDate, basis: Paper },
    /// A unit was dissolved; others may have taken over its duties. From this day it is no more.
    UnitDissolved {
        unit: UnitId,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        successors: Vec<UnitId>,
        effective_on: NaiveDate,
        basis: Paper,
    },
    /// A unit's end was taken back: it stands as if it had not ended. A unit that is set up again from
    /// a day on is a new one.
    UnitRestored {
        unit: UnitId,
        reason: Reason,
        /// The decision that takes the first one back; an end recorded by mistake has none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision: Option<Paper>,
    },
}

impl UnitEvent {
    /// The stored name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::UnitEstablished { .. } => "UnitEstablished",
            Self::UnitRenamed { .. } => "UnitRenamed",
            Self::UnitMoved { .. } => "UnitMoved",
            Self::UnitMerged { .. } => "UnitMerged",
            Self::UnitSplit { .. } => "UnitSplit",
            Self::UnitDissolved { .. } => "UnitDissolved",
            Self::UnitRestored { .. } => "UnitRestored",
        }
    }

    /// The unit it is about.
    pub fn unit(&self) -> UnitId {
        match self {
            Self::UnitEstablished { unit, .. }
            | Self::UnitRenamed { unit, .. }
            | Self::UnitMoved { unit, .. }
            | Self::UnitMerged { unit, .. }
            | Self::UnitSplit { unit, .. }
            | Self::UnitDissolved { unit, .. }
            | Self::UnitRestored { unit, .. } => *unit,
        }
    }

    /// The day it became true in the world, when the fact says one.
    pub fn effective_on(&self) -> Option<NaiveDate> {
        match self {
            Self::UnitEstablished { effective_on, .. }
            | Self::UnitRenamed { effective_on, .. }
            | Self::UnitMoved { effective_on, .. }
            | Self::UnitMerged { effective_on, .. }
            | Self::UnitSplit { effective_on, .. }
            | Self::UnitDissolved { effective_on, .. } => Some(*effective_on),
            Self::UnitRestored { .. } => None,
        }
    }

    /// The decision it rests on, when it names one.
    pub fn paper(&self) -> Option<&Paper> {
        match self {
            Self::UnitEstablished { basis, .. }
            | Self::UnitRenamed { basis, .. }
            | Self::UnitMoved { basis, .. }
            | Self::UnitMerged { basis, .. }
            | Self::UnitSplit { basis, .. }
            | Self::UnitDissolved { basis, .. } => Some(basis),
            Self::UnitRestored { decision, .. } => decision.as_ref(),
        }
    }

    /// The reason given for it, when there is one.
    pub fn reason(&self) -> Option<&Reason> {
        match self {
            Self::UnitRestored { reason, .. } => Some(reason),
            _ => None,
        }
    }

    /// Whether a unit ends by it.
    pub fn is_end(&self) -> bool {
        matches!(
            self,
            Self::UnitMerged { .. } | Self::UnitSplit { .. } | Self::UnitDissolved { .. }
        )
    }
}
