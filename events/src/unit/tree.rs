//! The tree of units as last said, and what each unit was called and stood under on a day.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{UnitEvent, UnitKind};
use crate::{
    ids::UnitId,
    values::{UnitCode, UnitName},
};

/// How a unit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    Merged,
    Split,
    Dissolved,
}

/// The end of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// The first day it was no more.
    pub on: NaiveDate,
    pub how: Ending,
    /// The units that took over; each stood on that day.
    pub successors: Vec<UnitId>,
}

/// An agency or unit. Histories begin on the day it was established, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    pub id: UnitId,
    /// Unique in the province, also after the unit's end; never changes.
    pub code: UnitCode,
    /// The name said last.
    pub name: UnitName,
    pub kind: UnitKind,
    /// The unit it was last said to stand under; `None` for the root.
    pub parent: Option<UnitId>,
    pub established_on: NaiveDate,
    /// Each name with the day it holds from.
    pub names: Vec<(NaiveDate, UnitName)>,
    /// Each parent with the day it holds from.
    pub parents: Vec<(NaiveDate, Option<UnitId>)>,
    /// Its end, if it is no more. It keeps its last name and place for whoever reads its history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<End>,
}

impl Unit {
    /// Whether it has not ended.
    pub fn stands(&self) -> bool {
        self.end.is_none()
    }

    /// The first day it was no more.
    pub fn ended_on(&self) -> Option<NaiveDate> {
        self.end.as_ref().map(|end| end.on)
    }

    /// Whether it existed on that day.
    pub fn stood_on(&self, on: NaiveDate) -> bool {
        self.established_on <= on && self.ended_on().is_none_or(|ended_on| on < ended_on)
    }

    /// Whether it stood under `parent` on some day from `from` on.
    pub fn is_under_from(&self, parent: UnitId, from: NaiveDate) -> bool {
        let until = self.parents.iter().skip(1).map(|(next, _)| Some(*next)).chain([None]);
        self.parents.iter().zip(until).any(|((since, under), until)| {
            let until = [until, self.ended_on()].into_iter().flatten().min();
            *under == Some(parent) && until.is_none_or(|until| from.max(*since) < until)
        })
    }

    /// What it was called on that day, or last if it was no more; `None` before it existed.
    pub fn name_on(&self, on: NaiveDate) -> Option<&UnitName> {
        self.names.iter().rev().find(|(from, _)| *from <= on).map(|(_, name)| name)
    }

    /// What it stood under on that day; `None` for the root and before it existed.
    pub fn parent_on(&self, on: NaiveDate) -> Option<UnitId> {
        self.parents.iter().rev().find(|(from, _)| *from <= on).and_then(|(_, parent)| *parent)
    }
}

/// All units of the province. Written down as the list of units; the indexes are made on reading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Unit>", into = "Vec<Unit>")]
pub struct UnitTree {
    units: BTreeMap<UnitId, Unit>,
    by_code: BTreeMap<String, UnitId>,
    /// The units right under each unit, by code; those under `None` are roots.
    children: BTreeMap<Option<UnitId>, BTreeSet<(UnitCode, UnitId)>>,
}

impl UnitTree {
    /// The unit with this id.
    pub fn get(&self, unit: UnitId) -> Option<&Unit> {
        self.units.get(&unit)
    }

    /// The unit with exactly this code.
    pub fn by_code(&self, code: &str) -> Option<&Unit> {
        self.by_code.get(code).and_then(|unit| self.get(*unit))
    }

    /// The province itself.
    pub fn root(&self) -> Option<&Unit> {
        self.children.get(&None)?.first().and_then(|(_, unit)| self.get(*unit))
    }

    /// The way from the root down to the unit, both included; empty when it is not known.
    pub fn path(&self, unit: UnitId) -> Vec<UnitId> {
        self.climb(unit, |unit| Some(unit.parent))
    }

    /// The way from the root down to the unit as it was on that day; empty before it existed.
    pub fn path_on(&self, unit: UnitId, on: NaiveDate) -> Vec<UnitId> {
        self.climb(unit, |unit| (unit.established_on <= on).then(|| unit.parent_on(on)))
    }

    /// Whether the unit is `scope` itself or stands anywhere below it, in the tree as last said.
    pub fn is_within(&self, unit: UnitId, scope: UnitId) -> bool {
        self.path(unit).contains(&scope)
    }

    /// The unit and all below it: each unit before those under it, neighbours by code.
    pub fn below(&self, unit: UnitId) -> Vec<UnitId> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut waiting: Vec<UnitId> = self.get(unit).map(|unit| unit.id).into_iter().collect();
        while let Some(next) = waiting.pop() {
            if seen.insert(next) {
                found.push(next);
                let children = self.children.get(&Some(next)).into_iter().flatten();
                waiting.extend(children.rev().map(|(_, child)| *child));
            }
        }
        found
    }

    /// The unit and all below it that have not ended, in the order of [`Self::below`].
    pub fn standing_below(&self, unit: UnitId) -> Vec<UnitId> {
        let mut below = self.below(unit);
        below.retain(|unit| self.get(*unit).is_some_and(Unit::stands));
        below
    }

    /// A unit that ended and those below it that ended on the same day, each before those under it;
    /// nothing for a unit that has not ended.
    pub fn ended_along(&self, unit: UnitId) -> Vec<UnitId> {
        let on = self.get(unit).and_then(Unit::ended_on);
        let mut below = self.below(unit);
        below.retain(|unit| on.is_some() && self.get(*unit).and_then(Unit::ended_on) == on);
        below
    }

    /// The units right below a unit, by code, also those that ended there.
    pub fn children(&self, unit: UnitId) -> impl Iterator<Item = &Unit> {
        let children = self.children.get(&Some(unit)).into_iter().flatten();
        children.filter_map(|(_code, child)| self.get(*child))
    }

    /// The units right below a unit that have not ended, by code.
    pub fn standing_children(&self, unit: UnitId) -> impl Iterator<Item = &Unit> {
        self.children(unit).filter(|unit| unit.stands())
    }

    /// The units that took over from a unit that ended, and those that took over from these, until
    /// units that stand; each once, nearest first. Nothing for a unit that has not ended.
    pub fn successors(&self, unit: UnitId) -> Vec<&Unit> {
        let mut found: Vec<&Unit> = vec![];
        let mut seen = BTreeSet::from([unit]);
        let mut waiting: VecDeque<UnitId> = self.taken_over_by(unit).into();
        while let Some(next) = waiting.pop_front() {
            if seen.insert(next)
                && let Some(unit) = self.get(next)
            {
                found.push(unit);
                waiting.extend(self.taken_over_by(next));
            }
        }
        found
    }

    fn taken_over_by(&self, unit: UnitId) -> Vec<UnitId> {
        let end = self.get(unit).and_then(|unit| unit.end.as_ref());
        end.map(|end| end.successors.clone()).unwrap_or_default()
    }

    /// The units that ended and that this one took over from, by the day of their end.
    pub fn predecessors(&self, unit: UnitId) -> Vec<&Unit> {
        let took =
            |other: &&Unit| other.end.as_ref().is_some_and(|end| end.successors.contains(&unit));
        let mut found: Vec<&Unit> = self.iter().filter(took).collect();
        found.sort_by_key(|unit| (unit.ended_on(), unit.code.clone()));
        found
    }

    /// What the unit was called on that day, or last if it was no more; `None` when it is not
    /// known or did not exist yet.
    pub fn name_on(&self, unit: UnitId, on: NaiveDate) -> Option<&UnitName> {
        self.get(unit)?.name_on(on)
    }

    /// Every unit, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Unit> {
        self.units.values()
    }

    /// How many units there are.
    pub fn len(&self) -> usize {
        self.units.len()
    }

    /// Whether no unit was established yet.
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Applies one fact. Total: a fact that was recorded is never argued with; one about a unit
    /// this tree has never heard of changes nothing.
    pub fn evolve(&mut self, event: &UnitEvent) {
        match event {
            UnitEvent::UnitEstablished { unit, code, name, kind, parent, effective_on, .. } => {
                self.insert(Unit {
                    id: *unit,
                    code: code.clone(),
                    name: name.clone(),
                    kind: *kind,
                    parent: *parent,
                    established_on: *effective_on,
                    names: vec![(*effective_on, name.clone())],
                    parents: vec![(*effective_on, *parent)],
                    end: None,
                });
            }
            UnitEvent::UnitRenamed { unit, name, effective_on, .. } => {
                if let Some(unit) = self.units.get_mut(unit) {
                    unit.name = name.clone();
                    unit.names.push((*effective_on, name.clone()));
                }
            }
            UnitEvent::UnitMoved { unit, parent, effective_on, .. } => {
                if let Some(mut unit) = self.remove(*unit) {
                    unit.parent = Some(*parent);
                    unit.parents.push((*effective_on, Some(*parent)));
                    self.insert(unit);
                }
            }
            UnitEvent::UnitMerged { unit, into, effective_on, .. } => {
                self.end(*unit, *effective_on, Ending::Merged, vec![*into]);
            }
            UnitEvent::UnitSplit { unit, into, effective_on, .. } => {
                self.end(*unit, *effective_on, Ending::Split, into.clone());
            }
            UnitEvent::UnitDissolved { unit, successors, effective_on, .. } => {
                self.end(*unit, *effective_on, Ending::Dissolved, successors.clone());
            }
            UnitEvent::UnitRestored { unit, .. } => {
                if let Some(unit) = self.units.get_mut(unit) {
                    unit.end = None;
                }
            }
        }
    }

    fn end(&mut self, unit: UnitId, on: NaiveDate, how: Ending, successors: Vec<UnitId>) {
        if let Some(unit) = self.units.get_mut(&unit) {
            unit.end = Some(End { on, how, successors });
        }
    }

    fn insert(&mut self, unit: Unit) {
        self.remove(unit.id);
        self.by_code.insert(unit.code.as_str().to_owned(), unit.id);
        self.children.entry(unit.parent).or_default().insert((unit.code.clone(), unit.id));
        self.units.insert(unit.id, unit);
    }

    fn remove(&mut self, unit: UnitId) -> Option<Unit> {
        let unit = self.units.remove(&unit)?;
        if self.by_code.get(unit.code.as_str()) == Some(&unit.id) {
            self.by_code.remove(unit.code.as_str());
        }
        if let Some(siblings) = self.children.get_mut(&unit.parent) {
            siblings.remove(&(unit.code.clone(), unit.id));
            if siblings.is_empty() {
                self.children.remove(&unit.parent);
            }
        }
        Some(unit)
    }

    /// Follows `parent_of` upwards until it says `None` (not there) or there is no parent. Ends
    /// even if recorded facts should form a circle.
    fn climb(
        &self,
        unit: UnitId,
        parent_of: impl Fn(&Unit) -> Option<Option<UnitId>>,
    ) -> Vec<UnitId> {
        let mut path = Vec::new();
        let mut next = Some(unit);
        while let Some(unit) = next.and_then(|id| self.get(id)) {
            match parent_of(unit) {
                Some(parent) if !path.contains(&unit.id) => {
                    path.push(unit.id);
                    next = parent;
                }
                _ => break,
            }
        }
        path.reverse();
        path
    }
}

impl From<Vec<Unit>> for UnitTree {
    fn from(units: Vec<Unit>) -> Self {
        let mut tree = Self::default();
        for unit in units {
            tree.insert(unit);
        }
        tree
    }
}

impl From<UnitTree> for Vec<Unit> {
    fn from(tree: UnitTree) -> Self {
        tree.units.into_values().collect()
    }
}
