//! The three acts that say something about a record already handed in: the world changed, a late
//! entry, we were wrong. What they have in common is judged here.

use chrono::NaiveDate;

use super::{
    command::{DossierContext, NewEntry},
    entries::{Manner, has_come, is_signed, not_older_than_present, something_new},
    refusal::DossierRefusal as Refusal,
    state::{
        Dossier::{self, FirstCheck, FirstEntry, Kept, NotOpened, Withdrawn},
        Held, SubmissionKind,
    },
};
use crate::{entry::Entry, ids::SubmissionId, values::Paper};

/// What someone declares, before it is judged.
pub(super) struct Declaration<'a> {
    kind: SubmissionKind,
    /// None: it stands at once, on its paper.
    submission: Option<SubmissionId>,
    entries: Vec<NewEntry>,
    happened_on: Option<NaiveDate>,
    received_on: Option<NaiveDate>,
    paper: Option<&'a Paper>,
}

impl<'a> Declaration<'a> {
    pub(super) fn new(
        kind: SubmissionKind,
        submission: impl Into<Option<SubmissionId>>,
        entries: Vec<NewEntry>,
        paper: impl Into<Option<&'a Paper>>,
    ) -> Self {
        let (submission, paper) = (submission.into(), paper.into());
        Self { kind, submission, entries, happened_on: None, received_on: None, paper }
    }

    /// The day it says things were true from.
    pub(super) fn happened(self, on: NaiveDate) -> Self {
        Self { happened_on: Some(on), ..self }
    }

    /// The day the decision reached the person.
    pub(super) fn received(self, received_on: Option<NaiveDate>) -> Self {
        Self { received_on, ..self }
    }
}

/// The entries the declaration records; `None` when this very declaration is recorded already.
pub(super) fn declared(
    dossier: &Dossier,
    held: &Held,
    said: Declaration<'_>,
    context: &DossierContext,
) -> Result<Option<Vec<Entry>>, Refusal> {
    if is_recorded(held, &said)? {
        return Ok(None);
    }
    match dossier {
        NotOpened => return Err(Refusal::NotOpened),
        FirstEntry(_) => return Err(Refusal::NotYetSubmitted),
        Withdrawn(_) => return Err(Refusal::Withdrawn),
        FirstCheck(_) | Kept(_) => {}
    }
    for on in [said.happened_on, said.received_on].into_iter().flatten() {
        has_come(on, context.today)?;
    }
    match said.paper {
        Some(paper) => is_signed(paper, context.today)?,
        None if said.submission.is_none() => return Err(Refusal::PaperMissing),
        None => {}
    }
    let entries = something_new(held, said.entries, Manner::Declare, context)?;
    if said.submission.is_some() {
        departs_from_settled(held, &entries)?;
    }
    if let Some(on) = said.happened_on {
        not_older_than_present(held, &entries, on)?;
    }
    Ok(Some(entries))
}

/// While it waits, the same id with another content is refused: otherwise a form that was changed
/// and sent again would be lost without a word.
fn is_recorded(held: &Held, said: &Declaration<'_>) -> Result<bool, Refusal> {
    let Some(submission) = said.submission else { return Ok(false) };
    let Some(known) = held.kind_of(submission) else { return Ok(false) };
    let waits = held.waiting().contains_key(&submission);
    let says_the_same =
        said.entries.iter().all(|entry| held.values().get(&entry.slot) == entry.value.as_ref());
    if known == said.kind && (!waits || says_the_same) {
        Ok(true)
    } else {
        Err(Refusal::SubmissionReused(submission))
    }
}

/// A returned field has no settled value to depart from, nor to go back to if the declaration is
/// withdrawn; it is entered again instead.
fn departs_from_settled(held: &Held, entries: &[Entry]) -> Result<(), Refusal> {
    match entries.iter().find(|entry| held.drafts().contains(&entry.slot)) {
        Some(entry) => Err(Refusal::FieldReturned { slot: entry.slot.clone() }),
        None => Ok(()),
    }
}
