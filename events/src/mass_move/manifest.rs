//! Who goes where, in a form that has one spelling: what is approved is this text's hash.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::Way;
use crate::{
    ids::{AccountId, DossierId, MassMoveId, UnitId},
    values::{FileHash, Paper, Reason},
};

/// What becomes of the grants at a unit whose people go elsewhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantsThen {
    /// They end.
    #[default]
    End,
    /// They go on at the unit that takes over, where the manifest names one.
    Follow,
}

/// One person of the manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonLine {
    pub dossier: DossierId,
    pub from: UnitId,
    pub to: UnitId,
}

/// An account that is nobody's of the manifest and changes with the units: one of staff that belongs to
/// such a unit, or one with grants there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountLine {
    pub account: AccountId,
    /// The unit it belongs to from then on; none when only grants change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<UnitId>,
    /// The unit it belonged to.
    pub from: UnitId,
}

/// A unit that ends when its people have gone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitEnding {
    pub unit: UnitId,
    /// The unit it goes into, or those it is divided among; the first takes over accounts and access.
    pub into: Vec<UnitId>,
}

/// Everything that a mass move is to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub mass_move: MassMoveId,
    pub decision: Paper,
    pub effective_on: NaiveDate,
    pub reason: Reason,
    pub grants: GrantsThen,
    /// The unit that takes over from each unit that is emptied as a whole.
    pub successors: BTreeMap<UnitId, UnitId>,
    /// Each dossier once, by its id.
    pub people: Vec<PersonLine>,
    /// Each account once, by its id.
    pub accounts: Vec<AccountLine>,
    /// Each unit that ends once, by its id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub endings: Vec<UnitEnding>,
}

impl Manifest {
    /// The one spelling of it: JSON with sorted keys and sorted lines.
    pub fn canonical(&self) -> String {
        let mut sorted = self.clone();
        sorted.people.sort_unstable();
        sorted.accounts.sort_unstable();
        sorted.endings.sort_unstable();
        // The map behind a JSON value is ordered by key.
        serde_json::to_value(&sorted).expect("a manifest is plain data").to_string()
    }

    /// What fixes it.
    pub fn hash(&self) -> FileHash {
        let digest = Sha256::digest(self.canonical().as_bytes());
        let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        FileHash::parse(&digits).expect("a digest has 64 digits")
    }

    /// How many people go from where to where.
    pub fn ways(&self) -> Vec<Way> {
        let mut ways: BTreeMap<(UnitId, UnitId), u32> = BTreeMap::new();
        for line in &self.people {
            *ways.entry((line.from, line.to)).or_default() += 1;
        }
        ways.into_iter().map(|((from, to), people)| Way { from, to, people }).collect()
    }
}
