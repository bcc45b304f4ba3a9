//! Whatever is asked, the units stay one tree.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn any_command() -> impl Strategy<Value = UnitCommand> {
    let one = || (1u128..9).prop_map(unit);
    let day = || (0u64..12).prop_map(|n| date("2025-07-01") + chrono::Days::new(n));
    let below = || {
        prop_oneof![Just(Below::NoneLeft), one().prop_map(Below::MoveUnder), Just(Below::EndAlong),]
    };
    let parent = prop_oneof![1 => Just(None), 6 => one().prop_map(Some)];
    let new_unit = (one(), 1u8..9, parent)
        .prop_map(|(unit, number, parent)| new(unit, &format!("H{number}"), parent));
    prop_oneof![
        (prop::collection::vec(new_unit, 0..4), day()).prop_map(|(units, effective_on)| {
            UnitCommand::EstablishUnits { units, effective_on, basis: basis() }
        }),
        (one(), 0u8..4, day()).prop_map(|(unit, number, effective_on)| {
            let name = name(&format!("tên {number}"));
            UnitCommand::RenameUnit { unit, name, effective_on, basis: basis() }
        }),
        (one(), one(), day()).prop_map(|(unit, parent, effective_on)| {
            UnitCommand::MoveUnit { unit, parent, effective_on, basis: basis() }
        }),
        (one(), one(), below(), day()).prop_map(|(unit, into, below, effective_on)| {
            UnitCommand::MergeUnit { unit, into, below, effective_on, basis: basis() }
        }),
        (one(), prop::collection::vec(one(), 0..4), below(), day()).prop_map(
            |(unit, into, below, effective_on)| {
                UnitCommand::SplitUnit { unit, into, below, effective_on, basis: basis() }
            }
        ),
        (one(), prop::collection::vec(one(), 0..3), below(), day()).prop_map(
            |(unit, successors, below, effective_on)| {
                UnitCommand::DissolveUnit { unit, successors, below, effective_on, basis: basis() }
            }
        ),
        prop::collection::vec(one(), 1..4).prop_map(|units| restored::restore(&units)),
    ]
}

/// One root, every unit below it, no circle, on every day anything changed; codes unique; nothing
/// under a unit that is no more, and whoever takes over is there on the day.
fn assert_is_a_tree(tree: &UnitTree) {
    let codes: BTreeSet<_> = tree.iter().map(|unit| &unit.code).collect();
    assert_eq!(codes.len(), tree.len(), "codes are unique");
    assert_eq!(tree.iter().filter(|unit| unit.parent.is_none()).count(), tree.len().min(1));
    let Some(root) = tree.root() else { return };
    let below: BTreeSet<_> = tree.below(root.id).into_iter().collect();
    assert_eq!(below.len(), tree.len(), "every unit is below the root");
    let put = tree.iter().flat_map(|unit| &unit.parents).map(|(on, _)| *on);
    let days: BTreeSet<_> = put.chain(tree.iter().filter_map(Unit::ended_on)).collect();
    for unit in tree.iter() {
        assert_eq!(tree.path(unit.id).first(), Some(&root.id));
        assert_eq!(tree.by_code(unit.code.as_str()), Some(unit));
        for &on in days.iter().filter(|on| **on >= unit.established_on) {
            let path = tree.path_on(unit.id, on);
            assert_eq!(path.first(), Some(&root.id), "on {on}");
            let stood = |id: &UnitId| tree.get(*id).unwrap().stood_on(on);
            assert!(!unit.stood_on(on) || path.iter().all(stood), "an orphan on {on}");
        }
        if let Some(end) = &unit.end {
            let stood = |id: &UnitId| tree.get(*id).unwrap().stood_on(end.on);
            assert!(end.successors.iter().all(stood), "nobody took over");
            assert!(!tree.successors(unit.id).contains(&unit), "in a circle");
        }
    }
}

proptest! {
    #[test]
    fn whatever_is_asked_the_units_stay_one_tree(
        commands in prop::collection::vec(any_command(), 0..40),
    ) {
        let mut first = vec![new(PROVINCE, "H1", None)];
        first.extend((2..6).map(|n| new(unit(n), &format!("H{n}"), Some(unit(n - 1)))));
        let mut tree = UnitTree::default();
        for command in std::iter::once(establish(first, "2025-07-01")).chain(commands) {
            let answer = decide(&tree, command.clone(), date(TODAY));
            for event in answer.iter().flatten() {
                tree.evolve(event);
            }
            if answer.is_ok() {
                prop_assert_eq!(decide(&tree, command, date(TODAY)), Ok(vec![]), "twice is one fact");
            }
            assert_is_a_tree(&tree);
        }
        let json = serde_json::to_string(&tree).unwrap();
        prop_assert_eq!(serde_json::from_str::<UnitTree>(&json).unwrap(), tree);
    }
}
