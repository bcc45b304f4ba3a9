//! Accounts as those who keep them see them: within the units their grants reach.

use chrono::NaiveDate;
use hoso_events::{
    account::{Account, AccountCommand, Holder, Role, decide},
    fact::Recorded,
    ids::{AccountId, GrantId, UnitId},
    provenance::Source,
    unit::UnitTree,
    values::{Paper, PersonName},
};
use hoso_projections::{
    accounts::{self, AccountRow, GrantLine},
    fold::{fold, name_sort_key},
};

use super::{
    Act, Actor, App, Command, CommandError, Request, Target,
    access::{decided_by_another, scopes},
    may,
};
use crate::store::StoreError;

/// Access that ends within so many days is worth a look.
pub const ENDS_SOON_DAYS: i64 = 30;

/// Which accounts are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Wanted {
    /// With grants, of any time.
    #[default]
    WithAccess,
    /// With a grant in force that ends within [`ENDS_SOON_DAYS`].
    GrantEndsSoon,
    /// The last code ran out unused.
    CodeExpired,
    /// Activated, with a grant in force, without a second factor.
    WithoutFactor,
    /// Issued, and no password was ever chosen.
    NotActivated,
}

/// Whether a grant may be used on a day.
pub fn in_force(line: &GrantLine, today: NaiveDate) -> bool {
    !line.revoked && line.from <= today && line.until.is_none_or(|until| today <= until)
}

/// Whether a grant in force ends soon.
pub fn ends_soon(line: &GrantLine, today: NaiveDate) -> bool {
    let left = |until: NaiveDate| (until - today).num_days();
    in_force(line, today) && line.until.is_some_and(|until| left(until) <= ENDS_SOON_DAYS)
}

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
    pub until: Option<NaiveDate>,
    pub request: Paper,
}

/// The most facts of an account that are told.
const HISTORY_MAX: usize = 100;

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

    /// What was decided on an account, newest first, at most so much, for whoever may see it.
    pub async fn account_history(
        &self,
        actor: &Actor,
        id: AccountId,
    ) -> Result<Vec<Recorded>, CommandError> {
        self.account(actor, id).await?;
        let mut facts = self.store().stream(&id.to_string(), 0).await?;
        facts.reverse();
        facts.truncate(HISTORY_MAX);
        Ok(facts)
    }

    /// The accounts that belong to, or have grants that reach into, the units where the actor decides
    /// on access, whose holder's name has the words of `query`. Those that wait for something stand
    /// with the longest wait first, all others by name.
    pub async fn accounts_kept(
        &self,
        actor: &Actor,
        wanted: Wanted,
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
        let mut rows = self.wanted(wanted).await?;
        rows.retain(|row| {
            let named = words.is_empty() || {
                let name = fold(&row.name);
                words.iter().all(|word| name.split(' ').any(|part| part.starts_with(word)))
            };
            named && {
                let own = UnitId::parse(&row.unit_id).ok();
                let grants = row.grant_lines();
                own.into_iter().chain(grants.iter().map(|line| line.scope)).any(reached)
            }
        });
        if matches!(wanted, Wanted::WithAccess | Wanted::WithoutFactor) {
            rows.sort_by_cached_key(|row| (name_sort_key(&row.name), row.account_id.clone()));
        }
        Ok(rows)
    }

    /// The accounts of one kind, whoever asks.
    async fn wanted(&self, wanted: Wanted) -> Result<Vec<AccountRow>, StoreError> {
        let store = self.store();
        let today = store.clock().today();
        let staff = || async {
            accounts::staff(store.db(), "", ACCOUNTS_MAX).await.map_err(StoreError::from)
        };
        match wanted {
            Wanted::WithAccess => staff().await,
            Wanted::GrantEndsSoon => {
                let ends = |row: &AccountRow| {
                    let grants = row.grant_lines();
                    let ending = grants.iter().filter(|line| ends_soon(line, today));
                    ending.filter_map(|line| line.until).min()
                };
                let rows = staff().await?.into_iter().filter(|row| row.state == "active");
                let mut ending: Vec<_> =
                    rows.filter_map(|row| ends(&row).map(|on| (on, row))).collect();
                ending.sort_by(|one, other| {
                    (one.0, &one.1.account_id).cmp(&(other.0, &other.1.account_id))
                });
                Ok(ending.into_iter().map(|(_on, row)| row).collect())
            }
            Wanted::CodeExpired => store.codes_expired(store.now()).await,
            Wanted::WithoutFactor => {
                let mut rows = store.without_factor().await?;
                rows.retain(|row| row.grant_lines().iter().any(|line| in_force(line, today)));
                Ok(rows)
            }
            Wanted::NotActivated => store.never_activated().await,
        }
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
