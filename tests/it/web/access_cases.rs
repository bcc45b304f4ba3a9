//! What stands for each route in the table of access: whom it is about, its address, the address of
//! one that is not there, and what is sent.

use hoso_events::{
    account::{AccountCommand, Role},
    dossier::{
        DossierCommand, Ending, InventoryLine, Leaving, RetirementAge, ServiceStep, TransferStep,
    },
    fact::Fact,
    ids::{EndingId, GrantId, TransferId},
    unit::{NewUnit, UnitCommand, UnitKind},
    values::{PaperTitle, UnitCode, UnitName},
};
use serde_json::Value as Json;

use super::{access_bodies::body, fixture::*, mass_moves, scans, secondments, transfers};

/// Head of the department.
pub const HEAD_ELSEWHERE: u128 = 0xB5;
/// Inspects the department alone.
pub const INSPECTOR_ELSEWHERE: u128 = 0xB6;
/// Taken in, without an account.
pub const FRESH: u128 = 0xD9;
/// Entered, not handed in.
pub const TYPED: u128 = 0xDA;
/// Ordered from the school to the department.
pub const MOVING: u128 = 0xDB;
/// Seconded from the school to the department.
pub const SENT: u128 = 0xDC;
/// Whose service ended, by the endings of the same numbers: one is put right, one taken back, one comes
/// back; and one who is still there.
const CORRECTED: u128 = 0xE8;
const REVERSED: u128 = 0xE9;
pub const BACK: u128 = 0xEA;
const LEAVES: u128 = 0xE7;
/// Where a file is sent to.
const UPLOADS: [&str; 4] =
    ["/ho-so/{dossier}/giay-to", "/nhap", "/nhan-goi", "/quan-tri/dot-chuyen-moi"];
/// A mass move from the school to the department, planned by the service.
pub const MOVED_TOGETHER: u128 = 0xDE;
/// The same, and called off by the interface.
pub const CALLED_OFF: u128 = 0xDD;
const NOT_THERE: u128 = 0xDEAD;

/// How a unit ends at the interface, each with a unit nobody is in.
const ENDING: [(&str, &str); 3] =
    [("/merger", "H53.50.7"), ("/split", "H53.50.8"), ("/dissolution", "H53.50.9")];
/// How the end of a unit is taken back, each with a unit that ended.
const ENDED: [(&str, &str); 2] = [("/restoration", "H53.50.5"), ("/khoi-phuc", "H53.50.6")];

/// What is sent.
#[derive(Debug, Clone)]
pub enum Sent {
    Nothing,
    /// A command of the interface.
    Command(Json),
    /// A form with its key and nothing else: whoever gets past the door is told what is missing.
    Form,
    /// The same with room for a file.
    Upload,
}

/// One line of the table before it is asked.
#[derive(Debug, Clone)]
pub struct Case {
    /// Whose, or what.
    pub of: &'static str,
    /// The account of the person it is about.
    pub own: Option<u128>,
    pub path: String,
    /// The piece of the address that names whose it is, and what stands there for one that is not.
    pub piece: Option<[String; 2]>,
    pub sent: Sent,
}

/// The places in the log of a fact of each kind.
pub struct Positions {
    dossier: u64,
    official: u64,
    staff: u64,
    unit: u64,
    calendar: u64,
    rule: u64,
}

/// The province, with what the table needs beside.
pub async fn prepared() -> Service {
    let service = province().await;
    service.staff(HEAD_ELSEWHERE, "Cao Văn Sáu", HOME_AFFAIRS, Role::Head, HOME_AFFAIRS).await;
    let (inspector, at) = (INSPECTOR_ELSEWHERE, HOME_AFFAIRS);
    service.staff(inspector, "Lý Thị Bảy", at, Role::Inspector, at).await;
    for (n, name) in [(FRESH, "Mai Văn Chín"), (TYPED, "Tô Thị Mười")] {
        service.opened(n, name, "2026-03-02").await;
    }
    service.issue(TYPED + 0x100, "Tô Thị Mười", SCHOOL, Some(dossier(TYPED))).await;
    service.entered(TYPED).await;
    scans::hands_in(&service, OFFICER, HUONG, scans::a_scan().0).await;
    service.opened(MOVING, "Lâm Thị Hai", "2026-03-02").await;
    transfers::is_ordered(&service, MOVING).await;
    for (_step, n, steps) in STEPS {
        takes_steps(&service, n, steps).await;
    }
    service.opened(SENT, "Kiều Văn Tư", "2026-03-02").await;
    secondments::is_ordered(&service, SENT).await;
    for n in [LEAVES, CORRECTED, REVERSED, BACK] {
        service.opened(n, "Lâm Thị Ba", "2026-03-02").await;
        if n != LEAVES {
            ends(&service, n).await;
        }
    }
    let all = ENDED.iter().chain(&ENDING);
    let units = all.zip(0xF5..).map(|((_act, code), n)| NewUnit {
        unit: unit(n),
        code: UnitCode::parse(code).unwrap(),
        name: UnitName::parse(&format!("Trường {code}")).unwrap(),
        kind: UnitKind::School,
        parent: Some(unit(COMMUNE)),
    });
    let (units, effective_on) = (units.collect(), day("2026-01-05"));
    let founded = UnitCommand::EstablishUnits {
        units,
        effective_on,
        basis: paper("02/QĐ-UBND", "2026-01-02"),
    };
    service.by(&hoso::app::Actor::service(), hoso::app::Command::Unit(founded)).await;
    for n in [0xF5, 0xF6] {
        let ends = UnitCommand::DissolveUnit {
            unit: unit(n),
            successors: vec![],
            below: hoso_events::unit::Below::NoneLeft,
            effective_on: day("2026-02-02"),
            basis: paper("03/QĐ-UBND", "2026-01-30"),
        };
        service.by(&hoso::app::Actor::service(), hoso::app::Command::Unit(ends)).await;
    }
    mass_moves::is_planned(&service, MOVED_TOGETHER, HOME_AFFAIRS).await;
    service.opened(CALLED_OFF, "Kiều Văn Năm", "2026-03-02").await;
    secondments::is_ordered(&service, CALLED_OFF).await;
    // A grant that reaches no dossier of the table.
    let grant = AccountCommand::GrantAccess {
        grant: GrantId::from_uuid(uuid(HUONG + 0x1000)),
        role: Role::Inspector,
        scope: unit(EMPTY),
        from: day("2026-03-03"),
        until: Some(day("2026-12-31")),
        request: paper("46/TTr-PNV", "2026-03-02"),
    };
    let command = hoso::app::Command::Account(account(HUONG + 0x100), grant);
    service.by(&hoso::app::Actor::service(), command).await;
    service
}

impl Positions {
    /// Looks them up.
    pub async fn of(service: &Service) -> Self {
        let store = service.app.store();
        let head = hoso::store::read::head(store.db()).await.unwrap().position;
        let facts = hoso::store::read::page(store.db(), 0, head, 1_000).await.unwrap();
        let place = |fits: &dyn Fn(&Fact, &str) -> bool| {
            let fact = facts.iter().find(|fact| fits(&fact.fact, &fact.stream_id));
            fact.expect("a fact of each kind").provenance.position
        };
        let account_of = |n: u128| {
            let id = account(n).to_string();
            place(&move |fact, stream| matches!(fact, Fact::Account(_)) && stream == id)
        };
        let huong = dossier(HUONG).to_string();
        Self {
            dossier: place(&|_fact, stream| stream == huong),
            official: account_of(HUONG + 0x100),
            staff: account_of(OFFICER),
            unit: place(&|fact, _| matches!(fact, Fact::Unit(_))),
            calendar: place(&|fact, _| matches!(fact, Fact::Calendar(_))),
            rule: place(&|fact, _| matches!(fact, Fact::Rulebook(_))),
        }
    }
}

/// The cases of a route: at least one.
pub fn cases(method: &str, route: &str, at: &Positions) -> Vec<Case> {
    let mut cases = addresses(method, route, at);
    for case in &mut cases {
        case.sent = match (method, route.starts_with("/api/v1/")) {
            ("GET", _) => Sent::Nothing,
            (_, true) => Sent::Command(body(route, case.of)),
            (_, false) if UPLOADS.contains(&route) => Sent::Upload,
            (_, false) => Sent::Form,
        };
    }
    cases
}

impl Case {
    /// The same address of one that is not there.
    pub fn unknown(&self) -> Option<String> {
        self.piece.as_ref().map(|[there, not]| self.path.replace(there, not))
    }
}

fn case(of: &'static str, path: String) -> Case {
    Case { of, own: None, path, piece: None, sent: Sent::Nothing }
}

/// The same route for two values of a piece of it: one that is there, one that is not.
fn two(of: &'static str, own: Option<u128>, route: &str, piece: &str, values: [&str; 2]) -> Case {
    let path = route.replace(piece, values[0]);
    Case { own, piece: Some(values.map(str::to_owned)), ..case(of, path) }
}

fn addresses(method: &str, route: &str, at: &Positions) -> Vec<Case> {
    if route.contains("{dossier}") {
        return vec![of_dossier(route)];
    }
    if route.contains("{list}") {
        // Lists are one's own: one that is not there stands for everybody else's.
        return vec![case("a list", route.replace("{list}", "none"))];
    }
    if route.contains("{package}") {
        // No sender is trusted here, so none was brought.
        return vec![case("a package", route.replace("{package}", &"5c".repeat(32)))];
    }
    if route.contains("{account}") {
        return of_accounts(route);
    }
    if route.contains("{mass_move}") {
        let ids = [uuid(MOVED_TOGETHER).to_string(), uuid(NOT_THERE).to_string()];
        let ids = [ids[0].as_str(), ids[1].as_str()];
        return vec![two("a mass move", None, route, "{mass_move}", ids)];
    }
    if route.contains("{transfer}") {
        let ids = [uuid(MOVING).to_string(), uuid(NOT_THERE).to_string()];
        let ids = [ids[0].as_str(), ids[1].as_str()];
        return vec![two("a transfer to the department", None, route, "{transfer}", ids)];
    }
    if route.contains("{secondment}") {
        let ids = [uuid(SENT).to_string(), uuid(NOT_THERE).to_string()];
        let ids = [ids[0].as_str(), ids[1].as_str()];
        return vec![two("a secondment to the department", None, route, "{secondment}", ids)];
    }
    if route == "/su-kien/{position}" {
        let fact = |of, own, position: u64| {
            two(of, own, route, "{position}", [&position.to_string(), "999999"])
        };
        return vec![
            fact("a fact of a dossier", Some(HUONG + 0x100), at.dossier),
            fact("a fact of an official's account", Some(HUONG + 0x100), at.official),
            fact("a fact of a staff account", Some(OFFICER), at.staff),
            fact("a fact of a unit", None, at.unit),
            fact("a fact of a calendar", None, at.calendar),
            fact("a fact of the rules", None, at.rule),
        ];
    }
    let mut all = ENDED.iter().chain(&ENDING);
    if let Some((_act, code)) = all.find(|(act, _code)| route.ends_with(act)) {
        return vec![two("a unit without anyone", None, route, "{unit}", [code, "H53.99"])];
    }
    if route.contains("{unit}") {
        let commune = two("the commune", None, route, "{unit}", ["H53.50", "H53.99"]);
        let province = two("the province", None, route, "{unit}", ["H53", "H53.99"]);
        // The province itself is never moved.
        return if method == "GET" { vec![commune, province] } else { vec![commune] };
    }
    assert!(!route.contains('{'), "say here what stands for the pieces of {route}");
    let asked = |query: &str| case("", format!("{route}{query}"));
    let units = ["H53.50", "H53.99"];
    match (method, route) {
        ("GET", "/api/v1/workdays") => vec![asked("?from=2026-03-02&n=5")],
        ("GET", "/api/v1/obligations" | "/api/v1/people" | "/api/v1/board") => {
            let commune = format!("{route}?unit={{unit}}");
            vec![asked(""), two("the commune", None, &commune, "{unit}", units)]
        }
        ("GET", "/ho-so" | "/viec" | "/tai-khoan" | "/sap-nghi-huu") => {
            let commune = format!("{route}?don_vi={{unit}}");
            vec![asked(""), two("the commune", None, &commune, "{unit}", units)]
        }
        ("POST", "/api/v1/accounts") => vec![
            case("the account of an official", route.into()),
            case("a staff account", route.into()),
        ],
        ("POST", "/api/v1/units") => vec![case("a unit of the commune", route.into())],
        ("POST", "/api/v1/dossiers") => vec![case("the commune", route.into())],
        _ => vec![asked("")],
    }
}

/// Retires the person of dossier `n`, by the ending of the same number.
async fn ends(service: &Service, n: u128) {
    let ending = Ending {
        leaving: Leaving::Retired { age: RetirementAge::Statutory },
        ended_on: day("2026-03-02"),
        paper: paper("5/QĐ-SNV", "2026-03-02"),
        paper_received_on: day("2026-03-02"),
    };
    let (id, step) = (EndingId::from_uuid(uuid(n)), ServiceStep::End(ending));
    let command = DossierCommand::Service { ending: id, step };
    let officer = service.actor(OFFICER).await;
    service.by(&officer, hoso::app::Command::Dossier(dossier(n), command)).await;
}

/// The steps of a transfer that the interface takes, each with a dossier that waits for it, and how
/// many steps were taken before.
const STEPS: [(&str, u128, usize); 6] = [
    ("/acceptance", 0xE1, 3),
    ("/cancellation", 0xE2, 1),
    ("/recall", 0xE3, 2),
    ("/receipt", 0xE4, 2),
    ("/refusal", 0xE5, 2),
    ("/release", 0xE6, 1),
];

fn step_of(route: &str) -> u128 {
    let step = STEPS.iter().find(|(step, _, _)| route.ends_with(step));
    step.expect("a step of a transfer").1
}

/// Takes the first steps of the transfer of the same number.
async fn takes_steps(service: &Service, n: u128, steps: usize) {
    service.opened(n, "Lâm Thị Hai", "2026-03-02").await;
    transfers::is_ordered(service, n).await;
    let on = day("2026-03-02");
    let title = PaperTitle::parse("Sơ yếu lý lịch").expect("a title");
    let inventory = vec![InventoryLine { title, pages: 12.try_into().expect("pages") }];
    let later = [
        (OFFICER, TransferStep::Release { inventory, released_on: on }),
        (STRANGER, TransferStep::ReceivePaper { received_on: on }),
    ];
    for (who, step) in later.into_iter().take(steps - 1) {
        let command = DossierCommand::Transfer { transfer: TransferId::from_uuid(uuid(n)), step };
        let actor = service.actor(who).await;
        service.by(&actor, hoso::app::Command::Dossier(dossier(n), command)).await;
    }
}

/// One dossier of the school below the commune, in the state the route is for.
fn of_dossier(route: &str) -> Case {
    let has = |part: &str| route.contains(part);
    let n = match route {
        _ if has("{submission}") => HOA,
        _ if has("{transfer}") => step_of(route),
        _ if route.ends_with("/secondments/{secondment}/cancellation") => CALLED_OFF,
        _ if has("{secondment}") => SENT,
        "/api/v1/dossiers/{dossier}/endings" => LEAVES,
        "/api/v1/dossiers/{dossier}/endings/{ending}/reversal" => REVERSED,
        "/api/v1/dossiers/{dossier}/ending" => CORRECTED,
        _ if has("{ending}") => CORRECTED,
        "/ho-so/{dossier}/tai-khoan" => FRESH,
        "/ho-so/{dossier}/kiem-tra" | "/api/v1/dossiers/{dossier}/submissions" => TYPED,
        "/api/v1/dossiers/{dossier}/sections/{section}" => NAM,
        _ if has("/khai") || has("/muc/") => TYPED,
        _ => HUONG,
    };
    let pieces = [
        ("{transfer}", uuid(n).to_string()),
        ("{secondment}", uuid(n).to_string()),
        ("{ending}", uuid(n).to_string()),
        ("{duty}", "issue_account".to_owned()),
        ("{subject}", "-".to_owned()),
        ("{file}", scans::a_scan().1),
        ("{submission}", submission(n).to_string()),
        ("{section}", if n == NAM { "identity" } else { "family" }.to_owned()),
        ("{table}", "family".to_owned()),
        ("{row}", uuid(1).to_string()),
        ("{other}", uuid(NAM).to_string()),
    ];
    let path = pieces.iter().fold(route.to_owned(), |path, (name, text)| path.replace(name, text));
    let ids = [uuid(n).to_string(), uuid(NOT_THERE).to_string()];
    let own = (n != FRESH).then_some(n + 0x100);
    let case = two("a dossier", own, &path, "{dossier}", [&ids[0], &ids[1]]);
    assert!(!case.path.contains('{'), "say here what stands for the pieces of {route}");
    case
}

fn of_accounts(route: &str) -> Vec<Case> {
    let one = |of, n: u128| {
        let route = route.replace("{grant}", &uuid((n & 0xFF) + 0x1000).to_string());
        let ids = [uuid(n).to_string(), uuid(NOT_THERE).to_string()];
        two(of, Some(n), &route, "{account}", [&ids[0], &ids[1]])
    };
    vec![
        one("an official's account", HUONG + 0x100),
        one("a data officer's account", OFFICER),
        one("a head's account", HEAD),
    ]
}
