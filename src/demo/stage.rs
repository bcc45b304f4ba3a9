//! Running the acts: in the order of time, all of one instant together, each by who does it with
//! the grants they hold then.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use hoso_events::{
    account::{AccountCommand, Role},
    calendar::local_date,
    ids::{AccountId, DossierId, GrantId, UnitId},
    provenance::{Named, Source},
};
use hoso_projections::engine::World;

use super::{
    people::{Part, Person},
    script::{Act, By, Scene},
    staff::staff,
};
use crate::{
    app::{Actor, App, Command, CommandError, Done, Refusal, Request},
    clock::ScriptedClock,
};

/// A grant as the acts so far have made it.
#[derive(Debug, Clone, Copy)]
struct Grant {
    role: Role,
    scope: UnitId,
    from: NaiveDate,
    until: Option<NaiveDate>,
}

/// Someone with an account: who they are to the log.
#[derive(Debug, Clone)]
struct Player {
    account: Named<AccountId>,
    dossier: Option<DossierId>,
    unit: UnitId,
}

/// Who plays, and what each may do at the moment.
pub(super) struct Stage<'a> {
    app: &'a App,
    scene: &'a Scene,
    people: &'a [Person],
    /// The officer of each department and commune.
    officers: BTreeMap<usize, u32>,
    grants: BTreeMap<AccountId, BTreeMap<GrantId, Grant>>,
    last_position: u64,
}

impl<'a> Stage<'a> {
    pub(super) fn new(app: &'a App, scene: &'a Scene, people: &'a [Person]) -> Self {
        let officers = people.iter().filter(|person| person.part == Part::Officer);
        let officers = officers.map(|person| (person.unit, person.number)).collect();
        Self { app, scene, people, officers, grants: BTreeMap::new(), last_position: 0 }
    }

    /// Runs all acts; answers how many facts the log then holds.
    pub(super) async fn run(
        mut self,
        clock: &ScriptedClock,
        acts: Vec<Act>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<u64, CommandError> {
        let of = acts.len() as u64;
        let mut done = 0;
        let mut acts = acts.into_iter().peekable();
        while let Some(at) = acts.peek().map(|act| act.at) {
            let mut now = vec![];
            while let Some(act) = acts.next_if(|act| act.at == at) {
                now.push(act);
            }
            clock.set(at);
            done += now.len() as u64;
            self.run_together(now).await?;
            progress(done, of);
        }
        Ok(self.last_position)
    }

    async fn run_together(&mut self, acts: Vec<Act>) -> Result<(), CommandError> {
        let world = self.app.store().world().await?;
        let mut requests = Vec::with_capacity(acts.len());
        for act in &acts {
            let today = local_date(act.at);
            let actor = self.actor(act.by, today, &world);
            let source = if act.by == By::Service { Source::Job } else { Source::Page };
            requests.push((actor, Request::new(act.command.clone(), source)));
            // What is granted now may be used from the next act on.
            self.note(&act.command);
        }
        let answers = self.app.execute_in_order(requests).await;
        for (act, answer) in acts.iter().zip(answers) {
            match answer {
                Ok(Done::Recorded { last_position, .. }) => self.last_position = last_position,
                Ok(Done::AlreadySo) => {
                    let nothing = CommandError::Refused(Refusal::plain("nothing_to_submit"));
                    return Err(told(act, nothing));
                }
                Err(error) => return Err(told(act, error)),
            }
        }
        Ok(())
    }

    fn actor(&self, by: By, today: NaiveDate, world: &World) -> Actor {
        let player = match by {
            By::Service => return Actor::service(),
            By::Administrator => self.staff_member(0),
            By::Person(number) => self.person(number),
            By::OfficerFor { unit, person } => {
                let keeper = self.scene.province.keeper(unit, today);
                match self.officers.get(&keeper) {
                    Some(officer) if *officer != person => self.person(*officer),
                    _ => self.staff_member(2),
                }
            }
        };
        let held = self.grants.get(&player.account.id).into_iter().flatten();
        let holds =
            |grant: &Grant| grant.from <= today && grant.until.is_none_or(|until| today <= until);
        Actor {
            grants: held
                .filter(|(_, grant)| holds(grant))
                .map(|(_, grant)| (grant.role, grant.scope))
                .collect(),
            unit: world
                .units
                .get(player.unit)
                .map(|unit| Named { id: unit.id, name: unit.name.to_string() }),
            account: player.account,
            dossier: player.dossier,
            is_service: false,
            reads_only: None,
            visit: Default::default(),
        }
    }

    fn person(&self, number: u32) -> Player {
        let person = &self.people[number as usize];
        Player {
            account: Named { id: person.account, name: person.name.clone() },
            dossier: Some(person.dossier),
            unit: self.scene.province.units[person.unit].id,
        }
    }

    fn staff_member(&self, place: usize) -> Player {
        let who = &staff(self.scene)[place];
        let account = Named { id: who.account, name: who.name.to_owned() };
        Player { account, dossier: None, unit: who.unit(self.scene) }
    }

    /// Keeps up with what accounts may do.
    fn note(&mut self, command: &Command) {
        let Command::Account(account, asked) = command else { return };
        let held = self.grants.entry(*account).or_default();
        match asked {
            AccountCommand::GrantAccess { grant, role, scope, from, until, .. } => {
                let (role, scope, from, until) = (*role, *scope, *from, *until);
                held.insert(*grant, Grant { role, scope, from, until });
            }
            AccountCommand::RestrictAccess { grant, scope, until, .. }
            | AccountCommand::ExtendAccess { grant, scope, until, .. } => {
                if let Some(grant) = held.get_mut(grant) {
                    (grant.scope, grant.until) = (*scope, *until);
                }
            }
            AccountCommand::RevokeAccess { grant, .. } => drop(held.remove(grant)),
            AccountCommand::CloseAccount { .. } => held.clear(),
            AccountCommand::IssueAccount { .. } => {}
        }
    }
}

/// A refused act is a mistake of the demo itself: what it was goes to the operator's log.
fn told(act: &Act, error: CommandError) -> CommandError {
    let (command, at) = (act.command.name(), act.at);
    let stream = match &act.command {
        Command::Dossier(id, _) => id.to_string(),
        Command::Pair(pair, _) => pair.duplicate.to_string(),
        Command::Account(id, _) => id.to_string(),
        Command::Unit(_) | Command::Calendar(_) | Command::Rulebook(_) => String::new(),
    };
    let slot = match &error {
        CommandError::Refused(refusal) => refusal.slot.as_ref().map(ToString::to_string),
        _ => None,
    };
    tracing::error!(
        command, stream, code = error.code(), slot, by = ?act.by,
        "the demo could not do {command} of {at}: {error}"
    );
    error
}
