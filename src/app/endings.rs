//! The end of someone's service and their return: which unit asks, what becomes of the account in the
//! same commit, who is found again by their number, and what takes effect when its day has come.

use hoso_events::{
    account::{Account, AccountEvent, closed_with_service, open_as_before, open_on_return},
    claim::ClaimKind,
    dossier::{Dossier, DossierCommand, Ended, EndingKind, Held, ServiceStep},
    fact::{Fact, StreamType},
    ids::{DossierId, EndingId, UnitId},
    provenance::Source,
    values::Paper,
};
use hoso_projections::{
    accounts,
    endings::{self, Left},
    engine::World,
    people::PersonRow,
};

use super::{
    Act, Actor, App, Command, CommandError, Opened, Refusal, Request, Target,
    execute::{Stream as _, fold},
    may, transfers,
};
use crate::store::{StoreError, StreamAppend, read};

/// How many endings that are due are read at a time.
const DUE_PAGE: i64 = 100;

/// The unit a command is for: of a return, the one that takes the person in.
pub(super) fn acting_unit(held: &Held, command: &DossierCommand) -> Option<UnitId> {
    match command {
        DossierCommand::Service { step: ServiceStep::Resume { unit, .. }, .. } => Some(*unit),
        other => transfers::acting_unit(held, other),
    }
}

/// Whether the unit that a transfer or a return goes to is there.
pub(super) fn is_there(held: &Held, command: &DossierCommand, world: &World) -> bool {
    match command {
        DossierCommand::Service { step: ServiceStep::Resume { unit, .. }, .. } => {
            world.units.get(*unit).is_some()
        }
        other => transfers::is_there(held, other, world),
    }
}

/// What is recorded in the stream of the person's account with a command on the dossier.
pub(super) enum WithAccount {
    /// It goes to another unit.
    Moves { to: UnitId, decision: Paper },
    /// It closes with the service that ends.
    Closes { ending: EndingId },
    /// It is open as before the ending that never was.
    OpensAsBefore { ending: EndingId, decision: Option<Paper> },
    /// It opens again for the unit that takes the person in.
    Opens { unit: UnitId, decision: Paper },
}

/// What a command does to the account of the dossier's person, if it does anything.
pub(super) fn with_account(
    held: &Held,
    command: &DossierCommand,
    today: chrono::NaiveDate,
) -> Option<WithAccount> {
    let DossierCommand::Service { ending, step } = command else {
        let (to, decision) = transfers::acceptance(held, command)?;
        return Some(WithAccount::Moves { to, decision });
    };
    let ending = *ending;
    match step {
        ServiceStep::End(details) => {
            (details.ended_on <= today).then_some(WithAccount::Closes { ending })
        }
        ServiceStep::TakeEffect => Some(WithAccount::Closes { ending }),
        ServiceStep::Reverse { paper, .. } => {
            Some(WithAccount::OpensAsBefore { ending, decision: paper.clone() })
        }
        ServiceStep::Resume { unit, decision, .. } => {
            Some(WithAccount::Opens { unit: *unit, decision: decision.clone() })
        }
        ServiceStep::Correct { .. } => None,
    }
}

/// Someone's service as those who read the dossier see it.
#[derive(Debug, Clone)]
pub struct ServiceShown {
    pub person: PersonRow,
    /// The ending that stands, announced or in effect.
    pub ended: Option<Ended>,
    /// Whether the reader records endings where the dossier is managed.
    pub records: bool,
    /// Whether a transfer is under way, which is to be ended first.
    pub in_transfer: bool,
    /// Whether the person has an account that is open.
    pub has_account: bool,
    /// How many grants it has that are not revoked.
    pub grants: usize,
}

impl App {
    /// What is recorded beside a command in the stream of the person's account. Read from the log
    /// itself: whoever changes the account meanwhile makes the whole clash, and is not lost.
    pub(super) async fn account_goes_along(
        &self,
        id: DossierId,
        what: &WithAccount,
        world: &World,
    ) -> Result<Vec<StreamAppend>, CommandError> {
        let today = self.store().clock().today();
        let facts = |account: &Account| match what {
            WithAccount::Moves { .. } => vec![],
            WithAccount::Closes { ending } => closed_with_service(account, *ending, today),
            WithAccount::OpensAsBefore { ending, decision } => {
                open_as_before(account, id, *ending, today, decision.clone())
            }
            WithAccount::Opens { unit, decision } => {
                open_on_return(account, id, *unit, today, decision.clone())
            }
        };
        match what {
            WithAccount::Moves { to, decision } => {
                self.account_goes_too(id, *to, decision, world).await
            }
            _ => self.beside_account(id, facts).await,
        }
    }

    async fn beside_account(
        &self,
        id: DossierId,
        decide: impl FnOnce(&Account) -> Vec<AccountEvent>,
    ) -> Result<Vec<StreamAppend>, CommandError> {
        let row = accounts::of_dossier(self.store().db(), &id.to_string()).await;
        let Some(row) = row.map_err(StoreError::from)? else { return Ok(vec![]) };
        let kept = fold::<Account>(self.store().stream(&row.account_id, 0).await?);
        // What was kept of it in mind is behind once this is recorded.
        drop(Account::cache(self).take(&row.account_id));
        let facts: Vec<Fact> = decide(&kept.state).into_iter().map(Fact::Account).collect();
        if facts.is_empty() {
            return Ok(vec![]);
        }
        let (stream_type, expected) = (StreamType::Account, kept.sequence);
        Ok(vec![StreamAppend { stream_type, stream_id: row.account_id, expected, facts }])
    }

    /// Refuses an account for someone who is no longer in service.
    pub(super) async fn is_in_service(&self, id: DossierId) -> Result<(), CommandError> {
        let stream_id = id.to_string();
        let loaded = self.load::<Dossier>(&stream_id).await?;
        let over = loaded.kept.state.held().is_some_and(|held| held.service().is_over());
        Dossier::cache(self).put(stream_id, loaded.kept);
        if over { Err(CommandError::Refused(Refusal::plain("service_ended"))) } else { Ok(()) }
    }

    /// How someone's service stands, for whoever may read the dossier.
    pub async fn service_of(
        &self,
        actor: &Actor,
        id: DossierId,
    ) -> Result<ServiceShown, CommandError> {
        let person = self.person(actor, id).await?;
        self.service_of_person(actor, id, person).await
    }

    /// The same for a person who was looked up already.
    pub async fn service_of_person(
        &self,
        actor: &Actor,
        id: DossierId,
        person: PersonRow,
    ) -> Result<ServiceShown, CommandError> {
        let world = self.store().world().await?;
        let unit = UnitId::parse(&person.unit_id).map_err(|_not_an_id| CommandError::Denied)?;
        let records = !actor.is_person_of(id)
            && may(actor, Act::CheckRecord, Target::Unit(unit), &world.units).is_ok();
        let state = fold::<Dossier>(self.store().stream(&id.to_string(), 0).await?).state;
        let held = state.held();
        let account = accounts::of_dossier(self.store().db(), &id.to_string()).await;
        let account = account.map_err(StoreError::from)?.filter(|row| row.state == "active");
        let grants = account.iter().flat_map(|row| row.grant_lines());
        Ok(ServiceShown {
            ended: held.and_then(|held| held.service().ended().cloned()),
            records,
            in_transfer: held.is_some_and(|held| held.transfer_under_way().is_some()),
            has_account: account.is_some(),
            grants: grants.filter(|line| !line.revoked).count(),
            person,
        })
    }

    /// The ending that someone with this number comes back from, for an officer who takes people in
    /// at `unit`. Whether there is such a person is told to those who may read the dossier; to anyone
    /// else, who died and who never left are as if they were not there.
    pub async fn to_bring_back(
        &self,
        actor: &Actor,
        unit: UnitId,
        number: &str,
    ) -> Result<(DossierId, EndingId), CommandError> {
        let world = self.store().world().await?;
        may(actor, Act::OpenDossier, Target::Unit(unit), &world.units)
            .map_err(|_denied| CommandError::Denied)?;
        let nobody = || CommandError::Refused(Refusal::plain("nobody_left"));
        let held = read::holders(self.store().db(), ClaimKind::PersonalId, &[number]).await?;
        self.listed(actor, Opened::IdSearch, held.len()).await?;
        let id = held.get(number).and_then(|id| DossierId::parse(id).ok()).ok_or_else(nobody)?;
        let state = fold::<Dossier>(self.store().stream(&id.to_string(), 0).await?).state;
        let service = state.held().map(Held::service).ok_or_else(nobody)?;
        let Some(ended) = service.ended().filter(|ended| ended.in_effect) else {
            // The same form sent again finds the return it made.
            return service.resumed_from().map(|ending| (id, ending)).ok_or_else(nobody);
        };
        let died = ended.ending.kind() == EndingKind::Died;
        if died && self.readable(actor, id).await.is_err() {
            return Err(nobody());
        }
        Ok((id, ended.id))
    }

    /// Who left, or is about to, at the units the actor may read: one state, one kind or all, before
    /// an ending. That they were listed is written down.
    pub async fn who_left(
        &self,
        actor: &Actor,
        of: (&str, &str),
        before: Option<(&str, &str)>,
        limit: i64,
    ) -> Result<Vec<Left>, CommandError> {
        let paths = self.paths(actor, Act::ReadDossier).await?;
        if paths.is_empty() {
            return Err(CommandError::Denied);
        }
        let mut found = vec![];
        for path in paths {
            let left = endings::within(self.store().db(), &path, of, before, limit).await;
            found.extend(left.map_err(StoreError::from)?);
        }
        let key = |left: &Left| (left.row.ended_on.clone(), left.row.ending_id.clone());
        found.sort_by_key(|left| std::cmp::Reverse(key(left)));
        found.truncate(usize::try_from(limit).unwrap_or_default());
        self.listed(actor, Opened::People, found.len()).await?;
        Ok(found)
    }

    /// Records every announced ending whose day has come. Two servers at once record each of them
    /// once, and after days of standstill all that fell due are recorded. One that is refused, such as
    /// for a transfer under way, is tried again the next time. Tells how many took effect.
    pub async fn put_endings_into_effect(&self) -> Result<usize, CommandError> {
        let mut recorded = 0;
        let mut after = (String::new(), String::new());
        loop {
            let today = self.store().clock().today().to_string();
            let place = (after.0.as_str(), after.1.as_str());
            let due = endings::due(self.store().db(), &today, place, DUE_PAGE).await;
            let due = due.map_err(StoreError::from)?;
            let Some(last) = due.last() else { return Ok(recorded) };
            after = (last.ended_on.clone(), last.ending_id.clone());
            for row in due {
                let ids = (DossierId::parse(&row.dossier_id), EndingId::parse(&row.ending_id));
                let (Ok(dossier), Ok(ending)) = ids else { continue };
                let step = ServiceStep::TakeEffect;
                let command = DossierCommand::Service { ending, step };
                let request = Request::new(Command::Dossier(dossier, command), Source::Job);
                match self.execute(&Actor::service(), request).await {
                    Ok(done) => recorded += usize::from(done.position().is_some()),
                    Err(CommandError::Refused(refusal)) => {
                        tracing::warn!(code = refusal.code, "an ending did not take effect yet");
                    }
                    Err(other) => return Err(other),
                }
            }
        }
    }
}
