//! Durable commands per second through the real service on a socket: HTTP, token, JSON, decision,
//! append, read models, sync. The clients are bare sockets, so that little of the time is theirs.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use hoso::{
    app::{Actor, Command, Request},
    clock::{Clock as _, SystemClock},
    store::{BATCH_COMMITS_MAX, tokens},
    web,
};
use hoso_events::{
    account::{AccountCommand, Holder, Role},
    ids::{AccountId, DossierId, GrantId},
    provenance::Source,
    values::PersonName,
};
use serde_json::{Value as Json, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::fixture::{Fixture, cpu_seconds, day, file_in, paper, province};

const PEOPLE: usize = 4_000;
const CLIENTS: [usize; 4] = [1, 16, 64, 256];
const SECONDS: f64 = 4.0;

static PHONE: AtomicUsize = AtomicUsize::new(1);

/// A data officer of the whole province with a token, made by the same commands as any other.
async fn token(fixture: &Fixture) -> String {
    let account = AccountId::from_uuid(SystemClock.new_id());
    let (app, service) = (&fixture.app, Actor::service());
    let send = async |command| {
        let request = Request::new(Command::Account(account, command), Source::CommandLine);
        app.execute(&service, request).await.expect("recorded");
    };
    send(AccountCommand::IssueAccount {
        holder: Holder::Staff,
        name: PersonName::parse("Cán bộ đo (giả)").expect("a name"),
        unit: fixture.units[0],
        issued_on: day("2026-07-02"),
    })
    .await;
    send(AccountCommand::GrantAccess {
        grant: GrantId::from_uuid(SystemClock.new_id()),
        role: Role::DataOfficer,
        scope: fixture.units[0],
        from: day("2026-07-02"),
        until: None,
        request: paper(),
    })
    .await;
    let expires = SystemClock.now() + Duration::from_secs(3_600);
    tokens::issue(app.store(), &account.to_string(), "bench", expires).await.expect("a token")
}

/// One connection that is kept open.
struct Client {
    stream: TcpStream,
    token: String,
    buffer: Vec<u8>,
}

impl Client {
    async fn post(&mut self, path: &str, body: &Json) -> Json {
        let body = body.to_string();
        let key = SystemClock.new_id();
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {}\r\n\
             idempotency-key: {key}\r\nif-match: *\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.token,
            body.len()
        );
        self.stream.write_all(request.as_bytes()).await.expect("sent");
        self.buffer.clear();
        loop {
            let mut chunk = [0; 4_096];
            let read = self.stream.read(&mut chunk).await.expect("an answer");
            assert!(read > 0, "the service closed the connection");
            self.buffer.extend_from_slice(&chunk[..read]);
            if let Some(body) = whole(&self.buffer) {
                return body;
            }
        }
    }
}

/// The body of a whole answer, or nothing yet.
fn whole(answer: &[u8]) -> Option<Json> {
    let text = std::str::from_utf8(answer).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    })?;
    if body.len() < length {
        return None;
    }
    assert!(head.starts_with("HTTP/1.1 20"), "refused: {body}");
    serde_json::from_str(body).ok()
}

async fn client(address: SocketAddr, token: String, mine: Vec<DossierId>, until: Instant) -> usize {
    let stream = TcpStream::connect(address).await.expect("connected");
    stream.set_nodelay(true).expect("a socket option");
    let mut client = Client { stream, token, buffer: vec![] };
    let mut done = 0;
    loop {
        for dossier in &mine {
            if Instant::now() >= until {
                return done;
            }
            let number = format!("07{:08}", PHONE.fetch_add(1, Ordering::Relaxed) % 100_000_000);
            let change = json!({
                "entries": [{ "slot": "phone_mobile", "value": number }],
                "happened_on": "2026-11-02",
                "paper": { "number": "15/QĐ-SNV", "dated_on": "2026-07-01", "issuer": "Sở Nội vụ" },
            });
            let path = format!("/api/v1/dossiers/{dossier}/changes");
            let answer = client.post(&path, &change).await;
            let submission = answer["submission_id"].as_str().expect("a submission").to_owned();
            let check = format!("/api/v1/dossiers/{dossier}/submissions/{submission}/check");
            client.post(&check, &json!({})).await;
            done += 2;
        }
    }
}

/// Prints the table.
pub async fn run() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = file_in(folder.path(), "http.db");
    let fixture = Arc::new(province(&place, BATCH_COMMITS_MAX, PEOPLE, 0).await);
    let token = token(&fixture).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let site = web::Site::new(fixture.app.clone(), None, true);
    tokio::spawn(async move { axum::serve(listener, web::router(site)).await });
    println!(
        "\n## Durable commands through HTTP (SQLite, synchronous=FULL; clients in the same process)\n"
    );
    println!("| connections | commands/s | CPU µs a command, clients included |");
    println!("|--:|--:|--:|");
    for clients in CLIENTS {
        let (start, cpu) = (Instant::now(), cpu_seconds());
        let until = start + Duration::from_secs_f64(SECONDS);
        let share = fixture.dossiers.len() / clients;
        let tasks: Vec<_> = fixture
            .dossiers
            .chunks(share)
            .take(clients)
            .map(|mine| tokio::spawn(client(address, token.clone(), mine.to_vec(), until)))
            .collect();
        let mut done = 0;
        for task in tasks {
            done += task.await.expect("the client ends");
        }
        println!(
            "| {clients} | {:.0} | {:.0} |",
            done as f64 / start.elapsed().as_secs_f64(),
            (cpu_seconds() - cpu) * 1e6 / done as f64
        );
    }
}
