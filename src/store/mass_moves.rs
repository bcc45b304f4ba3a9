//! Mass moves as they were planned, and how far the work on each is. Not facts: what was approved is
//! fixed by a hash in the log, and who went where stands in each dossier.

use chrono::{DateTime, Utc};
use hoso_projections::database::{Cells, Statement};

use super::{Store, StoreError, read::instant_text, writer::begin};

/// The most plans that are shown.
const SHOWN_MAX: i64 = 100;

/// A mass move as it was planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovePlan {
    pub mass_move_id: String,
    /// Who planned it.
    pub account_id: String,
    pub account_name: String,
    pub state: String,
    pub made_at: String,
    /// When the work on it last said that it goes on.
    pub touched_at: String,
    /// Everything it is to do, as JSON.
    pub manifest: String,
    /// Who was left and why, as JSON; names nobody.
    pub report: String,
    pub done: i64,
    pub total: i64,
}

const INSERT: Statement = Statement::same(
    "insert into mass_move_plan (mass_move_id, account_id, account_name, state, made_at,
                                 touched_at, manifest, report, done, total)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
);
const BY_ID: Statement = Statement::same(
    "select mass_move_id, account_id, account_name, state, made_at, touched_at, manifest, report,
            done, total
     from mass_move_plan where mass_move_id = $1",
);
const NEWEST: Statement = Statement::same(
    "select mass_move_id, account_id, account_name, state, made_at, touched_at, manifest, report,
            done, total
     from mass_move_plan order by made_at desc, mass_move_id limit $1",
);
const GO_ON: Statement = Statement::same(
    "update mass_move_plan set done = $1, total = $2, touched_at = $3 where mass_move_id = $4",
);
const CLAIM: Statement = Statement::same(
    "update mass_move_plan set state = $1, touched_at = $2, done = 0, total = 0
     where mass_move_id = $3 and (state not in ('running', 'undoing') or touched_at < $4)",
);
const END: Statement = Statement::same(
    "update mass_move_plan set state = $1, touched_at = $2, report = $3 where mass_move_id = $4",
);
const SAY: Statement =
    Statement::same("update mass_move_plan set report = $1 where mass_move_id = $2");
const DISCARD: Statement =
    Statement::same("delete from mass_move_plan where mass_move_id = $1 and state = 'waiting'");

fn read(cells: &Cells) -> Result<MovePlan, sqlx::Error> {
    Ok(MovePlan {
        mass_move_id: cells.text(0)?,
        account_id: cells.text(1)?,
        account_name: cells.text(2)?,
        state: cells.text(3)?,
        made_at: cells.text(4)?,
        touched_at: cells.text(5)?,
        manifest: cells.text(6)?,
        report: cells.text(7)?,
        done: cells.int(8)?,
        total: cells.int(9)?,
    })
}

async fn write(
    store: &Store,
    statement: Statement,
    args: Vec<hoso_projections::database::Arg>,
) -> Result<u64, StoreError> {
    let mut tx = begin(store.db()).await?;
    let written = tx.execute(statement, args).await.map_err(StoreError::of_database)?;
    tx.commit().await.map_err(StoreError::of_database)?;
    Ok(written)
}

/// Keeps a plan.
pub async fn add(store: &Store, plan: &MovePlan) -> Result<(), StoreError> {
    let text = |text: &String| text.as_str().into();
    let args = vec![
        text(&plan.mass_move_id),
        text(&plan.account_id),
        text(&plan.account_name),
        text(&plan.state),
        text(&plan.made_at),
        text(&plan.touched_at),
        text(&plan.manifest),
        text(&plan.report),
        plan.done.into(),
        plan.total.into(),
    ];
    write(store, INSERT, args).await.map(drop)
}

/// The plan of this mass move.
pub async fn by_id(store: &Store, id: &str) -> Result<Option<MovePlan>, StoreError> {
    let found = store.db().fetch_one(BY_ID, vec![id.into()]).await?;
    Ok(found.as_ref().map(read).transpose()?)
}

/// The plans, newest first.
pub async fn newest(store: &Store) -> Result<Vec<MovePlan>, StoreError> {
    let found = store.db().fetch(NEWEST, vec![SHOWN_MAX.into()]).await?;
    Ok(found.iter().map(read).collect::<Result<_, _>>()?)
}

/// Writes down how far the work is.
pub async fn goes_on(store: &Store, id: &str, done: i64, total: i64) -> Result<(), StoreError> {
    let now = instant_text(store.now());
    write(store, GO_ON, vec![done.into(), total.into(), now.into(), id.into()]).await.map(drop)
}

/// Takes the work on a mass move up; `false` while someone works on it who gave a sign since `silent`.
pub async fn claim(
    store: &Store,
    id: &str,
    state: &str,
    silent: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let (now, silent) = (instant_text(store.now()), instant_text(silent));
    let args = vec![state.into(), now.into(), id.into(), silent.into()];
    Ok(write(store, CLAIM, args).await? > 0)
}

/// Writes down who and what was left, while the work goes on.
pub async fn says(store: &Store, id: &str, report: &str) -> Result<(), StoreError> {
    write(store, SAY, vec![report.into(), id.into()]).await.map(drop)
}

/// Says how the work ended.
pub async fn end(store: &Store, id: &str, state: &str, report: &str) -> Result<(), StoreError> {
    let now = instant_text(store.now());
    write(store, END, vec![state.into(), now.into(), report.into(), id.into()]).await.map(drop)
}

/// Removes a plan that nobody approved.
pub async fn discard(store: &Store, id: &str) -> Result<(), StoreError> {
    write(store, DISCARD, vec![id.into()]).await.map(drop)
}
