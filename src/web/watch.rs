//! Every request from outside to outside: its id, its one line in the log, its part of the figures,
//! and the bounds of its head. The line holds ids and numbers, never a name, a value, a query or the
//! piece of a path that names a dossier.

use std::{
    pin::Pin,
    sync::{Arc, OnceLock},
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, request::Parts},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use hoso_events::ids::AccountId;
use http_body::{Frame, SizeHint};
use tracing::Instrument as _;
use uuid::Uuid;

use super::{Site, obstacle::Obstacle};
use crate::clock::Stopwatch;

/// The header a request's id comes and goes in.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The longest address that is taken.
pub const URL_BYTES_MAX: usize = 8 * 1_024;
/// The most headers a request may have.
pub const HEADERS_MAX: usize = 64;
/// The most bytes the headers of a request may have together.
pub const HEADERS_BYTES_MAX: usize = 32 * 1_024;
/// What an address without a route is called in the log and in the figures.
const NO_ROUTE: &str = "none";

/// Names one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestId(pub Uuid);

impl RequestId {
    /// The id of a request on its way; nil outside the service.
    pub fn of(parts: &Parts) -> Self {
        parts.extensions.get().copied().unwrap_or(Self(Uuid::nil()))
    }

    /// The sender's own id, when it is a UUID: anything else could carry words into the log.
    fn sent(headers: &HeaderMap) -> Option<Self> {
        let text = headers.get(REQUEST_ID)?.to_str().ok()?;
        Uuid::try_parse(text).ok().filter(|id| !id.is_nil()).map(Self)
    }
}

/// Who turned out to have sent a request; whoever finds out notes it here.
#[derive(Debug, Clone, Default)]
pub struct Who(Arc<OnceLock<AccountId>>);

impl Who {
    /// Notes the account behind a request, for its line in the log.
    pub fn note(parts: &Parts, account: AccountId) {
        if let Some(Self(who)) = parts.extensions.get() {
            // Asked twice, it is the same answer.
            let _known = who.set(account);
        }
    }
}

/// Watches over a request and its answer.
pub async fn watch(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let sent = RequestId::sent(request.headers());
    let id = sent.unwrap_or_else(|| RequestId(site.app().store().clock().new_id()));
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or_else(|| NO_ROUTE.to_owned(), |route| route.as_str().to_owned());
    let who = Who::default();
    request.extensions_mut().insert(id);
    request.extensions_mut().insert(who.clone());
    let mut line = Line {
        site,
        started: Stopwatch::start(),
        id,
        method: method_name(request.method()),
        route,
        who,
        status: None,
        bytes: 0,
        whole: false,
    };
    // What is logged on the way is found by the id as well.
    let span = tracing::error_span!("request", id = %id.0);
    let mut response = async {
        match bounds_of(&request) {
            Some(obstacle) => {
                request.extensions_mut().insert(obstacle);
                next.run(request).await
            }
            None => next.run(request).await,
        }
    }
    .instrument(span)
    .await;
    line.status = Some(response.status());
    if let Ok(value) = HeaderValue::from_str(&id.0.to_string()) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response.map(|body| Body::new(Told { body, line }))
}

/// Stops a request whose head is beyond its bounds, where the words are put on the answer.
pub async fn stop(request: Request, next: Next) -> Response {
    match request.extensions().get::<Obstacle>() {
        Some(obstacle) => obstacle.clone().into_response(),
        None => next.run(request).await,
    }
}

/// What is too much about the head of a request.
fn bounds_of(request: &Request) -> Option<Obstacle> {
    let headers = request.headers();
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    let url = request.uri().to_string().len();
    let too_large = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
    match () {
        () if url > URL_BYTES_MAX => Some(Obstacle::new(StatusCode::URI_TOO_LONG, "url_too_long")),
        () if headers.len() > HEADERS_MAX => Some(Obstacle::new(too_large, "headers_too_many")),
        () if bytes > HEADERS_BYTES_MAX => Some(Obstacle::new(too_large, "headers_too_large")),
        () => None,
    }
}

/// A method by a name from a short list: a sender may make up others.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// The line of one request, written when all of it is over, however it ends.
struct Line {
    site: Site,
    started: Stopwatch,
    id: RequestId,
    method: &'static str,
    route: String,
    who: Who,
    /// None when the sender went away before there was an answer.
    status: Option<StatusCode>,
    bytes: u64,
    whole: bool,
}

impl Drop for Line {
    fn drop(&mut self) {
        let taken = self.started.elapsed();
        let status = self.status.map_or(0, |status| status.as_u16());
        self.site.figures().request(self.method, &self.route, status, taken);
        let actor = self.who.0.get().map(ToString::to_string).unwrap_or_default();
        let (id, method, route, bytes) = (self.id.0, self.method, &self.route, self.bytes);
        let (duration_ms, cut_off) = (taken.as_secs_f64() * 1e3, !self.whole);
        tracing::info!(
            target: "hoso::request",
            { request.id = %id, actor.id = actor, method, route, status, duration_ms, bytes, cut_off },
            "{method} {route} {status}"
        );
    }
}

/// A body that counts what went out, and holds the line until it is over.
struct Told {
    body: Body,
    line: Line,
}

impl HttpBody for Told {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = std::task::ready!(Pin::new(&mut self.body).poll_frame(context));
        match &frame {
            Some(Ok(frame)) => {
                let sent = frame.data_ref().map_or(0, Bytes::len);
                self.line.bytes += u64::try_from(sent).unwrap_or_default();
                self.line.whole = self.body.is_end_stream();
            }
            Some(Err(_broken)) => {}
            None => self.line.whole = true,
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
