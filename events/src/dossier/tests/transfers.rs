//! Mai is ordered from Education to Health: one unit at a time manages her dossier, whatever happens.

mod laws;

use std::num::NonZeroU16;

use super::{
    super::{INVENTORY_LINES_MAX, InventoryLine, REASONS_MAX, Side, TransferKind, TransferStep},
    *,
};
use crate::{ids::TransferId, values::PaperTitle};

const MOVE: TransferId = TransferId::from_uuid(Uuid::from_u128(0x71));
const NEXT_MOVE: TransferId = TransferId::from_uuid(Uuid::from_u128(0x72));
const EFFECTIVE: &str = "2026-07-15";
const RELEASED: &str = "2026-07-20";
const RECEIVED: &str = "2026-07-22";
const ACCEPTED: &str = "2026-07-29";

fn asks(step: TransferStep) -> DossierCommand {
    DossierCommand::Transfer { transfer: MOVE, step }
}

fn order_to(to: UnitId) -> TransferStep {
    TransferStep::Order {
        to,
        kind: TransferKind::Reassignment,
        decision: paper(),
        effective_on: day(EFFECTIVE),
        term_ends_on: None,
    }
}

fn inventory() -> Vec<InventoryLine> {
    let title = PaperTitle::parse("Sơ yếu lý lịch").unwrap();
    vec![InventoryLine { title, pages: NonZeroU16::new(12).unwrap() }]
}

fn release(on: &str) -> TransferStep {
    TransferStep::Release { inventory: inventory(), released_on: day(on) }
}

fn receive(on: &str) -> TransferStep {
    TransferStep::ReceivePaper { received_on: day(on) }
}

fn find_invalid(on: &str) -> TransferStep {
    TransferStep::FindPaperInvalid {
        received_on: day(on), reasons: vec![reason("thiếu bản kê")]
    }
}

fn accept(on: &str) -> TransferStep {
    TransferStep::Accept { accepted_on: day(on) }
}

fn refuse() -> TransferStep {
    TransferStep::Refuse { reason: reason("không có chỉ tiêu") }
}

fn recall() -> TransferStep {
    TransferStep::Recall { reason: reason("bổ sung giấy tờ") }
}

fn cancel() -> TransferStep {
    TransferStep::Cancel { reason: reason("quyết định bị thu hồi"), decision: None }
}

fn was_ordered() -> DossierEvent {
    DossierEvent::TransferOrdered {
        transfer: MOVE,
        from: EDUCATION,
        to: HEALTH,
        kind: TransferKind::Reassignment,
        decision: paper(),
        effective_on: day(EFFECTIVE),
        term_ends_on: None,
    }
}

fn was_released() -> DossierEvent {
    DossierEvent::DossierReleased {
        transfer: MOVE,
        inventory: inventory(),
        released_on: day(RELEASED),
    }
}

fn was_received() -> DossierEvent {
    DossierEvent::PaperDossierReceived { transfer: MOVE, by: HEALTH, received_on: day(RECEIVED) }
}

fn was_found_invalid() -> DossierEvent {
    let reasons = vec![reason("thiếu bản kê")];
    let received_on = day(RECEIVED);
    DossierEvent::PaperDossierFoundInvalid { transfer: MOVE, by: HEALTH, received_on, reasons }
}

fn was_accepted() -> DossierEvent {
    let accepted_on = day(ACCEPTED);
    DossierEvent::TransferAccepted { transfer: MOVE, from: EDUCATION, to: HEALTH, accepted_on }
}

fn was_refused() -> DossierEvent {
    DossierEvent::TransferRefused { transfer: MOVE, reason: reason("không có chỉ tiêu") }
}

fn was_recalled() -> DossierEvent {
    DossierEvent::ReleaseRecalled { transfer: MOVE, reason: reason("bổ sung giấy tờ") }
}

fn was_cancelled() -> DossierEvent {
    let reason = reason("quyết định bị thu hồi");
    DossierEvent::TransferCancelled { transfer: MOVE, reason, decision: None }
}

fn ordered() -> Vec<DossierEvent> {
    after(kept(), [was_ordered()])
}

fn released() -> Vec<DossierEvent> {
    after(ordered(), [was_released()])
}

fn received() -> Vec<DossierEvent> {
    after(released(), [was_received()])
}

fn accepted() -> Vec<DossierEvent> {
    after(received(), [was_accepted()])
}

/// The unit that manages what these facts left.
#[track_caller]
fn managed_by(facts: &[DossierEvent]) -> UnitId {
    replay(facts).held().unwrap().managing_unit()
}

#[test]
fn a_dossier_goes_from_one_unit_to_another_in_four_steps() {
    given(kept()).when_an_officer_asks(asks(order_to(HEALTH))).then([was_ordered()]);
    given(ordered()).when_an_officer_asks(asks(release(RELEASED))).then([was_released()]);
    given(released()).when_an_officer_asks(asks(receive(RECEIVED))).then([was_received()]);
    given(received()).when_an_officer_asks(asks(accept(ACCEPTED))).then([was_accepted()]);
}

#[test]
fn the_old_unit_manages_the_dossier_until_the_new_one_accepts_it() {
    for facts in [kept(), ordered(), released(), received()] {
        assert_eq!(managed_by(&facts), EDUCATION);
    }
    assert_eq!(managed_by(&accepted()), HEALTH);
}

#[test]
fn the_same_step_sent_twice_is_one_fact() {
    for (history, step) in [
        (ordered(), order_to(HEALTH)),
        (released(), release(RELEASED)),
        (received(), receive(RECEIVED)),
        (after(released(), [was_found_invalid()]), find_invalid(RECEIVED)),
        (accepted(), accept(ACCEPTED)),
        (after(released(), [was_refused()]), refuse()),
        (after(released(), [was_recalled()]), recall()),
        (after(ordered(), [was_cancelled()]), cancel()),
    ] {
        given(history).when_an_officer_asks(asks(step)).then_nothing_new();
    }
    // The order is still the same one when the dossier has gone on, even to the other unit.
    given(accepted()).when_an_officer_asks(asks(order_to(HEALTH))).then_nothing_new();
}

#[test]
fn the_same_transfer_is_not_ordered_again_to_somewhere_else() {
    given(ordered())
        .when_an_officer_asks(asks(order_to(EDUCATION)))
        .then_refused(DossierRefusal::TransferReused(MOVE));
}

#[test]
fn a_second_transfer_waits_until_the_first_is_over() {
    let next = |to| DossierCommand::Transfer { transfer: NEXT_MOVE, step: order_to(to) };
    let under_way = DossierRefusal::TransferUnderWay;
    given(received()).when_an_officer_asks(next(HEALTH)).then_refused(under_way);
    let back = DossierEvent::TransferOrdered {
        transfer: NEXT_MOVE,
        from: HEALTH,
        to: EDUCATION,
        kind: TransferKind::Reassignment,
        decision: paper(),
        effective_on: day(EFFECTIVE),
        term_ends_on: None,
    };
    given(accepted()).when_an_officer_asks(next(EDUCATION)).then([back]);
}

#[test]
fn a_transfer_goes_to_another_unit_that_is_there() {
    let to_itself = asks(order_to(EDUCATION));
    given(kept()).when_an_officer_asks(to_itself).then_refused(DossierRefusal::TransferToOwnUnit);
    let context = DossierContext { unit_exists: false, ..by_an_officer() };
    for (history, step) in [(kept(), order_to(HEALTH)), (received(), accept(ACCEPTED))] {
        let decided = decide(&replay(&history), asks(step), &context);
        assert_eq!(decided, Err(DossierRefusal::UnknownUnit));
    }
}

#[test]
fn an_order_rests_on_a_decision_that_is_signed_and_may_take_effect_later() {
    let order = |decision, effective_on: &str| {
        asks(TransferStep::Order {
            to: HEALTH,
            kind: TransferKind::OwnRequest,
            decision,
            effective_on: day(effective_on),
            term_ends_on: None,
        })
    };
    given(kept())
        .when_an_officer_asks(order(paper_of(TOMORROW), EFFECTIVE))
        .then_refused(DossierRefusal::PaperDatedInFuture { dated_on: day(TOMORROW) });
    let later = DossierEvent::TransferOrdered {
        transfer: MOVE,
        from: EDUCATION,
        to: HEALTH,
        kind: TransferKind::OwnRequest,
        decision: paper(),
        effective_on: day(TOMORROW),
        term_ends_on: None,
    };
    given(kept()).when_an_officer_asks(order(paper(), TOMORROW)).then([later.clone()]);
    let facts = after(kept(), [later, was_released(), was_received()]);
    let too_early = DossierRefusal::BeforeEffectiveDay { effective_on: day(TOMORROW) };
    given(facts).when_an_officer_asks(asks(accept(TODAY))).then_refused(too_early);
}

#[test]
fn no_step_is_taken_before_its_turn() {
    use DossierRefusal as R;
    for (history, step, refusal) in [
        (kept(), release(RELEASED), R::UnknownTransfer(MOVE)),
        (kept(), accept(ACCEPTED), R::UnknownTransfer(MOVE)),
        (ordered(), receive(RECEIVED), R::NotReleased),
        (ordered(), find_invalid(RECEIVED), R::NotReleased),
        (ordered(), accept(ACCEPTED), R::NotReleased),
        (ordered(), recall(), R::NotReleased),
        (released(), accept(ACCEPTED), R::PaperNotReceived),
        (after(released(), [was_found_invalid()]), accept(ACCEPTED), R::PaperNotReceived),
        (received(), release(RELEASED), R::AlreadyReleased),
        (received(), find_invalid(RECEIVED), R::PaperReceived),
        (received(), receive(ACCEPTED), R::PaperReceived),
        (received(), recall(), R::PaperReceived),
    ] {
        given(history).when_an_officer_asks(asks(step)).then_refused(refusal);
    }
}

#[test]
fn what_is_over_stays_so_and_a_second_clerk_learns_how_it_ended() {
    use DossierRefusal as R;
    for (end, refusal) in [
        (was_accepted(), R::TransferAccepted),
        (was_refused(), R::TransferRefused),
        (was_cancelled(), R::TransferCancelled),
    ] {
        let history = after(received(), [end]);
        for step in [release(TODAY), receive(TODAY), accept(TODAY), recall()] {
            let asked = given(history.clone()).when_an_officer_asks(asks(step));
            asked.then_refused(refusal.clone());
        }
    }
    // Two at once: one accepted, the other refuses on what was true a moment ago.
    given(accepted()).when_an_officer_asks(asks(refuse())).then_refused(R::TransferAccepted);
    given(after(received(), [was_refused()]))
        .when_an_officer_asks(asks(accept(ACCEPTED)))
        .then_refused(R::TransferRefused);
}

#[test]
fn a_transfer_that_is_refused_or_cancelled_leaves_the_record_whole_with_the_old_unit() {
    let before = replay(&kept());
    for end in [was_refused(), was_cancelled()] {
        let facts = after(received(), [end]);
        let (held, was) = (replay(&facts), before.held().unwrap());
        let held = held.held().unwrap();
        assert_eq!((held.values(), held.managing_unit()), (was.values(), EDUCATION));
        assert_eq!(held.transfer_under_way(), None);
        given(facts).when_mai_asks(change_phone(SECOND)).then([phone_changed(SECOND)]);
    }
}

#[test]
fn an_invalid_paper_dossier_is_mended_and_received_or_recalled_and_released_again() {
    let invalid = || after(released(), [was_found_invalid()]);
    let mended = DossierEvent::PaperDossierReceived {
        transfer: MOVE,
        by: HEALTH,
        received_on: day(ACCEPTED),
    };
    given(invalid()).when_an_officer_asks(asks(receive(ACCEPTED))).then([mended]);
    given(invalid()).when_an_officer_asks(asks(recall())).then([was_recalled()]);
    let again = after(invalid(), [was_recalled()]);
    // Not the same fact as the first release, although it says the same: it happened again.
    let too_early = DossierRefusal::BeforePreviousStep { previous: day(RECEIVED) };
    given(again.clone()).when_an_officer_asks(asks(release(RELEASED))).then_refused(too_early);
    let released_again = DossierEvent::DossierReleased {
        transfer: MOVE,
        inventory: inventory(),
        released_on: day(ACCEPTED),
    };
    given(again).when_an_officer_asks(asks(release(ACCEPTED))).then([released_again]);
    given(after(released(), [was_recalled()]))
        .when_an_officer_asks(asks(release(RELEASED)))
        .then([was_released()]);
}

#[test]
fn days_come_one_after_the_other_and_none_is_still_to_come() {
    use DossierRefusal as R;
    let future = || R::InFuture { on: day(TOMORROW) };
    let before = |previous: &str| R::BeforePreviousStep { previous: day(previous) };
    for (history, step, refusal) in [
        (ordered(), release(TOMORROW), future()),
        (ordered(), release("2026-06-30"), before("2026-07-01")),
        (released(), receive(TOMORROW), future()),
        (released(), receive("2026-07-19"), before(RELEASED)),
        (released(), find_invalid(TOMORROW), future()),
        (released(), find_invalid("2026-07-19"), before(RELEASED)),
        (received(), accept(TOMORROW), future()),
        (received(), accept("2026-07-21"), before(RECEIVED)),
    ] {
        given(history).when_an_officer_asks(asks(step)).then_refused(refusal);
    }
    let decision = Some(paper_of(TOMORROW));
    let cancel = TransferStep::Cancel { reason: reason("thu hồi"), decision };
    let unsigned = R::PaperDatedInFuture { dated_on: day(TOMORROW) };
    given(ordered()).when_an_officer_asks(asks(cancel)).then_refused(unsigned);
}

#[test]
fn an_inventory_lists_papers_and_an_invalid_dossier_has_reasons_within_bounds() {
    use DossierRefusal as R;
    let of = |lines: usize| {
        let inventory = inventory().into_iter().cycle().take(lines).collect();
        asks(TransferStep::Release { inventory, released_on: day(RELEASED) })
    };
    let max = INVENTORY_LINES_MAX;
    given(ordered()).when_an_officer_asks(of(0)).then_refused(R::InventoryEmpty);
    given(ordered()).when_an_officer_asks(of(max + 1)).then_refused(R::InventoryTooLong { max });
    let of = |reasons: usize| {
        let reasons = vec![reason("thiếu"); reasons];
        asks(TransferStep::FindPaperInvalid { received_on: day(RECEIVED), reasons })
    };
    let max = REASONS_MAX;
    given(released()).when_an_officer_asks(of(0)).then_refused(R::NoReasons);
    given(released()).when_an_officer_asks(of(max + 1)).then_refused(R::TooManyReasons { max });
}

#[test]
fn from_the_release_on_the_old_unit_only_reads() {
    let waits = |history| after(history, [phone_changed(SECOND)]);
    let by_the_unit = || {
        [
            check(SECOND),
            send_back(SECOND, &["phone_mobile"]),
            record(vec![new("salary_percent", "85")]),
            correct(None, vec![new("sex", "male")], Some(paper())),
            change_phone(THIRD),
            find_unchanged("sex"),
            scan(1),
            withdraw_opening(),
        ]
    };
    for history in [released(), after(released(), [was_found_invalid()]), received()] {
        for command in by_the_unit() {
            let asked = given(waits(history.clone())).when_an_officer_asks(command);
            asked.then_refused(DossierRefusal::InTransfer);
        }
    }
    for history in [ordered(), after(released(), [was_recalled()]), accepted()] {
        given(waits(history))
            .when_an_officer_asks(check(SECOND))
            .then([checked(SECOND, "phone_mobile")]);
    }
}

#[test]
fn the_person_goes_on_entering_while_the_dossier_is_on_its_way() {
    given(released()).when_mai_asks(change_phone(SECOND)).then([phone_changed(SECOND)]);
    let waits = after(received(), [phone_changed(SECOND)]);
    given(waits.clone()).when_mai_asks(withdraw(SECOND)).then([phone_withdrawn(SECOND)]);
    // Whoever manages the dossier next checks it.
    given(after(waits, [was_accepted()]))
        .when_an_officer_asks(check(SECOND))
        .then([checked(SECOND, "phone_mobile")]);
}

#[test]
fn nobody_takes_a_step_of_their_own_transfer() {
    for (history, step) in [
        (kept(), order_to(HEALTH)),
        (ordered(), release(RELEASED)),
        (released(), receive(RECEIVED)),
        (received(), accept(ACCEPTED)),
        (received(), refuse()),
    ] {
        given(history).when_mai_asks(asks(step)).then_refused(DossierRefusal::OwnDossier);
    }
}

#[test]
fn a_dossier_that_was_ordered_elsewhere_was_not_opened_by_mistake() {
    given([opened(), was_ordered(), was_cancelled()])
        .when_an_officer_asks(withdraw_opening())
        .then_refused(DossierRefusal::WorkedOn);
}

#[test]
fn a_dossier_that_is_not_there_or_withdrawn_is_not_transferred() {
    given([]).when_an_officer_asks(asks(order_to(HEALTH))).then_refused(DossierRefusal::NotOpened);
    let withdrawn = DossierEvent::OpeningWithdrawn {
        full_name: PersonName::parse(NAME).unwrap(),
        personal_id_no: Some(NUMBER.to_owned()),
        reason: reason("nhập nhầm danh sách"),
    };
    given([opened(), withdrawn])
        .when_an_officer_asks(asks(order_to(HEALTH)))
        .then_refused(DossierRefusal::Withdrawn);
}

#[test]
fn the_old_unit_orders_releases_recalls_and_cancels_and_the_new_one_does_the_rest() {
    for step in [order_to(HEALTH), release(RELEASED), recall(), cancel()] {
        assert_eq!(step.side(), Side::Sending, "{}", step.name());
    }
    for step in [receive(RECEIVED), find_invalid(RECEIVED), accept(ACCEPTED), refuse()] {
        assert_eq!(step.side(), Side::Receiving, "{}", step.name());
    }
}

#[test]
fn a_kind_of_transfer_reads_back_from_its_stored_name() {
    for kind in TransferKind::ALL {
        assert_eq!(TransferKind::parse(kind.as_str()), Some(kind));
        assert_eq!(serde_json::json!(kind), kind.as_str());
    }
    assert_eq!(TransferKind::parse("exile"), None);
}
