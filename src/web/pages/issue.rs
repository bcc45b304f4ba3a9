//! A dossier that was taken in waits for its person's account: who it is for, until when, and the
//! one button (F1).

use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use hoso_events::{
    account::{AccountCommand, Holder},
    ids::{AccountId, DossierId, UnitId},
    rulebook::Duty,
    values::PersonName,
};
use hoso_projections::people::PersonRow;
use maud::{Markup, html};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    app::{Act, Command, CommandError, Target, may},
    web::{
        deadline,
        forms::{self, Errors, Typed},
        layout::{Page, Step, dossier_path, render},
        obstacle::Obstacle,
        pages::accounts,
        told::flash,
        visit::{Asks, Place, Visitor},
    },
};

/// What was recorded a moment ago.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    vua: Option<u64>,
}

/// The command that issues a person's account. The account's id follows from the form's key, so
/// that the same form sent again asks for the same.
pub fn issue(person: &PersonRow, key: &str, today: NaiveDate) -> Option<Command> {
    let dossier = DossierId::parse(&person.dossier_id).ok()?;
    let named = Uuid::new_v5(&dossier.as_uuid(), key.as_bytes());
    let command = AccountCommand::IssueAccount {
        holder: Holder::Official { dossier },
        name: PersonName::parse(&person.full_name).ok()?,
        unit: UnitId::parse(&person.unit_id).ok()?,
        issued_on: today,
    };
    Some(Command::Account(AccountId::from_uuid(named), command))
}

/// `/ho-so/{dossier}/tai-khoan`.
pub async fn page(
    visitor: Visitor,
    Place(id): Place<DossierId>,
    Asks(asked): Asks<Asked>,
) -> Result<Markup, Obstacle> {
    whole(&visitor, id, asked.vua, &Errors::default()).await
}

async fn whole(
    visitor: &Visitor,
    id: DossierId,
    just: Option<u64>,
    errors: &Errors,
) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = visitor;
    let person = issuable(visitor, id).await?;
    let duties = view.site.app().duties(actor, id).await?;
    let row = duties.iter().find(|row| row.duty == Duty::IssueAccount.as_str());
    let unit = UnitId::parse(&person.unit_id).ok().and_then(|id| view.units().get(id));
    let words = view.words;
    let calendar = &view.world.calendar;
    let title = words.say("page-clerk-account-title");
    let name = ("name", person.full_name.clone());
    let body = html! {
        (flash(visitor, just).await)
        h1 { (title) }
        (errors.summary(words))
        div class="identity" {
            p { strong { (person.full_name) } }
            @if let Some(unit) = unit { p { (unit.name) } }
            @if let Some(row) = row {
                @let standing = deadline::standing(row, calendar, view.today);
                p {
                    (deadline::chip(words, standing)) " " (words.stored_duty(&row.duty)) ": "
                    (deadline::told(words, row, standing, calendar, view.today)) " "
                    a class="why" href=(deadline::why_path(row)) { (words.say("page-why-link")) }
                }
            }
        }
        @if person.account_id.is_some() {
            p class="empty" { (words.say("page-clerk-account-there")) }
            @if let Some(account) = person.account_id.as_deref().and_then(|id| AccountId::parse(id).ok()) {
                p { a class="button" href=(accounts::account_path(&account)) { (words.say("page-account-code")) } }
            }
        } @else {
            p class="lead" { (words.say("page-clerk-account-lead")) }
            (forms::post(view, &format!("{}/tai-khoan", dossier_path(id)), "", html! {
                p class="acts" {
                    button type="submit" { (words.with("page-clerk-account-act", &[name])) }
                }
            }))
        }
    };
    let back = vec![
        Step::new("/viec", words.say("page-clerk-work-title")),
        Step::new(dossier_path(id), person.full_name.clone()),
    ];
    Ok(render(view, Page { title: errors.title(words, &title), back, body }))
}

/// The person, for whoever may issue accounts where the dossier is kept.
async fn issuable(visitor: &Visitor, id: DossierId) -> Result<PersonRow, Obstacle> {
    let Visitor { view, actor } = visitor;
    let person = view.site.app().person(actor, id).await?;
    let unit = UnitId::parse(&person.unit_id).map_err(|_not_an_id| Obstacle::not_found())?;
    may(actor, Act::IssueAccount, Target::Unit(unit), view.units())
        .map_err(|_denied| Obstacle::not_found())?;
    Ok(person)
}

/// `POST /ho-so/{dossier}/tai-khoan`.
pub async fn act(
    visitor: Visitor,
    Place(id): Place<DossierId>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let person = issuable(&visitor, id).await?;
    let view = &visitor.view;
    let key = typed.key().unwrap_or_default();
    let command = issue(&person, key, view.today).ok_or_else(Obstacle::not_found)?;
    match visitor.send(command, &typed).await {
        Ok(done) => {
            let just = done.position().map(|at| format!("?vua={at}")).unwrap_or_default();
            let to = format!("{}/tai-khoan{just}", dossier_path(id));
            Ok(Redirect::to(&to).into_response())
        }
        Err(CommandError::Refused(refusal)) => {
            let mut errors = Errors::default();
            errors.whole(view.words.obstacle(&refusal));
            Ok(forms::again(whole(&visitor, id, None, &errors).await?))
        }
        Err(other) => Err(other.into()),
    }
}
