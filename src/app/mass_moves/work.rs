//! The work on a mass move while nobody waits, or while someone watches at a terminal: taken up by one
//! at a time, with a sign of how far it is, so that one may leave and come back, also to another
//! server.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use hoso_events::{
    ids::MassMoveId,
    provenance::Source,
    values::{FileHash, Paper, Reason},
};

use super::{
    AskedUndo, DONE, LEFT_KEPT_MAX, RUNNING, Report, SILENT, STOPPED, Tally, UNDOING, UNDONE, text,
};
use crate::{
    app::{Actor, App, CommandError, Refusal, import::Watch},
    store::mass_moves as plans,
};

/// How often the work says how far it is.
const SAYS_EVERY: Duration = Duration::from_millis(700);

/// What is to be done.
#[derive(Debug, Clone)]
pub enum Work {
    Run { manifest: FileHash },
    Undo { reason: Reason, decision: Option<Paper> },
}

impl Work {
    fn state(&self) -> &'static str {
        match self {
            Self::Run { .. } => RUNNING,
            Self::Undo { .. } => UNDOING,
        }
    }
}

impl App {
    /// Takes the work up and does it beside; answers as soon as it is taken up.
    pub async fn begin_mass_move(
        self: &Arc<Self>,
        actor: &Actor,
        id: MassMoveId,
        work: Work,
    ) -> Result<(), CommandError> {
        self.is_ready(actor, id, &work).await?;
        self.take_up(id, &work).await?;
        let (app, actor) = (self.clone(), actor.clone());
        tokio::spawn(async move {
            let watch = Watch::default();
            let worked = app.do_and_tell(&actor, id, work, Source::Page, &watch).await;
            if let Err(error) = worked {
                tracing::error!(error = &error as &dyn std::error::Error, mass_move.id = %id,
                    "the work on mass move {id} ended");
            }
        });
        Ok(())
    }

    /// Takes the work up and does it.
    pub async fn work_on_mass_move(
        &self,
        actor: &Actor,
        id: MassMoveId,
        work: Work,
        watch: &Watch,
    ) -> Result<Tally, CommandError> {
        self.is_ready(actor, id, &work).await?;
        self.take_up(id, &work).await?;
        self.do_and_tell(actor, id, work, Source::CommandLine, watch).await
    }

    /// What would be refused is refused before anything is taken up.
    async fn is_ready(
        &self,
        actor: &Actor,
        id: MassMoveId,
        work: &Work,
    ) -> Result<(), CommandError> {
        match work {
            Work::Run { manifest } => self.ready_to_run(actor, id, manifest).await.map(drop),
            Work::Undo { .. } => self.ready_to_undo(actor, id).await.map(drop),
        }
    }

    async fn take_up(&self, id: MassMoveId, work: &Work) -> Result<(), CommandError> {
        let silent = self.store().now() - SILENT;
        match plans::claim(self.store(), &id.to_string(), work.state(), silent).await? {
            true => Ok(()),
            false => Err(CommandError::Refused(Refusal::plain("mass_move_under_way"))),
        }
    }

    async fn do_and_tell(
        &self,
        actor: &Actor,
        id: MassMoveId,
        work: Work,
        source: Source,
        watch: &Watch,
    ) -> Result<Tally, CommandError> {
        let key = id.to_string();
        let before = plans::by_id(self.store(), &key).await?;
        let total = match self.mass_move(&Actor::service(), id).await {
            Ok(view) => view.manifest.people.len() + view.manifest.accounts.len(),
            Err(_told_by_the_work) => 0,
        };
        watch.of.store(total as u64, Ordering::Relaxed);
        let report: Report =
            before.and_then(|plan| serde_json::from_str(&plan.report).ok()).unwrap_or_default();
        let mut doing = Box::pin(self.do_work(actor, id, &work, source, watch));
        let mut says = tokio::time::interval(SAYS_EVERY);
        let ended = loop {
            tokio::select! {
                ended = &mut doing => break ended,
                _ = says.tick() => {
                    let far = |count: &std::sync::atomic::AtomicU64| {
                        i64::try_from(count.load(Ordering::Relaxed)).unwrap_or(i64::MAX)
                    };
                    plans::goes_on(self.store(), &key, far(&watch.done), far(&watch.of)).await?;
                }
            }
        };
        let (state, report) = match (&ended, &work) {
            // Refused or in trouble: what was done stays, and it can be taken up again.
            (Err(_), _) => (STOPPED, report),
            (Ok(tally), Work::Run { .. }) => {
                let state = if tally.stopped { STOPPED } else { DONE };
                let (run, run_count) = kept(tally);
                let units_left = tally.units_left.clone();
                (state, Report { run, run_count, units_left, ..report })
            }
            (Ok(tally), Work::Undo { .. }) => {
                let state = if tally.stopped { STOPPED } else { UNDONE };
                let (undo, undo_count) = kept(tally);
                (state, Report { undo, undo_count, ..report })
            }
        };
        plans::end(self.store(), &key, state, &text(&report)).await?;
        ended
    }

    async fn do_work(
        &self,
        actor: &Actor,
        id: MassMoveId,
        work: &Work,
        source: Source,
        watch: &Watch,
    ) -> Result<Tally, CommandError> {
        match work {
            Work::Run { manifest } => self.run_mass_move(actor, id, manifest, source, watch).await,
            Work::Undo { reason, decision } => {
                let (reason, decision) = (reason.clone(), decision.clone());
                let asked = AskedUndo { mass_move: id, reason, decision, source };
                self.undo_mass_move(actor, &asked, watch).await
            }
        }
    }
}

fn kept(tally: &Tally) -> (Vec<super::Left>, usize) {
    (tally.left.iter().take(LEFT_KEPT_MAX).cloned().collect(), tally.left.len())
}
