//! States of streams kept between commands. A state is taken out to be used and put back after,
//! so it is never shared and never stale without the log's own check noticing.

use std::{
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use lru::LruCache;

/// A stream's state and how many facts it has seen.
#[derive(Debug)]
pub struct Kept<A> {
    pub state: A,
    pub sequence: u64,
}

/// The states of one kind of stream, least recently used first to go.
pub struct StateCache<A> {
    states: Mutex<LruCache<String, Kept<A>>>,
}

impl<A> StateCache<A> {
    /// A cache of at most `states_max` states.
    pub fn new(states_max: NonZeroUsize) -> Self {
        Self { states: Mutex::new(LruCache::new(states_max)) }
    }

    /// Takes a state out.
    pub fn take(&self, stream_id: &str) -> Option<Kept<A>> {
        self.states.lock().unwrap_or_else(PoisonError::into_inner).pop(stream_id)
    }

    /// Puts a state back. A stream that holds nothing takes no place: asking for ids that are not
    /// there must not drive out the states that are.
    pub fn put(&self, stream_id: String, kept: Kept<A>) {
        if kept.sequence == 0 {
            return;
        }
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        // Two commands on one stream at once: the one that saw more wins.
        if states.peek(&stream_id).is_none_or(|other| other.sequence <= kept.sequence) {
            states.put(stream_id, kept);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_that_hold_nothing_drive_no_state_out() {
        let cache = StateCache::new(NonZeroUsize::MIN);
        cache.put("there".to_owned(), Kept { state: (), sequence: 1 });
        cache.put("not there".to_owned(), Kept { state: (), sequence: 0 });
        assert!(cache.take("not there").is_none());
        assert_eq!(cache.take("there").map(|kept| kept.sequence), Some(1));
    }
}
