//! Since when a single field is true: its days never go back.

use super::*;

const PAY: &str = "salary_percent";

/// Mai's changed phone, checked: known since 20/07/2026.
fn phone_since_20_july() -> Vec<DossierEvent> {
    after(kept(), [phone_changed(SECOND), checked(SECOND, "phone_mobile")])
}

fn another_phone() -> Vec<NewEntry> {
    vec![new("phone_mobile", "0999999999")]
}

fn older(field: &str, since: &str) -> DossierRefusal {
    DossierRefusal::OlderThanPresent { slot: slot(field), since: day(since) }
}

/// Pay was recorded as 100 percent since 01/07/2026.
fn pay_since_1_july() -> Vec<DossierEvent> {
    let decided = DossierEvent::AgencyEntryRecorded {
        entries: vec![said(PAY, "100")],
        effective_on: day("2026-07-01"),
        decision: paper(),
        settles: vec![],
    };
    after(kept(), [decided])
}

#[test]
fn what_was_true_before_the_present_value_is_not_declared_over_it() {
    for command in [declare(THIRD, another_phone()), add_late(THIRD, another_phone())] {
        given(phone_since_20_july())
            .when_mai_asks(on("2026-07-19", command))
            .then_refused(older("phone_mobile", "2026-07-20"));
    }
    let refusal = older("phone_mobile", "2026-07-20");
    assert_eq!(
        (refusal.code(), refusal.slot()),
        ("older_than_present", Some(slot("phone_mobile")))
    );
}

#[test]
fn on_the_same_day_or_later_a_field_may_change_again() {
    for happened_on in ["2026-07-20", "2026-07-21"] {
        given(phone_since_20_july())
            .when_mai_asks(on(happened_on, declare(THIRD, another_phone())))
            .then([DossierEvent::ChangeDeclared {
                submission: THIRD,
                entries: vec![said_over("phone_mobile", "0999999999", "0987654321")],
                happened_on: day(happened_on),
                received_on: None,
                paper: paper(),
            }]);
    }
}

#[test]
fn an_older_decision_does_not_replace_what_a_later_one_says() {
    given(pay_since_1_july())
        .when_an_officer_asks(on("2026-06-30", record(vec![new(PAY, "85")])))
        .then_refused(older(PAY, "2026-07-01"));
    given(pay_since_1_july())
        .when_an_officer_asks(on("2026-07-01", record(vec![new(PAY, "85")])))
        .then([DossierEvent::AgencyEntryRecorded {
            entries: vec![said_over(PAY, "85", "100")],
            effective_on: day("2026-07-01"),
            decision: paper(),
            settles: vec![],
        }]);
}

#[test]
fn what_a_late_entry_says_is_not_undercut_by_an_older_one() {
    let late = DossierEvent::LateEntryDeclared {
        submission: SECOND,
        entries: vec![said("marital_status", "married")],
        happened_on: day("2010-05-01"),
        paper: paper(),
        reason: reason("mới tìm được giấy tờ"),
    };
    let facts = after(kept(), [late, checked(SECOND, "marital_status")]);
    let single_again = || vec![new("marital_status", "single")];
    given(facts)
        .when_mai_asks(on("2010-04-30", declare(THIRD, single_again())))
        .then_refused(older("marital_status", "2010-05-01"));
}

#[test]
fn a_field_that_was_emptied_is_not_filled_with_what_was_before() {
    let emptied = DossierEvent::ChangeDeclared {
        submission: SECOND,
        entries: vec![Entry {
            slot: slot("phone_mobile"),
            value: None,
            before: Some(single("0912345678")),
        }],
        happened_on: day("2026-07-20"),
        received_on: None,
        paper: paper(),
    };
    given(after(kept(), [emptied, checked(SECOND, "phone_mobile")]))
        .when_mai_asks(on("2026-07-19", add_late(THIRD, another_phone())))
        .then_refused(older("phone_mobile", "2026-07-20"));
}

#[test]
fn an_error_is_corrected_without_a_day_and_the_known_day_stays() {
    let corrected = DossierEvent::ErrorCorrected {
        submission: None,
        entries: vec![said_over("phone_mobile", "0999999999", "0987654321")],
        paper: Some(paper()),
        reason: reason("gõ nhầm"),
        settles: vec![],
    };
    given(phone_since_20_july())
        .when_an_officer_asks(correct(None, another_phone(), Some(paper())))
        .then([corrected.clone()]);
    let state = replay(&after(phone_since_20_july(), [corrected]));
    assert_eq!(state.held().unwrap().since(&slot("phone_mobile")), Some(day("2026-07-20")));
}

#[test]
fn a_withdrawn_change_leaves_the_day_that_was_known_before() {
    let third = DossierEvent::ChangeDeclared {
        submission: THIRD,
        entries: vec![said_over("phone_mobile", "0999999999", "0987654321")],
        happened_on: day(TODAY),
        received_on: None,
        paper: paper(),
    };
    let back = withdrawn(THIRD, said_over("phone_mobile", "0987654321", "0999999999"));
    let state = replay(&after(phone_since_20_july(), [third, back]));
    assert_eq!(state.held().unwrap().since(&slot("phone_mobile")), Some(day("2026-07-20")));
    let state = replay(&after(kept(), [phone_changed(SECOND), phone_withdrawn(SECOND)]));
    assert_eq!(state.held().unwrap().since(&slot("phone_mobile")), None);
}

#[test]
fn a_draft_tells_no_day() {
    let held = replay(&kept());
    for field in ["phone_mobile", "sex", "full_name", "personal_id_no"] {
        assert_eq!(held.held().unwrap().since(&slot(field)), None, "{field}");
    }
}

#[test]
fn rows_of_a_table_come_in_any_order_of_days() {
    let slot = row_slot("family", 9);
    let child =
        |name: &'static str| row(&[("side", "self"), ("relation", "child"), ("full_name", name)]);
    let change =
        |happened_on: &str, submission, value: Value, before| DossierEvent::ChangeDeclared {
            submission,
            entries: vec![Entry { slot: row_slot("family", 9), value: Some(value), before }],
            happened_on: day(happened_on),
            received_on: None,
            paper: paper(),
        };
    let born = change("2026-07-20", SECOND, child("Trần Văn Năm"), None);
    let settled = DossierEvent::SubmissionChecked { submission: SECOND, slots: vec![slot.clone()] };
    let named = NewEntry { slot, value: Some(child("Trần Văn Sáu")) };
    given(after(kept(), [born, settled]))
        .when_mai_asks(on("2026-07-01", declare(THIRD, vec![named])))
        .then([change("2026-07-01", THIRD, child("Trần Văn Sáu"), Some(child("Trần Văn Năm")))]);
}
