//! Mai is seconded from Education to Health: for a time, and Education goes on managing her dossier.

use super::{
    super::{Phase, SecondmentStep, TransferKind, TransferStep},
    *,
};
use crate::ids::{SecondmentId, TransferId};

const CULTURE: UnitId = UnitId::from_uuid(Uuid::from_u128(0xE3));
const STAY: SecondmentId = SecondmentId::from_uuid(Uuid::from_u128(0x81));
const NEXT: SecondmentId = SecondmentId::from_uuid(Uuid::from_u128(0x82));
const MOVE: TransferId = TransferId::from_uuid(Uuid::from_u128(0x71));
const BEGINS: &str = "2026-07-20";
const ENDS: &str = "2026-12-31";

fn asks(step: SecondmentStep) -> DossierCommand {
    DossierCommand::Secondment { secondment: STAY, step }
}

fn order(host: UnitId, begins: &str, ends: &str) -> SecondmentStep {
    let (begins_on, ends_on) = (day(begins), day(ends));
    SecondmentStep::Order { host, decision: paper(), begins_on, ends_on }
}

fn prolong(ends: &str) -> SecondmentStep {
    let (ends_on, decision) = (day(ends), paper());
    SecondmentStep::Prolong { ends_on, decision, reason: reason("chưa xong nhiệm vụ") }
}

fn end_early(ends: &str) -> SecondmentStep {
    let (ends_on, decision) = (day(ends), paper());
    SecondmentStep::EndEarly { ends_on, decision, reason: reason("xong sớm") }
}

fn cancel() -> SecondmentStep {
    SecondmentStep::Cancel { reason: reason("ghi nhầm"), decision: None }
}

fn was_ordered() -> DossierEvent {
    DossierEvent::SecondmentOrdered {
        secondment: STAY,
        from: EDUCATION,
        host: HEALTH,
        decision: paper(),
        begins_on: day(BEGINS),
        ends_on: day(ENDS),
    }
}

fn was_prolonged(ends: &str) -> DossierEvent {
    let (ends_on, decision, reason) = (day(ends), paper(), reason("chưa xong nhiệm vụ"));
    DossierEvent::SecondmentProlonged { secondment: STAY, ends_on, decision, reason }
}

fn was_ended_early(ends: &str) -> DossierEvent {
    let (ends_on, decision, reason) = (day(ends), paper(), reason("xong sớm"));
    DossierEvent::SecondmentEndedEarly { secondment: STAY, ends_on, decision, reason }
}

fn was_cancelled() -> DossierEvent {
    DossierEvent::SecondmentCancelled {
        secondment: STAY,
        reason: reason("ghi nhầm"),
        decision: None,
    }
}

fn seconded() -> Vec<DossierEvent> {
    after(kept(), [was_ordered()])
}

/// How Mai's secondment stands on a day after these facts.
#[track_caller]
fn phase(facts: &[DossierEvent], on: &str) -> Phase {
    replay(facts).held().unwrap().secondments()[&STAY].phase(day(on))
}

#[test]
fn a_secondment_begins_and_ends_by_itself_on_its_days() {
    let order = order(HEALTH, BEGINS, ENDS);
    given(kept()).when_an_officer_asks(asks(order.clone())).then([was_ordered()]);
    given(seconded()).when_an_officer_asks(asks(order)).then([]);
    for (on, expected) in [
        ("2026-07-19", Phase::Planned),
        (BEGINS, Phase::Running),
        (ENDS, Phase::Running),
        ("2027-01-01", Phase::Over),
    ] {
        assert_eq!(phase(&seconded(), on), expected, "{on}");
    }
}

#[test]
fn the_sending_unit_manages_the_dossier_all_the_while() {
    let held = |facts: &[DossierEvent]| replay(facts).held().unwrap().managing_unit();
    assert_eq!(held(&seconded()), EDUCATION);
    given(seconded()).when_mai_asks(change_phone(SECOND)).then([phone_changed(SECOND)]);
}

#[test]
fn a_secondment_is_prolonged_ended_early_or_cancelled_by_facts() {
    let longer = "2027-06-30";
    given(seconded()).when_an_officer_asks(asks(prolong(longer))).then([was_prolonged(longer)]);
    let prolonged = after(seconded(), [was_prolonged(longer)]);
    assert_eq!(phase(&prolonged, longer), Phase::Running);
    given(prolonged.clone()).when_an_officer_asks(asks(prolong(longer))).then([]);
    let shorter = "2026-09-30";
    let done = [was_ended_early(shorter)];
    given(prolonged.clone()).when_an_officer_asks(asks(end_early(shorter))).then(done.clone());
    let ended = after(prolonged, done);
    assert_eq!(phase(&ended, shorter), Phase::Running);
    assert_eq!(phase(&ended, "2026-10-01"), Phase::Over);
    given(seconded()).when_an_officer_asks(asks(cancel())).then([was_cancelled()]);
    let cancelled = after(seconded(), [was_cancelled()]);
    assert_eq!(phase(&cancelled, BEGINS), Phase::Cancelled);
    given(cancelled.clone()).when_an_officer_asks(asks(cancel())).then([]);
    given(cancelled)
        .when_an_officer_asks(asks(prolong(longer)))
        .then_refused(DossierRefusal::SecondmentCancelled);
}

#[test]
fn what_makes_no_sense_of_the_days_is_refused() {
    use DossierRefusal as R;
    let ends_on = day(ENDS);
    for (step, refusal) in [
        (prolong(ENDS), R::SecondmentNotLonger { ends_on }),
        (end_early(ENDS), R::SecondmentNotShorter { ends_on }),
        (end_early("2026-07-19"), R::SecondmentBackwards { begins_on: day(BEGINS) }),
        (order(CULTURE, BEGINS, ENDS), R::SecondmentReused(STAY)),
    ] {
        given(seconded()).when_an_officer_asks(asks(step)).then_refused(refusal);
    }
    let backwards = R::SecondmentBackwards { begins_on: day(ENDS) };
    given(kept()).when_an_officer_asks(asks(order(HEALTH, ENDS, BEGINS))).then_refused(backwards);
    given(kept())
        .when_an_officer_asks(asks(order(EDUCATION, BEGINS, ENDS)))
        .then_refused(R::SecondmentToOwnUnit);
    given(kept())
        .when_an_officer_asks(asks(prolong(ENDS)))
        .then_refused(R::UnknownSecondment(STAY));
    // It was over before today: it cannot end earlier any more.
    let long_ago = DossierEvent::SecondmentOrdered {
        secondment: STAY,
        from: EDUCATION,
        host: HEALTH,
        decision: paper(),
        begins_on: day("2026-01-05"),
        ends_on: day("2026-03-31"),
    };
    given(after(kept(), [long_ago]))
        .when_an_officer_asks(asks(end_early("2026-03-01")))
        .then_refused(R::SecondmentOver { ends_on: day("2026-03-31") });
}

#[test]
fn a_person_is_seconded_to_one_unit_at_a_time() {
    let next = |begins: &str| DossierCommand::Secondment {
        secondment: NEXT,
        step: order(CULTURE, begins, "2027-03-31"),
    };
    let overlaps =
        DossierRefusal::SecondmentOverlaps { begins_on: day(BEGINS), ends_on: day(ENDS) };
    given(seconded()).when_an_officer_asks(next(ENDS)).then_refused(overlaps);
    let after_it = DossierEvent::SecondmentOrdered {
        secondment: NEXT,
        from: EDUCATION,
        host: CULTURE,
        decision: paper(),
        begins_on: day("2027-01-01"),
        ends_on: day("2027-03-31"),
    };
    given(seconded()).when_an_officer_asks(next("2027-01-01")).then([after_it.clone()]);
    let both = after(seconded(), [after_it]);
    let overlaps = DossierRefusal::SecondmentOverlaps {
        begins_on: day("2027-01-01"),
        ends_on: day("2027-03-31"),
    };
    given(both).when_an_officer_asks(asks(prolong("2027-01-01"))).then_refused(overlaps);
    // What was cancelled takes no days.
    let cancelled = after(seconded(), [was_cancelled()]);
    given(cancelled).when_an_officer_asks(next(ENDS)).then([DossierEvent::SecondmentOrdered {
        secondment: NEXT,
        from: EDUCATION,
        host: CULTURE,
        decision: paper(),
        begins_on: day(ENDS),
        ends_on: day("2027-03-31"),
    }]);
}

#[test]
fn nobody_is_seconded_who_is_being_transferred_or_by_themselves() {
    let transfer = DossierEvent::TransferOrdered {
        transfer: MOVE,
        from: EDUCATION,
        to: HEALTH,
        kind: TransferKind::Reassignment,
        decision: paper(),
        effective_on: day(BEGINS),
        term_ends_on: None,
    };
    given(after(kept(), [transfer]))
        .when_an_officer_asks(asks(order(HEALTH, BEGINS, ENDS)))
        .then_refused(DossierRefusal::SecondmentDuringTransfer);
    given(kept())
        .when_mai_asks(asks(order(HEALTH, BEGINS, ENDS)))
        .then_refused(DossierRefusal::OwnDossier);
}

#[test]
fn a_rotation_is_ordered_with_its_last_day() {
    let rotate = |term_ends_on| DossierCommand::Transfer {
        transfer: MOVE,
        step: TransferStep::Order {
            to: HEALTH,
            kind: TransferKind::Rotation,
            decision: paper(),
            effective_on: day(BEGINS),
            term_ends_on,
        },
    };
    given(kept()).when_an_officer_asks(rotate(None)).then_refused(DossierRefusal::TermMissing);
    given(kept())
        .when_an_officer_asks(rotate(Some(day("2026-07-19"))))
        .then_refused(DossierRefusal::TermBackwards { effective_on: day(BEGINS) });
    let ordered = DossierEvent::TransferOrdered {
        transfer: MOVE,
        from: EDUCATION,
        to: HEALTH,
        kind: TransferKind::Rotation,
        decision: paper(),
        effective_on: day(BEGINS),
        term_ends_on: Some(day("2029-07-19")),
    };
    given(kept()).when_an_officer_asks(rotate(Some(day("2029-07-19")))).then([ordered.clone()]);
    // What was recorded before orders had a term reads as one without.
    let stored = crate::fact::Fact::Dossier(ordered.clone()).to_stored().payload;
    let old = stored.replace(",\"term_ends_on\":\"2029-07-19\"", "");
    assert_ne!(old, stored);
    let read = crate::fact::Fact::from_stored("dossier", "TransferOrdered", 1, &old).unwrap();
    assert_ne!(read, crate::fact::Fact::Dossier(ordered));
}
