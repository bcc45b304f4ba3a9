//! The units whose people go with a mass move end with it, and stand again when it is undone.

use std::{collections::BTreeMap, sync::Arc};

use hoso::app::{
    Command,
    import::{AskedList, ImportGround, ListError, Take, Watch},
    mass_moves::{AskedMove, Ends, StillThere, UnitLeft, Whom},
};
use hoso_events::{
    account::Role,
    dossier::DossierCommand,
    ids::{MassMoveId, UnitId},
    mass_move::UnitEnding,
    provenance::Source,
    unit::{Along, Below, Ending, NewUnit, UnitCommand, UnitKind},
    values::{UnitCode, UnitName},
};
use hoso_projections::people;
use uuid::Uuid;

use super::{begin, finance_ends, head, managed_by, refused, went};
use crate::{
    rebuild::assert_rebuilt_equal,
    support::{
        COMMUNE, FINANCE, HANH, Place, SCHOOL, World, day,
        mass_moves::{MERGER, approved, carried_out, of_list, of_units, planned, undo},
        on_both, on_sqlite, open, paper,
        people::{PROVINCE, personal_id, reason},
        world,
        world::actor,
    },
};

on_both![
    a_district_is_divided_among_communes_by_one_act_and_stands_again_by_one,
    a_unit_where_someone_is_left_does_not_end_and_it_is_said_why,
    those_below_end_before_those_above_and_come_back_after_them,
    what_another_act_ended_stands_again_by_an_act_of_its_own,
    a_unit_that_cannot_end_is_told_before_anyone_goes,
    where_someone_stays_accounts_and_access_stay,
    accounts_go_back_to_no_unit_that_is_no_more,
    an_account_that_went_on_with_another_move_stays_there,
];

/// The stream of the units, as it is stored.
const UNITS_STREAM: &str = "00000000-0000-0000-0000-000000000001";

/// Everyone of finance goes to the commune, and finance ends with it.
pub fn ending_units() -> AskedMove {
    AskedMove { ends: Ends::Emptied, ..of_units() }
}

pub async fn stands(world: &World, unit: UnitId) -> bool {
    world.store.world().await.unwrap().units.get(unit).unwrap().stands()
}

/// What happened to units since they were established.
pub async fn of_units_stream(world: &World) -> Vec<String> {
    let facts = world.store.stream(UNITS_STREAM, 0).await.unwrap();
    let names = facts.iter().map(|recorded| recorded.fact.event_type().to_owned());
    names.filter(|name| name != "UnitEstablished").collect()
}

fn listed(ends: &[(UnitId, &[UnitId])], rows: &[(u32, &str)]) -> AskedMove {
    let rows: String = rows
        .iter()
        .map(|(n, code)| format!("Nguyễn Thị Mai;{};{code}\n", personal_id(*n)))
        .collect();
    let named: BTreeMap<UnitId, Vec<UnitId>> =
        ends.iter().map(|(unit, into)| (*unit, into.to_vec())).collect();
    AskedMove { ends: Ends::Named(named), ..of_list(&rows) }
}

async fn a_district_is_divided_among_communes_by_one_act_and_stands_again_by_one(place: Place) {
    let world = begin(place).await;
    let asked = listed(&[(FINANCE, &[])], &[(3, "H53.50.1"), (1, "H53.50"), (2, "H53.50")]);
    let plan = planned(&world, &asked).await;
    // Where most go first: it takes over accounts and access.
    let into = vec![COMMUNE, SCHOOL];
    assert_eq!(plan.manifest.endings, [UnitEnding { unit: FINANCE, into: into.clone() }]);
    assert_eq!((plan.left.len(), plan.still_there.len()), (0, 0));
    let (plans, hash) = approved(&world, &asked).await;
    let tally = carried_out(&world, &plans, &hash).await;
    assert_eq!((tally.done, tally.left.len()), (3, 0));
    assert_eq!((tally.units, tally.units_left), (1, vec![]));
    let tree = world.store.world().await.unwrap().units;
    let end = tree.get(FINANCE).unwrap().end.clone().unwrap();
    assert_eq!((end.on, end.how, end.successors), (day("2026-11-01"), Ending::Split, into));
    assert_eq!(actor(&world.app, HANH).await.grants, [(Role::DataOfficer, COMMUNE)]);
    // The same act again ends nothing twice.
    let again = carried_out(&world, &plans, &hash).await;
    assert_eq!((again.already, again.units), (3, 0));

    let back = world.app.undo_mass_move(&plans, &undo(), &Watch::default()).await.unwrap();
    assert_eq!((back.done, back.left.len(), back.units), (3, 0, 1));
    assert!(stands(&world, FINANCE).await);
    for n in [1, 2, 3] {
        assert_eq!(managed_by(&world, n).await, FINANCE.to_string());
        assert_eq!(went(&world, n).await, (1, 1));
    }
    assert_eq!(actor(&world.app, HANH).await.grants, [(Role::DataOfficer, FINANCE)]);
    // One act: the same correlation at the units as in every dossier.
    let facts = world.store.stream(UNITS_STREAM, 0).await.unwrap();
    let own = facts.iter().filter(|it| it.fact.event_type() != "UnitEstablished");
    let acts: Vec<Uuid> = own.map(|it| it.provenance.by.correlation.as_uuid()).collect();
    assert_eq!(acts, [MERGER.as_uuid(); 2]);
    assert_eq!(of_units_stream(&world).await, ["UnitSplit", "UnitRestored"]);
    assert_eq!(facts.last().unwrap().fact.reason(), Some(&reason()));
    assert_rebuilt_equal(&world).await;
}

async fn a_unit_where_someone_is_left_does_not_end_and_it_is_said_why(place: Place) {
    let world = begin(place).await;
    let mut asked = ending_units();
    if let Whom::Units { except, .. } = &mut asked.whom {
        except.push((personal_id(1), None));
    }
    let plan = planned(&world, &asked).await;
    assert_eq!(plan.still_there, [StillThere { unit: FINANCE, people: 1 }]);
    let (plans, hash) = approved(&world, &asked).await;
    let tally = carried_out(&world, &plans, &hash).await;
    assert_eq!((tally.done, tally.units), (2, 0));
    let left = UnitLeft { unit: FINANCE, code: "mass_move_unit_kept".to_owned() };
    assert_eq!(tally.units_left, [left]);
    assert!(stands(&world, FINANCE).await);
    let back = world.app.undo_mass_move(&plans, &undo(), &Watch::default()).await.unwrap();
    assert_eq!((back.done, back.units), (2, 0));
    assert_eq!(of_units_stream(&world).await, Vec::<String>::new());
    assert_rebuilt_equal(&world).await;
}

async fn those_below_end_before_those_above_and_come_back_after_them(place: Place) {
    let world = begin(place).await;
    let mut opened = open(4, "Trần Văn Nam", "2026-11-11");
    if let DossierCommand::OpenDossier { managing_unit, .. } = &mut opened {
        *managing_unit = SCHOOL;
    }
    world.service(Command::Dossier(crate::support::dossier(4), opened)).await;
    let successors = BTreeMap::from([(COMMUNE, FINANCE)]);
    let whom = Whom::Units { successors, below: true, except: vec![] };
    let (plans, hash) = approved(&world, &AskedMove { whom, ..ending_units() }).await;
    let tally = carried_out(&world, &plans, &hash).await;
    assert_eq!((tally.done, tally.units, tally.units_left), (1, 2, vec![]));
    let back = world.app.undo_mass_move(&plans, &undo(), &Watch::default()).await.unwrap();
    assert_eq!((back.done, back.units), (1, 2));
    assert_eq!(managed_by(&world, 4).await, SCHOOL.to_string());
    let facts = world.store.stream(UNITS_STREAM, 0).await.unwrap();
    let about: Vec<UnitId> = facts
        .iter()
        .filter(|it| it.fact.event_type() != "UnitEstablished")
        .filter_map(|it| match &it.fact {
            hoso_events::fact::Fact::Unit(event) => Some(event.unit()),
            _ => None,
        })
        .collect();
    assert_eq!(about, [SCHOOL, COMMUNE, COMMUNE, SCHOOL]);
    assert_rebuilt_equal(&world).await;
}

async fn what_another_act_ended_stands_again_by_an_act_of_its_own(place: Place) {
    let world = begin(place).await;
    let (plans, hash) = approved(&world, &ending_units()).await;
    carried_out(&world, &plans, &hash).await;
    let restore = || {
        let (units, below) = (vec![FINANCE], Along::Alone);
        let (reason, decision) = (reason(), Some(paper()));
        Command::Unit(UnitCommand::RestoreUnits { units, below, reason, decision })
    };
    world.service(restore()).await;
    assert!(stands(&world, FINANCE).await);
    finance_ends(&world).await;
    let (watch, before) = (Watch::default(), head(&world).await);
    let undone = world.app.undo_mass_move(&plans, &undo(), &watch).await;
    assert_eq!(refused(undone), "mass_move_unit_ended");
    assert_eq!(head(&world).await, before);
    world.service(restore()).await;
    let back = world.app.undo_mass_move(&plans, &undo(), &watch).await.unwrap();
    assert_eq!((back.done, back.left.len(), back.units), (3, 0, 0));
    assert_rebuilt_equal(&world).await;
}

async fn a_unit_that_cannot_end_is_told_before_anyone_goes(place: Place) {
    let world = begin(place).await;
    let before = head(&world).await;
    let goes = [(1, "H53.50")];
    let above = |below| {
        let successors = BTreeMap::from([(COMMUNE, FINANCE)]);
        AskedMove { whom: Whom::Units { successors, below, except: vec![] }, ..ending_units() }
    };
    for (asked, code) in [
        // Nobody of the school is on the list, and no unit is named.
        (listed(&[(SCHOOL, &[])], &goes), "mass_move_end_into"),
        (listed(&[(COMMUNE, &[SCHOOL])], &goes), "successor_within"),
        (listed(&[(PROVINCE, &[COMMUNE])], &goes), "root_cannot_end"),
        // A unit of the same list, which is no more by then.
        (listed(&[(FINANCE, &[SCHOOL]), (SCHOOL, &[COMMUNE])], &goes), "unit_ended"),
        (above(false), "units_below"),
    ] {
        let plan =
            world.app.plan_mass_move(&hoso::app::Actor::service(), &asked, &Watch::default()).await;
        let plan = plan.map_err(|error| match error {
            ListError::Command(error) => error,
            other => panic!("{other:?}"),
        });
        assert_eq!(refused(plan), code);
    }
    assert_eq!(head(&world).await, before);
}

async fn where_someone_stays_accounts_and_access_stay(place: Place) {
    let world = begin(place).await;
    let asked = listed(&[(FINANCE, &[])], &[(1, "H53.50")]);
    assert_eq!(planned(&world, &asked).await.still_there[0].people, 2);
    let (plans, hash) = approved(&world, &asked).await;
    let tally = carried_out(&world, &plans, &hash).await;
    assert_eq!((tally.done, tally.units), (1, 0));
    let hanh = actor(&world.app, HANH).await;
    assert_eq!(hanh.grants, [(Role::DataOfficer, FINANCE)]);
    assert_eq!(hanh.unit.map(|unit| unit.id), Some(FINANCE));
    let back = world.app.undo_mass_move(&plans, &undo(), &Watch::default()).await.unwrap();
    assert_eq!(back.done, 1);
    assert_eq!(actor(&world.app, HANH).await.grants, [(Role::DataOfficer, FINANCE)]);
    assert_rebuilt_equal(&world).await;
}

async fn accounts_go_back_to_no_unit_that_is_no_more(place: Place) {
    let world = world(place).await;
    // Nobody but Hạnh, who is of finance without a dossier.
    let (plans, hash) = approved(&world, &ending_units()).await;
    let tally = carried_out(&world, &plans, &hash).await;
    assert_eq!((tally.done, tally.units), (0, 1));
    let (units, below, decision) = (vec![FINANCE], Along::Alone, None);
    let restore = UnitCommand::RestoreUnits { units, below, reason: reason(), decision };
    let dissolve = UnitCommand::DissolveUnit {
        unit: FINANCE,
        successors: vec![COMMUNE],
        below: Below::NoneLeft,
        effective_on: day("2026-11-02"),
        basis: paper(),
    };
    for command in [restore, dissolve] {
        world.service(Command::Unit(command)).await;
    }
    let undone = world.app.undo_mass_move(&plans, &undo(), &Watch::default()).await;
    assert_eq!(refused(undone), "mass_move_unit_ended");
    assert_eq!(actor(&world.app, HANH).await.unit.map(|unit| unit.id), Some(COMMUNE));
}

async fn an_account_that_went_on_with_another_move_stays_there(place: Place) {
    let world = begin(place).await;
    let (plans, hash) = approved(&world, &ending_units()).await;
    carried_out(&world, &plans, &hash).await;
    let next = MassMoveId::from_uuid(Uuid::from_u128(0x8002));
    let successors = BTreeMap::from([(COMMUNE, SCHOOL)]);
    let whom = Whom::Units { successors, below: false, except: vec![] };
    let asked = AskedMove { mass_move: next, whom, ..of_units() };
    let watch = Watch::default();
    let service = hoso::app::Actor::service();
    let plan = planned(&world, &asked).await;
    world.app.keep_mass_move(&service, &plan).await.unwrap();
    let hash = plan.manifest.hash();
    world.app.approve_mass_move(&service, next, &hash, Source::Page).await.unwrap();
    world.app.run_mass_move(&service, next, &hash, Source::Page, &watch).await.unwrap();
    let there = [(Role::DataOfficer, SCHOOL)];
    assert_eq!(actor(&world.app, HANH).await.grants, there);
    let back = world.app.undo_mass_move(&plans, &undo(), &watch).await.unwrap();
    assert_eq!((back.done, back.left.len(), back.units), (0, 3, 1));
    let hanh = actor(&world.app, HANH).await;
    assert_eq!((hanh.grants, hanh.unit.map(|unit| unit.id)), (there.into(), Some(SCHOOL)));
    assert_rebuilt_equal(&world).await;
}

/// A district of two thousand people is divided among three communes by one act, and undone by one.
#[test]
fn two_thousand_people_go_to_communes_by_one_act_and_come_back_by_one() {
    on_sqlite(async |place| {
        let world = world(place).await;
        let commune = |n: u128| UnitId::from_uuid(Uuid::from_u128(0xA500 + n));
        let new = (1..4).map(|n| NewUnit {
            unit: commune(n),
            code: UnitCode::parse(&format!("H53.6{n}")).unwrap(),
            name: UnitName::parse(&format!("Xã số {n}")).unwrap(),
            kind: UnitKind::Commune,
            parent: Some(PROVINCE),
        });
        let (units, effective_on, basis) = (new.collect(), day("2026-10-30"), paper());
        world
            .service(Command::Unit(UnitCommand::EstablishUnits { units, effective_on, basis }))
            .await;
        let (mut taken, mut moved) = (String::from("Họ và tên;Số CCCD\n"), String::new());
        for n in 0..2_000 {
            taken.push_str(&format!("Lê Văn Nam;080095{n:06}\n"));
            moved.push_str(&format!("Lê Văn Nam;080095{n:06};H53.6{}\n", n % 3 + 1));
        }
        let list = AskedList {
            bytes: Arc::new(taken.into_bytes()),
            choices: vec![],
            unit: Some(FINANCE),
            ground: ImportGround { paper: paper(), confirmed_on: day("2026-11-02") },
        };
        let watch = Watch::default();
        world.app.take_list(&world.officer, &list, Take::All, &watch).await.unwrap();
        let counts = async || {
            let counts = people::counts(world.db()).await.unwrap();
            let of = |unit: UnitId| counts.get(&unit.to_string()).copied().unwrap_or_default();
            [FINANCE, commune(1), commune(2), commune(3)].map(of)
        };
        let before = [2_000, 0, 0, 0];
        assert_eq!(counts().await, before);
        let ends = Ends::Named(BTreeMap::from([(FINANCE, vec![])]));
        let (plans, hash) = approved(&world, &AskedMove { ends, ..of_list(&moved) }).await;
        let tally = carried_out(&world, &plans, &hash).await;
        assert_eq!((tally.done, tally.left.len(), tally.units), (2_000, 0, 1));
        assert_eq!(counts().await, [0, 667, 667, 666]);
        assert!(!stands(&world, FINANCE).await);
        let back = world.app.undo_mass_move(&plans, &undo(), &watch).await.unwrap();
        assert_eq!((back.done, back.left.len(), back.units), (2_000, 0, 1));
        assert_eq!(counts().await, before);
        assert!(stands(&world, FINANCE).await);
        assert_rebuilt_equal(&world).await;
    });
}
