//! How scans are looked at: one page of them at a time, larger by plain links, without a script. A
//! picture stands in the page; a PDF is a link to the file. Fits beside a form.

use hoso_events::ids::DossierId;
use maud::{Markup, html};
use serde::Deserialize;

use super::{layout::dossier_path, tell::Words};
use crate::{files::intake::FileKind, store::scans::ScanRow};

/// How large pictures are shown: 1 fits the page, 2 and 3 are that many times as wide.
const LARGEST: u8 = 3;

/// Which scan is looked at, and how large.
#[derive(Debug, Clone, Copy, Deserialize, Default)]
#[serde(default)]
pub struct Glance {
    /// Which of the scans, from 1.
    pub trang: usize,
    /// How many times as large.
    pub phong: u8,
}

/// The address of a file of a dossier.
pub fn file_path(id: DossierId, scan: &ScanRow) -> String {
    format!("{}/giay-to/{}", dossier_path(id), scan.hash)
}

/// Shows one of the scans. `here` is the address of the page with its query up to where `trang=` and
/// `phong=` follow; it ends with `?` or `&`. `anchor` is where the links lead back to.
pub fn viewer(
    words: Words,
    id: DossierId,
    here: &str,
    anchor: &str,
    scans: &[&ScanRow],
    glance: Glance,
) -> Markup {
    let place = glance.trang.clamp(1, scans.len().max(1));
    let Some(scan) = scans.get(place - 1) else { return html! {} };
    let zoom = glance.phong.clamp(1, LARGEST);
    let to = |place: usize, zoom: u8| format!("{here}trang={place}&phong={zoom}#{anchor}");
    let of = [("n", place.to_string()), ("of", scans.len().to_string())];
    html! {
        div class="scan" id=(anchor) {
            p class="scan-bar" {
                @if scans.len() > 1 {
                    strong { (words.with("page-scan-place", &of)) }
                    @if place > 1 { a rel="prev" href=(to(place - 1, zoom)) { (words.say("page-scan-before")) } }
                    @if place < scans.len() {
                        a rel="next" href=(to(place + 1, zoom)) { (words.say("page-scan-next")) }
                    }
                }
                @if is_picture(scan) {
                    @if zoom < LARGEST { a href=(to(place, zoom + 1)) { (words.say("page-scan-larger")) } }
                    @if zoom > 1 { a href=(to(place, zoom - 1)) { (words.say("page-scan-smaller")) } }
                }
                a href=(file_path(id, scan)) { (words.say("page-scan-file")) }
            }
            @if is_picture(scan) {
                div class="scan-frame" tabindex="0" role="group" aria-label=(words.say("page-scan-alt")) {
                    img class={ "zoom-" (zoom) } src=(file_path(id, scan)) alt=(words.say("page-scan-alt"))
                        width=[scan.size.map(|(width, _)| width)]
                        height=[scan.size.map(|(_, height)| height)];
                }
            } @else {
                p { (words.with("page-scan-pdf", &[("size", size(words, scan.bytes))])) }
            }
        }
    }
}

/// What a file is and how large, in a few words: `JPG, 1,2 MB`.
pub fn described(words: Words, scan: &ScanRow) -> String {
    format!("{}, {}", scan.kind.to_uppercase(), size(words, scan.bytes))
}

/// Whether a file is shown in the page.
pub fn is_picture(scan: &ScanRow) -> bool {
    FileKind::parse(&scan.kind).is_some_and(|kind| kind != FileKind::Pdf)
}

fn size(words: Words, bytes: i64) -> String {
    const MEGA: i64 = 1_024 * 1_024;
    if bytes < MEGA {
        return format!("{} KB", bytes.div_euclid(1_024).max(1));
    }
    let tenths = bytes * 10 / MEGA;
    let mark = if words.code() == "vi" { ',' } else { '.' };
    format!("{}{mark}{} MB", tenths / 10, tenths % 10)
}
