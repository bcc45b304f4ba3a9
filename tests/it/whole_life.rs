//! One career through everything that ends and begins again: moved to another unit and taken over,
//! replayed, seconded, retired, brought back, gone from the province, and the same in another
//! instance that takes the package in.

use hoso::app::{
    Actor, Command, CommandError, Request,
    reads::AsOf,
    replay::{Kind, Order},
};
use hoso_events::{
    dossier::{DossierCommand, Ending, Leaving, SecondmentStep, ServiceStep},
    ids::SecondmentId,
    provenance::Source,
    values::UnitName,
};
use hoso_projections::{accounts, births, people};
use uuid::Uuid;

use crate::{
    rebuild::assert_rebuilt_equal,
    support::{
        COMMUNE, FINANCE, Place, World, account, day, dossier,
        endings::{asks, ending, resume, retire, takes as takes_ending},
        on_both, paper,
        transfers::{accept, lan, order, receive, release, takes},
    },
    taking_in::{
        Instance, assert_equal_at_every_instant, assert_told_alike, beside, instance,
        units::{ANNEX, ZONE, told_of_units, works_elsewhere},
    },
};

on_both![a_whole_career_is_the_same_in_the_instance_it_goes_to];

fn left_province(on: &str) -> ServiceStep {
    let destination = UnitName::parse("Sở Nội vụ một tỉnh khác").unwrap();
    ServiceStep::End(Ending {
        leaving: Leaving::LeftProvince { destination },
        ended_on: day(on),
        paper: paper(),
        paper_received_on: day(on),
    })
}

/// The unit that keeps dossier 1, and how its service ended.
async fn stands(world: &World) -> (String, Option<String>) {
    let person = people::by_id(world.db(), &dossier(1).to_string()).await.unwrap().unwrap();
    (person.unit_id, person.ended)
}

async fn is_taken_over(world: &World, by: &Actor) {
    world.at("2026-11-16T01:00:00Z");
    let on = "2026-11-16";
    for (who, step) in [
        (&world.officer, order(on)),
        (&world.officer, release(on)),
        (by, receive(on)),
        (by, accept(on)),
    ] {
        takes(world, who, 1, step).await;
    }
    assert_eq!(stands(world).await, (COMMUNE.to_string(), None));
    let film = world.app.replay(by, dossier(1), Order::Recorded).await.unwrap();
    assert_eq!(film.of_kind(Kind::Transfer).count(), 4);
}

/// Sent to the department's side of the province for ten days.
async fn is_seconded(world: &World, by: &Actor) {
    let step = SecondmentStep::Order {
        host: FINANCE,
        decision: paper(),
        begins_on: day("2026-11-17"),
        ends_on: day("2026-11-19"),
    };
    let secondment = SecondmentId::from_uuid(Uuid::from_u128(0x8001));
    let command = DossierCommand::Secondment { secondment, step };
    let request = Request::new(Command::Dossier(dossier(1), command), Source::Page);
    world.app.execute(by, request).await.unwrap();
    // The host reads while it lasts; after its last day it sees its own time alone, by itself.
    let seen = async || world.app.seen(&world.officer, dossier(1), AsOf::default()).await;
    assert!(seen().await.unwrap().until.is_some());
    world.at("2026-11-18T01:00:00Z");
    assert_eq!(seen().await.unwrap().until, None);
    world.at("2026-11-20T01:00:00Z");
    assert!(seen().await.unwrap().until.is_some());
}

async fn retires_and_comes_back(world: &World, by: &Actor) {
    asks(world, by, 1, ending(1), retire("2026-11-20", "2026-11-20")).await.unwrap();
    assert_eq!(stands(world).await, (COMMUNE.to_string(), Some("retired".to_owned())));
    let row = accounts::by_id(world.db(), &account(1).to_string()).await.unwrap().unwrap();
    assert_eq!(row.state, "closed");
    world.at("2026-11-23T01:00:00Z");
    takes_ending(world, 1, ending(1), resume(1, FINANCE, "2026-11-23")).await;
    assert_eq!(stands(world).await, (FINANCE.to_string(), None));
    // The commune sees its own time, and nothing since.
    let seen = world.app.seen(by, dossier(1), AsOf::default()).await.unwrap();
    assert!(seen.until.is_some());
    let denied = world.app.timeline(by, dossier(1), None, 1).await.unwrap();
    assert_eq!(denied[0].recorded.fact.event_type(), "ServiceResumed");
}

async fn a_whole_career_is_the_same_in_the_instance_it_goes_to(place: Place) {
    let other = beside(&place).await;
    let (sender, receiver): (Instance, Instance) =
        (instance(place, 1).await, instance(other, 2).await);
    let world = &sender.world;
    world.keeps(1).await;
    works_elsewhere(&sender).await;
    let lan = lan(world).await;
    is_taken_over(world, &lan).await;
    is_seconded(world, &lan).await;
    retires_and_comes_back(world, &lan).await;
    world.at("2026-11-25T01:00:00Z");
    takes_ending(world, 1, ending(2), left_province("2026-11-25")).await;
    assert_eq!(stands(world).await, (FINANCE.to_string(), Some("left_province".to_owned())));

    receiver.world.at("2026-11-26T02:00:00Z");
    let package = sender.exports(dossier(1)).await;
    receiver.takes_in(&package, sender.key().await).await.unwrap();
    assert_told_alike(&sender, &receiver, dossier(1)).await;
    assert_equal_at_every_instant(&sender, &receiver, dossier(1)).await;
    // Units that only the sender has are told by the names they had there, and have.
    let units = receiver.world.store.world().await.unwrap().units;
    assert!(units.get(ZONE).is_none() && units.get(ANNEX).is_none());
    let told = told_of_units(&sender, dossier(1)).await;
    assert!(
        told.iter().any(|it| it.ends_with("Khu kinh tế (nay là Ban Quản lý các Khu công nghiệp)"))
    );
    assert_eq!(told_of_units(&receiver, dossier(1)).await, told);
    // There the person has left; here they are in service, and whoever had to do with them there has
    // no say here.
    assert_eq!(stands(&receiver.world).await, (FINANCE.to_string(), None));
    let id = dossier(1).to_string();
    let serves = births::by_id(receiver.world.db(), &id).await.unwrap().unwrap();
    assert_eq!(serves.in_service, 1);
    let gone = births::by_id(world.db(), &id).await.unwrap().unwrap();
    assert_eq!(gone.in_service, 0);
    for step in [retire("2026-11-26", "2026-11-26"), left_province("2026-11-26")] {
        let again = asks(world, &world.officer, 1, ending(3), step).await;
        assert!(matches!(again, Err(CommandError::Refused(_))));
    }
    takes_ending(&receiver.world, 1, ending(4), retire("2026-11-26", "2026-11-26")).await;
    assert_rebuilt_equal(world).await;
    assert_rebuilt_equal(&receiver.world).await;
}
