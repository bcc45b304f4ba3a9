//! The acts that concern two dossiers.

use hoso::app::{Actor, Command, CommandError, Done, Request};
use hoso_events::{
    dossier::{Pair, PairCommand},
    provenance::Source,
};

use super::{
    World,
    people::{dossier, paper, reason},
};

/// Dossier `kept` with dossier `duplicate`.
pub fn pair(kept: u32, duplicate: u32) -> Pair {
    Pair { kept: dossier(kept), duplicate: dossier(duplicate) }
}

pub fn merge() -> PairCommand {
    PairCommand::Merge { paper: paper(), reason: reason() }
}

pub fn separate() -> PairCommand {
    PairCommand::Separate { paper: paper(), reason: reason() }
}

pub fn tell_apart() -> PairCommand {
    PairCommand::TellApart { reason: reason() }
}

/// What comes of a command on two dossiers.
pub async fn merges(
    world: &World,
    who: &Actor,
    kept: u32,
    duplicate: u32,
    command: PairCommand,
) -> Result<Done, CommandError> {
    let request = Request::new(Command::Pair(pair(kept, duplicate), command), Source::Page);
    world.app.execute(who, request).await
}
