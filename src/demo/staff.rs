//! Those who run the service, and how the province is set up: units, calendars, rules, accounts,
//! grants; later renames, moves, and helpers who come and go.

use chrono::NaiveDate;
use hoso_events::{
    account::{AccountCommand, Holder, Role},
    calendar::{CalendarCommand, CalendarEvent, official_calendars},
    ids::{AccountId, GrantId, UnitId},
    rulebook::{RulebookCommand, rule_pack},
    unit::{Below, UnitCommand},
    values::{Paper, PersonName, UnitName},
};
use hoso_projections::engine::World;

use super::{
    days::{Hour, earlier, instant, later, months_later},
    entries::{paper, reason},
    ids::of_cast,
    names::{self, People, Sex},
    people::rng_of,
    script::{Act, By, Scene},
    units::Work,
};
use crate::app::{Command, bootstrap::DEFAULT_PACK};

/// Someone who works with records and has none here.
#[derive(Debug, Clone)]
pub(super) struct Staff {
    pub account: AccountId,
    pub name: &'static str,
    /// The code of the unit the account belongs to.
    unit_code: &'static str,
}

/// The administrator, the inspector, and the officer who keeps the dossiers of officers.
pub(super) fn staff(scene: &Scene) -> [Staff; 3] {
    let cast = |key| AccountId::from_uuid(of_cast(key));
    [
        Staff { account: cast("administrator"), name: "Quách Gia Lương", unit_code: "TN.SNV" },
        Staff { account: cast("inspector"), name: "Võ Thị Hồng Quyên", unit_code: "TN.TTT" },
        Staff {
            account: AccountId::from_uuid(scene.ids.of("account", "province_officer")),
            name: "Phan Trung Nghĩa",
            unit_code: "TN.SNV",
        },
    ]
}

impl Staff {
    /// The unit the account belongs to.
    pub(super) fn unit(&self, scene: &Scene) -> UnitId {
        unit_of(scene, self.unit_code)
    }
}

fn unit_of(scene: &Scene, code: &str) -> UnitId {
    let unit = scene.province.units.iter().find(|unit| unit.code == code);
    // The first five departments are in every province of the demo.
    unit.or(scene.province.units.first()).map(|unit| unit.id).expect("a province has a root")
}

fn council(dated_on: NaiveDate, number: &str) -> Paper {
    paper(number, dated_on, "Hội đồng nhân dân tỉnh (dữ liệu giả)")
}

/// Everything done outside dossiers and people's own accounts, in the order of time.
pub(super) fn acts(scene: &Scene, world: &World, began: NaiveDate) -> Vec<Act> {
    let mut acts = reference(scene, world, began);
    found(scene, began, &mut acts);
    appoint(scene, began, &mut acts);
    inspect(scene, began, &mut acts);
    change_units(scene, began, &mut acts);
    help(scene, began, &mut acts);
    acts.retain(|act| act.at < scene.until);
    acts
}

/// Calendars and rules: each on the day of its paper, or on the first day when it is older.
fn reference(scene: &Scene, world: &World, began: NaiveDate) -> Vec<Act> {
    let mut acts = vec![];
    if world.calendar.version() == 0 {
        for event in official_calendars() {
            let dated_on = match &event {
                CalendarEvent::CalendarPublished { basis, .. }
                | CalendarEvent::DayOffDecreed { basis, .. }
                | CalendarEvent::WorkdaySwapped { basis, .. } => basis.dated_on,
            };
            let day = scene.days.on_or_after(dated_on.max(began));
            // What was announced after the demo's present is known in it all the same: whoever
            // uses the demo lives later.
            let day = day.min(scene.days.before(scene.last_day, 1)).max(began);
            let command = Command::Calendar(CalendarCommand::from(event));
            acts.push(Act { at: instant(day, Hour::Early), by: By::Service, command });
        }
    }
    if let (0, Some(pack)) = (world.rulebook.version(), rule_pack(DEFAULT_PACK)) {
        let command = Command::Rulebook(RulebookCommand::from(pack));
        acts.push(Act { at: instant(began, Hour::Early), by: By::Service, command });
    }
    acts
}

/// The units, level by level.
fn found(scene: &Scene, began: NaiveDate, acts: &mut Vec<Act>) {
    let founded_on = earlier(began, 60);
    let units = &scene.province.units;
    let level = |unit: &super::units::PlannedUnit| match unit.work {
        Work::Province => 0,
        Work::Department | Work::Commune => 1,
        _ => 2,
    };
    for n in 0..3 {
        let units = units
            .iter()
            .filter(|unit| level(unit) == n)
            .map(|unit| {
                let parent = unit.parent.and_then(|parent| units.get(parent));
                unit.new_unit(parent.map(|parent| parent.id))
            })
            .collect();
        let basis = council(founded_on, &format!("{}/NQ-HĐND", 11 + n));
        let command =
            Command::Unit(UnitCommand::EstablishUnits { units, effective_on: founded_on, basis });
        acts.push(Act { at: instant(began, Hour::Early), by: By::Service, command });
    }
}

fn on_account(day: NaiveDate, hour: Hour, by: By, id: AccountId, asked: AccountCommand) -> Act {
    Act { at: instant(day, hour), by, command: Command::Account(id, asked) }
}

fn issue(scene: &Scene, who: &Staff, issued_on: NaiveDate) -> AccountCommand {
    AccountCommand::IssueAccount {
        holder: Holder::Staff,
        name: PersonName::parse(who.name).expect("the demo's names are names"),
        unit: unit_of(scene, who.unit_code),
        issued_on,
    }
}

fn grant(
    scene: &Scene,
    name: &str,
    role: Role,
    (from, until): (NaiveDate, Option<NaiveDate>),
) -> AccountCommand {
    AccountCommand::GrantAccess {
        grant: GrantId::from_uuid(scene.ids.of("grant", name)),
        role,
        scope: unit_of(scene, "TN"),
        from,
        until,
        request: paper("102/CV-SNV", earlier(from, 1), "Sở Nội vụ (dữ liệu giả)"),
    }
}

/// The service lets the administrator in; the administrator lets the others in.
fn appoint(scene: &Scene, began: NaiveDate, acts: &mut Vec<Act>) {
    let [administrator, inspector, officer] = staff(scene);
    let (service, by) = (By::Service, By::Administrator);
    let id = administrator.account;
    acts.push(on_account(began, Hour::Late, service, id, issue(scene, &administrator, began)));
    let open = (began, None);
    let granted = grant(scene, "administrator", Role::Administrator, open);
    acts.push(on_account(began, Hour::Late, service, id, granted));
    for who in [&inspector, &officer] {
        let asked = issue(scene, who, began);
        acts.push(on_account(began, Hour::Afternoon, by, who.account, asked));
    }
    let granted = grant(scene, "province_officer", Role::DataOfficer, open);
    acts.push(on_account(began, Hour::Afternoon, by, officer.account, granted));
}

/// A mandate to inspect ends: the inspector is granted a new one every eleven months, the last of
/// them shortly before the present.
fn inspect(scene: &Scene, began: NaiveDate, acts: &mut Vec<Act>) {
    let [_, inspector, _] = staff(scene);
    let mut from = scene.days.before(scene.last_day, 15);
    while from > began {
        let until = Some(months_later(from, 11));
        let granted = grant(scene, &format!("inspector/{from}"), Role::Inspector, (from, until));
        acts.push(on_account(from, Hour::Early, By::Administrator, inspector.account, granted));
        from = scene.days.on_or_before(super::days::months_earlier(from, 11));
    }
}

/// Units get other names, move and are merged, each on a resolution signed some days before.
fn change_units(scene: &Scene, began: NaiveDate, acts: &mut Vec<Act>) {
    for unit in &scene.province.units {
        if let Some((effective_on, name)) = unit.renamed {
            let name = UnitName::parse(name).expect("the demo's names are short");
            let basis = council(earlier(effective_on, 9), "27/NQ-HĐND");
            let unit = unit.id;
            let command = UnitCommand::RenameUnit { unit, name, effective_on, basis };
            acts.push(changed(scene, began, effective_on, command));
        }
        if let Some((effective_on, to)) = unit.moved {
            let (unit, parent) = (unit.id, scene.province.units[to].id);
            let basis = council(earlier(effective_on, 9), "28/NQ-HĐND");
            let command = UnitCommand::MoveUnit { unit, parent, effective_on, basis };
            acts.push(changed(scene, began, effective_on, command));
        }
        if let Some((effective_on, into)) = unit.merged {
            let (unit, into) = (unit.id, scene.province.units[into].id);
            let basis = council(earlier(effective_on, 9), "29/NQ-HĐND");
            let below = Below::NoneLeft;
            let command = UnitCommand::MergeUnit { unit, into, below, effective_on, basis };
            acts.push(changed(scene, began, effective_on, command));
        }
    }
}

/// Recorded before anyone acts that day: dossiers go with their unit at once.
fn changed(scene: &Scene, began: NaiveDate, on: NaiveDate, command: UnitCommand) -> Act {
    let day = scene.days.on_or_before(on).max(later(began, 1));
    let at = instant(day, Hour::Early);
    Act { at, by: By::Administrator, command: Command::Unit(command) }
}

/// Helpers let in for some months to type old dossiers: some stay longer, some leave early.
fn help(scene: &Scene, began: NaiveDate, acts: &mut Vec<Act>) {
    let communes = scene.province.doing(Work::Commune);
    for (n, commune) in (0u32..).zip(communes.iter().skip(1).step_by(16)) {
        let unit = &scene.province.units[*commune];
        let mut rng = rng_of(scene.seed, n, 4);
        let sex = if n.is_multiple_of(2) { Sex::Female } else { Sex::Male };
        let name = names::full_name(&mut rng, sex, People::Kinh);
        let account = AccountId::from_uuid(scene.ids.of("helper", &unit.code));
        let grant = GrantId::from_uuid(scene.ids.of("helper-grant", &unit.code));
        let day = |months: u32| scene.days.on_or_after(months_later(began, months + n));
        let issuer = scene.province.authority(*commune);
        let request = |on| paper("31/CV-UBND", on, &issuer);
        let (from, until) = (day(4), Some(day(9)));
        let mut add = |on, asked| {
            acts.push(on_account(on, Hour::Early, By::Administrator, account, asked));
        };
        add(
            from,
            AccountCommand::IssueAccount {
                holder: Holder::Staff,
                name: PersonName::parse(&name).expect("the demo's names are names"),
                unit: unit.id,
                issued_on: from,
            },
        );
        let (scope, role) = (unit.id, Role::DataOfficer);
        let asked =
            AccountCommand::GrantAccess { grant, role, scope, from, until, request: request(from) };
        add(from, asked);
        let (on, later) = (day(8), Some(day(14)));
        add(
            on,
            match n % 3 {
                0 => {
                    let request = request(on);
                    AccountCommand::ExtendAccess { grant, scope, until: later, request }
                }
                1 => {
                    let until = Some(day(8));
                    AccountCommand::RestrictAccess { grant, scope, until, request: request(on) }
                }
                _ => AccountCommand::RevokeAccess { grant, request: request(on) },
            },
        );
        let closed_on = day(15);
        let reason = reason("Hết thời gian hỗ trợ số hóa hồ sơ");
        add(closed_on, AccountCommand::CloseAccount { closed_on, reason });
    }
}
