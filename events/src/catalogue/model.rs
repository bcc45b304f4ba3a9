//! What the catalogue says of a section, a field, a table and a column.

use serde::Deserialize;

use super::kind::Kind;
use crate::entry::FieldCode;

/// The language a reader sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    Vi,
    En,
}

/// Who says a value first. A unit checks what the person says; a decision stands behind what the
/// agency says; nobody types what the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Enterer {
    Person,
    Agency,
    System,
}

/// Whether a record is incomplete without the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Required {
    Always,
    /// Only for some people, such as a party date for a Party member.
    Conditional,
    #[default]
    Optional,
}

/// Basic or sensitive personal data (NĐ 356/2025).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sensitivity {
    Basic,
    Sensitive,
}

/// A required value or table is not asked for when another field holds this value.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// The field that decides.
    pub field: FieldCode,
    /// The stored value that exempts.
    pub is: String,
}

/// One of the eleven parts a person fills in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub code: FieldCode,
    pub label_vi: String,
    pub label_en: String,
    /// Fields and tables in form order.
    pub fields: Vec<FieldCode>,
}

/// A field that holds a single value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    pub code: FieldCode,
    /// Its number in the catalogue; two fields that split one item share it.
    pub number: u16,
    pub label_vi: String,
    pub label_en: String,
    pub kind: Kind,
    pub entered_by: Enterer,
    pub required: Required,
    /// When a required value is not asked for after all.
    pub not_needed_when: Option<Exemption>,
    pub sensitivity: Sensitivity,
    /// Whether it is among the few values kept encrypted.
    pub sealed: bool,
    /// Item numbers: `c25` of form 2C-BNV/2008, `t8` of the form of TT 06/2023.
    pub form_items: Vec<String>,
    /// Group 1 to 10 of NĐ 27/2026.
    pub group: u8,
    /// What a form offers before anything is said, in stored form.
    pub offered: Option<String>,
}

/// A repeating table: each row is one value of a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub code: FieldCode,
    /// Its number in the catalogue, such as `T1`.
    pub number: String,
    pub label_vi: String,
    pub label_en: String,
    pub columns: Vec<Column>,
    pub entered_by: Enterer,
    pub sensitivity: Sensitivity,
    pub form_items: Vec<String>,
    pub group: u8,
    /// Rows needed before the first submission.
    pub rows_min: usize,
    pub rows_max: usize,
    /// When `rows_min` is not asked for after all.
    pub not_needed_when: Option<Exemption>,
    /// Pairs of date columns that must not run backwards, the earlier first.
    pub dates_in_order: Vec<(FieldCode, FieldCode)>,
}

impl Table {
    /// The column with this code.
    pub fn column(&self, code: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.code.as_str() == code)
    }
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub code: FieldCode,
    pub label_vi: String,
    pub label_en: String,
    pub kind: Kind,
    /// Whether a row cannot be without it.
    pub required: bool,
}

/// The coefficients of one salary group: the first step, and the increase from step to step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SalaryTable {
    pub group: String,
    /// The first step, in hundredths.
    pub first: i64,
    /// The increase, in hundredths.
    pub increase: i64,
    pub steps: u8,
    /// From when pay follows it; older coefficients are of older tables.
    pub in_force_from: chrono::NaiveDate,
}

impl SalaryTable {
    /// The coefficient of a step, in hundredths; `None` outside the table.
    pub fn coefficient(&self, step: u8) -> Option<i64> {
        let above_first = step.checked_sub(1)?;
        (step <= self.steps).then(|| self.first + i64::from(above_first) * self.increase)
    }
}
