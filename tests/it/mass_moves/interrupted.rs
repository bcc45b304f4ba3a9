//! A mass move that is cut off, carried out by two at once, or watched.

use std::{
    sync::{Arc, atomic::Ordering},
    task::Poll,
};

use hoso::app::{
    App, CommandError,
    import::Watch,
    mass_moves::{DONE, RUNNING, UNDONE, Work},
};
use hoso_events::{account::Role, provenance::Source};
use hoso_projections::moves;

use super::{
    begin, managed_by, refused,
    units_end::{ending_units, of_units_stream, stands},
    went,
};
use crate::{
    rebuild::assert_rebuilt_equal,
    support::{
        COMMUNE, FINANCE, HANH, Place,
        mass_moves::{MERGER, approved, of_units, undo},
        on_both, open,
        world::actor,
    },
};

on_both![
    cut_off_at_any_point_it_goes_on_and_moves_nobody_twice,
    two_servers_at_once_move_each_once,
    one_who_watches_sees_how_far_it_is_and_nobody_works_beside,
];

/// Polls some work so many times at most; dropped after that, it is as if the server had died there.
async fn cut_off<T>(work: impl Future<Output = T>, after: usize) -> Option<T> {
    let mut work = Box::pin(work);
    let mut polls = 0;
    std::future::poll_fn(|cx| {
        polls += 1;
        if polls > after {
            return Poll::Ready(None);
        }
        work.as_mut().poll(cx).map(Some)
    })
    .await
}

async fn cut_off_at_any_point_it_goes_on_and_moves_nobody_twice(place: Place) {
    let world = begin(place).await;
    let (plans, hash) = approved(&world, &ending_units()).await;
    let watch = Watch::default();
    let mut cuts = 0;
    for polls in 1.. {
        // Each time a server that knows nothing of the one before.
        let app = App::new(world.store.clone());
        let run = app.run_mass_move(&plans, MERGER, &hash, Source::Page, &watch);
        let ended = cut_off(run, polls).await;
        for n in [1, 2, 3] {
            // What was handed to the log before the cut may be recorded between the two questions.
            let at = managed_by(&world, n).await;
            let moved = went(&world, n).await.0;
            assert!(moved <= 1, "{n} moved {moved} times");
            assert!(at == FINANCE.to_string() || (at == COMMUNE.to_string() && moved == 1));
        }
        if let Some(ended) = ended {
            let tally = ended.unwrap();
            assert_eq!((tally.done + tally.already, tally.left.len()), (3, 0));
            break;
        }
        cuts += 1;
    }
    assert!(cuts > 1, "{cuts}");
    assert!(!stands(&world, FINANCE).await);
    for polls in 1.. {
        let app = App::new(world.store.clone());
        let asked = undo();
        if let Some(ended) = cut_off(app.undo_mass_move(&plans, &asked, &watch), polls).await {
            match ended {
                Ok(tally) => assert_eq!((tally.done + tally.already, tally.left.len()), (3, 0)),
                // Cut off while its last fact was being recorded.
                Err(CommandError::Refused(refusal)) => assert_eq!(refusal.code, "mass_move_undone"),
                Err(other) => panic!("{other:?}"),
            }
            break;
        }
    }
    for n in [1, 2, 3] {
        assert_eq!(went(&world, n).await, (1, 1));
    }
    assert!(stands(&world, FINANCE).await);
    assert_eq!(of_units_stream(&world).await, ["UnitMerged", "UnitRestored"]);
    let facts = world.store.stream(&MERGER.to_string(), 0).await.unwrap();
    let names: Vec<&str> = facts.iter().map(|it| it.fact.event_type()).collect();
    assert_eq!(
        names,
        ["MassMoveApproved", "MassMoveCompleted", "MassMoveUndoOrdered", "MassMoveUndone"]
    );
    assert_eq!(actor(&world.app, HANH).await.grants, [(Role::DataOfficer, FINANCE)]);
    assert_rebuilt_equal(&world).await;
}

async fn two_servers_at_once_move_each_once(place: Place) {
    let world = begin(place).await;
    for n in 4..24 {
        world.does(n, open(n, "Nguyễn Thị Mai", "2026-10-30")).await;
    }
    let (plans, hash) = approved(&world, &ending_units()).await;
    let other = match world.place.is_sqlite() {
        true => Arc::new(App::new(world.store.clone())),
        false => world.another_app(77).await,
    };
    let watch = Watch::default();
    let run = async |app: &App| {
        app.run_mass_move(&plans, MERGER, &hash, Source::Page, &watch).await.unwrap()
    };
    let (one, two) = tokio::join!(run(&world.app), run(&other));
    assert_eq!((one.left.len(), two.left.len()), (0, 0));
    for n in 1..24 {
        assert_eq!(went(&world, n).await, (1, 0), "{n}");
    }
    assert_eq!(moves::counts(world.db(), &MERGER.to_string()).await.unwrap(), (23, 0));
    let facts = world.store.stream(&MERGER.to_string(), 0).await.unwrap();
    assert_eq!(facts.len(), 2);
    assert_eq!(of_units_stream(&world).await, ["UnitMerged"]);
    assert_eq!(actor(&world.app, HANH).await.grants, [(Role::DataOfficer, COMMUNE)]);
    assert_rebuilt_equal(&world).await;
}

async fn one_who_watches_sees_how_far_it_is_and_nobody_works_beside(place: Place) {
    let world = begin(place).await;
    let (plans, hash) = approved(&world, &of_units()).await;
    // Taken up by a server that died at once.
    let taken = "update mass_move_plan set state = 'running', touched_at = '2026-11-12T01:00:00Z'";
    world.place.behind().await.run(taken).await.unwrap();
    let work = || Work::Run { manifest: hash.clone() };
    let watch = Watch::default();
    let beside = world.app.work_on_mass_move(&plans, MERGER, work(), &watch).await;
    assert_eq!(refused(beside), "mass_move_under_way");
    let view = world.app.mass_move(&plans, MERGER).await.unwrap();
    assert_eq!((view.plan.state.as_str(), view.silent), (RUNNING, false));
    world.at("2026-11-12T01:02:00Z");
    assert!(world.app.mass_move(&plans, MERGER).await.unwrap().silent);
    let tally = world.app.work_on_mass_move(&plans, MERGER, work(), &watch).await.unwrap();
    assert_eq!((tally.done, watch.done.load(Ordering::Relaxed)), (3, 4), "three and an officer");
    let view = world.app.mass_move(&plans, MERGER).await.unwrap();
    assert_eq!((view.plan.state.as_str(), view.moved), (DONE, 3));
    let (sample, left) = world.app.names_of_move(&plans, &view).await.unwrap();
    assert_eq!((sample.len(), left.len()), (3, 0));
    let (reason, decision) = (undo().reason, None);
    let work = Work::Undo { reason, decision };
    world.app.work_on_mass_move(&plans, MERGER, work, &watch).await.unwrap();
    assert_eq!(world.app.mass_move(&plans, MERGER).await.unwrap().plan.state, UNDONE);
}
