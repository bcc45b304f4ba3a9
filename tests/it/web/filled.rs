//! A page's form, filled in and sent as a browser would.

use axum::{Router, http::Method};

use super::fixture::{Got, ask, uuid};

/// A form as a browser would send it.
pub struct Filled {
    pub action: String,
    pub pairs: Vec<(String, String)>,
}

impl Filled {
    /// The form of a page that is sent to an address beginning with `action`, with its hidden fields.
    pub fn of(page: &Got, action: &str) -> Self {
        let start = format!("action=\"{action}");
        let (_before, rest) = page.text.split_once(&start).expect("the form is on the page");
        let (tail, rest) = rest.split_once('"').expect("an address");
        let body = rest.split("</form>").next().unwrap_or_default();
        let hidden = body.split("<input ").filter(|tag| tag.starts_with("type=\"hidden\""));
        let value = |tag: &str, name: &str| {
            let rest = tag.split(&format!("{name}=\"")).nth(1).unwrap_or_default();
            rest.split('"').next().unwrap_or_default().to_owned()
        };
        let pairs = hidden.map(|tag| (value(tag, "name"), value(tag, "value"))).collect();
        Self { action: format!("{action}{tail}").replace("&amp;", "&"), pairs }
    }

    pub fn with(mut self, name: &str, text: &str) -> Self {
        self.pairs.push((name.to_owned(), text.to_owned()));
        self
    }

    fn body(&self) -> String {
        let safe = |text: &str| -> String {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
            let one = |byte: u8| match plain(byte) {
                true => char::from(byte).to_string(),
                false => format!("%{byte:02X}"),
            };
            text.bytes().map(one).collect()
        };
        let pair = |(name, text): &(String, String)| format!("{}={}", safe(name), safe(text));
        self.pairs.iter().map(pair).collect::<Vec<_>>().join("&")
    }

    pub async fn send(&self, router: &Router, n: u128, lang: &str) -> Got {
        let cookie = format!("hoso_vai={}; hoso_ngon_ngu={lang}", uuid(n));
        let form = [("cookie", &*cookie), ("content-type", "application/x-www-form-urlencoded")];
        ask(router, Method::POST, &self.action, &form, self.body()).await
    }
}
