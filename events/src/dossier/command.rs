//! What may be asked of a dossier, and what the decision is told besides.

use chrono::NaiveDate;

use super::{event::Objection, secondment::SecondmentStep, transfer::TransferStep};
use crate::{
    entry::{FieldCode, Slot, Value},
    ids::{SecondmentId, SubmissionId, TransferId, UnitId},
    values::{FileHash, Paper, PersonName, Reason},
};

/// What a decision needs to know that neither the command nor the dossier says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DossierContext {
    /// The local date (Asia/Ho_Chi_Minh) on which the decision is made.
    pub today: NaiveDate,
    /// Whether the one who acts is the person the dossier is about; otherwise an officer of the
    /// managing unit acts.
    pub actor_is_the_person: bool,
    /// Whether the unit that `OpenDossier` names, or that a transfer or a secondment goes to, is
    /// there.
    pub unit_exists: bool,
}

/// What someone wants the record to say; the value believed before is added by the decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// Which field, or which row of which table.
    pub slot: Slot,
    /// The value from now on; `None` empties the field or takes the row away.
    pub value: Option<Value>,
}

/// A request to record something about one dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DossierCommand {
    /// Take in a paper dossier confirmed by the competent authority.
    OpenDossier {
        managing_unit: UnitId,
        full_name: PersonName,
        personal_id_no: String,
        confirmation: Paper,
        confirmed_on: NaiveDate,
    },
    /// Type values of one section as drafts, by the person or by the agency for them.
    EnterSection { section: FieldCode, entries: Vec<NewEntry> },
    /// Hand in all drafts for checking.
    SubmitRecord { submission: SubmissionId },
    /// The world changed.
    DeclareChange {
        submission: SubmissionId,
        entries: Vec<NewEntry>,
        happened_on: NaiveDate,
        received_on: Option<NaiveDate>,
        paper: Paper,
    },
    /// An old fact the record never had.
    DeclareLateEntry {
        submission: SubmissionId,
        entries: Vec<NewEntry>,
        happened_on: NaiveDate,
        paper: Paper,
        reason: Reason,
    },
    /// We were wrong. Waits for the check with a submission; stands at once without.
    CorrectError {
        submission: Option<SubmissionId>,
        entries: Vec<NewEntry>,
        paper: Option<Paper>,
        reason: Reason,
    },
    /// Record what only the managing unit may enter, on a decision.
    RecordAgencyEntry { entries: Vec<NewEntry>, effective_on: NaiveDate, decision: Paper },
    /// Everything in the submission was compared with the paper and matches.
    CheckSubmission { submission: SubmissionId },
    /// Something in the submission does not match.
    ReturnSubmission { submission: SubmissionId, objections: Vec<Objection> },
    /// Take a submission back before it is checked.
    WithdrawSubmission { submission: SubmissionId, reason: Reason },
    /// A section was compared with the paper and there was nothing to change.
    FindSectionUnchanged { section: FieldCode, compared_with: Paper },
    /// A paper of the dossier was scanned into this file.
    ScanPaper { paper: Paper, scan: FileHash },
    /// The dossier was opened by mistake; nobody has worked on it since.
    WithdrawOpening { reason: Reason },
    /// A step of its transfer to another unit.
    Transfer { transfer: TransferId, step: TransferStep },
    /// An act on a secondment of the person to another unit.
    Secondment { secondment: SecondmentId, step: SecondmentStep },
}

impl DossierCommand {
    /// The command's name, for spans and the access log.
    pub fn name(&self) -> &'static str {
        match self {
            Self::OpenDossier { .. } => "OpenDossier",
            Self::EnterSection { .. } => "EnterSection",
            Self::SubmitRecord { .. } => "SubmitRecord",
            Self::DeclareChange { .. } => "DeclareChange",
            Self::DeclareLateEntry { .. } => "DeclareLateEntry",
            Self::CorrectError { .. } => "CorrectError",
            Self::RecordAgencyEntry { .. } => "RecordAgencyEntry",
            Self::CheckSubmission { .. } => "CheckSubmission",
            Self::ReturnSubmission { .. } => "ReturnSubmission",
            Self::WithdrawSubmission { .. } => "WithdrawSubmission",
            Self::FindSectionUnchanged { .. } => "FindSectionUnchanged",
            Self::ScanPaper { .. } => "ScanPaper",
            Self::WithdrawOpening { .. } => "WithdrawOpening",
            Self::Transfer { step, .. } => step.name(),
            Self::Secondment { step, .. } => step.name(),
        }
    }

    /// Whether only an officer may ask for it, and never on their own dossier.
    pub fn needs_an_officer(&self) -> bool {
        match self {
            Self::OpenDossier { .. }
            | Self::CorrectError { submission: None, .. }
            | Self::RecordAgencyEntry { .. }
            | Self::CheckSubmission { .. }
            | Self::ReturnSubmission { .. }
            | Self::FindSectionUnchanged { .. }
            | Self::WithdrawOpening { .. }
            | Self::Transfer { .. }
            | Self::Secondment { .. } => true,
            Self::EnterSection { .. }
            | Self::SubmitRecord { .. }
            | Self::DeclareChange { .. }
            | Self::DeclareLateEntry { .. }
            | Self::CorrectError { submission: Some(_), .. }
            | Self::WithdrawSubmission { .. }
            | Self::ScanPaper { .. } => false,
        }
    }
}
