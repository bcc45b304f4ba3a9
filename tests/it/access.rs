//! Who decides on whose access, asked through the whole program.

use hoso::app::{Actor, Command, CommandError, Done, Request};
use hoso_events::{
    account::{AccountCommand, Holder, Role},
    ids::{AccountId, GrantId, UnitId},
    provenance::Source,
    values::{PersonName, Reason},
};
use hoso_projections::accounts;
use uuid::Uuid;

use crate::support::{
    COMMUNE, FINANCE, GRANT, HANH, PROVINCE, Place, SCHOOL, World, day, on_both, paper,
    world::{self, world},
};

on_both![
    a_head_widens_no_access_beyond_their_own_unit,
    a_head_ends_access_to_their_unit_whoever_holds_it,
    nobody_decides_on_their_own_access_and_a_head_makes_no_administrator,
];

/// Bình, head of the school.
const BINH: AccountId = AccountId::from_uuid(Uuid::from_u128(0xB2));
const HEADSHIP: GrantId = GrantId::from_uuid(Uuid::from_u128(0xC2));
/// What Hạnh of the department of finance may see of the school.
const VISIT: GrantId = GrantId::from_uuid(Uuid::from_u128(0xC3));

fn grant(grant: GrantId, role: Role, scope: UnitId) -> AccountCommand {
    let from = day("2026-11-02");
    AccountCommand::GrantAccess { grant, role, scope, from, until: None, request: paper() }
}

/// The province, with a head at its school.
async fn with_a_head(place: Place) -> (World, Actor) {
    let world = world(place).await;
    let issued = AccountCommand::IssueAccount {
        holder: Holder::Staff,
        name: PersonName::parse("Lê Văn Bình").unwrap(),
        unit: SCHOOL,
        issued_on: day("2026-11-02"),
    };
    world.service(Command::Account(BINH, issued)).await;
    world.service(Command::Account(BINH, grant(HEADSHIP, Role::Head, SCHOOL))).await;
    world.service(Command::Account(HANH, grant(VISIT, Role::DataOfficer, SCHOOL))).await;
    let head = world::actor(&world.app, BINH).await;
    (world, head)
}

async fn asks(
    world: &World,
    actor: &Actor,
    account: AccountId,
    command: AccountCommand,
) -> Result<Done, CommandError> {
    let request = Request::new(Command::Account(account, command), Source::Page);
    world.app.execute(actor, request).await
}

async fn a_head_widens_no_access_beyond_their_own_unit(place: Place) {
    let (world, head) = with_a_head(place).await;
    let before = accounts::by_id(world.db(), &BINH.to_string()).await.unwrap();
    for scope in [PROVINCE, COMMUNE] {
        let wider =
            AccountCommand::ExtendAccess { grant: HEADSHIP, scope, until: None, request: paper() };
        let answer = asks(&world, &head, BINH, wider).await;
        assert!(matches!(answer, Err(CommandError::Denied)), "{answer:?}");
    }
    assert_eq!(accounts::by_id(world.db(), &BINH.to_string()).await.unwrap(), before);
}

async fn a_head_ends_access_to_their_unit_whoever_holds_it(place: Place) {
    let (world, head) = with_a_head(place).await;
    let revoke = |grant| AccountCommand::RevokeAccess { grant, request: paper() };
    // What she may do at finance is no business of the school's.
    let answer = asks(&world, &head, HANH, revoke(GRANT)).await;
    assert!(matches!(answer, Err(CommandError::Denied)), "{answer:?}");
    asks(&world, &head, HANH, revoke(VISIT)).await.unwrap();
    let held = world::actor(&world.app, HANH).await.grants;
    assert_eq!(held, [(Role::DataOfficer, FINANCE)]);
}

async fn nobody_decides_on_their_own_access_and_a_head_makes_no_administrator(place: Place) {
    let (world, head) = with_a_head(place).await;
    let code = async |account, command| match asks(&world, &head, account, command).await {
        Err(CommandError::Refused(refusal)) => refusal.code,
        other => panic!("not refused: {other:?}"),
    };
    let new = GrantId::from_uuid(Uuid::from_u128(0xC9));
    assert_eq!(code(BINH, grant(new, Role::DataOfficer, SCHOOL)).await, "own_access");
    let revoked = AccountCommand::RevokeAccess { grant: HEADSHIP, request: paper() };
    assert_eq!(code(BINH, revoked).await, "own_access");
    let reason = Reason::parse("Nghỉ hưu").unwrap();
    let closed = AccountCommand::CloseAccount { closed_on: day("2026-11-02"), reason };
    assert_eq!(code(BINH, closed).await, "own_access");
    assert_eq!(code(HANH, grant(new, Role::Administrator, SCHOOL)).await, "administrator_only");
    let allowed = asks(&world, &head, HANH, grant(new, Role::Head, SCHOOL)).await;
    assert!(matches!(allowed, Ok(Done::Recorded { .. })), "{allowed:?}");
}
