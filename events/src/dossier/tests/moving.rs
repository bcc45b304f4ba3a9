//! Mai goes from Education to Health with two thousand others by one decision, and back.

use super::{
    super::{Move, MoveOrder, MoveUndo, TransferKind, move_back, move_by_decision},
    *,
};
use crate::ids::{MassMoveId, TransferId};

const MERGER: MassMoveId = MassMoveId::from_uuid(Uuid::from_u128(0x81));
const NEXT: MassMoveId = MassMoveId::from_uuid(Uuid::from_u128(0x82));

fn order() -> MoveOrder {
    MoveOrder {
        mass_move: MERGER,
        from: EDUCATION,
        to: HEALTH,
        decision: paper(),
        effective_on: day(TODAY),
    }
}

fn undo() -> MoveUndo {
    MoveUndo { mass_move: MERGER, reason: reason("quyết định bị thu hồi"), decision: None }
}

fn was_moved() -> DossierEvent {
    let effective_on = day(TODAY);
    DossierEvent::MovedByDecision {
        mass_move: MERGER,
        from: EDUCATION,
        to: HEALTH,
        decision: paper(),
        effective_on,
    }
}

fn was_moved_on() -> DossierEvent {
    let effective_on = day(TODAY);
    let (from, to) = (HEALTH, EDUCATION);
    DossierEvent::MovedByDecision { mass_move: NEXT, from, to, decision: paper(), effective_on }
}

fn is_back() -> DossierEvent {
    DossierEvent::MovedBack {
        mass_move: MERGER,
        from: HEALTH,
        to: EDUCATION,
        moved_back_on: day(TODAY),
        reason: reason("quyết định bị thu hồi"),
        decision: None,
    }
}

fn was_ordered_elsewhere() -> DossierEvent {
    DossierEvent::TransferOrdered {
        transfer: TransferId::from_uuid(Uuid::from_u128(0x71)),
        from: EDUCATION,
        to: HEALTH,
        kind: TransferKind::Reassignment,
        decision: paper(),
        effective_on: day(TODAY),
        term_ends_on: None,
    }
}

impl Given {
    fn when_moved(self, order: MoveOrder) -> Then {
        Then(move_by_decision(&self.0, &order, &by_an_officer()))
    }

    fn when_undone(self, undo: MoveUndo) -> Then {
        Then(move_back(&self.0, &undo, &by_an_officer()))
    }
}

#[test]
fn a_line_of_a_mass_move_changes_the_managing_unit_once() {
    given([opened()]).when_moved(order()).then([was_moved()]);
    given([opened(), was_moved()]).when_moved(order()).then_nothing_new();
    let dossier = replay(&[opened(), was_moved()]);
    assert_eq!(dossier.held().map(|held| held.managing_unit()), Some(HEALTH));
    // Nor once more after it was undone: what is undone stays undone.
    given([opened(), was_moved(), is_back()]).when_moved(order()).then_nothing_new();
}

#[test]
fn what_waits_for_a_check_goes_along() {
    let entered = DossierEvent::SectionEntered {
        section: section("sex"),
        by: EnteredBy::Person,
        entries: whole_record(),
    };
    let handed_in =
        DossierEvent::RecordSubmitted { submission: FIRST, slots: whole_record_slots() };
    let facts = [opened(), entered, handed_in, was_moved()];
    let dossier = replay(&facts);
    let held = dossier.held().unwrap();
    assert!(held.waiting().contains_key(&FIRST) && matches!(dossier, Dossier::FirstCheck(_)));
    given(facts)
        .when_an_officer_asks(DossierCommand::CheckSubmission { submission: FIRST })
        .then([DossierEvent::SubmissionChecked { submission: FIRST, slots: whole_record_slots() }]);
}

#[test]
fn who_cannot_go_is_left_with_the_reason() {
    use DossierRefusal as R;
    let opening_withdrawn = DossierEvent::OpeningWithdrawn {
        full_name: PersonName::parse(NAME).unwrap(),
        personal_id_no: Some(NUMBER.to_owned()),
        reason: reason("nhập nhầm"),
    };
    given([]).when_moved(order()).then_refused(R::NotOpened);
    given([opened(), opening_withdrawn]).when_moved(order()).then_refused(R::Withdrawn);
    given([opened(), was_ordered_elsewhere()])
        .when_moved(order())
        .then_refused(R::TransferUnderWay);
    let elsewhere = MoveOrder { from: HEALTH, to: EDUCATION, ..order() };
    given([opened()]).when_moved(elsewhere).then_refused(R::NotAtUnit);
    let nowhere = MoveOrder { to: EDUCATION, ..order() };
    given([opened()]).when_moved(nowhere).then_refused(R::TransferToOwnUnit);
    let early = MoveOrder { effective_on: day(TOMORROW), ..order() };
    given([opened()]).when_moved(early).then_refused(R::InFuture { on: day(TOMORROW) });
    let unsigned = MoveOrder { decision: paper_of(TOMORROW), ..order() };
    let dated_on = day(TOMORROW);
    given([opened()]).when_moved(unsigned).then_refused(R::PaperDatedInFuture { dated_on });
    let dossier = replay(&[opened()]);
    let ended = DossierContext { unit_exists: false, ..by_an_officer() };
    assert_eq!(move_by_decision(&dossier, &order(), &ended), Err(R::UnknownUnit));
    // Nobody moves themselves, in a list as little as alone.
    assert_eq!(move_by_decision(&dossier, &order(), &by_mai()), Err(R::OwnDossier));
}

#[test]
fn everyone_who_is_where_the_move_put_them_goes_back() {
    use DossierRefusal as R;
    given([opened(), was_moved()]).when_undone(undo()).then([is_back()]);
    given([opened(), was_moved(), is_back()]).when_undone(undo()).then_nothing_new();
    let dossier = replay(&[opened(), was_moved(), is_back()]);
    let held = dossier.held().unwrap();
    assert_eq!((held.managing_unit(), held.moves().get(&MERGER)), (EDUCATION, Some(&Move::Back)));
    given([opened()]).when_undone(undo()).then_refused(R::NotMoved);
    // Who moved on since, even back to the old unit, is not undone with it.
    given([opened(), was_moved(), was_moved_on()]).when_undone(undo()).then_refused(R::WentOn);
    given([opened(), was_moved(), was_ordered_elsewhere()])
        .when_undone(undo())
        .then_refused(R::TransferUnderWay);
}

#[test]
fn an_opening_whose_dossier_was_moved_is_not_withdrawn() {
    let withdraw = DossierCommand::WithdrawOpening { reason: reason("nhập nhầm") };
    given([opened(), was_moved()])
        .when_an_officer_asks(withdraw)
        .then_refused(DossierRefusal::WorkedOn);
}
