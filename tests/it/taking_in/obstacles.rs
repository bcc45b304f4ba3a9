//! What stands in the way of a package, and that nothing is half there when something does.

use hoso::{
    app::{Actor, Done, taking_in::Asked},
    package::container,
    store::raw::RawFact,
};

use hoso_events::ids::UnitId;
use uuid::Uuid;

use super::{Instance, asked, beside, code, instance, two};
use crate::{
    rebuild::assert_rebuilt_equal,
    support::{Place, World, correct, day, dossier, new, on_both, open, people::COMMUNE},
};

/// A unit that is not here.
const NOWHERE: UnitId = UnitId::from_uuid(Uuid::from_u128(0xAF));

on_both![
    a_package_taken_in_twice_adds_nothing_and_a_longer_one_what_is_new,
    a_longer_package_does_not_overtake_what_was_recorded_here,
    what_clashes_is_refused_and_leaves_nothing,
    who_may_not_open_a_dossier_takes_none_in,
    what_dies_in_the_middle_leaves_nothing_and_is_taken_in_again,
];

async fn log_of(world: &World) -> u64 {
    hoso::store::read::head(world.db()).await.unwrap().position
}

/// Asserts that a package is refused with this code and that nothing is written.
async fn refused(receiver: &Instance, sender: &Instance, bytes: &[u8], expected: &str) {
    let before = log_of(&receiver.world).await;
    let error = receiver.takes_in(bytes, sender.key().await).await.unwrap_err();
    assert_eq!(code(&error), expected);
    assert_eq!(log_of(&receiver.world).await, before, "nothing is written");
}

async fn a_package_taken_in_twice_adds_nothing_and_a_longer_one_what_is_new(place: Place) {
    let (sender, receiver) = two(place).await;
    let id = dossier(1);
    let short = sender.exports(id).await;
    let key = sender.key().await;
    let first = receiver.takes_in(&short, key.clone()).await.unwrap();
    let facts = receiver.raw(id).await;
    assert_eq!(facts.len(), first.new + 1);
    // The same file, and another one that says the same.
    for package in [short.clone(), sender.exports(id).await] {
        let again = receiver.takes_in(&package, key.clone()).await.unwrap();
        assert_eq!((again.done, again.new), (Done::AlreadySo, 0));
    }
    assert_eq!(receiver.raw(id).await, facts);

    // The sender goes on, and hands it out once more.
    sender.world.at("2026-11-25T09:00:00Z");
    sender.world.does(1, correct(new("phone_mobile", "0911111111"))).await;
    let long = sender.exports(id).await;
    let more = receiver.takes_in(&long, key.clone()).await.unwrap();
    assert_eq!(more.new, 1);
    super::assert_equal_at_every_instant(&sender, &receiver, id).await;
    let last: Vec<String> = receiver
        .raw(id)
        .await
        .iter()
        .rev()
        .take(2)
        .map(|it: &RawFact| it.event_type.clone())
        .collect();
    assert_eq!(last, ["DossierTakenIn", "ErrorCorrected"]);
    // Then the longer one is there, and the shorter one adds nothing either.
    for package in [long, short] {
        let again = receiver.takes_in(&package, key.clone()).await.unwrap();
        assert_eq!(again.done, Done::AlreadySo);
    }
    assert_rebuilt_equal(&receiver.world).await;
}

async fn a_longer_package_does_not_overtake_what_was_recorded_here(place: Place) {
    let (sender, receiver) = two(place).await;
    let id = dossier(1);
    let short = sender.exports(id).await;
    receiver.takes_in(&short, sender.key().await).await.unwrap();
    receiver.world.does(1, correct(new("phone_mobile", "0922222222"))).await;
    sender.world.at("2026-11-25T09:00:00Z");
    sender.world.does(1, correct(new("phone_mobile", "0911111111"))).await;
    let long = sender.exports(id).await;
    refused(&receiver, &sender, &long, "package_overtaken").await;
    // What is here already is no obstacle.
    let again = receiver.takes_in(&short, sender.key().await).await.unwrap();
    assert_eq!(again.done, Done::AlreadySo);
}

async fn what_clashes_is_refused_and_leaves_nothing(place: Place) {
    let (sender, receiver) = two(place).await;
    let package = sender.exports(dossier(1)).await;
    // The dossier's id is here with facts of its own, or its person's number is.
    receiver.world.does(2, open(2, "Lê Văn Hai", "2026-11-20")).await;
    let second = sender.exports(dossier(2)).await;
    refused(&receiver, &sender, &second, "package_dossier_here").await;
    let third = sender.exports(dossier(3)).await;
    receiver.world.does(99, open(3, "Lê Văn Hai", "2026-11-20")).await;
    let incoming = receiver.reads(&third, sender.key().await).await.unwrap();
    let offer = receiver.app().offer(&receiver.world.officer, &incoming).await.unwrap();
    assert_eq!(offer.obstacle.map(|why| why.code), Some("cccd_duplicate"));
    refused(&receiver, &sender, &third, "cccd_duplicate").await;

    // Another key than the one that was brought along.
    let other = instance(Place::sqlite(), 3).await;
    let error = receiver.takes_in(&package, other.key().await).await.unwrap_err();
    assert_eq!(code(&error), "package_other_key");
    // One changed byte, and a package that is cut.
    let mut changed = package.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    refused(&receiver, &sender, &changed, "package_file_changed").await;
    refused(&receiver, &sender, &package[..middle], "package_container").await;
    refused(&receiver, &sender, b"another file", "package_not_one").await;
    let mut files: Vec<_> = container::read(&package).unwrap();
    files.swap(2, 3);
    let swapped = container::write(&files).unwrap();
    refused(&receiver, &sender, &swapped, "package_file_unknown").await;
    // From the future: this clock is behind.
    receiver.world.at("2026-11-11T02:00:00Z");
    refused(&receiver, &sender, &package, "package_fact_future").await;
    receiver.world.at("2026-11-26T03:00:00Z");
    // What the unit says of it is judged like an opening.
    let app = receiver.app();
    let incoming = receiver.reads(&package, sender.key().await).await.unwrap();
    let ways = [
        (Asked { unit: NOWHERE, ..asked() }, "unit_unknown"),
        (Asked { taken_in_on: day("2026-11-27"), ..asked() }, "date_future"),
    ];
    for (asked, expected) in ways {
        let error = app.take_package_in(&Actor::service(), &incoming, asked).await.unwrap_err();
        assert_eq!(code(&error), expected);
    }
    // A dossier that was opened by mistake there is not taken in here.
    sender.world.opens(31).await;
    let withdraws =
        hoso_events::dossier::DossierCommand::WithdrawOpening { reason: crate::support::reason() };
    sender.world.does(31, withdraws).await;
    let withdrawn = sender.exports(dossier(31)).await;
    refused(&receiver, &sender, &withdrawn, "dossier_withdrawn").await;
    assert!(receiver.takes_in(&package, sender.key().await).await.is_ok());
    // Then another unit cannot take in what follows.
    sender.world.at("2026-11-25T09:00:00Z");
    sender.world.does(1, correct(new("phone_mobile", "0911111111"))).await;
    let long = receiver.reads(&sender.exports(dossier(1)).await, sender.key().await).await.unwrap();
    let elsewhere = Asked { unit: COMMUNE, ..asked() };
    let error = app.take_package_in(&Actor::service(), &long, elsewhere).await.unwrap_err();
    assert_eq!(code(&error), "package_other_unit");
    assert_rebuilt_equal(&receiver.world).await;
}

async fn who_may_not_open_a_dossier_takes_none_in(place: Place) {
    let (sender, receiver) = two(place).await;
    let package = sender.exports(dossier(1)).await;
    let app = receiver.app();
    let officer = &receiver.world.officer;
    let incoming = receiver.reads(&package, sender.key().await).await.unwrap();
    let stranger = Actor { grants: vec![], ..officer.clone() };
    let bytes = std::sync::Arc::new(package.clone());
    let denied = app.read_package(&stranger, bytes, &[sender.key().await]).await.unwrap_err();
    assert_eq!(code(&denied), "not_found");
    let elsewhere = Asked { unit: COMMUNE, ..asked() };
    for (actor, asked, expected) in [
        (stranger, asked(), "not_found"),
        (officer.clone(), elsewhere, "not_found"),
        (
            Actor { reads_only: Some("session_expired"), ..officer.clone() },
            asked(),
            "session_expired",
        ),
        // Nobody takes their own dossier in.
        (Actor { dossier: Some(dossier(1)), ..officer.clone() }, asked(), "self_verification"),
    ] {
        let error = app.take_package_in(&actor, &incoming, asked).await.unwrap_err();
        assert_eq!(code(&error), expected);
    }
    assert!(receiver.raw(dossier(1)).await.is_empty());
}

async fn what_dies_in_the_middle_leaves_nothing_and_is_taken_in_again(place: Place) {
    let other = beside(&place).await;
    let (sender, receiver) = (instance(place, 1).await, instance(other, 2).await);
    receiver.world.at("2026-11-26T02:00:00Z");
    sender.world.keeps(1).await;
    let package = sender.exports(dossier(1)).await;
    let before = log_of(&receiver.world).await;
    let mut behind = receiver.world.place.behind().await;
    crate::failing::refuse_fields_of(&mut behind, 1).await;
    let error = receiver.takes_in(&package, sender.key().await).await.unwrap_err();
    assert_eq!(code(&error), "unexpected");
    assert_eq!(log_of(&receiver.world).await, before);
    assert!(receiver.raw(dossier(1)).await.is_empty());
    let claims = format!("select count(*) from claim where stream_id = '{}'", dossier(1));
    assert_eq!(behind.number(&claims).await, 0);
    behind
        .run_each("drop trigger out_of_order", "drop trigger out_of_order on record")
        .await
        .unwrap();
    receiver.takes_in(&package, sender.key().await).await.unwrap();
    super::assert_equal_at_every_instant(&sender, &receiver, dossier(1)).await;
    receiver.world.does(1, correct(new("phone_mobile", "0933333333"))).await;
}
