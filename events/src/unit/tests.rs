use std::collections::BTreeSet;

use chrono::NaiveDate;
use cqrs_es::{DomainEvent as _, test::TestFramework};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    ids::UnitId,
    values::{Issuer, Paper, PaperNumber, UnitCode, UnitName},
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

#[test]
fn the_units_right_below_a_unit_come_by_code() {
    let below = |id| -> Vec<UnitId> {
        given(the_province()).tree.children(id).map(|unit| unit.id).collect()
    };
    assert_eq!(below(PROVINCE), [EDUCATION, TAN_AN]);
    assert_eq!(below(SCHOOL), []);
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

#[test]
fn the_province_and_its_units_are_established_by_one_decision() {
    let units = vec![
        new(PROVINCE, "H53", None),
        new(EDUCATION, "H53.01", Some(PROVINCE)),
        new(SCHOOL, "H53.01.07", Some(EDUCATION)),
    ];
    let facts: Vec<_> = units.iter().map(|unit| established(unit.clone(), "2025-07-01")).collect();
    TestFramework::<UnitTree>::with(date(TODAY))
        .given_no_previous_events()
        .when(establish(units, "2025-07-01"))
        .then_expect_events(facts);
}

#[test]
fn a_list_sent_again_with_one_unit_more_establishes_only_that_one() {
    let again = vec![
        new(PROVINCE, "H53", None),
        new(EDUCATION, "H53.01", Some(PROVINCE)),
        new(unit(5), "H53.02", Some(PROVINCE)),
    ];
    given(the_province())
        .when(establish(again, "2025-07-01"))
        .then([established(new(unit(5), "H53.02", Some(PROVINCE)), "2025-07-01")]);
}

#[test]
fn a_list_sent_again_after_a_rename_and_a_move_changes_nothing() {
    given(the_province().into_iter().chain([
        renamed(SCHOOL, "THCS Lê Lợi", "2026-01-01"),
        moved(SCHOOL, TAN_AN, "2026-01-01"),
    ]))
    .when(establish(vec![new(SCHOOL, "H53.01.07", Some(EDUCATION))], "2025-07-01"))
    .then([]);
}

#[test]
fn a_unit_established_before_with_other_content_is_refused() {
    for (other, on) in [
        (new(SCHOOL, "H53.01.08", Some(EDUCATION)), "2025-07-01"),
        (new(SCHOOL, "H53.01.07", Some(TAN_AN)), "2025-07-01"),
        (new(SCHOOL, "H53.01.07", Some(EDUCATION)), "2025-07-02"),
        (NewUnit { name: name("khác"), ..new(SCHOOL, "H53.01.07", Some(EDUCATION)) }, "2025-07-01"),
        (
            NewUnit { kind: UnitKind::School, ..new(SCHOOL, "H53.01.07", Some(EDUCATION)) },
            "2025-07-01",
        ),
    ] {
        given(the_province())
            .when(establish(vec![other], on))
            .then_refused(UnitRefusal::AlreadyEstablished(SCHOOL), "already_established");
    }
}

#[test]
fn a_code_belongs_to_one_unit_even_within_one_list() {
    given(the_province())
        .when(establish(vec![new(unit(5), "H53.01", Some(PROVINCE))], "2026-01-01"))
        .then_refused(UnitRefusal::CodeTaken { code: code("H53.01"), by: EDUCATION }, "code_taken");
    let twice =
        vec![new(unit(5), "H53.02", Some(PROVINCE)), new(unit(6), "H53.02", Some(PROVINCE))];
    given(the_province())
        .when(establish(twice, "2026-01-01"))
        .then_refused(UnitRefusal::CodeTaken { code: code("H53.02"), by: unit(5) }, "code_taken");
}

#[test]
fn a_unit_stands_under_a_unit_that_is_known() {
    let parent_last =
        vec![new(unit(6), "H53.02.01", Some(unit(5))), new(unit(5), "H53.02", Some(PROVINCE))];
    given(the_province())
        .when(establish(parent_last, "2026-01-01"))
        .then_refused(UnitRefusal::UnknownParent(unit(5)), "unknown_parent");
    given(the_province())
        .when(move_under(SCHOOL, NOWHERE, "2026-01-01"))
        .then_refused(UnitRefusal::UnknownParent(NOWHERE), "unknown_parent");
    given([])
        .when(establish(vec![new(PROVINCE, "H53", Some(PROVINCE))], "2026-01-01"))
        .then_refused(UnitRefusal::UnknownParent(PROVINCE), "unknown_parent");
}

#[test]
fn a_province_has_one_root_which_stays_where_it_is() {
    given(the_province())
        .when(establish(vec![new(unit(5), "H35", None)], "2026-01-01"))
        .then_refused(UnitRefusal::SecondRoot, "second_root");
    TestFramework::<UnitTree>::with(date(TODAY))
        .given(the_province())
        .when(move_under(PROVINCE, SCHOOL, "2026-01-01"))
        .then_expect_error(UnitRefusal::RootCannotMove);
    assert_eq!(UnitRefusal::RootCannotMove.code(), "root_cannot_move");
}

#[test]
fn a_unit_nobody_knows_is_neither_renamed_nor_moved() {
    given(the_province())
        .when(rename(NOWHERE, "Sở Y tế", "2026-01-01"))
        .then_refused(UnitRefusal::UnknownUnit(NOWHERE), "unknown_unit");
    given(the_province())
        .when(move_under(NOWHERE, PROVINCE, "2026-01-01"))
        .then_refused(UnitRefusal::UnknownUnit(NOWHERE), "unknown_unit");
}

#[test]
fn a_renamed_unit_keeps_its_old_name_on_papers_of_its_time() {
    let tree = given(the_province())
        .when(rename(SCHOOL, "THCS Lê Lợi", "2026-01-01"))
        .then([renamed(SCHOOL, "THCS Lê Lợi", "2026-01-01")]);
    for (on, expected) in [
        ("2025-06-30", None),
        ("2025-07-01", Some(name("H53.01.07"))),
        ("2025-12-31", Some(name("H53.01.07"))),
        ("2026-01-01", Some(name("THCS Lê Lợi"))),
        ("2030-01-01", Some(name("THCS Lê Lợi"))),
    ] {
        assert_eq!(tree.name_on(SCHOOL, date(on)), expected.as_ref(), "{on}");
    }
    assert_eq!(tree.name_on(NOWHERE, date("2026-01-01")), None);
    assert_eq!(tree.get(SCHOOL).unwrap().name, name("THCS Lê Lợi"));
}

#[test]
fn a_name_or_place_the_unit_has_already_is_no_fact() {
    let history = || {
        let changes = [renamed(SCHOOL, "B", "2026-01-01"), renamed(SCHOOL, "C", "2026-02-01")];
        the_province().into_iter().chain(changes)
    };
    given(history()).when(rename(SCHOOL, "C", "2026-03-01")).then([]);
    given(history()).when(rename(SCHOOL, "B", "2026-01-01")).then([]);
    given(history()).when(move_under(SCHOOL, EDUCATION, "2026-03-01")).then([]);
}

#[test]
fn a_wrong_name_may_be_replaced_from_the_same_day_and_back() {
    given(
        the_province()
            .into_iter()
            .chain([renamed(SCHOOL, "B", "2026-01-01"), renamed(SCHOOL, "C", "2026-01-01")]),
    )
    .when(rename(SCHOOL, "B", "2026-01-01"))
    .then([renamed(SCHOOL, "B", "2026-01-01")]);
}

#[test]
fn nothing_of_a_unit_is_dated_before_the_unit_or_its_parent_existed() {
    let on = date("2025-07-01");
    let refused = |unit| UnitRefusal::NotBeforeEstablished { unit, on };
    given(the_province())
        .when(rename(SCHOOL, "THCS Lê Lợi", "2025-06-30"))
        .then_refused(refused(SCHOOL), "not_before_established");
    given(the_province())
        .when(move_under(SCHOOL, TAN_AN, "2025-06-30"))
        .then_refused(refused(SCHOOL), "not_before_established");
    given(the_province())
        .when(establish(vec![new(unit(5), "H53.02", Some(PROVINCE))], "2025-06-30"))
        .then_refused(refused(PROVINCE), "not_before_established");
    let on = date("2026-01-01");
    given(
        the_province()
            .into_iter()
            .chain([established(new(unit(5), "H53.02", Some(PROVINCE)), "2026-01-01")]),
    )
    .when(move_under(SCHOOL, unit(5), "2025-12-31"))
    .then_refused(
        UnitRefusal::NotBeforeEstablished { unit: unit(5), on },
        "not_before_established",
    );
}

#[test]
fn changes_of_one_sort_are_recorded_in_the_order_they_took_effect() {
    let last = date("2026-01-01");
    let history = || {
        let changes = [renamed(SCHOOL, "B", "2026-01-01"), moved(SCHOOL, TAN_AN, "2026-01-01")];
        the_province().into_iter().chain(changes)
    };
    given(history())
        .when(rename(SCHOOL, "C", "2025-12-31"))
        .then_refused(UnitRefusal::NotInOrder { unit: SCHOOL, last }, "not_in_order");
    given(history())
        .when(move_under(SCHOOL, PROVINCE, "2025-12-31"))
        .then_refused(UnitRefusal::NotInOrder { unit: SCHOOL, last }, "not_in_order");
}

#[test]
fn a_moved_unit_takes_everything_below_along() {
    let tree = given(the_province())
        .when(move_under(EDUCATION, TAN_AN, "2026-01-01"))
        .then([moved(EDUCATION, TAN_AN, "2026-01-01")]);
    assert_eq!(tree.path(SCHOOL), [PROVINCE, TAN_AN, EDUCATION, SCHOOL]);
    assert_eq!(tree.path_on(SCHOOL, date("2025-12-31")), [PROVINCE, EDUCATION, SCHOOL]);
    assert_eq!(tree.path_on(SCHOOL, date("2025-06-30")), []);
    assert!(tree.is_within(SCHOOL, TAN_AN));
    assert_eq!(tree.below(TAN_AN), [TAN_AN, EDUCATION, SCHOOL]);
}

#[test]
fn a_unit_never_stands_under_itself_its_child_or_its_grandchild() {
    let on = date("2026-01-01");
    let history = || {
        let class = established(new(unit(5), "H53.01.07.1", Some(SCHOOL)), "2025-07-01");
        the_province().into_iter().chain([class])
    };
    for parent in [EDUCATION, SCHOOL, unit(5)] {
        given(history()).when(move_under(EDUCATION, parent, "2026-01-01")).then_refused(
            UnitRefusal::WouldBeCycle { unit: EDUCATION, parent, on },
            "would_be_cycle",
        );
    }
}

#[test]
fn a_move_recorded_late_makes_no_cycle_on_any_day_it_holds() {
    // The school leaves education in June; education under the school from March would be a
    // circle until then.
    given(the_province().into_iter().chain([moved(SCHOOL, PROVINCE, "2026-06-01")]))
        .when(move_under(EDUCATION, SCHOOL, "2026-03-01"))
        .then_refused(
            UnitRefusal::WouldBeCycle { unit: EDUCATION, parent: SCHOOL, on: date("2026-03-01") },
            "would_be_cycle",
        );
    // And from the day on which a move recorded ahead takes effect.
    given(the_province().into_iter().chain([moved(TAN_AN, EDUCATION, "2026-06-01")]))
        .when(move_under(EDUCATION, TAN_AN, "2026-03-01"))
        .then_refused(
            UnitRefusal::WouldBeCycle { unit: EDUCATION, parent: TAN_AN, on: date("2026-06-01") },
            "would_be_cycle",
        );
}

#[test]
fn a_unit_is_found_by_its_code_its_way_and_what_stands_below() {
    let tree = given(the_province()).tree;
    assert_eq!(tree.root().map(|unit| unit.id), Some(PROVINCE));
    assert_eq!(tree.by_code("H53.01.07").map(|unit| unit.id), Some(SCHOOL));
    assert_eq!(tree.by_code("H53.1"), None);
    assert_eq!(tree.path(SCHOOL), [PROVINCE, EDUCATION, SCHOOL]);
    assert_eq!(tree.below(PROVINCE), [PROVINCE, EDUCATION, SCHOOL, TAN_AN]);
    assert_eq!((tree.below(NOWHERE), tree.path(NOWHERE)), (vec![], vec![]));
    assert!(tree.is_within(SCHOOL, PROVINCE) && tree.is_within(SCHOOL, SCHOOL));
    assert!(!tree.is_within(SCHOOL, TAN_AN) && !tree.is_within(EDUCATION, SCHOOL));
    assert!(!tree.is_within(NOWHERE, NOWHERE));
    assert_eq!((tree.len(), tree.iter().count(), tree.is_empty()), (4, 4, false));
    assert!(UnitTree::default().is_empty());
}

#[test]
fn a_fact_that_should_never_have_been_recorded_still_loads() {
    let tree = given(the_province().into_iter().chain([
        moved(EDUCATION, SCHOOL, "2026-01-01"),
        moved(NOWHERE, SCHOOL, "2026-01-01"),
        renamed(NOWHERE, "x", "2026-01-01"),
    ]))
    .tree;
    assert_eq!(tree.path(SCHOOL), [EDUCATION, SCHOOL]);
    assert_eq!(tree.below(SCHOOL), [SCHOOL, EDUCATION]);
    assert_eq!(tree.len(), 4);
}

#[test]
fn a_fact_says_its_name_day_and_paper() {
    for (event, stored, on) in [
        (the_province().remove(0), "UnitEstablished", "2025-07-01"),
        (renamed(SCHOOL, "B", "2026-01-01"), "UnitRenamed", "2026-01-01"),
        (moved(SCHOOL, TAN_AN, "2026-01-02"), "UnitMoved", "2026-01-02"),
    ] {
        assert_eq!((event.name(), event.effective_on()), (stored, Some(date(on))));
        assert_eq!((event.event_type(), event.event_version()), (stored.into(), "1".into()));
        assert_eq!(event.paper(), Some(&basis()));
        let json = serde_json::to_value(&event).unwrap();
        assert!(json.get(stored).is_some(), "the stored name is the name in the payload");
    }
}

fn any_command() -> impl Strategy<Value = UnitCommand> {
    let one = || (1u128..9).prop_map(unit);
    let day = || (0u64..12).prop_map(|n| date("2025-07-01") + chrono::Days::new(n));
    let parent = prop_oneof![1 => Just(None), 6 => one().prop_map(Some)];
    let new_unit = (one(), 1u8..9, parent)
        .prop_map(|(unit, number, parent)| new(unit, &format!("H{number}"), parent));
    prop_oneof![
        (prop::collection::vec(new_unit, 0..4), day()).prop_map(|(units, effective_on)| {
            UnitCommand::EstablishUnits { units, effective_on, basis: basis() }
        }),
        (one(), 0u8..4, day()).prop_map(|(unit, number, effective_on)| {
            let name = name(&format!("tên {number}"));
            UnitCommand::RenameUnit { unit, name, effective_on, basis: basis() }
        }),
        (one(), one(), day()).prop_map(|(unit, parent, effective_on)| {
            UnitCommand::MoveUnit { unit, parent, effective_on, basis: basis() }
        }),
    ]
}

/// One root, every unit below it, no circle, on every day anything changed; codes unique.
fn assert_is_a_tree(tree: &UnitTree) {
    let codes: BTreeSet<_> = tree.iter().map(|unit| &unit.code).collect();
    assert_eq!(codes.len(), tree.len(), "codes are unique");
    assert_eq!(tree.iter().filter(|unit| unit.parent.is_none()).count(), tree.len().min(1));
    let Some(root) = tree.root() else { return };
    let below: BTreeSet<_> = tree.below(root.id).into_iter().collect();
    assert_eq!(below.len(), tree.len(), "every unit is below the root");
    let days: BTreeSet<_> = tree.iter().flat_map(|unit| &unit.parents).map(|(on, _)| on).collect();
    for unit in tree.iter() {
        assert_eq!(tree.path(unit.id).first(), Some(&root.id));
        assert_eq!(tree.by_code(unit.code.as_str()), Some(unit));
        for &&on in days.iter().filter(|on| ***on >= unit.established_on) {
            assert_eq!(tree.path_on(unit.id, on).first(), Some(&root.id), "on {on}");
        }
    }
}

#[test]
fn what_takes_effect_later_is_recorded_on_its_day() {
    let refused = UnitRefusal::InFuture { on: date("2026-11-25") };
    let rename = |on: &str| UnitCommand::RenameUnit {
        unit: SCHOOL,
        name: name("THCS Lê Lợi"),
        effective_on: date(on),
        basis: basis(),
    };
    given(the_province()).when(rename("2026-11-25")).then_refused(refused, "date_future");
    given(the_province()).when(rename(TODAY)).then([renamed(SCHOOL, "THCS Lê Lợi", TODAY)]);
}

proptest! {
    #[test]
    fn whatever_is_asked_the_units_stay_one_tree(
        commands in prop::collection::vec(any_command(), 0..40),
    ) {
        let mut first = vec![new(PROVINCE, "H1", None)];
        first.extend((2..6).map(|n| new(unit(n), &format!("H{n}"), Some(unit(n - 1)))));
        let mut tree = UnitTree::default();
        for command in std::iter::once(establish(first, "2025-07-01")).chain(commands) {
            let answer = decide(&tree, command.clone(), date(TODAY));
            for event in answer.iter().flatten() {
                tree.evolve(event);
            }
            if answer.is_ok() {
                prop_assert_eq!(decide(&tree, command, date(TODAY)), Ok(vec![]), "twice is one fact");
            }
            assert_is_a_tree(&tree);
        }
        let json = serde_json::to_string(&tree).unwrap();
        prop_assert_eq!(serde_json::from_str::<UnitTree>(&json).unwrap(), tree);
    }
}
