//! Which units kept a dossier until when? Read from every read model of what takes a dossier from one
//! unit to another.

use std::collections::BTreeSet;

use crate::database::{Cells, Database, Statement};

/// The ends of the times of some dossiers: where a transfer was accepted, where a mass move took them
/// along or was undone, where someone who had left came back at another unit.
pub const ENDS_OF: Statement = Statement::each(
    "select dossier_id, from_unit, touched_by from transfers
     where stage = 'accepted' and dossier_id in (select value from json_each($1))
     union all
     select dossier_id, from_unit, moved_by from mass_moved where dossier_id in (select value from json_each($1))
     union all
     select dossier_id, to_unit, back_by from mass_moved
     where back_by is not null and dossier_id in (select value from json_each($1))
     union all
     select dossier_id, left_unit, touched_by from endings
     where left_unit is not null and dossier_id in (select value from json_each($1))",
    "select dossier_id, from_unit, touched_by from transfers
     where stage = 'accepted' and dossier_id in (select value from json_array_elements_text($1::json))
     union all
     select dossier_id, from_unit, moved_by from mass_moved where dossier_id in (select value from json_array_elements_text($1::json))
     union all
     select dossier_id, to_unit, back_by from mass_moved
     where back_by is not null and dossier_id in (select value from json_array_elements_text($1::json))
     union all
     select dossier_id, left_unit, touched_by from endings
     where left_unit is not null and dossier_id in (select value from json_array_elements_text($1::json))",
);

/// The end of a unit's time with a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    pub dossier_id: String,
    pub unit_id: String,
    /// The place in the log of the fact that ended it.
    pub position: u64,
}

/// The ends of all times that are over of some dossiers.
pub async fn ends_of(db: &Database, dossiers: &BTreeSet<String>) -> Result<Vec<End>, sqlx::Error> {
    let list = serde_json::to_string(dossiers).expect("texts are plain data");
    let rows = db.fetch(ENDS_OF, vec![list.into()]).await?;
    let end = |cells: &Cells| {
        let position = u64::try_from(cells.int(2)?).unwrap_or_default();
        Ok(End { dossier_id: cells.text(0)?, unit_id: cells.text(1)?, position })
    };
    rows.iter().map(end).collect()
}
