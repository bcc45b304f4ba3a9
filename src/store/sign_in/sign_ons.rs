//! Who is on the way to a sign-on service and back: what this service must remember meanwhile, by
//! the hash of the state that goes with the browser.

use chrono::{DateTime, Utc};
use hoso_projections::database::Statement;

use super::super::{Store, StoreError, read::instant_text, writer::begin};

/// The most attempts that are kept at a time; the oldest make room.
const KEPT_MAX: i64 = 20_000;

/// One attempt, from the sign-in page to the other service and back.
#[derive(Clone)]
pub struct Attempt {
    pub state_hash: String,
    /// The browser it began in, by the hash of a cookie of its own.
    pub browser_hash: String,
    pub nonce: String,
    pub verifier: String,
    /// Where one wanted to go.
    pub way: String,
    /// The session that is to be proved again; none when one signs in.
    pub session_hash: Option<String>,
    pub begun_at: DateTime<Utc>,
}

const INSERT: Statement = Statement::same(
    "insert into sign_on (state_hash, browser_hash, nonce, verifier, way, session_hash, begun_at)
     values ($1, $2, $3, $4, $5, $6, $7)",
);
const TIDY: Statement = Statement::same("delete from sign_on where begun_at < $1");
const MAKE_ROOM: Statement = Statement::same(
    "delete from sign_on where state_hash in
     (select state_hash from sign_on order by begun_at desc limit 1000 offset $1)",
);
const FIND: Statement = Statement::same(
    "select nonce, verifier, way, session_hash, begun_at from sign_on
     where state_hash = $1 and browser_hash = $2 and begun_at >= $3",
);
const TAKE: Statement =
    Statement::same("delete from sign_on where state_hash = $1 and browser_hash = $2");

impl Store {
    /// Keeps an attempt, and throws those away that began before `over`.
    pub async fn add_sign_on(
        &self,
        attempt: &Attempt,
        over: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let mut tx = begin(self.db()).await?;
        tx.execute(TIDY, vec![instant_text(over).into()]).await?;
        tx.execute(MAKE_ROOM, vec![(KEPT_MAX - 1).into()]).await?;
        let args = vec![
            attempt.state_hash.as_str().into(),
            attempt.browser_hash.as_str().into(),
            attempt.nonce.as_str().into(),
            attempt.verifier.as_str().into(),
            attempt.way.as_str().into(),
            attempt.session_hash.clone().into(),
            instant_text(attempt.begun_at).into(),
        ];
        tx.execute(INSERT, args).await?;
        Ok(tx.commit().await?)
    }

    /// Takes an attempt out, for good: none if it is not there, began in another browser, before
    /// `over`, or was taken out by another.
    pub async fn take_sign_on(
        &self,
        state_hash: &str,
        browser_hash: &str,
        over: DateTime<Utc>,
    ) -> Result<Option<Attempt>, StoreError> {
        let named = || vec![state_hash.into(), browser_hash.into()];
        let mut args = named();
        args.push(instant_text(over).into());
        let Some(cells) = self.db().fetch_one(FIND, args).await? else { return Ok(None) };
        if !self.changed(TAKE, named()).await? {
            return Ok(None);
        }
        let broken = |_time| StoreError::Unreadable { position: 0, what: "a sign-on's time" };
        Ok(Some(Attempt {
            state_hash: state_hash.to_owned(),
            browser_hash: browser_hash.to_owned(),
            nonce: cells.text(0)?,
            verifier: cells.text(1)?,
            way: cells.text(2)?,
            session_hash: cells.maybe_text(3)?,
            begun_at: cells.text(4)?.parse().map_err(broken)?,
        }))
    }
}
