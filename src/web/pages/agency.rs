//! What the managing unit says of a record by itself: on a decision, as a correction on a paper, or
//! that a part was compared and nothing changed. One form for a part of the record, one command.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use hoso_events::{
    catalogue::{Enterer, Section, catalogue},
    dossier::{DossierCommand, NewEntry},
    entry::{FieldCode, Slot, Value},
    ids::{DossierId, RowId},
    values::Reason,
};
use hoso_projections::people::PersonRow;
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    app::{Command, CommandError, Refusal, reads::AsOf},
    web::{
        dress::Whole,
        forms::{self, Errors, Field, Typed},
        layout::{Page, Step, dossier_path, in_path, render},
        obstacle::Obstacle,
        paper_fields,
        slots::{self, Asking, gone_name},
        visit::{Asks, Place, View, Visitor},
    },
};

const EFFECTIVE: &str = "ngay_hieu_luc";
const REASON: &str = "ly_do";
const SECTION: &str = "phan";
/// Begins the name of the hidden field with a new row's id.
const NEW_ROW: &str = "hang.";
/// The button that asks for one row more of a table.
const MORE: &str = "them_dong";
/// The most new rows of one table on one form.
const NEW_ROWS_MAX: usize = 20;

/// The three acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Decision,
    Correction,
    Unchanged,
}

impl Act {
    /// Where it is done.
    pub fn path(self, dossier: DossierId) -> String {
        let last = match self {
            Self::Decision => "quyet-dinh",
            Self::Correction => "dinh-chinh",
            Self::Unchanged => "khong-thay-doi",
        };
        format!("{}/{last}", dossier_path(dossier))
    }

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Decision => "page-clerk-decision-title",
            Self::Correction => "page-clerk-correction-title",
            Self::Unchanged => "page-clerk-unchanged-title",
        }
    }

    fn lead(self) -> &'static str {
        match self {
            Self::Decision => "page-clerk-decision-lead",
            Self::Correction => "page-clerk-correction-lead",
            Self::Unchanged => "page-clerk-unchanged-lead",
        }
    }

    /// Whether it is said of a field or table.
    fn reaches(self, code: &str) -> bool {
        match (self, catalogue().entered_by(code)) {
            (Self::Decision, by) => by == Some(Enterer::Agency),
            (_, by) => matches!(by, Some(Enterer::Agency | Enterer::Person)),
        }
    }

    fn sections(self) -> impl Iterator<Item = &'static Section> {
        catalogue()
            .sections()
            .iter()
            .filter(move |section| section.fields.iter().any(|code| self.reaches(code.as_str())))
    }
}

/// Which part of the record.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    phan: String,
}

/// The places of one part with what they hold, and a new row for each table.
struct Part {
    section: &'static Section,
    places: Vec<(Slot, Option<Value>)>,
}

/// What a page of this kind is made of.
struct Sheet<'a> {
    view: &'a View,
    act: Act,
    id: DossierId,
    person: PersonRow,
    part: Option<Part>,
}

pub async fn decision(v: Visitor, p: Place<DossierId>, a: Asks<Asked>) -> Answer {
    page(v, p.0, a.0, Act::Decision).await
}

pub async fn correction(v: Visitor, p: Place<DossierId>, a: Asks<Asked>) -> Answer {
    page(v, p.0, a.0, Act::Correction).await
}

pub async fn unchanged(v: Visitor, p: Place<DossierId>, a: Asks<Asked>) -> Answer {
    page(v, p.0, a.0, Act::Unchanged).await
}

pub async fn decide(v: Visitor, p: Place<DossierId>, typed: Typed) -> Answer {
    act(v, p.0, typed, Act::Decision).await
}

pub async fn correct(v: Visitor, p: Place<DossierId>, typed: Typed) -> Answer {
    act(v, p.0, typed, Act::Correction).await
}

pub async fn find_unchanged(v: Visitor, p: Place<DossierId>, typed: Typed) -> Answer {
    act(v, p.0, typed, Act::Unchanged).await
}

type Answer = Result<Response, Obstacle>;

async fn page(visitor: Visitor, id: DossierId, asked: Asked, act: Act) -> Answer {
    let typed = Typed::default();
    let sheet = sheet(&visitor, id, &asked.phan, &typed, act).await?;
    if visitor.actor.is_person_of(id) {
        return Ok(own(&sheet));
    }
    Ok(whole(&sheet, &typed, &Errors::default()).into_response())
}

async fn sheet<'a>(
    visitor: &'a Visitor,
    id: DossierId,
    section: &str,
    typed: &Typed,
    act: Act,
) -> Result<Sheet<'a>, Obstacle> {
    let Visitor { view, actor } = visitor;
    let app = view.site.app();
    let person = app.checkable(actor, id).await?;
    view.brings_units_of(&[id]).await?;
    let section = act.sections().find(|known| known.code.as_str() == section);
    let part = match section {
        Some(section) => {
            let record = app.record(actor, id, AsOf::default()).await?;
            let held = record.into_iter().map(|field| (field.slot, field.said)).collect();
            Some(Part { section, places: places(view, act, section, held, typed) })
        }
        None => None,
    };
    Ok(Sheet { view, act, id, person, part })
}

/// The places an act reaches in a section, in form order. On a decision a table gets new rows; what
/// stands in it is corrected, not decided again.
fn places(
    view: &View,
    act: Act,
    section: &Section,
    held: Vec<(Slot, Option<Value>)>,
    typed: &Typed,
) -> Vec<(Slot, Option<Value>)> {
    let mut places = vec![];
    for code in section.fields.iter().filter(|code| act.reaches(code.as_str())) {
        let here = held.iter().filter(|(slot, _value)| slot.field == *code);
        if catalogue().table(code.as_str()).is_none() {
            let value = here.map(|(_slot, value)| value.clone()).next().flatten();
            places.push((Slot::single(code.clone()), value));
            continue;
        }
        if act == Act::Correction {
            places.extend(here.filter(|(_slot, value)| value.is_some()).cloned());
        }
        places.extend(new_rows(view, code, typed).map(|row| (Slot::row(code.clone(), row), None)));
    }
    places
}

/// The new rows of a table: those the form came with, at first one, and one more when asked for.
/// A row's id comes with the form: sent again, it says the same of the same row.
fn new_rows(view: &View, table: &FieldCode, typed: &Typed) -> impl Iterator<Item = RowId> {
    let name = format!("{NEW_ROW}{table}");
    let known = typed.all(&name).filter_map(|row| RowId::parse(row).ok());
    let mut rows: Vec<RowId> = known.take(NEW_ROWS_MAX).collect();
    let asked = typed.text(MORE) == table.as_str() && rows.len() < NEW_ROWS_MAX;
    if rows.is_empty() || asked {
        rows.push(RowId::from_uuid(view.site.app().store().clock().new_id()));
    }
    rows.into_iter()
}

fn asking(view: &View) -> Asking<'_> {
    let (units, names) = (view.units(), view.names());
    Asking { words: view.words, units, names, own: false, marks_optional: false }
}

/// The form with what each place holds now, before anyone types. What was typed comes first: of a
/// form that is shown again only the row that was asked for begins with something here.
fn begun(sheet: &Sheet<'_>, typed: &Typed) -> Typed {
    let places = sheet.part.iter().flat_map(|part| &part.places);
    let shown = places
        .filter(|(slot, _value)| {
            !slots::names(sheet.view.words, slot).iter().any(|name| typed.has(name))
        })
        .flat_map(|(slot, value)| slots::shown(asking(sheet.view), slot, value.as_ref()));
    Typed::of(typed.pairs().iter().cloned().chain(shown).collect())
}

fn whole(sheet: &Sheet<'_>, typed: &Typed, errors: &Errors) -> Markup {
    let view = sheet.view;
    let typed = &begun(sheet, typed);
    let words = view.words;
    let title = words.say(sheet.act.title());
    let body = html! {
        h1 { (title) }
        p class="lead" { (words.say(sheet.act.lead())) }
        (errors.summary(words))
        @match &sheet.part {
            None => { (choose(sheet)) }
            Some(part) => { (form(sheet, part, typed, errors)) }
        }
    };
    render(view, Page { title: errors.title(words, &title), back: back(sheet), body })
}

fn back(sheet: &Sheet<'_>) -> Vec<Step> {
    let words = sheet.view.words;
    let dossier = Step::new(dossier_path(sheet.id), sheet.person.full_name.clone());
    let chosen = sheet.part.is_some();
    let again = chosen.then(|| Step::new(sheet.act.path(sheet.id), words.say("page-clerk-parts")));
    [Some(Step::new("/ho-so", words.say("page-people-title"))), Some(dossier), again]
        .into_iter()
        .flatten()
        .collect()
}

/// The parts to choose from.
fn choose(sheet: &Sheet<'_>) -> Markup {
    let words = sheet.view.words;
    let path = sheet.act.path(sheet.id);
    html! {
        section aria-labelledby="phan" {
            h2 id="phan" { (words.say("page-clerk-parts")) }
            ul class="ways" {
                @for section in sheet.act.sections() {
                    @let code = in_path(section.code.as_str());
                    li { a href={ (path) "?" (SECTION) "=" (code) } {
                        (words.section(section.code.as_str()))
                    } }
                }
            }
        }
    }
}

fn form(sheet: &Sheet<'_>, part: &Part, typed: &Typed, errors: &Errors) -> Markup {
    let words = sheet.view.words;
    let (legend, button) = match sheet.act {
        Act::Decision => ("page-clerk-decision-paper", "page-clerk-decision-act"),
        Act::Correction => ("page-clerk-correction-paper", "page-clerk-correction-act"),
        Act::Unchanged => ("page-clerk-unchanged-paper", "page-clerk-unchanged-act"),
    };
    let body = html! {
        // Enter in a field presses a form's first button: not one for another row.
        button type="submit" class="aside" tabindex="-1" aria-hidden="true" { (words.say(button)) }
        h2 { (words.section(part.section.code.as_str())) }
        input type="hidden" name=(SECTION) value=(part.section.code);
        (paper_fields::fields(words, words.say(legend), typed, errors))
        @if sheet.act == Act::Decision {
            (paper_fields::day(words, EFFECTIVE, "page-clerk-effective-on", typed, errors))
        }
        @if sheet.act == Act::Correction {
            @let hint = Some(words.say("page-clerk-reason-hint"));
            (Field { name: REASON, label: words.say("page-clerk-correction-reason"), hint,
                value: typed.text(REASON), error: errors.of(REASON) }.lines(Reason::CHARS_MAX))
        }
        @if sheet.act != Act::Unchanged {
            @for (at, (slot, value)) in part.places.iter().enumerate() {
                (place(sheet.view, slot, value.as_ref(), typed, errors))
                @let is_last = part.places.get(at + 1).is_none_or(|(next, _)| next.field != slot.field);
                @if slot.row.is_some() && is_last { (more(sheet.view, &slot.field, typed)) }
            }
        }
        p class="acts" { button type="submit" { (words.say(button)) } }
    };
    forms::post(sheet.view, &sheet.act.path(sheet.id), "form", body)
}

/// A field, or a row with its columns together.
fn place(
    view: &View,
    slot: &Slot,
    value: Option<&Value>,
    typed: &Typed,
    errors: &Errors,
) -> Markup {
    let words = view.words;
    let controls = slots::controls(asking(view), slot, typed, errors);
    let Some(row) = slot.row else { return controls };
    let gone = gone_name(slot);
    let table = words.field(slot.field.as_str());
    let key = if value.is_some() { "page-clerk-row" } else { "page-clerk-new-row" };
    html! {
        fieldset class="group row" {
            legend { (words.with(key, &[("table", table)])) }
            @if value.is_none() {
                input type="hidden" name={ (NEW_ROW) (slot.field) } value=(row);
            } @else {
                (Field { name: &gone, label: words.say("page-slot-row-gone"), hint: None,
                    value: typed.text(&gone), error: None }.tick())
            }
            (controls)
        }
    }
}

/// Asks for one row more of a table; what was typed stays.
fn more(view: &View, table: &FieldCode, typed: &Typed) -> Markup {
    let words = view.words;
    let is_full = typed.all(&format!("{NEW_ROW}{table}")).count() >= NEW_ROWS_MAX;
    let label = [("table", words.field(table.as_str()))];
    html! {
        @if !is_full {
            p class="acts" {
                button type="submit" class="second" name=(MORE) value=(table) {
                    (words.with("page-slot-row-add", &label))
                }
            }
        }
    }
}

async fn act(visitor: Visitor, id: DossierId, typed: Typed, act: Act) -> Answer {
    let sheet = sheet(&visitor, id, typed.text(SECTION), &typed, act).await?;
    let view = sheet.view;
    let mut errors = Errors::default();
    if !typed.text(MORE).is_empty() && !visitor.actor.is_person_of(id) {
        return Ok(whole(&sheet, &typed, &errors).into_response());
    }
    if let Some(command) = command(&sheet, &typed, &mut errors) {
        match visitor.send(Command::Dossier(id, command), &typed).await {
            Ok(done) => {
                let just = done.position().map(|at| format!("?vua={at}")).unwrap_or_default();
                let to = format!("{}{just}", dossier_path(id));
                return Ok(Redirect::to(&to).into_response());
            }
            Err(CommandError::Refused(refusal)) if refusal.code == "self_verification" => {
                return Ok(own(&sheet));
            }
            Err(CommandError::Refused(refusal)) => at_field(view, &refusal, &mut errors),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(forms::again(whole(&sheet, &typed, &errors)))
}

fn command(sheet: &Sheet<'_>, typed: &Typed, errors: &mut Errors) -> Option<DossierCommand> {
    let view = sheet.view;
    let words = view.words;
    let Some(part) = &sheet.part else {
        errors.whole(words.say("page-clerk-part-missing"));
        return None;
    };
    let paper = paper_fields::read(words, typed, errors);
    let mut entries = || -> Vec<NewEntry> {
        let read = |(slot, value): &(Slot, Option<Value>)| {
            slots::read(asking(view), slot, value.as_ref(), typed, errors)
        };
        part.places.iter().filter_map(read).collect()
    };
    let command = match sheet.act {
        Act::Decision => {
            let entries = entries();
            let label = "page-clerk-effective-on";
            let effective_on = paper_fields::read_day(words, EFFECTIVE, label, typed, errors);
            let (effective_on, decision) = (effective_on?, paper?);
            DossierCommand::RecordAgencyEntry { entries, effective_on, decision }
        }
        Act::Correction => {
            let entries = entries();
            let reason = Reason::parse(typed.text(REASON)).map_err(|error| {
                let label = words.say("page-clerk-correction-reason");
                errors.at(REASON, slots::text_wrong(words, &label, &error));
            });
            let (paper, reason) = (Some(paper?), reason.ok()?);
            DossierCommand::CorrectError { submission: None, entries, paper, reason }
        }
        Act::Unchanged => {
            let section = part.section.code.clone();
            DossierCommand::FindSectionUnchanged { section, compared_with: paper? }
        }
    };
    errors.is_empty().then_some(command)
}

/// What the domain refused, at the field it is about.
fn at_field(view: &View, refusal: &Refusal, errors: &mut Errors) {
    let told = view.words.obstacle(refusal);
    match (&refusal.slot, refusal.code) {
        (Some(slot), _) => {
            let field = view.words.field(slot.field.as_str());
            errors.at(slots::name_of(slot), slots::named(view.words, &field, &told));
        }
        (None, "paper_date_future") => errors.at(paper_fields::DATED, told),
        (None, "date_future") => errors.at(EFFECTIVE, told),
        (None, "nothing_to_submit") => errors.whole(view.words.say("page-clerk-nothing-said")),
        (None, _) => errors.whole(told),
    }
}

/// One's own dossier: refused in words.
fn own(sheet: &Sheet<'_>) -> Response {
    let words = sheet.view.words;
    let title = words.say("page-clerk-own-title");
    let body = html! {
        h1 { (title) }
        p class="lead" { (words.obstacle(&Refusal::plain("self_verification"))) }
        p { a class="button" href="/viec" { (words.say("page-clerk-back-to-work")) } }
    };
    let page = render(sheet.view, Page { title, back: back(sheet), body });
    let mut response = (StatusCode::FORBIDDEN, page).into_response();
    response.extensions_mut().insert(Whole);
    response
}
