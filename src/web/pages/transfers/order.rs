//! The order that begins a transfer: on a decision, by the unit that manages the dossier.

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::{
    dossier::{DossierCommand, TransferKind, TransferStep},
    ids::{DossierId, TransferId, UnitId},
};
use hoso_projections::people::PersonRow;
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use super::{kind_told, order_path, transfer_path};
use crate::{
    app::{Command, CommandError},
    web::{
        forms::{self, Control, Errors, Field, Typed},
        layout::in_path,
        obstacle::Obstacle,
        pages::orders::{self, Destination},
        paper_fields,
        visit::{Asks, Place, View, Visitor},
    },
};

const TO: Destination = Destination {
    name: "don_vi_den",
    label: "page-transfer-to",
    hint: "page-transfer-to-hint",
    wrong: "page-transfer-to-wrong",
};
const KIND: &str = "loai";
const EFFECTIVE: (&str, &str) = ("ngay_hieu_luc", "page-transfer-effective-on");
const TERM: (&str, &str) = ("ngay_cuoi", "page-transfer-term");
/// Where a refusal is said.
const REFUSED_AT: [(&str, &str); 3] = [
    ("transfer_to_own_unit", TO.name),
    ("transfer_term_missing", TERM.0),
    ("transfer_term_backwards", TERM.0),
];

/// What stands in the form before anything is typed.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    /// The code of a unit.
    don_vi_den: String,
    /// The stored name of a kind.
    loai: String,
}

/// Where the order back from a term is typed, with the unit and the kind filled in.
pub fn back_path(view: &View, id: DossierId, to: &str) -> String {
    let unit = UnitId::parse(to).ok().and_then(|unit| view.units().get(unit));
    let code = unit.map(|unit| in_path(unit.code.as_str())).unwrap_or_default();
    let kind = TransferKind::Reassignment.as_str();
    format!("{}?{}={code}&{KIND}={kind}", order_path(id), TO.name)
}

/// `/ho-so/{dossier}/dieu-chuyen`.
pub async fn page(
    visitor: Visitor,
    Place(id): Place<DossierId>,
    Asks(asked): Asks<Asked>,
) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let (person, under_way) = view.site.app().transfer_under_way(actor, id).await?;
    let typed = Typed::of(vec![(TO.name.into(), asked.don_vi_den), (KIND.into(), asked.loai)]);
    Ok(whole(view, id, &person, under_way, &typed, &Errors::default()))
}

fn whole(
    view: &View,
    id: DossierId,
    person: &PersonRow,
    under_way: Option<TransferId>,
    typed: &Typed,
    errors: &Errors,
) -> Markup {
    let words = view.words;
    // Without the form there is no field that anything is wrong at.
    let (none, is_form) = (Errors::default(), under_way.is_none());
    let errors = if is_form { errors } else { &none };
    let inside = html! {
        @if let Some(transfer) = under_way {
            p class="empty" { (words.say("page-transfer-under-way")) }
            p { a class="button" href=(transfer_path(transfer)) { (words.say("page-transfer-open")) } }
        } @else {
            p class="lead" { (words.say("page-transfer-order-means")) }
            (forms::post(view, &order_path(id), "form", fields(view, typed, errors)))
        }
    };
    orders::page(view, (id, person), "page-transfer-order", errors, inside)
}

fn fields(view: &View, typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    let kind = Field {
        name: KIND,
        label: words.say("page-transfer-kind"),
        hint: None,
        value: typed.text(KIND),
        error: errors.of(KIND),
    };
    let term = Field {
        name: TERM.0,
        label: words.say(TERM.1),
        hint: Some(words.say("page-transfer-term-hint")),
        value: typed.text(TERM.0),
        error: errors.of(TERM.0),
    };
    let kinds = TransferKind::ALL.map(|kind| (kind.as_str().to_owned(), kind_told(words, kind)));
    html! {
        (TO.line(view, typed, errors))
        (kind.radios(&kinds))
        (paper_fields::fields(words, words.say("page-transfer-decision"), typed, errors))
        (paper_fields::day(words, EFFECTIVE.0, EFFECTIVE.1, typed, errors))
        (term.line(Control { inputmode: "numeric", size: Some(12), ..Control::default() }))
        p class="acts" { button type="submit" { (words.say("page-transfer-order")) } }
    }
}

/// `POST /ho-so/{dossier}/dieu-chuyen`.
pub async fn act(
    visitor: Visitor,
    Place(id): Place<DossierId>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let (person, under_way) = view.site.app().transfer_under_way(actor, id).await?;
    let mut errors = Errors::default();
    // The same form sent again orders the same transfer.
    let key = typed.key().unwrap_or_default();
    let transfer = TransferId::from_uuid(Uuid::new_v5(&id.as_uuid(), key.as_bytes()));
    if let Some(step) = read(view, &typed, &mut errors) {
        let command = Command::Dossier(id, DossierCommand::Transfer { transfer, step });
        match visitor.send(command, &typed).await {
            Ok(_done) => {
                let to = format!("{}?da=1", transfer_path(transfer));
                return Ok(Redirect::to(&to).into_response());
            }
            Err(CommandError::Refused(refusal)) => {
                TO.refused(view, &refusal, &REFUSED_AT, &mut errors);
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(forms::again(whole(view, id, &person, under_way, &typed, &errors)))
}

fn read(view: &View, typed: &Typed, errors: &mut Errors) -> Option<TransferStep> {
    let words = view.words;
    let to = TO.read(view, typed, errors);
    let kind = TransferKind::parse(typed.text(KIND));
    if kind.is_none() {
        errors.at(KIND, words.say("page-transfer-kind-missing"));
    }
    let decision = paper_fields::read(words, typed, errors);
    let effective_on = paper_fields::read_day(words, EFFECTIVE.0, EFFECTIVE.1, typed, errors);
    let for_term = !typed.text(TERM.0).trim().is_empty();
    let term = for_term.then(|| paper_fields::read_day(words, TERM.0, TERM.1, typed, errors));
    if !errors.is_empty() {
        return None;
    }
    Some(TransferStep::Order {
        to: to?,
        kind: kind?,
        decision: decision?,
        effective_on: effective_on?,
        term_ends_on: term.flatten(),
    })
}
