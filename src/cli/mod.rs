//! The command line: one file a subcommand. Here is what can be asked, and in what order an ask is
//! read, done and answered.
//!
//! What the help says stands in `sentences/*/cli.ftl`, not beside the arguments.

mod access_log;
mod account;
mod checkpoint;
mod demo;
mod doctor;
mod exit;
mod export;
mod help;
mod import;
mod migrate;
mod obligations;
mod openapi;
mod package;
mod paper;
mod place;
mod progress;
mod rebuild;
mod replay;
mod rules;
mod scans;
mod secondment;
mod serve;
mod show;
mod sign_on;
mod timeline;
mod transfer;
mod units;
mod usage;
mod verify;
mod voice;
mod witness;
mod workdays;

use std::{ffi::OsString, path::PathBuf, sync::Arc};

use clap::{ArgAction, Args, FromArgMatches as _, Parser, Subcommand, ValueEnum};

use crate::{
    clock::{Clock, SystemClock},
    sentences::Lang,
};
pub use exit::{CliError, Exit};
use place::Place;
use voice::Voice;

/// Everything that can be typed.
#[derive(Debug, Parser)]
#[command(
    name = "hoso",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    arg_required_else_help = true
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    ask: Ask,
}

#[derive(Debug, Args)]
struct Global {
    #[arg(long, global = true, env = "HOSO_DATABASE", hide_env_values = true, value_name = "URL")]
    database: Option<String>,
    #[arg(
        long,
        global = true,
        env = "HOSO_DATA",
        hide_env_values = true,
        default_value = "data",
        value_name = "DIR"
    )]
    data: PathBuf,
    #[arg(long, global = true)]
    json: bool,
    #[arg(
        long,
        global = true,
        env = "HOSO_LANG",
        hide_env_values = true,
        default_value = "vi",
        value_enum
    )]
    lang: Language,
    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    Vi,
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Vi => Self::Vi,
            Language::En => Self::En,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Ask {
    Demo(demo::Ask),
    Serve(serve::Ask),
    #[command(subcommand)]
    Import(import::Ask),
    #[command(subcommand)]
    Export(export::Ask),
    #[command(subcommand)]
    Package(package::Ask),
    #[command(subcommand)]
    Workdays(workdays::Ask),
    Show(show::Ask),
    Timeline(timeline::Ask),
    Replay(replay::Ask),
    AccessLog(access_log::Ask),
    Obligations(obligations::Ask),
    Units(units::Ask),
    #[command(subcommand)]
    Transfer(transfer::Ask),
    #[command(subcommand)]
    Secondment(secondment::Ask),
    Rules(rules::Ask),
    #[command(subcommand)]
    Account(account::Ask),
    Verify(verify::Ask),
    Checkpoint(checkpoint::Ask),
    Witness(witness::Ask),
    Rebuild(rebuild::Ask),
    Doctor(doctor::Ask),
    Migrate,
    Openapi,
    #[command(hide = true)]
    HelpMarkdown,
}

/// What every subcommand works with.
struct Context {
    voice: Voice,
    place: Place,
    clock: Arc<dyn Clock>,
}

/// Reads the command line, does what it asks, and answers.
pub async fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let voice = usage::voice_of(&arguments);
    let matches = match help::command(voice.lang).try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) => return usage::tell(&voice, &error),
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return usage::tell(&voice, &error),
    };
    let Global { database, data, json, lang, .. } = cli.global;
    let context = Context {
        voice: Voice { lang: lang.into(), json },
        place: Place { database, data },
        clock: Arc::new(SystemClock),
    };
    match answer(cli.ask, &context).await {
        Ok(()) => Exit::Done,
        Err(error) => {
            context.voice.tell(&error);
            error.exit()
        }
    }
}

async fn answer(ask: Ask, context: &Context) -> Result<(), CliError> {
    match ask {
        Ask::Demo(ask) => demo::run(ask, context).await,
        Ask::Serve(ask) => serve::run(ask, context).await,
        Ask::Import(ask) => import::run(ask, context).await,
        Ask::Export(ask) => export::run(ask, context).await,
        Ask::Package(ask) => package::run(ask, context).await,
        Ask::Workdays(ask) => workdays::run(ask, context).await,
        Ask::Show(ask) => show::run(ask, context).await,
        Ask::Timeline(ask) => timeline::run(ask, context).await,
        Ask::Replay(ask) => replay::run(ask, context).await,
        Ask::AccessLog(ask) => access_log::run(ask, context).await,
        Ask::Obligations(ask) => obligations::run(ask, context).await,
        Ask::Units(ask) => units::run(ask, context).await,
        Ask::Transfer(ask) => transfer::run(ask, context).await,
        Ask::Secondment(ask) => secondment::run(ask, context).await,
        Ask::Rules(ask) => rules::run(ask, context).await,
        Ask::Account(ask) => account::run(ask, context).await,
        Ask::Verify(ask) => verify::run(ask, context).await,
        Ask::Checkpoint(ask) => checkpoint::run(ask, context).await,
        Ask::Witness(ask) => witness::run(ask, context).await,
        Ask::Rebuild(ask) => rebuild::run(ask, context).await,
        Ask::Doctor(ask) => doctor::run(ask, context).await,
        Ask::Migrate => migrate::run(context).await,
        Ask::Openapi => openapi::run(context),
        Ask::HelpMarkdown => {
            let page = help::markdown();
            context.voice.result(|| page.clone(), || serde_json::json!({"markdown": page}))
        }
    }
}
