//! Choosing a unit: what was typed for one, and the control that asks for it. A few are chosen from
//! a list, many are typed by name or code.

use hoso_events::unit::Unit;
use hoso_projections::fold::fold;
use maud::{Markup, html};

use super::{forms, visit::View};
use crate::app::{Act, access::scopes};

/// The most units a list offers.
const UNITS_MAX: usize = 400;
/// The name of the field, in forms and addresses.
pub const NAME: &str = "don_vi";

/// The unit that was meant, out of those the reader may do an act in.
pub struct Meant<'a> {
    pub unit: Option<&'a Unit>,
    /// What was typed and means none, or several.
    pub wrong: Option<String>,
}

impl<'a> Meant<'a> {
    /// Reads what was typed: a code, a whole name, or a part no other name has; with or without
    /// marks. Nothing typed means all.
    pub fn read(view: &'a View, act: Act, typed: &str) -> Self {
        let typed = typed.trim();
        if typed.is_empty() {
            return Self { unit: None, wrong: None };
        }
        // A unit elsewhere means as little here as one that is not there.
        let here = |unit: &&Unit| {
            let scopes = view.actor.as_ref().map(|actor| scopes(actor, act, view.units()));
            let mut scopes = scopes.into_iter().flatten();
            scopes.any(|scope| view.units().is_within(unit.id, scope))
        };
        let coded = view.units().by_code(typed).filter(|unit| unit.stands()).filter(here);
        let unit = coded.or_else(|| by_name(view, act, typed));
        let wrong = unit.is_none().then(|| typed.to_owned());
        Self { unit, wrong }
    }

    /// The unit's code; blank for all.
    pub fn code(&self) -> &'a str {
        self.unit.map(|unit| unit.code.as_str()).unwrap_or_default()
    }
}

fn by_name<'a>(view: &'a View, act: Act, typed: &str) -> Option<&'a Unit> {
    let typed = fold(typed);
    let named: Vec<(&Unit, String)> =
        seen(view, act).into_iter().map(|unit| (unit, fold(unit.name.as_str()))).collect();
    let only = |fits: &dyn Fn(&str) -> bool| {
        let mut hits = named.iter().filter(|(_unit, name)| fits(name));
        match (hits.next(), hits.next()) {
            (Some((unit, _name)), None) => Some(*unit),
            _ => None,
        }
    };
    only(&|name| name == typed).or_else(|| only(&|name| name.contains(&typed)))
}

/// The units the reader may do an act in and that have not ended, each before those under it.
pub fn seen(view: &View, act: Act) -> Vec<&Unit> {
    let Some(actor) = &view.actor else { return vec![] };
    let units = view.units();
    scopes(actor, act, units)
        .into_iter()
        .flat_map(|scope| units.standing_below(scope))
        .filter_map(|id| units.get(id))
        .collect()
}

/// The control of a filter; nothing where there is one unit only.
pub fn filter(view: &View, act: Act, meant: &Meant<'_>) -> Markup {
    let words = view.words;
    let units = seen(view, act);
    let typed = meant.wrong.as_deref().or(meant.unit.map(|unit| unit.name.as_str()));
    let wrong = meant.wrong.is_some();
    html! {
        @if units.len() > 1 {
            p class=[wrong.then_some("wrong")] {
                label for=(NAME) { (words.say("page-people-unit")) }
                @if wrong {
                    span class="error" id="don_vi-loi" { (words.say("page-people-unit-wrong")) }
                }
                @if units.len() <= UNITS_MAX {
                    select id=(NAME) name=(NAME) aria-invalid=[wrong.then_some("true")] {
                        option value="" { (words.say("page-people-all-units")) }
                        @for unit in units {
                            option value=(unit.code) selected[meant.code() == unit.code.as_str()] {
                                (unit.name)
                            }
                        }
                    }
                } @else {
                    input id=(NAME) name=(NAME) value=[typed] autocomplete="off"
                        aria-invalid=[wrong.then_some("true")]
                        aria-describedby={ @if wrong { "don_vi-loi " } "don_vi-ghi-chu" };
                    small id="don_vi-ghi-chu" { (words.say("page-people-unit-hint")) }
                }
            }
        }
    }
}

/// The control of a form that needs one unit, with what was typed and what is wrong with it.
pub fn field(view: &View, act: Act, label: String, typed: &str, error: Option<&str>) -> Markup {
    let words = view.words;
    let units = seen(view, act);
    let few = units.len() <= UNITS_MAX;
    let hint = (!few).then(|| words.say("page-people-unit-hint"));
    let field = forms::Field { name: NAME, label, hint, value: typed, error };
    if !few {
        return field.line(forms::Control::default());
    }
    let options: Vec<(String, String)> =
        units.iter().map(|unit| (unit.code.to_string(), unit.name.to_string())).collect();
    let choose = words.say("page-clerk-unit-choose");
    field.choice((options.len() > 1).then_some(choose.as_str()), &options)
}
