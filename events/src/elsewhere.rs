//! Units of another log that facts taken in refer to, by what they were called there. Facts refer to
//! units by id alone; whoever takes them in does not have those units, and keeps their names here.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    ids::UnitId,
    unit::{Unit, UnitTree},
    values::{UnitCode, UnitName},
};

/// The most units of other logs that come with one package.
pub const UNITS_MAX: usize = 1_000;
/// The most names one of them had, and the most units that took over from it.
pub const NAMES_MAX: usize = 200;
/// The longest name of a log, and of a kind of unit.
pub const WORD_CHARS_MAX: usize = 100;

/// A name and the day it holds from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedFrom {
    pub from: NaiveDate,
    pub name: UnitName,
}

/// That a unit is no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedElsewhere {
    /// The first day it was no more.
    pub on: NaiveDate,
    /// The units that took over, of the same log.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub successors: Vec<UnitId>,
}

/// A unit as the log it is of told it when a package was sealed. What a newer version says besides
/// is left aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitElsewhere {
    /// The one name of the log whose unit it is.
    pub origin: String,
    pub id: UnitId,
    pub code: UnitCode,
    /// As that log writes it; a newer version may know kinds that this one does not.
    pub kind: String,
    /// Oldest first; never none.
    pub names: Vec<NamedFrom>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<EndedElsewhere>,
    /// The day up to which this is told: what it is called after that is not known.
    pub told_on: NaiveDate,
}

impl UnitElsewhere {
    /// A unit of this log as it is told to others.
    pub fn of(unit: &Unit, origin: &str, told_on: NaiveDate) -> Self {
        let names = unit.names.iter().cloned().map(|(from, name)| NamedFrom { from, name });
        let ended = |end: &crate::unit::End| EndedElsewhere {
            on: end.on,
            successors: end.successors.clone(),
        };
        let kind = serde_json::to_value(unit.kind).ok();
        Self {
            origin: origin.to_owned(),
            id: unit.id,
            code: unit.code.clone(),
            kind: kind.as_ref().and_then(|kind| kind.as_str()).unwrap_or_default().to_owned(),
            names: names.collect(),
            end: unit.end.as_ref().map(ended),
            told_on,
        }
    }

    /// Whether it is within what is kept of a unit, told by a day at the latest: what is told of
    /// days to come would stand against all that is said until then.
    pub fn is_sound(&self, by: NaiveDate) -> bool {
        let word = |text: &str| {
            (1..=WORD_CHARS_MAX).contains(&text.len())
                && text.bytes().all(|it| it.is_ascii_graphic())
        };
        let successors = self.end.as_ref().map_or(0, |end| end.successors.len());
        word(&self.origin)
            && word(&self.kind)
            && (1..=NAMES_MAX).contains(&self.names.len())
            && self.names.is_sorted_by_key(|named| named.from)
            && self.told_on <= by
            && successors <= NAMES_MAX
    }

    /// What it was called on a day; before its first name, by that one.
    pub fn name_on(&self, on: NaiveDate) -> Option<&UnitName> {
        let then = self.names.iter().rev().find(|named| named.from <= on);
        then.or(self.names.first()).map(|named| &named.name)
    }

    fn has_ended(&self) -> bool {
        self.end.as_ref().is_some_and(|end| end.on <= self.told_on)
    }

    fn took_over(&self) -> Vec<UnitId> {
        self.end.as_ref().map(|end| end.successors.clone()).unwrap_or_default()
    }
}

/// Which unit a reference in a dossier means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant<'a> {
    /// One of this log, or none that anybody named.
    Ours,
    /// One of the log the dossier came from.
    Theirs(&'a UnitElsewhere),
    /// One of this log, by an id that means another unit where the dossier came from.
    Either(&'a UnitElsewhere),
    /// Of another log that did not name it; the id is that of a unit here, which may be another.
    Unconfirmed,
}

/// What a unit elsewhere was called, and by what it was called or had become when it was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalledElsewhere<'a> {
    pub then: &'a UnitName,
    pub now: crate::unit::Now<'a>,
}

/// What one package told of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldIn {
    /// The log whose package it was.
    pub by: String,
    /// Whether it was taken in here; otherwise another log says that it took it in.
    pub here: bool,
    pub units: Vec<UnitElsewhere>,
}

/// A unit as it is believed, and who told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Believed {
    unit: UnitElsewhere,
    /// Whether its own log told it, in a package that was taken in here.
    firsthand: bool,
    /// Every log that named it in a package.
    told_by: BTreeSet<String>,
}

/// The units elsewhere that came with a dossier, each under its log: an id of one log says nothing
/// of the same id in another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitsElsewhere {
    /// The name of this log, whose units nobody else tells of.
    own: Option<String>,
    units: BTreeMap<UnitId, BTreeMap<String, Believed>>,
}

impl UnitsElsewhere {
    /// No unit at all.
    pub const NONE: Self = Self { own: None, units: BTreeMap::new() };

    /// What packages told, in the order they came. What a log says of its own units outranks what
    /// others say of them, whatever the day; among equals, what was told later counts. Of our own
    /// units we know ourselves; and what is repeated of packages of a log that gave us one is
    /// left aside.
    pub fn told(own: Option<&str>, packages: impl IntoIterator<Item = ToldIn>) -> Self {
        let packages: Vec<ToldIn> = packages.into_iter().collect();
        let here = packages.iter().filter(|it| it.here).map(|it| it.by.clone());
        let here: BTreeSet<String> = here.collect();
        let mut units = BTreeMap::<UnitId, BTreeMap<String, Believed>>::new();
        for package in packages.into_iter().filter(|it| it.here || !here.contains(&it.by)) {
            for unit in package.units {
                if own == Some(&*unit.origin) {
                    continue;
                }
                let firsthand = package.here && unit.origin == package.by;
                let logs = units.entry(unit.id).or_default();
                let new = || Believed { unit: unit.clone(), firsthand, told_by: BTreeSet::new() };
                let held = logs.entry(unit.origin.clone()).or_insert_with(new);
                held.told_by.insert(package.by.clone());
                if (firsthand, unit.told_on) >= (held.firsthand, held.unit.told_on) {
                    (held.unit, held.firsthand) = (unit, firsthand);
                }
            }
        }
        Self { own: own.map(str::to_owned), units }
    }

    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// Each unit, by id and then by log.
    pub fn iter(&self) -> impl Iterator<Item = &UnitElsewhere> {
        self.units.values().flat_map(BTreeMap::values).map(|believed| &believed.unit)
    }

    /// The unit of exactly this log.
    pub fn of(&self, origin: &str, unit: UnitId) -> Option<&UnitElsewhere> {
        self.units.get(&unit)?.get(origin).map(|believed| &believed.unit)
    }

    /// The unit elsewhere that a fact means by an id. In a fact of another log: the one that log
    /// named so, as its own or as passed on by it. In a fact of this log, which then has no such
    /// unit: the one that came with the dossier. Where that could be several, none.
    pub fn get(&self, said_in: Option<&str>, unit: UnitId) -> Option<&UnitElsewhere> {
        let logs = self.units.get(&unit)?;
        match self.other(said_in) {
            Some(log) => logs.get(log).map(|believed| &believed.unit).or_else(|| {
                let passed_on = logs.values().filter(|believed| believed.told_by.contains(log));
                one(passed_on.map(|believed| &believed.unit))
            }),
            None => one(logs.values().map(|believed| &believed.unit)),
        }
    }

    /// Which unit a fact means by an id: `said_in` is the log that recorded it first, none where
    /// that is this one. A unit that both know alike is ours: of it more may be known here.
    pub fn meant(
        &self,
        ours: Option<&Unit>,
        unit: UnitId,
        said_in: Option<&str>,
        on: NaiveDate,
    ) -> Meant<'_> {
        let theirs = self.get(said_in, unit);
        match (self.other(said_in), ours, theirs) {
            (Some(_), Some(_), None) => Meant::Unconfirmed,
            (Some(_), Some(ours), Some(theirs)) if alike(ours, theirs, on) => Meant::Ours,
            (None, Some(ours), _) => match self.differing(ours).next() {
                Some(theirs) => Meant::Either(theirs),
                None => Meant::Ours,
            },
            (_, None, None) => Meant::Ours,
            (_, _, Some(theirs)) => Meant::Theirs(theirs),
        }
    }

    /// Whether two logs mean one unit by an id: both named it, by one code.
    pub fn is_one(
        &self,
        ours: Option<&Unit>,
        unit: UnitId,
        (one, other): (Option<&str>, Option<&str>),
    ) -> bool {
        let code = |said_in| match (self.other(said_in), ours) {
            (None, Some(ours)) => Some(&ours.code),
            _ => self.get(said_in, unit).map(|theirs| &theirs.code),
        };
        one == other || code(one).is_some_and(|it| code(other) == Some(it))
    }

    /// The log that said something, where it is not this one.
    fn other<'b>(&self, said_in: Option<&'b str>) -> Option<&'b str> {
        said_in.filter(|log| self.own.as_deref() != Some(*log))
    }

    /// The units elsewhere that have the id of one here and another code.
    fn differing(&self, ours: &Unit) -> impl Iterator<Item = &UnitElsewhere> {
        let logs = self.units.get(&ours.id).into_iter().flat_map(BTreeMap::values);
        logs.map(|believed| &believed.unit).filter(|theirs| theirs.code != ours.code)
    }

    /// What a unit was called on a day, and what had become of it when it was told.
    pub fn called<'a>(
        &'a self,
        unit: &'a UnitElsewhere,
        on: NaiveDate,
    ) -> Option<CalledElsewhere<'a>> {
        use crate::unit::Now;
        let then = unit.name_on(on)?;
        let now = if unit.has_ended() {
            match self.stands_for(unit) {
                none if none.is_empty() => Now::Gone,
                names => Now::Became(names),
            }
        } else {
            let last = unit.name_on(unit.told_on).filter(|name| *name != then);
            last.map_or(Now::Same, Now::Renamed)
        };
        Some(CalledElsewhere { then, now })
    }

    fn stands_for<'a>(&'a self, unit: &'a UnitElsewhere) -> Vec<&'a UnitName> {
        let mut found = vec![];
        let mut seen = BTreeSet::from([unit.id]);
        let mut waiting: VecDeque<UnitId> = unit.took_over().into();
        while let Some(next) = waiting.pop_front() {
            match self.of(&unit.origin, next).filter(|_unit| seen.insert(next)) {
                Some(next) if next.has_ended() => waiting.extend(next.took_over()),
                Some(next) => found.extend(next.name_on(next.told_on)),
                None => {}
            }
        }
        found
    }

    /// Those whose id is that of another unit here.
    pub fn clashing<'a>(
        &'a self,
        units: &'a UnitTree,
    ) -> impl Iterator<Item = (&'a UnitElsewhere, &'a Unit)> {
        self.iter().filter_map(|theirs| {
            let ours = units.get(theirs.id)?;
            (ours.code != theirs.code).then_some((theirs, ours))
        })
    }
}

/// The first of some units that are all one by their code; none where they are several.
fn one<'a>(units: impl Iterator<Item = &'a UnitElsewhere>) -> Option<&'a UnitElsewhere> {
    let mut units = units;
    let first = units.next()?;
    units.all(|unit| unit.code == first.code).then_some(first)
}

/// Whether a unit here and one elsewhere have one code, and one name on that day.
fn alike(ours: &Unit, theirs: &UnitElsewhere, on: NaiveDate) -> bool {
    let called = ours.name_on(on).or(ours.names.first().map(|(_from, name)| name));
    ours.code == theirs.code && called == theirs.name_on(on)
}

#[cfg(test)]
mod tests;
