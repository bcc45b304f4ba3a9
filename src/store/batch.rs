//! A batch in memory: each commit is checked against the log and the commits before it, and what
//! it records is gathered for one exchange with the database.

use std::{
    borrow::Cow,
    collections::{HashMap, hash_map::Entry},
};

use chrono::{DateTime, SubsecRound as _, Utc};
use hoso_events::{
    claim::{Claim, ClaimKind, claims_of},
    fact::{Recorded, Stored},
    provenance::{Authorship, Provenance},
};
use hoso_projections::database::Statement;
use serde_json::{Value as Json, json};

use super::{
    AppendError, Carry, Commit, Receipt, StoreError, StreamAppend,
    integrity::{LeafEntry, chain, hex},
    read::{Head, instant_text, signed},
};

/// The log's own part of a batch's one exchange: facts, receipts, held values let go and taken, and
/// the end of the log moved on.
pub(super) const LOG_PARTS: [Statement; 5] = [
    Statement::each(
        "insert into event (position, event_id, stream_type, stream_id, sequence, event_type,
                            version, recorded_at, effective_on, metadata, payload, leaf_hash,
                            chain_hash)
         select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6,
                value->>7, value->>8, value->>9, value->>10, unhex(value->>11), unhex(value->>12)
         from jsonb_each($1)",
        "insert into event (position, event_id, stream_type, stream_id, sequence, event_type,
                            version, recorded_at, effective_on, metadata, payload, leaf_hash,
                            chain_hash)
         select (value->>0)::bigint, value->>1, value->>2, value->>3, (value->>4)::bigint,
                value->>5, (value->>6)::bigint, value->>7, value->>8, value->>9, value->>10,
                decode(value->>11, 'hex'), decode(value->>12, 'hex')
         from json_array_elements($1::json)",
    ),
    Statement::each(
        "insert into receipt (request_key, request_hash, first_position, last_position)
         select value->>0, value->>1, value->>2, value->>3 from jsonb_each($2)",
        "insert into receipt (request_key, request_hash, first_position, last_position)
         select value->>0, value->>1, (value->>2)::bigint, (value->>3)::bigint
         from json_array_elements($1::json)",
    ),
    Statement::each(
        "delete from claim where (kind, held) in
         (select value->>0, value->>1 from jsonb_each($3))",
        "delete from claim where (kind, held) in
         (select value->>0, value->>1 from json_array_elements($1::json))",
    ),
    Statement::each(
        "insert into claim (kind, held, stream_id)
         select value->>0, value->>1, value->>2 from jsonb_each($4)",
        "insert into claim (kind, held, stream_id)
         select value->>0, value->>1, value->>2 from json_array_elements($1::json)",
    ),
    Statement::each(
        "update ledger_head set (position, reference_position, recorded_at, chain_hash) =
         (select value->>0, value->>1, value->>2, unhex(value->>3) from jsonb_each($5))
         where shard = 0",
        "update ledger_head set (position, reference_position, recorded_at, chain_hash) =
         (select (value->>0)::bigint, (value->>1)::bigint, value->>2, decode(value->>3, 'hex')
          from json_array_elements($1::json))
         where shard = 0",
    ),
];
/// A commit's fate inside a batch.
pub(super) type Outcome = Result<Receipt, AppendError>;

/// A row of the log, in column order; written as one JSON list.
#[derive(serde::Serialize)]
struct EventRow(
    u64,
    String,
    &'static str,
    String,
    u64,
    Cow<'static, str>,
    u32,
    String,
    Option<String>,
    String,
    String,
    String,
    String,
);

/// Everything a batch will write, gathered in memory.
pub(super) struct Batch {
    pub(super) head: Head,
    pub(super) recorded: Vec<Recorded>,
    rows: Vec<EventRow>,
    receipts: HashMap<String, (String, Receipt)>,
    new_receipts: Vec<Json>,
    pub(super) sequences: HashMap<String, u64>,
    pub(super) claims: HashMap<(ClaimKind, String), Option<String>>,
    claims_before: HashMap<(ClaimKind, String), Option<String>>,
    now: DateTime<Utc>,
}

/// What the database says of what commits are checked against.
#[derive(Default)]
pub(super) struct Found {
    /// The request keys that were looked up.
    pub(super) keys: Vec<String>,
    /// The receipts there are of them, with the hash of what was asked.
    pub(super) receipts: HashMap<String, (String, Receipt)>,
    /// The ends of the streams that are written to.
    pub(super) sequences: HashMap<String, u64>,
    /// The holders of the values that are taken or let go; none where nobody holds one.
    pub(super) holders: HashMap<(ClaimKind, String), Option<String>>,
}

impl Found {
    /// Reads the three JSON lists of a look-up.
    pub(super) fn read(
        &mut self,
        receipts: Option<String>,
        sequences: Option<String>,
        holders: Option<String>,
    ) -> Result<(), StoreError> {
        for (key, asked, first_position, last_position) in
            look_up::<(String, String, u64, u64)>(receipts)?
        {
            let receipt = Receipt { first_position, last_position, replayed: true };
            self.receipts.insert(key, (asked, receipt));
        }
        for (stream, sequence) in look_up::<(String, Option<u64>)>(sequences)? {
            self.sequences.insert(stream, sequence.unwrap_or_default());
        }
        let kinds = [ClaimKind::PersonalId, ClaimKind::AccountOfDossier];
        for (stored, held, holder) in look_up::<(String, String, String)>(holders)? {
            if let Some(kind) = kinds.into_iter().find(|kind| kind.as_str() == stored) {
                self.holders.insert((kind, held), Some(holder));
            }
        }
        Ok(())
    }
}

/// Reads one JSON list of the look-up; `null` is an empty one.
fn look_up<T: serde::de::DeserializeOwned>(list: Option<String>) -> Result<Vec<T>, StoreError> {
    let broken = StoreError::Unreadable { position: 0, what: "a look-up of the writer" };
    match list {
        Some(text) => serde_json::from_str(&text).map_err(|_shape| broken),
        None => Ok(vec![]),
    }
}

impl Batch {
    /// An empty batch after this end of the log.
    pub(super) fn new(head: Head) -> Self {
        Self {
            now: head.recorded_at.unwrap_or_default(),
            head,
            recorded: vec![],
            rows: vec![],
            receipts: HashMap::new(),
            new_receipts: vec![],
            sequences: HashMap::new(),
            claims: HashMap::new(),
            claims_before: HashMap::new(),
        }
    }

    /// Learns what commits are checked against that are about to be taken in: what the database
    /// says, unless the batch written before this one, or this one so far, has changed it. Facts
    /// are recorded at `now` from here on, and never before those that stand already.
    pub(super) fn learn(&mut self, found: Found, earlier: Option<&Self>, now: DateTime<Utc>) {
        // As the log writes it, to the microsecond.
        self.now = self.now.max(now.trunc_subsecs(6));
        for key in found.keys {
            let receipt = earlier
                .and_then(|batch| batch.receipts.get(&key))
                .or_else(|| found.receipts.get(&key))
                .cloned();
            if let Some(receipt) = receipt {
                self.receipts.entry(key).or_insert(receipt);
            }
        }
        for (stream, end) in found.sequences {
            let end =
                earlier.and_then(|batch| batch.sequences.get(&stream)).copied().unwrap_or(end);
            self.sequences.entry(stream).or_insert(end);
        }
        for (held, holder) in found.holders {
            let holder = match earlier.and_then(|batch| batch.claims.get(&held)) {
                Some(moved) => moved.clone(),
                None => holder,
            };
            if let Entry::Vacant(place) = self.claims.entry(held.clone()) {
                place.insert(holder.clone());
                self.claims_before.insert(held, holder);
            }
        }
    }

    /// Checks one commit against the log and the batch so far, and takes its facts in.
    pub(super) fn take(
        &mut self,
        commit: &Commit,
        carries: &[Carry],
        drafts: Vec<Recorded>,
    ) -> Outcome {
        if let Some(request) = &commit.request
            && let Some((asked, receipt)) = self.receipts.get(&request.key)
        {
            return if *asked == request.asked {
                Ok(Receipt { replayed: true, ..*receipt })
            } else {
                Err(AppendError::KeyReused)
            };
        }
        for append in &commit.streams {
            if self.sequences.get(&append.stream_id).copied() != Some(append.expected) {
                return Err(AppendError::Conflict);
            }
        }
        self.take_claims(commit)?;
        let first_position = self.head.position + 1;
        // Through a map, so that the members are sorted: canonical JSON.
        let told = |by: &Authorship| {
            serde_json::to_value(by).expect("authorship holds only plain data").to_string()
        };
        // Of a list each fact keeps the cells of its own values; without one all say the same.
        let shared = commit.by.list.is_none().then(|| told(&commit.by));
        let mut drafts = drafts.into_iter();
        let mut carries = carries.iter();
        for append in &commit.streams {
            for draft in drafts.by_ref().take(append.facts.len()) {
                if let Some(carry) = carries.next() {
                    let stored = Stored {
                        event_type: carry.event_type.clone().into(),
                        version: carry.version,
                        payload: carry.payload.clone(),
                    };
                    self.add(append, draft, stored, &carry.carried.metadata(&commit.by));
                    continue;
                }
                let own = shared.is_none().then(|| told(&draft.provenance.by));
                let metadata = shared.as_ref().or(own.as_ref()).map_or("", String::as_str);
                let stored = draft.fact.to_stored();
                self.add(append, draft, stored, metadata);
            }
        }
        let receipt =
            Receipt { first_position, last_position: self.head.position, replayed: false };
        if let Some(request) = &commit.request {
            self.receipts.insert(request.key.clone(), (request.asked.clone(), receipt));
            self.new_receipts.push(json!([
                request.key,
                request.asked,
                signed(first_position),
                signed(receipt.last_position),
            ]));
        }
        Ok(receipt)
    }

    /// Moves the held values as the commit's facts say, or refuses and moves none.
    fn take_claims(&mut self, commit: &Commit) -> Result<(), AppendError> {
        let mut moved: HashMap<(ClaimKind, String), Option<String>> = HashMap::new();
        for append in &commit.streams {
            let claims = append.facts.iter().flat_map(|fact| claims_of(&append.stream_id, fact));
            for claim in claims {
                match claim {
                    Claim::Release { kind, held } => {
                        let key = (kind, held);
                        let holder = moved.get(&key).or_else(|| self.claims.get(&key));
                        // What another stream holds by now is that one's to let go.
                        if holder.cloned().flatten().is_none_or(|it| it == append.stream_id) {
                            moved.insert(key, None);
                        }
                    }
                    Claim::Take { kind, held } => {
                        let key = (kind, held);
                        let holder = moved.get(&key).or_else(|| self.claims.get(&key));
                        match holder.cloned().flatten() {
                            Some(holder) if holder != append.stream_id => {
                                return Err(AppendError::Taken { kind, holder });
                            }
                            _ => {
                                moved.insert(key, Some(append.stream_id.clone()));
                            }
                        }
                    }
                }
            }
        }
        self.claims.extend(moved);
        Ok(())
    }

    fn add(&mut self, append: &StreamAppend, draft: Recorded, stored: Stored, metadata: &str) {
        let StreamAppend { stream_type, stream_id, .. } = append;
        let stream_type = *stream_type;
        let sequence = self.sequences.get(stream_id).copied().unwrap_or_default() + 1;
        self.sequences.insert(stream_id.to_owned(), sequence);
        let position = self.head.position + 1;
        let recorded_at = instant_text(self.now);
        let effective_on = draft.provenance.effective_on.map(|day| day.to_string());
        let event_id = draft.provenance.event_id.to_string();
        let leaf = LeafEntry {
            position,
            event_id: &event_id,
            stream_type: stream_type.as_str(),
            stream_id,
            sequence,
            event_type: &stored.event_type,
            version: stored.version,
            recorded_at: &recorded_at,
            effective_on: effective_on.as_deref(),
            metadata,
            payload: &stored.payload,
        }
        .leaf();
        self.head.chain = chain(&self.head.chain, &leaf);
        self.head.position = position;
        self.head.recorded_at = Some(self.now);
        if stream_type.is_reference() {
            self.head.reference_position = position;
        }
        self.rows.push(EventRow(
            position,
            event_id,
            stream_type.as_str(),
            stream_id.to_owned(),
            sequence,
            stored.event_type,
            stored.version,
            recorded_at,
            effective_on,
            metadata.to_owned(),
            stored.payload,
            hex(&leaf),
            hex(&self.head.chain),
        ));
        let mut provenance = Provenance { position, sequence, ..draft.provenance };
        match &mut provenance.received {
            Some(received) => received.taken_in_at = self.now,
            None => provenance.recorded_at = self.now,
        }
        self.recorded.push(Recorded { provenance, ..draft });
    }

    /// The lists of [`LOG_PARTS`].
    pub(super) fn log_lists(&mut self) -> Vec<String> {
        let (gone, new) = self.moved_claims();
        let receipts = std::mem::take(&mut self.new_receipts);
        let rows = std::mem::take(&mut self.rows);
        vec![
            serde_json::to_string(&rows).expect("rows are plain data"),
            Json::Array(receipts).to_string(),
            Json::Array(gone).to_string(),
            Json::Array(new).to_string(),
            json!([[
                signed(self.head.position),
                signed(self.head.reference_position),
                instant_text(self.head.recorded_at.unwrap_or(self.now)),
                hex(&self.head.chain),
            ]])
            .to_string(),
        ]
    }

    fn moved_claims(&self) -> (Vec<Json>, Vec<Json>) {
        let (mut gone, mut new) = (vec![], vec![]);
        for ((kind, held), holder) in &self.claims {
            let before = self.claims_before.get(&(*kind, held.clone())).cloned().flatten();
            if before == *holder {
                continue;
            }
            if before.is_some() {
                gone.push(json!([kind.as_str(), held]));
            }
            if let Some(holder) = holder {
                new.push(json!([kind.as_str(), held, holder]));
            }
        }
        (gone, new)
    }
}
