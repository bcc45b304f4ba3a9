//! Durable commands per second, in process: load, decide, append, read models, sync.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use hoso::{
    app::{Command, Request},
    clock::{Clock as _, SystemClock},
    store::{BATCH_COMMITS_MAX, verify},
};
use hoso_events::{
    dossier::DossierCommand,
    ids::{DossierId, SubmissionId},
    provenance::Source,
};

use sqlx::{
    Connection as _,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use crate::fixture::{Fixture, cpu_seconds, day, file_in, paper, province, single};

const PEOPLE: usize = 4_000;
const CLIENTS: [usize; 4] = [1, 16, 64, 256];
const SECONDS: f64 = 4.0;

/// Every change declares another number: one that says nothing new would be refused.
static PHONE: AtomicUsize = AtomicUsize::new(1);

/// One client's work on its own dossiers, in turn: declare a change, check it.
async fn client(fixture: Arc<Fixture>, mine: Vec<DossierId>, until: Instant) -> usize {
    let mut done = 0;
    loop {
        for dossier in &mine {
            if Instant::now() >= until {
                return done;
            }
            let submission = SubmissionId::from_uuid(SystemClock.new_id());
            let number = format!("09{:08}", PHONE.fetch_add(1, Ordering::Relaxed) % 100_000_000);
            let declare = DossierCommand::DeclareChange {
                submission,
                entries: vec![single("phone_mobile", &number)],
                happened_on: day("2026-11-02"),
                received_on: None,
                paper: paper(),
            };
            for command in [declare, DossierCommand::CheckSubmission { submission }] {
                let request = Request::new(Command::Dossier(*dossier, command), Source::Api)
                    .with_key(SystemClock.new_id().to_string());
                fixture.app.execute(&fixture.officer, request).await.expect("recorded");
                done += 1;
            }
        }
    }
}

struct Measured {
    per_second: f64,
    cpu_us: f64,
}

async fn measure(fixture: &Arc<Fixture>, clients: usize) -> Measured {
    let (start, cpu) = (Instant::now(), cpu_seconds());
    let until = start + std::time::Duration::from_secs_f64(SECONDS);
    let share = fixture.dossiers.len() / clients;
    let tasks: Vec<_> = (0..clients)
        .map(|n| {
            let mine = fixture.dossiers[n * share..(n + 1) * share].to_vec();
            tokio::spawn(client(fixture.clone(), mine, until))
        })
        .collect();
    let mut done = 0;
    for task in tasks {
        done += task.await.expect("the client ends");
    }
    Measured {
        per_second: done as f64 / start.elapsed().as_secs_f64(),
        cpu_us: (cpu_seconds() - cpu) * 1e6 / done as f64,
    }
}

/// How many commands a second so many clients get through.
pub async fn per_second(fixture: &Arc<Fixture>, clients: usize) -> f64 {
    measure(fixture, clients).await.per_second
}

/// How many rows a bare insert puts into one transaction.
const BARE_ROWS: i64 = 64;

/// Rows a second of nothing but inserting the same bytes: the log's own rows, in batches, into a
/// table without keys, checks or read models.
async fn bare_inserts(fixture: &Fixture, folder: &std::path::Path) -> f64 {
    let options = SqliteConnectOptions::new()
        .filename(folder.join("bare.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut bare = sqlx::SqliteConnection::connect_with(&options).await.expect("a database");
    let table = "create table bare (position integer primary key, rest text not null)";
    sqlx::query(table).execute(&mut bare).await.expect("a table");
    let mut batches = vec![];
    let db = fixture.app.store().db();
    for batch in 0..200 {
        let page = db
            .fetch(verify::PAGE, vec![(batch * BARE_ROWS).into(), BARE_ROWS.into()])
            .await
            .expect("a page");
        let rows: Vec<(i64, String)> = page
            .iter()
            .map(|row| {
                let text = |n| row.text(n).expect("text");
                (row.int(0).expect("a position"), text(1) + &text(3) + &text(9) + &text(10))
            })
            .collect();
        batches.push(serde_json::to_string(&rows).expect("plain data"));
    }
    let start = Instant::now();
    for batch in &batches {
        let insert = "insert into bare select value->>0, value->>1 from json_each($1)";
        sqlx::query(insert).bind(batch).execute(&mut bare).await.expect("inserted");
    }
    (batches.len() as i64 * BARE_ROWS) as f64 / start.elapsed().as_secs_f64()
}

/// Prints the table.
pub async fn run() {
    let folder = tempfile::tempdir().expect("a folder");
    let grouped = Arc::new(
        province(&file_in(folder.path(), "grouped.db"), BATCH_COMMITS_MAX, PEOPLE, 0).await,
    );
    let single = Arc::new(province(&file_in(folder.path(), "single.db"), 1, PEOPLE, 0).await);
    let bare = bare_inserts(&grouped, folder.path()).await;
    println!("\n## Durable commands in process (SQLite, synchronous=FULL)\n");
    println!("| clients | commands/s | CPU µs a command | one commit each/s | ratio |");
    println!("|--:|--:|--:|--:|--:|");
    for clients in CLIENTS {
        let ours = measure(&grouped, clients).await;
        let each = measure(&single, clients).await;
        println!(
            "| {clients} | {:.0} | {:.0} | {:.0} | {:.1} |",
            ours.per_second,
            ours.cpu_us,
            each.per_second,
            ours.per_second / each.per_second
        );
    }
    println!("\nBare inserts of the same bytes, {BARE_ROWS} a transaction: {bare:.0} rows/s.");
}
