//! The cookie of a session: how it is set, read and taken away, and the token its forms carry.

use std::{convert::Infallible, sync::PoisonError};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, header, request::Parts},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use chrono::{DateTime, TimeDelta, Utc};
use hoso_projections::accounts::AccountRow;

use super::{Site, arrival};
use crate::{
    app::{Actor, CommandError, sign_in::Started},
    store::sign_in::{happenings::Client, hash_of, sessions::Session},
};

/// The cookie of a session. By its name a browser takes it only over TLS, only for this host and
/// with no path of its own (RFC 6265bis, 4.1.3.2).
pub const COOKIE: &str = "__Host-hoso";
/// How long a session is remembered without asking the database: ended elsewhere, it holds at most
/// this much longer.
const REMEMBERED_FOR: TimeDelta = TimeDelta::milliseconds(1_000);
/// How much of a browser's name for itself is kept.
const BROWSER_CHARS_MAX: usize = 120;

/// A session that was looked up a moment ago.
#[derive(Clone)]
pub struct Known {
    since: DateTime<Utc>,
    pub session: Session,
    pub account: AccountRow,
}

/// The session's token in a request, if there is one.
pub fn token_in(headers: &HeaderMap) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    let token = jar.get(COOKIE)?.value().to_owned();
    (!token.is_empty()).then_some(token)
}

/// What the pages to sign in look at beside what was typed: the cookies, and where it comes from.
pub struct Comes {
    pub headers: HeaderMap,
    pub client: Client,
}

impl FromRequestParts<Site> for Comes {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        Ok(Self { headers: parts.headers.clone(), client: client(parts, site) })
    }
}

/// Where a request comes from, as far as it says.
pub fn client(parts: &Parts, site: &Site) -> Client {
    let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let plain = |c: &char| !c.is_control();
    let browser = agent.unwrap_or_default().chars().filter(plain).take(BROWSER_CHARS_MAX);
    let address = arrival::client(parts, site).map(|address| address.to_string());
    Client { browser: browser.collect(), address: address.unwrap_or_default() }
}

/// Puts a session's token into the answer.
pub fn give(headers: &mut HeaderMap, started: &Started) {
    set(headers, Cookie::new(COOKIE, started.token.clone()));
}

/// Takes the cookie away, and with it what the browser kept of our pages.
pub fn take_away(headers: &mut HeaderMap) {
    let mut cookie = Cookie::new(COOKIE, "");
    cookie.make_removal();
    set(headers, cookie);
    let all = HeaderValue::from_static("\"cache\", \"storage\"");
    headers.insert("clear-site-data", all);
}

fn set(headers: &mut HeaderMap, mut cookie: Cookie<'static>) {
    cookie.set_path("/");
    cookie.set_secure(true);
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Strict);
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        headers.append(header::SET_COOKIE, value);
    }
}

impl Site {
    /// The session a request belongs to, at whatever stage.
    pub async fn session_in(&self, headers: &HeaderMap) -> Result<Option<Known>, CommandError> {
        let Some(token) = token_in(headers) else { return Ok(None) };
        let now = self.app().store().now();
        let hash = hash_of(&token);
        {
            let mut known = self.0.sessions.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(known) = known.get(&hash)
                && now.signed_duration_since(known.since).abs() < REMEMBERED_FOR
            {
                return Ok(Some(known.clone()));
            }
        }
        let Some((session, account)) = self.app().session_of(&token).await? else {
            self.forget(&hash);
            return Ok(None);
        };
        let known = Known { since: now, session, account };
        let mut remembered = self.0.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        remembered.put(hash, known.clone());
        Ok(Some(known))
    }

    /// Forgets a session at once: it was ended or changed here.
    pub fn forget(&self, token_hash: &str) {
        self.0.sessions.lock().unwrap_or_else(PoisonError::into_inner).pop(token_hash);
    }

    /// Forgets every session: some of them were ended here.
    pub fn forget_all(&self) {
        self.0.sessions.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The one behind an open session.
    pub async fn actor_of_session(&self, known: &Known) -> Result<Option<Actor>, CommandError> {
        self.app().actor_of_session(&known.session, &known.account).await
    }
}
