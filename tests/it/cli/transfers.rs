//! The steps of a transfer on the command line: each with its good end, with what refuses it, and with
//! what is wrong with the line itself.

use serde_json::Value as Json;

use super::{Place, SAMPLE};

/// The id of nothing.
pub const NOBODY: &str = "00000000-0000-7000-8000-00000000dead";

/// Two units, the people of one of them, and the dossier of the first.
pub struct Staff {
    pub(super) place: Place,
    pub dossier: String,
}

impl Staff {
    pub fn taken_in() -> Self {
        let place = Place::with_units();
        let line = ["units", "establish", "--code", "H53.02", "--name", "Sở Y tế"];
        let kind = ["--kind", "department", "--parent", "H53", "--on", "2024-01-02"];
        let paper = ["--paper-number", "2/NQ-HĐND", "--paper-date", "2024-01-02"];
        let issuer = ["--paper-issuer", "Hội đồng nhân dân"];
        place.run(&[&line[..], &kind, &paper, &issuer].concat()).ends_with(0);
        let taken = place.import(SAMPLE, &["--json"]).ends_with(0).json();
        let dossier = taken["dossiers"][0]["dossier"].as_str().unwrap().to_owned();
        Self { place, dossier }
    }

    /// The code of the unit that manages the dossier.
    pub fn unit(&self) -> String {
        let shown = self.place.run(&["show", &self.dossier, "--json"]).ends_with(0).json();
        shown["unit"]["code"].as_str().unwrap().to_owned()
    }

    /// A unit that has ended.
    pub fn ended_unit(&self) -> &'static str {
        let line = |act: &str, on: &str, more: &[&str]| {
            let paper = ["--paper-number", "3/NQ-HĐND", "--paper-date", "2024-02-01"];
            let rest = ["--paper-issuer", "Hội đồng nhân dân", "--on", on];
            let line = [&["units", act][..], more, &paper, &rest].concat();
            self.place.run(&line).ends_with(0);
        };
        let code = "H53.03";
        let named = ["--code", code, "--name", "Sở Ngoại vụ", "--kind", "department"];
        line("establish", "2024-02-01", &[&named[..], &["--parent", "H53"]].concat());
        line("dissolve", "2024-03-01", &[code]);
        code
    }

    /// Asserts that lines are refused with a code and a sentence, and that none of them left a fact.
    #[track_caller]
    pub fn refused(&self, lines: &[(Vec<&str>, &str, &str)]) {
        let before = self.place.facts();
        for (line, code, told) in lines {
            assert_eq!(self.fails(line, 1, told), *code, "{line:?}");
        }
        assert_eq!(self.place.facts(), before, "what is refused leaves nothing");
    }

    /// Asserts that lines end with 2 and say what is wrong, and that none of them left a fact.
    #[track_caller]
    pub fn unreadable(&self, lines: &[(Vec<&str>, &str)]) {
        let before = self.place.facts();
        for (line, told) in lines {
            self.fails(line, 2, told);
        }
        assert_eq!(self.place.facts(), before, "what is not read leaves nothing");
    }

    /// Asserts that lines name what is not there, and that none of them left a fact.
    #[track_caller]
    pub fn not_there(&self, lines: &[(Vec<&str>, &str, &str)]) {
        let before = self.place.facts();
        for (line, code, told) in lines {
            assert_eq!(self.fails(line, 66, told), *code, "{line:?}");
        }
        assert_eq!(self.place.facts(), before, "what is not there is not made");
    }

    /// Asserts that a line ends with a code and says why, as text and as JSON; answers with the stable
    /// code.
    #[track_caller]
    fn fails(&self, line: &[&str], exit: i32, told: &str) -> String {
        let ran = self.place.run(line).ends_with(exit);
        assert_eq!(ran.out, "", "{line:?}");
        assert!(ran.err.contains(told), "{line:?}: {}", ran.err);
        let answer = self.place.run(&[line, &["--json"]].concat()).ends_with(exit).json();
        let error = &answer["error"];
        assert_eq!(error["exit"], exit, "{line:?}");
        assert!(error["message"].as_str().unwrap().contains(told), "{line:?}: {error}");
        error["code"].as_str().unwrap().to_owned()
    }

    fn order<'a>(&'a self, to: &'a str, more: &[&'a str]) -> Vec<&'a str> {
        let line = ["transfer", "order", &self.dossier, "--to", to, "--kind", "reassignment"];
        [&line[..], &["--effective-on", "2024-05-03"], &DECISION, more].concat()
    }

    /// Orders the transfer to the department; answers with its id.
    fn is_ordered(&self) -> String {
        let told = self.place.run(&self.order("H53.02", &["--json"])).ends_with(0).json();
        assert_eq!(told["stage"], "ordered");
        told["transfer_id"].as_str().unwrap().to_owned()
    }

    /// Takes a step that must be taken; answers with what is told of the transfer then.
    #[track_caller]
    fn takes(&self, act: &str, id: &str, more: &[&str]) -> Json {
        let line = [&["transfer", act, id][..], more, &["--json"]].concat();
        let told = self.place.run(&line).ends_with(0).json();
        let shown = self.place.run(&["transfer", "show", id, "--json"]).ends_with(0).json();
        assert_eq!(told, shown, "what is told at the end is how it stands");
        told
    }
}

const DECISION: [&str; 6] =
    ["--paper-number", "310/QĐ-SNV", "--paper-date", "2024-05-02", "--paper-issuer", "Sở Nội vụ"];
const INVENTORY: [&str; 4] =
    ["--paper", "Sơ yếu lý lịch; 12", "--paper", "Quyết định tuyển dụng;2"];

fn released_on(day: &str) -> Vec<&str> {
    [&INVENTORY[..], &["--on", day]].concat()
}

#[test]
fn a_transfer_goes_from_the_order_to_the_acceptance_by_lines_alone() {
    let there = Staff::taken_in();
    let id = there.is_ordered();
    let id = id.as_str();
    let told = there.takes("release", id, &released_on("2024-05-03"));
    assert_eq!(
        (&told["stage"], &told["papers"], &told["pages"]),
        (&"released".into(), &2.into(), &14.into())
    );
    let told = there.takes("receive", id, &["--on", "6/5/2024"]);
    assert_eq!(
        (&told["stage"], &told["received_on"], &told["due_on"]),
        (&"paper_received".into(), &"2024-05-06".into(), &"2024-05-20".into())
    );
    assert_eq!(there.unit(), "H53.01", "the old unit manages it to the end");
    let facts = there.place.facts();
    let told = there.takes("accept", id, &["--on", "2024-05-07"]);
    assert_eq!((&told["stage"], &told["accepted_on"]), (&"accepted".into(), &"2024-05-07".into()));
    assert_eq!(there.unit(), "H53.02");
    let again = there.takes("accept", id, &["--on", "2024-05-07"]);
    assert_eq!(again, told);
    assert_eq!(there.place.facts(), facts + 1, "the same line twice is one fact");

    let told = there.place.run(&["transfer", "show", id]).ends_with(0).out;
    for words in [
        "Mã điều chuyển",
        id,
        "Tình trạng",
        "Đã tiếp nhận",
        "Đã có quyết định điều chuyển",
        "Đã bàn giao hồ sơ cho đơn vị mới",
        "Đã tiếp nhận hồ sơ ở đơn vị mới",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert!(!told.contains("cli-"), "{told}");
    let told = there.place.run(&["transfer", "show", id, "--lang", "en"]).ends_with(0).out;
    assert!(!told.contains("cli-") && !told.contains("Tình trạng"), "{told}");
    there.place.run(&["rebuild", "--check"]).ends_with(0);
}

#[test]
fn a_rotation_tells_its_term() {
    let there = Staff::taken_in();
    let line = ["transfer", "order", &there.dossier, "--to", "H53.02", "--kind", "rotation"];
    let days = ["--effective-on", "3/5/2024", "--term-ends-on", "2/5/2027"];
    let told = there.place.run(&[&line[..], &days, &DECISION].concat()).ends_with(0).out;
    assert!(told.contains("Chờ đơn vị cũ bàn giao") && told.contains("02/05/2027"), "{told}");
}

#[test]
fn a_dossier_that_is_not_taken_stays_where_it_was() {
    let there = Staff::taken_in();
    let id = there.is_ordered();
    there.takes("release", &id, &released_on("2024-05-03"));
    let invalid =
        ["--on", "2024-05-06", "--invalid", "Thiếu bản kê", "--invalid", "Thiếu niêm phong"];
    assert_eq!(there.takes("receive", &id, &invalid)["stage"], "paper_invalid");
    let because = ["--reason", "Bổ sung bản kê"];
    assert_eq!(there.takes("recall", &id, &because)["stage"], "ordered");
    there.takes("release", &id, &released_on("2024-05-07"));
    let because = ["--reason", "Không có chỉ tiêu"];
    assert_eq!(there.takes("refuse", &id, &because)["stage"], "refused");
    assert_eq!(there.unit(), "H53.01");

    let paper = [
        "--paper-number",
        "311/QĐ-SNV",
        "--paper-date",
        "2024-05-08",
        "--paper-issuer",
        "Sở Nội vụ",
    ];
    for decision in [&paper[..], &[]] {
        let id = there.is_ordered();
        let more = [&["--reason", "Quyết định bị thu hồi"][..], decision].concat();
        assert_eq!(there.takes("cancel", &id, &more)["stage"], "cancelled");
        assert_eq!(there.unit(), "H53.01");
    }
    there.place.run(&["rebuild", "--check"]).ends_with(0);
}

#[test]
fn an_order_that_cannot_be_is_refused_and_says_what_to_do() {
    let there = Staff::taken_in();
    let ended = there.ended_unit();
    let order = |to, more: &[&'static str]| there.order(to, more);
    let of_kind = |kind, more: &[&'static str]| {
        let line = ["transfer", "order", &there.dossier, "--to", "H53.02", "--kind", kind];
        [&line[..], &["--effective-on", "2024-05-03"], &DECISION, more].concat()
    };
    let mut unsigned = order("H53.02", &[]);
    let dated = unsigned.iter().position(|word| *word == "2024-05-02").unwrap();
    unsigned[dated] = "2199-01-01";
    there.refused(&[
        (order(ended, &[]), "unit_ended", "Đơn vị này đã kết thúc hoạt động"),
        (order("H53.01", &[]), "transfer_to_own_unit", "Chọn đơn vị khác làm nơi đến"),
        (of_kind("rotation", &[]), "transfer_term_missing", "Nhập ngày cuối theo quyết định"),
        (
            of_kind("rotation", &["--term-ends-on", "2024-05-02"]),
            "transfer_term_backwards",
            "Nhập ngày cuối từ ngày đó trở đi",
        ),
        (unsigned, "paper_date_future", "Kiểm tra lại ngày ký"),
    ]);
    there.is_ordered();
    there.refused(&[(order("H53.02", &[]), "transfer_under_way", "đang được điều chuyển")]);
}

#[test]
fn a_step_out_of_turn_is_refused_and_says_how_far_the_transfer_is() {
    let there = Staff::taken_in();
    let id = there.is_ordered();
    let id = id.as_str();
    let step =
        |act: &'static str, more: &[&'static str]| [&["transfer", act, id][..], more].concat();
    let on = |act, day| step(act, &["--on", day]);
    let because = |act| step(act, &["--reason", "Nhầm"]);
    let lines = |count: usize, line: [&'static str; 2]| vec![line; count].concat();
    let waits = ("transfer_not_released", "Chờ đơn vị cũ bàn giao");
    let released = |day| [step("release", &INVENTORY), vec!["--on", day]].concat();
    there.refused(&[
        (on("receive", "2024-05-06"), waits.0, waits.1),
        (on("accept", "2024-05-06"), waits.0, waits.1),
        (because("recall"), waits.0, waits.1),
        (released("2024-05-01"), "before_previous_step", "Nhập ngày bằng hoặc sau ngày đó"),
        (released("2199-01-01"), "date_future", "Nhập hôm nay hoặc một ngày trước hôm nay"),
        (
            [step("release", &["--on", "2024-05-03"]), lines(301, ["--paper", "Quyết định;1"])]
                .concat(),
            "inventory_too_long",
            "tối đa 300 dòng",
        ),
    ]);
    there.takes("release", id, &released_on("2024-05-02"));
    there.refused(&[
        (released("2024-05-03"), "transfer_already_released", "đã được bàn giao"),
        (on("accept", "2024-05-06"), "paper_not_received", "Chưa có hồ sơ giấy hợp lệ"),
        (
            [on("receive", "2024-05-06"), lines(21, ["--invalid", "Thiếu bản kê"])].concat(),
            "too_many_reasons",
            "tối đa 20 lý do",
        ),
    ]);
    there.takes("receive", id, &["--on", "2024-05-02"]);
    there.refused(&[
        (on("receive", "2024-05-06"), "paper_already_received", "tiếp nhận hoặc từ chối"),
        (because("recall"), "paper_already_received", "tiếp nhận hoặc từ chối"),
        (on("accept", "2024-05-02"), "before_effective_day", "chưa có hiệu lực"),
    ]);
    there.takes("accept", id, &["--on", "2024-05-06"]);
    let over = ("transfer_already_accepted", "Không cần làm gì thêm");
    there.refused(&[
        (because("refuse"), over.0, over.1),
        (because("cancel"), over.0, over.1),
        (on("accept", "2024-05-07"), over.0, over.1),
    ]);
}

#[test]
fn a_transfer_that_is_over_takes_no_step() {
    let there = Staff::taken_in();
    for (act, code) in
        [("refuse", "transfer_already_refused"), ("cancel", "transfer_already_cancelled")]
    {
        let id = there.is_ordered();
        there.takes(act, &id, &["--reason", "Nhầm"]);
        let accept = vec!["transfer", "accept", &id, "--on", "2024-05-07"];
        there.refused(&[(accept, code, "Ghi việc điều chuyển mới nếu cần")]);
    }
}

#[test]
fn a_line_that_cannot_be_read_names_what_is_wrong_and_what_to_write() {
    let there = Staff::taken_in();
    let id = there.is_ordered();
    let step =
        |act: &'static str, more: &[&'static str]| [&["transfer", act, &id][..], more].concat();
    let to = ["transfer", "order", &there.dossier, "--to", "H53.02"];
    let order = |more: &[&'static str]| [&to[..], more].concat();
    let days = ["--kind", "reassignment", "--effective-on", "2024-05-03"];
    let part = |from: usize, until: usize| order(&[&days[..], &DECISION[from..until]].concat());
    let day = "Ngày viết 2026-11-20 hoặc 20/11/2026";
    let pages = "Viết tên văn bản, dấu chấm phẩy, số trang";
    there.unreadable(&[
        (part(0, 0), "--paper-number <TEXT>, --paper-date <DATE>, --paper-issuer <TEXT>"),
        (part(2, 6), "còn thiếu --paper-number <TEXT>"),
        (part(0, 4), "còn thiếu --paper-issuer <TEXT>"),
        (order(&["--kind", "sideways"]), "chỉ nhận: reassignment, rotation, own-request"),
        (order(&["--kind", "rotation", "--effective-on", "31/2/2024"]), day),
        (step("release", &["--on", "2024-05-03"]), "--paper <TITLE;PAGES>"),
        (step("release", &["--paper", "Sơ yếu lý lịch", "--on", "2024-05-03"]), pages),
        (step("release", &["--paper", "Sơ yếu lý lịch;0", "--on", "2024-05-03"]), pages),
        (step("release", &["--paper", " ;3", "--on", "2024-05-03"]), pages),
        (step("release", &INVENTORY), "còn thiếu --on <DATE>"),
        (step("receive", &[]), "còn thiếu --on <DATE>"),
        (step("receive", &["--on", "2024-13-01"]), day),
        (step("receive", &["--on", "2024-05-06", "--invalid", " "]), "--invalid: "),
        (step("accept", &["--on", "hôm nay"]), "“hôm nay”"),
        (step("refuse", &[]), "còn thiếu --reason <TEXT>"),
        (step("refuse", &["--reason", ""]), "--reason: "),
        (step("recall", &["--reason", " "]), "--reason: "),
        (step("cancel", &["--reason", "x", "--paper-number", "3"]), "--paper-date <DATE>"),
        (step("cancel", &["--reason", "x", "--paper-date", "2024-05-03"]), "--paper-number"),
        (vec!["transfer", "accept", "not-an-id", "--on", "2024-05-03"], "“not-an-id”"),
    ]);
    assert_eq!(there.takes("cancel", &id, &["--reason", "Nhầm"])["stage"], "cancelled");
}

#[test]
fn who_and_where_that_are_not_there_end_with_66() {
    let there = Staff::taken_in();
    let mut nobodys = there.order("H53.02", &[]);
    nobodys[2] = NOBODY;
    there.not_there(&[
        (
            there.order("H99", &[]),
            "unit_not_found",
            "Không có đơn vị mang mã H99. Xem `hoso units`",
        ),
        (nobodys, "not_found", "Không tìm thấy hồ sơ này"),
    ]);
    let released = released_on("2024-05-03");
    let (on, because) = (["--on", "2024-05-03"], ["--reason", "Nhầm"]);
    for (act, more) in [
        ("release", &released[..]),
        ("receive", &on),
        ("accept", &on),
        ("refuse", &because),
        ("recall", &because),
        ("cancel", &because),
        ("show", &[]),
    ] {
        let line = [&["transfer", act, NOBODY][..], more].concat();
        let told = format!("{NOBODY}. Lệnh `hoso transfer order` in ra mã này");
        there.not_there(&[(line, "transfer_not_found", &told)]);
    }
}
