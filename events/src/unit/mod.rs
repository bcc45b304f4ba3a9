//! The units of the province: one tree, one stream.

mod aggregate;
mod decide;
mod event;
mod tree;

#[cfg(test)]
mod tests;

pub use decide::{NewUnit, UnitCommand, UnitRefusal, decide};
pub use event::{UnitEvent, UnitKind};
pub use tree::{Unit, UnitTree};
