//! Two people of the first commune whose paper dossiers were taken in twice, the second time under
//! another number: one pair waits for whoever looks, one was merged yesterday.

use hoso_events::{
    dossier::{DossierCommand, Pair, PairCommand},
    ids::DossierId,
    values::PersonName,
};

use super::{
    PEOPLE_MAX,
    days::{Hour, instant},
    entries::{code, paper, reason, single},
    people::{Part, Person},
    script::{Act, By, Scene},
};
use crate::app::Command;

/// Who was taken in twice: by how long they wait for their check, long after any transfer begins.
const TWICE: [Part; 2] = [Part::Waiting(4), Part::Waiting(2)];

/// Writes the second openings, and the merge of the last pair.
pub(super) fn acts(scene: &Scene, people: &[Person]) -> Vec<Act> {
    let twice = |part: &Part| people.iter().find(|person| person.part == *part);
    let twice: Vec<&Person> = TWICE.iter().filter_map(twice).collect();
    let mut acts: Vec<Act> =
        twice.iter().flat_map(|person| second_opening(scene, person)).collect();
    acts.extend(twice.last().map(|person| merge(scene, person)));
    acts
}

fn second(scene: &Scene, person: &Person) -> DossierId {
    DossierId::from_uuid(scene.ids.of_person("second-dossier", person.number, 0))
}

/// The number of nobody else: the digits a person would have who comes after all of them.
fn other_number(person: &Person) -> String {
    let after_all = PEOPLE_MAX as u64 + u64::from(person.number);
    let own = (after_all * 7_919 + 104_729) % 1_000_000;
    format!("{}{own:06}", &person.personal_id[..6])
}

fn officer(person: &Person) -> By {
    By::OfficerFor { unit: person.unit, person: person.number }
}

fn second_opening(scene: &Scene, person: &Person) -> [Act; 2] {
    let on = scene.days.before(scene.last_day, 2);
    let (at, by, id) = (instant(on, Hour::Early), officer(person), second(scene, person));
    let keeper = scene.province.keeper(person.unit, on);
    let confirmation = paper("19/XN-HS", on, &scene.province.authority(keeper));
    let open = DossierCommand::OpenDossier {
        managing_unit: scene.province.units[person.unit].id,
        full_name: PersonName::parse(&person.name).expect("the demo's names are names"),
        personal_id_no: other_number(person),
        confirmation,
        confirmed_on: on,
    };
    let enter = DossierCommand::EnterSection {
        section: code("identity"),
        entries: vec![
            single("birth_date", person.birth.to_string()),
            single("old_id_card_no", format!("29{:07}", 1_000_000 + person.number)),
        ],
    };
    [open, enter].map(|command| Act { at, by, command: Command::Dossier(id, command) })
}

fn merge(scene: &Scene, person: &Person) -> Act {
    let on = scene.days.before(scene.last_day, 1);
    let keeper = scene.province.keeper(person.unit, on);
    let command = PairCommand::Merge {
        paper: paper("07/BB-XM", on, &scene.province.authority(keeper)),
        reason: reason("Hai hồ sơ của một người: số định danh ở hồ sơ sau ghi theo thẻ cũ."),
    };
    let pair = Pair { kept: person.dossier, duplicate: second(scene, person) };
    Act { at: instant(on, Hour::Late), by: officer(person), command: Command::Pair(pair, command) }
}
