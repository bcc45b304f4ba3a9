//! What stands in the way of an answer: a status, a stable code and the place it points at. The
//! words are put on by `dress`, which knows the reader's language. The only place that maps a
//! failure to an HTTP status.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use hoso_events::{entry::Slot, values::TextError};

use crate::{
    app::{CommandError, Refusal},
    store::StoreError,
};

/// Seconds after which a busy service may be asked again.
const RETRY_AFTER_SECONDS: u32 = 1;

/// An obstacle on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    pub status: StatusCode,
    pub refusal: Refusal,
    /// JSON pointer to the member of the body that is meant; the name of a parameter of the
    /// address otherwise.
    pub pointer: Option<Box<str>>,
    /// What few obstacles have, apart, so that every one is small.
    more: Option<Box<More>>,
}

/// What few obstacles have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct More {
    /// What else is wrong with the same request, each with its place.
    others: Vec<(Refusal, Option<Box<str>>)>,
    /// The tag the dossier has now, where the sender had seen another.
    tag: Option<HeaderValue>,
}

impl Obstacle {
    /// An obstacle without a place.
    pub fn new(status: StatusCode, code: &'static str) -> Self {
        Self { status, ..Refusal::plain(code).into() }
    }

    /// Not there, or not for this reader: the two look alike.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found")
    }

    /// Later again.
    pub fn busy() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy")
    }

    /// A value of the body that does not fit.
    pub fn value(code: &'static str, pointer: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code).at(pointer)
    }

    /// A text of the body that does not fit.
    pub fn text(error: &TextError, pointer: impl Into<String>) -> Self {
        let mut obstacle = Self::value(error.code(), pointer);
        if let TextError::TooLong { actual, max } = error {
            obstacle.refusal.words = vec![("actual", actual.to_string()), ("max", max.to_string())];
        }
        obstacle
    }

    /// The same, pointing at a member of the body.
    pub fn at(self, pointer: impl Into<String>) -> Self {
        Self { pointer: Some(pointer.into().into_boxed_str()), ..self }
    }

    /// The same with what else is wrong with the request.
    pub fn and(mut self, other: Self) -> Self {
        let more = self.more.get_or_insert_default();
        more.others.push((other.refusal, other.pointer));
        more.others.extend(other.more.map(|more| more.others).unwrap_or_default());
        self
    }

    /// What else is wrong with the same request, each with its place.
    pub fn others(&self) -> &[(Refusal, Option<Box<str>>)] {
        self.more.as_deref().map(|more| more.others.as_slice()).unwrap_or_default()
    }

    /// The same with the tag the dossier has now.
    pub fn tagged(mut self, tag: HeaderValue) -> Self {
        self.more.get_or_insert_default().tag = Some(tag);
        self
    }

    /// The same; where the refusal names a field, `place` says where the body holds it.
    pub fn placed(self, place: impl FnOnce(&Slot) -> Option<String>) -> Self {
        match (&self.pointer, &self.refusal.slot) {
            (None, Some(slot)) => Self { pointer: place(slot).map(String::into_boxed_str), ..self },
            _ => self,
        }
    }
}

/// The status a refusal is told with.
fn status_of(code: &str) -> StatusCode {
    match code {
        "read_quota" | "read_quota_day" => StatusCode::TOO_MANY_REQUESTS,
        "stale" => StatusCode::PRECONDITION_FAILED,
        "cccd_duplicate" | "account_exists" | "manifest_changed" => StatusCode::CONFLICT,
        "files_full" => StatusCode::INSUFFICIENT_STORAGE,
        "files_out_of_reach" | "files_refused" => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

impl From<Refusal> for Obstacle {
    fn from(refusal: Refusal) -> Self {
        let status = status_of(refusal.code);
        Self { status, refusal, pointer: None, more: None }
    }
}

impl From<CommandError> for Obstacle {
    fn from(error: CommandError) -> Self {
        let code = error.code();
        match error {
            CommandError::Refused(refusal) => refusal.into(),
            CommandError::Denied => Self::not_found(),
            CommandError::StepUp => Self::new(StatusCode::FORBIDDEN, code),
            CommandError::Busy => Self::busy(),
            CommandError::Unwritten(error) if matches!(*error, StoreError::Full) => {
                Self::new(StatusCode::INSUFFICIENT_STORAGE, code)
            }
            // Told in the log where it happened.
            CommandError::Unwritten(_) => Self::new(StatusCode::SERVICE_UNAVAILABLE, code),
            CommandError::Unknown => Self::new(StatusCode::GATEWAY_TIMEOUT, code),
            CommandError::Store(error) if matches!(*error, StoreError::Full) => {
                Self::new(StatusCode::INSUFFICIENT_STORAGE, code)
            }
            CommandError::Store(error) => Self::of_store(&error),
        }
    }
}

impl From<StoreError> for Obstacle {
    fn from(error: StoreError) -> Self {
        Self::of_store(&error)
    }
}

impl From<sqlx::Error> for Obstacle {
    fn from(error: sqlx::Error) -> Self {
        Self::of_store(&StoreError::from(error))
    }
}

impl Obstacle {
    fn of_store(error: &StoreError) -> Self {
        tracing::error!(error = error as &dyn std::error::Error, "the log could not be used");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "unexpected")
    }
}

impl IntoResponse for Obstacle {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        if self.status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, RETRY_AFTER_SECONDS.into());
        }
        if self.status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        }
        if let Some(tag) = self.more.as_ref().and_then(|more| more.tag.as_ref()) {
            response.headers_mut().insert(header::ETAG, tag.clone());
        }
        response.extensions_mut().insert(self);
        response
    }
}
