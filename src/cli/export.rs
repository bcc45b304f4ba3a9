//! `hoso export people`: lists going out, in the columns the import reads.

use std::{fs::File, io, path::PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use super::{
    Context,
    exit::{CliError, Exit},
    progress::Progress,
};
use crate::{
    app::{Act, Actor, export::AskedExport},
    sheets::Kind,
};

#[derive(Debug, Subcommand)]
pub enum Ask {
    People(People),
}

#[derive(Debug, Args)]
pub struct People {
    #[arg(value_name = "FILE")]
    to: PathBuf,
    #[arg(long, value_name = "CODE")]
    unit: Option<String>,
    #[arg(long, value_name = "TEXT", default_value = "")]
    name: String,
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    let Ask::People(ask) = ask;
    let voice = &context.voice;
    let kind = match ask.to.extension().and_then(|kind| kind.to_str()) {
        Some("csv") => Kind::Csv,
        Some("xlsx") => Kind::Xlsx,
        _ => return Err(CliError::plain(Exit::Usage, "export_kind", vec![])),
    };
    let app = context.place.read().await?;
    let service = Actor::service();
    let paths = match &ask.unit {
        Some(code) => {
            let path = app.path_of_code(&service, Act::ReadDossier, code).await;
            vec![path.map_err(|_unknown| CliError::not_found("unit_not_found", code))?]
        }
        None => app.paths(&service, Act::ReadDossier).await?,
    };
    let mut progress = Progress::new(voice, "cli-progress-export");
    progress.wait(voice);
    let asked = AskedExport { paths, query: ask.name.clone() };
    let exported = app.export_people(&asked, kind).await;
    progress.end();
    let (mut packed, people) = exported?;
    let mut file = File::create(&ask.to).map_err(CliError::Output)?;
    io::copy(&mut packed, &mut file).map_err(CliError::Output)?;
    let shown = ask.to.display().to_string();
    let words = vec![("people", people.to_string()), ("file", shown.clone())];
    voice.result(
        || voice.say_with("cli-exported", words),
        || json!({"people": people, "file": shown}),
    )
}
