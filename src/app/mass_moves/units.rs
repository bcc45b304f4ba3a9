//! The units that end with a mass move, and stand again when it is undone.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use hoso_events::{
    fact::{Fact, Recorded, StreamType},
    ids::{MassMoveId, UnitId},
    mass_move::{MassMove, Order, PersonLine, UnitEnding},
    provenance::Source,
    unit::{Along, Below, UnitCommand, UnitEvent, UnitRefusal, UnitTree, decide},
    values::{Paper, Reason},
};
use hoso_projections::people;

use super::{Ends, StillThere, UnitLeft, fold_move};
use crate::{
    app::{
        Actor, App, CommandError, Refusal,
        execute::{ATTEMPTS_MAX, Stream as _, UNITS_STREAM, append_error, fold},
    },
    store::{AppendError, StoreError, StreamAppend},
};

/// How many people are looked up together.
const PAGE: i64 = 2_000;

/// The units that end, each with those it goes into. One that is divided without a word about among
/// whom goes to the units its people go to, where most go first.
pub(super) fn endings(
    tree: &UnitTree,
    asked: &Ends,
    successors: &BTreeMap<UnitId, UnitId>,
    people: &[PersonLine],
) -> Result<Vec<UnitEnding>, Refusal> {
    let named: BTreeMap<UnitId, Vec<UnitId>> = match asked {
        Ends::Nothing => BTreeMap::new(),
        Ends::Emptied => successors.iter().map(|(unit, to)| (*unit, vec![*to])).collect(),
        Ends::Named(units) => units.clone(),
    };
    let mut endings = vec![];
    for (unit, into) in named {
        let into = if into.is_empty() { taken_in_by(tree, unit, people) } else { into };
        if into.is_empty() {
            let name = tree.get(unit).map(|unit| unit.name.to_string()).unwrap_or_default();
            let words = vec![("unit", name)];
            return Err(Refusal { words, ..Refusal::plain("mass_move_end_into") });
        }
        endings.push(UnitEnding { unit, into });
    }
    Ok(endings)
}

/// The units that people go to from one, where most go first.
fn taken_in_by(tree: &UnitTree, unit: UnitId, people: &[PersonLine]) -> Vec<UnitId> {
    let mut counts: BTreeMap<UnitId, usize> = BTreeMap::new();
    for line in people.iter().filter(|line| line.from == unit) {
        *counts.entry(line.to).or_default() += 1;
    }
    let mut into: Vec<(UnitId, usize)> = counts.into_iter().collect();
    let code = |unit: UnitId| tree.get(unit).map(|unit| unit.code.clone());
    into.sort_by(|(one, ones), (other, others)| {
        others.cmp(ones).then_with(|| code(*one).cmp(&code(*other)))
    });
    into.into_iter().map(|(unit, _people)| unit).collect()
}

/// The facts by which units end, those below before those above; a unit that cannot, with the reason.
pub(super) fn ended(
    tree: &UnitTree,
    endings: &[UnitEnding],
    (on, basis): (NaiveDate, &Paper),
    today: NaiveDate,
) -> (Vec<UnitEvent>, Vec<(UnitId, UnitRefusal)>) {
    let mut tree = tree.clone();
    let (mut events, mut refused) = (vec![], vec![]);
    let mut endings: Vec<&UnitEnding> = endings.iter().collect();
    endings.sort_by_key(|ending| std::cmp::Reverse(tree.path(ending.unit).len()));
    for UnitEnding { unit, into } in endings {
        let (unit, effective_on, basis) = (*unit, on, basis.clone());
        let below = Below::NoneLeft;
        let command = match into.as_slice() {
            [into] => UnitCommand::MergeUnit { unit, into: *into, below, effective_on, basis },
            _ => UnitCommand::SplitUnit { unit, into: into.clone(), below, effective_on, basis },
        };
        match decide(&tree, command, today) {
            Ok(facts) => {
                for fact in facts {
                    tree.evolve(&fact);
                    events.push(fact);
                }
            }
            Err(refusal) => refused.push((unit, refusal)),
        }
    }
    (events, refused)
}

/// Why a unit did not end, for whoever is told by its name.
fn code_of(unit: UnitId, refusal: &UnitRefusal) -> &'static str {
    match refusal {
        UnitRefusal::UnitEnded { unit: other, .. }
        | UnitRefusal::NotBeforeEstablished { unit: other, .. }
            if *other != unit =>
        {
            Refusal::plain("mass_move_successor_ended").code
        }
        // Its sentence would name them; here they stand in the same list.
        UnitRefusal::UnitsBelow { .. } => Refusal::plain("mass_move_units_below").code,
        other => other.code(),
    }
}

/// The units that ended with this mass move, each with whether that is its present end.
fn ended_by(id: MassMoveId, facts: &[Recorded]) -> BTreeMap<UnitId, bool> {
    let mut units = BTreeMap::new();
    for recorded in facts {
        let Fact::Unit(event) = &recorded.fact else { continue };
        if matches!(event, UnitEvent::UnitRestored { .. }) {
            units.entry(event.unit()).and_modify(|stays| *stays = false);
        } else if event.is_end() && recorded.provenance.by.correlation.as_uuid() == id.as_uuid() {
            units.insert(event.unit(), true);
        }
    }
    units
}

impl App {
    /// How many people who serve at each unit that would end are not on the manifest.
    pub(super) async fn still_there(
        &self,
        endings: &[UnitEnding],
        people: &[PersonLine],
    ) -> Result<Vec<StillThere>, StoreError> {
        let going: BTreeSet<String> = people.iter().map(|line| line.dossier.to_string()).collect();
        let mut still = vec![];
        for UnitEnding { unit, .. } in endings {
            let (mut after, mut people) = (String::new(), 0);
            loop {
                let (db, id) = (self.store().db(), unit.to_string());
                let page = people::serving_of_unit(db, &id, &after, PAGE).await?;
                let Some(last) = page.last() else { break };
                after.clone_from(&last.dossier_id);
                people += page.iter().filter(|it| !going.contains(&it.dossier_id)).count();
            }
            if people > 0 {
                still.push(StillThere { unit: *unit, people });
            }
        }
        Ok(still)
    }

    /// Ends the units of a mass move in which nobody and nothing is left, in one commit. Answers with
    /// how many ended now and those that did not.
    pub(super) async fn end_units(
        &self,
        (actor, source): (&Actor, Source),
        id: MassMoveId,
        order: &Order,
        endings: &[UnitEnding],
    ) -> Result<(u64, Vec<UnitLeft>), CommandError> {
        if endings.is_empty() {
            return Ok((0, vec![]));
        }
        let today = self.store().clock().today();
        for _attempt in 0..ATTEMPTS_MAX {
            // Undone meanwhile by whoever took it up, it ends nothing; completing it is refused.
            let state = fold_move(&self.store().stream(&id.to_string(), 0).await?);
            if !matches!(state, MassMove::Approved(_)) {
                return Ok((0, vec![]));
            }
            let facts = self.store().stream(UNITS_STREAM, 0).await?;
            // Ended once with the move, a unit that stands again does so by a later act.
            let once = ended_by(id, &facts);
            let kept = fold::<UnitTree>(facts);
            let endings: Vec<UnitEnding> =
                endings.iter().filter(|it| !once.contains_key(&it.unit)).cloned().collect();
            let units = endings.iter().map(|ending| ending.unit).collect();
            let in_use = self.kept_at(&units).await?;
            let (empty, used): (Vec<UnitEnding>, Vec<UnitEnding>) =
                endings.into_iter().partition(|ending| !in_use.contains_key(&ending.unit));
            let basis = (order.effective_on, &order.decision);
            let (events, refused) = ended(&kept.state, &empty, basis, today);
            let used = used
                .into_iter()
                .map(|ending| (ending.unit, Refusal::plain("mass_move_unit_kept").code));
            let refused = refused.iter().map(|(unit, refusal)| (*unit, code_of(*unit, refusal)));
            let left = used.chain(refused);
            let left = left.map(|(unit, code)| UnitLeft { unit, code: code.to_owned() }).collect();
            let count = events.len() as u64;
            if self.append_units((actor, source), id, kept.sequence, events).await? {
                return Ok((count, left));
            }
        }
        Err(CommandError::Busy)
    }

    /// The units that stand again when a mass move is undone: those whose present end came with it,
    /// each above those below it.
    pub(super) async fn units_to_restore(&self, id: MassMoveId) -> Result<Vec<UnitId>, StoreError> {
        let facts = self.store().stream(UNITS_STREAM, 0).await?;
        let ended = ended_by(id, &facts);
        let tree = fold::<UnitTree>(facts).state;
        let present = ended.into_iter().filter(|(_unit, stays)| *stays);
        let mut units: Vec<UnitId> = present.map(|(unit, _stays)| unit).collect();
        units.sort_by_key(|unit| tree.path(*unit).len());
        Ok(units)
    }

    /// Why the end of these units could not be taken back now.
    pub(super) async fn can_restore(
        &self,
        units: Vec<UnitId>,
        reason: &Reason,
    ) -> Result<(), CommandError> {
        let world = self.store().world().await?;
        let (below, reason, decision) = (Along::Alone, reason.clone(), None);
        let command = UnitCommand::RestoreUnits { units, below, reason, decision };
        let today = self.store().clock().today();
        decide(&world.units, command, today)
            .map(drop)
            .map_err(|refusal| CommandError::Refused(refusal.into()))
    }

    /// Takes the ends back that came with a mass move, in one commit. Answers with how many units stand
    /// again.
    pub(super) async fn restore_units(
        &self,
        (actor, source): (&Actor, Source),
        id: MassMoveId,
        (reason, decision): (&Reason, Option<&Paper>),
    ) -> Result<u64, CommandError> {
        let today = self.store().clock().today();
        for _attempt in 0..ATTEMPTS_MAX {
            let units = self.units_to_restore(id).await?;
            if units.is_empty() {
                return Ok(0);
            }
            let kept = fold::<UnitTree>(self.store().stream(UNITS_STREAM, 0).await?);
            let (reason, decision) = (reason.clone(), decision.cloned());
            let below = Along::Alone;
            let command = UnitCommand::RestoreUnits { units, below, reason, decision };
            let events = decide(&kept.state, command, today)
                .map_err(|refusal| CommandError::Refused(refusal.into()))?;
            let count = events.len() as u64;
            if self.append_units((actor, source), id, kept.sequence, events).await? {
                return Ok(count);
            }
        }
        Err(CommandError::Busy)
    }

    /// Appends facts of units under the id of the move; false when others were quicker.
    async fn append_units(
        &self,
        (actor, source): (&Actor, Source),
        id: MassMoveId,
        expected: u64,
        events: Vec<UnitEvent>,
    ) -> Result<bool, CommandError> {
        if events.is_empty() {
            return Ok(true);
        }
        let append = StreamAppend {
            stream_type: StreamType::Unit,
            stream_id: UNITS_STREAM.to_owned(),
            expected,
            facts: events.into_iter().map(Fact::Unit).collect(),
        };
        let commit = self.commit_of_move(actor, id, append, source).await?;
        let answer = self.store().append(commit).await;
        drop(UnitTree::cache(self).take(UNITS_STREAM));
        match answer {
            Ok(_receipt) => Ok(true),
            Err(AppendError::Conflict) => Ok(false),
            Err(other) => Err(append_error(other)),
        }
    }
}
