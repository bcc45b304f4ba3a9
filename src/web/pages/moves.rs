//! What a dossier page says at its top of moves: that only a time that is over is seen, that a
//! transfer is under way, that the person is elsewhere for a while, that a term comes to its end.

use chrono::NaiveDate;
use hoso_events::{
    dossier::{Phase, TransferKind},
    ids::{DossierId, SecondmentId, TransferId, UnitId},
};
use hoso_projections::{people::PersonRow, secondments::Seconded, transfers::OnTheWay};
use maud::{Markup, html};

use super::{
    secondments::secondment_path,
    transfers::{back_path, kind_told, transfer_path, unit_told},
};
use crate::{
    app::{
        Act, Target, may,
        secondments::{Ends, Moves, TOLD_DAYS},
        sight::PeriodEnd,
    },
    web::{tell::Words, visit::View},
};

/// That the reader's unit sees a dossier up to the day it went, where it does.
pub fn period(words: Words, until: Option<PeriodEnd>) -> Markup {
    html! {
        @if let Some(end) = until {
            p class="note" role="note" {
                (words.with("page-period-banner", &[("day", words.day(end.day()))]))
            }
        }
    }
}

/// What there is to say of the moves of a dossier.
pub fn told(view: &View, id: DossierId, person: &PersonRow, moves: &Moves) -> Markup {
    let words = view.words;
    html! {
        @if let Some(transfer) = moves.transfer {
            p class="note" role="note" {
                strong { (words.say("page-moving-banner")) } " "
                a href=(transfer_path(transfer)) { (words.say("page-transfer-open")) }
            }
        }
        @if let Some(found) = &moves.secondment {
            p class="note" role="note" { (seconded(view, found)) }
        }
        @if let Some(found) = &moves.term {
            p class="note" role="note" { (term(view, id, &person.unit_id, found)) }
        }
    }
}

/// The ends that are near in some units, for the page of what is to be done.
pub fn ends(view: &View, ends: &Ends) -> Markup {
    let words = view.words;
    html! {
        @if !ends.is_empty() {
            section aria-labelledby="het-han" {
                h2 id="het-han" { (words.say("page-ends-title")) }
                ul class="duties" {
                    @for found in &ends.secondments {
                        li { strong { (found.full_name) } ": " (seconded(view, found)) }
                    }
                    @for found in &ends.terms {
                        li {
                            strong { (found.full_name) } ": "
                            @if let Ok(id) = DossierId::parse(&found.row.dossier_id) {
                                (term(view, id, &found.row.to_unit, found))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How a secondment stands, in a sentence.
pub fn standing(view: &View, found: &Seconded) -> String {
    let words = view.words;
    let ends_soon = |ends: NaiveDate| (ends - view.today).num_days() <= TOLD_DAYS as i64;
    let soon = found.row.ends_on.parse().is_ok_and(ends_soon);
    let key = match found.row.phase(view.today) {
        Some(Phase::Planned) => "page-secondment-told-planned",
        Some(Phase::Running) if soon => "page-secondment-told-soon",
        Some(Phase::Running) => "page-secondment-told-running",
        Some(Phase::Over) | None => "page-secondment-told-over",
        Some(Phase::Cancelled) => "page-secondment-told-cancelled",
    };
    words.with(
        key,
        &[
            ("unit", unit_told(view, &found.row.host_unit)),
            ("begins", words.stored_day(&found.row.begins_on)),
            ("ends", words.stored_day(&found.row.ends_on)),
        ],
    )
}

fn seconded(view: &View, found: &Seconded) -> Markup {
    html! {
        (standing(view, found)) " "
        @if let Ok(id) = SecondmentId::parse(&found.row.secondment_id) {
            a href=(secondment_path(id)) { (view.words.say("page-secondment-open")) }
        }
    }
}

/// How a term stands, with the way to the order back for whoever may give it.
fn term(view: &View, id: DossierId, managing: &str, found: &OnTheWay) -> Markup {
    let words = view.words;
    let row = &found.row;
    let last = row.term_ends_on.clone().unwrap_or_default();
    let passed = last.parse::<NaiveDate>().is_ok_and(|last| last < view.today);
    let key = if passed { "page-term-told-over" } else { "page-term-told-soon" };
    let kind = TransferKind::parse(&row.kind).map(|kind| kind_told(words, kind));
    let said = [
        ("kind", kind.unwrap_or_default()),
        ("unit", unit_told(view, &row.to_unit)),
        ("ends", words.stored_day(&last)),
    ];
    let orders =
        view.actor.as_ref().zip(UnitId::parse(managing).ok()).is_some_and(|(actor, unit)| {
            let allowed =
                may(actor, Act::TransferDossier, Target::Unit(unit), view.units()).is_ok();
            allowed && !actor.is_person_of(id)
        });
    html! {
        (words.with(key, &said)) " "
        @if orders {
            a class="button" href=(back_path(view, id, &row.from_unit)) { (words.say("page-term-back")) }
        } @else if let Ok(transfer) = TransferId::parse(&row.transfer_id) {
            a href=(transfer_path(transfer)) { (words.say("page-transfer-open")) }
        }
    }
}
