//! What happens to a record that was handed in: the world changes, old facts come late, decisions
//! of the agency arrive.

use super::*;

#[test]
fn a_change_is_declared_with_its_day_and_its_paper() {
    given(kept()).when_mai_asks(change_phone(SECOND)).then([phone_changed(SECOND)]);
    given(kept()).when_an_officer_asks(change_phone(SECOND)).then([phone_changed(SECOND)]);
}

#[test]
fn the_world_may_change_while_the_first_record_is_checked() {
    let married = vec![said("marital_status", MARRIED)];
    given(handed_in())
        .when_mai_asks(declare(SECOND, vec![new("marital_status", MARRIED)]))
        .then([changed(SECOND, married)]);
}

const MARRIED: &str = "married";

fn changed(submission: SubmissionId, entries: Vec<Entry>) -> DossierEvent {
    DossierEvent::ChangeDeclared {
        submission,
        entries,
        happened_on: day("2026-07-20"),
        received_on: None,
        paper: paper(),
    }
}

#[test]
fn the_four_acts_and_the_check_without_a_change_are_different_facts() {
    let to = || vec![new("phone_mobile", "0987654321")];
    let after_change = after(kept(), [phone_changed(SECOND)]);
    let facts = [
        decide(&replay(&kept()), declare(SECOND, to()), &by_mai()),
        decide(&replay(&kept()), add_late(SECOND, to()), &by_mai()),
        decide(&replay(&kept()), correct(Some(SECOND), to(), None), &by_mai()),
        decide(&replay(&after_change), withdraw(SECOND), &by_mai()),
        decide(&replay(&kept()), find_unchanged("phone_mobile"), &by_an_officer()),
    ];
    let names =
        facts.map(|decided| decided.unwrap().iter().map(DossierEvent::name).collect::<String>());
    assert_eq!(
        names,
        [
            "ChangeDeclared",
            "LateEntryDeclared",
            "ErrorCorrected",
            "SubmissionWithdrawn",
            "SectionFoundUnchanged"
        ]
    );
}

#[test]
fn an_old_fact_that_comes_late_says_why_it_comes_late() {
    given(kept()).when_mai_asks(add_late(SECOND, vec![new("marital_status", MARRIED)])).then([
        DossierEvent::LateEntryDeclared {
            submission: SECOND,
            entries: vec![said("marital_status", MARRIED)],
            happened_on: day("2010-05-01"),
            paper: paper(),
            reason: reason("mới tìm được giấy tờ"),
        },
    ]);
}

#[test]
fn before_the_first_record_is_handed_in_there_is_nothing_to_change() {
    for command in [
        change_phone(SECOND),
        add_late(SECOND, vec![new("marital_status", MARRIED)]),
        correct(Some(SECOND), vec![new("marital_status", MARRIED)], None),
    ] {
        given(drafted()).when_mai_asks(command).then_refused(DossierRefusal::NotYetSubmitted);
    }
}

#[test]
fn a_kept_record_is_not_typed_over() {
    given(kept())
        .when_mai_asks(enter(vec![new("phone_mobile", "0987654321")]))
        .then_refused(DossierRefusal::UseDeclareChange(slot("phone_mobile")));
    given(kept()).when_mai_asks(enter(vec![new("sex", "female")])).then_nothing_new();
}

fn declare_on(happened_on: &str, received_on: Option<&str>, dated_on: &str) -> DossierCommand {
    DossierCommand::DeclareChange {
        submission: SECOND,
        entries: vec![new("phone_mobile", "0987654321")],
        happened_on: day(happened_on),
        received_on: received_on.map(day),
        paper: paper_of(dated_on),
    }
}

#[test]
fn a_change_cannot_happen_tomorrow_nor_be_received_or_signed_tomorrow() {
    let on = day(TOMORROW);
    for command in [declare_on(TOMORROW, None, TODAY), declare_on(TODAY, Some(TOMORROW), TODAY)] {
        given(kept()).when_mai_asks(command).then_refused(DossierRefusal::InFuture { on });
    }
    given(kept())
        .when_mai_asks(declare_on(TODAY, None, TOMORROW))
        .then_refused(DossierRefusal::PaperDatedInFuture { dated_on: on });
}

#[test]
fn the_day_a_decision_was_received_counts_when_it_is_the_later_one() {
    for (received_on, kept_as) in
        [("2026-07-25", Some("2026-07-25")), ("2026-07-20", None), ("2026-07-10", None)]
    {
        let decided = decide(
            &replay(&kept()),
            declare_on("2026-07-20", Some(received_on), "2026-07-01"),
            &by_mai(),
        );
        let facts = decided.unwrap();
        let [DossierEvent::ChangeDeclared { received_on, .. }] = facts.as_slice() else {
            panic!("{facts:?}")
        };
        assert_eq!(*received_on, kept_as.map(day));
    }
}

#[test]
fn a_change_that_changes_nothing_is_refused() {
    for command in [
        declare(SECOND, vec![new("phone_mobile", "0912345678")]),
        declare(SECOND, vec![]),
        add_late(SECOND, vec![]),
        correct(Some(SECOND), vec![], None),
    ] {
        given(kept()).when_mai_asks(command).then_refused(DossierRefusal::NothingToSubmit);
    }
}

#[test]
fn the_same_declaration_sent_twice_is_one_fact() {
    let waiting = after(kept(), [phone_changed(SECOND)]);
    given(waiting.clone()).when_mai_asks(change_phone(SECOND)).then_nothing_new();
    for decided in
        [checked(SECOND, "phone_mobile"), returned(SECOND, "phone_mobile"), phone_withdrawn(SECOND)]
    {
        given(after(waiting.clone(), [decided]))
            .when_mai_asks(change_phone(SECOND))
            .then_nothing_new();
    }
}

#[test]
fn another_declaration_is_not_lost_behind_an_id_that_was_used() {
    let waiting = after(kept(), [phone_changed(SECOND)]);
    for command in [
        declare(SECOND, vec![new("phone_mobile", "0999999999")]),
        add_late(SECOND, vec![new("phone_mobile", "0987654321")]),
        submit(SECOND),
    ] {
        given(waiting.clone())
            .when_mai_asks(command)
            .then_refused(DossierRefusal::SubmissionReused(SECOND));
    }
    given(kept())
        .when_mai_asks(change_phone(FIRST))
        .then_refused(DossierRefusal::SubmissionReused(FIRST));
}

#[test]
fn a_field_under_check_waits_for_its_decision() {
    let waiting = after(kept(), [phone_changed(SECOND)]);
    let again = || vec![new("phone_mobile", "0999999999")];
    for command in [
        declare(THIRD, again()),
        add_late(THIRD, again()),
        correct(Some(THIRD), again(), None),
        correct(None, again(), Some(paper())),
    ] {
        given(waiting.clone())
            .when_an_officer_asks(command)
            .then_refused(DossierRefusal::FieldUnderCheck { slot: slot("phone_mobile") });
    }
    given(handed_in())
        .when_mai_asks(change_phone(SECOND))
        .then_refused(DossierRefusal::FieldUnderCheck { slot: slot("phone_mobile") });
}

#[test]
fn a_withdrawn_change_leaves_what_the_record_said_before() {
    let before = replay(&kept());
    let after = replay(&after(kept(), [phone_changed(SECOND), phone_withdrawn(SECOND)]));
    assert_eq!(after.held().unwrap().values(), before.held().unwrap().values());
    assert!(after.held().unwrap().drafts().is_empty());
}

#[test]
fn a_withdrawal_says_what_stands_again() {
    given(after(kept(), [phone_changed(SECOND)]))
        .when_mai_asks(withdraw(SECOND))
        .then([phone_withdrawn(SECOND)]);
    let was_empty = changed(SECOND, vec![said("marital_status", MARRIED)]);
    let empty_again =
        Entry { slot: slot("marital_status"), value: None, before: Some(single(MARRIED)) };
    given(after(kept(), [was_empty]))
        .when_mai_asks(withdraw(SECOND))
        .then([withdrawn(SECOND, empty_again)]);
}

#[test]
fn what_was_collected_and_taken_back_stands_as_the_draft_it_was() {
    let facts = after(kept(), [phone_changed(SECOND), returned(SECOND, "phone_mobile")]);
    given(after(facts, [submitted(THIRD, &["phone_mobile"])]))
        .when_mai_asks(withdraw(THIRD))
        .then([taken_back(THIRD, vec![slot("phone_mobile")])]);
}

#[test]
fn a_row_of_a_table_is_added_and_taken_away_as_one_value() {
    let slot = row_slot("family", 9);
    let child = row(&[("side", "self"), ("relation", "child"), ("full_name", "Trần Văn Năm")]);
    let born = NewEntry { slot: slot.clone(), value: Some(child.clone()) };
    let added = Entry { slot: slot.clone(), value: Some(child.clone()), before: None };
    given(kept())
        .when_mai_asks(declare(SECOND, vec![born]))
        .then([changed(SECOND, vec![added.clone()])]);
    let wrong = NewEntry { slot: slot.clone(), value: None };
    let settled = DossierEvent::SubmissionChecked { submission: SECOND, slots: vec![slot.clone()] };
    given(after(kept(), [changed(SECOND, vec![added]), settled]))
        .when_an_officer_asks(correct(Some(THIRD), vec![wrong], None))
        .then([DossierEvent::ErrorCorrected {
            submission: Some(THIRD),
            entries: vec![Entry { slot, value: None, before: Some(child) }],
            paper: None,
            reason: reason("gõ nhầm"),
            settles: vec![],
        }]);
}

#[test]
fn the_person_declares_no_change_of_their_pay() {
    let pay = || vec![new("salary_percent", "100")];
    for command in
        [declare(SECOND, pay()), add_late(SECOND, pay()), correct(Some(SECOND), pay(), None)]
    {
        given(kept())
            .when_mai_asks(command)
            .then_refused(DossierRefusal::AgencyOnly(slot("salary_percent")));
    }
}

#[test]
fn a_field_the_catalogue_does_not_know_is_refused() {
    given(kept())
        .when_mai_asks(declare(SECOND, vec![new("horoscope", "lion")]))
        .then_refused(DossierRefusal::UnknownField(slot("horoscope")));
}

#[test]
fn the_agency_records_pay_on_a_decision_and_it_stands_at_once() {
    for history in [vec![opened()], handed_in(), kept()] {
        let fact = DossierEvent::AgencyEntryRecorded {
            entries: vec![said("salary_percent", "100")],
            effective_on: day("2026-07-01"),
            decision: paper(),
            settles: vec![],
        };
        given(history.clone())
            .when_an_officer_asks(record(vec![new("salary_percent", "100")]))
            .then([fact.clone()]);
        let before = replay(&history);
        let after = evolve(before.clone(), &fact);
        assert_eq!(after.held().unwrap().waiting(), before.held().unwrap().waiting());
        assert_eq!(after.held().unwrap().drafts(), before.held().unwrap().drafts());
        Given(after)
            .when_an_officer_asks(record(vec![new("salary_percent", "100")]))
            .then_refused(DossierRefusal::NothingToSubmit);
    }
}

#[test]
fn what_the_person_enters_does_not_pass_the_check_by_as_a_decision() {
    given(kept())
        .when_an_officer_asks(record(vec![new("phone_mobile", "0987654321")]))
        .then_refused(DossierRefusal::PersonOnly(slot("phone_mobile")));
}

#[test]
fn a_decision_of_tomorrow_is_not_recorded_today() {
    let with = |effective_on, dated_on| DossierCommand::RecordAgencyEntry {
        entries: vec![new("salary_percent", "100")],
        effective_on: day(effective_on),
        decision: paper_of(dated_on),
    };
    let on = day(TOMORROW);
    given(kept())
        .when_an_officer_asks(with(TOMORROW, TODAY))
        .then_refused(DossierRefusal::InFuture { on });
    given(kept())
        .when_an_officer_asks(with(TODAY, TOMORROW))
        .then_refused(DossierRefusal::PaperDatedInFuture { dated_on: on });
}
