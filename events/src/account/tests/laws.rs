//! What holds of an account after any sequence of commands.

use proptest::prelude::*;

use super::*;

fn any_command() -> impl Strategy<Value = AccountCommand> {
    let scope = || prop::sample::select(vec![PROVINCE, EDUCATION, SCHOOL, HEALTH, NOWHERE]);
    let id = || prop::sample::select(vec![GRANT, OTHER_GRANT]);
    let role = prop::sample::select(vec![
        Role::DataOfficer,
        Role::Head,
        Role::Inspector,
        Role::Administrator,
    ]);
    let day = || (0u64..500).prop_map(|n| date("2026-01-01") + chrono::Days::new(n));
    let end = || prop::option::of(day());
    prop_oneof![
        1 => Just(issue()),
        8 => (id(), role, scope(), day(), end()).prop_map(|(grant, role, scope, from, until)| {
            AccountCommand::GrantAccess { grant, role, scope, from, until, request: request() }
        }),
        8 => (id(), scope(), end()).prop_map(|(grant, scope, until)| {
            AccountCommand::RestrictAccess { grant, scope, until, request: request() }
        }),
        8 => (id(), scope(), end()).prop_map(|(grant, scope, until)| {
            AccountCommand::ExtendAccess { grant, scope, until, request: request() }
        }),
        2 => id().prop_map(|grant| AccountCommand::RevokeAccess { grant, request: request() }),
        1 => day().prop_map(|closed_on| {
            AccountCommand::CloseAccount { closed_on, reason: reason() }
        }),
    ]
}

proptest! {
    #[test]
    fn whatever_is_asked_access_ends_in_order_and_once(
        commands in prop::collection::vec(any_command(), 0..30),
    ) {
        let mut account = given([issued()]).account;
        for command in commands {
            let answer = decide(&account, command.clone(), &tree());
            for event in answer.iter().flatten() {
                account.evolve(event);
            }
            if answer.is_ok() {
                assert_no_second_fact(&account, command);
            }
            for grant in account.issued().unwrap().grants.values() {
                prop_assert!(grant.until.is_none_or(|until| grant.from <= until));
                prop_assert!(grant.until.is_some() || grant.role.may_stay_open());
                prop_assert!(grant.from >= date("2026-01-05"));
            }
        }
        let json = serde_json::to_string(&account).unwrap();
        prop_assert_eq!(serde_json::from_str::<Account>(&json).unwrap(), account);
    }
}
