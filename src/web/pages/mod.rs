//! The pages, one file each. A GET reads and renders; a POST sends one command and redirects.

pub mod access_log;
pub mod accounts;
mod activate;
pub mod administration;
mod agency;
mod board;
mod case;
mod compare;
mod dossier;
mod duplicates;
mod endings;
mod entry;
mod export;
mod fact;
mod findings;
mod home;
mod import;
mod intake;
mod interface;
mod issue;
mod mass_moves;
mod moves;
pub mod obstacle;
mod orders;
mod package;
mod papers;
mod people;
mod record;
mod replay;
mod retirement;
mod second_factor;
pub mod secondments;
pub mod security;
mod selected;
pub mod sign_in;
pub mod sign_on;
mod taking_in;
mod timeline;
pub mod transfers;
mod why;
mod work;

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
        .route(sign_in::SIGN_IN, get(sign_in::page).post(sign_in::sign_in))
        .route(sign_in::CODE, get(sign_in::code_page).post(sign_in::code))
        .route(sign_on::START, post(sign_on::start))
        .route("/dang-nhap/lien-thong/ve", get(sign_on::back))
        .route(sign_on::DONE, get(sign_on::done))
        .route("/dang-xuat", post(sign_in::sign_out))
        .route(activate::PATH, get(activate::page).post(activate::activate))
        .route(security::PATH, get(security::page))
        .route("/bao-mat/mat-khau", post(security::change_password))
        .route("/bao-mat/phien", post(security::end_sessions))
        .route(sign_in::SECOND_FACTOR, get(second_factor::page).post(second_factor::confirm))
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
        .route("/viec", get(work::page))
        .route("/doi-chieu", get(case::next))
        .route("/ho-so/{dossier}/doi-chieu/{submission}", get(case::page).post(case::act))
        .route("/ho-so/tim", post(people::by_number))
        .route("/ho-so/moi", get(intake::page).post(intake::act))
        .route("/ho-so/danh-sach", get(selected::list))
        .route("/ho-so/tai-khoan", post(selected::issue_all))
        .route("/ho-so/{dossier}/tai-khoan", get(issue::page).post(issue::act))
        .route("/ho-so/{dossier}/quyet-dinh", get(agency::decision).post(agency::decide))
        .route("/ho-so/{dossier}/dinh-chinh", get(agency::correction).post(agency::correct))
        .route(
            "/ho-so/{dossier}/khong-thay-doi",
            get(agency::unchanged).post(agency::find_unchanged),
        )
        .route("/su-kien/{position}", get(fact::page))
        .route("/ho-so/{dossier}/goi", get(package::page))
        .route("/ho-so/{dossier}/goi/tep", get(package::file))
        .route("/ho-so/{dossier}/ai-da-xem", get(access_log::page))
        .route("/ho-so/{dossier}/dien-bien", get(replay::page))
        .route("/ho-so/{dossier}/dien-bien/in", get(replay::report::page))
        .route("/ho-so/{dossier}/vi-sao/{duty}/{subject}", get(why::page))
        .merge(transfers::routes())
        .merge(endings::routes())
        .merge(secondments::routes())
        .merge(taking_in::routes())
        .merge(duplicates::routes())
        .merge(retirement::routes())
        .merge(mass_moves::routes())
        .merge(accounts::routes())
        .merge(administration::routes())
        .merge(entry::routes())
}

/// The addresses of forms with files, and of what they are about.
pub fn uploads() -> Router<Site> {
    Router::new()
        .route("/nhap", get(import::page).post(import::bring))
        .route("/ho-so/{dossier}/giay-to", get(papers::page).post(papers::hand_in))
        .route("/ho-so/{dossier}/giay-to/{file}", get(papers::file))
        .merge(taking_in::uploads())
}

/// A whole day as typed: 30/9/2024 or 2024-09-30.
pub fn typed_day(text: &str) -> Option<NaiveDate> {
    let date = PartialDate::parse(text.trim()).ok()?;
    (date.precision() == Precision::Day).then(|| date.earliest())
}
