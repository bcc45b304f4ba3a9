//! The person as they stand: per field the value, since when it is true, which fact said it, and
//! which fact checked it. The same fold, run over part of a history, answers "as of".

use chrono::{DateTime, NaiveDate, Utc};
use hoso_events::{
    dossier::DossierEvent,
    entry::{Entry, Slot, Value},
    fact::{Fact, Recorded},
};

use crate::{
    database::{Database, Statement},
    engine::{ReadModel, Touched, World},
    table::{Key, TableRow as _},
    table_row,
};

table_row! {
    /// One field, or one row of a table, of one record.
    pub struct RecordRow in "record", key 2, prefix 2, live "true", indexes []
    {
        pub dossier_id: String,
        pub slot: String,
        /// `draft`, `waiting`, `returned`, or `checked`.
        pub state: String,
        /// The day it became true in the world, when one is known.
        pub true_since: Option<String>,
        /// The day since which the value that stands is true, while another one is on its way.
        pub stands_since: Option<String>,
        /// The fact that said the latest value: the value is in it, see [`value_in`].
        pub said_by: i64,
        /// The fact that said the value that stands; none while no other value is on its way.
        pub stands_by: Option<i64>,
        /// The fact that checked the value that stands.
        pub checked_by: Option<i64>,
        /// The submission it waits in.
        pub submission: Option<String>,
        /// Why it came back.
        pub objection: Option<String>,
    }
}

impl RecordRow {
    /// The fact that said the value that stands: the checked one while another is on its way, else
    /// the one said last.
    pub fn standing_by(&self) -> i64 {
        self.stands_by.unwrap_or(self.said_by)
    }
}

/// The value a fact gave a slot; none when it emptied it or said nothing of it. The record keeps
/// which fact said a value and not the value once more.
pub fn value_in(recorded: &Recorded, slot: &Slot) -> Option<Value> {
    let Fact::Dossier(event) = &recorded.fact else { return None };
    let opening = match event {
        DossierEvent::DossierOpened { full_name, personal_id_no, .. } => {
            opening_entries(full_name.as_str(), personal_id_no)
        }
        _ => vec![],
    };
    let mut entries = opening.iter().chain(event.entries()).rev();
    entries.find(|entry| entry.slot == *slot).and_then(|entry| entry.value.clone())
}

/// The read model behind [`RecordRow`].
pub struct Record;

fn key(recorded: &Recorded, slot: &Slot) -> Key {
    vec![recorded.stream_id.as_str().into(), slot.to_string().into()]
}

/// How newly said entries come to stand.
#[derive(Clone, Copy)]
struct Saying<'a> {
    state: &'a str,
    submission: Option<&'a str>,
    effective_on: Option<NaiveDate>,
}

fn say(rows: &mut Touched<RecordRow>, recorded: &Recorded, entries: &[Entry], saying: Saying<'_>) {
    let position = position(recorded);
    for entry in entries {
        let key = key(recorded, &entry.slot);
        let row = rows.get(&key).cloned();
        let checked = saying.state == "checked";
        let (stands_since, stands_by) = match &row {
            _ if checked => (None, None),
            Some(row) if row.state == "checked" => (row.true_since.clone(), Some(row.said_by)),
            Some(row) => (row.stands_since.clone(), row.stands_by),
            None => (None, None),
        };
        let true_since = match saying.effective_on {
            Some(day) => Some(day.to_string()),
            // A correction keeps the day of what it corrects.
            None => row.as_ref().and_then(|row| row.true_since.clone()),
        };
        rows.put(RecordRow {
            dossier_id: recorded.stream_id.clone(),
            slot: entry.slot.to_string(),
            state: saying.state.to_owned(),
            true_since,
            stands_since,
            said_by: position,
            stands_by,
            checked_by: if checked { Some(position) } else { row.and_then(|r| r.checked_by) },
            submission: saying.submission.map(str::to_owned),
            objection: None,
        });
    }
}

fn position(recorded: &Recorded) -> i64 {
    i64::try_from(recorded.provenance.position).unwrap_or(i64::MAX)
}

/// Alters what is on its way in some slots: all that is not checked, or one submission's part. What
/// stands is left alone: in a record as of a day, a slot may hold the value before the change.
fn alter(
    rows: &mut Touched<RecordRow>,
    recorded: &Recorded,
    slots: &[Slot],
    submission: Option<&str>,
    change: impl Fn(RecordRow) -> RecordRow,
) {
    for slot in slots {
        let row = rows.get(&key(recorded, slot)).cloned();
        let meant = |row: &RecordRow| match submission {
            Some(_) => row.submission.as_deref() == submission,
            None => row.state != "checked",
        };
        if let Some(row) = row.filter(meant) {
            rows.put(change(row));
        }
    }
}

/// The slots a dossier's fact reaches.
fn slots_of(event: &DossierEvent) -> Vec<Slot> {
    match event {
        DossierEvent::DossierOpened { .. } => opening_slots(),
        DossierEvent::RecordSubmitted { slots, .. }
        | DossierEvent::SubmissionChecked { slots, .. } => slots.clone(),
        DossierEvent::SubmissionReturned { slots, .. } => slots.clone(),
        DossierEvent::SubmissionWithdrawn { slots, restored, .. } => {
            slots.iter().cloned().chain(restored.iter().map(|entry| entry.slot.clone())).collect()
        }
        _ => event.entries().iter().map(|entry| entry.slot.clone()).collect(),
    }
}

/// The slots a confirmed paper dossier fills.
pub fn opening_slots() -> Vec<Slot> {
    opening_entries("", "").into_iter().map(|entry| entry.slot).collect()
}

/// The values a confirmed paper dossier brings with it.
pub fn opening_entries(full_name: &str, personal_id_no: &str) -> Vec<Entry> {
    [("full_name", full_name), ("personal_id_no", personal_id_no)]
        .into_iter()
        .filter_map(|(field, text)| {
            let slot = field.parse().ok()?;
            Some(Entry { slot, value: Some(Value::Single(text.to_owned())), before: None })
        })
        .collect()
}

fn fold(
    rows: &mut Touched<RecordRow>,
    recorded: &Recorded,
    event: &DossierEvent,
    entries: &[Entry],
) {
    let submission = event.submission().map(|id| id.to_string());
    let effective_on = event.effective_on();
    match event {
        DossierEvent::DossierOpened { full_name, personal_id_no, .. } => {
            let entries = opening_entries(full_name.as_str(), personal_id_no);
            let saying = Saying { state: "checked", submission: None, effective_on: None };
            say(rows, recorded, &entries, saying);
        }
        DossierEvent::SectionEntered { .. } => {
            let saying = Saying { state: "draft", submission: None, effective_on: None };
            say(rows, recorded, entries, saying);
        }
        DossierEvent::ChangeDeclared { .. } | DossierEvent::LateEntryDeclared { .. } => {
            let submission = submission.as_deref();
            say(rows, recorded, entries, Saying { state: "waiting", submission, effective_on });
        }
        DossierEvent::ErrorCorrected { .. } => {
            let state = if submission.is_some() { "waiting" } else { "checked" };
            let submission = submission.as_deref();
            say(rows, recorded, entries, Saying { state, submission, effective_on: None });
        }
        DossierEvent::AgencyEntryRecorded { .. } => {
            let saying = Saying { state: "checked", submission: None, effective_on };
            say(rows, recorded, entries, saying);
        }
        DossierEvent::RecordSubmitted { slots, .. } => {
            alter(rows, recorded, slots, None, |row| RecordRow {
                state: "waiting".to_owned(),
                submission: submission.clone(),
                objection: None,
                ..row
            });
        }
        DossierEvent::SubmissionChecked { slots, .. } => {
            alter(rows, recorded, slots, submission.as_deref(), |row| RecordRow {
                state: "checked".to_owned(),
                stands_since: None,
                stands_by: None,
                checked_by: Some(position(recorded)),
                submission: None,
                objection: None,
                ..row
            });
        }
        DossierEvent::SubmissionReturned { slots, objections, .. } => {
            alter(rows, recorded, slots, submission.as_deref(), |row| {
                let objection = objections
                    .iter()
                    .find(|objection| objection.slot.to_string() == row.slot)
                    .map(|objection| objection.reason.to_string());
                let state = if objection.is_some() { "returned" } else { "draft" };
                RecordRow { state: state.to_owned(), submission: None, objection, ..row }
            });
        }
        DossierEvent::SubmissionWithdrawn { slots, restored, .. } => {
            for entry in restored {
                restore(rows, recorded, submission.as_deref(), entry);
            }
            alter(rows, recorded, slots, submission.as_deref(), |row| RecordRow {
                state: "draft".to_owned(),
                submission: None,
                ..row
            });
        }
        // What was recorded stays to be read.
        DossierEvent::SectionFoundUnchanged { .. }
        | DossierEvent::PaperScanned { .. }
        | DossierEvent::OpeningWithdrawn { .. } => {}
        // Moves change who manages or reads the record, not what it says.
        DossierEvent::TransferOrdered { .. }
        | DossierEvent::DossierReleased { .. }
        | DossierEvent::PaperDossierReceived { .. }
        | DossierEvent::PaperDossierFoundInvalid { .. }
        | DossierEvent::TransferAccepted { .. }
        | DossierEvent::TransferRefused { .. }
        | DossierEvent::ReleaseRecalled { .. }
        | DossierEvent::TransferCancelled { .. }
        | DossierEvent::SecondmentOrdered { .. }
        | DossierEvent::SecondmentProlonged { .. }
        | DossierEvent::SecondmentEndedEarly { .. }
        | DossierEvent::SecondmentCancelled { .. } => {}
    }
}

/// Puts back what stood before a declaration that was withdrawn, with the fact that said it: taking
/// back says nothing new.
fn restore(
    rows: &mut Touched<RecordRow>,
    recorded: &Recorded,
    submission: Option<&str>,
    entry: &Entry,
) {
    let key = key(recorded, &entry.slot);
    let row = rows.get(&key).filter(|row| row.submission.as_deref() == submission).cloned();
    match row.map(|row| (row.stands_by, row)) {
        Some((Some(said_by), row)) => rows.put(RecordRow {
            state: "checked".to_owned(),
            true_since: row.stands_since.clone(),
            stands_since: None,
            said_by,
            stands_by: None,
            submission: None,
            ..row
        }),
        Some((None, _)) => rows.remove(&key),
        None => {}
    }
}

impl ReadModel for Record {
    type Row = RecordRow;

    fn touches(recorded: &Recorded, _world: &World) -> Vec<Key> {
        match &recorded.fact {
            Fact::Dossier(event) => {
                slots_of(event).iter().map(|slot| key(recorded, slot)).collect()
            }
            _ => vec![],
        }
    }

    fn apply(rows: &mut Touched<RecordRow>, recorded: &Recorded, _world: &World) {
        if let Fact::Dossier(event) = &recorded.fact {
            fold(rows, recorded, event, event.entries());
        }
    }
}

/// The record as it was true on one day, as far as was known at one instant.
///
/// `facts` is the dossier's whole history in log order. A fact without a day of its own (the first
/// record) counts as true from the beginning; a correction counts from the day of what it corrects.
pub fn as_of(
    facts: &[Recorded],
    true_on: Option<NaiveDate>,
    known_at: Option<DateTime<Utc>>,
) -> Vec<RecordRow> {
    let mut full = Touched::<RecordRow>::default();
    let mut asked = Touched::<RecordRow>::default();
    let known =
        facts.iter().take_while(|fact| known_at.is_none_or(|at| fact.provenance.recorded_at <= at));
    for recorded in known {
        let Fact::Dossier(event) = &recorded.fact else { continue };
        let entries: Vec<Entry> = event
            .entries()
            .iter()
            .filter(|entry| {
                let since = event.effective_on().map(|day| day.to_string()).or_else(|| {
                    full.get(&key(recorded, &entry.slot)).and_then(|row| row.true_since.clone())
                });
                match (true_on, since) {
                    (Some(day), Some(since)) => since <= day.to_string(),
                    _ => true,
                }
            })
            .cloned()
            .collect();
        fold(&mut full, recorded, event, event.entries());
        fold(&mut asked, recorded, event, &entries);
    }
    asked.all()
}

/// The record of one dossier, field by field.
pub const OF_DOSSIER: Statement = Statement::same(
    "select dossier_id, slot, state, true_since, stands_since, said_by, stands_by, checked_by,
            submission, objection
     from record where dossier_id = $1 order by slot limit 5000",
);

/// The record of one dossier, field by field.
pub async fn of_dossier(db: &Database, dossier_id: &str) -> Result<Vec<RecordRow>, sqlx::Error> {
    db.fetch(OF_DOSSIER, vec![dossier_id.into()])
        .await?
        .iter()
        .map(|cells| RecordRow::read(cells, 0))
        .collect()
}

/// Some single fields of some dossiers.
pub const OF_DOSSIERS: Statement = Statement::each(
    "select r.dossier_id, r.slot, r.state, r.true_since, r.stands_since, r.said_by, r.stands_by,
            r.checked_by, r.submission, r.objection
     from json_each($1) d cross join json_each($2) f
     join record r on r.dossier_id = d.value and r.slot = f.value limit 20000",
    "select r.dossier_id, r.slot, r.state, r.true_since, r.stands_since, r.said_by, r.stands_by,
            r.checked_by, r.submission, r.objection
     from json_array_elements_text($1::json) d cross join json_array_elements_text($2::json) f
     join record r on r.dossier_id = d.value and r.slot = f.value limit 20000",
);

/// These single fields of these dossiers; at most some hundred of them.
pub async fn of_dossiers(
    db: &Database,
    dossiers: &[&str],
    fields: &[&str],
) -> Result<Vec<RecordRow>, sqlx::Error> {
    let list = |texts: &[&str]| serde_json::to_string(texts).expect("texts are plain data");
    db.fetch(OF_DOSSIERS, vec![list(dossiers).into(), list(fields).into()])
        .await?
        .iter()
        .map(|cells| RecordRow::read(cells, 0))
        .collect()
}
