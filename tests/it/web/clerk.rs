//! What a clerk does all day: the queue, the check screen and on to the next one.

use axum::http::StatusCode;
use hoso::app::{Actor, Command};
use hoso_events::{
    account::{AccountCommand, Role},
    dossier::DossierCommand,
    ids::GrantId,
};

use super::{
    filled::Filled,
    fixture::{
        ADMINISTRATOR, HEAD, HOA, HUONG, INSPECTOR, NAM, OFFICER, SCHOOL, STRANGER, Service,
        account, day, dossier, empty, page_as, paper, province, submission, unit, uuid,
    },
    pages::is_sound,
};

fn check(n: u128, of: u128) -> String {
    format!("/ho-so/{}/doi-chieu/{}", uuid(n), submission(of))
}

/// Hường, who teaches at the school, keeps its data too.
async fn huong_is_an_officer(service: &Service) {
    let grant = AccountCommand::GrantAccess {
        grant: GrantId::from_uuid(uuid(0x7001)),
        role: Role::DataOfficer,
        scope: unit(SCHOOL),
        from: day("2026-03-03"),
        until: None,
        request: paper("46/TTr-PNV", "2026-03-02"),
    };
    let command = Command::Account(account(HUONG + 0x100), grant);
    service.by(&Actor::service(), command).await;
}

#[tokio::test]
async fn the_queue_says_what_is_most_urgent_in_both_languages() {
    let service = province().await;
    let router = service.demo();
    for (lang, overdue, kind) in [
        ("vi", "Quá hạn", "Người có hồ sơ chưa khai lần đầu"),
        ("en", "Overdue", "First record not entered by the person"),
    ] {
        for path in ["/viec", "/viec?loai=khai", "/viec?loai=khai&don_vi=tran+phu", "/viec?loai=zz"]
        {
            let got = page_as(&router, OFFICER, lang, path).await;
            assert_eq!(got.status, StatusCode::OK, "{path}");
            is_sound(&got, lang, path);
            assert!(got.text.contains(overdue) && got.text.contains(kind), "{path}");
        }
    }
    let got = page_as(&router, OFFICER, "vi", "/viec").await;
    let places = ["Trần Văn Nam</a>", "Đặng Thị Hoà</a>", "Nguyễn Thị Hường</a>"]
        .map(|name| got.text.find(name).unwrap_or_else(|| panic!("{name} is listed")));
    assert!(places.is_sorted(), "most urgent first: {places:?}");
    let got = page_as(&router, OFFICER, "vi", "/viec?loai=lan-dau").await;
    assert!(got.text.contains("Hoà</a>") && !got.text.contains("Hường</a>"));
    let got = page_as(&router, OFFICER, "vi", "/viec?loai=thay-doi").await;
    assert!(!got.text.contains("Hoà</a>") && got.text.contains("Hường</a>"));
}

#[tokio::test]
async fn an_empty_queue_says_what_to_do() {
    let service = province().await;
    let router = service.demo();
    for (who, path, words) in [
        (STRANGER, "/viec", "Không còn việc nào đang chờ."),
        (OFFICER, "/viec?loai=ket-thuc", "Không còn việc nào trong phần bạn đang lọc."),
        (OFFICER, "/viec?don_vi=H53.50.2", "Không còn việc nào trong phần bạn đang lọc."),
    ] {
        let got = page_as(&router, who, "vi", path).await;
        assert_eq!(got.status, StatusCode::OK, "{path}");
        is_sound(&got, "vi", path);
        assert!(got.text.contains(words), "{path}");
    }
    let got = page_as(&router, STRANGER, "vi", "/doi-chieu").await;
    assert_eq!((got.status, got.header("location")), (StatusCode::SEE_OTHER, "/viec"));
    let nobody = empty().await;
    let got = page_as(&nobody.demo(), OFFICER, "vi", "/viec").await;
    assert_eq!(got.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_clerks_pages_are_not_there_for_others() {
    let service = province().await;
    let router = service.demo();
    let pages = [
        "/viec".to_owned(),
        "/doi-chieu".to_owned(),
        check(HOA, HOA),
        "/ho-so/moi".to_owned(),
        format!("/ho-so/{}/tai-khoan", uuid(NAM)),
    ];
    for who in [HEAD, INSPECTOR, ADMINISTRATOR, NAM + 0x100] {
        for path in &pages {
            let got = page_as(&router, who, "vi", path).await;
            assert_eq!(got.status, StatusCode::NOT_FOUND, "{who:x} {path}");
            is_sound(&got, "vi", path);
        }
    }
    // Another unit's officer: their own queue is theirs, the dossiers of this one are not there.
    for path in [&pages[2], &pages[4]] {
        let got = page_as(&router, STRANGER, "vi", path).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{path}");
    }
    let got = page_as(&router, OFFICER, "vi", &check(HOA, 0xDEAD)).await;
    assert_eq!(got.status, StatusCode::NOT_FOUND);
    // Nor can they send what an officer sends.
    let page = page_as(&router, OFFICER, "vi", &check(HOA, HOA)).await;
    let all = Filled::of(&page, &check(HOA, HOA)).with("viec", "con-lai-khop");
    for who in [HEAD, INSPECTOR, ADMINISTRATOR, STRANGER, NAM + 0x100] {
        let got = all.send(&router, who, "vi").await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{who:x}");
    }
    // A head reads the dossier, and finds nothing there to decide.
    let got = page_as(&router, HEAD, "vi", &format!("/ho-so/{}", uuid(HOA))).await;
    assert!(got.status == StatusCode::OK && !got.text.contains("/doi-chieu"));
}

#[tokio::test]
async fn what_matches_is_stored_in_one_act_and_the_next_case_follows() {
    let service = province().await;
    let router = service.demo();
    let first = page_as(&router, OFFICER, "vi", "/doi-chieu").await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    assert_eq!(first.header("location"), check(HOA, HOA), "the most urgent");
    for lang in ["vi", "en"] {
        let page = page_as(&router, OFFICER, lang, &check(HOA, HOA)).await;
        assert_eq!(page.status, StatusCode::OK);
        is_sound(&page, lang, "check");
        assert!(page.text.contains("/QĐ-SNV"), "the paper the dossier was confirmed by");
    }
    let page = page_as(&router, OFFICER, "vi", &check(HOA, HOA)).await;
    let form = Filled::of(&page, &check(HOA, HOA)).with("viec", "con-lai-khop");
    let got = form.send(&router, OFFICER, "vi").await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let next = got.header("location").to_owned();
    assert!(next.starts_with(&format!("{}?vua=", check(HUONG, 0x52))), "{next}");
    let told = page_as(&router, OFFICER, "vi", &next).await;
    is_sound(&told, "vi", &next);
    assert!(told.text.contains("Đã ghi, hồ sơ Đặng Thị Hoà"), "what was done is said");
    assert!(told.text.contains("Số 5 đường Nguyễn Huệ") && told.text.contains("12 Hùng Vương"));
    assert!(told.text.contains("07/XN-CA"), "the paper of the change");
    // What someone else recorded is not told as done, and the address claims nothing by itself.
    let position = next.split("vua=").nth(1).unwrap_or_default();
    for (who, at) in [(HEAD, position), (OFFICER, "1"), (OFFICER, "999999")] {
        let path = format!("/ho-so/{}?vua={at}", uuid(HUONG));
        let got = page_as(&router, who, "vi", &path).await;
        assert!(got.status == StatusCode::OK && !got.text.contains("Đã ghi, hồ sơ"), "{path}");
    }
    // The same form sent twice is one act.
    let again = form.send(&router, OFFICER, "vi").await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.text);
    let last = Filled::of(&told, &check(HUONG, 0x52)).with("viec", "con-lai-khop");
    let got = last.send(&router, OFFICER, "vi").await;
    assert!(got.header("location").starts_with("/viec?vua="), "{}", got.header("location"));
    let got = page_as(&router, OFFICER, "vi", got.header("location")).await;
    assert!(got.text.contains("Không có hồ sơ nào chờ bạn đối chiếu"));
}

#[tokio::test]
async fn each_field_is_decided_and_each_objection_has_a_reason() {
    let service = province().await;
    let router = service.demo();
    let path = check(HUONG, 0x52);
    let slot = "current_address";
    let form = || async {
        let page = page_as(&router, OFFICER, "en", &path).await;
        Filled::of(&page, &path)
    };
    let (decision, reason) = (format!("qd.{slot}"), format!("ly_do.{slot}"));
    for (filled, words) in [
        (form().await.with("viec", "hoan-tat"), "Fields without a decision: 1"),
        (
            form().await.with("viec", "hoan-tat").with(&decision, "sai"),
            "Choose or write the reason for returning",
        ),
        (
            form().await.with("viec", "hoan-tat").with(&reason, &"x".repeat(501)),
            "longer than 500 characters",
        ),
        (
            form().await.with("viec", "hoan-tat").with(&reason, "a\u{202E}b"),
            "a character nobody can see",
        ),
    ] {
        let got = filled.send(&router, OFFICER, "en").await;
        assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        is_sound(&got, "en", &path);
        assert!(got.text.matches(words).count() >= 2, "in the summary and at the field: {words}");
        let typed = filled.pairs.iter().find(|(name, _)| *name == reason);
        assert!(typed.is_none_or(|(_, text)| got.text.contains(text.as_str())), "kept as typed");
    }
    let filled = form().await.with("viec", "hoan-tat").with(&decision, "thieu");
    let got = filled.send(&router, OFFICER, "en").await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    // The person reads the reason in the language of the record, whatever the clerk's is.
    let own = page_as(&router, HUONG + 0x100, "vi", &format!("/ho-so/{}", uuid(HUONG))).await;
    assert!(own.text.contains("Hồ sơ giấy không có nội dung này."), "the usual sentence");
}

#[tokio::test]
async fn a_section_is_found_to_match_as_a_whole_and_an_objection_in_it_stands() {
    let service = province().await;
    let router = service.demo();
    let path = check(HOA, HOA);
    let page = page_as(&router, OFFICER, "vi", &path).await;
    let mut form = Filled::of(&page, &path)
        .with("viec", "hoan-tat")
        .with("qd.birth_date", "sai")
        .with("mau.birth_date", "go-sai")
        .with("ly_do.birth_date", "Giấy khai sinh ghi năm 1986.");
    let ticks = page.text.split("name=\"phan.").skip(1).filter_map(|rest| rest.split('"').next());
    let ticked: Vec<String> = ticks.map(str::to_owned).collect();
    assert!(ticked.len() > 3, "{ticked:?}");
    for section in ticked {
        form = form.with(&format!("phan.{section}"), "khop");
    }
    // What stands alone in its section is still to be decided.
    let got = form.send(&router, OFFICER, "vi").await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(got.text.contains("mục chưa có kết quả"));
    let rest = Filled { action: form.action.clone(), pairs: form.pairs.clone() };
    let rest = Filled {
        pairs: rest.pairs.into_iter().filter(|(name, _)| name != "viec").collect(),
        ..rest
    };
    let got = rest.with("viec", "con-lai-khop").send(&router, OFFICER, "vi").await;
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    let page = page_as(&router, OFFICER, "vi", &format!("/ho-so/{}", uuid(HOA))).await;
    let reason = "Gõ sai chữ hoặc số so với hồ sơ giấy. Giấy khai sinh ghi năm 1986.";
    assert!(page.text.contains(reason), "the usual sentence and the clerk's own words");
}

#[tokio::test]
async fn whoever_was_faster_is_named_and_the_next_case_is_offered() {
    let service = province().await;
    huong_is_an_officer(&service).await;
    let router = service.demo();
    let path = check(HOA, HOA);
    let page = page_as(&router, OFFICER, "vi", &path).await;
    let form = Filled::of(&page, &path).with("viec", "con-lai-khop");
    let other = service.actor(HUONG + 0x100).await;
    let checked = DossierCommand::CheckSubmission { submission: submission(HOA) };
    service.by(&other, Command::Dossier(dossier(HOA), checked)).await;
    let got = form.send(&router, OFFICER, "vi").await;
    assert_eq!(got.status, StatusCode::CONFLICT);
    is_sound(&got, "vi", &path);
    for words in ["Nguyễn Thị Hường (Trường THCS Trần Phú) đã đối chiếu", "Sang việc kế tiếp"]
    {
        assert!(got.text.contains(words), "{words}");
    }
    let got = page_as(&router, OFFICER, "en", &path).await;
    assert_eq!(got.status, StatusCode::OK);
    is_sound(&got, "en", &path);
    assert!(got.text.contains("checked this at") && !got.text.contains("<form method=\"post\""));
}

#[tokio::test]
async fn nobody_is_led_to_their_own_dossier_nor_may_check_it() {
    let service = province().await;
    huong_is_an_officer(&service).await;
    let router = service.demo();
    let own = check(HUONG, 0x52);
    for lang in ["vi", "en"] {
        let got = page_as(&router, HUONG + 0x100, lang, &own).await;
        assert_eq!(got.status, StatusCode::FORBIDDEN);
        is_sound(&got, lang, &own);
    }
    let theirs = page_as(&router, OFFICER, "vi", &own).await;
    let form = Filled::of(&theirs, &own).with("viec", "con-lai-khop");
    let got = form.send(&router, HUONG + 0x100, "vi").await;
    assert_eq!(got.status, StatusCode::FORBIDDEN, "{}", got.text);
    assert!(got.text.contains("Hồ sơ của chính bạn"));
    let next = page_as(&router, HUONG + 0x100, "vi", "/doi-chieu").await;
    assert_eq!(next.header("location"), check(HOA, HOA));
    let page = page_as(&router, HUONG + 0x100, "vi", &check(HOA, HOA)).await;
    let form = Filled::of(&page, &check(HOA, HOA)).with("viec", "con-lai-khop");
    let got = form.send(&router, HUONG + 0x100, "vi").await;
    assert!(got.header("location").starts_with("/viec?vua="), "{}", got.header("location"));
    let list = page_as(&router, HUONG + 0x100, "vi", "/viec").await;
    assert!(list.text.contains("chuyển cho đồng nghiệp đối chiếu"));
}
