//! Given facts, when someone asks, then facts or an obstacle. Mai is invented, like all her papers.

mod changes;
mod checking;
mod corrections;
mod days;
mod intake;
mod laws;
mod mistakes;
mod scans;
mod secondments;
mod transfers;

use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    Dossier, DossierCommand, DossierContext, DossierEvent, DossierRefusal, EnteredBy, NewEntry,
    Objection, SCANS_MAX, decide, evolve,
};
use crate::{
    catalogue::catalogue,
    entry::{Entry, FieldCode, Slot, Value},
    ids::{RowId, SubmissionId, UnitId},
    values::{FileHash, Issuer, Paper, PaperNumber, PersonName, Reason},
};

const TODAY: &str = "2026-07-30";
const TOMORROW: &str = "2026-07-31";
const EDUCATION: UnitId = UnitId::from_uuid(Uuid::from_u128(0xE1));
const HEALTH: UnitId = UnitId::from_uuid(Uuid::from_u128(0xE2));
const FIRST: SubmissionId = SubmissionId::from_uuid(Uuid::from_u128(1));
const SECOND: SubmissionId = SubmissionId::from_uuid(Uuid::from_u128(2));
const THIRD: SubmissionId = SubmissionId::from_uuid(Uuid::from_u128(3));

/// Mai's name and number, as the paper dossier was confirmed with.
const NAME: &str = "Nguyễn Thị Mai";
const NUMBER: &str = "072185012345";

/// The single fields Mai types into her first record.
const TYPED: &[(&str, &str)] = &[
    ("sex", "female"),
    ("birth_date", "1985-03-12"),
    ("birth_place", "Phường Long An, tỉnh Tây Ninh"),
    ("native_place", "Xã Đức Hòa, tỉnh Tây Ninh"),
    ("ethnicity_code", "01"),
    ("religion_code", "none"),
    ("nationality", "VN"),
    ("id_card_issue_date", "2021-05-04"),
    ("id_card_issue_place", "Bộ Công an"),
    ("social_insurance_no", "7912345678"),
    ("permanent_address", "12 Hùng Vương, phường Long An, tỉnh Tây Ninh"),
    ("current_address", "12 Hùng Vương, phường Long An, tỉnh Tây Ninh"),
    ("phone_mobile", "0912345678"),
    ("general_education", "12_12"),
    ("highest_qualification", "master"),
    ("highest_major", "Quản lý giáo dục"),
    ("political_theory", "intermediate"),
    ("portrait", "0000000000000000000000000000000000000000000000000000000000000001"),
];

/// A table, the number that makes the row's id, and the row's columns.
type TypedRow = (&'static str, u128, &'static [(&'static str, &'static str)]);

/// The rows of tables Mai types into her first record; with them it is complete.
const TYPED_ROWS: &[TypedRow] = &[
    ("family", 1, &[("side", "self"), ("relation", "father"), ("full_name", "Nguyễn Văn Ba")]),
    ("family", 2, &[("side", "self"), ("relation", "mother"), ("full_name", "Lê Thị Bốn")]),
    ("work_history", 3, &[("from_ym", "2008-09"), ("unit_ref", "Trường THPT Đức Hòa")]),
    ("education", 4, &[("school", "Đại học Sài Gòn"), ("qualification", "master")]),
];

struct Given(Dossier);

fn given(facts: impl IntoIterator<Item = DossierEvent>) -> Given {
    Given(replay(&facts.into_iter().collect::<Vec<_>>()))
}

impl Given {
    fn when_mai_asks(self, command: DossierCommand) -> Then {
        Then(decide(&self.0, command, &by_mai()))
    }

    fn when_an_officer_asks(self, command: DossierCommand) -> Then {
        Then(decide(&self.0, command, &by_an_officer()))
    }
}

struct Then(Result<Vec<DossierEvent>, DossierRefusal>);

impl Then {
    #[track_caller]
    fn then(self, facts: impl IntoIterator<Item = DossierEvent>) {
        assert_eq!(self.0, Ok(facts.into_iter().collect()));
    }

    #[track_caller]
    fn then_nothing_new(self) {
        assert_eq!(self.0, Ok(vec![]));
    }

    #[track_caller]
    fn then_refused(self, refusal: DossierRefusal) {
        assert_eq!(self.0, Err(refusal));
    }
}

fn replay(facts: &[DossierEvent]) -> Dossier {
    facts.iter().fold(Dossier::default(), evolve)
}

fn by_mai() -> DossierContext {
    DossierContext { today: day(TODAY), actor_is_the_person: true, unit_exists: true }
}

fn by_an_officer() -> DossierContext {
    DossierContext { actor_is_the_person: false, ..by_mai() }
}

// Values.

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn reason(text: &str) -> Reason {
    Reason::parse(text).unwrap()
}

fn paper_of(dated_on: &str) -> Paper {
    Paper {
        number: PaperNumber::parse("15/QĐ-SGDĐT").unwrap(),
        dated_on: day(dated_on),
        issuer: Issuer::parse("Sở Giáo dục và Đào tạo").unwrap(),
    }
}

fn paper() -> Paper {
    paper_of("2026-07-01")
}

fn code(text: &str) -> FieldCode {
    FieldCode::parse(text).unwrap()
}

fn slot(field: &str) -> Slot {
    Slot::single(code(field))
}

fn single(text: &str) -> Value {
    Value::Single(text.to_owned())
}

fn section(field: &str) -> FieldCode {
    catalogue().section_of(field).unwrap().code.clone()
}

/// Someone wants the field to say this.
fn new(field: &str, text: &str) -> NewEntry {
    NewEntry { slot: slot(field), value: Some(single(text)) }
}

/// The field was said to be this, and was empty before.
fn said(field: &str, text: &str) -> Entry {
    Entry { slot: slot(field), value: Some(single(text)), before: None }
}

/// The field was said to be this, and was that before.
fn said_over(field: &str, text: &str, before: &str) -> Entry {
    Entry { before: Some(single(before)), ..said(field, text) }
}

fn row_slot(table: &str, row: u128) -> Slot {
    Slot::row(code(table), RowId::from_uuid(Uuid::from_u128(row)))
}

fn row(columns: &[(&str, &str)]) -> Value {
    Value::Row(columns.iter().map(|(column, text)| (code(column), (*text).to_owned())).collect())
}

/// All that Mai types into her first record.
fn whole_record() -> Vec<Entry> {
    let singles = TYPED.iter().map(|(field, text)| said(field, text));
    let rows = TYPED_ROWS.iter().map(|(table, id, columns)| Entry {
        slot: row_slot(table, *id),
        value: Some(row(columns)),
        before: None,
    });
    singles.chain(rows).collect()
}

fn whole_record_slots() -> Vec<Slot> {
    let mut slots = whole_record().into_iter().map(|entry| entry.slot).collect::<Vec<_>>();
    slots.sort();
    slots
}

// Facts.

fn opened() -> DossierEvent {
    DossierEvent::DossierOpened {
        managing_unit: EDUCATION,
        full_name: PersonName::parse(NAME).unwrap(),
        personal_id_no: NUMBER.to_owned(),
        confirmation: paper(),
        confirmed_on: day("2026-07-01"),
    }
}

fn typed(entries: Vec<Entry>) -> DossierEvent {
    let section = section(entries[0].slot.field.as_str());
    DossierEvent::SectionEntered { section, by: EnteredBy::Person, entries }
}

fn submitted(submission: SubmissionId, fields: &[&str]) -> DossierEvent {
    let slots = fields.iter().map(|field| slot(field)).collect();
    DossierEvent::RecordSubmitted { submission, slots }
}

fn whole_record_submitted(submission: SubmissionId) -> DossierEvent {
    DossierEvent::RecordSubmitted { submission, slots: whole_record_slots() }
}

fn first_record_checked() -> DossierEvent {
    DossierEvent::SubmissionChecked { submission: FIRST, slots: whole_record_slots() }
}

fn first_record_returned(fields: &[&str]) -> DossierEvent {
    let objections = fields.iter().map(|field| objection(field)).collect();
    DossierEvent::SubmissionReturned { submission: FIRST, slots: whole_record_slots(), objections }
}

fn checked(submission: SubmissionId, field: &str) -> DossierEvent {
    DossierEvent::SubmissionChecked { submission, slots: vec![slot(field)] }
}

fn returned(submission: SubmissionId, field: &str) -> DossierEvent {
    let (slots, objections) = (vec![slot(field)], vec![objection(field)]);
    DossierEvent::SubmissionReturned { submission, slots, objections }
}

/// Collected drafts were taken back and are drafts again.
fn taken_back(submission: SubmissionId, slots: Vec<Slot>) -> DossierEvent {
    let reason = reason("khai nhầm");
    DossierEvent::SubmissionWithdrawn { submission, slots, restored: vec![], reason }
}

/// Something declared was taken back, and this stands again.
fn withdrawn(submission: SubmissionId, restored: Entry) -> DossierEvent {
    DossierEvent::SubmissionWithdrawn {
        submission,
        slots: vec![restored.slot.clone()],
        restored: vec![restored],
        reason: reason("khai nhầm"),
    }
}

fn phone_withdrawn(submission: SubmissionId) -> DossierEvent {
    withdrawn(submission, said_over("phone_mobile", "0912345678", "0987654321"))
}

fn objection(field: &str) -> Objection {
    Objection { slot: slot(field), reason: reason("không khớp với giấy tờ") }
}

/// Mai got a new telephone number.
fn phone_changed(submission: SubmissionId) -> DossierEvent {
    DossierEvent::ChangeDeclared {
        submission,
        entries: vec![said_over("phone_mobile", "0987654321", "0912345678")],
        happened_on: day("2026-07-20"),
        received_on: None,
        paper: paper(),
    }
}

// Histories.

fn drafted() -> Vec<DossierEvent> {
    after(vec![opened()], whole_record().into_iter().map(|entry| typed(vec![entry])))
}

fn handed_in() -> Vec<DossierEvent> {
    after(drafted(), [whole_record_submitted(FIRST)])
}

fn kept() -> Vec<DossierEvent> {
    after(handed_in(), [first_record_checked()])
}

fn after(
    mut history: Vec<DossierEvent>,
    facts: impl IntoIterator<Item = DossierEvent>,
) -> Vec<DossierEvent> {
    history.extend(facts);
    history
}

// Commands.

fn open() -> DossierCommand {
    DossierCommand::OpenDossier {
        managing_unit: EDUCATION,
        full_name: PersonName::parse(NAME).unwrap(),
        personal_id_no: NUMBER.to_owned(),
        confirmation: paper(),
        confirmed_on: day("2026-07-01"),
    }
}

fn enter(entries: Vec<NewEntry>) -> DossierCommand {
    let section = section(entries[0].slot.field.as_str());
    DossierCommand::EnterSection { section, entries }
}

fn submit(submission: SubmissionId) -> DossierCommand {
    DossierCommand::SubmitRecord { submission }
}

fn declare(submission: SubmissionId, entries: Vec<NewEntry>) -> DossierCommand {
    DossierCommand::DeclareChange {
        submission,
        entries,
        happened_on: day("2026-07-20"),
        received_on: None,
        paper: paper(),
    }
}

fn change_phone(submission: SubmissionId) -> DossierCommand {
    declare(submission, vec![new("phone_mobile", "0987654321")])
}

fn add_late(submission: SubmissionId, entries: Vec<NewEntry>) -> DossierCommand {
    DossierCommand::DeclareLateEntry {
        submission,
        entries,
        happened_on: day("2010-05-01"),
        paper: paper(),
        reason: reason("mới tìm được giấy tờ"),
    }
}

fn correct(
    submission: Option<SubmissionId>,
    entries: Vec<NewEntry>,
    paper: Option<Paper>,
) -> DossierCommand {
    DossierCommand::CorrectError { submission, entries, paper, reason: reason("gõ nhầm") }
}

fn record(entries: Vec<NewEntry>) -> DossierCommand {
    DossierCommand::RecordAgencyEntry {
        entries,
        effective_on: day("2026-07-01"),
        decision: paper(),
    }
}

/// The same command with another day.
fn on(on: &str, command: DossierCommand) -> DossierCommand {
    use DossierCommand as C;
    let on = day(on);
    match command {
        C::DeclareChange { submission, entries, received_on, paper, .. } => {
            C::DeclareChange { submission, entries, happened_on: on, received_on, paper }
        }
        C::DeclareLateEntry { submission, entries, paper, reason, .. } => {
            C::DeclareLateEntry { submission, entries, happened_on: on, paper, reason }
        }
        C::RecordAgencyEntry { entries, decision, .. } => {
            C::RecordAgencyEntry { entries, effective_on: on, decision }
        }
        other => panic!("{} tells no day", other.name()),
    }
}

fn check(submission: SubmissionId) -> DossierCommand {
    DossierCommand::CheckSubmission { submission }
}

fn send_back(submission: SubmissionId, fields: &[&str]) -> DossierCommand {
    let objections = fields.iter().map(|field| objection(field)).collect();
    DossierCommand::ReturnSubmission { submission, objections }
}

fn withdraw(submission: SubmissionId) -> DossierCommand {
    DossierCommand::WithdrawSubmission { submission, reason: reason("khai nhầm") }
}

fn file(n: u8) -> FileHash {
    FileHash::parse(&format!("{n:064x}")).unwrap()
}

fn scan(n: u8) -> DossierCommand {
    DossierCommand::ScanPaper { paper: paper(), scan: file(n) }
}

fn scanned(n: u8) -> DossierEvent {
    DossierEvent::PaperScanned { paper: paper(), scan: file(n) }
}

fn withdraw_opening() -> DossierCommand {
    DossierCommand::WithdrawOpening { reason: reason("nhập nhầm danh sách") }
}

fn find_unchanged(field: &str) -> DossierCommand {
    DossierCommand::FindSectionUnchanged { section: section(field), compared_with: paper() }
}
