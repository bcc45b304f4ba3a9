//! One section's form, in pieces of few questions; after them its tables, its files, and what only
//! the agency enters.

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::{
    catalogue::{Enterer, Section, Table, catalogue},
    entry::{FieldCode, Slot},
    ids::DossierId,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    Desk, answers_path, files, flash, has_more, piece_path, pieces, row_path,
    saving::{Filled, SectionForm, Taken},
    section_of, tables, tasks_path,
};
use crate::{
    app::reads::FieldView,
    web::{
        forms::{self, Errors, Typed},
        layout::{Page, render},
        obstacle::Obstacle,
        pages::papers,
        pages::record,
        visit::{Asks, Place, Visitor},
    },
};

/// Which piece is asked for, and where to go after it.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub struct Asked {
    /// Counted from one.
    pub phan: Option<usize>,
    pub ve: String,
    pub da: String,
}

impl Asked {
    fn place(&self) -> usize {
        self.phan.unwrap_or(1).saturating_sub(1)
    }

    /// Whether one came from the check page and goes back there.
    pub fn is_from_answers(&self) -> bool {
        self.ve == "kiem-tra"
    }

    /// The part of the query that keeps the way back.
    pub fn kept(&self) -> &'static str {
        if self.is_from_answers() { "ve=kiem-tra" } else { "" }
    }
}

/// `/ho-so/{dossier}/muc/{section}`.
pub async fn page(
    visitor: Visitor,
    Place((id, code)): Place<(DossierId, FieldCode)>,
    Asks(asked): Asks<Asked>,
) -> Result<Markup, Obstacle> {
    let section = section_of(&code)?;
    let desk = Desk::open(&visitor, id).await?;
    let form = form(&desk, section, &asked)?;
    let filled = form.filled();
    Ok(whole(&form, &asked, &filled, &Errors::default()))
}

/// Saves one piece.
pub async fn save(
    visitor: Visitor,
    Place((id, code)): Place<(DossierId, FieldCode)>,
    Asks(asked): Asks<Asked>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let section = section_of(&code)?;
    let desk = Desk::open(&visitor, id).await?;
    let form = form(&desk, section, &asked)?;
    match form.take(&visitor, &typed).await? {
        Taken::Answered(response) => Ok(response),
        Taken::Saved => Ok(Redirect::to(&after(&desk, section, &asked)).into_response()),
        Taken::Wrong(errors) => {
            let filled = form.again(typed);
            Ok(forms::again(whole(&form, &asked, &filled, &errors)))
        }
    }
}

fn form<'a>(
    desk: &'a Desk<'a>,
    section: &'static Section,
    asked: &Asked,
) -> Result<SectionForm<'a>, Obstacle> {
    let pieces = pieces(section);
    let place = asked.place();
    let last = pieces.len() + usize::from(has_more(section));
    if place >= last {
        return Err(Obstacle::not_found());
    }
    let fields = pieces.get(place).map(Vec::as_slice).unwrap_or_default();
    let slots = fields
        .iter()
        .map(|field| Slot::single(field.code.clone()))
        .filter(|slot| desk.entering.takes_draft(slot));
    Ok(SectionForm {
        desk,
        section,
        key: format!("{}/{}", section.code, place + 1),
        action: with_query(piece_path(desk.id, section.code.as_str(), place), asked.kept()),
        slots: slots.collect(),
    })
}

/// An address with one more thing asked.
pub fn with_query(path: String, query: &str) -> String {
    match query {
        "" => path,
        _ if path.contains('?') => format!("{path}&{query}"),
        _ => format!("{path}?{query}"),
    }
}

/// Where one goes after a piece: back to the check page, to the next piece, or to the list.
fn after(desk: &Desk<'_>, section: &Section, asked: &Asked) -> String {
    if asked.is_from_answers() {
        return answers_path(desk.id);
    }
    let next = asked.place() + 1;
    let more = pieces(section).len() + usize::from(has_more(section));
    let to = if next < more && desk.entering.is_first() {
        piece_path(desk.id, section.code.as_str(), next)
    } else {
        tasks_path(desk.id)
    };
    with_query(to, "da=luu")
}

fn whole(form: &SectionForm<'_>, asked: &Asked, filled: &Filled, errors: &Errors) -> Markup {
    let (desk, section) = (form.desk, form.section);
    let words = desk.view.words;
    let pieces = pieces(section);
    let last = pieces.len() + usize::from(has_more(section));
    let place = asked.place();
    let title = words.section(section.code.as_str());
    let piece = pieces.get(place).map(Vec::as_slice).unwrap_or_default();
    let locked = piece.iter().map(|field| Slot::single(field.code.clone()));
    let locked: Vec<Slot> = locked.filter(|slot| !form.slots.contains(slot)).collect();
    let body = html! {
        (flash(desk.view, &asked.da))
        (errors.summary(words))
        h1 { (title) }
        @if last > 1 {
            p class="quiet" {
                (words.with("page-entry-piece", &[("n", (place + 1).to_string()), ("of", last.to_string())]))
            }
        }
        (desk.for_whom())
        @if !locked.is_empty() { (not_now(desk)) }
        @if !form.slots.is_empty() { (form.markup(filled, errors, buttons(desk))) }
        @if !locked.is_empty() { (listed(desk, &locked)) }
        @if place >= pieces.len() { (the_rest(desk, section, asked)) }
        @if place + 1 == last { (by_others(desk, section)) }
        (onward(form, asked, last))
    };
    let back = desk.back(true);
    render(desk.view, Page { title: errors.title(words, &title), back, body })
}

fn buttons(desk: &Desk<'_>) -> Markup {
    html! { button type="submit" { (desk.view.words.say("page-entry-save")) } }
}

/// Why the fields of a section cannot be typed now, and what to do instead.
fn not_now(desk: &Desk<'_>) -> Markup {
    let words = desk.view.words;
    let change = format!("{}/thay-doi", crate::web::layout::dossier_path(desk.id));
    html! {
        div class="note" {
            @if desk.entering.person.situation == "first_check" {
                p { (words.say("page-entry-locked-check")) }
            } @else {
                p {
                    (words.say("page-entry-locked-kept")) " "
                    a href=(change) { (words.say("page-entry-change-title")) }
                }
            }
        }
    }
}

/// Fields with what they say.
fn listed(desk: &Desk<'_>, slots: &[Slot]) -> Markup {
    let words = desk.view.words;
    html! {
        dl class="facts" {
            @for slot in slots {
                dt { (words.field(slot.field.as_str())) }
                dd { (desk.told(slot)) }
            }
        }
    }
}

fn the_rest(desk: &Desk<'_>, section: &Section, asked: &Asked) -> Markup {
    html! {
        @for table in tables(section) { (rows(desk, section, table, asked)) }
        @for field in files(section) { (file(desk, field.code.as_str())) }
    }
}

/// The rows of a table, each a way to its own form, and the way to one more.
fn rows(desk: &Desk<'_>, section: &Section, table: &Table, asked: &Asked) -> Markup {
    let words = desk.view.words;
    let code = table.code.as_str();
    let id = format!("bang-{code}");
    let label = words.field(code);
    let mut rows: Vec<&FieldView> = desk.entering.rows(code).collect();
    rows.sort_by_cached_key(|field| record::place(field));
    let rows: Vec<&Slot> = rows.into_iter().map(|field| &field.slot).collect();
    let start = format!("{}/{code}/", section.code);
    let unsaved = desk.entering.unsaved.iter().filter_map(|draft| {
        let row = draft.form.strip_prefix(&start)?.parse().ok()?;
        let slot = Slot::row(table.code.clone(), row);
        (!rows.contains(&&slot)).then_some((slot, draft.kept_at))
    });
    let unsaved: Vec<_> = unsaved.collect();
    let to = |slot: &Slot| with_query(row_path(desk.id, section.code.as_str(), slot), asked.kept());
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (label) }
            @if table.rows_min > 0 {
                p class="hint" {
                    (words.with("page-entry-rows-min", &[("n", table.rows_min.to_string())]))
                }
            }
            @if rows.is_empty() && unsaved.is_empty() {
                p class="empty" { (words.say("page-entry-rows-none")) }
            }
            ul class="tasks" {
                @for slot in rows {
                    li {
                        @if desk.entering.takes_draft(slot) {
                            a href=(to(slot)) {
                                span class="name" { (desk.row_told(slot)) }
                                span class="status" {
                                    (words.say("page-entry-row-open"))
                                    (objection(desk, slot))
                                }
                            }
                        } @else {
                            span class="row" { (desk.row_told(slot)) }
                        }
                    }
                }
                @for (slot, kept_at) in &unsaved {
                    li {
                        a href=(to(slot)) {
                            span class="name" { (words.say("page-entry-row-unsaved")) }
                            span class="status soon" { (words.instant(*kept_at)) }
                        }
                    }
                }
            }
            @if desk.entering.is_first() {
                p class="acts" {
                    a class="button" href=(to(&Slot::single(table.code.clone()))) {
                        (words.with("page-slot-row-add", &[("table", label)]))
                    }
                }
            }
        }
    }
}

fn objection(desk: &Desk<'_>, slot: &Slot) -> Markup {
    let words = desk.view.words;
    let said = desk.entering.fields.get(slot).and_then(|field| field.objection.as_ref());
    html! {
        @if let Some(said) = said {
            span class="beside late" {
                span aria-hidden="true" { "▲ " } (words.say("page-objection")) " “" (said) "”"
            }
        }
    }
}

/// A file the person hands in: whether there is one, and the page that takes it.
fn file(desk: &Desk<'_>, code: &str) -> Markup {
    let words = desk.view.words;
    let id = format!("bang-{code}");
    let slot = Slot::single(FieldCode::parse(code).expect("a field of the catalogue"));
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (words.field(code)) }
            @if desk.entering.said(&slot).is_some() {
                p { "✓ " (words.say("page-entry-file-there")) }
            } @else {
                p class="hint" { (words.say("page-entry-file-how")) }
            }
            p { a class="button" href=(papers::path(desk.id)) { (words.say("page-entry-file-act")) } }
        }
    }
}

/// What only the agency or the service enters: shown, with who enters it.
fn by_others(desk: &Desk<'_>, section: &Section) -> Markup {
    let words = desk.view.words;
    let by = |who: Enterer| {
        let codes = section
            .fields
            .iter()
            .filter(move |code| catalogue().entered_by(code.as_str()) == Some(who));
        codes.map(|code| code.as_str()).collect::<Vec<_>>()
    };
    html! {
        @for (who, key, id) in [
            (Enterer::Agency, "page-entry-by-agency", "co-quan-nhap"),
            (Enterer::System, "page-entry-by-system", "he-thong-nhap"),
        ] {
            @let codes = by(who);
            @if !codes.is_empty() {
                section aria-labelledby=(id) class="others" {
                    h2 id=(id) { (words.say(key)) }
                    (others(desk, &codes))
                }
            }
        }
    }
}

fn others(desk: &Desk<'_>, codes: &[&str]) -> Markup {
    let words = desk.view.words;
    let slots = desk
        .entering
        .fields
        .iter()
        .filter(|(slot, field)| codes.contains(&slot.field.as_str()) && field.said.is_some());
    let mut said: Vec<&Slot> = slots.map(|(slot, _field)| slot).collect();
    said.sort_by_key(|slot| codes.iter().position(|code| *code == slot.field.as_str()));
    let blank = codes.iter().filter(|code| !said.iter().any(|slot| slot.field.as_str() == **code));
    let blank: Vec<String> = blank.map(|code| words.field(code)).collect();
    html! {
        @if !said.is_empty() {
            dl class="facts" {
                @for slot in said {
                    dt { (words.field(slot.field.as_str())) }
                    dd { (if slot.row.is_some() { desk.row_told(slot) } else { desk.told(slot) }) }
                }
            }
        }
        @if !blank.is_empty() {
            p class="quiet" { (words.say("page-entry-not-there")) " " (blank.join("; ")) "." }
        }
    }
}

/// The way on from a page without a form of its own, and between pieces.
fn onward(form: &SectionForm<'_>, asked: &Asked, last: usize) -> Markup {
    let (desk, place) = (form.desk, asked.place());
    let words = desk.view.words;
    let code = form.section.code.as_str();
    let to_piece = |piece: usize| with_query(piece_path(desk.id, code, piece), asked.kept());
    html! {
        p class="acts onward" {
            @if form.slots.is_empty() && asked.is_from_answers() {
                a class="button first" href=(answers_path(desk.id)) {
                    (words.say("page-entry-to-answers"))
                }
            } @else if form.slots.is_empty() && place + 1 == last {
                a class="button first" href=(tasks_path(desk.id)) { (words.say("page-entry-section-done")) }
            }
            @if place > 0 {
                a class="button" href=(to_piece(place - 1)) { (words.say("page-entry-piece-before")) }
            }
            @if place + 1 < last {
                a class="button" href=(to_piece(place + 1)) { (words.say("page-entry-piece-after")) }
            }
        }
    }
}
