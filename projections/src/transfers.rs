//! Who is on the way from where to where, and how far? One row a transfer.

use hoso_events::{
    calendar::local_date,
    dossier::{DossierEvent, Stage},
    fact::{Fact, Recorded},
};

use crate::{
    database::{Cells, Database, Statement},
    engine::{ReadModel, Touched, World},
    table::{Key, TableRow as _},
    table_row,
    units::end_of_prefix,
};

table_row! {
    /// One transfer of a dossier, under way or over.
    pub struct TransferRow in "transfers", key 1, prefix 1, live "true",
        indexes [("transfers_by_sender", "from_unit, transfer_id"),
                  ("transfers_by_receiver", "to_unit, transfer_id"),
                  ("transfers_by_dossier", "dossier_id, transfer_id")]
    {
        pub transfer_id: String,
        pub dossier_id: String,
        pub from_unit: String,
        pub to_unit: String,
        /// The stored name of the kind.
        pub kind: String,
        /// The code of the stage: see [`Stage`].
        pub stage: String,
        pub decision_number: String,
        pub decision_dated_on: String,
        pub effective_on: String,
        /// The fact that ordered it, and the last of its steps.
        pub ordered_by: i64,
        pub touched_by: i64,
        /// The day the last step was recorded.
        pub touched_on: String,
        /// How many papers the inventory of the last release lists, and their pages.
        pub papers: i64,
        pub pages: i64,
        pub released_on: Option<String>,
        /// The day the paper dossier was received last, valid or not.
        pub received_on: Option<String>,
        pub accepted_on: Option<String>,
        /// The last day of its term, where it is for one.
        pub term_ends_on: Option<String>,
    }
}

/// The read model behind [`TransferRow`].
pub struct Transfers;

fn number(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

/// The row after a step, without who recorded it and when; none for a fact that is no step.
fn stepped(row: TransferRow, event: &DossierEvent) -> Option<(Stage, TransferRow)> {
    let received =
        |row, on: &chrono::NaiveDate| TransferRow { received_on: Some(on.to_string()), ..row };
    Some(match event {
        DossierEvent::DossierReleased { inventory, released_on, .. } => {
            let pages = inventory.iter().map(|line| i64::from(line.pages.get())).sum();
            let papers = i64::try_from(inventory.len()).unwrap_or(i64::MAX);
            let released_on = Some(released_on.to_string());
            (Stage::Released, TransferRow { papers, pages, released_on, ..row })
        }
        DossierEvent::PaperDossierReceived { received_on, .. } => {
            (Stage::PaperReceived, received(row, received_on))
        }
        DossierEvent::PaperDossierFoundInvalid { received_on, .. } => {
            (Stage::PaperInvalid, received(row, received_on))
        }
        DossierEvent::TransferAccepted { accepted_on, .. } => {
            (Stage::Accepted, TransferRow { accepted_on: Some(accepted_on.to_string()), ..row })
        }
        DossierEvent::TransferRefused { .. } => (Stage::Refused, row),
        DossierEvent::ReleaseRecalled { .. } => {
            let (papers, pages, released_on, received_on) = (0, 0, None, None);
            (Stage::Ordered, TransferRow { papers, pages, released_on, received_on, ..row })
        }
        DossierEvent::TransferCancelled { .. } => (Stage::Cancelled, row),
        _ => return None,
    })
}

impl ReadModel for Transfers {
    type Row = TransferRow;

    fn touches(recorded: &Recorded, _world: &World) -> Vec<Key> {
        match &recorded.fact {
            // An order only ever adds a row.
            Fact::Dossier(DossierEvent::TransferOrdered { .. }) => vec![],
            Fact::Dossier(event) => {
                event.transfer().map(|id| vec![id.to_string().into()]).into_iter().collect()
            }
            _ => vec![],
        }
    }

    fn apply(rows: &mut Touched<TransferRow>, recorded: &Recorded, _world: &World) {
        let Fact::Dossier(event) = &recorded.fact else { return };
        let position = number(recorded.provenance.position);
        let today = local_date(recorded.provenance.recorded_at).to_string();
        if let DossierEvent::TransferOrdered {
            transfer,
            from,
            to,
            kind,
            decision,
            effective_on,
            term_ends_on,
        } = event
        {
            rows.put(TransferRow {
                transfer_id: transfer.to_string(),
                dossier_id: recorded.stream_id.clone(),
                from_unit: from.to_string(),
                to_unit: to.to_string(),
                kind: kind.as_str().to_owned(),
                stage: Stage::Ordered.as_str().to_owned(),
                decision_number: decision.number.to_string(),
                decision_dated_on: decision.dated_on.to_string(),
                effective_on: effective_on.to_string(),
                ordered_by: position,
                touched_by: position,
                touched_on: today,
                papers: 0,
                pages: 0,
                released_on: None,
                received_on: None,
                accepted_on: None,
                term_ends_on: term_ends_on.map(|day| day.to_string()),
            });
            return;
        }
        let Some(id) = event.transfer() else { return };
        let Some(row) = rows.get(&vec![id.to_string().into()]).cloned() else { return };
        if let Some((stage, row)) = stepped(row, event) {
            let stage = stage.as_str().to_owned();
            rows.put(TransferRow { stage, touched_by: position, touched_on: today, ..row });
        }
    }
}

/// A transfer with whom it is about and by when the new unit has to accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnTheWay {
    pub row: TransferRow,
    pub full_name: String,
    /// The last day for the new unit to accept, once the valid paper dossier is there.
    pub due_on: Option<String>,
}

fn on_the_way(cells: &Cells) -> Result<OnTheWay, sqlx::Error> {
    let row = TransferRow::read(cells, 0)?;
    let after = TransferRow::TABLE.columns.len();
    Ok(OnTheWay { row, full_name: cells.text(after)?, due_on: cells.maybe_text(after + 1)? })
}

/// One transfer.
pub const BY_ID: Statement = Statement::same(
    "select t.transfer_id, t.dossier_id, t.from_unit, t.to_unit, t.kind, t.stage,
            t.decision_number, t.decision_dated_on, t.effective_on, t.ordered_by, t.touched_by,
            t.touched_on, t.papers, t.pages, t.released_on, t.received_on, t.accepted_on,
            t.term_ends_on, p.full_name, o.due_on
     from transfers t join people p on p.dossier_id = t.dossier_id
     left join obligations o on o.dossier_id = t.dossier_id and o.subject = t.transfer_id
                            and o.duty = 'take_over'
     where t.transfer_id = $1",
);

/// The transfer with this id.
pub async fn by_id(db: &Database, id: &str) -> Result<Option<OnTheWay>, sqlx::Error> {
    db.fetch_one(BY_ID, vec![id.into()]).await?.as_ref().map(on_the_way).transpose()
}

/// Which of its two units a list of transfers is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To the units asked for.
    In,
    /// From the units asked for.
    Out,
}

/// The transfers to or from the units in a path range: those under way by their last day, then
/// those over, the newest first.
pub const LISTED: Statement = Statement::same(
    "select t.transfer_id, t.dossier_id, t.from_unit, t.to_unit, t.kind, t.stage,
            t.decision_number, t.decision_dated_on, t.effective_on, t.ordered_by, t.touched_by,
            t.touched_on, t.papers, t.pages, t.released_on, t.received_on, t.accepted_on,
            t.term_ends_on, p.full_name, o.due_on
     from units u join transfers t on (t.to_unit = u.unit_id and $4 = 'in')
                                   or (t.from_unit = u.unit_id and $4 = 'out')
     join people p on p.dossier_id = t.dossier_id
     left join obligations o on o.dossier_id = t.dossier_id and o.subject = t.transfer_id
                            and o.duty = 'take_over'
     where u.path >= $1 and u.path < $2
     order by case when t.stage in ('accepted', 'refused', 'cancelled') then 1 else 0 end,
              case when t.stage in ('accepted', 'refused', 'cancelled') then ''
                   else coalesce(o.due_on, '9999-12-31') end,
              t.touched_by desc limit $3",
);

/// The transfers to or from the units at or below `path`, most urgent first.
pub async fn listed(
    db: &Database,
    path: &str,
    way: Way,
    limit: i64,
) -> Result<Vec<OnTheWay>, sqlx::Error> {
    let way = if way == Way::In { "in" } else { "out" };
    let args = vec![path.into(), end_of_prefix(path).into(), limit.into(), way.into()];
    db.fetch(LISTED, args).await?.iter().map(on_the_way).collect()
}

/// The accepted transfers for a term that ends by a day and after which nothing was ordered, to or
/// from the units in a path range, the earliest end first.
pub const TERM_ENDING: Statement = Statement::same(
    "select t.transfer_id from transfers t
     where t.stage = 'accepted' and t.term_ends_on <= $3
       and exists (select 1 from units u where u.path >= $1 and u.path < $2
                   and (u.unit_id = t.to_unit or u.unit_id = t.from_unit))
       and not exists (select 1 from transfers n
                       where n.dossier_id = t.dossier_id and n.ordered_by > t.ordered_by
                         and n.stage not in ('refused', 'cancelled'))
     order by t.term_ends_on, t.transfer_id limit $4",
);

/// Whose term ends by `day`, at or below `path`.
pub async fn term_ending(
    db: &Database,
    path: &str,
    day: &str,
    limit: i64,
) -> Result<Vec<OnTheWay>, sqlx::Error> {
    let args = vec![path.into(), end_of_prefix(path).into(), day.into(), limit.into()];
    let mut ending = vec![];
    for cells in db.fetch(TERM_ENDING, args).await? {
        ending.extend(by_id(db, &cells.text(0)?).await?);
    }
    Ok(ending)
}

/// The transfer that brought a dossier where it is, when it was for a term and nothing was ordered
/// after it.
pub const ON_TERM: Statement = Statement::same(
    "select t.transfer_id from transfers t
     where t.dossier_id = $1 and t.stage = 'accepted' and t.term_ends_on is not null
       and not exists (select 1 from transfers n
                       where n.dossier_id = t.dossier_id and n.ordered_by > t.ordered_by
                         and n.stage not in ('refused', 'cancelled'))
     limit 1",
);

/// The transfer for a term that a dossier is where it is by, if there is one.
pub async fn on_term(db: &Database, dossier_id: &str) -> Result<Option<OnTheWay>, sqlx::Error> {
    match db.fetch_one(ON_TERM, vec![dossier_id.into()]).await? {
        Some(cells) => by_id(db, &cells.text(0)?).await,
        None => Ok(None),
    }
}

/// The transfer of a dossier that is under way.
pub const UNDER_WAY: Statement = Statement::same(
    "select transfer_id from transfers
     where dossier_id = $1 and stage not in ('accepted', 'refused', 'cancelled') limit 1",
);

/// Which of some dossiers are on their way, or ordered to be.
pub const UNDER_WAY_AMONG: Statement = Statement::each(
    "select dossier_id from transfers
     where dossier_id in (select value from json_each($1))
       and stage not in ('accepted', 'refused', 'cancelled')",
    "select dossier_id from transfers
     where dossier_id in (select value from json_array_elements_text($1::json))
       and stage not in ('accepted', 'refused', 'cancelled')",
);

/// Those of these dossiers that have a transfer under way.
pub async fn under_way_among(db: &Database, dossiers: &[&str]) -> Result<Vec<String>, sqlx::Error> {
    let list = serde_json::to_string(dossiers).expect("texts are plain data");
    let found = db.fetch(UNDER_WAY_AMONG, vec![list.into()]).await?;
    found.iter().map(|cells| cells.text(0)).collect()
}

/// The transfer of a dossier that is under way, if one is.
pub async fn under_way(db: &Database, dossier_id: &str) -> Result<Option<String>, sqlx::Error> {
    let found = db.fetch_one(UNDER_WAY, vec![dossier_id.into()]).await?;
    found.map(|cells| cells.text(0)).transpose()
}
