//! What a sealed package costs: one of some 500 facts made and checked, and its proofs beside as many
//! bare hashes as they are made of.

use std::{hint::black_box, time::Instant};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hoso::{
    app::{Actor, checkpoints::Keeper},
    package::{self, page},
    seal::merkle::{Hash, includes, join},
    store::{BATCH_COMMITS_MAX, read},
};

use crate::fixture::{file_in, province};

const PEOPLE: usize = 200;
/// Gives each dossier some 500 facts.
const CHANGES: usize = 245;
const SAMPLES: usize = 40;
const ROUNDS: usize = 400;

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// Runs the part.
pub async fn run() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = file_in(folder.path(), "log.db");
    let fixture = province(&place, BATCH_COMMITS_MAX, PEOPLE, CHANGES).await;
    let keeper = Keeper::in_folder(folder.path().join("checkpoints"), "log");
    let app = &fixture.app;
    let size = read::head(app.store().db()).await.expect("the end").position;
    let service = Actor::service();
    let pack = async |n: usize| {
        let dossier = fixture.dossiers[n % PEOPLE];
        let started = Instant::now();
        let packed = app.pack(&service, dossier, &keeper, page::render).await.expect("packed");
        (started.elapsed().as_secs_f64() * 1e3, packed)
    };
    let (first, packed) = pack(0).await;
    let mut made = vec![];
    for n in 0..SAMPLES {
        made.push(pack(n).await.0);
    }
    let key = app.checkpoint_key(&keeper).await.expect("a key");
    let checked = (0..SAMPLES).map(|_sample| {
        let started = Instant::now();
        black_box(package::open(black_box(&packed.bytes), Some(&key)).expect("whole"));
        started.elapsed().as_secs_f64() * 1e3
    });
    let checked = median(checked.collect());
    println!("\n## Packages\n");
    println!("| log, facts | dossier, facts | bytes | first made, ms | made, ms | checked, ms |");
    println!("|--:|--:|--:|--:|--:|--:|");
    let (facts, bytes, made) = (packed.facts, packed.bytes.len(), median(made));
    println!("| {size} | {facts} | {bytes} | {first:.1} | {made:.1} | {checked:.1} |");
    proofs(&packed.bytes);
}

/// Proofs a second, and the same number of hashes of two hashes with nothing around them.
fn proofs(bytes: &[u8]) {
    let opened = package::open(bytes, None).expect("whole");
    let (size, root) = (opened.checkpoint.size, opened.checkpoint.root);
    let hash = |text: &String| -> Hash {
        STANDARD.decode(text).expect("base64").try_into().expect("32 bytes")
    };
    let facts: Vec<(Hash, u64, Vec<Hash>)> = opened
        .facts
        .iter()
        .map(|it| (it.computed(), it.position - 1, it.path.iter().map(hash).collect()))
        .collect();
    let hashes: usize = facts.iter().map(|(_, _, path)| path.len()).sum();
    let started = Instant::now();
    for _round in 0..ROUNDS {
        for (leaf, index, path) in &facts {
            assert!(black_box(includes(black_box(leaf), *index, size, path, &root)));
        }
    }
    let proved = (ROUNDS * facts.len()) as f64 / started.elapsed().as_secs_f64();
    let (mut last, started) = (root, Instant::now());
    for _hash in 0..ROUNDS * hashes {
        last = join(black_box(&last), &root);
    }
    black_box(last);
    let bare = (ROUNDS * facts.len()) as f64 / started.elapsed().as_secs_f64();
    println!("\n| proofs/s | bare hashes for as many | ratio | hashes a proof |");
    println!("|--:|--:|--:|--:|");
    let a_proof = hashes as f64 / facts.len() as f64;
    println!("| {proved:.0} | {bare:.0} | {:.2} | {a_proof:.1} |", proved / bare);
}
