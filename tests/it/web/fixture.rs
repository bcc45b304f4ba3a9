//! A small invented province behind the router: everything in it came through commands.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode},
};
use chrono::{DateTime, NaiveDate, Utc};
use hoso::{
    app::{Actor, App, Command, Request as Ask},
    clock::{Clock as _, ScriptedClock},
    store::{Location, tokens},
    web::{CastMember, Site, router},
};
use hoso_events::{
    account::{AccountCommand, Holder, Role},
    catalogue::catalogue,
    dossier::{DossierCommand, NewEntry, Objection},
    entry::{FieldCode, Slot, Value},
    ids::{AccountId, DossierId, GrantId, RowId, SubmissionId, UnitId},
    provenance::Source,
    unit::{NewUnit, UnitCommand, UnitKind},
    values::{Issuer, Paper, PaperNumber, PersonName, Reason, UnitCode, UnitName},
};
use hoso_projections::accounts;
use serde_json::Value as Json;
use tower::ServiceExt as _;
use uuid::Uuid;

pub const PROVINCE: u128 = 0xA0;
pub const HOME_AFFAIRS: u128 = 0xA1;
pub const COMMUNE: u128 = 0xA2;
pub const SCHOOL: u128 = 0xA3;
pub const EMPTY: u128 = 0xA4;

/// Data officer of the commune and its school.
pub const OFFICER: u128 = 0xB0;
pub const HEAD: u128 = 0xB1;
/// Inspects the whole province.
pub const INSPECTOR: u128 = 0xB2;
pub const ADMINISTRATOR: u128 = 0xB3;
/// Data officer of the department, which has no dossiers.
pub const STRANGER: u128 = 0xB4;

/// A kept record with a history.
pub const HUONG: u128 = 0xD1;
/// Should have entered the first record.
pub const NAM: u128 = 0xD2;
/// Handed in, waits for the check.
pub const HOA: u128 = 0xD3;
/// Returned.
pub const LAN: u128 = 0xD4;

/// Tuesday 03/03/2026, nine in the morning in Tây Ninh.
pub const NOW: &str = "2026-03-03T02:00:00Z";

pub fn uuid(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub fn dossier(n: u128) -> DossierId {
    DossierId::from_uuid(uuid(n))
}

pub fn submission(n: u128) -> SubmissionId {
    SubmissionId::from_uuid(uuid(n))
}

pub fn account(n: u128) -> AccountId {
    AccountId::from_uuid(uuid(n))
}

pub fn unit(n: u128) -> UnitId {
    UnitId::from_uuid(uuid(n))
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

pub fn paper(number: &str, dated_on: &str) -> Paper {
    Paper {
        number: PaperNumber::parse(number).expect("a number"),
        dated_on: day(dated_on),
        issuer: Issuer::parse("Sở Nội vụ tỉnh Tây Ninh").expect("an issuer"),
    }
}

pub fn reason(text: &str) -> Reason {
    Reason::parse(text).expect("a reason")
}

fn slot(text: &str) -> Slot {
    text.parse().expect("a slot")
}

fn said(field: &str, text: &str) -> NewEntry {
    NewEntry { slot: slot(field), value: Some(Value::Single(text.to_owned())) }
}

fn row(table: &str, n: u128, columns: &[(&str, &str)]) -> NewEntry {
    let code = |text: &str| FieldCode::parse(text).expect("a code");
    let columns = columns.iter().map(|(column, text)| (code(column), (*text).to_owned()));
    NewEntry {
        slot: Slot::row(code(table), RowId::from_uuid(uuid(n))),
        value: Some(Value::Row(columns.collect())),
    }
}

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

type TypedRow = (&'static str, u128, &'static [(&'static str, &'static str)]);

const TYPED_ROWS: &[TypedRow] = &[
    ("family", 1, &[("side", "self"), ("relation", "father"), ("full_name", "Nguyễn Văn Ba")]),
    ("family", 2, &[("side", "self"), ("relation", "mother"), ("full_name", "Lê Thị Bốn")]),
    ("work_history", 5, &[("from_ym", "2014-08"), ("unit_ref", "Trường THCS Trần Phú")]),
    (
        "work_history",
        3,
        &[("from_ym", "2008-09"), ("to_ym", "2014-07"), ("unit_ref", "Trường THPT Đức Hòa")],
    ),
    ("education", 4, &[("school", "Đại học Sài Gòn"), ("qualification", "master")]),
];

/// The whole first record, one command a section.
fn whole_record() -> Vec<DossierCommand> {
    let singles = TYPED.iter().map(|(field, text)| said(field, text));
    let rows = TYPED_ROWS.iter().map(|(table, n, columns)| row(table, *n, columns));
    let entries: Vec<NewEntry> = singles.chain(rows).collect();
    let own = |section: &hoso_events::catalogue::Section| -> Vec<NewEntry> {
        let stands = |entry: &&NewEntry| section.fields.contains(&entry.slot.field);
        entries.iter().filter(stands).cloned().collect()
    };
    catalogue()
        .sections()
        .iter()
        .map(|section| (section.code.clone(), own(section)))
        .filter(|(_section, entries)| !entries.is_empty())
        .map(|(section, entries)| DossierCommand::EnterSection { section, entries })
        .collect()
}

/// The service over an open log.
pub struct Service {
    pub app: Arc<App>,
    pub clock: Arc<ScriptedClock>,
    pub cast: Vec<CastMember>,
    pub _folder: Option<tempfile::TempDir>,
}

/// An open log with calendars and rules and nothing else.
pub async fn empty() -> Service {
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::File(folder.path().join("hoso.db"));
    let files = hoso::files::Files::in_folder(folder.path());
    Service { _folder: Some(folder), ..Service::at(&location, files).await }
}

/// The province with its people and what happened to them.
pub async fn province() -> Service {
    empty().await.peopled().await
}

impl Service {
    /// The province with its people, and what happened to them.
    pub async fn peopled(mut self) -> Self {
        self.found().await;
        self.tell().await;
        self.clock.set(at(NOW));
        self
    }

    pub async fn by(&self, actor: &Actor, command: Command) {
        let name = command.name();
        let asked = Ask::new(command, Source::Page);
        let done = self.app.execute(actor, asked).await;
        assert!(done.is_ok(), "{name}: {done:?}");
    }

    async fn found(&mut self) {
        let new = |n: u128, code: &str, name: &str, kind, parent: Option<u128>| NewUnit {
            unit: unit(n),
            code: UnitCode::parse(code).expect("a code"),
            name: UnitName::parse(name).expect("a name"),
            kind,
            parent: parent.map(unit),
        };
        let units = vec![
            new(PROVINCE, "H53", "Tỉnh Tây Ninh", UnitKind::Province, None),
            new(HOME_AFFAIRS, "H53.01", "Sở Nội vụ", UnitKind::Department, Some(PROVINCE)),
            new(COMMUNE, "H53.50", "Ủy ban nhân dân xã Đức Hòa", UnitKind::Commune, Some(PROVINCE)),
            new(SCHOOL, "H53.50.1", "Trường THCS Trần Phú", UnitKind::School, Some(COMMUNE)),
            new(EMPTY, "H53.50.2", "Trạm Y tế xã Đức Hòa", UnitKind::HealthStation, Some(COMMUNE)),
        ];
        let basis = paper("01/QĐ-UBND", "2026-01-02");
        let effective_on = day("2026-01-05");
        let service = Actor::service();
        let founded = UnitCommand::EstablishUnits { units, effective_on, basis };
        self.by(&service, Command::Unit(founded)).await;
        let keys = ["data_officer", "head", "inspector", "administrator", "data_officer"];
        let staff = [
            (OFFICER, "Lê Văn Bình", COMMUNE, Role::DataOfficer, COMMUNE),
            (HEAD, "Phạm Thu Hà", COMMUNE, Role::Head, COMMUNE),
            (INSPECTOR, "Đỗ Quang Minh", HOME_AFFAIRS, Role::Inspector, PROVINCE),
            (ADMINISTRATOR, "Vũ Thị Thảo", PROVINCE, Role::Administrator, PROVINCE),
            (STRANGER, "Hồ Văn Tám", HOME_AFFAIRS, Role::DataOfficer, HOME_AFFAIRS),
        ];
        for ((n, name, of, role, scope), key) in staff.into_iter().zip(keys) {
            self.staff(n, name, of, role, scope).await;
            self.cast.push(self.member(n, name, key, of, None));
        }
    }

    /// Someone who works with records, with a grant.
    pub async fn staff(&self, n: u128, name: &str, of: u128, role: Role, scope: u128) {
        self.issue(n, name, of, None).await;
        let grant = AccountCommand::GrantAccess {
            grant: GrantId::from_uuid(uuid(n + 0x1000)),
            role,
            scope: unit(scope),
            from: self.clock.today(),
            until: (role == Role::Inspector).then(|| day("2026-12-31")),
            request: paper("45/TTr-PNV", "2026-01-05"),
        };
        self.by(&Actor::service(), Command::Account(account(n), grant)).await;
    }

    fn member(
        &self,
        n: u128,
        name: &str,
        role_key: &'static str,
        of: u128,
        dossier: Option<DossierId>,
    ) -> CastMember {
        let code = match of {
            PROVINCE => "H53",
            HOME_AFFAIRS => "H53.01",
            SCHOOL => "H53.50.1",
            _ => "H53.50",
        };
        let (name, unit_code) = (name.to_owned(), code.to_owned());
        CastMember { account: account(n), name, role_key, unit_code, dossier }
    }

    pub async fn issue(&self, n: u128, name: &str, of: u128, dossier: Option<DossierId>) {
        let command = AccountCommand::IssueAccount {
            holder: dossier.map_or(Holder::Staff, |dossier| Holder::Official { dossier }),
            name: PersonName::parse(name).expect("a name"),
            unit: unit(of),
            issued_on: self.clock.today(),
        };
        self.by(&Actor::service(), Command::Account(account(n), command)).await;
    }

    pub async fn actor(&self, n: u128) -> Actor {
        let store = self.app.store();
        let row = accounts::by_id(store.db(), &account(n).to_string()).await.expect("accounts");
        let world = store.world().await.expect("the world");
        Actor::of_account(&row.expect("an account"), self.clock.today(), &world.units)
            .expect("an active account")
    }

    pub async fn opened(&self, n: u128, name: &str, confirmed_on: &str) {
        let command = DossierCommand::OpenDossier {
            managing_unit: unit(SCHOOL),
            full_name: PersonName::parse(name).expect("a name"),
            personal_id_no: super::guest::number_of(n),
            confirmation: paper(&format!("{}/QĐ-SNV", n), confirmed_on),
            confirmed_on: day(confirmed_on),
        };
        let officer = self.actor(OFFICER).await;
        self.by(&officer, Command::Dossier(dossier(n), command)).await;
    }

    async fn person(&self, n: u128, command: DossierCommand) {
        let person = self.actor(n + 0x100).await;
        self.by(&person, Command::Dossier(dossier(n), command)).await;
    }

    async fn officer(&self, n: u128, command: DossierCommand) {
        let officer = self.actor(OFFICER).await;
        self.by(&officer, Command::Dossier(dossier(n), command)).await;
    }

    pub async fn entered(&self, n: u128) {
        for command in whole_record() {
            self.person(n, command).await;
        }
    }

    async fn submitted(&self, n: u128) {
        self.person(n, DossierCommand::SubmitRecord { submission: submission(n) }).await;
    }

    async fn tell(&mut self) {
        self.clock.set(at("2026-01-07T03:00:00Z"));
        self.opened(HUONG, "Nguyễn Thị Hường", "2026-01-05").await;
        self.issue(HUONG + 0x100, "Nguyễn Thị Hường", SCHOOL, Some(dossier(HUONG))).await;
        self.clock.set(at("2026-01-09T03:00:00Z"));
        self.entered(HUONG).await;
        self.submitted(HUONG).await;
        self.clock.set(at("2026-01-13T03:00:00Z"));
        let first = submission(HUONG);
        self.officer(HUONG, DossierCommand::CheckSubmission { submission: first }).await;
        self.huong_goes_on().await;
        self.clock.set(at("2026-02-10T02:30:00Z"));
        for (n, name) in [(NAM, "Trần Văn Nam"), (HOA, "Đặng Thị Hoà"), (LAN, "Võ Ngọc Lan")]
        {
            self.opened(n, name, "2026-02-09").await;
            self.issue(n + 0x100, name, SCHOOL, Some(dossier(n))).await;
        }
        self.clock.set(at("2026-02-26T02:30:00Z"));
        for n in [HOA, LAN] {
            self.entered(n).await;
            self.submitted(n).await;
        }
        let objections = [
            ("birth_place", "Giấy khai sinh ghi xã Mỹ Hạnh."),
            ("phone_mobile", "Thiếu một chữ số so với phiếu."),
        ];
        let objections = objections
            .map(|(field, why)| Objection { slot: slot(field), reason: reason(why) })
            .to_vec();
        let back = DossierCommand::ReturnSubmission { submission: submission(LAN), objections };
        self.officer(LAN, back).await;
        self.huong_moves().await;
        for (n, name, key) in [
            (HUONG, "Nguyễn Thị Hường", "official"),
            (NAM, "Trần Văn Nam", "late_official"),
            (LAN, "Võ Ngọc Lan", "returned_official"),
        ] {
            self.cast.push(self.member(n + 0x100, name, key, SCHOOL, Some(dossier(n))));
        }
    }

    async fn huong_goes_on(&self) {
        self.clock.set(at("2026-01-20T03:00:00Z"));
        let entries = vec![row(
            "salary_history",
            9,
            &[
                ("from_ym", "2026-01"),
                ("grade_code", "V.07.04.32"),
                ("group", "A1"),
                ("step", "2"),
                ("coefficient", "2.67"),
            ],
        )];
        let decision = paper("112/QĐ-SNV", "2026-01-15");
        let effective_on = day("2026-01-01");
        let command = DossierCommand::RecordAgencyEntry { entries, effective_on, decision };
        self.officer(HUONG, command).await;
        self.clock.set(at("2026-02-02T03:00:00Z"));
        let entries = vec![said("phone_mobile", "0987654321")];
        let (happened_on, paper) = (day("2026-01-28"), paper("03/ĐN", "2026-02-01"));
        let submission = submission(0x51);
        let command = DossierCommand::DeclareChange {
            submission,
            entries,
            happened_on,
            received_on: None,
            paper,
        };
        self.person(HUONG, command).await;
        self.clock.set(at("2026-02-03T03:00:00Z"));
        self.officer(HUONG, DossierCommand::CheckSubmission { submission }).await;
    }

    async fn huong_moves(&self) {
        self.clock.set(at("2026-02-27T03:00:00Z"));
        let command = DossierCommand::DeclareChange {
            submission: submission(0x52),
            entries: vec![said("current_address", "Số 5 đường Nguyễn Huệ, xã Đức Hòa")],
            happened_on: day("2026-02-20"),
            received_on: None,
            paper: paper("07/XN-CA", "2026-02-25"),
        };
        self.person(HUONG, command).await;
    }

    /// The router of a demo.
    pub fn demo(&self) -> Router {
        router(Site::new(self.app.clone(), Some(self.cast.clone()), true))
    }

    /// The router of a service that wants tokens.
    pub fn closed(&self) -> Router {
        router(Site::new(self.app.clone(), None, false))
    }

    pub async fn token(&self, n: u128) -> String {
        let (id, until) = (account(n).to_string(), self.clock.now() + Duration::from_secs(86_400));
        tokens::issue(self.app.store(), &id, "test", until).await.expect("a token")
    }
}

/// What came back.
pub struct Got {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Got {
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("JSON, not {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().expect("text")).unwrap_or_default()
    }

    /// The code and place of a problem, checked to be one.
    pub fn problem(&self) -> (u16, String, Option<String>) {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text);
        let json = self.json();
        assert_eq!(json["status"], self.status.as_u16());
        assert_eq!(
            json["type"],
            format!("urn:hoso:problem:{}", json["code"].as_str().expect("a text"))
        );
        let title = json["title"].as_str().expect("a text");
        assert!(
            title.contains(' ') && !title.contains("page-") && !title.contains("code-"),
            "{title}"
        );
        let place = json["pointer"].as_str().or(json["parameter"].as_str()).map(str::to_owned);
        (self.status.as_u16(), json["code"].as_str().expect("a text").to_owned(), place)
    }
}

/// One request against a router.
pub async fn ask(
    router: &Router,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Got {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(body.into()).expect("a request");
    let response = router.clone().oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, 10_000_000).await.expect("a body");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Got { status: parts.status, headers: parts.headers, text }
}

/// A page as one of the cast sees it, in a language.
pub async fn page_as(router: &Router, n: u128, lang: &str, path: &str) -> Got {
    let cookie = format!("hoso_vai={}; hoso_ngon_ngu={lang}", uuid(n));
    ask(router, Method::GET, path, &[("cookie", &cookie)], "").await
}

/// A JSON command with a key.
pub async fn send(router: &Router, token: &str, key: &str, path: &str, body: Json) -> Got {
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("idempotency-key", key),
        ("if-match", "*"),
    ];
    ask(router, Method::POST, path, &headers, body.to_string()).await
}

/// A JSON question.
pub async fn question(router: &Router, token: &str, path: &str) -> Got {
    ask(router, Method::GET, path, &[("authorization", &format!("Bearer {token}"))], "").await
}
