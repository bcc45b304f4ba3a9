//! Who can get in, and what may they do? One row an account, its grants beside it as a ledger.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use hoso_events::{
    account::{AccountEvent, Holder, Role},
    dossier::DossierEvent,
    fact::{Fact, Recorded},
    ids::{GrantId, UnitId},
};
use serde::{Deserialize, Serialize};

use crate::{
    database::{Database, Statement},
    engine::{ReadModel, Touched, World},
    table::{Key, TableRow as _},
    table_row,
};

table_row! {
    /// One account as it stands.
    pub struct AccountRow in "accounts", key 1, prefix 1, live "true",
        indexes [("accounts_by_dossier", "dossier_id"), ("accounts_by_unit", "unit_id")]
    {
        pub account_id: String,
        pub name: String,
        pub dossier_id: Option<String>,
        pub unit_id: String,
        pub issued_on: String,
        /// `active`, `closed`, or `suspended` while the dossier is merged into another one.
        pub state: String,
        /// The grants as JSON, revoked ones included: see [`GrantLine`].
        pub grants: String,
    }
}

/// One grant of an account, as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantLine {
    pub grant: GrantId,
    pub role: Role,
    pub scope: UnitId,
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
    pub revoked: bool,
}

impl AccountRow {
    /// The grants, oldest first.
    pub fn grant_lines(&self) -> Vec<GrantLine> {
        serde_json::from_str(&self.grants).unwrap_or_default()
    }
}

/// The read model behind [`AccountRow`].
pub struct Accounts;

fn with_grants(row: &AccountRow, change: impl FnOnce(&mut Vec<GrantLine>)) -> AccountRow {
    let mut grants = row.grant_lines();
    change(&mut grants);
    AccountRow {
        grants: serde_json::to_string(&grants).expect("grant lines are plain data"),
        ..row.clone()
    }
}

fn alter(row: &AccountRow, id: &GrantId, change: impl FnOnce(&mut GrantLine)) -> AccountRow {
    with_grants(row, |grants| {
        if let Some(line) = grants.iter_mut().find(|line| line.grant == *id) {
            change(line);
        }
    })
}

/// A duplicate's account opens nothing, and what it opened before once it is no duplicate; one that
/// was closed stays closed.
fn apply_dossier(rows: &mut Touched<AccountRow>, event: &DossierEvent) {
    let (account, from, to) = match event {
        DossierEvent::FoundDuplicate { account: Some(account), .. } => {
            (account, "active", SUSPENDED)
        }
        DossierEvent::FoundSeparate { account: Some(account), .. } => {
            (account, SUSPENDED, "active")
        }
        _ => return,
    };
    let row = rows.get(&vec![account.to_string().into()]).cloned();
    if let Some(row) = row.filter(|row| row.state == from) {
        rows.put(AccountRow { state: to.to_owned(), ..row });
    }
}

/// The state of an account whose dossier is merged into another one.
pub const SUSPENDED: &str = "suspended";

impl ReadModel for Accounts {
    type Row = AccountRow;

    fn touches(recorded: &Recorded, _world: &World) -> Vec<Key> {
        match &recorded.fact {
            Fact::Account(_) => vec![vec![recorded.stream_id.as_str().into()]],
            Fact::Dossier(
                DossierEvent::FoundDuplicate { account: Some(account), .. }
                | DossierEvent::FoundSeparate { account: Some(account), .. },
            ) => vec![vec![account.to_string().into()]],
            _ => vec![],
        }
    }

    fn apply(rows: &mut Touched<AccountRow>, recorded: &Recorded, _world: &World) {
        if let Fact::Dossier(event) = &recorded.fact {
            return apply_dossier(rows, event);
        }
        let Fact::Account(event) = &recorded.fact else { return };
        let key: Key = vec![recorded.stream_id.as_str().into()];
        if let AccountEvent::AccountIssued { holder, name, unit, issued_on } = event {
            rows.put(AccountRow {
                account_id: recorded.stream_id.clone(),
                name: name.to_string(),
                dossier_id: match holder {
                    Holder::Official { dossier } => Some(dossier.to_string()),
                    Holder::Staff => None,
                },
                unit_id: unit.to_string(),
                issued_on: issued_on.to_string(),
                state: "active".to_owned(),
                grants: "[]".to_owned(),
            });
            return;
        }
        let Some(row) = rows.get(&key).cloned() else { return };
        let row = match event {
            AccountEvent::AccountIssued { .. } => row,
            AccountEvent::AccessGranted { grant, role, scope, from, until, .. } => {
                with_grants(&row, |grants| {
                    grants.push(GrantLine {
                        grant: *grant,
                        role: *role,
                        scope: *scope,
                        from: *from,
                        until: *until,
                        revoked: false,
                    });
                })
            }
            AccountEvent::AccessRestricted { grant, scope, until, .. }
            | AccountEvent::AccessExtended { grant, scope, until, .. } => {
                alter(&row, grant, |line| {
                    line.scope = *scope;
                    line.until = *until;
                })
            }
            AccountEvent::AccessRevoked { grant, .. } => {
                alter(&row, grant, |line| line.revoked = true)
            }
            AccountEvent::AccountMoved { to, .. } => AccountRow { unit_id: to.to_string(), ..row },
            AccountEvent::AccountClosed { .. } | AccountEvent::AccountClosedWithService { .. } => {
                AccountRow { state: "closed".to_owned(), ..row }
            }
            AccountEvent::AccountReopened { unit, .. } => {
                // What it opened before it closed does not come back with it.
                let row = with_grants(&row, |grants| {
                    grants.iter_mut().for_each(|line| line.revoked = true);
                });
                AccountRow { state: "active".to_owned(), unit_id: unit.to_string(), ..row }
            }
        };
        rows.put(row);
    }
}

/// One account by its id.
pub const BY_ID: Statement = Statement::same(
    "select account_id, name, dossier_id, unit_id, issued_on, state, grants from accounts
     where account_id = $1",
);

/// The account of an official, by dossier.
pub const OF_DOSSIER: Statement = Statement::same(
    "select account_id, name, dossier_id, unit_id, issued_on, state, grants from accounts
     where dossier_id = $1",
);

/// The accounts that hold a role somewhere, or none.
pub const STAFF: Statement = Statement::same(
    "select account_id, name, dossier_id, unit_id, issued_on, state, grants from accounts
     where grants <> '[]' and account_id > $1 order by account_id limit $2",
);

/// The account with this id.
pub async fn by_id(db: &Database, id: &str) -> Result<Option<AccountRow>, sqlx::Error> {
    db.fetch_one(BY_ID, vec![id.into()]).await?.map(|cells| AccountRow::read(&cells, 0)).transpose()
}

/// The open accounts that hold a role somewhere, or belong to a unit and not to a dossier.
pub const OF_UNITS: Statement = Statement::same(
    "select account_id, name, dossier_id, unit_id, issued_on, state, grants from accounts
     where (grants <> '[]' or dossier_id is null) and state = 'active' and account_id > $1
     order by account_id limit $2",
);

/// Open accounts with a role or without a dossier, by id after `after`.
pub async fn of_units(
    db: &Database,
    after: &str,
    limit: i64,
) -> Result<Vec<AccountRow>, sqlx::Error> {
    db.fetch(OF_UNITS, vec![after.into(), limit.into()])
        .await?
        .iter()
        .map(|cells| AccountRow::read(cells, 0))
        .collect()
}

/// Some accounts by their ids.
pub const BY_IDS: Statement = Statement::each(
    "select account_id, name, dossier_id, unit_id, issued_on, state, grants from accounts
     where account_id in (select value from json_each($1))",
    "select account_id, name, dossier_id, unit_id, issued_on, state, grants from accounts
     where account_id in (select value from json_array_elements_text($1::json))",
);

/// The accounts with these ids.
pub async fn by_ids(db: &Database, ids: &BTreeSet<String>) -> Result<Vec<AccountRow>, sqlx::Error> {
    let list = serde_json::to_string(ids).expect("texts are plain data");
    let rows = db.fetch(BY_IDS, vec![list.into()]).await?;
    rows.iter().map(|cells| AccountRow::read(cells, 0)).collect()
}

/// The account made for this dossier's person.
pub async fn of_dossier(db: &Database, id: &str) -> Result<Option<AccountRow>, sqlx::Error> {
    db.fetch_one(OF_DOSSIER, vec![id.into()])
        .await?
        .map(|cells| AccountRow::read(&cells, 0))
        .transpose()
}

/// Accounts with at least one grant, by id after `after`.
pub async fn staff(db: &Database, after: &str, limit: i64) -> Result<Vec<AccountRow>, sqlx::Error> {
    db.fetch(STAFF, vec![after.into(), limit.into()])
        .await?
        .iter()
        .map(|cells| AccountRow::read(cells, 0))
        .collect()
}
