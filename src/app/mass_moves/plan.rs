//! What a mass move would do, line by line: a dry run that records nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use hoso_events::{
    claim::ClaimKind,
    dossier::DossierRefusal,
    ids::{AccountId, DossierId, UnitId},
    mass_move::{AccountLine, Manifest, PersonLine, UnitEnding},
    unit::UnitTree,
};
use hoso_projections::{
    accounts,
    people::{self, Placed},
    transfers,
};

use super::{
    AskedMove, Left, PEOPLE_MAX, Planned, WHICH_ENDS, Whom,
    units::{ended, endings},
};
use crate::{
    app::{
        Actor, App, CommandError, Refusal,
        import::{
            ListError, Watch, read_batches,
            rows::{UnitNames, personal_id},
        },
    },
    import::{PersonRow, fold},
    store::{StoreError, read},
};

/// How many people are looked up together.
const PAGE: usize = 500;
/// How many accounts are read at once.
const ACCOUNTS_PAGE: i64 = 2_000;

/// What is gathered on the way to a manifest.
struct Draft<'a> {
    actor: &'a Actor,
    units: &'a UnitTree,
    people: BTreeMap<DossierId, PersonLine>,
    left: Vec<Left>,
}

impl Draft<'_> {
    fn leave(&mut self, row: Option<u32>, dossier: Option<DossierId>, code: &str) {
        self.left.push(Left { row, dossier, code: code.to_owned() });
    }

    /// Puts one person on the manifest, or leaves them with the reason.
    fn put(&mut self, row: Option<u32>, person: &Placed, to: UnitId, on_the_way: bool) {
        let Ok(dossier) = DossierId::parse(&person.dossier_id) else { return };
        let Ok(from) = UnitId::parse(&person.unit_id) else { return };
        let code = if self.people.contains_key(&dossier) {
            Some(Refusal::plain("twice_on_list").code)
        } else if self.actor.is_person_of(dossier) {
            Some(DossierRefusal::OwnDossier.code())
        } else if on_the_way {
            Some(DossierRefusal::TransferUnderWay.code())
        } else if from == to {
            Some(DossierRefusal::TransferToOwnUnit.code())
        } else {
            stands(self.units, to).err()
        };
        match code {
            Some(code) => self.leave(row, Some(dossier), code),
            None => drop(self.people.insert(dossier, PersonLine { dossier, from, to })),
        }
    }
}

fn stands(units: &UnitTree, unit: UnitId) -> Result<(), &'static str> {
    match units.get(unit) {
        None => Err(DossierRefusal::UnknownUnit.code()),
        Some(known) if !known.stands() => Err(Refusal::plain("unit_ended").code),
        Some(_) => Ok(()),
    }
}

/// The unit that takes over from each unit that is emptied: those named, and where asked for those
/// below, but none that takes over itself.
fn emptied(
    units: &UnitTree,
    named: &BTreeMap<UnitId, UnitId>,
    below: bool,
) -> BTreeMap<UnitId, UnitId> {
    let mut all = BTreeMap::new();
    if below {
        for (from, to) in named {
            let kept = |unit: &UnitId| units.is_within(*unit, *to) && *unit != *from;
            for unit in units.standing_below(*from).into_iter().filter(|unit| !kept(unit)) {
                // The one named nearest above it counts.
                let deeper = all
                    .get(&unit)
                    .is_some_and(|(above, _): &(UnitId, UnitId)| units.is_within(*above, *from));
                if !deeper {
                    all.insert(unit, (*from, *to));
                }
            }
        }
    }
    all.extend(named.iter().map(|(from, to)| (*from, (*from, *to))));
    all.into_iter().map(|(unit, (_, to))| (unit, to)).filter(|(unit, to)| unit != to).collect()
}

impl App {
    /// What a mass move would do: who would go from where to where, and who would be left and why.
    /// Nothing is recorded.
    pub async fn plan_mass_move(
        &self,
        actor: &Actor,
        asked: &AskedMove,
        watch: &Watch,
    ) -> Result<Planned, ListError> {
        self.moves_many(actor).await?;
        let world = self.store().world().await?;
        let units = &*world.units;
        let mut draft = Draft { actor, units, people: BTreeMap::new(), left: vec![] };
        let successors = match &asked.whom {
            Whom::List { .. } => BTreeMap::new(),
            Whom::Units { successors, below, .. } => emptied(units, successors, *below),
        };
        for (from, to) in &successors {
            for unit in [from, to] {
                stands(units, *unit).map_err(|code| CommandError::Refused(Refusal::plain(code)))?;
            }
        }
        match &asked.whom {
            Whom::List { bytes, to } => {
                let today = self.store().clock().today();
                let (mut batches, head) = read_batches(bytes.clone(), vec![], today).await?;
                if to.is_none() && !head.names_units() {
                    let refusal = Refusal::plain("list_unit_missing");
                    return Err(CommandError::Refused(refusal).into());
                }
                let names = UnitNames::of(units);
                while let Some(batch) = batches.recv().await {
                    let batch = batch?;
                    self.put_rows(&mut draft, &names, &batch, *to).await?;
                    watch.went_on(batch.len());
                }
            }
            Whom::Units { except, .. } => {
                self.put_units(&mut draft, &successors, except, watch).await?;
            }
        }
        if draft.people.len() > PEOPLE_MAX {
            let words = vec![("max", PEOPLE_MAX.to_string())];
            let refusal = Refusal { words, ..Refusal::plain("mass_move_too_many") };
            return Err(CommandError::Refused(refusal).into());
        }
        let Draft { people, left, .. } = draft;
        let lines: Vec<PersonLine> = people.values().copied().collect();
        let endings =
            endings(units, &asked.ends, &successors, &lines).map_err(CommandError::Refused)?;
        let today = self.store().clock().today().max(asked.effective_on);
        let basis = (asked.effective_on, &asked.decision);
        if let Some((unit, refusal)) = ended(units, &endings, basis, today).1.into_iter().next() {
            let mut refusal = Refusal::from(refusal);
            let name = units.get(unit).map(|unit| format!("{} ({})", unit.name, unit.code));
            refusal.words.push((WHICH_ENDS, name.unwrap_or_default()));
            return Err(CommandError::Refused(refusal).into());
        }
        // Accounts and access go to the first of those a unit is divided among.
        let mut successors = successors;
        for UnitEnding { unit, into } in &endings {
            successors.entry(*unit).or_insert(into[0]);
        }
        let still_there = self.still_there(&endings, &lines).await?;
        let accounts = self.accounts_of(&successors, &people).await?;
        let manifest = Manifest {
            mass_move: asked.mass_move,
            decision: asked.decision.clone(),
            effective_on: asked.effective_on,
            reason: asked.reason.clone(),
            grants: asked.grants,
            successors,
            people: lines,
            accounts,
            endings,
        };
        Ok(Planned { manifest, left, still_there })
    }

    /// The people with these personal id numbers, by number.
    async fn numbered(&self, numbers: &[&str]) -> Result<HashMap<String, Placed>, StoreError> {
        let held = read::holders(self.store().db(), ClaimKind::PersonalId, numbers).await?;
        let ids: Vec<&str> = held.values().map(String::as_str).collect();
        let found = people::among(self.store().db(), &ids).await?;
        let found: HashMap<&str, &Placed> =
            found.iter().map(|person| (person.dossier_id.as_str(), person)).collect();
        let person = |(number, dossier): (&String, &String)| {
            Some((number.clone(), (*found.get(dossier.as_str())?).clone()))
        };
        Ok(held.iter().filter_map(person).collect())
    }

    async fn on_the_way(&self, people: &[&Placed]) -> Result<BTreeSet<String>, StoreError> {
        let ids: Vec<&str> = people.iter().map(|person| person.dossier_id.as_str()).collect();
        let found = transfers::under_way_among(self.store().db(), &ids).await?;
        Ok(found.into_iter().collect())
    }

    async fn put_rows(
        &self,
        draft: &mut Draft<'_>,
        names: &UnitNames,
        rows: &[PersonRow],
        all_to: Option<UnitId>,
    ) -> Result<(), StoreError> {
        let numbers: Vec<&str> = rows.iter().filter_map(personal_id).collect();
        let found = self.numbered(&numbers).await?;
        let on_the_way = self.on_the_way(&found.values().collect::<Vec<_>>()).await?;
        for row in rows {
            let at = Some(row.sheet_row);
            let Some(person) = personal_id(row).and_then(|number| found.get(number)) else {
                draft.leave(at, None, Refusal::plain("person_unknown").code);
                continue;
            };
            let dossier = DossierId::parse(&person.dossier_id).ok();
            // The number of one person beside the name of another moves neither.
            let named = row.cells.get("full_name").map(|cell| fold(&cell.value));
            if named.is_some_and(|named| named != fold(&person.full_name)) {
                draft.leave(at, dossier, Refusal::plain("name_differs").code);
                continue;
            }
            let to = match (&row.unit, all_to) {
                (Some(cell), _) => names.find(draft.units, cell),
                (None, Some(to)) => Ok(to),
                (None, None) => Err(Refusal::plain("list_unit_missing")),
            };
            match to {
                Ok(to) => draft.put(at, person, to, on_the_way.contains(&person.dossier_id)),
                Err(refusal) => draft.leave(at, dossier, refusal.code),
            }
        }
        Ok(())
    }

    async fn put_units(
        &self,
        draft: &mut Draft<'_>,
        successors: &BTreeMap<UnitId, UnitId>,
        except: &[(String, Option<UnitId>)],
        watch: &Watch,
    ) -> Result<(), StoreError> {
        let numbers: Vec<&str> = except.iter().map(|(number, _)| number.as_str()).collect();
        let found = self.numbered(&numbers).await?;
        let mut exceptions: BTreeMap<String, Option<UnitId>> = BTreeMap::new();
        for (number, to) in except {
            let here = found.get(number).filter(|person| {
                UnitId::parse(&person.unit_id).is_ok_and(|unit| successors.contains_key(&unit))
            });
            match (here, found.get(number)) {
                (Some(person), _) => drop(exceptions.insert(person.dossier_id.clone(), *to)),
                (None, Some(elsewhere)) => {
                    draft.leave(
                        None,
                        DossierId::parse(&elsewhere.dossier_id).ok(),
                        DossierRefusal::NotAtUnit.code(),
                    );
                }
                (None, None) => draft.leave(None, None, Refusal::plain("person_unknown").code),
            }
        }
        for (from, to) in successors {
            let mut after = String::new();
            loop {
                let (db, unit) = (self.store().db(), from.to_string());
                let page = people::of_unit(db, &unit, &after, PAGE as i64).await?;
                let Some(last) = page.last() else { break };
                after.clone_from(&last.dossier_id);
                let on_the_way = self.on_the_way(&page.iter().collect::<Vec<_>>()).await?;
                for person in &page {
                    let moving = on_the_way.contains(&person.dossier_id);
                    match exceptions.get(&person.dossier_id) {
                        None => draft.put(None, person, *to, moving),
                        Some(Some(elsewhere)) => draft.put(None, person, *elsewhere, moving),
                        Some(None) => {
                            let dossier = DossierId::parse(&person.dossier_id).ok();
                            draft.leave(None, dossier, Refusal::plain("stays_by_decision").code);
                        }
                    }
                }
                watch.went_on(page.len());
            }
        }
        Ok(())
    }

    /// The accounts of nobody on the manifest that change with the units that are emptied: staff who
    /// belong there, and whoever has grants there.
    async fn accounts_of(
        &self,
        successors: &BTreeMap<UnitId, UnitId>,
        people: &BTreeMap<DossierId, PersonLine>,
    ) -> Result<Vec<AccountLine>, StoreError> {
        let mut lines = vec![];
        if successors.is_empty() {
            return Ok(lines);
        }
        let mut after = String::new();
        loop {
            let rows = accounts::of_units(self.store().db(), &after, ACCOUNTS_PAGE).await?;
            let Some(last) = rows.last() else { return Ok(lines) };
            after.clone_from(&last.account_id);
            for row in rows {
                let dossier = row.dossier_id.as_deref().and_then(|id| DossierId::parse(id).ok());
                if dossier.is_some_and(|dossier| people.contains_key(&dossier)) {
                    continue;
                }
                let ids = (AccountId::parse(&row.account_id), UnitId::parse(&row.unit_id));
                let (Ok(account), Ok(from)) = ids else { continue };
                let belongs = row.dossier_id.is_none();
                let to = successors.get(&from).copied().filter(|_to| belongs);
                let granted = row
                    .grant_lines()
                    .iter()
                    .any(|line| !line.revoked && successors.contains_key(&line.scope));
                if to.is_some() || granted {
                    lines.push(AccountLine { account, to, from });
                }
            }
        }
    }
}
