//! What happened to an account's ways in: codes issued, passwords set, sign-ins, sign-outs. Its
//! holder reads it, and so do those who keep accounts.

use chrono::{DateTime, Utc};
use hoso_projections::database::Statement;

use super::super::{Store, StoreError, read::instant_text};

/// Something that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    CodeIssued,
    Activated,
    SignedIn,
    SignedOut,
    SignedOutEverywhere,
    PasswordChanged,
    FactorAdded,
    RecoveryUsed,
}

impl What {
    const ALL: [Self; 8] = [
        Self::CodeIssued,
        Self::Activated,
        Self::SignedIn,
        Self::SignedOut,
        Self::SignedOutEverywhere,
        Self::PasswordChanged,
        Self::FactorAdded,
        Self::RecoveryUsed,
    ];

    /// As it is stored.
    const fn as_str(self) -> &'static str {
        match self {
            Self::CodeIssued => "code_issued",
            Self::Activated => "activated",
            Self::SignedIn => "signed_in",
            Self::SignedOut => "signed_out",
            Self::SignedOutEverywhere => "signed_out_everywhere",
            Self::PasswordChanged => "password_changed",
            Self::FactorAdded => "factor_added",
            Self::RecoveryUsed => "recovery_used",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.as_str() == text)
    }
}

/// Where a request came from, as far as it says: for the holder to recognise their own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Client {
    /// The browser's name for itself, cut short.
    pub browser: String,
    pub address: String,
}

/// One line of what happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    pub at: DateTime<Utc>,
    /// None for what a later version wrote.
    pub what: Option<What>,
    /// Who did it.
    pub by_name: String,
    pub browser: String,
    pub address: String,
}

const INSERT: Statement = Statement::same(
    "insert into sign_in_log (entry_id, account_id, at, what, by_name, browser, address)
     values ($1, $2, $3, $4, $5, $6, $7)",
);
const OF_ACCOUNT: Statement = Statement::same(
    "select at, what, by_name, browser, address from sign_in_log
     where account_id = $1 order by entry_id desc limit $2",
);

impl Store {
    /// Keeps what happened to an account's ways in.
    pub async fn add_happening(
        &self,
        account: &str,
        what: What,
        by_name: &str,
        from: &Client,
    ) -> Result<(), StoreError> {
        let args = vec![
            self.clock().new_id().to_string().into(),
            account.into(),
            instant_text(self.now()).into(),
            what.as_str().into(),
            by_name.into(),
            from.browser.as_str().into(),
            from.address.as_str().into(),
        ];
        self.changed(INSERT, args).await.map(drop)
    }

    /// What happened to an account's ways in, newest first.
    pub async fn happenings(
        &self,
        account: &str,
        limit: i64,
    ) -> Result<Vec<Happening>, StoreError> {
        let rows = self.db().fetch(OF_ACCOUNT, vec![account.into(), limit.into()]).await?;
        let broken = |_time| StoreError::Unreadable { position: 0, what: "a sign-in's time" };
        let line = |cells: &hoso_projections::database::Cells| {
            Ok(Happening {
                at: cells.text(0)?.parse().map_err(broken)?,
                what: What::parse(&cells.text(1)?),
                by_name: cells.text(2)?,
                browser: cells.text(3)?,
                address: cells.text(4)?,
            })
        };
        rows.iter().map(line).collect()
    }
}
