//! Accounts as those who keep them see them: within the units their grants reach.

use hoso_events::{
    account::{Account, AccountCommand, Holder, Role, decide},
    ids::{AccountId, GrantId, UnitId},
    provenance::Source,
    unit::UnitTree,
    values::{Paper, PersonName},
};
use hoso_projections::{
    accounts::{self, AccountRow},
    fold::{fold, name_sort_key},
};

use super::{
    Act, Actor, App, Command, CommandError, Request, Target,
    access::{decided_by_another, scopes},
    may,
};
use crate::store::StoreError;

/// The most accounts with grants that are looked through.
const ACCOUNTS_MAX: i64 = 20_000;

/// An account for someone who works with records and has none here, with its first grant.
#[derive(Debug, Clone)]
pub struct NewStaff {
    pub account: AccountId,
    pub grant: GrantId,
    pub name: PersonName,
    pub unit: UnitId,
    pub role: Role,
    /// The last day of the grant, where it has one.
    pub until: Option<chrono::NaiveDate>,
    pub request: Paper,
}

impl App {
    /// An account, for its holder and for those who issue accounts or decide on access in its
    /// unit; for anyone else as if it were not there.
    pub async fn account(&self, actor: &Actor, id: AccountId) -> Result<AccountRow, CommandError> {
        let row = accounts::by_id(self.store().db(), &id.to_string())
            .await
            .map_err(StoreError::from)?
            .ok_or(CommandError::Denied)?;
        let world = self.store().world().await?;
        let unit = UnitId::parse(&row.unit_id).map_err(|_not_an_id| CommandError::Denied)?;
        let keeps = |act| may(actor, act, Target::Unit(unit), &world.units).is_ok();
        let official = row.dossier_id.is_some() && keeps(Act::IssueAccount);
        if actor.account.id == id || official || keeps(Act::DecideAccess) {
            return Ok(row);
        }
        Err(CommandError::Denied)
    }

    /// The accounts with grants that reach into the units where the actor decides on access, whose
    /// holder's name has the words of `query`; by name.
    pub async fn accounts_with_access(
        &self,
        actor: &Actor,
        unit: Option<UnitId>,
        query: &str,
    ) -> Result<Vec<AccountRow>, CommandError> {
        let world = self.store().world().await?;
        let tree = &world.units;
        let decides = scopes(actor, Act::DecideAccess, tree);
        let reached = |of: UnitId| {
            decides.iter().any(|scope| tree.is_within(of, *scope))
                && unit.is_none_or(|unit| tree.is_within(of, unit))
        };
        let words = hoso_projections::fold::words(query);
        let rows =
            accounts::staff(self.store().db(), "", ACCOUNTS_MAX).await.map_err(StoreError::from)?;
        let mut found: Vec<(String, AccountRow)> = rows
            .into_iter()
            .filter(|row| {
                let name = fold(&row.name);
                words.iter().all(|word| name.split(' ').any(|part| part.starts_with(word)))
            })
            .filter(|row| {
                let own = UnitId::parse(&row.unit_id).ok();
                let grants = row.grant_lines();
                own.into_iter().chain(grants.iter().map(|line| line.scope)).any(reached)
            })
            .map(|row| (name_sort_key(&row.name), row))
            .collect();
        found.sort_by(|one, other| {
            (&one.0, &one.1.account_id).cmp(&(&other.0, &other.1.account_id))
        });
        Ok(found.into_iter().map(|(_key, row)| row).collect())
    }

    /// Creates an account with its first grant: both or neither. Sent again it is the same account.
    pub async fn issue_staff(
        &self,
        actor: &Actor,
        new: NewStaff,
        source: Source,
    ) -> Result<(), CommandError> {
        let today = self.store().clock().today();
        let NewStaff { account, grant, name, unit, role, until, request } = new;
        let issue =
            AccountCommand::IssueAccount { holder: Holder::Staff, name, unit, issued_on: today };
        let access =
            AccountCommand::GrantAccess { grant, role, scope: unit, from: today, until, request };
        let world = self.store().world().await?;
        may(actor, Act::DecideAccess, Target::Unit(unit), &world.units)
            .map_err(|_denied| CommandError::Denied)?;
        decided_by_another(actor, account, &access).map_err(CommandError::Refused)?;
        rehearse([issue.clone(), access.clone()], &world.units)?;
        for command in [issue, access] {
            self.execute(actor, Request::new(Command::Account(account, command), source)).await?;
        }
        Ok(())
    }
}

/// Runs the decisions without recording, so that a refused grant leaves no account behind.
fn rehearse(
    commands: impl IntoIterator<Item = AccountCommand>,
    units: &UnitTree,
) -> Result<(), CommandError> {
    let mut account = Account::default();
    for command in commands {
        let facts = decide(&account, command, units)
            .map_err(|refusal| CommandError::Refused(refusal.into()))?;
        for fact in &facts {
            account.evolve(fact);
        }
    }
    Ok(())
}
