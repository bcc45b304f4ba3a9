//! The deadline board of the province and of one unit: who keeps the deadlines, where it is stuck,
//! and what is next, down to the name.

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::{
    ids::{TransferId, UnitId},
    rulebook::Duty,
    unit::Unit,
};
use hoso_projections::obligations::ObligationRow;
use maud::{Markup, html};
use serde::Deserialize;

use super::{retirement, transfers::transfer_path};
use crate::{
    app::{Act, Opened, Target, may},
    web::{
        deadline::{self, soon_ends_before},
        layout::{Page, Step, board_path, dossier_path, render},
        lists::{self, BoardView, Sums},
        obstacle::Obstacle,
        visit::{Asks, Place, View, Visitor},
    },
};

/// How many units and duties are listed at first.
const UNITS_FIRST: usize = 15;
const DUTIES_FIRST: i64 = 25;
/// How many duties are listed at most.
const DUTIES_MAX: i64 = 500;

/// Whether everything is to be listed.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct All {
    /// `1`: all units and duties rather than the first.
    tat_ca: String,
}

/// `/tuan-thu`: the province, or the widest unit one may see.
pub async fn province(visitor: Visitor, Asks(all): Asks<All>) -> Result<Response, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let units = view.units().clone();
    let root = units.root().ok_or_else(Obstacle::not_found)?;
    if may(actor, Act::ReadBoard, Target::Unit(root.id), &units).is_ok() {
        return Ok(page(&visitor, root, &all).await?.into_response());
    }
    let scopes = crate::app::access::scopes(actor, Act::ReadBoard, &units);
    let unit =
        scopes.first().and_then(|scope| units.get(*scope)).ok_or_else(Obstacle::not_found)?;
    Ok(Redirect::to(&board_path(unit.code.as_str())).into_response())
}

/// `/tuan-thu/{unit}`: one unit with everything below it.
pub async fn unit(
    visitor: Visitor,
    Place(code): Place<String>,
    Asks(all): Asks<All>,
) -> Result<Response, Obstacle> {
    let units = visitor.view.units().clone();
    let unit = units.by_code(&code).ok_or_else(Obstacle::not_found)?;
    Ok(page(&visitor, unit, &all).await?.into_response())
}

async fn page(visitor: &Visitor, unit: &Unit, all: &All) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = visitor;
    let site = &view.site;
    let path = site.app().path_of_code(actor, Act::ReadBoard, unit.code.as_str()).await?;
    let soon_ends = soon_ends_before(&view.world.calendar, view.today);
    let board = lists::board(site, view.units(), unit, &path, view.today, soon_ends).await?;
    let everything = all.tat_ca == "1";
    let limit = if everything { DUTIES_MAX } else { DUTIES_FIRST };
    let duties = lists::open_duties(site, &[path], view.today, limit).await?;
    // Names only for those who may open dossiers: an administrator sees the figures alone.
    let named = may(actor, Act::ReadDossier, Target::Unit(unit.id), view.units()).is_ok();
    let names = if named { lists::names(site, &duties).await? } else { vec![] };
    if named {
        site.app().listed(actor, Opened::DueList, duties.len()).await?;
    }
    let works = may(actor, Act::CheckRecord, Target::Unit(unit.id), view.units()).is_ok();
    let shown = Shown { unit, board, duties, names, named, everything, works };
    let words = view.words;
    let title = words.with("page-board-title", &[("unit", unit.name.to_string())]);
    let retiring = if named {
        retirement::notice(visitor).await?
    } else {
        html! {}
    };
    let body = html! { (body(view, &title, &shown)) (retiring) };
    Ok(render(view, Page { title, back: back(visitor, unit), body }))
}

/// The units above that one may see.
fn back(visitor: &Visitor, unit: &Unit) -> Vec<Step> {
    let units = visitor.view.units();
    let above = units.path(unit.id).into_iter().filter(|id| *id != unit.id);
    let seen =
        above.filter(|id| may(&visitor.actor, Act::ReadBoard, Target::Unit(*id), units).is_ok());
    let step = |unit: &Unit| match unit.parent {
        None => Step::new("/tuan-thu", unit.name.to_string()),
        Some(_) => Step::new(board_path(unit.code.as_str()), unit.name.to_string()),
    };
    seen.filter_map(|id| units.get(id)).map(step).collect()
}

struct Shown<'a> {
    unit: &'a Unit,
    board: BoardView,
    duties: Vec<ObligationRow>,
    names: Vec<String>,
    /// Whether the reader may see names at all.
    named: bool,
    everything: bool,
    /// Whether the reader is the one who works through what waits here.
    works: bool,
}

fn body(view: &View, title: &str, shown: &Shown<'_>) -> Markup {
    let words = view.words;
    let total = shown.board.total();
    html! {
        h1 { (title) }
        @if total.open() + total.met() == 0 {
            div class="empty" {
                p { strong { (words.say("page-board-nothing")) } }
                p { (words.say("page-board-nothing-do")) }
            }
        } @else {
            (figures(view, &total))
            // Whoever works here begins with the work, everyone else with the figures.
            @if shown.works { (next(view, shown, total.open())) }
            (by_duty(view, shown))
        }
        @if !shown.board.below.is_empty() { (below(view, shown)) }
        @if !shown.works && total.open() + total.met() > 0 { (next(view, shown, total.open())) }
    }
}

fn figures(view: &View, total: &Sums) -> Markup {
    let words = view.words;
    let figure = |class: &str, shape: &str, n: i64, key: &str| {
        html! {
            div class={ "figure " (if n > 0 { class } else { "" }) } {
                dt { span aria-hidden="true" { (shape) " " } (words.say(key)) }
                dd { (number(words.0, n)) }
            }
        }
    };
    html! {
        dl class="figures" {
            (figure("late", "▲", total.overdue, "page-chip-overdue"))
            (figure("soon", "◆", total.soon, "page-chip-soon"))
            (figure("ok", "●", total.in_time, "page-chip-in-time"))
            div class="figure" {
                dt { (words.say("page-board-share")) }
                dd { (share(view, total)) }
            }
        }
    }
}

/// A whole number with its thousands marked.
pub fn number(lang: crate::sentences::Lang, n: i64) -> String {
    let mark = if lang == crate::sentences::Lang::Vi { '.' } else { ',' };
    let digits = n.to_string();
    let mut marked = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            marked.push(mark);
        }
        marked.push(digit);
    }
    marked
}

fn share(view: &View, sums: &Sums) -> String {
    let mark = if view.words.0 == crate::sentences::Lang::Vi { ',' } else { '.' };
    match sums.on_time_permille() {
        Some(permille) => format!("{}{mark}{} %", permille / 10, permille % 10),
        None => "–".to_owned(),
    }
}

fn by_duty(view: &View, shown: &Shown<'_>) -> Markup {
    let words = view.words;
    html! {
        section aria-labelledby="theo-viec" {
            h2 id="theo-viec" { (words.say("page-board-by-duty")) }
            div class="scroll" tabindex="0" role="group" aria-labelledby="theo-viec" {
                table class="sums" {
                    (head(view, "page-board-duty"))
                    tbody {
                        @for duty in Duty::ALL {
                            @if let Some(sums) = shown.board.by_duty.get(duty.as_str()) {
                                (sums_line(view, html! { (words.duty(duty)) }, sums))
                            }
                        }
                    }
                }
            }
            (legend(view))
        }
    }
}

/// What the figures of a line are called: the three standings of open duties, the two of met ones.
const COLUMNS: [&str; 5] = [
    "page-chip-overdue",
    "page-chip-soon",
    "page-chip-in-time",
    "page-chip-met-on-time",
    "page-chip-met-late",
];

fn head(view: &View, first: &'static str) -> Markup {
    let words = view.words;
    html! {
        thead {
            tr class="groups" {
                td {}
                th scope="colgroup" colspan="3" { (words.say("page-board-open")) }
                th scope="colgroup" colspan="2" { (words.say("page-board-finished")) }
                td {}
            }
            tr {
                th scope="col" { (words.say(first)) }
                @for key in COLUMNS { th scope="col" class="n" { (words.say(key)) } }
                th scope="col" class="share" { (words.say("page-board-share")) }
            }
        }
    }
}

fn sums_line(view: &View, name: Markup, sums: &Sums) -> Markup {
    let words = view.words;
    let cells = [
        ("late", sums.overdue),
        ("soon", sums.soon),
        ("", sums.in_time),
        ("", sums.met_on_time),
        ("", sums.met_late),
    ];
    html! {
        tr {
            th scope="row" { (name) }
            @for (key, (class, n)) in COLUMNS.into_iter().zip(cells) {
                td class={ "n " (if n > 0 { class } else { "zero" }) } data-name=(words.say(key)) {
                    (number(words.0, n))
                }
            }
            td class="share" { (bar(sums)) " " span { (share(view, sums)) } }
        }
    }
}

/// Met on time, met late and overdue as parts of one bar; the figures stand beside it in words.
fn bar(sums: &Sums) -> Markup {
    const WHOLE: i64 = 1000;
    let parts = [("ok", sums.met_on_time), ("done-late", sums.met_late), ("late", sums.overdue)];
    let all: i64 = parts.iter().map(|(_class, n)| n).sum();
    let mut drawn = vec![];
    let mut from = 0;
    for (class, n) in parts.into_iter().filter(|(_class, n)| *n > 0) {
        let wide = n * WHOLE / all;
        drawn.push((class, from, wide));
        from += wide;
    }
    html! {
        svg class="measure" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" {
            @for (class, from, wide) in drawn {
                rect class=(class) x=(from) width=(wide) height="10" {}
            }
        }
    }
}

fn legend(view: &View) -> Markup {
    let words = view.words;
    html! {
        p class="legend quiet" {
            span class="key ok" { (words.say("page-chip-met-on-time")) }
            span class="key done-late" { (words.say("page-chip-met-late")) }
            span class="key late" { (words.say("page-chip-overdue")) }
        }
        p class="quiet" { (words.say("page-board-share-told")) }
    }
}

fn below(view: &View, shown: &Shown<'_>) -> Markup {
    let words = view.words;
    let many = shown.board.below.len();
    let listed = if shown.everything { many } else { UNITS_FIRST };
    let name = |id: UnitId| match view.units().get(id) {
        Some(unit) => html! { a href=(board_path(unit.code.as_str())) { (unit.name) } },
        None => html! {},
    };
    html! {
        section aria-labelledby="don-vi" {
            h2 id="don-vi" { (words.say("page-board-below")) }
            p class="quiet" { (words.say("page-board-below-order")) }
            div class="scroll" tabindex="0" role="group" aria-labelledby="don-vi" {
                table class="sums" {
                    (head(view, "page-board-unit"))
                    tbody {
                        @for (id, sums) in shown.board.below.iter().take(listed) {
                            (sums_line(view, name(*id), sums))
                        }
                    }
                }
            }
            @if many > listed {
                p class="onward" { a class="button" href="?tat_ca=1#don-vi" {
                    (words.with("page-board-all-units", &[("n", many.to_string())]))
                } }
            }
        }
    }
}

fn next(view: &View, shown: &Shown<'_>, open: i64) -> Markup {
    let words = view.words;
    let listed = i64::try_from(shown.duties.len()).unwrap_or_default();
    html! {
        section aria-labelledby="viec" {
            h2 id="viec" { (words.say("page-board-next")) }
            @if shown.duties.is_empty() {
                p class="empty" { strong { (words.say("page-board-all-done")) } }
            } @else {
                table class="list" {
                    caption class="quiet" {
                        (words.with("page-board-next-shown",
                            &[("n", listed.to_string()), ("all", number(words.0, open))]))
                    }
                    thead { tr {
                        th scope="col" {
                            (words.say(if shown.named { "page-people-name" } else { "page-board-unit" }))
                        }
                        th scope="col" { (words.say("page-board-duty")) }
                        th scope="col" { (words.say("page-board-due")) }
                    } }
                    tbody {
                        @for (place, row) in shown.duties.iter().enumerate() {
                            (duty_line(view, shown, row, shown.names.get(place)))
                        }
                    }
                }
                @if listed < open && !shown.everything {
                    p class="onward" { a class="button" href="?tat_ca=1#viec" {
                        (words.with("page-board-all-duties", &[("n", open.min(DUTIES_MAX).to_string())]))
                    } }
                }
            }
        }
    }
}

fn duty_line(view: &View, shown: &Shown<'_>, row: &ObligationRow, name: Option<&String>) -> Markup {
    let words = view.words;
    let calendar = &view.world.calendar;
    let standing = deadline::standing(row, calendar, view.today);
    let unit = UnitId::parse(&row.unit_id).ok().and_then(|id| view.units().get(id));
    let dossier = hoso_events::ids::DossierId::parse(&row.dossier_id).ok();
    html! {
        tr {
            th scope="row" {
                @match (name, dossier) {
                    (Some(name), Some(dossier)) => {
                        // Who has yet to take a dossier over does not read it.
                        @let transfer = TransferId::parse(&row.subject).ok();
                        @match transfer.filter(|_| row.duty() == Some(Duty::TakeOver)) {
                            Some(transfer) => { a href=(transfer_path(transfer)) { (name) } }
                            None => { a href=(dossier_path(dossier)) { (name) } }
                        }
                        @if let Some(unit) = unit.filter(|unit| unit.id != shown.unit.id) {
                            small { (unit.name) }
                        }
                    }
                    // Who may not see names is told where it waits.
                    _ => {
                        @match unit {
                            Some(unit) if unit.id != shown.unit.id => {
                                a href=(board_path(unit.code.as_str())) { (unit.name) }
                            }
                            _ => { (shown.unit.name) }
                        }
                    }
                }
            }
            td data-name=(words.say("page-board-duty")) { (words.stored_duty(&row.duty)) }
            td data-name=(words.say("page-board-due")) {
                (deadline::chip(words, standing))
                small {
                    (deadline::told(words, row, standing, calendar, view.today))
                    @if name.is_some() {
                        " " a class="why" href=(deadline::why_path(row)) { (words.say("page-why-link")) }
                    }
                }
            }
        }
    }
}
