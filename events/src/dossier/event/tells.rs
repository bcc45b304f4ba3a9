//! What a fact of a dossier tells beside its name: its day, its paper, its reason, what it says of
//! fields, and what it is about.

use chrono::NaiveDate;

use super::DossierEvent;
use crate::{
    entry::Entry,
    ids::{EndingId, SecondmentId, SubmissionId, TransferId},
    values::{FileHash, Paper, Reason},
};

impl DossierEvent {
    /// The day it became true in the world, when the fact says one.
    pub fn effective_on(&self) -> Option<NaiveDate> {
        match self {
            Self::DossierOpened { confirmed_on: on, .. }
            | Self::ChangeDeclared { happened_on: on, .. }
            | Self::LateEntryDeclared { happened_on: on, .. }
            | Self::AgencyEntryRecorded { effective_on: on, .. }
            | Self::TransferOrdered { effective_on: on, .. }
            | Self::DossierReleased { released_on: on, .. }
            | Self::PaperDossierReceived { received_on: on, .. }
            | Self::PaperDossierFoundInvalid { received_on: on, .. }
            | Self::TransferAccepted { accepted_on: on, .. }
            | Self::ServiceResumed { resumed_on: on, .. }
            | Self::SecondmentOrdered { begins_on: on, .. }
            | Self::SecondmentEndedEarly { ends_on: on, .. }
            | Self::DossierTakenIn { taken_in_on: on, .. }
            | Self::MovedByDecision { effective_on: on, .. }
            | Self::MovedBack { moved_back_on: on, .. } => Some(*on),
            Self::EndingAnnounced { details, .. }
            | Self::ServiceEnded { details, .. }
            | Self::EndingCorrected { details, .. } => Some(details.ended_on),
            Self::SectionEntered { .. }
            | Self::RecordSubmitted { .. }
            | Self::ErrorCorrected { .. }
            | Self::SubmissionChecked { .. }
            | Self::SubmissionReturned { .. }
            | Self::SubmissionWithdrawn { .. }
            | Self::SectionFoundUnchanged { .. }
            | Self::PaperScanned { .. }
            | Self::OpeningWithdrawn { .. }
            | Self::TransferRefused { .. }
            | Self::ReleaseRecalled { .. }
            | Self::TransferCancelled { .. }
            | Self::EndingReversed { .. }
            | Self::SecondmentProlonged { .. }
            | Self::SecondmentCancelled { .. }
            | Self::DuplicateTakenIn { .. }
            | Self::FoundDuplicate { .. }
            | Self::DuplicateSetApart { .. }
            | Self::FoundSeparate { .. }
            | Self::FoundTwoPeople { .. } => None,
        }
    }

    /// The paper it rests on, when there is one.
    pub fn paper(&self) -> Option<&Paper> {
        match self {
            Self::DossierOpened { confirmation: paper, .. }
            | Self::ChangeDeclared { paper, .. }
            | Self::LateEntryDeclared { paper, .. }
            | Self::AgencyEntryRecorded { decision: paper, .. }
            | Self::TransferOrdered { decision: paper, .. }
            | Self::SecondmentOrdered { decision: paper, .. }
            | Self::SecondmentProlonged { decision: paper, .. }
            | Self::SecondmentEndedEarly { decision: paper, .. }
            | Self::DossierTakenIn { decision: paper, .. }
            | Self::MovedByDecision { decision: paper, .. }
            | Self::SectionFoundUnchanged { compared_with: paper, .. }
            | Self::PaperScanned { paper, .. }
            | Self::ServiceResumed { decision: paper, .. }
            | Self::DuplicateTakenIn { paper, .. }
            | Self::FoundDuplicate { paper, .. }
            | Self::DuplicateSetApart { paper, .. }
            | Self::FoundSeparate { paper, .. } => Some(paper),
            Self::EndingAnnounced { details, .. }
            | Self::ServiceEnded { details, .. }
            | Self::EndingCorrected { details, .. } => Some(&details.paper),
            Self::ErrorCorrected { paper, .. } | Self::EndingReversed { paper, .. } => {
                paper.as_ref()
            }
            Self::TransferCancelled { decision, .. }
            | Self::SecondmentCancelled { decision, .. }
            | Self::MovedBack { decision, .. } => decision.as_ref(),
            Self::SectionEntered { .. }
            | Self::RecordSubmitted { .. }
            | Self::SubmissionChecked { .. }
            | Self::SubmissionReturned { .. }
            | Self::SubmissionWithdrawn { .. }
            | Self::OpeningWithdrawn { .. }
            | Self::DossierReleased { .. }
            | Self::PaperDossierReceived { .. }
            | Self::PaperDossierFoundInvalid { .. }
            | Self::TransferAccepted { .. }
            | Self::TransferRefused { .. }
            | Self::ReleaseRecalled { .. }
            | Self::FoundTwoPeople { .. } => None,
        }
    }

    /// The file that shows its paper, where it says so.
    pub fn scan(&self) -> Option<&FileHash> {
        match self {
            Self::PaperScanned { scan, .. } => Some(scan),
            _ => None,
        }
    }

    /// The reason given for the whole fact, when there is one; objections carry their own.
    pub fn reason(&self) -> Option<&Reason> {
        match self {
            Self::LateEntryDeclared { reason, .. }
            | Self::ErrorCorrected { reason, .. }
            | Self::SubmissionWithdrawn { reason, .. }
            | Self::OpeningWithdrawn { reason, .. }
            | Self::TransferRefused { reason, .. }
            | Self::ReleaseRecalled { reason, .. }
            | Self::TransferCancelled { reason, .. }
            | Self::EndingCorrected { reason, .. }
            | Self::EndingReversed { reason, .. }
            | Self::SecondmentProlonged { reason, .. }
            | Self::SecondmentEndedEarly { reason, .. }
            | Self::SecondmentCancelled { reason, .. }
            | Self::DuplicateTakenIn { reason, .. }
            | Self::FoundDuplicate { reason, .. }
            | Self::DuplicateSetApart { reason, .. }
            | Self::FoundSeparate { reason, .. }
            | Self::FoundTwoPeople { reason, .. }
            | Self::MovedBack { reason, .. } => Some(reason),
            Self::DossierOpened { .. }
            | Self::SectionEntered { .. }
            | Self::RecordSubmitted { .. }
            | Self::ChangeDeclared { .. }
            | Self::AgencyEntryRecorded { .. }
            | Self::SubmissionChecked { .. }
            | Self::SubmissionReturned { .. }
            | Self::SectionFoundUnchanged { .. }
            | Self::PaperScanned { .. }
            | Self::TransferOrdered { .. }
            | Self::DossierReleased { .. }
            | Self::PaperDossierReceived { .. }
            | Self::PaperDossierFoundInvalid { .. }
            | Self::TransferAccepted { .. }
            | Self::EndingAnnounced { .. }
            | Self::ServiceEnded { .. }
            | Self::ServiceResumed { .. }
            | Self::SecondmentOrdered { .. }
            | Self::DossierTakenIn { .. }
            | Self::MovedByDecision { .. } => None,
        }
    }

    /// What it says of fields; empty when it says nothing of any.
    pub fn entries(&self) -> &[Entry] {
        match self {
            Self::SectionEntered { entries, .. }
            | Self::ChangeDeclared { entries, .. }
            | Self::LateEntryDeclared { entries, .. }
            | Self::ErrorCorrected { entries, .. }
            | Self::AgencyEntryRecorded { entries, .. } => entries,
            Self::DossierOpened { .. }
            | Self::RecordSubmitted { .. }
            | Self::SubmissionChecked { .. }
            | Self::SubmissionReturned { .. }
            | Self::SubmissionWithdrawn { .. }
            | Self::SectionFoundUnchanged { .. }
            | Self::PaperScanned { .. }
            | Self::OpeningWithdrawn { .. }
            | Self::TransferOrdered { .. }
            | Self::DossierReleased { .. }
            | Self::PaperDossierReceived { .. }
            | Self::PaperDossierFoundInvalid { .. }
            | Self::TransferAccepted { .. }
            | Self::TransferRefused { .. }
            | Self::ReleaseRecalled { .. }
            | Self::TransferCancelled { .. }
            | Self::EndingAnnounced { .. }
            | Self::ServiceEnded { .. }
            | Self::EndingCorrected { .. }
            | Self::EndingReversed { .. }
            | Self::ServiceResumed { .. }
            | Self::SecondmentOrdered { .. }
            | Self::SecondmentProlonged { .. }
            | Self::SecondmentEndedEarly { .. }
            | Self::SecondmentCancelled { .. }
            | Self::DossierTakenIn { .. }
            | Self::DuplicateTakenIn { .. }
            | Self::FoundDuplicate { .. }
            | Self::DuplicateSetApart { .. }
            | Self::FoundSeparate { .. }
            | Self::FoundTwoPeople { .. }
            | Self::MovedByDecision { .. }
            | Self::MovedBack { .. } => &[],
        }
    }

    /// The submission it begins or ends, when there is one.
    pub fn submission(&self) -> Option<SubmissionId> {
        match self {
            Self::RecordSubmitted { submission, .. }
            | Self::ChangeDeclared { submission, .. }
            | Self::LateEntryDeclared { submission, .. }
            | Self::SubmissionChecked { submission, .. }
            | Self::SubmissionReturned { submission, .. }
            | Self::SubmissionWithdrawn { submission, .. } => Some(*submission),
            Self::ErrorCorrected { submission, .. } => *submission,
            Self::DossierOpened { .. }
            | Self::SectionEntered { .. }
            | Self::AgencyEntryRecorded { .. }
            | Self::SectionFoundUnchanged { .. }
            | Self::PaperScanned { .. }
            | Self::OpeningWithdrawn { .. }
            | Self::TransferOrdered { .. }
            | Self::DossierReleased { .. }
            | Self::PaperDossierReceived { .. }
            | Self::PaperDossierFoundInvalid { .. }
            | Self::TransferAccepted { .. }
            | Self::TransferRefused { .. }
            | Self::ReleaseRecalled { .. }
            | Self::TransferCancelled { .. }
            | Self::EndingAnnounced { .. }
            | Self::ServiceEnded { .. }
            | Self::EndingCorrected { .. }
            | Self::EndingReversed { .. }
            | Self::ServiceResumed { .. }
            | Self::SecondmentOrdered { .. }
            | Self::SecondmentProlonged { .. }
            | Self::SecondmentEndedEarly { .. }
            | Self::SecondmentCancelled { .. }
            | Self::DossierTakenIn { .. }
            | Self::DuplicateTakenIn { .. }
            | Self::FoundDuplicate { .. }
            | Self::DuplicateSetApart { .. }
            | Self::FoundSeparate { .. }
            | Self::FoundTwoPeople { .. }
            | Self::MovedByDecision { .. }
            | Self::MovedBack { .. } => None,
        }
    }

    /// The transfer it is a step of, when there is one.
    pub fn transfer(&self) -> Option<TransferId> {
        match self {
            Self::TransferOrdered { transfer, .. }
            | Self::DossierReleased { transfer, .. }
            | Self::PaperDossierReceived { transfer, .. }
            | Self::PaperDossierFoundInvalid { transfer, .. }
            | Self::TransferAccepted { transfer, .. }
            | Self::TransferRefused { transfer, .. }
            | Self::ReleaseRecalled { transfer, .. }
            | Self::TransferCancelled { transfer, .. } => Some(*transfer),
            _ => None,
        }
    }

    /// The ending of service it is about, when there is one.
    pub fn ending(&self) -> Option<EndingId> {
        match self {
            Self::EndingAnnounced { ending, .. }
            | Self::ServiceEnded { ending, .. }
            | Self::EndingCorrected { ending, .. }
            | Self::EndingReversed { ending, .. }
            | Self::ServiceResumed { ending, .. } => Some(*ending),
            _ => None,
        }
    }
    /// The secondment it is an act on, when there is one.
    pub fn secondment(&self) -> Option<SecondmentId> {
        match self {
            Self::SecondmentOrdered { secondment, .. }
            | Self::SecondmentProlonged { secondment, .. }
            | Self::SecondmentEndedEarly { secondment, .. }
            | Self::SecondmentCancelled { secondment, .. } => Some(*secondment),
            _ => None,
        }
    }
}
