//! When a page cannot be shown: what happened and what to do now, calmly and without a number.

use axum::http::StatusCode;
use maud::{Markup, html};

use crate::web::{
    layout::{Page, render},
    obstacle::Obstacle,
    visit::View,
};

/// The page of an obstacle.
pub fn page(view: &View, obstacle: &Obstacle) -> Markup {
    let words = view.words;
    let title = words.say(match obstacle.status {
        StatusCode::NOT_FOUND => "page-lost-title",
        StatusCode::UNAUTHORIZED => "page-unknown-title",
        StatusCode::FORBIDDEN => "page-forbidden-title",
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => "page-busy-title",
        status if status.is_server_error() => "page-broken-title",
        _ => "page-refused-title",
    });
    let body = html! {
        h1 { (title) }
        p class="lead" { (words.obstacle(&obstacle.refusal)) }
        ul class="ways" {
            li { a href="/" { (words.say("page-way-home")) } }
            @if view.site.demo().is_some() {
                li { a href="/?chon" { (words.say("page-way-choose")) } }
            }
        }
    };
    render(view, Page { title: title.clone(), back: vec![], body })
}
