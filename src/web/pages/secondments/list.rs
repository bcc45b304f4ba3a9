//! Whom the reader's units sent and whom they are host to, the earliest end first.

use hoso_events::ids::SecondmentId;
use hoso_projections::secondments::Seconded;
use maud::{Markup, html};

use super::{chip, days, secondment_path};
use crate::web::{
    layout::{Page, render},
    obstacle::Obstacle,
    pages::transfers::{half, unit_told},
    visit::{View, Visitor},
};

/// `/biet-phai`.
pub async fn page(visitor: Visitor) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let lists = view.site.app().secondments(actor).await?;
    let words = view.words;
    let title = words.say("page-secondments-title");
    let body = html! {
        h1 { (title) }
        p class="lead" { (words.say("page-secondments-lead")) }
        (part(view, ("di", "page-secondments-sent", "page-secondments-none-sent"), &lists.sent))
        (part(view, ("den", "page-secondments-hosted", "page-secondments-none-hosted"), &lists.hosted))
    };
    Ok(render(view, Page { title, back: vec![], body }))
}

fn part(view: &View, told: (&str, &str, &str), rows: &[Seconded]) -> Markup {
    let columns = [
        "page-secondments-person",
        "page-secondments-where",
        "page-secondments-days",
        "page-secondments-phase",
    ];
    let lines: Vec<Markup> = rows.iter().map(|found| line(view, found)).collect();
    half(view.words, told, columns, &lines)
}

fn line(view: &View, found: &Seconded) -> Markup {
    let words = view.words;
    let row = &found.row;
    let (from, to) = (unit_told(view, &found.managing_unit), unit_told(view, &row.host_unit));
    html! {
        tr {
            th scope="row" {
                @if let Ok(id) = SecondmentId::parse(&row.secondment_id) {
                    a href=(secondment_path(id)) { (found.full_name) }
                } @else { (found.full_name) }
                small { (words.with("page-secondment-by-decision", &[("number", row.decision_number.clone())])) }
            }
            td data-name=(words.say("page-secondments-where")) {
                (words.with("page-secondment-way", &[("from", from), ("to", to)]))
            }
            td data-name=(words.say("page-secondments-days")) { (days(words, found)) }
            td data-name=(words.say("page-secondments-phase")) {
                @if let Some(phase) = row.phase(view.today) { (chip(words, phase)) }
            }
        }
    }
}
