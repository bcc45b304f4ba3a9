//! What the unit says by itself: on a decision, as a correction on a paper, and that nothing changed.

use axum::http::StatusCode;

use super::{
    filled::Filled,
    fixture::{
        ADMINISTRATOR, HEAD, HOA, HUONG, INSPECTOR, NAM, OFFICER, STRANGER, account, page_as,
        paper, province, unit, uuid,
    },
    pages::is_sound,
};
use hoso::app::{Actor, Command};
use hoso_events::{
    account::{AccountCommand, Role},
    ids::GrantId,
};

const ACTS: [&str; 3] = ["quyet-dinh", "dinh-chinh", "khong-thay-doi"];

fn path(n: u128, act: &str) -> String {
    format!("/ho-so/{}/{act}", uuid(n))
}

const DECISION: [(&str, &str); 4] = [
    ("so_vb", "210/QĐ-SNV"),
    ("ngay_vb", "2/3/2026"),
    ("noi_ban_hanh", "Sở Nội vụ tỉnh Tây Ninh"),
    ("ngay_hieu_luc", "1/3/2026"),
];

fn on(mut form: Filled, papers: &[(&str, &str)], more: &[(&str, &str)]) -> Filled {
    for (name, text) in papers.iter().chain(more) {
        form = form.with(name, text);
    }
    form
}

#[tokio::test]
async fn each_part_of_each_act_has_a_form_in_both_languages() {
    let service = province().await;
    let router = service.demo();
    for lang in ["vi", "en"] {
        for act in ACTS {
            let choice = page_as(&router, OFFICER, lang, &path(HUONG, act)).await;
            assert_eq!(choice.status, StatusCode::OK);
            is_sound(&choice, lang, act);
            let parts: Vec<&str> = choice
                .text
                .split("?phan=")
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
                .collect();
            assert!(parts.len() >= 3, "{act}: {parts:?}");
            for part in parts {
                let at = format!("{}?phan={part}", path(HUONG, act));
                let got = page_as(&router, OFFICER, lang, &at).await;
                assert_eq!(got.status, StatusCode::OK, "{at}");
                is_sound(&got, lang, &at);
            }
        }
    }
    let dossier = page_as(&router, OFFICER, "vi", &format!("/ho-so/{}", uuid(HUONG))).await;
    for act in ACTS {
        assert!(dossier.text.contains(&path(HUONG, act)), "{act}");
    }
}

#[tokio::test]
async fn what_a_decision_says_stands_at_once_and_the_form_sent_twice_is_one_act() {
    let service = province().await;
    let router = service.demo();
    let at = format!("{}?phan=pay", path(HUONG, "quyet-dinh"));
    let page = page_as(&router, OFFICER, "vi", &at).await;
    let row = page.text.split("name=\"hang.salary_history\" value=\"").nth(1).expect("a new row");
    let row = row.split('"').next().unwrap_or_default();
    let column = |column: &str| format!("m.salary_history/{row}.{column}");
    let said = [
        ("m.salary_coefficient".to_owned(), "2,67"),
        (column("from_ym"), "3/2026"),
        (column("grade_code"), "V.07.04.32"),
        (column("group"), "A1"),
        (column("step"), "2"),
        (column("coefficient"), "2,67"),
    ];
    let said: Vec<(&str, &str)> = said.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let form = Filled::of(&page, &path(HUONG, "quyet-dinh"));
    let form = on(form, &DECISION, &said);
    let got = form.send(&router, OFFICER, "vi").await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let to = got.header("location").to_owned();
    assert!(to.contains("?vua="), "{to}");
    let again = form.send(&router, OFFICER, "vi").await;
    assert_eq!((again.status, again.header("location")), (StatusCode::SEE_OTHER, to.as_str()));
    let page = page_as(&router, OFFICER, "vi", &to).await;
    is_sound(&page, "vi", &to);
    for words in ["210/QĐ-SNV", "2,67", "Đã ghi, hồ sơ Nguyễn Thị Hường"] {
        assert!(page.text.contains(words), "{words}");
    }
    // The form begins with what the record says now, and a field left alone is not said again.
    let page = page_as(&router, OFFICER, "vi", &at).await;
    assert!(page.text.contains("name=\"m.salary_coefficient\"") && page.text.contains("2,67"));
    let form = Filled::of(&page, &path(HUONG, "quyet-dinh"));
    let form = on(form, &DECISION, &[("m.salary_coefficient", "2,67")]);
    let got = form.send(&router, OFFICER, "vi").await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.text.contains("Chưa có nội dung nào khác"));
}

#[tokio::test]
async fn what_is_wrong_with_a_decision_is_said_at_its_field() {
    let service = province().await;
    let router = service.demo();
    for (lang, name, text, words) in [
        ("vi", "m.salary_coefficient", "hai", "Hệ số lương"),
        ("vi", "m.salary_coefficient", "99", "Hệ số lương"),
        ("vi", "so_vb", "", "Nhập Số, ký hiệu văn bản."),
        ("vi", "ngay_hieu_luc", "", "Nhập Ngày có hiệu lực."),
        ("vi", "ngay_hieu_luc", "4/3/2026", "hôm nay"),
        ("en", "ngay_vb", "5/3/2026", "paper"),
    ] {
        let at = format!("{}?phan=pay", path(HUONG, "quyet-dinh"));
        let page = page_as(&router, OFFICER, lang, &at).await;
        let form = Filled::of(&page, &path(HUONG, "quyet-dinh"));
        let papers: Vec<(&str, &str)> = DECISION
            .iter()
            .map(|(known, usual)| (*known, if *known == name { text } else { *usual }))
            .collect();
        let value = if name.starts_with("m.") { text } else { "2,34" };
        let form = on(form, &papers, &[("m.salary_coefficient", value)]);
        let got = form.send(&router, OFFICER, lang).await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}={text}");
        is_sound(&got, lang, &at);
        assert!(got.text.matches(words).count() >= 2, "{name}={text} says {words}");
    }
    // A part must be chosen; one that the act does not reach is none.
    let page = page_as(&router, OFFICER, "vi", &path(HUONG, "quyet-dinh")).await;
    assert!(page.text.contains("Chọn phần của hồ sơ"));
}

#[tokio::test]
async fn an_error_is_corrected_on_a_paper_and_what_was_believed_stays() {
    let service = province().await;
    let router = service.demo();
    let at = format!("{}?phan=identity", path(HUONG, "dinh-chinh"));
    let page = page_as(&router, OFFICER, "vi", &at).await;
    let form = || Filled::of(&page, &path(HUONG, "dinh-chinh"));
    let birth = [("m.birth_date", "13/3/1985")];
    let got = on(form(), &DECISION, &birth).send(&router, OFFICER, "vi").await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.text.contains("Nhập Lý do đính chính."));
    let with_reason = [birth[0], ("ly_do", "Gõ nhầm năm sinh khi nhập.")];
    let form = on(form(), &DECISION, &with_reason);
    // What the browser sends for every field that was left alone.
    let shown = form.pairs.iter().filter(|(name, _)| name.starts_with("cu."));
    let left: Vec<(String, String)> = shown
        .filter(|(name, _)| name != "cu.m.birth_date")
        .map(|(name, text)| (name.replacen("cu.", "", 1), text.clone()))
        .collect();
    let pairs = form.pairs.into_iter().chain(left).collect();
    let got = Filled { pairs, ..form }.send(&router, OFFICER, "vi").await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let page = page_as(&router, OFFICER, "vi", got.header("location")).await;
    for words in ["13/03/1985", "12/03/1985", "Gõ nhầm năm sinh khi nhập.", "đính chính"] {
        assert!(page.text.contains(words), "{words}");
    }
}

#[tokio::test]
async fn a_part_compared_and_unchanged_is_recorded_with_its_paper() {
    let service = province().await;
    let router = service.demo();
    for (n, part, status) in [
        (HUONG, "education", StatusCode::SEE_OTHER),
        // The address of Hường waits for a check; Hoà's first record is not checked yet.
        (HUONG, "contact", StatusCode::UNPROCESSABLE_ENTITY),
        (HOA, "education", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let at = format!("{}?phan={part}", path(n, "khong-thay-doi"));
        let page = page_as(&router, OFFICER, "vi", &at).await;
        let form = on(Filled::of(&page, &path(n, "khong-thay-doi")), &DECISION, &[]);
        let got = form.send(&router, OFFICER, "vi").await;
        assert_eq!(got.status, status, "{at}: {}", got.text);
        if status == StatusCode::UNPROCESSABLE_ENTITY {
            is_sound(&got, "vi", &at);
        }
    }
}

#[tokio::test]
async fn only_an_officer_of_the_unit_does_these_and_never_on_their_own() {
    let service = province().await;
    let router = service.demo();
    let at = |act: &str| format!("{}?phan=pay", path(HUONG, act));
    for act in ACTS {
        let page = page_as(&router, OFFICER, "vi", &at(act)).await;
        let form = on(Filled::of(&page, &path(HUONG, act)), &DECISION, &[]);
        for who in [HEAD, INSPECTOR, ADMINISTRATOR, STRANGER, NAM + 0x100, HUONG + 0x100] {
            let got = page_as(&router, who, "vi", &at(act)).await;
            assert_eq!(got.status, StatusCode::NOT_FOUND, "{who:x} {act}");
            let got = form.send(&router, who, "vi").await;
            assert_eq!(got.status, StatusCode::NOT_FOUND, "{who:x} {act}");
        }
    }
    let grant = AccountCommand::GrantAccess {
        grant: GrantId::from_uuid(uuid(0x7002)),
        role: Role::DataOfficer,
        scope: unit(super::fixture::SCHOOL),
        from: super::fixture::day("2026-03-03"),
        until: None,
        request: paper("46/TTr-PNV", "2026-03-02"),
    };
    service.by(&Actor::service(), Command::Account(account(HUONG + 0x100), grant)).await;
    for act in ACTS {
        let got = page_as(&router, HUONG + 0x100, "vi", &at(act)).await;
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{act}");
        is_sound(&got, "vi", act);
        let theirs = page_as(&router, OFFICER, "vi", &at(act)).await;
        let said = [("m.salary_coefficient", "2,34"), ("ly_do", "Gõ nhầm khi nhập.")];
        let form = on(Filled::of(&theirs, &path(HUONG, act)), &DECISION, &said);
        let got = form.send(&router, HUONG + 0x100, "vi").await;
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{act}: {}", got.text);
    }
}
