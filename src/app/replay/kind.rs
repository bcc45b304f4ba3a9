//! What kind of step a fact is: by what was done, and by which side of a career it changed. The
//! first is a choice about every kind of fact there is; the second follows the fields it speaks of.

use hoso_events::{
    account::AccountEvent,
    catalogue::catalogue,
    dossier::DossierEvent,
    entry::{Entry, Value},
    fact::Fact,
};

/// What a step is, or is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The paper dossier was taken in.
    Intake,
    Account,
    /// Typed, not handed in yet.
    Entry,
    /// Handed in for the check.
    HandIn,
    Check,
    Return,
    Withdrawal,
    /// Compared with the paper, nothing to change.
    Unchanged,
    Scan,
    /// The world changed.
    Change,
    /// An old fact the record never had.
    LateEntry,
    /// The record said what was never so.
    Correction,
    /// Recorded by the unit on a decision.
    Decision,
    /// About a post or a place of work.
    Appointment,
    Pay,
    Training,
    Reward,
    Discipline,
    /// To another unit.
    Transfer,
    /// Retired, resigned, dismissed, died.
    Ending,
}

/// The work fields that say what post someone holds, and where.
const POST: [&str; 19] = [
    "work_history",
    "first_recruit_date",
    "first_recruit_agency",
    "recruit_decision_no",
    "recruit_decision_date",
    "recruit_method",
    "current_org_join_date",
    "person_category",
    "employing_unit",
    "department",
    "position_code",
    "position_date",
    "position_term_end",
    "reappoint_date",
    "concurrent_positions",
    "main_duty",
    "job_position_code",
    "appointments",
    "contracts",
];
const REWARDS: [&str; 3] = ["state_title", "rewards", "awards_summary"];
const DISCIPLINE: [&str; 2] = ["discipline", "discipline_summary"];
const MOVES: [&str; 2] = ["managing_unit", "transfers"];
/// Says how someone stands in service.
const STATUS: &str = "dossier_status";
/// The items of [`STATUS`] after which there is no service any more.
const ENDED: [&str; 6] =
    ["retired", "resigned", "redundant", "dismissed", "term_ended", "deceased"];
/// The items of [`STATUS`] of someone who goes to another unit.
const MOVED: [&str; 2] = ["in_transfer", "transferred_out"];

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 20] = [
        Self::Intake,
        Self::Account,
        Self::Entry,
        Self::HandIn,
        Self::Check,
        Self::Return,
        Self::Withdrawal,
        Self::Unchanged,
        Self::Scan,
        Self::Change,
        Self::LateEntry,
        Self::Correction,
        Self::Decision,
        Self::Appointment,
        Self::Pay,
        Self::Training,
        Self::Reward,
        Self::Discipline,
        Self::Transfer,
        Self::Ending,
    ];

    /// The kinds a reader of a career jumps to.
    pub const JUMPS: [Self; 9] = [
        Self::Appointment,
        Self::Pay,
        Self::Training,
        Self::Reward,
        Self::Discipline,
        Self::LateEntry,
        Self::Correction,
        Self::Transfer,
        Self::Ending,
    ];

    /// Its name on the command line, and the key of its words after `replay-kind-`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Account => "account",
            Self::Entry => "entry",
            Self::HandIn => "hand-in",
            Self::Check => "check",
            Self::Return => "return",
            Self::Withdrawal => "withdrawal",
            Self::Unchanged => "unchanged",
            Self::Scan => "scan",
            Self::Change => "change",
            Self::LateEntry => "late-entry",
            Self::Correction => "correction",
            Self::Decision => "decision",
            Self::Appointment => "appointment",
            Self::Pay => "pay",
            Self::Training => "training",
            Self::Reward => "reward",
            Self::Discipline => "discipline",
            Self::Transfer => "transfer",
            Self::Ending => "ending",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// What a fact is, first by what was done; empty when it is no step of a dossier.
pub(super) fn kinds_of(fact: &Fact) -> Vec<Kind> {
    match fact {
        Fact::Dossier(event) => {
            let mut kinds = vec![act_of(event)];
            kinds.extend(matters_of(event));
            kinds
        }
        Fact::Account(AccountEvent::AccountIssued { .. }) => vec![Kind::Account],
        // What befalls an account later is no part of the dossier: `timeline` does not bring it.
        Fact::Account(_) | Fact::Unit(_) | Fact::Calendar(_) | Fact::Rulebook(_) => vec![],
    }
}

/// What was done.
fn act_of(event: &DossierEvent) -> Kind {
    match event {
        DossierEvent::DossierOpened { .. } => Kind::Intake,
        DossierEvent::SectionEntered { .. } => Kind::Entry,
        DossierEvent::RecordSubmitted { .. } => Kind::HandIn,
        DossierEvent::ChangeDeclared { .. } => Kind::Change,
        DossierEvent::LateEntryDeclared { .. } => Kind::LateEntry,
        DossierEvent::ErrorCorrected { .. } => Kind::Correction,
        DossierEvent::AgencyEntryRecorded { .. } => Kind::Decision,
        DossierEvent::SubmissionChecked { .. } => Kind::Check,
        DossierEvent::SubmissionReturned { .. } => Kind::Return,
        DossierEvent::SubmissionWithdrawn { .. } | DossierEvent::OpeningWithdrawn { .. } => {
            Kind::Withdrawal
        }
        DossierEvent::SectionFoundUnchanged { .. } => Kind::Unchanged,
        DossierEvent::PaperScanned { .. } => Kind::Scan,
        DossierEvent::TransferOrdered { .. }
        | DossierEvent::DossierReleased { .. }
        | DossierEvent::PaperDossierReceived { .. }
        | DossierEvent::PaperDossierFoundInvalid { .. }
        | DossierEvent::TransferAccepted { .. }
        | DossierEvent::TransferRefused { .. }
        | DossierEvent::ReleaseRecalled { .. }
        | DossierEvent::TransferCancelled { .. }
        | DossierEvent::SecondmentOrdered { .. }
        | DossierEvent::SecondmentProlonged { .. }
        | DossierEvent::SecondmentEndedEarly { .. }
        | DossierEvent::SecondmentCancelled { .. } => Kind::Transfer,
    }
}

/// Which sides of a career changed. What was typed for the first time, or was wrong, changed none.
fn matters_of(event: &DossierEvent) -> Vec<Kind> {
    let (DossierEvent::ChangeDeclared { entries, .. }
    | DossierEvent::LateEntryDeclared { entries, .. }
    | DossierEvent::AgencyEntryRecorded { entries, .. }) = event
    else {
        return vec![];
    };
    let mut matters: Vec<Kind> = entries.iter().filter_map(matter_of).collect();
    matters.sort_unstable();
    matters.dedup();
    matters
}

fn matter_of(entry: &Entry) -> Option<Kind> {
    let field = entry.slot.field.as_str();
    let status = || entry.value.as_ref().and_then(Value::as_single).unwrap_or_default();
    match field {
        STATUS if ENDED.contains(&status()) => Some(Kind::Ending),
        STATUS if MOVED.contains(&status()) => Some(Kind::Transfer),
        // The first unit that is named is where someone begins, not where they go.
        "managing_unit" if entry.before.is_none() => None,
        _ if MOVES.contains(&field) => Some(Kind::Transfer),
        _ if POST.contains(&field) => Some(Kind::Appointment),
        _ if REWARDS.contains(&field) => Some(Kind::Reward),
        _ if DISCIPLINE.contains(&field) => Some(Kind::Discipline),
        "bank_account" => None,
        _ => match catalogue().section_of(field).map(|section| section.code.as_str()) {
            Some("pay") => Some(Kind::Pay),
            Some("education") => Some(Kind::Training),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(Kind::parse("film"), None);
    }

    #[test]
    fn what_a_step_is_about_is_read_from_fields_and_items_the_catalogue_has() {
        let fields = POST.iter().chain(&REWARDS).chain(&DISCIPLINE).chain(&MOVES);
        for field in fields.chain([&STATUS, &"bank_account"]) {
            assert!(catalogue().knows(field), "{field}");
        }
        for item in ENDED.iter().chain(&MOVED) {
            assert!(catalogue().read(STATUS, None, item).is_ok(), "{item}");
        }
        for section in ["pay", "education"] {
            assert!(catalogue().section(section).is_some(), "{section}");
        }
    }
}
