//! The last hand on every answer: what went wrong is put into the reader's words, as a page or as
//! a problem of RFC 9457, and the headers that keep a browser safe are set.

use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Site,
    obstacle::Obstacle,
    pages::{self, sign_in},
    tell::Words,
    visit::{LANGUAGE, View, accepted_language, chosen_language, page_language, who},
    watch::RequestId,
};
use crate::{app::Refusal, sentences::Lang};

/// Marks an answer with an error status that is complete as it is: a form with its errors.
#[derive(Clone, Copy)]
pub struct Whole;

/// The headers of every answer.
const HEADERS: [(HeaderName, &str); 8] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
         img-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'",
    ),
    // Over plain HTTP, as on this machine alone, browsers do not heed it (RFC 6797, 8.1).
    (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// A problem, as RFC 9457 writes it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// Names the kind of problem for good.
    #[schema(example = "urn:hoso:problem:cccd_duplicate")]
    pub r#type: String,
    /// What is wrong and what to do, in the reader's language.
    pub title: String,
    #[schema(example = 409)]
    pub status: u16,
    /// Names this one occurrence: the request's id as a URN.
    #[schema(example = "urn:uuid:01912a00-0000-7000-8000-000000000000")]
    pub instance: String,
    /// The stable code.
    #[schema(example = "cccd_duplicate")]
    pub code: String,
    /// The request's id, as in the header `X-Request-Id` and in the service's log.
    pub request_id: Uuid,
    #[serde(flatten)]
    pub place: Place,
    /// Everything that is wrong, each with its place; the first says the same as the problem. None
    /// where nothing of the request can be pointed at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorSaid>,
}

/// Where in the request something is wrong.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Place {
    /// JSON pointer (RFC 6901) to the member of the body that is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "/personal_id_no", nullable = false)]
    pub pointer: Option<String>,
    /// The parameter of the address that is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub parameter: Option<String>,
    /// The field of the record that is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub slot: Option<String>,
}

impl Place {
    /// A pointer begins with a slash, or is empty and means the whole body; a name is that of a
    /// parameter.
    fn of(refusal: &Refusal, at: Option<&str>) -> Self {
        let slot = refusal.slot.as_ref().map(ToString::to_string);
        match at {
            Some(at) if at.is_empty() || at.starts_with('/') => {
                Self { pointer: Some(at.to_owned()), parameter: None, slot }
            }
            at => Self { pointer: None, parameter: at.map(str::to_owned), slot },
        }
    }

    fn is_known(&self) -> bool {
        self.pointer.is_some() || self.parameter.is_some() || self.slot.is_some()
    }
}

/// One thing that is wrong.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErrorSaid {
    #[serde(flatten)]
    pub place: Place,
    #[schema(example = "required")]
    pub code: String,
    /// What is wrong and what to do, in the reader's language.
    pub message: String,
}

impl ErrorSaid {
    fn of(refusal: &Refusal, at: Option<&str>, words: Words) -> Self {
        Self {
            place: Place::of(refusal, at),
            code: refusal.code.to_owned(),
            message: words.obstacle(refusal),
        }
    }

    /// Everything an obstacle says is wrong, each with its place.
    fn all(obstacle: &Obstacle, words: Words) -> Vec<Self> {
        // A record that is not complete names the fields that are still to be said.
        let missing = obstacle.refusal.words.iter().find(|(name, _)| *name == "fields");
        if let Some((_, fields)) = missing {
            let required = Refusal::plain("required");
            let said = |field: &str| Self {
                place: Place { slot: Some(field.to_owned()), ..Place::default() },
                ..Self::of(&required, None, words)
            };
            return fields.split(", ").filter(|field| !field.is_empty()).map(said).collect();
        }
        let first = Self::of(&obstacle.refusal, obstacle.pointer.as_deref(), words);
        if !first.place.is_known() && obstacle.others().is_empty() {
            return vec![];
        }
        let others = obstacle.others().iter();
        let others = others.map(|(refusal, at)| Self::of(refusal, at.as_deref(), words));
        std::iter::once(first).chain(others).collect()
    }
}

/// No such address.
pub async fn nothing_here() -> Obstacle {
    Obstacle::not_found()
}

/// Puts words and headers on every answer.
pub async fn dress(State(site): State<Site>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let asked = Asked::of(&parts);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if let Some(obstacle) = obstacle_of(&response) {
        let kept = kept_headers(response.headers());
        response = if asked.interface {
            problem(&obstacle, RequestId::of(&asked.parts), accepted_language(&asked.parts.headers))
        } else if obstacle.status == StatusCode::UNAUTHORIZED && asked.may_sign_in(&site) {
            Redirect::to(&sign_in::path(&asked.parts.uri)).into_response()
        } else {
            page(&site, &asked.parts, &obstacle).await
        };
        response.headers_mut().extend(kept);
    }
    if let (false, Some(lang)) = (asked.interface, chosen_language(&asked.parts.uri)) {
        remember(lang, response.headers_mut());
    }
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        // A file of a dossier brings a stricter policy of its own.
        if !(name == header::CONTENT_SECURITY_POLICY && headers.contains_key(&name)) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// What is kept of a request until its answer is known.
struct Asked {
    parts: Parts,
    interface: bool,
}

impl Asked {
    fn of(parts: &Parts) -> Self {
        let path = parts.uri.path();
        let interface = ["/api/", "/health/", "/metrics"].iter().any(|own| path.starts_with(own));
        Self { parts: parts.clone(), interface }
    }

    /// Whether the way on is the page to sign in: for someone who asked for a page without a
    /// token; in a demo one chooses whom to act as instead.
    fn may_sign_in(&self, site: &Site) -> bool {
        self.parts.method == Method::GET
            && !self.parts.headers.contains_key(header::AUTHORIZATION)
            && site.demo().is_none()
    }
}

/// What stands in the way, also when a layer below said so without our words.
fn obstacle_of(response: &Response) -> Option<Obstacle> {
    let status = response.status();
    if let Some(obstacle) = response.extensions().get::<Obstacle>() {
        return Some(obstacle.clone());
    }
    let failed = status.is_client_error() || status.is_server_error();
    if !failed || response.extensions().get::<Whole>().is_some() {
        return None;
    }
    let code = match status {
        StatusCode::FORBIDDEN => "cross_site",
        StatusCode::NOT_FOUND => "not_found",
        StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
        StatusCode::REQUEST_TIMEOUT => "body_too_slow",
        StatusCode::PAYLOAD_TOO_LARGE => "body_too_large",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "content_type_wrong",
        StatusCode::GATEWAY_TIMEOUT => "request_too_slow",
        status if status.is_client_error() => "request_malformed",
        _ => "unexpected",
    };
    Some(Obstacle::new(status, code))
}

fn kept_headers(headers: &HeaderMap) -> Vec<(HeaderName, HeaderValue)> {
    [header::ALLOW, header::RETRY_AFTER, header::WWW_AUTHENTICATE, header::ETAG]
        .into_iter()
        .filter_map(|name| headers.get(&name).map(|value| (name.clone(), value.clone())))
        .collect()
}

fn problem(obstacle: &Obstacle, request: RequestId, lang: Lang) -> Response {
    let code = obstacle.refusal.code;
    let problem = Problem {
        r#type: format!("urn:hoso:problem:{code}"),
        title: Words(lang).obstacle(&obstacle.refusal),
        status: obstacle.status.as_u16(),
        instance: format!("urn:uuid:{}", request.0),
        code: code.to_owned(),
        request_id: request.0,
        place: Place::of(&obstacle.refusal, obstacle.pointer.as_deref()),
        errors: ErrorSaid::all(obstacle, Words(lang)),
    };
    let language = HeaderValue::from_static(Words(lang).code());
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json")),
        (header::CONTENT_LANGUAGE, language),
        (header::VARY, HeaderValue::from_static("accept-language")),
    ];
    (obstacle.status, headers, Json(problem)).into_response()
}

async fn page(site: &Site, asked: &Parts, obstacle: &Obstacle) -> Response {
    let jar = CookieJar::from_headers(&asked.headers);
    // Who they are is only for the bar above; a page about an obstacle stands without.
    let known = who(asked, site).await.unwrap_or_default();
    match View::of(site, &asked.uri, &jar, known).await {
        Ok(view) => (obstacle.status, pages::obstacle::page(&view, obstacle)).into_response(),
        // Not even the units can be read: the words alone.
        Err(_told_in_the_log) => {
            let words = Words(page_language(&asked.uri, &jar));
            (obstacle.status, words.obstacle(&obstacle.refusal)).into_response()
        }
    }
}

fn remember(lang: Lang, headers: &mut HeaderMap) {
    let cookie = Cookie::build((LANGUAGE, Words(lang).code()))
        .path("/")
        .same_site(SameSite::Lax)
        .http_only(true)
        .build();
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        headers.append(header::SET_COOKIE, value);
    }
}
