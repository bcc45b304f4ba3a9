//! When people are expected to retire: of one dossier, and of the units one may read.

use std::collections::BTreeSet;

use hoso_events::ids::DossierId;
use hoso_projections::{
    births::{self, BirthRow, Nearness, Retiring},
    record,
};

use super::{Actor, App, CommandError};
use crate::store::StoreError;

/// The most people one list holds.
pub const LISTED_MAX: i64 = 10_000;
/// How many people's records are asked about together.
const ASKED_TOGETHER: usize = 200;

/// What expected retirement follows from in one dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retirement {
    pub birth: BirthRow,
    /// Whether sex and birth were held against the paper.
    pub checked: bool,
}

impl App {
    /// What expected retirement follows from, of someone in service; none of someone who is not.
    pub async fn retirement(
        &self,
        actor: &Actor,
        id: DossierId,
    ) -> Result<Option<Retirement>, CommandError> {
        self.person(actor, id).await?;
        let id = id.to_string();
        let birth = births::by_id(self.store().db(), &id).await.map_err(StoreError::from)?;
        let Some(birth) = birth.filter(|birth| birth.in_service == 1) else { return Ok(None) };
        let checked = self.births_checked(&[&id]).await?.contains(&id);
        Ok(Some(Retirement { birth, checked }))
    }

    /// The people in service at or below some paths who are as near retirement as that, those who
    /// retire first first; at most [`LISTED_MAX`].
    pub async fn retiring(
        &self,
        paths: &[String],
        near: &[Nearness],
    ) -> Result<Vec<Retiring>, StoreError> {
        let today = self.store().clock().today();
        let mut found = vec![];
        for path in paths {
            for near in near {
                let db = self.store().db();
                found.extend(births::within(db, path, *near, today, LISTED_MAX).await?);
            }
        }
        births::in_order(&mut found);
        found.truncate(usize::try_from(LISTED_MAX).unwrap_or_default());
        Ok(found)
    }

    /// How many people in service at or below some paths are how near retirement.
    pub async fn retiring_counts(
        &self,
        paths: &[String],
        near: &[Nearness],
    ) -> Result<Vec<(Nearness, i64)>, StoreError> {
        let today = self.store().clock().today();
        let mut counts = vec![];
        for near in near {
            let mut all = 0;
            for path in paths {
                all += births::count(self.store().db(), path, *near, today).await?;
            }
            counts.push((*near, all));
        }
        Ok(counts)
    }

    /// Which of some dossiers have sex and birth held against the paper.
    pub async fn births_checked(&self, dossiers: &[&str]) -> Result<BTreeSet<String>, StoreError> {
        let mut checked = BTreeSet::new();
        for few in dossiers.chunks(ASKED_TOGETHER) {
            let rows = record::of_dossiers(self.store().db(), few, &births::FIELDS).await?;
            let is_checked = |id: &str| {
                let own = rows.iter().filter(|row| row.dossier_id == id);
                own.filter(|row| row.state == "checked").count() == births::FIELDS.len()
            };
            checked.extend(few.iter().filter(|id| is_checked(id)).map(|id| (*id).to_owned()));
        }
        Ok(checked)
    }
}
