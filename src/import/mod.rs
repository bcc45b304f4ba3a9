//! Reading a unit's list of people out of a spreadsheet, as HR officers keep it.
//!
//! Nothing is written here: every cell becomes a typed value with its address and what was mended,
//! or a problem with its address and a code. What is done with them is decided elsewhere.

mod columns;
mod header;
mod legacy;
mod mend;
mod people;
mod sheet;
mod text;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use hoso_events::entry::FieldCode;
use sha2::{Digest as _, Sha256};

pub use mend::Mend;

/// The largest file taken.
pub const FILE_BYTES_MAX: usize = 20 * 1024 * 1024;
/// The most bytes a file may say it unpacks to.
pub const UNPACKED_BYTES_MAX: u64 = 200 * 1024 * 1024;
/// The most rows of a sheet that are read.
pub const ROWS_MAX: u32 = 20_000;
/// The most columns of a sheet that are read.
pub const COLUMNS_MAX: u32 = 100;
/// The most sheets of a file that are looked at.
pub const SHEETS_MAX: usize = 30;
/// How far down a sheet its header is looked for.
pub const HEADER_ROWS_MAX: u32 = 60;
/// The most characters of one cell that are read.
pub const CELL_CHARS_MAX: usize = 4_000;

/// A list of people, as read from one sheet of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleList {
    /// The sheet the people stand in.
    pub sheet: String,
    /// Other sheets of the file that hold something and were not read.
    pub sheets_not_read: Vec<String>,
    /// The list's own title, such as "DANH SÁCH CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC".
    pub title: Option<String>,
    /// The first title cell, as a rule the authority that made the list.
    pub issuer: Option<String>,
    /// The day the list says it holds for.
    pub as_at: Option<NaiveDate>,
    /// The people, in the order of the sheet.
    pub rows: Vec<PersonRow>,
    /// Headings of columns that were not understood; their cells were not read.
    pub unread_columns: Vec<String>,
    /// SHA-256 of the file, in hex: the same file is recognised when it comes again.
    pub file_sha256: String,
}

/// One person of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// The row as the spreadsheet numbers it, from 1.
    pub sheet_row: u32,
    /// What was read, by field. A blank cell is absent.
    pub cells: BTreeMap<FieldCode, Cell>,
    /// The remark beside the person.
    pub note: Option<String>,
    /// What could not be read, or contradicts itself.
    pub problems: Vec<CellProblem>,
}

/// One value, and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Where it stands, such as `E10`.
    pub address: String,
    /// The text as the file showed it.
    pub typed: String,
    /// The canonical text of the catalogue.
    pub value: String,
    /// What was put right on the way, if anything.
    pub mended: Option<Mend>,
}

/// What is wrong with one cell. `typed` is for the user's screen only, never for a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellProblem {
    /// Where it stands, such as `E10`.
    pub address: String,
    /// The heading of its column.
    pub column: String,
    /// The field it was read as.
    pub field: Option<FieldCode>,
    /// The stable code, key of the sentence shown to the user.
    pub code: &'static str,
    /// The text as the file showed it.
    pub typed: String,
    /// The other cells it stands against: the first row with the same id, the contradicted values.
    pub against: Vec<String>,
}

impl CellProblem {
    /// Every code but those of the catalogue's field problems and breaches, which it lists itself.
    pub const CODES: &[&str] = &[
        "both_sexes",
        "cell_error",
        "digits_lost",
        "duplicate_in_file",
        "legacy_font",
        "not_text",
        "turned_into_date",
    ];
}

/// Why a file gave no list at all. Holds addresses and codes only, never what a cell says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Not an .xlsx, .xls or .ods file, or a damaged one.
    #[error("file cannot be read as an .xlsx, .xls or .ods spreadsheet")]
    NotASpreadsheet,
    /// The file asks for a password.
    #[error("spreadsheet is protected by a password")]
    PasswordProtected,
    /// More than a bound allows.
    #[error("spreadsheet has too many {what}, at most {max} are read")]
    TooLarge { what: &'static str, max: u64 },
    /// No row looks like the header of a list of people.
    #[error("no header row found in the first {rows_looked_at} rows")]
    NoHeader { rows_looked_at: u32 },
    /// There is a header, but a column nobody can do without is not in it.
    #[error("header in row {header_row} has no column for {field}")]
    MissingColumn { field: FieldCode, header_row: u32 },
    /// There is a header, and nobody under it.
    #[error("no people under the header in row {header_row}")]
    NoPeople { header_row: u32 },
    /// The headings are in a font encoding from before Unicode (TCVN3, VNI).
    #[error("text at {address} is in an encoding from before unicode")]
    LegacyFont { address: String },
}

impl ImportError {
    /// Every code; each has a sentence in every language.
    pub const CODES: &[&str] = &[
        "legacy_font",
        "missing_column",
        "no_header",
        "no_people",
        "not_a_spreadsheet",
        "password_protected",
        "too_large",
    ];

    /// The stable code, key of the sentence shown to the user.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotASpreadsheet => "not_a_spreadsheet",
            Self::PasswordProtected => "password_protected",
            Self::TooLarge { .. } => "too_large",
            Self::NoHeader { .. } => "no_header",
            Self::MissingColumn { .. } => "missing_column",
            Self::NoPeople { .. } => "no_people",
            Self::LegacyFont { .. } => "legacy_font",
        }
    }
}

/// Reads the first sheet that holds a list of people. `today` judges the rules that look at age.
/// The format is told from the bytes; `file_name` is taken as the user's word for the file only.
pub fn read_people_list(
    bytes: &[u8],
    file_name: &str,
    today: NaiveDate,
) -> Result<PeopleList, ImportError> {
    let _told_from_the_bytes = file_name;
    let file_sha256 = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let grids = sheet::open(bytes)?;
    read_grids(&grids, file_sha256, today)
}

/// Reads the first grid that is a list; when none is, says what is wrong with the likeliest one.
fn read_grids(
    grids: &[sheet::Grid],
    file_sha256: String,
    today: NaiveDate,
) -> Result<PeopleList, ImportError> {
    let mut first_refusal = None;
    for grid in grids {
        match people::read_grid(grid, today) {
            Ok(mut list) => {
                list.file_sha256 = file_sha256;
                list.sheets_not_read = grids
                    .iter()
                    .filter(|other| other.sheet != grid.sheet)
                    .map(|other| other.sheet.clone())
                    .collect();
                return Ok(list);
            }
            // A list without its id column says more than a cover sheet without any header.
            Err(refusal) => match &first_refusal {
                None | Some(ImportError::NoHeader { .. }) => first_refusal = Some(refusal),
                Some(_) => {}
            },
        }
    }
    Err(first_refusal.unwrap_or(ImportError::NoHeader { rows_looked_at: 0 }))
}

#[cfg(test)]
mod tests;
