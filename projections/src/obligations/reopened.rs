//! What becomes of the clocks of entry when what was handed in is taken back, or comes before there is an
//! account to enter with.

use chrono::NaiveDate;
use hoso_events::rulebook::Duty;

use super::{Clock, ObligationRow, dated_again, key};
use crate::{engine::Touched, table::Key};

/// What was handed in and taken back before its check was not handed in: the clocks it had stopped
/// run on, by the calendar and rules known now.
pub(super) fn reopen_entry(rows: &mut Touched<ObligationRow>, clock: &Clock<'_>, subject: &str) {
    let dossier_id = clock.dossier_id;
    let handed_in = rows.get(&key(dossier_id, subject, Duty::Check)).map(|check| check.started_by);
    for row in rows.with_prefix(&vec![dossier_id.into()]) {
        let entered = [Duty::FirstEntry.as_str(), Duty::Amend.as_str()].contains(&&*row.duty);
        if !entered || row.met_by.is_none() || row.met_by != handed_in {
            continue;
        }
        if row.state == "void" {
            owe_first_entry(rows, clock);
            continue;
        }
        let row = ObligationRow { state: "open".to_owned(), met_on: None, met_by: None, ..row };
        rows.put(dated_again(row, clock.world));
    }
}

/// A record handed in before there is an account leaves nothing to enter when the account comes.
pub(super) fn void_first_entry(rows: &mut Touched<ObligationRow>, clock: &Clock<'_>) {
    if rows.get(&first_entry(clock.dossier_id)).is_none() {
        let row = clock.open(Duty::FirstEntry, "", clock.today());
        rows.put(clock.close(row, "void"));
    }
}

/// Such a record taken back is owed from the day the account came, or not before it comes.
pub(super) fn owe_first_entry(rows: &mut Touched<ObligationRow>, clock: &Clock<'_>) {
    let issued = rows
        .get(&key(clock.dossier_id, "", Duty::IssueAccount))
        .and_then(|row| row.met_on.clone().zip(row.met_by));
    let started_on = issued.as_ref().and_then(|(on, _by)| on.parse::<NaiveDate>().ok());
    match issued.zip(started_on) {
        Some(((recorded_on, started_by), started_on)) => {
            let row = clock.open(Duty::FirstEntry, "", started_on);
            rows.put(ObligationRow { started_by, recorded_on, ..row });
        }
        None => rows.remove(&first_entry(clock.dossier_id)),
    }
}

pub(super) fn first_entry(dossier_id: &str) -> Key {
    key(dossier_id, "", Duty::FirstEntry)
}

/// A change that was taken back before its check was not declared: neither in time nor late. If it
/// is so after all, it is declared again and judged by its own day.
pub(super) fn void_declaration(
    rows: &mut Touched<ObligationRow>,
    clock: &Clock<'_>,
    subject: &str,
) {
    let key = key(clock.dossier_id, subject, Duty::DeclareChange);
    if let Some(row) = rows.get(&key).cloned() {
        rows.put(clock.close(row, "void"));
    }
}
