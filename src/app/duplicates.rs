//! One person found twice: who looks like whom, and the acts that concern two dossiers at once.
//!
//! Whoever acts on a pair, or is told of it, may act on both dossiers: nobody learns of one outside
//! their units by it.

use hoso_events::{
    claim::ClaimKind,
    dossier::{Dossier, Held, Pair, PairCommand, PairContext, decide_pair},
    fact::{Fact, StreamType},
    ids::{AccountId, DossierId, UnitId},
};
use hoso_projections::{
    accounts,
    engine::World,
    identities::{self, Alike, IdentityRow},
    people::{self, PersonRow},
};

use super::{
    Act, Actor, App, CommandError, Done, Opened, Refusal, Request, Target,
    access::Ground,
    execute::{ATTEMPTS_MAX, Stream as _, append_error, fold, named_unit, recorded},
    may,
    reads::{AsOf, FieldView, Line},
};
use crate::store::{AppendError, Commit, RequestKey, StoreError, StreamAppend};

/// The most pairs one list shows.
pub const SUSPECTED_MAX: i64 = 200;

/// Two dossiers that may be of one person.
#[derive(Debug, Clone)]
pub struct Suspected {
    pub one: PersonRow,
    pub other: PersonRow,
    pub alike: Alike,
}

/// How two dossiers stand to each other.
#[derive(Debug, Clone)]
pub enum Standing {
    /// Neither was merged.
    Apart,
    /// The second goes on in the first. What was recorded in the first since, oldest first.
    Merged { pair: Pair, since: Vec<Line> },
    /// One of them goes on in a third one.
    Elsewhere,
}

/// Two dossiers side by side, for whoever acts on both.
#[derive(Debug, Clone)]
pub struct Beside {
    pub people: [PersonRow; 2],
    pub known_by: [IdentityRow; 2],
    pub fields: [Vec<FieldView>; 2],
    pub standing: Standing,
}

/// The dossier that goes on for a duplicate.
#[derive(Debug, Clone)]
pub struct GoesOn {
    pub kept: DossierId,
    /// Whose it is; none for a reader who may not read it.
    pub full_name: Option<String>,
    /// The fact that merged them.
    pub merged_by: Option<u64>,
}

/// A dossier after its facts, and where its stream ends.
struct Known {
    state: Dossier,
    sequence: u64,
}

fn id_of(text: &str) -> Result<DossierId, CommandError> {
    DossierId::parse(text).map_err(|_not_an_id| CommandError::Denied)
}

fn unit_of(person: &PersonRow) -> Result<UnitId, CommandError> {
    UnitId::parse(&person.unit_id).map_err(|_not_an_id| CommandError::Denied)
}

impl App {
    /// The pairs that may be one person, both within what the actor keeps; that they were listed is
    /// written down.
    pub async fn suspected(&self, actor: &Actor) -> Result<Vec<Suspected>, CommandError> {
        let paths = self.paths(actor, Act::MergeDossiers).await?;
        if paths.is_empty() {
            return Err(CommandError::Denied);
        }
        let db = self.store().db();
        let pairs = identities::alike(db, &paths, SUSPECTED_MAX).await.map_err(StoreError::from)?;
        let mut suspected = vec![];
        for ([one, other], alike) in pairs {
            let one = people::by_id(db, &one).await.map_err(StoreError::from)?;
            let other = people::by_id(db, &other).await.map_err(StoreError::from)?;
            let both = one.zip(other);
            suspected.extend(both.map(|(one, other)| Suspected { one, other, alike }));
        }
        self.listed(actor, Opened::Duplicates, suspected.len()).await?;
        Ok(suspected)
    }

    /// Two dossiers side by side, for whoever may act on both; for anyone else it is as if they were
    /// not there. That both were looked into is written down before this returns.
    pub async fn beside(
        &self,
        actor: &Actor,
        one: DossierId,
        other: DossierId,
    ) -> Result<Beside, CommandError> {
        if one == other {
            return Err(CommandError::Denied);
        }
        let people = [self.person(actor, one).await?, self.person(actor, other).await?];
        let world = self.store().world().await?;
        for (person, id) in people.iter().zip([one, other]) {
            let target = Target::Unit(unit_of(person)?);
            if actor.is_person_of(id)
                || may(actor, Act::MergeDossiers, target, &world.units).is_err()
            {
                return Err(CommandError::Denied);
            }
        }
        let now = AsOf::default();
        let fields = [self.record(actor, one, now).await?, self.record(actor, other, now).await?];
        let known_by = [self.known_by(one).await?, self.known_by(other).await?];
        let standing = self.standing_of_pair(&known_by).await?;
        Ok(Beside { people, known_by, fields, standing })
    }

    async fn known_by(&self, id: DossierId) -> Result<IdentityRow, CommandError> {
        let row = identities::by_id(self.store().db(), &id.to_string()).await;
        // A withdrawn dossier is nobody's any more.
        row.map_err(StoreError::from)?.ok_or(CommandError::Denied)
    }

    async fn standing_of_pair(
        &self,
        known_by: &[IdentityRow; 2],
    ) -> Result<Standing, CommandError> {
        let [one, other] = known_by;
        let goes_on_in = |row: &IdentityRow, kept: &IdentityRow| {
            row.kept_id.as_ref().is_some_and(|id| *id == kept.dossier_id)
        };
        let (kept, duplicate) = match (goes_on_in(other, one), goes_on_in(one, other)) {
            (true, _) => (one, other),
            (_, true) => (other, one),
            (false, false) => {
                let merged = one.kept_id.is_some() || other.kept_id.is_some();
                return Ok(if merged { Standing::Elsewhere } else { Standing::Apart });
            }
        };
        let pair =
            Pair { kept: id_of(&kept.dossier_id)?, duplicate: id_of(&duplicate.dossier_id)? };
        let merged_by = duplicate.merged_by.and_then(|by| u64::try_from(by).ok());
        let facts = self.store().stream(&kept.dossier_id, 0).await?;
        // The merge itself stands in both dossiers, with the kept one's fact last.
        let is_later = |at: u64| merged_by.is_some_and(|by| at > by + 1);
        let since = facts.into_iter().filter(|fact| is_later(fact.provenance.position));
        Ok(Standing::Merged { pair, since: since.map(|recorded| Line { recorded }).collect() })
    }

    /// The dossier that goes on for this one, if it is a duplicate. Its name is told to whoever may
    /// read it.
    pub async fn goes_on_in(
        &self,
        actor: &Actor,
        person: &PersonRow,
    ) -> Result<Option<GoesOn>, CommandError> {
        let Some((kept, merged_by)) = self.kept_for(person).await? else { return Ok(None) };
        let world = self.store().world().await?;
        let id = id_of(&kept.dossier_id)?;
        let target = match actor.is_person_of(id) {
            true => Target::OwnDossier(unit_of(&kept)?),
            false => Target::Unit(unit_of(&kept)?),
        };
        let reads = may(actor, Act::ReadDossier, target, &world.units).is_ok();
        Ok(Some(GoesOn { kept: id, full_name: reads.then_some(kept.full_name), merged_by }))
    }

    /// The person of the dossier that goes on for a duplicate, and the fact that merged them.
    async fn kept_for(
        &self,
        person: &PersonRow,
    ) -> Result<Option<(PersonRow, Option<u64>)>, CommandError> {
        if !person.is_merged() {
            return Ok(None);
        }
        let db = self.store().db();
        let row = identities::by_id(db, &person.dossier_id).await.map_err(StoreError::from)?;
        let Some((row, kept)) = row.and_then(|row| Some((row.clone(), row.kept_id?))) else {
            return Ok(None);
        };
        let merged_by = row.merged_by.and_then(|by| u64::try_from(by).ok());
        let kept = people::by_id(db, &kept).await.map_err(StoreError::from)?;
        Ok(kept.map(|kept| (kept, merged_by)))
    }

    /// The duplicates a dossier goes on for.
    pub async fn taken_in(&self, person: &PersonRow) -> Result<Vec<IdentityRow>, CommandError> {
        let found = identities::taken_in(self.store().db(), &person.dossier_id).await;
        Ok(found.map_err(StoreError::from)?)
    }

    /// On what ground a duplicate is read: that of the unit that kept it, or of the one that keeps
    /// the dossier that goes on for it.
    pub(super) async fn ground_through_kept(
        &self,
        actor: &Actor,
        person: &PersonRow,
        world: &World,
    ) -> Result<Ground, CommandError> {
        let (kept, _by) = self.kept_for(person).await?.ok_or(CommandError::Denied)?;
        may(actor, Act::ReadDossier, Target::Unit(unit_of(&kept)?), &world.units)
            .map_err(|_denied| CommandError::Denied)
    }

    /// Runs a command on two dossiers: decided on the log's own word, recorded in both or in none.
    /// Whoever changes either meanwhile makes it be decided again.
    pub(super) async fn on_pair(
        &self,
        (actor, request, key): (&Actor, &Request, Option<RequestKey>),
        pair: Pair,
        command: PairCommand,
        world: &World,
    ) -> Result<Done, CommandError> {
        for _attempt in 0..ATTEMPTS_MAX {
            let kept = self.known(pair.kept).await?;
            let duplicate = self.known(pair.duplicate).await?;
            let unit = keeps_both(actor, pair, [&kept.state, &duplicate.state], world)?;
            let context = PairContext {
                today: self.store().clock().today(),
                actor_is_a_person_of_them: actor.is_person_of(pair.kept)
                    || actor.is_person_of(pair.duplicate),
                account: self.account_of(pair.duplicate).await?,
            };
            let decided =
                decide_pair(pair, &kept.state, &duplicate.state, command.clone(), &context);
            let facts = match decided {
                Ok(facts) if !facts.kept.is_empty() => facts,
                other => {
                    // What a repeated request made so itself is no obstacle to it.
                    if let Some(key) = &key
                        && let Some(receipt) =
                            self.store().receipt(key).await.map_err(append_error)?
                    {
                        return Ok(recorded(receipt));
                    }
                    // The two were read one after the other: a refusal holds for one moment of both.
                    if self.known(pair.kept).await?.sequence != kept.sequence {
                        continue;
                    }
                    return match other {
                        Ok(_nothing) => Ok(Done::AlreadySo),
                        Err(refusal) => Err(CommandError::Refused(Refusal::from(refusal))),
                    };
                }
            };
            let append = |id: DossierId, known: &Known, facts: Vec<_>| StreamAppend {
                stream_type: StreamType::Dossier,
                stream_id: id.to_string(),
                expected: known.sequence,
                facts: facts.into_iter().map(Fact::Dossier).collect(),
            };
            let in_kept = append(pair.kept, &kept, facts.kept);
            let in_duplicate = append(pair.duplicate, &duplicate, facts.duplicate);
            // Whoever lets the number go comes first.
            let streams = match command {
                PairCommand::Separate { .. } => vec![in_kept, in_duplicate],
                PairCommand::Merge { .. } | PairCommand::TellApart { .. } => {
                    vec![in_duplicate, in_kept]
                }
            };
            let by = self.authorship(actor, named_unit(world, unit), request);
            let commit = Commit { streams, by, request: key.clone() };
            let done = self.store().enqueue(commit).map_err(append_error)?.receipt().await;
            // What was kept of them in mind is behind now.
            for id in [pair.kept, pair.duplicate] {
                drop(Dossier::cache(self).take(&id.to_string()));
            }
            match done {
                Ok(receipt) => return Ok(recorded(receipt)),
                Err(AppendError::Conflict) => {}
                // An account was issued meanwhile: it is shut with the dossier.
                Err(AppendError::Taken { kind: ClaimKind::AccountOfDossier, .. }) => {}
                Err(other) => return Err(append_error(other)),
            }
        }
        Err(CommandError::Busy)
    }

    async fn known(&self, id: DossierId) -> Result<Known, CommandError> {
        let kept = fold::<Dossier>(self.store().stream(&id.to_string(), 0).await?);
        Ok(Known { state: kept.state, sequence: kept.sequence })
    }

    async fn account_of(&self, id: DossierId) -> Result<Option<AccountId>, CommandError> {
        let row = accounts::of_dossier(self.store().db(), &id.to_string()).await;
        let row = row.map_err(StoreError::from)?;
        Ok(row.and_then(|row| AccountId::parse(&row.account_id).ok()))
    }
}

/// The unit that keeps the first of two dossiers, when the actor may act on both. An officer who is
/// one of the two people is told so by the decision, when they may act on the other.
fn keeps_both(
    actor: &Actor,
    pair: Pair,
    states: [&Dossier; 2],
    world: &World,
) -> Result<UnitId, CommandError> {
    let mut kept_by = None;
    for (state, id) in states.into_iter().zip([pair.kept, pair.duplicate]) {
        let unit = state.held().map(Held::managing_unit).ok_or(CommandError::Denied)?;
        let allowed = actor.is_person_of(id)
            || may(actor, Act::MergeDossiers, Target::Unit(unit), &world.units).is_ok();
        if !allowed {
            return Err(CommandError::Denied);
        }
        kept_by = kept_by.or(Some(unit));
    }
    kept_by.ok_or(CommandError::Denied)
}
