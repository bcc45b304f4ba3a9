//! Why a batch failed, and what can still be done for it.

use std::sync::Arc;

use super::{AppendError, StoreError};

/// What can still be done for a batch that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Cut it in two: perhaps one commit alone is at fault.
    Halve,
    /// Try it again as it is: the database gave it up for another's sake (a deadlock, a clash of
    /// transactions, a server that restarts).
    Again,
    /// Ask to come back later: someone else holds the database for longer than we wait.
    Later,
    /// Tell: the disk is full, or the database is out of reach.
    Tell,
}

/// The database's own code of an error: five characters from PostgreSQL, a number from SQLite.
fn code_of(error: &sqlx::Error) -> Option<String> {
    error.as_database_error().map(|e| e.code().map_or_else(String::new, |code| code.into_owned()))
}

/// Whether SQLite could not read or write its file: any kind of `SQLITE_IOERR`.
fn is_sqlite_io(code: &str) -> bool {
    code.len() < 5 && code.parse::<u32>().is_ok_and(|code| code & 0xFF == 10)
}

/// Why a whole batch failed.
pub(super) struct Failure {
    error: StoreError,
    /// Whether the transaction may have been committed all the same.
    unknown: bool,
}

impl Failure {
    pub(super) fn before(error: StoreError) -> Self {
        Self { error, unknown: false }
    }

    /// The batch was prepared from what is no longer so.
    pub(super) fn outdated() -> Self {
        Self::before(StoreError::HeadMoved)
    }

    /// Whoever wrote the batch is gone, and nobody can say how far it came.
    pub(super) fn unknown() -> Self {
        Self { error: StoreError::Stopped, unknown: true }
    }

    /// Whether the batch is certainly not there, so that it may be tried again from the start.
    pub(super) fn is_worth_repeating(&self) -> bool {
        let outdated = matches!(self.error, StoreError::HeadMoved);
        outdated || matches!(self.remedy(), Remedy::Halve | Remedy::Again)
    }

    pub(super) fn at_commit(error: sqlx::Error) -> Self {
        let error = StoreError::of_database(error);
        // Only the database's own plain "no" says for certain that the batch is not there: not a
        // cut connection, not a server that goes down, not an SQLite whose sync failed (its
        // write-ahead log may hold the whole batch all the same).
        let unknown = match &error {
            StoreError::Database(error) => match code_of(error) {
                Some(code) => {
                    let goes_down = ["08", "57"].iter().any(|class| code.starts_with(class));
                    (code.len() == 5 && goes_down) || code == "40003" || is_sqlite_io(&code)
                }
                None => true,
            },
            _ => false,
        };
        Self { error, unknown }
    }

    /// What can still be done for the batch.
    pub(super) fn remedy(&self) -> Remedy {
        let code = match &self.error {
            StoreError::Database(error) if !self.unknown => code_of(error),
            _ => None,
        };
        match code.as_deref() {
            None => Remedy::Tell,
            Some("5" | "6" | "261" | "517" | "55P03") => Remedy::Later,
            Some(code) if is_sqlite_io(code) => Remedy::Tell,
            Some(code) if code.len() == 5 => match &code[..2] {
                "40" | "57" => Remedy::Again,
                _ => Remedy::Halve,
            },
            Some(_) => Remedy::Halve,
        }
    }

    /// Whether the disk is full.
    pub(super) fn is_full(&self) -> bool {
        matches!(self.error, StoreError::Full)
    }

    /// What to tell whoever waits for the batch.
    pub(super) fn answers(self) -> impl Fn() -> AppendError {
        let remedy = self.remedy();
        let error = Arc::new(self.error);
        move || match remedy {
            _ if self.unknown => AppendError::Unknown,
            Remedy::Later => AppendError::Busy,
            Remedy::Halve | Remedy::Again | Remedy::Tell => AppendError::Store(error.clone()),
        }
    }
}
