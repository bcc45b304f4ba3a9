//! A copy of a list with a column that says, row by row, what is wrong and what to do.

use std::{collections::BTreeMap, fs::File, ops::ControlFlow};

use super::{ListFile, columns_of_letters};
use crate::sheets::{Kind, SheetError, SheetWriter};

/// Writes the sheet of a list as it shows it, each cell in its place, with a column more. `wrong`
/// is what to say by the number of the row.
pub fn write_copy(
    file: &ListFile<'_>,
    heading: &str,
    wrong: &BTreeMap<u32, String>,
) -> Result<File, SheetError> {
    let head = file.head();
    let last = head.columns.iter().filter_map(|column| columns_of_letters(&column.letters)).max();
    let at = last.unwrap_or(0) + 1;
    let mut sheet = SheetWriter::new(Kind::Xlsx, &head.sheet)?;
    let mut failed = None;
    let read = file.cells(&mut |row, cells| {
        let mut told: Vec<(u32, &str)> = cells
            .iter()
            .filter(|(column, _)| *column != at || row < head.header_row)
            .map(|(column, text)| (*column, text.as_str()))
            .collect();
        if row == head.header_row {
            told.push((at, heading));
        } else if let Some(wrong) = wrong.get(&row) {
            told.push((at, wrong));
        }
        told.sort_by_key(|(column, _)| *column);
        match sheet.row(row - 1, &told, row == head.header_row) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    });
    match (failed, read) {
        (Some(error), _) => Err(error),
        (None, Err(_read_before)) => Err(std::io::Error::other("the list was read before").into()),
        (None, Ok(())) => sheet.finish(),
    }
}
