//! The command line: the real binary, its standard output, its talk and its exit codes.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at what they did not expect")]

mod checkpoints;
mod duplicates;
mod hostile;
mod killed;
mod lists;
mod mass_moves;
mod package;
mod replay;
mod scans;
mod secondments;
mod sheet;
mod sign_on;
mod text_lists;
mod transfers;
mod units;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use hoso::{
    clock::SystemClock,
    store::{Location, Purpose, Store, tokens},
};
use serde_json::Value as Json;
use sqlx::{Connection as _, SqliteConnection};
use tempfile::TempDir;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/danh-sach-mau.xlsx");

/// The vectors of `domain/calendar.md`: first day, working days, last day.
const DUE_DATES: [(&str, &str, &str); 11] = [
    ("2023-04-05", "5", "2023-04-12"),
    ("2024-04-26", "5", "2024-05-07"),
    ("2025-12-26", "5", "2026-01-06"),
    ("2026-01-05", "5", "2026-01-10"),
    ("2026-02-12", "5", "2026-02-26"),
    ("2026-02-14", "5", "2026-02-27"),
    ("2026-04-20", "10", "2026-05-07"),
    ("2026-08-20", "5", "2026-08-26"),
    ("2026-08-20", "10", "2026-09-07"),
    ("2026-11-20", "5", "2026-11-30"),
    ("2027-02-02", "5", "2027-02-16"),
];

/// What a run of the program came to.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Ran {
    #[track_caller]
    fn json(&self) -> Json {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}: {:?}, {:?}", self.out, self.err))
    }

    #[track_caller]
    fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{} {}", self.out, self.err);
        self
    }
}

/// A folder with its own data.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// A place with a database that holds a province and one commune.
    fn with_units() -> Self {
        let place = Self::new();
        place.run(&["migrate"]).ends_with(0);
        for (code, name, kind, parent) in [
            ("H53", "Tỉnh giả định", "province", None),
            ("H53.01", "Ủy ban nhân dân phường Đông Thành", "commune", Some("H53")),
        ] {
            let mut line = vec!["units", "establish", "--code", code, "--name", name];
            line.extend(["--kind", kind, "--on", "2023-01-01", "--paper-number", "1/NQ-QH"]);
            line.extend(["--paper-date", "2022-12-01", "--paper-issuer", "Quốc hội"]);
            line.extend(parent.iter().flat_map(|parent| ["--parent", parent]));
            place.run(&line).ends_with(0);
        }
        place
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(&[], arguments)
    }

    /// Runs the program with nothing of its own in the environment but this.
    fn run_with(&self, environment: &[(&str, &str)], arguments: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hoso"));
        self.ran(&mut command, environment, arguments)
    }

    /// Runs the program where it gets no more than so much memory.
    fn run_within(&self, kib: u32, arguments: &[&str]) -> Ran {
        let bounded = format!("ulimit -v {kib}; exec \"$@\"");
        let mut shell = Command::new("sh");
        shell.args(["-c", &bounded, "sh", env!("CARGO_BIN_EXE_hoso")]);
        self.ran(&mut shell, &[], arguments)
    }

    fn ran(&self, command: &mut Command, environment: &[(&str, &str)], arguments: &[&str]) -> Ran {
        command.args(arguments).current_dir(self.folder.path());
        for (name, _value) in std::env::vars() {
            if ["HOSO_", "AWS_"].iter().any(|own| name.starts_with(own)) {
                command.env_remove(name);
            }
        }
        let done = command.envs(environment.iter().copied()).output().unwrap();
        Ran {
            // None for a program that was ended by a signal, as when memory is refused.
            code: done.status.code().unwrap_or(-1),
            out: String::from_utf8(done.stdout).unwrap(),
            err: String::from_utf8(done.stderr).unwrap(),
        }
    }

    /// Takes a list in on fixed days, so that its due dates are known.
    fn import(&self, file: &str, more: &[&str]) -> Ran {
        let mut line = vec!["import", "people", file, "--unit", "H53.01"];
        line.extend(["--paper-date", "2024-04-25", "--confirmed-on", "2024-04-26"]);
        line.extend(more);
        self.run(&line)
    }

    fn facts(&self) -> u64 {
        self.run(&["verify", "--json"]).ends_with(0).json()["facts"].as_u64().unwrap()
    }

    fn database(&self) -> PathBuf {
        self.folder.path().join("data/hoso.db")
    }

    /// Does to the database what its triggers refuse.
    async fn tamper(&self, statements: &[&'static str]) {
        let url = format!("sqlite:{}", self.database().display());
        let mut database = SqliteConnection::connect(&url).await.unwrap();
        for statement in statements {
            sqlx::raw_sql(*statement).execute(&mut database).await.unwrap();
        }
        database.close().await.unwrap();
    }
}

#[test]
fn due_dates_are_printed_with_nothing_else_and_without_a_database() {
    let place = Place::new();
    for (from, n, due_on) in DUE_DATES {
        let ran = place.run(&["workdays", "add", from, n]).ends_with(0);
        assert_eq!((ran.out, ran.err), (format!("{due_on}\n"), String::new()), "{from} + {n}");
    }
    assert!(!place.folder.path().join("data").exists(), "nothing was made");
}

#[test]
fn a_database_that_is_there_lends_its_calendars() {
    let place = Place::new();
    place.run(&["migrate"]).ends_with(0);
    let answer = place.run(&["workdays", "add", "2026-11-20", "5", "--json"]).ends_with(0).json();
    assert_eq!(answer["calendar"], "database");
    assert_eq!(answer["due_on"], "2026-11-30");
}

#[test]
fn a_calendar_year_that_is_missing_is_named() {
    let ran = Place::new().run(&["workdays", "add", "2027-12-20", "15"]).ends_with(1);
    assert_eq!(ran.out, "");
    assert!(ran.err.contains("2028"), "{}", ran.err);
}

#[test]
fn a_term_is_explained_day_by_day() {
    let ran = Place::new().run(&["workdays", "explain", "20/11/2026", "5"]).ends_with(0);
    let days: Vec<&str> = ran.out.lines().collect();
    assert_eq!(days.len(), 13, "{}", ran.out);
    assert!(days[5].starts_with("24/11/2026  Ba         Nghỉ: "), "{}", days[5]);
    assert!(days[11].starts_with("30/11/2026  Hai  5     Ngày làm việc"), "{}", days[11]);
}

#[test]
fn a_wrong_command_line_ends_with_2_and_says_what_is_wrong() {
    for (line, said) in [
        (&["workdays", "add", "2026-11-31", "5"][..], "<DATE>"),
        (&["workdays", "add", "2026-11-20", "five"], "five"),
        (&["workday"], "workdays"),
        (&["units", "--undr", "H53"], "--under"),
        (&["import", "people"], "<FILE>"),
        (&["import", "undo", "ab"], "--reason"),
        (&["obligations", "--state", "late"], "overdue"),
        (&["show", "not-an-id"], "not-an-id"),
        (&["rebuild", "--check", "--reason", "x"], "--reason"),
        (&["account", "token"], "ACCOUNT-ID"),
    ] {
        let ran = Place::new().run(line).ends_with(2);
        assert_eq!(ran.out, "", "{line:?}");
        assert!(ran.err.contains(said), "{line:?}: {}", ran.err);
        let mut line = line.to_vec();
        line.push("--json");
        let answer = Place::new().run(&line).ends_with(2).json();
        assert_eq!(answer["error"]["code"], "usage", "{line:?}");
    }
    assert_eq!(Place::new().run(&[]).ends_with(2).out, "", "help nobody asked for is talk");
}

#[test]
fn help_speaks_both_languages_and_names_the_exit_codes() {
    for (lang, words) in [("vi", "Mã kết thúc:"), ("en", "Exit codes:")] {
        let ran = Place::new().run(&["--help", "--lang", lang]).ends_with(0);
        assert!(ran.out.contains(words), "{}", ran.out);
        for code in ["  0  ", "  1  ", "  2  ", "  3  ", "  4  ", " 75  ", " 78  "] {
            assert!(ran.out.contains(code), "{lang}: {code}");
        }
    }
}

#[test]
fn the_page_of_the_command_line_is_what_the_program_says() {
    let page = Place::new().run(&["help-markdown"]).ends_with(0).out;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/CLI.md");
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(page, kept, "write it anew: hoso help-markdown > docs/CLI.md");
}

#[test]
fn what_is_not_there_ends_with_66() {
    let nowhere = Place::new();
    for line in [&["units"][..], &["verify"], &["obligations"], &["rebuild", "--check"]] {
        assert!(nowhere.run(line).ends_with(66).err.contains("hoso migrate"), "{line:?}");
    }
    assert!(!nowhere.database().exists(), "asking made no database");
    let place = Place::with_units();
    let unknown = "01900000-0000-7000-8000-000000000000";
    for line in [
        &["show", unknown][..],
        &["timeline", unknown],
        &["units", "--under", "H99"],
        &["obligations", "--unit", "H99"],
        &["rules", "adopt", "TN-1-1900"],
        &["account", "token", unknown],
        &["import", "people", SAMPLE, "--unit", "H99"],
    ] {
        let ran = place.run(line).ends_with(66);
        assert_eq!(ran.out, "", "{line:?}");
    }
}

#[tokio::test]
async fn reading_works_beside_a_writer_and_a_second_writer_is_told_to_wait() {
    let place = Place::with_units();
    let location = Location::File(place.database());
    let writer = Store::open(&location, Purpose::Write, Arc::new(SystemClock)).await.unwrap();
    place.run(&["units"]).ends_with(0);
    place.run(&["import", "people", SAMPLE, "--unit", "H53", "--dry-run"]).ends_with(0);
    place.run(&["migrate"]).ends_with(75);
    let answer = place.run(&["rules", "adopt", "ND27-2026", "--json"]).ends_with(75).json();
    assert_eq!(answer["error"]["code"], "in_use");
    drop(writer);
}

#[tokio::test]
async fn tables_of_a_newer_program_end_with_78() {
    let place = Place::with_units();
    place
        .tamper(&["insert into _sqlx_migrations
             (version, description, success, checksum, execution_time)
             values (99, 'later', true, x'00', 0)"])
        .await;
    for line in [&["units"][..], &["migrate"]] {
        place.run(line).ends_with(78);
    }
    assert!(place.run(&["doctor"]).ends_with(1).out.contains("99"));
}

#[test]
fn a_sound_log_verifies_and_its_read_models_are_equal() {
    let place = Place::with_units();
    place.import(SAMPLE, &[]).ends_with(0);
    let answer = place.run(&["verify", "--json"]).ends_with(0).json();
    assert_eq!(answer["sound"], true);
    assert_eq!(answer["broken"], Json::Null);
    let answer = place.run(&["rebuild", "--check", "--json"]).ends_with(0).json();
    assert_eq!((&answer["equal"], &answer["swapped"]), (&true.into(), &false.into()));
    let answer = place.run(&["rebuild", "--json"]).ends_with(0).json();
    assert_eq!((&answer["equal"], &answer["swapped"]), (&true.into(), &true.into()));
}

#[tokio::test]
async fn an_edited_fact_is_found_and_named_with_its_stream() {
    let place = Place::with_units();
    place
        .tamper(&[
            "drop trigger event_is_never_updated",
            "update event set payload = replace(payload, '2023-01-01', '2023-01-02')
             where position = 11",
        ])
        .await;
    let answer = place.run(&["verify", "--json"]).ends_with(3).json();
    assert_eq!(answer["sound"], false);
    let broken = &answer["broken"];
    assert_eq!((&broken["position"], &broken["fault"]), (&11.into(), &"altered".into()));
    assert_eq!(broken["stream_type"], "unit");
    let ran = place.run(&["verify"]).ends_with(3);
    assert!(ran.out.contains("11") && ran.out.contains("unit 00000000-"), "{}", ran.out);
}

#[tokio::test]
async fn a_fact_nobody_can_read_is_named_too() {
    let place = Place::with_units();
    place
        .tamper(&[
            "drop trigger event_is_never_updated",
            "update event set payload = '{' where position = 3",
        ])
        .await;
    let answer = place.run(&["verify", "--json"]).ends_with(3).json();
    assert_eq!(answer["broken"]["position"], 3);
    assert!(place.run(&["units"]).ends_with(1).err.contains("hoso verify"));
    assert!(place.run(&["doctor"]).ends_with(1).out.contains("fail"));
}

#[tokio::test]
async fn a_read_model_that_differs_is_a_finding_until_a_reason_is_given() {
    let place = Place::with_units();
    place.tamper(&["update units set name = 'x'"]).await;
    place.run(&["rebuild", "--check"]).ends_with(3);
    place.run(&["rebuild"]).ends_with(3);
    assert!(place.run(&["units"]).out.contains("x   "), "nothing was swapped");
    place.run(&["rebuild", "--reason", "bảng đọc bị sửa tay"]).ends_with(0);
    place.run(&["rebuild", "--check"]).ends_with(0);
    assert!(place.run(&["units"]).out.contains("Đông Thành"));
}

#[test]
fn the_first_administrator_gets_an_account_and_a_token() {
    let place = Place::with_units();
    let line = |role: &'static str| {
        let mut line = vec!["account", "issue-staff", "--name", "Lê Văn Bình", "--unit", "H53"];
        line.extend(["--role", role, "--paper-number", "5/TTr", "--paper-date", "2024-01-02"]);
        line.extend(["--paper-issuer", "Sở Nội vụ"]);
        line
    };
    let before = place.facts();
    place.run(&line("inspector")).ends_with(1);
    assert_eq!(place.facts(), before, "a refused grant leaves no account behind");
    let account = place.run(&line("administrator")).ends_with(0).out;
    let list = place.run(&["account", "list", "--json"]).ends_with(0).json();
    assert_eq!(list["accounts"][0]["account_id"], account.trim());
    assert_eq!(list["accounts"][0]["grants"][0]["role"], "administrator");
    for line in [
        &["account", "token", account.trim()][..],
        &["account", "token", "--unit", "H53", "--role", "administrator", "--days", "7"],
    ] {
        let ran = place.run(line).ends_with(0);
        assert!(ran.out.starts_with("hoso_") && ran.out.lines().count() == 1, "{}", ran.out);
        assert!(!ran.err.contains("hoso_"), "the secret is on standard output only");
    }
    place.run(&["account", "token", "--unit", "H53", "--role", "head"]).ends_with(66);
}

#[tokio::test]
async fn a_token_is_listed_without_its_secret_and_opens_nothing_once_it_is_revoked() {
    let place = Place::with_units();
    let mut line = vec!["account", "issue-staff", "--name", "Lê Văn Bình", "--unit", "H53"];
    line.extend(["--role", "administrator", "--paper-number", "5/TTr"]);
    line.extend(["--paper-date", "2024-01-02", "--paper-issuer", "Sở Nội vụ"]);
    let account = place.run(&line).ends_with(0).out;
    let made = ["account", "token", account.trim(), "--label", "máy chấm công"];
    let secret = place.run(&made).ends_with(0).out;
    let opens = async || {
        let location = Location::File(place.database());
        let clock = Arc::new(SystemClock);
        let store = Store::open(&location, Purpose::Read, clock).await.unwrap();
        tokens::account_of(&store, secret.trim()).await.unwrap()
    };
    assert_eq!(opens().await.as_deref(), Some(account.trim()));
    let listed = place.run(&["account", "tokens"]).ends_with(0).out;
    assert!(listed.contains("máy chấm công") && !listed.contains(secret.trim()), "{listed}");
    let list = place.run(&["account", "tokens", "--json"]).ends_with(0).json();
    let id = list["tokens"][0]["token_id"].as_str().unwrap().to_owned();
    place.run(&["account", "revoke-token", &id]).ends_with(0);
    assert_eq!(opens().await, None);
    let list = place.run(&["account", "tokens", "--json"]).ends_with(0).json();
    assert!(list["tokens"][0]["revoked_at"].is_string());
    // A second time there is nothing left to revoke, and no token is named by an empty id.
    for id in [id.as_str(), "", "%"] {
        place.run(&["account", "revoke-token", id]).ends_with(66);
    }
}

#[test]
fn the_doctor_finds_a_new_database_well_and_the_coming_year_known() {
    let place = Place::with_units();
    let answer = place.run(&["doctor", "--json"]).json();
    let checks = answer["checks"].as_array().unwrap();
    let of = |check: &str| {
        let found = checks.iter().find(|line| line["check"] == check);
        found.unwrap_or_else(|| panic!("no line for {check} in {answer}"))
    };
    for check in ["version", "journal_mode", "synchronous", "schema", "read_models", "rules"] {
        assert_eq!(of(check)["state"], "ok", "{check}");
    }
    assert_eq!(of("facts")["said"], "11");
    assert_eq!(of("journal_mode")["said"], "wal");
    assert_eq!(of("synchronous")["said"], "full");
    assert_eq!(Place::new().run(&["doctor"]).ends_with(1).err, "");
}

#[tokio::test]
async fn the_demo_leaves_a_real_database_and_a_half_filled_one_alone() {
    let place = Place::with_units();
    for line in [
        &["demo", "--no-serve", "--database", "data/hoso.db"][..],
        &["demo", "--no-serve", "--reset", "--database", "data/hoso.db"],
    ] {
        let answer = place.run(&[line, &["--json"]].concat()).ends_with(1).json();
        assert_eq!(answer["error"]["code"], "demo_not_invented");
    }
    assert!(place.database().exists());
    let location = Location::File(place.database());
    let store = Store::open(&location, Purpose::Write, Arc::new(SystemClock)).await.unwrap();
    store.say_about("invented", "yes").await.unwrap();
    drop(store);
    let ran = place.run(&["demo", "--no-serve", "--database", "data/hoso.db"]).ends_with(1);
    assert!(ran.err.contains("--reset"), "{}", ran.err);
    let doctor = place.run(&["doctor", "--json"]).json();
    let people = doctor["checks"].as_array().unwrap().iter().find(|line| line["check"] == "people");
    assert_eq!(people.unwrap()["state"], "warn", "an invented database says so");
}

#[test]
fn every_answer_is_one_json_document_when_asked_and_clean_text_otherwise() {
    let place = Place::with_units();
    let dossier = place.import(SAMPLE, &["--json"]).json()["dossiers"][0]["dossier"].clone();
    let dossier = dossier.as_str().unwrap();
    for line in [
        &["workdays", "add", "2026-11-20", "5"][..],
        &["workdays", "explain", "2026-11-20", "5"],
        &["show", dossier],
        &["show", dossier, "--true-on", "2024-05-01"],
        &["timeline", dossier],
        &["obligations", "--state", "overdue"],
        &["units"],
        &["units", "--under", "H53.01"],
        &["rules"],
        &["rules", "adopt", "ND27-2026"],
        &["account", "list"],
        &["verify"],
        &["rebuild", "--check"],
        &["migrate"],
        &["doctor"],
        &["openapi"],
        &["import", "people", SAMPLE, "--unit", "H53.01"],
    ] {
        for lang in ["vi", "en"] {
            let ran = place.run(&[line, &["--lang", lang]].concat()).ends_with(0);
            for text in [&ran.out, &ran.err] {
                let unclean = |c: char| c.is_control() && c != '\n';
                assert!(!text.contains(unclean), "{line:?}: {text:?}");
                assert!(!text.contains("cli-"), "a sentence is missing in {lang}: {text}");
            }
            assert_ne!(ran.out, "", "{line:?}");
        }
        let answer = place.run(&[line, &["--json"]].concat()).ends_with(0).json();
        for key in keys_of(&answer) {
            let snake = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            assert!(line == ["openapi"] || key.chars().all(snake), "{line:?}: {key}");
        }
    }
}

fn keys_of(json: &Json) -> Vec<&str> {
    match json {
        Json::Object(map) => map
            .iter()
            .flat_map(|(key, below)| [vec![key.as_str()], keys_of(below)].concat())
            .collect(),
        Json::Array(items) => items.iter().flat_map(keys_of).collect(),
        _ => vec![],
    }
}
