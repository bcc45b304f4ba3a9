//! What can happen to a dossier. Past tense; never edited; never removed.
//! The names and shapes are stored: see `events/golden/` before touching one.

mod tells;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    ending::Ending,
    taking_in::{SealedPackage, TakenInAs},
    transfer::{InventoryLine, TransferKind},
};
use crate::{
    entry::{Entry, FieldCode, Slot},
    ids::{
        AccountId, DossierId, EndingId, MassMoveId, SecondmentId, SubmissionId, TransferId, UnitId,
    },
    values::{FileHash, Paper, PersonName, Reason},
};

/// Who typed the entries: the person, or the managing unit for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnteredBy {
    /// The person the dossier is about (QĐ 842: enters, keeps current, answers for the truth).
    Person,
    /// The managing unit, from the paper dossier or from a list it sent.
    Agency,
}

/// What the check found wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objection {
    /// The field or row that does not match the paper.
    pub slot: Slot,
    /// What is wrong with it, for the person to read.
    pub reason: Reason,
}

/// A fact about one person's dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DossierEvent {
    /// A paper dossier confirmed by the competent authority was taken in (F1 starts on
    /// `confirmed_on`).
    DossierOpened {
        managing_unit: UnitId,
        full_name: PersonName,
        /// Twelve digits, unique in the province.
        personal_id_no: String,
        confirmation: Paper,
        confirmed_on: NaiveDate,
    },
    /// Values of one section were typed; a draft until they are submitted.
    SectionEntered { section: FieldCode, by: EnteredBy, entries: Vec<Entry> },
    /// All drafts were handed in for checking, with the declaration that they are true (F2, or the
    /// mending of a return, ends; F4 starts).
    RecordSubmitted { submission: SubmissionId, slots: Vec<Slot> },
    /// The world changed: declared with the day it happened and its paper (F3 ends, F4 starts).
    ChangeDeclared {
        submission: SubmissionId,
        entries: Vec<Entry>,
        happened_on: NaiveDate,
        /// The day the decision reached the person, when later than `happened_on`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        received_on: Option<NaiveDate>,
        paper: Paper,
    },
    /// An old fact the record never had was added; not a change, so no change clock is judged.
    LateEntryDeclared {
        submission: SubmissionId,
        entries: Vec<Entry>,
        happened_on: NaiveDate,
        paper: Paper,
        /// Why it comes only now.
        reason: Reason,
    },
    /// We were wrong: the record said what was never so. Waits for the check when `submission` is
    /// there; stands at once when the managing unit corrected it on a paper.
    ErrorCorrected {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        submission: Option<SubmissionId>,
        entries: Vec<Entry>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        paper: Option<Paper>,
        reason: Reason,
        /// Returned submissions of which nothing is left to hand in again: the unit put it right.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        settles: Vec<SubmissionId>,
    },
    /// The managing unit recorded what only it may enter (salary, grade, appointment, discipline),
    /// on a decision; it stands at once.
    AgencyEntryRecorded {
        entries: Vec<Entry>,
        effective_on: NaiveDate,
        decision: Paper,
        /// Returned submissions of which nothing is left to hand in again: the unit put it right.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        settles: Vec<SubmissionId>,
    },
    /// Every field of a submission was compared with the paper and stored (F4 ends).
    SubmissionChecked { submission: SubmissionId, slots: Vec<Slot> },
    /// A submission went back with a reason per field (F4 ends; the person has a new clock).
    SubmissionReturned { submission: SubmissionId, slots: Vec<Slot>, objections: Vec<Objection> },
    /// A submission was taken back before it was checked (F4 falls away). What had been typed as
    /// drafts is a draft again; of what was declared, the value before stands again (`restored`).
    SubmissionWithdrawn {
        submission: SubmissionId,
        slots: Vec<Slot>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        restored: Vec<Entry>,
        reason: Reason,
    },
    /// A section was compared with the paper and there was nothing to change.
    SectionFoundUnchanged { section: FieldCode, compared_with: Paper },
    /// A paper of the dossier was scanned: what shows it is this file, and no other.
    PaperScanned { paper: Paper, scan: FileHash },
    /// The dossier was opened by mistake: the opening is withdrawn. Nothing in it counts any more,
    /// the personal id number is free, and what was recorded stays to be read.
    OpeningWithdrawn {
        /// The name the dossier bore, which is found by it no more.
        full_name: PersonName,
        /// The number it held, which another dossier may hold from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        personal_id_no: Option<String>,
        reason: Reason,
    },
    /// A decision ordered the person to another unit of the province. The old unit manages the
    /// dossier until the new one accepts it.
    TransferOrdered {
        transfer: TransferId,
        from: UnitId,
        to: UnitId,
        kind: TransferKind,
        decision: Paper,
        /// The day the decision takes effect: no acceptance before it.
        effective_on: NaiveDate,
        /// The last day of the term, where it is for one; said when it comes, nothing more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        term_ends_on: Option<NaiveDate>,
    },
    /// The old unit handed over the paper dossier with its inventory, and the data with it (F5a). It
    /// only reads the dossier from here on.
    DossierReleased { transfer: TransferId, inventory: Vec<InventoryLine>, released_on: NaiveDate },
    /// The new unit received the paper dossier and found it valid (F5b starts on `received_on`).
    PaperDossierReceived { transfer: TransferId, by: UnitId, received_on: NaiveDate },
    /// The new unit received the paper dossier and found it not valid: no clock starts.
    PaperDossierFoundInvalid {
        transfer: TransferId,
        by: UnitId,
        received_on: NaiveDate,
        reasons: Vec<Reason>,
    },
    /// The new unit took the dossier over and manages it from here on (F5b ends).
    TransferAccepted { transfer: TransferId, from: UnitId, to: UnitId, accepted_on: NaiveDate },
    /// The new unit did not take the dossier: it stays with the old one.
    TransferRefused { transfer: TransferId, reason: Reason },
    /// The old unit took the released dossier back before its paper was received, to mend it and
    /// release it again.
    ReleaseRecalled { transfer: TransferId, reason: Reason },
    /// The order fell away: the dossier stays with the old unit.
    TransferCancelled {
        transfer: TransferId,
        reason: Reason,
        /// The decision that takes the order back; an order recorded by mistake has none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision: Option<Paper>,
    },
    /// A paper says that service will end on a day to come; until then nothing ends.
    EndingAnnounced { ending: EndingId, details: Ending },
    /// Service ended: by leaving, retirement, resignation, dismissal, death (F6 starts and ends). The
    /// dossier is only read from here on, and corrected on a paper.
    ServiceEnded { ending: EndingId, details: Ending },
    /// We were wrong about an ending: how it was, or on which day.
    EndingCorrected { ending: EndingId, details: Ending, reason: Reason },
    /// There was no such ending: the person is in service as before.
    EndingReversed {
        ending: EndingId,
        reason: Reason,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        paper: Option<Paper>,
    },
    /// The person came back into service: the same dossier goes on, at the unit that takes them in.
    ServiceResumed {
        /// The ending they come back from.
        ending: EndingId,
        from: UnitId,
        to: UnitId,
        decision: Paper,
        resumed_on: NaiveDate,
    },
    /// A decision sent the person to another unit for a time. The sending unit goes on managing the
    /// dossier; the host reads it from the first day to the last, whoever records anything or not.
    SecondmentOrdered {
        secondment: SecondmentId,
        from: UnitId,
        host: UnitId,
        decision: Paper,
        begins_on: NaiveDate,
        /// The last day.
        ends_on: NaiveDate,
    },
    /// Another decision made a secondment longer.
    SecondmentProlonged {
        secondment: SecondmentId,
        ends_on: NaiveDate,
        decision: Paper,
        reason: Reason,
    },
    /// Another decision made it shorter.
    SecondmentEndedEarly {
        secondment: SecondmentId,
        ends_on: NaiveDate,
        decision: Paper,
        reason: Reason,
    },
    /// The order fell away: the secondment counts for nothing any more.
    SecondmentCancelled {
        secondment: SecondmentId,
        reason: Reason,
        /// The decision that takes the order back; an order recorded by mistake has none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision: Option<Paper>,
    },
    /// The dossier came whole from another log in a sealed package; what stands before this in the
    /// stream and was recorded there stays as it is. The unit manages it from here on.
    DossierTakenIn {
        unit: UnitId,
        /// The decision by which the person comes to the unit.
        decision: Paper,
        taken_in_on: NaiveDate,
        package: SealedPackage,
        situation: TakenInAs,
        /// Submissions that wait for their check, now here.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        waiting: Vec<SubmissionId>,
        /// Submissions that came back and were not handed in again.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        returned: Vec<SubmissionId>,
    },
    /// Another dossier was found to be of the same person: it is closed, and this one goes on for
    /// both. Nothing of it is copied; its number is held here from now on.
    DuplicateTakenIn {
        duplicate: DossierId,
        full_name: PersonName,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        personal_id_no: Option<String>,
        paper: Paper,
        reason: Reason,
    },
    /// This dossier was found to be of someone whose dossier is `kept`: it is closed to change and
    /// stays to be read, its duties fall away, and its account opens nothing.
    FoundDuplicate {
        kept: DossierId,
        /// The name it bears, which leads to the kept one from now on.
        full_name: PersonName,
        /// The number it held, which the kept one holds from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        personal_id_no: Option<String>,
        /// The account of its person, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        account: Option<AccountId>,
        paper: Paper,
        reason: Reason,
    },
    /// A dossier that was taken in is of someone else after all. What was recorded here since stays.
    DuplicateSetApart {
        duplicate: DossierId,
        full_name: PersonName,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        personal_id_no: Option<String>,
        paper: Paper,
        reason: Reason,
    },
    /// This dossier is no duplicate after all: it is what it was, its duties run on, and its account
    /// opens what it opened.
    FoundSeparate {
        kept: DossierId,
        full_name: PersonName,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        personal_id_no: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        account: Option<AccountId>,
        paper: Paper,
        reason: Reason,
    },
    /// This dossier and another one look alike, and are of two people.
    FoundTwoPeople { other: DossierId, reason: Reason },
    /// One decision moved many people, this one among them: the new unit manages the dossier from here
    /// on, with all that is open in it. No term opens.
    MovedByDecision {
        mass_move: MassMoveId,
        from: UnitId,
        to: UnitId,
        decision: Paper,
        effective_on: NaiveDate,
    },
    /// The mass move was undone as a whole: the unit the dossier came from manages it again.
    MovedBack {
        mass_move: MassMoveId,
        from: UnitId,
        to: UnitId,
        moved_back_on: NaiveDate,
        reason: Reason,
        /// The decision that takes the first one back; a move recorded by mistake has none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision: Option<Paper>,
    },
}

impl DossierEvent {
    /// The stored name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::DossierOpened { .. } => "DossierOpened",
            Self::SectionEntered { .. } => "SectionEntered",
            Self::RecordSubmitted { .. } => "RecordSubmitted",
            Self::ChangeDeclared { .. } => "ChangeDeclared",
            Self::LateEntryDeclared { .. } => "LateEntryDeclared",
            Self::ErrorCorrected { .. } => "ErrorCorrected",
            Self::AgencyEntryRecorded { .. } => "AgencyEntryRecorded",
            Self::SubmissionChecked { .. } => "SubmissionChecked",
            Self::SubmissionReturned { .. } => "SubmissionReturned",
            Self::SubmissionWithdrawn { .. } => "SubmissionWithdrawn",
            Self::SectionFoundUnchanged { .. } => "SectionFoundUnchanged",
            Self::PaperScanned { .. } => "PaperScanned",
            Self::OpeningWithdrawn { .. } => "OpeningWithdrawn",
            Self::TransferOrdered { .. } => "TransferOrdered",
            Self::DossierReleased { .. } => "DossierReleased",
            Self::PaperDossierReceived { .. } => "PaperDossierReceived",
            Self::PaperDossierFoundInvalid { .. } => "PaperDossierFoundInvalid",
            Self::TransferAccepted { .. } => "TransferAccepted",
            Self::TransferRefused { .. } => "TransferRefused",
            Self::ReleaseRecalled { .. } => "ReleaseRecalled",
            Self::TransferCancelled { .. } => "TransferCancelled",
            Self::EndingAnnounced { .. } => "EndingAnnounced",
            Self::ServiceEnded { .. } => "ServiceEnded",
            Self::EndingCorrected { .. } => "EndingCorrected",
            Self::EndingReversed { .. } => "EndingReversed",
            Self::ServiceResumed { .. } => "ServiceResumed",
            Self::SecondmentOrdered { .. } => "SecondmentOrdered",
            Self::SecondmentProlonged { .. } => "SecondmentProlonged",
            Self::SecondmentEndedEarly { .. } => "SecondmentEndedEarly",
            Self::SecondmentCancelled { .. } => "SecondmentCancelled",
            Self::DossierTakenIn { .. } => "DossierTakenIn",
            Self::DuplicateTakenIn { .. } => "DuplicateTakenIn",
            Self::FoundDuplicate { .. } => "FoundDuplicate",
            Self::DuplicateSetApart { .. } => "DuplicateSetApart",
            Self::FoundSeparate { .. } => "FoundSeparate",
            Self::FoundTwoPeople { .. } => "FoundTwoPeople",
            Self::MovedByDecision { .. } => "MovedByDecision",
            Self::MovedBack { .. } => "MovedBack",
        }
    }
}
