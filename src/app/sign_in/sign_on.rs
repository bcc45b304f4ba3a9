//! Coming in by another service: who is let in on its word, what that counts for, and proving
//! oneself again by it. How it is asked is `crate::sign_on`'s.

use chrono::{DateTime, TimeDelta, Utc};
use hoso_events::claim::ClaimKind;
use hoso_projections::accounts::{self, AccountRow};

use super::{PROVED_MAX, Started, refused};
use crate::{
    app::{App, CommandError},
    sign_on::{ANSWER_CHARS_MAX, Answer, Secrets, SignOn, Trouble, Vouched},
    store::{
        StoreError, read,
        sign_in::{
            happenings::Client,
            hash_of,
            sessions::{How, Session, Stage},
            sign_ons::Attempt,
        },
    },
};

/// How long one may take at the other service.
pub const AWAY_MAX: TimeDelta = TimeDelta::minutes(10);
/// How far the two services' clocks may differ when a fresh proof is asked for.
const CLOCKS_DIFFER_MAX: TimeDelta = TimeDelta::minutes(1);

/// An attempt that has begun.
pub struct Leaving {
    /// Where the browser goes.
    pub address: String,
    /// What the browser keeps, to be known by when it comes back.
    pub browser: String,
}

/// Someone the other service vouched for, and where they wanted to go.
pub struct Returned {
    pub started: Started,
    pub way: String,
    /// The session that was proved again, and is over under its old token.
    pub renewed: Option<String>,
}

/// What went wrong on the way back.
pub struct Turned {
    pub error: CommandError,
    /// Where one wanted to go, as far as that is known.
    pub way: String,
    /// Whether one was to prove oneself again.
    pub again: bool,
}

fn of_trouble(trouble: Trouble) -> CommandError {
    match trouble {
        Trouble::Unreachable => refused("sign_on_unreachable"),
        Trouble::Declined => refused("sign_on_declined"),
        Trouble::Untrusted => refused("sign_on_untrusted"),
        Trouble::NoPersonalId => refused("sign_on_no_id"),
        Trouble::Busy => CommandError::Busy,
    }
}

impl App {
    /// The same with another service that vouches for people.
    pub fn with_sign_on(self, sign_on: SignOn) -> Self {
        Self { sign_on: Some(sign_on), ..self }
    }

    /// The service that vouches for people, if there is one.
    pub fn sign_on(&self) -> Option<&SignOn> {
        self.sign_on.as_ref()
    }

    /// Sends a browser to the other service: to sign in, or to prove again whose `session` it is.
    pub async fn leave_for_sign_on(
        &self,
        way: &str,
        session: Option<&Session>,
    ) -> Result<Leaving, CommandError> {
        let sign_on = self.sign_on().ok_or(CommandError::Denied)?;
        let clock = self.store().clock();
        let secrets = Secrets {
            state: clock.new_secret(),
            nonce: clock.new_secret(),
            verifier: clock.new_secret(),
        };
        let now = self.store().now();
        let address = sign_on.leave(&secrets, session.is_some(), now).await.map_err(of_trouble)?;
        let browser = clock.new_secret();
        let attempt = Attempt {
            state_hash: hash_of(&secrets.state),
            browser_hash: hash_of(&browser),
            nonce: secrets.nonce,
            verifier: secrets.verifier,
            way: way.to_owned(),
            session_hash: session.map(|session| session.token_hash.clone()),
            begun_at: now,
        };
        self.store().add_sign_on(&attempt, now - AWAY_MAX).await?;
        Ok(Leaving { address, browser })
    }

    /// Takes a browser back from the other service: signed in, or proved again. An answer counts
    /// once, in the browser the attempt began in.
    pub async fn return_from_sign_on(
        &self,
        answer: &Answer,
        browser: &str,
        from: &Client,
    ) -> Result<Returned, Turned> {
        let lost = |error: CommandError| Turned { error, way: String::new(), again: false };
        let stale = || lost(refused("sign_on_stale"));
        let sign_on = self.sign_on().ok_or_else(|| lost(CommandError::Denied))?;
        if answer.state.is_empty() || answer.state.len() > ANSWER_CHARS_MAX || browser.is_empty() {
            return Err(stale());
        }
        let now = self.store().now();
        let (state, browser) = (hash_of(&answer.state), hash_of(browser));
        let taken = self.store().take_sign_on(&state, &browser, now - AWAY_MAX).await;
        let attempt = taken.map_err(|error| lost(error.into()))?.ok_or_else(stale)?;
        let secrets = Secrets {
            state: answer.state.clone(),
            nonce: attempt.nonce.clone(),
            verifier: attempt.verifier.clone(),
        };
        let came = async {
            let vouched = sign_on.redeem(answer, &secrets, now).await.map_err(of_trouble)?;
            let account = self.account_of_person(&vouched.personal_id).await?;
            // Unknown, closed, without an account: one answer for all.
            let account = account.ok_or_else(|| refused("sign_on_unknown"))?;
            match &attempt.session_hash {
                None => self.sign_in_vouched(&account, &vouched, from).await,
                Some(session) => self.prove_vouched(&account, &vouched, session, &attempt).await,
            }
        };
        match came.await {
            Ok(started) => {
                Ok(Returned { started, way: attempt.way, renewed: attempt.session_hash })
            }
            Err(error) => {
                let again = attempt.session_hash.is_some();
                Err(Turned { error, way: attempt.way, again })
            }
        }
    }

    /// The open account of whoever has a personal id number.
    async fn account_of_person(
        &self,
        personal_id: &str,
    ) -> Result<Option<AccountRow>, CommandError> {
        let held = read::holders(self.store().db(), ClaimKind::PersonalId, &[personal_id]).await?;
        let Some((_number, dossier)) = held.into_iter().next() else { return Ok(None) };
        let row =
            accounts::of_dossier(self.store().db(), &dossier).await.map_err(StoreError::from)?;
        Ok(row.filter(|row| row.state == "active"))
    }

    /// Signs in someone another service vouches for; our own second factor is still asked for
    /// where the account needs one, unless that service has asked for one.
    async fn sign_in_vouched(
        &self,
        account: &AccountRow,
        vouched: &Vouched,
        from: &Client,
    ) -> Result<Started, CommandError> {
        // Whoever never had a code has no login yet; a second factor is kept with it.
        self.login_of(account).await?;
        let stage = match vouched.strong {
            true => Stage::Open,
            false => self.stage_after_password(account).await?,
        };
        let mut started = self.fresh(account, How::SignOn, stage, vouched.strong, from);
        if stage == Stage::Open {
            self.tell_signed_in(account, from).await?;
            // One may have come to the other service hours ago: what weighs counts from then.
            let proved_at = vouched.proved_at.unwrap_or(started.session.started_at - PROVED_MAX);
            (started.session.proved_at, started.session.weighed_at) = (proved_at, proved_at);
        }
        self.store().start_session(&started.session, None, self.over()).await?;
        Ok(started)
    }

    /// Proves again whose session it is, by a fresh proof given to the other service.
    async fn prove_vouched(
        &self,
        account: &AccountRow,
        vouched: &Vouched,
        session: &str,
        attempt: &Attempt,
    ) -> Result<Started, CommandError> {
        let session = self.store().session(session).await?;
        let session = session.ok_or_else(|| refused("session_expired"))?;
        let same = session.account_id == account.account_id && session.stage == Stage::Open;
        let enough = vouched.strong || !session.second_factor;
        if !same || !enough || !is_fresh(vouched.proved_at, attempt.begun_at) {
            return Err(refused("sign_on_not_again"));
        }
        self.renew_session(account, &session).await
    }
}

/// Whether a proof was given after it was asked for; one without a time was not.
fn is_fresh(proved_at: Option<DateTime<Utc>>, asked_at: DateTime<Utc>) -> bool {
    proved_at.is_some_and(|at| at >= asked_at - CLOCKS_DIFFER_MAX)
}
