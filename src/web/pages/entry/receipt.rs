//! What one gets for what one handed in: a number, the day, what the agency owes by when, what
//! happens next. It stays at its address and can be printed.

use hoso_events::{
    catalogue::catalogue,
    entry::Slot,
    ids::{DossierId, SubmissionId},
};
use maud::{Markup, html};

use super::{receipt_path, tasks_path};
use crate::{
    app::entry::Submission,
    web::{
        deadline,
        layout::{Page, Step, dossier_path, render},
        obstacle::Obstacle,
        visit::{Place, View, Visitor},
    },
};

/// `/ho-so/{dossier}/bien-nhan/{submission}`.
pub async fn page(
    visitor: Visitor,
    Place((id, submission)): Place<(DossierId, SubmissionId)>,
) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let app = view.site.app();
    let person = app.person(actor, id).await?;
    let found = app.submission(actor, id, submission).await?;
    // Only who enters may take it back, and only they have the pages the receipt leads to.
    let enters = app.entering(actor, id).await.is_ok();
    let words = view.words;
    let title = words.say("page-entry-receipt-title");
    let body = html! {
        div class="receipt" {
            h1 { (title) }
            (state(view, &found))
            dl class="facts" {
                dt { (words.say("page-entry-receipt-number")) }
                dd { strong class="number" { (number(&found)) } }
                dt { (words.say("page-people-name")) }
                dd { (person.full_name) }
                dt { (words.say("page-entry-receipt-at")) }
                dd { (words.instant(found.handed_in.recorded_at)) }
                dt { (words.say("page-entry-receipt-by")) }
                dd { (words.who(&found.handed_in.actor, found.handed_in.unit.as_deref())) }
                dt { (words.say("page-entry-receipt-kind")) }
                dd { (words.say(kind(found.handed_in.event_type))) }
                @if let Some(paper) = &found.handed_in.paper {
                    dt { (words.say("page-paper-label")) } dd { (words.paper(paper)) }
                }
                dt { (words.say("page-entry-receipt-holds")) }
                dd { (holds(view, &found.slots)) }
            }
            (due(view, &found))
            (next(view, &found))
        }
        (ways(view, id, &found, enters))
    };
    let own = actor.is_person_of(id);
    let back = if own {
        Step::new("/viec-cua-toi", words.say("page-entry-home-title"))
    } else {
        Step::new(dossier_path(id), person.full_name.clone())
    };
    Ok(render(view, Page { title, back: vec![back], body }))
}

/// The number one can quote: the place of the handing in in the log, which nothing else has.
fn number(found: &Submission) -> String {
    format!("{:07}", found.handed_in.position)
}

/// What was handed in, in a word.
fn kind(event_type: &str) -> &'static str {
    match event_type {
        "ChangeDeclared" => "page-entry-kind-change",
        "LateEntryDeclared" => "page-entry-kind-late",
        "ErrorCorrected" => "page-entry-kind-correction",
        _ => "page-entry-kind-record",
    }
}

fn holds(view: &View, slots: &[Slot]) -> String {
    let words = view.words;
    let order = |slot: &&Slot| {
        let mut codes = catalogue().sections().iter().flat_map(|section| &section.fields);
        codes.position(|code| *code == slot.field)
    };
    let mut in_order: Vec<&Slot> = slots.iter().collect();
    in_order.sort_by_key(order);
    let mut names: Vec<String> = vec![];
    for slot in in_order {
        let name = words.field(slot.field.as_str());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let told = [("n", slots.len().to_string()), ("fields", names.join("; "))];
    words.with("page-entry-receipt-fields", &told)
}

/// What became of it: waits, or how it ended.
fn state(view: &View, found: &Submission) -> Markup {
    let words = view.words;
    let (class, key) = match found.ended.as_ref().map(|ended| ended.event_type) {
        None => ("flash", "page-entry-receipt-waits"),
        Some("SubmissionChecked") => ("flash", "page-entry-receipt-checked"),
        Some("SubmissionReturned") => ("note", "page-entry-receipt-returned"),
        Some(_) => ("note", "page-entry-receipt-withdrawn"),
    };
    let at = found.ended.as_ref().map(|ended| words.instant(ended.recorded_at));
    html! {
        p class=(class) role="status" {
            (words.with(key, &[("at", at.unwrap_or_default())]))
        }
    }
}

/// The day the agency must have checked it by.
fn due(view: &View, found: &Submission) -> Markup {
    let View { words, world, today, .. } = view;
    let row = &found.check;
    let standing = deadline::standing(row, &world.calendar, *today);
    let due = row.due_on.as_deref().and_then(|day| day.parse().ok());
    html! {
        section aria-labelledby="han-doi-chieu" {
            h2 id="han-doi-chieu" { (words.say("page-entry-receipt-due-title")) }
            @if let (true, Some(due)) = (row.state == "open", due) {
                p { strong { (words.with("page-entry-receipt-due", &[
                    ("weekday", words.weekday(due)), ("day", words.day(due)),
                ])) } }
            }
            p {
                (deadline::chip(*words, standing)) " "
                (deadline::told(*words, row, standing, &world.calendar, *today)) " "
                a class="why" href=(deadline::why_path(row)) { (words.say("page-why-link")) }
            }
        }
    }
}

fn next(view: &View, found: &Submission) -> Markup {
    let words = view.words;
    html! {
        @if found.ended.is_none() {
            section aria-labelledby="tiep-theo" {
                h2 id="tiep-theo" { (words.say("page-entry-receipt-next-title")) }
                ol {
                    @for key in ["page-entry-receipt-next-1", "page-entry-receipt-next-2", "page-entry-receipt-next-3"] {
                        li { (words.say(key)) }
                    }
                }
            }
        }
    }
}

fn ways(view: &View, id: DossierId, found: &Submission, enters: bool) -> Markup {
    let words = view.words;
    let returned = found.ended.as_ref().is_some_and(|it| it.event_type == "SubmissionReturned");
    html! {
        p class="acts onward" {
            a class="button" href=(dossier_path(id)) { (words.say("page-entry-to-dossier")) }
            @if enters && found.ended.is_none() {
                a class="button" href={ (receipt_path(id, found.id)) "/rut-lai" } {
                    (words.say("page-entry-withdraw-title"))
                }
            }
            @if enters && returned {
                a class="button" href=(tasks_path(id)) { (words.say("page-entry-go-mend")) }
            }
        }
        p class="quiet onward" { (words.say("page-entry-receipt-print")) }
    }
}
