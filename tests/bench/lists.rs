//! Lists of people: judged, taken in, gone out, judged again and undone, at two lengths of one run.

use std::{
    io::Read as _,
    sync::Arc,
    time::{Duration, Instant},
};

use hoso::{
    app::{
        Act,
        export::AskedExport,
        import::{AskedList, ImportGround, Take, Watch, undo::AskedUndo},
    },
    sheets::Kind,
    store::BATCH_COMMITS_MAX,
};

use hoso_events::{provenance::Source, values::Reason};

use crate::fixture::{Fixture, day, file_in, paper, province};

/// How long the lists are; the longer one shows what grows.
const LENGTHS: [usize; 2] = [10_000, 40_000];

/// What one step took.
struct Step {
    took: Duration,
    /// How many MiB the process grew over what it had before.
    grew: f64,
}

/// A list as a unit would send it.
fn list(people: usize, from: usize) -> String {
    let mut text = String::from(
        "DANH SÁCH;\n\nSTT;Họ và tên;Ngày sinh;Giới tính;Số CCCD;Dân tộc;Mã ngạch;Bậc;Hệ số;\
         Trình độ chuyên môn;Số điện thoại\n",
    );
    for n in from..from + people {
        let number = n - from + 1;
        text.push_str(&format!(
            "{number};Nguyễn Văn An {};15.03.1990;Nam;080090{n:06};Kinh;01.003;3;3,00;Đại học;\
             09{n:08}\n",
            ["Bình", "Cường", "Dũng", "Hòa"][n % 4]
        ));
    }
    text
}

fn memory_kib(line: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find_map(|text| text.strip_prefix(line));
    found.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

/// Runs a step and says how long it took and how much memory it needed at its peak.
async fn step<T>(work: impl Future<Output = T>) -> (T, Step) {
    // Resets the peak to what is held now (proc(5), clear_refs).
    let _only_linux = std::fs::write("/proc/self/clear_refs", "5");
    let before = memory_kib("VmRSS:");
    let begun = Instant::now();
    let done = work.await;
    let took = begun.elapsed();
    let grew = (memory_kib("VmHWM:") - before).max(0.0) / 1024.0;
    (done, Step { took, grew })
}

fn asked(fixture: &Fixture, bytes: Vec<u8>) -> AskedList {
    let ground = ImportGround { paper: paper(), confirmed_on: day("2026-07-01") };
    let unit = Some(fixture.units[1]);
    AskedList { bytes: Arc::new(bytes), choices: vec![], unit, ground }
}

pub async fn run() {
    println!("\n## Lists\n");
    println!(
        "| people | | seconds | people/s | MiB at the peak | times the judging of the same run |\n\
         |--:|---|--:|--:|--:|--:|"
    );
    let mut ratios = vec![];
    for (n, people) in LENGTHS.into_iter().enumerate() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = file_in(folder.path(), "lists.db");
        let fixture = province(&place, BATCH_COMMITS_MAX, 1, 0).await;
        let (app, officer) = (&fixture.app, &fixture.officer);
        let text = asked(&fixture, list(people, n * 100_000).into_bytes());
        let watch = Watch::default();
        let (judged, judging) = step(app.judge_list(officer, &text, &watch)).await;
        assert_eq!(judged.expect("the list is read").new_count(), people);
        let say = |what: &str, step: &Step| {
            let rate = people as f64 / step.took.as_secs_f64();
            let times = step.took.as_secs_f64() / judging.took.as_secs_f64();
            println!(
                "| {people} | {what} | {:.2} | {rate:.0} | {:.0} | {times:.1} |",
                step.took.as_secs_f64(),
                step.grew
            );
        };
        say(".csv judged", &judging);
        let (taken, taking) = step(app.take_list(officer, &text, Take::All, &watch)).await;
        let taken = taken.expect("the list is taken in");
        assert_eq!(taken.new_count(), people);
        say(".csv judged and taken in", &taking);
        drop(text);
        let paths = app.paths(officer, Act::ReadDossier).await.expect("units");
        let out = AskedExport { paths, query: String::new() };
        let (written, writing) = step(app.export_people(&out, Kind::Xlsx)).await;
        let (mut file, _people) = written.expect("the list is written");
        say(".xlsx written", &writing);
        let mut bytes = vec![];
        file.read_to_end(&mut bytes).expect("the list is there");
        let book = asked(&fixture, bytes);
        let (judged, judging_book) = step(app.judge_list(officer, &book, &watch)).await;
        assert!(judged.expect("the list is read").already_count() >= people);
        say(".xlsx judged, everybody there already", &judging_book);
        let undo = AskedUndo {
            file_sha256: taken.head.file_sha256.clone(),
            reason: Reason::parse("Chọn nhầm đơn vị.").expect("a reason"),
            source: Source::Page,
            dry_run: false,
        };
        let (undone, undoing) = step(app.undo_list(officer, &undo, &watch)).await;
        assert_eq!(undone.expect("the list is undone").withdrawn, people as u64);
        say("undone", &undoing);
        ratios.push((people, undoing.took.as_secs_f64() / taking.took.as_secs_f64()));
    }
    println!();
    for (people, ratio) in ratios {
        println!("undo : import of {people} people in one run = {ratio:.2}");
    }
}
