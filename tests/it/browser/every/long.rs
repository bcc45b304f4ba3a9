//! Two worlds at the ends of what there can be: one with nothing in it, and one where every name,
//! every value and every list is as long as it may be.

use std::num::NonZeroU16;

use hoso::{
    app::{Actor, Command},
    clock::Clock as _,
    web::CastMember,
};
use hoso_events::{
    account::Role,
    catalogue::{Column, Enterer, Kind, Table, catalogue},
    dossier::{
        DossierCommand, INVENTORY_LINES_MAX, InventoryLine, NewEntry, Objection, SecondmentStep,
        TransferKind, TransferStep,
    },
    entry::{FieldCode, Slot, Value},
    ids::{RowId, SecondmentId, TransferId},
    unit::{Below, NewUnit, UnitCommand, UnitKind},
    values::{Issuer, Paper, PaperNumber, PaperTitle, UnitCode, UnitName},
};

use super::{prepared, world::World};
use crate::web::{fixture::*, mass_moves};

/// How deep the tree of units goes in the long world.
const DEPTH: u128 = 12;
/// How many units stand side by side.
const SIBLINGS: u128 = 120;
/// How many dossiers there are besides those of the cast.
pub const MANY: u128 = 130;
/// How many rows each of the long tables has.
const ROWS: u128 = 60;
/// How many changes the kept record has behind it.
const CHANGES: u128 = 25;

/// The day of all values but that of birth; rows of a history have others.
const LATER: &str = "2010-09-09";

const NEW: u128 = 0xD9;
const NAME: &str = "Công Tằng Tôn Nữ Hoàng Thị Nguyệt Quỳnh Anh Phương Thảo";
const UNIT: &str = "Trung tâm Giáo dục nghề nghiệp, Giáo dục thường xuyên và Hướng nghiệp liên huyện, \
                    liên xã vùng biên giới phía Tây";
const REASON: &str = "Giấy khai sinh bản chính ghi khác với tờ khai, đề nghị đối chiếu lại với sổ gốc \
                      tại Ủy ban nhân dân xã nơi đăng ký khai sinh và nộp bản sao có chứng thực. ";

/// Who is in both worlds: the staff at one unit, and people of another below it.
const STAFF: [(&str, u128, Role); 4] = [
    ("data_officer", OFFICER, Role::DataOfficer),
    ("head", HEAD, Role::Head),
    ("inspector", INSPECTOR, Role::Inspector),
    ("administrator", ADMINISTRATOR, Role::Administrator),
];

async fn staffed(service: &Service, name: &str, unit_code: &str) -> Vec<CastMember> {
    let mut cast = vec![];
    for (role_key, n, role) in STAFF {
        let scope = if matches!(role, Role::DataOfficer | Role::Head) { COMMUNE } else { PROVINCE };
        service.staff(n, name, scope, role, scope).await;
        let (name, unit_code) = (name.to_owned(), unit_code.to_owned());
        cast.push(CastMember { account: account(n), name, role_key, unit_code, dossier: None });
    }
    cast
}

async fn founded(service: &Service, units: Vec<NewUnit>) {
    let (basis, effective_on) = (paper("01/QĐ-UBND", "2026-01-02"), day("2026-01-05"));
    let found = UnitCommand::EstablishUnits { units, effective_on, basis };
    service.by(&Actor::service(), Command::Unit(found)).await;
}

fn new_unit(n: u128, code: &str, name: &str, kind: UnitKind, parent: Option<u128>) -> NewUnit {
    let (code, name) = (UnitCode::parse(code).unwrap(), UnitName::parse(name).unwrap());
    NewUnit { unit: unit(n), code, name, kind, parent: parent.map(unit) }
}

fn official(n: u128, role_key: &'static str, name: &str) -> CastMember {
    let (name, unit_code) = (name.to_owned(), "H53.50".to_owned());
    CastMember { account: account(n + 0x100), name, role_key, unit_code, dossier: Some(dossier(n)) }
}

/// Units, staff and one person whose dossier was opened a moment ago: nothing else.
pub async fn nothing() -> (Service, World) {
    let service = empty().await;
    let units = vec![
        new_unit(PROVINCE, "H53", "Tỉnh", UnitKind::Province, None),
        new_unit(COMMUNE, "H53.50", "Xã", UnitKind::Commune, Some(PROVINCE)),
        new_unit(SCHOOL, "H53.50.1", "Trường", UnitKind::School, Some(COMMUNE)),
    ];
    founded(&service, units).await;
    let mut cast = staffed(&service, "Lê An", "H53.50").await;
    service.opened(NEW, "Vũ Tư", "2026-01-05").await;
    service.issue(NEW + 0x100, "Vũ Tư", SCHOOL, Some(dossier(NEW))).await;
    for role_key in ["new_official", "official", "late_official", "returned_official"] {
        cast.push(official(NEW, role_key, "Vũ Tư"));
    }
    let world = World::of(service.app.clone(), cast).await;
    (service, world)
}

/// Everything as long as it may be.
pub async fn everything() -> (Service, World) {
    let every: Vec<FieldCode> =
        catalogue().sections().iter().flat_map(|section| section.fields.clone()).collect();
    let agency = entries(&every, Enterer::Agency);
    assert!(entries(&every, Enterer::Person).len() > 100 && agency.len() > 60);
    let service = empty().await;
    founded(&service, deep()).await;
    // One that ended with another below it.
    let ends = UnitCommand::DissolveUnit {
        unit: unit(0x600 + SIBLINGS - 1),
        successors: vec![],
        below: Below::EndAlong,
        effective_on: day("2026-01-05"),
        basis: paper("02/QĐ-UBND", "2026-01-02"),
    };
    service.by(&Actor::service(), Command::Unit(ends)).await;
    let mut cast = staffed(&service, NAME, "H53.50").await;
    for (n, role_key) in [
        (HUONG, "official"),
        (NEW, "new_official"),
        (NAM, "late_official"),
        (LAN, "returned_official"),
        (HOA, "waiting_official"),
    ] {
        service.opened(n, NAME, "2026-01-05").await;
        service.issue(n + 0x100, NAME, SCHOOL, Some(dossier(n))).await;
        cast.push(official(n, role_key, NAME));
        if n != NAM {
            entered(&service, n).await;
        }
    }
    for n in [HUONG, LAN, HOA] {
        let submit = DossierCommand::SubmitRecord { submission: submission(n) };
        person(&service, n, submit).await;
    }
    returned(&service).await;
    kept(&service, agency).await;
    for n in 0..MANY {
        let letter = |n: u128| char::from(b'A' + u8::try_from(n % 26).unwrap());
        let name = format!("{NAME} {}{}", letter(n / 26), letter(n));
        service.opened(0x10000 + n, &name, "2026-01-05").await;
    }
    released(&service, 0x10000).await;
    seconded(&service, 0x10001).await;
    mass_moves::is_planned(&service, 0x20000, 0x600).await;
    let world = World::of(service.app.clone(), cast).await;
    prepared::announces(&world).await;
    (service, world)
}

/// One dossier is released to a unit beside, with the longest inventory.
async fn released(service: &Service, n: u128) {
    let title = PaperTitle::parse(&REASON.chars().take(PaperTitle::CHARS_MAX).collect::<String>());
    let line = InventoryLine { title: title.unwrap(), pages: NonZeroU16::MAX };
    let decision = Paper {
        number: PaperNumber::parse(&"1".repeat(PaperNumber::CHARS_MAX)).unwrap(),
        ..paper("1", "2026-01-05")
    };
    for step in [
        TransferStep::Order {
            to: unit(0x600),
            kind: TransferKind::Reassignment,
            decision,
            effective_on: day("2026-01-05"),
            term_ends_on: None,
        },
        TransferStep::Release {
            inventory: vec![line; INVENTORY_LINES_MAX],
            released_on: day("2026-01-05"),
        },
    ] {
        let transfer = TransferId::from_uuid(uuid(n));
        officer(service, n, DossierCommand::Transfer { transfer, step }).await;
    }
}

/// Another one is seconded to a unit beside, on as long a paper.
async fn seconded(service: &Service, n: u128) {
    let step = SecondmentStep::Order {
        host: unit(0x600),
        decision: Paper {
            number: PaperNumber::parse(&"1".repeat(PaperNumber::CHARS_MAX)).unwrap(),
            ..paper("1", "2026-01-05")
        },
        begins_on: day("2026-01-06"),
        ends_on: day("2026-12-31"),
    };
    let secondment = SecondmentId::from_uuid(uuid(n));
    officer(service, n, DossierCommand::Secondment { secondment, step }).await;
}

/// A chain of units from the province down, and many side by side at its end.
fn deep() -> Vec<NewUnit> {
    let mut units = vec![
        new_unit(PROVINCE, "H53", UNIT, UnitKind::Province, None),
        new_unit(COMMUNE, "H53.50", UNIT, UnitKind::Commune, Some(PROVINCE)),
    ];
    let (mut above, mut code) = (COMMUNE, "H53.50".to_owned());
    for depth in 3..=DEPTH {
        let n = if depth == DEPTH { SCHOOL } else { 0x500 + depth };
        code.push_str(".1");
        let name = format!("{UNIT} {depth}");
        units.push(new_unit(n, &code, &name, UnitKind::ServiceUnit, Some(above)));
        above = n;
    }
    for n in 0..SIBLINGS {
        let name = format!("{UNIT} số {n}");
        let (code, parent) = (format!("H53.50.{}", n + 2), Some(COMMUNE));
        units.push(new_unit(0x600 + n, &code, &name, UnitKind::School, parent));
    }
    let (last, name) = (0x600 + SIBLINGS - 1, format!("{UNIT} cơ sở hai"));
    let code = format!("H53.50.{}.1", SIBLINGS + 1);
    units.push(new_unit(0x6FF, &code, &name, UnitKind::School, Some(last)));
    units
}

async fn person(service: &Service, n: u128, command: DossierCommand) {
    let person = service.actor(n + 0x100).await;
    service.by(&person, Command::Dossier(dossier(n), command)).await;
}

async fn officer(service: &Service, n: u128, command: DossierCommand) {
    let officer = service.actor(OFFICER).await;
    service.by(&officer, Command::Dossier(dossier(n), command)).await;
}

/// Everything a person enters, section by section.
async fn entered(service: &Service, n: u128) {
    for section in catalogue().sections() {
        let entries = entries(&section.fields, Enterer::Person);
        if !entries.is_empty() {
            let section = section.code.clone();
            person(service, n, DossierCommand::EnterSection { section, entries }).await;
        }
    }
}

fn entries(codes: &[FieldCode], by: Enterer) -> Vec<NewEntry> {
    let mut entries = vec![];
    // The name and the number are those of the opening.
    let own = |code: &&FieldCode| !matches!(code.as_str(), "full_name" | "personal_id_no");
    for code in codes.iter().filter(own) {
        if let Some(field) = catalogue().field(code.as_str()).filter(|it| it.entered_by == by) {
            let value = Some(Value::Single(longest(&field.kind, code.as_str())));
            entries.push(NewEntry { slot: Slot::single(code.clone()), value });
        }
        if let Some(table) = catalogue().table(code.as_str()).filter(|it| it.entered_by == by) {
            let many = matches!(code.as_str(), "work_history" | "family" | "salary_history");
            for n in 0..if many { ROWS } else { 2 } {
                entries.push(whole_row(table, n));
            }
        }
    }
    let wrong = entries.iter().filter_map(|entry| {
        let checked = catalogue().check(&entry.slot, entry.value.as_ref()?);
        checked.err().map(|error| format!("{:?}: {error:?}", entry.slot))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    entries
}

fn whole_row(table: &Table, n: u128) -> NewEntry {
    let of = |column: &Column| {
        let mut text = longest(&column.kind, column.code.as_str());
        if text == LATER {
            // Rows of a history follow each other.
            text = format!("{}-{:02}-09", 2000 + n / 12, n % 12 + 1);
        }
        (column.code.clone(), text)
    };
    let number: u128 = table.number.bytes().map(u128::from).sum();
    let row = RowId::from_uuid(uuid(number * 1_000 + n));
    let value = Some(Value::Row(table.columns.iter().map(of).collect()));
    NewEntry { slot: Slot::row(table.code.clone(), row), value }
}

/// A text of so many characters: words, or one without a gap for the browser to break at.
fn text(chars: usize, unbroken: bool) -> String {
    let words = "Nguyễn Phước Tường Vi, xã Đức Hòa Thượng; ";
    let letters = words.chars().cycle().filter(|c| !(unbroken && *c == ' '));
    let text: String = letters.take(chars).collect();
    text.trim().to_owned()
}

/// The longest value of a kind, in its stored form.
fn longest(kind: &Kind, code: &str) -> String {
    let unbroken = code.len() % 2 == 1;
    let items = |list: &str| catalogue().code_list(list).expect("a list").items.clone();
    let decimals = |units: i64, scale: u32| {
        let (by, places) = (10_i64.pow(scale), scale as usize);
        let (whole, part) = (units / by, units % by);
        if scale == 0 { whole.to_string() } else { format!("{whole}.{part:0places$}") }
    };
    // What the rules over several fields hold together.
    let agreed = match code {
        "sex" => Some("female"),
        "grade_code" => Some("V.07.04.32"),
        "salary_table_group" | "group" => Some("A1"),
        "salary_step" | "step" => Some("2"),
        "salary_coefficient" | "coefficient" => Some("2.67"),
        "beyond_scale_percent" | "beyond_scale" => Some("0"),
        _ => None,
    };
    if let Some(agreed) = agreed.filter(|_| !matches!(kind, Kind::Text { .. })) {
        return agreed.to_owned();
    }
    match kind {
        Kind::Text { max_chars } => text(*max_chars, unbroken),
        Kind::PersonName => text(80, false).replace([',', ';'], ""),
        Kind::Date { .. } if code.contains("birth") => "1985-03-12".to_owned(),
        Kind::Date { .. } => LATER.to_owned(),
        Kind::Year => "1999".to_owned(),
        Kind::Code { list } => {
            items(list).into_iter().max_by_key(|it| it.label_vi.chars().count()).unwrap().code
        }
        Kind::Codes { list } => {
            let mut codes: Vec<String> =
                items(list).into_iter().map(|it| it.code).take(8).collect();
            codes.dedup();
            codes.join(",")
        }
        Kind::Integer { max, .. } => max.to_string(),
        Kind::Decimal { scale, max, .. } => decimals(*max, *scale),
        Kind::Coefficient => "10.00".to_owned(),
        Kind::Money => hoso_events::catalogue::MONEY_MAX.to_string(),
        Kind::Boolean => "true".to_owned(),
        Kind::PersonId => "072170012345".to_owned(),
        Kind::OldId => "301234567".to_owned(),
        Kind::Number { lengths, letters } => {
            let digits = "7".repeat(*lengths.iter().max().unwrap());
            if *letters { format!("GD{}", &digits[2..]) } else { digits }
        }
        Kind::Phone => "+661234567890123".to_owned(),
        Kind::Email => {
            format!("{}@{}gov.vn", "nguyenphuoctuongvi".repeat(3), "xaduchoa.".repeat(5))
        }
        Kind::Reference => text(200, unbroken),
        Kind::File => "0".repeat(63) + "1",
    }
}

fn long_paper(n: u128) -> Paper {
    let number = format!("{n}/QĐ-{}", "UBNDXÃĐỨCHÒATHƯỢNG-".repeat(4));
    Paper {
        number: PaperNumber::parse(&number).unwrap(),
        dated_on: day("2026-01-05"),
        issuer: Issuer::parse(&text(180, false)).unwrap(),
    }
}

fn slot(code: &str) -> Slot {
    code.parse().unwrap()
}

/// What comes back, with as much to say as fits.
async fn returned(service: &Service) {
    let why = REASON.repeat(4).chars().take(480).collect::<String>();
    let objections = ["birth_place", "phone_mobile", "email_private", "highest_major"]
        .map(|field| Objection { slot: slot(field), reason: reason(&why) })
        .to_vec();
    let back = DossierCommand::ReturnSubmission { submission: submission(LAN), objections };
    officer(service, LAN, back).await;
}

/// A record that was checked, with changes behind it and one that waits.
async fn kept(service: &Service, entries: Vec<NewEntry>) {
    let check = |n| DossierCommand::CheckSubmission { submission: submission(n) };
    officer(service, HUONG, check(HUONG)).await;
    let (effective_on, decision) = (day("2026-01-05"), long_paper(1));
    let pay = DossierCommand::RecordAgencyEntry { entries, effective_on, decision };
    officer(service, HUONG, pay).await;
    for n in 0..=CHANGES {
        let value = Value::Single(text(290, n % 2 == 1) + &n.to_string());
        let change = DossierCommand::DeclareChange {
            submission: submission(0x5000 + n),
            entries: vec![NewEntry { slot: slot("current_address"), value: Some(value) }],
            happened_on: service.clock.today(),
            received_on: None,
            paper: long_paper(n),
        };
        person(service, HUONG, change).await;
        if n < CHANGES {
            officer(service, HUONG, check(0x5000 + n)).await;
        }
    }
}
