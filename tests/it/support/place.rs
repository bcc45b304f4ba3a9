//! A place for a log: a new SQLite file, or a new database on the throw-away PostgreSQL server.

use std::{path::PathBuf, sync::Arc};

use hoso::{
    clock::Clock,
    store::{Location, Purpose, Store},
};
use sqlx::{
    AssertSqlSafe, Connection as _, Either, PgConnection, Row as _, SqliteConnection,
    postgres::PgTypeInfo, sqlite::SqliteConnectOptions,
};
use tempfile::TempDir;

use super::cluster::{self, Cluster};

/// Where one test keeps its log.
pub struct Place {
    pub location: Location,
    _folder: Option<TempDir>,
}

impl Place {
    /// A new file.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder for the log");
        let location = Location::File(folder.path().join("hoso.db"));
        Self { location, _folder: Some(folder) }
    }

    /// A file that is there, made by another.
    pub fn of_file(path: PathBuf) -> Self {
        Self { location: Location::File(path), _folder: None }
    }

    /// A new database on the shared server; none where PostgreSQL is not installed.
    pub async fn postgres() -> Option<Self> {
        Some(Self::on(cluster::shared()?).await)
    }

    /// A new database on a server.
    pub async fn on(cluster: &Cluster) -> Self {
        Self { location: Location::Postgres(cluster.database().await), _folder: None }
    }

    /// Whether it is an SQLite file.
    pub fn is_sqlite(&self) -> bool {
        matches!(self.location, Location::File(_))
    }

    /// Opens the log for writing.
    pub async fn open(&self, clock: Arc<dyn Clock>) -> Arc<Store> {
        Arc::new(Store::open(&self.location, Purpose::Write, clock).await.expect("the log opens"))
    }

    /// A way to the tables behind the program's back.
    pub async fn behind(&self) -> Behind {
        let connection = match &self.location {
            Location::File(path) => {
                let options = SqliteConnectOptions::new().filename(path);
                Either::Left(SqliteConnection::connect_with(&options).await.expect("the file"))
            }
            Location::Postgres(url) => {
                Either::Right(PgConnection::connect(url).await.expect("the database"))
            }
        };
        Behind { connection }
    }
}

/// A connection the program does not know of: what someone with a database tool would have.
pub struct Behind {
    connection: Either<SqliteConnection, PgConnection>,
}

impl Behind {
    /// Runs statements both databases understand.
    pub async fn run(&mut self, sql: &str) -> Result<(), sqlx::Error> {
        self.run_each(sql, sql).await
    }

    /// Runs statements, in the database's own dialect.
    pub async fn run_each(&mut self, sqlite: &str, postgres: &str) -> Result<(), sqlx::Error> {
        match &mut self.connection {
            Either::Left(file) => {
                sqlx::raw_sql(AssertSqlSafe(sqlite)).execute(file).await.map(drop)
            }
            Either::Right(db) => sqlx::raw_sql(AssertSqlSafe(postgres)).execute(db).await.map(drop),
        }
    }

    /// Every row of a query whose columns are all text.
    pub async fn rows(&mut self, sqlite: &str, postgres: &str) -> Vec<Vec<String>> {
        macro_rules! texts {
            ($connection:expr, $sql:expr) => {
                sqlx::raw_sql(AssertSqlSafe($sql))
                    .fetch_all($connection)
                    .await
                    .expect("the query runs")
                    .iter()
                    .map(|row| (0..row.len()).map(|n| row.get::<String, _>(n)).collect())
                    .collect()
            };
        }
        match &mut self.connection {
            Either::Left(file) => texts!(file, sqlite),
            Either::Right(db) => texts!(db, postgres),
        }
    }

    /// The one number a query answers.
    pub async fn number(&mut self, sql: &str) -> i64 {
        let sql = format!("select cast(({sql}) as text)");
        let rows = self.rows(&sql, &sql).await;
        rows[0][0].parse().expect("a number")
    }

    /// Whether the database can make sense of a statement; `types` tells PostgreSQL those of the
    /// first parameters, as the program does when it runs it.
    pub async fn prepares(
        &mut self,
        sql: &'static str,
        types: &[PgTypeInfo],
    ) -> Result<(), sqlx::Error> {
        use sqlx::{Executor as _, SqlSafeStr as _};
        match &mut self.connection {
            Either::Left(file) => file.prepare(sql.into_sql_str()).await.map(drop),
            Either::Right(db) => db.prepare_with(sql.into_sql_str(), types).await.map(drop),
        }
    }

    /// Takes the end of the log and holds it, so that the writer has to wait.
    pub async fn hold_the_end(&mut self) {
        let postgres = "begin; select position from ledger_head where shard = 0 for update";
        self.run_each("begin immediate", postgres).await.expect("the end of the log is free");
    }

    /// Leaves the database, which then knows nothing of it any more.
    pub async fn leave(self) {
        match self.connection {
            Either::Left(file) => file.close().await.expect("the file is left"),
            Either::Right(db) => db.close().await.expect("the database is left"),
        }
    }

    /// Lets the end of the log go.
    pub async fn let_go(&mut self) {
        self.run("rollback").await.expect("the end of the log was held");
    }
}
