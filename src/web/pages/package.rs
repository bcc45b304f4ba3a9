//! A dossier handed out whole: what the sealed package holds and how whoever gets it checks it, and
//! the package itself.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use hoso_events::ids::DossierId;
use maud::{Markup, html};
use serde::Deserialize;

use super::taking_in;
use crate::{
    app::{Act, checkpoints::CheckpointError, package::PackageError},
    package::page::render as render_page,
    web::{
        layout::{Page, Step, dossier_path, render},
        obstacle::Obstacle,
        told::flash,
        visit::{Asks, Place, View, Visitor},
    },
};

/// The address of the page.
pub fn path(id: DossierId) -> String {
    format!("{}/goi", dossier_path(id))
}

/// What was done a moment ago.
#[derive(Default, Deserialize)]
pub struct Just {
    vua: Option<u64>,
}

/// `/ho-so/{dossier}/goi`.
pub async fn page(
    visitor: Visitor,
    Place(id): Place<DossierId>,
    Asks(just): Asks<Just>,
) -> Result<Markup, Obstacle> {
    let app = visitor.view.site.app();
    let person = app.to_pack(&visitor.actor, id).await?;
    let flash = flash(&visitor, just.vua).await;
    let view = &visitor.view;
    let key = match app.keeper() {
        Some(keeper) => Some(app.checkpoint_key(keeper).await.map_err(unsigned)?.to_string()),
        None => None,
    };
    let title = view.words.say("page-package-title");
    let people = view.may_somewhere(Act::ReadDossier);
    let people = people.then(|| Step::new("/ho-so", view.words.say("page-people-title")));
    let dossier = Step::new(dossier_path(id), person.full_name);
    let back = people.into_iter().chain([dossier]).collect();
    let came_in = taking_in::came_in(view, id).await?;
    // What was taken in a moment ago comes first.
    let body = html! {
        (flash)
        h1 { (title) }
        @if just.vua.is_some() { (came_in) }
        (body(view, id, key.as_deref()))
        @if just.vua.is_none() { (came_in) }
    };
    Ok(render(view, Page { title, back, body }))
}

fn body(view: &View, id: DossierId, key: Option<&str>) -> Markup {
    let words = view.words;
    html! {
        h2 { (words.say("page-package-make")) }
        p class="lead" { (words.say("page-package-lead")) }
        div class="package" { ul {
            li { (words.say("page-package-holds-facts")) }
            li { (words.say("page-package-holds-scans")) }
            li { (words.say("page-package-holds-page")) }
        } }
        p { (words.say("page-package-leaving")) }
        p { (words.say("page-package-written-down")) }
        @match key {
            Some(key) => {
                p class="acts" {
                    a class="button first" href={ (path(id)) "/tep" } download {
                        (words.say("page-package-get"))
                    }
                }
                h2 { (words.say("page-package-key-title")) }
                p { (words.say("page-package-key-lead")) }
                pre { (key) }
            }
            None => p { strong { (words.say("page-package-no-key")) } },
        }
    }
}

/// `/ho-so/{dossier}/goi/tep`.
pub async fn file(visitor: Visitor, Place(id): Place<DossierId>) -> Result<Response, Obstacle> {
    let Visitor { view, actor } = visitor;
    let app = view.site.app();
    let Some(keeper) = app.keeper() else {
        app.to_pack(&actor, id).await?;
        return Err(Obstacle::not_found());
    };
    let packed = match app.pack(&actor, id, keeper, render_page).await {
        Ok(packed) => packed,
        Err(PackageError::Command(error)) => return Err(error.into()),
        Err(PackageError::Checkpoint(error)) => return Err(unsigned(error)),
        Err(PackageError::Fault(fault)) => {
            return Err(Obstacle::new(StatusCode::INSUFFICIENT_STORAGE, fault.code()));
        }
    };
    // Of the dossier and the day: never of the person.
    let name = format!("attachment; filename=\"goi-{id}-{}.zip\"", view.today);
    let name = HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/zip")),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, packed.bytes).into_response())
}

pub fn unsigned(error: CheckpointError) -> Obstacle {
    tracing::error!(error = &error as &dyn std::error::Error, "the log was not signed");
    Obstacle::new(StatusCode::INTERNAL_SERVER_ERROR, "unexpected")
}
