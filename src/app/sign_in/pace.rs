//! Guessing is made slow, and nobody is locked out by someone else's guesses: waiting grows with
//! the failures of one client on one login, and much later with those of a login or a client alone.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::{App, CommandError, Refusal};
use crate::store::sign_in::{attempts::Attempts, hash_of};

/// After this long without another failure, all is forgotten.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::hours(24);

/// How waiting grows for one kind of subject.
#[derive(Debug, Clone, Copy)]
struct Pace {
    /// So many failures cost nothing: people mistype.
    free: i64,
    /// Waiting doubles from a second up to this many.
    seconds_max: i64,
    /// Whether the subject stands for many people.
    whole_client: bool,
}

/// One client on one login: what guessing looks like.
const PAIR: Pace = Pace { free: 4, seconds_max: 15 * 60, whole_client: false };
/// One login from anywhere: its holder is never kept out for long.
const LOGIN: Pace = Pace { free: 20, seconds_max: 30, whole_client: false };
/// One client on any login: a whole office may stand behind one address.
const CLIENT: Pace = Pace { free: 60, seconds_max: 60, whole_client: true };
/// The codes of one account's second factor: a million there are, few may be tried.
const FACTOR: Pace = Pace { free: 4, seconds_max: 15 * 60, whole_client: false };

impl Pace {
    /// Client when on another attempt is looked at.
    fn open_again(self, attempts: Attempts) -> Option<DateTime<Utc>> {
        let over = attempts.failures - self.free;
        let doublings = u32::try_from(over - 1).ok()?;
        let seconds = 1_i64.checked_shl(doublings.min(32)).unwrap_or(i64::MAX);
        Some(attempts.last_at? + TimeDelta::seconds(seconds.min(self.seconds_max)))
    }
}

/// What is tried: each subject with how waiting grows for it. Hashed, so that neither logins nor
/// addresses stand in the table.
pub struct Tried(Vec<(String, Pace)>);

impl Tried {
    /// A password for a login, known or not, from an address.
    pub fn password(login: &str, address: &str) -> Self {
        Self(vec![
            (hash_of(&format!("pair {login} {address}")), PAIR),
            (hash_of(&format!("login {login}")), LOGIN),
            (hash_of(&format!("client {address}")), CLIENT),
        ])
    }

    /// A code of an account's second factor, or its password once more.
    pub fn factor(account: &str) -> Self {
        Self(vec![(hash_of(&format!("factor {account}")), FACTOR)])
    }

    /// An activation code from an address.
    pub fn activation(address: &str) -> Self {
        Self(vec![(hash_of(&format!("client {address}")), CLIENT)])
    }
}

impl App {
    /// Whether an attempt is looked at now. It counts as failed until it is told to have been
    /// right: of many at once none is free.
    pub(super) async fn attempt(&self, tried: &Tried) -> Result<(), CommandError> {
        let now = self.store().now();
        let mut wait = 0;
        for (subject, pace) in &tried.0 {
            let attempts = self.store().attempts(subject, FORGOTTEN_AFTER).await?;
            if let Some(open) = pace.open_again(attempts).filter(|open| *open > now) {
                wait = wait.max((open - now).num_seconds() + 1);
            }
        }
        if wait > 0 {
            let words = vec![("seconds", wait.to_string())];
            return Err(CommandError::Refused(Refusal { words, ..Refusal::plain("slow_down") }));
        }
        let subjects: Vec<String> =
            tried.0.iter().map(|(subject, _pace)| subject.clone()).collect();
        Ok(self.store().add_attempts(&subjects, FORGOTTEN_AFTER).await?)
    }

    /// An attempt was right: what was counted against it is forgotten; of the client, who may be
    /// guessing at others, only this attempt.
    pub(super) async fn was_right(&self, tried: &Tried) -> Result<(), CommandError> {
        for (subject, pace) in &tried.0 {
            match pace.whole_client {
                true => self.store().forgive_attempt(subject).await?,
                false => self.store().forget_attempts(subject).await?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_after_a_few_mistakes_and_has_an_end() {
        let last_at: DateTime<Utc> = "2026-03-03T02:00:00Z".parse().unwrap();
        let wait = |failures| {
            let attempts = Attempts { failures, last_at: Some(last_at) };
            PAIR.open_again(attempts).map(|open| (open - last_at).num_seconds())
        };
        assert_eq!(wait(4), None);
        assert_eq!([5, 6, 7, 14].map(wait), [Some(1), Some(2), Some(4), Some(512)]);
        assert_eq!(wait(15), Some(900));
        assert_eq!(wait(10_000), Some(900));
    }
}
