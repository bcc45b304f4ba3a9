//! A dossier as a film: what happened, step by step, in the order it became true in the world or in
//! the order it was recorded, and at each step what the record said before and after.
//!
//! One fact is one step, however many fields it speaks of: it was said at once, by one person, on
//! one paper. Told field by field, a decision would stand in force by halves.

mod kind;

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use hoso_events::{
    calendar::local_date,
    dossier::DossierEvent,
    elsewhere::{Meant, UnitsElsewhere},
    entry::{Slot, Value},
    fact::{Fact, Recorded},
    ids::{DossierId, SubmissionId, UnitId},
    unit::UnitTree,
};
use hoso_projections::{
    people::PersonRow,
    record::{opening_slots, value_in},
    timeline,
};

use super::{
    Actor, App, CommandError,
    reads::AsOf,
    sight::{PeriodEnd, Seen},
};
use crate::store::{StoreError, read};
pub use kind::Kind;
use kind::kinds_of;

/// In which order a film runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By the day things became true. What has no such day stands on the day it was recorded.
    Effective,
    /// As the log holds them.
    Recorded,
}

impl Order {
    pub const ALL: [Self; 2] = [Self::Effective, Self::Recorded];

    /// Its name on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Effective => "effective",
            Self::Recorded => "recorded",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.as_str() == text)
    }
}

/// Where something stands in the world: the day, and among what has the same day the place in the
/// log.
type Place = (NaiveDate, u64);

/// A value said of a slot.
struct Saying {
    /// Which of the facts said it.
    fact: usize,
    /// Its place in the log.
    position: u64,
    /// Since where in the world it counts: a correction counts from what it corrects.
    place: Place,
    /// Whether what is typed over it counts from there too: its day is one of the world, or it
    /// corrects what has none.
    keeps_place: bool,
    submission: Option<SubmissionId>,
    /// The place in the log where it was taken back.
    taken_back_at: Option<u64>,
}

/// What a step did with a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Gave it a value, or emptied it.
    Said,
    /// Handed its value in for the check.
    HandedIn,
    /// Found that its value is what the paper says.
    Checked,
    /// Sent its value back.
    Returned,
    /// Took back what had been handed in.
    TakenBack,
}

/// One slot in one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub slot: Slot,
    pub manner: Manner,
    /// What the record said just before, in the order of the film.
    pub before: Option<Value>,
    /// What it said from then on. In the order of the world: as is known now.
    pub after: Option<Value>,
    /// Before and after as they were when it was recorded, where that is something else.
    pub when_recorded: Option<(Option<Value>, Option<Value>)>,
}

/// The unit that managed the dossier at a step, by the name it had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Managing {
    pub unit: UnitId,
    pub name: String,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step<'a> {
    /// From 1.
    pub number: usize,
    pub recorded: &'a Recorded,
    /// What was done, then which sides of a career it changed.
    pub kinds: &'a [Kind],
    /// The day it stands under in the order of the film.
    pub day: NaiveDate,
    /// None before there was a dossier.
    pub managed_by: Option<&'a Managing>,
    pub changes: Vec<Change>,
}

/// The whole film of a dossier; its steps are worked out one at a time.
pub struct Film {
    pub person: PersonRow,
    /// Where it ends for whoever sees a part only.
    pub until: Option<PeriodEnd>,
    /// The end of the log when it was read, or of what is seen of it.
    pub through: u64,
    pub order: Order,
    /// In the order of the log.
    facts: Vec<Recorded>,
    kinds: Vec<Vec<Kind>>,
    /// Which fact each step is.
    steps: Vec<usize>,
    /// Who managed it, by step.
    managed: Vec<Option<Managing>>,
    /// What was said of each slot, in the order of the log.
    sayings: BTreeMap<Slot, Vec<Saying>>,
    /// The units of other logs that came with it.
    pub elsewhere: Arc<UnitsElsewhere>,
}

impl App {
    /// The film of a dossier.
    pub async fn replay(
        &self,
        actor: &Actor,
        id: DossierId,
        order: Order,
    ) -> Result<Film, CommandError> {
        let seen = self.seen(actor, id, AsOf::default()).await?;
        let db = self.store().db();
        let (stream_id, through) = (id.to_string(), read::head(db).await?.position);
        let others = timeline::others(db, &stream_id).await.map_err(StoreError::from)?;
        let mut facts = self.store().stream(&stream_id, 0).await?;
        facts.extend(read::at(db, &others).await?);
        facts.retain(|fact| fact.provenance.position <= through && seen.shows(fact));
        facts.sort_by_key(|fact| fact.provenance.position);
        let world = self.store().world().await?;
        let elsewhere = Arc::new(self.units_elsewhere(&[id]).await?);
        Ok(Film::of(seen, through, order, facts, (&world.units, elsewhere)))
    }
}

impl Film {
    fn of(
        seen: Seen,
        through: u64,
        order: Order,
        mut facts: Vec<Recorded>,
        (units, elsewhere): (&UnitTree, Arc<UnitsElsewhere>),
    ) -> Self {
        facts.retain(|fact| !kinds_of(&fact.fact).is_empty());
        let mut steps: Vec<usize> = (0..facts.len()).collect();
        if order == Order::Effective {
            steps.sort_by_key(|index| place_of(&facts[*index]));
        }
        Self {
            kinds: facts.iter().map(|fact| kinds_of(&fact.fact)).collect(),
            managed: managed(&facts, &steps, (units, &elsewhere)),
            sayings: sayings(&facts),
            through: seen.until.map_or(through, |end| end.position.min(through)),
            until: seen.until,
            person: seen.person,
            order,
            facts,
            steps,
            elsewhere,
        }
    }

    /// How many steps it has.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether nothing happened.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The kinds of a step; the first step is 1.
    pub fn kinds(&self, number: usize) -> &[Kind] {
        self.index(number).and_then(|index| self.kinds.get(index)).map_or(&[], Vec::as_slice)
    }

    /// The steps of a kind, in order.
    pub fn of_kind(&self, kind: Kind) -> impl DoubleEndedIterator<Item = usize> + '_ {
        (1..=self.len()).filter(move |number| self.kinds(*number).contains(&kind))
    }

    /// Each year of the film with its first step.
    pub fn years(&self) -> Vec<(i32, usize)> {
        use chrono::Datelike as _;
        let mut years: Vec<(i32, usize)> = vec![];
        for (number, index) in (1..).zip(&self.steps) {
            let year = self.day(&self.facts[*index]).year();
            if years.last().is_none_or(|(last, _first)| *last != year) {
                years.push((year, number));
            }
        }
        years
    }

    /// One step; the first is 1.
    pub fn step(&self, number: usize) -> Option<Step<'_>> {
        let recorded = self.facts.get(self.index(number)?)?;
        let touched = match &recorded.fact {
            Fact::Dossier(event) => touched(event),
            _ => vec![],
        };
        let changes = touched.into_iter().map(|(slot, manner)| self.change(recorded, slot, manner));
        Some(Step {
            number,
            recorded,
            kinds: self.kinds(number),
            day: self.day(recorded),
            managed_by: self.managed.get(number - 1)?.as_ref(),
            changes: changes.collect(),
        })
    }

    fn index(&self, number: usize) -> Option<usize> {
        self.steps.get(number.checked_sub(1)?).copied()
    }

    fn day(&self, recorded: &Recorded) -> NaiveDate {
        match self.order {
            Order::Effective => place_of(recorded).0,
            Order::Recorded => local_date(recorded.provenance.recorded_at),
        }
    }

    fn change(&self, recorded: &Recorded, slot: Slot, manner: Manner) -> Change {
        let position = recorded.provenance.position;
        let known = |until: u64| {
            self.last_of(&slot, |saying| {
                let stands = saying.taken_back_at.is_none_or(|at| at > until);
                saying.position <= until && stands
            })
        };
        let when_recorded = (known(position - 1), known(position));
        let (before, after) = match self.order {
            Order::Recorded => when_recorded.clone(),
            Order::Effective => {
                let place = place_of(recorded);
                let stands = |saying: &Saying| saying.taken_back_at.is_none();
                let before = self.last_of(&slot, |it| it.place < place && stands(it));
                (before, self.last_of(&slot, |it| it.place <= place && stands(it)))
            }
        };
        let differs = when_recorded != (before.clone(), after.clone());
        let when_recorded = differs.then_some(when_recorded);
        Change { slot, manner, before, after, when_recorded }
    }

    /// The value recorded last among those that count.
    fn last_of(&self, slot: &Slot, counts: impl Fn(&Saying) -> bool) -> Option<Value> {
        let last = self.sayings.get(slot)?.iter().rev().find(|saying| counts(saying))?;
        value_in(self.facts.get(last.fact)?, slot)
    }
}

/// Where a fact stands in the world.
fn place_of(recorded: &Recorded) -> Place {
    (recorded.day(), recorded.provenance.position)
}

/// What a fact does with which slots.
fn touched(event: &DossierEvent) -> Vec<(Slot, Manner)> {
    let all = |slots: &[Slot], manner| slots.iter().map(|slot| (slot.clone(), manner)).collect();
    match event {
        DossierEvent::DossierOpened { .. } => all(&opening_slots(), Manner::Said),
        DossierEvent::SectionEntered { entries, .. }
        | DossierEvent::ChangeDeclared { entries, .. }
        | DossierEvent::LateEntryDeclared { entries, .. }
        | DossierEvent::ErrorCorrected { entries, .. }
        | DossierEvent::AgencyEntryRecorded { entries, .. } => {
            entries.iter().map(|entry| (entry.slot.clone(), Manner::Said)).collect()
        }
        DossierEvent::RecordSubmitted { slots, .. } => all(slots, Manner::HandedIn),
        DossierEvent::SubmissionChecked { slots, .. } => all(slots, Manner::Checked),
        DossierEvent::SubmissionReturned { slots, .. } => all(slots, Manner::Returned),
        DossierEvent::SubmissionWithdrawn { slots, restored, .. } => {
            let mut touched: Vec<Slot> = slots.clone();
            let more = restored.iter().map(|entry| &entry.slot);
            touched.extend(more.filter(|slot| !slots.contains(slot)).cloned());
            all(&touched, Manner::TakenBack)
        }
        DossierEvent::SectionFoundUnchanged { .. }
        | DossierEvent::PaperScanned { .. }
        | DossierEvent::OpeningWithdrawn { .. }
        | DossierEvent::TransferOrdered { .. }
        | DossierEvent::DossierReleased { .. }
        | DossierEvent::PaperDossierReceived { .. }
        | DossierEvent::PaperDossierFoundInvalid { .. }
        | DossierEvent::TransferAccepted { .. }
        | DossierEvent::TransferRefused { .. }
        | DossierEvent::ReleaseRecalled { .. }
        | DossierEvent::TransferCancelled { .. }
        | DossierEvent::EndingAnnounced { .. }
        | DossierEvent::ServiceEnded { .. }
        | DossierEvent::EndingCorrected { .. }
        | DossierEvent::EndingReversed { .. }
        | DossierEvent::ServiceResumed { .. }
        | DossierEvent::SecondmentOrdered { .. }
        | DossierEvent::SecondmentProlonged { .. }
        | DossierEvent::SecondmentEndedEarly { .. }
        | DossierEvent::SecondmentCancelled { .. }
        | DossierEvent::DossierTakenIn { .. }
        | DossierEvent::DuplicateTakenIn { .. }
        | DossierEvent::FoundDuplicate { .. }
        | DossierEvent::DuplicateSetApart { .. }
        | DossierEvent::FoundSeparate { .. }
        | DossierEvent::FoundTwoPeople { .. }
        | DossierEvent::MovedByDecision { .. }
        | DossierEvent::MovedBack { .. } => vec![],
    }
}

/// What was said of each slot, and what became of it: the same reading of history as the record's,
/// which a test holds it to.
fn sayings(facts: &[Recorded]) -> BTreeMap<Slot, Vec<Saying>> {
    let mut sayings: BTreeMap<Slot, Vec<Saying>> = BTreeMap::new();
    for (index, recorded) in facts.iter().enumerate() {
        let Fact::Dossier(event) = &recorded.fact else { continue };
        let position = recorded.provenance.position;
        if let DossierEvent::SubmissionWithdrawn { submission, restored, .. } = event {
            for entry in restored {
                let said = sayings.entry(entry.slot.clone()).or_default().iter_mut();
                let meant = |saying: &&mut Saying| {
                    saying.submission == Some(*submission) && saying.taken_back_at.is_none()
                };
                said.filter(meant).for_each(|saying| saying.taken_back_at = Some(position));
            }
        }
        let corrects = matches!(event, DossierEvent::ErrorCorrected { .. });
        for (slot, manner) in touched(event) {
            if manner != Manner::Said {
                continue;
            }
            let said = sayings.entry(slot).or_default();
            let standing = said.iter().rev().find(|saying| saying.taken_back_at.is_none());
            let own_day = event.effective_on().is_some() && !is_opening(event);
            let of_standing = standing.filter(|it| !own_day && (corrects || it.keeps_place));
            let place = of_standing.map_or_else(|| place_of(recorded), |it| it.place);
            let keeps_place = own_day || of_standing.is_some();
            said.push(Saying {
                fact: index,
                position,
                place,
                keeps_place,
                submission: event.submission(),
                taken_back_at: None,
            });
        }
    }
    sayings
}

/// The day a paper dossier was confirmed is no day on which what it says became true.
fn is_opening(event: &DossierEvent) -> bool {
    matches!(event, DossierEvent::DossierOpened { .. })
}

/// The unit that manages a dossier from a fact on, where the fact says so.
fn managing_from(fact: &Fact) -> Option<UnitId> {
    let Fact::Dossier(event) = fact else { return None };
    match event {
        DossierEvent::DossierOpened { managing_unit, .. } => Some(*managing_unit),
        DossierEvent::DossierTakenIn { unit, .. } => Some(*unit),
        DossierEvent::TransferAccepted { to, .. }
        | DossierEvent::ServiceResumed { to, .. }
        | DossierEvent::MovedByDecision { to, .. }
        | DossierEvent::MovedBack { to, .. } => Some(*to),
        DossierEvent::SectionEntered { .. }
        | DossierEvent::RecordSubmitted { .. }
        | DossierEvent::ChangeDeclared { .. }
        | DossierEvent::LateEntryDeclared { .. }
        | DossierEvent::ErrorCorrected { .. }
        | DossierEvent::AgencyEntryRecorded { .. }
        | DossierEvent::SubmissionChecked { .. }
        | DossierEvent::SubmissionReturned { .. }
        | DossierEvent::SubmissionWithdrawn { .. }
        | DossierEvent::SectionFoundUnchanged { .. }
        | DossierEvent::PaperScanned { .. }
        | DossierEvent::OpeningWithdrawn { .. }
        | DossierEvent::TransferOrdered { .. }
        | DossierEvent::DossierReleased { .. }
        | DossierEvent::PaperDossierReceived { .. }
        | DossierEvent::PaperDossierFoundInvalid { .. }
        | DossierEvent::TransferRefused { .. }
        | DossierEvent::ReleaseRecalled { .. }
        | DossierEvent::TransferCancelled { .. }
        | DossierEvent::EndingAnnounced { .. }
        | DossierEvent::ServiceEnded { .. }
        | DossierEvent::EndingCorrected { .. }
        | DossierEvent::EndingReversed { .. }
        | DossierEvent::SecondmentOrdered { .. }
        | DossierEvent::SecondmentProlonged { .. }
        | DossierEvent::SecondmentEndedEarly { .. }
        | DossierEvent::SecondmentCancelled { .. }
        | DossierEvent::DuplicateTakenIn { .. }
        | DossierEvent::FoundDuplicate { .. }
        | DossierEvent::DuplicateSetApart { .. }
        | DossierEvent::FoundSeparate { .. }
        | DossierEvent::FoundTwoPeople { .. } => None,
    }
}

/// Who managed the dossier at each step, by the name last recorded until then.
fn managed(
    facts: &[Recorded],
    steps: &[usize],
    (units, elsewhere): (&UnitTree, &UnitsElsewhere),
) -> Vec<Option<Managing>> {
    let mut unit = None;
    steps
        .iter()
        .map(|index| {
            let recorded = facts.get(*index)?;
            unit = managing_from(&recorded.fact).map(|unit| (unit, recorded.said_in())).or(unit);
            let (unit, said_in) = unit?;
            // By one id two logs may mean two units.
            let acted_for = |fact: &Recorded| {
                let named = fact.provenance.by.acting_for.as_ref().filter(|it| it.id == unit)?;
                let logs = (fact.said_in(), said_in);
                elsewhere.is_one(units.get(unit), unit, logs).then(|| named.name.clone())
            };
            let name = facts[..=*index].iter().rev().find_map(acted_for);
            let day = recorded.day();
            let name =
                name.or_else(|| match elsewhere.meant(units.get(unit), unit, said_in, day) {
                    Meant::Theirs(theirs) => theirs.name_on(day).map(ToString::to_string),
                    Meant::Unconfirmed => None,
                    Meant::Ours | Meant::Either(_) => {
                        Some(units.called(unit, day, day)?.then.to_string())
                    }
                })?;
            Some(Managing { unit, name })
        })
        .collect()
}
