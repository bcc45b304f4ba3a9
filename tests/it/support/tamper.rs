//! What someone does to the log who may do anything to the database.

use hoso::{
    seal::merkle::Hash,
    store::integrity::{GENESIS, LeafEntry, chain, hex},
};

use super::Place;

/// Takes the triggers away and changes the tables.
pub async fn meddle(place: &Place, sql: &str) {
    let mut behind = place.behind().await;
    let sqlite = "drop trigger if exists event_is_never_updated;
         drop trigger if exists event_is_never_deleted;
         drop trigger if exists ledger_head_never_goes_back;";
    let postgres = "alter table event disable trigger all;
         alter table ledger_head disable trigger all;";
    behind.run_each(sqlite, postgres).await.unwrap();
    behind.run(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// Makes a log that was edited whole again to itself: every leaf, the chain, the end row, and
/// nothing left of the tree.
pub async fn hash_anew(place: &Place) {
    let columns = "cast(position as text), event_id, stream_type, stream_id, cast(sequence as text),
        event_type, cast(version as text), recorded_at, coalesce(effective_on, ''), metadata, payload";
    let select = format!("select {columns} from event order by event.position");
    let rows = place.behind().await.rows(&select, &select).await;
    let bytes = |hash: &Hash| match place.is_sqlite() {
        true => format!("x'{}'", hex(hash)),
        false => format!("decode('{}', 'hex')", hex(hash)),
    };
    let (mut link, mut sql) = (GENESIS, String::new());
    for row in &rows {
        let leaf = LeafEntry {
            position: row[0].parse().unwrap(),
            event_id: &row[1],
            stream_type: &row[2],
            stream_id: &row[3],
            sequence: row[4].parse().unwrap(),
            event_type: &row[5],
            version: row[6].parse().unwrap(),
            recorded_at: &row[7],
            effective_on: Some(row[8].as_str()).filter(|day| !day.is_empty()),
            metadata: &row[9],
            payload: &row[10],
        }
        .leaf();
        link = chain(&link, &leaf);
        sql.push_str(&format!(
            "update event set leaf_hash = {}, chain_hash = {} where position = {};",
            bytes(&leaf),
            bytes(&link),
            row[0]
        ));
    }
    sql.push_str(&format!("update ledger_head set chain_hash = {};", bytes(&link)));
    sql.push_str("delete from tree_tile; delete from checkpoint;");
    meddle(place, &sql).await;
}
