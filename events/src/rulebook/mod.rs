//! The deadline rules: which duty has how many days, since when, on which law; and due dates.
//!
//! Rules are facts with dates in force, never constants: a decree replaced the provincial
//! decision's terms within three years. Which days count is in `calendar`.

mod aggregate;
mod command;
mod due;
mod event;
mod pack;
mod state;
#[cfg(test)]
mod tests;

pub use crate::calendar::TermUnit;
pub use command::{RulebookCommand, RulebookRefusal, decide};
pub use due::{DueDate, DueError, due_date};
pub use event::{Duty, Responsible, Rule, RulebookEvent};
pub use pack::{RulePack, rule_pack, rule_packs};
pub use state::{InForce, Rulebook};
