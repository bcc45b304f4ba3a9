//! Whatever is wrong with a request: its own status, its own code, a sentence in the reader's
//! language, and nothing written.

use axum::{
    Router,
    body::Body,
    http::{Method, Request},
};
use hoso::store::read;
use serde_json::{Value as Json, json};
use tower::ServiceExt as _;

use super::fixture::{Got, NAM, OFFICER, Service, ask, province, send, uuid};

async fn facts(service: &Service) -> u64 {
    read::head(service.app.store().db()).await.expect("the end of the log").position
}

fn opening() -> Json {
    json!({
        "managing_unit": "H53.50",
        "full_name": "Bùi Thị Xuân",
        "personal_id_no": "072085012345",
        "confirmation": {
            "number": "12/QĐ-SNV", "dated_on": "2026-03-02", "issuer": "Sở Nội vụ"
        },
        "confirmed_on": "2026-03-02",
    })
}

/// The opening of a dossier with one member changed.
fn with(member: &str, value: Json) -> String {
    let mut body = opening();
    body[member] = value;
    body.to_string()
}

/// The same, where the value is no JSON that could be made here.
fn with_raw(member: &str, value: &str) -> Vec<u8> {
    with(member, json!("@")).replace("\"@\"", value).into_bytes()
}

/// Words that only the insides of the program would say.
const INSIDES: [&str; 12] = [
    "serde",
    "sqlx",
    "panicked",
    "expected",
    "invalid type",
    "at line",
    "column ",
    "SELECT",
    "src/",
    "hyper",
    "axum",
    "Rust",
];

fn told(got: &Got) -> (u16, String, Option<String>) {
    let problem = got.problem();
    let json = got.json();
    assert_eq!(json["request_id"], got.header("x-request-id"), "{}", got.text);
    assert_eq!(json["instance"], format!("urn:uuid:{}", got.header("x-request-id")));
    for words in INSIDES {
        assert!(!got.text.contains(words), "{words} in {}", got.text);
    }
    if let Some(errors) = json.get("errors") {
        assert_eq!(errors[0]["code"], json["code"]);
    }
    problem
}

async fn post(router: &Router, token: &str, body: impl Into<Body>) -> Got {
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("idempotency-key", "one"),
    ];
    ask(router, Method::POST, "/api/v1/dossiers", &headers, body).await
}

#[tokio::test]
async fn every_fault_of_a_body_has_its_own_code_and_writes_nothing() {
    let service = province().await;
    let (router, token) = (service.closed(), service.token(OFFICER).await);
    let before = facts(&service).await;
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let many = format!("[{}0]", "0,".repeat(20_000));
    let large = format!("\"{}\"", "a".repeat(hoso::web::BODY_BYTES_MAX));
    let name = Some("/full_name");
    for (body, status, code, at) in [
        (with("role", json!("admin")).into_bytes(), 422, "member_unknown", Some("/role")),
        (with("full_name", json!("a\u{0}b")).into_bytes(), 422, "control_char", name),
        (with("full_name", json!("a\u{1b}b")).into_bytes(), 422, "control_char", name),
        (with("full_name", json!("a\u{202E}b")).into_bytes(), 422, "control_char", name),
        (with("full_name", json!("a\u{200B}b")).into_bytes(), 422, "control_char", name),
        (with("full_name", json!("Xuân 😀")).into_bytes(), 422, "name_charset", name),
        (with("full_name", json!("")).into_bytes(), 422, "required", name),
        (with("full_name", json!("x".repeat(101))).into_bytes(), 422, "too_long", name),
        (with("full_name", json!(7)).into_bytes(), 422, "member_type_wrong", name),
        (with("full_name", json!(null)).into_bytes(), 422, "member_type_wrong", name),
        (with("a\u{202E}", json!(1)).into_bytes(), 422, "control_char", Some("/a\u{202E}")),
        (deep.into_bytes(), 400, "json_too_deep", Some(&"/0".repeat(17))),
        (many.into_bytes(), 400, "json_too_long", Some("/9999")),
        (large.into_bytes(), 413, "body_too_large", None),
        (with_raw("full_name", "\"\u{1}\""), 400, "json_malformed", None),
        (with_raw("full_name", "1e400"), 400, "number_out_of_range", None),
        (with_raw("full_name", r#""\ud800""#), 400, "surrogate_lone", None),
        (with_raw("full_name", r#""\udc00x""#), 400, "surrogate_lone", None),
        (with_raw("full_name", "NaN"), 400, "json_malformed", None),
        (b"\"\xFF\"".to_vec(), 400, "utf8_invalid", None),
        (b"\"\xED\xA0\x80\"".to_vec(), 400, "utf8_invalid", None),
        (b"{\"full_name\":\"a\",\"full_name\":\"b\"}".to_vec(), 422, "member_twice", name),
        (b"{\"a\":{\"b\":1,\"b\":1}}".to_vec(), 422, "member_twice", Some("/a/b")),
        (b"{".to_vec(), 400, "json_malformed", None),
        (b"{} x".to_vec(), 400, "json_malformed", None),
        (b"\xEF\xBB\xBF{}".to_vec(), 400, "json_malformed", None),
        (b"[]".to_vec(), 422, "member_type_wrong", Some("")),
        (b"{}".to_vec(), 422, "member_missing", Some("")),
        (
            with("confirmed_on", json!("2026-02-30")).into_bytes(),
            422,
            "date_unreal",
            Some("/confirmed_on"),
        ),
        (
            with("confirmed_on", json!("2/2026")).into_bytes(),
            422,
            "date_missing_part",
            Some("/confirmed_on"),
        ),
        (
            with("confirmed_on", json!("hôm qua")).into_bytes(),
            422,
            "date_unreadable",
            Some("/confirmed_on"),
        ),
        (
            with("personal_id_no", json!("12")).into_bytes(),
            422,
            "cccd_format",
            Some("/personal_id_no"),
        ),
        (
            with("managing_unit", json!("H99")).into_bytes(),
            422,
            "unit_unknown",
            Some("/managing_unit"),
        ),
        (
            with("dossier_id", json!("no id")).into_bytes(),
            422,
            "member_type_wrong",
            Some("/dossier_id"),
        ),
    ] {
        let shown: String = String::from_utf8_lossy(&body).chars().take(80).collect();
        let got = post(&router, &token, body).await;
        assert_eq!(told(&got), (status, code.to_owned(), at.map(str::to_owned)), "{shown}");
    }
    assert_eq!(facts(&service).await, before, "nothing was written");
    // What was refused took no key: the same key is still good for the request put right.
    let got = post(&router, &token, opening().to_string()).await;
    assert_eq!(got.status, 201, "{}", got.text);
}

#[tokio::test]
async fn every_fault_of_a_head_or_an_address_has_its_own_code_and_writes_nothing() {
    let service = province().await;
    let (router, token) = (service.closed(), service.token(OFFICER).await);
    let before = facts(&service).await;
    let bearer = format!("Bearer {token}");
    let usual = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("idempotency-key", "k"),
        ("if-match", "*"),
    ];
    let but = |name: &str, value: Option<&'static str>| -> Vec<(&str, &str)> {
        let rest = usual.iter().filter(|(known, _)| *known != name).copied();
        let name = usual.iter().find(|(known, _)| *known == name).expect("a usual header").0;
        rest.chain(value.map(|value| (name, value))).collect()
    };
    let submit = format!("/api/v1/dossiers/{}/submissions", uuid(NAM));
    let long_key: &'static str = "x".repeat(201).leak();
    for (headers, status, code) in [
        (but("authorization", None), 401, "token_missing"),
        (but("authorization", Some("Bearer hoso_nobody")), 401, "token_unknown"),
        (but("authorization", Some("Basic YTpi")), 401, "token_unknown"),
        (but("content-type", None), 415, "content_type_wrong"),
        (but("content-type", Some("text/plain")), 415, "content_type_wrong"),
        (but("content-type", Some("application/jsonp")), 415, "content_type_wrong"),
        (but("idempotency-key", None), 400, "idempotency_key_missing"),
        (but("idempotency-key", Some("")), 400, "idempotency_key_malformed"),
        (but("idempotency-key", Some("a b")), 400, "idempotency_key_malformed"),
        (but("idempotency-key", Some(long_key)), 400, "idempotency_key_malformed"),
        (but("if-match", None), 428, "if_match_missing"),
        (but("if-match", Some("7")), 400, "if_match_malformed"),
        (but("if-match", Some("\"x\"")), 400, "if_match_malformed"),
        (but("if-match", Some("\"9\"")), 412, "stale"),
    ] {
        let got = ask(&router, Method::POST, &submit, &headers, "{}").await;
        let (got_status, got_code, _at) = told(&got);
        assert_eq!((got_status, got_code.as_str()), (status, code), "{headers:?}");
    }
    let names: Vec<String> = (0..70).map(|n| format!("x-{n}")).collect();
    let mut many = usual.to_vec();
    many.extend(names.iter().map(|name| (name.as_str(), "1")));
    let wide = "x".repeat(33 * 1_024);
    let mut large = usual.to_vec();
    large.push(("x-large", &wide));
    for (headers, code) in [(many, "headers_too_many"), (large, "headers_too_large")] {
        let got = ask(&router, Method::POST, &submit, &headers, "{}").await;
        assert_eq!(told(&got), (431, code.to_owned(), None));
    }
    let long = format!("/api/v1/people?q={}", "a".repeat(9_000));
    for (path, status, code, at) in [
        (long.as_str(), 414, "url_too_long", None),
        ("/api/v1/people?colour=red", 400, "parameter_unknown", Some("colour")),
        ("/api/v1/people?limit=1&limit=2", 400, "parameter_twice", Some("limit")),
        ("/api/v1/people?limit=many", 400, "parameter_wrong", Some("limit")),
        ("/api/v1/people?limit=1e400", 400, "parameter_wrong", Some("limit")),
        ("/api/v1/people?limit=0", 400, "limit_out_of_range", Some("limit")),
        ("/api/v1/people?limit=201", 400, "limit_out_of_range", Some("limit")),
        ("/api/v1/people?after=x", 400, "parameter_wrong", Some("after")),
        ("/api/v1/people?q=%00", 400, "control_char", Some("q")),
        ("/api/v1/people?q=%E2%80%AE", 400, "control_char", Some("q")),
        ("/api/v1/people?q=%FF", 400, "parameter_not_utf8", Some("q")),
        ("/api/v1/obligations?state=soon", 400, "parameter_wrong", Some("state")),
        ("/api/v1/obligations?after=x", 400, "parameter_wrong", Some("after")),
        ("/api/v1/workdays?from=20/11/2026", 400, "parameter_missing", Some("n")),
        ("/api/v1/workdays?from=30/2/2026&n=5", 422, "date_unreal", Some("from")),
        ("/api/v1/workdays?from=20/11/2026&n=367", 422, "term_out_of_range", Some("n")),
        ("/api/v1/units?under=H99", 404, "not_found", None),
        ("/api/v1/dossiers/%00", 404, "not_found", None),
        ("/api/v1/dossiers/%FF", 404, "not_found", None),
        ("/api/v1/nowhere", 404, "not_found", None),
        ("/api/v1/", 404, "not_found", None),
    ] {
        let got = ask(&router, Method::GET, path, &usual[..1], "").await;
        let told = told(&got);
        assert_eq!(told, (status, code.to_owned(), at.map(str::to_owned)), "{path}");
    }
    for method in [Method::TRACE, Method::PUT, Method::DELETE, Method::OPTIONS, Method::CONNECT] {
        let got = ask(&router, method.clone(), &submit, &usual, "").await;
        assert_eq!(told(&got), (405, "method_not_allowed".to_owned(), None), "{method}");
        assert_eq!(got.header("allow"), "POST");
    }
    assert_eq!(facts(&service).await, before, "nothing was written");
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once_each_in_the_readers_language() {
    let service = province().await;
    let (router, token) = (service.closed(), service.token(OFFICER).await);
    let bearer = format!("Bearer {token}");
    let body = json!({
        "managing_unit": "H99",
        "full_name": " ",
        "personal_id_no": "12",
        "confirmation": { "number": "", "dated_on": "31/2/2026", "issuer": "Sở Nội vụ" },
        "confirmed_on": "hôm qua",
    });
    for (lang, words) in [("vi", "Mục này còn trống"), ("en", "empty")] {
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("idempotency-key", "k"),
            ("accept-language", lang),
        ];
        let path = "/api/v1/dossiers";
        let got = ask(&router, Method::POST, path, &headers, body.to_string()).await;
        assert_eq!(got.problem().0, 422);
        let errors = got.json()["errors"].clone();
        let said: Vec<(&str, &str)> = errors
            .as_array()
            .expect("errors")
            .iter()
            .map(|error| (error["pointer"].as_str().unwrap(), error["code"].as_str().unwrap()))
            .collect();
        assert_eq!(
            said,
            [
                ("/managing_unit", "unit_unknown"),
                ("/full_name", "required"),
                ("/personal_id_no", "cccd_format"),
                ("/confirmation/number", "required"),
                ("/confirmation/dated_on", "date_unreal"),
                ("/confirmed_on", "date_unreadable"),
            ]
        );
        assert!(errors[1]["message"].as_str().unwrap().contains(words), "{errors}");
    }
    let section = format!("/api/v1/dossiers/{}/sections/identity", uuid(NAM));
    let entries = json!({ "entries": [
        { "slot": "birth_date", "value": "31/2/1981" },
        { "slot": "sex", "value": "female" },
        { "slot": "shoe_size", "value": "42" },
        { "slot": "ethnicity_code", "value": "none such" },
    ] });
    let got = send(&router, &token, "e", &section, entries).await;
    let errors = got.json()["errors"].clone();
    let places: Vec<&str> =
        errors.as_array().unwrap().iter().map(|e| e["pointer"].as_str().unwrap()).collect();
    assert_eq!(places, ["/entries/0/value", "/entries/2/slot", "/entries/3/value"], "{errors}");
}

#[tokio::test]
async fn a_record_that_is_not_complete_names_what_is_missing() {
    let service = province().await;
    let (router, token) = (service.closed(), service.token(NAM + 0x100).await);
    let section = format!("/api/v1/dossiers/{}/sections/identity", uuid(NAM));
    let one = json!({ "entries": [{ "slot": "birth_date", "value": "5/3/1985" }] });
    assert_eq!(send(&router, &token, "a", &section, one).await.status, 201);
    let submit = format!("/api/v1/dossiers/{}/submissions", uuid(NAM));
    let got = send(&router, &token, "b", &submit, json!({})).await;
    assert_eq!(got.problem(), (422, "record_incomplete".to_owned(), None));
    let errors = got.json()["errors"].clone();
    let all = errors.as_array().expect("errors");
    assert!(all.len() > 5 && all.iter().all(|error| error["code"] == "required"), "{errors}");
    assert!(all.iter().any(|error| error["slot"] == "sex"), "{errors}");
}

#[tokio::test]
async fn a_senders_request_id_is_kept_when_it_is_one_and_replaced_when_it_is_not() {
    let service = province().await;
    let router = service.closed();
    let own = "0191aaaa-0000-7000-8000-00000000beef";
    for (sent, kept) in [(own, true), ("079185012345", false), ("a\tb", false), ("", false)] {
        let headers = [("x-request-id", sent)];
        let got = ask(&router, Method::GET, "/api/v1/people", &headers, "").await;
        assert_eq!(got.header("x-request-id") == sent, kept, "{sent}");
        assert_eq!(got.header("x-request-id").len(), 36);
    }
    let page = ask(&router, Method::GET, "/", &[], "").await;
    assert_eq!(page.header("x-request-id").len(), 36);
}

#[tokio::test]
async fn an_endless_body_is_cut_off_at_the_limit() {
    let service = province().await;
    let (router, token) = (service.closed(), service.token(OFFICER).await);
    let before = facts(&service).await;
    let chunk = "a".repeat(64 * 1_024);
    let endless = futures_util::stream::repeat_with(move || Ok::<_, std::io::Error>(chunk.clone()));
    let request = Request::post("/api/v1/dossiers")
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .header("idempotency-key", "endless")
        .body(Body::from_stream(endless))
        .expect("a request");
    let response = router.oneshot(request).await.expect("an answer");
    assert_eq!(response.status(), 413);
    assert_eq!(facts(&service).await, before);
}
