//! The end of someone's service and their return: who left, the form that records an ending, the one
//! that puts a wrong one right, and the way back.

mod back;
mod end;
mod fields;
mod list;
mod mend;

use axum::{Router, routing::get};
use hoso_events::ids::DossierId;
use maud::{Markup, html};

use crate::{
    app::endings::ServiceShown,
    web::{Site, layout::dossier_path, visit::View},
};

/// Who left, and who is about to.
pub const PATH: &str = "/thoi-cong-tac";
/// Bringing someone back who left.
pub const BACK: &str = "/ho-so/tro-lai";

/// The addresses of these pages.
pub fn routes() -> Router<Site> {
    Router::new()
        .route(PATH, get(list::page))
        .route(BACK, get(back::page).post(back::act))
        .route("/ho-so/{dossier}/thoi-cong-tac", get(end::page).post(end::act))
        .route("/ho-so/{dossier}/thoi-cong-tac/ghi-lai", get(mend::page).post(mend::act))
}

/// Where the end of someone's service is recorded.
pub fn end_path(id: DossierId) -> String {
    format!("{}/thoi-cong-tac", dossier_path(id))
}

/// Where a wrong ending is put right.
pub fn mend_path(id: DossierId) -> String {
    format!("{}/thoi-cong-tac/ghi-lai", dossier_path(id))
}

/// Says on the dossier that service ended or will end: how, on which paper, and what can be done.
pub fn banner(view: &View, id: DossierId, shown: &ServiceShown) -> Markup {
    let words = view.words;
    let Some(ended) = &shown.ended else { return html! {} };
    let ending = &ended.ending;
    let told = if ended.in_effect {
        words.ended_as(ending.kind())
    } else {
        words.with("page-ending-ahead", &[("kind", words.ending_kind(ending.kind()))])
    };
    let day = ("day", words.day(ending.ended_on));
    let since = if ended.in_effect { "page-ending-since" } else { "page-ending-from" };
    let (label, detail) = words.leaving(&ending.leaving);
    html! {
        section class="moment-told past" aria-labelledby="thoi-cong-tac" {
            h2 id="thoi-cong-tac" { (told) ", " (words.with(since, &[day])) }
            p { (words.ending_paper(ending.kind())) " " (words.paper(&ending.paper)) ". " (label) ": " (detail) "." }
            p { (words.say(if ended.in_effect { "page-ending-means" } else { "page-ending-ahead-means" })) }
            @if shown.records {
                p class="acts" {
                    a class="button" href=(mend_path(id)) { (words.say("page-ending-mend")) }
                    @if ended.in_effect && ending.kind() != hoso_events::dossier::EndingKind::Died {
                        a class="button" href=(BACK) { (words.say("page-back-title")) }
                    }
                }
            }
        }
    }
}
