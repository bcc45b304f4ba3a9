//! Whoever asks for whatever in whatever order: one unit manages the dossier.

use proptest::{collection::vec, prelude::*, sample::select};

use super::*;

fn any_step() -> impl Strategy<Value = TransferStep> {
    let days = || select(vec!["2026-06-30", RELEASED, RECEIVED, ACCEPTED, TODAY, TOMORROW]);
    prop_oneof![
        3 => select(vec![HEALTH, EDUCATION]).prop_map(order_to),
        3 => days().prop_map(release),
        3 => days().prop_map(receive),
        1 => days().prop_map(find_invalid),
        3 => days().prop_map(accept),
        1 => Just(refuse()),
        1 => Just(recall()),
        1 => Just(cancel()),
    ]
}

fn any_command() -> impl Strategy<Value = DossierCommand> {
    let transfers = (0..6_u128).prop_map(|n| TransferId::from_uuid(Uuid::from_u128(n)));
    prop_oneof![
        8 => (transfers, any_step())
            .prop_map(|(transfer, step)| DossierCommand::Transfer { transfer, step }),
        1 => select(vec![change_phone(SECOND), check(SECOND), withdraw(SECOND), check(FIRST)]),
    ]
}

proptest! {
    /// Kept as an inspector would: who manages is who the last acceptance says, or the opening.
    #[test]
    fn at_every_moment_exactly_one_unit_manages_the_dossier(
        begin in select(vec![vec![opened()], handed_in(), kept(), received()]),
        story in vec((any::<bool>(), any_command()), 1..60),
    ) {
        let mut facts = begin;
        for (by_mai, command) in story {
            let context = DossierContext { actor_is_the_person: by_mai, ..by_an_officer() };
            let before = replay(&facts);
            let on_its_way = before.held().unwrap().is_on_its_way();
            let new = decide(&before, command.clone(), &context).unwrap_or_default();
            for fact in &new {
                let manages = managed_by(&facts);
                if let DossierEvent::TransferAccepted { from, to, .. } = fact {
                    prop_assert_eq!(*from, manages, "only who manages hands over");
                    prop_assert_ne!(from, to);
                }
                // Facts of the record while it is on its way are the person's own.
                prop_assert!(!on_its_way || by_mai || fact.transfer().is_some(), "{fact:?}");
                facts.push(fact.clone());
                let expected = match fact {
                    DossierEvent::TransferAccepted { to, .. } => *to,
                    _ => manages,
                };
                prop_assert_eq!(managed_by(&facts), expected);
            }
            let now = replay(&facts);
            let open = now.held().unwrap().transfers().values();
            prop_assert!(open.filter(|transfer| !transfer.stage().is_over()).count() <= 1);
            let again = decide(&now, command, &context);
            prop_assert!(again.as_ref().map_or(true, Vec::is_empty), "second fact: {again:?}");
        }
        let dossier = replay(&facts);
        let stored = serde_json::to_string(&dossier).unwrap();
        prop_assert_eq!(serde_json::from_str::<Dossier>(&stored).unwrap(), dossier);
    }
}
