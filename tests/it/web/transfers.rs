//! A transfer through its pages: ordered, released, received, accepted, by forms alone; and what
//! either unit sees of it.

use axum::http::StatusCode;
use hoso::app::Command;
use hoso_events::{
    dossier::{DossierCommand, TransferKind, TransferStep},
    ids::TransferId,
};
use serde_json::json;

use super::{
    filled::Filled,
    fixture::{
        ADMINISTRATOR, Got, HEAD, HOME_AFFAIRS, HUONG, INSPECTOR, OFFICER, STRANGER, Service, day,
        dossier, page_as, paper, province, send, unit, uuid,
    },
    pages::is_sound,
};

/// Orders dossier `n` to the department, as the transfer of the same number.
pub async fn is_ordered(service: &Service, n: u128) {
    let step = TransferStep::Order {
        to: unit(HOME_AFFAIRS),
        kind: TransferKind::Reassignment,
        decision: paper("310/QĐ-SNV", "2026-03-02"),
        effective_on: day("2026-03-02"),
        term_ends_on: None,
    };
    let command = DossierCommand::Transfer { transfer: TransferId::from_uuid(uuid(n)), step };
    let officer = service.actor(OFFICER).await;
    service.by(&officer, Command::Dossier(dossier(n), command)).await;
}

/// The code of the station, which is dissolved here.
pub async fn an_ended_unit(service: &Service) -> &'static str {
    let token = service.token(ADMINISTRATOR).await;
    let basis = json!({ "number": "19/QĐ-UBND", "dated_on": "2026-02-27", "issuer": "Ủy ban nhân dân tỉnh" });
    let body = json!({ "effective_on": "2026-03-02", "basis": basis });
    let path = "/api/v1/units/H53.50.2/dissolution";
    let done = send(&service.closed(), &token, "it-ends", path, body).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.text);
    "H53.50.2"
}

fn path() -> String {
    format!("/dieu-chuyen/{}", uuid(HUONG))
}

/// Orders the transfer of Hường.
async fn begin() -> Service {
    let service = province().await;
    is_ordered(&service, HUONG).await;
    service
}

async fn sees(service: &Service, who: u128, path: &str) -> Got {
    page_as(&service.demo(), who, "vi", path).await
}

/// Presses a button of the page with what was typed beside it.
async fn presses(service: &Service, who: u128, button: &str, typed: &[(&str, &str)]) -> Got {
    let page = sees(service, who, &path()).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    let mut form = Filled::of(&page, &path());
    for (name, text) in typed {
        form = form.with(name, text);
    }
    form.with("viec", button).send(&service.demo(), who, "vi").await
}

async fn takes(service: &Service, who: u128, button: &str, typed: &[(&str, &str)]) {
    let done = presses(service, who, button, typed).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{button}: {}", done.text);
    let there = sees(service, who, done.header("location")).await;
    assert_eq!(there.status, StatusCode::OK);
    is_sound(&there, "vi", done.header("location"));
}

const INVENTORY: (&str, &str) = ("ban_ke", "Sơ yếu lý lịch; 12\nQuyết định tuyển dụng; 2");

async fn is_released(service: &Service, on: &str) {
    takes(service, OFFICER, "ban-giao", &[INVENTORY, ("ngay_ban_giao", on)]).await;
}

#[tokio::test]
async fn a_transfer_goes_through_by_forms_alone() {
    let service = province().await;
    let router = service.demo();
    let order = format!("/ho-so/{}/dieu-chuyen", uuid(HUONG));
    let dossier_page = sees(&service, OFFICER, &format!("/ho-so/{}", uuid(HUONG))).await;
    assert!(dossier_page.text.contains(&order), "the dossier leads there");
    let form = Filled::of(&sees(&service, OFFICER, &order).await, &order)
        .with("don_vi_den", "so noi vu")
        .with("loai", "reassignment")
        .with("so_vb", "310/QĐ-SNV")
        .with("ngay_vb", "2/3/2026")
        .with("noi_ban_hanh", "Sở Nội vụ tỉnh Tây Ninh")
        .with("ngay_hieu_luc", "2/3/2026");
    let done = form.send(&router, OFFICER, "vi").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let to = done.header("location").to_owned();
    let again = form.send(&router, OFFICER, "vi").await;
    assert_eq!(again.header("location"), to, "sent twice it is one order");
    let at = to.split('?').next().unwrap().to_owned();
    let press = async |who: u128, button: &str, typed: &[(&str, &str)]| {
        let mut form = Filled::of(&sees(&service, who, &at).await, &at);
        for (name, text) in typed {
            form = form.with(name, text);
        }
        let done = form.with("viec", button).send(&router, who, "vi").await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{button}: {}", done.text);
    };
    press(OFFICER, "ban-giao", &[INVENTORY, ("ngay_ban_giao", "2/3/2026")]).await;
    press(STRANGER, "nhan", &[("ngay_nhan", "3/3/2026")]).await;
    let due = sees(&service, STRANGER, &at).await;
    assert!(due.text.contains("hạn 17/03/2026"), "{}", due.text);
    let accept = [("da_so", "1"), ("ngay_tiep_nhan", "3/3/2026")];
    press(STRANGER, "tiep-nhan", &accept).await;
    let opened = sees(&service, STRANGER, &format!("/ho-so/{}", uuid(HUONG))).await;
    assert_eq!(opened.status, StatusCode::OK);
    let before = sees(&service, OFFICER, &format!("/ho-so/{}", uuid(HUONG))).await;
    assert!(before.text.contains("Đơn vị chỉ xem phần hồ sơ đến ngày 03/03/2026"));
}

#[tokio::test]
async fn the_receiver_sees_the_cover_sheet_and_nothing_of_the_record() {
    let service = begin().await;
    is_released(&service, "2/3/2026").await;
    for lang in ["vi", "en"] {
        let got = page_as(&service.demo(), STRANGER, lang, &path()).await;
        assert_eq!(got.status, StatusCode::OK);
        is_sound(&got, lang, &path());
        assert!(got.text.contains("Nguyễn Thị Hường") && got.text.contains("Sơ yếu lý lịch"));
        for secret in ["0987654321", "Hùng Vương", "1985", "2,67", "Long An"] {
            assert!(!got.text.contains(secret), "{secret}");
        }
    }
    let unknown = format!("/ho-so/{}", uuid(0xDEAD));
    let there = sees(&service, STRANGER, &format!("/ho-so/{}", uuid(HUONG))).await;
    let none = sees(&service, STRANGER, &unknown).await;
    assert_eq!((there.status, none.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    let list = sees(&service, STRANGER, "/dieu-chuyen").await;
    is_sound(&list, "vi", "/dieu-chuyen");
    assert!(list.text.contains(&path()) && list.text.contains("310/QĐ-SNV"));
}

#[tokio::test]
async fn who_only_reads_sees_the_steps_and_takes_none() {
    let service = begin().await;
    for who in [HEAD, INSPECTOR] {
        let got = sees(&service, who, &path()).await;
        assert_eq!(got.status, StatusCode::OK);
        assert!(!got.text.contains("ban_ke"), "no form");
    }
    let person = sees(&service, HUONG + 0x100, &path()).await;
    assert_eq!(person.status, StatusCode::OK, "the person sees their own way");
    assert!(!person.text.contains("ban_ke"));
    let receiver = sees(&service, STRANGER, &path()).await;
    assert!(!receiver.text.contains("ban_ke") && receiver.text.contains("ly_do_tu_choi"));
    let form = Filled::of(&receiver, &path());
    let form = form.with("viec", "ban-giao").with(INVENTORY.0, INVENTORY.1);
    let denied = form.with("ngay_ban_giao", "2/3/2026").send(&service.demo(), STRANGER, "vi").await;
    assert_eq!(denied.status, StatusCode::NOT_FOUND, "it is the old unit's step");
}

#[tokio::test]
async fn what_is_wrong_with_a_step_is_said_at_its_field_and_what_was_typed_stays() {
    let service = begin().await;
    for (typed, words) in [
        ([("ban_ke", "Sơ yếu lý lịch"), ("ngay_ban_giao", "2/3/2026")], "Dòng 1 của bản kê"),
        ([("ban_ke", ""), ("ngay_ban_giao", "2/3/2026")], "Bản kê chưa có văn bản nào"),
        ([INVENTORY, ("ngay_ban_giao", "4/3/2026")], "Ngày này chưa tới"),
        ([INVENTORY, ("ngay_ban_giao", "1/3/2026")], "sớm hơn ngày của bước trước"),
    ] {
        let got = presses(&service, OFFICER, "ban-giao", &typed).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        is_sound(&got, "vi", words);
        assert!(got.text.matches(words).count() >= 2, "{words}: {}", got.text);
        assert!(got.text.contains(typed[1].1), "what was typed stays");
    }
    is_released(&service, "2/3/2026").await;
    let got = presses(&service, STRANGER, "chua-du", &[("ngay_nhan", "3/3/2026")]).await;
    assert!(got.text.contains("Ghi ít nhất một lý do"), "{}", got.text);
    let typed = [("ngay_nhan", "3/3/2026"), ("thieu_sot", "Thiếu bản kê\nThiếu niêm phong")];
    takes(&service, STRANGER, "chua-du", &typed).await;
    let told = sees(&service, OFFICER, &path()).await;
    assert!(told.text.contains("Thiếu niêm phong"), "the old unit reads why");
    takes(&service, OFFICER, "thu-hoi", &[("ly_do_thu_hoi", "Bổ sung bản kê")]).await;
    is_released(&service, "3/3/2026").await;
    takes(&service, STRANGER, "nhan", &[("ngay_nhan", "3/3/2026")]).await;
    let got = presses(&service, STRANGER, "tiep-nhan", &[("ngay_tiep_nhan", "3/3/2026")]).await;
    assert!(got.text.contains("So hồ sơ giấy với bản kê rồi"), "{}", got.text);
    let got = presses(&service, STRANGER, "tu-choi", &[("ly_do_tu_choi", "")]).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    takes(&service, STRANGER, "tu-choi", &[("ly_do_tu_choi", "Không có chỉ tiêu")]).await;
    let told = sees(&service, OFFICER, &path()).await;
    assert!(told.text.contains("Không có chỉ tiêu") && !told.text.contains("name=\"viec\""));
}

#[tokio::test]
async fn what_is_wrong_with_an_order_is_said_at_its_field_and_what_was_typed_stays() {
    let service = province().await;
    let ended = an_ended_unit(&service).await;
    let order = format!("/ho-so/{}/dieu-chuyen", uuid(HUONG));
    let page = sees(&service, OFFICER, &order).await;
    let whole = [
        ("don_vi_den", "H53.01"),
        ("loai", "rotation"),
        ("so_vb", "310/QĐ-SNV"),
        ("ngay_vb", "2/3/2026"),
        ("noi_ban_hanh", "Sở Nội vụ tỉnh Tây Ninh"),
        ("ngay_hieu_luc", "2/3/2026"),
        ("ngay_cuoi", "2/3/2029"),
    ];
    for (field, text, told) in [
        ("don_vi_den", ended, "Đơn vị này đã kết thúc hoạt động"),
        ("don_vi_den", "H53.50.1", "Đơn vị này đang quản lý hồ sơ"),
        ("don_vi_den", "không có", "Chọn đơn vị mới"),
        ("loai", "", "Chọn hình thức điều chuyển"),
        ("ngay_vb", "4/3/2026", "Ngày ký văn bản chưa tới"),
        ("ngay_cuoi", "1/3/2026", "Ngày cuối sớm hơn ngày quyết định có hiệu lực"),
        ("ngay_cuoi", "", "Luân chuyển có thời hạn"),
    ] {
        let form = whole.iter().fold(Filled::of(&page, &order), |form, (name, right)| {
            form.with(name, if *name == field { text } else { right })
        });
        let got = form.send(&service.demo(), OFFICER, "vi").await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        is_sound(&got, "vi", told);
        let at = format!("href=\"#o-{}\"", field.replace('_', "-"));
        assert!(got.text.contains(&at) && got.text.contains(text), "{told}: {}", got.text);
        assert_eq!(got.text.matches(told).count(), 2, "in the summary and there: {}", got.text);
    }
    let got = sees(&service, OFFICER, &order).await;
    assert!(got.text.contains("don_vi_den"), "nothing was ordered");
}

#[tokio::test]
async fn an_order_that_comes_second_leads_to_the_transfer_under_way_and_to_no_field() {
    let service = province().await;
    let order = format!("/ho-so/{}/dieu-chuyen", uuid(HUONG));
    let form = Filled::of(&sees(&service, OFFICER, &order).await, &order);
    is_ordered(&service, HUONG).await;
    let got = form.with("don_vi_den", "không có").send(&service.demo(), OFFICER, "vi").await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    is_sound(&got, "vi", &order);
    assert!(got.text.contains("Hồ sơ này đang được điều chuyển") && got.text.contains(&path()));
    assert!(!got.text.contains("href=\"#o-"), "no field is there: {}", got.text);
}

#[tokio::test]
async fn an_order_to_a_unit_that_has_ended_points_at_the_unit() {
    let service = province().await;
    let ended = an_ended_unit(&service).await;
    let token = service.token(OFFICER).await;
    let decision =
        json!({ "number": "310/QĐ-SNV", "dated_on": "2026-03-02", "issuer": "Sở Nội vụ" });
    let transfer = json!({ "to": ended, "kind": "reassignment", "decision": decision,
        "effective_on": "2026-03-02" });
    let secondment = json!({ "host": ended, "decision": decision, "begins_on": "2026-03-04",
        "ends_on": "2026-03-31" });
    for (what, body, place) in
        [("transfers", transfer, "/to"), ("secondments", secondment, "/host")]
    {
        let path = format!("/api/v1/dossiers/{}/{what}", uuid(HUONG));
        let got = send(&service.closed(), &token, what, &path, body).await;
        assert_eq!(got.problem(), (422, "unit_ended".into(), Some(place.into())), "{}", got.text);
    }
}

#[tokio::test]
async fn who_has_yet_to_take_over_comes_to_the_transfer_and_to_why_it_is_due() {
    let service = begin().await;
    is_released(&service, "3/3/2026").await;
    takes(&service, STRANGER, "nhan", &[("ngay_nhan", "3/3/2026")]).await;
    let dossier = format!("/ho-so/{}", uuid(HUONG));
    let why = format!("{dossier}/vi-sao/take_over/{}", uuid(HUONG));
    let list = sees(&service, STRANGER, "/viec").await;
    assert!(list.text.contains(&format!("href=\"{}\"", path())), "{}", list.text);
    assert!(list.text.contains(&format!("href=\"{why}\"")));
    assert!(!list.text.contains(&format!("href=\"{dossier}\"")), "it is not open to them yet");
    for (who, reads) in [(STRANGER, false), (OFFICER, true)] {
        let page = sees(&service, who, &why).await;
        assert_eq!(page.status, StatusCode::OK, "{who:x}");
        is_sound(&page, "vi", &why);
        assert!(page.text.contains(&format!("href=\"{}\"", path())), "the way back");
        assert_eq!(page.text.contains("href=\"/su-kien/"), reads, "{who:x}");
    }
    // The transfer of one person tells nothing of another, and nobody else is told.
    let other = format!("/ho-so/{}/vi-sao/take_over/{}", uuid(HUONG + 1), uuid(HUONG));
    for (who, path) in [(OFFICER, &other), (STRANGER, &other), (ADMINISTRATOR, &why)] {
        assert_eq!(sees(&service, who, path).await.status, StatusCode::NOT_FOUND, "{who:x}");
    }
}
