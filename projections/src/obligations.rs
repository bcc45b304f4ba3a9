//! Who owes what by when, and was it kept? One row a duty of one dossier.
//!
//! A clock starts from a typed day (a confirmed dossier, a change in the world) or from the day a
//! fact was recorded; it always stops on the day the server recorded the act that ends it, so that
//! nobody can date themselves on time. How late the typed day was entered stands beside it.

mod merged;
pub mod paged;
mod reopened;
mod service;
mod taken_in;

use chrono::NaiveDate;
use hoso_events::{
    account::{AccountEvent, Holder},
    calendar::local_date,
    dossier::DossierEvent,
    fact::{Fact, Recorded},
    ids::{SubmissionId, UnitId},
    rulebook::{DueError, Duty, due_date},
};

use crate::{
    database::{Database, Statement},
    engine::{ReadModel, Touched, World},
    table::Key,
    table_row,
};

use paged::read_all;
pub use paged::{Wanted, within};
use reopened::{first_entry, reopen_entry, void_declaration, void_first_entry};

table_row! {
    /// One duty and what became of it.
    pub struct ObligationRow in "obligations", key 3, prefix 2,
        live "(t.state in ('open', 'merged') or t.missing_year is not null
               or t.duty in ('issue_account', 'first_entry', 'amend', 'take_over',
                             'record_ending'))",
        indexes []
    {
        pub dossier_id: String,
        /// What it is about: a submission's id, or empty for the dossier as a whole.
        pub subject: String,
        /// The code of the duty: see [`Duty`].
        pub duty: String,
        /// The unit that answers for it: an open duty goes with the dossier to the unit that takes
        /// it over, a verdict stays with the unit that managed the dossier when it was given.
        pub unit_id: String,
        /// The rule pack in force on the day the clock started.
        pub pack: Option<String>,
        pub rulebook_version: i64,
        pub calendar_version: i64,
        /// The fact that started the clock.
        pub started_by: i64,
        pub started_on: String,
        /// The day that fact was recorded: later than `started_on` by how late it was entered.
        pub recorded_on: String,
        /// The last day; none while a calendar or a rule is missing.
        pub due_on: Option<String>,
        /// The first due day ever shown; a calendar change never makes it earlier.
        pub notified_due_on: Option<String>,
        /// The year whose calendar is missing, when that is why there is no due day.
        pub missing_year: Option<i64>,
        /// `open`, `met` or `void`; or `merged`: void for as long as the dossier is a duplicate.
        pub state: String,
        pub met_on: Option<String>,
        /// The fact that met it or made it void.
        pub met_by: Option<i64>,
    }
}

/// How a duty stands on a given day, in the three words every screen uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Met by the last day.
    MetOnTime,
    /// Met after the last day.
    MetLate,
    /// Open, and the last day has not passed.
    Due,
    /// Open, and the last day has passed.
    Overdue,
    /// Fell away.
    Void,
    /// No last day can be named: no calendar or no rule is known for the day the clock started.
    /// Met or not, that is neither in time nor late.
    Unknown,
}

impl Verdict {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::MetOnTime => "met_on_time",
            Self::MetLate => "met_late",
            Self::Due => "due",
            Self::Overdue => "overdue",
            Self::Void => "void",
            Self::Unknown => "unknown",
        }
    }
}

impl ObligationRow {
    /// How the duty stands on `today` (a local day).
    pub fn verdict(&self, today: NaiveDate) -> Verdict {
        let today = today.to_string();
        match (self.state.as_str(), &self.met_on, &self.due_on) {
            ("void" | merged::MERGED, _, _) => Verdict::Void,
            (_, _, None) => Verdict::Unknown,
            ("met", Some(met), Some(due)) if met > due => Verdict::MetLate,
            ("met", _, _) => Verdict::MetOnTime,
            (_, _, Some(due)) if today > *due => Verdict::Overdue,
            _ => Verdict::Due,
        }
    }

    /// The duty as a value.
    pub fn duty(&self) -> Option<Duty> {
        Duty::parse(&self.duty)
    }
}

/// The read model behind [`ObligationRow`].
pub struct Obligations;

fn number(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

/// Works out the due day of a row from the rule and calendar in force at this place in the log.
fn date_row(row: &mut ObligationRow, duty: Duty, started_on: NaiveDate, world: &World) {
    row.rulebook_version = number(world.rulebook.version());
    row.calendar_version = number(world.calendar.version());
    match due_date(&world.rulebook, &world.calendar, duty, started_on) {
        Ok(due) => {
            row.pack = Some(due.pack);
            let computed = due.due_on.to_string();
            // Favour the person: a re-dated clock is never shorter than what was notified.
            let due_on = match &row.notified_due_on {
                Some(notified) if *notified > computed => notified.clone(),
                _ => computed,
            };
            row.notified_due_on.get_or_insert_with(|| due_on.clone());
            row.due_on = Some(due_on);
            row.missing_year = None;
        }
        Err(DueError::Calendar(gap)) => row.missing_year = Some(i64::from(gap.year)),
        Err(DueError::NoRule(..)) => {}
    }
}

fn key(dossier_id: &str, subject: &str, duty: Duty) -> Key {
    vec![dossier_id.into(), subject.into(), duty.as_str().into()]
}

struct Clock<'a> {
    dossier_id: &'a str,
    unit_id: &'a str,
    recorded: &'a Recorded,
    world: &'a World,
}

impl Clock<'_> {
    fn today(&self) -> NaiveDate {
        local_date(self.recorded.provenance.recorded_at)
    }

    fn open(&self, duty: Duty, subject: &str, started_on: NaiveDate) -> ObligationRow {
        let mut row = ObligationRow {
            dossier_id: self.dossier_id.to_owned(),
            duty: duty.as_str().to_owned(),
            subject: subject.to_owned(),
            unit_id: self.unit_id.to_owned(),
            pack: None,
            rulebook_version: 0,
            calendar_version: 0,
            started_by: number(self.recorded.provenance.position),
            started_on: started_on.to_string(),
            recorded_on: self.today().to_string(),
            due_on: None,
            notified_due_on: None,
            missing_year: None,
            state: "open".to_owned(),
            met_on: None,
            met_by: None,
        };
        date_row(&mut row, duty, started_on, self.world);
        row
    }

    fn close(&self, row: ObligationRow, state: &str) -> ObligationRow {
        ObligationRow {
            state: state.to_owned(),
            met_on: Some(self.today().to_string()),
            met_by: Some(number(self.recorded.provenance.position)),
            ..row
        }
    }
}

/// Closes every open row of the dossier with one of these duties (and this subject, when given).
fn close_open(
    rows: &mut Touched<ObligationRow>,
    clock: &Clock<'_>,
    duties: &[Duty],
    subject: Option<&str>,
    state: &str,
) {
    for row in rows.with_prefix(&vec![clock.dossier_id.into()]) {
        let meant = duties.iter().any(|duty| duty.as_str() == row.duty)
            && subject.is_none_or(|subject| subject == row.subject);
        if meant && row.state == "open" {
            rows.put(clock.close(row, state));
        }
    }
}

fn apply_dossier(rows: &mut Touched<ObligationRow>, clock: &Clock<'_>, event: &DossierEvent) {
    let today = clock.today();
    match event {
        DossierEvent::DossierOpened { confirmed_on, .. } => {
            rows.put(clock.open(Duty::IssueAccount, "", *confirmed_on));
        }
        DossierEvent::RecordSubmitted { submission, .. } => {
            close_open(rows, clock, &[Duty::FirstEntry, Duty::Amend], None, "met");
            void_first_entry(rows, clock);
            rows.put(clock.open(Duty::Check, &submission.to_string(), today));
        }
        DossierEvent::ChangeDeclared { submission, happened_on, received_on, .. } => {
            let subject = submission.to_string();
            let started_on = received_on.map_or(*happened_on, |day| day.max(*happened_on));
            let row = clock.open(Duty::DeclareChange, &subject, started_on);
            rows.put(clock.close(row, "met"));
            rows.put(clock.open(Duty::Check, &subject, today));
        }
        DossierEvent::LateEntryDeclared { submission, .. }
        | DossierEvent::ErrorCorrected { submission: Some(submission), .. } => {
            rows.put(clock.open(Duty::Check, &submission.to_string(), today));
        }
        DossierEvent::SubmissionChecked { submission, .. } => {
            close_open(rows, clock, &[Duty::Check], Some(&submission.to_string()), "met");
        }
        DossierEvent::SubmissionReturned { submission, .. } => {
            let subject = submission.to_string();
            close_open(rows, clock, &[Duty::Check], Some(&subject), "met");
            rows.put(clock.open(Duty::Amend, &subject, today));
        }
        DossierEvent::SubmissionWithdrawn { submission, .. } => {
            let subject = submission.to_string();
            // Nobody enters anything after the end of service.
            if !service::is_over(rows, clock.dossier_id) {
                reopen_entry(rows, clock, &subject);
            }
            void_declaration(rows, clock, &subject);
            close_open(rows, clock, &[Duty::Check], Some(&subject), "void");
        }
        // What came back stands by the unit's own act: nothing is left to mend.
        DossierEvent::ErrorCorrected { submission: None, settles, .. }
        | DossierEvent::AgencyEntryRecorded { settles, .. } => {
            for submission in settles {
                close_open(rows, clock, &[Duty::Amend], Some(&submission.to_string()), "void");
            }
        }
        // Nobody owes anything for a dossier that was opened by mistake.
        DossierEvent::OpeningWithdrawn { .. } => close_open(rows, clock, &Duty::ALL, None, "void"),
        DossierEvent::FoundDuplicate { .. } => merged::fall_away(rows, clock),
        DossierEvent::FoundSeparate { .. } => merged::run_on(rows, clock),
        DossierEvent::PaperDossierReceived { transfer, by, received_on } => {
            let row = clock.open(Duty::TakeOver, &transfer.to_string(), *received_on);
            rows.put(ObligationRow { unit_id: by.to_string(), ..row });
        }
        DossierEvent::TransferAccepted { transfer, to, .. } => {
            close_open(rows, clock, &[Duty::TakeOver], Some(&transfer.to_string()), "met");
            move_open(rows, clock.dossier_id, *to);
        }
        // Who goes with many others takes what is open along; no term opens for them alone.
        DossierEvent::MovedByDecision { to, .. } | DossierEvent::MovedBack { to, .. } => {
            move_open(rows, clock.dossier_id, *to);
        }
        DossierEvent::TransferRefused { transfer, .. }
        | DossierEvent::TransferCancelled { transfer, .. } => {
            close_open(rows, clock, &[Duty::TakeOver], Some(&transfer.to_string()), "void");
        }
        DossierEvent::EndingAnnounced { .. }
        | DossierEvent::ServiceEnded { .. }
        | DossierEvent::EndingCorrected { .. }
        | DossierEvent::EndingReversed { .. }
        | DossierEvent::ServiceResumed { .. } => service::apply(rows, clock, event),
        DossierEvent::DossierTakenIn { taken_in_on, situation, waiting, returned, .. } => {
            taken_in::owe(rows, clock, *taken_in_on, *situation, [waiting, returned]);
        }
        DossierEvent::SectionEntered { .. }
        | DossierEvent::SectionFoundUnchanged { .. }
        | DossierEvent::PaperScanned { .. }
        | DossierEvent::TransferOrdered { .. }
        | DossierEvent::DossierReleased { .. }
        | DossierEvent::PaperDossierFoundInvalid { .. }
        | DossierEvent::ReleaseRecalled { .. }
        | DossierEvent::SecondmentOrdered { .. }
        | DossierEvent::SecondmentProlonged { .. }
        | DossierEvent::SecondmentEndedEarly { .. }
        | DossierEvent::SecondmentCancelled { .. }
        | DossierEvent::DuplicateTakenIn { .. }
        | DossierEvent::DuplicateSetApart { .. }
        | DossierEvent::FoundTwoPeople { .. } => {}
    }
}

/// Who takes a dossier over takes what is open in it over, due when it was due.
fn move_open(rows: &mut Touched<ObligationRow>, dossier_id: &str, to: UnitId) {
    for row in rows.with_prefix(&vec![dossier_id.into()]) {
        if row.state == "open" {
            rows.put(ObligationRow { unit_id: to.to_string(), ..row });
        }
    }
}

/// Re-dates every open clock after a calendar or rule changed, and every one that ended while the
/// calendar for its last day was missing: only now can it be said whether it was kept. Verdicts that
/// were given stay.
fn redate(rows: &mut Touched<ObligationRow>, world: &World) {
    for row in rows.all() {
        if row.state == "open" || row.missing_year.is_some() {
            rows.put(dated_again(row, world));
        }
    }
}

fn dated_again(mut row: ObligationRow, world: &World) -> ObligationRow {
    if let (Some(duty), Ok(started_on)) = (row.duty(), row.started_on.parse::<NaiveDate>()) {
        date_row(&mut row, duty, started_on, world);
    }
    row
}

impl ReadModel for Obligations {
    type Row = ObligationRow;

    fn touches(recorded: &Recorded, _world: &World) -> Vec<Key> {
        // Every duty that is still open to change or names the unit; those of one submission.
        let live = |dossier_id: &str| vec![dossier_id.into()];
        match &recorded.fact {
            Fact::Dossier(event) => {
                let dossier_id = recorded.stream_id.as_str();
                let about = event.submission().map(|id| id.to_string());
                match (event, about) {
                    (
                        DossierEvent::SectionEntered { .. }
                        | DossierEvent::SectionFoundUnchanged { .. }
                        | DossierEvent::PaperScanned { .. }
                        | DossierEvent::TransferOrdered { .. }
                        | DossierEvent::DossierReleased { .. }
                        | DossierEvent::PaperDossierFoundInvalid { .. }
                        | DossierEvent::ReleaseRecalled { .. }
                        | DossierEvent::SecondmentOrdered { .. }
                        | DossierEvent::SecondmentProlonged { .. }
                        | DossierEvent::SecondmentEndedEarly { .. }
                        | DossierEvent::SecondmentCancelled { .. }
                        | DossierEvent::DuplicateTakenIn { .. }
                        | DossierEvent::DuplicateSetApart { .. }
                        | DossierEvent::FoundTwoPeople { .. },
                        _,
                    ) => vec![],
                    (DossierEvent::PaperDossierReceived { transfer, .. }, _) => {
                        vec![vec![dossier_id.into(), transfer.to_string().into()]]
                    }
                    (
                        DossierEvent::AgencyEntryRecorded { settles, .. }
                        | DossierEvent::ErrorCorrected { submission: None, settles, .. },
                        _,
                    ) => {
                        let of = |settled: &SubmissionId| settled.to_string().into();
                        settles.iter().map(|it| vec![dossier_id.into(), of(it)]).collect()
                    }
                    (
                        DossierEvent::RecordSubmitted { .. }
                        | DossierEvent::OpeningWithdrawn { .. },
                        _,
                    )
                    | (_, None) => vec![live(dossier_id)],
                    (_, Some(subject)) => {
                        vec![live(dossier_id), vec![dossier_id.into(), subject.into()]]
                    }
                }
            }
            Fact::Account(AccountEvent::AccountIssued {
                holder: Holder::Official { dossier },
                ..
            })
            | Fact::Account(AccountEvent::AccountReopened { dossier, .. }) => {
                vec![live(&dossier.to_string())]
            }
            _ => vec![],
        }
    }

    fn sweeps(recorded: &Recorded) -> bool {
        matches!(recorded.fact, Fact::Calendar(_) | Fact::Rulebook(_))
    }

    fn apply(rows: &mut Touched<ObligationRow>, recorded: &Recorded, world: &World) {
        match &recorded.fact {
            Fact::Dossier(event) => {
                let dossier_id = recorded.stream_id.as_str();
                let unit_id = match event {
                    DossierEvent::DossierOpened { managing_unit: unit, .. }
                    | DossierEvent::DossierTakenIn { unit, .. } => unit.to_string(),
                    _ => managing_unit(rows, dossier_id),
                };
                let clock = Clock { dossier_id, unit_id: &unit_id, recorded, world };
                apply_dossier(rows, &clock, event);
            }
            Fact::Account(AccountEvent::AccountIssued {
                holder: Holder::Official { dossier },
                ..
            }) => {
                let dossier_id = dossier.to_string();
                let unit_id = managing_unit(rows, &dossier_id);
                let clock = Clock { dossier_id: &dossier_id, unit_id: &unit_id, recorded, world };
                close_open(rows, &clock, &[Duty::IssueAccount], None, "met");
                if rows.get(&first_entry(&dossier_id)).is_none() {
                    rows.put(clock.open(Duty::FirstEntry, "", clock.today()));
                }
            }
            Fact::Account(AccountEvent::AccountReopened { dossier, .. }) => {
                let dossier_id = dossier.to_string();
                let unit_id = managing_unit(rows, &dossier_id);
                let clock = Clock { dossier_id: &dossier_id, unit_id: &unit_id, recorded, world };
                close_open(rows, &clock, &[Duty::IssueAccount], None, "met");
            }
            Fact::Calendar(_) | Fact::Rulebook(_) => redate(rows, world),
            Fact::Account(_) | Fact::Unit(_) | Fact::MassMove(_) | Fact::Unknown(_) => {}
        }
    }
}

/// The unit that manages the dossier: the one that took it over or took the person in again last, or
/// its first clock was opened for.
fn managing_unit(rows: &Touched<ObligationRow>, dossier_id: &str) -> String {
    let all = rows.with_prefix(&vec![dossier_id.into()]);
    let since = |row: &ObligationRow| match row.duty() {
        Some(Duty::TakeOver) if row.state == "met" => row.met_by,
        Some(Duty::IssueAccount) if !row.subject.is_empty() => Some(row.started_by),
        _ => None,
    };
    let last = all.iter().filter(|row| since(row).is_some()).max_by_key(|row| since(row));
    last.or(rows.get(&key(dossier_id, "", Duty::IssueAccount)))
        .map(|row| row.unit_id.clone())
        .unwrap_or_default()
}

/// Every duty of one dossier, newest first.
pub const OF_DOSSIER: Statement = Statement::same(
    "select dossier_id, subject, duty, unit_id, pack, rulebook_version, calendar_version,
            started_by, started_on, recorded_on, due_on, notified_due_on, missing_year, state,
            met_on, met_by
     from obligations where dossier_id = $1 order by started_by desc, duty limit $2",
);

/// Every duty of one dossier, newest first.
pub async fn of_dossier(
    db: &Database,
    dossier_id: &str,
    limit: i64,
) -> Result<Vec<ObligationRow>, sqlx::Error> {
    read_all(db, OF_DOSSIER, vec![dossier_id.into(), limit.into()]).await
}
