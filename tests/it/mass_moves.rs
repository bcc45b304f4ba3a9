//! Finance goes into the commune by one decision: everyone with what is open in their dossiers, and
//! back by one act.

mod interrupted;
mod units_end;

use hoso::{
    app::{
        Actor, Command, CommandError, Request,
        import::Watch,
        mass_moves::{Left, PEOPLE_MAX, Whom},
    },
    store::read,
};
use hoso_events::{
    account::{AccountCommand, Role},
    dossier::DossierEvent,
    fact::Fact,
    ids::{DossierId, GrantId, UnitId},
    mass_move::{MassMove, Way},
    provenance::Source,
    rulebook::Duty,
    unit::{Below, UnitCommand},
};
use hoso_projections::{accounts, obligations, people, queue};
use uuid::Uuid;

use crate::{
    rebuild::assert_rebuilt_equal,
    support::{
        COMMUNE, FINANCE, GRANT, HANH, Place, SCHOOL, World, account, check, day, declare, dossier,
        duplicates::{merge, merges},
        endings::{ending, retire, takes as takes_ending},
        mass_moves::{
            MERGER, administrator, approved, carried_out, of_list, of_units, planned, undo,
        },
        new, on_both, paper,
        people::personal_id,
        submission,
        transfers::{cancel, order, takes},
        world,
        world::actor,
    },
};

on_both![
    a_unit_goes_into_another_with_all_that_is_open_and_its_officers,
    what_would_happen_is_said_line_by_line_and_nothing_is_recorded,
    a_list_moves_whom_it_names_and_says_why_others_stay,
    who_plans_does_not_approve_and_who_goes_along_decides_nothing,
    a_manifest_changed_behind_our_back_moves_nobody,
    everyone_who_is_still_there_goes_back_by_one_act,
    nobody_goes_back_to_a_unit_that_is_no_more,
    who_has_left_goes_along_and_a_duplicate_does_not,
];

async fn managed_by(world: &World, n: u32) -> String {
    people::by_id(world.db(), &dossier(n).to_string()).await.unwrap().unwrap().unit_id
}

async fn queued(world: &World, unit: UnitId) -> Vec<(String, String)> {
    let rows = queue::of_unit(world.db(), &unit.to_string(), "", 100).await.unwrap();
    rows.into_iter().map(|row| (row.duty, row.due_on)).collect()
}

async fn head(world: &World) -> u64 {
    read::head(world.db()).await.unwrap().position
}

#[track_caller]
fn refused<T: std::fmt::Debug>(answer: Result<T, CommandError>) -> &'static str {
    match answer {
        Err(CommandError::Refused(refusal)) => refusal.code,
        other => panic!("{other:?}"),
    }
}

fn codes(left: &[Left]) -> Vec<(Option<u32>, Option<DossierId>, &str)> {
    left.iter().map(|left| (left.row, left.dossier, left.code.as_str())).collect()
}

/// How often a dossier went with the move, and came back.
async fn went(world: &World, n: u32) -> (usize, usize) {
    let facts = world.store.stream(&dossier(n).to_string(), 0).await.unwrap();
    let count = |is: fn(&DossierEvent) -> bool| {
        facts.iter().filter(|it| matches!(&it.fact, Fact::Dossier(event) if is(event))).count()
    };
    let goes = count(|event| matches!(event, DossierEvent::MovedByDecision { .. }));
    (goes, count(|event| matches!(event, DossierEvent::MovedBack { .. })))
}

/// Finance goes into the commune by an act of its own.
async fn finance_ends(world: &World) {
    let merge = UnitCommand::MergeUnit {
        unit: FINANCE,
        into: COMMUNE,
        below: Below::NoneLeft,
        effective_on: day("2026-11-12"),
        basis: paper(),
    };
    world.service(Command::Unit(merge)).await;
}

/// Three dossiers at finance: one kept with a change that waits, one kept, one just opened.
async fn begin(place: Place) -> World {
    let world = world(place).await;
    world.keeps(1).await;
    world.keeps(2).await;
    world.opens(3).await;
    world.at("2026-11-12T01:00:00Z");
    world.does(1, declare(submission(12), new("phone_mobile", "0987654321"), "2026-11-11")).await;
    world
}

async fn a_unit_goes_into_another_with_all_that_is_open_and_its_officers(place: Place) {
    let world = begin(place).await;
    let before = queued(&world, FINANCE).await;
    assert_eq!(before.len(), 2, "a check, and an account that waits");
    // Thu, whose dossier goes along, is an officer too.
    let grant = GrantId::from_uuid(Uuid::from_u128(0xC9));
    let (from, until) = (day("2026-11-12"), None);
    let access = AccountCommand::GrantAccess {
        grant,
        role: Role::Head,
        scope: FINANCE,
        from,
        until,
        request: paper(),
    };
    world.service(Command::Account(account(2), access)).await;
    let (plans, hash) = approved(&world, &of_units()).await;
    let tally = carried_out(&world, &plans, &hash).await;
    assert_eq!((tally.done, tally.already, tally.left.len()), (3, 0, 0));
    for n in [1, 2, 3] {
        assert_eq!(managed_by(&world, n).await, COMMUNE.to_string());
    }
    // What was open is open there until the day it was due, and nothing else opened.
    assert_eq!((queued(&world, FINANCE).await, queued(&world, COMMUNE).await), (vec![], before));
    for n in [1, 2, 3] {
        let rows = obligations::of_dossier(world.db(), &dossier(n).to_string(), 100).await.unwrap();
        assert!(rows.iter().all(|row| row.duty() != Some(Duty::TakeOver)), "{rows:?}");
    }
    // The officer and the head go on where their people are.
    for (id, role) in [(HANH, Role::DataOfficer), (account(2), Role::Head)] {
        let who = actor(&world.app, id).await;
        assert_eq!(who.grants, [(role, COMMUNE)]);
        assert_eq!(who.unit.map(|unit| unit.id), Some(COMMUNE));
    }
    let hanh = actor(&world.app, HANH).await;
    let command = Command::Dossier(dossier(1), check(submission(12)));
    world.app.execute(&hanh, Request::new(command, Source::Page)).await.unwrap();
    // One act: the same correlation in every dossier, account and the move itself.
    let mut acts = vec![];
    for id in [dossier(1).to_string(), account(2).to_string(), MERGER.to_string()] {
        let facts = world.store.stream(&id, 0).await.unwrap();
        let own = facts.iter().filter(|it| {
            matches!(it.fact.event_type(), "MovedByDecision" | "AccountMoved" | "MassMoveApproved")
        });
        acts.extend(own.map(|it| it.provenance.by.correlation.as_uuid()));
    }
    assert_eq!(acts, [MERGER.as_uuid(); 3]);
    // Nobody is left: the unit may end.
    finance_ends(&world).await;
    assert_rebuilt_equal(&world).await;
}

async fn what_would_happen_is_said_line_by_line_and_nothing_is_recorded(place: Place) {
    let world = begin(place).await;
    takes(&world, &world.officer, 2, order("2026-11-12")).await;
    let before = head(&world).await;
    let plan = planned(&world, &of_units()).await;
    assert_eq!(plan.manifest.ways(), [Way { from: FINANCE, to: COMMUNE, people: 2 }]);
    assert_eq!(codes(&plan.left), [(None, Some(dossier(2)), "transfer_under_way")]);
    let accounts: Vec<_> = plan.manifest.accounts.iter().map(|line| line.account).collect();
    assert_eq!(accounts, [HANH]);
    // By name: one stays, one goes elsewhere, one is not there at all.
    let mut asked = of_units();
    if let Whom::Units { except, .. } = &mut asked.whom {
        *except =
            vec![(personal_id(1), None), (personal_id(3), Some(SCHOOL)), (personal_id(9), None)];
    }
    let plan = planned(&world, &asked).await;
    assert_eq!(plan.manifest.ways(), [Way { from: FINANCE, to: SCHOOL, people: 1 }]);
    let mut left = codes(&plan.left);
    left.sort();
    assert_eq!(
        left,
        [
            (None, None, "person_unknown"),
            (None, Some(dossier(1)), "stays_by_decision"),
            (None, Some(dossier(2)), "transfer_under_way"),
        ]
    );
    assert_eq!(head(&world).await, before);
    // The ordered transfer over, everyone goes.
    takes(&world, &world.officer, 2, cancel()).await;
    assert_eq!(planned(&world, &of_units()).await.left, []);
    assert!(plan.manifest.people.len() < PEOPLE_MAX);
}

async fn a_list_moves_whom_it_names_and_says_why_others_stay(place: Place) {
    let world = begin(place).await;
    let number = personal_id;
    let rows = [
        format!("Nguyễn Thị Mai;{};H53.50", number(1)),
        format!("Nguyễn Thị Mai;{};Trường Đức Hòa", number(2)),
        format!("Nguyễn Thị Mai;{};H53.50", number(2)),
        format!("Trần Văn Khác;{};H53.50", number(3)),
        format!("Nguyễn Thị Mai;{};H53.50", number(8)),
        format!("Nguyễn Thị Mai;{};Xã Không Có", number(3)),
        format!("Nguyễn Thị Mai;{};H53.01", number(3)),
    ];
    let asked = of_list(&rows.join("\n"));
    let plan = planned(&world, &asked).await;
    assert_eq!(
        plan.manifest.ways(),
        [
            Way { from: FINANCE, to: COMMUNE, people: 1 },
            Way { from: FINANCE, to: SCHOOL, people: 1 },
        ]
    );
    assert_eq!(
        codes(&plan.left),
        [
            (Some(4), Some(dossier(2)), "twice_on_list"),
            (Some(5), Some(dossier(3)), "name_differs"),
            (Some(6), None, "person_unknown"),
            (Some(7), Some(dossier(3)), "list_unit_unknown"),
            (Some(8), Some(dossier(3)), "transfer_to_own_unit"),
        ]
    );
    let (plans, hash) = approved(&world, &asked).await;
    assert_eq!(carried_out(&world, &plans, &hash).await.done, 2);
    assert_eq!(managed_by(&world, 2).await, SCHOOL.to_string());
    assert_eq!(managed_by(&world, 3).await, FINANCE.to_string());
    // No unit was emptied, so those who work there keep what they hold.
    assert_eq!(actor(&world.app, HANH).await.grants, [(Role::DataOfficer, FINANCE)]);
    assert_rebuilt_equal(&world).await;
}

async fn who_plans_does_not_approve_and_who_goes_along_decides_nothing(place: Place) {
    let world = begin(place).await;
    let (one, other) = (administrator(&world, 1).await, administrator(&world, 2).await);
    let watch = Watch::default();
    let officer = world.app.plan_mass_move(&world.officer, &of_units(), &watch).await;
    assert!(officer.is_err(), "an officer of a unit plans nothing");
    let plan = world.app.plan_mass_move(&one, &of_units(), &watch).await.unwrap();
    world.app.keep_mass_move(&one, &plan).await.unwrap();
    world.app.keep_mass_move(&one, &plan).await.unwrap();
    let hash = plan.manifest.hash();
    let approve =
        async |who: &Actor| world.app.approve_mass_move(who, MERGER, &hash, Source::Page).await;
    let run =
        async |who: &Actor| world.app.run_mass_move(who, MERGER, &hash, Source::Page, &watch).await;
    assert_eq!(refused(run(&one).await), "mass_move_not_approved");
    assert_eq!(refused(approve(&one).await), "mass_move_own_plan");
    assert!(matches!(approve(&world.officer).await, Err(CommandError::Denied)));
    // Mai is an administrator, and on the manifest herself.
    let grant = GrantId::from_uuid(Uuid::from_u128(0xC9));
    let access = AccountCommand::GrantAccess {
        grant,
        role: Role::Administrator,
        scope: crate::support::people::PROVINCE,
        from: day("2026-11-12"),
        until: None,
        request: paper(),
    };
    world.service(Command::Account(account(1), access)).await;
    let mai = actor(&world.app, account(1)).await;
    assert_eq!(refused(approve(&mai).await), "mass_move_own_plan");
    approve(&other).await.unwrap();
    approve(&other).await.unwrap();
    assert_eq!(refused(run(&mai).await), "mass_move_own_plan");
    let own = world.app.plan_mass_move(&mai, &of_units(), &watch).await.unwrap();
    assert_eq!(codes(&own.left), [(None, Some(dossier(1)), "self_verification")]);
    // Not before its day.
    let mut later = of_units();
    (later.mass_move, later.effective_on) =
        (hoso_events::ids::MassMoveId::from_uuid(Uuid::from_u128(0x8002)), day("2026-11-13"));
    let plan = world.app.plan_mass_move(&one, &later, &watch).await.unwrap();
    world.app.keep_mass_move(&one, &plan).await.unwrap();
    let (id, hash) = (later.mass_move, plan.manifest.hash());
    world.app.approve_mass_move(&other, id, &hash, Source::Page).await.unwrap();
    let early = world.app.run_mass_move(&one, id, &hash, Source::Page, &watch).await;
    assert_eq!(refused(early), "mass_move_early");
}

async fn a_manifest_changed_behind_our_back_moves_nobody(place: Place) {
    let world = begin(place).await;
    let asked = of_list(&format!("Nguyễn Thị Mai;{};H53.50", personal_id(1)));
    let (plans, hash) = approved(&world, &asked).await;
    let before = head(&world).await;
    let edit = format!(
        "update mass_move_plan set manifest = replace(manifest, '{}', '{}')",
        dossier(1),
        dossier(2)
    );
    world.place.behind().await.run(&edit).await.unwrap();
    let watch = Watch::default();
    let run =
        async |hash| world.app.run_mass_move(&plans, MERGER, hash, Source::Page, &watch).await;
    assert_eq!(refused(run(&hash).await), "manifest_changed");
    // Nor under the hash of what stands there now.
    let there = world.app.mass_move(&plans, MERGER).await.unwrap().hash;
    assert_ne!(there, hash);
    assert_eq!(refused(run(&there).await), "manifest_changed");
    let approves = administrator(&world, 3).await;
    let again = world.app.approve_mass_move(&approves, MERGER, &there, Source::Page).await;
    assert_eq!(refused(again), "manifest_changed");
    let (one, two) = (went(&world, 1).await, went(&world, 2).await);
    assert_eq!((one, two), ((0, 0), (0, 0)));
    assert_eq!(head(&world).await, before + 2, "only the third administrator's account");
}

async fn everyone_who_is_still_there_goes_back_by_one_act(place: Place) {
    let world = begin(place).await;
    let before = queued(&world, FINANCE).await;
    let (plans, hash) = approved(&world, &of_units()).await;
    carried_out(&world, &plans, &hash).await;
    // One goes on to the school meanwhile, one is on the way there.
    let step = |to| hoso_events::dossier::TransferStep::Order {
        to,
        kind: hoso_events::dossier::TransferKind::Reassignment,
        decision: paper(),
        effective_on: day("2026-11-12"),
        term_ends_on: None,
    };
    let hanh = actor(&world.app, HANH).await;
    takes(&world, &hanh, 2, step(SCHOOL)).await;
    let watch = Watch::default();
    let tally = world.app.undo_mass_move(&plans, &undo(), &watch).await.unwrap();
    assert_eq!((tally.done, tally.already), (2, 0));
    assert_eq!(codes(&tally.left), [(None, Some(dossier(2)), "transfer_under_way")]);
    assert_eq!(managed_by(&world, 1).await, FINANCE.to_string());
    assert_eq!(managed_by(&world, 2).await, COMMUNE.to_string());
    assert_eq!((queued(&world, FINANCE).await, queued(&world, COMMUNE).await), (before, vec![]));
    let hanh = actor(&world.app, HANH).await;
    assert_eq!(hanh.grants, [(Role::DataOfficer, FINANCE)]);
    assert_eq!(hanh.unit.map(|unit| unit.id), Some(FINANCE));
    let row = accounts::by_id(world.db(), &HANH.to_string()).await.unwrap().unwrap();
    let given = row.grant_lines().iter().filter(|line| line.grant != GRANT).count();
    assert_eq!(given, 2, "there and back");
    assert_eq!(
        refused(world.app.undo_mass_move(&plans, &undo(), &watch).await),
        "mass_move_undone"
    );
    let run = world.app.run_mass_move(&plans, MERGER, &hash, Source::Page, &watch).await;
    assert_eq!(refused(run), "mass_move_undone");
    let view = world.app.mass_move(&plans, MERGER).await.unwrap();
    assert!(matches!(view.state, MassMove::Undone(_)));
    assert_eq!((view.moved, view.back), (3, 2));
    assert_rebuilt_equal(&world).await;
}

async fn nobody_goes_back_to_a_unit_that_is_no_more(place: Place) {
    let world = begin(place).await;
    let (plans, hash) = approved(&world, &of_units()).await;
    carried_out(&world, &plans, &hash).await;
    finance_ends(&world).await;
    let before = head(&world).await;
    let undone = world.app.undo_mass_move(&plans, &undo(), &Watch::default()).await;
    assert_eq!(refused(undone), "mass_move_unit_ended");
    assert_eq!(head(&world).await, before);
    // Nor does anyone go to one.
    let mut asked = of_units();
    if let Whom::Units { successors, .. } = &mut asked.whom {
        *successors = [(COMMUNE, FINANCE)].into();
    }
    let planned = world.app.plan_mass_move(&plans, &asked, &Watch::default()).await;
    assert!(planned.is_err(), "{planned:?}");
}

/// Someone keeps the dossier of whoever retired; a dossier that was merged goes on in another one.
async fn who_has_left_goes_along_and_a_duplicate_does_not(place: Place) {
    let world = begin(place).await;
    takes_ending(&world, 1, ending(1), retire("2026-11-12", "2026-11-12")).await;
    merges(&world, &world.officer, 2, 3, merge()).await.unwrap();
    let (plans, hash) = approved(&world, &of_units()).await;
    let tally = carried_out(&world, &plans, &hash).await;
    assert_eq!(tally.done, 2);
    assert_eq!(codes(&tally.left), [(None, Some(dossier(3)), "dossier_merged")]);
    let retired = people::by_id(world.db(), &dossier(1).to_string()).await.unwrap().unwrap();
    assert_eq!((retired.unit_id, retired.ended.as_deref()), (COMMUNE.to_string(), Some("retired")));
    let closed = accounts::by_id(world.db(), &account(1).to_string()).await.unwrap().unwrap();
    assert_eq!(closed.state, "closed");
    assert_rebuilt_equal(&world).await;
}
