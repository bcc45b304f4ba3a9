//! The JSON interface: who is answered, what is recorded once, how each obstacle is told.

use axum::http::{HeaderMap, Method, StatusCode};
use serde_json::{Value as Json, json};

use super::fixture::{
    COMMUNE, Got, HOA, HUONG, NAM, OFFICER, STRANGER, Service, ask, empty, province, question,
    send, submission, uuid,
};

fn opening(personal_id: &str) -> Json {
    json!({
        "managing_unit": "H53.50",
        "full_name": "Bùi Thị Xuân",
        "personal_id_no": personal_id,
        "confirmation": {
            "number": "12/QĐ-SNV", "dated_on": "2/3/2026", "issuer": "Sở Nội vụ"
        },
        "confirmed_on": "2026-03-02",
    })
}

#[tokio::test]
async fn nothing_answers_without_a_token() {
    let service = province().await;
    let router = service.closed();
    for path in ["/ho-so", "/tuan-thu"] {
        let got = ask(&router, Method::GET, path, &[], "").await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{path}");
        assert!(got.header("location").starts_with("/dang-nhap?ve="), "{path}");
    }
    for path in ["/api/v1/people", "/api/v1/dossiers/none"] {
        let got = ask(&router, Method::GET, path, &[], "").await;
        assert_eq!(got.status, StatusCode::UNAUTHORIZED, "{path}");
        assert_eq!(got.header("www-authenticate"), "Bearer");
        assert!(!got.text.contains("Hường"), "{path}");
    }
    let got = ask(&router, Method::GET, "/api/v1/people", &[], "").await;
    assert_eq!(got.problem(), (401, "token_missing".to_owned(), None));
    // Without a cast, the choice of a demo is worth nothing.
    let cookie = format!("hoso_vai={}", uuid(OFFICER));
    let got = ask(&router, Method::GET, "/api/v1/people", &[("cookie", &cookie)], "").await;
    assert_eq!(got.problem().1, "token_missing");
    let got = question(&router, "hoso_nobody", "/api/v1/people").await;
    assert_eq!(got.problem().1, "token_unknown");
}

#[tokio::test]
async fn a_command_is_recorded_once_however_often_it_is_sent() {
    let service = province().await;
    let (router, token) = (service.demo(), service.token(OFFICER).await);
    let body = opening("072 085 012 345");
    let first = send(&router, &token, "k1", "/api/v1/dossiers", body.clone()).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
    let again = send(&router, &token, "k1", "/api/v1/dossiers", body).await;
    assert_eq!(again.status, StatusCode::OK);
    let (first, again) = (first.json(), again.json());
    assert_eq!((&first["replayed"], &again["replayed"]), (&json!(false), &json!(true)));
    for member in ["first_position", "last_position", "dossier_id"] {
        assert_eq!(first[member], again[member], "{member}");
    }
    let other = send(&router, &token, "k1", "/api/v1/dossiers", opening("072085099999")).await;
    assert_eq!(other.problem(), (422, "key_reused".to_owned(), None));
    let taken = send(&router, &token, "k2", "/api/v1/dossiers", opening("072085012345")).await;
    assert_eq!(
        taken.problem(),
        (409, "cccd_duplicate".to_owned(), Some("/personal_id_no".to_owned()))
    );
    assert!(!taken.text.contains("072085012345"), "no personal number in a problem");
}

#[tokio::test]
async fn values_are_taken_as_people_write_them_and_stored_in_one_form() {
    let service = province().await;
    let (router, token) = (service.demo(), service.token(OFFICER).await);
    let path = format!("/api/v1/dossiers/{}", uuid(NAM));
    let body = json!({ "entries": [
        { "slot": "birth_date", "value": "5/3/1985" },
        { "slot": "ethnicity_code", "value": "kinh" },
    ] });
    let got = send(&router, &token, "n1", &format!("{path}/sections/identity"), body).await;
    assert_eq!(got.status, StatusCode::CREATED, "{}", got.text);
    let row = json!({ "entries": [
        { "slot": "family", "value": {
            "side": "self", "relation": "father", "full_name": "trần  văn Ba" } },
    ] });
    for (key, status) in [("n2", StatusCode::CREATED), ("n2", StatusCode::OK)] {
        let got = send(&router, &token, key, &format!("{path}/sections/family"), row.clone()).await;
        assert_eq!(got.status, status, "{}", got.text);
    }
    let said = question(&router, &token, &path).await.json();
    let fields = said["fields"].as_array().unwrap();
    let value = |slot: &str| {
        let of = |field: &&Json| field["slot"].as_str().is_some_and(|s| s.starts_with(slot));
        fields.iter().find(of).map(|field| field["said"].clone())
    };
    assert_eq!(value("birth_date"), Some(json!("1985-03-05")));
    assert_eq!(value("ethnicity_code"), Some(json!("01")));
    assert_eq!(
        fields.iter().filter(|f| f["slot"].as_str().unwrap().starts_with("family/")).count(),
        1
    );
}

#[tokio::test]
async fn every_obstacle_has_its_own_code_and_points_at_its_place() {
    let service = province().await;
    let (router, token) = (service.demo(), service.token(OFFICER).await);
    let nam = format!("/api/v1/dossiers/{}", uuid(NAM));
    let section = format!("{nam}/sections/identity");
    let entry = |value: Json| json!({ "entries": [{ "slot": "birth_date", "value": value }] });
    for (place, (path, body, expected)) in [
        (&section, entry(json!("31/2/1981")), (422, "date_unreal", Some("/entries/0/value"))),
        (&section, entry(json!("hôm qua")), (422, "format", Some("/entries/0/value"))),
        (&section, entry(json!("a\u{0}b")), (422, "control_char", Some("/entries/0/value"))),
        (&section, entry(json!("a\u{202E}b")), (422, "control_char", Some("/entries/0/value"))),
        (&section, entry(json!(7)), (422, "member_type_wrong", Some("/entries/0/value"))),
        (
            &section,
            json!({ "entries": [{ "slot": "birth_date" }] }),
            (422, "member_missing", Some("/entries/0")),
        ),
        (&section, json!({ "entries": [], "more": 1 }), (422, "member_unknown", Some("/more"))),
        (
            &section,
            json!({ "entries": [{ "slot": "shoe_size", "value": "42" }] }),
            (422, "field_unknown", Some("/entries/0/slot")),
        ),
        (
            &section,
            json!({ "entries": [{ "slot": "phone_mobile", "value": "0912345678" }] }),
            (422, "wrong_section", Some("/entries/0/value")),
        ),
        (&section, json!([]), (422, "member_type_wrong", Some(""))),
        (&format!("{nam}/submissions"), json!({}), (422, "nothing_to_submit", None)),
        (
            &format!("/api/v1/dossiers/{}/submissions", uuid(0xDEAD)),
            json!({}),
            (404, "not_found", None),
        ),
        (&"/api/v1/dossiers/Nam/submissions".to_owned(), json!({}), (404, "not_found", None)),
        (
            &"/api/v1/rules/adoptions".to_owned(),
            json!({ "pack": "ND27-2026" }),
            (404, "not_found", None),
        ),
        (
            &"/api/v1/rules/adoptions".to_owned(),
            json!({ "pack": "X" }),
            (422, "pack_unknown", Some("/pack")),
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let got = send(&router, &token, &format!("o{place}"), path, body).await;
        let (status, code, pointer) = got.problem();
        assert_eq!((status, code.as_str()), (expected.0, expected.1), "{path}");
        if expected.2.is_some() {
            assert_eq!(pointer.as_deref(), expected.2, "{code}");
        }
    }
}

#[tokio::test]
async fn bodies_and_headers_that_cannot_be_read_are_told_apart() {
    let service = province().await;
    let (router, token) = (service.demo(), service.token(OFFICER).await);
    let bearer = format!("Bearer {token}");
    let usual = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("idempotency-key", "k"),
    ];
    let path = "/api/v1/dossiers";
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    let large = format!("\"{}\"", "a".repeat(hoso::web::BODY_BYTES_MAX));
    for (body, expected) in [
        (b"{".to_vec(), (400, "json_malformed")),
        (b"{} {}".to_vec(), (400, "json_malformed")),
        (deep.into_bytes(), (400, "json_too_deep")),
        (b"\"\xFF\"".to_vec(), (400, "utf8_invalid")),
        (large.into_bytes(), (413, "body_too_large")),
        (br#"{"full_name":"a","full_name":"b"}"#.to_vec(), (422, "member_twice")),
    ] {
        let got = ask(&router, Method::POST, path, &usual, body).await;
        let (status, code, _pointer) = got.problem();
        assert_eq!((status, code.as_str()), expected);
    }
    let without = |name: &str| -> Vec<(&str, &str)> {
        usual.iter().filter(|(header, _)| *header != name).copied().collect()
    };
    let got = ask(&router, Method::POST, path, &without("idempotency-key"), "{}").await;
    assert_eq!(got.problem(), (400, "idempotency_key_missing".to_owned(), None));
    let mut spaced = without("idempotency-key");
    spaced.push(("idempotency-key", "a b"));
    let got = ask(&router, Method::POST, path, &spaced, "{}").await;
    assert_eq!(got.problem().1, "idempotency_key_malformed");
    let got = ask(&router, Method::POST, path, &without("content-type"), "{}").await;
    assert_eq!(got.problem(), (415, "content_type_wrong".to_owned(), None));
    let mut seen = usual.to_vec();
    seen.push(("if-match", "7"));
    let got = ask(&router, Method::POST, path, &seen, "{}").await;
    assert_eq!(got.problem(), (400, "if_match_malformed".to_owned(), None));
    let got = ask(&router, Method::DELETE, path, &usual, "").await;
    assert_eq!((got.problem().0, got.header("allow")), (405, "POST"));
    let got = question(&router, &token, "/api/v1/people?colour=red").await;
    assert_eq!(got.problem(), (400, "parameter_unknown".to_owned(), Some("colour".to_owned())));
    let got = question(&router, &token, "/api/v1/nowhere").await;
    assert_eq!(got.problem(), (404, "not_found".to_owned(), None));
}

#[tokio::test]
async fn a_problem_is_told_in_the_readers_language() {
    let service = province().await;
    let router = service.demo();
    for (accepted, lang, words) in [
        ("", "vi", "Chưa rõ bạn là ai"),
        ("en-GB,en;q=0.9,vi;q=0.4", "en", "It is not clear who you are"),
        ("en;q=0.4,vi;q=0.9", "vi", "Chưa rõ"),
        ("fr", "vi", "Chưa rõ"),
    ] {
        let headers = [("accept-language", accepted)];
        let got = ask(&router, Method::GET, "/api/v1/people", &headers, "").await;
        assert_eq!(got.header("content-language"), lang, "{accepted}");
        assert!(got.text.contains(words), "{accepted}: {}", got.text);
    }
}

#[tokio::test]
async fn a_dossier_one_may_not_read_looks_like_one_that_is_not_there() {
    let service = province().await;
    let (router, token) = (service.demo(), service.token(STRANGER).await);
    for tail in ["", "/timeline", "/obligations"] {
        let there = format!("/api/v1/dossiers/{}{tail}", uuid(HUONG));
        let nowhere = format!("/api/v1/dossiers/{}{tail}", uuid(0xDEAD));
        let (there, nowhere) =
            (question(&router, &token, &there).await, question(&router, &token, &nowhere).await);
        assert_eq!(there.problem(), (404, "not_found".to_owned(), None));
        assert_eq!(alike(&there), alike(&nowhere));
    }
    let check = |n: u128| format!("/api/v1/dossiers/{}/submissions/{}/check", uuid(n), uuid(HOA));
    let there = send(&router, &token, "a", &check(HOA), json!({})).await;
    let nowhere = send(&router, &token, "b", &check(0xDEAD), json!({})).await;
    assert_eq!(alike(&there), alike(&nowhere));
}

/// An answer without what is different in every answer: the request's own id.
fn alike(got: &Got) -> (StatusCode, HeaderMap, Json) {
    let (mut headers, mut json) = (got.headers.clone(), got.json());
    headers.remove("x-request-id");
    for own in ["request_id", "instance"] {
        json.as_object_mut().expect("a problem").remove(own);
    }
    (got.status, headers, json)
}

#[tokio::test]
async fn a_command_on_top_of_an_older_view_is_refused() {
    let service = province().await;
    let (router, token) = (service.demo(), service.token(OFFICER).await);
    let path = format!("/api/v1/dossiers/{}", uuid(HOA));
    let got = question(&router, &token, &path).await;
    let tag = got.header("etag").to_owned();
    let bearer = format!("Bearer {token}");
    let check = format!("{path}/submissions/{}/check", submission(HOA));
    let with = |key: &'static str, seen: String| {
        let (router, bearer, check) = (router.clone(), bearer.clone(), check.clone());
        async move {
            let headers = [
                ("authorization", bearer.as_str()),
                ("content-type", "application/json"),
                ("idempotency-key", key),
                ("if-match", seen.as_str()),
            ];
            ask(&router, Method::POST, &check, &headers, "{}").await
        }
    };
    let stale = with("a", "\"1\"".to_owned()).await;
    assert_eq!(stale.problem(), (412, "stale".to_owned(), None));
    let fresh = with("b", tag).await;
    assert_eq!(fresh.status, StatusCode::CREATED, "{}", fresh.text);
}

#[tokio::test]
async fn the_main_job_runs_over_the_interface() {
    let service = province().await;
    let (router, token) = (service.demo(), service.token(OFFICER).await);
    let huong = format!("/api/v1/dossiers/{}", uuid(HUONG));
    let waiting = format!("{huong}/submissions/{}", submission(0x52));
    let body = json!({ "objections": [
        { "slot": "current_address", "reason": "Xác nhận của công an ghi số 7." }] });
    let got = send(&router, &token, "m1", &format!("{waiting}/return"), body).await;
    assert_eq!(got.status, StatusCode::CREATED, "{}", got.text);
    let got = send(&router, &token, "m2", &format!("{waiting}/check"), json!({})).await;
    assert_eq!(got.problem().1, "already_returned");
    let body = json!({
        "entries": [{ "slot": "salary_history", "value": {
            "from_ym": "3/2026", "coefficient": "3,00", "decision_no": "20/QĐ" } }],
        "effective_on": "01/03/2026",
        "decision": { "number": "20/QĐ-SNV", "dated_on": "2026-03-01", "issuer": "Sở Nội vụ" },
    });
    let got = send(&router, &token, "m3", &format!("{huong}/agency-entries"), body).await;
    assert_eq!(got.status, StatusCode::CREATED, "{}", got.text);
    let lines = question(&router, &token, &format!("{huong}/timeline?limit=2")).await.json();
    assert_eq!(lines["lines"][0]["event_type"], "AgencyEntryRecorded");
    assert_eq!(lines["lines"][0]["entries"][0]["after"]["coefficient"], "3.00");
    assert_eq!(lines["lines"][1]["event_type"], "SubmissionReturned");
    let before = lines["next_before"].as_u64().unwrap();
    let older =
        question(&router, &token, &format!("{huong}/timeline?before={before}")).await.json();
    assert!(older["lines"].as_array().unwrap().len() > 5);
    assert_eq!(older["next_before"], Json::Null);
    let due = question(&router, &token, &format!("{huong}/obligations")).await.json();
    assert_eq!(due["obligations"][0]["duty"], "amend");
    assert_eq!(due["obligations"][0]["working_days_left"], 5);
}

#[tokio::test]
async fn questions_are_answered_within_what_one_may_see() {
    let service = province().await;
    let (router, token) = (service.demo(), service.token(OFFICER).await);
    let found = question(&router, &token, "/api/v1/people?q=dang+hoa").await.json();
    assert_eq!(found["people"][0]["full_name"], "Đặng Thị Hoà");
    let page = question(&router, &token, "/api/v1/people?limit=2").await.json();
    let after = page["next_after"].as_str().unwrap();
    let rest = question(&router, &token, &format!("/api/v1/people?limit=5&after={after}")).await;
    assert_eq!(rest.json()["people"].as_array().unwrap().len(), 2);
    let units = question(&router, &token, "/api/v1/units").await.json();
    assert_eq!(units["units"].as_array().unwrap().len(), 3);
    let days = question(&router, &token, "/api/v1/workdays?from=20/11/2026&n=5").await.json();
    assert_eq!(days["due_on"], "2026-11-30");
    let gap = question(&router, &token, "/api/v1/workdays?from=2031-01-01&n=5").await;
    assert_eq!(gap.problem().1, "calendar_gap");
    let board = question(&router, &token, "/api/v1/board?unit=H53.50").await.json();
    assert_eq!(board["unit"]["code"], "H53.50");
    assert!(!board["totals"].as_array().unwrap().is_empty());
    let province = question(&router, &token, "/api/v1/board").await;
    assert_eq!(province.problem().1, "not_found");
    let late = question(&router, &token, "/api/v1/obligations?unit=H53.50&state=overdue").await;
    let late = late.json();
    assert!(late["obligations"].as_array().unwrap().iter().all(|o| o["verdict"] == "overdue"));
    let _commune = COMMUNE;
}

#[tokio::test]
async fn the_record_is_told_as_it_was_true_and_as_it_was_known() {
    let service = province().await;
    let (router, token) = (service.demo(), service.token(OFFICER).await);
    let huong = format!("/api/v1/dossiers/{}", uuid(HUONG));
    for (query, phone) in [
        ("", "0987654321"),
        ("?true_on=27/1/2026", "0912345678"),
        ("?known_at=2026-02-01", "0912345678"),
        ("?true_on=2026-01-28&known_at=2026-02-03T09:00:00Z", "0987654321"),
    ] {
        let said = question(&router, &token, &format!("{huong}{query}")).await.json();
        let of = |field: &&Json| field["slot"] == "phone_mobile";
        let field = said["fields"].as_array().unwrap().iter().find(of).unwrap();
        assert_eq!(field["stands"], phone, "{query}");
    }
    let said = question(&router, &token, &huong).await.json();
    let of = |field: &&Json| field["slot"] == "current_address";
    let field = said["fields"].as_array().unwrap().iter().find(of).unwrap();
    assert_eq!(field["stands_by"]["event_type"], "SectionEntered");
    assert_eq!(field["said_by"]["event_type"], "ChangeDeclared");
    let got = question(&router, &token, &format!("{huong}?true_on=2/2026")).await;
    assert_eq!(got.problem(), (422, "date_missing_part".to_owned(), Some("true_on".to_owned())));
}

#[tokio::test]
async fn an_empty_province_is_founded_over_the_interface() {
    let service: Service = empty().await;
    let router = service.demo();
    let got = ask(&router, Method::GET, "/health/ready", &[], "").await;
    assert_eq!((got.status, &got.json()["status"]), (StatusCode::OK, &json!("ready")));
    let got = ask(&router, Method::GET, "/health/live", &[], "").await;
    assert_eq!(got.status, StatusCode::OK);
}
