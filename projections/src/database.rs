//! One behaviour over SQLite and PostgreSQL: statements, arguments and rows.
//!
//! Reading is open to everyone who holds a [`Database`]. Write transactions are opened by the
//! program's `store` alone (`tests/it/tidy.rs` checks it).

use sqlx::{
    PgPool, Postgres, Row as _, Sqlite, SqlitePool, Transaction,
    postgres::{PgArguments, PgRow},
    sqlite::{SqliteArguments, SqliteRow},
};

/// A statement in both dialects; most are the same text.
#[derive(Debug, Clone, Copy)]
pub struct Statement {
    sqlite: &'static str,
    postgres: &'static str,
}

impl Statement {
    /// A text both databases read.
    pub const fn same(sql: &'static str) -> Self {
        Self { sqlite: sql, postgres: sql }
    }

    /// Two texts with one meaning, where the dialects differ.
    pub const fn each(sqlite: &'static str, postgres: &'static str) -> Self {
        Self { sqlite, postgres }
    }

    /// A statement built once at start from a table's definition, and kept for the process's life.
    pub fn built(sqlite: String, postgres: String) -> Self {
        Self { sqlite: sqlite.leak(), postgres: postgres.leak() }
    }

    /// The text for one dialect.
    pub fn text(&self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => self.postgres,
        }
    }
}

/// Which SQL is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

/// One bound parameter.
#[derive(Debug, Clone)]
pub enum Arg {
    Text(String),
    Int(i64),
    MaybeText(Option<String>),
    Bytes(Vec<u8>),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<Option<String>> for Arg {
    fn from(text: Option<String>) -> Self {
        Self::MaybeText(text)
    }
}

impl From<Vec<u8>> for Arg {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

/// Several writes made in one exchange with the database: on SQLite one text of several statements
/// whose parameters are numbered through; on PostgreSQL one after the other, each with `$1`.
#[derive(Debug, Clone)]
pub struct Exchange {
    joined: &'static str,
    parts: Vec<Statement>,
}

impl Exchange {
    /// An exchange of parts, each taking one parameter: the n-th part's SQLite text says `$n`.
    pub fn new(parts: Vec<Statement>) -> Self {
        let texts: Vec<&str> = parts.iter().map(|part| part.sqlite).collect();
        Self { joined: texts.join(";\n").leak(), parts }
    }

    /// The parts, for checking that each can be prepared.
    pub fn parts(&self) -> &[Statement] {
        &self.parts
    }
}

/// One row of a result, read by column number.
pub enum Cells {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Cells {
    /// Text that is never null.
    pub fn text(&self, column: usize) -> Result<String, sqlx::Error> {
        match self {
            Self::Sqlite(row) => row.try_get(column),
            Self::Postgres(row) => row.try_get(column),
        }
    }

    /// Text or null.
    pub fn maybe_text(&self, column: usize) -> Result<Option<String>, sqlx::Error> {
        match self {
            Self::Sqlite(row) => row.try_get(column),
            Self::Postgres(row) => row.try_get(column),
        }
    }

    /// A whole number that is never null.
    pub fn int(&self, column: usize) -> Result<i64, sqlx::Error> {
        match self {
            Self::Sqlite(row) => row.try_get(column),
            Self::Postgres(row) => row.try_get(column),
        }
    }

    /// A whole number or null.
    pub fn maybe_int(&self, column: usize) -> Result<Option<i64>, sqlx::Error> {
        match self {
            Self::Sqlite(row) => row.try_get(column),
            Self::Postgres(row) => row.try_get(column),
        }
    }

    /// Bytes that are never null.
    pub fn bytes(&self, column: usize) -> Result<Vec<u8>, sqlx::Error> {
        match self {
            Self::Sqlite(row) => row.try_get(column),
            Self::Postgres(row) => row.try_get(column),
        }
    }
}

fn sqlite_arguments(args: Vec<Arg>) -> Result<SqliteArguments, sqlx::Error> {
    use sqlx::Arguments as _;
    let mut bound = SqliteArguments::default();
    for arg in args {
        match arg {
            Arg::Text(text) => bound.add(text),
            Arg::Int(number) => bound.add(number),
            Arg::MaybeText(text) => bound.add(text),
            Arg::Bytes(bytes) => bound.add(bytes),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(bound)
}

fn postgres_arguments(args: Vec<Arg>) -> Result<PgArguments, sqlx::Error> {
    use sqlx::Arguments as _;
    let mut bound = PgArguments::default();
    for arg in args {
        match arg {
            Arg::Text(text) => bound.add(text),
            Arg::Int(number) => bound.add(number),
            Arg::MaybeText(text) => bound.add(text),
            Arg::Bytes(bytes) => bound.add(bytes),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(bound)
}

/// An open database, for reading.
#[derive(Debug, Clone)]
pub enum Database {
    /// `write` holds one connection, `read` several read-only ones.
    Sqlite {
        write: Option<SqlitePool>,
        read: SqlitePool,
    },
    Postgres(PgPool),
}

impl Database {
    /// The SQL it speaks.
    pub fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite { .. } => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Closes every connection, the writing one last: SQLite then leaves one file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { write, read } => {
                read.close().await;
                if let Some(write) = write {
                    write.close().await;
                }
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// Runs a query and returns every row; the query itself bounds how many.
    pub async fn fetch(
        &self,
        statement: Statement,
        args: Vec<Arg>,
    ) -> Result<Vec<Cells>, sqlx::Error> {
        match self {
            Self::Sqlite { read, .. } => {
                let rows = sqlx::query_with(statement.sqlite, sqlite_arguments(args)?)
                    .fetch_all(read)
                    .await?;
                Ok(rows.into_iter().map(Cells::Sqlite).collect())
            }
            Self::Postgres(pool) => {
                let rows = sqlx::query_with(statement.postgres, postgres_arguments(args)?)
                    .fetch_all(pool)
                    .await?;
                Ok(rows.into_iter().map(Cells::Postgres).collect())
            }
        }
    }

    /// Runs a query whose answer is one row or none.
    pub async fn fetch_one(
        &self,
        statement: Statement,
        args: Vec<Arg>,
    ) -> Result<Option<Cells>, sqlx::Error> {
        Ok(self.fetch(statement, args).await?.into_iter().next())
    }
}

/// An open write transaction; dropped without commit, it leaves nothing behind.
pub enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    /// The SQL it speaks.
    pub fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Runs a query inside the transaction.
    pub async fn fetch(
        &mut self,
        statement: Statement,
        args: Vec<Arg>,
    ) -> Result<Vec<Cells>, sqlx::Error> {
        match self {
            Self::Sqlite(tx) => {
                let rows = sqlx::query_with(statement.sqlite, sqlite_arguments(args)?)
                    .fetch_all(&mut **tx)
                    .await?;
                Ok(rows.into_iter().map(Cells::Sqlite).collect())
            }
            Self::Postgres(tx) => {
                let rows = sqlx::query_with(statement.postgres, postgres_arguments(args)?)
                    .fetch_all(&mut **tx)
                    .await?;
                Ok(rows.into_iter().map(Cells::Postgres).collect())
            }
        }
    }

    /// Runs a statement and returns how many rows it touched.
    pub async fn execute(
        &mut self,
        statement: Statement,
        args: Vec<Arg>,
    ) -> Result<u64, sqlx::Error> {
        match self {
            Self::Sqlite(tx) => {
                let done = sqlx::query_with(statement.sqlite, sqlite_arguments(args)?)
                    .execute(&mut **tx)
                    .await?;
                Ok(done.rows_affected())
            }
            Self::Postgres(tx) => {
                let done = sqlx::query_with(statement.postgres, postgres_arguments(args)?)
                    .execute(&mut **tx)
                    .await?;
                Ok(done.rows_affected())
            }
        }
    }

    /// Runs the parts of an exchange, each with its JSON list; an empty list does nothing.
    pub async fn exchange(
        &mut self,
        exchange: &Exchange,
        lists: Vec<String>,
    ) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(tx) => {
                let args = lists.into_iter().map(Arg::Text).collect();
                sqlx::query_with(exchange.joined, sqlite_arguments(args)?)
                    .execute(&mut **tx)
                    .await?;
            }
            Self::Postgres(_) => {
                for (part, list) in exchange.parts.iter().zip(lists) {
                    if list != "[]" {
                        self.execute(*part, vec![Arg::Text(list)]).await?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Makes everything in the transaction lasting.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }
}
