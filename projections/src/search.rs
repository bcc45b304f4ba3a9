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

/// A word that fewer people have is looked up by itself; a commoner one is met often enough in the
/// list of names. Either way a search looks at few rows, however many people there are.
const RARE_MAX: i64 = 400;

/// How many people have each word, counted no further than a bound.
pub const COUNTS: Statement = Statement::each(
    "select (select count(*) from (select 1 from search s
             where s.word >= k.value->>0 and s.word < k.value->>1 limit $2) hit)
     from json_each($1) k order by k.key",
    "select (select count(*) from (select 1 from search s
             where s.word >= k.value->>0 and s.word < k.value->>1 limit $2) hit)
     from json_array_elements($1::json) with ordinality k(value, place) order by k.place",
);

/// People in a path range with a rare word, whose name has the others too.
pub const BY_RARE_WORD: Statement = Statement::same(
    "select p.dossier_id, p.full_name, p.sort_key, p.name_fold, p.unit_id, p.situation,
            p.account_id, p.birth_date, p.position_code, p.opened_on, p.first_submission
     from people p join units u on u.unit_id = p.unit_id
     where p.dossier_id in (select s.dossier_id from search s where s.word >= $10 and s.word < $11)
       and u.path >= $1 and u.path < $2
       and p.name_fold like $3 and p.name_fold like $4 and p.name_fold like $5
       and p.name_fold like $6 and p.name_fold like $7 and p.name_fold like $8
     order by p.sort_key, p.dossier_id limit $9",
);

/// People in a path range whose name has every word, in the order of names.
pub const BY_COMMON_WORDS: Statement = Statement::same(
    "select p.dossier_id, p.full_name, p.sort_key, p.name_fold, p.unit_id, p.situation,
            p.account_id, p.birth_date, p.position_code, p.opened_on, p.first_submission
     from people p join units u on u.unit_id = p.unit_id
     where u.path >= $1 and u.path < $2
       and p.name_fold like $3 and p.name_fold like $4 and p.name_fold like $5
       and p.name_fold like $6 and p.name_fold like $7 and p.name_fold like $8
     order by p.sort_key, p.dossier_id limit $9",
);

/// People at or below `path` whose name has every word of `query`, in Vietnamese order; a word may
/// be cut short.
pub async fn by_name(
    db: &Database,
    query: &str,
    path: &str,
    limit: i64,
) -> Result<Vec<PersonRow>, sqlx::Error> {
    by_name_with(db, query, path, limit, RARE_MAX).await
}

/// The same with another bound on a rare word: whichever way is taken, the answer is the same.
pub async fn by_name_with(
    db: &Database,
    query: &str,
    path: &str,
    limit: i64,
    rare_max: i64,
) -> Result<Vec<PersonRow>, sqlx::Error> {
    let asked: Vec<String> = words(query).into_iter().take(WORDS_MAX).collect();
    let ranges: Vec<[String; 2]> =
        asked.iter().map(|word| [word.clone(), end_of_prefix(word)]).collect();
    let list = serde_json::to_string(&ranges).expect("words are plain text");
    let mut rarest: Option<(i64, &[String; 2])> = None;
    let counts = db.fetch(COUNTS, vec![list.into(), rare_max.into()]).await?;
    for (range, cells) in ranges.iter().zip(&counts) {
        let people = cells.int(0)?;
        if rarest.is_none_or(|(fewest, _)| people < fewest) {
            rarest = Some((people, range));
        }
    }
    let Some((people, [from, to])) = rarest else { return Ok(vec![]) };
    let mut args: Vec<Arg> = vec![path.into(), end_of_prefix(path).into()];
    for place in 0..WORDS_MAX {
        let pattern = asked.get(place).map_or_else(|| "%".to_owned(), |word| format!("% {word}%"));
        args.push(pattern.into());
    }
    args.push(limit.into());
    let statement = if people < rare_max {
        args.extend([from.as_str().into(), to.as_str().into()]);
        BY_RARE_WORD
    } else {
        BY_COMMON_WORDS
    };
    db.fetch(statement, args).await?.iter().map(|cells| PersonRow::read(cells, 0)).collect()
}
