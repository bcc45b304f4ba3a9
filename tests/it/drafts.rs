//! What is typed and not saved is kept beside the log: for the one who types, for a time, and never
//! as a fact.

use chrono::TimeDelta;
use hoso::{
    clock::Clock as _,
    store::{
        drafts::{self, FORMS_MAX, KEPT_FOR, Of},
        read::head,
        rebuild::{Ending, rebuild},
    },
};

use crate::support::{Place, on_both, world};

on_both![
    a_draft_is_kept_replaced_and_dropped_for_the_one_who_types,
    a_draft_nobody_came_back_to_is_gone,
    one_who_types_into_ever_new_forms_keeps_the_newest,
];

fn of(dossier: &str, account: &str) -> Of {
    Of { dossier_id: dossier.to_owned(), account_id: account.to_owned() }
}

async fn a_draft_is_kept_replaced_and_dropped_for_the_one_who_types(place: Place) {
    let world = world(place).await;
    let (mine, theirs) = (of("d1", "mai"), of("d1", "hanh"));
    let before = head(world.db()).await.unwrap();
    drafts::keep(&world.store, &mine, "contact/1", "a").await.unwrap();
    drafts::keep(&world.store, &mine, "contact/1", "b").await.unwrap();
    drafts::keep(&world.store, &theirs, "contact/1", "c").await.unwrap();
    let kept = drafts::of_form(&world.store, &mine, "contact/1").await.unwrap().unwrap();
    assert_eq!((kept.typed.as_str(), kept.kept_at), ("b", world.clock.now()));
    assert_eq!(drafts::of_form(&world.store, &of("d2", "mai"), "contact/1").await.unwrap(), None);
    drafts::drop_form(&world.store, &mine, "contact/1").await.unwrap();
    drafts::drop_form(&world.store, &mine, "contact/1").await.unwrap();
    assert_eq!(drafts::of_dossier(&world.store, &mine).await.unwrap(), []);
    assert_eq!(drafts::of_dossier(&world.store, &theirs).await.unwrap().len(), 1);
    // Nothing of it was recorded, and what is folded from the log knows nothing of it.
    assert_eq!(head(world.db()).await.unwrap(), before);
    assert!(rebuild(&world.store, Ending::Check, |_, _| ()).await.unwrap().equal());
}

async fn a_draft_nobody_came_back_to_is_gone(place: Place) {
    let world = world(place).await;
    let mine = of("d1", "mai");
    let kept_at = drafts::keep(&world.store, &mine, "contact/1", "a").await.unwrap();
    world.clock.set(kept_at + KEPT_FOR);
    assert!(drafts::of_form(&world.store, &mine, "contact/1").await.unwrap().is_some());
    world.clock.set(kept_at + KEPT_FOR + TimeDelta::seconds(1));
    assert_eq!(drafts::of_form(&world.store, &mine, "contact/1").await.unwrap(), None);
    assert_eq!(drafts::of_dossier(&world.store, &mine).await.unwrap(), []);
    // And off the disk as soon as anyone types anything.
    drafts::keep(&world.store, &of("d2", "hanh"), "contact/1", "b").await.unwrap();
    let mut behind = world.place.behind().await;
    assert_eq!(behind.number("select count(*) from entry_draft").await, 1);
}

async fn one_who_types_into_ever_new_forms_keeps_the_newest(place: Place) {
    let world = world(place).await;
    let (mine, other) = (of("d1", "mai"), of("d1", "hanh"));
    drafts::keep(&world.store, &other, "contact/1", "c").await.unwrap();
    let began = world.clock.now();
    for n in 0..=FORMS_MAX {
        world.clock.set(began + TimeDelta::seconds(n));
        drafts::keep(&world.store, &mine, &format!("family/family/{n}"), "a").await.unwrap();
    }
    let kept = drafts::of_dossier(&world.store, &mine).await.unwrap();
    assert_eq!(kept.len() as i64, FORMS_MAX);
    assert!(kept.iter().all(|draft| draft.form != "family/family/0"), "the oldest went");
    assert_eq!(drafts::of_dossier(&world.store, &other).await.unwrap().len(), 1);
}
