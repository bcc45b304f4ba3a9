//! What is decided when a unit is to end (merged into another, divided, or dissolved), and when its end
//! is taken back. Who is still kept there is not known here.

use chrono::{Days, NaiveDate};

use super::{
    Along, Below, End, Ending, Unit, UnitEvent, UnitRefusal, UnitTree,
    decide::{exists_on, in_order, move_unit},
};
use crate::{
    ids::UnitId,
    values::{Paper, Reason},
};

/// The most units that may take over from one.
pub const SUCCESSORS_MAX: usize = 50;

/// A unit that is to end.
#[derive(Debug, Clone)]
pub(super) struct Leaving {
    pub unit: UnitId,
    pub how: Ending,
    pub successors: Vec<UnitId>,
    /// The first day it is no more.
    pub on: NaiveDate,
    pub basis: Paper,
}

impl Leaving {
    /// The facts by which the unit ends, after those about the units below it.
    pub fn decide(mut self, tree: &UnitTree, below: Below) -> Result<Vec<UnitEvent>, UnitRefusal> {
        self.name_each_once()?;
        let known = tree.get(self.unit).ok_or(UnitRefusal::UnknownUnit(self.unit))?;
        if known.end.as_ref() == Some(&self.end()) {
            return Ok(vec![]);
        }
        if known.parent.is_none() {
            return Err(UnitRefusal::RootCannotEnd);
        }
        exists_on(known, self.on)?;
        if let Some(end) = &known.end {
            return Err(UnitRefusal::UnitEnded { unit: self.unit, on: end.on });
        }
        self.successors_can(tree)?;
        if below == Below::NoneLeft {
            return Ok(vec![self.leave(tree)?]);
        }
        let mut tree = tree.clone();
        let mut events = vec![];
        let mut happens = |tree: &mut UnitTree, event: UnitEvent| {
            tree.evolve(&event);
            events.push(event);
        };
        match below {
            Below::NoneLeft => {}
            Below::MoveUnder(parent) => {
                for child in self.left_below(&tree) {
                    if let Some(moved) = move_unit(&tree, child, parent, self.on, &self.basis)? {
                        happens(&mut tree, moved);
                    }
                }
            }
            Below::EndAlong => {
                for unit in tree.below(self.unit).into_iter().rev() {
                    let stands = tree.get(unit).is_some_and(Unit::stands);
                    if unit != self.unit && stands {
                        let along = Self { unit, how: self.how_along(), ..self.clone() };
                        let left = along.leave(&tree)?;
                        happens(&mut tree, left);
                    }
                }
            }
        }
        let left = self.leave(&tree)?;
        happens(&mut tree, left);
        Ok(events)
    }

    /// What is divided is the unit itself; the duties of those below go to the same units.
    fn how_along(&self) -> Ending {
        match self.how {
            Ending::Merged => Ending::Merged,
            Ending::Split | Ending::Dissolved => Ending::Dissolved,
        }
    }

    fn end(&self) -> End {
        End { on: self.on, how: self.how, successors: self.successors.clone() }
    }

    fn name_each_once(&mut self) -> Result<(), UnitRefusal> {
        let mut once: Vec<UnitId> = vec![];
        for successor in self.successors.drain(..) {
            if !once.contains(&successor) {
                once.push(successor);
            }
        }
        self.successors = once;
        match self.successors.len() {
            0 | 1 if self.how == Ending::Split => Err(UnitRefusal::SplitNeedsTwo),
            actual if actual > SUCCESSORS_MAX => Err(UnitRefusal::TooManySuccessors { actual }),
            _ => Ok(()),
        }
    }

    /// Whoever takes over is there on the day, and not within what ends, then or now.
    fn successors_can(&self, tree: &UnitTree) -> Result<(), UnitRefusal> {
        for successor in &self.successors {
            let known = tree.get(*successor).ok_or(UnitRefusal::UnknownSuccessor(*successor))?;
            let ways = [tree.path(*successor), tree.path_on(*successor, self.on)];
            if ways.iter().any(|way| way.contains(&self.unit)) {
                let (unit, successor) = (self.unit, *successor);
                return Err(UnitRefusal::SuccessorWithin { unit, successor });
            }
            exists_on(known, self.on)?;
        }
        Ok(())
    }

    /// The fact of one unit's end, if nothing of it comes later and nothing is left below.
    fn leave(&self, tree: &UnitTree) -> Result<UnitEvent, UnitRefusal> {
        let known = tree.get(self.unit).ok_or(UnitRefusal::UnknownUnit(self.unit))?;
        exists_on(known, self.on)?;
        let named = known.names.last().map(|(on, _)| *on);
        let put = known.parents.last().map(|(on, _)| *on);
        // Whoever took over from another stood on that day.
        let took = tree.predecessors(self.unit).into_iter().filter_map(Unit::ended_on);
        let stood = took.max().and_then(|on| on.checked_add_days(Days::new(1)));
        let last = [named, put, stood].into_iter().flatten().max();
        in_order(self.unit, last, self.on)?;
        let left = self.left_below(tree);
        if !left.is_empty() {
            let names = left.iter().filter_map(|unit| tree.get(*unit));
            let below = names.map(|unit| unit.name.clone()).collect();
            return Err(UnitRefusal::UnitsBelow { unit: self.unit, below });
        }
        Ok(self.fact())
    }

    /// The units that stood or stand right below on the day or later, by code.
    fn left_below(&self, tree: &UnitTree) -> Vec<UnitId> {
        let under = |unit: &&Unit| unit.is_under_from(self.unit, self.on);
        let mut left: Vec<&Unit> = tree.iter().filter(under).collect();
        left.sort_by(|one, other| one.code.cmp(&other.code));
        left.into_iter().map(|unit| unit.id).collect()
    }

    fn fact(&self) -> UnitEvent {
        let Self { unit, how, successors, on: effective_on, basis } = self.clone();
        match how {
            Ending::Merged => {
                let into = successors.into_iter().next().expect("a merger names one unit");
                UnitEvent::UnitMerged { unit, into, effective_on, basis }
            }
            Ending::Split => UnitEvent::UnitSplit { unit, into: successors, effective_on, basis },
            Ending::Dissolved => UnitEvent::UnitDissolved { unit, successors, effective_on, basis },
        }
    }
}

/// The facts by which units stand again, in the order they were named. What stands yields none.
pub(super) fn restore(
    tree: &UnitTree,
    (named, below): (&[UnitId], Along),
    reason: &Reason,
    decision: Option<&Paper>,
) -> Result<Vec<UnitEvent>, UnitRefusal> {
    let mut tree = tree.clone();
    let mut events = vec![];
    let mut units = vec![];
    for unit in named {
        if tree.get(*unit).is_none() {
            return Err(UnitRefusal::UnknownUnit(*unit));
        }
        match below {
            Along::Alone => units.push(*unit),
            Along::EndedAlong => units.extend(tree.ended_along(*unit)),
        }
    }
    for unit in units {
        let Some(known) = tree.get(unit).filter(|unit| !unit.stands()) else { continue };
        // A unit does not stand under one that is no more.
        if let Some(above) = known.parent.and_then(|parent| tree.get(parent))
            && !above.stands()
        {
            return Err(UnitRefusal::AboveEnded { unit, above: above.name.clone() });
        }
        let (reason, decision) = (reason.clone(), decision.cloned());
        let event = UnitEvent::UnitRestored { unit, reason, decision };
        tree.evolve(&event);
        events.push(event);
    }
    Ok(events)
}
