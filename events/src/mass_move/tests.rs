//! Given facts, when someone asks, then facts or an obstacle.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::{MassMoveCommand as Ask, MassMoveEvent as E, MassMoveRefusal as R, *};
use crate::{
    ids::{AccountId, DossierId, MassMoveId, UnitId},
    values::{FileHash, Issuer, Paper, PaperNumber, Reason},
};

const DISTRICT: UnitId = UnitId::from_uuid(Uuid::from_u128(0xE1));
const COMMUNE: UnitId = UnitId::from_uuid(Uuid::from_u128(0xE2));
const OTHER: UnitId = UnitId::from_uuid(Uuid::from_u128(0x77));

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn reason() -> Reason {
    Reason::parse("sắp xếp đơn vị hành chính").unwrap()
}

fn paper(dated_on: &str) -> Paper {
    Paper {
        number: PaperNumber::parse("15/QĐ-UBND").unwrap(),
        dated_on: day(dated_on),
        issuer: Issuer::parse("UBND tỉnh").unwrap(),
    }
}

fn line(n: u128) -> PersonLine {
    let dossier = DossierId::from_uuid(Uuid::from_u128(n));
    PersonLine { dossier, from: DISTRICT, to: COMMUNE }
}

fn ends(unit: UnitId, into: &[UnitId]) -> UnitEnding {
    UnitEnding { unit, into: into.to_vec() }
}

fn manifest() -> Manifest {
    Manifest {
        mass_move: MassMoveId::from_uuid(Uuid::from_u128(0x81)),
        decision: paper("2026-06-12"),
        effective_on: day("2026-07-01"),
        reason: reason(),
        grants: GrantsThen::Follow,
        successors: BTreeMap::from([(DISTRICT, COMMUNE)]),
        people: vec![line(1), line(2)],
        accounts: vec![],
        endings: vec![],
    }
}

fn order() -> Order {
    let Manifest { decision, effective_on, reason, .. } = manifest();
    Order { manifest: manifest().hash(), decision, effective_on, reason }
}

fn approve() -> Ask {
    Ask::Approve { order: order(), ways: manifest().ways(), accounts: 0, own: false }
}

fn approved() -> E {
    let Order { manifest: hash, decision, effective_on, reason } = order();
    let (ways, accounts) = (manifest().ways(), 0);
    E::MassMoveApproved { manifest: hash, ways, accounts, decision, effective_on, reason }
}

fn complete() -> Ask {
    Ask::Complete { manifest: manifest().hash(), moved: 2, left: 0 }
}

fn completed() -> E {
    E::MassMoveCompleted { moved: 2, left: 0 }
}

fn order_undo() -> Ask {
    Ask::OrderUndo { reason: reason(), decision: None }
}

fn undo_ordered() -> E {
    E::MassMoveUndoOrdered { reason: reason(), decision: None }
}

fn undone() -> E {
    E::MassMoveUndone { back: 2, left: 0 }
}

const COMPLETE_UNDO: Ask = Ask::CompleteUndo { back: 2, left: 0 };

#[track_caller]
fn check(given: &[E], when: Ask, then: Result<Vec<E>, R>) {
    let state = given.iter().fold(MassMove::default(), MassMove::evolve);
    assert_eq!(decide(&state, when, day("2026-07-02")), then);
}

#[test]
fn a_mass_move_is_approved_carried_out_and_undone_in_this_order() {
    check(&[], approve(), Ok(vec![approved()]));
    check(&[approved()], complete(), Ok(vec![completed()]));
    check(&[approved()], order_undo(), Ok(vec![undo_ordered()]));
    check(&[approved(), completed()], order_undo(), Ok(vec![undo_ordered()]));
    check(&[approved(), undo_ordered()], COMPLETE_UNDO, Ok(vec![undone()]));
    for early in [complete(), order_undo(), COMPLETE_UNDO] {
        check(&[], early, Err(R::NotApproved));
    }
    check(&[approved(), completed()], COMPLETE_UNDO, Err(R::UndoNotOrdered));
    check(&[approved(), undo_ordered()], complete(), Err(R::Undone));
    check(&[approved(), undo_ordered(), undone()], order_undo(), Err(R::Undone));
}

#[test]
fn the_same_step_asked_twice_is_one_fact() {
    check(&[approved()], approve(), Ok(vec![]));
    check(&[approved(), completed()], complete(), Ok(vec![]));
    check(&[approved(), undo_ordered()], order_undo(), Ok(vec![]));
    check(&[approved(), undo_ordered(), undone()], COMPLETE_UNDO, Ok(vec![]));
}

#[test]
fn another_manifest_than_the_approved_one_is_refused() {
    let other = Manifest { people: vec![line(1), line(2), line(3)], ..manifest() }.hash();
    let completes = Ask::Complete { manifest: other.clone(), moved: 3, left: 0 };
    check(&[approved()], completes, Err(R::ManifestChanged));
    let order = Order { manifest: other, ..order() };
    let approves = Ask::Approve { order, ways: manifest().ways(), accounts: 0, own: false };
    check(&[approved()], approves, Err(R::ManifestChanged));
}

#[test]
fn who_planned_it_does_not_approve_it_and_nobody_approves_nothing() {
    let ways = manifest().ways();
    let own = Ask::Approve { order: order(), ways: ways.clone(), accounts: 0, own: true };
    check(&[], own, Err(R::OwnPlan));
    let empty = Ask::Approve { order: order(), ways: vec![], accounts: 0, own: false };
    check(&[], empty, Err(R::NobodyMoves));
    let order = Order { decision: paper("2026-07-03"), ..order() };
    let unsigned = Ask::Approve { order, ways, accounts: 0, own: false };
    check(&[], unsigned, Err(R::PaperDatedInFuture { dated_on: day("2026-07-03") }));
}

#[test]
fn a_manifest_has_one_spelling_and_every_word_of_it_counts() {
    let turned = Manifest { people: vec![line(2), line(1)], ..manifest() };
    assert_eq!(turned.canonical(), manifest().canonical());
    // What was approved before units could end with a move has the hash it had.
    assert!(!manifest().canonical().contains("endings"));
    let both = |endings| Manifest { endings, ..manifest() }.canonical();
    let (one, other) = (ends(DISTRICT, &[COMMUNE]), ends(OTHER, &[COMMUNE]));
    assert_eq!(both(vec![one.clone(), other.clone()]), both(vec![other, one]));
    let read: Manifest = serde_json::from_str(&manifest().canonical()).unwrap();
    assert_eq!(read, manifest());
    let account = AccountLine {
        account: AccountId::from_uuid(Uuid::from_u128(9)),
        to: Some(COMMUNE),
        from: DISTRICT,
    };
    let others = [
        Manifest { people: vec![line(1)], ..manifest() },
        Manifest { people: vec![line(1), line(3)], ..manifest() },
        Manifest { people: vec![line(1), PersonLine { to: DISTRICT, ..line(2) }], ..manifest() },
        Manifest { grants: GrantsThen::End, ..manifest() },
        Manifest { successors: BTreeMap::new(), ..manifest() },
        Manifest { effective_on: day("2026-07-02"), ..manifest() },
        Manifest { decision: paper("2026-06-13"), ..manifest() },
        Manifest { accounts: vec![account], ..manifest() },
        Manifest { endings: vec![ends(DISTRICT, &[COMMUNE])], ..manifest() },
        Manifest { endings: vec![ends(DISTRICT, &[COMMUNE, OTHER])], ..manifest() },
        Manifest { endings: vec![ends(DISTRICT, &[OTHER, COMMUNE])], ..manifest() },
        Manifest { mass_move: MassMoveId::from_uuid(Uuid::from_u128(0x82)), ..manifest() },
    ];
    let hashes: Vec<FileHash> = others.iter().map(Manifest::hash).collect();
    for (place, hash) in hashes.iter().enumerate() {
        assert_ne!(*hash, manifest().hash(), "{place}");
        assert!(!hashes[..place].contains(hash), "{place}");
    }
    assert_eq!(manifest().ways(), [Way { from: DISTRICT, to: COMMUNE, people: 2 }]);
}
