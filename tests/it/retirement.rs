//! Who comes to the age of retirement: found by how near it is, moved by whatever it follows from.

use hoso::store::rebuild::{Ending, rebuild};
use hoso_events::{dossier::DossierCommand, ids::DossierId};
use hoso_projections::births::{self, Nearness};

use crate::{
    rebuild::assert_rebuilt_equal,
    support::{
        Place, World, check, correct, day, declare, dossier, enter,
        history::live_through,
        new, on_both, open, paper, reason, submission,
        transfers::{accept, lan, order, receive, release, takes},
        withdraw, world,
    },
};

on_both![
    what_was_said_before_is_taken_over_by_the_migration,
    people_are_found_by_how_near_their_retirement_is,
    what_retirement_follows_from_moves_it,
    whoever_goes_to_another_unit_is_warned_of_there,
    an_opening_taken_back_leaves_nobody_to_warn_of,
    whoever_is_no_longer_in_service_is_not_warned_of,
];

async fn what_was_said_before_is_taken_over_by_the_migration(place: Place) {
    let world = world(place).await;
    live_through(&world).await;
    let (place, clock) = (world.place, world.clock.clone());
    drop((world.app, world.store));
    let mut behind = place.behind().await;
    let known = "select count(*) from births where sex <> '' and birth_date <> ''";
    let before = behind.number(known).await;
    assert!(before > 0);
    for sql in ["drop table births", "delete from _sqlx_migrations where version = 20"] {
        behind.run(sql).await.unwrap();
    }
    drop(behind);
    let store = place.open(clock).await;
    let rebuilt = rebuild(&store, Ending::Check, |_, _| ()).await.unwrap();
    assert!(rebuilt.equal(), "{rebuilt:?}");
    assert_eq!(place.behind().await.number(known).await, before);
}

/// Takes in dossier `n` of someone of this sex, born then; what is not known is blank.
async fn is_there(world: &World, n: u32, sex: &str, birth_date: &str) {
    let century = if sex == "male" { 0 } else { 1 };
    let year = birth_date.get(2..4).unwrap_or("85");
    let DossierCommand::OpenDossier {
        managing_unit, full_name, confirmation, confirmed_on, ..
    } = open(n, "Nguyễn Thị Mai", "2026-10-30")
    else {
        panic!("an opening opens a dossier")
    };
    let personal_id_no = format!("072{century}{year}{n:06}");
    let opening = DossierCommand::OpenDossier {
        managing_unit,
        full_name,
        personal_id_no,
        confirmation,
        confirmed_on,
    };
    world.does(n, opening).await;
    for (field, text) in [("sex", sex), ("birth_date", birth_date)] {
        if !text.is_empty() {
            world.does(n, enter(new(field, text))).await;
        }
    }
}

/// The dossiers of a group below a path, in order.
async fn near(world: &World, path: &str, near: Nearness) -> Vec<DossierId> {
    let found = world.app.retiring(&[path.to_owned()], &[near]).await.unwrap();
    let counted = world.app.retiring_counts(&[path.to_owned()], &[near]).await.unwrap();
    assert_eq!(counted, [(near, found.len() as i64)], "what is counted is what is listed");
    found.iter().map(|it| DossierId::parse(&it.birth.dossier_id).unwrap()).collect()
}

async fn people_are_found_by_how_near_their_retirement_is(place: Place) {
    // Today is 02/11/2026: six months end on 02/05/2027, twelve on 02/11/2027.
    let world = world(place).await;
    for (n, sex, birth_date) in [
        (1, "male", "1965-05-20"), // 61 years 6 months in 11/2026: from 01/12/2026.
        (2, "male", "1965-04-30"), // In 10/2026: from 01/11/2026.
        (3, "female", "1969-12"),  // 57 years in 12/2026: from 01/01/2027.
        (4, "male", "1965-07-01"), // 61 years 9 months in 04/2027: from 01/05/2027.
        (5, "female", "1970"),     // 57 years 4 months in 05/2027: from 01/06/2027.
        (6, "female", "1970-06-30"), // In 10/2027: from 01/11/2027.
        (7, "female", "1970-07-01"), // In 11/2027: from 01/12/2027.
        (8, "male", "1959-01-05"), // 60 years in 2019.
        (9, "", "1970-01-01"),
        (10, "female", ""),
        (11, "", ""),
    ] {
        is_there(&world, n, sex, birth_date).await;
    }
    for (group, expected) in [
        (Nearness::Past, vec![8, 2]),
        (Nearness::HalfYear, vec![1, 3, 4]),
        (Nearness::Year, vec![5, 6]),
    ] {
        let expected: Vec<_> = expected.into_iter().map(dossier).collect();
        assert_eq!(near(&world, "H53/", group).await, expected, "{group:?}");
        assert_eq!(near(&world, "H53/H53.01/", group).await, expected, "{group:?}");
        assert_eq!(near(&world, "H53/H53.50/", group).await, [], "{group:?}");
    }
    let mut unknown = near(&world, "H53/", Nearness::Unknown).await;
    unknown.sort();
    assert_eq!(unknown, [9, 10, 11].map(dossier));
    assert_rebuilt_equal(&world).await;
    // A day later nobody did anything, and one of them has come to the age.
    world.at("2026-12-01T01:00:00Z");
    assert_eq!(near(&world, "H53/", Nearness::Past).await, [8, 2, 1].map(dossier));
}

async fn what_retirement_follows_from_moves_it(place: Place) {
    let world = world(place).await;
    world.keeps(1).await;
    let expected = async || {
        let row = births::by_id(world.db(), &dossier(1).to_string()).await.unwrap().unwrap();
        row.expected().map(|it| it.begins_on.to_string())
    };
    let checked = async || {
        let told = world.app.retirement(&world.officer, dossier(1)).await.unwrap();
        told.unwrap().checked
    };
    // A woman of 12/03/1985.
    assert_eq!((expected().await.as_deref(), checked().await), (Some("2045-04-01"), true));
    world.does(1, correct(new("birth_date", "1985-11"))).await;
    assert_eq!(expected().await.as_deref(), Some("2045-12-01"));
    // Declared and not checked: it counts, and it is said that nobody held it against the paper.
    let change = declare(submission(9), new("birth_date", "1985-01-05"), "2026-10-30");
    world.does(1, change).await;
    assert_eq!((expected().await.as_deref(), checked().await), (Some("2045-02-01"), false));
    world.does(1, withdraw(submission(9))).await;
    assert_eq!((expected().await.as_deref(), checked().await), (Some("2045-12-01"), true));
    let change = declare(submission(10), new("birth_date", "1985-01-05"), "2026-10-30");
    world.does(1, change).await;
    world.does(1, check(submission(10))).await;
    assert_eq!((expected().await.as_deref(), checked().await), (Some("2045-02-01"), true));
    assert_rebuilt_equal(&world).await;
}

async fn whoever_goes_to_another_unit_is_warned_of_there(place: Place) {
    let world = world(place).await;
    is_there(&world, 1, "male", "1965-05-20").await;
    let (hanh, lan) = (&world.officer, lan(&world).await);
    let on = "2026-11-02";
    takes(&world, hanh, 1, order(on)).await;
    takes(&world, hanh, 1, release(on)).await;
    takes(&world, &lan, 1, receive(on)).await;
    assert_eq!(near(&world, "H53/H53.01/", Nearness::HalfYear).await, [dossier(1)]);
    takes(&world, &lan, 1, accept(on)).await;
    assert_eq!(near(&world, "H53/H53.01/", Nearness::HalfYear).await, []);
    assert_eq!(near(&world, "H53/H53.50/", Nearness::HalfYear).await, [dossier(1)]);
}

async fn an_opening_taken_back_leaves_nobody_to_warn_of(place: Place) {
    let world = world(place).await;
    is_there(&world, 1, "male", "1965-05-20").await;
    assert_eq!(near(&world, "H53/", Nearness::HalfYear).await, [dossier(1)]);
    world.does(1, DossierCommand::WithdrawOpening { reason: reason() }).await;
    assert_eq!(near(&world, "H53/", Nearness::HalfYear).await, []);
    assert_eq!(world.app.retirement(&world.officer, dossier(1)).await.unwrap(), None);
    assert_rebuilt_equal(&world).await;
}

async fn whoever_is_no_longer_in_service_is_not_warned_of(place: Place) {
    let world = world(place).await;
    is_there(&world, 1, "male", "1965-05-20").await;
    let says = async |status: &str| {
        let command = DossierCommand::RecordAgencyEntry {
            entries: vec![new("dossier_status", status)],
            effective_on: day("2026-11-01"),
            decision: paper(),
        };
        world.does(1, command).await;
        near(&world, "H53/", Nearness::HalfYear).await.len()
    };
    let told = async || world.app.retirement(&world.officer, dossier(1)).await.unwrap().is_some();
    assert_eq!((says("in_service").await, told().await), (1, true));
    assert_eq!((says("resigned").await, told().await), (0, false));
    assert_eq!((says("awaiting_retirement").await, told().await), (1, true));
    assert_eq!((says("retired").await, told().await), (0, false));
    assert_rebuilt_equal(&world).await;
}
