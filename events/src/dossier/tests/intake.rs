//! From the confirmed paper dossier to the first record handed in.

use super::{super::entries::ENTRIES_MAX, *};

#[test]
fn a_confirmed_paper_dossier_is_taken_in() {
    given([]).when_an_officer_asks(open()).then([opened()]);
}

#[test]
fn the_same_opening_form_sent_twice_is_one_fact() {
    given([opened()]).when_an_officer_asks(open()).then_nothing_new();
    given(kept()).when_an_officer_asks(open()).then_nothing_new();
}

/// The opening form, with one thing in it different.
fn open_with(
    managing_unit: UnitId,
    number: &str,
    confirmed_on: &str,
    dated_on: &str,
) -> DossierCommand {
    DossierCommand::OpenDossier {
        managing_unit,
        full_name: PersonName::parse(NAME).unwrap(),
        personal_id_no: number.to_owned(),
        confirmation: paper_of(dated_on),
        confirmed_on: day(confirmed_on),
    }
}

#[test]
fn a_dossier_is_opened_only_once() {
    let other = open_with(HEALTH, NUMBER, "2026-07-01", "2026-07-01");
    given([opened()]).when_an_officer_asks(other).then_refused(DossierRefusal::AlreadyOpened);
}

#[test]
fn a_unit_that_is_not_there_takes_in_no_dossier() {
    let context = DossierContext { unit_exists: false, ..by_an_officer() };
    let decided = decide(&Dossier::NotOpened, open(), &context);
    assert_eq!(decided, Err(DossierRefusal::UnknownUnit));
}

#[test]
fn a_personal_id_number_has_twelve_digits() {
    for wrong in ["07218501234", "0721850123456", "07218501234x", "०७२१८५०१२३४५", ""]
    {
        let command = open_with(EDUCATION, wrong, "2026-07-01", "2026-07-01");
        given([]).when_an_officer_asks(command).then_refused(DossierRefusal::PersonalIdFormat);
    }
}

#[test]
fn a_dossier_cannot_be_confirmed_tomorrow_or_on_a_paper_of_tomorrow() {
    let on = day(TOMORROW);
    given([])
        .when_an_officer_asks(open_with(EDUCATION, NUMBER, TOMORROW, TODAY))
        .then_refused(DossierRefusal::InFuture { on });
    given([])
        .when_an_officer_asks(open_with(EDUCATION, NUMBER, TODAY, TOMORROW))
        .then_refused(DossierRefusal::PaperDatedInFuture { dated_on: on });
    let today = open_with(EDUCATION, NUMBER, TODAY, TODAY);
    assert_eq!(
        decide(&Dossier::NotOpened, today, &by_an_officer()).map(|facts| facts.len()),
        Ok(1)
    );
}

#[test]
fn nothing_is_recorded_in_a_dossier_that_is_not_opened() {
    for command in [
        enter(vec![new("sex", "female")]),
        submit(FIRST),
        change_phone(FIRST),
        add_late(FIRST, vec![]),
        correct(Some(FIRST), vec![], None),
        record(vec![]),
        check(FIRST),
        send_back(FIRST, &[]),
        withdraw(FIRST),
        find_unchanged("sex"),
    ] {
        given([]).when_an_officer_asks(command).then_refused(DossierRefusal::NotOpened);
    }
}

#[test]
fn what_the_person_types_is_recorded_as_typed_by_the_person() {
    given([opened()])
        .when_mai_asks(enter(vec![new("sex", "female")]))
        .then([typed(vec![said("sex", "female")])]);
}

#[test]
fn what_an_officer_types_for_the_person_is_recorded_as_typed_by_the_agency() {
    given([opened()]).when_an_officer_asks(enter(vec![new("sex", "female")])).then([
        DossierEvent::SectionEntered {
            section: section("sex"),
            by: EnteredBy::Agency,
            entries: vec![said("sex", "female")],
        },
    ]);
}

#[test]
fn a_draft_typed_over_keeps_what_it_said_before() {
    given(drafted())
        .when_mai_asks(enter(vec![new("phone_mobile", "0987654321")]))
        .then([typed(vec![said_over("phone_mobile", "0987654321", "0912345678")])]);
}

#[test]
fn a_draft_may_be_emptied_again() {
    let emptied = NewEntry { slot: slot("phone_mobile"), value: None };
    given(drafted()).when_mai_asks(enter(vec![emptied])).then([typed(vec![Entry {
        slot: slot("phone_mobile"),
        value: None,
        before: Some(single("0912345678")),
    }])]);
}

#[test]
fn a_value_the_record_holds_already_is_not_said_again() {
    given(drafted()).when_mai_asks(enter(vec![new("sex", "female")])).then_nothing_new();
    given(drafted())
        .when_mai_asks(enter(vec![new("sex", "female"), new("full_name", "Nguyễn Thị Mai Anh")]))
        .then([typed(vec![said_over("full_name", "Nguyễn Thị Mai Anh", NAME)])]);
}

#[test]
fn a_field_is_typed_in_its_own_section_of_the_catalogue() {
    let elsewhere = section("phone_mobile");
    assert_ne!(elsewhere, section("sex"));
    given([opened()])
        .when_mai_asks(DossierCommand::EnterSection {
            section: elsewhere.clone(),
            entries: vec![new("sex", "female")],
        })
        .then_refused(DossierRefusal::WrongSection { slot: slot("sex"), section: elsewhere });
    given([opened()])
        .when_mai_asks(DossierCommand::EnterSection { section: code("horoscope"), entries: vec![] })
        .then_refused(DossierRefusal::UnknownSection(code("horoscope")));
}

#[test]
fn a_field_is_said_once_in_one_form() {
    given([opened()])
        .when_mai_asks(enter(vec![new("sex", "female"), new("sex", "male")]))
        .then_refused(DossierRefusal::SaidTwice(slot("sex")));
}

#[test]
fn one_command_carries_a_bounded_number_of_entries() {
    let many = vec![new("sex", "female"); ENTRIES_MAX + 1];
    given([opened()])
        .when_mai_asks(enter(many))
        .then_refused(DossierRefusal::TooManyEntries { actual: ENTRIES_MAX + 1, max: ENTRIES_MAX });
}

#[test]
fn pay_is_not_typed_by_the_person_and_not_drafted_by_the_agency() {
    let pay = || enter(vec![new("salary_percent", "100")]);
    given([opened()])
        .when_mai_asks(pay())
        .then_refused(DossierRefusal::AgencyOnly(slot("salary_percent")));
    given([opened()])
        .when_an_officer_asks(pay())
        .then_refused(DossierRefusal::NeedsDecision(slot("salary_percent")));
}

#[test]
fn what_the_service_fills_in_is_typed_by_nobody() {
    for then in [Given::when_mai_asks, Given::when_an_officer_asks] {
        then(given([opened()]), enter(vec![new("dossier_code", "1")]))
            .then_refused(DossierRefusal::SystemOnly(slot("dossier_code")));
    }
}

#[test]
fn a_value_that_does_not_fit_its_field_is_refused_where_it_was_typed() {
    let problem = catalogue().check(&slot("phone_mobile"), &single("12")).unwrap_err();
    let refusal = DossierRefusal::Field(problem.clone());
    assert_eq!(refusal.code(), problem.problem.code());
    assert_eq!(refusal.slot(), Some(slot("phone_mobile")));
    given([opened()]).when_mai_asks(enter(vec![new("phone_mobile", "12")])).then_refused(refusal);
}

#[test]
fn a_sex_that_contradicts_the_personal_id_number_is_refused() {
    let decided = decide(&replay(&[opened()]), enter(vec![new("sex", "male")]), &by_mai());
    let Err(DossierRefusal::Breach { slots, .. }) = decided else { panic!("{decided:?}") };
    assert!(slots.contains(&slot("sex")) && slots.contains(&slot("personal_id_no")));
}

#[test]
fn an_old_contradiction_does_not_stand_in_the_way_of_another_field() {
    let contradictory = typed(vec![said("sex", "male")]);
    given([opened(), contradictory])
        .when_mai_asks(enter(vec![new("phone_mobile", "0912345678")]))
        .then([typed(vec![said("phone_mobile", "0912345678")])]);
}

#[test]
fn contradictory_drafts_are_not_handed_in() {
    let mut facts = drafted();
    facts.push(typed(vec![said_over("sex", "male", "female")]));
    let decided = decide(&replay(&facts), submit(FIRST), &by_mai());
    assert!(matches!(decided, Err(DossierRefusal::Breach { .. })), "{decided:?}");
}

#[test]
fn the_first_record_is_handed_in_whole() {
    given(drafted()).when_mai_asks(submit(FIRST)).then([whole_record_submitted(FIRST)]);
    given(drafted()).when_an_officer_asks(submit(FIRST)).then([whole_record_submitted(FIRST)]);
}

#[test]
fn the_first_record_is_not_handed_in_with_fields_missing() {
    let facts = [opened(), typed(vec![said("sex", "female")])];
    let held = replay(&facts);
    let missing = catalogue().missing_for_submission(held.held().unwrap().values());
    assert!(missing.contains(&code("birth_date")));
    given(facts).when_mai_asks(submit(FIRST)).then_refused(DossierRefusal::Incomplete { missing });
}

#[test]
fn a_record_nobody_typed_is_not_handed_in() {
    given([opened()]).when_mai_asks(submit(FIRST)).then_refused(DossierRefusal::NothingToSubmit);
}

#[test]
fn the_same_record_handed_in_twice_is_one_fact() {
    given(handed_in()).when_mai_asks(submit(FIRST)).then_nothing_new();
    given(kept()).when_mai_asks(submit(FIRST)).then_nothing_new();
}

#[test]
fn nothing_is_drafted_while_the_first_record_is_checked() {
    given(handed_in())
        .when_mai_asks(enter(vec![new("phone_mobile", "0987654321")]))
        .then_refused(DossierRefusal::FirstRecordUnderCheck);
}

#[test]
fn a_first_record_taken_back_is_a_draft_again() {
    given(handed_in())
        .when_mai_asks(withdraw(FIRST))
        .then([taken_back(FIRST, whole_record_slots())]);
    let facts = after(handed_in(), [taken_back(FIRST, whole_record_slots())]);
    assert!(matches!(replay(&facts), Dossier::FirstEntry(_)));
    given(facts).when_mai_asks(submit(SECOND)).then([whole_record_submitted(SECOND)]);
}
