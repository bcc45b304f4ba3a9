//! Who comes to the reader's units and who goes, most urgent first.

use hoso_events::{dossier::Stage, ids::TransferId};
use hoso_projections::transfers::OnTheWay;
use maud::{Markup, html};

use super::{due, stage_told, transfer_path, unit_told};
use crate::{
    app::Act,
    web::{
        layout::{Page, render},
        obstacle::Obstacle,
        pages::taking_in,
        tell::Words,
        visit::{View, Visitor},
    },
};

/// `/dieu-chuyen`.
pub async fn page(visitor: Visitor) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let lists = view.site.app().transfers(actor).await?;
    let words = view.words;
    let title = words.say("page-transfers-title");
    let body = html! {
        h1 { (title) }
        p class="lead" { (words.say("page-transfers-lead")) }
        (part(view, ("den", "page-transfers-incoming", "page-transfers-none-incoming"), &lists.incoming))
        (part(view, ("di", "page-transfers-outgoing", "page-transfers-none-outgoing"), &lists.outgoing))
        @if view.may_somewhere(Act::OpenDossier) {
            p class="onward" {
                a class="button" href=(taking_in::PATH) { (words.say("page-taking-in-link")) }
            }
        }
    };
    Ok(render(view, Page { title, back: vec![], body }))
}

/// One half of a list of who comes or goes, or what is said when there is nobody.
pub fn half(
    words: Words,
    (id, heading, none): (&str, &str, &str),
    columns: [&str; 4],
    lines: &[Markup],
) -> Markup {
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (words.say(heading)) }
            @if lines.is_empty() {
                p class="empty" { (words.say(none)) }
            } @else {
                table class="list" {
                    thead { tr { @for column in columns { th scope="col" { (words.say(column)) } } } }
                    tbody { @for line in lines { (line) } }
                }
            }
        }
    }
}

fn part(view: &View, told: (&str, &str, &str), rows: &[OnTheWay]) -> Markup {
    let columns = [
        "page-transfers-person",
        "page-transfers-way",
        "page-transfers-stage",
        "page-transfers-turn",
    ];
    let lines: Vec<Markup> = rows.iter().map(|found| line(view, found)).collect();
    half(view.words, told, columns, &lines)
}

fn line(view: &View, found: &OnTheWay) -> Markup {
    let words = view.words;
    let row = &found.row;
    let stage = Stage::parse(&row.stage);
    let (from, to) = (unit_told(view, &row.from_unit), unit_told(view, &row.to_unit));
    html! {
        tr {
            th scope="row" {
                @if let Ok(id) = TransferId::parse(&row.transfer_id) {
                    a href=(transfer_path(id)) { (found.full_name) }
                } @else { (found.full_name) }
                small { (words.with("page-transfer-by-decision", &[("number", row.decision_number.clone())])) }
            }
            td data-name=(words.say("page-transfers-way")) {
                (words.with("page-transfer-way", &[("from", from), ("to", to)]))
            }
            @if let Some(stage) = stage {
                td data-name=(words.say("page-transfers-stage")) { (stage_told(words, stage)) }
                td data-name=(words.say("page-transfers-turn")) { (due(view, found, stage)) }
            }
        }
    }
}
