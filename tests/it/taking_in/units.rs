//! Units of the sender that the receiver does not have: told by the names they had there, on to a
//! third instance, and never by the name of another unit that has the same id.

use hoso::{
    app::{Actor, reads::AsOf, replay::Order},
    package::{self, FileLine, MANIFEST, Manifest, NOTE, UNITS, container, signed_text},
    seal::note::Note,
    sentences::{Lang, UnitNames},
    store::integrity::hex,
};
use hoso_events::{
    calendar::local_date,
    dossier::{DossierCommand, DossierEvent},
    entry::Value,
    fact::Fact,
    ids::UnitId,
    unit::{Below, NewUnit, UnitCommand, UnitKind},
    values::{UnitCode, UnitName},
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::*;
use crate::support::{FINANCE, PROVINCE, correct, day, dossier, new_row, on_both, paper};

/// Units of the sender alone.
pub const ZONE: UnitId = UnitId::from_uuid(Uuid::from_u128(0xA8));
pub const ANNEX: UnitId = UnitId::from_uuid(Uuid::from_u128(0xA9));

on_both![
    a_third_instance_tells_the_units_of_the_first,
    an_id_that_is_another_unit_here_is_told_by_the_senders_name,
    a_package_of_before_is_taken_in_without_names,
    a_longer_package_brings_what_units_are_called_by_then,
];

fn name(text: &str) -> UnitName {
    UnitName::parse(text).unwrap()
}

async fn establishes(world: &World, units: &[(UnitId, &str, &str)]) {
    let new = |(id, code, called): &(UnitId, &str, &str)| NewUnit {
        unit: *id,
        code: UnitCode::parse(code).unwrap(),
        name: name(called),
        kind: UnitKind::ServiceUnit,
        parent: Some(PROVINCE),
    };
    let units = units.iter().map(new).collect();
    let (effective_on, basis) = (day("2026-01-02"), paper());
    let command = UnitCommand::EstablishUnits { units, effective_on, basis };
    world.service(hoso::app::Command::Unit(command)).await;
}

async fn renames(world: &World, unit: UnitId, called: &str, on: &str) {
    let (name, effective_on, basis) = (name(called), day(on), paper());
    let command = UnitCommand::RenameUnit { unit, name, effective_on, basis };
    world.service(hoso::app::Command::Unit(command)).await;
}

/// Hạnh records that someone works at a unit, and came to it from another one.
fn works_at(unit: UnitId, from: UnitId, row: u128, on: &str) -> DossierCommand {
    let (from, to) = (from.to_string(), unit.to_string());
    let columns = [("kind", "rotation"), ("from", on), ("from_unit", &*from), ("to_unit", &*to)];
    DossierCommand::RecordAgencyEntry {
        entries: vec![new("employing_unit", &to), new_row("appointments", row, &columns)],
        effective_on: day(on),
        decision: paper(),
    }
}

/// Dossier 1 says of someone that they were at the zone, which was renamed, and at its annex, which
/// the zone took over.
pub async fn works_elsewhere(sender: &Instance) {
    let world = &sender.world;
    let (zone, annex) = ("Ban Quản lý Khu kinh tế", "Chi nhánh Khu kinh tế");
    establishes(world, &[(ZONE, "H53.80", zone), (ANNEX, "H53.81", annex)]).await;
    world.does(1, works_at(ANNEX, FINANCE, 0x91, "2026-10-01")).await;
    world.does(1, works_at(ZONE, ANNEX, 0x92, "2026-10-15")).await;
    renames(world, ZONE, "Ban Quản lý các Khu công nghiệp", "2026-10-20").await;
    let (effective_on, basis) = (day("2026-10-21"), paper());
    let below = Below::NoneLeft;
    let merged = UnitCommand::MergeUnit { unit: ANNEX, into: ZONE, below, effective_on, basis };
    world.service(hoso::app::Command::Unit(merged)).await;
}

/// What every reference to a unit in a dossier says, without the words around it: in the record, in
/// the timeline and in both films.
pub async fn told_of_units(instance: &Instance, id: DossierId) -> Vec<String> {
    let (app, service) = (&instance.world.app, Actor::service());
    let world = instance.world.store.world().await.unwrap();
    let elsewhere = app.units_elsewhere(id).await.unwrap();
    let today = instance.world.store.clock().today();
    let mut told = vec![];
    let mut tell = |place: String, value: Option<&Value>, day, said_in: Option<&str>| {
        let names = UnitNames::on(&world.units, day, today).with(&elsewhere, said_in);
        let texts = match value {
            None => vec![],
            Some(Value::Single(text)) => vec![text],
            Some(Value::Row(columns)) => columns.values().collect(),
        };
        for text in texts.into_iter().filter(|text| Uuid::parse_str(text).is_ok()) {
            let unit = names.named(Lang::Vi, text).map_or_else(|| text.clone(), |unit| unit.name);
            told.push(format!("{place}: {unit}"));
        }
    };
    for field in app.record(&service, id, AsOf::default()).await.unwrap() {
        let by = field.stands_by.as_ref().or(field.said_by.as_ref()).unwrap();
        let day = field.true_since.unwrap_or(local_date(by.recorded_at));
        let log = by.received_from.as_deref();
        tell(format!("record {}", field.slot), field.stands.as_ref(), day, log);
    }
    for line in app.timeline(&service, id, None, 200).await.unwrap() {
        let (day, log) = (line.recorded.day(), line.recorded.said_in());
        for entry in line.entries() {
            for value in [&entry.before, &entry.value] {
                tell(format!("timeline {}", entry.slot), value.as_ref(), day, log);
            }
        }
    }
    for order in Order::ALL {
        let film = app.replay(&service, id, order).await.unwrap();
        for step in (1..=film.len()).filter_map(|number| film.step(number)) {
            let (day, log) = (step.recorded.day(), step.recorded.said_in());
            for change in &step.changes {
                for value in [&change.before, &change.after] {
                    tell(format!("{order:?} {}", change.slot), value.as_ref(), day, log);
                }
            }
        }
    }
    told
}

async fn in_the_zone(place: &Place) -> Instance {
    let sender = instance(beside(place).await, 1).await;
    sender.world.keeps(1).await;
    works_elsewhere(&sender).await;
    sender.world.at("2026-11-25T01:00:00Z");
    sender
}

async fn on_the_26th(place: Place, seed: u64) -> Instance {
    let receiver = instance(place, seed).await;
    receiver.world.at("2026-11-26T02:00:00Z");
    receiver
}

async fn a_third_instance_tells_the_units_of_the_first(place: Place) {
    let (sender, id) = (in_the_zone(&place).await, dossier(1));
    let other = beside(&place).await;
    let (receiver, third) = (on_the_26th(place, 2).await, on_the_26th(other, 3).await);
    receiver.takes_in(&sender.exports(id).await, sender.key().await).await.unwrap();
    let there = told_of_units(&sender, id).await;
    for told in [
        "Ban Quản lý Khu kinh tế (nay là Ban Quản lý các Khu công nghiệp)",
        "Chi nhánh Khu kinh tế (nay là Ban Quản lý các Khu công nghiệp)",
        "Sở Tài chính",
    ] {
        let places = ["record", "timeline", "Effective", "Recorded"];
        for place in places.into_iter().filter(|place| told.contains('(') || *place != "record") {
            let said = |it: &&String| it.starts_with(place) && it.ends_with(told);
            assert!(there.iter().any(|it| said(&it)), "{place}: {told}: {there:#?}");
        }
    }
    assert_eq!(told_of_units(&receiver, id).await, there);

    // The receiver has units of its own that the third does not know, and goes on.
    let own = UnitId::from_uuid(Uuid::from_u128(0xAB));
    establishes(&receiver.world, &[(own, "H60.01", "Trung tâm Lưu trữ")]).await;
    receiver.world.does(1, works_at(own, ZONE, 0x93, "2026-11-20")).await;
    let here = told_of_units(&receiver, id).await;
    assert!(here.iter().any(|it| it.ends_with(": Trung tâm Lưu trữ")));
    third.world.at("2026-11-27T02:00:00Z");
    let package = receiver.exports(id).await;
    third.takes_in(&package, receiver.key().await).await.unwrap();
    assert_eq!(told_of_units(&third, id).await, here);
    assert_told_alike(&receiver, &third, id).await;

    // Each is named under the log whose unit it is, also on the page in the package.
    let opened = package::open(&package, Some(&receiver.key().await)).unwrap();
    let logs: Vec<(UnitId, &str)> =
        opened.units.iter().map(|it| (it.id, it.origin.as_str())).collect();
    let (first, second) = (sender.key().await, receiver.key().await);
    for unit in [(ZONE, first.name()), (ANNEX, first.name()), (own, second.name())] {
        assert!(logs.contains(&unit), "{unit:?} {logs:?}");
    }
    let page = std::str::from_utf8(opened.page).unwrap();
    for told in ["Ban Quản lý Khu kinh tế (", "Chi nhánh Khu kinh tế (", "Trung tâm Lưu trữ"]
    {
        assert!(page.contains(told), "{told}");
    }
    let last = third.world.store.stream(&id.to_string(), 0).await.unwrap().pop().unwrap();
    let Fact::Dossier(DossierEvent::DossierTakenIn { package, .. }) = last.fact else { panic!() };
    assert_eq!(package.units, opened.units, "the log itself says what units are called");
    assert_rebuilt_equal(&third.world).await;
}

async fn an_id_that_is_another_unit_here_is_told_by_the_senders_name(place: Place) {
    let (sender, id) = (in_the_zone(&place).await, dossier(1));
    let receiver = on_the_26th(place, 2).await;
    establishes(&receiver.world, &[(ZONE, "H53.99", "Hạt Kiểm lâm")]).await;
    let package = sender.exports(id).await;
    let incoming = receiver.reads(&package, sender.key().await).await.unwrap();
    let offer = receiver.app().offer(&receiver.world.officer, &incoming).await.unwrap();
    let clashing: Vec<_> =
        offer.clashing.iter().map(|(it, ours)| (it.code.as_str(), ours.code.as_str())).collect();
    assert_eq!((clashing, offer.obstacle), (vec![("H53.80", "H53.99")], None));

    receiver.takes_in(&package, sender.key().await).await.unwrap();
    assert_eq!(told_of_units(&receiver, id).await, told_of_units(&sender, id).await);
    let world = receiver.world.store.world().await.unwrap();
    let elsewhere = receiver.world.app.units_elsewhere(id).await.unwrap();
    let log = sender.key().await;
    let told = |said_in| {
        let names = UnitNames::on(&world.units, day("2026-10-15"), day("2026-11-26"));
        names.with(&elsewhere, said_in).told(Lang::Vi, &ZONE.to_string()).unwrap()
    };
    let zone = "Ban Quản lý Khu kinh tế (nay là Ban Quản lý các Khu công nghiệp)";
    assert_eq!(told(Some(log.name())), format!("{zone} (đơn vị của nơi gửi)"));
    assert_eq!(told(None), format!("Hạt Kiểm lâm (mã này tại nơi gửi là {zone})"));
}

/// The same package as a program made it that knew of no names.
async fn of_before(sender: &Instance, package: &[u8]) -> Vec<u8> {
    let mut files = container::read(package).unwrap();
    files.retain(|(name, _bytes)| *name != UNITS);
    let mut manifest: Manifest = serde_json::from_slice(files[0].1).unwrap();
    let line = |(name, bytes): &(&str, &[u8])| FileLine {
        name: (*name).to_owned(),
        bytes: bytes.len(),
        sha256: hex(&Sha256::digest(bytes)),
    };
    manifest.files = files[2..].iter().map(line).collect();
    let bytes = serde_json::to_vec(&manifest).unwrap();
    let key = sender.keeper.key(&manifest.origin, sender.world.store.clock().as_ref()).unwrap();
    let mut note = Note { text: signed_text(&manifest.origin, &bytes), signatures: vec![] };
    key.sign(&mut note);
    let note = note.to_string();
    files.splice(0..2, [(MANIFEST, &bytes[..]), (NOTE, note.as_bytes())]);
    container::write(&files).unwrap()
}

async fn a_package_of_before_is_taken_in_without_names(place: Place) {
    let (sender, id) = (in_the_zone(&place).await, dossier(1));
    let receiver = on_the_26th(place, 2).await;
    let package = of_before(&sender, &sender.exports(id).await).await;
    assert!(package::open(&package, Some(&sender.key().await)).unwrap().units.is_empty());
    receiver.takes_in(&package, sender.key().await).await.unwrap();
    assert!(receiver.world.app.units_elsewhere(id).await.unwrap().is_empty());
    assert_equal_at_every_instant(&sender, &receiver, id).await;
    let told = told_of_units(&receiver, id).await;
    assert!(told.iter().any(|it| it.ends_with(&ZONE.to_string())), "nobody said what it is called");
    // A unit that is here too is told, and goes out with its name; the others stay what they are.
    assert!(told.iter().any(|it| it.ends_with(": Sở Tài chính")));
    let again = receiver.exports(id).await;
    let opened = package::open(&again, Some(&receiver.key().await)).unwrap();
    let ids: Vec<UnitId> = opened.units.iter().map(|it| it.id).collect();
    assert!(ids.contains(&FINANCE) && !ids.contains(&ZONE));
    assert_rebuilt_equal(&receiver.world).await;
}

async fn a_longer_package_brings_what_units_are_called_by_then(place: Place) {
    let (sender, id) = (in_the_zone(&place).await, dossier(1));
    let receiver = on_the_26th(place, 2).await;
    receiver.takes_in(&sender.exports(id).await, sender.key().await).await.unwrap();
    let (before, called) = (told_of_units(&receiver, id).await, "Ban Quản lý Khu công nghệ cao");
    assert!(before.iter().all(|it| !it.contains(called)));
    renames(&sender.world, ZONE, called, "2026-11-25").await;
    sender.world.does(1, correct(new("phone_mobile", "0911111111"))).await;
    receiver.takes_in(&sender.exports(id).await, sender.key().await).await.unwrap();
    let there = told_of_units(&sender, id).await;
    assert!(there.iter().any(|it| it.ends_with(&format!("(nay là {called})"))));
    assert_eq!(told_of_units(&receiver, id).await, there);
}
