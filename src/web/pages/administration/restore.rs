//! The end of a unit is taken back, alone or with the units below it that ended on the same day.

use axum::response::{IntoResponse, Redirect, Response};
use hoso_events::{
    unit::{Along, Unit, UnitCommand},
    values::Reason,
};
use maud::{Markup, html};

use super::{UNITS, back, change::meant, units::unit_path};
use crate::{
    app::{Act, Command, CommandError},
    web::{
        forms::{self, Control, Errors, Field, Typed},
        layout::{Page, Step, render},
        obstacle::Obstacle,
        paper_fields, slots,
        visit::{Place, View, Visitor},
    },
};

const REASON: &str = "ly_do";
const BELOW: &str = "truc_thuoc";

/// The way here from the page of a unit that ended.
pub fn way(view: &View, unit: &Unit) -> Markup {
    html! {
        @if !unit.stands() && view.may_somewhere(Act::KeepUnits) {
            p class="acts" {
                a class="button second" href={ (unit_path(unit)) "/khoi-phuc" } {
                    (view.words.say("page-admin-restore"))
                }
            }
        }
    }
}

/// `/quan-tri/don-vi/{unit}/khoi-phuc`.
pub async fn page(visitor: Visitor, Place(code): Place<String>) -> Result<Response, Obstacle> {
    let unit = meant(&visitor, &code).await?;
    if unit.stands() {
        return Ok(Redirect::to(&unit_path(&unit)).into_response());
    }
    let given = Typed::of(vec![(BELOW.to_owned(), "1".to_owned())]);
    Ok(form(&visitor.view, &unit, &given, &Errors::default()).into_response())
}

/// `POST /quan-tri/don-vi/{unit}/khoi-phuc`.
pub async fn act(
    visitor: Visitor,
    Place(code): Place<String>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let unit = meant(&visitor, &code).await?;
    let view = &visitor.view;
    let mut errors = Errors::default();
    if let Some(command) = read(view, &unit, &typed, &mut errors) {
        match visitor.send(Command::Unit(command), &typed).await {
            Ok(_done) => return Ok(Redirect::to(&unit_path(&unit)).into_response()),
            Err(CommandError::Refused(refusal)) => {
                let told = view.words.obstacle(&refusal);
                match refusal.code {
                    "paper_date_future" => errors.at(paper_fields::DATED, told),
                    _ => errors.whole(told),
                }
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(forms::again(form(view, &unit, &typed, &errors)))
}

fn read(view: &View, unit: &Unit, typed: &Typed, errors: &mut Errors) -> Option<UnitCommand> {
    let words = view.words;
    let reason = Reason::parse(typed.text(REASON)).map_err(|error| {
        errors
            .at(REASON, slots::text_wrong(words, &words.say("page-admin-restore-reason"), &error));
    });
    let decision = paper_fields::read_maybe(words, typed, errors);
    let below = match typed.text(BELOW) {
        "1" => Along::EndedAlong,
        _ => Along::Alone,
    };
    let reason = reason.ok().filter(|_reason| errors.is_empty())?;
    Some(UnitCommand::RestoreUnits { units: vec![unit.id], below, reason, decision })
}

fn form(view: &View, unit: &Unit, typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    let title = words.say("page-admin-restore");
    let tree = view.units();
    let along = tree.ended_along(unit.id).into_iter().filter(|id| *id != unit.id);
    let along: Vec<&Unit> = along.filter_map(|id| tree.get(id)).collect();
    let field = |name: &'static str, label: &str| Field {
        name,
        label: words.say(label),
        hint: None,
        value: typed.text(name),
        error: errors.of(name),
    };
    let reason = Control { chars_max: Some(Reason::CHARS_MAX), ..Control::default() };
    let fields = html! {
        @if !along.is_empty() {
            (field(BELOW, "page-admin-restore-below").tick())
            ul { @for unit in &along { li { (unit.name) " · " (unit.code) } } }
        }
        (field(REASON, "page-admin-restore-reason").line(reason))
        (paper_fields::fields(words, words.say("page-admin-restore-decision"), typed, errors))
        p class="acts" { button type="submit" { (words.say("page-admin-restore-record")) } }
    };
    let body = html! {
        (errors.summary(words))
        h1 { (title) }
        p class="lead" { strong { (unit.name) } " · " (unit.code) }
        @if let Some(on) = unit.ended_on() {
            p { (words.with("page-admin-restore-means", &[("day", words.day(on))])) }
        }
        p class="quiet" { (words.say("page-admin-restore-people")) }
        (forms::post(view, &format!("{}/khoi-phuc", unit_path(unit)), "form", fields))
    };
    let mut steps = back(view);
    steps.push(Step::new(UNITS, words.say("page-admin-units-title")));
    steps.push(Step::new(unit_path(unit), unit.name.to_string()));
    render(view, Page { title: errors.title(words, &title), back: steps, body })
}
