//! What a unit was called on a day, and what has become of it since.

use super::{
    endings::{HEALTH, ON, after, dissolved, divided, merged},
    *,
};

const THEN: &str = "2026-01-15";

#[track_caller]
fn told(tree: &UnitTree, unit: UnitId, on: &str, then: &str, now: Now<'_>) {
    let called = tree.called(unit, date(on), date(TODAY)).unwrap();
    assert_eq!((called.then, called.now), (&name(then), now), "on {on}");
}

#[test]
fn a_renamed_unit_is_told_by_its_name_of_the_day_and_by_the_one_it_has_now() {
    let given = given(the_province().into_iter().chain([renamed(TAN_AN, "Long An", ON)]));
    let tree = given.tree;
    told(&tree, TAN_AN, THEN, "H53.90", Now::Renamed(&name("Long An")));
    told(&tree, TAN_AN, ON, "Long An", Now::Same);
    told(&tree, EDUCATION, THEN, "H53.01", Now::Same);
    // A school year of before the tree was recorded is told by the first name there is.
    told(&tree, TAN_AN, "2008-09-01", "H53.90", Now::Renamed(&name("Long An")));
    assert_eq!(tree.called(NOWHERE, date(THEN), date(TODAY)), None);
}

#[test]
fn a_name_that_is_to_come_is_not_told_as_todays() {
    let given = given(the_province().into_iter().chain([renamed(TAN_AN, "Long An", "2027-01-01")]));
    told(&given.tree, TAN_AN, THEN, "H53.90", Now::Same);
}

#[test]
fn a_unit_that_is_no_more_is_told_with_what_stands_for_it_today() {
    let tree = after([
        merged(SCHOOL, TAN_AN, ON),
        renamed(HEALTH, "Y tế", "2026-04-01"),
        divided(TAN_AN, &[EDUCATION, HEALTH], "2026-05-01"),
    ])
    .tree;
    let (education, health) = (name("H53.01"), name("Y tế"));
    told(&tree, SCHOOL, THEN, "H53.01.07", Now::Became(vec![&education, &health]));
    told(&tree, TAN_AN, THEN, "H53.90", Now::Became(vec![&education, &health]));
    told(&tree, HEALTH, THEN, "H53.05", Now::Renamed(&health));
    // Between the two, the school had become Tân An.
    let between = tree.called(SCHOOL, date(THEN), date("2026-03-15")).unwrap();
    assert_eq!(between.now, Now::Became(vec![&name("H53.90")]));
}

#[test]
fn a_unit_dissolved_with_nobody_to_take_over_is_told_as_gone() {
    let tree = after([dissolved(SCHOOL, &[], ON)]).tree;
    told(&tree, SCHOOL, THEN, "H53.01.07", Now::Gone);
    let before = tree.called(SCHOOL, date(THEN), date("2026-02-28")).unwrap();
    assert_eq!(before.now, Now::Same);
}
