//! The interface: units that are merged, divided, dissolved and restored, and the film of a dossier.

use axum::http::StatusCode;
use serde_json::{Value as Json, json};

use super::fixture::*;

const STATION: &str = "/api/v1/units/H53.50.2";

fn body(more: Json) -> Json {
    let mut body = json!({ "effective_on": "2026-03-02", "basis": {
        "number": "19/QĐ-UBND", "dated_on": "2026-02-27", "issuer": "Ủy ban nhân dân tỉnh" } });
    let members = body.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    body
}

async fn ends(act: &str, more: Json) -> (Service, Got) {
    let service = province().await;
    let token = service.token(ADMINISTRATOR).await;
    let path = format!("{STATION}/{act}");
    let got = send(&service.closed(), &token, "k1", &path, body(more.clone())).await;
    let again = send(&service.closed(), &token, "k2", &path, body(more)).await;
    if got.status.is_success() {
        assert!(again.status.is_success(), "{}", again.text);
        assert_eq!(again.json()["first_position"], Json::Null, "told twice, it is one fact");
    }
    (service, got)
}

#[tokio::test]
async fn units_end_at_the_interface_as_they_do_on_the_pages() {
    for (act, more, successors) in [
        ("merger", json!({ "into": "H53.50.1" }), vec![SCHOOL]),
        ("split", json!({ "into": ["H53.50.1", "H53.01"] }), vec![SCHOOL, HOME_AFFAIRS]),
        ("dissolution", json!({}), vec![]),
        ("dissolution", json!({ "successors": ["H53.50"], "below": "end_along" }), vec![COMMUNE]),
    ] {
        let (service, got) = ends(act, more).await;
        assert_eq!(got.status, StatusCode::CREATED, "{act}: {}", got.text);
        let world = service.app.store().world().await.unwrap();
        let end = world.units.get(unit(EMPTY)).unwrap().end.clone().unwrap();
        assert_eq!(end.on, day("2026-03-02"), "{act}");
        assert_eq!(end.successors, successors.into_iter().map(unit).collect::<Vec<_>>(), "{act}");
    }
}

#[tokio::test]
async fn the_units_below_are_moved_or_end_along_as_is_said() {
    let service = province().await;
    let token = service.token(ADMINISTRATOR).await;
    let new = json!({ "effective_on": "2026-02-01", "basis": body(json!({}))["basis"], "units": [
        { "code": "H53.50.2.1", "name": "Điểm trạm ấp 1", "kind": "health_station",
          "parent": "H53.50.2" }] });
    let made = send(&service.closed(), &token, "k0", "/api/v1/units", new).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
    let path = format!("{STATION}/dissolution");
    let refused = send(&service.closed(), &token, "k1", &path, body(json!({}))).await;
    assert_eq!(refused.problem().1, "units_below");
    let unknown = json!({ "below": { "move_under": "H53.99" } });
    let refused = send(&service.closed(), &token, "k2", &path, body(unknown)).await;
    assert_eq!(refused.problem(), (422, "unit_unknown".into(), Some("/below/move_under".into())));
    let moved = json!({ "below": { "move_under": "H53.50.1" } });
    let done = send(&service.closed(), &token, "k3", &path, body(moved)).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.text);
    let world = service.app.store().world().await.unwrap();
    let below = world.units.by_code("H53.50.2.1").unwrap();
    assert!(below.stands() && below.parent == Some(unit(SCHOOL)));
}

#[tokio::test]
async fn why_a_unit_does_not_end_is_told_at_its_place() {
    for (act, more, status, code, place) in [
        ("merger", json!({ "into": "H53.99" }), 422, "unit_unknown", Some("/into")),
        ("merger", json!({ "into": "H53.50.2" }), 422, "successor_within", None),
        ("split", json!({ "into": ["H53.50.1", "H53.99"] }), 422, "unit_unknown", Some("/into/1")),
        ("split", json!({ "into": ["H53.50.1"] }), 422, "split_needs_two", None),
        ("dissolution", json!({ "successors": ["x"] }), 422, "unit_unknown", Some("/successors/0")),
        ("dissolution", json!({ "below": "gone" }), 422, "member_choice_unknown", Some("/below")),
        ("merger", json!({}), 422, "member_missing", Some("")),
    ] {
        let (_service, got) = ends(act, more.clone()).await;
        let (was, named, at) = got.problem();
        assert_eq!((was, named.as_str()), (status, code), "{act} {more}: {}", got.text);
        assert_eq!(at.as_deref(), place, "{act} {more}");
    }
    // Whoever is kept there keeps it open.
    let service = province().await;
    let token = service.token(ADMINISTRATOR).await;
    let merger = body(json!({ "into": "H53.50" }));
    let path = "/api/v1/units/H53.50.1/merger";
    let got = send(&service.closed(), &token, "k", path, merger.clone()).await;
    assert_eq!(got.problem().1, "unit_in_use");
    // Nobody else ends units, and learns nothing of which there are.
    for who in [OFFICER, HEAD, STRANGER] {
        let token = service.token(who).await;
        let got = send(&service.closed(), &token, "k", path, merger.clone()).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn the_end_of_a_unit_is_taken_back_at_the_interface() {
    let (service, _got) = ends("merger", json!({ "into": "H53.50.1" })).await;
    let token = service.token(ADMINISTRATOR).await;
    let path = format!("{STATION}/restoration");
    let asks =
        async |key: &str, body: Json| send(&service.closed(), &token, key, &path, body).await;
    let blank = asks("k3", json!({ "reason": " " })).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", blank.text);
    assert!(blank.text.contains("/reason"), "{}", blank.text);
    let half = json!({ "reason": "Ghi nhầm", "decision": { "number": "1/QĐ" } });
    let half = asks("k4", half).await;
    assert!(half.status.is_client_error() && half.text.contains("decision"), "{}", half.text);
    let body = json!({ "reason": "Ghi nhầm", "below_too": true });
    let got = asks("k5", body.clone()).await;
    assert_eq!(got.status, StatusCode::CREATED, "{}", got.text);
    // An answer that was lost is given again.
    let replayed = asks("k5", body.clone()).await;
    assert_eq!(replayed.json()["replayed"], true, "{}", replayed.text);
    let again = asks("k6", body).await;
    assert!(again.status.is_success(), "{}", again.text);
    assert_eq!(again.json()["first_position"], Json::Null);
    let tree = service.app.store().world().await.unwrap().units;
    assert!(tree.by_code("H53.50.2").unwrap().stands());
}

#[tokio::test]
async fn the_film_of_a_dossier_is_told_in_both_orders() {
    let service = province().await;
    let (router, token) = (service.closed(), service.token(OFFICER).await);
    let path = format!("/api/v1/dossiers/{}/replay", uuid(HUONG));
    let recorded = question(&router, &token, &format!("{path}?order=recorded&limit=200")).await;
    let told = recorded.json();
    let steps = told["steps"].as_array().unwrap();
    assert_eq!(
        (steps.len() as u64, told["count"].as_u64()),
        (steps.len() as u64, Some(steps.len() as u64))
    );
    let positions: Vec<u64> = steps.iter().map(|it| it["position"].as_u64().unwrap()).collect();
    assert!(positions.is_sorted());
    let change = steps.iter().find(|step| step["event_type"] == "ChangeDeclared").unwrap();
    assert_eq!(change["changes"][0]["slot"], "phone_mobile");
    assert_eq!(change["changes"][0]["before"], "0912345678");
    assert_eq!(change["changes"][0]["after"], "0987654321");
    assert_eq!(change["managed_by"], "Trường THCS Trần Phú");
    let effective = question(&router, &token, &path).await.json();
    assert_eq!(effective["order"], "effective");
    let days: Vec<&str> = effective["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["day"].as_str().unwrap())
        .collect();
    assert!(days.is_sorted() && days.len() == steps.len());
    assert_ne!(effective["steps"], told["steps"]);
    let last =
        question(&router, &token, &format!("{path}?order=recorded&from={}", steps.len())).await;
    assert_eq!(last.json()["steps"], json!([steps.last().unwrap()]));
    // The same again is nothing new; what is asked wrongly says where.
    let headers = [
        ("authorization", format!("Bearer {token}")),
        ("if-none-match", recorded.header("etag").to_owned()),
    ];
    let headers: Vec<(&str, &str)> =
        headers.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let known = ask(&router, axum::http::Method::GET, &path, &headers, "").await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    let wrong = question(&router, &token, &format!("{path}?order=backwards")).await;
    assert_eq!(wrong.problem(), (400, "parameter_wrong".into(), Some("order".into())));
    let elsewhere = service.token(STRANGER).await;
    assert_eq!(question(&router, &elsewhere, &path).await.status, StatusCode::NOT_FOUND);
}
