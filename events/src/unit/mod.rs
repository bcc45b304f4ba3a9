//! The units of the province: one tree, one stream.

mod aggregate;
mod called;
mod decide;
mod ending;
mod event;
mod tree;

#[cfg(test)]
mod tests;

pub use called::{Called, Now};
pub use decide::{Along, Below, NewUnit, UnitCommand, UnitRefusal, decide};
pub use ending::SUCCESSORS_MAX;
pub use event::{UnitEvent, UnitKind};
pub use tree::{End, Ending, Unit, UnitTree};
