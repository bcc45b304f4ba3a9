//! The lines of a mass move on their way into the log, there or back: each a commit of its own, the
//! dossier and its account together, several waiting for their sync at a time.

use std::collections::BTreeMap;

use hoso_events::{
    account::{Account, WithUnits},
    dossier::{
        Dossier, DossierContext, DossierEvent, DossierRefusal, MoveOrder, MoveUndo, move_back,
        move_by_decision,
    },
    fact::{Fact, StreamType},
    ids::{AccountId, CorrelationId, MassMoveId, UnitId},
    mass_move::{AccountLine, GrantsThen, PersonLine},
    provenance::Source,
    values::Paper,
};
use hoso_projections::{accounts, engine::World, people};

use super::{Left, Tally};
use crate::{
    app::{
        Actor, App, CommandError,
        execute::{ATTEMPTS_MAX, Stream as _, append_error, fold, named_unit},
        import::{
            Watch,
            underway::{Answered, Underway},
        },
    },
    store::{AppendError, Commit, StoreError, StreamAppend},
};

/// Which way the lines are carried.
#[derive(Debug, Clone)]
pub(super) enum Way {
    Go { decision: Paper, effective_on: chrono::NaiveDate },
    Back(MoveUndo),
}

/// A line that waits for its sync.
#[derive(Debug, Clone, Copy)]
enum Sent {
    Person(PersonLine),
    Account(AccountLine),
}

/// What one carrying needs.
pub(super) struct Carrying<'a> {
    pub app: &'a App,
    pub actor: &'a Actor,
    pub source: Source,
    pub world: World,
    pub mass_move: MassMoveId,
    pub way: Way,
    /// The paper that changes of accounts rest on.
    pub decision: Paper,
    pub grants: GrantsThen,
    pub successors: BTreeMap<UnitId, UnitId>,
    underway: Underway<Sent>,
    /// Lines that others wrote to a moment ago.
    again: Vec<Sent>,
    pub tally: Tally,
}

/// Where the lines of one move come from and rest on.
pub(super) struct Basis {
    pub decision: Paper,
    pub grants: GrantsThen,
    pub successors: BTreeMap<UnitId, UnitId>,
}

impl<'a> Carrying<'a> {
    pub(super) fn new(
        app: &'a App,
        (actor, source): (&'a Actor, Source),
        world: World,
        (mass_move, way): (MassMoveId, Way),
        Basis { decision, grants, successors }: Basis,
    ) -> Self {
        let (underway, again, tally) = (Underway::default(), vec![], Tally::default());
        Self {
            app,
            actor,
            source,
            world,
            mass_move,
            way,
            decision,
            grants,
            successors,
            underway,
            again,
            tally,
        }
    }

    /// Carries all lines; those that others wrote to meanwhile once more, until they are through.
    pub(super) async fn carry(
        &mut self,
        people: &[PersonLine],
        accounts: &[AccountLine],
        watch: &Watch,
    ) -> Result<(), CommandError> {
        let lines = people.iter().copied().map(Sent::Person);
        let mut turn: Vec<Sent> =
            lines.chain(accounts.iter().copied().map(Sent::Account)).collect();
        for _attempt in 0..ATTEMPTS_MAX {
            for line in turn {
                if watch.is_to_stop() {
                    self.tally.stopped = true;
                    break;
                }
                match line {
                    Sent::Person(line) => self.person(line).await?,
                    Sent::Account(line) => self.account(line).await?,
                }
                watch.went_on(1);
            }
            while let Some(answered) = self.underway.next().await {
                self.answered(answered)?;
            }
            turn = std::mem::take(&mut self.again);
            if turn.is_empty() || self.tally.stopped {
                return Ok(());
            }
        }
        Err(CommandError::Busy)
    }

    fn leave(&mut self, line: PersonLine, code: &str) {
        let dossier = Some(line.dossier);
        self.tally.left.push(Left { row: None, dossier, code: code.to_owned() });
    }

    async fn person(&mut self, line: PersonLine) -> Result<(), CommandError> {
        let id = line.dossier.to_string();
        let kept = fold::<Dossier>(self.app.store().stream(&id, 0).await?);
        let target = match self.way {
            Way::Go { .. } => line.to,
            Way::Back(_) => line.from,
        };
        let unit = self.world.units.get(target);
        let context = DossierContext {
            today: self.app.store().clock().today(),
            actor_is_the_person: self.actor.is_person_of(line.dossier),
            unit_exists: unit.is_some_and(|unit| unit.stands()),
        };
        let facts = match self.decide(&kept.state, line, &context) {
            Ok(facts) if facts.is_empty() => {
                self.tally.already += 1;
                return Ok(());
            }
            Ok(facts) => facts,
            Err(DossierRefusal::UnknownUnit) if unit.is_some() => {
                self.leave(line, "unit_ended");
                return Ok(());
            }
            Err(refusal) => {
                self.leave(line, refusal.code());
                return Ok(());
            }
        };
        let mut streams = vec![StreamAppend {
            stream_type: StreamType::Dossier,
            stream_id: id.clone(),
            expected: kept.sequence,
            facts: facts.into_iter().map(Fact::Dossier).collect(),
        }];
        let row = accounts::of_dossier(self.app.store().db(), &id).await;
        if let Some(row) = row.map_err(StoreError::from)? {
            streams.extend(self.account_facts(&row.account_id, Some(target), None).await?);
        }
        self.send(streams, Sent::Person(line)).await
    }

    fn decide(
        &self,
        dossier: &Dossier,
        line: PersonLine,
        context: &DossierContext,
    ) -> Result<Vec<DossierEvent>, DossierRefusal> {
        let mass_move = self.mass_move;
        let PersonLine { from, to, .. } = line;
        match &self.way {
            Way::Go { decision, effective_on } => {
                let (decision, effective_on) = (decision.clone(), *effective_on);
                let order = MoveOrder { mass_move, from, to, decision, effective_on };
                move_by_decision(dossier, &order, context)
            }
            Way::Back(undo) => move_back(dossier, undo, context),
        }
    }

    /// Leaves the accounts of a unit, and what opens something there, as they are where someone stays.
    pub(super) async fn leave_where_someone_stays(&mut self) -> Result<(), CommandError> {
        let counts = people::counts(self.app.store().db()).await.map_err(StoreError::from)?;
        self.successors.retain(|unit, _to| !counts.contains_key(&unit.to_string()));
        Ok(())
    }

    async fn account(&mut self, line: AccountLine) -> Result<(), CommandError> {
        // One that went on to another unit meanwhile stays there.
        let (target, only_from) = match self.way {
            Way::Go { .. } => {
                let to = line.to.filter(|_to| self.successors.contains_key(&line.from));
                (to, Some(line.from))
            }
            Way::Back(_) => (line.to.map(|_to| line.from), line.to),
        };
        match self.account_facts(&line.account.to_string(), target, only_from).await? {
            Some(append) => self.send(vec![append], Sent::Account(line)).await,
            None => Ok(()),
        }
    }

    /// What is recorded in the stream of an account, read from the log itself: whoever changes it
    /// meanwhile makes the whole line clash, and it is decided again.
    async fn account_facts(
        &self,
        id: &str,
        to: Option<UnitId>,
        only_from: Option<UnitId>,
    ) -> Result<Option<StreamAppend>, CommandError> {
        let kept = fold::<Account>(self.app.store().stream(id, 0).await?);
        let is_there = match (&kept.state, only_from) {
            (Account::Active(issued), Some(unit)) => issued.unit == unit,
            _ => true,
        };
        let to = to.filter(|_to| is_there);
        let with = WithUnits {
            mass_move: self.mass_move,
            grants: self.grants,
            successors: &self.successors,
            on: self.app.store().clock().today(),
            decision: &self.decision,
            tree: &self.world.units,
        };
        let facts = match self.way {
            Way::Go { .. } => with.goes(&kept.state, to),
            Way::Back(_) => with.comes_back(&kept.state, to),
        };
        drop(Account::cache(self.app).take(id));
        Ok((!facts.is_empty()).then(|| StreamAppend {
            stream_type: StreamType::Account,
            stream_id: id.to_owned(),
            expected: kept.sequence,
            facts: facts.into_iter().map(Fact::Account).collect(),
        }))
    }

    async fn send(&mut self, streams: Vec<StreamAppend>, line: Sent) -> Result<(), CommandError> {
        let root = self.world.units.root().map(|root| root.id);
        let acting_for = root.and_then(|root| named_unit(&self.world, root));
        // One act, whoever carries it and however often it is taken up.
        let correlation = CorrelationId::from_uuid(self.mass_move.as_uuid());
        let by = self.actor.authorship(acting_for, correlation, self.source);
        let commit = Commit { streams, by, request: None };
        for answered in self.underway.send(self.app.store(), commit, line).await? {
            self.answered(answered)?;
        }
        Ok(())
    }

    /// What came of a line.
    fn answered(&mut self, (line, answer): Answered<Sent>) -> Result<(), CommandError> {
        if let Sent::Person(PersonLine { dossier, .. }) = line {
            drop(Dossier::cache(self.app).take(&dossier.to_string()));
        }
        match answer {
            Ok(receipt) => {
                self.tally.done += u64::from(matches!(line, Sent::Person(_)));
                self.tally.position = self.tally.position.max(Some(receipt.last_position));
            }
            // Someone wrote to it a moment ago.
            Err(AppendError::Conflict) => self.again.push(line),
            Err(other) => return Err(append_error(other)),
        }
        if let Sent::Account(AccountLine { account, .. }) = line {
            self.forget(account);
        }
        Ok(())
    }

    fn forget(&self, account: AccountId) {
        drop(Account::cache(self.app).take(&account.to_string()));
    }
}
