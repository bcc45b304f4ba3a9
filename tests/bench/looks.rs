//! What it costs that every look into a dossier is written down before it is answered: the same
//! questions with and without, and what commands notice of it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use hoso::{
    app::{Actor, Opened, Visit, reads::AsOf},
    clock::{Clock as _, SystemClock},
    store::BATCH_COMMITS_MAX,
};
use hoso_events::{ids::DossierId, provenance::Source};

use crate::{
    commands,
    fixture::{Fixture, cpu_seconds, file_in, province},
};

const PEOPLE: usize = 4_000;
const CLIENTS: [usize; 4] = [1, 16, 64, 256];
const SECONDS: f64 = 4.0;
/// How many dossiers each client goes round.
const ROUND: usize = 8;

/// One who comes with a new request.
fn coming(officer: &Actor) -> Actor {
    let visit = Visit::new(Source::Api, SystemClock.new_id(), Opened::Record).by_token();
    officer.clone().on(visit.from(Some("10.0.0.7".to_owned())))
}

/// One client's looks: each of its own request, written down; or all of one request, which is
/// written down once.
async fn client(
    fixture: Arc<Fixture>,
    mine: Vec<DossierId>,
    written: bool,
    until: Instant,
) -> Vec<Duration> {
    let mut took = vec![];
    let one_request = coming(&fixture.officer);
    for dossier in mine.iter().cycle() {
        let actor = if written { coming(&fixture.officer) } else { one_request.clone() };
        let start = Instant::now();
        if start >= until {
            break;
        }
        fixture.app.record(&actor, *dossier, AsOf::default()).await.expect("shown");
        took.push(start.elapsed());
    }
    took
}

struct Measured {
    per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    cpu_us: f64,
}

async fn measure(fixture: &Arc<Fixture>, clients: usize, written: bool) -> Measured {
    let (start, cpu) = (Instant::now(), cpu_seconds());
    let until = start + Duration::from_secs_f64(SECONDS);
    let tasks: Vec<_> = (0..clients)
        .map(|n| {
            let mine = fixture.dossiers[n * ROUND..(n + 1) * ROUND].to_vec();
            tokio::spawn(client(fixture.clone(), mine, written, until))
        })
        .collect();
    let mut took = vec![];
    for task in tasks {
        took.extend(task.await.expect("the client ends"));
    }
    let elapsed = start.elapsed().as_secs_f64();
    took.sort_unstable();
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    Measured {
        per_second: took.len() as f64 / elapsed,
        p50_ms: at(0.5),
        p99_ms: at(0.99),
        cpu_us: (cpu_seconds() - cpu) * 1e6 / took.len() as f64,
    }
}

/// Looks at a steady pace until told to stop; how long each took.
async fn steady(fixture: Arc<Fixture>, per_second: u32, over: Arc<AtomicBool>) -> Vec<Duration> {
    let mut beat = tokio::time::interval(Duration::from_secs(1) / per_second);
    let (mut tasks, mut n) = (tokio::task::JoinSet::new(), 0);
    while !over.load(Ordering::Relaxed) {
        beat.tick().await;
        n += 1;
        let (fixture, dossier) = (fixture.clone(), fixture.dossiers[n % PEOPLE]);
        tasks.spawn(async move {
            let start = Instant::now();
            let actor = coming(&fixture.officer);
            fixture.app.person(&actor, dossier).await.expect("shown");
            start.elapsed()
        });
    }
    tasks.join_all().await
}

/// Prints the tables.
pub async fn run() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = file_in(folder.path(), "looks.db");
    let fixture = Arc::new(province(&place, BATCH_COMMITS_MAX, PEOPLE, 0).await);
    println!("\n## Looks into dossiers, written down and not (SQLite, synchronous=FULL)\n");
    println!(
        "| readers | not written down/s | written down/s | ratio | p50 ms | p99 ms | CPU µs more |"
    );
    println!("|--:|--:|--:|--:|--:|--:|--:|");
    for clients in CLIENTS {
        let without = measure(&fixture, clients, false).await;
        let with = measure(&fixture, clients, true).await;
        println!(
            "| {clients} | {:.0} | {:.0} | {:.2} | {:.1} → {:.1} | {:.1} → {:.1} | {:.0} |",
            without.per_second,
            with.per_second,
            with.per_second / without.per_second,
            without.p50_ms,
            with.p50_ms,
            without.p99_ms,
            with.p99_ms,
            with.cpu_us - without.cpu_us,
        );
    }
    println!("\n| looks/s beside | commands/s, 64 clients | a look's p50 ms | p99 ms |");
    println!("|--:|--:|--:|--:|");
    for per_second in [0, 100, 1_000] {
        let over = Arc::new(AtomicBool::new(false));
        let looks = (per_second > 0)
            .then(|| tokio::spawn(steady(fixture.clone(), per_second, over.clone())));
        let commands = commands::per_second(&fixture, 64).await;
        over.store(true, Ordering::Relaxed);
        let mut took = match looks {
            Some(looks) => looks.await.expect("the looks end"),
            None => vec![Duration::ZERO],
        };
        took.sort_unstable();
        let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
        println!("| {per_second} | {commands:.0} | {:.1} | {:.1} |", at(0.5), at(0.99));
    }
}
