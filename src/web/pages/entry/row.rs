//! One row of a table: add it, change it, take it away.

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::{
    catalogue::{Section, Table},
    dossier::NewEntry,
    entry::{FieldCode, Slot},
    ids::{DossierId, RowId},
};
use maud::{Markup, html};

use super::{
    Desk, piece_path, pieces, row_path,
    saving::{DOING, Filled, SectionForm, Taken},
    section::{Asked, with_query},
    section_of, tables,
};
use crate::web::{
    forms::{self, Errors, Typed},
    layout::{Page, Step, render},
    obstacle::Obstacle,
    visit::{Asks, Place, Visitor},
};

fn table_of(section: &Section, code: &FieldCode) -> Result<&'static Table, Obstacle> {
    tables(section).into_iter().find(|table| table.code == *code).ok_or_else(Obstacle::not_found)
}

/// `/ho-so/{dossier}/muc/{section}/{table}/moi`: to the form of a row that is not there yet.
pub async fn new(
    visitor: Visitor,
    Place((id, code, table)): Place<(DossierId, FieldCode, FieldCode)>,
    Asks(asked): Asks<Asked>,
) -> Result<Redirect, Obstacle> {
    let section = section_of(&code)?;
    let table = table_of(section, &table)?;
    Desk::open(&visitor, id).await?;
    let row = RowId::from_uuid(visitor.view.site.app().store().clock().new_id());
    let slot = Slot::row(table.code.clone(), row);
    Ok(Redirect::to(&with_query(row_path(id, code.as_str(), &slot), asked.kept())))
}

/// `/ho-so/{dossier}/muc/{section}/{table}/{row}`.
pub async fn page(
    visitor: Visitor,
    Place((id, code, table, row)): Place<(DossierId, FieldCode, FieldCode, RowId)>,
    Asks(asked): Asks<Asked>,
) -> Result<Markup, Obstacle> {
    let section = section_of(&code)?;
    let table = table_of(section, &table)?;
    let desk = Desk::open(&visitor, id).await?;
    let form = form(&desk, section, table, row, &asked)?;
    let filled = form.filled();
    Ok(whole(&form, table, &asked, &filled, &Errors::default()))
}

/// Saves a row, or takes it away.
pub async fn save(
    visitor: Visitor,
    Place((id, code, table, row)): Place<(DossierId, FieldCode, FieldCode, RowId)>,
    Asks(asked): Asks<Asked>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let section = section_of(&code)?;
    let table = table_of(section, &table)?;
    let desk = Desk::open(&visitor, id).await?;
    let form = form(&desk, section, table, row, &asked)?;
    let slot = Slot::row(table.code.clone(), row);
    let doing = typed.text(DOING).to_owned();
    let taken = if doing == "xoa" {
        let gone = NewEntry { slot: slot.clone(), value: None };
        form.send(&visitor, vec![gone], &typed).await?
    } else {
        form.take(&visitor, &typed).await?
    };
    match taken {
        Taken::Answered(response) => Ok(response),
        Taken::Saved => {
            let another = row_path(id, code.as_str(), &Slot::single(table.code.clone()));
            let to = match doing.as_str() {
                "them" => with_query(another, asked.kept()),
                "xoa" => list_path(&desk, section, table, &asked, "da=bo-dong"),
                _ => list_path(&desk, section, table, &asked, "da=luu"),
            };
            Ok(Redirect::to(&to).into_response())
        }
        Taken::Wrong(errors) => {
            let filled = form.again(typed);
            Ok(forms::again(whole(&form, table, &asked, &filled, &errors)))
        }
    }
}

/// The page that lists the rows of the table.
fn list_path(
    desk: &Desk<'_>,
    section: &Section,
    table: &Table,
    asked: &Asked,
    done: &str,
) -> String {
    let path = piece_path(desk.id, section.code.as_str(), pieces(section).len());
    format!("{}#bang-{}", with_query(with_query(path, asked.kept()), done), table.code)
}

fn form<'a>(
    desk: &'a Desk<'a>,
    section: &'static Section,
    table: &Table,
    row: RowId,
    asked: &Asked,
) -> Result<SectionForm<'a>, Obstacle> {
    let slot = Slot::row(table.code.clone(), row);
    if !desk.entering.takes_draft(&slot) {
        return Err(Obstacle::not_found());
    }
    Ok(SectionForm {
        key: format!("{}/{}/{row}", section.code, table.code),
        action: with_query(row_path(desk.id, section.code.as_str(), &slot), asked.kept()),
        slots: vec![slot],
        desk,
        section,
    })
}

fn whole(
    form: &SectionForm<'_>,
    table: &Table,
    asked: &Asked,
    filled: &Filled,
    errors: &Errors,
) -> Markup {
    let desk = form.desk;
    let words = desk.view.words;
    let label = words.field(table.code.as_str());
    let is_there = form.slots.iter().any(|slot| desk.entering.said(slot).is_some());
    let key = if is_there { "page-entry-row-change-title" } else { "page-entry-row-new-title" };
    let title = words.with(key, &[("table", label.clone())]);
    let buttons = html! {
        button type="submit" { (words.say("page-entry-save-row")) }
        @if desk.entering.is_first() {
            button type="submit" class="second" name=(DOING) value="them" {
                (words.say("page-entry-save-row-more"))
            }
        }
        @if is_there {
            button type="submit" class="second" name=(DOING) value="xoa" {
                (words.say("page-entry-row-remove"))
            }
        }
    };
    let body = html! {
        (super::flash(desk.view, &asked.da))
        (errors.summary(words))
        h1 { (title) }
        (desk.for_whom())
        (form.markup(filled, errors, buttons))
    };
    let mut back = desk.back(true);
    let list = list_path(desk, form.section, table, asked, "");
    back.push(Step::new(list, words.section(form.section.code.as_str())));
    render(desk.view, Page { title: errors.title(words, &title), back, body })
}
