//! Dossiers that go from unit to unit and back: who sees how much of them, and that a transfer comes
//! to its end whoever dies on the way and however many do the same at once.

use std::sync::Arc;

use hoso::{
    app::{
        Actor, App, Command, CommandError, Done, Request, import::Watch, reads::AsOf, replay::Order,
    },
    store::access_log,
};
use hoso_events::{
    account::{AccountCommand, Role},
    dossier::{DossierCommand, TransferStep},
    ids::{GrantId, TransferId, UnitId},
    provenance::Source,
};
use uuid::Uuid;

use crate::{
    rebuild::assert_rebuilt_equal,
    support::{
        COMMUNE, FINANCE, Place, SCHOOL, World, account, check, day, declare, dossier,
        mass_moves::{approved, carried_out, of_list, undo},
        new, on_both, paper,
        people::personal_id,
        submission,
        transfers::{
            accept, cancel, find_invalid, lan, order, recall, receive, refuse, release, takes,
            transfer,
        },
        world,
        world::actor,
    },
};

on_both![
    a_mass_move_ends_a_time_and_its_undoing_ends_the_other_ones,
    a_unit_sees_the_dossier_as_it_stood_each_time_it_went,
    what_the_old_unit_sees_is_written_down_and_what_it_does_not_see_too,
    a_step_whose_answer_was_lost_is_taken_once_after_everything_began_anew,
    the_same_step_from_two_clerks_at_once_is_one_fact,
    an_account_that_changes_during_an_acceptance_holds_nothing_up,
];

fn phone(n: u32, number: &str, on: &str) -> DossierCommand {
    declare(submission(n), new("phone_mobile", number), on)
}

fn moved(n: u128) -> TransferId {
    TransferId::from_uuid(Uuid::from_u128(0x7A00 + n))
}

fn to(unit: UnitId, on: &str) -> TransferStep {
    let mut step = order(on);
    if let TransferStep::Order { to, .. } = &mut step {
        *to = unit;
    }
    step
}

async fn does(app: &App, who: &Actor, id: TransferId, step: TransferStep) -> Done {
    let name = step.name();
    let command = DossierCommand::Transfer { transfer: id, step };
    let request = Request::new(Command::Dossier(dossier(1), command), Source::Page);
    app.execute(who, request).await.unwrap_or_else(|error| panic!("{name}: {error:?}"))
}

/// The whole way of dossier 1 from one officer's unit to another's, on a day.
async fn goes(world: &World, id: TransferId, from: &Actor, to_unit: (UnitId, &Actor), on: &str) {
    does(&world.app, from, id, to(to_unit.0, on)).await;
    does(&world.app, from, id, release(on)).await;
    does(&world.app, to_unit.1, id, receive(on)).await;
    does(&world.app, to_unit.1, id, accept(on)).await;
}

/// A person reads a phone number of dossier 1 as somebody sees it; none where they see nothing.
async fn number_seen(world: &World, who: &Actor, as_of: AsOf) -> Option<String> {
    match world.app.record(who, dossier(1), as_of).await {
        Ok(fields) => {
            let field = fields.into_iter().find(|it| it.slot.field.as_str() == "phone_mobile");
            field.and_then(|field| field.said)?.as_single().map(str::to_owned)
        }
        Err(CommandError::Denied) => None,
        Err(other) => panic!("{other:?}"),
    }
}

/// Gives Hạnh's colleague at the school an account.
async fn officer_of(world: &World, n: u128, unit: UnitId) -> Actor {
    use hoso_events::{account::Holder, ids::AccountId, values::PersonName};
    let id = AccountId::from_uuid(Uuid::from_u128(n));
    let today = world.store.clock().today();
    let name = PersonName::parse("Lý Văn Sơn").unwrap();
    let grant = GrantId::from_uuid(Uuid::from_u128(n + 0x10));
    for command in [
        AccountCommand::IssueAccount { holder: Holder::Staff, name, unit, issued_on: today },
        AccountCommand::GrantAccess {
            grant,
            role: Role::DataOfficer,
            scope: unit,
            from: today,
            until: None,
            request: paper(),
        },
    ] {
        world.service(Command::Account(id, command)).await;
    }
    actor(&world.app, id).await
}

/// The person says what their number is, and the unit that has the dossier then checks it.
async fn says(world: &World, (n, number, on): (u32, &str, &str), person: &Actor, checks: &Actor) {
    for (who, command) in [(person, phone(n, number, on)), (checks, check(submission(n)))] {
        let command = Command::Dossier(dossier(1), command);
        world.app.execute(who, Request::new(command, Source::Page)).await.unwrap();
    }
}

async fn a_unit_sees_the_dossier_as_it_stood_each_time_it_went(place: Place) {
    let world = world(place).await;
    world.keeps(1).await;
    let (finance, lan) = (world.officer.clone(), lan(&world).await);
    // The commune's officer reads at the school below it as well, so a unit beside is needed.
    let beside = officer_of(&world, 0xB7, SCHOOL).await;
    let mai = actor(&world.app, account(1)).await;
    let says = async |n, number, on, checks| says(&world, (n, number, on), &mai, checks).await;
    let now = AsOf::default();
    world.at("2026-11-10T01:00:00Z");
    says(12, "0901000001", "2026-11-09", &finance).await;
    goes(&world, moved(1), &finance, (SCHOOL, &beside), "2026-11-10").await;
    world.at("2026-11-12T01:00:00Z");
    says(13, "0902000002", "2026-11-11", &beside).await;
    assert_eq!(number_seen(&world, &finance, now).await.as_deref(), Some("0901000001"));
    assert_eq!(number_seen(&world, &beside, now).await.as_deref(), Some("0902000002"));
    // Back again, and finance sees all of it.
    world.at("2026-11-16T01:00:00Z");
    goes(&world, moved(2), &beside, (FINANCE, &finance), "2026-11-16").await;
    world.at("2026-11-17T01:00:00Z");
    says(14, "0903000003", "2026-11-16", &finance).await;
    assert_eq!(number_seen(&world, &finance, now).await.as_deref(), Some("0903000003"));
    assert_eq!(number_seen(&world, &beside, now).await.as_deref(), Some("0902000002"));
    // On to the commune: finance sees its second time, the school its own alone.
    world.at("2026-11-18T01:00:00Z");
    goes(&world, moved(3), &finance, (COMMUNE, &lan), "2026-11-18").await;
    world.at("2026-11-19T01:00:00Z");
    says(15, "0904000004", "2026-11-18", &lan).await;
    for (who, expected) in [(&finance, "0903000003"), (&beside, "0902000002"), (&lan, "0904000004")]
    {
        assert_eq!(number_seen(&world, who, now).await.as_deref(), Some(expected));
    }
    // Asked for a moment within: as it was known then. For one after: nothing.
    let known = |at: &str| AsOf { known_at: Some(at.parse().unwrap()), ..AsOf::default() };
    let within = number_seen(&world, &finance, known("2026-11-11T00:00:00Z")).await;
    assert_eq!(within.as_deref(), Some("0901000001"));
    assert_eq!(number_seen(&world, &finance, known("2026-11-18T02:00:00Z")).await, None);
    assert_eq!(number_seen(&world, &beside, known("2026-11-17T00:00:00Z")).await, None);
    // The timeline and the replay end with the acceptance.
    for who in [&finance, &beside] {
        let lines = world.app.timeline(who, dossier(1), None, 100).await.unwrap();
        assert_eq!(lines[0].recorded.fact.event_type(), "TransferAccepted");
        let film = world.app.replay(who, dossier(1), Order::Recorded).await.unwrap();
        let last = film.step(film.len()).unwrap();
        assert_eq!(last.recorded.provenance.position, lines[0].recorded.provenance.position);
        assert_eq!(film.until.map(|end| end.position), Some(last.recorded.provenance.position));
        // Nothing but reading: no duties, no looks of others, no package.
        let denied = |done: Result<(), CommandError>| matches!(done, Err(CommandError::Denied));
        assert!(denied(world.app.duties(who, dossier(1)).await.map(drop)));
        assert!(denied(world.app.access_log(who, dossier(1), None, true, 10).await.map(drop)));
        assert!(denied(world.app.may_pack(who, dossier(1)).await));
        assert!(denied(world.app.may_hand_in(who, dossier(1)).await));
    }
    assert_rebuilt_equal(&world).await;
}

async fn a_mass_move_ends_a_time_and_its_undoing_ends_the_other_ones(place: Place) {
    let world = world(place).await;
    world.keeps(1).await;
    let (finance, lan) = (world.officer.clone(), lan(&world).await);
    let mai = actor(&world.app, account(1)).await;
    let says = async |n, number, on, checks| says(&world, (n, number, on), &mai, checks).await;
    let now = AsOf::default();
    world.at("2026-11-12T01:00:00Z");
    says(12, "0901000001", "2026-11-11", &finance).await;
    let row = format!("Nguyễn Thị Mai;{};H53.50", personal_id(1));
    let (plans, hash) = approved(&world, &of_list(&row)).await;
    assert_eq!(carried_out(&world, &plans, &hash).await.done, 1);
    world.at("2026-11-13T01:00:00Z");
    says(13, "0902000002", "2026-11-12", &lan).await;
    assert_eq!(number_seen(&world, &finance, now).await.as_deref(), Some("0901000001"));
    assert_eq!(number_seen(&world, &lan, now).await.as_deref(), Some("0902000002"));
    world.app.undo_mass_move(&plans, &undo(), &Watch::default()).await.unwrap();
    world.at("2026-11-14T01:00:00Z");
    says(14, "0903000003", "2026-11-13", &finance).await;
    assert_eq!(number_seen(&world, &finance, now).await.as_deref(), Some("0903000003"));
    assert_eq!(number_seen(&world, &lan, now).await.as_deref(), Some("0902000002"));
    assert_rebuilt_equal(&world).await;
}

async fn what_the_old_unit_sees_is_written_down_and_what_it_does_not_see_too(place: Place) {
    let world = world(place).await;
    world.keeps(1).await;
    let lan = lan(&world).await;
    goes(&world, moved(1), &world.officer, (COMMUNE, &lan), "2026-11-02").await;
    let outcomes = async || {
        let id = dossier(1).to_string();
        let rows = access_log::of_dossier(world.db(), &id, None, true, 100).await.unwrap();
        rows.into_iter().map(|it| (it.row.account_name, it.row.outcome)).collect::<Vec<_>>()
    };
    let before = outcomes().await.len();
    world.app.timeline(&world.officer, dossier(1), None, 10).await.unwrap();
    let later = AsOf { true_on: Some(day("2026-12-01")), ..AsOf::default() };
    assert_eq!(number_seen(&world, &world.officer, later).await, None);
    let rows = outcomes().await;
    let name = "Trần Thị Hạnh".to_owned();
    assert_eq!(
        rows[..rows.len() - before],
        [(name.clone(), "denied".to_owned()), (name, "shown".to_owned())]
    );
}

/// Every way a transfer can take, as steps of Hạnh (false) and Lan (true).
fn ways() -> Vec<Vec<(bool, TransferStep)>> {
    let on = "2026-11-02";
    let begins = || vec![(false, order(on)), (false, release(on))];
    let then = |mut way: Vec<_>, more: Vec<_>| {
        way.extend(more);
        way
    };
    vec![
        then(begins(), vec![(true, receive(on)), (true, accept(on))]),
        then(
            begins(),
            vec![
                (true, find_invalid(on)),
                (false, recall()),
                (false, release(on)),
                (true, receive(on)),
                (true, refuse()),
            ],
        ),
        then(begins(), vec![(false, cancel())]),
    ]
}

/// Both ends die after each step, before its answer is heard: the log is opened anew, the step is
/// asked for again with its key, and is there once.
async fn a_step_whose_answer_was_lost_is_taken_once_after_everything_began_anew(place: Place) {
    let mut world = world(place).await;
    let lan = lan(&world).await;
    for (n, way) in (1..).zip(ways()) {
        world.keeps(n).await;
        for (place, (receives, step)) in way.into_iter().enumerate() {
            let who = if receives { lan.clone() } else { world.officer.clone() };
            let command = DossierCommand::Transfer { transfer: transfer(n), step: step.clone() };
            let ask = || {
                let request =
                    Request::new(Command::Dossier(dossier(n), command.clone()), Source::Page);
                request.with_key(format!("{n}-{place}"))
            };
            let first = world.app.execute(&who, ask()).await.unwrap();
            let World { place, clock, store, app, officer, forgetful } = world;
            drop((app, store));
            let store = place.open(clock.clone()).await;
            let app = Arc::new(App::new(store.clone()));
            world = World { place, clock, store, app, officer, forgetful };
            let again = world.app.execute(&who, ask()).await.unwrap();
            assert_eq!(first.position(), again.position(), "{}", step.name());
            assert!(matches!(again, Done::Recorded { replayed: true, .. }), "{again:?}");
        }
        let facts = world.store.stream(&dossier(n).to_string(), 0).await.unwrap();
        let steps = facts.iter().filter(|it| match &it.fact {
            hoso_events::fact::Fact::Dossier(event) => event.transfer().is_some(),
            _ => false,
        });
        assert_eq!(steps.count(), ways()[n as usize - 1].len());
    }
    assert_rebuilt_equal(&world).await;
}

/// Two clerks of each unit, each with a program that has nothing in mind, press the same button.
async fn the_same_step_from_two_clerks_at_once_is_one_fact(place: Place) {
    let world = world(place).await;
    let lan = lan(&world).await;
    let others = [officer_of(&world, 0xB8, FINANCE).await, officer_of(&world, 0xB9, COMMUNE).await];
    for (n, way) in (1..).zip(ways()) {
        world.keeps(n).await;
        for (receives, step) in way.clone() {
            let first = if receives { &lan } else { &world.officer };
            let second = &others[usize::from(receives)];
            let (one, two) = (App::new(world.store.clone()), App::new(world.store.clone()));
            let ask = || {
                let step = step.clone();
                let command = DossierCommand::Transfer { transfer: transfer(n), step };
                Request::new(Command::Dossier(dossier(n), command), Source::Page)
            };
            let (a, b) = tokio::join!(one.execute(first, ask()), two.execute(second, ask()));
            let done = [a.unwrap(), b.unwrap()];
            let recorded = done.iter().filter(|done| matches!(done, Done::Recorded { .. }));
            assert_eq!(recorded.count(), 1, "{}: {done:?}", step.name());
        }
        let facts = world.store.stream(&dossier(n).to_string(), 0).await.unwrap();
        let steps = facts.iter().filter(|it| match &it.fact {
            hoso_events::fact::Fact::Dossier(event) => event.transfer().is_some(),
            _ => false,
        });
        assert_eq!(steps.count(), way.len());
    }
    assert_rebuilt_equal(&world).await;
}

/// While Lan accepts, others work on Mai's account: the acceptance is decided anew on what it says
/// by then, and everything of it that is left goes.
async fn an_account_that_changes_during_an_acceptance_holds_nothing_up(place: Place) {
    let world = world(place).await;
    let lan = lan(&world).await;
    for n in 1..=6 {
        world.keeps(n).await;
        takes(&world, &world.officer, n, order("2026-11-02")).await;
        takes(&world, &world.officer, n, release("2026-11-02")).await;
        takes(&world, &lan, n, receive("2026-11-02")).await;
        let grants = async {
            for k in 0..5_u32 {
                let grant = GrantId::from_uuid(Uuid::from_u128(u128::from(0x9000 + n * 100 + k)));
                let access = AccountCommand::GrantAccess {
                    grant,
                    role: Role::Inspector,
                    scope: FINANCE,
                    from: day("2026-11-02"),
                    until: Some(day("2026-12-31")),
                    request: paper(),
                };
                let other = App::new(world.store.clone());
                let command = Command::Account(account(n), access);
                let request = Request::new(command, Source::CommandLine);
                other.execute(&Actor::service(), request).await.unwrap();
            }
        };
        let accepting = async {
            let app = App::new(world.store.clone());
            let command =
                DossierCommand::Transfer { transfer: transfer(n), step: accept("2026-11-02") };
            let request = Request::new(Command::Dossier(dossier(n), command), Source::Page);
            app.execute(&lan, request).await
        };
        let (accepted, ()) = tokio::join!(accepting, grants);
        assert!(matches!(accepted, Ok(Done::Recorded { .. })), "{accepted:?}");
        let facts = world.store.stream(&account(n).to_string(), 0).await.unwrap();
        let moved = facts.iter().filter(|it| it.fact.event_type() == "AccountMoved").count();
        assert_eq!(moved, 1, "dossier {n}");
    }
    assert_rebuilt_equal(&world).await;
}
