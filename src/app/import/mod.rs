//! Taking a list of people into dossiers: judged first, row by row; then taken in, all of it or the
//! rows without a problem. Each row is recorded for itself, under one act: stopped on the way, the
//! same list goes on where it stopped, and run again it adds nothing.

pub mod jobs;
pub mod report;
pub(super) mod rows;
pub(super) mod underway;
pub mod undo;

use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use chrono::NaiveDate;
use hoso_events::{
    claim::ClaimKind,
    dossier::DossierContext,
    fact::StreamType,
    ids::{CorrelationId, DossierId, UnitId},
    provenance::{ListRow, Source},
    values::Paper,
};
use hoso_projections::engine::World;
use tokio::sync::mpsc;

use super::{
    Act, Actor, App, CommandError, Target,
    access::scopes,
    execute::{append_error, named_unit},
    may,
};
use crate::{
    import::{CellProblem, ColumnChoice, ImportError, ListFile, ListHead, PersonRow},
    store::{AppendError, Commit, StoreError, StreamAppend, read},
};
use rows::{Judged, RowJudge, UnitNames};
use underway::{Answered, Underway};

/// How many rows are looked up together.
const BATCH_ROWS: usize = 256;
/// How many batches are read ahead of the one that is judged.
const BATCHES_AHEAD: usize = 2;

/// On what paper a list is taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportGround {
    /// The list itself, as a paper: its number, date and issuer.
    pub paper: Paper,
    /// The day the competent authority confirmed the dossiers; starts the account clock (F1).
    pub confirmed_on: NaiveDate,
}

/// A list, and how it is to be read.
#[derive(Debug, Clone)]
pub struct AskedList {
    pub bytes: Arc<Vec<u8>>,
    /// What someone said the columns are.
    pub choices: Vec<ColumnChoice>,
    /// The unit of every row that names none.
    pub unit: Option<UnitId>,
    pub ground: ImportGround,
}

/// What is done with the rows that have problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Take {
    /// With any problem nothing is taken in.
    All,
    /// Rows without a problem are taken in, the others are left out.
    GoodRows,
}

/// What one row of the list became, or would become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowOutcome {
    /// A new dossier.
    New { dossier: DossierId },
    /// Someone with this personal id has a dossier already; nothing is added.
    AlreadyThere { dossier: String },
    /// The row has problems.
    Wrong(Vec<CellProblem>),
    /// Not reached: the work was stopped before, or the list has no unit to go to.
    Left,
}

/// What an import did, or would do.
#[derive(Debug, Clone)]
pub struct Imported {
    /// What the list says before its first person.
    pub head: ListHead,
    /// Each row by its number in the sheet.
    pub rows: Vec<(u32, RowOutcome)>,
    /// How many values were mended on reading, by the code of how.
    pub mended: std::collections::BTreeMap<&'static str, usize>,
    /// The last position written; none for a dry run, or when there was nothing to add.
    pub position: Option<u64>,
    /// Whether it was stopped before its end.
    pub stopped: bool,
    /// Whether nothing says which unit takes the people in: one question for the whole list.
    pub asks_unit: bool,
}

impl Imported {
    fn count(&self, is: impl Fn(&RowOutcome) -> bool) -> usize {
        self.rows.iter().filter(|(_row, outcome)| is(outcome)).count()
    }

    /// Whether the list or any row of it has a problem.
    pub fn has_problems(&self) -> bool {
        self.asks_unit || self.wrong_count() > 0
    }

    /// How many rows could be taken in, or need not be.
    pub fn good_count(&self) -> usize {
        if self.asks_unit { 0 } else { self.rows.len() - self.wrong_count() }
    }

    /// How many rows have problems.
    pub fn wrong_count(&self) -> usize {
        self.count(|outcome| matches!(outcome, RowOutcome::Wrong(_)))
    }

    /// How many dossiers are new.
    pub fn new_count(&self) -> usize {
        self.count(|outcome| matches!(outcome, RowOutcome::New { .. }))
    }

    /// How many people had a dossier already.
    pub fn already_count(&self) -> usize {
        self.count(|outcome| matches!(outcome, RowOutcome::AlreadyThere { .. }))
    }

    /// Every problem, with the number of its row.
    pub fn problems(&self) -> impl Iterator<Item = (u32, &CellProblem)> {
        self.rows.iter().flat_map(|(row, outcome)| {
            let problems: &[CellProblem] = match outcome {
                RowOutcome::Wrong(problems) => problems,
                _ => &[],
            };
            problems.iter().map(|one| (*row, one))
        })
    }
}

/// How far work on a list has come, and whether it is to stop; shared between who works and who
/// watches.
#[derive(Debug, Default)]
pub struct Watch {
    pub done: AtomicU64,
    /// How many rows there are; 0 while nobody knows.
    pub of: AtomicU64,
    pub stop: AtomicBool,
}

impl Watch {
    pub(super) fn went_on(&self, rows: usize) {
        self.done.fetch_add(rows as u64, Ordering::Relaxed);
    }

    pub(super) fn is_to_stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// Why a list was neither judged nor taken in.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    #[error(transparent)]
    List(#[from] ImportError),
    #[error(transparent)]
    Command(#[from] CommandError),
}

impl From<StoreError> for ListError {
    fn from(error: StoreError) -> Self {
        Self::Command(error.into())
    }
}

/// Everything one run over a list needs.
struct Run<'a> {
    actor: &'a Actor,
    asked: &'a AskedList,
    world: World,
    names: UnitNames,
    correlation: CorrelationId,
    underway: Underway<usize>,
    imported: Imported,
}

impl App {
    /// What a list would become: the same as taking it in, and nothing is recorded.
    pub async fn judge_list(
        &self,
        actor: &Actor,
        asked: &AskedList,
        watch: &Watch,
    ) -> Result<Imported, ListError> {
        // A run is a large future; on the heap it weighs on nobody who waits for it.
        Box::pin(self.run_over(actor, asked, false, watch)).await
    }

    /// Takes a list in. Whatever it becomes is said row by row.
    pub async fn take_list(
        &self,
        actor: &Actor,
        asked: &AskedList,
        take: Take,
        watch: &Watch,
    ) -> Result<Imported, ListError> {
        let judged = self.judge_list(actor, asked, &Watch::default()).await?;
        watch.of.store(judged.rows.len() as u64, Ordering::Relaxed);
        if judged.new_count() == 0 || (take == Take::All && judged.has_problems()) {
            return Ok(judged);
        }
        Box::pin(self.run_over(actor, asked, true, watch)).await
    }

    async fn run_over(
        &self,
        actor: &Actor,
        asked: &AskedList,
        records: bool,
        watch: &Watch,
    ) -> Result<Imported, ListError> {
        let world = self.store().world().await?;
        may_take_in(actor, asked.unit, &world)?;
        let today = self.store().clock().today();
        let (mut batches, head) =
            read_batches(asked.bytes.clone(), asked.choices.clone(), today).await?;
        let imported = Imported {
            rows: vec![],
            mended: Default::default(),
            position: None,
            stopped: false,
            asks_unit: asked.unit.is_none() && !head.names_units(),
            head,
        };
        let correlation = CorrelationId::from_uuid(self.store().clock().new_id());
        let names = UnitNames::of(&world.units);
        let mut run = Run {
            actor,
            asked,
            world,
            names,
            correlation,
            underway: Underway::default(),
            imported,
        };
        while let Some(batch) = batches.recv().await {
            let batch = batch?;
            let rows = batch.len();
            self.on_batch(&mut run, batch, records, watch).await?;
            watch.went_on(rows);
        }
        while let Some(answered) = run.underway.next().await {
            run.answered(answered)?;
        }
        Ok(run.imported)
    }

    async fn on_batch(
        &self,
        run: &mut Run<'_>,
        batch: Vec<PersonRow>,
        records: bool,
        watch: &Watch,
    ) -> Result<(), ListError> {
        let ids: Vec<&str> = batch.iter().filter_map(rows::personal_id).collect();
        let held = read::holders(self.store().db(), ClaimKind::PersonalId, &ids).await?;
        let units = run.world.units.clone();
        let context = DossierContext {
            today: self.store().clock().today(),
            actor_is_the_person: false,
            unit_exists: true,
        };
        for row in batch {
            let (names, units) = (&run.names, &units);
            let asks_unit = run.imported.asks_unit;
            let (actor, asked) = (run.actor, run.asked);
            let judge = RowJudge { actor, asked, units, names, context, asks_unit };
            for mend in row.cells.values().filter_map(|cell| cell.mended) {
                *run.imported.mended.entry(mend.code()).or_default() += 1;
            }
            let outcome = match judge.judge(&row, &held) {
                Judged::Already(dossier) => RowOutcome::AlreadyThere { dossier },
                Judged::Wrong(problems) => RowOutcome::Wrong(problems),
                Judged::NoUnit => RowOutcome::Left,
                Judged::New { .. } if records && watch.is_to_stop() => {
                    run.imported.stopped = true;
                    RowOutcome::Left
                }
                Judged::New { unit, facts } => {
                    let dossier = DossierId::from_uuid(self.store().clock().new_id());
                    if records {
                        let append = StreamAppend {
                            stream_type: StreamType::Dossier,
                            stream_id: dossier.to_string(),
                            expected: 0,
                            facts,
                        };
                        self.record_row(run, &row, unit, append).await?;
                    }
                    RowOutcome::New { dossier }
                }
            };
            run.imported.rows.push((row.sheet_row, outcome));
        }
        Ok(())
    }

    /// Puts a row into the log's queue, under the one act of the list and with its cells.
    async fn record_row(
        &self,
        run: &mut Run<'_>,
        row: &PersonRow,
        unit: UnitId,
        append: StreamAppend,
    ) -> Result<(), ListError> {
        let acting_for = named_unit(&run.world, unit);
        let mut by = run.actor.authorship(acting_for, run.correlation, Source::Import);
        let head = &run.imported.head;
        by.list = Some(ListRow {
            file_sha256: head.file_sha256.clone(),
            sheet: head.sheet.clone(),
            row: row.sheet_row,
            cells: rows::cells_of(row),
        });
        let commit = Commit { streams: vec![append], by, request: None };
        let place = run.imported.rows.len();
        for answered in run.underway.send(self.store(), commit, place).await? {
            run.answered(answered)?;
        }
        Ok(())
    }
}

impl Run<'_> {
    /// What came of a row that was recorded.
    fn answered(&mut self, (place, answer): Answered<usize>) -> Result<(), CommandError> {
        match answer {
            Ok(receipt) => {
                self.imported.position = self.imported.position.max(Some(receipt.last_position));
            }
            // Someone opened a dossier for this person a moment ago.
            Err(AppendError::Taken { holder, .. }) => {
                if let Some((_row, outcome)) = self.imported.rows.get_mut(place) {
                    *outcome = RowOutcome::AlreadyThere { dossier: holder };
                }
            }
            Err(other) => return Err(append_error(other)),
        }
        Ok(())
    }
}

/// Whoever takes a list in may open dossiers: in the unit it is for, or somewhere.
fn may_take_in(actor: &Actor, unit: Option<UnitId>, world: &World) -> Result<(), CommandError> {
    match unit {
        Some(unit) => may(actor, Act::OpenDossier, Target::Unit(unit), &world.units)
            .map(|_ground| ())
            .map_err(|_denied| CommandError::Denied),
        None if scopes(actor, Act::OpenDossier, &world.units).is_empty() => {
            Err(CommandError::Denied)
        }
        None => Ok(()),
    }
}

pub(super) type Batches = mpsc::Receiver<Result<Vec<PersonRow>, ImportError>>;

/// Reads a list beside, a few rows ahead of whoever takes them.
pub(super) async fn read_batches(
    bytes: Arc<Vec<u8>>,
    choices: Vec<ColumnChoice>,
    today: NaiveDate,
) -> Result<(Batches, ListHead), ImportError> {
    let (sender, receiver) = mpsc::channel(BATCHES_AHEAD);
    let (tell_head, head) = tokio::sync::oneshot::channel();
    tokio::task::spawn_blocking(move || {
        let file = match ListFile::open(&bytes, &choices, today) {
            Ok(file) => file,
            Err(refusal) => return drop(tell_head.send(Err(refusal))),
        };
        if tell_head.send(Ok(file.head().clone())).is_err() {
            return;
        }
        let mut batch = vec![];
        let read = file.people(&mut |person| {
            batch.push(person);
            if batch.len() < BATCH_ROWS {
                return ControlFlow::Continue(());
            }
            match sender.blocking_send(Ok(std::mem::take(&mut batch))) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_nobody_waits) => ControlFlow::Break(()),
            }
        });
        let last = read.map(|()| batch);
        let _nobody_waits = sender.blocking_send(last);
    });
    let head = head.await.map_err(|_reader_gone| ImportError::NotASpreadsheet)??;
    Ok((receiver, head))
}
