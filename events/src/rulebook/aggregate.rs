//! The seam to `cqrs-es`: `handle` decides, `apply` evolves. No rule lives here.

use cqrs_es::{Aggregate, DomainEvent, event_sink::EventSink};

use super::{Rulebook, RulebookCommand, RulebookEvent, RulebookRefusal, decide};

impl DomainEvent for RulebookEvent {
    fn event_type(&self) -> String {
        self.name().to_owned()
    }

    fn event_version(&self) -> String {
        crate::upcast::newest_version(self.name()).to_string()
    }
}

impl Aggregate for Rulebook {
    const TYPE: &'static str = "rulebook";
    type Command = RulebookCommand;
    type Event = RulebookEvent;
    type Error = RulebookRefusal;
    type Services = ();

    async fn handle(
        &mut self,
        command: Self::Command,
        _services: &Self::Services,
        sink: &EventSink<Self>,
    ) -> Result<(), Self::Error> {
        for event in decide(self, command)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: Self::Event) {
        self.evolve(&event);
    }
}
