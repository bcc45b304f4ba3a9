//! Lists going out again: the people of some units with the values that stand, a few at a time, in
//! the columns that a list is read by.

use std::{collections::BTreeMap, fs::File};

use hoso_events::{
    catalogue::{Lang, catalogue},
    entry::{FieldCode, Slot, Value},
    fact::Recorded,
    ids::UnitId,
    unit::UnitTree,
};
use hoso_projections::{
    people::{self, PersonRow},
    record::{self, RecordRow, value_in},
    search,
};

use super::{App, CommandError};
use crate::{
    import::{COLUMNS_OUT, OutColumn},
    sheets::{Kind, SheetError, SheetWriter},
    store::{StoreError, read},
};

/// How many people are read together.
const PAGE: i64 = 200;
/// The most people a search by name lists.
const SEARCHED_MAX: i64 = 10_000;
/// The name of the sheet.
const SHEET: &str = "Danh sách";

/// Why a list did not go out.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    Command(#[from] CommandError),
    #[error(transparent)]
    Sheet(#[from] SheetError),
}

impl From<StoreError> for ExportError {
    fn from(error: StoreError) -> Self {
        Self::Command(error.into())
    }
}

/// Which people go out.
#[derive(Debug, Clone, Default)]
pub struct AskedExport {
    /// The paths of the units, each with everything below; see [`App::paths`].
    pub paths: Vec<String>,
    /// Words of a name; all people when blank.
    pub query: String,
}

impl App {
    /// Writes the people asked for into a file; answers how many they are. What is held in memory
    /// does not grow with their number.
    pub async fn export_people(
        &self,
        asked: &AskedExport,
        kind: Kind,
    ) -> Result<(File, u64), ExportError> {
        let world = self.store().world().await?;
        let mut sheet = SheetWriter::new(kind, SHEET)?;
        let head: Vec<(u32, &str)> =
            (0..).zip(COLUMNS_OUT).map(|(at, column)| (at, column.heading)).collect();
        sheet.row(0, &head, true)?;
        let mut written = 0;
        for path in &asked.paths {
            let mut after = (String::new(), String::new());
            loop {
                let page = self.page(path, &asked.query, &after).await?;
                let Some(last) = page.last() else { break };
                after = (last.sort_key.clone(), last.dossier_id.clone());
                for (person, said) in page.iter().zip(self.said_of(&page).await?) {
                    written += 1;
                    let row = row_of(written, person, &said, &world.units);
                    let cells: Vec<(u32, &str)> = (0..)
                        .zip(&row)
                        .filter(|(_, text)| kind == Kind::Csv || !text.is_empty())
                        .map(|(at, text)| (at, text.as_str()))
                        .collect();
                    sheet.row(u32::try_from(written).unwrap_or(u32::MAX), &cells, false)?;
                }
                if !asked.query.trim().is_empty() {
                    break;
                }
            }
        }
        // Packing a long list takes a while, and nobody else waits for it.
        let packed = tokio::task::spawn_blocking(move || sheet.finish()).await;
        let file = packed.map_err(|_packer_gone| CommandError::Unknown)??;
        Ok((file, written))
    }

    async fn page(
        &self,
        path: &str,
        query: &str,
        after: &(String, String),
    ) -> Result<Vec<PersonRow>, StoreError> {
        let db = self.store().db();
        Ok(match query.trim().is_empty() {
            true => people::within(db, path, (&after.0, &after.1), PAGE).await?,
            false => search::by_name(db, query, path, SEARCHED_MAX).await?,
        })
    }

    /// The values that stand in the fields of the list, person by person.
    async fn said_of(
        &self,
        people: &[PersonRow],
    ) -> Result<Vec<BTreeMap<String, String>>, StoreError> {
        let mut all = vec![];
        for few in people.chunks(PAGE as usize) {
            let ids: Vec<&str> = few.iter().map(|person| person.dossier_id.as_str()).collect();
            let fields: Vec<&str> =
                COLUMNS_OUT.iter().filter_map(|column| column.field()).collect();
            let rows = record::of_dossiers(self.store().db(), &ids, &fields).await?;
            let mut at: Vec<i64> = rows.iter().map(RecordRow::standing_by).collect();
            at.sort_unstable();
            at.dedup();
            let facts = read::at(self.store().db(), &at).await?;
            let facts: BTreeMap<i64, &Recorded> =
                facts.iter().map(|fact| (fact.provenance.position as i64, fact)).collect();
            let mut said: BTreeMap<&str, BTreeMap<String, String>> = BTreeMap::new();
            for row in &rows {
                let value = row.slot.parse::<Slot>().ok().and_then(|slot| {
                    facts.get(&row.standing_by()).and_then(|fact| value_in(fact, &slot))
                });
                if let Some(Value::Single(text)) = value {
                    let of_person = said.entry(row.dossier_id.as_str()).or_default();
                    of_person.insert(row.slot.clone(), text);
                }
            }
            all.extend(ids.iter().map(|id| said.remove(id).unwrap_or_default()));
        }
        Ok(all)
    }
}

/// The cells of one person, in the order of the columns.
fn row_of(
    number: u64,
    person: &PersonRow,
    said: &BTreeMap<String, String>,
    units: &UnitTree,
) -> Vec<String> {
    let unit = UnitId::parse(&person.unit_id).ok().and_then(|id| units.get(id));
    COLUMNS_OUT
        .iter()
        .map(|column| match column.what {
            OutColumn::NUMBER => number.to_string(),
            OutColumn::UNIT_CODE => unit.map(|unit| unit.code.to_string()).unwrap_or_default(),
            OutColumn::UNIT_NAME => unit.map(|unit| unit.name.to_string()).unwrap_or_default(),
            field => said.get(field).map(|text| shown(field, text)).unwrap_or_default(),
        })
        .collect()
}

/// A value as a list writes it: names for codes, except where lists write the code itself.
fn shown(field: &str, text: &str) -> String {
    let is_code_itself = matches!(field, "grade_code" | "personal_id_no" | "phone_mobile");
    match FieldCode::parse(field) {
        Ok(_) if !is_code_itself => catalogue().display(field, None, text, Lang::Vi),
        _ => text.to_owned(),
    }
}
