//! `hoso transfer`: the steps of a transfer, and how far one is.

use std::num::NonZeroU16;

use chrono::NaiveDate;
use clap::{Args, Subcommand, ValueEnum};
use hoso_events::{
    dossier::{DossierCommand, InventoryLine, TransferKind, TransferStep},
    fact::Recorded,
    ids::{DossierId, TransferId},
    provenance::Source,
    values::{PaperTitle, Reason},
};
use serde_json::json;

use super::{
    Context,
    access_log::service,
    exit::{CliError, day},
    paper::{MaybePaper, PaperArgs},
    show::dossier_id,
    timeline::event_key,
    voice::{Columns, Voice, shown_instant, shown_stored_day},
};
use crate::app::{Actor, App, Command, CommandError, Opened, Request, transfers::CoverSheet};

/// How a paper of the inventory is written.
pub const INVENTORY_LINE: &str = "TITLE;PAGES";

#[derive(Debug, Subcommand)]
pub enum Ask {
    Order(Order),
    Release(Release),
    Receive(Receive),
    Accept(Accept),
    Refuse(Ending),
    Recall(Ending),
    Cancel(Cancel),
    Show(Show),
}

#[derive(Debug, Args)]
pub struct Order {
    #[arg(value_name = "DOSSIER", value_parser = dossier_id)]
    dossier: DossierId,
    #[arg(long = "to", value_name = "CODE")]
    to_unit: String,
    #[arg(long = "kind", value_enum)]
    transfer_kind: KindArg,
    #[arg(long, value_name = "DATE", value_parser = day)]
    effective_on: NaiveDate,
    #[arg(long, value_name = "DATE", value_parser = day)]
    term_ends_on: Option<NaiveDate>,
    #[command(flatten)]
    paper: PaperArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum KindArg {
    Reassignment,
    Rotation,
    OwnRequest,
}

impl From<KindArg> for TransferKind {
    fn from(kind: KindArg) -> Self {
        match kind {
            KindArg::Reassignment => Self::Reassignment,
            KindArg::Rotation => Self::Rotation,
            KindArg::OwnRequest => Self::OwnRequest,
        }
    }
}

/// Which transfer.
#[derive(Debug, Args)]
pub struct Which {
    #[arg(value_name = "TRANSFER", value_parser = transfer_id)]
    transfer: TransferId,
}

#[derive(Debug, Args)]
pub struct Release {
    #[command(flatten)]
    which: Which,
    #[arg(long = "paper", value_name = INVENTORY_LINE, required = true, value_parser = line)]
    inventory: Vec<InventoryLine>,
    #[arg(long = "on", value_name = "DATE", value_parser = day)]
    taken_on: NaiveDate,
}

#[derive(Debug, Args)]
pub struct Receive {
    #[command(flatten)]
    which: Which,
    #[arg(long = "on", value_name = "DATE", value_parser = day)]
    taken_on: NaiveDate,
    #[arg(long, value_name = "TEXT")]
    invalid: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Accept {
    #[command(flatten)]
    which: Which,
    #[arg(long = "on", value_name = "DATE", value_parser = day)]
    taken_on: NaiveDate,
}

#[derive(Debug, Args)]
pub struct Ending {
    #[command(flatten)]
    which: Which,
    #[arg(long = "reason", value_name = "TEXT")]
    because: String,
}

#[derive(Debug, Args)]
pub struct Cancel {
    #[command(flatten)]
    which: Which,
    #[arg(long = "reason", value_name = "TEXT")]
    because: String,
    #[command(flatten)]
    decision: MaybePaper,
}

#[derive(Debug, Args)]
pub struct Show {
    #[command(flatten)]
    which: Which,
}

fn transfer_id(text: &str) -> Result<TransferId, String> {
    TransferId::parse(text).map_err(|error| error.to_string())
}

fn line(text: &str) -> Result<InventoryLine, String> {
    let wrong = || format!("{text}: {INVENTORY_LINE}");
    let (title, pages) = text.rsplit_once(';').ok_or_else(wrong)?;
    let title = PaperTitle::parse(title).map_err(|error| error.to_string())?;
    let pages = pages.trim().parse::<NonZeroU16>().map_err(|_not_pages| wrong())?;
    Ok(InventoryLine { title, pages })
}

/// A reason as an argument.
pub fn reason(text: &str) -> Result<Reason, CliError> {
    Reason::parse(text).map_err(|error| CliError::text("--reason", &error))
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    let (which, step) = match ask {
        Ask::Order(ask) => return order(ask, context).await,
        Ask::Show(ask) => return show(&ask, context).await,
        Ask::Release(Release { which, inventory, taken_on }) => {
            (which, TransferStep::Release { inventory, released_on: taken_on })
        }
        Ask::Receive(Receive { which, taken_on, invalid }) => {
            let found = |text: &String| {
                Reason::parse(text).map_err(|error| CliError::text("--invalid", &error))
            };
            let reasons = invalid.iter().map(found).collect::<Result<Vec<_>, _>>()?;
            let received_on = taken_on;
            let step = match reasons.is_empty() {
                true => TransferStep::ReceivePaper { received_on },
                false => TransferStep::FindPaperInvalid { received_on, reasons },
            };
            (which, step)
        }
        Ask::Accept(Accept { which, taken_on }) => {
            (which, TransferStep::Accept { accepted_on: taken_on })
        }
        Ask::Refuse(Ending { which, because }) => {
            (which, TransferStep::Refuse { reason: reason(&because)? })
        }
        Ask::Recall(Ending { which, because }) => {
            (which, TransferStep::Recall { reason: reason(&because)? })
        }
        Ask::Cancel(Cancel { which, because, decision }) => {
            let (reason, decision) = (reason(&because)?, decision.paper()?);
            (which, TransferStep::Cancel { reason, decision })
        }
    };
    let app = context.place.write().await?;
    let sheet = sheet_of(&app, which.transfer, context).await?;
    take(&app, sheet.dossier, which.transfer, step, context).await
}

async fn order(ask: Order, context: &Context) -> Result<(), CliError> {
    let decision = ask.paper.paper()?;
    let app = context.place.write().await?;
    let world = app.store().world().await?;
    let to = world.units.by_code(&ask.to_unit);
    let to = to.ok_or_else(|| CliError::not_found("unit_not_found", &ask.to_unit))?.id;
    let transfer = TransferId::from_uuid(context.clock.new_id());
    let step = TransferStep::Order {
        to,
        kind: ask.transfer_kind.into(),
        decision,
        effective_on: ask.effective_on,
        term_ends_on: ask.term_ends_on,
    };
    take(&app, ask.dossier, transfer, step, context).await
}

async fn take(
    app: &App,
    dossier: DossierId,
    transfer: TransferId,
    step: TransferStep,
    context: &Context,
) -> Result<(), CliError> {
    let command = Command::Dossier(dossier, DossierCommand::Transfer { transfer, step });
    app.execute(&Actor::service(), Request::new(command, Source::CommandLine)).await?;
    tell(&context.voice, &sheet_of(app, transfer, context).await?)
}

async fn sheet_of(app: &App, id: TransferId, context: &Context) -> Result<CoverSheet, CliError> {
    match app.cover_sheet(&service(context, Opened::Transfer), id).await {
        Err(CommandError::Denied) => {
            Err(CliError::not_found("transfer_not_found", &id.to_string()))
        }
        found => Ok(found?),
    }
}

async fn show(ask: &Show, context: &Context) -> Result<(), CliError> {
    let app = context.place.read().await?;
    let sheet = sheet_of(&app, ask.which.transfer, context).await?;
    tell(&context.voice, &sheet)
}

fn tell(voice: &Voice, sheet: &CoverSheet) -> Result<(), CliError> {
    let row = &sheet.found.row;
    voice.result(
        || {
            let stage = sheet.stage.as_str().replace('_', "-");
            let mut told = vec![
                ("transfer", sheet.id.to_string()),
                ("name", sheet.found.full_name.clone()),
                ("state", voice.say(&format!("page-transfer-stage-{stage}"))),
                ("term", shown_stored_day(row.term_ends_on.as_deref())),
                ("due-on", shown_stored_day(sheet.found.due_on.as_deref())),
            ];
            told.retain(|(_, text)| !text.is_empty());
            sheet_text(voice, told, &sheet.steps)
        },
        || {
            json!({"transfer_id": sheet.id, "dossier_id": sheet.dossier,
                "full_name": sheet.found.full_name, "stage": sheet.stage.as_str(),
                "kind": row.kind, "from_unit": row.from_unit, "to_unit": row.to_unit,
                "effective_on": row.effective_on, "term_ends_on": row.term_ends_on,
                "released_on": row.released_on, "received_on": row.received_on,
                "accepted_on": row.accepted_on, "due_on": sheet.found.due_on,
                "papers": row.papers, "pages": row.pages})
        },
    )?;
    Ok(())
}

/// What is told of a transfer or a secondment, a line each, and its facts so far.
pub fn sheet_text(voice: &Voice, told: Vec<(&str, String)>, steps: &[Recorded]) -> String {
    let mut table = Columns::new(vec![String::new(), String::new()]);
    for (name, text) in told {
        table.row(vec![voice.word("cli-column-", name), text]);
    }
    for step in steps {
        table.row(vec![
            shown_instant(step.provenance.recorded_at),
            voice.say(&event_key(step.fact.event_type())),
        ]);
    }
    table.to_string()
}
