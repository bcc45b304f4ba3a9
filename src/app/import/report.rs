//! What is kept of a list while it waits and after: how it was asked to be read, and what was found,
//! without anybody's data.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use hoso_events::{
    ids::UnitId,
    values::{Issuer, Paper, PaperNumber},
};
use serde::{Deserialize, Serialize};

use super::{ImportGround, Imported, Take, undo::Undone};
use crate::import::{CellProblem, ColumnChoice, ImportError, ListHead};

/// How many problems are kept to be shown; the copy of the file holds all of them.
pub const PROBLEMS_MAX: usize = 100;
/// How many dossiers that stayed are named.
const KEPT_MAX: usize = 200;

/// How a list is to be read and taken in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HowAsked {
    /// The unit of every row that names none.
    pub unit: Option<UnitId>,
    pub columns: Vec<ColumnChoice>,
    pub ground: Ground,
    /// Chosen when it is confirmed: whether rows with problems are left out.
    pub good_rows_only: bool,
    /// Given when it is undone.
    pub reason: Option<String>,
}

/// On what paper, as far as someone said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ground {
    pub number: Option<PaperNumber>,
    pub dated_on: Option<NaiveDate>,
    pub issuer: Option<Issuer>,
    pub confirmed_on: Option<NaiveDate>,
}

impl HowAsked {
    /// What was chosen for rows with problems.
    pub fn take(&self) -> Take {
        if self.good_rows_only { Take::GoodRows } else { Take::All }
    }
}

impl Ground {
    /// The whole ground: what someone said, else what the list says of itself, else `issuer`.
    pub fn of_list(
        &self,
        head: &ListHead,
        file_name: &str,
        issuer: &str,
        today: NaiveDate,
    ) -> Option<ImportGround> {
        let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _kind)| stem);
        let named = || {
            // Many files are called so already.
            let text = match stem.to_lowercase().starts_with("danh sách") {
                true => stem.to_owned(),
                false => format!("Danh sách {stem}"),
            };
            let short: String = text.chars().take(PaperNumber::CHARS_MAX).collect();
            PaperNumber::parse(&short).or_else(|_odd| PaperNumber::parse("Danh sách")).ok()
        };
        let of_head = || head.issuer.as_deref().and_then(|text| Issuer::parse(text).ok());
        let as_at = head.as_at.filter(|day| *day <= today);
        Some(ImportGround {
            paper: Paper {
                number: self.number.clone().or_else(named)?,
                dated_on: self.dated_on.or(as_at).unwrap_or(today),
                issuer: self
                    .issuer
                    .clone()
                    .or_else(of_head)
                    .or_else(|| Issuer::parse(issuer).ok())?,
            },
            confirmed_on: self.confirmed_on.unwrap_or(today),
        })
    }
}

/// What was found in a list, or done with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    pub sheet: String,
    pub sheets_not_read: Vec<String>,
    pub columns: Vec<ReportColumn>,
    pub names_units: bool,
    /// On what paper it would be taken in.
    pub paper: Option<Paper>,
    pub confirmed_on: Option<NaiveDate>,
    pub rows: usize,
    pub new: usize,
    pub already: usize,
    pub wrong: usize,
    /// How many cells have which problem.
    pub by_code: BTreeMap<String, usize>,
    /// The first problems.
    pub problems: Vec<ReportProblem>,
    /// How many values were mended, by how.
    pub mended: BTreeMap<String, usize>,
    /// Whether this very file was taken in before.
    pub seen_before: bool,
    /// Whether it was stopped before its end.
    pub stopped: bool,
    /// Whether it has no unit to go to, neither by its rows nor chosen for all.
    pub asks_unit: bool,
    /// Why it could not be read at all.
    pub refused: Option<Refused>,
    /// How many openings were withdrawn when it was undone.
    pub withdrawn: u64,
    /// The dossiers that stayed: worked on since.
    pub kept: Vec<ReportKept>,
}

/// One column and what it was read as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportColumn {
    pub letters: String,
    pub heading: String,
    pub meaning: Option<String>,
}

/// One problem, without what the cell says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportProblem {
    pub row: u32,
    pub address: String,
    pub column: String,
    pub code: String,
    pub against: Vec<String>,
}

/// A refusal of a whole file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    pub code: String,
    /// The field whose column is missing.
    pub field: Option<String>,
    /// The row or the cell it is about.
    pub place: Option<String>,
}

/// A dossier that was not withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportKept {
    pub dossier: String,
    pub row: i64,
    pub code: String,
}

impl Refused {
    pub(super) fn plain(code: &str) -> Self {
        Self { code: code.to_owned(), field: None, place: None }
    }
}

impl From<&ImportError> for Refused {
    fn from(error: &ImportError) -> Self {
        let (field, place) = match error {
            ImportError::MissingColumn { field, header_row } => {
                (Some(field.to_string()), Some(header_row.to_string()))
            }
            ImportError::NoPeople { header_row } => (None, Some(header_row.to_string())),
            ImportError::LegacyFont { address } => (None, Some(address.clone())),
            ImportError::NotASpreadsheet
            | ImportError::PasswordProtected
            | ImportError::TooLarge { .. }
            | ImportError::NoHeader { .. } => (None, None),
        };
        Self { code: error.code().to_owned(), field, place }
    }
}

impl Report {
    /// What a run over a list came to.
    pub(super) fn of(imported: &Imported, ground: &ImportGround) -> Self {
        let mut by_code = BTreeMap::new();
        for (_row, problem) in imported.problems() {
            *by_code.entry(problem.code.to_owned()).or_default() += 1;
        }
        let head = &imported.head;
        let mended = imported.mended.iter().map(|(code, count)| ((*code).to_owned(), *count));
        Self {
            sheet: head.sheet.clone(),
            sheets_not_read: head.sheets_not_read.clone(),
            columns: head.columns.iter().map(ReportColumn::of).collect(),
            names_units: head.names_units(),
            paper: Some(ground.paper.clone()),
            confirmed_on: Some(ground.confirmed_on),
            rows: imported.rows.len(),
            new: imported.new_count(),
            already: imported.already_count(),
            wrong: imported.wrong_count(),
            by_code,
            problems: imported.problems().take(PROBLEMS_MAX).map(ReportProblem::of).collect(),
            mended: mended.collect(),
            stopped: imported.stopped,
            asks_unit: imported.asks_unit,
            ..Self::default()
        }
    }

    /// The same with those who have their dossier from an earlier part of the same work.
    pub(super) fn gone_on(self, before: usize) -> Self {
        Self { new: self.new + before, already: self.already - before, ..self }
    }

    /// The same after it was undone.
    pub(super) fn undone(self, undone: &Undone) -> Self {
        let kept = undone.kept.iter().take(KEPT_MAX).map(|kept| ReportKept {
            dossier: kept.dossier.to_string(),
            row: kept.sheet_row,
            code: kept.code.to_owned(),
        });
        Self { withdrawn: undone.withdrawn, kept: kept.collect(), ..self }
    }
}

impl ReportColumn {
    pub(super) fn of(column: &crate::import::ColumnRead) -> Self {
        Self {
            letters: column.letters.clone(),
            heading: column.heading.clone(),
            meaning: column.meaning.map(str::to_owned),
        }
    }
}

impl ReportProblem {
    fn of((row, problem): (u32, &CellProblem)) -> Self {
        Self {
            row,
            address: problem.address.clone(),
            column: problem.column.clone(),
            code: problem.code.to_owned(),
            against: problem.against.clone(),
        }
    }
}
