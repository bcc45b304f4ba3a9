//! A browser that goes to a sign-on service and back, and a province that is joined to one.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    http::{Method, StatusCode},
};
use chrono::TimeDelta;
use hoso::{
    app::{Actor, App},
    clock::Clock as _,
    sign_on::{Settings, SignOn},
    web::{Site, router},
};
use serde_json::{Value, json};

use super::{
    fixture::*,
    guest::{hidden_in, to},
    provider::{CLIENT, PUBLIC, Provider, SECRET},
};

pub const START: &str = "/dang-nhap/lien-thong";
pub const SESSION: &str = "__Host-hoso";
pub const AWAY: &str = "__Host-hoso-lien-thong";
pub const NAME: &str = "Cổng đăng nhập Tây Ninh";

/// The province, with a sign-on service beside it.
pub struct Joined {
    pub service: Service,
    pub provider: Provider,
    pub router: Router,
}

pub fn settings(provider: &Provider) -> Settings {
    Settings {
        secret: Some(SECRET.to_owned()),
        name: NAME.to_owned(),
        claim: "so_dinh_danh".to_owned(),
        strong: vec!["muc-cao".to_owned(), "mfa".to_owned()],
        scopes: vec!["dinh_danh".to_owned()],
        patience: Duration::from_millis(700),
        ..Settings::new(provider.issuer.clone(), CLIENT.to_owned(), PUBLIC.to_owned())
    }
}

/// A second app over the same log, which signs people on.
pub fn joined_app(service: &Service, settings: Settings) -> Router {
    let app = App::new(service.app.store().clone());
    let app = Arc::new(app.with_sign_on(SignOn::new(settings).unwrap()));
    router(Site::new(app, None, false))
}

pub async fn joined() -> Joined {
    let service = province().await;
    let provider = Provider::start(service.clock.clone()).await;
    let router = joined_app(&service, settings(&provider));
    provider.person(huong());
    Joined { service, provider, router }
}

pub fn number_of(n: u128) -> String {
    format!("0721850{n:05}")
}

/// What the other service says of Hường.
pub fn huong() -> Value {
    json!({ "so_dinh_danh": number_of(HUONG), "name": "Nguyễn Thị Hường" })
}

/// A browser with both cookies, which sends a strict one only from our own pages.
pub struct Traveller {
    pub router: Router,
    pub jar: Mutex<BTreeMap<String, String>>,
}

impl Traveller {
    pub fn new(router: &Router) -> Self {
        Self { router: router.clone(), jar: Mutex::default() }
    }

    pub fn keep(&self, got: &Got) {
        for value in got.headers.get_all("set-cookie") {
            let value = value.to_str().unwrap();
            let (name, rest) = value.split_once('=').unwrap();
            if !name.starts_with(SESSION) {
                continue;
            }
            let manner = if name == AWAY { "SameSite=Lax" } else { "SameSite=Strict" };
            for must in ["Path=/", "Secure", "HttpOnly", manner] {
                assert!(value.contains(must), "{value}");
            }
            let text = rest.split(';').next().unwrap().to_owned();
            let mut jar = self.jar.lock().unwrap();
            if text.is_empty() || value.contains("Max-Age=0") {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), text);
            }
        }
    }

    pub fn cookies(&self, from_elsewhere: bool) -> String {
        let jar = self.jar.lock().unwrap();
        let sent = jar.iter().filter(|(name, _text)| !from_elsewhere || *name == AWAY);
        sent.map(|(name, text)| format!("{name}={text}")).collect::<Vec<_>>().join("; ")
    }

    pub fn has(&self, name: &str) -> bool {
        self.jar.lock().unwrap().contains_key(name)
    }

    pub fn token(&self) -> String {
        self.jar.lock().unwrap()[SESSION].clone()
    }

    pub async fn go(&self, path: &str, from_elsewhere: bool) -> Got {
        let cookies = self.cookies(from_elsewhere);
        let got = ask(&self.router, Method::GET, path, &[("cookie", &cookies)], "").await;
        self.keep(&got);
        got
    }

    pub async fn get(&self, path: &str) -> Got {
        self.go(path, false).await
    }

    pub async fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Got {
        let cookies = self.cookies(false);
        let headers = [
            ("cookie", cookies.as_str()),
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
        ];
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let got = ask(&self.router, Method::POST, path, &headers, body).await;
        self.keep(&got);
        got
    }

    /// Sends a form of a page, with its hidden fields.
    pub async fn send(&self, page: &Got, path: &str, pairs: &[(&str, &str)]) -> Got {
        let hidden = hidden_in(&page.text, path);
        let mut all: Vec<(&str, &str)> =
            hidden.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        all.extend_from_slice(pairs);
        self.post(path, &all).await
    }

    /// Presses the button; where the page leads that one sees then.
    pub async fn leaves(&self, way: &str) -> String {
        let page = self.get(&format!("/dang-nhap?ve={way}")).await;
        onward(&self.send(&page, START, &[]).await)
    }

    /// The whole way; the answer to the browser that comes back.
    pub async fn signs_on(&self, provider: &Provider, way: &str) -> Got {
        let away = self.leaves(way).await;
        let back = provider.sign_in(&away).await;
        self.go(&back, true).await
    }
}

/// Where a page leads by itself, and by its link.
#[track_caller]
pub fn onward(got: &Got) -> String {
    assert_eq!(got.status, StatusCode::OK, "{}", got.text);
    let to = got.header("refresh").strip_prefix("0; url=").expect("it leads on").to_owned();
    let linked = got.text.contains(&format!("href=\"{}\"", to.replace('&', "&amp;")));
    assert!(linked, "{to} is not linked in {}", got.text);
    to
}

/// The sentence of the page one is turned away to; no session has begun.
pub async fn turned_away(joined: &Joined, traveller: &Traveller, got: &Got) -> String {
    let place = to(got).to_owned();
    assert!(place.starts_with("/dang-nhap?"), "{place}");
    assert!(!traveller.has(SESSION), "no session has begun");
    assert!(!traveller.has(AWAY), "the attempt is over");
    let id = account(HUONG + 0x100).to_string();
    let store = joined.service.app.store();
    assert_eq!(store.sessions_of(&id, 10).await.unwrap(), vec![]);
    let page = traveller.go(&place, true).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("name=\"mat_khau\""), "one may still use a password");
    let summary = page.text.split("role=\"alert\"").nth(1).expect("what is wrong");
    summary.split("</ul>").next().unwrap().to_owned()
}

pub fn later(joined: &Joined, by: TimeDelta) {
    joined.service.clock.set(joined.service.clock.now() + by);
}

pub async fn actor_behind(joined: &Joined, traveller: &Traveller) -> Actor {
    let app = &joined.service.app;
    let (session, row) = app.session_of(&traveller.token()).await.unwrap().unwrap();
    app.actor_of_session(&session, &row).await.unwrap().unwrap()
}
