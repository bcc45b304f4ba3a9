//! Over a real socket: what slow, greedy and broken clients get, and how the service stops.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use hoso::{
    store::{read, tokens},
    web::{HEAD_BYTES_MAX, Limits, Options, ServeError, Site, serve, serve_on},
};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpSocket, TcpStream},
    sync::watch,
    task::JoinHandle,
};

use crate::support::{HANH, Place, on_both, world};

use super::fixture::{HOA, INSPECTOR, OFFICER, Service, province, submission, uuid};

on_both![a_command_whose_sender_went_away_is_carried_out_and_told_when_asked_again];

/// Long enough for whatever is to happen, on a busy machine.
const SOON: Duration = Duration::from_secs(30);
/// How long a client may do nothing, where that is what a test waits for.
const SHORT: Duration = Duration::from_millis(200);
const LIVE: &str = "GET /health/live HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

/// A service on a socket.
struct Served {
    address: SocketAddr,
    tell: watch::Sender<bool>,
    serving: JoinHandle<()>,
}

impl Served {
    async fn start(service: &Service, limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (tell, told) = watch::channel(false);
        let site = Site::limited(service.app.clone(), None, false, limits);
        let serving = tokio::spawn(serve_on(listener, site, told));
        Self { address, tell, serving }
    }

    async fn sends(&self, bytes: impl AsRef<[u8]>) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).await.expect("a connection");
        stream.write_all(bytes.as_ref()).await.expect("sent");
        stream
    }

    /// The whole answer to one request on a connection of its own.
    async fn says(&self, bytes: impl AsRef<[u8]>) -> String {
        answer(self.sends(bytes).await).await
    }
}

/// Everything that is answered until the connection is closed, in whatever way.
async fn answer(mut stream: TcpStream) -> String {
    let mut said = vec![];
    let mut chunk = [0; 16 * 1_024];
    loop {
        match tokio::time::timeout(SOON, stream.read(&mut chunk)).await.expect("soon") {
            Ok(0) | Err(_) => return String::from_utf8_lossy(&said).into_owned(),
            Ok(read) => said.extend_from_slice(&chunk[..read]),
        }
    }
}

/// A POST of an empty object, with its head and its body apart.
fn check(token: &str, key: &str) -> (String, &'static str) {
    let path = format!("/api/v1/dossiers/{}/submissions/{}/check", uuid(HOA), submission(HOA));
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
         authorization: Bearer {token}\r\nidempotency-key: {key}\r\nif-match: *\r\n\
         content-type: application/json\r\ncontent-length: 2\r\n\r\n"
    );
    (head, "{}")
}

#[tokio::test]
async fn the_service_answers_on_a_socket() {
    let service = province().await;
    let listen = {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        listener.local_addr().expect("an address")
    };
    let options = Options { listen, demo: None, invented: false, limits: Limits::default() };
    let serving = tokio::spawn(serve(service.app.clone(), options));
    while TcpStream::connect(listen).await.is_err() {
        tokio::task::yield_now().await;
    }
    let mut stream = TcpStream::connect(listen).await.expect("a connection");
    let request = "GET /api/v1/people HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await.expect("sent");
    let said = answer(stream).await;
    assert!(said.starts_with("HTTP/1.1 401 ") && said.contains("token_missing"), "{said}");
    serving.abort();
}

#[tokio::test]
async fn an_address_in_use_is_told() {
    let service = province().await;
    let held = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let listen = held.local_addr().expect("an address");
    let options = Options { listen, demo: None, invented: false, limits: Limits::default() };
    let served = serve(service.app.clone(), options).await;
    assert!(matches!(served, Err(ServeError::Listen { address, .. }) if address == listen));
}

#[tokio::test]
async fn a_client_that_never_ends_its_head_is_closed_and_holds_up_nobody() {
    let service = province().await;
    let limits = Limits { head: SHORT, ..Limits::default() };
    let served = Served::start(&service, limits).await;
    let half = served.sends("GET / HTTP/1.1\r\nhost: local").await;
    let silent = served.sends("").await;
    let idle = served.sends("GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n").await;
    assert!(served.says(LIVE).await.ends_with("live\n"));
    for slow in [half, silent] {
        assert!(!answer(slow).await.contains(" 200 "));
    }
    // Kept open for a next request that does not come.
    assert!(answer(idle).await.ends_with("live\n"));
}

#[tokio::test]
async fn a_body_that_does_not_come_is_told_in_time_and_writes_nothing() {
    let service = province().await;
    let token = service.token(OFFICER).await;
    let limits = Limits { body: SHORT, ..Limits::default() };
    let served = Served::start(&service, limits).await;
    let before = read::head(service.app.store().db()).await.expect("the end").position;
    let (head, body) = check(&token, "slow");
    for sent in [head.clone(), format!("{head}{}", &body[..1])] {
        let started = Instant::now();
        let said = served.says(&sent).await;
        assert!(said.starts_with("HTTP/1.1 408 ") && said.contains("body_too_slow"), "{said}");
        assert!(started.elapsed() >= SHORT);
    }
    let after = read::head(service.app.store().db()).await.expect("the end").position;
    assert_eq!(after, before);
    let said = served.says(format!("{head}{body}")).await;
    assert!(said.starts_with("HTTP/1.1 201 "), "{said}");
}

#[tokio::test]
async fn a_client_that_reads_nothing_of_its_answer_is_closed() {
    let service = province().await;
    let token = service.token(INSPECTOR).await;
    let limits = Limits { stall: SHORT, streams_of_one: 64, ..Limits::default() };
    let served = Served::start(&service, limits).await;
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4_096).expect("a small buffer");
    let mut greedy = socket.connect(served.address).await.expect("a connection");
    // Many questions one after the other, and not one answer read: the service's buffers fill.
    let request = format!(
        "GET /api/v1/events?limit=200 HTTP/1.1\r\nhost: localhost\r\n\
         authorization: Bearer {token}\r\n\r\n"
    );
    let started = Instant::now();
    let closed = loop {
        match tokio::time::timeout(SOON, greedy.write_all(request.as_bytes())).await {
            Ok(Ok(())) if started.elapsed() < SOON => {}
            Ok(Err(_closed)) => break true,
            _ => break false,
        }
    };
    assert!(closed, "the connection was kept open");
    assert!(served.says(LIVE).await.ends_with("live\n"), "others are served meanwhile");
}

#[tokio::test]
async fn heads_beyond_bounds_and_heads_that_are_none_are_refused() {
    let service = province().await;
    let served = Served::start(&service, Limits::default()).await;
    let get = |url: &str, headers: &str| {
        format!("GET {url} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}\r\n")
    };
    let many: String = (0..500).map(|n| format!("x-{n}: 1\r\n")).collect();
    let some: String = (0..70).map(|n| format!("x-{n}: 1\r\n")).collect();
    for (sent, expected) in [
        (get(&format!("/{}", "a".repeat(9_000)), ""), "414"),
        (get(&format!("/{}", "a".repeat(66_000)), ""), "414"),
        (get("/", &many), "431"),
        (get("/", &some), "431"),
        (get("/", &format!("x: {}\r\n", "x".repeat(40_000))), "431"),
        (get("/", &format!("x: {}\r\n", "x".repeat(2 * HEAD_BYTES_MAX))), "431"),
        (get("/", "x: a\rb\r\n"), "400"),
        (get("/", "x: a\0b\r\n"), "400"),
        (get("/", "content-length: 1\r\ncontent-length: 2\r\n"), "400"),
        ("\x16\x03\x01 hello".to_owned(), "400"),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), "400"),
        ("TRACE /api/v1/people HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n".to_owned(), "405"),
    ] {
        let said = served.says(&sent).await;
        let status = said.split(' ').nth(1).unwrap_or_default();
        let shown: String = sent.chars().take(60).collect();
        // A proxy in front may be told apart by what follows: nothing does.
        assert!(status == expected || (expected == "400" && said.is_empty()), "{shown}: {said}");
        assert!(!said.contains("panicked") && !said.contains("hyper"), "{said}");
    }
    assert!(served.says(LIVE).await.ends_with("live\n"));
}

#[tokio::test]
async fn one_connection_more_than_there_are_places_waits_for_one() {
    let service = province().await;
    let limits = Limits { connections: 1, ..Limits::default() };
    let served = Served::start(&service, limits).await;
    let holds = served.sends("GET / HTTP/1.1\r\n").await;
    let waits = tokio::spawn(answer(served.sends(LIVE).await));
    tokio::time::sleep(SHORT).await;
    assert!(!waits.is_finished());
    drop(holds);
    assert!(waits.await.expect("an answer").ends_with("live\n"));
}

#[tokio::test]
async fn one_address_holds_a_share_of_the_connections_and_no_more() {
    let service = province().await;
    let limits = Limits { connections_of_one: 2, proxies: vec![], ..Limits::default() };
    let served = Served::start(&service, limits).await;
    let first = served.sends("GET / HTTP/1.1\r\n").await;
    let _second = served.sends("GET / HTTP/1.1\r\n").await;
    tokio::time::sleep(SHORT).await;
    let third = served.says(LIVE).await;
    assert!(third.starts_with("HTTP/1.1 503 ") && third.contains("retry-after"), "{third}");
    drop(first);
    let mut said = String::new();
    for _attempt in 0..100 {
        said = served.says(LIVE).await;
        if said.ends_with("live\n") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(said.ends_with("live\n"), "{said}");
    // A proxy in front stands for many.
    let limits = Limits { connections_of_one: 1, ..Limits::default() };
    let served = Served::start(&service, limits).await;
    let _held = [served.sends("GET / ").await, served.sends("GET / ").await];
    assert!(served.says(LIVE).await.ends_with("live\n"));
}

#[tokio::test]
async fn told_to_stop_it_takes_nobody_new_answers_what_runs_and_ends_what_would_go_on() {
    let service = province().await;
    let token = service.token(OFFICER).await;
    let served = Served::start(&service, Limits::default()).await;
    let (head, body) = check(&token, "running");
    let mut running = served.sends(head).await;
    let stream = served
        .sends(format!(
            "GET /api/v1/events HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\n\
             authorization: Bearer {token}\r\n\r\n"
        ))
        .await;
    let idle = served.sends("GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n").await;
    tokio::time::sleep(SHORT).await;
    served.tell.send_replace(true);
    tokio::time::sleep(SHORT).await;
    assert!(TcpStream::connect(served.address).await.is_err());
    running.write_all(body.as_bytes()).await.expect("sent");
    let said = answer(running).await;
    assert!(said.starts_with("HTTP/1.1 201 "), "{said}");
    // A stream ends as a whole answer does, so that whoever follows knows to come back.
    assert!(answer(stream).await.ends_with("0\r\n\r\n"));
    assert!(answer(idle).await.ends_with("live\n"));
    tokio::time::timeout(SOON, served.serving).await.expect("it stops").expect("it stopped");
}

#[tokio::test]
async fn stopped_under_load_every_write_that_was_taken_is_answered() {
    let service = province().await;
    let token = service.token(OFFICER).await;
    let served = Served::start(&service, Limits::default()).await;
    let before = read::head(service.app.store().db()).await.expect("the end").position;
    let clients: Vec<_> = (0..40)
        .map(|n| {
            let (address, request) = (served.address, opening(&token, n, "H53.50"));
            tokio::spawn(async move {
                let Ok(mut stream) = TcpStream::connect(address).await else { return false };
                if stream.write_all(request.as_bytes()).await.is_err() {
                    return false;
                }
                answer(stream).await.starts_with("HTTP/1.1 201 ")
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(10)).await;
    served.tell.send_replace(true);
    let mut answered = 0;
    for client in clients {
        answered += u64::from(client.await.expect("a client"));
    }
    tokio::time::timeout(SOON, served.serving).await.expect("it stops").expect("it stopped");
    let after = read::head(service.app.store().db()).await.expect("the end").position;
    assert_eq!(after - before, answered, "what was recorded was answered, and nothing else was");
}

async fn a_command_whose_sender_went_away_is_carried_out_and_told_when_asked_again(place: Place) {
    let world = world(place).await;
    let until = world.store.now() + Duration::from_secs(3_600);
    let token = tokens::issue(&world.store, &HANH.to_string(), "test", until).await.expect("one");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (tell, told) = watch::channel(false);
    let site = Site::new(world.app.clone(), None, false);
    let serving = tokio::spawn(serve_on(listener, site, told));
    let served = Served { address, tell, serving };
    let opening = opening(&token, 1, "H53.01");
    let hello = format!(
        "GET /api/v1/me HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\
         authorization: Bearer {token}\r\n\r\n"
    );
    assert!(served.says(hello).await.starts_with("HTTP/1.1 200 "));
    let position = async || read::head(world.db()).await.expect("the end").position;
    let before = position().await;
    let mut behind = world.place.behind().await;
    behind.hold_the_end().await;
    let gone = served.sends(&opening).await;
    tokio::time::sleep(SHORT).await;
    drop(gone);
    tokio::time::sleep(SHORT).await;
    assert_eq!(position().await, before);
    behind.let_go().await;
    for _attempt in 0..1_000 {
        if position().await > before {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(position().await, before + 1);
    let again = served.says(&opening).await;
    assert!(again.starts_with("HTTP/1.1 200 "), "{again}");
    assert!(again.contains("idempotency-replayed: true"), "{again}");
}

/// A request that opens a dossier.
fn opening(token: &str, n: u32, unit: &str) -> String {
    let body = json!({
        "managing_unit": unit, "full_name": "Bùi Thị Xuân",
        "personal_id_no": format!("0720850{n:05}"), "confirmed_on": "2026-03-02",
        "confirmation": { "number": "1/QĐ", "dated_on": "2026-03-02", "issuer": "Sở Nội vụ" },
    })
    .to_string();
    format!(
        "POST /api/v1/dossiers HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
         authorization: Bearer {token}\r\nidempotency-key: {n}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

#[tokio::test]
async fn figures_are_for_this_machine_and_what_an_operator_allows() {
    let service = province().await;
    let token = service.token(OFFICER).await;
    let served = Served::start(&service, Limits::default()).await;
    let get = |headers: &str| {
        format!("GET /metrics HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{headers}\r\n")
    };
    let (head, body) = check(&token, "counted");
    for _twice in 0..2 {
        served.says(format!("{head}{body}")).await;
    }
    let text = served.says(get("")).await;
    let route = "/api/v1/dossiers/{dossier}/submissions/{submission}/check";
    let position = read::head(service.app.store().db()).await.expect("the end").position;
    for line in [
        format!("hoso_http_requests_total{{method=\"POST\",route=\"{route}\",status=\"201\"}} 1"),
        format!("hoso_http_requests_total{{method=\"POST\",route=\"{route}\",status=\"200\"}} 1"),
        "hoso_commands_total{command=\"CheckSubmission\",outcome=\"recorded\"} 1".to_owned(),
        "hoso_commands_total{command=\"CheckSubmission\",outcome=\"replayed\"} 1".to_owned(),
        format!("hoso_http_request_duration_seconds_count{{method=\"POST\",route=\"{route}\"}} 2"),
        format!("hoso_log_position {position}"),
        "hoso_log_queue_depth 0".to_owned(),
        "hoso_http_connections 1".to_owned(),
        "# TYPE hoso_log_batch_facts histogram".to_owned(),
    ] {
        assert!(text.contains(&line), "{line} in {text}");
    }
    assert!(!text.contains(&uuid(HOA).to_string()), "{text}");
    // Through a proxy everyone would come from this machine.
    for header in ["x-forwarded-for: 10.0.0.1\r\n", "forwarded: for=10.0.0.1\r\n"] {
        let said = served.says(get(header)).await;
        assert!(said.starts_with("HTTP/1.1 404 "), "{said}");
    }
}
