//! Sessions: begun, used, proved again, over. Kept by the server; a browser holds only a token.

use chrono::{DateTime, TimeDelta, Utc};
use hoso_events::account::Role;
use hoso_projections::accounts::AccountRow;

use super::{
    super::{Actor, App, CommandError},
    Started,
};
use crate::store::sign_in::{
    happenings::{Client, What},
    hash_of,
    sessions::{How, Session, Stage},
};

/// The longest a session lasts, used or not.
pub const SESSION_MAX: TimeDelta = TimeDelta::hours(12);
/// How long a proof of oneself is good for acts that weigh, counted anew by each of them: who
/// works through a queue is not asked at every turn.
pub const PROVED_FOR: TimeDelta = TimeDelta::minutes(10);
/// The longest a proof is good for, however busy its holder.
pub const PROVED_MAX: TimeDelta = TimeDelta::minutes(60);
/// How long one may take for the second step of a sign-in.
const HALF_MAX: TimeDelta = TimeDelta::minutes(15);
/// How exactly it is kept when a session was last used.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(1);

/// How long a session may lie unused: the more its holder may do, the shorter.
pub fn idle_max(account: &AccountRow) -> TimeDelta {
    let grants = account.grant_lines();
    let mut roles = grants.iter().filter(|line| !line.revoked).map(|line| line.role);
    match (roles.any(|role| role == Role::Administrator), grants.iter().any(|line| !line.revoked)) {
        (true, _) => TimeDelta::minutes(10),
        (false, true) => TimeDelta::minutes(15),
        (false, false) => TimeDelta::minutes(30),
    }
}

/// Whether a proof still holds: it is fresh, or in use and not too old.
fn holds(session: &Session, now: DateTime<Utc>) -> bool {
    let fresh = now - session.proved_at < PROVED_FOR;
    let in_use = now - session.weighed_at < PROVED_FOR && now - session.proved_at < PROVED_MAX;
    fresh || in_use
}

impl App {
    pub(super) async fn start_session(
        &self,
        account: &AccountRow,
        how: How,
        stage: Stage,
        second_factor: bool,
        before: Option<&str>,
        from: &Client,
    ) -> Result<Started, CommandError> {
        let started = self.fresh(account, how, stage, second_factor, from);
        self.store().start_session(&started.session, before, self.over()).await?;
        Ok(started)
    }

    /// A session that begins now, not stored yet.
    pub(super) fn fresh(
        &self,
        account: &AccountRow,
        how: How,
        stage: Stage,
        second_factor: bool,
        from: &Client,
    ) -> Started {
        let token = self.store().clock().new_secret();
        let now = self.store().now();
        let session = Session {
            token_hash: hash_of(&token),
            form_token: self.store().clock().new_secret(),
            account_id: account.account_id.clone(),
            stage,
            how,
            second_factor,
            started_at: now,
            seen_at: now,
            proved_at: now,
            weighed_at: now,
            from: from.clone(),
        };
        Started { token, session }
    }

    /// Sessions that began before are over.
    pub(super) fn over(&self) -> DateTime<Utc> {
        self.store().now() - SESSION_MAX
    }

    /// The same session under a new token, proved just now; its absolute end stays.
    pub(super) async fn renew_session(
        &self,
        account: &AccountRow,
        before: &Session,
    ) -> Result<Started, CommandError> {
        let token = self.store().clock().new_secret();
        let now = self.store().now();
        let session = Session {
            token_hash: hash_of(&token),
            account_id: account.account_id.clone(),
            seen_at: now,
            proved_at: now,
            weighed_at: now,
            ..before.clone()
        };
        let old = Some(before.token_hash.as_str());
        self.store().start_session(&session, old, now - SESSION_MAX).await?;
        Ok(Started { token, session })
    }

    /// The session of a token, while it lasts, with its account; keeps that it was used now.
    pub async fn session_of(
        &self,
        token: &str,
    ) -> Result<Option<(Session, AccountRow)>, CommandError> {
        let Some(session) = self.store().session(&hash_of(token)).await? else { return Ok(None) };
        let Some(account) = self.open_account(&session.account_id).await? else {
            return Ok(None);
        };
        let now = self.store().now();
        let (unused, lasted) = (now - session.seen_at, now - session.started_at);
        let lasts = lasted < SESSION_MAX
            && unused < idle_max(&account)
            && (session.stage == Stage::Open || lasted < HALF_MAX);
        if !lasts {
            self.store().end_session(&session.token_hash).await?;
            return Ok(None);
        }
        if unused >= SEEN_EVERY {
            self.store().see_session(&session.token_hash).await?;
        }
        Ok(Some((session, account)))
    }

    /// The one behind a session that is open. Without a second factor they may only read: what is
    /// written stands for good, under their name.
    pub async fn actor_of_session(
        &self,
        session: &Session,
        account: &AccountRow,
    ) -> Result<Option<Actor>, CommandError> {
        if session.stage != Stage::Open {
            return Ok(None);
        }
        let world = self.store().world().await?;
        let actor = Actor::of_account(account, self.store().clock().today(), &world.units);
        let reads_only = (!session.second_factor).then_some("second_factor_required");
        Ok(actor.map(|actor| Actor { reads_only, ..actor }))
    }

    /// Whether a session's holder proved themselves lately enough for an act that weighs.
    pub fn is_proved(&self, session: &Session) -> bool {
        holds(session, self.store().now())
    }

    /// Something that weighs was done: the proof it rests on is in use.
    pub async fn weighed(&self, session: &Session) -> Result<(), CommandError> {
        Ok(self.store().weigh_session(&session.token_hash).await?)
    }

    /// Signs one browser out.
    pub async fn sign_out(&self, session: &Session, from: &Client) -> Result<(), CommandError> {
        if self.store().end_session(&session.token_hash).await? {
            let id = session.account_id.as_str();
            self.store().add_happening(id, What::SignedOut, "", from).await?;
        }
        Ok(())
    }

    /// Signs every browser of an account out but this one.
    pub async fn sign_out_others(
        &self,
        session: &Session,
        from: &Client,
    ) -> Result<(), CommandError> {
        let id = session.account_id.as_str();
        self.store().end_sessions(id, Some(&session.token_hash)).await?;
        Ok(self.store().add_happening(id, What::SignedOutEverywhere, "", from).await?)
    }

    /// Signs every browser of an account out.
    pub(super) async fn end_all_sessions(&self, account: &str) -> Result<(), CommandError> {
        self.store().end_sessions(account, None).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What idle sessions of someone with these grants may be.
    fn idle_of(roles: &[&str]) -> TimeDelta {
        let id = uuid::Uuid::nil();
        let grants: Vec<_> = roles
            .iter()
            .map(|role| {
                serde_json::json!({"grant": id, "role": role, "scope": id, "from": "2026-01-05",
                    "until": null, "revoked": false})
            })
            .collect();
        idle_max(&AccountRow {
            account_id: id.to_string(),
            name: "Ngô Thị Sáu".to_owned(),
            dossier_id: None,
            unit_id: id.to_string(),
            issued_on: "2026-01-05".to_owned(),
            state: "active".to_owned(),
            grants: serde_json::Value::from(grants).to_string(),
        })
    }

    #[test]
    fn a_session_lies_unused_the_shorter_the_more_its_holder_may_do() {
        assert_eq!(idle_of(&[]), TimeDelta::minutes(30));
        assert_eq!(idle_of(&["data_officer"]), TimeDelta::minutes(15));
        assert_eq!(idle_of(&["data_officer", "administrator"]), TimeDelta::minutes(10));
    }

    #[test]
    fn a_proof_holds_ten_minutes_longer_while_it_is_used_and_an_hour_at_most() {
        let proved_at: DateTime<Utc> = "2026-03-03T02:00:00Z".parse().unwrap();
        let held = |weighed: i64, now: i64| {
            let session = Session {
                token_hash: String::new(),
                form_token: String::new(),
                account_id: String::new(),
                stage: Stage::Open,
                how: How::Password,
                second_factor: true,
                started_at: proved_at,
                seen_at: proved_at,
                proved_at,
                weighed_at: proved_at + TimeDelta::minutes(weighed),
                from: Client::default(),
            };
            holds(&session, proved_at + TimeDelta::minutes(now))
        };
        assert!(held(0, 9) && !held(0, 10), "fresh");
        assert!(held(9, 18) && !held(9, 19), "in use");
        assert!(held(55, 59) && !held(55, 60), "an hour at most");
    }
}
