//! Laws over a history in which everything happens: what is kept in mind never decides otherwise
//! than the log, and the log is the same bytes whatever database holds it.

use std::collections::BTreeSet;

use hoso::store::read::{self, Head};

use crate::{
    log::{assert_dense, whole_log},
    support::{Place, history::live_through, in_runtime, on_both, world},
};

on_both![
    everything_that_can_happen_happens_in_the_history,
    what_is_kept_between_commands_decides_like_the_log_itself,
];

async fn everything_that_can_happen_happens_in_the_history(place: Place) {
    let world = world(place).await;
    live_through(&world).await;
    let facts = whole_log(&world).await;
    let kinds: BTreeSet<&str> = facts.iter().map(|fact| fact.fact.event_type()).collect();
    // Every kind of fact but a scan and a dossier taken in, which need a store of files and another log,
    // and the four about the end of a unit.
    assert_eq!(kinds.len(), 57, "{kinds:?}");
    assert_dense(&world).await;
}

/// The end of the log after the history; its chain covers every byte of it.
async fn end_of_history(place: Place, forgetful: bool) -> Head {
    let mut world = world(place).await;
    world.forgetful = forgetful;
    live_through(&world).await;
    read::head(world.db()).await.unwrap()
}

async fn what_is_kept_between_commands_decides_like_the_log_itself(place: Place) {
    let second = if place.is_sqlite() { Some(Place::sqlite()) } else { Place::postgres().await };
    let kept = end_of_history(place, false).await;
    let folded = end_of_history(second.unwrap(), true).await;
    assert_eq!(kept, folded);
}

#[test]
fn both_databases_hold_the_same_log_to_the_byte() {
    in_runtime(async {
        if let Some(place) = Place::postgres().await {
            let postgres = end_of_history(place, false).await;
            assert_eq!(end_of_history(Place::sqlite(), false).await, postgres);
        }
    });
}
