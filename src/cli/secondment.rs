//! `hoso secondment`: sending a person to another unit for a time, what changes it, and how one
//! stands.

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use hoso_events::{
    dossier::{DossierCommand, SecondmentStep},
    ids::{DossierId, SecondmentId},
    provenance::Source,
};
use serde_json::json;

use super::{
    Context,
    access_log::service,
    exit::{CliError, day},
    paper::{MaybePaper, PaperArgs},
    show::dossier_id,
    transfer::{reason, sheet_text},
    voice::{Voice, shown_stored_day},
};
use crate::app::{
    Actor, App, Command, CommandError, Opened, Request, secondments::SecondmentSheet,
};

#[derive(Debug, Subcommand)]
pub enum Ask {
    Order(Order),
    Prolong(NewEnd),
    EndEarly(NewEnd),
    Cancel(Cancel),
    Show(Which),
}

#[derive(Debug, Args)]
pub struct Order {
    #[arg(value_name = "DOSSIER", value_parser = dossier_id)]
    dossier: DossierId,
    #[arg(long = "host", value_name = "CODE")]
    host_unit: String,
    #[arg(long, value_name = "DATE", value_parser = day)]
    begins_on: NaiveDate,
    #[arg(long, value_name = "DATE", value_parser = day)]
    ends_on: NaiveDate,
    #[command(flatten)]
    paper: PaperArgs,
}

/// Which secondment.
#[derive(Debug, Args)]
pub struct Which {
    #[arg(value_name = "SECONDMENT", value_parser = secondment_id)]
    secondment: SecondmentId,
}

#[derive(Debug, Args)]
pub struct NewEnd {
    #[command(flatten)]
    which: Which,
    #[arg(long, value_name = "DATE", value_parser = day)]
    ends_on: NaiveDate,
    #[arg(long = "reason", value_name = "TEXT")]
    because: String,
    #[command(flatten)]
    paper: PaperArgs,
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

fn secondment_id(text: &str) -> Result<SecondmentId, String> {
    SecondmentId::parse(text).map_err(|error| error.to_string())
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    let (which, step) = match ask {
        Ask::Order(ask) => return order(ask, context).await,
        Ask::Show(which) => {
            let app = context.place.read().await?;
            let sheet = sheet_of(&app, which.secondment, context).await?;
            return tell(&context.voice, &sheet);
        }
        Ask::Prolong(NewEnd { which, ends_on, because, paper }) => {
            let (decision, reason) = (paper.paper()?, reason(&because)?);
            (which, SecondmentStep::Prolong { ends_on, decision, reason })
        }
        Ask::EndEarly(NewEnd { which, ends_on, because, paper }) => {
            let (decision, reason) = (paper.paper()?, reason(&because)?);
            (which, SecondmentStep::EndEarly { ends_on, decision, reason })
        }
        Ask::Cancel(Cancel { which, because, decision }) => {
            let (reason, decision) = (reason(&because)?, decision.paper()?);
            (which, SecondmentStep::Cancel { reason, decision })
        }
    };
    let app = context.place.write().await?;
    let sheet = sheet_of(&app, which.secondment, context).await?;
    act(&app, sheet.dossier, which.secondment, step, context).await
}

async fn order(ask: Order, context: &Context) -> Result<(), CliError> {
    let decision = ask.paper.paper()?;
    let app = context.place.write().await?;
    let world = app.store().world().await?;
    let host = world.units.by_code(&ask.host_unit);
    let host = host.ok_or_else(|| CliError::not_found("unit_not_found", &ask.host_unit))?.id;
    let secondment = SecondmentId::from_uuid(context.clock.new_id());
    let (begins_on, ends_on) = (ask.begins_on, ask.ends_on);
    let step = SecondmentStep::Order { host, decision, begins_on, ends_on };
    act(&app, ask.dossier, secondment, step, context).await
}

async fn act(
    app: &App,
    dossier: DossierId,
    secondment: SecondmentId,
    step: SecondmentStep,
    context: &Context,
) -> Result<(), CliError> {
    let command = Command::Dossier(dossier, DossierCommand::Secondment { secondment, step });
    app.execute(&Actor::service(), Request::new(command, Source::CommandLine)).await?;
    tell(&context.voice, &sheet_of(app, secondment, context).await?)
}

async fn sheet_of(
    app: &App,
    id: SecondmentId,
    context: &Context,
) -> Result<SecondmentSheet, CliError> {
    match app.secondment(&service(context, Opened::Secondment), id).await {
        Err(CommandError::Denied) => {
            Err(CliError::not_found("secondment_not_found", &id.to_string()))
        }
        found => Ok(found?),
    }
}

fn tell(voice: &Voice, sheet: &SecondmentSheet) -> Result<(), CliError> {
    let row = &sheet.found.row;
    voice.result(
        || {
            let phase = format!("page-secondment-phase-{}", sheet.phase.as_str());
            let told = vec![
                ("secondment", sheet.id.to_string()),
                ("name", sheet.found.full_name.clone()),
                ("state", voice.say(&phase)),
                ("started-on", shown_stored_day(Some(&row.begins_on))),
                ("until", shown_stored_day(Some(&row.ends_on))),
            ];
            sheet_text(voice, told, &sheet.steps)
        },
        || {
            json!({"secondment_id": sheet.id, "dossier_id": sheet.dossier,
                "full_name": sheet.found.full_name, "phase": sheet.phase.as_str(),
                "managing_unit": sheet.found.managing_unit, "host_unit": row.host_unit,
                "begins_on": row.begins_on, "ends_on": row.ends_on})
        },
    )
}
