//! What someone who enters a record works on: the record as it is being entered, what is still
//! missing, what they typed and have not saved, and what became of what they handed in.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use hoso_events::{
    catalogue::{Enterer, Section, catalogue},
    dossier::DossierEvent,
    entry::{FieldCode, Slot, Value},
    fact::Fact,
    ids::{DossierId, SubmissionId, UnitId},
    rulebook::Duty,
};
use hoso_projections::{obligations::ObligationRow, people::PersonRow};

use super::{
    Act, Actor, App, CommandError, Target, may,
    reads::{AsOf, FieldView, Origin},
};
use crate::store::drafts::{self, Draft, Of};

/// A record as the person it is about, or an officer for them, enters it.
#[derive(Debug, Clone)]
pub struct Entering {
    pub person: PersonRow,
    /// Whether the one who enters is the person themselves.
    pub own: bool,
    /// Every field and row the record says something of.
    pub fields: BTreeMap<Slot, FieldView>,
    pub duties: Vec<ObligationRow>,
    /// What the one who enters has typed and not saved.
    pub unsaved: Vec<Draft>,
}

impl Entering {
    /// Whether the first record is being entered; later, what was declared and came back is.
    pub fn is_first(&self) -> bool {
        self.person.situation == "first_entry"
    }

    /// What was said last of a field or row.
    pub fn said(&self, slot: &Slot) -> Option<&Value> {
        self.fields.get(slot).and_then(|field| field.said.as_ref())
    }

    /// Everything said, for what is judged across fields.
    pub fn values(&self) -> BTreeMap<Slot, Value> {
        let said = |(slot, field): (&Slot, &FieldView)| Some((slot.clone(), field.said.clone()?));
        self.fields.iter().filter_map(said).collect()
    }

    /// Whether a field or row can be typed as a draft now.
    pub fn takes_draft(&self, slot: &Slot) -> bool {
        let by_person = catalogue().entered_by(slot.field.as_str()) == Some(Enterer::Person);
        by_person && (self.is_first() || self.fields.get(slot).is_some_and(is_draft))
    }

    /// What was typed and not handed in.
    pub fn drafts(&self) -> impl Iterator<Item = &FieldView> {
        self.fields.values().filter(|field| is_draft(field))
    }

    /// What came back and must be mended.
    pub fn returned(&self) -> impl Iterator<Item = &FieldView> {
        self.fields.values().filter(|field| field.state == "returned")
    }

    /// What the person must still say before the first record can be handed in, in form order.
    pub fn missing(&self) -> Vec<FieldCode> {
        if self.is_first() { catalogue().missing_for_submission(&self.values()) } else { vec![] }
    }

    /// Whether something was typed into a section, not saved, and can still be.
    pub fn has_unsaved(&self, section: &Section) -> bool {
        let here = |field: &FieldView| section.fields.contains(&field.slot.field);
        let start = format!("{}/", section.code);
        (self.is_first() || self.drafts().any(here))
            && self.unsaved.iter().any(|draft| draft.form.starts_with(&start))
    }

    /// The rows of a table that are there, in the order they were first said.
    pub fn rows<'a>(&'a self, table: &'a str) -> impl Iterator<Item = &'a FieldView> {
        self.fields.values().filter(move |field| {
            field.slot.field.as_str() == table && field.slot.row.is_some() && field.said.is_some()
        })
    }
}

fn is_draft(field: &FieldView) -> bool {
    matches!(field.state.as_str(), "draft" | "returned")
}

/// What was handed in together and what became of it.
#[derive(Debug, Clone)]
pub struct Submission {
    pub id: SubmissionId,
    /// The fact that handed it in.
    pub handed_in: Origin,
    /// The fields and rows it holds.
    pub slots: Vec<Slot>,
    /// The unit's duty to check it.
    pub check: ObligationRow,
    /// The fact that checked, returned or withdrew it.
    pub ended: Option<Origin>,
}

impl App {
    /// The record of a dossier for one who may enter it.
    pub async fn entering(&self, actor: &Actor, id: DossierId) -> Result<Entering, CommandError> {
        self.may_enter(actor, id).await?;
        let person = self.person(actor, id).await?;
        let fields = self.record(actor, id, AsOf::default()).await?;
        Ok(Entering {
            person,
            own: actor.is_person_of(id),
            fields: fields.into_iter().map(|field| (field.slot.clone(), field)).collect(),
            duties: self.duties(actor, id).await?,
            unsaved: drafts::of_dossier(self.store(), &of(actor, id)).await?,
        })
    }

    async fn may_enter(&self, actor: &Actor, id: DossierId) -> Result<(), CommandError> {
        let person = self.person(actor, id).await?;
        let unit = UnitId::parse(&person.unit_id).map_err(|_not_an_id| CommandError::Denied)?;
        let own = actor.is_person_of(id);
        let target = if own { Target::OwnDossier(unit) } else { Target::Unit(unit) };
        let world = self.store().world().await?;
        may(actor, Act::EnterRecord, target, &world.units)
            .map(|_ground| ())
            .map_err(|_denied| CommandError::Denied)
    }

    /// Keeps what is typed into a form, beside the log, for the one who types.
    pub async fn keep_draft(
        &self,
        actor: &Actor,
        id: DossierId,
        form: &str,
        typed: &str,
    ) -> Result<DateTime<Utc>, CommandError> {
        self.may_enter(actor, id).await?;
        Ok(drafts::keep(self.store(), &of(actor, id), form, typed).await?)
    }

    /// Drops what was typed into a form and not saved.
    pub async fn drop_draft(
        &self,
        actor: &Actor,
        id: DossierId,
        form: &str,
    ) -> Result<(), CommandError> {
        Ok(drafts::drop_form(self.store(), &of(actor, id), form).await?)
    }

    /// One submission of a dossier, for whoever may read it.
    pub async fn submission(
        &self,
        actor: &Actor,
        id: DossierId,
        submission: SubmissionId,
    ) -> Result<Submission, CommandError> {
        let subject = submission.to_string();
        let is_check =
            |row: &ObligationRow| row.duty == Duty::Check.as_str() && row.subject == subject;
        let duties = self.duties(actor, id).await?;
        let check = duties.into_iter().find(is_check).ok_or(CommandError::Denied)?;
        let positions = [Some(check.started_by), check.met_by];
        let facts = self.facts_at(positions.into_iter().flatten().collect()).await?;
        let began = facts.get(&check.started_by).cloned().ok_or(CommandError::Denied)?;
        let began = self.handed_in(id, submission, began).await?;
        let slots = match &began.fact {
            Fact::Dossier(DossierEvent::RecordSubmitted { slots, .. }) => slots.clone(),
            Fact::Dossier(event) => event.entries().iter().map(|e| e.slot.clone()).collect(),
            _ => vec![],
        };
        Ok(Submission {
            id: submission,
            handed_in: Origin::of(&began),
            slots,
            ended: check.met_by.and_then(|by| facts.get(&by)).map(Origin::of),
            check,
        })
    }
}

fn of(actor: &Actor, id: DossierId) -> Of {
    Of { dossier_id: id.to_string(), account_id: actor.account.id.to_string() }
}
