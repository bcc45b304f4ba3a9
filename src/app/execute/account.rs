//! Commands on an account: for which units they are decided, and who may.

use hoso_events::{
    account::{Account, AccountCommand, Holder},
    ids::{AccountId, GrantId, UnitId},
};

use super::{Ask, Asked, Started, Stream as _, named_unit};
use crate::app::{Act, App, CommandError, Target, access::decided_by_another};

impl App {
    pub(super) async fn on_account(
        &self,
        asked: Asked<'_>,
        id: AccountId,
        command: AccountCommand,
    ) -> Result<Started, CommandError> {
        let Asked { actor, request, key, world, pace } = asked;
        let stream_id = id.to_string();
        let units = match &command {
            AccountCommand::IssueAccount { unit, .. } => vec![*unit],
            // Giving access is decided for everything it will reach.
            AccountCommand::GrantAccess { scope, .. }
            | AccountCommand::ExtendAccess { scope, .. } => vec![*scope],
            // Taking it away, for the unit it reaches or for the holder's own.
            AccountCommand::RestrictAccess { grant, .. }
            | AccountCommand::RevokeAccess { grant, .. } => {
                self.units_of_account(&stream_id, Some(grant)).await?
            }
            AccountCommand::CloseAccount { .. } => self.units_of_account(&stream_id, None).await?,
        };
        let act = match &command {
            AccountCommand::IssueAccount { holder: Holder::Official { dossier }, .. } => {
                let managing = self.managing_unit(*dossier).await?;
                if managing.is_none_or(|managing| !units.contains(&managing)) {
                    return Err(CommandError::Denied);
                }
                self.is_in_service(*dossier).await?;
                Act::IssueAccount
            }
            _ => Act::DecideAccess,
        };
        let allowed = |unit: &UnitId| self.allow(actor, act, Target::Unit(*unit), world).is_ok();
        let unit = units.into_iter().find(allowed).ok_or(CommandError::Denied)?;
        decided_by_another(actor, id, &command).map_err(CommandError::Refused)?;
        let by = self.authorship(actor, named_unit(world, unit), request);
        let ask = Ask { by, key, seen: None, pace, beside: vec![] };
        self.run::<Account>(&stream_id, command, &world.units, ask).await
    }

    /// The unit an account belongs to, and the one a grant of it reaches; none without an account.
    async fn units_of_account(
        &self,
        stream_id: &str,
        grant: Option<&GrantId>,
    ) -> Result<Vec<UnitId>, CommandError> {
        let loaded = self.load::<Account>(stream_id).await?;
        let mut units = vec![];
        if let Some(issued) = loaded.kept.state.issued() {
            units.push(issued.unit);
            let reached = grant.and_then(|grant| issued.grants.get(grant));
            units.extend(reached.map(|grant| grant.scope));
        }
        Account::cache(self).put(stream_id.to_owned(), loaded.kept);
        Ok(units)
    }
}
