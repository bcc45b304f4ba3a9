//! Whose name has these words? One row a folded word of a name, with the whole folded name beside
//! it, so that the other words are looked for without leaving the table. A word may be cut short.

use std::collections::HashSet;

use hoso_events::{
    dossier::DossierEvent,
    entry::{Entry, Value},
    fact::{Fact, Recorded},
};

use crate::{
    database::{Arg, Database, Statement},
    engine::{ReadModel, Touched, World},
    fold::words,
    people::{PersonRow, searchable},
    table::{Key, TableRow as _},
    table_row,
    units::end_of_prefix,
};

table_row! {
    /// One folded word of one person's name.
    pub struct SearchRow in "search", key 3, prefix 3, live "true", indexes []
    {
        pub word: String,
        /// The folded words of the whole name, each after a space.
        pub name_fold: String,
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
        DossierEvent::OpeningWithdrawn { full_name, .. }
        | DossierEvent::FoundDuplicate { full_name, .. } => (Some(full_name.as_str()), None),
        DossierEvent::FoundSeparate { full_name, .. } => (None, Some(full_name.as_str())),
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

/// The rows of a name in one dossier.
fn rows_of(name: Option<&str>, dossier_id: &str) -> Vec<SearchRow> {
    let name = name.unwrap_or_default();
    let row =
        |word| SearchRow { word, name_fold: searchable(name), dossier_id: dossier_id.to_owned() };
    words(name).into_iter().map(row).collect()
}

impl ReadModel for Search {
    type Row = SearchRow;
    const RECEIVED: bool = true;

    fn touches(recorded: &Recorded, _world: &World) -> Vec<Key> {
        let Fact::Dossier(event) = &recorded.fact else { return vec![] };
        let (old, _new) = names(event);
        rows_of(old, &recorded.stream_id).iter().map(SearchRow::key).collect()
    }

    fn apply(rows: &mut Touched<SearchRow>, recorded: &Recorded, _world: &World) {
        let Fact::Dossier(event) = &recorded.fact else { return };
        let (old, new) = names(event);
        for row in rows_of(old, &recorded.stream_id) {
            rows.remove(&row.key());
        }
        for row in rows_of(new, &recorded.stream_id) {
            rows.put(row);
        }
    }
}

/// How many words of a query are used.
pub const WORDS_MAX: usize = 6;

/// Whether a name is what was searched for; otherwise the person was found by another name, in a
/// dossier that was merged into theirs.
pub fn bears(person: &PersonRow, query: &str) -> bool {
    let asked = words(query);
    asked.iter().take(WORDS_MAX).all(|word| person.name_fold.contains(&format!(" {word}")))
}

/// How far people are counted to find the way that looks at the fewest: those in the units asked
/// for, or those with one of the words.
pub const COUNTED_MAX: i64 = 400;

/// How many people are in a path range, and how many have each word; none counted beyond a bound.
pub const COUNTS: Statement = Statement::each(
    "select (select count(*) from (select 1 from units u join people p on p.unit_id = u.unit_id
             where u.path >= $3 and u.path < $4 limit $2) hit)
     union all
     select * from (select (select count(*) from (select 1 from search s
             where s.word >= k.value->>0 and s.word < k.value->>1 limit $2) hit)
     from json_each($1) k order by k.key)",
    "select (select count(*) from (select 1 from units u join people p on p.unit_id = u.unit_id
             where u.path >= $3 and u.path < $4 limit $2) hit)
     union all
     select * from (select (select count(*) from (select 1 from search s
             where s.word >= k.value->>0 and s.word < k.value->>1 limit $2) hit)
     from json_array_elements($1::json) with ordinality k(value, place) order by k.place) words",
);

/// People in a path range, found among the people of its units: all who have every word.
pub const BY_UNITS: Statement = Statement::same(
    "select p.dossier_id, p.full_name, p.sort_key, p.name_fold, p.unit_id, p.situation,
            p.account_id, p.birth_date, p.position_code, p.opened_on, p.first_submission,
            p.ended
     from units u join people p on p.unit_id = u.unit_id
     where u.path >= $1 and u.path < $2
       and p.name_fold like $3 and p.name_fold like $4 and p.name_fold like $5
       and p.name_fold like $6 and p.name_fold like $7 and p.name_fold like $8
       and p.situation not like 'merged%'
     order by p.sort_key, p.dossier_id limit $9",
);

/// People in a path range, found among those who have one word: the first in the order of that
/// word, the exact one first. Someone with two such words is found twice.
pub const BY_WORD: Statement = Statement::same(
    "select p.dossier_id, p.full_name, p.sort_key, p.name_fold, p.unit_id, p.situation,
            p.account_id, p.birth_date, p.position_code, p.opened_on, p.first_submission,
            p.ended
     from search s cross join people p cross join units u
     where s.word >= $10 and s.word < $11
       and s.name_fold like $3 and s.name_fold like $4 and s.name_fold like $5
       and s.name_fold like $6 and s.name_fold like $7 and s.name_fold like $8
       and p.dossier_id = s.dossier_id and u.unit_id = p.unit_id
       and u.path >= $1 and u.path < $2
     order by s.word, s.name_fold, s.dossier_id limit $9",
);

/// People in a path range who were also found under another name, in a dossier that was merged into
/// theirs: all whose other name has every word.
pub const BY_OTHER_NAME: Statement = Statement::same(
    "select p.dossier_id, p.full_name, p.sort_key, p.name_fold, p.unit_id, p.situation,
            p.account_id, p.birth_date, p.position_code, p.opened_on, p.first_submission,
            p.ended
     from identities i join people p on p.dossier_id = i.kept_id
     join units u on u.unit_id = p.unit_id
     where i.kept_id > '' and u.path >= $1 and u.path < $2
       and i.name_fold like $3 and i.name_fold like $4 and i.name_fold like $5
       and i.name_fold like $6 and i.name_fold like $7 and i.name_fold like $8
     order by p.sort_key, p.dossier_id limit $9",
);

/// People at or below `path` whose name has every word of `query`, at most `limit`, in Vietnamese
/// order; a word may be cut short. Of more people than that, those who have the word as it was
/// typed come before those who have a longer one.
pub async fn by_name(
    db: &Database,
    query: &str,
    path: &str,
    limit: i64,
) -> Result<Vec<PersonRow>, sqlx::Error> {
    by_name_counting(db, query, path, limit, COUNTED_MAX).await
}

/// The same with another bound on counting: whichever way is taken, the same people are found.
pub async fn by_name_counting(
    db: &Database,
    query: &str,
    path: &str,
    limit: i64,
    counted_max: i64,
) -> Result<Vec<PersonRow>, sqlx::Error> {
    let asked: Vec<String> = words(query).into_iter().take(WORDS_MAX).collect();
    let ranges: Vec<[String; 2]> =
        asked.iter().map(|word| [word.clone(), end_of_prefix(word)]).collect();
    let list = serde_json::to_string(&ranges).expect("words are plain text");
    let scope = [Arg::from(path), Arg::from(end_of_prefix(path))];
    let counts = [vec![list.into(), counted_max.into()], scope.to_vec()].concat();
    let counts = db.fetch(COUNTS, counts).await?;
    let counts = counts.iter().map(|cells| cells.int(0)).collect::<Result<Vec<_>, _>>()?;
    let Some((in_units, with_word)) = counts.split_first() else { return Ok(vec![]) };
    // Of several common words the last is the given name as names are written, the likeliest rare.
    let rarest = with_word.iter().zip(&ranges).rev().min_by_key(|(people, _range)| **people);
    let Some((fewest, [from, to])) = rarest else { return Ok(vec![]) };
    let mut args = scope.to_vec();
    let limited = |args: &[Arg]| [args, &[limit.into()]].concat();
    for place in 0..WORDS_MAX {
        let pattern = asked.get(place).map_or_else(|| "%".to_owned(), |word| format!("% {word}%"));
        args.push(pattern.into());
    }
    let others = read(db, BY_OTHER_NAME, limited(&args)).await?;
    if in_units < fewest || (*in_units < counted_max && in_units == fewest) {
        let people = read(db, BY_UNITS, limited(&args)).await?;
        return Ok(first_of(people, others, limit));
    }
    // Whoever is found twice takes a place of the limit: ask for more until it is full.
    let mut wanted = limit;
    loop {
        let mut asked = args.clone();
        asked.extend([wanted.into(), from.as_str().into(), to.as_str().into()]);
        let mut people = read(db, BY_WORD, asked).await?;
        let all_found = (people.len() as i64) < wanted;
        let mut seen = HashSet::new();
        people.retain(|person| seen.insert(person.dossier_id.clone()));
        if all_found || people.len() as i64 >= limit {
            people.truncate(usize::try_from(limit).unwrap_or_default());
            return Ok(first_of(people, others, limit));
        }
        wanted *= 2;
    }
}

/// People found by their name and by another one, each once, in Vietnamese order.
fn first_of(mut people: Vec<PersonRow>, others: Vec<PersonRow>, limit: i64) -> Vec<PersonRow> {
    for other in others {
        if people.iter().all(|person| person.dossier_id != other.dossier_id) {
            people.push(other);
        }
    }
    people.truncate(usize::try_from(limit).unwrap_or_default());
    people.sort_by(|a, b| (&a.sort_key, &a.dossier_id).cmp(&(&b.sort_key, &b.dossier_id)));
    people
}

async fn read(
    db: &Database,
    statement: Statement,
    args: Vec<Arg>,
) -> Result<Vec<PersonRow>, sqlx::Error> {
    db.fetch(statement, args).await?.iter().map(|cells| PersonRow::read(cells, 0)).collect()
}
