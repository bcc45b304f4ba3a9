//! Accounts and access: who has which grants where, and the acts of QĐ 842 on them (cấp, hạn chế,
//! mở rộng, gia hạn, hủy bỏ), each on a written request. No dossier content.

mod account;
mod acts;
mod code;
mod grant;
mod history;
mod list;
mod staff;

use axum::{
    Router,
    routing::{get, post},
};
use hoso_events::{account::Role, ids::AccountId};
use hoso_projections::accounts::GrantLine;

use crate::{
    app::accounts::Wanted,
    web::{Site, tell::Words},
};

/// Where the accounts are listed.
pub const PATH: &str = "/tai-khoan";

/// The addresses of these pages.
pub fn routes() -> Router<Site> {
    Router::new()
        .route(PATH, get(list::page))
        .route("/tai-khoan/moi", get(staff::page).post(staff::act))
        .route("/tai-khoan/{account}", get(account::page))
        .route("/tai-khoan/{account}/ma", post(code::act))
        .route("/tai-khoan/{account}/quyen", post(acts::give))
        .route("/tai-khoan/{account}/quyen/{grant}", get(grant::page).post(acts::alter))
        .route("/tai-khoan/{account}/dong", post(acts::close))
}

/// The address of an account; never a name.
pub fn account_path(id: &AccountId) -> String {
    format!("{PATH}/{id}")
}

/// The address of one grant of an account.
fn grant_path(id: &AccountId, line: &GrantLine) -> String {
    format!("{PATH}/{id}/quyen/{}", line.grant)
}

/// What accounts may wait for, as the list's filter names it.
const WAITS: [(Wanted, &str, &str); 5] = [
    (Wanted::WithAccess, "", "page-accounts-wanted-access"),
    (Wanted::GrantEndsSoon, "sap-het-quyen", "page-accounts-wanted-ending"),
    (Wanted::CodeExpired, "ma-het-han", "page-accounts-wanted-expired"),
    (Wanted::WithoutFactor, "chua-hai-buoc", "page-accounts-wanted-factor"),
    (Wanted::NotActivated, "chua-kich-hoat", "page-accounts-wanted-activation"),
];

/// The address of the list of the accounts that wait for something.
pub fn waiting_path(wanted: Wanted) -> String {
    let code = WAITS.iter().find(|(known, ..)| *known == wanted).map(|(_, code, _)| *code);
    format!("{PATH}?loc={}", code.unwrap_or_default())
}

const ROLES: [(Role, &str, &str); 4] = [
    (Role::DataOfficer, "data_officer", "role-data-officer"),
    (Role::Head, "head", "role-head"),
    (Role::Inspector, "inspector", "role-inspector"),
    (Role::Administrator, "administrator", "role-administrator"),
];

/// What a role is called.
pub fn role_told(words: Words, role: Role) -> String {
    let found = ROLES.iter().find(|(known, _code, _key)| *known == role);
    found.map(|(_role, _code, key)| words.say(key)).unwrap_or_default()
}

/// The roles one may give, by code and name; an administrator is made by administrators only.
fn roles(words: Words, administers: bool) -> Vec<(String, String)> {
    let may = |role: &Role| administers || *role != Role::Administrator;
    let shown = ROLES.iter().filter(|(role, _code, _key)| may(role));
    shown.map(|(_role, code, key)| ((*code).to_owned(), words.say(key))).collect()
}

fn role_of(code: &str) -> Option<Role> {
    ROLES.iter().find(|(_role, known, _key)| *known == code).map(|(role, _code, _key)| *role)
}
