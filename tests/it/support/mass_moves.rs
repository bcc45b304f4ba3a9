//! Two administrators of the province, and what a mass move of finance into the commune is asked with.

use std::{collections::BTreeMap, sync::Arc};

use hoso::app::{
    Actor, Command,
    import::Watch,
    mass_moves::{AskedMove, AskedUndo, Ends, Planned, Tally, Whom},
};
use hoso_events::{
    account::{AccountCommand, Holder, Role},
    ids::{AccountId, GrantId, MassMoveId},
    mass_move::GrantsThen,
    provenance::Source,
    values::{FileHash, PersonName},
};
use uuid::Uuid;

use super::{
    World,
    people::{COMMUNE, FINANCE, PROVINCE, day, paper, reason},
    world::actor,
};

pub const MERGER: MassMoveId = MassMoveId::from_uuid(Uuid::from_u128(0x8001));

/// Gives an administrator of the province their account: one plans, the other approves.
pub async fn administrator(world: &World, n: u128) -> Actor {
    let today = world.store.clock().today();
    let id = AccountId::from_uuid(Uuid::from_u128(0xBA00 + n));
    let name = PersonName::parse("Bùi Văn Quản").expect("a name");
    let (holder, unit, issued_on) = (Holder::Staff, PROVINCE, today);
    let grant = GrantId::from_uuid(Uuid::from_u128(0xCA00 + n));
    let (role, scope, from, until) = (Role::Administrator, PROVINCE, today, None);
    for command in [
        AccountCommand::IssueAccount { holder, name, unit, issued_on },
        AccountCommand::GrantAccess { grant, role, scope, from, until, request: paper() },
    ] {
        world.service(Command::Account(id, command)).await;
    }
    actor(&world.app, id).await
}

/// Everyone of finance goes to the commune.
pub fn of_units() -> AskedMove {
    let successors = BTreeMap::from([(FINANCE, COMMUNE)]);
    asked(Whom::Units { successors, below: true, except: vec![] })
}

/// Those on a list.
pub fn of_list(rows: &str) -> AskedMove {
    let bytes = Arc::new(format!("Họ và tên;Số CCCD;Đơn vị\n{rows}").into_bytes());
    asked(Whom::List { bytes, to: None })
}

fn asked(whom: Whom) -> AskedMove {
    AskedMove {
        mass_move: MERGER,
        decision: paper(),
        effective_on: day("2026-11-01"),
        reason: reason(),
        grants: GrantsThen::Follow,
        ends: Ends::Nothing,
        whom,
    }
}

pub fn undo() -> AskedUndo {
    let (reason, source) = (reason(), Source::Page);
    AskedUndo { mass_move: MERGER, reason, decision: None, source }
}

/// What a mass move would do.
pub async fn planned(world: &World, asked: &AskedMove) -> Planned {
    let watch = Watch::default();
    world.app.plan_mass_move(&Actor::service(), asked, &watch).await.expect("it is planned")
}

/// Planned by one and approved by the other; answers with what was approved.
pub async fn approved(world: &World, asked: &AskedMove) -> (Actor, FileHash) {
    let (plans, approves) = (administrator(world, 1).await, administrator(world, 2).await);
    let planned = world.app.plan_mass_move(&plans, asked, &Watch::default()).await;
    let planned = planned.expect("it is planned");
    world.app.keep_mass_move(&plans, &planned).await.expect("it is kept");
    let hash = planned.manifest.hash();
    let done = world.app.approve_mass_move(&approves, asked.mass_move, &hash, Source::Page).await;
    done.expect("it is approved");
    (plans, hash)
}

/// Carried out to its end.
pub async fn carried_out(world: &World, who: &Actor, hash: &FileHash) -> Tally {
    let watch = Watch::default();
    let done = world.app.run_mass_move(who, MERGER, hash, Source::Page, &watch).await;
    done.expect("it is carried out")
}
