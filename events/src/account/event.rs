//! What can happen to an account. The names and shapes are stored.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    ids::{DossierId, EndingId, GrantId, UnitId},
    values::{Paper, PersonName, Reason},
};

/// Whose account it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Holder {
    /// The official whose dossier this is.
    Official { dossier: DossierId },
    /// Someone who works with records and has none here (an inspector, an operator).
    Staff,
}

/// What an account may be granted to do, within a unit and everything below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Takes in, enters, checks and returns dossiers of the unit (QĐ 842: the assigned officer).
    DataOfficer,
    /// Head of the unit: sees its dossiers and its deadlines, decides on access.
    Head,
    /// Reads dossiers and deadlines to inspect them.
    Inspector,
    /// Keeps units, calendars, rules and accounts; reads no dossier.
    Administrator,
}

impl Role {
    /// Whether access in this role may be granted without an end: standing posts may, a mandate
    /// to inspect always ends.
    pub const fn may_stay_open(self) -> bool {
        match self {
            Self::DataOfficer | Self::Head | Self::Administrator => true,
            Self::Inspector => false,
        }
    }
}

/// A fact about one account. Secrets never stand here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountEvent {
    /// The account was created (F1 ends for an official; F2 starts).
    AccountIssued { holder: Holder, name: PersonName, unit: UnitId, issued_on: NaiveDate },
    /// Access was granted on a written request (QĐ 842: cấp).
    AccessGranted {
        grant: GrantId,
        role: Role,
        scope: UnitId,
        from: NaiveDate,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<NaiveDate>,
        request: Paper,
    },
    /// A grant was narrowed to a smaller unit or an earlier end (hạn chế).
    AccessRestricted {
        grant: GrantId,
        scope: UnitId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<NaiveDate>,
        request: Paper,
    },
    /// A grant was widened in scope or time (mở rộng, gia hạn).
    AccessExtended {
        grant: GrantId,
        scope: UnitId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<NaiveDate>,
        request: Paper,
    },
    /// A grant was revoked (hủy bỏ).
    AccessRevoked { grant: GrantId, request: Paper },
    /// Its holder went to another unit of the province: the account belongs to that one from here on.
    AccountMoved { from: UnitId, to: UnitId, moved_on: NaiveDate, decision: Paper },
    /// The account was closed; it is never deleted.
    AccountClosed { closed_on: NaiveDate, reason: Reason },
    /// Its holder's service ended, and it closed with its grants.
    AccountClosedWithService { ending: EndingId, closed_on: NaiveDate },
    /// Its holder is in service again, or was all along: it is open again, without the grants it had.
    AccountReopened {
        dossier: DossierId,
        unit: UnitId,
        reopened_on: NaiveDate,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision: Option<Paper>,
    },
}

impl AccountEvent {
    /// The stored name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::AccountIssued { .. } => "AccountIssued",
            Self::AccessGranted { .. } => "AccessGranted",
            Self::AccessRestricted { .. } => "AccessRestricted",
            Self::AccessExtended { .. } => "AccessExtended",
            Self::AccessRevoked { .. } => "AccessRevoked",
            Self::AccountMoved { .. } => "AccountMoved",
            Self::AccountClosed { .. } => "AccountClosed",
            Self::AccountClosedWithService { .. } => "AccountClosedWithService",
            Self::AccountReopened { .. } => "AccountReopened",
        }
    }

    /// The day it became true in the world, when the fact says one.
    pub fn effective_on(&self) -> Option<NaiveDate> {
        match self {
            Self::AccountIssued { issued_on, .. } => Some(*issued_on),
            Self::AccessGranted { from, .. } => Some(*from),
            Self::AccountMoved { moved_on, .. } => Some(*moved_on),
            Self::AccountClosed { closed_on, .. }
            | Self::AccountClosedWithService { closed_on, .. } => Some(*closed_on),
            Self::AccountReopened { reopened_on, .. } => Some(*reopened_on),
            Self::AccessRestricted { .. }
            | Self::AccessExtended { .. }
            | Self::AccessRevoked { .. } => None,
        }
    }

    /// The written request or decision it rests on, when there is one.
    pub fn paper(&self) -> Option<&Paper> {
        match self {
            Self::AccessGranted { request, .. }
            | Self::AccessRestricted { request, .. }
            | Self::AccessExtended { request, .. }
            | Self::AccessRevoked { request, .. }
            | Self::AccountMoved { decision: request, .. } => Some(request),
            Self::AccountReopened { decision, .. } => decision.as_ref(),
            Self::AccountIssued { .. }
            | Self::AccountClosed { .. }
            | Self::AccountClosedWithService { .. } => None,
        }
    }

    /// The reason given for it, when there is one.
    pub fn reason(&self) -> Option<&Reason> {
        match self {
            Self::AccountClosed { reason, .. } => Some(reason),
            Self::AccountIssued { .. }
            | Self::AccessGranted { .. }
            | Self::AccessRestricted { .. }
            | Self::AccessExtended { .. }
            | Self::AccessRevoked { .. }
            | Self::AccountMoved { .. }
            | Self::AccountClosedWithService { .. }
            | Self::AccountReopened { .. } => None,
        }
    }
}
