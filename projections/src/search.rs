//! Whose name has these words? One row a folded word of a name; a word may be cut short.

use hoso_events::{
    dossier::DossierEvent,
    entry::{Entry, Value},
    fact::{Fact, Recorded},
};

use crate::{
    database::{Arg, Database, Statement},
    engine::{ReadModel, Touched, World},
    fold::words,
    people::PersonRow,
    table::{Key, TableRow as _},
    table_row,
    units::end_of_prefix,
};

table_row! {
    /// One folded word of one person's name.
    pub struct SearchRow in "search", key 2, prefix 2, live "true", indexes []
    {
        pub word: String,
        pub dossier_id: String,
    }
}

/// The read model behind [`SearchRow`].
pub struct Search;

/// The name a fact takes away and the name it gives.
fn names(event: &DossierEvent) -> (Option<&str>, Option<&str>) {
    let of = |entry: &Entry| entry.slot.row.is_none() && entry.slot.field.as_str() == "full_name";
    match event {
        DossierEvent::DossierOpened { full_name, .. } => (None, Some(full_name.as_str())),
        DossierEvent::SubmissionWithdrawn { restored, .. } => restored
            .iter()
            .find(|entry| of(entry))
            .map_or((None, None), |entry| (single(&entry.before), single(&entry.value))),
        _ => event
            .entries()
            .iter()
            .find(|entry| of(entry))
            .map_or((None, None), |entry| (single(&entry.before), single(&entry.value))),
    }
}

fn single(value: &Option<Value>) -> Option<&str> {
    value.as_ref().and_then(Value::as_single)
}

impl ReadModel for Search {
    type Row = SearchRow;

    fn touches(recorded: &Recorded, _world: &World) -> Vec<Key> {
        let Fact::Dossier(event) = &recorded.fact else { return vec![] };
        let (old, _new) = names(event);
        words(old.unwrap_or_default())
            .into_iter()
            .map(|word| vec![word.into(), recorded.stream_id.as_str().into()])
            .collect()
    }

    fn apply(rows: &mut Touched<SearchRow>, recorded: &Recorded, _world: &World) {
        let Fact::Dossier(event) = &recorded.fact else { return };
        let (old, new) = names(event);
        for word in words(old.unwrap_or_default()) {
            rows.remove(&vec![word.into(), recorded.stream_id.as_str().into()]);
        }
        for word in words(new.unwrap_or_default()) {
            rows.put(SearchRow { word, dossier_id: recorded.stream_id.clone() });
        }
    }
}

/// How many words of a query are used.
pub const WORDS_MAX: usize = 6;

/// People in a path range whose name has every word; each word may be the start of one.
pub const BY_WORDS: Statement = Statement::each(
    "select p.dossier_id, p.full_name, p.sort_key, p.unit_id, p.situation, p.account_id,
            p.birth_date, p.position_code, p.opened_on, p.first_submission
     from (select s.dossier_id from search s
           where s.word >= $1 and s.word < $2) hit
     join people p on p.dossier_id = hit.dossier_id
     join units u on u.unit_id = p.unit_id
     where u.path >= $4 and u.path < $5
       and not exists (select 1 from json_each($3) w where not exists (
             select 1 from search x where x.dossier_id = p.dossier_id
               and x.word >= w.value->>0 and x.word < w.value->>1))
     group by p.dossier_id order by p.sort_key, p.dossier_id limit $6",
    "select p.dossier_id, p.full_name, p.sort_key, p.unit_id, p.situation, p.account_id,
            p.birth_date, p.position_code, p.opened_on, p.first_submission
     from (select distinct s.dossier_id from search s
           where s.word >= $1 and s.word < $2) hit
     join people p on p.dossier_id = hit.dossier_id
     join units u on u.unit_id = p.unit_id
     where u.path >= $4 and u.path < $5
       and not exists (select 1 from json_array_elements($3::json) w where not exists (
             select 1 from search x where x.dossier_id = p.dossier_id
               and x.word >= w.value->>0 and x.word < w.value->>1))
     order by p.sort_key, p.dossier_id limit $6",
);

/// People at or below `path` whose name has every word of `query`, in Vietnamese order.
pub async fn by_name(
    db: &Database,
    query: &str,
    path: &str,
    limit: i64,
) -> Result<Vec<PersonRow>, sqlx::Error> {
    let mut asked: Vec<String> = words(query).into_iter().take(WORDS_MAX).collect();
    // The longest word is likely the rarest: it opens the search, the others narrow it.
    asked.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let Some(first) = asked.first().cloned() else { return Ok(vec![]) };
    let rest: Vec<[String; 2]> =
        asked.iter().skip(1).map(|word| [word.clone(), end_of_prefix(word)]).collect();
    let args: Vec<Arg> = vec![
        first.as_str().into(),
        end_of_prefix(&first).into(),
        serde_json::to_string(&rest).expect("words are plain text").into(),
        path.into(),
        end_of_prefix(path).into(),
        limit.into(),
    ];
    db.fetch(BY_WORDS, args).await?.iter().map(|cells| PersonRow::read(cells, 0)).collect()
}
