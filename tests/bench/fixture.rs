//! A province to measure on: units, one officer, and dossiers whose first record is checked.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use chrono::NaiveDate;
use hoso::{
    app::{Actor, App, Command, Request},
    clock::{Clock as _, SystemClock},
    store::{BATCH_COMMITS_MAX, Commit, Location, Purpose, Store, StreamAppend},
};
use hoso_events::{
    account::Role,
    catalogue::catalogue,
    dossier::{Dossier, DossierCommand, DossierContext, DossierEvent, NewEntry, decide, evolve},
    entry::{FieldCode, Slot, Value},
    fact::{Fact, StreamType},
    ids::{AccountId, CorrelationId, DossierId, RowId, SubmissionId, UnitId},
    provenance::{Named, Source},
    unit::{NewUnit, UnitCommand, UnitKind},
    values::{Issuer, Paper, PaperNumber, PersonName, UnitCode, UnitName},
};
use uuid::Uuid;

/// The single values of a complete first record.
const TYPED: &[(&str, &str)] = &[
    ("sex", "female"),
    ("birth_date", "1985-03-15"),
    ("birth_place", "Xã Tân Hưng, tỉnh Tây Ninh"),
    ("native_place", "Xã Tân Hưng, tỉnh Tây Ninh"),
    ("ethnicity_code", "01"),
    ("religion_code", "none"),
    ("nationality", "VN"),
    ("id_card_issue_date", "2021-04-25"),
    ("id_card_issue_place", "Cục Cảnh sát QLHC về TTXH"),
    ("social_insurance_no", "7912345678"),
    ("permanent_address", "12 đường 30/4, phường Tân Ninh"),
    ("current_address", "12 đường 30/4, phường Tân Ninh"),
    ("phone_mobile", "0900000000"),
    ("general_education", "12/12"),
    ("highest_qualification", "Đại học"),
    ("highest_major", "Sư phạm Toán"),
    ("political_theory", "Sơ cấp"),
];

pub const UNITS: usize = 100;
/// Declared and checked changes of each person in a long log.
pub const CHANGES_PER_PERSON: usize = 15;

pub struct Fixture {
    pub app: Arc<App>,
    pub officer: Actor,
    pub dossiers: Vec<DossierId>,
    pub units: Vec<UnitId>,
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

pub fn paper() -> Paper {
    Paper {
        number: PaperNumber::parse("15/QĐ-SNV").expect("a number"),
        dated_on: day("2026-07-01"),
        issuer: Issuer::parse("Sở Nội vụ (giả định)").expect("an issuer"),
    }
}

fn code(text: &str) -> FieldCode {
    FieldCode::parse(text).expect("a field code")
}

pub fn single(field: &str, typed: &str) -> NewEntry {
    let value = catalogue().read(field, None, typed).expect("a value the catalogue takes");
    NewEntry { slot: Slot::single(code(field)), value: Some(Value::Single(value)) }
}

fn row(table: &str, id: Uuid, columns: &[(&str, &str)]) -> NewEntry {
    let columns: BTreeMap<FieldCode, String> =
        columns.iter().map(|(column, text)| (code(column), (*text).to_owned())).collect();
    NewEntry {
        slot: Slot::row(code(table), RowId::from_uuid(id)),
        value: Some(Value::Row(columns)),
    }
}

/// The facts of a dossier up to its checked first record, through the same decisions as ever.
fn intake(
    n: usize,
    unit: UnitId,
    changes: usize,
    ids: &mut dyn FnMut() -> Uuid,
) -> Vec<DossierEvent> {
    let mut facts = vec![];
    let mut dossier = Dossier::default();
    let context =
        DossierContext { today: day("2026-11-02"), actor_is_the_person: false, unit_exists: true };
    let mut take = |command: DossierCommand| {
        let decided = decide(&dossier, command, &context)
            .unwrap_or_else(|refusal| panic!("the fixture's record is refused: {refusal:?}"));
        for fact in decided {
            dossier = evolve(std::mem::take(&mut dossier), &fact);
            facts.push(fact);
        }
    };
    let given = ["An", "Bình", "Châu", "Dũng", "Hà", "Hương", "Khánh", "Lan", "Minh", "Nam"];
    let family = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ"];
    let name = format!("{} Thị {}", family[n % 10], given[(n / 10) % 10]);
    take(DossierCommand::OpenDossier {
        managing_unit: unit,
        full_name: PersonName::parse(&name).expect("a name"),
        personal_id_no: format!("072185{n:06}"),
        confirmation: paper(),
        confirmed_on: day("2026-10-26"),
    });
    let mut entries: Vec<NewEntry> =
        TYPED.iter().map(|(field, value)| single(field, value)).collect();
    entries.push(single("portrait", &"0".repeat(64)));
    let father = [("side", "self"), ("relation", "father"), ("full_name", "Nguyễn Văn Ba")];
    let mother = [("side", "self"), ("relation", "mother"), ("full_name", "Lê Thị Bốn")];
    entries.extend([row("family", ids(), &father), row("family", ids(), &mother)]);
    let school = [("school", "Đại học Sài Gòn"), ("qualification", "university")];
    entries.push(row("education", ids(), &school));
    let work = [("from_ym", "2008-09"), ("unit_ref", "Trường THPT Đức Hòa")];
    entries.push(row("work_history", ids(), &work));
    let mut sections: BTreeMap<FieldCode, Vec<NewEntry>> = BTreeMap::new();
    for entry in entries {
        let section = catalogue().section_of(entry.slot.field.as_str()).expect("a section");
        sections.entry(section.code.clone()).or_default().push(entry);
    }
    for (section, entries) in sections {
        take(DossierCommand::EnterSection { section, entries });
    }
    let submission = SubmissionId::from_uuid(ids());
    take(DossierCommand::SubmitRecord { submission });
    take(DossierCommand::CheckSubmission { submission });
    for change in 0..changes {
        let submission = SubmissionId::from_uuid(ids());
        let number = format!("08{:08}", (n * 97 + change * 13 + 1) % 100_000_000);
        take(DossierCommand::DeclareChange {
            submission,
            entries: vec![single("phone_mobile", &number)],
            happened_on: day("2026-10-30"),
            received_on: None,
            paper: paper(),
        });
        take(DossierCommand::CheckSubmission { submission });
    }
    facts
}

pub fn officer(province: UnitId) -> Actor {
    Actor {
        account: Named {
            id: AccountId::from_uuid(Uuid::from_u128(7)),
            name: "Cán bộ đo (giả)".to_owned(),
        },
        dossier: None,
        unit: Some(Named { id: province, name: "Tỉnh giả định".to_owned() }),
        grants: vec![(Role::DataOfficer, province)],
        is_service: false,
        reads_only: None,
        visit: Default::default(),
    }
}

/// Opens a log with `people` dossiers, each with a checked first record.
pub async fn province(place: &Location, batch: usize, people: usize, changes: usize) -> Fixture {
    let store = Store::open_with_batches(place, Purpose::Write, Arc::new(SystemClock), batch)
        .await
        .expect("the log opens");
    let app = Arc::new(App::new(Arc::new(store)));
    app.bootstrap().await.expect("calendars and rules");
    let units: Vec<UnitId> =
        (0..UNITS).map(|n| UnitId::from_uuid(Uuid::from_u128(1_000 + n as u128))).collect();
    let new = |(n, id): (usize, &UnitId)| NewUnit {
        unit: *id,
        code: UnitCode::parse(&format!("T{n:03}")).expect("a code"),
        name: UnitName::parse(&format!("Đơn vị giả định số {n}")).expect("a name"),
        kind: if n == 0 { UnitKind::Province } else { UnitKind::School },
        parent: (n > 0).then(|| units[0]),
    };
    let establish = UnitCommand::EstablishUnits {
        units: units.iter().enumerate().map(new).collect(),
        effective_on: day("2023-01-02"),
        basis: Paper { dated_on: day("2023-01-01"), ..paper() },
    };
    let request = Request::new(Command::Unit(establish), Source::Job);
    app.execute(&Actor::service(), request).await.expect("the units");
    let officer = officer(units[0]);
    let dossiers = take_in(&app, &officer, &units, people, changes).await;
    Fixture { app, officer, dossiers, units }
}

async fn take_in(
    app: &Arc<App>,
    officer: &Actor,
    units: &[UnitId],
    people: usize,
    changes: usize,
) -> Vec<DossierId> {
    let clock = SystemClock;
    let mut dossiers = Vec::with_capacity(people);
    let mut waiting = std::collections::VecDeque::new();
    for n in 0..people {
        let unit = units[1 + n % (UNITS - 1)];
        let facts = intake(n, unit, changes, &mut || clock.new_id());
        let dossier = DossierId::from_uuid(clock.new_id());
        dossiers.push(dossier);
        let commit = Commit {
            streams: vec![StreamAppend {
                stream_type: StreamType::Dossier,
                stream_id: dossier.to_string(),
                expected: 0,
                facts: facts.into_iter().map(Fact::Dossier).collect(),
            }],
            by: authorship(officer),
            request: None,
        };
        waiting.push_back(app.store().enqueue(commit).expect("room in the queue"));
        if waiting.len() >= BATCH_COMMITS_MAX {
            let first = waiting.pop_front().expect("one waits");
            first.receipt().await.expect("recorded");
        }
    }
    for enqueued in waiting {
        enqueued.receipt().await.expect("recorded");
    }
    dossiers
}

pub fn authorship(officer: &Actor) -> hoso_events::provenance::Authorship {
    officer.authorship(None, CorrelationId::from_uuid(SystemClock.new_id()), Source::Api)
}

/// A fresh file in a folder that is gone when the measurement ends.
pub fn file_in(folder: &Path, name: &str) -> Location {
    Location::File(folder.join(name))
}

/// CPU seconds of this process so far, user and system.
pub fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit_once(") ").map(|(_name, rest)| rest).unwrap_or_default();
    let field = |n: usize| -> f64 {
        after_name.split(' ').nth(n).and_then(|text| text.parse().ok()).unwrap_or(0.0)
    };
    // utime and stime, in clock ticks of 1/100 s.
    (field(11) + field(12)) / 100.0
}
