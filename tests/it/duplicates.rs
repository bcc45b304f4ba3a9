//! One person found twice: two dossiers become one everywhere at once, and two again.

use std::sync::Arc;

use hoso::app::{
    Actor, App, Command, CommandError, Done, Request, duplicates::Standing, reads::AsOf,
};
use hoso_events::{
    account::{AccountCommand, Holder, Role},
    claim::ClaimKind,
    dossier::DossierEvent,
    fact::Fact,
    ids::{AccountId, GrantId},
    provenance::Source,
    values::PersonName,
};
use hoso_projections::{
    accounts, board,
    obligations::{self, ObligationRow},
    people, queue, search,
};
use uuid::Uuid;

use crate::{
    rebuild::assert_rebuilt_equal,
    support::{
        FINANCE, PROVINCE, Place, World, account, correct, day, declare, dossier,
        duplicates::{merge, merges, pair, separate, tell_apart},
        enter, new, on_both, open, paper, personal_id, submission, submit,
        transfers::{accept, lan, order, receive, release, takes},
        world,
        world::actor,
    },
};

on_both![
    two_dossiers_of_one_person_become_one_in_one_commit,
    both_names_and_both_numbers_lead_to_the_kept_dossier,
    merged_by_mistake_both_are_what_they_were,
    no_third_dossier_takes_either_number,
    what_the_duplicate_owed_falls_away_and_runs_on,
    the_duplicates_account_opens_nothing_while_it_is_one,
    a_duplicate_is_given_no_account,
    what_was_recorded_in_the_kept_one_since_stays_and_is_listed,
    nobody_learns_of_a_dossier_outside_their_units,
    a_duplicate_is_read_by_whoever_reads_the_kept_one,
    two_people_told_apart_are_not_named_again,
    one_old_identity_card_is_enough_to_be_named,
    of_two_clerks_at_once_one_wins_and_the_other_is_told,
    the_same_form_twice_is_one_act,
    those_who_are_there_already_are_known_after_the_migration,
];

/// Dossier 1 is kept, dossier 2 has its record half typed; both of finance, both of Mai.
async fn begin(place: Place) -> World {
    let world = world(place).await;
    world.keeps(1).await;
    world.does(2, open(2, "Nguyễn Thị Mây", "2026-10-30")).await;
    world.issues_account(2).await;
    world.does(2, enter(new("birth_date", "1985-03-12"))).await;
    world
}

async fn merged(place: Place) -> World {
    let world = begin(place).await;
    merges(&world, &world.officer, 1, 2, merge()).await.expect("they are one person");
    world
}

#[track_caller]
fn refused(done: Result<Done, CommandError>) -> &'static str {
    match done {
        Err(CommandError::Refused(refusal)) => refusal.code,
        other => panic!("not refused: {other:?}"),
    }
}

fn denied(done: Result<Done, CommandError>) -> bool {
    matches!(done, Err(CommandError::Denied))
}

async fn found(world: &World, query: &str) -> Vec<String> {
    let found = search::by_name(world.db(), query, "", 50).await.unwrap();
    found.into_iter().map(|person| person.dossier_id).collect()
}

async fn duties(world: &World, n: u32) -> Vec<ObligationRow> {
    obligations::of_dossier(world.db(), &dossier(n).to_string(), 100).await.unwrap()
}

async fn holder(world: &World, number: &str) -> Option<String> {
    let held = hoso::store::read::holders(world.db(), ClaimKind::PersonalId, &[number]).await;
    held.unwrap().remove(number)
}

/// Everything the read models say of a dossier that is not about the merge itself.
async fn standing(world: &World, n: u32) -> String {
    let id = dossier(n).to_string();
    let person = people::by_id(world.db(), &id).await.unwrap();
    let account = accounts::of_dossier(world.db(), &id).await.unwrap();
    let record = world.app.record(&Actor::service(), dossier(n), AsOf::default()).await.unwrap();
    let number = holder(world, &personal_id(n)).await;
    format!("{person:?} {account:?} {record:?} {number:?} {:?}", duties(world, n).await)
}

/// Thu, who keeps the dossiers of the whole province.
async fn thu(world: &World) -> Actor {
    let id = AccountId::from_uuid(Uuid::from_u128(0xB7));
    let grant = GrantId::from_uuid(Uuid::from_u128(0xC7));
    let today = world.store.clock().today();
    let name = PersonName::parse("Phan Thị Thu").unwrap();
    let (holder, unit, issued_on) = (Holder::Staff, PROVINCE, today);
    let (role, scope, from, until) = (Role::DataOfficer, PROVINCE, today, None);
    for command in [
        AccountCommand::IssueAccount { holder, name, unit, issued_on },
        AccountCommand::GrantAccess { grant, role, scope, from, until, request: paper() },
    ] {
        world.service(Command::Account(id, command)).await;
    }
    actor(&world.app, id).await
}

/// Takes dossier `n` to the commune.
async fn moves(world: &World, n: u32) -> Actor {
    let (on, lan) = ("2026-11-02", lan(world).await);
    takes(world, &world.officer, n, order(on)).await;
    takes(world, &world.officer, n, release(on)).await;
    takes(world, &lan, n, receive(on)).await;
    takes(world, &lan, n, accept(on)).await;
    lan
}

async fn two_dossiers_of_one_person_become_one_in_one_commit(place: Place) {
    let world = begin(place).await;
    let done = merges(&world, &world.officer, 1, 2, merge()).await.unwrap();
    let Done::Recorded { first_position, last_position, .. } = done else { panic!("{done:?}") };
    assert_eq!(last_position, first_position + 1, "one fact in each");
    for (n, name) in [(1, "DuplicateTakenIn"), (2, "FoundDuplicate")] {
        let facts = world.store.stream(&dossier(n).to_string(), 0).await.unwrap();
        assert_eq!(facts.last().unwrap().fact.event_type(), name);
    }
    let listed = people::within(world.db(), "", ("", ""), 50).await.unwrap();
    assert_eq!(listed.len(), 1, "a duplicate is in no list");
    assert_eq!(people::counts(world.db()).await.unwrap()[&FINANCE.to_string()], 1);
    let queued = queue::of_unit(world.db(), &FINANCE.to_string(), "", 50).await.unwrap();
    assert!(queued.iter().all(|row| row.dossier_id != dossier(2).to_string()), "{queued:?}");
    assert_eq!(refused(world.asks(2, submit(submission(2))).await), "dossier_merged");
    let fact = world.app.timeline(&world.officer, dossier(2), None, 50).await.unwrap();
    assert_eq!(fact.len(), 4, "its history is still read");
    assert_rebuilt_equal(&world).await;
}

async fn both_names_and_both_numbers_lead_to_the_kept_dossier(place: Place) {
    let world = merged(place).await;
    let kept = dossier(1).to_string();
    for query in ["Mai", "nguyen thi mai", "Mây", "thi may"] {
        assert_eq!(found(&world, query).await, std::slice::from_ref(&kept), "{query}");
    }
    for n in [1, 2] {
        let by_number = world.app.person_by_number(&world.officer, &personal_id(n)).await.unwrap();
        assert_eq!(by_number.unwrap().dossier_id, kept);
    }
    let person = world.app.person(&world.officer, dossier(2)).await.unwrap();
    let goes_on = world.app.goes_on_in(&world.officer, &person).await.unwrap().unwrap();
    assert_eq!(goes_on.kept, dossier(1));
    merges(&world, &world.officer, 1, 2, separate()).await.unwrap();
    assert_eq!(found(&world, "Mây").await, [dossier(2).to_string()]);
    assert_eq!(found(&world, "Mai").await, [kept]);
    let by_number = world.app.person_by_number(&world.officer, &personal_id(2)).await.unwrap();
    assert_eq!(by_number.unwrap().dossier_id, dossier(2).to_string());
}

async fn merged_by_mistake_both_are_what_they_were(place: Place) {
    let world = begin(place).await;
    let before = [standing(&world, 1).await, standing(&world, 2).await];
    let open = board::of_province(world.db(), day("2026-11-02")).await.unwrap();
    merges(&world, &world.officer, 1, 2, merge()).await.unwrap();
    assert_ne!(standing(&world, 2).await, before[1]);
    assert_ne!(board::of_province(world.db(), day("2026-11-02")).await.unwrap(), open);
    merges(&world, &world.officer, 1, 2, separate()).await.unwrap();
    assert_eq!([standing(&world, 1).await, standing(&world, 2).await], before);
    assert_eq!(board::of_province(world.db(), day("2026-11-02")).await.unwrap(), open);
    world.does(2, enter(new("sex", "female"))).await;
    assert_rebuilt_equal(&world).await;
}

async fn no_third_dossier_takes_either_number(place: Place) {
    let world = merged(place).await;
    let taken = |n: u32, number: u32| {
        let mut command = open(n, "Lê Thị Hoa", "2026-10-30");
        if let hoso_events::dossier::DossierCommand::OpenDossier { personal_id_no, .. } =
            &mut command
        {
            *personal_id_no = personal_id(number);
        }
        command
    };
    for number in [1, 2] {
        assert_eq!(refused(world.asks(7, taken(7, number)).await), "cccd_duplicate");
    }
    // The kept dossier may bear the other number; while it does, they are not separated.
    world.does(1, correct(new("personal_id_no", &personal_id(2)))).await;
    let done = merges(&world, &world.officer, 1, 2, separate()).await;
    assert_eq!(refused(done), "merge_number_taken_over");
    world.does(1, correct(new("personal_id_no", &personal_id(1)))).await;
    // It let the other number go: whoever takes it now keeps it.
    world.does(7, taken(7, 2)).await;
    let done = merges(&world, &world.officer, 1, 2, separate()).await;
    assert_eq!(refused(done), "cccd_duplicate");
    assert_eq!(holder(&world, &personal_id(2)).await, Some(dossier(7).to_string()));
}

async fn what_the_duplicate_owed_falls_away_and_runs_on(place: Place) {
    let world = begin(place).await;
    let owed = |rows: &[ObligationRow]| {
        let open = rows.iter().filter(|row| row.state == "open");
        open.map(|row| (row.duty.clone(), row.due_on.clone())).collect::<Vec<_>>()
    };
    let before = owed(&duties(&world, 2).await);
    assert_eq!(before.len(), 1, "the first record is owed: {before:?}");
    merges(&world, &world.officer, 1, 2, merge()).await.unwrap();
    let rows = duties(&world, 2).await;
    assert_eq!(owed(&rows), []);
    let fell = rows.iter().find(|row| row.duty == before[0].0).unwrap();
    assert_eq!(fell.verdict(day("2026-12-31")).code(), "void");
    world.at("2026-11-20T01:00:00Z");
    merges(&world, &world.officer, 1, 2, separate()).await.unwrap();
    let rows = duties(&world, 2).await;
    assert_eq!(owed(&rows), before, "due when it was due");
    let runs = rows.iter().find(|row| row.duty == before[0].0).unwrap();
    assert_eq!((runs.met_on.as_deref(), runs.met_by), (None, None));
    assert_rebuilt_equal(&world).await;
}

async fn the_duplicates_account_opens_nothing_while_it_is_one(place: Place) {
    let world = begin(place).await;
    let comes_in = async || {
        let row = accounts::by_id(world.db(), &account(2).to_string()).await.unwrap().unwrap();
        let units = world.store.world().await.unwrap().units.clone();
        Actor::of_account(&row, world.store.clock().today(), &units).is_some()
    };
    assert!(comes_in().await);
    merges(&world, &world.officer, 1, 2, merge()).await.unwrap();
    assert!(!comes_in().await);
    merges(&world, &world.officer, 1, 2, separate()).await.unwrap();
    assert!(comes_in().await);
    merges(&world, &world.officer, 1, 2, merge()).await.unwrap();
    let reason = crate::support::reason();
    let close = AccountCommand::CloseAccount { closed_on: day("2026-11-02"), reason };
    world.service(Command::Account(account(2), close)).await;
    merges(&world, &world.officer, 1, 2, separate()).await.unwrap();
    assert!(!comes_in().await, "what was closed meanwhile stays closed");
    assert_rebuilt_equal(&world).await;
}

async fn a_duplicate_is_given_no_account(place: Place) {
    let world = world(place).await;
    world.keeps(1).await;
    world.opens(2).await;
    merges(&world, &world.officer, 1, 2, merge()).await.unwrap();
    let issue = || {
        Command::Account(
            account(2),
            AccountCommand::IssueAccount {
                holder: Holder::Official { dossier: dossier(2) },
                name: PersonName::parse("Nguyễn Thị Mai").unwrap(),
                unit: FINANCE,
                issued_on: day("2026-11-02"),
            },
        )
    };
    assert!(denied(world.execute(issue()).await));
    merges(&world, &world.officer, 1, 2, separate()).await.unwrap();
    world.service(issue()).await;
    assert_rebuilt_equal(&world).await;
}

async fn what_was_recorded_in_the_kept_one_since_stays_and_is_listed(place: Place) {
    let world = merged(place).await;
    world.at("2026-11-12T01:00:00Z");
    world.does(1, declare(submission(12), new("phone_mobile", "0987654321"), "2026-11-11")).await;
    let beside = world.app.beside(&world.officer, dossier(2), dossier(1)).await.unwrap();
    let Standing::Merged { pair: of, since } = beside.standing else { panic!("merged") };
    assert_eq!(of, pair(1, 2), "whichever is named first");
    let events: Vec<&str> = since.iter().map(|line| line.recorded.fact.event_type()).collect();
    assert_eq!(events, ["ChangeDeclared"]);
    merges(&world, &world.officer, 1, 2, separate()).await.unwrap();
    let record = world.app.record(&world.officer, dossier(1), AsOf::default()).await.unwrap();
    let phone = record.iter().find(|field| field.slot.to_string() == "phone_mobile").unwrap();
    assert_eq!(phone.state, "waiting");
    let facts = world.store.stream(&dossier(2).to_string(), 0).await.unwrap();
    let changed = |fact: &Fact| matches!(fact, Fact::Dossier(DossierEvent::ChangeDeclared { .. }));
    assert!(!facts.iter().any(|recorded| changed(&recorded.fact)));
}

async fn nobody_learns_of_a_dossier_outside_their_units(place: Place) {
    let world = begin(place).await;
    // The same name as well, so that the pair is named at all.
    world.does(2, enter(new("full_name", "Nguyễn Thị Mai"))).await;
    let lan = moves(&world, 2).await;
    let thu = thu(&world).await;
    for who in [&world.officer, &lan] {
        assert_eq!(world.app.suspected(who).await.unwrap().len(), 0);
        assert!(denied(merges(&world, who, 1, 2, merge()).await));
        assert!(denied(merges(&world, who, 2, 1, tell_apart()).await));
        let beside = world.app.beside(who, dossier(1), dossier(2)).await;
        assert!(matches!(beside, Err(CommandError::Denied)));
    }
    let named = world.app.suspected(&thu).await.unwrap();
    assert_eq!(named.len(), 1);
    assert!(named[0].alike.birth && !named[0].alike.old_card);
    merges(&world, &thu, 1, 2, merge()).await.unwrap();
    for who in [&world.officer, &lan] {
        assert!(denied(merges(&world, who, 1, 2, separate()).await));
    }
    assert_rebuilt_equal(&world).await;
}

async fn a_duplicate_is_read_by_whoever_reads_the_kept_one(place: Place) {
    let world = begin(place).await;
    let lan = moves(&world, 2).await;
    let thu = thu(&world).await;
    let reads = async |who: &Actor, n: u32| world.app.person(who, dossier(n)).await.is_ok();
    assert!(!reads(&world.officer, 2).await);
    merges(&world, &thu, 1, 2, merge()).await.unwrap();
    assert!(reads(&world.officer, 2).await, "through the kept one");
    assert!(reads(&lan, 2).await && !reads(&lan, 1).await, "what one kept, and no more");
    let person = world.app.person(&lan, dossier(2)).await.unwrap();
    let goes_on = world.app.goes_on_in(&lan, &person).await.unwrap().unwrap();
    assert_eq!(goes_on.full_name, None, "whose it is, only for who may read it");
    merges(&world, &thu, 1, 2, separate()).await.unwrap();
    assert!(!reads(&world.officer, 2).await);
}

async fn two_people_told_apart_are_not_named_again(place: Place) {
    let world = begin(place).await;
    world.does(2, enter(new("full_name", "NGUYỄN THỊ MAI"))).await;
    let named = async || world.app.suspected(&world.officer).await.unwrap().len();
    assert_eq!(named().await, 1, "whatever the letters");
    merges(&world, &world.officer, 2, 1, tell_apart()).await.unwrap();
    assert_eq!(named().await, 0);
    let again = merges(&world, &world.officer, 1, 2, tell_apart()).await.unwrap();
    assert_eq!(again, Done::AlreadySo);
    // Merged all the same, and separated: they are two people still.
    merges(&world, &world.officer, 1, 2, merge()).await.unwrap();
    merges(&world, &world.officer, 1, 2, separate()).await.unwrap();
    assert_eq!(named().await, 0);
    assert_rebuilt_equal(&world).await;
}

async fn one_old_identity_card_is_enough_to_be_named(place: Place) {
    let world = begin(place).await;
    let named = async || world.app.suspected(&world.officer).await.unwrap();
    assert_eq!(named().await.len(), 0);
    world.does(2, enter(new("old_id_card_no", "290123456"))).await;
    world.does(1, correct(new("old_id_card_no", "290123456"))).await;
    let found = named().await;
    assert_eq!(found.len(), 1);
    assert!(!found[0].alike.birth && found[0].alike.old_card);
    world.does(2, enter(new("old_id_card_no", "290123457"))).await;
    assert_eq!(named().await.len(), 0);
    assert_rebuilt_equal(&world).await;
}

async fn of_two_clerks_at_once_one_wins_and_the_other_is_told(place: Place) {
    let world = begin(place).await;
    let apps = [world.app.clone(), Arc::new(App::new(world.store.clone()))];
    for round in 0..4 {
        let asks = |app: &Arc<App>, kept, duplicate| {
            let (app, officer) = (app.clone(), world.officer.clone());
            let command = Command::Pair(pair(kept, duplicate), merge());
            async move { app.execute(&officer, Request::new(command, Source::Page)).await }
        };
        let (one, other) = tokio::join!(asks(&apps[0], 1, 2), asks(&apps[1], 2, 1));
        let (won, lost) = match (&one, &other) {
            (Ok(_), _) => ((1, 2), other),
            (_, Ok(_)) => ((2, 1), one),
            _ => panic!("round {round}: {one:?} {other:?}"),
        };
        assert_eq!(refused(lost), "merge_kept_is_merged");
        merges(&world, &world.officer, won.0, won.1, separate()).await.unwrap();
    }
    assert_rebuilt_equal(&world).await;
}

async fn the_same_form_twice_is_one_act(place: Place) {
    let world = begin(place).await;
    let sends = async |key: &str, command| {
        let request = Request::new(Command::Pair(pair(1, 2), command), Source::Page);
        world.app.execute(&world.officer, request.with_key(key)).await
    };
    let first = sends("a", merge()).await.unwrap();
    let again = sends("a", merge()).await.unwrap();
    assert_eq!(again.position(), first.position());
    assert_eq!(sends("b", merge()).await.unwrap(), Done::AlreadySo);
    sends("c", separate()).await.unwrap();
    assert_eq!(sends("a", merge()).await.unwrap().position(), first.position());
    assert_eq!(sends("d", separate()).await.unwrap(), Done::AlreadySo);
}

async fn those_who_are_there_already_are_known_after_the_migration(place: Place) {
    let world = begin(place).await;
    world.does(1, correct(new("old_id_card_no", "290123456"))).await;
    world.does(2, enter(new("old_id_card_no", "290123457"))).await;
    world.does(2, enter(new("old_id_card_no", "290123456"))).await;
    let (place, clock) = (world.place, world.clock.clone());
    drop((world.app, world.store));
    let mut behind = place.behind().await;
    for sql in [
        "drop table identities",
        "drop table told_apart",
        "delete from _sqlx_migrations where version = 19",
    ] {
        behind.run(sql).await.unwrap();
    }
    drop(behind);
    let store = place.open(clock).await;
    let ending = hoso::store::rebuild::Ending::Check;
    let rebuilt = hoso::store::rebuild::rebuild(&store, ending, |_, _| ()).await.unwrap();
    assert!(rebuilt.equal(), "{rebuilt:?}");
    let known = rebuilt.tables.iter().find(|table| table.table == "identities").unwrap();
    assert_eq!(known.rows, 2);
}
