//! Lists on pages: brought, looked at, confirmed, undone; and lists going out.

use std::{io::Cursor, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use calamine::{Reader as _, Xlsx};
use tower::ServiceExt as _;

use super::fixture::{HEAD, INSPECTOR, OFFICER, STRANGER, Service, page_as, province, uuid};

const SAMPLE: &[u8] = include_bytes!("../../data/danh-sach-mau.xlsx");
const HEADER: &str = "STT;Họ và tên;Ngày sinh;Số CCCD;Mã đơn vị\n";
const CHAU: &str = "1;Huỳnh Thị Châu;01/04/1969;080169611097;\n";
const NAM: &str = "2;Lê Văn Nam;12/05/1995;080095298420;H53.50.1\n";
const WRONG: &str = "3;Trần Văn Ý;31/02/1990;12345;\n";
const ELSEWHERE: &str = "4;Đỗ Thị Hoa;12/05/1995;080195298420;H53.01\n";

pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    refresh: bool,
    bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }
}

async fn answer(
    router: &Router,
    n: u128,
    request: axum::http::request::Builder,
    body: Vec<u8>,
) -> Answer {
    let request = request
        .header(header::COOKIE, format!("hoso_vai={}; hoso_ngon_ngu=vi", uuid(n)))
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let header = |name| response.headers().get(name).map(|v| v.to_str().unwrap().to_owned());
    let (location, refresh) = (header(header::LOCATION), header(header::REFRESH));
    let status = response.status();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
    Answer { status, location: location.unwrap_or_default(), refresh: refresh.is_some(), bytes }
}

pub async fn get(router: &Router, n: u128, path: &str) -> Answer {
    answer(router, n, Request::get(path), vec![]).await
}

pub async fn post(router: &Router, n: u128, path: &str, fields: &[(&str, &str)]) -> Answer {
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let key = uuid::Uuid::from_u128(fields.len() as u128 + 1).to_string();
    let keyed = [("khoa", key.as_str())];
    let pairs = fields.iter().chain(&keyed);
    let body = pairs.map(|(name, text)| format!("{name}={}", encoded(text))).collect::<Vec<_>>();
    let request =
        Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    answer(router, n, request, body.join("&").into_bytes()).await
}

pub async fn bring(router: &Router, n: u128, key: u128, unit: &str, bytes: &[u8]) -> Answer {
    let mut body = vec![];
    for (name, text) in [("khoa", uuid::Uuid::from_u128(key).to_string()), ("don_vi", unit.into())]
    {
        let part =
            format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
        body.extend(part.into_bytes());
    }
    let head = "--b\r\ncontent-disposition: form-data; name=\"tep\"; filename=\"ds.csv\"\r\n\r\n";
    body.extend(head.as_bytes());
    body.extend(bytes);
    body.extend(b"\r\n--b--\r\n");
    let request =
        Request::post("/nhap").header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
    answer(router, n, request, body).await
}

/// The page of a list once nobody works on it any more.
pub async fn settled(router: &Router, n: u128, path: &str) -> String {
    for _ in 0..600 {
        let shown = get(router, n, path).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
        if !shown.refresh {
            return shown.text();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{path} is still worked on");
}

async fn brought(service: &Service, unit: &str, list: &str) -> (Router, String, String) {
    let router = service.demo();
    let answer = bring(&router, OFFICER, 0xF1, unit, list.as_bytes()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let shown = settled(&router, OFFICER, &answer.location).await;
    (router, answer.location, shown)
}

pub const CONFIRM: [(&str, &str); 4] = [
    ("so", "Danh sách 12"),
    ("ngay", "02/03/2026"),
    ("noi_lap", "UBND xã Đức Hòa"),
    ("xac_nhan", "02/03/2026"),
];

pub fn confirm(take: &'static str) -> Vec<(&'static str, &'static str)> {
    [&CONFIRM[..], &[("nhap", take)]].concat()
}

#[tokio::test]
async fn a_list_is_brought_looked_at_confirmed_and_undone() {
    let service = province().await;
    let (router, path, shown) = brought(&service, "H53.50", &[HEADER, CHAU, NAM].concat()).await;
    assert!(shown.contains("Chờ bạn xác nhận: 2 hồ sơ mới"), "{shown}");
    assert!(shown.contains("Nhập 2 hồ sơ"), "{shown}");
    let same = bring(&router, OFFICER, 0xF1, "H53.50", b"x").await;
    assert_eq!(same.location, path, "the same form twice is one list");

    let done = post(&router, OFFICER, &format!("{path}/ghi"), &confirm("tat-ca")).await;
    assert_eq!((done.status, &done.location), (StatusCode::SEE_OTHER, &path));
    let shown = settled(&router, OFFICER, &path).await;
    assert!(shown.contains("Đã nhập 2 hồ sơ"), "{shown}");
    let people = page_as(&router, OFFICER, "vi", "/ho-so?tim=huynh+chau").await;
    assert!(people.text.contains("Huỳnh Thị Châu"), "{}", people.text);

    let again = post(&router, OFFICER, &format!("{path}/ghi"), &confirm("tat-ca")).await;
    assert_eq!(again.location, path, "confirmed twice is once");
    let wordless = post(&router, OFFICER, &format!("{path}/rut"), &[("ly_do", " ")]).await;
    assert_eq!(wordless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wordless.text().contains("Nêu lý do rút lại"), "{}", wordless.text());
    let undo = [("ly_do", "chọn nhầm đơn vị")];
    post(&router, OFFICER, &format!("{path}/rut"), &undo).await;
    let shown = settled(&router, OFFICER, &path).await;
    assert!(shown.contains("Đã rút lại 2 hồ sơ"), "{shown}");
    let people = page_as(&router, OFFICER, "vi", "/ho-so?tim=huynh+chau").await;
    assert!(!people.text.contains("Huỳnh Thị Châu"), "{}", people.text);
}

#[tokio::test]
async fn what_is_wrong_is_told_per_cell_and_the_choice_is_explicit() {
    let service = province().await;
    let list = [HEADER, CHAU, WRONG, ELSEWHERE].concat();
    let (router, path, shown) = brought(&service, "H53.50", &list).await;
    for told in ["C3", "D3", "E4", "Đơn vị này ngoài phạm vi bạn được giao."] {
        assert!(shown.contains(told), "{told} is not in {shown}");
    }
    let ghi = format!("{path}/ghi");
    for (fields, told) in [
        (CONFIRM.to_vec(), "Chọn cách xử lý các dòng có lỗi."),
        (confirm("tat-ca"), "Còn dòng có lỗi nên chưa nhập tất cả được."),
    ] {
        let refused = post(&router, OFFICER, &ghi, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().contains(told), "{}", refused.text());
        assert!(refused.text().contains("Danh sách 12"), "what was typed is kept");
    }
    let copy = get(&router, OFFICER, &format!("{path}/loi.xlsx")).await;
    let mut book = Xlsx::new(Cursor::new(copy.bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    assert_eq!(range.get_value((0, 5)).unwrap().to_string(), "Lỗi");
    assert!(range.get_value((2, 5)).unwrap().to_string().starts_with("C3: "));
    assert!(range.get_value((1, 5)).is_none_or(|cell| cell.to_string().is_empty()));

    post(&router, OFFICER, &ghi, &confirm("dong-dung")).await;
    let shown = settled(&router, OFFICER, &path).await;
    assert!(shown.contains("Đã nhập 1 hồ sơ"), "{shown}");
}

#[tokio::test]
async fn columns_are_said_by_hand_when_they_are_not_understood() {
    let service = province().await;
    let list = "Nhân sự;Mã\nHuỳnh Thị Châu;080169611097\n";
    let (router, path, shown) = brought(&service, "H53.50", list).await;
    assert!(shown.contains("Chưa đọc được tệp") && shown.contains("Cột A: Nhân sự"), "{shown}");
    let said = [("cot-A", "full_name"), ("cot-B", "personal_id_no"), ("don_vi", "H53.50")];
    post(&router, OFFICER, &format!("{path}/cot"), &said).await;
    let shown = settled(&router, OFFICER, &path).await;
    assert!(shown.contains("Chờ bạn xác nhận: 1 hồ sơ mới"), "{shown}");
}

#[tokio::test]
async fn the_sample_is_taken_in_by_the_officer_and_by_nobody_else() {
    let service = province().await;
    let router = service.demo();
    for other in [HEAD, INSPECTOR] {
        assert_eq!(get(&router, other, "/nhap").await.status, StatusCode::NOT_FOUND);
        let refused = bring(&router, other, 0xF2, "", SAMPLE).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{}", refused.text());
    }
    let nobody = router.clone().oneshot(Request::get("/nhap").body(Body::empty()).unwrap()).await;
    assert_eq!(nobody.unwrap().status(), StatusCode::UNAUTHORIZED);
    let not_theirs = bring(&router, OFFICER, 0xF3, "H53.01", SAMPLE).await;
    assert_eq!(not_theirs.status, StatusCode::UNPROCESSABLE_ENTITY);
    let path = bring(&router, OFFICER, 0xF4, "H53.50", SAMPLE).await.location;
    for seen in ["", "/loi.xlsx"] {
        let refused = get(&router, STRANGER, &format!("{path}{seen}")).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "another's list is not there");
    }
    let shown = settled(&router, OFFICER, &path).await;
    assert!(shown.contains("Chờ bạn xác nhận: 40 hồ sơ mới"), "{shown}");
    let nothing = bring(&router, OFFICER, 0xF5, "H53.50", b"").await;
    assert!(nothing.text().contains("Chọn tệp danh sách cần nhập."), "{}", nothing.text());
}

#[tokio::test]
async fn a_file_may_be_larger_than_a_form_and_not_larger_than_its_bound() {
    let service = province().await;
    let router = service.demo();
    let long = [HEADER.as_bytes(), CHAU.as_bytes(), &vec![b'\n'; 300 * 1024]].concat();
    assert_eq!(bring(&router, OFFICER, 0xF6, "H53.50", &long).await.status, StatusCode::SEE_OTHER);
    let too_long = vec![b'a'; 20 * 1024 * 1024 + 70_000];
    let refused = bring(&router, OFFICER, 0xF7, "H53.50", &too_long).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Tệp phải nhỏ hơn 20 MB"), "told at the field");
    let huge = "x".repeat(300 * 1024);
    let refused = post(&router, OFFICER, "/nhap/none/rut", &[("ly_do", "x"), ("y", &huge)]).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE, "other forms keep their bound");
}

#[tokio::test]
async fn a_file_nobody_confirms_is_gone_after_a_day() {
    let service = province().await;
    let (router, path, _shown) = brought(&service, "H53.50", &[HEADER, CHAU].concat()).await;
    service.clock.set("2026-03-04T02:00:01Z".parse().unwrap());
    service.app.forget_old_files().await.unwrap();
    let shown = settled(&router, OFFICER, &path).await;
    assert!(shown.contains("Quá 24 giờ chưa xác nhận"), "{shown}");
    let gone = get(&router, OFFICER, &format!("{path}/loi.xlsx")).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn lists_go_out_with_the_search_of_the_page() {
    let service = province().await;
    let router = service.demo();
    let all = get(&router, OFFICER, "/ho-so.csv").await;
    assert_eq!(all.status, StatusCode::OK);
    let all = all.text();
    assert!(all.starts_with("\u{FEFF}STT;Họ và tên;Ngày sinh"), "{all}");
    assert_eq!(all.lines().count(), 5, "{all}");
    let one = get(&router, OFFICER, "/ho-so.csv?tim=huong&don_vi=").await.text();
    assert_eq!(one.lines().count(), 2, "{one}");
    let book = get(&router, OFFICER, "/ho-so.xlsx?don_vi=H53.50.1").await;
    assert!(Xlsx::new(Cursor::new(book.bytes)).is_ok());
    let nowhere = get(&router, OFFICER, "/ho-so.csv?don_vi=H53.01").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
}
