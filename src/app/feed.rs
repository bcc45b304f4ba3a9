//! The log as one actor may follow it: every fact they may know of, in order, none twice and none
//! left out. Positions are given under one lock and become visible in their order, on both
//! databases, so that whoever has read up to a position has missed nothing before it.

use std::collections::{BTreeMap, BTreeSet};

use hoso_events::{
    account::AccountEvent,
    fact::{Fact, Recorded},
    ids::{DossierId, UnitId},
    unit::UnitTree,
};
use hoso_projections::{
    accounts::{self, AccountRow},
    people, periods, secondments,
};

use super::{Act, Actor, App, CommandError, Target, may};
use crate::store::{StoreError, read};

/// How many facts are looked at in one step.
const STEP: i64 = 500;
/// How many facts are looked at for one page, also when few of them are for this actor.
const LOOKED_AT_MAX: u64 = 5_000;

/// A page of the log, as one actor may see it.
#[derive(Debug)]
pub struct FeedPage {
    pub facts: Vec<Recorded>,
    /// Everything up to here was looked at: where the next page begins.
    pub next_after: u64,
    /// The end of the log.
    pub head: u64,
}

impl FeedPage {
    /// Whether the log goes on after this page.
    pub fn has_more(&self) -> bool {
        self.next_after < self.head
    }
}

impl App {
    /// The facts after a position that an actor may know of, at most `limit`; none of a log that
    /// ends before it.
    pub async fn feed(
        &self,
        actor: &Actor,
        after: u64,
        limit: usize,
    ) -> Result<Option<FeedPage>, CommandError> {
        let db = self.store().db();
        let head = read::head(db).await?.position;
        if after > head {
            return Ok(None);
        }
        let world = self.store().world().await?;
        let mut page = FeedPage { facts: vec![], next_after: after, head };
        while page.has_more() && page.next_after - after < LOOKED_AT_MAX {
            let step = read::page(db, page.next_after, head, STEP).await?;
            let sight = self.sight(actor, &step, &world.units).await?;
            for fact in step {
                if page.facts.len() == limit {
                    return Ok(Some(page));
                }
                page.next_after = fact.provenance.position;
                if sight.shows(&fact) {
                    page.facts.push(fact);
                }
            }
        }
        Ok(Some(page))
    }

    /// What is needed to know which of some facts an actor may see.
    async fn sight<'a>(
        &self,
        actor: &'a Actor,
        facts: &[Recorded],
        units: &'a UnitTree,
    ) -> Result<Sight<'a>, CommandError> {
        let mut dossiers = BTreeSet::new();
        let mut holders = BTreeSet::new();
        for recorded in facts {
            match &recorded.fact {
                Fact::Dossier(_) | Fact::Unknown(_) => {
                    dossiers.insert(recorded.stream_id.clone());
                }
                Fact::Account(_) => drop(holders.insert(recorded.stream_id.clone())),
                Fact::Unit(_) | Fact::Calendar(_) | Fact::Rulebook(_) | Fact::MassMove(_) => {}
            }
        }
        let db = self.store().db();
        let accounts = match holders.is_empty() {
            true => vec![],
            false => accounts::by_ids(db, &holders).await.map_err(StoreError::from)?,
        };
        dossiers.extend(accounts.iter().filter_map(|row| row.dossier_id.clone()));
        let managed = match dossiers.is_empty() {
            true => vec![],
            false => people::units_of(db, &dossiers).await.map_err(StoreError::from)?,
        };
        let read = |(dossier, unit): (String, String)| Some((dossier, UnitId::parse(&unit).ok()?));
        let today = self.store().clock().today();
        let hosts = secondments::hosts_on(db, &dossiers, today).await.map_err(StoreError::from)?;
        let ends = periods::ends_of(db, &dossiers).await.map_err(StoreError::from)?;
        let end = |it: periods::End| {
            Some((it.dossier_id, (UnitId::parse(&it.unit_id).ok()?, it.position)))
        };
        Ok(Sight {
            actor,
            units,
            hosts: hosts.into_iter().filter_map(read).collect(),
            ends: ends.into_iter().filter_map(end).collect(),
            dossiers: managed.into_iter().filter_map(read).collect(),
            accounts: accounts.into_iter().map(|row| (row.account_id.clone(), row)).collect(),
        })
    }
}

/// What one actor may see of some facts: each judged by what holds today.
struct Sight<'a> {
    actor: &'a Actor,
    units: &'a UnitTree,
    /// The unit that manages a dossier.
    dossiers: BTreeMap<String, UnitId>,
    /// The unit a person is seconded to today.
    hosts: BTreeMap<String, UnitId>,
    /// The units that managed a dossier before, each with where in the log that ended.
    ends: Vec<(String, (UnitId, u64))>,
    accounts: BTreeMap<String, AccountRow>,
}

impl Sight<'_> {
    fn shows(&self, recorded: &Recorded) -> bool {
        match &recorded.fact {
            // What everyone's deadlines follow from is for everyone.
            Fact::Calendar(_) | Fact::Rulebook(_) => true,
            Fact::Unit(event) => self.may(Act::ReadBoard, Target::Unit(event.unit())),
            Fact::Dossier(_) | Fact::Unknown(_) => {
                self.shows_dossier(&recorded.stream_id, recorded.provenance.position)
            }
            Fact::Account(event) => {
                self.shows_account(&recorded.stream_id, event, recorded.provenance.position)
            }
            // Counts by unit, no person: for whoever keeps the units.
            Fact::MassMove(_) => self.may(Act::KeepUnits, Target::Province),
        }
    }

    fn may(&self, act: Act, target: Target) -> bool {
        may(self.actor, act, target, self.units).is_ok()
    }

    /// As [`App::person`] and what else reads a dossier: all of it where it is managed or hosted, and
    /// up to where it went for the units that had it before.
    fn shows_dossier(&self, id: &str, position: u64) -> bool {
        let reads = |unit: &UnitId| self.may(Act::ReadDossier, Target::Unit(*unit));
        let had = |(dossier, (unit, until)): &(String, (UnitId, u64))| {
            dossier == id && position <= *until && reads(unit)
        };
        if self.hosts.get(id).is_some_and(reads) || self.ends.iter().any(had) {
            return true;
        }
        let Some(unit) = self.dossiers.get(id).copied() else { return false };
        let own = DossierId::parse(id).is_ok_and(|id| self.actor.is_person_of(id));
        let target = if own { Target::OwnDossier(unit) } else { Target::Unit(unit) };
        self.may(Act::ReadDossier, target)
    }

    /// An account's facts are for its holder and for whoever decides on access where it belongs or
    /// reaches; that it was made, also for those who read the dossier it was made for.
    fn shows_account(&self, id: &str, event: &AccountEvent, position: u64) -> bool {
        if self.actor.account.id.to_string() == id {
            return true;
        }
        let Some(row) = self.accounts.get(id) else { return false };
        let decides = |unit: UnitId| self.may(Act::DecideAccess, Target::Unit(unit));
        if UnitId::parse(&row.unit_id).is_ok_and(decides) {
            return true;
        }
        match event {
            AccountEvent::AccountIssued { .. } => {
                let shows = |dossier: &str| self.shows_dossier(dossier, position);
                row.dossier_id.as_deref().is_some_and(shows)
            }
            AccountEvent::AccessGranted { scope, .. }
            | AccountEvent::AccessRestricted { scope, .. }
            | AccountEvent::AccessExtended { scope, .. } => decides(*scope),
            AccountEvent::AccessRevoked { grant, .. } => {
                row.grant_lines().iter().any(|line| line.grant == *grant && decides(line.scope))
            }
            AccountEvent::AccountMoved { from, .. } => decides(*from),
            AccountEvent::AccountClosed { .. }
            | AccountEvent::AccountClosedWithService { .. }
            | AccountEvent::AccountReopened { .. } => false,
        }
    }
}
