//! The service: pages in Vietnamese and English and a JSON interface, over the same app as the
//! command line. Handlers parse, send and render; no rule of the domain lives here.

mod api;
mod arrival;
mod brought;
mod callers;
mod cast;
mod deadline;
mod dress;
mod figures;
mod forms;
mod health;
mod layout;
mod lists;
mod looks;
mod obstacle;
mod pages;
mod paper_fields;
mod patient;
mod recorded;
mod said;
mod scan;
mod script;
mod server;
mod service;
mod sessions;
mod slots;
mod step_up;
mod streams;
mod tell;
mod token;
mod told;
mod units;
mod upload;
mod visit;
mod watch;
mod worklist;

use std::{
    num::NonZeroUsize,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
    routing::get,
};
use lru::LruCache;
use tower_http::{
    compression::CompressionLayer,
    csrf::CsrfLayer,
    limit::RequestBodyLimitLayer,
    timeout::{RequestBodyDeadlineLayer, TimeoutLayer},
};

use crate::app::App;

pub use cast::CastMember;
pub use server::{HEAD_BYTES_MAX, Limits, Options, ServeError, serve, serve_on};

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
    tokens: token::Tokens,
    figures: figures::Figures,
    streams: streams::Streams,
    limits: Limits,
    /// True once the service is told to stop.
    stop: tokio::sync::watch::Sender<bool>,
}

impl Site {
    /// A service over `app`. With a cast, whoever comes chooses whom to act as; without, nothing
    /// answers without a token. `invented` puts a band on every page.
    pub fn new(app: Arc<App>, demo: Option<Vec<CastMember>>, invented: bool) -> Self {
        Self::limited(app, demo, invented, Limits::default())
    }

    /// The same with other limits.
    pub fn limited(
        app: Arc<App>,
        demo: Option<Vec<CastMember>>,
        invented: bool,
        limits: Limits,
    ) -> Self {
        Self(Arc::new(Inner {
            app,
            demo,
            invented,
            callers: callers::Callers::default(),
            sessions: Mutex::new(LruCache::new(SESSIONS_KEPT_MAX)),
            tokens: token::Tokens::default(),
            figures: figures::Figures::default(),
            streams: streams::Streams::new(limits.streams, limits.streams_of_one),
            limits,
            stop: tokio::sync::watch::Sender::new(false),
        }))
    }

    fn app(&self) -> &App {
        &self.0.app
    }

    /// The app for work that goes on after the answer.
    fn shared_app(&self) -> &Arc<App> {
        &self.0.app
    }

    fn demo(&self) -> Option<&[CastMember]> {
        self.0.demo.as_deref()
    }

    fn figures(&self) -> &figures::Figures {
        &self.0.figures
    }

    fn streams(&self) -> &streams::Streams {
        &self.0.streams
    }

    fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Ends what would go on by itself: the service is about to stop.
    fn stop(&self) {
        self.0.stop.send_replace(true);
    }

    /// Becomes true when the service is told to stop.
    fn stop_told(&self) -> tokio::sync::watch::Receiver<bool> {
        self.0.stop.subscribe()
    }
}

/// Every route of the service, without a socket.
pub fn router(site: Site) -> Router {
    let (interface, _document) = api::routes().split_for_parts();
    let body = site.limits().body;
    let everyday = Router::new()
        .merge(pages::routes())
        .merge(interface)
        .route(api::DOCUMENT_PATH, get(api::openapi))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/metrics", get(health::metrics))
        .route(layout::STYLE_PATH, get(layout::style))
        .route(layout::SCRIPT_PATH, get(layout::script))
        .route(layout::ICON_PATH, get(layout::icon))
        .route(script::CHECK_PATH, get(script::check_file))
        .fallback(dress::nothing_here)
        .with_state(site.clone())
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(site.clone(), step_up::keep))
        .layer(RequestBodyLimitLayer::new(BODY_BYTES_MAX))
        .layer(RequestBodyDeadlineLayer::new(body))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, REQUEST_MAX));
    // Forms with files carry more and may take longer.
    let uploads = pages::uploads()
        .with_state(site.clone())
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(upload::UPLOAD_BYTES_MAX))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, upload::UPLOAD_MAX));
    everyday
        .merge(uploads)
        .layer(from_fn_with_state(site.clone(), token::guard))
        .layer(CsrfLayer::new())
        .layer(from_fn(watch::stop))
        .layer(from_fn_with_state(site.clone(), dress::dress))
        // Pages hold no secret beside what a visitor can put into them: compressing leaks nothing.
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(site, watch::watch))
}

/// The interface's OpenAPI document, as JSON.
pub fn openapi_json() -> String {
    api::document().to_pretty_json().expect("the document is plain data")
}
