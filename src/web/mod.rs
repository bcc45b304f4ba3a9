//! The service: pages in Vietnamese and English and a JSON interface, over the same app as the
//! command line. Handlers parse, send and render; no rule of the domain lives here.

mod api;
mod callers;
mod cast;
mod deadline;
mod dress;
mod forms;
mod layout;
mod lists;
mod obstacle;
mod pages;
mod server;
mod tell;
mod visit;

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    http::StatusCode,
    middleware::from_fn_with_state,
    routing::get,
};
use tower_http::{
    compression::CompressionLayer, csrf::CsrfLayer, limit::RequestBodyLimitLayer,
    timeout::TimeoutLayer, trace::TraceLayer,
};

use crate::app::App;

pub use cast::CastMember;
pub use server::{Options, ServeError, serve};

/// The most bytes a request may carry.
pub const BODY_BYTES_MAX: usize = 256 * 1024;
/// The longest a request may take, its body included.
pub const REQUEST_MAX: Duration = Duration::from_secs(30);
/// The most bytes a file may have that someone brings, and what a form adds to it.
pub const UPLOAD_BYTES_MAX: usize = crate::import::FILE_BYTES_MAX + 64 * 1024;
/// The longest bringing a file may take: the largest one at 80 kB a second.
pub const UPLOAD_MAX: Duration = Duration::from_secs(5 * 60);

/// What every handler is given: the app, and how this service was started.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

struct Inner {
    app: Arc<App>,
    demo: Option<Vec<CastMember>>,
    invented: bool,
    callers: callers::Callers,
}

impl Site {
    /// A service over `app`. With a cast, whoever comes chooses whom to act as; without, nothing
    /// answers without a token. `invented` puts a band on every page.
    pub fn new(app: Arc<App>, demo: Option<Vec<CastMember>>, invented: bool) -> Self {
        let callers = callers::Callers::default();
        Self(Arc::new(Inner { app, demo, invented, callers }))
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
}

/// Every route of the service, without a socket.
pub fn router(site: Site) -> Router {
    let (interface, _document) = api::routes().split_for_parts();
    let brings = pages::upload_routes()
        .layer(RequestBodyLimitLayer::new(UPLOAD_BYTES_MAX))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, UPLOAD_MAX));
    Router::new()
        .merge(pages::routes())
        .merge(interface)
        .route("/api/openapi.json", get(api::openapi))
        .route("/health/live", get(server::live))
        .route("/health/ready", get(server::ready))
        .route(layout::STYLE_PATH, get(layout::style))
        .route(layout::ICON_PATH, get(layout::icon))
        .fallback(dress::nothing_here)
        .layer(RequestBodyLimitLayer::new(BODY_BYTES_MAX))
        .layer(TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, REQUEST_MAX))
        .merge(brings)
        .with_state(site.clone())
        .layer(DefaultBodyLimit::disable())
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
