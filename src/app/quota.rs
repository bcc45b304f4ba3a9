//! How many dossiers one person may open: enough for a day of checking, too few to copy a
//! province. Who opens their own, the service itself and programs with a token are not counted; a
//! token is issued for bulk work, and everything it opens is written down all the same.

use std::{
    collections::VecDeque,
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use hoso_events::ids::{AccountId, DossierId};
use lru::LruCache;

use super::{Actor, App, CommandError, Refusal};
use crate::store::access_log;

/// How many dossiers of others one account opens within [`SOON`] at most.
pub const DOSSIERS_SOON_MAX: usize = 60;
/// The short span.
pub const SOON: TimeDelta = TimeDelta::minutes(10);
/// How many dossiers of others one account opens within [`DAY`] at most.
pub const DOSSIERS_DAY_MAX: usize = 300;
/// The long span.
pub const DAY: TimeDelta = TimeDelta::hours(24);
/// How many accounts are kept in mind; another one is looked up in the log again.
const ACCOUNTS_KEPT_MAX: NonZeroUsize = NonZeroUsize::new(4_096).expect("not zero");

/// The dossiers one account has opened within a day, each once, the last opened at the end.
#[derive(Debug, Default)]
struct Opened(VecDeque<(DateTime<Utc>, DossierId)>);

impl Opened {
    /// Counts a dossier in, or says which bound it would break.
    fn open(&mut self, now: DateTime<Utc>, id: DossierId) -> Result<(), Refusal> {
        while self.0.front().is_some_and(|(at, _)| *at <= now - DAY) {
            self.0.pop_front();
        }
        let soon = |at: DateTime<Utc>| at > now - SOON;
        let place = self.0.iter().position(|(_, known)| *known == id);
        if place.is_some_and(|place| self.0.get(place).is_some_and(|(at, _)| soon(*at))) {
            return Ok(());
        }
        if self.0.iter().filter(|(at, _)| soon(*at)).count() >= DOSSIERS_SOON_MAX {
            return Err(Refusal::plain("read_quota"));
        }
        match place {
            Some(place) => drop(self.0.remove(place)),
            None if self.0.len() >= DOSSIERS_DAY_MAX => {
                return Err(Refusal::plain("read_quota_day"));
            }
            None => {}
        }
        self.0.push_back((now, id));
        Ok(())
    }
}

/// What this server knows of who opened how many.
pub(super) struct Quotas(Mutex<LruCache<AccountId, Opened>>);

impl Default for Quotas {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(ACCOUNTS_KEPT_MAX)))
    }
}

impl App {
    /// Counts a dossier of someone else in; the refusal where it is one too many.
    pub(super) async fn over_quota(
        &self,
        actor: &Actor,
        id: DossierId,
    ) -> Result<Option<Refusal>, CommandError> {
        let (account, now) = (actor.account.id, self.store().now());
        let lock = || self.quotas.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(opened) = lock().get_mut(&account) {
            return Ok(opened.open(now, id).err());
        }
        // Not in mind, perhaps because the service has just started: the log knows.
        let max = i64::try_from(DOSSIERS_DAY_MAX).unwrap_or(i64::MAX);
        let since = now - DAY;
        let db = self.store().db();
        let rows = access_log::shown_since(db, &account.to_string(), since, max).await?;
        let known = rows.into_iter().filter_map(|(id, at)| Some((at, DossierId::parse(&id).ok()?)));
        let known: VecDeque<_> = known.collect();
        let mut quotas = lock();
        let opened = quotas.get_or_insert_mut(account, || Opened(known));
        Ok(opened.open(now, id).err())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn id(n: usize) -> DossierId {
        DossierId::from_uuid(Uuid::from_u128(n as u128))
    }

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    #[test]
    fn sixty_dossiers_in_ten_minutes_and_the_next_one_later() {
        let mut opened = Opened::default();
        for n in 0..DOSSIERS_SOON_MAX {
            opened.open(at(0), id(n)).unwrap();
        }
        assert_eq!(opened.open(at(9), id(60)).unwrap_err().code, "read_quota");
        // One of the sixty may be looked at again.
        opened.open(at(9), id(3)).unwrap();
        opened.open(at(10), id(60)).unwrap();
    }

    #[test]
    fn three_hundred_dossiers_in_a_day_however_slowly() {
        let mut opened = Opened::default();
        for n in 0..DOSSIERS_DAY_MAX {
            opened.open(at(n as i64), id(n)).unwrap();
        }
        assert_eq!(opened.open(at(400), id(300)).unwrap_err().code, "read_quota_day");
        opened.open(at(400), id(0)).unwrap();
        // A day after the second was opened there is room for another; the first was opened again.
        assert!(opened.open(at(24 * 60), id(300)).is_err());
        opened.open(at(24 * 60 + 1), id(300)).unwrap();
    }
}
