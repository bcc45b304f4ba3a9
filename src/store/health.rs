//! What a database says of itself and its server: settings, the version of its tables, which of
//! them are there.

use std::path::PathBuf;

use hoso_projections::database::{Database, Dialect, Statement};

use super::{StoreError, models::TABLES, open};

/// The version of SQLite, or of the server.
pub const VERSION: Statement =
    Statement::each("select sqlite_version()", "select current_setting('server_version')");
/// How the log beneath the tables is kept: `journal_mode`; PostgreSQL's `fsync`.
pub const JOURNAL: Statement = Statement::each(
    "select journal_mode from pragma_journal_mode",
    "select current_setting('fsync')",
);
/// How far a write is pushed before it is answered.
pub const SYNCHRONOUS: Statement = Statement::each(
    "select case synchronous when 0 then 'off' when 1 then 'normal' when 2 then 'full'
                             else 'extra' end
     from pragma_synchronous",
    "select current_setting('synchronous_commit')",
);
/// The database's file; none for a server.
pub const FILE: Statement = Statement::each(
    "select coalesce(file, '') from pragma_database_list where name = 'main'",
    "select ''",
);
/// How much room the database takes, in bytes.
pub const SIZE: Statement = Statement::each(
    "select page_count * page_size from pragma_page_count, pragma_page_size",
    "select pg_database_size(current_database())",
);
/// Whether there is a table of a name.
pub const TABLE_THERE: Statement = Statement::each(
    "select count(*) from sqlite_master where type = 'table' and name = $1",
    "select count(*) from pg_tables
     where tablename = $1 and schemaname = any(current_schemas(false))",
);
/// The newest migration that was run.
pub const SCHEMA_VERSION: Statement =
    Statement::same("select coalesce(max(version), 0) from _sqlx_migrations where success");

/// The table migrations are noted in.
const MIGRATIONS: &str = "_sqlx_migrations";

/// What the database and its server are set to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub version: String,
    /// `wal` on SQLite; `fsync` on PostgreSQL.
    pub journal: String,
    /// `synchronous` on SQLite; `synchronous_commit` on PostgreSQL.
    pub synchronous: String,
}

/// Reads the settings.
pub async fn settings(db: &Database) -> Result<Settings, StoreError> {
    Ok(Settings {
        version: text(db, VERSION).await?,
        journal: text(db, JOURNAL).await?,
        synchronous: text(db, SYNCHRONOUS).await?,
    })
}

/// The file of the database, where it is one on this machine.
pub async fn file(db: &Database) -> Result<Option<PathBuf>, StoreError> {
    let path = text(db, FILE).await?;
    Ok((!path.is_empty()).then(|| path.into()))
}

/// How many bytes the database takes.
pub async fn size(db: &Database) -> Result<u64, StoreError> {
    match db.fetch_one(SIZE, vec![]).await? {
        Some(cells) => Ok(u64::try_from(cells.int(0)?).unwrap_or_default()),
        None => Ok(0),
    }
}

async fn text(db: &Database, statement: Statement) -> Result<String, StoreError> {
    match db.fetch_one(statement, vec![]).await? {
        Some(cells) => Ok(cells.text(0)?),
        None => Ok(String::new()),
    }
}

async fn is_there(db: &Database, table: &str) -> Result<bool, StoreError> {
    match db.fetch_one(TABLE_THERE, vec![table.into()]).await? {
        Some(cells) => Ok(cells.int(0)? > 0),
        None => Ok(false),
    }
}

/// The version of the tables that are there; none in an empty database.
pub async fn schema_version(db: &Database) -> Result<Option<i64>, StoreError> {
    if !is_there(db, MIGRATIONS).await? {
        return Ok(None);
    }
    match db.fetch_one(SCHEMA_VERSION, vec![]).await? {
        Some(cells) => Ok(Some(cells.int(0)?)),
        None => Ok(None),
    }
}

/// The version of the tables this program works with.
pub fn schema_version_known(dialect: Dialect) -> i64 {
    open::migrations(dialect).iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// The read models whose tables are missing.
pub async fn missing_read_models(db: &Database) -> Result<Vec<&'static str>, StoreError> {
    let mut missing = vec![];
    for table in TABLES {
        if !is_there(db, table.name).await? {
            missing.push(table.name);
        }
    }
    Ok(missing)
}
