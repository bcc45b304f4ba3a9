//! One fact of each kind, with everything it can say. All names and papers are invented.

use std::num::NonZeroU16;

mod leaving;

use chrono::NaiveDate;
use hoso_events::{
    account::{AccountEvent, Holder, Role},
    calendar::{CalendarEvent, DayOff, WorkedDay},
    dossier::{
        DossierEvent, Ending, EnteredBy, InventoryLine, Leaving, Objection, RetirementAge,
        SealedPackage, TakenInAs, TransferKind,
    },
    entry::{Entry, FieldCode, Slot, Value},
    fact::Fact,
    ids::{
        AccountId, DossierId, EndingId, GrantId, MassMoveId, RowId, SecondmentId, SubmissionId,
        TransferId, UnitId,
    },
    mass_move::{MassMoveEvent, Way},
    rulebook::{Duty, Responsible, Rule, RulebookEvent, TermUnit},
    unit::{UnitEvent, UnitKind},
    values::{
        FileHash, Issuer, Paper, PaperNumber, PaperTitle, PersonName, Reason, UnitCode, UnitName,
    },
};
use uuid::Uuid;

use leaving::{duplicate, mass_move, moved, secondment, service};

/// The day on which everything here happened.
pub const DAY: &str = "2026-07-20";

const EDUCATION: UnitId = UnitId::from_uuid(id(0xE1));
const PROVINCE: UnitId = UnitId::from_uuid(id(0xE0));
const HEALTH: UnitId = UnitId::from_uuid(id(0xE2));
const CULTURE: UnitId = UnitId::from_uuid(id(0xE3));
const SUBMISSION: SubmissionId = SubmissionId::from_uuid(id(0x51));
const TRANSFER: TransferId = TransferId::from_uuid(id(0x71));
const ENDING: EndingId = EndingId::from_uuid(id(0x91));
const SECONDMENT: SecondmentId = SecondmentId::from_uuid(id(0x81));
const MASS_MOVE: MassMoveId = MassMoveId::from_uuid(id(0x81));
const GRANT: GrantId = GrantId::from_uuid(id(0x61));

/// One example of every kind of fact, in the order of the code.
pub fn examples() -> Vec<Fact> {
    let mut facts = vec![opened()];
    facts.extend(dossier().map(Fact::Dossier));
    facts.extend(transfer().map(Fact::Dossier));
    facts.extend(service().map(Fact::Dossier));
    facts.extend(secondment().map(Fact::Dossier));
    facts.extend(duplicate().map(Fact::Dossier));
    facts.extend(moved().map(Fact::Dossier));
    facts.extend(account().map(Fact::Account));
    facts.extend(unit().map(Fact::Unit));
    facts.extend(calendar().map(Fact::Calendar));
    facts.extend(rulebook().map(Fact::Rulebook));
    facts.extend(mass_move().map(Fact::MassMove));
    facts
}

/// The one fact that was written in two versions.
pub fn opened() -> Fact {
    Fact::Dossier(DossierEvent::DossierOpened {
        managing_unit: EDUCATION,
        full_name: PersonName::parse("Nguyễn Thị Mai").expect("a name"),
        personal_id_no: "072185012345".to_owned(),
        confirmation: paper(),
        confirmed_on: day(DAY),
    })
}

fn dossier() -> [DossierEvent; 13] {
    use DossierEvent as E;
    let phone = || slot("phone_mobile");
    [
        E::SectionEntered {
            section: code("identity"),
            by: EnteredBy::Agency,
            entries: vec![
                entry(phone(), Some(single("0912345678")), None),
                entry(family_row(), Some(father("Nguyễn Văn Ba")), Some(father("Nguyễn Ba"))),
            ],
        },
        E::RecordSubmitted { submission: SUBMISSION, slots: vec![family_row(), phone()] },
        E::ChangeDeclared {
            submission: SUBMISSION,
            entries: vec![entry(phone(), Some(single("0987654321")), Some(single("0912345678")))],
            happened_on: day(DAY),
            received_on: Some(day("2026-07-25")),
            paper: paper(),
        },
        E::LateEntryDeclared {
            submission: SUBMISSION,
            entries: vec![entry(slot("marital_status"), Some(single("married")), None)],
            happened_on: day(DAY),
            paper: paper(),
            reason: reason("Mới tìm được \"giấy tờ\""),
        },
        E::ErrorCorrected {
            submission: Some(SUBMISSION),
            entries: vec![entry(family_row(), None, Some(father("Nguyễn Văn Ba")))],
            paper: Some(paper()),
            reason: reason("Gõ nhầm"),
            settles: vec![],
        },
        E::AgencyEntryRecorded {
            entries: vec![entry(slot("salary_percent"), Some(single("100")), Some(single("85")))],
            effective_on: day(DAY),
            decision: paper(),
            settles: vec![],
        },
        E::SubmissionChecked { submission: SUBMISSION, slots: vec![phone()] },
        E::SubmissionReturned {
            submission: SUBMISSION,
            slots: vec![family_row(), phone()],
            objections: vec![Objection {
                slot: phone(), reason: reason("Không khớp giấy tờ")
            }],
        },
        E::SubmissionWithdrawn {
            submission: SUBMISSION,
            slots: vec![phone()],
            restored: vec![entry(phone(), Some(single("0912345678")), Some(single("0987654321")))],
            reason: reason("Khai nhầm"),
        },
        E::SectionFoundUnchanged { section: code("identity"), compared_with: paper() },
        E::PaperScanned {
            paper: paper(),
            scan: FileHash::parse(&"5c".repeat(32)).expect("a hash"),
        },
        E::OpeningWithdrawn {
            full_name: PersonName::parse("Nguyễn Thị Mai").expect("a name"),
            personal_id_no: Some("072185012345".to_owned()),
            reason: reason("Nhập nhầm danh sách"),
        },
        E::DossierTakenIn {
            unit: HEALTH,
            decision: paper(),
            taken_in_on: day(DAY),
            package: SealedPackage {
                origin: "hoso/0198c0de-0000-7000-8000-000000000001".to_owned(),
                sender: "Sở Giáo dục và Đào tạo".to_owned(),
                sha256: FileHash::parse(&"5c".repeat(32)).expect("a hash"),
                facts: 41,
                note: "hoso package 1\nhoso/a\n5c\n\n— hoso/a AAAA\n".to_owned(),
                units: vec![],
            },
            situation: TakenInAs::Kept,
            waiting: vec![SUBMISSION],
            returned: vec![],
        },
    ]
}

fn transfer() -> [DossierEvent; 8] {
    use DossierEvent as E;
    let line = |title: &str, pages| InventoryLine {
        title: PaperTitle::parse(title).expect("a title"),
        pages: NonZeroU16::new(pages).expect("at least a page"),
    };
    [
        E::TransferOrdered {
            transfer: TRANSFER,
            from: EDUCATION,
            to: HEALTH,
            kind: TransferKind::Reassignment,
            decision: paper(),
            effective_on: day(DAY),
            term_ends_on: None,
        },
        E::DossierReleased {
            transfer: TRANSFER,
            inventory: vec![line("Sơ yếu lý lịch", 12), line("Quyết định tuyển dụng", 2)],
            released_on: day(DAY),
        },
        E::PaperDossierReceived { transfer: TRANSFER, by: HEALTH, received_on: day(DAY) },
        E::PaperDossierFoundInvalid {
            transfer: TRANSFER,
            by: HEALTH,
            received_on: day(DAY),
            reasons: vec![reason("Thiếu bản kê"), reason("Chưa niêm phong")],
        },
        E::TransferAccepted {
            transfer: TRANSFER,
            from: EDUCATION,
            to: HEALTH,
            accepted_on: day(DAY),
        },
        E::TransferRefused { transfer: TRANSFER, reason: reason("Không có chỉ tiêu") },
        E::ReleaseRecalled { transfer: TRANSFER, reason: reason("Bổ sung giấy tờ") },
        E::TransferCancelled {
            transfer: TRANSFER,
            reason: reason("Quyết định bị thu hồi"),
            decision: Some(paper()),
        },
    ]
}

fn account() -> [AccountEvent; 9] {
    use AccountEvent as E;
    let until = Some(day("2026-12-31"));
    [
        E::AccountIssued {
            holder: Holder::Official { dossier: DossierId::from_uuid(id(0xD1)) },
            name: PersonName::parse("Nguyễn Thị Mai").expect("a name"),
            unit: EDUCATION,
            issued_on: day(DAY),
        },
        E::AccessGranted {
            grant: GRANT,
            role: Role::Inspector,
            scope: PROVINCE,
            from: day(DAY),
            until,
            request: paper(),
        },
        E::AccessRestricted { grant: GRANT, scope: EDUCATION, until, request: paper() },
        E::AccessExtended { grant: GRANT, scope: PROVINCE, until, request: paper() },
        E::AccessRevoked { grant: GRANT, request: paper() },
        E::AccountMoved { from: EDUCATION, to: HEALTH, moved_on: day(DAY), decision: paper() },
        E::AccountClosed { closed_on: day(DAY), reason: reason("Nghỉ hưu") },
        E::AccountClosedWithService { ending: ENDING, closed_on: day(DAY) },
        E::AccountReopened {
            dossier: DossierId::from_uuid(id(0xD1)),
            unit: HEALTH,
            reopened_on: day(DAY),
            decision: Some(paper()),
        },
    ]
}

fn unit() -> [UnitEvent; 7] {
    use UnitEvent as E;
    [
        E::UnitEstablished {
            unit: EDUCATION,
            code: UnitCode::parse("H53.01").expect("a code"),
            name: UnitName::parse("Sở Giáo dục và Đào tạo").expect("a name"),
            kind: UnitKind::Department,
            parent: Some(PROVINCE),
            effective_on: day(DAY),
            basis: paper(),
        },
        E::UnitRenamed {
            unit: EDUCATION,
            name: UnitName::parse("Sở Giáo dục").expect("a name"),
            effective_on: day(DAY),
            basis: paper(),
        },
        E::UnitMoved { unit: EDUCATION, parent: PROVINCE, effective_on: day(DAY), basis: paper() },
        E::UnitMerged { unit: EDUCATION, into: HEALTH, effective_on: day(DAY), basis: paper() },
        E::UnitSplit {
            unit: EDUCATION,
            into: vec![HEALTH, CULTURE],
            effective_on: day(DAY),
            basis: paper(),
        },
        E::UnitDissolved {
            unit: EDUCATION,
            successors: vec![HEALTH],
            effective_on: day(DAY),
            basis: paper(),
        },
        E::UnitRestored {
            unit: EDUCATION,
            reason: reason("Quyết định sáp nhập bị hủy bỏ"),
            decision: Some(paper()),
        },
    ]
}

fn calendar() -> [CalendarEvent; 3] {
    use CalendarEvent as E;
    [
        E::CalendarPublished {
            year: 2026,
            days_off: vec![DayOff { date: day("2026-09-02"), name: "Quốc khánh".to_owned() }],
            worked_saturdays: vec![WorkedDay {
                date: day("2026-08-22"),
                in_place_of: day("2026-08-31"),
            }],
            basis: paper(),
        },
        E::DayOffDecreed {
            date: day("2026-11-24"),
            name: "Ngày Văn hóa".to_owned(),
            basis: paper(),
        },
        E::WorkdaySwapped { off: day("2026-01-02"), worked: day("2026-01-10"), basis: paper() },
    ]
}

/// Between them the rules hold every word for who, what and in which days.
fn rulebook() -> [RulebookEvent; 2] {
    use Responsible::{ManagingUnit, Person, ReceivingUnit};
    let rule = |(duty, who): (Duty, Responsible)| Rule {
        duty,
        n: 10,
        unit: if who == ReceivingUnit { TermUnit::Days } else { TermUnit::WorkingDays },
        legal_basis: "Điều 16 NĐ 27/2026".to_owned(),
        starts: "ngày được cấp tài khoản".to_owned(),
        who,
    };
    let rules = [
        (Duty::IssueAccount, ManagingUnit),
        (Duty::FirstEntry, Person),
        (Duty::DeclareChange, Person),
        (Duty::Check, ManagingUnit),
        (Duty::TakeOver, ReceivingUnit),
        (Duty::RecordEnding, ManagingUnit),
        (Duty::Amend, Person),
    ];
    [
        RulebookEvent::RulePackAdopted {
            pack: "ND27-2026".to_owned(),
            in_force_from: day(DAY),
            rules: rules.map(rule).into(),
            basis: paper(),
        },
        RulebookEvent::RuleAmended {
            pack: "ND27-2026".to_owned(),
            rule: rule((Duty::Check, ManagingUnit)),
            in_force_from: day(DAY),
            basis: paper(),
        },
    ]
}

// Values.

const fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + number)
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn reason(text: &str) -> Reason {
    Reason::parse(text).expect("a reason")
}

fn paper() -> Paper {
    Paper {
        number: PaperNumber::parse("15/QĐ-SGDĐT").expect("a number"),
        dated_on: day("2026-07-01"),
        issuer: Issuer::parse("Sở Giáo dục và Đào tạo").expect("an issuer"),
    }
}

fn code(text: &str) -> FieldCode {
    FieldCode::parse(text).expect("a code")
}

fn slot(field: &str) -> Slot {
    Slot::single(code(field))
}

fn family_row() -> Slot {
    Slot::row(code("family"), RowId::from_uuid(id(0xF1)))
}

fn single(text: &str) -> Value {
    Value::Single(text.to_owned())
}

fn father(name: &str) -> Value {
    let columns = [("side", "self"), ("relation", "father"), ("full_name", name)];
    Value::Row(columns.map(|(column, text)| (code(column), text.to_owned())).into())
}

fn entry(slot: Slot, value: Option<Value>, before: Option<Value>) -> Entry {
    Entry { slot, value, before }
}
