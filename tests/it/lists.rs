//! Lists that are worked on beside, on both databases: kept, judged, taken in, stopped, undone.

use std::{sync::Arc, sync::atomic::Ordering, time::Duration};

use hoso::{
    app::{
        Actor, Command, CommandError, Request,
        import::{
            AskedList, ImportGround, ListError, RowOutcome, Take, Watch,
            jobs::{DONE, ListView, RUNNING, UNDOING, UNDONE, WAITING},
            report::HowAsked,
            undo::AskedUndo,
        },
    },
    store::{lists, read},
};
use hoso_events::{
    account::{AccountCommand, Holder},
    ids::{AccountId, DossierId},
    provenance::Source,
    values::PersonName,
};
use uuid::Uuid;

use crate::{
    rebuild::assert_rebuilt_equal,
    support::{
        Place, World, enter, new, on_both, paper,
        people::{COMMUNE, FINANCE, day},
        reason, world,
    },
};

on_both![
    a_list_goes_from_brought_to_undone_and_its_file_is_gone,
    what_was_worked_on_since_is_kept_and_named,
    a_list_that_is_stopped_leaves_whole_dossiers_and_goes_on,
    an_officer_takes_in_no_list_for_a_unit_of_others,
    two_who_take_the_same_list_in_at_once_open_each_dossier_once,
];

fn list(people: usize) -> Vec<u8> {
    let mut text = String::from("Họ và tên;Số CCCD;Số điện thoại\n");
    for n in 0..people {
        text.push_str(&format!("Lê Văn Nam;080095{n:06};09{n:08}\n"));
    }
    text.into_bytes()
}

fn asked(people: usize) -> AskedList {
    AskedList {
        bytes: Arc::new(list(people)),
        choices: vec![],
        unit: Some(FINANCE),
        ground: ImportGround { paper: paper(), confirmed_on: day("2026-11-02") },
    }
}

fn undo(file_sha256: &str) -> AskedUndo {
    let (reason, source) = (reason(), Source::Page);
    AskedUndo { file_sha256: file_sha256.to_owned(), reason, source, dry_run: false }
}

/// The list once nobody works on it any more.
async fn settled(world: &World, id: &str) -> ListView {
    for _ in 0..500 {
        let view = world.app.list_view(&world.officer, id).await.unwrap();
        if !view.is_worked_on() {
            return view;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the list is still worked on");
}

async fn turned(world: &World, view: &ListView, state: &'static str, how: HowAsked) -> ListView {
    world.app.turn_list(&world.officer, view, state, how).await.unwrap();
    settled(world, &view.job.job_id).await
}

async fn a_list_goes_from_brought_to_undone_and_its_file_is_gone(place: Place) {
    let world = world(place).await;
    let how = HowAsked { unit: Some(FINANCE), ..HowAsked::default() };
    let mut bytes = list(3);
    bytes.extend(vec![b'\n'; 1_300_000]);
    let brought = world.app.bring_list(&world.officer, None, "ds.csv", bytes.clone(), how.clone());
    let id = brought.await.unwrap();
    let view = settled(&world, &id).await;
    assert_eq!((view.job.state.as_str(), view.report.new), (WAITING, 3), "{view:?}");
    let kept = lists::file(&world.store, &view.job.job_id).await.unwrap();
    assert_eq!(kept, Some(bytes), "in parts, and whole again");
    let other = Actor { account: Actor::service().account, ..world.officer.clone() };
    let hidden = world.app.list_view(&other, &view.job.job_id).await;
    assert!(matches!(hidden, Err(CommandError::Denied)));

    let view = turned(&world, &view, RUNNING, how.clone()).await;
    assert_eq!((view.job.state.as_str(), view.report.new), (DONE, 3), "{view:?}");
    // Its file goes right after.
    while lists::file(&world.store, &view.job.job_id).await.unwrap().is_some() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let how = HowAsked { reason: Some("nhầm đơn vị".to_owned()), ..how };
    let view = turned(&world, &view, UNDOING, how).await;
    assert_eq!((view.job.state.as_str(), view.report.withdrawn), (UNDONE, 3), "{view:?}");
    assert_rebuilt_equal(&world).await;
}

async fn what_was_worked_on_since_is_kept_and_named(place: Place) {
    let world = world(place).await;
    let watch = Watch::default();
    let taken = world.app.take_list(&world.officer, &asked(4), Take::All, &watch).await.unwrap();
    let dossiers: Vec<DossierId> = taken
        .rows
        .iter()
        .map(|(_row, outcome)| match outcome {
            RowOutcome::New { dossier } => *dossier,
            other => panic!("{other:?}"),
        })
        .collect();
    let officer = |command| world.app.execute(&world.officer, Request::new(command, Source::Page));
    let typed = enter(new("phone_mobile", "0987654321"));
    officer(Command::Dossier(dossiers[0], typed)).await.unwrap();
    let issue = |account: u128, dossier| {
        Command::Account(
            AccountId::from_uuid(Uuid::from_u128(account)),
            AccountCommand::IssueAccount {
                holder: Holder::Official { dossier },
                name: PersonName::parse("Lê Văn Nam").unwrap(),
                unit: FINANCE,
                issued_on: day("2026-11-02"),
            },
        )
    };
    officer(issue(0xA1, dossiers[1])).await.unwrap();
    let asked = undo(&taken.head.file_sha256);
    let undone = world.app.undo_list(&world.officer, &asked, &watch).await.unwrap();
    assert_eq!((undone.withdrawn, undone.already), (2, 0));
    let mut kept: Vec<_> =
        undone.kept.iter().map(|kept| (kept.dossier, kept.full_name.as_str(), kept.code)).collect();
    kept.sort();
    let mut expected = dossiers[..2].to_vec();
    expected.sort();
    let expected: Vec<_> =
        expected.iter().map(|id| (*id, "Lê Văn Nam", "dossier_worked_on")).collect();
    assert_eq!(kept, expected);
    // Nobody is given an account for a dossier that was opened by mistake, nor anything else.
    assert!(matches!(officer(issue(0xA2, dossiers[2])).await, Err(CommandError::Denied)));
    let typed = enter(new("phone_mobile", "0987654321"));
    let refused = officer(Command::Dossier(dossiers[2], typed)).await.unwrap_err();
    assert_eq!(refused.code(), "dossier_withdrawn");
    let person = world.app.person(&world.officer, dossiers[2]).await.unwrap();
    assert_eq!((person.full_name.as_str(), person.situation.as_str()), ("Lê Văn Nam", "withdrawn"));
    assert_rebuilt_equal(&world).await;
}

async fn a_list_that_is_stopped_leaves_whole_dossiers_and_goes_on(place: Place) {
    let world = world(place).await;
    let watch = Watch::default();
    watch.stop.store(true, Ordering::Relaxed);
    let before = read::head(world.db()).await.unwrap().position;
    let stopped = world.app.take_list(&world.officer, &asked(5), Take::All, &watch).await.unwrap();
    assert!(stopped.stopped && stopped.new_count() == 0);
    assert_eq!(read::head(world.db()).await.unwrap().position, before);
    let again = Watch::default();
    let taken = world.app.take_list(&world.officer, &asked(5), Take::All, &again).await.unwrap();
    assert_eq!((taken.new_count(), taken.stopped), (5, false));
}

async fn an_officer_takes_in_no_list_for_a_unit_of_others(place: Place) {
    let world = world(place).await;
    let watch = Watch::default();
    let others = AskedList { unit: Some(COMMUNE), ..asked(1) };
    let refused = world.app.take_list(&world.officer, &others, Take::All, &watch).await;
    assert!(matches!(refused, Err(ListError::Command(CommandError::Denied))));
    let text = "Họ và tên;Số CCCD;Đơn vị\nLê Văn Nam;080095298420;H53.50\n";
    let by_row = AskedList { bytes: Arc::new(text.into()), unit: None, ..asked(1) };
    let judged = world.app.judge_list(&world.officer, &by_row, &watch).await.unwrap();
    let codes: Vec<_> = judged.problems().map(|(row, problem)| (row, problem.code)).collect();
    assert_eq!(codes, [(2, "list_unit_out_of_scope")]);
    let taken = world.app.take_list(&Actor::service(), &asked(1), Take::All, &watch).await.unwrap();
    let mut stranger = world.officer.clone();
    stranger.grants = vec![(hoso_events::account::Role::DataOfficer, COMMUNE)];
    let refused = world.app.undo_list(&stranger, &undo(&taken.head.file_sha256), &watch).await;
    assert!(matches!(refused, Err(CommandError::Denied)));
}

async fn two_who_take_the_same_list_in_at_once_open_each_dossier_once(place: Place) {
    let world = world(place).await;
    let take = || async {
        let watch = Watch::default();
        world.app.take_list(&world.officer, &asked(40), Take::All, &watch).await.unwrap()
    };
    let (one, other) = tokio::join!(take(), take());
    assert_eq!(one.new_count() + other.new_count(), 40);
    assert_eq!(one.already_count() + other.already_count(), 40);
    assert_rebuilt_equal(&world).await;
}
