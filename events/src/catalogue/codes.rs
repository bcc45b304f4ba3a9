//! Code lists: closed sets of codes with the names and spellings people use for them.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

/// Folds a text for comparison: no case, no tone marks, đ as d, letters, digits and `+` only.
pub fn plain(text: &str) -> String {
    text.nfd()
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .filter(|c| c.is_alphanumeric() || *c == '+')
        .collect()
}

/// One item of a code list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeItem {
    /// What is stored; never changed once used.
    pub code: String,
    /// Its name in Vietnamese.
    pub label_vi: String,
    /// Its name in English; the Vietnamese name where there is none.
    pub label_en: String,
    /// Other ways people write it.
    pub aliases: Vec<String>,
    /// For a grade: the salary group its holders are paid in, where known.
    pub salary_group: Option<String>,
}

/// Whether a list also takes codes it does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OtherCodes {
    /// Any code written like a grade (`01.003`, `15a.201`, `V.07.05.15`): the official lists are
    /// longer than ours, and old dossiers hold codes no longer in force.
    Grade,
}

/// A list of codes, in the order a form shows them.
#[derive(Debug, Clone)]
pub struct CodeList {
    /// The items in order.
    pub items: Vec<CodeItem>,
    /// Whether well-formed codes outside the list are taken.
    pub other_codes: Option<OtherCodes>,
    by_plain: BTreeMap<String, Vec<usize>>,
}

impl CodeList {
    /// Builds the list and its lookup of spellings.
    pub fn new(items: Vec<CodeItem>, other_codes: Option<OtherCodes>) -> Self {
        let mut by_plain: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, item) in items.iter().enumerate() {
            for spelling in spellings(item) {
                let indices = by_plain.entry(plain(spelling)).or_default();
                if !indices.contains(&index) {
                    indices.push(index);
                }
            }
        }
        Self { items, other_codes, by_plain }
    }

    /// The item with exactly this code.
    pub fn find(&self, code: &str) -> Option<&CodeItem> {
        self.items.iter().find(|item| item.code == code)
    }

    /// The item a person meant, by code, label or alias, ignoring case, tone marks, đ and spaces.
    /// `None` when nothing matches or when two items would.
    pub fn match_text(&self, typed: &str) -> Option<&CodeItem> {
        let typed = typed.trim();
        if let Some(item) = self.find(typed) {
            return Some(item);
        }
        match self.by_plain.get(&plain(typed)).map(Vec::as_slice) {
            Some([only]) => self.items.get(*only),
            Some(several) => {
                let exact = typed.nfc().collect::<String>().to_lowercase();
                let same = |spelling: &str| spelling.to_lowercase() == exact;
                let mut hits = several
                    .iter()
                    .filter_map(|index| self.items.get(*index))
                    .filter(|item| spellings(item).any(same));
                hits.next().filter(|_| hits.next().is_none())
            }
            None => None,
        }
    }

    /// The code to store for what was typed, also when only its form is known to be right.
    pub fn read(&self, typed: &str) -> Option<String> {
        if let Some(item) = self.match_text(typed) {
            return Some(item.code.clone());
        }
        match self.other_codes {
            Some(OtherCodes::Grade) => grade_code(typed),
            None => None,
        }
    }
}

fn spellings(item: &CodeItem) -> impl Iterator<Item = &str> {
    [&item.code, &item.label_vi, &item.label_en]
        .into_iter()
        .chain(&item.aliases)
        .map(String::as_str)
}

/// A code written like a grade: `^\d{2}[a-c]?\.\d{3}$` or `^V\.\d{2}\.\d{2}\.\d{2,3}$`.
fn grade_code(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let digits = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    match typed.split('.').collect::<Vec<_>>().as_slice() {
        [branch, number] if digits(number, 3..=3) => {
            let bare = branch.strip_suffix(['a', 'b', 'c']).unwrap_or(branch);
            digits(bare, 2..=2).then(|| typed.to_owned())
        }
        ["V" | "v", field, group, number]
            if digits(field, 2..=2) && digits(group, 2..=2) && digits(number, 2..=3) =>
        {
            Some(format!("V.{field}.{group}.{number}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::catalogue;

    #[test]
    fn the_spellings_of_messy_lists_find_their_codes() {
        for (list, typed, expected) in [
            ("ethnicities", "kinh ", "01"),
            ("ethnicities", "Khmer", "05"),
            ("ethnicities", "Khơ me", "05"),
            ("ethnicities", "CHĂM", "17"),
            ("qualifications", "ĐH", "university"),
            ("qualifications", "đại học", "university"),
            ("qualifications", "Cử nhân", "university"),
            ("qualifications", "CĐ", "college"),
            ("qualifications", "TC", "intermediate"),
            ("qualifications", "Th.s", "master"),
            ("qualifications", "Thạc sỹ", "master"),
            ("sexes", "NỮ", "female"),
            ("sexes", "nam", "male"),
            ("positions", "phó hiệu trưởng", "vice_principal"),
            ("positions", "Trưởng phòng", "division_head"),
            ("grades", "1.003", "01.003"),
            ("grades", "v.07.04.32", "V.07.04.32"),
            ("salary_groups", "a2.1", "A2.1"),
            ("blood_types", "O-", "o_neg"),
            ("blood_types", "AB+", "ab_pos"),
        ] {
            let found = catalogue().code_list(list).unwrap().read(typed);
            assert_eq!(found.as_deref(), Some(expected), "{list}: {typed}");
        }
    }

    #[test]
    fn a_grade_outside_our_list_is_taken_when_it_is_written_like_a_grade() {
        let grades = catalogue().code_list("grades").unwrap();
        for (typed, expected) in [
            ("15a.201", Some("15a.201")),
            ("v.10.02.06", Some("V.10.02.06")),
            ("V.07.99", None),
            ("1.03", None),
            ("15d.201", None),
        ] {
            assert_eq!(grades.read(typed).as_deref(), expected, "{typed}");
        }
    }

    #[test]
    fn in_no_list_do_two_items_share_a_code_or_a_spelling() {
        for (name, list) in catalogue().code_lists() {
            for (index, item) in list.items.iter().enumerate() {
                for spelling in super::spellings(item) {
                    let found = list.match_text(spelling).map(|found| found.code.as_str());
                    let same = list.items.iter().position(|other| other.code == item.code);
                    assert_eq!(
                        (same, found),
                        (Some(index), Some(&*item.code)),
                        "{name} {spelling}"
                    );
                }
            }
        }
    }
}
