//! Reading the log: a stream, a page of the whole, single places, and the end of it.

use std::collections::HashMap;

use chrono::{DateTime, SecondsFormat, Utc};
use hoso_events::{
    carried::Told,
    claim::ClaimKind,
    fact::{Fact, Recorded},
    ids::EventId,
    provenance::Provenance,
};
use hoso_projections::{
    database::{Cells, Database, Statement},
    engine::World,
};

use super::{StoreError, integrity::Hash};

/// How many facts one statement brings at most.
pub const PAGE_MAX: i64 = 5_000;

/// The facts of one stream after a place in it.
pub const STREAM: Statement = Statement::same(
    "select position, event_id, stream_type, stream_id, sequence, event_type, version,
            recorded_at, effective_on, metadata, payload
     from event where stream_id = $1 and sequence > $2 order by sequence limit $3",
);

/// A page of the log after a position.
pub const PAGE: Statement = Statement::same(
    "select position, event_id, stream_type, stream_id, sequence, event_type, version,
            recorded_at, effective_on, metadata, payload
     from event where position > $1 and position <= $2 order by position limit $3",
);

/// The facts at some positions.
pub const AT: Statement = Statement::each(
    "select position, event_id, stream_type, stream_id, sequence, event_type, version,
            recorded_at, effective_on, metadata, payload
     from event where position in (select value from json_each($1)) order by position",
    "select position, event_id, stream_type, stream_id, sequence, event_type, version,
            recorded_at, effective_on, metadata, payload
     from event where position in (select value::bigint from json_array_elements_text($1::json))
     order by position",
);

/// One fact by its place, with its hashes.
pub const STORED: Statement = Statement::same(
    "select position, event_id, stream_type, stream_id, sequence, event_type, version,
            recorded_at, effective_on, metadata, payload, leaf_hash, chain_hash
     from event where position = $1",
);

/// The facts of units, calendars and rules after a position.
pub const REFERENCE: Statement = Statement::same(
    "select position, event_id, stream_type, stream_id, sequence, event_type, version,
            recorded_at, effective_on, metadata, payload
     from event where stream_type in ('unit', 'calendar', 'rulebook') and position > $1
     order by position limit $2",
);

/// Which streams hold these values of one kind.
pub const HOLDERS: Statement = Statement::each(
    "select held, stream_id from claim
     where kind = $1 and held in (select value from json_each($2))",
    "select held, stream_id from claim
     where kind = $1 and held in (select value from json_array_elements_text($2::json))",
);

/// The end of the log.
pub const HEAD: Statement = Statement::same(
    "select position, reference_position, recorded_at, chain_hash from ledger_head
     where shard = 0",
);

/// The end of the log, as its one row says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    pub position: u64,
    /// The last fact of a unit, calendar or rule.
    pub reference_position: u64,
    /// When the last fact was recorded; none while the log is empty.
    pub recorded_at: Option<DateTime<Utc>>,
    pub chain: Hash,
}

/// An instant as the log writes it: UTC to the microsecond, so that text sorts as time.
pub fn instant_text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

pub(super) fn read_head(cells: &Cells) -> Result<Head, StoreError> {
    let recorded_at = cells.text(2)?;
    Ok(Head {
        position: unsigned(cells.int(0)?),
        reference_position: unsigned(cells.int(1)?),
        recorded_at: recorded_at.parse::<DateTime<Utc>>().ok(),
        chain: cells.bytes(3)?.try_into().map_err(|_wrong_length| StoreError::Unreadable {
            position: 0,
            what: "the chain hash of the log's end is not 32 bytes",
        })?,
    })
}

pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Reads one row of the log; the columns are those of [`PAGE`].
pub fn read_recorded(cells: &Cells) -> Result<Recorded, StoreError> {
    let position = unsigned(cells.int(0)?);
    let broken = |what| StoreError::Unreadable { position, what };
    let version = u32::try_from(cells.int(6)?).map_err(|_range| broken("the version"))?;
    let recorded_at = cells.text(7)?.parse().map_err(|_time| broken("the time"))?;
    let told = Told::read(recorded_at, &cells.text(9)?).ok_or_else(|| broken("the metadata"))?;
    let (event_type, payload) = (cells.text(5)?, cells.text(10)?);
    let fact = match Fact::from_stored(&cells.text(2)?, &event_type, version, &payload) {
        Ok(fact) => fact,
        // What another log recorded is kept as it came, also where it is not what its name says.
        Err(_unread) if told.received.is_some() => Fact::unread(&event_type, version, &payload),
        Err(source) => return Err(StoreError::Fact { position, source }),
    };
    Ok(Recorded {
        stream_id: cells.text(3)?,
        fact,
        provenance: Provenance {
            position,
            sequence: unsigned(cells.int(4)?),
            event_id: EventId::parse(&cells.text(1)?).map_err(|_id| broken("the event id"))?,
            recorded_at: told.recorded_at,
            effective_on: match cells.maybe_text(8)? {
                Some(day) => Some(day.parse().map_err(|_day| broken("the effective day"))?),
                None => None,
            },
            by: told.by,
            received: told.received,
        },
    })
}

/// The end of the log.
pub async fn head(db: &Database) -> Result<Head, StoreError> {
    match db.fetch_one(HEAD, vec![]).await? {
        Some(cells) => read_head(&cells),
        None => Err(StoreError::Unreadable { position: 0, what: "the log has no end row" }),
    }
}

/// The whole history of one stream after a sequence, in order.
pub async fn stream(
    db: &Database,
    stream_id: &str,
    after: u64,
) -> Result<Vec<Recorded>, StoreError> {
    let mut facts: Vec<Recorded> = vec![];
    let mut after = after;
    loop {
        let args = vec![stream_id.into(), signed(after).into(), PAGE_MAX.into()];
        let page = db.fetch(STREAM, args).await?;
        for cells in &page {
            facts.push(read_recorded(cells)?);
        }
        if (page.len() as i64) < PAGE_MAX {
            return Ok(facts);
        }
        after = facts.last().map_or(after, |fact| fact.provenance.sequence);
    }
}

/// The facts in `(after, until]`, at most `limit`.
pub async fn page(
    db: &Database,
    after: u64,
    until: u64,
    limit: i64,
) -> Result<Vec<Recorded>, StoreError> {
    let args = vec![signed(after).into(), signed(until).into(), limit.min(PAGE_MAX).into()];
    db.fetch(PAGE, args).await?.iter().map(read_recorded).collect()
}

/// The facts at these positions, in log order.
pub async fn at(db: &Database, positions: &[i64]) -> Result<Vec<Recorded>, StoreError> {
    let list = serde_json::to_string(positions).expect("numbers are plain data");
    db.fetch(AT, vec![list.into()]).await?.iter().map(read_recorded).collect()
}

/// What the log keeps of a fact besides what it says: the bytes that were hashed, and the hashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredBytes {
    pub version: i64,
    pub metadata: String,
    pub payload: String,
    pub leaf: Vec<u8>,
    pub chain: Vec<u8>,
}

/// The fact at this position as it is stored.
pub async fn stored_at(
    db: &Database,
    position: u64,
) -> Result<Option<(Recorded, StoredBytes)>, StoreError> {
    let Some(cells) = db.fetch_one(STORED, vec![signed(position).into()]).await? else {
        return Ok(None);
    };
    let bytes = StoredBytes {
        version: cells.int(6)?,
        metadata: cells.text(9)?,
        payload: cells.text(10)?,
        leaf: cells.bytes(11)?,
        chain: cells.bytes(12)?,
    };
    Ok(Some((read_recorded(&cells)?, bytes)))
}

/// The streams that hold these values, by value; one that nobody holds is absent.
pub async fn holders(
    db: &Database,
    kind: ClaimKind,
    values: &[&str],
) -> Result<HashMap<String, String>, StoreError> {
    let list = serde_json::to_string(values).expect("texts are plain data");
    let found = db.fetch(HOLDERS, vec![kind.as_str().into(), list.into()]).await?;
    found.iter().map(|cells| Ok((cells.text(0)?, cells.text(1)?))).collect()
}

/// Folds the units, calendars and rules recorded after `after` into `world`, and moves `after` with
/// each of them: cut off on the way, it goes on from there and folds none twice.
pub async fn catch_up(db: &Database, world: &mut World, after: &mut u64) -> Result<(), StoreError> {
    loop {
        let args = vec![signed(*after).into(), PAGE_MAX.into()];
        let page = db.fetch(REFERENCE, args).await?;
        for cells in &page {
            let recorded = read_recorded(cells)?;
            world.evolve(&recorded.fact);
            *after = recorded.provenance.position;
        }
        if (page.len() as i64) < PAGE_MAX {
            return Ok(());
        }
    }
}
