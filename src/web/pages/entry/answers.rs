//! Everything typed and not handed in, to be looked through; what is missing; the declaration that
//! it is true; handing it in.

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::{
    catalogue::{Section, catalogue},
    dossier::DossierCommand,
    entry::{FieldCode, Slot},
    ids::{DossierId, SubmissionId},
};
use maud::{Markup, html};

use super::{Desk, piece_path, pieces, place_path, receipt_path, section::with_query, tasks_path};
use crate::{
    app::{Command, CommandError, reads::FieldView},
    web::{
        forms::{self, Errors, Field, Typed},
        layout::{Page, render},
        obstacle::Obstacle,
        pages::record,
        said::id_from,
        visit::{Place, Visitor},
    },
};

/// The box that is ticked to declare that it is true.
const DECLARED: &str = "cam_doan";

/// `/ho-so/{dossier}/kiem-tra`.
pub async fn page(visitor: Visitor, Place(id): Place<DossierId>) -> Result<Markup, Obstacle> {
    let desk = Desk::open(&visitor, id).await?;
    Ok(whole(&desk, &Typed::default(), &Errors::default()))
}

/// Hands in all drafts.
pub async fn submit(
    visitor: Visitor,
    Place(id): Place<DossierId>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let desk = Desk::open(&visitor, id).await?;
    let words = visitor.view.words;
    let mut errors = Errors::default();
    if typed.text(DECLARED) != "1" {
        errors.at(DECLARED, words.say("page-entry-declare-first"));
        return Ok(forms::again(whole(&desk, &typed, &errors)));
    }
    let submission = new_submission(&visitor, &typed);
    let command = DossierCommand::SubmitRecord { submission };
    match visitor.send(Command::Dossier(id, command), &typed).await {
        Ok(_done) => Ok(Redirect::to(&receipt_path(id, submission)).into_response()),
        Err(CommandError::Refused(refusal)) => {
            desk.tell(&refusal, &[], &mut errors);
            Ok(forms::again(whole(&desk, &typed, &errors)))
        }
        Err(other) => Err(other.into()),
    }
}

/// The id of what a form hands in: the same form sent twice hands in the same thing.
pub fn new_submission(visitor: &Visitor, typed: &Typed) -> SubmissionId {
    let clock = visitor.view.site.app().store().clock();
    let key = typed.key().map_or_else(|| clock.new_id().to_string(), str::to_owned);
    SubmissionId::from_uuid(id_from(visitor.actor.account.id, &key, "submission"))
}

fn whole(desk: &Desk<'_>, typed: &Typed, errors: &Errors) -> Markup {
    let words = desk.view.words;
    let title = words.say("page-entry-answers-title");
    let missing = desk.entering.missing();
    let anything = desk.entering.drafts().next().is_some();
    let body = html! {
        (errors.summary(words))
        h1 { (title) }
        (desk.for_whom())
        (missing_list(desk, &missing))
        (unsaved(desk))
        @if desk.entering.is_first() {
            p class="lead" { (words.say("page-entry-answers-lead")) }
        } @else if anything {
            p class="lead" { (words.say("page-entry-answers-lead-again")) }
        }
        @for section in catalogue().sections() { (summary(desk, section)) }
        @if !anything {
            div class="empty" {
                p { (words.say("page-entry-answers-nothing")) }
                p { a href=(tasks_path(desk.id)) { (words.say("page-entry-to-tasks")) } }
            }
        } @else if missing.is_empty() {
            (declaration(desk, typed, errors))
        }
    };
    let back = desk.back(true);
    render(desk.view, Page { title: errors.title(words, &title), back, body })
}

/// What must still be said, each with the way to where it is said.
fn missing_list(desk: &Desk<'_>, missing: &[FieldCode]) -> Markup {
    let words = desk.view.words;
    html! {
        @if !missing.is_empty() {
            section class="missing note" aria-labelledby="con-thieu" {
                h2 id="con-thieu" {
                    (words.with("page-entry-missing-title", &[("n", missing.len().to_string())]))
                }
                ul {
                    @for code in missing {
                        li {
                            a href=(to(desk, &Slot::single(code.clone()))) {
                                (words.field(code.as_str()))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What was typed somewhere and not saved is not handed in; said before it is too late.
fn unsaved(desk: &Desk<'_>) -> Markup {
    let words = desk.view.words;
    let sections = catalogue().sections().iter();
    let sections = sections.filter(|section| desk.entering.has_unsaved(section));
    let sections: Vec<&Section> = sections.collect();
    html! {
        @if !sections.is_empty() {
            div class="note" {
                p { (words.say("page-entry-answers-unsaved")) }
                ul {
                    @for section in sections {
                        li {
                            a href=(super::section_path(desk.id, section.code.as_str())) {
                                (words.section(section.code.as_str()))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Where something is changed, and back from there to this page.
fn to(desk: &Desk<'_>, slot: &Slot) -> String {
    let path = place_path(desk.id, slot);
    match path.split_once('#') {
        Some((path, anchor)) => {
            format!("{}#{anchor}", with_query(path.to_owned(), "ve=kiem-tra"))
        }
        None => with_query(path, "ve=kiem-tra"),
    }
}

fn summary(desk: &Desk<'_>, section: &Section) -> Markup {
    let words = desk.view.words;
    let mut fields: Vec<&FieldView> = desk
        .entering
        .fields
        .values()
        .filter(|field| section.fields.contains(&field.slot.field))
        .filter(|field| shows(desk, field))
        .collect();
    fields.sort_by_cached_key(|field| record::place(field));
    let id = format!("muc-{}", section.code.as_str().replace('_', "-"));
    let name = words.section(section.code.as_str());
    html! {
        @if !fields.is_empty() || desk.entering.is_first() {
            section class="part" aria-labelledby=(id) {
                h2 id=(id) { (name) }
                @if fields.is_empty() {
                    p class="quiet" {
                        (words.say("page-entry-nothing-said")) " "
                        a class="change" href=(first_way(desk, section)) {
                            (words.say("page-entry-change-this"))
                            span class="aside" { " " (name) }
                        }
                    }
                } @else {
                    dl class="answers" { @for field in fields { (answer(desk, field)) } }
                }
            }
        }
    }
}

/// In a first record all of it is looked through; later only what is handed in again.
fn shows(desk: &Desk<'_>, field: &FieldView) -> bool {
    let draft = matches!(field.state.as_str(), "draft" | "returned");
    desk.entering.takes_draft(&field.slot)
        && (draft || desk.entering.is_first())
        && (field.said.is_some() || !desk.entering.is_first())
}

fn first_way(desk: &Desk<'_>, section: &Section) -> String {
    let piece = usize::from(pieces(section).is_empty());
    let path = piece_path(desk.id, section.code.as_str(), piece.saturating_sub(1));
    with_query(path, "ve=kiem-tra")
}

fn answer(desk: &Desk<'_>, field: &FieldView) -> Markup {
    let words = desk.view.words;
    let label = words.field(field.slot.field.as_str());
    let told = desk.told(&field.slot);
    html! {
        div {
            dt { (label) }
            dd {
                (told)
                @if let Some(objection) = &field.objection {
                    span class="beside late" {
                        span aria-hidden="true" { "▲ " }
                        (words.say("page-objection")) " “" (objection) "”"
                    }
                }
            }
            dd class="from" {
                a class="change" href=(to(desk, &field.slot)) {
                    (words.say("page-entry-change-this"))
                    span class="aside" {
                        " " (label) @if field.slot.row.is_some() { ": " (desk.row_told(&field.slot)) }
                    }
                }
            }
        }
    }
}

fn declaration(desk: &Desk<'_>, typed: &Typed, errors: &Errors) -> Markup {
    let words = desk.view.words;
    let label = if desk.entering.own {
        words.say("page-entry-declaration")
    } else {
        let name = [("name", desk.entering.person.full_name.clone())];
        words.with("page-entry-declaration-for", &name)
    };
    let tick = Field {
        name: DECLARED,
        label,
        hint: None,
        value: typed.text(DECLARED),
        error: errors.of(DECLARED),
    };
    let body = html! {
        (tick.tick())
        p class="hint" { (words.say("page-entry-submit-then")) }
        p class="acts" { button type="submit" { (words.say("page-entry-submit")) } }
    };
    html! {
        section class="now" aria-labelledby="cam-doan" {
            h2 id="cam-doan" { (words.say("page-entry-declaration-title")) }
            (forms::post(desk.view, &super::answers_path(desk.id), "form", body))
        }
    }
}
