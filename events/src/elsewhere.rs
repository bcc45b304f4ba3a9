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

    /// Whether it is within what is kept of a unit.
    pub fn is_sound(&self) -> bool {
        let word = |text: &str| {
            (1..=WORD_CHARS_MAX).contains(&text.len())
                && text.bytes().all(|it| it.is_ascii_graphic())
        };
        let successors = self.end.as_ref().map_or(0, |end| end.successors.len());
        word(&self.origin)
            && word(&self.kind)
            && (1..=NAMES_MAX).contains(&self.names.len())
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
}

/// What a unit elsewhere was called, and by what it was called or had become when it was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalledElsewhere<'a> {
    pub then: &'a UnitName,
    pub now: crate::unit::Now<'a>,
}

/// The units elsewhere that came with a dossier, each under its log: no id is taken for one of
/// another log that is the same by chance or by design.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitsElsewhere(BTreeMap<UnitId, BTreeMap<String, UnitElsewhere>>);

impl UnitsElsewhere {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each unit, by id and then by log.
    pub fn iter(&self) -> impl Iterator<Item = &UnitElsewhere> {
        self.0.values().flat_map(BTreeMap::values)
    }

    /// The unit a fact of a log means by an id. Where that log was not told of, or the fact is of
    /// this log and repeats what was said before, whichever was told.
    pub fn get(&self, said_in: Option<&str>, unit: UnitId) -> Option<&UnitElsewhere> {
        let logs = self.0.get(&unit)?;
        said_in.and_then(|log| logs.get(log)).or_else(|| logs.values().next())
    }

    /// The unit of exactly this log.
    pub fn of(&self, origin: &str, unit: UnitId) -> Option<&UnitElsewhere> {
        self.0.get(&unit)?.get(origin)
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
        let Some(theirs) = self.get(said_in, unit) else { return Meant::Ours };
        let Some(ours) = ours else { return Meant::Theirs(theirs) };
        let named_alike =
            ours.name_on(on).or(ours.names.first().map(|(_from, name)| name)) == theirs.name_on(on);
        match (ours.code == theirs.code, said_in) {
            (true, None) => Meant::Ours,
            (true, Some(_)) if named_alike => Meant::Ours,
            (_, Some(_)) => Meant::Theirs(theirs),
            (false, None) => Meant::Either(theirs),
        }
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

    /// Whether an id is one unit here and another where the dossier came from.
    pub fn clashes(&self, ours: Option<&Unit>, unit: UnitId) -> bool {
        let theirs = self.0.get(&unit).into_iter().flat_map(BTreeMap::values);
        ours.is_some_and(|ours| theirs.into_iter().any(|theirs| theirs.code != ours.code))
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

impl FromIterator<UnitElsewhere> for UnitsElsewhere {
    /// Of a unit that was told twice, what was told later.
    fn from_iter<I: IntoIterator<Item = UnitElsewhere>>(told: I) -> Self {
        let mut units = BTreeMap::<UnitId, BTreeMap<String, UnitElsewhere>>::new();
        for unit in told {
            let logs = units.entry(unit.id).or_default();
            if logs.get(&unit.origin).is_none_or(|before| before.told_on <= unit.told_on) {
                logs.insert(unit.origin.clone(), unit);
            }
        }
        Self(units)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::unit::{Now, UnitKind};

    const LOG: &str = "hoso/a";

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn id(n: u128) -> UnitId {
        UnitId::from_uuid(Uuid::from_u128(n))
    }

    fn name(text: &str) -> UnitName {
        UnitName::parse(text).unwrap()
    }

    fn school(origin: &str, code: &str) -> UnitElsewhere {
        let named = |from: &str, called: &str| NamedFrom { from: day(from), name: name(called) };
        UnitElsewhere {
            origin: origin.to_owned(),
            id: id(1),
            code: UnitCode::parse(code).unwrap(),
            kind: "school".to_owned(),
            names: vec![named("2020-01-01", "Trường A"), named("2026-02-01", "Trường B")],
            end: None,
            told_on: day("2026-11-25"),
        }
    }

    fn ours(code: &str, called: &str) -> Unit {
        Unit {
            id: id(1),
            code: UnitCode::parse(code).unwrap(),
            name: name(called),
            kind: UnitKind::School,
            parent: None,
            established_on: day("2020-01-01"),
            names: vec![(day("2020-01-01"), name(called))],
            parents: vec![],
            end: None,
        }
    }

    #[test]
    fn a_unit_is_called_by_the_name_of_its_time_and_by_the_one_it_had_when_told() {
        let units: UnitsElsewhere = [school(LOG, "T1")].into_iter().collect();
        let called = |on: &str| units.called(units.of(LOG, id(1)).unwrap(), day(on)).unwrap();
        let (old, new) = (name("Trường A"), name("Trường B"));
        for (on, then, now) in [
            ("2019-01-01", &old, Now::Renamed(&new)),
            ("2026-01-31", &old, Now::Renamed(&new)),
            ("2026-02-01", &new, Now::Same),
            ("2030-01-01", &new, Now::Same),
        ] {
            assert_eq!(called(on), CalledElsewhere { then, now }, "{on}");
        }
    }

    #[test]
    fn a_unit_that_is_no_more_is_called_with_what_stands_for_it_in_its_log() {
        let end = |successors: &[u128]| {
            let successors = successors.iter().map(|n| id(*n)).collect();
            Some(EndedElsewhere { on: day("2026-06-01"), successors })
        };
        let gone = UnitElsewhere { end: end(&[2]), ..school(LOG, "T1") };
        // Its successor ended too; what took over from it says so in turn, or in a circle.
        let second = UnitElsewhere { id: id(2), end: end(&[3, 1]), ..school(LOG, "T2") };
        let third = UnitElsewhere { id: id(3), ..school(LOG, "T3") };
        let stranger = UnitElsewhere { id: id(2), ..school("hoso/b", "X") };
        let units: UnitsElsewhere = [gone.clone(), second, third, stranger].into_iter().collect();
        let now = units.called(&gone, day("2026-01-01")).unwrap().now;
        assert_eq!(now, Now::Became(vec![&name("Trường B")]));
        let alone: UnitsElsewhere = [gone.clone()].into_iter().collect();
        assert_eq!(alone.called(&gone, day("2026-01-01")).unwrap().now, Now::Gone);
    }

    #[test]
    fn an_id_that_is_another_unit_here_is_never_told_by_our_name_in_their_facts() {
        let theirs = school(LOG, "T1");
        let units: UnitsElsewhere = [theirs.clone()].into_iter().collect();
        let on = day("2026-01-01");
        let meant = |ours: Option<&Unit>, said_in| units.meant(ours, id(1), said_in, on);
        let (alike, renamed) = (ours("T1", "Trường A"), ours("T1", "Trường C"));
        let other = ours("X", "Trường A");
        for (here, in_theirs, in_ours) in [
            (None, Meant::Theirs(&theirs), Meant::Theirs(&theirs)),
            (Some(&alike), Meant::Ours, Meant::Ours),
            (Some(&renamed), Meant::Theirs(&theirs), Meant::Ours),
            (Some(&other), Meant::Theirs(&theirs), Meant::Either(&theirs)),
        ] {
            assert_eq!(meant(here, Some(LOG)), in_theirs);
            assert_eq!(meant(here, None), in_ours);
        }
        assert_eq!(units.meant(Some(&other), id(2), Some(LOG), on), Meant::Ours);
    }

    #[test]
    fn two_logs_may_mean_different_units_by_one_id() {
        let (a, b) = (school(LOG, "T1"), school("hoso/b", "X"));
        let later = UnitElsewhere { told_on: day("2026-12-01"), ..a.clone() };
        let earlier = UnitElsewhere { told_on: day("2025-12-01"), ..b.clone() };
        let units: UnitsElsewhere = [a, b.clone(), later.clone(), earlier].into_iter().collect();
        assert_eq!(units.get(Some(LOG), id(1)), Some(&later));
        assert_eq!(units.get(Some("hoso/b"), id(1)), Some(&b));
        assert_eq!(units.get(Some("hoso/c"), id(1)), Some(&later), "whichever was told");
        assert_eq!(units.of("hoso/c", id(1)), None);
    }

    #[test]
    fn what_is_too_long_is_not_kept_and_what_a_newer_version_says_besides_is_left_aside() {
        let mut told = serde_json::to_value(school(LOG, "T1")).unwrap();
        told["short_name"] = json!("A");
        told["names"][0]["lang"] = json!("vi");
        let read: UnitElsewhere = serde_json::from_value(told.clone()).unwrap();
        assert_eq!(read, school(LOG, "T1"));
        assert!(read.is_sound());
        told["names"][0]["name"] = json!("x".repeat(UnitName::CHARS_MAX + 1));
        assert!(serde_json::from_value::<UnitElsewhere>(told).is_err());
        for unsound in [
            UnitElsewhere { names: vec![], ..school(LOG, "T1") },
            UnitElsewhere { origin: "x".repeat(WORD_CHARS_MAX + 1), ..school(LOG, "T1") },
            UnitElsewhere { kind: "a kind".to_owned(), ..school(LOG, "T1") },
        ] {
            assert!(!unsound.is_sound());
        }
    }
}
