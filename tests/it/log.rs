//! The log itself: order, exactly once, and who wins when two want the same.

use hoso::{
    app::{Actor, Command, CommandError, Done, Request},
    store::{AppendError, Receipt, read},
};
use hoso_events::{claim::ClaimKind, dossier::DossierCommand, fact::Recorded, provenance::Source};

use crate::support::{
    self, World, at,
    commits::{append, commit, opened, typed},
    dossier, new, on_both, world,
};

on_both![
    facts_have_dense_positions_in_the_log_and_in_their_streams,
    the_same_request_twice_is_one_fact_and_one_receipt,
    the_same_request_key_with_another_body_is_refused,
    a_request_key_is_its_senders_own,
    the_same_request_sent_again_is_answered_although_it_would_now_be_refused,
    whoever_insists_on_what_they_saw_is_refused_when_it_has_changed,
    two_writers_on_one_dossier_both_end_and_no_fact_is_lost,
    fifty_dossiers_at_once_are_all_recorded,
    a_clash_inside_a_batch_leaves_its_neighbours_whole,
    commits_in_one_batch_build_on_each_other,
    one_personal_id_number_opens_one_dossier_however_many_ask_at_once,
    a_personal_id_number_let_go_can_be_taken_by_another,
    recorded_at_never_goes_back_although_the_clock_does,
    commands_run_in_order_are_recorded_in_order,
    a_full_queue_says_busy_and_loses_nothing,
];

/// The whole log, in order.
pub async fn whole_log(world: &World) -> Vec<Recorded> {
    let until = read::head(world.db()).await.unwrap().position;
    let (mut facts, mut after) = (vec![], 0);
    while after < until {
        let page = read::page(world.db(), after, until, read::PAGE_MAX).await.unwrap();
        after = page.last().expect("a page before the end").provenance.position;
        facts.extend(page);
    }
    facts
}

/// Asserts that no position is missing, no sequence of any stream, and that time goes forward.
pub async fn assert_dense(world: &World) {
    let facts = whole_log(world).await;
    let mut ends = std::collections::BTreeMap::<String, u64>::new();
    for (n, fact) in facts.iter().enumerate() {
        assert_eq!(fact.provenance.position, n as u64 + 1);
        let end = ends.entry(fact.stream_id.clone()).or_default();
        *end += 1;
        assert_eq!(fact.provenance.sequence, *end, "{fact:?}");
    }
    assert!(facts.is_sorted_by_key(|fact| fact.provenance.recorded_at));
}

async fn stream(world: &World, n: u32) -> Vec<Recorded> {
    world.store.stream(&dossier(n).to_string(), 0).await.unwrap()
}

async fn facts_have_dense_positions_in_the_log_and_in_their_streams(place: support::Place) {
    let world = world(place).await;
    for n in [1, 2, 3] {
        world.opens(n).await;
    }
    for n in [2, 3, 1] {
        world.fills(n).await;
    }
    assert_dense(&world).await;
}

fn key(key: &str, phone: &str) -> Request {
    let command = support::enter(new("phone_mobile", phone));
    Request::new(Command::Dossier(dossier(1), command), Source::Api).with_key(key)
}

async fn the_same_request_twice_is_one_fact_and_one_receipt(place: support::Place) {
    let world = world(place).await;
    world.opens(1).await;
    let first = world.app.execute(&world.officer, key("k", "0912345678")).await.unwrap();
    // In between the value changes: the second sending must not set it back.
    world.does(1, support::enter(new("phone_mobile", "0987654321"))).await;
    let again = world.app.execute(&world.officer, key("k", "0912345678")).await.unwrap();
    let Done::Recorded { first_position, last_position, replayed: false } = first else {
        panic!("{first:?}");
    };
    assert_eq!(again, Done::Recorded { first_position, last_position, replayed: true });
    assert_eq!(stream(&world, 1).await.len(), 3);
}

async fn the_same_request_key_with_another_body_is_refused(place: support::Place) {
    let world = world(place).await;
    world.opens(1).await;
    world.app.execute(&world.officer, key("k", "0912345678")).await.unwrap();
    let other = world.app.execute(&world.officer, key("k", "0987654321")).await;
    assert_eq!(other.unwrap_err().code(), "key_reused");
    assert_eq!(stream(&world, 1).await.len(), 2);
}

async fn a_request_key_is_its_senders_own(place: support::Place) {
    let world = world(place).await;
    world.opens(1).await;
    world.app.execute(&world.officer, key("k", "0912345678")).await.unwrap();
    let other = world.app.execute(&Actor::service(), key("k", "0987654321")).await.unwrap();
    assert!(matches!(other, Done::Recorded { replayed: false, .. }), "{other:?}");
}

async fn the_same_request_sent_again_is_answered_although_it_would_now_be_refused(
    place: support::Place,
) {
    let world = world(place).await;
    world.opens(1).await;
    world.fills(1).await;
    world.does(1, support::submit(support::submission(1))).await;
    let check = Command::Dossier(dossier(1), support::check(support::submission(1)));
    let keyed = Request::new(check.clone(), Source::Api).with_key("k");
    let first = world.app.execute(&world.officer, keyed.clone()).await.unwrap();
    let unkeyed = Request::new(check, Source::Api);
    let refused = world.app.execute(&world.officer, unkeyed).await.unwrap_err();
    assert_eq!(refused.code(), "already_verified");
    let again = world.app.execute(&world.officer, keyed).await.unwrap();
    assert_eq!(again.position(), first.position());
}

async fn whoever_insists_on_what_they_saw_is_refused_when_it_has_changed(place: support::Place) {
    let world = world(place).await;
    world.opens(1).await;
    world.does(1, support::enter(new("tax_code", "8000000001"))).await;
    let insisting = |seen, phone: &str| {
        let command = support::enter(new("phone_mobile", phone));
        let request = Request::new(Command::Dossier(dossier(1), command), Source::Api);
        world.app.execute(&world.officer, Request { seen: Some(seen), ..request })
    };
    // The program has the dossier in mind; that must make no difference.
    for stale in [0, 1, 3] {
        assert_eq!(insisting(stale, "0912345678").await.unwrap_err().code(), "stale");
    }
    insisting(2, "0912345678").await.unwrap();
    assert_eq!(insisting(2, "0987654321").await.unwrap_err().code(), "stale");
    // Of two who saw the same, one is told that the other was first.
    let (one, other) = tokio::join!(insisting(3, "0911111111"), insisting(3, "0922222222"));
    let codes: Vec<_> = [one, other].into_iter().filter_map(Result::err).collect();
    assert_eq!(codes.iter().map(CommandError::code).collect::<Vec<_>>(), ["stale"]);
    assert_eq!(stream(&world, 1).await.len(), 4);
}

async fn two_writers_on_one_dossier_both_end_and_no_fact_is_lost(place: support::Place) {
    let world = world(place).await;
    world.opens(1).await;
    for round in 0..10 {
        let (phone, tax) = (format!("09000000{round:02}"), format!("80000000{round:02}"));
        let (one, other) = tokio::join!(
            world.asks(1, support::enter(new("phone_mobile", &phone))),
            world.asks(1, support::enter(new("tax_code", &tax))),
        );
        assert!(one.unwrap().position() != other.unwrap().position());
    }
    assert_eq!(stream(&world, 1).await.len(), 21);
    assert_dense(&world).await;
}

async fn fifty_dossiers_at_once_are_all_recorded(place: support::Place) {
    let world = world(place).await;
    let all = (1..=50).map(|n| {
        let (app, officer) = (world.app.clone(), world.officer.clone());
        tokio::spawn(async move {
            for command in [
                support::open(n, "Lê Văn Sáu", "2026-10-30"),
                support::enter(new("phone_mobile", "0912345678")),
            ] {
                let request = Request::new(Command::Dossier(dossier(n), command), Source::Api);
                app.execute(&officer, request).await.unwrap();
            }
        })
    });
    for task in all.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    for n in 1..=50 {
        assert_eq!(stream(&world, n).await.len(), 2);
    }
    assert_dense(&world).await;
}

/// What became of commits, without where.
pub fn outcome(answer: Result<Receipt, AppendError>) -> &'static str {
    match answer {
        Ok(Receipt { replayed: false, .. }) => "recorded",
        Ok(Receipt { replayed: true, .. }) => "replayed",
        Err(AppendError::Conflict) => "conflict",
        Err(AppendError::KeyReused) => "key reused",
        Err(AppendError::Taken { kind: ClaimKind::PersonalId, .. }) => "taken",
        Err(other) => panic!("{other:?}"),
    }
}

async fn a_clash_inside_a_batch_leaves_its_neighbours_whole(place: support::Place) {
    let world = world(place).await;
    let mut behind = world.place.behind().await;
    // While the end of the log is held, everything gathers into one batch.
    behind.hold_the_end().await;
    let mut same_id = append(5, 0, vec![opened(1)]);
    same_id.facts.push(typed(5));
    let commits = [
        commit(vec![append(1, 0, vec![opened(1), typed(1)])], "a", "a"),
        commit(vec![append(2, 7, vec![opened(2)])], "wrong sequence", ""),
        commit(vec![append(3, 0, vec![opened(3)]), append(1, 9, vec![typed(2)])], "half wrong", ""),
        commit(vec![same_id], "same personal id", ""),
        commit(vec![append(1, 0, vec![opened(1), typed(1)])], "a", "a"),
        commit(vec![append(4, 0, vec![opened(4)])], "a", "b"),
        commit(vec![append(4, 0, vec![opened(4), typed(4)])], "d", "d"),
    ];
    let waiting = commits.map(|commit| world.store.enqueue(commit).unwrap());
    behind.let_go().await;
    let mut outcomes = vec![];
    for waiting in waiting {
        outcomes.push(outcome(waiting.receipt().await));
    }
    assert_eq!(
        outcomes,
        ["recorded", "conflict", "conflict", "taken", "replayed", "key reused", "recorded"]
    );
    for (n, facts) in [(1, 2), (2, 0), (3, 0), (4, 2), (5, 0)] {
        assert_eq!(stream(&world, n).await.len(), facts, "dossier {n}");
    }
    // A refused commit leaves no trace of its claim either: its number is free.
    world.opens(3).await;
    assert_dense(&world).await;
}

async fn commits_in_one_batch_build_on_each_other(place: support::Place) {
    let world = world(place).await;
    let mut behind = world.place.behind().await;
    behind.hold_the_end().await;
    let commits = (0..30_usize).map(|n| {
        let fact = if n == 0 { opened(1) } else { typed(n) };
        commit(vec![append(1, n as u64, vec![fact])], &n.to_string(), "")
    });
    let waiting: Vec<_> = commits.map(|commit| world.store.enqueue(commit).unwrap()).collect();
    behind.let_go().await;
    for waiting in waiting {
        assert_eq!(outcome(waiting.receipt().await), "recorded");
    }
    assert_eq!(stream(&world, 1).await.len(), 30);
    assert_dense(&world).await;
}

async fn one_personal_id_number_opens_one_dossier_however_many_ask_at_once(place: support::Place) {
    let world = world(place).await;
    let tasks = (1..=12).map(|n| {
        let (app, officer) = (world.app.clone(), world.officer.clone());
        let command = support::open(1, "Nguyễn Thị Mai", "2026-10-30");
        let request = Request::new(Command::Dossier(dossier(n), command), Source::Page);
        tokio::spawn(async move { app.execute(&officer, request).await })
    });
    let mut opened = 0;
    for task in tasks.collect::<Vec<_>>() {
        match task.await.unwrap() {
            Ok(_) => opened += 1,
            Err(error) => assert_eq!(error.code(), "cccd_duplicate"),
        }
    }
    assert_eq!(opened, 1);
    assert_eq!(whole_log(&world).await.iter().filter(|f| is_opening(f)).count(), 1);
}

fn is_opening(recorded: &Recorded) -> bool {
    recorded.fact.event_type() == "DossierOpened"
}

async fn a_personal_id_number_let_go_can_be_taken_by_another(place: support::Place) {
    let world = world(place).await;
    world.opens(1).await;
    let wrong = support::personal_id(1);
    let taken = world.asks(2, with_id(2, &wrong)).await;
    assert_eq!(taken.unwrap_err().code(), "cccd_duplicate");
    world.does(1, support::enter(new("personal_id_no", &support::personal_id(9)))).await;
    world.does(2, with_id(2, &wrong)).await;
    let back = world.asks(1, support::enter(new("personal_id_no", &wrong))).await;
    assert_eq!(back.unwrap_err().code(), "cccd_duplicate");
}

fn with_id(n: u32, id: &str) -> DossierCommand {
    match support::open(n, "Nguyễn Thị Mai", "2026-10-30") {
        DossierCommand::OpenDossier {
            managing_unit,
            full_name,
            confirmation,
            confirmed_on,
            ..
        } => DossierCommand::OpenDossier {
            managing_unit,
            full_name,
            personal_id_no: id.to_owned(),
            confirmation,
            confirmed_on,
        },
        other => other,
    }
}

async fn recorded_at_never_goes_back_although_the_clock_does(place: support::Place) {
    let world = world(place).await;
    world.opens(1).await;
    world.at("2026-11-03T01:00:00.000001Z");
    world.does(1, support::enter(new("phone_mobile", "0912345678"))).await;
    world.at("2026-11-01T01:00:00Z");
    world.does(1, support::enter(new("phone_mobile", "0987654321"))).await;
    let times: Vec<_> = stream(&world, 1).await.iter().map(|f| f.provenance.recorded_at).collect();
    let later = at("2026-11-03T01:00:00.000001Z");
    assert_eq!(times, [at(support::world::MORNING), later, later]);
    assert_dense(&world).await;
}

async fn commands_run_in_order_are_recorded_in_order(place: support::Place) {
    let world = world(place).await;
    let request = |n: u32, command| {
        let request = Request::new(Command::Dossier(dossier(n), command), Source::Job);
        (world.officer.clone(), request)
    };
    let mut requests = vec![];
    for n in 1..=20 {
        requests.push(request(n, support::open(n, "Lê Văn Sáu", "2026-10-30")));
        requests.extend(support::whole_record().into_iter().map(|command| request(n, command)));
        requests.push(request(n, support::submit(support::submission(n))));
        // A second opening under another number is refused, and stands in nobody's way.
        requests.push(request(n, support::open(n + 100, "Lê Văn Sáu", "2026-10-30")));
        requests.push(request(n, support::check(support::submission(n))));
    }
    let answers = world.app.execute_in_order(requests).await;
    let mut last = 0;
    for answer in answers {
        match answer {
            Ok(done) => {
                assert!(done.position().unwrap() > last);
                last = done.position().unwrap();
            }
            Err(CommandError::Refused(refusal)) => {
                assert_eq!(refusal.code, "dossier_already_opened")
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(last, read::head(world.db()).await.unwrap().position);
    assert_dense(&world).await;
}

async fn a_full_queue_says_busy_and_loses_nothing(place: support::Place) {
    let world = world(place).await;
    let mut behind = world.place.behind().await;
    behind.hold_the_end().await;
    let mut waiting = vec![];
    let mut busy = 0;
    for n in 0..3_000_u32 {
        let commit = commit(vec![append(n, 0, vec![opened(n)])], &n.to_string(), "");
        match world.store.enqueue(commit) {
            Ok(enqueued) => waiting.push(enqueued),
            Err(AppendError::Busy) => busy += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    behind.let_go().await;
    assert!(busy > 0 && waiting.len() + busy == 3_000);
    let taken = waiting.len();
    for waiting in waiting {
        assert_eq!(outcome(waiting.receipt().await), "recorded");
    }
    let opened = whole_log(&world).await.iter().filter(|fact| is_opening(fact)).count();
    assert_eq!(opened, taken);
}
