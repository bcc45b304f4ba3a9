//! The seam to `cqrs-es`: `handle` decides, `apply` evolves. No rule lives here.

use cqrs_es::{Aggregate, DomainEvent, event_sink::EventSink};

use super::{Calendar, CalendarCommand, CalendarEvent, CalendarRefusal, decide};

impl DomainEvent for CalendarEvent {
    fn event_type(&self) -> String {
        self.name().to_owned()
    }

    fn event_version(&self) -> String {
        crate::upcast::newest_version(self.name()).to_string()
    }
}

impl Aggregate for Calendar {
    const TYPE: &'static str = "calendar";
    type Command = CalendarCommand;
    type Event = CalendarEvent;
    type Error = CalendarRefusal;
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
