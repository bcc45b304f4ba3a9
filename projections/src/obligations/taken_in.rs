//! What is owed of a dossier that came from another log in a sealed package. What was owed there is
//! no duty here.

use chrono::NaiveDate;
use hoso_events::{dossier::TakenInAs, ids::SubmissionId, rulebook::Duty};

use super::{Clock, ObligationRow, close_open, key, void_first_entry};
use crate::engine::Touched;

/// A dossier that came from another log is owed what one of its situation is owed here: an account
/// like one that was opened, and from today on what waits or came back. Of a second package, what
/// is no longer so falls away.
pub(super) fn owe(
    rows: &mut Touched<ObligationRow>,
    clock: &Clock<'_>,
    on: NaiveDate,
    situation: TakenInAs,
    [waiting, returned]: [&Vec<SubmissionId>; 2],
) {
    let today = clock.today();
    if rows.get(&key(clock.dossier_id, "", Duty::IssueAccount)).is_none() {
        rows.put(clock.open(Duty::IssueAccount, "", on));
    }
    if situation != TakenInAs::FirstEntry {
        close_open(rows, clock, &[Duty::FirstEntry], None, "void");
        void_first_entry(rows, clock);
    }
    for (duty, submissions) in [(Duty::Check, waiting), (Duty::Amend, returned)] {
        let subjects: Vec<String> = submissions.iter().map(ToString::to_string).collect();
        for row in rows.with_prefix(&vec![clock.dossier_id.into()]) {
            let open = row.duty() == Some(duty) && row.state == "open";
            if open && !subjects.contains(&row.subject) {
                rows.put(clock.close(row, "void"));
            }
        }
        for subject in subjects {
            if rows.get(&key(clock.dossier_id, &subject, duty)).is_none() {
                rows.put(clock.open(duty, &subject, today));
            }
        }
    }
}
