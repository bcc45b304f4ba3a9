//! Packages that come in: bringing one, whose packages are taken in, and the receipt.

mod offer;

use axum::{
    Router,
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use hoso_events::ids::DossierId;
use maud::{Markup, html};

use super::transfers;
use crate::{
    app::{CommandError, Refusal, package::PackageError},
    web::{
        Site,
        forms::{self, Errors, Field, Typed},
        layout::{Page, Step, dossier_path, render},
        obstacle::Obstacle,
        upload::Upload,
        visit::{Place, View, Visitor},
    },
};

/// The address of the page.
pub const PATH: &str = "/nhan-goi";
/// The field for the file.
const FILE: &str = "tep";

/// The addresses of what is about a package that was brought.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/nhan-goi/{package}", get(offer::page).post(offer::act))
        .route("/ho-so/{dossier}/goi/bien-nhan", get(receipt))
}

/// The address a package is brought to.
pub fn uploads() -> Router<Site> {
    Router::new().route(PATH, get(page).post(bring))
}

/// `/nhan-goi`.
pub async fn page(visitor: Visitor) -> Result<Markup, Obstacle> {
    visitor.view.site.app().may_take_in(&visitor.actor).await?;
    Ok(whole(&visitor.view, &Errors::default()))
}

fn whole(view: &View, errors: &Errors) -> Markup {
    let words = view.words;
    let title = words.say("page-taking-in-title");
    let senders = view.site.app().senders();
    let body = html! {
        h1 { (title) }
        p class="lead" { (words.say("page-taking-in-lead")) }
        (errors.summary(words))
        @if senders.is_empty() {
            p { strong { (words.say("page-taking-in-no-senders")) } }
        } @else {
            (upload_form(view, errors))
            section aria-labelledby="noi-gui" {
                h2 id="noi-gui" { (words.say("page-taking-in-senders")) }
                p { (words.say("page-taking-in-senders-lead")) }
                ul { @for key in senders { li { code { (key.to_string()) } } } }
            }
        }
    };
    let back = vec![Step::new(transfers::PATH, words.say("page-nav-transfers"))];
    render(view, Page { title: errors.title(words, &title), back, body })
}

fn upload_form(view: &View, errors: &Errors) -> Markup {
    let words = view.words;
    let body = html! {
        (Field {
            name: FILE,
            label: words.say("page-taking-in-file"),
            hint: Some(words.say("page-taking-in-file-hint")),
            value: "",
            error: errors.of(FILE),
        }.file(".zip", None))
        p class="acts" { button type="submit" { (words.say("page-taking-in-bring")) } }
        p class="quiet" { (words.say("page-taking-in-nothing-written")) }
    };
    forms::post_files(view, PATH, "form", body)
}

/// `POST /nhan-goi`: checks the package, keeps the file, and leads to what it would bring.
pub async fn bring(visitor: Visitor, uploaded: Upload) -> Result<Response, Obstacle> {
    let view = &visitor.view;
    let app = view.site.app();
    app.may_take_in(&visitor.actor).await?;
    let Upload { typed: Typed { .. }, file, too_large, .. } = uploaded;
    let mut errors = Errors::default();
    if too_large {
        errors.at(FILE, view.words.say("page-taking-in-file-large"));
    } else if file.is_empty() {
        errors.at(FILE, view.words.say("page-taking-in-file-missing"));
    } else {
        match app.bring_package(&visitor.actor, file).await {
            Ok(hash) => return Ok(Redirect::to(&format!("{PATH}/{hash}")).into_response()),
            Err(error) => errors.at(FILE, view.words.obstacle(&told(error)?)),
        }
    }
    Ok(forms::again(whole(view, &errors)))
}

/// What is wrong with a package, as it is told at a field; what is not the reader's to mend stands
/// in the way of the whole page.
fn told(error: PackageError) -> Result<Refusal, Obstacle> {
    match error {
        PackageError::Fault(fault) => {
            Ok(Refusal { words: fault.words(), ..Refusal::plain(fault.code()) })
        }
        PackageError::Command(CommandError::Refused(refusal)) => Ok(refusal),
        PackageError::Command(error) => Err(error.into()),
        PackageError::Checkpoint(error) => Err(super::package::unsigned(error)),
    }
}

/// `/ho-so/{dossier}/goi/bien-nhan`: the receipt of the package the dossier came in.
pub async fn receipt(visitor: Visitor, Place(id): Place<DossierId>) -> Result<Response, Obstacle> {
    let Visitor { view, actor } = visitor;
    let app = view.site.app();
    let Some(keeper) = app.keeper() else {
        app.to_pack(&actor, id).await?;
        return Err(Obstacle::not_found());
    };
    let given = app.package_receipt(&actor, id, keeper).await;
    let given = given.map_err(|error| match told(error) {
        Ok(refusal) => refusal.into(),
        Err(obstacle) => obstacle,
    })?;
    let name = format!("attachment; filename=\"bien-nhan-{id}.txt\"");
    let name = HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, given).into_response())
}

/// On the page of a dossier's package: the package it came in, and the receipt.
pub async fn came_in(view: &View, id: DossierId) -> Result<Markup, Obstacle> {
    let Some(package) = view.site.app().came_in(id).await? else { return Ok(html! {}) };
    let words = view.words;
    Ok(html! {
        section aria-labelledby="da-nhan" {
            h2 id="da-nhan" { (words.say("page-taking-in-came")) }
            p { (words.with("page-taking-in-came-from", &[("sender", package.sender.clone())])) }
            dl class="facts" {
                dt { (words.say("page-taking-in-origin")) } dd { code { (package.origin) } }
                dt { (words.say("page-taking-in-facts")) } dd { (package.facts) }
                dt { (words.say("page-taking-in-fingerprint")) } dd { code { (package.sha256) } }
            }
            p { a href=(dossier_path(id)) { (words.say("page-taking-in-open")) } }
            @if view.site.app().keeper().is_some() {
                p class="acts" { a class="button" href={ (dossier_path(id)) "/goi/bien-nhan" } download {
                    (words.say("page-taking-in-receipt"))
                } }
                p class="quiet" { (words.say("page-taking-in-receipt-lead")) }
            }
        }
    })
}
