//! `hoso rebuild`: folding the read models anew, to check them or to put them in place.

use clap::Args;
use hoso_events::values::Reason;
use serde_json::json;

use super::{
    Context,
    exit::{CliError, Exit},
    progress::Progress,
    voice::Columns,
};
use crate::store::{
    read::instant_text,
    rebuild::{Ending, rebuild},
};

#[derive(Debug, Args)]
pub struct Ask {
    #[arg(long)]
    check: bool,
    #[arg(long, value_name = "TEXT", conflicts_with = "check")]
    reason: Option<String>,
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let reason = match &ask.reason {
        Some(text) => {
            Some(Reason::parse(text).map_err(|error| CliError::text("--reason", &error))?)
        }
        None => None,
    };
    let ending = match (ask.check, &reason) {
        (true, _) => Ending::Check,
        (false, None) => Ending::Swap,
        (false, Some(_)) => Ending::SwapDiffering,
    };
    let app = context.place.write().await?;
    let mut progress = Progress::new(voice, "cli-progress-rebuild");
    let done = rebuild(app.store(), ending, |done, of| progress.at(done, of)).await;
    progress.end();
    let done = done?;
    if let (Some(reason), true, false) = (&reason, done.swapped, done.equal()) {
        // Why the screens changed without a fact stays findable.
        let name = format!("rebuilt_at_{}", instant_text(context.clock.now()));
        app.store().say_about(&name, reason.as_str()).await?;
    }
    voice.result(
        || {
            let headings = ["table", "rows", "differing"];
            let mut table =
                Columns::new(headings.map(|name| voice.word("cli-column-", name)).to_vec());
            for compared in &done.tables {
                table.row(vec![
                    compared.table.to_owned(),
                    compared.rows.to_string(),
                    compared.differing.to_string(),
                ]);
            }
            let key = match (done.equal(), done.swapped) {
                (true, true) => "cli-rebuild-swapped",
                (true, false) => "cli-rebuild-equal",
                (false, true) => "cli-rebuild-swapped-differing",
                (false, false) => "cli-rebuild-differs",
            };
            format!("{table}{}", voice.say_with(key, vec![("facts", done.facts.to_string())]))
        },
        || {
            json!({"facts": done.facts, "equal": done.equal(), "swapped": done.swapped,
                "tables": done.tables})
        },
    )?;
    if done.equal() || done.swapped { Ok(()) } else { Err(CliError::Told(Exit::Broken)) }
}
