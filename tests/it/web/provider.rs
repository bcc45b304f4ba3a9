//! A sign-on service on this machine, as one out there behaves: OpenID Connect with a code, PKCE
//! and ES256. It can be told to misbehave.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Form, Json, Router,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use chrono::TimeDelta;
use hoso::clock::{Clock, ScriptedClock};
use ring::{
    hmac,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::net::TcpListener;

pub const CLIENT: &str = "hoso-tay-ninh";
pub const SECRET: &str = "bí mật: của/chúng ta";
/// Where the service under test is reached, as far as the provider knows.
pub const PUBLIC: &str = "http://127.0.0.1:8642";

/// How it misbehaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is not there: everything is an error.
    Down,
    Slow,
    Huge,
    /// What it says of itself is somewhere else.
    Redirects,
    /// It says it is another.
    SaysAnother,
    /// It names an address on a host nobody named.
    TokensElsewhere,
    PeopleElsewhere,
    NotJson,
    OtherNonce,
    NoNonce,
    OtherAudience,
    TwoAudiences,
    OtherIssuer,
    Expired,
    FromTheFuture,
    ForgedSignature,
    Unsigned,
    SignedWithTheSecret,
    UnknownKey,
    NoToken,
    AnswersAsAnother,
    AnswersAsNobody,
    Refuses,
}

struct Key {
    id: String,
    pair: EcdsaKeyPair,
}

impl Key {
    fn new(id: &str) -> Self {
        let chance = SystemRandom::new();
        let kind = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let bytes = EcdsaKeyPair::generate_pkcs8(kind, &chance).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(kind, bytes.as_ref(), &chance).unwrap();
        Self { id: id.to_owned(), pair }
    }

    fn public(&self) -> Value {
        // The point, not compressed: a byte, then x and y.
        let point = self.pair.public_key().as_ref();
        json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.id,
            "x": base64url(&point[1..33]), "y": base64url(&point[33..65]) })
    }

    fn sign(&self, text: &str) -> Vec<u8> {
        self.pair.sign(&SystemRandom::new(), text.as_bytes()).unwrap().as_ref().to_vec()
    }
}

/// What a code stands for.
struct Grant {
    nonce: String,
    challenge: String,
}

struct Held {
    fault: Option<Fault>,
    key: Key,
    /// What tokens say of the person who signs in.
    claims: BTreeMap<String, Value>,
    codes: HashMap<String, Grant>,
    codes_made: usize,
    /// How often each address was asked.
    asked: BTreeMap<&'static str, usize>,
    /// The query of the last request for a code.
    last: HashMap<String, String>,
    with_secret: bool,
}

/// The sign-on service.
#[derive(Clone)]
pub struct Provider {
    pub issuer: String,
    public: String,
    clock: Arc<ScriptedClock>,
    held: Arc<Mutex<Held>>,
}

impl Provider {
    /// Starts one on a free port.
    pub async fn start(clock: Arc<ScriptedClock>) -> Self {
        Self::start_for(clock, "127.0.0.1:0", PUBLIC.to_owned()).await
    }

    /// Starts one elsewhere, for a service that is reached elsewhere.
    pub async fn start_for(clock: Arc<ScriptedClock>, at: &str, public: String) -> Self {
        let listener = TcpListener::bind(at).await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let held = Held {
            fault: None,
            key: Key::new("first"),
            claims: BTreeMap::new(),
            codes: HashMap::new(),
            codes_made: 0,
            asked: BTreeMap::new(),
            last: HashMap::new(),
            with_secret: true,
        };
        let provider = Self { issuer, public, clock, held: Arc::new(Mutex::new(held)) };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/elsewhere", get(elsewhere))
            .route("/keys", get(keys))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        provider
    }

    /// From now on it misbehaves like this, or no longer.
    pub fn be(&self, fault: impl Into<Option<Fault>>) {
        self.held.lock().unwrap().fault = fault.into();
    }

    /// From now on this is who signs in there.
    pub fn person(&self, claims: Value) {
        let claims: BTreeMap<String, Value> = serde_json::from_value(claims).unwrap();
        self.held.lock().unwrap().claims = claims;
    }

    /// From now on clients without a secret are served too.
    pub fn serve_public_clients(&self) {
        self.held.lock().unwrap().with_secret = false;
    }

    /// Signs with another key from now on, and shows it.
    pub fn rotate(&self, id: &str) {
        self.held.lock().unwrap().key = Key::new(id);
    }

    /// How often an address was asked.
    pub fn asked(&self, what: &str) -> usize {
        self.held.lock().unwrap().asked.get(what).copied().unwrap_or_default()
    }

    /// What the last request for a code said under a name.
    pub fn last(&self, name: &str) -> Option<String> {
        self.held.lock().unwrap().last.get(name).cloned()
    }

    fn count(&self, what: &'static str) -> Option<Fault> {
        let mut held = self.held.lock().unwrap();
        *held.asked.entry(what).or_default() += 1;
        held.fault
    }

    /// A person at the provider signs in: where their browser is sent back to.
    pub async fn sign_in(&self, address: &str) -> String {
        let client = reqwest::Client::builder().no_proxy();
        let client = client.redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let answer = client.get(address).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let back = answer.headers()["location"].to_str().unwrap().to_owned();
        back.strip_prefix(&self.public).expect("the address that was registered").to_owned()
    }
}

pub fn base64url(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for piece in bytes.chunks(3) {
        let all = piece.iter().fold(0_u32, |all, byte| (all << 8) | u32::from(*byte));
        let all = all << (8 * (3 - piece.len()));
        for place in 0..=piece.len() {
            let letter = (all >> (18 - 6 * place)) & 63;
            text.push(char::from(LETTERS[letter as usize]));
        }
    }
    text
}

async fn metadata(State(provider): State<Provider>) -> Response {
    let fault = provider.count("metadata");
    match fault {
        Some(Fault::Down) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Some(Fault::Slow) => tokio::time::sleep(Duration::from_secs(20)).await,
        Some(Fault::Redirects) => return Redirect::to("/elsewhere").into_response(),
        Some(Fault::NotJson) => return "<h1>Cổng đăng nhập</h1>".into_response(),
        _ => {}
    }
    Json(provider.about(fault)).into_response()
}

async fn elsewhere(State(provider): State<Provider>) -> Json<Value> {
    provider.count("elsewhere");
    Json(provider.about(None))
}

impl Provider {
    fn about(&self, fault: Option<Fault>) -> Value {
        let issuer = &self.issuer;
        let at = |fits: Fault, path: &str| match fault == Some(fits) {
            true => format!("https://169.254.169.254{path}"),
            false => format!("{issuer}{path}"),
        };
        let more = if fault == Some(Fault::Huge) { 300 * 1_024 } else { 0 };
        json!({
            "issuer": if fault == Some(Fault::SaysAnother) { "https://sso.evil.example" } else { issuer },
            "authorization_endpoint": at(Fault::PeopleElsewhere, "/authorize"),
            "token_endpoint": at(Fault::TokensElsewhere, "/token"),
            "jwks_uri": format!("{issuer}/keys"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
            "authorization_response_iss_parameter_supported": true,
            "service_documentation": format!("{issuer}/{}", "x".repeat(more)),
        })
    }
}

async fn keys(State(provider): State<Provider>) -> Json<Value> {
    provider.count("keys");
    let held = provider.held.lock().unwrap();
    Json(json!({ "keys": [held.key.public()] }))
}

async fn authorize(
    State(provider): State<Provider>,
    Query(asked): Query<HashMap<String, String>>,
) -> Redirect {
    let fault = provider.count("authorize");
    let said = |name: &str| asked.get(name).map(String::as_str).unwrap_or_default();
    assert_eq!(said("client_id"), CLIENT);
    assert_eq!(said("response_type"), "code");
    assert_eq!(said("code_challenge_method"), "S256");
    assert_eq!(said("redirect_uri"), format!("{}/dang-nhap/lien-thong/ve", provider.public));
    assert!(said("scope").split(' ').any(|scope| scope == "openid"), "{}", said("scope"));
    for secret in ["state", "nonce", "code_challenge"] {
        assert!(said(secret).len() >= 43, "{secret} is long enough");
    }
    let mut held = provider.held.lock().unwrap();
    held.codes_made += 1;
    let code = format!("code-{}", held.codes_made);
    let grant =
        Grant { nonce: said("nonce").to_owned(), challenge: said("code_challenge").to_owned() };
    held.codes.insert(code.clone(), grant);
    let mut pairs = match fault {
        Some(Fault::Refuses) => vec![("error", "access_denied".to_owned())],
        _ => vec![("code", code)],
    };
    pairs.push(("state", said("state").to_owned()));
    match fault {
        Some(Fault::AnswersAsNobody) => {}
        Some(Fault::AnswersAsAnother) => pairs.push(("iss", "https://sso.evil.example".to_owned())),
        _ => pairs.push(("iss", provider.issuer.clone())),
    }
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let to = format!("{}?{query}", said("redirect_uri"));
    held.last = asked;
    Redirect::to(&to)
}

fn refused(code: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "error": code }))).into_response()
}

async fn token(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Form(asked): Form<HashMap<String, String>>,
) -> Response {
    let fault = provider.count("token");
    let mut held = provider.held.lock().unwrap();
    if held.with_secret {
        // RFC 6749, 2.3.1: both are encoded as in a form before they are joined.
        let coded =
            |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let pair = format!("{}:{}", coded(CLIENT), coded(SECRET));
        let shown = headers.get(header::AUTHORIZATION).map(|value| value.to_str().unwrap());
        let sound = shown.is_some_and(|shown| {
            let shown = shown.trim_start_matches("Basic ").trim_end_matches('=');
            shown.replace('+', "-").replace('/', "_") == base64url(pair.as_bytes())
        });
        if !sound {
            return refused("invalid_client");
        }
    } else if asked.get("client_id").map(String::as_str) != Some(CLIENT) {
        return refused("invalid_client");
    }
    // A code is good once.
    let code = asked.get("code").cloned().unwrap_or_default();
    let Some(grant) = held.codes.remove(&code) else { return refused("invalid_grant") };
    let verifier = asked.get("code_verifier").cloned().unwrap_or_default();
    if base64url(&Sha256::digest(verifier.as_bytes())) != grant.challenge {
        return refused("invalid_grant");
    }
    let mut answer = json!({ "access_token": "unused", "token_type": "Bearer" });
    if fault != Some(Fault::NoToken) {
        answer["id_token"] = json!(provider.id_token(&held, &grant, fault));
    }
    Json(answer).into_response()
}

impl Provider {
    fn id_token(&self, held: &Held, grant: &Grant, fault: Option<Fault>) -> String {
        let is = |one: Fault| fault == Some(one);
        let now = self.clock.now();
        let (from, until) = match fault {
            Some(Fault::Expired) => (now - TimeDelta::hours(1), now - TimeDelta::minutes(1)),
            Some(Fault::FromTheFuture) => (now + TimeDelta::hours(1), now + TimeDelta::hours(2)),
            _ => (now, now + TimeDelta::minutes(5)),
        };
        let mut claims = json!({
            "iss": if is(Fault::OtherIssuer) { "https://sso.evil.example" } else { &self.issuer },
            "aud": match fault {
                Some(Fault::OtherAudience) => json!("another-client"),
                Some(Fault::TwoAudiences) => json!([CLIENT, "another-client"]),
                _ => json!(CLIENT),
            },
            "sub": "5f0c6a52",
            "iat": from.timestamp(),
            "exp": until.timestamp(),
            "nonce": if is(Fault::OtherNonce) { "another" } else { &grant.nonce },
        });
        for (name, value) in &held.claims {
            claims[name] = value.clone();
        }
        if is(Fault::NoNonce) {
            claims.as_object_mut().unwrap().remove("nonce");
        }
        let kid = if is(Fault::UnknownKey) { "never-shown" } else { &held.key.id };
        let head = match fault {
            Some(Fault::Unsigned) => json!({ "alg": "none" }),
            Some(Fault::SignedWithTheSecret) => json!({ "alg": "HS256" }),
            _ => json!({ "alg": "ES256", "kid": kid, "typ": "JWT" }),
        };
        let [head, body] = [&head, &claims].map(|part| base64url(part.to_string().as_bytes()));
        let text = format!("{head}.{body}");
        let signature = match fault {
            Some(Fault::Unsigned) => vec![],
            Some(Fault::SignedWithTheSecret) => {
                let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
                hmac::sign(&key, text.as_bytes()).as_ref().to_vec()
            }
            // By a key of the same name that is not the one shown.
            Some(Fault::ForgedSignature) => Key::new(&held.key.id).sign(&text),
            _ => held.key.sign(&text),
        };
        format!("{text}.{}", base64url(&signature))
    }
}
