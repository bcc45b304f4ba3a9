//! What was true on a day, and what was known at an instant: two questions.

use hoso::{app::reads::AsOf, store::read};
use hoso_events::{dossier::NewEntry, entry::Value};
use hoso_projections::record::{self, RecordRow};

use crate::support::{
    Place, World, add_late, at, check, correct, day, declare, dossier, enter,
    history::{DOSSIERS, live_through},
    new, on_both, paper, send_back, submission, submit, withdraw, world,
};

on_both![
    the_record_as_of_now_is_the_record,
    a_change_is_true_from_its_day_and_known_from_its_recording,
    a_late_entry_was_true_long_before_it_was_known,
    a_correction_was_true_all_along_and_known_from_its_recording,
    a_withdrawn_change_was_never_true,
    what_comes_of_a_later_change_says_nothing_of_the_value_before_it,
    a_standing_value_keeps_who_said_it_while_another_waits,
    a_value_that_was_emptied_stands_empty_while_another_waits,
];

async fn rows(
    world: &World,
    n: u32,
    true_on: Option<&str>,
    known_at: Option<&str>,
) -> Vec<RecordRow> {
    let facts = world.store.stream(&dossier(n).to_string(), 0).await.unwrap();
    record::as_of(&facts, true_on.map(day), known_at.map(at))
}

/// The value a fact of the log gave a row's slot.
async fn value(world: &World, row: &RecordRow, position: i64) -> Option<Value> {
    let facts = read::at(world.db(), &[position]).await.unwrap();
    record::value_in(&facts[0], &row.slot.parse().unwrap())
}

/// What is said of a slot of dossier 1, and what stands.
async fn held(
    world: &World,
    slot: &str,
    true_on: Option<&str>,
    known_at: Option<&str>,
) -> Option<(String, String)> {
    let rows = rows(world, 1, true_on, known_at).await;
    let row = rows.into_iter().find(|row| row.slot == slot)?;
    let said = value(world, &row, row.said_by).await;
    let stands = value(world, &row, row.standing_by()).await;
    let text = |value: Option<Value>| match value {
        Some(Value::Single(text)) => text,
        Some(Value::Row(_)) => "a row".to_owned(),
        None => "nothing".to_owned(),
    };
    Some((text(said), text(stands)))
}

fn both(text: &str) -> Option<(String, String)> {
    Some((text.to_owned(), text.to_owned()))
}

async fn the_record_as_of_now_is_the_record(place: Place) {
    let world = world(place).await;
    live_through(&world).await;
    for n in 1..=DOSSIERS {
        let live = record::of_dossier(world.db(), &dossier(n).to_string()).await.unwrap();
        assert!(!live.is_empty());
        assert_eq!(rows(&world, n, None, None).await, live, "dossier {n}");
        let (today, now) = (Some("2026-11-25"), Some("2026-11-25T05:00:00Z"));
        assert_eq!(rows(&world, n, today, now).await, live, "dossier {n} today");
    }
}

const PHONE: &str = "phone_mobile";
const OLD: &str = "0912345678";
const NEW: &str = "0987654321";

/// Dossier 1 is kept on 02/11; a new telephone number of 05/11 is declared on 10/11 and checked
/// on 12/11.
async fn with_a_change(place: Place) -> World {
    let world = world(place).await;
    world.keeps(1).await;
    world.at("2026-11-10T01:00:00Z");
    world.does(1, declare(submission(2), new(PHONE, NEW), "2026-11-05")).await;
    world.at("2026-11-12T01:00:00Z");
    world
}

async fn a_change_is_true_from_its_day_and_known_from_its_recording(place: Place) {
    let world = with_a_change(place).await;
    world.does(1, check(submission(2))).await;
    for (true_on, known_at, said) in [
        (Some("2026-11-04"), None, both(OLD)),
        (Some("2026-11-05"), None, both(NEW)),
        (Some("2026-11-30"), None, both(NEW)),
        (None, Some("2026-11-10T00:59:59Z"), both(OLD)),
        (None, Some("2026-11-10T01:00:00Z"), Some((NEW.to_owned(), OLD.to_owned()))),
        (None, Some("2026-11-12T01:00:00Z"), both(NEW)),
        (Some("2026-11-05"), Some("2026-11-09T00:00:00Z"), both(OLD)),
        (Some("2026-11-04"), Some("2026-11-20T00:00:00Z"), both(OLD)),
        (None, Some("2026-11-01T00:00:00Z"), None),
    ] {
        let found = held(&world, PHONE, true_on, known_at).await;
        assert_eq!(found, said, "true on {true_on:?}, known at {known_at:?}");
    }
}

async fn a_late_entry_was_true_long_before_it_was_known(place: Place) {
    let world = world(place).await;
    world.keeps(1).await;
    world.at("2026-11-10T01:00:00Z");
    world.does(1, add_late(submission(2), 77)).await;
    let row = "education/00000000-0000-0000-0000-00000000004d";
    for (true_on, known_at, said) in [
        (Some("2010-04-30"), None, None),
        (Some("2010-05-01"), None, both("a row")),
        (Some("2010-05-01"), Some("2026-11-10T00:59:59Z"), None),
        (None, Some("2026-11-10T01:00:00Z"), both("a row")),
    ] {
        let found = held(&world, row, true_on, known_at).await;
        assert_eq!(found, said, "true on {true_on:?}, known at {known_at:?}");
    }
}

async fn a_correction_was_true_all_along_and_known_from_its_recording(place: Place) {
    let world = with_a_change(place).await;
    world.does(1, check(submission(2))).await;
    world.at("2026-11-20T01:00:00Z");
    // The number declared with the change was mistyped; the one before was right.
    world.does(1, correct(new(PHONE, "0987654322"))).await;
    world.does(1, correct(new("birth_date", "1985-03-21"))).await;
    let (before, after) = (Some("2026-11-19T00:00:00Z"), Some("2026-11-20T01:00:00Z"));
    for (slot, true_on, known_at, said) in [
        (PHONE, Some("2026-11-04"), None, both(OLD)),
        (PHONE, Some("2026-11-05"), None, both("0987654322")),
        (PHONE, Some("2026-11-05"), before, both(NEW)),
        (PHONE, None, after, both("0987654322")),
        ("birth_date", Some("2000-01-01"), None, both("1985-03-21")),
        ("birth_date", Some("2000-01-01"), before, both("1985-03-12")),
        ("birth_date", None, after, both("1985-03-21")),
    ] {
        let found = held(&world, slot, true_on, known_at).await;
        assert_eq!(found, said, "{slot} true on {true_on:?}, known at {known_at:?}");
    }
}

async fn a_withdrawn_change_was_never_true(place: Place) {
    let world = with_a_change(place).await;
    world.does(1, withdraw(submission(2))).await;
    for (true_on, known_at, said) in [
        (None, None, both(OLD)),
        (Some("2026-11-04"), None, both(OLD)),
        (Some("2026-11-05"), None, both(OLD)),
        (Some("2026-11-05"), Some("2026-11-11T00:00:00Z"), Some((NEW.to_owned(), OLD.to_owned()))),
    ] {
        let found = held(&world, PHONE, true_on, known_at).await;
        assert_eq!(found, said, "true on {true_on:?}, known at {known_at:?}");
    }
}

/// The telephone of dossier 1 in the record as of a day.
async fn telephone(world: &World, true_on: Option<&str>) -> RecordRow {
    let rows = rows(world, 1, true_on, None).await;
    rows.into_iter().find(|row| row.slot == PHONE).unwrap()
}

async fn what_comes_of_a_later_change_says_nothing_of_the_value_before_it(place: Place) {
    let world = with_a_change(place).await;
    world.does(1, check(submission(2))).await;
    let (fifth, sixth) = (Some("2026-11-05"), Some("2026-11-06"));
    let then = telephone(&world, fifth).await;
    assert_eq!((then.state.as_str(), then.true_since.as_deref()), ("checked", fifth));
    world.does(1, declare(submission(3), new(PHONE, "0900000003"), "2026-11-06")).await;
    for command in [
        withdraw(submission(3)),
        declare(submission(4), new(PHONE, "0900000004"), "2026-11-06"),
        send_back(submission(4), PHONE),
        enter(new(PHONE, "0900000005")),
        submit(submission(5)),
        check(submission(5)),
    ] {
        world.does(1, command).await;
        assert_eq!(telephone(&world, fifth).await, then, "as of the day before");
    }
    let now = telephone(&world, sixth).await;
    assert_eq!(
        value(&world, &now, now.said_by).await,
        Some(Value::Single("0900000005".to_owned()))
    );
}

async fn a_standing_value_keeps_who_said_it_while_another_waits(place: Place) {
    let world = with_a_change(place).await;
    world.does(1, check(submission(2))).await;
    let before = telephone(&world, None).await;
    world.does(1, declare(submission(3), new(PHONE, "0900000003"), "2026-11-10")).await;
    let fields = world.app.record(&world.officer, dossier(1), AsOf::default()).await.unwrap();
    let field = fields.iter().find(|field| field.slot.to_string() == PHONE).unwrap();
    let origin = field.stands_by.as_ref().unwrap();
    assert_eq!(
        (field.stands.clone(), field.stands_since),
        (value(&world, &before, before.said_by).await, Some(day("2026-11-05")))
    );
    assert_eq!(origin.position as i64, before.said_by);
    assert_eq!(origin.paper, Some(paper()));
    assert_eq!(field.true_since, Some(day("2026-11-10")));
    // Taken back, it stands as it stood: taking back says nothing new.
    world.does(1, withdraw(submission(3))).await;
    assert_eq!(telephone(&world, None).await, before);
}

async fn a_value_that_was_emptied_stands_empty_while_another_waits(place: Place) {
    let world = with_a_change(place).await;
    world.does(1, withdraw(submission(2))).await;
    let slot = new(PHONE, "").slot;
    let gone = NewEntry { slot, value: None };
    world.does(1, correct(gone)).await;
    let empty = telephone(&world, None).await;
    assert_eq!(empty.state, "checked");
    assert_eq!(value(&world, &empty, empty.said_by).await, None);
    world.does(1, declare(submission(3), new(PHONE, NEW), "2026-11-11")).await;
    let waiting = telephone(&world, None).await;
    assert_eq!(value(&world, &waiting, waiting.said_by).await, Some(Value::Single(NEW.to_owned())));
    assert_eq!(value(&world, &waiting, waiting.standing_by()).await, None);
    world.does(1, withdraw(submission(3))).await;
    assert_eq!(telephone(&world, None).await, empty);
}
