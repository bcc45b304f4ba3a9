//! The tree of units as last said, and what each unit was called and stood under on a day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{UnitEvent, UnitKind};
use crate::{
    ids::UnitId,
    values::{UnitCode, UnitName},
};

/// An agency or unit. Histories begin on the day it was established, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    pub id: UnitId,
    /// Unique in the province; never changes.
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
}

impl Unit {
    /// What it was called on that day; `None` before it existed.
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

    /// The units right below a unit, by code.
    pub fn children(&self, unit: UnitId) -> impl Iterator<Item = &Unit> {
        let children = self.children.get(&Some(unit)).into_iter().flatten();
        children.filter_map(|(_code, child)| self.get(*child))
    }

    /// What the unit was called on that day; `None` when it is not known or did not exist yet.
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
