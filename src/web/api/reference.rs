//! Commands on units, the working calendar and the rules.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use hoso_events::{
    calendar::{CalendarCommand, DayOff, TermUnit, WorkedDay},
    ids::UnitId,
    rulebook::{Duty, Responsible, Rule, RulebookCommand, rule_pack},
    unit::{NewUnit, UnitCommand, UnitKind},
    values::{UnitCode, UnitName, tidy_text},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    answer::{Answers, CommandHeaders, Recorded},
    body::{Said, Together as _, TypedPaper, day, each, text, unit},
    sender::Sender,
};
use crate::{
    app::Command,
    web::{obstacle::Obstacle, visit::Place},
};

/// The most characters of a day's name, or of the words of a rule.
const NAME_CHARS_MAX: usize = 200;

type Answer = Result<Recorded, Obstacle>;

/// Units to be established by one decision; a parent stands before its children.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EstablishUnits {
    units: Vec<TypedUnit>,
    effective_on: String,
    basis: TypedPaper,
}

/// A unit to be established.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TypedUnit {
    code: String,
    name: String,
    kind: TypedKind,
    /// The code of the unit above; none for the province itself.
    parent: Option<String>,
}

/// What sort of unit it is.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TypedKind {
    Province,
    Department,
    Commune,
    School,
    HealthStation,
    ServiceUnit,
}

impl From<TypedKind> for UnitKind {
    fn from(kind: TypedKind) -> Self {
        match kind {
            TypedKind::Province => Self::Province,
            TypedKind::Department => Self::Department,
            TypedKind::Commune => Self::Commune,
            TypedKind::School => Self::School,
            TypedKind::HealthStation => Self::HealthStation,
            TypedKind::ServiceUnit => Self::ServiceUnit,
        }
    }
}

/// Establish units, all or none.
#[utoipa::path(post, path = "/units", tag = "units", params(CommandHeaders),
    request_body = EstablishUnits, responses(Answers))]
pub async fn establish(sender: Sender, Said(body): Said<EstablishUnits>) -> Answer {
    let world = sender.site().app().store().world().await?;
    let mut listed: BTreeMap<&str, UnitId> = BTreeMap::new();
    let units = each(body.units.iter().enumerate().map(|(place, typed)| {
        let at = |member: &str| format!("/units/{place}/{member}");
        let above = typed.parent.as_deref().map(str::trim).map(|code| match listed.get(code) {
            Some(parent) => Ok(*parent),
            None => unit(&world.units, code, &at("parent")),
        });
        let id = UnitId::from_uuid(sender.id(&format!("unit/{place}")));
        listed.insert(typed.code.trim(), id);
        let (code, name, parent) = (
            text(UnitCode::parse(&typed.code), &at("code")),
            text(UnitName::parse(&typed.name), &at("name")),
            above.transpose(),
        )
            .together()?;
        Ok(NewUnit { unit: id, code, name, kind: typed.kind.into(), parent })
    }));
    let (units, effective_on, basis) =
        (units, day(&body.effective_on, "/effective_on"), body.basis.read("/basis")).together()?;
    sender.send(Command::Unit(UnitCommand::EstablishUnits { units, effective_on, basis })).await
}

/// A unit's new name.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameUnit {
    name: String,
    effective_on: String,
    basis: TypedPaper,
}

/// Give a unit another name from a day on.
#[utoipa::path(post, path = "/units/{unit}/names", tag = "units",
    params(CommandHeaders, ("unit" = String, Path, description = "The unit's code")),
    request_body = RenameUnit, responses(Answers))]
pub async fn rename(
    sender: Sender,
    Place(code): Place<String>,
    Said(body): Said<RenameUnit>,
) -> Answer {
    let unit = named_in_path(&sender, &code).await?;
    let (name, effective_on, basis) = (
        text(UnitName::parse(&body.name), "/name"),
        day(&body.effective_on, "/effective_on"),
        body.basis.read("/basis"),
    )
        .together()?;
    let command = UnitCommand::RenameUnit { unit, name, effective_on, basis };
    sender.send(Command::Unit(command)).await
}

/// Where a unit goes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveUnit {
    /// The code of the unit above from then on.
    parent: String,
    effective_on: String,
    basis: TypedPaper,
}

/// Put a unit, with all below it, under another one from a day on.
#[utoipa::path(post, path = "/units/{unit}/moves", tag = "units",
    params(CommandHeaders, ("unit" = String, Path, description = "The unit's code")),
    request_body = MoveUnit, responses(Answers))]
pub async fn relocate(
    sender: Sender,
    Place(code): Place<String>,
    Said(body): Said<MoveUnit>,
) -> Answer {
    let world = sender.site().app().store().world().await?;
    let moved = named_in_path(&sender, &code).await?;
    let (parent, effective_on, basis) = (
        unit(&world.units, &body.parent, "/parent"),
        day(&body.effective_on, "/effective_on"),
        body.basis.read("/basis"),
    )
        .together()?;
    let command = UnitCommand::MoveUnit { unit: moved, parent, effective_on, basis };
    sender.send(Command::Unit(command)).await
}

async fn named_in_path(sender: &Sender, code: &str) -> Result<UnitId, Obstacle> {
    let world = sender.site().app().store().world().await?;
    world.units.by_code(code).map(|unit| unit.id).ok_or_else(Obstacle::not_found)
}

/// The official calendar of one year; weekends are off anyway and are not listed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishYear {
    year: i32,
    days_off: Vec<TypedDayOff>,
    worked_saturdays: Vec<TypedWorkedDay>,
    basis: TypedPaper,
}

/// A day off.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TypedDayOff {
    date: String,
    name: String,
}

/// A Saturday worked for a weekday that is off.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TypedWorkedDay {
    date: String,
    in_place_of: String,
}

/// Make the official calendar of a year known.
#[utoipa::path(post, path = "/calendar/years", tag = "calendar", params(CommandHeaders),
    request_body = PublishYear, responses(Answers))]
pub async fn publish_year(sender: Sender, Said(body): Said<PublishYear>) -> Answer {
    let days_off = each(body.days_off.iter().enumerate().map(|(place, typed)| {
        let at = |member: &str| format!("/days_off/{place}/{member}");
        let (date, name) = (
            day(&typed.date, &at("date")),
            text(tidy_text(&typed.name, NAME_CHARS_MAX), &at("name")),
        )
            .together()?;
        Ok(DayOff { date, name })
    }));
    let worked_saturdays = each(body.worked_saturdays.iter().enumerate().map(|(place, typed)| {
        let at = |member: &str| format!("/worked_saturdays/{place}/{member}");
        let read = (day(&typed.date, &at("date")), day(&typed.in_place_of, &at("in_place_of")));
        let (date, in_place_of) = read.together()?;
        Ok(WorkedDay { date, in_place_of })
    }));
    let (days_off, worked_saturdays, basis) =
        (days_off, worked_saturdays, body.basis.read("/basis")).together()?;
    let year = body.year;
    let command = CalendarCommand::PublishCalendar { year, days_off, worked_saturdays, basis };
    sender.send(Command::Calendar(command)).await
}

/// One more day off.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecreeDayOff {
    date: String,
    name: String,
    basis: TypedPaper,
}

/// Make one more working day a day off.
#[utoipa::path(post, path = "/calendar/days-off", tag = "calendar", params(CommandHeaders),
    request_body = DecreeDayOff, responses(Answers))]
pub async fn decree_day_off(sender: Sender, Said(body): Said<DecreeDayOff>) -> Answer {
    let (date, name, basis) = (
        day(&body.date, "/date"),
        text(tidy_text(&body.name, NAME_CHARS_MAX), "/name"),
        body.basis.read("/basis"),
    )
        .together()?;
    let command = CalendarCommand::DecreeDayOff { date, name, basis };
    sender.send(Command::Calendar(command)).await
}

/// A working day given free, and the Saturday worked for it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SwapWorkday {
    off: String,
    worked: String,
    basis: TypedPaper,
}

/// Give a working day free and work a Saturday for it.
#[utoipa::path(post, path = "/calendar/swaps", tag = "calendar", params(CommandHeaders),
    request_body = SwapWorkday, responses(Answers))]
pub async fn swap_workday(sender: Sender, Said(body): Said<SwapWorkday>) -> Answer {
    let (off, worked, basis) =
        (day(&body.off, "/off"), day(&body.worked, "/worked"), body.basis.read("/basis"))
            .together()?;
    let command = CalendarCommand::SwapWorkday { off, worked, basis };
    sender.send(Command::Calendar(command)).await
}

/// Which shipped rules to adopt.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdoptRules {
    #[schema(example = "ND27-2026")]
    pack: String,
}

/// Put a shipped set of rules in force, from the day it names.
#[utoipa::path(post, path = "/rules/adoptions", tag = "rules", params(CommandHeaders),
    request_body = AdoptRules, responses(Answers))]
pub async fn adopt_rules(sender: Sender, Said(body): Said<AdoptRules>) -> Answer {
    let pack =
        rule_pack(body.pack.trim()).ok_or_else(|| Obstacle::value("pack_unknown", "/pack"))?;
    sender.send(Command::Rulebook(RulebookCommand::from(pack))).await
}

/// One rule of an adopted pack, as it is from a day on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AmendRule {
    pack: String,
    /// The code of the duty, such as `check`.
    duty: String,
    /// How many days.
    n: u32,
    unit: TypedTerm,
    legal_basis: String,
    starts: String,
    who: TypedResponsible,
    in_force_from: String,
    basis: TypedPaper,
}

/// What a term is counted in.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TypedTerm {
    WorkingDays,
    Days,
}

/// Who has to act.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TypedResponsible {
    Person,
    ManagingUnit,
    ReceivingUnit,
}

/// Replace one rule of a pack from a day on, or add one to it.
#[utoipa::path(post, path = "/rules/amendments", tag = "rules", params(CommandHeaders),
    request_body = AmendRule, responses(Answers))]
pub async fn amend_rule(sender: Sender, Said(body): Said<AmendRule>) -> Answer {
    let unknown = || Obstacle::new(StatusCode::UNPROCESSABLE_ENTITY, "duty_unknown").at("/duty");
    let (duty, legal_basis, starts, in_force_from, basis) = (
        Duty::parse(body.duty.trim()).ok_or_else(unknown),
        text(tidy_text(&body.legal_basis, NAME_CHARS_MAX), "/legal_basis"),
        text(tidy_text(&body.starts, NAME_CHARS_MAX), "/starts"),
        day(&body.in_force_from, "/in_force_from"),
        body.basis.read("/basis"),
    )
        .together()?;
    let rule = Rule {
        duty,
        n: body.n,
        unit: match body.unit {
            TypedTerm::WorkingDays => TermUnit::WorkingDays,
            TypedTerm::Days => TermUnit::Days,
        },
        legal_basis,
        starts,
        who: match body.who {
            TypedResponsible::Person => Responsible::Person,
            TypedResponsible::ManagingUnit => Responsible::ManagingUnit,
            TypedResponsible::ReceivingUnit => Responsible::ReceivingUnit,
        },
    };
    let command = RulebookCommand::AmendRule { pack: body.pack, rule, in_force_from, basis };
    sender.send(Command::Rulebook(command)).await
}
