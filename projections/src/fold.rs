//! Text as people search and sort it: without tone marks, tone placement or đ; in Vietnamese order.

use std::sync::LazyLock;

use icu_collator::{CollatorBorrowed, options::CollatorOptions};
use icu_locale_core::locale;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// How many bytes of a sort key are kept; names that agree so far sort by id.
const SORT_KEY_BYTES_MAX: usize = 48;

/// The text in lower case without marks, đ as d, and single spaces: `Đặng Thị Hoà` and
/// `dang thi hòa` are one.
pub fn fold(text: &str) -> String {
    let plain: String = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(|c| match c {
            'đ' | 'Đ' | 'Ð' | 'ð' | 'Ɖ' => 'd'.to_lowercase(),
            other => other.to_lowercase(),
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The folded words of a text, as they come.
pub fn words_in_order(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The folded words of a text, each once.
pub fn words(text: &str) -> Vec<String> {
    let mut words = words_in_order(text);
    words.sort();
    words.dedup();
    words
}

static COLLATOR: LazyLock<Option<CollatorBorrowed<'static>>> = LazyLock::new(|| {
    CollatorBorrowed::try_new(locale!("vi").into(), CollatorOptions::default()).ok()
});

/// A key that sorts names as Vietnamese lists do: by given name (the last word), then the rest.
/// Hexadecimal, so that both databases compare it alike.
pub fn name_sort_key(name: &str) -> String {
    let name: String = name.nfc().collect();
    let (rest, given) = name.rsplit_once(' ').unwrap_or(("", &name));
    let mut key = Vec::new();
    for part in [given, rest] {
        match COLLATOR.as_ref() {
            Some(collator) => {
                let Ok(()) = collator.write_sort_key_to(part, &mut key);
            }
            None => key.extend(fold(part).into_bytes()),
        }
        // Lower than any byte of a key: a given name comes before one that only starts with it. A
        // separating character inside one key would be skipped by the collation.
        key.push(0);
    }
    key.iter().take(SORT_KEY_BYTES_MAX).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_ignores_marks_their_placement_and_the_barred_d() {
        for spelling in ["Đặng Hoà", "đặng hòa", "DANG HOA", "Ðặng  Hòa", "dang hoa"] {
            assert_eq!(fold(spelling), "dang hoa", "{spelling}");
        }
    }

    #[test]
    fn a_list_of_names_is_in_vietnamese_order_by_given_name() {
        let mut names = vec!["Trần Văn Ân", "Lê Thị An", "Nguyễn Đức", "Phạm Dũng", "Bùi Ánh"];
        names.sort_by_key(|name| name_sort_key(name));
        assert_eq!(names, ["Lê Thị An", "Bùi Ánh", "Trần Văn Ân", "Phạm Dũng", "Nguyễn Đức"]);
    }
}
