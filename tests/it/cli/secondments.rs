//! Secondments on the command line: each act with its good end, with what refuses it, and with what is
//! wrong with the line itself.

use serde_json::Value as Json;

use super::transfers::{NOBODY, Staff};

const DECISION: [&str; 6] =
    ["--paper-number", "320/QĐ-SNV", "--paper-date", "2024-05-02", "--paper-issuer", "Sở Nội vụ"];
const BECAUSE: [&str; 2] = ["--reason", "Theo quyết định"];
/// A last day that has not come in the life of this program.
const LATE: &str = "2199-12-31";

impl Staff {
    fn seconds<'a>(&'a self, host: &'a str, begins_on: &'a str, ends_on: &'a str) -> Vec<&'a str> {
        let line = ["secondment", "order", &self.dossier, "--host", host];
        [&line[..], &["--begins-on", begins_on, "--ends-on", ends_on], &DECISION].concat()
    }

    /// Does what must be done; answers with what is told then.
    #[track_caller]
    fn does(&self, line: &[&str]) -> Json {
        let told = self.place.run(&[line, &["--json"]].concat()).ends_with(0).json();
        let id = told["secondment_id"].as_str().unwrap();
        let shown = self.place.run(&["secondment", "show", id, "--json"]).ends_with(0).json();
        assert_eq!(told, shown, "what is told at the end is how it stands");
        told
    }

    /// Seconds the person to the department; answers with the id.
    #[track_caller]
    fn is_seconded(&self, begins_on: &str, ends_on: &str) -> String {
        let told = self.does(&self.seconds("H53.02", begins_on, ends_on));
        told["secondment_id"].as_str().unwrap().to_owned()
    }
}

fn act<'a>(act: &'a str, id: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["secondment", act, id][..], more].concat()
}

/// An act that moves the last day.
fn moves<'a>(name: &'a str, id: &'a str, ends_on: &'a str) -> Vec<&'a str> {
    act(name, id, &[&["--ends-on", ends_on][..], &BECAUSE, &DECISION].concat())
}

#[test]
fn a_secondment_is_ordered_prolonged_ended_early_and_cancelled() {
    let there = Staff::taken_in();
    let told = there.does(&there.seconds("H53.02", "6/5/2024", "2024-08-30"));
    let days =
        |told: &Json| [&told["phase"], &told["begins_on"], &told["ends_on"]].map(Clone::clone);
    assert_eq!(days(&told), ["over", "2024-05-06", "2024-08-30"].map(Json::from));
    let id = told["secondment_id"].as_str().unwrap();
    assert_eq!(there.unit(), "H53.01", "who sends goes on managing");
    let told = there.does(&moves("prolong", id, LATE));
    assert_eq!(days(&told), ["running", "2024-05-06", LATE].map(Json::from));
    let told = there.does(&moves("end-early", id, "2024-09-30"));
    assert_eq!(days(&told), ["over", "2024-05-06", "2024-09-30"].map(Json::from));
    let facts = there.place.facts();
    there.does(&moves("end-early", id, "2024-09-30"));
    assert_eq!(there.place.facts(), facts, "the same line twice is one fact");
    let told = there.place.run(&act("cancel", id, &BECAUSE)).ends_with(0).out;
    for words in [
        "Mã biệt phái",
        id,
        "Đã hủy",
        "06/05/2024",
        "30/09/2024",
        "Đã có quyết định biệt phái",
        "Đã kéo dài biệt phái",
        "Đã kết thúc sớm biệt phái",
        "Đã hủy việc biệt phái",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert!(!told.contains("cli-"), "{told}");

    let planned = there.is_seconded("2199-01-01", LATE);
    let shown = there.place.run(&["secondment", "show", &planned, "--lang", "en"]).ends_with(0);
    assert!(!shown.out.contains("cli-") && !shown.out.contains("Chưa đến ngày"), "{}", shown.out);
    let shown = there.place.run(&["secondment", "show", &planned]).ends_with(0);
    assert!(shown.out.contains("Chưa đến ngày"), "{}", shown.out);
    let told = there.does(&act("cancel", &planned, &[&BECAUSE[..], &DECISION].concat()));
    assert_eq!(told["phase"], "cancelled");
    there.place.run(&["rebuild", "--check"]).ends_with(0);
}

#[test]
fn a_secondment_that_cannot_be_is_refused_and_says_what_to_do() {
    let there = Staff::taken_in();
    let ended = there.ended_unit();
    let order = |host, begins_on, ends_on| there.seconds(host, begins_on, ends_on);
    let mut unsigned = order("H53.02", "2024-05-06", LATE);
    let dated = unsigned.iter().position(|word| *word == "2024-05-02").unwrap();
    unsigned[dated] = "2199-01-01";
    there.refused(&[
        (order(ended, "2024-05-06", LATE), "unit_ended", "Đơn vị này đã kết thúc hoạt động"),
        (
            order("H53.01", "2024-05-06", LATE),
            "secondment_to_own_unit",
            "Chọn đơn vị khác làm nơi nhận biệt phái",
        ),
        (
            order("H53.02", "2024-05-06", "2024-05-05"),
            "secondment_backwards",
            "Nhập ngày cuối từ ngày bắt đầu trở đi",
        ),
        (unsigned, "paper_date_future", "Kiểm tra lại ngày ký"),
    ]);
    let past = there.is_seconded("2024-05-06", "2024-06-28");
    let running = there.is_seconded("2024-07-01", "2199-06-30");
    let later = there.is_seconded("2199-07-01", LATE);
    there.does(&act("cancel", &later, &BECAUSE));
    let overlaps = ("secondment_overlaps", "Chọn thời gian khác");
    there.refused(&[
        (order("H53.02", "2024-06-28", "2024-06-30"), overlaps.0, overlaps.1),
        (moves("prolong", &past, "2024-07-01"), overlaps.0, overlaps.1),
        (moves("prolong", &past, "2024-06-28"), "secondment_not_longer", "Nhập ngày muộn hơn"),
        (moves("end-early", &past, "2024-06-20"), "secondment_over", "Không cần làm gì thêm"),
        (moves("end-early", &running, "2199-06-30"), "secondment_not_shorter", "sớm hơn"),
        (moves("end-early", &running, "2024-06-30"), "secondment_backwards", "Nhập ngày cuối"),
        (moves("prolong", &later, LATE), "secondment_already_cancelled", "Ghi việc biệt phái mới"),
    ]);
    let line = ["transfer", "order", &there.dossier, "--to", "H53.02", "--kind", "own-request"];
    let line = [&line[..], &["--effective-on", "2024-05-03"], &DECISION].concat();
    there.place.run(&line).ends_with(0);
    there.refused(&[(
        order("H53.02", "2199-07-01", LATE),
        "secondment_during_transfer",
        "Kết thúc việc điều chuyển trước",
    )]);
}

#[test]
fn a_line_that_cannot_be_read_names_what_is_wrong_and_what_to_write() {
    let there = Staff::taken_in();
    let id = there.is_seconded("2024-05-06", "2024-06-28");
    let without = |name: &str| {
        let mut line = moves("prolong", &id, LATE);
        let at = line.iter().position(|word| *word == name).unwrap();
        line.drain(at..at + 2);
        line
    };
    let mut blank = moves("end-early", &id, "2024-06-03");
    let at = blank.iter().position(|word| *word == BECAUSE[1]).unwrap();
    blank[at] = " ";
    let day = "Ngày viết 2026-11-20 hoặc 20/11/2026";
    let order = there.seconds("H53.02", "2024-07-01", "2024-07-31");
    let paperless = order[..order.len() - DECISION.len()].to_vec();
    there.unreadable(&[
        (paperless, "--paper-number <TEXT>, --paper-date <DATE>, --paper-issuer <TEXT>"),
        (there.seconds("H53.02", "31/6/2024", "2024-07-31"), day),
        (there.seconds("H53.02", "2024-07-01", "tháng sau"), "“tháng sau”"),
        (without("--ends-on"), "còn thiếu --ends-on <DATE>"),
        (without("--reason"), "còn thiếu --reason <TEXT>"),
        (without("--paper-issuer"), "còn thiếu --paper-issuer <TEXT>"),
        (moves("end-early", &id, "2024-6"), day),
        (blank, "--reason: "),
        (act("cancel", &id, &[]), "còn thiếu --reason <TEXT>"),
        (act("cancel", &id, &["--reason", ""]), "--reason: "),
        (act("cancel", &id, &["--reason", "x", "--paper-issuer", "y"]), "--paper-number"),
        (act("show", "not-an-id", &[]), "“not-an-id”"),
    ]);
}

#[test]
fn who_and_where_that_are_not_there_end_with_66() {
    let there = Staff::taken_in();
    let mut nobodys = there.seconds("H53.02", "2024-07-01", "2024-07-31");
    nobodys[2] = NOBODY;
    let unknown = there.seconds("H99", "2024-07-01", "2024-07-31");
    let told = format!("{NOBODY}. Lệnh `hoso secondment order` in ra mã này");
    let not_one = |line| (line, "secondment_not_found", told.as_str());
    there.not_there(&[
        (unknown, "unit_not_found", "Không có đơn vị mang mã H99. Xem `hoso units`"),
        (nobodys, "not_found", "Không tìm thấy hồ sơ này"),
        not_one(moves("prolong", NOBODY, LATE)),
        not_one(moves("end-early", NOBODY, LATE)),
        not_one(act("cancel", NOBODY, &BECAUSE)),
        not_one(act("show", NOBODY, &[])),
    ]);
}
