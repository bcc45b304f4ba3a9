//! `hoso migrate`: brings a database's tables up to date and gives a new one its calendars and
//! rules.

use serde_json::json;

use super::{Context, exit::CliError, place::shown};
use crate::store::{health::schema_version, read};

pub async fn run(context: &Context) -> Result<(), CliError> {
    let voice = &context.voice;
    let app = context.place.create().await?;
    let db = app.store().db();
    let version = schema_version(db).await?.unwrap_or(0);
    let facts = read::head(db).await?.position;
    let place = shown(&context.place.location());
    voice.result(
        || {
            let words = vec![
                ("place", place.clone()),
                ("version", version.to_string()),
                ("facts", facts.to_string()),
            ];
            voice.say_with("cli-migrated", words)
        },
        || json!({"database": place, "schema_version": version, "facts": facts}),
    )
}
