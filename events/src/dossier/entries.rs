//! How new entries are judged: who may say them, whether the values fit, what they contradict.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{
    command::{DossierContext, NewEntry},
    refusal::DossierRefusal as Refusal,
    state::Held,
};
use crate::{
    catalogue::{Enterer, catalogue},
    entry::{Entry, Slot},
    values::Paper,
};

/// The most entries one command may carry; the whole record of one person fits many times.
pub const ENTRIES_MAX: usize = 1_000;

/// How something is said, which decides who may say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Typed, to be handed in later.
    Draft,
    /// Declared with its paper, waiting for the check or standing on it.
    Declare,
    /// Recorded by the agency on a decision.
    Decision,
}

/// The entries that say something new, with what was believed before.
pub(super) fn what_changes(held: &Held, entries: Vec<NewEntry>) -> Result<Vec<Entry>, Refusal> {
    let actual = entries.len();
    if actual > ENTRIES_MAX {
        return Err(Refusal::TooManyEntries { actual, max: ENTRIES_MAX });
    }
    let mut said = BTreeSet::new();
    if let Some(entry) = entries.iter().find(|entry| !said.insert(&entry.slot)) {
        return Err(Refusal::SaidTwice(entry.slot.clone()));
    }
    let with_before = entries.into_iter().map(|NewEntry { slot, value }| {
        let before = held.values().get(&slot).cloned();
        Entry { slot, value, before }
    });
    Ok(with_before.filter(|entry| entry.value != entry.before).collect())
}

/// The judged entries of an act that must say something.
pub(super) fn something_new(
    held: &Held,
    entries: Vec<NewEntry>,
    manner: Manner,
    context: &DossierContext,
) -> Result<Vec<Entry>, Refusal> {
    let entries = what_changes(held, entries)?;
    judge(held, &entries, manner, context)?;
    if entries.is_empty() { Err(Refusal::NothingToSubmit) } else { Ok(entries) }
}

/// Whether these entries may be said in this manner, by whoever acts, over what is held.
pub(super) fn judge(
    held: &Held,
    entries: &[Entry],
    manner: Manner,
    context: &DossierContext,
) -> Result<(), Refusal> {
    for entry in entries {
        may_say(&entry.slot, manner, context.actor_is_the_person)?;
        if held.is_under_check(&entry.slot) {
            return Err(Refusal::FieldUnderCheck { slot: entry.slot.clone() });
        }
        if let Some(value) = &entry.value {
            catalogue().check(&entry.slot, value)?;
        }
    }
    contradicts_nothing(held, entries, context.today)
}

/// Refuses values that contradict each other where a touched slot takes part; an old contradiction
/// elsewhere does not stand in the way.
pub(super) fn contradicts_nothing(
    held: &Held,
    entries: &[Entry],
    today: NaiveDate,
) -> Result<(), Refusal> {
    no_breach(held, entries, entries.iter().map(|entry| &entry.slot), today)
}

/// The same judgement over drafts, which may have been typed on another day.
pub(super) fn drafts_contradict_nothing(held: &Held, today: NaiveDate) -> Result<(), Refusal> {
    no_breach(held, &[], held.drafts(), today)
}

/// Most entries touch nothing a rule can point at, and are not held up by the rules.
fn no_breach<'a>(
    held: &Held,
    said: &[Entry],
    touched: impl IntoIterator<Item = &'a Slot>,
    today: NaiveDate,
) -> Result<(), Refusal> {
    let judged = |slot: &&Slot| catalogue().is_judged(slot.field.as_str());
    let touched = touched.into_iter().filter(judged).collect::<BTreeSet<_>>();
    if touched.is_empty() { Ok(()) } else { by_every_rule(held, said, &touched, today) }
}

/// Judges the record as it would be once `said` is recorded.
pub(super) fn by_every_rule(
    held: &Held,
    said: &[Entry],
    touched: &BTreeSet<&Slot>,
    today: NaiveDate,
) -> Result<(), Refusal> {
    let mut values = held.values().iter().collect::<BTreeMap<_, _>>();
    for Entry { slot, value, .. } in said {
        match value {
            Some(value) => values.insert(slot, value),
            None => values.remove(slot),
        };
    }
    let mut breaches = catalogue().breaches(values, today).into_iter();
    match breaches.find(|breach| breach.slots.iter().any(|slot| touched.contains(slot))) {
        Some(breach) => Err(Refusal::Breach { code: breach.code, slots: breach.slots }),
        None => Ok(()),
    }
}

fn may_say(slot: &Slot, manner: Manner, by_the_person: bool) -> Result<(), Refusal> {
    match (catalogue().entered_by(slot.field.as_str()), manner) {
        (None, _) => Err(Refusal::UnknownField(slot.clone())),
        (Some(Enterer::System), _) => Err(Refusal::SystemOnly(slot.clone())),
        (Some(Enterer::Agency), _) if by_the_person => Err(Refusal::AgencyOnly(slot.clone())),
        (Some(Enterer::Agency), Manner::Draft) => Err(Refusal::NeedsDecision(slot.clone())),
        (Some(Enterer::Person), Manner::Decision) => Err(Refusal::PersonOnly(slot.clone())),
        (Some(Enterer::Agency), Manner::Declare | Manner::Decision)
        | (Some(Enterer::Person), Manner::Draft | Manner::Declare) => Ok(()),
    }
}

/// Refuses a day that has not come.
pub(super) fn has_come(on: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    if on > today { Err(Refusal::InFuture { on }) } else { Ok(()) }
}

/// Refuses to say of a single field what was true before what it holds: old states of a field
/// stand in the history tables, and what was never true is corrected.
pub(super) fn not_older_than_present(
    held: &Held,
    entries: &[Entry],
    on: NaiveDate,
) -> Result<(), Refusal> {
    for Entry { slot, .. } in entries {
        match held.since(slot) {
            Some(since) if on < since => {
                return Err(Refusal::OlderThanPresent { slot: slot.clone(), since });
            }
            _ => {}
        }
    }
    Ok(())
}

/// Refuses a paper dated on a day that has not come.
pub(super) fn is_signed(paper: &Paper, today: NaiveDate) -> Result<(), Refusal> {
    let dated_on = paper.dated_on;
    if dated_on > today { Err(Refusal::PaperDatedInFuture { dated_on }) } else { Ok(()) }
}
