//! `hoso doctor`: whether this installation is well, one line a question.

mod checks;

use clap::Args;
use serde_json::json;

use super::{
    Context,
    exit::{CliError, Exit},
    scans, sign_on,
    voice::Columns,
};
use crate::app::health::State;

/// One line of the answer.
pub struct Line {
    /// The stable code of the question.
    pub check: &'static str,
    pub state: State,
    /// The answer, as a person reads it.
    pub said: String,
}

#[derive(Debug, Args)]
pub struct Ask {
    #[command(flatten)]
    scans: scans::Ask,
    #[command(flatten)]
    sign_on: sign_on::Named,
}

pub async fn run(ask: Ask, context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let lines = checks::all(&ask.scans, ask.sign_on.sign_on(), context).await;
    let well = lines.iter().all(|line| line.state != State::Fail);
    voice.result(
        || {
            let mut table = Columns::new(vec![]);
            for line in &lines {
                let check = voice.word("cli-check-", line.check);
                table.row(vec![line.state.code().to_owned(), check, line.said.clone()]);
            }
            table.to_string().trim_start().to_owned()
        },
        || {
            let lines: Vec<_> = lines
                .iter()
                .map(|line| {
                    json!({"check": line.check, "state": line.state.code(), "said": line.said})
                })
                .collect();
            json!({"well": well, "checks": lines})
        },
    )?;
    if well { Ok(()) } else { Err(CliError::Told(Exit::Failed)) }
}
