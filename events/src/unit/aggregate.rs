//! The whole seam between the tree of units and `cqrs-es`. No rule lives here.

use chrono::NaiveDate;
use cqrs_es::{Aggregate, DomainEvent, event_sink::EventSink};

use super::{UnitCommand, UnitEvent, UnitRefusal, UnitTree, decide};

impl DomainEvent for UnitEvent {
    fn event_type(&self) -> String {
        self.name().to_owned()
    }

    fn event_version(&self) -> String {
        crate::upcast::newest_version(self.name()).to_string()
    }
}

impl Aggregate for UnitTree {
    const TYPE: &'static str = "unit";
    type Command = UnitCommand;
    type Event = UnitEvent;
    type Error = UnitRefusal;
    /// Today, in Asia/Ho_Chi_Minh.
    type Services = NaiveDate;

    async fn handle(
        &mut self,
        command: UnitCommand,
        today: &NaiveDate,
        sink: &EventSink<Self>,
    ) -> Result<(), UnitRefusal> {
        for event in decide(self, command, *today)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: UnitEvent) {
        self.evolve(&event);
    }
}
