//! What a new database is given before anything else: the official calendars and the rules in
//! force. All of it as facts, through the same commands as everything after.

use hoso_events::{
    calendar::{CalendarCommand, official_calendars},
    provenance::Source,
    rulebook::{RulebookCommand, rule_pack},
};

use super::{Actor, App, Command, CommandError, Request};

/// The rules a new database starts with: Tây Ninh's Decision 842/QĐ-UBND of 2023.
pub const DEFAULT_PACK: &str = "TN-842-2023";

/// Said of a database once everything was given: what was cut off in the middle is done again,
/// and what is there already is no second fact.
const DONE: &str = "bootstrapped";

impl App {
    /// Publishes the official calendars and adopts the default rules where they are not yet there.
    pub async fn bootstrap(&self) -> Result<(), CommandError> {
        if self.store().about(DONE).await?.is_some() {
            return Ok(());
        }
        let service = Actor::service();
        for event in official_calendars() {
            let command = Command::Calendar(CalendarCommand::from(event));
            self.execute(&service, Request::new(command, Source::Job)).await?;
        }
        if let Some(pack) = rule_pack(DEFAULT_PACK) {
            let command = Command::Rulebook(RulebookCommand::from(pack));
            self.execute(&service, Request::new(command, Source::Job)).await?;
        }
        Ok(self.store().say_about(DONE, "yes").await?)
    }
}
