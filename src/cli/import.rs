//! `hoso import people`: a unit's list into dossiers, all or nothing.

mod told;

use std::{collections::BTreeMap, path::PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use hoso_events::{
    rulebook::{Duty, due_date},
    unit::Unit,
};
use hoso_projections::engine::World;

use super::{
    Context,
    exit::{CliError, Exit, day},
    paper::paper,
    progress::Progress,
};
use crate::{
    app::{Actor, import::ImportGround},
    import::{FILE_BYTES_MAX, ImportError, PeopleList, read_people_list},
};
use told::Told;

#[derive(Debug, Subcommand)]
pub enum Ask {
    People(People),
}

#[derive(Debug, Args)]
pub struct People {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[arg(long, value_name = "CODE")]
    unit: String,
    #[arg(long)]
    dry_run: bool,
    #[arg(long, value_name = "TEXT")]
    paper_number: Option<String>,
    #[arg(long, value_name = "DATE", value_parser = day)]
    paper_date: Option<NaiveDate>,
    #[arg(long, value_name = "TEXT")]
    paper_issuer: Option<String>,
    #[arg(long, value_name = "DATE", value_parser = day)]
    confirmed_on: Option<NaiveDate>,
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    let Ask::People(ask) = ask;
    let voice = &context.voice;
    let list = read_list(&ask, context)?;
    // A dry run only reads, so it works beside a running server.
    let app = match ask.dry_run {
        true => context.place.read().await?,
        false => context.place.write().await?,
    };
    let world = app.store().world().await?;
    let unit = world
        .units
        .by_code(&ask.unit)
        .ok_or_else(|| CliError::not_found("unit_not_found", &ask.unit))?;
    let ground = ground(&ask, &list, unit, context)?;
    let mut progress = Progress::new(voice, "cli-progress-import");
    progress.wait(voice);
    let service = Actor::service();
    let done = app.import_people(&service, &list, unit.id, &ground, ask.dry_run).await;
    progress.end();
    let told = Told {
        list: &list,
        imported: &done?,
        unit,
        ground: &ground,
        dry_run: ask.dry_run,
        due_on: account_due_on(&world, ground.confirmed_on),
    };
    told.tell(voice)?;
    if told.imported.has_problems() { Err(CliError::Told(Exit::Failed)) } else { Ok(()) }
}

fn read_list(ask: &People, context: &Context) -> Result<PeopleList, CliError> {
    let size = std::fs::metadata(&ask.file).map_err(CliError::File)?.len();
    if size > FILE_BYTES_MAX as u64 {
        let too_large = ImportError::TooLarge { what: "bytes", max: FILE_BYTES_MAX as u64 };
        return Err(too_large.into());
    }
    let bytes = std::fs::read(&ask.file).map_err(CliError::File)?;
    let name = ask.file.file_name().unwrap_or_default().to_string_lossy();
    Ok(read_people_list(&bytes, &name, context.clock.today())?)
}

/// The list as a paper: what the user said, else what the list says of itself.
fn ground(
    ask: &People,
    list: &PeopleList,
    unit: &Unit,
    context: &Context,
) -> Result<ImportGround, CliError> {
    let today = context.clock.today();
    let stem = ask.file.file_stem().unwrap_or_default().to_string_lossy();
    let number = ask.paper_number.clone().unwrap_or_else(|| format!("Danh sách {stem}"));
    let dated_on = ask.paper_date.or(list.as_at).unwrap_or(today);
    let issuer = ask.paper_issuer.as_deref().or(list.issuer.as_deref());
    Ok(ImportGround {
        paper: paper(&number, dated_on, issuer.unwrap_or(unit.name.as_str()))?,
        confirmed_on: ask.confirmed_on.unwrap_or(today),
    })
}

/// When the accounts of the new dossiers must be issued (F1); none while a calendar is missing.
fn account_due_on(world: &World, confirmed_on: NaiveDate) -> Option<NaiveDate> {
    due_date(&world.rulebook, &world.calendar, Duty::IssueAccount, confirmed_on)
        .ok()
        .map(|due| due.due_on)
}

/// How many values were mended on reading, by the code of how.
fn mended(list: &PeopleList) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for mend in list.rows.iter().flat_map(|row| row.cells.values()).filter_map(|cell| cell.mended) {
        *counts.entry(mend.code()).or_default() += 1;
    }
    counts
}
