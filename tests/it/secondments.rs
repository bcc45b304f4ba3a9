//! Mai of finance is seconded to the commune: it begins and ends by itself, the host reads and never
//! writes, and both units are told when the end is near; and so with the term of a rotation.

use hoso::app::{Act, Actor, App, Command, CommandError, Done, Request, reads::AsOf};
use hoso_events::{
    dossier::{DossierCommand, Phase, SecondmentStep, TransferKind, TransferStep},
    ids::{SecondmentId, TransferId, UnitId},
    provenance::Source,
    unit::{Below, UnitCommand},
};
use hoso_projections::{accounts, people};
use uuid::Uuid;

use crate::{
    rebuild::assert_rebuilt_equal,
    support::{
        COMMUNE, FINANCE, Place, SCHOOL, World, account, check, day, declare, dossier, new,
        on_both, paper, reason, submission,
        transfers::{accept, lan, order, receive, release, takes},
        world,
        world::actor,
    },
};

on_both![
    the_host_reads_while_it_lasts_and_never_writes,
    it_is_prolonged_ended_early_or_cancelled_by_the_unit_that_sends,
    both_units_are_told_before_it_ends_and_after,
    what_cannot_be_is_refused_with_its_code,
    the_same_act_from_two_clerks_at_once_is_one_fact,
    the_end_of_a_rotation_is_told_until_there_is_an_order,
];

fn stay(n: u32) -> SecondmentId {
    SecondmentId::from_uuid(Uuid::from_u128(0x8000 + u128::from(n)))
}

fn sends(host: UnitId, begins: &str, ends: &str) -> SecondmentStep {
    let (begins_on, ends_on) = (day(begins), day(ends));
    SecondmentStep::Order { host, decision: paper(), begins_on, ends_on }
}

async fn asks(app: &App, who: &Actor, n: u32, step: SecondmentStep) -> Result<Done, CommandError> {
    let command = DossierCommand::Secondment { secondment: stay(n), step };
    app.execute(who, Request::new(Command::Dossier(dossier(n), command), Source::Page)).await
}

async fn does(world: &World, step: SecondmentStep) {
    let name = step.name();
    let done = asks(&world.app, &world.officer, 1, step).await;
    assert!(matches!(done, Ok(Done::Recorded { .. })), "{name}: {done:?}");
}

async fn reads(world: &World, who: &Actor) -> bool {
    match world.app.record(who, dossier(1), AsOf::default()).await {
        Ok(_) => true,
        Err(CommandError::Denied) => false,
        Err(other) => panic!("{other:?}"),
    }
}

fn code(done: Result<Done, CommandError>) -> &'static str {
    match done {
        Err(error) => error.code(),
        Ok(done) => panic!("{done:?}"),
    }
}

/// Dossier 1, kept by finance and seconded to the commune from 16/11 to 31/12/2026.
async fn seconded(place: Place) -> (World, Actor) {
    let world = world(place).await;
    world.keeps(1).await;
    let lan = lan(&world).await;
    world.at("2026-11-12T01:00:00Z");
    does(&world, sends(COMMUNE, "2026-11-16", "2026-12-31")).await;
    (world, lan)
}

async fn the_host_reads_while_it_lasts_and_never_writes(place: Place) {
    let (world, lan) = seconded(place).await;
    // Seventeen hours of UTC are a new day in Việt Nam.
    for (at, expected) in [
        ("2026-11-15T16:59:59Z", false),
        ("2026-11-15T17:00:00Z", true),
        ("2026-12-31T16:59:59Z", true),
        ("2026-12-31T17:00:00Z", false),
    ] {
        world.at(at);
        assert_eq!(reads(&world, &lan).await, expected, "{at}");
        assert!(reads(&world, &world.officer).await, "the sending unit always");
        let managing = people::by_id(world.db(), &dossier(1).to_string()).await.unwrap().unwrap();
        assert_eq!(managing.unit_id, FINANCE.to_string());
    }
    world.at("2026-12-01T01:00:00Z");
    let mai = actor(&world.app, account(1)).await;
    let said = declare(submission(12), new("phone_mobile", "0987654321"), "2026-11-30");
    let request = Request::new(Command::Dossier(dossier(1), said), Source::Page);
    world.app.execute(&mai, request).await.unwrap();
    for command in [
        check(submission(12)),
        declare(submission(13), new("phone_mobile", "0911111111"), "2026-11-30"),
    ] {
        let request = Request::new(Command::Dossier(dossier(1), command), Source::Page);
        assert_eq!(code(world.app.execute(&lan, request).await), "not_found");
    }
    assert!(matches!(world.app.may_hand_in(&lan, dossier(1)).await, Err(CommandError::Denied)));
    assert!(matches!(world.app.may_pack(&lan, dossier(1)).await, Err(CommandError::Denied)));
    // The sending unit works on.
    world.does(1, check(submission(12))).await;
    let row = accounts::of_dossier(world.db(), &dossier(1).to_string()).await.unwrap().unwrap();
    assert_eq!(row.unit_id, FINANCE.to_string());
    assert_rebuilt_equal(&world).await;
}

async fn it_is_prolonged_ended_early_or_cancelled_by_the_unit_that_sends(place: Place) {
    let (world, lan) = seconded(place).await;
    let prolong =
        SecondmentStep::Prolong { ends_on: day("2027-01-31"), decision: paper(), reason: reason() };
    assert_eq!(code(asks(&world.app, &lan, 1, prolong.clone()).await), "not_found");
    does(&world, prolong).await;
    world.at("2027-01-31T01:00:00Z");
    assert!(reads(&world, &lan).await);
    let shorten = SecondmentStep::EndEarly {
        ends_on: day("2027-01-15"),
        decision: paper(),
        reason: reason(),
    };
    does(&world, shorten.clone()).await;
    assert!(!reads(&world, &lan).await, "it ended on a day that is past");
    assert!(matches!(asks(&world.app, &world.officer, 1, shorten).await, Ok(Done::AlreadySo)));
    let sheet = world.app.secondment(&lan, stay(1)).await.unwrap();
    assert_eq!((sheet.phase, sheet.sends, sheet.reads), (Phase::Over, false, false));
    assert_eq!(sheet.steps.len(), 3);
    does(&world, SecondmentStep::Cancel { reason: reason(), decision: Some(paper()) }).await;
    let sheet = world.app.secondment(&world.officer, stay(1)).await.unwrap();
    assert_eq!((sheet.phase, sheet.sends, sheet.reads), (Phase::Cancelled, true, true));
    assert_rebuilt_equal(&world).await;
}

/// Whose ends an officer is told today: secondments, then terms.
async fn told(world: &World, who: &Actor) -> (usize, usize) {
    let paths = world.app.paths(who, Act::CheckRecord).await.unwrap();
    let ends = world.app.ends(&paths).await.unwrap();
    (ends.secondments.len(), ends.terms.len())
}

async fn both_units_are_told_before_it_ends_and_after(place: Place) {
    let (world, lan) = seconded(place).await;
    for (at, expected) in [
        ("2026-11-30T01:00:00Z", 0),
        ("2026-12-01T01:00:00Z", 1),
        ("2027-01-01T01:00:00Z", 1),
        ("2027-01-30T01:00:00Z", 1),
        ("2027-01-31T01:00:00Z", 0),
    ] {
        world.at(at);
        for who in [&world.officer, &lan] {
            assert_eq!(told(&world, who).await, (expected, 0), "{at}");
        }
    }
    world.at("2026-12-20T01:00:00Z");
    let lists = world.app.secondments(&lan).await.unwrap();
    assert_eq!((lists.sent.len(), lists.hosted.len()), (0, 1));
    let lists = world.app.secondments(&world.officer).await.unwrap();
    assert_eq!((lists.sent.len(), lists.hosted.len()), (1, 0));
    let moves = world.app.moves(&lan, dossier(1)).await.unwrap();
    assert_eq!(moves.secondment.map(|it| it.row.secondment_id), Some(stay(1).to_string()));
}

async fn what_cannot_be_is_refused_with_its_code(place: Place) {
    let (world, _lan) = seconded(place).await;
    let hanh = &world.officer;
    let again = |n: u32, step| {
        let command = DossierCommand::Secondment { secondment: stay(n), step };
        let request = Request::new(Command::Dossier(dossier(1), command), Source::Page);
        world.app.execute(hanh, request)
    };
    let overlaps = again(2, sends(SCHOOL, "2026-12-31", "2027-03-31")).await;
    assert_eq!(code(overlaps), "secondment_overlaps");
    let own = again(2, sends(FINANCE, "2027-01-01", "2027-03-31")).await;
    assert_eq!(code(own), "secondment_to_own_unit");
    let nowhere = UnitId::from_uuid(Uuid::from_u128(0xDEAD));
    let unknown = again(2, sends(nowhere, "2027-01-01", "2027-03-31")).await;
    assert_eq!(code(unknown), "unit_unknown");
    let merge = UnitCommand::MergeUnit {
        unit: SCHOOL,
        into: COMMUNE,
        below: Below::NoneLeft,
        effective_on: day("2026-06-01"),
        basis: paper(),
    };
    world.service(Command::Unit(merge)).await;
    let ended = again(2, sends(SCHOOL, "2027-01-01", "2027-03-31")).await;
    assert_eq!(code(ended), "unit_ended");
    takes(&world, hanh, 1, order("2026-11-12")).await;
    let moving = again(2, sends(COMMUNE, "2027-01-01", "2027-03-31")).await;
    assert_eq!(code(moving), "secondment_during_transfer");
}

async fn the_same_act_from_two_clerks_at_once_is_one_fact(place: Place) {
    let world = world(place).await;
    world.keeps(1).await;
    let (decision, reason) = (paper(), reason());
    for step in [
        sends(COMMUNE, "2026-11-16", "2026-12-31"),
        SecondmentStep::Prolong {
            ends_on: day("2027-02-28"),
            decision: decision.clone(),
            reason: reason.clone(),
        },
        SecondmentStep::EndEarly {
            ends_on: day("2027-01-31"),
            decision: decision.clone(),
            reason: reason.clone(),
        },
        SecondmentStep::Cancel { reason, decision: Some(decision) },
    ] {
        let (one, two) = (App::new(world.store.clone()), App::new(world.store.clone()));
        let (a, b) = tokio::join!(
            asks(&one, &world.officer, 1, step.clone()),
            asks(&two, &world.officer, 1, step.clone())
        );
        let done = [a.unwrap(), b.unwrap()];
        let recorded = done.iter().filter(|done| matches!(done, Done::Recorded { .. })).count();
        assert_eq!(recorded, 1, "{}: {done:?}", step.name());
    }
    assert_rebuilt_equal(&world).await;
}

async fn the_end_of_a_rotation_is_told_until_there_is_an_order(place: Place) {
    let world = world(place).await;
    world.keeps(1).await;
    let lan = lan(&world).await;
    let rotate = |term_ends_on| TransferStep::Order {
        to: COMMUNE,
        kind: TransferKind::Rotation,
        decision: paper(),
        effective_on: day("2026-11-02"),
        term_ends_on,
    };
    let hanh = &world.officer;
    let refused = crate::support::transfers::asks(&world, hanh, 1, rotate(None)).await;
    assert_eq!(code(refused), "transfer_term_missing");
    takes(&world, hanh, 1, rotate(Some(day("2026-12-31")))).await;
    takes(&world, hanh, 1, release("2026-11-02")).await;
    takes(&world, &lan, 1, receive("2026-11-02")).await;
    takes(&world, &lan, 1, accept("2026-11-02")).await;
    world.at("2026-11-30T01:00:00Z");
    assert_eq!((told(&world, hanh).await, told(&world, &lan).await), ((0, 0), (0, 0)));
    // Told a month ahead, and as long as nobody has decided; nobody's unit changes meanwhile.
    for at in ["2026-12-01T01:00:00Z", "2027-06-01T01:00:00Z"] {
        world.at(at);
        assert_eq!((told(&world, hanh).await, told(&world, &lan).await), ((0, 1), (0, 1)), "{at}");
        let person = people::by_id(world.db(), &dossier(1).to_string()).await.unwrap().unwrap();
        assert_eq!(person.unit_id, COMMUNE.to_string());
        let moves = world.app.moves(&lan, dossier(1)).await.unwrap();
        assert!(moves.term.is_some());
    }
    let back = TransferId::from_uuid(Uuid::from_u128(0x7999));
    let step = TransferStep::Order {
        to: FINANCE,
        kind: TransferKind::Reassignment,
        decision: paper(),
        effective_on: day("2027-01-01"),
        term_ends_on: None,
    };
    let command = DossierCommand::Transfer { transfer: back, step };
    let request = Request::new(Command::Dossier(dossier(1), command), Source::Page);
    world.app.execute(&lan, request).await.unwrap();
    assert_eq!((told(&world, hanh).await, told(&world, &lan).await), ((0, 0), (0, 0)));
    assert!(world.app.moves(&lan, dossier(1)).await.unwrap().term.is_none());
    assert_rebuilt_equal(&world).await;
}
