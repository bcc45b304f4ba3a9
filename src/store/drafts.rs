//! What someone has typed into a form and not saved: kept beside the log, read by nobody but who
//! typed it, and gone once it is saved, dropped or old. Nothing here is ever a fact.

use chrono::{DateTime, TimeDelta, Utc};
use hoso_projections::database::Statement;

use super::{Store, StoreError, read::instant_text, writer::begin};

/// How long what was typed is kept for someone who does not come back.
pub const KEPT_FOR: TimeDelta = TimeDelta::days(30);
/// How many forms of one dossier are kept for one who types; the oldest go first.
pub const FORMS_MAX: i64 = 60;

const KEEP: Statement = Statement::same(
    "insert into entry_draft (dossier_id, account_id, form, typed, kept_at)
     values ($1, $2, $3, $4, $5)
     on conflict (dossier_id, account_id, form) do update
     set typed = excluded.typed, kept_at = excluded.kept_at",
);
const DROP_OLD: Statement = Statement::same("delete from entry_draft where kept_at < $1");
const DROP_SURPLUS: Statement = Statement::same(
    "delete from entry_draft where dossier_id = $1 and account_id = $2 and form not in
     (select form from entry_draft where dossier_id = $1 and account_id = $2
      order by kept_at desc, form limit $3)",
);
const DROP: Statement = Statement::same(
    "delete from entry_draft where dossier_id = $1 and account_id = $2 and form = $3",
);
const OF_FORM: Statement = Statement::same(
    "select form, typed, kept_at from entry_draft
     where dossier_id = $1 and account_id = $2 and form = $3 and kept_at >= $4",
);
const OF_DOSSIER: Statement = Statement::same(
    "select form, typed, kept_at from entry_draft
     where dossier_id = $1 and account_id = $2 and kept_at >= $3 order by form limit $4",
);

/// Whose draft of which dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Of {
    pub dossier_id: String,
    /// Who types: nobody else reads it.
    pub account_id: String,
}

/// One form as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub form: String,
    /// What was typed, in whatever shape the form writes it.
    pub typed: String,
    pub kept_at: DateTime<Utc>,
}

fn read(cells: &hoso_projections::database::Cells) -> Result<Draft, StoreError> {
    let broken = |_time| StoreError::Unreadable { position: 0, what: "the time of a draft" };
    let kept_at = cells.text(2)?.parse().map_err(broken)?;
    Ok(Draft { form: cells.text(0)?, typed: cells.text(1)?, kept_at })
}

/// Keeps a form as it is typed now, in place of what was kept of it before; what is too old goes.
pub async fn keep(
    store: &Store,
    of: &Of,
    form: &str,
    typed: &str,
) -> Result<DateTime<Utc>, StoreError> {
    let now = store.now();
    let (dossier, account) = (of.dossier_id.as_str(), of.account_id.as_str());
    let args =
        vec![dossier.into(), account.into(), form.into(), typed.into(), instant_text(now).into()];
    let mut tx = begin(store.db()).await?;
    tx.execute(KEEP, args).await.map_err(StoreError::of_database)?;
    tx.execute(DROP_OLD, vec![instant_text(now - KEPT_FOR).into()]).await?;
    tx.execute(DROP_SURPLUS, vec![dossier.into(), account.into(), FORMS_MAX.into()]).await?;
    tx.commit().await.map_err(StoreError::of_database)?;
    Ok(now)
}

/// Drops what was kept of a form; asks the database for a write only when something was.
pub async fn drop_form(store: &Store, of: &Of, form: &str) -> Result<(), StoreError> {
    if of_form(store, of, form).await?.is_none() {
        return Ok(());
    }
    let mut tx = begin(store.db()).await?;
    let args = vec![of.dossier_id.as_str().into(), of.account_id.as_str().into(), form.into()];
    tx.execute(DROP, args).await?;
    Ok(tx.commit().await?)
}

/// What is kept of a form.
pub async fn of_form(store: &Store, of: &Of, form: &str) -> Result<Option<Draft>, StoreError> {
    let since = instant_text(store.now() - KEPT_FOR);
    let (dossier, account) = (of.dossier_id.as_str(), of.account_id.as_str());
    let args = vec![dossier.into(), account.into(), form.into(), since.into()];
    store.db().fetch_one(OF_FORM, args).await?.map(|cells| read(&cells)).transpose()
}

/// Every form of a dossier that is kept for one who types.
pub async fn of_dossier(store: &Store, of: &Of) -> Result<Vec<Draft>, StoreError> {
    let since = instant_text(store.now() - KEPT_FOR);
    let (dossier, account) = (of.dossier_id.as_str(), of.account_id.as_str());
    let args = vec![dossier.into(), account.into(), since.into(), FORMS_MAX.into()];
    store.db().fetch(OF_DOSSIER, args).await?.iter().map(read).collect()
}
