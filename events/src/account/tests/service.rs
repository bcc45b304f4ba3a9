//! An account ends with its holder's service, and opens again with it.

use super::*;
use crate::ids::EndingId;

const END: EndingId = EndingId::from_uuid(Uuid::from_u128(0x91));
const OTHER_END: EndingId = EndingId::from_uuid(Uuid::from_u128(0x92));

fn closed_with(ending: EndingId) -> AccountEvent {
    AccountEvent::AccountClosedWithService { ending, closed_on: date("2026-06-01") }
}

fn reopened(unit: UnitId, decision: Option<Paper>) -> AccountEvent {
    let reopened_on = date("2026-07-01");
    AccountEvent::AccountReopened { dossier: HA, unit, reopened_on, decision }
}

fn ends(history: Vec<AccountEvent>) -> Vec<AccountEvent> {
    closed_with_service(&given(history).account, END, date("2026-06-01"))
}

#[test]
fn an_account_closes_with_service_and_its_grants_with_it() {
    assert_eq!(ends(inspecting().into()), [closed_with(END)]);
    assert_eq!(ends(vec![]), []);
    assert_eq!(ends(vec![issued(), closed()]), []);
    let account = given(inspecting().into_iter().chain([closed_with(END)])).account;
    assert_eq!(account.grants_on(date("2026-02-01")), []);
    assert!(matches!(account, Account::Closed(_)));
}

#[test]
fn a_wrong_ending_gives_back_the_account_it_closed_and_no_other() {
    let back = |history: Vec<AccountEvent>| {
        open_as_before(&given(history).account, HA, END, date("2026-07-01"), None)
    };
    let ended: Vec<_> = inspecting().into_iter().chain([closed_with(END)]).collect();
    assert_eq!(back(ended.clone()), [reopened(EDUCATION, None)]);
    for history in
        [vec![], vec![issued()], vec![issued(), closed()], vec![issued(), closed_with(OTHER_END)]]
    {
        assert_eq!(back(history), []);
    }
    let account = given(ended.into_iter().chain([reopened(EDUCATION, None)])).account;
    assert!(matches!(account, Account::Active(_)));
    assert_eq!(account.grants_on(date("2026-02-01")), [], "access needs a request of its own");
}

#[test]
fn who_comes_back_has_their_account_at_the_new_unit_whatever_closed_it() {
    let returns = |history: Vec<AccountEvent>| {
        open_on_return(&given(history).account, HA, HEALTH, date("2026-07-01"), request())
    };
    let there = reopened(HEALTH, Some(request()));
    for closing in [closed(), closed_with(END)] {
        assert_eq!(returns(vec![issued(), closing.clone()]), std::slice::from_ref(&there));
        let account = given([issued(), closing, there.clone()]).account;
        assert_eq!(account.issued().map(|issued| issued.unit), Some(HEALTH));
    }
    for history in [vec![], vec![issued()]] {
        assert_eq!(returns(history), []);
    }
}
