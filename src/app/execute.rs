//! Running a command: the state is loaded, the decision made, the facts appended with the sequence
//! the decision saw. A clash loads again and decides again, a bounded number of times.

mod account;

use cqrs_es::{Aggregate, event_sink::EventSink};
use hoso_events::{
    account::Account,
    calendar::Calendar,
    dossier::{Dossier, DossierCommand, DossierContext},
    fact::{Fact, Recorded, StreamType},
    ids::{CorrelationId, DossierId, UnitId},
    provenance::{Authorship, Named},
    rulebook::Rulebook,
    unit::UnitTree,
};
use hoso_projections::engine::World;

use super::{
    Act, Actor, App, Command, CommandError, Done, Refusal, Request, Target,
    access::act_of,
    cache::{Kept, StateCache},
    endings::{acting_unit, is_there, with_account},
    may,
    units::takes_in,
};
use crate::store::{AppendError, Commit, Enqueued, QUEUE_COMMITS_MAX, RequestKey, StreamAppend};

/// How often a command is decided anew when others write to the same stream.
pub const ATTEMPTS_MAX: usize = 8;

/// How many commands of one ordered run wait for their sync at a time.
const IN_FLIGHT_MAX: usize = QUEUE_COMMITS_MAX / 2;

/// The ids of the streams there is one of.
pub const UNITS_STREAM: &str = "00000000-0000-0000-0000-000000000001";
pub const CALENDAR_STREAM: &str = "00000000-0000-0000-0000-000000000002";
pub const RULEBOOK_STREAM: &str = "00000000-0000-0000-0000-000000000003";

/// A kind of stream the executor can run commands on.
pub(super) trait Stream: Aggregate + Sized + 'static
where
    Self::Command: Clone,
    Self::Error: Into<Refusal>,
{
    const KIND: StreamType;
    fn cache(app: &App) -> &StateCache<Self>;
    fn fact(event: Self::Event) -> Fact;
    fn event(fact: Fact) -> Option<Self::Event>;
}

macro_rules! stream {
    ($state:ty, $kind:ident, $cache:ident) => {
        impl Stream for $state {
            const KIND: StreamType = StreamType::$kind;

            fn cache(app: &App) -> &StateCache<Self> {
                &app.$cache
            }

            fn fact(event: Self::Event) -> Fact {
                Fact::$kind(event)
            }

            fn event(fact: Fact) -> Option<Self::Event> {
                match fact {
                    Fact::$kind(event) => Some(event),
                    _ => None,
                }
            }
        }
    };
}

stream!(Dossier, Dossier, dossiers);
stream!(Account, Account, accounts);
stream!(UnitTree, Unit, units);
stream!(Calendar, Calendar, calendars);
stream!(Rulebook, Rulebook, rulebooks);

/// Whether a command waits for its sync, or for its turn only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pace {
    /// Decided on the log's own word, answered when it is recorded.
    Settled,
    /// Decided on what is about to be recorded; see [`App::execute_in_order`].
    Pipelined,
}

/// Drops a kept state that turned out not to be recorded.
type Forget = Box<dyn FnOnce(&App) + Send>;

/// A command after its decision.
enum Started {
    Done(Done),
    Enqueued { enqueued: Enqueued, forget: Forget },
}

/// A request with everything its stream's handler needs to know.
struct Asked<'a> {
    actor: &'a Actor,
    request: &'a Request,
    key: Option<RequestKey>,
    world: &'a World,
    pace: Pace,
}

/// Who asks, by which request, having seen what.
struct Ask {
    by: Authorship,
    key: Option<RequestKey>,
    seen: Option<u64>,
    pace: Pace,
    /// What is recorded in other streams with it, or not at all.
    beside: Vec<StreamAppend>,
}

/// A state on loan: fresh from the log, or kept from an earlier command.
pub(super) struct Loaded<A> {
    pub kept: Kept<A>,
    pub fresh: bool,
}

impl App {
    /// Runs one command for an actor.
    #[tracing::instrument(name = "app.execute", level = "debug", skip_all,
        fields(command = request.command.name(), actor.id = %actor.account.id), err(level = "info"))]
    pub async fn execute(&self, actor: &Actor, request: Request) -> Result<Done, CommandError> {
        match self.start(actor, &request, Pace::Settled).await? {
            Started::Done(done) => Ok(done),
            Started::Enqueued { .. } => Err(CommandError::Unknown),
        }
    }

    /// Runs commands in order, without waiting for one to be synced before deciding the next: the
    /// log holds them in this order, and each is answered for itself.
    pub async fn execute_in_order(
        &self,
        requests: Vec<(Actor, Request)>,
    ) -> Vec<Result<Done, CommandError>> {
        let mut answers = Vec::with_capacity(requests.len());
        let mut waiting: Vec<(usize, Enqueued, Forget)> = vec![];
        for (place, (actor, request)) in requests.into_iter().enumerate() {
            if waiting.len() >= IN_FLIGHT_MAX {
                self.settle(&mut waiting, &mut answers).await;
            }
            let mut started = self.start(&actor, &request, Pace::Pipelined).await;
            if started.is_err() && !waiting.is_empty() {
                // Perhaps only because what came before is not recorded yet.
                self.settle(&mut waiting, &mut answers).await;
                started = self.start(&actor, &request, Pace::Settled).await;
            }
            answers.push(match started {
                Ok(Started::Done(done)) => Ok(done),
                Ok(Started::Enqueued { enqueued, forget }) => {
                    waiting.push((place, enqueued, forget));
                    Err(CommandError::Unknown)
                }
                Err(error) => Err(error),
            });
        }
        self.settle(&mut waiting, &mut answers).await;
        answers
    }

    async fn settle(
        &self,
        waiting: &mut Vec<(usize, Enqueued, Forget)>,
        answers: &mut [Result<Done, CommandError>],
    ) {
        for (place, enqueued, forget) in waiting.drain(..) {
            let outcome = enqueued.receipt().await;
            if !matches!(&outcome, Ok(receipt) if !receipt.replayed) {
                forget(self);
            }
            answers[place] = outcome.map(recorded).map_err(append_error);
        }
    }

    async fn start(
        &self,
        actor: &Actor,
        request: &Request,
        pace: Pace,
    ) -> Result<Started, CommandError> {
        if let Some(code) = actor.reads_only {
            return Err(CommandError::Refused(Refusal::plain(code)));
        }
        let world = self.store.world().await?;
        let key = self.request_key(actor, request);
        let province = |act| self.allow(actor, act, Target::Province, &world);
        let by = || self.authorship(actor, None, request);
        let (seen, beside) = (None, vec![]);
        match request.command.clone() {
            Command::Dossier(id, command) => {
                self.on_dossier(Asked { actor, request, key, world: &world, pace }, id, command)
                    .await
            }
            Command::Pair(pair, command) => {
                let done = self.on_pair((actor, request, key), pair, command, &world).await?;
                Ok(Started::Done(done))
            }
            Command::Account(id, command) => {
                self.on_account(Asked { actor, request, key, world: &world, pace }, id, command)
                    .await
            }
            Command::Unit(command) => {
                province(Act::KeepUnits)?;
                self.leaves_nobody(&world.units, &command).await?;
                let ask = Ask { by: by(), key, seen, pace, beside };
                let today = self.store.clock().today();
                self.run::<UnitTree>(UNITS_STREAM, command, &today, ask).await
            }
            Command::Calendar(command) => {
                province(Act::KeepRules)?;
                let ask = Ask { by: by(), key, seen, pace, beside };
                self.run::<Calendar>(CALENDAR_STREAM, command, &(), ask).await
            }
            Command::Rulebook(command) => {
                province(Act::KeepRules)?;
                let ask = Ask { by: by(), key, seen, pace, beside };
                self.run::<Rulebook>(RULEBOOK_STREAM, command, &(), ask).await
            }
        }
    }

    fn allow(
        &self,
        actor: &Actor,
        act: Act,
        target: Target,
        world: &World,
    ) -> Result<(), CommandError> {
        may(actor, act, target, &world.units)
            .map(|_ground| ())
            .map_err(|_denied| CommandError::Denied)
    }

    async fn on_dossier(
        &self,
        asked: Asked<'_>,
        id: DossierId,
        command: DossierCommand,
    ) -> Result<Started, CommandError> {
        let Asked { actor, request, key, world, pace } = asked;
        let stream_id = id.to_string();
        let (unit, unit_exists, account) = match &command {
            DossierCommand::OpenDossier { managing_unit, .. } => {
                (Some(*managing_unit), world.units.get(*managing_unit).is_some(), None)
            }
            other => {
                let loaded = self.load::<Dossier>(&stream_id).await?;
                let held = loaded.kept.state.held();
                let unit = held.and_then(|held| acting_unit(held, other));
                let exists = held.is_none_or(|held| is_there(held, other, world));
                let today = self.store.clock().today();
                let account = held.and_then(|held| with_account(held, other, today));
                Dossier::cache(self).put(stream_id.clone(), loaded.kept);
                (unit, exists, account)
            }
        };
        // A dossier that is not there looks like one the actor may not touch.
        let unit = unit.ok_or(CommandError::Denied)?;
        let own = actor.is_person_of(id);
        let target = if own { Target::OwnDossier(unit) } else { Target::Unit(unit) };
        let act = act_of(&command);
        // On their own dossier an officer is told why, not that it is not there.
        if !(own && command.needs_an_officer()) {
            self.allow(actor, act, target, world)?;
        }
        takes_in(&world.units, unit, &command)?;
        let context = DossierContext {
            today: self.store.clock().today(),
            actor_is_the_person: own,
            unit_exists,
        };
        let by = self.authorship(actor, named_unit(world, unit), request);
        let ask =
            |beside| Ask { by: by.clone(), key: key.clone(), seen: request.seen, pace, beside };
        let Some(account) = account else {
            return self.run::<Dossier>(&stream_id, command, &context, ask(vec![])).await;
        };
        // Whoever changes the account meanwhile makes the whole act clash: what goes with it is
        // then decided again, on what the account says by now.
        for _attempt in 0..ATTEMPTS_MAX {
            let beside = self.account_goes_along(id, &account, world).await?;
            let command = command.clone();
            match self.run::<Dossier>(&stream_id, command, &context, ask(beside)).await {
                Err(CommandError::Busy) => {}
                settled => return settled,
            }
        }
        Err(CommandError::Busy)
    }

    /// The state of a stream: kept from before, or folded from the log.
    pub(super) async fn load<A: Stream>(&self, stream_id: &str) -> Result<Loaded<A>, CommandError>
    where
        A::Command: Clone,
        A::Error: Into<Refusal>,
    {
        if let Some(kept) = A::cache(self).take(stream_id) {
            return Ok(Loaded { kept, fresh: false });
        }
        let facts = self.store.stream(stream_id, 0).await?;
        Ok(Loaded { kept: fold(facts), fresh: true })
    }

    /// Decides and appends, again after a clash.
    async fn run<A: Stream>(
        &self,
        stream_id: &str,
        command: A::Command,
        services: &A::Services,
        ask: Ask,
    ) -> Result<Started, CommandError>
    where
        A::Command: Clone,
        A::Error: Into<Refusal>,
    {
        for _attempt in 0..ATTEMPTS_MAX {
            let Loaded { mut kept, fresh } = self.load::<A>(stream_id).await?;
            if ask.seen.is_some_and(|seen| seen != kept.sequence) {
                if !fresh {
                    continue;
                }
                return match self.answered(&ask).await? {
                    Some(done) => Ok(done),
                    None => Err(CommandError::Refused(Refusal::plain("stale"))),
                };
            }
            let sink = EventSink::default();
            let decided = kept.state.handle(command.clone(), services, &sink).await;
            let facts: Vec<Fact> = sink.collect().await.into_iter().map(A::fact).collect();
            if (decided.is_err() || facts.is_empty()) && !fresh && ask.pace == Pace::Settled {
                // A refusal is only given on the log's own word: the kept state may lag behind
                // what another server recorded.
                continue;
            }
            if decided.is_err() || facts.is_empty() {
                A::cache(self).put(stream_id.to_owned(), kept);
                return match (self.answered(&ask).await?, decided) {
                    (Some(done), _) => Ok(done),
                    (None, Err(refusal)) => Err(CommandError::Refused(refusal.into())),
                    (None, Ok(())) => Ok(Started::Done(Done::AlreadySo)),
                };
            }
            let expected = kept.sequence;
            kept.sequence += facts.len() as u64;
            let stream_id = stream_id.to_owned();
            let append = StreamAppend {
                stream_type: A::KIND,
                stream_id: stream_id.clone(),
                expected,
                facts,
            };
            let (by, request) = (ask.by.clone(), ask.key.clone());
            let streams = [vec![append], ask.beside.clone()].concat();
            let enqueued =
                self.store.enqueue(Commit { streams, by, request }).map_err(append_error)?;
            if ask.pace == Pace::Pipelined {
                A::cache(self).put(stream_id.clone(), kept);
                let forget: Forget = Box::new(move |app| drop(A::cache(app).take(&stream_id)));
                return Ok(Started::Enqueued { enqueued, forget });
            }
            match enqueued.receipt().await {
                Ok(receipt) => {
                    if !receipt.replayed {
                        A::cache(self).put(stream_id, kept);
                    }
                    return Ok(Started::Done(recorded(receipt)));
                }
                // What goes with it may be what clashed, and is not this stream's to decide.
                Err(AppendError::Conflict) if !ask.beside.is_empty() => {
                    return Err(CommandError::Busy);
                }
                Err(AppendError::Conflict) => {}
                Err(other) => return Err(append_error(other)),
            }
        }
        Err(CommandError::Busy)
    }

    /// The answer an earlier request with this key got. Asked before anything negative is said: to
    /// a repeated request the state it made would otherwise look like an obstacle. A decision that
    /// goes through is checked against the key by the writer, in the transaction.
    async fn answered(&self, ask: &Ask) -> Result<Option<Started>, CommandError> {
        let Some(key) = &ask.key else { return Ok(None) };
        let receipt = self.store.receipt(key).await.map_err(append_error)?;
        Ok(receipt.map(|receipt| Started::Done(recorded(receipt))))
    }

    /// The provenance of what an actor asks for now.
    pub(super) fn authorship(
        &self,
        actor: &Actor,
        acting_for: Option<Named<UnitId>>,
        request: &Request,
    ) -> Authorship {
        let correlation = CorrelationId::from_uuid(self.store.clock().new_id());
        actor.authorship(acting_for, correlation, request.source)
    }

    /// The sender's key, made unique to the sender, with a hash of what was asked.
    fn request_key(&self, actor: &Actor, request: &Request) -> Option<RequestKey> {
        let key = request.key.as_ref()?;
        let asked = format!("{:?}", request.command);
        Some(RequestKey::of(&actor.account.id.to_string(), key, asked.as_bytes()))
    }
}

/// Folds a stream's history into its state.
pub(super) fn fold<A: Stream>(facts: Vec<Recorded>) -> Kept<A>
where
    A::Command: Clone,
    A::Error: Into<Refusal>,
{
    let mut kept = Kept { state: A::default(), sequence: 0 };
    for recorded in facts {
        kept.sequence = recorded.provenance.sequence;
        if let Some(event) = A::event(recorded.fact) {
            kept.state.apply(event);
        }
    }
    kept
}

/// The unit by id and the name it has now.
pub(super) fn named_unit(world: &World, id: UnitId) -> Option<Named<UnitId>> {
    world.units.get(id).map(|unit| Named { id, name: unit.name.to_string() })
}

pub(super) fn recorded(receipt: crate::store::Receipt) -> Done {
    Done::Recorded {
        first_position: receipt.first_position,
        last_position: receipt.last_position,
        replayed: receipt.replayed,
    }
}

/// What a failed append means to whoever sent the command.
pub(super) fn append_error(error: AppendError) -> CommandError {
    match error {
        AppendError::Conflict | AppendError::Busy => CommandError::Busy,
        AppendError::KeyReused => CommandError::Refused(Refusal::plain("key_reused")),
        AppendError::Taken { kind, .. } => CommandError::taken(kind),
        AppendError::Unknown => CommandError::Unknown,
        AppendError::Store(error) => CommandError::Store(error),
    }
}
