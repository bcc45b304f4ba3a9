//! The OpenAPI document and the router say the same.

use axum::http::{Method, StatusCode};
use serde_json::Value as Json;

use super::fixture::{ADMINISTRATOR, Got, OFFICER, STRANGER, ask, province};

fn document() -> Json {
    serde_json::from_str(&hoso::web::openapi_json()).expect("JSON")
}

/// Every documented address, with an id in place of each piece in braces.
fn addresses(document: &Json) -> Vec<(String, Vec<Method>)> {
    let paths = document["paths"].as_object().expect("paths");
    paths
        .iter()
        .map(|(path, item)| {
            let concrete = path
                .split('/')
                .map(|piece| match piece {
                    "{section}" => "identity",
                    "{unit}" => "H53",
                    piece if piece.starts_with('{') => "00000000-0000-0000-0000-0000000000d1",
                    piece => piece,
                })
                .collect::<Vec<_>>()
                .join("/");
            let methods = item.as_object().expect("methods").keys();
            let methods = methods.map(|m| m.to_uppercase().parse().expect("a method")).collect();
            (concrete, methods)
        })
        .collect()
}

#[tokio::test]
async fn the_document_lists_exactly_the_routes_there_are() {
    let service = province().await;
    let router = service.closed();
    let listed = addresses(&document());
    assert!(listed.len() >= 30, "{}", listed.len());
    for (path, methods) in &listed {
        assert!(path.starts_with("/api/v1/"), "{path}");
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            let got = ask(&router, method.clone(), path, &[], "").await;
            // A route that is there asks who comes before anything else.
            let expected = match methods.contains(&method) {
                true => StatusCode::UNAUTHORIZED,
                false => StatusCode::METHOD_NOT_ALLOWED,
            };
            assert_eq!(got.status, expected, "{method} {path}");
        }
    }
}

/// An answer is one the document describes: its status, its kind, and of a problem its members.
fn is_described(operation: &Json, got: &Got, what: &str) {
    let status = got.status.as_u16().to_string();
    let described = &operation["responses"][&status];
    assert!(!described.is_null(), "{what}: {status} is not in the document: {}", got.text);
    let Some(kinds) = described["content"].as_object() else {
        assert_eq!(got.text, "", "{what}");
        return;
    };
    let kind = got.header("content-type");
    assert!(kinds.contains_key(kind), "{what}: {kind}");
    if kind == "application/problem+json" {
        got.problem();
    }
    for name in described["headers"].as_object().into_iter().flatten().map(|(name, _)| name) {
        let may_be_missing = ["Idempotency-Replayed", "Link", "ETag", "Retry-After"];
        let there = !got.header(&name.to_ascii_lowercase()).is_empty();
        assert!(there || may_be_missing.contains(&name.as_str()), "{what}: {name}");
    }
}

#[tokio::test]
async fn every_route_answers_only_what_the_document_says_it_answers() {
    let service = province().await;
    let document = document();
    for who in [OFFICER, ADMINISTRATOR, STRANGER] {
        let (router, token) = (service.closed(), service.token(who).await);
        let bearer = format!("Bearer {token}");
        let mut number = 0;
        for ((path, _), (_, item)) in
            addresses(&document).into_iter().zip(document["paths"].as_object().expect("paths"))
        {
            for (method, operation) in item.as_object().expect("methods") {
                let method: Method = method.to_uppercase().parse().expect("a method");
                for (body, query, seen) in [
                    ("", "", "*"),
                    ("{}", "?limit=0", "*"),
                    ("{\"x\":1}", "?x=1", "\"0.0\""),
                    ("[", "?limit=%00", "x"),
                    ("{\"entries\":[],\"reason\":\"a\"}", "?n=5&from=2026-03-02", "*"),
                ] {
                    number += 1;
                    let key = format!("k{number}");
                    let headers = [
                        ("authorization", bearer.as_str()),
                        ("content-type", "application/json"),
                        ("idempotency-key", key.as_str()),
                        ("if-match", seen),
                    ];
                    let asked = if method == Method::GET { query } else { "" };
                    let path = format!("{path}{asked}");
                    let got = ask(&router, method.clone(), &path, &headers, body).await;
                    is_described(operation, &got, &format!("{method} {path} {body}"));
                }
                let none = ask(&router, method.clone(), &path, &[], "").await;
                is_described(operation, &none, &format!("{method} {path} by nobody"));
            }
        }
    }
}

#[test]
fn no_route_of_the_interface_is_added_past_the_document() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/web/api");
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for past in [".route(", ".route_service(", ".nest_service(", ".merge("] {
            assert!(!text.contains(past), "{past} in {}", path.display());
        }
    }
}

#[test]
fn the_document_is_openapi_3_1_and_every_reference_in_it_leads_somewhere() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    let text = document.to_string();
    for reference in text.split("\"#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(document["components"]["schemas"].get(name).is_some(), "{name}");
    }
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let keyed = operation["parameters"].as_array().is_some_and(|parameters| {
                parameters.iter().any(|p| p["name"] == "Idempotency-Key" && p["required"] == true)
            });
            assert_eq!(keyed, method == "post", "{method} {path}");
        }
    }
}

#[tokio::test]
async fn the_document_is_served() {
    let service = province().await;
    let got = ask(&service.closed(), Method::GET, "/api/openapi.json", &[], "").await;
    assert_eq!(got.json(), document());
}
