//! The pages, one file each. A GET reads and renders; a POST sends one command and redirects.

mod board;
mod check;
mod dossier;
mod export;
mod home;
mod import;
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
        .route("/dong-vai", post(home::act_as))
        .route("/tuan-thu", get(board::province))
        .route("/tuan-thu/{unit}", get(board::unit))
        .route("/ho-so", get(people::page))
        .route("/ho-so.xlsx", get(export::xlsx))
        .route("/ho-so.csv", get(export::csv))
        .route("/nhap/{list}", get(import::list::page))
        .route("/nhap/{list}/loi.xlsx", get(import::acts::errors))
        .route("/nhap/{list}/cot", post(import::acts::columns))
        .route("/nhap/{list}/ghi", post(import::acts::confirm))
        .route("/nhap/{list}/dung", post(import::acts::stop))
        .route("/nhap/{list}/tiep", post(import::acts::resume))
        .route("/nhap/{list}/rut", post(import::acts::undo))
        .route("/ho-so/{dossier}", get(dossier::page))
        .route("/ho-so/{dossier}/doi-chieu", post(check::decide))
        .route("/ho-so/{dossier}/vi-sao/{duty}/{subject}", get(why::page))
}

/// The addresses to which files are brought, with bounds of their own.
pub fn upload_routes() -> Router<Site> {
    Router::new().route("/nhap", get(import::page).post(import::bring))
}

/// A whole day as typed: 30/9/2024 or 2024-09-30.
pub fn typed_day(text: &str) -> Option<NaiveDate> {
    let date = PartialDate::parse(text.trim()).ok()?;
    (date.precision() == Precision::Day).then(|| date.earliest())
}
