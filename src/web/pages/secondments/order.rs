//! The order that begins a secondment: on a decision, by the unit that manages the dossier.

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::{
    dossier::{DossierCommand, SecondmentStep},
    ids::{DossierId, SecondmentId},
};
use hoso_projections::people::PersonRow;
use maud::{Markup, html};
use uuid::Uuid;

use super::{order_path, secondment_path};
use crate::{
    app::{Command, CommandError},
    web::{
        forms::{self, Errors, Typed},
        obstacle::Obstacle,
        pages::orders::{self, Destination},
        paper_fields,
        visit::{Place, View, Visitor},
    },
};

const HOST: Destination = Destination {
    name: "don_vi_nhan",
    label: "page-secondment-host",
    hint: "page-secondment-host-hint",
    wrong: "page-secondment-host-wrong",
};
const BEGINS: (&str, &str) = ("tu_ngay", "page-secondment-begins-on");
const ENDS: (&str, &str) = ("den_ngay", "page-secondment-ends-on");
/// Where a refusal is said.
const REFUSED_AT: [(&str, &str); 3] = [
    ("secondment_to_own_unit", HOST.name),
    ("secondment_overlaps", BEGINS.0),
    ("secondment_backwards", ENDS.0),
];

/// `/ho-so/{dossier}/biet-phai`.
pub async fn page(visitor: Visitor, Place(id): Place<DossierId>) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let (person, _transfer) = view.site.app().transfer_under_way(actor, id).await?;
    Ok(whole(view, id, &person, &Typed::default(), &Errors::default()))
}

fn whole(view: &View, id: DossierId, person: &PersonRow, typed: &Typed, errors: &Errors) -> Markup {
    let inside = html! {
        p class="lead" { (view.words.say("page-secondment-order-means")) }
        (forms::post(view, &order_path(id), "form", fields(view, typed, errors)))
    };
    orders::page(view, (id, person), "page-secondment-order", errors, inside)
}

fn fields(view: &View, typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    html! {
        (HOST.line(view, typed, errors))
        (paper_fields::fields(words, words.say("page-secondment-decision"), typed, errors))
        (paper_fields::day(words, BEGINS.0, BEGINS.1, typed, errors))
        (paper_fields::day(words, ENDS.0, ENDS.1, typed, errors))
        p class="acts" { button type="submit" { (words.say("page-secondment-order")) } }
    }
}

/// `POST /ho-so/{dossier}/biet-phai`.
pub async fn act(
    visitor: Visitor,
    Place(id): Place<DossierId>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let (person, _transfer) = view.site.app().transfer_under_way(actor, id).await?;
    let mut errors = Errors::default();
    // The same form sent again orders the same secondment.
    let key = typed.key().unwrap_or_default();
    let secondment = SecondmentId::from_uuid(Uuid::new_v5(&id.as_uuid(), key.as_bytes()));
    if let Some(step) = read(view, &typed, &mut errors) {
        let command = Command::Dossier(id, DossierCommand::Secondment { secondment, step });
        match visitor.send(command, &typed).await {
            Ok(_done) => {
                let to = format!("{}?da=1", secondment_path(secondment));
                return Ok(Redirect::to(&to).into_response());
            }
            Err(CommandError::Refused(refusal)) => {
                HOST.refused(view, &refusal, &REFUSED_AT, &mut errors);
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(forms::again(whole(view, id, &person, &typed, &errors)))
}

fn read(view: &View, typed: &Typed, errors: &mut Errors) -> Option<SecondmentStep> {
    let words = view.words;
    let host = HOST.read(view, typed, errors);
    let decision = paper_fields::read(words, typed, errors);
    let begins_on = paper_fields::read_day(words, BEGINS.0, BEGINS.1, typed, errors);
    let ends_on = paper_fields::read_day(words, ENDS.0, ENDS.1, typed, errors);
    Some(SecondmentStep::Order {
        host: host?,
        decision: decision?,
        begins_on: begins_on?,
        ends_on: ends_on?,
    })
}
