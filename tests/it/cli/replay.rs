//! `hoso replay`: a dossier step by step, in either order, a part of it, or one kind of step.

use serde_json::{Value as Json, json};

use super::{Place, SAMPLE};

#[test]
fn a_dossier_is_replayed_at_the_command_line() {
    let place = Place::with_units();
    let taken = place.import(SAMPLE, &["--json"]).ends_with(0).json();
    let id = taken["dossiers"][0]["dossier"].as_str().expect("a dossier").to_owned();
    let recorded = place.run(&["replay", &id, "--order", "recorded", "--json"]).ends_with(0).json();
    let steps = recorded["steps"].as_array().unwrap();
    assert_eq!(steps[0]["event"], "DossierOpened");
    assert_eq!(steps[0]["managed_by"]["name"], "Ủy ban nhân dân phường Đông Thành");
    let changed = |step: &Json| {
        let changes = step["changes"].as_array().unwrap();
        changes.iter().any(|change| change["slot"] == "full_name" && change["before"].is_null())
    };
    assert!(changed(&steps[0]), "the opening gives the name");
    let in_order = |told: &Json, member: &str| {
        let steps = told["steps"].as_array().unwrap().iter();
        let said: Vec<String> = steps.map(|step| step[member].to_string()).collect();
        (said.is_sorted(), said.len())
    };
    let effective = place.run(&["replay", &id, "--json"]).ends_with(0).json();
    assert_eq!(effective["order"], "effective");
    assert_eq!(in_order(&effective, "day"), (true, steps.len()));
    assert_eq!(effective["count"].as_u64(), Some(steps.len() as u64));
    assert_ne!(effective["steps"], recorded["steps"]);
    let run = |more: &[&str]| {
        let line = [&["replay", &id, "--order", "recorded", "--json"], more].concat();
        place.run(&line).ends_with(0).json()
    };
    assert_eq!(run(&["--step", "2"])["steps"], json!([steps[1]]));
    let first = run(&["--limit", "1"]);
    assert_eq!((&first["steps"], &first["next_from"]), (&json!([steps[0]]), &json!(2)));
    assert_eq!(run(&["--kind", "intake"])["steps"], json!([steps[0]]));
    let text = place.run(&["replay", &id]).ends_with(0).out;
    for words in ["1/", "Ủy ban nhân dân phường Đông Thành", "Họ, chữ đệm và tên khai sinh"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    // It was looked into, and that is written down.
    let log = place.run(&["access-log", &id, "--json"]).ends_with(0);
    assert!(log.out.contains("\"replay\""), "{}", log.out);
}

#[test]
fn what_cannot_be_replayed_says_why() {
    let place = Place::with_units();
    let id = "0198c0de-0000-7000-8000-000000000077";
    place.run(&["replay", id]).ends_with(66);
    place.run(&["replay", "x"]).ends_with(2);
    place.run(&["replay", id, "--order", "backwards"]).ends_with(2);
    place.run(&["replay", id, "--step", "1", "--from", "2"]).ends_with(2);
}
