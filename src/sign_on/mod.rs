//! Another service vouches for who comes: the provincial sign-on or VNeID, by OpenID Connect (code
//! flow with PKCE). Here is the protocol and its line out; what a vouched person may do here is
//! `app::sign_in::sign_on`'s.

mod line;
mod provider;
mod settings;

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::{
    AuthorizationCode, ClaimsVerificationError, CsrfToken, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RequestTokenError, Scope, SignatureVerificationError, TokenResponse as _,
    core::{CoreAuthPrompt, CoreAuthenticationFlow, CoreJwsSigningAlgorithm},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::Semaphore;

use line::Line;
use provider::{Found, IdToken, Provider};

pub use settings::{Settings, SettingsError};

/// Where the other service sends people back to, below this service's public address.
pub const RETURN_PATH: &str = "/dang-nhap/lien-thong/ve";
/// The longest code, state or issuer that is looked at.
pub const ANSWER_CHARS_MAX: usize = 2_048;
/// How many answers are redeemed at a time.
const REDEEMED_AT_ONCE_MAX: usize = 32;
/// How far the other service's clock may be ahead of ours.
const CLOCKS_DIFFER_MAX: TimeDelta = TimeDelta::minutes(2);
/// The digits of a personal id number.
const PERSONAL_ID_DIGITS: usize = 12;

/// The signatures that are taken: public keys only. What a client secret signs, or nothing, is not.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Why nobody was vouched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The other service was not heard, or not in a form that can be read.
    Unreachable,
    /// It said no, or the person turned back there.
    Declined,
    /// What it said cannot be believed.
    Untrusted,
    /// It did not say a personal id number.
    NoPersonalId,
    /// Too many come back at once.
    Busy,
}

/// The secrets of one attempt: none of them is used twice.
#[derive(Clone)]
pub struct Secrets {
    pub state: String,
    pub nonce: String,
    pub verifier: String,
}

/// What the other service sent back with the browser.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    pub code: String,
    pub state: String,
    /// Who answers (RFC 9207).
    pub iss: String,
    pub error: String,
}

/// Whom the other service vouches for. No `Debug`: it names a person.
pub struct Vouched {
    pub personal_id: String,
    /// Whether a second factor was asked for there, by the words the operator named.
    pub strong: bool,
    /// When the person proved themselves there, if it says.
    pub proved_at: Option<DateTime<Utc>>,
}

/// What a token tells beside the standard's own claims.
#[derive(Clone, Serialize, Deserialize)]
pub struct Told(HashMap<String, Value>);

impl openidconnect::AdditionalClaims for Told {}

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Claims are about a person: they are not printed.
        write!(f, "{} claims", self.0.len())
    }
}

/// The other service, as this one deals with it.
pub struct SignOn {
    settings: Settings,
    provider: Provider,
    redeeming: Arc<Semaphore>,
}

impl SignOn {
    /// Deals with the service the settings name. Nothing is asked yet.
    pub fn new(settings: Settings) -> Result<Self, SettingsError> {
        let line = Line::new(&settings)?;
        let provider = Provider::new(&settings, line)?;
        let redeeming = Arc::new(Semaphore::new(REDEEMED_AT_ONCE_MAX));
        Ok(Self { settings, provider, redeeming })
    }

    /// What people call the other service.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// Whether the other service can be asked now.
    pub async fn reach(&self, now: DateTime<Utc>) -> Result<(), Trouble> {
        self.provider.found(now).await.map(drop)
    }

    /// The address to send a browser to. With `again`, the person is to prove themselves anew even
    /// if they did so a moment ago.
    pub async fn leave(
        &self,
        secrets: &Secrets,
        again: bool,
        now: DateTime<Utc>,
    ) -> Result<String, Trouble> {
        let found = self.provider.found(now).await?;
        let (state, nonce) = (secrets.state.clone(), secrets.nonce.clone());
        let verifier = PkceCodeVerifier::new(secrets.verifier.clone());
        let request = found
            .party
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        let scopes = self.settings.scopes.iter().cloned().map(Scope::new);
        let request = request.add_scopes(scopes);
        let request = match again {
            true => {
                request.add_prompt(CoreAuthPrompt::Login).set_max_age(std::time::Duration::ZERO)
            }
            false => request,
        };
        let (address, _state, _nonce) = request.url();
        Ok(address.to_string())
    }

    /// Redeems an answer: whom it vouches for, or why it does not.
    pub async fn redeem(
        &self,
        answer: &Answer,
        secrets: &Secrets,
        now: DateTime<Utc>,
    ) -> Result<Vouched, Trouble> {
        let _place = self.redeeming.try_acquire().map_err(|_full| Trouble::Busy)?;
        let found = self.provider.found(now).await?;
        let says_who = found.says_who_answers;
        if (says_who || !answer.iss.is_empty()) && answer.iss != self.settings.issuer {
            tracing::warn!("the answer of a sign-on names another service");
            return Err(Trouble::Untrusted);
        }
        if !answer.error.is_empty() {
            // The word may be anything a browser brings: it is not repeated.
            tracing::info!("the sign-on service declined");
            return Err(Trouble::Declined);
        }
        if answer.code.is_empty() || answer.code.len() > ANSWER_CHARS_MAX {
            return Err(Trouble::Untrusted);
        }
        let token = self.exchange(&found, answer, secrets).await?;
        match self.judge(&found, &token, secrets, now) {
            Err(error) if is_unknown_key(&error) => {
                let Some(found) = self.provider.found_anew(now).await? else {
                    return Err(untrusted(&error));
                };
                let judged = self.judge(&found, &token, secrets, now);
                judged.map_err(|error| untrusted(&error))?
            }
            Err(error) => Err(untrusted(&error)),
            Ok(judged) => judged,
        }
    }

    /// Hands the code in for a token, with the verifier that only this service has.
    async fn exchange(
        &self,
        found: &Found,
        answer: &Answer,
        secrets: &Secrets,
    ) -> Result<IdToken, Trouble> {
        let code = AuthorizationCode::new(answer.code.clone());
        let request = found.party.exchange_code(code).map_err(|_no_address| {
            tracing::warn!("the sign-on service names no address for tokens");
            Trouble::Unreachable
        })?;
        let request = request.set_pkce_verifier(PkceCodeVerifier::new(secrets.verifier.clone()));
        let response = request.request_async(self.provider.line()).await;
        let response = response.map_err(|error| match error {
            RequestTokenError::Request(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, "the sign-on service was not heard");
                Trouble::Unreachable
            }
            RequestTokenError::ServerResponse(_said) => {
                tracing::warn!("the sign-on service takes no code of ours");
                Trouble::Untrusted
            }
            RequestTokenError::Parse(_, _) | RequestTokenError::Other(_) => {
                tracing::warn!("the token of the sign-on service cannot be read");
                Trouble::Untrusted
            }
        })?;
        response.id_token().cloned().ok_or_else(|| {
            tracing::warn!("the sign-on service gave no id token");
            Trouble::Untrusted
        })
    }

    /// Whether a token is right in everything it must be, and then whom it names.
    fn judge(
        &self,
        found: &Found,
        token: &IdToken,
        secrets: &Secrets,
        now: DateTime<Utc>,
    ) -> Result<Result<Vouched, Trouble>, ClaimsVerificationError> {
        let issued = move |at: DateTime<Utc>| match at > now + CLOCKS_DIFFER_MAX {
            true => Err("issued in the future".to_owned()),
            false => Ok(()),
        };
        let verifier = found
            .party
            .id_token_verifier()
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || now)
            .set_issue_time_verifier_fn(issued);
        let claims = token.claims(&verifier, &Nonce::new(secrets.nonce.clone()))?;
        let named = match self.settings.claim.as_str() {
            "sub" => Some(claims.subject().as_str()),
            "preferred_username" => claims.preferred_username().map(|name| name.as_str()),
            other => claims.additional_claims().0.get(other).and_then(Value::as_str),
        };
        let is_number = |text: &&str| {
            text.len() == PERSONAL_ID_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let Some(personal_id) = named.filter(is_number).map(str::to_owned) else {
            tracing::warn!(claim = %self.settings.claim, "no personal id number in this claim");
            return Ok(Err(Trouble::NoPersonalId));
        };
        let strong = &self.settings.strong;
        let by_level =
            claims.auth_context_ref().is_some_and(|level| strong.iter().any(|s| *s == **level));
        let methods = claims.auth_method_refs().into_iter().flatten();
        let by_method = methods.into_iter().any(|method| strong.iter().any(|s| *s == **method));
        let proved_at = claims.auth_time().filter(|at| *at <= now + CLOCKS_DIFFER_MAX);
        let proved_at = proved_at.map(|at| at.min(now));
        Ok(Ok(Vouched { personal_id, strong: by_level || by_method, proved_at }))
    }
}

fn is_unknown_key(error: &ClaimsVerificationError) -> bool {
    let unknown = SignatureVerificationError::NoMatchingKey;
    matches!(error, ClaimsVerificationError::SignatureVerification(why) if *why == unknown)
}

fn untrusted(error: &ClaimsVerificationError) -> Trouble {
    // Which check failed; what stood in the token stays out of the log.
    let check = match error {
        ClaimsVerificationError::Expired(_) => "expiry",
        ClaimsVerificationError::InvalidAudience(_) => "audience",
        ClaimsVerificationError::InvalidIssuer(_) => "issuer",
        ClaimsVerificationError::InvalidNonce(_) => "nonce",
        ClaimsVerificationError::SignatureVerification(_) => "signature",
        _ => "form",
    };
    tracing::warn!(check, "the token of the sign-on service is not to be trusted");
    Trouble::Untrusted
}
