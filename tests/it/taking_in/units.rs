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
    elsewhere::{NamedFrom, UNITS_MAX, UnitElsewhere},
    entry::Value,
    fact::Fact,
    ids::UnitId,
    unit::{Below, NewUnit, UnitCommand, UnitKind},
    values::{UnitCode, UnitName},
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::*;
use crate::support::{
    FINANCE, PROVINCE,
    commits::{append, commit},
    correct, day, dossier, new_row, on_both, paper,
};

/// Units of the sender alone.
pub const ZONE: UnitId = UnitId::from_uuid(Uuid::from_u128(0xA8));
pub const ANNEX: UnitId = UnitId::from_uuid(Uuid::from_u128(0xA9));

on_both![
    a_third_instance_tells_the_units_of_the_first,
    an_id_that_is_another_unit_here_is_told_by_the_senders_name,
    a_package_of_before_is_taken_in_without_names,
    a_longer_package_brings_what_units_are_called_by_then,
    nobody_renames_the_units_of_another_log,
    more_units_than_a_package_takes_stop_nothing,
];

fn name(text: &str) -> UnitName {
    UnitName::parse(text).unwrap()
}

pub async fn establishes(world: &World, units: &[(UnitId, &str, &str)]) {
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
    let elsewhere = app.units_elsewhere(&[id]).await.unwrap();
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
    let elsewhere = receiver.world.app.units_elsewhere(&[id]).await.unwrap();
    let log = sender.key().await;
    let told = |said_in| {
        let names = UnitNames::on(&world.units, day("2026-10-15"), day("2026-11-26"));
        names.with(&elsewhere, said_in).told(Lang::Vi, &ZONE.to_string()).unwrap()
    };
    let zone = "Ban Quản lý Khu kinh tế (nay là Ban Quản lý các Khu công nghiệp)";
    assert_eq!(told(Some(log.name())), format!("{zone} (đơn vị của nơi gửi)"));
    let ours = format!("Hạt Kiểm lâm (tại nơi gửi, mã định danh này trong sổ là của {zone})");
    assert_eq!(told(None), ours);
}

/// The same package with other lines for units, signed by its maker; without the file for none.
async fn signed_anew(
    maker: &Instance,
    package: &[u8],
    units: Option<&str>,
    change: impl FnOnce(&mut Manifest),
) -> Vec<u8> {
    let mut files = container::read(package).unwrap();
    match units {
        None => files.retain(|(name, _bytes)| *name != UNITS),
        Some(lines) => {
            let file = files.iter_mut().find(|(name, _bytes)| *name == UNITS);
            file.unwrap().1 = lines.as_bytes();
        }
    }
    let mut manifest: Manifest = serde_json::from_slice(files[0].1).unwrap();
    let line = |(name, bytes): &(&str, &[u8])| FileLine {
        name: (*name).to_owned(),
        bytes: bytes.len(),
        sha256: hex(&Sha256::digest(bytes)),
    };
    manifest.files = files[2..].iter().map(line).collect();
    change(&mut manifest);
    let bytes = serde_json::to_vec(&manifest).unwrap();
    let key = maker.keeper.key(&manifest.origin, maker.world.store.clock().as_ref()).unwrap();
    let mut note = Note { text: signed_text(&manifest.origin, &bytes), signatures: vec![] };
    key.sign(&mut note);
    let note = note.to_string();
    files.splice(0..2, [(MANIFEST, &bytes[..]), (NOTE, note.as_bytes())]);
    container::write(&files).unwrap()
}

/// The same package as a program made it that knew of no names.
pub async fn of_before(sender: &Instance, package: &[u8]) -> Vec<u8> {
    signed_anew(sender, package, None, |_manifest| ()).await
}

/// What finance's id is told as in a fact that some log recorded first.
async fn finance_in(instance: &Instance, id: DossierId, log: &Instance) -> String {
    let units = instance.world.store.world().await.unwrap().units;
    let elsewhere = instance.world.app.units_elsewhere(&[id]).await.unwrap();
    let log = log.key().await;
    let names = UnitNames::now(&units).with(&elsewhere, Some(log.name()));
    names.told(Lang::Vi, &FINANCE.to_string()).unwrap()
}

async fn a_package_of_before_is_taken_in_without_names(place: Place) {
    let (sender, id) = (in_the_zone(&place).await, dossier(1));
    let other = beside(&place).await;
    let (receiver, third) = (on_the_26th(place, 2).await, on_the_26th(other, 3).await);
    let package = of_before(&sender, &sender.exports(id).await).await;
    let incoming = receiver.reads(&package, sender.key().await).await.unwrap();
    let offer = receiver.app().offer(&receiver.world.officer, &incoming).await.unwrap();
    let unconfirmed: Vec<UnitId> = offer.unconfirmed.iter().map(|unit| unit.id).collect();
    assert!(unconfirmed.contains(&FINANCE) && offer.clashing.is_empty(), "{unconfirmed:?}");
    assert!(package::open(&package, Some(&sender.key().await)).unwrap().units.is_empty());
    receiver.takes_in(&package, sender.key().await).await.unwrap();
    assert!(receiver.world.app.units_elsewhere(&[id]).await.unwrap().is_empty());
    assert_equal_at_every_instant(&sender, &receiver, id).await;
    let told = told_of_units(&receiver, id).await;
    assert!(told.iter().any(|it| it.ends_with(&ZONE.to_string())), "nobody said what it is called");
    // A unit that is here too is told, and goes out with its name; the others stay what they are.
    assert!(told.iter().any(|it| it.ends_with(": Sở Tài chính")));
    let again = receiver.exports(id).await;
    let opened = package::open(&again, Some(&receiver.key().await)).unwrap();
    let ids: Vec<UnitId> = opened.units.iter().map(|it| it.id).collect();
    assert!(ids.contains(&FINANCE) && !ids.contains(&ZONE));
    // Ours has the same id, and nobody said that it is the same: that is told, here and further on.
    let finance = "Sở Tài chính (tên tại đây; nơi gửi không nêu tên)";
    assert_eq!(finance_in(&receiver, id, &sender).await, finance);
    third.world.at("2026-11-27T02:00:00Z");
    third.takes_in(&again, receiver.key().await).await.unwrap();
    assert_eq!(finance_in(&third, id, &sender).await, finance);
    assert_eq!(finance_in(&third, id, &receiver).await, "Sở Tài chính");
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

async fn nobody_renames_the_units_of_another_log(place: Place) {
    let (sender, id) = (in_the_zone(&place).await, dossier(1));
    let other = beside(&place).await;
    let (receiver, third) = (on_the_26th(place, 2).await, on_the_26th(other, 3).await);
    let package = sender.exports(id).await;
    receiver.takes_in(&package, sender.key().await).await.unwrap();
    third.takes_in(&package, sender.key().await).await.unwrap();
    for instance in [&receiver, &third] {
        instance.world.at("2026-11-27T02:00:00Z");
    }
    third.world.does(1, correct(new("phone_mobile", "0911111111"))).await;
    let package = third.exports(id).await;

    // The third says of the sender's units and of the receiver's what they never were.
    let mut lines = package::open(&package, None).unwrap().units;
    let (sender_log, own_log) = (sender.key().await, receiver.key().await);
    let third_log = third.key().await;
    let invented = |line: &UnitElsewhere, told_on: &str| {
        let names =
            line.names.iter().map(|it| NamedFrom { name: name("Ban Bịa đặt"), ..it.clone() });
        UnitElsewhere { names: names.collect(), told_on: day(told_on), ..line.clone() }
    };
    let ours = UnitElsewhere {
        origin: own_log.name().to_owned(),
        ..lines.iter().find(|it| it.id == FINANCE).unwrap().clone()
    };
    lines.push(ours);
    let written = |told_on: &str| -> String {
        let changed = lines.iter().map(|line| match line.origin == third_log.name() {
            true => line.clone(),
            false => invented(line, told_on),
        });
        changed.map(|line| package::unit_line(&line)).collect()
    };
    // What is told of days to come is refused, whatever day the package says it was made on.
    let late = signed_anew(&third, &package, Some(&written("9999-12-31")), |_manifest| ()).await;
    let lines_of_later = written("9999-12-31");
    let later = signed_anew(&third, &package, Some(&lines_of_later), |manifest| {
        manifest.made_at = "9999-12-31T01:00:00.000000Z".to_owned();
    });
    for package in [late, later.await] {
        let refused = receiver.reads(&package, third.key().await).await.unwrap_err();
        assert_eq!(code(&refused), "package_unit_unreadable");
    }

    let before = told_of_units(&receiver, id).await;
    let forged = signed_anew(&third, &package, Some(&written("2026-11-27")), |_manifest| ()).await;
    receiver.takes_in(&forged, third.key().await).await.unwrap();
    let after = told_of_units(&receiver, id).await;
    assert!(after.iter().all(|it| !it.contains("Bịa đặt")), "{after:#?}");
    assert!(before.iter().all(|it| after.contains(it)));
    let elsewhere = receiver.world.app.units_elsewhere(&[id]).await.unwrap();
    let zone = elsewhere.of(sender_log.name(), ZONE).unwrap();
    assert_eq!(zone.told_on, day("2026-11-25"), "as the sender told it");
    assert_eq!(elsewhere.of(own_log.name(), FINANCE), None);
}

async fn more_units_than_a_package_takes_stop_nothing(place: Place) {
    let other = beside(&place).await;
    let (sender, id) = (instance(place, 1).await, dossier(1));
    sender.world.keeps(1).await;
    let unit = |n: u128| UnitId::from_uuid(Uuid::from_u128(0xB000 + n));
    let units = (0..UNITS_MAX as u128).map(|n| (unit(n), format!("H53.9.{n}")));
    let units: Vec<(UnitId, String)> = units.collect();
    let named: Vec<(UnitId, &str, &str)> =
        units.iter().map(|(unit, code)| (*unit, &**code, "Trạm giả định")).collect();
    establishes(&sender.world, &named).await;
    let held = sender.raw(id).await.len() as u64;
    let ids: Vec<String> = units.iter().map(|(unit, _code)| unit.to_string()).collect();
    let payload = serde_json::json!({ "stations": ids }).to_string();
    let newer = vec![append(1, held, vec![Fact::unread("StationsNamed", 2, &payload)])];
    sender.world.store.append(commit(newer, "newer", "newer")).await.unwrap();

    // Those that the facts refer to first stay.
    let package = sender.exports(id).await;
    let told = package::open(&package, Some(&sender.key().await)).unwrap().units;
    assert_eq!(told.len(), UNITS_MAX);
    assert!(told.iter().any(|it| it.id == FINANCE) && told.iter().any(|it| it.id == unit(0)));
    assert!(told.iter().all(|it| it.id != unit(UNITS_MAX as u128 - 1)));
    let again = sender.exports(id).await;
    let ids = |units: &[UnitElsewhere]| units.iter().map(|it| it.id).collect::<Vec<_>>();
    assert_eq!(ids(&package::open(&again, None).unwrap().units), ids(&told));

    // Where it came there is more to name, and it goes out again: ours stay before those passed on.
    let receiver = on_the_26th(other, 2).await;
    receiver.takes_in(&package, sender.key().await).await.unwrap();
    let further = receiver.exports(id).await;
    let (own, opened) = (receiver.key().await, package::open(&further, None).unwrap());
    assert_eq!(opened.units.len(), UNITS_MAX);
    let ours = |it: &&UnitElsewhere| it.origin == own.name();
    assert!(opened.units.iter().filter(ours).any(|it| it.id == FINANCE));
    let theirs = sender.key().await;
    assert!(opened.units.iter().any(|it| it.origin == theirs.name() && it.id == unit(0)));
}
