//! Undoing a list that was taken in by mistake: one act that withdraws the opening of each dossier
//! nobody has worked on since. Nothing is deleted.

use std::collections::BTreeSet;

use hoso_events::{
    claim::ClaimKind,
    dossier::{Dossier, DossierCommand, DossierContext, decide},
    fact::{Fact, Recorded, StreamType},
    ids::{CorrelationId, DossierId, UnitId},
    provenance::Source,
    values::Reason,
};
use hoso_projections::{
    engine::World,
    intakes::{self, IntakeRow},
    people,
};

use super::{
    Watch,
    underway::{Answered, Underway},
};
use crate::{
    app::{
        Act, Actor, App, CommandError, Refusal, Target,
        execute::{Stream as _, append_error, fold, named_unit},
        may,
    },
    store::{AppendError, Commit, StoreError, StreamAppend, read},
};

/// How many dossiers are looked at together.
pub(super) const PAGE: i64 = 200;

/// A dossier of the list that stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDossier {
    pub dossier: DossierId,
    pub full_name: String,
    /// The row of the list it came from.
    pub sheet_row: i64,
    /// Why: the code of a refusal.
    pub code: &'static str,
}

/// What undoing a list did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Undone {
    pub withdrawn: u64,
    /// Withdrawn before.
    pub already: u64,
    /// Worked on since, and so kept.
    pub kept: Vec<KeptDossier>,
    /// The last position written.
    pub position: Option<u64>,
}

/// How a list is undone.
#[derive(Debug, Clone)]
pub struct AskedUndo {
    pub file_sha256: String,
    pub reason: Reason,
    pub source: Source,
    /// Says what would be done and records nothing.
    pub dry_run: bool,
}

/// Everything one undoing needs.
struct Run<'a> {
    actor: &'a Actor,
    asked: &'a AskedUndo,
    correlation: CorrelationId,
    world: World,
    underway: Underway<IntakeRow>,
    undone: Undone,
}

impl App {
    /// Withdraws the opening of every dossier a list opened, of those the actor may open.
    pub async fn undo_list(
        &self,
        actor: &Actor,
        asked: &AskedUndo,
        watch: &Watch,
    ) -> Result<Undone, CommandError> {
        let correlation = CorrelationId::from_uuid(self.store().clock().new_id());
        let world = self.store().world().await?;
        let (underway, undone) = (Underway::default(), Undone::default());
        let mut run = Run { actor, asked, correlation, world, underway, undone };
        let mut after = String::new();
        let mut seen = false;
        loop {
            let db = self.store().db();
            let page = intakes::of_file(db, &asked.file_sha256, &after, PAGE)
                .await
                .map_err(StoreError::from)?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.dossier_id);
            let is_mine = |row: &IntakeRow| {
                let may = |unit| may(actor, Act::OpenDossier, Target::Unit(unit), &run.world.units);
                UnitId::parse(&row.unit_id).is_ok_and(|unit| may(unit).is_ok())
            };
            let mine: Vec<IntakeRow> = page.into_iter().filter(is_mine).collect();
            seen |= !mine.is_empty();
            let ids: Vec<&str> = mine.iter().map(|row| row.dossier_id.as_str()).collect();
            let with_account: BTreeSet<String> =
                read::holders(db, ClaimKind::AccountOfDossier, &ids).await?.into_keys().collect();
            for row in mine {
                let account = with_account.contains(&row.dossier_id);
                self.undo_one(&mut run, row, account).await?;
                watch.went_on(1);
            }
        }
        while let Some(answered) = run.underway.next().await {
            self.undone_one(&mut run, answered).await?;
        }
        // A file nobody took in looks like one whose dossiers are others' to withdraw.
        if seen { Ok(run.undone) } else { Err(CommandError::Denied) }
    }

    async fn undo_one(
        &self,
        run: &mut Run<'_>,
        row: IntakeRow,
        has_account: bool,
    ) -> Result<(), CommandError> {
        let facts = self.store().stream(&row.dossier_id, 0).await?;
        let only_the_list = facts.iter().all(|fact| is_of_list(fact, &run.asked.file_sha256));
        let expected = facts.len() as u64;
        let kept = fold::<Dossier>(facts);
        if matches!(kept.state, Dossier::Withdrawn(_)) {
            run.undone.already += 1;
            return Ok(());
        }
        let context = DossierContext {
            today: self.store().clock().today(),
            actor_is_the_person: false,
            unit_exists: true,
        };
        let command = DossierCommand::WithdrawOpening { reason: run.asked.reason.clone() };
        let own = DossierId::parse(&row.dossier_id).is_ok_and(|id| run.actor.is_person_of(id));
        let decided = match (has_account || !only_the_list, own) {
            (true, _) => Err(Refusal::plain("dossier_worked_on")),
            (false, true) => Err(Refusal::plain("self_verification")),
            (false, false) => decide(&kept.state, command, &context).map_err(Refusal::from),
        };
        let facts = match decided {
            Ok(facts) => facts,
            Err(refusal) => return self.keep(&row, refusal.code, &mut run.undone).await,
        };
        if run.asked.dry_run {
            run.undone.withdrawn += 1;
            return Ok(());
        }
        let unit = UnitId::parse(&row.unit_id).ok();
        let acting_for = unit.and_then(|unit| named_unit(&run.world, unit));
        let by = run.actor.authorship(acting_for, run.correlation, run.asked.source);
        let append = StreamAppend {
            stream_type: StreamType::Dossier,
            stream_id: row.dossier_id.clone(),
            expected,
            facts: facts.into_iter().map(Fact::Dossier).collect(),
        };
        let commit = Commit { streams: vec![append], by, request: None };
        for answered in run.underway.send(self.store(), commit, row).await? {
            self.undone_one(run, answered).await?;
        }
        Ok(())
    }

    /// What came of a dossier whose opening was to be withdrawn.
    async fn undone_one(
        &self,
        run: &mut Run<'_>,
        (row, answer): Answered<IntakeRow>,
    ) -> Result<(), CommandError> {
        drop(Dossier::cache(self).take(&row.dossier_id));
        match answer {
            Ok(receipt) => {
                run.undone.position = run.undone.position.max(Some(receipt.last_position));
                run.undone.withdrawn += 1;
                Ok(())
            }
            // Someone worked on it a moment ago, or gave the person an account.
            Err(AppendError::Conflict | AppendError::Taken { .. }) => {
                self.keep(&row, "dossier_worked_on", &mut run.undone).await
            }
            Err(other) => Err(append_error(other)),
        }
    }

    async fn keep(
        &self,
        row: &IntakeRow,
        code: &'static str,
        undone: &mut Undone,
    ) -> Result<(), CommandError> {
        let person = people::by_id(self.store().db(), &row.dossier_id).await;
        let person = person.map_err(StoreError::from)?;
        if let Ok(dossier) = DossierId::parse(&row.dossier_id) {
            let full_name = person.map(|person| person.full_name).unwrap_or_default();
            undone.kept.push(KeptDossier { dossier, full_name, sheet_row: row.sheet_row, code });
        }
        Ok(())
    }
}

fn is_of_list(recorded: &Recorded, file_sha256: &str) -> bool {
    recorded.provenance.by.list.as_ref().is_some_and(|list| list.file_sha256 == file_sha256)
}
