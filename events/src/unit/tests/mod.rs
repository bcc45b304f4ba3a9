//! The tree of units: who is who, and given, when, then.

mod called;
mod changes;
mod endings;
mod laws;
mod restored;

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use crate::{
    ids::UnitId,
    values::{Issuer, Paper, PaperNumber, Reason, UnitCode, UnitName},
};

const TODAY: &str = "2026-11-24";
const PROVINCE: UnitId = unit(1);
const EDUCATION: UnitId = unit(2);
const TAN_AN: UnitId = unit(3);
const SCHOOL: UnitId = unit(4);
const NOWHERE: UnitId = unit(99);

const fn unit(number: u128) -> UnitId {
    UnitId::from_uuid(Uuid::from_u128(number))
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn name(text: &str) -> UnitName {
    UnitName::parse(text).unwrap()
}

fn code(text: &str) -> UnitCode {
    UnitCode::parse(text).unwrap()
}

fn basis() -> Paper {
    Paper {
        number: PaperNumber::parse("202/2025/QH15").unwrap(),
        dated_on: date("2025-06-12"),
        issuer: Issuer::parse("Quốc hội").unwrap(),
    }
}

fn new(unit: UnitId, code_text: &str, parent: Option<UnitId>) -> NewUnit {
    let kind = match parent {
        None => UnitKind::Province,
        Some(_) => UnitKind::Department,
    };
    NewUnit { unit, code: code(code_text), name: name(code_text), kind, parent }
}

fn establish(units: Vec<NewUnit>, on: &str) -> UnitCommand {
    UnitCommand::EstablishUnits { units, effective_on: date(on), basis: basis() }
}

fn rename(unit: UnitId, to: &str, on: &str) -> UnitCommand {
    UnitCommand::RenameUnit { unit, name: name(to), effective_on: date(on), basis: basis() }
}

fn move_under(unit: UnitId, parent: UnitId, on: &str) -> UnitCommand {
    UnitCommand::MoveUnit { unit, parent, effective_on: date(on), basis: basis() }
}

fn established(new: NewUnit, on: &str) -> UnitEvent {
    let NewUnit { unit, code, name, kind, parent } = new;
    let effective_on = date(on);
    UnitEvent::UnitEstablished { unit, code, name, kind, parent, effective_on, basis: basis() }
}

fn renamed(unit: UnitId, to: &str, on: &str) -> UnitEvent {
    UnitEvent::UnitRenamed { unit, name: name(to), effective_on: date(on), basis: basis() }
}

fn moved(unit: UnitId, parent: UnitId, on: &str) -> UnitEvent {
    UnitEvent::UnitMoved { unit, parent, effective_on: date(on), basis: basis() }
}

/// Province, with the department of education and Tân An ward; a school under the department.
fn the_province() -> Vec<UnitEvent> {
    [
        new(PROVINCE, "H53", None),
        new(EDUCATION, "H53.01", Some(PROVINCE)),
        new(TAN_AN, "H53.90", Some(PROVINCE)),
        new(SCHOOL, "H53.01.07", Some(EDUCATION)),
    ]
    .map(|unit| established(unit, "2025-07-01"))
    .to_vec()
}

struct Given {
    tree: UnitTree,
}

struct Then {
    tree: UnitTree,
    answer: Result<Vec<UnitEvent>, UnitRefusal>,
}

fn given(history: impl IntoIterator<Item = UnitEvent>) -> Given {
    let mut tree = UnitTree::default();
    for event in history {
        tree.evolve(&event);
    }
    Given { tree }
}

impl Given {
    /// Also holds the law: the same command again never yields a second fact.
    #[track_caller]
    fn when(self, command: UnitCommand) -> Then {
        let mut tree = self.tree;
        let answer = decide(&tree, command.clone(), date(TODAY));
        for event in answer.iter().flatten() {
            tree.evolve(event);
        }
        if answer.is_ok() {
            assert_eq!(
                decide(&tree, command, date(TODAY)),
                Ok(vec![]),
                "the same command twice is one fact"
            );
        }
        Then { tree, answer }
    }
}

impl Then {
    #[track_caller]
    fn then(self, facts: impl Into<Vec<UnitEvent>>) -> UnitTree {
        assert_eq!(self.answer, Ok(facts.into()));
        self.tree
    }

    #[track_caller]
    fn then_refused(self, refusal: UnitRefusal, code: &str) {
        assert_eq!(refusal.code(), code);
        assert_eq!(self.answer, Err(refusal));
    }
}
