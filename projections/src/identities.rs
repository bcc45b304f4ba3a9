//! Who may be the same person? One row a dossier: what a person is known by, and the dossier that
//! goes on for it where it is a duplicate.

use std::collections::BTreeMap;

use hoso_events::{
    dossier::DossierEvent,
    entry::{Entry, Value},
    fact::{Fact, Recorded},
};

use crate::{
    database::{Arg, Database, Statement},
    engine::{ReadModel, Touched, World},
    people::searchable,
    table::{Key, TableRow as _},
    table_row,
    units::end_of_prefix,
};

table_row! {
    /// What the person of one dossier is known by.
    pub struct IdentityRow in "identities", key 1, prefix 1, live "true",
        indexes [("identities_by_birth", "birth_date, name_fold, dossier_id"),
                  ("identities_by_old_card", "old_id_card_no, dossier_id"),
                  ("identities_by_kept", "kept_id, dossier_id")]
    {
        pub dossier_id: String,
        pub full_name: String,
        /// The folded words of the name, each after a space.
        pub name_fold: String,
        pub birth_date: Option<String>,
        pub personal_id_no: Option<String>,
        /// The nine digits of before.
        pub old_id_card_no: Option<String>,
        /// The dossier that goes on for this one, while it is a duplicate.
        pub kept_id: Option<String>,
        /// The fact that made it one.
        pub merged_by: Option<i64>,
    }
}

/// The read model behind [`IdentityRow`].
pub struct Identities;

const KNOWN_BY: [&str; 4] = ["full_name", "birth_date", "personal_id_no", "old_id_card_no"];

/// The entries a fact brings, or puts back.
fn entries_of(event: &DossierEvent) -> &[Entry] {
    match event {
        DossierEvent::SubmissionWithdrawn { restored, .. } => restored,
        _ => event.entries(),
    }
}

fn is_known_by(entry: &Entry) -> bool {
    entry.slot.row.is_none() && KNOWN_BY.contains(&entry.slot.field.as_str())
}

fn with_entries(mut row: IdentityRow, entries: &[Entry]) -> IdentityRow {
    for entry in entries.iter().filter(|entry| is_known_by(entry)) {
        let said = entry.value.as_ref().and_then(Value::as_single).map(str::to_owned);
        match (entry.slot.field.as_str(), said) {
            ("full_name", Some(name)) => {
                row.name_fold = searchable(&name);
                row.full_name = name;
            }
            ("birth_date", said) => row.birth_date = said,
            ("personal_id_no", said) => row.personal_id_no = said,
            ("old_id_card_no", said) => row.old_id_card_no = said,
            _ => {}
        }
    }
    row
}

impl ReadModel for Identities {
    type Row = IdentityRow;
    const RECEIVED: bool = true;

    fn touches(recorded: &Recorded, _world: &World) -> Vec<Key> {
        let Fact::Dossier(event) = &recorded.fact else { return vec![] };
        let touched = match event {
            DossierEvent::OpeningWithdrawn { .. }
            | DossierEvent::FoundDuplicate { .. }
            | DossierEvent::FoundSeparate { .. } => true,
            event => entries_of(event).iter().any(is_known_by),
        };
        if touched { vec![vec![recorded.stream_id.as_str().into()]] } else { vec![] }
    }

    fn apply(rows: &mut Touched<IdentityRow>, recorded: &Recorded, _world: &World) {
        let Fact::Dossier(event) = &recorded.fact else { return };
        let key: Key = vec![recorded.stream_id.as_str().into()];
        if let DossierEvent::DossierOpened { full_name, personal_id_no, .. } = event {
            rows.put(IdentityRow {
                dossier_id: recorded.stream_id.clone(),
                full_name: full_name.to_string(),
                name_fold: searchable(full_name.as_str()),
                birth_date: None,
                personal_id_no: Some(personal_id_no.clone()),
                old_id_card_no: None,
                kept_id: None,
                merged_by: None,
            });
            return;
        }
        let Some(row) = rows.get(&key).cloned() else { return };
        match event {
            DossierEvent::OpeningWithdrawn { .. } => rows.remove(&key),
            DossierEvent::FoundDuplicate { kept, .. } => rows.put(IdentityRow {
                kept_id: Some(kept.to_string()),
                merged_by: i64::try_from(recorded.provenance.position).ok(),
                ..row
            }),
            DossierEvent::FoundSeparate { .. } => {
                rows.put(IdentityRow { kept_id: None, merged_by: None, ..row });
            }
            event => rows.put(with_entries(row, entries_of(event))),
        }
    }
}

/// What one person is known by.
pub const BY_ID: Statement = Statement::same(
    "select dossier_id, full_name, name_fold, birth_date, personal_id_no, old_id_card_no, kept_id,
            merged_by
     from identities where dossier_id = $1",
);

/// The duplicates that one dossier goes on for.
pub const TAKEN_IN: Statement = Statement::same(
    "select dossier_id, full_name, name_fold, birth_date, personal_id_no, old_id_card_no, kept_id,
            merged_by
     from identities where kept_id = $1 order by dossier_id limit $2",
);

/// The most duplicates shown of one dossier.
const TAKEN_IN_MAX: i64 = 50;

/// What the person of this dossier is known by.
pub async fn by_id(db: &Database, id: &str) -> Result<Option<IdentityRow>, sqlx::Error> {
    let found = db.fetch_one(BY_ID, vec![id.into()]).await?;
    found.map(|cells| IdentityRow::read(&cells, 0)).transpose()
}

/// The duplicates that this dossier goes on for.
pub async fn taken_in(db: &Database, kept: &str) -> Result<Vec<IdentityRow>, sqlx::Error> {
    let found = db.fetch(TAKEN_IN, vec![kept.into(), TAKEN_IN_MAX.into()]).await?;
    found.iter().map(|cells| IdentityRow::read(cells, 0)).collect()
}

/// Pairs of one name and one day of birth, one in each of two path ranges, that nobody told apart.
pub const OF_ONE_BIRTH: Statement = Statement::same(
    "select i.dossier_id, o.dossier_id
     from units u join people p on p.unit_id = u.unit_id
     join identities i on i.dossier_id = p.dossier_id
     join identities o on o.birth_date = i.birth_date and o.name_fold = i.name_fold
                      and o.dossier_id > i.dossier_id
     join people q on q.dossier_id = o.dossier_id
     join units v on v.unit_id = q.unit_id
     where u.path >= $1 and u.path < $2 and v.path >= $3 and v.path < $4
       and i.kept_id is null and o.kept_id is null
       and not exists (select 1 from told_apart t
                       where t.dossier_id = i.dossier_id and t.other_id = o.dossier_id)
     order by i.dossier_id, o.dossier_id limit $5",
);

/// Pairs of one old identity card, in the same way.
pub const OF_ONE_OLD_CARD: Statement = Statement::same(
    "select i.dossier_id, o.dossier_id
     from units u join people p on p.unit_id = u.unit_id
     join identities i on i.dossier_id = p.dossier_id
     join identities o on o.old_id_card_no = i.old_id_card_no and o.dossier_id > i.dossier_id
     join people q on q.dossier_id = o.dossier_id
     join units v on v.unit_id = q.unit_id
     where u.path >= $1 and u.path < $2 and v.path >= $3 and v.path < $4
       and i.kept_id is null and o.kept_id is null
       and not exists (select 1 from told_apart t
                       where t.dossier_id = i.dossier_id and t.other_id = o.dossier_id)
     order by i.dossier_id, o.dossier_id limit $5",
);

/// Why two dossiers may be of one person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Alike {
    /// The same name, whatever its tone marks, and the same day of birth.
    pub birth: bool,
    /// The same old identity card.
    pub old_card: bool,
}

/// The pairs of dossiers that may be of one person, each of the two at or below one of `paths`, the
/// lower id first; at most `limit`.
pub async fn alike(
    db: &Database,
    paths: &[String],
    limit: i64,
) -> Result<Vec<([String; 2], Alike)>, sqlx::Error> {
    let mut found: BTreeMap<[String; 2], Alike> = BTreeMap::new();
    let mut places: Vec<[&str; 2]> = vec![];
    for one in paths {
        places.extend(paths.iter().map(|other| [one.as_str(), other.as_str()]));
    }
    for places in places {
        let args = || {
            let mut args: Vec<Arg> = vec![];
            for path in places {
                args.extend([path.into(), end_of_prefix(path).into()]);
            }
            args.push(limit.into());
            args
        };
        for cells in db.fetch(OF_ONE_BIRTH, args()).await? {
            found.entry([cells.text(0)?, cells.text(1)?]).or_default().birth = true;
        }
        for cells in db.fetch(OF_ONE_OLD_CARD, args()).await? {
            found.entry([cells.text(0)?, cells.text(1)?]).or_default().old_card = true;
        }
    }
    Ok(found.into_iter().take(usize::try_from(limit).unwrap_or_default()).collect())
}
