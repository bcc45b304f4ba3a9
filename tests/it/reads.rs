//! Who looks into whose dossier is written down before anything is shown: always, once a request,
//! and for good.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Command as Process, Stdio},
    sync::Arc,
    time::Duration,
};

use hoso::{
    app::{
        Actor, App, CommandError, Opened, Visit,
        quota::{DOSSIERS_DAY_MAX, DOSSIERS_SOON_MAX},
        reads::AsOf,
    },
    clock::{Clock as _, ScriptedClock, SystemClock},
    store::{
        Location, Purpose, Store,
        access_log::{AccessRow, of_dossier},
        scans::{self, ScanRow},
    },
};
use hoso_events::{provenance::Source, values::FileHash};
use hoso_projections::database::Database;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::support::{
    Behind, Place, World, account, at, commits, dossier, in_runtime, on_both, on_postgres,
    on_sqlite, people, world,
    world::{MORNING, actor},
};

on_both![
    a_look_is_written_down_once_a_request_with_who_and_why,
    a_look_without_ground_is_written_down_too,
    a_look_that_cannot_be_written_down_is_refused,
    the_database_itself_refuses_to_change_who_looked,
    the_person_sees_who_looked_and_so_does_who_may_read_the_dossier,
    lists_are_written_down_without_what_was_searched_for,
    one_person_opens_sixty_dossiers_in_ten_minutes_and_no_more,
    looks_and_commands_do_not_keep_each_other_from_the_log,
    a_file_is_noted_once_a_dossier_and_for_good,
];

/// One who comes with a page of the service.
fn coming(actor: &Actor, request: u128, opened: Opened) -> Actor {
    let visit = Visit::new(Source::Page, Uuid::from_u128(request), opened);
    actor.clone().on(visit.from(Some("10.0.0.7".to_owned())))
}

/// Every row of a dossier, newest first.
async fn rows(db: &Database, n: u32) -> Vec<AccessRow> {
    let found = of_dossier(db, &dossier(n).to_string(), None, true, 500).await.unwrap();
    found.into_iter().map(|entry| entry.row).collect()
}

async fn a_look_is_written_down_once_a_request_with_who_and_why(place: Place) {
    let world = world(place).await;
    world.opens(1).await;
    let hanh = coming(&world.officer, 0xE1, Opened::Dossier);
    world.app.record(&hanh, dossier(1), AsOf::default()).await.unwrap();
    world.app.timeline(&hanh, dossier(1), None, 10).await.unwrap();
    let expected = AccessRow {
        at: at(MORNING),
        account_id: world.officer.account.id.to_string(),
        account_name: "Trần Thị Hạnh".to_owned(),
        unit_id: Some(people::FINANCE.to_string()),
        unit_name: Some("Sở Tài chính".to_owned()),
        ground: "data_officer".to_owned(),
        dossier_id: Some(dossier(1).to_string()),
        opened: "dossier".to_owned(),
        detail: String::new(),
        hits: None,
        outcome: "shown".to_owned(),
        source: "page".to_owned(),
        client: Some("10.0.0.7".to_owned()),
        request_id: Uuid::from_u128(0xE1).to_string(),
    };
    assert_eq!(rows(world.db(), 1).await, std::slice::from_ref(&expected));

    world.at("2026-11-02T01:05:00Z");
    let again = coming(&world.officer, 0xE2, Opened::Section).on(Visit::new(
        Source::Api,
        Uuid::from_u128(0xE2),
        Opened::Section,
    )
    .to("personal"));
    world.app.duties(&again, dossier(1)).await.unwrap();
    let second = AccessRow {
        at: at("2026-11-02T01:05:00Z"),
        opened: "section".to_owned(),
        detail: "personal".to_owned(),
        source: "api".to_owned(),
        client: None,
        request_id: Uuid::from_u128(0xE2).to_string(),
        ..expected.clone()
    };
    assert_eq!(rows(world.db(), 1).await, [second, expected]);

    // One who says nothing of their visit is written down each time: rather twice than not.
    world.app.person(&world.officer, dossier(1)).await.unwrap();
    world.app.person(&world.officer, dossier(1)).await.unwrap();
    assert_eq!(rows(world.db(), 1).await.len(), 4);
}

async fn a_look_without_ground_is_written_down_too(place: Place) {
    let world = world(place).await;
    world.keeps(1).await;
    world.keeps(2).await;
    let mai = actor(&world.app, account(1)).await;
    let mai = coming(&mai, 0xE1, Opened::Dossier);
    world.app.person(&mai, dossier(1)).await.unwrap();
    for n in [2, 99] {
        // Whether there is such a dossier is told by nothing, not even by the time it takes.
        let refused = world.app.record(&mai, dossier(n), AsOf::default()).await.unwrap_err();
        assert!(matches!(refused, CommandError::Denied), "{refused:?}");
        let written = rows(world.db(), n).await;
        let told: Vec<_> = written.iter().map(|row| (&*row.ground, &*row.outcome)).collect();
        assert_eq!(told, [("none", "denied")]);
    }
    let own = rows(world.db(), 1).await;
    assert_eq!((own.len(), &*own[0].ground, &*own[0].outcome), (1, "own", "shown"));
}

/// Makes the database refuse every row of the access log, until it is let be.
async fn refuse_rows(behind: &mut Behind) {
    let sqlite = "create trigger unwritten before insert on access_log
                  begin select raise(abort, 'no'); end";
    let postgres = "create function unwritten() returns trigger language plpgsql as $$
                    begin raise exception 'no'; end $$;
                    create trigger unwritten before insert on access_log for each row
                    execute function unwritten()";
    behind.run_each(sqlite, postgres).await.unwrap();
}

async fn let_rows_be(behind: &mut Behind) {
    let postgres = "drop trigger unwritten on access_log";
    behind.run_each("drop trigger unwritten", postgres).await.unwrap();
}

async fn a_look_that_cannot_be_written_down_is_refused(place: Place) {
    let world = world(place).await;
    world.opens(1).await;
    let mut behind = world.place.behind().await;
    refuse_rows(&mut behind).await;
    let hanh = coming(&world.officer, 0xE1, Opened::Dossier);
    for _again in 0..3 {
        let record = world.app.record(&hanh, dossier(1), AsOf::default()).await.unwrap_err();
        assert_eq!(record.code(), "audit_unavailable");
        let listed = world.app.listed(&hanh, Opened::People, 4).await.unwrap_err();
        assert_eq!(listed.code(), "audit_unavailable");
    }
    // Facts are another table: work that shows nothing goes on.
    world.opens(2).await;
    let_rows_be(&mut behind).await;
    world.app.record(&hanh, dossier(1), AsOf::default()).await.unwrap();
    assert_eq!(rows(world.db(), 1).await.len(), 1);
}

#[test]
fn a_full_disk_shows_no_dossier() {
    on_sqlite(|place| async {
        let world = world(place).await;
        world.opens(1).await;
        let Database::Sqlite { write: Some(pool), .. } = world.db() else {
            panic!("an SQLite file")
        };
        let limit = async |pages: i64| {
            let sql = AssertSqlSafe(format!("pragma max_page_count = {pages}"));
            sqlx::raw_sql(sql).execute(pool).await.unwrap();
        };
        limit(1).await;
        let mut shown = 0;
        let error = loop {
            match world.app.person(&world.officer, dossier(1)).await {
                Ok(_person) => shown += 1,
                Err(error) => break error,
            }
            assert!(shown < 500, "the disk never fills");
        };
        assert_eq!(error.code(), "storage_full");
        assert_eq!(rows(world.db(), 1).await.len(), shown);
        limit(1_000_000).await;
        world.app.person(&world.officer, dossier(1)).await.unwrap();
        assert_eq!(rows(world.db(), 1).await.len(), shown + 1);
    });
}

async fn the_database_itself_refuses_to_change_who_looked(place: Place) {
    let world = world(place).await;
    world.opens(1).await;
    world.app.person(&world.officer, dossier(1)).await.unwrap();
    let mut behind = world.place.behind().await;
    let mut attempts = vec![
        ("update access_log set account_name = 'x'", "update"),
        ("delete from access_log", "delete"),
    ];
    if world.place.is_sqlite() {
        attempts.push(("insert or replace into access_log select * from access_log", "replace"));
    } else {
        attempts.push(("truncate access_log", "truncate"));
    }
    for (sql, refused) in attempts {
        let error = behind.run(sql).await.expect_err(sql).to_string();
        assert!(error.contains(&format!("access_log is append-only: {refused}")), "{sql}: {error}");
    }
    assert_eq!(rows(world.db(), 1).await.len(), 1);
}

async fn the_person_sees_who_looked_and_so_does_who_may_read_the_dossier(place: Place) {
    let world = world(place).await;
    world.keeps(1).await;
    let mai = actor(&world.app, account(1)).await;
    let sees = async |actor: &Actor, request, own| {
        let actor = coming(actor, request, Opened::AccessLog);
        let entries = world.app.access_log(&actor, dossier(1), None, own, 50).await.unwrap();
        let told = |row: AccessRow| (row.account_name, row.opened);
        entries.into_iter().map(|entry| told(entry.row)).collect::<Vec<_>>()
    };
    let line = |name: &str, opened: &str| (name.to_owned(), opened.to_owned());
    // Nobody but herself, and that is left out.
    assert_eq!(sees(&mai, 1, false).await, []);
    let hanh = coming(&world.officer, 2, Opened::Timeline);
    world.app.timeline(&hanh, dossier(1), None, 5).await.unwrap();
    let looked = line("Trần Thị Hạnh", "timeline");
    assert_eq!(sees(&mai, 3, false).await, std::slice::from_ref(&looked));
    // To read the list is a look: for the officer, who sees it at once, and for Mai afterwards.
    let read = line("Trần Thị Hạnh", "access_log");
    assert_eq!(sees(&world.officer, 4, false).await, [read.clone(), looked.clone()]);
    assert_eq!(sees(&mai, 5, false).await, [read.clone(), looked.clone()]);
    let own = line("Nguyễn Thị Mai", "access_log");
    let all = [own.clone(), own.clone(), read, own.clone(), looked, own];
    assert_eq!(sees(&mai, 6, true).await, all);
}

async fn lists_are_written_down_without_what_was_searched_for(place: Place) {
    let world = world(place).await;
    let hanh = coming(&world.officer, 0xE1, Opened::Other);
    world.app.listed(&hanh, Opened::NameSearch, 12).await.unwrap();
    let mut behind = world.place.behind().await;
    let sql =
        "select opened, cast(hits as text), ground, coalesce(dossier_id, '-') from access_log";
    assert_eq!(behind.rows(sql, sql).await, [["name_search", "12", "grant", "-"]]);
}

/// What comes of opening so many dossiers one after the other; the code of what was refused.
async fn opens_all(app: &App, actor: &Actor, numbers: std::ops::Range<usize>) -> Vec<String> {
    let mut refused = vec![];
    for n in numbers {
        let id = dossier(u32::try_from(n).unwrap());
        if let Err(error) = app.person(actor, id).await {
            refused.push(error.code().to_owned());
        }
    }
    refused
}

async fn one_person_opens_sixty_dossiers_in_ten_minutes_and_no_more(place: Place) {
    let world = world(place).await;
    let all = DOSSIERS_DAY_MAX + 1;
    let facts = (1..=all).map(|n| u32::try_from(n).unwrap());
    for n in facts {
        let commit = commits::commit(
            vec![commits::append(n, 0, vec![commits::opened(n)])],
            &format!("k{n}"),
            "",
        );
        world.store.append(commit).await.unwrap();
    }
    let hanh = &world.officer;
    assert_eq!(opens_all(&world.app, hanh, 1..DOSSIERS_SOON_MAX + 1).await, [""; 0]);
    assert_eq!(opens_all(&world.app, hanh, 61..63).await, ["read_quota"; 2]);
    // What was opened before may be opened again; a refused one is written down as such.
    assert_eq!(opens_all(&world.app, hanh, 5..9).await, [""; 0]);
    assert_eq!(rows(world.db(), 61).await[0].outcome, "quota");
    // A service that was started anew remembers.
    let anew = App::new(world.store.clone());
    assert_eq!(opens_all(&anew, hanh, 61..62).await, ["read_quota"]);
    // A program and the server itself do bulk work.
    let program =
        hanh.clone().on(Visit::new(Source::Api, Uuid::from_u128(1), Opened::Record).by_token());
    assert_eq!(opens_all(&world.app, &program, 61..130).await, [""; 0]);
    assert_eq!(opens_all(&world.app, &Actor::service(), 61..130).await, [""; 0]);
    for (batch, minute) in [(61..121, 11), (121..181, 22), (181..241, 33), (241..301, 44)] {
        world.at(&format!("2026-11-02T01:{minute}:00Z"));
        assert_eq!(opens_all(&world.app, hanh, batch).await, [""; 0]);
    }
    world.at("2026-11-02T09:00:00Z");
    assert_eq!(opens_all(&world.app, hanh, 301..302).await, ["read_quota_day"]);
    world.at("2026-11-03T01:00:01Z");
    assert_eq!(opens_all(&world.app, hanh, 301..302).await, [""; 0]);
}

async fn looks_and_commands_do_not_keep_each_other_from_the_log(place: Place) {
    let world = world(place).await;
    world.opens(1).await;
    let looking = (0..2_000).map(|_| world.app.person(&world.officer, dossier(1)));
    let writing = async {
        for n in 2..42 {
            world.opens(n).await;
        }
    };
    let both = futures_util::future::join(futures_util::future::join_all(looking), writing);
    let (shown, ()) = tokio::time::timeout(Duration::from_secs(60), both).await.unwrap();
    assert!(shown.iter().all(Result::is_ok));
    let mut behind = world.place.behind().await;
    assert_eq!(behind.number("select count(*) from access_log").await, 2_000);
}

async fn a_file_is_noted_once_a_dossier_and_for_good(place: Place) {
    let world = world(place).await;
    let hash = |digits: &str| FileHash::parse(&digits.repeat(32)).unwrap();
    let row = |n: u32, hash: FileHash, bytes| ScanRow {
        dossier_id: dossier(n).to_string(),
        hash,
        kind: "jpg".to_owned(),
        bytes,
        size: Some((600, 848)),
        account_id: world.officer.account.id.to_string(),
        uploaded_at: at(MORNING),
        elsewhere: 0,
    };
    let pdf = ScanRow { kind: "pdf".to_owned(), size: None, ..row(1, hash("1b"), 9) };
    for noted in [row(1, hash("0a"), 5), pdf.clone(), row(2, hash("0a"), 5)] {
        scans::note(&world.store, &noted).await.unwrap();
    }
    // Handed in again it stays as it was noted.
    scans::note(&world.store, &row(1, hash("0a"), 6)).await.unwrap();
    let found = scans::of_dossier(&world.store, &dossier(1).to_string()).await.unwrap();
    assert_eq!(found, [ScanRow { elsewhere: 1, ..row(1, hash("0a"), 5) }, pdf]);
    let mut behind = world.place.behind().await;
    for (sql, refused) in [("update scan set bytes = 1", "update"), ("delete from scan", "delete")]
    {
        let error = behind.run(sql).await.expect_err(sql).to_string();
        assert!(error.contains(&format!("scan is append-only: {refused}")), "{sql}: {error}");
    }
}

#[test]
fn the_command_line_writes_its_looks_down_beside_a_running_server() {
    on_sqlite(|place| async {
        let world = world(place).await;
        world.opens(1).await;
        let clock = Arc::new(ScriptedClock::new(at(MORNING), 2));
        let reader = Store::open(&world.place.location, Purpose::Read, clock).await.unwrap();
        let beside = App::new(Arc::new(reader));
        beside.person(&Actor::service(), dossier(1)).await.unwrap();
        let written = rows(world.db(), 1).await;
        assert_eq!(written.len(), 1);
        assert_eq!((&*written[0].ground, &*written[0].account_name), ("service", "hoso"));
        // The server goes on from the end of the log it has in mind.
        world.opens(2).await;
        beside.person(&Actor::service(), dossier(2)).await.unwrap();
        beside.store().close().await;
        world.opens(3).await;
    });
}

/// What tells the child process that it is one: where the log is.
const READ: &str = "HOSO_TEST_READER";

/// Not a test but the process that is killed: returns at once unless a parent asks for work.
#[test]
fn child_reader() {
    let Ok(location) = std::env::var(READ) else { return };
    in_runtime(async move {
        let clock = Arc::new(SystemClock);
        let store = Store::open(&Location::parse(&location), Purpose::Write, clock).await.unwrap();
        let app = Arc::new(App::new(Arc::new(store)));
        let tasks = (0..6).map(|_task| {
            let app = app.clone();
            tokio::spawn(async move {
                for _look in 0..5_000 {
                    let request = SystemClock.new_id();
                    let visit = Visit::new(Source::Page, request, Opened::Record);
                    app.person(&Actor::service().on(visit), dossier(1)).await.unwrap();
                    let line = format!("\nshown {request}\n");
                    std::io::stdout().write_all(line.as_bytes()).unwrap();
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap();
        }
    });
}

/// Kills a process that shows dossiers; answers which requests it had answered.
fn kill_a_reader(location: &Location, after: Duration) -> Vec<String> {
    let location = match location {
        Location::File(path) => path.display().to_string(),
        Location::Postgres(url) => url.clone(),
    };
    let mut child = Process::new(std::env::current_exe().unwrap())
        .args(["--exact", "reads::child_reader", "--nocapture"])
        .env(READ, location)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let told = BufReader::new(child.stdout.take().unwrap());
    let (started, has_started) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || {
        let mut shown = vec![];
        for line in told.lines().map_while(Result::ok) {
            if let Some(request) = line.strip_prefix("shown ") {
                let _parent_knows = started.send(());
                shown.push(request.to_owned());
            }
        }
        shown
    });
    has_started.recv_timeout(Duration::from_secs(20)).expect("the child reads");
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap()
}

async fn killed_while_it_shows(place: Place) {
    let mut world = world(place).await;
    world.opens(1).await;
    let mut random = fastrand::Rng::with_seed(5);
    for _round in 0..4 {
        let World { place, clock, store, app, .. } = world;
        drop((app, store));
        let after = Duration::from_millis(random.u64(0..120));
        let shown = tokio::task::block_in_place(|| kill_a_reader(&place.location, after));
        assert!(!shown.is_empty());
        let store = place.open(clock.clone()).await;
        let mut behind = place.behind().await;
        let sql = "select request_id from access_log";
        let written: std::collections::BTreeSet<String> =
            behind.rows(sql, sql).await.into_iter().flatten().collect();
        let unwritten: Vec<_> = shown.iter().filter(|id| !written.contains(*id)).collect();
        assert!(unwritten.is_empty(), "{} of {} shown", unwritten.len(), shown.len());
        let app = Arc::new(App::new(store.clone()));
        let officer = Actor::service();
        world = World { place, clock, store, app, officer, forgetful: false };
    }
}

#[test]
fn nothing_was_shown_that_is_not_written_down_when_the_service_is_killed() {
    on_sqlite(killed_while_it_shows);
}

#[test]
fn nothing_was_shown_that_is_not_written_down_when_a_server_over_postgresql_is_killed() {
    on_postgres(killed_while_it_shows);
}
