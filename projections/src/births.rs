//! Of what sex is someone, and born when? What expected retirement follows from, of those in service.
//!
//! The row keeps what was said and not the day that follows from it: a range of days of retirement is a
//! range of births of each sex, so that another table of ages changes no row.

use chrono::{Months, NaiveDate};
use hoso_events::{
    catalogue::PartialDate,
    dossier::DossierEvent,
    entry::{Entry, Value},
    fact::{Fact, Recorded},
    retirement::{Expected, Sex, ages},
};

use crate::{
    database::{Database, Statement},
    engine::{ReadModel, Touched, World},
    table::{Key, TableRow as _},
    table_row,
    units::end_of_prefix,
};

table_row! {
    /// One person, as last said.
    pub struct BirthRow in "births", key 1, prefix 1, live "true",
        indexes [("births_by_birth", "in_service, sex, birth_date")]
    {
        pub dossier_id: String,
        /// Whether the person is in service: 1 or 0; [`DUPLICATE`] less in a dossier that was merged
        /// into another one.
        pub in_service: i64,
        /// `male` or `female`; empty while not said.
        pub sex: String,
        /// As stored, whole or in part; empty while not said.
        pub birth_date: String,
    }
}

impl BirthRow {
    /// When the person is expected to retire; none while sex or birth is not known.
    pub fn expected(&self) -> Option<Expected<'static>> {
        let birth = PartialDate::parse(&self.birth_date).ok()?;
        ages().expected(Sex::parse(&self.sex)?, birth)
    }
}

/// The fields expected retirement follows from.
pub const FIELDS: [&str; 2] = ["sex", "birth_date"];

/// The read model behind [`BirthRow`].
pub struct Births;

/// Whether a fact takes its person out of service (false) or into it (true); none where it says
/// nothing of that. The one place that knows.
fn in_service(event: &DossierEvent) -> Option<bool> {
    match event {
        DossierEvent::DossierOpened { .. }
        | DossierEvent::EndingReversed { .. }
        | DossierEvent::ServiceResumed { .. }
        | DossierEvent::DossierTakenIn { .. } => Some(true),
        DossierEvent::ServiceEnded { .. } => Some(false),
        _ => {
            let said =
                |entry: &&Entry| entry.slot.row.is_none() && entry.slot.field.as_str() == STATUS;
            let entry = entries_of(event).iter().rev().find(said)?;
            let status = entry.value.as_ref().and_then(Value::as_single).unwrap_or_default();
            Some(!ENDED.contains(&status))
        }
    }
}

/// What a merged dossier is less than it was, so that it is what it was when it is separated.
const DUPLICATE: i64 = 2;

/// Whether a fact makes its dossier a duplicate of another (true) or one of its own (false).
fn is_merged(event: &DossierEvent) -> Option<bool> {
    match event {
        DossierEvent::FoundDuplicate { .. } => Some(true),
        DossierEvent::FoundSeparate { .. } => Some(false),
        _ => None,
    }
}

/// The field in which a unit says how someone stands.
const STATUS: &str = "dossier_status";
/// Its items after which there is no service any more.
const ENDED: [&str; 6] =
    ["retired", "resigned", "redundant", "dismissed", "term_ended", "deceased"];

/// The entries a fact brings, or puts back.
fn entries_of(event: &DossierEvent) -> &[Entry] {
    match event {
        DossierEvent::SubmissionWithdrawn { restored, .. } => restored,
        _ => event.entries(),
    }
}

fn is_one_of_them(entry: &&Entry) -> bool {
    entry.slot.row.is_none() && FIELDS.contains(&entry.slot.field.as_str())
}

fn with_entries(row: BirthRow, entries: &[Entry]) -> BirthRow {
    entries.iter().filter(is_one_of_them).fold(row, |row, entry| {
        let said = entry.value.as_ref().and_then(Value::as_single).unwrap_or_default().to_owned();
        match entry.slot.field.as_str() {
            "sex" => BirthRow { sex: said, ..row },
            _ => BirthRow { birth_date: said, ..row },
        }
    })
}

impl ReadModel for Births {
    type Row = BirthRow;
    const RECEIVED: bool = true;

    fn touches(recorded: &Recorded, _world: &World) -> Vec<Key> {
        let Fact::Dossier(event) = &recorded.fact else { return vec![] };
        let changes = in_service(event).is_some()
            || is_merged(event).is_some()
            || matches!(event, DossierEvent::OpeningWithdrawn { .. })
            || entries_of(event).iter().any(|entry| is_one_of_them(&entry));
        if changes { vec![vec![recorded.stream_id.as_str().into()]] } else { vec![] }
    }

    fn apply(rows: &mut Touched<BirthRow>, recorded: &Recorded, _world: &World) {
        let Fact::Dossier(event) = &recorded.fact else { return };
        let key = vec![recorded.stream_id.as_str().into()];
        let known = rows.get(&key).cloned();
        let row = match event {
            DossierEvent::DossierOpened { .. } => Some(BirthRow {
                dossier_id: recorded.stream_id.clone(),
                in_service: 1,
                sex: String::new(),
                birth_date: String::new(),
            }),
            DossierEvent::OpeningWithdrawn { .. } => return rows.remove(&key),
            _ => known,
        };
        if let Some(row) = row {
            let in_service = match (in_service(event), is_merged(event)) {
                (Some(serves), _) => i64::from(serves),
                (None, Some(true)) => row.in_service - DUPLICATE,
                (None, Some(false)) => row.in_service + DUPLICATE,
                (None, None) => row.in_service,
            };
            rows.put(with_entries(BirthRow { in_service, ..row }, entries_of(event)));
        }
    }
}

/// How near retirement someone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// The day has come, and the person is in service.
    Past,
    /// Within the next six months.
    HalfYear,
    /// Within the next twelve months, and not within six.
    Year,
    /// Sex or birth is not known.
    Unknown,
}

/// How many months ahead the two warnings come.
pub const WARNED_MONTHS: [u32; 2] = [6, 12];

impl Nearness {
    pub const ALL: [Self; 4] = [Self::Past, Self::HalfYear, Self::Year, Self::Unknown];

    /// How near a day of retirement is; none when it is further than any warning.
    pub fn of(begins_on: NaiveDate, today: NaiveDate) -> Option<Self> {
        match begins_on {
            day if day <= today => Some(Self::Past),
            day if day <= ahead(today, WARNED_MONTHS[0]) => Some(Self::HalfYear),
            day if day <= ahead(today, WARNED_MONTHS[1]) => Some(Self::Year),
            _ => None,
        }
    }
}

fn ahead(today: NaiveDate, months: u32) -> NaiveDate {
    today.checked_add_months(Months::new(months)).unwrap_or(today)
}

/// After every stored date.
const AFTER_ALL: &str = "~";

/// The births of one sex that are so near retirement: from one text to before another.
fn range(sex: Sex, near: Nearness, today: NaiveDate) -> (String, String) {
    let bound = |months| ages().born_from(sex, ahead(today, months)).stored_bound();
    match near {
        // Above the empty text, which is no birth.
        Nearness::Past => ("0".to_owned(), bound(0)),
        Nearness::HalfYear => (bound(0), bound(WARNED_MONTHS[0])),
        Nearness::Year => (bound(WARNED_MONTHS[0]), bound(WARNED_MONTHS[1])),
        Nearness::Unknown => (String::new(), "0".to_owned()),
    }
}

/// What is looked through for people so near retirement: a stored sex, and births from one text to
/// before another.
fn ranges(near: Nearness, today: NaiveDate) -> Vec<(&'static str, String, String)> {
    let of = |sex: Sex| {
        let (from, until) = range(sex, near, today);
        (sex.as_str(), from, until)
    };
    let mut ranges: Vec<_> = Sex::ALL.into_iter().map(of).collect();
    if near == Nearness::Unknown {
        ranges.push(("", String::new(), AFTER_ALL.to_owned()));
    }
    ranges
}

/// One person with what retirement follows from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retiring {
    pub birth: BirthRow,
    pub full_name: String,
    pub sort_key: String,
    pub unit_id: String,
    pub position_code: Option<String>,
}

/// People in service of the units in a path range, of one sex, born in a range.
pub const BORN_WITHIN: Statement = Statement::same(
    "select b.dossier_id, b.in_service, b.sex, b.birth_date, p.full_name, p.sort_key, p.unit_id,
            p.position_code
     from births b cross join people p cross join units u
     where b.in_service = 1 and b.sex = $3 and b.birth_date >= $4 and b.birth_date < $5
       and p.dossier_id = b.dossier_id and u.unit_id = p.unit_id
       and u.path >= $1 and u.path < $2
     order by b.birth_date, p.sort_key, p.dossier_id limit $6",
);

/// How many they are.
pub const COUNTED_WITHIN: Statement = Statement::same(
    "select count(*) from births b cross join people p cross join units u
     where b.in_service = 1 and b.sex = $3 and b.birth_date >= $4 and b.birth_date < $5
       and p.dossier_id = b.dossier_id and u.unit_id = p.unit_id
       and u.path >= $1 and u.path < $2",
);

/// The people at or below `path` who are so near retirement, those who retire first first; at most
/// `limit`.
pub async fn within(
    db: &Database,
    path: &str,
    near: Nearness,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<Retiring>, sqlx::Error> {
    let mut found: Vec<Retiring> = vec![];
    for (sex, from, until) in ranges(near, today) {
        let args = vec![
            path.into(),
            end_of_prefix(path).into(),
            sex.into(),
            from.into(),
            until.into(),
            limit.into(),
        ];
        for cells in db.fetch(BORN_WITHIN, args).await? {
            found.push(Retiring {
                birth: BirthRow::read(&cells, 0)?,
                full_name: cells.text(4)?,
                sort_key: cells.text(5)?,
                unit_id: cells.text(6)?,
                position_code: cells.maybe_text(7)?,
            });
        }
    }
    in_order(&mut found);
    found.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(found)
}

/// Puts those who retire first first, and those of one day in the order of names.
pub fn in_order(people: &mut [Retiring]) {
    people.sort_by_cached_key(|it| {
        let begins_on = it.birth.expected().map(|expected| expected.begins_on);
        (begins_on, it.sort_key.clone(), it.birth.dossier_id.clone())
    });
}

/// How many people at or below `path` are so near retirement.
pub async fn count(
    db: &Database,
    path: &str,
    near: Nearness,
    today: NaiveDate,
) -> Result<i64, sqlx::Error> {
    let mut all = 0;
    for (sex, from, until) in ranges(near, today) {
        let end = end_of_prefix(path);
        let args = vec![path.into(), end.into(), sex.into(), from.into(), until.into()];
        all += match db.fetch_one(COUNTED_WITHIN, args).await? {
            Some(cells) => cells.int(0)?,
            None => 0,
        };
    }
    Ok(all)
}

/// What retirement follows from, of one person.
pub const BY_ID: Statement = Statement::same(
    "select dossier_id, in_service, sex, birth_date from births where dossier_id = $1",
);

/// What retirement follows from, of one person.
pub async fn by_id(db: &Database, dossier_id: &str) -> Result<Option<BirthRow>, sqlx::Error> {
    let found = db.fetch_one(BY_ID, vec![dossier_id.into()]).await?;
    found.map(|cells| BirthRow::read(&cells, 0)).transpose()
}
