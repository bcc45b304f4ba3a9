//! Text parted into columns by a separator (.csv): which encoding, which separator, which row.

use std::{borrow::Cow, ops::ControlFlow};

use csv::{ReaderBuilder, StringRecord};

use super::{
    super::{HEADER_ROWS_MAX, ImportError, header, text::has_letter},
    CellValue, Grid, TEXT_SHEET,
};

/// What may part the columns, the likeliest first.
const SEPARATORS: [char; 4] = [';', ',', '\t', '|'];
/// The first line by which some programs name the separator; spreadsheets do not show it.
const NAMED: &str = "sep=";

/// A text with columns.
pub(super) struct TextTable<'a> {
    text: Cow<'a, str>,
    /// Where its first row begins, in bytes.
    begins: usize,
    separator: char,
}

impl<'a> TextTable<'a> {
    /// Opens a text; one without columns is no list.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ImportError> {
        let text = decode(bytes);
        let unseen = |c: char| c.is_control() && !matches!(c, '\t' | '\r' | '\n');
        if text.chars().any(unseen) {
            return Err(ImportError::NotASpreadsheet);
        }
        let (begins, separator) = match named_separator(&text) {
            Some(named) => named,
            None => (0, likeliest(&text)?),
        };
        Ok(Self { text, begins, separator })
    }

    pub(super) fn rows(
        &self,
        take: &mut dyn FnMut(&Grid) -> ControlFlow<()>,
    ) -> Result<(), ImportError> {
        read_rows(&self.text[self.begins..], self.separator, take)
    }
}

/// The text behind the bytes: UTF-8 or UTF-16. Anything else is read letter by letter as Latin-1,
/// as which the encodings from before Unicode are recognised.
fn decode(bytes: &[u8]) -> Cow<'_, str> {
    let utf16 = |bytes: &[u8], pair: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|two| pair([two[0], two[1]]));
        Cow::Owned(
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect(),
        )
    };
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return utf16(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return utf16(rest, u16::from_be_bytes);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    // Some programs leave the mark out: the head of a list is ASCII letters and separators.
    match bytes {
        [1..=255, 0, 1..=255, 0, ..] => utf16(bytes, u16::from_le_bytes),
        [0, 1..=255, 0, 1..=255, ..] => utf16(bytes, u16::from_be_bytes),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_older) => Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()),
        },
    }
}

/// The separator a first line names, and where the text goes on.
fn named_separator(text: &str) -> Option<(usize, char)> {
    let rest = text.strip_prefix(NAMED)?;
    let separator = rest.chars().next().filter(|c| SEPARATORS.contains(c))?;
    let line = rest.find('\n')?;
    Some((NAMED.len() + line + 1, separator))
}

/// The separator under which most headings are understood; without a header, the one that makes
/// the most columns.
fn likeliest(text: &str) -> Result<char, ImportError> {
    let mut best: Option<((usize, usize), char)> = None;
    for separator in SEPARATORS {
        let mut head = Grid::new(TEXT_SHEET);
        read_rows(text, separator, &mut |row| {
            if row.row_numbers().any(|row| row >= HEADER_ROWS_MAX) {
                return ControlFlow::Break(());
            }
            head.rows.extend(row.rows.clone());
            ControlFlow::Continue(())
        })
        .or_else(|beyond| match beyond {
            ImportError::TooLarge { what: "columns", .. } => Ok(()),
            other => Err(other),
        })?;
        let understood = header::find(&head, &[]).map_or(0, |header| header.columns.len());
        let parted =
            |row: &u32| head.row(*row).filter(|(_, cell)| has_letter(&cell.shown())).count();
        let columns = head.row_numbers().map(|row| parted(&row)).max().unwrap_or(0);
        if columns > 1 && best.is_none_or(|(most, _)| (understood, columns) > most) {
            best = Some(((understood, columns), separator));
        }
    }
    best.map(|(_, separator)| separator).ok_or(ImportError::NotASpreadsheet)
}

/// Reads row by row. The library passes over blank lines and says a row begins before them; a row
/// is numbered here as a spreadsheet shows it, blank lines counted, breaks inside quotes not.
fn read_rows(
    text: &str,
    separator: char,
    take: &mut dyn FnMut(&Grid) -> ControlFlow<()>,
) -> Result<(), ImportError> {
    let delimiter = u8::try_from(separator).unwrap_or(b';');
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let (mut from, mut row) = (0, 0);
    while reader.read_record(&mut record).map_err(|_not_parted| ImportError::NotASpreadsheet)? {
        row += blank_lines(text, from);
        from = usize::try_from(reader.position().byte()).unwrap_or(text.len()).min(text.len());
        let mut grid = Grid::new(TEXT_SHEET);
        for (column, field) in record.iter().enumerate() {
            let column = u32::try_from(column).unwrap_or(u32::MAX);
            grid.put(row, column, CellValue::Text(field.to_owned()))?;
        }
        row += 1;
        if !grid.is_empty() && take(&grid).is_break() {
            break;
        }
    }
    Ok(())
}

/// How many lines with nothing on them stand at a place.
fn blank_lines(text: &str, from: usize) -> u32 {
    let mut rest = &text.as_bytes()[from..];
    // The second half of the break that ended the row before.
    if from > 0 && text.as_bytes()[from - 1] == b'\r' {
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
    let mut blank = 0;
    loop {
        rest = match rest {
            [b'\r', b'\n', after @ ..] | [b'\r' | b'\n', after @ ..] => after,
            _ => return blank,
        };
        blank += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
        let mut found = vec![];
        TextTable::open(bytes)
            .unwrap()
            .rows(&mut |grid| {
                for row in grid.row_numbers() {
                    let shown = grid.row(row).map(|(_, cell)| cell.shown()).collect();
                    found.push((row + 1, shown));
                }
                ControlFlow::Continue(())
            })
            .unwrap();
        found
    }

    fn numbers(text: &str) -> Vec<u32> {
        cells(text.as_bytes()).into_iter().map(|(row, _)| row).collect()
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        for (text, expected) in [
            ("a;b\nc;d\n", vec![1, 2]),
            ("\n\na;b\n\n;\nc;d", vec![3, 6]),
            ("a;b\r\n\r\nc;d\r\n", vec![1, 3]),
            ("a;b\r\rc;d\r", vec![1, 3]),
            ("a;\"b\n\nb\"\nc;d\n\ne;f\n", vec![1, 2, 4]),
            ("a;\"b\r\nb\"\r\n\r\nc;d\r\n", vec![1, 3]),
            ("sep=;\r\na;b\r\n\r\nc;d\r\n", vec![1, 3]),
        ] {
            assert_eq!(numbers(text), expected, "{text:?}");
        }
    }

    #[test]
    fn every_separator_and_every_unicode_form_is_read() {
        let rows =
            |separator: &str| format!("Họ và tên{separator}Số CCCD\nLê, Văn; Ý{separator}1\n");
        for separator in ["\t", "|"] {
            let text = rows(separator);
            let expected = vec![
                (1, vec!["Họ và tên".to_owned(), "Số CCCD".to_owned()]),
                (2, vec!["Lê, Văn; Ý".to_owned(), "1".to_owned()]),
            ];
            let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            for bytes in [
                text.clone().into_bytes(),
                [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
                [b"\xFF\xFE", le.as_slice()].concat(),
                [b"\xFE\xFF", be.as_slice()].concat(),
            ] {
                assert_eq!(cells(&bytes), expected);
            }
        }
        let bare: Vec<u8> = "STT;Ho ten\n1;Ý\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(cells(&bare)[1].1, ["1", "Ý"]);
        assert_eq!(
            cells("a,b;c,d\n".as_bytes()),
            [(1, vec!["a".into(), "b;c".into(), "d".into()])]
        );
    }

    #[test]
    fn text_without_columns_is_no_list() {
        for text in ["", "not a spreadsheet", "Kính gửi, ông\u{7}"] {
            let refused = TextTable::open(text.as_bytes()).map(|_table| ());
            assert_eq!(refused.unwrap_err(), ImportError::NotASpreadsheet, "{text}");
        }
    }
}
