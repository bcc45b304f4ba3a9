//! Mass moves on the command line: planned, approved under what was seen, carried out and undone.

use super::{Place, SAMPLE};

const PAPER: [&str; 10] = [
    "--on",
    "2024-07-01",
    "--reason",
    "Sắp xếp đơn vị",
    "--paper-number",
    "2/NQ-HĐND",
    "--paper-date",
    "2024-06-15",
    "--paper-issuer",
    "Hội đồng nhân dân",
];

#[test]
fn a_unit_is_emptied_into_another_and_filled_again() {
    let place = Place::with_units();
    place.import(SAMPLE, &[]).ends_with(0);
    let plan = |more: &[&str]| {
        let line = [&["mass-move", "plan", "--unit", "H53.01=H53.02"], &PAPER[..], more].concat();
        place.run(&line)
    };
    let units = ["units", "establish", "--code", "H53.02", "--name", "Sở Y tế"];
    let kind = ["--kind", "department", "--parent", "H53", "--on", "2024-01-02"];
    place.run(&[&units[..], &kind[..], &PAPER[4..]].concat()).ends_with(0);
    let before = place.facts();
    let told = plan(&["--dry-run", "--json"]).ends_with(0).json();
    assert_eq!((&told["people"], &told["mass_move"]), (&40.into(), &serde_json::Value::Null));
    let told = plan(&["--json"]).ends_with(0).json();
    let ways = serde_json::json!([{"from": "H53.01", "to": "H53.02", "people": 40}]);
    assert_eq!(told["ways"], ways);
    assert_eq!(place.facts(), before, "a plan is no fact");
    let (id, hash) = (told["mass_move"].as_str().unwrap(), told["manifest"].as_str().unwrap());
    let act = |act: &str, more: &[&str]| place.run(&[&["mass-move", act, id], more].concat());
    let early = act("run", &["--manifest", hash, "--json"]).ends_with(1).json();
    assert_eq!(early["error"]["code"], "mass_move_not_approved");
    let other = "0".repeat(64);
    let changed = act("approve", &["--manifest", &other, "--json"]).ends_with(1).json();
    assert_eq!(changed["error"]["code"], "manifest_changed");
    act("approve", &["--manifest", hash]).ends_with(0);
    let ran = act("run", &["--manifest", hash, "--json"]).ends_with(0).json();
    assert_eq!((&ran["done"], &ran["already"]), (&40.into(), &0.into()));
    let again = act("run", &["--manifest", hash, "--json"]).ends_with(0).json();
    assert_eq!((&again["done"], &again["already"]), (&0.into(), &40.into()));
    let undone = act("undo", &["--reason", "Quyết định bị thu hồi", "--json"]).ends_with(0).json();
    assert_eq!(undone["done"], 40);
    let list = place.run(&["mass-move", "list"]).ends_with(0).out;
    assert!(list.contains(id) && list.contains("đã hoàn tác"), "{list}");
    let shown = act("show", &[]).ends_with(0).out;
    assert!(shown.contains("H53.02") && shown.contains("40"), "{shown}");
    let nowhere = "00000000-0000-7000-8000-000000000001";
    place.run(&["mass-move", "show", nowhere]).ends_with(66);
}
