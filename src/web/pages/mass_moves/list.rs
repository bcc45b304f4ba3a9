//! The mass moves there are, newest first.

use maud::{Markup, html};

use super::{NEW, move_path, state_told};
use crate::{
    app::Act,
    web::{
        layout::{Page, Step, render},
        obstacle::Obstacle,
        pages::{administration, board::number},
        visit::Visitor,
    },
};

/// `/quan-tri/dot-chuyen`.
pub async fn page(visitor: Visitor) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = &visitor;
    let found = view.site.app().mass_moves(actor).await?;
    let words = view.words;
    let title = words.say("page-mass-moves-title");
    let body = html! {
        h1 { (title) }
        p class="lead" { (words.say("page-mass-moves-lead")) }
        @if found.is_empty() {
            p class="empty" { (words.say("page-mass-moves-none")) }
        } @else {
            table class="list" {
                thead { tr {
                    th scope="col" { (words.say("page-mass-moves-decision")) }
                    th scope="col" { (words.say("page-mass-moves-people")) }
                    th scope="col" { (words.say("page-mass-moves-planned")) }
                    th scope="col" { (words.say("page-mass-moves-state")) }
                } }
                tbody {
                    @for one in &found {
                        tr {
                            th scope="row" {
                                a href=(move_path(one.id)) { (words.paper(&one.manifest.decision)) }
                            }
                            td data-name=(words.say("page-mass-moves-people")) {
                                (number(words.0, one.manifest.people.len() as i64))
                            }
                            td data-name=(words.say("page-mass-moves-planned")) {
                                (one.plan.account_name)
                                @if let Ok(at) = one.plan.made_at.parse() {
                                    small { (words.instant(at)) }
                                }
                            }
                            td data-name=(words.say("page-mass-moves-state")) {
                                (state_told(words, one))
                            }
                        }
                    }
                }
            }
        }
        @if view.may_somewhere(Act::KeepUnits) {
            p class="acts" { a class="button" href=(NEW) { (words.say("page-mass-move-plan")) } }
        }
    };
    let home = Step::new(administration::PATH, words.say("page-admin-title"));
    let back = view.administers().then_some(home).into_iter().collect();
    Ok(render(view, Page { title, back, body }))
}
