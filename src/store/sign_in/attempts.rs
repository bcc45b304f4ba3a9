//! Failed attempts to sign in, so that guessing becomes slow; by a hash of whom or from where.

use chrono::{DateTime, TimeDelta, Utc};
use hoso_projections::database::Statement;

use super::super::{Store, StoreError, read::instant_text, writer::begin};

/// What was tried in vain, and when last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attempts {
    pub failures: i64,
    pub last_at: Option<DateTime<Utc>>,
}

const FIND: Statement = Statement::same("select failures, last_at from attempt where subject = $1");
const ADD: Statement = Statement::same(
    "insert into attempt (subject, failures, last_at) values ($1, 1, $2)
     on conflict (subject) do update
     set failures = case when attempt.last_at < $3 then 1 else attempt.failures + 1 end,
         last_at = excluded.last_at",
);
const FORGET: Statement = Statement::same("delete from attempt where subject = $1");
const FORGIVE: Statement = Statement::same(
    "update attempt set failures = failures - 1 where subject = $1 and failures > 0",
);
const TIDY: Statement = Statement::same("delete from attempt where last_at < $1");

impl Store {
    /// What was tried in vain on a subject, unless it is longer ago than `forgotten_after`.
    pub async fn attempts(
        &self,
        subject: &str,
        forgotten_after: TimeDelta,
    ) -> Result<Attempts, StoreError> {
        let Some(cells) = self.db().fetch_one(FIND, vec![subject.into()]).await? else {
            return Ok(Attempts::default());
        };
        let broken = |_time| StoreError::Unreadable { position: 0, what: "an attempt's time" };
        let last_at: DateTime<Utc> = cells.text(1)?.parse().map_err(broken)?;
        if last_at + forgotten_after < self.now() {
            return Ok(Attempts::default());
        }
        Ok(Attempts { failures: cells.int(0)?, last_at: Some(last_at) })
    }

    /// Counts one more failure of each subject, and forgets the old ones of all.
    pub async fn add_attempts(
        &self,
        subjects: &[String],
        forgotten_after: TimeDelta,
    ) -> Result<(), StoreError> {
        let now = instant_text(self.now());
        let old = instant_text(self.now() - forgotten_after);
        let mut tx = begin(self.db()).await?;
        for subject in subjects {
            let args = vec![subject.as_str().into(), now.as_str().into(), old.as_str().into()];
            tx.execute(ADD, args).await?;
        }
        tx.execute(TIDY, vec![old.into()]).await?;
        Ok(tx.commit().await?)
    }

    /// Forgets what was tried on a subject: it signed in.
    pub async fn forget_attempts(&self, subject: &str) -> Result<(), StoreError> {
        self.changed(FORGET, vec![subject.into()]).await.map(drop)
    }
    /// Takes one failure back: the attempt was right after all.
    pub async fn forgive_attempt(&self, subject: &str) -> Result<(), StoreError> {
        self.changed(FORGIVE, vec![subject.into()]).await.map(drop)
    }
}
