//! Who a token belongs to, remembered for a moment so that a busy program costs two look-ups a
//! second and not two a request.

use std::{
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use hoso_projections::accounts;
use lru::LruCache;
use sha2::{Digest as _, Sha256};

use super::Site;
use crate::{
    app::Actor,
    store::{StoreError, tokens},
};

/// How long a caller is remembered: a revoked token or grant holds at most this much longer.
const REMEMBERED_FOR: TimeDelta = TimeDelta::milliseconds(1_000);
/// How many callers are remembered.
const CALLERS_MAX: NonZeroUsize = NonZeroUsize::new(1_024).expect("not zero");

/// Someone a token belonged to when it was looked up.
struct Known {
    since: DateTime<Utc>,
    actor: Actor,
}

/// The callers of the last moment, by the hash of their token.
pub struct Callers(Mutex<LruCache<[u8; 32], Known>>);

impl Default for Callers {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(CALLERS_MAX)))
    }
}

impl Site {
    /// The actor a token belongs to, while it and the account are valid.
    pub async fn actor_of_token(&self, secret: &str) -> Result<Option<Actor>, StoreError> {
        let now = self.app().store().now();
        let hash: [u8; 32] = Sha256::digest(secret.as_bytes()).into();
        {
            let mut known = self.0.callers.0.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(caller) = known.get(&hash)
                && now.signed_duration_since(caller.since).abs() < REMEMBERED_FOR
            {
                return Ok(Some(caller.actor.clone()));
            }
        }
        let Some(account) = tokens::account_of(self.app().store(), secret).await? else {
            return Ok(None);
        };
        let actor = self.actor_of_account(&account).await?;
        if let Some(actor) = &actor {
            let mut known = self.0.callers.0.lock().unwrap_or_else(PoisonError::into_inner);
            known.put(hash, Known { since: now, actor: actor.clone() });
        }
        Ok(actor)
    }

    /// The actor behind an account, with what it may do today; none for a closed one.
    pub async fn actor_of_account(&self, account: &str) -> Result<Option<Actor>, StoreError> {
        let store = self.app().store();
        let Some(row) = accounts::by_id(store.db(), account).await? else { return Ok(None) };
        let world = store.world().await?;
        Ok(Actor::of_account(&row, store.clock().today(), &world.units))
    }
}
