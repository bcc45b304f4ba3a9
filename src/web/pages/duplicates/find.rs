//! Looking for the other dossier of one person by its number: where names or days were typed
//! differently, no list finds the pair.

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::ids::{DossierId, UnitId};
use hoso_projections::people::PersonRow;
use maud::{Markup, html};

use super::{PATH, find_path, pair_path, unit_told};
use crate::{
    app::{Act, Refusal, Target, may},
    web::{
        forms::{self, Control, Errors, Field, Typed},
        layout::{Page, Step, dossier_path, render},
        obstacle::Obstacle,
        pages::intake::digits,
        visit::{Place, View, Visitor},
    },
};

/// The name of the field for a personal id number.
const NUMBER: &str = "so_dinh_danh";
/// How many digits a personal id number has.
const NUMBER_DIGITS: usize = 12;

/// `/ho-so/{dossier}/trung-ho-so`.
pub async fn page(visitor: Visitor, Place(id): Place<DossierId>) -> Result<Markup, Obstacle> {
    let person = merges(&visitor, id).await?;
    Ok(whole(&visitor.view, id, &person, &Typed::default(), &Errors::default()))
}

/// The person, for whoever may merge their dossier with another.
async fn merges(visitor: &Visitor, id: DossierId) -> Result<PersonRow, Obstacle> {
    let Visitor { view, actor } = visitor;
    let person = view.site.app().person(actor, id).await?;
    let unit = UnitId::parse(&person.unit_id).map_err(|_not_an_id| Obstacle::not_found())?;
    let may = may(actor, Act::MergeDossiers, Target::Unit(unit), view.units());
    match may {
        Ok(_ground) if !actor.is_person_of(id) => Ok(person),
        Ok(_) | Err(_) => Err(Obstacle::not_found()),
    }
}

/// `POST /ho-so/{dossier}/trung-ho-so`.
pub async fn act(
    visitor: Visitor,
    Place(id): Place<DossierId>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let person = merges(&visitor, id).await?;
    let Visitor { view, actor } = &visitor;
    let words = view.words;
    let number = digits(typed.text(NUMBER));
    let mut errors = Errors::default();
    if number.len() != NUMBER_DIGITS || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        errors.at(NUMBER, words.obstacle(&Refusal::plain("cccd_format")));
    } else {
        let found = view.site.app().person_by_number(actor, &number).await?;
        match found.and_then(|row| DossierId::parse(&row.dossier_id).ok()) {
            Some(other) if other == id => {
                errors.at(NUMBER, words.say("page-duplicates-number-own"));
            }
            Some(other) => return Ok(Redirect::to(&pair_path(id, other)).into_response()),
            None => errors.at(NUMBER, words.say("page-clerk-number-none")),
        }
    }
    Ok(forms::again(whole(view, id, &person, &typed, &errors)))
}

fn whole(view: &View, id: DossierId, person: &PersonRow, typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    let title = words.say("page-duplicates-find");
    let field = Field {
        name: NUMBER,
        label: words.say("page-duplicates-number"),
        hint: Some(words.say("page-duplicates-number-hint")),
        value: typed.text(NUMBER),
        error: errors.of(NUMBER),
    };
    let control = Control { inputmode: "numeric", size: Some(18), ..Control::default() };
    let form = html! {
        (field.line(control))
        p class="acts" { button type="submit" { (words.say("page-duplicates-beside")) } }
    };
    let body = html! {
        (errors.summary(words))
        h1 { (title) }
        div class="identity" { p { strong { (person.full_name) } ", " (unit_told(view, person)) } }
        p class="lead" { (words.say("page-duplicates-find-lead")) }
        (forms::post(view, &find_path(id), "form", form))
        p { a href=(PATH) { (words.say("page-duplicates-title")) } }
    };
    let back = vec![Step::new(dossier_path(id), person.full_name.clone())];
    render(view, Page { title: errors.title(words, &title), back, body })
}
