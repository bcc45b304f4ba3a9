//! Decisions about units on pages: what will happen is said before it is recorded, who is still kept
//! there stops an end, and what ended is no choice any more and stays in history.

use axum::http::StatusCode;

use super::{fixture::*, guest::*, pages::is_sound};

const STATION: &str = "/quan-tri/don-vi/H53.50.2";
const CHANGE: &str = "/quan-tri/don-vi/H53.50.2/thay-doi";

fn administrator(service: &Service) -> Browser {
    let browser = Browser::new(service.demo());
    browser.carry(format!("hoso_vai={}", uuid(ADMINISTRATOR)));
    browser
}

/// The address of a form that was filled in with a paper and a day.
fn filled(path: &str, fields: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(fields);
    query.extend_pairs([("xem", "1"), ("so_vb", "19/QĐ-UBND"), ("ngay_vb", "27/02/2026")]);
    query.append_pair("noi_ban_hanh", "Ủy ban nhân dân tỉnh");
    format!("{path}?{}", query.finish())
}

#[tokio::test]
async fn a_merger_is_foreseen_recorded_once_and_told_on_both_units() {
    let service = province().await;
    let browser = administrator(&service);
    let fields = [("viec", "sap-nhap"), ("vao", "H53.50.1"), ("ngay", "02/03/2026")];
    let page = browser.get(&filled(CHANGE, &fields)).await;
    is_sound(&page, "vi", CHANGE);
    for told in ["Sáp nhập vào Trường THCS Trần Phú.", "0 hồ sơ, 0 tài khoản", "Ghi nhận"]
    {
        assert!(page.text.contains(told), "{told}: {}", page.text);
    }
    let before = browser.get(STATION).await;
    assert!(!before.text.contains("Sáp nhập vào"), "nothing is recorded by looking");
    assert_eq!(to(&browser.send(&page, CHANGE, &[]).await), STATION);
    assert_eq!(to(&browser.send(&page, CHANGE, &[]).await), STATION);
    let after = browser.get(STATION).await;
    assert_eq!(after.text.matches("Sáp nhập vào Trường THCS Trần Phú.").count(), 1);
    assert!(after.text.contains("href=\"/quan-tri/don-vi/H53.50.1\">Trường THCS Trần Phú"));
    assert!(!after.text.contains("thay-doi"), "nothing is decided about it any more");
    let heir = browser.get("/quan-tri/don-vi/H53.50.1").await;
    assert!(heir.text.contains("href=\"/quan-tri/don-vi/H53.50.2\">Trạm Y tế xã Đức Hòa"));
    for path in ["/quan-tri/don-vi", "/tai-khoan", "/tai-khoan/moi"] {
        let list = browser.get(path).await;
        assert!(!list.text.contains("Trạm Y tế xã Đức Hòa"), "{path} offers what is no more");
    }
    let found = browser.get("/quan-tri/don-vi?tim=tram+y+te").await;
    assert!(found.text.contains("kết thúc hoạt động từ 02/03/2026"), "{}", found.text);
}

#[tokio::test]
async fn a_unit_with_people_shows_how_many_and_has_no_button() {
    let service = province().await;
    let browser = administrator(&service);
    let path = "/quan-tri/don-vi/H53.50.1/thay-doi";
    let fields = [("viec", "giai-the"), ("ngay", "02/03/2026")];
    for (lang, kept, button) in
        [("vi", "4 hồ sơ", "Ghi nhận</button>"), ("en", "4 dossiers", "Record it</button>")]
    {
        let got = page_as(&service.demo(), ADMINISTRATOR, lang, &filled(path, &fields)).await;
        is_sound(&got, lang, path);
        assert!(got.text.contains(kept) && !got.text.contains(button), "{}", got.text);
    }
    // Sent all the same, it is refused with the same numbers.
    let sent = [
        ("viec", "giai-the"),
        ("ngay", "02/03/2026"),
        ("so_vb", "19/QĐ-UBND"),
        ("ngay_vb", "27/02/2026"),
        ("noi_ban_hanh", "Ủy ban nhân dân tỉnh"),
    ];
    let got = browser.post(path, &sent).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.text.contains("còn 4 hồ sơ đang quản lý"), "{}", got.text);
}

#[tokio::test]
async fn what_is_wrong_stands_at_its_field_and_what_was_typed_is_kept() {
    let service = province().await;
    let browser = administrator(&service);
    for (path, fields, told) in [
        (CHANGE, vec![("viec", "sap-nhap"), ("vao", "H99")], "ứng với “H99”"),
        (CHANGE, vec![("viec", "sap-nhap"), ("vao", "H53.50.2")], "không thể là chính đơn vị"),
        (CHANGE, vec![("viec", "chia"), ("vao", "H53.50.1")], "từ hai đơn vị tiếp nhận"),
        (CHANGE, vec![("viec", "chuyen"), ("cap_tren", "H53.50.2")], "chính nó"),
        (CHANGE, vec![("viec", "doi-ten"), ("ten", " ")], "Tên mới"),
        ("/quan-tri/don-vi/H53.50/thay-doi", vec![("viec", "giai-the")], "còn 2 đơn vị trực thuộc"),
        ("/quan-tri/don-vi/H53/thay-doi", vec![("viec", "giai-the")], "đứng đầu cây đơn vị"),
        (
            "/quan-tri/don-vi-moi",
            vec![("ten", "Sở Mới"), ("ma", "H53.50"), ("loai", "department"), ("cap_tren", "H53")],
            "Mã này đã thuộc về một đơn vị khác",
        ),
    ] {
        let fields = [fields, vec![("ngay", "02/03/2026")]].concat();
        let got = browser.get(&filled(path, &fields)).await;
        assert!(got.text.contains(told), "{told}: {}", got.text);
        assert!(got.text.contains("value=\"19/QĐ-UBND\""), "{path} keeps the paper");
        assert!(!got.text.contains("Ghi nhận</button>"), "{path}");
    }
}

#[tokio::test]
async fn a_unit_is_established_on_a_page() {
    let service = province().await;
    let browser = administrator(&service);
    let path = "/quan-tri/don-vi-moi";
    let fields = [
        ("ten", "Trường Tiểu học Đức Hòa"),
        ("ma", "H53.50.3"),
        ("loai", "school"),
        ("cap_tren", "Ủy ban nhân dân xã Đức Hòa"),
        ("ngay", "02/03/2026"),
    ];
    let page = browser.get(&filled(path, &fields)).await;
    assert!(page.text.contains("trực thuộc Ủy ban nhân dân xã Đức Hòa."), "{}", page.text);
    let sent = browser.send(&page, path, &[]).await;
    assert_eq!(to(&sent), "/quan-tri/don-vi/H53.50.3");
    assert_eq!(to(&browser.send(&page, path, &[]).await), "/quan-tri/don-vi/H53.50.3");
    let unit = browser.get("/quan-tri/don-vi/H53.50.3").await;
    assert_eq!(unit.text.matches("Thành lập với tên “Trường Tiểu học Đức Hòa”").count(), 1);
}

#[tokio::test]
async fn only_an_administrator_decides_about_units() {
    let service = province().await;
    for who in [OFFICER, HEAD, INSPECTOR] {
        for path in [CHANGE, "/quan-tri/don-vi-moi"] {
            let got = page_as(&service.demo(), who, "vi", path).await;
            assert_eq!(got.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}
