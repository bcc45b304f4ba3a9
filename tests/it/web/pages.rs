//! The pages: in both languages, for usual and empty data, with safe headers, and the walk an
//! officer takes through them.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode},
};
use tower::ServiceExt as _;

use super::fixture::{
    ADMINISTRATOR, Got, HEAD, HOA, HUONG, INSPECTOR, LAN, NAM, OFFICER, STRANGER, ask, empty,
    page_as, province, submission, uuid,
};

/// What every page must be, whatever it says.
pub fn is_sound(got: &Got, lang: &str, path: &str) {
    let text = &got.text;
    assert_eq!(got.header("content-type"), "text/html; charset=utf-8", "{path}");
    assert!(text.contains(&format!("<html lang=\"{lang}\"")), "{path}");
    assert_eq!(text.matches("<h1").count(), 1, "{path} has one heading of the first rank");
    assert!(text.contains("href=\"#noi-dung\"") && text.contains("<main id=\"noi-dung\""));
    for leaked in
        ["page-", "code-", "duty-", "role-", "source-", "{ $", "$day", "unknown localization"]
    {
        let shown: String = visible(text);
        assert!(!shown.contains(leaked), "{path} in {lang} shows {leaked}");
    }
    let scripts = text.matches("<script").count();
    assert_eq!(scripts, text.matches("<script src=\"/").count(), "{path}: a script in the page");
    assert!(!text.contains("style=\"") && !text.contains("http://"), "{path}");
    for link in links(text) {
        let digits = link.split(|c: char| !c.is_ascii_digit()).map(str::len).max();
        let is_id = link.contains("0000-");
        assert!(is_id || digits < Some(12), "{path}: {link}");
        assert!(link.starts_with(['/', '#', '?']), "{path}: {link}");
    }
    let once: Vec<&str> = ids(text);
    let mut sorted = once.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sorted.len(), once.len(), "{path}: an id stands twice");
}

fn visible(text: &str) -> String {
    text.split('<').filter_map(|piece| piece.split_once('>')).map(|(_tag, words)| words).collect()
}

fn links(text: &str) -> Vec<&str> {
    let attributes = ["href=\"", "action=\""];
    attributes
        .iter()
        .flat_map(|start| text.split(*start).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

fn ids(text: &str) -> Vec<&str> {
    text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Every page of a person, with what leads on from it.
fn addresses() -> Vec<String> {
    let mut all: Vec<String> = ["/?chon", "/ho-so", "/ho-so?tim=nguyen", "/ho-so?tim=khong+ai"]
        .map(str::to_owned)
        .to_vec();
    for unit in ["", "/H53.50", "/H53.50.1", "/H53.50.2", "/H53.50?tat_ca=1"] {
        all.push(format!("/tuan-thu{unit}"));
    }
    for n in [HUONG, NAM, HOA, LAN] {
        all.push(format!("/ho-so/{}", uuid(n)));
        all.push(format!("/ho-so/{}/vi-sao/issue_account/-", uuid(n)));
    }
    let huong = format!("/ho-so/{}", uuid(HUONG));
    for query in
        ["?ngay=27/1/2026", "?biet=2026-02-01", "?ngay=1/1/2020&biet=1/1/2020", "?ngay=x&biet=y"]
    {
        all.push(format!("{huong}{query}"));
    }
    all.push(format!("{huong}/vi-sao/declare_change/{}", submission(0x52)));
    all.push(format!("{huong}/vi-sao/check/{}", submission(0x52)));
    all
}

#[tokio::test]
async fn every_page_stands_in_both_languages() {
    let service = province().await;
    let router = service.demo();
    for lang in ["vi", "en"] {
        for path in addresses() {
            let got = page_as(&router, OFFICER, lang, &path).await;
            let status = match path.as_str() {
                // Wider than an officer of a commune may see: led to their own.
                "/tuan-thu" => StatusCode::SEE_OTHER,
                _ => StatusCode::OK,
            };
            assert_eq!(got.status, status, "{path}: {}", got.text);
            if got.status == StatusCode::OK {
                is_sound(&got, lang, &path);
                let band = if lang == "vi" { "DỮ LIỆU GIẢ" } else { "INVENTED DATA" };
                assert!(got.text.contains(band), "{path}");
            }
        }
        for (who, path) in
            [(INSPECTOR, "/tuan-thu"), (ADMINISTRATOR, "/tuan-thu"), (HEAD, "/ho-so")]
        {
            let got = page_as(&router, who, lang, path).await;
            assert_eq!(got.status, StatusCode::OK, "{path}");
            is_sound(&got, lang, path);
        }
    }
}

#[tokio::test]
async fn an_empty_service_has_pages_that_say_what_to_do() {
    let service = empty().await;
    for (router, lang, words) in [
        (service.demo(), "vi", "Chưa có vai nào để chọn"),
        (service.demo(), "en", "There is nobody to choose yet"),
    ] {
        let got = page_as(&router, OFFICER, lang, "/").await;
        assert_eq!(got.status, StatusCode::OK);
        is_sound(&got, lang, "/");
        assert!(got.text.contains(words), "{words}");
    }
    let service = province().await;
    let router = service.demo();
    for (who, path, words) in [
        (STRANGER, "/ho-so", "Chưa có hồ sơ nào"),
        (STRANGER, "/ho-so?tim=Nguyen+Thi+Huong", "0 kết quả cho “Nguyen Thi Huong”"),
        (OFFICER, "/ho-so?don_vi=tram+y+te", "Chưa có hồ sơ nào trong Trạm Y tế xã Đức Hòa"),
        (OFFICER, "/ho-so?don_vi=duc+hoa", "Không rõ là đơn vị nào"),
        (STRANGER, "/tuan-thu/H53.01", "Chưa có hạn nào phải theo dõi"),
    ] {
        let got = page_as(&router, who, "vi", path).await;
        assert_eq!(got.status, StatusCode::OK);
        is_sound(&got, "vi", path);
        assert!(got.text.contains(words), "{path}: {words}");
    }
}

#[tokio::test]
async fn what_one_may_not_see_is_not_there() {
    let service = province().await;
    let router = service.demo();
    let huong = format!("/ho-so/{}", uuid(HUONG));
    for (who, path) in [
        (STRANGER, huong.clone()),
        (STRANGER, "/tuan-thu/H53.50".to_owned()),
        (ADMINISTRATOR, huong.clone()),
        (ADMINISTRATOR, "/ho-so".to_owned()),
        (NAM + 0x100, huong),
        (NAM + 0x100, "/ho-so".to_owned()),
        (OFFICER, format!("/ho-so/{}", uuid(0xDEAD))),
        (OFFICER, "/ho-so/1".to_owned()),
        (OFFICER, "/khong-co".to_owned()),
    ] {
        let got = page_as(&router, who, "vi", &path).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{path}");
        is_sound(&got, "vi", &path);
        assert!(got.text.contains("Không tìm thấy trang này") && !got.text.contains("404"));
        assert!(!got.text.contains("Hường"), "{path}");
    }
}

#[tokio::test]
async fn beside_a_value_that_waits_stands_who_said_the_one_that_holds() {
    let service = province().await;
    let got = page_as(&service.demo(), OFFICER, "vi", &format!("/ho-so/{}", uuid(HUONG))).await;
    for words in ["Người ghi nội dung đang có", "Người ghi nội dung mới"] {
        assert_eq!(got.text.matches(words).count(), 1, "{words}");
    }
}

#[tokio::test]
async fn each_role_is_led_to_its_own_work() {
    let service = province().await;
    let router = service.demo();
    for (who, to) in [
        (OFFICER, "/viec".to_owned()),
        (HEAD, "/tuan-thu/H53.50".to_owned()),
        (INSPECTOR, "/tuan-thu".to_owned()),
        (ADMINISTRATOR, "/quan-tri".to_owned()),
        (NAM + 0x100, "/viec-cua-toi".to_owned()),
    ] {
        let got = page_as(&router, who, "vi", "/").await;
        assert_eq!((got.status, got.header("location")), (StatusCode::SEE_OTHER, to.as_str()));
        let own = page_as(&router, who, "vi", &to).await;
        assert_eq!(own.status, StatusCode::OK, "{to}");
    }
}

#[tokio::test]
async fn only_the_cast_can_be_chosen() {
    let service = province().await;
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let choose = |n: u128| format!("account={}", uuid(n));
    let got = ask(&service.demo(), Method::POST, "/dong-vai", &form, choose(HEAD)).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER);
    let cookie = got.header("set-cookie");
    for part in [&uuid(HEAD).to_string(), "HttpOnly", "SameSite=Strict"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    // Hoà has an account and is not in the cast.
    for (router, n) in [(service.demo(), HOA + 0x100), (service.closed(), HEAD)] {
        let got = ask(&router, Method::POST, "/dong-vai", &form, choose(n)).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND);
        assert!(got.headers.get("set-cookie").is_none());
    }
    let got = page_as(&service.demo(), HOA + 0x100, "vi", &format!("/ho-so/{}", uuid(HOA))).await;
    assert_eq!(got.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_post_from_another_site_is_blocked() {
    let service = province().await;
    let router = service.demo();
    let cookie = format!("hoso_vai={}", uuid(OFFICER));
    for (path, from) in [
        ("/dong-vai", [("origin", "https://example.org"), ("sec-fetch-site", "cross-site")]),
        ("/api/v1/dossiers", [("origin", "https://example.org"), ("host", "localhost")]),
    ] {
        let headers = [("cookie", cookie.as_str()), from[0], from[1]];
        let got = ask(&router, Method::POST, path, &headers, "account=x").await;
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{path}");
        match path {
            "/dong-vai" => is_sound(&got, "vi", path),
            _ => assert_eq!(got.problem().1, "cross_site"),
        }
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_a_browser_safe() {
    let service = province().await;
    let huong = format!("/ho-so/{}", uuid(HUONG));
    for router in [service.demo(), service.closed()] {
        for path in [
            "/",
            "/ho-so",
            &huong,
            "/nowhere",
            "/app.css",
            "/check.js",
            "/icon.svg",
            "/health/live",
            "/api/openapi.json",
            "/api/v1/people",
            "/api/v1/nowhere",
        ] {
            for method in [Method::GET, Method::POST] {
                let cookie = format!("hoso_vai={}", uuid(OFFICER));
                let got = ask(&router, method.clone(), path, &[("cookie", &cookie)], "").await;
                let policy = got.header("content-security-policy");
                for part in [
                    "default-src 'none'",
                    "style-src 'self'",
                    "script-src 'self'",
                    "form-action 'self'",
                    "frame-ancestors 'none'",
                    "base-uri 'none'",
                ] {
                    assert!(policy.contains(part), "{method} {path}: {policy}");
                }
                assert!(!policy.contains("unsafe"), "{policy}");
                assert_eq!(got.header("x-content-type-options"), "nosniff", "{path}");
                assert_eq!(got.header("strict-transport-security"), "max-age=31536000");
                assert_eq!(got.header("referrer-policy"), "no-referrer", "{path}");
                let kept = got.header("cache-control");
                let is_file = got.status == StatusCode::OK
                    && matches!(path, "/app.css" | "/check.js" | "/icon.svg");
                assert_eq!(kept.contains("immutable"), is_file, "{method} {path}: {kept}");
                assert_eq!(kept == "no-store", !is_file, "{method} {path}: {kept}");
            }
        }
    }
}

#[tokio::test]
async fn the_language_chosen_once_is_kept() {
    let service = province().await;
    let router = service.demo();
    let got = ask(&router, Method::GET, "/?lang=en", &[], "").await;
    assert!(got.text.contains("Choose whom to act as"));
    assert!(got.header("set-cookie").starts_with("hoso_ngon_ngu=en"));
    let got = ask(&router, Method::GET, "/?lang=%3Cx%3E", &[], "").await;
    assert!(got.text.contains("Chọn vai") && got.headers.get("set-cookie").is_none());
}

/// How many bytes an answer has on the wire.
async fn weight(router: &Router, path: &str, headers: &[(&str, &str)]) -> usize {
    let mut request = Request::builder().method(Method::GET).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).expect("a request");
    let response = router.clone().oneshot(request).await.expect("an answer");
    let compressed = response.headers().contains_key("content-encoding");
    assert!(compressed || response.status().is_redirection(), "{path} is not compressed");
    to_bytes(response.into_body(), 10_000_000).await.expect("a body").len()
}

#[tokio::test]
async fn first_views_stay_small() {
    let service = province().await;
    let router = service.demo();
    let cookie = format!("hoso_vai={}; hoso_ngon_ngu=vi", uuid(OFFICER));
    // As it comes over the wire.
    let weighed = async |path: &str| {
        let headers = [("accept-encoding", "gzip"), ("cookie", cookie.as_str())];
        weight(&router, path, &headers).await
    };
    let style = weighed("/app.css").await;
    let icon = weighed("/icon.svg").await;
    let script = weighed("/app.js").await;
    assert!(style <= 15 * 1024 && script <= 4 * 1024, "{style} and {script} bytes");
    for path in addresses() {
        let own = weighed(&path).await;
        let whole = own + style + script + icon;
        assert!(
            own <= 20 * 1024 && whole <= 60 * 1024,
            "{path}: {own} + {style} + {script} + {icon}"
        );
        let page = page_as(&router, OFFICER, "vi", &path).await;
        let files = page.text.matches("<link ").count() + page.text.matches("src=\"").count();
        assert!(files <= 3, "{path} asks for {files} files");
    }
}
