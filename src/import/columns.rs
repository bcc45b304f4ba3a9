//! What a heading means: the catalogue's field, by its Vietnamese names and the usual variants.

use serde::{Deserialize, Serialize};

use super::text::{fold, tidy_or_blank};

/// What the cells under a heading are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    /// A field of the catalogue.
    Field(&'static str),
    /// Family and middle names, the given name standing in a column of its own.
    NameFront,
    /// The given name alone.
    NameLast,
    /// The birth date of a man; the column tells the sex.
    BirthMale,
    /// The birth date of a woman.
    BirthFemale,
    /// A mark that the person is a man.
    SexMale,
    /// A mark that the person is a woman.
    SexFemale,
    /// The code of the unit the person belongs to.
    UnitCode,
    /// The name of the unit, or its code.
    UnitName,
    /// The person's number in the list.
    Ordinal,
    /// A remark.
    Note,
    /// Known, and not ours: the coefficient of an allowance is not that of the salary.
    Elsewhere,
}

pub(super) const FULL_NAME: &str = "full_name";
pub(super) const BIRTH_DATE: &str = "birth_date";
pub(super) const SEX: &str = "sex";
pub(super) const PERSONAL_ID: &str = "personal_id_no";
pub(super) const ETHNICITY: &str = "ethnicity_code";
pub(super) const POSITION: &str = "position_code";
pub(super) const FIRST_RECRUIT: &str = "first_recruit_date";
pub(super) const GRADE: &str = "grade_code";
pub(super) const STEP: &str = "salary_step";
pub(super) const COEFFICIENT: &str = "salary_coefficient";
pub(super) const QUALIFICATION: &str = "highest_qualification";
pub(super) const PHONE: &str = "phone_mobile";
pub(super) const TABLE_GROUP: &str = "salary_table_group";

/// Headings as [`fold`] leaves them.
const HEADINGS: &[(Meaning, &[&str])] = &[
    (Meaning::Ordinal, &["stt", "tt", "so tt", "so thu tu", "so tt trong danh sach"]),
    (
        Meaning::Field(FULL_NAME),
        &[
            "ho va ten",
            "ho ten",
            "ho va ten khai sinh",
            "ho chu dem va ten khai sinh",
            "ho chu dem va ten",
            "ho dem va ten",
            "ho va ten can bo",
            "ho va ten cong chuc",
            "ho va ten vien chuc",
            "ho va ten cbccvc",
            "ho va ten can bo cong chuc vien chuc",
            "ten can bo",
            "ten can bo cong chuc vien chuc",
            "ten nhan vien",
        ],
    ),
    (Meaning::NameFront, &["ho", "ho dem", "ho va dem", "ho va ten dem", "ho va chu dem"]),
    (Meaning::NameLast, &["ten"]),
    (
        Meaning::Field(BIRTH_DATE),
        &["ngay sinh", "ngay thang nam sinh", "nam sinh", "sinh ngay", "ngay thang sinh", "ntns"],
    ),
    (Meaning::Field(SEX), &["gioi tinh", "gioi", "phai", "nam nu"]),
    (
        Meaning::Field(PERSONAL_ID),
        &[
            "so cccd",
            "cccd",
            "can cuoc cong dan",
            "so can cuoc cong dan",
            "so can cuoc",
            "can cuoc",
            "so the can cuoc",
            "so dinh danh",
            "so dinh danh ca nhan",
            "ma dinh danh",
            "ma dinh danh ca nhan",
            "so dinh danh ca nhan cccd",
            "so cccd cmnd",
            "cccd cmnd",
            "so cmnd cccd",
            "cmnd cccd",
            "so cccd dinh danh ca nhan",
            "so cccd so dinh danh ca nhan",
            "so dinh danh ca nhan so cccd",
            "so cccd ma dinh danh",
            "so can cuoc cong dan so dinh danh ca nhan",
        ],
    ),
    (Meaning::Field(ETHNICITY), &["dan toc", "thanh phan dan toc"]),
    (
        Meaning::Field(POSITION),
        &[
            "chuc vu",
            "chuc danh",
            "chuc vu chuc danh",
            "chuc danh chuc vu",
            "chuc vu chuc danh hien tai",
            "chuc vu hien tai",
            "chuc vu hoac chuc danh",
            "chuc vu hoac chuc danh cong tac",
            "chuc vu chuc danh cong tac",
            "chuc vu dang dam nhiem",
        ],
    ),
    (
        Meaning::Field(FIRST_RECRUIT),
        &[
            "ngay tuyen dung",
            "ngay tuyen dung lan dau",
            "ngay thang nam tuyen dung",
            "thoi gian tuyen dung",
            "thoi diem tuyen dung",
            "ngay thang tuyen dung",
            "nam tuyen dung",
            "ngay duoc tuyen dung",
        ],
    ),
    (
        Meaning::Field(GRADE),
        &[
            "ma ngach",
            "ma so ngach",
            "ma so",
            "ma so cdnn",
            "ma cdnn",
            "ma ngach cdnn",
            "ma ngach chuc danh nghe nghiep",
            "ma so chuc danh nghe nghiep",
            "ma chuc danh nghe nghiep",
            "ma ngach hoac ma so cdnn",
            "ma so ngach chuc danh nghe nghiep",
            "ngach cdnn ma so",
        ],
    ),
    (Meaning::Field(STEP), &["bac luong", "bac", "bac luong hien huong", "bac hien huong"]),
    (
        Meaning::Field(COEFFICIENT),
        &["he so", "he so luong", "hs luong", "hsl", "he so luong hien huong", "he so hien huong"],
    ),
    (
        Meaning::Field(QUALIFICATION),
        &[
            "trinh do cm",
            "trinh do chuyen mon",
            "trinh do",
            "trinh do chuyen mon cao nhat",
            "trinh do cmnv",
            "trinh do chuyen mon nghiep vu",
            "trinh do dao tao",
            "chuyen mon",
            "tdcm",
        ],
    ),
    (
        Meaning::Field(PHONE),
        &[
            "so dt",
            "sdt",
            "dt",
            "dien thoai",
            "so dien thoai",
            "so dtdd",
            "dtdd",
            "dien thoai di dong",
            "so dien thoai di dong",
            "di dong",
            "so dien thoai lien he",
        ],
    ),
    (Meaning::UnitCode, &["ma don vi", "ma co quan", "ma dv", "ma dinh danh don vi"]),
    (
        Meaning::UnitName,
        &[
            "don vi",
            "don vi cong tac",
            "ten don vi",
            "co quan",
            "co quan don vi",
            "co quan cong tac",
            "don vi quan ly",
            "don vi quan ly ho so",
            "noi cong tac",
            "ten co quan don vi",
            "co quan don vi cong tac",
        ],
    ),
    (Meaning::Note, &["ghi chu", "gc"]),
];

/// One column of a list that goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutColumn {
    /// Its heading, by which the import knows it again.
    pub heading: &'static str,
    /// The field, or one of the constants.
    pub what: &'static str,
}

impl OutColumn {
    pub const NUMBER: &'static str = "ordinal";
    pub const UNIT_CODE: &'static str = "unit_code";
    pub const UNIT_NAME: &'static str = "unit_name";

    const fn new(heading: &'static str, what: &'static str) -> Self {
        Self { heading, what }
    }

    /// The field of the record it shows.
    pub fn field(&self) -> Option<&'static str> {
        let ours = matches!(self.what, Self::NUMBER | Self::UNIT_CODE | Self::UNIT_NAME);
        (!ours).then_some(self.what)
    }
}

/// The columns of a list that goes out, from the left.
pub const COLUMNS_OUT: &[OutColumn] = &[
    OutColumn::new("STT", OutColumn::NUMBER),
    OutColumn::new("Họ và tên", FULL_NAME),
    OutColumn::new("Ngày sinh", BIRTH_DATE),
    OutColumn::new("Giới tính", SEX),
    OutColumn::new("Số CCCD", PERSONAL_ID),
    OutColumn::new("Dân tộc", ETHNICITY),
    OutColumn::new("Mã đơn vị", OutColumn::UNIT_CODE),
    OutColumn::new("Tên đơn vị", OutColumn::UNIT_NAME),
    OutColumn::new("Chức vụ, chức danh", POSITION),
    OutColumn::new("Ngày tuyển dụng", FIRST_RECRUIT),
    OutColumn::new("Mã ngạch", GRADE),
    OutColumn::new("Bậc lương", STEP),
    OutColumn::new("Hệ số lương", COEFFICIENT),
    OutColumn::new("Trình độ chuyên môn", QUALIFICATION),
    OutColumn::new("Số điện thoại", PHONE),
];

/// What a column can be said to be by hand, by the name of it: a field's code, or one of ours.
pub(super) const NAMED: &[(&str, Meaning)] = &[
    (FULL_NAME, Meaning::Field(FULL_NAME)),
    (BIRTH_DATE, Meaning::Field(BIRTH_DATE)),
    (SEX, Meaning::Field(SEX)),
    (PERSONAL_ID, Meaning::Field(PERSONAL_ID)),
    (ETHNICITY, Meaning::Field(ETHNICITY)),
    (POSITION, Meaning::Field(POSITION)),
    (FIRST_RECRUIT, Meaning::Field(FIRST_RECRUIT)),
    (GRADE, Meaning::Field(GRADE)),
    (STEP, Meaning::Field(STEP)),
    (COEFFICIENT, Meaning::Field(COEFFICIENT)),
    (QUALIFICATION, Meaning::Field(QUALIFICATION)),
    (PHONE, Meaning::Field(PHONE)),
    ("unit_code", Meaning::UnitCode),
    ("unit_name", Meaning::UnitName),
    ("name_front", Meaning::NameFront),
    ("name_last", Meaning::NameLast),
    ("birth_male", Meaning::BirthMale),
    ("birth_female", Meaning::BirthFemale),
    ("sex_male", Meaning::SexMale),
    ("sex_female", Meaning::SexFemale),
    ("ordinal", Meaning::Ordinal),
    ("note", Meaning::Note),
];
/// Says that a column is not to be read.
pub(super) const SKIP: &str = "skip";

/// What a column's meaning is called by hand.
pub(super) fn name_of(meaning: Meaning) -> Option<&'static str> {
    NAMED.iter().find(|(_, named)| *named == meaning).map(|(name, _)| *name)
}

/// What someone says a column is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnChoice {
    /// Its heading, or its letters such as `E`.
    pub column: String,
    /// One of [`ColumnChoice::meanings`].
    pub meaning: String,
}

impl ColumnChoice {
    /// Everything a column can be said to be.
    pub fn meanings() -> impl Iterator<Item = &'static str> {
        NAMED.iter().map(|(name, _)| *name).chain([SKIP])
    }

    /// A choice, when there is such a meaning.
    pub fn new(column: &str, meaning: &str) -> Option<Self> {
        let column = tidy_or_blank(column);
        let known = Self::meanings().any(|name| name == meaning) && !column.is_empty();
        known.then(|| Self { column, meaning: meaning.to_owned() })
    }

    /// Reads `heading=meaning`.
    pub fn parse(text: &str) -> Option<Self> {
        let (column, meaning) = text.rsplit_once('=')?;
        Self::new(column, meaning.trim())
    }
}

/// What was chosen for a column; `Some(None)` when it is not to be read. Its letters say more than
/// its heading, which two columns may share.
pub(super) fn chosen(
    choices: &[ColumnChoice],
    letters: &str,
    heading: &str,
) -> Option<Option<Meaning>> {
    let folded = fold(heading);
    let by_letters = choices.iter().find(|choice| choice.column == letters);
    let choice = by_letters.or_else(|| {
        choices.iter().find(|choice| !folded.is_empty() && fold(&choice.column) == folded)
    })?;
    let known = NAMED.iter().find(|(name, _)| *name == choice.meaning);
    Some(known.map(|(_, meaning)| *meaning))
}

/// Headings that own the plain words under them: "Phụ cấp" over "Hệ số".
const OTHERS: &[&str] = &["phu cap", "vo chong", "quy hoach"];

fn known(heading: &str) -> Option<Meaning> {
    let folded = fold(heading);
    HEADINGS.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(what, _)| *what)
}

/// A heading, or what stands outside its brackets: "Số CCCD (12 số)".
fn known_with_or_without_brackets(heading: &str) -> Option<Meaning> {
    known(heading).or_else(|| known(heading.split(['(', '[']).next()?))
}

/// "Nam" or "Nữ" under a heading. "Năm" is a year, not a man.
fn by_sex(parent: &str, child: &str) -> Option<Meaning> {
    let man = match tidy_or_blank(child).to_lowercase().as_str() {
        "nam" => true,
        "nữ" => false,
        _ => return None,
    };
    match known_with_or_without_brackets(parent)? {
        Meaning::Field(BIRTH_DATE) if man => Some(Meaning::BirthMale),
        Meaning::Field(BIRTH_DATE) => Some(Meaning::BirthFemale),
        Meaning::Field(SEX) if man => Some(Meaning::SexMale),
        Meaning::Field(SEX) => Some(Meaning::SexFemale),
        _ => None,
    }
}

/// What a heading means, alone or under the heading over it.
pub(super) fn meaning(parent: Option<&str>, heading: &str) -> Option<Meaning> {
    let Some(parent) = parent else { return known_with_or_without_brackets(heading) };
    if let Some(found) = by_sex(parent, heading) {
        return Some(found);
    }
    let own = known_with_or_without_brackets(heading);
    let over = format!(" {} ", fold(parent));
    if OTHERS.iter().any(|other| over.contains(&format!(" {other} "))) {
        return own.map(|_| Meaning::Elsewhere);
    }
    // "(dd/mm/yyyy)" under a heading says how to fill it in, not what it is.
    let is_hint =
        tidy_or_blank(heading).starts_with('(') && heading.chars().any(char::is_alphabetic);
    own.or_else(|| known(&format!("{parent} {heading}")))
        .or_else(|| is_hint.then(|| known_with_or_without_brackets(parent)).flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_that_goes_out_is_known_when_it_comes_back() {
        for column in COLUMNS_OUT {
            let known = meaning(None, column.heading).and_then(name_of);
            assert_eq!(known, Some(column.what), "{}", column.heading);
        }
    }

    #[test]
    fn every_listed_heading_is_written_folded_and_once() {
        let mut seen = std::collections::BTreeSet::new();
        for name in HEADINGS.iter().flat_map(|(_, names)| *names) {
            assert_eq!(fold(name), *name);
            assert!(seen.insert(name), "{name} is listed twice");
        }
    }

    #[test]
    fn a_heading_means_what_stands_over_it_too() {
        let birth = Some("Ngày, tháng, năm sinh");
        for (parent, heading, expected) in [
            (None, "HỌ VÀ TÊN", Some(Meaning::Field(FULL_NAME))),
            (None, "Số CCCD (12 số)", Some(Meaning::Field(PERSONAL_ID))),
            (birth, "Nam", Some(Meaning::BirthMale)),
            (birth, "NỮ ", Some(Meaning::BirthFemale)),
            (birth, "Năm", None),
            (birth, "(dd/mm/yyyy)", Some(Meaning::Field(BIRTH_DATE))),
            (birth, "(3)", None),
            (Some("Giới tính"), "Nữ", Some(Meaning::SexFemale)),
            (Some("Lương hiện hưởng"), "Hệ số", Some(Meaning::Field(COEFFICIENT))),
            (Some("Phụ cấp chức vụ"), "Hệ số", Some(Meaning::Elsewhere)),
            (None, "Họ tên vợ/chồng", None),
            (None, "Nam", None),
        ] {
            assert_eq!(meaning(parent, heading), expected, "{parent:?} {heading}");
        }
    }
}
