//! The whole seam between an account and `cqrs-es`. No rule lives here.

use cqrs_es::{Aggregate, DomainEvent, event_sink::EventSink};

use super::{Account, AccountCommand, AccountEvent, AccountRefusal, decide};
use crate::unit::UnitTree;

impl DomainEvent for AccountEvent {
    fn event_type(&self) -> String {
        self.name().to_owned()
    }

    fn event_version(&self) -> String {
        crate::upcast::newest_version(self.name()).to_string()
    }
}

impl Aggregate for Account {
    const TYPE: &'static str = "account";
    type Command = AccountCommand;
    type Event = AccountEvent;
    type Error = AccountRefusal;
    type Services = UnitTree;

    async fn handle(
        &mut self,
        command: AccountCommand,
        tree: &UnitTree,
        sink: &EventSink<Self>,
    ) -> Result<(), AccountRefusal> {
        for event in decide(self, command, tree)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: AccountEvent) {
        self.evolve(&event);
    }
}
