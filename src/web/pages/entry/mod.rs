//! Everything one does who enters a record, from a phone: the person themselves, or an officer for
//! them. One file a page; what they share stands here: the addresses, how a section stands, and the
//! pieces a long section is asked in.

mod answers;
mod declaration;
mod declare;
mod mine;
mod receipt;
mod row;
mod saving;
mod section;
mod tasks;
mod withdraw;

use axum::{
    Router,
    routing::{get, post},
};
use hoso_events::{
    catalogue::{Column, Enterer, Field, Kind, Section, Table, catalogue},
    entry::{FieldCode, Slot, Value},
    ids::{DossierId, SubmissionId, UnitId},
};
use maud::{Markup, html};

use crate::{
    app::{Act, Refusal, Target, entry::Entering, may, reads::FieldView},
    web::{
        Site,
        forms::Errors,
        layout::{Step, dossier_path},
        obstacle::Obstacle,
        slots::{self, Asking},
        visit::{View, Visitor},
    },
};

/// The addresses of the pages.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/viec-cua-toi", get(mine::page))
        .route("/ho-so/{dossier}/khai", get(tasks::page))
        .route("/ho-so/{dossier}/muc/{section}", get(section::page).post(section::save))
        .route("/ho-so/{dossier}/muc/{section}/{table}/moi", get(row::new))
        .route("/ho-so/{dossier}/muc/{section}/{table}/{row}", get(row::page).post(row::save))
        .route("/ho-so/{dossier}/kiem-tra", get(answers::page).post(answers::submit))
        .route("/ho-so/{dossier}/thay-doi", get(declare::change).post(declare::send_change))
        .route("/ho-so/{dossier}/khai-bo-sung", get(declare::late).post(declare::send_late))
        .route("/ho-so/{dossier}/bao-sai", get(declare::correction).post(declare::send_correction))
        .route("/ho-so/{dossier}/bien-nhan/{submission}", get(receipt::page))
        .route(
            "/ho-so/{dossier}/bien-nhan/{submission}/rut-lai",
            get(withdraw::page).merge(post(withdraw::send)),
        )
}

/// Where long sections are asked in pieces: the field each further piece begins with.
const PIECES: &[(&str, &[&str])] = &[
    ("identity", &["ethnicity_code", "personal_id_no"]),
    ("education", &["political_theory"]),
    ("party", &["enlist_date"]),
];

/// A record on the desk of one who enters it.
pub struct Desk<'a> {
    pub view: &'a View,
    pub id: DossierId,
    pub entering: Entering,
}

impl<'a> Desk<'a> {
    /// The record, for one who may enter it; to others it is not there.
    pub async fn open(visitor: &'a Visitor, id: DossierId) -> Result<Self, Obstacle> {
        let Visitor { view, actor } = visitor;
        let entering = view.site.app().entering(actor, id).await?;
        view.brings_units_of(&[id]).await?;
        Ok(Self { view, id, entering })
    }

    pub fn asking(&self, marks_optional: bool) -> Asking<'_> {
        let View { words, world, .. } = self.view;
        let (units, names) = (&world.units, self.view.names());
        Asking { words: *words, units, names, own: self.entering.own, marks_optional }
    }

    /// A value as a reader sees it.
    pub fn told(&self, slot: &Slot) -> String {
        self.view.words.value(slot, self.entering.said(slot), self.view.names())
    }

    /// A row in one short line: what its first filled columns say.
    pub fn row_told(&self, slot: &Slot) -> String {
        let (words, units) = (self.view.words, self.view.names());
        let table = catalogue().table(slot.field.as_str());
        let columns = table.map(|table| table.columns.as_slice()).unwrap_or_default();
        let Some(Value::Row(said)) = self.entering.said(slot) else {
            return words.say("page-value-none");
        };
        let cell = |column: &Column| {
            let text = said.get(&column.code)?;
            Some(words.cell(slot.field.as_str(), Some(column.code.as_str()), text, units))
        };
        // A time from and to is one thing.
        let ends = |column: &&Column| {
            column.code.as_str().starts_with("to_ym") || column.code.as_str() == "to"
        };
        let end = columns.iter().find(ends).and_then(cell);
        let cells = columns.iter().filter(|column| !ends(column)).filter_map(|column| {
            let text = cell(column)?;
            if !column.code.as_str().starts_with("from") {
                return Some(text);
            }
            Some(match end.clone() {
                Some(to) => words.with("page-entry-row-span", &[("from", text), ("to", to)]),
                None => words.with("page-entry-row-since", &[("from", text)]),
            })
        });
        cells.take(ROW_CELLS_SHOWN).collect::<Vec<_>>().join(", ")
    }

    /// The way back from a page of this record.
    pub fn back(&self, tasks: bool) -> Vec<Step> {
        let words = self.view.words;
        let home = if self.entering.own {
            Step::new("/viec-cua-toi", words.say("page-entry-home-title"))
        } else {
            Step::new(dossier_path(self.id), self.entering.person.full_name.clone())
        };
        let list =
            tasks.then(|| Step::new(tasks_path(self.id), words.say("page-entry-tasks-title")));
        std::iter::once(home).chain(list).collect()
    }

    /// Tells a refusal at its field when the form has it, else with its field's name above the form.
    pub fn tell(&self, refusal: &Refusal, slots: &[Slot], errors: &mut Errors) {
        let words = self.view.words;
        let told = words.obstacle(refusal);
        match &refusal.slot {
            Some(slot) if refusal.code != "record_incomplete" => {
                let told = slots::named(words, &words.field(slot.field.as_str()), &told);
                if slots.contains(slot) {
                    errors.at(slots::name_of(slot), told);
                } else {
                    errors.whole(told);
                }
            }
            _ => errors.whole(told),
        }
    }

    /// Whom an officer enters for; nothing for the person themselves.
    pub fn for_whom(&self) -> Markup {
        let name = self.entering.person.full_name.clone();
        html! {
            @if !self.entering.own {
                p class="note" { (self.view.words.with("page-entry-for", &[("name", name)])) }
            }
        }
    }
}

/// How many columns tell rows apart.
const ROW_CELLS_SHOWN: usize = 4;

pub fn tasks_path(id: DossierId) -> String {
    format!("{}/khai", dossier_path(id))
}

pub fn section_path(id: DossierId, section: &str) -> String {
    format!("{}/muc/{section}", dossier_path(id))
}

pub fn piece_path(id: DossierId, section: &str, piece: usize) -> String {
    match piece {
        0 => section_path(id, section),
        _ => format!("{}?phan={}", section_path(id, section), piece + 1),
    }
}

pub fn row_path(id: DossierId, section: &str, slot: &Slot) -> String {
    let row = slot.row.map_or_else(|| "moi".to_owned(), |row| row.to_string());
    format!("{}/{}/{row}", section_path(id, section), slot.field)
}

pub fn answers_path(id: DossierId) -> String {
    format!("{}/kiem-tra", dossier_path(id))
}

pub fn receipt_path(id: DossierId, submission: SubmissionId) -> String {
    format!("{}/bien-nhan/{submission}", dossier_path(id))
}

/// Where a field or row is entered.
pub fn place_path(id: DossierId, slot: &Slot) -> String {
    let code = slot.field.as_str();
    let Some(section) = catalogue().section_of(code) else { return tasks_path(id) };
    let section_code = section.code.as_str();
    if slot.row.is_some() {
        return row_path(id, section_code, slot);
    }
    let pieces = pieces(section);
    let stands = |fields: &Vec<&Field>| fields.iter().any(|field| field.code == slot.field);
    match pieces.iter().position(stands) {
        Some(piece) => {
            format!("{}#{}", piece_path(id, section_code, piece), crate::web::forms::id(code))
        }
        None => format!("{}#bang-{code}", piece_path(id, section_code, pieces.len())),
    }
}

/// The fields of a section that the person types, in the pieces they are asked in. A file is not
/// typed.
pub fn pieces(section: &Section) -> Vec<Vec<&'static Field>> {
    let known = PIECES.iter().find(|(code, _)| section.code.as_str() == *code);
    let breaks = known.map(|(_, breaks)| *breaks).unwrap_or_default();
    let mut pieces: Vec<Vec<&Field>> = vec![];
    for field in section.fields.iter().filter_map(|code| catalogue().field(code.as_str())) {
        if field.entered_by != Enterer::Person || field.kind == Kind::File {
            continue;
        }
        match pieces.last_mut().filter(|_| !breaks.contains(&field.code.as_str())) {
            Some(piece) => piece.push(field),
            None => pieces.push(vec![field]),
        }
    }
    pieces
}

/// The tables of a section that the person fills in.
pub fn tables(section: &Section) -> Vec<&'static Table> {
    let tables = section.fields.iter().filter_map(|code| catalogue().table(code.as_str()));
    tables.filter(|table| table.entered_by == Enterer::Person).collect()
}

/// The files of a section that the person hands in.
pub fn files(section: &Section) -> Vec<&'static Field> {
    let fields = section.fields.iter().filter_map(|code| catalogue().field(code.as_str()));
    fields.filter(|field| field.entered_by == Enterer::Person && field.kind == Kind::File).collect()
}

/// Whether what follows the pieces has a page of its own: tables, files, what the agency enters.
pub fn has_more(section: &Section) -> bool {
    !tables(section).is_empty() || !files(section).is_empty() || pieces(section).is_empty()
}

/// How a section stands for one who enters it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    Returned(usize),
    Untouched,
    Missing(usize),
    Unsaved,
    Typed,
    /// Nothing in it must be said, and nothing was.
    OnlyIfAny,
    Waiting,
    Checked,
}

impl Stands {
    /// Whether there is still something to do in it.
    pub fn is_unfinished(self) -> bool {
        matches!(self, Self::Returned(_) | Self::Untouched | Self::Missing(_) | Self::Unsaved)
    }
}

/// How a section stands.
pub fn stands(entering: &Entering, section: &Section, missing: &[FieldCode]) -> Stands {
    let here = |code: &FieldCode| section.fields.contains(code);
    let fields: Vec<&FieldView> =
        entering.fields.values().filter(|field| here(&field.slot.field)).collect();
    let by_person = |field: &&&FieldView| {
        catalogue().entered_by(field.slot.field.as_str()) == Some(Enterer::Person)
    };
    let in_state =
        |state: &str| fields.iter().filter(by_person).filter(|field| field.state == state).count();
    let missing = missing.iter().filter(|code| here(code)).count();
    let unsaved = entering.has_unsaved(section);
    let typed = in_state("draft");
    match (in_state("returned"), missing) {
        (returned, _) if returned > 0 => Stands::Returned(returned),
        (_, missing) if missing > 0 && typed == 0 && !unsaved => Stands::Untouched,
        (_, missing) if missing > 0 => Stands::Missing(missing),
        _ if unsaved => Stands::Unsaved,
        _ if typed > 0 => Stands::Typed,
        _ if in_state("waiting") > 0 => Stands::Waiting,
        _ if in_state("checked") > 0 => Stands::Checked,
        _ => Stands::OnlyIfAny,
    }
}

/// Whether a section asks for something that must be said.
pub fn is_obligatory(section: &Section) -> bool {
    section.fields.iter().any(|code| {
        let code = code.as_str();
        let field = catalogue().field(code).is_some_and(|field| {
            field.entered_by == Enterer::Person
                && field.required == hoso_events::catalogue::Required::Always
        });
        let table = catalogue()
            .table(code)
            .is_some_and(|table| table.entered_by == Enterer::Person && table.rows_min > 0);
        field || table
    })
}

/// The way into these pages from a dossier's own page, for one who may enter it.
pub fn way_in(view: &View, id: DossierId, unit_id: &str) -> Markup {
    let may_enter =
        view.actor.as_ref().zip(UnitId::parse(unit_id).ok()).is_some_and(|(actor, unit)| {
            let own = actor.is_person_of(id);
            let target = if own { Target::OwnDossier(unit) } else { Target::Unit(unit) };
            may(actor, Act::EnterRecord, target, view.units()).is_ok()
        });
    html! {
        @if may_enter {
            p class="acts" {
                a class="button" href=(tasks_path(id)) { (view.words.say("page-entry-tasks-title")) }
                a class="button" href=(declaration::Manner::Change.path(id)) {
                    (view.words.say("page-entry-change-title"))
                }
            }
        }
    }
}

/// A section by its code.
pub fn section_of(code: &FieldCode) -> Result<&'static Section, Obstacle> {
    catalogue().section(code.as_str()).ok_or_else(Obstacle::not_found)
}

/// What was done a moment ago, told once.
pub fn flash(view: &View, done: &str) -> Markup {
    let key = match done {
        "luu" => "page-entry-done-saved",
        "nhap" => "page-entry-done-kept",
        "bo-nhap" => "page-entry-done-dropped",
        "bo-dong" => "page-entry-done-row-gone",
        "rut-lai" => "page-entry-done-withdrawn",
        _ => return html! {},
    };
    html! { p class="flash" role="status" { "✓ " (view.words.say(key)) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_piece_begins_with_a_field_that_is_asked_in_its_section() {
        for (code, breaks) in PIECES {
            let section = catalogue().section(code).expect("a section");
            let pieces = pieces(section);
            assert_eq!(pieces.len(), breaks.len() + 1, "{code}");
            let first: Vec<&str> = pieces[1..].iter().map(|piece| piece[0].code.as_str()).collect();
            assert_eq!(first, *breaks);
        }
        for section in catalogue().sections() {
            for piece in pieces(section) {
                assert!(piece.len() <= 8, "{}: {} questions on a page", section.code, piece.len());
            }
        }
    }
}
