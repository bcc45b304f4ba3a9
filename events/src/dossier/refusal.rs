//! Why a dossier did not take a command: the obstacle, its stable code, the field it points at.

use chrono::NaiveDate;

use crate::{
    catalogue::FieldError,
    entry::{FieldCode, Slot},
    ids::{EndingId, SecondmentId, SubmissionId, TransferId},
};

/// The obstacle a command met.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DossierRefusal {
    #[error("the dossier is not opened")]
    NotOpened,
    #[error("the dossier is already opened")]
    AlreadyOpened,
    #[error("the managing unit is not known")]
    UnknownUnit,
    #[error("a personal id number has twelve digits")]
    PersonalIdFormat,
    /// A value the catalogue does not take.
    #[error("a value does not fit its field")]
    Field(#[from] FieldError),
    /// Values that contradict each other.
    #[error("values contradict each other: {code}")]
    Breach { code: &'static str, slots: Vec<Slot> },
    #[error("field {0} is not in the catalogue")]
    UnknownField(Slot),
    #[error("section {0} is not in the catalogue")]
    UnknownSection(FieldCode),
    #[error("field {slot} does not stand in section {section}")]
    WrongSection { slot: Slot, section: FieldCode },
    #[error("field {0} is said twice in one command")]
    SaidTwice(Slot),
    #[error("a command takes at most {max} entries, got {actual}")]
    TooManyEntries { actual: usize, max: usize },
    #[error("field {0} is entered by the managing unit")]
    AgencyOnly(Slot),
    #[error("field {0} is entered by the person and checked, not recorded on a decision")]
    PersonOnly(Slot),
    #[error("field {0} is recorded on a decision, not drafted")]
    NeedsDecision(Slot),
    #[error("field {0} is filled in by the service")]
    SystemOnly(Slot),
    #[error("there is nothing to submit")]
    NothingToSubmit,
    #[error("the record is not complete, {} fields are missing", missing.len())]
    Incomplete { missing: Vec<FieldCode> },
    /// Changes come after the first record: until then everything is a draft.
    #[error("the first record was not handed in yet")]
    NotYetSubmitted,
    #[error("the first record is being checked")]
    FirstRecordUnderCheck,
    /// The record is kept: it changes by a declared change, a late entry or a correction.
    #[error("field {0} of a kept record is changed by declaring the change")]
    UseDeclareChange(Slot),
    #[error("submission {0} is not known")]
    UnknownSubmission(SubmissionId),
    /// The same id with another content: the second form would be lost without a word.
    #[error("submission {0} was already used for something else")]
    SubmissionReused(SubmissionId),
    #[error("submission {0} was already checked")]
    AlreadyChecked(SubmissionId),
    #[error("submission {0} was already returned")]
    AlreadyReturned(SubmissionId),
    #[error("submission {0} was already withdrawn")]
    AlreadyWithdrawn(SubmissionId),
    /// Nobody opens, checks, returns, corrects at once or records agency entries on their own.
    #[error("an officer may not do this on their own dossier")]
    OwnDossier,
    #[error("field {slot} waits for a check")]
    FieldUnderCheck { slot: Slot },
    /// A returned field is entered again and handed in; it has no value to change from until then.
    #[error("field {slot} was returned and not handed in again")]
    FieldReturned { slot: Slot },
    /// The history tables hold what was true before; what was never true is corrected.
    #[error("field {slot} holds what is true since {since}, later than the day given")]
    OlderThanPresent { slot: Slot, since: NaiveDate },
    #[error("{on} is in the future")]
    InFuture { on: NaiveDate },
    #[error("the paper is dated in the future, {dated_on}")]
    PaperDatedInFuture { dated_on: NaiveDate },
    #[error("a correction that stands at once needs a paper")]
    PaperMissing,
    #[error("a return needs at least one objection")]
    NoObjections,
    #[error("field {slot} is not part of the submission")]
    ObjectionOutside { slot: Slot },
    #[error("a dossier holds at most {max} scans")]
    TooManyScans { max: usize },
    /// An opening by mistake is withdrawn before anything was handed in, not after.
    #[error("the dossier was worked on since it was opened")]
    WorkedOn,
    #[error("the opening of the dossier was withdrawn")]
    Withdrawn,
    #[error("transfer {0} is not known")]
    UnknownTransfer(TransferId),
    #[error("transfer {0} was already used for something else")]
    TransferReused(TransferId),
    /// One at a time: otherwise two units could both be on their way to manage it.
    #[error("another transfer of the dossier is under way")]
    TransferUnderWay,
    #[error("the dossier is managed by that unit already")]
    TransferToOwnUnit,
    /// From the release until the new unit accepts, the old one only reads.
    #[error("the dossier is on its way to another unit")]
    InTransfer,
    #[error("the old unit did not release the dossier yet")]
    NotReleased,
    #[error("the dossier was already released")]
    AlreadyReleased,
    #[error("the inventory lists no paper")]
    InventoryEmpty,
    #[error("an inventory lists at most {max} papers")]
    InventoryTooLong { max: usize },
    #[error("no valid paper dossier was received yet")]
    PaperNotReceived,
    #[error("the valid paper dossier was already received")]
    PaperReceived,
    #[error("a paper dossier is found invalid for at least one reason")]
    NoReasons,
    #[error("at most {max} reasons are given")]
    TooManyReasons { max: usize },
    #[error("the step before was taken on {previous}")]
    BeforePreviousStep { previous: NaiveDate },
    #[error("the transfer takes effect on {effective_on}")]
    BeforeEffectiveDay { effective_on: NaiveDate },
    #[error("the transfer was already accepted")]
    TransferAccepted,
    #[error("the transfer was already refused")]
    TransferRefused,
    #[error("the transfer was already cancelled")]
    TransferCancelled,
    #[error("ending {0} is not known")]
    UnknownEnding(EndingId),
    #[error("ending {0} was already used for something else")]
    EndingReused(EndingId),
    #[error("the person is no longer in service")]
    ServiceEnded,
    #[error("an ending on {on} is announced already")]
    EndingAnnounced { on: NaiveDate },
    #[error("no such ending stands")]
    NotEnded,
    #[error("the ending is recorded so already")]
    EndingUnchanged,
    #[error("a transfer of the dossier is under way")]
    EndTransferFirst,
    #[error("the paper was signed on {dated_on}, after it was received")]
    ReceivedBeforeSigned { dated_on: NaiveDate },
    #[error("an ending is announced at most {days} days ahead")]
    EndingTooFarAhead { days: i64 },
    #[error("the person serves since {since}, after the ending")]
    EndedBeforeServed { since: NaiveDate },
    #[error("the paper is dated {dated_on}, before the death it shows")]
    ShownBeforeDeath { dated_on: NaiveDate },
    #[error("the request of {asked_on} is later than the decision or the ending")]
    AskedAfterEnd { asked_on: NaiveDate },
    #[error("the disciplinary decision of {dated_on} is later than the ending")]
    DisciplineAfterEnd { dated_on: NaiveDate },
    #[error("who died does not come back into service")]
    NoReturnFromDeath,
    #[error("service ended on {ended_on}, after the return")]
    ResumedBeforeEnd { ended_on: NaiveDate },
    #[error("the number is not that of the dossier")]
    NotThePerson,
    #[error("a rotation is ordered with its last day")]
    TermMissing,
    #[error("the term ends before the transfer takes effect on {effective_on}")]
    TermBackwards { effective_on: NaiveDate },
    #[error("secondment {0} is not known")]
    UnknownSecondment(SecondmentId),
    #[error("secondment {0} was already used for something else")]
    SecondmentReused(SecondmentId),
    #[error("the dossier is managed by the host unit")]
    SecondmentToOwnUnit,
    #[error("the person is being transferred")]
    SecondmentDuringTransfer,
    #[error("the secondment ends before it begins on {begins_on}")]
    SecondmentBackwards { begins_on: NaiveDate },
    #[error("the person is seconded from {begins_on} to {ends_on}")]
    SecondmentOverlaps { begins_on: NaiveDate, ends_on: NaiveDate },
    #[error("the secondment lasts until {ends_on} already")]
    SecondmentNotLonger { ends_on: NaiveDate },
    #[error("the secondment lasts until {ends_on} only")]
    SecondmentNotShorter { ends_on: NaiveDate },
    #[error("the secondment was over on {ends_on}")]
    SecondmentOver { ends_on: NaiveDate },
    #[error("the secondment was already cancelled")]
    SecondmentCancelled,
    #[error("a dossier is not merged into itself")]
    SameDossier,
    #[error("the dossier was merged into another one")]
    Merged,
    /// Otherwise two dossiers could each lead to the other.
    #[error("the dossier to keep was itself merged into another one")]
    KeptIsMerged,
    #[error("another dossier was merged into the one to close")]
    HoldsOthers,
    #[error("a transfer of the dossier to close is under way")]
    MergeInTransfer,
    #[error("something in the dossier to close waits for a check")]
    MergeAwaitsCheck,
    #[error("the dossier is not merged into that one")]
    NotMerged,
    /// The kept dossier took the other one's number for its own.
    #[error("the kept dossier bears the number of the one to separate")]
    NumberTakenOver,
    /// A line of a mass move says another unit than the one that manages the dossier.
    #[error("the dossier is not managed by the unit it is to leave")]
    NotAtUnit,
    #[error("the dossier did not go with that mass move")]
    NotMoved,
    /// What came after a mass move is not undone with it.
    #[error("the dossier went on to another unit since")]
    WentOn,
}

impl DossierRefusal {
    /// Every code but those of the catalogue's field problems and breaches, which it lists itself.
    pub const CODES: &[&str] = &[
        "agency_only",
        "already_returned",
        "already_verified",
        "already_withdrawn",
        "asked_after_end",
        "before_effective_day",
        "before_previous_step",
        "cccd_format",
        "date_future",
        "discipline_after_end",
        "dossier_already_opened",
        "dossier_in_transfer",
        "dossier_merged",
        "dossier_not_opened",
        "dossier_withdrawn",
        "dossier_worked_on",
        "end_transfer_first",
        "ended_before_served",
        "ending_announced",
        "ending_reused",
        "ending_too_far_ahead",
        "ending_unchanged",
        "ending_unknown",
        "field_returned",
        "field_under_check",
        "field_unknown",
        "first_record_under_check",
        "inventory_empty",
        "inventory_too_long",
        "merge_awaits_check",
        "merge_holds_others",
        "merge_in_transfer",
        "merge_kept_is_merged",
        "merge_number_taken_over",
        "merge_same_dossier",
        "merge_there_is_none",
        "needs_decision",
        "no_objections",
        "no_reasons",
        "no_return_from_death",
        "not_at_unit",
        "not_ended",
        "not_moved",
        "not_the_person",
        "not_yet_submitted",
        "nothing_to_submit",
        "objection_outside",
        "older_than_present",
        "paper_already_received",
        "paper_date_future",
        "paper_missing",
        "paper_not_received",
        "person_only",
        "received_before_signed",
        "record_incomplete",
        "resumed_before_end",
        "said_twice",
        "secondment_already_cancelled",
        "secondment_backwards",
        "secondment_during_transfer",
        "secondment_not_longer",
        "secondment_not_shorter",
        "secondment_over",
        "secondment_overlaps",
        "secondment_reused",
        "secondment_to_own_unit",
        "secondment_unknown",
        "section_unknown",
        "self_verification",
        "service_ended",
        "shown_before_death",
        "submission_reused",
        "submission_unknown",
        "system_only",
        "too_many_entries",
        "too_many_reasons",
        "too_many_scans",
        "transfer_already_accepted",
        "transfer_already_cancelled",
        "transfer_already_refused",
        "transfer_already_released",
        "transfer_not_released",
        "transfer_reused",
        "transfer_term_backwards",
        "transfer_term_missing",
        "transfer_to_own_unit",
        "transfer_under_way",
        "transfer_unknown",
        "unit_unknown",
        "use_declare_change",
        "went_on",
        "wrong_section",
    ];

    /// The stable code: key of the sentence, the CLI's and the API's error code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotOpened => "dossier_not_opened",
            Self::AlreadyOpened => "dossier_already_opened",
            Self::UnknownUnit => "unit_unknown",
            Self::PersonalIdFormat => "cccd_format",
            Self::Field(error) => error.problem.code(),
            Self::Breach { code, .. } => code,
            Self::UnknownField(_) => "field_unknown",
            Self::UnknownSection(_) => "section_unknown",
            Self::WrongSection { .. } => "wrong_section",
            Self::SaidTwice(_) => "said_twice",
            Self::TooManyEntries { .. } => "too_many_entries",
            Self::AgencyOnly(_) => "agency_only",
            Self::PersonOnly(_) => "person_only",
            Self::NeedsDecision(_) => "needs_decision",
            Self::SystemOnly(_) => "system_only",
            Self::NothingToSubmit => "nothing_to_submit",
            Self::Incomplete { .. } => "record_incomplete",
            Self::NotYetSubmitted => "not_yet_submitted",
            Self::FirstRecordUnderCheck => "first_record_under_check",
            Self::UseDeclareChange(_) => "use_declare_change",
            Self::UnknownSubmission(_) => "submission_unknown",
            Self::SubmissionReused(_) => "submission_reused",
            Self::AlreadyChecked(_) => "already_verified",
            Self::AlreadyReturned(_) => "already_returned",
            Self::AlreadyWithdrawn(_) => "already_withdrawn",
            Self::OwnDossier => "self_verification",
            Self::FieldUnderCheck { .. } => "field_under_check",
            Self::FieldReturned { .. } => "field_returned",
            Self::OlderThanPresent { .. } => "older_than_present",
            Self::InFuture { .. } => "date_future",
            Self::PaperDatedInFuture { .. } => "paper_date_future",
            Self::PaperMissing => "paper_missing",
            Self::NoObjections => "no_objections",
            Self::ObjectionOutside { .. } => "objection_outside",
            Self::TooManyScans { .. } => "too_many_scans",
            Self::WorkedOn => "dossier_worked_on",
            Self::Withdrawn => "dossier_withdrawn",
            Self::UnknownTransfer(_) => "transfer_unknown",
            Self::TransferReused(_) => "transfer_reused",
            Self::TransferUnderWay => "transfer_under_way",
            Self::TransferToOwnUnit => "transfer_to_own_unit",
            Self::InTransfer => "dossier_in_transfer",
            Self::NotReleased => "transfer_not_released",
            Self::AlreadyReleased => "transfer_already_released",
            Self::InventoryEmpty => "inventory_empty",
            Self::InventoryTooLong { .. } => "inventory_too_long",
            Self::PaperNotReceived => "paper_not_received",
            Self::PaperReceived => "paper_already_received",
            Self::NoReasons => "no_reasons",
            Self::TooManyReasons { .. } => "too_many_reasons",
            Self::BeforePreviousStep { .. } => "before_previous_step",
            Self::BeforeEffectiveDay { .. } => "before_effective_day",
            Self::TransferAccepted => "transfer_already_accepted",
            Self::TransferRefused => "transfer_already_refused",
            Self::TransferCancelled => "transfer_already_cancelled",
            Self::UnknownEnding(_) => "ending_unknown",
            Self::EndingReused(_) => "ending_reused",
            Self::ServiceEnded => "service_ended",
            Self::EndingAnnounced { .. } => "ending_announced",
            Self::NotEnded => "not_ended",
            Self::EndingUnchanged => "ending_unchanged",
            Self::EndTransferFirst => "end_transfer_first",
            Self::ReceivedBeforeSigned { .. } => "received_before_signed",
            Self::EndingTooFarAhead { .. } => "ending_too_far_ahead",
            Self::EndedBeforeServed { .. } => "ended_before_served",
            Self::ShownBeforeDeath { .. } => "shown_before_death",
            Self::AskedAfterEnd { .. } => "asked_after_end",
            Self::DisciplineAfterEnd { .. } => "discipline_after_end",
            Self::NoReturnFromDeath => "no_return_from_death",
            Self::ResumedBeforeEnd { .. } => "resumed_before_end",
            Self::NotThePerson => "not_the_person",
            Self::TermMissing => "transfer_term_missing",
            Self::TermBackwards { .. } => "transfer_term_backwards",
            Self::UnknownSecondment(_) => "secondment_unknown",
            Self::SecondmentReused(_) => "secondment_reused",
            Self::SecondmentToOwnUnit => "secondment_to_own_unit",
            Self::SecondmentDuringTransfer => "secondment_during_transfer",
            Self::SecondmentBackwards { .. } => "secondment_backwards",
            Self::SecondmentOverlaps { .. } => "secondment_overlaps",
            Self::SecondmentNotLonger { .. } => "secondment_not_longer",
            Self::SecondmentNotShorter { .. } => "secondment_not_shorter",
            Self::SecondmentOver { .. } => "secondment_over",
            Self::SecondmentCancelled => "secondment_already_cancelled",
            Self::SameDossier => "merge_same_dossier",
            Self::Merged => "dossier_merged",
            Self::KeptIsMerged => "merge_kept_is_merged",
            Self::HoldsOthers => "merge_holds_others",
            Self::MergeInTransfer => "merge_in_transfer",
            Self::MergeAwaitsCheck => "merge_awaits_check",
            Self::NotMerged => "merge_there_is_none",
            Self::NumberTakenOver => "merge_number_taken_over",
            Self::NotAtUnit => "not_at_unit",
            Self::NotMoved => "not_moved",
            Self::WentOn => "went_on",
        }
    }

    /// The field or row to point at, when the obstacle lies in one.
    pub fn slot(&self) -> Option<Slot> {
        match self {
            Self::Field(error) => error.field.parse().ok(),
            Self::Breach { slots, .. } => slots.first().cloned(),
            Self::WrongSection { slot, .. }
            | Self::FieldUnderCheck { slot }
            | Self::FieldReturned { slot }
            | Self::OlderThanPresent { slot, .. }
            | Self::ObjectionOutside { slot }
            | Self::UnknownField(slot)
            | Self::SaidTwice(slot)
            | Self::AgencyOnly(slot)
            | Self::PersonOnly(slot)
            | Self::NeedsDecision(slot)
            | Self::SystemOnly(slot)
            | Self::UseDeclareChange(slot) => Some(slot.clone()),
            Self::Incomplete { missing } => missing.first().cloned().map(Slot::single),
            _ => None,
        }
    }
}
