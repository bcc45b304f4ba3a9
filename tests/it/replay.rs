//! A dossier as a film: which step comes when, and what the record said before and after it.

use std::time::Instant;

use hoso::app::replay::{Change, Film, Kind, Manner, Order};
use hoso_events::{
    dossier::DossierCommand,
    entry::{Slot, Value},
    fact::{Fact, Recorded},
};
use hoso_projections::record;

use crate::support::{
    Place, World, add_late, check, correct, day, declare, dossier,
    history::{DOSSIERS, live_through},
    new, new_row, on_both, paper, slot, submission, withdraw, world,
};

on_both![
    by_recording_each_step_stands_where_it_was_recorded,
    by_effect_each_step_stands_on_its_day_with_what_is_known_now,
    a_correction_counts_from_what_it_corrects_and_shows_what_was_believed,
    a_change_that_was_taken_back_changed_nothing_in_the_world,
    by_recording_before_and_after_are_what_each_fact_said,
    by_recording_the_film_tells_the_record_as_it_was_known,
    by_effect_the_film_tells_the_record_as_it_was_true,
    a_step_is_found_by_what_was_done_and_by_what_it_is_about,
    a_check_and_a_hand_in_name_what_they_were_about,
    each_step_says_which_unit_managed_the_dossier,
];

const PHONE: &str = "phone_mobile";
const OLD: &str = "0912345678";
const NEW: &str = "0987654321";
const RIGHT: &str = "0987654322";

async fn film(world: &World, n: u32, order: Order) -> Film {
    world.app.replay(&world.officer, dossier(n), order).await.unwrap()
}

fn single(text: &str) -> Option<Value> {
    Some(Value::Single(text.to_owned()))
}

/// Each step as its day and first kind.
fn told(film: &Film) -> Vec<(String, Kind)> {
    (1..=film.len())
        .map(|number| {
            let step = film.step(number).unwrap();
            (step.day.to_string(), step.kinds[0])
        })
        .collect()
}

/// What the step of a kind did with a slot.
fn change(film: &Film, kind: Kind, field: &str) -> Change {
    let number = film.of_kind(kind).next().unwrap_or_else(|| panic!("no step {kind:?}"));
    let changes = film.step(number).unwrap().changes;
    changes.into_iter().find(|change| change.slot.field.as_str() == field).unwrap()
}

fn said(before: Option<Value>, after: Option<Value>) -> Change {
    Change { slot: slot(PHONE), manner: Manner::Said, before, after, when_recorded: None }
}

/// Dossier 1 is kept on 02/11; a telephone number of 05/11 is declared on 10/11 and checked on
/// 12/11; that day a school year of 2010 is added.
async fn with_a_change(place: Place) -> World {
    let world = world(place).await;
    world.keeps(1).await;
    world.at("2026-11-10T01:00:00Z");
    world.does(1, declare(submission(2), new(PHONE, NEW), "2026-11-05")).await;
    world.at("2026-11-12T01:00:00Z");
    world.does(1, check(submission(2))).await;
    world.does(1, add_late(submission(3), 77)).await;
    world
}

async fn by_recording_each_step_stands_where_it_was_recorded(place: Place) {
    let world = with_a_change(place).await;
    let film = film(&world, 1, Order::Recorded).await;
    let told = told(&film);
    let step = |day: &str, kind| (day.to_owned(), kind);
    assert_eq!(told[0], step("2026-11-02", Kind::Intake));
    assert_eq!(told[1], step("2026-11-02", Kind::Account));
    assert_eq!(told[2], step("2026-11-02", Kind::Entry));
    let last = [
        step("2026-11-02", Kind::HandIn),
        step("2026-11-02", Kind::Check),
        step("2026-11-10", Kind::Change),
        step("2026-11-12", Kind::Check),
        step("2026-11-12", Kind::LateEntry),
    ];
    assert_eq!(told[told.len() - 5..], last);
    assert_eq!(change(&film, Kind::Change, PHONE), said(single(OLD), single(NEW)));
    assert_eq!(film.years(), [(2026, 1)]);
}

async fn by_effect_each_step_stands_on_its_day_with_what_is_known_now(place: Place) {
    let world = with_a_change(place).await;
    let film = film(&world, 1, Order::Effective).await;
    let told = told(&film);
    let step = |day: &str, kind| (day.to_owned(), kind);
    assert_eq!(told[0], step("2010-05-01", Kind::LateEntry));
    assert_eq!(told[1], step("2026-10-30", Kind::Intake));
    let last = [
        step("2026-11-02", Kind::HandIn),
        step("2026-11-02", Kind::Check),
        step("2026-11-05", Kind::Change),
        step("2026-11-12", Kind::Check),
    ];
    assert_eq!(told[told.len() - 4..], last);
    assert_eq!(film.years(), [(2010, 1), (2026, 2)]);
    let late = change(&film, Kind::LateEntry, "education");
    assert_eq!((late.before, late.when_recorded), (None, None));
    assert!(matches!(late.after, Some(Value::Row(_))));
    assert_eq!(change(&film, Kind::Change, PHONE), said(single(OLD), single(NEW)));
    let name = change(&film, Kind::Intake, "full_name");
    assert_eq!((name.before, name.after), (None, single("Nguyễn Thị Mai")));
}

async fn a_correction_counts_from_what_it_corrects_and_shows_what_was_believed(place: Place) {
    let world = with_a_change(place).await;
    world.at("2026-11-20T01:00:00Z");
    world.does(1, correct(new(PHONE, RIGHT))).await;
    let recorded = film(&world, 1, Order::Recorded).await;
    assert_eq!(change(&recorded, Kind::Change, PHONE), said(single(OLD), single(NEW)));
    assert_eq!(change(&recorded, Kind::Correction, PHONE), said(single(NEW), single(RIGHT)));
    let effective = film(&world, 1, Order::Effective).await;
    let changed = Change {
        when_recorded: Some((single(OLD), single(NEW))),
        ..said(single(OLD), single(RIGHT))
    };
    assert_eq!(change(&effective, Kind::Change, PHONE), changed);
    let corrected = Change {
        when_recorded: Some((single(NEW), single(RIGHT))),
        ..said(single(RIGHT), single(RIGHT))
    };
    assert_eq!(change(&effective, Kind::Correction, PHONE), corrected);
}

async fn a_change_that_was_taken_back_changed_nothing_in_the_world(place: Place) {
    let world = world(place).await;
    world.keeps(1).await;
    world.at("2026-11-10T01:00:00Z");
    world.does(1, declare(submission(2), new(PHONE, NEW), "2026-11-05")).await;
    world.does(1, withdraw(submission(2))).await;
    let recorded = film(&world, 1, Order::Recorded).await;
    assert_eq!(change(&recorded, Kind::Change, PHONE), said(single(OLD), single(NEW)));
    let back = Change { manner: Manner::TakenBack, ..said(single(NEW), single(OLD)) };
    assert_eq!(change(&recorded, Kind::Withdrawal, PHONE), back);
    let effective = film(&world, 1, Order::Effective).await;
    let never = Change {
        when_recorded: Some((single(OLD), single(NEW))),
        ..said(single(OLD), single(OLD))
    };
    assert_eq!(change(&effective, Kind::Change, PHONE), never);
}

async fn by_recording_before_and_after_are_what_each_fact_said(place: Place) {
    let world = world(place).await;
    live_through(&world).await;
    let mut compared = 0;
    for n in 1..=DOSSIERS {
        let film = film(&world, n, Order::Recorded).await;
        for number in 1..=film.len() {
            let step = film.step(number).unwrap();
            let Fact::Dossier(event) = &step.recorded.fact else { continue };
            for entry in event.entries() {
                let change = step.changes.iter().find(|change| change.slot == entry.slot).unwrap();
                assert_eq!(change.before, entry.before, "{n}, step {number}, {}", entry.slot);
                assert_eq!(change.after, entry.value, "{n}, step {number}, {}", entry.slot);
                assert_eq!(change.when_recorded, None);
                compared += 1;
            }
        }
    }
    assert!(compared > 60, "{compared}");
}

/// The value each slot of the record has, by the record's own reading of history.
fn values(facts: &[Recorded], rows: Vec<record::RecordRow>) -> Vec<(Slot, Value)> {
    let held = rows.into_iter().filter_map(|row| {
        let said = facts.iter().find(|it| it.provenance.position as i64 == row.said_by)?;
        let slot: Slot = row.slot.parse().unwrap();
        Some((slot.clone(), record::value_in(said, &slot)?))
    });
    let mut held: Vec<(Slot, Value)> = held.collect();
    held.sort_by_key(|(slot, _)| slot.to_string());
    held
}

/// What the film says each slot has after its first `until` steps.
fn shown(film: &Film, until: usize) -> Vec<(Slot, Value)> {
    let mut held = std::collections::BTreeMap::new();
    for number in 1..=until {
        for change in film.step(number).unwrap().changes {
            held.insert(change.slot.to_string(), (change.slot, change.after));
        }
    }
    held.into_values().filter_map(|(slot, value)| Some((slot, value?))).collect()
}

async fn by_recording_the_film_tells_the_record_as_it_was_known(place: Place) {
    let world = world(place).await;
    live_through(&world).await;
    for n in 1..=DOSSIERS {
        let film = film(&world, n, Order::Recorded).await;
        let facts = world.store.stream(&dossier(n).to_string(), 0).await.unwrap();
        let at = |number: usize| film.step(number).map(|it| it.recorded.provenance.recorded_at);
        for number in (1..=film.len()).filter(|number| at(*number) != at(number + 1)) {
            let rows = record::as_of(&facts, None, at(number));
            assert_eq!(shown(&film, number), values(&facts, rows), "{n} after step {number}");
        }
    }
}

async fn by_effect_the_film_tells_the_record_as_it_was_true(place: Place) {
    let world = world(place).await;
    live_through(&world).await;
    let film = film(&world, 1, Order::Effective).await;
    let facts = world.store.stream(&dossier(1).to_string(), 0).await.unwrap();
    let day_of = |number: usize| film.step(number).map(|step| step.day);
    // What was typed first has no day of its own: the film shows it where it was typed.
    let typed = (1..=film.len()).filter(|number| day_of(number + 1) != day_of(*number));
    let days: Vec<usize> =
        typed.filter(|number| day_of(*number) >= Some(day("2026-11-02"))).collect();
    assert!(days.len() >= 4, "{days:?}");
    for number in days {
        let rows = record::as_of(&facts, day_of(number), None);
        assert_eq!(shown(&film, number), values(&facts, rows), "on {:?}", day_of(number));
    }
}

/// A decision of the unit about a duty and about pay.
fn decision(row: u128, from: &str) -> DossierCommand {
    DossierCommand::RecordAgencyEntry {
        entries: vec![
            new("main_duty", &format!("Kế toán {row}")),
            new_row("salary_history", row, &[("from_ym", "2026-11"), ("coefficient", "2.34")]),
        ],
        effective_on: day(from),
        decision: paper(),
    }
}

async fn a_step_is_found_by_what_was_done_and_by_what_it_is_about(place: Place) {
    let world = with_a_change(place).await;
    world.does(1, decision(5, "2026-11-03")).await;
    let film = film(&world, 1, Order::Effective).await;
    let of = |kind| film.of_kind(kind).collect::<Vec<_>>();
    let decided = of(Kind::Decision);
    assert_eq!(decided.len(), 1);
    assert_eq!(film.kinds(decided[0]), [Kind::Decision, Kind::Appointment, Kind::Pay]);
    assert_eq!((of(Kind::Pay), of(Kind::Appointment)), (decided.clone(), decided));
    assert_eq!(of(Kind::Training), [1], "the school year that was added late");
    assert_eq!((of(Kind::Discipline), of(Kind::Transfer), of(Kind::Ending)), <_>::default());
    assert_eq!(film.kinds(0), []);
    assert_eq!(film.kinds(film.len() + 1), []);
    assert_eq!((film.step(0), film.step(film.len() + 1)), (None, None));
}

async fn a_check_and_a_hand_in_name_what_they_were_about(place: Place) {
    let world = with_a_change(place).await;
    let film = film(&world, 1, Order::Recorded).await;
    let handed = film.step(film.of_kind(Kind::HandIn).next().unwrap()).unwrap();
    let birth = handed.changes.iter().find(|it| it.slot == slot("birth_date")).unwrap();
    let born = single("1985-03-12");
    assert_eq!((birth.manner, &birth.before), (Manner::HandedIn, &born));
    assert_eq!(birth.after, born);
    let checks: Vec<usize> = film.of_kind(Kind::Check).collect();
    let checked = film.step(checks[1]).unwrap().changes;
    let now = Change { manner: Manner::Checked, ..said(single(NEW), single(NEW)) };
    assert_eq!(checked, [now]);
}

async fn each_step_says_which_unit_managed_the_dossier(place: Place) {
    let world = with_a_change(place).await;
    let film = film(&world, 1, Order::Effective).await;
    let name = |number: usize| film.step(number).unwrap().managed_by.map(|it| it.name.clone());
    assert_eq!(name(1), None, "in 2010 there was no dossier");
    assert_eq!(name(2).as_deref(), Some("Sở Tài chính"));
    assert_eq!(name(film.len()).as_deref(), Some("Sở Tài chính"));
}

/// Every step of a long career in both orders: within 80 ms as it is shipped.
#[test]
fn five_hundred_steps_are_there_at_once() {
    crate::support::on_sqlite(async |place| {
        let world = world(place).await;
        world.keeps(1).await;
        for n in 0..500 {
            world.does(1, decision(1_000 + n, "2026-11-02")).await;
        }
        let ms_max = if cfg!(debug_assertions) { 1_500 } else { 80 };
        for order in Order::ALL {
            let began = Instant::now();
            let film = film(&world, 1, order).await;
            let shown = (1..=film.len()).filter_map(|number| film.step(number)).count();
            let took = began.elapsed().as_millis();
            assert!(shown > 500, "{shown}");
            assert!(took <= ms_max, "{order:?}: {took} ms");
        }
    });
}
