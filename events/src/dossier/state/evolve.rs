//! How facts change what a dossier is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{
    super::{event::DossierEvent, moving::Move, secondment::Secondment, transfer::Transfer},
    Before, Decided, Dossier, Held, Outcome, Service, SubmissionKind, Twins, Waiting,
    said_at_opening,
};
use crate::{
    entry::{Entry, Slot, Value},
    ids::{SecondmentId, SubmissionId, TransferId, UnitId},
};

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
            service: Service::default(),
            secondments: BTreeMap::new(),
            twins: Twins::default(),
            moves: BTreeMap::new(),
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
            // What was under way there ends there.
            E::DossierTakenIn { unit, taken_in_on, .. } => {
                let mut held = self.went_on(*unit);
                held.service = held.service.resumed(*taken_in_on);
                held.transfers.retain(|_, transfer| transfer.stage().is_over());
                held
            }
            E::TransferAccepted { transfer, to, .. } => {
                self.transferred(*transfer, event).went_on(*to)
            }
            E::MovedByDecision { mass_move, from, to, .. } => {
                let mut held = self.went_on(*to);
                held.moves.insert(*mass_move, Move::Stands { from: *from, to: *to });
                held
            }
            E::MovedBack { mass_move, to, .. } => {
                let mut held = self.went_on(*to);
                held.moves.insert(*mass_move, Move::Back);
                held
            }
            E::EndingAnnounced { .. }
            | E::ServiceEnded { .. }
            | E::EndingCorrected { .. }
            | E::EndingReversed { .. } => self.served(event),
            E::ServiceResumed { to, .. } => self.served(event).went_on(*to),
            E::SecondmentOrdered { secondment, .. }
            | E::SecondmentProlonged { secondment, .. }
            | E::SecondmentEndedEarly { secondment, .. }
            | E::SecondmentCancelled { secondment, .. } => self.seconded(*secondment, event),
            E::DuplicateTakenIn { .. }
            | E::FoundDuplicate { .. }
            | E::DuplicateSetApart { .. }
            | E::FoundSeparate { .. }
            | E::FoundTwoPeople { .. } => Self { twins: self.twins.after(event), ..self },
        }
    }

    /// Another unit manages it: it is no longer where a mass move put it.
    fn went_on(mut self, to: UnitId) -> Self {
        self.managing_unit = to;
        let stands = |it: &&mut Move| matches!(it, Move::Stands { .. });
        self.moves.values_mut().filter(stands).for_each(|it| *it = Move::WentOn);
        self
    }

    fn transferred(mut self, id: TransferId, event: &DossierEvent) -> Self {
        let before = self.transfers.remove(&id);
        let after = before.map_or_else(|| Transfer::ordered(event), |it| Some(it.after(event)));
        self.transfers.extend(after.map(|transfer| (id, transfer)));
        self
    }

    fn served(mut self, event: &DossierEvent) -> Self {
        self.service = self.service.after(event);
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
