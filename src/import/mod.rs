//! Reading a unit's list of people out of a spreadsheet, as HR officers keep it.
//!
//! Nothing is written here: every cell becomes a typed value with its address and what was mended,
//! or a problem with its address and a code. What is done with them is decided elsewhere.

mod columns;
mod copy;
mod header;
mod legacy;
mod mend;
mod people;
mod sheet;
mod text;

use std::{collections::BTreeMap, ops::ControlFlow};

use chrono::NaiveDate;
use hoso_events::entry::FieldCode;
use sha2::{Digest as _, Sha256};

use header::Header;
use people::PeopleReader;
use sheet::{Book, letters};

pub use columns::{COLUMNS_OUT, ColumnChoice, OutColumn};
pub use copy::write_copy;
pub use mend::Mend;
pub use text::fold;

/// The largest file taken.
pub const FILE_BYTES_MAX: usize = 20 * 1024 * 1024;
/// The most bytes a file may say it unpacks to.
pub const UNPACKED_BYTES_MAX: u64 = 200 * 1024 * 1024;
/// The most texts an .xlsx file may say its cells share.
pub const STRINGS_MAX: u64 = 2_000_000;
/// The most cells a sheet may reach over where the library holds it whole (.xls, .ods).
pub const CELLS_MAX: u64 = 4_000_000;
/// The most rows of a sheet that are read.
pub const ROWS_MAX: u32 = 100_000;
/// The most columns of a sheet that are read.
pub const COLUMNS_MAX: u32 = 100;
/// The most sheets of a file that are looked at.
pub const SHEETS_MAX: usize = 30;
/// How far down a sheet its header is looked for.
pub const HEADER_ROWS_MAX: u32 = 60;
/// The most characters of one cell that are read.
pub const CELL_CHARS_MAX: usize = 4_000;

/// One person of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// The row as the spreadsheet numbers it, from 1.
    pub sheet_row: u32,
    /// The unit the list names beside the person.
    pub unit: Option<UnitCell>,
    /// What was read, by field. A blank cell is absent.
    pub cells: BTreeMap<FieldCode, Cell>,
    /// The remark beside the person.
    pub note: Option<String>,
    /// What could not be read, or contradicts itself.
    pub problems: Vec<CellProblem>,
}

/// A unit as a list names it, by code or by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitCell {
    /// Where it stands, such as `B10`.
    pub address: String,
    /// The heading of its column.
    pub column: String,
    /// The text as the file showed it.
    pub typed: String,
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
    /// Not an .xlsx, .xls, .ods or .csv file, or a damaged one.
    #[error("file cannot be read as an .xlsx, .xls, .ods or .csv list")]
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

/// One column of a list, as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnRead {
    /// Its letters, such as `E`.
    pub letters: String,
    /// Its heading as the sheet shows it.
    pub heading: String,
    /// What it is: one of [`ColumnChoice::meanings`]; none when it is not read.
    pub meaning: Option<&'static str>,
}

/// What a list says before its first person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListHead {
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
    /// The last row of its header, as the spreadsheet numbers it.
    pub header_row: u32,
    /// Its columns from the left.
    pub columns: Vec<ColumnRead>,
    /// SHA-256 of the file, in hex: the same file is recognised when it comes again.
    pub file_sha256: String,
}

impl ListHead {
    /// Headings of columns that are not read.
    pub fn unread_columns(&self) -> Vec<String> {
        let unread = self.columns.iter().filter(|column| column.meaning.is_none());
        unread.map(|column| column.heading.clone()).collect()
    }

    /// Whether the list says of each person to which unit they belong.
    pub fn names_units(&self) -> bool {
        let names = |column: &ColumnRead| matches!(column.meaning, Some("unit_code" | "unit_name"));
        self.columns.iter().any(names)
    }
}

/// A list of people in a file, read row by row. The format is told from the bytes.
pub struct ListFile<'a> {
    book: Book<'a>,
    header: Header,
    names: Vec<u32>,
    today: NaiveDate,
    head: ListHead,
}

impl<'a> ListFile<'a> {
    /// Opens the first sheet that holds a list of people; when none does, says what is wrong with
    /// the likeliest one. `today` judges the rules that look at age.
    pub fn open(
        bytes: &'a [u8],
        choices: &[ColumnChoice],
        today: NaiveDate,
    ) -> Result<Self, ImportError> {
        Self::of_book(Book::open(bytes)?, hash(bytes), choices, today)
    }

    fn of_book(
        book: Book<'a>,
        file_sha256: String,
        choices: &[ColumnChoice],
        today: NaiveDate,
    ) -> Result<Self, ImportError> {
        let sheets = book.sheets()?;
        let mut first_refusal = None;
        for sheet in &sheets {
            match open_sheet(&book, sheet, choices, today) {
                Ok((header, names, mut head)) => {
                    head.file_sha256 = file_sha256;
                    head.sheets_not_read =
                        sheets.iter().filter(|other| *other != sheet).cloned().collect();
                    return Ok(Self { book, header, names, today, head });
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

    /// What the list says before its first person.
    pub fn head(&self) -> &ListHead {
        &self.head
    }

    /// Hands over the people, in the order of the sheet, until told to stop.
    pub fn people(
        &self,
        take: &mut dyn FnMut(PersonRow) -> ControlFlow<()>,
    ) -> Result<(), ImportError> {
        let mut reader = PeopleReader::new(&self.header, &self.names, self.today);
        self.book.rows(&self.head.sheet, &mut |row| match reader.read(row) {
            Some(person) => take(person),
            None => ControlFlow::Continue(()),
        })
    }

    /// Hands over the cells of every row as the file shows them, with the number of the row.
    pub fn cells(
        &self,
        take: &mut dyn FnMut(u32, Vec<(u32, String)>) -> ControlFlow<()>,
    ) -> Result<(), ImportError> {
        self.book.rows(&self.head.sheet, &mut |grid| {
            let Some(row) = grid.row_numbers().next() else { return ControlFlow::Continue(()) };
            let cells = grid.row(row).map(|(column, cell)| (column, cell.shown())).collect();
            take(row + 1, cells)
        })
    }
}

/// The columns of the likeliest list in a file, also when they are not understood: what a person
/// needs to say by hand what they are.
pub fn columns_of(bytes: &[u8], choices: &[ColumnChoice]) -> Result<Vec<ColumnRead>, ImportError> {
    let book = Book::open(bytes)?;
    for sheet in book.sheets()? {
        let head = book.head(&sheet)?;
        if let Ok(header) = header::find(&head, choices) {
            return Ok(columns_read(&header));
        }
        if let Some(header) = header::likeliest(&head, choices) {
            return Ok(columns_read(&header));
        }
    }
    Ok(vec![])
}

fn open_sheet(
    book: &Book<'_>,
    sheet: &str,
    choices: &[ColumnChoice],
    today: NaiveDate,
) -> Result<(Header, Vec<u32>, ListHead), ImportError> {
    let grid = book.head(sheet)?;
    let header = header::find(&grid, choices)?;
    people::has_required(&header)?;
    let names = header.name_columns(&grid);
    let header_row = header.last_row + 1;
    let mut reader = PeopleReader::new(&header, &names, today);
    let mut somebody = false;
    book.rows(sheet, &mut |row| {
        somebody = reader.read(row).is_some();
        if somebody { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    if !somebody {
        return Err(ImportError::NoPeople { header_row });
    }
    let titles = header::titles(&grid, &header);
    let head = ListHead {
        sheet: sheet.to_owned(),
        sheets_not_read: vec![],
        title: titles.title,
        issuer: titles.issuer,
        as_at: titles.as_at,
        header_row,
        columns: columns_read(&header),
        file_sha256: String::new(),
    };
    Ok((header, names, head))
}

fn columns_read(header: &Header) -> Vec<ColumnRead> {
    let read = header
        .columns
        .iter()
        .map(|(at, column)| (*at, column.heading.clone(), columns::name_of(column.meaning)));
    let unread = header.unread.iter().map(|(at, heading)| (*at, heading.clone(), None));
    let mut all: Vec<_> = read.chain(unread).collect();
    all.sort();
    all.into_iter()
        .map(|(at, heading, meaning)| ColumnRead { letters: letters(at), heading, meaning })
        .collect()
}

/// The number of a column by its letters, from 0.
fn columns_of_letters(letters: &str) -> Option<u32> {
    let mut number = 0_u32;
    for letter in letters.bytes().filter(u8::is_ascii_uppercase) {
        number = number.checked_mul(26)?.checked_add(u32::from(letter - b'A') + 1)?;
    }
    number.checked_sub(1)
}

/// SHA-256 of a file, in hex.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
