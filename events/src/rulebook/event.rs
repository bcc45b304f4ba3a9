//! What can happen to the deadline rules. The names and shapes are stored.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{calendar::TermUnit, values::Paper};

/// What someone has to do within a term. F1 to F6 are the flows of QĐ 842/QĐ-UBND (Tây Ninh).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// F1: the managing unit gives the person an account once the dossier is confirmed.
    IssueAccount,
    /// F2: the person enters all data once they have the account; a draft is not enough.
    FirstEntry,
    /// F3: the person declares a change or a correction.
    DeclareChange,
    /// F4: the managing unit checks what was handed in against the paper dossier and stores it.
    Check,
    /// F5b: the receiving unit takes the person over once it has the valid paper dossier.
    TakeOver,
    /// F6: the managing unit records that the person left, retired, resigned or died.
    RecordEnding,
    /// The person corrects a submission that was returned. Our policy, not law: QĐ 842 is silent
    /// on what follows a return in F4.
    Amend,
}

impl Duty {
    /// Every duty, in the order of the flows.
    pub const ALL: [Self; 7] = [
        Self::IssueAccount,
        Self::FirstEntry,
        Self::DeclareChange,
        Self::Check,
        Self::TakeOver,
        Self::RecordEnding,
        Self::Amend,
    ];

    /// The stored name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::IssueAccount => "issue_account",
            Self::FirstEntry => "first_entry",
            Self::DeclareChange => "declare_change",
            Self::Check => "check",
            Self::TakeOver => "take_over",
            Self::RecordEnding => "record_ending",
            Self::Amend => "amend",
        }
    }

    /// Reads the stored name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|duty| duty.as_str() == text)
    }
}

impl fmt::Display for Duty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Who has to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Responsible {
    /// The person the dossier is about.
    Person,
    /// The unit that manages the person.
    ManagingUnit,
    /// The unit the person comes to.
    ReceivingUnit,
}

impl Responsible {
    /// The stored name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::ManagingUnit => "managing_unit",
            Self::ReceivingUnit => "receiving_unit",
        }
    }
}

/// One duty's term, with the law it comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What has to be done.
    pub duty: Duty,
    /// How many days.
    pub n: u32,
    /// Of which kind.
    pub unit: TermUnit,
    /// The act and article, in Vietnamese; says so where it is policy and not law.
    pub legal_basis: String,
    /// The day the term starts, in Vietnamese.
    pub starts: String,
    /// Who has to act.
    pub who: Responsible,
}

/// A fact about the deadline rules. The full rules are inside, so that an old log reads alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RulebookEvent {
    /// A set of rules came into force from a day on, over the rules of older packs.
    RulePackAdopted { pack: String, in_force_from: NaiveDate, rules: Vec<Rule>, basis: Paper },
    /// One rule of a pack was replaced from a day on.
    RuleAmended { pack: String, rule: Rule, in_force_from: NaiveDate, basis: Paper },
}

impl RulebookEvent {
    /// The stored name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::RulePackAdopted { .. } => "RulePackAdopted",
            Self::RuleAmended { .. } => "RuleAmended",
        }
    }

    /// The day the rules are in force from.
    pub fn effective_on(&self) -> Option<NaiveDate> {
        match self {
            Self::RulePackAdopted { in_force_from, .. }
            | Self::RuleAmended { in_force_from, .. } => Some(*in_force_from),
        }
    }

    /// The paper it rests on.
    pub fn paper(&self) -> Option<&Paper> {
        match self {
            Self::RulePackAdopted { basis, .. } | Self::RuleAmended { basis, .. } => Some(basis),
        }
    }
}
