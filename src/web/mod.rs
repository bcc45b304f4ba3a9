//! The service: pages in Vietnamese and English and a JSON interface, over the same app as the
//! command line. Handlers parse, send and render; no rule of the domain lives here.

mod api;
mod arrival;
mod callers;
mod cast;
mod catalogue_field;
mod deadline;
mod dress;
mod forms;
mod layout;
mod lists;
mod looks;
mod obstacle;
mod pages;
mod paper_fields;
mod said;
mod scan;
mod script;
mod server;
mod sessions;
mod slots;
mod step_up;
mod tell;
mod told;
mod units;
mod upload;
mod visit;
mod worklist;

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    http::StatusCode,
    middleware::from_fn_with_state,
    routing::get,
};
use lru::LruCache;
use tower_http::{
    compression::CompressionLayer, csrf::CsrfLayer, limit::RequestBodyLimitLayer,
    timeout::TimeoutLayer, trace::TraceLayer,
};

use crate::app::App;

pub use cast::CastMember;
pub use server::{Options, ServeError, serve};

/// How many sessions are remembered for a moment.
const SESSIONS_KEPT_MAX: NonZeroUsize = NonZeroUsize::new(4_096).expect("not zero");

/// The most bytes a request may carry.
pub const BODY_BYTES_MAX: usize = 256 * 1024;
/// The longest a request may take, its body included.
pub const REQUEST_MAX: Duration = Duration::from_secs(30);

/// What every handler is given: the app, and how this service was started.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

struct Inner {
    app: Arc<App>,
    demo: Option<Vec<CastMember>>,
    invented: bool,
    callers: callers::Callers,
    sessions: Mutex<LruCache<String, sessions::Known>>,
}

impl Site {
    /// A service over `app`. With a cast, whoever comes chooses whom to act as; without, nothing
    /// answers without a token. `invented` puts a band on every page.
    pub fn new(app: Arc<App>, demo: Option<Vec<CastMember>>, invented: bool) -> Self {
        let callers = callers::Callers::default();
        let sessions = Mutex::new(LruCache::new(SESSIONS_KEPT_MAX));
        Self(Arc::new(Inner { app, demo, invented, callers, sessions }))
    }

    fn app(&self) -> &App {
        &self.0.app
    }

    fn demo(&self) -> Option<&[CastMember]> {
        self.0.demo.as_deref()
    }
}

/// Every route of the service, without a socket.
pub fn router(site: Site) -> Router {
    let (interface, _document) = api::routes().split_for_parts();
    let everyday = Router::new()
        .merge(pages::routes())
        .merge(interface)
        .route("/api/openapi.json", get(api::openapi))
        .route("/health/live", get(server::live))
        .route("/health/ready", get(server::ready))
        .route(layout::STYLE_PATH, get(layout::style))
        .route(layout::SCRIPT_PATH, get(layout::script))
        .route(layout::ICON_PATH, get(layout::icon))
        .route(script::CHECK_PATH, get(script::check_file))
        .fallback(dress::nothing_here)
        .with_state(site.clone())
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(site.clone(), step_up::keep))
        .layer(RequestBodyLimitLayer::new(BODY_BYTES_MAX))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, REQUEST_MAX));
    // Forms with files carry more and may take longer.
    let uploads = pages::uploads()
        .with_state(site.clone())
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(upload::UPLOAD_BYTES_MAX))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, upload::UPLOAD_MAX));
    everyday
        .merge(uploads)
        .layer(CsrfLayer::new())
        .layer(from_fn_with_state(site, dress::dress))
        // Pages hold no secret beside what a visitor can put into them: compressing leaks nothing.
        .layer(CompressionLayer::new())
        // The path holds ids only; the query may hold a name and is not logged.
        .layer(TraceLayer::new_for_http().make_span_with(|request: &Request| {
            tracing::info_span!("http.request", method = %request.method(),
                path = request.uri().path())
        }))
}

/// The interface's OpenAPI document, as JSON.
pub fn openapi_json() -> String {
    api::document().to_pretty_json().expect("the document is plain data")
}
