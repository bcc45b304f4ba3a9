//! The real program killed with SIGKILL: a mass move at its beginning, in its middle and at its end, and
//! a server to which the steps of transfers are sent. What was recorded goes on, once.

use std::{
    collections::BTreeMap,
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    process::{Command, Stdio},
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use hoso::{
    clock::SystemClock,
    store::{Location, Purpose, Store},
};
use hoso_events::{dossier::DossierEvent, fact::Fact, ids::UnitId};
use serde_json::{Value as Json, json};

use super::{Place, Ran, checkpoints::Running};
use crate::support::{self, on_both};

on_both![
    a_mass_move_that_is_killed_goes_on_and_moves_nobody_twice,
    a_step_whose_answer_was_lost_is_one_fact_with_the_same_answer,
    servers_killed_while_steps_are_sent_lose_none_and_take_none_twice,
];

/// The units: from the one everyone goes to the other.
const FROM: &str = "H53.01";
const TO: &str = "H53.02";
/// How long a state is waited for, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(240);
const PAPER: [&str; 6] =
    ["--paper-number", "2/NQ-HĐND", "--paper-date", "2024-01-02", "--paper-issuer", "HĐND tỉnh"];

/// The program over a log of its own.
struct Program {
    place: Place,
    log: support::Place,
    database: String,
    /// The dossiers of the first unit.
    dossiers: Vec<String>,
}

impl Program {
    /// A province of two offices, so many people in the first.
    fn with_people(log: support::Place, count: usize) -> Self {
        let database = match &log.location {
            Location::File(path) => path.display().to_string(),
            Location::Postgres(url) => url.clone(),
        };
        let mut program = Self { place: Place::new(), log, database, dossiers: vec![] };
        program.run(&["migrate"]).ends_with(0);
        for (code, name, kind, parent) in [
            ("H53", "Tỉnh giả định", "province", &[][..]),
            (FROM, "Sở Lao động", "department", &["--parent", "H53"]),
            (TO, "Sở Nội vụ", "department", &["--parent", "H53"]),
        ] {
            let line = ["units", "establish", "--code", code, "--name", name, "--kind", kind];
            let line = [&line[..], &["--on", "2024-01-02"], &PAPER, parent].concat();
            program.run(&line).ends_with(0);
        }
        let people: String =
            (0..count).map(|n| format!("Lê Văn Nam;01/02/1995;080095{n:06}\n")).collect();
        let list = format!("Họ và tên;Ngày sinh;Số CCCD\n{people}");
        fs::write(program.place.folder.path().join("ds.csv"), list).unwrap();
        let line = ["import", "people", "ds.csv", "--unit", FROM, "--json"];
        let days = ["--paper-date", "2024-04-25", "--confirmed-on", "2024-04-26"];
        let taken = program.run(&[&line[..], &days].concat()).ends_with(0).json();
        let taken = taken["dossiers"].as_array().unwrap();
        program.dossiers = taken.iter().map(|it| it["dossier"].as_str().unwrap().into()).collect();
        assert_eq!(program.dossiers.len(), count);
        program
    }

    fn line<'a>(&'a self, line: &[&'a str]) -> Vec<&'a str> {
        [line, &["--database", &self.database]].concat()
    }

    fn run(&self, line: &[&str]) -> Ran {
        self.place.run(&self.line(line))
    }

    /// How many facts of some kinds are in the log.
    async fn count(behind: &mut support::Behind, kinds: &[&str]) -> usize {
        let kinds: Vec<String> = kinds.iter().map(|kind| format!("'{kind}'")).collect();
        let sql = format!("select count(*) from event where event_type in ({})", kinds.join(", "));
        usize::try_from(behind.number(&sql).await).unwrap()
    }

    /// Waits until so many facts of some kinds are in the log, while who records them goes on, and
    /// leaves it.
    async fn until_there(&self, kinds: &[&str], there: usize, goes_on: impl Fn() -> bool) {
        let (mut behind, since) = (self.log.behind().await, Instant::now());
        loop {
            let goes_on = goes_on() && since.elapsed() < PATIENCE;
            if Self::count(&mut behind, kinds).await >= there {
                break;
            }
            assert!(goes_on, "{there} of {kinds:?} do not come");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        behind.leave().await;
    }

    /// Starts a command and kills it as soon as so many facts of a kind are there; answers whether it
    /// had not ended by itself.
    async fn kills(&self, line: &[&str], kind: &str, there: usize) -> bool {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hoso"));
        command.args(self.line(line)).current_dir(self.place.folder.path());
        let mut process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let (mut behind, since) = (self.log.behind().await, Instant::now());
        let mut ended = false;
        while !ended && Self::count(&mut behind, &[kind]).await < there {
            assert!(since.elapsed() < PATIENCE, "{there} of {kind} do not come");
            ended = process.try_wait().unwrap().is_some();
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        // Whoever leaves an SQLite file last tidies it up, which is not for us to do.
        behind.leave().await;
        process.kill().unwrap();
        process.wait().unwrap();
        self.is_quiet().await;
        !ended
    }

    /// Waits until the database has noticed that its client is gone.
    async fn is_quiet(&self) {
        if self.log.is_sqlite() {
            return;
        }
        let (mut behind, since) = (self.log.behind().await, Instant::now());
        let others = "select count(*) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()";
        while behind.number(others).await > 0 {
            assert!(since.elapsed() < PATIENCE, "the database waits for who is gone");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Asserts that the log is sound, that each dossier went at most once there and once back, each time
    /// from where it was, and that it is listed in that unit and no other; answers how many went there
    /// and back.
    async fn went(&self) -> (usize, usize) {
        let verified = self.run(&["verify", "--json"]).ends_with(0).json();
        assert_eq!(verified["sound"], true);
        let clock = Arc::new(SystemClock);
        let store = Store::open(&self.log.location, Purpose::Read, clock).await.unwrap();
        let units = store.world().await.unwrap().units;
        let first = units.by_code(FROM).unwrap().id;
        let sql = "select dossier_id, unit_id from people order by dossier_id";
        let rows = self.log.behind().await.rows(sql, sql).await;
        assert_eq!(rows.len(), self.dossiers.len());
        let mut all = (0, 0);
        for row in rows {
            let mut at: UnitId = first;
            let (mut there, mut back) = (0, 0);
            for recorded in store.stream(&row[0], 0).await.unwrap() {
                let Fact::Dossier(event) = &recorded.fact else { continue };
                let (from, to) = match event {
                    DossierEvent::MovedByDecision { from, to, .. } => {
                        there += 1;
                        (*from, *to)
                    }
                    DossierEvent::MovedBack { from, to, .. } => {
                        back += 1;
                        (*from, *to)
                    }
                    _ => continue,
                };
                assert_eq!(at, from, "{} goes from where it is", row[0]);
                at = to;
            }
            assert!(there <= 1 && back <= there, "{} went {there} and {back} times", row[0]);
            assert_eq!(row[1], at.to_string(), "{} is where its facts say", row[0]);
            all = (all.0 + there, all.1 + back);
        }
        all
    }

    /// Kills a mass move or its undoing again and again, each time when it is further on; answers how
    /// often that was in its middle.
    async fn kills_again_and_again(&self, line: &[&str], kind: &str) -> usize {
        let (mut midst, mut so_far) = (0, 0);
        for more in [0, 1, 30, 60, 60, 60, 60] {
            let there = (so_far + more).min(self.dossiers.len());
            if !self.kills(line, kind, there).await {
                break;
            }
            let (moved, back) = self.went().await;
            so_far = if kind == "MovedBack" { back } else { moved };
            assert!(so_far >= there);
            if 0 < so_far && so_far < self.dossiers.len() {
                // For a minute it looks as if the one who is gone were still at it.
                let beside = self.run(&[line, &["--json"]].concat()).ends_with(1).json();
                assert_eq!(beside["error"]["code"], "mass_move_under_way");
                midst += 1;
            }
            let passes = "update mass_move_plan set touched_at = '2020-01-01T00:00:00Z'";
            let mut behind = self.log.behind().await;
            behind.run(passes).await.unwrap();
            behind.leave().await;
        }
        midst
    }
}

async fn a_mass_move_that_is_killed_goes_on_and_moves_nobody_twice(log: support::Place) {
    const PEOPLE: usize = 300;
    let program = Program::with_people(log, PEOPLE);
    let plan = ["mass-move", "plan", "--unit", "H53.01=H53.02", "--on", "2024-07-01", "--json"];
    let line = [&plan[..], &["--reason", "Sắp xếp đơn vị"], &PAPER].concat();
    let planned = program.run(&line).ends_with(0).json();
    let [id, hash] = ["mass_move", "manifest"].map(|name| planned[name].as_str().unwrap());
    program.run(&["mass-move", "approve", id, "--manifest", hash]).ends_with(0);
    let listed = || {
        let list = program.run(&["mass-move", "list", "--json"]).ends_with(0).json();
        list["mass_moves"][0].clone()
    };

    let run = ["mass-move", "run", id, "--manifest", hash];
    let midst = program.kills_again_and_again(&run, "MovedByDecision").await;
    assert!(midst > 0, "it was never caught in its middle");
    let again = [&run[..], &["--json"]].concat();
    let ran = program.run(&again).ends_with(0).json();
    let all = ran["done"].as_u64().unwrap() + ran["already"].as_u64().unwrap();
    assert_eq!((all, &ran["left"]), (PEOPLE as u64, &json!([])));
    assert_eq!(program.went().await, (PEOPLE, 0));
    let list = listed();
    assert_eq!((&list["moved"], &list["state"]), (&PEOPLE.into(), &"done".into()));
    let ran = program.run(&again).ends_with(0).json();
    assert_eq!((&ran["done"], &ran["already"]), (&0.into(), &PEOPLE.into()));

    let undo = ["mass-move", "undo", id, "--reason", "Quyết định bị thu hồi"];
    let midst = program.kills_again_and_again(&undo, "MovedBack").await;
    assert!(midst > 0, "its undoing was never caught in its middle");
    let ran = program.run(&[&undo[..], &["--json"]].concat());
    match ran.code {
        0 => assert_eq!(ran.json()["left"], json!([])),
        // It was killed after its last fact.
        _ => assert_eq!(ran.json()["error"]["code"], "mass_move_undone"),
    }
    assert_eq!(program.went().await, (PEOPLE, PEOPLE));
    let list = listed();
    assert_eq!((&list["back"], &list["state"]), (&PEOPLE.into(), &"undone".into()));
    let mut behind = program.log.behind().await;
    for kind in ["MassMoveApproved", "MassMoveCompleted", "MassMoveUndoOrdered", "MassMoveUndone"] {
        assert_eq!(Program::count(&mut behind, &[kind]).await, 1, "{kind}");
    }
    program.run(&["rebuild", "--check"]).ends_with(0);
}

/// The steps of a transfer, in their order: what the interface calls them, and the fact of each.
const STEPS: [(&str, &str); 4] = [
    ("order", "TransferOrdered"),
    ("release", "DossierReleased"),
    ("receipt", "PaperDossierReceived"),
    ("acceptance", "TransferAccepted"),
];
const FACTS: [&str; 4] = [STEPS[0].1, STEPS[1].1, STEPS[2].1, STEPS[3].1];

/// The officers of both units, by their tokens.
#[derive(Clone)]
struct Officers {
    sends: String,
    receives: String,
}

impl Officers {
    fn of(program: &Program) -> Self {
        let token = |unit: &str| {
            let line = ["account", "issue-staff", "--name", "Võ Thị Lan", "--unit", unit];
            let line = [&line[..], &["--role", "data-officer"], &PAPER].concat();
            let account = program.run(&line).ends_with(0).out;
            program.run(&["account", "token", account.trim()]).ends_with(0).out.trim().to_owned()
        };
        Self { sends: token(FROM), receives: token(TO) }
    }

    /// A step of the transfer of a dossier, as it goes over the line; the key names step and dossier.
    fn request(&self, address: &str, step: &str, dossier: &str, transfer: &str) -> String {
        let paper =
            json!({ "number": "310/QĐ-SNV", "dated_on": "2024-05-02", "issuer": "Sở Nội vụ" });
        let (token, body) = match step {
            "order" => (
                &self.sends,
                json!({ "to": TO, "kind": "reassignment", "decision": paper,
                "effective_on": "2024-05-02" }),
            ),
            "release" => (
                &self.sends,
                json!({ "released_on": "2024-05-03",
                "inventory": [{ "title": "Sơ yếu lý lịch", "pages": 12 }] }),
            ),
            "receipt" => (&self.receives, json!({ "received_on": "2024-05-06", "valid": true })),
            _ => (&self.receives, json!({ "accepted_on": "2024-05-07" })),
        };
        let body = body.to_string();
        let of_transfer = match step {
            "order" => String::new(),
            _ => format!("/{transfer}/{step}"),
        };
        format!(
            "POST /api/v1/dossiers/{dossier}/transfers{of_transfer} HTTP/1.1\r\nHost: {address}\r\n\
             Connection: close\r\nAuthorization: Bearer {token}\r\nIf-Match: *\r\n\
             Idempotency-Key: {dossier}-{step}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
    }
}

/// The whole answer to a request; none when the server was gone before it was told.
fn answer(address: &str, request: &str) -> Option<Json> {
    let mut line = TcpStream::connect(address).ok()?;
    line.write_all(request.as_bytes()).ok()?;
    let mut text = String::new();
    line.read_to_string(&mut text).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let body = serde_json::from_str(body).ok()?;
    let taken = head.starts_with("HTTP/1.1 200 ") || head.starts_with("HTTP/1.1 201 ");
    assert!(taken, "{head} {body}");
    Some(body)
}

fn serves(program: &Program) -> Running {
    Running::start(&program.place, 1, &program.line(&["serve", "--listen", "127.0.0.1:0"]))
}

/// Asserts that each dossier was handed over by the four facts, each there once, and is at the new unit.
async fn assert_handed_over(program: &Program) {
    let mut behind = program.log.behind().await;
    for dossier in &program.dossiers {
        let sql = format!(
            "select event_type from event where stream_id = '{dossier}' and event_type in ('{}')
             order by sequence",
            FACTS.join("', '")
        );
        assert_eq!(behind.rows(&sql, &sql).await.concat(), FACTS, "{dossier}");
        let shown = program.run(&["show", dossier, "--json"]).ends_with(0).json();
        assert_eq!(shown["unit"]["code"], TO, "{dossier}");
    }
    behind.leave().await;
    let verified = program.run(&["verify", "--json"]).ends_with(0).json();
    assert_eq!(verified["sound"], true);
    program.run(&["rebuild", "--check"]).ends_with(0);
}

async fn a_step_whose_answer_was_lost_is_one_fact_with_the_same_answer(log: support::Place) {
    let program = Program::with_people(log, 1);
    let officers = Officers::of(&program);
    let dossier = &program.dossiers[0];
    let mut transfer = String::new();
    for (step, fact) in STEPS {
        let mut server = serves(&program);
        let address = server.is_up();
        let request = officers.request(&address, step, dossier, &transfer);
        let mut line = TcpStream::connect(&address).unwrap();
        line.write_all(request.as_bytes()).unwrap();
        program.until_there(&[fact], 1, || true).await;
        server.killed();
        drop(line);
        program.is_quiet().await;
        let sql = format!("select cast(position as text) from event where event_type = '{fact}'");
        let recorded = program.log.behind().await.rows(&sql, &sql).await;
        assert_eq!(recorded.len(), 1, "{fact}");

        let mut server = serves(&program);
        let address = server.is_up();
        let request = officers.request(&address, step, dossier, &transfer);
        let told = answer(&address, &request).expect("it is answered");
        assert_eq!(told["replayed"], true, "{step}: {told}");
        assert_eq!(told["first_position"].to_string(), recorded[0][0], "{step}");
        let again = answer(&address, &request).expect("it is answered");
        for name in ["first_position", "last_position", "replayed", "transfer_id"] {
            assert_eq!(again[name], told[name], "{step}: {name}");
        }
        if let Some(id) = told["transfer_id"].as_str() {
            transfer = id.to_owned();
        }
        server.killed();
        program.is_quiet().await;
    }
    assert_handed_over(&program).await;
}

/// What was answered so far: by step and dossier, where in the log it is recorded.
type Answered = Arc<Mutex<BTreeMap<String, Json>>>;

/// Sends every step of some dossiers in their order, also those that were sent before, until a server
/// is gone.
fn send_all(officers: &Officers, address: &str, dossiers: &[String], answered: &Answered) {
    for dossier in dossiers {
        let mut transfer = String::new();
        for (step, _fact) in STEPS {
            let request = officers.request(address, step, dossier, &transfer);
            let Some(told) = answer(address, &request) else { return };
            let position = told["first_position"].clone();
            assert!(position.is_u64(), "{step}: {told}");
            let before =
                answered.lock().unwrap().insert(format!("{dossier}-{step}"), position.clone());
            if let Some(before) = before {
                assert_eq!((before, &told["replayed"]), (position, &true.into()), "{step}");
            }
            if let Some(id) = told["transfer_id"].as_str() {
                transfer = id.to_owned();
            }
        }
    }
}

async fn servers_killed_while_steps_are_sent_lose_none_and_take_none_twice(log: support::Place) {
    const DOSSIERS: usize = 12;
    let program = Program::with_people(log, DOSSIERS);
    let officers = Officers::of(&program);
    let answered = Answered::default();
    let mut killed = 0;
    loop {
        let mut behind = program.log.behind().await;
        let there = Program::count(&mut behind, &FACTS).await;
        behind.leave().await;
        let mut server = serves(&program);
        let address = server.is_up();
        let workers: Vec<_> = program
            .dossiers
            .chunks(DOSSIERS / 4)
            .map(|dossiers| {
                let (officers, address) = (officers.clone(), address.clone());
                let (dossiers, answered) = (dossiers.to_vec(), answered.clone());
                thread::spawn(move || send_all(&officers, &address, &dossiers, &answered))
            })
            .collect();
        let is_last = there + 9 > DOSSIERS * STEPS.len();
        if is_last {
            // Nobody is in its way: everything is answered.
            workers.into_iter().for_each(|worker| worker.join().unwrap());
            server.killed();
            break;
        }
        let one_works = || workers.iter().any(|worker| !worker.is_finished());
        program.until_there(&FACTS, there + 9, one_works).await;
        server.killed();
        workers.into_iter().for_each(|worker| worker.join().unwrap());
        program.is_quiet().await;
        killed += 1;
    }
    assert!(killed > 1, "{killed}");
    program.is_quiet().await;
    let answered = answered.lock().unwrap().clone();
    assert_eq!(answered.len(), DOSSIERS * STEPS.len());
    for (key, position) in answered {
        let sql = format!("select stream_id from event where position = {position}");
        let stream = program.log.behind().await.rows(&sql, &sql).await.concat();
        assert!(stream.iter().any(|stream| key.starts_with(stream)), "{key} is at {position}");
    }
    assert_handed_over(&program).await;
}
