//! The steps of a mass move: approved, carried out, undone.

use hoso_events::{
    dossier::MoveUndo,
    fact::{Fact, StreamType},
    ids::{CorrelationId, DossierId, MassMoveId, UnitId},
    mass_move::{AccountLine, GrantsThen, MassMove, MassMoveCommand, Order, PersonLine, decide},
    provenance::Source,
    values::{FileHash, Paper, Reason},
};
use hoso_projections::moves;

use super::{
    MoveView, Report, Tally,
    carry::{Basis, Carrying, Way},
    fold_move, goes_along, plans, text,
};
use crate::{
    app::{
        Actor, App, CommandError, Refusal,
        execute::{ATTEMPTS_MAX, append_error, named_unit},
        import::Watch,
    },
    store::{AppendError, Commit, StoreError, StreamAppend},
};

/// How many dossiers that went are looked up together.
const PAGE: i64 = 2_000;
/// How many units a sentence names.
const UNITS_NAMED_MAX: usize = 5;

/// How a mass move is undone.
#[derive(Debug, Clone)]
pub struct AskedUndo {
    pub mass_move: MassMoveId,
    pub reason: Reason,
    /// The decision that takes the first one back; a move recorded by mistake has none.
    pub decision: Option<Paper>,
    pub source: Source,
}

fn refused(code: &'static str) -> CommandError {
    CommandError::Refused(Refusal::plain(code))
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

impl App {
    /// Approves the manifest with this hash: another than who planned it, and nobody who goes with it.
    pub async fn approve_mass_move(
        &self,
        actor: &Actor,
        id: MassMoveId,
        hash: &FileHash,
        source: Source,
    ) -> Result<(), CommandError> {
        self.approves_many(actor).await?;
        if let Some(code) = actor.reads_only {
            return Err(refused(code));
        }
        let view = self.mass_move(actor, id).await?;
        if view.hash != *hash || view.manifest.mass_move != id {
            return Err(refused("manifest_changed"));
        }
        let order = order_of(&view);
        let ways = view.manifest.ways();
        let accounts = count(view.manifest.accounts.len());
        let command = MassMoveCommand::Approve { order, ways, accounts, own: view.own };
        self.record_move(actor, id, command, source).await.map(drop)
    }

    /// The mass move that may be carried out now, by this actor and under this hash; or why not.
    pub(super) async fn ready_to_run(
        &self,
        actor: &Actor,
        id: MassMoveId,
        hash: &FileHash,
    ) -> Result<(MoveView, Order), CommandError> {
        self.moves_many(actor).await?;
        let view = self.mass_move(actor, id).await?;
        let order = match &view.state {
            MassMove::NotApproved => return Err(refused("mass_move_not_approved")),
            MassMove::Undoing(_) | MassMove::Undone(_) => return Err(refused("mass_move_undone")),
            MassMove::Approved(order) | MassMove::Completed(order) => order.clone(),
        };
        let same = view.manifest.mass_move == id && view.hash == order.manifest;
        if !same || order.manifest != *hash {
            return Err(refused("manifest_changed"));
        }
        if goes_along(actor, &view.manifest) {
            return Err(refused("mass_move_own_plan"));
        }
        if order.effective_on > self.store().clock().today() {
            let words = vec![("day", order.effective_on.to_string())];
            let refusal = Refusal { words, ..Refusal::plain("mass_move_early") };
            return Err(CommandError::Refused(refusal));
        }
        Ok((view, order))
    }

    /// Carries out the manifest with this hash, or goes on with it. Whoever was left is named with the
    /// reason.
    pub async fn run_mass_move(
        &self,
        actor: &Actor,
        id: MassMoveId,
        hash: &FileHash,
        source: Source,
        watch: &Watch,
    ) -> Result<Tally, CommandError> {
        let (view, order) = self.ready_to_run(actor, id, hash).await?;
        if matches!(view.state, MassMove::Completed(_)) {
            let already = u64::try_from(view.moved).unwrap_or_default();
            let (left, units_left) = (view.report.run, view.report.units_left);
            return Ok(Tally { already, left, units_left, ..Tally::default() });
        }
        let world = self.store().world().await?;
        let way = Way::Go { decision: order.decision.clone(), effective_on: order.effective_on };
        let basis = Basis {
            decision: order.decision.clone(),
            grants: view.manifest.grants,
            successors: view.manifest.successors.clone(),
        };
        let mut carrying = Carrying::new(self, (actor, source), world, (id, way), basis);
        carrying.carry(&view.manifest.people, &[], watch).await?;
        if !carrying.tally.stopped {
            carrying.leave_where_someone_stays().await?;
            carrying.carry(&[], &view.manifest.accounts, watch).await?;
        }
        let mut tally = carrying.tally;
        if !tally.stopped {
            let endings = &view.manifest.endings;
            (tally.units, tally.units_left) =
                self.end_units((actor, source), id, &order, endings).await?;
            // Before the last fact: whoever asks again after that is told from here.
            let units_left = tally.units_left.clone();
            let report = text(&Report { units_left, ..view.report.clone() });
            plans::says(self.store(), &id.to_string(), &report).await?;
            let (moved, _back) = self.counts_of_move(id).await?;
            let left = count(tally.left.len());
            let manifest = order.manifest.clone();
            let command = MassMoveCommand::Complete { manifest, moved, left };
            let position = self.record_move(actor, id, command, source).await?;
            tally.position = tally.position.max(position);
        }
        Ok(tally)
    }

    /// The people of a mass move that may be undone now by this actor; or why not.
    pub(super) async fn ready_to_undo(
        &self,
        actor: &Actor,
        id: MassMoveId,
    ) -> Result<Vec<PersonLine>, CommandError> {
        self.moves_many(actor).await?;
        let view = self.mass_move(actor, id).await?;
        if goes_along(actor, &view.manifest) {
            return Err(refused("mass_move_own_plan"));
        }
        let people = self.gone_with(id).await?;
        match &view.state {
            MassMove::NotApproved => Err(refused("mass_move_not_approved")),
            MassMove::Undone(_) => Err(refused("mass_move_undone")),
            MassMove::Undoing(_) => Ok(people),
            MassMove::Approved(order) | MassMove::Completed(order) => {
                let ended = self.units_to_restore(id).await?;
                self.all_stand(&view, &people, &ended).await?;
                self.can_restore(ended, &order.reason).await?;
                Ok(people)
            }
        }
    }

    /// Undoes a mass move by one act, or goes on with it: the units it ended stand again, and everyone
    /// goes back who is still where it put them. Nobody goes back to a unit that is no more.
    pub async fn undo_mass_move(
        &self,
        actor: &Actor,
        asked: &AskedUndo,
        watch: &Watch,
    ) -> Result<Tally, CommandError> {
        let (id, source) = (asked.mass_move, asked.source);
        let people = self.ready_to_undo(actor, id).await?;
        let (reason, decision) = (asked.reason.clone(), asked.decision.clone());
        let command = MassMoveCommand::OrderUndo { reason, decision };
        self.record_move(actor, id, command, source).await?;
        // Whoever goes on with it, does so for the reason it was ordered with.
        let view = self.mass_move(actor, id).await?;
        let Some(undo) = undo_of(&view) else { return Err(CommandError::Unknown) };
        let Some(order) = view.state.order() else { return Err(CommandError::Unknown) };
        let why = (&undo.reason, undo.decision.as_ref());
        let units = self.restore_units((actor, source), id, why).await?;
        let world = self.store().world().await?;
        let decision = undo.decision.clone().unwrap_or_else(|| order.decision.clone());
        // What was changed behind our back says nothing of accounts any more.
        let whole = view.hash == order.manifest;
        let basis = match whole {
            true => Basis {
                decision,
                grants: view.manifest.grants,
                successors: view.manifest.successors.clone(),
            },
            false => Basis { decision, grants: GrantsThen::End, successors: Default::default() },
        };
        let accounts: &[AccountLine] = if whole { &view.manifest.accounts } else { &[] };
        let mut carrying =
            Carrying::new(self, (actor, source), world, (id, Way::Back(undo)), basis);
        carrying.carry(&people, accounts, watch).await?;
        let mut tally = carrying.tally;
        tally.units = units;
        if !tally.stopped {
            let (_moved, back) = self.counts_of_move(id).await?;
            let left = count(tally.left.len());
            let command = MassMoveCommand::CompleteUndo { back, left };
            let position = self.record_move(actor, id, command, source).await?;
            tally.position = tally.position.max(position);
        }
        Ok(tally)
    }

    /// Decides a step of a mass move as a whole and records it; decided again where another server was
    /// quicker.
    async fn record_move(
        &self,
        actor: &Actor,
        id: MassMoveId,
        command: MassMoveCommand,
        source: Source,
    ) -> Result<Option<u64>, CommandError> {
        let stream_id = id.to_string();
        let today = self.store().clock().today();
        for _attempt in 0..ATTEMPTS_MAX {
            let known = self.store().stream(&stream_id, 0).await?;
            let facts = decide(&fold_move(&known), command.clone(), today)
                .map_err(|refusal| CommandError::Refused(refusal.into()))?;
            if facts.is_empty() {
                return Ok(None);
            }
            let append = StreamAppend {
                stream_type: StreamType::MassMove,
                stream_id: stream_id.clone(),
                expected: known.len() as u64,
                facts: facts.into_iter().map(Fact::MassMove).collect(),
            };
            let commit = self.commit_of_move(actor, id, append, source).await?;
            match self.store().append(commit).await {
                Ok(receipt) => return Ok(Some(receipt.last_position)),
                Err(AppendError::Conflict) => {}
                Err(other) => return Err(append_error(other)),
            }
        }
        Err(CommandError::Busy)
    }

    /// A commit of the move as a whole, for the province.
    pub(super) async fn commit_of_move(
        &self,
        actor: &Actor,
        id: MassMoveId,
        append: StreamAppend,
        source: Source,
    ) -> Result<Commit, CommandError> {
        let world = self.store().world().await?;
        let acting_for = world.units.root().and_then(|root| named_unit(&world, root.id));
        let correlation = CorrelationId::from_uuid(id.as_uuid());
        let by = actor.authorship(acting_for, correlation, source);
        Ok(Commit { streams: vec![append], by, request: None })
    }

    async fn counts_of_move(&self, id: MassMoveId) -> Result<(u32, u32), CommandError> {
        let counts = moves::counts(self.store().db(), &id.to_string()).await;
        let (moved, back) = counts.map_err(StoreError::from)?;
        let whole = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        Ok((whole(moved), whole(back)))
    }

    /// Everyone who went with a mass move, by the log's own word.
    async fn gone_with(&self, id: MassMoveId) -> Result<Vec<PersonLine>, CommandError> {
        let (mut lines, mut after) = (vec![], String::new());
        loop {
            let page = moves::of_move(self.store().db(), &id.to_string(), &after, PAGE).await;
            let page = page.map_err(StoreError::from)?;
            let Some(last) = page.last() else { return Ok(lines) };
            after.clone_from(&last.dossier_id);
            lines.extend(page.iter().filter_map(|row| {
                Some(PersonLine {
                    dossier: DossierId::parse(&row.dossier_id).ok()?,
                    from: UnitId::parse(&row.from_unit).ok()?,
                    to: UnitId::parse(&row.to_unit).ok()?,
                })
            }));
        }
    }

    /// Nobody is brought back to a unit that ended meanwhile, other than by the move itself: that is not
    /// undone with it.
    async fn all_stand(
        &self,
        view: &MoveView,
        people: &[PersonLine],
        restored: &[UnitId],
    ) -> Result<(), CommandError> {
        let world = self.store().world().await?;
        let mut ended: Vec<&str> = vec![];
        // Accounts go back to these, and what opens something there.
        let accounts = view.manifest.accounts.iter().filter(|line| line.to.is_some());
        let of_accounts =
            accounts.map(|line| line.from).chain(view.manifest.successors.keys().copied());
        for from in people.iter().map(|line| line.from).chain(of_accounts) {
            if let Some(unit) = world.units.get(from).filter(|unit| !unit.stands())
                && !restored.contains(&unit.id)
                && !ended.contains(&unit.name.as_str())
            {
                ended.push(unit.name.as_str());
            }
        }
        if ended.is_empty() {
            return Ok(());
        }
        let named = ended.iter().take(UNITS_NAMED_MAX).copied().collect::<Vec<_>>().join("; ");
        let words = vec![("units", named), ("count", ended.len().to_string())];
        Err(CommandError::Refused(Refusal { words, ..Refusal::plain("mass_move_unit_ended") }))
    }
}

fn order_of(view: &MoveView) -> Order {
    Order {
        manifest: view.hash.clone(),
        decision: view.manifest.decision.clone(),
        effective_on: view.manifest.effective_on,
        reason: view.manifest.reason.clone(),
    }
}

/// The undoing as it was ordered.
fn undo_of(view: &MoveView) -> Option<MoveUndo> {
    let ordered = |fact: &Fact| match fact {
        Fact::MassMove(event) => {
            let is_order = event.name() == "MassMoveUndoOrdered";
            is_order.then(|| (event.reason().cloned(), event.paper().cloned()))
        }
        _ => None,
    };
    let (reason, decision) = view.facts.iter().find_map(|recorded| ordered(&recorded.fact))?;
    Some(MoveUndo { mass_move: view.id, reason: reason?, decision })
}
