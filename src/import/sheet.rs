//! Opening .xlsx, .xls, .ods and .csv into neutral rows: cells with an address and a kind.

mod claims;
mod compound;
mod package;
mod text_table;

use std::{
    collections::BTreeMap,
    io::Cursor,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{
    Data, DataRef, ExcelDateTime, Ods, OdsError, Range, Reader as _, SheetVisible, Xls, XlsError,
    Xlsx, XlsxError,
};
use chrono::{Datelike as _, NaiveDate};

use super::{COLUMNS_MAX, FILE_BYTES_MAX, HEADER_ROWS_MAX, ImportError, ROWS_MAX, SHEETS_MAX};
use package::Package;
use text_table::TextTable;

/// One sheet. Rows and columns count from 0; blank cells are absent.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    /// The sheet's name.
    pub(super) sheet: String,
    rows: BTreeMap<u32, BTreeMap<u32, CellValue>>,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum CellValue {
    Text(String),
    Number(f64),
    Date(ShownDate),
    Bool(bool),
    /// A formula that failed, such as `#N/A`.
    Failed(String),
}

/// A date as the cell shows it: Excel stores the first of the month for "9/2012".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShownDate {
    Day(NaiveDate),
    Month { year: i32, month: u32 },
    Year(i32),
}

/// The letters of a column, such as `E`.
pub(super) fn letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(char::from(b'A' + (rest % 26) as u8));
        match (rest / 26).checked_sub(1) {
            None => break,
            Some(next) => rest = next,
        }
    }
    letters.into_iter().rev().collect()
}

/// The address as the spreadsheet writes it, such as `E10`.
pub(super) fn address(row: u32, column: u32) -> String {
    format!("{}{}", letters(column), u64::from(row) + 1)
}

impl CellValue {
    /// The text as the file showed it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Failed(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Date(ShownDate::Day(date)) => date.format("%d/%m/%Y").to_string(),
            Self::Date(ShownDate::Month { year, month }) => format!("{month:02}/{year}"),
            Self::Date(ShownDate::Year(year)) => year.to_string(),
            Self::Bool(yes) => if *yes { "TRUE" } else { "FALSE" }.to_owned(),
        }
    }
}

impl Grid {
    /// An empty sheet of that name.
    pub(super) fn new(sheet: &str) -> Self {
        Self { sheet: sheet.to_owned(), rows: BTreeMap::new() }
    }

    /// Puts a cell in place; blank text is no cell. Beyond a bound it is refused, not dropped.
    pub(super) fn put(
        &mut self,
        row: u32,
        column: u32,
        value: CellValue,
    ) -> Result<(), ImportError> {
        if matches!(&value, CellValue::Text(text) if text.trim().is_empty()) {
            return Ok(());
        }
        if row >= ROWS_MAX {
            return Err(ImportError::TooLarge { what: "rows", max: ROWS_MAX.into() });
        }
        if column >= COLUMNS_MAX {
            return Err(ImportError::TooLarge { what: "columns", max: COLUMNS_MAX.into() });
        }
        self.rows.entry(row).or_default().insert(column, value);
        Ok(())
    }

    /// One cell, if it holds something.
    pub(super) fn get(&self, row: u32, column: u32) -> Option<&CellValue> {
        self.rows.get(&row)?.get(&column)
    }

    /// One cell as shown; blank when it holds nothing.
    pub(super) fn shown(&self, row: u32, column: u32) -> String {
        self.get(row, column).map(CellValue::shown).unwrap_or_default()
    }

    /// The cells of one row, left to right.
    pub(super) fn row(&self, row: u32) -> impl Iterator<Item = (u32, &CellValue)> {
        self.rows.get(&row).into_iter().flatten().map(|(column, value)| (*column, value))
    }

    /// The numbers of the rows that hold something, downwards.
    pub(super) fn row_numbers(&self) -> impl Iterator<Item = u32> {
        self.rows.keys().copied()
    }

    fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// A file whose format is known. Rows are read when they are asked for, so that a long list takes no
/// more memory than a short one where the format allows.
pub(super) struct Book<'a>(Format<'a>);

enum Format<'a> {
    Xlsx {
        bytes: &'a [u8],
        sheets: Vec<String>,
    },
    /// The library holds the cells of a sheet together.
    Grids(Vec<Grid>),
    Text(TextTable<'a>),
}

/// The name of the one sheet of a text file.
const TEXT_SHEET: &str = "CSV";

impl<'a> Book<'a> {
    /// Opens a file; which format it has is told from its bytes.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ImportError> {
        if bytes.len() > FILE_BYTES_MAX {
            return Err(ImportError::TooLarge { what: "bytes", max: FILE_BYTES_MAX as u64 });
        }
        let package = package::tell(bytes)?;
        if matches!(package, Package::Xlsx | Package::Ods) {
            claims::unpacks_within_bounds(bytes)?;
        }
        unpanicked(|| match package {
            Package::Xlsx => {
                let book = Xlsx::new(Cursor::new(bytes)).map_err(xlsx_error)?;
                Ok(Self(Format::Xlsx { bytes, sheets: visible(book.sheets_metadata())? }))
            }
            Package::Xls => {
                compound::reaches_within_bounds(bytes)?;
                Ok(Self(Format::Grids(open_xls(bytes)?)))
            }
            Package::Ods => {
                claims::cells_within_bounds(bytes)?;
                Ok(Self(Format::Grids(open_ods(bytes)?)))
            }
            Package::Text => Ok(Self(Format::Text(TextTable::open(bytes)?))),
        })
    }

    /// Sheets made by hand.
    #[cfg(test)]
    pub(super) fn of_grids(grids: Vec<Grid>) -> Self {
        Self(Format::Grids(grids.into_iter().filter(|grid| !grid.is_empty()).collect()))
    }

    /// The names of the visible sheets that hold something, in their order.
    pub(super) fn sheets(&self) -> Result<Vec<String>, ImportError> {
        let names = match &self.0 {
            Format::Xlsx { sheets, .. } => sheets.clone(),
            Format::Grids(grids) => grids.iter().map(|grid| grid.sheet.clone()).collect(),
            Format::Text(_) => vec![TEXT_SHEET.to_owned()],
        };
        let mut filled = vec![];
        for name in names {
            let mut holds = false;
            self.rows(&name, &mut |_row| {
                holds = true;
                ControlFlow::Break(())
            })?;
            if holds {
                filled.push(name);
            }
        }
        Ok(filled)
    }

    /// Hands over the rows of a sheet that hold something, one after the other, each as a sheet of
    /// one row, until told to stop.
    pub(super) fn rows(
        &self,
        sheet: &str,
        take: &mut dyn FnMut(&Grid) -> ControlFlow<()>,
    ) -> Result<(), ImportError> {
        unpanicked(|| match &self.0 {
            Format::Xlsx { bytes, .. } => xlsx_rows(bytes, sheet, take),
            Format::Grids(grids) => {
                let found = grids.iter().find(|grid| grid.sheet == sheet);
                for (row, cells) in found.into_iter().flat_map(|grid| &grid.rows) {
                    let rows = [(*row, cells.clone())].into();
                    if take(&Grid { sheet: sheet.to_owned(), rows }).is_break() {
                        break;
                    }
                }
                Ok(())
            }
            Format::Text(table) => table.rows(take),
        })
    }

    /// The first rows of a sheet together, in which its header is looked for.
    pub(super) fn head(&self, sheet: &str) -> Result<Grid, ImportError> {
        let mut head = Grid::new(sheet);
        self.rows(sheet, &mut |row| {
            let beyond = row.row_numbers().any(|row| row >= HEADER_ROWS_MAX);
            if beyond {
                return ControlFlow::Break(());
            }
            head.rows.extend(row.rows.clone());
            ControlFlow::Continue(())
        })?;
        Ok(head)
    }
}

/// The bytes come from outside; a reader that panics on them must not take the caller along.
fn unpanicked<T>(read: impl FnOnce() -> Result<T, ImportError>) -> Result<T, ImportError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(ImportError::NotASpreadsheet))
}

/// The library's errors may quote cells, so that only their kind is passed on.
fn xlsx_error(error: XlsxError) -> ImportError {
    match error {
        XlsxError::Password => ImportError::PasswordProtected,
        _ => ImportError::NotASpreadsheet,
    }
}

fn xls_error(error: XlsError) -> ImportError {
    match error {
        XlsError::Password => ImportError::PasswordProtected,
        _ => ImportError::NotASpreadsheet,
    }
}

fn ods_error(error: OdsError) -> ImportError {
    match error {
        OdsError::Password => ImportError::PasswordProtected,
        _ => ImportError::NotASpreadsheet,
    }
}

fn visible(sheets: &[calamine::Sheet]) -> Result<Vec<String>, ImportError> {
    let seen = sheets.iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let names: Vec<String> = seen.map(|sheet| sheet.name.clone()).collect();
    if names.len() > SHEETS_MAX {
        return Err(ImportError::TooLarge { what: "sheets", max: SHEETS_MAX as u64 });
    }
    Ok(names)
}

/// Reads cell by cell, so that one stray cell far away costs nothing, and with its number format,
/// which alone tells "9/2012" from the first of September.
fn xlsx_rows(
    bytes: &[u8],
    sheet: &str,
    take: &mut dyn FnMut(&Grid) -> ControlFlow<()>,
) -> Result<(), ImportError> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(xlsx_error)?;
    // A chart sheet has no cells to read.
    let Ok(mut cells) = book.worksheet_cells_reader(sheet) else { return Ok(()) };
    let formats: Vec<String> = cells
        .styles()
        .iter()
        .map(|style| {
            style.number_format.as_ref().map(|f| f.format_code.clone()).unwrap_or_default()
        })
        .collect();
    let mut grid = Grid::new(sheet);
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(xlsx_error)? {
        let (row, column) = cell.get_position();
        let format = formats.get(style).map(String::as_str).unwrap_or_default();
        let Some(value) = from_data_ref(cell.get_value(), format) else { continue };
        if grid.row_numbers().next().is_some_and(|begun| begun != row) {
            if take(&grid).is_break() {
                return Ok(());
            }
            grid = Grid::new(sheet);
        }
        grid.put(row, column, value)?;
    }
    if !grid.is_empty() {
        let _at_the_end = take(&grid);
    }
    Ok(())
}

fn open_xls(bytes: &[u8]) -> Result<Vec<Grid>, ImportError> {
    let mut book = Xls::new(Cursor::new(bytes)).map_err(xls_error)?;
    let mut grids = Vec::new();
    for name in visible(book.sheets_metadata())? {
        let Ok(range) = book.worksheet_range(&name) else { continue };
        grids.push(from_range(&name, &range)?);
    }
    Ok(grids)
}

fn open_ods(bytes: &[u8]) -> Result<Vec<Grid>, ImportError> {
    let mut book = Ods::new(Cursor::new(bytes)).map_err(ods_error)?;
    let mut grids = Vec::new();
    for name in visible(book.sheets_metadata())? {
        let Ok(range) = book.worksheet_range(&name) else { continue };
        grids.push(from_range(&name, &range)?);
    }
    Ok(grids)
}

fn from_range(name: &str, range: &Range<Data>) -> Result<Grid, ImportError> {
    let mut grid = Grid::new(name);
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (row, column, data) in range.used_cells() {
        let row = first_row.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
        let column = first_column.saturating_add(u32::try_from(column).unwrap_or(u32::MAX));
        if let Some(value) = from_data(data) {
            grid.put(row, column, value)?;
        }
    }
    Ok(grid)
}

fn from_data(data: &Data) -> Option<CellValue> {
    match data {
        Data::Int(number) => Some(CellValue::Number(*number as f64)),
        Data::Float(number) => Some(CellValue::Number(*number)),
        Data::String(text) | Data::DurationIso(text) => Some(CellValue::Text(text.clone())),
        Data::Bool(yes) => Some(CellValue::Bool(*yes)),
        Data::DateTime(moment) => Some(from_moment(moment, "")),
        Data::DateTimeIso(text) => Some(from_iso(text)),
        Data::Error(error) => Some(CellValue::Failed(error.to_string())),
        Data::Empty => None,
    }
}

fn from_data_ref(data: &DataRef<'_>, format: &str) -> Option<CellValue> {
    match data {
        DataRef::DateTime(moment) => Some(from_moment(moment, format)),
        other => from_data(&Data::from(other.clone())),
    }
}

fn from_iso(text: &str) -> CellValue {
    let day = text.get(..10).and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
    match day {
        Some(date) => CellValue::Date(ShownDate::Day(date)),
        None => CellValue::Text(text.to_owned()),
    }
}

fn from_moment(moment: &ExcelDateTime, format: &str) -> CellValue {
    if !moment.is_datetime() {
        return CellValue::Number(moment.as_f64());
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    match NaiveDate::from_ymd_opt(year.into(), month.into(), day.into()) {
        Some(date) => CellValue::Date(shown_date(date, format)),
        None => CellValue::Number(moment.as_f64()),
    }
}

/// What of the date its number format shows: a day nobody typed must not become a fact.
fn shown_date(date: NaiveDate, format: &str) -> ShownDate {
    let (mut quoted, mut bracketed) = (false, false);
    let parts: String = format
        .to_lowercase()
        .chars()
        .filter(|c| {
            match c {
                '"' => quoted = !quoted,
                '[' if !quoted => bracketed = true,
                ']' if !quoted => {
                    bracketed = false;
                    return false;
                }
                _ => {}
            }
            !quoted && !bracketed
        })
        .collect();
    let shows = |part: char| parts.contains(part);
    match (shows('d'), shows('m'), shows('y')) {
        (false, true, true) if date.day() == 1 => {
            ShownDate::Month { year: date.year(), month: date.month() }
        }
        (false, false, true) if date.day() == 1 && date.month() == 1 => {
            ShownDate::Year(date.year())
        }
        _ => ShownDate::Day(date),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_as_the_spreadsheet_writes_them() {
        for (row, column, expected) in
            [(9, 4, "E10"), (0, 0, "A1"), (0, 25, "Z1"), (0, 26, "AA1"), (6, 701, "ZZ7")]
        {
            assert_eq!(address(row, column), expected);
        }
    }

    #[test]
    fn a_date_that_shows_no_day_has_no_day() {
        let first = NaiveDate::from_ymd_opt(2012, 9, 1).unwrap();
        let month = ShownDate::Month { year: 2012, month: 9 };
        for (format, expected) in [
            ("mm/yyyy", month),
            ("[$-42A]mmm-yy", month),
            ("dd/mm/yyyy", ShownDate::Day(first)),
            ("\"ngày\" dd/mm/yyyy", ShownDate::Day(first)),
            ("", ShownDate::Day(first)),
        ] {
            assert_eq!(shown_date(first, format), expected, "{format}");
        }
        let new_year = NaiveDate::from_ymd_opt(1979, 1, 1).unwrap();
        assert_eq!(shown_date(new_year, "yyyy"), ShownDate::Year(1979));
    }

    #[test]
    fn other_files_and_files_beyond_the_bounds_are_refused() {
        let open = |bytes: &[u8]| Book::open(bytes).map(|_book| ());
        assert_eq!(open(b"").unwrap_err(), ImportError::NotASpreadsheet);
        assert_eq!(open(b"STT and Ho ten").unwrap_err(), ImportError::NotASpreadsheet);
        assert_eq!(open(b"a;b\0c").unwrap_err(), ImportError::NotASpreadsheet);
        assert_eq!(open(b"PK\x03\x04garbage").unwrap_err(), ImportError::NotASpreadsheet);
        let garbage = [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[7; 2000]].concat();
        assert_eq!(open(&garbage).unwrap_err(), ImportError::NotASpreadsheet);
        let long = vec![0; FILE_BYTES_MAX + 1];
        assert_eq!(open(&long).unwrap_err().code(), "too_large");
        let mut grid = Grid::new("x");
        assert_eq!(grid.put(ROWS_MAX, 0, CellValue::Bool(true)).unwrap_err().code(), "too_large");
        assert_eq!(
            grid.put(0, COLUMNS_MAX, CellValue::Bool(true)).unwrap_err().code(),
            "too_large"
        );
    }
}
