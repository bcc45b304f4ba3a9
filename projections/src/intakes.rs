//! Which dossiers came from which list? One row a dossier that was opened from a row of a file, so
//! that a file that comes again is recognised, and what was taken in by mistake is found.

use hoso_events::{
    dossier::DossierEvent,
    fact::{Fact, Recorded},
};

use crate::{
    database::{Database, Statement},
    engine::{ReadModel, Touched, World},
    table::{Key, TableRow as _},
    table_row,
};

table_row! {
    /// One dossier and the row it was opened from.
    pub struct IntakeRow in "intakes", key 2, prefix 2, live "true", indexes []
    {
        /// SHA-256 of the file, in hexadecimal.
        pub file_sha256: String,
        pub dossier_id: String,
        /// The row as the spreadsheet numbers it.
        pub sheet_row: i64,
        /// The unit that took it in.
        pub unit_id: String,
        /// The fact that opened it.
        pub opened_by: i64,
    }
}

/// The read model behind [`IntakeRow`].
pub struct Intakes;

impl ReadModel for Intakes {
    type Row = IntakeRow;

    fn touches(_recorded: &Recorded, _world: &World) -> Vec<Key> {
        vec![] // A row is only ever added.
    }

    fn apply(rows: &mut Touched<IntakeRow>, recorded: &Recorded, _world: &World) {
        let Fact::Dossier(DossierEvent::DossierOpened { managing_unit, .. }) = &recorded.fact
        else {
            return;
        };
        if let Some(list) = &recorded.provenance.by.list {
            rows.put(IntakeRow {
                file_sha256: list.file_sha256.clone(),
                dossier_id: recorded.stream_id.clone(),
                sheet_row: i64::from(list.row),
                unit_id: managing_unit.to_string(),
                opened_by: i64::try_from(recorded.provenance.position).unwrap_or(i64::MAX),
            });
        }
    }
}

/// Dossiers opened from one file, after one of them.
pub const OF_FILE: Statement = Statement::same(
    "select file_sha256, dossier_id, sheet_row, unit_id, opened_by from intakes
     where file_sha256 = $1 and dossier_id > $2 order by dossier_id limit $3",
);

/// Files whose hash begins so.
pub const BEGINNING: Statement = Statement::same(
    "select distinct file_sha256 from intakes where file_sha256 >= $1 and file_sha256 < $2
     order by file_sha256 limit 2",
);

/// The dossiers opened from one file, in the order of their ids, after one of them.
pub async fn of_file(
    db: &Database,
    file_sha256: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<IntakeRow>, sqlx::Error> {
    db.fetch(OF_FILE, vec![file_sha256.into(), after.into(), limit.into()])
        .await?
        .iter()
        .map(|cells| IntakeRow::read(cells, 0))
        .collect()
}

/// The file whose hash begins so, when there is exactly one.
pub async fn file_beginning(db: &Database, begins: &str) -> Result<Option<String>, sqlx::Error> {
    let until = crate::units::end_of_prefix(begins);
    let found = db.fetch(BEGINNING, vec![begins.into(), until.into()]).await?;
    match found.as_slice() {
        [only] => Ok(Some(only.text(0)?)),
        _ => Ok(None),
    }
}
