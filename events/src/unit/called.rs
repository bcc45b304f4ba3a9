//! What a unit was called on a day, and what it is called or has become since.

use std::collections::{BTreeSet, VecDeque};

use chrono::NaiveDate;

use super::{UnitTree, tree::Unit};
use crate::{ids::UnitId, values::UnitName};

/// A unit by the name it had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called<'a> {
    /// Its name on the day; before it existed the first one it had.
    pub then: &'a UnitName,
    pub now: Now<'a>,
}

/// What a unit is today, as against a day before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Now<'a> {
    /// Called as it was.
    Same,
    /// Called otherwise.
    Renamed(&'a UnitName),
    /// No more: the units that stand for it today, by what they are called.
    Became(Vec<&'a UnitName>),
    /// No more, and no unit took over.
    Gone,
}

impl UnitTree {
    /// What a unit was called `on` a day, and what has become of it by `today`.
    pub fn called(&self, unit: UnitId, on: NaiveDate, today: NaiveDate) -> Option<Called<'_>> {
        let found = self.get(unit)?;
        let then = name_at(found, on)?;
        let now = if has_ended(found, today) {
            let standing = self.stands_for(found, today).into_iter();
            match standing.filter_map(|unit| name_at(unit, today)).collect::<Vec<_>>() {
                none if none.is_empty() => Now::Gone,
                names => Now::Became(names),
            }
        } else {
            name_at(found, today).filter(|name| *name != then).map_or(Now::Same, Now::Renamed)
        };
        Some(Called { then, now })
    }

    /// The units that stand for one that ended, as things are `today`; each once, nearest first.
    fn stands_for(&self, unit: &Unit, today: NaiveDate) -> Vec<&Unit> {
        let mut found = vec![];
        let mut seen = BTreeSet::from([unit.id]);
        let mut waiting: VecDeque<UnitId> = took_over(unit).into();
        while let Some(next) = waiting.pop_front() {
            match self.get(next).filter(|_unit| seen.insert(next)) {
                Some(unit) if has_ended(unit, today) => waiting.extend(took_over(unit)),
                Some(unit) => found.push(unit),
                None => {}
            }
        }
        found
    }
}

fn has_ended(unit: &Unit, today: NaiveDate) -> bool {
    unit.ended_on().is_some_and(|ended_on| ended_on <= today)
}

fn took_over(unit: &Unit) -> Vec<UnitId> {
    unit.end.as_ref().map(|end| end.successors.clone()).unwrap_or_default()
}

fn name_at(unit: &Unit, on: NaiveDate) -> Option<&UnitName> {
    unit.name_on(on).or_else(|| unit.names.first().map(|(_from, name)| name))
}
