//! Who is signed in: one row a browser, by the hash of its cookie's token. A row that is gone is
//! signed out.

use chrono::{DateTime, Utc};
use hoso_projections::database::{Cells, Statement};

use super::{
    super::{Store, StoreError, read::instant_text, writer::begin},
    happenings::Client,
};

/// How far a sign-in has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The password was right; the second factor is asked for.
    Code,
    /// The account must have a second factor and has none yet.
    Enrol,
    /// Signed in.
    Open,
}

impl Stage {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Enrol => "enrol",
            Self::Open => "open",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Code, Self::Enrol, Self::Open].into_iter().find(|stage| stage.as_str() == text)
    }
}

/// What one signed in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    Password,
    /// Another service vouched for the holder.
    SignOn,
}

impl How {
    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::SignOn => "sign_on",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Password, Self::SignOn].into_iter().find(|how| how.as_str() == text)
    }
}

/// One browser that is signed in, or about to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub token_hash: String,
    /// What its forms carry, so that no other site can make one. It stays when the token changes:
    /// a form that is open in another window is not lost.
    pub form_token: String,
    pub account_id: String,
    pub stage: Stage,
    pub how: How,
    pub second_factor: bool,
    pub started_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    /// When the holder last proved to be themselves.
    pub proved_at: DateTime<Utc>,
    /// When they last did something that weighs.
    pub weighed_at: DateTime<Utc>,
    pub from: Client,
}

const INSERT: Statement = Statement::same(
    "insert into session (token_hash, account_id, stage, how, second_factor, started_at, seen_at,
                          proved_at, weighed_at, browser, address, form_token)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
);
const FIND: Statement = Statement::same(
    "select token_hash, account_id, stage, how, second_factor, started_at, seen_at, proved_at,
            weighed_at, browser, address, form_token
     from session where token_hash = $1",
);
const OF_ACCOUNT: Statement = Statement::same(
    "select token_hash, account_id, stage, how, second_factor, started_at, seen_at, proved_at,
            weighed_at, browser, address, form_token
     from session where account_id = $1 order by seen_at desc, token_hash limit $2",
);
const SEE: Statement = Statement::same("update session set seen_at = $1 where token_hash = $2");
const WEIGH: Statement =
    Statement::same("update session set weighed_at = $1 where token_hash = $2");
const END: Statement = Statement::same("delete from session where token_hash = $1");
const END_ALL: Statement =
    Statement::same("delete from session where account_id = $1 and token_hash <> $2");
const TIDY: Statement = Statement::same("delete from session where started_at < $1");

fn read(cells: &Cells) -> Result<Session, StoreError> {
    let broken = || StoreError::Unreadable { position: 0, what: "a session" };
    let at = |column| -> Result<DateTime<Utc>, StoreError> {
        cells.text(column)?.parse().map_err(|_time| broken())
    };
    Ok(Session {
        token_hash: cells.text(0)?,
        form_token: cells.text(11)?,
        account_id: cells.text(1)?,
        stage: Stage::parse(&cells.text(2)?).ok_or_else(broken)?,
        how: How::parse(&cells.text(3)?).ok_or_else(broken)?,
        second_factor: cells.int(4)? != 0,
        started_at: at(5)?,
        seen_at: at(6)?,
        proved_at: at(7)?,
        weighed_at: at(8)?,
        from: Client { browser: cells.text(9)?, address: cells.text(10)? },
    })
}

impl Store {
    /// Puts `session` in the place of the one before it, if there was one, and throws away those
    /// that began before `over`.
    pub async fn start_session(
        &self,
        session: &Session,
        before: Option<&str>,
        over: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut tx = begin(self.db()).await?;
        if let Some(before) = before {
            tx.execute(END, vec![before.into()]).await?;
        }
        tx.execute(TIDY, vec![instant_text(over).into()]).await?;
        let args = vec![
            session.token_hash.as_str().into(),
            session.account_id.as_str().into(),
            session.stage.as_str().into(),
            session.how.as_str().into(),
            i64::from(session.second_factor).into(),
            instant_text(session.started_at).into(),
            instant_text(session.seen_at).into(),
            instant_text(session.proved_at).into(),
            instant_text(session.weighed_at).into(),
            session.from.browser.as_str().into(),
            session.from.address.as_str().into(),
            session.form_token.as_str().into(),
        ];
        tx.execute(INSERT, args).await?;
        Ok(tx.commit().await?)
    }

    /// The session of a token's hash.
    pub async fn session(&self, token_hash: &str) -> Result<Option<Session>, StoreError> {
        let cells = self.db().fetch_one(FIND, vec![token_hash.into()]).await?;
        cells.as_ref().map(read).transpose()
    }

    /// Where an account is signed in, the one seen last first.
    pub async fn sessions_of(&self, account: &str, limit: i64) -> Result<Vec<Session>, StoreError> {
        let rows = self.db().fetch(OF_ACCOUNT, vec![account.into(), limit.into()]).await?;
        rows.iter().map(read).collect()
    }

    /// Keeps that a session was used now.
    pub async fn see_session(&self, token_hash: &str) -> Result<(), StoreError> {
        let args = vec![instant_text(self.now()).into(), token_hash.into()];
        self.changed(SEE, args).await.map(drop)
    }

    /// Keeps that something that weighs was done in a session now.
    pub async fn weigh_session(&self, token_hash: &str) -> Result<(), StoreError> {
        let args = vec![instant_text(self.now()).into(), token_hash.into()];
        self.changed(WEIGH, args).await.map(drop)
    }

    /// Ends one session.
    pub async fn end_session(&self, token_hash: &str) -> Result<bool, StoreError> {
        self.changed(END, vec![token_hash.into()]).await
    }

    /// Ends every session of an account but one, or all when there is none to spare.
    pub async fn end_sessions(
        &self,
        account: &str,
        spare: Option<&str>,
    ) -> Result<bool, StoreError> {
        self.changed(END_ALL, vec![account.into(), spare.unwrap_or_default().into()]).await
    }
}
