//! Taking a sealed package in: what it is before anything is written, what stands in its way, and
//! one commit of everything that came with what is recorded of our own.

use std::{collections::HashSet, sync::Arc};

use chrono::NaiveDate;
use hoso_events::{
    carried::{Carried, first_id},
    claim::{Claim, ClaimKind, claims_of},
    dossier::{Dossier, DossierContext, DossierEvent, SealedPackage, TakingIn, evolve, take_in},
    elsewhere::UnitElsewhere,
    entry::{Slot, Value},
    fact::{Fact, Recorded, StreamType},
    ids::{CorrelationId, DossierId, SubmissionId, UnitId},
    provenance::Source,
    unit::Unit,
    values::{FileHash, Paper},
};

use super::{
    Act, Actor, App, CommandError, Done, Refusal, Target,
    access::scopes,
    checkpoints::{self, CheckpointError, Keeper},
    execute::{ATTEMPTS_MAX, Stream as _, append_error, named_unit},
    may,
    package::PackageError,
    units_elsewhere::unconfirmed,
};
use crate::{
    files::FilesError,
    package::{FACTS_MAX, FactLine, Incoming, receipt},
    seal::key::PublicKey,
    store::{AppendError, Carry, Commit, StreamAppend, raw, read, scans},
};

/// What a fact of this program is called that says a package was taken in.
pub(super) const TAKEN_IN: &str = "DossierTakenIn";

/// A package before it is taken in.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Whose dossier it is, by what was said last.
    pub full_name: String,
    pub personal_id_no: String,
    /// How many of its facts are not here yet.
    pub new: usize,
    /// How many of its facts this program does not know.
    pub unknown: usize,
    /// Units it names by an id that is another unit here, each with that one: never mixed up, and
    /// worth a question to the sender.
    pub clashing: Vec<(UnitElsewhere, Unit)>,
    /// Units here by whose ids its facts name a unit that the sender did not: perhaps another.
    pub unconfirmed: Vec<Unit>,
    /// The unit that manages the dossier, where a package of it was taken in before.
    pub managed_here: Option<UnitId>,
    /// Why it cannot be taken in.
    pub obstacle: Option<Refusal>,
}

/// Which unit takes a package in, and on what ground.
#[derive(Debug, Clone)]
pub struct Asked {
    pub unit: UnitId,
    pub decision: Paper,
    pub taken_in_on: NaiveDate,
    pub source: Source,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    pub done: Done,
    /// How many facts were new.
    pub new: usize,
}

/// How a package stands to what is here.
struct Standing {
    /// How many facts the stream holds.
    held: u64,
    state: Dossier,
    /// How many of the package's facts are here.
    here: usize,
    obstacle: Option<Refusal>,
}

impl App {
    /// The app with the keys of those whose packages it takes in.
    pub fn with_senders(self, senders: Vec<PublicKey>) -> Self {
        Self { senders, ..self }
    }

    /// The keys of those whose packages are taken in.
    pub fn senders(&self) -> &[PublicKey] {
        &self.senders
    }

    /// Whether someone may take a dossier in for any unit at all; otherwise packages are not there.
    pub async fn may_take_in(&self, actor: &Actor) -> Result<(), CommandError> {
        let world = self.store().world().await?;
        let some = !scopes(actor, Act::OpenDossier, &world.units).is_empty();
        if some { Ok(()) } else { Err(CommandError::Denied) }
    }

    /// Reads a package of one of these senders: every hash, proof and signature in it.
    pub async fn read_package(
        &self,
        actor: &Actor,
        bytes: Arc<Vec<u8>>,
        senders: &[PublicKey],
    ) -> Result<Incoming, PackageError> {
        self.may_take_in(actor).await?;
        let (senders, now) = (senders.to_vec(), self.store().now());
        // Hashing takes a while where there are many scans, and nobody else waits for it.
        let read = tokio::task::spawn_blocking(move || Incoming::read(&bytes, &senders, now));
        Ok(read.await.map_err(|_reader_gone| CommandError::Unknown)??)
    }

    /// Reads a package, and keeps the file until it is taken in.
    pub async fn bring_package(
        &self,
        actor: &Actor,
        bytes: Vec<u8>,
    ) -> Result<FileHash, PackageError> {
        self.read_package(actor, Arc::new(bytes.clone()), &self.senders).await?;
        Ok(self.files.keep(bytes).await.map_err(CommandError::from)?)
    }

    /// A package that was brought before.
    pub async fn brought_package(
        &self,
        actor: &Actor,
        hash: &FileHash,
    ) -> Result<Incoming, PackageError> {
        self.may_take_in(actor).await?;
        let bytes = match self.files.bring(hash).await {
            Err(FilesError::NotThere) => return Err(CommandError::Denied.into()),
            brought => brought.map_err(CommandError::from)?,
        };
        self.read_package(actor, Arc::new(bytes), &self.senders).await
    }

    /// What a package would bring. That its cover was looked at is written down first.
    pub async fn offer(&self, actor: &Actor, incoming: &Incoming) -> Result<Offer, CommandError> {
        let world = self.store().world().await?;
        let scope = scopes(actor, Act::OpenDossier, &world.units).into_iter().next();
        let ground = scope
            .and_then(|unit| may(actor, Act::OpenDossier, Target::Unit(unit), &world.units).ok());
        self.looked_into(actor, incoming.dossier, ground).await?;
        let Standing { state, here, obstacle, .. } = self.standing(incoming).await?;
        let managed_here = state.held().map(|held| held.managing_unit());
        let facts: Vec<Fact> = incoming.facts.iter().filter_map(FactLine::read).collect();
        let state = facts.iter().fold(Dossier::default(), evolved);
        let said = |field: &str| {
            let slot = field.parse::<Slot>().ok()?;
            state.held()?.values().get(&slot).and_then(Value::as_single).map(str::to_owned)
        };
        let obstacle = match obstacle {
            Some(obstacle) => Some(obstacle),
            None => self.number_held(incoming.dossier, &facts).await?,
        };
        let elsewhere = self.units_elsewhere_with(incoming).await?;
        let clashing = elsewhere.clashing(&world.units);
        Ok(Offer {
            full_name: said("full_name").unwrap_or_default(),
            personal_id_no: said("personal_id_no").unwrap_or_default(),
            new: incoming.facts.len() - here,
            unknown: incoming.facts.len() - facts.len(),
            clashing: clashing.map(|(theirs, ours)| (theirs.clone(), ours.clone())).collect(),
            unconfirmed: unconfirmed(incoming, &world.units, &elsewhere),
            managed_here,
            obstacle,
        })
    }

    /// Whether another dossier holds a personal id number that the facts take.
    async fn number_held(
        &self,
        id: DossierId,
        facts: &[Fact],
    ) -> Result<Option<Refusal>, CommandError> {
        let stream_id = id.to_string();
        let claims = facts.iter().flat_map(|fact| claims_of(&stream_id, fact));
        let taken: Vec<String> = claims
            .filter_map(|claim| match claim {
                Claim::Take { kind: ClaimKind::PersonalId, held } => Some(held),
                _ => None,
            })
            .collect();
        let taken: Vec<&str> = taken.iter().map(String::as_str).collect();
        let holders = read::holders(self.store().db(), ClaimKind::PersonalId, &taken).await?;
        let another = holders.values().any(|holder| *holder != stream_id);
        Ok(another.then(|| Refusal::plain(ClaimKind::PersonalId.taken_code())))
    }

    /// Takes a package in: what is new of it and our own fact after it, in one commit or not at all.
    #[tracing::instrument(name = "app.take_in", level = "debug", skip_all,
        fields(dossier.id = %incoming.dossier, actor.id = %actor.account.id), err(level = "info"))]
    pub async fn take_package_in(
        &self,
        actor: &Actor,
        incoming: &Incoming,
        asked: Asked,
    ) -> Result<Taken, PackageError> {
        let refused = |code| CommandError::Refused(Refusal::plain(code));
        if let Some(code) = actor.reads_only {
            return Err(refused(code).into());
        }
        let world = self.store().world().await?;
        let target = Target::Unit(asked.unit);
        may(actor, Act::OpenDossier, target, &world.units).map_err(|_no| CommandError::Denied)?;
        if world.units.get(asked.unit).is_some_and(|unit| !unit.stands()) {
            return Err(refused("unit_ended").into());
        }
        let context = DossierContext {
            today: self.store().clock().today(),
            actor_is_the_person: actor.is_person_of(incoming.dossier),
            unit_exists: world.units.get(asked.unit).is_some(),
        };
        let stream_id = incoming.dossier.to_string();
        let correlation = CorrelationId::from_uuid(self.store().clock().new_id());
        let by = actor.authorship(named_unit(&world, asked.unit), correlation, asked.source);
        let mut scans_kept = false;
        for _attempt in 0..ATTEMPTS_MAX {
            let Standing { held, state, here, obstacle } = self.standing(incoming).await?;
            if let Some(obstacle) = obstacle {
                return Err(CommandError::Refused(obstacle).into());
            }
            let new = incoming.facts.len() - here;
            if new == 0 {
                return Ok(Taken { done: Done::AlreadySo, new });
            }
            if state.held().is_some_and(|held| held.managing_unit() != asked.unit) {
                return Err(refused("package_other_unit").into());
            }
            let carries = incoming.facts[here..].iter().map(|line| incoming.carry(line, &by));
            let carries = carries.collect::<Option<Vec<Carry>>>().ok_or(CommandError::Unknown)?;
            let mut facts: Vec<Fact> = carries.iter().map(Carry::fact).collect();
            let state = facts.iter().fold(state, evolved);
            let own = take_in(&state, taking(incoming, &asked), &context);
            facts.push(Fact::Dossier(own.map_err(|why| CommandError::Refused(why.into()))?));
            if !scans_kept {
                self.keep_scans(actor, incoming).await?;
                scans_kept = true;
            }
            let append = StreamAppend {
                stream_type: StreamType::Dossier,
                stream_id: stream_id.clone(),
                expected: held,
                facts,
            };
            let commit = Commit { streams: vec![append], by: by.clone(), request: None };
            let enqueued = self.store().enqueue_carried(commit, carries).map_err(append_error)?;
            let outcome = enqueued.receipt().await;
            // What was kept of it in mind is behind once this is recorded.
            drop(Dossier::cache(self).take(&stream_id));
            match outcome {
                Ok(receipt) => {
                    let done = Done::Recorded {
                        first_position: receipt.first_position,
                        last_position: receipt.last_position,
                        replayed: receipt.replayed,
                    };
                    return Ok(Taken { done, new });
                }
                Err(AppendError::Conflict) => {}
                Err(other) => return Err(append_error(other).into()),
            }
        }
        Err(CommandError::Busy.into())
    }

    /// How a package stands to what is here. A fact is the same that its first log gave the same id
    /// and that says the same; what we recorded of the taking in is no part of what came.
    async fn standing(&self, incoming: &Incoming) -> Result<Standing, CommandError> {
        let stream_id = incoming.dossier.to_string();
        let rows = raw::of_stream(self.store(), &stream_id, FACTS_MAX).await?;
        let theirs: Vec<(String, &str, &str)> = incoming
            .facts
            .iter()
            .map(|it| (first_id(&it.event_id, &it.metadata), &*it.event_type, &*it.payload))
            .collect();
        let ids: HashSet<&String> = theirs.iter().map(|(id, _, _)| id).collect();
        let ours: Vec<(String, &str, &str)> = rows
            .iter()
            .map(|it| (first_id(&it.event_id, &it.metadata), &*it.event_type, &*it.payload))
            .filter(|(id, event_type, _)| *event_type != TAKEN_IN || ids.contains(id))
            .collect();
        let here = ours.iter().zip(&theirs).take_while(|(one, other)| one == other).count();
        let began_here = rows.first().is_some_and(|row| Carried::of(&row.metadata).is_none());
        let obstacle = if began_here || (here == 0 && !rows.is_empty()) {
            Some(Refusal::plain("package_dossier_here"))
        } else if here < ours.len() && here < theirs.len() {
            Some(Refusal::plain("package_overtaken"))
        } else {
            None
        };
        let facts: Vec<Fact> = rows
            .iter()
            .filter_map(|it| {
                let (name, version) = (&it.event_type, it.version);
                Fact::from_stored(&it.stream_type, name, version, &it.payload).ok()
            })
            .collect();
        let state = facts.iter().fold(Dossier::default(), evolved);
        Ok(Standing { held: rows.len() as u64, state, here, obstacle })
    }

    /// Keeps the scans that came along. They are there before a fact names them: should this end
    /// before the commit, they lie unnamed, and the next try finds them.
    async fn keep_scans(&self, actor: &Actor, incoming: &Incoming) -> Result<(), CommandError> {
        for scan in &incoming.scans {
            let hash = self.files.keep(scan.bytes.clone()).await?;
            let row = scans::ScanRow {
                dossier_id: incoming.dossier.to_string(),
                hash,
                kind: scan.kind.as_str().to_owned(),
                bytes: i64::try_from(scan.bytes.len()).unwrap_or(i64::MAX),
                size: scan.size.map(|(width, height)| (i64::from(width), i64::from(height))),
                account_id: actor.account.id.to_string(),
                uploaded_at: self.store().now(),
                elsewhere: 0,
            };
            scans::note(self.store(), &row).await?;
        }
        Ok(())
    }

    /// The receipt of the package a dossier came in last: the sender's note, signed here as well.
    pub async fn package_receipt(
        &self,
        actor: &Actor,
        id: DossierId,
        keeper: &Keeper,
    ) -> Result<String, PackageError> {
        self.to_pack(actor, id).await?;
        let package = self.came_in(id).await?.ok_or(CommandError::Denied)?;
        let origin = checkpoints::origin(self.store().db()).await?;
        let origin = origin.ok_or(CheckpointError::Empty)?;
        let key = keeper.key(&origin, self.store().clock().as_ref())?;
        Ok(receipt::give(&package.note, &key)?)
    }

    /// The fact that handed a submission in. Of one that waited when its dossier came in a package,
    /// the check is owed by the taking in, and what was handed in stands before it.
    pub(super) async fn handed_in(
        &self,
        id: DossierId,
        submission: SubmissionId,
        began: Recorded,
    ) -> Result<Recorded, CommandError> {
        if !is_taking_in(&began.fact) {
            return Ok(began);
        }
        let facts = self.store().stream(&id.to_string(), 0).await?;
        let begins = |recorded: &Recorded| match &recorded.fact {
            Fact::Dossier(event) => event.submission() == Some(submission),
            _ => false,
        };
        Ok(facts.into_iter().find(begins).unwrap_or(began))
    }

    /// The package a dossier came in last; none when it was opened here.
    pub async fn came_in(&self, id: DossierId) -> Result<Option<SealedPackage>, CommandError> {
        let facts = self.store().stream(&id.to_string(), 0).await?;
        let ours = facts.into_iter().rev().filter(|fact| fact.provenance.received.is_none());
        Ok(ours.map(|recorded| recorded.fact).find_map(|fact| match fact {
            Fact::Dossier(DossierEvent::DossierTakenIn { package, .. }) => Some(package),
            _ => None,
        }))
    }
}

/// Whether a fact says that a package was taken in.
pub(super) fn is_taking_in(fact: &Fact) -> bool {
    matches!(fact, Fact::Dossier(DossierEvent::DossierTakenIn { .. }))
}

fn evolved(dossier: Dossier, fact: &Fact) -> Dossier {
    match fact {
        Fact::Dossier(event) => evolve(dossier, event),
        _ => dossier,
    }
}

fn taking(incoming: &Incoming, asked: &Asked) -> TakingIn {
    TakingIn {
        unit: asked.unit,
        decision: asked.decision.clone(),
        taken_in_on: asked.taken_in_on,
        package: SealedPackage {
            origin: incoming.manifest.origin.clone(),
            sender: incoming.manifest.sender.name.clone(),
            sha256: incoming.sha256.clone(),
            facts: incoming.facts.len() as u64,
            note: incoming.note.clone(),
            units: incoming.units.clone(),
        },
    }
}
