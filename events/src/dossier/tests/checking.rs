//! Comparing with the paper: checked, returned, found unchanged.

use super::*;

#[test]
fn a_checked_first_record_is_kept_from_then_on() {
    given(handed_in()).when_an_officer_asks(check(FIRST)).then([first_record_checked()]);
    let Dossier::Kept(held) = replay(&kept()) else { panic!("not kept") };
    assert!(held.waiting().is_empty() && held.drafts().is_empty());
}

#[test]
fn nobody_opens_checks_returns_or_records_on_their_own_dossier() {
    for command in [
        open(),
        check(FIRST),
        send_back(FIRST, &["sex"]),
        record(vec![new("salary_percent", "100")]),
        correct(None, vec![new("phone_mobile", "0987654321")], Some(paper())),
        find_unchanged("sex"),
    ] {
        assert!(command.needs_an_officer(), "{}", command.name());
        given(handed_in()).when_mai_asks(command).then_refused(DossierRefusal::OwnDossier);
    }
    assert_eq!(DossierRefusal::OwnDossier.code(), "self_verification");
}

#[test]
fn a_second_clerk_learns_how_the_submission_was_decided() {
    let waiting = after(kept(), [phone_changed(SECOND)]);
    for (decided, refusal) in [
        (checked(SECOND, "phone_mobile"), DossierRefusal::AlreadyChecked(SECOND)),
        (returned(SECOND, "phone_mobile"), DossierRefusal::AlreadyReturned(SECOND)),
        (phone_withdrawn(SECOND), DossierRefusal::AlreadyWithdrawn(SECOND)),
    ] {
        for command in [check(SECOND), send_back(SECOND, &["phone_mobile"]), withdraw(SECOND)] {
            given(after(waiting.clone(), [decided.clone()]))
                .when_an_officer_asks(command)
                .then_refused(refusal.clone());
        }
    }
}

#[test]
fn a_submission_nobody_handed_in_is_not_decided() {
    for command in [check(SECOND), send_back(SECOND, &["sex"]), withdraw(SECOND)] {
        given(handed_in())
            .when_an_officer_asks(command)
            .then_refused(DossierRefusal::UnknownSubmission(SECOND));
    }
}

#[test]
fn a_return_says_what_is_wrong_with_which_field() {
    given(handed_in())
        .when_an_officer_asks(send_back(FIRST, &["birth_date"]))
        .then([first_record_returned(&["birth_date"])]);
    given(handed_in())
        .when_an_officer_asks(send_back(FIRST, &[]))
        .then_refused(DossierRefusal::NoObjections);
    given(handed_in())
        .when_an_officer_asks(send_back(FIRST, &["birth_date", "marital_status"]))
        .then_refused(DossierRefusal::ObjectionOutside { slot: slot("marital_status") });
}

#[test]
fn a_returned_first_record_is_entered_again_and_handed_in_whole() {
    let facts = after(handed_in(), [first_record_returned(&["birth_date"])]);
    assert!(matches!(replay(&facts), Dossier::FirstEntry(_)));
    let mended = typed(vec![said_over("birth_date", "1985-03-21", "1985-03-12")]);
    given(facts.clone())
        .when_mai_asks(enter(vec![new("birth_date", "1985-03-21")]))
        .then([mended.clone()]);
    given(after(facts, [mended]))
        .when_mai_asks(submit(SECOND))
        .then([whole_record_submitted(SECOND)]);
}

#[test]
fn a_record_may_be_handed_in_again_as_it_was_when_the_paper_was_what_lacked() {
    let facts = after(handed_in(), [first_record_returned(&["birth_date"])]);
    given(facts).when_mai_asks(submit(SECOND)).then([whole_record_submitted(SECOND)]);
}

fn phone_returned() -> Vec<DossierEvent> {
    after(kept(), [phone_changed(SECOND), returned(SECOND, "phone_mobile")])
}

#[test]
fn a_returned_change_is_entered_again_and_handed_in() {
    let mended = typed(vec![said_over("phone_mobile", "0999999999", "0987654321")]);
    given(phone_returned())
        .when_mai_asks(enter(vec![new("phone_mobile", "0999999999")]))
        .then([mended.clone()]);
    let facts = after(phone_returned(), [mended]);
    given(facts.clone()).when_mai_asks(submit(THIRD)).then([submitted(THIRD, &["phone_mobile"])]);
    let facts = after(facts, [submitted(THIRD, &["phone_mobile"]), checked(THIRD, "phone_mobile")]);
    let Dossier::Kept(held) = replay(&facts) else { panic!("not kept") };
    assert_eq!(held.values()[&slot("phone_mobile")], single("0999999999"));
    assert!(held.drafts().is_empty());
}

#[test]
fn a_returned_change_handed_in_again_and_taken_back_is_a_draft() {
    let facts = after(
        phone_returned(),
        [submitted(THIRD, &["phone_mobile"]), taken_back(THIRD, vec![slot("phone_mobile")])],
    );
    let Dossier::Kept(held) = replay(&facts) else { panic!("not kept") };
    assert!(held.drafts().contains(&slot("phone_mobile")));
}

#[test]
fn a_returned_field_is_mended_before_it_is_declared_anew_or_found_unchanged() {
    let refusal = || DossierRefusal::FieldReturned { slot: slot("phone_mobile") };
    given(phone_returned())
        .when_mai_asks(declare(THIRD, vec![new("phone_mobile", "0999999999")]))
        .then_refused(refusal());
    given(phone_returned())
        .when_an_officer_asks(find_unchanged("phone_mobile"))
        .then_refused(refusal());
}

#[test]
fn a_change_checked_before_the_first_record_does_not_make_the_record_kept() {
    let change = DossierEvent::ChangeDeclared {
        submission: SECOND,
        entries: vec![said("marital_status", "married")],
        happened_on: day("2026-07-20"),
        received_on: None,
        paper: paper(),
    };
    let facts = after(handed_in(), [change, checked(SECOND, "marital_status")]);
    assert!(matches!(replay(&facts), Dossier::FirstCheck(_)));
    assert!(matches!(replay(&after(facts, [first_record_checked()])), Dossier::Kept(_)));
}

fn found_unchanged(field: &str) -> DossierEvent {
    DossierEvent::SectionFoundUnchanged { section: section(field), compared_with: paper() }
}

#[test]
fn a_section_compared_with_the_paper_may_be_found_unchanged() {
    given(kept()).when_an_officer_asks(find_unchanged("sex")).then([found_unchanged("sex")]);
}

#[test]
fn the_same_comparison_told_twice_is_one_fact_until_something_is_said() {
    let facts = after(kept(), [found_unchanged("sex")]);
    given(facts.clone()).when_an_officer_asks(find_unchanged("sex")).then_nothing_new();
    given(after(facts, [phone_changed(SECOND), checked(SECOND, "phone_mobile")]))
        .when_an_officer_asks(find_unchanged("sex"))
        .then([found_unchanged("sex")]);
}

#[test]
fn only_a_kept_section_with_nothing_under_way_is_found_unchanged() {
    for (history, refusal) in [
        (drafted(), DossierRefusal::NotYetSubmitted),
        (handed_in(), DossierRefusal::FirstRecordUnderCheck),
        (
            after(kept(), [phone_changed(SECOND)]),
            DossierRefusal::FieldUnderCheck { slot: slot("phone_mobile") },
        ),
    ] {
        given(history).when_an_officer_asks(find_unchanged("phone_mobile")).then_refused(refusal);
    }
    given(kept())
        .when_an_officer_asks(DossierCommand::FindSectionUnchanged {
            section: code("horoscope"),
            compared_with: paper(),
        })
        .then_refused(DossierRefusal::UnknownSection(code("horoscope")));
    given(kept())
        .when_an_officer_asks(DossierCommand::FindSectionUnchanged {
            section: section("sex"),
            compared_with: paper_of(TOMORROW),
        })
        .then_refused(DossierRefusal::PaperDatedInFuture { dated_on: day(TOMORROW) });
}
