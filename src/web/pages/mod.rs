//! The pages, one file each. A GET reads and renders; a POST sends one command and redirects.

mod access_log;
mod board;
mod check;
mod dossier;
mod home;
pub mod obstacle;
mod papers;
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
        .route("/dong-vai", post(home::act_as))
        .route("/tuan-thu", get(board::province))
        .route("/tuan-thu/{unit}", get(board::unit))
        .route("/ho-so", get(people::page))
        .route("/ho-so/{dossier}", get(dossier::page))
        .route("/ho-so/{dossier}/ai-da-xem", get(access_log::page))
        .route("/ho-so/{dossier}/doi-chieu", post(check::decide))
        .route("/ho-so/{dossier}/vi-sao/{duty}/{subject}", get(why::page))
}

/// The addresses of forms with files, and of what they are about.
pub fn uploads() -> Router<Site> {
    Router::new()
        .route("/ho-so/{dossier}/giay-to", get(papers::page).post(papers::hand_in))
        .route("/ho-so/{dossier}/giay-to/{file}", get(papers::file))
}

/// A whole day as typed: 30/9/2024 or 2024-09-30.
pub fn typed_day(text: &str) -> Option<NaiveDate> {
    let date = PartialDate::parse(text.trim()).ok()?;
    (date.precision() == Precision::Day).then(|| date.earliest())
}
