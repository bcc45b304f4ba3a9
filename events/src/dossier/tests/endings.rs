//! Mai retires, or leaves in another way; what was wrong is put right, and who left may come back.

use proptest::{collection::vec, prelude::*, sample::select};

use super::{
    super::{DeathPaper, Ending, EndingKind, Leaving, RetirementAge, ServiceStep},
    *,
};
use crate::{
    dossier::{TransferKind, TransferStep},
    ids::{EndingId, TransferId},
    values::{LegalBasis, OfficeTerm, UnitName},
};

const END: EndingId = EndingId::from_uuid(Uuid::from_u128(0x91));
const NEXT: EndingId = EndingId::from_uuid(Uuid::from_u128(0x92));
const ENDED: &str = "2026-07-15";
const RECEIVED: &str = "2026-07-20";

fn leaving(kind: EndingKind) -> Leaving {
    let destination = || UnitName::parse("Sở Nội vụ tỉnh Đồng Tháp").unwrap();
    match kind {
        EndingKind::LeftProvince => Leaving::LeftProvince { destination: destination() },
        EndingKind::LeftScope => Leaving::LeftScope { destination: destination() },
        EndingKind::Retired => Leaving::Retired { age: RetirementAge::Statutory },
        EndingKind::Resigned => Leaving::Resigned { asked_on: day("2026-06-20") },
        EndingKind::Dismissed => Leaving::Dismissed { discipline: paper_of("2026-06-25") },
        EndingKind::TermEnded => {
            let office = OfficeTerm::parse("Chủ tịch UBND xã, nhiệm kỳ 2021–2026").unwrap();
            Leaving::TermEnded { office }
        }
        EndingKind::Redundant => {
            let policy = LegalBasis::parse("Nghị định 154/2025/NĐ-CP").unwrap();
            Leaving::Redundant { policy }
        }
        EndingKind::Died => Leaving::Died { shown_by: DeathPaper::Certificate },
    }
}

fn ending_of(kind: EndingKind) -> Ending {
    // What shows a death is not signed before it.
    let paper = if kind == EndingKind::Died { paper_of(ENDED) } else { paper() };
    let (ended_on, paper_received_on) = (day(ENDED), day(RECEIVED));
    Ending { leaving: leaving(kind), ended_on, paper, paper_received_on }
}

fn retirement() -> Ending {
    ending_of(EndingKind::Retired)
}

fn asks(id: EndingId, step: ServiceStep) -> DossierCommand {
    DossierCommand::Service { ending: id, step }
}

fn end(ending: Ending) -> DossierCommand {
    asks(END, ServiceStep::End(ending))
}

fn correct_ending(ending: Ending) -> DossierCommand {
    asks(END, ServiceStep::Correct { ending, reason: reason("ghi nhầm") })
}

fn reverse() -> DossierCommand {
    asks(END, ServiceStep::Reverse { reason: reason("ghi nhầm người"), paper: None })
}

fn resume_at(unit: UnitId, number: &str, on: &str) -> DossierCommand {
    asks(
        END,
        ServiceStep::Resume {
            unit,
            personal_id_no: number.to_owned(),
            decision: paper(),
            resumed_on: day(on),
        },
    )
}

fn resume() -> DossierCommand {
    resume_at(HEALTH, NUMBER, "2026-07-25")
}

fn ended_as(details: Ending) -> DossierEvent {
    DossierEvent::ServiceEnded { ending: END, details }
}

fn announced(details: Ending) -> DossierEvent {
    DossierEvent::EndingAnnounced { ending: END, details }
}

fn corrected_to(details: Ending) -> DossierEvent {
    DossierEvent::EndingCorrected { ending: END, details, reason: reason("ghi nhầm") }
}

fn reversed() -> DossierEvent {
    DossierEvent::EndingReversed { ending: END, reason: reason("ghi nhầm người"), paper: None }
}

fn resumed() -> DossierEvent {
    DossierEvent::ServiceResumed {
        ending: END,
        from: EDUCATION,
        to: HEALTH,
        decision: paper(),
        resumed_on: day("2026-07-25"),
    }
}

fn retired() -> Vec<DossierEvent> {
    after(kept(), [ended_as(retirement())])
}

fn died() -> Vec<DossierEvent> {
    after(kept(), [ended_as(ending_of(EndingKind::Died))])
}

/// A retirement that begins tomorrow.
fn ahead() -> Ending {
    Ending { ended_on: day(TOMORROW), ..retirement() }
}

fn is_over(facts: &[DossierEvent]) -> bool {
    replay(facts).held().unwrap().service().is_over()
}

#[test]
fn service_ends_in_each_way_at_any_time_of_a_dossier() {
    for kind in EndingKind::ALL {
        assert_eq!(EndingKind::parse(kind.as_str()), Some(kind));
        for history in [vec![opened()], drafted(), handed_in(), kept()] {
            let fact = ended_as(ending_of(kind));
            given(history.clone()).when_an_officer_asks(end(ending_of(kind))).then([fact.clone()]);
            assert!(is_over(&after(history, [fact])));
        }
    }
}

#[test]
fn the_clock_starts_when_the_paper_is_there_and_the_ending_in_effect() {
    for (ended_on, received_on, starts_on) in
        [("2026-07-15", "2026-07-20", "2026-07-20"), ("2026-07-20", "2026-07-15", "2026-07-20")]
    {
        let (ended_on, paper_received_on) = (day(ended_on), day(received_on));
        let ending = Ending { ended_on, paper_received_on, ..retirement() };
        assert_eq!(ending.clock_starts_on(), day(starts_on));
    }
}

#[test]
fn only_an_officer_records_it_and_never_of_themselves() {
    for command in [end(retirement()), reverse(), correct_ending(retirement()), resume()] {
        given(kept()).when_mai_asks(command).then_refused(DossierRefusal::OwnDossier);
    }
}

#[test]
fn each_ending_asks_for_what_its_kind_must_have() {
    let dated = |ending: Ending, on: &str| Ending { ended_on: day(on), ..ending };
    for (ending, refusal) in [
        (
            Ending { paper: paper_of(TOMORROW), ..retirement() },
            DossierRefusal::PaperDatedInFuture { dated_on: day(TOMORROW) },
        ),
        (
            Ending { paper_received_on: day(TOMORROW), ..retirement() },
            DossierRefusal::InFuture { on: day(TOMORROW) },
        ),
        (
            Ending { paper_received_on: day("2026-06-30"), ..retirement() },
            DossierRefusal::ReceivedBeforeSigned { dated_on: day("2026-07-01") },
        ),
        (
            dated(retirement(), "2026-06-30"),
            DossierRefusal::EndedBeforeServed { since: day("2026-07-01") },
        ),
        (dated(retirement(), "2027-08-01"), DossierRefusal::EndingTooFarAhead { days: 366 }),
        (
            dated(ending_of(EndingKind::Died), TOMORROW),
            DossierRefusal::InFuture { on: day(TOMORROW) },
        ),
        (
            Ending { paper: paper_of("2026-07-14"), ..ending_of(EndingKind::Died) },
            DossierRefusal::ShownBeforeDeath { dated_on: day("2026-07-14") },
        ),
        (
            Ending { leaving: Leaving::Resigned { asked_on: day("2026-07-02") }, ..retirement() },
            DossierRefusal::AskedAfterEnd { asked_on: day("2026-07-02") },
        ),
        (
            Ending {
                leaving: Leaving::Dismissed { discipline: paper_of("2026-07-16") },
                ..retirement()
            },
            DossierRefusal::DisciplineAfterEnd { dated_on: day("2026-07-16") },
        ),
    ] {
        given(kept()).when_an_officer_asks(end(ending)).then_refused(refusal);
    }
}

#[test]
fn a_death_told_twice_is_one_and_by_another_paper_it_is_said_that_it_is_recorded() {
    let death = || ending_of(EndingKind::Died);
    given(died()).when_an_officer_asks(end(death())).then_nothing_new();
    let second_clerk = asks(NEXT, ServiceStep::End(death()));
    given(died()).when_an_officer_asks(second_clerk).then_nothing_new();
    let other = Ending { paper: paper_of("2026-07-16"), ..death() };
    let other = asks(NEXT, ServiceStep::End(other));
    given(died()).when_an_officer_asks(other).then_refused(DossierRefusal::ServiceEnded);
}

#[test]
fn a_transfer_is_ended_first() {
    let transfer = TransferId::from_uuid(Uuid::from_u128(0x71));
    let (decision, effective_on) = (paper(), day(ENDED));
    let (from, to, kind) = (EDUCATION, HEALTH, TransferKind::Reassignment);
    let ordered = DossierEvent::TransferOrdered {
        transfer,
        from,
        to,
        kind,
        decision,
        effective_on,
        term_ends_on: None,
    };
    let history = after(kept(), [ordered]);
    let asked = given(history).when_an_officer_asks(end(retirement()));
    asked.then_refused(DossierRefusal::EndTransferFirst);
}

#[test]
fn after_the_end_the_dossier_is_only_corrected_checked_and_scanned() {
    let history = after(kept(), [phone_changed(SECOND), ended_as(retirement())]);
    let (to, kind) = (HEALTH, TransferKind::Reassignment);
    let order = TransferStep::Order {
        to,
        kind,
        decision: paper(),
        effective_on: day(ENDED),
        term_ends_on: None,
    };
    let transfer = TransferId::from_uuid(Uuid::from_u128(0x71));
    for command in [
        enter(vec![new("phone_mobile", "0911222333")]),
        submit(THIRD),
        declare(THIRD, vec![new("email_work", "mai@example.vn")]),
        add_late(THIRD, vec![new("email_work", "mai@example.vn")]),
        record(vec![new("salary_percent", "100")]),
        send_back(SECOND, &["phone_mobile"]),
        find_unchanged("religion_code"),
        correct(Some(THIRD), vec![new("sex", "male")], None),
        withdraw_opening(),
        DossierCommand::Transfer { transfer, step: order },
    ] {
        let asked = given(history.clone()).when_an_officer_asks(command);
        asked.then_refused(DossierRefusal::ServiceEnded);
    }
    given(history.clone())
        .when_mai_asks(change_phone(THIRD))
        .then_refused(DossierRefusal::ServiceEnded);
    given(history.clone())
        .when_an_officer_asks(check(SECOND))
        .then([checked(SECOND, "phone_mobile")]);
    given(history.clone()).when_an_officer_asks(withdraw(SECOND)).then([phone_withdrawn(SECOND)]);
    given(history.clone()).when_an_officer_asks(scan(1)).then([scanned(1)]);
    given(history.clone()).when_an_officer_asks(open()).then_nothing_new();
    let on_paper = correct(None, vec![new("full_name", "Nguyễn Thị Mai Anh")], Some(paper()));
    let Then(Ok(facts)) = given(history.clone()).when_an_officer_asks(on_paper) else {
        panic!("a correction on a paper is taken")
    };
    assert!(matches!(facts[..], [DossierEvent::ErrorCorrected { submission: None, .. }]));
    let without = correct(None, vec![new("full_name", "Nguyễn Thị Mai Anh")], None);
    given(history).when_an_officer_asks(without).then_refused(DossierRefusal::PaperMissing);
}

#[test]
fn a_first_record_handed_in_before_the_end_is_still_checked() {
    let history = after(handed_in(), [ended_as(retirement())]);
    given(history.clone()).when_an_officer_asks(check(FIRST)).then([first_record_checked()]);
    let now = replay(&after(history, [first_record_checked()]));
    assert!(matches!(&now, Dossier::Kept(held) if held.service().is_over()));
}

#[test]
fn an_ending_to_come_is_announced_and_takes_effect_on_its_day_once() {
    given(kept()).when_an_officer_asks(end(ahead())).then([announced(ahead())]);
    let history = after(kept(), [announced(ahead())]);
    assert!(!is_over(&history));
    given(history.clone()).when_an_officer_asks(end(ahead())).then_nothing_new();
    given(history.clone()).when_mai_asks(change_phone(SECOND)).then([phone_changed(SECOND)]);
    let take_effect = || asks(END, ServiceStep::TakeEffect);
    let early = given(history.clone()).when_an_officer_asks(take_effect());
    early.then_refused(DossierRefusal::InFuture { on: day(TOMORROW) });
    let tomorrow = DossierContext { today: day(TOMORROW), ..by_an_officer() };
    let facts = decide(&replay(&history), take_effect(), &tomorrow).unwrap();
    assert_eq!(facts, [ended_as(ahead())]);
    let over = after(history.clone(), facts);
    assert!(is_over(&over));
    assert_eq!(decide(&replay(&over), take_effect(), &tomorrow), Ok(vec![]), "two servers at once");
    let other = Ending { ended_on: day("2026-08-15"), ..retirement() };
    let asked = given(history).when_an_officer_asks(asks(NEXT, ServiceStep::End(other)));
    asked.then_refused(DossierRefusal::EndingAnnounced { on: day(TOMORROW) });
    let unknown = given(kept()).when_an_officer_asks(take_effect());
    unknown.then_refused(DossierRefusal::UnknownEnding(END));
}

#[test]
fn a_wrong_ending_is_taken_back_and_the_dossier_is_as_before() {
    given(retired()).when_an_officer_asks(reverse()).then([reversed()]);
    let back = after(retired(), [reversed()]);
    assert!(!is_over(&back));
    given(back.clone()).when_an_officer_asks(reverse()).then_nothing_new();
    given(back.clone()).when_mai_asks(change_phone(SECOND)).then([phone_changed(SECOND)]);
    given(back.clone()).when_an_officer_asks(resume()).then_refused(DossierRefusal::NotEnded);
    let reused = given(back.clone()).when_an_officer_asks(end(retirement()));
    reused.then_refused(DossierRefusal::EndingReused(END));
    let anew = asks(NEXT, ServiceStep::End(retirement()));
    let fact = DossierEvent::ServiceEnded { ending: NEXT, details: retirement() };
    given(back).when_an_officer_asks(anew).then([fact]);
    let of_none = given(kept()).when_an_officer_asks(reverse());
    of_none.then_refused(DossierRefusal::UnknownEnding(END));
    let called_off = after(kept(), [announced(ahead())]);
    given(called_off).when_an_officer_asks(reverse()).then([reversed()]);
}

#[test]
fn an_ending_is_corrected_in_kind_and_day() {
    let right = Ending { ended_on: day("2026-07-10"), ..ending_of(EndingKind::Resigned) };
    given(retired())
        .when_an_officer_asks(correct_ending(right.clone()))
        .then([corrected_to(right.clone())]);
    let history = after(retired(), [corrected_to(right.clone())]);
    let now = replay(&history);
    let ended = now.held().unwrap().service().ended().unwrap();
    assert_eq!((ended.ending.kind(), ended.in_effect), (EndingKind::Resigned, true));
    given(history.clone()).when_an_officer_asks(correct_ending(right.clone())).then_nothing_new();
    let other_words = asks(END, ServiceStep::Correct { ending: right, reason: reason("nhầm") });
    let again = given(history.clone()).when_an_officer_asks(other_words);
    again.then_refused(DossierRefusal::EndingUnchanged);
    let to_come = given(history).when_an_officer_asks(correct_ending(ahead()));
    to_come.then_refused(DossierRefusal::InFuture { on: day(TOMORROW) });
    let none = given(kept()).when_an_officer_asks(correct_ending(ahead()));
    none.then_refused(DossierRefusal::UnknownEnding(END));
}

#[test]
fn who_comes_back_goes_on_with_the_same_dossier_at_the_unit_that_takes_them_in() {
    given(retired()).when_an_officer_asks(resume()).then([resumed()]);
    let back = after(retired(), [resumed()]);
    let now = replay(&back);
    let held = now.held().unwrap();
    assert_eq!(held.managing_unit(), HEALTH);
    assert_eq!(held.service().resumed_from(), Some(END));
    assert!(!held.service().is_over() && matches!(now, Dossier::Kept(_)));
    given(back.clone()).when_an_officer_asks(resume()).then_nothing_new();
    given(back.clone()).when_mai_asks(change_phone(SECOND)).then([phone_changed(SECOND)]);
    let before = asks(NEXT, ServiceStep::End(retirement()));
    let asked = given(back).when_an_officer_asks(before);
    asked.then_refused(DossierRefusal::EndedBeforeServed { since: day("2026-07-25") });
}

#[test]
fn nobody_comes_back_from_death_before_they_left_or_under_another_number() {
    given(died()).when_an_officer_asks(resume()).then_refused(DossierRefusal::NoReturnFromDeath);
    for (command, refusal) in [
        (resume_at(HEALTH, "072185099999", "2026-07-25"), DossierRefusal::NotThePerson),
        (
            resume_at(HEALTH, NUMBER, "2026-07-14"),
            DossierRefusal::ResumedBeforeEnd { ended_on: day(ENDED) },
        ),
        (resume_at(HEALTH, NUMBER, TOMORROW), DossierRefusal::InFuture { on: day(TOMORROW) }),
    ] {
        given(retired()).when_an_officer_asks(command).then_refused(refusal);
    }
    let history = after(kept(), [announced(ahead())]);
    given(history).when_an_officer_asks(resume()).then_refused(DossierRefusal::NotEnded);
    let nowhere = DossierContext { unit_exists: false, ..by_an_officer() };
    let asked = decide(&replay(&retired()), resume(), &nowhere);
    assert_eq!(asked, Err(DossierRefusal::UnknownUnit));
}

fn any_command() -> impl Strategy<Value = DossierCommand> {
    let ids = || select(vec![END, NEXT]);
    let days = || select(vec!["2026-07-14", ENDED, RECEIVED, "2026-07-25", TODAY, TOMORROW]);
    let endings = || {
        (select(EndingKind::ALL.to_vec()), days())
            .prop_map(|(kind, on)| Ending { ended_on: day(on), ..ending_of(kind) })
    };
    let resume = (ids(), days()).prop_map(|(id, on)| match resume_at(HEALTH, NUMBER, on) {
        DossierCommand::Service { step, .. } => asks(id, step),
        other => other,
    });
    let correct = (ids(), endings()).prop_map(|(id, ending)| {
        asks(id, ServiceStep::Correct { ending, reason: reason("ghi nhầm") })
    });
    prop_oneof![
        3 => (ids(), endings()).prop_map(|(id, ending)| asks(id, ServiceStep::End(ending))),
        1 => ids().prop_map(|id| asks(id, ServiceStep::TakeEffect)),
        1 => correct,
        1 => ids().prop_map(|id| {
            asks(id, ServiceStep::Reverse { reason: reason("ghi nhầm"), paper: None })
        }),
        2 => resume,
        2 => select(vec![change_phone(SECOND), check(SECOND), withdraw(SECOND), scan(1)]),
    ]
}

proptest! {
    /// Whoever asks for whatever in whatever order: after the end nothing new is said of the record,
    /// nothing is announced and ended twice, and the same command is one fact.
    #[test]
    fn after_the_end_nothing_is_added_and_nothing_ends_twice(
        story in vec((any::<bool>(), any_command()), 1..50),
    ) {
        let mut facts = kept();
        for (by_mai, command) in story {
            let context = DossierContext { actor_is_the_person: by_mai, ..by_an_officer() };
            let before = replay(&facts);
            let over = is_over(&facts);
            let Ok(new) = decide(&before, command.clone(), &context) else { continue };
            for fact in &new {
                let adds = matches!(fact, DossierEvent::ChangeDeclared { .. });
                let ends = matches!(fact, DossierEvent::ServiceEnded { .. });
                prop_assert!(!(over && (adds || ends)), "{fact:?}");
                let resumes = matches!(fact, DossierEvent::ServiceResumed { .. });
                prop_assert!(over || !resumes, "{fact:?}");
            }
            facts.extend(new.clone());
            if !new.is_empty() {
                let again = decide(&replay(&facts), command, &context);
                prop_assert!(!matches!(&again, Ok(facts) if !facts.is_empty()), "{again:?}");
            }
        }
    }
}
