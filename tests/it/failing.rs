//! When the database fails under a command: nothing is half there, nobody else notices, and the
//! program goes on as soon as it can.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use hoso::{
    app::{Command, CommandError, Done, Request},
    store::{AppendError, StoreError, verify::verify},
};
use hoso_events::provenance::Source;
use hoso_projections::{database::Database, people, timeline};
use sqlx::AssertSqlSafe;

use crate::{
    log::{assert_dense, outcome, whole_log},
    rebuild::assert_rebuilt_equal,
    support::{
        Behind, Place, World,
        commits::{append, commit, opened, typed},
        dossier, enter, new, on_both, on_postgres, on_sqlite, open, world,
    },
};

on_both![
    a_failing_read_model_leaves_no_fact_and_spares_its_neighbours,
    what_was_prepared_on_a_batch_that_failed_is_judged_anew,
    a_command_that_failed_goes_through_once_the_cause_is_mended,
];

/// Makes the database refuse new fields in the record of dossier `n`.
pub async fn refuse_fields_of(behind: &mut Behind, n: u32) {
    let id = dossier(n);
    behind
        .run_each(
            &format!(
                "create trigger out_of_order before insert on record
                 when new.dossier_id = '{id}' begin select raise(abort, 'out of order'); end"
            ),
            &format!(
                "create function out_of_order() returns trigger language plpgsql as $$
                 begin raise exception 'out of order'; end $$;
                 create trigger out_of_order before insert on record for each row
                 when (new.dossier_id = '{id}') execute function out_of_order()"
            ),
        )
        .await
        .unwrap();
}

async fn a_failing_read_model_leaves_no_fact_and_spares_its_neighbours(place: Place) {
    let world = world(place).await;
    let mut behind = world.place.behind().await;
    refuse_fields_of(&mut behind, 13).await;
    let before = whole_log(&world).await.len();
    behind.hold_the_end().await;
    let waiting: Vec<_> = (1..=40)
        .map(|n| {
            let facts = vec![opened(n), typed(1)];
            let commit = commit(vec![append(n, 0, facts)], &format!("k{n}"), "");
            (n, world.store.enqueue(commit).unwrap())
        })
        .collect();
    behind.let_go().await;
    for (n, waiting) in waiting {
        match waiting.receipt().await {
            Err(AppendError::Store(error)) if n == 13 => {
                assert!(matches!(&*error, StoreError::Database(_)), "{error:?}");
            }
            answer => assert_eq!(outcome(answer), "recorded", "dossier {n}"),
        }
    }
    assert_eq!(whole_log(&world).await.len(), before + 39 * 2);
    assert_eq!(world.store.stream(&dossier(13).to_string(), 0).await.unwrap(), []);
    let person = people::by_id(world.db(), &dossier(13).to_string()).await.unwrap();
    assert_eq!(person, None);
    let receipts = "select count(*) from receipt where request_key = 'k13'";
    assert_eq!(behind.number(receipts).await, 0);
    let claims = format!("select count(*) from claim where stream_id = '{}'", dossier(13));
    assert_eq!(behind.number(&claims).await, 0);
    assert_dense(&world).await;
    assert_rebuilt_equal(&world).await;
}

async fn what_was_prepared_on_a_batch_that_failed_is_judged_anew(place: Place) {
    let world = world(place).await;
    let mut behind = world.place.behind().await;
    world.opens(20).await;
    refuse_fields_of(&mut behind, 13).await;
    let before = whole_log(&world).await.len();
    behind.hold_the_end().await;
    let send = |n: u32, expected, facts, key: &str| {
        world.store.enqueue(commit(vec![append(n, expected, facts)], key, "")).unwrap()
    };
    // The first will not be there; what follows is prepared while it is being written.
    let fails = send(13, 0, vec![opened(13)], "fails");
    tokio::time::sleep(Duration::from_millis(50)).await;
    let follows = send(13, 1, vec![typed(1)], "follows");
    let again = send(13, 0, vec![opened(13)], "fails");
    let neighbour = send(14, 0, vec![opened(14), typed(1)], "neighbour");
    tokio::time::sleep(Duration::from_millis(50)).await;
    let later = send(14, 2, vec![typed(2)], "later");
    behind.let_go().await;
    for failing in [fails, again] {
        assert!(matches!(failing.receipt().await, Err(AppendError::Store(_))));
    }
    assert_eq!(outcome(follows.receipt().await), "conflict");
    assert_eq!(outcome(neighbour.receipt().await), "recorded");
    assert_eq!(outcome(later.receipt().await), "recorded");
    assert_eq!(whole_log(&world).await.len(), before + 3);
    assert_dense(&world).await;
    assert_rebuilt_equal(&world).await;
}

async fn a_command_that_failed_goes_through_once_the_cause_is_mended(place: Place) {
    let world = world(place).await;
    let mut behind = world.place.behind().await;
    world.opens(1).await;
    refuse_fields_of(&mut behind, 1).await;
    let phone = || enter(new("phone_mobile", "0912345678"));
    let error = world.asks(1, phone()).await.unwrap_err();
    assert_eq!(error.code(), "unexpected");
    behind
        .run_each("drop trigger out_of_order", "drop trigger out_of_order on record")
        .await
        .unwrap();
    // What was not recorded is not kept in mind either: the same command is no repetition.
    assert!(matches!(world.does(1, phone()).await, Done::Recorded { replayed: false, .. }));
    let lines = timeline::of_dossier(world.db(), &dossier(1).to_string(), i64::MAX, 10).await;
    assert_eq!(lines.unwrap().len(), 2);
}

#[test]
fn writing_goes_on_after_sqlite_gave_up_a_transaction_by_itself() {
    on_sqlite(|place| async {
        let world = world(place).await;
        let mut behind = world.place.behind().await;
        world.opens(1).await;
        // As a full disk or a failed read may make it do in the middle of anything.
        let trigger = "create trigger gives_up before insert on record
                       begin select raise(rollback, 'given up'); end";
        behind.run(trigger).await.unwrap();
        let phone = || enter(new("phone_mobile", "0912345678"));
        for _again in 0..2 {
            assert_eq!(world.asks(1, phone()).await.unwrap_err().code(), "unexpected");
        }
        behind.run("drop trigger gives_up").await.unwrap();
        world.does(1, phone()).await;
        world.opens(2).await;
        assert_dense(&world).await;
        assert_rebuilt_equal(&world).await;
    });
}

#[test]
fn a_full_disk_is_named_and_writing_goes_on_when_there_is_space_again() {
    on_sqlite(|place| async {
        let world = world(place).await;
        world.opens(1).await;
        let Database::Sqlite { write: Some(pool), .. } = world.db() else {
            panic!("an SQLite file")
        };
        let pages: i64 = sqlx::query_scalar("pragma page_count").fetch_one(pool).await.unwrap();
        let limit = async |pages: i64| {
            let sql = AssertSqlSafe(format!("pragma max_page_count = {pages}"));
            sqlx::raw_sql(sql).execute(pool).await.unwrap();
        };
        limit(pages + 8).await;
        let mut last = 1;
        let error = loop {
            last += 1;
            match world.asks(last, open(last, "Lê Văn Sáu", "2026-10-30")).await {
                Ok(_) => assert!(last < 500, "the disk never fills"),
                Err(error) => break error,
            }
        };
        assert_eq!(error.code(), "storage_full");
        assert!(matches!(&error, CommandError::Store(e) if matches!(**e, StoreError::Full)));
        // Many at once, and again: each is told, none is half there.
        for _again in 0..3 {
            let all =
                (600..640).map(|n| commit(vec![append(n, 0, vec![opened(n), typed(1)])], "", ""));
            let all = all.map(|commit| hoso::store::Commit { request: None, ..commit });
            let waiting: Vec<_> = all.map(|c| world.store.enqueue(c).unwrap()).collect();
            for waiting in waiting {
                match waiting.receipt().await {
                    Err(AppendError::Store(error)) => assert!(matches!(*error, StoreError::Full)),
                    other => panic!("{other:?}"),
                }
            }
        }
        assert!(people::by_id(world.db(), &dossier(1).to_string()).await.unwrap().is_some());
        limit(1_000_000).await;
        world.does(last, open(last, "Lê Văn Sáu", "2026-10-30")).await;
        world.keeps(700).await;
        assert_dense(&world).await;
        assert_eq!(verify(world.db(), &[], |_, _| ()).await.unwrap().broken, None);
        assert_rebuilt_equal(&world).await;
    });
}

#[test]
fn a_database_someone_else_holds_keeps_a_batch_waiting_once_and_then_says_busy() {
    on_sqlite(|place| async {
        let world = world(place).await;
        let mut behind = world.place.behind().await;
        behind.hold_the_end().await;
        let began = Instant::now();
        let waiting: Vec<_> = (1..=30)
            .map(|n| commit(vec![append(n, 0, vec![opened(n)])], &n.to_string(), ""))
            .map(|commit| world.store.enqueue(commit).unwrap())
            .collect();
        let mut busy = 0;
        for waiting in waiting {
            match waiting.receipt().await {
                Err(AppendError::Busy) => busy += 1,
                other => panic!("{other:?}"),
            }
        }
        // Five seconds for the first alone, five for the rest together; not five for each.
        assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
        assert_eq!(busy, 30);
        behind.let_go().await;
        world.opens(1).await;
        assert_dense(&world).await;
    });
}

/// Makes PostgreSQL fail the next transactions with a code that asks for another try.
async fn fail_next(behind: &mut Behind, times: u32, code: &str) {
    let sql = format!(
        "create sequence tries;
         create function fail_next() returns trigger language plpgsql as $$
         begin
             if nextval('tries') <= {times} then
                 raise exception 'try again' using errcode = '{code}';
             end if;
             return new;
         end $$;
         create trigger fail_next before update on ledger_head
         for each row execute function fail_next()"
    );
    behind.run(&sql).await.unwrap();
}

#[test]
fn a_transaction_the_database_gave_up_is_tried_again_whole() {
    for code in ["40001", "40P01", "57P01"] {
        on_postgres(|place| async {
            let world = world(place).await;
            let mut behind = world.place.behind().await;
            fail_next(&mut behind, 2, code).await;
            behind.hold_the_end().await;
            let waiting: Vec<_> = (1..=20)
                .map(|n| commit(vec![append(n, 0, vec![opened(n)])], &n.to_string(), ""))
                .map(|commit| world.store.enqueue(commit).unwrap())
                .collect();
            behind.let_go().await;
            for waiting in waiting {
                assert_eq!(outcome(waiting.receipt().await), "recorded", "{code}");
            }
            assert_dense(&world).await;
        });
    }
}

#[test]
fn a_database_that_gives_up_every_time_is_not_asked_for_ever() {
    on_postgres(|place| async {
        let world = world(place).await;
        let mut behind = world.place.behind().await;
        fail_next(&mut behind, 1_000_000, "40001").await;
        let error = world.asks(1, open(1, "Lê Văn Sáu", "2026-10-30")).await.unwrap_err();
        assert_eq!(error.code(), "unexpected");
        assert!(behind.number("select last_value from tries").await <= 5);
    });
}

/// Sends the same request until it is answered.
pub async fn insist(world: &World, request: Request) -> Done {
    for _time in 0..400 {
        match world.app.execute(&world.officer, request.clone()).await {
            Ok(done) => return done,
            Err(CommandError::Unknown | CommandError::Busy | CommandError::Store(_)) => {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    panic!("the log never comes back");
}

/// Eight people typing twenty telephone numbers each, every request with its own key.
pub async fn type_numbers(world: &World) {
    let typing = (1..=8_u32).map(|n| async move {
        for number in 0..20 {
            let command = enter(new("phone_mobile", &format!("0{n}000000{number:02}")));
            let request = Request::new(Command::Dossier(dossier(n), command), Source::Api);
            insist(world, request.with_key(format!("{n}-{number}"))).await;
        }
    });
    futures_util::future::join_all(typing).await;
}

/// Asserts that every number of [`type_numbers`] was recorded, and once.
pub async fn assert_typed_exactly_once(world: &World) {
    for n in 1..=8 {
        let facts = world.store.stream(&dossier(n).to_string(), 0).await.unwrap();
        assert_eq!(facts.len(), 21, "dossier {n}");
    }
    assert_dense(world).await;
    assert_eq!(verify(world.db(), &[], |_, _| ()).await.unwrap().broken, None);
    assert_rebuilt_equal(world).await;
}

#[test]
fn connections_cut_under_load_lose_nothing_and_repeat_nothing() {
    on_postgres(|place| async {
        let world = world(place).await;
        for n in 1..=8 {
            world.opens(n).await;
        }
        let mut behind = world.place.behind().await;
        let over = Arc::new(AtomicBool::new(false));
        let until = over.clone();
        let cutter = tokio::spawn(async move {
            let mut cuts = 0;
            while !until.load(Ordering::Relaxed) || cuts < 10 {
                cuts += behind
                    .number(
                        "select count(pg_terminate_backend(pid)) from pg_stat_activity
                         where application_name = 'hoso' and datname = current_database()",
                    )
                    .await;
                tokio::time::sleep(Duration::from_millis(9)).await;
                if cuts > 400 {
                    break;
                }
            }
            cuts
        });
        type_numbers(&world).await;
        over.store(true, Ordering::Relaxed);
        assert!(cutter.await.unwrap() > 0);
        assert_typed_exactly_once(&world).await;
    });
}
