//! Writing tables for spreadsheets, row by row: .xlsx and .csv. What a cell says stays text: a
//! spreadsheet that opens the file computes nothing of it.

use std::{
    fs::File,
    io::{self, BufWriter, Seek as _, SeekFrom, Write},
};

use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// The kinds of file that are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Xlsx,
    Csv,
}

/// Why a table was not written.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    #[error("the file could not be written")]
    Io(#[from] io::Error),
    #[error("the spreadsheet could not be written")]
    Xlsx(#[from] XlsxError),
    #[error("the text could not be written")]
    Csv(#[from] csv::Error),
}

/// How wide columns are drawn.
const WIDTH: f64 = 18.0;
/// What Excel knows a text in UTF-8 by.
const MARK: &[u8] = b"\xEF\xBB\xBF";
/// What parts columns where the comma parts decimals.
const SEPARATOR: u8 = b';';

/// Whether a spreadsheet would take a text for something to compute.
fn computes(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A table on its way into a file. Rows come in order and are not held in memory.
pub struct SheetWriter(Inner);

enum Inner {
    Xlsx(Box<Xlsx>),
    Csv(Box<csv::Writer<BufWriter<File>>>),
}

struct Xlsx {
    book: Workbook,
    plain: Format,
    /// Shown as text even if someone edits the cell.
    quoted: Format,
    bold: Format,
}

impl SheetWriter {
    /// A new table in a file that has no name and is gone when it is closed.
    pub fn new(kind: Kind, sheet: &str) -> Result<Self, SheetError> {
        Ok(Self(match kind {
            Kind::Xlsx => {
                let mut book = Workbook::new();
                let page = book.add_worksheet_with_constant_memory()?;
                // A name of another program may be one that this one does not take.
                let _keeps_its_own = page.set_name(sheet).map(|_page| ());
                for column in 0..u16::try_from(crate::import::COLUMNS_MAX).unwrap_or(100) {
                    page.set_column_width(column, WIDTH)?;
                }
                let plain = Format::new().set_num_format("@");
                let quoted = plain.clone().set_quote_prefix();
                let bold = plain.clone().set_bold();
                Inner::Xlsx(Box::new(Xlsx { book, plain, quoted, bold }))
            }
            Kind::Csv => {
                let mut file = BufWriter::new(tempfile::tempfile()?);
                file.write_all(MARK)?;
                let writer = csv::WriterBuilder::new()
                    .delimiter(SEPARATOR)
                    .flexible(true)
                    .terminator(csv::Terminator::CRLF)
                    .from_writer(file);
                Inner::Csv(Box::new(writer))
            }
        }))
    }

    /// Writes one row of cells by column; rows and columns count from 0. `head` makes it a heading.
    pub fn row(&mut self, row: u32, cells: &[(u32, &str)], head: bool) -> Result<(), SheetError> {
        match &mut self.0 {
            Inner::Xlsx(xlsx) => {
                let page = xlsx.book.worksheet_from_index(0)?;
                for (column, text) in cells {
                    let format = match (computes(text), head) {
                        (true, _) => &xlsx.quoted,
                        (false, true) => &xlsx.bold,
                        (false, false) => &xlsx.plain,
                    };
                    let column = u16::try_from(*column).unwrap_or(u16::MAX);
                    page.write_string_with_format(row, column, *text, format)?;
                }
            }
            Inner::Csv(writer) => {
                let width = cells.iter().map(|(column, _)| column + 1).max().unwrap_or(0);
                let mut record = vec![String::new(); width as usize];
                for (column, text) in cells {
                    let safe = if computes(text) { format!("'{text}") } else { (*text).to_owned() };
                    record[*column as usize] = safe;
                }
                writer.write_record(&record)?;
            }
        }
        Ok(())
    }

    /// The finished file, from its beginning.
    pub fn finish(self) -> Result<File, SheetError> {
        let mut file = match self.0 {
            Inner::Xlsx(mut xlsx) => {
                let mut file = tempfile::tempfile()?;
                xlsx.book.save_to_writer(&mut file)?;
                file
            }
            Inner::Csv(writer) => {
                let file = writer.into_inner().map_err(|error| error.into_error())?;
                file.into_inner().map_err(io::IntoInnerError::into_error)?
            }
        };
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use calamine::{Data, Reader as _, Xlsx};

    use super::*;

    const CELLS: [(u32, &str); 7] = [
        (0, "=1+1"),
        (1, "+84912345678"),
        (2, "-x"),
        (3, "@sum"),
        (4, "\tx"),
        (5, "Đỗ Ý; \"a\""),
        (6, "079085012345"),
    ];

    fn written(kind: Kind) -> Vec<u8> {
        let mut sheet = SheetWriter::new(kind, "Danh sách").unwrap();
        sheet.row(0, &[(0, "Họ và tên")], true).unwrap();
        sheet.row(2, &CELLS, false).unwrap();
        let mut bytes = vec![];
        sheet.finish().unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn no_cell_of_a_spreadsheet_computes_anything() {
        let bytes = written(Kind::Xlsx);
        let mut book = Xlsx::new(io::Cursor::new(bytes)).unwrap();
        let formulas = book.worksheet_formula("Danh sách").unwrap();
        assert!(formulas.used_cells().next().is_none());
        let range = book.worksheet_range("Danh sách").unwrap();
        for (column, text) in CELLS {
            let found = range.get_value((2, column));
            assert_eq!(found, Some(&Data::String(text.to_owned())));
        }
    }

    #[test]
    fn no_cell_of_a_text_begins_as_a_formula() {
        let bytes = written(Kind::Csv);
        let text = String::from_utf8(bytes).unwrap();
        let expected = "\u{FEFF}Họ và tên\r\n'=1+1;'+84912345678;'-x;'@sum;'\tx;\
                        \"Đỗ Ý; \"\"a\"\"\";079085012345\r\n";
        assert_eq!(text, expected);
    }
}
