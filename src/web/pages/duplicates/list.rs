//! The pairs that may be one person, and why.

use hoso_events::ids::DossierId;
use hoso_projections::people::PersonRow;
use maud::{Markup, html};

use super::{pair_path, unit_told};
use crate::{
    app::duplicates::{SUSPECTED_MAX, Suspected},
    web::{
        layout::{Page, Step, dossier_path, render},
        obstacle::Obstacle,
        visit::{View, Visitor},
    },
};

/// `/trung-ho-so`.
pub async fn page(visitor: Visitor) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let found = view.site.app().suspected(actor).await?;
    let words = view.words;
    let title = words.say("page-duplicates-title");
    let body = html! {
        h1 { (title) }
        p class="lead" { (words.say("page-duplicates-lead")) }
        p class="quiet" { (words.say("page-duplicates-how")) }
        @if found.is_empty() {
            div class="empty" {
                p { strong { (words.say("page-duplicates-none")) } }
                p { (words.say("page-duplicates-none-do")) }
            }
        } @else {
            table class="list" {
                caption class="quiet" {
                    (words.with("page-duplicates-count", &[("n", found.len().to_string())]))
                }
                thead { tr {
                    th scope="col" { (words.say("page-duplicates-one")) }
                    th scope="col" { (words.say("page-duplicates-other")) }
                    th scope="col" { (words.say("page-duplicates-why")) }
                    th scope="col" { (words.say("page-duplicates-act")) }
                } }
                tbody { @for pair in &found { (line(view, pair)) } }
            }
            @if i64::try_from(found.len()).is_ok_and(|n| n >= SUSPECTED_MAX) {
                p class="quiet" { (words.say("page-duplicates-more")) }
            }
        }
    };
    let back = vec![Step::new("/ho-so", words.say("page-people-title"))];
    Ok(render(view, Page { title, back, body }))
}

fn line(view: &View, pair: &Suspected) -> Markup {
    let words = view.words;
    let ids = DossierId::parse(&pair.one.dossier_id).ok();
    let ids = ids.zip(DossierId::parse(&pair.other.dossier_id).ok());
    html! {
        tr {
            th scope="row" { (person(view, &pair.one)) }
            td data-name=(words.say("page-duplicates-other")) { (person(view, &pair.other)) }
            td data-name=(words.say("page-duplicates-why")) {
                @if pair.alike.birth { (words.say("page-duplicates-same-birth")) }
                @if pair.alike.birth && pair.alike.old_card { br; }
                @if pair.alike.old_card { (words.say("page-duplicates-same-old-card")) }
            }
            td data-name=(words.say("page-duplicates-act")) {
                @if let Some((one, other)) = ids {
                    a class="button" href=(pair_path(one, other)) {
                        (words.say("page-duplicates-beside"))
                        span class="aside" { ": " (pair.one.full_name) }
                    }
                }
            }
        }
    }
}

fn person(view: &View, row: &PersonRow) -> Markup {
    let words = view.words;
    let born = row.birth_date.as_deref().map(|day| words.stored_day(day));
    html! {
        @match DossierId::parse(&row.dossier_id) {
            Ok(id) => a href=(dossier_path(id)) { (row.full_name) },
            Err(_not_an_id) => (row.full_name),
        }
        @if let Some(born) = born { small { (words.with("page-people-born", &[("day", born)])) } }
        small { (unit_told(view, row)) }
    }
}
