//! The file around a package: a zip any program opens, written in one way only. Files lie in it as
//! they are, unpacked: what is read is never more than what was sent, and whatever differs from
//! what would be written of the same files, to the byte, is refused.

use flate2::Crc;

use super::Fault;

/// The most bytes of a package that are read or written.
pub const BYTES_MAX: usize = 512 * 1_024 * 1_024;
/// The most files in a package.
pub const FILES_MAX: usize = 4_096;
/// The longest name of a file.
pub const NAME_BYTES_MAX: usize = 120;

const LOCAL: [u8; 4] = *b"PK\x03\x04";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
/// How long a local header is before the name.
const LOCAL_BYTES: usize = 30;
/// Version 2.0 of the format, no flags, stored, 01/01/1980 at midnight.
const SAID: [u8; 10] = [20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];

/// Whether a name may stand in a package: plain pieces, and no way out of a folder.
pub fn is_name(name: &str) -> bool {
    let plain = |it: u8| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-');
    let piece =
        |piece: &str| !piece.is_empty() && !piece.starts_with('.') && piece.bytes().all(plain);
    name.len() <= NAME_BYTES_MAX && name.split('/').all(piece)
}

/// What stands of a file in front of it and in the list at the end: checksum, sizes, the name's
/// length.
fn measures(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(bytes);
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes();
    let named = u16::try_from(name.len()).unwrap_or(u16::MAX).to_le_bytes();
    [&crc.sum().to_le_bytes()[..], &length, &length, &named, &[0, 0]].concat()
}

fn local(name: &str, bytes: &[u8]) -> Vec<u8> {
    [&LOCAL[..], &SAID, &measures(name, bytes), name.as_bytes()].concat()
}

/// The list at the end, of files with the places they begin at.
fn ending(files: &[(&str, &[u8])], begins: &[usize], at: usize) -> Vec<u8> {
    let number = |it: usize| u32::try_from(it).unwrap_or(u32::MAX).to_le_bytes();
    let mut end = vec![];
    for ((name, bytes), begin) in files.iter().zip(begins) {
        end.extend(CENTRAL);
        // Made by a program of version 2.0, on a system without attributes.
        end.extend([20, 0]);
        end.extend(SAID);
        end.extend(measures(name, bytes));
        end.extend([0; 10]);
        end.extend(number(*begin));
        end.extend(name.as_bytes());
    }
    let count = u16::try_from(files.len()).unwrap_or(u16::MAX).to_le_bytes();
    let size = number(end.len());
    end.extend([&END[..], &[0; 4], &count, &count, &size, &number(at), &[0, 0]].concat());
    end
}

/// Writes files into one, in this order; names are those [`is_name`] allows.
pub fn write(files: &[(&str, &[u8])]) -> Result<Vec<u8>, Fault> {
    let whole: usize = files.iter().map(|(name, bytes)| bytes.len() + 2 * name.len() + 76).sum();
    if whole + 22 > BYTES_MAX || files.len() > FILES_MAX {
        return Err(Fault::TooLarge);
    }
    let (mut out, mut begins) = (Vec::with_capacity(whole + 22), vec![]);
    for (name, bytes) in files {
        begins.push(out.len());
        out.extend(local(name, bytes));
        out.extend(*bytes);
    }
    let at = out.len();
    out.extend(ending(files, &begins, at));
    Ok(out)
}

/// Reads the files of a container, in their order.
pub fn read(whole: &[u8]) -> Result<Vec<(&str, &[u8])>, Fault> {
    if whole.len() > BYTES_MAX {
        return Err(Fault::TooLarge);
    }
    let (mut files, mut begins, mut at) = (Vec::<(&str, &[u8])>::new(), vec![], 0);
    while whole[at..].starts_with(&LOCAL) {
        let broken = Fault::Container { at };
        let (name, bytes) = one(&whole[at..]).ok_or_else(|| broken.clone())?;
        if files.len() == FILES_MAX {
            return Err(Fault::TooLarge);
        }
        if !is_name(name) || files.iter().any(|(other, _)| *other == name) {
            return Err(broken);
        }
        let header = local(name, bytes);
        if !whole[at..].starts_with(&header) {
            return Err(Fault::FileChanged { file: name.to_owned() });
        }
        begins.push(at);
        files.push((name, bytes));
        at += header.len() + bytes.len();
    }
    if files.is_empty() {
        return Err(Fault::Other);
    }
    let end = ending(&files, &begins, at);
    if whole[at..] == end[..] {
        return Ok(files);
    }
    let same = whole[at..].iter().zip(&end).take_while(|(held, due)| held == due).count();
    Err(Fault::Container { at: at + same })
}

/// The file that begins here, by what its header says.
fn one(rest: &[u8]) -> Option<(&str, &[u8])> {
    let header = rest.get(..LOCAL_BYTES)?;
    let length = u32::from_le_bytes(header[18..22].try_into().ok()?);
    let named = u16::from_le_bytes(header[26..28].try_into().ok()?);
    let (name, rest) = rest[LOCAL_BYTES..].split_at_checked(usize::from(named))?;
    let bytes = rest.get(..usize::try_from(length).ok()?)?;
    Some((std::str::from_utf8(name).ok()?, bytes))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use super::*;

    const FILES: [(&str, &[u8]); 3] =
        [("manifest.json", b"{}"), ("scans/00.pdf", b"%PDF"), ("empty", b"")];

    #[test]
    fn what_is_written_is_read_by_us_and_by_another_program() {
        let whole = write(&FILES).unwrap();
        assert_eq!(read(&whole).unwrap(), FILES);
        let mut zip = zip::ZipArchive::new(Cursor::new(&whole)).unwrap();
        for (name, bytes) in FILES {
            let mut found = vec![];
            zip.by_name(name).unwrap().read_to_end(&mut found).unwrap();
            assert_eq!(found, bytes);
        }
        assert_eq!(zip.len(), FILES.len());
    }

    #[test]
    fn every_changed_byte_every_cut_and_everything_added_is_refused() {
        let whole = write(&FILES).unwrap();
        for at in 0..whole.len() {
            for flip in [1, 0x20, 0x80, 0xff] {
                let mut other = whole.clone();
                other[at] ^= flip;
                assert!(read(&other).is_err(), "byte {at} by {flip}");
            }
            assert!(read(&whole[..at]).is_err(), "cut at {at}");
        }
        assert_eq!(read(&[&whole[..], b"x"].concat()), Err(Fault::Container { at: whole.len() }));
        assert_eq!(read(&[b"x", &whole[..]].concat()), Err(Fault::Other));
    }

    #[test]
    fn names_lead_nowhere_else_and_stand_once() {
        let long = "a".repeat(NAME_BYTES_MAX + 1);
        for name in ["", "/a", "a/", "../a", "a/../b", "a//b", "A", "a\\b", ".a", "c:a", &long] {
            assert!(!is_name(name), "{name}");
            let whole = write(&[(name, b"x")]).unwrap();
            assert!(read(&whole).is_err(), "{name}");
        }
        let twice = write(&[("a", b"x"), ("a", b"y")]).unwrap();
        assert_eq!(read(&twice), Err(Fault::Container { at: 32 }));
    }

    #[test]
    fn a_container_that_says_more_than_it_holds_costs_nothing() {
        let mut whole = write(&FILES).unwrap();
        whole[18..26].copy_from_slice(&[0xff; 8]);
        assert_eq!(read(&whole), Err(Fault::Container { at: 0 }));
        let many: Vec<String> = (0..=FILES_MAX).map(|n| n.to_string()).collect();
        let many: Vec<(&str, &[u8])> = many.iter().map(|name| (&**name, &b""[..])).collect();
        assert_eq!(write(&many), Err(Fault::TooLarge));
    }
}
