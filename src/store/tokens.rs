//! Ways in for programs: a secret is shown once, its hash is kept. Secrets never stand in facts.

use chrono::{DateTime, Utc};
use hoso_projections::database::Statement;
use sha2::{Digest as _, Sha256};

use super::{Store, StoreError, integrity::hex, read::instant_text, writer::begin};

/// What every token starts with, so that a leaked one can be recognised.
pub const PREFIX: &str = "hoso_";

const INSERT: Statement = Statement::same(
    "insert into token (secret_hash, account_id, label, issued_at, expires_at)
     values ($1, $2, $3, $4, $5)",
);
const FIND: Statement = Statement::same(
    "select account_id from token
     where secret_hash = $1 and expires_at > $2 and revoked_at is null",
);

const LIST: Statement = Statement::same(
    "select substr(secret_hash, 1, 12), account_id, label, issued_at, expires_at, revoked_at
     from token order by issued_at desc, secret_hash limit $1",
);
const REVOKE: Statement = Statement::same(
    "update token set revoked_at = $1
     where substr(secret_hash, 1, 12) = $2 and revoked_at is null",
);

/// A token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct TokenRow {
    /// The start of its secret's hash: names it, and is no way in.
    pub token_id: String,
    pub account_id: String,
    pub label: String,
    pub issued_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
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
    let secret = format!("{PREFIX}{}", store.clock().new_secret());
    let mut tx = begin(store.db()).await?;
    let args = vec![
        secret_hash(&secret).into(),
        account_id.into(),
        label.into(),
        instant_text(store.now()).into(),
        instant_text(expires_at).into(),
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

/// The tokens that were made, newest first.
pub async fn list(store: &Store, limit: i64) -> Result<Vec<TokenRow>, StoreError> {
    let broken = |_time| StoreError::Unreadable { position: 0, what: "the time of a token" };
    let mut tokens = vec![];
    for cells in store.db().fetch(LIST, vec![limit.into()]).await? {
        let revoked_at = cells.maybe_text(5)?.map(|at| at.parse()).transpose();
        tokens.push(TokenRow {
            token_id: cells.text(0)?,
            account_id: cells.text(1)?,
            label: cells.text(2)?,
            issued_at: cells.text(3)?.parse().map_err(broken)?,
            expires_at: cells.text(4)?.parse().map_err(broken)?,
            revoked_at: revoked_at.map_err(broken)?,
        });
    }
    Ok(tokens)
}

/// Revokes a token from this instant on; `false` when there is none of this id to revoke.
pub async fn revoke(store: &Store, token_id: &str) -> Result<bool, StoreError> {
    let mut tx = begin(store.db()).await?;
    let args = vec![instant_text(store.now()).into(), token_id.into()];
    let revoked = tx.execute(REVOKE, args).await?;
    tx.commit().await?;
    Ok(revoked > 0)
}
