//! The whole seam to `cqrs-es`. No rule lives here.

use cqrs_es::{Aggregate, DomainEvent, event_sink::EventSink};

use super::{
    Dossier, DossierCommand, DossierContext, DossierEvent, DossierRefusal, decide, evolve,
};

impl Aggregate for Dossier {
    const TYPE: &'static str = "dossier";
    type Command = DossierCommand;
    type Event = DossierEvent;
    type Error = DossierRefusal;
    type Services = DossierContext;

    async fn handle(
        &mut self,
        command: DossierCommand,
        context: &DossierContext,
        sink: &EventSink<Self>,
    ) -> Result<(), DossierRefusal> {
        for event in decide(self, command, context)? {
            sink.write(event, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, event: DossierEvent) {
        *self = evolve(std::mem::take(self), &event);
    }
}

impl DomainEvent for DossierEvent {
    fn event_type(&self) -> String {
        self.name().to_owned()
    }

    fn event_version(&self) -> String {
        crate::upcast::newest_version(self.name()).to_string()
    }
}
