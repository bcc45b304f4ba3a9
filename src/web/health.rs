//! Whether the service is well, for whatever watches over it: alive, ready to work and if not why,
//! and its figures.

use std::net::{IpAddr, SocketAddr};

use axum::{
    Extension, Json,
    extract::{ConnectInfo, State},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::TimeDelta;
use serde_json::json;

use super::{Site, obstacle::Obstacle};
use crate::store::read;

/// Headers that only a proxy between sets: whoever asks through one is not on this machine.
const FORWARDED: [HeaderName; 3] = [
    HeaderName::from_static("forwarded"),
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-real-ip"),
];
/// How far the log may be ahead of the clock before the clock is called wrong.
const AHEAD_MAX: TimeDelta = TimeDelta::minutes(1);

/// The process answers.
pub async fn live() -> &'static str {
    "live\n"
}

/// Whether work can be done: what it takes, and what stands in the way of it.
pub async fn ready(State(site): State<Site>) -> Response {
    let store = site.app().store();
    let head = read::head(store.db()).await;
    let clock_is_right = head.as_ref().is_ok_and(|head| {
        head.recorded_at.is_none_or(|last| last.signed_duration_since(store.now()) < AHEAD_MAX)
    });
    if let Err(error) = &head {
        tracing::error!(error = error as &dyn std::error::Error, "the database is not ready");
    }
    let checks = [
        ("database", head.is_ok(), "unreachable"),
        ("writer", store.takes_commits(), "stopped"),
        ("queue", !store.is_busy(), "full"),
        ("storage", !store.pulse().is_full(), "full"),
        ("clock", head.is_err() || clock_is_right, "behind_the_log"),
        ("service", !*site.stop_told().borrow(), "stopping"),
    ];
    let is_ready = checks.iter().all(|(_, well, _)| *well);
    let said: serde_json::Map<String, serde_json::Value> = checks
        .iter()
        .map(|(name, well, why)| ((*name).to_owned(), json!(if *well { "ok" } else { why })))
        .collect();
    let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let told = json!({
        "status": if is_ready { "ready" } else { "not_ready" },
        "checks": said,
        "log_position": head.ok().map(|head| head.position),
    });
    let mut response = (status, Json(told)).into_response();
    // It says what is wrong by itself, for machines.
    response.extensions_mut().insert(super::dress::Whole);
    response
}

/// The figures, for those who ask from an address that may: never through a proxy, which would lend
/// its own address to everyone.
pub async fn metrics(
    State(site): State<Site>,
    peer: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
) -> Result<Response, Obstacle> {
    let from = peer.map(|Extension(ConnectInfo(address))| address.ip().to_canonical());
    let may = |from: IpAddr| from.is_loopback() || site.limits().metrics_from.contains(&from);
    let forwarded = FORWARDED.iter().any(|name| headers.contains_key(name));
    if forwarded || !from.is_some_and(may) {
        return Err(Obstacle::not_found());
    }
    let streams = site.streams().count();
    let text = site.figures().text(site.app().store().pulse(), streams);
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}
