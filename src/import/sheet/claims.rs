//! What a zipped spreadsheet unpacks to, and how many texts and cells it says it has, before the library
//! that reads it sees it: the library takes a file's word for them, and memory that is asked for in
//! vain ends the whole program.

use std::io::{BufReader, Cursor, Read};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use super::super::{CELLS_MAX, ImportError, STRINGS_MAX, UNPACKED_BYTES_MAX};

/// How much is unpacked at a time.
const CHUNK_BYTES: usize = 64 * 1024;
/// So many bytes of text weigh as much as a cell without.
const CELL_BYTES: u64 = 32;
/// The attribute with which a table of texts says how many it has.
const TEXTS: &[u8] = b"uniqueCount";

fn too_large(what: &'static str, max: u64) -> ImportError {
    ImportError::TooLarge { what, max }
}

/// Whether everything in a zip together, and the table of texts in it, stay within the bounds.
/// Unpacks all once and keeps nothing: what the directory says of sizes may be a lie.
pub(super) fn unpacks_within_bounds(bytes: &[u8]) -> Result<(), ImportError> {
    let mut zip = open(bytes)?;
    let mut left = UNPACKED_BYTES_MAX;
    let mut chunk = vec![0; CHUNK_BYTES];
    for n in 0..zip.len() {
        // What cannot be unpacked here cannot be read there either.
        let Ok(mut file) = zip.by_index(n) else { continue };
        let is_texts = |name: &str| name.to_lowercase().ends_with("sharedstrings.xml");
        let is_texts = file.name().map_or(true, |name| is_texts(&name));
        let mut texts = TextsClaimed::default();
        while let Ok(read @ 1..) = file.read(&mut chunk) {
            left = left
                .checked_sub(read as u64)
                .ok_or_else(|| too_large("unpacked bytes", UNPACKED_BYTES_MAX))?;
            if is_texts && chunk.iter().take(read).any(|byte| texts.is_beyond(*byte)) {
                return Err(too_large("texts", STRINGS_MAX));
            }
        }
    }
    Ok(())
}

fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, ImportError> {
    ZipArchive::new(Cursor::new(bytes)).or(Err(ImportError::NotASpreadsheet))
}

/// Follows the bytes of a table of texts for the number of texts it says it has.
#[derive(Default)]
struct TextsClaimed {
    /// How much of the attribute's name was just seen.
    seen: usize,
    /// The number, once the name was seen.
    number: Option<u64>,
}

impl TextsClaimed {
    fn is_beyond(&mut self, byte: u8) -> bool {
        // Other bytes would be another way to write the same name: none a spreadsheet writes.
        if byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r') {
            return true;
        }
        if let Some(number) = self.number {
            self.number = match byte {
                b'0'..=b'9' => {
                    Some(number.saturating_mul(10).saturating_add(u64::from(byte - b'0')))
                }
                b'=' | b'"' | b'\'' | b' ' | b'\t' | b'\n' | b'\r' if number == 0 => Some(0),
                _ => None,
            };
            return self.number.is_some_and(|number| number > STRINGS_MAX);
        }
        self.seen = match TEXTS.get(self.seen) {
            Some(expected) if *expected == byte => self.seen + 1,
            _ => usize::from(TEXTS.first() == Some(&byte)),
        };
        if self.seen == TEXTS.len() {
            *self = Self { seen: 0, number: Some(0) };
        }
        false
    }
}

/// How far the sheet under way reaches.
#[derive(Default)]
struct Reach {
    /// What the sheets before it came to: all are held together.
    before: u64,
    rows: u64,
    /// Down to the last row that holds something.
    filled_rows: u64,
    columns: u64,
    weight: u64,
}

/// The row under way.
#[derive(Default)]
struct Row {
    repeated: u64,
    columns: u64,
    /// To the last cell that holds something.
    filled_columns: u64,
    weight: u64,
}

/// Looks through the sheets of an .ods file: a cell and a row may say that they stand there a
/// million times.
pub(super) fn cells_within_bounds(bytes: &[u8]) -> Result<(), ImportError> {
    let broken = ImportError::NotASpreadsheet;
    let mut zip = open(bytes)?;
    let Ok(content) = zip.by_name("content.xml") else { return Err(broken) };
    let mut reader = Reader::from_reader(BufReader::new(content));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    let (mut reach, mut row, mut cell) = (Reach::default(), Row::default(), None::<Cell>);
    let mut buffer = vec![];
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).or(Err(broken.clone()))? {
            Event::Start(start) => match start.name().as_ref() {
                "table:table" => {
                    reach = Reach { before: reach.cells(), ..Reach::default() };
                }
                "table:table-row" => {
                    let repeated = number(&start, "table:number-rows-repeated")?;
                    row = Row { repeated, ..Row::default() };
                }
                "table:table-cell" | "table:covered-table-cell" => cell = Some(Cell::of(&start)?),
                "text:s" => {
                    let spaces = number(&start, "text:c")?;
                    if let Some(cell) = &mut cell {
                        cell.bytes = cell.bytes.saturating_add(spaces);
                    }
                }
                _ => {}
            },
            Event::Text(text) => {
                if let Some(cell) = &mut cell {
                    cell.bytes = cell.bytes.saturating_add(text.len() as u64);
                }
            }
            Event::End(end) => match end.name().as_ref() {
                "table:table-cell" | "table:covered-table-cell" => {
                    if let Some(cell) = cell.take() {
                        row.take(&cell);
                        reach.holds(&row)?;
                    }
                }
                "table:table-row" => reach.take(&std::mem::take(&mut row))?,
                _ => {}
            },
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The number an attribute says; one where it is absent.
fn number(start: &BytesStart<'_>, name: &str) -> Result<u64, ImportError> {
    let found = start.try_get_attribute(name).or(Err(ImportError::NotASpreadsheet))?;
    let Some(attribute) = found else { return Ok(1) };
    attribute.value.trim().parse().or(Err(ImportError::NotASpreadsheet))
}

/// One cell as it is written once.
struct Cell {
    repeated: u64,
    is_filled: bool,
    bytes: u64,
}

impl Cell {
    fn of(start: &BytesStart<'_>) -> Result<Self, ImportError> {
        let said = start.attributes_raw();
        let is_filled =
            ["office:", "calcext:", "table:formula"].iter().any(|key| said.contains(key));
        let repeated = number(start, "table:number-columns-repeated")?;
        Ok(Self { repeated, is_filled, bytes: if is_filled { said.len() as u64 } else { 0 } })
    }
}

impl Row {
    fn take(&mut self, cell: &Cell) {
        self.columns = self.columns.saturating_add(cell.repeated);
        if cell.is_filled {
            self.filled_columns = self.columns;
            let weight = (cell.bytes / CELL_BYTES).saturating_mul(cell.repeated);
            self.weight = self.weight.saturating_add(weight);
        }
    }
}

impl Reach {
    /// A row that ended.
    fn take(&mut self, row: &Row) -> Result<(), ImportError> {
        self.rows = self.rows.saturating_add(row.repeated);
        if row.filled_columns > 0 {
            self.holds(row)?;
            self.filled_rows = self.rows;
            self.columns = self.columns.max(row.filled_columns);
            let cells = row.weight.saturating_add(row.filled_columns);
            self.weight = self.weight.saturating_add(cells.saturating_mul(row.repeated));
        }
        if self.cells() > CELLS_MAX {
            return Err(too_large("cells", CELLS_MAX));
        }
        Ok(())
    }

    /// How many cells there are to be held.
    fn cells(&self) -> u64 {
        let area = self.filled_rows.saturating_mul(self.columns);
        self.before.saturating_add(area.max(self.weight))
    }

    /// Whether a row alone is too much, also before it ends.
    fn holds(&self, row: &Row) -> Result<(), ImportError> {
        let cells = row.weight.saturating_add(row.filled_columns);
        if cells.saturating_mul(row.repeated.max(1)) > CELLS_MAX {
            return Err(too_large("cells", CELLS_MAX));
        }
        Ok(())
    }
}
