//! Whose unit an id means, and whose word counts of it.

use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::unit::{Now, UnitKind};

const LOG: &str = "hoso/a";
const OTHER: &str = "hoso/b";
const OWN: &str = "hoso/own";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn id(n: u128) -> UnitId {
    UnitId::from_uuid(Uuid::from_u128(n))
}

fn name(text: &str) -> UnitName {
    UnitName::parse(text).unwrap()
}

fn school(origin: &str, code: &str) -> UnitElsewhere {
    let named = |from: &str, called: &str| NamedFrom { from: day(from), name: name(called) };
    UnitElsewhere {
        origin: origin.to_owned(),
        id: id(1),
        code: UnitCode::parse(code).unwrap(),
        kind: "school".to_owned(),
        names: vec![named("2020-01-01", "Trường A"), named("2026-02-01", "Trường B")],
        end: None,
        told_on: day("2026-11-25"),
    }
}

/// What packages of these logs told, each taken in here.
fn told(packages: &[(&str, &[UnitElsewhere])]) -> UnitsElsewhere {
    let one = |(by, units): &(&str, &[UnitElsewhere])| ToldIn {
        by: (*by).to_owned(),
        here: true,
        units: units.to_vec(),
    };
    UnitsElsewhere::told(Some(OWN), packages.iter().map(one))
}

fn ours(code: &str, called: &str) -> Unit {
    Unit {
        id: id(1),
        code: UnitCode::parse(code).unwrap(),
        name: name(called),
        kind: UnitKind::School,
        parent: None,
        established_on: day("2020-01-01"),
        names: vec![(day("2020-01-01"), name(called))],
        parents: vec![],
        end: None,
    }
}

#[test]
fn a_unit_is_called_by_the_name_of_its_time_and_by_the_one_it_had_when_told() {
    let units = told(&[(LOG, &[school(LOG, "T1")])]);
    let called = |on: &str| units.called(units.of(LOG, id(1)).unwrap(), day(on)).unwrap();
    let (old, new) = (name("Trường A"), name("Trường B"));
    for (on, then, now) in [
        ("2019-01-01", &old, Now::Renamed(&new)),
        ("2026-01-31", &old, Now::Renamed(&new)),
        ("2026-02-01", &new, Now::Same),
        ("2030-01-01", &new, Now::Same),
    ] {
        assert_eq!(called(on), CalledElsewhere { then, now }, "{on}");
    }
}

#[test]
fn a_unit_that_is_no_more_is_called_with_what_stands_for_it_in_its_log() {
    let end = |successors: &[u128]| {
        let successors = successors.iter().map(|n| id(*n)).collect();
        Some(EndedElsewhere { on: day("2026-06-01"), successors })
    };
    let gone = UnitElsewhere { end: end(&[2]), ..school(LOG, "T1") };
    // Its successor ended too; what took over from it says so in turn, or in a circle.
    let second = UnitElsewhere { id: id(2), end: end(&[3, 1]), ..school(LOG, "T2") };
    let third = UnitElsewhere { id: id(3), ..school(LOG, "T3") };
    let stranger = UnitElsewhere { id: id(2), ..school("hoso/b", "X") };
    let units = told(&[(LOG, &[gone.clone(), second, third, stranger])]);
    let now = units.called(&gone, day("2026-01-01")).unwrap().now;
    assert_eq!(now, Now::Became(vec![&name("Trường B")]));
    let alone = told(&[(LOG, std::slice::from_ref(&gone))]);
    assert_eq!(alone.called(&gone, day("2026-01-01")).unwrap().now, Now::Gone);
}

#[test]
fn an_id_that_is_another_unit_here_is_never_told_by_our_name_in_their_facts() {
    let theirs = school(LOG, "T1");
    let units = told(&[(LOG, std::slice::from_ref(&theirs))]);
    let on = day("2026-01-01");
    let meant = |ours: Option<&Unit>, said_in| units.meant(ours, id(1), said_in, on);
    let (alike, renamed) = (ours("T1", "Trường A"), ours("T1", "Trường C"));
    let other = ours("X", "Trường A");
    for (here, in_theirs, in_ours) in [
        (None, Meant::Theirs(&theirs), Meant::Theirs(&theirs)),
        (Some(&alike), Meant::Ours, Meant::Ours),
        (Some(&renamed), Meant::Theirs(&theirs), Meant::Ours),
        (Some(&other), Meant::Theirs(&theirs), Meant::Either(&theirs)),
    ] {
        assert_eq!(meant(here, Some(LOG)), in_theirs);
        assert_eq!(meant(here, None), in_ours);
    }
    // An id the sender did not name: ours may be another, and is marked.
    let named = |ours: Option<&Unit>, said_in| units.meant(ours, id(2), said_in, on);
    assert_eq!(named(Some(&other), Some(LOG)), Meant::Unconfirmed);
    assert_eq!(named(None, Some(LOG)), Meant::Ours, "by nobody: told by the id");
    for here in [None, Some(OWN)] {
        assert_eq!(named(Some(&Unit { id: id(2), ..other.clone() }), here), Meant::Ours);
    }
}

#[test]
fn two_logs_may_mean_different_units_by_one_id() {
    let (a, b) = (school(LOG, "T1"), school(OTHER, "X"));
    let later = UnitElsewhere { told_on: day("2026-12-01"), ..a.clone() };
    let earlier = UnitElsewhere { told_on: day("2025-12-01"), ..b.clone() };
    let units = told(&[(LOG, &[a, later.clone()]), (OTHER, &[b.clone(), earlier])]);
    assert_eq!(units.get(Some(LOG), id(1)), Some(&later));
    assert_eq!(units.get(Some(OTHER), id(1)), Some(&b));
    assert_eq!(units.get(Some("hoso/c"), id(1)), None, "that log named none");
    assert_eq!(units.get(None, id(1)), None, "a fact of ours could mean either");
    assert_eq!(told(&[(LOG, std::slice::from_ref(&b))]).get(None, id(1)), Some(&b));
}

#[test]
fn an_id_is_one_unit_in_two_logs_only_if_both_named_it_by_one_code() {
    let units = told(&[(LOG, &[school(LOG, "T1")]), (OTHER, &[school(OTHER, "X")])]);
    let (same, another) = (ours("T1", "Trường C"), ours("Y", "Trường A"));
    for (here, logs, one) in [
        (Some(&same), (Some(LOG), None), true),
        (Some(&same), (None, Some(OWN)), true),
        (Some(&same), (Some(OTHER), None), false),
        (Some(&another), (Some(LOG), None), false),
        (None, (Some(LOG), Some(OTHER)), false),
        (Some(&same), (Some("hoso/c"), None), false),
        (None, (Some("hoso/c"), Some("hoso/c")), true),
    ] {
        assert_eq!(units.is_one(here, id(1), logs), one, "{logs:?}");
    }
}

#[test]
fn a_log_may_name_a_unit_of_another_that_it_passes_on() {
    let passed_on = school(LOG, "T1");
    let units = told(&[(OTHER, std::slice::from_ref(&passed_on))]);
    assert_eq!(units.get(Some(OTHER), id(1)), Some(&passed_on));
    assert_eq!(units.get(Some("hoso/c"), id(1)), None);
    let own = UnitElsewhere { id: id(1), ..school(OTHER, "X") };
    let units = told(&[(OTHER, &[passed_on, own.clone()])]);
    assert_eq!(units.get(Some(OTHER), id(1)), Some(&own), "its own comes first");
}

#[test]
fn what_a_log_says_of_its_own_units_outranks_what_others_say_of_them() {
    let own_word = school(LOG, "T1");
    let hearsay = UnitElsewhere { told_on: day("9999-12-31"), ..school(LOG, "X") };
    let (first, second) = ((LOG, &[own_word.clone()][..]), (OTHER, &[hearsay.clone()][..]));
    for packages in [[first, second], [second, first]] {
        assert_eq!(told(&packages).get(Some(LOG), id(1)), Some(&own_word));
    }
    // Nor by saying that it took such a package of that log in.
    let package = |by: &str, here, unit: &UnitElsewhere| ToldIn {
        by: by.to_owned(),
        here,
        units: vec![unit.clone()],
    };
    let packages = [package(LOG, true, &own_word), package(LOG, false, &hearsay)];
    let units = UnitsElsewhere::told(Some(OWN), packages);
    assert_eq!(units.get(Some(LOG), id(1)), Some(&own_word));
    // Nobody tells us of ours.
    let ours = told(&[(OTHER, &[school(OWN, "X")])]);
    assert!(ours.is_empty());
    assert_eq!(ours.get(Some(OWN), id(1)), None);
    assert_eq!(told(&[second]).get(Some(LOG), id(1)), Some(&hearsay), "when nobody else does");
}

#[test]
fn what_is_too_long_is_not_kept_and_what_a_newer_version_says_besides_is_left_aside() {
    let mut told = serde_json::to_value(school(LOG, "T1")).unwrap();
    told["short_name"] = json!("A");
    told["names"][0]["lang"] = json!("vi");
    let read: UnitElsewhere = serde_json::from_value(told.clone()).unwrap();
    assert_eq!(read, school(LOG, "T1"));
    assert!(read.is_sound(read.told_on));
    told["names"][0]["name"] = json!("x".repeat(UnitName::CHARS_MAX + 1));
    assert!(serde_json::from_value::<UnitElsewhere>(told).is_err());
    for unsound in [
        UnitElsewhere { names: vec![], ..school(LOG, "T1") },
        UnitElsewhere { origin: "x".repeat(WORD_CHARS_MAX + 1), ..school(LOG, "T1") },
        UnitElsewhere { kind: "a kind".to_owned(), ..school(LOG, "T1") },
        UnitElsewhere { names: read.names.iter().rev().cloned().collect(), ..read.clone() },
        UnitElsewhere { told_on: day("2026-11-26"), ..read.clone() },
    ] {
        assert!(!unsound.is_sound(read.told_on));
    }
}
