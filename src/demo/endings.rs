//! Endings of service at the present of the demo, in the first commune: someone retired, someone
//! died, someone resigned and came back, and someone is about to retire.

use hoso_events::{
    dossier::{DeathPaper, DossierCommand, Ending, Leaving, RetirementAge, ServiceStep},
    ids::EndingId,
};

use super::{
    days::{Hour, earlier, first_of_month, instant, later, months_later},
    entries::paper,
    people::{Part, Person, rng_of},
    script::{Act, Pen, Scene},
    units::Work,
};

/// Who decides on the end of service.
const DECIDES: &str = "Chủ tịch UBND xã (dữ liệu giả)";
/// Who shows a death.
const REGISTERS: &str = "UBND xã (dữ liệu giả)";
/// How many working days before the present the first ending is recorded.
const BEGINS_BEFORE: u32 = 6;

/// Writes the endings of people in whose dossier nothing else happens in these days.
pub(super) fn acts(scene: &Scene, people: &[Person], scripts: &[Vec<Act>]) -> Vec<Act> {
    let communes = scene.province.doing(Work::Commune);
    let Some(here) = communes.first().copied() else { return vec![] };
    let begins = scene.days.before(scene.last_day, BEGINS_BEFORE);
    let is_quiet = |person: &&Person| {
        let acts = &scripts[person.number as usize];
        acts.iter().all(|act| act.at < instant(begins, Hour::Early))
    };
    let is_usual = |person: &&Person| {
        person.part == Part::Usual && scene.province.keeper(person.unit, scene.last_day) == here
    };
    let mut found: Vec<&Person> = people.iter().filter(is_usual).filter(is_quiet).collect();
    // The oldest first: they are the likeliest to retire.
    found.sort_by_key(|person| (person.birth, person.number));
    let begun = |person: &Person| person.opened < earlier(begins, 60);
    let stories: [fn(&mut Pen<'_>, usize); 4] = [retired, retires_soon, died, back_again];
    let mut acts = vec![];
    for (person, story) in found.into_iter().filter(|person| begun(person)).zip(stories) {
        let rng = rng_of(scene.seed, person.number, 13);
        let mut pen = Pen::new(scene, person, "ending", rng, begins);
        story(&mut pen, here);
        acts.extend(pen.acts);
    }
    acts
}

fn asks(ending: EndingId, step: ServiceStep) -> DossierCommand {
    DossierCommand::Service { ending, step }
}

fn retirement(pen: &mut Pen<'_>, ended_on: chrono::NaiveDate) -> Ending {
    let number = pen.number("QĐ-UBND");
    Ending {
        leaving: Leaving::Retired { age: RetirementAge::Statutory },
        ended_on,
        paper: paper(&number, earlier(pen.day, 20), DECIDES),
        paper_received_on: earlier(pen.day, 1),
    }
}

fn retired(pen: &mut Pen<'_>, _here: usize) {
    let (ending, details) = (pen.ending(), retirement(pen, pen.day));
    pen.officer(asks(ending, ServiceStep::End(details)));
}

/// From the first of the month after next.
fn retires_soon(pen: &mut Pen<'_>, _here: usize) {
    let from = first_of_month(months_later(pen.scene.last_day, 2));
    let (ending, details) = (pen.ending(), retirement(pen, from));
    pen.officer(asks(ending, ServiceStep::End(details)));
}

fn died(pen: &mut Pen<'_>, _here: usize) {
    pen.wait(2);
    let on = earlier(pen.day, 2);
    let number = pen.number("TLKT");
    let details = Ending {
        leaving: Leaving::Died { shown_by: DeathPaper::Certificate },
        ended_on: on,
        paper: paper(&number, later(on, 1), REGISTERS),
        paper_received_on: later(on, 1),
    };
    let ending = pen.ending();
    pen.officer(asks(ending, ServiceStep::End(details)));
}

fn back_again(pen: &mut Pen<'_>, here: usize) {
    let number = pen.number("QĐ-UBND");
    let decided_on = earlier(pen.day, 10);
    let details = Ending {
        leaving: Leaving::Resigned { asked_on: earlier(pen.day, 40) },
        ended_on: pen.day,
        paper: paper(&number, decided_on, DECIDES),
        paper_received_on: pen.day,
    };
    let ending = pen.ending();
    pen.officer(asks(ending, ServiceStep::End(details)));
    pen.wait(4);
    let number = pen.number("QĐ-UBND");
    let step = ServiceStep::Resume {
        unit: pen.scene.province.units[here].id,
        personal_id_no: pen.person.personal_id.clone(),
        decision: paper(&number, earlier(pen.day, 1), DECIDES),
        resumed_on: pen.day,
    };
    pen.officer(asks(ending, step));
}
