//! Units established, renamed and moved.

use cqrs_es::{DomainEvent as _, test::TestFramework};

use super::*;

#[test]
fn the_units_right_below_a_unit_come_by_code() {
    let below = |id| -> Vec<UnitId> {
        given(the_province()).tree.children(id).map(|unit| unit.id).collect()
    };
    assert_eq!(below(PROVINCE), [EDUCATION, TAN_AN]);
    assert_eq!(below(SCHOOL), []);
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
        (
            UnitEvent::UnitMerged {
                unit: SCHOOL,
                into: TAN_AN,
                effective_on: date("2026-01-03"),
                basis: basis(),
            },
            "UnitMerged",
            "2026-01-03",
        ),
    ] {
        assert_eq!((event.name(), event.effective_on()), (stored, Some(date(on))));
        assert_eq!((event.event_type(), event.event_version()), (stored.into(), "1".into()));
        assert_eq!(event.paper(), Some(&basis()));
        let json = serde_json::to_value(&event).unwrap();
        assert!(json.get(stored).is_some(), "the stored name is the name in the payload");
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
