//! Who may write beside whom: one process a file, any number of servers over one PostgreSQL.

use std::{sync::Arc, time::Duration};

use hoso::{
    app::{App, Command, CommandError, Request},
    clock::ScriptedClock,
    store::{Location, Purpose, Store, StoreError, verify::verify},
};
use hoso_events::{
    dossier::DossierCommand,
    ids::{DossierId, UnitId},
    provenance::Source,
    unit::{NewUnit, UnitCommand, UnitKind},
    values::{UnitCode, UnitName},
};
use hoso_projections::people;
use uuid::Uuid;

use crate::{
    log::assert_dense,
    rebuild::assert_rebuilt_equal,
    support::{
        PROVINCE, World, at, check, day, dossier, enter, new, on_postgres, on_sqlite, open, paper,
        submission, submit, world, world::MORNING,
    },
};

/// How many dossiers the servers quarrel over.
const DOSSIERS: u32 = 20;

/// One server's 200 commands: eight clerks going over the same dossiers.
async fn write(app: Arc<App>, world: &World, server: u32) {
    let clerks = (0..8_u32).map(|clerk| {
        let (app, officer) = (app.clone(), world.officer.clone());
        tokio::spawn(async move {
            for n in 0..25_u32 {
                let number = format!("0{server}{clerk}00000{n:02}");
                let command = enter(new("phone_mobile", &number));
                let id = dossier(1 + (clerk * 7 + n) % DOSSIERS);
                let request = Request::new(Command::Dossier(id, command), Source::Api)
                    .with_key(format!("{server}-{clerk}-{n}"));
                // Busy is an answer too: the clerk asks again.
                while let Err(error) = app.execute(&officer, request.clone()).await {
                    assert!(matches!(error, CommandError::Busy), "{error:?}");
                    tokio::time::sleep(Duration::from_millis(3)).await;
                }
            }
        })
    });
    for clerk in clerks.collect::<Vec<_>>() {
        clerk.await.unwrap();
    }
}

#[test]
fn two_servers_over_one_database_lose_nothing_and_leave_no_gap() {
    on_postgres(|place| async {
        let world = world(place).await;
        for n in 1..=DOSSIERS {
            world.opens(n).await;
        }
        let other = world.another_app(2).await;
        tokio::join!(write(world.app.clone(), &world, 1), write(other.clone(), &world, 2));
        let mut facts = 0;
        for n in 1..=DOSSIERS {
            facts += world.store.stream(&dossier(n).to_string(), 1).await.unwrap().len();
        }
        assert_eq!(facts, 400);
        let mut behind = world.place.behind().await;
        assert_eq!(behind.number("select count(*) from receipt").await, 400);
        assert_dense(&world).await;
        assert_eq!(verify(world.db(), &[], |_, _| ()).await.unwrap().broken, None);
        assert_rebuilt_equal(&world).await;
    });
}

async fn ask(
    app: &App,
    world: &World,
    n: u32,
    command: DossierCommand,
) -> Result<(), &'static str> {
    let request = Request::new(Command::Dossier(dossier(n), command), Source::Page);
    app.execute(&world.officer, request).await.map(|_| ()).map_err(|error| error.code())
}

#[test]
fn a_server_decides_on_the_logs_word_and_not_on_what_it_kept_in_mind() {
    on_postgres(|place| async {
        let world = world(place).await;
        let (one, other) = (world.app.clone(), world.another_app(2).await);
        world.opens(1).await;
        world.fills(1).await;
        let filled = world.store.stream(&dossier(1).to_string(), 0).await.unwrap().len();
        // The other server has the dossier in mind as it is now: drafted.
        ask(&other, &world, 1, enter(new("tax_code", "8000000001"))).await.unwrap();
        ask(&one, &world, 1, submit(submission(1))).await.unwrap();
        // By what it has in mind there would be nothing to check, and drafts could be typed.
        let typed = ask(&other, &world, 1, enter(new("tax_code", "8000000002"))).await;
        assert_eq!(typed, Err("first_record_under_check"));
        ask(&other, &world, 1, check(submission(1))).await.unwrap();
        // And the first server, which has it waiting in mind.
        assert_eq!(ask(&one, &world, 1, check(submission(1))).await, Err("already_verified"));
        // What is so already is nothing new, whoever did it.
        assert_eq!(ask(&one, &world, 1, submit(submission(1))).await, Ok(()));
        let facts = world.store.stream(&dossier(1).to_string(), 0).await.unwrap();
        assert_eq!(facts.len(), filled + 3);
    });
}

#[test]
fn a_unit_established_on_one_server_is_there_on_the_other() {
    on_postgres(|place| async {
        let world = world(place).await;
        let other = world.another_app(2).await;
        let unit = UnitId::from_uuid(Uuid::from_u128(0xA9));
        let health = NewUnit {
            unit,
            code: UnitCode::parse("H53.02").unwrap(),
            name: UnitName::parse("Sở Y tế").unwrap(),
            kind: UnitKind::Department,
            parent: Some(PROVINCE),
        };
        let establish = UnitCommand::EstablishUnits {
            units: vec![health],
            effective_on: day("2026-11-01"),
            basis: paper(),
        };
        world.service(Command::Unit(establish)).await;
        let DossierCommand::OpenDossier {
            full_name,
            personal_id_no,
            confirmation,
            confirmed_on,
            ..
        } = open(1, "Lê Văn Sáu", "2026-10-30")
        else {
            panic!("opening opens");
        };
        let command = DossierCommand::OpenDossier {
            managing_unit: unit,
            full_name,
            personal_id_no,
            confirmation,
            confirmed_on,
        };
        let request = Request::new(Command::Dossier(dossier(1), command), Source::Page);
        other.execute(&hoso::app::Actor::service(), request).await.unwrap();
        assert_rebuilt_equal(&world).await;
    });
}

#[test]
fn the_same_request_to_two_servers_at_once_is_recorded_once() {
    on_postgres(|place| async {
        let world = world(place).await;
        let other = world.another_app(2).await;
        for n in 1..=20 {
            let command = Command::Dossier(dossier(n), open(n, "Lê Văn Sáu", "2026-10-30"));
            let request = Request::new(command, Source::Api).with_key(format!("k{n}"));
            let (here, there) = tokio::join!(
                world.app.execute(&world.officer, request.clone()),
                other.execute(&world.officer, request.clone()),
            );
            assert_eq!(here.unwrap().position(), there.unwrap().position());
            assert_eq!(world.store.stream(&dossier(n).to_string(), 0).await.unwrap().len(), 1);
        }
        assert_dense(&world).await;
    });
}

fn clock(seed: u64) -> Arc<ScriptedClock> {
    Arc::new(ScriptedClock::new(at(MORNING), seed))
}

#[test]
fn a_second_process_may_not_write_to_an_sqlite_file() {
    on_sqlite(|place| async {
        let world = world(place).await;
        let second = Store::open(&world.place.location, Purpose::Write, clock(2)).await;
        assert!(matches!(second, Err(StoreError::InUse)), "{:?}", second.err());
        world.opens(1).await;
        let (place, store) = (world.place, world.store);
        drop((world.app, store));
        let second = Store::open(&place.location, Purpose::Write, clock(2)).await.unwrap();
        assert_eq!(second.stream(&dossier(1).to_string(), 0).await.unwrap().len(), 1);
    });
}

#[test]
fn a_log_that_was_closed_is_one_file() {
    on_sqlite(|place| async {
        let world = world(place).await;
        world.keeps(1).await;
        let Location::File(path) = &world.place.location else { panic!("a file is SQLite's") };
        let beside = |suffix| std::path::PathBuf::from(format!("{}{suffix}", path.display()));
        assert!(beside("-wal").exists(), "while it is open there is a write-ahead log");
        world.store.close().await;
        for suffix in ["-wal", "-shm"] {
            assert!(!beside(suffix).exists(), "{suffix} is left behind");
        }
    });
}

#[test]
fn reading_beside_the_writer_sees_every_answered_command() {
    on_sqlite(|place| async {
        let world = world(place).await;
        let reader = Store::open(&world.place.location, Purpose::Read, clock(2)).await.unwrap();
        for n in 1..=20 {
            let id: DossierId = world.opens(n).await;
            let person = people::by_id(reader.db(), &id.to_string()).await.unwrap();
            assert_eq!(person.map(|person| person.dossier_id), Some(id.to_string()));
        }
        assert_eq!(verify(reader.db(), &[], |_, _| ()).await.unwrap().broken, None);
        let commit = crate::support::commits::commit(vec![], "k", "");
        let refused = reader.append(commit).await.unwrap_err();
        assert_eq!(refused.to_string(), "the writer has stopped");
    });
}

#[test]
fn reading_where_nothing_was_ever_written_says_so() {
    on_sqlite(|place| async move {
        let nothing = Store::open(&place.location, Purpose::Read, clock(1)).await;
        assert!(matches!(nothing, Err(StoreError::NoDatabase)), "{:?}", nothing.err());
        let Location::File(path) = &place.location else { panic!("an SQLite file") };
        assert!(!path.exists());
    });
}
