//! What the unit says by itself: on a decision, as a correction on a paper, and that nothing changed.

use axum::http::StatusCode;

use super::{
    entry::{fill, form_of},
    filled::Filled,
    fixture::{
        ADMINISTRATOR, Got, HEAD, HOA, HUONG, INSPECTOR, NAM, OFFICER, STRANGER, account, page_as,
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
    let column = |column: &str| format!("salary_history/{row}.{column}");
    let said = [
        ("salary_coefficient".to_owned(), "2,67"),
        (column("from_ym.thang"), "3"),
        (column("from_ym.nam"), "2026"),
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
    assert!(page.text.contains("name=\"salary_coefficient\"") && page.text.contains("2,67"));
    let form = Filled::of(&page, &path(HUONG, "quyet-dinh"));
    let form = on(form, &DECISION, &[("salary_coefficient", "2,67")]);
    let got = form.send(&router, OFFICER, "vi").await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.text.contains("Chưa có nội dung nào khác"));
}

#[tokio::test]
async fn what_is_wrong_with_a_decision_is_said_at_its_field() {
    let service = province().await;
    let router = service.demo();
    for (lang, name, text, words) in [
        ("vi", "salary_coefficient", "hai", "Hệ số lương"),
        ("vi", "salary_coefficient", "99", "Hệ số lương"),
        ("vi", "so_vb", "", "Số, ký hiệu văn bản: Mục này còn trống."),
        ("vi", "ngay_hieu_luc", "", "Ngày có hiệu lực: Mục này còn trống."),
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
        let value = if name.starts_with("salary") { text } else { "2,34" };
        let form = on(form, &papers, &[("salary_coefficient", value)]);
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
    let birth = [("birth_date.ngay", "13")];
    let got = on(form(), &DECISION, &birth).send(&router, OFFICER, "vi").await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.text.contains("Lý do đính chính: Mục này còn trống."));
    let with_reason = [birth[0], ("ly_do", "Gõ nhầm năm sinh khi nhập.")];
    let form = on(form(), &DECISION, &with_reason);
    // What the browser sends for every field that was left alone.
    let shown = form.pairs.iter().filter(|(name, _)| name.starts_with("cu."));
    let left: Vec<(String, String)> = shown
        .filter(|(name, _)| name != "cu.birth_date.ngay")
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
        let said = [("salary_coefficient", "2,34"), ("ly_do", "Gõ nhầm khi nhập.")];
        let form = on(Filled::of(&theirs, &path(HUONG, act)), &DECISION, &said);
        let got = form.send(&router, HUONG + 0x100, "vi").await;
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{act}: {}", got.text);
    }
}

#[tokio::test]
async fn one_row_more_is_asked_for_without_a_script_and_what_was_typed_stays() {
    let service = province().await;
    let router = service.demo();
    let at = format!("{}?phan=pay", path(HUONG, "quyet-dinh"));
    let page = page_as(&router, OFFICER, "vi", &at).await;
    let rows = |page: &Got| -> Vec<String> {
        let names = page.text.split("name=\"hang.salary_history\" value=\"").skip(1);
        names.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
    };
    let first = rows(&page);
    assert_eq!(first.len(), 1, "a table begins with one empty row");
    let facts =
        || async { service.app.store().stream(&uuid(HUONG).to_string(), 0).await.unwrap().len() };
    let before = facts().await;
    let step = format!("salary_history/{}.step", first[0]);
    let typed = [(step.as_str(), "7"), ("so_vb", "1/QĐ"), ("them_dong", "salary_history")];
    let form = on(Filled::of(&page, &path(HUONG, "quyet-dinh")), &[], &typed);
    let more = form.send(&router, OFFICER, "vi").await;
    assert_eq!(more.status, StatusCode::OK, "{}", more.text);
    is_sound(&more, "vi", &at);
    let both = rows(&more);
    assert_eq!((both.len(), &both[0]), (2, &first[0]));
    for kept in ["value=\"7\"", "value=\"1/QĐ\""] {
        assert!(more.text.contains(kept), "{kept}");
    }
    assert_eq!(facts().await, before, "asking for a row records nothing");
    let column = |row: &str, column: &str| format!("salary_history/{row}.{column}");
    let said: Vec<(String, &str)> = both
        .iter()
        .zip(["2023", "2026"])
        .flat_map(|(row, year)| {
            [
                (column(row, "from_ym.nam"), year),
                (column(row, "from_ym.thang"), "3"),
                (column(row, "grade_code"), "V.07.04.32"),
                (column(row, "group"), "A1"),
                (column(row, "step"), "2"),
                (column(row, "coefficient"), "2,67"),
            ]
        })
        .collect();
    let said: Vec<(&str, &str)> = said.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let form = on(Filled::of(&more, &path(HUONG, "quyet-dinh")), &DECISION, &said);
    let got = form.send(&router, OFFICER, "vi").await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let page = page_as(&router, OFFICER, "vi", got.header("location")).await;
    assert!(page.text.contains("03/2023") && page.text.contains("03/2026"), "{}", page.text);
}

#[tokio::test]
async fn what_was_left_as_it_stood_is_not_said_again_whatever_was_recorded_since() {
    let service = province().await;
    let router = service.demo();
    let at = format!("{}?phan=identity", path(HUONG, "dinh-chinh"));
    let page = page_as(&router, OFFICER, "vi", &at).await;
    // Everything a browser sends, with what is typed over it.
    let whole = |typed: &[(&str, &str)]| {
        let mut form = Filled::of(&page, &path(HUONG, "dinh-chinh"));
        form.pairs = form_of(&page.text);
        let typed = [&DECISION[..3], typed, &[("ly_do", "Gõ nhầm khi nhập.")]].concat();
        form.pairs.retain(|(name, _)| !typed.iter().any(|(known, _)| name == known));
        on(form, &typed, &[])
    };
    let day = [("birth_date.ngay", "13"), ("khoa", "mot")];
    let newer = whole(&day).send(&router, OFFICER, "vi").await;
    assert_eq!(newer.status, StatusCode::SEE_OTHER, "{}", newer.text);
    // The older form still shows the 12th, and changes another field.
    let place = "Xã Đức Hòa, tỉnh Tây Ninh";
    let older = whole(&[("birth_place", place), ("khoa", "hai")]);
    assert!(older.pairs.contains(&("birth_date.ngay".to_owned(), "12".to_owned())));
    for _twice in 0..2 {
        let got = older.send(&router, OFFICER, "vi").await;
        assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    }
    let page = page_as(&router, OFFICER, "vi", &at).await;
    let stands = form_of(&page.text);
    for (name, text) in [("birth_date.ngay", "13"), ("birth_place", place)] {
        assert!(stands.contains(&(name.to_owned(), text.to_owned())), "{name}: {stands:?}");
    }
}

#[tokio::test]
async fn one_mistake_has_one_sentence_on_the_pages_of_the_clerk_and_of_the_person() {
    let service = province().await;
    let router = service.demo();
    let unreal = [("birth_date.ngay", "31"), ("birth_date.thang", "2")];
    let clerk = |paper: &'static [(&str, &str)]| {
        let at = format!("{}?phan=identity", path(HUONG, "dinh-chinh"));
        let router = &router;
        async move {
            let page = page_as(router, OFFICER, "vi", &at).await;
            let form = on(Filled::of(&page, &path(HUONG, "dinh-chinh")), paper, &unreal);
            // What stands in the other part, as the browser sends it.
            form.with("birth_date.nam", "1985").send(router, OFFICER, "vi").await
        }
    };
    let person = |paper: &'static [(&str, &str)]| {
        let at = format!("/ho-so/{}/bao-sai?muc=birth_date", uuid(HUONG));
        let router = &router;
        async move { fill(router, HUONG + 0x100, &at, &[&unreal[..], paper].concat()).await }
    };
    let no_such_day = "Không có ngày này trong tháng. Kiểm tra lại ngày, tháng và năm.";
    for (clerk, person, told) in [
        (clerk(&[]).await, person(&[]).await, format!("Ngày, tháng, năm sinh: {no_such_day}")),
        (
            clerk(&[("ngay_vb", "31/2/2026")]).await,
            person(&[
                ("giay.so", "1"),
                ("giay.ngay_ky.ngay", "31"),
                ("giay.ngay_ky.thang", "2"),
                ("giay.ngay_ky.nam", "2026"),
            ])
            .await,
            no_such_day.to_owned(),
        ),
        (clerk(&[]).await, person(&[]).await, ": Mục này còn trống.".to_owned()),
    ] {
        for got in [clerk, person] {
            assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(got.text.contains(&told), "{told}: {}", got.text);
        }
    }
}
