//! Mass moves on pages: one administrator plans, another sees who goes and who stays and approves, and
//! the whole is carried out and undone.

use std::{collections::BTreeMap, time::Duration};

use axum::{
    Router,
    http::{Method, StatusCode},
};
use hoso::{
    app::{
        Actor,
        import::Watch,
        mass_moves::{AskedMove, Ends, Whom},
    },
    web::CastMember,
};
use hoso_events::{account::Role, ids::MassMoveId, mass_move::GrantsThen};

use super::{fixture::*, guest::*, pages::is_sound};

/// Administers the province beside the other.
const SECOND: u128 = 0xB7;
const PATH: &str = "/quan-tri/dot-chuyen";
const NEW: &str = "/quan-tri/dot-chuyen-moi";

/// Plans that the school goes into the department.
pub async fn is_planned(service: &Service, n: u128, to: u128) {
    let asked = AskedMove {
        mass_move: MassMoveId::from_uuid(uuid(n)),
        decision: paper("21/QĐ-UBND", "2026-03-02"),
        effective_on: day("2026-03-03"),
        reason: reason("Sắp xếp đơn vị."),
        grants: GrantsThen::End,
        ends: Ends::Nothing,
        whom: Whom::Units {
            successors: BTreeMap::from([(unit(SCHOOL), unit(to))]),
            below: false,
            except: vec![],
        },
    };
    let by = Actor::service();
    let planned = service.app.plan_mass_move(&by, &asked, &Watch::default()).await;
    service.app.keep_mass_move(&by, &planned.expect("it is planned")).await.expect("it is kept");
}

fn as_one(service: &Service, n: u128) -> Browser {
    let browser = Browser::new(service.demo());
    browser.carry(format!("hoso_vai={}", uuid(n)));
    browser
}

/// Sends the form that plans, with a file when there is one.
async fn plans(router: &Router, n: u128, fields: &[(&str, &str)], file: &str) -> Got {
    let always = [
        ("khoa", "00000000-0000-0000-0000-0000000000f1"),
        ("so_vb", "21/QĐ-UBND"),
        ("ngay_vb", "02/03/2026"),
        ("noi_ban_hanh", "Ủy ban nhân dân tỉnh"),
        ("ngay_hieu_luc", "03/03/2026"),
        ("ly_do", "Sắp xếp đơn vị"),
        ("quyen", "theo-don-vi"),
    ];
    let mut body = String::new();
    for (name, text) in always.iter().chain(fields) {
        body.push_str(&format!(
            "--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"
        ));
    }
    if !file.is_empty() {
        body.push_str(&format!(
            "--b\r\ncontent-disposition: form-data; name=\"tep\"; filename=\"ds.csv\"\r\n\r\n\
             {file}\r\n"
        ));
    }
    body.push_str("--b--\r\n");
    let cookie = format!("hoso_vai={}; hoso_ngon_ngu=vi", uuid(n));
    let headers =
        [("cookie", cookie.as_str()), ("content-type", "multipart/form-data; boundary=b")];
    ask(router, Method::POST, NEW, &headers, body).await
}

/// The page once nobody works on it any more.
async fn settled(browser: &Browser, path: &str) -> Got {
    for _ in 0..600 {
        let page = browser.get(path).await;
        if page.headers.get("refresh").is_none() {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{path} is still worked on");
}

#[tokio::test]
async fn one_plans_another_approves_and_the_whole_goes_and_comes_back() {
    let mut service = province().await;
    service.staff(SECOND, "Bùi Văn Quản", PROVINCE, Role::Administrator, PROVINCE).await;
    let (name, role_key, unit_code) = ("Bùi Văn Quản".into(), "administrator", "H53".into());
    let (account, dossier) = (account(SECOND), None);
    service.cast.push(CastMember { account, name, role_key, unit_code, dossier });
    let router = service.demo();
    let fields = [
        ("cach", "don-vi"),
        ("noi_den", "H53.50.1 = Sở Nội vụ"),
        ("cap_duoi", "1"),
        ("ket_thuc_don_vi", "1"),
    ];
    let got = plans(&router, ADMINISTRATOR, &fields, "").await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let path = got.header("location").to_owned();
    assert_eq!(plans(&router, ADMINISTRATOR, &fields, "").await.header("location"), path);
    let planner = as_one(&service, ADMINISTRATOR);
    let page = planner.get(&path).await;
    is_sound(&page, "vi", &path);
    for told in [
        "Chờ duyệt",
        "Trường THCS Trần Phú",
        "Sở Nội vụ",
        "Nguyễn Thị Hường",
        "Bạn lập",
        "Đơn vị kết thúc cùng đợt",
        "Sẽ kết thúc khi mọi người đã chuyển",
    ] {
        assert!(page.text.contains(told), "{told}: {}", page.text);
    }
    let approves = format!("{path}/duyet");
    assert!(!page.text.contains(&approves), "who planned it has no button");
    let approver = as_one(&service, SECOND);
    let page = approver.get(&path).await;
    assert!(page.text.contains(&approves), "{}", page.text);
    // Nothing is carried out before, whoever asks.
    let hash = page.text.split("name=\"danh_sach\" value=\"").nth(1).unwrap();
    let hash = hash.split('"').next().unwrap().to_owned();
    let early = planner.post(&format!("{path}/thuc-hien"), &[("danh_sach", &hash)]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text.contains("chưa được duyệt"), "{}", early.text);
    let own = planner.post(&approves, &[("danh_sach", &hash)]).await;
    assert!(own.text.contains("không tự duyệt"), "{}", own.text);
    // What was seen is what is approved.
    let other = "0".repeat(64);
    let changed = approver.post(&approves, &[("danh_sach", &other)]).await;
    assert_eq!(changed.status, StatusCode::CONFLICT);
    assert_eq!(to(&approver.send(&page, &approves, &[]).await), path);
    let page = planner.get(&path).await;
    assert_eq!(to(&planner.send(&page, &format!("{path}/thuc-hien"), &[]).await), path);
    let page = settled(&planner, &path).await;
    for told in [
        "Đã thực hiện xong",
        "4 người đã chuyển, 0 ở lại",
        "Duyệt danh sách 4 người",
        "Đã kết thúc hoạt động",
    ] {
        assert!(page.text.contains(told), "{told}: {}", page.text);
    }
    is_sound(&page, "vi", &path);
    let english = page_as(&router, SECOND, "en", &path).await;
    is_sound(&english, "en", &path);
    // On the person's own page it is said in a sentence.
    let own = page_as(&router, HUONG + 0x100, "vi", &format!("/ho-so/{}", uuid(HUONG))).await;
    assert!(own.text.contains("cùng nhiều người khác sang đơn vị mới"), "{}", own.text);
    // A reason is asked for, then everyone is back.
    let undo = format!("{path}/hoan-tac");
    let page = planner.get(&path).await;
    let blank = planner.send(&page, &undo, &[]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blank.text.contains("Lý do hoàn tác"), "{}", blank.text);
    let sent = planner.send(&page, &undo, &[("ly_do", "Quyết định bị thu hồi")]).await;
    assert_eq!(to(&sent), path);
    let page = settled(&planner, &path).await;
    for told in ["Đã hoàn tác", "4 người về đơn vị cũ", "Quyết định bị thu hồi", "Đang hoạt động"]
    {
        assert!(page.text.contains(told), "{told}: {}", page.text);
    }
    assert!(!page.text.contains(&undo), "undone once");
    let list = planner.get(PATH).await;
    is_sound(&list, "vi", PATH);
    assert!(list.text.contains(&path) && list.text.contains("Đã hoàn tác"), "{}", list.text);
}

#[tokio::test]
async fn who_stays_is_named_with_the_reason_and_what_is_wrong_stands_at_its_field() {
    let service = province().await;
    let router = service.demo();
    for (fields, file, told) in [
        (vec![("cach", "don-vi")], "", "ít nhất một cặp"),
        (vec![("cach", "don-vi"), ("noi_den", "H53.50.1 = H99")], "", "H53.50.1 = H99"),
        (
            vec![("cach", "don-vi"), ("noi_den", "H53.50.1=H53.01"), ("ngoai_le", "1=H99")],
            "",
            "Không rõ đơn vị của một ngoại lệ",
        ),
        (vec![("cach", "danh-sach")], "", "tệp"),
        (vec![("cach", "danh-sach")], "a;b\n1;2\n", "tiêu đề"),
        (vec![("cach", "don-vi"), ("noi_den", "H53.50.2=H53.01")], "", "Không có ai để chuyển"),
        (
            vec![("cach", "don-vi"), ("noi_den", "H53.50=H53.01"), ("ket_thuc_don_vi", "1")],
            "",
            "Ủy ban nhân dân xã Đức Hòa (H53.50): Đơn vị còn 2 đơn vị trực thuộc",
        ),
        (
            vec![("cach", "don-vi"), ("noi_den", "H53.50.1=H53.01\nH53.50.1=H53.50")],
            "",
            "nhắc lại một đơn vị",
        ),
        (
            vec![("cach", "danh-sach"), ("don_vi_ket_thuc", "H53.50.1 = H53.01, H99")],
            "Họ và tên;Số CCCD;Đơn vị\nA B;072185000001;H53.01\n",
            "Không rõ dòng “H53.50.1 = H53.01, H99”",
        ),
        (
            vec![("cach", "danh-sach"), ("don_vi_ket_thuc", "H53.50.2")],
            "Họ và tên;Số CCCD;Đơn vị\nA B;072185000001;H53.01\n",
            "nhập vào đâu",
        ),
    ] {
        let got = plans(&router, ADMINISTRATOR, &fields, file).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        assert!(got.text.contains(told), "{told}: {}", got.text);
        assert!(got.text.contains("value=\"21/QĐ-UBND\""), "what was typed is kept");
    }
    let list = format!(
        "Họ và tên;Số CCCD;Đơn vị\nNguyễn Thị Hường;{};H53.01\nTên Khác;{};H53.01\n\
         Lê Văn Không;079085012345;H53.01\n",
        number_of(HUONG),
        number_of(NAM)
    );
    let got = plans(&router, ADMINISTRATOR, &[("cach", "danh-sach")], &list).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let browser = as_one(&service, ADMINISTRATOR);
    let path = got.header("location").to_owned();
    let page = browser.get(&path).await;
    for told in [
        "của người mang tên khác",
        "Không có hồ sơ nào mang số định danh này",
        "Ở lại (2)",
        "Nguyễn Thị Hường",
    ] {
        assert!(page.text.contains(told), "{told}: {}", page.text);
    }
    assert!(!page.text.contains(&number_of(HUONG)), "no number of a person is on the page");
    // Dropped, it is gone.
    assert_eq!(to(&browser.send(&page, &format!("{path}/bo"), &[]).await), PATH);
    assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
    for n in [OFFICER, HEAD, INSPECTOR] {
        assert_eq!(page_as(&router, n, "vi", PATH).await.status, StatusCode::NOT_FOUND);
        assert_eq!(page_as(&router, n, "vi", NEW).await.status, StatusCode::NOT_FOUND);
    }
}
