//! A dossier goes from finance to the commune: who manages it, who may do what with it, and which
//! duties go with it.

use hoso::app::{Actor, Command, CommandError, Done, Request, reads::AsOf};
use hoso_events::{
    account::{AccountCommand, Role},
    dossier::{DossierCommand, TransferStep},
    fact::Fact,
    ids::{GrantId, TransferId, UnitId},
    provenance::Source,
    rulebook::Duty,
};
use hoso_projections::{
    accounts, board,
    obligations::{self, ObligationRow},
    people, queue,
    transfers::{self, OnTheWay},
};
use uuid::Uuid;

use crate::{
    rebuild::assert_rebuilt_equal,
    support::{
        COMMUNE, FINANCE, Place, World, account, check, day, declare, dossier, new, on_both, paper,
        submission,
        transfers::{
            accept, asks, cancel, find_invalid, lan, order, recall, receive, refuse, release,
            takes, transfer,
        },
        world,
        world::actor,
    },
};

on_both![
    an_accepted_dossier_is_the_new_units_with_what_is_open_in_it,
    what_was_judged_before_stays_with_the_old_unit,
    ten_working_days_run_from_the_valid_paper_dossier,
    an_invalid_paper_dossier_starts_no_clock,
    each_unit_takes_its_own_steps_only,
    the_receiver_reads_nothing_before_it_accepts_and_the_sender_its_own_time_after,
    the_persons_account_goes_with_the_dossier_in_one_commit,
    a_refused_and_a_cancelled_transfer_leave_everything_where_it_was,
    what_comes_in_late_goes_to_the_unit_that_took_over,
    two_transfers_one_after_the_other_each_keep_their_verdict,
];

/// Dossier 1 is kept by finance, and a change of it waits for its check; Thursday 12/11/2026.
async fn begin(place: Place) -> World {
    let world = world(place).await;
    world.keeps(1).await;
    world.at("2026-11-12T01:00:00Z");
    world.does(1, declare(submission(12), new("phone_mobile", "0987654321"), "2026-11-11")).await;
    world
}

async fn released(place: Place) -> (World, Actor) {
    let world = begin(place).await;
    let lan = lan(&world).await;
    takes(&world, &world.officer, 1, order("2026-11-12")).await;
    takes(&world, &world.officer, 1, release("2026-11-12")).await;
    (world, lan)
}

async fn duty(world: &World, duty: Duty, subject: &str) -> ObligationRow {
    let rows = obligations::of_dossier(world.db(), &dossier(1).to_string(), 100).await.unwrap();
    let wanted = |row: &&ObligationRow| row.duty() == Some(duty) && row.subject == subject;
    rows.iter().find(wanted).unwrap_or_else(|| panic!("no {duty} in {rows:?}")).clone()
}

async fn on_the_way(world: &World) -> OnTheWay {
    transfers::by_id(world.db(), &transfer(1).to_string()).await.unwrap().unwrap()
}

async fn managed_by(world: &World) -> String {
    people::by_id(world.db(), &dossier(1).to_string()).await.unwrap().unwrap().unit_id
}

/// The open duties in the queue of a unit, with their last days.
async fn queued(world: &World, unit: UnitId) -> Vec<(String, String)> {
    let rows = queue::of_unit(world.db(), &unit.to_string(), "", 100).await.unwrap();
    rows.into_iter().map(|row| (row.duty, row.due_on)).collect()
}

fn denied(done: Result<Done, CommandError>) -> bool {
    matches!(done, Err(CommandError::Denied))
}

async fn an_accepted_dossier_is_the_new_units_with_what_is_open_in_it(place: Place) {
    let (world, lan) = released(place).await;
    let check_due = vec![("check".to_owned(), "2026-11-19".to_owned())];
    assert_eq!(queued(&world, FINANCE).await, check_due);
    world.at("2026-11-16T01:00:00Z");
    takes(&world, &lan, 1, receive("2026-11-16")).await;
    assert_eq!(managed_by(&world).await, FINANCE.to_string());
    assert_eq!(queued(&world, FINANCE).await, check_due);
    takes(&world, &lan, 1, accept("2026-11-16")).await;
    assert_eq!(managed_by(&world).await, COMMUNE.to_string());
    assert_eq!(queued(&world, FINANCE).await, []);
    assert_eq!(queued(&world, COMMUNE).await, check_due, "due when it was due");
    let found = on_the_way(&world).await;
    assert_eq!((found.row.stage.as_str(), found.row.papers, found.row.pages), ("accepted", 2, 14));
    assert_eq!(found.row.accepted_on.as_deref(), Some("2026-11-16"));
    assert_rebuilt_equal(&world).await;
}

async fn what_was_judged_before_stays_with_the_old_unit(place: Place) {
    let (world, lan) = released(place).await;
    takes(&world, &lan, 1, receive("2026-11-12")).await;
    takes(&world, &lan, 1, accept("2026-11-12")).await;
    for (code, subject) in [
        (Duty::IssueAccount, String::new()),
        (Duty::FirstEntry, String::new()),
        (Duty::Check, submission(1).to_string()),
        (Duty::DeclareChange, submission(12).to_string()),
    ] {
        let row = duty(&world, code, &subject).await;
        assert_eq!((row.unit_id, row.state), (FINANCE.to_string(), "met".to_owned()), "{code}");
    }
    let totals = board::within(world.db(), "H53/", day("2026-11-12"), 100).await.unwrap();
    let open = |unit: UnitId| {
        let of_unit = totals.iter().filter(|row| row.unit_id == unit.to_string());
        of_unit.map(|row| row.due + row.overdue).sum::<i64>()
    };
    assert_eq!((open(FINANCE), open(COMMUNE)), (0, 1));
}

/// 24/11/2026 is a holiday.
async fn ten_working_days_run_from_the_valid_paper_dossier(place: Place) {
    let (world, lan) = released(place).await;
    world.at("2026-11-18T01:00:00Z");
    takes(&world, &lan, 1, receive("2026-11-16")).await;
    let row = duty(&world, Duty::TakeOver, &transfer(1).to_string()).await;
    assert_eq!(
        (row.started_on.as_str(), row.due_on.as_deref()),
        ("2026-11-16", Some("2026-12-01"))
    );
    assert_eq!((row.unit_id, row.state.as_str()), (COMMUNE.to_string(), "open"));
    assert_eq!(on_the_way(&world).await.due_on.as_deref(), Some("2026-12-01"));
    assert_eq!(queued(&world, COMMUNE).await, [("take_over".to_owned(), "2026-12-01".to_owned())]);
    world.at("2026-12-02T01:00:00Z");
    // Whatever day is typed, the clock stops on the day it was recorded.
    takes(&world, &lan, 1, accept("2026-11-30")).await;
    let row = duty(&world, Duty::TakeOver, &transfer(1).to_string()).await;
    assert_eq!((row.state.as_str(), row.met_on.as_deref()), ("met", Some("2026-12-02")));
    assert_eq!(row.verdict(day("2026-12-02")).code(), "met_late");
}

async fn an_invalid_paper_dossier_starts_no_clock(place: Place) {
    let (world, lan) = released(place).await;
    takes(&world, &lan, 1, find_invalid("2026-11-12")).await;
    assert_eq!(queued(&world, COMMUNE).await, []);
    assert_eq!(on_the_way(&world).await.row.stage, "paper_invalid");
    takes(&world, &world.officer, 1, recall()).await;
    let found = on_the_way(&world).await.row;
    assert_eq!((found.stage.as_str(), found.papers, found.released_on), ("ordered", 0, None));
    // Recalled, it is the old unit's to work on again.
    world.does(1, check(submission(12))).await;
}

async fn each_unit_takes_its_own_steps_only(place: Place) {
    let world = begin(place).await;
    let lan = lan(&world).await;
    let hanh = &world.officer;
    assert!(denied(asks(&world, &lan, 1, order("2026-11-12")).await));
    takes(&world, hanh, 1, order("2026-11-12")).await;
    assert!(denied(asks(&world, &lan, 1, release("2026-11-12")).await));
    takes(&world, hanh, 1, release("2026-11-12")).await;
    for step in [receive("2026-11-12"), find_invalid("2026-11-12"), refuse()] {
        assert!(denied(asks(&world, hanh, 1, step).await));
    }
    for step in [recall(), cancel()] {
        assert!(denied(asks(&world, &lan, 1, step).await));
    }
    takes(&world, &lan, 1, receive("2026-11-12")).await;
    assert!(denied(asks(&world, hanh, 1, accept("2026-11-12")).await));
    // A transfer nobody ordered is not there, for whoever asks.
    assert!(denied(asks(&world, &lan, 2, accept("2026-11-12")).await));
    assert!(denied(asks(&world, hanh, 2, release("2026-11-12")).await));
}

async fn the_receiver_reads_nothing_before_it_accepts_and_the_sender_its_own_time_after(
    place: Place,
) {
    let (world, lan) = released(place).await;
    takes(&world, &lan, 1, receive("2026-11-12")).await;
    let reads = async |who: &Actor| {
        let found = world.app.record(who, dossier(1), AsOf::default()).await;
        match found {
            Ok(fields) => Some(fields.len()),
            Err(CommandError::Denied) => None,
            Err(other) => panic!("{other:?}"),
        }
    };
    assert_eq!(reads(&lan).await, None);
    let all = reads(&world.officer).await;
    assert!(all.is_some_and(|fields| fields > 10), "{all:?}");
    let refused = world.asks(1, check(submission(12))).await;
    assert!(
        matches!(&refused, Err(CommandError::Refused(why)) if why.code == "dossier_in_transfer")
    );
    takes(&world, &lan, 1, accept("2026-11-12")).await;
    assert_eq!((reads(&lan).await, reads(&world.officer).await), (all, all));
    // What comes later is the new unit's: see `periods`.
    assert!(matches!(
        world.app.duties(&world.officer, dossier(1)).await,
        Err(CommandError::Denied)
    ));
    assert!(denied(world.asks(1, check(submission(12))).await));
}

async fn the_persons_account_goes_with_the_dossier_in_one_commit(place: Place) {
    let (world, lan) = released(place).await;
    let grant = GrantId::from_uuid(Uuid::from_u128(0xC9));
    let access = AccountCommand::GrantAccess {
        grant,
        role: Role::DataOfficer,
        scope: FINANCE,
        from: day("2026-11-12"),
        until: None,
        request: paper(),
    };
    world.service(Command::Account(account(1), access)).await;
    assert_eq!(actor(&world.app, account(1)).await.grants.len(), 1);
    takes(&world, &lan, 1, receive("2026-11-12")).await;
    let done = takes(&world, &lan, 1, accept("2026-11-12")).await;
    let mai = actor(&world.app, account(1)).await;
    assert_eq!(mai.grants, []);
    assert_eq!(mai.unit.map(|unit| unit.id), Some(COMMUNE));
    let row = accounts::of_dossier(world.db(), &dossier(1).to_string()).await.unwrap().unwrap();
    assert_eq!(row.unit_id, COMMUNE.to_string());
    let facts = world.store.stream(&account(1).to_string(), 0).await.unwrap();
    let last: Vec<&str> = facts.iter().rev().take(2).map(|it| it.fact.event_type()).collect();
    assert_eq!(last, ["AccountMoved", "AccessRevoked"]);
    let accepted = world.store.stream(&dossier(1).to_string(), 0).await.unwrap().pop().unwrap();
    assert!(matches!(accepted.fact, Fact::Dossier(_)));
    let moved = &facts.last().unwrap().provenance;
    assert_eq!(accepted.provenance.by.correlation, moved.by.correlation);
    assert_eq!(done.position(), Some(moved.position));
    // The account is worked on as before, also by who kept it in mind.
    let access = AccountCommand::GrantAccess {
        grant: GrantId::from_uuid(Uuid::from_u128(0xCA)),
        role: Role::DataOfficer,
        scope: COMMUNE,
        from: day("2026-11-12"),
        until: None,
        request: paper(),
    };
    world.service(Command::Account(account(1), access)).await;
    assert_rebuilt_equal(&world).await;
}

async fn a_refused_and_a_cancelled_transfer_leave_everything_where_it_was(place: Place) {
    let (world, lan) = released(place).await;
    takes(&world, &lan, 1, receive("2026-11-12")).await;
    takes(&world, &lan, 1, refuse()).await;
    let row = duty(&world, Duty::TakeOver, &transfer(1).to_string()).await;
    assert_eq!(row.state, "void");
    assert_eq!(
        (queued(&world, COMMUNE).await, managed_by(&world).await),
        (vec![], FINANCE.to_string())
    );
    // Two clerks at once: the second learns how it ended.
    let late = asks(&world, &lan, 1, accept("2026-11-12")).await;
    let ended = "transfer_already_refused";
    assert!(matches!(&late, Err(CommandError::Refused(why)) if why.code == ended), "{late:?}");
    world.does(1, check(submission(12))).await;
    world.keeps(2).await;
    takes(&world, &world.officer, 2, order("2026-11-12")).await;
    takes(&world, &world.officer, 2, cancel()).await;
    world.does(2, declare(submission(22), new("phone_mobile", "0911222333"), "2026-11-11")).await;
    assert_rebuilt_equal(&world).await;
}

async fn what_comes_in_late_goes_to_the_unit_that_took_over(place: Place) {
    let (world, lan) = released(place).await;
    takes(&world, &lan, 1, receive("2026-11-12")).await;
    takes(&world, &lan, 1, accept("2026-11-12")).await;
    let mai = actor(&world.app, account(1)).await;
    // Of a day when finance still managed the dossier.
    let declared =
        declare(submission(13), new("current_address", "8 Lê Lợi, Tây Ninh"), "2026-11-05");
    let request = Request::new(Command::Dossier(dossier(1), declared), Source::Page);
    world.app.execute(&mai, request).await.unwrap();
    let row = duty(&world, Duty::Check, &submission(13).to_string()).await;
    assert_eq!((row.unit_id, row.state.as_str()), (COMMUNE.to_string(), "open"));
    let command = Command::Dossier(dossier(1), check(submission(13)));
    let request = Request::new(command, Source::Page);
    world.app.execute(&lan, request).await.unwrap();
    let row = duty(&world, Duty::Check, &submission(13).to_string()).await;
    assert_eq!((row.unit_id, row.state.as_str()), (COMMUNE.to_string(), "met"));
}

async fn two_transfers_one_after_the_other_each_keep_their_verdict(place: Place) {
    let (world, lan) = released(place).await;
    takes(&world, &lan, 1, receive("2026-11-12")).await;
    takes(&world, &lan, 1, accept("2026-11-12")).await;
    let back = TransferId::from_uuid(Uuid::from_u128(0x7999));
    let mut order = order("2026-11-12");
    if let TransferStep::Order { to, .. } = &mut order {
        *to = FINANCE;
    }
    for (who, step) in [
        (&lan, order),
        (&lan, release("2026-11-12")),
        (&world.officer, receive("2026-11-12")),
        (&world.officer, accept("2026-11-12")),
    ] {
        let command = DossierCommand::Transfer { transfer: back, step };
        let command = Command::Dossier(dossier(1), command);
        let request = Request::new(command, Source::Page);
        world.app.execute(who, request).await.unwrap();
    }
    let there = duty(&world, Duty::TakeOver, &transfer(1).to_string()).await;
    let again = duty(&world, Duty::TakeOver, &back.to_string()).await;
    assert_eq!((there.unit_id, again.unit_id), (COMMUNE.to_string(), FINANCE.to_string()));
    world.does(1, declare(submission(14), new("current_address", "9 Lê Lợi"), "2026-11-12")).await;
    let row = duty(&world, Duty::Check, &submission(14).to_string()).await;
    assert_eq!(row.unit_id, FINANCE.to_string(), "the unit that took it over last");
    assert_rebuilt_equal(&world).await;
}
