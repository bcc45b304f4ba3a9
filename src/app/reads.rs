//! What pages, the interface and the command line read: read models joined with the facts they
//! point at. Nothing here decides and nothing here writes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use hoso_events::{
    calendar::{Calendar, DayLine},
    entry::{Entry, Slot, Value},
    fact::{Fact, Recorded},
    ids::{DossierId, UnitId},
    rulebook::{Duty, Rule, Rulebook},
    values::Paper,
};
use hoso_projections::{
    obligations::{self, ObligationRow},
    record::{self, RecordRow, value_in},
    timeline,
};

use super::{
    Act, Actor, App, CommandError, Target,
    execute::{CALENDAR_STREAM, RULEBOOK_STREAM},
    may,
    transfers::CoverSheet,
};
use crate::store::{
    StoreError,
    access_log::{self, AccessEntry},
    read,
};

/// The most duties shown of one dossier.
const OBLIGATIONS_MAX: i64 = 500;

/// Where a value comes from: who said it, when, for whom, on which paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    pub position: u64,
    pub event_type: &'static str,
    pub recorded_at: DateTime<Utc>,
    pub actor: String,
    pub unit: Option<String>,
    pub paper: Option<Paper>,
    /// The log that recorded it first, where that is another one.
    pub received_from: Option<String>,
}

impl Origin {
    pub(super) fn of(recorded: &Recorded) -> Self {
        Self {
            position: recorded.provenance.position,
            event_type: recorded.fact.kind(),
            recorded_at: recorded.provenance.recorded_at,
            actor: recorded.provenance.by.actor.name.clone(),
            unit: recorded.provenance.by.acting_for.as_ref().map(|unit| unit.name.clone()),
            paper: recorded.fact.paper().cloned(),
            received_from: recorded.provenance.received.as_ref().map(|from| from.origin.clone()),
        }
    }
}

/// One field, or one row of a table, as it stands, with its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldView {
    pub slot: Slot,
    /// The value said last.
    pub said: Option<Value>,
    /// The value that stands: the checked one while another is on its way, else the said one.
    pub stands: Option<Value>,
    /// `draft`, `waiting`, `returned` or `checked`.
    pub state: String,
    /// Since when the value said last is true.
    pub true_since: Option<NaiveDate>,
    /// Since when `stands` is true, while another value is on its way.
    pub stands_since: Option<NaiveDate>,
    /// Where the value said last comes from.
    pub said_by: Option<Origin>,
    /// Where `stands` comes from, while another value is on its way.
    pub stands_by: Option<Origin>,
    /// Who checked the value that stands.
    pub checked_by: Option<Origin>,
    pub submission: Option<String>,
    pub objection: Option<String>,
}

/// One line of a timeline, ready to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub recorded: Recorded,
}

impl Line {
    /// What it said of fields, before and after.
    pub fn entries(&self) -> &[Entry] {
        match &self.recorded.fact {
            Fact::Dossier(event) => event.entries(),
            _ => &[],
        }
    }
}

/// Which moment of a record is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AsOf {
    /// True in the world on this day.
    pub true_on: Option<NaiveDate>,
    /// As far as was known at this instant.
    pub known_at: Option<DateTime<Utc>>,
}

impl AsOf {
    /// Whether the record as it stands now is meant.
    pub fn is_now(&self) -> bool {
        *self == Self::default()
    }
}

/// Why a due date is what it is.
#[derive(Debug, Clone)]
pub struct Explanation {
    pub obligation: ObligationRow,
    pub duty: Duty,
    /// The rule the due date was computed with.
    pub rule: Option<Rule>,
    /// Day by day; empty when a calendar is missing.
    pub days: Vec<DayLine>,
    /// The year whose calendar is missing.
    pub missing_year: Option<i32>,
    pub started_by: Option<Origin>,
    pub met_by: Option<Origin>,
}

impl App {
    /// Where a person stands in the order of lists, for the page that begins after them: nothing of
    /// the dossier is shown.
    pub async fn place_in_list(
        &self,
        actor: &Actor,
        id: DossierId,
    ) -> Result<(String, String), CommandError> {
        let (person, _ground) = self.readable(actor, id).await?;
        Ok((person.sort_key, person.dossier_id))
    }

    /// The record of one dossier, with the origin of every field.
    pub async fn record(
        &self,
        actor: &Actor,
        id: DossierId,
        as_of: AsOf,
    ) -> Result<Vec<FieldView>, CommandError> {
        let seen = self.seen(actor, id, as_of).await?;
        let rows = if as_of.is_now() && seen.until.is_none() {
            record::of_dossier(self.store().db(), &id.to_string())
                .await
                .map_err(StoreError::from)?
        } else {
            let facts = seen.of(self.store().stream(&id.to_string(), 0).await?);
            record::as_of(&facts, as_of.true_on, as_of.known_at)
        };
        let told = |row: &RecordRow| [Some(row.said_by), row.stands_by, row.checked_by];
        let facts = self.facts_at(rows.iter().flat_map(told).flatten().collect()).await?;
        Ok(rows.iter().filter_map(|row| field_view(row, &facts)).collect())
    }

    /// The facts at some positions, by position.
    pub(super) async fn facts_at(
        &self,
        positions: BTreeSet<i64>,
    ) -> Result<BTreeMap<i64, Recorded>, CommandError> {
        let positions: Vec<i64> = positions.into_iter().collect();
        let facts = read::at(self.store().db(), &positions).await?;
        Ok(facts.into_iter().map(|fact| (fact.provenance.position as i64, fact)).collect())
    }

    /// The newest `limit` lines of a dossier's timeline before a position, newest first.
    pub async fn timeline(
        &self,
        actor: &Actor,
        id: DossierId,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<Line>, CommandError> {
        let seen = self.seen(actor, id, AsOf::default()).await?;
        let after_end = seen.until.and_then(|end| i64::try_from(end.position + 1).ok());
        let before = before.unwrap_or(i64::MAX).min(after_end.unwrap_or(i64::MAX));
        let positions = timeline::of_dossier(self.store().db(), &id.to_string(), before, limit)
            .await
            .map_err(StoreError::from)?;
        let mut facts = read::at(self.store().db(), &positions).await?;
        facts.reverse();
        Ok(facts.into_iter().map(|recorded| Line { recorded }).collect())
    }

    /// Every duty of one dossier, newest first.
    pub async fn duties(
        &self,
        actor: &Actor,
        id: DossierId,
    ) -> Result<Vec<ObligationRow>, CommandError> {
        self.person(actor, id).await?;
        Ok(obligations::of_dossier(self.store().db(), &id.to_string(), OBLIGATIONS_MAX)
            .await
            .map_err(StoreError::from)?)
    }

    /// Who has looked into a dossier, newest first, before an entry; `own` with the looks of the
    /// person themselves. To read this list is a look into the dossier too.
    pub async fn access_log(
        &self,
        actor: &Actor,
        id: DossierId,
        before: Option<i64>,
        own: bool,
        limit: i64,
    ) -> Result<Vec<AccessEntry>, CommandError> {
        self.person(actor, id).await?;
        let db = self.store().db();
        Ok(access_log::of_dossier(db, &id.to_string(), before, own, limit).await?)
    }

    /// Why a duty of a dossier is due when it is: by the rules and the calendar it was dated with,
    /// whatever was recorded since.
    pub async fn explain_duty(
        &self,
        actor: &Actor,
        id: DossierId,
        duty: Duty,
        subject: &str,
    ) -> Result<Explanation, CommandError> {
        self.explain(self.duties(actor, id).await?, duty, subject).await
    }

    /// The same of taking a dossier over, for whoever is shown the cover sheet of the transfer: the
    /// new unit owes it before it reads anything else.
    pub async fn explain_taking_over(
        &self,
        sheet: &CoverSheet,
    ) -> Result<Explanation, CommandError> {
        let dossier = sheet.dossier.to_string();
        let duties = obligations::of_dossier(self.store().db(), &dossier, OBLIGATIONS_MAX).await;
        let duties = duties.map_err(StoreError::from)?;
        self.explain(duties, Duty::TakeOver, &sheet.id.to_string()).await
    }

    async fn explain(
        &self,
        duties: Vec<ObligationRow>,
        duty: Duty,
        subject: &str,
    ) -> Result<Explanation, CommandError> {
        let obligation = duties
            .into_iter()
            .find(|row| row.duty == duty.as_str() && row.subject == subject)
            .ok_or(CommandError::Denied)?;
        let (calendar, rulebook) = self.dated_with(&obligation).await?;
        let started_on = obligation.started_on.parse::<NaiveDate>().ok();
        let rule = started_on
            .and_then(|day| rulebook.in_force(duty, day))
            .map(|(rule, _pack)| rule.clone());
        let (mut days, mut missing_year) = (vec![], None);
        if let (Some(rule), Some(started_on)) = (&rule, started_on) {
            match calendar.explain(started_on, rule.n, rule.unit) {
                Ok(lines) => days = lines,
                Err(gap) => missing_year = Some(gap.year),
            }
        }
        let positions = [Some(obligation.started_by), obligation.met_by];
        let facts = self.facts_at(positions.into_iter().flatten().collect()).await?;
        let origin = |position: i64| facts.get(&position).map(Origin::of);
        Ok(Explanation {
            started_by: origin(obligation.started_by),
            met_by: obligation.met_by.and_then(origin),
            obligation,
            duty,
            rule,
            days,
            missing_year,
        })
    }

    /// The calendar and the rules as they were known when a duty was dated.
    async fn dated_with(
        &self,
        obligation: &ObligationRow,
    ) -> Result<(Calendar, Rulebook), CommandError> {
        let (mut calendar, mut rulebook) = (Calendar::default(), Rulebook::default());
        for recorded in self.store().stream(CALENDAR_STREAM, 0).await? {
            if let Fact::Calendar(event) = &recorded.fact
                && (calendar.version() as i64) < obligation.calendar_version
            {
                calendar.evolve(event);
            }
        }
        for recorded in self.store().stream(RULEBOOK_STREAM, 0).await? {
            if let Fact::Rulebook(event) = &recorded.fact
                && (rulebook.version() as i64) < obligation.rulebook_version
            {
                rulebook.evolve(event);
            }
        }
        Ok((calendar, rulebook))
    }

    /// The paths of the units an actor may list for an act, widest first.
    pub async fn paths(&self, actor: &Actor, act: Act) -> Result<Vec<String>, CommandError> {
        let world = self.store().world().await?;
        Ok(super::access::scopes(actor, act, &world.units)
            .into_iter()
            .map(|scope| path_of(&world.units, scope))
            .collect())
    }

    /// The path of a unit by its code, if the actor may do `act` there.
    pub async fn path_of_code(
        &self,
        actor: &Actor,
        act: Act,
        code: &str,
    ) -> Result<String, CommandError> {
        let world = self.store().world().await?;
        let unit = world.units.by_code(code).ok_or(CommandError::Denied)?;
        may(actor, act, Target::Unit(unit.id), &world.units)
            .map_err(|_denied| CommandError::Denied)?;
        Ok(path_of(&world.units, unit.id))
    }
}

/// A unit's path, as the `units` table writes it.
fn path_of(units: &hoso_events::unit::UnitTree, id: UnitId) -> String {
    units
        .path(id)
        .into_iter()
        .filter_map(|id| units.get(id))
        .map(|unit| format!("{}/", unit.code))
        .collect()
}

fn field_view(row: &RecordRow, facts: &BTreeMap<i64, Recorded>) -> Option<FieldView> {
    let slot: Slot = row.slot.parse().ok()?;
    let day = |text: &Option<String>| text.as_deref().and_then(|day| day.parse().ok());
    let origin = |position: Option<i64>| facts.get(&position?).map(Origin::of);
    let value = |position: i64| facts.get(&position).and_then(|fact| value_in(fact, &slot));
    Some(FieldView {
        said: value(row.said_by),
        stands: value(row.standing_by()),
        state: row.state.clone(),
        true_since: day(&row.true_since),
        stands_since: day(&row.stands_since),
        said_by: origin(Some(row.said_by)),
        stands_by: origin(row.stands_by),
        checked_by: origin(row.checked_by),
        submission: row.submission.clone(),
        objection: row.objection.clone(),
        slot,
    })
}
