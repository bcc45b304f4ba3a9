//! The rule packs shipped with the program, read from `events/data/rules/`.

use chrono::NaiveDate;
use serde::Deserialize;

use super::event::Rule;
use crate::values::Paper;

const FILES: [&str; 2] = [
    include_str!("../../data/rules/tn-842-2023.toml"),
    include_str!("../../data/rules/nd27-2026.toml"),
];

/// A set of rules ready to be adopted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulePack {
    /// Its code, with the year as its version, such as `TN-842-2023`.
    pub pack: String,
    /// The first day it holds.
    pub in_force_from: NaiveDate,
    /// The act it comes from.
    pub basis: Paper,
    /// One rule a duty.
    pub rules: Vec<Rule>,
}

/// All packs shipped, oldest first.
pub fn rule_packs() -> Vec<RulePack> {
    FILES
        .into_iter()
        .map(|file| toml::from_str(file).expect("the shipped rule packs are read by the tests"))
        .collect()
}

/// The shipped pack of a code: `TN-842-2023` or `ND27-2026`.
pub fn rule_pack(code: &str) -> Option<RulePack> {
    rule_packs().into_iter().find(|pack| pack.pack == code)
}
