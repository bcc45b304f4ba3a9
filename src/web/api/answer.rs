//! What a command is answered with, and how the document tells it.

use std::{collections::BTreeMap, marker::PhantomData};

use axum::{
    Json,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::{
    IntoParams, IntoResponses, ToSchema,
    openapi::{
        ContentBuilder, HeaderBuilder, Object, Ref, RefOr, Response as OpenApiResponse,
        ResponseBuilder, Type,
    },
};
use uuid::Uuid;

use super::{reader::LOG_POSITION, tag::Tag};
use crate::app::Done;

/// What came of a command.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Recorded {
    /// Place in the log of the first fact; none when everything was so already.
    pub first_position: Option<u64>,
    /// Place in the log of the last fact.
    pub last_position: Option<u64>,
    /// Whether an earlier request with the same key recorded it.
    pub replayed: bool,
    /// The place in the log this answer includes everything up to.
    pub log_position: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub dossier_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub submission_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub transfer_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub secondment_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ending_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub account_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub grant_id: Option<Uuid>,
    /// The dossier's tag right after it, for the next command.
    #[serde(skip)]
    pub tag: Option<Tag>,
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
        let (position, replayed, tag) = (self.log_position, self.replayed, self.tag.clone());
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(LOG_POSITION, position.into());
        if replayed {
            headers.insert(REPLAYED, HeaderValue::from_static("true"));
        }
        if let Some(tag) = tag {
            headers.insert(header::ETAG, tag.header());
        }
        response
    }
}

/// Says that the answer is the one an earlier request with the same key got.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// How a request can fail, whatever it asks.
const FAILURES: &[(u16, &str)] = &[
    (400, "The request, a header, a parameter or the JSON cannot be read."),
    (401, "No token, or one that is not good."),
    (404, "Not there, or not for whoever asks."),
    (414, "The address is too long."),
    (422, "A value does not fit, or a rule stands in the way; `code` says why, `errors` where."),
    (431, "The headers are too many or too large."),
    (500, "The service failed; the same may be sent again."),
    (503, "Too much at once; `Retry-After` says when to come back."),
    (504, "It took too long; sent again with the same key, a command tells what came of it."),
];

/// How a command can fail beside those.
const COMMAND_FAILURES: &[(u16, &str)] = &[
    (403, "The token may only read, or the request came from another site."),
    (408, "The body did not come in time."),
    (409, "Someone else holds the value."),
    (413, "The body is too large."),
    (415, "The body is not JSON."),
    (507, "The disk is full; nothing was recorded."),
];

/// How a command to a dossier can fail beside those.
const DOSSIER_FAILURES: &[(u16, &str)] =
    &[(412, "The dossier has moved on; `ETag` says where it is."), (428, "`If-Match` is missing.")];

/// The headers an answer may have, for the document.
const HEADERS: &[(&str, &str)] = &[
    ("Log-Position", "The place in the log the answer includes everything up to."),
    ("ETag", "The dossier's tag."),
    ("Idempotency-Replayed", "`true` when an earlier request with the same key got this answer."),
    ("Link", "Where the next page is (`rel=next`)."),
    ("Retry-After", "Seconds after which to come back."),
    ("X-Request-Id", "The request's id, as in the service's log."),
];

/// A response with a body of one kind and some of the headers.
pub fn response(
    description: &str,
    kind: &str,
    schema: &str,
    headers: &[&str],
) -> RefOr<OpenApiResponse> {
    let body = ContentBuilder::new().schema(Some(Ref::from_schema_name(schema))).build();
    let known = HEADERS.iter().filter(|(name, _)| headers.contains(name));
    let built = known.fold(
        ResponseBuilder::new().description(description).content(kind, body),
        |built, (name, said)| {
            let header = HeaderBuilder::new().schema(Some(Object::with_type(Type::String)));
            built.header(*name, header.description(Some(*said)).build())
        },
    );
    RefOr::T(built.build())
}

fn failures(lists: &[&[(u16, &str)]]) -> Responses {
    let all = lists.iter().flat_map(|list| list.iter());
    all.map(|(status, said)| {
        let headers: &[&str] = match status {
            412 => &["X-Request-Id", "ETag"],
            503 => &["X-Request-Id", "Retry-After"],
            _ => &["X-Request-Id"],
        };
        (status.to_string(), response(said, "application/problem+json", "Problem", headers))
    })
    .collect()
}

type Responses = BTreeMap<String, RefOr<OpenApiResponse>>;

fn recorded(tagged: bool) -> Responses {
    let headers: &[&str] = match tagged {
        true => &["X-Request-Id", "Log-Position", "Idempotency-Replayed", "ETag"],
        false => &["X-Request-Id", "Log-Position", "Idempotency-Replayed"],
    };
    let said = |said| response(said, "application/json", "Recorded", headers);
    [
        ("201".to_owned(), said("Recorded now.")),
        ("200".to_owned(), said("Recorded by an earlier request, or so already.")),
    ]
    .into()
}

/// How every command is answered, for the document.
pub struct Answers;

impl IntoResponses for Answers {
    fn responses() -> Responses {
        recorded(false).into_iter().chain(failures(&[FAILURES, COMMAND_FAILURES])).collect()
    }
}

/// How every command to a dossier that is there is answered, for the document.
pub struct DossierAnswers;

impl IntoResponses for DossierAnswers {
    fn responses() -> Responses {
        let failures = failures(&[FAILURES, COMMAND_FAILURES, DOSSIER_FAILURES]);
        recorded(true).into_iter().chain(failures).collect()
    }
}

/// How a question about one dossier is answered, for the document.
pub struct Tagged<T>(PhantomData<T>);

impl<T: ToSchema> IntoResponses for Tagged<T> {
    fn responses() -> Responses {
        let headers = ["X-Request-Id", "Log-Position", "ETag", "Link"];
        let said = response("The answer.", "application/json", &T::name(), &headers);
        let same = ResponseBuilder::new().description("The answer the asker has still holds.");
        [("200".to_owned(), said), ("304".to_owned(), RefOr::T(same.build()))].into()
    }
}

/// How any other question is answered, for the document.
pub struct Listed<T>(PhantomData<T>);

impl<T: ToSchema> IntoResponses for Listed<T> {
    fn responses() -> Responses {
        let headers = ["X-Request-Id", "Log-Position", "Link"];
        let said = response("The answer.", "application/json", &T::name(), &headers);
        [("200".to_owned(), said)].into()
    }
}

/// The tag of an answer the asker has, for the document.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only its description is used")]
pub struct KnownTag {
    /// The `ETag` of an answer the asker has: where it still holds, 304 without a body is answered.
    #[param(rename = "If-None-Match")]
    known: Option<String>,
}

/// How every question can fail, for the document.
pub struct Failures;

impl IntoResponses for Failures {
    fn responses() -> Responses {
        failures(&[FAILURES])
    }
}

/// The headers of every command, for the document.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only its description is used")]
pub struct CommandHeaders {
    /// The sender's key for this request: the same key again is the same request.
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 200, pattern = "^[!-~]+$")]
    key: String,
}

/// The headers of every command to a dossier that is there, for the document.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only its description is used")]
pub struct DossierCommandHeaders {
    /// The sender's key for this request: the same key again is the same request.
    #[param(rename = "Idempotency-Key", min_length = 1, max_length = 200, pattern = "^[!-~]+$")]
    key: String,
    /// The `ETag` of the answer the sender saw, so that nothing is done on top of what they did not
    /// see; `*` for whatever there is.
    #[param(
        rename = "If-Match",
        example = "\"7.1042\"",
        pattern = r#"^(\*|"[0-9]{1,18}(\.[0-9-]+)*")$"#
    )]
    seen: String,
}
