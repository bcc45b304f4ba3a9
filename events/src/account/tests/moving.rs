//! Accounts when their units are emptied by one decision: Education goes into Health.

use std::collections::BTreeMap;

use super::*;
use crate::{ids::MassMoveId, mass_move::GrantsThen};

const MERGER: MassMoveId = MassMoveId::from_uuid(Uuid::from_u128(0x81));
const MOVED_ON: &str = "2026-05-04";

/// What is recorded of an account that goes and comes back.
fn of(
    history: &[AccountEvent],
    grants: GrantsThen,
    to: Option<UnitId>,
) -> (Vec<AccountEvent>, Vec<AccountEvent>, Account) {
    let (successors, tree, decision) = (BTreeMap::from([(EDUCATION, HEALTH)]), tree(), request());
    let with = WithUnits {
        mass_move: MERGER,
        grants,
        successors: &successors,
        on: date(MOVED_ON),
        decision: &decision,
        tree: &tree,
    };
    let mut account = given(history.to_vec()).account;
    let goes = with.goes(&account, to);
    goes.iter().for_each(|fact| account.evolve(fact));
    assert_eq!(with.goes(&account, to), [], "the same twice is one");
    let back = with.comes_back(&account, to.map(|_to| EDUCATION));
    back.iter().for_each(|fact| account.evolve(fact));
    assert_eq!(with.comes_back(&account, to.map(|_to| EDUCATION)), [], "and back");
    (goes, back, account)
}

fn names(facts: &[AccountEvent]) -> Vec<&'static str> {
    facts.iter().map(AccountEvent::name).collect()
}

fn opens(account: &Account) -> Vec<(Role, UnitId)> {
    let on = account.grants_on(date(MOVED_ON));
    on.into_iter().map(|(_, role, scope)| (role, scope)).collect()
}

#[test]
fn grants_end_with_the_unit_or_go_on_at_the_one_that_takes_over() {
    let officer = [issued(), granted(Role::DataOfficer, EDUCATION, "2026-01-10", "")];
    let (goes, back, account) = of(&officer, GrantsThen::End, Some(HEALTH));
    assert_eq!(names(&goes), ["AccessRevoked", "AccountMoved"]);
    assert_eq!(names(&back), ["AccountMoved"]);
    assert_eq!(opens(&account), [], "what ended stays ended");
    let (goes, back, account) = of(&officer, GrantsThen::Follow, Some(HEALTH));
    assert_eq!(names(&goes), ["AccessRevoked", "AccessGranted", "AccountMoved"]);
    assert_eq!(names(&back), ["AccessRevoked", "AccessGranted", "AccountMoved"]);
    assert_eq!(opens(&account), [(Role::DataOfficer, EDUCATION)]);
    assert_eq!(account.issued().map(|issued| issued.unit), Some(EDUCATION));
}

#[test]
fn who_belongs_elsewhere_keeps_their_unit_and_what_they_hold_there() {
    let inspector = [issued(), granted(Role::Inspector, EDUCATION, "2026-01-10", "2026-06-30")];
    let (goes, _, account) = of(&inspector, GrantsThen::Follow, None);
    assert_eq!(names(&goes), ["AccessRevoked", "AccessGranted"]);
    assert_eq!(opens(&account), [(Role::Inspector, EDUCATION)]);
    let everywhere = [issued(), granted(Role::Inspector, PROVINCE, "2026-01-10", "2026-06-30")];
    assert_eq!(of(&everywhere, GrantsThen::End, None).0, []);
    // A grant that is over opens nothing elsewhere either.
    let over = [issued(), granted(Role::Inspector, EDUCATION, "2026-01-10", "2026-05-03")];
    assert_eq!(names(&of(&over, GrantsThen::Follow, None).0), ["AccessRevoked"]);
    for history in [vec![], vec![issued(), closed()]] {
        assert_eq!(of(&history, GrantsThen::Follow, Some(HEALTH)).0, []);
    }
}
