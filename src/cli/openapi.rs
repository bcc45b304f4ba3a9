//! `hoso openapi`: the description of the JSON interface.

use serde_json::Value as Json;

use super::{Context, exit::CliError, serve::web};

pub fn run(context: &Context) -> Result<(), CliError> {
    let document = web::openapi_json();
    let parsed = || serde_json::from_str(&document).unwrap_or(Json::Null);
    context.voice.result(|| document.clone(), parsed)
}
