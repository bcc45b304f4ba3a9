//! Values that cannot be wrong: the field is private, `parse` is the one door, serde goes through it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

/// Why a short text was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but spaces.
    #[error("text is blank")]
    Blank,
    /// More characters than the bound allows.
    #[error("text has {actual} characters, at most {max} are allowed")]
    TooLong { actual: usize, max: usize },
    /// A character nobody can see: NUL, control or bidirectional override.
    #[error("text holds an invisible character")]
    Invisible,
}

impl TextError {
    /// The stable code, key of the sentence shown to the user.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Blank => "required",
            Self::TooLong { .. } => "too_long",
            Self::Invisible => "control_char",
        }
    }
}

/// Whether a character must never be stored: controls, and the marks that reorder or hide text
/// (Unicode TR 36, bidirectional overrides; zero-width marks; the byte-order mark).
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Puts a text into its stored form: NFC, single spaces, nothing invisible, `1..=max` characters.
pub fn tidy_text(text: &str, max: usize) -> Result<String, TextError> {
    let spaced: String =
        text.nfc().map(|c| if c.is_whitespace() || c == '\u{A0}' { ' ' } else { c }).collect();
    let tidy = spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if tidy.chars().any(is_invisible) {
        return Err(TextError::Invisible);
    }
    match tidy.chars().count() {
        0 => Err(TextError::Blank),
        actual if actual > max => Err(TextError::TooLong { actual, max }),
        _ => Ok(tidy),
    }
}

/// Declares a bounded text value whose only door is `parse`.
macro_rules! text_value {
    ($(#[$doc:meta])* $name:ident, $max:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The most characters it may hold.
            pub const CHARS_MAX: usize = $max;

            /// Reads the text, tidied (NFC, single spaces, trimmed).
            pub fn parse(text: &str) -> Result<Self, TextError> {
                tidy_text(text, Self::CHARS_MAX).map(Self)
            }

            /// The text inside.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = TextError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_value!(/// Why something was done, in the words of the person who did it. Never blank.
    Reason, 500);
text_value!(/// A person's full name at birth, as the paper writes it.
    PersonName, 100);
text_value!(/// The name of an agency or unit.
    UnitName, 200);
text_value!(/// A unit's code, unique in the province, such as `H53.01`.
    UnitCode, 30);
text_value!(/// The number of a paper, such as `842/QĐ-UBND`.
    PaperNumber, 100);
text_value!(/// What a paper of a dossier is called in its inventory, such as `Sơ yếu lý lịch`.
    PaperTitle, 200);
text_value!(/// An office and the term of it that ended, such as `Chủ tịch UBND xã, nhiệm kỳ 2021–2026`.
    OfficeTerm, 200);
text_value!(/// The rule of law something rests on, as its number and title.
    LegalBasis, 200);
text_value!(/// Who issued a paper.
    Issuer, 200);

/// Why a text does not name a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a file is named by 64 hexadecimal digits")]
pub struct FileHashError;

/// A file by the SHA-256 of its bytes, in lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileHash(String);

impl FileHash {
    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, FileHashError> {
        let text = text.trim().to_ascii_lowercase();
        let is_hash = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        if is_hash { Ok(Self(text)) } else { Err(FileHashError) }
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for FileHash {
    type Error = FileHashError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<FileHash> for String {
    fn from(hash: FileHash) -> String {
        hash.0
    }
}

impl std::fmt::Display for FileHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A paper that gives ground for an act: a decision, a written request, a confirmed dossier.
/// (NĐ 30/2020: number, date, issuer.)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Its number and symbol.
    pub number: PaperNumber,
    /// The day it was signed.
    pub dated_on: NaiveDate,
    /// The authority that signed it.
    pub issuer: Issuer,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_stored_tidy_and_in_one_unicode_form() {
        let reason = Reason::parse("  gõ  nhầm\u{A0}so\u{302}́ liệu ").unwrap();
        assert_eq!(reason.as_str(), "gõ nhầm số liệu");
    }

    #[test]
    fn a_file_is_named_by_the_64_digits_of_its_hash() {
        let digits = "0f".repeat(32);
        assert_eq!(FileHash::parse(&digits.to_uppercase()).unwrap().as_str(), digits);
        for other in ["", "0f", &"0g".repeat(32), &"0f".repeat(33)] {
            assert_eq!(FileHash::parse(other), Err(FileHashError));
        }
    }

    #[test]
    fn blank_too_long_and_invisible_texts_are_refused_with_their_own_codes() {
        assert_eq!(Reason::parse(" \t"), Err(TextError::Blank));
        let long = "a".repeat(501);
        assert_eq!(Reason::parse(&long), Err(TextError::TooLong { actual: 501, max: 500 }));
        for hidden in ["a\u{0}b", "a\u{202E}b", "a\u{200B}b"] {
            assert_eq!(Reason::parse(hidden), Err(TextError::Invisible));
        }
    }
}
