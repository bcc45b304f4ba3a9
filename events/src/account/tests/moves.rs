//! An account goes with its holder's dossier.

use super::*;

#[test]
fn an_account_goes_with_the_dossier_and_what_it_opened_at_the_old_unit_ends() {
    let goes = |history: Vec<AccountEvent>| {
        let account = given(history).account;
        moved_with_dossier(&account, HEALTH, date("2026-05-04"), &request(), &tree())
    };
    assert_eq!(goes(vec![issued()]), [moved(HEALTH)]);
    let at_a_school = granted(Role::DataOfficer, SCHOOL, "2026-01-10", "");
    assert_eq!(goes(vec![issued(), at_a_school]), [revoked(), moved(HEALTH)]);
    // A mandate for the whole province was not given for the old unit.
    let everywhere = granted(Role::Inspector, PROVINCE, "2026-01-10", "2026-06-30");
    assert_eq!(goes(vec![issued(), everywhere.clone()]), [moved(HEALTH)]);
    assert_eq!(goes(vec![issued(), everywhere, revoked()]), [moved(HEALTH)]);
    for history in [vec![], vec![issued(), closed()], vec![issued(), moved(HEALTH)]] {
        assert_eq!(goes(history), []);
    }
    let there = given([issued(), moved(HEALTH)]).account;
    assert_eq!(there.issued().map(|issued| issued.unit), Some(HEALTH));
}
