//! One list: how far it is, what is wrong in it and what to do, and what was done. One may leave the
//! page and come back.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use hoso_events::ids::DossierId;
use hoso_projections::people;
use maud::{Markup, html};

use super::{back, confirm, list_path};
use crate::{
    app::import::{
        jobs::{
            CANCELLED, CANCELLING, DONE, DONE_WITH_ERRORS, EXPIRED, FAILED, ListView, RUNNING,
            UNDOING, UNDONE, VALIDATING, WAITING,
        },
        report::{Report, ReportProblem},
    },
    sentences::key_of_code,
    web::{
        forms::{self, Control, Errors, Field, Typed},
        layout::{Page, dossier_path, render},
        obstacle::Obstacle,
        visit::{Place, View, Visitor},
    },
};

/// After how many seconds a page whose list is worked on asks again, without a script.
const AGAIN_SECONDS: &str = "3";

/// `/nhap/{list}`.
pub async fn page(visitor: Visitor, Place(id): Place<String>) -> Result<Response, Obstacle> {
    let list = visitor.view.site.app().list_view(&visitor.actor, &id).await?;
    let shown = whole(&visitor, &list, &Typed::default(), &Errors::default()).await?;
    let mut response = shown.into_response();
    if list.is_worked_on() && !list.silent {
        let again = HeaderValue::from_static(AGAIN_SECONDS);
        response.headers_mut().insert(header::REFRESH, again);
    }
    Ok(response)
}

/// The page, also after a form on it was not taken.
pub async fn whole(
    visitor: &Visitor,
    list: &ListView,
    typed: &Typed,
    errors: &Errors,
) -> Result<Markup, Obstacle> {
    let view = &visitor.view;
    let words = view.words;
    let title = words.with("page-import-list-title", &[("file", list.job.file_name.clone())]);
    let kept = names_of_kept(visitor, list).await?;
    let errors = &confirm::with_unit_asked(view, list, errors);
    let body = html! {
        (errors.summary(words))
        h1 { (title) }
        p role="status" class="lead" { strong { (state(view, list)) } }
        @match list.job.state.as_str() {
            _ if list.is_worked_on() => (progress(view, list)),
            WAITING if list.report.asks_unit => {
                (confirm::unit_form(view, list, errors))
                (figures(view, &list.report))
                (confirm::notes(view, list))
                (problems(view, list))
                (confirm::columns_form(view, list))
            }
            WAITING => {
                (figures(view, &list.report))
                (confirm::notes(view, list))
                (problems(view, list))
                (confirm::form(view, list, typed, errors))
                (confirm::columns_form(view, list))
            }
            FAILED => {
                (refused(view, &list.report))
                (confirm::columns_form(view, list))
                (another(view))
            }
            EXPIRED => { p { (words.say("page-import-expired-do")) } (another(view)) }
            _ => {
                (result(view, list, &kept))
                @if list.can_be_undone() { (undo_form(view, list, typed, errors)) }
                (another(view))
            }
        }
    };
    let back = back(view);
    Ok(render(view, Page { title: errors.title(words, &title), back, body }))
}

/// How a list stands, in words.
pub fn state(view: &View, list: &ListView) -> String {
    let words = view.words;
    let report = &list.report;
    if list.silent {
        return words.say("page-import-state-silent");
    }
    let key = match list.job.state.as_str() {
        VALIDATING => "page-import-state-validating",
        WAITING if report.asks_unit => "page-import-state-asks-unit",
        WAITING if report.wrong > 0 => "page-import-state-waiting-wrong",
        WAITING if report.new == 0 => "page-import-state-nothing-new",
        WAITING => "page-import-state-waiting",
        RUNNING => "page-import-state-running",
        CANCELLING => "page-import-state-cancelling",
        DONE | DONE_WITH_ERRORS => "page-import-state-done",
        CANCELLED => "page-import-state-cancelled",
        UNDOING => "page-import-state-undoing",
        UNDONE => "page-import-state-undone",
        EXPIRED => "page-import-state-expired",
        _ => "page-import-state-failed",
    };
    let n = |count: usize| count.to_string();
    match key {
        "page-import-state-waiting-wrong" => {
            words.with(key, &[("wrong", n(report.wrong)), ("rows", n(report.rows))])
        }
        "page-import-state-waiting" | "page-import-state-done" | "page-import-state-cancelled" => {
            words.with(key, &[("new", n(report.new))])
        }
        "page-import-state-undone" => {
            words.with(key, &[("withdrawn", report.withdrawn.to_string())])
        }
        key => words.say(key),
    }
}

fn progress(view: &View, list: &ListView) -> Markup {
    let words = view.words;
    let (done, total) = (list.job.done, list.job.total);
    html! {
        section class="way" aria-label=(words.say("page-import-progress")) {
            @if total > 0 {
                progress class="progress" value=(done.min(total)) max=(total) {}
                p { (words.with("page-import-so-far",
                    &[("done", done.min(total).to_string()), ("total", total.to_string())])) }
            } @else {
                progress class="progress" {}
                @if done > 0 {
                    p { (words.with("page-import-read-so-far", &[("done", done.to_string())])) }
                }
            }
            @if list.silent {
                p class="note" { (words.say("page-import-silent-do")) }
                (act(view, list, "tiep", "page-import-resume", ""))
            } @else {
                p { (words.say("page-import-leave")) }
                p { a class="button" href=(list_path(&list.job.job_id)) { (words.say("page-import-look-again")) } }
                @if list.job.state == RUNNING {
                    (act(view, list, "dung", "page-import-stop", "second"))
                    p class="quiet" { (words.say("page-import-stop-means")) }
                }
            }
        }
    }
}

/// A form of one button.
fn act(view: &View, list: &ListView, path: &str, key: &str, class: &str) -> Markup {
    let action = format!("{}/{path}", list_path(&list.job.job_id));
    let class = (!class.is_empty()).then_some(class);
    let body = html! { button type="submit" class=[class] { (view.words.say(key)) } };
    forms::post(view, &action, "", body)
}

fn figures(view: &View, report: &Report) -> Markup {
    let words = view.words;
    let figure = |key: &str, count: usize, class: &str| {
        html! { div class={ "figure " (class) } { dt { (words.say(key)) } dd { (count) } } }
    };
    let wrong = if report.wrong > 0 { "late" } else { "" };
    html! {
        dl class="figures" {
            (figure("page-import-rows", report.rows, ""))
            (figure("page-import-new", report.new, "ok"))
            (figure("page-import-already", report.already, ""))
            (figure("page-import-wrong", report.wrong, wrong))
        }
    }
}

/// What is wrong, cell by cell, and what to do.
fn problems(view: &View, list: &ListView) -> Markup {
    let words = view.words;
    let report = &list.report;
    if report.problems.is_empty() {
        return html! {};
    }
    let all: usize = report.by_code.values().sum();
    let shown = report.problems.len();
    let copy = format!("{}/loi.xlsx", list_path(&list.job.job_id));
    html! {
        section aria-labelledby="loi" {
            h2 id="loi" { (words.say("page-import-problems-title")) }
            p { (words.say("page-import-problems-lead")) }
            p { a class="button" href=(copy) { (words.say("page-import-copy")) } }
            table class="list" {
                caption class="quiet" {
                    (words.with("page-import-problems-shown",
                        &[("shown", shown.to_string()), ("all", all.to_string())]))
                }
                thead { tr {
                    th scope="col" { (words.say("page-import-cell")) }
                    th scope="col" { (words.say("page-import-heading")) }
                    th scope="col" { (words.say("page-import-what")) }
                    th scope="col" { (words.say("page-import-do")) }
                } }
                tbody { @for problem in &report.problems { (problem_line(view, problem)) } }
            }
        }
    }
}

fn problem_line(view: &View, problem: &ReportProblem) -> Markup {
    let words = view.words;
    let (what, fix) = what_and_fix(view, &problem.code);
    html! {
        tr {
            th scope="row" {
                @if problem.address.is_empty() {
                    (words.with("page-import-row", &[("row", problem.row.to_string())]))
                } @else { (problem.address) }
                @if !problem.against.is_empty() { small { (problem.against.join(", ")) } }
            }
            td data-name=(words.say("page-import-heading")) { (problem.column) }
            td data-name=(words.say("page-import-what")) { (what) }
            td data-name=(words.say("page-import-do")) { (fix) }
        }
    }
}

/// The sentence of a code in its two halves: what is wrong, and what to do.
pub fn what_and_fix(view: &View, code: &str) -> (String, String) {
    let sentence = view.words.say(&key_of_code(code));
    match sentence.split_once(". ") {
        Some((what, fix)) => (format!("{what}."), fix.to_owned()),
        None => (sentence, view.words.say("page-import-fix")),
    }
}

fn refused(view: &View, report: &Report) -> Markup {
    let words = view.words;
    let Some(refused) = &report.refused else { return html! {} };
    html! {
        div class="wrongs" role="alert" {
            p { strong { (words.say(&key_of_code(&refused.code))) } }
            @if let Some(field) = &refused.field {
                p { (words.with("page-import-missing-field", &[("field", words.field(field))])) }
            }
            @if let Some(place) = &refused.place {
                p { (words.with("page-import-at", &[("place", place.clone())])) }
            }
        }
    }
}

/// The names of dossiers that stayed, of those the reader may see.
async fn names_of_kept(
    visitor: &Visitor,
    list: &ListView,
) -> Result<Vec<(DossierId, String)>, Obstacle> {
    let mut named = vec![];
    for kept in &list.report.kept {
        let Ok(id) = DossierId::parse(&kept.dossier) else { continue };
        let db = visitor.view.site.app().store().db();
        let person = people::by_id(db, &kept.dossier).await?;
        named.extend(person.map(|person| (id, person.full_name)));
    }
    Ok(named)
}

fn result(view: &View, list: &ListView, kept: &[(DossierId, String)]) -> Markup {
    let words = view.words;
    let report = &list.report;
    html! {
        @if list.job.state != UNDONE { (figures(view, report)) }
        @if list.job.state == CANCELLED {
            p class="note" { (words.say("page-import-cancelled-do")) }
            (act(view, list, "tiep", "page-import-resume", ""))
        }
        @if list.job.state == DONE_WITH_ERRORS { p class="note" { (words.say("page-import-left-out-do")) } }
        @if list.job.state != UNDONE && report.wrong > 0 { (problems(view, list)) }
        @if !kept.is_empty() {
            section aria-labelledby="giu" {
                h2 id="giu" { (words.with("page-import-kept-title", &[("n", report.kept.len().to_string())])) }
                p { (words.say("page-import-kept-lead")) }
                ul class="ways" {
                    @for (id, name) in kept { li { a href=(dossier_path(*id)) { (name) } } }
                }
            }
        }
        @if report.new > 0 && list.job.state != UNDONE {
            p { a class="button" href="/ho-so" { (words.say("page-import-see-people")) } }
        }
    }
}

fn undo_form(view: &View, list: &ListView, typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    let action = format!("{}/rut", list_path(&list.job.job_id));
    let open = errors.of("ly_do").is_some();
    let body = html! {
        p { (words.with("page-import-undo-means", &[("n", list.report.new.to_string())])) }
        (Field {
            name: "ly_do",
            label: words.say("page-import-undo-reason"),
            hint: Some(words.say("page-import-undo-reason-hint")),
            value: typed.text("ly_do"),
            error: errors.of("ly_do"),
        }.line(Control { chars_max: Some(500), ..Control::default() }))
        p class="acts" { button type="submit" class="second" { (words.say("page-import-undo")) } }
    };
    html! {
        details open[open] {
            summary { (words.say("page-import-undo-title")) }
            (forms::post(view, &action, "form", body))
        }
    }
}

fn another(view: &View) -> Markup {
    html! { p { a class="button" href="/nhap" { (view.words.say("page-import-another")) } } }
}
