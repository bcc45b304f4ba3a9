//! What due dates rest on, with where it comes from: the calendar in force day by day, the rules one
//! after the other, the history of a unit. Calendar and rules are for everyone who is known.

use chrono::NaiveDate;
use hoso_events::{
    calendar::{Calendar, CalendarEvent, DayKind},
    fact::{Fact, Recorded},
    ids::UnitId,
    rulebook::{Duty, Rule, Rulebook, RulebookEvent},
};
use hoso_projections::{
    accounts::{self, AccountRow},
    people,
};

use super::{
    Act, Actor, App, CommandError, Target,
    execute::{CALENDAR_STREAM, RULEBOOK_STREAM, UNITS_STREAM},
    may,
    reads::Origin,
};
use crate::store::StoreError;

/// The most accounts with grants that are looked through.
const ACCOUNTS_MAX: i64 = 20_000;

/// A version of the calendar or the rulebook, with the fact that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// What an explained due date names.
    pub number: u64,
    pub origin: Origin,
}

impl Version {
    fn of(recorded: &Recorded) -> Self {
        Self { number: recorded.provenance.sequence, origin: Origin::of(recorded) }
    }
}

/// The calendar of one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearInForce {
    pub year: i32,
    pub published: Version,
    /// Every day that is not what its place in the week says, with the fact that said so last.
    pub days: Vec<(NaiveDate, DayKind, Version)>,
}

/// A rule for as long as it holds for its duty, with the fact that brought it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleOverTime {
    pub rule: Rule,
    pub pack: String,
    pub from: NaiveDate,
    /// The last day; none while nothing known replaces it.
    pub until: Option<NaiveDate>,
    pub version: Version,
}

/// A pack of rules as it was adopted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackAdopted {
    pub pack: String,
    pub in_force_from: NaiveDate,
    pub rules: usize,
    pub version: Version,
}

impl App {
    /// The years whose calendar is known, the latest first.
    pub async fn calendar_in_force(&self) -> Result<Vec<YearInForce>, CommandError> {
        let facts = self.store().stream(CALENDAR_STREAM, 0).await?;
        let mut calendar = Calendar::default();
        let mut said: Vec<(&CalendarEvent, &Recorded)> = vec![];
        for recorded in &facts {
            if let Fact::Calendar(event) = &recorded.fact {
                calendar.evolve(event);
                said.push((event, recorded));
            }
        }
        let last = |fits: &dyn Fn(&CalendarEvent) -> bool| {
            let found = said.iter().rev().find(|(event, _recorded)| fits(event));
            found.map(|(_event, recorded)| Version::of(recorded))
        };
        let year_of = |year: i32| {
            let published = last(
                &|event| matches!(event, CalendarEvent::CalendarPublished { year: of, .. } if *of == year),
            );
            let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
            let days = calendar.special_days(first, NaiveDate::from_ymd_opt(year, 12, 31)?);
            let days = days.into_iter().filter_map(|(day, why)| {
                let version = last(&|event| event.speaks_of(day))?;
                Some((day, why, version))
            });
            Some(YearInForce { year, published: published?, days: days.collect() })
        };
        let mut years: Vec<YearInForce> = calendar.years().filter_map(year_of).collect();
        years.reverse();
        Ok(years)
    }

    /// The packs adopted, in the order they were, and for each duty its rules one after the other.
    pub async fn rules_over_time(
        &self,
    ) -> Result<(Vec<PackAdopted>, Vec<(Duty, Vec<RuleOverTime>)>), CommandError> {
        let facts = self.store().stream(RULEBOOK_STREAM, 0).await?;
        let mut rulebook = Rulebook::default();
        let mut said: Vec<(&RulebookEvent, &Recorded)> = vec![];
        for recorded in &facts {
            if let Fact::Rulebook(event) = &recorded.fact {
                rulebook.evolve(event);
                said.push((event, recorded));
            }
        }
        let packs = said.iter().filter_map(|(event, recorded)| match event {
            RulebookEvent::RulePackAdopted { pack, in_force_from, rules, .. } => {
                Some(PackAdopted {
                    pack: pack.clone(),
                    in_force_from: *in_force_from,
                    rules: rules.len(),
                    version: Version::of(recorded),
                })
            }
            RulebookEvent::RuleAmended { .. } => None,
        });
        let packs = packs.collect();
        let version = |code: &str, wanted: &Rule| {
            let brought = |event: &RulebookEvent| match event {
                RulebookEvent::RulePackAdopted { pack, rules, .. } => {
                    pack == code && rules.contains(wanted)
                }
                RulebookEvent::RuleAmended { pack, rule, .. } => pack == code && rule == wanted,
            };
            let found = said.iter().rev().find(|(event, _recorded)| brought(event));
            found.map(|(_event, recorded)| Version::of(recorded))
        };
        let duties = Duty::ALL.into_iter().map(|duty| {
            let held = rulebook.over_time(duty).into_iter().filter_map(|held| {
                Some(RuleOverTime {
                    version: version(held.pack, held.rule)?,
                    rule: held.rule.clone(),
                    pack: held.pack.to_owned(),
                    from: held.from,
                    until: held.until,
                })
            });
            (duty, held.collect())
        });
        Ok((packs, duties.collect()))
    }

    /// Whether the actor keeps the service: administrators of the province.
    pub async fn administers(&self, actor: &Actor) -> Result<(), CommandError> {
        let world = self.store().world().await?;
        may(actor, Act::Administer, Target::Province, &world.units)
            .map(drop)
            .map_err(|_denied| CommandError::Denied)
    }

    /// What happened to a unit, the oldest first.
    pub async fn unit_history(
        &self,
        actor: &Actor,
        unit: UnitId,
    ) -> Result<Vec<Recorded>, CommandError> {
        self.administers(actor).await?;
        let mut facts = self.store().stream(UNITS_STREAM, 0).await?;
        facts
            .retain(|recorded| matches!(&recorded.fact, Fact::Unit(event) if event.unit() == unit));
        Ok(facts)
    }

    /// How many people each unit has, by the unit's id, and the accounts with grants: numbers and
    /// names of those who work with records, nothing of a dossier.
    pub async fn units_staffed(
        &self,
        actor: &Actor,
    ) -> Result<(std::collections::BTreeMap<String, i64>, Vec<AccountRow>), CommandError> {
        self.administers(actor).await?;
        let db = self.store().db();
        let people = people::counts(db).await.map_err(StoreError::from)?;
        let staff = accounts::staff(db, "", ACCOUNTS_MAX).await.map_err(StoreError::from)?;
        Ok((people, staff))
    }
}
