//! Who left, by how they left, and who is about to.

use hoso_events::{
    dossier::EndingKind,
    ids::{DossierId, EndingId, UnitId},
};
use hoso_projections::endings::{ANNOUNCED, IN_EFFECT, Left};
use maud::{Markup, html};
use serde::Deserialize;

use super::{BACK, PATH, fields};
use crate::{
    app::Act,
    web::{
        layout::{Page, dossier_path, render},
        obstacle::Obstacle,
        visit::{Asks, View, Visitor},
    },
};

/// How many people one page lists.
const PAGE: i64 = 30;
/// The most who are about to leave that are listed.
const AHEAD_MAX: i64 = 200;

/// What is asked for.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    /// One kind, or all.
    loai: String,
    /// The day and the ending the page begins before.
    truoc: String,
}

impl Asked {
    fn before(&self) -> Option<(&str, &str)> {
        let (day, id) = self.truoc.split_once('_')?;
        EndingId::parse(id).ok().map(|_known| (day, id))
    }
}

/// `/thoi-cong-tac`.
pub async fn page(visitor: Visitor, Asks(asked): Asks<Asked>) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let (app, words) = (view.site.app(), view.words);
    let kind = EndingKind::parse(&asked.loai);
    let code = kind.map(EndingKind::as_str).unwrap_or_default();
    let mut left = app.who_left(actor, (IN_EFFECT, code), asked.before(), PAGE + 1).await?;
    let more = left.len() > PAGE as usize;
    left.truncate(PAGE as usize);
    let first = asked.before().is_none();
    let mut ahead = match first {
        true => app.who_left(actor, (ANNOUNCED, code), None, AHEAD_MAX).await?,
        false => vec![],
    };
    ahead.reverse();
    let title = words.say("page-left-title");
    let last = left.last().filter(|_| more);
    let body = html! {
        h1 { (title) }
        p class="lead" { (words.say("page-left-lead")) }
        @if view.may_somewhere(Act::OpenDossier) {
            p class="acts" { a class="button" href=(BACK) { (words.say("page-back-title")) } }
        }
        (filter(view, code))
        @if !ahead.is_empty() { (part(view, "sap-thoi", "page-left-ahead", &ahead)) }
        @if left.is_empty() {
            p class="empty" { (words.say("page-left-none")) }
        } @else {
            (part(view, "da-thoi", "page-left-over", &left))
        }
        @if let Some(Left { row, .. }) = last {
            @let to = format!("{PATH}?loai={code}&truoc={}_{}", row.ended_on, row.ending_id);
            p class="onward" { a class="button" rel="next" href=(to) { (words.say("page-people-more")) } }
        }
    };
    Ok(render(view, Page { title, back: vec![], body }))
}

fn filter(view: &View, code: &str) -> Markup {
    let words = view.words;
    html! {
        form method="get" action=(PATH) class="filter" {
            p {
                label for=(fields::KIND) { (words.say("page-ending-kind")) }
                select id=(fields::KIND) name=(fields::KIND) {
                    option value="" { (words.say("page-left-all-kinds")) }
                    @for kind in EndingKind::ALL {
                        option value=(kind.as_str()) selected[kind.as_str() == code] {
                            (words.ending_kind(kind))
                        }
                    }
                }
            }
            p { button type="submit" { (words.say("page-people-find")) } }
        }
    }
}

fn part(view: &View, id: &str, heading: &str, rows: &[Left]) -> Markup {
    let words = view.words;
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (words.say(heading)) }
            table class="list" {
                thead { tr {
                    th scope="col" { (words.say("page-people-name")) }
                    th scope="col" { (words.say("page-people-unit")) }
                    th scope="col" { (words.say("page-ending-kind")) }
                    th scope="col" { (words.say("page-ending-ended-on")) }
                } }
                tbody { @for left in rows { (line(view, left)) } }
            }
        }
    }
}

fn line(view: &View, left: &Left) -> Markup {
    let words = view.words;
    let unit = UnitId::parse(&left.unit_id).ok().and_then(|id| view.units().get(id));
    let path = DossierId::parse(&left.row.dossier_id).map(dossier_path).unwrap_or_default();
    let kind = EndingKind::parse(&left.row.kind).map(|kind| words.ending_kind(kind));
    html! {
        tr {
            th scope="row" {
                a href=(path) { (left.full_name) }
                small { (words.with("page-ending-by-paper", &[("number", left.row.paper_number.clone())])) }
            }
            td data-name=(words.say("page-people-unit")) { @if let Some(unit) = unit { (unit.name) } }
            td data-name=(words.say("page-ending-kind")) { (kind.unwrap_or_default()) }
            td data-name=(words.say("page-ending-ended-on")) { (words.stored_day(&left.row.ended_on)) }
        }
    }
}
