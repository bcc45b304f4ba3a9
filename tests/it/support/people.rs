//! Invented people, units and papers, with fixed ids; and the commands that tell of them.

use chrono::{DateTime, NaiveDate, Utc};
use hoso_events::{
    catalogue::catalogue,
    dossier::{DossierCommand, NewEntry, Objection},
    entry::{FieldCode, Slot, Value},
    ids::{AccountId, DossierId, GrantId, RowId, SubmissionId, UnitId},
    values::{Issuer, Paper, PaperNumber, PersonName, Reason},
};
use uuid::Uuid;

pub const PROVINCE: UnitId = UnitId::from_uuid(Uuid::from_u128(0xA0));
pub const FINANCE: UnitId = UnitId::from_uuid(Uuid::from_u128(0xA1));
pub const COMMUNE: UnitId = UnitId::from_uuid(Uuid::from_u128(0xA2));
pub const SCHOOL: UnitId = UnitId::from_uuid(Uuid::from_u128(0xA3));

/// The account of Hạnh, data officer of the department of finance.
pub const HANH: AccountId = AccountId::from_uuid(Uuid::from_u128(0xB0));
pub const GRANT: GrantId = GrantId::from_uuid(Uuid::from_u128(0xC0));

/// The single fields everyone types into the first record.
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

/// The rows of tables everyone types into the first record; with them it is complete.
const TYPED_ROWS: &[TypedRow] = &[
    ("family", 1, &[("side", "self"), ("relation", "father"), ("full_name", "Nguyễn Văn Ba")]),
    ("family", 2, &[("side", "self"), ("relation", "mother"), ("full_name", "Lê Thị Bốn")]),
    ("work_history", 3, &[("from_ym", "2008-09"), ("unit_ref", "Trường THPT Đức Hòa")]),
    ("education", 4, &[("school", "Đại học Sài Gòn"), ("qualification", "master")]),
];

/// An instant, written as the log writes it.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

pub fn dossier(n: u32) -> DossierId {
    DossierId::from_uuid(Uuid::from_u128(0xD000_0000 + u128::from(n)))
}

/// The account made for the person of dossier `n`.
pub fn account(n: u32) -> AccountId {
    AccountId::from_uuid(Uuid::from_u128(0xE000_0000 + u128::from(n)))
}

pub fn submission(n: u32) -> SubmissionId {
    SubmissionId::from_uuid(Uuid::from_u128(0xF000_0000 + u128::from(n)))
}

/// The personal id number of the person of dossier `n`: a woman born in 1985.
pub fn personal_id(n: u32) -> String {
    format!("072185{n:06}")
}

pub fn reason() -> Reason {
    Reason::parse("gõ nhầm").expect("a reason")
}

pub fn paper_of(dated_on: &str) -> Paper {
    Paper {
        number: PaperNumber::parse("15/QĐ-STC").expect("a number"),
        dated_on: day(dated_on),
        issuer: Issuer::parse("Sở Tài chính").expect("an issuer"),
    }
}

pub fn paper() -> Paper {
    paper_of("2026-10-01")
}

pub fn slot(text: &str) -> Slot {
    text.parse().expect("a slot")
}

/// Someone wants the field to say this.
pub fn new(field: &str, text: &str) -> NewEntry {
    NewEntry { slot: slot(field), value: Some(Value::Single(text.to_owned())) }
}

/// Someone wants the row of a table to say this.
pub fn new_row(table: &str, row: u128, columns: &[(&str, &str)]) -> NewEntry {
    let code = |text: &str| FieldCode::parse(text).expect("a code");
    let columns = columns.iter().map(|(column, text)| (code(column), (*text).to_owned()));
    NewEntry {
        slot: Slot::row(code(table), RowId::from_uuid(Uuid::from_u128(row))),
        value: Some(Value::Row(columns.collect())),
    }
}

/// Takes in the confirmed paper dossier of `name`.
pub fn open(n: u32, name: &str, confirmed_on: &str) -> DossierCommand {
    DossierCommand::OpenDossier {
        managing_unit: FINANCE,
        full_name: PersonName::parse(name).expect("a name"),
        personal_id_no: personal_id(n),
        confirmation: paper(),
        confirmed_on: day(confirmed_on),
    }
}

/// Types one field of its section.
pub fn enter(entry: NewEntry) -> DossierCommand {
    let section = catalogue().section_of(entry.slot.field.as_str()).expect("a known field");
    DossierCommand::EnterSection { section: section.code.clone(), entries: vec![entry] }
}

/// Types the whole first record, one command a section.
pub fn whole_record() -> Vec<DossierCommand> {
    let singles = TYPED.iter().map(|(field, text)| new(field, text));
    let rows = TYPED_ROWS.iter().map(|(table, row, columns)| new_row(table, *row, columns));
    let entries: Vec<NewEntry> = singles.chain(rows).collect();
    let section_of = |entry: &NewEntry| {
        catalogue().section_of(entry.slot.field.as_str()).map(|section| section.code.clone())
    };
    catalogue()
        .sections()
        .iter()
        .map(|section| {
            let own = |entry: &&NewEntry| section_of(entry).as_ref() == Some(&section.code);
            let entries: Vec<NewEntry> = entries.iter().filter(own).cloned().collect();
            DossierCommand::EnterSection { section: section.code.clone(), entries }
        })
        .filter(|command| {
            !matches!(command, DossierCommand::EnterSection { entries, .. } if entries.is_empty())
        })
        .collect()
}

pub fn submit(submission: SubmissionId) -> DossierCommand {
    DossierCommand::SubmitRecord { submission }
}

pub fn check(submission: SubmissionId) -> DossierCommand {
    DossierCommand::CheckSubmission { submission }
}

/// Sends a submission back because of one field.
pub fn send_back(submission: SubmissionId, field: &str) -> DossierCommand {
    let objections = vec![Objection { slot: slot(field), reason: reason() }];
    DossierCommand::ReturnSubmission { submission, objections }
}

pub fn withdraw(submission: SubmissionId) -> DossierCommand {
    DossierCommand::WithdrawSubmission { submission, reason: reason() }
}

/// The agency mends what was never so, on a paper; it stands at once.
pub fn correct(entry: NewEntry) -> DossierCommand {
    DossierCommand::CorrectError {
        submission: None,
        entries: vec![entry],
        paper: Some(paper()),
        reason: reason(),
    }
}

/// An old fact the record never had: a school year that ended in 2010.
pub fn add_late(submission: SubmissionId, row: u128) -> DossierCommand {
    let school = [("school", "Trường Chính trị tỉnh"), ("qualification", "master")];
    DossierCommand::DeclareLateEntry {
        submission,
        entries: vec![new_row("education", row, &school)],
        happened_on: day("2010-05-01"),
        paper: paper(),
        reason: reason(),
    }
}

pub fn declare(submission: SubmissionId, entry: NewEntry, happened_on: &str) -> DossierCommand {
    DossierCommand::DeclareChange {
        submission,
        entries: vec![entry],
        happened_on: day(happened_on),
        received_on: None,
        paper: paper(),
    }
}
