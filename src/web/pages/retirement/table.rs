//! The ages of retirement by law, year by year, each with its act, for everyone who is known.

use chrono::Datelike as _;
use hoso_events::retirement::{Act, Ages, Sex, ages};
use maud::{Markup, html};

use super::{
    super::administration,
    told::{age_told, row_told},
};
use crate::web::{
    layout::{Page, Step, render},
    obstacle::Obstacle,
    visit::{View, Visitor},
};

/// `/quan-tri/tuoi-nghi-huu`.
pub async fn page(visitor: Visitor) -> Result<Markup, Obstacle> {
    let view = &visitor.view;
    let words = view.words;
    let title = words.say("page-retirement-ages-title");
    let home =
        view.administers().then(|| Step::new(administration::PATH, words.say("page-admin-title")));
    let rules = Step::new(administration::RULES, words.say("page-admin-rules-title"));
    let body = html! {
        h1 { (title) }
        p class="lead" { (words.say("page-retirement-ages-lead")) }
        (rows(view, ages()))
        ul class="plain" {
            li { (words.say("page-retirement-ages-reached")) }
            li { (words.say("page-retirement-ages-day")) }
            li { (words.say("page-retirement-ages-year-alone")) }
            li { (words.say("page-retirement-decided")) }
        }
        section aria-labelledby="can-cu" {
            h2 id="can-cu" { (words.say("page-why-basis")) }
            @for act in &ages().acts { (of_act(view, act)) }
            p class="quiet" { (words.say("page-retirement-ages-shipped")) }
        }
    };
    Ok(render(view, Page { title, back: home.into_iter().chain([rules]).collect(), body }))
}

fn rows(view: &View, ages: &Ages) -> Markup {
    let words = view.words;
    let columns = [Sex::Male, Sex::Female].map(|sex| {
        (sex, hoso_events::catalogue::catalogue().display("sex", None, sex.as_str(), words.0))
    });
    html! {
        table class="sums" {
            thead { tr {
                th scope="col" { (words.say("page-retirement-ages-year")) }
                @for (_sex, name) in &columns { th scope="col" { (name) } }
            } }
            tbody {
                @for row in &ages.rows {
                    tr {
                        th scope="row" {
                            (row_told(words, row))
                            @if row.year == view.today.year() {
                                " " span class="chip ok" { (words.say("page-retirement-ages-now")) }
                            }
                        }
                        @for (sex, name) in &columns {
                            td data-name=(name) { (age_told(words, row.age(*sex))) }
                        }
                    }
                }
            }
        }
    }
}

fn of_act(view: &View, act: &Act) -> Markup {
    let words = view.words;
    html! {
        div class="grant" {
            p { strong lang="vi" { (act.legal_basis) } }
            dl class="facts" {
                dt { (words.say("page-paper-label")) } dd { (words.paper(&act.basis)) }
                dt { (words.say("page-admin-in-force")) }
                dd { (words.with("page-admin-from", &[("from", words.day(act.in_force_from))])) }
                dt { (words.say("page-admin-rule-code")) } dd { code { (act.code) } }
            }
        }
    }
}
