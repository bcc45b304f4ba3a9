//! What is decided when someone asks for an account or for access. Whether the asker may grant
//! within that unit is not decided here.

use chrono::{Months, NaiveDate};

use super::{Account, AccountEvent, Grant, Holder, Issued, Role};
use crate::{
    ids::{GrantId, UnitId},
    unit::UnitTree,
    values::{Paper, PersonName, Reason},
};

/// The most months until a grant's end: from its first day, or from the request to extend it.
pub const MONTHS_MAX: u32 = 12;

/// What someone may ask of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountCommand {
    /// Creates the account.
    IssueAccount { holder: Holder, name: PersonName, unit: UnitId, issued_on: NaiveDate },
    /// Grants access within a unit and all below it, first and last day included.
    GrantAccess {
        grant: GrantId,
        role: Role,
        scope: UnitId,
        from: NaiveDate,
        until: Option<NaiveDate>,
        request: Paper,
    },
    /// Narrows a grant: a unit within the old one, an end no later.
    RestrictAccess { grant: GrantId, scope: UnitId, until: Option<NaiveDate>, request: Paper },
    /// Widens a grant: a unit around the old one, an end no earlier.
    ExtendAccess { grant: GrantId, scope: UnitId, until: Option<NaiveDate>, request: Paper },
    /// Ends a grant for good.
    RevokeAccess { grant: GrantId, request: Paper },
    /// Closes the account for good, with all its grants.
    CloseAccount { closed_on: NaiveDate, reason: Reason },
}

impl AccountCommand {
    /// The command's name, for logs.
    pub fn name(&self) -> &'static str {
        match self {
            Self::IssueAccount { .. } => "IssueAccount",
            Self::GrantAccess { .. } => "GrantAccess",
            Self::RestrictAccess { .. } => "RestrictAccess",
            Self::ExtendAccess { .. } => "ExtendAccess",
            Self::RevokeAccess { .. } => "RevokeAccess",
            Self::CloseAccount { .. } => "CloseAccount",
        }
    }
}

/// Why the account stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccountRefusal {
    #[error("the account is not issued")]
    NotIssued,
    /// Issued before to another holder, name, unit or day.
    #[error("the account was issued with other content")]
    AlreadyIssued,
    #[error("the account is closed")]
    Closed,
    #[error("unit {0} is not known")]
    UnknownUnit(UnitId),
    /// Nothing is given in a unit that is no more.
    #[error("unit {0} has ended")]
    UnitEnded(UnitId),
    #[error("grant {0} is not known")]
    UnknownGrant(GrantId),
    /// The grant's id stands for another role, unit or time.
    #[error("grant {0} was made with other content")]
    AlreadyGranted(GrantId),
    #[error("grant {0} is revoked")]
    Revoked(GrantId),
    #[error("the new scope and end do not narrow grant {0}")]
    NotNarrower(GrantId),
    #[error("the new scope and end do not widen grant {0}")]
    NotWider(GrantId),
    #[error("access ends on {until}, before it starts on {from}")]
    EndsBeforeStart { from: NaiveDate, until: NaiveDate },
    /// Only standing posts may have access without an end.
    #[error("access in this role needs an end")]
    EndRequired(Role),
    #[error("access ends on {until}, later than {latest}")]
    TermTooLong { until: NaiveDate, latest: NaiveDate },
    /// The account did not exist on the day given.
    #[error("the account was issued on {issued_on}, nothing of it can be dated earlier")]
    BeforeIssued { issued_on: NaiveDate },
    /// Access would have started without a written request.
    #[error("the request is dated {dated_on}, after access starts on {from}")]
    RequestAfterStart { dated_on: NaiveDate, from: NaiveDate },
}

impl AccountRefusal {
    /// Every code, in the order of the alphabet; each has a sentence in every language.
    pub const CODES: &[&str] = &[
        "already_granted",
        "already_issued",
        "before_issued",
        "closed",
        "end_required",
        "ends_before_start",
        "not_issued",
        "not_narrower",
        "not_wider",
        "request_after_start",
        "revoked",
        "term_too_long",
        "unit_ended",
        "unknown_grant",
        "unknown_unit",
    ];

    /// The stable code, key of the sentence shown to the user.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotIssued => "not_issued",
            Self::AlreadyIssued => "already_issued",
            Self::Closed => "closed",
            Self::UnknownUnit(_) => "unknown_unit",
            Self::UnitEnded(_) => "unit_ended",
            Self::UnknownGrant(_) => "unknown_grant",
            Self::AlreadyGranted(_) => "already_granted",
            Self::Revoked(_) => "revoked",
            Self::NotNarrower(_) => "not_narrower",
            Self::NotWider(_) => "not_wider",
            Self::EndsBeforeStart { .. } => "ends_before_start",
            Self::EndRequired(_) => "end_required",
            Self::TermTooLong { .. } => "term_too_long",
            Self::BeforeIssued { .. } => "before_issued",
            Self::RequestAfterStart { .. } => "request_after_start",
        }
    }
}

/// Decides what happens when `command` meets `account`, in the province as `tree` has it. What is
/// already so yields no fact.
pub fn decide(
    account: &Account,
    command: AccountCommand,
    tree: &UnitTree,
) -> Result<Vec<AccountEvent>, AccountRefusal> {
    use AccountCommand as Ask;
    match (account, command) {
        (Account::NotIssued, Ask::IssueAccount { holder, name, unit, issued_on }) => {
            stands(tree, unit)?;
            Ok(vec![AccountEvent::AccountIssued { holder, name, unit, issued_on }])
        }
        (Account::NotIssued, _) => Err(AccountRefusal::NotIssued),
        (Account::Closed(_), _) => Err(AccountRefusal::Closed),
        (Account::Active(issued), Ask::IssueAccount { holder, name, unit, issued_on }) => {
            let before = (issued.holder, &issued.name, issued.unit, issued.issued_on);
            if before == (holder, &name, unit, issued_on) {
                Ok(vec![])
            } else {
                Err(AccountRefusal::AlreadyIssued)
            }
        }
        (
            Account::Active(issued),
            Ask::GrantAccess { grant, role, scope, from, until, request },
        ) => {
            let asked = Grant { role, scope, from, until, revoked: false };
            grant_access(issued, tree, grant, asked, request)
        }
        (Account::Active(issued), Ask::RestrictAccess { grant, scope, until, request }) => {
            let old = live(issued, grant)?;
            known(tree, scope)?;
            if (scope, until) == (old.scope, old.until) {
                return Ok(vec![]);
            }
            if !(tree.is_within(scope, old.scope) && ends_no_later(until, old.until)) {
                return Err(AccountRefusal::NotNarrower(grant));
            }
            ends_after_start(old.from, until)?;
            Ok(vec![AccountEvent::AccessRestricted { grant, scope, until, request }])
        }
        (Account::Active(issued), Ask::ExtendAccess { grant, scope, until, request }) => {
            let old = live(issued, grant)?;
            stands(tree, scope)?;
            if (scope, until) == (old.scope, old.until) {
                return Ok(vec![]);
            }
            if !(tree.is_within(old.scope, scope) && ends_no_later(old.until, until)) {
                return Err(AccountRefusal::NotWider(grant));
            }
            // An end that stays as it was is not judged again.
            if until != old.until {
                term_is_allowed(old.role, old.from.max(request.dated_on), until)?;
            }
            Ok(vec![AccountEvent::AccessExtended { grant, scope, until, request }])
        }
        (Account::Active(issued), Ask::RevokeAccess { grant, request }) => {
            match live(issued, grant) {
                Ok(_) => Ok(vec![AccountEvent::AccessRevoked { grant, request }]),
                Err(AccountRefusal::Revoked(_)) => Ok(vec![]),
                Err(refusal) => Err(refusal),
            }
        }
        (Account::Active(issued), Ask::CloseAccount { closed_on, reason }) => {
            not_before_issued(issued, closed_on)?;
            Ok(vec![AccountEvent::AccountClosed { closed_on, reason }])
        }
    }
}

/// What becomes of an account when another unit takes its holder's dossier over: what it opens at
/// the old unit ends, and it belongs to the new one. Nobody asks for this by itself: it is part of
/// the acceptance, recorded with it. An account that is closed or not there stays so.
pub fn moved_with_dossier(
    account: &Account,
    to: UnitId,
    moved_on: NaiveDate,
    decision: &Paper,
    tree: &UnitTree,
) -> Vec<AccountEvent> {
    let Account::Active(issued) = account else { return vec![] };
    let from = issued.unit;
    if from == to {
        return vec![];
    }
    let at_the_old_unit =
        issued.grants.iter().filter(|(_, held)| !held.revoked && tree.is_within(held.scope, from));
    let ended = at_the_old_unit
        .map(|(grant, _)| AccountEvent::AccessRevoked { grant: *grant, request: decision.clone() });
    let moved = AccountEvent::AccountMoved { from, to, moved_on, decision: decision.clone() };
    ended.chain([moved]).collect()
}

fn grant_access(
    issued: &Issued,
    tree: &UnitTree,
    grant: GrantId,
    asked: Grant,
    request: Paper,
) -> Result<Vec<AccountEvent>, AccountRefusal> {
    match issued.grants.get(&grant) {
        Some(old) if old.revoked => return Err(AccountRefusal::Revoked(grant)),
        Some(old) if *old == asked => return Ok(vec![]),
        Some(_) => return Err(AccountRefusal::AlreadyGranted(grant)),
        None => {}
    }
    let Grant { role, scope, from, until, .. } = asked;
    stands(tree, scope)?;
    not_before_issued(issued, from)?;
    if request.dated_on > from {
        return Err(AccountRefusal::RequestAfterStart { dated_on: request.dated_on, from });
    }
    ends_after_start(from, until)?;
    term_is_allowed(role, from, until)?;
    Ok(vec![AccountEvent::AccessGranted { grant, role, scope, from, until, request }])
}

fn stands(tree: &UnitTree, unit: UnitId) -> Result<(), AccountRefusal> {
    match tree.get(unit) {
        None => Err(AccountRefusal::UnknownUnit(unit)),
        Some(known) if known.stands() => Ok(()),
        Some(_) => Err(AccountRefusal::UnitEnded(unit)),
    }
}

fn known(tree: &UnitTree, unit: UnitId) -> Result<(), AccountRefusal> {
    tree.get(unit).map(|_| ()).ok_or(AccountRefusal::UnknownUnit(unit))
}

fn live(issued: &Issued, grant: GrantId) -> Result<&Grant, AccountRefusal> {
    match issued.grants.get(&grant) {
        None => Err(AccountRefusal::UnknownGrant(grant)),
        Some(old) if old.revoked => Err(AccountRefusal::Revoked(grant)),
        Some(old) => Ok(old),
    }
}

/// Whether one end is no later than another; no end is later than any.
fn ends_no_later(end: Option<NaiveDate>, than: Option<NaiveDate>) -> bool {
    match (end, than) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(end), Some(than)) => end <= than,
    }
}

fn not_before_issued(issued: &Issued, on: NaiveDate) -> Result<(), AccountRefusal> {
    if on < issued.issued_on {
        return Err(AccountRefusal::BeforeIssued { issued_on: issued.issued_on });
    }
    Ok(())
}

fn ends_after_start(from: NaiveDate, until: Option<NaiveDate>) -> Result<(), AccountRefusal> {
    match until {
        Some(until) if until < from => Err(AccountRefusal::EndsBeforeStart { from, until }),
        _ => Ok(()),
    }
}

/// Whether the role may have access until then, counted from `start`.
fn term_is_allowed(
    role: Role,
    start: NaiveDate,
    until: Option<NaiveDate>,
) -> Result<(), AccountRefusal> {
    let latest = start.checked_add_months(Months::new(MONTHS_MAX)).unwrap_or(NaiveDate::MAX);
    match until {
        None if role.may_stay_open() => Ok(()),
        None => Err(AccountRefusal::EndRequired(role)),
        Some(until) if until > latest => Err(AccountRefusal::TermTooLong { until, latest }),
        Some(_) => Ok(()),
    }
}
