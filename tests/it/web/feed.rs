//! The change feed: everything one may know of, in order, once; by page and as a stream.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, BodyDataStream},
    http::{Method, Request, StatusCode},
};
use futures_util::StreamExt as _;
use hoso::{
    app::{Actor, App, Command, CommandError, Request as Ask},
    store::{Store, read, tokens},
    web::{Limits, Site, router},
};
use hoso_events::{dossier::DossierCommand, provenance::Source};
use serde_json::{Value as Json, json};
use tower::ServiceExt as _;

use super::fixture::{
    ADMINISTRATOR, HEAD, HOA, HUONG, INSPECTOR, OFFICER, STRANGER, ask, province, question, send,
    submission, uuid,
};
use crate::support::{self, COMMUNE, HANH, Place, World, dossier, on_both, world};

on_both![
    followed_while_it_is_written_at_full_speed_nothing_is_missed_or_doubled,
    a_fact_another_server_recorded_reaches_a_stream
];

/// Long enough for whatever is to happen, on a busy machine.
const SOON: Duration = Duration::from_secs(60);

/// A stream of the feed as a program reads it.
struct Followed {
    body: BodyDataStream,
    text: String,
}

impl Followed {
    async fn from(router: &Router, token: &str, path: &str, headers: &[(&str, &str)]) -> Self {
        let mut request = Request::builder()
            .uri(path)
            .header("authorization", format!("Bearer {token}"))
            .header("accept", "text/event-stream");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).expect("a request");
        let response = router.clone().oneshot(request).await.expect("an answer");
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { body: response.into_body().into_data_stream(), text: String::new() }
    }

    /// The next message: its id and what it says; none when the stream ended.
    async fn next(&mut self) -> Option<(Option<u64>, Option<Json>)> {
        loop {
            if let Some((message, rest)) = self.text.split_once("\n\n") {
                let line = |name: &str| {
                    message.lines().find_map(|line| line.strip_prefix(name)).map(str::trim)
                };
                let id = line("id:").map(|id| id.parse().expect("a position"));
                let data = line("data:").map(|data| serde_json::from_str(data).expect("JSON"));
                self.text = rest.to_owned();
                return Some((id, data));
            }
            let chunk = tokio::time::timeout(SOON, self.body.next()).await.expect("soon")?;
            let bytes = chunk.expect("a piece of the stream");
            self.text.push_str(std::str::from_utf8(&bytes).expect("text"));
        }
    }

    /// Every fact up to a position, and the positions in the order they came.
    async fn until(&mut self, position: u64) -> Vec<u64> {
        let mut seen = vec![];
        loop {
            let (id, data) = self.next().await.expect("the stream goes on");
            if let Some(fact) = data {
                assert_eq!(fact["position"].as_u64(), id);
                seen.extend(id);
            }
            if id.is_some_and(|id| id >= position) {
                return seen;
            }
        }
    }
}

/// Everything of the feed by page, with how far each page went.
async fn paged(router: &Router, token: &str, limit: usize) -> Vec<Json> {
    let (mut all, mut after) = (vec![], 0);
    loop {
        let path = format!("/api/v1/events?after={after}&limit={limit}");
        let got = question(router, token, &path).await;
        assert_eq!(got.status, StatusCode::OK, "{}", got.text);
        let page = got.json();
        all.extend(page["events"].as_array().expect("a list").clone());
        let next = page["next_after"].as_u64().expect("a position");
        if page["has_more"] == false {
            assert_eq!(next, page["log_position"].as_u64().unwrap(), "nothing is left behind");
            return all;
        }
        assert!(next > after, "it moves on also when nothing was to be seen");
        after = next;
    }
}

#[tokio::test]
async fn one_sees_what_one_may_know_of_and_nothing_else() {
    let service = province().await;
    let router = service.closed();
    let kinds = |events: &[Json]| -> BTreeSet<String> {
        events.iter().map(|event| event["stream_type"].as_str().unwrap().to_owned()).collect()
    };
    let of = |events: &[Json], n: u128| {
        events.iter().any(|event| event["stream_id"] == uuid(n).to_string())
    };
    let mut seen = vec![];
    for n in [OFFICER, HEAD, INSPECTOR, ADMINISTRATOR, STRANGER, HUONG + 0x100] {
        let events = paged(&router, &service.token(n).await, 7).await;
        let whole = paged(&router, &service.token(n).await, 200).await;
        assert_eq!(events, whole);
        seen.push(events);
    }
    let [officer, head, inspector, administrator, stranger, huong] = &seen[..] else { panic!() };
    for events in &seen {
        assert!(kinds(events).contains("calendar") && kinds(events).contains("rulebook"));
    }
    // The officer of the commune: its dossiers and units, the accounts made for its dossiers, and
    // no other grant than their own.
    assert!(
        of(officer, HUONG) && of(officer, HOA) && of(officer, HOA + 0x100) && of(officer, OFFICER)
    );
    assert!(!of(officer, HEAD) && !of(officer, STRANGER));
    // Who decides on access sees the accounts; who administers sees no dossier.
    assert!(of(head, OFFICER) && !of(head, STRANGER));
    assert!(of(administrator, OFFICER) && of(administrator, STRANGER));
    assert!(!kinds(administrator).contains("dossier"));
    assert!(of(inspector, HUONG) && !of(inspector, OFFICER));
    // Nothing of another unit's, and not even that there is a commune.
    assert!(!kinds(stranger).contains("dossier") && of(stranger, STRANGER));
    assert!(!json!(stranger).to_string().contains("Đức Hòa"));
    // A person: their own dossier and account.
    assert!(of(huong, HUONG) && of(huong, HUONG + 0x100) && !of(huong, HOA));
    // What a field says is not in the feed, only that it was touched.
    let all = json!(seen).to_string();
    for said in ["Hường", "0987654321", "Nguyễn Huệ", "0721850", "Sai số nhà", "Lê Văn Bình"]
    {
        assert!(!all.contains(said), "{said}");
    }
    let changed = officer.iter().find(|event| event["event_type"] == "ChangeDeclared").unwrap();
    assert_eq!(changed["slots"], json!(["phone_mobile"]));
    assert_eq!(changed["submission_id"], uuid(0x51).to_string());
    assert_eq!(changed["unit"]["code"], "H53.50.1");
    let granted = head.iter().find(|event| event["event_type"] == "AccessGranted").unwrap();
    assert_eq!(granted["grant"]["scope"]["code"], "H53.50");
    let unit = administrator.iter().find(|event| event["stream_type"] == "unit").unwrap();
    assert!(unit["payload"]["name"].is_string(), "{unit}");
}

#[tokio::test]
async fn a_stream_goes_on_where_it_ended_and_says_that_it_is_there() {
    let service = province().await;
    let limits = Limits { heartbeat: Duration::from_millis(50), ..Limits::default() };
    let site = Site::limited(service.app.clone(), None, false, limits);
    let (router, token) = (router(site), service.token(OFFICER).await);
    let end = read::head(service.app.store().db()).await.expect("the end").position;
    let expected: Vec<u64> = paged(&router, &token, 200)
        .await
        .iter()
        .map(|event| event["position"].as_u64().unwrap())
        .collect();
    let mut whole = Followed::from(&router, &token, "/api/v1/events", &[]).await;
    assert_eq!(whole.until(end).await, expected);
    let (cut, last) = (expected.len() / 2, expected[expected.len() / 2 - 1].to_string());
    let coming_back = [("last-event-id", last.as_str())];
    let mut rest = Followed::from(&router, &token, "/api/v1/events?after=0", &coming_back).await;
    assert_eq!(rest.until(end).await, expected[cut..]);
    // Nothing happens: it says that it is there.
    assert_eq!(rest.next().await, Some((None, None)));
    // Something happens that is not for this reader: the place moves on all the same.
    let admin = service.token(ADMINISTRATOR).await;
    let account = json!({ "name": "Trịnh Văn Mười", "unit": "H53.01", "issued_on": "2026-03-03" });
    let got = send(&router, &admin, "k", "/api/v1/accounts", account).await;
    assert_eq!(got.status, StatusCode::CREATED, "{}", got.text);
    loop {
        match rest.next().await.expect("the stream goes on") {
            (None, None) => {}
            moved => break assert_eq!(moved, (Some(end + 1), None)),
        }
    }
    // Something happens that is.
    let check = format!("/api/v1/dossiers/{}/submissions/{}/check", uuid(HOA), submission(HOA));
    send(&router, &token, "c", &check, json!({})).await;
    assert_eq!(rest.until(end + 2).await, [end + 2]);
}

#[tokio::test]
async fn a_place_nobody_can_have_seen_and_one_stream_too_many_are_told() {
    let service = province().await;
    let limits = Limits { streams: 3, streams_of_one: 2, ..Limits::default() };
    let site = Site::limited(service.app.clone(), None, false, limits);
    let (router, token) = (router(site), service.token(OFFICER).await);
    let bearer = format!("Bearer {token}");
    let stream = ("accept", "text/event-stream");
    for (path, header, expected) in [
        ("/api/v1/events?after=100000", ("accept", "*/*"), (400, "after_beyond_end")),
        ("/api/v1/events?after=100000", stream, (400, "after_beyond_end")),
        ("/api/v1/events", ("last-event-id", "x"), (400, "last_event_id_malformed")),
        ("/api/v1/events?after=-1", stream, (400, "parameter_wrong")),
    ] {
        let headers = [("authorization", bearer.as_str()), header];
        let (status, code, _) = ask(&router, Method::GET, path, &headers, "").await.problem();
        assert_eq!((status, code.as_str()), expected, "{path}");
    }
    let first = Followed::from(&router, &token, "/api/v1/events", &[]).await;
    let _second = Followed::from(&router, &token, "/api/v1/events", &[]).await;
    let headers = [("authorization", bearer.as_str()), stream];
    let third = ask(&router, Method::GET, "/api/v1/events", &headers, "").await;
    assert_eq!((third.problem().1.as_str(), third.header("retry-after")), ("busy", "1"));
    let other = service.token(HEAD).await;
    let _third = Followed::from(&router, &other, "/api/v1/events", &[]).await;
    let inspector = format!("Bearer {}", service.token(INSPECTOR).await);
    let headers = [("authorization", inspector.as_str()), stream];
    let fourth = ask(&router, Method::GET, "/api/v1/events", &headers, "").await;
    assert_eq!(fourth.status, StatusCode::SERVICE_UNAVAILABLE);
    // A stream that ended leaves its place.
    drop(first);
    let _fourth = Followed::from(&router, &token, "/api/v1/events", &[]).await;
}

/// A router over a log, and a token of its officer.
async fn served(app: &Arc<App>, store: &Store) -> (Router, String) {
    let until = store.clock().now() + Duration::from_secs(3_600);
    let token = tokens::issue(store, &HANH.to_string(), "test", until).await.expect("a token");
    let limits = Limits { heartbeat: Duration::from_millis(200), ..Limits::default() };
    (router(Site::limited(app.clone(), None, false, limits)), token)
}

async fn followed_while_it_is_written_at_full_speed_nothing_is_missed_or_doubled(place: Place) {
    const PEOPLE: u32 = 300;
    let world = world(place).await;
    let (router, token) = served(&world.app, &world.store).await;
    let streams: Vec<_> = (0..2)
        .map(|_| {
            let (router, token) = (router.clone(), token.clone());
            async move { Followed::from(&router, &token, "/api/v1/events", &[]).await }
        })
        .collect();
    let streams = futures_util::future::join_all(streams).await;
    // Dossiers of the officer's own unit and of one that is not for them, all at once.
    let writing = tokio::spawn(written_at_full_speed(world, PEOPLE));
    let mut pages: Vec<u64> = vec![];
    let mut after = 0;
    while !writing.is_finished() {
        let path = format!("/api/v1/events?after={after}&limit=200");
        let page = question(&router, &token, &path).await.json();
        let events = page["events"].as_array().expect("a list").clone();
        pages.extend(events.iter().map(|event| event["position"].as_u64().unwrap()));
        after = page["next_after"].as_u64().unwrap();
    }
    let (world, end) = writing.await.expect("written");
    let expected: Vec<u64> = paged(&router, &token, 200)
        .await
        .iter()
        .map(|event| event["position"].as_u64().unwrap())
        .collect();
    assert!(expected.len() > PEOPLE as usize / 2, "{}", expected.len());
    assert!((expected.len() as u64) < end, "some of it is not for this reader");
    let rest = expected.iter().copied().filter(|position| *position > after);
    assert_eq!([pages, rest.collect()].concat(), expected, "by page");
    for mut stream in streams {
        assert_eq!(stream.until(end).await, expected, "by stream");
    }
    drop(world);
}

/// Opens dossiers all at once, each second one in a unit the officer has no access to.
async fn open_many(world: &World, people: u32) {
    let opened = (1..=people).map(|n| {
        let mut command = support::open(n, "Nguyễn Thị Mai", "2026-10-30");
        if let DossierCommand::OpenDossier { managing_unit, .. } = &mut command
            && n % 2 == 0
        {
            *managing_unit = COMMUNE;
        }
        let app = world.app.clone();
        tokio::spawn(async move {
            let request = Ask::new(Command::Dossier(dossier(n), command), Source::Import);
            while let Err(error) = app.execute(&Actor::service(), request.clone()).await {
                assert!(matches!(error, CommandError::Busy), "{error:?}");
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        })
    });
    for task in opened.collect::<Vec<_>>() {
        task.await.expect("opened");
    }
}

/// Opens many dossiers at full speed; the end of the log after them.
async fn written_at_full_speed(world: World, people: u32) -> (World, u64) {
    open_many(&world, people).await;
    let end = read::head(world.store.db()).await.expect("the end").position;
    (world, end)
}

async fn a_fact_another_server_recorded_reaches_a_stream(place: Place) {
    if place.is_sqlite() {
        // One process alone may write to a file.
        return;
    }
    let world = world(place).await;
    let beside = world.place.open(world.clock.clone()).await;
    let other = Arc::new(App::new(beside.clone()));
    let (router, token) = served(&other, &beside).await;
    let mut stream = Followed::from(&router, &token, "/api/v1/events", &[]).await;
    let before = read::head(world.store.db()).await.expect("the end").position;
    stream.until(before).await;
    open_many(&world, 1).await;
    let end = read::head(world.store.db()).await.expect("the end").position;
    assert!(!stream.until(end).await.is_empty());
}
