//! Commits of one act on their way into the log: several wait for their sync together, in order, and
//! never so many that others find no place in the queue.

use std::collections::VecDeque;

use crate::{
    app::{CommandError, execute::append_error},
    store::{AppendError, Commit, Enqueued, QUEUE_COMMITS_MAX, Receipt, Store},
};

/// How many commits of one act wait at a time.
const UNDERWAY_MAX: usize = QUEUE_COMMITS_MAX / 4;

/// What came of a commit, with what its sender knows it by.
pub(in crate::app) type Answered<T> = (T, Result<Receipt, AppendError>);

/// The commits that wait, oldest first.
pub(in crate::app) struct Underway<T>(VecDeque<(T, Enqueued)>);

impl<T> Default for Underway<T> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

impl<T> Underway<T> {
    /// Puts a commit into the queue; answers with what came of earlier ones meanwhile.
    pub(in crate::app) async fn send(
        &mut self,
        store: &Store,
        commit: Commit,
        what: T,
    ) -> Result<Vec<Answered<T>>, CommandError> {
        let mut answered = vec![];
        let enqueued = loop {
            match store.enqueue(commit.clone()) {
                Ok(enqueued) => break enqueued,
                // Others fill the queue: wait for one of ours, then there is a place.
                Err(AppendError::Busy) => match self.next().await {
                    Some(one) => answered.push(one),
                    None => tokio::task::yield_now().await,
                },
                Err(other) => return Err(append_error(other)),
            }
        };
        self.0.push_back((what, enqueued));
        while self.0.len() > UNDERWAY_MAX {
            answered.extend(self.next().await);
        }
        Ok(answered)
    }

    /// Waits for the oldest; none when nothing waits.
    pub(in crate::app) async fn next(&mut self) -> Option<Answered<T>> {
        let (what, enqueued) = self.0.pop_front()?;
        Some((what, enqueued.receipt().await))
    }
}
