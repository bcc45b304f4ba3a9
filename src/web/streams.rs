//! How many streams of the change feed are open, altogether and for one account.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use hoso_events::ids::AccountId;

/// The streams that are open.
#[derive(Debug, Clone)]
pub struct Streams {
    open: Arc<Mutex<HashMap<AccountId, usize>>>,
    max: usize,
    of_one_max: usize,
}

/// A stream's place among them, given back when it is dropped.
#[derive(Debug)]
pub struct Place {
    streams: Streams,
    account: AccountId,
}

impl Streams {
    pub fn new(max: usize, of_one_max: usize) -> Self {
        Self { open: Arc::default(), max, of_one_max }
    }

    /// A place for one more stream of an account; none when there are too many.
    pub fn place(&self, account: AccountId) -> Option<Place> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let own = open.get(&account).copied().unwrap_or_default();
        if open.values().sum::<usize>() >= self.max || own >= self.of_one_max {
            return None;
        }
        open.insert(account, own + 1);
        Some(Place { streams: self.clone(), account })
    }

    /// How many are open.
    pub fn count(&self) -> usize {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.streams.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = open.get_mut(&self.account) {
            *own -= 1;
            if *own == 0 {
                open.remove(&self.account);
            }
        }
    }
}
