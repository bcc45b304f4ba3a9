//! Tokens: what each is good for, when it was last used, and who one is with it.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use hoso::{
    clock::Clock as _,
    store::tokens::{self, Scope},
};
use serde_json::json;

use super::fixture::{HOA, OFFICER, Service, ask, province, question, send, submission, uuid};

async fn reading_token(service: &Service) -> String {
    let until = service.clock.now() + Duration::from_secs(24 * 3_600);
    let id = uuid(OFFICER).to_string();
    let store = service.app.store();
    tokens::issue_for(store, &id, "đọc báo cáo", Scope::Read, until).await.expect("a token")
}

#[tokio::test]
async fn a_token_that_may_only_read_sends_no_command_on_whatever_route() {
    let service = province().await;
    let (router, token) = (service.demo(), reading_token(&service).await);
    assert_eq!(question(&router, &token, "/api/v1/people").await.status, StatusCode::OK);
    let check = format!("/api/v1/dossiers/{}/submissions/{}/check", uuid(HOA), submission(HOA));
    let got = send(&router, &token, "k", &check, json!({})).await;
    assert_eq!(got.problem(), (403, "token_read_only".to_owned(), None));
    let bearer = format!("Bearer {token}");
    let form =
        [("authorization", bearer.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    let page = format!("/ho-so/{}/doi-chieu", uuid(HOA));
    let body = format!("noi_dung={}&viec=khop&khoa=4", submission(HOA));
    let got = ask(&router, Method::POST, &page, &form, body).await;
    assert_eq!(got.status, StatusCode::FORBIDDEN);
    // One for commands does what the account may do.
    let commands = service.token(OFFICER).await;
    let got = send(&router, &commands, "k", &check, json!({})).await;
    assert_eq!(got.status, StatusCode::CREATED, "{}", got.text);
}

#[tokio::test]
async fn the_last_use_of_a_token_is_kept_to_the_minute() {
    let service = province().await;
    let token = service.token(OFFICER).await;
    let store = service.app.store();
    let kept = async || tokens::list(store, 10).await.expect("tokens")[0].last_used_at;
    assert_eq!(kept().await, None);
    let start = service.clock.now();
    for (seconds, expected) in [(0, 0), (30, 0), (59, 0), (61, 61), (100, 61), (500, 500)] {
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        service.clock.set(at(seconds));
        // A service of its own each time: what one remembers is not what is kept.
        question(&service.closed(), &token, "/api/v1/me").await;
        // It is written beside the answer, which does not wait for it.
        let mut found = kept().await;
        for _attempt in 0..200 {
            if found == Some(at(expected)) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
            found = kept().await;
        }
        assert_eq!(found, Some(at(expected)), "after {seconds} s");
    }
}

#[tokio::test]
async fn one_can_ask_who_one_is_and_until_when() {
    let service = province().await;
    let (router, token) = (service.closed(), reading_token(&service).await);
    let me = question(&router, &token, "/api/v1/me").await.json();
    assert_eq!(me["account_id"], uuid(OFFICER).to_string());
    assert_eq!(me["unit"]["code"], "H53.50");
    assert_eq!(me["grants"][0]["role"], "data_officer");
    assert_eq!(me["grants"][0]["scope"]["code"], "H53.50");
    assert_eq!(me["token"]["label"], "đọc báo cáo");
    assert_eq!(me["token"]["scope"], "read");
    assert_eq!(me["token"]["expires_at"], "2026-03-04T02:00:00Z");
    let cookie = format!("hoso_vai={}", uuid(OFFICER));
    let without = ask(&service.demo(), Method::GET, "/api/v1/me", &[("cookie", &cookie)], "").await;
    assert_eq!(without.json()["token"], json!(null));
    // An expired or revoked one is nobody's, at once.
    service.clock.set("2026-03-04T02:00:00Z".parse().expect("an instant"));
    let got = question(&service.closed(), &token, "/api/v1/me").await;
    assert_eq!(got.problem().1, "token_unknown");
}
