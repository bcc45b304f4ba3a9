//! How far the sheets of an .xls file say they reach, before the library that reads it makes room for
//! all of it. Reads as much of the compound file as that takes, in the library's own way; what it
//! cannot follow is refused.

use super::super::{CELLS_MAX, ImportError};

/// The most sheets, seen or hidden.
const SHEETS_MAX: usize = 255;
/// What a sheet may say of its size at most: Excel's own bound for .xls.
const SAID_CELLS_MAX: u64 = 65_536 * 256;
const HEADER_BYTES: usize = 512;
const ENTRY_BYTES: usize = 128;
const MINI_SECTOR_BYTES: usize = 64;
/// Shorter streams stand in the mini stream.
const MINI_STREAM_BYTES: usize = 4_096;
const RESERVED_SECTORS: u32 = 0xFFFF_FFFA;
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;

/// Whether every sheet stays within the bounds.
pub(super) fn reaches_within_bounds(bytes: &[u8]) -> Result<(), ImportError> {
    let too_large = |what, max| ImportError::TooLarge { what, max };
    let stream = workbook(bytes).ok_or(ImportError::NotASpreadsheet)?;
    let sheets: Vec<usize> = Records(&stream)
        .take_while(|(kind, _)| *kind != END)
        .filter(|(kind, _)| *kind == SHEET)
        .filter_map(|(_, data)| usize::try_from(u32_at(data, 0)?).ok())
        .collect();
    if sheets.len() > SHEETS_MAX {
        return Err(too_large("sheets", SHEETS_MAX as u64));
    }
    let mut all = 0_u64;
    for from in sheets {
        let Some(sheet) = stream.get(from..) else { return Err(ImportError::NotASpreadsheet) };
        let reach = Reach::of(sheet);
        if reach.said > SAID_CELLS_MAX {
            return Err(too_large("cells", SAID_CELLS_MAX));
        }
        all = all.saturating_add(reach.area().max(reach.cells));
        if all > CELLS_MAX {
            return Err(too_large("cells", CELLS_MAX));
        }
    }
    Ok(())
}

const END: u16 = 0x000A;
const SHEET: u16 = 0x0085;
const DIMENSIONS: u16 = 0x0200;
const SEVERAL_NUMBERS: u16 = 0x00BD;
/// The records that hold a cell: each begins with its row and column.
const CELLS: [u16; 8] = [0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E, SEVERAL_NUMBERS];

/// The records of a stream: kind and data.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (u16_at(self.0, 0)?, usize::from(u16_at(self.0, 2)?));
        let data = self.0.get(4..4 + length)?;
        self.0 = self.0.get(4 + length..)?;
        Some((kind, data))
    }
}

/// How far the cells of one sheet reach.
struct Reach {
    said: u64,
    cells: u64,
    rows: (u64, u64),
    columns: (u64, u64),
}

impl Reach {
    fn of(sheet: &[u8]) -> Self {
        let mut reach = Self { said: 0, cells: 0, rows: (u64::MAX, 0), columns: (u64::MAX, 0) };
        for (kind, data) in Records(sheet) {
            if kind == DIMENSIONS {
                reach.said = reach.said.max(said_by(data));
            }
            if !CELLS.contains(&kind) {
                continue;
            }
            let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else { continue };
            // Several numbers side by side: the last two bytes name the last column.
            let last = match kind {
                SEVERAL_NUMBERS => data.len().checked_sub(2).and_then(|at| u16_at(data, at)),
                _ => None,
            };
            let (row, column) = (u64::from(row), u64::from(column));
            let last = last.map_or(column, u64::from).max(column);
            reach.cells = reach.cells.saturating_add(1 + last - column);
            reach.rows = (reach.rows.0.min(row), reach.rows.1.max(row));
            reach.columns = (reach.columns.0.min(column), reach.columns.1.max(last));
        }
        reach
    }

    fn area(&self) -> u64 {
        let long = |(from, to): (u64, u64)| to.checked_sub(from).map_or(0, |length| length + 1);
        long(self.rows).saturating_mul(long(self.columns))
    }
}

/// How many cells a sheet says it has; what makes no sense is as much as can be.
fn said_by(data: &[u8]) -> u64 {
    let narrow = |at| u16_at(data, at).map(u64::from);
    let wide = |at| u32_at(data, at).map(u64::from);
    let (rows, columns) = match data.len() {
        10 => ((narrow(0), narrow(2)), (narrow(4), narrow(6))),
        _ => ((wide(0), wide(4)), (narrow(8), narrow(10))),
    };
    let long = |(from, to): (Option<u64>, Option<u64>)| match (from, to) {
        (Some(_), Some(0)) => Some(1),
        (Some(from), Some(to)) => to.checked_sub(from),
        _ => None,
    };
    // A first column beyond the last is taken for the first of all.
    let columns = (columns.0.filter(|from| Some(*from) <= columns.1).or(Some(0)), columns.1);
    match (long(rows), long(columns)) {
        (Some(rows), Some(columns)) => rows.max(1).saturating_mul(columns.max(1)),
        _ => u64::MAX,
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|four| u32_at(four, 0))
}

/// Sectors of one size, and which follows which.
struct Sectors<'a> {
    bytes: &'a [u8],
    size: usize,
}

impl Sectors<'_> {
    fn get(&self, id: u32) -> Option<&[u8]> {
        let from = usize::try_from(id).ok()?.checked_mul(self.size)?;
        let to = from.checked_add(self.size)?.min(self.bytes.len());
        self.bytes.get(from..to).filter(|sector| !sector.is_empty())
    }

    /// A stream from its first sector on; none when the chain goes nowhere or in a circle.
    fn chain(&self, first: u32, next: &[u32], length: usize) -> Option<Vec<u8>> {
        let (mut chain, mut id) = (vec![], first);
        while id != END_OF_CHAIN {
            let sector = self.get(id)?;
            let left = length.checked_sub(chain.len())?;
            chain.extend_from_slice(sector.get(..left.min(sector.len()))?);
            if chain.len() >= length {
                break;
            }
            if chain.len() > self.bytes.len() {
                return None;
            }
            id = *next.get(usize::try_from(id).ok()?)?;
        }
        Some(chain)
    }
}

/// The stream of the workbook; none when the file cannot be followed.
fn workbook(bytes: &[u8]) -> Option<Vec<u8>> {
    let size = match u16_at(bytes, 30)? {
        0x0009 => 512,
        0x000C => 4_096,
        _ => return None,
    };
    let sectors = Sectors { bytes: bytes.get(size.max(HEADER_BYTES)..)?, size };
    let mut tables: Vec<u32> = numbers(bytes.get(76..HEADER_BYTES)?).collect();
    let mut more = u32_at(bytes, 68)?;
    while more < RESERVED_SECTORS {
        if tables.len() > sectors.bytes.len() {
            return None;
        }
        tables.extend(numbers(sectors.get(more)?));
        more = tables.pop()?;
    }
    let mut next = vec![];
    for id in tables.into_iter().filter(|id| *id < RESERVED_SECTORS) {
        next.extend(numbers(sectors.get(id)?));
        if next.len() > sectors.bytes.len() {
            return None;
        }
    }
    let folder = sectors.chain(u32_at(bytes, 48)?, &next, usize::MAX)?;
    let entry = |name: &str| folder.chunks_exact(ENTRY_BYTES).find(|entry| is_named(entry, name));
    let found = entry("Workbook").or_else(|| entry("Book"))?;
    let length = |entry: &[u8]| usize::try_from(u32_at(entry, 120)?).ok();
    let (first, long) = (u32_at(found, 116)?, length(found)?);
    if long >= MINI_STREAM_BYTES {
        return sectors.chain(first, &next, long);
    }
    let root = folder.get(..ENTRY_BYTES)?;
    let mini = sectors.chain(u32_at(root, 116)?, &next, length(root)?)?;
    let table_bytes = usize::try_from(u32_at(bytes, 64)?).ok()?.checked_mul(size)?;
    let table = sectors.chain(u32_at(bytes, 60)?, &next, table_bytes)?;
    let next: Vec<u32> = numbers(&table).collect();
    Sectors { bytes: &mini, size: MINI_SECTOR_BYTES }.chain(first, &next, long)
}

fn is_named(entry: &[u8], name: &str) -> bool {
    let letters = entry.chunks_exact(2).take(32).map(|two| u16::from_le_bytes([two[0], two[1]]));
    let letters = letters.take_while(|letter| *letter != 0);
    let found: String = char::decode_utf16(letters).map(|c| c.unwrap_or('?')).collect();
    found.eq_ignore_ascii_case(name)
}
