//! We were wrong: the record said what was never so.

use super::*;

fn right() -> Vec<NewEntry> {
    vec![new("birth_date", "1985-03-21")]
}

fn corrected(submission: Option<SubmissionId>, paper: Option<Paper>) -> DossierEvent {
    DossierEvent::ErrorCorrected {
        submission,
        entries: vec![said_over("birth_date", "1985-03-21", "1985-03-12")],
        paper,
        reason: reason("gõ nhầm"),
        settles: vec![],
    }
}

#[test]
fn an_error_the_person_reports_waits_for_the_check() {
    given(kept())
        .when_mai_asks(correct(Some(SECOND), right(), None))
        .then([corrected(Some(SECOND), None)]);
    let state = replay(&after(kept(), [corrected(Some(SECOND), None)]));
    assert!(state.held().unwrap().waiting().contains_key(&SECOND));
}

#[test]
fn an_error_the_agency_corrects_on_a_paper_stands_at_once() {
    given(kept())
        .when_an_officer_asks(correct(None, right(), Some(paper())))
        .then([corrected(None, Some(paper()))]);
    let state = replay(&after(kept(), [corrected(None, Some(paper()))]));
    assert!(state.held().unwrap().waiting().is_empty());
}

#[test]
fn a_correction_that_stands_at_once_needs_a_paper() {
    given(kept())
        .when_an_officer_asks(correct(None, right(), None))
        .then_refused(DossierRefusal::PaperMissing);
}

#[test]
fn a_correction_rests_on_no_paper_of_tomorrow() {
    given(kept())
        .when_an_officer_asks(correct(None, right(), Some(paper_of(TOMORROW))))
        .then_refused(DossierRefusal::PaperDatedInFuture { dated_on: day(TOMORROW) });
}

#[test]
fn the_same_correction_sent_twice_is_one_fact() {
    given(after(kept(), [corrected(Some(SECOND), None)]))
        .when_mai_asks(correct(Some(SECOND), right(), None))
        .then_nothing_new();
    given(after(kept(), [corrected(None, Some(paper()))]))
        .when_an_officer_asks(correct(None, right(), Some(paper())))
        .then_refused(DossierRefusal::NothingToSubmit);
}

#[test]
fn a_withdrawn_correction_leaves_what_the_record_said_before() {
    let took_back = withdrawn(SECOND, said_over("birth_date", "1985-03-12", "1985-03-21"));
    let facts = after(kept(), [corrected(Some(SECOND), None)]);
    given(facts).when_mai_asks(withdraw(SECOND)).then([took_back.clone()]);
    let facts = after(kept(), [corrected(Some(SECOND), None), took_back]);
    let state = replay(&facts);
    assert_eq!(state.held().unwrap().values()[&slot("birth_date")], single("1985-03-12"));
}

#[test]
fn a_returned_field_the_agency_corrects_on_a_paper_is_settled() {
    let facts = after(kept(), [corrected(Some(SECOND), None), returned(SECOND, "birth_date")]);
    let mended = DossierEvent::ErrorCorrected {
        submission: None,
        entries: vec![said_over("birth_date", "1985-03-22", "1985-03-21")],
        paper: Some(paper()),
        reason: reason("gõ nhầm"),
        settles: vec![SECOND],
    };
    given(facts.clone())
        .when_an_officer_asks(correct(None, vec![new("birth_date", "1985-03-22")], Some(paper())))
        .then([mended.clone()]);
    let state = replay(&after(facts, [mended]));
    assert!(state.held().unwrap().drafts().is_empty());
}

#[test]
fn a_return_of_two_fields_is_settled_when_the_last_of_them_is() {
    let said = vec![said_over("birth_date", "1985-03-21", "1985-03-12"), said("other_names", "Út")];
    let declared = DossierEvent::ErrorCorrected {
        submission: Some(SECOND),
        entries: said,
        paper: None,
        reason: reason("gõ nhầm"),
        settles: vec![],
    };
    let back = DossierEvent::SubmissionReturned {
        submission: SECOND,
        slots: vec![slot("birth_date"), slot("other_names")],
        objections: vec![objection("birth_date")],
    };
    let first = DossierEvent::ErrorCorrected {
        submission: None,
        entries: vec![said_over("birth_date", "1985-03-22", "1985-03-21")],
        paper: Some(paper()),
        reason: reason("gõ nhầm"),
        settles: vec![],
    };
    let facts = after(kept(), [declared, back]);
    let right = |field, value| correct(None, vec![new(field, value)], Some(paper()));
    given(facts.clone())
        .when_an_officer_asks(right("birth_date", "1985-03-22"))
        .then([first.clone()]);
    let facts = after(facts, [first]);
    let decided = decide(&replay(&facts), right("other_names", "Năm"), &by_an_officer()).unwrap();
    assert!(
        matches!(&decided[..], [DossierEvent::ErrorCorrected { settles, .. }] if *settles == [SECOND]),
        "{decided:?}"
    );
}

#[test]
fn a_correction_may_not_contradict_the_personal_id_number() {
    let wrong = correct(Some(SECOND), vec![new("sex", "male")], None);
    let decided = decide(&replay(&kept()), wrong, &by_mai());
    assert!(matches!(decided, Err(DossierRefusal::Breach { .. })), "{decided:?}");
}

#[test]
fn a_correction_keeps_what_was_believed() {
    let fact = corrected(Some(SECOND), None);
    assert_eq!(fact.entries()[0].before, Some(single("1985-03-12")));
    assert_eq!(fact.reason(), Some(&reason("gõ nhầm")));
    assert_eq!((fact.paper(), fact.effective_on()), (None, None));
    assert_eq!(fact.submission(), Some(SECOND));
}
