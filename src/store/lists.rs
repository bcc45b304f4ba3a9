//! Lists of people that someone brought and that wait: how far each is, and its file until it is
//! taken in or a day has passed. Not facts: nothing here is the record of anything.

use chrono::{DateTime, Utc};
use hoso_projections::database::{Cells, Statement};

use super::{Store, StoreError, read::instant_text, writer::begin};

/// A file is kept in parts, so that no write holds the log's writer up for long.
const PART_BYTES: usize = 512 * 1024;
/// The most lists of one account that are shown.
pub const SHOWN_MAX: i64 = 20;

/// A list that someone brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListJob {
    pub job_id: String,
    pub account_id: String,
    /// What the person called the file.
    pub file_name: String,
    pub file_sha256: String,
    pub state: String,
    pub made_at: String,
    /// When the work on it last said that it goes on.
    pub touched_at: String,
    /// How it is to be read and taken in, as JSON.
    pub asked: String,
    pub done: i64,
    /// How many rows there are; 0 while nobody knows.
    pub total: i64,
    /// What was found or done, as JSON; holds no personal data.
    pub report: String,
}

const INSERT: Statement = Statement::same(
    "insert into list_job (job_id, account_id, file_name, file_sha256, state, made_at, touched_at,
                           asked, done, total, report)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
);
const INSERT_PART: Statement =
    Statement::same("insert into list_file (job_id, part, bytes) values ($1, $2, $3)");
const BY_ID: Statement = Statement::same(
    "select job_id, account_id, file_name, file_sha256, state, made_at, touched_at, asked, done,
            total, report
     from list_job where job_id = $1",
);
const OF_ACCOUNT: Statement = Statement::same(
    "select job_id, account_id, file_name, file_sha256, state, made_at, touched_at, asked, done,
            total, report
     from list_job where account_id = $1 order by made_at desc, job_id limit $2",
);
const PARTS: Statement =
    Statement::same("select bytes from list_file where job_id = $1 order by part limit 1000");
const GO_ON: Statement =
    Statement::same("update list_job set done = $1, total = $2, touched_at = $3 where job_id = $4");
const TURN: Statement = Statement::same(
    "update list_job set state = $1, touched_at = $2, asked = $3, done = $4, total = $5, report = $6
     where job_id = $7 and state = $8",
);
const DROP_FILE: Statement = Statement::same("delete from list_file where job_id = $1");
const DROP_OLD_FILES: Statement = Statement::same(
    "delete from list_file where job_id in (select job_id from list_job where made_at < $1)
                              or job_id not in (select job_id from list_job)",
);
const EXPIRE: Statement = Statement::same(
    "update list_job set state = 'expired', touched_at = $1
     where made_at < $2 and state in ('validating', 'waiting_confirmation')",
);

fn read(cells: &Cells) -> Result<ListJob, sqlx::Error> {
    Ok(ListJob {
        job_id: cells.text(0)?,
        account_id: cells.text(1)?,
        file_name: cells.text(2)?,
        file_sha256: cells.text(3)?,
        state: cells.text(4)?,
        made_at: cells.text(5)?,
        touched_at: cells.text(6)?,
        asked: cells.text(7)?,
        done: cells.int(8)?,
        total: cells.int(9)?,
        report: cells.text(10)?,
    })
}

/// Keeps a list with its file.
pub async fn add(store: &Store, job: &ListJob, bytes: &[u8]) -> Result<(), StoreError> {
    let mut tx = begin(store.db()).await?;
    let text = |text: &String| text.as_str().into();
    let args = vec![
        text(&job.job_id),
        text(&job.account_id),
        text(&job.file_name),
        text(&job.file_sha256),
        text(&job.state),
        text(&job.made_at),
        text(&job.touched_at),
        text(&job.asked),
        job.done.into(),
        job.total.into(),
        text(&job.report),
    ];
    tx.execute(INSERT, args).await.map_err(StoreError::of_database)?;
    tx.commit().await.map_err(StoreError::of_database)?;
    for (part, bytes) in (0_i64..).zip(bytes.chunks(PART_BYTES)) {
        let mut tx = begin(store.db()).await?;
        let args = vec![text(&job.job_id), part.into(), bytes.to_vec().into()];
        tx.execute(INSERT_PART, args).await.map_err(StoreError::of_database)?;
        tx.commit().await.map_err(StoreError::of_database)?;
    }
    Ok(())
}

/// The list of this id.
pub async fn by_id(store: &Store, job_id: &str) -> Result<Option<ListJob>, StoreError> {
    let found = store.db().fetch_one(BY_ID, vec![job_id.into()]).await?;
    Ok(found.as_ref().map(read).transpose()?)
}

/// The lists an account brought, newest first.
pub async fn of_account(store: &Store, account_id: &str) -> Result<Vec<ListJob>, StoreError> {
    let found = store.db().fetch(OF_ACCOUNT, vec![account_id.into(), SHOWN_MAX.into()]).await?;
    Ok(found.iter().map(read).collect::<Result<_, _>>()?)
}

/// The file of a list; none when it is gone.
pub async fn file(store: &Store, job_id: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let mut bytes = vec![];
    for cells in store.db().fetch(PARTS, vec![job_id.into()]).await? {
        bytes.extend(cells.bytes(0)?);
    }
    Ok((!bytes.is_empty()).then_some(bytes))
}

/// Writes down how far the work on a list is.
pub async fn goes_on(store: &Store, job_id: &str, done: i64, of: i64) -> Result<(), StoreError> {
    let mut tx = begin(store.db()).await?;
    let args = vec![done.into(), of.into(), instant_text(store.now()).into(), job_id.into()];
    tx.execute(GO_ON, args).await.map_err(StoreError::of_database)?;
    Ok(tx.commit().await?)
}

/// Brings a list from one state into the one `job` has, with what else it says; `false` when
/// someone else did already.
pub async fn turn(store: &Store, from: &str, job: &ListJob) -> Result<bool, StoreError> {
    let mut tx = begin(store.db()).await?;
    let args = vec![
        job.state.as_str().into(),
        instant_text(store.now()).into(),
        job.asked.as_str().into(),
        job.done.into(),
        job.total.into(),
        job.report.as_str().into(),
        job.job_id.as_str().into(),
        from.into(),
    ];
    let turned = tx.execute(TURN, args).await.map_err(StoreError::of_database)?;
    tx.commit().await?;
    Ok(turned > 0)
}

/// Removes the file of a list that is done with.
pub async fn drop_file(store: &Store, job_id: &str) -> Result<(), StoreError> {
    let mut tx = begin(store.db()).await?;
    tx.execute(DROP_FILE, vec![job_id.into()]).await.map_err(StoreError::of_database)?;
    Ok(tx.commit().await?)
}

/// Removes every file that was brought before an instant, and says so of those that waited.
pub async fn drop_files_before(store: &Store, instant: DateTime<Utc>) -> Result<(), StoreError> {
    let before = instant_text(instant);
    let mut tx = begin(store.db()).await?;
    let expired = vec![instant_text(store.now()).into(), before.as_str().into()];
    tx.execute(EXPIRE, expired).await.map_err(StoreError::of_database)?;
    tx.execute(DROP_OLD_FILES, vec![before.into()]).await.map_err(StoreError::of_database)?;
    Ok(tx.commit().await?)
}
