//! Lists as text, columns said by hand, units: what came after the spreadsheets.

use super::*;

const LIST: &str = "\u{FEFF}ỦY BAN NHÂN DÂN XÃ\r\n\r\n\"DANH SÁCH\r\ncán bộ\"\r\n\r\n\
    STT;Họ và tên;Ngày sinh;Số CCCD;Mã đơn vị;Đơn vị\r\n\
    (1);(2);(3);(4);(5);(6)\r\n\
    I;Phòng Nội vụ;;;;\r\n\
    1;Huỳnh Thị Châu;01.04.1969;80169611097;H53.01;Phòng Nội vụ\r\n\
    \r\n\
    2;Lê Văn Nam;34700;080095298420;;Trường Đức Hòa\r\n\
    ;Cộng: 2 người;;;;\r\n\
    ;Người lập biểu;;THỦ TRƯỞNG;;\r\n";

fn read_text(bytes: &[u8], choices: &[&str]) -> Result<PeopleList, ImportError> {
    let choices: Vec<ColumnChoice> =
        choices.iter().map(|text| ColumnChoice::parse(text).unwrap()).collect();
    whole(&ListFile::open(bytes, &choices, today())?)
}

#[test]
fn a_list_as_text_is_read_like_a_spreadsheet() {
    for text in [LIST.to_owned(), LIST.replace(';', "\t"), LIST.replace(';', ",")] {
        let list = read_text(text.as_bytes(), &[]).unwrap();
        let rows: Vec<u32> = list.rows.iter().map(|person| person.sheet_row).collect();
        assert_eq!(rows, [8, 10], "as a spreadsheet numbers them");
        assert_eq!(list.issuer.as_deref(), Some("ỦY BAN NHÂN DÂN XÃ"));
        assert_mended(&list.rows[0], "birth_date", "1969-04-01", Some(Mend::DateForm));
        assert_mended(&list.rows[0], "personal_id_no", "080169611097", Some(Mend::LeadingZero));
        assert_mended(&list.rows[1], "birth_date", "1995-01-01", Some(Mend::SerialDate));
        let units: Vec<&str> =
            list.rows.iter().filter_map(|row| Some(row.unit.as_ref()?.typed.as_str())).collect();
        assert_eq!(units, ["H53.01", "Trường Đức Hòa"], "by code, else by name");
    }
}

#[test]
fn a_text_in_an_encoding_from_before_unicode_is_recognised_and_said() {
    let latin1 = |text: &str| -> Vec<u8> { text.chars().map(|c| c as u32 as u8).collect() };
    for heading in ["STT;Hä vµ tªn;Ngµy sinh;Sè CCCD\n", "STT;Hoï vaø teân;Ngaøy sinh;Soá CCCD\n"]
    {
        let refused = read_text(&latin1(heading), &[]).unwrap_err();
        assert_eq!(refused, ImportError::LegacyFont { address: "B1".to_owned() });
    }
    let list = latin1("STT;HO VA TEN;NGAY SINH;SO CCCD\n1;NguyÔn V¨n H¶i;1969;080169611097\n");
    let list = read_text(&list, &[]).unwrap();
    assert_eq!(problems(&list.rows[0]), [("B2", "legacy_font")]);
}

#[test]
fn what_someone_says_of_a_column_comes_before_what_is_guessed() {
    let list = "STT;Nhân sự;Ngày sinh;Mã;Đơn vị;Ngày sinh vợ chồng\n\
                1;Huỳnh Thị Châu;01/04/1969;080169611097;Tổ 1;1970\n";
    let missing = read_text(list.as_bytes(), &[]).unwrap_err();
    assert_eq!(missing.code(), "no_header");
    for said in [
        ["Nhân sự=full_name", "mã=personal_id_no", "Đơn vị=skip"],
        ["B=full_name", "D=personal_id_no", "E=skip"],
    ] {
        let list = read_text(list.as_bytes(), &said).unwrap();
        assert_person(
            &list.rows[0],
            &[("full_name", "B2", "Huỳnh Thị Châu"), ("personal_id_no", "D2", "080169611097")],
        );
        assert_eq!(list.rows[0].unit, None);
        assert_eq!(list.unread_columns, ["Đơn vị", "Ngày sinh vợ chồng"]);
    }
    let other = ["B=full_name", "D=personal_id_no", "F=birth_date", "C=skip"];
    let list = read_text(list.as_bytes(), &other).unwrap();
    assert_eq!(problems(&list.rows[0]), [("F2", "id_birth_year")]);
}

#[test]
fn the_columns_of_a_list_that_is_not_understood_are_shown_to_be_said() {
    let list = b"Danh sach\nNhan su;Ma;Don vi la\nChau;080169611097;x\n";
    let columns = columns_of(list, &[]).unwrap();
    let seen: Vec<(&str, &str)> =
        columns.iter().map(|c| (c.letters.as_str(), c.heading.as_str())).collect();
    assert_eq!(seen, [("A", "Nhan su"), ("B", "Ma"), ("C", "Don vi la")]);
    assert_eq!(ColumnChoice::parse("A=fullname"), None);
    assert_eq!(ColumnChoice::parse("=full_name"), None);
}
