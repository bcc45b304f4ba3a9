//! What an account's holder proves themselves with: a name to sign in by, the hash of a password,
//! the secret of a second factor and the hashes of its recovery codes.

use chrono::{DateTime, Utc};
use hoso_projections::database::{Arg, Cells, Statement};

use super::super::{Store, StoreError, read::instant_text, writer::begin};

/// One account's ways to prove itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    pub account_id: String,
    /// What one signs in by: lower case, without marks.
    pub login: String,
    /// The password's hash as a PHC string; none before the first activation.
    pub password: Option<String>,
    pub password_since: Option<String>,
    /// The second factor's secret in base32, once a code of it was shown.
    pub factor: Option<String>,
    /// A second factor that is being set up.
    pub factor_pending: Option<String>,
    /// The time step of the last code taken: it and older ones are not taken again.
    pub factor_step: Option<i64>,
    /// Hashes of the recovery codes not used yet.
    pub recovery: Vec<String>,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Credential").field("account_id", &self.account_id).finish_non_exhaustive()
    }
}

const BY_LOGIN: Statement = Statement::same(
    "select account_id, login, password, password_since, factor, factor_pending, factor_step,
            recovery
     from credential where login = $1",
);
const BY_ACCOUNT: Statement = Statement::same(
    "select account_id, login, password, password_since, factor, factor_pending, factor_step,
            recovery
     from credential where account_id = $1",
);
/// The logins that begin as another, to find the next free one.
const LOGINS_LIKE: Statement = Statement::same(
    "select login from credential where login >= $1 and login < $2 order by login limit $3",
);
const INSERT: Statement = Statement::same(
    "insert into credential (account_id, login, recovery) values ($1, $2, '[]')
     on conflict do nothing",
);
const SET_PASSWORD: Statement = Statement::same(
    "update credential set password = $1, password_since = $2 where account_id = $3",
);
const SET_PENDING: Statement =
    Statement::same("update credential set factor_pending = $1 where account_id = $2");
const SET_FACTOR: Statement = Statement::same(
    "update credential set factor = $1, factor_pending = null, factor_step = $2, recovery = $3
     where account_id = $4",
);
const CLEAR_FACTOR: Statement = Statement::same(
    "update credential
     set factor = null, factor_pending = null, factor_step = null, recovery = '[]'
     where account_id = $1",
);
/// Only forwards: of two requests with the same code one finds it taken.
const TAKE_STEP: Statement = Statement::same(
    "update credential set factor_step = $1
     where account_id = $2 and (factor_step is null or factor_step < $1)",
);
/// Only from what was read: of two requests with the same recovery code one finds it used.
const TAKE_RECOVERY: Statement =
    Statement::same("update credential set recovery = $1 where account_id = $2 and recovery = $3");
/// How many logins that begin alike are looked through.
const LOGINS_MAX: i64 = 10_000;

fn read(cells: &Cells) -> Result<Credential, StoreError> {
    let recovery = cells.text(7)?;
    let broken = |_json| StoreError::Unreadable { position: 0, what: "recovery codes" };
    Ok(Credential {
        account_id: cells.text(0)?,
        login: cells.text(1)?,
        password: cells.maybe_text(2)?,
        password_since: cells.maybe_text(3)?,
        factor: cells.maybe_text(4)?,
        factor_pending: cells.maybe_text(5)?,
        factor_step: cells.maybe_int(6)?,
        recovery: serde_json::from_str(&recovery).map_err(broken)?,
    })
}

fn list_text(hashes: &[String]) -> String {
    serde_json::to_string(hashes).expect("a list of texts is JSON")
}

impl Store {
    /// The credential with this login.
    pub async fn credential_by_login(&self, login: &str) -> Result<Option<Credential>, StoreError> {
        let cells = self.db().fetch_one(BY_LOGIN, vec![login.into()]).await?;
        cells.as_ref().map(read).transpose()
    }

    /// An account's credential.
    pub async fn credential_of(&self, account: &str) -> Result<Option<Credential>, StoreError> {
        let cells = self.db().fetch_one(BY_ACCOUNT, vec![account.into()]).await?;
        cells.as_ref().map(read).transpose()
    }

    /// The logins that are taken and begin with `start`.
    pub async fn logins_like(&self, start: &str) -> Result<Vec<String>, StoreError> {
        let end = format!("{start}\u{7f}");
        let args = vec![start.into(), end.as_str().into(), LOGINS_MAX.into()];
        let rows = self.db().fetch(LOGINS_LIKE, args).await?;
        rows.iter().map(|cells| Ok(cells.text(0)?)).collect()
    }

    /// Gives an account a login; `false` when the login is taken or the account has one.
    pub async fn add_credential(&self, account: &str, login: &str) -> Result<bool, StoreError> {
        self.changed(INSERT, vec![account.into(), login.into()]).await
    }

    /// Sets the hash of a password.
    pub async fn set_password(
        &self,
        account: &str,
        password: &str,
        since: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let args = vec![password.into(), instant_text(since).into(), account.into()];
        self.changed(SET_PASSWORD, args).await
    }

    /// Keeps a second factor that is being set up.
    pub async fn set_pending_factor(&self, account: &str, base32: &str) -> Result<(), StoreError> {
        self.changed(SET_PENDING, vec![base32.into(), account.into()]).await.map(drop)
    }

    /// Puts a second factor in force, with fresh recovery codes; the code shown counts as used.
    pub async fn set_factor(
        &self,
        account: &str,
        base32: &str,
        step: i64,
        recovery: &[String],
    ) -> Result<(), StoreError> {
        let args = vec![base32.into(), step.into(), list_text(recovery).into(), account.into()];
        self.changed(SET_FACTOR, args).await.map(drop)
    }

    /// Takes the second factor off.
    pub async fn clear_factor(&self, account: &str) -> Result<(), StoreError> {
        self.changed(CLEAR_FACTOR, vec![account.into()]).await.map(drop)
    }

    /// Takes a time step; `false` when it or a later one was taken before.
    pub async fn take_factor_step(&self, account: &str, step: i64) -> Result<bool, StoreError> {
        self.changed(TAKE_STEP, vec![step.into(), account.into()]).await
    }

    /// Takes a recovery code out of those left; `false` when it was taken meanwhile.
    pub async fn take_recovery(
        &self,
        credential: &Credential,
        hash: &str,
    ) -> Result<bool, StoreError> {
        let left: Vec<String> =
            credential.recovery.iter().filter(|known| *known != hash).cloned().collect();
        if left.len() == credential.recovery.len() {
            return Ok(false);
        }
        let (left, before) = (list_text(&left), list_text(&credential.recovery));
        let account = credential.account_id.as_str();
        self.changed(TAKE_RECOVERY, vec![left.into(), account.into(), before.into()]).await
    }

    /// Runs one statement in its own transaction; whether it changed anything.
    pub(super) async fn changed(
        &self,
        statement: Statement,
        args: Vec<Arg>,
    ) -> Result<bool, StoreError> {
        let mut tx = begin(self.db()).await?;
        let changed = tx.execute(statement, args).await?;
        tx.commit().await?;
        Ok(changed > 0)
    }
}
