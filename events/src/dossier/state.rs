//! What a dossier is after all that happened to it: only what later decisions ask.

mod evolve;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    duplicate::Twins, ending::Service, event::DossierEvent, moving::Move, secondment::Secondment,
    transfer::Transfer,
};
use crate::{
    entry::{Entry, FieldCode, Slot, Value},
    ids::{MassMoveId, SecondmentId, SubmissionId, TransferId, UnitId},
    values::{FileHash, Paper, PersonName},
};

pub use evolve::evolve;

/// The situation of a dossier.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dossier {
    /// Nothing was recorded.
    #[default]
    NotOpened,
    /// The first record is being drafted, or was returned or taken back.
    FirstEntry(Held),
    /// The first record was handed in and not yet decided.
    FirstCheck(Held),
    /// The first record was checked; from here it is kept current.
    Kept(Held),
    /// The opening was withdrawn: nothing happens to it any more.
    Withdrawn(Held),
}

impl Dossier {
    /// The unit that keeps it; none of what was withdrawn, or goes on in another dossier.
    pub fn kept_by(&self) -> Option<UnitId> {
        match self {
            Self::NotOpened | Self::Withdrawn(_) => None,
            Self::FirstEntry(held) | Self::FirstCheck(held) | Self::Kept(held) => {
                held.twins.merged_into().is_none().then_some(held.managing_unit)
            }
        }
    }

    /// What is held, once opened.
    pub fn held(&self) -> Option<&Held> {
        match self {
            Self::NotOpened => None,
            Self::FirstEntry(held)
            | Self::FirstCheck(held)
            | Self::Kept(held)
            | Self::Withdrawn(held) => Some(held),
        }
    }
}

/// What an opened dossier holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The opening as recorded: the same form sent again is the same fact.
    pub(super) opening: DossierEvent,
    managing_unit: UnitId,
    values: BTreeMap<Slot, Value>,
    /// Since when a single field is known to say what it says; drafts and corrections tell no day.
    since: BTreeMap<Slot, NaiveDate>,
    drafts: BTreeSet<Slot>,
    /// What came back and was not handed in again, by the submission it came back from.
    returned: Returned,
    waiting: BTreeMap<SubmissionId, Waiting>,
    decided: BTreeMap<SubmissionId, Decided>,
    /// Sections compared since anything was last said, with the paper they were compared with.
    found_unchanged: BTreeMap<FieldCode, Paper>,
    /// The files of papers, in the order they came.
    scans: Vec<(Paper, FileHash)>,
    /// At most one of them is under way.
    transfers: BTreeMap<TransferId, Transfer>,
    /// Whether service ended, and what was recorded of its endings.
    service: Service,
    /// Those not cancelled have no day in common.
    secondments: BTreeMap<SecondmentId, Secondment>,
    /// The other dossiers that are, were or look like the same person's.
    twins: Twins,
    /// The mass moves it went with; of at most one it is still where that put it.
    moves: BTreeMap<MassMoveId, Move>,
}

/// What was handed in, and so what its check decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubmissionKind {
    /// The first record; checked, it makes the dossier a kept one.
    FirstRecord,
    /// What was returned from something else, handed in again.
    Resubmission,
    /// The world changed.
    Change,
    /// An old fact the record never had.
    LateEntry,
    /// We were wrong.
    Correction,
}

impl SubmissionKind {
    /// Whether it collected drafts, rather than saying something of its own.
    pub(super) fn collects_drafts(self) -> bool {
        matches!(self, Self::FirstRecord | Self::Resubmission)
    }
}

/// A submission that waits for its check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// What it is.
    pub kind: SubmissionKind,
    /// The fields and rows to compare with the paper.
    pub slots: BTreeSet<Slot>,
    /// What it changed and from what, to be restored when it is withdrawn.
    before: BTreeMap<Slot, Before>,
    /// What had come back before and is handed in again with it.
    mends: Returned,
}

/// Fields and rows that came back, by submission.
type Returned = BTreeMap<SubmissionId, BTreeSet<Slot>>;

/// What stood in a slot before something was declared of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Before {
    value: Option<Value>,
    since: Option<NaiveDate>,
}

impl Waiting {
    /// What stands again of a declaration that is taken back; empty for collected drafts.
    pub(super) fn restored(&self, values: &BTreeMap<Slot, Value>) -> Vec<Entry> {
        let entry = |(slot, before): (&Slot, &Before)| Entry {
            slot: slot.clone(),
            value: before.value.clone(),
            before: values.get(slot).cloned(),
        };
        self.before.iter().map(entry).collect()
    }
}

/// A submission that no longer waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// What it was.
    pub kind: SubmissionKind,
    /// How it ended.
    pub outcome: Outcome,
}

/// How a submission ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Checked,
    Returned,
    Withdrawn,
}

impl Held {
    /// The files of papers, in the order they came.
    pub fn scans(&self) -> &[(Paper, FileHash)] {
        &self.scans
    }

    /// The unit that manages the dossier.
    pub fn managing_unit(&self) -> UnitId {
        self.managing_unit
    }

    /// The transfers ordered of it, under way and over.
    pub fn transfers(&self) -> &BTreeMap<TransferId, Transfer> {
        &self.transfers
    }

    /// The secondments ordered of the person, whatever became of them.
    pub fn secondments(&self) -> &BTreeMap<SecondmentId, Secondment> {
        &self.secondments
    }
    /// The mass moves it went with.
    pub fn moves(&self) -> &BTreeMap<MassMoveId, Move> {
        &self.moves
    }

    /// The transfer that is under way, if one is.
    pub fn transfer_under_way(&self) -> Option<(TransferId, &Transfer)> {
        let under_way = |(_, transfer): &(&TransferId, &Transfer)| !transfer.stage().is_over();
        self.transfers.iter().find(under_way).map(|(id, transfer)| (*id, transfer))
    }

    /// Whether the old unit released it and the new one did not accept it yet.
    pub fn is_on_its_way(&self) -> bool {
        self.transfer_under_way().is_some_and(|(_, transfer)| transfer.stage().is_on_its_way())
    }

    /// What is known of the person's service.
    pub fn service(&self) -> &Service {
        &self.service
    }

    /// The day the paper dossier was confirmed.
    pub(super) fn confirmed_on(&self) -> Option<NaiveDate> {
        self.opening.effective_on()
    }
    /// The other dossiers that are, were or look like the same person's.
    pub fn twins(&self) -> &Twins {
        &self.twins
    }

    /// The name it bears, or was opened under, and the personal id number it holds.
    pub(super) fn known_as(&self) -> Option<(PersonName, Option<String>)> {
        let said = |field: &str| {
            let code = FieldCode::parse(field).ok()?;
            self.values.get(&Slot::single(code))?.as_single()
        };
        let opened_as = match &self.opening {
            DossierEvent::DossierOpened { full_name, .. } => full_name.clone(),
            _ => return None,
        };
        let full_name = said("full_name").and_then(|name| PersonName::parse(name).ok());
        let personal_id_no = said("personal_id_no").map(str::to_owned);
        Some((full_name.unwrap_or(opened_as), personal_id_no))
    }

    /// What was said last of each field and row, checked or not.
    pub fn values(&self) -> &BTreeMap<Slot, Value> {
        &self.values
    }

    /// Since when the single field is known to say what it says, when a fact told the day; rows
    /// of tables carry their own days.
    pub fn since(&self, slot: &Slot) -> Option<NaiveDate> {
        self.since.get(slot).copied()
    }

    /// What was said and not handed in: first drafts, and all of a submission that came back.
    pub fn drafts(&self) -> &BTreeSet<Slot> {
        &self.drafts
    }

    /// The returned submissions of which nothing is left to hand in again once these entries stand.
    pub(super) fn settled_by(&self, entries: &[Entry]) -> Vec<SubmissionId> {
        let stands = |slot: &Slot| entries.iter().any(|entry| entry.slot == *slot);
        let settled = self.returned.iter().filter(|(_, slots)| slots.iter().all(stands));
        settled.map(|(submission, _)| *submission).collect()
    }

    /// The submissions that wait for a check.
    pub fn waiting(&self) -> &BTreeMap<SubmissionId, Waiting> {
        &self.waiting
    }

    /// The submissions of which something came back and was not handed in again.
    pub(super) fn returned(&self) -> impl Iterator<Item = SubmissionId> + '_ {
        self.returned.keys().copied()
    }

    /// The submissions that were checked, returned or withdrawn.
    pub fn decided(&self) -> &BTreeMap<SubmissionId, Decided> {
        &self.decided
    }

    /// The sections compared with a paper since anything was last said.
    pub(super) fn found_unchanged(&self) -> &BTreeMap<FieldCode, Paper> {
        &self.found_unchanged
    }

    /// What the submission is or was, when its id is known.
    pub(super) fn kind_of(&self, submission: SubmissionId) -> Option<SubmissionKind> {
        let waiting = self.waiting.get(&submission).map(|waiting| waiting.kind);
        waiting.or_else(|| self.decided.get(&submission).map(|decided| decided.kind))
    }

    /// Whether the field or row is part of a submission that waits.
    pub(super) fn is_under_check(&self, slot: &Slot) -> bool {
        self.waiting.values().any(|waiting| waiting.slots.contains(slot))
    }
}

/// What an opening says of the person: the values the paper dossier was confirmed with.
pub(super) fn said_at_opening(full_name: &PersonName, personal_id_no: &str) -> [(Slot, Value); 2] {
    [("full_name", full_name.as_str()), ("personal_id_no", personal_id_no)].map(|(field, text)| {
        let field = FieldCode::parse(field).expect("both are field codes");
        (Slot::single(field), Value::Single(text.to_owned()))
    })
}
