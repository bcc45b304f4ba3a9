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
    let told = plan(&["--dry-run", "--end-units"]).ends_with(0).out;
    assert!(told.contains("H53.01 kết thúc, vào: H53.02."), "{told}");
    let told = plan(&["--end-units", "--json"]).ends_with(0).json();
    assert_eq!(told["endings"], serde_json::json!([{"unit": "H53.01", "into": ["H53.02"]}]));
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
    assert_eq!((&ran["units"], &ran["units_left"]), (&1.into(), &serde_json::json!([])));
    let ended =
        || place.run(&["units", "show", "H53.01", "--json"]).json()["unit"]["ended_on"].clone();
    assert_eq!(ended(), "2024-07-01");
    let again = act("run", &["--manifest", hash, "--json"]).ends_with(0).json();
    assert_eq!((&again["done"], &again["already"]), (&0.into(), &40.into()));
    let undone = act("undo", &["--reason", "Quyết định bị thu hồi", "--json"]).ends_with(0).json();
    assert_eq!((&undone["done"], &undone["units"]), (&40.into(), &1.into()));
    assert_eq!(ended(), serde_json::Value::Null);
    let list = place.run(&["mass-move", "list"]).ends_with(0).out;
    assert!(list.contains(id) && list.contains("đã hoàn tác"), "{list}");
    let shown = act("show", &[]).ends_with(0).out;
    assert!(shown.contains("H53.02") && shown.contains("40"), "{shown}");
    let nowhere = "00000000-0000-7000-8000-000000000001";
    place.run(&["mass-move", "show", nowhere]).ends_with(66);
}

#[test]
fn a_unit_ends_with_a_list_and_one_that_keeps_someone_is_told() {
    let place = Place::with_units();
    let units = ["units", "establish", "--code", "H53.02", "--name", "Sở Y tế"];
    let kind = ["--kind", "department", "--parent", "H53", "--on", "2024-01-02"];
    place.run(&[&units[..], &kind[..], &PAPER[4..]].concat()).ends_with(0);
    let written = |name: &str, rows: &str| {
        let file = place.folder.path().join(name);
        std::fs::write(&file, format!("Họ và tên;Số CCCD\n{rows}")).unwrap();
        file.display().to_string()
    };
    let (one, other) = ("Nguyễn Thị Mai;072185000001\n", "Trần Văn Nam;072085000002\n");
    place.import(&written("people.csv", &format!("{one}{other}")), &[]).ends_with(0);
    let list = written("list.csv", one);
    let plan_line = |end: &'static str| {
        let line = ["mass-move", "plan", &list, "--to", "H53.02", "--end", end];
        [&line[..], &PAPER[..]].concat()
    };
    let plan = |end| place.run(&plan_line(end));
    plan("H53.01=H99").ends_with(66);
    let twice = [&plan_line("H53.01")[..], &["--end", "H53.01=H53.02"]].concat();
    assert!(place.run(&twice).ends_with(2).err.contains("H53.01 được nêu hai lần"));
    let cannot = plan("H53=H53.02");
    assert!(cannot.ends_with(1).err.contains("Không kết thúc được Tỉnh giả định (H53)"));
    let told = plan("H53.01").ends_with(0).out;
    assert!(told.contains("còn 1 người không có trong đợt chuyển"), "{told}");
    let told = place.run(&[&plan_line("H53.01=H53.02")[..], &["--json"]].concat());
    let told = told.ends_with(0).json();
    let (id, hash) = (told["mass_move"].as_str().unwrap(), told["manifest"].as_str().unwrap());
    let act = |act: &str| place.run(&["mass-move", act, id, "--manifest", hash]);
    act("approve").ends_with(0);
    // Whoever runs it in a script learns that something is left.
    let ran = act("run").ends_with(1);
    assert!(ran.out.contains("Đã chuyển 1 người"), "{}", ran.out);
    assert!(ran.err.contains("H53.01: Chưa kết thúc"), "{}", ran.err);
}
