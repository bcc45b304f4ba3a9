//! One person found twice: two dossiers of one person become one to work with, and two again when
//! that was wrong; or they are found to be of two people.
//!
//! Nothing of the duplicate is copied: its record is closed, its history stays, and the kept dossier
//! says where it is. Each act is decided on both dossiers and recorded in both, or in none.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    entries::is_signed,
    event::DossierEvent as E,
    refusal::DossierRefusal as Refusal,
    state::{Dossier, Held},
};
use crate::{
    ids::{AccountId, DossierId},
    values::{Paper, Reason},
};

/// Two dossiers that are, or were taken to be, of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The one that goes on. Of two people, either.
    pub kept: DossierId,
    /// The one that is closed.
    pub duplicate: DossierId,
}

/// A request about two dossiers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PairCommand {
    /// Both are of one person: the duplicate is closed, the kept one goes on.
    Merge { paper: Paper, reason: Reason },
    /// They were merged by mistake: both are what they were.
    Separate { paper: Paper, reason: Reason },
    /// They look alike and are of two people.
    TellApart { reason: Reason },
}

impl PairCommand {
    /// The command's name, for spans and the access log.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Merge { .. } => "MergeDossiers",
            Self::Separate { .. } => "SeparateDossiers",
            Self::TellApart { .. } => "TellDossiersApart",
        }
    }
}

/// What a decision about two dossiers needs to know besides them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairContext {
    /// The local date (Asia/Ho_Chi_Minh) on which the decision is made.
    pub today: NaiveDate,
    /// Whether one of the dossiers is of the one who acts.
    pub actor_is_a_person_of_them: bool,
    /// The account of the duplicate's person, if they have one.
    pub account: Option<AccountId>,
}

/// What is recorded of two dossiers, in each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PairFacts {
    pub kept: Vec<E>,
    pub duplicate: Vec<E>,
}

impl PairFacts {
    fn one_each(kept: E, duplicate: E) -> Self {
        Self { kept: vec![kept], duplicate: vec![duplicate] }
    }
}

/// What a dossier knows of others that are, were or look like the same person's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Twins {
    /// The fact that closed it as a duplicate, while it is one.
    merged: Option<E>,
    /// The fact that last said it is none.
    separated: Option<E>,
    taken_in: BTreeSet<DossierId>,
    told_apart: BTreeSet<DossierId>,
}

impl Twins {
    /// The dossier that goes on for this one, while it is a duplicate.
    pub fn merged_into(&self) -> Option<DossierId> {
        match self.merged {
            Some(E::FoundDuplicate { kept, .. }) => Some(kept),
            _ => None,
        }
    }

    /// The duplicates this one goes on for.
    pub fn taken_in(&self) -> &BTreeSet<DossierId> {
        &self.taken_in
    }

    /// The account that opens nothing while this one is a duplicate.
    fn account(&self) -> Option<AccountId> {
        match self.merged {
            Some(E::FoundDuplicate { account, .. }) => account,
            _ => None,
        }
    }

    /// What it knows after a fact.
    pub(super) fn after(mut self, event: &E) -> Self {
        match event {
            E::DuplicateTakenIn { duplicate, .. } => {
                self.taken_in.insert(*duplicate);
                self.told_apart.remove(duplicate);
            }
            E::FoundDuplicate { kept, .. } => {
                self.merged = Some(event.clone());
                self.separated = None;
                self.told_apart.remove(kept);
            }
            E::DuplicateSetApart { duplicate, .. } => {
                self.taken_in.remove(duplicate);
                self.told_apart.insert(*duplicate);
            }
            E::FoundSeparate { kept, .. } => {
                self.merged = None;
                self.separated = Some(event.clone());
                self.told_apart.insert(*kept);
            }
            E::FoundTwoPeople { other, .. } => {
                self.told_apart.insert(*other);
            }
            _ => {}
        }
        self
    }
}

/// Decides what happens when a command meets two dossiers.
pub fn decide_pair(
    pair: Pair,
    kept: &Dossier,
    duplicate: &Dossier,
    command: PairCommand,
    context: &PairContext,
) -> Result<PairFacts, Refusal> {
    if context.actor_is_a_person_of_them {
        return Err(Refusal::OwnDossier);
    }
    if pair.kept == pair.duplicate {
        return Err(Refusal::SameDossier);
    }
    let (kept, duplicate) = (there(kept)?, there(duplicate)?);
    match command {
        PairCommand::Merge { paper, reason } => {
            merge(pair, kept, duplicate, paper, reason, context)
        }
        PairCommand::Separate { paper, reason } => {
            separate(pair, kept, duplicate, paper, reason, context.today)
        }
        PairCommand::TellApart { reason } => tell_apart(pair, kept, duplicate, &reason),
    }
}

fn there(dossier: &Dossier) -> Result<&Held, Refusal> {
    match dossier {
        Dossier::NotOpened => Err(Refusal::NotOpened),
        Dossier::Withdrawn(_) => Err(Refusal::Withdrawn),
        Dossier::FirstEntry(held) | Dossier::FirstCheck(held) | Dossier::Kept(held) => Ok(held),
    }
}

fn merge(
    pair: Pair,
    kept: &Held,
    duplicate: &Held,
    paper: Paper,
    reason: Reason,
    context: &PairContext,
) -> Result<PairFacts, Refusal> {
    let (full_name, personal_id_no) = duplicate.known_as().ok_or(Refusal::NotOpened)?;
    let found = |account| E::FoundDuplicate {
        kept: pair.kept,
        full_name: full_name.clone(),
        personal_id_no: personal_id_no.clone(),
        account,
        paper: paper.clone(),
        reason: reason.clone(),
    };
    if let Some(before) = duplicate.twins().merged.as_ref() {
        // The same form sent twice.
        let same = *before == found(duplicate.twins().account());
        return if same { Ok(PairFacts::default()) } else { Err(Refusal::Merged) };
    }
    if kept.twins().merged_into().is_some() {
        return Err(Refusal::KeptIsMerged);
    }
    if !duplicate.twins().taken_in.is_empty() {
        return Err(Refusal::HoldsOthers);
    }
    if duplicate.transfer_under_way().is_some() {
        return Err(Refusal::MergeInTransfer);
    }
    if kept.is_on_its_way() {
        return Err(Refusal::InTransfer);
    }
    if !duplicate.waiting().is_empty() {
        return Err(Refusal::MergeAwaitsCheck);
    }
    is_signed(&paper, context.today)?;
    let found = found(context.account);
    let taken_in =
        E::DuplicateTakenIn { duplicate: pair.duplicate, full_name, personal_id_no, paper, reason };
    Ok(PairFacts::one_each(taken_in, found))
}

fn separate(
    pair: Pair,
    kept: &Held,
    duplicate: &Held,
    paper: Paper,
    reason: Reason,
    today: NaiveDate,
) -> Result<PairFacts, Refusal> {
    let (full_name, personal_id_no) = duplicate.known_as().ok_or(Refusal::NotOpened)?;
    let found = |account| E::FoundSeparate {
        kept: pair.kept,
        full_name: full_name.clone(),
        personal_id_no: personal_id_no.clone(),
        account,
        paper: paper.clone(),
        reason: reason.clone(),
    };
    if duplicate.twins().merged_into() != Some(pair.kept) {
        let is_same = |before: &E| match before {
            E::FoundSeparate { account, .. } => *before == found(*account),
            _ => false,
        };
        let same = duplicate.twins().merged_into().is_none()
            && duplicate.twins().separated.as_ref().is_some_and(is_same);
        return if same { Ok(PairFacts::default()) } else { Err(Refusal::NotMerged) };
    }
    if kept.is_on_its_way() {
        return Err(Refusal::InTransfer);
    }
    // Two dossiers may not bear one number: the kept one first says its own again.
    let borne = kept.known_as().and_then(|(_name, number)| number);
    if personal_id_no.is_some() && borne == personal_id_no {
        return Err(Refusal::NumberTakenOver);
    }
    is_signed(&paper, today)?;
    let found = found(duplicate.twins().account());
    let set_apart = E::DuplicateSetApart {
        duplicate: pair.duplicate,
        full_name,
        personal_id_no,
        paper,
        reason,
    };
    Ok(PairFacts::one_each(set_apart, found))
}

fn tell_apart(
    pair: Pair,
    kept: &Held,
    duplicate: &Held,
    reason: &Reason,
) -> Result<PairFacts, Refusal> {
    if kept.twins().merged_into().is_some() || duplicate.twins().merged_into().is_some() {
        return Err(Refusal::Merged);
    }
    let known = kept.twins().told_apart.contains(&pair.duplicate);
    if known && duplicate.twins().told_apart.contains(&pair.kept) {
        return Ok(PairFacts::default());
    }
    let fact = |other| E::FoundTwoPeople { other, reason: reason.clone() };
    Ok(PairFacts::one_each(fact(pair.duplicate), fact(pair.kept)))
}
