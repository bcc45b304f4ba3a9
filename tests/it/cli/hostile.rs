//! Spreadsheets that say more than they are: refused with a sentence, within little memory.

use std::{
    fs,
    io::{Cursor, Read as _, Write as _},
};

use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{Place, SAMPLE};

const SAMPLE_XLS: &[u8] = include_bytes!("../../data/danh-sach-mau.xls");
/// What the program may take, with the threads it has; each file below would have it take more.
const KIB_MAX: u32 = 4_000_000;

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

fn zipped(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    for (name, bytes) in files {
        zip.start_file(*name, options()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The sample list with one part made anew, or put beside its others.
fn sample_with(part: &str, made: impl Fn(String) -> String) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(fs::read(SAMPLE).unwrap())).unwrap();
    let mut files = vec![];
    for n in 0..zip.len() {
        let mut file = zip.by_index(n).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = vec![];
        file.read_to_end(&mut bytes).unwrap();
        if name == part {
            bytes = made(String::from_utf8(bytes).unwrap()).into_bytes();
        }
        files.push((name, bytes));
    }
    if files.iter().all(|(name, _bytes)| name != part) {
        files.push((part.to_owned(), made(String::new()).into_bytes()));
    }
    let files: Vec<(&str, Vec<u8>)> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    zipped(&files)
}

/// An .ods file with one sheet of these rows.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body>\
         <office:spreadsheet><table:table table:name=\"a\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    let kind = b"application/vnd.oasis.opendocument.spreadsheet".to_vec();
    let manifest = b"<manifest:manifest/>".to_vec();
    zipped(&[
        ("mimetype", kind),
        ("META-INF/manifest.xml", manifest),
        ("content.xml", content.into_bytes()),
    ])
}

fn ods_row(cells: &[&str]) -> String {
    let cell = |text: &&str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let cells: String = cells.iter().map(cell).collect();
    // As LibreOffice ends a row.
    format!(
        "<table:table-row>{cells}<table:table-cell table:number-columns-repeated=\"16380\"/></table:table-row>"
    )
}

fn ods_list(more: &str) -> Vec<u8> {
    let header = ods_row(&["STT", "Họ và tên", "Ngày sinh", "Số CCCD"]);
    let person = ods_row(&["1", "Huỳnh Thị Châu", "01/04/1969", "080169611097"]);
    ods(&format!("{header}{person}{more}"))
}

/// A zip whose directory says that its largest part is small.
fn lying(mut zip: Vec<u8>, size: u32) -> Vec<u8> {
    let (from, to) = (size.to_le_bytes(), 10_u32.to_le_bytes());
    for at in 0..zip.len() - 3 {
        if zip[at..at + 4] == from {
            zip[at..at + 4].copy_from_slice(&to);
        }
    }
    zip
}

/// The .xls sample with bytes after a record's head made anew.
fn xls_with(head: &[u8], made: &[u8]) -> Vec<u8> {
    let mut bytes = SAMPLE_XLS.to_vec();
    let at = bytes.windows(head.len()).rposition(|window| window == head).expect("the record");
    let from = at + head.len();
    bytes[from..from + made.len()].copy_from_slice(made);
    bytes
}

fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let empty_row = |repeated: u32| {
        format!(
            "<table:table-row table:number-rows-repeated=\"{repeated}\"><table:table-cell/></table:table-row>"
        )
    };
    let far = ods_row(&["x"]);
    let wide = |columns: u32, rows: u32| {
        format!(
            "<table:table-row table:number-rows-repeated=\"{rows}\"><table:table-cell \
             office:value-type=\"float\" office:value=\"1\" \
             table:number-columns-repeated=\"{columns}\"/></table:table-row>"
        )
    };
    let long = format!(
        "<table:table-row><table:table-cell office:value-type=\"string\" \
         table:number-columns-repeated=\"16384\"><text:p>{}</text:p></table:table-cell></table:table-row>",
        "a".repeat(1_000_000)
    );
    let spaces = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>\
                  <text:s text:c=\"4000000000\"/></text:p></table:table-cell></table:table-row>";
    let unpacked = 230 * 1024 * 1024_u32;
    let bomb = |part: &str| zipped(&[(part, vec![b' '; unpacked as usize])]);
    let texts = |count: &'static str| {
        sample_with("xl/sharedStrings.xml", move |_none| {
            format!("<sst uniqueCount = '{count}'><si><t>x</t></si></sst>")
        })
    };
    vec![
        ("bomb.xlsx", bomb("xl/workbook.xml")),
        ("bomb.ods", bomb("content.xml")),
        ("lying.xlsx", lying(bomb("xl/workbook.xml"), unpacked)),
        ("lying.ods", lying(bomb("content.xml"), unpacked)),
        ("texts.xlsx", texts("99999999999")),
        ("zeros.xlsx", texts("0000000000000000000000000000099999999999")),
        ("whole-sheet.ods", ods_list(&wide(16_384, 1_048_576))),
        ("many-rows.ods", ods_list(&wide(90, 1_000_000))),
        ("far-away.ods", ods_list(&format!("{}{}{far}", empty_row(1_040_000), wide(95, 1)))),
        ("many-wide-rows.ods", ods_list(&wide(16_384, 1).repeat(9_000))),
        ("long-text.ods", ods_list(&long)),
        ("spaces.ods", ods_list(spaces)),
        ("said.xls", xls_with(&[0, 2, 14, 0], &[0, 0, 0, 0, 255, 255, 255, 127, 0, 0, 255, 255])),
        ("corner.xls", xls_with(&[0xFD, 0, 10, 0], &[255, 255, 255, 255])),
    ]
}

#[test]
fn a_file_that_says_more_than_it_is_is_refused_within_little_memory() {
    let place = Place::with_units();
    for (name, bytes) in hostile() {
        assert!(bytes.len() < 20 * 1024 * 1024, "{name} is small enough to be brought");
        let path = place.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let line = ["import", "people", path.to_str().unwrap(), "--unit", "H53.01", "--dry-run"];
        let ran = place.run_within(KIB_MAX, &line);
        assert_eq!(ran.code, 1, "{name}: {} {}", ran.out, ran.err);
        // What is longer than its directory says is broken, or too large: whichever is met first.
        let told = ["Bảng tính quá lớn", "Tệp này không đọc được"];
        let allowed = if name.starts_with("lying") { &told[..] } else { &told[..1] };
        assert!(allowed.iter().any(|told| ran.err.contains(told)), "{name}: {}", ran.err);
    }
}

#[test]
fn a_claimed_dimension_costs_an_xlsx_nothing_and_usual_files_are_read() {
    let place = Place::with_units();
    let claimed = sample_with("xl/worksheets/sheet1.xml", |text| {
        let from = text.find("<dimension ref=\"").expect("a dimension") + "<dimension ref=\"".len();
        let to = from + text[from..].find('"').unwrap();
        format!("{}A1:XFD1048576{}", &text[..from], &text[to..])
    });
    // LibreOffice says of an empty rest that it reaches to the end of the sheet.
    let rest = "<table:table-row table:number-rows-repeated=\"1048500\"><table:table-cell \
                table:number-columns-repeated=\"16384\"/></table:table-row>";
    for (name, bytes, people) in [
        ("claimed.xlsx", claimed, 40),
        ("usual.ods", ods_list(rest), 1),
        ("usual.xls", SAMPLE_XLS.to_vec(), 2),
    ] {
        let path = place.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let line = ["import", "people", path.to_str().unwrap(), "--unit", "H53.01", "--dry-run"];
        let ran = place.run_within(KIB_MAX, &[&line[..], &["--json"]].concat());
        assert_eq!(ran.json()["rows"], people, "{name}: {}", ran.err);
    }
}
