//! The texts of a sheet: tidied for keeping, folded for comparing.

use hoso_events::values::{TextError, tidy_text};

use super::CELL_CHARS_MAX;

/// Vietnamese letters by the plain letter they are compared as.
const FOLDS: &[(char, &str)] = &[
    ('a', "àáảãạăằắẳẵặâầấẩẫậ"),
    ('d', "đð"),
    ('e', "èéẻẽẹêềếểễệ"),
    ('i', "ìíỉĩị"),
    ('o', "òóỏõọôồốổỗộơờớởỡợ"),
    ('u', "ùúủũụưừứửữự"),
    ('y', "ỳýỷỹỵ"),
];

/// The text in NFC with single spaces; `None` when nothing is left.
/// Zero-width marks, which come along when text is pasted, are dropped.
pub(super) fn tidy(text: &str) -> Result<Option<String>, &'static str> {
    let seen: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}'))
        .collect();
    match tidy_text(&seen, CELL_CHARS_MAX) {
        Ok(tidy) => Ok(Some(tidy)),
        Err(TextError::Blank) => Ok(None),
        Err(other) => Err(other.code()),
    }
}

/// The text as read for comparing: tidy, or blank when it cannot be.
pub(super) fn tidy_or_blank(text: &str) -> String {
    tidy(text).ok().flatten().unwrap_or_default()
}

/// Lower case without tone marks, letters and digits only, words parted by one space.
pub fn fold(text: &str) -> String {
    let plain: String = tidy_or_blank(text)
        .to_lowercase()
        .chars()
        .map(|c| match FOLDS.iter().find(|(_, marked)| marked.contains(c)) {
            Some((plain, _)) => *plain,
            None if c.is_alphanumeric() => c,
            None => ' ',
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the text holds a letter of any script.
pub(super) fn has_letter(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// How many plain digits the text holds.
pub(super) fn digits(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

/// A name written in capitals, with a capital at the head of each word only; `None` when the name
/// is not all capitals. `H'HEN NIÊ` becomes `H'Hen Niê`.
pub(super) fn name_from_capitals(name: &str) -> Option<String> {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2 || name.chars().any(char::is_lowercase) {
        return None;
    }
    let mut starts = true;
    let mut proper = String::with_capacity(name.len());
    for c in name.chars() {
        if starts {
            proper.push(c);
        } else {
            proper.extend(c.to_lowercase());
        }
        starts = !c.is_alphanumeric();
    }
    (proper != name).then_some(proper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_drops_tones_case_and_signs() {
        assert_eq!(fold("Ngày,\u{A0}tháng,  năm sinh"), "ngay thang nam sinh");
        assert_eq!(fold("Trình độ CM (cao nhất)"), "trinh do cm cao nhat");
        assert_eq!(fold("SO\u{302}\u{301} ĐT"), "so dt");
    }

    #[test]
    fn capitals_become_a_proper_name() {
        assert_eq!(name_from_capitals("NGUYỄN HỮU HƯƠNG").as_deref(), Some("Nguyễn Hữu Hương"));
        assert_eq!(name_from_capitals("TRẦN MINH Ý").as_deref(), Some("Trần Minh Ý"));
        assert_eq!(name_from_capitals("H'HEN NIÊ").as_deref(), Some("H'Hen Niê"));
        assert_eq!(name_from_capitals("Lê Văn Nam"), None);
        assert_eq!(name_from_capitals("Ý"), None);
    }
}
