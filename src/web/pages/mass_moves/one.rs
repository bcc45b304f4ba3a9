//! One mass move: what it would do and who is left, whose step is due, how far it is, and what was
//! recorded of it.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use hoso_events::{
    fact::Recorded,
    ids::{MassMoveId, UnitId},
    mass_move::{GrantsThen, MassMove, MassMoveEvent},
    values::Reason,
};
use maud::{Markup, html};

use super::{back, endings, move_path, state_told};
use crate::{
    app::{
        Act,
        mass_moves::{MoveView, Named},
    },
    sentences::key_of_code,
    web::{
        forms::{self, Control, Errors, Field, Typed},
        layout::{Page, render},
        obstacle::Obstacle,
        pages::board::number,
        paper_fields, recorded,
        visit::{Place, View, Visitor},
    },
};

/// The hidden field with the hash of the manifest that was seen.
pub const HASH: &str = "danh_sach";
pub const REASON: &str = "ly_do";
/// After how many seconds the page of one that is worked on asks again, without a script.
const AGAIN_SECONDS: &str = "3";
/// How much of a hash tells it apart for a reader.
const HASH_CHARS_SHOWN: usize = 16;

/// `/quan-tri/dot-chuyen/{mass_move}`.
pub async fn page(visitor: Visitor, Place(id): Place<MassMoveId>) -> Result<Response, Obstacle> {
    let (found, shown) = whole(&visitor, id, &Typed::default(), &Errors::default()).await?;
    let mut response = shown.into_response();
    if found.is_worked_on() && !found.silent {
        let again = HeaderValue::from_static(AGAIN_SECONDS);
        response.headers_mut().insert(header::REFRESH, again);
    }
    Ok(response)
}

/// The page, also after a form on it was not taken.
pub async fn whole(
    visitor: &Visitor,
    id: MassMoveId,
    typed: &Typed,
    errors: &Errors,
) -> Result<(MoveView, Markup), Obstacle> {
    let Visitor { view, actor } = visitor;
    let app = view.site.app();
    let found = app.mass_move(actor, id).await?;
    let (sample, left) = app.names_of_move(actor, &found).await?;
    let words = view.words;
    let unapproved = matches!(found.state, MassMove::NotApproved);
    let number_of = found.manifest.decision.number.to_string();
    let title = words.with("page-mass-move-title", &[("number", number_of)]);
    let body = html! {
        (errors.summary(words))
        h1 { (title) }
        p role="status" class="lead" { strong { (state_told(words, &found)) } }
        @if !unapproved { (due(view, &found)) }
        (about(view, &found))
        (ways(view, &found))
        (endings::table(view, &found))
        (people(view, &sample, &found))
        (left_out(view, &left, &found))
        // Whoever approves has seen the whole before they come to the button.
        @if unapproved { (due(view, &found)) }
        (undoing(view, &found, typed, errors))
        @if !found.facts.is_empty() {
            section aria-labelledby="lich-su" {
                h2 id="lich-su" { (words.say("page-mass-move-history")) }
                ol class="timeline" {
                    @for fact in &found.facts { (recorded::line(view, fact, &fact_told(view, fact))) }
                }
            }
        }
    };
    let page = Page { title: errors.title(words, &title), back: back(view), body };
    let shown = render(view, page);
    Ok((found, shown))
}

fn fact_told(view: &View, recorded: &Recorded) -> String {
    let words = view.words;
    let hoso_events::fact::Fact::MassMove(event) = &recorded.fact else { return String::new() };
    let n = |n: u32| number(words.0, i64::from(n));
    match event {
        MassMoveEvent::MassMoveApproved { ways, .. } => {
            let people = ways.iter().map(|way| way.people).sum();
            words.with("page-mass-move-was-approved", &[("people", n(people))])
        }
        MassMoveEvent::MassMoveCompleted { moved, left } => {
            let said = [("moved", n(*moved)), ("left", n(*left))];
            words.with("page-mass-move-was-completed", &said)
        }
        MassMoveEvent::MassMoveUndoOrdered { reason, .. } => {
            words.with("page-mass-move-undo-was-ordered", &[("reason", reason.to_string())])
        }
        MassMoveEvent::MassMoveUndone { back, left } => {
            words.with("page-mass-move-was-undone", &[("back", n(*back)), ("left", n(*left))])
        }
    }
}

/// A form of one button that names what was seen.
fn act(view: &View, found: &MoveView, path: &str, key: &str, class: &str) -> Markup {
    let action = format!("{}/{path}", move_path(found.id));
    let body = html! {
        input type="hidden" name=(HASH) value=(found.hash);
        button type="submit" class=[(!class.is_empty()).then_some(class)] { (view.words.say(key)) }
    };
    forms::post(view, &action, "", body)
}

/// The step that is due, for whoever may take it.
fn due(view: &View, found: &MoveView) -> Markup {
    let words = view.words;
    let keeps = view.may_somewhere(Act::KeepUnits);
    let early = found.manifest.effective_on > view.today;
    html! {
        @if found.is_worked_on() {
            (progress(view, found))
        } @else {
            @match &found.state {
                MassMove::NotApproved => {
                    @if found.own { p class="note" { (words.say("page-mass-move-own")) } }
                    @else {
                        p { (words.say("page-mass-move-approve-means")) }
                        div class="acts" { (act(view, found, "duyet", "page-mass-move-approve", "")) }
                    }
                    @if keeps {
                        div class="acts" { (act(view, found, "bo", "page-mass-move-discard", "second")) }
                    }
                }
                MassMove::Approved(_) if early => {
                    @let day = words.day(found.manifest.effective_on);
                    p class="note" { (words.with("page-mass-move-early", &[("day", day)])) }
                }
                MassMove::Approved(_) if keeps => {
                    p { (words.say("page-mass-move-run-means")) }
                    @let key = if found.moved > 0 { "page-mass-move-go-on" } else { "page-mass-move-run" };
                    div class="acts" { (act(view, found, "thuc-hien", key, "")) }
                }
                MassMove::Completed(_) => { p { (words.say("page-mass-move-done-do")) } }
                _ => {}
            }
        }
    }
}

fn progress(view: &View, found: &MoveView) -> Markup {
    let words = view.words;
    let (done, total) = (found.plan.done, found.plan.total);
    html! {
        section class="way" aria-label=(words.say("page-import-progress")) {
            @if total > 0 {
                progress class="progress" value=(done.min(total)) max=(total) {}
                p { (words.with("page-mass-move-so-far", &[
                    ("done", number(words.0, done.min(total))), ("total", number(words.0, total))])) }
            } @else { progress class="progress" {} }
            @if found.silent {
                p class="note" { (words.say("page-mass-move-silent-do")) }
                @if !matches!(found.state, MassMove::Undoing(_)) {
                    (act(view, found, "thuc-hien", "page-mass-move-go-on", ""))
                }
            } @else {
                p { (words.say("page-import-leave")) }
                p { a class="button" href=(move_path(found.id)) { (words.say("page-import-look-again")) } }
            }
        }
    }
}

fn about(view: &View, found: &MoveView) -> Markup {
    let words = view.words;
    let manifest = &found.manifest;
    let short: String = found.hash.as_str().chars().take(HASH_CHARS_SHOWN).collect();
    html! {
        dl class="facts" {
            dt { (words.say("page-mass-move-decision")) } dd { (words.paper(&manifest.decision)) }
            dt { (words.say("page-mass-move-effective-on")) } dd { (words.day(manifest.effective_on)) }
            dt { (words.say("page-mass-move-reason")) } dd { (manifest.reason) }
            dt { (words.say("page-mass-moves-planned")) } dd { (found.plan.account_name) }
            @if !manifest.successors.is_empty() {
                dt { (words.say("page-mass-move-grants")) }
                dd {
                    (words.say(match manifest.grants {
                        GrantsThen::End => "page-mass-move-grants-end",
                        GrantsThen::Follow => "page-mass-move-grants-follow",
                    }))
                }
            }
            dt { (words.say("page-mass-move-hash")) }
            dd { code title=(found.hash) { (short) "…" } }
        }
    }
}

/// What a unit is called.
pub fn unit_told(view: &View, unit: UnitId) -> String {
    view.units().get(unit).map(|unit| unit.name.to_string()).unwrap_or_default()
}

fn ways(view: &View, found: &MoveView) -> Markup {
    let words = view.words;
    let n = |n: i64| number(words.0, n);
    let planned = found.report.planned_count + found.report.run_count;
    html! {
        dl class="figures" {
            div class="figure" {
                dt { (words.say("page-mass-move-going")) }
                dd { (n(found.manifest.people.len() as i64)) }
            }
            div class="figure ok" { dt { (words.say("page-mass-move-gone")) } dd { (n(found.moved)) } }
            @if found.back > 0 {
                div class="figure" { dt { (words.say("page-mass-move-back")) } dd { (n(found.back)) } }
            }
            div class=(if planned > 0 { "figure late" } else { "figure" }) {
                dt { (words.say("page-mass-move-left")) } dd { (n(planned as i64)) }
            }
        }
        table class="list" {
            caption { (words.say("page-mass-move-ways")) }
            thead { tr {
                th scope="col" { (words.say("page-mass-move-from")) }
                th scope="col" { (words.say("page-mass-move-to-unit")) }
                th scope="col" { (words.say("page-mass-moves-people")) }
            } }
            tbody {
                @for way in found.manifest.ways() {
                    tr {
                        th scope="row" { (unit_told(view, way.from)) }
                        td data-name=(words.say("page-mass-move-to-unit")) { (unit_told(view, way.to)) }
                        td data-name=(words.say("page-mass-moves-people")) { (n(i64::from(way.people))) }
                    }
                }
            }
        }
        @if !found.manifest.accounts.is_empty() {
            p class="quiet" { (words.with("page-mass-move-accounts", &[
                ("n", n(found.manifest.accounts.len() as i64))])) }
        }
    }
}

/// Some people, spread over the whole: what an eye can look through.
fn people(view: &View, sample: &[Named], found: &MoveView) -> Markup {
    let words = view.words;
    let told = |unit: Option<UnitId>| unit.map(|unit| unit_told(view, unit)).unwrap_or_default();
    html! {
        @if !sample.is_empty() {
            details open[matches!(found.state, MassMove::NotApproved)] {
                summary { (words.with("page-mass-move-sample", &[("n", sample.len().to_string())])) }
                ul class="ways" {
                    @for one in sample {
                        li { strong { (one.full_name) } ": " (told(one.from)) " → " (told(one.to)) }
                    }
                }
            }
        }
    }
}

fn left_out(view: &View, left: &[Named], found: &MoveView) -> Markup {
    let words = view.words;
    let report = &found.report;
    let all = report.planned_count + report.run_count + report.undo_count;
    html! {
        @if !left.is_empty() {
            section aria-labelledby="o-lai" {
                h2 id="o-lai" { (words.with("page-mass-move-left-title", &[("n", all.to_string())])) }
                table class="list" {
                    thead { tr {
                        th scope="col" { (words.say("page-transfers-person")) }
                        th scope="col" { (words.say("page-mass-move-why")) }
                    } }
                    tbody {
                        @for one in left {
                            tr {
                                th scope="row" {
                                    @if one.full_name.is_empty() { (words.say("page-mass-move-nobody-known")) }
                                    @else { (one.full_name) }
                                    @if let Some(row) = one.row {
                                        small { (words.with("page-import-row", &[("row", row.to_string())])) }
                                    }
                                }
                                td data-name=(words.say("page-mass-move-why")) {
                                    (words.say(&key_of_code(one.code.as_deref().unwrap_or_default())))
                                }
                            }
                        }
                    }
                }
                @if all > left.len() {
                    p class="quiet" { (words.with("page-mass-move-more-left", &[
                        ("n", (all - left.len()).to_string())])) }
                }
            }
        }
    }
}

/// The form that undoes the whole, for whoever keeps the units.
fn undoing(view: &View, found: &MoveView, typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    let can = match &found.state {
        MassMove::Approved(_) => found.moved > 0,
        MassMove::Completed(_) | MassMove::Undoing(_) => true,
        MassMove::NotApproved | MassMove::Undone(_) => false,
    };
    let free = !found.is_worked_on() || found.silent;
    let action = format!("{}/hoan-tac", move_path(found.id));
    let body = html! {
        p { (words.with("page-mass-move-undo-means", &[
            ("n", number(words.0, found.moved - found.back))])) }
        (Field {
            name: REASON,
            label: words.say("page-mass-move-undo-reason"),
            hint: None,
            value: typed.text(REASON),
            error: errors.of(REASON),
        }.line(Control { chars_max: Some(Reason::CHARS_MAX), ..Control::default() }))
        (paper_fields::fields(words, words.say("page-mass-move-undo-decision"), typed, errors))
        p class="acts" { button type="submit" class="second" { (words.say("page-mass-move-undo")) } }
    };
    html! {
        @if can && free && view.may_somewhere(Act::KeepUnits) {
            details open[!errors.is_empty()] {
                summary { (words.say("page-mass-move-undo-title")) }
                (forms::post(view, &action, "form", body))
            }
        }
    }
}
