//! Lan, data officer of the commune, and the steps of a transfer to her.

use std::num::NonZeroU16;

use hoso::app::{Actor, Command, CommandError, Done, Request};
use hoso_events::{
    account::{AccountCommand, Holder, Role},
    dossier::{DossierCommand, InventoryLine, TransferKind, TransferStep},
    ids::{AccountId, GrantId, TransferId},
    provenance::Source,
    values::{PaperTitle, PersonName},
};
use uuid::Uuid;

use super::{
    World,
    people::{COMMUNE, day, dossier, paper, reason},
    world::actor,
};

/// The account of Lan, data officer of the commune.
pub const LAN: AccountId = AccountId::from_uuid(Uuid::from_u128(0xB5));
const LANS_GRANT: GrantId = GrantId::from_uuid(Uuid::from_u128(0xC5));

/// The transfer of dossier `n`.
pub fn transfer(n: u32) -> TransferId {
    TransferId::from_uuid(Uuid::from_u128(0x7000_0000 + u128::from(n)))
}

/// Gives Lan her account.
pub async fn lan(world: &World) -> Actor {
    let today = world.store.clock().today();
    let name = PersonName::parse("Võ Thị Lan").expect("a name");
    let (holder, unit, issued_on) = (Holder::Staff, COMMUNE, today);
    let (grant, role, scope, from, until) = (LANS_GRANT, Role::DataOfficer, COMMUNE, today, None);
    for command in [
        AccountCommand::IssueAccount { holder, name, unit, issued_on },
        AccountCommand::GrantAccess { grant, role, scope, from, until, request: paper() },
    ] {
        world.service(Command::Account(LAN, command)).await;
    }
    actor(&world.app, LAN).await
}

/// What comes of a step that someone asks for of the transfer of dossier `n`.
pub async fn asks(
    world: &World,
    who: &Actor,
    n: u32,
    step: TransferStep,
) -> Result<Done, CommandError> {
    let command = DossierCommand::Transfer { transfer: transfer(n), step };
    let request = Request::new(Command::Dossier(dossier(n), command), Source::Page);
    world.app.execute(who, request).await
}

/// A step that must be taken.
pub async fn takes(world: &World, who: &Actor, n: u32, step: TransferStep) -> Done {
    let name = step.name();
    let done = asks(world, who, n, step).await;
    done.unwrap_or_else(|error| panic!("{name} on dossier {n}: {error:?}"))
}

pub fn order(effective_on: &str) -> TransferStep {
    TransferStep::Order {
        to: COMMUNE,
        kind: TransferKind::Reassignment,
        decision: paper(),
        effective_on: day(effective_on),
        term_ends_on: None,
    }
}

/// Two papers of fourteen pages.
pub fn release(released_on: &str) -> TransferStep {
    let line = |title: &str, pages| InventoryLine {
        title: PaperTitle::parse(title).expect("a title"),
        pages: NonZeroU16::new(pages).expect("at least a page"),
    };
    let inventory = vec![line("Sơ yếu lý lịch", 12), line("Quyết định tuyển dụng", 2)];
    TransferStep::Release { inventory, released_on: day(released_on) }
}

pub fn receive(received_on: &str) -> TransferStep {
    TransferStep::ReceivePaper { received_on: day(received_on) }
}

pub fn find_invalid(received_on: &str) -> TransferStep {
    TransferStep::FindPaperInvalid { received_on: day(received_on), reasons: vec![reason()] }
}

pub fn accept(accepted_on: &str) -> TransferStep {
    TransferStep::Accept { accepted_on: day(accepted_on) }
}

pub fn refuse() -> TransferStep {
    TransferStep::Refuse { reason: reason() }
}

pub fn recall() -> TransferStep {
    TransferStep::Recall { reason: reason() }
}

pub fn cancel() -> TransferStep {
    TransferStep::Cancel { reason: reason(), decision: Some(paper()) }
}
