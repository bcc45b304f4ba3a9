//! Two dossiers side by side: what they say differently, what only one of them says, what both say;
//! and beneath, what can be done with them.

use std::collections::BTreeSet;

use hoso_events::{
    entry::{Slot, Value},
    ids::DossierId,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{PATH, acts, unit_told};
use crate::{
    app::{
        duplicates::{Beside, Standing},
        reads::FieldView,
    },
    web::{
        forms::{Errors, Typed},
        layout::{Page, Step, dossier_path, render},
        obstacle::Obstacle,
        pages::record,
        told::flash,
        visit::{Asks, Place, View, Visitor},
    },
};

/// What was recorded a moment ago.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    vua: Option<u64>,
}

/// `/trung-ho-so/{dossier}/{other}`.
pub async fn page(
    visitor: Visitor,
    Place((one, other)): Place<(DossierId, DossierId)>,
    Asks(asked): Asks<Asked>,
) -> Result<Markup, Obstacle> {
    let pair = visitor.view.site.app().beside(&visitor.actor, one, other).await?;
    visitor.view.brings_units_of(&[one, other]).await?;
    let flash = flash(&visitor, asked.vua).await;
    let (typed, errors) = (Typed::default(), Errors::default());
    Ok(whole(&visitor.view, [one, other], &pair, flash, &typed, &errors))
}

/// The page, also after a form on it was not taken.
pub fn whole(
    view: &View,
    ids: [DossierId; 2],
    pair: &Beside,
    flash: Markup,
    typed: &Typed,
    errors: &Errors,
) -> Markup {
    let words = view.words;
    let title = words.say("page-duplicates-beside-title");
    let lead = match &pair.standing {
        Standing::Apart => "page-duplicates-beside-lead",
        Standing::Merged { .. } => "page-duplicates-are-merged",
        Standing::Elsewhere => "page-duplicates-elsewhere",
    };
    let body = html! {
        (flash)
        (errors.summary(words))
        h1 { (title) }
        p class="lead" { (words.say(lead)) }
        (heads(view, ids, pair))
        @if !matches!(pair.standing, Standing::Elsewhere) {
            p { a href="#quyet" { (words.say("page-duplicates-jump")) } }
        }
        (acts::since(view, &pair.standing))
        (compared(view, pair))
        div id="quyet" { (acts::forms(view, ids, pair, typed, errors)) }
    };
    let back = vec![Step::new(PATH, words.say("page-duplicates-title"))];
    render(view, Page { title: errors.title(words, &title), back, body })
}

/// Who the two are: name, number, unit, how each stands.
fn heads(view: &View, ids: [DossierId; 2], pair: &Beside) -> Markup {
    let words = view.words;
    let role = |id: DossierId| match &pair.standing {
        Standing::Merged { pair, .. } if pair.kept == id => Some("page-duplicates-is-kept"),
        Standing::Merged { .. } => Some("page-duplicates-is-closed"),
        Standing::Apart | Standing::Elsewhere => None,
    };
    html! {
        table class="list" {
            thead { tr {
                th scope="col" { (words.say("page-duplicates-dossier")) }
                th scope="col" { (words.field("personal_id_no")) }
                th scope="col" { (words.say("page-people-unit")) }
                th scope="col" { (words.say("page-people-situation")) }
            } }
            tbody {
                @for (place, ((id, person), known)) in ids.iter().zip(&pair.people).zip(&pair.known_by).enumerate() {
                    tr {
                        th scope="row" {
                            (mark(place)) " " a href=(dossier_path(*id)) { (person.full_name) }
                            @if let Some(role) = role(*id) { small { (words.say(role)) } }
                        }
                        td data-name=(words.field("personal_id_no")) {
                            @if let Some(number) = &known.personal_id_no { (words.number(number)) }
                        }
                        td data-name=(words.say("page-people-unit")) { (unit_told(view, person)) }
                        td data-name=(words.say("page-people-situation")) {
                            (words.situation(&person.situation, None))
                            small { (words.say("page-opened-on")) ": " (words.stored_day(&person.opened_on)) }
                        }
                    }
                }
            }
        }
    }
}

/// What the first and the second of the two are called on this page.
pub fn mark(place: usize) -> &'static str {
    if place == 0 { "A." } else { "B." }
}

/// One thing that is said, in one of the dossiers or in both.
struct Compared<'a> {
    slot: &'a Slot,
    values: [Option<&'a Value>; 2],
}

impl Compared<'_> {
    fn is_same(&self) -> bool {
        self.values[0] == self.values[1]
    }

    fn is_in_both(&self) -> bool {
        self.values.iter().all(Option::is_some)
    }
}

/// Field by field; rows of a table, which bear another id in each dossier, by what they say.
fn lines<'a>(fields: [&'a [FieldView]; 2]) -> Vec<Compared<'a>> {
    let [one, other] = fields;
    let mut met: BTreeSet<&Slot> = BTreeSet::new();
    let mut lines = vec![];
    for field in one.iter().filter(|field| field.said.is_some()) {
        let twin = other.iter().find(|twin| match field.slot.row {
            None => twin.slot == field.slot,
            Some(_) => {
                twin.slot.field == field.slot.field
                    && twin.said == field.said
                    && !met.contains(&twin.slot)
            }
        });
        met.extend(twin.map(|twin| &twin.slot));
        let values = [field.said.as_ref(), twin.and_then(|twin| twin.said.as_ref())];
        lines.push((record::place(field), Compared { slot: &field.slot, values }));
    }
    for twin in other.iter().filter(|twin| twin.said.is_some() && !met.contains(&twin.slot)) {
        let values = [None, twin.said.as_ref()];
        lines.push((record::place(twin), Compared { slot: &twin.slot, values }));
    }
    lines.sort_by(|a, b| a.0.cmp(&b.0));
    lines.into_iter().map(|(_place, line)| line).collect()
}

fn compared(view: &View, pair: &Beside) -> Markup {
    let words = view.words;
    let all = lines([&pair.fields[0], &pair.fields[1]]);
    let differ: Vec<&Compared<'_>> =
        all.iter().filter(|line| !line.is_same() && line.is_in_both()).collect();
    let mut alone: Vec<&Compared<'_>> = all.iter().filter(|line| !line.is_in_both()).collect();
    // First what the first one lacks: of two that were merged, what only the closed one says.
    alone.sort_by_key(|line| line.values[0].is_some());
    let same: Vec<&Compared<'_>> = all.iter().filter(|line| line.is_same()).collect();
    html! {
        (part(view, "khac-nhau", "page-duplicates-differ", "page-duplicates-differ-none", &differ))
        (part(view, "chi-mot", "page-duplicates-alone", "page-duplicates-alone-none", &alone))
        details {
            summary { (words.with("page-duplicates-same", &[("n", same.len().to_string())])) }
            (table(view, &same))
        }
    }
}

fn part(view: &View, id: &str, title: &str, none: &str, lines: &[&Compared<'_>]) -> Markup {
    html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (view.words.say(title)) }
            @if lines.is_empty() { p class="quiet" { (view.words.say(none)) } }
            @else { (table(view, lines)) }
        }
    }
}

fn table(view: &View, lines: &[&Compared<'_>]) -> Markup {
    let words = view.words;
    let said = |line: &Compared<'_>, place: usize| match line.values[place] {
        Some(value) => html! { (words.value(line.slot, Some(value), view.names())) },
        None => html! { span class="quiet" { (words.say("page-value-none")) } },
    };
    html! {
        table class="list two" {
            thead { tr {
                th scope="col" { (words.say("page-replay-field")) }
                th scope="col" { (words.say("page-duplicates-in-one")) }
                th scope="col" { (words.say("page-duplicates-in-other")) }
            } }
            tbody {
                @for line in lines {
                    tr {
                        th scope="row" { (words.field(line.slot.field.as_str())) }
                        td data-name=(words.say("page-duplicates-in-one")) { (said(line, 0)) }
                        td data-name=(words.say("page-duplicates-in-other")) { (said(line, 1)) }
                    }
                }
            }
        }
    }
}
