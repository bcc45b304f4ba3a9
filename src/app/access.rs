//! Who may do what: one pure function, and a rule's name for every answer.

use hoso_events::{
    account::{AccountCommand, Role},
    dossier::DossierCommand,
    ids::{AccountId, UnitId},
    unit::UnitTree,
};

use super::{actor::Actor, command::Command, refusal::Refusal};

/// What someone wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// Take a confirmed paper dossier in.
    OpenDossier,
    /// Type, hand in and take back entries of a record.
    EnterRecord,
    /// Compare with the paper, store or return; record what only the unit may enter.
    CheckRecord,
    /// Order, release, receive, accept, refuse, recall or cancel the transfer of a dossier; order,
    /// prolong, shorten or cancel a secondment.
    TransferDossier,
    /// Read a dossier.
    ReadDossier,
    /// Read the deadline board and the lists of a unit.
    ReadBoard,
    /// Create an official's account.
    IssueAccount,
    /// Grant, restrict, extend or revoke access; close an account.
    DecideAccess,
    /// Establish, rename and move units.
    KeepUnits,
    /// Publish calendars, adopt and amend rules.
    KeepRules,
    /// Verify and rebuild the log.
    KeepLog,
    /// See what keeping the service asks for: accounts that wait, units, health. No dossier.
    Administer,
}

impl Act {
    /// Every act, for the table of who may do what.
    pub const ALL: [Self; 12] = [
        Self::OpenDossier,
        Self::EnterRecord,
        Self::CheckRecord,
        Self::TransferDossier,
        Self::ReadDossier,
        Self::ReadBoard,
        Self::IssueAccount,
        Self::DecideAccess,
        Self::KeepUnits,
        Self::KeepRules,
        Self::KeepLog,
        Self::Administer,
    ];
}

/// What it is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A unit, or a dossier the unit manages.
    Unit(UnitId),
    /// The actor's own dossier, managed by this unit.
    OwnDossier(UnitId),
    /// The province as a whole: calendars, rules, the log.
    Province,
}

/// The rule that allowed an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// The service itself.
    Service,
    /// One's own record (QĐ 842: the person enters and answers for it).
    Own,
    /// A grant of this role on this unit or one above it.
    Grant(Role),
}

/// The act is not allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the actor holds no grant for this")]
pub struct Denied;

/// The roles that carry an act.
pub fn roles_for(act: Act) -> &'static [Role] {
    match act {
        Act::OpenDossier
        | Act::EnterRecord
        | Act::CheckRecord
        | Act::TransferDossier
        | Act::IssueAccount => &[Role::DataOfficer],
        Act::ReadDossier => &[Role::DataOfficer, Role::Head, Role::Inspector],
        Act::ReadBoard => &[Role::DataOfficer, Role::Head, Role::Inspector, Role::Administrator],
        Act::DecideAccess => &[Role::Head, Role::Administrator],
        Act::KeepUnits | Act::KeepRules | Act::KeepLog | Act::Administer => &[Role::Administrator],
    }
}

/// Whether `actor` may do `act` to `target`, and on what ground.
pub fn may(actor: &Actor, act: Act, target: Target, units: &UnitTree) -> Result<Ground, Denied> {
    if actor.is_service {
        return Ok(Ground::Service);
    }
    let unit = match target {
        Target::OwnDossier(unit) => {
            if matches!(act, Act::EnterRecord | Act::ReadDossier) {
                return Ok(Ground::Own);
            }
            Some(unit)
        }
        Target::Unit(unit) => Some(unit),
        Target::Province => units.root().map(|root| root.id),
    };
    let roles = roles_for(act);
    actor
        .grants
        .iter()
        .find(|(role, scope)| {
            roles.contains(role) && unit.is_some_and(|unit| units.is_within(unit, *scope))
        })
        .map(|(role, _scope)| Ground::Grant(*role))
        .ok_or(Denied)
}

/// Nobody decides on their own access, and only an administrator makes another one: otherwise one
/// who may decide on access could take for themselves what they were not given, or leave a unit, in
/// the end the province, with nobody who decides.
pub fn decided_by_another(
    actor: &Actor,
    account: AccountId,
    command: &AccountCommand,
) -> Result<(), Refusal> {
    let gives = match command {
        AccountCommand::GrantAccess { role, .. } => Some(*role),
        AccountCommand::ExtendAccess { .. }
        | AccountCommand::RestrictAccess { .. }
        | AccountCommand::RevokeAccess { .. }
        | AccountCommand::CloseAccount { .. } => None,
        AccountCommand::IssueAccount { .. } => return Ok(()),
    };
    if actor.is_service {
        return Ok(());
    }
    if actor.account.id == account {
        return Err(Refusal::plain("own_access"));
    }
    let administers = actor.grants.iter().any(|(role, _scope)| *role == Role::Administrator);
    if gives == Some(Role::Administrator) && !administers {
        return Err(Refusal::plain("administrator_only"));
    }
    Ok(())
}

/// What a dossier command amounts to, for the access check.
pub(super) fn act_of(command: &DossierCommand) -> Act {
    match command {
        DossierCommand::OpenDossier { .. } => Act::OpenDossier,
        DossierCommand::Transfer { .. } | DossierCommand::Secondment { .. } => Act::TransferDossier,
        _ if command.needs_an_officer() => Act::CheckRecord,
        _ => Act::EnterRecord,
    }
}

/// Whether a command weighs: it checks, decides on access, closes, or says that what is handed in is
/// true. From a browser it is only taken from someone who has proved themselves lately.
pub fn weighs(command: &Command) -> bool {
    match command {
        Command::Dossier(_, command) => match command {
            DossierCommand::SubmitRecord { .. }
            | DossierCommand::DeclareChange { .. }
            | DossierCommand::DeclareLateEntry { .. }
            | DossierCommand::CorrectError { .. }
            | DossierCommand::RecordAgencyEntry { .. }
            | DossierCommand::CheckSubmission { .. }
            | DossierCommand::ReturnSubmission { .. }
            | DossierCommand::FindSectionUnchanged { .. }
            | DossierCommand::WithdrawOpening { .. }
            | DossierCommand::Transfer { .. }
            | DossierCommand::Secondment { .. } => true,
            DossierCommand::OpenDossier { .. }
            | DossierCommand::EnterSection { .. }
            | DossierCommand::WithdrawSubmission { .. }
            | DossierCommand::ScanPaper { .. } => false,
        },
        Command::Account(_, command) => match command {
            AccountCommand::IssueAccount { .. } => false,
            AccountCommand::GrantAccess { .. }
            | AccountCommand::RestrictAccess { .. }
            | AccountCommand::ExtendAccess { .. }
            | AccountCommand::RevokeAccess { .. }
            | AccountCommand::CloseAccount { .. } => true,
        },
        Command::Unit(_) | Command::Calendar(_) | Command::Rulebook(_) => true,
    }
}

/// The units an actor may list for an act: the scopes of the grants that carry it.
pub fn scopes(actor: &Actor, act: Act, units: &UnitTree) -> Vec<UnitId> {
    if actor.is_service {
        return units.root().map(|root| root.id).into_iter().collect();
    }
    let roles = roles_for(act);
    let held: Vec<UnitId> = actor
        .grants
        .iter()
        .filter(|(role, _scope)| roles.contains(role))
        .map(|(_role, scope)| *scope)
        .collect();
    let mut widest: Vec<UnitId> = vec![];
    for scope in &held {
        let covered = held.iter().any(|other| other != scope && units.is_within(*scope, *other));
        if !covered && !widest.contains(scope) {
            widest.push(*scope);
        }
    }
    widest
}
