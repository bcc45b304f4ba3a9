//! What a command is answered with, and how the document tells it.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::{IntoParams, IntoResponses, ToSchema};
use uuid::Uuid;

use crate::{app::Done, web::dress::Problem};

/// What came of a command.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Recorded {
    /// Place in the log of the first fact; none when everything was so already.
    pub first_position: Option<u64>,
    /// Place in the log of the last fact.
    pub last_position: Option<u64>,
    /// Whether an earlier request with the same key recorded it.
    pub replayed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dossier_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submission_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant_id: Option<Uuid>,
}

impl From<Done> for Recorded {
    fn from(done: Done) -> Self {
        match done {
            Done::Recorded { first_position, last_position, replayed } => Self {
                first_position: Some(first_position),
                last_position: Some(last_position),
                replayed,
                ..Self::default()
            },
            Done::AlreadySo => Self::default(),
        }
    }
}

impl IntoResponse for Recorded {
    fn into_response(self) -> Response {
        let is_new = self.first_position.is_some() && !self.replayed;
        let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
        (status, Json(self)).into_response()
    }
}

/// How every command is answered, for the document.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its description is used")]
pub enum Answers {
    /// Recorded now.
    #[response(status = 201)]
    New(#[to_schema] Recorded),
    /// Recorded by an earlier request with the same key, or so already.
    #[response(status = 200)]
    Known(#[to_schema] Recorded),
    /// Not carried out; `code` says why, `pointer` where.
    #[response(status = "4XX", content_type = "application/problem+json")]
    Refused(#[to_schema] Problem),
    /// The service could not; the same request with the same key may be sent again.
    #[response(status = "5XX", content_type = "application/problem+json")]
    Failed(#[to_schema] Problem),
}

/// How every question can fail, for the document.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its description is used")]
pub enum Failures {
    /// Not answered; `code` says why.
    #[response(status = "4XX", content_type = "application/problem+json")]
    Refused(#[to_schema] Problem),
    /// The service could not answer; it may be asked again.
    #[response(status = "5XX", content_type = "application/problem+json")]
    Failed(#[to_schema] Problem),
}

/// The headers of every command, for the document.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only its description is used")]
pub struct CommandHeaders {
    /// The sender's key for this request: the same key again is the same request.
    #[param(rename = "Idempotency-Key", max_length = 200)]
    key: String,
    /// The dossier's sequence the sender saw, as a quoted ETag.
    #[param(rename = "If-Match", example = "\"7\"")]
    seen: Option<String>,
}
