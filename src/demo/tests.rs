//! The demo tells the same story everywhere, and what the cast is told to have is there.

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use chrono::{DateTime, Utc};
use hoso_events::{
    account::Role,
    calendar::local_date,
    fact::Recorded,
    ids::{DossierId, UnitId},
    unit::Now,
};
use hoso_projections::{
    accounts,
    births::Nearness,
    obligations,
    obligations::{ObligationRow, Verdict},
    people, queue,
};

use super::*;
use crate::{
    app::Actor,
    store::{Location, Purpose, Store, integrity::hex, read},
};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn small() -> Plan {
    let standard = Plan::standard(at("2026-11-23T05:00:00Z"));
    Plan { people: 20, units: 30, ..standard }
}

async fn filled(folder: &Path, plan: &Plan) -> (App, Filled) {
    let clock = Arc::new(ScriptedClock::new(plan.starts_at(), plan.seed));
    let location = Location::File(folder.join("hoso.db"));
    let store = Store::open(&location, Purpose::Write, clock.clone()).await.unwrap();
    let app = App::new(Arc::new(store));
    let told = Mutex::new(vec![]);
    let mut progress = |done, of| told.lock().unwrap().push((done, of));
    let filled = fill(&app, &clock, plan, &mut progress).await.unwrap();
    let told = told.into_inner().unwrap();
    assert!(told.is_sorted() && told.last().is_some_and(|(done, of)| done == of));
    (app, filled)
}

/// Every fact with its provenance, and the end of the chain over the stored bytes.
async fn log(app: &App) -> (Vec<Recorded>, String) {
    let db = app.store().db();
    let head = read::head(db).await.unwrap();
    let positions: Vec<i64> = (1..=i64::try_from(head.position).unwrap()).collect();
    (read::at(db, &positions).await.unwrap(), hex(&head.chain))
}

#[tokio::test]
async fn the_same_plan_makes_the_same_facts_byte_for_byte() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let (first, told) = filled(folders[0].path(), &small()).await;
    let (second, told_again) = filled(folders[1].path(), &small()).await;
    let ((first, first_end), (second, second_end)) = (log(&first).await, log(&second).await);
    for (one, other) in first.iter().zip(&second) {
        assert_eq!(one, other);
    }
    assert_eq!((first.len(), first_end), (second.len(), second_end));
    assert_eq!(told, told_again);
    assert_eq!(told.facts, first.len() as u64);
    assert_eq!((told.units, told.people), (30, 20));
}

async fn duties(app: &App, dossier: DossierId) -> Vec<ObligationRow> {
    obligations::of_dossier(app.store().db(), &dossier.to_string(), 500).await.unwrap()
}

#[tokio::test]
async fn everyone_of_the_cast_has_something_to_do_at_once() {
    let (folder, plan) = (tempfile::tempdir().unwrap(), small());
    let (app, filled) = filled(folder.path(), &plan).await;
    let world = app.store().world().await.unwrap();
    let today = local_date(plan.until);
    let keys: Vec<_> = filled.cast.iter().map(|member| member.role_key).collect();
    assert_eq!(keys, ROLE_KEYS);
    let member = |key| filled.cast.iter().find(|member| member.role_key == key).unwrap();
    let dossier = |key| member(key).dossier.unwrap();

    let open = |rows: Vec<ObligationRow>| {
        let open: Vec<_> = rows.into_iter().filter(|row| row.state == "open").collect();
        assert_eq!(open.len(), 1);
        (open[0].duty.clone(), open[0].due_on.clone().unwrap(), open[0].verdict(today))
    };
    assert_eq!(
        open(duties(&app, dossier("new_official")).await),
        ("first_entry".to_owned(), "2026-11-26".to_owned(), Verdict::Due)
    );
    assert_eq!(
        open(duties(&app, dossier("late_official")).await),
        ("first_entry".to_owned(), "2026-11-17".to_owned(), Verdict::Overdue)
    );
    assert_eq!(
        open(duties(&app, dossier("returned_official")).await),
        ("amend".to_owned(), "2026-11-27".to_owned(), Verdict::Due)
    );
    let kept = people::by_id(app.store().db(), &dossier("official").to_string()).await.unwrap();
    assert_eq!(kept.unwrap().situation, "kept");
    assert!(app.store().stream(&dossier("official").to_string(), 0).await.unwrap().len() > 40);

    let office = world.units.by_code(&member("data_officer").unit_code).unwrap().id;
    let mut checks = vec![];
    for unit in world.units.below(office) {
        checks.extend(
            queue::of_unit(app.store().db(), &unit.to_string(), "check", 100).await.unwrap(),
        );
    }
    let overdue = checks.iter().filter(|row| row.due_on < today.to_string()).count();
    assert!((overdue, checks.len()) >= (2, 6), "{overdue} of {} overdue", checks.len());
}

#[tokio::test]
async fn one_pair_waits_to_be_looked_at_and_one_was_merged() {
    let (folder, plan) = (tempfile::tempdir().unwrap(), small());
    let (app, filled) = filled(folder.path(), &plan).await;
    let officer = filled.cast.iter().find(|member| member.role_key == "data_officer").unwrap();
    let row = accounts::by_id(app.store().db(), &officer.account.to_string()).await.unwrap();
    let units = app.store().world().await.unwrap().units;
    let officer = Actor::of_account(&row.unwrap(), local_date(plan.until), &units).unwrap();
    let suspected = app.suspected(&officer).await.unwrap();
    assert_eq!(suspected.len(), 1);
    assert!(suspected[0].alike.birth);
    let (facts, _end) = log(&app).await;
    let merged = facts.iter().filter(|fact| fact.fact.event_type() == "FoundDuplicate").count();
    assert_eq!(merged, 1);
}

#[tokio::test]
async fn the_cast_holds_today_what_its_parts_need() {
    let (folder, plan) = (tempfile::tempdir().unwrap(), small());
    let (app, filled) = filled(folder.path(), &plan).await;
    let units = app.store().world().await.unwrap().units;
    let unit = |code| units.by_code(code).unwrap().id;
    let expected: [(&str, &[(Role, UnitId)]); 4] = [
        ("data_officer", &[(Role::DataOfficer, unit("TN.X01"))]),
        ("head", &[(Role::Head, unit("TN.X01"))]),
        ("inspector", &[(Role::Inspector, unit("TN"))]),
        ("administrator", &[(Role::Administrator, unit("TN"))]),
    ];
    for (key, grants) in expected {
        let member = filled.cast.iter().find(|member| member.role_key == key).unwrap();
        let row = accounts::by_id(app.store().db(), &member.account.to_string()).await.unwrap();
        let actor = Actor::of_account(&row.unwrap(), local_date(plan.until), &units).unwrap();
        assert_eq!(actor.grants, grants, "{key}");
    }
    assert_eq!(cast(&app).await.unwrap(), filled.cast);
}

#[tokio::test]
async fn a_database_that_has_a_province_is_not_filled() {
    let (folder, plan) = (tempfile::tempdir().unwrap(), small());
    let (app, _filled) = filled(folder.path(), &plan).await;
    let clock = ScriptedClock::new(plan.starts_at(), plan.seed);
    let again = fill(&app, &clock, &plan, &mut |_, _| {}).await.unwrap_err();
    assert_eq!(again.code(), "second_root");
}

#[test]
fn the_present_is_the_latest_morning_of_a_working_day_the_calendars_know() {
    for (now, until) in [
        ("2026-11-23T05:00:00Z", "2026-11-23T00:45:00Z"),
        ("2026-11-23T00:10:00Z", "2026-11-20T00:45:00Z"),
        ("2026-02-18T05:00:00Z", "2026-02-13T00:45:00Z"),
        ("2031-05-05T05:00:00Z", "2027-11-30T00:45:00Z"),
    ] {
        assert_eq!(Plan::standard(at(now)).until, at(until), "{now}");
    }
}

#[tokio::test]
async fn the_official_of_long_standing_came_from_a_school_that_is_no_more() {
    let (folder, plan) = (tempfile::tempdir().unwrap(), small());
    let (app, filled) = filled(folder.path(), &plan).await;
    let units = app.store().world().await.unwrap().units;
    let merged = units.iter().find(|unit| !unit.stands()).unwrap();
    let official = filled.cast.iter().find(|member| member.role_key == "official").unwrap();
    let facts = app.store().stream(&official.dossier.unwrap().to_string(), 0).await.unwrap();
    let says =
        |recorded: &&Recorded| format!("{:?}", recorded.fact).contains(&merged.id.to_string());
    let said = facts.iter().find(says).unwrap();
    let called = units.called(merged.id, said.day(), local_date(plan.until)).unwrap();
    let into = &units.get(merged.end.as_ref().unwrap().successors[0]).unwrap().name;
    assert_eq!((called.then, called.now), (&merged.name, Now::Became(vec![into])));
}

#[tokio::test]
async fn the_officer_is_warned_of_people_who_come_to_retirement() {
    let (folder, plan) = (tempfile::tempdir().unwrap(), small());
    let (app, _filled) = filled(folder.path(), &plan).await;
    let near = [Nearness::HalfYear, Nearness::Year];
    let counts = app.retiring_counts(&["TN/TN.X01/".to_owned()], &near).await.unwrap();
    assert!(counts.iter().all(|(_near, n)| *n > 0), "{counts:?}");
}
