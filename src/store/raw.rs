//! Facts as they are stored, column by column, whether or not this program knows what they say.

use hoso_projections::database::{Cells, Statement};

use super::{
    Store, StoreError,
    read::{PAGE_MAX, STREAM, signed, unsigned},
};

/// One row of the log but for its hashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawFact {
    pub position: u64,
    pub event_id: String,
    pub stream_type: String,
    pub stream_id: String,
    pub sequence: u64,
    pub event_type: String,
    pub version: u32,
    pub recorded_at: String,
    pub effective_on: Option<String>,
    pub metadata: String,
    pub payload: String,
}

fn read(cells: &Cells) -> Result<RawFact, StoreError> {
    let position = unsigned(cells.int(0)?);
    let broken = |_range| StoreError::Unreadable { position, what: "the version" };
    Ok(RawFact {
        position,
        event_id: cells.text(1)?,
        stream_type: cells.text(2)?,
        stream_id: cells.text(3)?,
        sequence: unsigned(cells.int(4)?),
        event_type: cells.text(5)?,
        version: u32::try_from(cells.int(6)?).map_err(broken)?,
        recorded_at: cells.text(7)?,
        effective_on: cells.maybe_text(8)?,
        metadata: cells.text(9)?,
        payload: cells.text(10)?,
    })
}

/// What was recorded of the taking in of a dossier, here and in the logs it came through.
pub const TAKINGS_IN: Statement = Statement::same(
    "select position, event_id, stream_type, stream_id, sequence, event_type, version,
            recorded_at, effective_on, metadata, payload
     from event where stream_id = $1 and event_type = 'DossierTakenIn' order by sequence limit $2",
);

/// Every time a dossier was taken in, oldest first.
pub async fn takings_in(store: &Store, stream_id: &str) -> Result<Vec<RawFact>, StoreError> {
    let rows = store.db().fetch(TAKINGS_IN, vec![stream_id.into(), PAGE_MAX.into()]).await?;
    rows.iter().map(read).collect()
}

/// The facts of one stream from its first on, at most `max` of them and one more.
pub async fn of_stream(
    store: &Store,
    stream_id: &str,
    max: usize,
) -> Result<Vec<RawFact>, StoreError> {
    let mut facts: Vec<RawFact> = vec![];
    loop {
        let after = facts.last().map_or(0, |fact| fact.sequence);
        let args = vec![stream_id.into(), signed(after).into(), PAGE_MAX.into()];
        let page = store.db().fetch(STREAM, args).await?;
        for cells in &page {
            facts.push(read(cells)?);
        }
        if (page.len() as i64) < PAGE_MAX || facts.len() > max {
            return Ok(facts);
        }
    }
}
