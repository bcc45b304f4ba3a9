//! Packages on the page: who hands a dossier out, that it is written down, and that what comes is
//! whole.

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use hoso::{
    package,
    store::{access_log, read},
};
use tower::ServiceExt as _;

use super::{
    fixture::{
        ADMINISTRATOR, HEAD, HUONG, INSPECTOR, OFFICER, STRANGER, Service, dossier, page_as,
        province, uuid,
    },
    scans,
};

fn path(n: u128) -> String {
    format!("/ho-so/{}/goi", uuid(n))
}

async fn got(service: &Service, who: u128) -> (StatusCode, String, Vec<u8>) {
    let request = Request::builder()
        .uri(format!("{}/tep", path(HUONG)))
        .header("cookie", format!("hoso_vai={}", uuid(who)))
        .body(Body::empty())
        .unwrap();
    let (parts, body) = service.demo().oneshot(request).await.unwrap().into_parts();
    let kind = parts.headers.get("content-type").map(|it| it.to_str().unwrap().to_owned());
    let bytes = to_bytes(body, 30_000_000).await.unwrap();
    (parts.status, kind.unwrap_or_default(), bytes.to_vec())
}

/// What the newest line about the dossier says was opened, and what came of it.
async fn newest_look(service: &Service) -> (String, String) {
    let db = service.app.store().db();
    let id = dossier(HUONG).to_string();
    let looks = access_log::of_dossier(db, &id, None, true, 1).await.unwrap();
    (looks[0].row.opened.clone(), looks[0].row.outcome.clone())
}

#[tokio::test]
async fn the_data_officer_hands_a_dossier_out_and_it_is_written_down() {
    let service = province().await;
    scans::hands_in(&service, OFFICER, HUONG, scans::a_scan().0).await;
    let there = read::head(service.app.store().db()).await.unwrap();
    let router = service.demo();
    let whole = page_as(&router, OFFICER, "vi", &format!("/ho-so/{}", uuid(HUONG))).await;
    assert!(whole.text.contains(&path(HUONG)));
    let page = page_as(&router, OFFICER, "vi", &path(HUONG)).await;
    let key = service.app.checkpoint_key(service.app.keeper().unwrap()).await.unwrap();
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains(&key.to_string().replace('&', "&amp;")), "{}", page.text);
    assert!(page.text.contains(&format!("{}/tep", path(HUONG))));

    let (status, kind, bytes) = got(&service, OFFICER).await;
    assert_eq!((status, kind.as_str()), (StatusCode::OK, "application/zip"));
    let opened = package::open(&bytes, Some(&key)).unwrap();
    assert_eq!(opened.manifest.dossier, dossier(HUONG).to_string());
    assert_eq!(opened.scans.len(), 1);
    assert!(opened.scans[0].0.starts_with(&scans::a_scan().1));
    let told = std::str::from_utf8(opened.page).unwrap();
    assert!(told.contains("12/GXN") && told.contains("<html lang=\"vi\">"), "{told}");
    // Nothing that was recorded is left out of what a person reads.
    for line in &opened.facts {
        let payload = line.payload.replace('&', "&amp;").replace('"', "&quot;");
        assert!(told.contains(&payload), "{payload}");
    }
    assert_eq!(newest_look(&service).await, ("export".to_owned(), "shown".to_owned()));
    assert_eq!(read::head(service.app.store().db()).await.unwrap(), there, "no fact of it");
}

#[tokio::test]
async fn who_may_only_read_gets_no_package_and_that_is_written_down_too() {
    let service = province().await;
    for who in [HEAD, INSPECTOR, STRANGER, ADMINISTRATOR, HUONG + 0x100] {
        let page = page_as(&service.demo(), who, "vi", &path(HUONG)).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{who:x}");
        let (status, _kind, _bytes) = got(&service, who).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{who:x}");
        assert_eq!(newest_look(&service).await, ("export".to_owned(), "denied".to_owned()));
        let whole = page_as(&service.demo(), who, "vi", &format!("/ho-so/{}", uuid(HUONG))).await;
        assert!(!whole.text.contains(&path(HUONG)), "{who:x}");
    }
}
