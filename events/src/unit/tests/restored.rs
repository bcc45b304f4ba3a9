//! The end of a unit taken back.

use super::{
    endings::{HEALTH, ON, after, dissolved, divided, merge, merged},
    *,
};

fn reason() -> Reason {
    Reason::parse("Quyết định sáp nhập bị hủy bỏ").unwrap()
}

pub(super) fn restore(units: &[UnitId]) -> UnitCommand {
    let (units, reason, below) = (units.to_vec(), reason(), Along::Alone);
    UnitCommand::RestoreUnits { units, below, reason, decision: Some(basis()) }
}

fn restored(unit: UnitId) -> UnitEvent {
    UnitEvent::UnitRestored { unit, reason: reason(), decision: Some(basis()) }
}

#[test]
fn a_unit_whose_end_is_taken_back_stands_as_if_it_had_not_ended() {
    for ended in [
        merged(SCHOOL, TAN_AN, ON),
        divided(SCHOOL, &[TAN_AN, HEALTH], ON),
        dissolved(SCHOOL, &[TAN_AN], ON),
    ] {
        let tree = after([ended]).when(restore(&[SCHOOL])).then([restored(SCHOOL)]);
        let before = after([]).tree;
        assert_eq!(tree, before);
        assert!(tree.get(SCHOOL).unwrap().stood_on(date(ON)));
        assert_eq!(tree.predecessors(TAN_AN), Vec::<&Unit>::new());
    }
}

#[test]
fn an_end_recorded_by_mistake_is_taken_back_without_a_decision() {
    let (units, reason, below) = (vec![SCHOOL], reason(), Along::Alone);
    let command =
        UnitCommand::RestoreUnits { units, below, reason: reason.clone(), decision: None };
    let event = UnitEvent::UnitRestored { unit: SCHOOL, reason, decision: None };
    after([merged(SCHOOL, TAN_AN, ON)]).when(command).then([event]);
}

#[test]
fn a_unit_that_stands_is_not_restored() {
    after([]).when(restore(&[SCHOOL, HEALTH])).then([]);
    after([])
        .when(restore(&[NOWHERE]))
        .then_refused(UnitRefusal::UnknownUnit(NOWHERE), "unknown_unit");
}

#[test]
fn no_unit_comes_back_under_one_that_is_no_more() {
    let both = || [dissolved(SCHOOL, &[], ON), dissolved(EDUCATION, &[], ON)];
    let refusal = UnitRefusal::AboveEnded { unit: SCHOOL, above: name("H53.01") };
    after(both()).when(restore(&[SCHOOL])).then_refused(refusal, "above_ended");
    // All or none, each above before those below.
    let refusal = UnitRefusal::AboveEnded { unit: SCHOOL, above: name("H53.01") };
    after(both()).when(restore(&[SCHOOL, EDUCATION])).then_refused(refusal, "above_ended");
    let tree = after(both()).tree;
    assert_eq!(tree.ended_along(EDUCATION), [EDUCATION, SCHOOL]);
    let along = || {
        let (units, below, decision) = (vec![EDUCATION], Along::EndedAlong, Some(basis()));
        UnitCommand::RestoreUnits { units, below, reason: reason(), decision }
    };
    after(both()).when(along()).then([restored(EDUCATION), restored(SCHOOL)]);
    after([]).when(along()).then([]);
}

#[test]
fn those_that_ended_on_another_day_are_not_along() {
    let tree = after([dissolved(SCHOOL, &[], "2026-02-01"), dissolved(EDUCATION, &[], ON)]).tree;
    assert_eq!(tree.ended_along(EDUCATION), [EDUCATION]);
    assert_eq!(tree.ended_along(HEALTH), Vec::<UnitId>::new());
}

#[test]
fn a_unit_that_is_back_can_take_over_and_end_again() {
    after([merged(SCHOOL, TAN_AN, ON), restored(SCHOOL)])
        .when(merge(HEALTH, SCHOOL, Below::NoneLeft, ON))
        .then([merged(HEALTH, SCHOOL, ON)]);
    after([merged(SCHOOL, TAN_AN, ON), restored(SCHOOL)])
        .when(merge(SCHOOL, HEALTH, Below::NoneLeft, "2026-04-01"))
        .then([merged(SCHOOL, HEALTH, "2026-04-01")]);
}

#[test]
fn a_decision_of_the_future_takes_nothing_back() {
    let dated_on = date("2027-01-01");
    let decision = Paper { dated_on, ..basis() };
    let (units, reason) = (vec![SCHOOL], reason());
    after([merged(SCHOOL, TAN_AN, ON)])
        .when(UnitCommand::RestoreUnits {
            units,
            below: Along::EndedAlong,
            reason,
            decision: Some(decision),
        })
        .then_refused(UnitRefusal::PaperDatedInFuture { dated_on }, "paper_date_future");
}
