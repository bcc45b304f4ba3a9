//! What is decided about a unit: established, renamed, moved, merged, divided, dissolved. What will
//! happen is said before the button that records it.

use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use hoso_events::{
    ids::UnitId,
    unit::{Below, NewUnit, Unit, UnitCommand, UnitEvent, UnitKind},
    values::{UnitCode, UnitName},
};
use maud::{Markup, html};
use uuid::Uuid;

use super::{
    UNITS, back,
    unit::told,
    units::{Staffing, kind_told, unit_path},
};
use crate::{
    app::{
        Act, Command, CommandError,
        units::{Foreseen, KeptThere},
    },
    web::{
        forms::{self, Control, Errors, Field, Typed},
        layout::{Page, Step, render},
        obstacle::Obstacle,
        pages::board::number,
        paper_fields, slots,
        units::Meant,
        visit::{Asks, Place, View, Visitor},
    },
};

/// Where a new unit is established.
pub const NEW: &str = "/quan-tri/don-vi-moi";
const NAME: &str = "ten";
const CODE: &str = "ma";
const KIND: &str = "loai";
const PARENT: &str = "cap_tren";
const INTO: &str = "vao";
const BELOW: &str = "truc_thuoc";
const BELOW_TO: &str = "truc_thuoc_ve";
const DAY: &str = "ngay";
/// The act, and that what was filled in is to be looked at.
const WHAT: &str = "viec";
const LOOK: &str = "xem";
const KINDS: [(&str, UnitKind); 5] = [
    ("department", UnitKind::Department),
    ("commune", UnitKind::Commune),
    ("school", UnitKind::School),
    ("health_station", UnitKind::HealthStation),
    ("service_unit", UnitKind::ServiceUnit),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Establish,
    Rename,
    Move,
    Merge,
    Split,
    Dissolve,
}

/// What may be decided about a unit that stands, as addresses name it, with its words.
const DECIDED: [(&str, What, &str); 5] = [
    ("doi-ten", What::Rename, "page-admin-change-rename"),
    ("chuyen", What::Move, "page-admin-change-move"),
    ("sap-nhap", What::Merge, "page-admin-change-merge"),
    ("chia", What::Split, "page-admin-change-split"),
    ("giai-the", What::Dissolve, "page-admin-change-dissolve"),
];

/// What is to be decided, about which unit.
struct Asked<'a> {
    what: What,
    /// None for a unit that is to be established.
    unit: Option<&'a Unit>,
}

impl<'a> Asked<'a> {
    fn about(unit: &'a Unit, typed: &Typed) -> Self {
        let found = DECIDED.iter().find(|(name, ..)| *name == typed.text(WHAT));
        Self { what: found.map_or(What::Rename, |(_name, what, _key)| *what), unit: Some(unit) }
    }

    fn name(&self) -> (&'static str, &'static str) {
        let found = DECIDED.iter().find(|(_name, what, _key)| *what == self.what);
        found.map_or(("", "page-admin-change-establish"), |(name, _what, key)| (*name, *key))
    }

    fn action(&self) -> String {
        self.unit.map_or(NEW.to_owned(), |unit| format!("{}/thay-doi", unit_path(unit)))
    }

    fn ends(&self) -> bool {
        matches!(self.what, What::Merge | What::Split | What::Dissolve)
    }
}

/// The ways to the decisions about a unit that stands.
pub fn ways(view: &View, unit: &Unit) -> Markup {
    let is_root = unit.parent.is_none();
    html! {
        @if unit.stands() {
            p class="acts" {
                @for (name, what, key) in DECIDED {
                    @if !is_root || what == What::Rename {
                        a class="button second" href={ (unit_path(unit)) "/thay-doi?viec=" (name) } {
                            (view.words.say(key))
                        }
                    }
                }
            }
        }
    }
}

/// `/quan-tri/don-vi/{unit}/thay-doi`.
pub async fn page(
    visitor: Visitor,
    Place(code): Place<String>,
    Asks(asked): Asks<Vec<(String, String)>>,
) -> Result<Markup, Obstacle> {
    let typed = Typed::of(asked);
    let unit = meant(&visitor, &code).await?;
    look(&visitor, &Asked::about(&unit, &typed), &typed).await
}

/// `POST /quan-tri/don-vi/{unit}/thay-doi`.
pub async fn act(
    visitor: Visitor,
    Place(code): Place<String>,
    typed: Typed,
) -> Result<Response, Obstacle> {
    let unit = meant(&visitor, &code).await?;
    record(&visitor, &Asked::about(&unit, &typed), &typed).await
}

/// `/quan-tri/don-vi-moi`.
pub async fn page_new(
    visitor: Visitor,
    Asks(asked): Asks<Vec<(String, String)>>,
) -> Result<Markup, Obstacle> {
    visitor.view.site.app().administers(&visitor.actor).await?;
    look(&visitor, &Asked { what: What::Establish, unit: None }, &Typed::of(asked)).await
}

/// `POST /quan-tri/don-vi-moi`.
pub async fn act_new(visitor: Visitor, typed: Typed) -> Result<Response, Obstacle> {
    visitor.view.site.app().administers(&visitor.actor).await?;
    record(&visitor, &Asked { what: What::Establish, unit: None }, &typed).await
}

/// The unit of a code, for those who administer; to anyone else it is not there.
pub async fn meant(visitor: &Visitor, code: &str) -> Result<Unit, Obstacle> {
    let Visitor { view, actor } = visitor;
    view.site.app().administers(actor).await?;
    view.units().by_code(code).cloned().ok_or_else(Obstacle::not_found)
}

/// The form; when it is filled in, what would happen and the button that records it.
async fn look(visitor: &Visitor, asked: &Asked<'_>, typed: &Typed) -> Result<Markup, Obstacle> {
    let Visitor { view, actor } = visitor;
    let mut errors = Errors::default();
    if !typed.has(LOOK) {
        return Ok(form(view, asked, typed, &errors, html! {}));
    }
    let command = read(view, asked, typed, &mut errors);
    let Some(command) = command.filter(|_command| errors.is_empty()) else {
        return Ok(form(view, asked, typed, &errors, html! {}));
    };
    match view.site.app().foresee(actor, &command).await {
        Ok(foreseen) => {
            let staffing = Staffing::of(view, actor).await?;
            let ahead = ahead(view, &staffing, asked, typed, &foreseen);
            Ok(form(view, asked, typed, &errors, ahead))
        }
        Err(error) => {
            refused(view, error, &mut errors)?;
            Ok(form(view, asked, typed, &errors, html! {}))
        }
    }
}

async fn record(visitor: &Visitor, asked: &Asked<'_>, typed: &Typed) -> Result<Response, Obstacle> {
    let view = &visitor.view;
    let mut errors = Errors::default();
    let command = read(view, asked, typed, &mut errors);
    if let Some(command) = command.filter(|_command| errors.is_empty()) {
        match visitor.send(Command::Unit(command), typed).await {
            Ok(_done) => {
                let code = typed.text(CODE);
                let to = asked.unit.map_or_else(|| format!("{UNITS}/{code}"), unit_path);
                return Ok(Redirect::to(&to).into_response());
            }
            Err(error) => refused(view, error, &mut errors)?,
        }
    }
    Ok(forms::again(form(view, asked, typed, &errors, html! {})))
}

/// Says a refusal at its field.
fn refused(view: &View, error: CommandError, errors: &mut Errors) -> Result<(), Obstacle> {
    let CommandError::Refused(refusal) = error else { return Err(error.into()) };
    let told = view.words.obstacle(&refusal);
    match refusal.code {
        "code_taken" => errors.at(CODE, told),
        "unknown_parent" | "would_be_cycle" | "second_root" => errors.at(PARENT, told),
        "unknown_successor" | "successor_within" | "split_needs_two" | "too_many_successors" => {
            errors.at(INTO, told);
        }
        "date_future" | "not_before_established" | "not_in_order" => errors.at(DAY, told),
        "units_below" => errors.at(BELOW, told),
        _ => errors.whole(told),
    }
    Ok(())
}

/// The units typed, one a line, by code or name; what means none is said at the field.
fn units(view: &View, name: &str, typed: &Typed, errors: &mut Errors) -> Vec<UnitId> {
    let mut found = vec![];
    for line in typed.text(name).lines().filter(|line| !line.trim().is_empty()) {
        match Meant::read(view, Act::KeepUnits, line).unit {
            Some(unit) => found.push(unit.id),
            None => {
                let words = [("unit", line.trim().to_owned())];
                errors.at(name, view.words.with("page-admin-change-unit-wrong", &words));
                return found;
            }
        }
    }
    found
}

fn one_unit(view: &View, name: &str, typed: &Typed, errors: &mut Errors) -> Option<UnitId> {
    let found = units(view, name, typed, errors);
    if found.len() != 1 && errors.of(name).is_none() {
        errors.at(name, view.words.say("page-admin-change-unit-one"));
    }
    found.first().copied()
}

fn below(view: &View, typed: &Typed, errors: &mut Errors) -> Option<Below> {
    match typed.text(BELOW) {
        "chuyen" => one_unit(view, BELOW_TO, typed, errors).map(Below::MoveUnder),
        "cung" => Some(Below::EndAlong),
        _ => Some(Below::NoneLeft),
    }
}

/// The command that was typed, or what is wrong with it, each at its field.
fn read(view: &View, asked: &Asked<'_>, typed: &Typed, errors: &mut Errors) -> Option<UnitCommand> {
    let words = view.words;
    let effective_on = paper_fields::read_day(words, DAY, "page-admin-change-day", typed, errors);
    let basis = paper_fields::read(words, typed, errors);
    let name = || UnitName::parse(typed.text(NAME));
    let Some(unit) = asked.unit.map(|unit| unit.id) else {
        let new = new_unit(view, typed, errors);
        let (units, effective_on, basis) = (vec![new?], effective_on?, basis?);
        return Some(UnitCommand::EstablishUnits { units, effective_on, basis });
    };
    match asked.what {
        What::Establish | What::Rename => {
            let name = name().map_err(|error| {
                let label = words.say("page-admin-change-name");
                errors.at(NAME, slots::text_wrong(words, &label, &error));
            });
            let (name, effective_on, basis) = (name.ok()?, effective_on?, basis?);
            Some(UnitCommand::RenameUnit { unit, name, effective_on, basis })
        }
        What::Move => {
            let parent = one_unit(view, PARENT, typed, errors)?;
            let (effective_on, basis) = (effective_on?, basis?);
            Some(UnitCommand::MoveUnit { unit, parent, effective_on, basis })
        }
        What::Merge | What::Split | What::Dissolve => {
            let below = below(view, typed, errors);
            let into = match asked.what {
                What::Merge => vec![one_unit(view, INTO, typed, errors)?],
                _ => units(view, INTO, typed, errors),
            };
            let (below, effective_on, basis) = (below?, effective_on?, basis?);
            Some(end(asked.what, unit, into, below, (effective_on, basis)))
        }
    }
}

fn end(
    what: What,
    unit: UnitId,
    into: Vec<UnitId>,
    below: Below,
    (effective_on, basis): (NaiveDate, hoso_events::values::Paper),
) -> UnitCommand {
    match (what, into.as_slice()) {
        (What::Merge, [into]) => {
            UnitCommand::MergeUnit { unit, into: *into, below, effective_on, basis }
        }
        (What::Split, _) => UnitCommand::SplitUnit { unit, into, below, effective_on, basis },
        _ => UnitCommand::DissolveUnit { unit, successors: into, below, effective_on, basis },
    }
}

fn new_unit(view: &View, typed: &Typed, errors: &mut Errors) -> Option<NewUnit> {
    let words = view.words;
    let code = UnitCode::parse(typed.text(CODE)).map_err(|error| {
        errors.at(CODE, slots::text_wrong(words, &words.say("page-admin-unit-code"), &error));
    });
    let name = UnitName::parse(typed.text(NAME)).map_err(|error| {
        errors.at(NAME, slots::text_wrong(words, &words.say("page-admin-change-unit"), &error));
    });
    let kind = KINDS.iter().find(|(code, _kind)| *code == typed.text(KIND));
    if kind.is_none() {
        errors.at(KIND, words.say("page-admin-change-kind-missing"));
    }
    let parent = one_unit(view, PARENT, typed, errors);
    // The form's key makes the id: the same form sent again establishes one unit.
    let around = view.units().root().map_or(Uuid::nil(), |root| root.id.as_uuid());
    let id = Uuid::new_v5(&around, typed.key().unwrap_or_default().as_bytes());
    Some(NewUnit {
        unit: UnitId::from_uuid(id),
        code: code.ok()?,
        name: name.ok()?,
        kind: kind?.1,
        parent: Some(parent?),
    })
}

fn form(view: &View, asked: &Asked<'_>, typed: &Typed, errors: &Errors, ahead: Markup) -> Markup {
    let words = view.words;
    let (name, key) = asked.name();
    let title = words.say(key);
    let body = html! {
        (errors.summary(words))
        h1 { (title) }
        @if let Some(unit) = asked.unit {
            p class="lead" { strong { (unit.name) } " · " (unit.code) }
        }
        (ahead)
        form method="get" action=(asked.action()) class="form" novalidate {
            @if !name.is_empty() { input type="hidden" name=(WHAT) value=(name); }
            input type="hidden" name=(LOOK) value="1";
            (fields(view, asked, typed, errors))
            (paper_fields::day(words, DAY, "page-admin-change-day", typed, errors))
            (paper_fields::fields(words, words.say("page-admin-change-paper"), typed, errors))
            p class="acts" { button type="submit" { (words.say("page-admin-change-look")) } }
        }
    };
    let mut steps = back(view);
    steps.push(Step::new(UNITS, words.say("page-admin-units-title")));
    steps.extend(asked.unit.map(|unit| Step::new(unit_path(unit), unit.name.to_string())));
    render(view, Page { title: errors.title(words, &title), back: steps, body })
}

fn fields(view: &View, asked: &Asked<'_>, typed: &Typed, errors: &Errors) -> Markup {
    let words = view.words;
    let field = |name: &'static str, label: &str, hint: Option<&str>| Field {
        name,
        label: words.say(label),
        hint: hint.map(|hint| words.say(hint)),
        value: typed.text(name),
        error: errors.of(name),
    };
    let line = Control::default();
    let by_code = Some("page-people-unit-hint");
    let named = Control { chars_max: Some(UnitName::CHARS_MAX), ..line };
    html! {
        @match asked.what {
            What::Establish => {
                (field(NAME, "page-admin-change-unit", None).line(named))
                (field(CODE, "page-admin-unit-code", None).line(Control { size: Some(20), ..line }))
                @let kinds: Vec<(String, String)> = KINDS.iter()
                    .map(|(code, kind)| ((*code).to_owned(), kind_told(words, *kind))).collect();
                (field(KIND, "page-admin-unit-kind", None)
                    .choice(Some(&words.say("page-admin-change-kind-choose")), &kinds))
                (field(PARENT, "page-admin-unit-parent", by_code).line(line))
            }
            What::Rename => { (field(NAME, "page-admin-change-name", None).line(named)) }
            What::Move => { (field(PARENT, "page-admin-change-parent", by_code).line(line)) }
            What::Merge => { (field(INTO, "page-admin-change-into", by_code).line(line)) }
            What::Split => {
                (field(INTO, "page-admin-change-into-many", Some("page-admin-change-lines-hint"))
                    .lines(LINES_CHARS_MAX))
            }
            What::Dissolve => {
                (field(INTO, "page-admin-change-into-none", Some("page-admin-change-lines-hint"))
                    .lines(LINES_CHARS_MAX))
            }
        }
        @if asked.ends() && asked.unit.is_some_and(|unit| {
            view.units().standing_children(unit.id).next().is_some()
        }) {
            @let options = [
                ("chuyen".to_owned(), words.say("page-admin-change-below-move")),
                ("cung".to_owned(), words.say("page-admin-change-below-along")),
            ];
            (field(BELOW, "page-admin-change-below", None)
                .choice(Some(&words.say("page-admin-change-below-none")), &options))
            (field(BELOW_TO, "page-admin-change-below-to", by_code).line(line))
        }
    }
}

/// The most characters of a list of units.
const LINES_CHARS_MAX: usize = 4_000;

/// What would happen, who is affected, and the button that records it; none while someone is still
/// kept at a unit that would end.
fn ahead(
    view: &View,
    staffing: &Staffing,
    asked: &Asked<'_>,
    typed: &Typed,
    foreseen: &Foreseen,
) -> Markup {
    let words = view.words;
    let tree = view.units();
    let n = |n: i64| number(words.0, n);
    let name_of = |event: &UnitEvent| match event {
        UnitEvent::UnitEstablished { name, .. } => name.to_string(),
        _ => tree.get(event.unit()).map(|unit| unit.name.to_string()).unwrap_or_default(),
    };
    let KeptThere { people, accounts, grants } = foreseen.kept;
    let kept = people + accounts + grants > 0;
    html! {
        section class="card" aria-labelledby="se-xay-ra" {
            h2 id="se-xay-ra" { (words.say("page-admin-change-ahead")) }
            @if foreseen.events.is_empty() { p { (words.say("page-admin-change-nothing")) } }
            ul {
                @for event in &foreseen.events {
                    li { strong { (name_of(event)) } ": " (told(view, event)) }
                }
                @if let Some(unit) = asked.unit.filter(|_unit| !asked.ends()) {
                    li { (words.with("page-admin-change-with", &[
                        ("units", n(tree.standing_below(unit.id).len() as i64 - 1)),
                        ("people", n(staffing.within(unit.id)))])) }
                }
                @if asked.ends() {
                    li { (words.with("page-admin-change-kept", &[
                        ("people", n(people)), ("accounts", n(accounts)), ("grants", n(grants))])) }
                }
            }
            p class="quiet" { (words.say("page-admin-change-history")) }
            @if kept {
                p class="chip soon" { "◆ " (words.say("page-admin-change-not-yet")) }
            } @else if !foreseen.events.is_empty() {
                (forms::post(view, &asked.action(), "", html! {
                    @for (name, text) in typed.pairs().iter().filter(|(name, _)| name != LOOK) {
                        input type="hidden" name=(name) value=(text);
                    }
                    p class="acts" {
                        button type="submit" { (words.say("page-admin-change-record")) }
                    }
                }))
            }
        }
    }
}
