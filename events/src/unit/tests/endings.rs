//! Units merged, divided and dissolved.

use super::*;

pub(super) const HEALTH: UnitId = unit(5);
pub(super) const ON: &str = "2026-03-01";

pub(super) fn merge(unit: UnitId, into: UnitId, below: Below, on: &str) -> UnitCommand {
    UnitCommand::MergeUnit { unit, into, below, effective_on: date(on), basis: basis() }
}

fn split(unit: UnitId, into: &[UnitId], on: &str) -> UnitCommand {
    let (below, effective_on) = (Below::NoneLeft, date(on));
    UnitCommand::SplitUnit { unit, into: into.to_vec(), below, effective_on, basis: basis() }
}

fn dissolve(unit: UnitId, successors: &[UnitId], below: Below, on: &str) -> UnitCommand {
    let (successors, effective_on) = (successors.to_vec(), date(on));
    UnitCommand::DissolveUnit { unit, successors, below, effective_on, basis: basis() }
}

pub(super) fn merged(unit: UnitId, into: UnitId, on: &str) -> UnitEvent {
    UnitEvent::UnitMerged { unit, into, effective_on: date(on), basis: basis() }
}

pub(super) fn divided(unit: UnitId, into: &[UnitId], on: &str) -> UnitEvent {
    UnitEvent::UnitSplit { unit, into: into.to_vec(), effective_on: date(on), basis: basis() }
}

pub(super) fn dissolved(unit: UnitId, successors: &[UnitId], on: &str) -> UnitEvent {
    let (successors, effective_on) = (successors.to_vec(), date(on));
    UnitEvent::UnitDissolved { unit, successors, effective_on, basis: basis() }
}

/// The province, and a department of health beside that of education.
fn with_health() -> Vec<UnitEvent> {
    let health = established(new(HEALTH, "H53.05", Some(PROVINCE)), "2025-07-01");
    the_province().into_iter().chain([health]).collect()
}

pub(super) fn after(facts: impl IntoIterator<Item = UnitEvent>) -> Given {
    given(with_health().into_iter().chain(facts))
}

#[test]
fn a_merged_unit_is_no_more_from_the_day_and_is_still_found() {
    let tree = after([])
        .when(merge(SCHOOL, TAN_AN, Below::NoneLeft, ON))
        .then([merged(SCHOOL, TAN_AN, ON)]);
    let school = tree.get(SCHOOL).unwrap();
    assert_eq!(school.end.as_ref().unwrap().how, Ending::Merged);
    for (on, stood) in
        [("2025-06-30", false), ("2025-07-01", true), ("2026-02-28", true), (ON, false)]
    {
        assert_eq!(school.stood_on(date(on)), stood, "{on}");
    }
    assert!(!school.stands());
    assert_eq!(tree.by_code("H53.01.07"), Some(school));
    assert_eq!(tree.name_on(SCHOOL, date("2026-06-01")), Some(&name("H53.01.07")));
    assert_eq!(tree.children(EDUCATION).count(), 1);
    assert_eq!(tree.standing_children(EDUCATION).count(), 0);
    assert_eq!(tree.standing_below(EDUCATION), [EDUCATION]);
}

#[test]
fn a_unit_is_divided_among_two_others_or_more() {
    after([]).when(split(SCHOOL, &[TAN_AN, HEALTH, TAN_AN], ON)).then([divided(
        SCHOOL,
        &[TAN_AN, HEALTH],
        ON,
    )]);
    for into in [&[][..], &[TAN_AN], &[TAN_AN, TAN_AN]] {
        after([])
            .when(split(SCHOOL, into, ON))
            .then_refused(UnitRefusal::SplitNeedsTwo, "split_needs_two");
    }
}

#[test]
fn a_unit_is_dissolved_with_or_without_others_that_take_over() {
    for successors in [&[][..], &[TAN_AN]] {
        after([])
            .when(dissolve(SCHOOL, successors, Below::NoneLeft, ON))
            .then([dissolved(SCHOOL, successors, ON)]);
    }
    let many: Vec<UnitId> = (100..=150).map(unit).collect();
    after([])
        .when(dissolve(SCHOOL, &many, Below::NoneLeft, ON))
        .then_refused(UnitRefusal::TooManySuccessors { actual: 51 }, "too_many_successors");
}

#[test]
fn a_unit_with_others_below_does_not_end_and_they_are_named() {
    let refused = || UnitRefusal::UnitsBelow { unit: EDUCATION, below: vec![name("H53.01.07")] };
    for command in [
        merge(EDUCATION, HEALTH, Below::NoneLeft, ON),
        split(EDUCATION, &[HEALTH, TAN_AN], ON),
        dissolve(EDUCATION, &[], Below::NoneLeft, ON),
    ] {
        after([]).when(command).then_refused(refused(), "units_below");
    }
    // A unit that left only later would have been an orphan in between.
    for below in [Below::NoneLeft, Below::EndAlong] {
        after([moved(SCHOOL, TAN_AN, "2026-05-01")])
            .when(merge(EDUCATION, HEALTH, below, ON))
            .then_refused(refused(), "units_below");
    }
    after([moved(SCHOOL, TAN_AN, ON)])
        .when(merge(EDUCATION, HEALTH, Below::NoneLeft, ON))
        .then([merged(EDUCATION, HEALTH, ON)]);
}

#[test]
fn the_units_below_are_moved_by_the_same_decision() {
    let tree = after([])
        .when(merge(EDUCATION, HEALTH, Below::MoveUnder(HEALTH), ON))
        .then([moved(SCHOOL, HEALTH, ON), merged(EDUCATION, HEALTH, ON)]);
    assert_eq!(tree.path(SCHOOL), [PROVINCE, HEALTH, SCHOOL]);
    assert_eq!(tree.path_on(SCHOOL, date("2026-02-28")), [PROVINCE, EDUCATION, SCHOOL]);
    after([])
        .when(merge(EDUCATION, HEALTH, Below::MoveUnder(NOWHERE), ON))
        .then_refused(UnitRefusal::UnknownParent(NOWHERE), "unknown_parent");
    after([]).when(merge(EDUCATION, HEALTH, Below::MoveUnder(EDUCATION), ON)).then_refused(
        UnitRefusal::UnitsBelow { unit: EDUCATION, below: vec![name("H53.01.07")] },
        "units_below",
    );
}

#[test]
fn the_units_below_end_along_the_lowest_first() {
    let class = || established(new(unit(6), "H53.01.07.1", Some(SCHOOL)), "2025-07-01");
    after([class()]).when(merge(EDUCATION, HEALTH, Below::EndAlong, ON)).then([
        merged(unit(6), HEALTH, ON),
        merged(SCHOOL, HEALTH, ON),
        merged(EDUCATION, HEALTH, ON),
    ]);
    after([class(), dissolved(unit(6), &[], "2026-01-01")])
        .when(dissolve(EDUCATION, &[HEALTH], Below::EndAlong, ON))
        .then([dissolved(SCHOOL, &[HEALTH], ON), dissolved(EDUCATION, &[HEALTH], ON)]);
}

#[test]
fn nothing_goes_into_itself_or_into_what_stands_below_it() {
    for successor in [EDUCATION, SCHOOL] {
        for below in [Below::NoneLeft, Below::MoveUnder(PROVINCE), Below::EndAlong] {
            after([]).when(merge(EDUCATION, successor, below, ON)).then_refused(
                UnitRefusal::SuccessorWithin { unit: EDUCATION, successor },
                "successor_within",
            );
        }
    }
}

#[test]
fn whoever_takes_over_is_known_and_there_on_the_day() {
    after([])
        .when(merge(SCHOOL, NOWHERE, Below::NoneLeft, ON))
        .then_refused(UnitRefusal::UnknownSuccessor(NOWHERE), "unknown_successor");
    let on = date(ON);
    after([dissolved(HEALTH, &[], ON)])
        .when(merge(SCHOOL, HEALTH, Below::NoneLeft, ON))
        .then_refused(UnitRefusal::UnitEnded { unit: HEALTH, on }, "unit_ended");
    after([dissolved(HEALTH, &[], ON)])
        .when(merge(SCHOOL, HEALTH, Below::NoneLeft, "2026-02-28"))
        .then([merged(SCHOOL, HEALTH, "2026-02-28")]);
    after([established(new(unit(6), "H53.06", Some(PROVINCE)), ON)])
        .when(merge(SCHOOL, unit(6), Below::NoneLeft, "2026-02-28"))
        .then_refused(
            UnitRefusal::NotBeforeEstablished { unit: unit(6), on },
            "not_before_established",
        );
}

#[test]
fn whoever_took_over_stood_at_least_that_day() {
    for day in ["2026-02-28", ON] {
        after([merged(SCHOOL, HEALTH, ON)])
            .when(merge(HEALTH, TAN_AN, Below::NoneLeft, day))
            .then_refused(
                UnitRefusal::NotInOrder { unit: HEALTH, last: date("2026-03-02") },
                "not_in_order",
            );
    }
    let tree = after([merged(SCHOOL, HEALTH, ON)])
        .when(merge(HEALTH, TAN_AN, Below::NoneLeft, "2026-03-02"))
        .then([merged(HEALTH, TAN_AN, "2026-03-02")]);
    let ids = |units: Vec<&Unit>| units.into_iter().map(|unit| unit.id).collect::<Vec<_>>();
    assert_eq!(ids(tree.successors(SCHOOL)), [HEALTH, TAN_AN], "and who took over from them");
    assert_eq!(ids(tree.successors(TAN_AN)), []);
    assert_eq!(ids(tree.predecessors(TAN_AN)), [HEALTH]);
    assert_eq!(ids(tree.predecessors(SCHOOL)), []);
}

#[test]
fn a_unit_ends_once_and_not_before_what_is_known_of_it() {
    let on = date(ON);
    for command in [
        merge(SCHOOL, HEALTH, Below::NoneLeft, ON),
        dissolve(SCHOOL, &[TAN_AN], Below::NoneLeft, ON),
        merge(SCHOOL, TAN_AN, Below::NoneLeft, "2026-03-02"),
    ] {
        after([merged(SCHOOL, TAN_AN, ON)])
            .when(command)
            .then_refused(UnitRefusal::UnitEnded { unit: SCHOOL, on }, "unit_ended");
    }
    let last = on;
    for change in [renamed(SCHOOL, "B", ON), moved(SCHOOL, TAN_AN, ON)] {
        after([change])
            .when(merge(SCHOOL, HEALTH, Below::NoneLeft, "2026-02-28"))
            .then_refused(UnitRefusal::NotInOrder { unit: SCHOOL, last }, "not_in_order");
    }
    after([]).when(merge(SCHOOL, HEALTH, Below::NoneLeft, "2025-06-30")).then_refused(
        UnitRefusal::NotBeforeEstablished { unit: SCHOOL, on: date("2025-07-01") },
        "not_before_established",
    );
    after([])
        .when(merge(SCHOOL, HEALTH, Below::NoneLeft, "2026-11-25"))
        .then_refused(UnitRefusal::InFuture { on: date("2026-11-25") }, "date_future");
    after([])
        .when(merge(NOWHERE, HEALTH, Below::NoneLeft, ON))
        .then_refused(UnitRefusal::UnknownUnit(NOWHERE), "unknown_unit");
}

#[test]
fn the_province_itself_does_not_end() {
    let commands = [
        merge(PROVINCE, HEALTH, Below::EndAlong, ON),
        split(PROVINCE, &[HEALTH, TAN_AN], ON),
        dissolve(PROVINCE, &[], Below::EndAlong, ON),
    ];
    for command in commands {
        after([]).when(command).then_refused(UnitRefusal::RootCannotEnd, "root_cannot_end");
    }
}

#[test]
fn nothing_happens_to_a_unit_that_is_no_more_or_is_put_under_it() {
    let on = date(ON);
    let ended = || [merged(SCHOOL, TAN_AN, ON), merged(HEALTH, TAN_AN, ON)];
    let refused = |unit| UnitRefusal::UnitEnded { unit, on };
    after(ended()).when(rename(SCHOOL, "B", ON)).then_refused(refused(SCHOOL), "unit_ended");
    after(ended()).when(move_under(SCHOOL, TAN_AN, ON)).then_refused(refused(SCHOOL), "unit_ended");
    // Also not before its end: it would be left behind there.
    for day in ["2026-02-01", ON] {
        after(ended())
            .when(move_under(EDUCATION, HEALTH, day))
            .then_refused(refused(HEALTH), "unit_ended");
        after(ended())
            .when(establish(vec![new(unit(6), "H53.05.1", Some(HEALTH))], day))
            .then_refused(refused(HEALTH), "unit_ended");
    }
    // What was so before the end may be recorded late.
    after(ended()).when(rename(SCHOOL, "B", "2026-02-01")).then([renamed(
        SCHOOL,
        "B",
        "2026-02-01",
    )]);
    after(ended()).when(move_under(SCHOOL, HEALTH, "2026-02-01")).then([moved(
        SCHOOL,
        HEALTH,
        "2026-02-01",
    )]);
}

#[test]
fn the_code_of_a_unit_that_is_no_more_is_not_given_again() {
    after([merged(SCHOOL, TAN_AN, ON)])
        .when(establish(vec![new(unit(6), "H53.01.07", Some(EDUCATION))], ON))
        .then_refused(UnitRefusal::CodeTaken { code: code("H53.01.07"), by: SCHOOL }, "code_taken");
}

#[test]
fn an_end_that_should_never_have_been_recorded_still_loads() {
    let tree = after([
        merged(HEALTH, TAN_AN, ON),
        merged(TAN_AN, HEALTH, ON),
        merged(NOWHERE, HEALTH, ON),
        dissolved(SCHOOL, &[NOWHERE, SCHOOL], ON),
    ])
    .tree;
    let ids = |unit| tree.successors(unit).into_iter().map(|unit| unit.id).collect::<Vec<_>>();
    assert_eq!(ids(HEALTH), [TAN_AN]);
    assert_eq!(ids(SCHOOL), []);
    assert_eq!(tree.len(), 5);
}

#[test]
fn what_took_over_never_goes_back_into_what_it_took_over_from() {
    // The school into Tân An, Tân An into health: nothing of it goes back to the school.
    let chain = [merged(SCHOOL, TAN_AN, ON), merged(TAN_AN, HEALTH, "2026-04-01")];
    let ended = |unit, on| UnitRefusal::UnitEnded { unit, on: date(on) };
    for (into, refusal) in [(SCHOOL, ended(SCHOOL, ON)), (TAN_AN, ended(TAN_AN, "2026-04-01"))] {
        after(chain.clone())
            .when(merge(HEALTH, into, Below::NoneLeft, "2026-05-01"))
            .then_refused(refusal.clone(), "unit_ended");
        after(chain.clone())
            .when(split(HEALTH, &[EDUCATION, into], "2026-05-01"))
            .then_refused(refusal.clone(), "unit_ended");
        after(chain.clone())
            .when(dissolve(HEALTH, &[into], Below::NoneLeft, "2026-05-01"))
            .then_refused(refusal, "unit_ended");
    }
    // Told late, of a day on which the school still stood: health took over only afterwards.
    let last = date("2026-04-02");
    after(chain)
        .when(merge(HEALTH, SCHOOL, Below::NoneLeft, "2026-02-01"))
        .then_refused(UnitRefusal::NotInOrder { unit: HEALTH, last }, "not_in_order");
}
