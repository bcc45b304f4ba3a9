//! Facts of kinds or versions this program does not know: they lie in a dossier as they came, count
//! for nothing, are shown as such, and stop nobody.

use hoso::{
    app::{
        checkpoints::Keeper,
        reads::AsOf,
        replay::{Kind, Order},
    },
    package::{self, page},
    store::{read, verify::verify},
};
use hoso_events::{
    dossier::DossierEvent,
    fact::{Fact, UNKNOWN},
};

use crate::{
    rebuild::assert_rebuilt_equal,
    support::{
        Place, World, check,
        commits::{append, commit},
        declare, dossier, new, on_both, submission, world,
    },
};

on_both![
    what_a_newer_version_recorded_stops_nobody_and_changes_nothing,
    what_a_newer_version_recorded_is_shown_and_handed_out_as_it_came,
];

/// Not as this program would write it: keys in another order, spaces, a number with a fraction.
const PAYLOAD: &str = r#"{"oath": "trung thành",  "by":1.50}"#;

/// A newer program records two facts of dossier 1.
async fn with_newer_facts(world: &World) {
    let id = dossier(1).to_string();
    let held = world.store.stream(&id, 0).await.unwrap().len() as u64;
    let facts = [("OathTaken", 1), ("AgencyEntryRecorded", 9)];
    let facts = facts.map(|(name, version)| Fact::unread(name, version, PAYLOAD)).to_vec();
    world.store.append(commit(vec![append(1, held, facts)], "newer", "newer")).await.unwrap();
}

async fn what_a_newer_version_recorded_stops_nobody_and_changes_nothing(place: Place) {
    let world = world(place).await;
    world.keeps(1).await;
    let before = world.app.record(&world.officer, dossier(1), AsOf::default()).await.unwrap();
    with_newer_facts(&world).await;
    // Whoever starts anew reads the whole log.
    let world = World { forgetful: true, ..world };
    let after = world.app.record(&world.officer, dossier(1), AsOf::default()).await.unwrap();
    assert_eq!(after, before);
    world.does(1, declare(submission(9), new("phone_mobile", "0987654321"), "2026-11-02")).await;
    world.does(1, check(submission(9))).await;
    assert_rebuilt_equal(&world).await;
    let verified = verify(world.db(), &[], |_, _| ()).await.unwrap();
    assert_eq!(verified.broken, None);
}

async fn what_a_newer_version_recorded_is_shown_and_handed_out_as_it_came(place: Place) {
    let world = world(place).await;
    world.keeps(1).await;
    with_newer_facts(&world).await;
    let (id, officer) = (dossier(1), &world.officer);
    let lines = world.app.timeline(officer, id, None, 2).await.unwrap();
    assert!(lines.iter().all(|line| line.recorded.fact.kind() == UNKNOWN));
    assert_eq!(lines[0].recorded.fact.event_type(), "AgencyEntryRecorded");
    assert_eq!(lines[1].recorded.fact.event_type(), "OathTaken");

    for order in Order::ALL {
        let film = world.app.replay(officer, id, order).await.unwrap();
        assert_eq!(film.of_kind(Kind::Newer).count(), 2);
        let last = film.of_kind(Kind::Newer).last().unwrap();
        assert!(film.step(last).unwrap().changes.is_empty());
    }
    let position = lines[0].recorded.provenance.position;
    let shown = world.app.fact_in_log(officer, position).await.unwrap();
    assert_eq!((shown.stored.payload.as_str(), shown.stored.version), (PAYLOAD, 9));
    assert!(shown.person.is_some(), "it belongs to the dossier");

    let folder = tempfile::tempdir().unwrap();
    let keeper = Keeper::in_folder(folder.path(), "hoso");
    let packed = world.app.pack(officer, id, &keeper, page::render).await.unwrap();
    let key = world.app.checkpoint_key(&keeper).await.unwrap();
    let opened = package::open(&packed.bytes, Some(&key)).unwrap();
    let unknown: Vec<_> = opened.unknown().map(|line| (&*line.event_type, line.version)).collect();
    assert_eq!(unknown, [("OathTaken", 1), ("AgencyEntryRecorded", 9)]);
    assert!(opened.unknown().all(|line| line.payload == PAYLOAD));
    let page = std::str::from_utf8(opened.page).unwrap();
    assert!(page.contains("OathTaken"), "whoever reads the page sees that something is there");
    let head = read::head(world.db()).await.unwrap().position;
    let facts = read::page(world.db(), 0, head, 5_000).await.unwrap();
    let opened = |fact: &Fact| matches!(fact, Fact::Dossier(DossierEvent::DossierOpened { .. }));
    assert!(facts.iter().any(|fact| opened(&fact.fact)), "the rest of the log is read as before");
}
