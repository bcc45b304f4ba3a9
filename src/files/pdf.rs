//! Looking a PDF through: that it is one from its first byte to its last, that it only shows pages,
//! and that it is open to be read. What would act when it is opened (scripts, programs, files
//! inside) is refused: a scan of a paper has none of it. Names are looked for everywhere a reader
//! could find them, written plainly or in hexadecimal, and in everything that is compressed. This is a
//! second lock beside the first: a PDF is only ever handed out to be kept, in a sandbox.

use std::io::Read as _;

use flate2::read::ZlibDecoder;

use super::intake::NotTaken;

/// How far from the end a PDF says that it ends.
const TAIL_BYTES: usize = 1_024;
/// The most that is unfolded of one file.
const UNFOLDED_BYTES_MAX: usize = 1_024 * 1_024 * 1_024;
/// How much is unfolded and looked at at a time.
const PIECE_BYTES: usize = 64 * 1_024;
/// The longest a name is written that is looked for, every letter in hexadecimal.
const NAME_BYTES_MAX: usize = 64;

/// Names of what acts. All are long enough never to stand in a picture by chance.
const ACTIVE: [&[u8]; 7] = [
    b"/JavaScript",
    b"/Launch",
    b"/EmbeddedFile",
    b"/EmbeddedFiles",
    b"/RichMedia",
    b"/SubmitForm",
    b"/ImportData",
];
/// Ways to write a stream that are not unfolded here.
const OTHER_FILTERS: [&[u8]; 5] =
    [b"/LZWDecode", b"/ASCII85Decode", b"/ASCIIHexDecode", b"/RunLengthDecode", b"/Crypt"];

/// Which names a file holds.
#[derive(Debug, Default)]
struct Names {
    active: bool,
    encrypted: bool,
    pages: bool,
    /// Objects are kept in compressed streams.
    folded: bool,
    other_filter: bool,
}

impl Names {
    /// Notes the names of a text.
    fn note(&mut self, text: &[u8]) {
        for (at, _slash) in text.iter().enumerate().filter(|(_at, byte)| **byte == b'/') {
            let mut name = [0; NAME_BYTES_MAX / 3];
            let name = name_at(&text[at..], &mut name);
            self.active |= ACTIVE.contains(&name);
            self.encrypted |= name == b"/Encrypt";
            self.pages |= name == b"/Pages";
            self.folded |= name == b"/ObjStm";
            self.other_filter |= OTHER_FILTERS.contains(&name);
        }
    }
}

/// The name at the start of a text, with its letters in hexadecimal (`/J#53`) put in plainly.
fn name_at<'a>(text: &[u8], name: &'a mut [u8]) -> &'a [u8] {
    let digit = |byte: Option<&u8>| char::from(*byte?).to_digit(16);
    let (mut at, mut length) = (0, 0);
    while let (Some(byte), Some(place)) = (text.get(at), name.get_mut(length)) {
        let ends = at > 0 && (byte.is_ascii_whitespace() || b"()<>[]{}/%\0".contains(byte));
        if ends {
            break;
        }
        *place = match (byte, digit(text.get(at + 1)), digit(text.get(at + 2))) {
            (b'#', Some(high), Some(low)) => {
                at += 2;
                (high * 16 + low) as u8
            }
            _ => *byte,
        };
        at += 1;
        length += 1;
    }
    &name[..length]
}

/// Refuses what is no whole PDF, or one that does more than show pages.
pub fn look_through(bytes: &[u8]) -> Result<(), NotTaken> {
    let tail = &bytes[bytes.len().saturating_sub(TAIL_BYTES)..];
    if find(tail, b"%%EOF").is_none() || find(tail, b"startxref").is_none() {
        return Err(NotTaken::Unreadable);
    }
    let mut names = Names::default();
    names.note(bytes);
    let (mut rest, mut left) = (bytes, UNFOLDED_BYTES_MAX);
    while let Some(at) = find(rest, b"stream") {
        rest = &rest[at + b"stream".len()..];
        unfold(rest, &mut names, &mut left)?;
    }
    if names.encrypted {
        return Err(NotTaken::Encrypted);
    }
    if names.active {
        return Err(NotTaken::Active);
    }
    // Whatever shows pages has a list of them; and objects written in a way that is not read here
    // could be anything.
    if !names.pages || (names.folded && names.other_filter) {
        return Err(NotTaken::Unreadable);
    }
    Ok(())
}

/// Notes the names of a stream, if it is a compressed one.
fn unfold(stream: &[u8], names: &mut Names, left: &mut usize) -> Result<(), NotTaken> {
    let stream = stream.strip_prefix(b"\r").unwrap_or(stream);
    let stream = stream.strip_prefix(b"\n").unwrap_or(stream);
    // How a compressed stream begins (RFC 1950): method 8 and a check of the first two bytes.
    let [first, second, ..] = stream else { return Ok(()) };
    if first & 0x0F != 8 || (u16::from(*first) * 256 + u16::from(*second)) % 31 != 0 {
        return Ok(());
    }
    let mut decoder = ZlibDecoder::new(stream);
    let mut piece = vec![0; NAME_BYTES_MAX + PIECE_BYTES];
    let mut kept = 0;
    loop {
        // What is broken ends where it breaks; so it does for a reader.
        let read = decoder.read(&mut piece[kept..]).unwrap_or_default();
        if read == 0 {
            return Ok(());
        }
        *left = left.checked_sub(read).ok_or(NotTaken::Unreadable)?;
        let filled = kept + read;
        names.note(&piece[..filled]);
        // A name may lie across two pieces.
        kept = filled.min(NAME_BYTES_MAX);
        piece.copy_within(filled - kept..filled, 0);
    }
}

fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).position(|window| window == word)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::{Compression, write::ZlibEncoder};

    use super::*;

    /// A PDF of one page, with something more in it.
    fn pdf(more: &str) -> Vec<u8> {
        format!(
            "%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n\
             2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n\
             3 0 obj <</Type /Page /Parent 2 0 R /Contents 4 0 R>> endobj\n\
             4 0 obj <</Length 11>> stream\n/JS in text\nendstream endobj\n{more}\n\
             trailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
        )
        .into_bytes()
    }

    fn folded(objects: &str, description: &str) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(vec![], Compression::default());
        encoder.write_all(objects.as_bytes()).unwrap();
        let stream = encoder.finish().unwrap();
        let (head, tail) = (pdf(""), b"\nendstream endobj\nstartxref\n9\n%%EOF\n".to_vec());
        let description = format!("9 0 obj <</Type {description}>> stream\r\n").into_bytes();
        [head, description, stream, tail].concat()
    }

    #[test]
    fn a_pdf_that_only_shows_pages_is_taken() {
        assert_eq!(look_through(&pdf("")), Ok(()));
        // Where it opens is no act; a word of the pages is no name.
        assert_eq!(look_through(&pdf("<</OpenAction [3 0 R /Fit] /Launched 1>>")), Ok(()));
        assert_eq!(look_through(&folded("5 0 <</A 1>>", "/ObjStm /Filter /FlateDecode")), Ok(()));
    }

    #[test]
    fn a_pdf_that_would_act_is_refused_however_it_is_written() {
        for acts in [
            "<</S /JavaScript /JS (app.alert(1))>>",
            "<</S /J#61vaScript>>",
            "<</S /#4caunch /F (cmd.exe)>>",
            "<</Names <</EmbeddedFiles 7 0 R>>>>",
            "<</S /SubmitForm>>",
        ] {
            assert_eq!(look_through(&pdf(acts)), Err(NotTaken::Active), "{acts}");
            for description in ["/Obj#53tm /Filter /FlateDecode", "(stream) /X"] {
                let hidden = folded(acts, description);
                assert_eq!(look_through(&hidden), Err(NotTaken::Active), "{acts}, compressed");
            }
            // Far into a long stream, over the seam of two pieces.
            let deep = folded(&(" ".repeat(PIECE_BYTES - 9) + acts), "/X");
            assert_eq!(look_through(&deep), Err(NotTaken::Active), "{acts}, deep");
        }
    }

    #[test]
    fn a_pdf_that_cannot_be_looked_through_is_refused() {
        let whole = pdf("");
        let cut = &whole[..whole.len() - 20];
        assert_eq!(look_through(cut), Err(NotTaken::Unreadable));
        assert_eq!(look_through(b"%PDF-1.7 startxref %%EOF"), Err(NotTaken::Unreadable));
        let closed = pdf("<</Encrypt 6 0 R>>");
        assert_eq!(look_through(&closed), Err(NotTaken::Encrypted));
        let other = folded("5 0 <</A 1>>", "/ObjStm /Filter [/ASCII85Decode /FlateDecode]");
        assert_eq!(look_through(&other), Err(NotTaken::Unreadable));
        // Behind its end stands something longer than an end may have.
        let behind = [whole, vec![b' '; 2 * TAIL_BYTES], b"<html>".to_vec()].concat();
        assert_eq!(look_through(&behind), Err(NotTaken::Unreadable));
    }
}
