//! The page that describes the interface: made from the document, whole, in both languages.

use axum::http::{Method, StatusCode};
use serde_json::Value as Json;

use super::fixture::{ask, province};

#[tokio::test]
async fn every_route_of_the_document_is_on_the_page_in_both_languages() {
    let service = province().await;
    let document: Json = serde_json::from_str(&hoso::web::openapi_json()).expect("JSON");
    for lang in ["vi", "en"] {
        let path = format!("/api?lang={lang}");
        // Nobody has to be known to read it.
        let page = ask(&service.closed(), Method::GET, &path, &[], "").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains(&format!("<html lang=\"{lang}\">")));
        let scripts = page.text.matches("<script").count();
        assert_eq!(scripts, page.text.matches("<script src=\"/").count(), "a script in the page");
        assert!(!page.text.contains("page-contract-"), "{lang}");
        for (path, item) in document["paths"].as_object().expect("paths") {
            for (method, operation) in item.as_object().expect("methods") {
                let call = format!("<code>{} {path}</code>", method.to_uppercase());
                assert!(page.text.contains(&call), "{lang}: {call}");
                let id = operation["operationId"].as_str().expect("an id");
                let (_, rest) = page.text.split_once(&format!("id=\"{id}\"")).expect(id);
                let told = rest.split_once("</h3>").expect("a heading").0;
                let summary = operation["summary"].as_str().expect("a summary");
                // In Vietnamese nothing is left in the document's English.
                assert!(lang == "en" || !told.contains(summary), "{id}: {told}");
                for parameter in operation["parameters"].as_array().into_iter().flatten() {
                    let name = format!("<code>{}</code>", parameter["name"].as_str().unwrap());
                    assert!(rest.contains(&name), "{id} {name}");
                }
                assert!(rest.contains("curl &quot;$HOSO"), "{id}");
            }
        }
        for (name, _schema) in document["components"]["schemas"].as_object().expect("schemas") {
            assert!(page.text.contains(&format!("<article id=\"{name}\"")), "{name}");
        }
        for link in page.text.split("href=\"#").skip(1) {
            let target = link.split('"').next().unwrap_or_default();
            assert!(page.text.contains(&format!("id=\"{target}\"")), "{target}");
        }
    }
}

#[tokio::test]
async fn every_code_the_interface_gives_is_on_the_page() {
    let service = province().await;
    let page = ask(&service.closed(), Method::GET, "/api", &[], "").await.text;
    let root = env!("CARGO_MANIFEST_DIR");
    for file in ["pages", "contract"] {
        let text = std::fs::read_to_string(format!("{root}/src/sentences/vi/{file}.ftl")).unwrap();
        for line in text.lines() {
            let Some(key) = line.strip_prefix("page-problem-") else { continue };
            let code = key.split(' ').next().unwrap_or_default().replace('-', "_");
            let there = page.contains(&format!("<code>{code}</code>"));
            assert!(there || code == "other", "{code} is not on the page");
        }
    }
}
