//! The acts on one account: grant, restrict, extend, revoke, close. Each sends one command.

use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use hoso_events::{
    account::AccountCommand,
    catalogue::{PartialDate, Precision},
    ids::{AccountId, GrantId, UnitId},
    values::{Paper, Reason},
};
use hoso_projections::accounts::GrantLine;
use uuid::Uuid;

use super::{
    account::{self, Failed},
    account_path, grant, role_of,
};
use crate::{
    app::{Act, Command, CommandError},
    web::{
        forms::{self, Errors, Typed},
        obstacle::Obstacle,
        paper_fields, slots,
        tell::Words,
        units::{self, Meant},
        visit::{Place, View, Visitor},
    },
};

/// The last day typed: none where nothing was, else a whole day.
fn last_day(words: Words, typed: &Typed, errors: &mut Errors) -> Option<NaiveDate> {
    let text = typed.text("den_ngay");
    if text.is_empty() {
        return None;
    }
    let date = PartialDate::parse(text).ok().filter(|date| date.precision() == Precision::Day);
    if date.is_none() {
        errors.at("den_ngay", words.say("page-grant-last-day-wrong"));
    }
    date.map(|date| date.earliest())
}

/// The unit chosen, out of those where the reader decides on access.
fn unit(view: &View, typed: &Typed, errors: &mut Errors) -> Option<UnitId> {
    let said = typed.text(units::NAME);
    let meant = Meant::read(view, Act::DecideAccess, said);
    let only = units::seen(view, Act::DecideAccess);
    let unit = meant.unit.or(match (said.is_empty(), only.as_slice()) {
        (true, [one]) => Some(one),
        _ => None,
    });
    if unit.is_none() {
        errors.at(units::NAME, view.words.say("page-grant-scope-missing"));
    }
    unit.map(|unit| unit.id)
}

/// What a new grant says, or what is wrong with it at each field.
pub struct NewGrant {
    pub role: hoso_events::account::Role,
    pub scope: UnitId,
    pub until: Option<NaiveDate>,
    pub request: Paper,
}

/// Reads the fields of a new grant.
pub fn read(view: &View, typed: &Typed, errors: &mut Errors) -> Option<NewGrant> {
    let role = role_of(typed.text("vai_tro"));
    if role.is_none() {
        errors.at("vai_tro", view.words.say("page-grant-role-missing"));
    }
    let scope = unit(view, typed, errors);
    let until = last_day(view.words, typed, errors);
    let request = paper_fields::read(view.words, typed, errors);
    let fine = errors.is_empty();
    let new = NewGrant { role: role?, scope: scope?, until, request: request? };
    fine.then_some(new)
}

/// Where a refusal of the app stands on a form of access.
pub fn place(code: &str) -> Option<&'static str> {
    match code {
        "end_required" | "ends_before_start" | "term_too_long" => Some("den_ngay"),
        "request_after_start" => Some(paper_fields::DATED),
        "administrator_only" => Some("vai_tro"),
        "unknown_unit" => Some(units::NAME),
        _ => None,
    }
}

/// An id that follows from a form's key: the same form sent again asks for the same.
pub fn named(around: Uuid, typed: &Typed) -> Uuid {
    Uuid::new_v5(&around, typed.key().unwrap_or_default().as_bytes())
}

/// Sends a command, if there is one: back to the account, or what is wrong is added to the errors.
async fn sent(
    visitor: &Visitor,
    id: AccountId,
    done: &str,
    command: Option<AccountCommand>,
    typed: &Typed,
    errors: &mut Errors,
) -> Result<Option<Response>, Obstacle> {
    let Some(command) = command else { return Ok(None) };
    match visitor.send(Command::Account(id, command), typed).await {
        Ok(_done) => {
            let to = format!("{}?da={done}", account_path(&id));
            Ok(Some(Redirect::to(&to).into_response()))
        }
        Err(CommandError::Refused(refusal)) => {
            let told = visitor.view.words.obstacle(&refusal);
            match place(refusal.code) {
                Some(name) => errors.at(name, told),
                None => errors.whole(told),
            }
            Ok(None)
        }
        Err(other) => Err(other.into()),
    }
}

/// Sends a command from a form on the account's page, which comes back with what is wrong.
async fn send(
    visitor: &Visitor,
    id: AccountId,
    form: &str,
    command: Option<AccountCommand>,
    typed: &Typed,
    mut errors: Errors,
) -> Result<Response, Obstacle> {
    if let Some(done) = sent(visitor, id, form, command, typed, &mut errors).await? {
        return Ok(done);
    }
    let failed = Failed { form, typed, errors: &errors };
    Ok(forms::again(account::whole(visitor, id, "", Some(failed)).await?))
}

/// `POST /tai-khoan/{account}/quyen`.
pub async fn give(
    visitor: Visitor,
    Place(id): Place<AccountId>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let mut errors = Errors::default();
    let view = &visitor.view;
    let command = read(view, &typed, &mut errors).map(|new| AccountCommand::GrantAccess {
        grant: GrantId::from_uuid(named(id.as_uuid(), &typed)),
        role: new.role,
        scope: new.scope,
        from: view.today,
        until: new.until,
        request: new.request,
    });
    send(&visitor, id, "quyen", command, &typed, errors).await
}

/// `POST /tai-khoan/{account}/quyen/{grant}`.
pub async fn alter(
    visitor: Visitor,
    Place((id, grant)): Place<(AccountId, GrantId)>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let view = &visitor.view;
    let (row, line) = grant::meant(&visitor, id, grant).await?;
    let mut errors = Errors::default();
    let (command, done) = match typed.text("viec") {
        "huy-bo" => {
            let request = paper_fields::read(view.words, &typed, &mut errors);
            (request.map(|request| AccountCommand::RevokeAccess { grant, request }), "huy")
        }
        "mo-rong" => {
            let read = altered(view, &line, &typed, &mut errors);
            let command = read.map(|(scope, until, request)| AccountCommand::ExtendAccess {
                grant,
                scope,
                until,
                request,
            });
            (command, "sua")
        }
        _ => {
            let read = altered(view, &line, &typed, &mut errors);
            let command = read.map(|(scope, until, request)| AccountCommand::RestrictAccess {
                grant,
                scope,
                until,
                request,
            });
            (command, "sua")
        }
    };
    match sent(&visitor, id, done, command, &typed, &mut errors).await? {
        Some(done) => Ok(done),
        None => Ok(forms::again(grant::form(view, id, &row, &line, &typed, &errors))),
    }
}

fn altered(
    view: &View,
    line: &GrantLine,
    typed: &Typed,
    errors: &mut Errors,
) -> Option<(UnitId, Option<NaiveDate>, Paper)> {
    let scope = match typed.text(units::NAME) {
        "" => Some(line.scope),
        _ => unit(view, typed, errors),
    };
    let until = last_day(view.words, typed, errors);
    let request = paper_fields::read(view.words, typed, errors);
    let fine = errors.is_empty();
    let read = (scope?, until, request?);
    fine.then_some(read)
}

/// `POST /tai-khoan/{account}/dong`.
pub async fn close(
    visitor: Visitor,
    Place(id): Place<AccountId>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let mut errors = Errors::default();
    let words = visitor.view.words;
    let reason = Reason::parse(typed.text("ly_do")).map_err(|error| {
        let label = words.say("page-account-close-reason");
        errors.at("ly_do", slots::text_wrong(words, &label, &error));
    });
    let closed_on = visitor.view.today;
    let command = reason.ok().map(|reason| AccountCommand::CloseAccount { closed_on, reason });
    send(&visitor, id, "dong", command, &typed, errors).await
}
