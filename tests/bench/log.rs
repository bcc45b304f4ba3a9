//! What a long log costs: bytes on disk, verification, rebuild, and the reads people wait for, at
//! two sizes of one shape.

use std::{path::Path, time::Instant};

use hoso::{
    app::reads::AsOf,
    store::{BATCH_COMMITS_MAX, read, rebuild, verify},
};
use hoso_projections::{
    board,
    database::Database,
    obligations::{self, Wanted},
    search,
};
use sha2::{Digest as _, Sha256};

use crate::fixture::{CHANGES_PER_PERSON, Fixture, day, file_in, province};

/// The sizes compared, in facts.
pub const SIZES: [usize; 2] = [100_000, 1_000_000];
const SAMPLES: usize = 400;

struct Log {
    facts: u64,
    fixture: Fixture,
    folder: tempfile::TempDir,
}

async fn log(size: usize) -> Log {
    let folder = tempfile::tempdir().expect("a folder");
    let place = file_in(folder.path(), "log.db");
    let per_person = 10 + 2 * CHANGES_PER_PERSON;
    let started = Instant::now();
    let fixture = province(&place, BATCH_COMMITS_MAX, size / per_person, CHANGES_PER_PERSON).await;
    let facts = read::head(fixture.app.store().db()).await.expect("the end").position;
    eprintln!("{facts} facts written in {:.0} s", started.elapsed().as_secs_f64());
    Log { facts, fixture, folder }
}

/// Moves what the write-ahead log still holds into the file, so that no byte counts twice.
async fn settle(db: &Database) {
    if let Database::Sqlite { write: Some(pool), .. } = db {
        sqlx::query("pragma wal_checkpoint(truncate)").execute(pool).await.expect("settled");
    }
}

fn bytes_in(folder: &Path) -> u64 {
    std::fs::read_dir(folder)
        .expect("the folder")
        .filter_map(|entry| entry.ok()?.metadata().ok())
        .map(|file| file.len())
        .sum()
}

/// Runs the parts that need a long log.
pub async fn run(wants: impl Fn(&str) -> bool) {
    let mut logs = vec![];
    for size in SIZES {
        logs.push(log(size).await);
    }
    if wants("verify") {
        verification(&logs).await;
    }
    if wants("reads") {
        reads(&logs).await;
    }
    if wants("rebuild") {
        for log in logs {
            rebuilding(log).await;
        }
    }
}

async fn verification(logs: &[Log]) {
    println!("\n## Verification and size on disk\n");
    println!(
        "| facts | verify facts/s | bare SHA-256 facts/s | ratio | bytes a fact (payload+metadata) | on disk | ratio |"
    );
    println!("|--:|--:|--:|--:|--:|--:|--:|");
    for log in logs {
        let db = log.fixture.app.store().db();
        let started = Instant::now();
        let found = verify::verify(db, &[], |_, _| {}).await.expect("the log is read");
        assert_eq!(found.broken, None);
        let verified = found.facts as f64 / started.elapsed().as_secs_f64();
        let bare = bare_sha(log).await;
        let payload = found.bytes as f64 / found.facts as f64;
        settle(db).await;
        let disk = bytes_in(log.folder.path()) as f64 / found.facts as f64;
        println!(
            "| {} | {verified:.0} | {bare:.0} | {:.2} | {payload:.0} | {disk:.0} | {:.2} |",
            found.facts,
            verified / bare,
            disk / payload
        );
    }
}

/// SHA-256 over the same payloads and metadata, read into memory before the clock starts.
async fn bare_sha(log: &Log) -> f64 {
    const SAMPLE: u64 = 50_000;
    let mut texts = vec![];
    let db = log.fixture.app.store().db();
    let mut after = 0;
    while texts.len() < SAMPLE as usize {
        let page = db
            .fetch(verify::PAGE, vec![after.into(), read::PAGE_MAX.into()])
            .await
            .expect("a page");
        for cells in &page {
            after = cells.int(0).expect("a position");
            texts.push(cells.text(9).expect("metadata") + &cells.text(10).expect("payload"));
        }
    }
    let started = Instant::now();
    for text in &texts {
        std::hint::black_box(Sha256::digest(text.as_bytes()));
    }
    texts.len() as f64 / started.elapsed().as_secs_f64()
}

fn percentiles(mut millis: Vec<f64>) -> (f64, f64) {
    millis.sort_by(f64::total_cmp);
    (millis[millis.len() / 2], millis[millis.len() * 99 / 100])
}

async fn sample<F: Future<Output = usize>>(mut ask: impl FnMut(usize) -> F) -> (f64, f64) {
    let mut millis = vec![];
    for n in 0..SAMPLES {
        let started = Instant::now();
        assert!(ask(n * 7_919).await > 0, "the question has an answer");
        millis.push(started.elapsed().as_secs_f64() * 1e3);
    }
    percentiles(millis)
}

async fn reads(logs: &[Log]) {
    println!("\n## Reads, in ms (p50 / p99)\n");
    println!(
        "| facts | history of a dossier | record of a dossier | due list of a unit | province totals | name search |"
    );
    println!("|--:|--:|--:|--:|--:|--:|");
    let mut rows = vec![];
    for log in logs {
        let Fixture { app, officer, dossiers, units } = &log.fixture;
        let db = app.store().db();
        let of = |n: usize| dossiers[n % dossiers.len()];
        let columns = [
            sample(|n| async move {
                app.timeline(officer, of(n), None, 50).await.expect("lines").len()
            })
            .await,
            sample(|n| async move {
                app.record(officer, of(n), AsOf::default()).await.expect("fields").len()
            })
            .await,
            sample(|n| async move {
                // As the board and the command line ask: by the unit's place in the tree.
                let path = format!("T000/T{:03}/", 1 + n % (units.len() - 1));
                let due = Wanted::Due;
                obligations::within(db, &path, due, day("2026-11-02"), 50)
                    .await
                    .expect("duties")
                    .len()
            })
            .await,
            sample(|_| async {
                board::of_province(db, day("2026-11-02")).await.expect("it").len()
            })
            .await,
            sample(|n| async move {
                let names = ["nguyen thi ha", "tran thi lan", "dang thi ha", "vo thi khanh"];
                search::by_name(db, names[n % 4], "", 50).await.expect("people").len()
            })
            .await,
        ];
        let cells: Vec<String> =
            columns.iter().map(|(p50, p99)| format!("{p50:.2} / {p99:.2}")).collect();
        println!("| {} | {} |", log.facts, cells.join(" | "));
        rows.push(columns);
    }
    let growth: Vec<String> = (0..rows[0].len())
        .map(|n| {
            format!("×{:.1} / ×{:.1}", rows[1][n].0 / rows[0][n].0, rows[1][n].1 / rows[0][n].1)
        })
        .collect();
    println!("| growth | {} |", growth.join(" | "));
}

/// Resident memory of this process in MiB.
fn resident_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok())
        .unwrap_or_default()
        / 1024
}

async fn rebuilding(log: Log) {
    let store = log.fixture.app.store();
    let scanned = Instant::now();
    let mut after = 0;
    loop {
        let page = read::page(store.db(), after, log.facts, read::PAGE_MAX).await.expect("a page");
        let Some(last) = page.last() else { break };
        after = last.provenance.position;
        std::hint::black_box(&page);
    }
    let scan = log.facts as f64 / scanned.elapsed().as_secs_f64();
    let before = resident_mib();
    let started = Instant::now();
    let mut folded_in = started.elapsed();
    let done =
        rebuild::rebuild(store, rebuild::Ending::Check, |_, _| folded_in = started.elapsed())
            .await
            .expect("rebuilt");
    assert!(done.equal(), "the rebuilt read models equal the live ones: {done:?}");
    let seconds = started.elapsed().as_secs_f64();
    println!("\n## Rebuild of all read models, {} facts\n", log.facts);
    println!(
        "| rebuild and compare facts/s | folding only facts/s | scan and decode facts/s | ratio | memory MiB before, after |"
    );
    println!("|--:|--:|--:|--:|--:|");
    let folded = log.facts as f64 / folded_in.as_secs_f64();
    println!(
        "| {:.0} | {folded:.0} | {scan:.0} | {:.2} | {before}, {} |",
        log.facts as f64 / seconds,
        folded / scan,
        resident_mib()
    );
}
