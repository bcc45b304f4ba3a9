//! What one does with a mass move: approve it, carry it out, undo it, or drop the plan.

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::{
    ids::MassMoveId,
    provenance::Source,
    values::{FileHash, Reason},
};

use super::{PATH, move_path, one};
use crate::{
    app::{CommandError, mass_moves::Work},
    web::{
        forms::{self, Errors, Typed},
        obstacle::Obstacle,
        paper_fields, slots,
        visit::{Place, Visitor},
    },
};

fn to(id: MassMoveId) -> Response {
    Redirect::to(&move_path(id)).into_response()
}

/// The hash of what the sender saw.
fn seen(typed: &Typed) -> Result<FileHash, Obstacle> {
    let changed = || Obstacle::from(crate::app::Refusal::plain("manifest_changed"));
    FileHash::parse(typed.text(one::HASH)).map_err(|_not_a_hash| changed())
}

/// Says on the page itself why it was not done; what was changed meanwhile is told apart.
async fn told(
    visitor: &Visitor,
    id: MassMoveId,
    typed: &Typed,
    error: CommandError,
) -> Result<Response, Obstacle> {
    let refusal = match error {
        CommandError::Refused(refusal) if refusal.code != "manifest_changed" => refusal,
        other => return Err(other.into()),
    };
    let mut errors = Errors::default();
    errors.whole(visitor.view.words.obstacle(&refusal));
    Ok(forms::again(one::whole(visitor, id, typed, &errors).await?.1))
}

/// `POST /quan-tri/dot-chuyen/{mass_move}/duyet`.
pub async fn approve(
    visitor: Visitor,
    Place(id): Place<MassMoveId>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let app = visitor.view.site.app();
    app.mass_move(&visitor.actor, id).await?;
    let hash = seen(&typed)?;
    visitor.weighs().await?;
    match app.approve_mass_move(&visitor.actor, id, &hash, Source::Page).await {
        Ok(()) => Ok(to(id)),
        Err(error) => told(&visitor, id, &typed, error).await,
    }
}

/// `POST /quan-tri/dot-chuyen/{mass_move}/thuc-hien`: begins, or goes on.
pub async fn run(
    visitor: Visitor,
    Place(id): Place<MassMoveId>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let app = visitor.view.site.shared_app();
    app.mass_move(&visitor.actor, id).await?;
    let manifest = seen(&typed)?;
    visitor.weighs().await?;
    match app.begin_mass_move(&visitor.actor, id, Work::Run { manifest }).await {
        Ok(()) => Ok(to(id)),
        Err(error) => told(&visitor, id, &typed, error).await,
    }
}

/// `POST /quan-tri/dot-chuyen/{mass_move}/hoan-tac`: begins to undo, or goes on.
pub async fn undo(
    visitor: Visitor,
    Place(id): Place<MassMoveId>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let words = visitor.view.words;
    let app = visitor.view.site.shared_app();
    app.mass_move(&visitor.actor, id).await?;
    let mut errors = Errors::default();
    let reason = Reason::parse(typed.text(one::REASON)).map_err(|error| {
        let label = words.say("page-mass-move-undo-reason");
        errors.at(one::REASON, slots::text_wrong(words, &label, &error));
    });
    // A move recorded by mistake has no decision that takes it back.
    let decision = paper_fields::read_maybe(words, &typed, &mut errors);
    let Some(reason) = reason.ok().filter(|_reason| errors.is_empty()) else {
        return Ok(forms::again(one::whole(&visitor, id, &typed, &errors).await?.1));
    };
    visitor.weighs().await?;
    match app.begin_mass_move(&visitor.actor, id, Work::Undo { reason, decision }).await {
        Ok(()) => Ok(to(id)),
        Err(error) => told(&visitor, id, &typed, error).await,
    }
}

/// `POST /quan-tri/dot-chuyen/{mass_move}/bo`: drops a plan that nobody approved.
pub async fn discard(
    visitor: Visitor,
    Place(id): Place<MassMoveId>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let app = visitor.view.site.app();
    app.mass_move(&visitor.actor, id).await?;
    seen(&typed)?;
    app.discard_mass_move(&visitor.actor, id).await?;
    Ok(Redirect::to(PATH).into_response())
}
