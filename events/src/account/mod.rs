//! A person's way in, and what it opens: access on written requests, never deleted.

mod aggregate;
mod decide;
mod event;
mod moving;
mod service;
mod state;

#[cfg(test)]
mod tests;

pub use decide::{AccountCommand, AccountRefusal, MONTHS_MAX, decide, moved_with_dossier};
pub use event::{AccountEvent, Holder, Role};
pub use moving::WithUnits;
pub use service::{closed_with_service, open_as_before, open_on_return};
pub use state::{Account, Grant, Issued};
