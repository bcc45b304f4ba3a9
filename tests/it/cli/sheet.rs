//! A copy of the sample list with other texts in some of its cells.

use std::fs;

use calamine::{Data, Reader as _, Xlsx};

use super::SAMPLE;

/// The rows of the sample's sheet from its first cell on, as texts and numbers.
fn sample_rows() -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = calamine::open_workbook(SAMPLE).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let (rows, columns) = range.end().unwrap();
    let cell = |row, column| range.get_value((row, column)).cloned().unwrap_or(Data::Empty);
    (0..=rows).map(|row| (0..=columns).map(|column| cell(row, column)).collect()).collect()
}

fn address(row: usize, column: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(column).unwrap());
    format!("{letter}{}", row + 1)
}

/// Writes the sample's sheet anew, with other texts in some cells.
pub fn write_copy(path: &str, changes: &[(&str, &str)]) {
    let mut sheet = String::from(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#,
    );
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    for (row, cells) in sample_rows().iter().enumerate() {
        sheet.push_str(&format!(r#"<row r="{}">"#, row + 1));
        for (column, data) in cells.iter().enumerate() {
            let at = address(row, column);
            let changed = changes.iter().find(|(cell, _text)| *cell == at);
            let data = changed.map_or(data.clone(), |(_cell, text)| Data::String((*text).into()));
            match data {
                Data::Empty => {}
                Data::Float(number) => {
                    sheet.push_str(&format!(r#"<c r="{at}"><v>{number}</v></c>"#));
                }
                Data::Int(number) => {
                    sheet.push_str(&format!(r#"<c r="{at}"><v>{number}</v></c>"#));
                }
                Data::DateTime(date) => {
                    sheet.push_str(&format!(r#"<c r="{at}"><v>{}</v></c>"#, date.as_f64()));
                }
                text => sheet.push_str(&format!(
                    r#"<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{}</t></is></c>"#,
                    escape(&text.to_string())
                )),
            }
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData>");
    let mut book: Xlsx<_> = calamine::open_workbook(SAMPLE).unwrap();
    let name = book.sheet_names().swap_remove(0);
    let merged = book.merge_cells_by_sheet_name(&name).unwrap();
    sheet.push_str("<mergeCells>");
    for region in merged {
        let corner = |(row, column): (u32, u32)| address(row as usize, column as usize);
        let (start, end) = (corner(region.start), corner(region.end));
        sheet.push_str(&format!(r#"<mergeCell ref="{start}:{end}"/>"#));
    }
    sheet.push_str("</mergeCells></worksheet>");
    fs::write(
        path,
        zip_stored(&[
            ("[Content_Types].xml", CONTENT_TYPES),
            ("_rels/.rels", ROOT_RELATIONS),
            ("xl/workbook.xml", WORKBOOK),
            ("xl/_rels/workbook.xml.rels", BOOK_RELATIONS),
            ("xl/worksheets/sheet1.xml", &sheet),
        ]),
    )
    .unwrap();
}

const CONTENT_TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const ROOT_RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="DS" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const BOOK_RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A zip archive without compression.
fn zip_stored(files: &[(&str, &str)]) -> Vec<u8> {
    let (mut archive, mut directory) = (vec![], vec![]);
    for (name, text) in files {
        let offset = u32::try_from(archive.len()).unwrap();
        let size = u32::try_from(text.len()).unwrap().to_le_bytes();
        // Version 2.0, no flags, stored, no time; then the sum and both sizes.
        let mut head = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        head.extend(crc32(text.as_bytes()).to_le_bytes());
        head.extend([size, size].concat());
        head.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        head.extend([0, 0]);
        archive.extend(b"PK\x03\x04");
        archive.extend(&head);
        archive.extend(name.as_bytes());
        archive.extend(text.as_bytes());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let count = u16::try_from(files.len()).unwrap().to_le_bytes();
    let offset = u32::try_from(archive.len()).unwrap();
    let size = u32::try_from(directory.len()).unwrap();
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend([count, count].concat());
    archive.extend(size.to_le_bytes());
    archive.extend(offset.to_le_bytes());
    archive.extend([0, 0]);
    archive
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _bit| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg());
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}
