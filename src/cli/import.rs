//! `hoso import`: a list of people into dossiers, all of it or the good rows; and a list that was
//! taken in by mistake undone.

mod told;
mod undo;

use std::{collections::BTreeMap, fs::File, io, path::PathBuf, sync::Arc};

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use hoso_events::{
    rulebook::{Duty, due_date},
    unit::Unit,
    values::{Issuer, PaperNumber},
};
use hoso_projections::engine::World;

use super::{
    Context,
    exit::{CliError, Exit, day},
    progress::Progress,
    voice::Voice,
};
use crate::{
    app::{
        Actor,
        import::{AskedList, ImportGround, Imported, Take, Watch, report::Ground},
    },
    import::{ColumnChoice, FILE_BYTES_MAX, ImportError, ListFile, ListHead, write_copy},
};
use told::{Told, what_and_fix};

#[derive(Debug, Subcommand)]
pub enum Ask {
    People(Box<People>),
    Undo(undo::Undo),
}

#[derive(Debug, Args)]
pub struct People {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "CODE")]
    unit: Option<String>,
    #[arg(long)]
    dry_run: bool,
    #[arg(long = "column", value_name = "HEADING=FIELD", value_parser = column)]
    columns: Vec<ColumnChoice>,
    #[arg(long)]
    good_rows: bool,
    #[arg(long, value_name = "FILE")]
    errors_to: Option<PathBuf>,
    #[arg(long, value_name = "TEXT")]
    paper_number: Option<String>,
    #[arg(long, value_name = "DATE", value_parser = day)]
    paper_date: Option<NaiveDate>,
    #[arg(long, value_name = "TEXT")]
    paper_issuer: Option<String>,
    #[arg(long, value_name = "DATE", value_parser = day)]
    confirmed_on: Option<NaiveDate>,
}

fn column(text: &str) -> Result<ColumnChoice, String> {
    let known = || ColumnChoice::meanings().collect::<Vec<_>>().join(", ");
    ColumnChoice::parse(text).ok_or_else(|| format!("not HEADING=FIELD with one of: {}", known()))
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    match ask {
        Ask::People(ask) => people(*ask, context).await,
        Ask::Undo(ask) => undo::run(ask, context).await,
    }
}

async fn people(ask: People, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let bytes = Arc::new(read_file(&ask)?);
    let today = context.clock.today();
    let head = ListFile::open(&bytes, &ask.columns, today)?.head().clone();
    // A dry run only reads, so it works beside a running server.
    let app = match ask.dry_run {
        true => context.place.read().await?,
        false => context.place.write().await?,
    };
    let world = app.store().world().await?;
    let unit = unit_of(&ask, &world)?;
    let asks_unit = unit.is_none() && !head.names_units();
    // A list that goes nowhere is only looked over; whose paper it would be is not asked then.
    let of = if asks_unit { world.units.iter().next() } else { unit };
    let ground = ground(&ask, &head, of, today)?;
    let asked = AskedList {
        bytes: bytes.clone(),
        choices: ask.columns.clone(),
        unit: unit.map(|unit| unit.id),
        ground: ground.clone(),
    };
    let mut progress = Progress::new(voice, "cli-progress-import");
    progress.wait(voice);
    let (service, watch) = (Actor::service(), Watch::default());
    let take = if ask.good_rows { Take::GoodRows } else { Take::All };
    let done = match ask.dry_run || asks_unit {
        true => app.judge_list(&service, &asked, &watch).await,
        false => app.take_list(&service, &asked, take, &watch).await,
    };
    progress.end();
    let imported = done?;
    let told = Told {
        imported: &imported,
        unit,
        ground: &ground,
        dry_run: ask.dry_run,
        good_rows: ask.good_rows,
        due_on: account_due_on(&world, ground.confirmed_on),
    };
    told.tell(voice)?;
    if let Some(path) = &ask.errors_to {
        write_errors(&ask, &bytes, path, &imported, context)?;
    }
    if asks_unit {
        // What is missing is a flag.
        return Err(CliError::Told(Exit::Usage));
    }
    if imported.has_problems() { Err(CliError::Told(Exit::Failed)) } else { Ok(()) }
}

fn read_file(ask: &People) -> Result<Vec<u8>, CliError> {
    let size = std::fs::metadata(&ask.file).map_err(CliError::File)?.len();
    if size > FILE_BYTES_MAX as u64 {
        let too_large = ImportError::TooLarge { what: "bytes", max: FILE_BYTES_MAX as u64 };
        return Err(too_large.into());
    }
    std::fs::read(&ask.file).map_err(CliError::File)
}

/// The unit of the list, when one was named.
fn unit_of<'a>(ask: &People, world: &'a World) -> Result<Option<&'a Unit>, CliError> {
    let Some(code) = &ask.unit else { return Ok(None) };
    let unit = world.units.by_code(code);
    unit.map(Some).ok_or_else(|| CliError::not_found("unit_not_found", code))
}

/// The list as a paper: what the user said, else what the list says of itself.
fn ground(
    ask: &People,
    head: &ListHead,
    unit: Option<&Unit>,
    today: NaiveDate,
) -> Result<ImportGround, CliError> {
    let number = ask.paper_number.as_deref().map(PaperNumber::parse).transpose();
    let issuer = ask.paper_issuer.as_deref().map(Issuer::parse).transpose();
    let said = Ground {
        number: number.map_err(|error| CliError::text("--paper-number", &error))?,
        dated_on: ask.paper_date,
        issuer: issuer.map_err(|error| CliError::text("--paper-issuer", &error))?,
        confirmed_on: ask.confirmed_on,
    };
    let name = ask.file.file_name().unwrap_or_default().to_string_lossy();
    let issuer = unit.map(|unit| unit.name.as_str()).unwrap_or_default();
    said.of_list(head, &name, issuer, today)
        .ok_or_else(|| CliError::plain(Exit::Usage, "import_issuer", vec![]))
}

/// When the accounts of the new dossiers must be issued (F1); none while a calendar is missing.
fn account_due_on(world: &World, confirmed_on: NaiveDate) -> Option<NaiveDate> {
    due_date(&world.rulebook, &world.calendar, Duty::IssueAccount, confirmed_on)
        .ok()
        .map(|due| due.due_on)
}

/// The copy of the list with what is wrong in every row.
fn write_errors(
    ask: &People,
    bytes: &[u8],
    path: &PathBuf,
    imported: &Imported,
    context: &Context,
) -> Result<(), CliError> {
    let voice = &context.voice;
    let file = ListFile::open(bytes, &ask.columns, context.clock.today())?;
    let wrong = wrong_rows(imported, voice);
    let copy = write_copy(&file, &voice.say("cli-import-errors-heading"), &wrong);
    let mut copy = copy.map_err(CliError::Sheet)?;
    let mut out = File::create(path).map_err(CliError::Output)?;
    io::copy(&mut copy, &mut out).map_err(CliError::Output)?;
    let words = vec![("file", path.display().to_string()), ("rows", wrong.len().to_string())];
    voice.note(&voice.say_with("cli-import-errors-written", words));
    Ok(())
}

fn wrong_rows(imported: &Imported, voice: &Voice) -> BTreeMap<u32, String> {
    let mut wrong: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (row, problem) in imported.problems() {
        let (message, fix) = what_and_fix(voice, problem);
        let place = if problem.address.is_empty() {
            String::new()
        } else {
            format!("{}: ", problem.address)
        };
        wrong.entry(row).or_default().push(format!("{place}{message} {fix}"));
    }
    wrong.into_iter().map(|(row, told)| (row, told.join("\n"))).collect()
}
