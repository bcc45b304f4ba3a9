//! Which units are there, under which, and what were they called? One row a unit.

use hoso_events::{
    fact::{Fact, Recorded},
    ids::UnitId,
    unit::UnitEvent,
};

use crate::{
    database::{Database, Statement},
    engine::{ReadModel, Touched, World},
    table::{Key, TableRow as _},
    table_row,
};

table_row! {
    /// One unit as it stands.
    pub struct UnitRow in "units", key 1, prefix 1, live "true",
        indexes [("units_by_path", "path"), ("units_by_code", "code")]
    {
        pub unit_id: String,
        pub code: String,
        pub name: String,
        pub kind: String,
        pub parent_id: Option<String>,
        /// The codes from the root down to the unit, each followed by `/`: a whole subtree is one
        /// range of paths.
        pub path: String,
        pub established_on: String,
        /// How often it was renamed or moved.
        pub changes: i64,
        /// The first day it was no more.
        pub ended_on: Option<String>,
    }
}

/// The read model behind [`UnitRow`].
pub struct Units;

/// The units whose row a fact changes: a move reaches everything below.
fn reached(event: &UnitEvent, world: &World) -> Vec<UnitId> {
    match event {
        UnitEvent::UnitMoved { unit, .. } => world.units.below(*unit),
        UnitEvent::UnitEstablished { .. }
        | UnitEvent::UnitRenamed { .. }
        | UnitEvent::UnitMerged { .. }
        | UnitEvent::UnitSplit { .. }
        | UnitEvent::UnitDissolved { .. }
        | UnitEvent::UnitRestored { .. } => vec![event.unit()],
    }
}

impl ReadModel for Units {
    type Row = UnitRow;

    fn touches(recorded: &Recorded, world: &World) -> Vec<Key> {
        match &recorded.fact {
            Fact::Unit(event) => reached(event, world)
                .into_iter()
                .map(|unit| vec![unit.to_string().into()])
                .collect(),
            _ => vec![],
        }
    }

    fn apply(rows: &mut Touched<UnitRow>, recorded: &Recorded, world: &World) {
        let Fact::Unit(event) = &recorded.fact else { return };
        for id in reached(event, world) {
            let Some(unit) = world.units.get(id) else { continue };
            let codes = world.units.path(id);
            let path: String = codes
                .iter()
                .filter_map(|id| world.units.get(*id))
                .map(|unit| format!("{}/", unit.code))
                .collect();
            rows.put(UnitRow {
                unit_id: id.to_string(),
                code: unit.code.to_string(),
                name: unit.name.to_string(),
                kind: kind_code(unit.kind).to_owned(),
                parent_id: unit.parent.map(|parent| parent.to_string()),
                path,
                established_on: unit.established_on.to_string(),
                changes: (unit.names.len() + unit.parents.len()).saturating_sub(2) as i64,
                ended_on: unit.ended_on().map(|on| on.to_string()),
            });
        }
    }
}

/// The stored code of a kind of unit, as facts write it.
pub fn kind_code(kind: hoso_events::unit::UnitKind) -> &'static str {
    use hoso_events::unit::UnitKind;
    match kind {
        UnitKind::Province => "province",
        UnitKind::Department => "department",
        UnitKind::Commune => "commune",
        UnitKind::School => "school",
        UnitKind::HealthStation => "health_station",
        UnitKind::ServiceUnit => "service_unit",
    }
}

/// Units at or below a path, in path order.
pub const WITHIN: Statement = Statement::same(
    "select unit_id, code, name, kind, parent_id, path, established_on, changes,
     ended_on from units
     where path >= $1 and path < $2 order by path limit $3",
);

/// One unit by its code.
pub const BY_CODE: Statement = Statement::same(
    "select unit_id, code, name, kind, parent_id, path, established_on, changes,
     ended_on from units
     where code = $1",
);

/// One unit by its id.
pub const BY_ID: Statement = Statement::same(
    "select unit_id, code, name, kind, parent_id, path, established_on, changes,
     ended_on from units
     where unit_id = $1",
);

/// The first text after every text that starts with `prefix`.
pub fn end_of_prefix(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

/// The units at or below `path` (the whole tree for an empty one), in path order.
pub async fn within(db: &Database, path: &str, limit: i64) -> Result<Vec<UnitRow>, sqlx::Error> {
    db.fetch(WITHIN, vec![path.into(), end_of_prefix(path).into(), limit.into()])
        .await?
        .iter()
        .map(|cells| UnitRow::read(cells, 0))
        .collect()
}

/// The unit with this code.
pub async fn by_code(db: &Database, code: &str) -> Result<Option<UnitRow>, sqlx::Error> {
    db.fetch_one(BY_CODE, vec![code.into()])
        .await?
        .map(|cells| UnitRow::read(&cells, 0))
        .transpose()
}

/// The unit with this id.
pub async fn by_id(db: &Database, id: &str) -> Result<Option<UnitRow>, sqlx::Error> {
    db.fetch_one(BY_ID, vec![id.into()]).await?.map(|cells| UnitRow::read(&cells, 0)).transpose()
}
