//! What the orders of a transfer and of a secondment share: the page of one person with a form on it,
//! the unit they go to, and where a refusal is said.

use hoso_events::ids::{DossierId, UnitId};
use hoso_projections::{fold::fold, people::PersonRow};
use maud::{Markup, html};

use super::transfers::unit_told;
use crate::{
    app::Refusal,
    web::{
        forms::{Control, Errors, Field, Typed},
        layout::{Page, Step, dossier_path, render},
        paper_fields,
        visit::View,
    },
};

/// The page on which something is ordered for a person.
pub fn page(
    view: &View,
    (id, person): (DossierId, &PersonRow),
    title: &str,
    errors: &Errors,
    inside: Markup,
) -> Markup {
    let words = view.words;
    let title = words.say(title);
    let body = html! {
        (errors.summary(words))
        h1 { (title) }
        div class="identity" { p { strong { (person.full_name) } ", " (unit_told(view, &person.unit_id)) } }
        (inside)
    };
    let back = vec![Step::new(dossier_path(id), person.full_name.clone())];
    render(view, Page { title: errors.title(words, &title), back, body })
}

/// The field for the unit the person goes to, typed as its code or its name.
pub struct Destination {
    pub name: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    /// What is said when no unit, or more than one, is called what was typed.
    pub wrong: &'static str,
}

impl Destination {
    /// The field.
    pub fn line(&self, view: &View, typed: &Typed, errors: &Errors) -> Markup {
        let field = Field {
            name: self.name,
            label: view.words.say(self.label),
            hint: Some(view.words.say(self.hint)),
            value: typed.text(self.name),
            error: errors.of(self.name),
        };
        field.line(Control::default())
    }

    /// The unit that was typed; what is wrong with it is said there.
    pub fn read(&self, view: &View, typed: &Typed, errors: &mut Errors) -> Option<UnitId> {
        let unit = named(view, typed.text(self.name));
        if unit.is_none() {
            errors.at(self.name, view.words.say(self.wrong));
        }
        unit
    }

    /// Says why the order was refused: at the field a code belongs to, of those the orders share and
    /// of `own`, or above the form.
    pub fn refused(
        &self,
        view: &View,
        refusal: &Refusal,
        own: &[(&str, &str)],
        errors: &mut Errors,
    ) {
        let told = view.words.obstacle(refusal);
        let shared = [
            ("unit_unknown", self.name),
            ("unit_ended", self.name),
            ("paper_date_future", paper_fields::DATED),
        ];
        match shared.iter().chain(own).find(|(code, _field)| *code == refusal.code) {
            Some((_code, field)) => errors.at(*field, told),
            None => errors.whole(told),
        }
    }
}

/// The unit whose code or whole name was typed, with or without marks; none when several have it.
fn named(view: &View, typed: &str) -> Option<UnitId> {
    if let Some(unit) = view.units().by_code(typed) {
        return Some(unit.id);
    }
    let typed = fold(typed);
    let mut named = view.units().iter().filter(|unit| fold(unit.name.as_str()) == typed);
    match (named.next(), named.next()) {
        (Some(only), None) => Some(only.id),
        _ => None,
    }
}
