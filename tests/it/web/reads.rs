//! Every page and every question that shows something of a dossier leaves one line in the access
//! log; and the page where the person reads those lines.

use axum::http::{Method, StatusCode};
use hoso::{app::Opened, store::access_log};
use serde_json::Value as Json;

use super::{
    fixture::{
        ADMINISTRATOR, Got, HOA, HUONG, INSPECTOR, LAN, NAM, OFFICER, STRANGER, Service, ask,
        dossier, page_as, province, question, submission, uuid,
    },
    guest::hidden_in,
    scans,
};

/// What stands for each piece of a route.
fn filled(route: &str, n: u128) -> String {
    let pieces = [
        ("{dossier}", uuid(n).to_string()),
        ("{duty}", "issue_account".to_owned()),
        ("{subject}", "-".to_owned()),
        ("{file}", scans::a_scan().1),
        ("{submission}", submission(n).to_string()),
        ("{section}", "family".to_owned()),
        ("{table}", "family".to_owned()),
        ("{row}", uuid(1).to_string()),
    ];
    let path = pieces.iter().fold(route.to_owned(), |path, (name, text)| path.replace(name, text));
    assert!(!path.contains('{'), "say here what stands for the pieces of {route}");
    path
}

/// The pages that take a dossier, read from their list.
fn pages() -> Vec<String> {
    let lists = [
        include_str!("../../../src/web/pages/mod.rs"),
        include_str!("../../../src/web/pages/entry/mod.rs"),
    ];
    let text = lists.concat();
    let routes = text.split(".route(").skip(1).filter_map(|rest| {
        let (path, handler) = rest.trim_start().strip_prefix('"')?.split_once('"')?;
        (path.contains("{dossier}") && handler.trim_start().starts_with(", get(")).then_some(path)
    });
    let routes: Vec<String> = routes.map(str::to_owned).collect();
    assert!(routes.len() >= 3, "{routes:?}");
    routes
}

/// The questions of the interface that take a dossier, read from its document.
fn questions() -> Vec<String> {
    let document: Json = serde_json::from_str(&hoso::web::openapi_json()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let takes =
        |(path, item): &(&String, &Json)| path.contains("{dossier}") && item.get("get").is_some();
    let routes: Vec<String> = paths.iter().filter(takes).map(|(path, _)| path.clone()).collect();
    assert!(routes.len() >= 4, "{routes:?}");
    routes
}

/// Who opened what of a dossier, newest first.
async fn looks(service: &Service, n: u128) -> Vec<access_log::AccessRow> {
    let db = service.app.store().db();
    let found = access_log::of_dossier(db, &dossier(n).to_string(), None, true, 500).await;
    found.unwrap().into_iter().map(|entry| entry.row).collect()
}

/// Asserts that a request left one line more, and what it says was opened.
async fn one_more(service: &Service, n: u128, before: usize, path: &str) -> String {
    let after = looks(service, n).await;
    assert_eq!(after.len(), before + 1, "{path} leaves {} lines", after.len() - before);
    assert_eq!(after[0].outcome, "shown", "{path}");
    assert_ne!(after[0].opened, "other", "say in src/web/arrival.rs what {path} opens");
    after[0].opened.clone()
}

#[tokio::test]
async fn every_page_of_a_dossier_leaves_one_line_and_says_what_it_opened() {
    let service = province().await;
    let router = service.demo();
    scans::hands_in(&service, OFFICER, HUONG, scans::a_scan().0).await;
    for route in pages() {
        // Some forms are there while a record is entered first, others once it is kept.
        let (mut shown, mut leads_on) = (false, true);
        for n in [HUONG, NAM, HOA] {
            let before = looks(&service, n).await.len();
            let got = page_as(&router, OFFICER, "vi", &filled(&route, n)).await;
            leads_on &= got.status.is_redirection();
            if got.status.is_success() {
                one_more(&service, n, before, &route).await;
                shown = true;
            }
        }
        assert!(shown || leads_on, "{route} is shown of nobody");
    }
}

#[tokio::test]
async fn every_question_about_a_dossier_leaves_one_line_and_says_what_it_opened() {
    let service = province().await;
    let router = service.closed();
    let token = service.token(OFFICER).await;
    for route in questions() {
        let before = looks(&service, HUONG).await.len();
        let got = question(&router, &token, &filled(&route, HUONG)).await;
        assert_eq!(got.status, StatusCode::OK, "{route}: {}", got.text);
        one_more(&service, HUONG, before, &route).await;
        assert_eq!(looks(&service, HUONG).await[0].source, "api");
    }
}

#[tokio::test]
async fn a_form_that_is_shown_again_is_a_look_and_an_act_is_none() {
    let service = province().await;
    let router = service.demo();
    let cookie = format!("hoso_vai={}", uuid(OFFICER));
    let headers =
        [("cookie", cookie.as_str()), ("content-type", "application/x-www-form-urlencoded")];
    let path = format!("/ho-so/{}/doi-chieu/{}", dossier(HOA), submission(HOA));
    let page = page_as(&router, OFFICER, "vi", &path).await;
    let form = |act: &str| {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(hidden_in(&page.text, &path)).append_pair("viec", act).finish()
    };
    let refused = ask(&router, Method::POST, &path, &headers, form("hoan-tat")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let opened = one_more(&service, HOA, 1, &path).await;
    assert_eq!(opened, Opened::Check.as_str());
    let done = ask(&router, Method::POST, &path, &headers, form("con-lai-khop")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(looks(&service, HOA).await.len(), 2);
}

/// The lines about lists: what kind, and how many were shown.
async fn lists(service: &Service) -> Vec<(String, i64)> {
    use hoso_projections::database::Database;
    let Database::Sqlite { read, .. } = service.app.store().db() else { panic!("an SQLite file") };
    let sql = "select opened, hits from access_log where dossier_id is null order by entry";
    sqlx::query_as(sql).fetch_all(read).await.unwrap()
}

#[tokio::test]
async fn every_list_of_people_leaves_one_line_with_its_kind_and_how_many() {
    let service = province().await;
    let (pages, interface) = (service.demo(), service.closed());
    let token = service.token(OFFICER).await;
    for path in ["/ho-so", "/ho-so?tim=nguyen", "/tuan-thu/H53.50"] {
        assert_eq!(page_as(&pages, OFFICER, "vi", path).await.status, StatusCode::OK, "{path}");
    }
    for path in ["people", "people?q=tran", "obligations"] {
        let got = question(&interface, &token, &format!("/api/v1/{path}")).await;
        assert_eq!(got.status, StatusCode::OK, "{path}");
    }
    // An administrator's board has no names.
    page_as(&pages, ADMINISTRATOR, "vi", "/tuan-thu").await;
    let told = lists(&service).await;
    let kinds: Vec<&str> = told.iter().map(|(opened, _hits)| opened.as_str()).collect();
    let expected = ["people", "name_search", "due_list", "people", "name_search", "due_list"];
    assert_eq!(kinds, expected);
    let hits: Vec<i64> = told.iter().map(|(_opened, hits)| *hits).collect();
    assert_eq!((hits[0], hits[1], hits[3], hits[4]), (4, 1, 4, 1));
    assert!(hits[2] > 0 && hits[5] > 0);
}

fn own_path(n: u128) -> String {
    format!("/ho-so/{}/ai-da-xem", uuid(n))
}

/// The names in the list, top to bottom.
fn names(got: &Got) -> Vec<&str> {
    let rows = got.text.split("<strong>").skip(1).filter_map(|rest| rest.split("</strong>").next());
    rows.filter(|text| text.contains(' ') && !text.contains("DỮ LIỆU")).collect()
}

#[tokio::test]
async fn the_person_reads_who_looked_and_their_own_looks_are_left_out() {
    let service = province().await;
    let router = service.demo();
    let person = HUONG + 0x100;
    let empty = page_as(&router, person, "vi", &own_path(HUONG)).await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(empty.text.contains("Chưa ai mở hồ sơ của bạn ngoài bạn."), "{}", empty.text);

    page_as(&router, OFFICER, "vi", &format!("/ho-so/{}", uuid(HUONG))).await;
    let why = format!("/ho-so/{}/vi-sao/issue_account/-", uuid(HUONG));
    page_as(&router, INSPECTOR, "vi", &why).await;
    page_as(&router, STRANGER, "vi", &format!("/ho-so/{}", uuid(HUONG))).await;
    let got = page_as(&router, person, "vi", &own_path(HUONG)).await;
    let listed = got.text.split("<tbody>").nth(1).unwrap();
    let place = |name: &str| listed.find(name).unwrap_or_else(|| panic!("{name}: {listed}"));
    assert!(place("Hồ Văn Tám") < place("Đỗ Quang Minh"), "newest first");
    assert!(place("Đỗ Quang Minh") < place("Lê Văn Bình"), "newest first");
    for told in [
        "Ủy ban nhân dân xã Đức Hòa",
        "Cán bộ phụ trách dữ liệu",
        "Người thanh tra, kiểm tra",
        "Giải thích một hạn: Cấp tài khoản",
        "Bị từ chối, chưa xem được gì",
        "Không có quyền xem",
        "Trang web",
        "09:00 03/03/2026",
    ] {
        assert!(listed.contains(told), "{told}: {listed}");
    }
    assert!(!listed.contains("Nguyễn Thị Hường"));
    let all = page_as(&router, person, "vi", &format!("{}?chinh_chu=co", own_path(HUONG))).await;
    assert!(all.text.split("<tbody>").nth(1).unwrap().contains("Nguyễn Thị Hường"));
    assert!(all.text.contains("Ẩn lần xem của chính chủ"));

    // One activation from the dossier.
    let home = page_as(&router, person, "vi", &format!("/ho-so/{}", uuid(HUONG))).await;
    assert!(home.text.contains(&format!("href=\"{}\"", own_path(HUONG))));
    assert!(home.text.contains("Ai đã xem hồ sơ của tôi"));
}

#[tokio::test]
async fn who_may_read_the_dossier_reads_the_list_and_nobody_else_does() {
    let service = province().await;
    let router = service.demo();
    for (who, status) in [
        (OFFICER, StatusCode::OK),
        (INSPECTOR, StatusCode::OK),
        (ADMINISTRATOR, StatusCode::NOT_FOUND),
        (STRANGER, StatusCode::NOT_FOUND),
        (LAN + 0x100, StatusCode::NOT_FOUND),
    ] {
        let got = page_as(&router, who, "en", &own_path(HUONG)).await;
        assert_eq!(got.status, status, "{who:x}");
    }
    // That each of them tried is in the list, the officer's own reading too.
    let got = page_as(&router, OFFICER, "en", &own_path(HUONG)).await;
    let listed = got.text.split("<tbody>").nth(1).unwrap();
    assert_eq!(listed.matches("<tr>").count(), 6, "{:?}", names(&got));
    assert_eq!(listed.matches("Refused, nothing was shown").count(), 3);
}

#[tokio::test]
async fn a_long_list_is_read_page_by_page() {
    let service = province().await;
    let router = service.demo();
    for _look in 0..70 {
        page_as(&router, OFFICER, "vi", &format!("/ho-so/{}", uuid(NAM))).await;
    }
    let (mut path, mut seen, mut pages) = (own_path(NAM), 0, 0);
    loop {
        let got = page_as(&router, NAM + 0x100, "vi", &path).await;
        seen += got.text.split("<tbody>").nth(1).unwrap().matches("<tr>").count();
        pages += 1;
        let Some(next) = got.text.split("rel=\"next\" href=\"").nth(1) else { break };
        path = next.split('"').next().unwrap().replace("&amp;", "&");
    }
    assert_eq!((pages, seen), (3, 70));
    let token = service.token(OFFICER).await;
    let (mut before, mut seen) = (String::new(), 0);
    loop {
        let path = format!("/api/v1/dossiers/{}/access-log?limit=40{before}", uuid(NAM));
        let said = question(&service.closed(), &token, &path).await.json();
        seen += said["looks"].as_array().unwrap().len();
        let Some(next) = said["next_before"].as_i64() else { break };
        before = format!("&before={next}");
    }
    // The seventy, and the first of these two readings: the second is newer than its page.
    assert_eq!(seen, 71);
}

#[tokio::test]
async fn a_page_whose_line_cannot_be_written_says_so_and_shows_nothing() {
    use hoso_projections::database::Database;
    let service = province().await;
    let Database::Sqlite { write: Some(pool), .. } = service.app.store().db() else {
        panic!("an SQLite file")
    };
    let sql = "create trigger unwritten before insert on access_log
               begin select raise(abort, 'no'); end";
    sqlx::raw_sql(sql).execute(pool).await.unwrap();
    let got = page_as(&service.demo(), OFFICER, "vi", &format!("/ho-so/{}", uuid(HUONG))).await;
    assert_eq!(got.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(got.header("retry-after"), "1");
    assert!(got.text.contains("Chưa ghi được nhật ký xem hồ sơ"), "{}", got.text);
    assert!(!got.text.contains("Hường"));
    let token = service.token(OFFICER).await;
    for path in [format!("dossiers/{}", uuid(HUONG)), "people".to_owned()] {
        let got = question(&service.closed(), &token, &format!("/api/v1/{path}")).await;
        assert_eq!(got.problem(), (503, "audit_unavailable".to_owned(), None));
    }
}

#[tokio::test]
async fn one_dossier_too_many_is_told_as_such() {
    let service = province().await;
    let router = service.demo();
    let ids: Vec<u128> = (0..61).map(|n| 0xF000 + n).collect();
    for n in &ids {
        service.opened(*n, "Trần Văn Nam", "2026-02-09").await;
    }
    let mut last = StatusCode::OK;
    for n in &ids {
        let got = page_as(&router, OFFICER, "vi", &format!("/ho-so/{}", uuid(*n))).await;
        last = got.status;
        if last != StatusCode::OK {
            assert!(got.text.contains("Bạn đã mở 60 hồ sơ trong 10 phút"), "{}", got.text);
            assert_eq!(*n, 0xF03C);
        }
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
}
