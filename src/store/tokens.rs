//! Ways in for programs: a secret is shown once, its hash is kept. Secrets never stand in facts.

use chrono::{DateTime, TimeDelta, Utc};
use hoso_projections::database::{Cells, Statement};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{Store, StoreError, integrity::hex, read::instant_text, writer::begin};

/// What every token starts with, so that a leaked one can be recognised.
pub const PREFIX: &str = "hoso_";
/// How exactly the last use of a token is kept: it is written at most this often.
const USE_KEPT_EVERY: TimeDelta = TimeDelta::minutes(1);

const INSERT: Statement = Statement::same(
    "insert into token (secret_hash, account_id, label, issued_at, expires_at, scope)
     values ($1, $2, $3, $4, $5, $6)",
);
const FIND: Statement = Statement::same(
    "select account_id from token
     where secret_hash = $1 and expires_at > $2 and revoked_at is null",
);
const VALID: Statement = Statement::same(
    "select substr(secret_hash, 1, 12), account_id, label, issued_at, expires_at, revoked_at,
            scope, last_used_at
     from token where secret_hash = $1 and expires_at > $2 and revoked_at is null",
);
const LIST: Statement = Statement::same(
    "select substr(secret_hash, 1, 12), account_id, label, issued_at, expires_at, revoked_at,
            scope, last_used_at
     from token order by issued_at desc, secret_hash limit $1",
);
const REVOKE: Statement = Statement::same(
    "update token set revoked_at = $1
     where substr(secret_hash, 1, 12) = $2 and revoked_at is null",
);
const USED: Statement = Statement::same(
    "update token set last_used_at = $1
     where secret_hash = $2 and (last_used_at is null or last_used_at <= $3)",
);

/// What a token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Questions alone.
    Read,
    /// Questions and commands.
    Commands,
}

impl Scope {
    /// The stored name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Commands => "commands",
        }
    }

    /// Reads the stored name.
    fn parse(text: &str) -> Option<Self> {
        [Self::Read, Self::Commands].into_iter().find(|scope| scope.as_str() == text)
    }
}

/// A token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TokenRow {
    /// The start of its secret's hash: names it, and is no way in.
    pub token_id: String,
    pub account_id: String,
    pub label: String,
    pub issued_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub scope: Scope,
    /// To the minute.
    pub last_used_at: Option<DateTime<Utc>>,
}

impl TokenRow {
    /// Reads the columns of [`LIST`].
    fn read(cells: &Cells) -> Result<Self, StoreError> {
        let broken = |what| StoreError::Unreadable { position: 0, what };
        let instant = |text: String| text.parse().map_err(|_time| broken("the time of a token"));
        Ok(Self {
            token_id: cells.text(0)?,
            account_id: cells.text(1)?,
            label: cells.text(2)?,
            issued_at: instant(cells.text(3)?)?,
            expires_at: instant(cells.text(4)?)?,
            revoked_at: cells.maybe_text(5)?.map(instant).transpose()?,
            scope: Scope::parse(&cells.text(6)?).ok_or_else(|| broken("the scope of a token"))?,
            last_used_at: cells.maybe_text(7)?.map(instant).transpose()?,
        })
    }
}

fn secret_hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// Makes a token for an account and returns its secret, which is not kept.
pub async fn issue(
    store: &Store,
    account_id: &str,
    label: &str,
    expires_at: DateTime<Utc>,
) -> Result<String, StoreError> {
    issue_for(store, account_id, label, Scope::Commands, expires_at).await
}

/// The same, good for what its scope says.
pub async fn issue_for(
    store: &Store,
    account_id: &str,
    label: &str,
    scope: Scope,
    expires_at: DateTime<Utc>,
) -> Result<String, StoreError> {
    let secret = format!("{PREFIX}{}", store.clock().new_secret());
    let mut tx = begin(store.db()).await?;
    let args = vec![
        secret_hash(&secret).into(),
        account_id.into(),
        label.into(),
        instant_text(store.now()).into(),
        instant_text(expires_at).into(),
        scope.as_str().into(),
    ];
    tx.execute(INSERT, args).await?;
    tx.commit().await?;
    Ok(secret)
}

/// The account a token belongs to, while it is valid.
pub async fn account_of(store: &Store, secret: &str) -> Result<Option<String>, StoreError> {
    let args = vec![secret_hash(secret).into(), instant_text(store.now()).into()];
    match store.db().fetch_one(FIND, args).await? {
        Some(cells) => Ok(Some(cells.text(0)?)),
        None => Ok(None),
    }
}

/// A token by its secret, while it is valid.
pub async fn valid(store: &Store, secret: &str) -> Result<Option<TokenRow>, StoreError> {
    let args = vec![secret_hash(secret).into(), instant_text(store.now()).into()];
    store.db().fetch_one(VALID, args).await?.map(|cells| TokenRow::read(&cells)).transpose()
}

/// Whether a use now is to be kept, as far as is known: none was kept a moment ago.
pub fn is_worth_keeping(now: DateTime<Utc>, known: &TokenRow) -> bool {
    known.last_used_at.is_none_or(|at| at <= now - USE_KEPT_EVERY)
}

/// Keeps that a token was used, unless another use was kept a moment before.
pub async fn used(store: &Store, secret: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
    let mut tx = begin(store.db()).await?;
    let [now, before] = [at, at - USE_KEPT_EVERY].map(instant_text);
    tx.execute(USED, vec![now.into(), secret_hash(secret).into(), before.into()]).await?;
    Ok(tx.commit().await?)
}

/// The tokens that were made, newest first.
pub async fn list(store: &Store, limit: i64) -> Result<Vec<TokenRow>, StoreError> {
    store.db().fetch(LIST, vec![limit.into()]).await?.iter().map(TokenRow::read).collect()
}

/// Revokes a token from this instant on; `false` when there is none of this id to revoke.
pub async fn revoke(store: &Store, token_id: &str) -> Result<bool, StoreError> {
    let mut tx = begin(store.db()).await?;
    let args = vec![instant_text(store.now()).into(), token_id.into()];
    let revoked = tx.execute(REVOKE, args).await?;
    tx.commit().await?;
    Ok(revoked > 0)
}
