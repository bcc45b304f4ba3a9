//! `hoso mass-move`: many people to other units by one decision, from the plan to its undoing.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use hoso_events::{
    ids::{MassMoveId, UnitId},
    mass_move::{GrantsThen, MassMove},
    provenance::Source,
    unit::UnitTree,
    values::{FileHash, Reason},
};
use serde_json::{Value as Json, json};

use super::{
    Context,
    exit::{CliError, Exit, day},
    paper::{MaybePaper, PaperArgs},
    progress::Progress,
    voice::{Columns, Voice},
};
use crate::{
    app::{
        Actor, App, CommandError,
        import::{ListError, Watch},
        mass_moves::{AskedMove, Ends, Left, Planned, Tally, WHICH_ENDS, Whom, Work},
    },
    import::{FILE_BYTES_MAX, ImportError},
    sentences::key_of_code,
};

/// How often the line of progress is asked how far it is.
const LOOKS_EVERY: Duration = Duration::from_millis(200);
/// How many of those left are listed; with `--json` all of them are.
const LEFT_MAX: usize = 50;

#[derive(Debug, Subcommand)]
pub enum Ask {
    List,
    Plan(Box<Plan>),
    Show(One),
    Approve(Seen),
    Run(Seen),
    Undo(Undo),
}

#[derive(Debug, Args)]
pub struct Plan {
    #[arg(value_name = "FILE", required_unless_present = "units")]
    file: Option<PathBuf>,
    #[arg(long = "unit", value_name = "FROM=TO", conflicts_with = "file")]
    units: Vec<String>,
    #[arg(long, requires = "units")]
    below: bool,
    #[arg(long, value_name = "NUMBER[=TO]", requires = "units")]
    except: Vec<String>,
    #[arg(long, value_name = "CODE", requires = "file")]
    to: Option<String>,
    #[arg(long, requires = "units")]
    end_units: bool,
    #[arg(long, value_name = "CODE[=INTO,…]", requires = "file")]
    end: Vec<String>,
    #[arg(long, value_enum, default_value = "follow")]
    grants: GrantsArg,
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: NaiveDate,
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    paper: PaperArgs,
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum GrantsArg {
    End,
    Follow,
}

impl From<GrantsArg> for GrantsThen {
    fn from(grants: GrantsArg) -> Self {
        match grants {
            GrantsArg::End => Self::End,
            GrantsArg::Follow => Self::Follow,
        }
    }
}

#[derive(Debug, Args)]
pub struct One {
    #[arg(value_name = "ID")]
    mass_move: MassMoveId,
}

/// A mass move and what was seen of it.
#[derive(Debug, Args)]
pub struct Seen {
    #[arg(value_name = "ID")]
    mass_move: MassMoveId,
    #[arg(long, value_name = "HASH", value_parser = hash)]
    manifest: FileHash,
}

#[derive(Debug, Args)]
pub struct Undo {
    #[arg(value_name = "ID")]
    mass_move: MassMoveId,
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    decision: MaybePaper,
}

fn hash(text: &str) -> Result<FileHash, String> {
    FileHash::parse(text).map_err(|error| error.to_string())
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    match ask {
        Ask::List => list(context).await,
        Ask::Plan(ask) => plan(*ask, context).await,
        Ask::Show(ask) => show(ask, context).await,
        Ask::Approve(ask) => approve(ask, context).await,
        Ask::Run(ask) => {
            let work = Work::Run { manifest: ask.manifest };
            work_on(ask.mass_move, work, "cli-mass-move-ran", context).await
        }
        Ask::Undo(ask) => {
            let work = undo_work(&ask)?;
            work_on(ask.mass_move, work, "cli-mass-move-undone", context).await
        }
    }
}

/// The unit of a code.
fn unit(tree: &UnitTree, code: &str) -> Result<UnitId, CliError> {
    let unit = tree.by_code(code.trim());
    unit.map(|unit| unit.id).ok_or_else(|| CliError::not_found("unit_not_found", code))
}

fn named_twice(code: &str) -> CliError {
    CliError::plain(Exit::Usage, "unit_twice", vec![("name", code.to_owned())])
}

fn whom(ask: &Plan, tree: &UnitTree) -> Result<Whom, CliError> {
    if let Some(file) = &ask.file {
        let size = std::fs::metadata(file).map_err(CliError::File)?.len();
        if size > FILE_BYTES_MAX as u64 {
            let max = FILE_BYTES_MAX as u64;
            return Err(ImportError::TooLarge { what: "bytes", max }.into());
        }
        let bytes = Arc::new(std::fs::read(file).map_err(CliError::File)?);
        let to = ask.to.as_deref().map(|code| unit(tree, code)).transpose()?;
        return Ok(Whom::List { bytes, to });
    }
    let mut successors = BTreeMap::new();
    for pair in &ask.units {
        let (from, to) = pair.split_once('=').unwrap_or((pair, ""));
        if successors.insert(unit(tree, from)?, unit(tree, to)?).is_some() {
            return Err(named_twice(from));
        }
    }
    let mut except = vec![];
    for one in &ask.except {
        let (number, to) = match one.split_once('=') {
            Some((number, to)) => (number, Some(unit(tree, to)?)),
            None => (one.as_str(), None),
        };
        except.push((number.trim().to_owned(), to));
    }
    Ok(Whom::Units { successors, below: ask.below, except })
}

fn ends(ask: &Plan, tree: &UnitTree) -> Result<Ends, CliError> {
    if ask.end_units {
        return Ok(Ends::Emptied);
    }
    let mut named = BTreeMap::new();
    for one in &ask.end {
        let (code, into) = one.split_once('=').unwrap_or((one, ""));
        let into = into.split(',').filter(|code| !code.trim().is_empty());
        let into = into.map(|code| unit(tree, code)).collect::<Result<Vec<_>, _>>()?;
        if named.insert(unit(tree, code)?, into).is_some() {
            return Err(named_twice(code));
        }
    }
    Ok(if named.is_empty() { Ends::Nothing } else { Ends::Named(named) })
}

async fn plan(ask: Plan, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let reason = Reason::parse(&ask.reason).map_err(|error| CliError::text("--reason", &error))?;
    let decision = ask.paper.paper()?;
    // A dry run only reads, so it works beside a running server.
    let app = match ask.dry_run {
        true => context.place.read().await?,
        false => context.place.write().await?,
    };
    let tree = app.store().world().await?.units;
    let asked = AskedMove {
        mass_move: MassMoveId::from_uuid(context.clock.new_id()),
        decision,
        effective_on: ask.on,
        reason,
        grants: ask.grants.into(),
        whom: whom(&ask, &tree)?,
        ends: ends(&ask, &tree)?,
    };
    let mut progress = Progress::new(voice, "cli-progress-mass-move-plan");
    progress.wait(voice);
    let service = Actor::service();
    let planned = app.plan_mass_move(&service, &asked, &Watch::default()).await;
    progress.end();
    if let Err(ListError::Command(CommandError::Refused(refusal))) = &planned
        && let Some((_word, unit)) = refusal.words.iter().find(|(word, _)| *word == WHICH_ENDS)
        && !voice.json
    {
        voice.note(&voice.say_with("cli-mass-move-cannot-end", vec![("unit", unit.clone())]));
    }
    let planned = planned?;
    if !ask.dry_run {
        app.keep_mass_move(&service, &planned).await?;
    }
    let id = (!ask.dry_run).then_some(asked.mass_move);
    tell_plan(voice, &tree, id, &planned)
}

fn tell_plan(
    voice: &Voice,
    tree: &UnitTree,
    id: Option<MassMoveId>,
    Planned { manifest, left, still_there }: &Planned,
) -> Result<(), CliError> {
    let code = |unit: UnitId| tree.get(unit).map(|unit| unit.code.to_string()).unwrap_or_default();
    let key = if id.is_some() { "cli-mass-move-planned" } else { "cli-mass-move-would" };
    let words = vec![
        ("people", manifest.people.len().to_string()),
        ("accounts", manifest.accounts.len().to_string()),
        ("left", left.len().to_string()),
        ("id", id.map(|id| id.to_string()).unwrap_or_default()),
        ("hash", manifest.hash().to_string()),
    ];
    let mut table = Columns::new(
        ["from-unit", "to-unit", "people"].map(|name| voice.word("cli-column-", name)).to_vec(),
    );
    for way in manifest.ways() {
        table.row(vec![code(way.from), code(way.to), way.people.to_string()]);
    }
    let codes = |units: &[UnitId]| units.iter().map(|unit| code(*unit)).collect::<Vec<_>>();
    let ends: String = manifest
        .endings
        .iter()
        .map(|ending| {
            let still = still_there.iter().find(|still| still.unit == ending.unit);
            let key = if still.is_some() { "cli-mass-move-ends-not" } else { "cli-mass-move-ends" };
            let people = still.map(|still| still.people).unwrap_or_default().to_string();
            let into = codes(&ending.into).join(", ");
            let words = vec![("unit", code(ending.unit)), ("into", into), ("people", people)];
            voice.say_with(key, words) + "\n"
        })
        .collect();
    voice.result(
        || format!("{table}\n{ends}{}", voice.say_with(key, words)),
        || {
            let ways: Vec<Json> = manifest
                .ways()
                .iter()
                .map(
                    |way| json!({"from": code(way.from), "to": code(way.to), "people": way.people}),
                )
                .collect();
            let endings: Vec<Json> = manifest
                .endings
                .iter()
                .map(|ending| json!({"unit": code(ending.unit), "into": codes(&ending.into)}))
                .collect();
            json!({"mass_move": id, "manifest": manifest.hash(), "people": manifest.people.len(),
                "accounts": manifest.accounts.len(), "ways": ways, "left": left,
                "endings": endings})
        },
    )?;
    tell_left(voice, left);
    Ok(())
}

/// Who was left and why, by dossier: names are on the page.
fn tell_left(voice: &Voice, left: &[Left]) {
    if left.is_empty() || voice.json {
        return;
    }
    let headings = ["rows", "dossier", "why"];
    let mut table = Columns::new(headings.map(|name| voice.word("cli-column-", name)).to_vec());
    for one in left.iter().take(LEFT_MAX) {
        table.row(vec![
            one.row.map(|row| row.to_string()).unwrap_or_default(),
            one.dossier.map(|dossier| dossier.to_string()).unwrap_or_default(),
            voice.say(&key_of_code(&one.code)),
        ]);
    }
    voice.note(table.to_string().trim_end());
}

fn state(state: &MassMove) -> &'static str {
    match state {
        MassMove::NotApproved => "waiting",
        MassMove::Approved(_) => "approved",
        MassMove::Completed(_) => "done",
        MassMove::Undoing(_) => "undoing",
        MassMove::Undone(_) => "undone",
    }
}

async fn list(context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let app = context.place.read().await?;
    let found = app.mass_moves(&Actor::service()).await?;
    voice.result(
        || {
            if found.is_empty() {
                return voice.say("cli-mass-moves-none");
            }
            let headings = ["mass-move", "decision", "people", "moved", "back", "state"];
            let headings = headings.map(|name| voice.word("cli-column-", name));
            let mut table = Columns::new(headings.to_vec());
            for one in &found {
                table.row(vec![
                    one.id.to_string(),
                    one.manifest.decision.number.to_string(),
                    one.manifest.people.len().to_string(),
                    one.moved.to_string(),
                    one.back.to_string(),
                    voice.word("cli-mass-move-state-", state(&one.state)),
                ]);
            }
            table.to_string()
        },
        || {
            let all: Vec<Json> = found
                .iter()
                .map(|one| {
                    json!({"mass_move": one.id, "decision": one.manifest.decision,
                        "people": one.manifest.people.len(), "moved": one.moved,
                        "back": one.back, "state": state(&one.state)})
                })
                .collect();
            json!({"mass_moves": all})
        },
    )
}

async fn show(ask: One, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let app = context.place.read().await?;
    let found = of(&app, ask.mass_move).await?;
    let tree = app.store().world().await?.units;
    let left: Vec<Left> =
        [&found.report.planned, &found.report.run, &found.report.undo].map(Clone::clone).concat();
    if !voice.json {
        voice.note(&voice.word("cli-mass-move-state-", state(&found.state)));
    }
    let still_there = match found.state {
        MassMove::NotApproved | MassMove::Approved(_) => found.report.still_there,
        _ => vec![],
    };
    let planned = Planned { manifest: found.manifest, left, still_there };
    tell_plan(voice, &tree, Some(found.id), &planned)
}

async fn of(app: &App, id: MassMoveId) -> Result<crate::app::mass_moves::MoveView, CliError> {
    match app.mass_move(&Actor::service(), id).await {
        Err(CommandError::Denied) => {
            Err(CliError::not_found("mass_move_not_found", &id.to_string()))
        }
        found => Ok(found?),
    }
}

async fn approve(ask: Seen, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let app = context.place.write().await?;
    of(&app, ask.mass_move).await?;
    let (id, source) = (ask.mass_move, Source::CommandLine);
    app.approve_mass_move(&Actor::service(), id, &ask.manifest, source).await?;
    voice.result(
        || voice.say_with("cli-mass-move-approved", vec![("id", id.to_string())]),
        || json!({"mass_move": id, "manifest": ask.manifest, "state": "approved"}),
    )
}

fn undo_work(ask: &Undo) -> Result<Work, CliError> {
    let reason = Reason::parse(&ask.reason).map_err(|error| CliError::text("--reason", &error))?;
    Ok(Work::Undo { reason, decision: ask.decision.paper()? })
}

async fn work_on(id: MassMoveId, work: Work, key: &str, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let app = context.place.write().await?;
    of(&app, id).await?;
    let (watch, service) = (Watch::default(), Actor::service());
    let mut progress = Progress::new(voice, "cli-progress-mass-move");
    let mut doing = Box::pin(app.work_on_mass_move(&service, id, work, &watch));
    let mut looks = tokio::time::interval(LOOKS_EVERY);
    let ended = loop {
        tokio::select! {
            ended = &mut doing => break ended,
            _ = looks.tick() => {
                let far = |n: &std::sync::atomic::AtomicU64| n.load(Ordering::Relaxed);
                progress.at(far(&watch.done), far(&watch.of));
            }
        }
    };
    progress.end();
    let tree = app.store().world().await?.units;
    tell(voice, &tree, (id, key), &ended?)
}

fn tell(
    voice: &Voice,
    tree: &UnitTree,
    (id, key): (MassMoveId, &str),
    tally: &Tally,
) -> Result<(), CliError> {
    let code = |unit: UnitId| tree.get(unit).map(|unit| unit.code.to_string()).unwrap_or_default();
    let words = vec![
        ("done", tally.done.to_string()),
        ("already", tally.already.to_string()),
        ("left", tally.left.len().to_string()),
        ("units", tally.units.to_string()),
    ];
    voice.result(
        || voice.say_with(key, words),
        || {
            let units_left: Vec<Json> = tally
                .units_left
                .iter()
                .map(|left| json!({"unit": code(left.unit), "code": left.code}))
                .collect();
            json!({"mass_move": id, "done": tally.done, "already": tally.already,
                "left": tally.left, "units": tally.units, "units_left": units_left,
                "position": tally.position})
        },
    )?;
    tell_left(voice, &tally.left);
    for left in tally.units_left.iter().filter(|_left| !voice.json) {
        voice.note(&format!("{}: {}", code(left.unit), voice.say(&key_of_code(&left.code))));
    }
    if tally.left.is_empty() && tally.units_left.is_empty() {
        Ok(())
    } else {
        Err(CliError::Told(Exit::Failed))
    }
}
