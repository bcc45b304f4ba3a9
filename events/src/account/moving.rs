//! What becomes of accounts when units are emptied by one decision: those that belong there go along,
//! grants there end or go on at the unit that takes over. Nobody asks for this by itself: it is
//! recorded with the mass move.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Account, AccountEvent, Grant, Issued};
use crate::{
    ids::{GrantId, MassMoveId, UnitId},
    mass_move::GrantsThen,
    unit::UnitTree,
    values::Paper,
};

/// What the grants are named after that go on elsewhere, and that are given again.
const GOES: &str = "goes";
const BACK: &str = "back";

/// A change of accounts with the units, by one mass move.
#[derive(Debug, Clone, Copy)]
pub struct WithUnits<'a> {
    pub mass_move: MassMoveId,
    pub grants: GrantsThen,
    /// The unit that takes over from each unit that is emptied as a whole.
    pub successors: &'a BTreeMap<UnitId, UnitId>,
    pub on: NaiveDate,
    pub decision: &'a Paper,
    pub tree: &'a UnitTree,
}

impl WithUnits<'_> {
    /// What is recorded of an account that goes to a unit, or only has grants where people leave.
    /// Nothing when it has gone along already, is closed or not there.
    pub fn goes(&self, account: &Account, to: Option<UnitId>) -> Vec<AccountEvent> {
        let Account::Active(issued) = account else { return vec![] };
        let leaves = to.filter(|to| *to != issued.unit).map(|_to| issued.unit);
        let ends = |grant: &Grant| {
            let within = leaves.is_some_and(|from| self.tree.is_within(grant.scope, from));
            within || self.successors.contains_key(&grant.scope)
        };
        let mut facts = vec![];
        for (id, grant) in issued.grants.iter().filter(|(_, grant)| !grant.revoked && ends(grant)) {
            facts.push(self.ended(*id));
            if let (GrantsThen::Follow, Some(scope)) =
                (self.grants, self.successors.get(&grant.scope))
            {
                facts.extend(self.given(issued, self.named(GOES, *id), grant, *scope));
            }
        }
        facts.extend(self.moved(issued, to));
        facts
    }

    /// What is recorded of such an account when the mass move is undone: what followed to another unit
    /// is given where it was, and the account belongs where it did. What only ended stays ended.
    pub fn comes_back(&self, account: &Account, to: Option<UnitId>) -> Vec<AccountEvent> {
        let Account::Active(issued) = account else { return vec![] };
        let leaves = to.filter(|to| *to != issued.unit).map(|_to| issued.unit);
        let mut facts = vec![];
        for (id, grant) in issued.grants.iter().filter(|(_, grant)| !grant.revoked) {
            let before = issued.grants.iter().find(|(old, _)| self.named(GOES, **old) == *id);
            let within = leaves.is_some_and(|from| self.tree.is_within(grant.scope, from));
            if before.is_some() || within {
                facts.push(self.ended(*id));
            }
            if let Some((_, before)) = before {
                facts.extend(self.given(issued, self.named(BACK, *id), grant, before.scope));
            }
        }
        facts.extend(self.moved(issued, to));
        facts
    }

    /// The grant that goes on for another one: the same for whoever carries the move out.
    fn named(&self, way: &str, grant: GrantId) -> GrantId {
        let name = format!("{way} {grant}");
        GrantId::from_uuid(Uuid::new_v5(&self.mass_move.as_uuid(), name.as_bytes()))
    }

    fn ended(&self, grant: GrantId) -> AccountEvent {
        AccountEvent::AccessRevoked { grant, request: self.decision.clone() }
    }

    /// The grant at another unit, while it still opens something and was not given already.
    fn given(
        &self,
        issued: &Issued,
        grant: GrantId,
        like: &Grant,
        scope: UnitId,
    ) -> Option<AccountEvent> {
        let lasts = like.until.is_none_or(|until| self.on <= until);
        (lasts && !issued.grants.contains_key(&grant)).then(|| AccountEvent::AccessGranted {
            grant,
            role: like.role,
            scope,
            from: self.on.max(like.from),
            until: like.until,
            request: self.decision.clone(),
        })
    }

    fn moved(&self, issued: &Issued, to: Option<UnitId>) -> Option<AccountEvent> {
        let (from, to) = (issued.unit, to?);
        (from != to).then(|| AccountEvent::AccountMoved {
            from,
            to,
            moved_on: self.on,
            decision: self.decision.clone(),
        })
    }
}
