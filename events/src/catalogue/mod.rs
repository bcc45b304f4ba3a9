//! The field catalogue: what a record holds, as data under `data/catalogue`.
//!
//! It drives forms, checks, completeness, printing and import alike. Rules that span several
//! fields are code, in `rules.rs`. A new field is a block of data, not a new kind of fact.

mod codes;
mod kind;
mod load;
mod model;
mod number;
mod partial_date;
mod problem;
mod rules;
#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

pub use codes::{CodeItem, CodeList, OtherCodes, plain};
pub use kind::{Kind, MONEY_MAX};
pub use load::CatalogueError;
pub use model::{
    Column, Enterer, Exemption, Field, Lang, Required, SalaryTable, Section, Sensitivity, Table,
};
pub use partial_date::{PartialDate, PartialDateError, Precision};
pub use problem::{FieldError, Problem};
pub use rules::{BREACH_CODES, Breach};

use crate::entry::{FieldCode, Slot, Value};

/// The catalogue in force, read once.
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
        load::load(&FILES).expect("the embedded catalogue is whole, which a test proves")
    });
    &CATALOGUE
}

/// The text of a data file of the catalogue, part of the program.
macro_rules! data {
    ($path:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/catalogue/", $path))
    };
}

const FILES: load::Files = load::Files {
    head: data!("catalogue.toml"),
    fields: &[
        data!("fields/identity.toml"),
        data!("fields/work.toml"),
        data!("fields/pay.toml"),
        data!("fields/education.toml"),
        data!("fields/person.toml"),
    ],
    tables: &[
        data!("tables/history.toml"),
        data!("tables/family.toml"),
        data!("tables/service.toml"),
        data!("tables/merit.toml"),
    ],
    lists: &[
        data!("lists/person.toml"),
        data!("lists/work.toml"),
        data!("lists/pay.toml"),
        data!("lists/education.toml"),
        data!("lists/merit.toml"),
    ],
};

/// The names of the data files, in the order of [`FILES`].
const NAMES: [&str; 15] = [
    "catalogue.toml",
    "fields/identity.toml",
    "fields/work.toml",
    "fields/pay.toml",
    "fields/education.toml",
    "fields/person.toml",
    "tables/history.toml",
    "tables/family.toml",
    "tables/service.toml",
    "tables/merit.toml",
    "lists/person.toml",
    "lists/work.toml",
    "lists/pay.toml",
    "lists/education.toml",
    "lists/merit.toml",
];

/// The data files of the catalogue, name and text: what a record is read by where this program is
/// not.
pub fn sources() -> impl Iterator<Item = (&'static str, &'static str)> {
    let parts = [FILES.fields, FILES.tables, FILES.lists];
    let texts = std::iter::once(FILES.head).chain(parts.into_iter().flatten().copied());
    NAMES.into_iter().zip(texts)
}

/// All sections, fields, tables, code lists and salary tables of one version.
#[derive(Debug)]
pub struct Catalogue {
    version: String,
    sections: Vec<Section>,
    fields: Vec<Field>,
    fields_by_code: BTreeMap<FieldCode, usize>,
    tables: Vec<Table>,
    tables_by_code: BTreeMap<FieldCode, usize>,
    lists: BTreeMap<String, CodeList>,
    salary_tables: BTreeMap<String, SalaryTable>,
    dates_in_order: Vec<(FieldCode, FieldCode)>,
}

impl Catalogue {
    /// The version of the data, such as `2026-1`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The sections in the order a person fills them in.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The section with this code.
    pub fn section(&self, code: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.code.as_str() == code)
    }

    /// The section a field or table stands in.
    pub fn section_of(&self, field_or_table: &str) -> Option<&Section> {
        self.sections
            .iter()
            .find(|section| section.fields.iter().any(|code| code.as_str() == field_or_table))
    }

    /// The single-value fields, by their number in the catalogue.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter()
    }

    /// The single-value field with this code.
    pub fn field(&self, code: &str) -> Option<&Field> {
        self.fields_by_code.get(code).and_then(|index| self.fields.get(*index))
    }

    /// The repeating tables.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.tables.iter()
    }

    /// The repeating table with this code.
    pub fn table(&self, code: &str) -> Option<&Table> {
        self.tables_by_code.get(code).and_then(|index| self.tables.get(*index))
    }

    /// Whether it is the code of a field or of a table.
    pub fn knows(&self, field_or_table: &str) -> bool {
        self.field(field_or_table).is_some() || self.table(field_or_table).is_some()
    }

    /// Who says the value of a field, or the rows of a table, first.
    pub fn entered_by(&self, field_or_table: &str) -> Option<Enterer> {
        self.field(field_or_table)
            .map(|field| field.entered_by)
            .or_else(|| self.table(field_or_table).map(|table| table.entered_by))
    }

    /// How sensitive a field or table is.
    pub fn sensitivity(&self, field_or_table: &str) -> Option<Sensitivity> {
        self.field(field_or_table)
            .map(|field| field.sensitivity)
            .or_else(|| self.table(field_or_table).map(|table| table.sensitivity))
    }

    /// The name of a field or table for a reader; the code itself when it is not known.
    pub fn label<'a>(&'a self, field_or_table: &'a str, lang: Lang) -> &'a str {
        let field = self.field(field_or_table).map(|field| (&field.label_vi, &field.label_en));
        let table = || self.table(field_or_table).map(|table| (&table.label_vi, &table.label_en));
        pick(field.or_else(table), lang).unwrap_or(field_or_table)
    }

    /// The name of a column for a reader; the code itself when it is not known.
    pub fn column_label<'a>(&'a self, table: &str, column: &'a str, lang: Lang) -> &'a str {
        let found = self.table(table).and_then(|table| table.column(column));
        pick(found.map(|column| (&column.label_vi, &column.label_en)), lang).unwrap_or(column)
    }

    /// The code list with this name.
    pub fn code_list(&self, name: &str) -> Option<&CodeList> {
        self.lists.get(name)
    }

    /// Every code list with its name.
    pub fn code_lists(&self) -> impl Iterator<Item = (&str, &CodeList)> {
        self.lists.iter().map(|(name, list)| (name.as_str(), list))
    }

    /// The coefficients of a salary group.
    pub fn salary_table(&self, group: &str) -> Option<&SalaryTable> {
        self.salary_tables.get(group)
    }

    /// The kind of a field (no column) or of a column of a table.
    pub fn kind(&self, field_or_table: &str, column: Option<&str>) -> Result<&Kind, FieldError> {
        let error = |problem| Self::error(field_or_table, column, problem);
        match (self.field(field_or_table), self.table(field_or_table), column) {
            (Some(field), _, None) => Ok(&field.kind),
            (Some(_), _, Some(_)) => Err(error(Problem::UnknownColumn)),
            (None, Some(table), Some(name)) => table
                .column(name)
                .map(|column| &column.kind)
                .ok_or_else(|| error(Problem::UnknownColumn)),
            (None, Some(_), None) => Err(error(Problem::NotARow)),
            (None, None, _) => Err(error(Problem::UnknownField)),
        }
    }

    /// Reads what a person typed into the stored text of a single field, or of a column of a table
    /// (`"salary_history", Some("step")`).
    pub fn read(
        &self,
        field_or_table: &str,
        column: Option<&str>,
        typed: &str,
    ) -> Result<String, FieldError> {
        self.kind(field_or_table, column)?
            .read(&self.lists, typed)
            .map_err(|problem| Self::error(field_or_table, column, problem))
    }

    /// Checks a stored value: a known place, the right shape, stored form, no required column
    /// missing.
    pub fn check(&self, slot: &Slot, value: &Value) -> Result<(), FieldError> {
        let code = slot.field.as_str();
        let error = |column, problem| Err(Self::error(code, column, problem));
        match (value, slot.row, self.field(code), self.table(code)) {
            (_, _, None, None) => error(None, Problem::UnknownField),
            (Value::Single(text), None, Some(_), _) => self.check_text(code, None, text),
            (_, _, Some(_), _) => error(None, Problem::NotASingleValue),
            (Value::Row(columns), Some(_), None, Some(table)) => {
                for (column, text) in columns {
                    self.check_text(code, Some(column.as_str()), text)?;
                }
                let mut required = table.columns.iter().filter(|column| column.required);
                match required.find(|column| !columns.contains_key(&column.code)) {
                    Some(column) => error(Some(column.code.as_str()), Problem::Required),
                    None if columns.is_empty() => error(None, Problem::Required),
                    None => Ok(()),
                }
            }
            (_, _, None, Some(_)) => error(None, Problem::NotARow),
        }
    }

    /// What the person must still say before the first submission: required fields they enter,
    /// and tables they enter with fewer rows than needed; in form order.
    pub fn missing_for_submission(&self, held: &BTreeMap<Slot, Value>) -> Vec<FieldCode> {
        let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
        let mut singles = BTreeSet::new();
        for slot in held.keys() {
            match slot.row {
                Some(_) => *rows.entry(slot.field.as_str()).or_default() += 1,
                None => {
                    singles.insert(slot.field.as_str());
                }
            }
        }
        let exempt = |exemption: &Option<Exemption>| {
            exemption.as_ref().is_some_and(|exemption| {
                let slot = Slot::single(exemption.field.clone());
                held.get(&slot).and_then(Value::as_single) == Some(exemption.is.as_str())
            })
        };
        let missing = |code: &&FieldCode| match (self.field(code.as_str()), code.as_str()) {
            (Some(field), code) => {
                field.entered_by == Enterer::Person
                    && field.required == Required::Always
                    && !singles.contains(code)
                    && !exempt(&field.not_needed_when)
            }
            (None, code) => self.table(code).is_some_and(|table| {
                table.entered_by == Enterer::Person
                    && rows.get(code).copied().unwrap_or(0) < table.rows_min
                    && !exempt(&table.not_needed_when)
            }),
        };
        self.sections.iter().flat_map(|section| &section.fields).filter(missing).cloned().collect()
    }

    /// The rules across fields that a whole record breaks. A rule is judged only where all it
    /// needs is held, and with partial dates only when the breach is certain.
    pub fn breaches<'a>(
        &self,
        held: impl IntoIterator<Item = (&'a Slot, &'a Value)>,
        today: chrono::NaiveDate,
    ) -> Vec<Breach> {
        rules::breaches(self, held, today)
    }

    /// Whether a breach can ever point at the field or table; where it cannot, no judging is needed.
    pub fn is_judged(&self, field_or_table: &str) -> bool {
        rules::can_point_at(self, field_or_table)
    }

    /// Shows a stored value on a screen: dates as 01/09/1998, decimals with a comma in Vietnamese,
    /// the label of a code, money with its thousands marked. Unknown places show the stored text.
    pub fn display(
        &self,
        field_or_table: &str,
        column: Option<&str>,
        canonical: &str,
        lang: Lang,
    ) -> String {
        match self.kind(field_or_table, column) {
            Ok(kind) => kind.display(&self.lists, canonical, lang),
            Err(_unknown) => canonical.to_owned(),
        }
    }

    fn check_text(&self, code: &str, column: Option<&str>, text: &str) -> Result<(), FieldError> {
        let expected = self.read(code, column, text)?;
        if expected == text {
            Ok(())
        } else {
            Err(Self::error(code, column, Problem::NotCanonical { expected }))
        }
    }

    fn error(field: &str, column: Option<&str>, problem: Problem) -> FieldError {
        FieldError { field: field.to_owned(), column: column.map(str::to_owned), problem }
    }
}

fn pick<'a>(labels: Option<(&'a String, &'a String)>, lang: Lang) -> Option<&'a str> {
    labels.map(|(vi, en)| if lang == Lang::Vi { vi.as_str() } else { en.as_str() })
}
