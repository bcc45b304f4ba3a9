//! A history in which everything happens at least once that can happen in this version.

use std::sync::Arc;

use hoso::app::{
    Command,
    import::{AskedList, ImportGround, Take, Watch, undo::AskedUndo},
};
use hoso_events::{
    account::{AccountCommand, Holder, Role},
    calendar::{CalendarCommand, DayOff},
    catalogue::catalogue,
    dossier::{DossierCommand, SecondmentStep},
    ids::{AccountId, GrantId, SecondmentId, UnitId},
    provenance::Source,
    rulebook::{Duty, RulebookCommand, rule_pack},
    unit::UnitCommand,
    values::{PersonName, UnitName},
};
use uuid::Uuid;

use super::{
    World, add_late, check, correct, day, declare, enter, new, new_row, open, paper,
    people::{COMMUNE, FINANCE, PROVINCE, SCHOOL},
    reason, send_back, submission, submit,
    transfers::{
        accept, cancel, find_invalid, lan, order, recall, receive, refuse, release, takes,
    },
    withdraw,
};

/// How many dossiers the history leaves.
pub const DOSSIERS: u32 = 5;

/// The account of Thanh, an inspector.
const THANH: AccountId = AccountId::from_uuid(Uuid::from_u128(0xB1));
const MANDATE: GrantId = GrantId::from_uuid(Uuid::from_u128(0xC1));

/// Lets everything happen, from 02/11 to 25/11/2026.
pub async fn live_through(world: &World) {
    first_records(world).await;
    world.at("2026-11-10T02:00:00Z");
    changes(world).await;
    world.at("2026-11-12T03:00:00Z");
    corrections(world).await;
    world.at("2026-11-16T04:00:00Z");
    access(world).await;
    units(world).await;
    calendars_and_rules(world).await;
    world.at("2026-11-25T05:00:00Z");
    last_steps(world).await;
    a_list_by_mistake(world).await;
    transfers(world).await;
    secondments(world).await;
}

/// One person is seconded to the commune: prolonged, then ended early; another by mistake.
async fn secondments(world: &World) {
    let order = SecondmentStep::Order {
        host: COMMUNE,
        decision: paper(),
        begins_on: day("2026-11-26"),
        ends_on: day("2026-12-31"),
    };
    let prolong =
        SecondmentStep::Prolong { ends_on: day("2027-03-31"), decision: paper(), reason: reason() };
    let end = SecondmentStep::EndEarly {
        ends_on: day("2027-02-28"),
        decision: paper(),
        reason: reason(),
    };
    let cancel = SecondmentStep::Cancel { reason: reason(), decision: None };
    for (n, step) in [(2, order.clone()), (2, prolong), (2, end), (3, order), (3, cancel)] {
        let secondment = SecondmentId::from_uuid(Uuid::from_u128(0x8000 + u128::from(n)));
        world.does(n, DossierCommand::Secondment { secondment, step }).await;
    }
}

/// One dossier goes to the commune, on the second try; two stay.
async fn transfers(world: &World) {
    let (on, hanh, lan) = ("2026-11-25", &world.officer, lan(world).await);
    for n in [2, 3, 4] {
        takes(world, hanh, n, order(on)).await;
    }
    takes(world, hanh, 2, cancel()).await;
    takes(world, hanh, 3, release(on)).await;
    takes(world, &lan, 3, refuse()).await;
    takes(world, hanh, 4, release(on)).await;
    takes(world, &lan, 4, find_invalid(on)).await;
    takes(world, hanh, 4, recall()).await;
    takes(world, hanh, 4, release(on)).await;
    takes(world, &lan, 4, receive(on)).await;
    takes(world, &lan, 4, accept(on)).await;
}

/// A list is taken in and undone: its dossiers are in the log, and nowhere else.
async fn a_list_by_mistake(world: &World) {
    let list = "Họ và tên;Số CCCD;Số điện thoại\nLê Văn Nam;080095298420;0912345670\n";
    let ground = ImportGround { paper: paper(), confirmed_on: day("2026-11-24") };
    let asked = AskedList {
        bytes: Arc::new(list.as_bytes().to_vec()),
        choices: vec![],
        unit: Some(FINANCE),
        ground,
    };
    let watch = Watch::default();
    let taken = world.app.take_list(&world.officer, &asked, Take::All, &watch).await;
    let taken = taken.expect("the list is taken in");
    assert_eq!(taken.new_count(), 1, "{taken:?}");
    let undo = AskedUndo {
        file_sha256: taken.head.file_sha256,
        reason: reason(),
        source: Source::Page,
        dry_run: false,
    };
    let undone = world.app.undo_list(&world.officer, &undo, &watch).await;
    assert_eq!(undone.expect("it is undone").withdrawn, 1);
}

async fn first_records(world: &World) {
    world.opens(1).await;
    world.issues_account(1).await;
    world.fills(1).await;
    world.does(1, submit(submission(1))).await;
    world.does(1, send_back(submission(1), "phone_mobile")).await;
    world.does(1, enter(new("phone_mobile", "0912345679"))).await;
    world.does(1, submit(submission(11))).await;
    world.does(1, check(submission(11))).await;
    world.does(2, open(2, "Đặng Thị Hoà", "2026-10-29")).await;
    world.issues_account(2).await;
    world.fills(2).await;
    world.does(2, submit(submission(2))).await;
    world.does(2, withdraw(submission(2))).await;
    world.opens(3).await;
    world.keeps(4).await;
}

async fn changes(world: &World) {
    world.does(1, declare(submission(12), new("phone_mobile", "0987654321"), "2026-11-05")).await;
    world.does(1, check(submission(12))).await;
    let moved = new("current_address", "8 Lê Lợi, phường Long An, tỉnh Tây Ninh");
    world.does(1, declare(submission(13), moved, "2026-11-06")).await;
    world.does(1, withdraw(submission(13))).await;
    world.does(1, add_late(submission(14), 77)).await;
    world.does(1, check(submission(14))).await;
    let duty = DossierCommand::RecordAgencyEntry {
        entries: vec![
            new("main_duty", "Kế toán"),
            new_row("salary_history", 5, &[("from_ym", "2026-11"), ("coefficient", "2.34")]),
        ],
        effective_on: day("2026-11-01"),
        decision: paper(),
    };
    world.does(1, duty).await;
    let section = catalogue().section_of("education").expect("a section").code.clone();
    let unchanged = DossierCommand::FindSectionUnchanged { section, compared_with: paper() };
    world.does(1, unchanged).await;
}

async fn corrections(world: &World) {
    let wrong = DossierCommand::CorrectError {
        submission: Some(submission(15)),
        entries: vec![new("birth_date", "1985-03-21")],
        paper: None,
        reason: reason(),
    };
    world.does(1, wrong).await;
    world.does(1, send_back(submission(15), "birth_date")).await;
    world.does(1, enter(new("birth_date", "1985-03-22"))).await;
    world.does(1, submit(submission(16))).await;
    world.does(1, check(submission(16))).await;
    world.does(1, correct(new("full_name", "Nguyễn Thị Mai Anh"))).await;
    world.does(4, correct(new("personal_id_no", "072185000044"))).await;
}

async fn access(world: &World) {
    let name = PersonName::parse("Lê Văn Thanh").expect("a name");
    let request = paper();
    let issued_on = day("2026-11-16");
    let (from, grant, holder) = (issued_on, MANDATE, Holder::Staff);
    let until = |text| Some(day(text));
    for command in [
        AccountCommand::IssueAccount { holder, name, unit: FINANCE, issued_on },
        AccountCommand::GrantAccess {
            grant,
            role: Role::Inspector,
            scope: PROVINCE,
            from,
            until: until("2027-05-01"),
            request: request.clone(),
        },
        AccountCommand::RestrictAccess {
            grant,
            scope: COMMUNE,
            until: until("2027-03-01"),
            request: request.clone(),
        },
        AccountCommand::ExtendAccess {
            grant,
            scope: PROVINCE,
            until: until("2027-06-01"),
            request: request.clone(),
        },
        AccountCommand::RevokeAccess { grant, request },
        AccountCommand::CloseAccount { closed_on: issued_on, reason: reason() },
    ] {
        world.service(Command::Account(THANH, command)).await;
    }
}

async fn units(world: &World) {
    let (effective_on, basis) = (day("2026-11-01"), paper());
    let (unit, name) = (FINANCE, UnitName::parse("Sở Tài chính và Đầu tư").expect("a name"));
    let rename = UnitCommand::RenameUnit { unit, name, effective_on, basis: basis.clone() };
    world.service(Command::Unit(rename)).await;
    // The school comes under finance, and the commune with nothing below it under the school.
    for (unit, parent) in [(SCHOOL, FINANCE), (COMMUNE, SCHOOL)] as [(UnitId, UnitId); 2] {
        let basis = basis.clone();
        let moved = UnitCommand::MoveUnit { unit, parent, effective_on, basis };
        world.service(Command::Unit(moved)).await;
    }
}

/// The calendar of a year nobody knew yet.
pub fn calendar_of_2028() -> Command {
    let date = day("2028-01-03");
    Command::Calendar(CalendarCommand::PublishCalendar {
        year: 2028,
        days_off: vec![DayOff { date, name: "Nghỉ bù Tết Dương lịch".to_owned() }],
        worked_saturdays: vec![],
        basis: paper(),
    })
}

/// One more day off.
pub fn day_off(date: &str) -> Command {
    let name = "Nghỉ bão".to_owned();
    Command::Calendar(CalendarCommand::DecreeDayOff { date: day(date), name, basis: paper() })
}

/// A day off for a worked Saturday.
pub fn swap(off: &str, worked: &str) -> Command {
    let (off, worked) = (day(off), day(worked));
    Command::Calendar(CalendarCommand::SwapWorkday { off, worked, basis: paper() })
}

async fn calendars_and_rules(world: &World) {
    world.service(day_off("2026-11-19")).await;
    world.service(swap("2026-11-20", "2026-11-28")).await;
    world.service(calendar_of_2028()).await;
    let pack = rule_pack("TN-842-2023").expect("the pack is shipped");
    let mut rule = pack.rules.into_iter().find(|rule| rule.duty == Duty::Check).expect("F4");
    rule.n = 3;
    let (in_force_from, basis) = (day("2026-11-20"), paper());
    let amend = RulebookCommand::AmendRule { pack: pack.pack, rule, in_force_from, basis };
    world.service(Command::Rulebook(amend)).await;
    let newer = rule_pack("ND27-2026").expect("the pack is shipped");
    world.service(Command::Rulebook(newer.into())).await;
}

async fn last_steps(world: &World) {
    world.does(2, submit(submission(22))).await;
    world.does(5, open(5, "Phạm Thị Đào", "2026-11-24")).await;
    world.issues_account(5).await;
    world.does(4, declare(submission(41), new("phone_mobile", "0900000004"), "2026-11-02")).await;
}
