//! Telling the format of a file from its bytes, and what it says it unpacks to.

use super::super::{ImportError, UNPACKED_BYTES_MAX};

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Package {
    Xlsx,
    Xls,
    Ods,
    /// Text that a separator may part into columns.
    Text,
}

const ZIP: &[u8] = b"PK\x03\x04";
const COMPOUND_FILE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// The name of the stream that holds a password-protected .xlsx, as a compound file writes it.
const ENCRYPTED_STREAM: &str = "EncryptedPackage";
const CENTRAL_ENTRY: &[u8] = b"PK\x01\x02";
const CENTRAL_ENTRY_BYTES: usize = 46;
const END_OF_CENTRAL: &[u8] = b"PK\x05\x06";
const END_OF_CENTRAL_BYTES: usize = 22;
/// The end record may be followed by a comment of at most this many bytes.
const COMMENT_BYTES_MAX: usize = 65_535;

/// Tells the format; a file that says it unpacks beyond the bound is refused unopened.
pub(super) fn tell(bytes: &[u8]) -> Result<Package, ImportError> {
    if bytes.starts_with(COMPOUND_FILE) {
        let name: Vec<u8> = ENCRYPTED_STREAM.encode_utf16().flat_map(u16::to_le_bytes).collect();
        return match bytes.windows(name.len()).any(|window| window == name) {
            true => Err(ImportError::PasswordProtected),
            false => Ok(Package::Xls),
        };
    }
    // A package that was cut inside its first bytes is no text.
    if ZIP.starts_with(bytes) || COMPOUND_FILE.starts_with(bytes) {
        return Err(ImportError::NotASpreadsheet);
    }
    if !bytes.starts_with(ZIP) {
        return Ok(Package::Text);
    }
    let mut package = None;
    let mut unpacked: u64 = 0;
    for (name, size) in entries(bytes).ok_or(ImportError::NotASpreadsheet)? {
        unpacked = unpacked.saturating_add(size);
        match name {
            b"xl/workbook.xml" => package = Some(Package::Xlsx),
            b"content.xml" => package = package.or(Some(Package::Ods)),
            _ => {}
        }
    }
    if unpacked > UNPACKED_BYTES_MAX {
        return Err(ImportError::TooLarge { what: "unpacked bytes", max: UNPACKED_BYTES_MAX });
    }
    package.ok_or(ImportError::NotASpreadsheet)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(usize::from(u16::from_le_bytes(pair.try_into().ok()?)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

/// Name and unpacked size of every file in the zip's directory; `None` when it has none to read.
fn entries(bytes: &[u8]) -> Option<Vec<(&[u8], u64)>> {
    let from = bytes.len().saturating_sub(END_OF_CENTRAL_BYTES + COMMENT_BYTES_MAX);
    let tail = bytes.get(from..)?;
    let end = from + tail.windows(4).rposition(|window| window == END_OF_CENTRAL)?;
    let mut at = usize::try_from(u32_at(bytes, end + 16)?).ok()?;
    let mut found = Vec::new();
    for _ in 0..u16_at(bytes, end + 10)? {
        if bytes.get(at..at.checked_add(4)?)? != CENTRAL_ENTRY {
            return None;
        }
        let size = u32_at(bytes, at + 24)?;
        let name_bytes = u16_at(bytes, at + 28)?;
        let name_from = at.checked_add(CENTRAL_ENTRY_BYTES)?;
        let name_to = name_from.checked_add(name_bytes)?;
        found.push((bytes.get(name_from..name_to)?, u64::from(size)));
        at = name_to + u16_at(bytes, at + 30)? + u16_at(bytes, at + 32)?;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zip_directory(name: &str, size: u32) -> Vec<u8> {
        let mut bytes = ZIP.to_vec();
        let start = bytes.len() as u32;
        bytes.extend(CENTRAL_ENTRY);
        bytes.extend([0; 20]);
        bytes.extend(size.to_le_bytes());
        bytes.extend((name.len() as u16).to_le_bytes());
        bytes.extend([0; 16]);
        bytes.extend(name.as_bytes());
        bytes.extend(END_OF_CENTRAL);
        bytes.extend([0; 6]);
        bytes.extend(1u16.to_le_bytes());
        bytes.extend([0; 4]);
        bytes.extend(start.to_le_bytes());
        bytes.extend([0; 2]);
        bytes
    }

    #[test]
    fn the_format_is_told_from_the_bytes() {
        for (name, expected) in [
            ("xl/workbook.xml", Ok(Package::Xlsx)),
            ("content.xml", Ok(Package::Ods)),
            ("word/document.xml", Err(ImportError::NotASpreadsheet)),
        ] {
            assert_eq!(tell(&zip_directory(name, 10)), expected, "{name}");
        }
    }

    #[test]
    fn a_file_that_unpacks_to_gigabytes_is_refused_unopened() {
        let bomb = zip_directory("xl/workbook.xml", u32::MAX);
        assert_eq!(tell(&bomb).unwrap_err().code(), "too_large");
    }

    #[test]
    fn a_directory_cut_anywhere_is_refused() {
        let whole = zip_directory("xl/workbook.xml", 10);
        for cut in 0..whole.len() - 2 {
            assert_eq!(tell(&whole[..cut]), Err(ImportError::NotASpreadsheet), "{cut}");
        }
    }

    #[test]
    fn a_workbook_with_a_password_says_so() {
        let name: Vec<u8> = ENCRYPTED_STREAM.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let bytes = [COMPOUND_FILE, &[0; 100], &name].concat();
        assert_eq!(tell(&bytes), Err(ImportError::PasswordProtected));
    }
}
