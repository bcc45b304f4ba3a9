//! What must the unit do next? Its open duties, clustered by unit and due day.

use chrono::NaiveDate;

use crate::{
    database::{Cells, Database, Statement},
    engine::{Change, Derived, Writes},
    obligations::ObligationRow,
    people::PersonRow,
    table::TableRow as _,
    table_row,
    units::end_of_prefix,
};

table_row! {
    /// One open duty of a unit.
    pub struct QueueRow in "queue", key 5, prefix 5, live "true", indexes []
    {
        pub unit_id: String,
        /// The last day; `9999-12-31` while none can be named.
        pub due_on: String,
        pub dossier_id: String,
        pub duty: String,
        pub subject: String,
        /// The fact that started the clock.
        pub started_by: i64,
    }
}

/// Stands where no due day can be named yet, so that such rows come last and are never lost.
pub const NO_DUE_DAY: &str = "9999-12-31";

/// The derived table behind [`QueueRow`].
pub struct Queue;

fn row(obligation: &ObligationRow) -> Option<QueueRow> {
    (obligation.state == "open").then(|| QueueRow {
        unit_id: obligation.unit_id.clone(),
        due_on: obligation.due_on.clone().unwrap_or_else(|| NO_DUE_DAY.to_owned()),
        dossier_id: obligation.dossier_id.clone(),
        duty: obligation.duty.clone(),
        subject: obligation.subject.clone(),
        started_by: obligation.started_by,
    })
}

impl Derived for Queue {
    type From = ObligationRow;
    type Row = QueueRow;

    fn derive<'a>(changes: impl Iterator<Item = &'a Change<ObligationRow>>) -> Writes {
        let (mut new, mut gone) = (vec![], vec![]);
        for change in changes {
            let before = change.before.as_ref().and_then(row);
            let after = change.after.as_ref().and_then(row);
            if let Some(before) = before
                .filter(|before| after.as_ref().is_none_or(|after| after.key() != before.key()))
            {
                gone.push(before.key());
            }
            new.extend(after);
        }
        Writes::new(new.iter().collect(), gone)
    }
}

/// The next duties of one unit, most urgent first.
pub const OF_UNIT: Statement = Statement::same(
    "select unit_id, due_on, dossier_id, duty, subject, started_by from queue
     where unit_id = $1 and ($2 = '' or duty = $2)
     order by due_on, dossier_id, duty, subject limit $3",
);

/// The open duties of one unit, most urgent first; of one kind, or of all (`""`).
pub async fn of_unit(
    db: &Database,
    unit_id: &str,
    duty: &str,
    limit: i64,
) -> Result<Vec<QueueRow>, sqlx::Error> {
    db.fetch(OF_UNIT, vec![unit_id.into(), duty.into(), limit.into()])
        .await?
        .iter()
        .map(|cells| QueueRow::read(cells, 0))
        .collect()
}

/// One open duty with the person it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCase {
    pub person: PersonRow,
    pub duty: ObligationRow,
    /// The transfer the dossier is on its way by: until the new unit has it nobody checks it.
    pub on_its_way: Option<String>,
}

impl OpenCase {
    /// Whether it is the check of a first record, rather than of something declared later.
    pub fn is_first_record(&self) -> bool {
        self.person.first_submission.as_deref() == Some(&self.duty.subject)
    }

    /// Its place in the order of urgency: what comes after it is asked for with this.
    pub fn place(&self) -> CasePlace {
        CasePlace {
            due_on: self.duty.due_on.clone().unwrap_or_else(|| NO_DUE_DAY.to_owned()),
            dossier_id: self.duty.dossier_id.clone(),
            duty: self.duty.duty.clone(),
            subject: self.duty.subject.clone(),
        }
    }
}

/// A place in the order of urgency; the default one is before every case.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CasePlace {
    pub due_on: String,
    pub dossier_id: String,
    pub duty: String,
    pub subject: String,
}

/// Which open duties are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sought {
    /// The code of the duty; all when empty.
    pub duty: &'static str,
    /// Of checks: those of first records, or all others.
    pub first_record: Option<bool>,
}

impl Sought {
    fn of_first_records(self) -> &'static str {
        match self.first_record {
            None => "",
            Some(true) => "first",
            Some(false) => "later",
        }
    }
}

/// A page of the open duties of the units in a path range, after a place, most urgent first, each
/// with its person.
pub const CASES: Statement = Statement::same(
    "select p.dossier_id, p.full_name, p.sort_key, p.name_fold, p.unit_id, p.situation,
            p.account_id, p.birth_date, p.position_code, p.opened_on, p.first_submission,
            p.ended, o.dossier_id, o.subject, o.duty, o.unit_id, o.pack, o.rulebook_version,
            o.calendar_version, o.started_by, o.started_on, o.recorded_on, o.due_on,
            o.notified_due_on, o.missing_year, o.state, o.met_on, o.met_by,
            (select t.transfer_id from transfers t where t.dossier_id = o.dossier_id
               and t.stage in ('released', 'paper_invalid', 'paper_received') limit 1)
     from (select q.due_on as queued_on, q.dossier_id, q.duty, q.subject
           from units u join queue q on q.unit_id = u.unit_id
           where u.path >= $1 and u.path < $2
             and (q.due_on, q.dossier_id, q.duty, q.subject) > ($3, $4, $5, $6)
             and ($7 = '' or q.duty = $7)
             and ($8 = '' or $8 = (select case when f.first_submission = q.subject then 'first'
                                               else 'later' end
                                   from people f where f.dossier_id = q.dossier_id))
           order by q.due_on, q.dossier_id, q.duty, q.subject limit $9) next
     join obligations o on o.dossier_id = next.dossier_id and o.duty = next.duty
                       and o.subject = next.subject
     join people p on p.dossier_id = next.dossier_id
     order by next.queued_on, o.dossier_id, o.duty, o.subject",
);

/// The open duties of the units at or below `path`, after a place, most urgent first; at most
/// `limit`.
pub async fn cases(
    db: &Database,
    path: &str,
    sought: Sought,
    after: &CasePlace,
    limit: i64,
) -> Result<Vec<OpenCase>, sqlx::Error> {
    let args = vec![
        path.into(),
        end_of_prefix(path).into(),
        after.due_on.as_str().into(),
        after.dossier_id.as_str().into(),
        after.duty.as_str().into(),
        after.subject.as_str().into(),
        sought.duty.into(),
        sought.of_first_records().into(),
        limit.into(),
    ];
    let read = |cells: &Cells| {
        let person = PersonRow::read(cells, 0)?;
        let after = PersonRow::TABLE.columns.len();
        let duty = ObligationRow::read(cells, after)?;
        let on_its_way = cells.maybe_text(after + ObligationRow::TABLE.columns.len())?;
        Ok(OpenCase { person, duty, on_its_way })
    };
    db.fetch(CASES, args).await?.iter().map(read).collect()
}

/// How many open duties of one kind there are, by how near their last day is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseCount {
    pub duty: String,
    /// Whether they are checks of first records.
    pub first_record: bool,
    pub overdue: i64,
    pub today: i64,
    /// Due after today and no later than the day named as next.
    pub next_day: i64,
    pub later: i64,
}

/// The counts of the open duties of the units in a path range by kind and by how near they are.
pub const CASE_COUNTS: Statement = Statement::same(
    "select kinds.duty, kinds.first_record,
            cast(sum(case when kinds.due_on < $3 then 1 else 0 end) as bigint),
            cast(sum(case when kinds.due_on = $3 then 1 else 0 end) as bigint),
            cast(sum(case when kinds.due_on > $3 and kinds.due_on <= $4 then 1 else 0 end)
                 as bigint),
            cast(sum(case when kinds.due_on > $3 and kinds.due_on > $4 then 1 else 0 end)
                 as bigint)
     from (select q.duty, q.due_on,
                  cast(case when q.duty <> 'check' then 0
                            when q.subject = (select f.first_submission from people f
                                              where f.dossier_id = q.dossier_id) then 1
                            else 0 end as bigint) as first_record
           from units u join queue q on q.unit_id = u.unit_id
           where u.path >= $1 and u.path < $2) kinds
     group by kinds.duty, kinds.first_record
     order by kinds.duty, kinds.first_record",
);

/// How many duties of each kind are open in the units at or below `path`, as they stand on
/// `today`; `next_day` is the working day after it.
pub async fn case_counts(
    db: &Database,
    path: &str,
    today: NaiveDate,
    next_day: NaiveDate,
) -> Result<Vec<CaseCount>, sqlx::Error> {
    let args = vec![
        path.into(),
        end_of_prefix(path).into(),
        today.to_string().into(),
        next_day.to_string().into(),
    ];
    let read = |cells: &Cells| {
        Ok(CaseCount {
            duty: cells.text(0)?,
            first_record: cells.int(1)? == 1,
            overdue: cells.int(2)?,
            today: cells.int(3)?,
            next_day: cells.int(4)?,
            later: cells.int(5)?,
        })
    };
    db.fetch(CASE_COUNTS, args).await?.iter().map(read).collect()
}
