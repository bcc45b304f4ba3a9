//! Who went with a mass move, and is back? One row a dossier, so that the move is undone by what the
//! log says of it.

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
    /// One dossier that went with a mass move.
    pub struct MoveRow in "mass_moved", key 2, prefix 2, live "true",
        indexes [("mass_moved_by_dossier", "dossier_id")]
    {
        pub mass_move_id: String,
        pub dossier_id: String,
        pub from_unit: String,
        pub to_unit: String,
        /// The fact that moved it, and the one that brought it back.
        pub moved_by: i64,
        pub back_by: Option<i64>,
    }
}

/// The read model behind [`MoveRow`].
pub struct Moves;

impl ReadModel for Moves {
    type Row = MoveRow;

    fn touches(recorded: &Recorded, _world: &World) -> Vec<Key> {
        match &recorded.fact {
            // Whoever goes only ever adds a row.
            Fact::Dossier(DossierEvent::MovedBack { mass_move, .. }) => {
                vec![vec![mass_move.to_string().into(), recorded.stream_id.as_str().into()]]
            }
            _ => vec![],
        }
    }

    fn apply(rows: &mut Touched<MoveRow>, recorded: &Recorded, _world: &World) {
        let position = i64::try_from(recorded.provenance.position).unwrap_or(i64::MAX);
        match &recorded.fact {
            Fact::Dossier(DossierEvent::MovedByDecision { mass_move, from, to, .. }) => {
                rows.put(MoveRow {
                    mass_move_id: mass_move.to_string(),
                    dossier_id: recorded.stream_id.clone(),
                    from_unit: from.to_string(),
                    to_unit: to.to_string(),
                    moved_by: position,
                    back_by: None,
                });
            }
            Fact::Dossier(DossierEvent::MovedBack { mass_move, .. }) => {
                let key = vec![mass_move.to_string().into(), recorded.stream_id.as_str().into()];
                if let Some(row) = rows.get(&key).cloned() {
                    rows.put(MoveRow { back_by: Some(position), ..row });
                }
            }
            _ => {}
        }
    }
}

/// The dossiers that went with one mass move, after one of them.
pub const OF_MOVE: Statement = Statement::same(
    "select mass_move_id, dossier_id, from_unit, to_unit, moved_by, back_by from mass_moved
     where mass_move_id = $1 and dossier_id > $2 order by dossier_id limit $3",
);

/// How many dossiers went with a mass move, and how many of them are back.
pub const COUNTS: Statement =
    Statement::same("select count(*), count(back_by) from mass_moved where mass_move_id = $1");

/// The dossiers that went with one mass move, in the order of their ids, after one of them.
pub async fn of_move(
    db: &Database,
    mass_move: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<MoveRow>, sqlx::Error> {
    db.fetch(OF_MOVE, vec![mass_move.into(), after.into(), limit.into()])
        .await?
        .iter()
        .map(|cells| MoveRow::read(cells, 0))
        .collect()
}

/// How many dossiers went with a mass move, and how many of them are back.
pub async fn counts(db: &Database, mass_move: &str) -> Result<(i64, i64), sqlx::Error> {
    match db.fetch_one(COUNTS, vec![mass_move.into()]).await? {
        Some(cells) => Ok((cells.int(0)?, cells.int(1)?)),
        None => Ok((0, 0)),
    }
}
