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
    store::BATCH_COMMITS_MAX,
};
use hoso_events::{
    dossier::DossierCommand,
    ids::{DossierId, SubmissionId},
    provenance::Source,
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

/// Prints the table.
pub async fn run() {
    let folder = tempfile::tempdir().expect("a folder");
    let grouped = Arc::new(
        province(&file_in(folder.path(), "grouped.db"), BATCH_COMMITS_MAX, PEOPLE, 0).await,
    );
    let single = Arc::new(province(&file_in(folder.path(), "single.db"), 1, PEOPLE, 0).await);
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
}
