//! From a figure or a name to the fact behind it, for good.

use axum::http::StatusCode;

use super::{
    fixture::{
        ADMINISTRATOR, Got, HEAD, HUONG, INSPECTOR, LAN, NAM, OFFICER, STRANGER, account, page_as,
        province, uuid,
    },
    pages::is_sound,
};

#[tokio::test]
async fn the_list_of_people_turns_round() {
    let service = province().await;
    let router = service.demo();
    let order = |text: &str| {
        ["Hoà</a>", "Hường</a>", "Lan</a>", "Nam</a>"]
            .map(|name| text.find(name).unwrap_or_else(|| panic!("{name}")))
    };
    let got = page_as(&router, OFFICER, "vi", "/ho-so").await;
    assert!(order(&got.text).is_sorted());
    let got = page_as(&router, OFFICER, "vi", "/ho-so?xep=ten-nguoc&don_vi=H53.50").await;
    is_sound(&got, "vi", "/ho-so");
    assert!(order(&got.text).iter().rev().is_sorted());
    let after = format!("/ho-so?xep=ten-nguoc&sau={}", uuid(HUONG));
    let got = page_as(&router, OFFICER, "vi", &after).await;
    assert!(got.text.contains("Hoà</a>") && !got.text.contains("Lan</a>"));
}

#[tokio::test]
async fn every_fact_has_a_page_for_whoever_may_read_what_it_belongs_to() {
    let service = province().await;
    let router = service.demo();
    let dossier_page = page_as(&router, OFFICER, "vi", &format!("/ho-so/{}", uuid(LAN))).await;
    let facts: Vec<&str> = dossier_page
        .text
        .split("href=\"/su-kien/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(facts.len() >= 5, "each line leads to its fact: {facts:?}");
    for position in &facts {
        let path = format!("/su-kien/{position}");
        for (who, status) in [
            (OFFICER, StatusCode::OK),
            (HEAD, StatusCode::OK),
            (INSPECTOR, StatusCode::OK),
            (LAN + 0x100, StatusCode::OK),
            (NAM + 0x100, StatusCode::NOT_FOUND),
            (STRANGER, StatusCode::NOT_FOUND),
            (ADMINISTRATOR, StatusCode::NOT_FOUND),
        ] {
            for lang in ["vi", "en"] {
                let got = page_as(&router, who, lang, &path).await;
                assert_eq!(got.status, status, "{who:x} {path}");
                if who == OFFICER {
                    is_sound_with_data(&got, lang, &path);
                }
            }
        }
    }
    // Position 1 is a calendar: for whoever may read a board.
    for (who, status) in [
        (OFFICER, StatusCode::OK),
        (ADMINISTRATOR, StatusCode::OK),
        (NAM + 0x100, StatusCode::NOT_FOUND),
    ] {
        let got = page_as(&router, who, "vi", "/su-kien/1").await;
        assert_eq!(got.status, status, "{who:x}");
    }
    // What happened to an account without a dossier is for whoever may see that account.
    let stream = account(STRANGER).to_string();
    for fact in service.app.store().stream(&stream, 0).await.unwrap() {
        let path = format!("/su-kien/{}", fact.provenance.position);
        for (who, status) in [
            (STRANGER, StatusCode::OK),
            (ADMINISTRATOR, StatusCode::OK),
            (HEAD, StatusCode::NOT_FOUND),
            (OFFICER, StatusCode::NOT_FOUND),
            (INSPECTOR, StatusCode::NOT_FOUND),
            (NAM + 0x100, StatusCode::NOT_FOUND),
        ] {
            let got = page_as(&router, who, "vi", &path).await;
            assert_eq!(got.status, status, "{who:x} {path}");
        }
    }
    for path in ["/su-kien/0", "/su-kien/999999", "/su-kien/x"] {
        let got = page_as(&router, OFFICER, "vi", path).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{path}");
    }
}

/// A fact's page shows its stored data, which holds codes by nature; all before it is words.
fn is_sound_with_data(got: &Got, lang: &str, path: &str) {
    let words = got.text.split("<details>").next().unwrap_or_default().to_owned();
    let tail = got.text.rsplit("</details>").next().unwrap_or_default();
    let (status, headers) = (got.status, got.headers.clone());
    is_sound(&Got { status, headers, text: words + tail }, lang, path);
}

#[tokio::test]
async fn an_inspector_goes_from_the_province_to_the_fact_in_four_steps() {
    let service = province().await;
    let router = service.demo();
    let mut page = page_as(&router, INSPECTOR, "vi", "/tuan-thu").await;
    for step in ["/tuan-thu/H53.50\"", "/tuan-thu/H53.50.1\"", "/vi-sao/first_entry", "/su-kien/"] {
        let links = page.text.split("href=\"").skip(1);
        let found = links.map(|rest| rest.split('>').next().unwrap_or_default());
        let to = found.filter(|link| link.contains(step)).find_map(|link| link.split('"').next());
        let to = to.unwrap_or_else(|| panic!("no way to {step}")).to_owned();
        page = page_as(&router, INSPECTOR, "vi", &to).await;
        assert_eq!(page.status, StatusCode::OK, "{to}");
    }
    assert!(page.text.contains("tài khoản"), "the fact that started the clock");
    assert!(page.text.contains("Trần Văn Nam"));
}
