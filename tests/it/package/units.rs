//! The units that facts refer to, as a package names them: signed like everything in it, and refused
//! by its line where it cannot be read.

use hoso::package::{UNITS, UNITS_BYTES_MAX};
use hoso_events::elsewhere::{UNITS_MAX, UnitElsewhere};
use serde_json::{Value as Json, json};

use super::*;

/// What a sender says of a unit.
pub fn unit(n: u8) -> Json {
    json!({
        "origin": ORIGIN, "id": id(n), "code": format!("H53.{n}"), "kind": "department",
        "names": [{"from": "2020-01-01", "name": "Sở Kế hoạch"}], "told_on": "2026-11-27",
    })
}

/// A package with these lines for units, signed by who made it.
fn with_units(lines: &[Json]) -> Vec<u8> {
    let mut files = files(&sealed(0));
    let text = lines.iter().map(|line| format!("{line}\n"));
    *file(&mut files, UNITS) = text.collect::<String>().into_bytes();
    signed_anew(files, 1, |_manifest| ())
}

fn opened(whole: &[u8]) -> Vec<UnitElsewhere> {
    package::open(whole, Some(&public(1))).unwrap().units
}

#[test]
fn a_changed_name_is_found_in_its_file() {
    let mut files = files(&sealed(0));
    let bytes = file(&mut files, UNITS);
    let at = bytes.windows(2).position(|it| it == b"S\xe1").unwrap();
    bytes[at] = b'T';
    let fault = refused(&packed(&files));
    assert_eq!(fault, Fault::FileChanged { file: "catalogue/units.jsonl".to_owned() });
}

#[test]
fn a_line_that_is_no_unit_is_named_though_the_sender_signed_it() {
    let mut without_id = unit(7);
    without_id.as_object_mut().unwrap().remove("id");
    let mut named = vec![without_id];
    for (member, wrong) in [
        ("id", json!("7")),
        ("code", json!("x".repeat(31))),
        ("names", json!([])),
        ("names", json!([{"from": "2020-01-01", "name": "x".repeat(201)}])),
        ("names", json!([{"from": "2020-01-01", "name": "a\u{202e}b"}])),
        ("names", json!([{"from": "2020-13-01", "name": "Sở"}])),
        ("kind", json!("a kind")),
        ("origin", json!("x".repeat(101))),
        ("told_on", json!(null)),
        // The package was made on the 27th.
        ("told_on", json!("2026-11-28")),
        ("told_on", json!("9999-12-31")),
        (
            "names",
            json!([{"from": "2020-01-02", "name": "Sở"}, {"from": "2020-01-01", "name": "Cục"}]),
        ),
    ] {
        let mut unit = unit(7);
        unit[member] = wrong;
        named.push(unit);
    }
    // Said twice, too: which of the two would be meant?
    named.push(unit(6));
    for wrong in named {
        let fault = refused(&with_units(&[unit(6), wrong.clone()]));
        assert_eq!(fault, Fault::UnitUnreadable { line: 2 }, "{wrong}");
    }
}

#[test]
fn what_a_newer_version_says_of_a_unit_besides_is_left_aside() {
    let mut newer = unit(7);
    newer["short_name"] = json!("SKH");
    newer["kind"] = json!("agency_of_a_new_kind");
    newer["names"][0]["language"] = json!("vi");
    let read = opened(&with_units(&[newer]));
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].name_on("2026-01-01".parse().unwrap()).unwrap().as_str(), "Sở Kế hoạch");
    let again = serde_json::to_value(&read[0]).unwrap();
    assert_eq!((again.get("short_name"), &again["kind"]), (None, &json!("agency_of_a_new_kind")));
}

#[test]
fn a_package_without_names_or_without_some_is_whole() {
    assert_eq!(opened(&with_units(&[])), []);
    let mut files = files(&sealed(0));
    files.retain(|(name, _bytes)| name != UNITS);
    assert_eq!(opened(&signed_anew(files, 1, |_manifest| ())), [], "one of before");
}

#[test]
fn more_units_than_are_read_are_too_many() {
    let many = |n: usize| -> Vec<Json> {
        let one = |n| {
            let mut unit = unit(7);
            unit["id"] = json!(format!("0198c0de-0000-7000-8000-{n:012x}"));
            unit
        };
        (0..n).map(one).collect()
    };
    assert_eq!(opened(&with_units(&many(UNITS_MAX))).len(), UNITS_MAX);
    assert_eq!(refused(&with_units(&many(UNITS_MAX + 1))), Fault::TooLarge);
    let mut long = unit(7);
    long["more"] = json!("x".repeat(UNITS_BYTES_MAX));
    assert_eq!(refused(&with_units(&[long])), Fault::TooLarge);
}
