//! The administrator's pages: what waits is counted as its list lists it, the units with their
//! history, the calendar and the rules for everyone, and how the service is doing.

use std::{collections::BTreeSet, io::Write as _};

use axum::http::StatusCode;
use hoso::app::{Actor, Command, sign_in::ACTIVATION_FOR};
use hoso::web::CastMember;
use hoso_events::{
    account::{AccountCommand, Role},
    calendar::CalendarCommand,
    rulebook::{RulebookCommand, rule_pack},
    unit::{NewUnit, UnitCommand, UnitKind},
    values::{UnitCode, UnitName},
};

use super::{fixture::*, guest::*, pages::is_sound};
use crate::sources;

const PASSWORD: &str = "con gà đi bộ qua sông Vàm Cỏ";

async fn admin(service: &Service, path: &str) -> Got {
    let got = page_as(&service.demo(), ADMINISTRATOR, "vi", path).await;
    assert_eq!(got.status, StatusCode::OK, "{path}: {}", got.text);
    is_sound(&got, "vi", path);
    let english = page_as(&service.demo(), ADMINISTRATOR, "en", path).await;
    is_sound(&english, "en", path);
    got
}

/// The words of a page, without marks and line breaks.
fn words(got: &Got) -> String {
    let shown = got.text.split('<').filter_map(|piece| piece.split_once('>'));
    let shown: Vec<&str> = shown.map(|(_tag, words)| words).collect();
    shown.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Gives an account's holder a code, and answers it.
async fn code_for(service: &Service, n: u128) -> String {
    let browser = Browser::new(service.demo());
    browser.carry(format!("hoso_vai={}", uuid(ADMINISTRATOR)));
    let at = format!("/tai-khoan/{}", uuid(n));
    let page = browser.get(&at).await;
    let slip = browser.send(&page, &format!("{at}/ma"), &[]).await;
    let code = slip.text.split("<code>").nth(2).expect("a slip with login and code");
    code.split('<').next().unwrap().to_owned()
}

async fn activates(service: &Service, n: u128) {
    let code = code_for(service, n).await;
    let typed = [("ma", code.as_str()), ("mat_khau_moi", PASSWORD), ("mat_khau_lai", PASSWORD)];
    to(&Browser::new(service.closed()).post("/kich-hoat", &typed).await);
}

/// What the home counts: the address of each line with its number.
fn waits(home: &Got) -> Vec<(String, usize)> {
    let lines = home.text.split("class=\"wait\" href=\"/tai-khoan?loc=").skip(1);
    let line = |rest: &str| {
        let (code, rest) = rest.split_once('"').expect("an address");
        let told = rest.split_once('>').expect("a link").1;
        let n = told.split(' ').next().expect("a number").replace('.', "");
        (code.to_owned(), n.parse().expect("a number"))
    };
    lines.map(line).collect()
}

/// The names a list of accounts lists.
fn listed(got: &Got) -> BTreeSet<String> {
    let body = got.text.split("<tbody>").nth(1).unwrap_or_default();
    let links = body.split("href=\"/tai-khoan/").skip(1);
    let name = |rest: &str| rest.split_once('>')?.1.split('<').next().map(str::to_owned);
    links.filter_map(name).collect()
}

#[tokio::test]
async fn the_administrator_lands_on_their_home_and_everyone_else_where_they_did() {
    let service = province().await;
    for (who, lands) in [
        (ADMINISTRATOR, "/quan-tri"),
        (HEAD, "/tuan-thu/H53.50"),
        (OFFICER, "/viec"),
        (INSPECTOR, "/tuan-thu"),
    ] {
        assert_eq!(to(&page_as(&service.demo(), who, "vi", "/").await), lands);
        let own = page_as(&service.demo(), who, "vi", lands).await;
        assert_eq!(own.text.contains("href=\"/quan-tri\""), who == ADMINISTRATOR);
    }
}

#[tokio::test]
async fn what_waits_is_counted_as_the_list_behind_it_lists_it() {
    let service = province().await;
    let everyone = ["Đặng Thị Hoà", "Nguyễn Thị Hường", "Trần Văn Nam", "Võ Ngọc Lan"];
    let staff = ["Lê Văn Bình", "Phạm Thu Hà", "Đỗ Quang Minh", "Vũ Thị Thảo", "Hồ Văn Tám"];
    let all: BTreeSet<&str> = everyone.into_iter().chain(staff).collect();
    let home = admin(&service, "/quan-tri").await;
    assert_eq!(waits(&home), [("chua-kich-hoat".to_owned(), all.len())]);
    assert!(words(&home).contains("Lâu nhất: tạo ngày 05/01/2026."), "{}", words(&home));

    // One has a password and no second factor, one let the code run out, one is closed.
    activates(&service, OFFICER).await;
    code_for(&service, HEAD).await;
    let closes =
        AccountCommand::CloseAccount { closed_on: day("2026-03-03"), reason: reason("Nghỉ") };
    service.by(&Actor::service(), Command::Account(account(NAM + 0x100), closes)).await;
    let before = admin(&service, "/quan-tri").await;
    assert!(waits(&before).iter().all(|(code, _n)| code != "ma-het-han"), "not out yet");
    service.clock.set(hoso::clock::Clock::now(&*service.clock) + ACTIVATION_FOR);
    let expired = admin(&service, "/quan-tri").await;
    assert!(waits(&expired).contains(&("ma-het-han".to_owned(), 1)));

    service.clock.set("2026-12-01T02:00:00Z".parse().unwrap());
    let before = admin(&service, "/quan-tri").await;
    assert_eq!(waits(&before).len(), 4, "the access of the inspector ends in 30 days");
    let home = waits(&before);
    let order: Vec<&str> = home.iter().map(|(code, _n)| code.as_str()).collect();
    assert_eq!(order, ["sap-het-quyen", "ma-het-han", "chua-hai-buoc", "chua-kich-hoat"]);
    for (code, n) in &home {
        let list = admin(&service, &format!("/tai-khoan?loc={code}")).await;
        let names = listed(&list);
        assert_eq!(names.len(), *n, "{code}: {names:?}");
        assert!(words(&list).contains(&format!("{n} tài khoản")), "{code}");
        let expected: BTreeSet<String> = match code.as_str() {
            "sap-het-quyen" => ["Đỗ Quang Minh"].map(str::to_owned).into(),
            "ma-het-han" => ["Phạm Thu Hà"].map(str::to_owned).into(),
            "chua-hai-buoc" => ["Lê Văn Bình"].map(str::to_owned).into(),
            _ => all
                .iter()
                .filter(|name| !["Lê Văn Bình", "Trần Văn Nam"].contains(name))
                .map(|name| (*name).to_owned())
                .collect(),
        };
        assert_eq!(names, expected, "{code}");
    }
    // A head filters the same way, within the own units.
    let got = page_as(&service.demo(), HEAD, "vi", "/tai-khoan?loc=chua-kich-hoat").await;
    let names = listed(&got);
    assert!(names.contains("Võ Ngọc Lan") && !names.contains("Hồ Văn Tám"), "{names:?}");
    // The day before, the inspector's access was not worth a line.
    service.clock.set("2026-11-30T02:00:00Z".parse().unwrap());
    let earlier = waits(&admin(&service, "/quan-tri").await);
    assert!(earlier.iter().all(|(code, _n)| code != "sap-het-quyen"), "{earlier:?}");
}

#[tokio::test]
async fn a_code_that_ran_out_is_missed_no_more_once_the_holder_signed_in() {
    let service = province().await;
    activates(&service, NAM + 0x100).await;
    code_for(&service, NAM + 0x100).await;
    service.clock.set(hoso::clock::Clock::now(&*service.clock) + ACTIVATION_FOR);
    assert!(waits(&admin(&service, "/quan-tri").await).contains(&("ma-het-han".to_owned(), 1)));
    let typed = [("ten", "namtv"), ("mat_khau", PASSWORD)];
    to(&Browser::new(service.closed()).post("/dang-nhap", &typed).await);
    let left = waits(&admin(&service, "/quan-tri").await);
    assert!(left.iter().all(|(code, _n)| code != "ma-het-han"), "{left:?}");
}

#[tokio::test]
async fn units_are_found_without_marks_and_tell_who_is_there() {
    let service = province().await;
    let tree = admin(&service, "/quan-tri/don-vi").await;
    let said = words(&tree);
    for told in [
        "5 đơn vị.",
        "H53.50 · Xã, phường",
        "2 đơn vị trực thuộc (mọi cấp)",
        "tính cả đơn vị trực thuộc: 4",
        "H53.50.1 · 4 người",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    assert!(tree.text.contains(&format!("/tai-khoan/{}\">Lê Văn Bình", uuid(OFFICER))));
    assert!(said.contains("◆ Chưa có"), "the province itself has no data officer");
    for (asked, found, not) in [
        ("tram+y+te", "Trạm Y tế xã Đức Hòa", "Trường THCS"),
        ("thcs+tran", "Trường THCS Trần Phú", "Trạm Y tế"),
        ("h53.50", "Trường THCS Trần Phú", "Sở Nội vụ"),
    ] {
        let got = admin(&service, &format!("/quan-tri/don-vi?tim={asked}")).await;
        assert!(got.text.contains(&format!(">{found}")), "{asked}");
        assert!(!got.text.contains(&format!(">{not}")), "{asked}");
    }
    let none = admin(&service, "/quan-tri/don-vi?tim=khong+co").await;
    assert!(words(&none).contains("Không có đơn vị nào khớp với “khong co”."));
}

#[tokio::test]
async fn a_unit_tells_its_history_from_facts_each_with_paper_and_recorder() {
    let service = province().await;
    for command in [
        UnitCommand::RenameUnit {
            unit: unit(SCHOOL),
            name: UnitName::parse("Trường THCS Đức Hòa").unwrap(),
            effective_on: day("2026-02-01"),
            basis: paper("17/QĐ-UBND", "2026-01-28"),
        },
        UnitCommand::MoveUnit {
            unit: unit(SCHOOL),
            parent: unit(HOME_AFFAIRS),
            effective_on: day("2026-03-02"),
            basis: paper("18/QĐ-UBND", "2026-02-27"),
        },
    ] {
        service.by(&service.actor(ADMINISTRATOR).await, Command::Unit(command)).await;
    }
    let page = admin(&service, "/quan-tri/don-vi/H53.50.1").await;
    let said = words(&page);
    for told in [
        "Thành lập với tên “Trường THCS Trần Phú”, trực thuộc Ủy ban nhân dân xã Đức Hòa.",
        "số 01/QĐ-UBND ngày 02/01/2026",
        "Đổi tên thành “Trường THCS Đức Hòa”.",
        "số 17/QĐ-UBND ngày 28/01/2026",
        "Chuyển về trực thuộc Sở Nội vụ.",
        "Vũ Thị Thảo (Tỉnh Tây Ninh), lúc 09:00 03/03/2026",
        "Hồ Văn Tám thuộc Sở Nội vụ",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    let fact = link_under(&page.text, "/su-kien/");
    let fact = admin(&service, &fact).await;
    assert!(words(&fact).contains("Đã thành lập đơn vị"), "an administrator reads the fact");
}

/// A province with so many schools below communes.
async fn large(communes: u128, schools: u128) -> Service {
    let mut service = empty().await;
    let given = ["Lê Lợi", "Nguyễn Huệ", "Trần Phú", "Võ Thị Sáu", "Phan Bội Châu", "Hùng Vương"];
    let kinds = ["Trường Tiểu học", "Trường THCS", "Trường Mầm non", "Trạm Y tế", "Trung tâm"];
    let new = |n: u128, code: String, name: String, kind, parent: Option<u128>| NewUnit {
        unit: unit(n),
        code: UnitCode::parse(&code).unwrap(),
        name: UnitName::parse(&name).unwrap(),
        kind,
        parent: parent.map(unit),
    };
    let province = new(PROVINCE, "H53".into(), "Tỉnh Tây Ninh".into(), UnitKind::Province, None);
    let mut units = vec![province];
    for commune in 0..communes {
        let id = 0x10_000 + commune * 0x100;
        let place = format!("{} {commune}", given[(commune % 6) as usize]);
        let (code, name) = (format!("H53.{}", 10 + commune), format!("Xã {place}"));
        units.push(new(id, code, name, UnitKind::Commune, Some(PROVINCE)));
        for school in 0..schools {
            let code = format!("H53.{}.{school}", 10 + commune);
            let (kind, whose) = (kinds[(school % 5) as usize], given[(school / 5 % 6) as usize]);
            let name = format!("{kind} {whose} {place}");
            units.push(new(id + 1 + school, code, name, UnitKind::School, Some(id)));
        }
    }
    let (effective_on, basis) = (day("2026-01-05"), paper("01/QĐ-UBND", "2026-01-02"));
    let founded = UnitCommand::EstablishUnits { units, effective_on, basis };
    service.by(&Actor::service(), Command::Unit(founded)).await;
    service.staff(ADMINISTRATOR, "Vũ Thị Thảo", PROVINCE, Role::Administrator, PROVINCE).await;
    service.cast.push(CastMember {
        account: account(ADMINISTRATOR),
        name: "Vũ Thị Thảo".to_owned(),
        role_key: "administrator",
        unit_code: "H53".to_owned(),
        dossier: None,
    });
    service
}

fn compressed(text: &str) -> usize {
    let mut out = flate2::write::GzEncoder::new(vec![], flate2::Compression::default());
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap().len()
}

#[tokio::test]
async fn fourteen_hundred_units_are_one_small_page() {
    let service = large(100, 13).await;
    let tree = admin(&service, "/quan-tri/don-vi").await;
    assert!(words(&tree).contains("1.401 đơn vị."));
    assert!(tree.text.contains("H53.109.12 · 0 người"), "the last of all is there to unfold");
    let bytes = compressed(&tree.text);
    assert!(bytes <= 60 * 1024, "{bytes} bytes");
    // A search that finds more than a page holds goes on.
    let first = admin(&service, "/quan-tri/don-vi?tim=truong+mam+non").await;
    assert!(words(&first).contains("300 đơn vị khớp"), "{}", words(&first));
    assert!(first.text.contains("trang=2\" rel=\"next\""));
    let last = admin(&service, "/quan-tri/don-vi?tim=truong+mam+non&trang=6").await;
    assert!(!last.text.contains("rel=\"next\"") && last.text.contains("rel=\"prev\""));
}

#[tokio::test]
async fn everyone_who_is_signed_in_reads_the_calendar_and_has_it_count() {
    let service = province().await;
    let router = service.demo();
    let official = NAM + 0x100;
    for (lang, due) in [("vi", "hết hạn lúc 24:00 ngày 30/11/2026 (Thứ Hai)"), ("en", "30/11/2026")]
    {
        let path = "/quan-tri/lich?tu=20/11/2026&n=5";
        let got = page_as(&router, official, lang, path).await;
        assert_eq!(got.status, StatusCode::OK);
        is_sound(&got, lang, path);
        assert!(words(&got).contains(due), "{}", words(&got));
        assert!(!got.text.contains("href=\"/su-kien/"), "facts are for those with a board");
    }
    let got = page_as(&router, official, "vi", "/quan-tri/lich").await;
    let said = words(&got);
    assert!(said.contains("Năm 2026:") && said.contains("Nghỉ hoán đổi, làm bù ngày 10/01/2026"));
    for (asked, told) in [
        ("tu=30/2/2026&n=5", "Nhập đủ ngày, tháng, năm, ví dụ 20/11/2026."),
        ("tu=20/11/2026&n=367", "Nhập một số nguyên từ 0 đến 366."),
        ("tu=20/11/2026&n=", "Nhập một số nguyên từ 0 đến 366."),
        ("tu=28/12/2027&n=10", "Chưa có lịch làm việc năm 2028"),
    ] {
        let got = page_as(&router, official, "vi", &format!("/quan-tri/lich?{asked}")).await;
        assert!(words(&got).contains(told), "{asked}: {}", words(&got));
    }
    // A day given free later is told with its own paper, and counted from then on.
    let decreed = CalendarCommand::DecreeDayOff {
        date: day("2026-11-25"),
        name: "Nghỉ tránh bão".to_owned(),
        basis: paper("99/CĐ-UBND", "2026-03-02"),
    };
    service.by(&Actor::service(), Command::Calendar(decreed)).await;
    let got = admin(&service, "/quan-tri/lich?tu=20/11/2026&n=5").await;
    let said = words(&got);
    assert!(said.contains("hết hạn lúc 24:00 ngày 01/12/2026 (Thứ Ba)"), "{said}");
    assert!(said.contains("Nghỉ lễ: Nghỉ tránh bão số 99/CĐ-UBND ngày 02/03/2026"), "{said}");
    assert!(got.text.contains("href=\"/su-kien/"), "an administrator goes on to the fact");
}

#[tokio::test]
async fn rules_are_told_with_what_holds_today_and_what_is_known_to_come() {
    let service = province().await;
    let home = words(&admin(&service, "/quan-tri").await);
    assert!(home.contains("TN-842-2023 , từ 05/04/2023"), "{home}");
    assert!(home.contains("Không có thay đổi nào đã công bố cho thời gian tới."), "{home}");
    let pack = RulebookCommand::from(rule_pack("ND27-2026").unwrap());
    let ready = words(&admin(&service, "/quan-tri/quy-tac").await);
    assert!(ready.contains("Sẵn sàng để áp dụng: ND27-2026."), "{ready}");
    service.by(&Actor::service(), Command::Rulebook(pack)).await;

    let got = page_as(&service.demo(), NAM + 0x100, "vi", "/quan-tri/quy-tac").await;
    is_sound(&got, "vi", "/quan-tri/quy-tac");
    let said = words(&got);
    let issue = said.split("Khai hồ sơ lần đầu").next().unwrap();
    for told in [
        "5 ngày làm việc Đang áp dụng Hiệu lực từ 05/04/2023 đến hết 30/06/2026",
        "3 ngày Sắp áp dụng Hiệu lực từ 01/07/2026",
        "QĐ 842/QĐ-UBND ngày 05/4/2023 (tạo lập tài khoản)",
        "Bộ quy định ND27-2026, phiên bản 2",
    ] {
        assert!(issue.contains(told), "{told}: {issue}");
    }
    assert!(!said.contains("hoso rules adopt"), "how to change it is for administrators");
    let home = words(&admin(&service, "/quan-tri").await);
    assert!(home.contains("Thay đổi tiếp theo: từ 01/07/2026."), "{home}");
    service.clock.set("2026-07-01T02:00:00Z".parse().unwrap());
    let said = words(&page_as(&service.demo(), HEAD, "vi", "/quan-tri/quy-tac").await);
    assert!(said.contains("3 ngày Đang áp dụng") && said.contains("Đã hết hiệu lực"), "{said}");
    let why = format!("/ho-so/{}/vi-sao/issue_account/-", uuid(HUONG));
    let why = page_as(&service.demo(), HUONG + 0x100, "vi", &why).await;
    for way in ["href=\"/quan-tri/lich\"", "href=\"/quan-tri/quy-tac\""] {
        assert!(why.text.contains(way), "“why this date” leads to {way}");
    }
}

#[tokio::test]
async fn health_says_what_the_doctor_finds_and_what_to_do() {
    let service = province().await;
    let got = admin(&service, "/quan-tri/suc-khoe").await;
    let said = words(&got);
    for told in [
        "Việc ghi ● Tốt đang nhận nội dung mới",
        "Lịch làm việc ● Tốt 2023, 2024, 2025, 2026, 2027",
        "Quy định đang áp dụng ● Tốt TN-842-2023",
        "Số đơn vị ● Tốt 5",
        "SQLite 3.",
        "Đĩa của thư mục dữ liệu",
        "Dung lượng cơ sở dữ liệu ● Tốt",
        "Nơi lưu bản quét ● Tốt",
        "không ghi là dữ liệu giả",
        env!("CARGO_PKG_VERSION"),
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    for name in ["Hường", "Trần Văn Nam"] {
        assert!(!said.contains(name), "no dossier content");
    }
    // What is wrong stands first, with what to do, and the home leads to it.
    service.clock.set("2027-11-05T02:00:00Z".parse().unwrap());
    let said = words(&admin(&service, "/quan-tri/suc-khoe").await);
    let first = said.split("Việc ghi").next().unwrap();
    assert!(first.contains("Lịch làm việc ◆ Cần chú ý"), "{first}");
    assert!(first.contains("chưa có lịch năm 2028. Công bố lịch năm còn thiếu"), "{first}");
    let home = words(&admin(&service, "/quan-tri").await);
    assert!(home.contains("Chưa công bố lịch làm việc năm 2028"), "{home}");
    // The calendar, and facts that nobody signed in all that time.
    assert!(home.contains("◆ 2 mục cần chú ý"), "{home}");
    assert!(said.contains("chưa được niêm phong"), "{said}");
    // A clock that went back is a fault.
    service.clock.set("2026-02-01T02:00:00Z".parse().unwrap());
    let said = words(&admin(&service, "/quan-tri/suc-khoe").await);
    assert!(said.contains("Lần ghi gần nhất ▲ Lỗi"), "{said}");
    let home = words(&admin(&service, "/quan-tri").await);
    assert!(home.contains("1 lỗi của hệ thống cần khắc phục ngay"), "{home}");
}

#[test]
fn every_question_of_the_doctor_and_every_answer_has_words_on_the_page() {
    let health = sources::read("src/app/health.rs");
    let program = health.split("#[cfg(test)]").next().unwrap();
    let page = sources::read("src/web/pages/administration/health.rs");
    let is_code = |text: &&str| {
        text.len() > 3 && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b == b'_')
    };
    // What is put into a sentence, and what settings are set to.
    let others = [
        "found",
        "known",
        "count",
        "names",
        "instant",
        "years",
        "year",
        "free",
        "size",
        "unsigned",
        "full",
        "extra",
        "remote_write",
        "remote_apply",
        "warn",
        "fail",
    ];
    let code = program.lines().map(|line| line.split("//").next().unwrap_or_default());
    let mut asked = 0;
    for text in code.flat_map(sources::quoted).filter(is_code) {
        if !others.contains(&text) {
            asked += 1;
            assert!(page.contains(&format!("(\"{text}\",")), "the page has no words for {text}");
        }
    }
    assert!(asked > 30, "the codes were not found");
}

#[tokio::test]
async fn a_service_without_units_says_what_to_do_first() {
    let service = empty().await;
    let got = ask(&service.closed(), axum::http::Method::GET, "/quan-tri", &[], "").await;
    assert!(got.status.is_redirection() || got.status == StatusCode::UNAUTHORIZED);
    let refused = service.app.health(&nobody()).await;
    assert!(refused.is_err(), "without a province nobody administers it");
    assert!(service.app.health(&Actor::service()).await.is_ok());
}

/// An account that holds nothing.
fn nobody() -> Actor {
    Actor { is_service: false, ..Actor::service() }
}
