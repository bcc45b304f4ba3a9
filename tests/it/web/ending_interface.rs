//! The interface: service ends, the ending is put right or taken back, and people come back.

use axum::http::StatusCode;
use serde_json::{Value as Json, json};

use super::{fixture::*, guest::number_of};

fn of(n: u128) -> String {
    format!("/api/v1/dossiers/{}", uuid(n))
}

fn a_paper() -> Json {
    json!({ "number": "88/QĐ-UBND", "dated_on": "2026-03-02", "issuer": "UBND xã Đức Hòa" })
}

fn ending(leaving: Json) -> Json {
    json!({ "leaving": leaving, "ended_on": "2026-03-02", "paper": a_paper(),
        "paper_received_on": "2026-03-02" })
}

fn with(mut body: Json, name: &str, value: Json) -> Json {
    body[name] = value;
    body
}

async fn sends(service: &Service, key: &str, path: &str, body: Json) -> Got {
    let token = service.token(OFFICER).await;
    send(&service.closed(), &token, key, path, body).await
}

#[tokio::test]
async fn each_way_service_ends_is_recorded_with_what_it_must_say() {
    for (kind, leaving) in [
        ("left_province", json!({ "destination": "Sở Y tế tỉnh Đồng Tháp" })),
        ("left_scope", json!({ "destination": "Trường Đại học Tây Ninh" })),
        ("retired", json!({ "age": "early" })),
        ("resigned", json!({ "asked_on": "2026-02-02" })),
        ("dismissed", json!({ "discipline": a_paper() })),
        ("term_ended", json!({ "office": "Nhiệm kỳ 2021–2026" })),
        ("redundant", json!({ "policy": "Nghị định 154/2025/NĐ-CP" })),
        ("died", json!({ "shown_by": "certificate" })),
    ] {
        let service = province().await;
        let path = format!("{}/endings", of(HUONG));
        // Without what this way asks, it is no ending.
        let bare = ending(json!({ "kind": kind }));
        let got = sends(&service, "k0", &path, bare).await;
        assert!(got.status.is_client_error(), "{kind}: {}", got.text);
        let body = ending(with(leaving, "kind", json!(kind)));
        let got = sends(&service, "k1", &path, body.clone()).await;
        assert_eq!(got.status, StatusCode::CREATED, "{kind}: {}", got.text);
        let again = sends(&service, "k1", &path, body).await;
        assert_eq!(again.json()["ending_id"], got.json()["ending_id"]);
        assert_eq!(again.json()["replayed"], true);
        let token = service.token(OFFICER).await;
        let told = question(&service.closed(), &token, &format!("{}/ending", of(HUONG))).await;
        let told = &told.json()["ending"];
        assert_eq!((&told["kind"], &told["in_effect"]), (&json!(kind), &json!(true)));
        assert_eq!(told["ending_id"], got.json()["ending_id"]);
    }
}

#[tokio::test]
async fn an_ending_is_put_right_and_taken_back_and_each_said_twice_is_one_fact() {
    let service = province().await;
    let path = format!("{}/endings", of(HUONG));
    let retired = ending(json!({ "kind": "retired", "age": "statutory" }));
    let got = sends(&service, "k1", &path, retired.clone()).await;
    let id = got.json()["ending_id"].as_str().expect("an id").to_owned();
    let correction = format!("{path}/{id}/correction");
    let right = ending(json!({ "kind": "resigned", "asked_on": "2026-02-02" }));
    let right = with(right, "reason", json!("Ghi nhầm hình thức"));
    let reversal = format!("{path}/{id}/reversal");
    let back = json!({ "reason": "Ghi nhầm người" });
    for (key, path, body) in [("k2", &correction, right), ("k3", &reversal, back)] {
        let got = sends(&service, key, path, body.clone()).await;
        assert_eq!(got.status, StatusCode::CREATED, "{}", got.text);
        let again = sends(&service, key, path, body).await;
        assert_eq!(again.status, StatusCode::OK, "{}", again.text);
        assert_eq!(again.json()["last_position"], got.json()["last_position"]);
    }
    let token = service.token(OFFICER).await;
    let none = question(&service.closed(), &token, &format!("{}/ending", of(HUONG))).await;
    assert_eq!((none.status, &none.json()["ending"]), (StatusCode::OK, &Json::Null));
}

#[tokio::test]
async fn who_left_comes_back_with_the_same_dossier() {
    let service = province().await;
    let path = format!("{}/endings", of(HUONG));
    let retired = ending(json!({ "kind": "retired", "age": "statutory" }));
    sends(&service, "k1", &path, retired).await;
    let back = |number: &str, on: &str| {
        json!({ "personal_id_no": number, "unit": "H53.50.1", "decision": a_paper(),
            "resumed_on": on })
    };
    let number = number_of(HUONG);
    for (body, code, pointer) in [
        (back("079199999999", "2026-03-03"), "nobody_left", "/personal_id_no"),
        (back(&number, "2026-03-01"), "resumed_before_end", "/resumed_on"),
        (back(&number, "2099-03-01"), "date_future", "/resumed_on"),
        (with(back(&number, "2026-03-03"), "unit", json!("H99")), "unit_unknown", "/unit"),
    ] {
        let got = sends(&service, &format!("k-{code}"), "/api/v1/returns", body).await;
        let told = got.json();
        assert_eq!((&told["code"], &told["pointer"]), (&json!(code), &json!(pointer)), "{told}");
    }
    let got = sends(&service, "k2", "/api/v1/returns", back(&number, "2026-03-03")).await;
    assert_eq!(got.status, StatusCode::CREATED, "{}", got.text);
    assert_eq!(got.json()["dossier_id"], json!(uuid(HUONG)));
    let again = sends(&service, "k2", "/api/v1/returns", back(&number, "2026-03-03")).await;
    assert_eq!(again.json()["replayed"], true, "{}", again.text);
    let told = question(&service.closed(), &service.token(OFFICER).await, &of(HUONG)).await;
    assert_eq!(told.json()["ended"], Json::Null);
}

#[tokio::test]
async fn what_is_wrong_with_an_ending_is_told_at_its_place() {
    let service = province().await;
    let path = format!("{}/endings", of(HUONG));
    let retired = || ending(json!({ "kind": "retired", "age": "statutory" }));
    let late = with(a_paper(), "dated_on", json!("2026-03-04"));
    let after = json!({ "kind": "resigned", "asked_on": "2026-03-03" });
    for (body, code, pointer) in [
        (with(retired(), "paper", late), "paper_date_future", "/paper/dated_on"),
        (
            with(retired(), "paper_received_on", json!("2026-03-01")),
            "received_before_signed",
            "/paper_received_on",
        ),
        (with(retired(), "ended_on", json!("2099-01-01")), "ending_too_far_ahead", "/ended_on"),
        (ending(after), "asked_after_end", "/leaving/asked_on"),
        (
            ending(json!({ "kind": "left_scope", "destination": " " })),
            "required",
            "/leaving/destination",
        ),
    ] {
        let got = sends(&service, &format!("k-{code}"), &path, body).await;
        let told = got.json();
        assert_eq!((&told["code"], &told["pointer"]), (&json!(code), &json!(pointer)), "{told}");
    }
    // Who does not keep the dossier is not told that it is there.
    let token = service.token(STRANGER).await;
    let got = send(&service.closed(), &token, "k9", &path, retired()).await;
    assert_eq!(got.status, StatusCode::NOT_FOUND, "{}", got.text);
}
