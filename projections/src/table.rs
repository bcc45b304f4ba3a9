//! A read model's table, described once: its columns drive loading, writing and comparing.

use serde_json::Value as Json;

use crate::database::{Cells, Dialect, Statement};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Int,
}

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
}

/// A table: its key columns come first.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [Column],
    /// How many of the columns make the primary key.
    pub key: usize,
    /// How many of the key columns a fact names to load what it touches.
    pub prefix: usize,
    /// Rows outside this condition are never loaded by a fact (they are settled), or `true`.
    pub live: &'static str,
    /// The secondary indexes, by name and columns.
    pub indexes: &'static [(&'static str, &'static str)],
}

/// A value that stands in a column.
pub trait Cell: Sized {
    const KIND: Kind;
    fn to_json(&self) -> Json;
    fn read(cells: &Cells, column: usize) -> Result<Self, sqlx::Error>;
}

impl Cell for String {
    const KIND: Kind = Kind::Text;

    fn to_json(&self) -> Json {
        Json::String(self.clone())
    }

    fn read(cells: &Cells, column: usize) -> Result<Self, sqlx::Error> {
        cells.text(column)
    }
}

impl Cell for Option<String> {
    const KIND: Kind = Kind::Text;

    fn to_json(&self) -> Json {
        self.as_ref().map_or(Json::Null, |text| Json::String(text.clone()))
    }

    fn read(cells: &Cells, column: usize) -> Result<Self, sqlx::Error> {
        cells.maybe_text(column)
    }
}

impl Cell for i64 {
    const KIND: Kind = Kind::Int;

    fn to_json(&self) -> Json {
        Json::from(*self)
    }

    fn read(cells: &Cells, column: usize) -> Result<Self, sqlx::Error> {
        cells.int(column)
    }
}

impl Cell for Option<i64> {
    const KIND: Kind = Kind::Int;

    fn to_json(&self) -> Json {
        self.map_or(Json::Null, Json::from)
    }

    fn read(cells: &Cells, column: usize) -> Result<Self, sqlx::Error> {
        cells.maybe_int(column)
    }
}

/// One part of a row's key, comparable and hashable.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyPart {
    Text(String),
    Int(i64),
}

impl KeyPart {
    fn of(json: Json) -> Self {
        match json {
            Json::Number(number) => Self::Int(number.as_i64().unwrap_or_default()),
            Json::String(text) => Self::Text(text),
            other => Self::Text(other.to_string()),
        }
    }

    /// The part as a bound JSON value.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Text(text) => Json::String(text.clone()),
            Self::Int(number) => Json::from(*number),
        }
    }
}

impl From<&str> for KeyPart {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for KeyPart {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for KeyPart {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

/// A whole key, or the first columns of one.
pub type Key = Vec<KeyPart>;

/// A row of a read model's table.
pub trait TableRow: Sized + Clone + PartialEq + Send + Sync + 'static {
    const TABLE: Table;

    /// The columns in table order, as bound JSON.
    fn to_json(&self) -> Vec<Json>;

    /// Reads the columns in table order, starting at `first`.
    fn read(cells: &Cells, first: usize) -> Result<Self, sqlx::Error>;

    /// The key columns.
    fn key(&self) -> Key {
        self.to_json().into_iter().take(Self::TABLE.key).map(KeyPart::of).collect()
    }
}

/// Declares a row type and its table in one place.
#[macro_export]
macro_rules! table_row {
    (
        $(#[$doc:meta])*
        pub struct $row:ident in $table:literal, key $key:literal, prefix $prefix:literal,
            live $live:literal, indexes [ $( $index:expr ),* $(,)? ]
        {
            $( $(#[$field_doc:meta])* pub $field:ident : $kind:ty ),+ $(,)?
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
        pub struct $row {
            $( $(#[$field_doc])* pub $field: $kind ),+
        }

        impl $crate::table::TableRow for $row {
            const TABLE: $crate::table::Table = $crate::table::Table {
                name: $table,
                columns: &[ $( $crate::table::Column {
                    name: stringify!($field),
                    kind: <$kind as $crate::table::Cell>::KIND,
                } ),+ ],
                key: $key,
                prefix: $prefix,
                live: $live,
                indexes: &[ $( $index ),* ],
            };

            fn to_json(&self) -> Vec<serde_json::Value> {
                vec![ $( $crate::table::Cell::to_json(&self.$field) ),+ ]
            }

            fn read(
                cells: &$crate::database::Cells,
                first: usize,
            ) -> Result<Self, sqlx::Error> {
                let mut column = first;
                $(
                    let $field = <$kind as $crate::table::Cell>::read(cells, column)?;
                    column += 1;
                )+
                let _columns_read = column;
                Ok(Self { $( $field ),+ })
            }
        }
    };
}

/// The statements a table needs, built once.
#[derive(Debug, Clone, Copy)]
pub struct TableStatements {
    /// Rows by a JSON list of key prefixes.
    pub load: Statement,
    /// Insert or replace rows from a JSON list of rows.
    pub upsert: Statement,
    /// Remove rows by a JSON list of whole keys.
    pub delete: Statement,
    /// Every row a fact might still change.
    pub live: Statement,
    /// A page of rows in key order after a key given as one JSON list (or all, with `null`).
    pub scan: Statement,
}

impl Table {
    fn column_list(&self, alias: &str) -> String {
        let names: Vec<String> =
            self.columns.iter().map(|c| format!("{alias}{}", c.name)).collect();
        names.join(", ")
    }

    /// The n-th element of the JSON list `value`, as the column's own type.
    fn element(dialect: Dialect, kind: Kind, n: usize) -> String {
        match (dialect, kind) {
            (Dialect::Postgres, Kind::Int) => format!("(value->>{n})::bigint"),
            (Dialect::Sqlite | Dialect::Postgres, _) => format!("value->>{n}"),
        }
    }

    fn each(dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Sqlite => "json_each($1)",
            Dialect::Postgres => "json_array_elements($1::json)",
        }
    }

    fn key_match(&self, dialect: Dialect, parts: usize) -> String {
        let tests: Vec<String> = self.columns[..parts]
            .iter()
            .enumerate()
            .map(|(n, c)| format!("t.{} = {}", c.name, Self::element(dialect, c.kind, n)))
            .collect();
        tests.join(" and ")
    }

    fn load_sql(&self, dialect: Dialect, name: &str) -> String {
        format!(
            "select {} from {} as k cross join {name} t where {} and ({})",
            self.column_list("t."),
            Self::each(dialect),
            self.key_match(dialect, self.prefix),
            self.live,
        )
    }

    fn live_sql(&self, name: &str) -> String {
        format!("select {} from {name} t where {}", self.column_list("t."), self.live)
    }

    fn upsert_sql(&self, dialect: Dialect, name: &str) -> String {
        let elements: Vec<String> = self
            .columns
            .iter()
            .enumerate()
            .map(|(n, c)| Self::element(dialect, c.kind, n))
            .collect();
        let key: Vec<&str> = self.columns[..self.key].iter().map(|c| c.name).collect();
        let rest: Vec<String> = self.columns[self.key..]
            .iter()
            .map(|c| format!("{0} = excluded.{0}", c.name))
            .collect();
        let action = if rest.is_empty() {
            "do nothing".to_owned()
        } else {
            format!("do update set {}", rest.join(", "))
        };
        format!(
            "insert into {name} ({}) select {} from {} where true on conflict ({}) {action}",
            self.column_list(""),
            elements.join(", "),
            Self::each(dialect),
            key.join(", "),
        )
    }

    fn delete_sql(&self, dialect: Dialect, name: &str) -> String {
        let key: Vec<&str> = self.columns[..self.key].iter().map(|c| c.name).collect();
        let elements: Vec<String> = self.columns[..self.key]
            .iter()
            .enumerate()
            .map(|(n, c)| Self::element(dialect, c.kind, n))
            .collect();
        format!(
            "delete from {name} where ({}) in (select {} from {})",
            key.join(", "),
            elements.join(", "),
            Self::each(dialect),
        )
    }

    fn scan_sql(&self, dialect: Dialect, name: &str) -> String {
        // Text compares by bytes on both, so that two databases list rows in one order.
        let order: Vec<String> = self.columns[..self.key]
            .iter()
            .map(|c| match (dialect, c.kind) {
                (Dialect::Postgres, Kind::Text) => format!("{} collate \"C\"", c.name),
                (Dialect::Sqlite | Dialect::Postgres, _) => c.name.to_owned(),
            })
            .collect();
        let after: Vec<String> = self.columns[..self.key]
            .iter()
            .enumerate()
            .map(|(n, c)| match (dialect, c.kind) {
                (Dialect::Sqlite, _) => format!("$1->>{n}"),
                (Dialect::Postgres, Kind::Int) => format!("($1::json->>{n})::bigint"),
                (Dialect::Postgres, Kind::Text) => format!("$1::json->>{n}"),
            })
            .collect();
        format!(
            "select {} from {name} where $1 is null or ({}) > ({}) order by {} limit $2",
            self.column_list(""),
            order.join(", "),
            after.join(", "),
            order.join(", "),
        )
    }

    /// The statements for the live table (`suffix` empty) or the one a rebuild writes beside it.
    pub fn statements(&self, suffix: &str) -> TableStatements {
        let name = format!("{}{suffix}", self.name);
        let both = |sql: &dyn Fn(Dialect) -> String| {
            Statement::built(sql(Dialect::Sqlite), sql(Dialect::Postgres))
        };
        TableStatements {
            load: both(&|dialect| self.load_sql(dialect, &name)),
            upsert: both(&|dialect| self.upsert_sql(dialect, &name)),
            live: both(&|_dialect| self.live_sql(&name)),
            delete: both(&|dialect| self.delete_sql(dialect, &name)),
            scan: both(&|dialect| self.scan_sql(dialect, &name)),
        }
    }
}
