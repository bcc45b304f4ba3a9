//! What stands on every answer: tags, the log's position, replays, the way to the next page.

use axum::http::{Method, StatusCode};
use serde_json::{Value as Json, json};

use super::fixture::{
    ADMINISTRATOR, Got, HOA, HUONG, INSPECTOR, OFFICER, Service, ask, province, question, send,
    submission, uuid,
};

/// A question with one more header.
async fn asked_with(service: &Service, token: &str, path: &str, header: (&str, &str)) -> Got {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str()), header];
    ask(&service.closed(), Method::GET, path, &headers, "").await
}

fn phone(number: &str) -> Json {
    json!({
        "entries": [{ "slot": "phone_mobile", "value": number }],
        "happened_on": "2026-03-02",
        "paper": { "number": "9/ĐN", "dated_on": "2026-03-02", "issuer": "Trường THCS Trần Phú" },
    })
}

/// A command with what its sender saw.
async fn told(
    service: &Service,
    token: &str,
    key: &str,
    seen: &str,
    path: &str,
    body: Json,
) -> Got {
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("idempotency-key", key),
        ("if-match", seen),
    ];
    ask(&service.closed(), Method::POST, path, &headers, body.to_string()).await
}

#[tokio::test]
async fn a_command_goes_on_top_of_what_its_sender_saw_or_is_told_what_there_is() {
    let service = province().await;
    let token = service.token(HUONG + 0x100).await;
    let dossier = format!("/api/v1/dossiers/{}", uuid(HUONG));
    let changes = format!("{dossier}/changes");
    let seen = question(&service.closed(), &token, &dossier).await.header("etag").to_owned();
    let done = told(&service, &token, "a", &seen, &changes, phone("0911111111")).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.text);
    // Sent again it is the same, although the dossier has moved on meanwhile.
    let again = told(&service, &token, "a", &seen, &changes, phone("0911111111")).await;
    assert_eq!((again.status, again.header("idempotency-replayed")), (StatusCode::OK, "true"));
    assert_eq!(
        (done.header("idempotency-replayed"), again.header("etag")),
        ("", done.header("etag"))
    );
    // Another command on top of the old view is not carried out, and is told where the dossier is.
    let withdrawal = format!(
        "{dossier}/submissions/{}/withdrawal",
        done.json()["submission_id"].as_str().unwrap()
    );
    let back = || json!({ "reason": "Ghi nhầm số." });
    let stale = told(&service, &token, "b", &seen, &withdrawal, back()).await;
    assert_eq!(stale.problem().1, "stale");
    let now = question(&service.closed(), &token, &dossier).await;
    assert_eq!(stale.header("etag"), now.header("etag"));
    // With that tag, with the one the last command got, or by a proxy's hand, it is.
    let weak = format!("W/{}", done.header("etag"));
    let fresh = told(&service, &token, "b", &weak, &withdrawal, back()).await;
    assert_eq!(fresh.status, StatusCode::CREATED, "{}", fresh.text);
    let blind = told(&service, &token, "c", "*", &changes, phone("0922222222")).await;
    assert_eq!(blind.status, StatusCode::CREATED, "{}", blind.text);
}

#[tokio::test]
async fn an_answer_that_still_holds_is_not_sent_again() {
    let service = province().await;
    let token = service.token(OFFICER).await;
    let dossier = format!("/api/v1/dossiers/{}", uuid(HOA));
    for tail in ["", "/timeline", "/obligations"] {
        let path = format!("{dossier}{tail}");
        let first = question(&service.closed(), &token, &path).await;
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag}");
        for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
            let same = asked_with(&service, &token, &path, ("if-none-match", &known)).await;
            assert_eq!(
                (same.status, same.text.as_str()),
                (StatusCode::NOT_MODIFIED, ""),
                "{known}"
            );
            assert_eq!(same.header("etag"), tag);
            assert_eq!(same.header("log-position"), first.header("log-position"));
        }
        let other = asked_with(&service, &token, &path, ("if-none-match", "\"0.0\"")).await;
        assert_eq!(other.status, StatusCode::OK);
    }
    let kept: Vec<String> = {
        let mut tags = vec![];
        for tail in ["", "/timeline", "/obligations"] {
            let got = question(&service.closed(), &token, &format!("{dossier}{tail}")).await;
            tags.push(got.header("etag").to_owned());
        }
        tags
    };
    // A unit's new name is on the record, though no fact of the dossier's own.
    let admin = service.token(ADMINISTRATOR).await;
    let name = json!({
        "name": "Trường THCS Trần Phú mới", "effective_on": "2026-03-03",
        "basis": { "number": "3/QĐ", "dated_on": "2026-03-02", "issuer": "UBND tỉnh Tây Ninh" } });
    let got = send(&service.closed(), &admin, "n", "/api/v1/units/H53.50.1/names", name).await;
    assert_eq!(got.status, StatusCode::CREATED, "{}", got.text);
    for (tail, tag) in ["", "/timeline", "/obligations"].iter().zip(kept) {
        let path = format!("{dossier}{tail}");
        let got = asked_with(&service, &token, &path, ("if-none-match", &tag)).await;
        assert_eq!(got.status, StatusCode::OK, "{tail}");
    }
    // How late a duty is changes with the day alone.
    let path = format!("{dossier}/obligations");
    let tag = question(&service.closed(), &token, &path).await.header("etag").to_owned();
    service.clock.set("2026-03-03T17:30:00Z".parse().unwrap());
    let got = asked_with(&service, &token, &path, ("if-none-match", &tag)).await;
    assert_eq!(got.status, StatusCode::OK);
}

#[tokio::test]
async fn every_answer_says_up_to_where_in_the_log_it_goes() {
    let service = province().await;
    let (router, token) = (service.closed(), service.token(OFFICER).await);
    let dossier = format!("/api/v1/dossiers/{}", uuid(HOA));
    let head = |got: &Got| got.header("log-position").parse::<u64>().expect("a position");
    let paths = [
        dossier.clone(),
        format!("{dossier}/timeline"),
        format!("{dossier}/obligations"),
        "/api/v1/people".to_owned(),
        "/api/v1/people?q=hoa".to_owned(),
        "/api/v1/units".to_owned(),
        "/api/v1/obligations".to_owned(),
        "/api/v1/workdays?from=2026-03-02&n=3".to_owned(),
        "/api/v1/board?unit=H53.50".to_owned(),
        "/api/v1/events?after=0".to_owned(),
        "/api/v1/me".to_owned(),
    ];
    let mut before = 0;
    for path in &paths {
        let got = question(&router, &token, path).await;
        assert_eq!(got.status, StatusCode::OK, "{path}: {}", got.text);
        assert_eq!(got.json()["log_position"], head(&got), "{path}");
        assert!(head(&got) > 0 && (before == 0 || head(&got) == before), "{path}");
        before = head(&got);
    }
    let check = format!("{dossier}/submissions/{}/check", submission(HOA));
    let done = send(&router, &token, "k", &check, json!({})).await;
    assert_eq!((head(&done), done.json()["log_position"].as_u64()), (before + 1, Some(before + 1)));
    // What was recorded is in every answer from then on.
    for path in &paths {
        assert_eq!(head(&question(&router, &token, path).await), before + 1, "{path}");
    }
}

#[tokio::test]
async fn fifty_of_the_same_request_at_once_are_one_fact() {
    let service = province().await;
    let (router, token) = (service.closed(), service.token(OFFICER).await);
    let before = question(&router, &token, "/api/v1/people").await;
    let check = format!("/api/v1/dossiers/{}/submissions/{}/check", uuid(HOA), submission(HOA));
    let all = (0..50).map(|_| send(&router, &token, "same", &check, json!({})));
    let got = futures_util::future::join_all(all).await;
    let created = got.iter().filter(|got| got.status == StatusCode::CREATED).count();
    assert_eq!(created, 1);
    for got in &got {
        assert!(got.status.is_success(), "{}", got.text);
        assert_eq!(got.json()["first_position"], got.json()["last_position"]);
        let replayed = got.status == StatusCode::OK;
        assert_eq!(got.header("idempotency-replayed") == "true", replayed, "{}", got.text);
    }
    let after = question(&router, &token, "/api/v1/people").await;
    let position = |got: &Got| got.json()["log_position"].as_u64().unwrap();
    assert_eq!(position(&after), position(&before) + 1);
}

/// Everything of a list, followed from page to page by its links alone.
async fn followed(service: &Service, token: &str, first: &str, list: &str) -> (Vec<Json>, usize) {
    let (mut all, mut pages, mut next) = (vec![], 0, first.to_owned());
    loop {
        let got = question(&service.closed(), token, &next).await;
        assert_eq!(got.status, StatusCode::OK, "{next}: {}", got.text);
        all.extend(got.json()[list].as_array().expect("a list").clone());
        pages += 1;
        let link = got.header("link");
        if link.is_empty() {
            return (all, pages);
        }
        let (to, rest) = link.trim_start_matches('<').split_once('>').expect("a link");
        assert_eq!(rest, "; rel=\"next\"");
        next = to.to_owned();
    }
}

#[tokio::test]
async fn a_list_can_be_followed_to_its_end_and_holds_everything_once() {
    let service = province().await;
    let token = service.token(INSPECTOR).await;
    let timeline = format!("/api/v1/dossiers/{}/timeline", uuid(HUONG));
    let replay = format!("/api/v1/dossiers/{}/replay?order=recorded", uuid(HUONG));
    for (path, list) in [
        ("/api/v1/people", "people"),
        ("/api/v1/units", "units"),
        ("/api/v1/obligations", "obligations"),
        ("/api/v1/obligations?state=all", "obligations"),
        ("/api/v1/obligations?unit=H53.50&state=met", "obligations"),
        (timeline.as_str(), "lines"),
        (replay.as_str(), "steps"),
        ("/api/v1/events", "events"),
    ] {
        let mark = if path.contains('?') { '&' } else { '?' };
        let (whole, _) = followed(&service, &token, &format!("{path}{mark}limit=200"), list).await;
        let (paged, pages) =
            followed(&service, &token, &format!("{path}{mark}limit=2"), list).await;
        assert_eq!(whole, paged, "{path}");
        // The feed's last page may hold nothing for this reader, and still moves on.
        let enough = whole.len().div_ceil(2);
        assert!(pages == enough || (list == "events" && pages == enough + 1), "{path}: {pages}");
        assert!(whole.len() > 2, "{path} holds {}", whole.len());
    }
}
