//! Commands on accounts and what they may do.

use chrono::NaiveDate;
use hoso_events::{
    account::{AccountCommand, Holder, Role},
    ids::{AccountId, DossierId, GrantId, UnitId},
    unit::UnitTree,
    values::{Paper, PersonName, Reason},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    answer::{Answers, CommandHeaders, Recorded},
    body::{Said, Together as _, TypedPaper, day, maybe_day, text, unit},
    sender::Sender,
};
use crate::{
    app::Command,
    web::{obstacle::Obstacle, visit::Place},
};

type Answer = Result<Recorded, Obstacle>;

/// Whose account it is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct IssueAccount {
    /// Made from the Idempotency-Key when left out.
    account_id: Option<Uuid>,
    /// The dossier of an official; left out for someone who has none here.
    dossier_id: Option<Uuid>,
    name: String,
    /// The code of the unit it belongs to.
    unit: String,
    #[schema(example = "2026-03-02")]
    issued_on: String,
}

/// Create an account.
#[utoipa::path(post, path = "/accounts", tag = "accounts", params(CommandHeaders),
    request_body = IssueAccount, responses(Answers))]
pub async fn issue(sender: Sender, Said(body): Said<IssueAccount>) -> Answer {
    let world = sender.site().app().store().world().await?;
    let dossier = body.dossier_id.map(DossierId::from_uuid);
    let holder = dossier.map_or(Holder::Staff, |dossier| Holder::Official { dossier });
    let (name, unit, issued_on) = (
        text(PersonName::parse(&body.name), "/name"),
        unit(&world.units, &body.unit, "/unit"),
        day(&body.issued_on, "/issued_on"),
    )
        .together()?;
    let command = AccountCommand::IssueAccount { holder, name, unit, issued_on };
    let id = body.account_id.unwrap_or_else(|| sender.id("account"));
    let sent = sender.send(Command::Account(AccountId::from_uuid(id), command)).await;
    let recorded = sent.map_err(|obstacle| match obstacle.refusal.code {
        "account_exists" => obstacle.at("/dossier_id"),
        _ => obstacle,
    })?;
    Ok(Recorded { account_id: Some(id), ..recorded })
}

/// What an account may do.
#[derive(Debug, Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TypedRole {
    DataOfficer,
    Head,
    Inspector,
    Administrator,
}

impl From<TypedRole> for Role {
    fn from(role: TypedRole) -> Self {
        match role {
            TypedRole::DataOfficer => Self::DataOfficer,
            TypedRole::Head => Self::Head,
            TypedRole::Inspector => Self::Inspector,
            TypedRole::Administrator => Self::Administrator,
        }
    }
}

/// Access within a unit and all below it, first and last day included.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GrantAccess {
    role: TypedRole,
    /// The code of the unit.
    scope: String,
    from: String,
    until: Option<String>,
    request: TypedPaper,
}

/// Grant access on a written request.
#[utoipa::path(post, path = "/accounts/{account}/grants", tag = "accounts",
    params(CommandHeaders, ("account" = Uuid, Path)),
    request_body = GrantAccess, responses(Answers))]
pub async fn grant(
    sender: Sender,
    Place(id): Place<AccountId>,
    Said(body): Said<GrantAccess>,
) -> Answer {
    let world = sender.site().app().store().world().await?;
    let grant = sender.id("grant");
    let (scope, from, until, request) = (
        unit(&world.units, &body.scope, "/scope"),
        day(&body.from, "/from"),
        maybe_day(body.until.as_deref(), "/until"),
        body.request.read("/request"),
    )
        .together()?;
    let command = AccountCommand::GrantAccess {
        grant: GrantId::from_uuid(grant),
        role: body.role.into(),
        scope,
        from,
        until,
        request,
    };
    let recorded = sender.send(Command::Account(id, command)).await?;
    Ok(Recorded { grant_id: Some(grant), ..recorded })
}

/// The new bounds of a grant.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AlterGrant {
    /// The code of the unit.
    scope: String,
    until: Option<String>,
    request: TypedPaper,
}

impl AlterGrant {
    fn read(&self, units: &UnitTree) -> Result<(UnitId, Option<NaiveDate>, Paper), Obstacle> {
        (
            unit(units, &self.scope, "/scope"),
            maybe_day(self.until.as_deref(), "/until"),
            self.request.read("/request"),
        )
            .together()
    }
}

/// Narrow a grant.
#[utoipa::path(post, path = "/accounts/{account}/grants/{grant}/restriction", tag = "accounts",
    params(CommandHeaders, ("account" = Uuid, Path), ("grant" = Uuid, Path)),
    request_body = AlterGrant, responses(Answers))]
pub async fn restrict(
    sender: Sender,
    Place((id, grant)): Place<(AccountId, GrantId)>,
    Said(body): Said<AlterGrant>,
) -> Answer {
    let world = sender.site().app().store().world().await?;
    let (scope, until, request) = body.read(&world.units)?;
    let command = AccountCommand::RestrictAccess { grant, scope, until, request };
    sender.send(Command::Account(id, command)).await
}

/// Widen a grant.
#[utoipa::path(post, path = "/accounts/{account}/grants/{grant}/extension", tag = "accounts",
    params(CommandHeaders, ("account" = Uuid, Path), ("grant" = Uuid, Path)),
    request_body = AlterGrant, responses(Answers))]
pub async fn extend(
    sender: Sender,
    Place((id, grant)): Place<(AccountId, GrantId)>,
    Said(body): Said<AlterGrant>,
) -> Answer {
    let world = sender.site().app().store().world().await?;
    let (scope, until, request) = body.read(&world.units)?;
    let command = AccountCommand::ExtendAccess { grant, scope, until, request };
    sender.send(Command::Account(id, command)).await
}

/// The written request to end a grant.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeGrant {
    request: TypedPaper,
}

/// End a grant for good.
#[utoipa::path(post, path = "/accounts/{account}/grants/{grant}/revocation", tag = "accounts",
    params(CommandHeaders, ("account" = Uuid, Path), ("grant" = Uuid, Path)),
    request_body = RevokeGrant, responses(Answers))]
pub async fn revoke(
    sender: Sender,
    Place((id, grant)): Place<(AccountId, GrantId)>,
    Said(body): Said<RevokeGrant>,
) -> Answer {
    let request = body.request.read("/request")?;
    sender.send(Command::Account(id, AccountCommand::RevokeAccess { grant, request })).await
}

/// Why an account is closed, and from when.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseAccount {
    closed_on: String,
    reason: String,
}

/// Close an account for good.
#[utoipa::path(post, path = "/accounts/{account}/closure", tag = "accounts",
    params(CommandHeaders, ("account" = Uuid, Path)),
    request_body = CloseAccount, responses(Answers))]
pub async fn close(
    sender: Sender,
    Place(id): Place<AccountId>,
    Said(body): Said<CloseAccount>,
) -> Answer {
    let (closed_on, reason) =
        (day(&body.closed_on, "/closed_on"), text(Reason::parse(&body.reason), "/reason"))
            .together()?;
    let command = AccountCommand::CloseAccount { closed_on, reason };
    sender.send(Command::Account(id, command)).await
}
