//! What a dossier is after all that happened to it: only what later decisions ask.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{event::DossierEvent, secondment::Secondment, transfer::Transfer};
use crate::{
    entry::{Entry, FieldCode, Slot, Value},
    ids::{SecondmentId, SubmissionId, TransferId, UnitId},
    values::{FileHash, Paper, PersonName},
};

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
    /// Those not cancelled have no day in common.
    secondments: BTreeMap<SecondmentId, Secondment>,
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

    /// The transfer that is under way, if one is.
    pub fn transfer_under_way(&self) -> Option<(TransferId, &Transfer)> {
        let under_way = |(_, transfer): &(&TransferId, &Transfer)| !transfer.stage().is_over();
        self.transfers.iter().find(under_way).map(|(id, transfer)| (*id, transfer))
    }

    /// Whether the old unit released it and the new one did not accept it yet.
    pub fn is_on_its_way(&self) -> bool {
        self.transfer_under_way().is_some_and(|(_, transfer)| transfer.stage().is_on_its_way())
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

/// Applies one fact. Total: a fact that was recorded is never argued with.
pub fn evolve(dossier: Dossier, event: &DossierEvent) -> Dossier {
    use Dossier::{FirstCheck, FirstEntry, Kept, NotOpened, Withdrawn};
    use DossierEvent as E;
    match (dossier, event) {
        (NotOpened, E::DossierOpened { managing_unit, full_name, personal_id_no, .. }) => {
            let values = said_at_opening(full_name, personal_id_no).into();
            FirstEntry(Held::opened(event, *managing_unit, values))
        }
        // Nothing else begins a stream.
        (NotOpened, _) => NotOpened,
        (Withdrawn(held), _) => Withdrawn(held),
        (FirstEntry(held) | FirstCheck(held) | Kept(held), E::OpeningWithdrawn { .. }) => {
            Withdrawn(held)
        }
        (FirstEntry(held), E::RecordSubmitted { submission, slots }) => {
            FirstCheck(held.collected(*submission, SubmissionKind::FirstRecord, slots))
        }
        (FirstEntry(held), event) => FirstEntry(held.after(event)),
        (FirstCheck(held), event) => {
            let kind = event.submission().and_then(|submission| held.kind_of(submission));
            let held = held.after(event);
            match (kind, event) {
                (Some(SubmissionKind::FirstRecord), E::SubmissionChecked { .. }) => Kept(held),
                (
                    Some(SubmissionKind::FirstRecord),
                    E::SubmissionReturned { .. } | E::SubmissionWithdrawn { .. },
                ) => FirstEntry(held),
                _ => FirstCheck(held),
            }
        }
        (Kept(held), event) => Kept(held.after(event)),
    }
}

/// How facts change what is held; the situation around it is the business of [`evolve`].
impl Held {
    fn opened(
        opening: &DossierEvent,
        managing_unit: UnitId,
        values: BTreeMap<Slot, Value>,
    ) -> Self {
        Self {
            opening: opening.clone(),
            managing_unit,
            values,
            since: BTreeMap::new(),
            drafts: BTreeSet::new(),
            returned: BTreeMap::new(),
            waiting: BTreeMap::new(),
            decided: BTreeMap::new(),
            found_unchanged: BTreeMap::new(),
            scans: vec![],
            transfers: BTreeMap::new(),
            secondments: BTreeMap::new(),
        }
    }

    fn after(self, event: &DossierEvent) -> Self {
        use DossierEvent as E;
        match event {
            // A dossier is opened once; the stream cannot hold a second opening.
            E::DossierOpened { .. } => self,
            // The situation says it; what is held stays to be read.
            E::OpeningWithdrawn { .. } => self,
            E::SectionEntered { entries, .. } => self.drafted(entries),
            E::RecordSubmitted { submission, slots } => {
                self.collected(*submission, SubmissionKind::Resubmission, slots)
            }
            E::ChangeDeclared { submission, entries, happened_on, .. } => {
                self.declared(*submission, SubmissionKind::Change, entries, Some(*happened_on))
            }
            E::LateEntryDeclared { submission, entries, happened_on, .. } => {
                self.declared(*submission, SubmissionKind::LateEntry, entries, Some(*happened_on))
            }
            E::ErrorCorrected { submission: Some(submission), entries, .. } => {
                self.declared(*submission, SubmissionKind::Correction, entries, None)
            }
            E::ErrorCorrected { submission: None, entries, .. } => self.settled(entries, None),
            E::AgencyEntryRecorded { entries, effective_on, .. } => {
                self.settled(entries, Some(*effective_on))
            }
            E::SubmissionChecked { submission, .. } => self.decide(*submission, Outcome::Checked),
            E::SubmissionReturned { submission, .. } => self.decide(*submission, Outcome::Returned),
            E::SubmissionWithdrawn { submission, .. } => {
                self.decide(*submission, Outcome::Withdrawn)
            }
            E::SectionFoundUnchanged { section, compared_with } => {
                let mut held = self;
                held.found_unchanged.insert(section.clone(), compared_with.clone());
                held
            }
            E::PaperScanned { paper, scan } => {
                let mut held = self;
                held.scans.push((paper.clone(), scan.clone()));
                held
            }
            E::TransferOrdered { transfer, .. }
            | E::DossierReleased { transfer, .. }
            | E::PaperDossierReceived { transfer, .. }
            | E::PaperDossierFoundInvalid { transfer, .. }
            | E::TransferRefused { transfer, .. }
            | E::ReleaseRecalled { transfer, .. }
            | E::TransferCancelled { transfer, .. } => self.transferred(*transfer, event),
            E::TransferAccepted { transfer, to, .. } => {
                Self { managing_unit: *to, ..self.transferred(*transfer, event) }
            }
            E::SecondmentOrdered { secondment, .. }
            | E::SecondmentProlonged { secondment, .. }
            | E::SecondmentEndedEarly { secondment, .. }
            | E::SecondmentCancelled { secondment, .. } => self.seconded(*secondment, event),
        }
    }

    fn transferred(mut self, id: TransferId, event: &DossierEvent) -> Self {
        let before = self.transfers.remove(&id);
        let after = before.map_or_else(|| Transfer::ordered(event), |it| Some(it.after(event)));
        self.transfers.extend(after.map(|transfer| (id, transfer)));
        self
    }

    fn seconded(mut self, id: SecondmentId, event: &DossierEvent) -> Self {
        let before = self.secondments.remove(&id);
        let after = before.map_or_else(|| Secondment::ordered(event), |it| Some(it.after(event)));
        self.secondments.extend(after.map(|secondment| (id, secondment)));
        self
    }

    fn drafted(mut self, entries: &[Entry]) -> Self {
        self.say(entries);
        self.drafts.extend(entries.iter().map(|entry| entry.slot.clone()));
        self
    }

    fn collected(mut self, submission: SubmissionId, kind: SubmissionKind, slots: &[Slot]) -> Self {
        let slots = slots.iter().cloned().collect::<BTreeSet<_>>();
        self.drafts.retain(|slot| !slots.contains(slot));
        // All drafts are handed in together, so nothing that came back is left.
        let mends = std::mem::take(&mut self.returned);
        self.waiting.insert(submission, Waiting { kind, slots, before: BTreeMap::new(), mends });
        self
    }

    fn declared(
        mut self,
        submission: SubmissionId,
        kind: SubmissionKind,
        entries: &[Entry],
        since: Option<NaiveDate>,
    ) -> Self {
        let before = |Entry { slot, before, .. }: &Entry| {
            (slot.clone(), Before { value: before.clone(), since: self.since(slot) })
        };
        let before = entries.iter().map(before).collect();
        let slots = entries.iter().map(|entry| entry.slot.clone()).collect();
        self.say(entries);
        self.known_since(entries, since);
        let mends = BTreeMap::new();
        self.waiting.insert(submission, Waiting { kind, slots, before, mends });
        self
    }

    /// What stands at once is no draft any more, even if it was returned before.
    fn settled(mut self, entries: &[Entry], since: Option<NaiveDate>) -> Self {
        self.say(entries);
        self.known_since(entries, since);
        for entry in entries {
            self.drafts.remove(&entry.slot);
            for slots in self.returned.values_mut() {
                slots.remove(&entry.slot);
            }
        }
        self.returned.retain(|_submission, slots| !slots.is_empty());
        self
    }

    /// Ends the wait. What came back, or was collected and taken back, is a draft again as a whole,
    /// so that handing in again brings every unchecked field before the clerk.
    fn decide(mut self, submission: SubmissionId, outcome: Outcome) -> Self {
        let Some(Waiting { kind, slots, before, mends }) = self.waiting.remove(&submission) else {
            return self;
        };
        self.decided.insert(submission, Decided { kind, outcome });
        match outcome {
            Outcome::Checked => {}
            Outcome::Returned => {
                self.returned.insert(submission, slots.clone());
                self.drafts.extend(slots);
            }
            Outcome::Withdrawn if kind.collects_drafts() => {
                self.returned.extend(mends);
                self.drafts.extend(slots);
            }
            Outcome::Withdrawn => {
                for (slot, Before { value, since }) in before {
                    match since {
                        Some(since) => self.since.insert(slot.clone(), since),
                        None => self.since.remove(&slot),
                    };
                    self.set(slot, value);
                }
            }
        }
        self
    }

    fn say(&mut self, entries: &[Entry]) {
        for entry in entries {
            self.set(entry.slot.clone(), entry.value.clone());
        }
    }

    /// A fact that tells no day leaves the day known before.
    fn known_since(&mut self, entries: &[Entry], since: Option<NaiveDate>) {
        let Some(since) = since else { return };
        for Entry { slot, .. } in entries.iter().filter(|entry| entry.slot.row.is_none()) {
            self.since.insert(slot.clone(), since);
        }
    }

    fn set(&mut self, slot: Slot, value: Option<Value>) {
        self.found_unchanged.clear();
        match value {
            Some(value) => self.values.insert(slot, value),
            None => self.values.remove(&slot),
        };
    }
}
