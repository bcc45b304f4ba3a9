//! Units that change and end, asked through the whole program.

use hoso::app::{Actor, Command, CommandError, Done};
use hoso_events::{
    account::{AccountCommand, Role},
    dossier::{DossierCommand, TransferKind, TransferStep},
    ids::{GrantId, UnitId},
    unit::{Below, UnitCommand},
    values::UnitName,
};
use hoso_projections::units;
use uuid::Uuid;

use crate::{
    rebuild::assert_rebuilt_equal,
    support::{
        COMMUNE, FINANCE, GRANT, HANH, Place, SCHOOL, World, day, dossier, on_both, paper, people,
        transfers, world::world,
    },
};

on_both![
    a_unit_does_not_end_while_someone_or_something_is_kept_there,
    nothing_comes_to_a_unit_that_is_no_more_and_its_row_says_so,
    what_was_done_for_a_unit_keeps_the_name_it_had_then,
];

fn merge(unit: UnitId, into: UnitId) -> Command {
    let (below, effective_on) = (Below::NoneLeft, day("2026-06-01"));
    Command::Unit(UnitCommand::MergeUnit { unit, into, below, effective_on, basis: paper() })
}

#[track_caller]
fn refused(answer: Result<Done, CommandError>) -> (&'static str, Vec<(&'static str, String)>) {
    match answer {
        Err(CommandError::Refused(refusal)) => (refusal.code, refusal.words),
        other => panic!("{other:?}"),
    }
}

fn in_use(people: i64, accounts: i64, grants: i64) -> (&'static str, Vec<(&'static str, String)>) {
    let words = [("people", people), ("accounts", accounts), ("grants", grants)];
    ("unit_in_use", words.map(|(word, n)| (word, n.to_string())).into())
}

async fn a_unit_does_not_end_while_someone_or_something_is_kept_there(place: Place) {
    let world = world(place).await;
    world.opens(1).await;
    world.opens(2).await;
    assert_eq!(refused(world.execute(merge(FINANCE, COMMUNE)).await), in_use(2, 1, 1));
    // Hạnh's grant at the school alone keeps the school.
    let grant = GrantId::from_uuid(Uuid::from_u128(0xC7));
    let granted = AccountCommand::GrantAccess {
        grant,
        role: Role::Head,
        scope: SCHOOL,
        from: day("2026-11-02"),
        until: None,
        request: paper(),
    };
    world.service(Command::Account(HANH, granted)).await;
    assert_eq!(refused(world.execute(merge(SCHOOL, COMMUNE)).await), in_use(0, 0, 1));
    let revoked = AccountCommand::RevokeAccess { grant, request: paper() };
    world.service(Command::Account(HANH, revoked)).await;
    let Command::Unit(command) = merge(SCHOOL, COMMUNE) else { unreachable!() };
    let foreseen = world.app.foresee(&Actor::service(), &command).await.unwrap();
    assert_eq!((foreseen.events.len(), foreseen.kept), (1, Default::default()));
    assert!(matches!(world.service(merge(SCHOOL, COMMUNE)).await, Done::Recorded { .. }));
    assert_eq!(world.service(merge(SCHOOL, COMMUNE)).await, Done::AlreadySo);
    // What the stream itself refuses is told in its own words.
    assert_eq!(refused(world.execute(merge(FINANCE, FINANCE)).await).0, "successor_within");
}

async fn nothing_comes_to_a_unit_that_is_no_more_and_its_row_says_so(place: Place) {
    let world = world(place).await;
    world.service(merge(SCHOOL, COMMUNE)).await;
    let mut open = people::open(1, "Nguyễn Thị Mai", "2026-10-30");
    if let DossierCommand::OpenDossier { managing_unit, .. } = &mut open {
        *managing_unit = SCHOOL;
    }
    let opened = world.execute(Command::Dossier(dossier(1), open)).await;
    assert_eq!(refused(opened).0, "unit_ended");
    // Nobody is ordered there either.
    world.opens(2).await;
    let step = TransferStep::Order {
        to: SCHOOL,
        kind: TransferKind::Reassignment,
        decision: paper(),
        effective_on: day("2026-11-02"),
        term_ends_on: None,
    };
    let order = DossierCommand::Transfer { transfer: transfers::transfer(2), step };
    let ordered = world.execute(Command::Dossier(dossier(2), order)).await;
    assert_eq!(refused(ordered).0, "unit_ended");
    let request = paper();
    let widened =
        AccountCommand::ExtendAccess { grant: GRANT, scope: SCHOOL, until: None, request };
    assert_eq!(refused(world.execute(Command::Account(HANH, widened)).await).0, "unit_ended");
    let row = units::by_code(world.db(), "H53.50.1").await.unwrap().unwrap();
    assert_eq!(row.ended_on.as_deref(), Some("2026-06-01"));
    assert_eq!(row.path, "H53/H53.50/H53.50.1/");
    assert_rebuilt_equal(&world).await;
}

async fn acted_for(world: &World, id: &str) -> Vec<String> {
    let facts = world.store.stream(id, 0).await.unwrap();
    let names = facts.into_iter().filter_map(|fact| fact.provenance.by.acting_for);
    names.map(|unit| unit.name).collect()
}

async fn what_was_done_for_a_unit_keeps_the_name_it_had_then(place: Place) {
    let world = world(place).await;
    let id = world.opens(1).await;
    let rename = UnitCommand::RenameUnit {
        unit: FINANCE,
        name: UnitName::parse("Sở Tài chính - Kế hoạch").unwrap(),
        effective_on: day("2026-11-01"),
        basis: paper(),
    };
    world.service(Command::Unit(rename)).await;
    world.does(1, people::enter(people::new("phone_mobile", "0900000001"))).await;
    let names = acted_for(&world, &id.to_string()).await;
    assert_eq!(names, ["Sở Tài chính", "Sở Tài chính - Kế hoạch"]);
    assert_rebuilt_equal(&world).await;
}
