mod any;
mod text;

use hoso_events::entry::FieldCode;

use super::{
    sheet::{CellValue, Grid, ShownDate},
    *,
};

const SAMPLE: &[u8] = include_bytes!("../../../tests/data/danh-sach-mau.xlsx");

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn today() -> NaiveDate {
    day("2026-11-02")
}

/// A list read whole.
#[derive(Debug)]
struct PeopleList {
    sheet: String,
    sheets_not_read: Vec<String>,
    title: Option<String>,
    issuer: Option<String>,
    as_at: Option<NaiveDate>,
    rows: Vec<PersonRow>,
    unread_columns: Vec<String>,
    file_sha256: String,
}

fn whole(file: &ListFile<'_>) -> Result<PeopleList, ImportError> {
    let mut rows = vec![];
    file.people(&mut |person| {
        rows.push(person);
        ControlFlow::Continue(())
    })?;
    let unread_columns = file.head().unread_columns();
    let ListHead { sheet, sheets_not_read, title, issuer, as_at, file_sha256, .. } =
        file.head().clone();
    Ok(PeopleList {
        sheet,
        sheets_not_read,
        title,
        issuer,
        as_at,
        rows,
        unread_columns,
        file_sha256,
    })
}

fn read_people_list(bytes: &[u8], today: NaiveDate) -> Result<PeopleList, ImportError> {
    whole(&ListFile::open(bytes, &[], today)?)
}

fn sample() -> PeopleList {
    read_people_list(SAMPLE, today()).unwrap()
}

fn text(text: &str) -> CellValue {
    CellValue::Text(text.to_owned())
}

fn number(number: f64) -> CellValue {
    CellValue::Number(number)
}

/// A sheet of texts; `""` is a blank cell.
fn grid(rows: &[&[&str]]) -> Grid {
    let mut grid = Grid::new("Danh sách");
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            let value = CellValue::Text((*text).to_owned());
            grid.put(row as u32, column as u32, value).unwrap();
        }
    }
    grid
}

fn read(grid: Grid) -> Result<PeopleList, ImportError> {
    read_grids(vec![grid])
}

fn read_grids(grids: Vec<Grid>) -> Result<PeopleList, ImportError> {
    whole(&ListFile::of_book(Book::of_grids(grids), String::new(), &[], today())?)
}

const HEADER: &[&str] = &["STT", "Họ và tên", "Ngày sinh", "Số CCCD"];
const ANNA: &[&str] = &["1", "Huỳnh Thị Châu", "01/04/1969", "080169611097"];

/// A list of one person with one more column.
fn with(heading: &str, value: CellValue) -> PersonRow {
    let mut grid = grid(&[HEADER, ANNA]);
    grid.put(0, 4, CellValue::Text(heading.to_owned())).unwrap();
    grid.put(1, 4, value).unwrap();
    read(grid).unwrap().rows.remove(0)
}

/// The person with one of the four usual columns replaced.
fn replacing(column: u32, value: CellValue) -> PersonRow {
    let mut grid = grid(&[HEADER, ANNA]);
    grid.put(1, column, value).unwrap();
    read(grid).unwrap().rows.remove(0)
}

#[track_caller]
fn value<'a>(person: &'a PersonRow, field: &str) -> &'a str {
    match person.cells.get(field) {
        Some(cell) => &cell.value,
        None => panic!("row {} has no {field}: {:?}", person.sheet_row, person.problems),
    }
}

#[track_caller]
fn assert_mended(person: &PersonRow, field: &str, expected: &str, mend: Option<Mend>) {
    assert_eq!(value(person, field), expected);
    assert_eq!(person.cells[field].mended, mend, "{field}");
}

fn problems(person: &PersonRow) -> Vec<(&str, &str)> {
    person.problems.iter().map(|problem| (problem.address.as_str(), problem.code)).collect()
}

#[track_caller]
fn assert_person(person: &PersonRow, expected: &[(&str, &str, &str)]) {
    for (field, address, text) in expected {
        assert_eq!(value(person, field), *text, "{field}");
        assert_eq!(person.cells[*field].address, *address, "{field}");
    }
}

#[test]
fn the_sample_file_is_read_completely() {
    let list = sample();
    assert_eq!(list.sheet, "DS CBCCVC");
    assert_eq!(list.title.as_deref(), Some("DANH SÁCH CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC"));
    assert_eq!(list.issuer.as_deref(), Some("ỦY BAN NHÂN DÂN PHƯỜNG ĐÔNG THÀNH (đơn vị giả định)"));
    assert_eq!(list.as_at, Some(day("2026-10-31")));
    assert_eq!(list.unread_columns, Vec::<String>::new());
    assert_eq!(list.sheets_not_read, Vec::<String>::new());
    assert_eq!(list.file_sha256.len(), 64);
    let rows: Vec<u32> = list.rows.iter().map(|person| person.sheet_row).collect();
    assert_eq!(rows, (10..=49).collect::<Vec<u32>>());
    for person in &list.rows {
        assert_eq!(problems(person), [], "row {}", person.sheet_row);
        for field in [
            "full_name",
            "birth_date",
            "sex",
            "personal_id_no",
            "ethnicity_code",
            "position_code",
            "first_recruit_date",
            "grade_code",
            "salary_step",
            "salary_coefficient",
            "highest_qualification",
        ] {
            assert!(!value(person, field).is_empty());
        }
    }
    let phones = list.rows.iter().filter(|person| person.cells.contains_key("phone_mobile"));
    assert_eq!(phones.count(), 25);
    assert_eq!(list.rows.iter().filter(|person| person.note.is_some()).count(), 17);
}

#[test]
fn rows_10_21_29_and_49_of_the_sample_are_read_exactly() {
    let list = sample();
    let row = |sheet_row: usize| &list.rows[sheet_row - 10];
    assert_person(
        row(10),
        &[
            ("full_name", "B10", "Huỳnh Thị Thu Châu"),
            ("birth_date", "D10", "1969-04-01"),
            ("sex", "D10", "female"),
            ("personal_id_no", "E10", "080169611097"),
            ("first_recruit_date", "H10", "1994-09-04"),
            ("grade_code", "I10", "01.003"),
            ("salary_step", "J10", "9"),
            ("salary_coefficient", "K10", "4.98"),
            ("salary_table_group", "I10", "A1"),
            ("ethnicity_code", "F10", "01"),
            ("position_code", "G10", "specialist"),
            ("highest_qualification", "L10", "master"),
        ],
    );
    assert_eq!(row(10).cells["full_name"].typed, "  Huỳnh  Thị Thu Châu\u{A0}");
    assert_eq!(row(10).cells.get("phone_mobile"), None);
    assert_person(
        row(21),
        &[
            ("full_name", "B21", "Nguyễn Hữu Hương"),
            ("birth_date", "C21", "1972-05-08"),
            ("sex", "C21", "male"),
            ("personal_id_no", "E21", "072072583506"),
            ("first_recruit_date", "H21", "1994-10"),
            ("grade_code", "I21", "01.003"),
            ("salary_step", "J21", "6"),
            ("salary_coefficient", "K21", "3.99"),
            ("phone_mobile", "M21", "0967854192"),
        ],
    );
    assert_person(
        row(29),
        &[
            ("full_name", "B29", "Danh Hữu Minh"),
            ("birth_date", "C29", "1998-06-26"),
            ("first_recruit_date", "H29", "2021-11"),
            ("ethnicity_code", "F29", "05"),
            ("grade_code", "I29", "V.07.04.32"),
            ("salary_table_group", "I29", "A1"),
            ("salary_step", "J29", "9"),
            ("salary_coefficient", "K29", "4.98"),
            ("phone_mobile", "M29", "0914081650"),
        ],
    );
    assert_person(
        row(49),
        &[
            ("full_name", "B49", "Dương Thùy Hòa"),
            ("birth_date", "D49", "1972-07-18"),
            ("sex", "D49", "female"),
            ("personal_id_no", "E49", "072172970456"),
            ("salary_coefficient", "K49", "2.67"),
        ],
    );
    assert_eq!(row(12).note.as_deref(), Some("Nghỉ thai sản"));
}

#[test]
fn what_spreadsheets_do_to_values_is_put_right_and_named() {
    let first = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let name = "full_name";
    let id = "personal_id_no";
    let birth = "birth_date";
    let joined = "Huỳnh Thị Châu";
    for (column, typed, field, expected, mend) in [
        (1, text("  Huỳnh  Thị\u{A0}Châu "), name, joined, Some(Mend::Spaces)),
        (1, text("HUỲNH THỊ CHÂU"), name, joined, Some(Mend::UpperCaseName)),
        (1, text("Huy\u{300}nh Thi\u{323} Châu"), name, joined, Some(Mend::Spaces)),
        (3, number(80169611097.0), id, "080169611097", Some(Mend::LeadingZero)),
        (3, text("80169611097"), id, "080169611097", Some(Mend::LeadingZero)),
        (3, text("080 169 611 097"), id, "080169611097", Some(Mend::Separators)),
        (2, text("01.04.1969"), birth, "1969-04-01", Some(Mend::DateForm)),
        (2, text("1-4-1969"), birth, "1969-04-01", Some(Mend::DateForm)),
        (2, text("1/4/1969"), birth, "1969-04-01", None),
        (2, text("Ngày 1 tháng 4 năm 1969"), birth, "1969-04-01", Some(Mend::DateForm)),
        (2, number(25294.0), birth, "1969-04-01", Some(Mend::SerialDate)),
        (2, text("4/1969"), birth, "1969-04", None),
        (2, text("00/4/1969"), birth, "1969-04", Some(Mend::DateForm)),
        (2, text("00/00/1969"), birth, "1969", Some(Mend::DateForm)),
        (2, number(1969.0), birth, "1969", None),
    ] {
        let person = replacing(column, typed.clone());
        assert_eq!(problems(&person), [], "{typed:?}");
        assert_mended(&person, field, expected, mend);
    }
    let shown = |date| CellValue::Date(date);
    let month = replacing(2, shown(ShownDate::Month { year: 1969, month: 4 }));
    assert_mended(&month, birth, "1969-04", Some(Mend::SerialDate));
    let whole = replacing(2, shown(ShownDate::Day(first(1969, 4, 1))));
    assert_mended(&whole, birth, "1969-04-01", Some(Mend::SerialDate));
}

#[test]
fn salary_grade_phone_and_codes_are_put_right_and_named() {
    for (heading, typed, field, expected, mend) in [
        ("Mã ngạch", number(1.003), "grade_code", "01.003", Some(Mend::GradeZero)),
        ("Mã ngạch", text("1.003"), "grade_code", "01.003", Some(Mend::GradeZero)),
        ("Bậc", text("9/9"), "salary_step", "9", Some(Mend::StepOfSteps)),
        ("Bậc", text("Bậc 3"), "salary_step", "3", Some(Mend::StepOfSteps)),
        ("Bậc", number(3.0), "salary_step", "3", None),
        ("Hệ số", text("4,98"), "salary_coefficient", "4.98", Some(Mend::DecimalComma)),
        ("Hệ số", number(3.99 + 2.0 * f64::EPSILON), "salary_coefficient", "3.99", None),
        ("Số ĐT", number(909229206.0), "phone_mobile", "0909229206", Some(Mend::LeadingZero)),
        ("Số ĐT", text("0909.229.206"), "phone_mobile", "0909229206", Some(Mend::Separators)),
        ("Giới tính", text("Nữ"), "sex", "female", None),
        ("Dân tộc", text("Kinh "), "ethnicity_code", "01", Some(Mend::Spaces)),
        ("Dân tộc", text("Khmer"), "ethnicity_code", "05", Some(Mend::Alias)),
        ("Trình độ CM", text("ĐH"), "highest_qualification", "university", Some(Mend::Alias)),
        ("Trình độ CM", text("Đại học"), "highest_qualification", "university", None),
        ("Chức vụ/chức danh", text("Giáo viên"), "position_code", "teacher", None),
    ] {
        let person = with(heading, typed.clone());
        assert_eq!(problems(&person), [], "{typed:?}");
        assert_mended(&person, field, expected, mend);
    }
}

#[test]
fn what_could_mean_two_things_is_left_to_a_person() {
    let august = CellValue::Date(ShownDate::Day(day("2026-08-06")));
    assert_eq!(problems(&with("Bậc lương", august)), [("E2", "turned_into_date")]);
    assert_eq!(problems(&with("Số ĐT", text("9.09E+08"))), [("E2", "digits_lost")]);
    let failed = CellValue::Failed("#N/A".to_owned());
    assert_eq!(problems(&with("Hệ số", failed)), [("E2", "cell_error")]);
    assert_eq!(problems(&replacing(1, text("HuúnhThÞ Ch©u"))), [("B2", "legacy_font")]);
    assert_eq!(problems(&replacing(1, text("Huyønh Thò Chaâu"))), [("B2", "legacy_font")]);
    let short_year = replacing(2, text("01/04/69"));
    assert_eq!(short_year.cells.get("birth_date"), None);
    assert_eq!(short_year.problems.len(), 1);
    assert_eq!(short_year.problems[0].typed, "01/04/69");
    assert_eq!(short_year.problems[0].column, "Ngày sinh");
}

#[test]
fn a_dash_says_that_there_is_nothing() {
    let person = with("Số ĐT", text("-"));
    assert_eq!(person.cells.get("phone_mobile"), None);
    assert_eq!(problems(&person), []);
}

#[test]
fn a_list_in_another_order_with_one_header_row_is_read_alike() {
    let list = read(grid(&[
        &["Số định danh cá nhân", "Giới tính", "Ngày sinh", "HỌ VÀ TÊN", "Sở thích", "TT"],
        &["080169611097", "Nữ", "01/04/1969", "Huỳnh Thị Châu", "cờ", "1"],
        &["080095298420", "Nam", "1995", "Lê Văn Nam", "", "2"],
    ]))
    .unwrap();
    assert_eq!(list.unread_columns, ["Sở thích"]);
    assert_eq!((list.title, list.issuer, list.as_at), (None, None, None));
    assert_person(
        &list.rows[0],
        &[
            ("personal_id_no", "A2", "080169611097"),
            ("sex", "B2", "female"),
            ("birth_date", "C2", "1969-04-01"),
            ("full_name", "D2", "Huỳnh Thị Châu"),
        ],
    );
    assert_person(&list.rows[1], &[("sex", "B3", "male"), ("birth_date", "C3", "1995")]);
}

#[test]
fn a_name_over_two_columns_is_one_name() {
    for header in [["Họ đệm", "Tên", "CCCD"], ["Họ và tên", "", "CCCD"]] {
        let list = read(grid(&[&header, &["Huỳnh Thị", "Châu", "080169611097"]])).unwrap();
        assert_mended(&list.rows[0], "full_name", "Huỳnh Thị Châu", Some(Mend::JoinedName));
    }
}

#[test]
fn marks_under_nam_and_nu_tell_the_sex() {
    let list = read(grid(&[
        &["Họ và tên", "Giới tính", "", "CCCD", "Phụ cấp", ""],
        &["", "Nam", "Nữ", "", "Hệ số", "Tiền"],
        &["Huỳnh Thị Châu", "", "x", "080169611097", "0,5", ""],
    ]))
    .unwrap();
    assert_eq!(value(&list.rows[0], "sex"), "female");
    assert_eq!(list.rows[0].cells.get("salary_coefficient"), None);
    assert_eq!(list.unread_columns, ["Phụ cấp / Hệ số", "Phụ cấp / Tiền"]);
}

#[test]
fn a_birth_date_in_both_columns_is_a_problem_naming_both() {
    let list = read(grid(&[
        &["Họ và tên", "Ngày sinh", "", "CCCD"],
        &["", "Nam", "Nữ", ""],
        &["Huỳnh Thị Châu", "01/04/1969", "01/04/1969", "080169611097"],
    ]))
    .unwrap();
    assert_eq!(problems(&list.rows[0]), [("C3", "both_sexes")]);
    assert_eq!(list.rows[0].problems[0].against, ["B3"]);
}

#[test]
fn totals_signatures_groups_and_repeated_headers_are_not_people() {
    let list = read(grid(&[
        HEADER,
        &["(1)", "(2)", "(3)", "(4)"],
        &["I", "Phòng Nội vụ"],
        ANNA,
        HEADER,
        &["2", "Tống Công Minh", "", ""],
        &["", "Cộng: 2 người"],
        &["", "Người lập biểu", "", "THỦ TRƯỞNG ĐƠN VỊ"],
        &["", "Nguyễn Văn Ký", "", "Trần Văn Trưởng"],
    ]))
    .unwrap();
    let rows: Vec<u32> = list.rows.iter().map(|person| person.sheet_row).collect();
    assert_eq!(rows, [4, 6]);
    assert_eq!(problems(&list.rows[1]), [("D6", "required")]);
}

#[test]
fn the_same_id_twice_is_a_problem_of_the_second_row() {
    let list = read(grid(&[HEADER, ANNA, ANNA])).unwrap();
    assert_eq!(problems(&list.rows[0]), []);
    assert_eq!(problems(&list.rows[1]), [("D3", "duplicate_in_file")]);
    assert_eq!(list.rows[1].problems[0].against, ["D2"]);
}

#[test]
fn values_that_contradict_each_other_are_a_problem_naming_both_cells() {
    let person = replacing(2, text("01/04/1970"));
    assert_eq!(problems(&person), [("C2", "id_birth_year")]);
    assert_eq!(person.problems[0].against, ["D2"]);
    assert_eq!(person.problems[0].field.as_ref().map(FieldCode::as_str), Some("birth_date"));
    assert_eq!(problems(&with("Giới tính", text("Nam"))), [("E2", "id_sex")]);
    let list = read(grid(&[
        &["Họ và tên", "CCCD", "Mã ngạch", "Bậc", "Hệ số"],
        &["Huỳnh Thị Châu", "080169611097", "01.003", "9/9", "4,65"],
    ]))
    .unwrap();
    assert_mended(&list.rows[0], "salary_table_group", "A1", Some(Mend::Derived));
    assert_eq!(problems(&list.rows[0]), [("E2", "coefficient_table")]);
    assert_eq!(list.rows[0].problems[0].against, ["C2", "D2"]);
}

#[test]
fn a_sheet_that_is_no_list_says_why_without_saying_what_it_holds() {
    let refused = |rows: &[&[&str]]| read(grid(rows)).unwrap_err();
    assert_eq!(refused(&[]), ImportError::NoHeader { rows_looked_at: 0 });
    assert_eq!(refused(&[ANNA, ANNA]), ImportError::NoHeader { rows_looked_at: 2 });
    assert_eq!(refused(&[HEADER]), ImportError::NoPeople { header_row: 1 });
    assert_eq!(
        refused(&[&["STT", "Họ và tên", "Ngày sinh"], &ANNA[..3]]),
        ImportError::MissingColumn {
            field: FieldCode::parse("personal_id_no").unwrap(),
            header_row: 1
        }
    );
    assert_eq!(
        refused(&[&["STT", "Hä vµ tªn", "Ngµy sinh"], ANNA]),
        ImportError::LegacyFont { address: "B1".to_owned() }
    );
}

#[test]
fn the_first_sheet_that_is_a_list_is_read_and_the_others_are_named() {
    let mut cover = grid(&[&["BÌA"]]);
    cover.sheet = "Bìa".to_owned();
    let list = read_grids(vec![cover, grid(&[HEADER, ANNA])]).unwrap();
    assert_eq!(list.sheet, "Danh sách");
    assert_eq!(list.sheets_not_read, ["Bìa"]);
}
