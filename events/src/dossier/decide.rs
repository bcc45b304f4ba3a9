//! What happens when a command meets a dossier. Pure: the date is in the context.

use chrono::NaiveDate;

use super::{
    command::{DossierCommand as C, DossierContext, NewEntry},
    declare::{Declaration, declared},
    entries::{
        Manner, drafts_contradict_nothing, has_come, is_signed, judge, not_older_than_present,
        something_new, what_changes,
    },
    event::{DossierEvent as E, EnteredBy, Objection},
    refusal::DossierRefusal as Refusal,
    secondment,
    state::{
        Dossier::{self, FirstCheck, FirstEntry, Kept, NotOpened, Withdrawn},
        Held, Outcome, SubmissionKind as Kind, Waiting, said_at_opening,
    },
    transfer,
};
use crate::{
    catalogue::catalogue,
    entry::{Entry, FieldCode, Slot},
    ids::SubmissionId,
    values::{FileHash, Paper, PersonName, Reason},
};

/// How many files of papers one dossier holds at most.
pub const SCANS_MAX: usize = 500;

type Decision = Result<Vec<E>, Refusal>;

/// Decides what happens when `command` meets `dossier`.
pub fn decide(dossier: &Dossier, command: C, context: &DossierContext) -> Decision {
    if context.actor_is_the_person && command.needs_an_officer() {
        return Err(Refusal::OwnDossier);
    }
    let held = match dossier {
        NotOpened => return open(None, command, context),
        FirstEntry(held) | FirstCheck(held) | Kept(held) => held,
        Withdrawn(_) if matches!(command, C::WithdrawOpening { .. }) => return Ok(vec![]),
        Withdrawn(_) => return Err(Refusal::Withdrawn),
    };
    if held.is_on_its_way() && !context.actor_is_the_person && writes_in_it(&command) {
        return Err(Refusal::InTransfer);
    }
    match command {
        C::OpenDossier { .. } => open(Some(held), command, context),
        C::EnterSection { section, entries } => enter(dossier, held, section, entries, context),
        C::SubmitRecord { submission } => submit(dossier, held, submission, context.today),
        C::DeclareChange { submission, entries, happened_on, received_on, paper } => {
            // Receipt counts only when it came later than the day itself.
            let received_on = received_on.filter(|on| *on > happened_on);
            let said = Declaration::new(Kind::Change, submission, entries, &paper)
                .happened(happened_on)
                .received(received_on);
            one_fact(declared(dossier, held, said, context)?, |entries| E::ChangeDeclared {
                submission,
                entries,
                happened_on,
                received_on,
                paper,
            })
        }
        C::DeclareLateEntry { submission, entries, happened_on, paper, reason } => {
            let said = Declaration::new(Kind::LateEntry, submission, entries, &paper)
                .happened(happened_on);
            one_fact(declared(dossier, held, said, context)?, |entries| E::LateEntryDeclared {
                submission,
                entries,
                happened_on,
                paper,
                reason,
            })
        }
        C::CorrectError { submission, entries, paper, reason } => {
            let said = Declaration::new(Kind::Correction, submission, entries, paper.as_ref());
            one_fact(declared(dossier, held, said, context)?, |entries| {
                let at_once = submission.is_none();
                let settles = if at_once { held.settled_by(&entries) } else { vec![] };
                E::ErrorCorrected { submission, entries, paper, reason, settles }
            })
        }
        C::RecordAgencyEntry { entries, effective_on, decision } => {
            has_come(effective_on, context.today)?;
            is_signed(&decision, context.today)?;
            let entries = something_new(held, entries, Manner::Decision, context)?;
            not_older_than_present(held, &entries, effective_on)?;
            let settles = held.settled_by(&entries);
            Ok(vec![E::AgencyEntryRecorded { entries, effective_on, decision, settles }])
        }
        C::CheckSubmission { submission } => {
            let slots = slots_of(still_waits(held, submission)?);
            Ok(vec![E::SubmissionChecked { submission, slots }])
        }
        C::ReturnSubmission { submission, objections } => {
            let waiting = still_waits(held, submission)?;
            objections_fit(waiting, &objections)?;
            let slots = slots_of(waiting);
            Ok(vec![E::SubmissionReturned { submission, slots, objections }])
        }
        C::WithdrawSubmission { submission, reason } => {
            let waiting = still_waits(held, submission)?;
            let (slots, restored) = (slots_of(waiting), waiting.restored(held.values()));
            Ok(vec![E::SubmissionWithdrawn { submission, slots, restored, reason }])
        }
        C::FindSectionUnchanged { section, compared_with } => {
            find_unchanged(dossier, held, section, compared_with, context.today)
        }
        C::ScanPaper { paper, scan } => scan_paper(held, paper, scan, context.today),
        C::WithdrawOpening { reason } => withdraw_opening(dossier, held, reason),
        C::Transfer { transfer, step } => transfer::step(held, transfer, step, context),
        C::Secondment { secondment, step } => secondment::step(held, secondment, step, context),
    }
}

/// Whether a command says something of the record or of what was handed in.
fn writes_in_it(command: &C) -> bool {
    !matches!(command, C::OpenDossier { .. } | C::Transfer { .. })
}

/// The same file of the same paper is one fact; a paper may have several files, one a page.
fn scan_paper(held: &Held, paper: Paper, scan: FileHash, today: NaiveDate) -> Decision {
    is_signed(&paper, today)?;
    let known = (paper, scan);
    if held.scans().contains(&known) {
        return Ok(vec![]);
    }
    if held.scans().len() >= SCANS_MAX {
        return Err(Refusal::TooManyScans { max: SCANS_MAX });
    }
    let (paper, scan) = known;
    Ok(vec![E::PaperScanned { paper, scan }])
}

/// Only what nobody built on is withdrawn: drafts fall with the dossier, what was handed in does
/// not, whatever became of it.
fn withdraw_opening(dossier: &Dossier, held: &Held, reason: Reason) -> Decision {
    let handed_in = !held.waiting().is_empty() || !held.decided().is_empty();
    let transferred = !held.transfers().is_empty() || !held.secondments().is_empty();
    if handed_in || transferred || !matches!(dossier, FirstEntry(_)) {
        return Err(Refusal::WorkedOn);
    }
    let (full_name, personal_id_no) = held.known_as().ok_or(Refusal::NotOpened)?;
    Ok(vec![E::OpeningWithdrawn { full_name, personal_id_no, reason }])
}

fn slots_of(waiting: &Waiting) -> Vec<Slot> {
    waiting.slots.iter().cloned().collect()
}

/// A declaration that is recorded already gives no second fact.
fn one_fact(entries: Option<Vec<Entry>>, fact: impl FnOnce(Vec<Entry>) -> E) -> Decision {
    Ok(entries.map(fact).into_iter().collect())
}

/// A dossier begins by being opened; whatever else is asked of one that is not there is refused.
fn open(held: Option<&Held>, command: C, context: &DossierContext) -> Decision {
    let C::OpenDossier { managing_unit, full_name, personal_id_no, confirmation, confirmed_on } =
        command
    else {
        return Err(Refusal::NotOpened);
    };
    if held.is_none() {
        if !context.unit_exists {
            return Err(Refusal::UnknownUnit);
        }
        has_come(confirmed_on, context.today)?;
        is_signed(&confirmation, context.today)?;
        names_a_person(&full_name, &personal_id_no)?;
    }
    let opening =
        E::DossierOpened { managing_unit, full_name, personal_id_no, confirmation, confirmed_on };
    match held {
        None => Ok(vec![opening]),
        Some(held) if held.opening == opening => Ok(vec![]), // The same form sent twice.
        Some(_) => Err(Refusal::AlreadyOpened),
    }
}

fn names_a_person(full_name: &PersonName, personal_id_no: &str) -> Result<(), Refusal> {
    if personal_id_no.len() != 12 || !personal_id_no.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Refusal::PersonalIdFormat);
    }
    for (slot, value) in said_at_opening(full_name, personal_id_no) {
        catalogue().check(&slot, &value)?;
    }
    Ok(())
}

/// Drafts are typed before the first record is handed in, and on whatever came back after that.
fn enter(
    dossier: &Dossier,
    held: &Held,
    section: FieldCode,
    entries: Vec<NewEntry>,
    context: &DossierContext,
) -> Decision {
    stand_in_section(&section, &entries)?;
    let entries = what_changes(held, entries)?;
    let not_a_draft = entries.iter().find(|entry| !held.drafts().contains(&entry.slot));
    match (dossier, not_a_draft) {
        (FirstCheck(_), Some(_)) => return Err(Refusal::FirstRecordUnderCheck),
        (Kept(_), Some(entry)) => return Err(Refusal::UseDeclareChange(entry.slot.clone())),
        (NotOpened | FirstEntry(_) | Withdrawn(_), _) | (FirstCheck(_) | Kept(_), None) => {}
    }
    judge(held, &entries, Manner::Draft, context)?;
    if entries.is_empty() {
        return Ok(vec![]);
    }
    let by = if context.actor_is_the_person { EnteredBy::Person } else { EnteredBy::Agency };
    Ok(vec![E::SectionEntered { section, by, entries }])
}

fn stand_in_section(section: &FieldCode, entries: &[NewEntry]) -> Result<(), Refusal> {
    if catalogue().section(section.as_str()).is_none() {
        return Err(Refusal::UnknownSection(section.clone()));
    }
    match entries.iter().find(|entry| !stands_in(&entry.slot, section)) {
        Some(NewEntry { slot, .. }) => {
            Err(Refusal::WrongSection { slot: slot.clone(), section: section.clone() })
        }
        None => Ok(()),
    }
}

fn stands_in(slot: &Slot, section: &FieldCode) -> bool {
    catalogue().section_of(slot.field.as_str()).is_some_and(|found| found.code == *section)
}

fn submit(dossier: &Dossier, held: &Held, submission: SubmissionId, today: NaiveDate) -> Decision {
    match held.kind_of(submission) {
        Some(kind) if kind.collects_drafts() => return Ok(vec![]),
        Some(_) => return Err(Refusal::SubmissionReused(submission)),
        None => {}
    }
    if held.drafts().is_empty() {
        return Err(Refusal::NothingToSubmit);
    }
    let missing = catalogue().missing_for_submission(held.values());
    if matches!(dossier, FirstEntry(_)) && !missing.is_empty() {
        return Err(Refusal::Incomplete { missing });
    }
    drafts_contradict_nothing(held, today)?;
    Ok(vec![E::RecordSubmitted { submission, slots: held.drafts().iter().cloned().collect() }])
}

/// Refuses what is decided already, so that a second clerk learns that it was done, and how.
fn still_waits(held: &Held, submission: SubmissionId) -> Result<&Waiting, Refusal> {
    let outcome = held.decided().get(&submission).map(|decided| decided.outcome);
    match (held.waiting().get(&submission), outcome) {
        (Some(waiting), _) => Ok(waiting),
        (None, None) => Err(Refusal::UnknownSubmission(submission)),
        (None, Some(Outcome::Checked)) => Err(Refusal::AlreadyChecked(submission)),
        (None, Some(Outcome::Returned)) => Err(Refusal::AlreadyReturned(submission)),
        (None, Some(Outcome::Withdrawn)) => Err(Refusal::AlreadyWithdrawn(submission)),
    }
}

fn objections_fit(waiting: &Waiting, objections: &[Objection]) -> Result<(), Refusal> {
    if objections.is_empty() {
        return Err(Refusal::NoObjections);
    }
    match objections.iter().find(|objection| !waiting.slots.contains(&objection.slot)) {
        Some(Objection { slot, .. }) => Err(Refusal::ObjectionOutside { slot: slot.clone() }),
        None => Ok(()),
    }
}

/// Only a section of a kept record, with nothing under way in it, can be found unchanged.
fn find_unchanged(
    dossier: &Dossier,
    held: &Held,
    section: FieldCode,
    compared_with: Paper,
    today: NaiveDate,
) -> Decision {
    match dossier {
        NotOpened => return Err(Refusal::NotOpened),
        FirstEntry(_) => return Err(Refusal::NotYetSubmitted),
        FirstCheck(_) => return Err(Refusal::FirstRecordUnderCheck),
        Withdrawn(_) => return Err(Refusal::Withdrawn),
        Kept(_) => {}
    }
    stand_in_section(&section, &[])?;
    is_signed(&compared_with, today)?;
    let mut under_check = held.waiting().values().flat_map(|waiting| &waiting.slots);
    if let Some(slot) = under_check.find(|slot| stands_in(slot, &section)) {
        return Err(Refusal::FieldUnderCheck { slot: slot.clone() });
    }
    if let Some(slot) = held.drafts().iter().find(|slot| stands_in(slot, &section)) {
        return Err(Refusal::FieldReturned { slot: slot.clone() });
    }
    if held.found_unchanged().get(&section) == Some(&compared_with) {
        return Ok(vec![]); // The same comparison told twice is one fact.
    }
    Ok(vec![E::SectionFoundUnchanged { section, compared_with }])
}
