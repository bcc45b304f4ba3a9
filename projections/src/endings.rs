//! Who left service, how and when, and who is about to? One row an ending.

use hoso_events::{
    dossier::{DossierEvent, Ending},
    fact::{Fact, Recorded},
    ids::EndingId,
};

use crate::{
    database::{Cells, Database, Statement},
    engine::{ReadModel, Touched, World},
    table::{Key, TableRow as _},
    table_row,
    units::end_of_prefix,
};

table_row! {
    /// One ending of someone's service, as it was recorded last.
    pub struct EndingRow in "endings", key 1, prefix 1, live "true",
        indexes [("endings_by_dossier", "dossier_id, ending_id"),
                  ("endings_by_day", "state, ended_on, ending_id")]
    {
        pub ending_id: String,
        pub dossier_id: String,
        /// The stored name of the kind.
        pub kind: String,
        pub ended_on: String,
        pub paper_number: String,
        /// [`ANNOUNCED`], [`IN_EFFECT`], [`REVERSED`] or [`RESUMED`].
        pub state: String,
        /// The last fact of it.
        pub touched_by: i64,
        pub resumed_on: Option<String>,
        /// The unit that kept the dossier until then, when another one takes the person in.
        pub left_unit: Option<String>,
    }
}

/// Its day is still to come, or was not yet put into effect.
pub const ANNOUNCED: &str = "announced";
/// Service ended.
pub const IN_EFFECT: &str = "in_effect";
/// There was no such ending.
pub const REVERSED: &str = "reversed";
/// The person came back.
pub const RESUMED: &str = "resumed";

/// The read model behind [`EndingRow`].
pub struct Endings;

fn recorded_as(recorded: &Recorded, id: EndingId, ending: &Ending, state: &str) -> EndingRow {
    EndingRow {
        ending_id: id.to_string(),
        dossier_id: recorded.stream_id.clone(),
        kind: ending.kind().as_str().to_owned(),
        ended_on: ending.ended_on.to_string(),
        paper_number: ending.paper.number.to_string(),
        state: state.to_owned(),
        touched_by: i64::try_from(recorded.provenance.position).unwrap_or(i64::MAX),
        resumed_on: None,
        left_unit: None,
    }
}

impl ReadModel for Endings {
    type Row = EndingRow;

    fn touches(recorded: &Recorded, _world: &World) -> Vec<Key> {
        match &recorded.fact {
            Fact::Dossier(event) => {
                event.ending().map(|id| vec![id.to_string().into()]).into_iter().collect()
            }
            _ => vec![],
        }
    }

    fn apply(rows: &mut Touched<EndingRow>, recorded: &Recorded, _world: &World) {
        let Fact::Dossier(event) = &recorded.fact else { return };
        let Some(id) = event.ending() else { return };
        let known = rows.get(&vec![id.to_string().into()]).cloned();
        let row = match (event, known) {
            (DossierEvent::EndingAnnounced { details, .. }, _) => {
                recorded_as(recorded, id, details, ANNOUNCED)
            }
            (DossierEvent::ServiceEnded { details, .. }, _) => {
                recorded_as(recorded, id, details, IN_EFFECT)
            }
            (DossierEvent::EndingCorrected { details, .. }, Some(known)) => {
                recorded_as(recorded, id, details, &known.state)
            }
            (DossierEvent::EndingReversed { .. }, Some(known)) => {
                EndingRow { state: REVERSED.to_owned(), ..touched(known, recorded) }
            }
            (DossierEvent::ServiceResumed { resumed_on, from, to, .. }, Some(known)) => EndingRow {
                left_unit: (from != to).then(|| from.to_string()),
                state: RESUMED.to_owned(),
                resumed_on: Some(resumed_on.to_string()),
                ..touched(known, recorded)
            },
            _ => return,
        };
        rows.put(row);
    }
}

fn touched(row: EndingRow, recorded: &Recorded) -> EndingRow {
    let touched_by = i64::try_from(recorded.provenance.position).unwrap_or(i64::MAX);
    EndingRow { touched_by, ..row }
}

/// An ending with whom it is about and the unit that keeps the dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    pub row: EndingRow,
    pub full_name: String,
    pub unit_id: String,
}

fn left(cells: &Cells) -> Result<Left, sqlx::Error> {
    let row = EndingRow::read(cells, 0)?;
    let after = EndingRow::TABLE.columns.len();
    Ok(Left { row, full_name: cells.text(after)?, unit_id: cells.text(after + 1)? })
}

/// The endings in one state, of one kind or of all, of the people of the units in a path range, the
/// latest day first, before a day and an id.
pub const WITHIN: Statement = Statement::same(
    "select e.ending_id, e.dossier_id, e.kind, e.ended_on, e.paper_number, e.state, e.touched_by,
            e.resumed_on, e.left_unit, p.full_name, p.unit_id
     from endings e join people p on p.dossier_id = e.dossier_id
     join units u on u.unit_id = p.unit_id
     where e.state = $3 and ($4 = '' or e.kind = $4) and u.path >= $1 and u.path < $2
       and (e.ended_on, e.ending_id) < ($5, $6)
     order by e.ended_on desc, e.ending_id desc limit $7",
);

/// The endings in one state at or below `path`, of one kind or of all (`""`), the latest first.
pub async fn within(
    db: &Database,
    path: &str,
    (state, kind): (&str, &str),
    before: Option<(&str, &str)>,
    limit: i64,
) -> Result<Vec<Left>, sqlx::Error> {
    let last = end_of_prefix("");
    let (day, id) = before.unwrap_or((&last, &last));
    let args = vec![
        path.into(),
        end_of_prefix(path).into(),
        state.into(),
        kind.into(),
        day.into(),
        id.into(),
        limit.into(),
    ];
    db.fetch(WITHIN, args).await?.iter().map(left).collect()
}

/// The announced endings whose day has come, the earliest first, after a day and an id.
pub const DUE: Statement = Statement::same(
    "select ending_id, dossier_id, kind, ended_on, paper_number, state, touched_by, resumed_on,
            left_unit from endings where state = 'announced' and ended_on <= $1 and (ended_on, ending_id) > ($2, $3)
     order by ended_on, ending_id limit $4",
);

/// The announced endings whose day has come on `today`, after a day and an id.
pub async fn due(
    db: &Database,
    today: &str,
    after: (&str, &str),
    limit: i64,
) -> Result<Vec<EndingRow>, sqlx::Error> {
    let args = vec![today.into(), after.0.into(), after.1.into(), limit.into()];
    db.fetch(DUE, args).await?.iter().map(|cells| EndingRow::read(cells, 0)).collect()
}
