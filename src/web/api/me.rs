//! Who am I: the account behind a request, what it may do today, and the token it came with.

use std::sync::Arc;

use axum::{Extension, response::Response};
use chrono::{DateTime, NaiveDate, Utc};
use hoso_events::account::Role;
use hoso_projections::accounts;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    accounts::TypedRole,
    answer::{Failures, Listed},
    reader::Reader,
    records::UnitSaid,
};
use crate::{
    store::tokens::{Scope, TokenRow},
    web::obstacle::Obstacle,
};

/// What an account may do within a unit and all below it, first and last day included.
#[derive(Serialize, ToSchema)]
pub struct GrantSaid {
    grant_id: Uuid,
    role: TypedRole,
    scope: Option<UnitSaid>,
    from: NaiveDate,
    until: Option<NaiveDate>,
}

/// What a token is good for.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScopeSaid {
    /// Questions alone.
    Read,
    /// Questions and commands.
    Commands,
}

/// The token a request came with.
#[derive(Serialize, ToSchema)]
pub struct TokenSaid {
    token_id: String,
    label: String,
    scope: ScopeSaid,
    issued_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    /// To the minute; none the first time.
    last_used_at: Option<DateTime<Utc>>,
}

impl From<&TokenRow> for TokenSaid {
    fn from(row: &TokenRow) -> Self {
        Self {
            token_id: row.token_id.clone(),
            label: row.label.clone(),
            scope: match row.scope {
                Scope::Read => ScopeSaid::Read,
                Scope::Commands => ScopeSaid::Commands,
            },
            issued_at: row.issued_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
        }
    }
}

/// Who asks.
#[derive(Serialize, ToSchema)]
pub struct Me {
    account_id: Uuid,
    name: String,
    unit: Option<UnitSaid>,
    /// One's own dossier.
    dossier_id: Option<Uuid>,
    /// What one may do today.
    grants: Vec<GrantSaid>,
    /// The token this request came with.
    token: Option<TokenSaid>,
    /// The last place in the log this answer includes.
    log_position: u64,
}

impl From<Role> for TypedRole {
    fn from(role: Role) -> Self {
        match role {
            Role::DataOfficer => Self::DataOfficer,
            Role::Head => Self::Head,
            Role::Inspector => Self::Inspector,
            Role::Administrator => Self::Administrator,
        }
    }
}

/// Who I am, what I may do today, and until when my token is good.
#[utoipa::path(get, path = "/me", tag = "accounts", responses(Listed<Me>, Failures))]
pub async fn me(
    reader: Reader,
    token: Option<Extension<Arc<TokenRow>>>,
) -> Result<Response, Obstacle> {
    let Reader { site, actor, .. } = &reader;
    let store = site.app().store();
    let (world, today) = (store.world().await?, store.clock().today());
    let row = accounts::by_id(store.db(), &actor.account.id.to_string()).await?;
    let lines = row.map(|row| row.grant_lines()).unwrap_or_default();
    let holds = lines.into_iter().filter(|line| {
        !line.revoked && line.from <= today && line.until.is_none_or(|until| today <= until)
    });
    let unit = |id: &str| UnitSaid::of(&world.units, id);
    let grants = holds.map(|line| GrantSaid {
        grant_id: line.grant.as_uuid(),
        role: line.role.into(),
        scope: unit(&line.scope.to_string()),
        from: line.from,
        until: line.until,
    });
    Ok(reader.answer(Me {
        account_id: actor.account.id.as_uuid(),
        name: actor.account.name.clone(),
        unit: actor.unit.as_ref().and_then(|own| unit(&own.id.to_string())),
        dossier_id: actor.dossier.map(|id| id.as_uuid()),
        grants: grants.collect(),
        token: token.map(|Extension(row)| TokenSaid::from(&*row)),
        log_position: reader.position,
    }))
}
