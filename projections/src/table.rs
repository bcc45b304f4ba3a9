//! A read model's table, described once: its columns drive loading, writing and comparing.
//!
//! Rows travel between the program and the database as one JSON list a table, so that a batch costs
//! one exchange whatever the number of rows.

use serde::{Serialize, Serializer, ser::SerializeSeq};
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

/// What an upsert does to a row that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merge {
    /// The new columns take the old ones' place.
    Replace,
    /// The new numbers are added to the old ones; a row whose numbers are all zero is removed.
    Add,
}

/// A table: its key columns come first.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    pub name: &'static str,
    pub columns: &'static [Column],
    /// How many of the columns make the primary key.
    pub key: usize,
    /// How many of the key columns a fact names to load what it touches. Where `live` is not
    /// `true` a fact may name the first alone, and loads the live rows under it.
    pub prefix: usize,
    /// The rows `t` that a fact can change without naming them; the others are settled. `true` where
    /// facts name every row they change.
    pub live: &'static str,
    /// What an upsert does.
    pub merge: Merge,
    /// The secondary indexes, by name and columns.
    pub indexes: &'static [(&'static str, &'static str)],
}

/// A value that stands in a column.
pub trait Cell: Sized + Serialize {
    const KIND: Kind;
    fn to_json(&self) -> Json;
    fn of_json(json: Json) -> Option<Self>;
    fn read(cells: &Cells, column: usize) -> Result<Self, sqlx::Error>;
}

impl Cell for String {
    const KIND: Kind = Kind::Text;

    fn to_json(&self) -> Json {
        Json::String(self.clone())
    }

    fn of_json(json: Json) -> Option<Self> {
        match json {
            Json::String(text) => Some(text),
            _ => None,
        }
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

    fn of_json(json: Json) -> Option<Self> {
        match json {
            Json::String(text) => Some(Some(text)),
            Json::Null => Some(None),
            _ => None,
        }
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

    fn of_json(json: Json) -> Option<Self> {
        json.as_i64()
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

    fn of_json(json: Json) -> Option<Self> {
        match json {
            Json::Null => Some(None),
            other => other.as_i64().map(Some),
        }
    }

    fn read(cells: &Cells, column: usize) -> Result<Self, sqlx::Error> {
        cells.maybe_int(column)
    }
}

/// One part of a row's key, comparable and hashable.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
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

    /// Writes the columns in table order into a sequence.
    fn serialize_columns<S: SerializeSeq>(&self, seq: &mut S) -> Result<(), S::Error>;

    /// Reads the columns in table order; `None` when they are not this row's.
    fn of_json(columns: Vec<Json>) -> Option<Self>;

    /// Reads the columns in table order, starting at `first`.
    fn read(cells: &Cells, first: usize) -> Result<Self, sqlx::Error>;

    /// The key columns.
    fn key(&self) -> Key {
        self.to_json().into_iter().take(Self::TABLE.key).map(KeyPart::of).collect()
    }
}

/// Rows as one JSON list of lists.
pub struct Rows<'a, R>(pub Vec<&'a R>);

struct RowAsList<'a, R>(&'a R);

impl<R: TableRow> Serialize for RowAsList<'_, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(R::TABLE.columns.len()))?;
        self.0.serialize_columns(&mut seq)?;
        seq.end()
    }
}

impl<R: TableRow> Serialize for Rows<'_, R> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|row| RowAsList(*row)))
    }
}

/// Declares a row type and its table in one place.
#[macro_export]
macro_rules! table_row {
    (
        $(#[$doc:meta])*
        pub struct $row:ident in $table:literal, key $key:literal, prefix $prefix:literal,
            live $live:literal, $( merge $merge:ident, )? indexes [ $( $index:expr ),* $(,)? ]
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
                merge: $crate::table::merge_of(&[ $( $crate::table::Merge::$merge )? ]),
                indexes: &[ $( $index ),* ],
            };

            fn to_json(&self) -> Vec<serde_json::Value> {
                vec![ $( $crate::table::Cell::to_json(&self.$field) ),+ ]
            }

            fn serialize_columns<S: serde::ser::SerializeSeq>(
                &self,
                seq: &mut S,
            ) -> Result<(), S::Error> {
                $( seq.serialize_element(&self.$field)?; )+
                Ok(())
            }

            fn of_json(columns: Vec<serde_json::Value>) -> Option<Self> {
                let mut columns = columns.into_iter();
                Some(Self {
                    $( $field: <$kind as $crate::table::Cell>::of_json(columns.next()?)? ),+
                })
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

/// The merge a table names, or the usual one.
pub const fn merge_of(named: &[Merge]) -> Merge {
    match named {
        [merge, ..] => *merge,
        [] => Merge::Replace,
    }
}

/// The texts a table's statements are made of, in one dialect, for parameters numbered by the
/// caller so that several tables can share one exchange.
#[derive(Debug, Clone, Copy)]
pub struct TableSql<'a> {
    pub table: &'a Table,
    /// The live table's name, or that of the one a rebuild writes beside it.
    pub name: &'a str,
    pub dialect: Dialect,
}

impl TableSql<'_> {
    fn column_list(&self, alias: &str) -> String {
        let names = self.table.columns.iter().map(|c| format!("{alias}{}", c.name));
        names.collect::<Vec<_>>().join(", ")
    }

    /// The n-th element of the JSON list `value`, as the column's own type.
    fn element(&self, column: &Column, n: usize) -> String {
        match (self.dialect, column.kind) {
            (Dialect::Postgres, Kind::Int) => format!("(value->>{n})::bigint"),
            (Dialect::Sqlite | Dialect::Postgres, _) => format!("value->>{n}"),
        }
    }

    fn elements(&self, columns: &[Column]) -> String {
        let elements = columns.iter().enumerate().map(|(n, c)| self.element(c, n));
        elements.collect::<Vec<_>>().join(", ")
    }

    fn each(&self, parameter: usize) -> String {
        match self.dialect {
            Dialect::Sqlite => format!("jsonb_each(${parameter})"),
            Dialect::Postgres => format!("json_array_elements(${parameter}::json)"),
        }
    }

    fn key_names(&self) -> String {
        let key = self.table.columns[..self.table.key].iter().map(|c| c.name);
        key.collect::<Vec<_>>().join(", ")
    }

    fn rows_as_json(&self) -> String {
        match self.dialect {
            Dialect::Sqlite => format!("json_group_array(json_array({}))", self.column_list("t.")),
            Dialect::Postgres => {
                format!("json_agg(json_build_array({}))::text", self.column_list("t."))
            }
        }
    }

    /// A scalar query: the rows under a JSON list of key prefixes, as one JSON list.
    pub fn load(&self, parameter: usize) -> String {
        let prefix = self.table.columns[..self.table.prefix].iter().enumerate();
        let mut tests: Vec<String> =
            prefix.map(|(n, c)| format!("t.{} = {}", c.name, self.element(c, n))).collect();
        if self.table.live != "true" {
            let named = tests.split_off(1).join(" and ");
            let second = self.element(&self.table.columns[1], 1);
            tests.push(format!("({named} or ({second} is null and {}))", self.table.live));
        }
        format!(
            "(select {} from {} as k cross join {} t where {})",
            self.rows_as_json(),
            self.each(parameter),
            self.name,
            tests.join(" and "),
        )
    }

    /// A scalar query: every row a fact might still change, as one JSON list.
    pub fn live(&self) -> String {
        format!("select {} from {} t where {}", self.rows_as_json(), self.name, self.table.live)
    }

    /// Inserts, replaces or adds the rows of a JSON list.
    pub fn upsert(&self, parameter: usize) -> String {
        let rest = &self.table.columns[self.table.key..];
        let sets: Vec<String> = rest
            .iter()
            .map(|c| match self.table.merge {
                Merge::Replace => format!("{0} = excluded.{0}", c.name),
                Merge::Add => format!("{0} = {1}.{0} + excluded.{0}", c.name, self.name),
            })
            .collect();
        let action = match sets.is_empty() {
            true => "do nothing".to_owned(),
            false => format!("do update set {}", sets.join(", ")),
        };
        format!(
            "insert into {} ({}) select {} from {} where true on conflict ({}) {action}",
            self.name,
            self.column_list(""),
            self.elements(self.table.columns),
            self.each(parameter),
            self.key_names(),
        )
    }

    /// Removes the rows under a JSON list of whole keys (of a table that adds: those that came to
    /// nothing).
    pub fn delete(&self, parameter: usize) -> String {
        let zero = match self.table.merge {
            Merge::Replace => String::new(),
            Merge::Add => self.table.columns[self.table.key..]
                .iter()
                .map(|c| format!(" and {} = 0", c.name))
                .collect(),
        };
        format!(
            "delete from {} where ({}) in (select {} from {}){zero}",
            self.name,
            self.key_names(),
            self.elements(&self.table.columns[..self.table.key]),
            self.each(parameter),
        )
    }

    /// A page of rows in key order after a key given as one JSON list (or from the start, with
    /// null).
    pub fn scan(&self) -> String {
        let key = &self.table.columns[..self.table.key];
        let after: Vec<String> = key
            .iter()
            .enumerate()
            .map(|(n, c)| match (self.dialect, c.kind) {
                (Dialect::Sqlite, _) => format!("$1->>{n}"),
                (Dialect::Postgres, Kind::Int) => format!("($1::json->>{n})::bigint"),
                (Dialect::Postgres, Kind::Text) => format!("$1::json->>{n}"),
            })
            .collect();
        format!(
            "select {0} from {1} where $1 is null or ({2}) > ({3}) order by {2} limit $2",
            self.column_list(""),
            self.name,
            self.key_names(),
            after.join(", "),
        )
    }
}

impl Table {
    /// The statement texts of this table, or of the one with this suffix that a rebuild writes.
    pub fn statement(&self, suffix: &str, text: impl Fn(&TableSql<'_>) -> String) -> Statement {
        let name = format!("{}{suffix}", self.name);
        let of = |dialect| text(&TableSql { table: self, name: &name, dialect });
        Statement::built(of(Dialect::Sqlite), of(Dialect::Postgres))
    }
}
