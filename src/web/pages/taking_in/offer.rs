//! A package that was brought: its cover, what stands in its way, and taking it in.

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::{ids::UnitId, provenance::Source, values::FileHash};
use maud::{Markup, html};

use super::{PATH, told};
use crate::{
    app::{
        Act, Done, Refusal,
        taking_in::{Asked, Offer},
    },
    package::Incoming,
    web::{
        forms::{self, Errors, Typed},
        layout::{Page, Step, render},
        obstacle::Obstacle,
        pages::intake::unit,
        paper_fields, units,
        visit::{Place, View, Visitor},
    },
};

/// The field for the day.
const ON: &str = "ngay_nhan";

/// A package someone brought before, with what it would bring.
async fn brought(visitor: &Visitor, name: &str) -> Result<(Incoming, Offer), Obstacle> {
    let hash = FileHash::parse(name).map_err(|_not_a_hash| Obstacle::not_found())?;
    let app = visitor.view.site.app();
    let incoming = app.brought_package(&visitor.actor, &hash).await;
    let incoming = incoming.map_err(|error| match told(error) {
        Ok(refusal) => refusal.into(),
        Err(obstacle) => obstacle,
    })?;
    let offer = app.offer(&visitor.actor, &incoming).await?;
    Ok((incoming, offer))
}

/// `/nhan-goi/{package}`.
pub async fn page(visitor: Visitor, Place(name): Place<String>) -> Result<Markup, Obstacle> {
    let (incoming, offer) = brought(&visitor, &name).await?;
    Ok(whole(&visitor.view, &incoming, &offer, &Typed::default(), &Errors::default()))
}

fn whole(
    view: &View,
    incoming: &Incoming,
    offer: &Offer,
    typed: &Typed,
    errors: &Errors,
) -> Markup {
    let words = view.words;
    let title = words.say("page-taking-in-offer-title");
    let body = html! {
        h1 { (title) }
        (errors.summary(words))
        (cover(view, incoming, offer))
        @if let Some(obstacle) = &offer.obstacle {
            div class="note" { p { strong { (words.obstacle(obstacle)) } } }
        } @else if offer.new == 0 {
            div class="note" { p { strong { (words.say("page-taking-in-already")) } } }
        } @else {
            (form(view, incoming, offer, typed, errors))
        }
    };
    let back = vec![Step::new(PATH, words.say("page-taking-in-title"))];
    render(view, Page { title: errors.title(words, &title), back, body })
}

/// What the package says of itself, all of it checked but what only the sender can know.
fn cover(view: &View, incoming: &Incoming, offer: &Offer) -> Markup {
    let words = view.words;
    let manifest = &incoming.manifest;
    html! {
        p class="lead" { (words.say("page-taking-in-whole")) }
        dl class="facts" {
            dt { (words.say("page-clerk-full-name")) } dd { (offer.full_name) }
            dt { (words.say("page-clerk-number")) } dd { (offer.personal_id_no) }
            dt { (words.say("page-taking-in-sender")) }
            dd { (manifest.sender.name) " (" (manifest.sender.code) ")" }
            dt { (words.say("page-taking-in-made-at")) }
            dd { @if let Ok(at) = manifest.made_at.parse() { (words.instant(at)) } }
            dt { (words.say("page-taking-in-facts")) } dd { (incoming.facts.len()) }
            dt { (words.say("page-taking-in-new")) } dd { (offer.new) }
            @if offer.unknown > 0 {
                dt { (words.say("page-taking-in-unknown")) } dd { (offer.unknown) }
            }
            @if !offer.clashing.is_empty() {
                dt { (words.say("page-taking-in-clashing")) }
                @for (theirs, ours) in &offer.clashing {
                    @let name = theirs.name_on(theirs.told_on).map(ToString::to_string);
                    dd { (words.with("page-taking-in-clash", &[
                        ("theirs", name.unwrap_or_default()), ("theirs_code", theirs.code.to_string()),
                        ("ours", ours.name.to_string()), ("ours_code", ours.code.to_string())])) }
                }
            }
            @if !offer.unconfirmed.is_empty() {
                dt { (words.say("page-taking-in-unconfirmed")) }
                @for ours in &offer.unconfirmed {
                    dd { (words.with("page-taking-in-unnamed", &[
                        ("ours", ours.name.to_string()), ("ours_code", ours.code.to_string())])) }
                }
            }
            dt { (words.say("page-taking-in-scans")) } dd { (incoming.scans.len()) }
            dt { (words.say("page-taking-in-dossier")) } dd { code { (incoming.dossier) } }
            dt { (words.say("page-taking-in-origin")) } dd { code { (manifest.origin) } }
            dt { (words.say("page-taking-in-key")) } dd { code { (incoming.key.to_string()) } }
            dt { (words.say("page-taking-in-fingerprint")) } dd { code { (incoming.sha256) } }
        }
    }
}

fn form(view: &View, incoming: &Incoming, offer: &Offer, typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    let managed = offer.managed_here.and_then(|unit| view.units().get(unit));
    let body = html! {
        h2 { (words.say("page-taking-in-take")) }
        @if let Some(unit) = managed {
            p { (words.with("page-taking-in-longer", &[("unit", unit.name.to_string())])) }
        }
        (units::field(view, Act::OpenDossier, words.say("page-taking-in-unit"),
            typed.text(units::NAME), errors.of(units::NAME)))
        (paper_fields::day(words, ON, "page-taking-in-on", typed, errors))
        (paper_fields::fields(words, words.say("page-taking-in-decision"), typed, errors))
        p class="acts" { button type="submit" { (words.say("page-taking-in-act")) } }
        p class="quiet" { (words.say("page-taking-in-after")) }
    };
    forms::post(view, &format!("{PATH}/{}", incoming.sha256), "form", body)
}

/// `POST /nhan-goi/{package}`.
pub async fn act(
    visitor: Visitor,
    Place(name): Place<String>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let view = &visitor.view;
    let (incoming, offer) = brought(&visitor, &name).await?;
    let mut errors = Errors::default();
    if let Some(asked) = asked(view, &typed, &mut errors) {
        visitor.weighs().await?;
        let app = view.site.app();
        match app.take_package_in(&visitor.actor, &incoming, asked).await {
            Ok(taken) => {
                let just = match taken.done {
                    Done::Recorded { last_position, .. } => format!("?vua={last_position}"),
                    Done::AlreadySo => String::new(),
                };
                let to = format!("{}{just}", super::super::package::path(incoming.dossier));
                return Ok(Redirect::to(&to).into_response());
            }
            Err(error) => at_field(view, &told(error)?, &mut errors),
        }
    }
    Ok(forms::again(whole(view, &incoming, &offer, &typed, &errors)))
}

fn asked(view: &View, typed: &Typed, errors: &mut Errors) -> Option<Asked> {
    let words = view.words;
    let unit: Option<UnitId> = unit(view, typed, errors);
    let taken_in_on = paper_fields::read_day(words, ON, "page-taking-in-on", typed, errors);
    let decision = paper_fields::read(words, typed, errors);
    let (unit, decision, taken_in_on) = (unit?, decision?, taken_in_on?);
    Some(Asked { unit, decision, taken_in_on, source: Source::Page })
}

/// What was refused, at the field it is about.
fn at_field(view: &View, refusal: &Refusal, errors: &mut Errors) {
    let told = view.words.obstacle(refusal);
    match refusal.code {
        "unit_unknown" | "unit_ended" | "package_other_unit" => errors.at(units::NAME, told),
        "date_future" => errors.at(ON, told),
        "paper_date_future" => errors.at(paper_fields::DATED, told),
        _ => errors.whole(told),
    }
}
