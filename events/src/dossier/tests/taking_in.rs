//! Mai's dossier came from Education's log in a package, and Health, of another province, takes it in.

use super::{
    super::{SealedPackage, TakenInAs, TakingIn, TransferKind, take_in},
    *,
};
use crate::ids::TransferId;

fn asked() -> TakingIn {
    TakingIn {
        unit: HEALTH,
        decision: paper(),
        taken_in_on: day(TODAY),
        package: SealedPackage {
            origin: "hoso/0198c0de-0000-7000-8000-000000000001".to_owned(),
            sender: "Sở Giáo dục và Đào tạo".to_owned(),
            sha256: FileHash::parse(&"5c".repeat(32)).unwrap(),
            facts: 24,
            note: "a note\n".to_owned(),
            units: vec![],
        },
    }
}

fn taken_in(
    situation: TakenInAs,
    waiting: Vec<SubmissionId>,
    returned: Vec<SubmissionId>,
) -> DossierEvent {
    let TakingIn { unit, decision, taken_in_on, package } = asked();
    DossierEvent::DossierTakenIn {
        unit,
        decision,
        taken_in_on,
        package,
        situation,
        waiting,
        returned,
    }
}

#[track_caller]
fn comes(history: Vec<DossierEvent>, asked: TakingIn, context: DossierContext) -> Then {
    Then(take_in(&replay(&history), asked, &context).map(|fact| vec![fact]))
}

fn came(history: Vec<DossierEvent>) -> Then {
    comes(history, asked(), by_an_officer())
}

#[test]
fn what_waits_and_what_came_back_is_said_with_how_far_the_record_was() {
    came(kept()).then([taken_in(TakenInAs::Kept, vec![], vec![])]);
    let history = after(kept(), [phone_changed(SECOND)]);
    came(history).then([taken_in(TakenInAs::Kept, vec![SECOND], vec![])]);
    let history = after(kept(), [phone_changed(SECOND), returned(SECOND, "phone_mobile")]);
    came(history).then([taken_in(TakenInAs::Kept, vec![], vec![SECOND])]);
    came(drafted()).then([taken_in(TakenInAs::FirstEntry, vec![], vec![])]);
    came(handed_in()).then([taken_in(TakenInAs::FirstCheck, vec![FIRST], vec![])]);
    let history = after(handed_in(), [first_record_returned(&["phone_mobile"])]);
    came(history).then([taken_in(TakenInAs::FirstEntry, vec![], vec![FIRST])]);
}

#[test]
fn from_then_on_the_unit_manages_it_and_no_transfer_there_is_under_way() {
    let ordered = DossierEvent::TransferOrdered {
        transfer: TransferId::from_uuid(Uuid::from_u128(0x71)),
        from: EDUCATION,
        to: UnitId::from_uuid(Uuid::from_u128(0xE9)),
        kind: TransferKind::Reassignment,
        decision: paper(),
        effective_on: day(TODAY),
        term_ends_on: None,
    };
    let history = after(kept(), [ordered, taken_in(TakenInAs::Kept, vec![], vec![])]);
    let dossier = replay(&history);
    let held = dossier.held().unwrap();
    assert_eq!(held.managing_unit(), HEALTH);
    assert_eq!(held.transfer_under_way(), None);
    // It is a kept record like any other.
    given(history).when_mai_asks(change_phone(SECOND)).then([phone_changed(SECOND)]);
}

#[test]
fn nothing_is_taken_in_that_was_never_opened_or_was_opened_by_mistake() {
    came(vec![]).then_refused(DossierRefusal::NotOpened);
    let withdrawn = DossierEvent::OpeningWithdrawn {
        full_name: PersonName::parse(NAME).unwrap(),
        personal_id_no: Some(NUMBER.to_owned()),
        reason: reason("nhầm người"),
    };
    came(vec![opened(), withdrawn]).then_refused(DossierRefusal::Withdrawn);
}

#[test]
fn who_takes_in_does_so_for_a_unit_that_is_there_on_a_day_that_has_come() {
    let nowhere = DossierContext { unit_exists: false, ..by_an_officer() };
    comes(kept(), asked(), nowhere).then_refused(DossierRefusal::UnknownUnit);
    comes(kept(), asked(), by_mai()).then_refused(DossierRefusal::OwnDossier);
    let tomorrow = TakingIn { taken_in_on: day(TOMORROW), ..asked() };
    comes(kept(), tomorrow, by_an_officer())
        .then_refused(DossierRefusal::InFuture { on: day(TOMORROW) });
    let unsigned = TakingIn { decision: paper_of(TOMORROW), ..asked() };
    comes(kept(), unsigned, by_an_officer())
        .then_refused(DossierRefusal::PaperDatedInFuture { dated_on: day(TOMORROW) });
}
