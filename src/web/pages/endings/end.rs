//! Recording the end of someone's service: the kind first, then what that kind asks, with what ends
//! with it.

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::{
    dossier::{DossierCommand, EndingKind, ServiceStep},
    ids::{DossierId, EndingId},
};
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{end_path, fields, mend_path};
use crate::{
    app::{Command, CommandError, endings::ServiceShown},
    web::{
        forms::{self, Errors, Field, Typed},
        layout::{Page, Step, dossier_path, render},
        obstacle::Obstacle,
        pages::transfers,
        visit::{Asks, Place, View, Visitor},
    },
};

/// That the paper was compared.
const COMPARED: &str = "da_so";

/// Which kind was chosen.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Chosen {
    pub loai: String,
}

/// `/ho-so/{dossier}/thoi-cong-tac`.
pub async fn page(
    visitor: Visitor,
    Place(id): Place<DossierId>,
    Asks(chosen): Asks<Chosen>,
) -> Result<Markup, Obstacle> {
    let shown = recorded_by(&visitor, id).await?;
    let kind = EndingKind::parse(&chosen.loai);
    Ok(whole(&visitor.view, id, &shown, kind, &Typed::default(), &Errors::default()))
}

/// The service of someone whose endings the reader records; to anyone else it is not there.
pub async fn recorded_by(visitor: &Visitor, id: DossierId) -> Result<ServiceShown, Obstacle> {
    let shown = visitor.view.site.app().service_of(&visitor.actor, id).await?;
    if shown.records { Ok(shown) } else { Err(Obstacle::not_found()) }
}

fn whole(
    view: &View,
    id: DossierId,
    shown: &ServiceShown,
    kind: Option<EndingKind>,
    typed: &Typed,
    errors: &Errors,
) -> Markup {
    let words = view.words;
    let title = match kind {
        Some(kind) => words.with("page-ending-title-of", &[("kind", words.ending_kind(kind))]),
        None => words.say("page-ending-title"),
    };
    let body = html! {
        (errors.summary(words))
        h1 { (title) }
        div class="identity" { p { strong { (shown.person.full_name) } } }
        @if let Some(ended) = &shown.ended {
            @let key = if ended.in_effect { "page-ending-already" } else { "page-ending-already-ahead" };
            @let day = words.day(ended.ending.ended_on);
            p class="empty" {
                (words.with(key, &[("kind", words.ending_kind(ended.ending.kind())), ("day", day)]))
            }
            p { a class="button" href=(mend_path(id)) { (words.say("page-ending-mend")) } }
        } @else if shown.in_transfer {
            p class="empty" { (words.say("page-ending-in-transfer")) }
            p { a class="button" href=(transfers::order_path(id)) { (words.say("page-transfer-open")) } }
        } @else if let Some(kind) = kind {
            p class="lead" { (words.say("page-ending-lead")) }
            (forms::post(view, &end_path(id), "form", html! {
                (fields::fields(words, kind, typed, errors))
                (preview(view, shown))
                (compared(view, typed, errors))
                p class="acts" { button type="submit" { (words.say("page-ending-act")) } }
            }))
            p { a href=(end_path(id)) { (words.say("page-ending-other-kind")) } }
        } @else {
            p class="lead" { (words.say("page-ending-choose")) }
            (fields::kinds(words, &end_path(id), ""))
        }
    };
    let back = vec![Step::new(dossier_path(id), shown.person.full_name.clone())];
    render(view, Page { title: errors.title(words, &title), back, body })
}

/// What ends with the service, before anyone says yes to it.
fn preview(view: &View, shown: &ServiceShown) -> Markup {
    let words = view.words;
    html! {
        section class="note" aria-labelledby="se-ket-thuc" {
            h2 id="se-ket-thuc" { (words.say("page-ending-preview")) }
            ul {
                @if shown.has_account && shown.grants > 0 {
                    li { (words.with("page-ending-preview-grants", &[("n", shown.grants.to_string())])) }
                } @else if shown.has_account {
                    li { (words.say("page-ending-preview-account")) }
                } @else {
                    li { (words.say("page-ending-preview-no-account")) }
                }
                li { (words.say("page-ending-preview-duties")) }
                li { (words.say("page-ending-preview-dossier")) }
                li { (words.say("page-ending-preview-ahead")) }
            }
        }
    }
}

fn compared(view: &View, typed: &Typed, errors: &Errors) -> Markup {
    let field = Field {
        name: COMPARED,
        label: view.words.say("page-ending-compared"),
        hint: None,
        value: typed.text(COMPARED),
        error: errors.of(COMPARED),
    };
    field.tick()
}

/// `POST /ho-so/{dossier}/thoi-cong-tac`.
pub async fn act(
    visitor: Visitor,
    Place(id): Place<DossierId>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let view = &visitor.view;
    let words = view.words;
    let shown = recorded_by(&visitor, id).await?;
    let Some(kind) = EndingKind::parse(typed.text(fields::KIND)) else {
        return Ok(Redirect::to(&end_path(id)).into_response());
    };
    let mut errors = Errors::default();
    let ending = fields::read(words, kind, &typed, &mut errors);
    if typed.text(COMPARED) != "1" {
        errors.at(COMPARED, words.say("page-ending-compared-missing"));
    }
    if let Some(ending) = ending.filter(|_| errors.is_empty()) {
        // The same form sent again is the same ending.
        let key = typed.key().unwrap_or_default();
        let new = EndingId::from_uuid(Uuid::new_v5(&id.as_uuid(), key.as_bytes()));
        let command = DossierCommand::Service { ending: new, step: ServiceStep::End(ending) };
        match visitor.send(Command::Dossier(id, command), &typed).await {
            Ok(done) => {
                let just = done.began_at().map(|at| format!("?vua={at}")).unwrap_or_default();
                return Ok(Redirect::to(&format!("{}{just}", dossier_path(id))).into_response());
            }
            Err(CommandError::Refused(refusal)) => fields::at_field(words, &refusal, &mut errors),
            Err(other) => return Err(other.into()),
        }
    }
    Ok(forms::again(whole(view, id, &shown, Some(kind), &typed, &errors)))
}
