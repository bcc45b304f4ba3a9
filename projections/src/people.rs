//! Who is there? One row a person: the list every clerk starts from.

use std::collections::{BTreeMap, BTreeSet};

use hoso_events::{
    account::{AccountEvent, Holder},
    dossier::{DossierEvent, EndingKind},
    entry::{Entry, Value},
    fact::{Fact, Recorded},
};

use crate::{
    database::{Cells, Database, Statement},
    engine::{ReadModel, Touched, World},
    fold::{name_sort_key, words_in_order},
    table::{Key, TableRow as _},
    table_row,
    units::end_of_prefix,
};

table_row! {
    /// One person in the list.
    pub struct PersonRow in "people", key 1, prefix 1, live "true",
        indexes [("people_by_unit", "unit_id, sort_key, dossier_id"),
                  ("people_by_name", "sort_key, dossier_id")]
    {
        pub dossier_id: String,
        pub full_name: String,
        /// Vietnamese order, given name first.
        pub sort_key: String,
        /// The folded words of the name, each after a space: what a search looks through.
        pub name_fold: String,
        pub unit_id: String,
        /// `first_entry`, `first_check` or `kept`; of a duplicate the same after [`MERGED`].
        pub situation: String,
        pub account_id: Option<String>,
        pub birth_date: Option<String>,
        pub position_code: Option<String>,
        pub opened_on: String,
        /// The submission that handed in the first record, until it is checked.
        pub first_submission: Option<String>,
        /// How service ended: the kind of the ending; none while the person serves.
        pub ended: Option<String>,
    }
}

/// The read model behind [`PersonRow`].
pub struct People;

const SHOWN: [&str; 3] = ["full_name", "birth_date", "position_code"];

fn shown<'a>(entries: &'a [Entry], field: &str) -> Option<Option<&'a str>> {
    entries
        .iter()
        .rev()
        .find(|entry| entry.slot.row.is_none() && entry.slot.field.as_str() == field)
        .map(|entry| entry.value.as_ref().and_then(Value::as_single))
}

fn with_entries(mut row: PersonRow, entries: &[Entry]) -> PersonRow {
    if let Some(Some(name)) = shown(entries, "full_name") {
        row.full_name = name.to_owned();
        row.sort_key = name_sort_key(name);
        row.name_fold = searchable(name);
    }
    if let Some(birth) = shown(entries, "birth_date") {
        row.birth_date = birth.map(str::to_owned);
    }
    if let Some(position) = shown(entries, "position_code") {
        row.position_code = position.map(str::to_owned);
    }
    row
}

/// The folded words of a name, each after a space: what a search looks through.
pub(crate) fn searchable(name: &str) -> String {
    words_in_order(name).iter().map(|word| format!(" {word}")).collect()
}

/// The entries a fact brings, or puts back.
fn entries_of(event: &DossierEvent) -> &[Entry] {
    match event {
        DossierEvent::SubmissionWithdrawn { restored, .. } => restored,
        _ => event.entries(),
    }
}

fn apply_dossier(row: PersonRow, event: &DossierEvent) -> PersonRow {
    let row = with_entries(row, entries_of(event));
    let about_first = |submission: &hoso_events::ids::SubmissionId| {
        row.first_submission.as_deref() == Some(submission.to_string().as_str())
    };
    match event {
        DossierEvent::RecordSubmitted { submission, .. } if row.situation == "first_entry" => {
            PersonRow {
                situation: "first_check".to_owned(),
                first_submission: Some(submission.to_string()),
                ..row
            }
        }
        DossierEvent::SubmissionChecked { submission, .. } if about_first(submission) => {
            PersonRow { situation: "kept".to_owned(), first_submission: None, ..row }
        }
        DossierEvent::SubmissionReturned { submission, .. }
        | DossierEvent::SubmissionWithdrawn { submission, .. }
            if about_first(submission) =>
        {
            PersonRow { situation: "first_entry".to_owned(), first_submission: None, ..row }
        }
        DossierEvent::TransferAccepted { to, .. }
        | DossierEvent::MovedByDecision { to, .. }
        | DossierEvent::MovedBack { to, .. } => PersonRow { unit_id: to.to_string(), ..row },
        DossierEvent::ServiceEnded { details, .. } => ended_as(row, details.kind()),
        DossierEvent::EndingCorrected { details, .. } if row.ended.is_some() => {
            ended_as(row, details.kind())
        }
        DossierEvent::EndingReversed { .. } => PersonRow { ended: None, ..row },
        // Whoever comes from elsewhere may have left there.
        DossierEvent::ServiceResumed { to: unit, .. }
        | DossierEvent::DossierTakenIn { unit, .. } => {
            PersonRow { unit_id: unit.to_string(), ended: None, ..row }
        }
        DossierEvent::FoundDuplicate { .. } => {
            PersonRow { situation: format!("{MERGED}{}", row.situation), ..row }
        }
        DossierEvent::FoundSeparate { .. } => {
            let before = row.situation.strip_prefix(MERGED).unwrap_or(&row.situation).to_owned();
            PersonRow { situation: before, ..row }
        }
        _ => row,
    }
}

fn ended_as(row: PersonRow, kind: EndingKind) -> PersonRow {
    PersonRow { ended: Some(kind.as_str().to_owned()), ..row }
}

impl ReadModel for People {
    type Row = PersonRow;
    const RECEIVED: bool = true;

    fn touches(recorded: &Recorded, _world: &World) -> Vec<Key> {
        let own = || vec![vec![recorded.stream_id.as_str().into()]];
        match &recorded.fact {
            Fact::Dossier(
                DossierEvent::RecordSubmitted { .. }
                | DossierEvent::SubmissionChecked { .. }
                | DossierEvent::SubmissionReturned { .. }
                | DossierEvent::SubmissionWithdrawn { .. }
                | DossierEvent::OpeningWithdrawn { .. }
                | DossierEvent::TransferAccepted { .. }
                | DossierEvent::ServiceEnded { .. }
                | DossierEvent::EndingCorrected { .. }
                | DossierEvent::EndingReversed { .. }
                | DossierEvent::ServiceResumed { .. }
                | DossierEvent::DossierTakenIn { .. }
                | DossierEvent::FoundDuplicate { .. }
                | DossierEvent::FoundSeparate { .. }
                | DossierEvent::MovedByDecision { .. }
                | DossierEvent::MovedBack { .. },
            ) => own(),
            Fact::Dossier(event) => {
                let seen = |entry: &Entry| SHOWN.contains(&entry.slot.field.as_str());
                if event.entries().iter().any(seen) { own() } else { vec![] }
            }
            Fact::Account(AccountEvent::AccountIssued {
                holder: Holder::Official { dossier },
                ..
            }) => vec![vec![dossier.to_string().into()]],
            _ => vec![],
        }
    }

    fn apply(rows: &mut Touched<PersonRow>, recorded: &Recorded, _world: &World) {
        match &recorded.fact {
            Fact::Dossier(DossierEvent::DossierOpened {
                managing_unit,
                full_name,
                confirmed_on,
                ..
            }) => rows.put(PersonRow {
                dossier_id: recorded.stream_id.clone(),
                full_name: full_name.to_string(),
                sort_key: name_sort_key(full_name.as_str()),
                name_fold: searchable(full_name.as_str()),
                unit_id: managing_unit.to_string(),
                situation: "first_entry".to_owned(),
                account_id: None,
                birth_date: None,
                position_code: None,
                opened_on: confirmed_on.to_string(),
                first_submission: None,
                ended: None,
            }),
            Fact::Dossier(DossierEvent::OpeningWithdrawn { .. }) => {
                rows.remove(&vec![recorded.stream_id.as_str().into()]);
            }
            Fact::Dossier(event) => {
                if let Some(row) = rows.get(&vec![recorded.stream_id.as_str().into()]).cloned() {
                    rows.put(apply_dossier(row, event));
                }
            }
            Fact::Account(AccountEvent::AccountIssued {
                holder: Holder::Official { dossier },
                ..
            }) => {
                if let Some(row) = rows.get(&vec![dossier.to_string().into()]).cloned() {
                    let account_id = Some(recorded.stream_id.clone());
                    rows.put(PersonRow { account_id, ..row });
                }
            }
            _ => {}
        }
    }
}

/// The person of a dossier whose opening was withdrawn, as they stood before: such a dossier is in
/// no list, and its history is still read. None for any other dossier.
pub fn withdrawn(facts: &[Recorded]) -> Option<PersonRow> {
    let is_end = |recorded: &Recorded| {
        matches!(recorded.fact, Fact::Dossier(DossierEvent::OpeningWithdrawn { .. }))
    };
    let end = facts.iter().position(is_end)?;
    Some(PersonRow { situation: WITHDRAWN.to_owned(), ..after(&facts[..end])? })
}

/// The person as they stood after the first facts of their dossier; none where they open none.
pub fn after(facts: &[Recorded]) -> Option<PersonRow> {
    let mut rows = Touched::default();
    for recorded in facts {
        People::apply(&mut rows, recorded, &World::default());
    }
    rows.all().pop()
}

/// The situation of a dossier whose opening was withdrawn; no row of the table has it.
pub const WITHDRAWN: &str = "withdrawn";

/// What the situation of a duplicate begins with: it is in no list, and its row says what it was.
pub const MERGED: &str = "merged_";

impl PersonRow {
    /// Whether the dossier was merged into another one.
    pub fn is_merged(&self) -> bool {
        self.situation.starts_with(MERGED)
    }

    /// The situation in one word: `first_entry`, `first_check`, `kept` or `merged`.
    pub fn stands(&self) -> &str {
        if self.is_merged() { "merged" } else { &self.situation }
    }
}

/// One person.
pub const BY_ID: Statement = Statement::same(
    "select dossier_id, full_name, sort_key, name_fold, unit_id, situation, account_id, birth_date,
            position_code, opened_on, first_submission, ended
     from people where dossier_id = $1",
);

/// How many people serve in each unit.
pub const COUNTS: Statement = Statement::same(
    "select unit_id, count(*) from people
     where ended is null and situation not like 'merged%' group by unit_id",
);

/// How many people serve in each unit, by the unit's id; a unit without people is absent.
pub async fn counts(db: &Database) -> Result<BTreeMap<String, i64>, sqlx::Error> {
    let rows = db.fetch(COUNTS, vec![]).await?;
    rows.iter().map(|cells| Ok((cells.text(0)?, cells.int(1)?))).collect()
}

/// A page of the people of the units in a path range, in Vietnamese order of names.
pub const WITHIN: Statement = Statement::same(
    "select p.dossier_id, p.full_name, p.sort_key, p.name_fold, p.unit_id, p.situation,
            p.account_id, p.birth_date, p.position_code, p.opened_on, p.first_submission,
            p.ended
     from people p join units u on u.unit_id = p.unit_id
     where u.path >= $1 and u.path < $2 and (p.sort_key, p.dossier_id) > ($3, $4)
       and p.situation not like 'merged%'
     order by p.sort_key, p.dossier_id limit $5",
);

/// The same from the end of the names to their beginning, before a name.
pub const WITHIN_BACKWARDS: Statement = Statement::same(
    "select p.dossier_id, p.full_name, p.sort_key, p.name_fold, p.unit_id, p.situation,
            p.account_id, p.birth_date, p.position_code, p.opened_on, p.first_submission,
            p.ended
     from people p join units u on u.unit_id = p.unit_id
     where u.path >= $1 and u.path < $2 and (p.sort_key, p.dossier_id) < ($3, $4)
       and p.situation not like 'merged%'
     order by p.sort_key desc, p.dossier_id desc limit $5",
);

/// The person with this dossier.
pub async fn by_id(db: &Database, id: &str) -> Result<Option<PersonRow>, sqlx::Error> {
    db.fetch_one(BY_ID, vec![id.into()]).await?.map(|cells| PersonRow::read(&cells, 0)).transpose()
}

/// A page of people at or below `path`, after a name's sort key and dossier.
pub async fn within(
    db: &Database,
    path: &str,
    after: (&str, &str),
    limit: i64,
) -> Result<Vec<PersonRow>, sqlx::Error> {
    let args =
        vec![path.into(), end_of_prefix(path).into(), after.0.into(), after.1.into(), limit.into()];
    db.fetch(WITHIN, args).await?.iter().map(|cells| PersonRow::read(cells, 0)).collect()
}

/// A page of people at or below `path` from the end of the names, before a name's sort key and
/// dossier.
pub async fn within_backwards(
    db: &Database,
    path: &str,
    before: Option<(&str, &str)>,
    limit: i64,
) -> Result<Vec<PersonRow>, sqlx::Error> {
    let last = end_of_prefix("");
    let (name, dossier) = before.unwrap_or((&last, &last));
    let args =
        vec![path.into(), end_of_prefix(path).into(), name.into(), dossier.into(), limit.into()];
    db.fetch(WITHIN_BACKWARDS, args).await?.iter().map(|cells| PersonRow::read(cells, 0)).collect()
}

/// The people one unit manages, after one of them.
pub const OF_UNIT: Statement = Statement::same(
    "select dossier_id, full_name, unit_id from people where unit_id = $1 and dossier_id > $2
     order by dossier_id limit $3",
);

/// The same, of those who serve.
pub const SERVING_OF_UNIT: Statement = Statement::same(
    "select dossier_id, full_name, unit_id from people where unit_id = $1 and dossier_id > $2
       and ended is null and situation not like 'merged%'
     order by dossier_id limit $3",
);

/// Who some dossiers are about.
pub const AMONG: Statement = Statement::each(
    "select dossier_id, full_name, unit_id from people
     where dossier_id in (select value from json_each($1))",
    "select dossier_id, full_name, unit_id from people
     where dossier_id in (select value from json_array_elements_text($1::json))",
);

/// A person with the unit that manages them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub dossier_id: String,
    pub full_name: String,
    pub unit_id: String,
}

fn placed(cells: &Cells) -> Result<Placed, sqlx::Error> {
    Ok(Placed { dossier_id: cells.text(0)?, full_name: cells.text(1)?, unit_id: cells.text(2)? })
}

/// The people one unit manages, in the order of their dossiers' ids, after one of them.
pub async fn of_unit(
    db: &Database,
    unit_id: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<Placed>, sqlx::Error> {
    page_of(db, OF_UNIT, (unit_id, after, limit)).await
}

/// The people who serve in one unit, in the order of their dossiers' ids, after one of them.
pub async fn serving_of_unit(
    db: &Database,
    unit_id: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<Placed>, sqlx::Error> {
    page_of(db, SERVING_OF_UNIT, (unit_id, after, limit)).await
}

async fn page_of(
    db: &Database,
    statement: Statement,
    (unit_id, after, limit): (&str, &str, i64),
) -> Result<Vec<Placed>, sqlx::Error> {
    let args = vec![unit_id.into(), after.into(), limit.into()];
    db.fetch(statement, args).await?.iter().map(placed).collect()
}

/// Who these dossiers are about; one that is in no list is absent.
pub async fn among(db: &Database, dossiers: &[&str]) -> Result<Vec<Placed>, sqlx::Error> {
    let list = serde_json::to_string(dossiers).expect("texts are plain data");
    db.fetch(AMONG, vec![list.into()]).await?.iter().map(placed).collect()
}

/// Which units manage some dossiers.
pub const UNITS_OF: Statement = Statement::each(
    "select dossier_id, unit_id from people
     where dossier_id in (select value from json_each($1))",
    "select dossier_id, unit_id from people
     where dossier_id in (select value from json_array_elements_text($1::json))",
);

/// These dossiers, each with the unit that manages it.
pub async fn units_of(
    db: &Database,
    dossiers: &BTreeSet<String>,
) -> Result<Vec<(String, String)>, sqlx::Error> {
    let list = serde_json::to_string(dossiers).expect("texts are plain data");
    let rows = db.fetch(UNITS_OF, vec![list.into()]).await?;
    rows.iter().map(|cells| Ok((cells.text(0)?, cells.text(1)?))).collect()
}
