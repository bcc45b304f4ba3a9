//! Single-use codes that let an account's holder choose a password, by their hash.

use chrono::{DateTime, Utc};
use hoso_projections::database::Statement;

use super::super::{Store, StoreError, read::instant_text, writer::begin};

/// An activation code that may still be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activation {
    pub account_id: String,
    pub expires_at: DateTime<Utc>,
    /// Whether using it takes the second factor off: the phone was lost.
    pub resets_factor: bool,
}

const RETIRE: Statement =
    Statement::same("update activation set used_at = $1 where account_id = $2 and used_at is null");
const INSERT: Statement = Statement::same(
    "insert into activation (code_hash, account_id, issued_at, expires_at, resets_factor)
     values ($1, $2, $3, $4, $5)",
);
const FIND: Statement = Statement::same(
    "select account_id, expires_at, resets_factor from activation
     where code_hash = $1 and used_at is null and expires_at > $2",
);
const USE: Statement = Statement::same(
    "update activation set used_at = $1
     where code_hash = $2 and used_at is null and expires_at > $1",
);
const WAITING: Statement = Statement::same(
    "select max(expires_at) from activation
     where account_id = $1 and used_at is null and expires_at > $2",
);

impl Store {
    /// Keeps a new code; those an account had before no longer count.
    pub async fn add_activation(
        &self,
        code_hash: &str,
        account: &str,
        expires_at: DateTime<Utc>,
        resets_factor: bool,
    ) -> Result<(), StoreError> {
        let now = instant_text(self.now());
        let mut tx = begin(self.db()).await?;
        tx.execute(RETIRE, vec![now.as_str().into(), account.into()]).await?;
        let args = vec![
            code_hash.into(),
            account.into(),
            now.into(),
            instant_text(expires_at).into(),
            i64::from(resets_factor).into(),
        ];
        tx.execute(INSERT, args).await?;
        Ok(tx.commit().await?)
    }

    /// The activation a code stands for, while it may be used.
    pub async fn activation(&self, code_hash: &str) -> Result<Option<Activation>, StoreError> {
        let args = vec![code_hash.into(), instant_text(self.now()).into()];
        let Some(cells) = self.db().fetch_one(FIND, args).await? else { return Ok(None) };
        let broken = |_time| StoreError::Unreadable { position: 0, what: "an activation's end" };
        Ok(Some(Activation {
            account_id: cells.text(0)?,
            expires_at: cells.text(1)?.parse().map_err(broken)?,
            resets_factor: cells.int(2)? != 0,
        }))
    }

    /// Uses a code up; `false` when someone was faster or its time is over.
    pub async fn use_activation(&self, code_hash: &str) -> Result<bool, StoreError> {
        let args = vec![instant_text(self.now()).into(), code_hash.into()];
        self.changed(USE, args).await
    }

    /// Until when an account has a code that waits to be used.
    pub async fn activation_waits(
        &self,
        account: &str,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        let args = vec![account.into(), instant_text(self.now()).into()];
        let cells = self.db().fetch_one(WAITING, args).await?;
        let text = cells.map(|cells| cells.maybe_text(0)).transpose()?.flatten();
        let broken = |_time| StoreError::Unreadable { position: 0, what: "an activation's end" };
        text.map(|text| text.parse().map_err(broken)).transpose()
    }
}
