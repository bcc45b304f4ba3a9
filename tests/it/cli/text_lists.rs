//! Lists as text, the copy with the errors, the good rows only, units by row, undoing, going out.

use std::{collections::BTreeSet, fs, io::Read as _};

use calamine::{Data, Reader as _, Xlsx};
use serde_json::Value as Json;

use super::{Place, SAMPLE};

const HEADER: &str = "STT;Họ và tên;Ngày sinh;Giới tính;Số CCCD;Hệ số lương;Ghi chú\n";
const CHAU: &str = "1;Huỳnh Thị Châu;01/04/1969;Nữ;080169611097;4,98;=1+1\n";
const NAM: &str = "2;Lê Văn Nam;12/05/1995;Nam;080095298420;2,34;\n";
const WRONG: &str = "3;Trần Văn Ý;31/02/1990;Nam;12345;2,34;\n";

impl Place {
    fn write(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn establish(&self, code: &str, name: &str) {
        let mut line = vec!["units", "establish", "--code", code, "--name", name];
        line.extend(["--kind", "school", "--on", "2023-01-01", "--paper-number", "2/QĐ"]);
        line.extend(["--paper-date", "2022-12-01", "--paper-issuer", "UBND", "--parent", "H53.01"]);
        self.run(&line).ends_with(0);
    }

    fn open_duties(&self) -> usize {
        let duties = self.run(&["obligations", "--unit", "H53.01", "--json"]).ends_with(0).json();
        let duties = duties["obligations"].as_array().unwrap();
        duties.iter().filter(|duty| duty["state"] == "open").count()
    }
}

#[test]
fn a_list_as_text_is_taken_in_by_rows_a_spreadsheet_shows() {
    let place = Place::with_units();
    let file = place.write("ds.csv", &format!("\u{FEFF}DANH SÁCH;\n\n{HEADER}\n{CHAU}{NAM}"));
    let answer = place.import(&file, &["--json"]).ends_with(0).json();
    assert_eq!((&answer["new"], &answer["good"]), (&2.into(), &2.into()));
    let rows: Vec<u64> = answer["dossiers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["row"].as_u64().unwrap())
        .collect();
    assert_eq!(rows, [5, 6]);
    let dossier = answer["dossiers"][0]["dossier"].as_str().unwrap();
    let lines = place.run(&["timeline", dossier, "--json"]).ends_with(0).json();
    let opened = lines["lines"].as_array().unwrap().last().unwrap().clone();
    let list = &opened["by"]["list"];
    assert_eq!((&list["row"], &list["cells"]["full_name"]), (&5.into(), &"B5".into()));
    assert_eq!(list["file_sha256"], answer["file_sha256"]);
    assert_eq!(list["cells"].as_object().unwrap().len(), 2, "the cells of its own values");
    let facts = place.facts();
    let again = place.import(&file, &["--json"]).ends_with(0).json();
    assert_eq!((&again["new"], &again["already"]), (&0.into(), &2.into()));
    assert_eq!(place.facts(), facts);
}

#[test]
fn the_good_rows_are_taken_in_only_when_that_is_chosen() {
    let place = Place::with_units();
    let file = place.write("ds.csv", &[HEADER, CHAU, NAM, WRONG].concat());
    let before = place.facts();
    place.import(&file, &[]).ends_with(1);
    assert_eq!(place.facts(), before, "with any problem nothing is taken in");
    let answer = place.import(&file, &["--good-rows", "--json"]).ends_with(1).json();
    assert_eq!(
        (&answer["rows"], &answer["good"], &answer["new"]),
        (&3.into(), &2.into(), &2.into())
    );
    assert_eq!(place.open_duties(), 2);
}

#[test]
fn a_copy_of_the_list_says_in_each_row_what_is_wrong() {
    let place = Place::with_units();
    let file = place.write("ds.csv", &["Tiêu đề\n\n", HEADER, CHAU, WRONG].concat());
    let copy = place.folder.path().join("loi.xlsx");
    let copy = copy.to_str().unwrap();
    place.import(&file, &["--dry-run", "--errors-to", copy]).ends_with(1);
    let mut book: Xlsx<_> = calamine::open_workbook(copy).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let shown = |row, column| range.get_value((row, column)).map(ToString::to_string);
    assert_eq!(shown(2, 7).as_deref(), Some("Lỗi"));
    assert_eq!(shown(3, 7).unwrap_or_default(), "", "a good row has none");
    let told = shown(4, 7).unwrap();
    for cell in ["C5: ", "E5: "] {
        assert!(told.contains(cell), "{told}");
    }
    assert_eq!(range.get_value((3, 6)), Some(&Data::String("=1+1".to_owned())));
    assert_eq!(shown(3, 1).as_deref(), Some("Huỳnh Thị Châu"));
    let again = place.import(copy, &["--dry-run", "--json"]).json();
    assert_eq!((&again["rows"], &again["good"]), (&2.into(), &1.into()), "it can come back");
    assert!(again["columns_not_read"].as_array().unwrap().contains(&"Lỗi".into()));
}

#[test]
fn columns_are_said_by_hand_and_a_wrong_saying_is_refused() {
    let place = Place::with_units();
    let file = place.write("ds.csv", "Nhân sự;Mã\nHuỳnh Thị Châu;080169611097\n");
    let answer = place.import(&file, &["--dry-run", "--json"]).ends_with(1).json();
    assert_eq!(answer["error"]["code"], "no_header");
    let said = ["--column", "Nhân sự=full_name", "--column", "B=personal_id_no"];
    let answer =
        place.import(&file, &[&said[..], &["--dry-run", "--json"]].concat()).ends_with(0).json();
    assert_eq!(answer["new"], 1);
    place.import(&file, &["--column", "Nhân sự=ten"]).ends_with(2);
}

#[test]
fn each_row_goes_to_the_unit_it_names_by_code_or_by_name() {
    let place = Place::with_units();
    place.establish("H53.01.1", "Trường Tiểu học Đông Thành");
    place.establish("H53.01.2", "Trạm Y tế");
    place.establish("H53.01.3", "Trạm y tế");
    let list = "Họ và tên;Số CCCD;Đơn vị\n\
                Huỳnh Thị Châu;080169611097;H53.01.1\n\
                Lê Văn Nam;080095298420;TRƯỜNG TIỂU HỌC  ĐÔNG THÀNH\n\
                Trần Văn Ý;080095298421;Trạm Y tế\n\
                Đỗ Thị Hoa;080195298422;Sở Không Có\n";
    let file = place.write("ds.csv", list);
    let line = ["import", "people", &file, "--confirmed-on", "2024-04-26", "--json"];
    let more = ["--paper-issuer", "UBND phường", "--good-rows"];
    let answer = place.run(&[&line[..], &more].concat()).ends_with(1).json();
    let told: BTreeSet<(&str, &str)> = answer["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["address"].as_str().unwrap(), one["code"].as_str().unwrap()))
        .collect();
    assert_eq!(told, BTreeSet::from([("C4", "list_unit_ambiguous"), ("C5", "list_unit_unknown")]));
    assert_eq!(answer["new"], 2);
    let duties = place.run(&["obligations", "--unit", "H53.01.1", "--json"]).json();
    assert_eq!(duties["obligations"].as_array().unwrap().len(), 2);
}

#[test]
fn a_list_taken_in_by_mistake_is_undone_by_one_act_and_its_ids_are_free() {
    let place = Place::with_units();
    let file = place.write("ds.csv", &[HEADER, CHAU, NAM].concat());
    let answer = place.import(&file, &["--json"]).ends_with(0).json();
    let hash = answer["file_sha256"].as_str().unwrap().to_owned();
    let dossier = answer["dossiers"][0]["dossier"].as_str().unwrap().to_owned();
    let facts = place.facts();
    let undo = |more: &[&str]| {
        let line = ["import", "undo", &hash[..12], "--reason", "Nhầm đơn vị", "--json"];
        place.run(&[&line[..], more].concat()).ends_with(0).json()
    };
    assert_eq!(undo(&["--dry-run"])["withdrawn"], 2);
    assert_eq!(place.facts(), facts);
    assert_eq!(undo(&[])["withdrawn"], 2);
    assert_eq!(place.open_duties(), 0, "no deadline counts them");
    let again = undo(&[]);
    assert_eq!((&again["withdrawn"], &again["already"]), (&0.into(), &2.into()));
    let history = place.run(&["timeline", &dossier]).ends_with(0).out;
    assert!(history.contains("Đã rút lại") && history.contains("Nhầm đơn vị"), "{history}");
    place.run(&["show", &dossier]).ends_with(0);
    let out = place.folder.path().join("ra.csv");
    let exported = place.run(&["export", "people", out.to_str().unwrap(), "--json"]).json();
    assert_eq!(exported["people"], 0, "no list counts them");
    let anew = place.import(&file, &["--json"]).ends_with(0).json();
    assert_eq!((&anew["new"], &anew["already"]), (&2.into(), &0.into()));
    assert_eq!(place.run(&["verify"]).ends_with(0).code, 0);
    assert_eq!(place.run(&["rebuild", "--check"]).ends_with(0).code, 0);
}

#[test]
fn a_list_nobody_took_in_cannot_be_undone() {
    let place = Place::with_units();
    let line = ["import", "undo", "abc", "--reason", "x", "--json"];
    let answer = place.run(&line).ends_with(66).json();
    assert_eq!(answer["error"]["code"], "list_not_found");
    place.run(&["import", "undo", "abc", "--reason", " "]).ends_with(2);
}

#[test]
fn what_goes_out_comes_back_as_people_who_are_there() {
    let place = Place::with_units();
    place.import(SAMPLE, &[]).ends_with(0);
    for name in ["ra.xlsx", "ra.csv"] {
        let out = place.folder.path().join(name);
        let out = out.to_str().unwrap();
        let exported = place.run(&["export", "people", out, "--json"]).ends_with(0).json();
        assert_eq!(exported["people"], 40, "{name}");
        let line = ["import", "people", out, "--dry-run", "--paper-issuer", "x", "--json"];
        let back = place.run(&line).ends_with(0).json();
        assert_eq!((&back["rows"], &back["already"]), (&40.into(), &40.into()), "{name}");
        assert_eq!(back["columns_not_read"], Json::Array(vec![]), "{name}");
        assert_eq!(back["errors"], Json::Array(vec![]), "{name}");

        // Elsewhere, where nobody has them, every value is read as it was.
        let other = Place::with_units();
        let line = ["import", "people", out, "--paper-issuer", "x", "--confirmed-on", "2024-04-26"];
        let anew = other.run(&[&line[..], &["--json"]].concat()).ends_with(0).json();
        assert_eq!((&anew["new"], &anew["good"]), (&40.into(), &40.into()), "{name}");
        let second = other.folder.path().join("lai.csv");
        other.run(&["export", "people", second.to_str().unwrap()]).ends_with(0);
        let first = place.folder.path().join("dau.csv");
        place.run(&["export", "people", first.to_str().unwrap()]).ends_with(0);
        assert_eq!(fs::read(&first).unwrap(), fs::read(&second).unwrap(), "{name}");
    }
    place.run(&["export", "people", "ra.pdf"]).ends_with(2);
    let some = place.folder.path().join("ten.csv");
    let line = ["export", "people", some.to_str().unwrap(), "--name", "huynh chau", "--json"];
    assert_eq!(place.run(&line).ends_with(0).json()["people"], 1);
    let mut text = String::new();
    fs::File::open(some).unwrap().read_to_string(&mut text).unwrap();
    assert!(text.contains("Huỳnh Thị Thu Châu") && text.contains("080169611097"), "{text}");
}
