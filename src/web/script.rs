//! The script of the check screen: keys for what its form does anyway. Served from its own address,
//! which changes with it, so that a browser may keep it for good.

use std::sync::LazyLock;

use axum::{
    http::{HeaderValue, header},
    response::IntoResponse,
};
use maud::{Markup, html};
use sha2::{Digest as _, Sha256};

pub const CHECK_PATH: &str = "/check.js";

const CHECK: &str = include_str!("check.js");

static CHECK_ADDRESS: LazyLock<String> = LazyLock::new(|| {
    let hash = Sha256::digest(CHECK.as_bytes());
    let short: String = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{CHECK_PATH}?v={short}")
});

/// The tag that loads it.
pub fn check() -> Markup {
    html! { script src=(*CHECK_ADDRESS) defer {} }
}

/// The script itself.
pub async fn check_file() -> impl IntoResponse {
    let kept = HeaderValue::from_static("public, max-age=31536000, immutable");
    let kind = HeaderValue::from_static("text/javascript; charset=utf-8");
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, kept)], CHECK)
}
