//! Many people to other units by one decision: a manifest fixed by its hash, approved by another than
//! who planned it, carried out line by line, and undone by one act.

mod decide;
mod event;
mod manifest;
mod state;

#[cfg(test)]
mod tests;

pub use decide::{MassMoveCommand, MassMoveRefusal, decide};
pub use event::{MassMoveEvent, Way};
pub use manifest::{AccountLine, GrantsThen, Manifest, PersonLine, UnitEnding};
pub use state::{MassMove, Order};
