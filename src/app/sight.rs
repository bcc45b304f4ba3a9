//! How far someone sees into a dossier. This file alone decides it: whoever reads where it is
//! managed, or is its host today, sees all of it; whoever reads where it was managed before sees it
//! as it stood when it went; for anyone else it is as if it were not there. What was decided is
//! written down before anything is shown.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use hoso_events::{
    calendar::{last_instant, local_date},
    fact::Recorded,
    ids::{DossierId, UnitId},
};
use hoso_projections::{
    people::{self, PersonRow},
    periods, secondments,
};

use super::{Act, Actor, App, CommandError, Target, access::Ground, may, reads::AsOf};
use crate::store::StoreError;

/// After every fact of any stream.
const PAST_THE_END: u64 = i64::MAX as u64;

/// Where what an actor sees of a dossier ends: at the acceptance that took it from their unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodEnd {
    /// The place of the acceptance in the log. What was recorded later is not there for them.
    pub position: u64,
    pub at: DateTime<Utc>,
}

impl PeriodEnd {
    /// The day of the acceptance.
    pub fn day(&self) -> NaiveDate {
        local_date(self.at)
    }

    /// Whether a moment lies in their time. Asked for as a day, the last one does.
    pub fn reaches(&self, as_of: AsOf) -> bool {
        let known = |at| at <= self.at || at == last_instant(self.day());
        as_of.known_at.is_none_or(known) && as_of.true_on.is_none_or(|on| on <= self.day())
    }
}

/// A dossier as far as an actor sees it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The person, as they stood at the end of what is seen.
    pub person: PersonRow,
    /// None where all of it is seen.
    pub until: Option<PeriodEnd>,
    ground: Ground,
}

impl Seen {
    /// Whether a fact is part of what is seen.
    pub fn shows(&self, recorded: &Recorded) -> bool {
        self.until.is_none_or(|end| recorded.provenance.position <= end.position)
    }

    /// The same facts without those that are not seen.
    pub fn of(&self, mut facts: Vec<Recorded>) -> Vec<Recorded> {
        facts.retain(|fact| self.shows(fact));
        facts
    }
}

impl App {
    /// The person behind a dossier, if the actor sees all of it; otherwise as if it were not there.
    /// That it was looked into is written down before this returns.
    pub async fn person(&self, actor: &Actor, id: DossierId) -> Result<PersonRow, CommandError> {
        Ok(self.look(actor, id, |_end| false).await?.person)
    }

    /// A dossier at a moment, as far as the actor sees it; a moment beyond that is not there. That
    /// it was looked into is written down before this returns.
    pub async fn seen(
        &self,
        actor: &Actor,
        id: DossierId,
        as_of: AsOf,
    ) -> Result<Seen, CommandError> {
        self.look(actor, id, |end| end.reaches(as_of)).await
    }

    /// The one way into a dossier: how far the actor sees, when `reaches` says of where it ends that
    /// it is far enough.
    pub(super) async fn look(
        &self,
        actor: &Actor,
        id: DossierId,
        reaches: impl FnOnce(&PeriodEnd) -> bool,
    ) -> Result<Seen, CommandError> {
        let seen = match self.how_far(actor, id).await {
            Ok(seen) => seen.until.as_ref().is_none_or(reaches).then_some(seen),
            Err(CommandError::Denied) => None,
            Err(other) => return Err(other),
        };
        self.looked_into(actor, id, seen.as_ref().map(|seen| seen.ground)).await?;
        seen.ok_or(CommandError::Denied)
    }

    /// The same for whoever sees all of it, without a word in the access log: nothing is shown.
    pub(super) async fn readable(
        &self,
        actor: &Actor,
        id: DossierId,
    ) -> Result<(PersonRow, Ground), CommandError> {
        match self.how_far(actor, id).await? {
            Seen { person, until: None, ground } => Ok((person, ground)),
            Seen { until: Some(_), .. } => Err(CommandError::Denied),
        }
    }

    /// Whether the actor sees anything of a dossier; nothing is shown.
    pub(super) async fn sees(&self, actor: &Actor, id: DossierId) -> Result<bool, CommandError> {
        match self.how_far(actor, id).await {
            Ok(_seen) => Ok(true),
            Err(CommandError::Denied) => Ok(false),
            Err(other) => Err(other),
        }
    }

    async fn how_far(&self, actor: &Actor, id: DossierId) -> Result<Seen, CommandError> {
        let world = self.store().world().await?;
        let (stream_id, db) = (id.to_string(), self.store().db());
        let own = actor.is_person_of(id);
        let ground = |unit: &str, own: bool| {
            let unit = UnitId::parse(unit).ok()?;
            let target = if own { Target::OwnDossier(unit) } else { Target::Unit(unit) };
            may(actor, Act::ReadDossier, target, &world.units).ok()
        };
        let person = people::by_id(db, &stream_id).await.map_err(StoreError::from)?;
        if let Some(person) = &person
            && let Some(ground) = ground(&person.unit_id, own)
        {
            return Ok(Seen { person: person.clone(), until: None, ground });
        }
        // A duplicate is read by whoever keeps the dossier that goes on for it.
        if let Some(person) = person.as_ref().filter(|person| person.is_merged())
            && let Ok(ground) = self.ground_through_kept(actor, person, &world).await
        {
            return Ok(Seen { person: person.clone(), until: None, ground });
        }
        // From here on a dossier that is there costs what one that is not there costs, so that the
        // time an answer takes does not tell them apart: the same questions in the same order.
        let one = BTreeSet::from([stream_id.clone()]);
        let today = self.store().clock().today();
        let hosts = secondments::hosts_on(db, &one, today).await.map_err(StoreError::from)?;
        let ends = periods::ends_of(db, &one).await.map_err(StoreError::from)?;
        let host = hosts.iter().find_map(|(_, unit)| ground(unit, false));
        let sees = ends.iter().filter_map(|end| Some((end.position, ground(&end.unit_id, false)?)));
        let end = sees.max_by_key(|(position, _ground)| *position);
        let reads = host.is_none() && (person.is_none() || end.is_some());
        let after = if reads { 0 } else { PAST_THE_END };
        let facts = self.store().stream(&stream_id, after).await?;
        match (person, host, end) {
            // A withdrawn dossier stands in no list; whoever knows its address reads its history.
            (None, _, _) => {
                let person = people::withdrawn(&facts).ok_or(CommandError::Denied)?;
                let ground = ground(&person.unit_id, own).ok_or(CommandError::Denied)?;
                Ok(Seen { person, until: None, ground })
            }
            (Some(person), Some(ground), _) => Ok(Seen { person, until: None, ground }),
            (Some(_), None, Some((position, ground))) => {
                let seen: Vec<Recorded> =
                    facts.into_iter().take_while(|it| it.provenance.position <= position).collect();
                let at = seen.last().map(|last| last.provenance.recorded_at);
                let person = people::after(&seen);
                let (person, at) = person.zip(at).ok_or(CommandError::Denied)?;
                Ok(Seen { person, until: Some(PeriodEnd { position, at }), ground })
            }
            (Some(_), None, None) => Err(CommandError::Denied),
        }
    }
}
