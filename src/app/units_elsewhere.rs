//! The units of other logs that came with a dossier, and what a package says of the units its facts
//! refer to: ours, and on behalf of others what they told us.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use hoso_events::{
    calendar::local_date,
    carried::Carried,
    elsewhere::{Meant, ToldIn, UNITS_MAX, UnitElsewhere, UnitsElsewhere},
    ids::{DossierId, UnitId},
    unit::{Unit, UnitTree},
    upcast::newest_version,
};
use serde::Deserialize;
use serde_json::Value as Json;

use super::{App, CommandError, checkpoints, taking_in::TAKEN_IN};
use crate::{
    package::{Incoming, UNITS_BYTES_MAX, unit_line},
    store::{StoreError, raw, read},
};

/// Of a fact that says a package was taken in, what it says of units.
#[derive(Deserialize)]
struct TakenIn {
    package: OfPackage,
}

#[derive(Deserialize)]
struct OfPackage {
    origin: String,
    #[serde(default)]
    units: Vec<UnitElsewhere>,
}

impl App {
    /// The units of other logs that came with some dossiers; none where they were opened here.
    /// Nothing of the dossiers is in them.
    pub async fn units_elsewhere(&self, ids: &[DossierId]) -> Result<UnitsElsewhere, CommandError> {
        let mut told = vec![];
        for id in ids {
            told.extend(self.told_with(*id).await?);
        }
        self.believed(told).await
    }

    /// The same of a dossier, as it would be with a package.
    pub(super) async fn units_elsewhere_with(
        &self,
        incoming: &Incoming,
    ) -> Result<UnitsElsewhere, CommandError> {
        let mut told = self.told_with(incoming.dossier).await?;
        told.push(ToldIn {
            by: incoming.manifest.origin.clone(),
            here: true,
            units: incoming.units.clone(),
        });
        self.believed(told).await
    }

    async fn told_with(&self, id: DossierId) -> Result<Vec<ToldIn>, StoreError> {
        let facts = raw::takings_in(self.store(), &id.to_string()).await?;
        Ok(facts.iter().filter_map(told_in).collect())
    }

    async fn believed(&self, told: Vec<ToldIn>) -> Result<UnitsElsewhere, CommandError> {
        if told.is_empty() {
            return Ok(UnitsElsewhere::NONE);
        }
        let first = read::at(self.store().db(), &[1]).await?;
        let own = first.first().map(checkpoints::origin_of);
        Ok(UnitsElsewhere::told(own.as_deref(), told))
    }
}

/// What a package told that was taken in, here or in a log that the dossier came through. A line is
/// left aside that could not have been told when it was recorded here.
fn told_in(fact: &raw::RawFact) -> Option<ToldIn> {
    if fact.version > newest_version(&fact.event_type) {
        return None;
    }
    let TakenIn { package } = serde_json::from_str(&fact.payload).ok()?;
    let recorded_on = local_date(fact.recorded_at.parse().ok()?);
    let units = package.units.into_iter().filter(|unit| unit.is_sound(recorded_on)).collect();
    let here = Carried::of(&fact.metadata).is_none();
    Some(ToldIn { by: package.origin, here, units })
}

/// The units here by whose ids the facts of a package name units that the log that recorded them
/// did not name: which is meant, nobody said.
pub(super) fn unconfirmed(
    incoming: &Incoming,
    units: &UnitTree,
    elsewhere: &UnitsElsewhere,
) -> Vec<Unit> {
    let mut found = BTreeMap::new();
    for line in &incoming.facts {
        let first = Carried::of(&line.metadata).and_then(Carried::first);
        let log = first.as_ref().map_or(&*incoming.manifest.origin, |it| &*it.origin);
        let mut ids = BTreeSet::new();
        ids_in_payload(&line.event_type, &line.payload, &mut ids);
        for ours in ids.into_iter().filter_map(|id| units.get(id)) {
            let meant = elsewhere.meant(Some(ours), ours.id, Some(log), NaiveDate::MAX);
            if meant == Meant::Unconfirmed && found.len() < UNITS_MAX {
                found.insert(ours.id, ours.clone());
            }
        }
    }
    found.into_values().collect()
}

/// Who tells what of units: this log's tree, and what others told of theirs.
pub(super) struct Telling<'a> {
    pub origin: &'a str,
    pub units: &'a UnitTree,
    pub elsewhere: &'a UnitsElsewhere,
    pub told_on: NaiveDate,
}

impl Telling<'_> {
    /// The units that some facts refer to and those that took over from them, by log and id. A unit
    /// that its log did not name is left out, and what is more than a reader takes: ours stay first,
    /// as nobody else could name them, then those referred to first.
    pub fn referred_to(&self, facts: &[raw::RawFact]) -> Vec<UnitElsewhere> {
        let (mut told, mut seen) = (vec![], BTreeSet::new());
        for fact in facts {
            let first = Carried::of(&fact.metadata).and_then(Carried::first);
            let mut ids = BTreeSet::new();
            ids_in_payload(&fact.event_type, &fact.payload, &mut ids);
            let metadata = first.as_ref().map_or(&*fact.metadata, |it| &*it.metadata);
            serde_json::from_str(metadata).iter().for_each(|json| ids_in(json, &mut ids));
            for id in ids {
                self.tell(first.as_ref().map(|it| it.origin.as_str()), id, &mut told, &mut seen);
            }
        }
        self.fitting(told)
    }

    /// As many as a reader takes, by log and id.
    fn fitting(&self, told: Vec<UnitElsewhere>) -> Vec<UnitElsewhere> {
        let (ours, theirs): (Vec<_>, Vec<_>) =
            told.into_iter().partition(|unit| unit.origin == self.origin);
        let mut bytes = 0;
        let fits = |unit: &UnitElsewhere| {
            bytes += unit_line(unit).len();
            bytes <= UNITS_BYTES_MAX
        };
        let told = ours.into_iter().chain(theirs).take(UNITS_MAX);
        let mut fitting: Vec<UnitElsewhere> = told.take_while(fits).collect();
        fitting.sort_by(|one, other| (&one.origin, one.id).cmp(&(&other.origin, other.id)));
        fitting
    }

    /// A unit as the log that said it named it; in a fact of ours, one of ours before one that came.
    fn tell(
        &self,
        said_in: Option<&str>,
        id: UnitId,
        told: &mut Vec<UnitElsewhere>,
        seen: &mut BTreeSet<(String, UnitId)>,
    ) {
        let theirs = || self.elsewhere.get(said_in, id).cloned();
        let meant = match said_in.filter(|log| *log != self.origin) {
            Some(_another) => theirs(),
            None => self.ours(id).or_else(theirs),
        };
        let mut waiting: Vec<UnitElsewhere> = meant.into_iter().collect();
        while let Some(unit) = waiting.pop() {
            if !unit.is_sound(self.told_on) || !seen.insert((unit.origin.clone(), unit.id)) {
                continue;
            }
            for next in unit.end.iter().flat_map(|end| &end.successors) {
                waiting.extend(match unit.origin == self.origin {
                    true => self.ours(*next),
                    false => self.elsewhere.of(&unit.origin, *next).cloned(),
                });
            }
            told.push(unit);
        }
    }

    fn ours(&self, id: UnitId) -> Option<UnitElsewhere> {
        self.units.get(id).map(|unit| UnitElsewhere::of(unit, self.origin, self.told_on))
    }
}

/// Every text of a payload that could be the id of a unit. What a package that was taken in told of
/// units is no reference to one.
fn ids_in_payload(event_type: &str, payload: &str, found: &mut BTreeSet<UnitId>) {
    let Ok(mut json) = serde_json::from_str::<Json>(payload) else { return };
    if event_type == TAKEN_IN
        && let Some(members) = json.as_object_mut()
    {
        members.remove("package");
    }
    ids_in(&json, found);
}

/// Every text that could be the id of a unit. Which of them is one, whoever knows the units says: so
/// the facts of newer versions count like any other.
fn ids_in(json: &Json, found: &mut BTreeSet<UnitId>) {
    match json {
        Json::String(text) => found.extend(UnitId::parse(text)),
        Json::Array(items) => items.iter().for_each(|item| ids_in(item, found)),
        Json::Object(members) => members.values().for_each(|item| ids_in(item, found)),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use hoso_events::{
        elsewhere::NamedFrom,
        values::{UnitCode, UnitName},
    };
    use uuid::Uuid;

    use super::*;

    #[test]
    fn as_many_bytes_of_units_go_out_as_a_reader_takes_and_ours_before_others() {
        let from: NaiveDate = "2020-01-01".parse().unwrap();
        let name = UnitName::parse(&"ệ".repeat(UnitName::CHARS_MAX)).unwrap();
        let unit = |origin: &str, n: u128| UnitElsewhere {
            origin: origin.to_owned(),
            id: UnitId::from_uuid(Uuid::from_u128(n)),
            code: UnitCode::parse("H53").unwrap(),
            kind: "school".to_owned(),
            names: vec![NamedFrom { from, name: name.clone() }; 10],
            end: None,
            told_on: from,
        };
        let telling = Telling {
            origin: "hoso/b",
            units: &UnitTree::default(),
            elsewhere: &UnitsElsewhere::NONE,
            told_on: from,
        };
        let told: Vec<UnitElsewhere> =
            (0..300).map(|n| unit("hoso/a", n)).chain([unit("hoso/b", 7)]).collect();
        let fitting = telling.fitting(told);
        let bytes = |units: &[UnitElsewhere]| units.iter().map(|it| unit_line(it).len()).sum();
        let (held, line): (usize, usize) = (bytes(&fitting), bytes(&[unit("hoso/a", 1)]));
        assert!(held <= UNITS_BYTES_MAX && held + line > UNITS_BYTES_MAX, "{held} {line}");
        let mut expected: Vec<UnitElsewhere> =
            (0..fitting.len() as u128 - 1).map(|n| unit("hoso/a", n)).collect();
        expected.push(unit("hoso/b", 7));
        assert_eq!(fitting, expected);
    }
}
