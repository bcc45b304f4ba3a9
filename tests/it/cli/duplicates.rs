//! `hoso duplicates`: a pair is listed, merged, separated and told apart.

use std::fs;

use super::{Place, Ran};

const LIST: &str = "STT;Họ và tên;Ngày sinh;Giới tính;Số CCCD;Hệ số lương;Ghi chú
1;Huỳnh Thị Châu;01/04/1969;Nữ;080169611097;4,98;
2;HUYNH THI CHAU;01/04/1969;Nữ;072169611098;4,98;
3;Lê Văn Nam;12/05/1995;Nam;080095298420;2,34;
";

fn act(place: &Place, act: &str, pair: [&str; 2]) -> Ran {
    let mut line = vec!["duplicates", act, pair[0], pair[1], "--reason", "một người, hai số"];
    if act != "two-people" {
        line.extend(["--paper-number", "7/BB", "--paper-date", "2024-04-25"]);
        line.extend(["--paper-issuer", "UBND phường"]);
    }
    line.push("--json");
    place.run(&line)
}

#[test]
fn a_pair_is_listed_merged_separated_and_told_apart() {
    let place = Place::with_units();
    let none = place.run(&["duplicates", "list"]).ends_with(0);
    assert_eq!(none.out.trim(), "Không có cặp hồ sơ nào nghi trùng.");
    let file = place.folder.path().join("ds.csv");
    fs::write(&file, LIST).unwrap();
    place.import(file.to_str().unwrap(), &[]).ends_with(0);
    let listed = || place.run(&["duplicates", "list", "--json"]).ends_with(0).json();
    let found = listed();
    let pairs = found["pairs"].as_array().unwrap();
    assert_eq!(pairs.len(), 1, "{found}");
    assert_eq!(pairs[0]["same_name_and_birth_date"], true);
    let pair = ["one", "other"].map(|side| pairs[0][side]["dossier"].as_str().unwrap());
    act(&place, "merge", pair).ends_with(0);
    assert_eq!(listed()["pairs"].as_array().unwrap().len(), 0);
    let shown = place.run(&["show", pair[1]]).ends_with(0);
    assert!(shown.out.contains("đã gộp vào hồ sơ khác"), "{}", shown.out);
    let turned = act(&place, "merge", [pair[1], pair[0]]).ends_with(1);
    assert!(turned.out.contains("merge_kept_is_merged"), "{} {}", turned.out, turned.err);
    let facts = place.facts();
    assert!(act(&place, "merge", pair).ends_with(0).json()["position"].is_null());
    assert_eq!(place.facts(), facts, "the same again is no second fact");
    act(&place, "separate", pair).ends_with(0);
    assert_eq!(listed()["pairs"].as_array().unwrap().len(), 0, "known to be two");
    act(&place, "two-people", pair).ends_with(0);
    place.run(&["rebuild", "--check"]).ends_with(0);
    let nobody = "00000000-0000-0000-0000-00000000dead";
    act(&place, "merge", [pair[0], nobody]).ends_with(66);
}
