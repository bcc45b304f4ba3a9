//! What can happen to a dossier. Past tense; never edited; never removed.
//! The names and shapes are stored: see `events/golden/` before touching one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    entry::{Entry, FieldCode, Slot},
    ids::{SubmissionId, UnitId},
    values::{Paper, PersonName, Reason},
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
    /// A paper dossier confirmed by the competent authority was taken in (F1 starts on `confirmed_on`).
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
    /// All drafts were handed in for checking, with the declaration that they are true (F2 or F3
    /// ends, F4 starts).
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
    },
    /// The managing unit recorded what only it may enter (salary, grade, appointment, discipline),
    /// on a decision; it stands at once.
    AgencyEntryRecorded { entries: Vec<Entry>, effective_on: NaiveDate, decision: Paper },
    /// Every field of a submission was compared with the paper and stored (F4 ends).
    SubmissionChecked { submission: SubmissionId },
    /// A submission went back with a reason per field (F4 ends; the person has a new clock).
    SubmissionReturned { submission: SubmissionId, objections: Vec<Objection> },
    /// A submission was taken back before it was checked (F4 falls away).
    SubmissionWithdrawn { submission: SubmissionId, reason: Reason },
    /// A section was compared with the paper and there was nothing to change.
    SectionFoundUnchanged { section: FieldCode, compared_with: Paper },
}
