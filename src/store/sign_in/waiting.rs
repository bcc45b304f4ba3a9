//! Accounts whose ways in wait for something: never activated, a code that ran out, no second factor.

use chrono::{DateTime, Utc};
use hoso_projections::{accounts::AccountRow, database::Statement, table::TableRow as _};

use super::super::{Store, StoreError, read::instant_text};

/// The most accounts that are looked through.
pub const WAITING_MAX: i64 = 100_000;

const NOT_ACTIVATED: Statement = Statement::same(
    "select a.account_id, a.name, a.dossier_id, a.unit_id, a.issued_on, a.state, a.grants
     from accounts a left join credential c on c.account_id = a.account_id
     where a.state = 'active' and c.password is null
     order by a.issued_on, a.account_id limit $1",
);
/// A code is not missed any more once its account was signed in to by another way.
const CODE_EXPIRED: Statement = Statement::same(
    "select a.account_id, a.name, a.dossier_id, a.unit_id, a.issued_on, a.state, a.grants
     from activation v join accounts a on a.account_id = v.account_id
     where v.used_at is null and v.expires_at <= $1 and a.state = 'active'
       and not exists (select 1 from sign_in_log s where s.account_id = v.account_id
                       and s.what = 'signed_in' and s.at > v.issued_at)
     order by v.expires_at, a.account_id limit $2",
);
const WITHOUT_FACTOR: Statement = Statement::same(
    "select a.account_id, a.name, a.dossier_id, a.unit_id, a.issued_on, a.state, a.grants
     from accounts a join credential c on c.account_id = a.account_id
     where a.state = 'active' and a.grants <> '[]'
       and c.password is not null and c.factor is null
     order by a.account_id limit $1",
);

impl Store {
    /// Accounts whose holder never chose a password, the oldest first.
    pub async fn never_activated(&self) -> Result<Vec<AccountRow>, StoreError> {
        self.waiting(NOT_ACTIVATED, None).await
    }

    /// Accounts whose last code ran out unused and that nobody signed in to since, longest first.
    pub async fn codes_expired(&self, now: DateTime<Utc>) -> Result<Vec<AccountRow>, StoreError> {
        self.waiting(CODE_EXPIRED, Some(now)).await
    }

    /// Activated accounts with grants, of any time, and without a second factor.
    pub async fn without_factor(&self) -> Result<Vec<AccountRow>, StoreError> {
        self.waiting(WITHOUT_FACTOR, None).await
    }

    async fn waiting(
        &self,
        statement: Statement,
        now: Option<DateTime<Utc>>,
    ) -> Result<Vec<AccountRow>, StoreError> {
        let now = now.map(|now| instant_text(now).into());
        let args = now.into_iter().chain([WAITING_MAX.into()]).collect();
        let rows = self.db().fetch(statement, args).await?;
        rows.iter().map(|cells| Ok(AccountRow::read(cells, 0)?)).collect()
    }
}
