//! Notes: a text with signatures under it (C2SP `signed-note`). A note is a text that a person can
//! read, mail and print; a signature says which key vouches for it.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// The longest a note may be, with its signatures.
pub const NOTE_BYTES_MAX: usize = 1_000_000;
/// The most signatures a note may carry.
pub const SIGNATURES_MAX: usize = 100;

/// Begins every line of a signature.
const DASH: &str = "\u{2014} ";

/// Why a text is not a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    #[error("the note is longer than {NOTE_BYTES_MAX} bytes")]
    TooLong,
    #[error("the note has no signature")]
    Unsigned,
    #[error("the note has more than {SIGNATURES_MAX} signatures")]
    TooMany,
    #[error("a line of the note's signatures is not one")]
    Malformed,
    #[error("the note holds a control character")]
    Control,
}

/// One signature, by whatever key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The key's name.
    pub name: String,
    /// The first four bytes of the key's hash, to tell a name's keys apart.
    pub key_id: [u8; 4],
    pub bytes: Vec<u8>,
}

/// A text with signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What was signed: whole lines, the last one ended.
    pub text: String,
    pub signatures: Vec<Signature>,
}

impl Note {
    /// Reads a note. Nothing is vouched for yet: see [`super::key::PublicKey::has_signed`].
    pub fn parse(whole: &str) -> Result<Self, NoteError> {
        if whole.len() > NOTE_BYTES_MAX {
            return Err(NoteError::TooLong);
        }
        if whole.chars().any(|it| it.is_control() && it != '\n') {
            return Err(NoteError::Control);
        }
        // The last empty line parts text and signatures: a text may hold empty lines itself.
        let (text, lines) = whole.rsplit_once("\n\n").ok_or(NoteError::Unsigned)?;
        let lines = lines.strip_suffix('\n').ok_or(NoteError::Malformed)?;
        let signatures: Vec<_> = lines.split('\n').map(signature).collect::<Result<_, _>>()?;
        if signatures.len() > SIGNATURES_MAX {
            return Err(NoteError::TooMany);
        }
        Ok(Self { text: format!("{text}\n"), signatures })
    }
}

fn signature(line: &str) -> Result<Signature, NoteError> {
    let said = line.strip_prefix(DASH).and_then(|rest| rest.split_once(' '));
    let (name, encoded) = said.ok_or(NoteError::Malformed)?;
    let bytes = STANDARD.decode(encoded).map_err(|_not_base64| NoteError::Malformed)?;
    let (key_id, bytes) = bytes.split_first_chunk::<4>().ok_or(NoteError::Malformed)?;
    if !is_name(name) || bytes.is_empty() {
        return Err(NoteError::Malformed);
    }
    Ok(Signature { name: name.to_owned(), key_id: *key_id, bytes: bytes.to_vec() })
}

/// Whether a text can name a key: something, without white space and without `+`.
pub fn is_name(text: &str) -> bool {
    let fits = |it: char| !it.is_whitespace() && !it.is_control() && it != '+';
    !text.is_empty() && text.chars().all(fits)
}

impl fmt::Display for Note {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{}", self.text)?;
        for signature in &self.signatures {
            let bytes = [&signature.key_id[..], &signature.bytes].concat();
            writeln!(out, "{DASH}{} {}", signature.name, STANDARD.encode(bytes))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note() -> Note {
        let signature =
            Signature { name: "hoso.example".to_owned(), key_id: [1, 2, 3, 4], bytes: vec![5; 64] };
        Note { text: "so-cai\n7\n\nx\n".to_owned(), signatures: vec![signature; 2] }
    }

    #[test]
    fn a_note_reads_as_it_was_written() {
        assert_eq!(Note::parse(&note().to_string()), Ok(note()));
    }

    #[test]
    fn what_is_not_a_note_says_why() {
        let whole = note().to_string();
        for (text, error) in [
            ("", NoteError::Unsigned),
            ("so-cai\n7\n", NoteError::Unsigned),
            ("so-cai\n\n", NoteError::Malformed),
            ("so-cai\n\n\u{2014} hoso.example AQID\n", NoteError::Malformed),
            ("so-cai\n\n\u{2014} ho+so AQIDBAUF\n", NoteError::Malformed),
            ("so-cai\n\n- hoso.example AQIDBAUF\n", NoteError::Malformed),
            ("so-cai\n\n\u{2014} hoso.example AQIDBAU*\n", NoteError::Malformed),
            ("so-\u{7}cai\n\n\u{2014} hoso.example AQIDBAUF\n", NoteError::Control),
            ("so-cai\r\n\n\u{2014} hoso.example AQIDBAUF\n", NoteError::Control),
            (whole.trim_end(), NoteError::Malformed),
        ] {
            assert_eq!(Note::parse(text), Err(error), "{text:?}");
        }
        let many = Note { signatures: vec![note().signatures[0].clone(); 101], ..note() };
        assert_eq!(Note::parse(&many.to_string()), Err(NoteError::TooMany));
        assert_eq!(Note::parse(&"x".repeat(NOTE_BYTES_MAX + 1)), Err(NoteError::TooLong));
    }
}
