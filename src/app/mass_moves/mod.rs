//! Many people to other units by one decision: planned from a list or by units, looked over, approved
//! by another than who planned it, carried out line by line, and undone by one act. Each line is
//! recorded for itself under the id of the move: stopped on the way, the same move goes on where it
//! stopped, and carried out twice it moves nobody twice.

mod carry;
mod plan;
mod run;
mod units;
mod work;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use hoso_events::{
    fact::{Fact, Recorded},
    ids::{DossierId, MassMoveId, UnitId},
    mass_move::{GrantsThen, Manifest, MassMove},
    values::{FileHash, Paper, Reason},
};
use hoso_projections::{moves, people};
use serde::{Deserialize, Serialize};

use super::{Act, Actor, App, CommandError, Opened, Refusal, Target, may};
use crate::store::{
    StoreError,
    mass_moves::{self as plans, MovePlan},
    read::instant_text,
};

pub use run::AskedUndo;
pub use work::Work;

/// The most people one mass move takes.
pub const PEOPLE_MAX: usize = 50_000;
/// How many of those left are kept by line; all are counted.
const LEFT_KEPT_MAX: usize = 500;
/// How many people whoever approves is shown, spread over the whole manifest.
pub const SAMPLE: usize = 12;
/// How many of those left are shown with their names.
const LEFT_NAMED_MAX: usize = 100;
/// After so long without a sign the work on a mass move has ended with its server.
const SILENT: TimeDelta = TimeDelta::seconds(60);

/// The word of a refusal that names the unit that cannot end.
pub const WHICH_ENDS: &str = "which_ends";

pub const WAITING: &str = "waiting";
pub const RUNNING: &str = "running";
pub const UNDOING: &str = "undoing";
/// Stopped before its end; it can go on.
pub const STOPPED: &str = "stopped";
pub const DONE: &str = "done";
pub const UNDONE: &str = "undone";

/// A mass move as someone asks for it.
#[derive(Debug, Clone)]
pub struct AskedMove {
    pub mass_move: MassMoveId,
    pub decision: Paper,
    pub effective_on: NaiveDate,
    pub reason: Reason,
    pub grants: GrantsThen,
    pub whom: Whom,
    pub ends: Ends,
}

/// Which units end once their people have gone.
#[derive(Debug, Clone, Default)]
pub enum Ends {
    #[default]
    Nothing,
    /// Each unit that is emptied as a whole goes into the one that takes over.
    Emptied,
    /// These, each into the units named, or where none are, into those its people go to.
    Named(BTreeMap<UnitId, Vec<UnitId>>),
}

/// Who goes, and where.
#[derive(Debug, Clone)]
pub enum Whom {
    /// Those on a list, each to the unit the row names, or all to one.
    List { bytes: std::sync::Arc<Vec<u8>>, to: Option<UnitId> },
    /// Everyone of some units, but for those named by their personal id number, who go elsewhere or
    /// stay.
    Units {
        successors: BTreeMap<UnitId, UnitId>,
        /// Whether the units below go to the same unit, where they are not named themselves.
        below: bool,
        except: Vec<(String, Option<UnitId>)>,
    },
}

/// Someone who is left out, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// The row of the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    /// Whose dossier, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dossier: Option<DossierId>,
    /// Why: the code of a refusal.
    pub code: String,
}

/// A unit that was to end with a mass move and did not, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitLeft {
    pub unit: UnitId,
    /// Why: the code of a refusal.
    pub code: String,
}

/// People at a unit that is to end who are not on the manifest: until they have gone, it stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StillThere {
    pub unit: UnitId,
    pub people: usize,
}

/// What a mass move would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    pub manifest: Manifest,
    pub left: Vec<Left>,
    pub still_there: Vec<StillThere>,
}

/// What came of carrying a mass move out, or of undoing it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// People who went, or came back, now.
    pub done: u64,
    /// People who had before.
    pub already: u64,
    pub left: Vec<Left>,
    /// Units that ended, or stand again, now.
    pub units: u64,
    pub units_left: Vec<UnitLeft>,
    /// The last position written.
    pub position: Option<u64>,
    /// Whether it was stopped before its end.
    pub stopped: bool,
}

/// Who was left, as it is kept beside the plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// By the plan, by carrying it out, and by undoing it.
    pub planned: Vec<Left>,
    pub run: Vec<Left>,
    pub undo: Vec<Left>,
    pub planned_count: usize,
    pub run_count: usize,
    pub undo_count: usize,
    pub still_there: Vec<StillThere>,
    /// Units that did not end when it was carried out.
    pub units_left: Vec<UnitLeft>,
}

/// A mass move, ready to be shown.
#[derive(Debug, Clone)]
pub struct MoveView {
    pub id: MassMoveId,
    pub plan: MovePlan,
    pub manifest: Manifest,
    /// What fixes the manifest as it stands.
    pub hash: FileHash,
    pub report: Report,
    pub state: MassMove,
    /// What was recorded of it as a whole, oldest first.
    pub facts: Vec<Recorded>,
    /// How many people went with it, and how many of them are back.
    pub moved: i64,
    pub back: i64,
    /// Whether the work on it ended with its server and can go on.
    pub silent: bool,
    /// Whether the reader planned it, or goes with it.
    pub own: bool,
}

/// A person of a mass move by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub full_name: String,
    pub from: Option<UnitId>,
    pub to: Option<UnitId>,
    /// Why they are left.
    pub code: Option<String>,
    pub row: Option<u32>,
}

impl MoveView {
    /// Whether someone works on it.
    pub fn is_worked_on(&self) -> bool {
        matches!(self.plan.state.as_str(), RUNNING | UNDOING)
    }
}

fn text<T: Serialize>(said: &T) -> String {
    serde_json::to_string(said).expect("what is said of a mass move is plain data")
}

/// What was recorded of a mass move as a whole.
fn fold_move(facts: &[Recorded]) -> MassMove {
    facts.iter().fold(MassMove::default(), |state, recorded| match &recorded.fact {
        Fact::MassMove(event) => state.evolve(event),
        _ => state,
    })
}

impl App {
    /// Whoever keeps the units plans, carries out and undoes.
    async fn moves_many(&self, actor: &Actor) -> Result<(), CommandError> {
        if let Some(code) = actor.reads_only {
            return Err(CommandError::Refused(Refusal::plain(code)));
        }
        let world = self.store().world().await?;
        may(actor, Act::KeepUnits, Target::Province, &world.units)
            .map(drop)
            .map_err(|_denied| CommandError::Denied)
    }

    /// Whoever decides on access in the whole province approves: the people of a unit, and with them
    /// what its officers may do, go elsewhere.
    async fn approves_many(&self, actor: &Actor) -> Result<(), CommandError> {
        let world = self.store().world().await?;
        may(actor, Act::DecideAccess, Target::Province, &world.units)
            .map(drop)
            .map_err(|_denied| CommandError::Denied)
    }

    /// Keeps a plan, so that another looks it over and approves it. Kept twice, it is one.
    pub async fn keep_mass_move(
        &self,
        actor: &Actor,
        planned: &Planned,
    ) -> Result<(), CommandError> {
        self.moves_many(actor).await?;
        let id = planned.manifest.mass_move.to_string();
        if let Some(there) = plans::by_id(self.store(), &id).await? {
            let same = there.manifest == planned.manifest.canonical();
            let changed = || CommandError::Refused(Refusal::plain("manifest_changed"));
            return if same { Ok(()) } else { Err(changed()) };
        }
        if planned.manifest.people.is_empty() && planned.manifest.accounts.is_empty() {
            return Err(CommandError::Refused(Refusal::plain("mass_move_nobody")));
        }
        let now = instant_text(self.store().now());
        let report = Report {
            planned: planned.left.iter().take(LEFT_KEPT_MAX).cloned().collect(),
            planned_count: planned.left.len(),
            still_there: planned.still_there.clone(),
            ..Report::default()
        };
        let plan = MovePlan {
            mass_move_id: id,
            account_id: actor.account.id.to_string(),
            account_name: actor.account.name.clone(),
            state: WAITING.to_owned(),
            made_at: now.clone(),
            touched_at: now,
            manifest: planned.manifest.canonical(),
            report: text(&report),
            done: 0,
            total: 0,
        };
        Ok(plans::add(self.store(), &plan).await?)
    }

    /// Removes a plan that nobody approved; of one that was approved nothing is removed.
    pub async fn discard_mass_move(
        &self,
        actor: &Actor,
        id: MassMoveId,
    ) -> Result<(), CommandError> {
        self.moves_many(actor).await?;
        let view = self.mass_move(actor, id).await?;
        if view.state == MassMove::NotApproved {
            plans::discard(self.store(), &id.to_string()).await?;
        }
        Ok(())
    }

    /// One mass move, for those who plan or approve such.
    pub async fn mass_move(&self, actor: &Actor, id: MassMoveId) -> Result<MoveView, CommandError> {
        self.approves_many(actor).await?;
        let plan = plans::by_id(self.store(), &id.to_string()).await?;
        self.view_of(actor, plan.ok_or(CommandError::Denied)?).await
    }

    /// The mass moves, newest first.
    pub async fn mass_moves(&self, actor: &Actor) -> Result<Vec<MoveView>, CommandError> {
        self.approves_many(actor).await?;
        let mut views = vec![];
        for plan in plans::newest(self.store()).await? {
            let id = plan.mass_move_id.clone();
            match self.view_of(actor, plan).await {
                Ok(view) => views.push(view),
                // One that nobody can read any more does not hide the others.
                Err(CommandError::Refused(refusal)) => {
                    tracing::warn!(mass_move.id = %id, code = refusal.code,
                        "the plan of mass move {id} cannot be read");
                }
                Err(other) => return Err(other),
            }
        }
        Ok(views)
    }

    async fn view_of(&self, actor: &Actor, plan: MovePlan) -> Result<MoveView, CommandError> {
        let changed = || CommandError::Refused(Refusal::plain("manifest_changed"));
        let id = MassMoveId::parse(&plan.mass_move_id).map_err(|_not_an_id| changed())?;
        // One that is not even a manifest any more was changed behind our back.
        let manifest: Manifest =
            serde_json::from_str(&plan.manifest).map_err(|_not_a_manifest| changed())?;
        let facts = self.store().stream(&plan.mass_move_id, 0).await?;
        let counts = moves::counts(self.store().db(), &plan.mass_move_id).await;
        let (moved, back) = counts.map_err(StoreError::from)?;
        let now = self.store().now();
        let touched = plan.touched_at.parse::<DateTime<Utc>>().unwrap_or(now);
        let worked_on = matches!(plan.state.as_str(), RUNNING | UNDOING);
        Ok(MoveView {
            id,
            hash: manifest.hash(),
            report: serde_json::from_str(&plan.report).unwrap_or_default(),
            state: fold_move(&facts),
            facts,
            moved,
            back,
            silent: worked_on && now - touched > SILENT,
            own: is_own(actor, &plan, &manifest),
            manifest,
            plan,
        })
    }

    /// Some people of a mass move, spread over its manifest, and those who are left, by name. That
    /// they were listed is written down before this returns.
    pub async fn names_of_move(
        &self,
        actor: &Actor,
        view: &MoveView,
    ) -> Result<(Vec<Named>, Vec<Named>), CommandError> {
        let lines = &view.manifest.people;
        let step = lines.len().div_ceil(SAMPLE).max(1);
        let sample: Vec<_> = lines.iter().step_by(step).collect();
        let report = &view.report;
        let left = report.planned.iter().chain(&report.run).chain(&report.undo);
        let left: Vec<&Left> = left.take(LEFT_NAMED_MAX).collect();
        let of_sample = sample.iter().map(|line| line.dossier.to_string());
        let of_left = left.iter().filter_map(|left| left.dossier).map(|id| id.to_string());
        let ids: Vec<String> = of_sample.chain(of_left).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        self.listed(actor, Opened::Transfer, ids.len()).await?;
        let found = people::among(self.store().db(), &ids).await.map_err(StoreError::from)?;
        let name = |id: DossierId| {
            let id = id.to_string();
            let found = found.iter().find(|person| person.dossier_id == id);
            found.map(|person| person.full_name.clone()).unwrap_or_default()
        };
        let sample = sample.into_iter().map(|line| Named {
            full_name: name(line.dossier),
            from: Some(line.from),
            to: Some(line.to),
            code: None,
            row: None,
        });
        let left = left.into_iter().map(|left| Named {
            full_name: left.dossier.map(name).unwrap_or_default(),
            from: None,
            to: None,
            code: Some(left.code.clone()),
            row: left.row,
        });
        Ok((sample.collect(), left.collect()))
    }
}

/// Whether someone planned a mass move, or goes with it.
fn is_own(actor: &Actor, plan: &MovePlan, manifest: &Manifest) -> bool {
    let planned = !actor.is_service && plan.account_id == actor.account.id.to_string();
    planned || goes_along(actor, manifest)
}

/// Whether someone's own dossier, or their own account, goes with a mass move.
fn goes_along(actor: &Actor, manifest: &Manifest) -> bool {
    let own = |dossier| manifest.people.iter().any(|line| line.dossier == dossier);
    actor.dossier.is_some_and(own)
        || manifest.accounts.iter().any(|line| line.account == actor.account.id)
}
