//! What a clerk works through: a submission with everything it is compared by, single facts by
//! their place in the log, and the dossier behind a personal id number.

use hoso_events::{
    account::{AccountEvent, Holder},
    claim::ClaimKind,
    dossier::{DossierEvent, Objection},
    fact::{Fact, Recorded},
    ids::{AccountId, DossierId, SubmissionId, UnitId},
    rulebook::Duty,
};
use hoso_projections::{
    obligations::ObligationRow,
    people::{self, PersonRow},
};

use super::{
    Act, Actor, App, CommandError, Opened, Target,
    access::scopes,
    may,
    reads::{AsOf, FieldView, Line},
    scans::Papers,
};
use crate::store::{StoreError, read};

/// A submission as its check sees it.
#[derive(Debug, Clone)]
pub struct Submitted {
    pub person: PersonRow,
    /// The duty to check it.
    pub check: ObligationRow,
    /// The fact that handed it in.
    pub handed_in: Recorded,
    /// The fact that ended the wait: checked, returned or withdrawn; none while it waits.
    pub ended: Option<Recorded>,
    /// The fields and rows to compare; none once it waits no more.
    pub fields: Vec<FieldView>,
    /// What was wrong with it the last time, when it mends a return.
    pub objected: Vec<Objection>,
    /// The fact that opened the dossier, with the paper it was confirmed by.
    pub opened_by: Option<Recorded>,
    /// The papers of the dossier with what was scanned of them, and the portrait.
    pub papers: Papers,
}

/// One fact with its bytes and its hashes, as the log keeps them.
#[derive(Debug, Clone)]
pub struct FactInLog {
    pub recorded: Recorded,
    pub stored: read::StoredBytes,
    /// The person whose dossier it belongs to; none for units, calendars, rules and staff accounts.
    pub person: Option<PersonRow>,
}

impl App {
    /// A submission for whoever may check it there; the person themselves may not, which the
    /// caller says in words. For anyone else it is as if it were not there.
    pub async fn submitted(
        &self,
        actor: &Actor,
        id: DossierId,
        submission: SubmissionId,
    ) -> Result<Submitted, CommandError> {
        let person = self.checkable(actor, id).await?;
        let duties = self.duties(actor, id).await?;
        let subject = submission.to_string();
        let check = duties
            .iter()
            .find(|row| row.duty == Duty::Check.as_str() && row.subject == subject)
            .cloned()
            .ok_or(CommandError::Denied)?;
        let mended = |row: &&ObligationRow| {
            row.duty == Duty::Amend.as_str() && row.met_by == Some(check.started_by)
        };
        let returned_by: Vec<i64> =
            duties.iter().filter(mended).map(|row| row.started_by).collect();
        let opening = duties.iter().filter(|row| row.duty == Duty::IssueAccount.as_str());
        let opened_by = opening.map(|row| row.started_by).next();
        let wanted = [Some(check.started_by), check.met_by, opened_by];
        let wanted = wanted.into_iter().flatten().chain(returned_by.iter().copied()).collect();
        let mut facts = self.facts_at(wanted).await?;
        let fields = self.record(actor, id, AsOf::default()).await?;
        let waits = |field: &FieldView| {
            field.state == "waiting" && field.submission.as_deref() == Some(&subject)
        };
        let objected = returned_by.iter().filter_map(|at| facts.get(at)).flat_map(objections);
        let papers = self.papers(actor, id).await?;
        Ok(Submitted {
            papers,
            objected: objected.cloned().collect(),
            opened_by: opened_by.and_then(|at| facts.get(&at).cloned()),
            ended: check.met_by.and_then(|at| facts.remove(&at)),
            handed_in: facts.remove(&check.started_by).ok_or(CommandError::Denied)?,
            fields: fields.into_iter().filter(waits).collect(),
            person,
            check,
        })
    }

    /// The person behind a dossier, for whoever may check it, or would be the wrong one to.
    pub async fn checkable(&self, actor: &Actor, id: DossierId) -> Result<PersonRow, CommandError> {
        let person = self.person(actor, id).await?;
        let world = self.store().world().await?;
        let unit = UnitId::parse(&person.unit_id).map_err(|_not_an_id| CommandError::Denied)?;
        may(actor, Act::CheckRecord, Target::Unit(unit), &world.units)
            .map_err(|_denied| CommandError::Denied)?;
        Ok(person)
    }

    /// The fact at a place in the log, for whoever may read the dossier it belongs to. Of an account
    /// without a dossier, for whoever may see that account; of units, calendars and rules, for
    /// whoever may read a deadline board.
    pub async fn fact_in_log(
        &self,
        actor: &Actor,
        position: u64,
    ) -> Result<FactInLog, CommandError> {
        let found = read::stored_at(self.store().db(), position).await?;
        let (recorded, stored) = found.ok_or(CommandError::Denied)?;
        let person = match &recorded.fact {
            Fact::Dossier(_) => {
                let id = DossierId::parse(&recorded.stream_id);
                let id = id.map_err(|_not_an_id| CommandError::Denied)?;
                Some(self.look(actor, id, |end| position <= end.position).await?.person)
            }
            Fact::Account(_) => match self.dossier_of_account(&recorded.stream_id).await? {
                Some(id) => {
                    Some(self.look(actor, id, |end| position <= end.position).await?.person)
                }
                None => {
                    let id = AccountId::parse(&recorded.stream_id);
                    self.account(actor, id.map_err(|_not_an_id| CommandError::Denied)?).await?;
                    None
                }
            },
            Fact::Unit(_) | Fact::Calendar(_) | Fact::Rulebook(_) => {
                let world = self.store().world().await?;
                if !actor.is_service && scopes(actor, Act::ReadBoard, &world.units).is_empty() {
                    return Err(CommandError::Denied);
                }
                None
            }
        };
        Ok(FactInLog { recorded, stored, person })
    }

    /// The dossier an account was made for.
    async fn dossier_of_account(&self, stream_id: &str) -> Result<Option<DossierId>, CommandError> {
        let facts = self.store().stream(stream_id, 0).await?;
        Ok(facts.iter().find_map(|recorded| match &recorded.fact {
            Fact::Account(AccountEvent::AccountIssued {
                holder: Holder::Official { dossier },
                ..
            }) => Some(*dossier),
            _ => None,
        }))
    }

    /// What a reader is told after an act: the fact it recorded, if they may read it.
    pub async fn just_recorded(&self, actor: &Actor, position: u64) -> Option<(Line, PersonRow)> {
        let fact = self.fact_in_log(actor, position).await.ok()?;
        // Only what this reader did themselves is told as done.
        let own = fact.recorded.provenance.by.actor.id == actor.account.id;
        let person = fact.person.filter(|_person| own)?;
        Some((Line { recorded: fact.recorded }, person))
    }

    /// The person with this personal id number, when the actor may read their dossier: it alone
    /// says whether there is one.
    pub async fn person_by_number(
        &self,
        actor: &Actor,
        number: &str,
    ) -> Result<Option<PersonRow>, CommandError> {
        let db = self.store().db();
        let held = read::holders(db, ClaimKind::PersonalId, &[number]).await?;
        let Some(id) = held.get(number) else { return Ok(None) };
        let Ok(id) = DossierId::parse(id) else { return Ok(None) };
        match self.person(actor, id).await {
            Ok(person) => Ok(Some(person)),
            Err(CommandError::Denied) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// The people with these dossiers whom the actor may read, in the order asked for.
    pub async fn people_among(
        &self,
        actor: &Actor,
        dossiers: &[DossierId],
    ) -> Result<Vec<PersonRow>, CommandError> {
        let world = self.store().world().await?;
        let mut found = vec![];
        for id in dossiers {
            let row = people::by_id(self.store().db(), &id.to_string())
                .await
                .map_err(StoreError::from)?;
            let readable = |row: &PersonRow| {
                UnitId::parse(&row.unit_id).is_ok_and(|unit| {
                    may(actor, Act::ReadDossier, Target::Unit(unit), &world.units).is_ok()
                })
            };
            found.extend(row.filter(readable));
        }
        self.listed(actor, Opened::People, found.len()).await?;
        Ok(found)
    }
}

fn objections(recorded: &Recorded) -> &[Objection] {
    match &recorded.fact {
        Fact::Dossier(DossierEvent::SubmissionReturned { objections, .. }) => objections,
        _ => &[],
    }
}
