//! What the end of someone's service, and their return, do to duties.
//!
//! What the person owed falls away with the ending, and so does the account that was to be issued;
//! what was handed in before is still to be checked. That the ending is recorded in time is a duty of
//! its own (F6), which opens ahead for one that is announced.

use hoso_events::{
    dossier::{DossierEvent, Ending},
    ids::EndingId,
    rulebook::Duty,
};

use super::{Clock, ObligationRow, close_open, key};
use crate::engine::Touched;

/// What ends with service. A check of what was handed in does not.
const OWED_IN_SERVICE: [Duty; 3] = [Duty::IssueAccount, Duty::FirstEntry, Duty::Amend];

pub(super) fn apply(rows: &mut Touched<ObligationRow>, clock: &Clock<'_>, event: &DossierEvent) {
    match event {
        DossierEvent::EndingAnnounced { ending, details } => {
            rows.put(opened(clock, *ending, details));
        }
        DossierEvent::ServiceEnded { ending, details } => {
            close_open(rows, clock, &OWED_IN_SERVICE, None, "void");
            let announced = row_of(rows, clock.dossier_id, *ending);
            let row = announced.unwrap_or_else(|| opened(clock, *ending, details));
            rows.put(clock.close(row, "met"));
        }
        // Judged by the day that is right; the day it was recorded stays.
        DossierEvent::EndingCorrected { ending, details, .. } => {
            let Some(row) = row_of(rows, clock.dossier_id, *ending) else { return };
            let ObligationRow { state, met_on, met_by, .. } = row;
            rows.put(ObligationRow { state, met_on, met_by, ..opened(clock, *ending, details) });
        }
        DossierEvent::EndingReversed { ending, .. } => {
            let Some(row) = row_of(rows, clock.dossier_id, *ending) else { return };
            let ended_by = row.met_by;
            rows.put(clock.close(row, "void"));
            owed_again(rows, clock, ended_by, true);
        }
        DossierEvent::ServiceResumed { ending, to, resumed_on, .. } => {
            let row = row_of(rows, clock.dossier_id, *ending);
            let account = clock.open(Duty::IssueAccount, &ending.to_string(), *resumed_on);
            rows.put(ObligationRow { unit_id: to.to_string(), ..account });
            for row in rows.with_prefix(&vec![clock.dossier_id.into()]) {
                if row.state == "open" {
                    rows.put(ObligationRow { unit_id: to.to_string(), ..row });
                }
            }
            owed_again(rows, clock, row.and_then(|row| row.met_by), false);
        }
        _ => {}
    }
}

/// Whether service is over: an ending was recorded that stands, and nobody came back from it.
pub(super) fn is_over(rows: &Touched<ObligationRow>, dossier_id: &str) -> bool {
    let ended = |row: &ObligationRow| {
        let back = || rows.get(&key(dossier_id, &row.subject, Duty::IssueAccount));
        row.duty() == Some(Duty::RecordEnding) && row.state == "met" && back().is_none()
    };
    rows.with_prefix(&vec![dossier_id.into()]).iter().any(ended)
}

fn opened(clock: &Clock<'_>, ending: EndingId, details: &Ending) -> ObligationRow {
    clock.open(Duty::RecordEnding, &ending.to_string(), details.clock_starts_on())
}

fn row_of(
    rows: &Touched<ObligationRow>,
    dossier_id: &str,
    ending: EndingId,
) -> Option<ObligationRow> {
    rows.get(&key(dossier_id, &ending.to_string(), Duty::RecordEnding)).cloned()
}

/// What fell away with an ending is owed anew, with a whole term from today: nobody could enter
/// anything meanwhile. An account that was to be issued is owed as before when there was no such
/// ending; of a return the account has a clock of its own.
fn owed_again(
    rows: &mut Touched<ObligationRow>,
    clock: &Clock<'_>,
    ended_by: Option<i64>,
    with_account: bool,
) {
    for row in rows.with_prefix(&vec![clock.dossier_id.into()]) {
        if row.state != "void" || row.met_by.is_none() || row.met_by != ended_by {
            continue;
        }
        match row.duty() {
            Some(duty @ (Duty::FirstEntry | Duty::Amend)) => {
                rows.put(ObligationRow {
                    unit_id: row.unit_id.clone(),
                    ..clock.open(duty, &row.subject, clock.today())
                });
            }
            Some(Duty::IssueAccount) if with_account => {
                let row =
                    ObligationRow { state: "open".to_owned(), met_on: None, met_by: None, ..row };
                rows.put(super::dated_again(row, clock.world));
            }
            _ => {}
        }
    }
}
