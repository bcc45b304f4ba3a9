//! Transfers within the province: the lists of who comes and who goes, one transfer with its steps,
//! and the order that begins one.

mod acts;
mod list;
mod order;
mod tracker;

pub use list::half;
pub use order::back_path;

use axum::{Router, routing::get};
use chrono::NaiveDate;
use hoso_events::{
    dossier::{Side, Stage, TransferKind},
    ids::{DossierId, TransferId, UnitId},
};
use hoso_projections::transfers::OnTheWay;
use maud::{Markup, html};

use crate::{
    app::transfers::CoverSheet,
    web::{
        Site,
        deadline::{self, Standing},
        layout::{Step, dossier_path},
        tell::Words,
        visit::View,
    },
};

/// Where the transfers are listed.
pub const PATH: &str = "/dieu-chuyen";

/// The addresses of these pages.
pub fn routes() -> Router<Site> {
    Router::new()
        .route(PATH, get(list::page))
        .route("/dieu-chuyen/{transfer}", get(tracker::page).post(acts::act))
        .route("/ho-so/{dossier}/dieu-chuyen", get(order::page).post(order::act))
}

/// The address of a transfer; never a name.
pub fn transfer_path(id: TransferId) -> String {
    format!("{PATH}/{id}")
}

/// Where the transfer of a dossier is ordered.
pub fn order_path(id: DossierId) -> String {
    format!("{}/dieu-chuyen", dossier_path(id))
}

/// The way back from a page below a transfer.
pub fn way_back(view: &View, sheet: &CoverSheet) -> Vec<Step> {
    let words = view.words;
    let title = words.with("page-transfer-title", &[("name", sheet.found.full_name.clone())]);
    let list =
        (sheet.sends || sheet.receives).then(|| Step::new(PATH, words.say("page-transfers-title")));
    list.into_iter().chain([Step::new(transfer_path(sheet.id), title)]).collect()
}

/// What a stage is called.
fn stage_told(words: Words, stage: Stage) -> String {
    words.say(match stage {
        Stage::Ordered => "page-transfer-stage-ordered",
        Stage::Released => "page-transfer-stage-released",
        Stage::PaperInvalid => "page-transfer-stage-paper-invalid",
        Stage::PaperReceived => "page-transfer-stage-paper-received",
        Stage::Accepted => "page-transfer-stage-accepted",
        Stage::Refused => "page-transfer-stage-refused",
        Stage::Cancelled => "page-transfer-stage-cancelled",
    })
}

/// What a kind of transfer is called.
pub fn kind_told(words: Words, kind: TransferKind) -> String {
    words.say(match kind {
        TransferKind::Reassignment => "page-transfer-kind-reassignment",
        TransferKind::Rotation => "page-transfer-kind-rotation",
        TransferKind::OwnRequest => "page-transfer-kind-own-request",
    })
}

/// Which unit has to act at a stage; none when it is over.
fn turn(stage: Stage) -> Option<Side> {
    match stage {
        Stage::Ordered | Stage::PaperInvalid => Some(Side::Sending),
        Stage::Released | Stage::PaperReceived => Some(Side::Receiving),
        Stage::Accepted | Stage::Refused | Stage::Cancelled => None,
    }
}

/// What a unit is called now.
pub fn unit_told(view: &View, id: &str) -> String {
    let unit = UnitId::parse(id).ok().and_then(|id| view.units().get(id));
    unit.map(|unit| unit.name.to_string()).unwrap_or_default()
}

/// What a unit was called on the day a transfer took effect, and what it is today.
fn unit_then(view: &View, id: &str, effective_on: &str) -> String {
    let day = effective_on.parse().unwrap_or(view.today);
    view.units_on(day, None).told(view.words.0, id).unwrap_or_default()
}

/// Who has to act, and by when where a term runs.
fn due(view: &View, found: &OnTheWay, stage: Stage) -> Markup {
    let words = view.words;
    let who = match turn(stage) {
        Some(Side::Sending) => unit_told(view, &found.row.from_unit),
        Some(Side::Receiving) => unit_told(view, &found.row.to_unit),
        None => return html! { span class="quiet" { (stage_told(words, stage)) } },
    };
    let last = found.due_on.as_deref().and_then(|day| day.parse::<NaiveDate>().ok());
    html! {
        (who)
        @if let Some(last) = last {
            " " (deadline::chip(words, standing(view, last))) " "
            (words.with("page-transfer-due", &[("day", words.day(last))]))
        }
    }
}

fn standing(view: &View, last: NaiveDate) -> Standing {
    let soon = deadline::soon_ends_before(&view.world.calendar, view.today);
    match last {
        last if last < view.today => Standing::Overdue,
        last if last < soon => Standing::Soon,
        _ => Standing::InTime,
    }
}
