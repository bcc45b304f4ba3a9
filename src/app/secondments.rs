//! Secondments: what either unit is shown of one, the lists of them, and what is told ahead of the
//! day on which one, or a rotation, comes to its end.

use chrono::{Days, NaiveDate};
use hoso_events::{
    dossier::Phase,
    fact::{Fact, Recorded},
    ids::{DossierId, SecondmentId, TransferId, UnitId},
};
use hoso_projections::{
    secondments::{self, Seconded, Side},
    transfers::{self, OnTheWay},
};

use super::{Act, Actor, App, CommandError, Opened, Target, may};
use crate::store::StoreError;

/// The most secondments one list shows.
const LISTED_MAX: i64 = 200;

/// How many days ahead an end is told, and for how many days after it.
pub const TOLD_DAYS: u64 = 30;

/// One secondment as both units see it: who, where, for how long, on which papers. Nothing of what
/// the record says.
#[derive(Debug, Clone)]
pub struct SecondmentSheet {
    pub id: SecondmentId,
    pub dossier: DossierId,
    pub found: Seconded,
    /// How it stands today.
    pub phase: Phase,
    /// Its facts so far, the order first.
    pub steps: Vec<Recorded>,
    /// Whether the reader may act on it for the unit that manages the dossier.
    pub sends: bool,
    /// Whether the reader may read the dossier today.
    pub reads: bool,
}

/// The secondments from and to the reader's units.
#[derive(Debug, Clone, Default)]
pub struct SecondmentLists {
    pub sent: Vec<Seconded>,
    pub hosted: Vec<Seconded>,
}

/// What is said of a dossier that is on the move, or whose person is elsewhere for a time.
#[derive(Debug, Clone, Default)]
pub struct Moves {
    pub transfer: Option<TransferId>,
    /// The newest secondment that is planned, lasts, or ended a short while ago.
    pub secondment: Option<Seconded>,
    /// The transfer for a term that brought it here, when the term ends soon or is over.
    pub term: Option<OnTheWay>,
}

/// The ends that are near or just passed in the reader's units, the earliest first.
#[derive(Debug, Clone, Default)]
pub struct Ends {
    pub secondments: Vec<Seconded>,
    pub terms: Vec<OnTheWay>,
}

impl Ends {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.secondments.is_empty() && self.terms.is_empty()
    }
}

fn told_from(today: NaiveDate) -> NaiveDate {
    today.checked_sub_days(Days::new(TOLD_DAYS)).unwrap_or(today)
}

fn told_until(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(TOLD_DAYS)).unwrap_or(today)
}

impl App {
    /// What both units see of a secondment; for anyone else it is as if it were not there. That it
    /// was looked at is written down before this returns.
    pub async fn secondment(
        &self,
        actor: &Actor,
        id: SecondmentId,
    ) -> Result<SecondmentSheet, CommandError> {
        let found = secondments::by_id(self.store().db(), &id.to_string()).await;
        let found = found.map_err(StoreError::from)?.ok_or(CommandError::Denied)?;
        let unit = |text: &str| UnitId::parse(text).map_err(|_not_an_id| CommandError::Denied);
        let (managing, host) = (unit(&found.managing_unit)?, unit(&found.row.host_unit)?);
        let dossier = DossierId::parse(&found.row.dossier_id);
        let dossier = dossier.map_err(|_not_an_id| CommandError::Denied)?;
        let world = self.store().world().await?;
        let own = actor.is_person_of(dossier);
        let first = if own { Target::OwnDossier(managing) } else { Target::Unit(managing) };
        let may_read = |target| may(actor, Act::ReadDossier, target, &world.units).ok();
        let ground = [first, Target::Unit(host)].into_iter().find_map(may_read);
        self.looked_into(actor, dossier, ground).await?;
        let facts = self.store().stream(&dossier.to_string(), 0).await?;
        let is_of = |recorded: &Recorded| match &recorded.fact {
            Fact::Dossier(event) => event.secondment() == Some(id),
            _ => false,
        };
        let today = self.store().clock().today();
        let sends = may(actor, Act::TransferDossier, Target::Unit(managing), &world.units).is_ok();
        Ok(SecondmentSheet {
            id,
            dossier,
            phase: found.row.phase(today).ok_or(CommandError::Denied)?,
            steps: facts.into_iter().filter(is_of).collect(),
            sends: sends && !own,
            reads: self.readable(actor, dossier).await.is_ok(),
            found,
        })
    }

    /// The secondments from and to the units whose officer the actor is, the earliest end first;
    /// that they were listed is written down.
    pub async fn secondments(&self, actor: &Actor) -> Result<SecondmentLists, CommandError> {
        let paths = self.paths(actor, Act::TransferDossier).await?;
        if paths.is_empty() {
            return Err(CommandError::Denied);
        }
        let (db, since) = (self.store().db(), told_from(self.store().clock().today()));
        let mut lists = SecondmentLists::default();
        for path in paths {
            let sent = secondments::listed(db, &path, Side::Sent, since, LISTED_MAX).await;
            lists.sent.extend(sent.map_err(StoreError::from)?);
            let hosted = secondments::listed(db, &path, Side::Hosted, since, LISTED_MAX).await;
            lists.hosted.extend(hosted.map_err(StoreError::from)?);
        }
        let hits = lists.sent.len() + lists.hosted.len();
        self.listed(actor, Opened::Secondment, hits).await?;
        Ok(lists)
    }

    /// The ends to be told at or below some paths, each once; see [`App::paths`].
    pub async fn ends(&self, paths: &[String]) -> Result<Ends, CommandError> {
        let (db, today) = (self.store().db(), self.store().clock().today());
        let (since, until) = (told_from(today), told_until(today).to_string());
        let mut ends = Ends::default();
        for path in paths {
            for side in [Side::Sent, Side::Hosted] {
                let listed = secondments::listed(db, path, side, since, LISTED_MAX).await;
                ends.secondments.extend(listed.map_err(StoreError::from)?);
            }
            let terms = transfers::term_ending(db, path, &until, LISTED_MAX).await;
            ends.terms.extend(terms.map_err(StoreError::from)?);
        }
        let near = |it: &Seconded| it.row.begins_on <= today.to_string() && it.row.ends_on <= until;
        ends.secondments.retain(near);
        ends.secondments.sort_by(|a, b| {
            let key = |it: &Seconded| (it.row.ends_on.clone(), it.row.secondment_id.clone());
            key(a).cmp(&key(b))
        });
        ends.secondments.dedup();
        ends.terms.sort_by(|a, b| {
            let key = |it: &OnTheWay| (it.row.term_ends_on.clone(), it.row.transfer_id.clone());
            key(a).cmp(&key(b))
        });
        ends.terms.dedup();
        Ok(ends)
    }

    /// What is to be said of the moves of a dossier, to whoever sees all of it.
    pub async fn moves(&self, actor: &Actor, id: DossierId) -> Result<Moves, CommandError> {
        self.person(actor, id).await?;
        let (db, today, stream_id) =
            (self.store().db(), self.store().clock().today(), id.to_string());
        let under_way = transfers::under_way(db, &stream_id).await.map_err(StoreError::from)?;
        let since = told_from(today).to_string();
        let newest = secondments::of_dossier(db, &stream_id, LISTED_MAX).await;
        let mut newest = newest.map_err(StoreError::from)?;
        newest.retain(|it| it.row.cancelled == 0 && it.row.ends_on >= since);
        // What lasts today comes before what is planned, and that before what is over.
        newest.sort_by_key(|it| match it.row.phase(today) {
            Some(Phase::Running) => 0,
            Some(Phase::Planned) => 1,
            _ => 2,
        });
        let until = told_until(today).to_string();
        let term = transfers::on_term(db, &stream_id).await.map_err(StoreError::from)?;
        Ok(Moves {
            transfer: under_way.and_then(|id| TransferId::parse(&id).ok()),
            secondment: newest.into_iter().next(),
            term: term.filter(|it| it.row.term_ends_on.as_ref().is_some_and(|day| *day <= until)),
        })
    }
}
