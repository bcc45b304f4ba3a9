//! A fact as a line of a history: what happened, from when, on which paper, who recorded it when, and
//! the way to the fact itself.

use hoso_events::fact::Recorded;
use maud::{Markup, html};

use super::{told::fact_path, visit::View};

/// The line, with what happened said by whoever knows the words for it.
pub fn line(view: &View, recorded: &Recorded, what: &str) -> Markup {
    let words = view.words;
    let by = &recorded.provenance;
    let unit = by.by.acting_for.as_ref().map(|unit| unit.name.as_str());
    let who = words.who(&by.by.actor.name, unit);
    html! {
        li {
            p class="what" { (what) }
            dl class="facts" {
                @if let Some(day) = by.effective_on {
                    dt { (words.say("page-effective-on")) } dd { (words.day(day)) }
                }
                @if let Some(paper) = recorded.fact.paper() {
                    dt { (words.say("page-paper-label")) } dd { (words.paper(paper)) }
                }
                dt { (words.say("page-recorded-by")) }
                dd {
                    (words.with("page-who-and-when", &[
                        ("who", who), ("at", words.instant(by.recorded_at))]))
                }
                dt { (words.say("page-clerk-fact-label")) }
                dd {
                    a href=(fact_path(by.position)) {
                        (words.with("page-clerk-fact-number", &[("n", by.position.to_string())]))
                    }
                }
            }
        }
    }
}
