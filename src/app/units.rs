//! What still stands at units that are to end: the stream of units cannot know it, so it is looked at
//! before. Who opens a dossier there in the same instant is not stopped by it.

use std::collections::{BTreeMap, BTreeSet};

use hoso_events::{
    dossier::{DossierCommand, SecondmentStep, ServiceStep, TransferStep},
    ids::UnitId,
    unit::{UnitCommand, UnitEvent, UnitTree, decide},
};
use hoso_projections::{accounts, people};

use super::{Actor, App, CommandError, Refusal, accounts::in_force};
use crate::store::StoreError;

/// How many accounts are read at once.
const PAGE: i64 = 2_000;

/// What stands at some units, each without those below it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KeptThere {
    /// People whose dossiers are managed there.
    pub people: i64,
    /// Open accounts that belong there and to no dossier.
    pub accounts: i64,
    /// Grants within one of the units that are in force or will be.
    pub grants: i64,
}

/// What a command about units would do, before it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreseen {
    pub events: Vec<UnitEvent>,
    pub kept: KeptThere,
}

impl App {
    /// What a command would do to the units as they stand, and who is kept where it would end one;
    /// or why it would be refused.
    pub async fn foresee(
        &self,
        actor: &Actor,
        command: &UnitCommand,
    ) -> Result<Foreseen, CommandError> {
        self.administers(actor).await?;
        let world = self.store().world().await?;
        let today = self.store().clock().today();
        let events = decide(&world.units, command.clone(), today)
            .map_err(|refusal| CommandError::Refused(refusal.into()))?;
        let kept = in_all(&self.kept_at(&ending(&events)).await?);
        Ok(Foreseen { events, kept })
    }

    /// Nobody and nothing is left at a unit that ends.
    pub(super) async fn leaves_nobody(
        &self,
        units: &UnitTree,
        command: &UnitCommand,
    ) -> Result<(), CommandError> {
        let today = self.store().clock().today();
        // What is refused anyway is refused by the stream, in its own words.
        let Ok(events) = decide(units, command.clone(), today) else { return Ok(()) };
        let kept = in_all(&self.kept_at(&ending(&events)).await?);
        if kept == KeptThere::default() {
            return Ok(());
        }
        let KeptThere { people, accounts, grants } = kept;
        let words = [("people", people), ("accounts", accounts), ("grants", grants)];
        Err(CommandError::Refused(Refusal {
            words: words.map(|(word, n)| (word, n.to_string())).into(),
            ..Refusal::plain("unit_in_use")
        }))
    }

    /// What is kept at some units, each for itself; one where nothing is kept is absent.
    pub(super) async fn kept_at(
        &self,
        units: &BTreeSet<UnitId>,
    ) -> Result<BTreeMap<UnitId, KeptThere>, StoreError> {
        let mut kept: BTreeMap<UnitId, KeptThere> = BTreeMap::new();
        if units.is_empty() {
            return Ok(kept);
        }
        let (db, today) = (self.store().db(), self.store().clock().today());
        let one_of = |id: &str| UnitId::parse(id).ok().filter(|id| units.contains(id));
        for (unit, people) in people::counts(db).await? {
            if let Some(unit) = one_of(&unit).filter(|_unit| people > 0) {
                kept.entry(unit).or_default().people += people;
            }
        }
        let mut after = String::new();
        loop {
            let rows = accounts::of_units(db, &after, PAGE).await?;
            let Some(last) = rows.last() else { return Ok(kept) };
            after.clone_from(&last.account_id);
            for row in rows {
                if let Some(unit) = one_of(&row.unit_id).filter(|_unit| row.dossier_id.is_none()) {
                    kept.entry(unit).or_default().accounts += 1;
                }
                for line in row.grant_lines() {
                    let lasts = in_force(&line, today) || (!line.revoked && today < line.from);
                    if lasts && units.contains(&line.scope) {
                        kept.entry(line.scope).or_default().grants += 1;
                    }
                }
            }
        }
    }
}

/// What is kept at several units together.
fn in_all(kept: &BTreeMap<UnitId, KeptThere>) -> KeptThere {
    kept.values().fold(KeptThere::default(), |all, one| KeptThere {
        people: all.people + one.people,
        accounts: all.accounts + one.accounts,
        grants: all.grants + one.grants,
    })
}

/// Nobody comes to a unit that is no more.
pub(super) fn takes_in(
    units: &UnitTree,
    unit: UnitId,
    command: &DossierCommand,
) -> Result<(), CommandError> {
    let comes_to = match command {
        DossierCommand::OpenDossier { .. } => Some(unit),
        DossierCommand::Transfer { step: TransferStep::Order { to, .. }, .. } => Some(*to),
        DossierCommand::Secondment { step: SecondmentStep::Order { host, .. }, .. } => Some(*host),
        // The receiving unit, which is the one that acts.
        DossierCommand::Transfer { step: TransferStep::Accept { .. }, .. } => Some(unit),
        DossierCommand::Service { step: ServiceStep::Resume { .. }, .. } => Some(unit),
        _ => None,
    };
    let ended = comes_to.and_then(|to| units.get(to)).is_some_and(|to| !to.stands());
    if ended { Err(CommandError::Refused(Refusal::plain("unit_ended"))) } else { Ok(()) }
}

/// The units that facts end.
fn ending(events: &[UnitEvent]) -> BTreeSet<UnitId> {
    events.iter().filter(|event| event.is_end()).map(UnitEvent::unit).collect()
}
