//! Which rows are people, and which are group headings, totals, signatures or repeated headers.

use super::super::{
    columns::{self, Meaning, meaning},
    header::{Header, is_column_numbers},
    sheet::{CellValue, Grid},
    text::{digits, has_letter, tidy_or_blank},
};

/// Digits that make a cell of the id column look like an id.
const ID_DIGITS_MIN: usize = 6;
/// Words a total begins with, in small letters. With tones: the family name "Tống" is no total.
const TOTALS: &[&str] =
    &["tổng cộng", "tổng số", "tổng:", "cộng:", "danh sách này có", "danh sách có"];
/// Words a line of signatures begins with.
const SIGNATURES: &[&str] = &[
    "người lập",
    "lập biểu",
    "thủ trưởng",
    "tm.",
    "kt.",
    "tl.",
    "tuq.",
    "xác nhận của",
    "(ký",
    "ký tên",
    "nơi nhận",
];
/// Words the name of a part of an agency begins with.
const UNITS: &[&str] = &[
    "phòng ",
    "ban ",
    "khối ",
    "tổ ",
    "trường ",
    "trung tâm ",
    "đơn vị",
    "ủy ban",
    "uỷ ban",
    "hội đồng",
    "hđnd",
    "ubnd",
    "văn phòng",
    "chi cục",
    "sở ",
    "đảng ủy",
    "đảng uỷ",
    "công an",
    "cán bộ",
    "công chức",
    "viên chức",
    "người hoạt động",
    "hợp đồng",
    "lãnh đạo",
    "bộ phận",
    "trạm ",
    "khoa ",
];

/// What was seen of a list so far.
#[derive(Debug, Default)]
pub(super) struct Rows {
    signed: bool,
}

impl Rows {
    /// Whether the next row is a person.
    pub(super) fn is_person(&mut self, grid: &Grid, header: &Header, row: u32) -> bool {
        match Row::look(grid, header, row).kind() {
            Kind::Person => true,
            // After the signatures only an id makes a person; a signer's name does not.
            Kind::Likely => !self.signed,
            Kind::Signature => {
                self.signed = true;
                false
            }
            Kind::Other => false,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Person,
    Likely,
    Signature,
    Other,
}

/// What there is to see of a row.
struct Row {
    repeats_header: bool,
    texts: Vec<String>,
    ordinal: bool,
    name: String,
    id: bool,
    birth: bool,
    understood: usize,
}

impl Row {
    fn look(grid: &Grid, header: &Header, row: u32) -> Self {
        let text = |meaning| {
            let column = header.column_of(meaning);
            column.map(|column| tidy_or_blank(&grid.shown(row, column))).unwrap_or_default()
        };
        let name = text(Meaning::Field(columns::FULL_NAME));
        let births =
            [Meaning::Field(columns::BIRTH_DATE), Meaning::BirthMale, Meaning::BirthFemale];
        let ordinal = text(Meaning::Ordinal);
        Self {
            repeats_header: is_column_numbers(grid, row)
                || meaning(None, &name) == Some(Meaning::Field(columns::FULL_NAME)),
            texts: grid
                .row(row)
                .filter(|(_, value)| matches!(value, CellValue::Text(_)))
                .map(|(_, value)| tidy_or_blank(&value.shown()).to_lowercase())
                .collect(),
            ordinal: digits(&ordinal) > 0 && !has_letter(&ordinal),
            id: digits(&text(Meaning::Field(columns::PERSONAL_ID))) >= ID_DIGITS_MIN,
            birth: births.into_iter().any(|birth| digits(&text(birth)) > 0),
            understood: header
                .columns
                .iter()
                .filter(|(_, column)| {
                    matches!(
                        column.meaning,
                        Meaning::Field(_) | Meaning::BirthMale | Meaning::BirthFemale
                    )
                })
                .filter(|(column, _)| !tidy_or_blank(&grid.shown(row, **column)).is_empty())
                .count(),
            name,
        }
    }

    fn is_total(&self) -> bool {
        let first = self.texts.first().map(String::as_str).unwrap_or_default();
        first == "cộng" || TOTALS.iter().any(|word| first.starts_with(word))
    }

    fn is_signature(&self) -> bool {
        self.texts.iter().any(|text| SIGNATURES.iter().any(|word| text.starts_with(word)))
    }

    fn kind(&self) -> Kind {
        let named = has_letter(&self.name);
        let name = self.name.to_lowercase();
        let heads_a_group = self.understood == 1 && UNITS.iter().any(|unit| name.starts_with(unit));
        if self.repeats_header {
            Kind::Other
        } else if self.id || (named && self.birth) {
            Kind::Person
        } else if self.is_total() {
            Kind::Other
        } else if self.is_signature() {
            Kind::Signature
        } else if named && !heads_a_group && (self.ordinal || self.understood > 1) {
            // Somebody without id and birth date: better a row of problems than a lost person.
            Kind::Likely
        } else {
            Kind::Other
        }
    }
}
