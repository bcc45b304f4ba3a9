//! Papers with their scans, and who has looked at a dossier, in a real browser.

use hoso::{
    app::{Actor, Command, Request},
    clock::{Clock as _, SystemClock},
    demo::Plan,
};
use hoso_events::{
    dossier::DossierCommand,
    ids::DossierId,
    provenance::Source,
    values::{Issuer, Paper, PaperNumber},
};
use image::{DynamicImage, GrayImage, ImageFormat, Luma};

use super::{BYTES_MAX, DESK, PHONE, REQUESTS_MAX, Served, chromium, root};
use crate::support::in_runtime;

/// What a scanned page may weigh beyond the page it stands in.
const SCAN_BYTES_MAX: u64 = 200 * 1_024;

/// A page with lines of writing on it.
fn scanned_page() -> Vec<u8> {
    let writes = |x: u32, y: u32| {
        let (line, within) = (y / 22, y % 22);
        let written = (60..540).contains(&x) && (3..38).contains(&line) && within < 9;
        let ends = 540 - (line * 37) % 160;
        if written && x < ends && !(x / 9 + line).is_multiple_of(5) { 40 } else { 245 }
    };
    let page = GrayImage::from_fn(600, 848, |x, y| Luma([writes(x, y)]));
    let mut bytes = std::io::Cursor::new(vec![]);
    DynamicImage::ImageLuma8(page).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// Hands two pages in for the paper of a dossier.
async fn hands_in(served: &Served, id: DossierId) -> String {
    let service = Actor::service();
    let hash = served.app.take_file(&service, id, scanned_page()).await.unwrap();
    let paper = Paper {
        number: PaperNumber::parse("112/QĐ-SNV").unwrap(),
        dated_on: "2024-01-15".parse().unwrap(),
        issuer: Issuer::parse("Sở Nội vụ (giả định)").unwrap(),
    };
    let command = DossierCommand::ScanPaper { paper, scan: hash.clone() };
    let request = Request::new(Command::Dossier(id, command), Source::Page);
    served.app.execute(&service, request).await.unwrap();
    hash.to_string()
}

#[test]
fn papers_and_looks_fit_a_phone_and_a_desk() {
    let Some(program) = chromium::installed() else { return };
    in_runtime(async {
        let standard = Plan::standard(SystemClock.now());
        let served = Served::start(Plan { people: 20, units: 30, years: 1, ..standard }).await;
        let mut chromium = chromium::Chromium::start(program);
        let pictures = root().join("target/screenshots");
        std::fs::create_dir_all(&pictures).unwrap();
        let official = served.member("official");
        let id = official.dossier.unwrap();
        let hash = hands_in(&served, id).await;
        let dossier = format!("/ho-so/{id}");
        let papers = format!("{dossier}/giay-to");
        let looked_at = format!("{papers}?xem={hash}");
        let looks = format!("{dossier}/ai-da-xem");
        for (name, role, path, shows, extra) in [
            ("dossier-ways", "data_officer", &dossier, "Giấy tờ và bản quét", 0),
            ("papers", "data_officer", &papers, "Nộp bản quét", 0),
            ("scan", "data_officer", &looked_at, "Phóng to", SCAN_BYTES_MAX),
            ("looks", "official", &looks, "Cán bộ phụ trách dữ liệu", 0),
        ] {
            let account = served.member(role).account.to_string();
            chromium.cookie(&served.address, "hoso_vai", &account);
            for width in [PHONE, DESK] {
                chromium.window(width, 900);
                // Of a dossier only the top is of interest here.
                let whole = name != "dossier-ways";
                let seen = chromium.open(&format!("{}{path}", served.address), whole);
                let at = format!("{name} at {width} px");
                assert!(seen.html.contains(shows), "{at}: {shows}");
                assert!(seen.width <= f64::from(width), "{at}: {} px wide", seen.width);
                assert!(seen.complaints.is_empty(), "{at}: {:?}", seen.complaints);
                assert!(seen.requests.len() <= REQUESTS_MAX, "{at}: {:?}", seen.requests);
                let bytes: u64 = seen.requests.iter().map(|asked| asked.bytes).sum();
                assert!(bytes <= BYTES_MAX + extra, "{at}: {bytes} bytes");
                std::fs::write(pictures.join(format!("{name}-{width}.png")), seen.picture).unwrap();
            }
        }
    });
}
