//! The domain of hoso: what can happen to a record, and what is decided when someone asks for it.
//!
//! Pure: no input or output, no clock, no database. What a decision needs is in the command, in the
//! state, or in the context it is given.

#[macro_use]
pub mod ids;
pub mod account;
pub mod calendar;
pub mod carried;
pub mod catalogue;
pub mod claim;
pub mod dossier;
pub mod elsewhere;
pub mod entry;
pub mod fact;
pub mod mass_move;
pub mod provenance;
pub mod retirement;
pub mod rulebook;
pub mod unit;
pub mod upcast;
pub mod values;
