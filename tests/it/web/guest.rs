//! A browser without a screen: keeps the cookie it is given, and sends forms as a person would.

use std::sync::Mutex;

use axum::{
    Router,
    http::{Method, StatusCode},
};

use super::fixture::*;

/// A browser: keeps the cookie it is given, and reads forms as a person would send them.
pub struct Browser {
    pub router: Router,
    cookie: Mutex<Option<String>>,
}

impl Browser {
    pub fn new(router: Router) -> Self {
        Self { router, cookie: Mutex::new(None) }
    }

    fn keep(&self, got: &Got) {
        let given: Vec<String> = got
            .headers
            .get_all("set-cookie")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .filter(|value| value.starts_with("__Host-hoso="))
            .map(str::to_owned)
            .collect();
        if let Some(given) = given.last() {
            for must in ["Path=/", "Secure", "HttpOnly", "SameSite=Strict"] {
                assert!(given.contains(must), "{given}");
            }
            let pair = given.split(';').next().unwrap().to_owned();
            let empty = pair == "__Host-hoso=";
            *self.cookie.lock().unwrap() = (!empty).then_some(pair);
        }
    }

    /// Carries a cookie of another kind beside.
    pub fn carry(&self, cookie: String) {
        *self.cookie.lock().unwrap() = Some(cookie);
    }

    pub fn cookie(&self) -> Option<String> {
        self.cookie.lock().unwrap().clone()
    }

    pub async fn get(&self, path: &str) -> Got {
        let cookie = self.cookie().unwrap_or_default();
        let got = ask(&self.router, Method::GET, path, &[("cookie", &cookie)], "").await;
        self.keep(&got);
        got
    }

    pub async fn post(&self, path: &str, pairs: &[(&str, &str)]) -> Got {
        let cookie = self.cookie().unwrap_or_default();
        let headers = [
            ("cookie", cookie.as_str()),
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
        ];
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let got = ask(&self.router, Method::POST, path, &headers, body).await;
        self.keep(&got);
        got
    }

    /// Sends a form of the page just seen: with the hidden fields of its first form to `path`.
    pub async fn send(&self, page: &Got, path: &str, pairs: &[(&str, &str)]) -> Got {
        let hidden = hidden_in(&page.text, path);
        let mut all: Vec<(&str, &str)> =
            hidden.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        all.extend_from_slice(pairs);
        self.post(path, &all).await
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// The first address below `start` that a page leads to.
pub fn link_under(page: &str, start: &str) -> String {
    let sign = format!("href=\"{start}");
    let at = page.find(&sign).unwrap_or_else(|| panic!("no link below {start}"));
    let rest = &page[at + "href=\"".len()..];
    rest[..rest.find('"').expect("an address ends")].to_owned()
}

/// The hidden fields of the form that is sent to `path`.
pub fn hidden_in(page: &str, path: &str) -> Vec<(String, String)> {
    let start = page.find(&format!("action=\"{path}\"")).unwrap_or_else(|| {
        panic!("no form to {path} in {page}");
    });
    let form = &page[start..][..page[start..].find("</form>").expect("a form ends")];
    let value = |input: &str, name: &str| {
        let start = input.find(&format!("{name}=\""))? + name.len() + 2;
        Some(unescaped(&input[start..][..input[start..].find('"')?]))
    };
    form.split("<input")
        .skip(1)
        .filter(|input| input.contains("type=\"hidden\""))
        .filter_map(|input| Some((value(input, "name")?, value(input, "value")?)))
        .collect()
}

/// Where an answer leads on to.
pub fn to(got: &Got) -> &str {
    assert_eq!(got.status, StatusCode::SEE_OTHER, "{}", got.text);
    got.header("location")
}

/// The personal id number of the person of dossier `n`.
pub fn number_of(n: u128) -> String {
    format!("0721850{n:05}")
}
