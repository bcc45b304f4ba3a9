//! What becomes of the duties of a dossier that is a duplicate, for as long as it is one.

use hoso_events::rulebook::Duty;

use super::{Clock, ObligationRow, close_open, dated_again};
use crate::engine::Touched;

/// The state of a duty that fell away because the dossier is a duplicate, and runs on when it is
/// none.
pub(super) const MERGED: &str = "merged";

/// What is owed is owed in the kept dossier, if at all.
pub(super) fn fall_away(rows: &mut Touched<ObligationRow>, clock: &Clock<'_>) {
    close_open(rows, clock, &Duty::ALL, None, MERGED);
}

/// What fell away with a merge that was wrong runs on from the day it began, by the calendar and
/// rules known now.
pub(super) fn run_on(rows: &mut Touched<ObligationRow>, clock: &Clock<'_>) {
    for row in rows.with_prefix(&vec![clock.dossier_id.into()]) {
        if row.state == MERGED {
            let row = ObligationRow { state: "open".to_owned(), met_on: None, met_by: None, ..row };
            rows.put(dated_again(row, clock.world));
        }
    }
}
