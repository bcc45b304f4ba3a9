//! The units of other logs that came with a dossier, and what a package says of the units its facts
//! refer to: ours, and on behalf of others what they told us.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use hoso_events::{
    carried::Carried,
    dossier::DossierEvent,
    elsewhere::{UNITS_MAX, UnitElsewhere, UnitsElsewhere},
    fact::Fact,
    ids::{DossierId, UnitId},
    unit::UnitTree,
};
use serde_json::Value as Json;

use super::{App, CommandError};
use crate::{package::Fault, store::raw};

impl App {
    /// The units of other logs that came with a dossier; none where it was opened here. Nothing of
    /// the dossier is in them.
    pub async fn units_elsewhere(&self, id: DossierId) -> Result<UnitsElsewhere, CommandError> {
        let facts = raw::takings_in(self.store(), &id.to_string()).await?;
        let read = facts.iter().filter_map(|it| {
            Fact::from_stored(&it.stream_type, &it.event_type, it.version, &it.payload).ok()
        });
        let told = read.filter_map(|fact| match fact {
            Fact::Dossier(DossierEvent::DossierTakenIn { package, .. }) => Some(package.units),
            _ => None,
        });
        Ok(told.flatten().collect())
    }
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
    /// that nobody told of is left out: it is not known here either.
    pub fn referred_to(&self, facts: &[raw::RawFact]) -> Result<Vec<UnitElsewhere>, Fault> {
        let mut told = BTreeMap::new();
        for fact in facts {
            let first = Carried::of(&fact.metadata).and_then(Carried::first);
            let mut ids = BTreeSet::new();
            for text in [&*fact.payload, first.as_ref().map_or(&*fact.metadata, |it| &*it.metadata)]
            {
                serde_json::from_str(text).iter().for_each(|json| ids_in(json, &mut ids));
            }
            for id in ids {
                self.tell(first.as_ref().map(|it| it.origin.as_str()), id, &mut told);
            }
        }
        if told.len() > UNITS_MAX {
            return Err(Fault::TooLarge);
        }
        Ok(told.into_values().collect())
    }

    /// A unit as the log that said it tells it, else as we do.
    fn tell(
        &self,
        said_in: Option<&str>,
        id: UnitId,
        told: &mut BTreeMap<(String, UnitId), UnitElsewhere>,
    ) {
        let theirs = said_in.and_then(|log| self.elsewhere.of(log, id)).cloned();
        let ours = || self.units.get(id).map(|it| UnitElsewhere::of(it, self.origin, self.told_on));
        let mut waiting: Vec<UnitElsewhere> = theirs.or_else(ours).into_iter().collect();
        while let Some(unit) = waiting.pop() {
            let key = (unit.origin.clone(), unit.id);
            if told.contains_key(&key) {
                continue;
            }
            for next in unit.end.iter().flat_map(|end| &end.successors) {
                let theirs = self.elsewhere.of(&unit.origin, *next).cloned();
                let ours = || {
                    let unit = self.units.get(*next).filter(|_unit| unit.origin == self.origin);
                    unit.map(|it| UnitElsewhere::of(it, self.origin, self.told_on))
                };
                waiting.extend(theirs.or_else(ours));
            }
            told.insert(key, unit);
        }
    }
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
