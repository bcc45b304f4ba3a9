//! The first page of an official: how far the record is, the one day that matters, one button to go
//! on, what came back, and the way to report a change.

use hoso_events::{
    catalogue::{Section, catalogue},
    entry::FieldCode,
    ids::SubmissionId,
    rulebook::Duty,
};
use hoso_projections::obligations::ObligationRow;
use maud::{Markup, html};

use super::{
    Desk, answers_path, declaration, flash, is_obligatory, place_path, receipt_path, section_path,
    stands,
    tasks::{After, deadline_of},
    tasks_path,
};
use crate::{
    app::{entry::Entering, reads::FieldView},
    web::{
        deadline,
        layout::{Page, dossier_path, render},
        obstacle::Obstacle,
        pages::{access_log, record, retirement},
        visit::{Asks, View, Visitor},
    },
};

/// `/viec-cua-toi`.
pub async fn page(visitor: Visitor, Asks(after): Asks<After>) -> Result<Markup, Obstacle> {
    let own = visitor.actor.dossier.ok_or_else(Obstacle::not_found)?;
    let desk = Desk::open(&visitor, own).await?;
    let retirement = visitor.view.site.app().retirement(&visitor.actor, own).await?;
    let title = visitor.view.words.say("page-entry-home-title");
    let body = html! {
        (flash(&visitor.view, &after.da))
        (whose(&desk))
        (card(&desk))
        (came_back(&desk))
        (on_the_way(&desk))
        @if !desk.entering.is_first() { (declaration::ways_in(&desk)) }
        @if let Some(retirement) = &retirement {
            dl class="facts" { (retirement::entry(desk.view.words, retirement)) }
        }
    };
    Ok(render(&visitor.view, Page { title, back: vec![], body }))
}

fn whose(desk: &Desk<'_>) -> Markup {
    let words = desk.view.words;
    let person = &desk.entering.person;
    let unit = hoso_events::ids::UnitId::parse(&person.unit_id).ok();
    html! {
        div {
            h1 { (words.say("page-entry-home-title")) }
            p class="quiet" {
                strong { (person.full_name) }
                @if let Some(unit) = unit.and_then(|id| desk.view.units().get(id)) {
                    " · " (unit.name)
                }
            }
            p class="ways-to" {
                a href=(dossier_path(desk.id)) { (words.say("page-nav-own")) }
                @if desk.entering.own {
                    a href=(access_log::path(desk.id)) { (words.say("page-reads-link-own")) }
                }
            }
        }
    }
}

/// What the person owes next, when they owe something.
pub fn own_duty(entering: &Entering) -> Option<&ObligationRow> {
    let owed = |row: &&ObligationRow| {
        let own = [Duty::FirstEntry, Duty::Amend, Duty::DeclareChange].map(|duty| duty.as_str());
        row.state == "open" && own.contains(&row.duty.as_str())
    };
    entering.duties.iter().filter(owed).min_by(|a, b| match (&a.due_on, &b.due_on) {
        (Some(a), Some(b)) => a.cmp(b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    })
}

/// What one does next: where it leads and what the button says.
struct Next {
    told: String,
    to: String,
    button: &'static str,
}

fn card(desk: &Desk<'_>) -> Markup {
    let words = desk.view.words;
    let missing = desk.entering.missing();
    let next = next(desk, &missing);
    html! {
        section class="now" aria-labelledby="tien-do" {
            @if let Some(next) = next {
                h2 id="tien-do" { (next.told) }
                (deadline_of(desk))
                @if !missing.is_empty() { (progress(desk, &missing)) }
                p class="acts" {
                    a class="button first" href=(next.to) { (words.say(next.button)) }
                    @if desk.entering.is_first() {
                        a class="button" href=(tasks_path(desk.id)) { (words.say("page-entry-to-tasks")) }
                    }
                }
            } @else {
                h2 id="tien-do" { (complete(desk)) }
                @if let Some(checked) = last_checked(desk) { p { (checked) } }
                @if desk.entering.person.situation == "kept" {
                    p { (words.say("page-entry-home-complete-do")) }
                }
            }
        }
    }
}

fn next(desk: &Desk<'_>, missing: &[FieldCode]) -> Option<Next> {
    let (words, entering) = (desk.view.words, &desk.entering);
    if let Some(field) = first_returned(desk) {
        let n = [("n", entering.returned().count().to_string())];
        let told = words.with("page-entry-home-returned", &n);
        let to = place_path(desk.id, &field.slot);
        return Some(Next { told, to, button: "page-entry-go-mend" });
    }
    let unfinished = |section: &&Section| stands(entering, section, missing).is_unfinished();
    let section = catalogue().sections().iter().find(unfinished);
    if let Some(section) = section.filter(|_| entering.is_first()) {
        let (of, done) = obligatory(missing);
        let words_in = [("left", (of - done).to_string()), ("of", of.to_string())];
        let told = match of - done {
            0 => words.say("page-entry-home-unsaved"),
            _ => words.with("page-entry-home-left", &words_in),
        };
        let to = first_missing(desk, section, missing);
        return Some(Next { told, to, button: "page-entry-go-on" });
    }
    if entering.drafts().next().is_some() {
        let told = words.say("page-entry-home-ready");
        return Some(Next { told, to: answers_path(desk.id), button: "page-entry-to-answers" });
    }
    None
}

fn first_returned<'a>(desk: &'a Desk<'_>) -> Option<&'a FieldView> {
    desk.entering.returned().min_by_key(|field| record::place(field))
}

/// The first thing still missing in a section, or its beginning.
fn first_missing(desk: &Desk<'_>, section: &Section, missing: &[FieldCode]) -> String {
    let here = missing.iter().find(|code| section.fields.contains(code));
    match here {
        Some(code) => {
            let slot = hoso_events::entry::Slot::single(code.clone());
            place_path(desk.id, &slot)
        }
        None => section_path(desk.id, section.code.as_str()),
    }
}

/// How many sections must be filled in, and how many of them are.
fn obligatory(missing: &[FieldCode]) -> (usize, usize) {
    let sections = || catalogue().sections().iter().filter(|section| is_obligatory(section));
    let done = |section: &&Section| !missing.iter().any(|code| section.fields.contains(code));
    (sections().count(), sections().filter(done).count())
}

fn progress(desk: &Desk<'_>, missing: &[FieldCode]) -> Markup {
    let (of, done) = obligatory(missing);
    let told = [("done", done.to_string()), ("of", of.to_string())];
    html! {
        p { (desk.view.words.with("page-entry-home-progress", &told)) }
        progress class="progress" max=(of) value=(done) aria-hidden="true" {}
    }
}

fn complete(desk: &Desk<'_>) -> String {
    let key = match desk.entering.person.situation.as_str() {
        "kept" => "page-entry-home-complete",
        _ => "page-entry-home-handed-in",
    };
    desk.view.words.say(key)
}

fn last_checked(desk: &Desk<'_>) -> Option<String> {
    let checks = desk.entering.fields.values().filter_map(|field| field.checked_by.as_ref());
    let last = checks
        .filter(|origin| origin.event_type == "SubmissionChecked")
        .map(|origin| origin.recorded_at)
        .max()?;
    let at = desk.view.words.instant(last);
    Some(desk.view.words.with("page-entry-home-last-check", &[("at", at)]))
}

fn came_back(desk: &Desk<'_>) -> Markup {
    let words = desk.view.words;
    let mut fields: Vec<&FieldView> = desk.entering.returned().collect();
    fields.sort_by_cached_key(|field| record::place(field));
    html! {
        @if !fields.is_empty() {
            section class="returned" aria-labelledby="tra-lai" {
                h2 id="tra-lai" { (words.say("page-returned-title")) }
                ul {
                    @for field in fields {
                        li {
                            a href=(place_path(desk.id, &field.slot)) {
                                (words.field(field.slot.field.as_str()))
                            }
                            @if let Some(objection) = &field.objection { ": “" (objection) "”" }
                        }
                    }
                }
            }
        }
    }
}

/// What was handed in and waits for the agency, with the day it must be done by.
fn on_the_way(desk: &Desk<'_>) -> Markup {
    let View { words, world, today, .. } = desk.view;
    let waiting = |row: &&ObligationRow| row.state == "open" && row.duty == Duty::Check.as_str();
    let rows: Vec<&ObligationRow> = desk.entering.duties.iter().filter(waiting).collect();
    html! {
        @if !rows.is_empty() {
            section aria-labelledby="dang-cho" {
                h2 id="dang-cho" { (words.say("page-entry-waiting-title")) }
                ul class="duties" {
                    @for row in rows {
                        @let standing = deadline::standing(row, &world.calendar, *today);
                        li {
                            (deadline::chip(*words, standing)) " "
                            (words.with("page-entry-waiting-line", &[
                                ("day", words.stored_day(&row.started_on)),
                                ("due", deadline::told(*words, row, standing, &world.calendar, *today)),
                            ])) " "
                            @if let Ok(submission) = SubmissionId::parse(&row.subject) {
                                a href=(receipt_path(desk.id, submission)) class="why" {
                                    (words.say("page-entry-to-receipt"))
                                    span class="aside" { " " (words.stored_day(&row.started_on)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
