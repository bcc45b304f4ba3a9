//! Lists of people on the command line: taken in, shown, refused.

use std::{collections::BTreeSet, fs};

use serde_json::Value as Json;

use super::{Place, SAMPLE, sheet::write_copy};

#[test]
fn a_dry_run_of_a_list_writes_nothing() {
    let place = Place::with_units();
    let before = place.facts();
    let ran = place.import(SAMPLE, &["--dry-run"]).ends_with(0);
    assert!(ran.out.contains("40"), "{}", ran.out);
    let answer = place.import(SAMPLE, &["--dry-run", "--json"]).ends_with(0).json();
    assert_eq!((&answer["new"], &answer["position"]), (&40.into(), &Json::Null));
    assert_eq!(place.facts(), before);
}

#[test]
fn a_list_becomes_dossiers_with_their_first_deadline_and_again_adds_nothing() {
    let place = Place::with_units();
    let answer = place.import(SAMPLE, &["--json"]).ends_with(0).json();
    assert_eq!(
        (&answer["rows"], &answer["good"], &answer["new"], &answer["already"]),
        (&40.into(), &40.into(), &40.into(), &0.into())
    );
    assert_eq!(answer["accounts_due_on"], "2024-05-07");
    assert_eq!(answer["paper"]["number"], "Danh sách danh-sach-mau");
    assert_eq!(answer["mended"]["serial_date"], 24);

    let board = place.run(&["obligations", "--unit", "H53.01", "--json"]).ends_with(0).json();
    let duties = board["obligations"].as_array().unwrap();
    assert_eq!(duties.len(), 40);
    for duty in duties {
        assert_eq!(
            (&duty["duty"], &duty["due_on"]),
            (&"issue_account".into(), &"2024-05-07".into())
        );
        assert_eq!(duty["started_on"], "2024-04-26");
    }
    let dossiers: BTreeSet<&str> =
        duties.iter().map(|duty| duty["dossier_id"].as_str().unwrap()).collect();
    assert_eq!(dossiers.len(), 40);

    let facts = place.facts();
    let answer = place.import(SAMPLE, &["--json"]).ends_with(0).json();
    assert_eq!((&answer["new"], &answer["already"]), (&0.into(), &40.into()));
    assert_eq!(place.facts(), facts);
}

#[test]
fn a_record_is_shown_with_its_origins_as_it_is_and_as_it_was_known() {
    let place = Place::with_units();
    let answer = place.import(SAMPLE, &["--json"]).ends_with(0).json();
    let dossier = answer["dossiers"][0]["dossier"].as_str().unwrap();
    let shown = place.run(&["show", dossier]).ends_with(0).out;
    for word in
        ["Huỳnh Thị Thu Châu", "01/04/1969", "4,98", "07/05/2024", "Danh sách danh-sach-mau"]
    {
        assert!(shown.contains(word), "{word} is not in {shown}");
    }
    let early = place.run(&["show", dossier, "--known-at", "2020-01-01", "--json"]).json();
    assert_eq!(early["fields"], Json::Array(vec![]));
    let line = place.run(&["timeline", dossier, "--limit", "1", "--json"]).ends_with(0).json();
    assert_eq!(line["lines"].as_array().unwrap().len(), 1);
    assert!(line["next_before"].as_u64().is_some(), "there is more");
    let all = place.run(&["timeline", dossier]).ends_with(0).out;
    assert!(all.contains("Hệ số lương: 4,98"), "{all}");
}

#[test]
fn what_the_command_line_shows_of_a_person_is_written_down() {
    let place = Place::with_units();
    let answer = place.import(SAMPLE, &["--json"]).ends_with(0).json();
    let dossier = answer["dossiers"][0]["dossier"].as_str().unwrap();
    place.run(&["show", dossier]).ends_with(0);
    place.run(&["timeline", dossier]).ends_with(0);
    let answer = place.run(&["access-log", dossier, "--limit", "2", "--json"]).ends_with(0).json();
    let looks = answer["looks"].as_array().unwrap();
    let opened: Vec<&str> = looks.iter().map(|look| look["opened"].as_str().unwrap()).collect();
    assert_eq!(opened, ["access_log", "timeline"]);
    for look in looks {
        let said = (&look["ground"], &look["source"], &look["outcome"]);
        assert_eq!(said, (&"service".into(), &"command_line".into(), &"shown".into()));
        assert!(look["client"].as_str().unwrap().starts_with("uid "), "{look}");
    }
    let before = answer["next_before"].as_i64().unwrap().to_string();
    let older = place.run(&["access-log", dossier, "--before", &before]).ends_with(0).out;
    assert!(older.contains("Các mục hồ sơ") && older.contains("Dòng lệnh"), "{older}");
    assert!(!older.contains("Dòng thời gian"), "{older}");
    let nobody = "01912a00-0000-7000-8000-000000000000";
    place.run(&["access-log", nobody]).ends_with(66);
}

#[test]
fn a_broken_list_is_refused_with_its_cells_named_and_writes_nothing() {
    let place = Place::with_units();
    let before = place.facts();
    let copy = place.folder.path().join("copy.xlsx");
    let copy = copy.to_str().unwrap();
    write_copy(copy, &[]);
    let answer = place.import(copy, &["--dry-run", "--json"]).ends_with(0).json();
    assert_eq!(answer["new"], 40, "the copy itself is as good as the sample");

    let (id, birth) = ("E10", "D10");
    write_copy(copy, &[(id, "12345"), (birth, "31/02/1969")]);
    let ran = place.import(copy, &[]).ends_with(1);
    assert_eq!(ran.out, "");
    for address in [id, birth] {
        assert!(ran.err.lines().any(|line| line.starts_with(address)), "{}", ran.err);
    }
    let answer = place.import(copy, &["--json"]).ends_with(1).json();
    assert_eq!((&answer["rows"], &answer["good"]), (&40.into(), &39.into()));
    let errors = answer["errors"].as_array().unwrap();
    let codes: BTreeSet<(&str, &str)> = errors
        .iter()
        .map(|one| (one["address"].as_str().unwrap(), one["code"].as_str().unwrap()))
        .collect();
    assert_eq!(codes, BTreeSet::from([(id, "cccd_format"), (birth, "date_unreal")]));
    for error in errors {
        assert_eq!(error["row"], 10);
        for key in ["column", "message", "fix"] {
            assert_ne!(error[key].as_str().unwrap(), "", "{key} of {error}");
        }
    }
    assert_eq!(place.facts(), before);
}

#[test]
fn a_file_that_is_no_list_is_refused() {
    let place = Place::with_units();
    fs::write(place.folder.path().join("x.xlsx"), "not a spreadsheet").unwrap();
    let answer = place.import("x.xlsx", &["--json"]).ends_with(1).json();
    assert_eq!(answer["error"]["code"], "not_a_spreadsheet");
    let answer = place.import("nowhere.xlsx", &["--json"]).ends_with(1).json();
    assert_eq!(answer["error"]["code"], "file_unreadable");
}

#[test]
fn a_list_that_names_no_unit_says_once_which_flag_to_give() {
    let place = Place::with_units();
    let file = place.folder.path().join("ds.csv");
    let people: String = (0..20).map(|n| format!("Lê Văn Nam;01/02/1995;080095{n:06}\n")).collect();
    let list = format!("Họ và tên;Ngày sinh;Số CCCD\n{people}Lê Văn Nam;31/02/1995;080095000099\n");
    fs::write(&file, list).unwrap();
    let file = file.to_str().unwrap();
    let before = place.facts();
    for more in [&["--dry-run"][..], &[], &["--good-rows"]] {
        let line = [&["import", "people", file][..], more].concat();
        let ran = place.run(&line).ends_with(2);
        assert_eq!(ran.err.matches("--unit").count(), 1, "{}", ran.err);
        assert!(ran.err.contains("B22"), "and what else is wrong: {}", ran.err);
        let answer = place.run(&[&line[..], &["--json"]].concat()).ends_with(2).json();
        assert_eq!((&answer["rows"], &answer["good"]), (&21.into(), &0.into()));
        let errors = answer["errors"].as_array().unwrap();
        assert_eq!(errors.len(), 2, "{errors:?}");
        assert_eq!((&errors[0]["row"], &errors[0]["column"]), (&1.into(), &"".into()));
        assert_eq!(errors[0]["code"], "import_unit");
        assert!(errors[0]["fix"].as_str().unwrap().contains("--unit"), "{errors:?}");
        assert_eq!((&errors[1]["row"], &errors[1]["address"]), (&22.into(), &"B22".into()));
    }
    assert_eq!(place.facts(), before);
}
