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
