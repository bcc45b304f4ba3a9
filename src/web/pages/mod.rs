//! The pages, one file each. A GET reads and renders; a POST sends one command and redirects.

mod board;
mod check;
mod dossier;
mod home;
mod interface;
pub mod obstacle;
mod people;
mod record;
mod timeline;
mod why;

use axum::{
    Router,
    routing::{get, post},
};
use chrono::NaiveDate;
use hoso_events::catalogue::{PartialDate, Precision};

use super::Site;

/// The addresses of the pages.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/", get(home::page))
        .route("/api", get(interface::page))
        .route("/dong-vai", post(home::act_as))
        .route("/tuan-thu", get(board::province))
        .route("/tuan-thu/{unit}", get(board::unit))
        .route("/ho-so", get(people::page))
        .route("/ho-so/{dossier}", get(dossier::page))
        .route("/ho-so/{dossier}/doi-chieu", post(check::decide))
        .route("/ho-so/{dossier}/vi-sao/{duty}/{subject}", get(why::page))
}

/// A whole day as typed: 30/9/2024 or 2024-09-30.
pub fn typed_day(text: &str) -> Option<NaiveDate> {
    let date = PartialDate::parse(text.trim()).ok()?;
    (date.precision() == Precision::Day).then(|| date.earliest())
}
