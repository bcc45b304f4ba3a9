//! Expected retirement: who comes to it and when, why then, and the table of ages behind it.

mod list;
mod out;
mod table;
mod told;

use axum::{Router, routing::get};

use crate::web::Site;

pub use list::notice;
pub use told::entry;

/// Who comes to the age of retirement.
pub const PATH: &str = "/sap-nghi-huu";
/// The ages by law, year by year.
pub const AGES: &str = "/quan-tri/tuoi-nghi-huu";

/// The addresses of these pages.
pub fn routes() -> Router<Site> {
    Router::new()
        .route(PATH, get(list::page))
        .route("/sap-nghi-huu.xlsx", get(out::xlsx))
        .route("/sap-nghi-huu.csv", get(out::csv))
        .route(AGES, get(table::page))
}
