//! Coming in: activation, sign-in, second factor, sessions, proof before what weighs, and what
//! guessers, thieves and foreign sites get instead.

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use hoso::{
    app::{Actor, Command, Request, sign_in::codes},
    clock::Clock as _,
    store::read,
};
use hoso_events::{account::AccountCommand, ids::AccountId, provenance::Source, values::Reason};
use hoso_projections::accounts;

use super::{fixture::*, guest::*};

const PASSWORD: &str = "con gà đi bộ qua sông Vàm Cỏ";
const OTHER_PASSWORD: &str = "bốn mùa mưa nắng ruộng đồng xa";

fn account(n: u128) -> AccountId {
    AccountId::from_uuid(uuid(n))
}

/// The account of a person's dossier.
async fn account_of(service: &Service, dossier_of: u128) -> AccountId {
    let id = dossier(dossier_of).to_string();
    let row = accounts::of_dossier(service.app.store().db(), &id).await.unwrap().unwrap();
    AccountId::parse(&row.account_id).unwrap()
}

/// An activation code from the machine's command line.
async fn code_for(service: &Service, account: AccountId) -> (String, String) {
    let issued = service.app.issue_activation(&Actor::service(), account, false).await.unwrap();
    (issued.login, issued.code)
}

async fn activated(service: &Service, account: AccountId) -> (Browser, String) {
    let (login, code) = code_for(service, account).await;
    let browser = Browser::new(service.closed());
    let got = browser.post("/kich-hoat", &activation(&code, PASSWORD)).await;
    assert_eq!(to(&got), "/bao-mat/hai-buoc");
    (browser, login)
}

fn activation<'a>(code: &'a str, password: &'a str) -> [(&'a str, &'a str); 3] {
    [("ma", code), ("mat_khau_moi", password), ("mat_khau_lai", password)]
}

/// The key a page to set up the second factor shows, as a phone keeps it.
fn key_on(page: &Got) -> String {
    let code = page.text.split("<code>").nth(1).expect("a key").split('<').next().unwrap();
    code.replace(' ', "")
}

async fn phone_code(service: &Service, base32: &str) -> String {
    codes::factor_code(base32, service.clock.now().timestamp()).unwrap()
}

/// Turns the second factor on; the phone's key.
async fn with_factor(service: &Service, browser: &Browser) -> String {
    let page = browser.get("/bao-mat/hai-buoc").await;
    let base32 = key_on(&page);
    let code = phone_code(service, &base32).await;
    let got = browser.send(&page, "/bao-mat/hai-buoc", &[("ma", &code)]).await;
    assert_eq!(got.status, StatusCode::OK, "{}", got.text);
    base32
}

/// Who a browser's session stands for.
async fn actor_behind(service: &Service, browser: &Browser) -> Actor {
    let cookie = browser.cookie().unwrap();
    let token = cookie.split_once('=').unwrap().1;
    let (session, account) = service.app.session_of(token).await.unwrap().unwrap();
    service.app.actor_of_session(&session, &account).await.unwrap().unwrap()
}

async fn close(service: &Service, account: AccountId) {
    let reason = Reason::parse("Thôi việc").unwrap();
    let command = AccountCommand::CloseAccount { closed_on: service.clock.today(), reason };
    let request = Request::new(Command::Account(account, command), Source::Page);
    service.app.execute(&Actor::service(), request).await.unwrap();
}

/// A form that weighs: the check of what Hòa handed in.
struct CheckForm {
    page: String,
    action: String,
}

fn check_form() -> CheckForm {
    let page = format!("/ho-so/{}/doi-chieu/{}", dossier(HOA), submission(HOA));
    let action = page.clone();
    CheckForm { page, action }
}

async fn facts(service: &Service) -> u64 {
    read::head(service.app.store().db()).await.unwrap().position
}

/// The last fact of all, as it is stored.
async fn last_fact(service: &Service) -> String {
    let position = i64::try_from(facts(service).await).unwrap();
    let found = read::at(service.app.store().db(), &[position]).await.unwrap();
    format!("{:?}", found[0].fact)
}

fn later(service: &Service, by: TimeDelta) {
    service.clock.set(service.clock.now() + by);
}

#[tokio::test]
async fn an_official_activates_reads_their_record_and_must_not_write_without_a_second_factor() {
    let service = province().await;
    let huong = account_of(&service, HUONG).await;
    let (browser, _login) = activated(&service, huong).await;
    let own = format!("/ho-so/{}", dossier(HUONG));
    assert_eq!(to(&browser.get("/").await), "/viec-cua-toi");
    let page = browser.get(&own).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("/dang-xuat"), "the way out is on every page");
    // Another's dossier is not there for them.
    let other = browser.get(&format!("/ho-so/{}", dossier(HOA))).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);

    let known = browser.get("/bao-mat").await;
    assert!(known.text.contains("Chưa bật"), "{}", known.text);
    let actor = actor_behind(&service, &browser).await;
    assert_eq!(actor.reads_only, Some("second_factor_required"));
    with_factor(&service, &browser).await;
    let actor = actor_behind(&service, &browser).await;
    assert_eq!(actor.reads_only, None);
}

#[tokio::test]
async fn an_activation_code_works_once_within_seventy_two_hours_and_a_newer_one_replaces_it() {
    let service = province().await;
    let huong = account_of(&service, HUONG).await;
    let browser = Browser::new(service.closed());
    let used = "Mã kích hoạt đã dùng";

    let (_login, first) = code_for(&service, huong).await;
    let (_login, second) = code_for(&service, huong).await;
    let got = browser.post("/kich-hoat", &activation(&first, PASSWORD)).await;
    assert!(got.status == 422 && got.text.contains(used), "replaced: {}", got.text);
    // Refused for the password: the code is still good, in whatever letters it is typed.
    let got = browser.post("/kich-hoat", &activation(&second, "tayninh2026tayninh")).await;
    assert!(got.status == 422 && got.text.contains("dễ đoán"), "{}", got.text);
    let got = browser.post("/kich-hoat", &activation(&second.to_lowercase(), PASSWORD)).await;
    assert_eq!(to(&got), "/bao-mat/hai-buoc");
    let browser = Browser::new(service.closed());
    let got = browser.post("/kich-hoat", &activation(&second, OTHER_PASSWORD)).await;
    assert!(got.status == 422 && got.text.contains(used), "used: {}", got.text);

    let (_login, third) = code_for(&service, huong).await;
    later(&service, TimeDelta::hours(72));
    let got = browser.post("/kich-hoat", &activation(&third, PASSWORD)).await;
    assert!(got.status == 422 && got.text.contains(used), "too late: {}", got.text);
}

#[tokio::test]
async fn an_officer_signs_in_in_two_steps_and_a_code_is_good_once() {
    let service = province().await;
    let (browser, login) = activated(&service, account(OFFICER)).await;
    // Whoever works with others' records gets nowhere without the second factor.
    assert_eq!(to(&browser.get("/ho-so").await), "/dang-nhap?ve=%2Fho-so");
    assert_eq!(to(&browser.get("/dang-nhap").await), "/bao-mat/hai-buoc");
    let before = browser.cookie();
    let base32 = with_factor(&service, &browser).await;
    assert_ne!(browser.cookie(), before, "the token changes");
    assert_eq!(browser.get("/ho-so").await.status, StatusCode::OK);

    let second = Browser::new(service.closed());
    let typed = [("ten", login.as_str()), ("mat_khau", PASSWORD), ("ve", "/ho-so?lang=en")];
    let got = second.post("/dang-nhap", &typed).await;
    assert_eq!(to(&got), "/dang-nhap/ma?ve=%2Fho-so%3Flang%3Den");
    assert_eq!(to(&second.get("/ho-so").await), "/dang-nhap?ve=%2Fho-so", "half signed in");
    let page = second.get("/dang-nhap/ma?ve=%2Fho-so%3Flang%3Den").await;
    // The code that set the phone up was used by that.
    let code = phone_code(&service, &base32).await;
    let got = second.send(&page, "/dang-nhap/ma", &[("ma", &code)]).await;
    assert!(got.status == 422 && got.text.contains("Mã xác thực chưa đúng"), "{}", got.text);
    later(&service, TimeDelta::seconds(30));
    let code = phone_code(&service, &base32).await;
    let half = second.cookie();
    let got = second.send(&page, "/dang-nhap/ma", &[("ma", &code)]).await;
    assert_eq!(to(&got), "/ho-so?lang=en");
    assert_ne!(second.cookie(), half);
    assert_eq!(second.get("/ho-so").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_recovery_code_stands_in_for_the_phone_once() {
    let service = province().await;
    let (browser, login) = activated(&service, account(OFFICER)).await;
    let page = browser.get("/bao-mat/hai-buoc").await;
    let code = phone_code(&service, &key_on(&page)).await;
    let told = browser.send(&page, "/bao-mat/hai-buoc", &[("ma", &code)]).await;
    let recovery: Vec<String> = told
        .text
        .split("<li><code>")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap().to_owned())
        .collect();
    assert_eq!(recovery.len(), 10);
    for (again, works) in [(false, true), (true, false)] {
        let second = Browser::new(service.closed());
        let typed = [("ten", login.as_str()), ("mat_khau", PASSWORD)];
        second.post("/dang-nhap", &typed).await;
        let page = second.get("/dang-nhap/ma").await;
        let got = second.send(&page, "/dang-nhap/ma", &[("ma", &recovery[3])]).await;
        assert_eq!(got.status == StatusCode::SEE_OTHER, works, "used before: {again}");
    }
    let page = browser.get("/bao-mat").await;
    assert!(page.text.contains("Còn 9 mã dự phòng"), "{}", page.text);
    assert!(page.text.contains("Dùng một mã dự phòng"));
}

#[tokio::test]
async fn nobody_learns_who_exists_and_guessing_becomes_slow_for_the_guesser() {
    let service = province().await;
    let huong = account_of(&service, HUONG).await;
    let (_browser, login) = activated(&service, huong).await;
    // An account without a password, a login nobody has, a wrong password: one answer.
    let (no_password, _code) = code_for(&service, account(HEAD)).await;
    let guesser = Browser::new(service.closed());
    let try_as = async |name: &str| {
        let typed = [("ten", name), ("mat_khau", "một mật khẩu sai nào đó")];
        let got = guesser.post("/dang-nhap", &typed).await;
        (
            got.status,
            got.text
                .replace(&format!("value=\"{name}\""), "?")
                .replace(&hidden_in(&got.text, "/dang-nhap")[0].1, "k"),
        )
    };
    let known = try_as(&login).await;
    assert_eq!(known.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(known.1.contains("chưa đúng"), "{}", known.1);
    for name in ["khongcoai", no_password.as_str()] {
        assert_eq!(try_as(name).await, known, "{name}");
    }
    for _guess in 0..4 {
        try_as(&login).await;
        try_as("khongcoai").await;
    }
    let slow = try_as(&login).await;
    assert_eq!(slow.0, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(try_as("khongcoai").await, slow, "also for one who does not exist");
    // Even the right password waits; then it is taken, and all is forgotten.
    let right = [("ten", login.as_str()), ("mat_khau", PASSWORD)];
    let got = guesser.post("/dang-nhap", &right).await;
    assert_eq!(got.status, StatusCode::TOO_MANY_REQUESTS);
    let wait: i64 = got.header("retry-after").parse().unwrap();
    later(&service, TimeDelta::seconds(wait));
    assert_eq!(to(&guesser.post("/dang-nhap", &right).await), "/");
}

#[tokio::test]
async fn a_session_ends_unused_in_the_end_and_when_its_account_is_closed() {
    let service = province().await;
    let (browser, _login) = activated(&service, account(OFFICER)).await;
    with_factor(&service, &browser).await;
    let begun = service.clock.now();
    let is_in = async || browser.get("/ho-so").await.status == StatusCode::OK;
    later(&service, TimeDelta::minutes(14));
    assert!(is_in().await);
    later(&service, TimeDelta::minutes(15));
    assert!(!is_in().await, "fifteen minutes unused");

    let huong = account_of(&service, HUONG).await;
    let (browser, _login) = activated(&service, huong).await;
    let own = format!("/ho-so/{}", dossier(HUONG));
    let is_in = async || browser.get(&own).await.status == StatusCode::OK;
    let begun = begun.max(service.clock.now());
    while service.clock.now() - begun < TimeDelta::minutes(12 * 60 - 25) {
        later(&service, TimeDelta::minutes(25));
        assert!(is_in().await, "in use after {}", service.clock.now() - begun);
    }
    later(&service, TimeDelta::minutes(25));
    assert!(!is_in().await, "twelve hours in all");

    let (browser, _login) = activated(&service, huong).await;
    let is_in = async || browser.get(&own).await.status == StatusCode::OK;
    assert!(is_in().await);
    close(&service, huong).await;
    later(&service, TimeDelta::seconds(1));
    assert!(!is_in().await, "a second after the account was closed");
}

#[tokio::test]
async fn what_weighs_asks_for_a_proof_and_keeps_what_was_typed() {
    let service = province().await;
    let (browser, _login) = activated(&service, account(OFFICER)).await;
    let base32 = with_factor(&service, &browser).await;
    let check = check_form();
    later(&service, TimeDelta::minutes(9));
    browser.get("/ho-so").await;
    later(&service, TimeDelta::minutes(2));
    let page = browser.get(&check.page).await;
    let reason = "Năm cấp trên bằng là 2003, hãy sửa <lại>";
    let before = facts(&service).await;
    let reasons =
        [("viec", "con-lai-khop"), ("qd.birth_date", "sai"), ("ly_do.birth_date", reason)];
    let asked = browser.send(&page, &check.action, &reasons).await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN, "{}", asked.text);
    assert!(asked.text.contains("Xác thực lại"), "{}", asked.text);
    assert_eq!(facts(&service).await, before, "nothing was recorded yet");
    // A wrong code: asked again, with everything kept.
    let again = browser.send(&asked, &check.action, &[("xac_thuc_lai", "000000")]).await;
    assert!(again.text.contains("Mã xác thực chưa đúng"), "{}", again.text);
    assert_eq!(facts(&service).await, before);
    let old = browser.cookie();
    let code = phone_code(&service, &base32).await;
    let done = browser.send(&again, &check.action, &[("xac_thuc_lai", &code)]).await;
    to(&done);
    assert_ne!(browser.cookie(), old, "the token changes with the proof");
    assert_eq!(facts(&service).await, before + 1);
    assert!(last_fact(&service).await.contains("Năm cấp trên bằng là 2003, hãy sửa <lại>"));
    // The stolen token of before is worth nothing.
    let cookie = old.unwrap();
    let got = ask(&service.closed(), Method::GET, "/ho-so", &[("cookie", &cookie)], "").await;
    assert_eq!(got.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn an_open_session_takes_another_phone_only_with_a_proof() {
    let service = province().await;
    let (browser, login) = activated(&service, account(OFFICER)).await;
    let base32 = with_factor(&service, &browser).await;
    later(&service, TimeDelta::minutes(11));
    let page = browser.get("/bao-mat/hai-buoc").await;
    let strange = key_on(&page);
    let code = phone_code(&service, &strange).await;
    let asked = browser.send(&page, "/bao-mat/hai-buoc", &[("ma", &code)]).await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN, "{}", asked.text);
    assert!(asked.text.contains("Xác thực lại"), "{}", asked.text);
    // The phone of before still opens the door, and its code is the proof.
    let other = Browser::new(service.closed());
    let half = other.post("/dang-nhap", &[("ten", &login), ("mat_khau", PASSWORD)]).await;
    assert_eq!(to(&half), "/dang-nhap/ma");
    let proof = phone_code(&service, &base32).await;
    let done = browser.send(&asked, "/bao-mat/hai-buoc", &[("xac_thuc_lai", &proof)]).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    assert!(done.text.contains("class=\"codes\""), "new recovery codes: {}", done.text);
}

#[tokio::test]
async fn a_form_of_another_session_or_site_changes_nothing() {
    let service = province().await;
    let (browser, _login) = activated(&service, account(OFFICER)).await;
    with_factor(&service, &browser).await;
    let check = check_form();
    let page = browser.get(&check.page).await;
    let before = facts(&service).await;
    let hidden = hidden_in(&page.text, &check.action);
    let mut pairs: Vec<(&str, &str)> =
        hidden.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    pairs.push(("viec", "con-lai-khop"));
    let foreign: Vec<(&str, &str)> =
        pairs.iter().filter(|(name, _text)| *name != "ma_phien").copied().collect();
    let got = browser.post(&check.action, &foreign).await;
    assert_eq!(got.status, StatusCode::FORBIDDEN);
    assert!(got.text.contains("phiên làm việc trước"), "{}", got.text);
    // With the token, but sent by another site's page.
    let cookie = browser.cookie().unwrap();
    let headers = [
        ("cookie", cookie.as_str()),
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.example"),
    ];
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
    let got = ask(&browser.router, Method::POST, &check.action, &headers, body).await;
    assert_eq!(got.status, StatusCode::FORBIDDEN);
    assert_eq!(facts(&service).await, before);
    // A session opens pages, not the interface for programs.
    let got = ask(&browser.router, Method::GET, "/api/v1/people", &[("cookie", &cookie)], "").await;
    assert_eq!(got.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn signing_out_is_at_once_here_and_everywhere() {
    let service = province().await;
    let huong = account_of(&service, HUONG).await;
    let (first, login) = activated(&service, huong).await;
    let second = Browser::new(first.router.clone());
    let typed = [("ten", login.as_str()), ("mat_khau", PASSWORD)];
    assert_eq!(to(&second.post("/dang-nhap", &typed).await), "/");
    let own = format!("/ho-so/{}", dossier(HUONG));
    assert_eq!(second.get(&own).await.status, StatusCode::OK);

    let page = first.get("/bao-mat").await;
    let got = first.send(&page, "/bao-mat/phien", &[("phien", "khac")]).await;
    assert_eq!(to(&got), "/bao-mat?da=phien");
    assert_eq!(second.get(&own).await.status, StatusCode::SEE_OTHER, "signed out elsewhere");
    assert_eq!(first.get(&own).await.status, StatusCode::OK, "this one stays");

    let cookie = first.cookie().unwrap();
    let page = first.get(&own).await;
    let got = first.send(&page, "/dang-xuat", &[]).await;
    assert_eq!(to(&got), "/dang-nhap");
    assert_eq!(got.header("clear-site-data"), "\"cache\", \"storage\"");
    assert_eq!(first.cookie(), None);
    let got = ask(&first.router, Method::GET, &own, &[("cookie", &cookie)], "").await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "the old cookie is worth nothing");
}

#[tokio::test]
async fn a_changed_password_signs_the_others_out_and_the_old_one_no_longer_opens() {
    let service = province().await;
    let huong = account_of(&service, HUONG).await;
    let (browser, login) = activated(&service, huong).await;
    let page = browser.get("/bao-mat").await;
    let typed =
        |old, new, again| [("mat_khau_cu", old), ("mat_khau_moi", new), ("mat_khau_lai", again)];
    let path = "/bao-mat/mat-khau";
    for (fields, told) in [
        (typed("không phải mật khẩu này", OTHER_PASSWORD, OTHER_PASSWORD), "Mật khẩu chưa đúng"),
        (typed(PASSWORD, OTHER_PASSWORD, PASSWORD), "khác nhau"),
        (typed(PASSWORD, "ngắn", "ngắn"), "cần ít nhất 15"),
        (typed(PASSWORD, "", ""), "Nhập mật khẩu mới."),
    ] {
        let got = browser.send(&page, path, &fields).await;
        assert!(got.status == 422 && got.text.contains(told), "{told}: {}", got.text);
        assert!(!got.text.contains(PASSWORD), "no password is shown again");
    }
    let got = browser.send(&page, path, &typed(PASSWORD, OTHER_PASSWORD, OTHER_PASSWORD)).await;
    assert_eq!(to(&got), "/bao-mat?da=mat-khau");
    let second = Browser::new(service.closed());
    let got = second.post("/dang-nhap", &[("ten", &login), ("mat_khau", PASSWORD)]).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    let got = second.post("/dang-nhap", &[("ten", &login), ("mat_khau", OTHER_PASSWORD)]).await;
    assert_eq!(to(&got), "/");
}

#[tokio::test]
async fn who_may_hand_out_codes_is_decided_like_access() {
    let service = province().await;
    let may = async |actor: u128, account: AccountId| {
        let actor = service.actor(actor).await;
        match service.app.issue_activation(&actor, account, false).await {
            Ok(_issued) => "may".to_owned(),
            Err(error) => error.code().to_owned(),
        }
    };
    let huong = account_of(&service, HUONG).await;
    assert_eq!(may(OFFICER, huong).await, "may", "the officer for people of the unit");
    assert_eq!(may(STRANGER, huong).await, "not_found", "not one of another unit");
    assert_eq!(may(INSPECTOR, huong).await, "not_found");
    assert_eq!(may(OFFICER, account(HEAD)).await, "not_found", "not for who holds grants");
    assert_eq!(may(ADMINISTRATOR, account(HEAD)).await, "may");
    assert_eq!(may(ADMINISTRATOR, account(ADMINISTRATOR)).await, "own_access");
    assert_eq!(may(HEAD, account(ADMINISTRATOR)).await, "not_found");
}

#[tokio::test]
async fn of_many_with_one_code_at_the_same_time_one_comes_in() {
    let service = Arc::new(province().await);
    let huong = account_of(&service, HUONG).await;
    let (_login, code) = code_for(&service, huong).await;
    let browsers: Vec<Browser> = (0..4).map(|_n| Browser::new(service.closed())).collect();
    let pairs = activation(&code, PASSWORD);
    let tries = browsers.iter().map(|browser| browser.post("/kich-hoat", &pairs));
    let answers = futures_util::future::join_all(tries).await;
    let inside = answers.iter().filter(|got| got.status == StatusCode::SEE_OTHER).count();
    assert_eq!(inside, 1);
}
