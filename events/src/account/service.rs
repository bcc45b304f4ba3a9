//! What becomes of an account when its holder's service ends, and when they are in service again.
//! Nobody asks for this by itself: it is part of the ending or the return, recorded with it.

use chrono::NaiveDate;

use super::{Account, AccountEvent};
use crate::{
    ids::{DossierId, EndingId, UnitId},
    values::Paper,
};

/// The account closes with its grants. One that is closed or not there stays so.
pub fn closed_with_service(
    account: &Account,
    ending: EndingId,
    closed_on: NaiveDate,
) -> Vec<AccountEvent> {
    match account {
        Account::Active(_) => vec![AccountEvent::AccountClosedWithService { ending, closed_on }],
        Account::NotIssued | Account::Closed(_) => vec![],
    }
}

/// There was no such ending: the account it closed is open again, at the unit it had. Its grants are
/// not: each needs a written request of its own. An account that was closed for another reason stays
/// closed.
pub fn open_as_before(
    account: &Account,
    dossier: DossierId,
    ending: EndingId,
    reopened_on: NaiveDate,
    decision: Option<Paper>,
) -> Vec<AccountEvent> {
    match account {
        Account::Closed(issued) if issued.closed_with == Some(ending) => {
            let unit = issued.unit;
            vec![AccountEvent::AccountReopened { dossier, unit, reopened_on, decision }]
        }
        Account::NotIssued | Account::Active(_) | Account::Closed(_) => vec![],
    }
}

/// Who comes back has their account again, at the unit that takes them in and without grants.
pub fn open_on_return(
    account: &Account,
    dossier: DossierId,
    unit: UnitId,
    reopened_on: NaiveDate,
    decision: Paper,
) -> Vec<AccountEvent> {
    match account {
        Account::Closed(_) => {
            let decision = Some(decision);
            vec![AccountEvent::AccountReopened { dossier, unit, reopened_on, decision }]
        }
        Account::NotIssued | Account::Active(_) => vec![],
    }
}
