//! Entering a record on pages: from an empty record to the receipt, each error at its field, rows,
//! what is kept while one types, changes after the check; by the person, and by an officer for them.

use axum::{
    Router,
    http::{Method, StatusCode},
};
use hoso::{
    app::{Command, Request, reads::AsOf},
    web::CastMember,
};
use hoso_events::{
    catalogue::catalogue,
    dossier::{DossierCommand, NewEntry},
    entry::{FieldCode, Value},
    ids::AccountId,
    provenance::Source,
};

use super::fixture::{
    ADMINISTRATOR, Got, HEAD, HOA, HUONG, INSPECTOR, LAN, NAM, OFFICER, STRANGER, Service, ask,
    dossier, page_as, province, submission, uuid,
};

/// The account of an official of the fixture.
pub fn account(n: u128) -> u128 {
    n + 0x100
}

pub fn own(n: u128, rest: &str) -> String {
    format!("/ho-so/{}{rest}", uuid(n))
}

/// The province, where whose record waits may be acted as too.
pub async fn everyone() -> Service {
    let mut service = province().await;
    let waits = CastMember {
        account: AccountId::from_uuid(uuid(account(HOA))),
        name: "Đặng Thị Hoà".to_owned(),
        role_key: "official",
        unit_code: "H53.50.1".to_owned(),
        dossier: Some(dossier(HOA)),
    };
    service.cast.push(waits);
    service
}

/// The form as it stands on a page: every name with its value.
pub fn form_of(page: &str) -> Vec<(String, String)> {
    let form = page.split("<form method=\"post\"").nth(1).expect("a form");
    let form = form.split("</form>").next().unwrap_or_default();
    let attribute = |tag: &str, name: &str| {
        let rest = tag.split(&format!(" {name}=\"")).nth(1)?;
        Some(decoded(rest.split('"').next()?))
    };
    let mut pairs = vec![];
    for tag in form.split('<').skip(1) {
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        let Some(name) = attribute(tag, "name") else { continue };
        if tag.starts_with("textarea") {
            pairs.push((name, decoded(after)));
        } else if tag.starts_with("select") {
            let select = form.split(&format!("<{tag}>")).nth(1).unwrap_or_default();
            let select = select.split("</select>").next().unwrap_or_default();
            let chosen = select.split("<option").find(|option| option.contains(" selected"));
            let value = chosen.and_then(|option| attribute(option, "value"));
            pairs.push((name, value.unwrap_or_default()));
        } else if tag.starts_with("input") {
            let picked = tag.contains("\"radio\"") || tag.contains("\"checkbox\"");
            if !picked || tag.contains(" checked") {
                pairs.push((name, attribute(tag, "value").unwrap_or_default()));
            }
        }
    }
    pairs
}

fn decoded(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn encoded(pairs: &[(String, String)]) -> String {
    let safe = |text: &str| -> String {
        text.bytes()
            .map(|b| match b {
                b if b.is_ascii_alphanumeric() => char::from(b).to_string(),
                b => format!("%{b:02X}"),
            })
            .collect()
    };
    let pairs: Vec<String> =
        pairs.iter().map(|(name, text)| format!("{}={}", safe(name), safe(text))).collect();
    pairs.join("&")
}

pub async fn post(router: &Router, who: u128, path: &str, pairs: &[(String, String)]) -> Got {
    let cookie = format!("hoso_vai={}", uuid(who));
    let headers =
        [("cookie", cookie.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    ask(router, Method::POST, path, &headers, encoded(pairs)).await
}

/// Opens a page, types into its form and sends it.
pub async fn fill(router: &Router, who: u128, path: &str, typed: &[(&str, &str)]) -> Got {
    let page = page_as(router, who, "vi", path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
    let mut pairs = form_of(&page.text);
    for (name, text) in typed {
        pairs.retain(|(known, _)| known != name);
        pairs.push(((*name).to_owned(), (*text).to_owned()));
    }
    post(router, who, path, &pairs).await
}

#[track_caller]
pub fn goes_to<'a>(got: &'a Got, begins: &str) -> &'a str {
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let to = got.header("location");
    assert!(to.starts_with(begins), "{to}");
    to
}

/// What a person types into the pieces of the first record.
const PIECES: &[(&str, &[(&str, &str)])] = &[
    (
        "/muc/identity",
        &[
            ("sex", "female"),
            ("birth_date.ngay", "12"),
            ("birth_date.thang", "3"),
            ("birth_date.nam", "1985"),
            ("birth_place", "Phường Long An, tỉnh Tây Ninh"),
            ("native_place", "Xã Đức Hòa, tỉnh Tây Ninh"),
        ],
    ),
    (
        "/muc/identity?phan=2",
        &[("ethnicity_code", "01"), ("religion_code", "none"), ("nationality", "VN")],
    ),
    (
        "/muc/identity?phan=3",
        &[
            ("personal_id_no", "072 185 000 210"),
            ("id_card_issue_date.ngay", "04"),
            ("id_card_issue_date.thang", "05"),
            ("id_card_issue_date.nam", "2021"),
            ("id_card_issue_place", "Bộ Công an"),
            ("social_insurance_no", "7912345678"),
        ],
    ),
    (
        "/muc/contact",
        &[
            ("permanent_address", "12 Hùng Vương, phường Long An"),
            ("current_address", "12 Hùng Vương, phường Long An"),
            ("phone_mobile", "0912 345 678"),
        ],
    ),
    ("/muc/family", &[("marital_status", "married")]),
    (
        "/muc/education",
        &[
            ("general_education", "12_12"),
            ("highest_qualification", "master"),
            ("highest_major", "Quản lý giáo dục"),
        ],
    ),
    ("/muc/education?phan=2", &[("political_theory", "intermediate")]),
];

/// And the rows.
pub const ROWS: &[(&str, &[(&str, &str)])] = &[
    (
        "/muc/family/family",
        &[("side", "self"), ("relation", "father"), ("full_name", "Trần Văn Ba")],
    ),
    (
        "/muc/family/family",
        &[("side", "self"), ("relation", "mother"), ("full_name", "Lê Thị Bốn")],
    ),
    (
        "/muc/work/work_history",
        &[("from_ym.thang", "9"), ("from_ym.nam", "2008"), ("unit_ref", "trường thcs trần phú")],
    ),
    ("/muc/education/education", &[("school", "Đại học Sài Gòn"), ("qualification", "master")]),
];

/// Adds a row through its form; answers the path of the row's page.
pub async fn add_row(router: &Router, who: u128, table: &str, columns: &[(&str, &str)]) -> String {
    let new = page_as(router, who, "vi", &format!("{table}/moi")).await;
    let path = goes_to(&new, table).to_owned();
    let field = table.rsplit('/').next().expect("a table");
    let row = path.rsplit('/').next().expect("a row");
    let names: Vec<(String, &str)> =
        columns.iter().map(|(column, text)| (format!("{field}/{row}.{column}"), *text)).collect();
    let typed: Vec<(&str, &str)> =
        names.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let got = fill(router, who, &path, &typed).await;
    goes_to(&got, table.rsplit_once('/').expect("a section").0);
    path
}

/// The portrait, which no page takes.
async fn portrait(service: &Service, n: u128) {
    let hash = format!("{n:064x}");
    let slot = "portrait".parse().expect("a slot");
    let entries = vec![NewEntry { slot, value: Some(Value::Single(hash)) }];
    let section = FieldCode::parse("documents").expect("a section");
    let command = Command::Dossier(dossier(n), DossierCommand::EnterSection { section, entries });
    let person = service.actor(account(n)).await;
    let asked = Request::new(command, Source::Page);
    service.app.execute(&person, asked).await.expect("the portrait is taken");
}

async fn enter_all(service: &Service, router: &Router, who: u128, n: u128) {
    for (path, typed) in PIECES {
        let got = fill(router, who, &own(n, path), typed).await;
        goes_to(&got, &own(n, ""));
    }
    for (table, columns) in ROWS {
        add_row(router, who, &own(n, table), columns).await;
    }
    portrait(service, n).await;
}

#[tokio::test]
async fn a_person_enters_a_record_from_empty_to_the_receipt() {
    let service = province().await;
    let router = service.demo();
    let who = account(NAM);
    let home = page_as(&router, who, "vi", "/viec-cua-toi").await;
    for words in ["Còn 6 trong 6 phần bắt buộc", "Quá hạn", "Vì sao là ngày này?"] {
        assert!(home.text.contains(words), "{words}");
    }
    // The button leads to the first thing that is missing.
    assert!(home.text.contains(&own(NAM, "/muc/identity#o-sex")));
    let missing = page_as(&router, who, "vi", &own(NAM, "/kiem-tra")).await;
    assert!(missing.text.contains("Còn 21 mục phải khai trước khi nộp"), "{}", missing.text);
    assert!(
        missing.text.contains(&own(NAM, "/muc/identity?phan=2&amp;ve=kiem-tra#o-ethnicity-code"))
    );
    assert!(!missing.text.contains("name=\"cam_doan\""), "nothing to declare yet");

    enter_all(&service, &router, who, NAM).await;
    let home = page_as(&router, who, "vi", "/viec-cua-toi").await;
    assert!(home.text.contains("Đã khai đủ. Kiểm tra lại rồi nộp."), "{}", home.text);
    let answers = page_as(&router, who, "vi", &own(NAM, "/kiem-tra")).await;
    for words in ["12/03/1985", "Trần Văn Ba", "Trường THCS Trần Phú", "0912345678", "Thay đổi"]
    {
        assert!(answers.text.contains(words), "{words}");
    }
    // Without the declaration it is not handed in, and the box says so.
    let got = fill(&router, who, &own(NAM, "/kiem-tra"), &[]).await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.text.contains("href=\"#o-cam-doan\">Đánh dấu vào ô cam đoan"), "{}", got.text);
    assert!(got.text.contains("<title>Lỗi: "));
    let got = fill(&router, who, &own(NAM, "/kiem-tra"), &[("cam_doan", "1")]).await;
    let receipt = goes_to(&got, &own(NAM, "/bien-nhan/")).to_owned();
    let page = page_as(&router, who, "vi", &receipt).await;
    for words in [
        "Số biên nhận",
        "Cơ quan phải đối chiếu xong trước 24:00 Thứ Ba, ngày 10/03/2026.",
        "Trần Văn Nam",
        "Rút lại lần nộp này",
    ] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    // The address is good later too, for the person and for their officer.
    for who in [who, OFFICER] {
        assert_eq!(page_as(&router, who, "vi", &receipt).await.status, StatusCode::OK);
    }
    let list = page_as(&router, who, "vi", &own(NAM, "/khai")).await;
    assert_eq!(list.text.matches("Chờ đối chiếu").count(), 6, "{}", list.text);
}

#[tokio::test]
async fn a_unit_is_meant_by_its_name_and_stored_by_its_id() {
    let service = province().await;
    let router = service.demo();
    add_row(&router, account(NAM), &own(NAM, "/muc/work/work_history"), ROWS[2].1).await;
    let actor = service.actor(account(NAM)).await;
    let record = service.app.record(&actor, dossier(NAM), AsOf::default()).await.unwrap();
    let row = record.iter().find(|field| field.slot.field.as_str() == "work_history").unwrap();
    let said = format!("{:?}", row.said);
    assert!(said.contains(&uuid(super::fixture::SCHOOL).to_string()), "{said}");
    assert!(said.contains("\"2008-09\""), "{said}");
}

#[tokio::test]
async fn each_error_stands_at_its_field_and_nothing_typed_is_lost() {
    let service = province().await;
    let router = service.demo();
    let who = account(NAM);
    for (path, typed, name, told) in [
        (
            "/muc/identity",
            vec![("birth_date.ngay", "31"), ("birth_date.thang", "2"), ("birth_date.nam", "1985")],
            "birth-date",
            "Ngày, tháng, năm sinh: Không có ngày này trong tháng.",
        ),
        (
            "/muc/identity",
            vec![("birth_date.ngay", "5"), ("birth_date.nam", "1985")],
            "birth-date",
            "có ngày mà thiếu tháng",
        ),
        ("/muc/identity", vec![("birth_date.thang", "5")], "birth-date", "thiếu năm. Nhập năm"),
        ("/muc/identity", vec![("full_name", "Nam 2")], "full-name", "Họ tên chỉ gồm chữ cái"),
        (
            "/muc/identity?phan=3",
            vec![("personal_id_no", "0790850123")],
            "personal-id-no",
            "Số căn cước gồm 12 chữ số",
        ),
        (
            "/muc/identity?phan=3",
            vec![("id_card_issue_date.nam", "2021")],
            "id-card-issue-date",
            "Mục này cần ngày đầy đủ hơn.",
        ),
        (
            "/muc/contact",
            vec![("phone_mobile", "12")],
            "phone-mobile",
            "Số điện thoại gồm 10 chữ số",
        ),
        ("/muc/contact", vec![("email_private", "x")], "email-private", "Kiểm tra dấu @"),
        ("/muc/health", vec![("height_cm", "17")], "height-cm", "nằm ngoài giới hạn"),
        ("/muc/declarations", vec![("income_main", "nhiều")], "income-main", "phải là số"),
        // What the record as a whole contradicts is told at its field too.
        (
            "/muc/identity",
            vec![("birth_date.nam", "1990")],
            "personal-id-no",
            "Số căn cước không khớp",
        ),
    ] {
        let got = fill(&router, who, &own(NAM, path), &typed).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {typed:?}: {}", got.text);
        assert!(got.text.contains("Có lỗi cần sửa") && got.text.contains(told), "{told}");
        let at_field = got.text.contains(&format!("href=\"#o-{name}\""));
        // A field of another page is named above the form.
        assert!(at_field || name == "personal-id-no" && path == "/muc/identity", "{name}");
        if at_field {
            assert_eq!(
                got.text.matches(told).count(),
                2,
                "in the summary and at the field: {told}"
            );
            assert!(got.text.contains(&format!("id=\"o-{name}\"")), "{name}");
        }
        for (_name, text) in typed {
            assert!(got.text.contains(&format!("value=\"{text}\"")), "{text} is kept");
        }
    }
    // Several at once are told at once.
    let typed = [("phone_mobile", "12"), ("email_private", "x")];
    let got = fill(&router, who, &own(NAM, "/muc/contact"), &typed).await;
    assert!(got.text.contains("#o-phone-mobile") && got.text.contains("#o-email-private"));
    // A row without what a row needs.
    let new = page_as(&router, who, "vi", &own(NAM, "/muc/family/family/moi")).await;
    let path = new.header("location").to_owned();
    let name = format!("family/{}.birth_year", path.rsplit('/').next().unwrap_or_default());
    let got = fill(&router, who, &path, &[(&name, "1950")]).await;
    assert!(got.text.contains("Họ và tên: Mục này còn trống."), "{}", got.text);
    assert!(got.text.contains("value=\"1950\""));
}

#[tokio::test]
async fn an_officer_enters_for_the_person_and_the_record_says_so() {
    let service = province().await;
    let router = service.demo();
    let page = page_as(&router, OFFICER, "vi", &own(NAM, "")).await;
    assert!(page.text.contains(&own(NAM, "/khai")), "the dossier leads there");
    let list = page_as(&router, OFFICER, "vi", &own(NAM, "/khai")).await;
    assert!(list.text.contains("Bạn đang khai thay cho Trần Văn Nam"));
    enter_all(&service, &router, OFFICER, NAM).await;
    let got = fill(&router, OFFICER, &own(NAM, "/kiem-tra"), &[("cam_doan", "1")]).await;
    let receipt = goes_to(&got, &own(NAM, "/bien-nhan/")).to_owned();
    assert!(page_as(&router, OFFICER, "vi", &receipt).await.text.contains("Lê Văn Bình"));
    let facts = service.app.store().stream(&uuid(NAM).to_string(), 0).await.unwrap();
    assert!(facts.iter().any(|fact| format!("{:?}", fact.fact).contains("by: Agency")));
}

#[tokio::test]
async fn what_came_back_is_mended_and_handed_in_again() {
    let service = province().await;
    let router = service.demo();
    let who = account(LAN);
    let home = page_as(&router, who, "vi", "/viec-cua-toi").await;
    for words in [
        "Hồ sơ bị trả lại, có 2 mục cần sửa",
        "Giấy khai sinh ghi xã Mỹ Hạnh.",
        "Sửa hồ sơ bị trả lại",
    ] {
        assert!(home.text.contains(words), "{words}");
    }
    let page = page_as(&router, who, "vi", &own(LAN, "/muc/identity")).await;
    assert!(page.text.contains("Lý do trả lại: “Giấy khai sinh ghi xã Mỹ Hạnh.”"));
    let typed = [("birth_place", "Xã Mỹ Hạnh, tỉnh Tây Ninh")];
    let got = fill(&router, who, &own(LAN, "/muc/identity?ve=kiem-tra"), &typed).await;
    goes_to(&got, &own(LAN, "/kiem-tra"));
    let got = fill(&router, who, &own(LAN, "/kiem-tra"), &[("cam_doan", "1")]).await;
    goes_to(&got, &own(LAN, "/bien-nhan/"));
}

#[tokio::test]
async fn a_stranger_finds_none_of_it() {
    let service = province().await;
    let router = service.demo();
    let receipt = format!("/bien-nhan/{}", submission(HUONG));
    let paths = [
        "/khai",
        "/muc/contact",
        "/muc/family/family/moi",
        "/kiem-tra",
        "/thay-doi",
        "/khai-bo-sung",
        "/bao-sai",
        &format!("{receipt}/rut-lai"),
    ];
    for path in paths {
        // Neither a colleague, nor an officer elsewhere, nor those who only read.
        for who in [account(NAM), STRANGER, ADMINISTRATOR, HEAD, INSPECTOR] {
            let got = page_as(&router, who, "vi", &own(HUONG, path)).await;
            assert_eq!(got.status, StatusCode::NOT_FOUND, "{path}");
            let got = post(&router, who, &own(HUONG, path), &[]).await;
            assert!(got.status.is_client_error(), "{path}: {}", got.status);
        }
    }
    for who in [account(NAM), STRANGER, ADMINISTRATOR] {
        assert_eq!(
            page_as(&router, who, "vi", &own(HUONG, &receipt)).await.status,
            StatusCode::NOT_FOUND
        );
    }
    // Another dossier's receipt is not found under one's own.
    let got = page_as(&router, account(NAM), "vi", &own(NAM, &receipt)).await;
    assert_eq!(got.status, StatusCode::NOT_FOUND);
    assert_eq!(
        page_as(&router, OFFICER, "vi", "/viec-cua-toi").await.status,
        StatusCode::NOT_FOUND
    );
    for path in ["/muc/nothing", "/muc/contact?phan=9", "/muc/pay/salary_history/moi"] {
        let got = page_as(&router, account(NAM), "vi", &own(NAM, path)).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn every_page_stands_in_both_languages() {
    let service = everyone().await;
    let router = service.demo();
    for lang in ["vi", "en"] {
        for n in [HUONG, NAM, HOA, LAN] {
            let mut paths = vec!["/viec-cua-toi".to_owned()];
            for path in
                ["/khai", "/kiem-tra", "/thay-doi", "/khai-bo-sung", "/bao-sai", "/thay-doi?chon=1"]
            {
                paths.push(own(n, path));
            }
            for topic in
                ["cho-o", "lien-lac", "hon-nhan", "con", "bang-cap", "chung-chi", "can-cuoc"]
            {
                paths.push(own(n, &format!("/thay-doi?viec={topic}")));
            }
            for section in catalogue().sections() {
                paths.push(own(n, &format!("/muc/{}", section.code)));
            }
            for piece in [
                "identity?phan=2",
                "identity?phan=3",
                "family?phan=2",
                "education?phan=3",
                "work?phan=2",
            ] {
                paths.push(own(n, &format!("/muc/{piece}")));
            }
            if n != NAM {
                paths.push(own(n, &format!("/bien-nhan/{}", submission(n))));
                paths.push(own(n, &format!("/bien-nhan/{}/rut-lai", submission(n))));
            }
            for path in paths {
                let got = page_as(&router, account(n), lang, &path).await;
                assert_eq!(got.status, StatusCode::OK, "{path}: {}", got.text);
                super::pages::is_sound(&got, lang, &path);
            }
        }
    }
}
