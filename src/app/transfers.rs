//! The transfer of a dossier between units: which of the two a step is for, what is recorded with an
//! acceptance, and what either of them is shown before.

use hoso_events::{
    account::{Account, moved_with_dossier},
    catalogue::catalogue,
    dossier::{
        Dossier, DossierCommand, DossierEvent, Held, InventoryLine, SecondmentStep, Side, Stage,
        Transfer, TransferStep, evolve,
    },
    entry::{FieldCode, Slot},
    fact::{Fact, Recorded, StreamType},
    ids::{DossierId, TransferId, UnitId},
    values::Paper,
};
use hoso_projections::{
    accounts,
    engine::World,
    people,
    transfers::{self, OnTheWay, Way},
};

use super::{
    Act, Actor, App, CommandError, Opened, Target,
    execute::{Stream as _, fold},
    may,
};
use crate::store::{StoreError, StreamAppend};

/// The most transfers one list shows.
const LISTED_MAX: i64 = 200;

/// How many digits of a personal id number whoever may not read the dossier is shown.
const MASK_SHOWS: usize = 4;

/// What both units see of a transfer: whom it is about, how far it is, and how much was handed over.
/// Nothing of what the record says.
#[derive(Debug, Clone)]
pub struct CoverSheet {
    pub id: TransferId,
    pub dossier: DossierId,
    pub found: OnTheWay,
    pub from: UnitId,
    pub to: UnitId,
    pub stage: Stage,
    /// The dossier's code on paper; masked for whoever may not read the dossier.
    pub personal_id_no: Option<String>,
    /// How many fields and rows each section holds, as released.
    pub sections: Vec<(String, usize)>,
    pub inventory: Vec<InventoryLine>,
    /// Its facts so far, the order first.
    pub steps: Vec<Recorded>,
    /// Whether the reader sees the dossier itself, all of it or up to where it went.
    pub reads: bool,
    /// Whether the reader takes the steps of the old unit, and those of the new one.
    pub sends: bool,
    pub receives: bool,
}

/// The transfers of the reader's units.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    pub incoming: Vec<OnTheWay>,
    pub outgoing: Vec<OnTheWay>,
}

/// The unit a command is for: the one that manages the dossier; of a transfer, the one whose turn
/// the step is. None for a transfer that is not there.
pub(super) fn acting_unit(held: &Held, command: &DossierCommand) -> Option<UnitId> {
    let DossierCommand::Transfer { transfer, step } = command else {
        return Some(held.managing_unit());
    };
    let known = held.transfers().get(transfer);
    match (step.side(), step) {
        (Side::Sending, TransferStep::Order { .. }) => {
            Some(known.map_or(held.managing_unit(), Transfer::from))
        }
        (Side::Sending, _) => known.map(Transfer::from),
        (Side::Receiving, _) => known.map(Transfer::to),
    }
}

/// Whether the unit that a transfer or a secondment goes to is there.
pub(super) fn is_there(held: &Held, command: &DossierCommand, world: &World) -> bool {
    let to = match command {
        DossierCommand::Transfer { step: TransferStep::Order { to, .. }, .. } => Some(*to),
        DossierCommand::Transfer { transfer, .. } => {
            held.transfers().get(transfer).map(Transfer::to)
        }
        DossierCommand::Secondment { step: SecondmentStep::Order { host, .. }, .. } => Some(*host),
        _ => None,
    };
    to.is_none_or(|to| world.units.get(to).is_some())
}

/// Where the dossier goes and by which decision, when the command is an acceptance.
pub(super) fn acceptance(held: &Held, command: &DossierCommand) -> Option<(UnitId, Paper)> {
    let DossierCommand::Transfer { transfer, step: TransferStep::Accept { .. } } = command else {
        return None;
    };
    let known = held.transfers().get(transfer)?;
    Some((known.to(), known.decision()?.clone()))
}

/// A number of which only the end is told: enough to hold the paper against, too little to look
/// anyone up by.
fn masked(number: &str) -> String {
    let hidden = number.chars().count().saturating_sub(MASK_SHOWS);
    number.chars().enumerate().map(|(at, digit)| if at < hidden { '•' } else { digit }).collect()
}

fn step_of(recorded: &Recorded, id: TransferId) -> Option<&DossierEvent> {
    match &recorded.fact {
        Fact::Dossier(event) if event.transfer() == Some(id) => Some(event),
        _ => None,
    }
}

/// What was handed over: the record as it stood at the last release, or stands until there is one.
fn handed_over(facts: &[Recorded], id: TransferId) -> (Dossier, Vec<InventoryLine>) {
    let mut dossier = Dossier::default();
    let (mut as_released, mut inventory) = (None, vec![]);
    for recorded in facts {
        let Fact::Dossier(event) = &recorded.fact else { continue };
        dossier = evolve(dossier, event);
        match step_of(recorded, id) {
            Some(DossierEvent::DossierReleased { inventory: lines, .. }) => {
                (as_released, inventory) = (Some(dossier.clone()), lines.clone());
            }
            Some(DossierEvent::ReleaseRecalled { .. }) => {
                (as_released, inventory) = (None, vec![]);
            }
            Some(step) if as_released.is_none() && ends(step) => {
                as_released = Some(dossier.clone())
            }
            Some(_) | None => {}
        }
    }
    (as_released.unwrap_or(dossier), inventory)
}

/// Whether nothing is handed over any more from there on.
fn ends(step: &DossierEvent) -> bool {
    matches!(step, DossierEvent::TransferRefused { .. } | DossierEvent::TransferCancelled { .. })
}

fn counts(held: &Held) -> Vec<(String, usize)> {
    let of = |slot: &Slot| catalogue().section_of(slot.field.as_str());
    let sections = catalogue().sections().iter().map(|section| {
        let own = |slot: &&Slot| of(slot).is_some_and(|found| found.code == section.code);
        (section.code.to_string(), held.values().keys().filter(own).count())
    });
    sections.filter(|(_, count)| *count > 0).collect()
}

impl App {
    /// What both units see of a transfer; for anyone else it is as if it were not there. That it
    /// was looked at is written down before this returns.
    pub async fn cover_sheet(
        &self,
        actor: &Actor,
        id: TransferId,
    ) -> Result<CoverSheet, CommandError> {
        let found = transfers::by_id(self.store().db(), &id.to_string()).await;
        let found = found.map_err(StoreError::from)?.ok_or(CommandError::Denied)?;
        let unit = |text: &str| UnitId::parse(text).map_err(|_not_an_id| CommandError::Denied);
        let (from, to) = (unit(&found.row.from_unit)?, unit(&found.row.to_unit)?);
        let dossier = DossierId::parse(&found.row.dossier_id);
        let dossier = dossier.map_err(|_not_an_id| CommandError::Denied)?;
        let world = self.store().world().await?;
        let own = actor.is_person_of(dossier);
        let first = if own { Target::OwnDossier(from) } else { Target::Unit(from) };
        let ground = [first, Target::Unit(to)]
            .into_iter()
            .find_map(|target| may(actor, Act::ReadDossier, target, &world.units).ok());
        self.looked_into(actor, dossier, ground).await?;
        let facts = self.store().stream(&dossier.to_string(), 0).await?;
        let state = fold::<Dossier>(facts.clone()).state;
        let known = state.held().and_then(|held| held.transfers().get(&id));
        let stage = known.map(Transfer::stage).ok_or(CommandError::Denied)?;
        let (released, inventory) = handed_over(&facts, id);
        let held = released.held();
        let number = FieldCode::parse("personal_id_no").ok().map(Slot::single);
        let number = held.zip(number).and_then(|(held, slot)| held.values().get(&slot));
        let number = number.and_then(|value| value.as_single());
        let reads = self.sees(actor, dossier).await?;
        let takes = |unit| {
            !own && may(actor, Act::TransferDossier, Target::Unit(unit), &world.units).is_ok()
        };
        Ok(CoverSheet {
            id,
            dossier,
            from,
            to,
            stage,
            personal_id_no: number
                .map(|number| if reads { number.to_owned() } else { masked(number) }),
            reads,
            sections: held.map(counts).unwrap_or_default(),
            inventory,
            steps: facts.into_iter().filter(|fact| step_of(fact, id).is_some()).collect(),
            sends: takes(from),
            receives: takes(to),
            found,
        })
    }

    /// The transfers to and from the units whose officer the actor is, most urgent first; names are
    /// on the cover sheet, and that they were listed is written down.
    pub async fn transfers(&self, actor: &Actor) -> Result<Lists, CommandError> {
        let paths = self.paths(actor, Act::TransferDossier).await?;
        if paths.is_empty() {
            return Err(CommandError::Denied);
        }
        let db = self.store().db();
        let mut lists = Lists::default();
        for path in paths {
            let incoming = transfers::listed(db, &path, Way::In, LISTED_MAX).await;
            lists.incoming.extend(incoming.map_err(StoreError::from)?);
            let outgoing = transfers::listed(db, &path, Way::Out, LISTED_MAX).await;
            lists.outgoing.extend(outgoing.map_err(StoreError::from)?);
        }
        let hits = lists.incoming.len() + lists.outgoing.len();
        self.listed(actor, Opened::Transfer, hits).await?;
        Ok(lists)
    }

    /// The transfer of a dossier that is under way, for whoever takes steps where it is managed.
    pub async fn transfer_under_way(
        &self,
        actor: &Actor,
        id: DossierId,
    ) -> Result<(people::PersonRow, Option<TransferId>), CommandError> {
        let person = self.person(actor, id).await?;
        let world = self.store().world().await?;
        let unit = UnitId::parse(&person.unit_id).map_err(|_not_an_id| CommandError::Denied)?;
        may(actor, Act::TransferDossier, Target::Unit(unit), &world.units)
            .map_err(|_denied| CommandError::Denied)?;
        let found = transfers::under_way(self.store().db(), &id.to_string()).await;
        let found = found.map_err(StoreError::from)?;
        Ok((person, found.and_then(|id| TransferId::parse(&id).ok())))
    }

    /// The unit that manages a dossier, if there is such a dossier.
    pub async fn managing_unit(&self, id: DossierId) -> Result<Option<UnitId>, CommandError> {
        let stream_id = id.to_string();
        let loaded = self.load::<Dossier>(&stream_id).await?;
        let unit = match &loaded.kept.state {
            // What was opened by mistake is nobody's.
            Dossier::Withdrawn(_) => None,
            other => other.held().map(|held| held.managing_unit()),
        };
        Dossier::cache(self).put(stream_id, loaded.kept);
        Ok(unit)
    }

    /// What an acceptance records in the stream of the person's account. Read from the log itself:
    /// whoever changes the account meanwhile makes the whole acceptance clash, and is not lost.
    pub(super) async fn account_goes_too(
        &self,
        id: DossierId,
        to: UnitId,
        decision: &Paper,
        world: &World,
    ) -> Result<Vec<StreamAppend>, CommandError> {
        let row = accounts::of_dossier(self.store().db(), &id.to_string()).await;
        let Some(row) = row.map_err(StoreError::from)? else { return Ok(vec![]) };
        let kept = fold::<Account>(self.store().stream(&row.account_id, 0).await?);
        // What was kept of it in mind is behind once this is recorded.
        drop(Account::cache(self).take(&row.account_id));
        let today = self.store().clock().today();
        let facts = moved_with_dossier(&kept.state, to, today, decision, &world.units);
        let facts: Vec<Fact> = facts.into_iter().map(Fact::Account).collect();
        if facts.is_empty() {
            return Ok(vec![]);
        }
        let (stream_type, expected) = (StreamType::Account, kept.sequence);
        Ok(vec![StreamAppend { stream_type, stream_id: row.account_id, expected, facts }])
    }
}
