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

impl App {
    /// Publishes the official calendars and adopts the default rules where they are not yet there.
    pub async fn bootstrap(&self) -> Result<(), CommandError> {
        if self.store().world().await?.calendar.version() > 0 {
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
        Ok(())
    }
}
