//! Opening a database: where it is, whether it is safe to use, and bringing its tables up to date.

use std::{
    borrow::Cow,
    fs::{File, TryLockError},
    path::{Path, PathBuf},
    str::FromStr as _,
    time::Duration,
};

use hoso_projections::database::{Database, Dialect, Statement};
use sqlx::{
    SqlSafeStr as _,
    migrate::{Migration, MigrationType, Migrator},
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::StoreError;

/// The oldest SQLite that keeps every committed write in WAL mode (3.51.3 fixed the reset race).
pub const SQLITE_VERSION_MIN: (u32, u32, u32) = (3, 51, 3);
/// Read-only connections to an SQLite file.
const SQLITE_READERS: u32 = 4;
/// Connections to PostgreSQL.
const POSTGRES_CONNECTIONS_MAX: u32 = 12;
/// Rows a query may run ahead of its reader: each hand-over costs two thread switches.
const ROWS_AHEAD: usize = 1_024;

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A file of the embedded database.
    File(PathBuf),
    /// A PostgreSQL server, by URL.
    Postgres(String),
}

impl Location {
    /// Reads `postgres://…`, `sqlite:PATH`, or a path.
    pub fn parse(text: &str) -> Self {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Self::Postgres(text.to_owned());
        }
        let path = text.strip_prefix("sqlite://").or_else(|| text.strip_prefix("sqlite:"));
        Self::File(PathBuf::from(path.unwrap_or(text)))
    }
}

/// What the caller means to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Read and write; alone on an SQLite file.
    Write,
    /// Read only; beside a running server if need be.
    Read,
}

/// An open database, with the lock that keeps a second writer out of an SQLite file.
#[derive(Debug)]
pub struct Opened {
    pub db: Database,
    /// For the writer of an SQLite file alone: reading that waits for no other reader.
    pub beside: Option<Database>,
    /// For writing down who reads, and nothing else: also where the log itself is only read.
    pub noting: Database,
    /// Held for as long as the database is open.
    pub lock: Option<File>,
}

macro_rules! migration {
    ($dialect:literal, $version:literal, $name:literal) => {
        Migration::new(
            $version,
            Cow::Borrowed($name),
            MigrationType::Simple,
            include_str!(concat!("../../migrations/", $dialect, "/", $name, ".sql")).into_sql_str(),
            false,
        )
    };
}

/// The migrations of one dialect, oldest first; both dialects have the same names.
pub fn migrations(dialect: Dialect) -> Vec<Migration> {
    match dialect {
        Dialect::Sqlite => vec![
            migration!("sqlite", 1, "0001_log"),
            migration!("sqlite", 2, "0002_read_models"),
            migration!("sqlite", 3, "0003_leaner_read_models"),
            migration!("sqlite", 4, "0004_sign_in"),
            migration!("sqlite", 5, "0005_access_log"),
            migration!("sqlite", 6, "0006_lists"),
            migration!("sqlite", 7, "0007_scans"),
            migration!("sqlite", 8, "0008_entry_drafts"),
            migration!("sqlite", 10, "0010_token_scopes"),
            migration!("sqlite", 11, "0011_sign_on"),
            migration!("sqlite", 12, "0012_checkpoints"),
            migration!("sqlite", 13, "0013_transfers"),
            migration!("sqlite", 14, "0014_unit_ends"),
            migration!("sqlite", 16, "0016_secondments"),
        ],
        Dialect::Postgres => vec![
            migration!("postgres", 1, "0001_log"),
            migration!("postgres", 2, "0002_read_models"),
            migration!("postgres", 3, "0003_leaner_read_models"),
            migration!("postgres", 4, "0004_sign_in"),
            migration!("postgres", 5, "0005_access_log"),
            migration!("postgres", 6, "0006_lists"),
            migration!("postgres", 7, "0007_scans"),
            migration!("postgres", 8, "0008_entry_drafts"),
            migration!("postgres", 10, "0010_token_scopes"),
            migration!("postgres", 11, "0011_sign_on"),
            migration!("postgres", 12, "0012_checkpoints"),
            migration!("postgres", 13, "0013_transfers"),
            migration!("postgres", 14, "0014_unit_ends"),
            migration!("postgres", 16, "0016_secondments"),
        ],
    }
}

/// Opens the database; for writing, its tables are brought up to date first.
pub async fn open(location: &Location, purpose: Purpose) -> Result<Opened, StoreError> {
    let opened = match location {
        Location::File(path) => open_file(path, purpose).await?,
        Location::Postgres(url) => {
            let db = open_postgres(url).await?;
            Opened { noting: db.clone(), db, beside: None, lock: None }
        }
    };
    if purpose == Purpose::Write {
        migrate(&opened.db).await?;
    }
    Ok(opened)
}

async fn migrate(db: &Database) -> Result<(), StoreError> {
    let migrator = Migrator::with_migrations(migrations(db.dialect()));
    match db {
        Database::Sqlite { write: Some(pool), .. } => migrator.run(pool).await?,
        Database::Sqlite { write: None, .. } => {}
        Database::Postgres(pool) => migrator.run(pool).await?,
    }
    Ok(())
}

async fn open_postgres(url: &str) -> Result<Database, StoreError> {
    let options = PgConnectOptions::from_str(url)?
        .application_name("hoso")
        .options([("lock_timeout", "15s"), ("idle_in_transaction_session_timeout", "30s")]);
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS_MAX)
        .acquire_timeout(Duration::from_secs(10))
        .connect_with(options)
        .await?;
    Ok(Database::Postgres(pool))
}

async fn open_file(path: &Path, purpose: Purpose) -> Result<Opened, StoreError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        if purpose == Purpose::Write {
            std::fs::create_dir_all(folder).map_err(StoreError::Folder)?;
        }
        refuse_network_folder(folder)?;
    }
    let options = SqliteConnectOptions::new()
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        // The journal of a statement that may yet fail is kept in memory: on disk it would be written
        // for every page a batch touches, and it is worth nothing after a crash.
        .pragma("temp_store", "memory")
        .pragma("cache_size", "-65536")
        .pragma("wal_autocheckpoint", "32000")
        .row_buffer_size(ROWS_AHEAD)
        .statement_cache_capacity(200);
    let (write, lock) = match purpose {
        Purpose::Read => {
            if !path.exists() {
                return Err(StoreError::NoDatabase);
            }
            (None, None)
        }
        Purpose::Write => {
            let lock = lock_beside(path)?;
            let pool = SqlitePoolOptions::new()
                .min_connections(1)
                .max_connections(1)
                .idle_timeout(None)
                .max_lifetime(None)
                .test_before_acquire(false)
                .connect_with(options.clone().create_if_missing(true))
                .await?;
            // `HOSO` in ASCII.
            sqlx::query("pragma application_id = 1213158223").execute(&pool).await?;
            (Some(pool), Some(lock))
        }
    };
    let for_rows = options.clone();
    let options = options.read_only(true);
    let reading = |connections| {
        SqlitePoolOptions::new()
            .max_connections(connections)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_with(options.clone())
    };
    let beside = match write {
        Some(_) => Some(Database::Sqlite { write: None, read: reading(1).await? }),
        None => None,
    };
    let db = Database::Sqlite { write, read: reading(SQLITE_READERS).await? };
    refuse_old_sqlite(&db).await?;
    let noting = match &db {
        // Beside a running server too: what a second process must not touch is the end of the log,
        // which the server keeps in mind; who reads is a table of its own. Opened with the first row.
        Database::Sqlite { write: None, read } => {
            let one = SqlitePoolOptions::new().max_connections(1).connect_lazy_with(for_rows);
            Database::Sqlite { write: Some(one), read: read.clone() }
        }
        other => other.clone(),
    };
    Ok(Opened { db, beside, noting, lock })
}

/// A second writing process on the same file is refused, not queued: each would believe its own
/// cache of the log's end.
fn lock_beside(path: &Path) -> Result<File, StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(PathBuf::from(name))
        .map_err(StoreError::Folder)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse),
        Err(TryLockError::Error(source)) => Err(StoreError::Folder(source)),
    }
}

const SQLITE_VERSION: Statement =
    Statement::each("select sqlite_version()", "select current_setting('server_version')");

async fn refuse_old_sqlite(db: &Database) -> Result<(), StoreError> {
    let version = match db.fetch_one(SQLITE_VERSION, vec![]).await? {
        Some(cells) => cells.text(0)?,
        None => String::new(),
    };
    if sqlite_is_safe(&version) { Ok(()) } else { Err(StoreError::OldSqlite { version }) }
}

fn sqlite_is_safe(version: &str) -> bool {
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next()) >= SQLITE_VERSION_MIN
}

fn refuse_network_folder(folder: &Path) -> Result<(), StoreError> {
    let Ok(stat) = rustix::fs::statfs(folder) else { return Ok(()) };
    match network_file_system(stat.f_type) {
        Some(name) => Err(StoreError::NetworkFolder { name }),
        None => Ok(()),
    }
}

/// The name of a file system that lies on another machine, where SQLite's locks and WAL do not
/// hold; by the magic numbers of statfs(2).
fn network_file_system(magic: i64) -> Option<&'static str> {
    match magic & 0xFFFF_FFFF {
        0x6969 => Some("NFS"),
        0x517B => Some("SMB"),
        0xFF53_4D42 => Some("CIFS"),
        0xFE53_4D42 => Some("SMB2"),
        0x0102_1997 => Some("9P"),
        0x5346_414F => Some("AFS"),
        0x00C3_6400 => Some("Ceph"),
        0x0BD0_0BD0 => Some("Lustre"),
        0x6573_5546 => Some("FUSE"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_sqlite_that_can_lose_a_committed_write_is_refused() {
        for (version, safe) in
            [("3.51.2", false), ("3.51.3", true), ("3.52.0", true), ("4.0", true), ("", false)]
        {
            assert_eq!(sqlite_is_safe(version), safe, "{version}");
        }
    }

    #[test]
    fn a_file_on_another_machine_is_refused_by_the_kind_of_its_file_system() {
        assert_eq!(network_file_system(0x6969), Some("NFS"));
        assert_eq!(network_file_system(0xFF53_4D42), Some("CIFS"));
        // The same number, sign-extended as some machines hand it over.
        assert_eq!(network_file_system(-11_317_950), Some("CIFS"));
        assert_eq!(network_file_system(0xEF53), None, "ext4");
        assert_eq!(network_file_system(0x0102_1994), None, "tmpfs");
    }

    #[test]
    fn a_location_is_a_url_of_postgresql_or_a_path() {
        let url = "postgres://localhost/hoso";
        assert_eq!(Location::parse(url), Location::Postgres(url.to_owned()));
        assert_eq!(Location::parse("sqlite:a/b.db"), Location::File(PathBuf::from("a/b.db")));
        assert_eq!(Location::parse("a/b.db"), Location::File(PathBuf::from("a/b.db")));
    }

    #[tokio::test]
    async fn a_stranger_can_tell_our_files_by_their_application_id() {
        let folder = tempfile::tempdir().unwrap();
        let place = Location::File(folder.path().join("hoso.db"));
        let opened = open(&place, Purpose::Write).await.unwrap();
        let Database::Sqlite { read, .. } = &opened.db else { panic!("a file is SQLite's") };
        let id: i64 = sqlx::query_scalar("pragma application_id").fetch_one(read).await.unwrap();
        assert_eq!(id, i64::from(u32::from_be_bytes(*b"HOSO")));
    }

    #[test]
    fn every_migration_has_its_twin() {
        let names = |dialect| -> Vec<(i64, String)> {
            migrations(dialect).iter().map(|m| (m.version, m.description.to_string())).collect()
        };
        assert_eq!(names(Dialect::Sqlite), names(Dialect::Postgres));
    }
}
