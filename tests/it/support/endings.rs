//! Endings of service, and the way back.

use hoso::app::{Actor, Command, CommandError, Done, Request};
use hoso_events::{
    dossier::{DeathPaper, DossierCommand, Ending, Leaving, RetirementAge, ServiceStep},
    ids::{EndingId, UnitId},
    provenance::Source,
};
use uuid::Uuid;

use super::{
    World,
    people::{day, dossier, paper, paper_of, personal_id, reason},
};

/// Ending `n`.
pub fn ending(n: u32) -> EndingId {
    EndingId::from_uuid(Uuid::from_u128(0x9000_0000 + u128::from(n)))
}

/// What comes of a step that someone asks for of ending `id` of dossier `n`.
pub async fn asks(
    world: &World,
    who: &Actor,
    n: u32,
    id: EndingId,
    step: ServiceStep,
) -> Result<Done, CommandError> {
    let command = DossierCommand::Service { ending: id, step };
    let request = Request::new(Command::Dossier(dossier(n), command), Source::Page);
    world.app.execute(who, request).await
}

/// A step of the officer's that must be taken.
pub async fn takes(world: &World, n: u32, id: EndingId, step: ServiceStep) -> Done {
    let name = step.name();
    let done = asks(world, &world.officer, n, id, step).await;
    done.unwrap_or_else(|error| panic!("{name} on dossier {n}: {error:?}"))
}

/// A retirement from a day on, whose paper dossier came on another.
pub fn retirement(ended_on: &str, received_on: &str) -> Ending {
    Ending {
        leaving: Leaving::Retired { age: RetirementAge::Statutory },
        ended_on: day(ended_on),
        paper: paper(),
        paper_received_on: day(received_on),
    }
}

/// A death on a day, shown by a certificate of the same day.
pub fn death(on: &str) -> Ending {
    Ending {
        leaving: Leaving::Died { shown_by: DeathPaper::Certificate },
        ended_on: day(on),
        paper: paper_of(on),
        paper_received_on: day(on),
    }
}

pub fn retire(ended_on: &str, received_on: &str) -> ServiceStep {
    ServiceStep::End(retirement(ended_on, received_on))
}

pub fn die(on: &str) -> ServiceStep {
    ServiceStep::End(death(on))
}

pub fn put_right(ending: Ending) -> ServiceStep {
    ServiceStep::Correct { ending, reason: reason() }
}

pub fn reverse() -> ServiceStep {
    ServiceStep::Reverse { reason: reason(), paper: None }
}

/// The person of dossier `n` comes back.
pub fn resume(n: u32, unit: UnitId, resumed_on: &str) -> ServiceStep {
    ServiceStep::Resume {
        unit,
        personal_id_no: personal_id(n),
        decision: paper(),
        resumed_on: day(resumed_on),
    }
}
