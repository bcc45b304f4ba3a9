//! Units on the command line: renamed, moved, merged, divided, dissolved, restored, shown.

use super::Place;

impl Place {
    fn unit(&self, act: &str, rest: &[&str]) -> super::Ran {
        let mut line = vec!["units", act];
        line.extend(rest);
        line.extend(["--on", "2024-07-01", "--paper-number", "2/NQ-HĐND"]);
        line.extend(["--paper-date", "2024-06-15", "--paper-issuer", "Hội đồng nhân dân"]);
        self.run(&line)
    }

    #[track_caller]
    fn unit_refused(&self, act: &str, rest: &[&str]) -> String {
        let mut rest = rest.to_vec();
        rest.push("--json");
        let told = self.unit(act, &rest).ends_with(1).json();
        assert!(!told["error"]["message"].as_str().unwrap().is_empty());
        told["error"]["code"].as_str().unwrap().to_owned()
    }

    fn school(&self, code: &str) {
        let named = format!("Trường {code}");
        let line = ["--code", code, "--name", &named, "--kind", "school", "--parent", "H53.01"];
        self.unit("establish", &line).ends_with(0);
    }
}

#[test]
fn a_unit_is_followed_from_its_name_to_its_successors() {
    let place = Place::with_units();
    for code in ["H53.01.1", "H53.01.2", "H53.01.3", "H53.01.4"] {
        place.school(code);
    }
    place.unit("rename", &["H53.01.1", "--name", "Trường Lê Lợi"]).ends_with(0);
    place.unit("move", &["H53.01.1", "--parent", "H53"]).ends_with(0);
    let answer = place.unit("merge", &["H53.01.1", "--into", "H53.01.2", "--json"]).ends_with(0);
    let answer = answer.json();
    assert_eq!(answer["unit"]["ended_on"], "2024-07-01");
    assert_eq!(answer["unit"]["successors"], serde_json::json!(["H53.01.2"]));
    let again = place.unit("merge", &["H53.01.1", "--into", "H53.01.2"]).ends_with(0);
    assert!(again.out.contains("đã như vậy từ trước"), "{}", again.out);
    let split = ["H53.01.3", "--into", "H53.01.2", "--into", "H53.01.4"];
    place.unit("split", &split).ends_with(0);
    assert_eq!(place.unit_refused("dissolve", &["H53.01.4"]), "not_in_order");

    let shown = place.run(&["units", "show", "H53.01.1"]).ends_with(0).out;
    for word in [
        "H53.01.1 Trường Lê Lợi",
        "Đã thành lập đơn vị: Trường H53.01.1",
        "Đã chuyển đơn vị sang cấp trên khác: Tỉnh giả định",
        "Đã sáp nhập đơn vị: Trường H53.01.2",
        "Đơn vị tiếp nhận: H53.01.2 Trường H53.01.2",
        "2/NQ-HĐND, Hội đồng nhân dân",
    ] {
        assert!(shown.contains(word), "{word}: {shown}");
    }
    let shown = place.run(&["units", "show", "H53.01.2", "--json"]).ends_with(0).json();
    assert_eq!(shown["unit"]["predecessors"], serde_json::json!(["H53.01.1", "H53.01.3"]));
    assert_eq!(shown["history"].as_array().unwrap().len(), 1);

    let codes = |line: &[&str]| place.run(line).ends_with(0).json()["count"].clone();
    assert_eq!(codes(&["units", "--json"]), 4);
    assert_eq!(codes(&["units", "--ended", "--json"]), 6);
}

#[test]
fn a_unit_with_others_below_is_not_dissolved_unless_they_move_or_end_with_it() {
    let place = Place::with_units();
    place.school("H53.01.1");
    assert_eq!(place.unit_refused("dissolve", &["H53.01"]), "units_below");
    let ran = place.unit("dissolve", &["H53.01"]);
    assert!(ran.err.contains("Trường H53.01.1"), "they are named: {}", ran.err);
    assert_eq!(place.unit_refused("dissolve", &["H53", "--below-too"]), "root_cannot_end");
    place.unit("dissolve", &["H53.01", "--below-to", "H53"]).ends_with(0);
    let shown = place.run(&["units", "show", "H53.01.1", "--json"]).ends_with(0).json();
    assert_eq!((&shown["unit"]["parent"], &shown["unit"]["ended_on"]), (&"H53".into(), &().into()));
    place.run(&["units", "show", "H99"]).ends_with(66);
}

#[test]
fn the_end_of_a_unit_is_taken_back_with_those_that_ended_along() {
    let place = Place::with_units();
    place.school("H53.01.1");
    place.unit("dissolve", &["H53.01", "--below-too"]).ends_with(0);
    let restore = |rest: &[&str]| {
        place.run(&[&["units", "restore"], rest, &["--reason", "Quyết định bị thu hồi"]].concat())
    };
    let told = restore(&["H53.01.1", "--json"]).ends_with(1).json();
    assert_eq!(told["error"]["code"], "above_ended");
    let refused = restore(&["H53.01.1"]);
    assert!(
        refused.err.contains("(Ủy ban nhân dân phường Đông Thành)"),
        "the unit above is named: {}",
        refused.err
    );
    // Half a paper is none.
    restore(&["H53.01", "--paper-number", "3/NQ-HĐND"]).ends_with(2);
    let future = ["--paper-number", "3/NQ-HĐND", "--paper-date", "2099-01-01"];
    let future = [&future[..], &["--paper-issuer", "Hội đồng nhân dân"]].concat();
    let told = restore(&[&["H53.01", "--json"], &future[..]].concat()).ends_with(1).json();
    assert_eq!(told["error"]["code"], "paper_date_future");

    let told = restore(&["H53.01", "--below-too", "--json"]).ends_with(0).json();
    assert_eq!(told["unit"]["ended_on"], serde_json::Value::Null);
    let again = restore(&["H53.01", "--below-too"]).ends_with(0);
    assert!(again.out.contains("đã như vậy từ trước"), "{}", again.out);
    let shown = place.run(&["units", "show", "H53.01.1"]).ends_with(0).out;
    assert!(shown.contains("Đã khôi phục đơn vị: Quyết định bị thu hồi"), "{shown}");
    assert!(!shown.contains("Kết thúc hoạt động"), "{shown}");
    restore(&["H99"]).ends_with(66);
}
