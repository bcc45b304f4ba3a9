//! Mai was taken in twice, under an old and a new number: two dossiers become one, and two again.

use super::{
    super::{Pair, PairCommand, PairContext, PairFacts, TransferKind, TransferStep, decide_pair},
    *,
};
use crate::ids::{AccountId, DossierId, TransferId};

const KEPT: DossierId = DossierId::from_uuid(Uuid::from_u128(0xD1));
const DUPLICATE: DossierId = DossierId::from_uuid(Uuid::from_u128(0xD2));
const THIRD_ONE: DossierId = DossierId::from_uuid(Uuid::from_u128(0xD3));
const ACCOUNT: AccountId = AccountId::from_uuid(Uuid::from_u128(0xA2));
const OTHER_NUMBER: &str = "072185054321";
const PAIR: Pair = Pair { kept: KEPT, duplicate: DUPLICATE };

struct GivenTwo {
    kept: Vec<DossierEvent>,
    duplicate: Vec<DossierEvent>,
    own: bool,
}

/// Two dossiers, the first of which is to be kept.
fn given_two(
    kept: impl IntoIterator<Item = DossierEvent>,
    duplicate: impl IntoIterator<Item = DossierEvent>,
) -> GivenTwo {
    GivenTwo {
        kept: kept.into_iter().collect(),
        duplicate: duplicate.into_iter().collect(),
        own: false,
    }
}

impl GivenTwo {
    fn when(self, command: PairCommand) -> ThenTwo {
        self.when_of(PAIR, command)
    }

    fn when_of(self, pair: Pair, command: PairCommand) -> ThenTwo {
        let context = PairContext {
            today: day(TODAY),
            actor_is_a_person_of_them: self.own,
            account: Some(ACCOUNT),
        };
        let (kept, duplicate) = (replay(&self.kept), replay(&self.duplicate));
        ThenTwo(decide_pair(pair, &kept, &duplicate, command, &context))
    }
}

struct ThenTwo(Result<PairFacts, DossierRefusal>);

impl ThenTwo {
    #[track_caller]
    fn then(self, kept: DossierEvent, duplicate: DossierEvent) {
        assert_eq!(self.0, Ok(PairFacts { kept: vec![kept], duplicate: vec![duplicate] }));
    }

    #[track_caller]
    fn then_nothing_new(self) {
        assert_eq!(self.0, Ok(PairFacts::default()));
    }

    #[track_caller]
    fn then_refused(self, refusal: DossierRefusal) {
        assert_eq!(self.0, Err(refusal));
    }
}

fn name() -> PersonName {
    PersonName::parse(NAME).unwrap()
}

fn why() -> Reason {
    reason("một người, hai số định danh")
}

fn merge() -> PairCommand {
    PairCommand::Merge { paper: paper(), reason: why() }
}

fn separate() -> PairCommand {
    PairCommand::Separate { paper: paper(), reason: why() }
}

fn tell_apart() -> PairCommand {
    PairCommand::TellApart { reason: why() }
}

fn taken_in() -> DossierEvent {
    DossierEvent::DuplicateTakenIn {
        duplicate: DUPLICATE,
        full_name: name(),
        personal_id_no: Some(OTHER_NUMBER.to_owned()),
        paper: paper(),
        reason: why(),
    }
}

fn found_duplicate() -> DossierEvent {
    DossierEvent::FoundDuplicate {
        kept: KEPT,
        full_name: name(),
        personal_id_no: Some(OTHER_NUMBER.to_owned()),
        account: Some(ACCOUNT),
        paper: paper(),
        reason: why(),
    }
}

fn set_apart() -> DossierEvent {
    DossierEvent::DuplicateSetApart {
        duplicate: DUPLICATE,
        full_name: name(),
        personal_id_no: Some(OTHER_NUMBER.to_owned()),
        paper: paper(),
        reason: why(),
    }
}

fn found_separate() -> DossierEvent {
    DossierEvent::FoundSeparate {
        kept: KEPT,
        full_name: name(),
        personal_id_no: Some(OTHER_NUMBER.to_owned()),
        account: Some(ACCOUNT),
        paper: paper(),
        reason: why(),
    }
}

/// The same history, under the other number.
fn other(history: Vec<DossierEvent>) -> Vec<DossierEvent> {
    let renumbered = |fact| match fact {
        DossierEvent::DossierOpened {
            managing_unit,
            full_name,
            confirmation,
            confirmed_on,
            ..
        } => DossierEvent::DossierOpened {
            managing_unit,
            full_name,
            personal_id_no: OTHER_NUMBER.to_owned(),
            confirmation,
            confirmed_on,
        },
        other => other,
    };
    history.into_iter().map(renumbered).collect()
}

fn merged() -> GivenTwo {
    given_two(after(kept(), [taken_in()]), after(other(drafted()), [found_duplicate()]))
}

fn ordered() -> DossierEvent {
    DossierEvent::TransferOrdered {
        transfer: TransferId::from_uuid(Uuid::from_u128(0x71)),
        from: EDUCATION,
        to: HEALTH,
        kind: TransferKind::Reassignment,
        decision: paper(),
        effective_on: day("2026-07-15"),
        term_ends_on: None,
    }
}

#[test]
fn two_dossiers_of_one_person_become_one() {
    given_two(kept(), other(drafted())).when(merge()).then(taken_in(), found_duplicate());
}

#[test]
fn the_same_merge_twice_is_one() {
    merged().when(merge()).then_nothing_new();
}

#[test]
fn a_merged_dossier_takes_nothing_more() {
    for command in [
        enter(vec![new("sex", "male")]),
        submit(SECOND),
        change_phone(SECOND),
        record(vec![new("salary_percent", "85")]),
        scan(1),
        withdraw_opening(),
        open(),
    ] {
        given(after(other(kept()), [found_duplicate()]))
            .when_an_officer_asks(command)
            .then_refused(DossierRefusal::Merged);
    }
}

#[test]
fn the_kept_dossier_goes_on_as_before() {
    given(after(kept(), [taken_in()]))
        .when_mai_asks(change_phone(SECOND))
        .then([phone_changed(SECOND)]);
}

#[test]
fn a_dossier_that_took_another_in_is_not_withdrawn_as_opened_by_mistake() {
    given(after(drafted(), [taken_in()]))
        .when_an_officer_asks(withdraw_opening())
        .then_refused(DossierRefusal::WorkedOn);
}

#[test]
fn no_dossier_is_merged_into_itself() {
    let itself = Pair { kept: KEPT, duplicate: KEPT };
    given_two(kept(), kept()).when_of(itself, merge()).then_refused(DossierRefusal::SameDossier);
}

#[test]
fn two_dossiers_never_lead_to_each_other() {
    let turned = Pair { kept: DUPLICATE, duplicate: KEPT };
    let GivenTwo { kept, duplicate, .. } = merged();
    given_two(duplicate, kept).when_of(turned, merge()).then_refused(DossierRefusal::KeptIsMerged);
}

#[test]
fn what_was_merged_is_merged_into_no_third_one() {
    let GivenTwo { duplicate, .. } = merged();
    let elsewhere = Pair { kept: THIRD_ONE, duplicate: DUPLICATE };
    given_two(kept(), duplicate).when_of(elsewhere, merge()).then_refused(DossierRefusal::Merged);
}

#[test]
fn what_took_another_in_is_closed_only_without_it() {
    let GivenTwo { kept: holds, .. } = merged();
    let chain = Pair { kept: THIRD_ONE, duplicate: KEPT };
    given_two(other(kept()), holds)
        .when_of(chain, merge())
        .then_refused(DossierRefusal::HoldsOthers);
}

#[test]
fn a_dossier_that_is_not_there_or_was_withdrawn_is_merged_with_none() {
    let withdrawn = || {
        let (full_name, personal_id_no) = (name(), Some(OTHER_NUMBER.to_owned()));
        let end = DossierEvent::OpeningWithdrawn { full_name, personal_id_no, reason: why() };
        after(other(drafted()), [end])
    };
    for command in [merge(), separate(), tell_apart()] {
        given_two(kept(), []).when(command.clone()).then_refused(DossierRefusal::NotOpened);
        given_two([], kept()).when(command.clone()).then_refused(DossierRefusal::NotOpened);
        given_two(kept(), withdrawn())
            .when(command.clone())
            .then_refused(DossierRefusal::Withdrawn);
        given_two(withdrawn(), kept()).when(command).then_refused(DossierRefusal::Withdrawn);
    }
}

#[test]
fn what_is_under_way_in_the_duplicate_is_finished_first() {
    given_two(kept(), other(handed_in()))
        .when(merge())
        .then_refused(DossierRefusal::MergeAwaitsCheck);
    given_two(kept(), after(other(kept()), [ordered()]))
        .when(merge())
        .then_refused(DossierRefusal::MergeInTransfer);
}

#[test]
fn what_waits_in_the_kept_one_goes_on_waiting() {
    given_two(after(kept(), [phone_changed(SECOND)]), other(drafted()))
        .when(merge())
        .then(taken_in(), found_duplicate());
}

#[test]
fn a_kept_dossier_on_its_way_is_nobodys_to_merge_or_separate() {
    let released = DossierEvent::DossierReleased {
        transfer: TransferId::from_uuid(Uuid::from_u128(0x71)),
        inventory: vec![],
        released_on: day("2026-07-20"),
    };
    given_two(after(kept(), [ordered(), released.clone()]), other(drafted()))
        .when(merge())
        .then_refused(DossierRefusal::InTransfer);
    let GivenTwo { kept, duplicate, .. } = merged();
    given_two(after(kept, [ordered(), released]), duplicate)
        .when(separate())
        .then_refused(DossierRefusal::InTransfer);
    // A merged dossier itself is not sent anywhere.
    let GivenTwo { duplicate, .. } = merged();
    let step = TransferStep::Order {
        to: HEALTH,
        kind: TransferKind::Reassignment,
        decision: paper(),
        effective_on: day("2026-07-15"),
        term_ends_on: None,
    };
    let transfer = TransferId::from_uuid(Uuid::from_u128(0x72));
    given(duplicate)
        .when_an_officer_asks(DossierCommand::Transfer { transfer, step })
        .then_refused(DossierRefusal::Merged);
}

#[test]
fn nobody_merges_their_own_dossier() {
    for command in [merge(), separate(), tell_apart()] {
        let two = given_two(kept(), other(drafted()));
        GivenTwo { own: true, ..two }.when(command).then_refused(DossierRefusal::OwnDossier);
    }
}

#[test]
fn the_paper_is_signed_by_then() {
    let dated_on = day(TOMORROW);
    let later = || paper_of(TOMORROW);
    given_two(kept(), other(drafted()))
        .when(PairCommand::Merge { paper: later(), reason: why() })
        .then_refused(DossierRefusal::PaperDatedInFuture { dated_on });
    merged()
        .when(PairCommand::Separate { paper: later(), reason: why() })
        .then_refused(DossierRefusal::PaperDatedInFuture { dated_on });
}

#[test]
fn what_was_merged_by_mistake_is_two_again() {
    merged().when(separate()).then(set_apart(), found_separate());
}

#[test]
fn separated_both_are_what_they_were() {
    let again = replay(&after(other(drafted()), [found_duplicate(), found_separate()]));
    let before = replay(&other(drafted()));
    let (again, before) = (again.held().unwrap(), before.held().unwrap());
    assert_eq!(again.values(), before.values());
    assert_eq!(again.drafts(), before.drafts());
    assert_eq!(again.twins().merged_into(), None);
    given(after(other(drafted()), [found_duplicate(), found_separate()]))
        .when_mai_asks(submit(FIRST))
        .then([whole_record_submitted(FIRST)]);
}

#[test]
fn separated_twice_is_once_and_what_is_not_merged_is_not_separated() {
    let apart = || {
        given_two(
            after(kept(), [taken_in(), set_apart()]),
            after(other(drafted()), [found_duplicate(), found_separate()]),
        )
    };
    apart().when(separate()).then_nothing_new();
    let another = PairCommand::Separate { paper: paper(), reason: reason("lý do khác") };
    apart().when(another).then_refused(DossierRefusal::NotMerged);
    given_two(kept(), other(drafted())).when(separate()).then_refused(DossierRefusal::NotMerged);
    let elsewhere = Pair { kept: THIRD_ONE, duplicate: DUPLICATE };
    let GivenTwo { duplicate, .. } = merged();
    given_two(kept(), duplicate)
        .when_of(elsewhere, separate())
        .then_refused(DossierRefusal::NotMerged);
}

#[test]
fn separated_they_may_be_merged_again() {
    given_two(
        after(kept(), [taken_in(), set_apart()]),
        after(other(drafted()), [found_duplicate(), found_separate()]),
    )
    .when(merge())
    .then(taken_in(), found_duplicate());
}

#[test]
fn a_number_the_kept_one_took_over_is_given_back_before_they_are_two() {
    let took_over = DossierEvent::ErrorCorrected {
        submission: None,
        entries: vec![said_over("personal_id_no", OTHER_NUMBER, NUMBER)],
        paper: Some(paper()),
        reason: why(),
        settles: vec![],
    };
    let GivenTwo { kept, duplicate, .. } = merged();
    given_two(after(kept, [took_over]), duplicate)
        .when(separate())
        .then_refused(DossierRefusal::NumberTakenOver);
}

#[test]
fn two_people_who_look_alike_are_told_apart_once() {
    let fact = |other| DossierEvent::FoundTwoPeople { other, reason: why() };
    let (in_kept, in_duplicate) = (fact(DUPLICATE), fact(KEPT));
    given_two(kept(), other(drafted()))
        .when(tell_apart())
        .then(in_kept.clone(), in_duplicate.clone());
    let told = || {
        given_two(after(kept(), [in_kept.clone()]), after(other(drafted()), [in_duplicate.clone()]))
    };
    told().when(tell_apart()).then_nothing_new();
    // Who found them to be two may have been wrong.
    told().when(merge()).then(taken_in(), found_duplicate());
    merged().when(tell_apart()).then_refused(DossierRefusal::Merged);
}
