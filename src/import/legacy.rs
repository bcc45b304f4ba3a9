//! Telling text in the font encodings from before Unicode (TCVN3 "ABC", VNI) from Vietnamese.
//!
//! Such text arrives as Latin-1 characters that only its own font shows as Vietnamese:
//! `NguyÔn V¨n H¶i` (TCVN3) or `Nguyeãn Vaên Haûi` (VNI). It is recognised, never converted.

/// The Latin-1 letters that Vietnamese does use.
const VIETNAMESE: &str = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý";
/// Signs that TCVN3 fonts show as letters.
const SIGNS: &str = "¡¢£¤¥¦§¨©ª«¬®µ¶·¸¹»¼½¾×÷\u{AD}";
/// Signs that stand at the head of a word only (đ, Đ), or at either end of a quotation (ô, ằ).
const SIGNS_BEFORE_A_LETTER: &str = "§®";
const SIGNS_INSIDE_A_WORD: &str = "«»";

/// Whether the text reads like TCVN3 or VNI text that lost its font.
pub(super) fn looks_legacy(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let chars: Vec<char> = text.chars().collect();
    (0..chars.len()).any(|at| {
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied();
        let after = chars.get(at + 1).copied();
        is_sign(before, chars[at], after) || is_foreign(before, chars[at], after)
    })
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphabetic)
}

/// A sign where only a letter can stand.
fn is_sign(before: Option<char>, c: char, after: Option<char>) -> bool {
    if !SIGNS.contains(c) {
        return false;
    }
    if SIGNS_INSIDE_A_WORD.contains(c) {
        return is_letter(before) && is_letter(after);
    }
    if SIGNS_BEFORE_A_LETTER.contains(c) {
        return is_letter(after);
    }
    is_letter(before) || is_letter(after)
}

/// A Latin-1 letter Vietnamese has not, or one in a place where Vietnamese cannot have it: after
/// `a` or `e` (VNI writes `aâ` for `â`), or a capital inside a word of small letters (TCVN3).
fn is_foreign(before: Option<char>, c: char, after: Option<char>) -> bool {
    if !('\u{C0}'..='\u{FF}').contains(&c) || SIGNS.contains(c) {
        return false;
    }
    if !VIETNAMESE.contains(c) {
        return is_letter(before) || is_letter(after);
    }
    match before {
        Some('a' | 'A' | 'e' | 'E') => true,
        Some(before) => before.is_lowercase() && c.is_uppercase(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_lost_its_old_font_is_recognised() {
        for text in [
            "NguyÔn V¨n H¶i",
            "TrÇn ThÞ Mai",
            "§ç Minh Long",
            "Ph¹m §øc",
            "Hä vµ tªn",
            "c«ng chøc",
            "Nguyeãn Vaên Haûi",
            "Traàn Thò Mai",
            "Ñoã Minh Long",
            "HOÏ VAØ TEÂN",
        ] {
            assert!(looks_legacy(text), "{text}");
        }
    }

    #[test]
    fn vietnamese_and_common_signs_are_left_alone() {
        for text in [
            "Nguyễn Văn Hải",
            "Huỳnh Thị Thu Châu",
            "Hoàng Tuấn Oánh",
            "ĐOÀN THỊ THÚY LÊ",
            "Trần Quý Quân",
            "Ea Súp, Krông Ana",
            "H'Hen Niê",
            "100 m², 5°C",
            "«Chiến sĩ thi đua»",
            "Lê – Nguyễn",
            "Điều 5 § 2",
            "Quyết định số 12/QĐ-UBND",
        ] {
            assert!(!looks_legacy(text), "{text}");
        }
    }
}
