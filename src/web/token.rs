//! What a program's token is good for: one that may only read sends no command, on whatever route,
//! and each token's last use is kept.

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, TimeDelta, Utc};
use lru::LruCache;
use sha2::{Digest as _, Sha256};

use super::{Site, obstacle::Obstacle};
use crate::store::{
    StoreError,
    tokens::{self, Scope, TokenRow},
};

/// How long a token is remembered: a busy program costs a look-up a second, not one a request.
const REMEMBERED_FOR: TimeDelta = TimeDelta::milliseconds(1_000);
/// How many tokens are remembered.
const TOKENS_MAX: NonZeroUsize = NonZeroUsize::new(1_024).expect("not zero");

/// A token, and when it was looked up.
type Known = (DateTime<Utc>, Arc<TokenRow>);

/// The tokens of the last moment, by the hash of their secret.
pub struct Tokens(Mutex<LruCache<[u8; 32], Known>>);

impl Default for Tokens {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(TOKENS_MAX)))
    }
}

/// The secret a request shows.
fn secret(headers: &HeaderMap) -> Option<&str> {
    let (scheme, secret) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

/// Lets a request pass that its token is good for; the token travels with it. Who stands behind it
/// is asked further in.
pub async fn guard(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let Some(secret) = secret(request.headers()) else { return next.run(request).await };
    let token = match site.token(secret).await {
        Ok(token) => token,
        Err(error) => return Obstacle::from(error).into_response(),
    };
    if let Some(token) = token {
        let asks = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
        if token.scope == Scope::Read && !asks {
            let told = Obstacle::new(StatusCode::FORBIDDEN, "token_read_only");
            return told.into_response();
        }
        request.extensions_mut().insert(token);
    }
    next.run(request).await
}

impl Site {
    /// A token by its secret, while it is valid; that it was used is kept.
    async fn token(&self, secret: &str) -> Result<Option<Arc<TokenRow>>, StoreError> {
        let store = self.app().store();
        let now = store.now();
        let hash: [u8; 32] = Sha256::digest(secret.as_bytes()).into();
        {
            let mut known = self.0.tokens.0.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((since, token)) = known.get(&hash)
                && now.signed_duration_since(*since).abs() < REMEMBERED_FOR
                && now < token.expires_at
            {
                return Ok(Some(token.clone()));
            }
        }
        let Some(token) = tokens::valid(store, secret).await? else { return Ok(None) };
        let token = Arc::new(token);
        if tokens::is_worth_keeping(store.now(), &token) {
            // Nobody waits for it, or is kept out because it could not be written down.
            let (site, token, secret) = (self.clone(), token.clone(), secret.to_owned());
            tokio::spawn(async move {
                if let Err(error) = tokens::used(site.app().store(), &secret, now).await {
                    let error = &error as &dyn std::error::Error;
                    tracing::warn!(error, token.id = token.token_id, "a token's use was not kept");
                }
            });
        }
        let mut known = self.0.tokens.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.put(hash, (now, token.clone()));
        Ok(Some(token))
    }
}
