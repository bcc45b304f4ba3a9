//! The read models folded anew are the ones that were kept; where not, that is a finding.

use hoso::store::rebuild::{Ending, Rebuilt, rebuild};

use crate::{
    schema::assert_tables_are_the_ones_the_models_name,
    support::{
        Place, World, check,
        commits::{append, commit, opened, typed},
        declare, dossier,
        history::live_through,
        new, on_both, submission, world,
    },
};

on_both![
    rebuilt_tables_equal_the_live_ones_after_everything,
    the_program_goes_on_working_on_swapped_tables,
    a_row_edited_by_hand_is_found_and_never_overwritten_in_silence,
    a_rebuild_takes_in_what_is_written_while_it_runs,
    a_rebuild_takes_in_a_huge_commit_it_had_to_wait_for,
];

/// Rebuilds without hearing of the progress.
pub async fn rebuilt(world: &World, ending: Ending) -> Rebuilt {
    rebuild(&world.store, ending, |_, _| ()).await.unwrap()
}

/// Asserts that the live read models are what the log says.
pub async fn assert_rebuilt_equal(world: &World) {
    let rebuilt = rebuilt(world, Ending::Check).await;
    assert!(rebuilt.equal() && !rebuilt.swapped, "{rebuilt:?}");
}

async fn rebuilt_tables_equal_the_live_ones_after_everything(place: Place) {
    let world = world(place).await;
    live_through(&world).await;
    let rebuilt = rebuilt(&world, Ending::Check).await;
    assert!(rebuilt.equal() && !rebuilt.swapped, "{rebuilt:?}");
    assert!(rebuilt.tables.iter().all(|table| table.rows > 0), "{rebuilt:?}");
    let mut behind = world.place.behind().await;
    let left = "select name from sqlite_master where name like '%rebuild%'";
    let left =
        behind.rows(left, "select relname::text from pg_class where relname like '%rebuild%'");
    assert_eq!(left.await, Vec::<Vec<String>>::new());
}

async fn the_program_goes_on_working_on_swapped_tables(place: Place) {
    let world = world(place).await;
    live_through(&world).await;
    for n in [101, 102] {
        let rebuilt = rebuilt(&world, Ending::Swap).await;
        assert!(rebuilt.equal() && rebuilt.swapped, "{rebuilt:?}");
        let mut behind = world.place.behind().await;
        assert_tables_are_the_ones_the_models_name(&mut behind).await;
        let phone = format!("0900000{n}");
        world.does(1, declare(submission(n), new("phone_mobile", &phone), "2026-11-25")).await;
        world.does(1, check(submission(n))).await;
        world.keeps(n).await;
        assert_rebuilt_equal(&world).await;
    }
}

async fn a_row_edited_by_hand_is_found_and_never_overwritten_in_silence(place: Place) {
    let world = world(place).await;
    live_through(&world).await;
    let mut behind = world.place.behind().await;
    let id = dossier(1);
    let edit = format!(
        "update people set full_name = 'Ai Khác' where dossier_id = '{id}';
         delete from timeline where dossier_id = '{id}';
         insert into search (word, name_fold, dossier_id)
         values ('ai', ' ai', '{id}'), ('zzz', ' zzz', '{id}');
         update board set open = open + 1, met_late = met_late + 1 where unit_id = '*'"
    );
    let lines = format!("select count(*) from timeline where dossier_id = '{id}'");
    let lines = u64::try_from(behind.number(&lines).await).unwrap();
    assert!(lines > 0);
    let totals =
        u64::try_from(behind.number("select count(*) from board where unit_id = '*'").await);
    behind.run(&edit).await.unwrap();
    let expected = [
        ("timeline", lines),
        ("record", 0),
        ("obligations", 0),
        ("queue", 0),
        ("board", totals.unwrap()),
        ("units", 0),
        ("accounts", 0),
        ("people", 1),
        ("search", 2),
        ("intakes", 0),
        ("transfers", 0),
        ("secondments", 0),
    ];
    for ending in [Ending::Check, Ending::Swap] {
        let rebuilt = rebuilt(&world, ending).await;
        let differing: Vec<_> = rebuilt.tables.iter().map(|t| (t.table, t.differing)).collect();
        assert_eq!(differing, expected);
        assert!(!rebuilt.swapped);
    }
    let edited = "select count(*) from people where full_name = 'Ai Khác'";
    assert_eq!(behind.number(edited).await, 1);
    assert!(rebuilt(&world, Ending::SwapDiffering).await.swapped);
    assert_eq!(behind.number(edited).await, 0);
    assert_rebuilt_equal(&world).await;
}

async fn a_rebuild_takes_in_what_is_written_while_it_runs(place: Place) {
    let world = world(place).await;
    live_through(&world).await;
    let writing = async {
        for n in 200..230 {
            world.keeps(n).await;
        }
    };
    let rebuilding = async {
        let mut rebuilds = vec![];
        for ending in [Ending::Check, Ending::Swap, Ending::Check, Ending::Swap] {
            rebuilds.push(rebuilt(&world, ending).await);
        }
        rebuilds
    };
    let ((), rebuilds) = tokio::join!(writing, rebuilding);
    for rebuilt in rebuilds {
        assert!(rebuilt.equal(), "{rebuilt:?}");
    }
    assert_rebuilt_equal(&world).await;
}

/// More facts than one page holds come in between the last page and the comparison.
async fn a_rebuild_takes_in_a_huge_commit_it_had_to_wait_for(place: Place) {
    let world = world(place).await;
    let mut behind = world.place.behind().await;
    behind.hold_the_end().await;
    let streams = (1..=2_600).map(|n| append(n, 0, vec![opened(n), typed(1)])).collect();
    let waiting = world.store.enqueue(commit(streams, "huge", "")).unwrap();
    // The writer waits for the end of the log, and the rebuild waits behind the writer.
    tokio::time::sleep(std::time::Duration::from_millis(2_000)).await;
    let store = world.store.clone();
    let rebuild = tokio::spawn(async move { rebuild(&store, Ending::Check, |_, _| ()).await });
    tokio::time::sleep(std::time::Duration::from_millis(1_000)).await;
    behind.let_go().await;
    let position = waiting.receipt().await.unwrap().last_position;
    let rebuilt = rebuild.await.unwrap().unwrap();
    assert!(rebuilt.equal(), "{rebuilt:?}");
    assert_eq!(rebuilt.facts, position);
}
