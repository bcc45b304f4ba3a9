//! Transfers at the present of the demo: people of the first commune on their way out and others on
//! their way in, one at each stage.

use std::num::NonZeroU16;

use chrono::NaiveDate;
use hoso_events::{
    dossier::{DossierCommand, InventoryLine, SecondmentStep, TransferKind, TransferStep},
    values::PaperTitle,
};

use super::{
    days::{Hour, earlier, instant, later},
    entries::paper,
    people::{Part, Person, rng_of},
    script::{Act, Pen, Scene},
    units::Work,
};
use crate::app::Command;

/// The department of home affairs, which decides on transfers.
const DECIDES: &str = "Sở Nội vụ (dữ liệu giả)";
/// How many working days before the present the first step is taken.
const BEGINS_BEFORE: u32 = 4;
/// How many working days before the present the rotation begins.
const TERM_BEGINS_BEFORE: u32 = 20;
/// What a released dossier holds.
const PAPERS: [(&str, u16); 5] = [
    ("Sơ yếu lý lịch", 12),
    ("Bản sao giấy khai sinh", 1),
    ("Bản sao văn bằng, chứng chỉ", 4),
    ("Quyết định tuyển dụng và nâng lương", 9),
    ("Bản kê khai tài sản, thu nhập", 6),
];

/// Writes the transfers of people in whose dossier nothing else happens in these days.
pub(super) fn acts(scene: &Scene, people: &[Person], scripts: &[Vec<Act>]) -> Vec<Act> {
    let communes = scene.province.doing(Work::Commune);
    let [here, there, ..] = communes[..] else { return vec![] };
    let begins = instant(scene.days.before(scene.last_day, BEGINS_BEFORE), Hour::Early);
    let is_quiet =
        |person: &&Person| scripts[person.number as usize].iter().all(|act| act.at < begins);
    let kept_here = |person: &Person| scene.province.keeper(person.unit, scene.last_day) == here;
    let leaves = |person: &&Person| matches!(person.part, Part::Waiting(_));
    let comes = |person: &&Person| person.part == Part::Usual && !kept_here(person);
    let leaving = people.iter().filter(leaves).filter(is_quiet).zip([1, 2, 3]);
    let coming: Vec<&Person> = people.iter().filter(comes).filter(is_quiet).take(3).collect();
    let leaving = leaving.flat_map(|(person, steps)| transfer(scene, person, there, steps));
    let mut acts: Vec<Act> = leaving.collect();
    for (person, steps) in coming.iter().zip([2, 3, 4]) {
        acts.extend(transfer(scene, person, here, steps));
    }
    let not_coming = |person: &&Person| coming.iter().all(|it| it.number != person.number);
    let term_begins = instant(scene.days.before(scene.last_day, TERM_BEGINS_BEFORE), Hour::Early);
    let long_quiet =
        |person: &&Person| scripts[person.number as usize].iter().all(|act| act.at < term_begins);
    let mut elsewhere = people.iter().rev().filter(comes).filter(not_coming);
    acts.extend(
        elsewhere.clone().find(long_quiet).into_iter().flat_map(|it| rotation(scene, it, here)),
    );
    let is_here = |person: &&Person| person.part == Part::Usual && kept_here(person);
    // One from here who is away until next month, and one who was here until last week.
    let away = people.iter().rev().find(is_here);
    acts.extend(
        away.into_iter()
            .flat_map(|it| secondment(scene, it, there, (40, later(scene.last_day, 20)))),
    );
    let back = elsewhere.find(|person| !long_quiet(person));
    acts.extend(
        back.into_iter()
            .flat_map(|it| secondment(scene, it, here, (45, earlier(scene.last_day, 6)))),
    );
    acts
}

/// A secondment that was ordered so many working days before the present, to a last day.
fn secondment(
    scene: &Scene,
    person: &Person,
    host: usize,
    (before, ends_on): (u32, NaiveDate),
) -> Vec<Act> {
    let begins = scene.days.before(scene.last_day, before);
    let mut pen =
        Pen::new(scene, person, "secondment", rng_of(scene.seed, person.number, 13), begins);
    let (secondment, number) = (pen.secondment(), pen.number("QĐ-SNV"));
    let step = SecondmentStep::Order {
        host: scene.province.units[host].id,
        decision: paper(&number, earlier(begins, 3), DECIDES),
        begins_on: begins,
        ends_on,
    };
    pen.officer(DossierCommand::Secondment { secondment, step });
    pen.acts
}

/// A rotation for a term whose last day is near.
fn rotation(scene: &Scene, person: &Person, to: usize) -> Vec<Act> {
    let begins = scene.days.before(scene.last_day, TERM_BEGINS_BEFORE);
    let mut acts = transfer_from(scene, person, to, 4, begins);
    if let Some(Act { command: Command::Dossier(_, DossierCommand::Transfer { step, .. }), .. }) =
        acts.first_mut()
        && let TransferStep::Order { kind, term_ends_on, .. } = step
    {
        (*kind, *term_ends_on) = (TransferKind::Rotation, Some(later(scene.last_day, 12)));
    }
    acts
}

/// The first steps of one transfer, one a day.
fn transfer(scene: &Scene, person: &Person, to: usize, steps: usize) -> Vec<Act> {
    transfer_from(scene, person, to, steps, scene.days.before(scene.last_day, BEGINS_BEFORE))
}

/// The same from a day on.
fn transfer_from(
    scene: &Scene,
    person: &Person,
    to: usize,
    steps: usize,
    begins: NaiveDate,
) -> Vec<Act> {
    let mut pen =
        Pen::new(scene, person, "transfer", rng_of(scene.seed, person.number, 12), begins);
    let transfer = pen.transfer();
    let number = pen.number("QĐ-SNV");
    let step = |step| DossierCommand::Transfer { transfer, step };
    let line = |(title, pages): (&str, u16)| InventoryLine {
        title: PaperTitle::parse(title).expect("the demo's titles are short"),
        pages: NonZeroU16::new(pages).expect("at least a page"),
    };
    for taken in 0..steps {
        let on = pen.day;
        match taken {
            0 => pen.officer(step(TransferStep::Order {
                to: scene.province.units[to].id,
                kind: TransferKind::Reassignment,
                decision: paper(&number, earlier(begins, 3), DECIDES),
                effective_on: begins,
                term_ends_on: None,
            })),
            1 => {
                let inventory = PAPERS.map(line).into();
                pen.officer(step(TransferStep::Release { inventory, released_on: on }));
            }
            2 => pen.officer_of(to, step(TransferStep::ReceivePaper { received_on: on })),
            _ => pen.officer_of(to, step(TransferStep::Accept { accepted_on: on })),
        }
        pen.wait(1);
    }
    pen.acts
}
