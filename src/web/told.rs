//! What a page says first after an act: that it was recorded, of whom, and where it can be looked
//! at for good. It is read from the log, so that an address alone can claim nothing.

use maud::{Markup, html};

use super::visit::Visitor;

/// Where a fact is shown for good.
pub fn fact_path(position: u64) -> String {
    format!("/su-kien/{position}")
}

/// What the reader recorded a moment ago, by its place in the log.
pub async fn flash(visitor: &Visitor, position: Option<u64>) -> Markup {
    let Some(position) = position else { return html! {} };
    let view = &visitor.view;
    let told = view.site.app().just_recorded(&visitor.actor, position).await;
    let Some((line, person)) = told else { return html! {} };
    let words = view.words;
    html! {
        p class="flash" role="status" {
            "✓ " (words.with("page-clerk-recorded", &[("name", person.full_name)])) " "
            (words.fact(&line.recorded)) " "
            a href=(fact_path(position)) { (words.say("page-clerk-see-fact")) }
        }
    }
}
