//! Transfers at the present of the demo: people of the first commune on their way out and others on
//! their way in, one at each stage.

use std::num::NonZeroU16;

use hoso_events::{
    dossier::{DossierCommand, InventoryLine, TransferKind, TransferStep},
    values::PaperTitle,
};

use super::{
    days::{Hour, earlier, instant},
    entries::paper,
    people::{Part, Person, rng_of},
    script::{Act, Pen, Scene},
    units::Work,
};

/// The department of home affairs, which decides on transfers.
const DECIDES: &str = "Sở Nội vụ (dữ liệu giả)";
/// How many working days before the present the first step is taken.
const BEGINS_BEFORE: u32 = 4;
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
    let coming = people.iter().filter(comes).filter(is_quiet).zip([2, 3, 4]);
    let leaving = leaving.flat_map(|(person, steps)| transfer(scene, person, there, steps));
    leaving.chain(coming.flat_map(|(person, steps)| transfer(scene, person, here, steps))).collect()
}

/// The first steps of one transfer, one a day.
fn transfer(scene: &Scene, person: &Person, to: usize, steps: usize) -> Vec<Act> {
    let begins = scene.days.before(scene.last_day, BEGINS_BEFORE);
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
