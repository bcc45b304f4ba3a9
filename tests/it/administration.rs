//! What administrators see, asked through the whole program on both databases.

use chrono::TimeDelta;
use hoso::{
    app::{
        Actor, Command, CommandError, Request,
        accounts::Wanted,
        health::{Said, State, Word},
    },
    clock::Clock as _,
};
use hoso_events::{
    account::{AccountCommand, Holder, Role},
    ids::{AccountId, GrantId, UnitId},
    provenance::Source,
    values::PersonName,
};
use uuid::Uuid;

use crate::support::{
    COMMUNE, FINANCE, HANH, PROVINCE, Place, SCHOOL, World, day, on_both, paper,
    world::{self, world},
};

on_both![
    health_has_an_answer_to_every_question,
    only_administrators_of_the_province_administer,
    accounts_wait_for_what_their_holders_have_not_done,
];

const LAN: AccountId = AccountId::from_uuid(Uuid::from_u128(0xE1));

/// An account with one grant that ends on the last day of the year.
async fn with_grant(world: &World, account: AccountId, role: Role, scope: UnitId) -> Actor {
    let name = PersonName::parse("Lê Thị Lan").unwrap();
    let issued_on = day("2026-11-02");
    for command in [
        AccountCommand::IssueAccount { holder: Holder::Staff, name, unit: scope, issued_on },
        AccountCommand::GrantAccess {
            grant: GrantId::from_uuid(Uuid::from_u128(0xE2 + account.as_uuid().as_u128())),
            role,
            scope,
            from: issued_on,
            until: Some(day("2026-12-31")),
            request: paper(),
        },
    ] {
        let request = Request::new(Command::Account(account, command), Source::Page);
        world.app.execute(&Actor::service(), request).await.unwrap();
    }
    world::actor(&world.app, account).await
}

async fn health_has_an_answer_to_every_question(place: Place) {
    let world = world(place).await;
    let found = world.app.health(&Actor::service()).await.unwrap();
    for sign in &found {
        assert!(!matches!(sign.said, Said::Unanswered(_)), "{sign:?}");
        let state = match sign.check {
            // This app keeps no files.
            "files" => State::Warn,
            // The server of the tests forgets what it wrote when the power goes.
            "fsync" => State::Fail,
            _ => State::Ok,
        };
        assert_eq!(sign.state, state, "{sign:?}");
    }
    let of = |check: &str| &found.iter().find(|sign| sign.check == check).unwrap().said;
    assert!(matches!(of("size"), Said::Plain(Word::Bytes(bytes)) if *bytes > 10_000));
    assert!(matches!(of("units"), Said::Plain(Word::Number(4))));
    let disk = found.iter().any(|sign| sign.check == "disk");
    assert_eq!(disk, world.place.is_sqlite(), "the disk of a server elsewhere is not asked");
}

async fn only_administrators_of_the_province_administer(place: Place) {
    let world = world(place).await;
    let app = &world.app;
    for (n, role, scope, allowed) in [
        (1, Role::DataOfficer, PROVINCE, false),
        (2, Role::Head, PROVINCE, false),
        (3, Role::Inspector, PROVINCE, false),
        (4, Role::Administrator, COMMUNE, false),
        (5, Role::Administrator, PROVINCE, true),
    ] {
        let account = AccountId::from_uuid(Uuid::from_u128(0xE00 + n));
        let actor = with_grant(&world, account, role, scope).await;
        let answers = [
            app.administers(&actor).await,
            app.health(&actor).await.map(drop),
            app.units_staffed(&actor).await.map(drop),
            app.unit_history(&actor, SCHOOL).await.map(drop),
        ];
        for answer in answers {
            match allowed {
                true => answer.unwrap(),
                false => {
                    assert!(matches!(answer, Err(CommandError::Denied)), "{role:?} {answer:?}")
                }
            }
        }
    }
    let history = app.unit_history(&Actor::service(), SCHOOL).await.unwrap();
    assert_eq!(history.len(), 1, "of the units established together, one");
}

async fn accounts_wait_for_what_their_holders_have_not_done(place: Place) {
    let world = world(place).await;
    with_grant(&world, LAN, Role::Inspector, FINANCE).await;
    let (app, store) = (&world.app, &world.store);
    let waiting = async |wanted| -> Vec<String> {
        let rows = app.accounts_kept(&Actor::service(), wanted, None, "").await.unwrap();
        rows.into_iter().map(|row| row.account_id).collect()
    };
    let (hanh, lan) = (HANH.to_string(), LAN.to_string());
    assert_eq!(waiting(Wanted::NotActivated).await.len(), 2);
    for none in [Wanted::GrantEndsSoon, Wanted::CodeExpired, Wanted::WithoutFactor] {
        assert!(waiting(none).await.is_empty(), "{none:?}");
    }
    let now = world.clock.now();
    store.add_credential(&hanh, "hanhtt").await.unwrap();
    store.set_password(&hanh, "a hash", now).await.unwrap();
    store.add_credential(&lan, "lanlt").await.unwrap();
    store.add_activation("a hash", &lan, now + TimeDelta::hours(1), false).await.unwrap();
    assert_eq!(waiting(Wanted::WithoutFactor).await, std::slice::from_ref(&hanh));
    assert_eq!(waiting(Wanted::NotActivated).await, std::slice::from_ref(&lan));
    assert!(waiting(Wanted::CodeExpired).await.is_empty(), "still good");
    world.clock.set("2026-12-01T01:00:00Z".parse().unwrap());
    assert_eq!(waiting(Wanted::CodeExpired).await, std::slice::from_ref(&lan));
    assert_eq!(waiting(Wanted::GrantEndsSoon).await, std::slice::from_ref(&lan));
    store.set_factor(&hanh, "BASE32", 1, &[]).await.unwrap();
    assert!(waiting(Wanted::WithoutFactor).await.is_empty());
    // The last day of a grant is still one; the next is not.
    world.clock.set("2026-12-31T01:00:00Z".parse().unwrap());
    assert_eq!(waiting(Wanted::GrantEndsSoon).await, [lan]);
    world.clock.set("2027-01-01T01:00:00Z".parse().unwrap());
    assert!(waiting(Wanted::GrantEndsSoon).await.is_empty());
}
