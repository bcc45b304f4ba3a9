//! Lists that are worked on while nobody waits: brought, judged, confirmed, taken in, undone. How
//! far each is stands in the database, so that one may leave and come back, also to another server.

use std::{
    collections::HashSet,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use hoso_events::{provenance::Source, values::Reason};
use hoso_projections::intakes;
use uuid::Uuid;

use super::{
    AskedList, ImportGround, Imported, ListError, RowOutcome, Take, Watch, may_take_in,
    report::{HowAsked, Refused, Report, ReportColumn},
    undo::{AskedUndo, PAGE},
};
use crate::{
    app::{Actor, App, CommandError},
    import::{ListFile, columns_of, hash},
    store::{
        StoreError,
        lists::{self, ListJob},
    },
};

/// How long a file waits to be confirmed.
pub const KEPT: TimeDelta = TimeDelta::hours(24);
/// After so long without a sign the work on a list has ended with its server.
const SILENT: TimeDelta = TimeDelta::seconds(60);
/// How often the work says how far it is.
const SAYS_EVERY: Duration = Duration::from_millis(700);

pub const VALIDATING: &str = "validating";
pub const WAITING: &str = "waiting_confirmation";
pub const RUNNING: &str = "running";
pub const CANCELLING: &str = "cancelling";
pub const DONE: &str = "done";
pub const DONE_WITH_ERRORS: &str = "done_with_errors";
pub const CANCELLED: &str = "cancelled";
pub const FAILED: &str = "failed";
pub const UNDOING: &str = "undoing";
pub const UNDONE: &str = "undone";
pub const EXPIRED: &str = "expired";

/// A list someone brought, ready to be shown.
#[derive(Debug, Clone)]
pub struct ListView {
    pub job: ListJob,
    pub how: HowAsked,
    pub report: Report,
    /// Whether the work on it ended with its server and can go on.
    pub silent: bool,
}

impl ListView {
    fn of(job: ListJob, now: DateTime<Utc>) -> Self {
        let how = serde_json::from_str(&job.asked).unwrap_or_default();
        let report = serde_json::from_str(&job.report).unwrap_or_default();
        let touched = job.touched_at.parse::<DateTime<Utc>>().unwrap_or(now);
        let silent = is_worked_on(&job.state) && now - touched > SILENT;
        Self { job, how, report, silent }
    }

    /// Whether someone works on it.
    pub fn is_worked_on(&self) -> bool {
        is_worked_on(&self.job.state)
    }

    /// Whether dossiers of it may be there to be withdrawn.
    pub fn can_be_undone(&self) -> bool {
        matches!(self.job.state.as_str(), DONE | DONE_WITH_ERRORS | CANCELLED)
            && self.report.new > 0
    }
}

fn is_worked_on(state: &str) -> bool {
    matches!(state, VALIDATING | RUNNING | CANCELLING | UNDOING)
}

fn text<T: serde::Serialize>(said: &T) -> String {
    serde_json::to_string(said).expect("what is said of a list is plain data")
}

impl App {
    /// Keeps a list someone brought and begins to judge it; answers by which id it is found.
    pub async fn bring_list(
        self: &Arc<Self>,
        actor: &Actor,
        key: Option<&str>,
        file_name: &str,
        bytes: Vec<u8>,
        how: HowAsked,
    ) -> Result<String, ListError> {
        may_take_in(actor, how.unit, &self.store().world().await?)?;
        // The same form sent twice is one list.
        let id = key.and_then(|key| Uuid::parse_str(key).ok());
        let id = id.unwrap_or_else(|| self.store().clock().new_id()).to_string();
        if let Some(there) = lists::by_id(self.store(), &id).await? {
            let own = there.account_id == actor.account.id.to_string();
            return if own { Ok(id) } else { Err(CommandError::Denied.into()) };
        }
        self.forget_old_files().await?;
        let now = crate::store::read::instant_text(self.store().now());
        let job = ListJob {
            job_id: id,
            account_id: actor.account.id.to_string(),
            file_name: file_name.chars().filter(|c| !c.is_control()).take(200).collect(),
            file_sha256: hash(&bytes),
            state: VALIDATING.to_owned(),
            made_at: now.clone(),
            touched_at: now,
            asked: text(&how),
            done: 0,
            total: 0,
            report: text(&Report::default()),
        };
        lists::add(self.store(), &job, &bytes).await?;
        let id = job.job_id.clone();
        self.work_on(actor.clone(), job, Arc::new(bytes));
        Ok(id)
    }

    /// A list the actor brought.
    pub async fn list_view(&self, actor: &Actor, job_id: &str) -> Result<ListView, CommandError> {
        let job = lists::by_id(self.store(), job_id).await?;
        let job = job.filter(|job| job.account_id == actor.account.id.to_string());
        Ok(ListView::of(job.ok_or(CommandError::Denied)?, self.store().now()))
    }

    /// The lists the actor brought, newest first.
    pub async fn list_views(&self, actor: &Actor) -> Result<Vec<ListView>, CommandError> {
        let jobs = lists::of_account(self.store(), &actor.account.id.to_string()).await?;
        let now = self.store().now();
        Ok(jobs.into_iter().map(|job| ListView::of(job, now)).collect())
    }

    /// The file of a list that still waits, and how it is asked to be read.
    pub async fn asked_list(&self, actor: &Actor, view: &ListView) -> Result<AskedList, ListError> {
        let bytes = lists::file(self.store(), &view.job.job_id).await?;
        let bytes = Arc::new(bytes.ok_or(CommandError::Denied)?);
        self.asked(actor, &view.job, &view.how, bytes).await
    }

    /// Brings a list from the state it is seen in into one in which it is worked on. Asked twice,
    /// the second finds it there.
    pub async fn turn_list(
        self: &Arc<Self>,
        actor: &Actor,
        view: &ListView,
        state: &'static str,
        how: HowAsked,
    ) -> Result<(), CommandError> {
        let from = view.job.state.clone();
        let job = ListJob {
            state: state.to_owned(),
            asked: text(&how),
            done: 0,
            total: if state == UNDOING { view.report.new as i64 } else { 0 },
            ..view.job.clone()
        };
        if !lists::turn(self.store(), &from, &job).await? || state == CANCELLING {
            return Ok(());
        }
        let bytes = match state {
            UNDOING => vec![],
            _ => match lists::file(self.store(), &job.job_id).await? {
                Some(bytes) => bytes,
                None => {
                    let expired = ListJob { state: EXPIRED.to_owned(), ..job.clone() };
                    lists::turn(self.store(), state, &expired).await?;
                    return Ok(());
                }
            },
        };
        self.work_on(actor.clone(), job, Arc::new(bytes));
        Ok(())
    }

    /// Removes the files that waited too long.
    pub async fn forget_old_files(&self) -> Result<(), StoreError> {
        lists::drop_files_before(self.store(), self.store().now() - KEPT).await
    }

    async fn asked(
        &self,
        actor: &Actor,
        job: &ListJob,
        how: &HowAsked,
        bytes: Arc<Vec<u8>>,
    ) -> Result<AskedList, ListError> {
        let today = self.store().clock().today();
        let world = self.store().world().await?;
        let unit = how.unit.and_then(|unit| world.units.get(unit));
        let issuer = unit.map(|unit| unit.name.to_string());
        let issuer = issuer.or_else(|| actor.unit.as_ref().map(|unit| unit.name.clone()));
        let (read, choices) = (bytes.clone(), how.columns.clone());
        let head = tokio::task::spawn_blocking(move || {
            ListFile::open(&read, &choices, today).map(|file| file.head().clone())
        });
        let head = head.await.map_err(|_reader_gone| CommandError::Unknown)??;
        let issuer = issuer.unwrap_or_default();
        let ground = how.ground.of_list(&head, &job.file_name, &issuer, today);
        let ground = ground.ok_or(CommandError::Denied)?;
        Ok(AskedList { bytes, choices: how.columns.clone(), unit: how.unit, ground })
    }

    /// Works on a list beside, in the state it was just brought into.
    fn work_on(self: &Arc<Self>, actor: Actor, job: ListJob, bytes: Arc<Vec<u8>>) {
        let app = self.clone();
        tokio::spawn(async move {
            let watch = Watch::default();
            watch.of.store(u64::try_from(job.total).unwrap_or_default(), Ordering::Relaxed);
            let worked = app.says_how_far(&actor, &job, bytes, &watch).await;
            if let Err(error) = worked {
                tracing::error!(error = &error as &dyn std::error::Error, list.id = %job.job_id,
                    "the work on list {} ended", job.job_id);
            }
        });
    }

    async fn says_how_far(
        &self,
        actor: &Actor,
        job: &ListJob,
        bytes: Arc<Vec<u8>>,
        watch: &Watch,
    ) -> Result<(), CommandError> {
        let mut work = Box::pin(self.work(actor, job, bytes, watch));
        let mut says = tokio::time::interval(SAYS_EVERY);
        let ended = loop {
            tokio::select! {
                ended = &mut work => break ended,
                _ = says.tick() => {
                    let far = |count: &std::sync::atomic::AtomicU64| {
                        i64::try_from(count.load(Ordering::Relaxed)).unwrap_or(i64::MAX)
                    };
                    let (done, of) = (far(&watch.done), far(&watch.of));
                    lists::goes_on(self.store(), &job.job_id, done, of).await?;
                    let now = lists::by_id(self.store(), &job.job_id).await?;
                    if now.is_some_and(|now| now.state == CANCELLING) {
                        watch.stop.store(true, Ordering::Relaxed);
                    }
                }
            }
        };
        let ended = ended?;
        for from in [job.state.as_str(), CANCELLING] {
            if lists::turn(self.store(), from, &ended).await? {
                break;
            }
        }
        // What waits to be confirmed, or to be read in another way, keeps its file.
        if !matches!(ended.state.as_str(), WAITING | FAILED | CANCELLED | DONE_WITH_ERRORS) {
            lists::drop_file(self.store(), &job.job_id).await?;
        }
        Ok(())
    }

    /// Does what the state of a list asks for, and answers how it ended. What was begun and stopped by
    /// a trouble of our own has not ended: nobody says how far any more, and it can be gone on with.
    async fn work(
        &self,
        actor: &Actor,
        job: &ListJob,
        bytes: Arc<Vec<u8>>,
        watch: &Watch,
    ) -> Result<ListJob, CommandError> {
        let before: Report = serde_json::from_str(&job.report).unwrap_or_default();
        let how: HowAsked = serde_json::from_str(&job.asked).unwrap_or_default();
        let worked = match job.state.as_str() {
            UNDOING => self
                .undo_job(actor, job, &how, watch)
                .await
                .map(|undone| (UNDONE, before.undone(&undone))),
            RUNNING => self.take_job(actor, job, &how, bytes.clone(), watch).await.map(
                |(imported, ground, before)| {
                    let state = match (imported.stopped, imported.has_problems()) {
                        (true, _) => CANCELLED,
                        // What was good when it was judged is not any more: nothing was taken in.
                        (false, true) if how.take() == Take::All => WAITING,
                        (false, true) => DONE_WITH_ERRORS,
                        (false, false) => DONE,
                    };
                    (state, Report::of(&imported, &ground).gone_on(before))
                },
            ),
            _ => self.judge_job(actor, job, &how, bytes.clone(), watch).await,
        };
        let begun = matches!(job.state.as_str(), RUNNING | UNDOING);
        let (state, report) = match worked {
            Ok(ended) => ended,
            Err(ListError::Command(error)) if begun && error.is_trouble() => return Err(error),
            Err(error) => {
                let refused = match &error {
                    ListError::List(refused) => Refused::from(refused),
                    ListError::Command(error) => Refused::plain(error.code()),
                };
                let columns = columns_of(&bytes, &how.columns).unwrap_or_default();
                let columns = columns.iter().map(ReportColumn::of).collect();
                (FAILED, Report { refused: Some(refused), columns, ..Report::default() })
            }
        };
        let rows = i64::try_from(report.rows).unwrap_or(i64::MAX);
        let (done, total) = (rows, rows);
        Ok(ListJob { state: state.to_owned(), report: text(&report), done, total, ..job.clone() })
    }

    async fn judge_job(
        &self,
        actor: &Actor,
        job: &ListJob,
        how: &HowAsked,
        bytes: Arc<Vec<u8>>,
        watch: &Watch,
    ) -> Result<(&'static str, Report), ListError> {
        let asked = self.asked(actor, job, how, bytes).await?;
        let judged = self.judge_list(actor, &asked, watch).await?;
        let seen = intakes::of_file(self.store().db(), &job.file_sha256, "", 1).await;
        let seen_before = !seen.map_err(StoreError::from)?.is_empty();
        Ok((WAITING, Report { seen_before, ..Report::of(&judged, &asked.ground) }))
    }

    async fn take_job(
        &self,
        actor: &Actor,
        job: &ListJob,
        how: &HowAsked,
        bytes: Arc<Vec<u8>>,
        watch: &Watch,
    ) -> Result<(Imported, ImportGround, usize), ListError> {
        let asked = self.asked(actor, job, how, bytes).await?;
        let imported = self.take_list(actor, &asked, how.take(), watch).await?;
        let before = self.brought_before(&imported).await?;
        Ok((imported, asked.ground, before))
    }

    /// How many of those who have a dossier already have it from this very file: what was taken in
    /// before the work was stopped, or ended with its server.
    async fn brought_before(&self, imported: &Imported) -> Result<usize, StoreError> {
        let there: HashSet<&str> = imported
            .rows
            .iter()
            .filter_map(|(_row, outcome)| match outcome {
                RowOutcome::AlreadyThere { dossier } => Some(dossier.as_str()),
                _ => None,
            })
            .collect();
        let (mut count, mut after) = (0, String::new());
        while count < there.len() {
            let (db, file) = (self.store().db(), &imported.head.file_sha256);
            let page = intakes::of_file(db, file, &after, PAGE).await.map_err(StoreError::from)?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.dossier_id);
            count += page.iter().filter(|row| there.contains(row.dossier_id.as_str())).count();
        }
        Ok(count)
    }

    async fn undo_job(
        &self,
        actor: &Actor,
        job: &ListJob,
        how: &HowAsked,
        watch: &Watch,
    ) -> Result<super::undo::Undone, ListError> {
        let reason = how.reason.as_deref().and_then(|reason| Reason::parse(reason).ok());
        let asked = AskedUndo {
            file_sha256: job.file_sha256.clone(),
            reason: reason.ok_or(CommandError::Denied)?,
            source: Source::Page,
            dry_run: false,
        };
        Ok(Box::pin(self.undo_list(actor, &asked, watch)).await?)
    }
}
