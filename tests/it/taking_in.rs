//! A dossier goes from one instance into another as a sealed package, and is the same there: at
//! every instant, step by step, to the byte.

mod obstacles;
pub mod units;

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use hoso::{
    app::{
        Actor, App, CommandError, Done,
        checkpoints::Keeper,
        package::PackageError,
        reads::{AsOf, FieldView, Line, Origin},
        replay::{Manner, Order, Step},
        taking_in::{Asked, Taken},
    },
    files::{Files, hash_of},
    package::{self, FactLine, Incoming, page, receipt},
    seal::key::PublicKey,
    store::{raw, verify::verify},
};
use hoso_events::{
    dossier::{Dossier, DossierEvent, evolve},
    entry::{Slot, Value},
    fact::{Fact, UNKNOWN},
    ids::DossierId,
    provenance::Source,
    rulebook::Duty,
    values::Paper,
};
use hoso_projections::people;

use crate::{
    rebuild::assert_rebuilt_equal,
    support::{
        Place, World, at, check,
        commits::{append, commit},
        day, declare, dossier,
        history::{DOSSIERS, live_through},
        new, on_both, paper,
        people::FINANCE,
        submission, world, world_of,
    },
    web::scans::a_scan,
};

on_both![
    the_record_taken_in_is_the_senders_at_every_instant,
    the_film_and_the_timeline_taken_in_are_the_senders,
    what_was_taken_in_goes_out_again_to_the_byte_and_on_to_a_third,
    what_is_owed_of_a_dossier_taken_in_begins_here,
    what_a_newer_version_recorded_is_taken_in_unread,
    scans_come_along_and_are_shown,
    both_have_signed_the_receipt,
];

/// An instance with a key, and a folder for its files.
pub struct Instance {
    pub world: World,
    pub keeper: Keeper,
    folder: tempfile::TempDir,
}

pub async fn instance(place: Place, seed: u64) -> Instance {
    let world = if seed == 1 { world(place).await } else { world_of(place, seed).await };
    let folder = tempfile::tempdir().unwrap();
    let keeper = Keeper::in_folder(folder.path().join("keys"), "hoso");
    Instance { world, keeper, folder }
}

/// Another place of the same kind.
pub async fn beside(place: &Place) -> Place {
    match place.is_sqlite() {
        true => Place::sqlite(),
        false => Place::postgres().await.expect("there is a server"),
    }
}

impl Instance {
    /// The app with a place for files.
    pub fn app(&self) -> App {
        App::new(self.world.store.clone())
            .with_files(Files::in_folder(self.folder.path().join("files")))
    }

    pub async fn key(&self) -> PublicKey {
        self.app().checkpoint_key(&self.keeper).await.unwrap()
    }

    pub async fn exports(&self, id: DossierId) -> Vec<u8> {
        let service = Actor::service();
        let packed = self.app().pack(&service, id, &self.keeper, page::render).await;
        packed.unwrap().bytes
    }

    pub async fn reads(&self, bytes: &[u8], key: PublicKey) -> Result<Incoming, PackageError> {
        let bytes = Arc::new(bytes.to_vec());
        self.app().read_package(&self.world.officer, bytes, &[key]).await
    }

    /// Hạnh takes a package in for finance.
    pub async fn takes_in(&self, bytes: &[u8], key: PublicKey) -> Result<Taken, PackageError> {
        let incoming = self.reads(bytes, key).await?;
        self.app().take_package_in(&self.world.officer, &incoming, asked()).await
    }

    /// Every column of a dossier's facts.
    pub async fn raw(&self, id: DossierId) -> Vec<raw::RawFact> {
        raw::of_stream(&self.world.store, &id.to_string(), 1_000).await.unwrap()
    }
}

pub fn asked() -> Asked {
    let (unit, decision, taken_in_on) = (FINANCE, paper(), day("2026-11-25"));
    Asked { unit, decision, taken_in_on, source: Source::Page }
}

/// The code of what stood in the way.
pub fn code(error: &PackageError) -> &'static str {
    match error {
        PackageError::Command(CommandError::Refused(refusal)) => refusal.code,
        PackageError::Command(error) => error.code(),
        PackageError::Fault(fault) => fault.code(),
        PackageError::Checkpoint(_) => "checkpoint",
    }
}

/// Two instances: one in which everything happened, and one a day later that knows nothing of it.
async fn two(place: Place) -> (Instance, Instance) {
    let other = beside(&place).await;
    let (sender, receiver) = (instance(place, 1).await, instance(other, 2).await);
    live_through(&sender.world).await;
    receiver.world.at("2026-11-26T02:00:00Z");
    (sender, receiver)
}

/// Where a value comes from, without where that stands in a log.
type Whence = (&'static str, DateTime<Utc>, String, Option<String>, Option<Paper>);

fn source(origin: &Option<Origin>) -> Option<Whence> {
    let it = origin.clone()?;
    Some((it.event_type, it.recorded_at, it.actor, it.unit, it.paper))
}

type Said = (Slot, Option<Value>, Option<Value>, String, Option<NaiveDate>, Option<NaiveDate>);

fn said(field: &FieldView) -> (Said, Vec<Option<Whence>>, Option<String>, Option<String>) {
    let it = field.clone();
    let sources = [&it.said_by, &it.stands_by, &it.checked_by].map(source).to_vec();
    let said = (it.slot, it.said, it.stands, it.state, it.true_since, it.stands_since);
    (said, sources, it.submission, it.objection)
}

/// Asserts that a dossier's record is the same in two instances whatever moment is asked for.
pub async fn assert_equal_at_every_instant(sender: &Instance, receiver: &Instance, id: DossierId) {
    let facts = sender.world.store.stream(&id.to_string(), 0).await.unwrap();
    let second = TimeDelta::microseconds(1);
    let known: BTreeSet<Option<DateTime<Utc>>> = facts
        .iter()
        .map(|fact| fact.provenance.recorded_at)
        .flat_map(|at| [Some(at - second), Some(at)])
        .chain([None])
        .collect();
    let days = facts.iter().filter_map(|fact| fact.provenance.effective_on);
    let days: BTreeSet<Option<NaiveDate>> =
        days.flat_map(|day| [day.pred_opt(), Some(day)]).chain([None]).collect();
    let service = Actor::service();
    for known_at in known {
        for true_on in &days {
            let as_of = AsOf { true_on: *true_on, known_at };
            let there = sender.world.app.record(&service, id, as_of).await.unwrap();
            let here = receiver.world.app.record(&service, id, as_of).await.unwrap();
            let there: Vec<_> = there.iter().map(said).collect();
            let here: Vec<_> = here.iter().map(said).collect();
            assert_eq!(here, there, "{id} {as_of:?}");
        }
    }
}

async fn the_record_taken_in_is_the_senders_at_every_instant(place: Place) {
    let (sender, receiver) = two(place).await;
    for n in 1..=DOSSIERS {
        let package = sender.exports(dossier(n)).await;
        let taken = receiver.takes_in(&package, sender.key().await).await.unwrap();
        assert_eq!(taken.new, sender.raw(dossier(n)).await.len());
        assert_equal_at_every_instant(&sender, &receiver, dossier(n)).await;
        let person = people::by_id(receiver.world.db(), &dossier(n).to_string()).await;
        let person = person.unwrap().unwrap();
        assert_eq!((person.unit_id, person.account_id), (FINANCE.to_string(), None));
        let there = people::by_id(sender.world.db(), &dossier(n).to_string()).await;
        let there = there.unwrap().unwrap();
        assert_eq!((person.full_name, person.situation), (there.full_name, there.situation));
    }
    assert_rebuilt_equal(&receiver.world).await;
    let verified = verify(receiver.world.db(), &[], |_, _| ()).await.unwrap();
    assert_eq!(verified.broken, None);
}

/// What was recorded of the dossier itself before the package was made.
fn came(recorded: &hoso_events::fact::Recorded) -> bool {
    let own = matches!(recorded.fact, Fact::Dossier(DossierEvent::DossierTakenIn { .. }));
    !own && matches!(recorded.fact, Fact::Dossier(_) | Fact::Unknown(_))
}

type Told = (Fact, DateTime<Utc>, Option<NaiveDate>, hoso_events::provenance::Authorship);

fn told(recorded: &hoso_events::fact::Recorded) -> Told {
    let by = &recorded.provenance;
    (recorded.fact.clone(), by.recorded_at, by.effective_on, by.by.clone())
}

/// A slot, what was done with it, and its value before and after.
type Changed = (Slot, Manner, [Option<Value>; 2]);

fn shown(step: &Step<'_>) -> (Told, NaiveDate, Option<String>, Vec<Changed>) {
    let changes = step.changes.iter().map(|change| {
        (change.slot.clone(), change.manner, [change.before.clone(), change.after.clone()])
    });
    let managed = step.managed_by.map(|managed| managed.name.clone());
    (told(step.recorded), step.day, managed, changes.collect())
}

/// Asserts that what happened to a dossier is told alike in two instances, line by line and step by
/// step.
pub async fn assert_told_alike(sender: &Instance, receiver: &Instance, id: DossierId) {
    let service = Actor::service();
    let lines = async |instance: &Instance| -> Vec<Told> {
        let lines = instance.world.app.timeline(&service, id, None, 200).await.unwrap();
        let lines = lines.iter().map(|Line { recorded }| recorded);
        lines.filter(|recorded| came(recorded)).map(told).collect()
    };
    let there = lines(sender).await;
    assert!(there.len() > 5);
    assert_eq!(lines(receiver).await, there);
    for order in Order::ALL {
        let steps = async |instance: &Instance| {
            let film = instance.world.app.replay(&service, id, order).await.unwrap();
            let steps = (1..=film.len()).filter_map(|number| film.step(number));
            let steps = steps.filter(|step| came(step.recorded));
            steps.map(|step| shown(&step)).collect::<Vec<_>>()
        };
        assert_eq!(steps(receiver).await, steps(sender).await, "{id} {order:?}");
    }
}

async fn the_film_and_the_timeline_taken_in_are_the_senders(place: Place) {
    let (sender, receiver) = two(place).await;
    for n in [1, 4] {
        let id = dossier(n);
        let package = sender.exports(id).await;
        receiver.takes_in(&package, sender.key().await).await.unwrap();
        assert_told_alike(&sender, &receiver, id).await;
        // Where a fact came from is kept with it, and what came is told from what is ours.
        let facts = receiver.world.store.stream(&id.to_string(), 0).await.unwrap();
        let origin = sender.key().await.name().to_owned();
        let (last, received) = facts.split_last().unwrap();
        assert!(last.provenance.received.is_none() && !came(last));
        for recorded in received {
            let from = recorded.provenance.received.as_ref().unwrap();
            assert_eq!(from.origin, origin);
            assert_eq!(from.taken_in_by.actor, receiver.world.officer.account);
            assert_eq!(from.taken_in_at, at("2026-11-26T02:00:00Z"));
        }
    }
}

/// What a package says of its facts, to the byte.
fn bytes_of(lines: &[FactLine]) -> Vec<(String, u32, Option<String>, String)> {
    let of = |line: &FactLine| {
        (line.event_type.clone(), line.version, line.effective_on.clone(), line.payload.clone())
    };
    lines.iter().map(of).collect()
}

async fn what_was_taken_in_goes_out_again_to_the_byte_and_on_to_a_third(place: Place) {
    let third = beside(&place).await;
    let (sender, receiver) = two(place).await;
    let third = instance(third, 3).await;
    third.world.at("2026-11-27T02:00:00Z");
    let (id, service) = (dossier(1), Actor::service());
    let package = sender.exports(id).await;
    receiver.takes_in(&package, sender.key().await).await.unwrap();
    let again = receiver.exports(id).await;
    let first = package::open(&package, Some(&sender.key().await)).unwrap();
    let second = package::open(&again, Some(&receiver.key().await)).unwrap();
    let n = first.facts.len();
    assert_eq!(second.facts.len(), n + 1);
    assert_eq!(bytes_of(&second.facts[..n]), bytes_of(&first.facts));
    assert_eq!(second.facts[n].event_type, "DossierTakenIn");
    // With what stands beside it here, each fact is the one the sender's log hashed.
    for (here, there) in second.facts.iter().zip(&first.facts) {
        let carried = hoso_events::carried::Carried::of(&here.metadata).unwrap();
        let as_there = FactLine {
            position: carried.position,
            sequence: carried.sequence,
            event_id: carried.event_id.to_string(),
            recorded_at: carried.recorded_at,
            metadata: carried.metadata,
            ..here.clone()
        };
        assert_eq!(hoso::store::integrity::hex(&as_there.computed()), there.leaf);
    }
    // The page a person reads tells who recorded it there.
    let page = std::str::from_utf8(second.page).unwrap();
    assert!(page.contains("09:00 10/11/2026") && page.contains(sender.key().await.name()));

    third.takes_in(&again, receiver.key().await).await.unwrap();
    assert_equal_at_every_instant(&sender, &third, id).await;
    let facts = third.world.store.stream(&id.to_string(), 0).await.unwrap();
    let first = facts[0].provenance.received.as_ref().unwrap();
    assert_eq!(first.origin, sender.key().await.name(), "the log that recorded it first");
    let last_but_one = &facts[facts.len() - 2];
    let from = last_but_one.provenance.received.as_ref().unwrap();
    assert_eq!(from.origin, receiver.key().await.name());
    assert_eq!(last_but_one.provenance.recorded_at, at("2026-11-26T02:00:00Z"));
    // Back where it began it is known: nothing there comes from a package.
    sender.world.at("2026-11-27T02:00:00Z");
    let home = sender.takes_in(&again, receiver.key().await).await.unwrap_err();
    assert_eq!(code(&home), "package_dossier_here");
    let person = third.world.app.person(&service, id).await.unwrap();
    assert_eq!(person.unit_id, FINANCE.to_string());
    assert_rebuilt_equal(&third.world).await;
}

async fn what_is_owed_of_a_dossier_taken_in_begins_here(place: Place) {
    let (sender, receiver) = two(place).await;
    for n in [4, 5] {
        let package = sender.exports(dossier(n)).await;
        receiver.takes_in(&package, sender.key().await).await.unwrap();
    }
    let service = Actor::service();
    let owed = async |n: u32| -> Vec<(String, String, String)> {
        let duties = receiver.world.app.duties(&service, dossier(n)).await.unwrap();
        let mut owed: Vec<_> =
            duties.into_iter().map(|it| (it.duty, it.state, it.started_on)).collect();
        owed.sort();
        owed
    };
    let row = |duty: Duty, state: &str, on: &str| {
        (duty.as_str().to_owned(), state.to_owned(), on.to_owned())
    };
    // Of a kept record: an account, and the check of what was declared there and waits.
    let kept = [
        row(Duty::Check, "open", "2026-11-26"),
        row(Duty::FirstEntry, "void", "2026-11-26"),
        row(Duty::IssueAccount, "open", "2026-11-25"),
    ];
    assert_eq!(owed(4).await, kept);
    // Of one that is not handed in yet, an account, and then its first entry.
    assert_eq!(owed(5).await, [row(Duty::IssueAccount, "open", "2026-11-25")]);
    for n in [4, 5] {
        receiver.world.issues_account(n).await;
    }
    let open = async |n: u32| -> Vec<String> {
        let open = owed(n).await.into_iter().filter(|(_, state, _)| state == "open");
        open.map(|(duty, _, _)| duty).collect()
    };
    assert_eq!(open(4).await, [Duty::Check.as_str()]);
    assert_eq!(open(5).await, [Duty::FirstEntry.as_str()]);
    // Who checks what waits sees who handed it in there, and when.
    let officer = &receiver.world.officer;
    let waits = receiver.world.app.submitted(officer, dossier(4), submission(41)).await.unwrap();
    assert_eq!(waits.handed_in.fact.event_type(), "ChangeDeclared");
    assert!(waits.handed_in.provenance.received.is_some() && !waits.fields.is_empty());
    // From here on it is a dossier like any other.
    receiver.world.does(4, check(submission(41))).await;
    let changed = declare(submission(42), new("phone_mobile", "0900000099"), "2026-11-25");
    receiver.world.does(4, changed).await;
    receiver.world.does(4, check(submission(42))).await;
    assert_eq!(open(4).await, [""; 0]);
    assert_rebuilt_equal(&receiver.world).await;
}

async fn what_a_newer_version_recorded_is_taken_in_unread(place: Place) {
    let (sender, receiver) = two(place).await;
    let id = dossier(3);
    let held = sender.raw(id).await.len() as u64;
    let payload = r#"{"oath": "trung thành",  "by":1.50}"#;
    let newer = vec![append(3, held, vec![Fact::unread("OathTaken", 2, payload)])];
    sender.world.store.append(commit(newer, "newer", "newer")).await.unwrap();
    let package = sender.exports(id).await;
    let incoming = receiver.reads(&package, sender.key().await).await.unwrap();
    let offer = receiver.app().offer(&receiver.world.officer, &incoming).await.unwrap();
    assert_eq!((offer.unknown, offer.new, offer.obstacle), (1, held as usize + 1, None));
    receiver.takes_in(&package, sender.key().await).await.unwrap();
    let facts = receiver.world.store.stream(&id.to_string(), 0).await.unwrap();
    let unread = facts.iter().find(|recorded| recorded.fact.kind() == UNKNOWN).unwrap();
    assert_eq!(unread.fact, Fact::unread("OathTaken", 2, payload));
    assert!(unread.provenance.received.is_some());
    assert_equal_at_every_instant(&sender, &receiver, id).await;
    let again = receiver.exports(id).await;
    let opened = package::open(&again, Some(&receiver.key().await)).unwrap();
    let unknown: Vec<_> = opened.unknown().map(|line| line.payload.as_str()).collect();
    assert_eq!(unknown, [payload]);
    assert_rebuilt_equal(&receiver.world).await;
}

async fn scans_come_along_and_are_shown(place: Place) {
    let other = beside(&place).await;
    let (sender, receiver) = (instance(place, 1).await, instance(other, 2).await);
    receiver.world.at("2026-11-26T02:00:00Z");
    let id = sender.world.opens(1).await;
    let officer = &sender.world.officer;
    let scan = sender.app().take_file(officer, id, a_scan().0).await.unwrap();
    let command =
        hoso_events::dossier::DossierCommand::ScanPaper { paper: paper(), scan: scan.clone() };
    sender.world.does(1, command).await;
    let package = sender.exports(id).await;
    receiver.takes_in(&package, sender.key().await).await.unwrap();
    let papers = receiver.app().papers(&receiver.world.officer, id).await.unwrap();
    assert!(papers.scan(&scan).is_some());
    let (_kind, bytes) = receiver.app().scan(&receiver.world.officer, id, &scan).await.unwrap();
    assert_eq!(hash_of(&bytes), scan);
    // And it goes on from there whole.
    let again = receiver.exports(id).await;
    let opened = package::open(&again, Some(&receiver.key().await)).unwrap();
    assert_eq!(opened.scans.len(), 1);
}

async fn both_have_signed_the_receipt(place: Place) {
    let (sender, receiver) = two(place).await;
    let id = dossier(1);
    let (app, officer) = (receiver.app(), &receiver.world.officer);
    let package = sender.exports(id).await;
    let taken = receiver.takes_in(&package, sender.key().await).await.unwrap();
    assert!(matches!(taken.done, Done::Recorded { replayed: false, .. }));
    let given = app.package_receipt(officer, id, &receiver.keeper).await.unwrap();
    assert_eq!(receipt::check(&given, &package, &receiver.key().await), Ok(()));
    // The same receipt every time, and none of another package or by another key.
    let again = app.package_receipt(officer, id, &receiver.keeper).await.unwrap();
    assert_eq!(again, given);
    let other = sender.exports(dossier(2)).await;
    let fault = receipt::check(&given, &other, &receiver.key().await);
    assert_eq!(fault, Err(package::Fault::ReceiptOther));
    let fault = receipt::check(&given, &package, &instance(Place::sqlite(), 3).await.key().await);
    assert_eq!(fault, Err(package::Fault::Receipt));
    let unsigned = package::open(&package, None).unwrap().note.to_owned();
    let fault = receipt::check(&unsigned, &package, &receiver.key().await);
    assert_eq!(fault, Err(package::Fault::Receipt));
    // Nobody but the unit that manages it gets one, and there is none of what was opened here.
    let stranger = Actor { grants: vec![], ..officer.clone() };
    let denied = app.package_receipt(&stranger, id, &receiver.keeper).await.unwrap_err();
    assert_eq!(code(&denied), "not_found");
    receiver.world.opens(77).await;
    let denied = app.package_receipt(officer, dossier(77), &receiver.keeper).await.unwrap_err();
    assert_eq!(code(&denied), "not_found");
    // The log that was folded anew says the same of it.
    let facts = receiver.world.store.stream(&id.to_string(), 0).await.unwrap();
    let state = facts.iter().fold(Dossier::default(), |state, recorded| match &recorded.fact {
        Fact::Dossier(event) => evolve(state, event),
        _ => state,
    });
    assert_eq!(state.held().map(|held| held.managing_unit()), Some(FINANCE));
}
