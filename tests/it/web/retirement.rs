//! Expected retirement on the pages: the day and why on the dossier and on one's own page, the list of
//! who comes to it, the files of it, and the table of ages.

use axum::http::StatusCode;
use hoso::app::Command;
use hoso_events::{
    catalogue::catalogue,
    dossier::{DossierCommand, NewEntry},
    entry::Value,
    values::PersonName,
};

use super::{
    fixture::{
        ADMINISTRATOR, Got, HEAD, HUONG, INSPECTOR, NAM, OFFICER, SCHOOL, STRANGER, Service, day,
        dossier, page_as, paper, province, unit, uuid,
    },
    pages::is_sound,
};

/// Someone of the school who is a man born in May 1964: of the age in 08/2025.
const THANG: u128 = 0xE1;
/// A woman born in November 1969: of the age in 11/2026, from 01/12/2026.
const THU: u128 = 0xE2;

async fn says(service: &Service, n: u128, field: &str, text: &str) {
    let entry =
        NewEntry { slot: field.parse().unwrap(), value: Some(Value::Single(text.to_owned())) };
    let section = catalogue().section_of(field).unwrap().code.clone();
    let command = DossierCommand::EnterSection { section, entries: vec![entry] };
    let officer = service.actor(OFFICER).await;
    service.by(&officer, Command::Dossier(dossier(n), command)).await;
}

async fn with_older_people() -> Service {
    let service = province().await;
    let officer = service.actor(OFFICER).await;
    for (n, name, number) in
        [(THANG, "Phan Văn Thắng", "072064000001"), (THU, "Lê Thị Thu", "072169000002")]
    {
        let command = DossierCommand::OpenDossier {
            managing_unit: unit(SCHOOL),
            full_name: PersonName::parse(name).unwrap(),
            personal_id_no: number.to_owned(),
            confirmation: paper("31/QĐ-UBND", "2026-03-02"),
            confirmed_on: day("2026-03-02"),
        };
        service.by(&officer, Command::Dossier(dossier(n), command)).await;
    }
    says(&service, THANG, "birth_date", "1964-05-02").await;
    says(&service, THANG, "sex", "male").await;
    says(&service, THU, "birth_date", "1969-11").await;
    says(&service, THU, "sex", "female").await;
    service
}

async fn sees(service: &Service, who: u128, lang: &str, path: &str) -> Got {
    let page = page_as(&service.demo(), who, lang, path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
    is_sound(&page, lang, path);
    page
}

#[tokio::test]
async fn the_dossier_and_ones_own_page_say_the_day_and_why() {
    let service = province().await;
    let dossier = format!("/ho-so/{}", uuid(HUONG));
    // A woman of 12/03/1985, checked.
    for (who, path) in [(OFFICER, dossier.as_str()), (HUONG + 0x100, "/viec-cua-toi")] {
        let page = sees(&service, who, "vi", path).await;
        for words in [
            "Dự kiến nghỉ hưu",
            "từ ngày 01/04/2045, khi đủ 60 tuổi",
            "giới tính, ngày sinh đã đối chiếu",
            "Nữ, sinh 12/03/1985: đủ 60 tuổi trong tháng 03/2045",
            "Năm 2035 và các năm sau: 60 tuổi",
            "135/2020/NĐ-CP, Điều 4 và Phụ lục I",
        ] {
            assert!(page.text.contains(words), "{path}: {words}");
        }
    }
    let page = sees(&service, OFFICER, "en", &dossier).await;
    assert!(page.text.contains("from 01/04/2045, at the age of 60 years"));
    let page = sees(&service, OFFICER, "vi", &format!("/ho-so/{}", uuid(NAM))).await;
    assert!(page.text.contains("chưa tính được, thiếu giới tính, ngày, tháng, năm sinh"));
}

#[tokio::test]
async fn who_comes_to_the_age_is_listed_and_goes_out_as_a_file() {
    let service = with_older_people().await;
    for who in [OFFICER, HEAD, INSPECTOR] {
        let page = sees(&service, who, "vi", "/sap-nghi-huu").await;
        let [thang, thu] =
            ["Phan Văn Thắng", "Lê Thị Thu"].map(|name| page.text.find(name).unwrap());
        assert!(thang < thu, "who retires first stands first");
        for words in [
            "Đã đến tuổi, còn công tác",
            "Sau 6 tháng, trong 12 tháng tới",
            "<strong>01/09/2025</strong>",
            "61 tuổi 3 tháng – giới tính, ngày sinh chưa đối chiếu",
            "<strong>01/12/2026</strong>",
        ] {
            assert!(page.text.contains(words), "{words}");
        }
        assert!(!page.text.contains("Nguyễn Thị Hường"));
    }
    let past = sees(&service, OFFICER, "vi", "/sap-nghi-huu?nhom=qua-tuoi").await;
    assert!(past.text.contains("Phan Văn Thắng") && !past.text.contains("Lê Thị Thu"));
    let unknown = sees(&service, OFFICER, "en", "/sap-nghi-huu?nhom=chua-tinh").await;
    assert!(unknown.text.contains("Trần Văn Nam") && unknown.text.contains("missing: sex"));
    let elsewhere = sees(&service, STRANGER, "vi", "/sap-nghi-huu").await;
    assert!(elsewhere.text.contains("Không có ai trong nhóm này."));
    let csv = page_as(&service.demo(), OFFICER, "vi", "/sap-nghi-huu.csv?don_vi=H53.50").await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let lines: Vec<&str> = csv.text.lines().collect();
    assert_eq!(lines.len(), 3, "{}", csv.text);
    assert!(lines[1].starts_with("1;Phan Văn Thắng;Nam;02/05/1964;"), "{}", lines[1]);
    assert!(lines[1].contains(";61 tuổi 3 tháng;08/2025;01/09/2025;"), "{}", lines[1]);
    let xlsx = page_as(&service.demo(), OFFICER, "vi", "/sap-nghi-huu.xlsx").await;
    assert!(xlsx.header("content-disposition").contains("sap-nghi-huu-2026-03-03.xlsx"));
    let none = page_as(&service.demo(), OFFICER, "vi", "/sap-nghi-huu.csv?don_vi=H99").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_first_page_of_those_who_keep_records_says_how_many() {
    let service = with_older_people().await;
    let told = "Nghỉ hưu: 1 người đã đến tuổi mà còn công tác; 0 người trong 6 tháng tới; \
                thêm 1 người trong 12 tháng tới.";
    for (who, path) in [(OFFICER, "/viec"), (HEAD, "/tuan-thu/H53.50")] {
        let page = sees(&service, who, "vi", path).await;
        assert!(page.text.contains(told) && page.text.contains("/sap-nghi-huu"), "{path}");
    }
    let page = sees(&service, STRANGER, "vi", "/viec").await;
    assert!(page.text.contains("Nghỉ hưu: không có ai đến tuổi trong 12 tháng tới."));
    // An administrator sees figures of duties, and of nobody's age.
    let page = sees(&service, ADMINISTRATOR, "vi", "/tuan-thu/H53.50").await;
    assert!(!page.text.contains("Nghỉ hưu:"));
}

#[tokio::test]
async fn the_table_of_ages_is_shown_with_its_acts() {
    let service = province().await;
    for lang in ["vi", "en"] {
        let page = sees(&service, ADMINISTRATOR, lang, "/quan-tri/tuoi-nghi-huu").await;
        for words in ["135/2020/NĐ-CP", "10/2012/QH13", "18/11/2020", "01/01/2021", "ND135-2020"] {
            assert!(page.text.contains(words), "{words}");
        }
    }
    let page = sees(&service, OFFICER, "vi", "/quan-tri/tuoi-nghi-huu").await;
    assert!(page.text.contains("61 tuổi 6 tháng") && page.text.contains("năm nay"));
}
