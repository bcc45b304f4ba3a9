//! What an account is at a moment: not issued yet, active with its grants, or closed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AccountEvent, Holder, Role};
use crate::{
    ids::{EndingId, GrantId, UnitId},
    values::PersonName,
};

/// One grant of access, as last restricted or extended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    pub role: Role,
    /// The unit it reaches, with everything below.
    pub scope: UnitId,
    /// The first day it holds.
    pub from: NaiveDate,
    /// The last day it holds; `None` while no end is set.
    pub until: Option<NaiveDate>,
    /// Whether it was ended for good: revoked, or closed with its account.
    pub revoked: bool,
}

impl Grant {
    /// Whether it opens anything on that day, by what is known now.
    pub fn holds_on(&self, on: NaiveDate) -> bool {
        !self.revoked && self.from <= on && self.until.is_none_or(|until| on <= until)
    }
}

/// What an issued account holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    pub holder: Holder,
    pub name: PersonName,
    /// The unit that manages the holder.
    pub unit: UnitId,
    pub issued_on: NaiveDate,
    pub grants: BTreeMap<GrantId, Grant>,
    /// The ending of service it closed with, when that is why it is closed.
    pub closed_with: Option<EndingId>,
}

/// A person's way in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Account {
    /// Nobody has it yet.
    #[default]
    NotIssued,
    /// Its holder may come in.
    Active(Issued),
    /// Nobody may come in any more; what it was is kept.
    Closed(Issued),
}

impl Account {
    /// What it opens on that day, by what is known now. A closed account opens nothing on any
    /// day; what it once opened is in its facts.
    pub fn grants_on(&self, on: NaiveDate) -> Vec<(GrantId, Role, UnitId)> {
        match self {
            Self::NotIssued | Self::Closed(_) => vec![],
            Self::Active(issued) => issued
                .grants
                .iter()
                .filter(|(_, grant)| grant.holds_on(on))
                .map(|(id, grant)| (*id, grant.role, grant.scope))
                .collect(),
        }
    }

    /// What was issued, whether still active or closed.
    pub fn issued(&self) -> Option<&Issued> {
        match self {
            Self::NotIssued => None,
            Self::Active(issued) | Self::Closed(issued) => Some(issued),
        }
    }

    /// Applies one fact. Total: a fact that was recorded is never argued with; one about access
    /// this account has never heard of changes nothing.
    pub fn evolve(&mut self, event: &AccountEvent) {
        match event {
            AccountEvent::AccountIssued { holder, name, unit, issued_on } => {
                *self = Self::Active(Issued {
                    holder: *holder,
                    name: name.clone(),
                    unit: *unit,
                    issued_on: *issued_on,
                    grants: BTreeMap::new(),
                    closed_with: None,
                });
            }
            AccountEvent::AccessGranted { grant, role, scope, from, until, .. } => {
                if let Self::Active(issued) = self {
                    let (role, scope, from, until) = (*role, *scope, *from, *until);
                    let new = Grant { role, scope, from, until, revoked: false };
                    issued.grants.insert(*grant, new);
                }
            }
            AccountEvent::AccessRestricted { grant, scope, until, .. }
            | AccountEvent::AccessExtended { grant, scope, until, .. } => {
                if let Some(grant) = self.grant_mut(grant) {
                    grant.scope = *scope;
                    grant.until = *until;
                }
            }
            AccountEvent::AccessRevoked { grant, .. } => {
                if let Some(grant) = self.grant_mut(grant) {
                    grant.revoked = true;
                }
            }
            AccountEvent::AccountMoved { to, .. } => {
                if let Self::Active(issued) = self {
                    issued.unit = *to;
                }
            }
            AccountEvent::AccountClosed { .. } => self.close(None),
            AccountEvent::AccountClosedWithService { ending, .. } => self.close(Some(*ending)),
            AccountEvent::AccountReopened { unit, .. } => {
                *self = match std::mem::take(self) {
                    Self::Closed(issued) => {
                        Self::Active(Issued { unit: *unit, closed_with: None, ..issued })
                    }
                    same @ (Self::NotIssued | Self::Active(_)) => same,
                };
            }
        }
    }

    fn close(&mut self, with: Option<EndingId>) {
        *self = match std::mem::take(self) {
            Self::Active(mut issued) => {
                issued.grants.values_mut().for_each(|grant| grant.revoked = true);
                Self::Closed(Issued { closed_with: with, ..issued })
            }
            same @ (Self::NotIssued | Self::Closed(_)) => same,
        };
    }

    fn grant_mut(&mut self, grant: &GrantId) -> Option<&mut Grant> {
        match self {
            Self::Active(issued) => issued.grants.get_mut(grant),
            Self::NotIssued | Self::Closed(_) => None,
        }
    }
}
